#define G_LOG_DOMAIN "tiem-sheet"

#include "config.h"

#include "document/tiem-sheet.h"

#include "base/tiem-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>
#include <xlsxwriter.h>

/* What a workbook holds. */
#define LAST_WORKBOOK_ROW 1048575
#define LONGEST_CELL 32767

struct _TiemSheetWriter
{
  char *path;
  char *temporary;
  TiemCellKind *kinds;
  guint n_columns;
  guint row;
  guint column;
  GError *error; /* the first trouble; told by close() */

  /* .xlsx */
  lxw_workbook *workbook; /* (nullable) */
  lxw_worksheet *worksheet;
  lxw_format *money_format;
  lxw_format *time_format;
  /* .csv */
  FILE *file; /* (nullable) */
};

static void
set_error_from_errno (GError **error,
                      const char *path,
                      int saved_errno)
{
  g_autofree char *shown = g_filename_display_name (path);
  TiemError code = TIEM_ERROR_READ_ONLY;
  /* Translators: a file's name, then the system's own words */
  const char *form = _ ("“%s” can't be written (%s); choose another folder.");

  if (saved_errno == ENOSPC || saved_errno == EDQUOT)
    {
      code = TIEM_ERROR_FULL;
      form = _ ("“%s” can't be written (%s); make room on the disk and try again.");
    }
  g_set_error (error, TIEM_ERROR, code, form, shown, g_strerror (saved_errno));
}

static void
note_errno (TiemSheetWriter *self,
            int saved_errno)
{
  if (self->error == NULL)
    set_error_from_errno (&self->error, self->path, saved_errno);
}

static gboolean
has_ending (const char *path,
            const char *ending)
{
  gsize length = strlen (path);

  return length > strlen (ending)
         && g_ascii_strcasecmp (path + length - strlen (ending), ending) == 0;
}

static void
start_workbook (TiemSheetWriter *self,
                const char *const *heads)
{
  lxw_workbook_options options = { .constant_memory = LXW_TRUE };
  lxw_format *head_format;

  self->workbook = workbook_new_opt (self->temporary, &options);
  self->worksheet = workbook_add_worksheet (self->workbook, NULL);
  if (self->worksheet == NULL)
    {
      note_errno (self, errno); /* no place for its temporary file */
      return;
    }
  head_format = workbook_add_format (self->workbook);
  format_set_bold (head_format);
  self->money_format = workbook_add_format (self->workbook);
  format_set_num_format (self->money_format, "#,##0");
  self->time_format = workbook_add_format (self->workbook);
  format_set_num_format (self->time_format, "dd/mm/yyyy hh:mm");
  worksheet_freeze_panes (self->worksheet, 1, 0);

  /* In constant memory the columns' widths must come before the rows. */
  for (guint i = 0; i < self->n_columns; i++)
    worksheet_set_column (self->worksheet, i, i, self->kinds[i] == TIEM_CELL_TEXT ? 24 : 16, NULL);
  for (guint i = 0; i < self->n_columns; i++)
    worksheet_write_string (self->worksheet, 0, i, heads[i], head_format);
  self->row = 1;
}

/* Spreadsheets start a formula at = + - @, also behind a tab. An apostrophe in front makes it text;
 * one that stands there already gets a second, so that reading takes off exactly ours. */
static gboolean
needs_apostrophe (const char *text)
{
  const char *first = text + strspn (text, "'");

  return *first != '\0' && strchr ("=+-@\t\r", *first) != NULL;
}

static void
put_csv_cell (TiemSheetWriter *self,
              const char *text)
{
  gboolean quoted = strpbrk (text, ",;\"\t\r\n") != NULL || *text == ' ';

  if (self->column > 0)
    fputc (',', self->file);
  if (quoted)
    fputc ('"', self->file);
  for (; *text != '\0'; text++)
    {
      if (*text == '"')
        fputc ('"', self->file);
      fputc (*text, self->file);
    }
  if (quoted)
    fputc ('"', self->file);
}

static void
put_csv_text (TiemSheetWriter *self,
              const char *text)
{
  g_autofree char *escaped = needs_apostrophe (text) ? g_strconcat ("'", text, NULL) : NULL;

  put_csv_cell (self, escaped != NULL ? escaped : text);
}

static void
start_csv (TiemSheetWriter *self,
           int fd,
           const char *const *heads)
{
  self->file = fdopen (fd, "w");
  fputs ("\xef\xbb\xbf", self->file); /* by which Excel knows UTF-8 */
  for (guint i = 0; i < self->n_columns; i++)
    tiem_sheet_writer_add_text (self, heads[i]);
  tiem_sheet_writer_end_row (self);
}

TiemSheetWriter *
tiem_sheet_writer_new (const char *path,
                       const char *const *heads,
                       const TiemCellKind *kinds,
                       GError **error)
{
  TiemSheetWriter *self;
  gboolean is_csv;
  int fd;

  g_return_val_if_fail (path != NULL && heads != NULL && kinds != NULL, NULL);

  is_csv = has_ending (path, ".csv");
  if (!is_csv && !has_ending (path, ".xlsx"))
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("Tiệm writes Excel workbooks and CSV; give the file a name that ends "
                              "in .xlsx or .csv."));
      return NULL;
    }

  self = g_new0 (TiemSheetWriter, 1);
  self->path = g_strdup (path);
  self->temporary = g_strconcat (path, ".XXXXXX", NULL);
  self->n_columns = g_strv_length ((char **)heads);
  self->kinds = g_memdup2 (kinds, sizeof *kinds * self->n_columns);
  fd = g_mkstemp_full (self->temporary, O_RDWR | O_CLOEXEC, 0600);
  if (fd < 0)
    {
      set_error_from_errno (error, path, errno);
      g_clear_pointer (&self->temporary, g_free);
      tiem_sheet_writer_abort (self);
      return NULL;
    }
  if (is_csv)
    start_csv (self, fd, heads);
  else
    {
      close (fd);
      start_workbook (self, heads);
    }
  return self;
}

/* libxlsxwriter drops a text that is too long, so it is cut; Excel counts UTF-16 units. */
static char *
cut_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  return strlen (valid) > LONGEST_CELL && g_utf8_strlen (valid, -1) > LONGEST_CELL / 2
             ? g_utf8_substring (valid, 0, LONGEST_CELL / 2)
             : g_steal_pointer (&valid);
}

void
tiem_sheet_writer_add_text (TiemSheetWriter *self,
                            const char *text)
{
  g_return_if_fail (self->column < self->n_columns);

  if (self->file != NULL)
    put_csv_text (self, text != NULL ? text : "");
  else if (text != NULL && *text != '\0' && self->error == NULL)
    {
      g_autofree char *cut = cut_text (text);

      worksheet_write_string (self->worksheet, self->row, self->column, cut, NULL);
    }
  self->column++;
}

static void
add_time (TiemSheetWriter *self,
          gint64 ms)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / 1000);
  g_autoptr (GDateTime) local = utc != NULL ? g_date_time_to_local (utc) : NULL;

  if (ms == 0 || local == NULL)
    tiem_sheet_writer_add_text (self, NULL);
  else if (self->file != NULL)
    {
      g_autofree char *text = g_date_time_format (local, "%Y-%m-%d %H:%M:%S");

      put_csv_cell (self, text);
      self->column++;
    }
  else
    {
      gint64 offset = g_date_time_get_utc_offset (local) / G_TIME_SPAN_SECOND;

      if (self->error == NULL)
        worksheet_write_unixtime (
            self->worksheet, self->row, self->column, ms / 1000 + offset, self->time_format);
      self->column++;
    }
}

void
tiem_sheet_writer_add_number (TiemSheetWriter *self,
                              gint64 number)
{
  g_return_if_fail (self->column < self->n_columns);

  if (self->kinds[self->column] == TIEM_CELL_TIME)
    add_time (self, number);
  else if (self->file != NULL)
    {
      char text[32];

      g_snprintf (text, sizeof text, "%" G_GINT64_FORMAT, number);
      put_csv_cell (self, text);
      self->column++;
    }
  else
    {
      lxw_format *format = self->kinds[self->column] == TIEM_CELL_MONEY ? self->money_format : NULL;

      if (self->error == NULL)
        worksheet_write_number (self->worksheet, self->row, self->column, (double)number, format);
      self->column++;
    }
}

void
tiem_sheet_writer_end_row (TiemSheetWriter *self)
{
  self->row++;
  self->column = 0;
  if (self->file != NULL)
    fputs ("\r\n", self->file);
  else if (self->row > LAST_WORKBOOK_ROW && self->error == NULL)
    g_set_error_literal (&self->error,
                         TIEM_ERROR,
                         TIEM_ERROR_INVALID,
                         _ ("A workbook holds no more than 1,048,576 rows; give the file a name "
                            "that ends in .csv."));
}

void
tiem_sheet_writer_add_notes (TiemSheetWriter *self,
                             const char *title,
                             const char *const *lines)
{
  lxw_worksheet *notes;

  if (self->workbook == NULL || self->error != NULL)
    return;
  notes = workbook_add_worksheet (self->workbook, title);
  if (notes == NULL)
    {
      note_errno (self, errno);
      return;
    }
  worksheet_set_column (notes, 0, 0, 110, NULL);
  for (guint i = 0; lines[i] != NULL; i++)
    worksheet_write_string (notes, i, 0, lines[i], NULL);
}

static void
finish_workbook (TiemSheetWriter *self)
{
  lxw_error status = workbook_close (g_steal_pointer (&self->workbook));
  int saved_errno = errno;

  if (status != LXW_NO_ERROR)
    {
      g_debug ("Writing a workbook: %s", lxw_strerror (status));
      note_errno (self, saved_errno != 0 ? saved_errno : EIO);
    }
}

static void
finish_csv (TiemSheetWriter *self)
{
  gboolean failed = ferror (self->file) != 0;

  if (fflush (self->file) != 0 || failed)
    note_errno (self, failed && errno == 0 ? EIO : errno);
  if (fclose (g_steal_pointer (&self->file)) != 0)
    note_errno (self, errno);
}

/* The name is taken only by a file whose content is on the disk. */
static void
move_into_place (TiemSheetWriter *self)
{
  int fd = open (self->temporary, O_RDONLY | O_CLOEXEC);

  if (fd < 0 || fsync (fd) != 0 || g_rename (self->temporary, self->path) != 0)
    note_errno (self, errno);
  else
    g_clear_pointer (&self->temporary, g_free);
  if (fd >= 0)
    close (fd);
}

gboolean
tiem_sheet_writer_close (TiemSheetWriter *self,
                         GError **error)
{
  gboolean done;

  g_return_val_if_fail (self != NULL, FALSE);

  errno = 0;
  if (self->workbook != NULL)
    finish_workbook (self);
  else
    finish_csv (self);
  if (self->error == NULL)
    move_into_place (self);

  done = self->error == NULL;
  if (!done)
    g_propagate_error (error, g_steal_pointer (&self->error));
  tiem_sheet_writer_abort (self);
  return done;
}

void
tiem_sheet_writer_abort (TiemSheetWriter *self)
{
  g_return_if_fail (self != NULL);

  /* Freeing a workbook takes closing it. */
  if (self->workbook != NULL)
    workbook_close (self->workbook);
  if (self->file != NULL)
    fclose (self->file);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_clear_error (&self->error);
  g_free (self->temporary);
  g_free (self->path);
  g_free (self->kinds);
  g_free (self);
}
