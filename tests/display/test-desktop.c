#include "ui-fixture.h"

#include "app/desktop/tiem-needs.h"
#include "app/desktop/tiem-quiet.h"
#include "app/desktop/tiem-search-provider.h"
#include "app/products/tiem-import-page.h"

#include <string.h>

/* What Tiệm does outside its window: notifications, the desktop's search, files it is opened with.
 */

static void
test_night (void)
{
  const struct
  {
    const char *local;
    gboolean night;
  } cases[] = {
    { "2026-11-11T00:00:30", TRUE },  { "2026-11-11T06:59:59", TRUE },
    { "2026-11-11T07:00:00", FALSE }, { "2026-11-11T12:00:00", FALSE },
    { "2026-11-11T21:59:59", FALSE }, { "2026-11-11T22:00:00", TRUE },
  };
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("Asia/Ho_Chi_Minh");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GDateTime) at = g_date_time_new_from_iso8601 (cases[i].local, zone);

      g_assert_cmpint (
          tiem_quiet_is_night (zone, g_date_time_to_unix (at) * 1000), ==, cases[i].night);
    }
}

static void
test_needs (void)
{
  TiemNeedsFound nothing = { 0 };
  TiemNeedsFound one = { .channels = 1, .channel_id = 3, .channel_name = (char *)"Lazada Nhà Mây" };
  TiemNeedsFound more = { .channels = 2, .short_of_goods = 3, .cancel_wishes = 1, .returns = 2 };
  g_autofree char *none = tiem_needs_found_describe (&nothing);
  g_autofree char *short_text = tiem_needs_found_describe (&one);
  g_autofree char *long_text = tiem_needs_found_describe (&more);
  g_auto (GStrv) lines = g_strsplit (long_text, "\n", -1);

  g_assert_null (none);
  g_assert_nonnull (strstr (short_text, "Lazada Nhà Mây"));
  g_assert_cmpuint (g_strv_length (lines), ==, 4);

  g_assert_true (tiem_needs_found_is_worse (&one, &nothing));
  g_assert_true (tiem_needs_found_is_worse (&more, &one));
  g_assert_false (tiem_needs_found_is_worse (&one, &more));
  g_assert_false (tiem_needs_found_is_worse (&more, &more));
}

/* --- the desktop's search --- */

typedef struct
{
  StoreFixture shop;
  GApplication *application;
  TiemSearchProvider *provider;
  GDBusConnection *server;
  GDBusConnection *client; /* the desktop: another connection to the same bus */
  char *opened;            /* "orders:2" */
  char *searched;
} SearchFixture;

static void
open_cb (const char *tab,
         gint64 id,
         gpointer user_data)
{
  SearchFixture *fixture = user_data;

  g_free (fixture->opened);
  fixture->opened = g_strdup_printf ("%s:%" G_GINT64_FORMAT, tab, id);
}

static void
search_cb (const char *text,
           gpointer user_data)
{
  SearchFixture *fixture = user_data;

  g_free (fixture->searched);
  fixture->searched = g_strdup (text);
}

static GDBusConnection *
connect_to_bus (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *address = g_dbus_address_get_for_bus_sync (G_BUS_TYPE_SESSION, NULL, &error);
  GDBusConnection *connection;

  g_assert_no_error (error);
  connection = g_dbus_connection_new_for_address_sync (
      address,
      G_DBUS_CONNECTION_FLAGS_AUTHENTICATION_CLIENT
          | G_DBUS_CONNECTION_FLAGS_MESSAGE_BUS_CONNECTION,
      NULL,
      NULL,
      &error);
  g_assert_no_error (error);
  return connection;
}

/* The owner's own shop, where the provider looks for it: tests have a home of their own. */
static void
search_set_up (SearchFixture *fixture,
               gconstpointer data)
{
  static const TiemSearchProviderHooks hooks = { open_cb, search_cb };
  g_autoptr (GError) error = NULL;

  fixture->shop.dir = tiem_store_get_default_dir ();
  fixture->shop.now = G_GINT64_CONSTANT (1795262400000);
  if (g_strcmp0 (data, "no shop") != 0)
    {
      UiFixture ui = { 0 };

      store_fixture_open (&fixture->shop);
      ui.shop = fixture->shop;
      ui_fill_shop (&ui);
    }
  fixture->application = g_application_new ("vn.tiem.Test", G_APPLICATION_NON_UNIQUE);
  fixture->server = connect_to_bus ();
  fixture->client = connect_to_bus ();
  fixture->provider = tiem_search_provider_new (fixture->application, &hooks, fixture);
  tiem_search_provider_export (fixture->provider, fixture->server, "/vn/tiem/Test/Search", &error);
  g_assert_no_error (error);
}

static void
search_tear_down (SearchFixture *fixture,
                  gconstpointer data)
{
  g_clear_object (&fixture->provider);
  g_clear_object (&fixture->server);
  g_clear_object (&fixture->client);
  g_clear_object (&fixture->application);
  g_clear_object (&fixture->shop.store);
  store_fixture_remove_dir (fixture->shop.dir);
  g_free (fixture->shop.dir);
  g_free (fixture->opened);
  g_free (fixture->searched);
}

static void
called_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  GVariant **answer = user_data;
  g_autoptr (GError) error = NULL;

  *answer = g_dbus_connection_call_finish (G_DBUS_CONNECTION (source), result, &error);
  g_assert_no_error (error);
}

/* Returns: (transfer full): what the provider answered */
static GVariant *
call (SearchFixture *fixture,
      const char *method,
      GVariant *parameters)
{
  GVariant *answer = NULL;

  g_dbus_connection_call (fixture->client,
                          g_dbus_connection_get_unique_name (fixture->server),
                          "/vn/tiem/Test/Search",
                          "org.gnome.Shell.SearchProvider2",
                          method,
                          parameters,
                          NULL,
                          G_DBUS_CALL_FLAGS_NONE,
                          10000,
                          NULL,
                          called_cb,
                          &answer);
  ui_wait_for (answer != NULL);
  return answer;
}

static void
test_search (SearchFixture *fixture,
             gconstpointer data)
{
  g_autoptr (GVariant) found = NULL;
  g_autoptr (GVariant) metas = NULL;
  g_autoptr (GVariant) list = NULL;
  g_autofree char *text = NULL;
  g_autofree const char **results = NULL;

  found = call (fixture, "GetInitialResultSet", g_variant_new_parsed ("(['anh','tuyet'],)"));
  g_variant_get (found, "(^a&s)", &results);
  g_assert_cmpuint (g_strv_length ((char **)results), ==, 2);
  g_assert_true (g_str_has_prefix (results[0], "orders:"));
  g_assert_true (g_str_has_prefix (results[1], "customers:"));

  metas = call (fixture, "GetResultMetas", g_variant_new ("(^as)", results));
  list = g_variant_get_child_value (metas, 0);
  g_assert_cmpuint (g_variant_n_children (list), ==, 2);
  text = g_variant_print (list, FALSE);
  g_assert_nonnull (strstr (text, "10482 · Nguyễn Thị Ánh Tuyết"));
  g_assert_nonnull (strstr (text, "649.000"));
  g_assert_nonnull (strstr (text, "0905 118 274"));

  g_variant_unref (
      call (fixture, "ActivateResult", g_variant_new ("(s^asu)", results[1], results, 0)));
  g_assert_cmpstr (fixture->opened, ==, results[1]);
  g_variant_unref (
      call (fixture, "LaunchSearch", g_variant_new_parsed ("(['ánh','tuyết'],uint32 0)")));
  g_assert_cmpstr (fixture->searched, ==, "ánh tuyết");
}

/* Nothing is found, and nothing breaks. @data: what is asked */
static void
test_search_nothing (SearchFixture *fixture,
                     gconstpointer data)
{
  const char *const questions[] = {
    "(['a'],)", "(@as [],)", "(['  ',''],)", "(['không', 'có', 'ai'],)", "(['\"*--', 'OR', ')'],)",
  };
  const char *const unknown[]
      = { "orders:999999", "orders:", "orders:-1", "customers:x", "", NULL };
  g_autoptr (GVariant) metas = NULL;
  g_autoptr (GVariant) list = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (questions); i++)
    {
      g_autoptr (GVariant) found
          = call (fixture, "GetInitialResultSet", g_variant_new_parsed (questions[i]));
      g_autofree char *text = g_variant_print (found, FALSE);

      g_assert_cmpstr (text, ==, "([],)");
    }
  metas = call (fixture, "GetResultMetas", g_variant_new ("(^as)", unknown));
  list = g_variant_get_child_value (metas, 0);
  g_assert_cmpuint (g_variant_n_children (list), ==, 0);
}

/* A question makes no shop where there is none. */
static void
test_search_no_shop (SearchFixture *fixture,
                     gconstpointer data)
{
  g_autoptr (GVariant) found
      = call (fixture, "GetInitialResultSet", g_variant_new_parsed ("(['anh tuyet'],)"));
  g_autofree char *text = g_variant_print (found, FALSE);

  g_assert_cmpstr (text, ==, "([],)");
  g_assert_false (g_file_test (fixture->shop.dir, G_FILE_TEST_EXISTS));
}

/* --- a file it is opened with --- */

static void
test_open_file (UiFixture *fixture,
                gconstpointer data)
{
  g_autofree char *path = g_build_filename (fixture->shop.dir, "hang-moi.csv", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, "sku,name,price\nGOI-TU-DEN,Gối tựa đen,159000\n", -1, &error);
  g_assert_no_error (error);
  tiem_window_import_file (fixture->window, path);
  ui_wait_for (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_IMPORT_PAGE, NULL) != NULL);

  /* The page that is open is not thrown away for a second file. */
  tiem_window_import_file (fixture->window, path);
  ui_wait_for (ui_label (fixture, "Finish or leave this page first, then open the file again")
               != NULL);
}

static void
test_window_search (UiFixture *fixture,
                    gconstpointer data)
{
  tiem_window_search (fixture->window, "orders", "quoc bao");
  ui_wait_for (ui_label (fixture, "10482") == NULL
               && ui_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, "10481") != NULL);
}

int
main (int argc,
      char **argv)
{
  ui_init (&argc, &argv);
  g_test_add_func ("/desktop/night", test_night);
  g_test_add_func ("/desktop/needs", test_needs);
  g_test_add ("/desktop/search", SearchFixture, NULL, search_set_up, test_search, search_tear_down);
  g_test_add ("/desktop/search-nothing",
              SearchFixture,
              NULL,
              search_set_up,
              test_search_nothing,
              search_tear_down);
  g_test_add ("/desktop/search-no-shop",
              SearchFixture,
              "no shop",
              search_set_up,
              test_search_no_shop,
              search_tear_down);
  UI_ADD ("/desktop/open-file", NULL, test_open_file);
  UI_ADD ("/desktop/window-search", NULL, test_window_search);
  return g_test_run ();
}
