#define G_LOG_DOMAIN "tiem-adopt"

#include "config.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "store/tiem-catalogue-private.h"
#include "store/tiem-ids.h"
#include "store/tiem-ledger.h"
#include "store/tiem-listings-private.h"

#include <glib/gi18n-lib.h>

void
tiem_adopt_result_free (TiemAdoptResult *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->skipped, g_ptr_array_unref);
  g_free (self);
}

void
tiem_stock_conflict_free (TiemStockConflict *self)
{
  if (self == NULL)
    return;

  g_free (self->sku);
  g_free (self->title);
  g_clear_pointer (&self->listings, g_ptr_array_unref);
  g_free (self);
}

/* --- which listings --- */

static GArray *
list_unlinked (TiemWrite *write,
               gint64 channel_id,
               GError **error)
{
  g_autoptr (TiemStmt) rows = NULL;

  rows = tiem_db_query (write->db,
                        error,
                        "SELECT id FROM listing WHERE variant_id IS NULL AND state <> 'gone'"
                        " AND (?1 = 0 OR channel_id = ?1) ORDER BY channel_id, id",
                        TIEM_INT (channel_id));
  return tiem_ids_collect (rows, error);
}

/* Returns: (element-type TiemListing) */
static GPtrArray *
read_listings (TiemWrite *write,
               gint64 channel_id,
               GArray *listing_ids,
               GError **error)
{
  g_autoptr (GArray) ids = NULL;
  GPtrArray *listings;

  ids = listing_ids != NULL ? g_array_ref (listing_ids) : list_unlinked (write, channel_id, error);
  if (ids == NULL || (listings = tiem_listings_read (write->db, write->now, ids, error)) == NULL)
    return NULL;
  if (listings->len == ids->len)
    return listings;
  g_ptr_array_unref (listings);
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_NOT_FOUND,
                       _ ("There is no such listing; read the channel's listings again."));
  return NULL;
}

/* --- one listing --- */

typedef struct
{
  TiemWrite *write;
  TiemAdoptResult *result;
} Adoption;

/* What there is already for a listing. */
typedef struct
{
  gint64 variant_id; /* with its SKU; 0 = none */
  gboolean archived;
  gboolean counted;
} Known;

static gboolean
find_known (TiemWrite *write,
            const char *sku_key,
            Known *known,
            GError **error)
{
  g_autoptr (TiemStmt) row = NULL;
  int step;

  row = tiem_db_query (write->db,
                       error,
                       "SELECT id, archived, counted_at > 0 FROM variant WHERE sku_key = ?1",
                       TIEM_TEXT (sku_key));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      known->variant_id = tiem_stmt_int (row, 0);
      known->archived = tiem_stmt_int (row, 1) != 0;
      known->counted = tiem_stmt_int (row, 2) != 0;
    }
  return TRUE;
}

/* @reason: (transfer full) (nullable): why the listing can't be taken over as it is */
static gboolean
find_obstacle (TiemWrite *write,
               const TiemListing *listing,
               const char *sku_key,
               const Known *known,
               char **reason,
               GError **error)
{
  gint64 n = 0;

  if (listing->variant_id != 0)
    *reason = g_strdup_printf (_ ("It is linked with %s already."), listing->sku);
  else if (listing->state == TIEM_LISTING_GONE)
    *reason = g_strdup (_ ("The channel no longer has it."));
  else if (*sku_key == '\0')
    *reason = g_strdup (_ ("It has no SKU; give it one at the channel, or link it by hand."));
  else if (known->archived)
    *reason = g_strdup_printf (_ ("The product with the SKU “%s” is archived; bring it back, or "
                                  "link by hand."),
                               listing->remote_sku);
  else if (!tiem_listing_count_sku (write->db, listing->channel_id, sku_key, &n, error))
    return FALSE;
  else if (n > 1)
    *reason = g_strdup_printf (_ ("%d listings of this channel have the SKU “%s”; change it there, "
                                  "or link them by hand."),
                               (int)n,
                               listing->remote_sku);
  return TRUE;
}

/* A further variation belongs to the product its sister is linked with. */
static gboolean
find_product (TiemWrite *write,
              const TiemListing *listing,
              gint64 *product_id,
              GError **error)
{
  *product_id = 0;
  return listing->remote_variant_id == NULL
         || tiem_db_get_int (
             write->db,
             product_id,
             error,
             "SELECT v.product_id FROM listing l JOIN variant v ON v.id = l.variant_id"
             " WHERE l.channel_id = ?1 AND l.remote_product_id = ?2"
             " ORDER BY l.id LIMIT 1",
             TIEM_INT (listing->channel_id),
             TIEM_TEXT (listing->remote_product_id));
}

/* A barcode that another variant has stays there. */
static gboolean
find_free_barcode (TiemWrite *write,
                   const TiemListing *listing,
                   const char **barcode,
                   GError **error)
{
  g_autofree char *key = tiem_sku_key (listing->barcode);
  gint64 taken = 0;

  *barcode = NULL;
  if (*key == '\0')
    return TRUE;
  if (!tiem_db_get_int (
          write->db, &taken, error, "SELECT 1 FROM barcode WHERE code_key = ?1", TIEM_TEXT (key)))
    return FALSE;
  if (!taken)
    *barcode = listing->barcode;
  return TRUE;
}

/* Returns: the new variant's id, 0 with @error */
static gint64
add_variant (Adoption *self,
             const TiemListing *listing,
             GError **error)
{
  TiemNewVariant values = { 0 };
  gint64 id;

  if (!find_product (self->write, listing, &values.product_id, error)
      || !find_free_barcode (self->write, listing, &values.barcode, error))
    return 0;
  values.name = *listing->title != '\0' ? listing->title : listing->remote_sku;
  values.sku = listing->remote_sku;
  values.options = listing->options;
  values.image_url = listing->image_url;
  values.price_vnd = MAX (listing->price_vnd, 0);
  id = tiem_catalogue_add (self->write, &values, error);
  if (id == 0)
    return 0;
  self->result->variants++;
  if (values.product_id == 0)
    self->result->products++;
  return id;
}

/*
 * The listing's number and what its channel had taken off it for open orders is what lies on
 * the shelf. A channel without a number, or with one for several variations together, says
 * nothing about this one: the owner has to count it.
 */
static gboolean
start_count (TiemWrite *write,
             const TiemListing *listing,
             gint64 variant_id,
             GError **error)
{
  gint64 location_id = TIEM_MAIN_LOCATION;
  gint64 held = 0;

  if (!listing->has_stock || listing->stock_owner_id != NULL)
    return TRUE;
  if (!tiem_listing_get_held (write->db, listing->id, &held, error)
      || !tiem_db_get_int (write->db,
                           &location_id,
                           error,
                           "SELECT location_id FROM channel WHERE id = ?1",
                           TIEM_INT (listing->channel_id)))
    return FALSE;
  return tiem_ledger_set_stock_at (write,
                                   variant_id,
                                   location_id,
                                   MAX (listing->stock + held, 0),
                                   TIEM_LEDGER_ADOPT,
                                   listing->channel_name,
                                   error);
}

static gboolean
adopt_listing (Adoption *self,
               const TiemListing *listing,
               GError **error)
{
  g_autofree char *sku_key = tiem_sku_key (listing->remote_sku);
  g_autofree char *obstacle = NULL;
  Known known = { 0 };
  gboolean is_new;

  if (!find_known (self->write, sku_key, &known, error)
      || !find_obstacle (self->write, listing, sku_key, &known, &obstacle, error))
    return FALSE;
  if (obstacle != NULL)
    {
      g_ptr_array_add (
          self->result->skipped,
          tiem_skipped_new (
              listing->id, listing->remote_sku, listing->title, g_steal_pointer (&obstacle)));
      return TRUE;
    }

  is_new = known.variant_id == 0;
  if (is_new && (known.variant_id = add_variant (self, listing, error)) == 0)
    return FALSE;
  if (!is_new)
    self->result->linked++;
  if (known.counted)
    return tiem_listing_link (self->write, listing->id, known.variant_id, error);
  /* Counted first: the link then has its open orders hold some of it. */
  return start_count (self->write, listing, known.variant_id, error)
         && tiem_ledger_link (self->write, listing->id, known.variant_id, error);
}

TiemAdoptResult *
tiem_store_adopt (TiemStore *self,
                  gint64 channel_id,
                  GArray *listing_ids,
                  GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemAdoptResult) result = g_new0 (TiemAdoptResult, 1);
  g_autoptr (GPtrArray) listings = NULL;
  Adoption adoption = { write, result };

  result->skipped = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_skipped_free);
  if (write == NULL || (listings = read_listings (write, channel_id, listing_ids, error)) == NULL)
    return NULL;
  for (guint i = 0; i < listings->len; i++)
    if (!adopt_listing (&adoption, g_ptr_array_index (listings, i), error))
      return NULL;
  write->what |= TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_LISTINGS;
  return tiem_write_commit (write, error) ? g_steal_pointer (&result) : NULL;
}

/* --- what the owner has to decide --- */

GPtrArray *
tiem_store_list_stock_conflicts (TiemStore *self,
                                 GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read == NULL)
    return NULL;
  conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_stock_conflict_free);
  rows
      = tiem_db_query (read->db,
                       error,
                       "SELECT v.id, v.sku, p.name || coalesce (', ' || v.options, ''), v.available"
                       " FROM variant v JOIN product p ON p.id = v.product_id"
                       " WHERE v.undecided = 1 AND v.archived = 0 ORDER BY v.sort_name, v.id");
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemStockConflict *conflict = g_new0 (TiemStockConflict, 1);
      TiemListingQuery query = { .variant_id = tiem_stmt_int (rows, 0) };
      g_autoptr (GArray) ids = NULL;

      conflict->variant_id = query.variant_id;
      conflict->sku = tiem_stmt_dup_text (rows, 1);
      conflict->title = tiem_stmt_dup_text (rows, 2);
      conflict->available = tiem_stmt_int (rows, 3);
      g_ptr_array_add (conflicts, conflict);
      ids = tiem_listings_select (read->db, &query, 0, 0, error);
      if (ids == NULL
          || (conflict->listings = tiem_listings_read (read->db, tiem_store_now (self), ids, error))
                 == NULL)
        return NULL;
    }
  return step < 0 ? NULL : g_steal_pointer (&conflicts);
}
