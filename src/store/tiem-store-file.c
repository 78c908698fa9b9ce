#define G_LOG_DOMAIN "tiem-store-file"

#include "config.h"

#include "store/tiem-store-file.h"

#include "base/tiem-error.h"
#include "base/tiem-time.h"
#include "store/tiem-after-private.h"
#include "store/tiem-drift-private.h"
#include "store/tiem-file-private.h"
#include "store/tiem-ids.h"
#include "store/tiem-ledger.h"
#include "store/tiem-listings-private.h"
#include "store/tiem-store-channels.h"

#include <glib/gi18n-lib.h>

/* Channels by file: the channel itself, what waits for it, and orders before they are stored. */

/* --- the channel --- */

gint64
tiem_store_add_file_channel (TiemStore *self,
                             const char *kind,
                             const char *name,
                             GError **error)
{
  gint64 id = tiem_store_add_channel (self, kind, name, NULL, NULL, NULL, error);
  g_autoptr (TiemWrite) write = id != 0 ? tiem_store_begin_write (self, error) : NULL;

  if (write == NULL
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE channel SET by_file = 1, split = 0, buffer = ?2 WHERE id = ?1",
                       TIEM_INT (id),
                       TIEM_INT (TIEM_FILE_BUFFER)))
    return 0;
  write->what |= TIEM_CHANGED_CHANNELS;
  return tiem_write_commit (write, error) ? id : 0;
}

gboolean
tiem_store_set_channel_by_file (TiemStore *self,
                                gint64 channel_id,
                                gboolean by_file,
                                GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 is_by_file = 0;

  if (write == NULL || !tiem_channels_check (write, channel_id, error)
      || !tiem_db_get_int (write->db,
                           &is_by_file,
                           error,
                           "SELECT by_file FROM channel WHERE id = ?1",
                           TIEM_INT (channel_id)))
    return FALSE;
  if ((is_by_file != 0) == (by_file != FALSE))
    return TRUE;
  if (!tiem_ledger_mark_channel (write, channel_id, error))
    return FALSE;
  if (!by_file
      && (!tiem_db_run (write->db,
                        error,
                        "UPDATE listing SET file_stock = NULL, file_at = 0, acked = NULL"
                        " WHERE channel_id = ?1",
                        TIEM_INT (channel_id))
          || !tiem_db_run (write->db,
                           error,
                           "DELETE FROM upload WHERE channel_id = ?1 AND confirmed_at = 0",
                           TIEM_INT (channel_id))))
    return FALSE;
  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE channel SET by_file = ?2, cursor = NULL,"
                    " listings_read_at = iif (?2, listings_read_at, 0),"
                    " split = CASE WHEN buffer = iif (?2, 0, ?3) THEN NOT ?2 ELSE split END,"
                    " buffer = iif (buffer = iif (?2, 0, ?3), iif (?2, ?3, 0), buffer)"
                    " WHERE id = ?1",
                    TIEM_INT (channel_id),
                    TIEM_INT (by_file != FALSE),
                    TIEM_INT (TIEM_FILE_BUFFER))
      || !tiem_ledger_refresh_channel (write, channel_id, error))
    return FALSE;
  write->what |= TIEM_CHANGED_CHANNELS | TIEM_CHANGED_LISTINGS;
  return tiem_write_commit (write, error);
}

gboolean
tiem_store_check_file_channel (TiemStore *self,
                               gint64 channel_id,
                               const char *kind,
                               GError **error)
{
  g_autoptr (TiemChannelRecord) channel = tiem_store_get_channel_for_turn (self, channel_id, error);

  if (channel == NULL)
    return FALSE;
  if (channel->by_file && (kind == NULL || g_strcmp0 (channel->kind, kind) == 0))
    return TRUE;
  if (!channel->by_file)
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_CONFLICT,
                 /* Translators: a channel's name */
                 _ ("“%s” is connected and reads by itself; files are for channels that are used "
                    "by file."),
                 channel->name);
  else
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_CONFLICT,
                 /* Translators: a channel's name */
                 _ ("The file is of another platform than “%s”; choose the channel it belongs to."),
                 channel->name);
  return FALSE;
}

void
tiem_file_desk_free (TiemFileDesk *self)
{
  if (self == NULL)
    return;
  g_free (self->written_file);
  g_free (self);
}

static gboolean
read_upload (TiemRead *read,
             gint64 channel_id,
             TiemFileDesk *desk,
             GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (read->db,
                                            error,
                                            "SELECT id, file, written_at, confirmed_at FROM upload"
                                            " WHERE channel_id = ?1 ORDER BY id DESC LIMIT 1",
                                            TIEM_INT (channel_id));
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      desk->open_upload_id = tiem_stmt_int (row, 3) == 0 ? tiem_stmt_int (row, 0) : 0;
      desk->written_file = tiem_stmt_dup_text (row, 1);
      desk->written_at = tiem_stmt_int (row, 2);
    }
  return tiem_db_get_int (read->db,
                          &desk->uploaded_at,
                          error,
                          "SELECT max (confirmed_at) FROM upload WHERE channel_id = ?1",
                          TIEM_INT (channel_id));
}

static gboolean
read_waiting (TiemRead *read,
              gint64 channel_id,
              TiemFileDesk *desk,
              GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      read->db,
      error,
      "SELECT c.orders_file_at, c.orders_file_until, c.listings_read_at,"
      " (SELECT count (*) FROM listing WHERE channel_id = c.id AND state <> 'gone'),"
      " (SELECT count (*) FROM listing WHERE channel_id = c.id AND variant_id IS NULL"
      "  AND state <> 'gone'),"
      " (SELECT count (*) FROM listing WHERE channel_id = c.id AND pending = 1),"
      " (SELECT count (*) FROM outbox WHERE channel_id = c.id AND kind = 'price'),"
      " coalesce ((SELECT min (at) FROM (SELECT min (waiting_since) AS at FROM listing"
      "   WHERE channel_id = c.id AND pending = 1 UNION ALL"
      "   SELECT min (created_at) FROM outbox WHERE channel_id = c.id AND kind = 'price')), 0)"
      " FROM channel c WHERE c.id = ?1",
      TIEM_INT (channel_id));
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  desk->orders_at = tiem_stmt_int (row, 0);
  desk->orders_until = tiem_stmt_int (row, 1);
  desk->listings_at = tiem_stmt_int (row, 2);
  desk->listings = tiem_stmt_int (row, 3);
  desk->unlinked = tiem_stmt_int (row, 4);
  desk->waiting_stock = tiem_stmt_int (row, 5);
  desk->waiting_prices = tiem_stmt_int (row, 6);
  desk->waiting_since = tiem_stmt_int (row, 7);
  return TRUE;
}

TiemFileDesk *
tiem_store_read_file_desk (TiemStore *self,
                           gint64 channel_id,
                           GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemFileDesk) desk = g_new0 (TiemFileDesk, 1);

  if (read == NULL || !read_waiting (read, channel_id, desk, error)
      || !read_upload (read, channel_id, desk, error))
    return NULL;
  return g_steal_pointer (&desk);
}

/* --- what is due --- */

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

TiemFileDue
tiem_file_get_due (const TiemChannelRecord *channel,
                   gint64 now)
{
  TiemFileDue due = 0;

  if (!channel->by_file || channel->listings == 0)
    return 0;
  if (now - channel->orders_file_at > DAY_MS)
    due |= TIEM_FILE_DUE_ORDERS;
  if (channel->pending > 0 && channel->file_waiting_since > 0
      && now - channel->file_waiting_since > DAY_MS / 2)
    due |= TIEM_FILE_DUE_UPLOAD;
  return due;
}

char *
tiem_file_tell_due (const TiemChannelRecord *channel,
                    gint64 now)
{
  TiemFileDue due = tiem_file_get_due (channel, now);
  g_autofree char *read
      = channel->orders_file_at > 0 ? tiem_time_format_short (channel->orders_file_at, now) : NULL;
  g_autofree char *uploads = g_strdup_printf (ngettext ("%d change waits to be uploaded",
                                                        "%d changes wait to be uploaded",
                                                        (gulong)channel->pending),
                                              (int)channel->pending);
  g_autofree char *orders = NULL;

  if (due & TIEM_FILE_DUE_ORDERS)
    orders = read != NULL
                 /* Translators: a time */
                 ? g_strdup_printf (_ ("No order file has been read in since %s"), read)
                 : g_strdup (_ ("No order file has been read in yet"));
  if (orders == NULL)
    return (due & TIEM_FILE_DUE_UPLOAD) != 0 ? g_steal_pointer (&uploads) : NULL;
  return (due & TIEM_FILE_DUE_UPLOAD) != 0 ? g_strdup_printf ("%s · %s", orders, uploads)
                                           : g_steal_pointer (&orders);
}

/* --- what a listing shows --- */

gboolean
tiem_file_number_refresh (TiemWrite *write,
                          gint64 listing_id,
                          GError **error)
{
  /* A cancelled parcel that never left was given back. */
  return tiem_db_run (
      write->db,
      error,
      "UPDATE listing SET acked = n.shown, may_sell = n.shown FROM"
      " (SELECT max (li.file_stock - (SELECT coalesce (sum (max (l.quantity - l.cancelled, 0)), 0)"
      "   FROM order_line l JOIN customer_order o ON o.id = l.order_id"
      "   WHERE l.listing_id = li.id AND o.placed_at > li.file_at"
      "   AND NOT (o.status = 'cancelled' AND o.left_at = 0)), 0) AS shown"
      "  FROM listing li WHERE li.id = ?1) n"
      " WHERE id = ?1 AND file_stock IS NOT NULL"
      " AND (acked IS NOT n.shown OR may_sell IS NOT n.shown)",
      TIEM_INT (listing_id));
}

/* --- orders --- */

gboolean
tiem_store_compare_orders (
    TiemStore *self, gint64 channel_id, GPtrArray *orders, TiemFileCounts *counts, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

  *counts = (TiemFileCounts){ 0 };
  if (read == NULL)
    return FALSE;
  for (guint i = 0; i < orders->len; i++)
    {
      TiemRemoteOrder *order = g_ptr_array_index (orders, i);
      g_autoptr (TiemStmt) row = tiem_db_query (
          read->db,
          error,
          "SELECT hash, updated_at FROM customer_order WHERE channel_id = ?1 AND remote_id = ?2",
          TIEM_INT (channel_id),
          TIEM_TEXT (order->remote_id));
      int step;

      if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
        return FALSE;
      order->stored_as = TIEM_STORED_UNCHANGED;
      if (step == 0)
        {
          order->stored_as = TIEM_STORED_NEW;
          counts->n_new++;
        }
      else if ((guint64)tiem_stmt_int (row, 0) == tiem_remote_order_hash (order))
        counts->n_same++;
      else if (order->updated_at < tiem_stmt_int (row, 1))
        counts->n_older++;
      else
        {
          order->stored_as = TIEM_STORED_CHANGED;
          counts->n_changed++;
        }
    }
  return TRUE;
}

/* Numbers are judged once the orders are known that were placed before they were read. */
static gboolean
judge_numbers (TiemStore *self,
               gint64 channel_id,
               GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) news = NULL;
  gint64 is_known = 0;

  if (read == NULL
      || !tiem_db_get_int (read->db,
                           &is_known,
                           error,
                           "SELECT orders_file_until >= listings_file_until FROM channel"
                           " WHERE id = ?1",
                           TIEM_INT (channel_id)))
    return FALSE;
  g_clear_pointer (&read, tiem_read_end);
  if (!is_known)
    return TRUE;
  news = tiem_store_settle_drift (self, channel_id, error);
  return news != NULL;
}

gboolean
tiem_store_finish_file_orders (TiemStore *self,
                               gint64 channel_id,
                               gint64 until,
                               GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE channel SET orders_file_at = ?2, last_ok_at = ?2,"
                       " orders_file_until = max (orders_file_until, ?3) WHERE id = ?1",
                       TIEM_INT (channel_id),
                       TIEM_INT (write->now),
                       TIEM_INT (until)))
    return FALSE;
  write->what |= TIEM_CHANGED_CHANNELS;
  if (!tiem_write_commit (write, error))
    return FALSE;
  g_clear_pointer (&write, tiem_write_end);
  return judge_numbers (self, channel_id, error);
}

/* --- listings --- */

/* One shop's file in another shop's channel would make every listing appear twice. */
static gboolean
check_shop (TiemWrite *write,
            gint64 channel_id,
            const TiemListingPage *page,
            const char *shop,
            GError **error)
{
  g_autofree char *known = NULL;
  g_autofree char *name = NULL;
  gint64 n_known = 0;
  gint64 n_hits = 0;

  if (!tiem_db_get_text (
          write->db, &known, error, "SELECT shop FROM channel WHERE id = ?1", TIEM_INT (channel_id))
      || !tiem_db_get_text (
          write->db, &name, error, "SELECT name FROM channel WHERE id = ?1", TIEM_INT (channel_id))
      || !tiem_db_get_int (
          write->db,
          &n_known,
          error,
          "SELECT count (*) FROM listing WHERE channel_id = ?1 AND state <> 'gone'",
          TIEM_INT (channel_id)))
    return FALSE;
  if (shop != NULL && known != NULL && g_strcmp0 (shop, known) != 0)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_CONFLICT,
                   /* Translators: two shops' numbers, between them a channel's name */
                   _ ("The file is of the shop %s, but “%s” is the shop %s; nothing was read. "
                      "Choose the other channel, or add one for that shop."),
                   shop,
                   name,
                   known);
      return FALSE;
    }
  if (n_known == 0 || (shop != NULL && known != NULL))
    return TRUE;
  for (guint i = 0; i < page->listings->len && n_hits == 0; i++)
    {
      const TiemRemoteListing *listing = g_ptr_array_index (page->listings, i);

      if (!tiem_db_get_int (write->db,
                            &n_hits,
                            error,
                            "SELECT 1 FROM listing WHERE channel_id = ?1"
                            " AND remote_product_id = ?2 LIMIT 1",
                            TIEM_INT (channel_id),
                            TIEM_TEXT (listing->remote_product_id)))
        return FALSE;
    }
  if (n_hits > 0)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_CONFLICT,
               /* Translators: a channel's name */
               _ ("None of the products in the file is known on “%s”, so it is another shop's; "
                  "nothing was read. Choose the other channel, or add one for that shop."),
               name);
  return FALSE;
}

static gboolean
is_same_text (const char *one,
              const char *other)
{
  return g_strcmp0 (one != NULL ? one : "", other != NULL ? other : "") == 0;
}

/* Where the file tells less than is known, what is known is put in its place. */
static gboolean
compare_listing (TiemWrite *write,
                 gint64 channel_id,
                 TiemRemoteListing *listing,
                 const TiemFileListingsInfo *info,
                 TiemFileCounts *counts,
                 gboolean *is_older,
                 GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      write->db,
      error,
      "SELECT file_at, price_vnd, stock, remote_sku, title, options, state, image_url, barcode,"
      " file_stock FROM listing"
      " WHERE channel_id = ?1 AND remote_product_id = ?2 AND remote_variant_id = ?3",
      TIEM_INT (channel_id),
      TIEM_TEXT (listing->remote_product_id),
      TIEM_TEXT (listing->remote_variant_id != NULL ? listing->remote_variant_id : ""));
  gboolean same;
  int step;

  *is_older = FALSE;
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    {
      counts->n_new++;
      return TRUE;
    }
  *is_older = info->read_at < tiem_stmt_int (row, 0);
  if (*is_older)
    listing->price_vnd = tiem_stmt_int (row, 1);
  if (*is_older || !info->has_stock)
    {
      listing->has_stock = !tiem_stmt_is_null (row, 2);
      listing->stock = tiem_stmt_int (row, 2);
    }
  if (listing->image_url == NULL)
    listing->image_url = tiem_stmt_dup_text (row, 7);
  if (listing->barcode == NULL)
    listing->barcode = tiem_stmt_dup_text (row, 8);
  same = listing->price_vnd == tiem_stmt_int (row, 1)
         && listing->has_stock == !tiem_stmt_is_null (row, 2)
         && listing->stock == tiem_stmt_int (row, 2)
         && (!listing->has_stock || *is_older || !info->has_stock
             || (!tiem_stmt_is_null (row, 9) && listing->stock == tiem_stmt_int (row, 9)))
         && is_same_text (listing->sku, tiem_stmt_text (row, 3))
         && is_same_text (listing->title, tiem_stmt_text (row, 4))
         && is_same_text (listing->options, tiem_stmt_text (row, 5))
         && g_strcmp0 (tiem_listing_state_to_string (listing->state), tiem_stmt_text (row, 6)) == 0;
  if (*is_older)
    counts->n_older++;
  else if (same)
    counts->n_same++;
  else
    counts->n_changed++;
  return TRUE;
}

/* What the file says is what the platform showed when it wrote it. */
static gboolean
take_number (TiemWrite *write,
             gint64 channel_id,
             const TiemRemoteListing *listing,
             gint64 read_at,
             GError **error)
{
  gint64 id = 0;

  return tiem_db_get_int (
             write->db,
             &id,
             error,
             "UPDATE listing SET file_stock = ?4, file_at = ?5, base_at = min (base_at, ?5),"
             " acked_at = ?5"
             " WHERE channel_id = ?1 AND remote_product_id = ?2 AND remote_variant_id = ?3"
             " RETURNING id",
             TIEM_INT (channel_id),
             TIEM_TEXT (listing->remote_product_id),
             TIEM_TEXT (listing->remote_variant_id != NULL ? listing->remote_variant_id : ""),
             TIEM_INT (listing->stock),
             TIEM_INT (read_at))
         && tiem_file_number_refresh (write, id, error);
}

static gboolean
refresh_held (TiemWrite *write,
              gint64 channel_id,
              const TiemRemoteListing *listing,
              GError **error)
{
  gint64 id = 0;

  return tiem_db_get_int (
             write->db,
             &id,
             error,
             "SELECT id FROM listing"
             " WHERE channel_id = ?1 AND remote_product_id = ?2 AND remote_variant_id = ?3",
             TIEM_INT (channel_id),
             TIEM_TEXT (listing->remote_product_id),
             TIEM_TEXT (listing->remote_variant_id != NULL ? listing->remote_variant_id : ""))
         && tiem_file_number_refresh (write, id, error);
}

static gboolean
write_listings (TiemWrite *write,
                gint64 channel_id,
                const TiemListingPage *page,
                const TiemFileListingsInfo *info,
                GHashTable *older,
                GError **error)
{
  if (!tiem_listing_put_page (write, channel_id, page, write->now, info->read_at, error))
    return FALSE;
  for (guint i = 0; i < page->listings->len; i++)
    {
      const TiemRemoteListing *listing = g_ptr_array_index (page->listings, i);
      gboolean takes
          = info->has_stock && listing->has_stock && !g_hash_table_contains (older, listing);

      if (!(takes ? take_number (write, channel_id, listing, info->read_at, error)
                  : refresh_held (write, channel_id, listing, error)))
        return FALSE;
    }
  write->what |= TIEM_CHANGED_CHANNELS | TIEM_CHANGED_LISTINGS;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE channel SET listings_read_at = ?2, last_ok_at = ?2,"
                      " listings_file_until = max (listings_file_until, ?3),"
                      " shop = coalesce (shop, ?4) WHERE id = ?1",
                      TIEM_INT (channel_id),
                      TIEM_INT (write->now),
                      TIEM_INT (info->read_at),
                      TIEM_TEXT (info->shop));
}

gboolean
tiem_store_put_file_listings (TiemStore *self,
                              gint64 channel_id,
                              const TiemListingPage *page,
                              const TiemFileListingsInfo *info,
                              gboolean dry_run,
                              TiemFileListings *report,
                              GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (GHashTable) older = g_hash_table_new (NULL, NULL);
  gint64 n_known = 0;
  gint64 n_unlinked = 0;

  *report = (TiemFileListings){ 0 };
  if (write == NULL || !check_shop (write, channel_id, page, info->shop, error)
      || !tiem_db_get_int (
          write->db,
          &n_known,
          error,
          "SELECT count (*) FROM listing WHERE channel_id = ?1 AND state <> 'gone'",
          TIEM_INT (channel_id)))
    return FALSE;
  for (guint i = 0; i < page->listings->len; i++)
    {
      TiemRemoteListing *listing = g_ptr_array_index (page->listings, i);
      gboolean is_older;

      if (!compare_listing (write, channel_id, listing, info, &report->counts, &is_older, error))
        return FALSE;
      if (is_older)
        g_hash_table_add (older, listing);
    }
  report->n_missing
      = (guint)MAX (n_known - (gint64)(page->listings->len - report->counts.n_new), 0);

  if (!dry_run && !write_listings (write, channel_id, page, info, older, error))
    return FALSE;
  if (!tiem_db_get_int (write->db,
                        &n_unlinked,
                        error,
                        "SELECT count (*) FROM listing WHERE channel_id = ?1"
                        " AND variant_id IS NULL AND state <> 'gone'",
                        TIEM_INT (channel_id)))
    return FALSE;
  report->n_unlinked = (guint)n_unlinked;
  if (dry_run)
    return TRUE;
  if (!tiem_write_commit (write, error))
    return FALSE;
  g_clear_pointer (&write, tiem_write_end);
  return judge_numbers (self, channel_id, error);
}
