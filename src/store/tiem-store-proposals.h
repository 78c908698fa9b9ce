#pragma once

#include "store/tiem-store-listings.h"

G_BEGIN_DECLS

/* Listings without a link, and what each of them probably is (model/tiem-match.h). */

typedef enum
{
  TIEM_PROPOSAL_EXACT,     /* its SKU or barcode is that of one variant, and of no other listing there */
  TIEM_PROPOSAL_SURE,      /* by its title, without doubt */
  TIEM_PROPOSAL_LIKELY,    /* by its title: somebody should look */
  TIEM_PROPOSAL_AMBIGUOUS, /* SKU or barcode fit more than one: .reason says which */
  TIEM_PROPOSAL_NONE,      /* nothing like it in the shop */
} TiemProposalKind;

/* Returns: a word for scripts: "exact", "sure" … */
const char *tiem_proposal_kind_to_string (TiemProposalKind kind);

typedef struct
{
  gint64 variant_id;
  char *sku;
  char *title;   /* of the product and its options */
  char *picture; /* (nullable) file, tiem-store-images.h */
  gint64 price_vnd;
  gint64 available;
  guint percent; /* how well it fits */
  char *why;     /* for people: "7 of 8 words · same price" */
} TiemCandidate;

typedef struct
{
  gint64 listing_id;
  gint64 channel_id;
  char *channel_kind;
  char *channel_name;
  char *remote_sku;
  char *barcode;
  char *title;
  char *options;
  gint64 price_vnd;
  gboolean ignored;
  TiemProposalKind kind;
  char *reason;          /* (nullable) a sentence: why somebody must look */
  GPtrArray *candidates; /* (element-type TiemCandidate): the best first, at most five */
} TiemProposal;
void tiem_proposal_free (TiemProposal *self);

/* @channel_id: 0 = of all channels. @ignored: those that are ignored instead of the others. What is
 * sure comes first. 10,000 listings against 30,000 variants take seconds: never on the main
 * thread. Returns: (element-type TiemProposal) */
GPtrArray *tiem_store_list_proposals (TiemStore *self,
                                      gint64 channel_id,
                                      gboolean ignored,
                                      GCancellable *cancellable,
                                      GError **error);

typedef struct
{
  gint64 listing_id;
  gint64 variant_id;
} TiemLinkPair;

/* All in one transaction; what got a link meanwhile is left alone. @linked: (out) (element-type
 * gint64): listings, for tiem_store_unlink_many() */
gboolean tiem_store_link_many (TiemStore *self,
                               GArray *pairs,
                               GArray **linked,
                               GError **error);
/* @listing_ids: (element-type gint64) */
gboolean tiem_store_unlink_many (TiemStore *self,
                                 GArray *listing_ids,
                                 GError **error);
/* An ignored listing is proposed nothing and counts as no task, until it is linked by hand. */
gboolean tiem_store_ignore_listings (TiemStore *self,
                                     GArray *listing_ids,
                                     gboolean ignored,
                                     GError **error);

typedef enum
{
  TIEM_LINK_BY_SKU = 1 << 0,
  TIEM_LINK_BY_BARCODE = 1 << 1,
} TiemLinkBy;
/* tiem_store_link_by_sku() with a choice of what counts. */
TiemLinkResult *tiem_store_link_by (TiemStore *self,
                                    gint64 channel_id,
                                    TiemLinkBy by,
                                    GError **error);

G_END_DECLS
