#include "ui-fixture.h"

#include "app/tiem-browse-page.h"
#include "app/widgets/tiem-action-bar.h"
#include "app/widgets/tiem-list-pane.h"
#include "app/widgets/tiem-tick-cell.h"
#include "store/tiem-store-channels.h"

/* Many orders at once: ticked by keys, confirmed in one go, told how it went. */

#define N_ORDERS 100

/* A hundred website orders to be confirmed, beside those of the shop. */
static void
add_orders (UiFixture *fixture)
{
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
  g_autoptr (GError) error = NULL;
  static const ShopListing many
      = { "9", NULL, "KEO-DUA", "Kẹo dừa Bến Tre gói giấy 400 g", NULL, 500 };
  TiemAdoptResult *adopted;

  shop_read_listings (&fixture->shop, fixture->channel_id, &many, 1);
  adopted = tiem_store_adopt (fixture->shop.store, fixture->channel_id, NULL, &error);
  g_assert_no_error (error);
  tiem_adopt_result_free (adopted);
  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_autofree char *number = g_strdup_printf ("2%05u", i);
      ShopOrder order = { number, TIEM_ORDER_TO_CONFIRM, "9",         NULL, "KEO-DUA", 1,
                          "7",    "Trần Quốc Bảo",       "0938552016" };

      g_ptr_array_add (page->orders, shop_make_order (&fixture->shop, &order));
    }
  page->next_cursor = g_strdup ("many");
  tiem_store_put_order_page (fixture->shop.store, fixture->channel_id, page, NULL, &error);
  g_assert_no_error (error);
}

static TiemListPane *
find_list (UiFixture *fixture)
{
  return TIEM_LIST_PANE (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_LIST_PANE, NULL));
}

static TiemBrowsePage *
find_page (UiFixture *fixture)
{
  return TIEM_BROWSE_PAGE (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_BROWSE_PAGE, NULL));
}

static GtkWidget *
find_words (UiFixture *fixture,
            const char *words)
{
  return ui_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, words);
}

static GtkWidget *
find_view (UiFixture *fixture)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *view = ui_find (window, GTK_TYPE_COLUMN_VIEW, NULL);

  return view != NULL ? view : ui_find (window, GTK_TYPE_LIST_VIEW, NULL);
}

/* As if it were typed where the focus is: the view's own controllers get it first. */
static gboolean
press (UiFixture *fixture,
       guint key,
       GdkModifierType modifiers)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (find_view (fixture));
  gboolean handled = FALSE;

  for (guint i = 0; i < g_list_model_get_n_items (controllers) && !handled; i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", key, 0, modifiers, &handled);
    }
  return handled;
}

static GtkWidget *
find_row (UiFixture *fixture,
          const char *number)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *row = ui_find (window, TIEM_TYPE_CELL, number);

  if (row == NULL)
    row = ui_find (window, TIEM_TYPE_NARROW_ROW, number);
  while (row != NULL && g_strcmp0 (gtk_widget_get_css_name (row), "row") != 0)
    row = gtk_widget_get_parent (row);
  return row;
}

static void
open_orders (UiFixture *fixture)
{
  ui_open_tab (fixture, "orders");
  ui_wait_for (find_row (fixture, "10482") != NULL || find_row (fixture, "200000") != NULL);
}

/* --- by keys --- */

static void
test_keys (UiFixture *fixture,
           gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autofree char *chip = NULL;

  open_orders (fixture);
  /* Tab does not end in a tick. */
  g_assert_false (
      gtk_widget_child_focus (ui_find (window, TIEM_TYPE_TICK_CELL, NULL), GTK_DIR_TAB_FORWARD));
  gtk_widget_grab_focus (find_row (fixture, "10482"));
  g_assert_true (press (fixture, GDK_KEY_space, 0));
  ui_wait_for (find_words (fixture, "1 order ticked") != NULL);
  g_assert_nonnull (ui_find (window, TIEM_TYPE_ACTION_BAR, NULL));

  /* The bar says how many there are in another list too, when the tick is in both. */
  chip = g_strdup (tiem_chips_get_selected (tiem_list_pane_get_chips (find_list (fixture))));
  ui_wait_for (find_words (fixture, "Select all 2") != NULL);
  tiem_chips_set_selected (tiem_list_pane_get_chips (find_list (fixture)), "all");
  ui_wait_for (find_words (fixture, "Select all 3") != NULL);
  tiem_chips_set_selected (tiem_list_pane_get_chips (find_list (fixture)), chip);
  ui_wait_for (find_words (fixture, "Select all 2") != NULL);

  /* From there to the other row. */
  gtk_widget_grab_focus (find_row (fixture, "10481"));
  g_assert_true (press (fixture, GDK_KEY_space, GDK_SHIFT_MASK));
  ui_wait_for (find_words (fixture, "2 orders ticked") != NULL);

  /* They stay, whatever the list shows. */
  tiem_chips_set_selected (tiem_list_pane_get_chips (find_list (fixture)), "completed");
  ui_wait_for (find_words (fixture, "2 orders, 2 outside of this list") != NULL);
  tiem_chips_set_selected (tiem_list_pane_get_chips (find_list (fixture)), "all");
  ui_wait_for (find_row (fixture, "10483") != NULL);
  g_assert_true (press (fixture, GDK_KEY_a, GDK_CONTROL_MASK));
  ui_wait_for (find_words (fixture, "3 orders ticked") != NULL);
  /* The pane adds them up; one of them has left: its goods are picked no more. */
  ui_wait_for (find_words (fixture, "4 items · 2 variants · 1 channel · 2.917.000\u00a0₫") != NULL);

  g_assert_true (press (fixture, GDK_KEY_Escape, 0));
  ui_wait_for (ui_find (window, TIEM_TYPE_ACTION_BAR, NULL) == NULL);
  g_assert_false (press (fixture, GDK_KEY_Escape, 0));
}

static gboolean
is_focused_in (UiFixture *fixture,
               GtkWidget *widget)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

/* Alt+2, Ctrl+A, Ctrl+Enter: a key that comes to a tab puts the focus where it works, Tab leaves
 * the table at once, and the blue button of the bar is the pane's. */
static void
test_three_keys (UiFixture *fixture,
                 gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  TiemPage *page;

  gtk_window_set_focus (GTK_WINDOW (window), NULL);
  gtk_widget_activate_action (window, "win.open", "(ssx)", "orders", "", (gint64)0);
  ui_wait_for (find_row (fixture, "10482") != NULL);
  ui_wait_for (is_focused_in (fixture, find_view (fixture)));
  page = TIEM_PAGE (find_page (fixture));
  g_assert_true (tiem_page_command (page, TIEM_PAGE_TICK_ALL));
  ui_wait_for (find_words (fixture, "Confirm (1)") != NULL);

  g_assert_true (press (fixture, GDK_KEY_Tab, 0));
  g_assert_true (is_focused_in (fixture, ui_find (window, TIEM_TYPE_ACTION_BAR, NULL)));
  g_assert_true (gtk_widget_child_focus (window, GTK_DIR_TAB_BACKWARD));
  g_assert_true (is_focused_in (fixture, find_view (fixture)));
  g_assert_true (press (fixture, GDK_KEY_ISO_Left_Tab, GDK_SHIFT_MASK));
  g_assert_false (is_focused_in (fixture, find_view (fixture)));
  g_assert_true (gtk_widget_get_can_focus (find_view (fixture)));

  g_assert_true (tiem_page_command (page, TIEM_PAGE_PRIMARY));
  ui_wait_for (find_words (fixture, "Confirmed 1 order") != NULL
               || find_words (fixture, "Confirmed 1 order, 1 left out") != NULL);
  g_assert_true (tiem_page_command (page, TIEM_PAGE_UNDO));
  ui_wait_for (find_words (fixture, "Taken back for 1 order") != NULL);
  shop_check (&fixture->shop);
}

/* What changes while the menu of the bar is open waits until it is closed: its entries stay, and
 * with them the focus. */
static void
test_open_menu (UiFixture *fixture,
                gconstpointer data)
{
  GtkWidget *more;
  GtkPopover *popover;

  open_orders (fixture);
  g_assert_true (press (fixture, GDK_KEY_a, GDK_CONTROL_MASK));
  ui_wait_for (find_words (fixture, "1 order is not confirmed") != NULL);
  ui_settle (200);
  more = ui_find (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_ACTION_BAR, NULL),
                  GTK_TYPE_MENU_BUTTON,
                  NULL);
  popover = gtk_menu_button_get_popover (GTK_MENU_BUTTON (more));
  gtk_menu_button_popup (GTK_MENU_BUTTON (more));
  ui_wait_for (gtk_widget_get_visible (GTK_WIDGET (popover)));
  fixture->shop.now += SHOP_MINUTE;
  shop_put_order (
      &fixture->shop,
      fixture->channel_id,
      (ShopOrder){ "10482", TIEM_ORDER_CANCELLED, "2", NULL, "GM-TAY", 1, "8", "Nguyễn Thị Ánh" });
  ui_wait_for (find_words (fixture, "1 order is not confirmed") == NULL);
  ui_settle (200);
  g_assert_true (gtk_menu_button_get_popover (GTK_MENU_BUTTON (more)) == popover);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (popover)));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (more));
  ui_wait_for (gtk_menu_button_get_popover (GTK_MENU_BUTTON (more)) != popover);
}

/* Without a tick the chosen order is meant, and is not ticked by that. */
static void
test_print_chosen (UiFixture *fixture,
                   gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  TiemPage *page;

  open_orders (fixture);
  page = TIEM_PAGE (find_page (fixture));
  ui_wait_for (tiem_list_pane_get_current_id (find_list (fixture)) != 0);
  ui_wait_for (ui_find (window, GTK_TYPE_BUTTON, "Confirm") != NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_assert_true (tiem_page_command (page, i == 0 ? TIEM_PAGE_PICK : TIEM_PAGE_PRINT));
      ui_wait_for (tiem_page_get_subpage (page) != NULL);
      g_assert_true (tiem_page_go_back (page));
      ui_wait_for (tiem_page_get_subpage (page) == NULL);
      ui_wait_for (is_focused_in (fixture, find_view (fixture)));
    }
  tiem_list_pane_refresh (find_list (fixture));
  g_assert_false (tiem_list_pane_clear_ticks (find_list (fixture)));
}

/* --- a hundred --- */

static guint
count_outbox (UiFixture *fixture,
              const char *state)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) items = tiem_store_list_outbox (fixture->shop.store, 0, &error);
  guint n = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < items->len; i++)
    n += g_strcmp0 (((TiemOutboxItem *)g_ptr_array_index (items, i))->state, state) == 0;
  return n;
}

static void
confirm_all (UiFixture *fixture)
{
  open_orders (fixture);
  tiem_chips_set_selected (tiem_list_pane_get_chips (find_list (fixture)), "to_confirm");
  ui_wait_for (find_row (fixture, "200000") != NULL);
  g_assert_true (press (fixture, GDK_KEY_a, GDK_CONTROL_MASK));
  ui_wait_for (find_words (fixture, "Confirm (101)") != NULL);
  gtk_widget_activate_action (GTK_WIDGET (find_page (fixture)), "orders.bulk-confirm", NULL);
  ui_wait_for (find_words (fixture, "Confirmed 101 orders") != NULL);
  g_assert_cmpuint (count_outbox (fixture, "waiting"), ==, 101);
}

/* What the toast's Undo and Ctrl+Z do. */
static void
test_undo (UiFixture *fixture,
           gconstpointer data)
{
  add_orders (fixture);
  confirm_all (fixture);
  g_assert_true (tiem_page_command (TIEM_PAGE (find_page (fixture)), TIEM_PAGE_UNDO));
  ui_wait_for (count_outbox (fixture, "waiting") == 0);
  shop_check (&fixture->shop);
}

/* The website takes 100 of 101: the owner is told, and shown which one. */
static void
test_refused (UiFixture *fixture,
              gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *view;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) refusal
      = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_REJECTED, "Đơn này đã bị khoá.");

  add_orders (fixture);
  confirm_all (fixture);
  fixture->shop.now += TIEM_HOLD_MS + 1;
  ui_settle (TIEM_HOLD_MS + 200);
  for (guint i = 0; i < 101; i++)
    {
      g_autoptr (GPtrArray) items
          = tiem_store_take_outbox (fixture->shop.store, fixture->channel_id, "order:", 1, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (items->len, ==, 1);
      tiem_store_finish_outbox (fixture->shop.store,
                                ((TiemOutboxItem *)items->pdata[0])->id,
                                i == 50 ? refusal : NULL,
                                &error);
      g_assert_no_error (error);
    }
  ui_wait_for (find_words (fixture, "100 orders done, 1 not") != NULL);
  view = ui_find (window, GTK_TYPE_BUTTON, "View");
  g_assert_nonnull (view);
  gtk_widget_activate (view);
  ui_wait_for (find_words (fixture, "Đơn này đã bị khoá.") != NULL);

  /* And lists exactly that one. */
  gtk_widget_activate (ui_find (window, GTK_TYPE_BUTTON, "List these orders"));
  ui_wait_for (find_words (fixture, "Only this 1") != NULL);
  ui_wait_for (find_row (fixture, "200000") == NULL);
  shop_check (&fixture->shop);
}

/* --- 360 px --- */

static GtkWidget *
find_by_tooltip (GtkWidget *widget,
                 const char *tooltip)
{
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), tooltip) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_by_tooltip (child, tooltip);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* As if the row were clicked: all gestures of the view see press and release. */
static void
click (UiFixture *fixture,
       GtkWidget *row)
{
  GtkWidget *view = find_view (fixture);
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (view);
  const char *const signals[] = { "pressed", "released" };
  graphene_rect_t bounds;

  g_assert_true (gtk_widget_compute_bounds (row, view, &bounds));
  for (guint s = 0; s < G_N_ELEMENTS (signals); s++)
    for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
      {
        g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

        if (GTK_IS_GESTURE_CLICK (controller))
          g_signal_emit_by_name (controller,
                                 signals[s],
                                 1,
                                 (double)bounds.origin.x + bounds.size.width / 2,
                                 (double)bounds.origin.y + bounds.size.height / 2);
      }
}

static void
test_narrow (UiFixture *fixture,
             gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *mode;

  open_orders (fixture);
  g_assert_null (ui_find (window, TIEM_TYPE_TICK_CELL, NULL));
  mode = find_by_tooltip (GTK_WIDGET (find_list (fixture)), "Tick several");
  g_assert_nonnull (mode);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (mode), TRUE);
  ui_wait_for (ui_find (window, TIEM_TYPE_TICK_CELL, NULL) != NULL);
  tiem_list_pane_set_current_id (find_list (fixture), 1);
  click (fixture, find_row (fixture, "10482"));
  ui_wait_for (find_words (fixture, "1 order ticked") != NULL);
  ui_settle (100);
  g_assert_nonnull (find_row (fixture, "10482")); /* no detail lies over it */
  g_assert_true (press (fixture, GDK_KEY_a, GDK_CONTROL_MASK));
  ui_wait_for (find_words (fixture, "2 orders ticked") != NULL);
  ui_settle (200);
  g_assert_cmpint (gtk_widget_get_width (window), <=, 400);

  /* Off again: nothing is ticked, and a click opens. */
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (mode), FALSE);
  ui_wait_for (ui_find (window, TIEM_TYPE_ACTION_BAR, NULL) == NULL);
  ui_wait_for (ui_find (window, TIEM_TYPE_TICK_CELL, NULL) == NULL);
}

/* --- long work --- */

static void
test_progress (UiFixture *fixture,
               gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  open_orders (fixture);
  tiem_list_pane_set_progress (find_list (fixture), "Printing 62 / 100 labels", 0.62, cancellable);
  ui_wait_for (find_words (fixture, "Printing 62 / 100 labels") != NULL);
  gtk_widget_activate (ui_find (GTK_WIDGET (find_list (fixture)), GTK_TYPE_BUTTON, "Cancel"));
  ui_wait_for (g_cancellable_is_cancelled (cancellable));
  tiem_list_pane_set_progress (find_list (fixture), NULL, 0, NULL);
  ui_wait_for (find_words (fixture, "Printing 62 / 100 labels") == NULL);
  ui_wait_for (find_words (fixture, "2 orders") != NULL);
}

int
main (int argc,
      char **argv)
{
  ui_init (&argc, &argv);
  UI_ADD ("/bulk/keys", NULL, test_keys);
  UI_ADD ("/bulk/three-keys", NULL, test_three_keys);
  UI_ADD ("/bulk/open-menu", NULL, test_open_menu);
  UI_ADD ("/bulk/print-chosen", NULL, test_print_chosen);
  UI_ADD ("/bulk/undo", NULL, test_undo);
  UI_ADD ("/bulk/refused", NULL, test_refused);
  UI_ADD ("/bulk/narrow", "narrow", test_narrow);
  UI_ADD ("/bulk/progress", NULL, test_progress);
  return g_test_run ();
}
