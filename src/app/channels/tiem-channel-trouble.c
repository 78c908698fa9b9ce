#define G_LOG_DOMAIN "tiem-channel-trouble"

#include "config.h"

#include "app/channels/tiem-channel-help.h"
#include "app/channels/tiem-channel-trouble.h"
#include "base/tiem-time.h"
#include "channel/tiem-channel.h"

#include <gio/gio.h>
#include <glib/gi18n.h>

static gboolean
has_class (const TiemChannelRecord *record,
           const char *name)
{
  return g_strcmp0 (record->error_class, name) == 0;
}

static gboolean
can_sign_in (const TiemChannelRecord *record)
{
  const TiemChannelInfo *info = tiem_channel_info_find (record->kind);

  return info != NULL && info->sign_in_url != NULL;
}

/* All platforms call it so, in one spelling or another. */
static gboolean
is_about_the_clock (const TiemChannelRecord *record)
{
  g_autofree char *detail
      = record->error_detail != NULL ? g_ascii_strdown (record->error_detail, -1) : NULL;

  return detail != NULL && strstr (detail, "timestamp") != NULL;
}

/* Returns: (transfer full) (nullable): the first IPv4 address of @text */
static char *
find_address (const char *text)
{
  g_autoptr (GRegex) regex = g_regex_new ("\\b(?:[0-9]{1,3}\\.){3}[0-9]{1,3}\\b", 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;

  if (text == NULL || !g_regex_match (regex, text, 0, &match))
    return NULL;
  return g_match_info_fetch (match, 0);
}

static void
refuse (TiemChannelTrouble *self,
        const TiemChannelRecord *record,
        gint64 now)
{
  const TiemChannelRemedy *remedy
      = tiem_channel_help_find_remedy (record->kind, record->error_detail);
  g_autofree char *address = find_address (record->error_message);

  self->tone = TIEM_TONE_ERROR;
  if (is_about_the_clock (record))
    {
      self->title = g_strdup (_ ("The clock of this computer is wrong"));
      self->button = _ ("Try again");
      self->repair = TIEM_REPAIR_TRY_AGAIN;
    }
  else if (remedy != NULL && address != NULL)
    {
      self->title = g_strdup (_ (remedy->title));
      self->button = _ ("Copy the IP address");
      self->repair = TIEM_REPAIR_COPY;
      self->target = g_steal_pointer (&address);
    }
  else if (remedy != NULL)
    {
      self->title = g_strdup (_ (remedy->title));
      self->button = _ (remedy->button);
      self->repair = TIEM_REPAIR_OPEN_PAGE;
      self->target = g_strdup (remedy->url);
    }
  else
    {
      g_autofree char *since = tiem_time_format_short (record->error_since, now);

      /* Translators: a channel's name, a time */
      self->title = g_strdup_printf (can_sign_in (record) ? _ ("%s has not let Tiệm in since %s")
                                                          : _ ("%s has refused the keys since %s"),
                                     record->name,
                                     since);
      self->button = can_sign_in (record) ? _ ("Sign in again…") : _ ("Enter new keys…");
      self->repair = TIEM_REPAIR_SIGN_IN;
    }
}

/* Returns: (transfer full): what is wrong, and since when */
static char *
make_title (const TiemChannelRecord *record,
            gint64 now)
{
  g_autofree char *since = tiem_time_format_short (record->error_since, now);

  if (has_class (record, "KEYRING"))
    return g_strdup (_ ("The keyring of this computer is not open"));
  /* Translators: a channel's name, a time */
  if (has_class (record, "RATE_LIMITED"))
    return g_strdup_printf (_ ("%s has asked to slow down since %s"), record->name, since);
  if (has_class (record, "PROTOCOL"))
    return g_strdup_printf (_ ("%s has answered in an unusual way since %s"), record->name, since);
  return g_strdup_printf (_ ("%s has been out of reach since %s"), record->name, since);
}

/* Returns: (transfer full): the sentence, and what becomes of orders and stock meanwhile */
static char *
make_text (const TiemChannelRecord *record)
{
  if (record->pending == 0)
    return g_strdup_printf (_ ("%s The other channels work as usual; Tiệm keeps trying."),
                            record->error_message);
  /* Translators: a whole sentence, then how many numbers wait */
  return g_strdup_printf (ngettext ("%s The other channels work as usual; Tiệm keeps trying. %d "
                                    "change waits to be sent.",
                                    "%s The other channels work as usual; Tiệm keeps trying. %d "
                                    "changes wait to be sent.",
                                    record->pending),
                          record->error_message,
                          (int)record->pending);
}

static void
warn_about_grant (TiemChannelTrouble *self,
                  const TiemChannelRecord *record,
                  gint64 now)
{
  gboolean over = record->auth_expires_at <= now;

  self->text = tiem_channel_record_dup_warning (record, now);
  if (self->text == NULL)
    return;
  self->tone = over ? TIEM_TONE_ERROR : TIEM_TONE_WARNING;
  self->title = g_strdup (over ? _ ("The permission has ended") : _ ("The permission ends soon"));
  self->button = over ? _ ("Sign in again…") : _ ("Renew…");
  self->repair = TIEM_REPAIR_SIGN_IN;
}

void
tiem_channel_trouble_init (TiemChannelTrouble *self,
                           const TiemChannelRecord *record,
                           gint64 now)
{
  *self = (TiemChannelTrouble){ 0 };
  if (record->state == TIEM_CHANNEL_PAUSED)
    return;
  if (record->error_message == NULL)
    {
      warn_about_grant (self, record, now);
      return;
    }
  if (record->state == TIEM_CHANNEL_NEEDS_AUTH)
    {
      refuse (self, record, now);
    }
  else
    {
      self->tone = TIEM_TONE_WARNING;
      self->title = make_title (record, now);
      self->text = make_text (record);
      self->button = _ ("Try again");
      self->repair = TIEM_REPAIR_TRY_AGAIN;
    }
  if (self->text == NULL)
    self->text = g_strdup (record->error_message);
  self->why = record->error_detail != NULL;
}

void
tiem_channel_trouble_clear (TiemChannelTrouble *self)
{
  g_clear_pointer (&self->title, g_free);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->target, g_free);
}
