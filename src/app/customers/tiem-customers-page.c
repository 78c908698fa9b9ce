#define G_LOG_DOMAIN "tiem-customers-page"

#include "config.h"

#include "app/customers/tiem-customer-detail.h"
#include "app/customers/tiem-customer-edit-page.h"
#include "app/customers/tiem-customers-page.h"
#include "app/platform-compat.h"
#include "app/widgets/tiem-list-pane.h"
#include "app/widgets/tiem-loader.h"
#include "app/widgets/tiem-split.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"
#include "base/tiem-time.h"
#include "document/tiem-exchange.h"
#include "store/tiem-store-customers.h"

#include <glib/gi18n.h>

struct _TiemCustomersPage
{
  TiemPage parent_instance;

  TiemShop *shop;       /* (owned) (nullable) */
  TiemLoader *figures;  /* (owned) (nullable): counts of the chips */
  TiemLoader *facts;    /* (owned) (nullable): the chosen customer */
  TiemRowList *rows;    /* (owned) (nullable) */
  TiemCustomer *chosen; /* (owned) (nullable): as last read */

  TiemSplit *split;
  TiemListPane *list;
  TiemDetail *detail;
  GMenuModel *more_menu;
};

G_DEFINE_FINAL_TYPE (TiemCustomersPage, tiem_customers_page, TIEM_TYPE_PAGE)

/* --- the list --- */

static void
fill_name (TiemCell *cell, gconstpointer value, gpointer user_data)
{
  const TiemCustomer *customer = value;

  tiem_cell_set_text (cell, customer->name, TIEM_TONE_NONE);
}

static void
fill_phone (TiemCell *cell, gconstpointer value, gpointer user_data)
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
fill_channels (TiemCell *cell, gconstpointer value, gpointer user_data)
{
  const TiemCustomer *customer = value;

  tiem_cell_set_kinds (cell, customer->channels);
}

static void
fill_province (TiemCell *cell, gconstpointer value, gpointer user_data)
{
  const TiemCustomer *customer = value;

  tiem_cell_set_text (cell, customer->province, TIEM_TONE_NONE);
}

static void
fill_orders (TiemCell *cell, gconstpointer value, gpointer user_data)
{
  const TiemCustomer *customer = value;

  tiem_cell_take_text (cell, tiem_number_format (customer->orders), TIEM_TONE_NONE);
}

static void
fill_spent (TiemCell *cell, gconstpointer value, gpointer user_data)
{
  const TiemCustomer *customer = value;

  tiem_cell_take_text (cell, tiem_money_format (customer->spent_vnd), TIEM_TONE_NONE);
}

static char *
last_order_text (TiemCustomersPage *self, const TiemCustomer *customer)
{
  if (customer->last_order_at == 0)
    return NULL;
  return tiem_time_format_short (customer->last_order_at,
                                 tiem_store_now (tiem_shop_get_store (self->shop)));
}

static void
fill_last (TiemCell *cell, gconstpointer value, gpointer user_data)
{
  tiem_cell_take_text (cell, last_order_text (user_data, value), TIEM_TONE_NONE);
}

static void
fill_narrow (TiemNarrowRow *row, gconstpointer value, gpointer user_data)
{
  const TiemCustomer *customer = value;
  g_autofree char *spent = tiem_money_format (customer->spent_vnd);
  g_autofree char *phone = tiem_phone_format (customer->phone);
  g_autofree char *last = last_order_text (user_data, customer);
  g_autofree char *orders = g_strdup_printf (ngettext ("%d order", "%d orders", customer->orders),
                                             (int)customer->orders);

  tiem_narrow_row_set_kinds (row, customer->channels);
  tiem_narrow_row_set_title (row, customer->name, spent);
  tiem_narrow_row_set_sub (row, customer->phone != NULL ? phone : customer->province);
  tiem_narrow_row_set_state (row, NULL, orders, TIEM_TONE_NONE);
  tiem_narrow_row_set_end (row, NULL, last, TIEM_TONE_SUB);
}

static GtkColumnViewColumn *
add_column (TiemCustomersPage *self,
            TiemColumnKind kind,
            const char *title,
            int width,
            int short_width,
            int sort,
            TiemCellFunc func)
{
  GtkColumnViewColumn *column = tiem_column_new (kind, title, width, func, self);

  if (sort >= 0)
    tiem_column_set_sort (column, sort);
  tiem_list_pane_add_column (self->list, column, short_width);
  g_object_unref (column);
  return column;
}

static void
build_list (TiemCustomersPage *self)
{
  TiemChips *chips = tiem_list_pane_get_chips (self->list);
  GtkColumnViewColumn *last;

  tiem_chips_add (chips, "all", _ ("All"), NULL, TIEM_TONE_NONE, FALSE);
  tiem_chips_add (chips, "regular", _ ("Regulars"), NULL, TIEM_TONE_NONE, FALSE);
  tiem_chips_add (chips, "new", _ ("New in 30 days"), NULL, TIEM_TONE_NONE, FALSE);

  add_column (self, TIEM_COLUMN_TEXT, _ ("Customer"), 0, 0, TIEM_CUSTOMER_SORT_NAME, fill_name);
  add_column (self, TIEM_COLUMN_TEXT, _ ("Phone"), 124, 120, -1, fill_phone);
  add_column (self, TIEM_COLUMN_TILES, _ ("Channel"), 92, 70, -1, fill_channels);
  add_column (self, TIEM_COLUMN_TEXT, _ ("Province, city"), 150, -1, -1, fill_province);
  add_column (
      self, TIEM_COLUMN_NUMBER, _ ("Orders"), 76, 70, TIEM_CUSTOMER_SORT_ORDERS, fill_orders);
  add_column (
      self, TIEM_COLUMN_NUMBER, _ ("Total bought"), 124, 114, TIEM_CUSTOMER_SORT_SPENT, fill_spent);
  last = add_column (
      self, TIEM_COLUMN_TEXT, _ ("Last purchase"), 124, -1, TIEM_CUSTOMER_SORT_LAST, fill_last);
  tiem_list_pane_sort_by (self->list, last, GTK_SORT_DESCENDING);
  tiem_list_pane_set_narrow_func (self->list, fill_narrow, self);
}

/* --- the query --- */

static void
fill_query (TiemCustomersPage *self, TiemCustomerQuery *query)
{
  const char *chip = tiem_chips_get_selected (tiem_list_pane_get_chips (self->list));
  int sort = TIEM_CUSTOMER_SORT_LAST;
  gboolean descending = TRUE;

  tiem_list_pane_get_sort (self->list, &sort, &descending);
  *query = (TiemCustomerQuery){
    .group = g_strcmp0 (chip, "regular") == 0 ? TIEM_CUSTOMERS_REGULAR
             : g_strcmp0 (chip, "new") == 0   ? TIEM_CUSTOMERS_NEW
                                              : TIEM_CUSTOMERS_ALL,
    .search = (char *)tiem_list_pane_get_search (self->list),
    .sort = sort,
    .descending = descending,
  };
}

static void
query_changed_cb (TiemListPane *list, TiemCustomersPage *self)
{
  TiemCustomerQuery query;

  if (self->rows == NULL)
    return;
  fill_query (self, &query);
  tiem_row_list_set_customer_query (self->rows, &query);
}

static void
empty_cb (TiemListPane *list, TiemCustomersPage *self)
{
  const char *search = tiem_list_pane_get_search (list);

  if (search != NULL)
    {
      g_autofree char *title = g_strdup_printf (_ ("“%s” was not found"), search);

      tiem_list_pane_set_empty (
          list,
          "edit-find-symbolic",
          title,
          _ ("No customer fits. Try fewer letters, or part of the phone number."));
      tiem_list_pane_add_empty_button (list, _ ("Clear filters"), "customers.clear-filters");
      return;
    }
  tiem_list_pane_set_empty (list,
                            "system-users-symbolic",
                            _ ("No customers yet"),
                            _ ("Customers are recorded as soon as the first order comes."));
  tiem_list_pane_add_empty_button (list, _ ("Add customer"), "customers.add");
}

/* --- figures --- */

typedef struct
{
  gint64 all;
  gint64 regular;
  gint64 recent;
} Counts;

static gpointer
read_counts (TiemStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  Counts *counts = g_new0 (Counts, 1);

  if (!tiem_store_count_customers (store, &counts->all, &counts->regular, &counts->recent, error))
    g_clear_pointer (&counts, g_free);
  return counts;
}

static void
counts_read_cb (GtkWidget *widget, gpointer result, const GError *error)
{
  TiemCustomersPage *self = TIEM_CUSTOMERS_PAGE (widget);
  TiemChips *chips = tiem_list_pane_get_chips (self->list);
  const Counts *counts = result;
  g_autofree char *number = NULL;
  g_autofree char *left = NULL;
  g_autofree char *right = NULL;

  if (counts == NULL)
    return;
  tiem_chips_set_count (chips, "all", counts->all);
  tiem_chips_set_count (chips, "regular", counts->regular);
  tiem_chips_set_count (chips, "new", counts->recent);
  number = tiem_number_format (counts->all);
  left = g_strdup_printf (ngettext ("%s customer", "%s customers", counts->all), number);
  if (counts->all > 0)
    right = g_strdup_printf (_ ("Bought twice or more: %d %%"),
                             (int)(counts->regular * 100 / counts->all));
  tiem_list_pane_set_foot (self->list, left, right);
}

/* --- the detail --- */

static void
show_actions (TiemCustomersPage *self)
{
  tiem_detail_clear_actions (self->detail);
  tiem_detail_add_action (
      self->detail, _ ("Edit"), "document-edit-symbolic", "customers.edit", TRUE);
  tiem_detail_set_menu (self->detail, self->more_menu);
}

static void
facts_read_cb (GtkWidget *widget, gpointer result, const GError *error)
{
  TiemCustomersPage *self = TIEM_CUSTOMERS_PAGE (widget);
  TiemCustomerFacts *facts = result;

  g_clear_pointer (&self->chosen, tiem_customer_free);
  if (facts == NULL)
    {
      tiem_detail_show_nothing (self->detail);
      return;
    }
  show_actions (self);
  tiem_customer_facts_show (facts, self->detail, tiem_store_now (tiem_shop_get_store (self->shop)));
  self->chosen = g_steal_pointer (&facts->customer);
}

static void
current_changed_cb (TiemCustomersPage *self)
{
  gint64 id = tiem_list_pane_get_current_id (self->list);

  if (self->facts != NULL)
    tiem_loader_set_subject (self->facts, id);
  if (id == 0)
    tiem_detail_show_nothing (self->detail);
}

static void
open_cb (TiemListPane *list, gint64 id, TiemCustomersPage *self)
{
  tiem_list_pane_set_current_id (list, id);
  tiem_split_set_show_detail (self->split, TRUE);
}

static void
split_changed_cb (TiemCustomersPage *self)
{
  gboolean folded = tiem_split_get_folded (self->split);

  tiem_list_pane_set_autoselect (self->list, !folded);
  tiem_page_set_covered (TIEM_PAGE (self), folded && tiem_split_get_show_detail (self->split));
}

/* --- actions --- */

static void
saved_cb (TiemCustomerEditPage *page, gint64 customer_id, TiemCustomersPage *self)
{
  tiem_page_pop (TIEM_PAGE (self));
  tiem_list_pane_set_current_id (self->list, customer_id);
}

static void
open_edit_page (TiemCustomersPage *self, const TiemCustomer *customer)
{
  GtkWidget *page;

  if (self->shop == NULL || tiem_page_get_subpage (TIEM_PAGE (self)) != NULL)
    return;
  page = tiem_customer_edit_page_new (self->shop, customer);
  g_signal_connect_object (page, "saved", G_CALLBACK (saved_cb), self, 0);
  tiem_page_push (TIEM_PAGE (self), TIEM_SUBPAGE (page));
}

static void
add_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  open_edit_page (TIEM_CUSTOMERS_PAGE (widget), NULL);
}

static void
edit_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TiemCustomersPage *self = TIEM_CUSTOMERS_PAGE (widget);

  if (self->chosen != NULL)
    open_edit_page (self, self->chosen);
}

static void
open_order_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tiem_page_open (widget, "orders", NULL, g_variant_get_int64 (parameter));
}

static void
clear_filters_action (GtkWidget *widget, const char *name, GVariant *parameter)
{
  tiem_list_pane_clear_filters (TIEM_CUSTOMERS_PAGE (widget)->list);
}

static void
say_result_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (TiemCustomersPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *said = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self->shop != NULL && (error != NULL || said != NULL))
    tiem_page_toast (GTK_WIDGET (self), adw_toast_new (error != NULL ? error->message : said));
}

static gpointer
erase_customer (TiemStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  if (!tiem_store_erase_customer (store, *(gint64 *)data, error))
    return NULL;
  return g_strdup (_ ("Erased. Orders and sums stay."));
}

static void
erase_answered_cb (const char *response, gpointer user_data)
{
  g_autoptr (TiemCustomersPage) self = user_data;

  if (!g_str_equal (response, "erase") || self->shop == NULL || self->chosen == NULL)
    return;
  tiem_store_run_async (tiem_shop_get_store (self->shop),
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
erase_action (GtkWidget *widget, const char *name, GVariant *parameter)
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
export_customer (TiemStore *store, gpointer data, GCancellable *cancellable, GError **error)
{
  const Export *export = data;
  TiemOrderQuery query = { .customer_id = export->customer_id, .descending = TRUE };

  if (tiem_export (store, TIEM_EXPORT_ORDERS, &query, export->path, NULL, NULL, cancellable, error)
      < 0)
    return NULL;
  return g_strdup_printf (_ ("Saved to %s"), export->path);
}

static void
export_chosen_cb (const char *path, gpointer user_data)
{
  g_autoptr (TiemCustomersPage) self = user_data;
  Export *export;

  if (path == NULL || self->shop == NULL || self->chosen == NULL)
    return;
  export = g_new0 (Export, 1);
  export->customer_id = self->chosen->id;
  export->path = g_strdup (path);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
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
export_action (GtkWidget *widget, const char *name, GVariant *parameter)
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

static void
tiem_customers_page_shop_changed (TiemPage *page, TiemShop *shop)
{
  TiemCustomersPage *self = TIEM_CUSTOMERS_PAGE (page);

  g_clear_object (&self->figures);
  g_clear_object (&self->facts);
  g_clear_pointer (&self->chosen, tiem_customer_free);
  g_set_object (&self->shop, shop);
  g_clear_object (&self->rows);
  tiem_detail_show_nothing (self->detail);
  if (shop == NULL)
    return;

  self->figures = tiem_loader_new (GTK_WIDGET (self),
                                   tiem_shop_get_store (shop),
                                   TIEM_CHANGED_CUSTOMERS | TIEM_CHANGED_ORDERS,
                                   read_counts,
                                   g_free,
                                   counts_read_cb);
  tiem_loader_set_subject (self->figures, 1);
  self->facts = tiem_loader_new (GTK_WIDGET (self),
                                 tiem_shop_get_store (shop),
                                 TIEM_CHANGED_CUSTOMERS | TIEM_CHANGED_ORDERS,
                                 tiem_customer_facts_read,
                                 (GDestroyNotify)tiem_customer_facts_free,
                                 facts_read_cb);
  self->rows = tiem_row_list_new_customers (tiem_shop_get_store (shop));
  tiem_list_pane_set_rows (self->list, self->rows);
  query_changed_cb (self->list, self);
}

static void
tiem_customers_page_size_class_changed (TiemPage *page, TiemSizeClass size_class)
{
  g_object_set (TIEM_CUSTOMERS_PAGE (page)->list, "size-class", size_class, NULL);
}

static gboolean
tiem_customers_page_command (TiemPage *page, TiemPageCommand command)
{
  TiemCustomersPage *self = TIEM_CUSTOMERS_PAGE (page);
  TiemChips *chips = tiem_list_pane_get_chips (self->list);

  switch (command)
    {
    case TIEM_PAGE_CREATE:
      open_edit_page (self, NULL);
      return TRUE;
    case TIEM_PAGE_EDIT:
      edit_action (GTK_WIDGET (self), NULL, NULL);
      return self->chosen != NULL;
    case TIEM_PAGE_PRIMARY:
      return tiem_detail_activate_primary (self->detail);
    case TIEM_PAGE_COPY:
      return tiem_detail_copy (self->detail);
    case TIEM_PAGE_SEARCH:
      tiem_list_pane_focus_search (self->list);
      return TRUE;
    case TIEM_PAGE_NEXT_GROUP:
    case TIEM_PAGE_PREVIOUS_GROUP:
      tiem_chips_step (chips, command == TIEM_PAGE_NEXT_GROUP ? 1 : -1);
      return TRUE;
    case TIEM_PAGE_UNDO:
      return FALSE;
    }
  return FALSE;
}

static gboolean
tiem_customers_page_go_back (TiemPage *page)
{
  TiemCustomersPage *self = TIEM_CUSTOMERS_PAGE (page);

  if (!tiem_split_get_folded (self->split) || !tiem_split_get_show_detail (self->split))
    return FALSE;
  tiem_split_set_show_detail (self->split, FALSE);
  return TRUE;
}

static void
tiem_customers_page_show_entry (TiemPage *page, const char *group, gint64 id)
{
  TiemCustomersPage *self = TIEM_CUSTOMERS_PAGE (page);

  tiem_list_pane_clear_filters (self->list);
  tiem_chips_set_selected (tiem_list_pane_get_chips (self->list), group != NULL ? group : "all");
  if (id != 0)
    open_cb (self->list, id, self);
}

static void
tiem_customers_page_dispose (GObject *object)
{
  TiemCustomersPage *self = TIEM_CUSTOMERS_PAGE (object);

  g_clear_object (&self->figures);
  g_clear_object (&self->facts);
  g_clear_object (&self->rows);
  g_clear_object (&self->shop);
  g_clear_pointer (&self->chosen, tiem_customer_free);

  G_OBJECT_CLASS (tiem_customers_page_parent_class)->dispose (object);
}

static void
tiem_customers_page_class_init (TiemCustomersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  TiemPageClass *page_class = TIEM_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_customers_page_dispose;
  page_class->shop_changed = tiem_customers_page_shop_changed;
  page_class->size_class_changed = tiem_customers_page_size_class_changed;
  page_class->command = tiem_customers_page_command;
  page_class->go_back = tiem_customers_page_go_back;
  page_class->show_entry = tiem_customers_page_show_entry;

  g_type_ensure (TIEM_TYPE_SPLIT);
  g_type_ensure (TIEM_TYPE_LIST_PANE);
  g_type_ensure (TIEM_TYPE_DETAIL);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/customers/tiem-customers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemCustomersPage, split);
  gtk_widget_class_bind_template_child (widget_class, TiemCustomersPage, list);
  gtk_widget_class_bind_template_child (widget_class, TiemCustomersPage, detail);
  gtk_widget_class_bind_template_child (widget_class, TiemCustomersPage, more_menu);
  gtk_widget_class_install_action (widget_class, "customers.add", NULL, add_action);
  gtk_widget_class_install_action (widget_class, "customers.edit", NULL, edit_action);
  gtk_widget_class_install_action (widget_class, "customers.erase", NULL, erase_action);
  gtk_widget_class_install_action (widget_class, "customers.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "customers.open-order", "x", open_order_action);
  gtk_widget_class_install_action (
      widget_class, "customers.clear-filters", NULL, clear_filters_action);
}

static void
tiem_customers_page_init (TiemCustomersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  build_list (self);
  g_signal_connect (self->list, "query-changed", G_CALLBACK (query_changed_cb), self);
  g_signal_connect (self->list, "open", G_CALLBACK (open_cb), self);
  g_signal_connect (self->list, "empty", G_CALLBACK (empty_cb), self);
  g_signal_connect_swapped (
      self->list, "notify::current-id", G_CALLBACK (current_changed_cb), self);
  g_signal_connect_swapped (self->split, "notify", G_CALLBACK (split_changed_cb), self);
}
