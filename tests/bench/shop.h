#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/*
 * A large shop, made out of a seed: the same numbers give the same shop, row for row. It is stored
 * by Tiệm's own code, order by order in the order they were placed, and checked by it in the end.
 */

typedef struct
{
  guint32 seed;
  guint variants;
  guint orders;
  guint drawn;  /* of these, stored one by one; before them comes what shop-history.c makes */
  gint64 until; /* when the youngest order was placed; ms UTC */
} ShopPlan;

#define SHOP_CHANNELS 5
#define SHOP_WOOCOMMERCE 3 /* of them */

/* --- chance (shop-chance.c) --- */

/* Numbers of one thing: its purpose and index alone decide them, not what was drawn before. */
typedef struct
{
  guint64 state;
} ShopChance;

ShopChance shop_chance (guint32 seed,
                        const char *purpose,
                        guint64 index);
/* 0 … @n − 1 */
guint shop_below (ShopChance *self,
                  guint n);
/* 0 ≤ … < 1 */
double shop_part (ShopChance *self);

/* --- goods (shop-goods.c) --- */

/* Two colours and two sizes, or four of one thing. */
#define SHOP_VARIANTS_PER_PRODUCT 4

typedef struct
{
  char *product; /* its name */
  char *options;
  char *sku;
  char *barcode;
  const char *category; /* static */
  gint64 price_vnd;
} ShopGoods;

void shop_goods_init (ShopGoods *self,
                      const ShopPlan *plan,
                      guint variant);
void shop_goods_clear (ShopGoods *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (ShopGoods, shop_goods_clear)

/* Whether the channel sells it. */
gboolean shop_is_listed (const ShopPlan *plan,
                         guint channel,
                         guint variant);
/* Returns: what somebody buys there; a few sell most of the time */
guint shop_choose_goods (const ShopPlan *plan,
                         guint channel,
                         ShopChance *chance);
/* Returns: (transfer full): the listing's ids at the channel */
char *shop_make_product_id (guint channel,
                            guint variant);
char *shop_make_variant_id (guint channel,
                            guint variant);

/* --- orders (shop-orders.c) --- */

typedef struct _ShopOrders ShopOrders;

/* @plan: borrowed. Orders beyond those of the plan can be made, too: they are younger. */
ShopOrders *shop_orders_new (const ShopPlan *plan);
void shop_orders_free (ShopOrders *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ShopOrders, shop_orders_free)

/* Of the drawn orders the first is 0. Three of ten are somebody's first. */
gint64 shop_get_placed_at (const ShopPlan *plan,
                           guint index);
/* Where order @index was placed. */
guint shop_get_channel (const ShopPlan *plan,
                        guint index);
/* Returns: (transfer full): as @channel would tell of it */
TiemRemoteOrder *shop_orders_make (ShopOrders *self,
                                   guint index,
                                   guint channel);

/* Returns: (transfer full): JSON, a page of @n orders from @start on, as a WordPress site gives
 * it (shop-json.c) */
char *shop_make_page (ShopOrders *self,
                      guint start,
                      guint n);

/* --- the years before (shop-history.c) --- */

/* At most so many times the drawn orders come again, and so many lines or movements have they
 * each: room for their ids. */
#define SHOP_REPETITIONS 10
#define SHOP_MOST_LINES 8

typedef struct _ShopHistory ShopHistory;

/* Before the first order is stored, and after the last. */
gboolean shop_history_reserve (TiemStore *store,
                               const ShopPlan *plan,
                               gboolean is_over,
                               GError **error);
/* Nobody else may have the database at @path open. */
gboolean shop_history_write (const ShopPlan *plan,
                             const char *path,
                             GError **error);

/* --- of which state a shop is (shop-state.c) --- */

/* The setting that tells it, after the plan and a space. */
#define SHOP_MARK "bench-plan"

/* Returns: (transfer full): digests of the schema and of the program that makes shops */
char *shop_state_describe (void);
/* Returns: (transfer full) (nullable): the setting of the shop in @dir, which is not touched */
char *shop_state_read (const char *dir);

/* --- building (shop-build.c) --- */

extern const char *const shop_channel_kinds[SHOP_CHANNELS];

/* Makes the shop in @dir unless one of the same plan and state is there. @is_any: one of another
 * state will do. Told in words as it goes. */
gboolean shop_build (const ShopPlan *plan,
                     const char *dir,
                     gboolean is_any,
                     GError **error);

G_END_DECLS
