#include "shop-fixture.h"

#include "model/tiem-category.h"
#include "model/tiem-ean.h"
#include "store/tiem-store-goods.h"

/* Bulk changes, categories, barcodes, combos, a product written in one go. */

static void
test_rule (void)
{
  static const struct
  {
    TiemBulkHow how;
    gint64 amount;
    TiemBulkRounding rounding;
    gint64 price;
    gint64 expected;
  } cases[] = {
    { TIEM_BULK_SET, 99000, TIEM_BULK_EXACT, 129000, 99000 },
    { TIEM_BULK_ADD, 5000, TIEM_BULK_EXACT, 129000, 134000 },
    { TIEM_BULK_ADD, -130000, TIEM_BULK_EXACT, 129000, -1000 },
    { TIEM_BULK_PERCENT, 1000, TIEM_BULK_EXACT, 129000, 141900 },
    { TIEM_BULK_PERCENT, -550, TIEM_BULK_EXACT, 129000, 121905 },
    { TIEM_BULK_PERCENT, 1000, TIEM_BULK_TO_1000, 129000, 142000 },
    { TIEM_BULK_PERCENT, 1000, TIEM_BULK_TO_9000, 129000, 139000 },
    { TIEM_BULK_PERCENT, 500, TIEM_BULK_TO_9000, 121000, 129000 },
    { TIEM_BULK_PERCENT, 0, TIEM_BULK_TO_9000, 124000, 129000 },
    { TIEM_BULK_PERCENT, 0, TIEM_BULK_TO_9000, 123999, 119000 },
    { TIEM_BULK_PERCENT, 0, TIEM_BULK_TO_9000, 500, 9000 },
    { TIEM_BULK_PERCENT, 0, TIEM_BULK_TO_9000, 0, 0 },
    { TIEM_BULK_PERCENT, -10000, TIEM_BULK_TO_1000, 129000, 0 },
    { TIEM_BULK_TIMES_COST, 180, TIEM_BULK_TO_1000, 129000, 108000 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const TiemBulkRule rule = { .field = TIEM_BULK_PRICE,
                                  .how = cases[i].how,
                                  .amount = cases[i].amount,
                                  .rounding = cases[i].rounding };
      const TiemBulkFacts facts = { .value = cases[i].price, .has_cost = TRUE, .cost_vnd = 60000 };

      g_test_message ("case %u", (guint)i);
      g_assert_cmpint (tiem_bulk_rule_reckon (&rule, &facts), ==, cases[i].expected);
    }
}

static void
test_judge (void)
{
  static const struct
  {
    TiemBulkRule rule;
    TiemBulkFacts facts;
    gint64 value;
    TiemBulkFlags expected;
  } cases[] = {
    { { TIEM_BULK_PRICE },
      { .value = 100, .has_cost = TRUE, .cost_vnd = 60 },
      100,
      TIEM_BULK_SAME },
    { { TIEM_BULK_PRICE },
      { .value = 100, .has_cost = TRUE, .cost_vnd = 60 },
      59,
      TIEM_BULK_BELOW_COST },
    { { TIEM_BULK_PRICE }, { .value = 100 }, 0, TIEM_BULK_BECOMES_0 },
    { { TIEM_BULK_PRICE }, { .value = 100 }, -1, TIEM_BULK_NEGATIVE },
    { { TIEM_BULK_PRICE },
      { .value = 100 },
      G_GINT64_CONSTANT (2000000000000),
      TIEM_BULK_TOO_MUCH },
    { { TIEM_BULK_PRICE, TIEM_BULK_TIMES_COST }, { .value = 100 }, 100, TIEM_BULK_NO_COST },
    { { TIEM_BULK_STOCK }, { .value = 5, .is_counted = TRUE }, 5, TIEM_BULK_SAME },
    { { TIEM_BULK_STOCK }, { .value = 0 }, 0, TIEM_BULK_BECOMES_0 },
    { { TIEM_BULK_STOCK },
      { .value = 5, .is_counted = TRUE, .reserved = 3 },
      2,
      TIEM_BULK_BELOW_HELD },
    { { TIEM_BULK_STOCK }, { .value = 5, .is_bundle = TRUE }, 9, TIEM_BULK_COMBO },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("case %u", (guint)i);
      g_assert_cmphex (
          tiem_bulk_rule_judge (&cases[i].rule, &cases[i].facts, cases[i].value, FALSE),
          ==,
          cases[i].expected);
    }
}

static void
test_words (void)
{
  static const struct
  {
    const char *typed;
    const char *clean;
  } cases[] = {
    { "Áo", "Áo" },         { " Thời trang>>Áo >> Áo thun ", "Thời trang > Áo > Áo thun" },
    { "A > > B", "A > B" }, { ">>", NULL },
    { "", NULL },
  };
  guint64 number = 0;
  g_autofree char *own = tiem_ean_make_own (17);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = tiem_category_clean (cases[i].typed);

      g_assert_cmpstr (clean, ==, cases[i].clean);
    }
  g_assert_cmpstr (tiem_category_leaf ("A > B > C"), ==, "C");
  g_assert_cmpuint (tiem_category_depth ("A > B > C"), ==, 2);
  g_assert_true (tiem_category_is_in ("A > B", "A"));
  g_assert_false (tiem_category_is_in ("AB", "A"));

  /* The example of the GS1 specifications, and one of Việt Nam. */
  g_assert_cmpint (tiem_ean_check_digit ("629104150021"), ==, 3);
  g_assert_true (tiem_ean_is_valid ("8934563138165"));
  g_assert_false (tiem_ean_is_valid ("8934563138164"));
  g_assert_false (tiem_ean_is_valid ("893456313816"));
  g_assert_true (tiem_ean_is_valid (own));
  g_assert_true (g_str_has_prefix (own, "20"));
  g_assert_true (tiem_ean_read_own (own, &number));
  g_assert_cmpuint (number, ==, 17);
  g_assert_false (tiem_ean_read_own ("8934563138165", &number));
}

/* --- in the store --- */

static gint64
add (StoreFixture *fixture,
     const char *name,
     const char *sku,
     gint64 price,
     gint64 on_hand)
{
  g_autoptr (GError) error = NULL;
  const TiemNewVariant values = { .name = name,
                                  .sku = sku,
                                  .price_vnd = price,
                                  .cost_vnd = 50000,
                                  .has_cost = TRUE,
                                  .on_hand = on_hand,
                                  .has_on_hand = on_hand >= 0 };
  gint64 id = tiem_store_add_variant (fixture->store, &values, &error);

  g_assert_no_error (error);
  return id;
}

static TiemVariant *
get (StoreFixture *fixture,
     gint64 id)
{
  g_autoptr (GError) error = NULL;
  TiemVariant *variant = tiem_store_get_variant (fixture->store, id, &error);

  g_assert_no_error (error);
  return variant;
}

static void
assert_variant (
    StoreFixture *fixture, gint64 id, gint64 price, gint64 on_hand, const char *category)
{
  g_autoptr (TiemVariant) variant = get (fixture, id);

  g_assert_cmpint (variant->price_vnd, ==, price);
  g_assert_cmpint (variant->on_hand, ==, on_hand);
  g_assert_cmpstr (variant->category, ==, category);
}

static GArray *
make_ids (gint64 first,
          gint64 second)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, first);
  g_array_append_val (ids, second);
  return ids;
}

static TiemBulkResult *
apply (StoreFixture *fixture,
       GArray *ids,
       TiemBulkRule rule)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemBulkPlan) plan = tiem_store_plan_bulk (fixture->store, ids, &rule, NULL, &error);
  TiemBulkResult *result;

  g_assert_no_error (error);
  result = tiem_store_apply_bulk (fixture->store, plan, NULL, NULL, &error);
  g_assert_no_error (error);
  shop_check (fixture);
  return result;
}

static TiemBulkResult *
undo (StoreFixture *fixture,
      const TiemBulkResult *result)
{
  g_autoptr (GError) error = NULL;
  TiemBulkResult *back = tiem_store_undo_bulk (fixture->store, result, NULL, NULL, &error);

  g_assert_no_error (error);
  shop_check (fixture);
  return back;
}

static void
test_price (StoreFixture *fixture,
            gconstpointer data)
{
  gint64 shirt = add (fixture, "Áo thun", "AT-1", 129000, 5);
  gint64 socks = add (fixture, "Tất", "TAT-1", 45000, 7);
  g_autoptr (GArray) ids = make_ids (shirt, socks);
  g_autoptr (TiemBulkResult) result = NULL;
  g_autoptr (TiemBulkResult) back = NULL;
  const TiemNewVariant other = { .price_vnd = 40000 };
  g_autoptr (GError) error = NULL;

  result = apply (fixture,
                  ids,
                  (TiemBulkRule){ .field = TIEM_BULK_PRICE,
                                  .how = TIEM_BULK_PERCENT,
                                  .amount = 1000,
                                  .rounding = TIEM_BULK_TO_9000 });
  g_assert_cmpuint (result->changes->len, ==, 2);
  g_assert_cmpuint (result->problems->len, ==, 0);
  assert_variant (fixture, shirt, 139000, 5, NULL);
  assert_variant (fixture, socks, 49000, 7, NULL);

  /* Somebody sets the price of the socks: Undo leaves it and says so. */
  g_assert_true (tiem_store_edit_variant (fixture->store, socks, TIEM_EDIT_PRICE, &other, &error));
  back = undo (fixture, result);
  g_assert_cmpuint (back->changes->len, ==, 1);
  g_assert_cmpuint (back->problems->len, ==, 1);
  g_assert_nonnull (
      strstr (((TiemBulkProblem *)g_ptr_array_index (back->problems, 0))->sentence, "40.000"));
  assert_variant (fixture, shirt, 129000, 5, NULL);
  assert_variant (fixture, socks, 40000, 7, NULL);
}

/* Rows the owner unticked or typed keep that when the rule changes; stale prices are refused. */
static void
test_plan (StoreFixture *fixture,
           gconstpointer data)
{
  gint64 shirt = add (fixture, "Áo thun", "AT-1", 129000, 5);
  gint64 socks = add (fixture, "Tất", "TAT-1", 45000, 7);
  g_autoptr (GArray) ids = make_ids (socks, shirt);
  TiemBulkRule rule = { .field = TIEM_BULK_PRICE, .how = TIEM_BULK_ADD, .amount = 1000 };
  const TiemNewVariant other = { .price_vnd = 1 };
  g_autoptr (TiemBulkPlan) plan = NULL;
  g_autoptr (TiemBulkPlan) again = NULL;
  g_autoptr (TiemBulkResult) result = NULL;
  g_autoptr (GError) error = NULL;

  plan = tiem_store_plan_bulk (fixture->store, ids, &rule, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (plan->rows->len, ==, 2);
  g_assert_cmpint (((TiemBulkRow *)g_ptr_array_index (plan->rows, 0))->variant_id, ==, shirt);
  g_assert_cmpint (plan->values[0], ==, 130000);
  plan->values[0] = 99000;
  plan->states[0] |= TIEM_BULK_TYPED;
  plan->states[1] |= TIEM_BULK_LEFT_OUT;

  rule.amount = 2000;
  again = tiem_store_plan_bulk (fixture->store, ids, &rule, plan, &error);
  g_assert_cmpint (again->values[0], ==, 99000);
  g_assert_cmpint (again->values[1], ==, 47000);
  g_assert_true (tiem_bulk_plan_writes (again, 0));
  g_assert_false (tiem_bulk_plan_writes (again, 1));
  again->states[1] = 0;
  g_assert_true (tiem_store_edit_variant (fixture->store, shirt, TIEM_EDIT_PRICE, &other, &error));
  result = tiem_store_apply_bulk (fixture->store, again, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->changes->len, ==, 1);
  g_assert_cmpuint (result->problems->len, ==, 1);
  assert_variant (fixture, shirt, 1, 5, NULL);
  assert_variant (fixture, socks, 47000, 7, NULL);
  shop_check (fixture);
}

static void
test_stock (StoreFixture *fixture,
            gconstpointer data)
{
  gint64 shirt = add (fixture, "Áo thun", "AT-1", 129000, 5);
  gint64 socks = add (fixture, "Tất", "TAT-1", 45000, -1);
  g_autoptr (GArray) ids = make_ids (shirt, socks);
  TiemBulkRule rule = { .field = TIEM_BULK_STOCK, .how = TIEM_BULK_SET, .amount = 8 };
  g_autoptr (TiemBulkPlan) plan = NULL;
  g_autoptr (TiemBulkResult) result = NULL;
  g_autoptr (TiemBulkResult) back = NULL;
  g_autoptr (GError) error = NULL;

  rule.reason = (char *)"count";
  plan = tiem_store_plan_bulk (fixture->store, ids, &rule, NULL, &error);
  g_assert_no_error (error);
  /* One is taken from the shelf while the preview is open: the difference counts. */
  g_assert_true (tiem_store_adjust_stock (fixture->store, shirt, -1, "damaged", NULL, &error));
  result = tiem_store_apply_bulk (fixture->store, plan, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->changes->len, ==, 2);
  assert_variant (fixture, shirt, 129000, 7, NULL);
  assert_variant (fixture, socks, 45000, 8, NULL);
  shop_check (fixture);

  g_assert_true (tiem_store_set_stock (fixture->store, socks, 3, "count", NULL, &error));
  back = undo (fixture, result);
  g_assert_cmpuint (back->changes->len, ==, 1);
  g_assert_cmpuint (back->problems->len, ==, 1);
  assert_variant (fixture, shirt, 129000, 4, NULL);
  assert_variant (fixture, socks, 45000, 3, NULL);
}

static void
test_archive (StoreFixture *fixture,
              gconstpointer data)
{
  gint64 shirt = add (fixture, "Áo thun", "AT-1", 129000, 5);
  gint64 socks = add (fixture, "Tất", "TAT-1", 45000, 7);
  g_autoptr (GArray) ids = make_ids (shirt, socks);
  g_autoptr (TiemBulkResult) result
      = apply (fixture, ids, (TiemBulkRule){ .field = TIEM_BULK_ARCHIVED, .amount = 1 });
  g_autoptr (TiemBulkResult) back = NULL;
  g_autoptr (TiemVariant) variant = get (fixture, shirt);

  g_assert_cmpuint (result->changes->len, ==, 2);
  g_assert_true (variant->archived);
  back = undo (fixture, result);
  g_assert_cmpuint (back->changes->len, ==, 2);
  g_clear_pointer (&variant, tiem_variant_free);
  variant = get (fixture, shirt);
  g_assert_false (variant->archived);
}

static guint
count_in (StoreFixture *fixture,
          const char *category)
{
  g_autoptr (GError) error = NULL;
  const TiemVariantQuery query = { .group = TIEM_VARIANTS_ALL, .category = (char *)category };
  g_autoptr (GPtrArray) found = tiem_store_list_variants (fixture->store, &query, 0, 0, &error);

  g_assert_no_error (error);
  return found->len;
}

static void
test_categories (StoreFixture *fixture,
                 gconstpointer data)
{
  gint64 shirt = add (fixture, "Áo thun", "AT-1", 129000, 5);
  gint64 socks = add (fixture, "Tất", "TAT-1", 45000, 7);
  g_autoptr (GArray) ids = make_ids (shirt, socks);
  g_autoptr (GArray) one = make_ids (socks, socks);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (TiemBulkResult) result = NULL;
  g_autoptr (TiemBulkResult) more = NULL;
  g_autoptr (TiemBulkResult) back = NULL;
  g_autoptr (TiemCategoryMove) move = NULL;
  g_autoptr (TiemCategoryMove) bad = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;

  result = apply (fixture,
                  ids,
                  (TiemBulkRule){ .field = TIEM_BULK_CATEGORY, .text = (char *)"Thời trang > Áo" });
  g_assert_cmpuint (result->changes->len, ==, 2);
  g_array_set_size (one, 1);
  more = apply (fixture,
                one,
                (TiemBulkRule){ .field = TIEM_BULK_CATEGORY, .text = (char *)"Thời trang > Tất" });
  assert_variant (fixture, shirt, 129000, 5, "Thời trang > Áo");
  assert_variant (fixture, socks, 45000, 7, "Thời trang > Tất");
  g_assert_cmpuint (count_in (fixture, "Thời trang"), ==, 2);
  g_assert_cmpuint (count_in (fixture, "Thời trang > Áo"), ==, 1);
  g_assert_cmpuint (count_in (fixture, "Thời"), ==, 0);
  g_assert_cmpuint (count_in (fixture, ""), ==, 0);
  list = tiem_store_list_categories (fixture->store, &error);
  g_assert_cmpuint (list->len, ==, 3);
  g_assert_cmpstr (((TiemCategory *)g_ptr_array_index (list, 0))->path, ==, "Thời trang");
  g_assert_cmpint (((TiemCategory *)g_ptr_array_index (list, 0))->products, ==, 0);

  /* Its words are searched for. */
  found = tiem_store_list_products (fixture->store, "thoi trang", 0, 0, &error);
  g_assert_cmpuint (found->len, ==, 2);

  /* Merged into the other, then taken back. */
  move = tiem_store_move_category (fixture->store, "Thời trang > Tất", "Thời trang>>Áo", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_in (fixture, "Thời trang > Áo"), ==, 2);
  g_assert_cmpint (tiem_store_undo_category (fixture->store, move, &error), ==, 1);
  assert_variant (fixture, socks, 45000, 7, "Thời trang > Tất");
  g_clear_pointer (&move, tiem_category_move_free);
  move = tiem_store_move_category (fixture->store, "Thời trang", NULL, &error);
  g_assert_cmpuint (count_in (fixture, ""), ==, 2);
  g_assert_cmpint (tiem_store_undo_category (fixture->store, move, &error), ==, 2);
  bad = tiem_store_move_category (fixture->store, "Thời trang", "Thời trang > Áo > Con", &error);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_assert_null (bad);

  back = undo (fixture, more);
  g_assert_cmpuint (back->changes->len, ==, 1);
  assert_variant (fixture, socks, 45000, 7, "Thời trang > Áo");
}

static void
test_barcodes (StoreFixture *fixture,
               gconstpointer data)
{
  static const char *const three[] = { "8934563138165", "AT-IN", " 8934563138165 ", NULL };
  static const char *const taken[] = { "at-in", NULL };
  gint64 shirt = add (fixture, "Áo thun", "AT-1", 129000, 5);
  gint64 socks = add (fixture, "Tất", "TAT-1", 45000, 7);
  g_auto (GStrv) codes = NULL;
  g_autofree char *own = NULL;
  g_autofree char *next = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (tiem_store_set_barcodes (fixture->store, shirt, three, &error));
  g_assert_no_error (error);
  codes = tiem_store_list_barcodes (fixture->store, shirt, &error);
  g_assert_cmpuint (g_strv_length (codes), ==, 2);
  g_assert_cmpstr (codes[0], ==, "8934563138165");
  g_assert_cmpstr (codes[1], ==, "AT-IN");
  g_assert_false (tiem_store_set_barcodes (fixture->store, socks, taken, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  g_assert_nonnull (strstr (error->message, "AT-1"));
  g_clear_error (&error);

  own = tiem_store_make_barcode (fixture->store, NULL, &error);
  g_assert_true (tiem_ean_is_valid (own));
  next = tiem_store_make_barcode (
      fixture->store, (const char *const[]){ own, "8934563138165", NULL }, &error);
  g_assert_cmpstr (own, !=, next);
  g_assert_true (
      tiem_store_set_barcodes (fixture->store, socks, (const char *const[]){ next, NULL }, &error));
  g_clear_pointer (&own, g_free);
  own = tiem_store_make_barcode (fixture->store, NULL, &error);
  g_assert_cmpstr (own, >, next);
  shop_check (fixture);
}

static void
test_save (StoreFixture *fixture,
           gconstpointer data)
{
  gint64 black = add (fixture, "Áo thun", "AT-D", 129000, 5);
  g_autoptr (TiemVariant) variant = get (fixture, black);
  static const char *const codes[] = { "8934563138165", "AT-IN", NULL };
  TiemProductSave first = { .variant_id = black,
                            .values = { .name = "Áo thun cổ tròn",
                                        .sku = "AT-T",
                                        .price_vnd = 139000,
                                        .on_hand = 9,
                                        .has_on_hand = TRUE },
                            .fields = TIEM_EDIT_NAME | TIEM_EDIT_SKU | TIEM_EDIT_PRICE,
                            .old_on_hand = 5,
                            .old_counted = TRUE,
                            .barcodes = codes };
  TiemProductSave second = { .values = { .sku = "AT-D", .price_vnd = -1 } };
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  g_autoptr (GPtrArray) parts = NULL;
  g_autoptr (GArray) items = g_array_new (FALSE, FALSE, sizeof (TiemBundlePart));
  TiemBundlePart part = { .variant_id = black, .quantity = 2 };
  TiemProductSave combo
      = { .values = { .name = "Combo 2 áo", .sku = "CB-1", .price_vnd = 250000 }, .parts = items };
  g_autoptr (GError) error = NULL;
  gint64 id;
  int bad;

  /* The second row is wrong: the first is not written either. */
  g_ptr_array_add (rows, &first);
  g_ptr_array_add (rows, &second);
  g_assert_cmpint (
      tiem_store_save_product (fixture->store, variant->product_id, rows, &bad, &error), ==, 0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  g_assert_cmpint (bad, ==, 1);
  g_clear_error (&error);
  assert_variant (fixture, black, 129000, 5, NULL);

  /* The new one takes the SKU that the old one gives up; one was sold meanwhile. */
  second.values.price_vnd = 129000;
  g_assert_true (tiem_store_adjust_stock (fixture->store, black, -1, "lost", NULL, &error));
  g_assert_cmpint (
      tiem_store_save_product (fixture->store, variant->product_id, rows, &bad, &error), ==, black);
  g_assert_no_error (error);
  assert_variant (fixture, black, 139000, 8, NULL);
  g_assert_cmpint (tiem_store_find_sku (fixture->store, "AT-D", &error), !=, black);
  shop_check (fixture);

  /* A combo with its parts in one go. */
  g_array_append_val (items, part);
  g_ptr_array_set_size (rows, 0);
  g_ptr_array_add (rows, &combo);
  id = tiem_store_save_product (fixture->store, 0, rows, &bad, &error);
  g_assert_no_error (error);
  parts = tiem_store_list_parts (fixture->store, id, &error);
  g_assert_cmpuint (parts->len, ==, 1);
  g_assert_cmpint (((TiemComboPart *)g_ptr_array_index (parts, 0))->quantity, ==, 2);
  g_assert_cmpstr (((TiemComboPart *)g_ptr_array_index (parts, 0))->variant->sku, ==, "AT-T");
  assert_variant (fixture, id, 250000, 4, NULL);
  shop_check (fixture);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/goods/rule", test_rule);
  g_test_add_func ("/goods/judge", test_judge);
  g_test_add_func ("/goods/words", test_words);
#define ADD(path, func)                                                                            \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  ADD ("/goods/price", test_price);
  ADD ("/goods/plan", test_plan);
  ADD ("/goods/stock", test_stock);
  ADD ("/goods/archive", test_archive);
  ADD ("/goods/categories", test_categories);
  ADD ("/goods/barcodes", test_barcodes);
  ADD ("/goods/save", test_save);
  return g_test_run ();
}
