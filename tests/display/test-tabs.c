#include "ui-fixture.h"

#include "app/channels/tiem-channel-detail.h"
#include "app/channels/tiem-channel-row.h"
#include "app/products/tiem-stock-popover.h"
#include "app/widgets/tiem-detail.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-customers.h"

/* Products, customers and channels, driven as a person would. */

static GtkWidget *
window_of (UiFixture *fixture)
{
  return GTK_WIDGET (fixture->window);
}

static void
open_entry (UiFixture *fixture,
            const char *tab,
            gint64 id)
{
  gtk_widget_activate_action (window_of (fixture), "win.open", "(ssx)", tab, "all", id);
}

static gint64
find_variant (UiFixture *fixture,
              const char *sku)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_sku (fixture->shop.store, sku, &error);

  g_assert_no_error (error);
  g_assert_cmpint (id, !=, 0);
  return id;
}

static gint64
get_on_hand (UiFixture *fixture,
             const char *sku)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemVariant) variant
      = tiem_store_get_variant (fixture->shop.store, find_variant (fixture, sku), &error);

  g_assert_no_error (error);
  return variant->on_hand;
}

static gboolean
is_archived (UiFixture *fixture,
             const char *sku)
{
  g_autoptr (TiemVariant) variant
      = tiem_store_get_variant (fixture->shop.store, find_variant (fixture, sku), NULL);

  return variant->archived;
}

static void
press_in (GtkWidget *root,
          const char *label)
{
  GtkWidget *button = ui_find (root, GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static void
press (UiFixture *fixture,
       const char *label)
{
  press_in (window_of (fixture), label);
}

static GtkEditable *
find_row (UiFixture *fixture,
          const char *title)
{
  GtkWidget *row = ui_find (window_of (fixture), ADW_TYPE_ENTRY_ROW, title);

  g_assert_nonnull (row);
  return GTK_EDITABLE (row);
}

/* --- products --- */

static void
open_shirt (UiFixture *fixture)
{
  open_entry (fixture, "products", find_variant (fixture, "AT-SG-D-L"));
  ui_wait_for (ui_label (fixture, "Why are 3 left?") != NULL);
}

static void
test_why_so_many (UiFixture *fixture,
                  gconstpointer data)
{
  open_shirt (fixture);
  /* 5 on hand, 2 held by an order of which the row tells, 3 left. */
  g_assert_nonnull (ui_label (fixture, "5"));
  g_assert_nonnull (ui_label (fixture, "2 held"));
  g_assert_nonnull (ui_label (fixture, "10481"));
  g_assert_nonnull (ui_label (fixture, "On the channels"));
  g_assert_nonnull (ui_label (fixture, "Stock ledger"));
}

static void
test_change_stock (UiFixture *fixture,
                   gconstpointer data)
{
  GtkWidget *popover;
  GtkWidget *number;

  open_shirt (fixture);
  press (fixture, "Change stock…");
  ui_wait_for (ui_find (window_of (fixture), TIEM_TYPE_STOCK_POPOVER, NULL) != NULL);
  popover = ui_find (window_of (fixture), TIEM_TYPE_STOCK_POPOVER, NULL);
  number = ui_find (popover, GTK_TYPE_SPIN_BUTTON, NULL);
  g_assert_nonnull (number);
  g_assert_cmpint (gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (number)), ==, 5);

  gtk_spin_button_set_value (GTK_SPIN_BUTTON (number), 9);
  g_assert_nonnull (
      ui_find (popover, GTK_TYPE_LABEL, "On hand 5 → 9; 2 are held by orders, so 7 can be sold"));
  press_in (popover, "Save");
  ui_wait_for (get_on_hand (fixture, "AT-SG-D-L") == 9);
  ui_wait_for (ui_label (fixture, "Why are 7 left?") != NULL);

  /* And back again. */
  ui_wait_for (ui_find (window_of (fixture), GTK_TYPE_BUTTON, "Undo") != NULL);
  press (fixture, "Undo");
  ui_wait_for (get_on_hand (fixture, "AT-SG-D-L") == 5);
}

static void
test_archive (UiFixture *fixture,
              gconstpointer data)
{
  open_entry (fixture, "products", find_variant (fixture, "GM-TAY"));
  /* Another one was shown before: what is pressed concerns what is seen. */
  ui_wait_for (ui_label (fixture, "GM-TAY") != NULL);
  gtk_widget_activate_action (
      ui_find (window_of (fixture), TIEM_TYPE_DETAIL, NULL), "products.archive", NULL);
  ui_wait_for (is_archived (fixture, "GM-TAY"));
  ui_wait_for (ui_find (window_of (fixture), TIEM_TYPE_DETAIL, "Archived") != NULL);
}

/* The texts of the grid of the edit page, left to right and down. */
static void
collect_cells (GtkWidget *widget,
               GPtrArray *cells)
{
  if (GTK_IS_ENTRY (widget) && gtk_widget_has_css_class (widget, "tiem-cell"))
    g_ptr_array_add (cells, widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    collect_cells (child, cells);
}

static void
type_in_cell (UiFixture *fixture,
              guint index,
              const char *text)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new ();

  collect_cells (window_of (fixture), cells);
  g_assert_cmpuint (cells->len, >, index);
  gtk_editable_set_text (g_ptr_array_index (cells, index), text);
}

static void
test_new_product (UiFixture *fixture,
                  gconstpointer data)
{
  ui_open_tab (fixture, "products");
  gtk_widget_activate_action (window_of (fixture), "win.create", NULL);
  ui_wait_for (ui_label (fixture, "Variants (1)") != NULL);
  gtk_editable_set_text (find_row (fixture, "Product name"), "Đường phèn Quảng Ngãi hạt nhỏ");

  /* What is wrong is said at once, and Save waits. */
  type_in_cell (fixture, 1, "at-sg-d-l");
  type_in_cell (fixture, 4, "bốn lăm");
  g_assert_false (gtk_widget_is_sensitive (ui_find (window_of (fixture), GTK_TYPE_BUTTON, "Save")));
  type_in_cell (fixture, 4, "45k");
  type_in_cell (fixture, 6, "340");

  /* The SKU of another product: nothing is written. */
  press (fixture, "Save");
  ui_wait_for (ui_label (fixture,
                         "The SKU at-sg-d-l belongs to “Áo thun cotton form rộng in chữ Sài "
                         "Gòn” already; choose another.")
               != NULL);
  type_in_cell (fixture, 1, "DP-500");
  press (fixture, "Save");
  ui_wait_for (ui_label (fixture, "Why are 340 left?") != NULL);
  g_assert_cmpint (get_on_hand (fixture, "DP-500"), ==, 340);
}

static void
test_edit_product (UiFixture *fixture,
                   gconstpointer data)
{
  g_autoptr (TiemVariant) variant = NULL;

  open_shirt (fixture);
  press (fixture, "Edit product");
  ui_wait_for (ui_label (fixture, "Variants (2)") != NULL);
  type_in_cell (fixture, 4, "199.000");
  type_in_cell (fixture, 5, "92.000");
  press (fixture, "Save");
  ui_wait_for (ui_label (fixture, "Variants (2)") == NULL);

  variant = tiem_store_get_variant (fixture->shop.store, find_variant (fixture, "AT-SG-D-L"), NULL);
  g_assert_cmpint (variant->price_vnd, ==, 199000);
  g_assert_cmpint (variant->cost_vnd, ==, 92000);
  g_assert_cmpint (variant->on_hand, ==, 5);
}

/* --- customers --- */

static void
test_customer (UiFixture *fixture,
               gconstpointer data)
{
  GtkWidget *window = window_of (fixture);

  ui_open_tab (fixture, "customers");
  ui_wait_for (ui_find (window, TIEM_TYPE_CELL, "Nguyễn Thị Ánh Tuyết") != NULL);
  gtk_widget_activate_action (window, "win.create", NULL);
  ui_wait_for (ui_find (window, ADW_TYPE_ENTRY_ROW, "Full name") != NULL);
  gtk_editable_set_text (find_row (fixture, "Full name"), "Lê Thị Hồng Nhung");
  gtk_editable_set_text (find_row (fixture, "Phone"), "097 743");
  g_assert_nonnull (ui_label (fixture, "This is not a phone number. Write 0901 234 567."));
  g_assert_false (gtk_widget_is_sensitive (ui_find (window, GTK_TYPE_BUTTON, "Save")));
  gtk_editable_set_text (find_row (fixture, "Phone"), "0977430981");
  press (fixture, "Save");
  ui_wait_for (ui_label (fixture, "0977 430 981") != NULL);
}

static void
test_customer_orders (UiFixture *fixture,
                      gconstpointer data)
{
  GtkWidget *search;

  ui_open_tab (fixture, "customers");
  ui_wait_for (ui_find (window_of (fixture), TIEM_TYPE_CELL, "Đỗ Mạnh Hùng") != NULL);
  search = ui_find (window_of (fixture), GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (search), "do manh hung");
  ui_wait_for (ui_find (window_of (fixture), TIEM_TYPE_CELL, "Trần Quốc Bảo") == NULL);
  ui_wait_for (ui_label (fixture, "Orders (1)") != NULL);
  g_assert_nonnull (ui_label (fixture, "10483"));
}

/* --- channels --- */

static void
test_channel_page (UiFixture *fixture,
                   gconstpointer data)
{
  ui_open_tab (fixture, "channels");
  ui_wait_for (ui_label (fixture, "nhamay") != NULL);
  g_assert_nonnull (ui_label (fixture, "Stock updates between channels"));
  open_entry (fixture, "channels", fixture->channel_id);
  ui_wait_for (ui_label (fixture, "https://nhamay.vn") != NULL);
  press (fixture, "Pause");
  ui_wait_for (ui_find (window_of (fixture), GTK_TYPE_BUTTON, "Resume") != NULL);
  press (fixture, "Resume");
  ui_wait_for (ui_find (window_of (fixture), GTK_TYPE_BUTTON, "Pause") != NULL);
}

static void
activate_kind (UiFixture *fixture,
               const char *name)
{
  GtkWidget *row = ui_find (window_of (fixture), ADW_TYPE_ACTION_ROW, name);

  g_assert_nonnull (row);
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
}

/* Whether a label on screen says a sentence with @part in it. */
static gboolean
says (GtkWidget *widget,
      const char *part)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && strstr (gtk_label_get_text (GTK_LABEL (widget)), part) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (says (child, part))
      return TRUE;
  return FALSE;
}

/* Bad addresses get a sentence each, and nothing is kept. */
static void
test_add_channel (UiFixture *fixture,
                  gconstpointer data)
{
  static const struct
  {
    const char *address;
    const char *said;
  } cases[] = {
    { "http://nhamay.vn", "must begin with https://" },
    { "ftp://nhamay.vn", "is not the address of a website" },
    { "http://127.0.0.1:1", "127.0.0.1" },
  };
  g_autoptr (GPtrArray) channels = NULL;

  gtk_widget_activate_action (
      window_of (fixture), "win.open", "(ssx)", "channels", "add", (gint64)0);
  ui_wait_for (ui_label (fixture, "Where do you sell?") != NULL);
  activate_kind (fixture, "WooCommerce");
  ui_wait_for (ui_label (fixture, "Where to find it") != NULL);
  g_assert_false (
      gtk_widget_is_sensitive (ui_find (window_of (fixture), GTK_TYPE_BUTTON, "Test connection")));

  gtk_editable_set_text (find_row (fixture, "Name of the channel"), "Website Nhà Mây");
  gtk_editable_set_text (find_row (fixture, "Consumer key"), "ck_0123456789");
  gtk_editable_set_text (find_row (fixture, "Consumer secret"), "cs_0123456789");
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gtk_editable_set_text (find_row (fixture, "Web address"), cases[i].address);
      g_assert_false (says (window_of (fixture), cases[i].said));
      press (fixture, "Connect");
      ui_wait_for (says (window_of (fixture), cases[i].said));
    }
  channels = tiem_store_list_channels (fixture->shop.store, NULL);
  g_assert_cmpuint (channels->len, ==, 1);
}

static void
test_add_counter (UiFixture *fixture,
                  gconstpointer data)
{
  gtk_widget_activate_action (
      window_of (fixture), "win.open", "(ssx)", "channels", "add", (gint64)0);
  ui_wait_for (ui_label (fixture, "Where do you sell?") != NULL);
  activate_kind (fixture, "Counter");
  gtk_editable_set_text (find_row (fixture, "Name of the channel"), "Quầy Lê Văn Sỹ");
  press (fixture, "Connect");
  ui_wait_for (ui_label (fixture, "Quầy Lê Văn Sỹ") != NULL
               && ui_label (fixture, "Where do you sell?") == NULL);
}

/* On a narrow window the list gives way to the channel, with the focus in it, and comes back. */
static void
test_channel_narrow (UiFixture *fixture,
                     gconstpointer data)
{
  GtkWidget *row;
  GtkWidget *focus;

  ui_open_tab (fixture, "channels");
  ui_wait_for (ui_find (window_of (fixture), TIEM_TYPE_CHANNEL_ROW, "nhamay") != NULL);
  row = ui_find (window_of (fixture), TIEM_TYPE_CHANNEL_ROW, "nhamay");
  gtk_widget_grab_focus (row);
  g_assert_true (gtk_widget_activate (row));
  ui_wait_for (!gtk_widget_get_mapped (row));
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_nonnull (focus);
  g_assert_nonnull (gtk_widget_get_ancestor (focus, TIEM_TYPE_CHANNEL_DETAIL));

  gtk_widget_activate_action (window_of (fixture), "win.back", NULL);
  ui_wait_for (gtk_widget_get_mapped (row));
}

static GtkWidget *
show_actions (TiemDetail *detail,
              const char *blue,
              const char *other)
{
  GtkWidget *button;

  tiem_detail_clear_actions (detail);
  button = tiem_detail_add_action (detail, "Blue", NULL, blue, TRUE);
  tiem_detail_add_action (detail, "Other", NULL, other, FALSE);
  tiem_detail_set_column (detail, tiem_detail_column_new ());
  return button;
}

/* A pane that is made anew keeps the focus on the button that had it; where that is gone, Enter
 * presses none of the others. */
static void
test_detail_focus (UiFixture *fixture,
                   gconstpointer data)
{
  TiemDetail *detail;
  GtkWidget *blue;
  GtkWidget *focus;

  open_entry (fixture, "products", find_variant (fixture, "AT-SG-D-L"));
  ui_wait_for ((detail = (TiemDetail *)ui_find (window_of (fixture), TIEM_TYPE_DETAIL, NULL))
               != NULL);
  gtk_widget_grab_focus (show_actions (detail, "win.about", "win.preferences"));
  blue = show_actions (detail, "win.about", "win.preferences");
  g_assert_true (gtk_root_get_focus (GTK_ROOT (fixture->window)) == blue);

  blue = show_actions (detail, "win.preferences", "win.shortcuts");
  focus = gtk_root_get_focus (GTK_ROOT (fixture->window));
  g_assert_true (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (detail)));
  g_assert_true (focus != blue && gtk_widget_get_parent (focus) != gtk_widget_get_parent (blue));
}

int
main (int argc,
      char **argv)
{
  ui_init (&argc, &argv);
  UI_ADD ("/products/why-so-many", NULL, test_why_so_many);
  UI_ADD ("/products/change-stock", NULL, test_change_stock);
  UI_ADD ("/products/archive", NULL, test_archive);
  UI_ADD ("/products/focus", NULL, test_detail_focus);
  UI_ADD ("/products/new", NULL, test_new_product);
  UI_ADD ("/products/edit", NULL, test_edit_product);
  UI_ADD ("/customers/add", NULL, test_customer);
  UI_ADD ("/customers/orders", NULL, test_customer_orders);
  UI_ADD ("/channels/pause", NULL, test_channel_page);
  UI_ADD ("/channels/narrow", "narrow", test_channel_narrow);
  UI_ADD ("/channels/add-bad-address", NULL, test_add_channel);
  UI_ADD ("/channels/add-counter", NULL, test_add_counter);
  return g_test_run ();
}
