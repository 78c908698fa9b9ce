#include "cli/tiem-cli-output.h"

#include <string.h>

static JsonNode *
parse (const char *text)
{
  g_autoptr (GError) error = NULL;
  JsonNode *node = json_from_string (text, &error);

  g_assert_no_error (error);
  return node;
}

static void
test_width (void)
{
  static const struct
  {
    const char *text;
    guint width;
  } cases[] = {
    { "", 0 },
    { "Ao thun", 7 },
    { "Áo thun đen", 11 },
    { "A\u0301o thu\u0323", 6 }, /* marks of their own */
    { "1.250.000\u00a0₫", 11 },
    { "東京", 4 },
    { "a\u200bb", 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpuint (tiem_cli_text_width (cases[i].text), ==, cases[i].width);
}

static void
test_table (void)
{
  static const TiemCliColumn columns[] = {
    { "sku", "SKU", TIEM_SHOW_TEXT },
    { "customer.name", "Buyer", TIEM_SHOW_TEXT },
    { "price", "Price", TIEM_SHOW_MONEY },
    { "stock", "Stock", TIEM_SHOW_NUMBER },
    { "short", "Short", TIEM_SHOW_FLAG },
    { "state", "State", TIEM_SHOW_WORD },
    { NULL },
  };
  g_autoptr (JsonNode) rows = parse (
      "[{\"sku\":\"AT-DEN-L\",\"customer\":{\"name\":\"Nguyễn Thị Ánh\"},\"price\":129000,"
      "\"stock\":7,\"short\":true,\"state\":\"needs_auth\"},"
      "{\"sku\":\"MŨ-01\",\"customer\":null,\"price\":85000,\"stock\":null,\"short\":false,"
      "\"state\":\"lạ\"}]");
  g_autoptr (JsonNode) none = parse ("[]");
  g_autofree char *table = tiem_cli_format_text (rows, columns, NULL);
  g_autofree char *empty = tiem_cli_format_text (none, columns, "No such order.");

  g_assert_cmpstr (table,
                   ==,
                   "SKU       Buyer               Price  Stock  Short  State\n"
                   "AT-DEN-L  Nguyễn Thị Ánh  129.000\u00a0₫      7  yes    Sign in again\n"
                   "MŨ-01                      85.000\u00a0₫                lạ\n");
  g_assert_cmpstr (empty, ==, "No such order.\n");
}

static void
test_object (void)
{
  static const TiemCliColumn parts[] = {
    { "sku", "SKU", TIEM_SHOW_TEXT },
    { NULL },
  };
  static const TiemCliColumn columns[] = {
    { "id", "No.", TIEM_SHOW_TEXT },
    { "status", "State", TIEM_SHOW_STATUS },
    { "phone", "Phone", TIEM_SHOW_PHONE },
    { "note", "Note", TIEM_SHOW_TEXT },
    { "parts", "Parts", TIEM_SHOW_LIST, parts },
    { "none", "None", TIEM_SHOW_LIST, parts },
    { NULL },
  };
  g_autoptr (JsonNode) node
      = parse ("{\"id\":\"3\",\"status\":\"cancelled\",\"phone\":\"090.123.4567\",\"note\":null,"
               "\"parts\":[{\"sku\":\"A\"},{\"sku\":\"B\"}],\"none\":[]}");
  g_autofree char *text = tiem_cli_format_text (node, columns, NULL);
  g_autofree char *line = tiem_cli_format_line (node, columns);

  g_assert_cmpstr (
      text, ==, "No.    3\nState  Cancelled\nPhone  0901 234 567\n\nParts\n  SKU\n  A\n  B\n");
  g_assert_cmpstr (line, ==, "3  Cancelled  0901 234 567");
}

/* What a buyer wrote reaches a terminal: no line of its own, no escape sequence. */
static void
test_hostile_text (void)
{
  static const TiemCliColumn columns[] = { { "name", "Name", TIEM_SHOW_TEXT }, { NULL } };
  g_autoptr (JsonNode) node = parse ("[{\"name\":\"a\\nb\\u001b[31mc\\u009bd\\u0000e\"}]");
  g_autofree char *text = tiem_cli_format_text (node, columns, NULL);

  g_assert_true (g_str_has_prefix (text, "Name\na b [31mc"));
  g_assert_null (strchr (text, '\033'));
  g_assert_null (strstr (text, "\xc2\x9b"));
}

static void
test_members (void)
{
  JsonBuilder *builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", 42);
  tiem_json_add_id (builder, "none", 0);
  tiem_json_add_text (builder, "text", "Áo \"thun\"\n");
  tiem_json_add_text (builder, "broken", "a\xff");
  tiem_json_add_text (builder, "missing", NULL);
  tiem_json_add_int (builder, "money", G_GINT64_CONSTANT (9007199254740993));
  tiem_json_add_optional_int (builder, "stock", FALSE, 5);
  tiem_json_add_time (builder, "at", G_GINT64_CONSTANT (1795266309120));
  tiem_json_add_time (builder, "never", 0);
  tiem_json_add_bool (builder, "ok", TRUE);
  tiem_json_begin_list (builder, "list");
  json_builder_end_array (builder);
  tiem_json_add_error (builder, "AUTH", "Sign in again.");
  json_builder_end_object (builder);
  node = tiem_json_finish (builder);
  text = tiem_cli_format_json (node);
  g_assert_cmpstr (text,
                   ==,
                   "{\"id\":\"42\",\"none\":null,\"text\":\"Áo \\\"thun\\\"\\n\","
                   "\"broken\":\"a\ufffd\",\"missing\":null,\"money\":9007199254740993,"
                   "\"stock\":null,\"at\":\"2026-11-21T13:05:09.120Z\",\"never\":null,\"ok\":true,"
                   "\"list\":[],\"error\":{\"class\":\"AUTH\",\"message\":\"Sign in again.\"}}\n");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/output/width", test_width);
  g_test_add_func ("/cli/output/table", test_table);
  g_test_add_func ("/cli/output/object", test_object);
  g_test_add_func ("/cli/output/hostile-text", test_hostile_text);
  g_test_add_func ("/cli/output/members", test_members);
  return g_test_run ();
}
