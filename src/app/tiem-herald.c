#define G_LOG_DOMAIN "tiem-herald"

#include "config.h"

#include "app/tiem-herald.h"
#include "base/tiem-money.h"
#include "store/tiem-store-orders.h"

#include <glib/gi18n.h>
#include <gtk/gtk.h>

/* Orders that come this close together are one batch. */
#define BATCH_MS 3000
/* What was placed longer ago is history that is being read, not news. */
#define NEWS_MS (G_GINT64_CONSTANT (3600000))
#define MOST 200

struct _TiemHerald
{
  GObject parent_instance;

  GApplication *application; /* not owned: it owns us */
  TiemShop *shop;            /* (owned) */
  GSettings *settings;       /* (owned) */
  gint64 last_id;            /* the youngest order that has been told of; −1 = not looked yet */
  guint batch_id;
};

G_DEFINE_FINAL_TYPE (TiemHerald, tiem_herald, G_TYPE_OBJECT)

typedef struct
{
  gint64 last_id;
  gint64 n;
  gint64 total_vnd;
} News;

static gpointer
read_news (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  gint64 told = *(gint64 *)data;
  TiemOrderQuery query = { .since = tiem_store_now (store) - NEWS_MS,
                           .sort = TIEM_ORDER_SORT_PLACED,
                           .descending = TRUE };
  g_autoptr (GPtrArray) orders = tiem_store_list_orders (store, &query, FALSE, MOST, 0, error);
  News *news;

  if (orders == NULL)
    return NULL;
  news = g_new0 (News, 1);
  news->last_id = MAX (told, 0);
  for (guint i = 0; i < orders->len; i++)
    {
      const TiemOrder *order = g_ptr_array_index (orders, i);

      news->last_id = MAX (news->last_id, order->id);
      if (told < 0 || order->id <= told || order->status == TIEM_ORDER_CANCELLED)
        continue;
      news->n++;
      news->total_vnd += order->total_vnd;
    }
  return news;
}

static gboolean
is_being_looked_at (TiemHerald *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self->application));

  return window != NULL && gtk_window_is_active (window);
}

static void
announce (TiemHerald *self,
          const News *news)
{
  g_autofree char *amount = tiem_money_format (news->total_vnd);
  g_autofree char *title
      = g_strdup_printf (ngettext ("%d new order", "%d new orders", news->n), (int)news->n);
  g_autoptr (GNotification) note = g_notification_new (title);

  g_notification_set_body (note, amount);
  g_notification_set_default_action_and_target (
      note, "app.open", "(ssx)", "orders", "todo", (gint64)0);
  g_application_send_notification (self->application, "new-orders", note);
}

static void
news_read_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (TiemHerald) self = user_data;
  g_autofree News *news = tiem_store_run_finish (TIEM_STORE (source), result, NULL);

  if (news == NULL || self->application == NULL)
    return;
  self->last_id = news->last_id;
  if (news->n > 0 && g_settings_get_boolean (self->settings, "notifications")
      && !is_being_looked_at (self))
    announce (self, news);
}

static gboolean
batch_over_cb (gpointer data)
{
  TiemHerald *self = TIEM_HERALD (data);

  self->batch_id = 0;
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        read_news,
                        g_memdup2 (&self->last_id, sizeof self->last_id),
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
