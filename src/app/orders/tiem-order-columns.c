#define G_LOG_DOMAIN "tiem-order-columns"

#include "config.h"

#include "app/orders/tiem-order-columns.h"
#include "app/orders/tiem-order-words.h"
#include "app/widgets/tiem-kind.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "store/tiem-store-orders.h"

#include <glib/gi18n.h>

static gint64
get_now (gpointer page)
{
  return tiem_browse_page_now (TIEM_BROWSE_PAGE (page));
}

static void
fill_ship_by (TiemCell *cell,
              gconstpointer value,
              gpointer user_data)
{
  const char *icon;
  TiemTone tone;
  char *text = tiem_order_dup_deadline (value, get_now (user_data), &icon, &tone);

  tiem_cell_set_icon (cell, icon, tone);
  tiem_cell_take_text (cell, text, tone);
}

static void
fill_placed (TiemCell *cell,
             gconstpointer value,
             gpointer user_data)
{
  const TiemOrder *order = value;

  tiem_cell_take_text (
      cell, tiem_time_format_short (order->placed_at, get_now (user_data)), TIEM_TONE_NONE);
}

/* px a name needs beside its tile. */
#define CHANNEL_WIDTH 84

static gboolean
has_room_for_channel (TiemOrdersPage *self)
{
  TiemListPane *list = tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self));
  GtkColumnViewColumn *column = tiem_columns_find (tiem_list_pane_get_columns (list), "channel");

  return column != NULL && gtk_column_view_column_get_fixed_width (column) >= CHANNEL_WIDTH;
}

static void
fill_channel (TiemCell *cell,
              gconstpointer value,
              gpointer user_data)
{
  TiemOrdersPage *self = TIEM_ORDERS_PAGE (user_data);
  const TiemOrder *order = value;
  const char *word = tiem_orders_page_has_twins (self) ? order->channel_name
                                                       : tiem_kind_get_label (order->channel_kind);

  tiem_cell_set_kinds (cell, order->channel_kind);
  tiem_cell_set_text (cell, has_room_for_channel (self) ? word : "", 0);
}

static void
fill_number (TiemCell *cell,
             gconstpointer value,
             gpointer user_data)
{
  const TiemOrder *order = value;

  /* A note of the owner's stands behind the pencil. */
  tiem_cell_set_icon (
      cell, order->owner_note != NULL ? "document-edit-symbolic" : NULL, TIEM_TONE_ACCENT);
  tiem_cell_set_text (cell, order->number, TIEM_TONE_NONE);
}

static void
fill_buyer (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  const TiemOrder *order = value;
  gboolean warns = order->buyer_refused > 0 && tiem_order_status_is_open (order->status);

  tiem_cell_set_icon (cell, warns ? "dialog-warning-symbolic" : NULL, TIEM_TONE_WARNING);
  tiem_cell_set_text (cell, order->buyer_name, TIEM_TONE_NONE);
}

static void
fill_goods (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  tiem_cell_set_text (cell, ((const TiemOrder *)value)->goods, TIEM_TONE_NONE);
}

static void
fill_total (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  tiem_cell_take_text (
      cell, tiem_money_format (((const TiemOrder *)value)->total_vnd), TIEM_TONE_NONE);
}

static void
fill_state (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  TiemOrderWords words = tiem_order_get_words (value);
  gboolean loud = words.tone == TIEM_TONE_ERROR || words.tone == TIEM_TONE_WARNING;

  tiem_cell_set_icon (cell, words.icon, words.tone);
  tiem_cell_set_text (cell, words.word, loud ? words.tone : TIEM_TONE_NONE);
}

static void
fill_tracking (TiemCell *cell,
               gconstpointer value,
               gpointer user_data)
{
  tiem_cell_set_text (cell, ((const TiemOrder *)value)->tracking, TIEM_TONE_NONE);
}

static void
fill_carrier (TiemCell *cell,
              gconstpointer value,
              gpointer user_data)
{
  tiem_cell_set_text (cell, ((const TiemOrder *)value)->carrier, TIEM_TONE_NONE);
}

static void
fill_tags (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  const TiemOrder *order = value;

  tiem_cell_set_icon (cell, order->tags != NULL ? "tiem-tag-symbolic" : NULL, TIEM_TONE_SUB);
  tiem_cell_set_text (cell, order->tags, TIEM_TONE_NONE);
}

static void
fill_province (TiemCell *cell,
               gconstpointer value,
               gpointer user_data)
{
  tiem_cell_set_text (cell, ((const TiemOrder *)value)->address.province, TIEM_TONE_NONE);
}

/* Never without the word while it may still change. */
static void
fill_payout (TiemCell *cell,
             gconstpointer value,
             gpointer user_data)
{
  const TiemOrder *order = value;
  g_autofree char *amount = NULL;

  if (order->fees_state == TIEM_FEES_NONE)
    {
      tiem_cell_set_text (cell, NULL, TIEM_TONE_NONE);
      return;
    }
  amount = tiem_money_format (order->payout_vnd);
  if (order->fees_state == TIEM_FEES_SETTLED)
    tiem_cell_set_text (cell, amount, TIEM_TONE_NONE);
  else
    /* Translators: %s is an amount of money that is not certain yet */
    tiem_cell_take_text (cell, g_strdup_printf (_ ("est. %s"), amount), TIEM_TONE_SUB);
}

static void
fill_narrow (TiemNarrowRow *row,
             gconstpointer value,
             gpointer user_data)
{
  const TiemOrder *order = value;
  TiemOrderWords words = tiem_order_get_words (order);
  g_autofree char *total = tiem_money_format (order->total_vnd);
  g_autofree char *sub = NULL;
  g_autofree char *end = NULL;
  const char *icon;
  TiemTone tone;

  sub = g_strdup_printf ("%s · %s",
                         order->buyer_name != NULL ? order->buyer_name : _ ("Walk-in customer"),
                         order->goods != NULL ? order->goods : "");
  end = tiem_order_dup_deadline (order, get_now (user_data), &icon, &tone);
  if (end == NULL)
    {
      end = tiem_time_format_short (order->placed_at, get_now (user_data));
      tone = TIEM_TONE_SUB;
    }
  tiem_narrow_row_set_kinds (row, order->channel_kind);
  tiem_narrow_row_set_title (row, order->number, total);
  tiem_narrow_row_set_sub (row, sub);
  tiem_narrow_row_set_state (row, words.icon, words.word, words.tone);
  tiem_narrow_row_set_end (row, icon, end, tone);
}

static char *
make_new_rows_words (guint n)
{
  return g_strdup_printf (ngettext ("%d new order ↑", "%d new orders ↑", n), (int)n);
}

/* Those the user may add; none has an index to sort by. */
static void
add_optional (TiemBrowsePage *page)
{
  static const struct
  {
    const char *id;
    TiemColumnKind kind;
    const char *title;
    int width;
    TiemCellFunc func;
  } columns[] = {
    { "tracking", TIEM_COLUMN_TEXT, NC_ ("column", "Tracking no."), 160, fill_tracking },
    { "carrier", TIEM_COLUMN_TEXT, NC_ ("column", "Carrier"), 110, fill_carrier },
    { "tags", TIEM_COLUMN_STATE, NC_ ("column", "Tags"), 120, fill_tags },
    { "payout", TIEM_COLUMN_NUMBER, NC_ ("column", "Shop receives"), 160, fill_payout },
    { "province", TIEM_COLUMN_TEXT, NC_ ("column", "Province"), 130, fill_province },
  };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    tiem_list_pane_set_column_shown (
        tiem_browse_page_get_list (page),
        tiem_browse_page_add_column (page,
                                     columns[i].id,
                                     columns[i].kind,
                                     g_dpgettext2 (NULL, "column", columns[i].title),
                                     columns[i].width,
                                     columns[i].width,
                                     -1,
                                     columns[i].func),
        FALSE);
}

void
tiem_order_columns_add (TiemOrdersPage *self,
                        GtkColumnViewColumn **ship_by,
                        GtkColumnViewColumn **placed)
{
  TiemBrowsePage *page = TIEM_BROWSE_PAGE (self);
  TiemListPane *list = tiem_browse_page_get_list (page);

  *ship_by = tiem_browse_page_add_column (page,
                                          "ship-by",
                                          TIEM_COLUMN_STATE,
                                          _ ("Ship by"),
                                          124,
                                          118,
                                          TIEM_ORDER_SORT_SHIP_BY,
                                          fill_ship_by);
  *placed = tiem_browse_page_add_column (page,
                                         "placed",
                                         TIEM_COLUMN_TEXT,
                                         _ ("Placed"),
                                         112,
                                         106,
                                         TIEM_ORDER_SORT_PLACED,
                                         fill_placed);
  tiem_browse_page_add_column (page,
                               "channel",
                               TIEM_COLUMN_CHANNEL,
                               _ ("Channel"),
                               106,
                               50,
                               TIEM_ORDER_SORT_CHANNEL,
                               fill_channel);
  tiem_browse_page_add_column (page,
                               "number",
                               TIEM_COLUMN_STATE,
                               _ ("Order no."),
                               172,
                               170,
                               TIEM_ORDER_SORT_NUMBER,
                               fill_number);
  tiem_browse_page_add_column (
      page, "buyer", TIEM_COLUMN_STATE, _ ("Buyer"), 124, 0, TIEM_ORDER_SORT_BUYER, fill_buyer);
  tiem_browse_page_add_column (page, "goods", TIEM_COLUMN_TEXT, _ ("Goods"), 0, -1, -1, fill_goods);
  tiem_browse_page_add_column (
      page, "total", TIEM_COLUMN_NUMBER, _ ("Total"), 120, 114, TIEM_ORDER_SORT_TOTAL, fill_total);
  tiem_browse_page_add_column (
      page, "status", TIEM_COLUMN_STATE, _ ("State"), 148, 140, TIEM_ORDER_SORT_STATUS, fill_state);
  add_optional (page);
  tiem_list_pane_set_column_shown (list, *ship_by, FALSE);
  tiem_list_pane_sort_by (list, *placed, GTK_SORT_DESCENDING);
  tiem_list_pane_set_narrow_func (list, fill_narrow, self);
  tiem_list_pane_set_new_rows_words (list, make_new_rows_words);
}
