#define G_LOG_DOMAIN "tiem-sheet"

#include "config.h"

#include "document/tiem-sheet.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"

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

/* Columns are as wide as what they hold, in characters, between these. */
#define NARROWEST 12
#define WIDEST 60
#define TIME_WIDTH 16 /* "22/11/2026 18:02" */
/* The format "@": what is typed into the column later, as 0905…, keeps its zero. */
#define TEXT_FORMAT 49
/* As much is still readable when it is printed on one page's width. */
#define PAGE_WIDTH 160

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
  guint *widths; /* of each column: its longest line, in characters */
  lxw_format *text_format;
  lxw_format *lines_format; /* text of several lines */
  lxw_format *number_format;
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
note_width (TiemSheetWriter *self,
            guint column,
            const char *text)
{
  for (const char *line = text; line != NULL; line = strchr (line, '\n'))
    {
      gsize bytes;

      line += *line == '\n';
      bytes = strcspn (line, "\n");
      self->widths[column]
          = MAX (self->widths[column], (guint)g_utf8_strlen (line, MIN (bytes, WIDEST * 4)));
    }
}

static void
start_workbook (TiemSheetWriter *self,
                const char *const *heads)
{
  lxw_workbook_options options = { .constant_memory = LXW_TRUE };
  lxw_format *head_format;
  lxw_format *number_head_format;

  self->workbook = workbook_new_opt (self->temporary, &options);
  self->worksheet = workbook_add_worksheet (self->workbook, NULL);
  if (self->worksheet == NULL)
    {
      note_errno (self, errno); /* no place for its temporary file */
      return;
    }
  head_format = workbook_add_format (self->workbook);
  format_set_bold (head_format);
  format_set_indent (head_format, 1);
  number_head_format = workbook_add_format (self->workbook);
  format_set_bold (number_head_format);
  format_set_align (number_head_format, LXW_ALIGN_RIGHT);
  self->text_format = workbook_add_format (self->workbook);
  format_set_num_format_index (self->text_format, TEXT_FORMAT);
  format_set_indent (self->text_format, 1); /* off the number before it */
  self->lines_format = workbook_add_format (self->workbook);
  format_set_num_format_index (self->lines_format, TEXT_FORMAT);
  format_set_indent (self->lines_format, 1);
  format_set_align (self->lines_format, LXW_ALIGN_VERTICAL_TOP);
  format_set_text_wrap (self->lines_format);
  self->number_format = workbook_add_format (self->workbook);
  format_set_num_format (self->number_format, "#,##0");
  self->time_format = workbook_add_format (self->workbook);
  format_set_num_format (self->time_format, "dd/mm/yyyy hh:mm");
  worksheet_freeze_panes (self->worksheet, 1, 0);
  worksheet_repeat_rows (self->worksheet, 0, 0);
  worksheet_set_landscape (self->worksheet);

  for (guint i = 0; i < self->n_columns; i++)
    {
      note_width (self, i, heads[i]);
      worksheet_write_string (self->worksheet,
                              0,
                              i,
                              heads[i],
                              self->kinds[i] == TIEM_CELL_TEXT ? head_format : number_head_format);
    }
  self->row = 1;
}

/* The rows are on the disk by now; the columns are written when the workbook is closed. */
static void
set_columns (TiemSheetWriter *self)
{
  guint sum = 0;

  for (guint i = 0; i < self->n_columns; i++)
    {
      guint least = self->kinds[i] == TIEM_CELL_TIME ? TIME_WIDTH : NARROWEST;
      guint width = CLAMP (self->widths[i], least, WIDEST) + 2;

      worksheet_set_column (self->worksheet,
                            i,
                            i,
                            width,
                            self->kinds[i] == TIEM_CELL_TEXT ? self->text_format : NULL);
      sum += width;
    }
  if (sum <= PAGE_WIDTH)
    worksheet_fit_to_pages (self->worksheet, 1, 0);
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
  self->widths = g_new0 (guint, self->n_columns);
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

      note_width (self, self->column, cut);
      worksheet_write_string (self->worksheet,
                              self->row,
                              self->column,
                              cut,
                              strchr (cut, '\n') != NULL ? self->lines_format : self->text_format);
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
      g_autofree char *shown = tiem_number_format (number);

      note_width (self, self->column, shown);
      if (self->error == NULL)
        worksheet_write_number (
            self->worksheet, self->row, self->column, (double)number, self->number_format);
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
  lxw_error status;
  int saved_errno;

  if (self->worksheet != NULL)
    set_columns (self);
  status = workbook_close (g_steal_pointer (&self->workbook));
  saved_errno = errno;

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

  /* Closing it would write all of it first: seconds for a list that was called off. */
  g_clear_pointer (&self->workbook, lxw_workbook_free);
  if (self->file != NULL)
    fclose (self->file);
  if (self->temporary != NULL)
    g_unlink (self->temporary);
  g_clear_error (&self->error);
  g_free (self->temporary);
  g_free (self->path);
  g_free (self->kinds);
  g_free (self->widths);
  g_free (self);
}
