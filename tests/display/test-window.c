#include "ui-fixture.h"

#include "app/overview/tiem-chart.h"
#include "app/products/tiem-import-page.h"
#include "app/tiem-shortcuts.h"
#include "app/widgets/tiem-detail.h"
#include "app/widgets/tiem-list-pane.h"
#include "app/widgets/tiem-size-bin.h"
#include "document/tiem-import.h"

static const char *const tabs[] = { "overview", "orders", "products", "customers", "channels" };

static void
wait_for_orders (UiFixture *fixture)
{
  ui_open_tab (fixture, "orders");
  ui_wait_for (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_CELL, "10482") != NULL);
}

/* --- the frame --- */

static void
test_tabs (UiFixture *fixture,
           gconstpointer data)
{
  AdwViewStack *stack;

  ui_wait_for (ui_find (GTK_WIDGET (fixture->window), ADW_TYPE_VIEW_STACK, NULL) != NULL);
  stack = ADW_VIEW_STACK (ui_find (GTK_WIDGET (fixture->window), ADW_TYPE_VIEW_STACK, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      ui_open_tab (fixture, tabs[i]);
      g_assert_cmpstr (adw_view_stack_get_visible_child_name (stack), ==, tabs[i]);
    }
}

/* Every key of the table can be typed, and does something that the window knows. */
static void
test_shortcuts (void)
{
  GtkWidgetClass *window = g_type_class_ref (TIEM_TYPE_WINDOW);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n;
  const TiemShortcutGroup *groups = tiem_shortcuts_list (&n);

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < groups[i].n_shortcuts; j++)
      {
        const TiemShortcut *shortcut = &groups[i].shortcuts[j];
        g_auto (GStrv) keys = g_strsplit (shortcut->accelerators, " ", -1);
        g_autofree char *name = NULL;
        g_autoptr (GVariant) target = NULL;
        gboolean known = shortcut->action == NULL || !g_str_has_prefix (shortcut->action, "win.");

        for (guint k = 0; keys[k] != NULL; k++)
          {
            guint key;
            GdkModifierType modifiers;

            g_assert_true (gtk_accelerator_parse (keys[k], &key, &modifiers));
            g_assert_true (g_hash_table_add (seen, g_strdup (keys[k])));
          }
        if (known)
          continue;
        g_assert_true (g_action_parse_detailed_name (shortcut->action, &name, &target, NULL));
        for (guint at = 0; !known; at++)
          {
            const char *action, *property;
            const GVariantType *type;
            GType owner;

            if (!gtk_widget_class_query_action (window, at, &owner, &action, &type, &property))
              break;
            known = g_str_equal (action, name);
          }
        if (!known)
          g_test_message ("no action %s", name);
        g_assert_true (known);
      }
  g_type_class_unref (window);
}

static void
test_empty_shop_welcomes (UiFixture *fixture,
                          gconstpointer data)
{
  ui_wait_for (ui_label (fixture, "Welcome to Tiệm") != NULL);
  /* The first thing that comes makes the tabs take its place. */
  ui_fill_shop (fixture);
  ui_wait_for (ui_find (GTK_WIDGET (fixture->window), ADW_TYPE_VIEW_STACK, NULL) != NULL);
}

static void
test_opening_failed (UiFixture *fixture,
                     gconstpointer data)
{
  static const struct
  {
    int code;
    const char *title;
    const char *button;
  } cases[] = {
    { TIEM_ERROR_SCHEMA, "The data was written by a newer Tiệm", "Quit" },
    { TIEM_ERROR_DAMAGED, "The data file is damaged", "Restore a backup…" },
    { TIEM_ERROR_FULL, "The disk is full", "Try again" },
    { TIEM_ERROR_READ_ONLY, "The folder can't be written", "Try again" },
    { TIEM_ERROR_STORE, "The shop's data could not be opened", "Try again" },
  };

  ui_wait_for (ui_label (fixture, "Welcome to Tiệm") != NULL);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error
          = g_error_new_literal (TIEM_ERROR, cases[i].code, "What happened; what to do <now>.");

      tiem_window_show_failed (fixture->window, error);
      ui_wait_for (ui_label (fixture, cases[i].title) != NULL);
      g_assert_nonnull (ui_label (fixture, error->message));
      g_assert_nonnull (ui_find (GTK_WIDGET (fixture->window), GTK_TYPE_BUTTON, cases[i].button));
    }
}

static void
test_narrow (UiFixture *fixture,
             gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  ui_open_tab (fixture, "orders");
  ui_wait_for (ui_find (window, TIEM_TYPE_NARROW_ROW, "10482") != NULL);
  g_assert_null (ui_find (window, GTK_TYPE_COLUMN_VIEW, NULL));
  g_assert_cmpint (gtk_widget_get_width (window), <=, 400);

  /* Opening an order covers the list; back uncovers it. */
  gtk_widget_activate_action (window, "win.open", "(ssx)", "orders", "all", (gint64)2);
  ui_wait_for (ui_label (fixture, "Timeline") != NULL || ui_label (fixture, "Buyer") != NULL);
  ui_wait_for (ui_find (window, TIEM_TYPE_NARROW_ROW, "10482") == NULL);
  gtk_widget_activate_action (window, "win.back", NULL);
  ui_wait_for (ui_find (window, TIEM_TYPE_NARROW_ROW, "10482") != NULL);
}

/* Names the innermost widgets that do not fit into @most px. */
static gboolean
find_wide (GtkWidget *widget,
           const char *where,
           int most)
{
  gboolean inner = FALSE;
  int minimum;

  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  if (minimum <= most)
    return FALSE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    inner |= find_wide (child, where, most);
  if (!inner)
    g_test_message ("%s: a %s (%s) needs %d px",
                    where,
                    G_OBJECT_TYPE_NAME (widget),
                    gtk_widget_get_css_name (widget),
                    minimum);
  return TRUE;
}

static void
test_fits (UiFixture *fixture,
           gconstpointer data)
{
  gboolean wide = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      GtkWidget *size;

      ui_open_tab (fixture, tabs[i]);
      ui_settle (300);
      size = ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_SIZE_BIN, NULL);
      wide |= find_wide (gtk_widget_get_first_child (size), tabs[i], 360);
      /* The detail over the list, where there is one. */
      gtk_widget_activate_action (
          GTK_WIDGET (fixture->window), "win.open", "(ssx)", tabs[i], "", (gint64)1);
      ui_settle (300);
      wide |= find_wide (gtk_widget_get_first_child (size), tabs[i], 360);
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.back", NULL);
    }
  g_assert_false (wide);
}

/* --- orders --- */

static void
test_orders_list (UiFixture *fixture,
                  gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  wait_for_orders (fixture);
  /* The work queue first: what is done is not in it. */
  g_assert_nonnull (ui_find (window, TIEM_TYPE_CELL, "10481"));
  g_assert_null (ui_find (window, TIEM_TYPE_CELL, "10483"));
  ui_wait_for (ui_label (fixture, "2 orders") != NULL);
  ui_wait_for (ui_label (fixture, "Total 1.027.000\u00a0₫") != NULL);
}

static void
test_orders_chips (UiFixture *fixture,
                   gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *chips;

  wait_for_orders (fixture);
  chips = ui_find (window, TIEM_TYPE_CHIPS, NULL);
  g_assert_cmpstr (tiem_chips_get_selected (TIEM_CHIPS (chips)), ==, "todo");
  ui_wait_for (ui_find (chips, GTK_TYPE_TOGGLE_BUTTON, "2") != NULL);

  tiem_chips_set_selected (TIEM_CHIPS (chips), "completed");
  ui_wait_for (ui_find (window, TIEM_TYPE_CELL, "10483") != NULL);
  g_assert_null (ui_find (window, TIEM_TYPE_CELL, "10482"));

  /* Ctrl+] steps over what is hidden. */
  tiem_chips_set_selected (TIEM_CHIPS (chips), "todo");
  gtk_widget_activate_action (window, "win.next-group", NULL);
  g_assert_cmpstr (tiem_chips_get_selected (TIEM_CHIPS (chips)), ==, "to_confirm");
  ui_wait_for (ui_find (window, TIEM_TYPE_CELL, "10481") == NULL);
}

static void
test_orders_search (UiFixture *fixture,
                    gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *search;

  wait_for_orders (fixture);
  gtk_widget_activate_action (window, "win.search", NULL);
  search = ui_find (window, GTK_TYPE_SEARCH_ENTRY, NULL);
  g_assert_true (gtk_widget_has_focus (gtk_widget_get_first_child (search))
                 || gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), search));

  gtk_editable_set_text (GTK_EDITABLE (search), "anh tuyet");
  ui_wait_for (ui_find (window, TIEM_TYPE_CELL, "10481") == NULL);
  g_assert_nonnull (ui_find (window, TIEM_TYPE_CELL, "10482"));

  gtk_editable_set_text (GTK_EDITABLE (search), "xe đạp");
  ui_wait_for (ui_label (fixture, "“xe đạp” not found") != NULL);
  gtk_widget_activate (ui_find (window, GTK_TYPE_BUTTON, "Clear filters"));
  ui_wait_for (ui_find (window, TIEM_TYPE_CELL, "10481") != NULL);
}

static void
test_orders_sort (UiFixture *fixture,
                  gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkColumnView *view;
  g_autoptr (GtkColumnViewColumn) total = NULL;
  g_autoptr (TiemRow) first = NULL;
  GListModel *columns;

  wait_for_orders (fixture);
  view = GTK_COLUMN_VIEW (ui_find (window, GTK_TYPE_COLUMN_VIEW, NULL));
  columns = gtk_column_view_get_columns (view);
  for (guint i = 0; i < g_list_model_get_n_items (columns) && total == NULL; i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      if (g_strcmp0 (gtk_column_view_column_get_title (column), "Total") == 0)
        total = g_steal_pointer (&column);
    }
  for (int descending = 0; descending < 2; descending++)
    {
      const char *expected = descending ? "10482" : "10481";
      const TiemOrder *order = NULL;

      gtk_column_view_sort_by_column (
          view, total, descending ? GTK_SORT_DESCENDING : GTK_SORT_ASCENDING);
      for (int i = 0; i < 200; i++)
        {
          g_clear_object (&first);
          first = g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (view)), 0);
          order = tiem_row_get_value (first);
          if (order != NULL && g_strcmp0 (order->number, expected) == 0)
            break;
          ui_settle (20);
        }
      g_assert_nonnull (order);
      g_assert_cmpstr (order->number, ==, expected);
    }
}

static void
test_orders_detail (UiFixture *fixture,
                    gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  gtk_widget_activate_action (window, "win.open", "(ssx)", "orders", "all", (gint64)2);
  ui_wait_for (ui_label (fixture, "Goods (1 item)") != NULL);
  g_assert_nonnull (ui_label (fixture, "Buyer pays"));
  g_assert_nonnull (ui_label (fixture, "0905 118 274"));
  g_assert_nonnull (ui_find (window, GTK_TYPE_BUTTON, "Confirm"));
  g_assert_nonnull (ui_find (window, GTK_TYPE_BUTTON, "Cancel order…"));
}

/* What can't be taken back at the platform is held for as long as Undo is offered. */
static void
test_orders_confirm_and_undo (UiFixture *fixture,
                              gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) outbox = NULL;

  gtk_widget_activate_action (window, "win.open", "(ssx)", "orders", "all", (gint64)2);
  ui_wait_for (ui_find (window, GTK_TYPE_BUTTON, "Confirm") != NULL);
  gtk_widget_activate_action (window, "win.primary", NULL);
  ui_wait_for (ui_label (fixture, "Order 10482 confirmed") != NULL);
  ui_wait_for (ui_label (fixture, "Confirmation is being sent") != NULL);
  outbox = tiem_store_list_outbox (fixture->shop.store, fixture->channel_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outbox->len, ==, 1);
  g_assert_cmpint (((TiemOutboxItem *)outbox->pdata[0])->not_before, >, fixture->shop.now);

  gtk_widget_activate_action (window, "win.undo", NULL);
  ui_wait_for (ui_find (window, GTK_TYPE_BUTTON, "Confirm") != NULL);
  g_clear_pointer (&outbox, g_ptr_array_unref);
  outbox = tiem_store_list_outbox (fixture->shop.store, fixture->channel_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (outbox->len, ==, 0);
}

/* A commit shows within a second, and the current row stays the current row. */
static void
test_orders_live (UiFixture *fixture,
                  gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  ShopOrder order = ui_orders[0];

  wait_for_orders (fixture);
  gtk_widget_activate_action (window, "win.open", "(ssx)", "orders", "todo", (gint64)1);
  ui_wait_for (ui_find (window, GTK_TYPE_BUTTON, "Shipped") != NULL);
  order.remote_id = "10484";
  shop_put_order (&fixture->shop, fixture->channel_id, order);
  ui_wait_for (ui_find (window, TIEM_TYPE_CELL, "10484") != NULL);
  ui_wait_for (ui_label (fixture, "3 orders") != NULL);
  g_assert_nonnull (ui_find (window, GTK_TYPE_BUTTON, "Shipped"));
}

/* Enter goes into the detail, Esc back to the list. */
static void
test_orders_focus (UiFixture *fixture,
                   gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *view, *detail;

  gtk_widget_activate_action (window, "win.open", "(ssx)", "orders", "all", (gint64)2);
  ui_wait_for (ui_find (window, GTK_TYPE_BUTTON, "Confirm") != NULL);
  /* Of all orders, which may come after the detail: there must be a row to press Enter on. */
  ui_wait_for (ui_find (window, TIEM_TYPE_CELL, "10483") != NULL);
  view = ui_find (window, GTK_TYPE_COLUMN_VIEW, NULL);
  detail = ui_find (window, TIEM_TYPE_DETAIL, NULL);
  g_signal_emit_by_name (view, "activate", 0);
  ui_wait_for (gtk_window_get_focus (GTK_WINDOW (window)) != NULL
               && gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), detail));
  gtk_widget_activate_action (window, "win.back", NULL);
  ui_wait_for (gtk_widget_is_ancestor (gtk_window_get_focus (GTK_WINDOW (window)), view));
}

/* --- import --- */

static GtkWidget *
open_import (UiFixture *fixture,
             const char *text,
             char **path)
{
  g_autoptr (GError) error = NULL;
  GtkWidget *import;

  *path = g_build_filename (fixture->shop.dir, "hang.csv", NULL);
  g_file_set_contents (*path, text, -1, &error);
  g_assert_no_error (error);
  ui_open_tab (fixture, "products");
  import = tiem_import_page_new (fixture->app_shop, *path);
  tiem_page_push (TIEM_PAGE (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_PAGE, NULL)),
                  TIEM_SUBPAGE (import));
  return import;
}

static void
test_import (UiFixture *fixture,
             gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autofree char *path = NULL;
  GtkWidget *button;
  gint64 id;

  open_import (fixture,
               "SKU,Tên sản phẩm,Giá bán,Tồn kho\nKHAN-X,Khăn tắm sợi tre,159000,40\n"
               "GM-TAY,,250000,\n",
               &path);
  ui_wait_for (ui_find (window, GTK_TYPE_BUTTON, "Import 2 rows") != NULL);
  g_assert_nonnull (ui_label (fixture, "Nothing is written yet"));
  id = tiem_store_find_sku (fixture->shop.store, "KHAN-X", NULL);
  g_assert_cmpint (id, ==, 0);

  button = ui_find (window, GTK_TYPE_BUTTON, "Import 2 rows");
  g_signal_emit_by_name (button, "clicked");
  ui_wait_for (tiem_store_find_sku (fixture->shop.store, "KHAN-X", NULL) != 0);
}

static void
test_import_wrong (UiFixture *fixture,
                   gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autofree char *path = NULL;

  open_import (fixture,
               "SKU,Tên sản phẩm,Giá bán\nKHAN-X,Khăn tắm,159000\nKHAN-T,Khăn tắm,mười hai\n"
               "KHAN-L,Khăn lau,1tr2\n",
               &path);
  ui_wait_for (ui_find (window, GTK_TYPE_BUTTON, "Drop 2 wrong rows, import 1") != NULL);
  g_assert_nonnull (ui_find (window, TIEM_TYPE_CELL, "Wrong"));
  g_assert_nonnull (ui_find (window, GTK_TYPE_BUTTON, "Save the wrong rows as Excel…"));

  /* What is surely meant is read so when the owner says so. */
  g_signal_emit_by_name (ui_find (window, GTK_TYPE_BUTTON, "Read all of them so"), "clicked");
  ui_wait_for (ui_find (window, GTK_TYPE_BUTTON, "Drop 1 wrong row, import 2") != NULL);
  g_signal_emit_by_name (ui_find (window, GTK_TYPE_BUTTON, "Drop 1 wrong row, import 2"),
                         "clicked");
  ui_wait_for (tiem_store_find_sku (fixture->shop.store, "KHAN-L", NULL) != 0);
  g_assert_cmpint (tiem_store_find_sku (fixture->shop.store, "KHAN-T", NULL), ==, 0);
}

/* Heads nobody knows: the owner says which column is what, once; then takes the import back. */
static void
test_import_columns (UiFixture *fixture,
                     gconstpointer data)
{
  static const char text[] = "Mã vải,SKU,Món,Giá\nV1,KHAN-X,Khăn tắm,159000\n";
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autofree char *path = NULL;
  GtkWidget *row;

  path = g_build_filename (fixture->shop.dir, "hang.csv", NULL);
  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  tiem_window_import_file (fixture->window, path);
  ui_wait_for (ui_label (fixture, "Which column is what?") != NULL);
  row = ui_find (window, ADW_TYPE_COMBO_ROW, "Món");
  g_assert_nonnull (row);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, 0);
  adw_combo_row_set_selected (ADW_COMBO_ROW (row), TIEM_FIELD_NAME + 1);
  g_signal_emit_by_name (ui_find (window, GTK_TYPE_BUTTON, "Look at the rows"), "clicked");
  ui_wait_for (ui_find (window, GTK_TYPE_BUTTON, "Import 1 row") != NULL);
  g_signal_emit_by_name (ui_find (window, GTK_TYPE_BUTTON, "Import 1 row"), "clicked");
  ui_wait_for (tiem_store_find_sku (fixture->shop.store, "KHAN-X", NULL) != 0);
  ui_wait_for (ui_label (fixture, "Imported 1 row") != NULL);

  gtk_widget_activate_action (ui_find (window, TIEM_TYPE_LIST_PANE, NULL), "stock.imports", NULL);
  ui_wait_for (ui_label (fixture, "hang.csv") != NULL);
  g_signal_emit_by_name (ui_find (window, GTK_TYPE_BUTTON, "_Undo"), "clicked");
  ui_wait_for (ui_label (fixture, "Taken back") != NULL);
}

/* --- overview --- */

static void
test_overview (UiFixture *fixture,
               gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  ui_open_tab (fixture, "overview");
  ui_wait_for (ui_label (fixture, "2.917.000\u00a0₫") != NULL);
  g_assert_nonnull (ui_label (fixture, "Orders to confirm"));
  g_assert_nonnull (ui_find (window, TIEM_TYPE_CHART, NULL));

  /* A line opens the list filtered to it. */
  gtk_widget_activate (ui_find (window, GTK_TYPE_LIST_BOX_ROW, "Orders to confirm"));
  ui_wait_for (ui_find (window, TIEM_TYPE_CELL, "10482") != NULL);
  ui_wait_for (ui_find (window, TIEM_TYPE_CELL, "10481") == NULL);
}

static void
test_chart_steps (void)
{
  static const struct
  {
    double most;
    double step;
  } cases[] = {
    { 0, 1 },     { 3, 1 },   { 4, 1 },    { 5, 2 },       { 9, 4 },
    { 28.5, 10 }, { 62, 20 }, { 100, 40 }, { 2500, 1000 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpfloat (tiem_chart_pick_step (cases[i].most), ==, cases[i].step);
}

/* --- names for assistive technology --- */

static gboolean
has_words (GtkWidget *widget)
{
  const char *text = ui_get_text (widget);

  if (text != NULL && *text != '\0')
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (has_words (child))
      return TRUE;
  return FALSE;
}

static gboolean
has_accessible_label (GtkWidget *widget)
{
  /* The check answers with the value when it is another one than asked for. */
  g_autofree char *value = gtk_test_accessible_check_property (
      GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, "\001");

  return gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL)
         && value != NULL && *value != '\0';
}

static gboolean
needs_name (GtkWidget *widget)
{
  return GTK_IS_BUTTON (widget) || GTK_IS_SEARCH_ENTRY (widget) || GTK_IS_SPIN_BUTTON (widget)
         || GTK_IS_SWITCH (widget) || GTK_IS_COLUMN_VIEW (widget) || GTK_IS_DROP_DOWN (widget);
}

/* Part of a widget that has a name itself: GTK's own buttons in entries and menu buttons. */
static gboolean
is_inner (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  for (; parent != NULL; parent = gtk_widget_get_parent (parent))
    {
      if (GTK_IS_WINDOW_CONTROLS (parent) || GTK_IS_SPIN_BUTTON (parent)
          || GTK_IS_DROP_DOWN (parent))
        return TRUE;
      if (GTK_IS_MENU_BUTTON (parent))
        return has_accessible_label (parent) || has_words (parent);
    }
  return FALSE;
}

static void
lint (GtkWidget *widget,
      const char *where,
      guint *wrong)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (needs_name (widget) && !is_inner (widget) && !has_words (widget)
      && !has_accessible_label (widget))
    {
      g_test_message ("%s: a %s without a name", where, G_OBJECT_TYPE_NAME (widget));
      (*wrong)++;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    lint (child, where, wrong);
}

static void
test_names (UiFixture *fixture,
            gconstpointer data)
{
  guint wrong = 0;

  for (guint i = 0; i < G_N_ELEMENTS (tabs); i++)
    {
      ui_open_tab (fixture, tabs[i]);
      ui_settle (300);
      lint (GTK_WIDGET (fixture->window), tabs[i], &wrong);
    }
  g_assert_cmpuint (wrong, ==, 0);
}

int
main (int argc,
      char *argv[])
{
  ui_init (&argc, &argv);
  UI_ADD ("/window/tabs", NULL, test_tabs);
  g_test_add_func ("/window/shortcuts", test_shortcuts);
  UI_ADD ("/window/empty-shop-welcomes", "empty", test_empty_shop_welcomes);
  UI_ADD ("/window/opening-failed", "empty", test_opening_failed);
  UI_ADD ("/window/narrow", "narrow", test_narrow);
  UI_ADD ("/window/fits", "narrow", test_fits);
  UI_ADD ("/window/names", NULL, test_names);
  UI_ADD ("/window/names-narrow", "narrow", test_names);
  UI_ADD ("/orders/list", NULL, test_orders_list);
  UI_ADD ("/orders/chips", NULL, test_orders_chips);
  UI_ADD ("/orders/search", NULL, test_orders_search);
  UI_ADD ("/orders/sort", NULL, test_orders_sort);
  UI_ADD ("/orders/detail", NULL, test_orders_detail);
  UI_ADD ("/orders/confirm-and-undo", NULL, test_orders_confirm_and_undo);
  UI_ADD ("/orders/live", NULL, test_orders_live);
  UI_ADD ("/orders/focus", NULL, test_orders_focus);
  UI_ADD ("/import/writes-when-told", NULL, test_import);
  UI_ADD ("/import/wrong-cell", NULL, test_import_wrong);
  UI_ADD ("/import/columns", NULL, test_import_columns);
  UI_ADD ("/overview/figures", NULL, test_overview);
  g_test_add_func ("/overview/chart-steps", test_chart_steps);
  return g_test_run ();
}
