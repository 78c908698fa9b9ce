#define G_LOG_DOMAIN "tiem-customers-page"

#include "config.h"

#include "app/customers/tiem-customer-detail.h"
#include "app/customers/tiem-customer-edit-page.h"
#include "app/customers/tiem-customers-page.h"
#include "app/help/tiem-help.h"
#include "app/platform-compat.h"
#include "app/products/tiem-import-open.h"
#include "app/purchases/tiem-pay-popover.h"
#include "app/tiem-list-export.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"
#include "base/tiem-time.h"
#include "document/tiem-exchange.h"
#include "model/tiem-address.h"
#include "store/tiem-store-customers.h"
#include "store/tiem-store-debts.h"

#include <glib/gi18n.h>

struct _TiemCustomersPage
{
  TiemBrowsePage parent_instance;

  TiemCustomer *chosen;  /* (owned) (nullable): as last read */
  gint64 old_debt_vnd;   /* what the chosen one still owes from before */
  GMenuModel *more_menu; /* (owned) */
};

G_DEFINE_FINAL_TYPE (TiemCustomersPage, tiem_customers_page, TIEM_TYPE_BROWSE_PAGE)

/* --- the list --- */

static void
fill_name (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  const TiemCustomer *customer = value;

  tiem_cell_set_text (cell, customer->name, TIEM_TONE_NONE);
}

static void
fill_phone (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  const TiemCustomer *customer = value;

  /* Masked numbers step back, so that those one can call stand out. */
  if (customer->phone == NULL)
    tiem_cell_set_text (cell, NULL, TIEM_TONE_NONE);
  else
    tiem_cell_take_text (cell,
                         tiem_phone_format (customer->phone),
                         tiem_text_is_masked (customer->phone) ? TIEM_TONE_SUB : TIEM_TONE_NONE);
}

static void
fill_channels (TiemCell *cell,
               gconstpointer value,
               gpointer user_data)
{
  const TiemCustomer *customer = value;

  tiem_cell_set_kinds (cell, customer->channels);
}

static void
fill_province (TiemCell *cell,
               gconstpointer value,
               gpointer user_data)
{
  const TiemCustomer *customer = value;

  tiem_cell_set_text (cell, tiem_address_province_short (customer->province), TIEM_TONE_NONE);
}

static void
fill_orders (TiemCell *cell,
             gconstpointer value,
             gpointer user_data)
{
  const TiemCustomer *customer = value;

  tiem_cell_take_text (cell, tiem_number_format (customer->orders), TIEM_TONE_NONE);
}

static void
fill_spent (TiemCell *cell,
            gconstpointer value,
            gpointer user_data)
{
  const TiemCustomer *customer = value;

  tiem_cell_take_text (cell, tiem_money_format (customer->spent_vnd), TIEM_TONE_NONE);
}

static char *
last_order_text (TiemCustomersPage *self,
                 const TiemCustomer *customer)
{
  if (customer->last_order_at == 0)
    return NULL;
  return tiem_time_format_short (customer->last_order_at,
                                 tiem_browse_page_now (TIEM_BROWSE_PAGE (self)));
}

static void
fill_last (TiemCell *cell,
           gconstpointer value,
           gpointer user_data)
{
  tiem_cell_take_text (cell, last_order_text (user_data, value), TIEM_TONE_NONE);
}

static void
fill_narrow (TiemNarrowRow *row,
             gconstpointer value,
             gpointer user_data)
{
  const TiemCustomer *customer = value;
  g_autofree char *spent = tiem_money_format (customer->spent_vnd);
  g_autofree char *phone = tiem_phone_format (customer->phone);
  g_autofree char *last = last_order_text (user_data, customer);
  g_autofree char *orders = g_strdup_printf (ngettext ("%d order", "%d orders", customer->orders),
                                             (int)customer->orders);

  tiem_narrow_row_set_kinds (row, customer->channels);
  tiem_narrow_row_set_title (row, customer->name, spent);
  tiem_narrow_row_set_sub (
      row, customer->phone != NULL ? phone : tiem_address_province_short (customer->province));
  tiem_narrow_row_set_state (row, NULL, orders, TIEM_TONE_NONE);
  tiem_narrow_row_set_end (row, NULL, last, TIEM_TONE_SUB);
}

static void
build_list (TiemCustomersPage *self)
{
  TiemBrowsePage *page = TIEM_BROWSE_PAGE (self);
  TiemListPane *list = tiem_browse_page_get_list (page);
  TiemChips *chips = tiem_list_pane_get_chips (list);
  GtkColumnViewColumn *last;

  g_object_set (
      list, "placeholder", _ ("Search name, phone, e-mail…"), "label", _ ("Customers"), NULL);
  tiem_chips_add (chips, "all", _ ("All"), NULL, TIEM_TONE_NONE, FALSE);
  tiem_chips_add (chips, "regular", _ ("Regulars"), NULL, TIEM_TONE_NONE, FALSE);
  tiem_chips_add (chips, "new", _ ("New in 30 days"), NULL, TIEM_TONE_NONE, FALSE);
  tiem_chips_add (
      chips, "refused", _ ("Refused parcels"), "dialog-warning-symbolic", TIEM_TONE_WARNING, TRUE);
  tiem_chips_add (chips, "debt", _ ("In debt"), "dialog-warning-symbolic", TIEM_TONE_WARNING, TRUE);

  tiem_browse_page_add_column (
      page, "name", TIEM_COLUMN_TEXT, _ ("Customer"), 0, 0, TIEM_CUSTOMER_SORT_NAME, fill_name);
  tiem_browse_page_add_column (
      page, "phone", TIEM_COLUMN_TEXT, _ ("Phone"), 124, 120, -1, fill_phone);
  tiem_browse_page_add_column (
      page, "channels", TIEM_COLUMN_TILES, _ ("Channel"), 92, 70, -1, fill_channels);
  tiem_browse_page_add_column (
      page, "province", TIEM_COLUMN_TEXT, _ ("Province, city"), 150, -1, -1, fill_province);
  tiem_browse_page_add_column (page,
                               "orders",
                               TIEM_COLUMN_NUMBER,
                               _ ("Orders"),
                               76,
                               70,
                               TIEM_CUSTOMER_SORT_ORDERS,
                               fill_orders);
  tiem_browse_page_add_column (page,
                               "spent",
                               TIEM_COLUMN_NUMBER,
                               _ ("Total bought"),
                               124,
                               114,
                               TIEM_CUSTOMER_SORT_SPENT,
                               fill_spent);
  last = tiem_browse_page_add_column (page,
                                      "last",
                                      TIEM_COLUMN_TEXT,
                                      _ ("Last purchase"),
                                      124,
                                      -1,
                                      TIEM_CUSTOMER_SORT_LAST,
                                      fill_last);
  tiem_list_pane_sort_by (list, last, GTK_SORT_DESCENDING);
  tiem_list_pane_set_narrow_func (list, fill_narrow, self);
}

/* --- the query --- */

static TiemRowList *
tiem_customers_page_create_rows (TiemBrowsePage *page,
                                 TiemStore *store)
{
  return tiem_row_list_new_customers (store);
}

/* Its text stays the entry's. */
static TiemCustomerQuery
make_query (TiemListPane *list)
{
  const char *chip = tiem_chips_get_selected (tiem_list_pane_get_chips (list));
  int sort = TIEM_CUSTOMER_SORT_LAST;
  gboolean descending = TRUE;

  tiem_list_pane_get_sort (list, &sort, &descending);
  return (TiemCustomerQuery){
    .group = g_strcmp0 (chip, "regular") == 0   ? TIEM_CUSTOMERS_REGULAR
             : g_strcmp0 (chip, "new") == 0     ? TIEM_CUSTOMERS_NEW
             : g_strcmp0 (chip, "refused") == 0 ? TIEM_CUSTOMERS_REFUSED
             : g_strcmp0 (chip, "debt") == 0    ? TIEM_CUSTOMERS_DEBT
                                                : TIEM_CUSTOMERS_ALL,
    .search = (char *)tiem_list_pane_get_search (list),
    .sort = sort,
    .descending = descending,
  };
}

static void
tiem_customers_page_update_query (TiemBrowsePage *page,
                                  TiemRowList *rows)
{
  TiemCustomerQuery query = make_query (tiem_browse_page_get_list (page));

  tiem_row_list_set_customer_query (rows, &query);
}

/* As it is listed: search, chip and order. */
static void
export_list_action (GtkWidget *widget,
                    const char *name,
                    GVariant *parameter)
{
  TiemCustomerQuery query = make_query (tiem_browse_page_get_list (TIEM_BROWSE_PAGE (widget)));

  if (tiem_page_get_shop (TIEM_PAGE (widget)) != NULL)
    tiem_list_export (TIEM_BROWSE_PAGE (widget),
                      TIEM_EXPORT_CUSTOMERS,
                      tiem_customer_query_copy (&query),
                      (GDestroyNotify)tiem_customer_query_free,
                      g_variant_get_boolean (parameter),
                      _ ("customers.xlsx"));
}

static void
import_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  tiem_import_ask (TIEM_PAGE (widget), TIEM_IMPORT_CUSTOMERS);
}

static void
tiem_customers_page_explain_empty (TiemBrowsePage *page,
                                   TiemListPane *list)
{
  if (tiem_browse_page_explain_search (
          page, _ ("No customer fits. Try fewer letters, or part of the phone number.")))
    return;
  tiem_list_pane_set_empty (list,
                            "system-users-symbolic",
                            _ ("No customers yet"),
                            _ ("Customers are recorded as soon as the first order comes."));
  tiem_list_pane_add_empty_button (list, _ ("Add customer"), "customers.add");
  tiem_list_pane_add_empty_button (list, _ ("Import customers…"), "customers.import");
}

/* --- figures --- */

typedef struct
{
  gint64 all;
  gint64 regular;
  gint64 recent;
  gint64 refusers;
  gint64 debtors;
  gint64 owed_vnd;
} Counts;

static gpointer
read_counts (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  Counts *counts = g_new0 (Counts, 1);

  if (!tiem_store_count_customers (store, &counts->all, &counts->regular, &counts->recent, error)
      || !tiem_store_count_refusers (store, &counts->refusers, error)
      || !tiem_store_count_debtors (store, &counts->debtors, &counts->owed_vnd, error))
    g_clear_pointer (&counts, g_free);
  return counts;
}

static void
tiem_customers_page_show_figures (TiemBrowsePage *page,
                                  gpointer figures)
{
  TiemListPane *list = tiem_browse_page_get_list (page);
  TiemChips *chips = tiem_list_pane_get_chips (list);
  const Counts *counts = figures;
  g_autofree char *number = NULL;
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;

  tiem_chips_set_count (chips, "all", counts->all);
  tiem_chips_set_count (chips, "regular", counts->regular);
  tiem_chips_set_count (chips, "new", counts->recent);
  tiem_chips_set_count (chips, "refused", counts->refusers);
  tiem_chips_set_count (chips, "debt", counts->debtors);
  number = tiem_number_format (counts->all);
  left = g_strdup_printf (ngettext ("%s customer", "%s customers", counts->all), number);
  if (counts->all > 0)
    right = g_strdup_printf (_ ("Bought twice or more: %d %%"),
                             (int)(counts->regular * 100 / counts->all));
  tiem_list_pane_set_foot (list, left, right);
}

/* --- the detail --- */

static void
tiem_customers_page_show_facts (TiemBrowsePage *page,
                                gpointer result)
{
  TiemCustomersPage *self = TIEM_CUSTOMERS_PAGE (page);
  TiemDetail *detail = tiem_browse_page_get_detail (page);
  TiemCustomerFacts *facts = result;

  g_clear_pointer (&self->chosen, tiem_customer_free);
  if (facts == NULL)
    return;
  tiem_detail_clear_actions (detail);
  self->old_debt_vnd = facts->old_debt_left_vnd;
  if (self->old_debt_vnd > 0)
    tiem_detail_add_action (detail, _ ("Receive debt…"), NULL, "customers.pay-debt", TRUE);
  tiem_detail_add_action (
      detail, _ ("Edit"), "document-edit-symbolic", "customers.edit", self->old_debt_vnd <= 0);
  tiem_detail_set_menu (detail, self->more_menu);
  tiem_customer_facts_show (facts, detail, tiem_browse_page_now (page));
  self->chosen = g_steal_pointer (&facts->customer);
}

/* --- actions --- */

static void
saved_cb (TiemCustomerEditPage *page,
          gint64 customer_id,
          TiemCustomersPage *self)
{
  tiem_page_pop (TIEM_PAGE (self));
  tiem_browse_page_open (TIEM_BROWSE_PAGE (self), customer_id);
}

static void
open_edit_page (TiemCustomersPage *self,
                const TiemCustomer *customer)
{
  GtkWidget *page;

  if (tiem_page_get_shop (TIEM_PAGE (self)) == NULL
      || tiem_page_get_subpage (TIEM_PAGE (self)) != NULL)
    return;
  page = tiem_customer_edit_page_new (tiem_page_get_shop (TIEM_PAGE (self)), customer);
  g_signal_connect_object (page, "saved", G_CALLBACK (saved_cb), self, 0);
  tiem_page_push (TIEM_PAGE (self), TIEM_SUBPAGE (page));
}

static void
add_action (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  open_edit_page (TIEM_CUSTOMERS_PAGE (widget), NULL);
}

static void
edit_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemCustomersPage *self = TIEM_CUSTOMERS_PAGE (widget);

  if (self->chosen != NULL)
    open_edit_page (self, self->chosen);
}

static void
open_order_action (GtkWidget *widget,
                   const char *name,
                   GVariant *parameter)
{
  tiem_page_open (widget, "orders", NULL, g_variant_get_int64 (parameter));
}

static void
say_result_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (TiemCustomersPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (tiem_page_get_shop (TIEM_PAGE (self)) != NULL && (error != NULL || said != NULL))
    tiem_page_toast (GTK_WIDGET (self), adw_toast_new (error != NULL ? error->message : said));
}

static gpointer
erase_customer (TiemStore *store,
                gpointer data,
                GCancellable *cancellable,
                GError **error)
{
  if (!tiem_store_erase_customer (store, *(gint64 *)data, error))
    return NULL;
  return g_strdup (_ ("Erased. Orders and sums stay."));
}

static void
erase_answered_cb (const char *response,
                   gpointer user_data)
{
  g_autoptr (TiemCustomersPage) self = user_data;

  if (!g_str_equal (response, "erase") || tiem_page_get_shop (TIEM_PAGE (self)) == NULL
      || self->chosen == NULL)
    return;
  tiem_store_run_async (tiem_shop_get_store (tiem_page_get_shop (TIEM_PAGE (self))),
                        TIEM_STORE_WRITE,
                        erase_customer,
                        g_memdup2 (&self->chosen->id, sizeof self->chosen->id),
                        g_free,
                        g_free,
                        NULL,
                        say_result_cb,
                        g_object_ref (self));
}

static void
erase_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  TiemCustomersPage *self = TIEM_CUSTOMERS_PAGE (widget);
  const TiemAnswer answers[] = {
    { "cancel", _ ("Cancel"), TIEM_ANSWER_PLAIN },
    { "erase", _ ("Erase"), TIEM_ANSWER_DESTRUCTIVE },
    { NULL },
  };

  if (self->chosen != NULL)
    tiem_compat_ask (GTK_WINDOW (gtk_widget_get_root (widget)),
                     _ ("Erase this customer's data?"),
                     _ ("Name, phone and address are erased for good; orders and sums stay in the "
                        "books."),
                     NULL,
                     answers,
                     erase_answered_cb,
                     g_object_ref (self));
}

/* --- a debt from before --- */

typedef struct
{
  gint64 customer_id;
  gint64 payment_id; /* to be undone; 0 = one is to be written */
  gint64 amount_vnd;
  TiemMoneyWay how;
  char *note;
} Payment;

static void
payment_free (Payment *self)
{
  g_free (self->note);
  g_free (self);
}

static gpointer
book_payment (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  const Payment *payment = data;

  if (payment->payment_id != 0)
    return tiem_store_undo_debt_payment (store, payment->payment_id, error)
               ? g_strdup (_ ("The payment is undone"))
               : NULL;
  return tiem_store_pay_debt (
             store, payment->customer_id, payment->amount_vnd, payment->how, payment->note, error)
                 != 0
             ? g_strdup (_ ("The payment is written down"))
             : NULL;
}

static void
start_payment (TiemCustomersPage *self,
               Payment *payment)
{
  tiem_store_run_async (tiem_shop_get_store (tiem_page_get_shop (TIEM_PAGE (self))),
                        TIEM_STORE_WRITE,
                        book_payment,
                        payment,
                        (GDestroyNotify)payment_free,
                        g_free,
                        NULL,
                        say_result_cb,
                        g_object_ref (self));
}

static void
pay_cb (
    TiemPayPopover *popover, gint64 amount_vnd, int how, const char *note, TiemCustomersPage *self)
{
  Payment *payment;

  if (self->chosen == NULL || tiem_page_get_shop (TIEM_PAGE (self)) == NULL)
    return;
  payment = g_new0 (Payment, 1);
  payment->customer_id = self->chosen->id;
  payment->amount_vnd = amount_vnd;
  payment->how = (TiemMoneyWay)how;
  payment->note = g_strdup (note);
  start_payment (self, payment);
}

static gboolean
unparent_cb (gpointer popover)
{
  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* Not from inside its own signal. */
static void
closed_cb (GtkWidget *popover)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, unparent_cb, g_object_ref (popover), g_object_unref);
}

static void
pay_debt_action (GtkWidget *widget,
                 const char *name,
                 GVariant *parameter)
{
  TiemCustomersPage *self = TIEM_CUSTOMERS_PAGE (widget);
  TiemDetail *detail = tiem_browse_page_get_detail (TIEM_BROWSE_PAGE (self));
  GtkWidget *button = tiem_detail_find_action (detail, name);
  GtkWidget *popover;

  if (self->chosen == NULL || self->old_debt_vnd <= 0)
    return;
  popover = tiem_pay_popover_new (self->old_debt_vnd, FALSE);
  gtk_widget_set_parent (popover, button != NULL ? button : GTK_WIDGET (detail));
  g_signal_connect_object (popover, "pay", G_CALLBACK (pay_cb), self, 0);
  g_signal_connect (popover, "closed", G_CALLBACK (closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

typedef struct
{
  TiemCustomersPage *page; /* (owned) */
  gint64 payment_id;
} Undo;

static void
undo_answered_cb (const char *response,
                  gpointer user_data)
{
  g_autofree Undo *undo = user_data;
  g_autoptr (TiemCustomersPage) self = undo->page;
  Payment *payment;

  if (!g_str_equal (response, "undo") || tiem_page_get_shop (TIEM_PAGE (self)) == NULL)
    return;
  payment = g_new0 (Payment, 1);
  payment->payment_id = undo->payment_id;
  start_payment (self, payment);
}

static void
undo_pay_debt_action (GtkWidget *widget,
                      const char *name,
                      GVariant *parameter)
{
  const TiemAnswer answers[] = {
    { "cancel", _ ("Cancel"), TIEM_ANSWER_PLAIN },
    { "undo", _ ("Undo the payment"), TIEM_ANSWER_SUGGESTED },
    { NULL },
  };
  Undo *undo = g_new (Undo, 1);

  *undo = (Undo){ g_object_ref (TIEM_CUSTOMERS_PAGE (widget)), g_variant_get_int64 (parameter) };
  tiem_compat_ask (GTK_WINDOW (gtk_widget_get_root (widget)),
                   _ ("Undo this payment?"),
                   _ ("It stays written down, and the debt is as if it had not been paid."),
                   NULL,
                   answers,
                   undo_answered_cb,
                   undo);
}

/* --- everything about one --- */

typedef struct
{
  gint64 customer_id;
  char *path;
} Export;

static void
export_free (Export *self)
{
  g_free (self->path);
  g_free (self);
}

static gpointer
export_customer (TiemStore *store,
                 gpointer data,
                 GCancellable *cancellable,
                 GError **error)
{
  const Export *export = data;
  TiemOrderQuery query = { .customer_id = export->customer_id, .descending = TRUE };

  if (tiem_export (store, TIEM_EXPORT_ORDERS, &query, export->path, NULL, NULL, cancellable, error)
      < 0)
    return NULL;
  return g_strdup_printf (_ ("Saved to %s"), export->path);
}

static void
export_chosen_cb (const char *path,
                  gpointer user_data)
{
  g_autoptr (TiemCustomersPage) self = user_data;
  Export *export;

  if (path == NULL || tiem_page_get_shop (TIEM_PAGE (self)) == NULL || self->chosen == NULL)
    return;
  export = g_new0 (Export, 1);
  export->customer_id = self->chosen->id;
  export->path = g_strdup (path);
  tiem_store_run_async (tiem_shop_get_store (tiem_page_get_shop (TIEM_PAGE (self))),
                        TIEM_STORE_READ,
                        export_customer,
                        export,
                        (GDestroyNotify)export_free,
                        g_free,
                        NULL,
                        say_result_cb,
                        g_object_ref (self));
}

static void
export_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  TiemCustomersPage *self = TIEM_CUSTOMERS_PAGE (widget);

  if (self->chosen != NULL)
    tiem_compat_save_file (GTK_WINDOW (gtk_widget_get_root (widget)),
                           _ ("Save this customer's data"),
                           _ ("customer.xlsx"),
                           TIEM_FILE_SHEET,
                           export_chosen_cb,
                           g_object_ref (self));
}

/* --- the page --- */

static gboolean
tiem_customers_page_create (TiemBrowsePage *page)
{
  open_edit_page (TIEM_CUSTOMERS_PAGE (page), NULL);
  return TRUE;
}

static gboolean
tiem_customers_page_edit (TiemBrowsePage *page)
{
  TiemCustomersPage *self = TIEM_CUSTOMERS_PAGE (page);

  if (self->chosen != NULL)
    open_edit_page (self, self->chosen);
  return self->chosen != NULL;
}

static void
tiem_customers_page_dispose (GObject *object)
{
  TiemCustomersPage *self = TIEM_CUSTOMERS_PAGE (object);

  g_clear_object (&self->more_menu);
  g_clear_pointer (&self->chosen, tiem_customer_free);

  G_OBJECT_CLASS (tiem_customers_page_parent_class)->dispose (object);
}

static void
tiem_customers_page_class_init (TiemCustomersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TiemBrowsePageClass *browse_class = TIEM_BROWSE_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_customers_page_dispose;
  browse_class->tab = "customers";
  browse_class->create_rows = tiem_customers_page_create_rows;
  browse_class->update_query = tiem_customers_page_update_query;
  browse_class->explain_empty = tiem_customers_page_explain_empty;
  browse_class->read_figures = read_counts;
  browse_class->figures_free = g_free;
  browse_class->figures_of = TIEM_CHANGED_CUSTOMERS | TIEM_CHANGED_ORDERS;
  browse_class->show_figures = tiem_customers_page_show_figures;
  browse_class->read_facts = tiem_customer_facts_read;
  browse_class->facts_free = (GDestroyNotify)tiem_customer_facts_free;
  browse_class->facts_of = TIEM_CHANGED_CUSTOMERS | TIEM_CHANGED_ORDERS;
  browse_class->show_facts = tiem_customers_page_show_facts;
  browse_class->create = tiem_customers_page_create;
  browse_class->edit = tiem_customers_page_edit;

  gtk_widget_class_install_action (widget_class, "customers.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "customers.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "customers.erase", NULL, erase_action);
  gtk_widget_class_install_action (widget_class, "customers.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "customers.import", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "customers.pay-debt", NULL, pay_debt_action);
  gtk_widget_class_install_action (
      widget_class, "customers.undo-pay-debt", "x", undo_pay_debt_action);
  gtk_widget_class_install_action (widget_class, "customers.export-list", "b", export_list_action);
  gtk_widget_class_install_action (widget_class, "customers.open-order", "x", open_order_action);
}

static void
tiem_customers_page_init (TiemCustomersPage *self)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) list_menu = g_menu_new ();

  tiem_help_set_topic (GTK_WIDGET (self), "customers");
  g_menu_append (menu, _ ("Save this customer's data…"), "customers.export");
  g_menu_append (menu, _ ("Erase this customer's data…"), "customers.erase");
  self->more_menu = G_MENU_MODEL (g_steal_pointer (&menu));
  g_object_set (self, "create-label", _ ("Add customer"), "create-icon", "list-add-symbolic", NULL);
  build_list (self);
  g_menu_append (list_menu, _ ("Import customers…"), "customers.import");
  tiem_list_export_append (list_menu, "customers.export-list");
  tiem_list_pane_set_menu (tiem_browse_page_get_list (TIEM_BROWSE_PAGE (self)),
                           G_MENU_MODEL (list_menu));
}
