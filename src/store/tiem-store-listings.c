#define G_LOG_DOMAIN "tiem-store-listings"

#include "config.h"

#include "base/tiem-text.h"
#include "store/tiem-drift-private.h"
#include "store/tiem-ids.h"
#include "store/tiem-later.h"
#include "store/tiem-ledger.h"
#include "store/tiem-listings-private.h"

#include <glib/gi18n-lib.h>

TiemListingQuery *
tiem_listing_query_copy (const TiemListingQuery *self)
{
  TiemListingQuery *copy = g_memdup2 (self, sizeof *self);

  copy->search = g_strdup (self->search);
  return copy;
}

void
tiem_listing_query_free (TiemListingQuery *self)
{
  if (self == NULL)
    return;

  g_free (self->search);
  g_free (self);
}

TiemSkipped *
tiem_skipped_new (gint64 listing_id,
                  const char *remote_sku,
                  const char *title,
                  char *reason)
{
  TiemSkipped *self = g_new0 (TiemSkipped, 1);

  self->listing_id = listing_id;
  self->remote_sku = g_strdup (remote_sku);
  self->title = g_strdup (title);
  self->reason = reason;
  return self;
}

void
tiem_skipped_free (TiemSkipped *self)
{
  if (self == NULL)
    return;

  g_free (self->remote_sku);
  g_free (self->title);
  g_free (self->reason);
  g_free (self);
}

/* --- reading --- */

/* Returns: (transfer full): the folded words of @typed as a JSON array, for json_each () */
static char *
make_words (const char *typed)
{
  g_autofree char *folded = tiem_text_fold (typed);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);
  g_autofree char *joined = g_strjoinv ("\",\"", words); /* folding leaves no quotes */

  return *folded != '\0' ? g_strdup_printf ("[\"%s\"]", joined) : g_strdup ("[]");
}

/* A linked listing that waits for a person: see tiem_listing_explain(). */
#define HAS_PROBLEM                                                                                \
  "(l.problem IS NOT NULL OR (l.variant_id IS NOT NULL"                                            \
  " AND (v.undecided = 1 OR v.counted_at = 0 OR l.state IN ('banned', 'gone')"                     \
  "  OR EXISTS (SELECT 1 FROM outbox WHERE listing_id = l.id AND kind = 'price'"                   \
  "   AND state = 'rejected'))))"

GArray *
tiem_listings_select (
    TiemDb *db, const TiemListingQuery *query, gint64 limit, gint64 offset, GError **error)
{
  g_autofree char *words = make_words (query->search);
  g_autofree char *sql = NULL;
  g_autoptr (TiemStmt) rows = NULL;

  sql = g_strconcat (
      "SELECT l.id FROM listing l LEFT JOIN variant v ON v.id = l.variant_id"
      " WHERE NOT EXISTS (SELECT 1 FROM json_each (?1) WHERE instr (l.search, value) = 0)",
      query->channel_id != 0 ? " AND l.channel_id = ?4" : "",
      query->variant_id != 0 ? " AND l.variant_id = ?5" : "",
      query->only_unlinked ? " AND l.variant_id IS NULL AND l.ignored_at = 0 AND l.state <> 'gone'"
                           : "",
      query->only_drift ? " AND l.drift_at > 0" : "",
      query->only_problem ? " AND " HAS_PROBLEM : "",
      query->only_pending ? " AND l.pending = 1" : "",
      " ORDER BY l.search, l.channel_id, l.id LIMIT ?2 OFFSET ?3",
      NULL);
  rows = tiem_db_prepare (db, sql, error);
  if (rows == NULL)
    return NULL;
  tiem_stmt_bind (rows, TIEM_TEXT (words), TIEM_INT (limit > 0 ? limit : -1), TIEM_INT (offset));
  if (query->channel_id != 0)
    tiem_stmt_bind_int (rows, 4, query->channel_id);
  if (query->variant_id != 0)
    tiem_stmt_bind_int (rows, 5, query->variant_id);
  return tiem_ids_collect (rows, error);
}

static void
read_standing (TiemStmt *row,
               int column,
               gint64 now,
               TiemListing *listing)
{
  TiemStandingFacts facts = { .now = now };
  gint64 refused_at;

  facts.refusal = tiem_stmt_text (row, column++);
  facts.undecided = tiem_stmt_int (row, column++) != 0;
  facts.counted = tiem_stmt_int (row, column++) != 0;
  facts.has_refused_value = !tiem_stmt_is_null (row, column);
  facts.refused_value = tiem_stmt_int (row, column++);
  refused_at = tiem_stmt_int (row, column++);
  facts.is_taken_over = tiem_stmt_int (row, column++) != 0;
  facts.channel_state = tiem_channel_state_from_string (tiem_stmt_text (row, column++));
  facts.error_class = tiem_stmt_text (row, column++);
  facts.error_since = tiem_stmt_int (row, column++);
  facts.price_refusal = tiem_stmt_text (row, column++);
  facts.by_file = tiem_stmt_int (row, column++) != 0;
  listing->sent_value = tiem_stmt_int (row, column++);
  listing->sent_at = tiem_stmt_int (row, column++);
  listing->drift_at = tiem_stmt_int (row, column++);
  listing->stock_drifts = tiem_stmt_int (row, column++) != 0;
  listing->price_drifts = tiem_stmt_int (row, column++) != 0;
  listing->wanted_price_vnd = tiem_stmt_int (row, column++);
  listing->retry_at
      = facts.refusal != NULL && refused_at > 0 ? MIN (refused_at, now) + TIEM_REFUSAL_REST_MS : 0;
  tiem_listing_explain (listing, &facts);
}

static TiemListing *
read_listing (TiemStmt *row,
              gint64 now)
{
  TiemListing *listing = g_new0 (TiemListing, 1);
  int column = 0;

  listing->id = tiem_stmt_int (row, column++);
  listing->channel_id = tiem_stmt_int (row, column++);
  listing->channel_kind = tiem_stmt_dup_text (row, column++);
  listing->channel_name = tiem_stmt_dup_text (row, column++);
  listing->remote_product_id = tiem_stmt_dup_text (row, column++);
  listing->remote_variant_id = tiem_stmt_dup_text (row, column++);
  listing->stock_owner_id = tiem_stmt_dup_text (row, column++);
  listing->remote_sku = tiem_stmt_dup_text (row, column++);
  listing->barcode = tiem_stmt_dup_text (row, column++);
  listing->title = tiem_stmt_dup_text (row, column++);
  listing->options = tiem_stmt_dup_text (row, column++);
  listing->image_url = tiem_stmt_dup_text (row, column++);
  listing->price_vnd = tiem_stmt_int (row, column++);
  listing->has_stock = !tiem_stmt_is_null (row, column);
  listing->stock = tiem_stmt_int (row, column++);
  listing->stock_read_at = tiem_stmt_int (row, column++);
  listing->campaign_locked = tiem_stmt_int (row, column++);
  listing->state = tiem_listing_state_from_string (tiem_stmt_text (row, column++));
  listing->variant_id = tiem_stmt_int (row, column++);
  listing->sku = tiem_stmt_dup_text (row, column++);
  listing->available = tiem_stmt_int (row, column++);
  listing->has_desired = !tiem_stmt_is_null (row, column);
  listing->desired = tiem_stmt_int (row, column++);
  listing->has_acked = !tiem_stmt_is_null (row, column);
  listing->acked = tiem_stmt_int (row, column++);
  listing->acked_at = tiem_stmt_int (row, column++);
  listing->unclear = tiem_stmt_int (row, column++) != 0;
  listing->version = tiem_stmt_int (row, column++);
  read_standing (row, column, now, listing);
  return listing;
}

GPtrArray *
tiem_listings_read (TiemDb *db,
                    gint64 now,
                    GArray *ids,
                    GError **error)
{
  g_autofree char *json = tiem_ids_to_json (ids);
  g_autoptr (GPtrArray) listings = NULL;
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  listings = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_listing_free);
  rows = tiem_db_query (db,
                        error,
                        "SELECT l.id, l.channel_id, c.kind, c.name, l.remote_product_id,"
                        " nullif (l.remote_variant_id, ''), l.stock_owner_id, l.remote_sku,"
                        " l.barcode, l.title, l.options, l.image_url, l.price_vnd, l.stock,"
                        " l.stock_read_at, l.campaign_locked, l.state, l.variant_id, v.sku,"
                        " v.available, l.desired, l.acked, l.acked_at, l.unclear, l.version,"
                        " l.problem, v.undecided, v.counted_at > 0, l.refused_value, l.refused_at,"
                        " l.odd_seen > 0, c.state, c.error_class, c.error_since,"
                        " (SELECT problem FROM outbox WHERE listing_id = l.id AND kind = 'price'"
                        "  AND state = 'rejected'), c.by_file, l.sent_value, l.sent_at, l.drift_at,"
                        " l.drift_at > 0 AND EXISTS (SELECT 1 FROM drift WHERE listing_id = l.id"
                        "  AND kind = 'stock' AND settled_at = 0),"
                        " l.drift_at > 0 AND EXISTS (SELECT 1 FROM drift WHERE listing_id = l.id"
                        "  AND kind = 'price' AND settled_at = 0),"
                        " coalesce (l.wanted_price_vnd, l.price_vnd)"
                        " FROM json_each (?1) j JOIN listing l ON l.id = j.value"
                        " JOIN channel c ON c.id = l.channel_id"
                        " LEFT JOIN variant v ON v.id = l.variant_id",
                        TIEM_TEXT (json));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (listings, read_listing (rows, now));
  return step < 0 ? NULL : tiem_ids_arrange (ids, g_steal_pointer (&listings));
}

GPtrArray *
tiem_store_list_listings (
    TiemStore *self, const TiemListingQuery *query, gint64 limit, gint64 offset, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GArray) ids = NULL;

  if (read == NULL)
    return NULL;
  ids = tiem_listings_select (read->db, query, limit, offset, error);
  return ids != NULL ? tiem_listings_read (read->db, tiem_store_now (self), ids, error) : NULL;
}

TiemListing *
tiem_store_get_listing (TiemStore *self,
                        gint64 listing_id,
                        GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) listings = NULL;

  if (read == NULL)
    return NULL;
  g_array_append_val (ids, listing_id);
  listings = tiem_listings_read (read->db, tiem_store_now (self), ids, error);
  if (listings == NULL)
    return NULL;
  if (listings->len == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_NOT_FOUND,
                           _ ("There is no such listing; read the channel's listings again."));
      return NULL;
    }
  return g_ptr_array_steal_index (listings, 0);
}

/* --- the end of a pass --- */

/* @same: (element-type gint64): sorted; they were seen and are as they were.
 * Returns: (transfer full) (element-type gint64): those that were not seen; NULL with @error */
static GArray *
list_unseen (
    TiemWrite *write, gint64 channel_id, gint64 pass_started_at, GArray *same, GError **error)
{
  g_autoptr (GArray) unseen = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  rows = tiem_db_query (write->db,
                        error,
                        "SELECT id FROM listing"
                        " WHERE channel_id = ?1 AND seen_at < ?2 AND state <> 'gone'",
                        TIEM_INT (channel_id),
                        TIEM_INT (pass_started_at));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 id = tiem_stmt_int (rows, 0);

      if (!g_array_binary_search (same, &id, tiem_ids_compare, NULL))
        g_array_append_val (unseen, id);
    }
  return step < 0 ? NULL : g_steal_pointer (&unseen);
}

static gboolean
mark_gone (TiemWrite *write,
           GArray *gone,
           GError **error)
{
  for (guint i = 0; i < gone->len; i++)
    {
      gint64 id = g_array_index (gone, gint64, i);

      if (!tiem_db_run (write->db,
                        error,
                        "UPDATE listing SET state = 'gone', acked = NULL, unclear = 0"
                        " WHERE id = ?1",
                        TIEM_INT (id))
          || !tiem_drift_forget (write, id, error)
          || !tiem_ledger_refresh_listing (write, id, error))
        return FALSE;
    }
  if (gone->len > 0)
    write->what |= TIEM_CHANGED_LISTINGS;
  return TRUE;
}

gboolean
tiem_store_finish_listings (TiemStore *self,
                            gint64 channel_id,
                            gint64 pass_started_at,
                            GError **error)
{
  TiemLater *later = tiem_store_get_later (self);
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (GArray) same = tiem_later_list_same (later, channel_id, pass_started_at);
  g_autoptr (GArray) gone = NULL;
  gint64 read_before = 0;

  if (write == NULL
      || (gone = list_unseen (write, channel_id, pass_started_at, same, error)) == NULL
      || !mark_gone (write, gone, error)
      || !tiem_db_get_int (write->db,
                           &read_before,
                           error,
                           "SELECT listings_read_at FROM channel WHERE id = ?1",
                           TIEM_INT (channel_id)))
    return FALSE;
  /* That it was read once more is no reason to write; that it was read at all is. */
  if (read_before != 0 && gone->len == 0)
    {
      tiem_later_note_listings (later, channel_id, write->now);
      tiem_later_end_pass (later, channel_id);
      return TRUE;
    }
  write->what |= TIEM_CHANGED_CHANNELS;
  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE channel SET listings_read_at = ?2 WHERE id = ?1",
                    TIEM_INT (channel_id),
                    TIEM_INT (write->now))
      || !tiem_write_commit (write, error))
    return FALSE;
  tiem_later_end_pass (later, channel_id);
  return TRUE;
}
