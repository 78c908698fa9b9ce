#include "channel/tiem-sign.h"

#include <json-glib/json-glib.h>

static TiemForm *
make_form (JsonObject *params)
{
  TiemForm *form = tiem_form_new ();
  g_autoptr (GList) names = json_object_get_members (params);

  for (GList *l = names; l != NULL; l = l->next)
    tiem_form_add (form, l->data, json_object_get_string_member (params, l->data));
  return form;
}

/* The signing itself is HMAC-SHA256; one vector shows that the base string serves SHA-1 too. */
static void
check_vector (JsonObject *vector)
{
  g_autoptr (TiemForm) form = make_form (json_object_get_object_member (vector, "params"));
  g_autoptr (TiemForm) complete = NULL;
  const char *method = json_object_get_string_member (vector, "method");
  const char *url = json_object_get_string_member (vector, "url");
  const char *signature = json_object_get_string_member (vector, "signature");
  const char *kind = json_object_get_string_member (vector, "signature_method");
  const char *timestamp = json_object_get_string_member (vector, "timestamp");
  g_autofree char *base = NULL;

  g_test_message ("%s", json_object_get_string_member (vector, "name"));
  if (g_str_equal (kind, "HMAC-SHA256"))
    {
      tiem_oauth1_sign (form,
                        method,
                        url,
                        json_object_get_string_member (vector, "consumer_key"),
                        json_object_get_string_member (vector, "consumer_secret"),
                        g_ascii_strtoll (timestamp, NULL, 10),
                        json_object_get_string_member (vector, "nonce"));
      g_assert_cmpstr (tiem_form_get (form, "oauth_signature"), ==, signature);

      /* The signature is of everything but itself. */
      g_ptr_array_set_size (form->names, form->names->len - 1);
      g_ptr_array_set_size (form->values, form->values->len - 1);
    }
  else
    {
      g_autofree char *digest = NULL;

      tiem_form_add (
          form, "oauth_consumer_key", json_object_get_string_member (vector, "consumer_key"));
      tiem_form_add (form, "oauth_nonce", json_object_get_string_member (vector, "nonce"));
      tiem_form_add (form, "oauth_signature_method", kind);
      tiem_form_add (form, "oauth_timestamp", timestamp);
      base = tiem_oauth1_base_string (method, url, form);
      digest = tiem_hmac_base64 (
          G_CHECKSUM_SHA1, json_object_get_string_member (vector, "signing_key"), base, -1);
      g_assert_cmpstr (digest, ==, signature);
      g_clear_pointer (&base, g_free);
    }

  base = tiem_oauth1_base_string (method, url, form);
  g_assert_cmpstr (base, ==, json_object_get_string_member (vector, "base_string"));
}

static void
test_vectors (void)
{
  g_autofree char *path
      = g_test_build_filename (G_TEST_DIST, "data", "vectors", "woocommerce-oauth1.json", NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  JsonArray *vectors;

  json_parser_load_from_file (parser, path, &error);
  g_assert_no_error (error);
  vectors = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                          "vectors");
  g_assert_cmpuint (json_array_get_length (vectors), ==, 17);
  for (guint i = 0; i < json_array_get_length (vectors); i++)
    check_vector (json_array_get_object_element (vectors, i));
}

/* What the vectors leave out: the address's default port, its case, and equal names. */
static void
test_base_string (void)
{
  static const struct
  {
    const char *url;
    const char *signed_url;
  } cases[] = {
    { "http://shop.example:80/wp-json/wc/v3/orders", "http://shop.example/wp-json/wc/v3/orders" },
    { "https://shop.example:443/a", "https://shop.example/a" },
    { "http://shop.example:443/a", "http://shop.example:443/a" },
    { "HTTP://Shop.Example/A", "http://shop.example/A" },
    { "http://127.0.0.1:18104/wp-json", "http://127.0.0.1:18104/wp-json" },
    { "http://[::1]:8080/a", "http://[::1]:8080/a" },
  };
  g_autoptr (TiemForm) form = tiem_form_new ();

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemForm) empty = tiem_form_new ();
      g_autofree char *base = tiem_oauth1_base_string ("get", cases[i].url, empty);
      g_autofree char *encoded = tiem_percent_encode (cases[i].signed_url);
      g_autofree char *wanted = g_strdup_printf ("GET&%s&", encoded);

      g_assert_cmpstr (base, ==, wanted);
    }

  tiem_form_add (form, "a-b", "1");
  tiem_form_add (form, "a", "9");
  tiem_form_add (form, "a", "10");
  tiem_form_add (form, "a1", "0");
  {
    g_autofree char *base = tiem_oauth1_base_string ("GET", "http://h/", form);

    g_assert_cmpstr (base, ==, "GET&http%3A%2F%2Fh%2F&a%3D10%26a%3D9%26a-b%3D1%26a1%3D0");
  }
}

static void
test_hmac (void)
{
  /* RFC 4231, test case 2 */
  g_autofree char *hex
      = tiem_hmac_hex (G_CHECKSUM_SHA256, "Jefe", "what do ya want for nothing?", -1);
  g_autofree char *again
      = tiem_hmac_hex (G_CHECKSUM_SHA256, "Jefe", "what do ya want for nothing? more", 28);

  g_assert_cmpstr (hex, ==, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
  g_assert_cmpstr (again, ==, hex);
}

static void
test_nonce (void)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (int i = 0; i < 1000; i++)
    {
      char *nonce = tiem_sign_nonce ();

      g_assert_cmpuint (strlen (nonce), ==, 32);
      g_assert_cmpuint (strspn (nonce, "0123456789abcdef"), ==, 32);
      g_assert_true (g_hash_table_add (seen, nonce));
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/channel/oauth/vectors", test_vectors);
  g_test_add_func ("/channel/oauth/base-string", test_base_string);
  g_test_add_func ("/channel/sign/hmac", test_hmac);
  g_test_add_func ("/channel/sign/nonce", test_nonce);

  return g_test_run ();
}
