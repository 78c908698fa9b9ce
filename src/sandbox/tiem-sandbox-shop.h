#pragma once

#include "sandbox/tiem-sandbox-world.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * The state of one market's shop: what it lists and what was ordered. Knows no platform's
 * rules; a market keeps what only it has in `extra`, by its own field names.
 *
 * Amounts are in xu, hundredths of a đồng: a website may be set to two decimals.
 */

/* What happens to an order, in the words all platforms share; a market maps it to its own. */
typedef enum
{
  TIEM_SANDBOX_UNPAID,
  TIEM_SANDBOX_TO_CONFIRM,
  TIEM_SANDBOX_TO_SHIP,
  TIEM_SANDBOX_AWAITING_PICKUP,
  TIEM_SANDBOX_SHIPPING,
  TIEM_SANDBOX_DELIVERED,
  TIEM_SANDBOX_COMPLETED,
  TIEM_SANDBOX_CANCELLED,
  TIEM_SANDBOX_FAILED_DELIVERY,
  TIEM_SANDBOX_RETURNING,
  TIEM_SANDBOX_RETURNED,
  TIEM_SANDBOX_N_STAGES,
} TiemSandboxStage;

/* "unpaid", "to_confirm" … */
const char *tiem_sandbox_stage_to_text (TiemSandboxStage stage);
/* Returns: whether @text names a stage */
gboolean tiem_sandbox_stage_from_text (const char *text, TiemSandboxStage *stage);

/* Something listed: a product, or one variation of a product. */
typedef struct _TiemSandboxItem TiemSandboxItem;
struct _TiemSandboxItem
{
  gint64 id;
  TiemSandboxItem *parent;           /* (nullable) of a variation */
  GPtrArray *children;               /* (element-type TiemSandboxItem) variations, borrowed */
  const TiemSandboxVariant *variant; /* (nullable) what it was made from */
  char *sku;                         /* "" = none; changed by tiem_sandbox_shop_set_sku() alone */
  char *name;
  char *barcode;    /* (nullable) */
  char *options[2]; /* (nullable) */
  gint64 price_xu;  /* what a buyer pays now */
  gboolean counts_stock;
  gint64 stock;
  gint64 created_at;
  gint64 modified_at;
  gboolean is_trashed;
  JsonObject *extra;
};

typedef struct
{
  gint64 id;
  gint64 product_id;   /* 0 = of no product */
  gint64 variation_id; /* 0 = none */
  char *name;
  char *sku; /* "" = none */
  gint64 quantity;
  gint64 price_xu;    /* of one unit when it was sold */
  gint64 subtotal_xu; /* before discount */
  gint64 total_xu;
  gint64 taken; /* units this line has taken from stock */
  JsonObject *extra;
} TiemSandboxLine;

typedef struct
{
  gint64 id;
  char *number;
  char *status; /* in the market's own words */
  gint64 created_at;
  gint64 modified_at;
  gint64 paid_at;      /* 0 = not yet */
  gint64 completed_at; /* 0 = not yet */
  gint64 customer_id;  /* 0 = a guest */
  GPtrArray *lines;    /* (element-type TiemSandboxLine) */
  gint64 shipping_xu;
  gint64 discount_xu;
  gint64 total_xu;
  char *note;
  gboolean has_taken_stock;
  gboolean is_trashed;
  JsonObject *extra;
} TiemSandboxOrder;

typedef struct
{
  TiemSandboxWorld *world; /* borrowed */
  GPtrArray *items;        /* (element-type TiemSandboxItem) in order of id */
  GPtrArray *orders;       /* (element-type TiemSandboxOrder) in order of id */
  gint64 last_id;
  gint64 turned_away; /* units shoppers wanted and did not get */
  gint64 connections; /* that calls came over; none without sockets */

  /*< private >*/
  GHashTable *items_by_id;
  GHashTable *items_by_sku; /* SKU → GPtrArray of items, borrowed */
  GHashTable *orders_by_id;
} TiemSandboxShop;

TiemSandboxShop *tiem_sandbox_shop_new (TiemSandboxWorld *world, gint64 first_id);
void tiem_sandbox_shop_free (TiemSandboxShop *self);
gint64 tiem_sandbox_shop_next_id (TiemSandboxShop *self);

/* Makes an item under @parent (nullable) with the next id. Borrowed. */
TiemSandboxItem *
tiem_sandbox_shop_add_item (TiemSandboxShop *self, TiemSandboxItem *parent, gint64 now);
/* Removes it and its variations for good. */
void tiem_sandbox_shop_remove_item (TiemSandboxShop *self, TiemSandboxItem *item);
/* Returns: (nullable) */
TiemSandboxItem *tiem_sandbox_shop_find_item (const TiemSandboxShop *self, gint64 id);
void tiem_sandbox_shop_set_sku (TiemSandboxShop *self, TiemSandboxItem *item, const char *sku);
/* Returns: (nullable): the first item with exactly that SKU that is not in the trash;
 * with @trashed_too also one in the trash */
TiemSandboxItem *
tiem_sandbox_shop_find_sku (const TiemSandboxShop *self, const char *sku, gboolean trashed_too);

/* Returns: (nullable): the item whose number counts for @item: itself, or the parent that
 * keeps the stock of all its variations; NULL when nobody counts */
TiemSandboxItem *tiem_sandbox_item_get_stock_holder (TiemSandboxItem *item);
/* Marks @item changed, and the product it is a variation of. */
void tiem_sandbox_item_touch (TiemSandboxItem *item, gint64 now);

/* Makes an order with the next id. Borrowed. */
TiemSandboxOrder *tiem_sandbox_shop_add_order (TiemSandboxShop *self, gint64 now);
void tiem_sandbox_shop_remove_order (TiemSandboxShop *self, TiemSandboxOrder *order);
/* Returns: (nullable) */
TiemSandboxOrder *tiem_sandbox_shop_find_order (const TiemSandboxShop *self, gint64 id);

/* Adds an empty line to @order with the next id. Borrowed. */
TiemSandboxLine *tiem_sandbox_shop_add_line (TiemSandboxShop *self, TiemSandboxOrder *order);
/* Returns: (nullable): what @line is of, while it is still listed */
TiemSandboxItem *tiem_sandbox_shop_get_line_item (const TiemSandboxShop *self,
                                                  const TiemSandboxLine *line);

/* A sale moves the stock of @line's item by -@units (below 0: gives it back), however low
 * it falls, and tells the warehouse. Does nothing for goods whose stock is not counted. */
void tiem_sandbox_shop_take_stock (TiemSandboxShop *self,
                                   TiemSandboxLine *line,
                                   gint64 units,
                                   gint64 now);

G_END_DECLS
