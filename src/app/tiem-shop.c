#define G_LOG_DOMAIN "tiem-shop"

#include "app/tiem-shop.h"

struct _TiemShop
{
  GObject parent_instance;

  TiemStore *store;     /* (owned) */
  TiemKeyring *keyring; /* (owned) */
  TiemClock *clock;     /* (owned) */
  TiemEngine *engine;   /* (owned) */
  gboolean practice;
};

G_DEFINE_FINAL_TYPE (TiemShop, tiem_shop, G_TYPE_OBJECT)

static void
tiem_shop_dispose (GObject *object)
{
  TiemShop *self = TIEM_SHOP (object);

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
