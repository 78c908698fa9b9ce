#define G_LOG_DOMAIN "tiem-sheet-patch"

#include "config.h"

#include "document/tiem-sheet-patch-private.h"

#include "base/tiem-error.h"
#include "document/tiem-sheet-xlsx-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The text of one sheet with some cells replaced. expat tells where each cell begins and ends;
 * all bytes between are copied. */

typedef struct
{
  guint row;
  guint column;
  char kind; /* 't'ext of any sort, 'n'umber */
  gsize begin, end;
  char *prefix; /* "x:" where the workbook has one, else "" */
  char *style;  /* (nullable) */
} Cell;

typedef struct
{
  XML_Parser parser;
  GHashTable *wanted; /* key → TiemSheetPatch, borrowed */
  GHashTable *rows;   /* row + 1 that is wanted */
  GArray *edits;      /* (element-type Edit) */
  GHashTable *places; /* row + 1 → Place: where cells that are not there may go */
  guint next_row, next_column;
  guint row, column;
  Cell cell;
} Scan;

/* Bytes [begin, end) become text. */
typedef struct
{
  gsize begin, end;
  char *text; /* (owned) */
} Edit;

/* The cells of a row as they stand there: behind which another one goes. */
typedef struct
{
  GArray *columns; /* (element-type guint) */
  GArray *ends;    /* (element-type gsize) beside them */
  char *prefix;
} Place;

static void
place_free (gpointer data)
{
  Place *self = data;

  g_array_unref (self->columns);
  g_array_unref (self->ends);
  g_free (self->prefix);
  g_free (self);
}

static void
clear_edit (gpointer data)
{
  g_free (((Edit *)data)->text);
}

static gpointer
make_key (guint row,
          guint column)
{
  return GSIZE_TO_POINTER (((gsize)row << 16 | column) + 1);
}

static char *
dup_prefix (const char *element)
{
  const char *colon = strchr (element, ':');

  return colon != NULL ? g_strndup (element, colon - element + 1) : g_strdup ("");
}

static void
read_reference (Scan *self,
                const char *text)
{
  guint column = 0;
  guint64 row;
  int letters = 0;

  for (; g_ascii_isalpha (*text) && letters < 3; text++, letters++)
    column = column * 26 + (g_ascii_toupper (*text) - 'A' + 1);
  if (letters > 0 && g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT, &row, NULL))
    {
      self->column = column - 1;
      self->row = (guint)row - 1;
    }
}

static gsize
get_begin (Scan *self)
{
  return (gsize)XML_GetCurrentByteIndex (self->parser);
}

/* Of the event that is being told: a start tag, an end tag, or an element without content. */
static gsize
get_end (Scan *self)
{
  return get_begin (self) + (gsize)XML_GetCurrentByteCount (self->parser);
}

static Place *
ensure_place (Scan *self,
              guint row)
{
  gpointer key = GUINT_TO_POINTER (row + 1);
  Place *place = g_hash_table_lookup (self->places, key);

  if (place == NULL && g_hash_table_contains (self->rows, key))
    {
      place = g_new0 (Place, 1);
      place->columns = g_array_new (FALSE, FALSE, sizeof (guint));
      place->ends = g_array_new (FALSE, FALSE, sizeof (gsize));
      g_hash_table_insert (self->places, key, place);
    }
  return place;
}

static void
start_cb (void *data,
          const char *element,
          const char **attributes)
{
  Scan *self = data;
  const char *name = tiem_xlsx_local_name (element);

  if (strcmp (name, "row") == 0)
    {
      guint row = tiem_xlsx_attribute_uint (attributes, "r", 0);

      self->row = row > 0 ? row - 1 : self->next_row;
      self->next_row = self->row + 1;
      self->next_column = 0;
    }
  else if (strcmp (name, "c") == 0)
    {
      const char *reference = tiem_xlsx_attribute (attributes, "r");
      const char *kind = tiem_xlsx_attribute (attributes, "t");

      self->column = self->next_column;
      if (reference != NULL)
        read_reference (self, reference);
      self->next_column = self->column + 1;
      self->cell = (Cell){ .row = self->row,
                           .column = self->column,
                           .kind = kind != NULL && strcmp (kind, "n") != 0 ? 't' : 'n',
                           .begin = get_begin (self),
                           .prefix = dup_prefix (element),
                           .style = g_strdup (tiem_xlsx_attribute (attributes, "s")) };
    }
}

/* Returns: (transfer full): "AB12" */
static char *
make_reference (guint row,
                guint column)
{
  char letters[4];
  int n = 0;

  for (column++; column > 0 && n < 3; column = (column - 1) / 26)
    letters[n++] = (char)('A' + (column - 1) % 26);
  letters[n] = '\0';
  g_strreverse (letters);
  return g_strdup_printf ("%s%u", letters, row + 1);
}

/* Returns: (transfer full): a whole cell */
static char *
make_cell (const Cell *cell,
           const char *digits)
{
  g_autofree char *reference = make_reference (cell->row, cell->column);
  g_autofree char *style
      = cell->style != NULL ? g_markup_printf_escaped (" s=\"%s\"", cell->style) : g_strdup ("");
  const char *p = cell->prefix;

  if (cell->kind == 't')
    return g_strdup_printf ("<%sc r=\"%s\"%s t=\"inlineStr\"><%sis><%st>%s</%st></%sis></%sc>",
                            p,
                            reference,
                            style,
                            p,
                            p,
                            digits,
                            p,
                            p,
                            p);
  return g_strdup_printf (
      "<%sc r=\"%s\"%s><%sv>%s</%sv></%sc>", p, reference, style, p, digits, p, p);
}

static void
end_cell (Scan *self)
{
  Cell *cell = &self->cell;
  gpointer key = make_key (cell->row, cell->column);
  const TiemSheetPatch *patch = g_hash_table_lookup (self->wanted, key);
  Place *place = ensure_place (self, cell->row);

  cell->end = get_end (self);
  if (place != NULL)
    {
      if (place->prefix == NULL)
        place->prefix = g_strdup (cell->prefix);
      g_array_append_val (place->columns, cell->column);
      g_array_append_val (place->ends, cell->end);
    }
  if (patch != NULL)
    {
      Edit edit = { cell->begin, cell->end, make_cell (cell, patch->text) };

      g_array_append_val (self->edits, edit);
      g_hash_table_remove (self->wanted, key);
    }
  g_clear_pointer (&cell->prefix, g_free);
  g_clear_pointer (&cell->style, g_free);
}

static void
end_cb (void *data,
        const char *element)
{
  Scan *self = data;

  if (strcmp (tiem_xlsx_local_name (element), "c") == 0)
    end_cell (self);
}

/* --- cells that are not there --- */

static int
compare_patches (gconstpointer a,
                 gconstpointer b)
{
  const TiemSheetPatch *one = *(const TiemSheetPatch *const *)a;
  const TiemSheetPatch *other = *(const TiemSheetPatch *const *)b;

  return one->row != other->row ? (one->row > other->row) - (one->row < other->row)
                                : (one->column > other->column) - (one->column < other->column);
}

/* Behind the last cell that stands left of it. */
static gboolean
add_missing_cell (Scan *self,
                  const TiemSheetPatch *patch)
{
  const Place *place = g_hash_table_lookup (self->places, GUINT_TO_POINTER (patch->row + 1));
  Cell cell = { .row = patch->row, .column = patch->column, .kind = 't' };
  Edit edit = { 0 };
  guint best = 0;

  for (guint i = 0; place != NULL && i < place->columns->len; i++)
    {
      guint column = g_array_index (place->columns, guint, i);

      if (column < patch->column && (edit.begin == 0 || column >= best))
        {
          best = column;
          edit.begin = g_array_index (place->ends, gsize, i);
        }
    }
  if (edit.begin == 0)
    return FALSE;
  edit.end = edit.begin;
  cell.prefix = place->prefix;
  edit.text = make_cell (&cell, patch->text);
  g_array_append_val (self->edits, edit);
  return TRUE;
}

static gboolean
add_missing (Scan *self,
             GError **error)
{
  g_autoptr (GPtrArray) left = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer patch;

  g_hash_table_iter_init (&iter, self->wanted);
  while (g_hash_table_iter_next (&iter, NULL, &patch))
    g_ptr_array_add (left, patch);
  g_ptr_array_sort (left, compare_patches);
  for (guint i = 0; i < left->len; i++)
    if (!add_missing_cell (self, g_ptr_array_index (left, i)))
      {
        const TiemSheetPatch *lost = g_ptr_array_index (left, i);

        g_set_error (error,
                     TIEM_ERROR,
                     TIEM_ERROR_INVALID,
                     _ ("Row %u of the file changed while it was read; download it again."),
                     lost->row + 1);
        return FALSE;
      }
  return TRUE;
}

/* --- the whole --- */

static int
compare_edits (gconstpointer a,
               gconstpointer b)
{
  const Edit *one = a;
  const Edit *other = b;

  if (one->begin != other->begin)
    return (one->begin > other->begin) - (one->begin < other->begin);
  return (one->end > other->end) - (one->end < other->end);
}

static GByteArray *
apply (Scan *self,
       const guint8 *bytes,
       gsize length)
{
  GByteArray *out = g_byte_array_sized_new ((guint)length + 64 * self->edits->len);
  gsize at = 0;

  g_array_sort (self->edits, compare_edits);
  for (guint i = 0; i < self->edits->len; i++)
    {
      const Edit *edit = &g_array_index (self->edits, Edit, i);

      g_byte_array_append (out, bytes + at, (guint)(edit->begin - at));
      g_byte_array_append (out, (const guint8 *)edit->text, (guint)strlen (edit->text));
      at = edit->end;
    }
  g_byte_array_append (out, bytes + at, (guint)(length - at));
  return out;
}

GByteArray *
tiem_sheet_patch_cells (const guint8 *bytes,
                        gsize length,
                        GPtrArray *patches,
                        GError **error)
{
  Scan scan = { .parser = XML_ParserCreate (NULL) };
  GByteArray *out = NULL;
  gboolean ok;

  scan.wanted = g_hash_table_new (NULL, NULL);
  scan.rows = g_hash_table_new (NULL, NULL);
  scan.places = g_hash_table_new_full (NULL, NULL, NULL, place_free);
  scan.edits = g_array_new (FALSE, FALSE, sizeof (Edit));
  g_array_set_clear_func (scan.edits, clear_edit);
  for (guint i = 0; i < patches->len; i++)
    {
      TiemSheetPatch *patch = g_ptr_array_index (patches, i);

      g_hash_table_insert (scan.wanted, make_key (patch->row, patch->column), patch);
      g_hash_table_add (scan.rows, GUINT_TO_POINTER (patch->row + 1));
    }

  XML_SetUserData (scan.parser, &scan);
  XML_SetElementHandler (scan.parser, start_cb, end_cb);
  ok = XML_Parse (scan.parser, (const char *)bytes, (int)length, XML_TRUE) == XML_STATUS_OK;
  if (!ok)
    g_set_error_literal (error,
                         TIEM_ERROR,
                         TIEM_ERROR_INVALID,
                         _ ("The file is damaged or cut off; download it again."));
  else if (add_missing (&scan, error))
    out = apply (&scan, bytes, length);

  g_free (scan.cell.prefix);
  g_free (scan.cell.style);
  XML_ParserFree (scan.parser);
  g_hash_table_unref (scan.wanted);
  g_hash_table_unref (scan.rows);
  g_hash_table_unref (scan.places);
  g_array_unref (scan.edits);
  return out;
}
