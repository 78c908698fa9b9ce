#include "config.h"

#include "ui-fixture.h"

#include "app/widgets/tiem-columns-chooser.h"
#include "app/widgets/tiem-list-pane.h"
#include "app/widgets/tiem-name-popover.h"
#include "app/widgets/tiem-split.h"
#include "store/tiem-store-notes.h"
#include "store/tiem-store-views.h"

/* How lists are looked at: columns, saved views, and what is found again after a restart. */

static TiemListPane *
find_list (UiFixture *fixture)
{
  GtkWidget *list = ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_LIST_PANE, NULL);

  g_assert_nonnull (list);
  return TIEM_LIST_PANE (list);
}

static GtkColumnViewColumn *
find_column (UiFixture *fixture,
             const char *id)
{
  GtkColumnViewColumn *column
      = tiem_columns_find (tiem_list_pane_get_columns (find_list (fixture)), id);

  g_assert_nonnull (column);
  return column;
}

static char *
get_layout (UiFixture *fixture)
{
  return tiem_columns_get_layout (tiem_list_pane_get_columns (find_list (fixture)));
}

#define assert_layout(fixture, expected)                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *layout_ = get_layout (fixture);                                               \
    g_assert_cmpstr (layout_, ==, expected);                                                       \
  }                                                                                                \
  G_STMT_END

static void
press (GtkWidget *root,
       const char *label)
{
  GtkWidget *button = ui_find (root, GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
act (UiFixture *fixture,
     const char *action)
{
  g_assert_true (gtk_widget_activate_action (GTK_WIDGET (find_list (fixture)), action, NULL));
}

static gboolean
shows (UiFixture *fixture,
       const char *number)
{
  return ui_find (GTK_WIDGET (find_list (fixture)), GTK_TYPE_INSCRIPTION, number) != NULL;
}

/* Another program start: nothing is left but the shop's file and the settings. */
static void
restart (UiFixture *fixture)
{
  ui_settle (600);
  tiem_window_set_shop (fixture->window, NULL);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->window);
  g_clear_object (&fixture->app_shop);
  ui_settle (100);
  ui_open_window (fixture, 1300, 800);
}

static void
forget_settings (void)
{
  static const char *const lists[] = { "orders", "products", "customers" };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_autofree char *path = g_strdup_printf ("/vn/tiem/Tiem/lists/%s/", lists[i]);
      g_autoptr (GSettings) settings = g_settings_new_with_path (APP_ID ".List", path);

      g_settings_reset (settings, "columns");
    }
}

static void
tear_down (UiFixture *fixture,
           gconstpointer data)
{
  ui_settle (600);
  ui_tear_down (fixture, data);
  forget_settings ();
}

static void
open_orders (UiFixture *fixture)
{
  ui_open_tab (fixture, "orders");
  ui_wait_for (ui_label (fixture, "Buyer") != NULL);
}

/* --- columns --- */

static GtkCheckButton *
find_tick (GtkWidget *chooser,
           const char *label)
{
  GtkWidget *tick = ui_find (chooser, GTK_TYPE_CHECK_BUTTON, label);

  g_assert_nonnull (tick);
  return GTK_CHECK_BUTTON (tick);
}

static void
test_chooser (UiFixture *fixture,
              gconstpointer data)
{
  GtkWidget *chooser;

  open_orders (fixture);
  assert_layout (fixture, "placed,channel,number,buyer,goods,total,status");
  act (fixture, "pane.columns");
  ui_wait_for (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_COLUMNS_CHOOSER, NULL) != NULL);
  chooser = ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_COLUMNS_CHOOSER, NULL);

  gtk_check_button_set_active (find_tick (chooser, "Carrier"), TRUE);
  gtk_check_button_set_active (find_tick (chooser, "Buyer"), FALSE);
  assert_layout (fixture, "placed,channel,number,goods,total,status,carrier");
  g_assert_true (gtk_column_view_column_get_visible (find_column (fixture, "carrier")));
  g_assert_false (gtk_column_view_column_get_visible (find_column (fixture, "buyer")));

  tiem_columns_move (
      tiem_list_pane_get_columns (find_list (fixture)), find_column (fixture, "carrier"), -2);
  assert_layout (fixture, "placed,channel,number,goods,total,carrier,status");

  press (chooser, "As they were");
  assert_layout (fixture, "placed,channel,number,buyer,goods,total,status");
  g_assert_false (gtk_check_button_get_active (find_tick (chooser, "Carrier")));
  gtk_popover_popdown (GTK_POPOVER (chooser));
  ui_wait_for (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_COLUMNS_CHOOSER, NULL) == NULL);
}

/* The last column can't go: nothing would be left to bring it back by. */
static void
test_last_column (UiFixture *fixture,
                  gconstpointer data)
{
  static const char *const labels[]
      = { "Customer", "Phone", "Channel", "Province, city", "Orders", "Total bought" };
  GtkWidget *chooser;

  ui_open_tab (fixture, "customers");
  act (fixture, "pane.columns");
  ui_wait_for (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_COLUMNS_CHOOSER, NULL) != NULL);
  chooser = ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_COLUMNS_CHOOSER, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (labels); i++)
    gtk_check_button_set_active (find_tick (chooser, labels[i]), FALSE);
  g_assert_false (gtk_widget_get_sensitive (GTK_WIDGET (find_tick (chooser, "Last purchase"))));
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (find_tick (chooser, "Phone"))));
  /* It takes the room of all. */
  g_assert_true (gtk_column_view_column_get_expand (find_column (fixture, "last")));
}

static void
test_restart (UiFixture *fixture,
              gconstpointer data)
{
  TiemListPane *list;
  g_autofree char *sort = NULL;
  gboolean descending;

  open_orders (fixture);
  list = find_list (fixture);
  tiem_chips_set_selected (tiem_list_pane_get_chips (list), "all");
  tiem_filter_set_selected (tiem_list_pane_get_filter (list, "time"), "6");
  tiem_list_pane_set_sort_column (list, "total", TRUE);
  tiem_columns_set_shown (
      tiem_list_pane_get_columns (list), find_column (fixture, "tracking"), TRUE);
  tiem_columns_set_shown (
      tiem_list_pane_get_columns (list), find_column (fixture, "channel"), FALSE);
  tiem_columns_move (tiem_list_pane_get_columns (list), find_column (fixture, "tracking"), -3);
  /* What a drag at the edge of its head does. */
  gtk_column_view_column_set_fixed_width (find_column (fixture, "number"), 210);

  restart (fixture);
  open_orders (fixture);
  list = find_list (fixture);
  g_assert_cmpstr (tiem_chips_get_selected (tiem_list_pane_get_chips (list)), ==, "all");
  g_assert_cmpstr (tiem_filter_get_selected (tiem_list_pane_get_filter (list, "time")), ==, "6");
  tiem_list_pane_dup_sort_column (list, &sort, &descending);
  g_assert_cmpstr (sort, ==, "total");
  g_assert_true (descending);
  g_assert_cmpint (
      gtk_column_view_column_get_fixed_width (find_column (fixture, "number")), ==, 210);
  g_assert_false (gtk_column_view_column_get_visible (find_column (fixture, "channel")));
  assert_layout (fixture, "placed,number,buyer,tracking,goods,total,status");
}

/* What was chosen in one shop says nothing about another, whose channels have other ids. */
static void
test_another_shop (UiFixture *fixture,
                   gconstpointer data)
{
  TiemListPane *list;

  open_orders (fixture);
  list = find_list (fixture);
  g_assert_cmpstr (tiem_chips_get_selected (tiem_list_pane_get_chips (list)), ==, "todo");
  g_assert_false (tiem_list_pane_is_filtered (list));
}

static TiemSplit *
find_split (UiFixture *fixture)
{
  return TIEM_SPLIT (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_SPLIT, NULL));
}

static int
get_detail_width (UiFixture *fixture)
{
  int width;

  g_object_get (find_split (fixture), "detail-width", &width, NULL);
  return width;
}

/* The line between list and detail is where it was drawn to, in every tab. */
static void
test_detail_width (UiFixture *fixture,
                   gconstpointer data)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  GtkWidget *detail;

  open_orders (fixture);
  g_assert_cmpint (get_detail_width (fixture), ==, 400);
  g_object_get (find_split (fixture), "detail", &detail, NULL);
  g_object_set (find_split (fixture), "detail-width", 480, NULL);
  ui_wait_for (gtk_widget_get_width (detail) == 480);
  g_object_unref (detail);
  /* As the end of a drag tells. */
  g_signal_emit_by_name (find_split (fixture), "resized", 480);
  ui_open_tab (fixture, "products");
  g_assert_cmpint (get_detail_width (fixture), ==, 480);
  restart (fixture);
  open_orders (fixture);
  g_assert_cmpint (get_detail_width (fixture), ==, 480);
  g_settings_reset (settings, "detail-width");
}

/* --- new rows --- */

static GtkAdjustment *
find_adjustment (UiFixture *fixture)
{
  GtkWidget *table = ui_find (GTK_WIDGET (find_list (fixture)), GTK_TYPE_COLUMN_VIEW, NULL);

  return gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (table));
}

/* Orders that come while one looks further down move nothing; a button tells of them. */
static void
test_new_rows (UiFixture *fixture,
               gconstpointer data)
{
  ShopOrder orders[60];
  char *numbers[G_N_ELEMENTS (orders)];
  GtkAdjustment *down;

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      numbers[i] = g_strdup_printf ("20%03u", i);
      orders[i] = (ShopOrder){ numbers[i], TIEM_ORDER_COMPLETED, "3", NULL, "NCKD-65", 1 };
    }
  shop_put_orders (&fixture->shop, fixture->channel_id, orders, G_N_ELEMENTS (orders));
  open_orders (fixture);
  tiem_chips_set_selected (tiem_list_pane_get_chips (find_list (fixture)), "all");
  down = find_adjustment (fixture);
  ui_wait_for (gtk_adjustment_get_upper (down) > 1500);
  gtk_adjustment_set_value (down, 900);
  ui_settle (300);
  fixture->shop.now += SHOP_HOUR;
  shop_put_order (&fixture->shop,
                  fixture->channel_id,
                  (ShopOrder){ "30001", TIEM_ORDER_TO_SHIP, "2", NULL, "GM-TAY", 1 });
  ui_wait_for (ui_label (fixture, "1 new order ↑") != NULL);
  g_assert_false (shows (fixture, "30001"));
  g_assert_cmpfloat (gtk_adjustment_get_value (down), >, 800);

  press (GTK_WIDGET (find_list (fixture)), "1 new order ↑");
  ui_wait_for (shows (fixture, "30001"));
  g_assert_null (ui_label (fixture, "1 new order ↑"));
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    g_free (numbers[i]);
}

/* --- saved views --- */

static void
save_view (UiFixture *fixture,
           const char *name)
{
  GtkWidget *popover;

  act (fixture, "views.save");
  ui_wait_for (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_NAME_POPOVER, NULL) != NULL);
  popover = ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_NAME_POPOVER, NULL);
  gtk_editable_set_text (GTK_EDITABLE (ui_find (popover, GTK_TYPE_ENTRY, NULL)), name);
  press (popover, "Save");
  ui_wait_for (ui_label (fixture, name) != NULL);
}

static char *
get_search (UiFixture *fixture)
{
  return g_strdup (tiem_list_pane_get_search (find_list (fixture)));
}

#define assert_search(fixture, expected)                                                           \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *search_ = get_search (fixture);                                               \
    g_assert_cmpstr (search_, ==, expected);                                                       \
  }                                                                                                \
  G_STMT_END

static void
test_saved_view (UiFixture *fixture,
                 gconstpointer data)
{
  TiemListPane *list;
  TiemChips *chips;

  open_orders (fixture);
  list = find_list (fixture);
  chips = tiem_list_pane_get_chips (list);
  tiem_chips_set_selected (chips, "completed");
  tiem_list_pane_set_search (list, "nồi chiên");
  tiem_columns_set_shown (
      tiem_list_pane_get_columns (list), find_column (fixture, "province"), TRUE);
  save_view (fixture, "Nồi đã xong");
  ui_wait_for (tiem_chips_get_view (chips) != NULL);
  g_assert_cmpstr (tiem_chips_get_selected (chips), ==, "completed");

  /* A group begins without the filters, which are the view's now. */
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.previous-group", NULL);
  tiem_chips_set_selected (chips, "all");
  assert_search (fixture, NULL);
  ui_wait_for (shows (fixture, "10481"));

  /* And back: at once. */
  tiem_chips_set_selected (chips, "view:1");
  assert_search (fixture, "nồi chiên");
  ui_wait_for (!shows (fixture, "10481") && shows (fixture, "10483"));
  assert_layout (fixture, "placed,channel,number,buyer,goods,total,status,province");

  /* Looking further changes no view until it is told so. */
  tiem_list_pane_set_search (list, "");
  ui_wait_for (ui_label (fixture, "Nồi đã xong (changed)") != NULL);
  tiem_chips_set_selected (chips, "all");
  tiem_chips_set_selected (chips, "view:1");
  assert_search (fixture, "nồi chiên");
  tiem_list_pane_set_search (list, "nồi");
  act (fixture, "views.update");
  ui_wait_for (ui_label (fixture, "Nồi đã xong") != NULL);
  tiem_chips_set_selected (chips, "all");
  tiem_chips_set_selected (chips, "view:1");
  assert_search (fixture, "nồi");
}

static void
test_view_names (UiFixture *fixture,
                 gconstpointer data)
{
  GtkWidget *popover;
  GtkEditable *entry;

  open_orders (fixture);
  save_view (fixture, "Quà tặng");
  act (fixture, "views.save");
  ui_wait_for (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_NAME_POPOVER, NULL) != NULL);
  popover = ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_NAME_POPOVER, NULL);
  entry = GTK_EDITABLE (ui_find (popover, GTK_TYPE_ENTRY, NULL));
  gtk_editable_set_text (entry, "qua tang");
  g_assert_nonnull (ui_find (popover, GTK_TYPE_LABEL, "There is a view of this name already."));
  g_assert_false (gtk_widget_get_sensitive (ui_find (popover, GTK_TYPE_BUTTON, "Save")));
  gtk_editable_set_text (entry, "  ");
  g_assert_false (gtk_widget_get_sensitive (ui_find (popover, GTK_TYPE_BUTTON, "Save")));
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
test_delete_view (UiFixture *fixture,
                  gconstpointer data)
{
  TiemChips *chips;

  ui_open_tab (fixture, "products");
  chips = tiem_list_pane_get_chips (find_list (fixture));
  save_view (fixture, "Hàng hay bán");
  ui_wait_for (tiem_chips_get_view (chips) != NULL);
  act (fixture, "views.delete");
  ui_wait_for (ui_label (fixture, "Hàng hay bán") == NULL);
  g_assert_null (tiem_chips_get_view (chips));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  ui_wait_for (ui_label (fixture, "Hàng hay bán") != NULL);
  g_assert_cmpstr (tiem_chips_get_view (chips), ==, "view:1");
}

static void
test_view_after_restart (UiFixture *fixture,
                         gconstpointer data)
{
  TiemListPane *list;

  open_orders (fixture);
  tiem_list_pane_set_search (find_list (fixture), "giỏ");
  save_view (fixture, "Giỏ mây");
  restart (fixture);
  open_orders (fixture);
  list = find_list (fixture);
  ui_wait_for (tiem_chips_get_view (tiem_list_pane_get_chips (list)) != NULL);
  assert_search (fixture, "giỏ");
  ui_wait_for (shows (fixture, "10482") && !shows (fixture, "10481"));
}

static void
test_channel_removed (UiFixture *fixture,
                      gconstpointer data)
{
  gint64 other = shop_add_channel (&fixture->shop, "Nhà Mây sỉ");
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, other);
  g_autoptr (GError) error = NULL;
  TiemListPane *list;

  open_orders (fixture);
  list = find_list (fixture);
  ui_wait_for (tiem_filter_has (tiem_list_pane_get_filter (list, "channel"), id));
  tiem_filter_set_selected (tiem_list_pane_get_filter (list, "channel"), id);
  save_view (fixture, "Khách sỉ");
  ui_wait_for (tiem_chips_get_view (tiem_list_pane_get_chips (list)) != NULL);
  g_assert_true (tiem_store_remove_channel (fixture->shop.store, other, &error));
  g_assert_no_error (error);
  ui_wait_for (ui_label (fixture, "The channel “Nhà Mây sỉ” of the view “Khách sỉ” was removed")
               != NULL);
  ui_wait_for (shows (fixture, "10481"));
  press (GTK_WIDGET (list), "Take it out of the view");
  ui_wait_for (ui_label (fixture, "The channel “Nhà Mây sỉ” of the view “Khách sỉ” was removed")
               == NULL);
}

static void
test_tag_filter (UiFixture *fixture,
                 gconstpointer data)
{
  static const char *const tags[] = { "Gấp", NULL };
  g_autoptr (GError) error = NULL;
  TiemListPane *list;

  open_orders (fixture);
  list = find_list (fixture);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (tiem_list_pane_get_filter (list, "tag"))));
  g_assert_true (tiem_store_set_order_tags (fixture->shop.store, 2, tags, &error));
  g_assert_no_error (error);
  ui_wait_for (gtk_widget_get_visible (GTK_WIDGET (tiem_list_pane_get_filter (list, "tag"))));
  tiem_filter_set_selected (tiem_list_pane_get_filter (list, "tag"), "Gấp");
  ui_wait_for (shows (fixture, "10482") && !shows (fixture, "10481"));
  tiem_list_pane_clear_filters (list);
  ui_wait_for (shows (fixture, "10481"));
}

/* There is room for one beside the search; the others are in ⋮ until they are in force. */
static void
test_narrow_filters (UiFixture *fixture,
                     gconstpointer data)
{
  TiemListPane *list;
  GtkWidget *time;

  ui_open_tab (fixture, "orders");
  list = find_list (fixture);
  time = GTK_WIDGET (tiem_list_pane_get_filter (list, "time"));
  ui_wait_for (!gtk_widget_get_visible (time));
  gtk_widget_activate_action (GTK_WIDGET (list), "pane.set-filter", "(ss)", "time", "6");
  g_assert_true (gtk_widget_get_visible (time));
  g_assert_cmpstr (tiem_filter_get_selected (TIEM_FILTER (time)), ==, "6");
  tiem_list_pane_clear_filters (list);
  g_assert_false (gtk_widget_get_visible (time));
}

static GtkWidget *
find_row_end (GtkWidget *widget,
              const char *css_class)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (g_str_equal (gtk_widget_get_css_name (widget), "cell")
      && gtk_widget_has_css_class (widget, css_class))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_row_end (child, css_class);
  return found;
}

/* A column that is shown later does not get the room at the end of the row. */
static void
test_room_at_end (UiFixture *fixture,
                  gconstpointer data)
{
  GtkWidget *list;
  GtkWidget *end;

  open_orders (fixture);
  list = GTK_WIDGET (find_list (fixture));
  tiem_list_pane_set_column_shown (find_list (fixture), find_column (fixture, "ship-by"), TRUE);
  ui_wait_for (ui_find (list, GTK_TYPE_INSCRIPTION, "10481") != NULL
               && find_row_end (list, "last") != NULL);
  end = find_row_end (list, "last");
  for (GtkWidget *cell = gtk_widget_get_first_child (gtk_widget_get_parent (end)); cell != NULL;
       cell = gtk_widget_get_next_sibling (cell))
    {
      graphene_rect_t bounds;

      if (cell == end || !gtk_widget_get_mapped (cell))
        continue;
      g_assert_false (gtk_widget_has_css_class (cell, "last"));
      g_assert_true (gtk_widget_compute_bounds (cell, end, &bounds));
      g_assert_cmpfloat (bounds.origin.x, <, 0);
    }
}

#define ADD(path, func) g_test_add (path, UiFixture, NULL, ui_set_up, func, tear_down)

int
main (int argc,
      char *argv[])
{
  ui_init (&argc, &argv);
  ADD ("/columns/chooser", test_chooser);
  ADD ("/columns/last", test_last_column);
  ADD ("/columns/room-at-end", test_room_at_end);
  ADD ("/memory/restart", test_restart);
  ADD ("/memory/another-shop", test_another_shop);
  ADD ("/memory/detail-width", test_detail_width);
  ADD ("/orders/new-rows", test_new_rows);
  ADD ("/views/save-and-switch", test_saved_view);
  ADD ("/views/names", test_view_names);
  ADD ("/views/delete", test_delete_view);
  ADD ("/views/restart", test_view_after_restart);
  ADD ("/views/channel-removed", test_channel_removed);
  ADD ("/orders/tag-filter", test_tag_filter);
  g_test_add (
      "/orders/narrow-filters", UiFixture, "narrow", ui_set_up, test_narrow_filters, tear_down);
  return g_test_run ();
}
