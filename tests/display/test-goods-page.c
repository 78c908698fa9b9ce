#include "ui-fixture.h"

#include "app/products/tiem-bulk-page.h"
#include "app/products/tiem-combo-editor.h"
#include "app/products/tiem-product-edit-page.h"
#include "app/products/tiem-product-save.h"
#include "app/widgets/tiem-list-pane.h"
#include "store/tiem-store-catalogue.h"

/* Many products at once, driven as a person would. */

static GtkWidget *
window_of (UiFixture *fixture)
{
  return GTK_WIDGET (fixture->window);
}

static void
open_products (UiFixture *fixture)
{
  gtk_widget_activate_action (
      window_of (fixture), "win.open", "(ssx)", "products", "all", (gint64)0);
  ui_settle (200);
}

static TiemListPane *
get_list (UiFixture *fixture)
{
  GtkWidget *pane = ui_find (window_of (fixture), TIEM_TYPE_LIST_PANE, NULL);

  g_assert_nonnull (pane);
  return TIEM_LIST_PANE (pane);
}

static gint64
get_price (UiFixture *fixture,
           const char *sku)
{
  g_autoptr (TiemVariant) variant = shop_get_variant (&fixture->shop, sku);

  return variant->price_vnd;
}

static void
tick_all (UiFixture *fixture)
{
  open_products (fixture);
  ui_wait_for (ui_find (window_of (fixture), TIEM_TYPE_CELL, "GM-TAY") != NULL
               || ui_find (window_of (fixture), TIEM_TYPE_NARROW_ROW, "GM-TAY") != NULL
               || ui_label (fixture, "4 variants ticked") != NULL);
  tiem_list_pane_tick_all (get_list (fixture));
  ui_wait_for (ui_label (fixture, "4 variants ticked") != NULL);
}

static GtkWidget *
open_bulk (UiFixture *fixture,
           const char *action)
{
  GtkWidget *page;

  tick_all (fixture);
  gtk_widget_activate_action (GTK_WIDGET (get_list (fixture)), action, NULL);
  ui_wait_for (ui_find (window_of (fixture), TIEM_TYPE_BULK_PAGE, NULL) != NULL);
  page = ui_find (window_of (fixture), TIEM_TYPE_BULK_PAGE, NULL);
  ui_settle (300);
  return page;
}

/* The first entry of the form. */
static GtkEditable *
find_amount (GtkWidget *page)
{
  GtkWidget *entry = ui_find (page, GTK_TYPE_ENTRY, NULL);

  g_assert_nonnull (entry);
  return GTK_EDITABLE (entry);
}

static void
press_suggested (GtkWidget *page,
                 const char *label)
{
  GtkWidget *button;

  ui_wait_for ((button = ui_find (page, GTK_TYPE_BUTTON, label)) != NULL
               && gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
undo (UiFixture *fixture)
{
  gtk_widget_activate_action (window_of (fixture), "win.undo", NULL);
}

static void
test_price (UiFixture *fixture,
            gconstpointer data)
{
  GtkWidget *page = open_bulk (fixture, "products.bulk-price");
  gint64 before = get_price (fixture, "GM-TAY");

  gtk_editable_set_text (find_amount (page), "10");
  press_suggested (page, "Change 4 prices");
  ui_wait_for (get_price (fixture, "GM-TAY") == before * 11 / 10);
  ui_wait_for (ui_label (fixture, "Prices of 4 variants changed") != NULL);
  undo (fixture);
  ui_wait_for (get_price (fixture, "GM-TAY") == before);
  ui_wait_for (ui_find (window_of (fixture), TIEM_TYPE_BULK_PAGE, NULL) == NULL);
  shop_check (&fixture->shop);
}

/* Text in a number is said so, and nothing can be pressed. */
static void
test_nonsense (UiFixture *fixture,
               gconstpointer data)
{
  GtkWidget *page = open_bulk (fixture, "products.bulk-stock");

  gtk_editable_set_text (find_amount (page), "mười hai");
  ui_wait_for (ui_label (fixture, "That is not a number of pieces. Write 12.") != NULL);
  g_assert_false (gtk_widget_is_sensitive (ui_find (page, GTK_TYPE_BUTTON, "Change")));
}

static void
test_category (UiFixture *fixture,
               gconstpointer data)
{
  GtkWidget *page = open_bulk (fixture, "products.bulk-category");
  g_autoptr (TiemVariant) bag = NULL;

  gtk_editable_set_text (find_amount (page), "Đồ thủ công >> Mây tre");
  press_suggested (page, "Change category of 4 variants");
  ui_wait_for (ui_label (fixture, "Category of 4 variants changed") != NULL);
  bag = shop_get_variant (&fixture->shop, "GM-TAY");
  g_assert_cmpstr (bag->category, ==, "Đồ thủ công > Mây tre");
  shop_check (&fixture->shop);
}

static void
test_archive (UiFixture *fixture,
              gconstpointer data)
{
  g_autoptr (TiemVariant) bag = NULL;

  tick_all (fixture);
  gtk_widget_activate_action (GTK_WIDGET (get_list (fixture)), "products.bulk-archive", NULL);
  ui_wait_for (ui_label (fixture, "4 variants archived; their listings show 0") != NULL);
  bag = shop_get_variant (&fixture->shop, "GM-TAY");
  g_assert_true (bag->archived);
  undo (fixture);
  ui_wait_for (ui_label (fixture, "4 variants are as they were before") != NULL);
  shop_check (&fixture->shop);
}

/* Stickers of what is ticked end in the print page. */
static void
test_stickers (UiFixture *fixture,
               gconstpointer data)
{
  tick_all (fixture);
  gtk_widget_activate_action (GTK_WIDGET (get_list (fixture)), "products.stickers", NULL);
  ui_wait_for (ui_label (fixture, "4 stickers on 1 page") != NULL);
  g_assert_nonnull (ui_label (fixture, "Begin with label"));
  gtk_widget_activate_action (window_of (fixture), "win.back", NULL);
  ui_settle (300);
}

/* --- the edit page --- */

static GtkWidget *
open_editor (UiFixture *fixture,
             const char *sku,
             const char *heading)
{
  g_autoptr (TiemVariant) variant = shop_get_variant (&fixture->shop, sku);
  GtkWidget *page;

  gtk_widget_activate_action (
      window_of (fixture), "win.open", "(ssx)", "products", "all", variant->id);
  ui_wait_for (ui_label (fixture, heading) != NULL);
  g_signal_emit_by_name (ui_find (window_of (fixture), GTK_TYPE_BUTTON, "Edit product"), "clicked");
  ui_wait_for (ui_find (window_of (fixture), TIEM_TYPE_PRODUCT_EDIT_PAGE, NULL) != NULL);
  page = ui_find (window_of (fixture), TIEM_TYPE_PRODUCT_EDIT_PAGE, NULL);
  ui_wait_for (ui_find (page, GTK_TYPE_ENTRY, NULL) != NULL);
  return page;
}

static GtkWidget *
find_grid (GtkWidget *page)
{
  GtkWidget *grid = ui_find (page, GTK_TYPE_GRID, NULL);

  g_assert_nonnull (grid);
  return grid;
}

static GtkEditable *
find_cell (GtkWidget *page,
           int row,
           TiemProductField field)
{
  GtkWidget *entry = gtk_grid_get_child_at (GTK_GRID (find_grid (page)), (int)field, row + 1);

  g_assert_nonnull (entry);
  return GTK_EDITABLE (entry);
}

static void
save (UiFixture *fixture)
{
  GtkWidget *button = ui_find (window_of (fixture), GTK_TYPE_BUTTON, "Save");

  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

/* The product becomes a combo, and says what it is made of when it is opened again. */
static void
test_combo (UiFixture *fixture,
            gconstpointer data)
{
  GtkWidget *page = open_editor (fixture, "GM-TAY", "Why are 11 left?");
  GtkWidget *combo;
  GtkWidget *search;
  g_autoptr (TiemVariant) variant = NULL;

  ui_wait_for (ui_find (page, TIEM_TYPE_COMBO_EDITOR, NULL) != NULL);
  combo = ui_find (page, TIEM_TYPE_COMBO_EDITOR, NULL);
  search = ui_find (combo, GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (search), "GM-TAY");
  g_signal_emit_by_name (search, "activate");
  ui_wait_for (
      ui_find (combo, GTK_TYPE_LABEL, "A combo can't contain itself; choose another product.")
      != NULL);
  gtk_editable_set_text (GTK_EDITABLE (search), "AT-SG-T-M");
  g_signal_emit_by_name (search, "activate");
  ui_wait_for (ui_find (combo, GTK_TYPE_SPIN_BUTTON, NULL) != NULL);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (ui_find (combo, GTK_TYPE_SPIN_BUTTON, NULL)), 2);
  save (fixture);
  ui_wait_for (ui_label (fixture, "Saved") != NULL);
  variant = shop_get_variant (&fixture->shop, "GM-TAY");
  g_assert_true (variant->is_bundle);
  g_assert_cmpint (variant->on_hand, ==, 15);
  shop_check (&fixture->shop);
}

/* Cells from Excel go where they belong, and a column is filled down. */
static void
test_sheet (UiFixture *fixture,
            gconstpointer data)
{
  GtkWidget *page = open_editor (fixture, "AT-SG-D-L", "Why are 3 left?");
  GtkEditable *cell = find_cell (page, 0, TIEM_PRODUCT_FIELD_SHELF);
  g_autoptr (TiemVariant) variant = NULL;
  g_auto (GStrv) codes = NULL;

  gdk_clipboard_set_text (gtk_widget_get_clipboard (page), "A1-01\t139.000\nA1-02\t149.000\n");
  gtk_widget_grab_focus (GTK_WIDGET (cell));
  g_signal_emit_by_name (gtk_editable_get_delegate (cell), "paste-clipboard");
  ui_wait_for (g_str_equal (gtk_editable_get_text (find_cell (page, 1, TIEM_PRODUCT_FIELD_PRICE)),
                            "149.000"));
  g_assert_cmpstr (gtk_editable_get_text (cell), ==, "A1-01");

  cell = find_cell (page, 0, TIEM_PRODUCT_FIELD_COST);
  gtk_editable_set_text (cell, "60k");
  gtk_widget_grab_focus (GTK_WIDGET (cell));
  gtk_widget_activate_action (page, "edit.fill-down", NULL);
  g_assert_cmpstr (gtk_editable_get_text (find_cell (page, 1, TIEM_PRODUCT_FIELD_COST)), ==, "60k");
  gtk_editable_set_text (find_cell (page, 0, TIEM_PRODUCT_FIELD_BARCODE), "8934563138165 AT-IN");
  save (fixture);
  ui_wait_for (ui_label (fixture, "Saved") != NULL);
  variant = shop_get_variant (&fixture->shop, "AT-SG-T-M");
  g_assert_cmpint (variant->price_vnd, ==, 149000);
  g_assert_cmpint (variant->cost_vnd, ==, 60000);
  g_assert_cmpstr (variant->shelf, ==, "A1-02");
  g_clear_pointer (&variant, tiem_variant_free);
  variant = shop_get_variant (&fixture->shop, "AT-SG-D-L");
  g_assert_cmpstr (variant->barcode, ==, "8934563138165");
  codes = tiem_store_list_barcodes (fixture->shop.store, variant->id, NULL);
  g_assert_cmpuint (g_strv_length (codes), ==, 2);
  shop_check (&fixture->shop);
}

/* No page needs more than 360 px. */
static void
test_narrow (UiFixture *fixture,
             gconstpointer data)
{
  static const char *const actions[]
      = { "products.bulk-price", "products.bulk-stock", "products.bulk-category" };

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      GtkWidget *page = open_bulk (fixture, actions[i]);
      int least;
      GtkWidget *content = gtk_widget_get_first_child (gtk_widget_get_first_child (page));

      gtk_widget_measure (content, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
      g_assert_cmpint (least, <=, 360);
      gtk_widget_activate_action (page, "page.back", NULL);
      ui_wait_for (ui_find (window_of (fixture), TIEM_TYPE_BULK_PAGE, NULL) == NULL);
    }
}

int
main (int argc,
      char **argv)
{
  ui_init (&argc, &argv);
  UI_ADD ("/goods-page/price", NULL, test_price);
  UI_ADD ("/goods-page/nonsense", NULL, test_nonsense);
  UI_ADD ("/goods-page/category", NULL, test_category);
  UI_ADD ("/goods-page/archive", NULL, test_archive);
  UI_ADD ("/goods-page/stickers", NULL, test_stickers);
  UI_ADD ("/goods-page/combo", NULL, test_combo);
  UI_ADD ("/goods-page/sheet", NULL, test_sheet);
  UI_ADD ("/goods-page/narrow", "narrow", test_narrow);
  return g_test_run ();
}
