#include "purchases-fixture.h"

#include "base/tiem-error.h"

/* Suppliers, and what is owed to them. The invariants are checked after each test. */

/* --- debt --- */

/* What each step makes of the debt, and of what is left to pay for the two slips. */
static void
test_debt (Ledger *ledger,
           gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  gint64 supplier = add_supplier (ledger, "Xưởng may Hoà Phát", 100000);
  gint64 other = add_supplier (ledger, "Gốm Bát Tràng Minh Long", 0);
  gint64 first = buy (ledger, supplier, ledger->ao, 10, 30000);
  gint64 second = buy (ledger, supplier, ledger->ao, 10, 20000);
  g_autoptr (TiemPurchase) back = NULL;
  g_autoptr (GPtrArray) payments = NULL;
  g_autoptr (GPtrArray) account = NULL;
  g_autoptr (GError) error = NULL;
  gint64 sum = 0;

#define assert_debt(wanted, wanted_first, wanted_second)                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_assert_cmpint (read_debt (ledger, supplier), ==, wanted);                                    \
    g_assert_cmpint (read_owed (ledger, first), ==, wanted_first);                                 \
    g_assert_cmpint (read_owed (ledger, second), ==, wanted_second);                               \
    shop_check (&ledger->base);                                                                    \
  }                                                                                                \
  G_STMT_END

  assert_debt (600000, 300000, 200000);
  pay (ledger, supplier, 0, 150000); /* what was owed before, and 50.000 of the first */
  assert_debt (450000, 250000, 200000);
  pay (ledger, supplier, second, 120000);
  assert_debt (330000, 250000, 80000);
  /* no more than is left of it */
  g_assert_cmpint (
      tiem_store_pay_supplier (store, supplier, second, 80001, TIEM_MONEY_CASH, NULL, &error),
      ==,
      0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_cmpint (
      tiem_store_pay_supplier (store, other, second, 1000, TIEM_MONEY_CASH, NULL, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  back = make (TIEM_SUPPLIER_RETURN, supplier, ledger->ao, 2, 30000);
  back->paid_vnd = 10000; /* of 60.000 that he owes, he gives back 10.000 at once */
  book (ledger, back);
  assert_debt (280000, 200000, 80000);

  /* an advance stays for the next slip */
  pay (ledger, supplier, 0, 500000);
  assert_debt (-220000, 0, 0);
  g_assert_cmpint (read_owed (ledger, buy (ledger, supplier, ledger->ao, 10, 30000)), ==, 80000);

  payments = tiem_store_list_supplier_payments (store, supplier, 0, &error);
  g_assert_cmpint (payments->len, ==, 4);
  tiem_store_undo_supplier_payment (store, ((TiemSupplierPayment *)payments->pdata[3])->id, &error);
  g_assert_no_error (error);
  assert_debt (580000, 200000, 80000);
  g_assert_false (tiem_store_undo_supplier_payment (
      store, ((TiemSupplierPayment *)payments->pdata[3])->id, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);

  /* the account adds up to it, line by line */
  account = tiem_store_list_supplier_account (store, supplier, &error);
  g_assert_cmpint (account->len, ==, 8);
  for (guint i = 0; i < account->len; i++)
    {
      const TiemSupplierEntry *entry = g_ptr_array_index (account, i);

      sum += entry->amount_vnd;
      g_assert_cmpint (entry->debt_vnd, ==, sum);
    }
  g_assert_cmpint (sum, ==, 580000);
  g_assert_cmpint (read_debt (ledger, other), ==, 0);
#undef assert_debt
}

/* --- suppliers --- */

static void
test_suppliers (Ledger *ledger,
                gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *phone;
    const char *tax_code;
    int code; /* of the error, −1 = none */
  } cases[] = {
    { "Xưởng may Hoà Phát", "0905 118 274", "0312345678", -1 },
    { "  ", NULL, NULL, TIEM_ERROR_INVALID },
    { "xuong may hoa phat", NULL, NULL, TIEM_ERROR_CONFLICT },
    { "Gốm Bát Tràng Minh Long", "12", NULL, TIEM_ERROR_INVALID },
    { "Gốm Bát Tràng Minh Long", NULL, "12345", TIEM_ERROR_INVALID },
    { "Gốm Bát Tràng Minh Long", NULL, "0312345678-001", -1 },
  };
  TiemSupplierQuery query = { .search = (char *)"phat xuong" };
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemSupplier) supplier = tiem_supplier_new ();
      g_autoptr (GError) local = NULL;

      supplier->name = g_strdup (cases[i].name);
      supplier->phone = g_strdup (cases[i].phone);
      supplier->tax_code = g_strdup (cases[i].tax_code);
      tiem_store_save_supplier (ledger->base.store, supplier, &local);
      if (cases[i].code < 0)
        g_assert_no_error (local);
      else
        g_assert_error (local, TIEM_ERROR, cases[i].code);
    }
  /* words in any order, without diacritics */
  found = tiem_store_list_suppliers (ledger->base.store, &query, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpint (found->len, ==, 1);
  g_assert_cmpstr (((TiemSupplier *)found->pdata[0])->code, ==, "NCC000001");
  g_assert_cmpint (tiem_store_find_supplier (ledger->base.store, "ncc000002", &error), ==, 2);
  g_assert_cmpint (
      tiem_store_find_supplier (ledger->base.store, "Xưởng may hoà phát", &error), ==, 1);
  g_assert_cmpint (tiem_store_find_supplier (ledger->base.store, "Ai đó", &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
}

/* Told after the fact, as by an import: the debt and what covers it follow. */
static void
test_opening (Ledger *ledger,
              gconstpointer data)
{
  static const struct
  {
    gint64 opening_vnd;
    int code; /* of the error, −1 = none */
    gint64 debt_vnd;
    gint64 owed_vnd; /* of the one slip, of 300.000, of which 100.000 are paid on account */
  } cases[] = {
    { 0, -1, 200000, 200000 },
    { 150000, -1, 350000, 300000 },
    { 40000, -1, 240000, 240000 },
    { -500000, -1, -300000, 0 },
    { G_GINT64_CONSTANT (1000000000001), TIEM_ERROR_INVALID, -300000, 0 },
    { G_MININT64, TIEM_ERROR_INVALID, -300000, 0 },
    { 0, -1, 200000, 200000 },
  };
  TiemStore *store = ledger->base.store;
  gint64 supplier = add_supplier (ledger, "Xưởng may Hoà Phát", 70000);
  gint64 slip = buy (ledger, supplier, ledger->ao, 10, 30000);
  g_autoptr (GError) error = NULL;

  pay (ledger, supplier, 0, 100000);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) local = NULL;
      gboolean good
          = tiem_store_set_supplier_opening (store, supplier, cases[i].opening_vnd, &local);

      g_assert_true (good == (cases[i].code < 0));
      if (!good)
        g_assert_error (local, TIEM_ERROR, cases[i].code);
      g_assert_cmpint (read_debt (ledger, supplier), ==, cases[i].debt_vnd);
      g_assert_cmpint (read_owed (ledger, slip), ==, cases[i].owed_vnd);
      shop_check (&ledger->base);
    }
  g_assert_false (tiem_store_set_supplier_opening (store, supplier + 1, 0, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/suppliers/" path, Ledger, NULL, set_up, func, tear_down)
  ADD ("debt", test_debt);
  ADD ("written-down", test_suppliers);
  ADD ("opening", test_opening);
#undef ADD
  return g_test_run ();
}
