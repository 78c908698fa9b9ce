#include "ui-fixture.h"

#include "app/orders/tiem-own-page.h"
#include "app/tiem-shortcuts.h"
#include "base/tiem-money.h"
#include "store/tiem-store-own.h"

/* Orders of one's own through the real window, by the keys of the X server alone. */

#define BOTTLE "8938505974194"
#define BAG "8936017360218"
#define MOST_TABS 60

static const ShopListing goods[] = {
  { "501",
    NULL,
    "BGN-750",
    "Bình giữ nhiệt inox 304 nắp bật 750 ml",
    "Xanh rêu",
    40,
    NULL,
    BOTTLE },
  { "502",
    NULL,
    "TOTE-MEO",
    "Túi tote vải canvas in hình mèo, có khoá kéo",
    "Mèo mun",
    25,
    NULL,
    BAG },
};

static const ShopOrder bought_before = { "10482",
                                         TIEM_ORDER_COMPLETED,
                                         "501",
                                         NULL,
                                         "BGN-750",
                                         1,
                                         "8",
                                         "Nguyễn Thị Ánh Tuyết",
                                         "0905118274",
                                         .total = 129000,
                                         .title = "Bình giữ nhiệt inox 304 nắp bật 750 ml" };

/* Keys of the table that the program asks for before whoever has the focus. */
static void
add_keys (UiFixture *fixture,
          const char *action)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  guint n;
  const TiemShortcutGroup *groups = tiem_shortcuts_list (&n);

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < groups[i].n_shortcuts; j++)
      if (g_strcmp0 (groups[i].shortcuts[j].action, action) == 0)
        gtk_shortcut_controller_add_shortcut (
            GTK_SHORTCUT_CONTROLLER (keys),
            gtk_shortcut_new (
                gtk_shortcut_trigger_parse_string (groups[i].shortcuts[j].accelerators),
                gtk_named_action_new (action)));
  gtk_widget_add_controller (GTK_WIDGET (fixture->window), keys);
}

static void
set_up (UiFixture *fixture,
        gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TiemAdoptResult *adopted;

  ui_set_up (fixture, "empty");
  fixture->channel_id = shop_add_channel (&fixture->shop, "nhamay");
  shop_read_listings (&fixture->shop, fixture->channel_id, goods, G_N_ELEMENTS (goods));
  adopted = tiem_store_adopt (fixture->shop.store, fixture->channel_id, NULL, &error);
  g_assert_no_error (error);
  tiem_adopt_result_free (adopted);
  shop_put_order (&fixture->shop, fixture->channel_id, bought_before);
  add_keys (fixture, "win.create");
  add_keys (fixture, "win.primary");
  ui_open_tab (fixture, "orders");
}

/* --- keys --- */

static void
run (const char *const *arguments)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) typist = g_subprocess_newv (arguments, G_SUBPROCESS_FLAGS_NONE, &error);

  g_assert_no_error (error);
  while (g_subprocess_get_identifier (typist) != NULL)
    g_main_context_iteration (NULL, FALSE);
}

static void
type (const char *text)
{
  run ((const char *const[]){ "xdotool", "type", "--delay", "2", "--", text, NULL });
}

static void
press (const char *key)
{
  run ((const char *const[]){ "xdotool", "key", key, NULL });
}

/* As fast as a scanner, and with its Enter at the end. */
static void
scan (const char *code)
{
  type (code);
  press ("Return");
}

static GtkWidget *
get_focus (UiFixture *fixture)
{
  return gtk_window_get_focus (GTK_WINDOW (fixture->window));
}

/* @name: the title of a row with a field, or the words on a button */
static gboolean
is_called (GtkWidget *widget,
           const char *name)
{
  GtkWidget *row = gtk_widget_get_ancestor (widget, ADW_TYPE_ENTRY_ROW);

  if (row != NULL)
    return g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)), name) == 0;
  return GTK_IS_BUTTON (widget) && ui_shows (widget, name);
}

static void
tab_to (UiFixture *fixture,
        const char *name)
{
  for (guint i = 0; i < MOST_TABS; i++)
    {
      GtkWidget *before = get_focus (fixture);

      if (before != NULL && is_called (before, name))
        return;
      press ("Tab");
      ui_wait_for (get_focus (fixture) != before);
    }
  g_error ("Tab does not reach “%s”", name);
}

/* --- what is on show, and what is stored --- */

static GtkWidget *
find_page (UiFixture *fixture)
{
  return ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_OWN_PAGE, NULL);
}

static gboolean
is_sliding (GtkWidget *widget)
{
  if (GTK_IS_STACK (widget) && gtk_stack_get_transition_running (GTK_STACK (widget)))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (is_sliding (child))
      return TRUE;
  return FALSE;
}

static void
open_page (UiFixture *fixture)
{
  ui_wait_for (!is_sliding (GTK_WIDGET (fixture->window)));
  press ("ctrl+n");
  ui_wait_for (find_page (fixture) != NULL);
  /* The first scan needs no click. */
  ui_wait_for (get_focus (fixture) != NULL
               && gtk_widget_is_ancestor (get_focus (fixture), find_page (fixture))
               && GTK_IS_TEXT (get_focus (fixture)));
}

/* Words of which the amounts are written as the shop writes them. */
static gboolean
shows (UiFixture *fixture,
       const char *format,
       gint64 vnd)
{
  g_autofree char *money = tiem_money_format (vnd);
  g_auto (GStrv) parts = g_strsplit (format, "%s", 2);
  g_autofree char *text = g_strjoinv (money, parts);

  return ui_label (fixture, text) != NULL;
}

static GtkWidget *
find_quantity (UiFixture *fixture,
               double quantity)
{
  GtkWidget *spin = ui_find (find_page (fixture), GTK_TYPE_SPIN_BUTTON, NULL);

  return spin != NULL && gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin)) == quantity ? spin
                                                                                        : NULL;
}

/* Returns: the order that was placed last, once the page has gone */
static TiemOrder *
place (UiFixture *fixture,
       const char *number)
{
  TiemOrderQuery query = { .search = (char *)number };
  g_autoptr (GPtrArray) orders = NULL;
  g_autoptr (GError) error = NULL;
  TiemOrder *order;

  press ("ctrl+Return");
  ui_wait_for (find_page (fixture) == NULL);
  ui_wait_for (ui_label (fixture, number) != NULL);
  orders = tiem_store_list_orders (fixture->shop.store, &query, FALSE, 10, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (orders->len, ==, 1);
  order = tiem_store_get_order (
      fixture->shop.store, ((TiemOrder *)g_ptr_array_index (orders, 0))->id, &error);
  g_assert_no_error (error);
  g_assert_true (order->is_own);
  return order;
}

static guint
count_drafts (UiFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) drafts = tiem_store_list_drafts (fixture->shop.store, &error);

  g_assert_no_error (error);
  return drafts->len;
}

/* --- --- */

static void
test_cod (UiFixture *fixture,
          gconstpointer data)
{
  g_autoptr (TiemOrder) order = NULL;

  open_page (fixture);
  scan (BOTTLE);
  scan (BOTTLE);
  ui_wait_for (find_quantity (fixture, 2) != NULL);
  type ("tui tote");
  ui_wait_for (ui_label (fixture, goods[1].title) != NULL);
  press ("Return");
  ui_wait_for (shows (fixture, "3 items: %s", 387000));

  tab_to (fixture, "Phone");
  type ("0905118274");
  ui_wait_for (ui_label (fixture, "purchase no. 2") != NULL);
  tab_to (fixture, "Shipping fee");
  type ("30000");
  tab_to (fixture, "COD");
  press ("space");
  ui_wait_for (shows (fixture, "The carrier collects %s", 417000));

  order = place (fixture, "DH000001");
  g_assert_cmpstr (order->buyer_name, ==, "Nguyễn Thị Ánh Tuyết");
  g_assert_cmpstr (order->buyer_phone, ==, "+84905118274");
  g_assert_cmpint (order->status, ==, TIEM_ORDER_TO_SHIP);
  g_assert_cmpint (order->total_vnd, ==, 417000);
  g_assert_cmpint (order->cod_vnd, ==, 417000);
  g_assert_cmpint (order->paid_vnd, ==, 0);
  g_assert_cmpuint (order->lines->len, ==, 2);
  shop_assert_stock (&fixture->shop, "BGN-750", 39, 2);
  shop_assert_stock (&fixture->shop, "TOTE-MEO", 25, 1);
  g_assert_cmpuint (count_drafts (fixture), ==, 0);
  shop_check (&fixture->shop);
}

/* A scan nothing carries is said, and becomes no other goods. */
static void
test_unknown (UiFixture *fixture,
              gconstpointer data)
{
  open_page (fixture);
  scan ("893850597419");
  ui_wait_for (
      ui_label (fixture, "No goods carry “893850597419”. Scan again, or look for it by name.")
      != NULL);
  scan (BAG);
  ui_wait_for (shows (fixture, "1 item: %s", 129000));
  g_assert_null (
      ui_label (fixture, "No goods carry “893850597419”. Scan again, or look for it by name."));
}

static void
test_draft (UiFixture *fixture,
            gconstpointer data)
{
  g_autoptr (TiemOrder) order = NULL;

  open_page (fixture);
  scan (BAG);
  ui_wait_for (shows (fixture, "1 item: %s", 129000));
  tab_to (fixture, "Full name");
  type ("Co Ba");
  press ("Escape");
  ui_wait_for (find_page (fixture) == NULL);
  ui_wait_for (count_drafts (fixture) == 1);
  shop_assert_stock (&fixture->shop, "TOTE-MEO", 25, 0);

  open_page (fixture);
  ui_wait_for (ui_label (fixture, "Co Ba · 1 item") != NULL);
  tab_to (fixture, "Co Ba · 1 item");
  press ("space");
  ui_wait_for (shows (fixture, "1 item: %s", 129000));
  order = place (fixture, "DH000001");
  g_assert_cmpstr (order->buyer_name, ==, "Co Ba");
  g_assert_cmpint (order->paid_vnd, ==, 129000);
  shop_assert_stock (&fixture->shop, "TOTE-MEO", 25, 1);
  g_assert_cmpuint (count_drafts (fixture), ==, 0);
  shop_check (&fixture->shop);
}

static void
test_debt (UiFixture *fixture,
           gconstpointer data)
{
  g_autoptr (TiemOrder) order = NULL;
  g_autoptr (TiemOrder) paid = NULL;
  g_autoptr (GError) error = NULL;

  open_page (fixture);
  scan (BOTTLE);
  ui_wait_for (find_quantity (fixture, 1) != NULL);
  tab_to (fixture, "Phone");
  type ("0905118274");
  ui_wait_for (ui_label (fixture, "purchase no. 2") != NULL);
  tab_to (fixture, "On credit");
  press ("space");
  ui_wait_for (shows (fixture, "The buyer owes %s", 129000));
  order = place (fixture, "DH000001");
  g_assert_cmpint (order->owed_vnd, ==, 129000);
  ui_wait_for (shows (fixture, "Owes %s", 129000));

  tab_to (fixture, "Take money…");
  press ("space");
  ui_wait_for (get_focus (fixture) != NULL && is_called (get_focus (fixture), "Amount"));
  press ("ctrl+a");
  scan ("50000");
  ui_wait_for (shows (fixture, "Owes %s", 79000));
  paid = tiem_store_get_order (fixture->shop.store, order->id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (paid->paid_vnd, ==, 50000);
  g_assert_cmpint (paid->owed_vnd, ==, 79000);
  shop_check (&fixture->shop);

  /* The next order says so before it is written. */
  open_page (fixture);
  tab_to (fixture, "Phone");
  type ("0905118274");
  ui_wait_for (ui_label (fixture, "purchase no. 3") != NULL);
  g_assert_true (shows (fixture, "Owes %s", 79000));
}

#define ADD(path, func) g_test_add ("/own-order/" path, UiFixture, NULL, set_up, func, ui_tear_down)

int
main (int argc,
      char **argv)
{
  ui_init (&argc, &argv);

  ADD ("cod", test_cod);
  ADD ("unknown", test_unknown);
  ADD ("draft", test_draft);
  ADD ("debt", test_debt);

  return g_test_run ();
}
