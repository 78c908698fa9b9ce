#define G_LOG_DOMAIN "tiem-sheet-patch"

#include "config.h"

#include "document/tiem-sheet-patch-private.h"

#include "base/tiem-error.h"
#include "document/tiem-sheet-xlsx-private.h"

#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* A workbook copied part by part, with one of them changed. */

#define BLOCK (64 * 1024)
/* A template of a hundred thousand goods has some tens of megabytes. */
#define MOST_BYTES (256 * 1024 * 1024)

TiemSheetPatch *
tiem_sheet_patch_new (guint row,
                      guint column,
                      const char *text)
{
  TiemSheetPatch *self = g_new0 (TiemSheetPatch, 1);

  self->row = row;
  self->column = column;
  self->text = g_strdup (text);
  return self;
}

void
tiem_sheet_patch_free (TiemSheetPatch *self)
{
  g_free (self->text);
  g_free (self);
}

static gboolean
fail_damaged (GError **error)
{
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_INVALID,
                       _ ("The file is damaged or cut off; download it again."));
  return FALSE;
}

/* --- reading --- */

static GByteArray *
read_part (struct archive *archive,
           GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree guint8 *block = g_malloc (BLOCK);
  la_ssize_t n;

  while ((n = archive_read_data (archive, block, BLOCK)) > 0)
    {
      if (bytes->len + n > MOST_BYTES)
        {
          g_set_error_literal (error,
                               TIEM_ERROR,
                               TIEM_ERROR_INVALID,
                               _ ("The file is too large; download fewer products at a time."));
          return NULL;
        }
      g_byte_array_append (bytes, block, (guint)n);
    }
  if (n < 0)
    {
      fail_damaged (error);
      return NULL;
    }
  return g_steal_pointer (&bytes);
}

static struct archive *
open_archive (const char *path,
              GError **error)
{
  struct archive *archive = archive_read_new ();

  archive_read_support_format_zip (archive);
  if (archive_read_open_filename (archive, path, BLOCK) == ARCHIVE_OK)
    return archive;
  archive_read_free (archive);
  fail_damaged (error);
  return NULL;
}

/* Returns: (transfer full) (nullable): the bytes of the part */
static GByteArray *
load_part (const char *path,
           const char *part,
           GError **error)
{
  struct archive *archive = open_archive (path, error);
  GByteArray *bytes = NULL;
  struct archive_entry *entry;

  if (archive == NULL)
    return NULL;
  while (bytes == NULL && archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    if (g_strcmp0 (archive_entry_pathname (entry), part) == 0)
      {
        bytes = read_part (archive, error);
        break;
      }
  archive_read_free (archive);
  if (bytes == NULL && error != NULL && *error == NULL)
    fail_damaged (error);
  return bytes;
}

/* --- which part the sheet is --- */

typedef struct
{
  const char *sheet_name;
  char *relation; /* (owned) (nullable) */
  char *target;   /* (owned) (nullable) */
} Search;

static void
workbook_start_cb (void *data,
                   const char *element,
                   const char **attributes)
{
  Search *self = data;
  const char *name;

  if (strcmp (tiem_xlsx_local_name (element), "sheet") != 0 || self->relation != NULL)
    return;
  name = tiem_xlsx_attribute (attributes, "name");
  if (g_strcmp0 (name, self->sheet_name) == 0)
    self->relation = g_strdup (tiem_xlsx_attribute (attributes, "id"));
}

static void
relations_start_cb (void *data,
                    const char *element,
                    const char **attributes)
{
  Search *self = data;

  if (strcmp (tiem_xlsx_local_name (element), "Relationship") == 0
      && g_strcmp0 (tiem_xlsx_attribute (attributes, "Id"), self->relation) == 0)
    {
      g_free (self->target);
      self->target = g_strdup (tiem_xlsx_attribute (attributes, "Target"));
    }
}

static gboolean
parse (const GByteArray *bytes,
       XML_StartElementHandler start,
       gpointer data)
{
  XML_Parser parser = XML_ParserCreate (NULL);
  gboolean ok;

  XML_SetUserData (parser, data);
  XML_SetStartElementHandler (parser, start);
  ok = XML_Parse (parser, (const char *)bytes->data, (int)bytes->len, XML_TRUE) == XML_STATUS_OK;
  XML_ParserFree (parser);
  return ok;
}

/* Returns: (transfer full): "xl/worksheets/sheet1.xml" */
static char *
find_part (const char *path,
           const char *sheet_name,
           GError **error)
{
  g_autoptr (GByteArray) workbook = load_part (path, "xl/workbook.xml", error);
  g_autoptr (GByteArray) relations = NULL;
  Search search = { .sheet_name = sheet_name };
  char *part = NULL;

  if (workbook == NULL
      || (relations = load_part (path, "xl/_rels/workbook.xml.rels", error)) == NULL)
    return NULL;
  if (parse (workbook, workbook_start_cb, &search) && search.relation != NULL
      && parse (relations, relations_start_cb, &search) && search.target != NULL)
    part = *search.target == '/' ? g_strdup (search.target + 1)
                                 : g_strconcat ("xl/", search.target, NULL);
  else
    fail_damaged (error);
  g_free (search.relation);
  g_free (search.target);
  return part;
}

/* --- writing --- */

static gboolean
fail_writing (const char *to,
              int saved_errno,
              GError **error)
{
  g_autofree char *shown = g_filename_display_name (to);

  g_set_error (error,
               TIEM_ERROR,
               saved_errno == ENOSPC ? TIEM_ERROR_FULL : TIEM_ERROR_READ_ONLY,
               /* Translators: a file's name, then the system's own words */
               _ ("The file “%s” can't be written (%s); choose another folder."),
               shown,
               g_strerror (saved_errno));
  return FALSE;
}

static gboolean
write_part (struct archive *out,
            struct archive_entry *entry,
            const GByteArray *bytes)
{
  archive_entry_set_size (entry, bytes->len);
  return archive_write_header (out, entry) == ARCHIVE_OK
         && archive_write_data (out, bytes->data, bytes->len) == (la_ssize_t)bytes->len;
}

static gboolean
copy_parts (struct archive *in,
            struct archive *out,
            const char *part,
            GPtrArray *patches,
            GCancellable *cancellable,
            GError **error)
{
  struct archive_entry *entry;
  int step;

  while ((step = archive_read_next_header (in, &entry)) == ARCHIVE_OK)
    {
      g_autoptr (GByteArray) bytes = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || (bytes = read_part (in, error)) == NULL)
        return FALSE;
      if (g_strcmp0 (archive_entry_pathname (entry), part) == 0)
        {
          GByteArray *patched = tiem_sheet_patch_cells (bytes->data, bytes->len, patches, error);

          if (patched == NULL)
            return FALSE;
          g_byte_array_unref (bytes);
          bytes = patched;
        }
      if (!write_part (out, entry, bytes))
        return fail_writing ("", archive_errno (out), error);
    }
  return step == ARCHIVE_EOF || fail_damaged (error);
}

gboolean
tiem_sheet_patch_file (const char *from,
                       const char *to,
                       const char *sheet_name,
                       GPtrArray *patches,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autofree char *part = find_part (from, sheet_name, error);
  g_autofree char *made = g_strconcat (to, ".part", NULL);
  g_autoptr (GError) reason = NULL;
  struct archive *in;
  struct archive *out;
  gboolean ok;
  int fd;

  if (part == NULL || (in = open_archive (from, error)) == NULL)
    return FALSE;
  fd = g_open (made, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      int saved_errno = errno;

      archive_read_free (in);
      return fail_writing (to, saved_errno, error);
    }
  out = archive_write_new ();
  archive_write_set_format_zip (out);
  archive_write_set_bytes_in_last_block (out, 1);
  ok = archive_write_open_fd (out, fd) == ARCHIVE_OK;
  if (!ok)
    fail_writing (to, archive_errno (out), &reason);
  ok = ok && copy_parts (in, out, part, patches, cancellable, &reason);
  if (ok && archive_write_close (out) != ARCHIVE_OK)
    ok = fail_writing (to, archive_errno (out), &reason);
  archive_write_free (out);
  archive_read_free (in);
  if (close (fd) != 0 && ok)
    ok = fail_writing (to, errno, &reason);
  if (ok && g_rename (made, to) != 0)
    ok = fail_writing (to, errno, &reason);
  if (!ok)
    {
      g_unlink (made);
      g_propagate_error (error, g_steal_pointer (&reason));
    }
  return ok;
}
