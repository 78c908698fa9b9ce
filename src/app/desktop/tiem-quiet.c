#include "config.h"

#include "app/desktop/tiem-quiet.h"

#include <gtk/gtk.h>

#define NIGHT_BEGINS 22
#define NIGHT_ENDS 7

gboolean
tiem_quiet_is_night (GTimeZone *zone,
                     gint64 now)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_timezone (utc, zone);
  int hour = g_date_time_get_hour (local);

  return hour >= NIGHT_BEGINS || hour < NIGHT_ENDS;
}

gboolean
tiem_quiet_is_watched (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  /* One that was closed may still count as active: nobody has told it otherwise. */
  return window != NULL && gtk_widget_get_mapped (GTK_WIDGET (window))
         && gtk_window_is_active (window);
}

gboolean
tiem_quiet_may_announce (GSettings *settings,
                         gint64 now)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();

  return g_settings_get_boolean (settings, "notifications")
         && (g_settings_get_boolean (settings, "notifications-at-night")
             || !tiem_quiet_is_night (zone, now));
}
