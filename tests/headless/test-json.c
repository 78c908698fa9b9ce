#include "base/tiem-error.h"
#include "channel/tiem-http-error.h"
#include "channel/tiem-json.h"

#include <string.h>

#define WRONG G_MININT64

static JsonNode *
parse (const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (GError) error = NULL;
  JsonNode *node = tiem_json_parse (bytes, &error);

  g_assert_no_error (error);
  return node;
}

/* {"v": TEXT} */
static JsonNode *
parse_value (const char *text)
{
  g_autofree char *whole = g_strdup_printf ("{\"v\":%s}", text);

  return parse (whole);
}

static void
assert_wrong (GError *error,
              const char *path)
{
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
  g_assert_cmpstr (tiem_error_get_detail (error), ==, path);
}

static void
test_int (void)
{
  static const struct
  {
    const char *text;
    gint64 value;
  } cases[] = {
    { "5", 5 },
    { "-5", -5 },
    { "\"5\"", 5 },
    { "\" 5 \"", 5 },
    { "5.0", 5 },
    { "\"5.00\"", 5 },
    { "null", 0 },
    { "\"\"", 0 },
    { "9007199254740993", G_GINT64_CONSTANT (9007199254740993) },
    { "\"9223372036854775807\"", G_MAXINT64 },
    { "5.5", WRONG },
    { "\"5.5\"", WRONG },
    { "\"5k\"", WRONG },
    { "\"5.\"", WRONG },
    { "\"9223372036854775808\"", WRONG },
    { "1e300", WRONG },
    { "true", WRONG },
    { "[]", WRONG },
    { "{}", WRONG },
    { "\"năm\"", WRONG },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = parse_value (cases[i].text);
      g_autoptr (GError) error = NULL;
      gint64 value = 77;
      gboolean ok = tiem_json_get_int (tiem_json_object (node), "v", &value, &error);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (ok, ==, cases[i].value != WRONG);
      if (ok)
        g_assert_cmpint (value, ==, cases[i].value);
      else
        assert_wrong (error, "v");
    }
}

static void
test_money (void)
{
  static const struct
  {
    const char *text;
    gint64 vnd;
  } cases[] = {
    { "\"320000\"", 320000 },
    { "\"320000.00\"", 320000 },
    { "320000", 320000 },
    { "320000.0", 320000 },
    { "\"-2000\"", -2000 },
    { "\"\"", 0 },
    { "null", 0 },
    { "\"0.5\"", WRONG },
    { "0.5", WRONG },
    { "\"12.500đ\"", WRONG },
    { "\"1,000\"", WRONG },
    { "false", WRONG },
    { "[1]", WRONG },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = parse_value (cases[i].text);
      g_autoptr (GError) error = NULL;
      gint64 vnd = 77;
      gboolean ok = tiem_json_get_money (tiem_json_object (node), "v", &vnd, &error);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (ok, ==, cases[i].vnd != WRONG);
      if (ok)
        g_assert_cmpint (vnd, ==, cases[i].vnd);
      else
        assert_wrong (error, "v");
    }
}

/* 3 × 129.000 incl. 10 % tax, as a shop with two decimals splits it */
static void
test_decimals (void)
{
  static const struct
  {
    const char *object;
    gint64 vnd;
  } cases[] = {
    { "{\"a\":\"351818.18\",\"b\":\"35181.82\"}", 387000 },
    { "{\"a\":\"351818.181818\",\"b\":\"35181.818181\"}", 387000 },
    { "{\"a\":\"0.5\",\"b\":null}", 1 },
    { "{\"a\":\"0.49\"}", 0 },
    { "{\"a\":\"-0.5\"}", -1 },
    { "{\"a\":\"-351818.18\",\"b\":\"-35181.82\"}", -387000 },
    { "{\"a\":909.09,\"b\":90.91}", 1000 },
    { "{\"a\":\"9000000000000\"}", G_GINT64_CONSTANT (9000000000000) },
    { "{\"a\":\"9999999999999999\"}", WRONG },
    { "{\"a\":\"9000000000000\",\"b\":\"9000000000000\"}", WRONG },
    { "{\"a\":\"1.2.3\"}", WRONG },
    { "{\"a\":\".5\"}", WRONG },
    { "{\"a\":\"5.\"}", WRONG },
    { "{\"a\":{}}", WRONG },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = parse (cases[i].object);
      JsonObject *object = tiem_json_object (node);
      gint64 micros = 0;
      gboolean ok = tiem_json_add_decimal (object, "a", &micros, NULL)
                    && tiem_json_add_decimal (object, "b", &micros, NULL);

      g_test_message ("%s", cases[i].object);
      g_assert_cmpint (ok, ==, cases[i].vnd != WRONG);
      if (ok)
        g_assert_cmpint (tiem_json_round_money (micros), ==, cases[i].vnd);
    }
}

static void
test_time (void)
{
  static const struct
  {
    const char *text;
    gint64 ms;
  } cases[] = {
    { "\"2026-11-21T13:05:09\"", G_GINT64_CONSTANT (1795266309000) },
    { "\"2026-11-21T20:05:09+07:00\"", G_GINT64_CONSTANT (1795266309000) },
    { "1795266309", G_GINT64_CONSTANT (1795266309000) },
    { "1795266309000", G_GINT64_CONSTANT (1795266309000) },
    { "\"1795266309\"", G_GINT64_CONSTANT (1795266309000) },
    { "null", 0 },
    { "\"\"", 0 },
    { "0", 0 },
    { "\"0000-00-00T00:00:00\"", 0 },
    { "\"hôm qua\"", WRONG },
    { "true", WRONG },
    { "{}", WRONG },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = parse_value (cases[i].text);
      g_autoptr (GError) error = NULL;
      gint64 ms = 77;
      gboolean ok = tiem_json_get_time (tiem_json_object (node), "v", &ms, &error);

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (ok, ==, cases[i].ms != WRONG);
      if (ok)
        g_assert_cmpint (ms, ==, cases[i].ms);
      else
        assert_wrong (error, "v");
    }
}

static void
test_text (void)
{
  g_autoptr (JsonNode) node = parse ("{\"s\":\"Áo\",\"n\":98,\"z\":0,\"zs\":\"0\",\"e\":\"\","
                                     "\"f\":1.5,\"b\":true,\"nul\":null,\"a\":[1],\"o\":{}}");
  JsonObject *object = tiem_json_object (node);
  static const struct
  {
    const char *name;
    const char *text; /* tiem_json_dup_string() */
    const char *id;   /* tiem_json_dup_id() */
  } cases[] = {
    { "s", "Áo", "Áo" }, { "n", "98", "98" },   { "z", "0", NULL },      { "zs", "0", NULL },
    { "e", NULL, NULL }, { "f", "1.5", "1.5" }, { "b", "true", "true" }, { "nul", NULL, NULL },
    { "a", NULL, NULL }, { "o", NULL, NULL },   { "none", NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tiem_json_dup_string (object, cases[i].name);
      g_autofree char *id = tiem_json_dup_id (object, cases[i].name);

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_cmpstr (id, ==, cases[i].id);
    }
  g_assert_true (tiem_json_get_boolean (object, "b"));
  g_assert_false (tiem_json_get_boolean (object, "z"));
  g_assert_null (tiem_json_get_string (object, "n"));
  g_assert_null (tiem_json_get_object (object, "a"));
  g_assert_null (tiem_json_get_array (object, "o"));
  g_assert_null (tiem_json_get_object (NULL, "a"));
  g_assert_null (tiem_json_array_get_object (tiem_json_get_array (object, "a"), 0));
  g_assert_null (tiem_json_array_get_object (tiem_json_get_array (object, "a"), 9));
}

/* Half a surrogate pair, and a byte in octal, would become text that is no UTF-8, which nothing
 * behind can keep. */
static void
test_escapes (void)
{
  static const struct
  {
    const char *text;
    const char *value; /* NULL: no JSON */
  } cases[] = {
    { "\"\\u0111\\u01b0\\u1eddng\"", "đường" },
    { "\"\\ud83c\\udf53\"", "🍓" },
    { "\"a\\ud83cb\"",
      "a\xef\xbf\xbd"
      "b" },
    { "\"\\udf53\"", "\xef\xbf\xbd" },
    { "\"\\ud83c\\ud83c\\udf53\"", "\xef\xbf\xbd🍓" },
    { "\"\\\\ud83c\"", "\\ud83c" },
    { "\"a\\236b\\7\"", "a?236b?7" },
    { "\"\\\\236\"", "\\236" },
    { "\"\\u1ea\"", NULL },
    { "\"\\uploads\"", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *whole = g_strdup_printf ("{\"v\":%s}", cases[i].text);
      g_autoptr (GBytes) bytes = g_bytes_new (whole, strlen (whole));
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = tiem_json_parse (bytes, &error);

      if (cases[i].value == NULL)
        g_assert_error (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
      else
        g_assert_cmpstr (tiem_json_get_string (tiem_json_object (node), "v"), ==, cases[i].value);
    }
}

static void
test_needed (void)
{
  g_autoptr (JsonNode) node = parse ("{\"nul\":null,\"n\":3}");
  g_autoptr (GError) error = NULL;
  gint64 value;

  g_assert_true (tiem_json_need_int (tiem_json_object (node), "n", &value, NULL));
  g_assert_cmpint (value, ==, 3);
  g_assert_false (tiem_json_need_money (tiem_json_object (node), "n2", &value, NULL));
  g_assert_false (tiem_json_need_int (tiem_json_object (node), "nul", &value, &error));
  tiem_json_add_path (&error, "line_items[%u]", 2u);
  tiem_json_add_path (&error, "order");
  assert_wrong (error, "order.line_items[2].nul");
}

/* Whatever comes is an answer or an error, never a crash. */
static void
test_broken (void)
{
  static const char *const texts[] = {
    "", " ", "<html>", "{", "[1,", "{\"a\":", "[{\"id\":1},{\"id\":", "\"", "{\"a\":1}}", "nan",
  };
  g_autoptr (GString) deep = g_string_new (NULL);
  g_autoptr (GString) fine = g_string_new (NULL);
  g_autoptr (GBytes) deep_bytes = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GBytes) bytes = g_bytes_new (texts[i], strlen (texts[i]));
      g_autoptr (GError) broken = NULL;

      g_test_message ("%s", texts[i]);
      g_assert_null (tiem_json_parse (bytes, &broken));
      g_assert_error (broken, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
    }

  for (int i = 0; i < 100000; i++)
    g_string_append_c (deep, '[');
  deep_bytes = g_bytes_new (deep->str, deep->len);
  g_assert_null (tiem_json_parse (deep_bytes, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);

  /* Brackets inside text are text. */
  g_string_append (fine, "\xef\xbb\xbf{\"a\":\"\\\"");
  for (int i = 0; i < 1000; i++)
    g_string_append_c (fine, '[');
  g_string_append (fine, "\",\"b\":\"\xff\"}");
  node = parse (fine->str);
  g_assert_nonnull (tiem_json_get_string (tiem_json_object (node), "b"));
}

static void
test_status (void)
{
  static const struct
  {
    guint status;
    TiemError code;
    const char *retry_after;
    gint64 ms;
  } cases[] = {
    { 401, TIEM_ERROR_AUTH, NULL, 0 },
    { 403, TIEM_ERROR_AUTH, NULL, 0 },
    { 429, TIEM_ERROR_RATE_LIMITED, "7", 7000 },
    { 429, TIEM_ERROR_RATE_LIMITED, "soon", 0 },
    { 429, TIEM_ERROR_RATE_LIMITED, "Sat, 21 Nov 2026 13:05:39 GMT", 30000 },
    { 503, TIEM_ERROR_TRANSIENT, "Sat, 21 Nov 2026 13:05:00 GMT", 0 },
    { 503, TIEM_ERROR_TRANSIENT, "99999999999999999999", 24 * 3600 * 1000 },
    { 500, TIEM_ERROR_TRANSIENT, NULL, 0 },
    { 408, TIEM_ERROR_TRANSIENT, NULL, 0 },
    { 400, TIEM_ERROR_REJECTED, NULL, 0 },
    { 404, TIEM_ERROR_REJECTED, NULL, 0 },
    { 302, TIEM_ERROR_PROTOCOL, NULL, 0 },
    { 200, TIEM_ERROR_PROTOCOL, NULL, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemResponse) response = tiem_response_new (cases[i].status, NULL, NULL, 0);
      g_autoptr (GError) error = NULL;

      tiem_response_set_header (response, "Date", "Sat, 21 Nov 2026 13:05:09 GMT");
      tiem_response_set_header (response, "X-Request-Id", "r-1");
      if (cases[i].retry_after != NULL)
        tiem_response_set_header (response, "Retry-After", cases[i].retry_after);
      error = tiem_http_error_new (response, "tenshop.vn");
      g_assert_error (error, TIEM_ERROR, (int)cases[i].code);
      g_assert_cmpint (tiem_error_get_retry_after_ms (error), ==, cases[i].ms);
      g_assert_cmpstr (tiem_error_get_request_id (error), ==, "r-1");
      g_assert_nonnull (strstr (error->message, "tenshop.vn"));
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/channel/json/int", test_int);
  g_test_add_func ("/channel/json/money", test_money);
  g_test_add_func ("/channel/json/decimals", test_decimals);
  g_test_add_func ("/channel/json/time", test_time);
  g_test_add_func ("/channel/json/text", test_text);
  g_test_add_func ("/channel/json/needed", test_needed);
  g_test_add_func ("/channel/json/escapes", test_escapes);
  g_test_add_func ("/channel/json/broken", test_broken);
  g_test_add_func ("/channel/http-error/status", test_status);

  return g_test_run ();
}
