#pragma once

#include "store/tiem-db.h"
#include "store/tiem-store.h"

G_BEGIN_DECLS

/* The invariants of the design, each as queries that find what breaks it. */

typedef struct
{
  const char *sentence; /* for N_(): %s for each column that it shows, at most four */
  const char *sql;      /* NULL ends the list */
} TiemCheckQuery;

typedef struct
{
  const char *name; /* NULL ends the list */
  const TiemCheckQuery *queries;
  /* (nullable): what SQL can't recount */
  gboolean (*func) (TiemDb *db,
                    TiemInvariant *invariant,
                    GError **error);
} TiemCheck;

extern const TiemCheck *const tiem_checks[];
extern const TiemCheck tiem_stock_checks[]; /* tiem-check-stock.c */
extern const TiemCheck tiem_place_checks[]; /* tiem-check-places.c */
extern const TiemCheck tiem_cost_checks[];  /* tiem-check-cost.c */
extern const TiemCheck tiem_listing_checks[]; /* tiem-check-listings.c */
extern const TiemCheck tiem_own_checks[];   /* tiem-check-own.c */
extern const TiemCheck tiem_purchase_checks[]; /* tiem-check-purchases.c */
extern const TiemCheck tiem_order_checks[]; /* tiem-check-orders.c */

/* @violation: (transfer full) */
void tiem_check_report (TiemInvariant *invariant,
                        char *violation);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemInvariant, tiem_invariant_free)

G_END_DECLS
