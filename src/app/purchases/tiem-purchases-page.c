#define G_LOG_DOMAIN "tiem-purchases-page"

#include "config.h"

#include "app/purchases/tiem-purchases-page.h"

#include "app/help/tiem-help.h"
#include "app/purchases/tiem-purchase-actions.h"
#include "app/purchases/tiem-purchase-detail.h"
#include "app/purchases/tiem-purchase-page.h"
#include "app/tiem-list-export.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "store/tiem-purchase-rows.h"

#include <glib/gi18n.h>

struct _TiemSupplierReturnsPage
{
  TiemPurchasesPage parent_instance;
};

G_DEFINE_TYPE (TiemPurchasesPage, tiem_purchases_page, TIEM_TYPE_BROWSE_PAGE)
G_DEFINE_FINAL_TYPE (TiemSupplierReturnsPage, tiem_supplier_returns_page, TIEM_TYPE_PURCHASES_PAGE)

#define KIND(self) (TIEM_PURCHASES_PAGE_GET_CLASS (self)->kind)

/* --- the list --- */

static void
fill_number (TiemCell *cell,
             gconstpointer value,
             gpointer user_data)
{
  const TiemPurchase *purchase = value;

  tiem_cell_set_text (cell, purchase->number, TIEM_TONE_NONE);
}

static char *
format_time (TiemBrowsePage *page,
             const TiemPurchase *purchase)
{
  return tiem_time_format_short (purchase->done_at > 0 ? purchase->done_at : purchase->saved_at,
                                 tiem_browse_page_now (page));
}

static void
fill_time (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  tiem_cell_take_text (cell, format_time (user_data, value), TIEM_TONE_NONE);
}

static void
fill_supplier (TiemCell *cell,
               gconstpointer value,
               gpointer user_data)
{
  const TiemPurchase *purchase = value;

  tiem_cell_set_text (cell, purchase->supplier_name, TIEM_TONE_NONE);
}

static void
fill_units (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  const TiemPurchase *purchase = value;

  tiem_cell_take_text (cell, tiem_number_format (purchase->units), TIEM_TONE_NONE);
}

static void
fill_total (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  const TiemPurchase *purchase = value;

  tiem_cell_take_text (cell,
                       tiem_money_format (purchase->total_vnd),
                       purchase->state == TIEM_SLIP_UNDONE ? TIEM_TONE_SUB : TIEM_TONE_NONE);
}

static void
fill_owed (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  const TiemPurchase *purchase = value;

  if (purchase->owed_vnd > 0)
    tiem_cell_take_text (cell, tiem_money_format (purchase->owed_vnd), TIEM_TONE_WARNING);
  else
    tiem_cell_set_text (cell, NULL, TIEM_TONE_NONE);
}

static void
fill_state (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  const TiemPurchase *purchase = value;

  TiemTone tone = tiem_purchase_state_tone (purchase);

  tiem_cell_set_icon (cell, tiem_purchase_state_icon (purchase), tone);
  /* Only what wants something is coloured. */
  tiem_cell_set_text (cell,
                      tiem_purchase_state_label (purchase),
                      tone == TIEM_TONE_WARNING ? tone : TIEM_TONE_NONE);
}

static void
fill_narrow (TiemNarrowRow *row,
             gconstpointer value,
             gpointer user_data)
{
  const TiemPurchase *purchase = value;
  g_autofree char *total = tiem_money_format (purchase->total_vnd);
  g_autofree char *when = format_time (user_data, purchase);

  tiem_narrow_row_set_kinds (row, NULL);
  tiem_narrow_row_set_title (row,
                             purchase->supplier_name != NULL ? purchase->supplier_name
                                                             : _ ("No supplier yet"),
                             total);
  tiem_narrow_row_set_sub (row, purchase->number);
  tiem_narrow_row_set_state (row,
                             tiem_purchase_state_icon (purchase),
                             tiem_purchase_state_label (purchase),
                             tiem_purchase_state_tone (purchase));
  tiem_narrow_row_set_end (row, NULL, when, TIEM_TONE_SUB);
}

static void
add_chips (TiemPurchasesPage *self)
{
  TiemChips *chips = tiem_list_pane_get_chips (tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self)));
  gboolean back = KIND (self) == TIEM_SUPPLIER_RETURN;

  tiem_chips_add (chips, "all", _ ("All"), NULL, TIEM_TONE_NONE, FALSE);
  tiem_chips_add (chips, "draft", _ ("Drafts"), NULL, TIEM_TONE_NONE, FALSE);
  tiem_chips_add (
      chips, "done", back ? _ ("Sent back") : _ ("Booked in"), NULL, TIEM_TONE_NONE, FALSE);
  if (!back)
    tiem_chips_add (
        chips, "owed", _ ("Still owed"), "dialog-warning-symbolic", TIEM_TONE_WARNING, TRUE);
  tiem_chips_add (chips, "undone", _ ("Undone"), NULL, TIEM_TONE_NONE, FALSE);
}

static void
build_list (TiemPurchasesPage *self)
{
  TiemBrowsePage *page = TIEM_BROWSE_PAGE (self);
  TiemListPane *list = tiem_browse_page_get_list (page);
  gboolean back = KIND (self) == TIEM_SUPPLIER_RETURN;
  g_autoptr (GMenu) menu = g_menu_new ();
  GtkColumnViewColumn *time;

  g_object_set (list,
                "placeholder",
                _ ("Search number, supplier, goods, note…"),
                "label",
                back ? _ ("Returns to suppliers") : _ ("Purchase slips"),
                NULL);
  add_chips (self);
  tiem_browse_page_add_column (page,
                               "number",
                               TIEM_COLUMN_TEXT,
                               _ ("Slip"),
                               104,
                               100,
                               TIEM_PURCHASE_SORT_NUMBER,
                               fill_number);
  time = tiem_browse_page_add_column (
      page, "time", TIEM_COLUMN_TEXT, _ ("Time"), 112, 106, TIEM_PURCHASE_SORT_TIME, fill_time);
  tiem_browse_page_add_column (page,
                               "supplier",
                               TIEM_COLUMN_TEXT,
                               _ ("Supplier"),
                               0,
                               0,
                               TIEM_PURCHASE_SORT_SUPPLIER,
                               fill_supplier);
  tiem_browse_page_add_column (
      page, "units", TIEM_COLUMN_NUMBER, _ ("Units"), 84, -1, -1, fill_units);
  tiem_browse_page_add_column (page,
                               "total",
                               TIEM_COLUMN_NUMBER,
                               _ ("Total"),
                               124,
                               116,
                               TIEM_PURCHASE_SORT_TOTAL,
                               fill_total);
  if (!back)
    tiem_browse_page_add_column (
        page, "owed", TIEM_COLUMN_NUMBER, _ ("Owed"), 120, -1, TIEM_PURCHASE_SORT_OWED, fill_owed);
  tiem_browse_page_add_column (
      page, "state", TIEM_COLUMN_STATE, _ ("State"), 130, 124, -1, fill_state);
  tiem_list_pane_sort_by (list, time, GTK_SORT_DESCENDING);
  tiem_list_pane_set_narrow_func (list, fill_narrow, self);
  tiem_list_export_append (menu, "purchases.export");
  tiem_list_pane_set_menu (list, G_MENU_MODEL (menu));
}

/* --- the query --- */

static TiemRowList *
tiem_purchases_page_create_rows (TiemBrowsePage *page,
                                 TiemStore *store)
{
  return tiem_row_list_new_purchases (store);
}

static TiemPurchaseGroup
read_group (const char *chip)
{
  return g_strcmp0 (chip, "draft") == 0    ? TIEM_PURCHASES_DRAFTS
         : g_strcmp0 (chip, "done") == 0   ? TIEM_PURCHASES_DONE
         : g_strcmp0 (chip, "owed") == 0   ? TIEM_PURCHASES_OWED
         : g_strcmp0 (chip, "undone") == 0 ? TIEM_PURCHASES_UNDONE
                                           : TIEM_PURCHASES_ALL;
}

/* Its text stays the entry's. */
static TiemPurchaseQuery
make_query (TiemBrowsePage *page)
{
  TiemListPane *list = tiem_browse_page_get_list (page);
  int sort = TIEM_PURCHASE_SORT_TIME;
  gboolean descending = TRUE;

  tiem_list_pane_get_sort (list, &sort, &descending);
  return (TiemPurchaseQuery){
    .kind = KIND (page),
    .group = read_group (tiem_chips_get_selected (tiem_list_pane_get_chips (list))),
    .search = (char *)tiem_list_pane_get_search (list),
    .sort = (TiemPurchaseSort)sort,
    .descending = descending,
  };
}

static void
tiem_purchases_page_update_query (TiemBrowsePage *page,
                                  TiemRowList *rows)
{
  TiemPurchaseQuery query = make_query (page);

  tiem_row_list_set_purchase_query (rows, &query);
}

/* As it is listed: search, chip and order. */
static void
export_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  TiemPurchaseQuery query = make_query (TIEM_BROWSE_PAGE (widget));

  if (tiem_page_get_shop (TIEM_PAGE (widget)) != NULL)
    tiem_list_export (TIEM_BROWSE_PAGE (widget),
                      TIEM_EXPORT_PURCHASES,
                      tiem_purchase_query_copy (&query),
                      (GDestroyNotify)tiem_purchase_query_free,
                      g_variant_get_boolean (parameter),
                      query.kind == TIEM_PURCHASE ? _ ("purchases.xlsx") : _ ("sent back.xlsx"));
}

static void
tiem_purchases_page_explain_empty (TiemBrowsePage *page,
                                   TiemListPane *list)
{
  gboolean back = KIND (page) == TIEM_SUPPLIER_RETURN;

  if (tiem_browse_page_explain_search (
          page, _ ("No slip fits. Try fewer letters, or part of the number.")))
    return;
  tiem_list_pane_set_empty (
      list,
      back ? "tiem-return-symbolic" : "tiem-box-check-symbolic",
      back ? _ ("Nothing went back") : _ ("No slips here"),
      back ? _ ("What goes back to a supplier is written down here. Best from its purchase slip.")
           : _ ("Write down what you buy: stock, cost and what is owed follow by themselves."));
  tiem_list_pane_add_empty_button (
      list, back ? _ ("New return") : _ ("New purchase"), "purchases.add");
}

/* --- figures --- */

typedef struct
{
  gint64 counts[TIEM_N_PURCHASE_GROUPS];
  gint64 owed_vnd;
} Figures;

/* @data: a pointer to the kind + 1 */
static gpointer
read_figures (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  Figures *figures = g_new0 (Figures, 1);
  TiemPurchaseKind kind = (TiemPurchaseKind)(*(gint64 *)data - 1);

  if (!tiem_store_count_purchases (store, kind, figures->counts, &figures->owed_vnd, error))
    g_clear_pointer (&figures, g_free);
  return figures;
}

static void
tiem_purchases_page_show_figures (TiemBrowsePage *page,
                                  gpointer result)
{
  TiemListPane *list = tiem_browse_page_get_list (page);
  TiemChips *chips = tiem_list_pane_get_chips (list);
  const Figures *figures = result;
  g_autofree char *number = NULL;
  g_autofree char *owed = NULL;
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;

  tiem_chips_set_count (chips, "all", figures->counts[TIEM_PURCHASES_ALL]);
  tiem_chips_set_count (chips, "draft", figures->counts[TIEM_PURCHASES_DRAFTS]);
  tiem_chips_set_count (chips, "done", figures->counts[TIEM_PURCHASES_DONE]);
  tiem_chips_set_count (chips, "undone", figures->counts[TIEM_PURCHASES_UNDONE]);
  if (KIND (page) == TIEM_PURCHASE)
    tiem_chips_set_count (chips, "owed", figures->counts[TIEM_PURCHASES_OWED]);
  number = tiem_number_format (figures->counts[TIEM_PURCHASES_ALL]);
  left = g_strdup_printf (
      ngettext ("%s slip", "%s slips", (gulong)figures->counts[TIEM_PURCHASES_ALL]), number);
  if (figures->owed_vnd > 0)
    {
      owed = tiem_money_format (figures->owed_vnd);
      right = g_strdup_printf (_ ("Owed for them: %s"), owed);
    }
  tiem_list_pane_set_foot (list, left, right);
}

/* --- the detail --- */

static void
tiem_purchases_page_show_facts (TiemBrowsePage *page,
                                gpointer result)
{
  TiemDetail *detail = tiem_browse_page_get_detail (page);
  TiemPurchaseFacts *facts = result;

  tiem_purchase_actions_set_chosen (page, facts != NULL ? facts->purchase : NULL);
  if (facts == NULL)
    return;
  tiem_purchase_actions_add (detail, facts->purchase);
  tiem_purchase_facts_show (facts, detail, tiem_browse_page_now (page));
}

/* --- writing slips --- */

static void
booked_cb (TiemPurchasePage *written,
           gint64 slip_id,
           TiemPurchasesPage *self)
{
  tiem_page_pop (TIEM_PAGE (self));
  tiem_browse_page_open (TIEM_BROWSE_PAGE (self), slip_id);
  tiem_purchase_actions_say_booked (TIEM_BROWSE_PAGE (self), KIND (self), slip_id);
}

/* Who leaves the page finds the new draft chosen. */
static void
numbered_cb (TiemPurchasePage *written,
             gint64 slip_id,
             TiemPurchasesPage *self)
{
  tiem_list_pane_set_current_id (tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self)), slip_id);
}

/* Back from a slip the list has the focus, not the search that had it first: the next Esc leaves.
 */
static void
subpage_cb (TiemPurchasesPage *self)
{
  if (tiem_page_get_shop (TIEM_PAGE (self)) != NULL
      && tiem_page_get_subpage (TIEM_PAGE (self)) == NULL
      && gtk_widget_get_mapped (GTK_WIDGET (self)))
    tiem_list_pane_focus_list (tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self)));
}

void
tiem_purchases_page_write (TiemPurchasesPage *self,
                           TiemPurchase *purchase)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (self));
  GtkWidget *page;

  g_return_if_fail (TIEM_IS_PURCHASES_PAGE (self));

  if (shop == NULL || tiem_page_get_subpage (TIEM_PAGE (self)) != NULL)
    {
      tiem_purchase_free (purchase);
      return;
    }
  page = tiem_purchase_page_new (shop, purchase);
  g_signal_connect_object (page, "booked", G_CALLBACK (booked_cb), self, 0);
  g_signal_connect_object (page, "numbered", G_CALLBACK (numbered_cb), self, 0);
  tiem_page_push (TIEM_PAGE (self), TIEM_SUBPAGE (page));
}

static gboolean
tiem_purchases_page_create (TiemBrowsePage *page)
{
  tiem_purchases_page_write (TIEM_PURCHASES_PAGE (page), tiem_purchase_new (KIND (page)));
  return TRUE;
}

static gboolean
tiem_purchases_page_edit (TiemBrowsePage *page)
{
  return gtk_widget_activate_action (GTK_WIDGET (page), "purchases.edit", NULL);
}

/* --- the page --- */

static void
tiem_purchases_page_constructed (GObject *object)
{
  TiemPurchasesPage *self = TIEM_PURCHASES_PAGE (object);
  gboolean back = KIND (self) == TIEM_SUPPLIER_RETURN;

  tiem_help_set_topic (GTK_WIDGET (self), "purchases");
  g_object_set (self,
                "create-label",
                back ? _ ("New return") : _ ("New purchase"),
                "create-icon",
                "list-add-symbolic",
                NULL);
  build_list (self);
  g_signal_connect (self, "notify::subpage", G_CALLBACK (subpage_cb), NULL);
  G_OBJECT_CLASS (tiem_purchases_page_parent_class)->constructed (object);
}

static void
tiem_purchases_page_class_init (TiemPurchasesPageClass *klass)
{
  TiemBrowsePageClass *browse_class = TIEM_BROWSE_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = tiem_purchases_page_constructed;
  browse_class->tab = "purchases";
  browse_class->create_rows = tiem_purchases_page_create_rows;
  browse_class->update_query = tiem_purchases_page_update_query;
  browse_class->explain_empty = tiem_purchases_page_explain_empty;
  browse_class->read_figures = read_figures;
  browse_class->figures_free = g_free;
  browse_class->figures_of = TIEM_CHANGED_SLIPS;
  browse_class->figures_subject = TIEM_PURCHASE + 1;
  browse_class->show_figures = tiem_purchases_page_show_figures;
  browse_class->read_facts = tiem_purchase_facts_read;
  browse_class->facts_free = (GDestroyNotify)tiem_purchase_facts_free;
  browse_class->facts_of = TIEM_CHANGED_SLIPS;
  browse_class->show_facts = tiem_purchases_page_show_facts;
  browse_class->create = tiem_purchases_page_create;
  browse_class->edit = tiem_purchases_page_edit;
  klass->kind = TIEM_PURCHASE;
  tiem_purchase_actions_install (GTK_WIDGET_CLASS (klass));
  gtk_widget_class_install_action (
      GTK_WIDGET_CLASS (klass), "purchases.export", "b", export_action);
}

static void
tiem_purchases_page_init (TiemPurchasesPage *self)
{
}

static void
tiem_supplier_returns_page_class_init (TiemSupplierReturnsPageClass *klass)
{
  TIEM_BROWSE_PAGE_CLASS (klass)->tab = "supplier-returns";
  TIEM_BROWSE_PAGE_CLASS (klass)->figures_subject = TIEM_SUPPLIER_RETURN + 1;
  TIEM_PURCHASES_PAGE_CLASS (klass)->kind = TIEM_SUPPLIER_RETURN;
}

static void
tiem_supplier_returns_page_init (TiemSupplierReturnsPage *self)
{
}
