#define G_LOG_DOMAIN "tiem-needs"

#include "config.h"

#include "app/desktop/tiem-needs.h"

#include "app/desktop/tiem-quiet.h"
#include "store/tiem-store-after.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-file.h"
#include "store/tiem-store-orders.h"

#include <glib/gi18n.h>

/* What comes this close together is told at once. */
#define BATCH_MS 5000
#define NOTE_ID "needs-you"
/* Files become due with time alone. */
#define LOOK_AGAIN_SECONDS 1800

struct _TiemNeeds
{
  GObject parent_instance;

  GApplication *application; /* not owned: it owns us */
  TiemShop *shop;            /* (owned) */
  GSettings *settings;       /* (owned) */
  TiemNeedsFound *told;      /* (owned) (nullable): what the owner has heard of or looked at */
  guint batch_id;
  guint again_id;
};

G_DEFINE_FINAL_TYPE (TiemNeeds, tiem_needs, G_TYPE_OBJECT)

void
tiem_needs_found_free (TiemNeedsFound *self)
{
  if (self == NULL)
    return;

  g_free (self->channel_name);
  g_free (self->file_sentence);
  g_free (self);
}

gboolean
tiem_needs_found_is_worse (const TiemNeedsFound *now,
                           const TiemNeedsFound *before)
{
  return now->channels > before->channels || now->short_of_goods > before->short_of_goods
         || now->cancel_wishes > before->cancel_wishes || now->returns > before->returns
         || now->files_due > before->files_due;
}

static void
add_line (GString *lines,
          char *line)
{
  g_autofree char *owned = line;

  if (lines->len > 0)
    g_string_append_c (lines, '\n');
  g_string_append (lines, owned);
}

char *
tiem_needs_found_describe (const TiemNeedsFound *self)
{
  g_autoptr (GString) lines = g_string_new (NULL);

  if (self->channels == 1)
    /* Translators: %s is a channel */
    add_line (lines,
              g_strdup_printf (_ ("%s needs you: its orders don't come in"), self->channel_name));
  else if (self->channels > 1)
    add_line (lines,
              g_strdup_printf (ngettext ("%u channel needs you: its orders don't come in",
                                         "%u channels need you: their orders don't come in",
                                         self->channels),
                               self->channels));
  if (self->cancel_wishes > 0)
    add_line (lines,
              g_strdup_printf (ngettext ("%d buyer asks to cancel",
                                         "%d buyers ask to cancel",
                                         (gulong)self->cancel_wishes),
                               (int)self->cancel_wishes));
  if (self->short_of_goods > 0)
    add_line (lines,
              g_strdup_printf (ngettext ("%d order is short of goods",
                                         "%d orders are short of goods",
                                         (gulong)self->short_of_goods),
                               (int)self->short_of_goods));
  if (self->returns > 0)
    add_line (lines,
              g_strdup_printf (ngettext ("%d return waits for your answer",
                                         "%d returns wait for your answer",
                                         (gulong)self->returns),
                               (int)self->returns));
  if (self->files_due == 1)
    add_line (lines, g_strdup (self->file_sentence));
  else if (self->files_due > 1)
    add_line (lines,
              g_strdup_printf (ngettext ("The files of %u channel are due",
                                         "The files of %u channels are due",
                                         self->files_due),
                               self->files_due));
  return lines->len > 0 ? g_strdup (lines->str) : NULL;
}

static gboolean
needs_owner (const TiemChannelRecord *record)
{
  return record->state == TIEM_CHANNEL_NEEDS_AUTH || record->state == TIEM_CHANNEL_FAILING;
}

static void
note_files (TiemNeedsFound *found,
            const TiemChannelRecord *record,
            gint64 now)
{
  g_autofree char *due = tiem_file_tell_due (record, now);

  if (due == NULL || found->files_due++ > 0)
    return;
  found->file_channel_id = record->id;
  found->file_sentence = g_strdup_printf ("%s: %s", record->name, due);
}

static gpointer
read_needs (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (TiemNeedsFound) found = g_new0 (TiemNeedsFound, 1);
  g_autoptr (GPtrArray) channels = tiem_store_list_channels (store, error);
  TiemOrderCounts orders = { 0 };
  TiemAfterCounts after = { 0 };

  if (channels == NULL || !tiem_store_count_orders (store, 0, &orders, error)
      || !tiem_store_count_after (store, 0, &after, error))
    return NULL;
  for (guint i = 0; i < channels->len; i++)
    {
      const TiemChannelRecord *record = g_ptr_array_index (channels, i);

      note_files (found, record, tiem_store_now (store));
      if (!needs_owner (record))
        continue;
      if (found->channels++ == 0)
        {
          found->channel_id = record->id;
          found->channel_name = g_strdup (record->name);
        }
    }
  found->short_of_goods = orders.short_of_goods;
  found->cancel_wishes = after.cancel_wishes;
  found->returns = after.open_returns;
  return g_steal_pointer (&found);
}

/* The button leads to what costs most if it is left alone. */
static void
set_target (GNotification *note,
            const TiemNeedsFound *found)
{
  gboolean of_orders = found->short_of_goods + found->cancel_wishes + found->returns > 0;
  gboolean of_channels = found->channels > 0 || !of_orders;
  const char *tab = of_channels ? "channels" : "orders";
  const char *group = of_channels ? "" : found->short_of_goods > 0 ? "short" : "todo";
  gint64 id = 0;

  if (found->channels == 1)
    id = found->channel_id;
  else if (found->channels == 0 && of_channels && found->files_due == 1)
    id = found->file_channel_id;

  g_notification_set_default_action_and_target (note, "app.open", "(ssx)", tab, group, id);
  g_notification_add_button_with_target (note,
                                         of_channels ? _ ("Open Channels") : _ ("Open Orders"),
                                         "app.open",
                                         "(ssx)",
                                         tab,
                                         group,
                                         id);
}

static void
announce (TiemNeeds *self,
          const TiemNeedsFound *found)
{
  g_autofree char *text = tiem_needs_found_describe (found);
  g_autoptr (GNotification) note = g_notification_new (_ ("Your shop needs you"));

  g_notification_set_body (note, text);
  g_notification_set_priority (note, G_NOTIFICATION_PRIORITY_HIGH);
  set_target (note, found);
  g_application_send_notification (self->application, NOTE_ID, note);
}

static void
settle (TiemNeeds *self,
        TiemNeedsFound *found)
{
  g_autofree char *text = tiem_needs_found_describe (found);
  gint64 now = tiem_store_now (tiem_shop_get_store (self->shop));
  gboolean worse = self->told == NULL || tiem_needs_found_is_worse (found, self->told);

  if (text == NULL)
    g_application_withdraw_notification (self->application, NOTE_ID);
  else if (worse && !tiem_quiet_is_watched (self->application))
    {
      /* At night it stays untold, and is told in the morning. */
      if (!tiem_quiet_may_announce (self->settings, now))
        {
          tiem_needs_found_free (found);
          return;
        }
      announce (self, found);
    }
  g_clear_pointer (&self->told, tiem_needs_found_free);
  self->told = found;
}

static void
needs_read_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (TiemNeeds) self = user_data;
  g_autoptr (GError) error = NULL;
  TiemNeedsFound *found = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (error != NULL)
    g_message ("What needs the owner can't be read: %s", error->message);
  if (found != NULL && self->application != NULL)
    settle (self, found);
  else
    tiem_needs_found_free (found);
}

static gboolean
batch_over_cb (gpointer data)
{
  TiemNeeds *self = TIEM_NEEDS (data);

  self->batch_id = 0;
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        read_needs,
                        NULL,
                        NULL,
                        (GDestroyNotify)tiem_needs_found_free,
                        NULL,
                        needs_read_cb,
                        g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static gboolean
look_again_cb (gpointer data)
{
  TiemNeeds *self = TIEM_NEEDS (data);

  if (self->batch_id == 0)
    self->batch_id = g_timeout_add (BATCH_MS, batch_over_cb, self);
  return G_SOURCE_CONTINUE;
}

static void
store_changed_cb (TiemStore *store,
                  guint what,
                  TiemNeeds *self)
{
  if ((what & (TIEM_CHANGED_ORDERS | TIEM_CHANGED_CHANNELS)) != 0 && self->batch_id == 0)
    self->batch_id = g_timeout_add (BATCH_MS, batch_over_cb, self);
}

static void
tiem_needs_dispose (GObject *object)
{
  TiemNeeds *self = TIEM_NEEDS (object);

  g_clear_handle_id (&self->batch_id, g_source_remove);
  g_clear_handle_id (&self->again_id, g_source_remove);
  self->application = NULL;
  g_clear_object (&self->shop);
  g_clear_object (&self->settings);
  g_clear_pointer (&self->told, tiem_needs_found_free);
  G_OBJECT_CLASS (tiem_needs_parent_class)->dispose (object);
}

static void
tiem_needs_class_init (TiemNeedsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_needs_dispose;
}

static void
tiem_needs_init (TiemNeeds *self)
{
}

TiemNeeds *
tiem_needs_new (GApplication *application,
                TiemShop *shop,
                GSettings *settings)
{
  TiemNeeds *self = g_object_new (TIEM_TYPE_NEEDS, NULL);

  self->application = application;
  self->shop = g_object_ref (shop);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (
      tiem_shop_get_store (shop), "changed", G_CALLBACK (store_changed_cb), self, 0);
  self->batch_id = g_timeout_add (BATCH_MS, batch_over_cb, self);
  self->again_id = g_timeout_add_seconds (LOOK_AGAIN_SECONDS, look_again_cb, self);
  return self;
}
