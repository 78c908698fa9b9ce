#include "lazada-box.h"

#include "sandbox/lazada/tiem-sandbox-lazada-items.h"
#include "sandbox/lazada/tiem-sandbox-lazada-sign.h"
#include "sandbox/lazada/tiem-sandbox-lazada-units.h"

void
lazada_box_set_up (LazadaBox *box,
                   gconstpointer data)
{
  g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();
  g_autoptr (JsonObject) channel = NULL;

  options->only = g_strdup ("lazada");
  options->past_orders = data != NULL ? GPOINTER_TO_UINT (data) : 0;
  sandbox_fixture_open (&box->fixture, options, LAZADA_HOME);
  box->lazada = TIEM_SANDBOX_LAZADA (box->fixture.market);
  box->shop = tiem_sandbox_market_get_shop (box->fixture.market);
  channel = tiem_sandbox_market_describe (box->fixture.market);
  box->token = tiem_sandbox_json_dup_text (json_object_get_object_member (channel, "token"),
                                           "access_token");
}

void
lazada_box_tear_down (LazadaBox *box,
                      gconstpointer data)
{
  g_clear_pointer (&box->token, g_free);
  sandbox_fixture_close (&box->fixture);
}

GHashTable *
lazada_box_make_params (LazadaBox *box)
{
  GHashTable *params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  g_hash_table_insert (params, g_strdup ("app_key"), g_strdup (box->lazada->key));
  g_hash_table_insert (
      params, g_strdup ("timestamp"), g_strdup_printf ("%" G_GINT64_FORMAT, box->fixture.now));
  g_hash_table_insert (params, g_strdup ("sign_method"), g_strdup ("sha256"));
  g_hash_table_insert (params, g_strdup ("access_token"), g_strdup (box->token));
  return params;
}

void
lazada_box_send_raw (LazadaBox *box,
                     const char *method,
                     const char *path,
                     GHashTable *params)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *query = NULL;
  g_autofree char *url = NULL;
  g_autoptr (TiemRequest) request = NULL;
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  g_hash_table_iter_init (&iter, params);
  while (g_hash_table_iter_next (&iter, &name, &value))
    tiem_form_add (form, name, value);
  query = tiem_form_encode (form);
  url = g_strconcat (LAZADA_HOME, "/rest", path, "?", query, NULL);
  request = tiem_request_new (method, url);
  sandbox_fixture_send (&box->fixture, request);
  g_assert_cmpuint (box->fixture.status, ==, 200);
}

static JsonObject *
call_va (LazadaBox *box,
         const char *method,
         const char *path,
         va_list args)
{
  g_autoptr (GHashTable) params = lazada_box_make_params (box);
  const char *name;

  while ((name = va_arg (args, const char *)) != NULL)
    {
      char *value = g_strdup (va_arg (args, const char *));

      if (strchr ("[{", *value) != NULL && *value != '\0')
        g_strdelimit (value, "'", '"');
      g_hash_table_replace (params, g_strdup (name), value);
    }
  g_hash_table_insert (
      params, g_strdup ("sign"), tiem_sandbox_lazada_sign (box->lazada->secret, path, params));
  lazada_box_send_raw (box, method, path, params);
  return sandbox_fixture_object (&box->fixture);
}

const char *
lazada_box_get_code (LazadaBox *box)
{
  return json_object_get_string_member (sandbox_fixture_object (&box->fixture), "code");
}

static void
assert_code (LazadaBox *box,
             const char *path,
             const char *code)
{
  if (!g_str_equal (lazada_box_get_code (box), code))
    g_test_message (
        "%s: %s", path, (const char *)g_bytes_get_data (box->fixture.response->body, NULL));
  g_assert_cmpstr (lazada_box_get_code (box), ==, code);
  g_assert_true (json_object_has_member (sandbox_fixture_object (&box->fixture), "request_id"));
}

JsonObject *
lazada_box_call (LazadaBox *box,
                 const char *method,
                 const char *path,
                 ...)
{
  JsonObject *answer;
  va_list args;

  va_start (args, path);
  answer = call_va (box, method, path, args);
  va_end (args);
  return answer;
}

static JsonObject *
get_data (JsonObject *answer)
{
  JsonObject *data = tiem_sandbox_json_get_object (answer, "data");

  return data != NULL ? data : answer;
}

JsonObject *
lazada_box_get (LazadaBox *box,
                const char *path,
                ...)
{
  JsonObject *answer;
  va_list args;

  va_start (args, path);
  answer = call_va (box, "GET", path, args);
  va_end (args);
  assert_code (box, path, "0");
  return get_data (answer);
}

JsonObject *
lazada_box_post (LazadaBox *box,
                 const char *path,
                 ...)
{
  JsonObject *answer;
  va_list args;

  va_start (args, path);
  answer = call_va (box, "POST", path, args);
  va_end (args);
  assert_code (box, path, "0");
  return get_data (answer);
}

JsonArray *
lazada_box_list (LazadaBox *box,
                 const char *path,
                 ...)
{
  JsonObject *answer;
  va_list args;

  va_start (args, path);
  answer = call_va (box, "GET", path, args);
  va_end (args);
  assert_code (box, path, "0");
  return json_object_get_array_member (answer, "data");
}

void
lazada_box_refused (LazadaBox *box,
                    const char *code,
                    const char *method,
                    const char *path,
                    ...)
{
  JsonObject *answer;
  va_list args;

  va_start (args, path);
  answer = call_va (box, method, path, args);
  va_end (args);
  assert_code (box, path, code);
  g_assert_true (json_object_has_member (answer, "type"));
  g_assert_true (json_object_has_member (answer, "message"));
}

JsonObject *
lazada_box_result (LazadaBox *box,
                   const char *path,
                   const char *name,
                   const char *request)
{
  JsonObject *answer = lazada_box_call (box, "POST", path, name, request, NULL);
  JsonObject *result;

  assert_code (box, path, "0");
  result = json_object_get_object_member (answer, "result");
  g_assert_true (json_object_get_boolean_member (result, "success"));
  return json_object_get_object_member (result, "data");
}

void
lazada_box_result_refused (
    LazadaBox *box, const char *code, const char *path, const char *name, const char *request)
{
  JsonObject *answer = lazada_box_call (box, "POST", path, name, request, NULL);
  JsonObject *result;

  assert_code (box, path, "0");
  result = json_object_get_object_member (answer, "result");
  g_assert_false (json_object_get_boolean_member (result, "success"));
  g_assert_cmpstr (json_object_get_string_member (result, "error_code"), ==, code);
}

void
lazada_box_set (LazadaBox *box,
                const char *settings)
{
  g_autofree char *body = g_strdelimit (g_strdup (settings), "'", '"');

  sandbox_fixture_call (&box->fixture, "POST", "/_sandbox/settings", body);
  g_assert_cmpuint (box->fixture.status, ==, 200);
}

TiemSandboxOrder *
lazada_box_place (LazadaBox *box,
                  const char *sku,
                  guint quantity)
{
  g_autofree char *body = g_strdup_printf (
      "{\"sku\":\"%s\",\"quantity\":%u,\"buyer\":{\"name\":\"Trần Thị Mai\","
      "\"phone\":\"0912345678\",\"street\":\"12 Hàng Bông\",\"ward\":\"Phường Hoàn Kiếm\","
      "\"province\":\"Thành phố Hà Nội\"}}",
      sku,
      quantity);

  sandbox_fixture_call (&box->fixture, "POST", "/_sandbox/orders", body);
  g_assert_cmpuint (box->fixture.status, ==, 201);
  return tiem_sandbox_shop_find_order (box->shop, sandbox_fixture_int (&box->fixture, "id"));
}

void
lazada_box_move (LazadaBox *box,
                 TiemSandboxOrder *order,
                 const char *word)
{
  g_assert_true (tiem_sandbox_market_set_status (box->fixture.market, order, word));
}

void
lazada_box_wait (LazadaBox *box,
                 gint64 ms)
{
  box->fixture.now += ms;
  tiem_sandbox_step (box->fixture.sandbox);
}

const char *
lazada_box_unit_status (TiemSandboxOrder *order,
                        guint index)
{
  g_assert_cmpuint (index, <, order->lines->len);
  return tiem_sandbox_lazada_unit_get_status (order->lines->pdata[index]);
}

char *
lazada_box_unit_id (TiemSandboxOrder *order,
                    guint index)
{
  g_assert_cmpuint (index, <, order->lines->len);
  return g_strdup_printf ("%" G_GINT64_FORMAT, ((TiemSandboxLine *)order->lines->pdata[index])->id);
}

TiemSandboxItem *
lazada_box_find (LazadaBox *box,
                 const char *sku)
{
  TiemSandboxItem *item = tiem_sandbox_shop_find_sku (box->shop, sku, FALSE);

  g_assert_nonnull (item);
  return item;
}

void
lazada_box_assert_stock (
    LazadaBox *box, const char *sku, gint64 sellable, gint64 withhold, gint64 occupy)
{
  TiemSandboxItem *item = lazada_box_find (box, sku);

  g_assert_cmpint (item->stock, ==, sellable);
  g_assert_cmpint (tiem_sandbox_lazada_item_get (item, "withhold"), ==, withhold);
  g_assert_cmpint (tiem_sandbox_lazada_item_get (item, "occupy"), ==, occupy);
}
