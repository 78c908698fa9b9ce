#define G_LOG_DOMAIN "tiem-market-file"

#include "config.h"

#include "document/tiem-market-file.h"

#include "base/tiem-error.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/* A large export is one zip of several workbooks. */

#define MOST_PARTS 100
#define MOST_BYTES (512 * 1024 * 1024)
#define BLOCK (64 * 1024)

typedef struct
{
  struct archive *archive;
  char *dir; /* of what was taken out */
  gsize bytes;
} Unpacking;

static void
unpacking_clear (Unpacking *self)
{
  g_clear_pointer (&self->archive, archive_read_free);
  if (self->dir != NULL)
    g_rmdir (self->dir);
  g_clear_pointer (&self->dir, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Unpacking, unpacking_clear)

static gboolean
fail (const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, sentence);
  return FALSE;
}

static gboolean
is_part (const char *name)
{
  g_autofree char *lower = name != NULL ? g_ascii_strdown (name, -1) : NULL;

  return lower != NULL && (g_str_has_suffix (lower, ".xlsx") || g_str_has_suffix (lower, ".csv"))
         && !g_str_has_prefix (lower, "__macosx/");
}

/* A workbook is a zip, too, but has no workbooks in it. */
static gboolean
is_zip_of_parts (const char *path)
{
  gboolean found = FALSE;
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;

  archive_read_support_format_zip (archive);
  if (archive_read_open_filename (archive, path, BLOCK) == ARCHIVE_OK)
    while (!found && archive_read_next_header (archive, &entry) == ARCHIVE_OK)
      {
        const char *name = archive_entry_pathname (entry);

        if (g_strcmp0 (name, "[Content_Types].xml") == 0)
          break;
        found = is_part (name);
      }
  archive_read_free (archive);
  return found;
}

/* Returns: (transfer full) (nullable): the path of the part that was taken out */
static char *
take_out (Unpacking *self,
          guint number,
          const char *name,
          GError **error)
{
  g_autofree char *base
      = g_strdup_printf ("%u%s", number, g_str_has_suffix (name, ".csv") ? ".csv" : ".xlsx");
  g_autofree char *path = g_build_filename (self->dir, base, NULL);
  FILE *file = g_fopen (path, "wb");
  g_autofree char *block = g_malloc (BLOCK);
  gboolean ok = file != NULL;
  la_ssize_t n = 0;

  while (ok && (n = archive_read_data (self->archive, block, BLOCK)) > 0)
    {
      self->bytes += n;
      ok = self->bytes <= MOST_BYTES && fwrite (block, 1, n, file) == (gsize)n;
    }
  if (file != NULL && fclose (file) != 0)
    ok = FALSE;
  if (ok && n == 0)
    return g_steal_pointer (&path);
  g_unlink (path);
  if (self->bytes > MOST_BYTES)
    fail (_ ("The zip holds too much to be unpacked; export fewer orders at a time."), error);
  else
    fail (_ ("The zip is damaged or cut off; download it again."), error);
  return NULL;
}

static GPtrArray *
open_zip (const char *path,
          GCancellable *cancellable,
          GError **error)
{
  g_auto (Unpacking) self = { archive_read_new (), g_dir_make_tmp ("tiem-XXXXXX", error), 0 };
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  struct archive_entry *entry;
  int step;

  if (self.dir == NULL)
    return NULL;
  archive_read_support_format_zip (self.archive);
  if (archive_read_open_filename (self.archive, path, BLOCK) != ARCHIVE_OK)
    {
      fail (_ ("The zip is damaged or cut off; download it again."), error);
      return NULL;
    }
  while ((step = archive_read_next_header (self.archive, &entry)) == ARCHIVE_OK)
    {
      const char *name = archive_entry_pathname (entry);
      g_autofree char *part = NULL;
      GPtrArray *sheets;

      if (!is_part (name))
        continue;
      if (parts->len >= MOST_PARTS)
        {
          fail (_ ("The zip holds too many files; unpack it and read the right ones."), error);
          return NULL;
        }
      if ((part = take_out (&self, parts->len, name, error)) == NULL)
        return NULL;
      sheets = tiem_sheet_open (part, cancellable, error);
      g_unlink (part);
      if (sheets == NULL)
        return NULL;
      g_ptr_array_add (parts, sheets);
    }
  if (step != ARCHIVE_EOF)
    {
      fail (_ ("The zip is damaged or cut off; download it again."), error);
      return NULL;
    }
  return g_steal_pointer (&parts);
}

GPtrArray *
tiem_market_file_open_parts (const char *path,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (GPtrArray) parts = NULL;
  GPtrArray *sheets;

  if (is_zip_of_parts (path))
    return open_zip (path, cancellable, error);
  sheets = tiem_sheet_open (path, cancellable, error);
  if (sheets == NULL)
    return NULL;
  parts = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  g_ptr_array_add (parts, sheets);
  return g_steal_pointer (&parts);
}
