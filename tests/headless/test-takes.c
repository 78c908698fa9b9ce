#include "ledger-fixture.h"

#include "check-fixture.h"
#include "store/tiem-store-locations.h"
#include "store/tiem-store-takes.h"

/* Stock takes while selling goes on. */

static gint64
start (Ledger *ledger)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_start_take (
      ledger->base.store, TIEM_MAIN_LOCATION, TIEM_TAKE_ALL, NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}

/* A minute later. */
static void
count (Ledger *ledger,
       gint64 take,
       gint64 variant_id,
       gint64 units)
{
  g_autoptr (GError) error = NULL;

  ledger->base.now += SHOP_MINUTE;
  tiem_store_count_take (ledger->base.store, take, variant_id, units, TRUE, &error);
  g_assert_no_error (error);
}

static TiemSlipScan *
scan (Ledger *ledger,
      gint64 take,
      const char *code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) scans = NULL;

  ledger->base.now += 1000;
  scans = tiem_store_scan_take (ledger->base.store, take, code, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (scans->len, ==, 1);
  return g_ptr_array_steal_index (scans, 0);
}

static TiemTakeLine *
get_line (Ledger *ledger,
          gint64 take,
          gint64 variant_id)
{
  g_autoptr (GError) error = NULL;
  TiemTakeLine *line = tiem_store_get_take_line (ledger->base.store, take, variant_id, &error);

  g_assert_no_error (error);
  return line;
}

static void
assert_line (Ledger *ledger,
             gint64 take,
             gint64 expected,
             gint64 counted,
             gint64 difference)
{
  g_autoptr (TiemTakeLine) line = get_line (ledger, take, ledger->ao);
  g_autofree char *words = tiem_take_line_dup_explanation (line);

  g_test_message ("%s", words);
  g_assert_cmpint (line->expected, ==, expected);
  g_assert_cmpint (line->counted, ==, counted);
  g_assert_cmpint (line->difference, ==, difference);
}

static void
book (Ledger *ledger,
      gint64 take,
      gboolean zero)
{
  g_autoptr (GError) error = NULL;

  ledger->base.now += SHOP_MINUTE;
  tiem_store_book_take (ledger->base.store, take, zero, &error);
  g_assert_no_error (error);
  shop_check (&ledger->base);
}

static void
set_by_hand (Ledger *ledger,
             gint64 on_hand)
{
  g_autoptr (GError) error = NULL;

  ledger->base.now += SHOP_MINUTE;
  tiem_store_set_stock (ledger->base.store, ledger->ao, on_hand, "count", NULL, &error);
  g_assert_no_error (error);
}

/* --- selling goes on --- */

static void
test_selling (Ledger *ledger,
              gconstpointer data)
{
  gint64 take = start (ledger);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemTake) head = NULL;

  put_ao (ledger, "1", TIEM_ORDER_TO_SHIP, 2);
  count (ledger, take, ledger->ao, 8);
  assert_line (ledger, take, 10, 8, -2);
  put_ao (ledger, "2", TIEM_ORDER_TO_SHIP, 3);
  put_ao (ledger, "2", TIEM_ORDER_SHIPPING, 3);
  assert_line (ledger, take, 10, 8, -2);
  {
    g_autoptr (TiemTakeLine) line = get_line (ledger, take, ledger->ao);

    g_assert_cmpint (line->sold, ==, -3);
    g_assert_cmpint (line->held, ==, 2);
    g_assert_cmpint (line->holders, ==, 1);
    g_assert_cmpint (line->on_hand, ==, 7);
  }
  book (ledger, take, FALSE);
  assert_ao (ledger, 5, 2);
  head = tiem_store_get_take (ledger->base.store, take, TIEM_TAKE_EVERY, 0, NULL, &error);
  g_assert_cmpstr (head->number, ==, "KK000001");
  g_assert_cmpstr (head->state, ==, "done");
  g_assert_cmpint (head->missing, ==, 2);
  g_assert_cmpint (head->different, ==, 1);

  g_assert_true (tiem_store_undo_take (ledger->base.store, take, &error));
  assert_ao (ledger, 7, 2);
  shop_check (&ledger->base);
  g_assert_false (tiem_store_undo_take (ledger->base.store, take, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);

  /* counted on, and booked once more */
  g_assert_true (tiem_store_reopen_take (ledger->base.store, take, &error));
  assert_line (ledger, take, 10, 8, -2);
  book (ledger, take, FALSE);
  assert_ao (ledger, 5, 2);
  g_assert_false (tiem_store_count_take (ledger->base.store, take, ledger->ao, 1, TRUE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
}

/* The parcel left before the shelf was counted, and the channel told it later. */
static void
test_told_late (Ledger *ledger,
                gconstpointer data)
{
  Goods goods = { "p1", 3, 0 };
  gint64 take = start (ledger);
  gint64 left_at = ledger->base.now;

  count (ledger, take, ledger->ao, 7);
  assert_line (ledger, take, 10, 7, -3);
  ledger->base.now += SHOP_HOUR;
  put (ledger, make_order (ledger, "1", TIEM_ORDER_SHIPPING, ledger->base.now, left_at, &goods, 1));
  assert_ao (ledger, 7, 0);
  assert_line (ledger, take, 7, 7, 0);
  book (ledger, take, FALSE);
  assert_ao (ledger, 7, 0);
}

/* Left open over night, counted on two days. */
static void
test_over_night (Ledger *ledger,
                 gconstpointer data)
{
  gint64 take = start (ledger);

  for (int i = 0; i < 4; i++)
    {
      g_autoptr (TiemSlipScan) found = scan (ledger, take, "AO");

      g_assert_cmpint (found->outcome, ==, TIEM_SLIP_SCAN_FOUND);
      g_assert_cmpint (found->counted, ==, i + 1);
    }
  ledger->base.now += SHOP_DAY / 2;
  put_ao (ledger, "1", TIEM_ORDER_TO_SHIP, 3);
  put_ao (ledger, "1", TIEM_ORDER_SHIPPING, 3);
  ledger->base.now += SHOP_DAY / 2;
  for (int i = 0; i < 3; i++)
    {
      g_autoptr (TiemSlipScan) found = scan (ledger, take, "ao");
    }
  assert_line (ledger, take, 7, 7, 0);
  {
    g_autoptr (TiemTakeLine) line = get_line (ledger, take, ledger->ao);

    /* which of them were sold, nobody knows: it is said */
    g_assert_cmpint (line->between, ==, 3);
    g_assert_cmpint (line->last_at - line->first_at, >, SHOP_DAY / 2);
  }
  put_ao (ledger, "2", TIEM_ORDER_SHIPPING, 1);
  book (ledger, take, FALSE);
  assert_ao (ledger, 6, 0);
}

/* --- other counts meanwhile --- */

static void
test_counted_by_hand (Ledger *ledger,
                      gconstpointer data)
{
  gint64 take = start (ledger);

  count (ledger, take, ledger->ao, 8);
  set_by_hand (ledger, 8);
  {
    g_autoptr (TiemTakeLine) line = get_line (ledger, take, ledger->ao);

    g_assert_true (line->is_overtaken);
    g_assert_null (line->overtaken_by);
    g_assert_cmpint (line->difference, ==, 0);
  }
  book (ledger, take, FALSE);
  assert_ao (ledger, 8, 0);
}

/* Of two takes the newer count stands, in whatever order they are booked. */
static void
test_two_takes (Ledger *ledger,
                gconstpointer data)
{
  for (int newer_first = 0; newer_first < 2; newer_first++)
    for (int agrees = 0; agrees < 2; agrees++)
      {
        gint64 first;
        gint64 second;

        set_by_hand (ledger, 12);
        first = start (ledger);
        second = start (ledger);
        count (ledger, first, ledger->ao, 10);
        count (ledger, second, ledger->ao, agrees ? 12 : 9);
        book (ledger, newer_first ? second : first, FALSE);
        book (ledger, newer_first ? first : second, FALSE);
        assert_ao (ledger, agrees ? 12 : 9, 0);
      }
}

/* --- goods that change meanwhile --- */

static void
test_archived (Ledger *ledger,
               gconstpointer data)
{
  gint64 take = start (ledger);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemSlipScan) found = NULL;

  tiem_store_archive_variant (ledger->base.store, ledger->ao, TRUE, &error);
  g_assert_no_error (error);
  found = scan (ledger, take, "AO");
  g_assert_cmpint (found->outcome, ==, TIEM_SLIP_SCAN_FOUND);
  g_assert_true (found->archived);
  assert_line (ledger, take, 10, 1, -9);
  book (ledger, take, FALSE);
  shop_assert_stock (&ledger->base, "AO", 1, 0);
}

static void
test_bundle (Ledger *ledger,
             gconstpointer data)
{
  gint64 quan = add_variant (ledger, "QUAN", 6);
  gint64 combo = add_variant (ledger, "COMBO", -1);
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));
  const TiemBundlePart both[] = { { ledger->ao, 2 }, { quan, 1 } };
  g_autoptr (GError) error = NULL;
  gint64 take = start (ledger);
  g_autoptr (TiemSlipScan) found = NULL;

  g_array_append_vals (parts, both, 2);
  tiem_store_set_bundle (ledger->base.store, combo, parts, &error);
  g_assert_no_error (error);
  found = scan (ledger, take, "3*COMBO");
  g_assert_cmpint (found->outcome, ==, TIEM_SLIP_SCAN_FOUND);
  g_assert_true (found->is_bundle);
  g_assert_cmpint (found->counted, ==, 6);
  assert_line (ledger, take, 10, 6, -4);
  {
    g_autoptr (TiemTakeLine) line = get_line (ledger, take, quan);

    g_assert_cmpint (line->counted, ==, 3);
  }
  g_assert_false (tiem_store_count_take (ledger->base.store, take, combo, 4, TRUE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  book (ledger, take, FALSE);
  assert_ao (ledger, 6, 0);
  shop_assert_stock (&ledger->base, "QUAN", 3, 0);
}

/* What was counted becomes a combo: it has no stock any more. */
static void
test_becomes_bundle (Ledger *ledger,
                     gconstpointer data)
{
  gint64 set = add_variant (ledger, "BO", 4);
  gint64 take = start (ledger);
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));
  const TiemBundlePart part = { ledger->ao, 2 };
  g_autoptr (GError) error = NULL;

  count (ledger, take, set, 3);
  g_array_append_val (parts, part);
  tiem_store_set_bundle (ledger->base.store, set, parts, &error);
  g_assert_no_error (error);
  {
    g_autoptr (TiemTakeLine) line = get_line (ledger, take, set);

    g_assert_true (line->is_bundle);
    g_assert_cmpint (line->difference, ==, 0);
  }
  book (ledger, take, FALSE);
  shop_assert_stock (&ledger->base, "BO", 5, 0);
}

/* Never counted before: what left since the count is booked with it. */
static void
test_first_count (Ledger *ledger,
                  gconstpointer data)
{
  gint64 quan = add_variant (ledger, "QUAN", -1);
  Goods goods = { "p2", 2, 0 };
  gint64 take;

  add_listing (ledger, "p2", "QUAN", quan);
  put (
      ledger,
      make_order (ledger, "1", TIEM_ORDER_SHIPPING, ledger->base.now, ledger->base.now, &goods, 1));
  take = start (ledger);
  count (ledger, take, quan, 9);
  ledger->base.now += SHOP_MINUTE;
  put (
      ledger,
      make_order (ledger, "2", TIEM_ORDER_SHIPPING, ledger->base.now, ledger->base.now, &goods, 1));
  book (ledger, take, FALSE);
  shop_assert_stock (&ledger->base, "QUAN", 7, 0);
}

/* --- counting --- */

static void
test_codes (Ledger *ledger,
            gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  gint64 take = start (ledger);
  TiemNewVariant values = { .name = "Quần", .sku = "QUAN", .barcode = "8938505974192" };
  g_autoptr (GError) error = NULL;
  gint64 quan = tiem_store_add_variant (store, &values, &error);
  static const struct
  {
    const char *code;
    TiemSlipScanOutcome outcome;
    gint64 counted;
  } cases[] = {
    { "8938505974192", TIEM_SLIP_SCAN_FOUND, 1 },  { "quan", TIEM_SLIP_SCAN_FOUND, 2 },
    { "5*QUAN", TIEM_SLIP_SCAN_FOUND, 7 },         { "KHONG-CO", TIEM_SLIP_SCAN_UNKNOWN, 7 },
    { "893850597419", TIEM_SLIP_SCAN_GARBLED, 7 }, { "1", TIEM_SLIP_SCAN_ORDER, 7 },
  };

  g_assert_no_error (error);
  put_ao (ledger, "1", TIEM_ORDER_TO_SHIP, 1);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemSlipScan) found = scan (ledger, take, cases[i].code);
      g_autofree char *sentence = tiem_slip_scan_dup_sentence (found);
      g_autoptr (TiemTakeLine) line = get_line (ledger, take, quan);

      g_test_message ("%s: %s", cases[i].code, sentence != NULL ? sentence : "");
      g_assert_cmpint (found->outcome, ==, cases[i].outcome);
      g_assert_true ((sentence == NULL) == (found->outcome == TIEM_SLIP_SCAN_FOUND));
      g_assert_cmpint (line->counted, ==, cases[i].counted);
      /* it came after the take began */
      g_assert_true (line->is_extra);
    }
}

static void
test_passes (Ledger *ledger,
             gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  gint64 take = start (ledger);
  gint64 taken = 0;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemSlipScan) found = NULL;

  count (ledger, take, ledger->ao, 8);
  found = scan (ledger, take, "AO");
  assert_line (ledger, take, 10, 9, -1);
  g_assert_true (tiem_store_unscan_take (store, take, &taken, &error));
  g_assert_cmpint (taken, ==, ledger->ao);
  assert_line (ledger, take, 10, 8, -2);
  g_assert_cmpint (tiem_store_begin_take_pass (store, take, &error), ==, 2);
  assert_line (ledger, take, 10, 8, -2);
  g_clear_pointer (&found, tiem_slip_scan_free);
  found = scan (ledger, take, "10*AO");
  assert_line (ledger, take, 10, 10, 0);
  {
    g_autoptr (TiemTakeLine) line = get_line (ledger, take, ledger->ao);

    g_assert_true (line->has_previous);
    g_assert_cmpint (line->previous, ==, 8);
    g_assert_cmpint (line->pass, ==, 2);
  }
  shop_check (&ledger->base);
  g_assert_false (tiem_store_count_take (store, take, ledger->ao, -11, FALSE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (tiem_store_uncount_take (store, take, ledger->ao, &error));
  g_assert_false (tiem_store_book_take (store, take, FALSE, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_clear_error (&error);
  g_assert_true (tiem_store_delete_take (store, take, &error));
  g_assert_no_error (error);
}

/* Not counted: left as it is, or gone but for what is packed. */
static void
test_uncounted (Ledger *ledger,
                gconstpointer data)
{
  for (int zero = 0; zero < 2; zero++)
    {
      g_autofree char *sku = g_strdup_printf ("QUAN-%d", zero);
      gint64 quan = add_variant (ledger, sku, 6);
      gint64 take = start (ledger);
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) lines = NULL;
      g_autoptr (TiemTake) head = NULL;

      set_by_hand (ledger, 10);
      count (ledger, take, ledger->ao, 10);
      head = tiem_store_get_take (ledger->base.store, take, TIEM_TAKE_UNCOUNTED, 0, &lines, &error);
      g_assert_cmpint (head->goods - head->counted, ==, lines->len);
      g_assert_cmpuint (lines->len, ==, zero + 1);
      book (ledger, take, zero != 0);
      shop_assert_stock (&ledger->base, sku, zero ? 0 : 6, 0);
      g_assert_true (tiem_store_undo_take (ledger->base.store, take, &error));
      shop_assert_stock (&ledger->base, sku, 6, 0);
      g_assert_true (tiem_store_reopen_take (ledger->base.store, take, &error));
      {
        g_autoptr (TiemTakeLine) line = get_line (ledger, take, quan);

        g_assert_false (line->has_counted);
      }
      shop_check (&ledger->base);
    }
}

/* Each scan is kept at once: whoever opens the take again goes on. */
static void
test_kept (Ledger *ledger,
           gconstpointer data)
{
  gint64 take = start (ledger);
  g_autoptr (TiemSlipScan) found = scan (ledger, take, "4*AO");

  g_clear_object (&ledger->base.store);
  store_fixture_open (&ledger->base);
  assert_line (ledger, take, 10, 4, -6);
}

/* At another place its own number is counted. */
static void
test_place (Ledger *ledger,
            gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  g_autoptr (GError) error = NULL;
  gint64 shop = tiem_store_add_location (store, "Cửa hàng", TRUE, &error);
  gint64 take;

  tiem_store_set_stock_at (store, ledger->ao, shop, 5, "count", NULL, &error);
  take = tiem_store_start_take (store, shop, TIEM_TAKE_ALL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  count (ledger, take, ledger->ao, 4);
  put_ao (ledger, "1", TIEM_ORDER_SHIPPING, 2);
  assert_line (ledger, take, 5, 4, -1);
  g_assert_false (tiem_store_archive_location (store, shop, TRUE, &error));
  g_clear_error (&error);
  book (ledger, take, FALSE);
  assert_ao (ledger, 12, 0);
}

static void
test_scopes (Ledger *ledger,
             gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  TiemNewVariant values
      = { .name = "Nón", .sku = "NON", .category = "Phụ kiện > Nón", .shelf = "B2" };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 non = tiem_store_add_variant (store, &values, &error);
  const struct
  {
    TiemTakeScope scope;
    const char *name;
    gint64 goods; /* 0: refused */
  } cases[] = {
    { TIEM_TAKE_ALL, NULL, 2 },       { TIEM_TAKE_CATEGORY, "Phụ kiện", 1 },
    { TIEM_TAKE_CATEGORY, "Phụ", 0 }, { TIEM_TAKE_CATEGORY, "Phụ kiện > Nón", 1 },
    { TIEM_TAKE_SHELF, "B2", 1 },     { TIEM_TAKE_SHELF, "B", 0 },
    { TIEM_TAKE_CHOSEN, NULL, 1 },
  };

  g_assert_no_error (error);
  g_array_append_val (ids, non);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemTake) take = NULL;
      gint64 id = tiem_store_start_take (
          store, TIEM_MAIN_LOCATION, cases[i].scope, cases[i].name, ids, NULL, &error);

      g_assert_true ((id == 0) == (cases[i].goods == 0));
      g_clear_error (&error);
      if (id == 0)
        continue;
      take = tiem_store_get_take (store, id, TIEM_TAKE_RECENT, 0, NULL, &error);
      g_assert_cmpint (take->goods, ==, cases[i].goods);
      g_assert_cmpint (take->scope, ==, cases[i].scope);
    }
}

/* --- by chance --- */

#define MOST_GOODS 6

/* @untold: (element-type TiemRemoteOrder): stored, and none of them left */
static void
tell (Ledger *ledger,
      GPtrArray *untold)
{
  for (guint i = 0; i < untold->len; i++)
    put (ledger, g_ptr_array_index (untold, i));
  g_ptr_array_set_size (untold, 0);
}

/* Sales, returns, cancellations and transfers between scans: after the booking there is what was
 * counted, and what has moved since. */
static void
test_chance (Ledger *ledger,
             gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  g_autoptr (GRand) chance = g_rand_new_with_seed (20261122);
  gint64 goods[MOST_GOODS];
  gint64 here[MOST_GOODS]; /* what truly lies there */
  gint64 counted[MOST_GOODS];
  g_autoptr (GError) error = NULL;
  gint64 shop = tiem_store_add_location (store, "Cửa hàng", TRUE, &error);
  g_autoptr (GPtrArray) untold = g_ptr_array_new ();
  int n_orders = 0;

  for (int i = 0; i < MOST_GOODS; i++)
    {
      g_autofree char *sku = g_strdup_printf ("SKU-%d", i);

      goods[i] = add_variant (ledger, sku, 40);
      add_listing (ledger, sku, sku, goods[i]);
      here[i] = 40;
    }
  for (int round = 0; round < 12; round++)
    {
      gint64 take = start (ledger);

      for (int i = 0; i < MOST_GOODS; i++)
        {
          /* the books are wrong by a little */
          here[i] = MAX (here[i] + g_rand_int_range (chance, -2, 2), 0);
          counted[i] = -1;
        }
      for (int step = 0; step < 30; step++)
        {
          int i = g_rand_int_range (chance, 0, MOST_GOODS);
          int deed = g_rand_int_range (chance, 0, 6);
          g_autofree char *sku = g_strdup_printf ("SKU-%d", i);
          g_autofree char *id = g_strdup_printf ("r-%d", n_orders);
          Goods line = { sku, g_rand_int_range (chance, 1, 4), 0 };

          ledger->base.now += SHOP_MINUTE;
          if (deed <= 1 && here[i] >= line.quantity)
            {
              TiemRemoteOrder *order;

              here[i] -= line.quantity;
              order = make_order (
                  ledger, id, TIEM_ORDER_SHIPPING, ledger->base.now, ledger->base.now, &line, 1);
              n_orders++;
              /* half of them are told some steps after they left */
              g_ptr_array_add (untold, order);
              if (deed == 0)
                tell (ledger, untold);
            }
          else if (deed == 2 && n_orders > 0 && untold->len == 0)
            {
              g_autofree char *old
                  = g_strdup_printf ("r-%d", g_rand_int_range (chance, 0, n_orders));
              g_autoptr (TiemOrder) order = get_order (ledger, old);
              const TiemOrderLine *back = g_ptr_array_index (order->lines, 0);

              if (back->returned + back->damaged < back->quantity
                  && tiem_store_receive_return (store, order->id, back->id, 1, FALSE, &error))
                for (int j = 0; j < MOST_GOODS; j++)
                  here[j] += goods[j] == back->variant_id;
              g_clear_error (&error);
            }
          else if (deed == 3)
            {
              tiem_store_adjust_stock_at (store, goods[i], shop, 1, "adjust", NULL, &error);
              g_assert_no_error (error);
            }
          else if (deed > 3)
            {
              count (ledger, take, goods[i], here[i]);
              counted[i] = 1;
            }
        }
      tell (ledger, untold);
      for (int i = 0; i < MOST_GOODS; i++)
        if (counted[i] < 0)
          count (ledger, take, goods[i], here[i]);
      book (ledger, take, FALSE);
      for (int i = 0; i < MOST_GOODS; i++)
        {
          g_autoptr (GPtrArray) places = tiem_store_list_stock_places (store, goods[i], &error);

          g_assert_cmpint (((TiemStockPlace *)g_ptr_array_index (places, 0))->on_hand, ==, here[i]);
        }
    }
}

/* --- the check --- */

static void
test_check (Ledger *ledger,
            gconstpointer data)
{
  gint64 take = start (ledger);

  count (ledger, take, ledger->ao, 8);
  book (ledger, take, FALSE);
#define CHECK(broken, mended)                                                                      \
  check_notices (&ledger->base, "takes_book_what_was_counted", broken, mended)
  CHECK ("UPDATE take_line SET counted = 9", "UPDATE take_line SET counted = 8");
  CHECK ("UPDATE take_line SET booked = -1", "UPDATE take_line SET booked = -2");
  CHECK ("UPDATE take_line SET expected = 11", "UPDATE take_line SET expected = 10");
  CHECK ("UPDATE slip SET state = 'undone'", "UPDATE slip SET state = 'done'");
#undef CHECK
}

/* What was thrown away by mistake comes back with every scan, and is booked as if nothing had
 * happened. */
static void
test_bring_back (Ledger *ledger,
                 gconstpointer data)
{
  TiemStore *store = ledger->base.store;
  gint64 take = start (ledger);
  g_autoptr (TiemTakeLine) before = NULL;
  g_autoptr (TiemTakeLine) after = NULL;
  g_autofree char *dropped = NULL;
  g_autofree char *number = NULL;
  g_autoptr (TiemTake) back = NULL;
  g_autoptr (GError) error = NULL;
  gint64 other;
  gint64 id;
  gint64 variant_id = 0;

  count (ledger, take, ledger->ao, 7);
  count (ledger, take, ledger->ao, 8);
  g_assert_true (tiem_store_note_take_line (store, take, ledger->ao, "rách \"tem\" ở kệ", &error));
  before = get_line (ledger, take, ledger->ao);
  back = tiem_store_get_take (store, take, TIEM_TAKE_EVERY, 0, NULL, &error);
  number = g_strdup (back->number);
  g_clear_pointer (&back, tiem_take_free);
  dropped = tiem_store_drop_take (store, take, &error);
  g_assert_no_error (error);
  shop_check (&ledger->base);
  g_assert_null (tiem_store_get_take (store, take, TIEM_TAKE_EVERY, 0, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);
  other = start (ledger); /* has its old id by now */

  id = tiem_store_bring_back_take (store, dropped, &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, !=, other);
  shop_check (&ledger->base);
  back = tiem_store_get_take (store, id, TIEM_TAKE_EVERY, 0, NULL, &error);
  g_assert_cmpstr (back->number, ==, number);
  g_assert_cmpint (back->counted, ==, 1);
  after = get_line (ledger, id, ledger->ao);
  g_assert_cmpint (after->counted, ==, 8);
  g_assert_cmpint (after->first_at, ==, before->first_at);
  g_assert_cmpint (after->last_at, ==, before->last_at);
  g_assert_cmpint (after->expected, ==, before->expected);
  g_assert_cmpstr (after->note, ==, "rách \"tem\" ở kệ");
  /* once only */
  g_assert_cmpint (tiem_store_bring_back_take (store, dropped, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_clear_error (&error);
  /* the last count is taken back as before */
  g_assert_true (tiem_store_unscan_take (store, id, &variant_id, &error));
  g_assert_cmpint (variant_id, ==, ledger->ao);
  g_clear_pointer (&after, tiem_take_line_free);
  after = get_line (ledger, id, ledger->ao);
  g_assert_cmpint (after->counted, ==, 7);
  g_assert_true (tiem_store_book_take (store, id, FALSE, &error));
  g_assert_no_error (error);
  shop_check (&ledger->base);
  g_assert_null (tiem_store_drop_take (store, id, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Ledger, NULL, set_up, func, tear_down)
  ADD ("/takes/selling", test_selling);
  ADD ("/takes/told-late", test_told_late);
  ADD ("/takes/over-night", test_over_night);
  ADD ("/takes/counted-by-hand", test_counted_by_hand);
  ADD ("/takes/two", test_two_takes);
  ADD ("/takes/archived", test_archived);
  ADD ("/takes/bundle", test_bundle);
  ADD ("/takes/becomes-bundle", test_becomes_bundle);
  ADD ("/takes/first-count", test_first_count);
  ADD ("/takes/codes", test_codes);
  ADD ("/takes/passes", test_passes);
  ADD ("/takes/uncounted", test_uncounted);
  ADD ("/takes/kept", test_kept);
  ADD ("/takes/bring-back", test_bring_back);
  ADD ("/takes/place", test_place);
  ADD ("/takes/scopes", test_scopes);
  ADD ("/takes/chance", test_chance);
  ADD ("/takes/check", test_check);
  return g_test_run ();
}
