#pragma once

#include "app/tiem-shop.h"
#include "app/widgets/tiem-detail.h"
#include "store/tiem-store-cost.h"
#include "store/tiem-store-listings.h"
#include "store/tiem-store-why.h"

G_BEGIN_DECLS

/* What the pane shows of one variant: why so many are left, what each channel shows, the
 * ledger. The three sums agree by construction. */
typedef struct
{
  TiemVariant *variant;
  GPtrArray *reservations; /* (element-type TiemReservation) */
  GPtrArray *listings;     /* (element-type TiemListing) */
  GPtrArray *reasons;      /* (element-type TiemStockReason): of the listings */
  GPtrArray *movements;    /* (element-type TiemCardLine), newest first */
  GPtrArray *sums;         /* (element-type TiemMovementSum) */
  GPtrArray *places;       /* (element-type TiemStockPlace): where it lies; empty for a bundle */
  GPtrArray *travels;      /* (element-type TiemTravel), newest first */
  GPtrArray *reviews;      /* (element-type TiemReview), those without a reply first */
  GPtrArray *parts;        /* (element-type TiemComboPart): of a combo */
  TiemWhy *incoming;       /* on purchase slips that are not booked yet */
  TiemCostStory *cost;     /* what it is worth, and why */
} TiemVariantFacts;

void tiem_variant_facts_free (TiemVariantFacts *self);
/* For a TiemLoader: its subject is the variant's id. */
gpointer tiem_variant_facts_read (TiemStore *store,
                                  gpointer data,
                                  GCancellable *cancellable,
                                  GError **error);
void tiem_variant_facts_show (const TiemVariantFacts *self, TiemDetail *detail, gint64 now);

G_END_DECLS
