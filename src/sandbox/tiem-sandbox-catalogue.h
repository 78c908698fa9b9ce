#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What the pretend shop sells: the same goods for every market, made from the seed. A
 * market lists them with ids, prices and stock of its own.
 */

typedef enum
{
  TIEM_SANDBOX_SHAPE_SHIRT,
  TIEM_SANDBOX_SHAPE_BOTTLE,
  TIEM_SANDBOX_SHAPE_BOX,
  TIEM_SANDBOX_SHAPE_BAG,
  TIEM_SANDBOX_SHAPE_POT,
  TIEM_SANDBOX_SHAPE_LAMP,
} TiemSandboxShape;

/* One row of the table in tiem-sandbox-goods.c. Options are "label:code" or
 * "label:code:extra đồng", joined by "|". */
typedef struct
{
  const char *sku;
  const char *name;
  const char *category;
  gint64 price_vnd;
  int weight_g;
  TiemSandboxShape shape;
  const char *option_name[2]; /* (nullable) */
  const char *options[2];     /* (nullable) */
} TiemSandboxGoods;

extern const TiemSandboxGoods tiem_sandbox_goods[];
extern const guint tiem_sandbox_n_goods;

typedef struct _TiemSandboxProduct TiemSandboxProduct;

typedef struct
{
  TiemSandboxProduct *product;
  char *sku;
  char *barcode;    /* (nullable) EAN-13 */
  char *options[2]; /* (nullable) "Đen", "L" */
  gint64 price_vnd;
  gint64 sale_price_vnd; /* 0 = not on sale */
  gint64 stock;          /* units in the warehouse when the sandbox starts */
  double popularity;     /* how often shoppers choose it, relative to the others */
} TiemSandboxVariant;

struct _TiemSandboxProduct
{
  const TiemSandboxGoods *goods;
  char *name;
  GPtrArray *variants; /* (element-type TiemSandboxVariant) at least one */
};

typedef struct
{
  GPtrArray *products; /* (element-type TiemSandboxProduct) */
  GPtrArray *variants; /* (element-type TiemSandboxVariant) of all products, borrowed */
  GArray *popularity;  /* (element-type double) sums up to and with each variant */
} TiemSandboxCatalogue;

/* Makes @n_products products; past the end of the table it starts again with numbered
 * names and SKUs, for shops of any size. */
TiemSandboxCatalogue *tiem_sandbox_catalogue_new (guint32 seed, guint n_products);
void tiem_sandbox_catalogue_free (TiemSandboxCatalogue *self);

/* A variant by popularity. @chance is a random number in [0, 1). */
const TiemSandboxVariant *tiem_sandbox_catalogue_choose (const TiemSandboxCatalogue *self,
                                                         double chance);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSandboxCatalogue, tiem_sandbox_catalogue_free)

G_END_DECLS
