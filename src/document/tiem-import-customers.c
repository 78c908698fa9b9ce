#define G_LOG_DOMAIN "tiem-import"

#include "config.h"

#include "document/tiem-import-private.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* KiotViet's DanhSachKhachHang and Sapo's list of customers. */

enum
{
  PERSON_NAME,
  PERSON_FIRST_NAME, /* Sapo: stands behind the family's */
  PERSON_PHONE,
  PERSON_EMAIL,
  PERSON_DEBT,
  N_PERSON_FIELDS
};

/* A Vietnamese mobile number without the 0 that a spreadsheet took off. */
#define DIGITS_WITHOUT_ZERO 9

static const struct
{
  const char *kind;
  const char *needed[3];
  const char *heads[N_PERSON_FIELDS + 1];
} programs[] = {
  { "kiotviet.customers",
    { "Mã khách hàng", "Tên khách hàng" },
    { "Tên khách hàng", "-", "Điện thoại", "Email", "Nợ cần thu hiện tại" } },
  { "sapo.customers",
    { "Id khách hàng", "Phone(Liên hệ)" },
    { "Last Name(Họ)", "First Name(Tên)", "Phone(Liên hệ)", "Email", "-" } },
};

static void
add_note (TiemImportPerson *person,
          const char *column,
          char *reason)
{
  if (person->notes == NULL)
    person->notes = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_import_problem_free);
  g_ptr_array_add (person->notes, tiem_import_problem_new (person->row, column, reason));
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
        add_note (person,
                  "phone",
                  g_strdup_printf (_ ("“%s” is no phone number and is left out"), parts[i]));
      else
        g_ptr_array_add (phones, g_steal_pointer (&number));
    }
  if (phones->len > 0)
    {
      g_ptr_array_add (phones, NULL);
      person->phones = (char **)g_ptr_array_steal (phones, NULL);
    }
}

static char *
dup_text (const TiemSheet *sheet,
          guint row,
          guint column)
{
  return tiem_sheet_tidy_head (
      column != TIEM_SHEET_NO_COLUMN ? tiem_sheet_get_cell (sheet, row, column) : "");
}

/* Returns: (transfer full) (nullable): NULL for an empty row */
static TiemImportPerson *
read_person (const TiemSheet *sheet,
             guint row,
             const guint columns[N_PERSON_FIELDS])
{
  g_autofree char *name = dup_text (sheet, row, columns[PERSON_NAME]);
  g_autofree char *first = dup_text (sheet, row, columns[PERSON_FIRST_NAME]);
  g_autofree char *phone = dup_text (sheet, row, columns[PERSON_PHONE]);
  g_autofree char *email = dup_text (sheet, row, columns[PERSON_EMAIL]);
  g_autofree char *debt = dup_text (sheet, row, columns[PERSON_DEBT]);
  g_autofree char *whole = g_strstrip (g_strdup_printf ("%s %s", name, first));
  TiemImportPerson *person;
  gint64 vnd = 0;

  if (*whole == '\0' && *phone == '\0' && *email == '\0')
    return NULL;
  person = g_new0 (TiemImportPerson, 1);
  person->row = row + 1;
  person->name = *whole != '\0' ? g_steal_pointer (&whole) : NULL;
  person->email = *email != '\0' ? g_steal_pointer (&email) : NULL;
  read_phones (person, phone);
  if (tiem_import_parse_money (debt, TRUE, &vnd) && vnd != 0)
    {
      g_autofree char *money = tiem_money_format (vnd);

      /* Translators: %s is an amount of money */
      add_note (person,
                "debt",
                g_strdup_printf (_ ("The debt of %s is not taken over; note it by hand"), money));
    }
  return person;
}

static GPtrArray *
read_people (const TiemSheet *sheet,
             guint head_row,
             const char *const *heads)
{
  g_autoptr (GPtrArray) people
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_import_person_free);
  guint columns[N_PERSON_FIELDS];

  tiem_sheet_match_heads (sheet, head_row, heads, columns);
  for (guint row = head_row + 1; row < sheet->rows->len; row++)
    {
      TiemImportPerson *person = read_person (sheet, row, columns);

      if (person != NULL)
        g_ptr_array_add (people, person);
    }
  return g_steal_pointer (&people);
}

TiemImportResult *
tiem_import_customers (TiemStore *store,
                       const char *path,
                       gboolean dry_run,
                       const char **kind,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autoptr (GPtrArray) sheets = tiem_sheet_open (path, cancellable, error);

  for (guint i = 0; sheets != NULL && i < sheets->len; i++)
    for (gsize j = 0; j < G_N_ELEMENTS (programs); j++)
      {
        const TiemSheet *sheet = g_ptr_array_index (sheets, i);
        g_autoptr (GPtrArray) people = NULL;
        guint head_row;

        if (!tiem_sheet_find_head_row (sheet, programs[j].needed, NULL, &head_row))
          continue;
        *kind = programs[j].kind;
        people = read_people (sheet, head_row, programs[j].heads);
        return tiem_store_import_customers (store, people, dry_run, cancellable, error);
      }
  if (sheets != NULL)
    g_set_error_literal (
        error,
        TIEM_ERROR,
        TIEM_ERROR_INVALID,
        _ ("This is no list of customers of KiotViet or Sapo; export it there again "
           "and leave its headings as they are."));
  return NULL;
}
