#define G_LOG_DOMAIN "tiem-sync"

#include "sync/tiem-poll.h"

#include "base/tiem-time.h"

#define DEFAULT_POLL_MS 5000
#define LIVELY_POLL_MS 5000
#define HOUR_MS (60 * 60 * 1000)
#define FIRST_SELLING_HOUR 7
#define LAST_SELLING_HOUR 22 /* until 23:00 */
#define NIGHT_FACTOR 2

gint64
tiem_poll_interval (gint64 now,
                    gint64 poll_ms,
                    gboolean is_lively,
                    double level)
{
  gint64 hour = (now - tiem_time_day_start (tiem_time_day (now))) / HOUR_MS;
  gint64 interval = poll_ms > 0 ? poll_ms : DEFAULT_POLL_MS;

  if (hour < FIRST_SELLING_HOUR || hour > LAST_SELLING_HOUR)
    interval *= NIGHT_FACTOR;
  /* Who sells now may sell the last one: a platform that is asked seldom otherwise. */
  if (is_lively)
    interval = MIN (interval, LIVELY_POLL_MS);
  /* What is left belongs to sales that must be pushed, not to looking around. */
  if (level < 0.25)
    interval *= 4;
  else if (level < 0.5)
    interval *= 2;
  return interval;
}
