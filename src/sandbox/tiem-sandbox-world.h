#pragma once

#include "sandbox/tiem-sandbox-catalogue.h"
#include "sandbox/tiem-sandbox-people.h"

G_BEGIN_DECLS

/*
 * What all markets of one sandbox share: the clock, the seed, the goods, the buyers, and
 * the warehouse, which knows how many units really exist and so notices what was sold
 * twice. One thread.
 */

/* Returns: ms UTC */
typedef gint64 (*TiemSandboxNowFunc) (gpointer user_data);

typedef struct
{
  guint32 seed;
  guint products;           /* 60 products have 150 variants */
  guint past_orders;        /* in each market, over the last 90 days */
  double orders_per_minute; /* in each market, on average; 0 = no shoppers */
  double pace;              /* how many times faster than life orders are paid, packed, delivered */
  guint port_base;          /* 0 = any free ports */
  char *shop_name;          /* "Nhà Mây" */
  char *only;               /* (nullable) the kind of the one market that opens; NULL: all */
} TiemSandboxOptions;

/* The options of the practice shop: seed 7, 60 products, 400 past orders, no shoppers, pace 1. */
TiemSandboxOptions *tiem_sandbox_options_new (void);
TiemSandboxOptions *tiem_sandbox_options_copy (const TiemSandboxOptions *self);
void tiem_sandbox_options_free (TiemSandboxOptions *self);

typedef struct
{
  gint64 units; /* that exist */
  gint64 taken; /* promised to buyers or gone, and not come back */
} TiemSandboxBin;

typedef struct
{
  TiemSandboxOptions *options;
  TiemSandboxCatalogue *catalogue;
  TiemSandboxPeople *people;
  gint64 moment; /* while shoppers act: when they do; else 0 */
  gint64 oversold;

  /*< private >*/
  TiemSandboxNowFunc now;
  gpointer now_data;
  GHashTable *warehouse; /* SKU → TiemSandboxBin */
} TiemSandboxWorld;

TiemSandboxWorld *tiem_sandbox_world_new (const TiemSandboxOptions *options,
                                          TiemSandboxNowFunc now,
                                          gpointer now_data);
void tiem_sandbox_world_free (TiemSandboxWorld *self);

/* Returns: ms UTC; while a step plays what happened meanwhile, the moment being played */
gint64 tiem_sandbox_world_now (const TiemSandboxWorld *self);

/* Some market promised @units of @sku to a buyer (below 0: got them back). Units promised
 * beyond those that exist count as oversold, once, at the sale that did it. Unknown SKUs
 * are not counted. */
void tiem_sandbox_world_take (TiemSandboxWorld *self, const char *sku, gint64 units);

/* Tells the warehouse how many units of @sku exist now (a delivery, a loss, a sale over the
 * counter), those promised to buyers included. */
void tiem_sandbox_world_set_units (TiemSandboxWorld *self, const char *sku, gint64 units);

/* Returns: (nullable): what the warehouse knows of @sku */
const TiemSandboxBin *tiem_sandbox_world_get_bin (const TiemSandboxWorld *self, const char *sku);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSandboxOptions, tiem_sandbox_options_free)

G_END_DECLS
