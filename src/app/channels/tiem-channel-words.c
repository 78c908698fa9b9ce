#define G_LOG_DOMAIN "tiem-channel-words"

#include "config.h"

#include "app/channels/tiem-channel-trouble.h"
#include "app/channels/tiem-channel-words.h"
#include "base/tiem-time.h"
#include "channel/tiem-channel.h"
#include "store/tiem-store-file.h"

#include <glib/gi18n.h>

gboolean
tiem_channel_has_network (const char *kind)
{
  const TiemChannelInfo *info = tiem_channel_info_find (kind);

  return info != NULL && (info->flags & TIEM_CHANNEL_HAS_NETWORK);
}

char *
tiem_duration_text (gint64 ms)
{
  gint64 seconds = MAX (ms, 0) / 1000;

  if (seconds < 60)
    return g_strdup_printf (ngettext ("%d second", "%d seconds", seconds), (int)seconds);
  if (seconds < 3600)
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", seconds / 60),
                            (int)(seconds / 60));
  if (seconds < 86400)
    return g_strdup_printf (ngettext ("%d hour", "%d hours", seconds / 3600),
                            (int)(seconds / 3600));
  return g_strdup_printf (ngettext ("%d day", "%d days", seconds / 86400), (int)(seconds / 86400));
}

gint64
tiem_channel_get_read_at (TiemShop *shop,
                          const TiemChannelRecord *record)
{
  return MAX (record->last_ok_at,
              tiem_engine_get_read_at (tiem_shop_get_engine (shop), record->id));
}

static char *
last_read_line (TiemShop *shop,
                const TiemChannelRecord *record,
                gint64 now)
{
  gint64 read_at = tiem_channel_get_read_at (shop, record);
  g_autofree char *ago = NULL;

  if (read_at == 0)
    return g_strdup (_ ("Not read yet"));
  ago = tiem_duration_text (now - read_at);
  /* Translators: %s is a length of time, "3 seconds" */
  return g_strdup_printf (_ ("Orders read %s ago"), ago);
}

/* Short, for a row: who it is stands above it. */
static char *
failing_line (const TiemChannelRecord *record,
              gint64 now)
{
  g_autofree char *since = tiem_time_format_short (record->error_since, now);

  if (g_strcmp0 (record->error_class, "RATE_LIMITED") == 0)
    return g_strdup_printf (_ ("Slowed down since %s"), since);
  if (g_strcmp0 (record->error_class, "PROTOCOL") == 0)
    return g_strdup_printf (_ ("Not understood since %s"), since);
  return g_strdup_printf (_ ("Out of reach since %s"), since);
}

static char *
refused_line (const TiemChannelRecord *record,
              gint64 now)
{
  g_autofree char *since = tiem_time_format_short (record->error_since, now);
  TiemChannelTrouble trouble;
  char *line;

  tiem_channel_trouble_init (&trouble, record, now);
  if (trouble.title == NULL)
    line = g_strdup (_ ("Access refused, sign in again"));
  else if (trouble.repair == TIEM_REPAIR_SIGN_IN)
    line = g_strdup_printf (_ ("Does not let Tiệm in since %s"), since);
  else
    line = g_strdup (trouble.title);
  tiem_channel_trouble_clear (&trouble);
  return line;
}

/* What works, waits and failed, as far as there is any of it. */
static char *
working_line (TiemShop *shop,
              const TiemChannelRecord *record,
              gint64 now)
{
  g_autofree char *read = last_read_line (shop, record, now);

  if (record->error_message != NULL && g_strcmp0 (record->error_class, "RATE_LIMITED") == 0)
    return failing_line (record, now);
  if (record->pending == 0)
    return g_steal_pointer (&read);
  /* Translators: "Orders read 3 seconds ago", how many changes wait */
  return g_strdup_printf (_ ("%s · %d waiting"), read, (int)record->pending);
}

/* What its owner has to do, for nothing is done by itself. */
static void
by_file_words (TiemChannelWords *self,
               const TiemChannelRecord *record,
               gint64 now)
{
  g_autofree char *due = tiem_file_tell_due (record, now);
  gboolean is_late = due != NULL;

  self->icon = is_late ? "dialog-warning-symbolic" : "x-office-spreadsheet-symbolic";
  self->state = is_late ? _ ("Needs you") : _ ("By file");
  self->tone = is_late ? TIEM_TONE_WARNING : TIEM_TONE_NONE;
  if (is_late)
    self->line = g_steal_pointer (&due);
  else if (record->pending > 0)
    self->line = g_strdup_printf (ngettext ("By file · %d change to be uploaded",
                                            "By file · %d changes to be uploaded",
                                            record->pending),
                                  (int)record->pending);
  else
    self->line = g_strdup (_ ("By file"));
}

void
tiem_channel_words_init (TiemChannelWords *self,
                         TiemShop *shop,
                         const TiemChannelRecord *record,
                         gint64 now)
{
  g_autofree char *activity = tiem_engine_dup_activity (tiem_shop_get_engine (shop), record->id);

  *self = (TiemChannelWords){ "tiem-done-symbolic", _ ("In step"), TIEM_TONE_SUCCESS, NULL };

  if (!tiem_channel_has_network (record->kind))
    {
      self->line = g_strdup (_ ("Sells on this computer, no network needed"));
      return;
    }
  if (record->by_file)
    {
      by_file_words (self, record, now);
      return;
    }
  switch (record->state)
    {
    case TIEM_CHANNEL_PAUSED:
      self->icon = "media-playback-pause-symbolic";
      self->state = _ ("Paused");
      self->tone = TIEM_TONE_NONE;
      self->line = last_read_line (shop, record, now);
      return;
    case TIEM_CHANNEL_NEEDS_AUTH:
      self->icon = "dialog-error-symbolic";
      self->state = _ ("Needs you");
      self->tone = TIEM_TONE_ERROR;
      self->line = refused_line (record, now);
      return;
    case TIEM_CHANNEL_FAILING:
      self->icon = "dialog-warning-symbolic";
      self->state = _ ("In trouble");
      self->tone = TIEM_TONE_WARNING;
      self->line = failing_line (record, now);
      return;
    case TIEM_CHANNEL_ACTIVE:
      break;
    }
  if (activity != NULL)
    {
      self->icon = "view-refresh-symbolic";
      self->state = _ ("Working");
      self->tone = TIEM_TONE_ACCENT;
      self->line = g_steal_pointer (&activity);
    }
  else if (record->failed > 0)
    {
      self->icon = "dialog-warning-symbolic";
      self->state = _ ("Look at it");
      self->tone = TIEM_TONE_WARNING;
      self->line = g_strdup_printf (
          ngettext ("%d item refused", "%d items refused", record->failed), (int)record->failed);
    }
  else
    {
      self->line = working_line (shop, record, now);
    }
}

void
tiem_channel_words_clear (TiemChannelWords *self)
{
  g_clear_pointer (&self->line, g_free);
}
