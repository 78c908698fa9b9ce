#include "tts-fixture.h"

void
tts_fixture_set_up (TtsFixture *fixture,
                    gconstpointer data)
{
  g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();
  TiemSandboxItem *item;

  options->only = g_strdup ("tiktok");
  options->products = 12;
  options->past_orders = GPOINTER_TO_UINT (data);
  sandbox_fixture_open (&fixture->base, options, "http://127.0.0.1:18104");
  fixture->tts = TIEM_SANDBOX_TTS (fixture->base.market);
  tts_fixture_configure (fixture,
                         "{'key':'" TTS_KEY "','secret':'" TTS_SECRET "','service_id':'" TTS_SERVICE
                         "','calls_per_second':0}");
  item = tiem_sandbox_shop_find_sku (
      tiem_sandbox_market_get_shop (fixture->base.market), "NON-LA", FALSE);
  tiem_sandbox_market_set_price (fixture->base.market, item, 120000);
  item->stock = MAX (item->stock, 100);
  tiem_sandbox_world_set_units (
      tiem_sandbox_get_world (fixture->base.sandbox), "NON-LA", item->stock);
}

void
tts_fixture_tear_down (TtsFixture *fixture,
                       gconstpointer data)
{
  sandbox_fixture_close (&fixture->base);
}

static char *
make_json (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}

static void
control (TtsFixture *fixture,
         const char *path,
         const char *body,
         guint status)
{
  g_autofree char *json = make_json (body);
  g_autofree char *whole = g_strconcat ("/_sandbox/", path, NULL);

  sandbox_fixture_call (&fixture->base, "POST", whole, json);
  g_assert_cmpuint (fixture->base.status, ==, status);
}

void
tts_fixture_configure (TtsFixture *fixture,
                       const char *settings)
{
  control (fixture, "settings", settings, 200);
}

TiemSandboxOrder *
tts_fixture_place (TtsFixture *fixture,
                   const char *sku,
                   guint quantity)
{
  g_autofree char *body = g_strdup_printf ("{'sku':'%s','quantity':%u}", sku, quantity);
  TiemSandboxOrder *order;

  control (fixture, "orders", body, 201);
  order = tiem_sandbox_shop_find_order (tiem_sandbox_market_get_shop (fixture->base.market),
                                        sandbox_fixture_int (&fixture->base, "id"));
  g_assert_nonnull (order);
  return order;
}

void
tts_fixture_set_status (TtsFixture *fixture,
                        TiemSandboxOrder *order,
                        const char *status)
{
  g_autofree char *path = g_strdup_printf ("orders/%s/status", order->number);
  g_autofree char *body = g_strdup_printf ("{'status':'%s'}", status);

  control (fixture, path, body, 200);
}

TiemSandboxItem *
tts_fixture_find_sku (TtsFixture *fixture,
                      const char *sku)
{
  TiemSandboxItem *item = tiem_sandbox_shop_find_sku (
      tiem_sandbox_market_get_shop (fixture->base.market), sku, FALSE);

  g_assert_nonnull (item);
  return item;
}

void
tts_fixture_pass (TtsFixture *fixture,
                  gint64 ms)
{
  fixture->base.now += ms;
  tiem_sandbox_step (fixture->base.sandbox);
}

static gboolean
takes_cipher (const char *path)
{
  return !g_str_has_prefix (path, "/authorization/") && !g_str_has_prefix (path, "/seller/")
         && !g_str_has_suffix (path, "/images/upload");
}

TiemForm *
tts_fixture_make_query (TtsFixture *fixture,
                        const char *path,
                        const char *query)
{
  TiemForm *form = tiem_form_parse (query != NULL ? query : "");

  tiem_form_add (form, "app_key", TTS_KEY);
  tiem_form_add_int (form, "timestamp", fixture->base.now / 1000);
  if (takes_cipher (path))
    tiem_form_add (form, "shop_cipher", fixture->tts->cipher);
  return form;
}

void
tts_fixture_replace (TiemForm *query,
                     const char *name,
                     const char *value)
{
  for (guint i = 0; i < query->names->len; i++)
    if (g_str_equal (query->names->pdata[i], name))
      {
        g_ptr_array_remove_index (query->names, i);
        g_ptr_array_remove_index (query->values, i);
        break;
      }
  if (value != NULL)
    tiem_form_add (query, name, value);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

char *
tts_fixture_sign (const TiemForm *query,
                  const char *path,
                  const char *body)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (TTS_SECRET);

  for (guint i = 0; i < tiem_form_get_size (query); i++)
    if (strcmp (query->names->pdata[i], "sign") != 0
        && strcmp (query->names->pdata[i], "access_token") != 0)
      g_ptr_array_add (names, query->names->pdata[i]);
  g_ptr_array_sort (names, compare_texts);
  g_string_append (text, path);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf (
        text, "%s%s", (char *)names->pdata[i], tiem_form_get (query, names->pdata[i]));
  g_string_append_printf (text, "%s" TTS_SECRET, body != NULL ? body : "");
  return tiem_hmac_hex (G_CHECKSUM_SHA256, TTS_SECRET, text->str, text->len);
}

void
tts_fixture_send (
    TtsFixture *fixture, const char *method, const char *path, TiemForm *query, const char *body)
{
  g_autofree char *sign = tts_fixture_sign (query, path, body);
  g_autofree char *encoded = NULL;
  g_autofree char *whole = NULL;
  g_autoptr (TiemRequest) request = NULL;

  tiem_form_add (query, "sign", sign);
  encoded = tiem_form_encode (query);
  whole = g_strdup_printf ("%s?%s", path, encoded);
  request = sandbox_fixture_make (&fixture->base, method, whole, body);
  tiem_request_set_header (request, "x-tts-access-token", fixture->tts->access_token);
  sandbox_fixture_send (&fixture->base, request);
}

void
tts_fixture_call (
    TtsFixture *fixture, const char *method, const char *path, const char *query, const char *body)
{
  g_autofree char *json = body != NULL ? make_json (body) : NULL;
  g_autoptr (TiemForm) form = tts_fixture_make_query (fixture, path, query);

  tts_fixture_send (fixture, method, path, form, json);
}

JsonObject *
tts_fixture_ok (
    TtsFixture *fixture, const char *method, const char *path, const char *query, const char *body)
{
  tts_fixture_call (fixture, method, path, query, body);
  if (tts_fixture_code (fixture) != 0)
    g_test_message ("%s %s: %s", method, path, tts_fixture_message (fixture));
  g_assert_cmpint (tts_fixture_code (fixture), ==, 0);
  g_assert_cmpuint (fixture->base.status, ==, 200);
  return tts_fixture_data (fixture);
}

gint64
tts_fixture_code (TtsFixture *fixture)
{
  return sandbox_fixture_int (&fixture->base, "code");
}

const char *
tts_fixture_message (TtsFixture *fixture)
{
  return json_object_get_string_member (sandbox_fixture_object (&fixture->base), "message");
}

JsonObject *
tts_fixture_data (TtsFixture *fixture)
{
  JsonObject *data = tiem_sandbox_json_get_object (sandbox_fixture_object (&fixture->base), "data");

  g_assert_nonnull (data);
  return data;
}

guint
tts_length (JsonObject *data,
            const char *list)
{
  JsonArray *array = tiem_sandbox_json_get_array (data, list);

  g_assert_nonnull (array);
  return json_array_get_length (array);
}

JsonObject *
tts_entry (JsonObject *data,
           const char *list,
           guint index)
{
  g_assert_cmpuint (tts_length (data, list), >, index);
  return json_array_get_object_element (tiem_sandbox_json_get_array (data, list), index);
}

JsonObject *
tts_only (JsonObject *data,
          const char *list)
{
  g_assert_cmpuint (tts_length (data, list), ==, 1);
  return tts_entry (data, list, 0);
}

const char *
tts_text (JsonObject *object,
          const char *name)
{
  g_assert_true (json_object_has_member (object, name));
  return json_object_get_string_member (object, name);
}

JsonObject *
tts_fixture_read_order (TtsFixture *fixture,
                        const TiemSandboxOrder *order)
{
  g_autofree char *query = g_strconcat ("ids=", order->number, NULL);

  return tts_only (tts_fixture_ok (fixture, "GET", "/order/202309/orders", query, NULL), "orders");
}
