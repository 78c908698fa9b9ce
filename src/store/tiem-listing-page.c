#define G_LOG_DOMAIN "tiem-listing-page"

#include "base/tiem-text.h"
#include "store/tiem-drift-private.h"
#include "store/tiem-later.h"
#include "store/tiem-ledger.h"
#include "store/tiem-listings-private.h"
#include "store/tiem-orders-private.h"

/* Listings as a channel shows them, stored: passes over all of them, and single ones read
 * back. */

/* A read of a listing. */
typedef struct
{
  TiemWrite *write;
  gint64 channel_id;
  gint64 pass_at; /* when the pass over all of them began, ms UTC; 0 = single ones */
  gint64 read_at; /* when the channel showed it, ms UTC */
  gint64 last_order;
  gint64 last_event;
  GArray *same; /* (element-type gint64): listings that are as they were */
  gboolean changed;
} Reading;

/* What was held of it. */
typedef struct
{
  gint64 id; /* 0 = it is new */
  char *sku_key;
  char *state;
  gint64 campaign_locked;
  gint64 stock;
  gboolean has_stock;
  gint64 acked;
  gboolean has_acked;
  gboolean unclear;
  gboolean has_same_content;
  gboolean is_settled; /* nothing that a read could settle is open, and nothing happened since */
} Held;

static void
held_clear (Held *self)
{
  g_clear_pointer (&self->sku_key, g_free);
  g_clear_pointer (&self->state, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Held, held_clear)

/* A part of the key is never NULL. */
static const char *
get_variant_key (const TiemRemoteListing *remote)
{
  return remote->remote_variant_id != NULL ? remote->remote_variant_id : "";
}

static gboolean
read_held (Reading *reading,
           const TiemRemoteListing *remote,
           Held *held,
           GError **error)
{
  g_autoptr (TiemStmt) row = NULL;
  int step;

  row = tiem_db_query (reading->write->db,
                       error,
                       "SELECT id, sku_key, state, campaign_locked, stock, acked, unclear,"
                       " stock IS acked AND acked IS base_stock AND campaign_locked = base_locked"
                       " AND base_order = ?4 AND base_event = ?5 AND odd_at = 0 AND drift_at = 0"
                       " AND wanted_price_vnd IS price_vnd AND pending = 0 AND unclear = 0"
                       " AND problem IS NULL AND refused_value IS NULL AND allotment IS NULL"
                       " AND (stock IS NULL OR may_sell >= stock)"
                       " FROM listing"
                       " WHERE channel_id = ?1 AND remote_product_id = ?2"
                       "   AND remote_variant_id = ?3",
                       TIEM_INT (reading->channel_id),
                       TIEM_TEXT (remote->remote_product_id),
                       TIEM_TEXT (get_variant_key (remote)),
                       TIEM_INT (reading->last_order),
                       TIEM_INT (reading->last_event));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;

  held->id = tiem_stmt_int (row, 0);
  held->sku_key = tiem_stmt_dup_text (row, 1);
  held->state = tiem_stmt_dup_text (row, 2);
  held->campaign_locked = tiem_stmt_int (row, 3);
  held->has_stock = !tiem_stmt_is_null (row, 4);
  held->stock = tiem_stmt_int (row, 4);
  held->has_acked = !tiem_stmt_is_null (row, 5);
  held->acked = tiem_stmt_int (row, 5);
  held->unclear = tiem_stmt_int (row, 6) != 0;
  held->is_settled = tiem_stmt_int (row, 7) != 0;
  return TRUE;
}

static gboolean
write_content (Reading *reading,
               const TiemRemoteListing *remote,
               Held *held,
               GError **error)
{
  g_autofree char *sku_key = tiem_sku_key (remote->sku);
  g_autofree char *barcode_key = tiem_sku_key (remote->barcode);
  g_autofree char *all = NULL;
  g_autofree char *search = NULL;

  all = g_strjoin (" ",
                   remote->title != NULL ? remote->title : "",
                   remote->options != NULL ? remote->options : "",
                   remote->sku != NULL ? remote->sku : "",
                   NULL);
  search = tiem_text_fold (all);
  if (!tiem_db_run (
          reading->write->db,
          error,
          "INSERT INTO listing (channel_id, remote_product_id, remote_variant_id, stock_owner_id,"
          " remote_sku, sku_key, barcode, barcode_key, title, options, image_url, search,"
          " price_vnd, campaign_locked, state)"
          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
          " ON CONFLICT (channel_id, remote_product_id, remote_variant_id) DO UPDATE SET"
          " (stock_owner_id, remote_sku, sku_key, barcode, barcode_key, title, options,"
          "  image_url, search, price_vnd, campaign_locked, state) ="
          " (?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15)"
          " WHERE (stock_owner_id, remote_sku, barcode, title, options, image_url, price_vnd,"
          "        campaign_locked, state) IS NOT (?4, ?5, ?7, ?9, ?10, ?11, ?13, ?14, ?15)",
          TIEM_INT (reading->channel_id),
          TIEM_TEXT (remote->remote_product_id),
          TIEM_TEXT (get_variant_key (remote)),
          TIEM_TEXT (remote->stock_owner_id),
          TIEM_TEXT (remote->sku),
          TIEM_TEXT (sku_key),
          TIEM_TEXT (remote->barcode),
          TIEM_TEXT (barcode_key),
          TIEM_TEXT (remote->title != NULL ? remote->title : ""),
          TIEM_TEXT (remote->options),
          TIEM_TEXT (remote->image_url),
          TIEM_TEXT (search),
          TIEM_INT (remote->price_vnd),
          TIEM_INT (remote->campaign_locked),
          TIEM_TEXT (tiem_listing_state_to_string (remote->state))))
    return FALSE;

  if (tiem_db_changes (reading->write->db) > 0)
    reading->changed = TRUE;
  else
    held->has_same_content = TRUE;
  if (held->id == 0)
    held->id = tiem_db_last_id (reading->write->db);
  return TRUE;
}

/* A number on its way is there, whoever brought it: the channel itself when it sold. */
static gboolean
confirm_travels (Reading *reading,
                 const Held *held,
                 gint64 value,
                 GError **error)
{
  return tiem_db_run (reading->write->db,
                      error,
                      "UPDATE travel_stop SET sent_value = ?2, confirmed_at = ?3"
                      " WHERE listing_id = ?1 AND confirmed_at = 0"
                      " AND version <= (SELECT version FROM listing WHERE id = ?1)",
                      TIEM_INT (held->id),
                      TIEM_INT (value),
                      TIEM_INT (reading->write->now));
}

/*
 * A page is stored as soon as it was read, by the one worker who pushes too: what it shows is
 * younger than what is held, and as good as a confirmation of what is shown. Whether somebody set
 * it there is tiem-drift.c's to find out.
 */
static gboolean
write_number (Reading *reading,
              const TiemRemoteListing *remote,
              const Held *held,
              GError **error)
{
  gint64 desired = -1; /* nothing is to be pushed */
  gint64 scarce = 0;   /* the variant, when it is split */
  gboolean shows_desired;
  /* Put on sale, out of audit: what was refused before may be taken now. */
  gboolean is_other_state
      = g_strcmp0 (held->state, tiem_listing_state_to_string (remote->state)) != 0;

  if (!tiem_db_get_int (reading->write->db,
                        &desired,
                        error,
                        "SELECT desired FROM listing WHERE id = ?1",
                        TIEM_INT (held->id)))
    return FALSE;

  if (!tiem_db_get_int (reading->write->db,
                        &scarce,
                        error,
                        "SELECT variant_id FROM listing WHERE id = ?1 AND allotment IS NOT NULL",
                        TIEM_INT (held->id)))
    return FALSE;
  if (scarce != 0)
    tiem_ledger_mark_variant (reading->write, scarce);
  shows_desired = desired >= 0 && remote->has_stock && remote->stock == desired;
  if (held->unclear || held->has_stock != remote->has_stock || held->stock != remote->stock
      || held->has_acked != remote->has_stock || held->acked != remote->stock)
    reading->changed = TRUE;
  if (shows_desired && !(held->has_acked && held->acked == desired)
      && !confirm_travels (reading, held, desired, error))
    return FALSE;
  return tiem_db_run (reading->write->db,
                      error,
                      "UPDATE listing SET stock = ?2, stock_read_at = ?3, acked = ?2,"
                      " acked_at = ?3,"
                      " may_sell = max (coalesce (may_sell, ?2), coalesce (?2, may_sell)),"
                      " unclear = 0, problem = iif (?4, NULL, problem),"
                      " refused_value = iif (?4 OR ?5, NULL, refused_value),"
                      " refused_at = iif (?4 OR ?5, 0, refused_at) WHERE id = ?1",
                      TIEM_INT (held->id),
                      TIEM_INT_OR_NULL (remote->has_stock, remote->stock),
                      TIEM_INT (reading->read_at),
                      TIEM_INT (shows_desired),
                      TIEM_INT (is_other_state))
         && tiem_drift_note_read (reading->write,
                                  held->id,
                                  held->has_stock ? &held->stock : NULL,
                                  held->unclear,
                                  &reading->changed,
                                  error);
}

/* Whether a read brings no news, not even what it was read after: as nothing happened in the shop
 * since the read before, that one explains as much. */
static gboolean
is_same (const Held *held,
         const TiemRemoteListing *remote)
{
  return held->has_same_content && held->is_settled && held->has_stock == remote->has_stock
         && (!remote->has_stock || held->stock == remote->stock);
}

static gboolean
put_listing (Reading *reading,
             const TiemRemoteListing *remote,
             GError **error)
{
  g_auto (Held) held = { 0 };
  g_autofree char *sku_key = tiem_sku_key (remote->sku);
  gboolean is_new;

  if (!read_held (reading, remote, &held, error))
    return FALSE;
  is_new = held.id == 0;

  /* A deleted listing that is read back has nothing but its ids. */
  if (remote->state == TIEM_LISTING_GONE)
    {
      if (is_new)
        return TRUE;
      reading->changed = TRUE;
      return tiem_db_run (reading->write->db,
                          error,
                          "UPDATE listing SET state = 'gone', unclear = 0, acked = NULL"
                          " WHERE id = ?1",
                          TIEM_INT (held.id))
             && tiem_drift_forget (reading->write, held.id, error)
             && tiem_ledger_refresh_listing (reading->write, held.id, error);
    }

  if (!write_content (reading, remote, &held, error))
    return FALSE;
  if (is_same (&held, remote))
    {
      g_array_append_val (reading->same, held.id);
      return TRUE;
    }
  if ((is_new || g_strcmp0 (held.sku_key, sku_key) != 0)
      && !tiem_ledger_attach_lines (reading->write, held.id, error))
    return FALSE;
  if (!is_new
      && (g_strcmp0 (held.state, tiem_listing_state_to_string (remote->state)) != 0
          || held.campaign_locked != remote->campaign_locked)
      && !tiem_ledger_refresh_listing (reading->write, held.id, error))
    return FALSE;
  if (!write_number (reading, remote, &held, error))
    return FALSE;
  return reading->pass_at == 0
         || tiem_db_run (reading->write->db,
                         error,
                         "UPDATE listing SET seen_at = ?2 WHERE id = ?1",
                         TIEM_INT (held.id),
                         TIEM_INT (reading->pass_at));
}

static gboolean
put_page (Reading *reading,
          const TiemListingPage *page,
          GError **error)
{
  if (!tiem_db_get_int (
          reading->write->db, &reading->last_order, error, "SELECT max (id) FROM customer_order")
      || !tiem_db_get_int (
          reading->write->db, &reading->last_event, error, "SELECT max (id) FROM order_event"))
    return FALSE;
  for (guint i = 0; i < page->listings->len; i++)
    if (!put_listing (reading, g_ptr_array_index (page->listings, i), error))
      return FALSE;

  if (!tiem_unreadable_add (
          reading->write, reading->channel_id, "listing", page->unreadable, error))
    return FALSE;
  if (reading->changed)
    {
      reading->write->what |= TIEM_CHANGED_LISTINGS;
      tiem_write_touch_channel (reading->write, reading->channel_id);
    }
  return TRUE;
}

gboolean
tiem_listing_put_page (TiemWrite *write,
                       gint64 channel_id,
                       const TiemListingPage *page,
                       gint64 pass_at,
                       gint64 read_at,
                       GError **error)
{
  g_autoptr (GArray) same = g_array_new (FALSE, FALSE, sizeof (gint64));
  Reading reading = { .write = write,
                      .channel_id = channel_id,
                      .pass_at = pass_at,
                      .read_at = read_at > 0 ? read_at : write->now,
                      .same = same };

  if (!put_page (&reading, page, error))
    return FALSE;
  /* That they were seen in this pass need not outlive it. */
  if (pass_at != 0)
    tiem_later_note_same (tiem_store_get_later (write->store), channel_id, pass_at, same);
  return TRUE;
}

gboolean
tiem_store_put_next_listing_page (TiemStore *self,
                                  gint64 channel_id,
                                  const TiemListingPage *page,
                                  gint64 pass_started_at,
                                  gboolean *has_news,
                                  GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL || !tiem_listing_put_page (write, channel_id, page, pass_started_at, 0, error))
    return FALSE;
  *has_news = tiem_db_total_changes (write->db) != write->changes;
  return tiem_write_commit (write, error);
}

gboolean
tiem_store_put_listing_page (TiemStore *self,
                             gint64 channel_id,
                             const TiemListingPage *page,
                             gint64 pass_started_at,
                             GError **error)
{
  gboolean has_news;

  return tiem_store_put_next_listing_page (
      self, channel_id, page, pass_started_at, &has_news, error);
}

gboolean
tiem_store_put_read_back (TiemStore *self,
                          gint64 channel_id,
                          const TiemListingPage *page,
                          GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL && tiem_listing_put_page (write, channel_id, page, 0, 0, error)
         && tiem_write_commit (write, error);
}
