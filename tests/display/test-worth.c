#include "ui-fixture.h"

#include "app/products/tiem-worth-page.h"
#include "app/widgets/tiem-action-bar.h"
#include "app/widgets/tiem-list-pane.h"
#include "app/window/tiem-cost-group.h"
#include "app/window/tiem-preferences.h"
#include "store/tiem-store-cost.h"
#include "store/tiem-store-purchases.h"
#include "store/tiem-store-worth.h"

/* What the stock is worth, what sells slowly, and what is to be ordered: the pages over the
 * Products tab. */

static gint64
find_sku (UiFixture *fixture,
          const char *sku)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_sku (fixture->shop.store, sku, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, !=, 0);
  return id;
}

static void
give_cost (UiFixture *fixture,
           const char *sku,
           gint64 cost_vnd)
{
  const TiemNewVariant values = { .has_cost = TRUE, .cost_vnd = cost_vnd };
  g_autoptr (GError) error = NULL;

  tiem_store_edit_variant (
      fixture->shop.store, find_sku (fixture, sku), TIEM_EDIT_COST, &values, &error);
  g_assert_no_error (error);
}

static GtkWidget *
find_page (UiFixture *fixture)
{
  return ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_WORTH_PAGE, NULL);
}

static GtkWidget *
find_cell (UiFixture *fixture,
           const char *text)
{
  GtkWidget *page = find_page (fixture);
  GtkWidget *cell = page != NULL ? ui_find (page, TIEM_TYPE_CELL, text) : NULL;

  return cell != NULL || page == NULL ? cell : ui_find (page, TIEM_TYPE_NARROW_ROW, text);
}

static TiemListPane *
find_list (UiFixture *fixture)
{
  return TIEM_LIST_PANE (ui_find (find_page (fixture), TIEM_TYPE_LIST_PANE, NULL));
}

static void
open_page (UiFixture *fixture,
           const char *action)
{
  GtkWidget *list;

  ui_open_tab (fixture, "products");
  list = ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_LIST_PANE, NULL);
  g_assert_true (gtk_widget_activate_action (list, action, NULL));
  ui_wait_for (find_page (fixture) != NULL);
}

static void
fill (UiFixture *fixture)
{
  g_autoptr (GError) error = NULL;

  give_cost (fixture, "AT-SG-D-L", 60000);
  give_cost (fixture, "GM-TAY", 250000);
  tiem_store_set_reorder_point (
      fixture->shop.store, find_sku (fixture, "AT-SG-D-L"), TRUE, 6, &error);
  g_assert_no_error (error);
}

/* The rows, the foot and each of the groups come to the same. */
static void
test_value (UiFixture *fixture,
            gconstpointer data)
{
  GtkWidget *stack;

  fill (fixture);
  open_page (fixture, "stock.value");
  ui_wait_for (find_cell (fixture, "3.000.000\u00a0₫") != NULL);
  ui_wait_for (find_cell (fixture, "300.000\u00a0₫") != NULL);
  ui_wait_for (ui_label (fixture, "Stock value 3.300.000\u00a0₫") != NULL);
  ui_wait_for (ui_label (fixture, "Nobody has said what 2 variants cost") != NULL);

  stack = gtk_widget_get_ancestor (GTK_WIDGET (find_list (fixture)), GTK_TYPE_STACK);
  gtk_stack_set_visible_child_name (GTK_STACK (stack), "groups");
  ui_wait_for (ui_label (fixture, "By place") != NULL);
  ui_wait_for (ui_label (fixture, "3.300.000\u00a0₫") != NULL);
  gtk_stack_set_visible_child_name (GTK_STACK (stack), "list");

  /* It follows what happens meanwhile. */
  give_cost (fixture, "GM-TAY", 200000);
  ui_wait_for (find_cell (fixture, "2.400.000\u00a0₫") != NULL);
  ui_wait_for (ui_label (fixture, "Stock value 2.700.000\u00a0₫") != NULL);
  tiem_list_pane_set_search (find_list (fixture), "gio may");
  ui_wait_for (ui_label (fixture, "Stock value 2.400.000\u00a0₫") != NULL);
  tiem_list_pane_set_search (find_list (fixture), "xyz");
  ui_wait_for (ui_label (fixture, "Nothing here") != NULL);
}

static GtkWidget *
find_chooser (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (GTK_IS_FILE_CHOOSER (window) && gtk_widget_get_mapped (window))
        return window;
    }
  return NULL;
}

/* Writes the list into a file that is chosen in the dialog for it. Returns: (transfer full): what
 * is in the file */
static char *
export_as (UiFixture *fixture,
           const char *name)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("tiem-worth-XXXXXX", &error);
  g_autoptr (GFile) directory = g_file_new_for_path (folder);
  g_autoptr (GFile) file = g_file_get_child (directory, name);
  GtkWidget *chooser;
  char *text = NULL;

  gtk_widget_activate_action (GTK_WIDGET (find_list (fixture)), "worth.export", NULL);
  ui_wait_for (find_chooser () != NULL);
  chooser = find_chooser ();
  /* As one types a whole path: another folder would break off the reading of the first one. */
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), g_file_peek_path (file));
  gtk_dialog_response (GTK_DIALOG (chooser), GTK_RESPONSE_ACCEPT);
  ui_wait_for (ui_label (fixture, "Exported 4 rows") != NULL);
  g_file_load_contents (file, NULL, &text, NULL, NULL, &error);
  g_assert_no_error (error);
  g_file_delete (file, NULL, &error);
  g_assert_no_error (error);
  g_file_delete (directory, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* What the filter leaves is in the file, with its sum. */
static void
test_export (UiFixture *fixture,
             gconstpointer data)
{
  g_autofree char *text = NULL;

  fill (fixture);
  open_page (fixture, "stock.value");
  ui_wait_for (find_cell (fixture, "3.000.000\u00a0₫") != NULL);
  text = export_as (fixture, "gia-tri.csv");
  g_assert_nonnull (strstr (text, "GM-TAY"));
  g_assert_nonnull (strstr (text, "AT-SG-D-L"));
  g_assert_nonnull (strstr (text, "3300000"));
}

static void
test_slow (UiFixture *fixture,
           gconstpointer data)
{
  fill (fixture);
  fixture->shop.now += 45 * SHOP_DAY;
  open_page (fixture, "stock.slow");
  /* Sold 45 days ago: less than 60. */
  ui_wait_for (ui_label (fixture, "Everything sells") != NULL);
  tiem_filter_set_selected (tiem_list_pane_get_filter (find_list (fixture), "idle"), "30");
  ui_wait_for (find_cell (fixture, "45 days") != NULL);
  ui_wait_for (find_cell (fixture, "never in 45 days") != NULL);
  ui_wait_for (ui_label (fixture, "Stock value 3.300.000\u00a0₫") != NULL);
}

/* Ticked goods become a draft slip. */
static void
test_reorder (UiFixture *fixture,
              gconstpointer data)
{
  TiemPurchaseQuery query = { .kind = TIEM_PURCHASE, .group = TIEM_PURCHASES_DRAFTS };
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (TiemPurchase) draft = NULL;
  const TiemPurchaseLine *line;
  g_autoptr (GError) error = NULL;

  fill (fixture);
  open_page (fixture, "stock.reorder");
  /* 3 left of which 6 are few; 2 were sold in 7 days: 11 for 37 days. */
  ui_wait_for (find_cell (fixture, "AT-SG-D-L") != NULL
               || find_cell (fixture, "Đen, L · AT-SG-D-L") != NULL);
  ui_settle (300);
  tiem_list_pane_tick_all (find_list (fixture));
  ui_wait_for (ui_find (find_page (fixture), TIEM_TYPE_ACTION_BAR, NULL) != NULL);
  ui_settle (300);
  g_assert_true (
      gtk_widget_activate_action (GTK_WIDGET (find_list (fixture)), "worth.order", NULL));
  ui_wait_for (ui_label (fixture, "Draft slip written: PN000001") != NULL);
  ui_wait_for (ui_find (find_page (fixture), TIEM_TYPE_ACTION_BAR, NULL) == NULL);

  drafts = tiem_store_list_purchases (fixture->shop.store, &query, 0, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (drafts->len, ==, 1);
  draft = tiem_store_get_purchase (
      fixture->shop.store, ((TiemPurchase *)g_ptr_array_index (drafts, 0))->slip_id, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (draft->lines->len, ==, 1);
  line = g_ptr_array_index (draft->lines, 0);
  g_assert_cmpint (line->variant_id, ==, find_sku (fixture, "AT-SG-D-L"));
  g_assert_cmpint (line->quantity, >=, 4);
}

/* 360 px: rows of three lines, and nothing wider than the window. */
/* --- by which method --- */

/* Returns: (nullable) */
static GtkWidget *
find_group (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);
      GtkWidget *group = ui_find (window, TIEM_TYPE_COST_GROUP, NULL);

      if (group != NULL)
        return group;
    }
  return NULL;
}

static TiemCostMethod
get_method (UiFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  TiemCostMethod method;

  tiem_store_get_cost_method (fixture->shop.store, &method, &error);
  g_assert_no_error (error);
  return method;
}

/* It is told what it changes, agreed to, and undone. */
static void
test_method (UiFixture *fixture,
             gconstpointer data)
{
  GtkWidget *group, *row, *overlay;

  fill (fixture);
  tiem_preferences_present (GTK_WINDOW (fixture->window), fixture->app_shop);
  ui_wait_for ((group = find_group ()) != NULL);
  row = ui_find (group, ADW_TYPE_COMBO_ROW, NULL);
  ui_wait_for (gtk_widget_get_sensitive (row));
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, TIEM_COST_AVERAGE);

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), TIEM_COST_FIFO);
  ui_wait_for (ui_find (group, GTK_TYPE_BUTTON, "Change method") != NULL);
  g_assert_nonnull (
      ui_find (group,
               GTK_TYPE_LABEL,
               "The stock stays worth 3.300.000\u00a0₫. 0 variants cost something else"
               " then. The profit of all orders so far is told anew. It can be"
               " changed back at any time."));
  g_signal_emit_by_name (ui_find (group, GTK_TYPE_BUTTON, "Cancel"), "clicked");
  ui_wait_for (ui_find (group, GTK_TYPE_BUTTON, "Change method") == NULL);
  g_assert_cmpuint (adw_combo_row_get_selected (ADW_COMBO_ROW (row)), ==, TIEM_COST_AVERAGE);
  g_assert_cmpint (get_method (fixture), ==, TIEM_COST_AVERAGE);

  adw_combo_row_set_selected (ADW_COMBO_ROW (row), TIEM_COST_FIFO);
  ui_wait_for (ui_find (group, GTK_TYPE_BUTTON, "Change method") != NULL);
  g_signal_emit_by_name (ui_find (group, GTK_TYPE_BUTTON, "Change method"), "clicked");
  overlay = gtk_widget_get_ancestor (group, ADW_TYPE_TOAST_OVERLAY);
  ui_wait_for (ui_find (overlay, GTK_TYPE_BUTTON, "Undo") != NULL);
  g_assert_cmpint (get_method (fixture), ==, TIEM_COST_FIFO);
  ui_wait_for (gtk_widget_get_sensitive (row));
  g_signal_emit_by_name (ui_find (overlay, GTK_TYPE_BUTTON, "Undo"), "clicked");
  ui_wait_for (get_method (fixture) == TIEM_COST_AVERAGE);
  ui_wait_for (gtk_widget_get_sensitive (row));
  gtk_window_destroy (GTK_WINDOW (gtk_widget_get_root (group)));
  shop_check (&fixture->shop);
}

static void
test_narrow (UiFixture *fixture,
             gconstpointer data)
{
  static const char *const actions[] = { "stock.value", "stock.slow", "stock.reorder" };

  fill (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      open_page (fixture, actions[i]);
      ui_settle (400);
      g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->window)), <=, 400);
      tiem_subpage_leave (TIEM_SUBPAGE (find_page (fixture)));
      ui_wait_for (find_page (fixture) == NULL);
    }
}

int
main (int argc,
      char **argv)
{
  ui_init (&argc, &argv);
  UI_ADD ("/worth/value", NULL, test_value);
  UI_ADD ("/worth/export", NULL, test_export);
  UI_ADD ("/worth/slow", NULL, test_slow);
  UI_ADD ("/worth/reorder", NULL, test_reorder);
  UI_ADD ("/worth/method", NULL, test_method);
  UI_ADD ("/worth/narrow", "narrow", test_narrow);
  return g_test_run ();
}
