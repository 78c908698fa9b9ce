#include "ui-fixture.h"

#include "app/products/tiem-products-page.h"
#include "app/purchases/tiem-purchase-page.h"
#include "app/purchases/tiem-purchases-page.h"
#include "app/tiem-shortcuts.h"
#include "store/tiem-store-purchases.h"
#include "store/tiem-store-suppliers.h"

/* Slips of purchases through the real window, by the keys of the X server alone. */

#define N_GOODS 20

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

static char *
make_code (guint index)
{
  return g_strdup_printf ("89385059%05u", index);
}

static void
set_up (UiFixture *fixture,
        gconstpointer data)
{
  ui_set_up (fixture, "empty");
  for (guint i = 0; i < N_GOODS; i++)
    {
      g_autofree char *sku = g_strdup_printf ("CHEN-%02u", i);
      g_autofree char *code = make_code (i);
      g_autofree char *name = g_strdup_printf ("Chén gốm men lam số %u", i + 1);
      TiemNewVariant values = { .name = name,
                                .sku = sku,
                                .barcode = code,
                                .price_vnd = 65000,
                                .has_cost = TRUE,
                                .cost_vnd = 30000 };
      g_autoptr (GError) error = NULL;

      tiem_store_add_variant (fixture->shop.store, &values, &error);
      g_assert_no_error (error);
    }
  add_keys (fixture, "win.create");
  add_keys (fixture, "win.primary");
  add_keys (fixture, "win.undo");
  ui_open_tab (fixture, "products");
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

/* Slower than any scanner. */
static void
type_by_hand (const char *text)
{
  run ((const char *const[]){ "xdotool", "type", "--delay", "220", "--", text, NULL });
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

/* --- what is on show, and what is stored --- */

static GtkWidget *
find (UiFixture *fixture,
      GType type)
{
  return ui_find (GTK_WIDGET (fixture->window), type, NULL);
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
open_slip (UiFixture *fixture)
{
  gtk_widget_activate_action (find (fixture, TIEM_TYPE_PRODUCTS_PAGE), "stock.purchases", NULL);
  ui_wait_for (find (fixture, TIEM_TYPE_PURCHASES_PAGE) != NULL);
  ui_wait_for (!is_sliding (GTK_WIDGET (fixture->window)));
  press ("ctrl+n");
  ui_wait_for (find (fixture, TIEM_TYPE_PURCHASE_PAGE) != NULL);
  ui_wait_for (!is_sliding (GTK_WIDGET (fixture->window)));
}

/* Returns: (transfer full) (nullable): the newest slip */
static TiemPurchase *
read_newest (UiFixture *fixture)
{
  TiemPurchaseQuery query = { .descending = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found
      = tiem_store_list_purchases (fixture->shop.store, &query, 1, 0, &error);
  TiemPurchase *purchase;

  g_assert_no_error (error);
  if (found->len == 0)
    return NULL;
  purchase = tiem_store_get_purchase (
      fixture->shop.store, ((TiemPurchase *)found->pdata[0])->slip_id, &error);
  g_assert_no_error (error);
  return purchase;
}

static gboolean
newest_is (UiFixture *fixture,
           TiemSlipState state,
           gint64 units,
           gint64 total_vnd)
{
  g_autoptr (TiemPurchase) purchase = read_newest (fixture);

  return purchase != NULL && purchase->state == state && purchase->units == units
         && purchase->total_vnd == total_vnd;
}

static gint64
read_on_hand (UiFixture *fixture)
{
  TiemVariantQuery query = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found
      = tiem_store_list_variants (fixture->shop.store, &query, 0, 0, &error);
  gint64 sum = 0;

  g_assert_no_error (error);
  for (guint i = 0; i < found->len; i++)
    sum += ((TiemVariant *)found->pdata[i])->on_hand;
  return sum;
}

/* --- the tests --- */

/* Twenty goods are scanned, the supplier is made while he is named, the slip is booked and
 * undone: nothing of it needs the mouse. */
static void
test_scan (UiFixture *fixture,
           gconstpointer data)
{
  open_slip (fixture);
  for (guint i = 0; i < N_GOODS; i++)
    {
      g_autofree char *code = make_code (i);

      scan (code);
    }
  scan ("8938505900003"); /* once more */
  /* it is kept while it is written */
  ui_wait_for (newest_is (fixture, TIEM_SLIP_DRAFT, N_GOODS + 1, (N_GOODS + 1) * 30000));
  g_assert_cmpint (read_on_hand (fixture), ==, 0);

  /* nobody is named yet: said, and nothing booked */
  press ("ctrl+Return");
  ui_wait_for (ui_label (fixture, "The slip names no supplier; choose one, or make a new one.")
               != NULL);
  for (guint i = 0; i < 40; i++)
    {
      GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
      GtkWidget *entry = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_ENTRY) : NULL;

      if (entry != NULL
          && g_strcmp0 (gtk_entry_get_placeholder_text (GTK_ENTRY (entry)), "Name, code or phone…")
                 == 0)
        break;
      press ("shift+Tab");
      ui_settle (20);
    }
  type_by_hand ("Gom Bat Trang");
  ui_wait_for (ui_label (fixture, "as a new supplier") != NULL);
  press ("Return");
  ui_wait_for (ui_label (fixture, "NCC000001") != NULL);
  press ("ctrl+Return");
  ui_wait_for (newest_is (fixture, TIEM_SLIP_DONE, N_GOODS + 1, (N_GOODS + 1) * 30000));
  ui_wait_for (find (fixture, TIEM_TYPE_PURCHASE_PAGE) == NULL);
  g_assert_cmpint (read_on_hand (fixture), ==, N_GOODS + 1);

  press ("ctrl+z");
  ui_wait_for (newest_is (fixture, TIEM_SLIP_UNDONE, N_GOODS + 1, (N_GOODS + 1) * 30000));
  g_assert_cmpint (read_on_hand (fixture), ==, 0);
}

int
main (int argc,
      char **argv)
{
  ui_init (&argc, &argv);
  g_test_add ("/purchase/scan", UiFixture, NULL, set_up, test_scan, ui_tear_down);
  return g_test_run ();
}
