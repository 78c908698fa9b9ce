#define G_LOG_DOMAIN "tiem-images"

#include "config.h"

#include "store/tiem-store-images.h"
#include "store/tiem-store-private.h"

/* Which pictures of a channel, or of an imported file, are to be fetched: it follows from what is
 * there, so that nothing has to be remembered but failures. */

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
#define MOST_TRIES 3

void
tiem_image_wish_free (TiemImageWish *self)
{
  if (self == NULL)
    return;
  g_free (self->url);
  g_free (self);
}

/* What follows asks for product, variant and address, by ?1 the channel, ?2 how many, ?3 tries and
 * ?4 when the last of them was. A picture that several variants share is the product's, and fetched
 * once; that of one of several is its own. Goods with a picture of the owner's are left alone. */
#define MAY_BE_TRIED                                                                               \
  " AND (f.url IS NULL OR (f.tries < ?3 AND f.tried_at < ?4))"                                     \
  " AND NOT EXISTS (SELECT 1 FROM product_image i WHERE i.product_id = v.product_id"               \
  "   AND (i.source_url IS NULL OR n.pictures = 1 OR i.variant_id = v.id))"                        \
  " GROUP BY v.product_id, variant ORDER BY v.product_id, variant LIMIT ?2"

static const char of_channel[]
    = "SELECT v.product_id, iif (n.pictures > 1, v.id, 0) AS variant, l.image_url"
      " FROM listing l JOIN variant v ON v.id = l.variant_id AND v.archived = 0"
      " JOIN (SELECT w.product_id, count (DISTINCT m.image_url) AS pictures FROM listing m"
      "   JOIN variant w ON w.id = m.variant_id WHERE m.channel_id = ?1"
      "   AND m.image_url IS NOT NULL GROUP BY 1) n ON n.product_id = v.product_id"
      " LEFT JOIN image_fetch f ON f.url = l.image_url"
      " WHERE l.channel_id = ?1 AND l.state <> 'gone' AND l.image_url LIKE 'http%'" MAY_BE_TRIED;

static const char of_import[]
    = "SELECT v.product_id, iif (n.pictures > 1, v.id, 0) AS variant, v.image_url FROM variant v"
      " JOIN (SELECT product_id, count (DISTINCT image_url) AS pictures FROM variant"
      "   WHERE image_url IS NOT NULL GROUP BY 1) n ON n.product_id = v.product_id"
      " LEFT JOIN image_fetch f ON f.url = v.image_url"
      " WHERE ?1 = 0 AND v.archived = 0 AND v.image_url LIKE 'http%'" MAY_BE_TRIED;

GPtrArray *
tiem_store_list_image_wishes (TiemStore *self,
                              gint64 channel_id,
                              guint limit,
                              GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) wishes
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_image_wish_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read == NULL)
    return NULL;
  rows = tiem_db_query (read->db,
                        error,
                        channel_id != 0 ? of_channel : of_import,
                        TIEM_INT (channel_id),
                        TIEM_INT (limit),
                        TIEM_INT (MOST_TRIES),
                        TIEM_INT (tiem_store_now (self) - DAY_MS));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemImageWish *wish = g_new0 (TiemImageWish, 1);

      wish->product_id = tiem_stmt_int (rows, 0);
      wish->variant_id = tiem_stmt_int (rows, 1);
      wish->url = tiem_stmt_dup_text (rows, 2);
      g_ptr_array_add (wishes, wish);
    }
  return step < 0 ? NULL : g_steal_pointer (&wishes);
}

gboolean
tiem_store_note_image_fetch (TiemStore *self,
                             const char *url,
                             const char *problem,
                             GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_light_write (self, error);

  if (write == NULL)
    return FALSE;
  if (problem == NULL)
    return tiem_db_run (write->db, error, "DELETE FROM image_fetch WHERE url = ?1", TIEM_TEXT (url))
           && tiem_write_commit (write, error);
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO image_fetch (url, tries, tried_at, problem)"
                      " VALUES (?1, 1, ?2, ?3) ON CONFLICT (url) DO UPDATE"
                      " SET tries = tries + 1, tried_at = ?2, problem = ?3",
                      TIEM_TEXT (url),
                      TIEM_INT (write->now),
                      TIEM_TEXT (problem))
         && tiem_write_commit (write, error);
}
