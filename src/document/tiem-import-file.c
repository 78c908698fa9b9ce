#define G_LOG_DOMAIN "tiem-import"

#include "config.h"

#include "document/tiem-import-private.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A file on its way in: its sheets, whose table it is, and where its columns stand. */

#define SAMPLES 3
#define SAMPLED_ROWS 200

TiemImportFile *
tiem_import_file_open (const char *path,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GPtrArray) all = tiem_sheet_open (path, cancellable, error);
  g_autoptr (TiemImportFile) self = NULL;

  if (all == NULL)
    return NULL;
  self = g_new0 (TiemImportFile, 1);
  self->name = g_path_get_basename (path);
  self->stock = g_array_new (FALSE, FALSE, sizeof (guint));
  self->branches = g_ptr_array_new_with_free_func (g_free);
  self->sheets = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_sheet_free);
  while (all->len > 0)
    {
      TiemSheet *sheet = g_ptr_array_steal_index (all, 0);

      if (sheet->hidden || sheet->rows->len == 0)
        tiem_sheet_free (sheet);
      else
        g_ptr_array_add (self->sheets, sheet);
    }
  return g_steal_pointer (&self);
}

static void
forget_fixes (TiemImportFile *self)
{
  for (int i = 0; i < TIEM_N_FIXES; i++)
    {
      self->n_fixes[i] = 0;
      g_clear_pointer (&self->fix_samples[i], g_free);
    }
}

void
tiem_import_file_free (TiemImportFile *self)
{
  if (self == NULL)
    return;
  forget_fixes (self);
  g_ptr_array_unref (self->sheets);
  g_ptr_array_unref (self->branches);
  g_array_unref (self->stock);
  g_free (self->name);
  g_free (self);
}

static gboolean
fail (const char *message,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, message);
  return FALSE;
}

/* --- heads --- */

/* "Giá" over "Nhập" and "Bán": a head of two rows says both. */
char *
tiem_import_file_make_head (TiemImportFile *self,
                            guint column)
{
  g_autofree char *head = tiem_sheet_tidy_head (
      self->two_rows ? tiem_sheet_get_spread (self->sheet, self->head_row, column)
                     : tiem_sheet_get_cell (self->sheet, self->head_row, column));
  g_autofree char *below = NULL;

  if (!self->two_rows)
    return g_steal_pointer (&head);
  below = tiem_sheet_tidy_head (tiem_sheet_get_cell (self->sheet, self->head_row + 1, column));
  if (*below == '\0' || strcmp (head, below) == 0)
    return g_steal_pointer (&head);
  return *head != '\0' ? g_strdup_printf ("%s %s", head, below) : g_steal_pointer (&below);
}

/* A head spread over several columns, none of them a title over all, with words below it. */
static gboolean
fills_two_rows (const TiemSheet *sheet,
                guint row)
{
  GPtrArray *cells = g_ptr_array_index (sheet->rows, row);
  guint n_filled = 0;

  if (sheet->spread == NULL || row + 1 >= sheet->rows->len)
    return FALSE;
  for (guint column = 0; column < cells->len; column++)
    n_filled += *tiem_sheet_get_cell (sheet, row, column) != '\0';
  for (guint column = 0; n_filled > 1 && column + 1 < TIEM_SHEET_HEAD_ROWS * 4; column++)
    if (*tiem_sheet_get_cell (sheet, row, column) != '\0'
        && *tiem_sheet_get_cell (sheet, row, column + 1) == '\0'
        && *tiem_sheet_get_spread (sheet, row, column + 1) != '\0'
        && *tiem_sheet_get_cell (sheet, row + 1, column + 1) != '\0')
      return TRUE;
  return FALSE;
}

guint
tiem_import_file_get_n_columns (TiemImportFile *self)
{
  guint n = 0;

  if (self->sheet == NULL)
    return 0;
  for (guint row = self->head_row; row < MIN (self->sheet->rows->len, self->head_row + 3); row++)
    n = MAX (n, ((GPtrArray *)g_ptr_array_index (self->sheet->rows, row))->len);
  return n;
}

/* Returns: (transfer full): the same for files with the same heads */
static char *
make_signature (TiemImportFile *self)
{
  g_autoptr (GString) heads = g_string_new (NULL);

  for (guint column = 0; column < tiem_import_file_get_n_columns (self); column++)
    {
      g_autofree char *head = tiem_import_file_make_head (self, column);

      g_string_append_printf (heads, "%s\t", head);
    }
  return g_compute_checksum_for_string (G_CHECKSUM_SHA256, heads->str, heads->len);
}

static void
forget_columns (TiemImportFile *self)
{
  for (int field = 0; field < TIEM_N_FIELDS; field++)
    self->columns[field] = TIEM_SHEET_NO_COLUMN;
  g_array_set_size (self->stock, 0);
  g_ptr_array_set_size (self->branches, 0);
}

void
tiem_import_file_add_branch (TiemImportFile *self,
                             guint column,
                             const char *name)
{
  g_array_append_val (self->stock, column);
  g_ptr_array_add (self->branches, g_strdup (name));
}

/* The columns of a program's table. */
static void
match_columns (TiemImportFile *self)
{
  const TiemImportHead *heads = self->program->heads;
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autofree guint *columns = NULL;

  for (gsize i = 0; heads[i].head != NULL; i++)
    g_ptr_array_add (names, (gpointer)heads[i].head);
  columns = g_new (guint, names->len + 1);
  g_ptr_array_add (names, NULL);
  tiem_sheet_match_heads (self->sheet, self->head_row, (const char *const *)names->pdata, columns);
  for (gsize i = 0; heads[i].head != NULL; i++)
    if (columns[i] != TIEM_SHEET_NO_COLUMN && self->columns[heads[i].field] == TIEM_SHEET_NO_COLUMN)
      self->columns[heads[i].field] = columns[i];
}

/* --- tables nobody knows --- */

/* Returns: how many fields the row names; columns are those of the file */
static guint
guess_columns (TiemImportFile *self,
               guint row)
{
  guint found = 0;

  forget_columns (self);
  self->head_row = row;
  self->two_rows = fills_two_rows (self->sheet, row);
  for (guint column = 0; column < tiem_import_file_get_n_columns (self); column++)
    {
      g_autofree char *head = tiem_import_file_make_head (self, column);
      TiemField field = tiem_import_guess_field (head);

      if (field == TIEM_N_FIELDS || self->columns[field] != TIEM_SHEET_NO_COLUMN)
        continue;
      self->columns[field] = column;
      found++;
    }
  return found;
}

/* The row of heads of a table nobody knows: the one that says most. Returns: how much */
static guint
guess_head_row (TiemImportFile *self)
{
  guint best_row = 0;
  guint best = 0;

  for (guint row = 0; row < MIN (self->sheet->rows->len, TIEM_SHEET_HEAD_ROWS); row++)
    {
      guint found = guess_columns (self, row);

      if (found > best)
        {
          best = found;
          best_row = row;
        }
    }
  if (best == 0)
    for (guint row = 0; row < MIN (self->sheet->rows->len, TIEM_SHEET_HEAD_ROWS); row++)
      {
        GPtrArray *cells = g_ptr_array_index (self->sheet->rows, row);

        if (cells->len > 1)
          {
            best_row = row;
            break;
          }
      }
  guess_columns (self, best_row);
  return best;
}

/* "#3=price", "Giá lẻ=price", "Ghi chú=": the owner's word about one column. */
static gboolean
map_column (TiemImportFile *self,
            const char *item,
            GError **error)
{
  const char *equals = strrchr (item, '=');
  g_autofree char *head = NULL;
  guint column = TIEM_SHEET_NO_COLUMN;
  TiemField field;
  guint64 number;

  if (equals == NULL)
    return fail (_ ("A column is named by its head, an equals sign and what it holds."), error);
  head = g_strndup (item, equals - item);
  field = tiem_field_from_name (equals + 1);
  if (field >= TIEM_N_PLAIN_FIELDS && equals[1] != '\0')
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   /* Translators: %s is a word the owner typed; the other words stay as they are */
                   _ ("“%s” is nothing a column can hold; write sku, name, option, price, cost, "
                      "barcode, on_hand, shelf, category, description or image."),
                   equals + 1);
      return FALSE;
    }
  if (*head == '#' && g_ascii_string_to_unsigned (head + 1, 10, 1, 1000, &number, NULL))
    column = (guint)number - 1;
  else
    {
      const char *const heads[] = { head, NULL };

      tiem_sheet_match_heads (self->sheet, self->head_row, heads, &column);
      for (guint i = 0; column == TIEM_SHEET_NO_COLUMN && i < tiem_import_file_get_n_columns (self);
           i++)
        {
          g_autofree char *made = tiem_import_file_make_head (self, i);
          g_autofree char *folded = tiem_text_fold (made);
          g_autofree char *wanted = tiem_text_fold (head);

          if (strcmp (folded, wanted) == 0)
            column = i;
        }
    }
  if (column >= tiem_import_file_get_n_columns (self))
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   /* Translators: %s is a column's head */
                   _ ("The file has no column “%s”; look at its heads."),
                   head);
      return FALSE;
    }
  for (int i = 0; i < TIEM_N_FIELDS; i++)
    if (self->columns[i] == column)
      self->columns[i] = TIEM_SHEET_NO_COLUMN;
  if (equals[1] != '\0')
    self->columns[field] = column;
  return TRUE;
}

static gboolean
map_columns (TiemImportFile *self,
             const char *const *map,
             GError **error)
{
  for (; map != NULL && *map != NULL; map++)
    if (!map_column (self, *map, error))
      return FALSE;
  return TRUE;
}

/* What the owner said of such heads before. *known: he did */
static gboolean
recall (TiemImportFile *self,
        TiemStore *store,
        gboolean *known,
        GError **error)
{
  g_autofree char *signature = make_signature (self);
  g_autoptr (GError) local = NULL;
  g_autofree char *mapping = tiem_store_get_import_mapping (store, signature, &local);
  g_auto (GStrv) items = NULL;

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  *known = mapping != NULL;
  if (mapping == NULL)
    return TRUE;
  for (int field = 0; field < TIEM_N_FIELDS; field++)
    self->columns[field] = TIEM_SHEET_NO_COLUMN;
  items = g_strsplit (mapping, "\n", -1);
  return map_columns (self, (const char *const *)items, error);
}

gboolean
tiem_import_file_remember (TiemImportFile *self,
                           TiemStore *store,
                           GError **error)
{
  g_autofree char *signature = make_signature (self);
  g_autoptr (GPtrArray) items = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *mapping = NULL;

  for (int field = 0; field < TIEM_N_PLAIN_FIELDS; field++)
    if (self->columns[field] != TIEM_SHEET_NO_COLUMN)
      g_ptr_array_add (
          items, g_strdup_printf ("#%u=%s", self->columns[field] + 1, tiem_field_get_name (field)));
  g_ptr_array_add (items, NULL);
  mapping = g_strjoinv ("\n", (char **)items->pdata);
  return tiem_store_set_import_mapping (store, signature, mapping, error);
}

/* --- whose table --- */

/* Whether the sheet is some program's, of what was asked for. */
static gboolean
is_known_sheet (const TiemSheet *sheet,
                TiemImportWhat what)
{
  const TiemPeopleProgram *people;
  guint head_row;

  if ((what == TIEM_IMPORT_ANY || what == TIEM_IMPORT_GOODS)
      && tiem_import_find_program (sheet, &head_row) != NULL)
    return TRUE;
  if (what == TIEM_IMPORT_GOODS || (people = tiem_import_find_people (sheet, &head_row)) == NULL)
    return FALSE;
  return what != TIEM_IMPORT_ANY || !tiem_people_program_is_plain (people);
}

/* The sheets that are some program's, or could be goods. Returns: how many; *found the first */
static guint
count_known_sheets (TiemImportFile *self,
                    TiemImportWhat what,
                    guint *found)
{
  guint n = 0;

  for (guint i = 0; i < self->sheets->len; i++)
    {
      if (!is_known_sheet (g_ptr_array_index (self->sheets, i), what))
        continue;
      if (n++ == 0)
        *found = i + 1;
    }
  return n;
}

static guint
count_likely_sheets (TiemImportFile *self,
                     guint *found)
{
  guint n = 0;

  for (guint i = 0; i < self->sheets->len; i++)
    {
      self->sheet = g_ptr_array_index (self->sheets, i);
      if (guess_head_row (self) < 2 || self->columns[TIEM_FIELD_SKU] == TIEM_SHEET_NO_COLUMN)
        continue;
      if (n++ == 0)
        *found = i + 1;
    }
  return n;
}

/* TRUE with *number 0: the owner has to say. */
static gboolean
choose_sheet (TiemImportFile *self,
              const TiemImportChoices *choices,
              guint *number,
              GError **error)
{
  guint n;

  *number = 0;
  if (self->sheets->len == 0)
    return fail (_ ("The file holds no table; export it again."), error);
  if (choices->sheet > self->sheets->len)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   g_dngettext (GETTEXT_PACKAGE,
                                "The file has %u sheet; choose that one.",
                                "The file has %u sheets; choose one of them.",
                                self->sheets->len),
                   self->sheets->len);
      return FALSE;
    }
  if (choices->sheet > 0 || self->sheets->len == 1)
    *number = MAX (choices->sheet, 1);
  else
    {
      n = count_known_sheets (self, choices->what, number);
      if (n == 0)
        n = count_likely_sheets (self, number);
      if (n != 1)
        *number = 0;
    }
  return TRUE;
}

static gboolean
use_program (TiemImportFile *self,
             const TiemImportChoices *choices,
             GError **error)
{
  self->two_rows = FALSE;
  self->data_row = self->program->find_data != NULL
                       ? self->program->find_data (self->sheet, self->head_row)
                       : self->head_row + 1;
  match_columns (self);
  if (self->program->find_stock != NULL)
    self->program->find_stock (self);
  return map_columns (self, choices->map, error);
}

static gboolean
use_guess (TiemImportFile *self,
           TiemStore *store,
           const TiemImportChoices *choices,
           TiemImportQuestion *question,
           GError **error)
{
  const char *other = tiem_import_find_other_kind (self->sheet);
  gboolean known = FALSE;

  if (other != NULL)
    return fail (other, error);
  self->program = &tiem_import_plain;
  guess_head_row (self);
  self->data_row = self->head_row + 1 + self->two_rows;
  if (self->head_row >= self->sheet->rows->len)
    return fail (_ ("The file holds no table; export it again."), error);
  if (choices->map != NULL)
    return map_columns (self, choices->map, error);
  if (!recall (self, store, &known, error))
    return FALSE;
  self->was_remembered = known;
  if (!known)
    *question = TIEM_IMPORT_ASK_COLUMNS;
  return TRUE;
}

/* Returns: FALSE with @error when it is people, but not those that were asked for */
static gboolean
find_people (TiemImportFile *self,
             const TiemImportChoices *choices,
             GError **error)
{
  const TiemPeopleProgram *program = NULL;
  TiemImportWhat what;

  self->people = NULL;
  if (choices->what == TIEM_IMPORT_GOODS
      || (program = tiem_import_find_people (self->sheet, &self->head_row)) == NULL)
    return TRUE;
  tiem_import_use_people (self, program);
  what = tiem_import_file_get_what (self);
  if (choices->what == TIEM_IMPORT_ANY || choices->what == what)
    return TRUE;
  return fail (
      what == TIEM_IMPORT_CUSTOMERS
          ? _ ("This is a list of customers, not of suppliers; import it under Customers.")
          : _ ("This is a list of suppliers, not of customers; import it under Suppliers."),
      error);
}

static gboolean
fail_for_people (const TiemImportChoices *choices,
                 GError **error)
{
  return fail (choices->what == TIEM_IMPORT_CUSTOMERS
                   ? _ ("This is no list of customers; export KiotViet's or Sapo's again and leave "
                        "its headings as they are, or give the columns of your own list the "
                        "headings “Tên khách hàng”, “Điện thoại”, “Địa chỉ” and “Nợ đầu kỳ”.")
                   : _ ("This is no list of suppliers; export KiotViet's or Sapo's again and leave "
                        "its headings as they are, or give the columns of your own list the "
                        "headings “Nhà cung cấp”, “Điện thoại”, “Địa chỉ” and “Nợ đầu kỳ”."),
               error);
}

gboolean
tiem_import_file_recognise (TiemImportFile *self,
                            TiemStore *store,
                            const TiemImportChoices *choices,
                            TiemImportQuestion *question,
                            GError **error)
{
  guint number;

  *question = TIEM_IMPORT_READY;
  if (!choose_sheet (self, choices, &number, error))
    return FALSE;
  forget_columns (self);
  forget_fixes (self);
  self->was_remembered = FALSE;
  self->program = NULL;
  self->chosen = number;
  self->sheet = number > 0 ? g_ptr_array_index (self->sheets, number - 1) : NULL;
  if (number == 0)
    {
      *question = TIEM_IMPORT_ASK_SHEET;
      return TRUE;
    }
  self->people = NULL;
  self->program = tiem_import_find_program (self->sheet, &self->head_row);
  if (self->program == NULL && !find_people (self, choices, error))
    return FALSE;
  if (self->people != NULL)
    return TRUE;
  if (choices->what == TIEM_IMPORT_CUSTOMERS || choices->what == TIEM_IMPORT_SUPPLIERS)
    return fail_for_people (choices, error);
  if (self->program != NULL)
    return use_program (self, choices, error);
  return use_guess (self, store, choices, question, error);
}

/* --- what became of it --- */

const char *
tiem_import_file_get_kind (TiemImportFile *self)
{
  if (self->people != NULL)
    return tiem_people_program_get_kind (self->people);
  return self->program != NULL ? self->program->kind : "";
}

const char *
tiem_import_file_get_title (TiemImportFile *self)
{
  if (self->people != NULL)
    return tiem_people_program_get_title (self->people);
  return self->program != NULL ? _ (self->program->title) : "";
}

TiemImportWhat
tiem_import_file_get_what (TiemImportFile *self)
{
  if (self->people == NULL)
    return TIEM_IMPORT_GOODS;
  return tiem_people_program_get_party (self->people) == TIEM_PARTY_CUSTOMERS
             ? TIEM_IMPORT_CUSTOMERS
             : TIEM_IMPORT_SUPPLIERS;
}

GPtrArray *
tiem_import_file_get_sheets (TiemImportFile *self)
{
  return self->sheets;
}

guint
tiem_import_file_get_sheet (TiemImportFile *self)
{
  return self->chosen;
}

gboolean
tiem_import_file_was_remembered (TiemImportFile *self)
{
  return self->was_remembered;
}

char *
tiem_import_file_dup_head (TiemImportFile *self,
                           guint column)
{
  return tiem_import_file_make_head (self, column);
}

char *
tiem_import_file_dup_sample (TiemImportFile *self,
                             guint column)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint n = 0;
  guint last = MIN (self->sheet->rows->len, self->data_row + SAMPLED_ROWS);

  for (guint row = self->data_row; row < last && n < SAMPLES; row++)
    {
      g_autofree char *text = tiem_sheet_tidy_head (tiem_sheet_get_cell (self->sheet, row, column));

      if (*text == '\0')
        continue;
      g_string_append_printf (out, "%s%s", n > 0 ? " · " : "", text);
      n++;
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

TiemField
tiem_import_file_get_field (TiemImportFile *self,
                            guint column)
{
  for (int field = 0; field < TIEM_N_PLAIN_FIELDS; field++)
    if (self->columns[field] == column)
      return field;
  return TIEM_N_FIELDS;
}

const char *const *
tiem_import_file_get_branches (TiemImportFile *self)
{
  static const char *const none[] = { NULL };

  if (self->branches->len < 2)
    return none;
  if (g_ptr_array_index (self->branches, self->branches->len - 1) != NULL)
    g_ptr_array_add (self->branches, NULL);
  return (const char *const *)self->branches->pdata;
}

gboolean
tiem_import_file_has_field (TiemImportFile *self,
                            TiemField field)
{
  return self->columns[field] != TIEM_SHEET_NO_COLUMN
         || (field == TIEM_FIELD_ON_HAND && self->stock->len > 0);
}

guint
tiem_import_file_get_n_rows (TiemImportFile *self)
{
  return self->sheet != NULL && self->sheet->rows->len > self->data_row
             ? self->sheet->rows->len - self->data_row
             : 0;
}

guint
tiem_import_file_get_hidden_rows (TiemImportFile *self)
{
  return self->sheet != NULL ? self->sheet->hidden_rows : 0;
}

guint
tiem_import_file_count_fix (TiemImportFile *self,
                            TiemImportFixes fix,
                            char **sample)
{
  guint i = fix == TIEM_FIX_SHORT_MONEY ? 0 : 1;

  if (sample != NULL)
    *sample = g_strdup (self->fix_samples[i]);
  return self->n_fixes[i];
}

/* Two columns that the table calls the same: nobody can tell which one is meant. */
static gboolean
check_repeated_heads (TiemImportFile *self,
                      GError **error)
{
  for (guint column = 0; column < tiem_import_file_get_n_columns (self); column++)
    {
      g_autofree char *head = tiem_import_file_make_head (self, column);
      TiemField field = tiem_import_guess_field (head);

      if (!self->program->is_free || field == TIEM_N_FIELDS || self->was_remembered
          || self->columns[field] == column || self->columns[field] == TIEM_SHEET_NO_COLUMN
          || tiem_import_file_get_field (self, column) != TIEM_N_FIELDS)
        continue;
      {
        g_autofree char *first = tiem_import_file_make_head (self, self->columns[field]);
        g_autofree char *folded = tiem_text_fold (head);
        g_autofree char *first_folded = tiem_text_fold (first);

        if (strcmp (folded, first_folded) != 0)
          continue;
        g_set_error (error,
                     TIEM_ERROR,
                     TIEM_ERROR_INVALID,
                     /* Translators: %s is a column's head */
                     _ ("Two columns have the heading “%s”; remove or rename one of them."),
                     head);
        return FALSE;
      }
    }
  return TRUE;
}

TiemImportResult *
tiem_import_file_run (TiemImportFile *self,
                      TiemStore *store,
                      const TiemImportChoices *choices,
                      const TiemImportOptions *options,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  TiemImportOptions full = *options;

  forget_fixes (self);
  full.kind = tiem_import_file_get_kind (self);
  full.file = self->name;
  full.only_new = choices->only_new;
  if (self->people != NULL)
    return tiem_import_run_people (self, store, choices, &full, cancellable, error);
  if (self->columns[TIEM_FIELD_SKU] == TIEM_SHEET_NO_COLUMN
      && self->columns[TIEM_FIELD_SECOND_SKU] == TIEM_SHEET_NO_COLUMN)
    {
      fail (_ ("The file has no row of headings that Tiệm knows; give the columns the "
               "headings SKU, name, option, price, cost, barcode and on_hand."),
            error);
      return NULL;
    }
  if (!check_repeated_heads (self, error))
    return NULL;
  rows = tiem_import_read_rows (self, choices, cancellable, error);
  if (rows == NULL)
    return NULL;
  if (rows->len == 0)
    {
      fail (_ ("The file has headings but no goods below them; export it again."), error);
      return NULL;
    }
  return tiem_store_import_rows (store, rows, &full, cancellable, error);
}
