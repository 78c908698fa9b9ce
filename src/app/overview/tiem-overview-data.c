#define G_LOG_DOMAIN "tiem-overview"

#include "config.h"

#include "app/overview/tiem-overview-data.h"
#include "app/tiem-backup.h"
#include "base/tiem-time.h"
#include "store/tiem-store-channels.h"

void
tiem_overview_data_free (TiemOverviewData *self)
{
  g_clear_pointer (&self->channels, g_ptr_array_unref);
  g_clear_pointer (&self->days, g_array_unref);
  g_free (self);
}

static gboolean
count_due (TiemStore *store,
           TiemOverviewData *self,
           GError **error)
{
  gint64 midnight = tiem_time_day_start (self->today + 1);
  TiemOrderDue due;

  if (!tiem_store_read_due (store, midnight, &due, error))
    return FALSE;
  self->due_today = due.due;
  self->wish_id = due.wish_id;
  return TRUE;
}

/* How much waits for an answer, and where to begin. */
static gboolean
look_after (TiemStore *store,
            TiemOverviewData *self,
            GError **error)
{
  const TiemReturnQuery open_returns = { .only_open = TRUE };
  const TiemReviewQuery open_reviews = { .only_open = TRUE };
  g_autoptr (GPtrArray) returns = NULL;
  g_autoptr (GPtrArray) reviews = NULL;
  const TiemReview *review;

  if (!tiem_store_count_after (store, 0, &self->after, error))
    return FALSE;
  returns = tiem_store_list_returns (store, &open_returns, 1, 0, error);
  if (returns != NULL)
    reviews = tiem_store_list_reviews (store, &open_reviews, 1, 0, error);
  if (reviews == NULL)
    return FALSE;
  if (returns->len > 0)
    self->return_order_id = ((const TiemReturn *)g_ptr_array_index (returns, 0))->order_id;
  review = reviews->len > 0 ? g_ptr_array_index (reviews, 0) : NULL;
  if (review != NULL && review->sku != NULL)
    self->review_variant_id = tiem_store_find_sku (store, review->sku, NULL);
  return TRUE;
}

static gboolean
read_last_backup (TiemStore *store,
                  TiemOverviewData *self,
                  GError **error)
{
  GError *local_error = NULL;
  g_autofree char *text = tiem_store_get_setting (store, TIEM_SETTING_LAST_BACKUP, &local_error);

  if (local_error != NULL)
    {
      g_propagate_error (error, local_error);
      return FALSE;
    }
  self->last_backup_at = text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
  return TRUE;
}

gpointer
tiem_overview_data_read (TiemStore *store,
                         gpointer data,
                         GCancellable *cancellable,
                         GError **error)
{
  TiemOverviewData *self = g_new0 (TiemOverviewData, 1);
  gint64 now = tiem_store_now (store);

  self->today = tiem_time_day (now);
  self->hour = (now - tiem_time_day_start (self->today)) / G_GINT64_CONSTANT (3600000);
  self->channels = tiem_store_list_channels (store, error);
  if (self->channels == NULL || !tiem_store_count_orders (store, 0, &self->orders, error)
      || !tiem_store_count_variants (store, self->variants, error)
      || !tiem_store_read_own_figures (store, &self->own, error) || !count_due (store, self, error)
      || !look_after (store, self, error) || !read_last_backup (store, self, error)
      || !tiem_store_get_profit (store, 0, self->today, &self->profit, error)
      || !tiem_store_count_hours (store, self->today, self->hours_today, error)
      || !tiem_store_count_hours (store, self->today - 7, self->hours_before, error))
    {
      tiem_overview_data_free (self);
      return NULL;
    }
  self->days
      = tiem_store_list_days (store, self->today - TIEM_OVERVIEW_DAYS + 1, self->today, error);
  if (self->days == NULL)
    g_clear_pointer (&self, tiem_overview_data_free);
  return self;
}

void
tiem_overview_data_sum_day (const TiemOverviewData *self,
                            gint64 day,
                            gint64 channel_id,
                            gint64 *orders,
                            gint64 *revenue_vnd)
{
  *orders = 0;
  *revenue_vnd = 0;
  for (guint i = 0; i < self->days->len; i++)
    {
      const TiemDayFigure *figure = &g_array_index (self->days, TiemDayFigure, i);

      if (figure->day != day || (channel_id != 0 && figure->channel_id != channel_id))
        continue;
      *orders += figure->orders;
      *revenue_vnd += figure->revenue_vnd;
    }
}
