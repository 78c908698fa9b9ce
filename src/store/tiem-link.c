#define G_LOG_DOMAIN "tiem-link"

#include "config.h"

#include "base/tiem-error.h"
#include "store/tiem-ledger.h"
#include "store/tiem-listings-private.h"
#include "store/tiem-store-proposals.h"

#include <glib/gi18n-lib.h>

void
tiem_link_result_free (TiemLinkResult *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->ambiguous, g_ptr_array_unref);
  g_free (self);
}

gboolean
tiem_listing_get_held (TiemDb *db,
                       gint64 listing_id,
                       gint64 *held,
                       GError **error)
{
  /* first_stored_at besides placed_at: the channel's clock may be ahead of ours. */
  return tiem_db_get_int (
      db,
      held,
      error,
      "SELECT coalesce (sum (max (l.quantity - l.cancelled, 0)), 0)"
      " FROM listing li JOIN order_line l ON l.listing_id = li.id"
      " JOIN customer_order o ON o.id = l.order_id"
      " WHERE li.id = ?1 AND o.platform_holds = 1 AND o.left_at = 0"
      " AND o.status IN ('unpaid', 'to_confirm', 'to_ship', 'awaiting_pickup', 'unknown')"
      " AND (o.placed_at <= li.stock_read_at OR o.first_stored_at <= li.stock_read_at)",
      TIEM_INT (listing_id));
}

/* --- two channels, two numbers --- */

/* A listing that is about to be linked, beside the variant as it is now. */
typedef struct
{
  gint64 stock; /* what the listing shows */
  gboolean is_comparable;
  gint64 available;
  gint64 on_hand; /* at places that sell */
} Comparison;

/*
 * Comparable: the listing has a number of its own, and the variant's was taken over from a
 * listing of another channel, not given by the owner since.
 */
static gboolean
read_comparison (
    TiemWrite *write, gint64 listing_id, gint64 variant_id, Comparison *comparison, GError **error)
{
  g_autoptr (TiemStmt) row = NULL;
  int step;

  row = tiem_db_query (
      write->db,
      error,
      "SELECT l.stock, v.available, v.available + v.reserved,"
      "  l.stock IS NOT NULL AND l.stock_owner_id IS NULL AND l.state IN ('active', 'inactive')"
      "  AND v.adopted = 1 AND v.is_bundle = 0"
      "  AND (NOT EXISTS (SELECT 1 FROM listing WHERE variant_id = v.id)"
      "       OR EXISTS (SELECT 1 FROM listing WHERE variant_id = v.id"
      "                   AND channel_id <> l.channel_id))"
      " FROM listing l, variant v WHERE l.id = ?1 AND v.id = ?2",
      TIEM_INT (listing_id),
      TIEM_INT (variant_id));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_NOT_FOUND,
                           _ ("The listing or the product is no longer there; look at both lists "
                              "again."));
      return FALSE;
    }
  comparison->stock = tiem_stmt_int (row, 0);
  comparison->available = tiem_stmt_int (row, 1);
  comparison->on_hand = tiem_stmt_int (row, 2);
  comparison->is_comparable = tiem_stmt_int (row, 3) != 0;
  return TRUE;
}

gboolean
tiem_listing_link (TiemWrite *write,
                   gint64 listing_id,
                   gint64 variant_id,
                   GError **error)
{
  Comparison comparison;
  gint64 held = 0;

  /* The variant's numbers must be those of now, not of before this write. */
  if (g_hash_table_contains (write->dirty, &variant_id) && !tiem_ledger_settle (write, error))
    return FALSE;
  if (!read_comparison (write, listing_id, variant_id, &comparison, error)
      || !tiem_listing_get_held (write->db, listing_id, &held, error)
      || !tiem_ledger_link (write, listing_id, variant_id, error))
    return FALSE;

  /* Both show the same, or both come to the same shelf. */
  if (!comparison.is_comparable || MAX (comparison.stock, 0) == comparison.available
      || comparison.stock + held == comparison.on_hand)
    return TRUE;
  write->what |= TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_LISTINGS;
  tiem_ledger_mark_variant (write, variant_id);
  return tiem_db_run (
      write->db, error, "UPDATE variant SET undecided = 1 WHERE id = ?1", TIEM_INT (variant_id));
}

gboolean
tiem_store_link (TiemStore *self,
                 gint64 listing_id,
                 gint64 variant_id,
                 GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 linked = 0;

  if (write == NULL
      || !tiem_db_get_int (write->db,
                           &linked,
                           error,
                           "SELECT variant_id FROM listing WHERE id = ?1",
                           TIEM_INT (listing_id)))
    return FALSE;
  if (linked == variant_id && linked != 0)
    return TRUE;
  return (linked == 0 || tiem_ledger_link (write, listing_id, 0, error))
         && tiem_listing_link (write, listing_id, variant_id, error)
         && tiem_write_commit (write, error);
}

gboolean
tiem_store_unlink (TiemStore *self,
                   gint64 listing_id,
                   GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL && tiem_ledger_link (write, listing_id, 0, error)
         && tiem_write_commit (write, error);
}

/* --- by SKU, then by barcode --- */

gboolean
tiem_listing_count_sku (
    TiemDb *db, gint64 channel_id, const char *sku_key, gint64 *n, GError **error)
{
  return tiem_db_get_int (db,
                          n,
                          error,
                          "SELECT count (*) FROM listing"
                          " WHERE channel_id = ?1 AND sku_key = ?2 AND state <> 'gone'",
                          TIEM_INT (channel_id),
                          TIEM_TEXT (sku_key));
}

gboolean
tiem_listing_count_barcode (
    TiemDb *db, gint64 channel_id, const char *barcode_key, gint64 *n, GError **error)
{
  return tiem_db_get_int (db,
                          n,
                          error,
                          "SELECT count (*) FROM listing"
                          " WHERE channel_id = ?1 AND barcode_key = ?2 AND state <> 'gone'",
                          TIEM_INT (channel_id),
                          TIEM_TEXT (barcode_key));
}

/* An unlinked listing and what could be linked with it. */
typedef struct
{
  gint64 id;
  gint64 channel_id;
  char *remote_sku;
  char *sku_key;
  char *barcode;
  char *barcode_key;
  char *title;
  gint64 by_sku;     /* variant with its SKU, 0 = none */
  gint64 by_barcode; /* variant with its barcode, 0 = none */
} Candidate;

static void
candidate_free (gpointer data)
{
  Candidate *self = data;

  g_free (self->remote_sku);
  g_free (self->sku_key);
  g_free (self->barcode);
  g_free (self->barcode_key);
  g_free (self->title);
  g_free (self);
}

/* Returns: (element-type Candidate): unlinked listings that fit a variant on sale */
static GPtrArray *
list_candidates (TiemWrite *write,
                 gint64 channel_id,
                 GError **error)
{
  g_autoptr (GPtrArray) candidates = g_ptr_array_new_with_free_func (candidate_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  rows = tiem_db_query (
      write->db,
      error,
      "SELECT l.id, l.channel_id, l.remote_sku, l.sku_key, l.barcode, l.barcode_key, l.title,"
      "       s.id, b.id"
      " FROM listing l"
      " LEFT JOIN variant s ON s.sku_key = l.sku_key AND l.sku_key <> '' AND s.archived = 0"
      " LEFT JOIN barcode c ON c.code_key = l.barcode_key AND l.barcode_key <> ''"
      " LEFT JOIN variant b ON b.id = c.variant_id AND b.archived = 0"
      " WHERE l.variant_id IS NULL AND l.ignored_at = 0 AND l.state <> 'gone'"
      " AND (?1 = 0 OR l.channel_id = ?1) AND (s.id IS NOT NULL OR b.id IS NOT NULL) ORDER BY l.id",
      TIEM_INT (channel_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      Candidate *candidate = g_new0 (Candidate, 1);

      candidate->id = tiem_stmt_int (rows, 0);
      candidate->channel_id = tiem_stmt_int (rows, 1);
      candidate->remote_sku = tiem_stmt_dup_text (rows, 2);
      candidate->sku_key = tiem_stmt_dup_text (rows, 3);
      candidate->barcode = tiem_stmt_dup_text (rows, 4);
      candidate->barcode_key = tiem_stmt_dup_text (rows, 5);
      candidate->title = tiem_stmt_dup_text (rows, 6);
      candidate->by_sku = tiem_stmt_int (rows, 7);
      candidate->by_barcode = tiem_stmt_int (rows, 8);
      g_ptr_array_add (candidates, candidate);
    }
  return step < 0 ? NULL : g_steal_pointer (&candidates);
}

/* @doubt: (transfer full) (nullable): why it can't be told which listing is meant */
static gboolean
find_doubt (TiemWrite *write,
            const Candidate *candidate,
            char **doubt,
            GError **error)
{
  gint64 n = 0;

  if (candidate->by_sku != 0 && candidate->by_barcode != 0
      && candidate->by_sku != candidate->by_barcode)
    {
      *doubt
          = g_strdup (_ ("Its SKU is that of one product and its barcode that of another; choose "
                         "the right one."));
      return TRUE;
    }
  if (candidate->by_sku != 0)
    {
      if (!tiem_listing_count_sku (write->db, candidate->channel_id, candidate->sku_key, &n, error))
        return FALSE;
      if (n > 1)
        *doubt = g_strdup_printf (_ ("%d listings of this channel have the SKU “%s”; change it "
                                     "there, or link them by hand."),
                                  (int)n,
                                  candidate->remote_sku);
      return TRUE;
    }
  if (!tiem_listing_count_barcode (
          write->db, candidate->channel_id, candidate->barcode_key, &n, error))
    return FALSE;
  if (n > 1)
    *doubt = g_strdup_printf (_ ("%d listings of this channel have the barcode “%s”; change it "
                                 "there, or link them by hand."),
                              (int)n,
                              candidate->barcode);
  return TRUE;
}

static gboolean
link_candidate (TiemWrite *write,
                const Candidate *candidate,
                TiemLinkResult *result,
                GError **error)
{
  g_autofree char *doubt = NULL;

  if (!find_doubt (write, candidate, &doubt, error))
    return FALSE;
  if (doubt != NULL)
    {
      g_ptr_array_add (
          result->ambiguous,
          tiem_skipped_new (
              candidate->id, candidate->remote_sku, candidate->title, g_steal_pointer (&doubt)));
      return TRUE;
    }
  result->linked++;
  return tiem_listing_link (write,
                            candidate->id,
                            candidate->by_sku != 0 ? candidate->by_sku : candidate->by_barcode,
                            error);
}

TiemLinkResult *
tiem_store_link_by_sku (TiemStore *self,
                        gint64 channel_id,
                        GError **error)
{
  return tiem_store_link_by (self, channel_id, TIEM_LINK_BY_SKU | TIEM_LINK_BY_BARCODE, error);
}

TiemLinkResult *
tiem_store_link_by (TiemStore *self,
                    gint64 channel_id,
                    TiemLinkBy by,
                    GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemLinkResult) result = g_new0 (TiemLinkResult, 1);
  g_autoptr (GPtrArray) candidates = NULL;
  gint64 left = 0;

  result->ambiguous = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_skipped_free);
  if (write == NULL || (candidates = list_candidates (write, channel_id, error)) == NULL)
    return NULL;
  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = g_ptr_array_index (candidates, i);

      /* A SKU says more: what is asked for by barcode alone never overrules one. */
      if ((by & (candidate->by_sku != 0 ? TIEM_LINK_BY_SKU : TIEM_LINK_BY_BARCODE)) != 0
          && !link_candidate (write, candidate, result, error))
        return NULL;
    }
  if (!tiem_db_get_int (write->db,
                        &left,
                        error,
                        "SELECT count (*) FROM listing WHERE variant_id IS NULL"
                        " AND ignored_at = 0 AND state <> 'gone' AND (?1 = 0 OR channel_id = ?1)",
                        TIEM_INT (channel_id))
      || !tiem_write_commit (write, error))
    return NULL;
  result->left = (guint)left;
  return g_steal_pointer (&result);
}
