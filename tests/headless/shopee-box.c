#include "shopee-box.h"

#include "fake-json.h"

#define FIELDS                                                                                     \
  "item_list,package_list,recipient_address,total_amount,buyer_user_id,buyer_username,pay_time,"   \
  "pickup_done_time,payment_method,note,cancel_by,cancel_reason,buyer_cancel_reason,split_up"

void
shopee_box_take_tokens (ShopeeBox *box)
{
  g_autoptr (JsonObject) channel = tiem_sandbox_market_describe (box->base.market);
  JsonObject *token = json_object_get_object_member (channel, "token");

  g_free (box->access_token);
  g_free (box->refresh_token);
  box->access_token = g_strdup (json_object_get_string_member (token, "access_token"));
  box->refresh_token = g_strdup (json_object_get_string_member (token, "refresh_token"));
}

void
shopee_box_set_up (ShopeeBox *box,
                   gconstpointer data)
{
  g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();

  options->only = g_strdup ("shopee");
  options->past_orders = data != NULL ? GPOINTER_TO_UINT (data) : 0;
  sandbox_fixture_open (&box->base, options, "https://partner.shopee.example");
  shopee_box_configure (box, "{'partner_key':'" SHOPEE_KEY "','tracking_delay_s':0}");
  shopee_box_take_tokens (box);
}

void
shopee_box_tear_down (ShopeeBox *box,
                      gconstpointer data)
{
  sandbox_fixture_close (&box->base);
  g_free (box->access_token);
  g_free (box->refresh_token);
}

void
shopee_box_configure (ShopeeBox *box,
                      const char *settings)
{
  g_autofree char *json = fake_json (settings);

  sandbox_fixture_call (&box->base, "POST", "/_sandbox/settings", json);
  g_assert_cmpuint (box->base.status, ==, 200);
}

char *
shopee_box_buy (ShopeeBox *box,
                const char *sku,
                guint quantity,
                const char *payment)
{
  g_autofree char *body = g_strdup_printf (
      "{\"sku\":\"%s\",\"quantity\":%u,\"payment\":\"%s\",\"note\":\"Gói quà giúp mình\","
      "\"buyer\":{\"name\":\"Nguyễn Thị Lan\",\"phone\":\"0901234567\","
      "\"street\":\"12 Trần Phú\",\"ward\":\"Phường Thuận Hoá\",\"province\":\"Thành phố Huế\"}}",
      sku,
      quantity,
      payment);

  sandbox_fixture_call (&box->base, "POST", "/_sandbox/orders", body);
  return box->base.status == 201 ? sandbox_fixture_text (&box->base, "number") : NULL;
}

void
shopee_box_happen (ShopeeBox *box,
                   const char *order_sn,
                   const char *what)
{
  g_autofree char *path = g_strdup_printf ("/_sandbox/orders/%s/status", order_sn);
  g_autofree char *body = g_strdup_printf ("{\"status\":\"%s\"}", what);

  sandbox_fixture_call (&box->base, "POST", path, body);
  g_assert_cmpuint (box->base.status, ==, 200);
}

gint64
shopee_box_get_stock (ShopeeBox *box,
                      const char *sku)
{
  const TiemSandboxItem *item
      = tiem_sandbox_shop_find_sku (tiem_sandbox_market_get_shop (box->base.market), sku, FALSE);

  g_assert_nonnull (item);
  return item->stock;
}

void
shopee_box_wait (ShopeeBox *box,
                 gint64 seconds)
{
  box->base.now += seconds * 1000;
  tiem_sandbox_step (box->base.sandbox);
}

char *
shopee_box_sign (const char *path,
                 gint64 seconds,
                 const char *access_token)
{
  g_autofree char *text = g_strdup_printf (SHOPEE_PARTNER "%s%" G_GINT64_FORMAT "%s%s",
                                           path,
                                           seconds,
                                           access_token != NULL ? access_token : "",
                                           access_token != NULL ? SHOPEE_SHOP : "");

  return g_compute_hmac_for_string (
      G_CHECKSUM_SHA256, (const guchar *)SHOPEE_KEY, strlen (SHOPEE_KEY), text, -1);
}

static void
send (ShopeeBox *box,
      const char *name,
      const char *body,
      const char *access_token)
{
  gint64 seconds = tiem_sandbox_market_now (box->base.market) / 1000;
  g_autofree char *bare = g_strndup (name, strcspn (name, "?"));
  g_autofree char *path = g_strconcat ("/api/v2/", bare, NULL);
  g_autofree char *sign = shopee_box_sign (path, seconds, access_token);
  const char *query = strchr (name, '?');
  g_autofree char *json = body != NULL ? fake_json (body) : NULL;
  g_autofree char *url = g_strdup_printf (
      "%s?partner_id=" SHOPEE_PARTNER "&timestamp=%" G_GINT64_FORMAT "&sign=%s%s%s%s%s",
      path,
      seconds,
      sign,
      access_token != NULL ? "&shop_id=" SHOPEE_SHOP "&access_token=" : "",
      access_token != NULL ? access_token : "",
      query != NULL ? "&" : "",
      query != NULL ? query + 1 : "");

  sandbox_fixture_call (&box->base, body != NULL ? "POST" : "GET", url, json);
}

void
shopee_box_call (ShopeeBox *box,
                 const char *name,
                 const char *body)
{
  send (box, name, body, box->access_token);
}

void
shopee_box_call_public (ShopeeBox *box,
                        const char *name,
                        const char *body)
{
  send (box, name, body, NULL);
}

const char *
shopee_box_error (ShopeeBox *box)
{
  return json_object_get_string_member (sandbox_fixture_object (&box->base), "error");
}

const char *
shopee_box_message (ShopeeBox *box)
{
  return json_object_get_string_member (sandbox_fixture_object (&box->base), "message");
}

JsonObject *
shopee_box_get (ShopeeBox *box,
                const char *name,
                const char *body)
{
  shopee_box_call (box, name, body);
  if (*shopee_box_error (box) != '\0')
    g_test_message ("%s: %s", name, shopee_box_message (box));
  g_assert_cmpstr (shopee_box_error (box), ==, "");
  return tiem_sandbox_json_get_object (sandbox_fixture_object (&box->base), "response");
}

void
shopee_box_refuse (ShopeeBox *box,
                   const char *name,
                   const char *body,
                   const char *code)
{
  shopee_box_call (box, name, body);
  if (strcmp (shopee_box_error (box), code) != 0)
    g_test_message ("%s: %s", name, shopee_box_message (box));
  g_assert_cmpstr (shopee_box_error (box), ==, code);
  g_assert_cmpstr (shopee_box_message (box), !=, "");
}

JsonObject *
shopee_box_detail (ShopeeBox *box,
                   const char *order_sn)
{
  g_autofree char *name
      = g_strdup_printf ("order/get_order_detail?order_sn_list=%s&response_optional_fields=" FIELDS
                         "&request_order_status_pending=true",
                         order_sn);
  JsonObject *response = shopee_box_get (box, name, NULL);

  return json_array_get_object_element (json_object_get_array_member (response, "order_list"), 0);
}

void
shopee_box_assert_status (ShopeeBox *box,
                          const char *order_sn,
                          const char *status)
{
  g_assert_cmpstr (
      json_object_get_string_member (shopee_box_detail (box, order_sn), "order_status"),
      ==,
      status);
}

void
shopee_box_find (ShopeeBox *box,
                 const char *sku,
                 gint64 *item_id,
                 gint64 *model_id)
{
  const TiemSandboxItem *item
      = tiem_sandbox_shop_find_sku (tiem_sandbox_market_get_shop (box->base.market), sku, FALSE);

  g_assert_nonnull (item);
  *item_id = item->parent != NULL ? item->parent->id : item->id;
  *model_id = item->parent != NULL ? item->id : 0;
}
