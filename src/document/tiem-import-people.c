#define G_LOG_DOMAIN "tiem-import"

#include "config.h"

#include "document/tiem-import-private.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"
#include "model/tiem-address.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Customers and suppliers: lists of KiotViet and Sapo, Tiệm's own, and those people keep. */

/* A Vietnamese mobile number without the 0 that a spreadsheet took off. */
#define DIGITS_WITHOUT_ZERO 9

/* Beyond any debt, and far from where sums could overflow. */
#define MOST_MONEY G_GINT64_CONSTANT (1000000000000)

/* Heads named in the words about what is left out. */
#define MOST_HEADS 6
#define SAMPLED_ROWS 200

typedef struct
{
  const char *head;
  TiemPersonField field;
} Head;

struct _TiemPeopleProgram
{
  const char *kind;
  const char *title;
  TiemImportParty party;
  const char *needed[4];
  const char *forbidden[3];
  gboolean is_free; /* people typed it: heads are compared folded */
  Head heads[24];   /* the first of several for one field wins */
};

static const TiemPeopleProgram programs[] = {
  { "kiotviet.customers",
    "KiotViet",
    TIEM_PARTY_CUSTOMERS,
    { "Mã khách hàng", "Tên khách hàng" },
    { "Mã hóa đơn", "Mã đặt hàng" },
    FALSE,
    { { "Mã khách hàng", TIEM_PERSON_CODE },
      { "Tên khách hàng", TIEM_PERSON_NAME },
      { "Điện thoại", TIEM_PERSON_PHONE },
      { "Email", TIEM_PERSON_EMAIL },
      { "Địa chỉ", TIEM_PERSON_ADDRESS },
      { "Phường/Xã", TIEM_PERSON_WARD },
      { "Khu vực giao hàng", TIEM_PERSON_AREA },
      { "Khu vực", TIEM_PERSON_AREA },
      { "Nợ cần thu hiện tại", TIEM_PERSON_DEBT },
      { NULL } } },
  { "kiotviet.suppliers",
    "KiotViet",
    TIEM_PARTY_SUPPLIERS,
    { "Mã nhà cung cấp", "Tên nhà cung cấp" },
    { "Mã nhập hàng", "Mã hàng" },
    FALSE,
    { { "Mã nhà cung cấp", TIEM_PERSON_CODE },
      { "Tên nhà cung cấp", TIEM_PERSON_NAME },
      { "Điện thoại", TIEM_PERSON_PHONE },
      { "Số điện thoại", TIEM_PERSON_PHONE },
      { "Email", TIEM_PERSON_EMAIL },
      { "Địa chỉ", TIEM_PERSON_ADDRESS },
      { "Phường/Xã", TIEM_PERSON_WARD },
      { "Khu vực", TIEM_PERSON_AREA },
      { "Mã số thuế", TIEM_PERSON_TAX_CODE },
      { "Ghi chú", TIEM_PERSON_NOTE },
      { "Nợ cần trả hiện tại", TIEM_PERSON_DEBT },
      { "Nợ hiện tại", TIEM_PERSON_DEBT },
      { NULL } } },
  { "sapo.customers",
    "Sapo",
    TIEM_PARTY_CUSTOMERS,
    { "Id khách hàng", "Phone(Liên hệ)" },
    { NULL },
    FALSE,
    { { "Id khách hàng", TIEM_PERSON_CODE },
      { "Last Name(Họ)", TIEM_PERSON_NAME },
      { "First Name(Tên)", TIEM_PERSON_FIRST_NAME },
      { "Phone(Liên hệ)", TIEM_PERSON_PHONE },
      { "Email", TIEM_PERSON_EMAIL },
      { "Address1(Địa chỉ mặc định 1)", TIEM_PERSON_ADDRESS },
      { "Ward(Phường Xã)", TIEM_PERSON_WARD },
      { "District(Quận Huyện)", TIEM_PERSON_AREA },
      { "Province(Tỉnh)", TIEM_PERSON_PROVINCE },
      { NULL } } },
  { "tiem.customers",
    N_ ("Tiệm's own table"),
    TIEM_PARTY_CUSTOMERS,
    { "ma khach", "ten" },
    { NULL },
    TRUE,
    { { "ma khach", TIEM_PERSON_CODE },
      { "ten", TIEM_PERSON_NAME },
      { "dien thoai", TIEM_PERSON_PHONE },
      { "e mail", TIEM_PERSON_EMAIL },
      { "dia chi", TIEM_PERSON_ADDRESS },
      { "no dau ky", TIEM_PERSON_DEBT },
      { NULL } } },
  { "tiem.customers",
    N_ ("Tiệm's own table"),
    TIEM_PARTY_CUSTOMERS,
    { "customer code", "customer" },
    { NULL },
    TRUE,
    { { "customer code", TIEM_PERSON_CODE },
      { "customer", TIEM_PERSON_NAME },
      { "phone", TIEM_PERSON_PHONE },
      { "email", TIEM_PERSON_EMAIL },
      { "address", TIEM_PERSON_ADDRESS },
      { "opening debt", TIEM_PERSON_DEBT },
      { NULL } } },
  { "plain.suppliers",
    N_ ("A table of your own"),
    TIEM_PARTY_SUPPLIERS,
    { NULL },
    { "sku", "ma hang" },
    TRUE,
    { { "nha cung cap", TIEM_PERSON_NAME },
      { "ten nha cung cap", TIEM_PERSON_NAME },
      { "ten ncc", TIEM_PERSON_NAME },
      { "ncc", TIEM_PERSON_NAME },
      { "supplier", TIEM_PERSON_NAME },
      { "ma ncc", TIEM_PERSON_CODE },
      { "supplier code", TIEM_PERSON_CODE },
      { "dien thoai", TIEM_PERSON_PHONE },
      { "so dien thoai", TIEM_PERSON_PHONE },
      { "sdt", TIEM_PERSON_PHONE },
      { "phone", TIEM_PERSON_PHONE },
      { "email", TIEM_PERSON_EMAIL },
      { "e mail", TIEM_PERSON_EMAIL },
      { "dia chi", TIEM_PERSON_ADDRESS },
      { "address", TIEM_PERSON_ADDRESS },
      { "ma so thue", TIEM_PERSON_TAX_CODE },
      { "tax code", TIEM_PERSON_TAX_CODE },
      { "ghi chu", TIEM_PERSON_NOTE },
      { "note", TIEM_PERSON_NOTE },
      { "no dau ky", TIEM_PERSON_DEBT },
      { "opening debt", TIEM_PERSON_DEBT },
      { "no ncc", TIEM_PERSON_DEBT },
      { NULL } } },
  { "plain.customers",
    N_ ("A table of your own"),
    TIEM_PARTY_CUSTOMERS,
    { NULL },
    { "sku", "ma hang" },
    TRUE,
    { { "ten khach hang", TIEM_PERSON_NAME },
      { "khach hang", TIEM_PERSON_NAME },
      { "ten khach", TIEM_PERSON_NAME },
      { "customer", TIEM_PERSON_NAME },
      { "ho ten", TIEM_PERSON_NAME },
      { "ho va ten", TIEM_PERSON_NAME },
      { "ten", TIEM_PERSON_NAME },
      { "ma khach hang", TIEM_PERSON_CODE },
      { "ma khach", TIEM_PERSON_CODE },
      { "ma kh", TIEM_PERSON_CODE },
      { "dien thoai", TIEM_PERSON_PHONE },
      { "so dien thoai", TIEM_PERSON_PHONE },
      { "sdt", TIEM_PERSON_PHONE },
      { "so dt", TIEM_PERSON_PHONE },
      { "phone", TIEM_PERSON_PHONE },
      { "email", TIEM_PERSON_EMAIL },
      { "e mail", TIEM_PERSON_EMAIL },
      { "dia chi", TIEM_PERSON_ADDRESS },
      { "no", TIEM_PERSON_DEBT },
      { "cong no", TIEM_PERSON_DEBT },
      { "con no", TIEM_PERSON_DEBT },
      { "no dau ky", TIEM_PERSON_DEBT },
      { NULL } } },
};

/* --- whose list --- */

static guint
find_folded (const TiemSheet *sheet,
             guint row,
             const char *head)
{
  GPtrArray *cells = g_ptr_array_index (sheet->rows, row);

  for (guint column = 0; column < cells->len; column++)
    {
      g_autofree char *folded = tiem_text_fold (g_ptr_array_index (cells, column));

      if (strcmp (folded, head) == 0)
        return column;
    }
  return TIEM_SHEET_NO_COLUMN;
}

static gboolean
has_all (const TiemSheet *sheet,
         guint row,
         const char *const *heads)
{
  for (; *heads != NULL; heads++)
    if (find_folded (sheet, row, *heads) == TIEM_SHEET_NO_COLUMN)
      return FALSE;
  return TRUE;
}

static gboolean
has_any (const TiemSheet *sheet,
         guint row,
         const char *const *heads)
{
  for (; *heads != NULL; heads++)
    if (find_folded (sheet, row, *heads) != TIEM_SHEET_NO_COLUMN)
      return TRUE;
  return FALSE;
}

static void
match (const TiemPeopleProgram *program,
       const TiemSheet *sheet,
       guint row,
       guint columns[TIEM_N_PERSON_FIELDS])
{
  for (int i = 0; i < TIEM_N_PERSON_FIELDS; i++)
    columns[i] = TIEM_SHEET_NO_COLUMN;
  for (const Head *head = program->heads; head->head != NULL; head++)
    {
      const char *const heads[] = { head->head, NULL };
      guint column = TIEM_SHEET_NO_COLUMN;

      if (columns[head->field] != TIEM_SHEET_NO_COLUMN)
        continue;
      if (program->is_free)
        column = find_folded (sheet, row, head->head);
      else
        tiem_sheet_match_heads (sheet, row, heads, &column);
      columns[head->field] = column;
    }
}

/* In a list that people keep themselves the names alone say nothing. */
static gboolean
is_plain_list (const TiemPeopleProgram *program,
               const TiemSheet *sheet,
               guint row)
{
  guint columns[TIEM_N_PERSON_FIELDS];

  if (has_any (sheet, row, program->forbidden))
    return FALSE;
  match (program, sheet, row, columns);
  return columns[TIEM_PERSON_NAME] != TIEM_SHEET_NO_COLUMN
         && (columns[TIEM_PERSON_PHONE] != TIEM_SHEET_NO_COLUMN
             || columns[TIEM_PERSON_DEBT] != TIEM_SHEET_NO_COLUMN
             || columns[TIEM_PERSON_EMAIL] != TIEM_SHEET_NO_COLUMN);
}

static gboolean
find_head_row (const TiemPeopleProgram *program,
               const TiemSheet *sheet,
               guint *head_row)
{
  if (!program->is_free)
    return tiem_sheet_find_head_row (sheet,
                                     program->needed,
                                     program->forbidden[0] != NULL ? program->forbidden : NULL,
                                     head_row);
  for (guint row = 0; row < MIN (sheet->rows->len, TIEM_SHEET_HEAD_ROWS); row++)
    if (program->needed[0] != NULL ? has_all (sheet, row, program->needed)
                                   : is_plain_list (program, sheet, row))
      {
        *head_row = row;
        return TRUE;
      }
  return FALSE;
}

const TiemPeopleProgram *
tiem_import_find_people (const TiemSheet *sheet,
                         guint *head_row)
{
  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    if (find_head_row (&programs[i], sheet, head_row))
      return &programs[i];
  return NULL;
}

TiemImportParty
tiem_people_program_get_party (const TiemPeopleProgram *self)
{
  return self->party;
}

const char *
tiem_people_program_get_kind (const TiemPeopleProgram *self)
{
  return self->kind;
}

const char *
tiem_people_program_get_title (const TiemPeopleProgram *self)
{
  return _ (self->title);
}

gboolean
tiem_people_program_is_plain (const TiemPeopleProgram *self)
{
  return self->needed[0] == NULL;
}

/* --- cells --- */

static void
add_problem (GPtrArray **problems,
             TiemImportPerson *person,
             const char *column,
             char *reason,
             const char *fix)
{
  TiemImportProblem *problem = tiem_import_problem_new (person->row, column, reason);

  problem->fix = g_strdup (fix);
  if (*problems == NULL)
    *problems = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_import_problem_free);
  g_ptr_array_add (*problems, problem);
  g_free (reason);
}

/* "0281234567; 0909888777": several in a cell; what is no number is told. */
static void
read_phones (TiemImportPerson *person,
             const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, ";,/|\n", -1);
  g_autoptr (GPtrArray) phones = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *number = NULL;
      g_autofree char *padded = NULL;

      g_strstrip (parts[i]);
      if (*parts[i] == '\0' || tiem_text_is_masked (parts[i]))
        continue;
      if (strlen (parts[i]) == DIGITS_WITHOUT_ZERO
          && strspn (parts[i], "0123456789") == DIGITS_WITHOUT_ZERO && *parts[i] != '0')
        padded = g_strconcat ("0", parts[i], NULL);
      number = tiem_phone_normalise (padded != NULL ? padded : parts[i]);
      if (number == NULL)
        /* Translators: %s is what a file holds in the column of phone numbers */
        add_problem (&person->notes,
                     person,
                     "phone",
                     g_strdup_printf (_ ("“%s” is no phone number and is left out"), parts[i]),
                     NULL);
      else
        g_ptr_array_add (phones, g_steal_pointer (&number));
    }
  if (phones->len > 0)
    {
      g_ptr_array_add (phones, NULL);
      person->phones = (char **)g_ptr_array_steal (phones, NULL);
    }
}

/* Returns: (transfer full) (nullable): NULL for nothing */
static char *
dup_cell (TiemImportFile *file,
          guint row,
          TiemPersonField field)
{
  guint column = file->people_columns[field];
  g_autofree char *text = tiem_sheet_tidy_head (
      column != TIEM_SHEET_NO_COLUMN ? tiem_sheet_get_cell (file->sheet, row, column) : "");

  return *text != '\0' ? g_steal_pointer (&text) : NULL;
}

/* KiotViet writes "Hà Nội - Quận Cầu Giấy", the large before the small. */
static char *
turn_area (const char *area)
{
  g_auto (GStrv) parts = g_strsplit (area, " - ", 2);

  return parts[0] != NULL && parts[1] != NULL ? g_strdup_printf ("%s, %s", parts[1], parts[0])
                                              : g_strdup (area);
}

static void
append_part (GString *out,
             const char *part)
{
  if (part != NULL)
    g_string_append_printf (out, "%s%s", out->len > 0 ? ", " : "", part);
}

/* A customer lives in a ward of today's where that is certain; else the address stays as it came.
 */
static void
read_address (TiemImportFile *file,
              guint row,
              TiemImportPerson *person)
{
  g_autofree char *line = dup_cell (file, row, TIEM_PERSON_ADDRESS);
  g_autofree char *ward = dup_cell (file, row, TIEM_PERSON_WARD);
  g_autofree char *area = dup_cell (file, row, TIEM_PERSON_AREA);
  g_autofree char *province = dup_cell (file, row, TIEM_PERSON_PROVINCE);
  g_autofree char *turned = area != NULL ? turn_area (area) : NULL;
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (TiemPlace) place = NULL;
  TiemAddress address = { 0 };

  append_part (text, line);
  append_part (text, ward);
  append_part (text, turned);
  append_part (text, province);
  if (text->len == 0 || tiem_text_is_masked (text->str))
    return;
  if (file->people->party == TIEM_PARTY_SUPPLIERS)
    {
      person->address_line = g_strdup (text->str);
      return;
    }
  address.text = text->str;
  place = tiem_place_new (&address, NULL);
  person->province = place->province != NULL ? g_strdup (place->province->name) : NULL;
  if (place->ward != NULL && tiem_place_is_certain (place) && place->line != NULL
      && *place->line != '\0')
    {
      person->ward_code = g_strdup (place->ward->code);
      person->address_line = g_strdup (place->line);
    }
  else if (line != NULL)
    person->address_line = g_strdup (text->str);
}

static void
read_debt (TiemImportFile *file,
           guint row,
           TiemImportPerson *person)
{
  g_autofree char *text = dup_cell (file, row, TIEM_PERSON_DEBT);
  gint64 vnd = 0;

  if (text == NULL)
    return;
  if (!tiem_import_parse_money (text, TRUE, &vnd))
    add_problem (&person->wrong,
                 person,
                 "debt",
                 g_strdup_printf (_ ("“%s” is not an amount of money"), text),
                 _ ("Write 1250000 or 1.250.000"));
  else if (ABS (vnd) > MOST_MONEY)
    add_problem (&person->wrong,
                 person,
                 "debt",
                 g_strdup_printf (_ ("“%s” is more money than a debt can be"), text),
                 _ ("Correct the amount"));
  else
    {
      person->has_debt = TRUE;
      person->debt_vnd = vnd;
    }
}

/* What a supplier's row can't be saved with is left out, and told. */
static void
check_email (TiemImportPerson *person)
{
  const char *at = person->email != NULL ? strchr (person->email, '@') : NULL;

  if (person->email == NULL || tiem_text_is_masked (person->email))
    g_clear_pointer (&person->email, g_free);
  else if (at == NULL || at == person->email || at[1] == '\0' || strchr (at + 1, '@') != NULL
           || strpbrk (person->email, " ,;<>") != NULL)
    {
      add_problem (&person->notes,
                   person,
                   "email",
                   g_strdup_printf (_ ("“%s” is no e-mail address and is left out"), person->email),
                   NULL);
      g_clear_pointer (&person->email, g_free);
    }
}

/* 10 digits of a firm, 13 of a branch, 12 of a person. */
static void
check_tax_code (TiemImportPerson *person)
{
  guint digits = 0;
  gboolean sound = TRUE;

  for (const char *at = person->tax_code; at != NULL && *at != '\0'; at++)
    if (g_ascii_isdigit (*at))
      digits++;
    else
      sound = sound && strchr ("- .", *at) != NULL;
  if (person->tax_code == NULL || (sound && (digits == 10 || digits == 12 || digits == 13)))
    return;
  add_problem (&person->notes,
               person,
               "tax_code",
               g_strdup_printf (_ ("“%s” is no tax code and is left out"), person->tax_code),
               NULL);
  g_clear_pointer (&person->tax_code, g_free);
}

static void
check_name (TiemImportFile *file,
            TiemImportPerson *person)
{
  if (person->name == NULL && file->people->party == TIEM_PARTY_SUPPLIERS)
    add_problem (&person->wrong,
                 person,
                 "name",
                 g_strdup (_ ("Name missing")),
                 _ ("Type what the supplier is called"));
  else if (person->name == NULL && person->phones == NULL && person->email == NULL)
    add_problem (&person->wrong,
                 person,
                 "name",
                 g_strdup (_ ("Name missing")),
                 _ ("Type a name, a phone number or an e-mail address"));
}

/* A row of totals stands below most lists. */
static gboolean
is_total (const char *name,
          const char *code)
{
  g_autofree char *folded = tiem_text_fold (name != NULL ? name : code);

  return g_str_has_prefix (folded, "tong cong") || strcmp (folded, "tong") == 0
         || strcmp (folded, "cong") == 0;
}

/* Returns: (transfer full) (nullable): NULL for a row of nobody */
static TiemImportPerson *
read_person (TiemImportFile *file,
             const TiemImportChoices *choices,
             guint row)
{
  g_autofree char *code = dup_cell (file, row, TIEM_PERSON_CODE);
  g_autofree char *name = dup_cell (file, row, TIEM_PERSON_NAME);
  g_autofree char *first = dup_cell (file, row, TIEM_PERSON_FIRST_NAME);
  g_autofree char *phone = dup_cell (file, row, TIEM_PERSON_PHONE);
  g_autofree char *email = dup_cell (file, row, TIEM_PERSON_EMAIL);
  TiemImportPerson *person;

  if ((code == NULL && name == NULL && first == NULL && phone == NULL && email == NULL)
      || is_total (name, code))
    return NULL;
  person = g_new0 (TiemImportPerson, 1);
  person->row = row + 1;
  person->code = g_steal_pointer (&code);
  person->name = name != NULL && first != NULL ? g_strdup_printf ("%s %s", name, first)
                                               : g_strdup (name != NULL ? name : first);
  person->email = g_steal_pointer (&email);
  person->tax_code = dup_cell (file, row, TIEM_PERSON_TAX_CODE);
  person->note = dup_cell (file, row, TIEM_PERSON_NOTE);
  if (phone != NULL)
    read_phones (person, phone);
  check_email (person);
  check_tax_code (person);
  check_name (file, person);
  read_address (file, row, person);
  if (!choices->leave_debts)
    read_debt (file, row, person);
  return person;
}

/* --- the file --- */

void
tiem_import_use_people (TiemImportFile *self,
                        const TiemPeopleProgram *program)
{
  self->people = program;
  self->program = NULL;
  self->two_rows = FALSE;
  self->data_row = self->head_row + 1;
  match (program, self->sheet, self->head_row, self->people_columns);
}

char *
tiem_import_file_dup_unread (TiemImportFile *self)
{
  g_autoptr (GString) out = g_string_new (NULL);
  guint n = 0;

  for (guint column = 0; self->people != NULL && column < tiem_import_file_get_n_columns (self);
       column++)
    {
      gboolean used = FALSE;
      gboolean filled = FALSE;
      g_autofree char *head = tiem_import_file_make_head (self, column);
      guint last = MIN (self->sheet->rows->len, self->data_row + SAMPLED_ROWS);

      for (int i = 0; i < TIEM_N_PERSON_FIELDS; i++)
        used = used || self->people_columns[i] == column;
      for (guint row = self->data_row; !used && !filled && row < last; row++)
        filled = *tiem_sheet_get_cell (self->sheet, row, column) != '\0';
      if (!filled || *head == '\0')
        continue;
      if (n < MOST_HEADS)
        g_string_append_printf (out, "%s%s", n > 0 ? ", " : "", head);
      else if (n == MOST_HEADS)
        g_string_append (out, "…");
      n++;
    }
  return n > 0 ? g_string_free (g_steal_pointer (&out), FALSE) : NULL;
}

TiemImportResult *
tiem_import_run_people (TiemImportFile *self,
                        TiemStore *store,
                        const TiemImportChoices *choices,
                        const TiemImportOptions *options,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GPtrArray) people
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_import_person_free);

  for (guint row = self->data_row; row < self->sheet->rows->len; row++)
    {
      TiemImportPerson *person = read_person (self, choices, row);

      if (person != NULL)
        g_ptr_array_add (people, person);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return NULL;
    }
  if (people->len == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("The file has headings but nobody below them; export it again."));
      return NULL;
    }
  return tiem_store_import_people (store, self->people->party, people, options, cancellable, error);
}
