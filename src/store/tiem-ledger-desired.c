#define G_LOG_DOMAIN "tiem-ledger"

#include "store/tiem-ledger.h"

#include "store/tiem-ledger-private.h"

/* What listings should show, from what their variants have left. */

gboolean
tiem_listing_desired (const TiemDesiredInput *input,
                      gint64 *desired)
{
  gint64 units;

  if (!input->on_show)
    return FALSE;
  if (input->archived)
    {
      *desired = 0;
      return TRUE;
    }
  if (!input->counted || input->undecided)
    return FALSE;

  units = MAX (input->available - input->locked_elsewhere - input->buffer, 0);
  /* Without the product, which could overflow: ⌊(100 a + b) p / 100⌋ = a p + ⌊b p / 100⌋ */
  units = units / 100 * input->share_percent + units % 100 * input->share_percent / 100;
  if (input->cap >= 0)
    units = MIN (units, input->cap);
  if (input->is_split)
    units = MIN (units, input->granted);
  *desired = MAX (units, input->campaign_locked);
  return TRUE;
}

void
tiem_ledger_read_rule (TiemStmt *row,
                       int column,
                       TiemDesiredInput *input)
{
  input->available = tiem_stmt_int (row, column++);
  input->counted = tiem_stmt_int (row, column++) != 0;
  input->undecided = tiem_stmt_int (row, column++) != 0;
  input->archived = tiem_stmt_int (row, column++) != 0;
  input->on_show = tiem_stmt_int (row, column++) != 0;
  input->campaign_locked = tiem_stmt_int (row, column++);
  input->locked_elsewhere = tiem_stmt_int (row, column++);
  input->buffer = tiem_stmt_int (row, column++);
  input->share_percent = tiem_stmt_int (row, column++);
  input->cap = tiem_stmt_int (row, column++);
  input->is_split = !tiem_stmt_is_null (row, column);
  input->granted = tiem_stmt_int (row, column++);
}

#define SELECT_DESIRED_BY(rule)                                                                    \
  "SELECT li.id, li.channel_id, li.stock_owner_id, li.desired, li.version, li.acked,"              \
  " v.version," rule                                                                               \
  " FROM listing li JOIN variant v ON v.id = li.variant_id JOIN channel c ON c.id = li.channel_id"
#define SELECT_DESIRED SELECT_DESIRED_BY (TIEM_LEDGER_RULE_COLUMNS)

typedef struct
{
  gint64 id;
  gint64 channel_id;
  char *owner; /* (owned) (nullable) */
  gboolean has_old;
  gint64 old;
  gint64 old_version;
  gboolean has_acked;
  gint64 acked;
  gint64 version;
  TiemDesiredInput input;
  gboolean has_desired;
  gint64 desired;
} ListingDesired;

static void
clear_listing_desired (gpointer data)
{
  g_free (((ListingDesired *)data)->owner);
}

static GArray *
load_desired (TiemStmt *rows,
              GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, TRUE, sizeof (ListingDesired));
  int step = -1;

  g_array_set_clear_func (found, clear_listing_desired);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      ListingDesired listing = { 0 };

      listing.id = tiem_stmt_int (rows, 0);
      listing.channel_id = tiem_stmt_int (rows, 1);
      listing.owner = tiem_stmt_dup_text (rows, 2);
      listing.has_old = !tiem_stmt_is_null (rows, 3);
      listing.old = tiem_stmt_int (rows, 3);
      listing.old_version = tiem_stmt_int (rows, 4);
      listing.has_acked = !tiem_stmt_is_null (rows, 5);
      listing.acked = tiem_stmt_int (rows, 5);
      listing.version = tiem_stmt_int (rows, 6);
      tiem_ledger_read_rule (rows, 7, &listing.input);
      listing.has_desired = tiem_listing_desired (&listing.input, &listing.desired);
      g_array_append_val (found, listing);
    }
  return step < 0 ? NULL : g_steal_pointer (&found);
}

/* @listings: (element-type ListingDesired): all of a variant, each with what is locked at itself */
static void
count_locked_elsewhere (GArray *listings)
{
  gint64 locked = 0;

  for (guint i = 0; i < listings->len; i++)
    locked += g_array_index (listings, ListingDesired, i).input.locked_elsewhere;
  for (guint i = 0; locked != 0 && i < listings->len; i++)
    {
      ListingDesired *listing = &g_array_index (listings, ListingDesired, i);

      listing->input.locked_elsewhere = locked - listing->input.locked_elsewhere;
      listing->has_desired = tiem_listing_desired (&listing->input, &listing->desired);
    }
}

static gboolean
store_desired (TiemWrite *write,
               const ListingDesired *listing,
               GError **error)
{
  if (listing->has_desired == listing->has_old
      && (!listing->has_desired || listing->desired == listing->old)
      && listing->version == listing->old_version)
    return TRUE;
  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE listing SET desired = ?2, version = ?3,"
                    " waiting_since = iif (pending = 1 AND waiting_since > 0, waiting_since, ?4)"
                    " WHERE id = ?1",
                    TIEM_INT (listing->id),
                    TIEM_INT_OR_NULL (listing->has_desired, listing->desired),
                    TIEM_INT (listing->version),
                    TIEM_INT (write->now)))
    return FALSE;
  write->what |= TIEM_CHANGED_LISTINGS;
  if (listing->has_desired && !(listing->has_acked && listing->acked == listing->desired))
    tiem_write_touch_channel (write, listing->channel_id);
  return TRUE;
}

/* Variations that share one number at the channel can show only one: the least of what each
 * may sell, and nothing is pushed as long as one of them has none. */
static gboolean
store_shared_desired (TiemWrite *write,
                      const ListingDesired *listing,
                      GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db,
                       error,
                       SELECT_DESIRED " WHERE li.channel_id = ?1 AND li.stock_owner_id = ?2",
                       TIEM_INT (listing->channel_id),
                       TIEM_TEXT (listing->owner));
  g_autoptr (GArray) siblings = load_desired (rows, error);
  gint64 least = G_MAXINT64;
  gboolean has_desired = TRUE;

  if (siblings == NULL)
    return FALSE;
  for (guint i = 0; i < siblings->len; i++)
    {
      const ListingDesired *sibling = &g_array_index (siblings, ListingDesired, i);

      has_desired = has_desired && sibling->has_desired;
      least = MIN (least, sibling->desired);
    }
  for (guint i = 0; i < siblings->len; i++)
    {
      ListingDesired *sibling = &g_array_index (siblings, ListingDesired, i);

      sibling->has_desired = has_desired;
      sibling->desired = has_desired ? least : 0;
      if (!store_desired (write, sibling, error))
        return FALSE;
    }
  return TRUE;
}

/* What has a number of its own is known without looking. */
static gboolean
add_pending (TiemWrite *write,
             const ListingDesired *listing,
             GArray *pending,
             GError **error)
{
  gint64 is_pending
      = listing->has_desired && !(listing->has_acked && listing->acked == listing->desired);

  if (listing->owner != NULL
      && !tiem_db_get_int (write->db,
                           &is_pending,
                           error,
                           "SELECT pending FROM listing WHERE id = ?1",
                           TIEM_INT (listing->id)))
    return FALSE;
  if (is_pending)
    g_array_append_val (pending, listing->id);
  return TRUE;
}

/* @listings: (element-type ListingDesired) (nullable); @pending: (nullable) */
static gboolean
store_all_desired (TiemWrite *write,
                   GArray *listings,
                   GArray *pending,
                   GError **error)
{
  if (listings == NULL)
    return FALSE;
  for (guint i = 0; i < listings->len; i++)
    {
      const ListingDesired *listing = &g_array_index (listings, ListingDesired, i);

      if (!(listing->owner != NULL ? store_shared_desired (write, listing, error)
                                   : store_desired (write, listing, error)))
        return FALSE;
      if (pending != NULL && !add_pending (write, listing, pending, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
tiem_ledger_show_listing (TiemWrite *write,
                          gint64 listing_id,
                          GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db, error, SELECT_DESIRED " WHERE li.id = ?1", TIEM_INT (listing_id));
  g_autoptr (GArray) listings = load_desired (rows, error);

  return store_all_desired (write, listings, NULL, error);
}

gboolean
tiem_ledger_refresh_listing (TiemWrite *write,
                             gint64 listing_id,
                             GError **error)
{
  gint64 variant_id = 0;

  if (!tiem_ledger_show_listing (write, listing_id, error)
      || !tiem_db_get_int (write->db,
                           &variant_id,
                           error,
                           "SELECT variant_id FROM listing WHERE id = ?1",
                           TIEM_INT (listing_id)))
    return FALSE;
  /* What it shows concerns the others that list the same goods. */
  if (variant_id != 0)
    tiem_ledger_mark_variant (write, variant_id);
  return TRUE;
}

gboolean
tiem_ledger_mark_channel (TiemWrite *write,
                          gint64 channel_id,
                          GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db,
                       error,
                       "SELECT DISTINCT li.variant_id FROM listing li"
                       " WHERE li.channel_id = ?1 AND li.variant_id IS NOT NULL"
                       " AND (li.allotment IS NOT NULL"
                       "  OR EXISTS (SELECT 1 FROM listing o JOIN listing_pace p"
                       "   ON p.listing_id = o.id WHERE o.variant_id = li.variant_id))",
                       TIEM_INT (channel_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    tiem_ledger_mark_variant (write, tiem_stmt_int (rows, 0));
  return step == 0;
}

gboolean
tiem_ledger_refresh_channel (TiemWrite *write,
                             gint64 channel_id,
                             GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db, error, SELECT_DESIRED " WHERE li.channel_id = ?1", TIEM_INT (channel_id));
  g_autoptr (GArray) listings = load_desired (rows, error);

  return store_all_desired (write, listings, NULL, error)
         && tiem_ledger_mark_channel (write, channel_id, error);
}

gboolean
tiem_ledger_refresh_listings_of (TiemWrite *write,
                                 gint64 variant_id,
                                 GArray *pending,
                                 GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db,
                       error,
                       SELECT_DESIRED_BY (TIEM_LEDGER_RULE_COLUMNS_OWN) " WHERE li.variant_id = ?1",
                       TIEM_INT (variant_id));
  g_autoptr (GArray) listings = load_desired (rows, error);

  if (listings != NULL)
    count_locked_elsewhere (listings);
  return store_all_desired (write, listings, pending, error);
}
