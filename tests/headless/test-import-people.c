/* Customers and suppliers in from files: who they are, what they owe, and the way back. */

#include "base/tiem-error.h"
#include "document/tiem-exchange.h"
#include "document/tiem-import.h"
#include "store/tiem-store-debts.h"
#include "store/tiem-store-suppliers.h"

#include "book-fixture.h"
#include "check-fixture.h"

#include <string.h>

static TiemImportResult *
import (StoreFixture *fixture,
        const char *path,
        const TiemImportChoices *choices,
        const TiemImportOptions *options,
        GError **error)
{
  g_autoptr (TiemImportFile) file = tiem_import_file_open (path, NULL, error);
  TiemImportQuestion question;

  if (file == NULL || !tiem_import_file_recognise (file, fixture->store, choices, &question, error))
    return NULL;
  g_assert_cmpint (question, ==, TIEM_IMPORT_READY);
  return tiem_import_file_run (file, fixture->store, choices, options, NULL, error);
}

/* Imports with nothing chosen. */
static TiemImportResult *
take (StoreFixture *fixture,
      const char *path)
{
  const TiemImportChoices choices = { 0 };
  const TiemImportOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  TiemImportResult *result = import (fixture, path, &choices, &options, &error);

  g_assert_no_error (error);
  return result;
}

static TiemImportUndone *
undo (StoreFixture *fixture,
      gint64 run_id)
{
  g_autoptr (GError) error = NULL;
  TiemImportUndone *undone = tiem_store_undo_import (fixture->store, run_id, &error);

  g_assert_no_error (error);
  return undone;
}

static void
assert_counts (
    const TiemImportResult *result, guint n_new, guint n_changed, guint n_same, guint n_wrong)
{
  g_assert_cmpuint (result->n_new, ==, n_new);
  g_assert_cmpuint (result->n_changed, ==, n_changed);
  g_assert_cmpuint (result->n_same, ==, n_same);
  g_assert_cmpuint (result->n_wrong, ==, n_wrong);
}

/* Returns: (transfer full) (nullable): who is found by these words */
static TiemCustomer *
find_customer (StoreFixture *fixture,
               const char *words)
{
  TiemCustomerQuery query = { .search = (char *)words };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = tiem_store_list_customers (fixture->store, &query, 0, 0, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (found->len, <=, 1);
  return found->len > 0 ? g_ptr_array_steal_index (found, 0) : NULL;
}

static gint64
count_debts (StoreFixture *fixture,
             gint64 *n)
{
  gint64 owed_vnd;
  g_autoptr (GError) error = NULL;

  g_assert_true (tiem_store_count_debtors (fixture->store, n, &owed_vnd, &error));
  return owed_vnd;
}

static gint64
count_customers (StoreFixture *fixture)
{
  gint64 all, regular, recent;

  g_assert_true (tiem_store_count_customers (fixture->store, &all, &regular, &recent, NULL));
  return all;
}

static void
test_kiotviet (StoreFixture *fixture,
               gconstpointer data)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "data", "kiotviet-customers.xlsx", NULL);
  const TiemImportChoices choices = { .what = TIEM_IMPORT_CUSTOMERS };
  const TiemImportOptions look = { .dry_run = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemImportResult) preview = import (fixture, path, &choices, &look, &error);
  g_autoptr (TiemImportResult) done = NULL;
  g_autoptr (TiemImportResult) again = NULL;
  g_autoptr (TiemImportResult) back = NULL;
  g_autoptr (TiemImportUndone) undone = NULL;
  gint64 n;

  g_assert_no_error (error);
  assert_counts (preview, 14, 0, 1, 0); /* two share a phone */
  g_assert_cmpint (preview->run_id, ==, 0);
  g_assert_cmpint (count_customers (fixture), ==, 0);

  done = take (fixture, path);
  assert_counts (done, 14, 0, 1, 0);
  g_assert_cmpint (count_customers (fixture), ==, 14);
  g_assert_cmpint (count_debts (fixture, &n), >=, 3915000); /* some are owed by the shop */
  shop_check (fixture);

  again = take (fixture, path);
  assert_counts (again, 0, 0, 15, 0);
  g_assert_cmpint (again->run_id, ==, 0);

  undone = undo (fixture, done->run_id);
  g_assert_cmpuint (undone->n_deleted, ==, 14);
  g_assert_cmpuint (undone->kept->len, ==, 0);
  g_assert_cmpint (count_customers (fixture), ==, 0);
  g_assert_cmpint (count_debts (fixture, &n), ==, 0);
  shop_check (fixture);
  back = take (fixture, path);
  assert_counts (back, 14, 0, 1, 0);
  shop_check (fixture);
}

static const char list[]
    = "Mã khách hàng|Tên khách hàng|Điện thoại|Email|Địa chỉ|Nợ cần thu hiện tại\n"
      "KH01|Chị Hoa|0905118274||12 Lê Lợi|#500000\n"
      "KH02|Chị Lan|||" /* no way to tell but by the code */ "|#120000\n"
      "KH03|Chị Lan||||\n"
      "KH04|Anh Nam|0905118274|nam@example.com||#30000\n"
      "KH05|Cô Ba|0912345678|||#-45000\n";

/* Codes tell people of one name apart; one phone makes one customer, and debts add up. */
static void
test_who (StoreFixture *fixture,
          gconstpointer data)
{
  g_autofree char *path = book_write_rows ("khach.xlsx", list);
  g_autoptr (GError) error = NULL;
  gint64 known = tiem_store_add_customer (fixture->store, "Hoa", "0905118274", NULL, &error);
  g_autoptr (TiemImportResult) done = take (fixture, path);
  g_autoptr (TiemImportResult) again = NULL;
  g_autoptr (TiemCustomer) hoa = NULL;
  g_autoptr (TiemCustomer) ba = NULL;
  g_autoptr (TiemImportUndone) undone = NULL;
  gint64 n;

  assert_counts (done, 3, 2, 0, 0);
  hoa = tiem_store_get_customer (fixture->store, known, &error);
  g_assert_cmpstr (hoa->name, ==, "Hoa"); /* what the shop calls her stays */
  g_assert_cmpstr (hoa->email, ==, "nam@example.com");
  g_assert_cmpstr (hoa->address_line, ==, "12 Lê Lợi");
  g_assert_cmpint (hoa->debt_vnd, ==, 530000);
  ba = find_customer (fixture, "co ba");
  g_assert_cmpint (ba->debt_vnd, ==, -45000);
  g_assert_cmpint (count_debts (fixture, &n), ==, 650000);
  g_assert_cmpint (n, ==, 2);
  again = take (fixture, path);
  assert_counts (again, 0, 0, 5, 0);
  shop_check (fixture);

  undone = undo (fixture, done->run_id);
  g_assert_cmpuint (undone->n_deleted, ==, 3);
  g_clear_pointer (&hoa, tiem_customer_free);
  hoa = tiem_store_get_customer (fixture->store, known, &error);
  g_assert_cmpint (hoa->debt_vnd, ==, 0);
  g_assert_null (hoa->email);
  g_assert_null (hoa->address_line);
  g_assert_cmpstr (hoa->phone, ==, "+84905118274");
  shop_check (fixture);
}

/* A debt that changed at the other program changes; one that was paid here stays as it is. */
static void
test_debts (StoreFixture *fixture,
            gconstpointer data)
{
  g_autofree char *path = book_write_rows ("khach.xlsx", list);
  g_autofree char *later = book_write_rows (
      "khach2.xlsx", "Mã khách hàng|Tên khách hàng|Nợ cần thu hiện tại\nKH02|Chị Lan|#200000\n");
  g_autoptr (TiemImportResult) done = take (fixture, path);
  g_autoptr (TiemImportResult) changed = take (fixture, later);
  g_autoptr (TiemCustomer) hoa = find_customer (fixture, "hoa");
  g_autoptr (GPtrArray) payments = NULL;
  g_autoptr (TiemImportUndone) undone = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *words = NULL;
  gint64 opening_vnd, left_vnd, id, n;

  assert_counts (changed, 0, 1, 0, 0);
  words = tiem_import_line_describe (g_ptr_array_index (changed->lines, 0), FALSE);
  g_assert_nonnull (strstr (words, "120.000 → 200.000"));
  undone = undo (fixture, changed->run_id);
  g_assert_cmpuint (undone->n_restored, ==, 1);
  g_assert_cmpint (count_debts (fixture, &n), ==, 650000);

  g_assert_cmpint (
      tiem_store_pay_debt (fixture->store, hoa->id, 600000, TIEM_MONEY_CASH, NULL, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  id = tiem_store_pay_debt (fixture->store, hoa->id, 200000, TIEM_MONEY_CASH, "trả bớt", &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_debts (fixture, &n), ==, 450000);
  shop_check (fixture);
  payments
      = tiem_store_list_debt_payments (fixture->store, hoa->id, &opening_vnd, &left_vnd, &error);
  g_assert_cmpuint (payments->len, ==, 1);
  g_assert_cmpint (opening_vnd, ==, 530000);
  g_assert_cmpint (left_vnd, ==, 330000);

  {
    /* who has paid since is kept */
    g_autoptr (TiemImportUndone) partly = undo (fixture, done->run_id);

    g_assert_cmpuint (partly->n_deleted, ==, 3);
    g_assert_cmpuint (partly->kept->len, >=, 1);
    g_assert_cmpint (count_debts (fixture, &n), ==, 330000);
    shop_check (fixture);
  }
  g_assert_true (tiem_store_undo_debt_payment (fixture->store, id, &error));
  g_assert_false (tiem_store_undo_debt_payment (fixture->store, id, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_assert_cmpint (count_debts (fixture, &n), ==, 530000);
  shop_check (fixture);
}

static void
test_suppliers (StoreFixture *fixture,
                gconstpointer data)
{
  g_autofree char *path = book_write_rows (
      "ncc.xlsx",
      "Mã nhà cung cấp|Tên nhà cung cấp|Điện thoại|Địa chỉ|Khu vực|Email|Mã số thuế|Ghi chú|"
      "Nợ cần trả hiện tại\n"
      "NCC000001|Xưởng may Tân Bình|02838123456|5 Âu Cơ|Hồ Chí Minh - Quận Tân Bình|x|0312345678|"
      "giao thứ ba|#12500000\n"
      "NCC000002|Vải Phú Nhuận||||||#0\n"
      "Tổng cộng||||||||#12500000\n");
  TiemSupplier typed = { .name = (char *)"vải phú nhuận", .note = (char *)"quen" };
  g_autoptr (GError) error = NULL;
  gint64 known = tiem_store_save_supplier (fixture->store, &typed, &error);
  g_autoptr (TiemImportResult) done = take (fixture, path);
  g_autoptr (TiemImportResult) again = NULL;
  g_autoptr (TiemSupplier) made = NULL;
  g_autoptr (TiemImportUndone) undone = NULL;
  gint64 id;

  g_assert_cmpint (known, >, 0);
  assert_counts (done, 1, 0, 1, 0);
  g_assert_cmpuint (done->notes->len, ==, 1); /* the e-mail */
  id = tiem_store_find_supplier (fixture->store, "xuong may tan binh", &error);
  made = tiem_store_get_supplier (fixture->store, id, &error);
  g_assert_cmpint (made->opening_vnd, ==, 12500000);
  g_assert_cmpint (made->debt_vnd, ==, 12500000);
  g_assert_cmpstr (made->address, ==, "5 Âu Cơ, Quận Tân Bình, Hồ Chí Minh");
  g_assert_null (made->email);
  shop_check (fixture);
  again = take (fixture, path);
  assert_counts (again, 0, 0, 2, 0);
  undone = undo (fixture, done->run_id);
  g_assert_cmpuint (undone->n_deleted, ==, 1);
  g_assert_cmpint (tiem_store_find_supplier (fixture->store, "xuong may tan binh", NULL), ==, 0);
  shop_check (fixture);
}

/* Each wrong row has its reason; one of them, and nothing is written unless they are left out. */
static void
test_wrong (StoreFixture *fixture,
            gconstpointer data)
{
  g_autofree char *path = book_write_rows ("sai.xlsx",
                                           "Tên khách|SĐT|Nợ\n"
                                           "Chị Hoa|0905118274|1tr2\n"
                                           "Chị Hoa|0905118275|#1\n"
                                           "Anh Nam|hỏi lại|#1\n"
                                           "|không|#5\n"
                                           "Chị Hoa|0905118275|#2\n"
                                           "Tổng||#9\n");
  static const struct
  {
    guint row;
    const char *reason;
  } cases[] = { { 2, "not an amount" }, { 5, "Name missing" }, { 6, "row 3" } };
  const TiemImportChoices choices = { 0 };
  const TiemImportOptions skip = { .skip_wrong = TRUE };
  g_autoptr (TiemImportResult) refused = take (fixture, path);
  g_autoptr (TiemImportResult) done = NULL;
  g_autoptr (GError) error = NULL;

  assert_counts (refused, 2, 0, 0, 3);
  g_assert_cmpint (refused->run_id, ==, 0);
  g_assert_cmpint (count_customers (fixture), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TiemImportProblem *problem = g_ptr_array_index (refused->wrong, i);

      g_assert_cmpuint (problem->row, ==, cases[i].row);
      g_assert_nonnull (strstr (problem->reason, cases[i].reason));
      g_assert_nonnull (problem->fix);
    }
  done = import (fixture, path, &choices, &skip, &error);
  g_assert_no_error (error);
  g_assert_cmpint (done->run_id, >, 0);
  g_assert_cmpint (count_customers (fixture), ==, 2);
  shop_check (fixture);
}

/* What was asked for is what is read. */
static void
test_asked_for (StoreFixture *fixture,
                gconstpointer data)
{
  static const struct
  {
    const char *rows;
    TiemImportWhat what;
    const char *sentence; /* NULL: it is taken */
  } cases[] = {
    { "Mã khách hàng|Tên khách hàng|Nợ cần thu hiện tại\nKH1|A|#1",
      TIEM_IMPORT_GOODS,
      "list of customers" },
    { "Mã khách hàng|Tên khách hàng\nKH1|A", TIEM_IMPORT_SUPPLIERS, "under Customers" },
    { "Mã nhà cung cấp|Tên nhà cung cấp\nN1|A", TIEM_IMPORT_CUSTOMERS, "under Suppliers" },
    { "Mã hàng|Tên hàng|Giá bán\nA|Áo|#1", TIEM_IMPORT_CUSTOMERS, "no list of customers" },
    { "Mã hàng|Tên hàng|Giá bán\nA|Áo|#1", TIEM_IMPORT_SUPPLIERS, "no list of suppliers" },
    { "Nhà cung cấp|SĐT|Nợ đầu kỳ\nA|0905118274|#1", TIEM_IMPORT_ANY, NULL },
    { "Sổ khách quen\n\nHọ tên|SĐT\nChị Hoa|0905118274", TIEM_IMPORT_ANY, NULL },
    { "Mã khách hàng|Tên khách hàng\n", TIEM_IMPORT_ANY, "nobody below" },
  };
  const TiemImportOptions options = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = book_write_rows ("ai.xlsx", cases[i].rows);
      const TiemImportChoices choices = { .what = cases[i].what };
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemImportResult) result = import (fixture, path, &choices, &options, &error);

      g_test_message ("%s", cases[i].rows);
      if (cases[i].sentence == NULL)
        {
          g_assert_no_error (error);
          assert_counts (result, 1, 0, 0, 0);
          continue;
        }
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
      g_assert_nonnull (strstr (error->message, cases[i].sentence));
    }
}

/* Tiệm's own lists come back without a change. */
static void
test_own_lists (StoreFixture *fixture,
                gconstpointer data)
{
  static const TiemExportKind kinds[] = { TIEM_EXPORT_CUSTOMERS, TIEM_EXPORT_SUPPLIERS };
  static const char *const names[] = { "ra.xlsx", "ra.csv" };
  g_autofree char *people = book_write_rows ("khach.xlsx", list);
  g_autofree char *sellers
      = book_write_rows ("ncc.xlsx", "Nhà cung cấp|SĐT|Nợ đầu kỳ\nXưởng Hà|0905118274|#12000\n");
  g_autoptr (TiemImportResult) customers = take (fixture, people);
  g_autoptr (TiemImportResult) suppliers = take (fixture, sellers);
  gint64 n;
  gint64 owed = count_debts (fixture, &n);

  g_assert_cmpuint (customers->n_new, ==, 4);
  g_assert_cmpuint (suppliers->n_new, ==, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (names); j++)
      {
        g_autofree char *path = book_path (names[j]);
        g_autoptr (GError) error = NULL;
        g_autoptr (TiemImportResult) again = NULL;

        g_assert_cmpint (
            tiem_export (fixture->store, kinds[i], NULL, path, NULL, NULL, NULL, &error), >, 0);
        again = take (fixture, path);
        assert_counts (again, 0, 0, kinds[i] == TIEM_EXPORT_CUSTOMERS ? 4 : 1, 0);
      }
  g_assert_cmpint (count_debts (fixture, &n), ==, owed);
  shop_check (fixture);
}

static void
test_choices (StoreFixture *fixture,
              gconstpointer data)
{
  g_autofree char *path = book_write_rows ("khach.xlsx", list);
  const TiemImportChoices no_debts = { .leave_debts = TRUE };
  const TiemImportChoices only_new = { .only_new = TRUE };
  const TiemImportOptions options = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemImportResult) first = import (fixture, path, &no_debts, &options, &error);
  g_autoptr (TiemImportResult) second = import (fixture, path, &only_new, &options, &error);
  gint64 n;

  g_assert_cmpuint (first->n_new, ==, 4);
  g_assert_cmpint (count_debts (fixture, &n), ==, 0);
  g_assert_cmpuint (second->n_left, ==, 5);
  shop_check (fixture);
}

/* Erased, a person is in no list of what imports did; the debt stays in the books. */
static void
test_erased (StoreFixture *fixture,
             gconstpointer data)
{
  g_autofree char *path = book_write_rows ("khach.xlsx", list);
  g_autoptr (TiemImportResult) done = take (fixture, path);
  g_autoptr (TiemCustomer) hoa = find_customer (fixture, "hoa");
  g_autoptr (TiemImportUndone) undone = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (tiem_store_erase_customer (fixture->store, hoa->id, &error));
  shop_check (fixture);
  undone = undo (fixture, done->run_id);
  g_assert_cmpuint (undone->n_deleted, ==, 3);
  shop_check (fixture);
}

static void
test_recounted (StoreFixture *fixture,
                gconstpointer data)
{
  g_autofree char *path = book_write_rows ("khach.xlsx", list);
  g_autoptr (TiemImportResult) done = take (fixture, path);

  g_assert_cmpuint (done->n_new, ==, 4);
  check_notices (fixture,
                 "debts_equal_recount",
                 "UPDATE customer_origin SET owed_vnd = owed_vnd + 1 WHERE code = 'kh02'",
                 "UPDATE customer_origin SET owed_vnd = owed_vnd - 1 WHERE code = 'kh02'");
  check_notices (fixture,
                 "debts_equal_recount",
                 "INSERT INTO customer_payment (id, customer_id, at, amount_vnd, how)"
                 " SELECT 77, customer_id, 1, 5, 'cash' FROM customer_origin LIMIT 1",
                 "DELETE FROM customer_payment WHERE id = 77");
}

int
main (int argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
#define ADD(path, func)                                                                            \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  ADD ("/import-people/kiotviet", test_kiotviet);
  ADD ("/import-people/who", test_who);
  ADD ("/import-people/debts", test_debts);
  ADD ("/import-people/suppliers", test_suppliers);
  ADD ("/import-people/wrong", test_wrong);
  ADD ("/import-people/asked-for", test_asked_for);
  ADD ("/import-people/own-lists", test_own_lists);
  ADD ("/import-people/choices", test_choices);
  ADD ("/import-people/erased", test_erased);
  ADD ("/import-people/recounted", test_recounted);
#undef ADD
  status = g_test_run ();
  book_end ();
  return status;
}
