#define G_LOG_DOMAIN "tiem-channel-trouble"

#include "config.h"

#include "app/channels/tiem-channel-help.h"
#include "app/channels/tiem-channel-trouble.h"
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
        const TiemChannelRecord *record)
{
  const TiemChannelRemedy *remedy
      = tiem_channel_help_find_remedy (record->kind, record->error_detail);
  g_autofree char *address = find_address (record->error_message);

  self->tone = TIEM_TONE_ERROR;
  if (is_about_the_clock (record))
    {
      self->title = _ ("The clock of this computer is wrong");
      self->button = _ ("Try again");
      self->repair = TIEM_REPAIR_TRY_AGAIN;
    }
  else if (remedy != NULL && address != NULL)
    {
      self->title = _ (remedy->title);
      self->button = _ ("Copy the IP address");
      self->repair = TIEM_REPAIR_COPY;
      self->target = g_steal_pointer (&address);
    }
  else if (remedy != NULL)
    {
      self->title = _ (remedy->title);
      self->button = _ (remedy->button);
      self->repair = TIEM_REPAIR_OPEN_PAGE;
      self->target = g_strdup (remedy->url);
    }
  else
    {
      self->title = can_sign_in (record) ? _ ("The channel no longer lets Tiệm in")
                                         : _ ("The channel refuses the keys");
      self->button = can_sign_in (record) ? _ ("Sign in again…") : _ ("Enter new keys…");
      self->repair = TIEM_REPAIR_SIGN_IN;
    }
}

static const char *
get_title (const TiemChannelRecord *record)
{
  if (has_class (record, "RATE_LIMITED"))
    return _ ("The channel asks to slow down");
  if (has_class (record, "PROTOCOL"))
    return _ ("The channel answers in an unusual way");
  if (has_class (record, "KEYRING"))
    return _ ("The keyring of this computer is not open");
  return _ ("The channel cannot be reached");
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
  self->title = over ? _ ("The permission has ended") : _ ("The permission ends soon");
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
      refuse (self, record);
    }
  else
    {
      self->tone = TIEM_TONE_WARNING;
      self->title = get_title (record);
      self->button = _ ("Try again");
      self->repair = TIEM_REPAIR_TRY_AGAIN;
    }
  self->text = g_strdup (record->error_message);
  self->why = record->error_detail != NULL;
}

void
tiem_channel_trouble_clear (TiemChannelTrouble *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->target, g_free);
}
