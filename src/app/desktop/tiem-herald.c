#define G_LOG_DOMAIN "tiem-herald"

#include "config.h"

#include "app/desktop/tiem-herald.h"

#include "app/desktop/tiem-quiet.h"
#include "base/tiem-money.h"
#include "store/tiem-store-orders.h"

#include <glib/gi18n.h>

/* Orders that come this close together are one batch. */
#define BATCH_MS 3000
/* What was placed longer ago is history that is being read, not news. */
#define NEWS_MS (G_GINT64_CONSTANT (3600000))

struct _TiemHerald
{
  GObject parent_instance;

  GApplication *application; /* not owned: it owns us */
  TiemShop *shop;            /* (owned) */
  GSettings *settings;       /* (owned) */
  gint64 last_id;            /* the youngest order that has been told of; −1 = not looked yet */
  gint64 quiet_since;        /* nothing is told since then, ms UTC; 0 = everything is */
  guint batch_id;
};

G_DEFINE_FINAL_TYPE (TiemHerald, tiem_herald, G_TYPE_OBJECT)

/* Which orders to tell of. */
typedef struct
{
  gint64 after_id;     /* −1 = none: only find out which is the youngest */
  gint64 placed_since; /* ms UTC */
} Question;

static gpointer
read_news (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  const Question *question = data;
  g_autofree TiemOrderNews *news = g_new0 (TiemOrderNews, 1);

  if (!tiem_store_read_news (store,
                             question->after_id >= 0 ? question->after_id : G_MAXINT64,
                             question->placed_since,
                             news,
                             error))
    return NULL;
  return g_steal_pointer (&news);
}

static void
announce (TiemHerald *self,
          const TiemOrderNews *news)
{
  g_autofree char *amount = tiem_money_format (news->total_vnd);
  g_autofree char *title = g_strdup_printf (
      ngettext ("%d new order", "%d new orders", news->orders), (int)news->orders);
  g_autoptr (GNotification) note = g_notification_new (title);

  g_notification_set_body (note, amount);
  g_notification_set_default_action_and_target (
      note, "app.open", "(ssx)", "orders", "todo", (gint64)0);
  g_notification_add_button_with_target (
      note, _ ("Open Orders"), "app.open", "(ssx)", "orders", "todo", (gint64)0);
  g_application_send_notification (self->application, "new-orders", note);
}

static void
news_read_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (TiemHerald) self = user_data;
  g_autofree TiemOrderNews *news = tiem_store_run_finish (TIEM_STORE (source), result, NULL);
  gint64 now = tiem_store_now (TIEM_STORE (source));

  if (news == NULL || self->application == NULL)
    return;
  if (news->orders > 0 && !tiem_quiet_is_watched (self->application))
    {
      /* The orders of the night are told of in the morning, all at once. */
      if (!tiem_quiet_may_announce (self->settings, now))
        {
          if (self->quiet_since == 0)
            self->quiet_since = now;
          return;
        }
      announce (self, news);
    }
  self->last_id = news->last_id;
  self->quiet_since = 0;
}

static gboolean
batch_over_cb (gpointer data)
{
  TiemHerald *self = TIEM_HERALD (data);
  gint64 now = tiem_store_now (tiem_shop_get_store (self->shop));
  Question question
      = { self->last_id, (self->quiet_since > 0 ? self->quiet_since : now) - NEWS_MS };

  self->batch_id = 0;
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        read_news,
                        g_memdup2 (&question, sizeof question),
                        g_free,
                        g_free,
                        NULL,
                        news_read_cb,
                        g_object_ref (self));
  return G_SOURCE_REMOVE;
}

static void
store_changed_cb (TiemStore *store,
                  guint what,
                  TiemHerald *self)
{
  if ((what & TIEM_CHANGED_ORDERS) != 0 && self->batch_id == 0)
    self->batch_id = g_timeout_add (BATCH_MS, batch_over_cb, self);
}

static void
tiem_herald_dispose (GObject *object)
{
  TiemHerald *self = TIEM_HERALD (object);

  g_clear_handle_id (&self->batch_id, g_source_remove);
  self->application = NULL;
  g_clear_object (&self->shop);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tiem_herald_parent_class)->dispose (object);
}

static void
tiem_herald_class_init (TiemHeraldClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_herald_dispose;
}

static void
tiem_herald_init (TiemHerald *self)
{
  self->last_id = -1;
}

TiemHerald *
tiem_herald_new (GApplication *application,
                 TiemShop *shop,
                 GSettings *settings)
{
  TiemHerald *self = g_object_new (TIEM_TYPE_HERALD, NULL);

  self->application = application;
  self->shop = g_object_ref (shop);
  self->settings = g_object_ref (settings);
  g_signal_connect_object (
      tiem_shop_get_store (shop), "changed", G_CALLBACK (store_changed_cb), self, 0);
  batch_over_cb (self);
  return self;
}
