#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-random.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-orders.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-write.h"

#define NOTES "_notes"
#define REFUNDS "_refunds"

static JsonObject *
make_address (gboolean with_email)
{
  static const char *const members[]
      = { "first_name", "last_name", "company",  "address_1", "address_2",
          "city",       "state",     "postcode", "country" };
  JsonObject *address = json_object_new ();

  for (guint i = 0; i < G_N_ELEMENTS (members); i++)
    json_object_set_string_member (address, members[i], "");
  if (with_email)
    json_object_set_string_member (address, "email", "");
  json_object_set_string_member (address, "phone", "");
  return address;
}

void
tiem_sandbox_wc_order_init (TiemSandboxWc *wc,
                            TiemSandboxOrder *order,
                            const char *via)
{
  static const char *const lists[]
      = { "shipping_lines", "fee_lines", "coupon_lines", "meta_data", NOTES, REFUNDS };
  static const char *const texts[]
      = { "payment_method", "payment_method_title", "transaction_id",
          "cart_hash",      "customer_ip_address",  "customer_user_agent" };
  GRand *random = tiem_sandbox_market_get_random (TIEM_SANDBOX_MARKET (wc));
  g_autofree char *secret = tiem_sandbox_random_text (
      random, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 13);
  g_autofree char *key = g_strconcat ("wc_order_", secret, NULL);

  g_free (order->number);
  order->number = g_strdup_printf ("%s%" G_GINT64_FORMAT, wc->number_prefix, order->id);
  g_free (order->status);
  order->status = g_strdup ("pending");
  json_object_set_string_member (order->extra, "order_key", key);
  json_object_set_string_member (order->extra, "created_via", via);
  json_object_set_string_member (order->extra, "currency", "VND");
  json_object_set_int_member (order->extra, "parent_id", 0);
  json_object_set_object_member (order->extra, "billing", make_address (TRUE));
  json_object_set_object_member (order->extra, "shipping", make_address (FALSE));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    json_object_set_string_member (order->extra, texts[i], "");
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    json_object_set_array_member (order->extra, lists[i], json_array_new ());
}

gboolean
tiem_sandbox_wc_is_status (const char *status)
{
  g_auto (GStrv) known = g_strsplit (TIEM_SANDBOX_WC_STATUSES, " ", -1);

  return status != NULL && g_strv_contains ((const char *const *)known, status);
}

JsonArray *
tiem_sandbox_wc_order_get_notes (TiemSandboxOrder *order)
{
  return tiem_sandbox_json_get_array (order->extra, NOTES);
}

JsonArray *
tiem_sandbox_wc_order_get_refunds (TiemSandboxOrder *order)
{
  return tiem_sandbox_json_get_array (order->extra, REFUNDS);
}

void
tiem_sandbox_wc_order_add_note (TiemSandboxWc *wc,
                                TiemSandboxOrder *order,
                                const char *text,
                                gboolean is_for_customer)
{
  JsonObject *note = json_object_new ();

  json_object_set_int_member (
      note, "id", tiem_sandbox_shop_next_id (tiem_sandbox_wc_get_shop (wc)));
  json_object_set_string_member (note, "author", "WooCommerce");
  tiem_sandbox_wc_set_stamp (note, "date_created", tiem_sandbox_wc_now (wc));
  json_object_set_string_member (note, "note", text);
  json_object_set_boolean_member (note, "customer_note", is_for_customer);
  json_array_add_object_element (tiem_sandbox_wc_order_get_notes (order), note);
}

void
tiem_sandbox_wc_order_touch (TiemSandboxWc *wc,
                             TiemSandboxOrder *order)
{
  if (wc->storage == TIEM_SANDBOX_WC_TABLES)
    order->modified_at = tiem_sandbox_wc_now (wc);
}

void
tiem_sandbox_wc_order_adjust_stock (TiemSandboxWc *wc,
                                    TiemSandboxLine *line,
                                    gint64 quantity)
{
  tiem_sandbox_shop_take_stock (
      tiem_sandbox_wc_get_shop (wc), line, quantity - line->taken, tiem_sandbox_wc_now (wc));
}

/* Returns: 1 = an order in @status takes its goods from stock, −1 = it gives them back,
 * 0 = it leaves stock as it is */
static int
get_stock_effect (TiemSandboxWc *wc,
                  const char *status)
{
  static const char *const taking[] = { "on-hold", "processing", "completed", NULL };
  static const char *const giving[] = { "pending", "cancelled", NULL };

  if (g_strv_contains (taking, status))
    return 1;
  if (g_strv_contains (giving, status))
    return -1;
  return g_str_equal (status, "failed") && wc->storage == TIEM_SANDBOX_WC_TABLES ? -1 : 0;
}

static void
move_stock (TiemSandboxWc *wc,
            TiemSandboxOrder *order,
            gboolean take)
{
  if (order->has_taken_stock == take)
    return;
  order->has_taken_stock = take;
  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];

      tiem_sandbox_wc_order_adjust_stock (wc, line, take ? line->quantity : 0);
    }
}

/* Paid on delivery counts as paid when it is completed, everything else before. */
static void
set_dates (TiemSandboxOrder *order,
           gint64 now)
{
  const char *method = json_object_get_string_member (order->extra, "payment_method");
  gboolean on_delivery = g_str_equal (method, "cod");

  if (order->paid_at == 0
      && (g_str_equal (order->status, "completed")
          || (g_str_equal (order->status, "processing") && !on_delivery)))
    order->paid_at = now;
  if (g_str_equal (order->status, "completed"))
    order->completed_at = now;
}

void
tiem_sandbox_wc_order_set_status (TiemSandboxWc *wc,
                                  TiemSandboxOrder *order,
                                  const char *status)
{
  gint64 now = tiem_sandbox_wc_now (wc);
  const char *before = order->is_trashed ? "trash" : order->status;
  g_autofree char *note = NULL;
  int effect;

  if (g_str_equal (before, status))
    return;
  note = g_strdup_printf ("Order status changed from %s to %s.", before, status);
  order->is_trashed = FALSE;
  tiem_sandbox_wc_order_add_note (wc, order, note, FALSE);
  g_free (order->status);
  order->status = g_strdup (status);
  order->modified_at = now;
  set_dates (order, now);
  effect = get_stock_effect (wc, status);
  if (effect != 0)
    move_stock (wc, order, effect > 0);
  if (g_str_equal (status, "refunded"))
    {
      gint64 left = order->total_xu - tiem_sandbox_wc_order_get_refunded (order);

      /* The rest of the money, and none of the goods. */
      if (left > 0)
        tiem_sandbox_wc_order_add_refund (wc, order, left, "Order fully refunded.", NULL);
    }
}

static gint64
sum_totals (JsonArray *lines)
{
  gint64 sum = 0;

  for (guint i = 0; lines != NULL && i < json_array_get_length (lines); i++)
    {
      g_autofree char *total
          = tiem_sandbox_json_dup_text (json_array_get_object_element (lines, i), "total");

      sum += tiem_sandbox_wc_parse_xu (total);
    }
  return sum;
}

void
tiem_sandbox_wc_order_update_total (TiemSandboxOrder *order)
{
  gint64 lines = 0;

  order->discount_xu = 0;
  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];

      lines += line->total_xu;
      order->discount_xu += line->subtotal_xu - line->total_xu;
    }
  order->shipping_xu = sum_totals (tiem_sandbox_json_get_array (order->extra, "shipping_lines"));
  order->total_xu = lines + order->shipping_xu
                    + sum_totals (tiem_sandbox_json_get_array (order->extra, "fee_lines"));
}

gint64
tiem_sandbox_wc_order_get_refunded (const TiemSandboxOrder *order)
{
  JsonArray *refunds = tiem_sandbox_json_get_array (order->extra, REFUNDS);
  gint64 sum = 0;

  for (guint i = 0; i < json_array_get_length (refunds); i++)
    {
      g_autofree char *amount
          = tiem_sandbox_json_dup_text (json_array_get_object_element (refunds, i), "amount");

      sum += tiem_sandbox_wc_parse_xu (amount);
    }
  return sum;
}

JsonObject *
tiem_sandbox_wc_order_add_refund (TiemSandboxWc *wc,
                                  TiemSandboxOrder *order,
                                  gint64 amount_xu,
                                  const char *reason,
                                  JsonArray *lines)
{
  JsonObject *refund = json_object_new ();
  gint64 id = tiem_sandbox_shop_next_id (tiem_sandbox_wc_get_shop (wc));

  json_object_set_int_member (refund, "id", id);
  json_object_set_int_member (refund, "parent_id", order->id);
  tiem_sandbox_wc_set_stamp (refund, "date_created", tiem_sandbox_wc_now (wc));
  tiem_sandbox_wc_set_amount (refund, "amount", amount_xu, wc->decimals);
  json_object_set_string_member (refund, "reason", reason);
  json_object_set_int_member (refund, "refunded_by", 1);
  json_object_set_boolean_member (refund, "refunded_payment", FALSE);
  json_object_set_array_member (refund, "meta_data", json_array_new ());
  json_object_set_array_member (refund, "line_items", lines != NULL ? lines : json_array_new ());
  json_object_set_array_member (refund, "shipping_lines", json_array_new ());
  json_object_set_array_member (refund, "tax_lines", json_array_new ());
  json_object_set_array_member (refund, "fee_lines", json_array_new ());
  json_array_add_object_element (tiem_sandbox_wc_order_get_refunds (order), refund);
  order->modified_at = tiem_sandbox_wc_now (wc);
  return refund;
}
