#include "book-fixture.h"

#include <archive.h>
#include <archive_entry.h>
#include <glib/gstdio.h>
#include <string.h>

static char *folder;

char *
book_path (const char *name)
{
  if (folder == NULL)
    {
      folder = g_dir_make_tmp ("tiem-books-XXXXXX", NULL);
      g_assert_nonnull (folder);
    }
  return g_build_filename (folder, name, NULL);
}

char *
book_write_bytes (const char *name,
                  const char *bytes,
                  gssize length)
{
  char *path = book_path (name);

  g_assert_true (g_file_set_contents (path, bytes, length, NULL));
  return path;
}

char *
book_write_parts (const char *name,
                  const char *const *parts)
{
  char *path = book_path (name);
  struct archive *zip = archive_write_new ();

  archive_write_set_format_zip (zip);
  g_assert_cmpint (archive_write_open_filename (zip, path), ==, ARCHIVE_OK);
  for (; parts[0] != NULL; parts += 2)
    {
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, parts[0]);
      archive_entry_set_size (entry, strlen (parts[1]));
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_perm (entry, 0644);
      g_assert_cmpint (archive_write_header (zip, entry), ==, ARCHIVE_OK);
      archive_write_data (zip, parts[1], strlen (parts[1]));
      archive_entry_free (entry);
    }
  archive_write_close (zip);
  archive_write_free (zip);
  return path;
}

static void
append_cell (GString *out,
             int row,
             int column,
             const char *text)
{
  g_autofree char *safe = g_markup_escape_text (text + (strchr ("#=!", *text) != NULL), -1);
  g_autofree char *letters
      = column < 26 ? g_strdup_printf ("%c", 'A' + column)
                    : g_strdup_printf ("%c%c", 'A' + column / 26 - 1, 'A' + column % 26);

  g_string_append_printf (out, "<c r='%s%d'", letters, row);
  if (*text == '#')
    g_string_append_printf (out, "><v>%s</v></c>", safe);
  else if (*text == '=' && text[1] != '\0')
    g_string_append_printf (out, " t='str'><f>A1</f><v>%s</v></c>", safe);
  else if (*text == '=')
    g_string_append (out, "><f>A1*2</f></c>");
  else if (*text == '!')
    g_string_append_printf (out, " t='e'><v>%s</v></c>", safe);
  else
    g_string_append_printf (out, " t='inlineStr'><is><t>%s</t></is></c>", safe);
}

static char *
make_sheet (const BookSheet *sheet)
{
  g_autoptr (GString) out = g_string_new ("<worksheet><sheetData>");
  g_auto (GStrv) rows = g_strsplit (sheet->rows, "\n", -1);

  for (int i = 0; rows[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (rows[i], "|", -1);

      g_string_append_printf (out, "<row r='%d'>", i + 1);
      for (int j = 0; cells[j] != NULL; j++)
        if (*cells[j] != '\0')
          append_cell (out, i + 1, j, cells[j]);
      g_string_append (out, "</row>");
    }
  g_string_append (out, "</sheetData>");
  if (sheet->merges != NULL)
    {
      g_auto (GStrv) merges = g_strsplit (sheet->merges, " ", -1);

      g_string_append (out, "<mergeCells>");
      for (int i = 0; merges[i] != NULL; i++)
        g_string_append_printf (out, "<mergeCell ref='%s'/>", merges[i]);
      g_string_append (out, "</mergeCells>");
    }
  g_string_append (out, "</worksheet>");
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
book_write (const char *name,
            const BookSheet *sheets,
            gsize n_sheets)
{
  g_autoptr (GString) book = g_string_new ("<workbook><sheets>");
  g_autoptr (GString) relations = g_string_new ("<Relationships>");
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  for (gsize i = 0; i < n_sheets; i++)
    {
      g_autofree char *safe = g_markup_escape_text (sheets[i].name, -1);

      g_string_append_printf (book,
                              "<sheet name='%s' sheetId='%zu' r:id='r%zu'%s/>",
                              safe,
                              i + 1,
                              i + 1,
                              sheets[i].hidden ? " state='hidden'" : "");
      g_string_append_printf (
          relations, "<Relationship Id='r%zu' Target='worksheets/sheet%zu.xml'/>", i + 1, i + 1);
      g_ptr_array_add (parts, g_strdup_printf ("xl/worksheets/sheet%zu.xml", i + 1));
      g_ptr_array_add (parts, make_sheet (&sheets[i]));
    }
  g_string_append (book, "</sheets></workbook>");
  g_string_append (relations, "</Relationships>");
  g_ptr_array_add (parts, g_strdup ("xl/workbook.xml"));
  g_ptr_array_add (parts, g_strdup (book->str));
  g_ptr_array_add (parts, g_strdup ("xl/_rels/workbook.xml.rels"));
  g_ptr_array_add (parts, g_strdup (relations->str));
  g_ptr_array_add (parts, NULL);
  return book_write_parts (name, (const char *const *)parts->pdata);
}

char *
book_write_rows (const char *name,
                 const char *rows)
{
  BookSheet sheet = { "Sheet1", FALSE, rows, NULL };

  return book_write (name, &sheet, 1);
}

void
book_end (void)
{
  g_autoptr (GDir) open = NULL;
  const char *name;

  if (folder == NULL)
    return;
  open = g_dir_open (folder, 0, NULL);
  while ((name = g_dir_read_name (open)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      g_remove (path);
    }
  g_rmdir (folder);
  g_clear_pointer (&folder, g_free);
}
