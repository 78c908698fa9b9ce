#define G_LOG_DOMAIN "tiem-images"

#include "config.h"

#include "base/tiem-error.h"
#include "store/tiem-store-images.h"
#include "store/tiem-store-private.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/* Rows and files of pictures: the file first, so that a row always has one; a crash leaves at
 * most files too many. */

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

void
tiem_image_free (TiemImage *self)
{
  if (self == NULL)
    return;
  g_free (self->file);
  g_free (self->hash);
  g_free (self->source_url);
  g_free (self);
}

/* --- files --- */

static char *
make_folder_path (TiemStore *self)
{
  return g_build_filename (tiem_store_get_dir (self), "images", NULL);
}

char *
tiem_store_dup_image_path (TiemStore *self,
                           const char *file,
                           TiemImageSize size)
{
  static const char *const ends[] = { "", "-72", "-144" };
  const char *dot = strrchr (file, '.');
  int length = dot != NULL ? (int)(dot - file) : (int)strlen (file);
  g_autofree char *name
      = g_strdup_printf ("%.*s%s%s", length, file, ends[size], dot != NULL ? dot : "");

  return g_build_filename (tiem_store_get_dir (self), "images", name, NULL);
}

static gboolean
write_file (TiemStore *self,
            const char *file,
            TiemImageSize size,
            GBytes *bytes,
            GError **error)
{
  g_autofree char *path = tiem_store_dup_image_path (self, file, size);
  g_autoptr (GError) local = NULL;
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  if (g_file_set_contents_full (
          path, data, (gssize)length, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &local))
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOSPC) ? TIEM_ERROR_FULL
                                                                         : TIEM_ERROR_READ_ONLY,
               _ ("The picture could not be saved in %s; free some space or make the folder "
                  "writable."),
               tiem_store_get_dir (self));
  return FALSE;
}

static void
drop_files (TiemStore *self,
            const char *file)
{
  for (TiemImageSize size = TIEM_IMAGE_FULL; size <= TIEM_IMAGE_MEDIUM; size++)
    {
      g_autofree char *path = tiem_store_dup_image_path (self, file, size);

      if (g_unlink (path) != 0 && errno != ENOENT)
        g_message ("A picture could not be removed: %s", g_strerror (errno));
    }
}

static gboolean
write_files (TiemStore *self,
             const char *file,
             const TiemPicture *picture,
             GError **error)
{
  g_autofree char *folder = make_folder_path (self);

  g_mkdir_with_parents (folder, 0700);
  if (write_file (self, file, TIEM_IMAGE_FULL, picture->full, error)
      && write_file (self, file, TIEM_IMAGE_SMALL, picture->small, error)
      && write_file (self, file, TIEM_IMAGE_MEDIUM, picture->medium, error))
    return TRUE;
  drop_files (self, file);
  return FALSE;
}

/* --- rows --- */

#define IMAGE_COLUMNS                                                                              \
  "SELECT id, coalesce (product_id, 0), coalesce (variant_id, 0), file, hash, width, height,"      \
  " source_url FROM product_image"

/* Those that stand in one row with image ?1. */
#define BESIDE                                                                                     \
  " product_id IS (SELECT product_id FROM product_image WHERE id = ?1)"                            \
  " AND variant_id IS (SELECT variant_id FROM product_image WHERE id = ?1) AND removed_at = 0"

static TiemImage *
read_image (TiemStmt *row)
{
  TiemImage *image = g_new0 (TiemImage, 1);

  image->id = tiem_stmt_int (row, 0);
  image->product_id = tiem_stmt_int (row, 1);
  image->variant_id = tiem_stmt_int (row, 2);
  image->file = tiem_stmt_dup_text (row, 3);
  image->hash = tiem_stmt_dup_text (row, 4);
  image->width = tiem_stmt_int (row, 5);
  image->height = tiem_stmt_int (row, 6);
  image->source_url = tiem_stmt_dup_text (row, 7);
  return image;
}

static gboolean
set_gone (GError **error)
{
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_NOT_FOUND,
                       _ ("This picture is not there any more; add it anew."));
  return FALSE;
}

/* The product must be there, and the variant be one of it. */
static gboolean
check_owner (TiemWrite *write,
             gint64 product_id,
             gint64 variant_id,
             GError **error)
{
  gint64 n = 0;

  if (product_id == 0)
    return TRUE;
  if (!tiem_db_get_int (write->db,
                        &n,
                        error,
                        "SELECT count (*) FROM product p WHERE p.id = ?1 AND (?2 = 0 OR EXISTS"
                        " (SELECT 1 FROM variant WHERE id = ?2 AND product_id = p.id))",
                        TIEM_INT (product_id),
                        TIEM_INT (variant_id)))
    return FALSE;
  if (n == 0)
    g_set_error_literal (error,
                         TIEM_ERROR,
                         TIEM_ERROR_NOT_FOUND,
                         _ ("This product is not there any more; look at the list again."));
  return n > 0;
}

/* @count: (out): how many there are beside */
static gboolean
check_room (TiemWrite *write,
            gint64 product_id,
            gint64 variant_id,
            const char *hash,
            gint64 *count,
            GError **error)
{
  gint64 same = 0;

  if (product_id == 0)
    return TRUE;
  if (!tiem_db_get_int (write->db,
                        count,
                        error,
                        "SELECT count (*) FROM product_image WHERE product_id = ?1"
                        " AND variant_id IS nullif (?2, 0) AND removed_at = 0",
                        TIEM_INT (product_id),
                        TIEM_INT (variant_id))
      || !tiem_db_get_int (write->db,
                           &same,
                           error,
                           "SELECT count (*) FROM product_image WHERE product_id = ?1"
                           " AND variant_id IS nullif (?2, 0) AND removed_at = 0 AND hash = ?3",
                           TIEM_INT (product_id),
                           TIEM_INT (variant_id),
                           TIEM_TEXT (hash)))
    return FALSE;
  if (same == 0 && *count < TIEM_IMAGES_MOST)
    return TRUE;
  if (same > 0)
    g_set_error_literal (error,
                         TIEM_ERROR,
                         TIEM_ERROR_CONFLICT,
                         _ ("This product has the same picture already; choose another one."));
  else
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_CONFLICT,
                 _ ("This product has %d pictures, which is the most; remove one first."),
                 TIEM_IMAGES_MOST);
  return FALSE;
}

static gint64
add_row (TiemStore *self,
         gint64 product_id,
         gint64 variant_id,
         const TiemPicture *picture,
         const char *file,
         const char *source_url,
         GError **error)
{
  g_autofree char *hash = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, picture->full);
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 count = 0;
  gint64 id;

  if (write == NULL || !check_owner (write, product_id, variant_id, error)
      || !check_room (write, product_id, variant_id, hash, &count, error)
      || !tiem_db_run (write->db,
                       error,
                       "INSERT INTO product_image (product_id, variant_id, position, file, hash,"
                       " width, height, source_url, created_at)"
                       " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                       TIEM_ID (product_id),
                       TIEM_ID (variant_id),
                       TIEM_INT (count),
                       TIEM_TEXT (file),
                       TIEM_TEXT (hash),
                       TIEM_INT (picture->width),
                       TIEM_INT (picture->height),
                       TIEM_TEXT (source_url),
                       TIEM_INT (write->now)))
    return 0;
  id = tiem_db_last_id (write->db);
  write->what |= TIEM_CHANGED_PRODUCTS;
  return tiem_write_commit (write, error) ? id : 0;
}

gint64
tiem_store_add_image (TiemStore *self,
                      gint64 product_id,
                      gint64 variant_id,
                      const TiemPicture *picture,
                      const char *source_url,
                      GError **error)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *file = g_strconcat (uuid, ".", picture->suffix, NULL);
  gint64 id;

  if (!write_files (self, file, picture, error))
    return 0;
  id = add_row (self, product_id, variant_id, picture, file, source_url, error);
  if (id == 0)
    drop_files (self, file);
  return id;
}

gint64
tiem_store_add_image_file (TiemStore *self,
                           gint64 product_id,
                           gint64 variant_id,
                           const char *path,
                           GCancellable *cancellable,
                           GError **error)
{
  g_autoptr (TiemPicture) picture = tiem_picture_read_file (path, cancellable, error);

  return picture != NULL ? tiem_store_add_image (self, product_id, variant_id, picture, NULL, error)
                         : 0;
}

gboolean
tiem_store_adopt_images (TiemStore *self,
                         GArray *image_ids,
                         gint64 product_id,
                         GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL || !check_owner (write, product_id, 0, error))
    return FALSE;
  for (guint i = 0; i < image_ids->len; i++)
    if (!tiem_db_run (write->db,
                      error,
                      "UPDATE product_image SET product_id = ?2, position = (SELECT count (*)"
                      "  FROM product_image WHERE product_id = ?2 AND variant_id IS NULL"
                      "  AND removed_at = 0)"
                      " WHERE id = ?1 AND product_id IS NULL AND removed_at = 0",
                      TIEM_INT (g_array_index (image_ids, gint64, i)),
                      TIEM_INT (product_id)))
      return FALSE;
  write->what |= TIEM_CHANGED_PRODUCTS;
  return tiem_write_commit (write, error);
}

gboolean
tiem_store_remove_image (TiemStore *self,
                         gint64 image_id,
                         GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  /* Its own place is kept for the day it comes back. */
  if (write == NULL
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE product_image SET position = position - 1 WHERE" BESIDE
                       " AND position > (SELECT position FROM product_image WHERE id = ?1"
                       "  AND removed_at = 0)",
                       TIEM_INT (image_id))
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE product_image SET removed_at = ?2 WHERE id = ?1 AND removed_at = 0",
                       TIEM_INT (image_id),
                       TIEM_INT (MAX (write->now, 1))))
    return FALSE;
  if (tiem_db_changes (write->db) == 0)
    return set_gone (error);
  write->what |= TIEM_CHANGED_PRODUCTS;
  return tiem_write_commit (write, error);
}

/* Makes room at the place @position and puts it there. */
static gboolean
put_at (TiemWrite *write,
        gint64 image_id,
        gint64 position,
        GError **error)
{
  gint64 beside = 0;

  if (!tiem_db_get_int (write->db,
                        &beside,
                        error,
                        "SELECT count (*) FROM product_image WHERE" BESIDE " AND id <> ?1",
                        TIEM_INT (image_id)))
    return FALSE;
  position = CLAMP (position, 0, beside);
  return tiem_db_run (write->db,
                      error,
                      "UPDATE product_image SET position = position + 1"
                      " WHERE" BESIDE " AND id <> ?1 AND position >= ?2",
                      TIEM_INT (image_id),
                      TIEM_INT (position))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE product_image SET position = ?2, removed_at = 0 WHERE id = ?1",
                         TIEM_INT (image_id),
                         TIEM_INT (position));
}

gboolean
tiem_store_restore_image (TiemStore *self,
                          gint64 image_id,
                          GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 position = -1;

  if (write == NULL
      || !tiem_db_get_int (write->db,
                           &position,
                           error,
                           "SELECT position FROM product_image WHERE id = ?1 AND removed_at > 0",
                           TIEM_INT (image_id)))
    return FALSE;
  if (position < 0)
    return set_gone (error);
  if (!put_at (write, image_id, position, error))
    return FALSE;
  write->what |= TIEM_CHANGED_PRODUCTS;
  return tiem_write_commit (write, error);
}

gboolean
tiem_store_move_image (TiemStore *self,
                       gint64 image_id,
                       guint position,
                       GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 old = -1;

  if (write == NULL
      || !tiem_db_get_int (write->db,
                           &old,
                           error,
                           "SELECT position FROM product_image WHERE id = ?1 AND removed_at = 0",
                           TIEM_INT (image_id)))
    return FALSE;
  if (old < 0)
    return set_gone (error);
  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE product_image SET position = position - 1"
                    " WHERE" BESIDE " AND position > ?2",
                    TIEM_INT (image_id),
                    TIEM_INT (old))
      || !put_at (write, image_id, position, error))
    return FALSE;
  write->what |= TIEM_CHANGED_PRODUCTS;
  return tiem_write_commit (write, error);
}

/* --- reading --- */

GPtrArray *
tiem_store_list_images (TiemStore *self,
                        gint64 product_id,
                        GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) images = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_image_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read == NULL)
    return NULL;
  rows = tiem_db_query (read->db,
                        error,
                        IMAGE_COLUMNS " WHERE product_id = ?1 AND removed_at = 0"
                                      " ORDER BY variant_id, position",
                        TIEM_INT (product_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (images, read_image (rows));
  return step < 0 ? NULL : g_steal_pointer (&images);
}

TiemImage *
tiem_store_get_image (TiemStore *self,
                      gint64 image_id,
                      GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) row = NULL;
  int step;

  if (read == NULL)
    return NULL;
  row = tiem_db_query (
      read->db, error, IMAGE_COLUMNS " WHERE id = ?1 AND removed_at = 0", TIEM_INT (image_id));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return NULL;
  if (step > 0)
    return read_image (row);
  set_gone (error);
  return NULL;
}

/* --- what nobody needs any more --- */

/* A UUID has 36 characters; anything else in the folder is not ours. */
#define UUID_LENGTH 36

/* Returns: (element-type utf8): names without size and ending */
static GHashTable *
list_wanted (TiemDb *db,
             GError **error)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (TiemStmt) rows = tiem_db_query (db, error, "SELECT file FROM product_image");
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      const char *name = tiem_stmt_text (rows, 0);

      g_hash_table_add (wanted, g_strndup (name, UUID_LENGTH));
    }
  return step < 0 ? NULL : g_steal_pointer (&wanted);
}

/* Those of the last hour may still be waiting for their row. */
static gboolean
is_young (const char *path)
{
  GStatBuf facts;

  return g_stat (path, &facts) != 0
         || facts.st_mtime > g_get_real_time () / G_USEC_PER_SEC - 60 * 60;
}

static void
drop_unwanted (TiemStore *self,
               GHashTable *wanted)
{
  g_autofree char *folder = make_folder_path (self);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *uuid = g_strndup (name, UUID_LENGTH);
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_uuid_string_is_valid (uuid) && !g_hash_table_contains (wanted, uuid) && !is_young (path)
          && g_unlink (path) != 0)
        g_message ("A picture could not be removed: %s", g_strerror (errno));
    }
}

gboolean
tiem_store_collect_images (TiemStore *self,
                           GError **error)
{
  g_autoptr (GHashTable) wanted = NULL;
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  /* A channel's picture that the owner threw away is not fetched again. */
  if (write == NULL
      || !tiem_db_run (write->db,
                       error,
                       "INSERT OR REPLACE INTO image_fetch (url, tries, tried_at)"
                       " SELECT source_url, 99, ?2 FROM product_image"
                       " WHERE removed_at > 0 AND removed_at < ?1 AND source_url IS NOT NULL",
                       TIEM_INT (write->now - DAY_MS),
                       TIEM_INT (write->now))
      || !tiem_db_run (write->db,
                       error,
                       "DELETE FROM product_image WHERE (removed_at > 0 AND removed_at < ?1)"
                       " OR (product_id IS NULL AND created_at < ?1)",
                       TIEM_INT (write->now - DAY_MS))
      || (wanted = list_wanted (write->db, error)) == NULL || !tiem_write_commit (write, error))
    return FALSE;
  drop_unwanted (self, wanted);
  return TRUE;
}
