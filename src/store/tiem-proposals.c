#define G_LOG_DOMAIN "tiem-proposals"

#include "config.h"

#include "base/tiem-error.h"
#include "model/tiem-match.h"
#include "store/tiem-ledger.h"
#include "store/tiem-listings-private.h"
#include "store/tiem-store-proposals.h"

#include <glib/gi18n-lib.h>

#define MOST_CANDIDATES 5

static const char *const kinds[] = {
  [TIEM_PROPOSAL_EXACT] = "exact",   [TIEM_PROPOSAL_SURE] = "sure",
  [TIEM_PROPOSAL_LIKELY] = "likely", [TIEM_PROPOSAL_AMBIGUOUS] = "ambiguous",
  [TIEM_PROPOSAL_NONE] = "none",
};

const char *
tiem_proposal_kind_to_string (TiemProposalKind kind)
{
  return kinds[kind];
}

static void
candidate_free (TiemCandidate *self)
{
  g_free (self->sku);
  g_free (self->title);
  g_free (self->picture);
  g_free (self->why);
  g_free (self);
}

void
tiem_proposal_free (TiemProposal *self)
{
  if (self == NULL)
    return;
  g_free (self->channel_kind);
  g_free (self->channel_name);
  g_free (self->remote_sku);
  g_free (self->barcode);
  g_free (self->title);
  g_free (self->options);
  g_free (self->reason);
  g_ptr_array_unref (self->candidates);
  g_free (self);
}

/* --- the goods to choose from --- */

typedef struct
{
  gint64 id;
  char *sku;
  char *title;
  char *picture;
  gint64 price_vnd;
  gint64 available;
} Goods;

static void
goods_free (gpointer data)
{
  Goods *self = data;

  g_free (self->sku);
  g_free (self->title);
  g_free (self->picture);
  g_free (self);
}

/* Returns: (element-type gint64 Goods): by their id; NULL with @error */
static GHashTable *
read_goods (TiemDb *db,
            TiemMatcher *matcher,
            GError **error)
{
  g_autoptr (GHashTable) goods
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, goods_free);
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT v.id, v.sku, p.name, v.options, v.price_vnd, v.available, v.image_url,"
      " coalesce ((SELECT file FROM product_image WHERE variant_id = v.id AND removed_at = 0"
      "   ORDER BY position LIMIT 1), (SELECT file FROM product_image WHERE product_id = p.id"
      "   AND variant_id IS NULL AND removed_at = 0 ORDER BY position LIMIT 1))"
      " FROM variant v JOIN product p ON p.id = v.product_id WHERE v.archived = 0 ORDER BY v.id");
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      Goods *one = g_new0 (Goods, 1);
      const char *name = tiem_stmt_text (rows, 2);
      const char *options = tiem_stmt_text (rows, 3);

      one->id = tiem_stmt_int (rows, 0);
      one->sku = tiem_stmt_dup_text (rows, 1);
      one->title = options != NULL && *options != '\0' ? g_strdup_printf ("%s · %s", name, options)
                                                       : g_strdup (name);
      one->price_vnd = tiem_stmt_int (rows, 4);
      one->available = tiem_stmt_int (rows, 5);
      one->picture = tiem_stmt_dup_text (rows, 7);
      tiem_matcher_add (matcher, one->id, name, options, one->price_vnd, tiem_stmt_text (rows, 6));
      g_hash_table_insert (goods, &one->id, one);
    }
  return step < 0 ? NULL : g_steal_pointer (&goods);
}

/* @why: (transfer full) */
static void
add_candidate (
    TiemProposal *proposal, GHashTable *goods, gint64 variant_id, guint percent, char *why)
{
  const Goods *found = g_hash_table_lookup (goods, &variant_id);
  TiemCandidate *candidate;

  if (found == NULL)
    {
      g_free (why);
      return;
    }
  candidate = g_new0 (TiemCandidate, 1);
  candidate->variant_id = variant_id;
  candidate->sku = g_strdup (found->sku);
  candidate->title = g_strdup (found->title);
  candidate->picture = g_strdup (found->picture);
  candidate->price_vnd = found->price_vnd;
  candidate->available = found->available;
  candidate->percent = percent;
  candidate->why = why;
  g_ptr_array_add (proposal->candidates, candidate);
}

/* --- one listing --- */

/* What its codes say. */
typedef struct
{
  gint64 by_sku; /* variant, 0 = none */
  gint64 by_barcode;
  gint64 same_sku; /* listings of the channel with this SKU */
  gint64 same_barcode;
  char *image_url; /* (owned) (nullable) */
} Codes;

static void
codes_free (gpointer data)
{
  g_free (((Codes *)data)->image_url);
  g_free (data);
}

static void
judge_by_codes (TiemProposal *proposal,
                const Codes *codes,
                GHashTable *goods)
{
  if (codes->by_sku != 0)
    add_candidate (proposal, goods, codes->by_sku, 100, g_strdup (_ ("same SKU")));
  if (codes->by_barcode != 0 && codes->by_barcode != codes->by_sku)
    add_candidate (proposal, goods, codes->by_barcode, 100, g_strdup (_ ("same barcode")));
  if (proposal->candidates->len == 0)
    return;
  proposal->kind = TIEM_PROPOSAL_AMBIGUOUS;
  if (proposal->candidates->len > 1)
    proposal->reason = g_strdup (_ (
        "Its SKU is that of one product and its barcode that of another; choose the right one."));
  else if (codes->by_sku != 0 && codes->same_sku > 1)
    proposal->reason = g_strdup_printf (
        _ ("%d listings of this channel have the SKU “%s”; choose which of them is meant."),
        (int)codes->same_sku,
        proposal->remote_sku);
  else if (codes->by_sku == 0 && codes->same_barcode > 1)
    proposal->reason = g_strdup_printf (
        _ ("%d listings of this channel have the barcode “%s”; choose which of them is meant."),
        (int)codes->same_barcode,
        proposal->barcode);
  else
    proposal->kind = TIEM_PROPOSAL_EXACT;
}

static void
judge_by_title (TiemProposal *proposal,
                const char *image_url,
                TiemMatcher *matcher,
                GHashTable *goods)
{
  g_autoptr (GArray) matches = tiem_matcher_find (
      matcher, proposal->title, proposal->options, proposal->price_vnd, image_url, MOST_CANDIDATES);

  for (guint i = 0; i < matches->len; i++)
    {
      const TiemMatch *match = &g_array_index (matches, TiemMatch, i);

      add_candidate (proposal, goods, match->id, match->percent, tiem_match_explain (match));
    }
  proposal->kind = matches->len == 0              ? TIEM_PROPOSAL_NONE
                   : tiem_match_is_sure (matches) ? TIEM_PROPOSAL_SURE
                                                  : TIEM_PROPOSAL_LIKELY;
}

static TiemProposal *
read_proposal (TiemStmt *row,
               Codes *codes)
{
  TiemProposal *proposal = g_new0 (TiemProposal, 1);

  proposal->listing_id = tiem_stmt_int (row, 0);
  proposal->channel_id = tiem_stmt_int (row, 1);
  proposal->channel_kind = tiem_stmt_dup_text (row, 2);
  proposal->channel_name = tiem_stmt_dup_text (row, 3);
  proposal->remote_sku = tiem_stmt_dup_text (row, 4);
  proposal->barcode = tiem_stmt_dup_text (row, 5);
  proposal->title = tiem_stmt_dup_text (row, 6);
  proposal->options = tiem_stmt_dup_text (row, 7);
  proposal->price_vnd = tiem_stmt_int (row, 8);
  proposal->ignored = tiem_stmt_int (row, 9) > 0;
  proposal->candidates = g_ptr_array_new_with_free_func ((GDestroyNotify)candidate_free);
  codes->image_url = tiem_stmt_dup_text (row, 10);
  codes->by_sku = tiem_stmt_int (row, 11);
  codes->by_barcode = tiem_stmt_int (row, 12);
  codes->same_sku = tiem_stmt_int (row, 13);
  codes->same_barcode = tiem_stmt_int (row, 14);
  return proposal;
}

/* Returns: (element-type TiemProposal); @all_codes: (element-type Codes): along with them */
static GPtrArray *
read_unlinked (
    TiemDb *db, gint64 channel_id, gboolean ignored, GPtrArray *all_codes, GError **error)
{
  g_autoptr (GPtrArray) proposals
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_proposal_free);
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT l.id, l.channel_id, c.kind, c.name, l.remote_sku, l.barcode, l.title, l.options,"
      " l.price_vnd, l.ignored_at, l.image_url, s.id, b.id,"
      " iif (l.sku_key = '', 0, (SELECT count (*) FROM listing o WHERE o.channel_id = l.channel_id"
      "   AND o.sku_key = l.sku_key AND o.state <> 'gone')),"
      " iif (b.id IS NULL, 0, (SELECT count (*) FROM listing o WHERE o.barcode_key = l.barcode_key"
      "   AND o.barcode_key <> '' AND o.channel_id = l.channel_id AND o.state <> 'gone'))"
      " FROM listing l JOIN channel c ON c.id = l.channel_id"
      " LEFT JOIN variant s ON s.sku_key = l.sku_key AND l.sku_key <> '' AND s.archived = 0"
      " LEFT JOIN barcode k ON k.code_key = l.barcode_key AND l.barcode_key <> ''"
      " LEFT JOIN variant b ON b.id = k.variant_id AND b.archived = 0"
      " WHERE l.variant_id IS NULL AND l.state <> 'gone' AND c.removed_at = 0"
      " AND (?1 = 0 OR l.channel_id = ?1) AND (l.ignored_at > 0) = ?2 ORDER BY +l.id",
      TIEM_INT (channel_id),
      TIEM_INT (ignored != FALSE));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      Codes *codes = g_new0 (Codes, 1);

      g_ptr_array_add (proposals, read_proposal (rows, codes));
      g_ptr_array_add (all_codes, codes);
    }
  return step < 0 ? NULL : g_steal_pointer (&proposals);
}

/* --- against each other --- */

/* (channel, variant) in one number: neither comes near 2^31. */
static gint64 *
make_claim (gint64 channel_id,
            gint64 variant_id)
{
  gint64 claim = channel_id << 40 | variant_id;

  return g_memdup2 (&claim, sizeof claim);
}

/* Returns: (element-type gint64): claims of listings that are linked; NULL with @error */
static GHashTable *
read_taken (TiemDb *db,
            GError **error)
{
  g_autoptr (GHashTable) taken = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr (TiemStmt) rows = tiem_db_query (db,
                                             error,
                                             "SELECT channel_id, variant_id FROM listing WHERE "
                                             "variant_id IS NOT NULL AND state <> 'gone'");
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_hash_table_add (taken, make_claim (tiem_stmt_int (rows, 0), tiem_stmt_int (rows, 1)));
  return step < 0 ? NULL : g_steal_pointer (&taken);
}

/* One channel rarely sells the same goods twice: two that both seem sure are looked at. */
static void
weigh_claims (GPtrArray *proposals,
              GHashTable *taken)
{
  g_autoptr (GHashTable) first = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < proposals->len; i++)
    {
      TiemProposal *proposal = g_ptr_array_index (proposals, i);
      g_autofree gint64 *claim = NULL;
      TiemProposal *other;

      if (proposal->kind != TIEM_PROPOSAL_SURE)
        continue;
      claim
          = make_claim (proposal->channel_id,
                        ((TiemCandidate *)g_ptr_array_index (proposal->candidates, 0))->variant_id);
      other = g_hash_table_lookup (first, claim);
      if (!g_hash_table_contains (taken, claim) && other == NULL)
        {
          g_hash_table_insert (first, g_steal_pointer (&claim), proposal);
          continue;
        }
      proposal->kind = TIEM_PROPOSAL_LIKELY;
      proposal->reason
          = g_strdup (other != NULL ? _ ("Two listings of this channel look like the same product.")
                                    : _ ("Another listing of this channel is linked with this "
                                         "product already."));
      if (other != NULL && other->kind == TIEM_PROPOSAL_SURE)
        {
          other->kind = TIEM_PROPOSAL_LIKELY;
          other->reason = g_strdup (proposal->reason);
        }
    }
}

static int
compare_proposals (gconstpointer a,
                   gconstpointer b)
{
  const TiemProposal *one = *(TiemProposal *const *)a;
  const TiemProposal *other = *(TiemProposal *const *)b;
  guint best = one->candidates->len > 0
                   ? ((TiemCandidate *)g_ptr_array_index (one->candidates, 0))->percent
                   : 0;
  guint other_best = other->candidates->len > 0
                         ? ((TiemCandidate *)g_ptr_array_index (other->candidates, 0))->percent
                         : 0;

  if (one->kind != other->kind)
    return one->kind < other->kind ? -1 : 1;
  if (best != other_best)
    return best > other_best ? -1 : 1;
  return one->listing_id < other->listing_id ? -1 : one->listing_id > other->listing_id;
}

GPtrArray *
tiem_store_list_proposals (
    TiemStore *self, gint64 channel_id, gboolean ignored, GCancellable *cancellable, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemMatcher) matcher = tiem_matcher_new ();
  g_autoptr (GPtrArray) all_codes = g_ptr_array_new_with_free_func (codes_free);
  g_autoptr (GPtrArray) proposals = NULL;
  g_autoptr (GHashTable) goods = NULL;
  g_autoptr (GHashTable) taken = NULL;

  if (read == NULL
      || (proposals = read_unlinked (read->db, channel_id, ignored, all_codes, error)) == NULL)
    return NULL;
  /* To read all goods for nothing would take more than a second with 100,000. */
  if (proposals->len == 0)
    return g_steal_pointer (&proposals);
  if ((goods = read_goods (read->db, matcher, error)) == NULL
      || (taken = read_taken (read->db, error)) == NULL)
    return NULL;
  for (guint i = 0; i < proposals->len; i++)
    {
      TiemProposal *proposal = g_ptr_array_index (proposals, i);
      const Codes *codes = g_ptr_array_index (all_codes, i);

      if (i % 64 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
      judge_by_codes (proposal, codes, goods);
      if (proposal->candidates->len == 0)
        judge_by_title (proposal, codes->image_url, matcher, goods);
    }
  weigh_claims (proposals, taken);
  g_ptr_array_sort (proposals, compare_proposals);
  return g_steal_pointer (&proposals);
}

/* --- what the owner says to them --- */

gboolean
tiem_store_link_many (TiemStore *self,
                      GArray *pairs,
                      GArray **linked,
                      GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (GArray) done = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (write == NULL)
    return FALSE;
  for (guint i = 0; i < pairs->len; i++)
    {
      const TiemLinkPair *pair = &g_array_index (pairs, TiemLinkPair, i);
      gint64 is_free = 0;

      if (!tiem_db_get_int (write->db,
                            &is_free,
                            error,
                            "SELECT variant_id IS NULL FROM listing WHERE id = ?1",
                            TIEM_INT (pair->listing_id)))
        return FALSE;
      if (!is_free)
        continue;
      if (!tiem_listing_link (write, pair->listing_id, pair->variant_id, error))
        return FALSE;
      g_array_append_val (done, pair->listing_id);
    }
  if (!tiem_write_commit (write, error))
    return FALSE;
  if (linked != NULL)
    *linked = g_steal_pointer (&done);
  return TRUE;
}

gboolean
tiem_store_unlink_many (TiemStore *self,
                        GArray *listing_ids,
                        GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL)
    return FALSE;
  for (guint i = 0; i < listing_ids->len; i++)
    if (!tiem_ledger_link (write, g_array_index (listing_ids, gint64, i), 0, error))
      return FALSE;
  return tiem_write_commit (write, error);
}

gboolean
tiem_store_ignore_listings (TiemStore *self,
                            GArray *listing_ids,
                            gboolean ignored,
                            GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL)
    return FALSE;
  for (guint i = 0; i < listing_ids->len; i++)
    if (!tiem_db_run (write->db,
                      error,
                      "UPDATE listing SET ignored_at = ?2 WHERE id = ?1 AND variant_id IS NULL",
                      TIEM_INT (g_array_index (listing_ids, gint64, i)),
                      TIEM_INT (ignored ? write->now : 0)))
      return FALSE;
  write->what |= TIEM_CHANGED_LISTINGS | TIEM_CHANGED_CHANNELS;
  return tiem_write_commit (write, error);
}
