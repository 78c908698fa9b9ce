#define G_LOG_DOMAIN "tiem-sheet"

#include "config.h"

#include "document/tiem-sheet-xlsx-private.h"

#include "base/tiem-error.h"

#include <archive.h>
#include <archive_entry.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

/*
 * A workbook is a zip file of XML parts. The zip is read twice from front to back, because
 * the shared strings may come after the sheet that needs them: first the parts that tell
 * about the sheets (workbook, its relations, styles, shared strings), then the sheets.
 */

#define BLOCK_SIZE (64 * 1024)

static void
sheet_free (gpointer data)
{
  TiemXlsxSheet *sheet = data;

  tiem_sheet_builder_clear (&sheet->builder);
  g_free (sheet->relation);
  g_free (sheet->name);
  g_free (sheet->part);
  g_free (sheet);
}

void
tiem_xlsx_fail (TiemXlsx *self,
                const char *message)
{
  if (self->error == NULL)
    g_set_error_literal (&self->error, TIEM_ERROR, TIEM_ERROR_INVALID, message);
  if (self->parser != NULL)
    XML_StopParser (self->parser, XML_FALSE);
}

void
tiem_xlsx_fail_damaged (TiemXlsx *self)
{
  tiem_xlsx_fail (self,
                  _ ("The Excel file is damaged or was not saved to its end; open it in Excel, "
                     "save it again, or export it once more."));
}

const char *
tiem_xlsx_local_name (const char *name)
{
  const char *colon = strrchr (name, ':');

  return colon != NULL ? colon + 1 : name;
}

const char *
tiem_xlsx_attribute (const char **attributes,
                     const char *name)
{
  for (; attributes[0] != NULL; attributes += 2)
    if (strcmp (tiem_xlsx_local_name (attributes[0]), name) == 0)
      return attributes[1];
  return NULL;
}

guint
tiem_xlsx_attribute_uint (const char **attributes,
                          const char *name,
                          guint fallback)
{
  const char *text = tiem_xlsx_attribute (attributes, name);
  guint64 value;

  return text != NULL && g_ascii_string_to_unsigned (text, 10, 0, G_MAXINT, &value, NULL)
             ? (guint)value
             : fallback;
}

gboolean
tiem_xlsx_attribute_is_true (const char **attributes,
                             const char *name)
{
  const char *text = tiem_xlsx_attribute (attributes, name);

  return text != NULL && (strcmp (text, "1") == 0 || strcmp (text, "true") == 0);
}

/* workbook.xml */

static void
workbook_start_cb (void *data,
                   const char *element,
                   const char **attributes)
{
  TiemXlsx *self = data;
  const char *name = tiem_xlsx_local_name (element);

  if (strcmp (name, "workbookPr") == 0)
    self->since_1904 = tiem_xlsx_attribute_is_true (attributes, "date1904");
  else if (strcmp (name, "sheet") == 0)
    {
      const char *state = tiem_xlsx_attribute (attributes, "state");
      TiemXlsxSheet *sheet = g_new0 (TiemXlsxSheet, 1);

      sheet->relation = g_strdup (tiem_xlsx_attribute (attributes, "id"));
      sheet->name = g_strdup (tiem_xlsx_attribute (attributes, "name"));
      sheet->hidden = state != NULL && strcmp (state, "visible") != 0;
      g_ptr_array_add (self->sheets, sheet);
    }
}

/* workbook.xml.rels */

static void
relations_start_cb (void *data,
                    const char *element,
                    const char **attributes)
{
  TiemXlsx *self = data;
  const char *id = tiem_xlsx_attribute (attributes, "Id");
  const char *target = tiem_xlsx_attribute (attributes, "Target");

  if (strcmp (tiem_xlsx_local_name (element), "Relationship") == 0 && id != NULL && target != NULL)
    g_hash_table_replace (self->relations, g_strdup (id), g_strdup (target));
}

/* styles.xml */

static gboolean
is_built_in_date (guint format)
{
  return (format >= 14 && format <= 22) || (format >= 27 && format <= 36)
         || (format >= 45 && format <= 47) || (format >= 50 && format <= 58);
}

static void
styles_start_cb (void *data,
                 const char *element,
                 const char **attributes)
{
  TiemXlsx *self = data;
  const char *name = tiem_xlsx_local_name (element);

  if (strcmp (name, "cellXfs") == 0)
    self->in_cell_formats = TRUE;
  else if (strcmp (name, "numFmt") == 0)
    {
      const char *code = tiem_xlsx_attribute (attributes, "formatCode");
      guint id = tiem_xlsx_attribute_uint (attributes, "numFmtId", 0);

      if (code != NULL && tiem_sheet_is_date_format (code))
        g_hash_table_add (self->date_formats, GUINT_TO_POINTER (id));
    }
  else if (strcmp (name, "xf") == 0 && self->in_cell_formats)
    {
      guint id = tiem_xlsx_attribute_uint (attributes, "numFmtId", 0);
      guint8 is_date = is_built_in_date (id)
                       || g_hash_table_contains (self->date_formats, GUINT_TO_POINTER (id));

      g_byte_array_append (self->is_date, &is_date, 1);
    }
}

static void
styles_end_cb (void *data,
               const char *element)
{
  TiemXlsx *self = data;

  if (strcmp (tiem_xlsx_local_name (element), "cellXfs") == 0)
    self->in_cell_formats = FALSE;
}

/* sharedStrings.xml */

static void
strings_start_cb (void *data,
                  const char *element,
                  const char **attributes)
{
  TiemXlsx *self = data;
  const char *name = tiem_xlsx_local_name (element);

  if (strcmp (name, "si") == 0)
    g_string_truncate (self->text, 0);
  else if (strcmp (name, "rPh") == 0)
    self->phonetic_depth++;
  else if (strcmp (name, "t") == 0)
    self->in_text = self->phonetic_depth == 0;
}

static void
strings_end_cb (void *data,
                const char *element)
{
  TiemXlsx *self = data;
  const char *name = tiem_xlsx_local_name (element);

  if (strcmp (name, "t") == 0)
    self->in_text = FALSE;
  else if (strcmp (name, "rPh") == 0)
    self->phonetic_depth--;
  else if (strcmp (name, "si") == 0)
    {
      g_ptr_array_add (self->strings, tiem_xlsx_unescape (self->text->str));
      self->string_bytes += self->text->len + 2 * sizeof (gpointer);
      if (self->string_bytes > TIEM_SHEET_MAX_TEXT)
        tiem_xlsx_fail (self, _ ("The file holds too much text; split it into smaller files."));
    }
}

void
tiem_xlsx_text_cb (void *data,
                   const char *text,
                   int length)
{
  TiemXlsx *self = data;

  if (!self->in_text)
    return;
  if (self->text->len + length > TIEM_SHEET_MAX_TEXT)
    tiem_xlsx_fail (self, _ ("The file holds too much text; split it into smaller files."));
  else
    g_string_append_len (self->text, text, length);
}

/* Workbooks have no document type; one that has means trouble (entities). */
static void
doctype_cb (void *data,
            const char *name,
            const char *system,
            const char *public,
            int internal)
{
  tiem_xlsx_fail_damaged (data);
}

static void
use_parser (TiemXlsx *self,
            XML_StartElementHandler start,
            XML_EndElementHandler end)
{
  self->parser = XML_ParserCreate (NULL);
  XML_SetUserData (self->parser, self);
  XML_SetElementHandler (self->parser, start, end);
  XML_SetCharacterDataHandler (self->parser, tiem_xlsx_text_cb);
  XML_SetStartDoctypeDeclHandler (self->parser, doctype_cb);
  self->in_text = FALSE;
  self->phonetic_depth = 0;
  g_string_truncate (self->text, 0);
}

/* The first pass: everything but the sheets. */
static void
open_description (TiemXlsx *self,
                  const char *part)
{
  if (g_str_has_suffix (part, "/workbook.xml"))
    {
      self->is_workbook = TRUE;
      use_parser (self, workbook_start_cb, NULL);
    }
  else if (g_str_has_suffix (part, "/_rels/workbook.xml.rels"))
    use_parser (self, relations_start_cb, NULL);
  else if (g_str_has_suffix (part, "/styles.xml"))
    use_parser (self, styles_start_cb, styles_end_cb);
  else if (g_str_has_suffix (part, "/sharedstrings.xml"))
    use_parser (self, strings_start_cb, strings_end_cb);
}

/* The second pass: the sheets that were chosen. */
static void
open_sheet (TiemXlsx *self,
            const char *part)
{
  for (guint i = 0; i < self->sheets->len; i++)
    {
      TiemXlsxSheet *sheet = g_ptr_array_index (self->sheets, i);

      if (sheet->part == NULL || sheet->found || strcmp (part, sheet->part) != 0)
        continue;
      sheet->found = TRUE;
      /* The bounds are those of all the sheets together. */
      sheet->builder.bytes = self->builder != NULL ? self->builder->bytes : 0;
      self->builder = &sheet->builder;
      self->next_row = 0;
      use_parser (self, tiem_xlsx_sheet_start_cb, tiem_xlsx_sheet_end_cb);
      return;
    }
}

/* Names of parts are compared without case, and some programs write them with "\". */
static char *
dup_part_name (struct archive_entry *entry)
{
  const char *name = archive_entry_pathname_utf8 (entry);
  char *part;

  if (name == NULL)
    name = archive_entry_pathname (entry);
  part = g_ascii_strdown (name != NULL ? name : "", -1);
  return g_strdelimit (part, "\\", '/');
}

static void
parse_part (TiemXlsx *self,
            struct archive *archive)
{
  g_autofree char *block = g_malloc (BLOCK_SIZE);
  la_ssize_t n = 0;

  while (self->error == NULL && (n = archive_read_data (archive, block, BLOCK_SIZE)) > 0)
    {
      self->unpacked += n;
      if (self->unpacked > TIEM_SHEET_MAX_UNPACKED)
        tiem_xlsx_fail (self, _ ("The file is too large; split it into smaller files."));
      else if (g_cancellable_set_error_if_cancelled (self->cancellable, &self->error))
        return;
      else if (XML_Parse (self->parser, block, (int)n, FALSE) != XML_STATUS_OK)
        tiem_xlsx_fail_damaged (self);
    }
  if (self->error == NULL && (n < 0 || XML_Parse (self->parser, "", 0, TRUE) != XML_STATUS_OK))
    tiem_xlsx_fail_damaged (self);
}

static void
read_parts (TiemXlsx *self,
            int fd,
            void (*open_part) (TiemXlsx *self, const char *part))
{
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  int status = ARCHIVE_OK;

  archive_read_support_format_zip (archive);
  if (lseek (fd, 0, SEEK_SET) != 0 || archive_read_open_fd (archive, fd, BLOCK_SIZE) != ARCHIVE_OK)
    tiem_xlsx_fail_damaged (self);

  while (self->error == NULL
         && (status = archive_read_next_header (archive, &entry)) != ARCHIVE_EOF)
    {
      g_autofree char *part = NULL;

      if (status < ARCHIVE_WARN)
        tiem_xlsx_fail_damaged (self);
      else if (archive_entry_is_encrypted (entry))
        tiem_xlsx_fail (self,
                        _ ("The file is protected by a password; open it in Excel, remove the "
                           "password and save it again."));
      else
        {
          part = dup_part_name (entry);
          open_part (self, part);
          if (self->parser != NULL)
            parse_part (self, archive);
          g_clear_pointer (&self->parser, XML_ParserFree);
        }
    }
  archive_read_free (archive);
}

/* Parts are named relative to the workbook's folder. Returns: (transfer full) */
static char *
dup_target_part (const char *target)
{
  g_autofree char *lower = g_ascii_strdown (target, -1);
  g_autofree char *path = g_canonicalize_filename (g_strdelimit (lower, "\\", '/'), "/xl");

  return g_strdup (path + 1);
}

/* Sheets with cells; charts are none. */
static void
choose_sheets (TiemXlsx *self,
               gboolean first_only)
{
  guint n_chosen = 0;

  for (guint i = 0; i < self->sheets->len && !(first_only && n_chosen > 0); i++)
    {
      TiemXlsxSheet *sheet = g_ptr_array_index (self->sheets, i);
      const char *target
          = sheet->relation != NULL ? g_hash_table_lookup (self->relations, sheet->relation) : NULL;

      if (target == NULL || strstr (target, "chartsheet") != NULL || (first_only && sheet->hidden))
        continue;
      sheet->part = dup_target_part (target);
      tiem_sheet_builder_init (&sheet->builder);
      n_chosen++;
    }

  if (!self->is_workbook)
    tiem_xlsx_fail (self,
                    _ ("This is a zip file, but not an Excel workbook; open it in its own program "
                       "and save it as .xlsx."));
  else if (n_chosen == 0)
    tiem_xlsx_fail_damaged (self);
}

/* Returns: (transfer full) (nullable): the sheets that were read; one that is missing is damage */
static GPtrArray *
finish_sheets (TiemXlsx *self)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_sheet_free);

  for (guint i = 0; i < self->sheets->len; i++)
    {
      TiemXlsxSheet *sheet = g_ptr_array_index (self->sheets, i);
      TiemSheet *read;

      if (sheet->part == NULL)
        continue;
      if (!sheet->found)
        {
          tiem_xlsx_fail_damaged (self);
          return NULL;
        }
      read = tiem_sheet_builder_finish (&sheet->builder);
      read->hidden = sheet->hidden;
      g_free (read->name);
      read->name = sheet->name != NULL
                       ? g_utf8_normalize (sheet->name, -1, G_NORMALIZE_DEFAULT_COMPOSE)
                       : g_strdup ("");
      g_ptr_array_add (found, read);
    }
  return g_steal_pointer (&found);
}

static void
xlsx_clear (TiemXlsx *self)
{
  g_clear_error (&self->error);
  g_ptr_array_unref (self->sheets);
  g_hash_table_unref (self->relations);
  g_hash_table_unref (self->date_formats);
  g_byte_array_unref (self->is_date);
  g_ptr_array_unref (self->strings);
  g_string_free (self->text, TRUE);
}

GPtrArray *
tiem_sheet_read_xlsx (const char *path,
                      gboolean first_only,
                      GCancellable *cancellable,
                      GError **error)
{
  TiemXlsx self = { .cancellable = cancellable };
  g_autoptr (GPtrArray) found = NULL;
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  self.sheets = g_ptr_array_new_with_free_func (sheet_free);
  self.relations = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.date_formats = g_hash_table_new (NULL, NULL);
  self.is_date = g_byte_array_new ();
  self.strings = g_ptr_array_new_with_free_func (g_free);
  self.text = g_string_new (NULL);

  if (fd < 0)
    tiem_xlsx_fail_damaged (&self);
  if (self.error == NULL)
    read_parts (&self, fd, open_description);
  if (self.error == NULL)
    choose_sheets (&self, first_only);
  if (self.error == NULL)
    read_parts (&self, fd, open_sheet);
  if (self.error == NULL)
    found = finish_sheets (&self);

  if (fd >= 0)
    close (fd);
  if (self.error != NULL)
    g_propagate_error (error, g_steal_pointer (&self.error));
  xlsx_clear (&self);
  return g_steal_pointer (&found);
}
