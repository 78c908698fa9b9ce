#include "model/tiem-records.h"

#include <string.h>

static void
test_status_names (void)
{
  static const char *const names[] = {
    "unpaid",    "to_confirm", "to_ship",         "awaiting_pickup", "shipping", "delivered",
    "completed", "cancelled",  "failed_delivery", "returning",       "returned", "unknown",
  };
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  g_autoptr (GHashTable) labels = g_hash_table_new (g_str_hash, g_str_equal);

  G_STATIC_ASSERT (G_N_ELEMENTS (names) == TIEM_N_ORDER_STATUSES);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      TiemOrderStatus status = tiem_order_status_from_string (names[i]);

      g_assert_cmpstr (tiem_order_status_to_string (status), ==, names[i]);
      g_assert_true (g_hash_table_add (seen, GUINT_TO_POINTER (status)));
      g_assert_true (g_hash_table_add (labels, (gpointer)tiem_order_status_get_label (status)));
    }
  g_assert_cmpint (tiem_order_status_from_string ("processing"), ==, TIEM_ORDER_UNKNOWN);
  g_assert_cmpint (tiem_order_status_from_string ("UNPAID"), ==, TIEM_ORDER_UNKNOWN);
  g_assert_cmpint (tiem_order_status_from_string (""), ==, TIEM_ORDER_UNKNOWN);
  g_assert_cmpint (tiem_order_status_from_string (NULL), ==, TIEM_ORDER_UNKNOWN);
}

static void
test_status_effects (void)
{
  static const struct
  {
    const char *status;
    TiemStockEffect before; /* the parcel is not known to have left */
    TiemStockEffect after;
    gboolean is_open;
    gboolean has_left;
  } cases[] = {
    { "unpaid", TIEM_EFFECT_RESERVED, TIEM_EFFECT_SHIPPED, TRUE, FALSE },
    { "to_confirm", TIEM_EFFECT_RESERVED, TIEM_EFFECT_SHIPPED, TRUE, FALSE },
    { "to_ship", TIEM_EFFECT_RESERVED, TIEM_EFFECT_SHIPPED, TRUE, FALSE },
    { "awaiting_pickup", TIEM_EFFECT_RESERVED, TIEM_EFFECT_SHIPPED, TRUE, FALSE },
    { "unknown", TIEM_EFFECT_RESERVED, TIEM_EFFECT_SHIPPED, TRUE, FALSE },
    { "shipping", TIEM_EFFECT_SHIPPED, TIEM_EFFECT_SHIPPED, FALSE, TRUE },
    { "delivered", TIEM_EFFECT_SHIPPED, TIEM_EFFECT_SHIPPED, FALSE, TRUE },
    { "completed", TIEM_EFFECT_SHIPPED, TIEM_EFFECT_SHIPPED, FALSE, TRUE },
    { "cancelled", TIEM_EFFECT_NONE, TIEM_EFFECT_SHIPPED, FALSE, FALSE },
    { "failed_delivery", TIEM_EFFECT_SHIPPED, TIEM_EFFECT_SHIPPED, FALSE, TRUE },
    { "returning", TIEM_EFFECT_SHIPPED, TIEM_EFFECT_SHIPPED, FALSE, TRUE },
    { "returned", TIEM_EFFECT_SHIPPED, TIEM_EFFECT_SHIPPED, FALSE, TRUE },
  };

  G_STATIC_ASSERT (G_N_ELEMENTS (cases) == TIEM_N_ORDER_STATUSES);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TiemOrderStatus status = tiem_order_status_from_string (cases[i].status);

      g_test_message ("%s", cases[i].status);
      g_assert_cmpint (tiem_order_status_get_effect (status, FALSE), ==, cases[i].before);
      g_assert_cmpint (tiem_order_status_get_effect (status, TRUE), ==, cases[i].after);
      g_assert_cmpint (tiem_order_status_is_open (status), ==, cases[i].is_open);
      g_assert_cmpint (tiem_order_status_has_left (status), ==, cases[i].has_left);
    }
}

static void
test_state_names (void)
{
  for (guint i = TIEM_CHANNEL_ACTIVE; i <= TIEM_CHANNEL_FAILING; i++)
    g_assert_cmpuint (tiem_channel_state_from_string (tiem_channel_state_to_string (i)), ==, i);
  for (guint i = TIEM_LISTING_ACTIVE; i <= TIEM_LISTING_GONE; i++)
    g_assert_cmpuint (tiem_listing_state_from_string (tiem_listing_state_to_string (i)), ==, i);

  g_assert_cmpstr (tiem_channel_state_to_string (TIEM_CHANNEL_NEEDS_AUTH), ==, "needs_auth");
  g_assert_cmpstr (tiem_listing_state_to_string (TIEM_LISTING_BANNED), ==, "banned");
  /* A word we do not know must not look healthy. */
  g_assert_cmpuint (tiem_channel_state_from_string ("?"), ==, TIEM_CHANNEL_FAILING);
  g_assert_cmpuint (tiem_listing_state_from_string (NULL), ==, TIEM_LISTING_INACTIVE);
}

static TiemRemoteOrder *
new_order (void)
{
  TiemRemoteOrder *order = tiem_remote_order_new ();
  TiemRemoteLine *line = tiem_remote_line_new ();
  TiemRemoteFee *fee = g_new0 (TiemRemoteFee, 1);

  order->remote_id = g_strdup ("1207");
  order->number = g_strdup ("#1207");
  order->status = TIEM_ORDER_TO_SHIP;
  order->remote_status = g_strdup ("processing");
  order->platform_holds = TRUE;
  order->placed_at = 1795266309000;
  order->updated_at = 1795266310000;
  order->left_at = 1795270000000;
  order->ship_by = 1795352709000;
  order->total_vnd = 415000;
  order->shipping_fee_vnd = 30000;
  order->discount_vnd = 5000;
  order->surcharge_vnd = 2000;
  order->paid_vnd = 100000;
  order->currency = g_strdup ("VND");
  order->payment_method = g_strdup ("cod");
  order->buyer_remote_id = g_strdup ("88");
  order->buyer_name = g_strdup ("Nguyễn Thị Hoà");
  order->buyer_phone = g_strdup ("0901 234 567");
  order->buyer_email = g_strdup ("hoa@example.com");
  order->address.name = g_strdup ("Nguyễn Thị Hoà");
  order->address.phone = g_strdup ("0901234567");
  order->address.line = g_strdup ("12 Lê Lợi");
  order->address.ward = g_strdup ("Phường Bến Thành");
  order->address.district = g_strdup ("Quận 1");
  order->address.province = g_strdup ("TP Hồ Chí Minh");
  order->address.text = g_strdup ("12 Lê Lợi, Phường Bến Thành, TP Hồ Chí Minh");
  order->note = g_strdup ("Giao giờ hành chính");
  order->carrier = g_strdup ("GHN");
  order->tracking = g_strdup ("GHN123456");

  line->remote_id = g_strdup ("5501");
  line->remote_product_id = g_strdup ("31");
  line->remote_variant_id = g_strdup ("32");
  line->sku = g_strdup ("DP-500");
  line->title = g_strdup ("Đường phèn hạt vàng");
  line->options = g_strdup ("500 g");
  line->image_url = g_strdup ("https://example.com/dp.jpg");
  line->quantity = 3;
  line->cancelled = 1;
  line->unit_price_vnd = 129000;
  line->total_vnd = 387000;
  g_ptr_array_add (order->lines, line);

  fee->kind = g_strdup ("payment");
  fee->amount_vnd = 7500;
  g_ptr_array_add (order->fees, fee);
  return order;
}

#define assert_counts(order, changed_hash)                                                         \
  G_STMT_START                                                                                     \
  {                                                                                                \
    guint64 hash_now = tiem_remote_order_hash (order);                                             \
    g_assert_cmpuint (hash_now, !=, changed_hash);                                                 \
    changed_hash = hash_now;                                                                       \
  }                                                                                                \
  G_STMT_END

static void
replace (char **field,
         const char *text)
{
  g_free (*field);
  *field = g_strdup (text);
}

static void
test_hash_is_stable (void)
{
  g_autoptr (TiemRemoteOrder) a = new_order ();
  g_autoptr (TiemRemoteOrder) b = new_order ();
  g_autoptr (TiemRemoteOrder) empty = tiem_remote_order_new ();

  g_assert_cmpuint (tiem_remote_order_hash (a), ==, tiem_remote_order_hash (b));
  g_assert_cmpuint (tiem_remote_order_hash (a), !=, tiem_remote_order_hash (empty));
  /* Kept in databases: a change of the recipe would rewrite every order once. */
  g_assert_cmphex (tiem_remote_order_hash (empty), ==, G_GUINT64_CONSTANT (0xc72c1eda1a31a305));
}

static void
test_hash_sees_every_field (void)
{
  g_autoptr (TiemRemoteOrder) order = new_order ();
  TiemRemoteLine *line = g_ptr_array_index (order->lines, 0);
  TiemRemoteFee *fee = g_ptr_array_index (order->fees, 0);
  guint64 hash = tiem_remote_order_hash (order);
  char **texts[] = {
    &order->remote_id,
    &order->number,
    &order->remote_status,
    &order->currency,
    &order->payment_method,
    &order->buyer_remote_id,
    &order->buyer_name,
    &order->buyer_phone,
    &order->buyer_email,
    &order->address.name,
    &order->address.phone,
    &order->address.line,
    &order->address.ward,
    &order->address.district,
    &order->address.province,
    &order->address.text,
    &order->note,
    &order->carrier,
    &order->tracking,
    &line->remote_id,
    &line->remote_product_id,
    &line->remote_variant_id,
    &line->sku,
    &line->title,
    &line->options,
    &line->image_url,
    &fee->kind,
  };
  gint64 *numbers[] = {
    &order->placed_at, &order->updated_at,       &order->left_at,      &order->ship_by,
    &order->total_vnd, &order->shipping_fee_vnd, &order->discount_vnd, &order->surcharge_vnd,
    &order->paid_vnd,  &line->quantity,          &line->cancelled,     &line->unit_price_vnd,
    &line->total_vnd,  &fee->amount_vnd,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      replace (texts[i], "");
      assert_counts (order, hash);
      replace (texts[i], NULL);
      assert_counts (order, hash);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      *numbers[i] += 1;
      assert_counts (order, hash);
    }
  order->status = TIEM_ORDER_SHIPPING;
  assert_counts (order, hash);
  order->platform_holds = FALSE;
  assert_counts (order, hash);
  g_ptr_array_add (order->lines, tiem_remote_line_new ());
  assert_counts (order, hash);
  g_ptr_array_add (order->fees, g_new0 (TiemRemoteFee, 1));
  assert_counts (order, hash);
  g_ptr_array_add (order->parcels, tiem_remote_parcel_new ());
  assert_counts (order, hash);
  order->cancel_asked = TRUE;
  assert_counts (order, hash);
  order->cancel_answer_by = 1;
  assert_counts (order, hash);
  replace (&order->cancel_reason, "Đặt nhầm");
  assert_counts (order, hash);
}

/* A word that moves from the end of one field to the start of the next is a change. */
static void
test_hash_keeps_fields_apart (void)
{
  g_autoptr (TiemRemoteOrder) a = new_order ();
  g_autoptr (TiemRemoteOrder) b = new_order ();

  replace (&a->note, "giao");
  replace (&a->carrier, "nhanh");
  replace (&b->note, "giaon");
  replace (&b->carrier, "hanh");
  g_assert_cmpuint (tiem_remote_order_hash (a), !=, tiem_remote_order_hash (b));
}

static void
test_address_copy (void)
{
  g_autoptr (TiemRemoteOrder) order = new_order ();
  TiemAddress copy = { 0 };

  tiem_address_copy (&order->address, &copy);
  tiem_address_copy (&order->address, &copy);
  tiem_address_copy (&copy, &copy);
  g_assert_cmpstr (copy.ward, ==, "Phường Bến Thành");
  g_assert_true (copy.ward != order->address.ward);
  tiem_address_clear (&copy);
  g_assert_null (copy.text);
}

static void
test_channel_copy (void)
{
  g_autoptr (TiemChannelRecord) record = g_new0 (TiemChannelRecord, 1);
  g_autoptr (TiemChannelRecord) copy = NULL;

  record->id = 3;
  record->kind = g_strdup ("woocommerce");
  record->name = g_strdup ("Website");
  record->cap = -1;
  record->error_message = g_strdup ("Mất mạng");
  copy = tiem_channel_record_copy (record);
  replace (&record->name, "Đã đổi");

  g_assert_cmpint (copy->id, ==, 3);
  g_assert_cmpint (copy->cap, ==, -1);
  g_assert_cmpstr (copy->name, ==, "Website");
  g_assert_cmpstr (copy->error_message, ==, "Mất mạng");
  g_assert_null (copy->cursor);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/status/names", test_status_names);
  g_test_add_func ("/model/status/effects", test_status_effects);
  g_test_add_func ("/model/state/names", test_state_names);
  g_test_add_func ("/model/order-hash/is-stable", test_hash_is_stable);
  g_test_add_func ("/model/order-hash/sees-every-field", test_hash_sees_every_field);
  g_test_add_func ("/model/order-hash/keeps-fields-apart", test_hash_keeps_fields_apart);
  g_test_add_func ("/model/address/copy", test_address_copy);
  g_test_add_func ("/model/channel/copy", test_channel_copy);
  return g_test_run ();
}
