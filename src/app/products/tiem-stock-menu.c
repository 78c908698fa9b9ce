#define G_LOG_DOMAIN "tiem-stock-menu"

#include "config.h"

#include "app/products/tiem-stock-menu.h"

#include "app/products/tiem-categories-page.h"
#include "app/products/tiem-imports-page.h"
#include "app/products/tiem-link-page.h"
#include "app/products/tiem-places-page.h"
#include "app/products/tiem-purchase-open.h"
#include "app/products/tiem-takes-page.h"
#include "app/products/tiem-transfers-page.h"
#include "app/products/tiem-worth-page.h"

#include <glib/gi18n.h>

/* Sections of the menu, with lines between: 0 slips with suppliers, 1 places and takes, 2 reports,
 * 3 the catalogue. */
#define N_SECTIONS 4

static const struct
{
  const char *action;
  const char *label;
  TiemStockOpenFunc open;
  guint section;
} entries[] = {
  { "stock.purchases", N_ ("Purchase slips"), tiem_purchases_open, 0 },
  { "stock.supplier-returns", N_ ("Returns to suppliers"), tiem_supplier_returns_open, 0 },
  { "stock.suppliers", N_ ("Suppliers"), tiem_suppliers_open, 0 },
  { "stock.locations", N_ ("Places"), tiem_places_open, 1 },
  { "stock.transfers", N_ ("Transfers"), tiem_transfers_open, 1 },
  { "stock.takes", N_ ("Stock takes"), tiem_takes_open, 1 },
  { "stock.value", N_ ("Stock value"), tiem_worth_open_value, 2 },
  { "stock.slow", N_ ("Slow movers"), tiem_worth_open_slow, 2 },
  { "stock.reorder", N_ ("To be ordered"), tiem_worth_open_reorder, 2 },
  { "stock.link", N_ ("Link listings"), tiem_link_page_open, 3 },
  { "stock.imports", N_ ("Past imports"), tiem_imports_open, 3 },
  { "stock.categories", N_ ("Categories…"), tiem_categories_page_open, 3 },
  { NULL },
};

static void
open_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemPage *page = TIEM_PAGE (widget);

  if (tiem_page_get_shop (page) == NULL || tiem_page_get_subpage (page) != NULL)
    return;
  for (guint i = 0; entries[i].action != NULL; i++)
    if (g_str_equal (entries[i].action, name))
      entries[i].open (page);
}

void
tiem_stock_menu_install_actions (GtkWidgetClass *widget_class)
{
  for (guint i = 0; entries[i].action != NULL; i++)
    gtk_widget_class_install_action (widget_class, entries[i].action, NULL, open_action);
}

GMenuModel *
tiem_stock_menu_new (void)
{
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint section = 0; section < N_SECTIONS; section++)
    {
      g_autoptr (GMenu) part = g_menu_new ();

      for (guint i = 0; entries[i].action != NULL; i++)
        if (entries[i].section == section)
          g_menu_append (part, _ (entries[i].label), entries[i].action);
      if (g_menu_model_get_n_items (G_MENU_MODEL (part)) > 0)
        g_menu_append_section (menu, NULL, G_MENU_MODEL (part));
    }
  return G_MENU_MODEL (g_steal_pointer (&menu));
}
