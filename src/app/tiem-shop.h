#pragma once

#include "store/tiem-store.h"
#include "sync/tiem-engine.h"

G_BEGIN_DECLS

/*
 * The shop that is open: its store, its keyring and the engine that keeps it in step. Every
 * page gets it through its property "shop" and keeps nothing else of the outside world.
 */
#define TIEM_TYPE_SHOP (tiem_shop_get_type ())
G_DECLARE_FINAL_TYPE (TiemShop, tiem_shop, TIEM, SHOP, GObject)

/* @practice: the practice shop, where nothing is real */
TiemShop *
tiem_shop_new (TiemStore *store, TiemKeyring *keyring, TiemClock *clock, gboolean practice);
TiemStore *tiem_shop_get_store (TiemShop *self);
TiemKeyring *tiem_shop_get_keyring (TiemShop *self);
TiemClock *tiem_shop_get_clock (TiemShop *self);
TiemEngine *tiem_shop_get_engine (TiemShop *self);
gboolean tiem_shop_is_practice (TiemShop *self);

G_END_DECLS
