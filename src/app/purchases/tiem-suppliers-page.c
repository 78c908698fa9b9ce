#define G_LOG_DOMAIN "tiem-suppliers-page"

#include "config.h"

#include "app/purchases/tiem-suppliers-page.h"

#include "app/help/tiem-help.h"
#include "app/platform-compat.h"
#include "app/products/tiem-import-open.h"
#include "app/purchases/tiem-pay-popover.h"
#include "app/purchases/tiem-supplier-detail.h"
#include "app/purchases/tiem-supplier-edit-page.h"
#include "app/tiem-list-export.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"
#include "base/tiem-time.h"
#include "store/tiem-purchase-rows.h"

#include <glib/gi18n.h>

struct _TiemSuppliersPage
{
  TiemBrowsePage parent_instance;

  TiemSupplier *chosen; /* (owned) (nullable): as last read */
};

enum
{
  SIGNAL_BUY,
  SIGNAL_SLIP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemSuppliersPage, tiem_suppliers_page, TIEM_TYPE_BROWSE_PAGE)

/* --- the list --- */

static void
fill_code (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  tiem_cell_set_text (cell, ((const TiemSupplier *)value)->code, TIEM_TONE_NONE);
}

static void
fill_name (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  tiem_cell_set_text (cell, ((const TiemSupplier *)value)->name, TIEM_TONE_NONE);
}

static void
fill_phone (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  const TiemSupplier *supplier = value;

  tiem_cell_take_text (
      cell, supplier->phone != NULL ? tiem_phone_format (supplier->phone) : NULL, TIEM_TONE_NONE);
}

static void
fill_bought (TiemCell *cell,
             gconstpointer value,
             gpointer user_data)
{
  tiem_cell_take_text (
      cell, tiem_money_format (((const TiemSupplier *)value)->bought_vnd), TIEM_TONE_NONE);
}

static void
fill_debt (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  const TiemSupplier *supplier = value;

  if (supplier->debt_vnd == 0)
    tiem_cell_set_text (cell, NULL, TIEM_TONE_NONE);
  else
    tiem_cell_take_text (cell,
                         tiem_money_format (supplier->debt_vnd),
                         supplier->debt_vnd > 0 ? TIEM_TONE_WARNING : TIEM_TONE_NONE);
}

static char *
format_last (gpointer page,
             const TiemSupplier *supplier)
{
  return supplier->last_at != 0
             ? tiem_time_format_short (supplier->last_at, tiem_browse_page_now (page))
             : NULL;
}

static void
fill_last (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  tiem_cell_take_text (cell, format_last (user_data, value), TIEM_TONE_NONE);
}

static void
fill_narrow (TiemNarrowRow *row,
             gconstpointer value,
             gpointer user_data)
{
  const TiemSupplier *supplier = value;
  g_autofree char *debt = supplier->debt_vnd != 0 ? tiem_money_format (supplier->debt_vnd) : NULL;
  g_autofree char *phone = tiem_phone_format (supplier->phone);
  g_autofree char *last = format_last (user_data, supplier);
  gboolean owed = supplier->debt_vnd > 0;

  tiem_narrow_row_set_kinds (row, NULL);
  tiem_narrow_row_set_title (row, supplier->name, debt);
  tiem_narrow_row_set_sub (row, phone != NULL ? phone : supplier->code);
  tiem_narrow_row_set_state (row,
                             owed ? "dialog-warning-symbolic" : NULL,
                             owed ? _ ("Still owed") : supplier->code,
                             owed ? TIEM_TONE_WARNING : TIEM_TONE_NONE);
  tiem_narrow_row_set_end (row, NULL, last, TIEM_TONE_SUB);
}

static void
build_list (TiemSuppliersPage *self)
{
  TiemBrowsePage *page = TIEM_BROWSE_PAGE (self);
  TiemListPane *list = tiem_browse_page_get_list (page);
  TiemChips *chips = tiem_list_pane_get_chips (list);
  GtkColumnViewColumn *name;

  g_object_set (
      list, "placeholder", _ ("Search name, code, phone…"), "label", _ ("Suppliers"), NULL);
  tiem_chips_add (chips, "all", _ ("All"), NULL, TIEM_TONE_NONE, FALSE);
  tiem_chips_add (
      chips, "owed", _ ("Still owed"), "dialog-warning-symbolic", TIEM_TONE_WARNING, TRUE);
  tiem_chips_add (chips, "archived", _ ("Not bought from"), NULL, TIEM_TONE_NONE, FALSE);
  tiem_browse_page_add_column (page, "code", TIEM_COLUMN_TEXT, _ ("Code"), 116, -1, -1, fill_code);
  name = tiem_browse_page_add_column (
      page, "name", TIEM_COLUMN_TEXT, _ ("Supplier"), 0, 0, TIEM_SUPPLIER_SORT_NAME, fill_name);
  tiem_browse_page_add_column (
      page, "phone", TIEM_COLUMN_TEXT, _ ("Phone"), 124, 120, -1, fill_phone);
  tiem_browse_page_add_column (page,
                               "bought",
                               TIEM_COLUMN_NUMBER,
                               _ ("Bought"),
                               124,
                               -1,
                               TIEM_SUPPLIER_SORT_BOUGHT,
                               fill_bought);
  tiem_browse_page_add_column (
      page, "debt", TIEM_COLUMN_NUMBER, _ ("Owed"), 124, 116, TIEM_SUPPLIER_SORT_DEBT, fill_debt);
  tiem_browse_page_add_column (page,
                               "last",
                               TIEM_COLUMN_TEXT,
                               _ ("Last purchase"),
                               124,
                               -1,
                               TIEM_SUPPLIER_SORT_LAST,
                               fill_last);
  tiem_list_pane_sort_by (list, name, GTK_SORT_ASCENDING);
  tiem_list_pane_set_narrow_func (list, fill_narrow, self);
}

/* --- the query --- */

static TiemRowList *
tiem_suppliers_page_create_rows (TiemBrowsePage *page,
                                 TiemStore *store)
{
  return tiem_row_list_new_suppliers (store);
}

/* Its text stays the entry's. */
static TiemSupplierQuery
make_query (TiemListPane *list)
{
  const char *chip = tiem_chips_get_selected (tiem_list_pane_get_chips (list));
  int sort = TIEM_SUPPLIER_SORT_NAME;
  gboolean descending = FALSE;

  tiem_list_pane_get_sort (list, &sort, &descending);
  return (TiemSupplierQuery){
    .group = g_strcmp0 (chip, "owed") == 0       ? TIEM_SUPPLIERS_OWED
             : g_strcmp0 (chip, "archived") == 0 ? TIEM_SUPPLIERS_ARCHIVED
                                                 : TIEM_SUPPLIERS_ALL,
    .search = (char *)tiem_list_pane_get_search (list),
    .sort = (TiemSupplierSort)sort,
    .descending = descending,
  };
}

static void
tiem_suppliers_page_update_query (TiemBrowsePage *page,
                                  TiemRowList *rows)
{
  TiemSupplierQuery query = make_query (tiem_browse_page_get_list (page));

  tiem_row_list_set_supplier_query (rows, &query);
}

/* As it is listed: search, chip and order. */
static void
export_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  TiemSupplierQuery query = make_query (tiem_browse_page_get_list (TIEM_BROWSE_PAGE (widget)));

  if (tiem_page_get_shop (TIEM_PAGE (widget)) != NULL)
    tiem_list_export (TIEM_BROWSE_PAGE (widget),
                      TIEM_EXPORT_SUPPLIERS,
                      tiem_supplier_query_copy (&query),
                      (GDestroyNotify)tiem_supplier_query_free,
                      g_variant_get_boolean (parameter),
                      _ ("suppliers.xlsx"));
}

static void
tiem_suppliers_page_explain_empty (TiemBrowsePage *page,
                                   TiemListPane *list)
{
  if (tiem_browse_page_explain_search (
          page, _ ("No supplier fits. Try fewer letters, or part of the phone.")))
    return;
  tiem_list_pane_set_empty (list,
                            "system-users-symbolic",
                            _ ("No suppliers here"),
                            _ ("Suppliers are written down with the first purchase, or by hand."));
  tiem_list_pane_add_empty_button (list, _ ("Add supplier"), "suppliers.add");
  tiem_list_pane_add_empty_button (list, _ ("Import suppliers…"), "suppliers.import");
}

/* --- figures --- */

typedef struct
{
  gint64 counts[TIEM_N_SUPPLIER_GROUPS];
  gint64 owed_vnd;
} Figures;

static gpointer
read_figures (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  Figures *figures = g_new0 (Figures, 1);

  if (!tiem_store_count_suppliers (store, figures->counts, &figures->owed_vnd, error))
    g_clear_pointer (&figures, g_free);
  return figures;
}

static void
tiem_suppliers_page_show_figures (TiemBrowsePage *page,
                                  gpointer result)
{
  TiemListPane *list = tiem_browse_page_get_list (page);
  TiemChips *chips = tiem_list_pane_get_chips (list);
  const Figures *figures = result;
  g_autofree char *number = NULL;
  g_autofree char *owed = NULL;
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;

  tiem_chips_set_count (chips, "all", figures->counts[TIEM_SUPPLIERS_ALL]);
  tiem_chips_set_count (chips, "owed", figures->counts[TIEM_SUPPLIERS_OWED]);
  tiem_chips_set_count (chips, "archived", figures->counts[TIEM_SUPPLIERS_ARCHIVED]);
  number = tiem_number_format (figures->counts[TIEM_SUPPLIERS_ALL]);
  left = g_strdup_printf (
      ngettext ("%s supplier", "%s suppliers", (gulong)figures->counts[TIEM_SUPPLIERS_ALL]),
      number);
  owed = tiem_money_format (figures->owed_vnd);
  right = g_strdup_printf (_ ("Owed to suppliers: %s"), owed);
  tiem_list_pane_set_foot (list, left, right);
}

/* --- the detail --- */

static void
add_actions (TiemDetail *detail,
             const TiemSupplier *supplier)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  gboolean owed = supplier->debt_vnd > 0;

  tiem_detail_clear_actions (detail);
  if (owed)
    tiem_detail_add_action (detail, _ ("Pay debt…"), NULL, "suppliers.pay", TRUE);
  tiem_detail_add_action (detail, _ ("New purchase"), "list-add-symbolic", "suppliers.buy", !owed);
  tiem_detail_add_action (detail, _ ("Edit"), "document-edit-symbolic", "suppliers.edit", FALSE);
  if (!owed)
    g_menu_append (menu, _ ("Pay in advance…"), "suppliers.pay");
  g_menu_append (menu,
                 supplier->archived ? _ ("Buy there again") : _ ("Stop buying there"),
                 "suppliers.archive");
  tiem_detail_set_menu (detail, G_MENU_MODEL (menu));
}

static void
tiem_suppliers_page_show_facts (TiemBrowsePage *page,
                                gpointer result)
{
  TiemSuppliersPage *self = TIEM_SUPPLIERS_PAGE (page);
  TiemDetail *detail = tiem_browse_page_get_detail (page);
  TiemSupplierFacts *facts = result;

  g_clear_pointer (&self->chosen, tiem_supplier_free);
  if (facts == NULL)
    return;
  add_actions (detail, facts->supplier);
  tiem_supplier_facts_show (facts, detail, tiem_browse_page_now (page));
  self->chosen = tiem_supplier_copy (facts->supplier);
}

/* --- a step on the store's thread --- */

typedef struct
{
  TiemSuppliersPage *self; /* (owned) */
  TiemSupplier *supplier;  /* (nullable) (owned): to be saved */
  gint64 supplier_id;
  gint64 payment_id; /* to be undone; or what was booked */
  gint64 amount_vnd;
  TiemMoneyWay how;
  char *note;
  const char *said;
} Step;

static void
step_free (Step *step)
{
  g_object_unref (step->self);
  tiem_supplier_free (step->supplier);
  g_free (step->note);
  g_free (step);
}

static gpointer
run_step (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  Step *step = data;
  gboolean done;

  if (step->supplier != NULL)
    done = tiem_store_save_supplier (store, step->supplier, error) != 0;
  else if (step->payment_id != 0)
    done = tiem_store_undo_supplier_payment (store, step->payment_id, error);
  else
    done = (step->payment_id = tiem_store_pay_supplier (
                store, step->supplier_id, 0, step->amount_vnd, step->how, step->note, error))
           != 0;
  return done ? step : NULL;
}

static void start (Step *step);

static void
undo_payment (TiemBrowsePage *page,
              gpointer data)
{
  Step *step = g_new0 (Step, 1);

  step->self = g_object_ref (TIEM_SUPPLIERS_PAGE (page));
  step->payment_id = *(gint64 *)data;
  step->said = _ ("The payment is undone");
  start (step);
}

static void
step_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  Step *step = user_data;
  TiemBrowsePage *page = TIEM_BROWSE_PAGE (step->self);
  g_autoptr (GError) error = NULL;
  gboolean done = tiem_store_run_finish (TIEM_STORE (source), result, &error) != NULL;

  if (tiem_page_get_shop (TIEM_PAGE (page)) == NULL)
    ;
  else if (!done)
    tiem_browse_page_say (page, error->message);
  else if (step->amount_vnd != 0)
    tiem_browse_page_offer_undo (page,
                                 _ ("The payment is booked"),
                                 undo_payment,
                                 g_memdup2 (&step->payment_id, sizeof step->payment_id),
                                 g_free);
  else
    tiem_browse_page_say (page, step->said);
  step_free (step);
}

static void
start (Step *step)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (step->self));

  if (shop == NULL)
    {
      step_free (step);
      return;
    }
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_WRITE,
                        run_step,
                        step,
                        NULL,
                        NULL,
                        NULL,
                        step_cb,
                        step);
}

/* --- actions --- */

static void
saved_cb (TiemSupplierEditPage *page,
          gint64 supplier_id,
          TiemSuppliersPage *self)
{
  tiem_page_pop (TIEM_PAGE (self));
  tiem_browse_page_open (TIEM_BROWSE_PAGE (self), supplier_id);
}

static void
open_edit_page (TiemSuppliersPage *self,
                const TiemSupplier *supplier)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (self));
  GtkWidget *page;

  if (shop == NULL || tiem_page_get_subpage (TIEM_PAGE (self)) != NULL)
    return;
  page = tiem_supplier_edit_page_new (shop, supplier);
  g_signal_connect_object (page, "saved", G_CALLBACK (saved_cb), self, 0);
  tiem_page_push (TIEM_PAGE (self), TIEM_SUBPAGE (page));
}

static void
add_action (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  open_edit_page (TIEM_SUPPLIERS_PAGE (widget), NULL);
}

static void
import_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  tiem_import_ask (TIEM_PAGE (widget), TIEM_IMPORT_SUPPLIERS);
}

static void
edit_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemSuppliersPage *self = TIEM_SUPPLIERS_PAGE (widget);

  if (self->chosen != NULL)
    open_edit_page (self, self->chosen);
}

static void
archive_action (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  TiemSuppliersPage *self = TIEM_SUPPLIERS_PAGE (widget);
  Step *step;

  if (self->chosen == NULL)
    return;
  step = g_new0 (Step, 1);
  step->self = g_object_ref (self);
  step->supplier = tiem_supplier_copy (self->chosen);
  step->supplier->archived = !step->supplier->archived;
  step->said = step->supplier->archived ? _ ("Found under “Not bought from” from now on")
                                        : _ ("Back among the suppliers");
  start (step);
}

static void
pay_cb (
    TiemPayPopover *popover, gint64 amount_vnd, int how, const char *note, TiemSuppliersPage *self)
{
  Step *step;

  if (self->chosen == NULL)
    return;
  step = g_new0 (Step, 1);
  step->self = g_object_ref (self);
  step->supplier_id = self->chosen->id;
  step->amount_vnd = amount_vnd;
  step->how = (TiemMoneyWay)how;
  step->note = g_strdup (note);
  start (step);
}

static void
pay_action (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  TiemSuppliersPage *self = TIEM_SUPPLIERS_PAGE (widget);
  GtkWidget *popover;

  if (self->chosen == NULL)
    return;
  popover = tiem_pay_popover_new (self->chosen->debt_vnd, TRUE);
  g_signal_connect_object (popover, "pay", G_CALLBACK (pay_cb), self, 0);
  tiem_detail_popup (tiem_browse_page_get_detail (TIEM_BROWSE_PAGE (self)), popover, name);
}

static void
undo_pay_answered_cb (const char *response,
                      gpointer user_data)
{
  Step *step = user_data;

  if (g_str_equal (response, "undo"))
    start (step);
  else
    step_free (step);
}

static void
undo_pay_action (GtkWidget *widget,
                 const char *name,
                 GVariant *parameter)
{
  const TiemAnswer answers[] = {
    { "cancel", _ ("Cancel"), TIEM_ANSWER_PLAIN },
    { "undo", _ ("Undo the payment"), TIEM_ANSWER_SUGGESTED },
    { NULL },
  };
  Step *step = g_new0 (Step, 1);

  step->self = g_object_ref (TIEM_SUPPLIERS_PAGE (widget));
  step->payment_id = g_variant_get_int64 (parameter);
  step->said = _ ("The payment is undone");
  tiem_compat_ask (GTK_WINDOW (gtk_widget_get_root (widget)),
                   _ ("Undo this payment?"),
                   _ ("It stays written down, and the debt is as if it had not been paid."),
                   NULL,
                   answers,
                   undo_pay_answered_cb,
                   step);
}

static void
buy_action (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  TiemSuppliersPage *self = TIEM_SUPPLIERS_PAGE (widget);

  if (self->chosen != NULL)
    g_signal_emit (self, signals[SIGNAL_BUY], 0, self->chosen->id);
}

static void
open_slip_action (GtkWidget *widget,
                  const char *name,
                  GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_SLIP], 0, g_variant_get_int64 (parameter));
}

/* --- the page --- */

static gboolean
tiem_suppliers_page_create (TiemBrowsePage *page)
{
  open_edit_page (TIEM_SUPPLIERS_PAGE (page), NULL);
  return TRUE;
}

static gboolean
tiem_suppliers_page_edit (TiemBrowsePage *page)
{
  TiemSuppliersPage *self = TIEM_SUPPLIERS_PAGE (page);

  if (self->chosen != NULL)
    open_edit_page (self, self->chosen);
  return self->chosen != NULL;
}

static void
tiem_suppliers_page_dispose (GObject *object)
{
  TiemSuppliersPage *self = TIEM_SUPPLIERS_PAGE (object);

  g_clear_pointer (&self->chosen, tiem_supplier_free);
  G_OBJECT_CLASS (tiem_suppliers_page_parent_class)->dispose (object);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name,
                       TIEM_TYPE_SUPPLIERS_PAGE,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       1,
                       G_TYPE_INT64);
}

static void
tiem_suppliers_page_class_init (TiemSuppliersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TiemBrowsePageClass *browse_class = TIEM_BROWSE_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_suppliers_page_dispose;
  browse_class->tab = "suppliers";
  browse_class->create_rows = tiem_suppliers_page_create_rows;
  browse_class->update_query = tiem_suppliers_page_update_query;
  browse_class->explain_empty = tiem_suppliers_page_explain_empty;
  browse_class->read_figures = read_figures;
  browse_class->figures_free = g_free;
  browse_class->figures_of = TIEM_CHANGED_SLIPS;
  browse_class->show_figures = tiem_suppliers_page_show_figures;
  browse_class->read_facts = tiem_supplier_facts_read;
  browse_class->facts_free = (GDestroyNotify)tiem_supplier_facts_free;
  browse_class->facts_of = TIEM_CHANGED_SLIPS;
  browse_class->show_facts = tiem_suppliers_page_show_facts;
  browse_class->create = tiem_suppliers_page_create;
  browse_class->edit = tiem_suppliers_page_edit;
  signals[SIGNAL_BUY] = add_signal ("buy");
  signals[SIGNAL_SLIP] = add_signal ("slip");
  gtk_widget_class_install_action (widget_class, "suppliers.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "suppliers.import", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "suppliers.export", "b", export_action);
  gtk_widget_class_install_action (widget_class, "suppliers.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "suppliers.archive", NULL, archive_action);
  gtk_widget_class_install_action (widget_class, "suppliers.pay", NULL, pay_action);
  gtk_widget_class_install_action (widget_class, "suppliers.undo-pay", "x", undo_pay_action);
  gtk_widget_class_install_action (widget_class, "suppliers.buy", NULL, buy_action);
  gtk_widget_class_install_action (widget_class, "suppliers.open-slip", "x", open_slip_action);
}

static void
tiem_suppliers_page_init (TiemSuppliersPage *self)
{
  g_autoptr (GMenu) list_menu = g_menu_new ();

  tiem_help_set_topic (GTK_WIDGET (self), "purchases");
  g_object_set (self, "create-label", _ ("Add supplier"), "create-icon", "list-add-symbolic", NULL);
  build_list (self);
  g_menu_append (list_menu, _ ("Import suppliers…"), "suppliers.import");
  tiem_list_export_append (list_menu, "suppliers.export");
  tiem_list_pane_set_menu (tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self)),
                           G_MENU_MODEL (list_menu));
}
