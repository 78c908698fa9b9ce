#include "sandbox-fixture.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "sandbox/tiem-sandbox-agenda.h"
#include "sandbox/tiem-sandbox-pdf.h"
#include "sandbox/tiem-sandbox-random.h"

#include <math.h>

#define HOUR_MS G_GINT64_CONSTANT (3600000)

static const char home[] = "https://nhamay.example";

static void
set_up (SandboxFixture *fixture,
        gconstpointer data)
{
  g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();

  options->only = g_strdup ("woocommerce");
  options->past_orders = 40;
  sandbox_fixture_open (fixture, options, home);
}

static void
tear_down (SandboxFixture *fixture,
           gconstpointer data)
{
  sandbox_fixture_close (fixture);
}

/* The answer as one text. */
static char *
get_state (SandboxFixture *fixture)
{
  sandbox_fixture_call (fixture, "GET", "/_sandbox/state", NULL);
  g_assert_cmpuint (fixture->status, ==, 200);
  return json_to_string (fixture->body, FALSE);
}

static TiemSandboxItem *
find_sku (SandboxFixture *fixture,
          const char *sku)
{
  TiemSandboxItem *item
      = tiem_sandbox_shop_find_sku (tiem_sandbox_market_get_shop (fixture->market), sku, FALSE);

  g_assert_nonnull (item);
  return item;
}

static void
post (SandboxFixture *fixture,
      const char *path,
      const char *body,
      guint status)
{
  sandbox_fixture_call (fixture, "POST", path, body);
  g_assert_cmpuint (fixture->status, ==, status);
}

static void
test_catalogue (void)
{
  g_autoptr (TiemSandboxCatalogue) catalogue = tiem_sandbox_catalogue_new (7, 60);
  g_autoptr (GHashTable) skus = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) barcodes = g_hash_table_new (g_str_hash, g_str_equal);
  guint sold_out = 0;
  guint scarce = 0;

  g_assert_cmpuint (catalogue->products->len, ==, 60);
  g_assert_cmpuint (catalogue->variants->len, ==, 150);
  for (guint i = 0; i < catalogue->variants->len; i++)
    {
      const TiemSandboxVariant *variant = catalogue->variants->pdata[i];
      int sum = 0;

      g_assert_true (g_hash_table_add (skus, variant->sku));
      g_assert_cmpint (variant->price_vnd, >=, 1000);
      g_assert_cmpint (variant->price_vnd % 1000, ==, 0);
      g_assert_cmpint (variant->sale_price_vnd, <, variant->price_vnd);
      g_assert_cmpint (variant->stock, >=, 0);
      sold_out += variant->stock == 0;
      scarce += variant->stock >= 1 && variant->stock <= 5;
      g_assert_true (g_utf8_validate (variant->product->name, -1, NULL));
      if (variant->barcode == NULL)
        continue;
      g_assert_true (g_hash_table_add (barcodes, variant->barcode));
      g_assert_cmpuint (strlen (variant->barcode), ==, 13);
      for (int j = 0; j < 13; j++)
        sum += (variant->barcode[j] - '0') * (j % 2 == 0 ? 1 : 3);
      g_assert_cmpint (sum % 10, ==, 0);
    }
  g_assert_cmpuint (sold_out, >, 0);
  g_assert_cmpuint (scarce, >, 0);
}

/* A shop of any size, without two things of one name. */
static void
test_catalogue_large (void)
{
  g_autoptr (TiemSandboxCatalogue) catalogue = tiem_sandbox_catalogue_new (7, 150);
  g_autoptr (GHashTable) skus = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < catalogue->variants->len; i++)
    g_assert_true (
        g_hash_table_add (skus, ((TiemSandboxVariant *)catalogue->variants->pdata[i])->sku));
}

static void
test_people (void)
{
  g_autoptr (TiemSandboxPeople) people = tiem_sandbox_people_new (7);
  g_autoptr (TiemSandboxPeople) again = tiem_sandbox_people_new (7);
  g_autoptr (GHashTable) emails = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < 500; i++)
    {
      const TiemSandboxBuyer *buyer = tiem_sandbox_people_get (people, i);
      g_autofree char *phone = tiem_phone_normalise (buyer->phone);

      g_assert_nonnull (phone);
      g_assert_true (g_str_has_prefix (buyer->ward, "Phường ")
                     || g_str_has_prefix (buyer->ward, "Xã "));
      if (buyer->email != NULL)
        g_assert_true (g_hash_table_add (emails, buyer->email));
    }
  /* Asked for in another order they are the same people. */
  g_assert_cmpstr (tiem_sandbox_people_get (again, 499)->phone,
                   ==,
                   tiem_sandbox_people_get (people, 499)->phone);
}

static void
test_json_bounds (void)
{
  static const struct
  {
    const char *text;
    gboolean is_good;
  } cases[] = {
    { "{}", TRUE }, { "[1,\"a\",null]", TRUE }, { "", FALSE },
    { "{", FALSE }, { "nói", FALSE },           { "{\"a\":", FALSE },
  };
  g_autofree char *deep = g_strnfill (100000, '[');
  g_autofree char *huge = g_strnfill (9 * 1024 * 1024, ' ');

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node
          = tiem_sandbox_json_parse (cases[i].text, strlen (cases[i].text), &error);

      g_assert_cmpint (node != NULL, ==, cases[i].is_good);
      g_assert_cmpint (error == NULL, ==, cases[i].is_good);
    }
  g_assert_null (tiem_sandbox_json_parse (deep, 100000, NULL));
  g_assert_null (tiem_sandbox_json_parse (huge, strlen (huge), NULL));
}

static void
test_json_ascii (void)
{
  g_autoptr (JsonNode) node = tiem_sandbox_json_string ("áo 👕 a/b \"");
  g_autofree char *text = tiem_sandbox_json_to_ascii (node);

  g_assert_cmpstr (text, ==, "\"\\u00e1o \\ud83d\\udc55 a\\/b \\\"\"");
}

static void
note_cb (gpointer owner,
         gint64 id,
         int detail)
{
  g_string_append_printf (owner, "%d", (int)id);
}

static void
forgotten_cb (gpointer owner,
              gint64 id,
              int detail)
{
  g_assert_not_reached ();
}

static void
test_agenda (void)
{
  g_autoptr (GString) order = g_string_new (NULL);
  TiemSandboxAgenda *agenda = tiem_sandbox_agenda_new (order);

  g_assert_cmpint (tiem_sandbox_agenda_next (agenda), ==, G_MAXINT64);
  tiem_sandbox_agenda_add (agenda, 20, note_cb, 3, 0);
  tiem_sandbox_agenda_add (agenda, 10, note_cb, 1, 0);
  tiem_sandbox_agenda_add (agenda, 15, forgotten_cb, 9, 0);
  tiem_sandbox_agenda_add (agenda, 20, note_cb, 4, 0);
  tiem_sandbox_agenda_add (agenda, 10, note_cb, 2, 0);
  tiem_sandbox_agenda_remove (agenda, forgotten_cb);
  while (tiem_sandbox_agenda_next (agenda) != G_MAXINT64)
    tiem_sandbox_agenda_run_next (agenda);
  g_assert_cmpstr (order->str, ==, "1234");
  tiem_sandbox_agenda_free (agenda);
}

/* Everything comes from the seed and the clock. */
static void
test_determinism (void)
{
  g_auto (GStrv) states = g_new0 (char *, 4);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();
      SandboxFixture fixture = { 0 };

      options->only = g_strdup ("woocommerce");
      options->seed = i == 2 ? 8 : 7;
      options->past_orders = 60;
      options->orders_per_minute = 2;
      options->pace = 100;
      sandbox_fixture_open (&fixture, options, home);
      /* In steps of another size the same things happen at the same moments. */
      for (int minute = 0; minute < 240; minute += i == 1 ? 7 : 1)
        {
          fixture.now = SANDBOX_START + minute * 60000;
          tiem_sandbox_step (fixture.sandbox);
        }
      fixture.now = SANDBOX_START + 4 * HOUR_MS;
      states[i] = get_state (&fixture);
      sandbox_fixture_close (&fixture);
    }
  g_assert_cmpstr (states[0], ==, states[1]);
  g_assert_cmpstr (states[0], !=, states[2]);
}

static void
test_shoppers (void)
{
  g_autoptr (TiemSandboxOptions) options = tiem_sandbox_options_new ();
  SandboxFixture fixture = { 0 };
  TiemSandboxShop *shop;
  guint n_open = 0;

  options->only = g_strdup ("woocommerce");
  options->past_orders = 0;
  options->orders_per_minute = 6;
  options->pace = 60;
  sandbox_fixture_open (&fixture, options, home);
  shop = tiem_sandbox_market_get_shop (fixture.market);
  fixture.now += 10 * HOUR_MS;
  tiem_sandbox_step (fixture.sandbox);

  /* 3600 came, whom the shop could serve or not. */
  g_assert_cmpuint (shop->orders->len + shop->turned_away, >, 3300);
  g_assert_cmpuint (shop->orders->len, >, 500);
  g_assert_cmpint (shop->turned_away, >, 0);
  for (guint i = 0; i < shop->items->len; i++)
    g_assert_cmpint (((TiemSandboxItem *)shop->items->pdata[i])->stock, >=, 0);
  g_assert_cmpint (tiem_sandbox_get_world (fixture.sandbox)->oversold, ==, 0);
  /* Carriers have been at work: 10 hours are 25 days at that pace. */
  for (guint i = 0; i < shop->orders->len; i++)
    {
      TiemSandboxStage stage
          = tiem_sandbox_market_get_stage (fixture.market, shop->orders->pdata[i]);

      n_open += stage == TIEM_SANDBOX_TO_SHIP;
    }
  g_assert_cmpuint (n_open, <, shop->orders->len / 2);
  sandbox_fixture_close (&fixture);
}

/* A sale elsewhere is known to the warehouse; a second sale of the same unit is counted. */
static void
test_oversold (SandboxFixture *fixture,
               gconstpointer data)
{
  TiemSandboxWorld *world = tiem_sandbox_get_world (fixture->sandbox);
  TiemSandboxItem *item = find_sku (fixture, "NON-LA");

  item->stock = 5;
  tiem_sandbox_world_set_units (
      world, "NON-LA", tiem_sandbox_world_get_bin (world, "NON-LA")->taken + 5);
  post (fixture, "/_sandbox/orders", "{\"sku\":\"NON-LA\",\"quantity\":3}", 201);
  g_assert_cmpint (item->stock, ==, 2);
  post (fixture, "/_sandbox/orders", "{\"sku\":\"NON-LA\",\"quantity\":3}", 409);
  g_assert_cmpint (tiem_sandbox_market_get_shop (fixture->market)->turned_away, ==, 3);

  /* A push that gives back what was sold. */
  item->stock = 5;
  post (fixture, "/_sandbox/orders", "{\"sku\":\"NON-LA\",\"quantity\":3}", 201);
  g_assert_cmpint (world->oversold, ==, 1);
  post (fixture, "/_sandbox/orders", "{\"sku\":\"NON-LA\",\"quantity\":9,\"force\":true}", 201);
  g_assert_cmpint (world->oversold, ==, 10);
  g_assert_cmpint (item->stock, ==, -7);
}

static void
test_control_orders (SandboxFixture *fixture,
                     gconstpointer data)
{
  static const struct
  {
    const char *body;
    guint status;
  } wrong[] = {
    { "{}", 400 },
    { "{\"sku\":\"NON-LA\",\"quantity\":0}", 400 },
    { "{\"sku\":\"NON-LA\",\"quantity\":-1}", 400 },
    { "{\"lines\":[1]}", 400 },
    { "{\"sku\":\"KHONG-CO\",\"quantity\":1}", 409 },
    { "[]", 405 },
    { "{", 400 },
  };
  TiemSandboxOrder *order;
  g_autofree char *path = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    post (fixture, "/_sandbox/orders", wrong[i].body, wrong[i].status);

  find_sku (fixture, "XP-BK")->stock = 10;
  find_sku (fixture, "KE-TRE")->stock = 10;
  post (fixture,
        "/_sandbox/orders",
        "{\"lines\":[{\"sku\":\"XP-BK\",\"quantity\":2},{\"sku\":\"KE-TRE\",\"quantity\":1}],"
        "\"buyer\":{\"name\":\"Đặng Thị Ánh\",\"phone\":\"0901234567\"},\"payment\":\"transfer\"}",
        201);
  sandbox_fixture_assert_text (fixture, "status", "on-hold");
  sandbox_fixture_assert_text (fixture, "stage", "to_confirm");
  order = tiem_sandbox_shop_find_order (tiem_sandbox_market_get_shop (fixture->market),
                                        sandbox_fixture_int (fixture, "id"));
  g_assert_nonnull (order);
  g_assert_cmpint (find_sku (fixture, "XP-BK")->stock, ==, 8);

  path = g_strdup_printf ("/_sandbox/orders/%" G_GINT64_FORMAT "/status", order->id);
  post (fixture, path, "{\"status\":\"cancelled\"}", 200);
  g_assert_cmpint (find_sku (fixture, "XP-BK")->stock, ==, 10);
  post (fixture, path, "{\"status\":\"to_ship\"}", 200);
  sandbox_fixture_assert_text (fixture, "status", "processing");
  post (fixture, path, "{\"status\":\"returned\"}", 200);
  sandbox_fixture_assert_text (fixture, "status", "refunded");
  g_assert_cmpint (find_sku (fixture, "XP-BK")->stock, ==, 10);
  post (fixture, path, "{\"status\":\"bay đi\"}", 400);
  post (fixture, "/_sandbox/orders/999999/status", "{\"status\":\"cancelled\"}", 404);
}

static void
test_control_listing (SandboxFixture *fixture,
                      gconstpointer data)
{
  TiemSandboxItem *item = find_sku (fixture, "NON-LA");
  g_autofree char *path = g_strdup_printf ("/_sandbox/listings/%" G_GINT64_FORMAT, item->id);

  post (fixture, path, "{\"stock\":77,\"price\":99000}", 200);
  g_assert_cmpint (item->stock, ==, 77);
  g_assert_cmpint (item->price_xu, ==, 9900000);
  g_assert_cmpint (item->modified_at, ==, fixture->now);
  post (fixture, "/_sandbox/listings/999999", "{}", 404);
  post (fixture, "/_sandbox/settings", "{\"storage\":\"giấy\"}", 400);
  post (fixture, "/_sandbox/settings", "{\"storage\":\"posts\",\"orders_per_minute\":3}", 200);
  g_assert_cmpint (tiem_sandbox_get_next_step (fixture->sandbox), <, G_MAXINT64);
  sandbox_fixture_call (fixture, "GET", "/_sandbox/khong-co", NULL);
  g_assert_cmpuint (fixture->status, ==, 405);
}

static void
test_calls_are_counted (SandboxFixture *fixture,
                        gconstpointer data)
{
  g_autofree char *state = NULL;
  JsonObject *calls;

  sandbox_fixture_call (fixture, "GET", "/wp-json/wc/v3/orders?page=2", NULL);
  sandbox_fixture_call (fixture, "GET", "/wp-json/wc/v3/orders/", NULL);
  sandbox_fixture_call (fixture, "PUT", "/wp-json/wc/v3/products/24/variations/25", "{}");
  sandbox_fixture_call (fixture, "GET", "/wp-json/", NULL);
  sandbox_fixture_call (fixture, "GET", "/?rest_route=/wc/v3/products/batch", NULL);
  sandbox_fixture_call (fixture, "GET", "/", NULL);
  state = get_state (fixture);
  calls = json_object_get_object_member (json_node_get_object (fixture->body), "calls");
  g_assert_cmpint (json_object_get_int_member (calls, "GET orders"), ==, 2);
  g_assert_cmpint (json_object_get_int_member (calls, "PUT products/variations"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (calls, "GET index"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (calls, "GET products/batch"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (calls, "GET page"), ==, 1);
}

/* What one call meets. */
static void
test_faults (SandboxFixture *fixture,
             gconstpointer data)
{
  static const struct
  {
    const char *fault;
    guint status; /* 0 = no answer */
    gboolean is_json;
    const char *header; /* (nullable) */
    const char *value;
  } cases[] = {
    { "{\"kind\":\"drop\"}", 0, FALSE },
    { "{\"kind\":\"lost_answer\"}", 0, FALSE },
    { "{\"kind\":\"error\"}", 503, FALSE, "Retry-After", NULL },
    { "{\"kind\":\"error\",\"status\":502,\"retry_after\":7}", 502, FALSE, "Retry-After", "7" },
    { "{\"kind\":\"rate_limit\"}", 429, FALSE, "Retry-After", NULL },
    { "{\"kind\":\"rate_limit\",\"retry_after\":2}", 429, FALSE, "Retry-After", "2" },
    { "{\"kind\":\"html\"}", 200, FALSE, "Content-Type", "text/html" },
    { "{\"kind\":\"html\",\"status\":202}", 202, FALSE, "Content-Type", "text/html" },
    { "{\"kind\":\"malformed\"}", 200, FALSE, "Content-Type", "application/json; charset=UTF-8" },
    { "{\"kind\":\"truncated\"}", 200, FALSE, "Content-Type", "application/json; charset=UTF-8" },
    { "{\"kind\":\"delay\",\"ms\":1500}", 200, TRUE },
    { "{\"kind\":\"cut\"}", 200, TRUE },
    { "{\"kind\":\"error\",\"endpoint\":\"orders\"}", 200, TRUE },
    { "{\"kind\":\"error\",\"method\":\"POST\"}", 200, TRUE },
    { "{\"kind\":\"error\",\"after\":1}", 200, TRUE },
    { "{\"kind\":\"error\",\"probability\":0}", 200, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_test_message ("%s", cases[i].fault);
      post (fixture, "/_sandbox/faults", cases[i].fault, 200);
      sandbox_fixture_call (fixture, "GET", "/wp-json/", NULL);
      g_assert_cmpuint (fixture->status, ==, cases[i].status);
      g_assert_cmpint (fixture->body != NULL, ==, cases[i].is_json);
      if (cases[i].header != NULL)
        g_assert_cmpstr (
            tiem_response_get_header (fixture->response, cases[i].header), ==, cases[i].value);
      g_assert_cmpint (fixture->effect.is_dropped, ==, cases[i].status == 0);
      g_assert_cmpint (fixture->effect.delay_ms, ==, strstr (cases[i].fault, "delay") ? 1500 : 0);
      g_assert_cmpint (fixture->effect.is_cut, ==, strstr (cases[i].fault, "cut") != NULL);
      post (fixture, "/_sandbox/faults", "{\"clear\":true}", 200);
    }
  post (fixture, "/_sandbox/faults", "{\"kind\":\"động đất\"}", 400);
  post (fixture, "/_sandbox/faults", "[{\"kind\":\"drop\"},{\"kind\":\"cut\",\"times\":2}]", 200);
  g_assert_cmpuint (json_array_get_length (json_node_get_array (fixture->body)), ==, 2);
}

/* Once is once; a chance is met about as often as it says. */
static void
test_fault_counts (SandboxFixture *fixture,
                   gconstpointer data)
{
  guint met = 0;

  post (fixture, "/_sandbox/faults", "{\"kind\":\"error\",\"times\":2,\"after\":1}", 200);
  for (guint i = 0; i < 5; i++)
    {
      sandbox_fixture_call (fixture, "GET", "/wp-json/", NULL);
      g_assert_cmpuint (fixture->status, ==, i == 1 || i == 2 ? 503 : 200);
    }
  post (fixture, "/_sandbox/faults", "{\"kind\":\"error\",\"probability\":0.25}", 200);
  for (guint i = 0; i < 400; i++)
    {
      sandbox_fixture_call (fixture, "GET", "/wp-json/", NULL);
      met += fixture->status == 503;
    }
  g_assert_cmpuint (met, >, 60);
  g_assert_cmpuint (met, <, 140);
}

static void
test_fault_clock (SandboxFixture *fixture,
                  gconstpointer data)
{
  sandbox_fixture_call (fixture, "GET", "/", NULL);
  g_assert_cmpstr (
      tiem_response_get_header (fixture->response, "Date"), ==, "Sat, 21 Nov 2026 12:00:00 GMT");
  post (fixture, "/_sandbox/faults", "{\"kind\":\"clock_skew\",\"ms\":-86400000}", 200);
  sandbox_fixture_call (fixture, "GET", "/", NULL);
  g_assert_cmpstr (
      tiem_response_get_header (fixture->response, "Date"), ==, "Fri, 20 Nov 2026 12:00:00 GMT");
}

/* Every object lies where the table at the end says it does: readers rely on it. */
static void
test_pdf (void)
{
  g_autoptr (TiemSandboxPdf) pdf = tiem_sandbox_pdf_new (100, 150);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  const char *entry;
  gsize length;

  tiem_sandbox_pdf_add_page (pdf);
  tiem_sandbox_pdf_add_text (pdf, 14, "Nguyễn Thị Đào (áo dài)");
  tiem_sandbox_pdf_add_barcode (pdf, "LMP03");
  tiem_sandbox_pdf_add_page (pdf);
  tiem_sandbox_pdf_add_text (pdf, 9, "Trang 2");
  bytes = tiem_sandbox_pdf_make (pdf);
  text = g_strndup (g_bytes_get_data (bytes, &length), g_bytes_get_size (bytes));

  g_assert_cmpuint (strlen (text), ==, length);
  g_assert_true (g_str_has_prefix (text, "%PDF-1.4\n"));
  g_assert_true (g_str_has_suffix (text, "%%EOF\n"));
  g_assert_nonnull (strstr (text, "(Nguyen Thi Dao \\(ao dai\\)) Tj"));
  g_assert_nonnull (strstr (text, "/Count 2 "));
  entry = text + g_ascii_strtoull (strstr (text, "startxref\n") + 10, NULL, 10);
  g_assert_true (g_str_has_prefix (entry, "xref\n0 8\n"));
  entry = strstr (entry, "65535 f \n") + 9;
  for (guint i = 1; i < 8; i++, entry += 20)
    {
      g_autofree char *head = g_strdup_printf ("%u 0 obj\n", i);

      g_assert_true (g_str_has_prefix (text + g_ascii_strtoull (entry, NULL, 10), head));
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sandbox/catalogue/sizes", test_catalogue);
  g_test_add_func ("/sandbox/catalogue/large", test_catalogue_large);
  g_test_add_func ("/sandbox/people", test_people);
  g_test_add_func ("/sandbox/json/bounds", test_json_bounds);
  g_test_add_func ("/sandbox/json/ascii", test_json_ascii);
  g_test_add_func ("/sandbox/pdf", test_pdf);
  g_test_add_func ("/sandbox/agenda", test_agenda);
  g_test_add_func ("/sandbox/determinism", test_determinism);
  g_test_add_func ("/sandbox/shoppers", test_shoppers);
  g_test_add ("/sandbox/oversold", SandboxFixture, NULL, set_up, test_oversold, tear_down);
  g_test_add (
      "/sandbox/control/orders", SandboxFixture, NULL, set_up, test_control_orders, tear_down);
  g_test_add (
      "/sandbox/control/listing", SandboxFixture, NULL, set_up, test_control_listing, tear_down);
  g_test_add (
      "/sandbox/control/calls", SandboxFixture, NULL, set_up, test_calls_are_counted, tear_down);
  g_test_add ("/sandbox/faults/kinds", SandboxFixture, NULL, set_up, test_faults, tear_down);
  g_test_add ("/sandbox/faults/counts", SandboxFixture, NULL, set_up, test_fault_counts, tear_down);
  g_test_add ("/sandbox/faults/clock", SandboxFixture, NULL, set_up, test_fault_clock, tear_down);

  return g_test_run ();
}
