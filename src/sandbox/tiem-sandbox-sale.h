#pragma once

#include "sandbox/tiem-sandbox-shop.h"

G_BEGIN_DECLS

/* What a shopper wants, before any market has made an order of it. */

typedef enum
{
  TIEM_SANDBOX_PAY_ON_DELIVERY,
  TIEM_SANDBOX_PAY_BY_TRANSFER,
  TIEM_SANDBOX_PAY_ONLINE,
} TiemSandboxPayment;

typedef struct
{
  char *sku;
  gint64 quantity;
} TiemSandboxWish;

typedef struct
{
  gint64 at; /* ms UTC */
  TiemSandboxBuyer *buyer;
  GPtrArray *wishes; /* (element-type TiemSandboxWish) */
  TiemSandboxPayment payment;
  char *note;             /* (nullable) */
  gboolean is_forced;     /* taken even when the goods are sold out */
  gboolean is_past;       /* made before the sandbox started: stock already knows of it */
  TiemSandboxStage stage; /* where a past order has got to */
} TiemSandboxSale;

TiemSandboxSale *tiem_sandbox_sale_new (gint64 at, const TiemSandboxBuyer *buyer);
void tiem_sandbox_sale_free (TiemSandboxSale *self);
/* Wishes for the same goods become one. */
void tiem_sandbox_sale_add (TiemSandboxSale *self, const char *sku, gint64 quantity);

/* What a shopper who comes now buys: one to three things, the popular ones oftener; a
 * third of the buyers bought before. Everything from @random. */
TiemSandboxSale *tiem_sandbox_sale_choose (TiemSandboxWorld *world, GRand *random, gint64 at);

/* Returns: (transfer full) (element-type TiemSandboxSale): the sales of the last 90 days,
 * oldest first: mostly completed, the youngest still open */
GPtrArray *tiem_sandbox_sale_choose_past (TiemSandboxWorld *world, GRand *random, guint n_sales);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSandboxSale, tiem_sandbox_sale_free)

G_END_DECLS
