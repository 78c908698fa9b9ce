#define G_LOG_DOMAIN "tiem-store-file"

#include "config.h"

#include "store/tiem-store-file.h"

#include "base/tiem-error.h"
#include "store/tiem-after-private.h"
#include "store/tiem-drift-private.h"
#include "store/tiem-file-private.h"
#include "store/tiem-ledger.h"
#include "store/tiem-listings-private.h"

#include <glib/gi18n-lib.h>

/* Upload files of channels by file: what they are to say, and what they said. */

/* Confirmed uploads that are kept of each channel. */
#define KEPT 20

void
tiem_upload_number_free (TiemUploadNumber *self)
{
  if (self == NULL)
    return;
  g_free (self->remote_product_id);
  g_free (self->remote_variant_id);
  g_free (self->sku);
  g_free (self->title);
  g_free (self);
}

GPtrArray *
tiem_store_list_upload_numbers (TiemStore *self,
                                gint64 channel_id,
                                GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) numbers
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_upload_number_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read == NULL)
    return NULL;
  rows = tiem_db_query (
      read->db,
      error,
      "SELECT l.id, l.remote_product_id, l.remote_variant_id, v.sku, l.title, l.desired, l.version,"
      " l.pending, o.value FROM listing l LEFT JOIN variant v ON v.id = l.variant_id"
      " LEFT JOIN outbox o ON o.listing_id = l.id AND o.kind = 'price' AND o.state <> 'rejected'"
      " WHERE l.channel_id = ?1 AND l.state <> 'gone' ORDER BY l.id",
      TIEM_INT (channel_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemUploadNumber *number = g_new0 (TiemUploadNumber, 1);

      number->listing_id = tiem_stmt_int (rows, 0);
      number->remote_product_id = tiem_stmt_dup_text (rows, 1);
      number->remote_variant_id = tiem_stmt_dup_text (rows, 2);
      number->sku = tiem_stmt_dup_text (rows, 3);
      number->title = tiem_stmt_dup_text (rows, 4);
      number->has_stock = !tiem_stmt_is_null (rows, 5);
      number->stock = tiem_stmt_int (rows, 5);
      number->version = tiem_stmt_int (rows, 6);
      number->stock_waits = tiem_stmt_int (rows, 7) != 0;
      number->has_price = !tiem_stmt_is_null (rows, 8);
      number->price_vnd = tiem_stmt_int (rows, 8);
      g_ptr_array_add (numbers, number);
    }
  return step < 0 ? NULL : g_steal_pointer (&numbers);
}

static gboolean
drop_open (TiemWrite *write,
           gint64 channel_id,
           GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "DELETE FROM upload WHERE channel_id = ?1 AND confirmed_at = 0",
                      TIEM_INT (channel_id));
}

gint64
tiem_store_book_upload (
    TiemStore *self, gint64 channel_id, const char *file, GPtrArray *numbers, GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 id;

  if (write == NULL || !tiem_channels_check (write, channel_id, error)
      || !drop_open (write, channel_id, error)
      || !tiem_db_run (write->db,
                       error,
                       "INSERT INTO upload (channel_id, file, written_at) VALUES (?1, ?2, ?3)",
                       TIEM_INT (channel_id),
                       TIEM_TEXT (file),
                       TIEM_INT (write->now)))
    return 0;
  id = tiem_db_last_id (write->db);
  for (guint i = 0; i < numbers->len; i++)
    {
      const TiemUploadNumber *number = g_ptr_array_index (numbers, i);

      if ((number->writes_stock || number->writes_price)
          && !tiem_db_run (write->db,
                           error,
                           "INSERT INTO upload_item (upload_id, listing_id, stock, version,"
                           " price_vnd) VALUES (?1, ?2, ?3, ?4, ?5)",
                           TIEM_INT (id),
                           TIEM_INT (number->listing_id),
                           TIEM_INT_OR_NULL (number->writes_stock, number->stock),
                           TIEM_INT (number->version),
                           TIEM_INT_OR_NULL (number->writes_price, number->price_vnd)))
        return 0;
    }
  write->what |= TIEM_CHANGED_CHANNELS;
  return tiem_write_commit (write, error) ? id : 0;
}

/* --- the owner's word --- */

typedef struct
{
  gint64 listing_id;
  gboolean has_stock;
  gint64 stock;
  gint64 version;
  gboolean has_price;
  gint64 price_vnd;
} Item;

static GArray *
load_items (TiemWrite *write,
            gint64 upload_id,
            GError **error)
{
  g_autoptr (GArray) items = g_array_new (FALSE, TRUE, sizeof (Item));
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db,
      error,
      "SELECT listing_id, stock, version, price_vnd FROM upload_item WHERE upload_id = ?1",
      TIEM_INT (upload_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      Item item = { .listing_id = tiem_stmt_int (rows, 0),
                    .has_stock = !tiem_stmt_is_null (rows, 1),
                    .stock = tiem_stmt_int (rows, 1),
                    .version = tiem_stmt_int (rows, 2),
                    .has_price = !tiem_stmt_is_null (rows, 3),
                    .price_vnd = tiem_stmt_int (rows, 3) };

      g_array_append_val (items, item);
    }
  return step < 0 ? NULL : g_steal_pointer (&items);
}

/* What is ordered from now on the platform takes off by itself. */
static gboolean
confirm_stock (TiemWrite *write,
               const Item *item,
               GError **error)
{
  TiemPush push = { .listing_id = item->listing_id,
                    .value = item->stock,
                    .version = item->version,
                    .done = TRUE,
                    .confirmed = item->stock };
  gint64 variant_id = 0;

  if (!tiem_push_book (write, &push, error)
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE listing SET file_stock = ?2, file_at = ?3 WHERE id = ?1",
                       TIEM_INT (item->listing_id),
                       TIEM_INT (item->stock),
                       TIEM_INT (write->now))
      || !tiem_file_number_refresh (write, item->listing_id, error)
      || !tiem_db_get_int (write->db,
                           &variant_id,
                           error,
                           "SELECT variant_id FROM listing WHERE id = ?1 AND allotment IS NOT NULL",
                           TIEM_INT (item->listing_id)))
    return FALSE;
  if (variant_id != 0)
    tiem_ledger_mark_variant (write, variant_id);
  return TRUE;
}

/* A price that was changed after the file was written waits on. */
static gboolean
confirm_price (TiemWrite *write,
               const Item *item,
               GError **error)
{
  write->what |= TIEM_CHANGED_OUTBOX;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE listing SET price_vnd = ?2 WHERE id = ?1",
                      TIEM_INT (item->listing_id),
                      TIEM_INT (item->price_vnd))
         && tiem_db_run (write->db,
                         error,
                         "DELETE FROM outbox WHERE listing_id = ?1 AND kind = 'price'"
                         " AND value = ?2",
                         TIEM_INT (item->listing_id),
                         TIEM_INT (item->price_vnd))
         && tiem_drift_note_price (write, item->listing_id, item->price_vnd, error);
}

static gboolean
forget_old (TiemWrite *write,
            gint64 channel_id,
            GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "DELETE FROM upload WHERE channel_id = ?1 AND id NOT IN"
                      " (SELECT id FROM upload WHERE channel_id = ?1 ORDER BY id DESC LIMIT ?2)",
                      TIEM_INT (channel_id),
                      TIEM_INT (KEPT));
}

gint64
tiem_store_confirm_upload (TiemStore *self,
                           gint64 channel_id,
                           GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (GArray) items = NULL;
  gint64 upload_id = 0;

  if (write == NULL || !tiem_channels_check (write, channel_id, error)
      || !tiem_db_get_int (write->db,
                           &upload_id,
                           error,
                           "SELECT max (id) FROM upload WHERE channel_id = ?1"
                           " AND confirmed_at = 0",
                           TIEM_INT (channel_id)))
    return -1;
  if (upload_id == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_NOT_FOUND,
                           _ ("No upload file waits for your word; write one first."));
      return -1;
    }
  items = load_items (write, upload_id, error);
  if (items == NULL)
    return -1;
  for (guint i = 0; i < items->len; i++)
    {
      const Item *item = &g_array_index (items, Item, i);

      if ((item->has_stock && !confirm_stock (write, item, error))
          || (item->has_price && !confirm_price (write, item, error)))
        return -1;
    }
  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE upload SET confirmed_at = ?2 WHERE id = ?1",
                    TIEM_INT (upload_id),
                    TIEM_INT (write->now))
      || !forget_old (write, channel_id, error))
    return -1;
  write->what |= TIEM_CHANGED_CHANNELS | TIEM_CHANGED_LISTINGS;
  return tiem_write_commit (write, error) ? (gint64)items->len : -1;
}

gboolean
tiem_store_drop_upload (TiemStore *self,
                        gint64 channel_id,
                        GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL || !tiem_channels_check (write, channel_id, error)
      || !drop_open (write, channel_id, error))
    return FALSE;
  write->what |= TIEM_CHANGED_CHANNELS;
  return tiem_write_commit (write, error);
}
