#define G_LOG_DOMAIN "tiem-sheet"

#include "config.h"

#include "document/tiem-sheet-private.h"

#include "base/tiem-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Enough to know a file by. */
#define SNIFFED_BYTES 4096

/* Fills the gaps in a row; never freed. */
static char empty_cell[] = "";

static void
free_cell (gpointer cell)
{
  if (cell != empty_cell)
    g_free (cell);
}

void
tiem_sheet_free (TiemSheet *self)
{
  g_ptr_array_unref (self->rows);
  g_clear_pointer (&self->marks, g_hash_table_unref);
  g_clear_pointer (&self->spread, g_hash_table_unref);
  g_free (self->name);
  g_free (self);
}

const char *
tiem_sheet_get_cell (const TiemSheet *self,
                     guint row,
                     guint column)
{
  GPtrArray *cells;

  g_return_val_if_fail (self != NULL, "");

  if (row >= self->rows->len)
    return "";
  cells = g_ptr_array_index (self->rows, row);
  return column < cells->len ? g_ptr_array_index (cells, column) : "";
}

/* A workbook is at most 1,048,576 rows by 16,384 columns: this is unique. */
static gpointer
make_cell_key (guint row,
               guint column)
{
  return GSIZE_TO_POINTER ((gsize)row * TIEM_SHEET_MAX_COLUMNS + column + 1);
}

TiemCellMarks
tiem_sheet_get_marks (const TiemSheet *self,
                      guint row,
                      guint column)
{
  g_return_val_if_fail (self != NULL, 0);

  if (self->marks == NULL || column >= TIEM_SHEET_MAX_COLUMNS)
    return 0;
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->marks, make_cell_key (row, column)));
}

const char *
tiem_sheet_get_spread (const TiemSheet *self,
                       guint row,
                       guint column)
{
  const char *text = tiem_sheet_get_cell (self, row, column);
  gsize first;

  if (*text != '\0' || self->spread == NULL || column >= TIEM_SHEET_MAX_COLUMNS)
    return text;
  first = GPOINTER_TO_SIZE (g_hash_table_lookup (self->spread, make_cell_key (row, column)));
  return first != 0 ? tiem_sheet_get_cell (self,
                                           (guint)((first - 1) / TIEM_SHEET_MAX_COLUMNS),
                                           (guint)((first - 1) % TIEM_SHEET_MAX_COLUMNS))
                    : text;
}

void
tiem_sheet_builder_mark (TiemSheetBuilder *self,
                         guint row,
                         guint column,
                         TiemCellMarks mark)
{
  if (row >= TIEM_SHEET_MAX_ROWS || column >= TIEM_SHEET_MAX_COLUMNS)
    return;
  if (self->sheet->marks == NULL)
    self->sheet->marks = g_hash_table_new (NULL, NULL);
  g_hash_table_insert (self->sheet->marks, make_cell_key (row, column), GUINT_TO_POINTER (mark));
}

void
tiem_sheet_builder_merge (
    TiemSheetBuilder *self, guint row, guint column, guint last_row, guint last_column)
{
  TiemSheet *sheet = self->sheet;

  /* Merging is written below the cells: rows beyond the last one show nothing. */
  if (sheet->rows->len == 0 || column >= TIEM_SHEET_MAX_COLUMNS)
    return;
  last_row = MIN (last_row, sheet->rows->len - 1);
  last_column = MIN (last_column, TIEM_SHEET_MAX_COLUMNS - 1);
  if (sheet->spread == NULL)
    sheet->spread = g_hash_table_new (NULL, NULL);
  for (guint i = row; i <= last_row; i++)
    for (guint j = column; j <= last_column; j++)
      if (g_hash_table_size (sheet->spread) < TIEM_SHEET_MAX_MERGED)
        g_hash_table_insert (sheet->spread, make_cell_key (i, j), make_cell_key (row, column));
}

void
tiem_sheet_builder_init (TiemSheetBuilder *self)
{
  self->sheet = g_new0 (TiemSheet, 1);
  self->sheet->name = g_strdup ("");
  self->sheet->rows = g_ptr_array_new_with_free_func ((GDestroyNotify)g_ptr_array_unref);
  self->bytes = 0;
}

void
tiem_sheet_builder_clear (TiemSheetBuilder *self)
{
  g_clear_pointer (&self->sheet, tiem_sheet_free);
}

TiemSheet *
tiem_sheet_builder_finish (TiemSheetBuilder *self)
{
  return g_steal_pointer (&self->sheet);
}

static gboolean
check_bounds (TiemSheetBuilder *self,
              guint row,
              guint column,
              GError **error)
{
  const char *message = NULL;

  if (row >= TIEM_SHEET_MAX_ROWS)
    message = _ ("The file has more than 200,000 rows; split it into smaller files.");
  else if (column >= TIEM_SHEET_MAX_COLUMNS)
    message = _ ("The file has more than 200 columns; remove the ones that are not needed.");
  else if (self->bytes > TIEM_SHEET_MAX_TEXT)
    message = _ ("The file holds too much text; split it into smaller files.");
  if (message == NULL)
    return TRUE;

  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, message);
  return FALSE;
}

static char *
tidy_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  return g_str_is_ascii (valid) ? g_steal_pointer (&valid)
                                : g_utf8_normalize (valid, -1, G_NORMALIZE_DEFAULT_COMPOSE);
}

gboolean
tiem_sheet_builder_set (
    TiemSheetBuilder *self, guint row, guint column, const char *text, GError **error)
{
  GPtrArray *rows = self->sheet->rows;
  GPtrArray *cells;

  if (*text == '\0')
    return TRUE;
  if (!check_bounds (self, row, column, error))
    return FALSE;

  while (rows->len <= row)
    {
      g_ptr_array_add (rows, g_ptr_array_new_with_free_func (free_cell));
      self->bytes += sizeof (gpointer) * 6;
    }
  cells = g_ptr_array_index (rows, row);
  while (cells->len <= column)
    {
      g_ptr_array_add (cells, empty_cell);
      self->bytes += sizeof (gpointer);
    }
  free_cell (g_ptr_array_index (cells, column));
  g_ptr_array_index (cells, column) = tidy_text (text);
  self->bytes += strlen (text) + 1;
  return TRUE;
}

/* Whether @bytes hold @word as 16-bit characters, as the directory of an old Office file does. */
static gboolean
holds_wide_word (const guint8 *bytes,
                 gsize length,
                 const char *word)
{
  gsize n = 2 * strlen (word);
  g_autofree char *wide = g_malloc0 (n);

  for (gsize i = 0; i < n; i += 2)
    wide[i] = word[i / 2];
  for (gsize at = 0; at + n <= length; at += 2)
    if (memcmp (bytes + at, wide, n) == 0)
      return TRUE;
  return FALSE;
}

/* A page of text that is marked up: browsers' tables and Excel's XML of 2003. */
static gboolean
is_markup (const guint8 *bytes,
           gsize length)
{
  static const char *const starts[] = { "<!doctype", "<html", "<table", "<meta", "<?xml", "<head" };
  gsize skip = length >= 3 && memcmp (bytes, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;

  while (skip < length && g_ascii_isspace (bytes[skip]))
    skip++;
  for (gsize i = 0; i < G_N_ELEMENTS (starts); i++)
    if (length - skip > strlen (starts[i])
        && g_ascii_strncasecmp ((const char *)bytes + skip, starts[i], strlen (starts[i])) == 0)
      return TRUE;
  return FALSE;
}

/* Returns: (nullable): why a file that is neither .xlsx nor a text table can't be read */
static const char *
find_foreign_form (const guint8 *bytes,
                   gsize length)
{
  if (length >= 8 && memcmp (bytes, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 8) == 0)
    return holds_wide_word (bytes, length, "EncryptedPackage")
               ? _ ("The file is protected by a password; open it in Excel, remove the password "
                    "and save it again.")
               : _ ("This is an old Excel file (.xls), whatever its name says; open it in Excel "
                    "and save it as .xlsx.");
  if (length >= 5 && memcmp (bytes, "%PDF-", 5) == 0)
    return _ ("This is a PDF, not a table; export the list as .xlsx or .csv.");
  if (length == 0)
    return _ ("The file is empty; export it again.");
  return NULL;
}

static gboolean
load (const char *path,
      char **bytes,
      gsize *length,
      GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree char *name = g_file_get_basename (file);
  g_autofree char *shown = g_filename_display_name (name);

  /* One byte more than allowed tells a file that is too large. */
  *bytes = NULL;
  stream = g_file_read (file, NULL, &reason);
  if (stream != NULL)
    {
      *bytes = g_malloc (SNIFFED_BYTES);
      if (g_input_stream_read_all (
              G_INPUT_STREAM (stream), *bytes, SNIFFED_BYTES, length, NULL, &reason))
        {
          gsize more = 0;

          if (*length < SNIFFED_BYTES || memcmp (*bytes, "PK\3\4", 4) == 0)
            return TRUE;
          *bytes = g_realloc (*bytes, TIEM_SHEET_MAX_TEXT + 1);
          if (g_input_stream_read_all (G_INPUT_STREAM (stream),
                                       *bytes + *length,
                                       TIEM_SHEET_MAX_TEXT + 1 - *length,
                                       &more,
                                       NULL,
                                       &reason))
            {
              *length += more;
              return TRUE;
            }
        }
    }

  g_clear_pointer (bytes, g_free);
  if (g_error_matches (reason, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_NOT_FOUND,
                 /* Translators: %s is a file's name */
                 _ ("There is no file “%s”; check the name and the folder."),
                 shown);
  else
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_INVALID,
                 /* Translators: a file's name, then the system's own words */
                 _ ("The file “%s” can't be read (%s); check that you may open it."),
                 shown,
                 reason->message);
  return FALSE;
}

/* Returns: (transfer full) (nullable) (element-type TiemSheet) */
static GPtrArray *
read_sheets (const char *path,
             gboolean first_only,
             GCancellable *cancellable,
             GError **error)
{
  g_auto (TiemSheetBuilder) builder = { NULL };
  g_autoptr (GPtrArray) found = NULL;
  g_autofree char *bytes = NULL;
  const char *foreign;
  gsize length;

  if (!load (path, &bytes, &length, error))
    return NULL;
  if (length >= 4 && memcmp (bytes, "PK\3\4", 4) == 0)
    return tiem_sheet_read_xlsx (path, first_only, cancellable, error);

  foreign = find_foreign_form ((const guint8 *)bytes, length);
  if (foreign == NULL && length > TIEM_SHEET_MAX_TEXT)
    foreign = _ ("The file holds too much text; split it into smaller files.");
  tiem_sheet_builder_init (&builder);
  if (foreign == NULL && is_markup ((const guint8 *)bytes, length))
    {
      if (!tiem_sheet_read_html (&builder, (const guint8 *)bytes, length, cancellable, error))
        return NULL;
      if (builder.sheet->rows->len == 0)
        foreign
            = _ ("This is a web page with the name of an Excel file; open it in Excel and save it "
                 "as .xlsx.");
    }
  else if (foreign == NULL
           && !tiem_sheet_read_csv (&builder, (const guint8 *)bytes, length, cancellable, error))
    return NULL;
  if (foreign != NULL)
    {
      g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, foreign);
      return NULL;
    }
  found = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_sheet_free);
  g_ptr_array_add (found, tiem_sheet_builder_finish (&builder));
  return g_steal_pointer (&found);
}

TiemSheet *
tiem_sheet_read (const char *path,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GPtrArray) found = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  found = read_sheets (path, TRUE, cancellable, error);
  return found != NULL ? g_ptr_array_steal_index (found, 0) : NULL;
}

GPtrArray *
tiem_sheet_open (const char *path,
                 GCancellable *cancellable,
                 GError **error)
{
  g_return_val_if_fail (path != NULL, NULL);

  return read_sheets (path, FALSE, cancellable, error);
}
