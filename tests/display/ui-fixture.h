#pragma once

#include "../headless/shop-fixture.h"

#include "app/tiem-app.h"
#include "app/tiem-page.h"
#include "app/tiem-window.h"
#include "app/widgets/tiem-cell.h"
#include "app/widgets/tiem-chips.h"
#include "app/widgets/tiem-narrow-row.h"
#include "store/tiem-row-list.h"

#include <adwaita.h>

/* The real window over a real store with a shop in it; no engine runs. */
typedef struct
{
  StoreFixture shop;
  gint64 channel_id;
  TiemShop *app_shop;
  TiemWindow *window;
} UiFixture;

#define UI_DEADLINE_US (10 * G_USEC_PER_SEC)

/* Turns the main loop until @condition holds; fails the test after ten seconds. */
#define ui_wait_for(condition)                                                                     \
  G_STMT_START                                                                                     \
  {                                                                                                \
    gint64 until_ = g_get_monotonic_time () + UI_DEADLINE_US;                                      \
    while (!(condition) && g_get_monotonic_time () < until_)                                       \
      if (!g_main_context_iteration (NULL, FALSE))                                                 \
        g_usleep (1000);                                                                           \
    g_assert_true (condition);                                                                     \
  }                                                                                                \
  G_STMT_END

static inline void
ui_settle (guint ms)
{
  gint64 until = g_get_monotonic_time () + ms * 1000;

  while (g_get_monotonic_time () < until)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

/* The words a widget shows itself, not those of its children. Returns: (nullable) */
static inline const char *
ui_get_text (GtkWidget *widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (GTK_LABEL (widget));
  if (GTK_IS_INSCRIPTION (widget))
    return gtk_inscription_get_text (GTK_INSCRIPTION (widget));
  if (GTK_IS_BUTTON (widget))
    return gtk_button_get_label (GTK_BUTTON (widget));
  return NULL;
}

/* The first mapped widget of @type that shows @text (%NULL: any), itself or in a child. */
static inline GtkWidget *
ui_find (GtkWidget *root, GType type, const char *text);

static inline gboolean
ui_shows (GtkWidget *widget, const char *text)
{
  if (g_strcmp0 (ui_get_text (widget), text) == 0)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (gtk_widget_get_mapped (child) && ui_shows (child, text))
      return TRUE;
  return FALSE;
}

static inline GtkWidget *
ui_find (GtkWidget *root, GType type, const char *text)
{
  if (!gtk_widget_get_mapped (root))
    return NULL;
  if (g_type_is_a (G_OBJECT_TYPE (root), type) && (text == NULL || ui_shows (root, text)))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = ui_find (child, type, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

#define ui_label(fixture, text) ui_find (GTK_WIDGET ((fixture)->window), GTK_TYPE_LABEL, text)

static const ShopListing ui_listings[] = {
  { "1", "11", "AT-SG-D-L", "Áo thun cotton form rộng in chữ Sài Gòn", "Đen, L", 5 },
  { "1", "12", "AT-SG-T-M", "Áo thun cotton form rộng in chữ Sài Gòn", "Trắng, M", 30 },
  { "2", NULL, "GM-TAY", "Giỏ mây đan tay đựng đồ, có quai da bò", NULL, 12 },
  { "3", NULL, "NCKD-65", "Nồi chiên không dầu điện tử 6,5 lít", NULL, 8 },
};

static const ShopOrder ui_orders[] = {
  { "10481", TIEM_ORDER_TO_SHIP, "1", "11", "AT-SG-D-L", 2, "7", "Trần Quốc Bảo", "0938552016",
    .total = 378000, .title = "Áo thun cotton form rộng in chữ Sài Gòn" },
  { "10482", TIEM_ORDER_TO_CONFIRM, "2", NULL, "GM-TAY", 1, "8", "Nguyễn Thị Ánh Tuyết",
    "0905118274", .total = 649000, .title = "Giỏ mây đan tay đựng đồ, có quai da bò" },
  { "10483", TIEM_ORDER_COMPLETED, "3", NULL, "NCKD-65", 1, "9", "Đỗ Mạnh Hùng", "0868123456",
    .total = 1890000, .title = "Nồi chiên không dầu điện tử 6,5 lít" },
};

static inline void
ui_fill_shop (UiFixture *fixture)
{
  TiemAdoptResult *adopted;
  g_autoptr (GError) error = NULL;

  fixture->channel_id = shop_add_channel (&fixture->shop, "nhamay");
  shop_read_listings (
      &fixture->shop, fixture->channel_id, ui_listings, G_N_ELEMENTS (ui_listings));
  adopted = tiem_store_adopt (fixture->shop.store, fixture->channel_id, NULL, &error);
  g_assert_no_error (error);
  tiem_adopt_result_free (adopted);
  for (guint i = 0; i < G_N_ELEMENTS (ui_orders); i++)
    shop_put_order (&fixture->shop, fixture->channel_id, ui_orders[i]);
}

/* Weston can't tell a portal which window asks, at which GTK warns; a desktop can. */
static inline gboolean
ui_can_open_links (void)
{
  return g_strcmp0 (g_getenv ("WITH_DISPLAY"), "wayland") != 0;
}

static inline void
ui_open_window (UiFixture *fixture, int width, int height)
{
  g_autoptr (TiemKeyring) keyring = tiem_keyring_new_memory ();
  g_autoptr (TiemClock) clock = tiem_clock_new_simulated (fixture->shop.now);

  fixture->app_shop = tiem_shop_new (fixture->shop.store, keyring, clock, FALSE);
  fixture->window = g_object_ref_sink (tiem_window_new (NULL));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, height);
  gtk_window_present (GTK_WINDOW (fixture->window));
  tiem_window_set_shop (fixture->window, fixture->app_shop);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

/* @data: (nullable): "empty" leaves the shop empty; "narrow" makes a small window */
static inline void
ui_set_up (UiFixture *fixture, gconstpointer data)
{
  gboolean narrow = g_strcmp0 (data, "narrow") == 0;

  store_fixture_set_up (&fixture->shop, NULL);
  if (g_strcmp0 (data, "empty") != 0)
    ui_fill_shop (fixture);
  ui_open_window (fixture, narrow ? 380 : 1300, 800);
}

static inline void
ui_tear_down (UiFixture *fixture, gconstpointer data)
{
  tiem_window_set_shop (fixture->window, NULL);
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_clear_object (&fixture->window);
  g_clear_object (&fixture->app_shop);
  ui_settle (50);
  store_fixture_tear_down (&fixture->shop, NULL);
}

static inline void
ui_open_tab (UiFixture *fixture, const char *tab)
{
  gtk_widget_activate_action (
      GTK_WIDGET (fixture->window), "win.open", "(ssx)", tab, "", (gint64)0);
  ui_settle (150);
}

static inline void
ui_init (int *argc, char ***argv)
{
  gtk_test_init (argc, argv, NULL);
  tiem_app_init_widgets ();
  adw_init ();
}

#define UI_ADD(path, data, func)                                                                   \
  g_test_add (path, UiFixture, data, ui_set_up, func, ui_tear_down)
