#define G_LOG_DOMAIN "tiem-shop"

#include "app/tiem-shop.h"

#include "store/tiem-store-cost.h"
#include "sync/tiem-sync-pictures.h"

/* Pictures that channels show: few at a time, so that a shop of thousands has them in an evening
 * and nobody's line is taken. */
#define PICTURES_SECONDS 20
#define PICTURES_AT_ONCE 20

struct _TiemShop
{
  GObject parent_instance;

  TiemStore *store;     /* (owned) */
  TiemKeyring *keyring; /* (owned) */
  TiemClock *clock;     /* (owned) */
  TiemEngine *engine;   /* (owned) */
  gboolean practice;
  guint pictures_id;         /* a source */
  GCancellable *cancellable; /* (owned): of the pictures that are being fetched */
  gboolean is_fetching;
};

G_DEFINE_FINAL_TYPE (TiemShop, tiem_shop, G_TYPE_OBJECT)

/* --- pictures --- */

static void
fetch_in_thread (GTask *task,
                 gpointer source,
                 gpointer data,
                 GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;

  tiem_sync_fetch_pictures (data, PICTURES_AT_ONCE, cancellable, &error);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_message ("Pictures could not be fetched: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
fetched_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (TiemShop) self = g_weak_ref_get (weak);

  if (self != NULL)
    self->is_fetching = FALSE;
  g_weak_ref_clear (weak);
  g_free (weak);
}

static gboolean
pictures_cb (gpointer user_data)
{
  TiemShop *self = user_data;
  g_autoptr (GTask) task = NULL;
  TiemSyncState state = tiem_engine_get_state (self->engine);
  GWeakRef *weak;

  if (self->is_fetching || state == TIEM_SYNC_OFFLINE || state == TIEM_SYNC_PAUSED
      || state == TIEM_SYNC_ELSEWHERE)
    return G_SOURCE_CONTINUE;
  self->is_fetching = TRUE;
  /* A shop that is closed does not wait for a picture. */
  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  task = g_task_new (NULL, self->cancellable, fetched_cb, weak);
  g_task_set_source_tag (task, pictures_cb);
  g_task_set_task_data (task, g_object_ref (self->store), g_object_unref);
  g_task_run_in_thread (task, fetch_in_thread);
  return G_SOURCE_CONTINUE;
}

/* --- the object --- */

static void
tiem_shop_dispose (GObject *object)
{
  TiemShop *self = TIEM_SHOP (object);

  g_clear_handle_id (&self->pictures_id, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->engine != NULL)
    tiem_engine_stop (self->engine);
  g_clear_object (&self->engine);
  g_clear_object (&self->clock);
  g_clear_object (&self->keyring);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (tiem_shop_parent_class)->dispose (object);
}

static void
tiem_shop_class_init (TiemShopClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_shop_dispose;
}

static void
tiem_shop_init (TiemShop *self)
{
}

/* What a program that was killed had still to write down. */
static gpointer
run_settle (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  tiem_store_settle_costs (store, error);
  return NULL;
}

TiemShop *
tiem_shop_new (TiemStore *store,
               TiemKeyring *keyring,
               TiemClock *clock,
               gboolean practice)
{
  TiemShop *self = g_object_new (TIEM_TYPE_SHOP, NULL);

  self->store = g_object_ref (store);
  self->keyring = g_object_ref (keyring);
  self->clock = g_object_ref (clock);
  self->engine = tiem_engine_new (store, keyring, clock);
  self->practice = practice;
  self->cancellable = g_cancellable_new ();
  tiem_store_run_async (
      store, TIEM_STORE_LONG, run_settle, NULL, NULL, NULL, self->cancellable, NULL, NULL);
  self->pictures_id = g_timeout_add_seconds (PICTURES_SECONDS, pictures_cb, self);
  return self;
}

TiemStore *
tiem_shop_get_store (TiemShop *self)
{
  g_return_val_if_fail (TIEM_IS_SHOP (self), NULL);
  return self->store;
}

TiemKeyring *
tiem_shop_get_keyring (TiemShop *self)
{
  g_return_val_if_fail (TIEM_IS_SHOP (self), NULL);
  return self->keyring;
}

TiemClock *
tiem_shop_get_clock (TiemShop *self)
{
  g_return_val_if_fail (TIEM_IS_SHOP (self), NULL);
  return self->clock;
}

TiemEngine *
tiem_shop_get_engine (TiemShop *self)
{
  g_return_val_if_fail (TIEM_IS_SHOP (self), NULL);
  return self->engine;
}

gboolean
tiem_shop_is_practice (TiemShop *self)
{
  g_return_val_if_fail (TIEM_IS_SHOP (self), FALSE);
  return self->practice;
}
