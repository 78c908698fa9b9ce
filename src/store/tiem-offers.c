#define G_LOG_DOMAIN "tiem-offers"

#include "config.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "model/tiem-price-rule.h"
#include "store/tiem-ledger.h"
#include "store/tiem-listings-private.h"
#include "store/tiem-store-images.h"
#include "store/tiem-store-offers.h"

#include <glib/gi18n-lib.h>

static gboolean
fail (TiemError code,
      const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, code, sentence);
  return FALSE;
}

/* --- the product as it is now --- */

static gboolean
read_product (TiemDb *db,
              TiemOffer *offer,
              GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (db,
                                            error,
                                            "SELECT name, description FROM product WHERE id = ?1",
                                            TIEM_INT (offer->product_id));
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    return fail (TIEM_ERROR_NOT_FOUND,
                 _ ("This product is not there any more; look at the list again."),
                 error);
  offer->title = tiem_stmt_dup_text (row, 0);
  offer->description = tiem_stmt_dup_text (row, 1);
  return TRUE;
}

/* Those on sale that the channel does not have yet. */
static gboolean
read_variants (TiemDb *db,
               gint64 channel_id,
               TiemOffer *offer,
               GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT v.id, v.sku, (SELECT code FROM barcode WHERE variant_id = v.id"
      "   ORDER BY position LIMIT 1), v.options, v.price_vnd,"
      " iif (v.counted_at > 0 AND v.undecided = 0,"
      "   max (min ((v.available - c.buffer) * c.share_percent / 100,"
      "     iif (c.cap >= 0, c.cap, 999999)), 0), 0),"
      " c.price_percent, c.price_amount_vnd, c.price_rounding"
      " FROM variant v JOIN channel c ON c.id = ?2"
      " WHERE v.product_id = ?1 AND v.archived = 0 AND NOT EXISTS (SELECT 1 FROM listing l"
      "   WHERE l.variant_id = v.id AND l.channel_id = ?2 AND l.state <> 'gone') ORDER BY v.id",
      TIEM_INT (offer->product_id),
      TIEM_INT (channel_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemOfferVariant *variant = tiem_offer_add_variant (offer);
      TiemPriceRule rule = { tiem_stmt_int (rows, 6), tiem_stmt_int (rows, 7), TIEM_PRICE_EXACT };

      tiem_price_rounding_from_string (tiem_stmt_text (rows, 8), &rule.rounding);
      variant->variant_id = tiem_stmt_int (rows, 0);
      variant->sku = tiem_stmt_dup_text (rows, 1);
      variant->barcode = tiem_stmt_dup_text (rows, 2);
      variant->options = tiem_stmt_dup_text (rows, 3);
      variant->price_vnd = tiem_price_rule_apply (&rule, tiem_stmt_int (rows, 4));
      variant->stock = tiem_stmt_int (rows, 5);
    }
  return step == 0;
}

/* @self: (nullable): reads the files, too */
static gboolean
read_pictures (TiemStore *self,
               TiemDb *db,
               TiemOffer *offer,
               GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db,
                       error,
                       "SELECT file, source_url FROM product_image WHERE product_id = ?1"
                       " AND removed_at = 0 ORDER BY variant_id IS NOT NULL, variant_id, position",
                       TIEM_INT (offer->product_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemOfferPicture *picture = g_new0 (TiemOfferPicture, 1);
      const char *file = tiem_stmt_text (rows, 0);

      picture->url = tiem_stmt_dup_text (rows, 1);
      picture->content_type
          = g_strdup (g_str_has_suffix (file, ".png") ? "image/png" : "image/jpeg");
      picture->name = g_strdup_printf (
          "%u%s", offer->pictures->len + 1, g_str_has_suffix (file, ".png") ? ".png" : ".jpg");
      g_ptr_array_add (offer->pictures, picture);
      if (self != NULL)
        {
          g_autofree char *path = tiem_store_dup_image_path (self, file, TIEM_IMAGE_FULL);
          char *contents = NULL;
          gsize size;

          if (g_file_get_contents (path, &contents, &size, NULL))
            picture->data = g_bytes_new_take (contents, size);
        }
    }
  return step == 0;
}

static gboolean
read_attributes (TiemDb *db,
                 gint64 offer_id,
                 TiemOffer *offer,
                 GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db, error, "SELECT id, value FROM offer_attribute WHERE offer_id = ?1", TIEM_INT (offer_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_hash_table_insert (
        offer->attributes, tiem_stmt_dup_text (rows, 0), tiem_stmt_dup_text (rows, 1));
  return step == 0;
}

static void
read_size (TiemStmt *row,
           int column,
           TiemOffer *offer)
{
  offer->length_cm = tiem_stmt_int (row, column);
  offer->width_cm = tiem_stmt_int (row, column + 1);
  offer->height_cm = tiem_stmt_int (row, column + 2);
}

/* --- what is proposed --- */

/* The choices made for goods of the same category there, this product's own first. */
static gboolean
remember_choices (
    TiemDb *db, gint64 channel_id, TiemOffer *offer, char **category_path, GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      db,
      error,
      "SELECT o.id, o.category, o.category_path, o.brand, o.weight_g, o.length_cm, o.width_cm,"
      " o.height_cm FROM offer o"
      " JOIN product p ON p.id = o.product_id WHERE o.channel_id = ?1"
      " AND (o.product_id = ?2 OR p.category = (SELECT category FROM product WHERE id = ?2))"
      " AND o.remote_product_id IS NULL ORDER BY o.product_id = ?2 DESC, o.id DESC LIMIT 1",
      TIEM_INT (channel_id),
      TIEM_INT (offer->product_id));
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  offer->category = tiem_stmt_dup_text (row, 1);
  if (category_path != NULL)
    *category_path = tiem_stmt_dup_text (row, 2);
  offer->brand = tiem_stmt_dup_text (row, 3);
  offer->weight_g = tiem_stmt_int (row, 4);
  read_size (row, 5, offer);
  return read_attributes (db, tiem_stmt_int (row, 0), offer, error);
}

static gboolean
find_remote (TiemDb *db,
             gint64 channel_id,
             TiemOffer *offer,
             GError **error)
{
  return tiem_db_get_text (db,
                           &offer->remote_product_id,
                           error,
                           "SELECT l.remote_product_id FROM listing l JOIN variant v"
                           " ON v.id = l.variant_id WHERE v.product_id = ?1 AND l.channel_id = ?2"
                           " AND l.state <> 'gone' ORDER BY l.id LIMIT 1",
                           TIEM_INT (offer->product_id),
                           TIEM_INT (channel_id));
}

TiemOffer *
tiem_store_prepare_offer (
    TiemStore *self, gint64 channel_id, gint64 product_id, char **category_path, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemOffer) offer = tiem_offer_new ();

  offer->product_id = product_id;
  if (category_path != NULL)
    *category_path = NULL;
  return read != NULL && read_product (read->db, offer, error)
                 && read_variants (read->db, channel_id, offer, error)
                 && read_pictures (NULL, read->db, offer, error)
                 && find_remote (read->db, channel_id, offer, error)
                 && remember_choices (read->db, channel_id, offer, category_path, error)
             ? g_steal_pointer (&offer)
             : NULL;
}

/* --- queueing --- */

static gboolean
check_free (TiemWrite *write,
            gint64 channel_id,
            gint64 product_id,
            GError **error)
{
  gint64 waiting = 0;
  gint64 channel = 0;

  if (!tiem_db_get_int (write->db,
                        &channel,
                        error,
                        "SELECT 1 FROM channel WHERE id = ?1 AND removed_at = 0",
                        TIEM_INT (channel_id))
      || !tiem_db_get_int (write->db,
                           &waiting,
                           error,
                           "SELECT 1 FROM outbox x JOIN offer o ON o.id = x.value"
                           " WHERE x.kind = 'product:publish' AND x.state <> 'rejected'"
                           " AND o.channel_id = ?1 AND o.product_id = ?2",
                           TIEM_INT (channel_id),
                           TIEM_INT (product_id)))
    return FALSE;
  if (channel == 0)
    return fail (TIEM_ERROR_NOT_FOUND, _ ("There is no such channel; check its number."), error);
  if (waiting)
    return fail (TIEM_ERROR_CONFLICT,
                 _ ("This product is on its way to the channel already; wait until it is there."),
                 error);
  /* An older try that was refused is over. */
  return tiem_db_run (write->db,
                      error,
                      "DELETE FROM outbox WHERE kind = 'product:publish' AND state = 'rejected'"
                      " AND value IN (SELECT id FROM offer WHERE channel_id = ?1"
                      "  AND product_id = ?2)",
                      TIEM_INT (channel_id),
                      TIEM_INT (product_id));
}

static gboolean
write_attributes (TiemWrite *write,
                  gint64 offer_id,
                  const TiemOffer *offer,
                  GError **error)
{
  GHashTableIter iter;
  gpointer id;
  gpointer value;

  g_hash_table_iter_init (&iter, offer->attributes);
  while (g_hash_table_iter_next (&iter, &id, &value))
    if (!tiem_db_run (write->db,
                      error,
                      "INSERT INTO offer_attribute (offer_id, id, value) VALUES (?1, ?2, ?3)",
                      TIEM_INT (offer_id),
                      TIEM_TEXT (id),
                      TIEM_TEXT (value)))
      return FALSE;
  return TRUE;
}

gint64
tiem_store_queue_offer (TiemStore *self,
                        gint64 channel_id,
                        const TiemOffer *offer,
                        const char *category_path,
                        gint64 delay_ms,
                        GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autofree char *key = g_uuid_string_random ();
  gint64 offer_id;
  gint64 id = 0;

  if (write == NULL || !check_free (write, channel_id, offer->product_id, error)
      || !tiem_db_run (write->db,
                       error,
                       "INSERT INTO offer (channel_id, product_id, remote_product_id, fields,"
                       " title, description, category, category_path, brand, weight_g, created_at,"
                       " length_cm, width_cm, height_cm)"
                       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
                       TIEM_INT (channel_id),
                       TIEM_INT (offer->product_id),
                       TIEM_TEXT (offer->remote_product_id),
                       TIEM_INT (offer->fields),
                       TIEM_TEXT (offer->title != NULL ? offer->title : ""),
                       TIEM_TEXT (offer->description),
                       TIEM_TEXT (offer->category),
                       TIEM_TEXT (category_path),
                       TIEM_TEXT (offer->brand),
                       TIEM_INT (offer->weight_g),
                       TIEM_INT (write->now),
                       TIEM_INT (offer->length_cm),
                       TIEM_INT (offer->width_cm),
                       TIEM_INT (offer->height_cm)))
    return 0;
  offer_id = tiem_db_last_id (write->db);
  if (!write_attributes (write, offer_id, offer, error)
      || !tiem_db_get_int (write->db,
                           &id,
                           error,
                           "INSERT INTO outbox (channel_id, kind, value, reason, idempotency_key,"
                           " not_before, created_at)"
                           " VALUES (?1, 'product:publish', ?2, ?3, ?4, ?5, ?6) RETURNING id",
                           TIEM_INT (channel_id),
                           TIEM_INT (offer_id),
                           TIEM_TEXT (offer->title),
                           TIEM_TEXT (key),
                           TIEM_INT (write->now + MAX (delay_ms, 0)),
                           TIEM_INT (write->now)))
    return 0;
  tiem_write_touch_channel (write, channel_id);
  write->what |= TIEM_CHANGED_OUTBOX;
  return tiem_write_commit (write, error) ? id : 0;
}

/* --- for the worker --- */

TiemOffer *
tiem_store_read_offer (TiemStore *self,
                       gint64 offer_id,
                       GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemOffer) offer = tiem_offer_new ();
  g_autoptr (TiemStmt) row = NULL;
  gint64 channel_id;
  int step;

  if (read == NULL)
    return NULL;
  row = tiem_db_query (read->db,
                       error,
                       "SELECT channel_id, product_id, remote_product_id, fields, title,"
                       " description, category, brand, weight_g, length_cm, width_cm, height_cm"
                       " FROM offer WHERE id = ?1",
                       TIEM_INT (offer_id));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return NULL;
  if (step == 0)
    {
      fail (TIEM_ERROR_NOT_FOUND,
            _ ("This product is not there any more; look at the list again."),
            error);
      return NULL;
    }
  channel_id = tiem_stmt_int (row, 0);
  offer->id = offer_id;
  offer->product_id = tiem_stmt_int (row, 1);
  offer->remote_product_id = tiem_stmt_dup_text (row, 2);
  offer->fields = (TiemOfferFields)tiem_stmt_int (row, 3);
  offer->title = tiem_stmt_dup_text (row, 4);
  offer->description = tiem_stmt_dup_text (row, 5);
  offer->category = tiem_stmt_dup_text (row, 6);
  offer->brand = tiem_stmt_dup_text (row, 7);
  offer->weight_g = tiem_stmt_int (row, 8);
  read_size (row, 9, offer);
  return read_variants (read->db, channel_id, offer, error)
                 && read_pictures (self, read->db, offer, error)
                 && read_attributes (read->db, offer_id, offer, error)
             ? g_steal_pointer (&offer)
             : NULL;
}

/* What the channel made of it, tied to the variants whose SKUs it carries. */
static gboolean
link_offer (TiemWrite *write,
            gint64 channel_id,
            gint64 product_id,
            const TiemRemoteListing *remote,
            GError **error)
{
  g_autofree char *key = tiem_sku_key (remote->sku);
  gint64 listing_id = 0;
  gint64 variant_id = 0;

  return tiem_db_get_int (
             write->db,
             &listing_id,
             error,
             "SELECT id FROM listing WHERE channel_id = ?1 AND remote_product_id = ?2"
             " AND remote_variant_id = ?3 AND variant_id IS NULL",
             TIEM_INT (channel_id),
             TIEM_TEXT (remote->remote_product_id),
             TIEM_TEXT (remote->remote_variant_id != NULL ? remote->remote_variant_id : ""))
         && tiem_db_get_int (
             write->db,
             &variant_id,
             error,
             "SELECT id FROM variant WHERE product_id = ?1 AND sku_key = ?2 AND sku_key <> ''",
             TIEM_INT (product_id),
             TIEM_TEXT (key))
         && (listing_id == 0 || variant_id == 0
             || tiem_listing_link (write, listing_id, variant_id, error));
}

gboolean
tiem_store_book_offer (TiemStore *self,
                       gint64 offer_id,
                       const TiemListingPage *page,
                       GError **error)
{
  g_autoptr (TiemWrite) write = NULL;
  gint64 channel_id = 0;
  gint64 product_id = 0;

  {
    g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

    if (read == NULL
        || !tiem_db_get_int (read->db,
                             &channel_id,
                             error,
                             "SELECT channel_id FROM offer WHERE id = ?1",
                             TIEM_INT (offer_id))
        || !tiem_db_get_int (read->db,
                             &product_id,
                             error,
                             "SELECT product_id FROM offer WHERE id = ?1",
                             TIEM_INT (offer_id)))
      return FALSE;
  }
  if (channel_id == 0)
    return TRUE;
  if (!tiem_store_put_listing_page (self, channel_id, page, tiem_store_now (self), error)
      || (write = tiem_store_begin_write (self, error)) == NULL)
    return FALSE;
  for (guint i = 0; i < page->listings->len; i++)
    if (!link_offer (write, channel_id, product_id, page->listings->pdata[i], error))
      return FALSE;
  write->what |= TIEM_CHANGED_LISTINGS;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE offer SET done_at = ?2 WHERE id = ?1",
                      TIEM_INT (offer_id),
                      TIEM_INT (write->now))
         && tiem_write_commit (write, error);
}
