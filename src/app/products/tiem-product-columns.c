#define G_LOG_DOMAIN "tiem-product-columns"

#include "config.h"

#include "app/products/tiem-product-columns.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

/* What a row of the products list says. */

/* Returns: (nullable) */
static TiemStore *
get_store (TiemPage *page)
{
  TiemShop *shop = tiem_page_get_shop (page);

  return shop != NULL ? tiem_shop_get_store (shop) : NULL;
}

/* Which of the product's it is. */
static char *
dup_sub (const TiemVariant *variant)
{
  const char *options
      = variant->options != NULL && *variant->options != '\0' ? variant->options : NULL;

  return g_strconcat (variant->is_bundle ? _ ("Combo") : "",
                      variant->is_bundle ? " · " : "",
                      options != NULL ? options : "",
                      options != NULL ? " · " : "",
                      variant->sku,
                      NULL);
}

static void
fill_item (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  const TiemVariant *variant = value;
  g_autofree char *sub = dup_sub (variant);

  tiem_cell_set_thumb (cell, get_store (user_data), variant->picture, "package-x-generic-symbolic");
  tiem_cell_set_text (cell, variant->product_name, TIEM_TONE_NONE);
  tiem_cell_set_sub (cell, sub);
}

static void
fill_price (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  const TiemVariant *variant = value;

  tiem_cell_take_text (cell, tiem_money_format (variant->price_vnd), TIEM_TONE_NONE);
}

static void
fill_cost (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  const TiemVariant *variant = value;

  if (variant->has_cost)
    tiem_cell_take_text (cell, tiem_money_format (variant->cost_vnd), TIEM_TONE_NONE);
  else
    tiem_cell_set_text (cell, NULL, TIEM_TONE_NONE);
}

static void
fill_value (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  const TiemVariant *variant = value;

  if (variant->has_cost && !variant->is_bundle)
    tiem_cell_take_text (cell, tiem_money_format (variant->stock_value_vnd), TIEM_TONE_NONE);
  else
    tiem_cell_set_text (cell, NULL, TIEM_TONE_NONE);
}

static void
fill_reorder_point (TiemCell *cell,
                    gconstpointer value,
                    gpointer user_data)
{
  const TiemVariant *variant = value;

  if (variant->has_reorder_point)
    tiem_cell_take_text (cell, tiem_number_format (variant->reorder_point), TIEM_TONE_NONE);
  else
    tiem_cell_set_text (cell, NULL, TIEM_TONE_NONE);
}

static void
fill_barcode (TiemCell *cell,
              gconstpointer value,
              gpointer user_data)
{
  tiem_cell_set_text (cell, ((const TiemVariant *)value)->barcode, TIEM_TONE_NONE);
}

static void
fill_category (TiemCell *cell,
               gconstpointer value,
               gpointer user_data)
{
  tiem_cell_set_text (cell, ((const TiemVariant *)value)->category, TIEM_TONE_NONE);
}

static void
fill_on_hand (TiemCell *cell,
              gconstpointer value,
              gpointer user_data)
{
  const TiemVariant *variant = value;

  if (variant->counted_at == 0)
    tiem_cell_set_text (cell, NULL, TIEM_TONE_NONE);
  else
    tiem_cell_take_text (cell, tiem_number_format (variant->on_hand), TIEM_TONE_NONE);
}

static void
fill_reserved (TiemCell *cell,
               gconstpointer value,
               gpointer user_data)
{
  const TiemVariant *variant = value;

  tiem_cell_take_text (cell,
                       tiem_number_format (variant->reserved),
                       variant->reserved == 0 ? TIEM_TONE_SUB : TIEM_TONE_NONE);
}

static void
fill_available (TiemCell *cell,
                gconstpointer value,
                gpointer user_data)
{
  const TiemVariant *variant = value;
  TiemTone tone = variant->counted_at == 0  ? TIEM_TONE_NONE
                  : variant->available <= 0 ? TIEM_TONE_ERROR
                  : variant->is_low         ? TIEM_TONE_WARNING
                                            : TIEM_TONE_NONE;

  tiem_cell_set_bold (cell, TRUE);
  tiem_cell_set_icon (cell,
                      tone == TIEM_TONE_ERROR     ? "dialog-error-symbolic"
                      : tone == TIEM_TONE_WARNING ? "dialog-warning-symbolic"
                                                  : NULL,
                      tone);
  if (variant->counted_at == 0 && variant->reserved == 0)
    tiem_cell_set_text (cell, NULL, TIEM_TONE_NONE);
  else
    tiem_cell_take_text (cell, tiem_number_format (variant->available), tone);
}

static void
fill_channels (TiemCell *cell,
               gconstpointer value,
               gpointer user_data)
{
  const TiemVariant *variant = value;

  tiem_cell_set_kinds (cell, variant->channels);
}

static void
fill_sold (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  const TiemVariant *variant = value;

  tiem_cell_take_text (cell, tiem_number_format (variant->sold_30_days), TIEM_TONE_NONE);
}

static void
fill_narrow (TiemNarrowRow *row,
             gconstpointer value,
             gpointer user_data)
{
  const TiemVariant *variant = value;
  g_autofree char *price = tiem_money_format (variant->price_vnd);
  g_autofree char *sub = dup_sub (variant);
  g_autofree char *number = tiem_number_format (variant->available);
  g_autofree char *left = g_strdup_printf (_ ("Available: %s"), number);
  g_autofree char *held
      = variant->reserved > 0 ? g_strdup_printf (_ ("%d held"), (int)variant->reserved) : NULL;
  TiemTone tone = variant->available <= 0 ? TIEM_TONE_ERROR
                  : variant->is_low       ? TIEM_TONE_WARNING
                                          : TIEM_TONE_NONE;

  tiem_narrow_row_set_thumb (
      row, get_store (user_data), variant->picture, "package-x-generic-symbolic");
  tiem_narrow_row_set_title (row, variant->product_name, price);
  tiem_narrow_row_set_sub (row, sub);
  tiem_narrow_row_set_state (row,
                             tone == TIEM_TONE_ERROR     ? "dialog-error-symbolic"
                             : tone == TIEM_TONE_WARNING ? "dialog-warning-symbolic"
                                                         : NULL,
                             left,
                             tone);
  tiem_narrow_row_set_end (row, NULL, held, TIEM_TONE_SUB);
}
void
tiem_product_columns_add (TiemBrowsePage *page)
{
  TiemListPane *list = tiem_browse_page_get_list (page);
  GtkColumnViewColumn *name;

  name = tiem_browse_page_add_column (page,
                                      "item",
                                      TIEM_COLUMN_ITEM,
                                      _ ("Product, variant, SKU"),
                                      0,
                                      0,
                                      TIEM_VARIANT_SORT_NAME,
                                      fill_item);
  tiem_browse_page_add_column (page,
                               "price",
                               TIEM_COLUMN_NUMBER,
                               _ ("Price"),
                               116,
                               108,
                               TIEM_VARIANT_SORT_PRICE,
                               fill_price);
  tiem_browse_page_add_column (page,
                               "on-hand",
                               TIEM_COLUMN_NUMBER,
                               _ ("On hand"),
                               90,
                               -1,
                               TIEM_VARIANT_SORT_ON_HAND,
                               fill_on_hand);
  tiem_browse_page_add_column (page,
                               "reserved",
                               TIEM_COLUMN_NUMBER,
                               _ ("Reserved"),
                               96,
                               -1,
                               TIEM_VARIANT_SORT_RESERVED,
                               fill_reserved);
  tiem_browse_page_add_column (page,
                               "available",
                               TIEM_COLUMN_NUMBER,
                               _ ("Available"),
                               110,
                               106,
                               TIEM_VARIANT_SORT_AVAILABLE,
                               fill_available);
  tiem_browse_page_add_column (
      page, "channels", TIEM_COLUMN_TILES, _ ("Channel"), 96, 96, -1, fill_channels);
  tiem_browse_page_add_column (page,
                               "sold",
                               TIEM_COLUMN_NUMBER,
                               _ ("Sold in 30 days"),
                               126,
                               -1,
                               TIEM_VARIANT_SORT_SOLD,
                               fill_sold);
  tiem_list_pane_set_column_shown (
      list,
      tiem_browse_page_add_column (
          page, "cost", TIEM_COLUMN_NUMBER, _ ("Cost"), 116, 108, -1, fill_cost),
      FALSE);
  tiem_list_pane_set_column_shown (
      list,
      tiem_browse_page_add_column (
          page, "barcode", TIEM_COLUMN_TEXT, _ ("Barcode"), 130, 130, -1, fill_barcode),
      FALSE);
  tiem_list_pane_set_column_shown (
      list,
      tiem_browse_page_add_column (
          page, "category", TIEM_COLUMN_TEXT, _ ("Category"), 180, 140, -1, fill_category),
      FALSE);
  tiem_list_pane_set_column_shown (
      list,
      tiem_browse_page_add_column (
          page, "value", TIEM_COLUMN_NUMBER, _ ("Stock value"), 136, 126, -1, fill_value),
      FALSE);
  tiem_list_pane_set_column_shown (list,
                                   tiem_browse_page_add_column (page,
                                                                "reorder-point",
                                                                TIEM_COLUMN_NUMBER,
                                                                _ ("Reorder point"),
                                                                126,
                                                                116,
                                                                -1,
                                                                fill_reorder_point),
                                   FALSE);
  tiem_list_pane_sort_by (list, name, GTK_SORT_ASCENDING);
  tiem_list_pane_set_tall (list);
  tiem_list_pane_set_narrow_func (list, fill_narrow, page);
}
