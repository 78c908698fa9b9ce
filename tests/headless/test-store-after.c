#include "shop-fixture.h"

#include "store/tiem-db.h"
#include "store/tiem-store-after.h"

#include <string.h>
#include <sys/stat.h>

/* What follows a sale, in the database: returns, reviews, fees, labels; and a database of the
 * version before, with orders in it. */

static gint64
find_order (StoreFixture *fixture,
            const char *remote_id)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_order (fixture->store, remote_id, 0, &error);

  g_assert_no_error (error);
  return id;
}

static TiemOrder *
get_order (StoreFixture *fixture,
           const char *remote_id)
{
  return tiem_store_get_order (fixture->store, find_order (fixture, remote_id), NULL);
}

/* An order of one line of 200.000 ₫, to be changed by the test. */
static TiemRemoteOrder *
new_order (StoreFixture *fixture,
           const char *remote_id)
{
  TiemRemoteOrder *order = tiem_remote_order_new ();
  TiemRemoteLine *line = tiem_remote_line_new ();

  order->remote_id = g_strdup (remote_id);
  order->status = TIEM_ORDER_TO_SHIP;
  order->placed_at = order->updated_at = fixture->now;
  order->total_vnd = 200000;
  line->remote_id = g_strdup ("1");
  line->title = g_strdup ("Áo dài gấm");
  line->quantity = 1;
  line->unit_price_vnd = line->total_vnd = 200000;
  g_ptr_array_add (order->lines, line);
  return order;
}

static void
put (StoreFixture *fixture, gint64 channel, TiemRemoteOrder *order) /* (transfer full) */
{
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
  g_autoptr (GError) error = NULL;

  fixture->now += 1000;
  order->updated_at = fixture->now;
  g_ptr_array_add (page->orders, order);
  page->next_cursor = g_strdup ("1");
  tiem_store_put_order_page (fixture->store, channel, page, NULL, &error);
  g_assert_no_error (error);
}

static gboolean
has_event (const TiemOrder *order,
           const char *words)
{
  for (guint i = 0; i < order->events->len; i++)
    if (strstr (((TiemOrderEvent *)g_ptr_array_index (order->events, i))->what, words) != NULL)
      return TRUE;
  return FALSE;
}

/* --- orders --- */

static void
test_cancel_wish (StoreFixture *fixture,
                  gconstpointer data)
{
  gint64 channel = shop_add_channel (fixture, "cho");
  TiemRemoteOrder *remote = new_order (fixture, "A1");
  g_autoptr (TiemOrder) order = NULL;
  TiemAfterCounts counts;

  remote->cancel_asked = TRUE;
  remote->cancel_reason = g_strdup ("Đổi ý");
  remote->cancel_answer_by = fixture->now + SHOP_DAY;
  put (fixture, channel, remote);
  order = get_order (fixture, "A1");
  g_assert_true (order->cancel_asked);
  g_assert_cmpstr (order->cancel_reason, ==, "Đổi ý");
  g_assert_cmpint (order->cancel_answer_by, >, fixture->now);
  g_assert_true (has_event (order, "Đổi ý"));
  g_assert_true (tiem_store_count_after (fixture->store, channel, &counts, NULL));
  g_assert_cmpint (counts.cancel_wishes, ==, 1);

  put (fixture, channel, new_order (fixture, "A1"));
  tiem_order_free (g_steal_pointer (&order));
  order = get_order (fixture, "A1");
  g_assert_false (order->cancel_asked);
  g_assert_true (has_event (order, "no longer open"));

  remote = new_order (fixture, "A1");
  remote->status = TIEM_ORDER_CANCELLED;
  remote->cancel_reason = g_strdup ("Hết hàng");
  put (fixture, channel, remote);
  tiem_order_free (g_steal_pointer (&order));
  order = get_order (fixture, "A1");
  g_assert_true (has_event (order, "Why it was cancelled: Hết hàng."));
  shop_check (fixture);
}

static TiemRemoteParcel *
new_parcel (const char *id,
            const char *tracking)
{
  TiemRemoteParcel *parcel = tiem_remote_parcel_new ();

  parcel->remote_id = g_strdup (id);
  parcel->carrier = g_strdup ("SPX Express");
  parcel->tracking = g_strdup (tracking);
  parcel->remote_status = g_strdup ("LOGISTICS_READY");
  return parcel;
}

static void
test_parcels (StoreFixture *fixture,
              gconstpointer data)
{
  gint64 channel = shop_add_channel (fixture, "cho");
  TiemRemoteOrder *remote = new_order (fixture, "A1");
  TiemOrderQuery query = { .search = (char *)"spxvn002" };
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GPtrArray) found = NULL;

  g_ptr_array_add (remote->parcels, new_parcel ("OFG1", NULL));
  g_ptr_array_add (remote->parcels, new_parcel ("OFG2", "SPXVN002"));
  put (fixture, channel, remote);
  order = get_order (fixture, "A1");
  g_assert_cmpuint (order->parcels->len, ==, 2);
  g_assert_cmpstr (order->carrier, ==, "SPX Express");
  found = tiem_store_list_orders (fixture->store, &query, FALSE, 0, 0, NULL);
  g_assert_cmpuint (found->len, ==, 1);

  /* An update that says nothing of parcels leaves them; one that has fewer has fewer. */
  put (fixture, channel, new_order (fixture, "A1"));
  tiem_order_free (g_steal_pointer (&order));
  order = get_order (fixture, "A1");
  g_assert_cmpuint (order->parcels->len, ==, 2);
  remote = new_order (fixture, "A1");
  g_ptr_array_add (remote->parcels, new_parcel ("OFG1", "SPXVN001"));
  put (fixture, channel, remote);
  tiem_order_free (g_steal_pointer (&order));
  order = get_order (fixture, "A1");
  g_assert_cmpuint (order->parcels->len, ==, 1);
  g_assert_cmpstr (order->tracking, ==, "SPXVN001");
  g_assert_true (has_event (order, "SPXVN001"));

  /* The number is given by another call, and not always made: the same parcel keeps it. */
  remote = new_order (fixture, "A1");
  g_ptr_array_add (remote->parcels, new_parcel ("OFG1", NULL));
  put (fixture, channel, remote);
  tiem_order_free (g_steal_pointer (&order));
  order = get_order (fixture, "A1");
  g_assert_cmpstr (order->tracking, ==, "SPXVN001");
  remote = new_order (fixture, "A1");
  g_ptr_array_add (remote->parcels, new_parcel ("OFG9", NULL));
  put (fixture, channel, remote);
  tiem_order_free (g_steal_pointer (&order));
  order = get_order (fixture, "A1");
  g_assert_null (order->tracking);
  shop_check (fixture);
}

/* What the platform says is paid is kept; what nothing explains of it is shown. */
static void
test_difference (StoreFixture *fixture,
                 gconstpointer data)
{
  static const struct
  {
    gint64 total, discount, shipping, surcharge, difference;
  } cases[] = {
    { 200000, 0, 0, 0, 0 },
    { 215000, 10000, 25000, 0, 0 },
    { 230000, 10000, 25000, 15000, 0 },
    { 205000, 10000, 25000, 0, -10000 },
    { 0, 0, 0, 0, -200000 },
  };
  gint64 channel = shop_add_channel (fixture, "cho");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TiemRemoteOrder *remote = new_order (fixture, "A1");
      g_autoptr (TiemOrder) order = NULL;

      remote->total_vnd = cases[i].total;
      remote->discount_vnd = cases[i].discount;
      remote->shipping_fee_vnd = cases[i].shipping;
      remote->surcharge_vnd = cases[i].surcharge;
      put (fixture, channel, remote);
      order = get_order (fixture, "A1");
      g_assert_cmpint (order->total_vnd, ==, cases[i].total);
      g_assert_cmpint (order->difference_vnd, ==, cases[i].difference);
      shop_check (fixture);
    }
}

/* --- fees --- */

static void
test_fees (StoreFixture *fixture,
           gconstpointer data)
{
  static const struct
  {
    const char *id;
    TiemOrderStatus status;
    gint64 left_at;
    gboolean is_due;
  } cases[] = {
    { "F1", TIEM_ORDER_TO_SHIP, 0, FALSE },   { "F2", TIEM_ORDER_SHIPPING, 1, FALSE },
    { "F3", TIEM_ORDER_DELIVERED, 1, TRUE },  { "F4", TIEM_ORDER_COMPLETED, 1, TRUE },
    { "F5", TIEM_ORDER_CANCELLED, 0, FALSE }, { "F6", TIEM_ORDER_CANCELLED, 1, TRUE },
    { "F7", TIEM_ORDER_RETURNED, 1, TRUE },
  };
  gint64 channel = shop_add_channel (fixture, "cho");
  g_autoptr (GPtrArray) due = NULL;
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GError) error = NULL;
  guint n_due = 0;

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TiemRemoteOrder *remote = new_order (fixture, cases[i].id);

      remote->status = cases[i].status;
      remote->left_at = cases[i].left_at != 0 ? fixture->now : 0;
      put (fixture, channel, remote);
      n_due += cases[i].is_due;
    }
  due = tiem_store_list_fees_due (fixture->store, channel, fixture->now, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (due->len, ==, n_due);

  for (guint i = 0; i < due->len; i++)
    {
      TiemOrderFees *fees = g_ptr_array_index (due, i);

      fees->done = g_strcmp0 (fees->remote_id, "F7") != 0;
      fees->is_settled = g_strcmp0 (fees->remote_id, "F4") == 0;
      fees->payout_vnd = 170000;
      g_ptr_array_add (fees->fees, tiem_remote_fee_new ("commission", 30000));
    }
  g_assert_true (tiem_store_put_fees (fixture->store, channel, due, &error));
  order = get_order (fixture, "F3");
  g_assert_cmpint (order->fees_state, ==, TIEM_FEES_ESTIMATE);
  g_assert_cmpint (order->payout_vnd, ==, 170000);
  g_assert_cmpuint (order->fees->len, ==, 1);

  /* All were asked about; a day later those that may still change are due, and no others. */
  g_ptr_array_unref (due);
  due = tiem_store_list_fees_due (fixture->store, channel, fixture->now, 0, &error);
  g_assert_cmpuint (due->len, ==, 0);
  g_ptr_array_unref (due);
  due = tiem_store_list_fees_due (fixture->store, channel, fixture->now + 1, 0, &error);
  g_assert_cmpuint (due->len, ==, n_due - 1);
  /* An update of the order leaves what is known of its fees. */
  put (fixture, channel, new_order (fixture, "F3"));
  tiem_order_free (g_steal_pointer (&order));
  order = get_order (fixture, "F3");
  g_assert_cmpint (order->fees_state, ==, TIEM_FEES_ESTIMATE);
  shop_check (fixture);
}

/* --- labels --- */

static void
put_label (StoreFixture *fixture,
           const char *order,
           const char *text)
{
  g_autoptr (GBytes) document = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;

  tiem_store_put_label (fixture->store, find_order (fixture, order), document, NULL, &error);
  g_assert_no_error (error);
}

static guint
count_labels (StoreFixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->dir, "labels", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);
      GStatBuf info;

      g_assert_cmpint (g_stat (file, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);
      n++;
    }
  return n;
}

static void
test_labels (StoreFixture *fixture,
             gconstpointer data)
{
  gint64 channel = shop_add_channel (fixture, "cho");
  g_autoptr (GBytes) label = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrder) order = NULL;
  g_autofree char *type = NULL;
  gint64 id;

  shop_put_order (fixture,
                  channel,
                  (ShopOrder){ .remote_id = "A1",
                               .status = TIEM_ORDER_AWAITING_PICKUP,
                               .product = "1",
                               .buyer_id = "b1",
                               .name = "Nguyễn Thị Hoà" });
  id = find_order (fixture, "A1");
  g_assert_null (tiem_store_get_label (fixture->store, id, NULL, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND);
  g_clear_error (&error);

  /* A label that is there need not be fetched any more. */
  tiem_store_queue_order_action (fixture->store, id, "order:label", NULL, 0, &error);
  g_assert_no_error (error);
  put_label (fixture, "A1", "%PDF-1");
  put_label (fixture, "A1", "%PDF-2");
  g_assert_cmpuint (count_labels (fixture), ==, 1);
  label = tiem_store_get_label (fixture->store, id, &type, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (g_bytes_get_data (label, NULL), g_bytes_get_size (label), "%PDF-2", 6);
  g_assert_cmpstr (type, ==, "application/pdf");
  {
    g_autoptr (GPtrArray) outbox = tiem_store_list_outbox (fixture->store, channel, NULL);

    g_assert_cmpuint (outbox->len, ==, 0);
  }

  /* It holds the buyer's name and address. */
  order = get_order (fixture, "A1");
  g_assert_cmpint (order->label_at, >, 0);
  g_assert_true (tiem_store_erase_customer (fixture->store, order->customer_id, &error));
  g_assert_cmpuint (count_labels (fixture), ==, 0);
  g_clear_pointer (&label, g_bytes_unref);
  g_assert_null (tiem_store_get_label (fixture->store, id, NULL, NULL));
  tiem_order_free (g_steal_pointer (&order));
  order = get_order (fixture, "A1");
  g_assert_cmpint (order->label_at, ==, 0);
}

/* --- returns and reviews --- */

static void
put_return (StoreFixture *fixture,
            gint64 channel,
            const char *id,
            TiemReturnState state,
            TiemReturnAnswers answers,
            gint64 updated_at)
{
  g_autoptr (TiemReturnPage) page = tiem_return_page_new ();
  TiemRemoteReturn *remote = tiem_remote_return_new ();
  TiemRemoteLine *line = tiem_remote_line_new ();
  g_autoptr (GError) error = NULL;

  remote->remote_id = g_strdup (id);
  remote->order_remote_id = g_strdup ("A1");
  remote->state = state;
  remote->answers = answers;
  remote->reason = g_strdup ("Giao sai màu");
  remote->refund_vnd = 200000;
  remote->created_at = fixture->now;
  remote->updated_at = updated_at;
  remote->sends_goods = TRUE;
  line->title = g_strdup ("Áo dài gấm");
  line->remote_product_id = g_strdup ("P1");
  line->quantity = 1;
  g_ptr_array_add (remote->lines, line);
  g_ptr_array_add (page->returns, remote);
  page->next_cursor = g_strdup_printf ("c%" G_GINT64_FORMAT, updated_at);
  tiem_store_put_return_page (fixture->store, channel, page, NULL, &error);
  g_assert_no_error (error);
}

static void
test_returns (StoreFixture *fixture,
              gconstpointer data)
{
  gint64 channel = shop_add_channel (fixture, "cho");
  g_autoptr (TiemReturn) item = NULL;
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *cursor = NULL;
  gint64 id;

  /* It may be read before its order. */
  put_return (fixture, channel, "R1", TIEM_RETURN_OPEN, TIEM_RETURN_ACCEPT, 1000);
  id = tiem_store_find_return (fixture->store, "R1", 0, &error);
  g_assert_no_error (error);
  item = tiem_store_get_return (fixture->store, id, &error);
  g_assert_cmpint (item->order_id, ==, 0);
  put (fixture, channel, new_order (fixture, "A1"));
  tiem_return_free (g_steal_pointer (&item));
  item = tiem_store_get_return (fixture->store, id, &error);
  g_assert_cmpint (item->order_id, ==, find_order (fixture, "A1"));
  g_assert_cmpuint (item->lines->len, ==, 1);
  g_assert_cmpint (item->units, ==, 1);

  /* An older one changes nothing; a newer one tells the order. */
  put_return (fixture, channel, "R1", TIEM_RETURN_WITHDRAWN, 0, 500);
  put_return (fixture, channel, "R1", TIEM_RETURN_WAITING, 0, 2000);
  tiem_return_free (g_steal_pointer (&item));
  item = tiem_store_get_return (fixture->store, id, &error);
  g_assert_cmpint (item->state, ==, TIEM_RETURN_WAITING);
  order = get_order (fixture, "A1");
  g_assert_true (has_event (order, "The return:"));
  g_assert_true (
      tiem_store_get_lane (fixture->store, channel, TIEM_LANE_RETURNS, &cursor, NULL, NULL));
  g_assert_cmpstr (cursor, ==, "c2000");

  /* Stock does not move by it. */
  g_assert_cmpint (order->status, ==, TIEM_ORDER_TO_SHIP);
  shop_check (fixture);
  g_assert_cmpint (tiem_store_queue_return_answer (
                       fixture->store, id, TIEM_RETURN_ACCEPT, NULL, NULL, 0, &error),
                   ==,
                   0);
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
}

static void
put_review (StoreFixture *fixture,
            gint64 channel,
            const char *id,
            gint64 stars,
            const char *reply)
{
  g_autoptr (TiemReviewPage) page = tiem_review_page_new ();
  TiemRemoteReview *review = tiem_remote_review_new ();
  g_autoptr (GError) error = NULL;

  review->remote_id = g_strdup (id);
  review->order_remote_id = g_strdup ("A1");
  review->remote_product_id = g_strdup ("P1");
  review->buyer_name = g_strdup ("h***a");
  review->stars = stars;
  review->text = g_strdup ("Vải đẹp");
  review->created_at = fixture->now;
  review->reply = g_strdup (reply);
  review->can_reply = reply == NULL;
  g_ptr_array_add (page->reviews, review);
  page->next_cursor = g_strdup ("1");
  tiem_store_put_review_page (fixture->store, channel, page, NULL, &error);
  g_assert_no_error (error);
}

static guint
count_reviews (StoreFixture *fixture,
               TiemReviewQuery query)
{
  g_autoptr (GPtrArray) reviews = tiem_store_list_reviews (fixture->store, &query, 0, 0, NULL);

  return reviews->len;
}

static void
test_reviews (StoreFixture *fixture,
              gconstpointer data)
{
  gint64 channel = shop_add_channel (fixture, "cho");
  g_autoptr (TiemReview) review = NULL;
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  shop_put_order (fixture,
                  channel,
                  (ShopOrder){ .remote_id = "A1",
                               .status = TIEM_ORDER_COMPLETED,
                               .product = "P1",
                               .buyer_id = "b1",
                               .name = "Nguyễn Thị Hoà" });
  put_review (fixture, channel, "V1", 5, "Cảm ơn chị ạ");
  put_review (fixture, channel, "V2", 2, NULL);
  g_assert_cmpuint (count_reviews (fixture, (TiemReviewQuery){ 0 }), ==, 2);
  g_assert_cmpuint (count_reviews (fixture, (TiemReviewQuery){ .most_stars = 3 }), ==, 1);
  g_assert_cmpuint (count_reviews (fixture, (TiemReviewQuery){ .only_open = TRUE }), ==, 1);

  /* A reply that was sent stays, though the next page may not know of it yet. */
  id = tiem_store_find_review (fixture->store, "V2", 0, &error);
  g_assert_true (tiem_store_book_review_reply (fixture->store, id, "Shop xin lỗi", &error));
  put_review (fixture, channel, "V2", 2, NULL);
  review = tiem_store_get_review (fixture->store, id, &error);
  g_assert_cmpstr (review->reply, ==, "Shop xin lỗi");

  /* A buyer whose data was erased is not named again. */
  order = get_order (fixture, "A1");
  g_assert_true (tiem_store_erase_customer (fixture->store, order->customer_id, &error));
  put_review (fixture, channel, "V2", 1, NULL);
  tiem_review_free (g_steal_pointer (&review));
  review = tiem_store_get_review (fixture->store, id, &error);
  g_assert_null (review->buyer_name);
  g_assert_null (review->text);
  g_assert_cmpint (review->stars, ==, 1);
}

/* --- the version before --- */

static void
run_sql (TiemDb *db,
         const char *sql)
{
  g_autoptr (GError) error = NULL;

  tiem_db_exec (db, sql, &error);
  g_assert_no_error (error);
}

/* A database as version 1 left it, with an order whose total its lines do not explain. */
static void
make_version_1 (const char *path)
{
  g_autoptr (GBytes) schema = g_resources_lookup_data (
      "/vn/tiem/Tiem/schema/0001-initial.sql", G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  g_autofree char *sql = NULL;
  g_autoptr (TiemDb) db = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (schema);
  sql = g_strndup (g_bytes_get_data (schema, NULL), g_bytes_get_size (schema));
  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  db = tiem_db_open (path, TIEM_DB_WRITER, &error);
  g_assert_no_error (error);
  run_sql (db, sql);
  run_sql (db,
           "INSERT INTO channel (id, kind, name, base_url, created_at)"
           " VALUES (1, 'woocommerce', 'Nhà Mây', 'https://nhamay.vn', 1);"
           "INSERT INTO customer_order (id, channel_id, remote_id, number, hash, status, placed_at,"
           " updated_at, stored_at, first_stored_at, total_vnd, shipping_fee_vnd, units, stage,"
           " deadline, number_length, has_unlinked) VALUES (1, 1, '1000', '1000', 5, 'to_ship',"
           " 1795237200000, 1795237200000, 1, 1, 330000, 30000, 1, 3, 0x7fffffffffff, 4, 1);"
           "INSERT INTO order_line (order_id, line_key, position, title, quantity, total_vnd)"
           " VALUES (1, '1', 0, 'Áo dài gấm', 1, 290000);"
           "INSERT INTO parcel (order_id, position, carrier, tracking)"
           " VALUES (1, 0, 'GHN', 'GHN0001');"
           "INSERT INTO outbox (channel_id, order_id, kind, idempotency_key, created_at)"
           " VALUES (1, 1, 'order:ship', 'k', 1);"
           "PRAGMA user_version = 1");
}

static void
test_version_1 (StoreFixture *fixture,
                gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->dir, "tiem.db", NULL);
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (GPtrArray) outbox = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;
  guint backups = 0;

  g_clear_object (&fixture->store);
  store_fixture_remove_dir (fixture->dir);
  g_mkdir (fixture->dir, 0700);
  make_version_1 (path);
  store_fixture_open (fixture);

  order = get_order (fixture, "1000");
  g_assert_cmpint (order->difference_vnd, ==, 10000);
  g_assert_cmpint (order->fees_state, ==, TIEM_FEES_NONE);
  g_assert_false (order->cancel_asked);
  g_assert_cmpuint (order->parcels->len, ==, 1);
  g_assert_cmpstr (order->tracking, ==, "GHN0001");
  outbox = tiem_store_list_outbox (fixture->store, 0, NULL);
  g_assert_cmpuint (outbox->len, ==, 1);

  /* What was there is kept beside it. */
  dir = g_dir_open (fixture->dir, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    backups += g_str_has_prefix (name, "tiem-version-1");
  g_assert_cmpuint (backups, ==, 1);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  SHOP_ADD ("/store/after/cancel-wish", test_cancel_wish);
  SHOP_ADD ("/store/after/parcels", test_parcels);
  SHOP_ADD ("/store/after/difference", test_difference);
  SHOP_ADD ("/store/after/fees", test_fees);
  SHOP_ADD ("/store/after/labels", test_labels);
  SHOP_ADD ("/store/after/returns", test_returns);
  SHOP_ADD ("/store/after/reviews", test_reviews);
  SHOP_ADD ("/store/after/version-1", test_version_1);
  return g_test_run ();
}
