#include "ui-fixture.h"

#include "base/tiem-error.h"

#include <string.h>

/* What the owner sees of channels that are changed, refuse, or fall out, and of who was first. */

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

/* Any mapped label below @root whose text contains @words. */
static GtkWidget *
find_words (GtkWidget *root,
            const char *words)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (GTK_IS_LABEL (root) && strstr (gtk_label_get_text (GTK_LABEL (root)), words) != NULL)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_words (child, words);

      if (found != NULL)
        return found;
    }
  return NULL;
}

#define says(fixture, words) (find_words (window_of (fixture), words) != NULL)

static void
press (UiFixture *fixture,
       const char *label)
{
  GtkWidget *button;

  ui_wait_for (ui_find (window_of (fixture), GTK_TYPE_BUTTON, label) != NULL);
  button = ui_find (window_of (fixture), GTK_TYPE_BUTTON, label);
  g_assert_true (gtk_widget_is_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static gint64
get_on_hand (UiFixture *fixture,
             const char *sku)
{
  g_autoptr (TiemVariant) variant = shop_get_variant (&fixture->shop, sku);

  return variant->on_hand;
}

/* Somebody makes 12 baskets 15 at the website. */
static void
change_there (UiFixture *fixture)
{
  ShopListing changed[G_N_ELEMENTS (ui_listings)];

  memcpy (changed, ui_listings, sizeof changed);
  changed[2].stock = 15;
  fixture->shop.now += SHOP_HOUR;
  shop_read_listings (&fixture->shop, fixture->channel_id, changed, G_N_ELEMENTS (changed));
  shop_settle_drift (&fixture->shop, fixture->channel_id, 1);
}

static void
test_drift (UiFixture *fixture,
            gconstpointer data)
{
  gint64 before = get_on_hand (fixture, "GM-TAY");

  change_there (fixture);
  ui_open_tab (fixture, "channels");
  ui_wait_for (says (fixture, "nhamay has 15, Tiệm wants"));
  open_entry (fixture, "channels", fixture->channel_id);
  ui_wait_for (says (fixture, "Changed on the channel (1)"));
  press (fixture, "Take over from the platform");
  ui_wait_for (says (fixture, "taken over at"));
  g_assert_cmpint (get_on_hand (fixture, "GM-TAY"), >, before);
  g_assert_null (ui_find (window_of (fixture), GTK_TYPE_BUTTON, "Set back"));
}

static void
test_refused (UiFixture *fixture,
              gconstpointer data)
{
  g_autoptr (TiemVariant) variant = shop_get_variant (&fixture->shop, "GM-TAY");
  g_autoptr (GPtrArray) pushes = NULL;
  g_autoptr (GError) error = NULL;
  guint dropped = 0;

  tiem_store_set_stock (fixture->shop.store, variant->id, 4, "damaged", NULL, &error);
  g_assert_no_error (error);
  pushes = tiem_store_take_stock_pushes (fixture->shop.store, fixture->channel_id, 10, &error);
  g_assert_no_error (error);
  tiem_store_begin_pushes (fixture->shop.store, pushes, &dropped, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < pushes->len; i++)
    ((TiemPush *)g_ptr_array_index (pushes, i))->error
        = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_REJECTED, "Tin đăng đang chờ duyệt.");
  tiem_store_finish_pushes (fixture->shop.store, fixture->channel_id, pushes, &error);
  g_assert_no_error (error);

  open_entry (fixture, "channels", fixture->channel_id);
  ui_wait_for (says (fixture, "Waits for you ("));
  g_assert_true (says (fixture, "Tin đăng đang chờ duyệt. Tried again at"));
  open_entry (fixture, "products", variant->id);
  ui_wait_for (says (fixture, "Tin đăng đang chờ duyệt."));
}

static void
test_out_of_reach (UiFixture *fixture,
                   gconstpointer data)
{
  g_autoptr (GError) trouble
      = g_error_new_literal (TIEM_ERROR, TIEM_ERROR_TRANSIENT, "Không trả lời; xem lại mạng.");
  g_autoptr (GError) error = NULL;

  tiem_store_set_channel_state (
      fixture->shop.store, fixture->channel_id, TIEM_CHANNEL_FAILING, trouble, &error);
  g_assert_no_error (error);
  open_entry (fixture, "channels", fixture->channel_id);
  ui_wait_for (says (fixture, "nhamay has been out of reach since"));
  g_assert_true (says (fixture, "The other channels work as usual"));
  g_assert_nonnull (ui_find (window_of (fixture), GTK_TYPE_BUTTON, "Try again"));
  if (data == NULL) /* beside the list of channels */
    g_assert_true (says (fixture, "Out of reach since"));
}

static gboolean
get_splits (UiFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemChannelRecord) record
      = tiem_store_get_channel (fixture->shop.store, fixture->channel_id, &error);

  g_assert_no_error (error);
  return record->splits;
}

/* The switch follows the store, and the store the switch. */
static void
test_split (UiFixture *fixture,
            gconstpointer data)
{
  GtkWidget *row, *toggle;

  open_entry (fixture, "channels", fixture->channel_id);
  ui_wait_for (says (fixture, "Share out the last units"));
  row = ui_find (window_of (fixture), ADW_TYPE_ACTION_ROW, "Share out the last units");
  toggle = ui_find (row, GTK_TYPE_SWITCH, NULL);
  ui_wait_for (gtk_switch_get_active (GTK_SWITCH (toggle)));
  gtk_switch_set_active (GTK_SWITCH (toggle), FALSE);
  ui_wait_for (says (fixture, "nhamay always shows all there is"));
  g_assert_false (get_splits (fixture));
  ui_settle (200);
  g_assert_false (gtk_switch_get_active (GTK_SWITCH (toggle)));
  gtk_switch_set_active (GTK_SWITCH (toggle), TRUE);
  ui_wait_for (says (fixture, "nhamay shares out the last units"));
  g_assert_true (get_splits (fixture));
}

static void
test_who_was_first (UiFixture *fixture,
                    gconstpointer data)
{
  g_autoptr (TiemVariant) shirt = shop_get_variant (&fixture->shop, "AT-SG-D-L");
  g_autoptr (GError) error = NULL;
  gint64 id;

  shop_put_order (&fixture->shop,
                  fixture->channel_id,
                  (ShopOrder){ "10490",
                               TIEM_ORDER_TO_SHIP,
                               "1",
                               "11",
                               "AT-SG-D-L",
                               9,
                               .title = "Áo thun cotton form rộng in chữ Sài Gòn" });
  id = tiem_store_find_order (fixture->shop.store, "10490", 0, &error);
  g_assert_no_error (error);
  open_entry (fixture, "orders", id);
  ui_wait_for (says (fixture, "Who was first?"));
  g_assert_true (says (fixture, "Out of stock: order 10481 on nhamay"));
  g_assert_true (says (fixture, "10490 (this order)"));

  open_entry (fixture, "products", shirt->id);
  ui_wait_for (says (fixture, "missing?"));
}

int
main (int argc,
      char *argv[])
{
  ui_init (&argc, &argv);
  UI_ADD ("/seen/drift", NULL, test_drift);
  UI_ADD ("/seen/refused", NULL, test_refused);
  UI_ADD ("/seen/out-of-reach", NULL, test_out_of_reach);
  UI_ADD ("/seen/narrow", "narrow", test_out_of_reach);
  UI_ADD ("/seen/split", NULL, test_split);
  UI_ADD ("/seen/who-was-first", NULL, test_who_was_first);
  return g_test_run ();
}
