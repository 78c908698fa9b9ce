#include "book-fixture.h"
#include "store-fixture.h"

#include "base/tiem-error.h"
#include "base/tiem-time.h"
#include "document/tiem-market-table.h"
#include "document/tiem-orders-file.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-orders.h"

#include <string.h>

/* The order exports of the three seller centres: every sum of the samples, and what is refused. */

static char *
sample (const char *name)
{
  return g_test_build_filename (G_TEST_DIST, "data", "files", name, NULL);
}

static void
assert_whole (TiemStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) invariants = tiem_store_check (store, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < invariants->len; i++)
    {
      const TiemInvariant *invariant = g_ptr_array_index (invariants, i);

      for (guint j = 0; j < invariant->violations->len; j++)
        g_test_message (
            "%s: %s", invariant->name, (char *)g_ptr_array_index (invariant->violations, j));
      g_assert_cmpuint (invariant->violations->len, ==, 0);
    }
}

/* --- the samples --- */

typedef struct
{
  const char *file;
  const char *platform;
  guint rows, orders, lines;
  gint64 units, returned, goods, discount, shipping, total, paid, fees;
  const char *statuses; /* by canonical name, in its order */
} Sample;

static const Sample samples[] = {
  { "shopee-orders.xlsx",
    "shopee",
    23,
    15,
    23,
    44,
    2,
    6360000,
    101000,
    81500,
    6340500,
    6240500,
    211440 + 36000 + 257475,
    "unpaid 1, to_confirm 1, to_ship 2, awaiting_pickup 1, shipping 2, delivered 2, completed 3, "
    "cancelled 1, failed_delivery 1, returning 1" },
  { "shopee-orders-2022.xlsx",
    "shopee",
    6,
    4,
    6,
    8,
    0,
    1341000,
    10000,
    38500,
    1369500,
    1334500,
    -1,
    "completed 3, cancelled 1" },
  { "lazada-orders.xlsx",
    "lazada",
    20,
    10,
    13,
    20,
    1,
    3375000,
    44000,
    54000,
    3385000,
    3360000,
    0,
    "unpaid 1, to_confirm 1, to_ship 1, awaiting_pickup 1, shipping 1, delivered 2, cancelled 1, "
    "failed_delivery 1, returned 1" },
  { "tiktok-orders.xlsx",
    "tiktok",
    14,
    10,
    14,
    21,
    1,
    3799000,
    527000,
    47000,
    3319000,
    3239000,
    0,
    "unpaid 1, to_ship 1, awaiting_pickup 1, shipping 1, delivered 1, completed 2, cancelled 1, "
    "failed_delivery 1, returned 1" },
  { "tiktok-orders.csv",
    "tiktok",
    14,
    10,
    14,
    21,
    1,
    3799000,
    527000,
    47000,
    3319000,
    3239000,
    0,
    "unpaid 1, to_ship 1, awaiting_pickup 1, shipping 1, delivered 1, completed 2, cancelled 1, "
    "failed_delivery 1, returned 1" },
};

static char *
list_statuses (const TiemOrdersFile *file)
{
  guint counts[TIEM_N_ORDER_STATUSES] = { 0 };
  GString *out = g_string_new (NULL);

  for (guint i = 0; i < file->orders->len; i++)
    counts[((const TiemRemoteOrder *)file->orders->pdata[i])->status]++;
  for (guint i = 0; i < TIEM_N_ORDER_STATUSES; i++)
    if (counts[i] > 0)
      g_string_append_printf (
          out, "%s%s %u", out->len > 0 ? ", " : "", tiem_order_status_to_string (i), counts[i]);
  return g_string_free (out, FALSE);
}

static void
assert_sample (const Sample *expected,
               const TiemOrdersFile *file)
{
  g_autofree char *statuses = list_statuses (file);

  g_assert_cmpuint (file->n_rows, ==, expected->rows);
  g_assert_cmpuint (file->orders->len, ==, expected->orders);
  g_assert_cmpuint (file->n_lines, ==, expected->lines);
  g_assert_cmpint (file->units, ==, expected->units);
  g_assert_cmpint (file->returned, ==, expected->returned);
  g_assert_cmpint (file->goods_vnd, ==, expected->goods);
  g_assert_cmpint (file->discount_vnd, ==, expected->discount);
  g_assert_cmpint (file->shipping_vnd, ==, expected->shipping);
  g_assert_cmpint (file->total_vnd, ==, expected->total);
  g_assert_cmpint (file->paid_vnd, ==, expected->paid);
  if (expected->fees >= 0)
    g_assert_cmpint (file->fees_vnd, ==, expected->fees);
  g_assert_cmpuint (file->problems->len, ==, 0);
  g_assert_cmpuint (file->unknown_words->len, ==, 0);
  for (guint i = 0; i < file->unknown_heads->len; i++)
    g_test_message ("unknown head %s", (char *)file->unknown_heads->pdata[i]);
  g_assert_cmpuint (file->unknown_heads->len, ==, 0);
  g_assert_cmpstr (statuses, ==, expected->statuses);
}

static gint64
add_channel (TiemStore *store,
             const char *kind)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_add_file_channel (store, kind, "Nhà Mây", &error);

  g_assert_no_error (error);
  return id;
}

static void
test_sample (StoreFixture *fixture,
             gconstpointer data)
{
  const Sample *expected = data;
  g_autofree char *path = sample (expected->file);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrdersFile) file
      = tiem_orders_file_read (path, expected->platform, fixture->now, NULL, &error);
  gint64 channel_id = add_channel (fixture->store, expected->platform);
  TiemFileCounts counts;

  g_assert_no_error (error);
  assert_sample (expected, file);

  /* What is shown first is what is done then, and the second time nothing is. */
  tiem_orders_file_store (
      file, fixture->store, channel_id, TRUE, NULL, NULL, &counts, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (counts.n_new, ==, expected->orders);
  for (int i = 0; i < 2; i++)
    {
      tiem_orders_file_store (
          file, fixture->store, channel_id, FALSE, NULL, NULL, &counts, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (counts.n_new, ==, i == 0 ? expected->orders : 0);
      g_assert_cmpuint (counts.n_same, ==, i == 0 ? 0 : expected->orders);
      assert_whole (fixture->store);
    }
}

static TiemOrder *
get_order (TiemStore *store,
           const char *number)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_order (store, number, 0, &error);
  TiemOrder *order;

  g_assert_no_error (error);
  order = tiem_store_get_order (store, id, &error);
  g_assert_no_error (error);
  return order;
}

static void
store_sample (TiemStore *store,
              const char *name,
              const char *platform,
              gint64 channel_id,
              gint64 now,
              TiemFileCounts *counts)
{
  g_autofree char *path = sample (name);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrdersFile) file = tiem_orders_file_read (path, platform, now, NULL, &error);

  g_assert_no_error (error);
  tiem_orders_file_store (file, store, channel_id, FALSE, NULL, NULL, counts, NULL, &error);
  g_assert_no_error (error);
}

/* The same orders in English words: the words are new, nothing else is. */
static void
test_other_language (StoreFixture *fixture,
                     gconstpointer data)
{
  gint64 channel_id = add_channel (fixture->store, "tiktok");
  TiemFileCounts counts;

  store_sample (fixture->store, "tiktok-orders.xlsx", "tiktok", channel_id, fixture->now, &counts);
  store_sample (fixture->store, "tiktok-orders.csv", "tiktok", channel_id, fixture->now, &counts);
  g_assert_cmpuint (counts.n_new, ==, 0);
  g_assert_cmpuint (counts.n_older, ==, 0);
  g_assert_cmpuint (counts.n_changed, ==, 10);
  assert_whole (fixture->store);
}

/* Masked buyers: the user name is a person, a phone with stars is not. */
static void
test_buyers (StoreFixture *fixture,
             gconstpointer data)
{
  gint64 channel_id = add_channel (fixture->store, "shopee");
  TiemOrder *order;
  TiemFileCounts counts;

  store_sample (fixture->store, "shopee-orders.xlsx", "shopee", channel_id, fixture->now, &counts);
  order = get_order (fixture->store, "261101A7K2MPQX");
  g_assert_cmpstr (order->buyer_name, ==, "lan.nguyen88");
  g_assert_cmpint (order->total_vnd, ==, 307000);
  g_assert_cmpint (order->placed_at, ==, G_GINT64_CONSTANT (1793495100000)); /* 08:05 there */
  g_assert_cmpint (order->difference_vnd, ==, 0);
  tiem_order_free (order);
}

/* --- what is refused --- */

typedef struct
{
  const char *name;
  const char *platform;
  const char *rows;
  const char *sentence; /* a part of it */
} Refusal;

#define TIKTOK                                                                                     \
  "Order ID|Order Status|SKU ID|Seller SKU|Quantity|SKU Unit Original Price|Created Time|"         \
  "RTS Time|\n"

static const Refusal refusals[] = {
  { "digits lost in Excel",
    "tiktok",
    TIKTOK "5.82573E+17|Completed|1729600000000004000|AT|1|159000|01/11/2026 08:00:15||\n",
    "lost digits" },
  { "a number too large",
    "tiktok",
    TIKTOK "#582572544565151149|Completed|1729600000000004000|AT|1|159000|01/11/2026 08:00:15||\n",
    "lost digits" },
  { "months and days changed",
    "tiktok",
    TIKTOK "582572544565151149|Completed|1729600000000004000|AT|1|159000|11/21/2026 08:00:15||\n",
    "changed places" },
  { "another platform",
    "shopee",
    TIKTOK "582572544565151149|Completed|1729600000000004000|AT|1|159000|01/11/2026 08:00:15||\n",
    "the order export of TikTok Shop" },
  { "a template",
    "tiktok",
    "product_id|sku_id|price|\n1729600000000001013|1729600000000006013|1|\n",
    "the batch edit file of TikTok Shop" },
  { "no orders",
    "tiktok",
    TIKTOK "Platform unique order ID.|Current order status.||||||\n",
    "no orders" },
  { "columns left out",
    "shopee",
    "Mã đơn hàng|SKU phân loại hàng|Trạng Thái Đơn Hàng|Tên sản phẩm|Số lượng|Giá ưu đãi|\n"
    "261101A7K2MPQX|AT|Hoàn thành|Áo|1|129000|\n",
    "Ngày đặt hàng" },
};

static void
test_refusal (gconstpointer data)
{
  const Refusal *refusal = data;
  g_autofree char *path = book_write_rows ("orders.xlsx", refusal->rows);
  g_autoptr (GError) error = NULL;
  TiemOrdersFile *file = tiem_orders_file_read (
      path, refusal->platform, G_GINT64_CONSTANT (1795262400000), NULL, &error);

  g_assert_null (file);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
  if (strstr (error->message, refusal->sentence) == NULL)
    g_error ("%s: %s", refusal->name, error->message);
}

/* A row that can't be read takes its own order with it, and no other. */
static void
test_one_bad_row (void)
{
  g_autofree char *path = book_write_rows (
      "orders.xlsx",
      TIKTOK
      "582572544565151149|Completed|1729600000000004000|AT|1|159000|01/11/2026 08:00:15||\n"
      "582572544565151150|Completed|1729600000000004000|AT|one|159000|01/11/2026 08:00:15||\n"
      "582572544565151150|Completed|1729600000000004001|AU|1|159000|01/11/2026 08:00:15||\n"
      "582572544565151151|Bay lên trời|1729600000000004000|AT|1|159000|01/11/2026 08:00:15||\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrdersFile) file
      = tiem_orders_file_read (path, NULL, G_GINT64_CONSTANT (1795262400000), NULL, &error);
  const TiemMarketProblem *problem;

  g_assert_no_error (error);
  g_assert_cmpuint (file->orders->len, ==, 2);
  g_assert_cmpuint (file->n_refused, ==, 1);
  g_assert_cmpuint (file->problems->len, ==, 1);
  problem = g_ptr_array_index (file->problems, 0);
  g_assert_cmpuint (problem->row, ==, 3);
  g_assert_cmpstr (problem->column, ==, "Quantity");
  /* A state that nobody knows is kept and told. */
  g_assert_cmpuint (file->unknown_words->len, ==, 1);
  g_assert_cmpstr (file->unknown_words->pdata[0], ==, "Bay lên trời");
}

/* A fee that is new is told loudly. */
static void
test_new_fee (void)
{
  g_autofree char *path = book_write_rows (
      "orders.xlsx",
      "Mã đơn hàng|Ngày đặt hàng|Trạng Thái Đơn Hàng|SKU phân loại hàng|Tên sản phẩm|Số lượng|"
      "Giá ưu đãi|Phí hạ tầng mới|Cột lạ|\n"
      "261101A7K2MPQX|2026-11-01 08:05|Hoàn thành|AT|Áo|1|129000|3000|x|\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrdersFile) file
      = tiem_orders_file_read (path, NULL, G_GINT64_CONSTANT (1795262400000), NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (file->unknown_heads->len, ==, 2);
  g_assert_cmpuint (file->unknown_fees->len, ==, 1);
  g_assert_cmpstr (file->unknown_fees->pdata[0], ==, "Phí hạ tầng mới");
}

/* --- time --- */

#define HEADS                                                                                                            \
  "Mã đơn hàng|Ngày đặt hàng|Trạng Thái Đơn Hàng|SKU phân loại hàng|Tên sản phẩm|Số lượng|" \
  "Giá ưu đãi|Ngày gửi hàng|\n"

static void
store_rows (StoreFixture *fixture,
            gint64 channel_id,
            const char *rows,
            TiemFileCounts *counts)
{
  g_autofree char *path = book_write_rows ("orders.xlsx", rows);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrdersFile) file
      = tiem_orders_file_read (path, "shopee", fixture->now, NULL, &error);

  g_assert_no_error (error);
  tiem_orders_file_store (
      file, fixture->store, channel_id, FALSE, NULL, NULL, counts, NULL, &error);
  g_assert_no_error (error);
  assert_whole (fixture->store);
}

/* A file of yesterday, read after today's, changes nothing, and what it lacks is not gone. */
static void
test_older_file (StoreFixture *fixture,
                 gconstpointer data)
{
  gint64 channel_id = add_channel (fixture->store, "shopee");
  TiemFileCounts counts;
  TiemOrder *order;

  store_rows (fixture,
              channel_id,
              HEADS "A|2026-11-20 08:00|Đang giao|AT|Áo|1|129000|2026-11-20 17:00|\n"
                    "B|2026-11-20 09:00|Đã hủy|AT|Áo|1|129000||\n",
              &counts);
  g_assert_cmpuint (counts.n_new, ==, 2);
  store_rows (fixture,
              channel_id,
              HEADS "A|2026-11-20 08:00|Chờ xác nhận|AT|Áo|1|129000||\n"
                    "B|2026-11-20 09:00|Chờ lấy hàng|AT|Áo|1|129000||\n",
              &counts);
  g_assert_cmpuint (counts.n_older, ==, 2);
  order = get_order (fixture->store, "A");
  g_assert_cmpint (order->status, ==, TIEM_ORDER_SHIPPING);
  tiem_order_free (order);
  order = get_order (fixture->store, "B");
  g_assert_cmpint (order->status, ==, TIEM_ORDER_CANCELLED);
  tiem_order_free (order);
}

static void
test_cells (void)
{
  static const struct
  {
    const char *text;
    gint64 vnd;
    gboolean ok;
  } money[] = {
    { "129000", 129000, TRUE },
    { "129.000", 129000, TRUE },
    { "129,000", 129000, TRUE },
    { "129000.00", 129000, TRUE },
    { "129.000,00", 129000, TRUE },
    { "1.250.000 ₫", 1250000, TRUE },
    { "-5000.00", -5000, TRUE },
    { "−5.000đ", -5000, TRUE },
    { "", 0, TRUE },
    { "-", 0, TRUE },
    { "1.23", 0, FALSE },
    { "150k", 0, FALSE },
    { "129000.5", 0, FALSE },
    { "12.34.567", 0, FALSE },
  };
  static const struct
  {
    const char *text;
    const char *utc;
    TiemMarketTime outcome;
  } times[] = {
    { "2026-11-01 08:05", "2026-11-01T01:05:00.000Z", TIEM_MARKET_TIME_OK },
    { "2026-11-01 00:01:30", "2026-10-31T17:01:30.000Z", TIEM_MARKET_TIME_OK },
    { "01/11/2026 08:00:15", "2026-11-01T01:00:15.000Z", TIEM_MARKET_TIME_OK },
    { "04 Jul 2022 11:46", "2022-07-04T04:46:00.000Z", TIEM_MARKET_TIME_OK },
    { "2026/11/01", "2026-10-31T17:00:00.000Z", TIEM_MARKET_TIME_OK },
    { "03/04/2026", "2026-04-02T17:00:00.000Z", TIEM_MARKET_TIME_OK },
    { "11/21/2026 08:00", NULL, TIEM_MARKET_TIME_SWAPPED },
    { "hôm qua", NULL, TIEM_MARKET_TIME_WRONG },
    { "31/02/2026", NULL, TIEM_MARKET_TIME_WRONG },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (money); i++)
    {
      gint64 vnd;

      g_test_message ("“%s”", money[i].text);
      g_assert_cmpint (tiem_market_parse_money (money[i].text, &vnd), ==, money[i].ok);
      if (money[i].ok)
        g_assert_cmpint (vnd, ==, money[i].vnd);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (times); i++)
    {
      gint64 ms;
      g_autofree char *utc = NULL;

      g_test_message ("“%s”", times[i].text);
      g_assert_cmpint (tiem_market_parse_time (times[i].text, &ms), ==, times[i].outcome);
      utc = tiem_time_format_iso (ms);
      if (times[i].utc != NULL)
        g_assert_cmpstr (utc, ==, times[i].utc);
    }
}

/* Large exports come as one zip of several workbooks: an order may begin in one of them and end in
 * the other. */
static void
test_parts (void)
{
  const char *const names[] = { "one.xlsx", "two.xlsx" };
  const char *const rows[]
      = { HEADS "A|2026-11-20 08:00|Đang giao|AT|Áo|1|129000|2026-11-20 17:00|\n",
          HEADS "A|2026-11-20 08:00|Đang giao|AU|Áo|2|129000|2026-11-20 17:00|\n"
                "B|2026-11-20 09:00|Đã hủy|AT|Áo|1|129000||\n" };
  g_autoptr (GError) error = NULL;
  g_autofree char *dir = book_path ("");
  g_autofree char *zip = book_path ("parts.zip");
  g_autofree char *command = NULL;
  g_autoptr (TiemOrdersFile) file = NULL;

  for (gsize i = 0; i < 2; i++)
    g_free (book_write_rows (names[i], rows[i]));
  command = g_strdup_printf ("python3 -c \"import zipfile,os; os.chdir('%s');"
                             " z=zipfile.ZipFile('parts.zip','w');"
                             " z.write('one.xlsx'); z.write('two.xlsx'); z.close()\"",
                             dir);
  g_assert_true (g_spawn_command_line_sync (command, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  file = tiem_orders_file_read (zip, "shopee", G_GINT64_CONSTANT (1795262400000), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (file->n_parts, ==, 2);
  g_assert_cmpuint (file->orders->len, ==, 2);
  g_assert_cmpuint (file->n_lines, ==, 3);
}

int
main (int argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (samples); i++)
    {
      g_autofree char *path = g_strdup_printf ("/orders-file/sample/%s", samples[i].file);

      g_test_add (path,
                  StoreFixture,
                  &samples[i],
                  store_fixture_set_up,
                  test_sample,
                  store_fixture_tear_down);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (refusals); i++)
    {
      g_autofree char *path = g_strdup_printf ("/orders-file/refused/%s", refusals[i].name);

      g_test_add_data_func (path, &refusals[i], test_refusal);
    }
#define ADD(path, func)                                                                            \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, func, store_fixture_tear_down)
  ADD ("/orders-file/other-language", test_other_language);
  ADD ("/orders-file/buyers", test_buyers);
  ADD ("/orders-file/older-file", test_older_file);
#undef ADD
  g_test_add_func ("/orders-file/one-bad-row", test_one_bad_row);
  g_test_add_func ("/orders-file/new-fee", test_new_fee);
  g_test_add_func ("/orders-file/cells", test_cells);
  g_test_add_func ("/orders-file/parts", test_parts);
  status = g_test_run ();
  book_end ();
  return status;
}
