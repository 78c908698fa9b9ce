#define G_LOG_DOMAIN "tiem-worth-page"

#include "config.h"

#include "app/products/tiem-worth-page.h"

#include "app/help/tiem-help.h"
#include "app/products/tiem-worth-columns.h"
#include "app/products/tiem-worth-order.h"
#include "app/tiem-list-export.h"
#include "app/widgets/tiem-group.h"
#include "app/widgets/tiem-list-pane.h"
#include "base/tiem-money.h"
#include "document/tiem-worth-sheet.h"
#include "store/tiem-store-cost.h"
#include "store/tiem-store-goods.h"

#include <glib/gi18n.h>

struct _TiemWorthPage
{
  TiemSubpage parent_instance;

  TiemSizeBin *size;
  GtkWidget *switcher;
  GtkStack *stack;
  TiemListPane *list;
  GtkBox *groups;

  TiemShop *shop; /* (owned) (nullable): none once it is disposed */
  TiemWorthReport report;
  TiemRowList *rows;     /* (owned) */
  TiemTicks *ticks;      /* (owned) (nullable): of what is to be ordered */
  TiemFilter *category;  /* (nullable) */
  TiemFilter *days;      /* (nullable): without a sale */
  TiemFilter *lead;      /* (nullable) */
  TiemFilter *cover;     /* (nullable) */
  GCancellable *reading; /* (owned) (nullable): of the figures, while they are read */
  gboolean is_stale;     /* something changed since */
  gboolean is_filling;   /* the filters are being set, not chosen */
};

G_DEFINE_FINAL_TYPE (TiemWorthPage, tiem_worth_page, TIEM_TYPE_SUBPAGE)

/* The first one is in force until another is chosen. */
static const int slow_days[] = { TIEM_DEFAULT_SLOW_DAYS, 30, 90, 180, 365 };
static const int lead_days[] = { TIEM_DEFAULT_LEAD_DAYS, 1, 3, 14, 21, 30, 45, 60 };
static const int cover_days[] = { TIEM_DEFAULT_COVER_DAYS, 7, 14, 45, 60, 90 };

static TiemStore *
get_store (TiemWorthPage *self)
{
  return tiem_shop_get_store (self->shop);
}

/* --- what is asked for --- */

static gint64
get_days (TiemFilter *filter)
{
  return filter != NULL ? g_ascii_strtoll (tiem_filter_get_selected (filter), NULL, 10) : 0;
}

static TiemWorthQuery *
make_query (TiemWorthPage *self)
{
  TiemWorthQuery *query = g_new0 (TiemWorthQuery, 1);
  const char *category = tiem_filter_get_asked (self->category);
  int sort = TIEM_WORTH_SORT_NAME;

  tiem_list_pane_get_sort (self->list, &sort, &query->descending);
  query->report = self->report;
  query->sort = sort;
  query->slow_days = get_days (self->days);
  query->category = g_strdup (category);
  query->search = g_strdup (tiem_list_pane_get_search (self->list));
  return query;
}

/* --- figures and groups --- */

typedef struct
{
  TiemWorthSum sum;
  TiemCostMethod method;
  GPtrArray *groups[3];  /* (nullable) (element-type TiemWorthGroup): by TiemWorthBy */
  GPtrArray *categories; /* (element-type TiemCategory) */
  gint64 lead_days;
  gint64 cover_days;
} Figures;

static void
figures_free (gpointer data)
{
  Figures *figures = data;

  for (guint i = 0; i < G_N_ELEMENTS (figures->groups); i++)
    g_clear_pointer (&figures->groups[i], g_ptr_array_unref);
  g_clear_pointer (&figures->categories, g_ptr_array_unref);
  g_free (figures);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Figures, figures_free)

static gpointer
read_figures (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  const TiemWorthQuery *query = data;
  g_autoptr (Figures) figures = g_new0 (Figures, 1);

  if (!tiem_store_sum_worth (store, query, &figures->sum, error)
      || !tiem_store_get_cost_method (store, &figures->method, error)
      || !tiem_store_get_reorder_days (store, &figures->lead_days, &figures->cover_days, error))
    return NULL;
  figures->categories = tiem_store_list_categories (store, error);
  if (figures->categories == NULL)
    return NULL;
  for (guint i = 0; query->report == TIEM_WORTH_VALUE && i < G_N_ELEMENTS (figures->groups); i++)
    {
      figures->groups[i] = tiem_store_group_worth (store, i, error);
      if (figures->groups[i] == NULL)
        return NULL;
    }
  return g_steal_pointer (&figures);
}

static const char *
get_no_name (TiemWorthBy by)
{
  return by == TIEM_WORTH_BY_CATEGORY ? _ ("No category") : _ ("No purchase slip yet");
}

static char *
dup_units (gint64 units)
{
  g_autofree char *number = tiem_number_format (units);

  /* Translators: %s is a number of units */
  return g_strdup_printf (ngettext ("%s unit", "%s units", (gulong)ABS (units)), number);
}

static void
show_groups (TiemWorthPage *self,
             const Figures *figures)
{
  static const char *const headings[] = { [TIEM_WORTH_BY_CATEGORY] = N_ ("By category"),
                                          [TIEM_WORTH_BY_LOCATION] = N_ ("By place"),
                                          [TIEM_WORTH_BY_SUPPLIER] = N_ ("By last supplier") };
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->groups))) != NULL)
    gtk_box_remove (self->groups, child);
  for (guint by = 0; by < G_N_ELEMENTS (headings); by++)
    {
      GtkWidget *group = tiem_group_new (_ (headings[by]), NULL);
      gint64 units = 0;
      gint64 value = 0;

      for (guint i = 0; i < figures->groups[by]->len; i++)
        {
          const TiemWorthGroup *part = g_ptr_array_index (figures->groups[by], i);
          g_autofree char *n = tiem_number_format (part->sum.variants);
          g_autofree char *variants = g_strdup_printf (
              ngettext ("%s variant", "%s variants", (gulong)part->sum.variants), n);
          g_autofree char *amount = tiem_money_format (part->sum.value_vnd);
          g_autofree char *count = dup_units (part->sum.units);

          units += part->sum.units;
          value += part->sum.value_vnd;
          tiem_group_add_line (TIEM_GROUP (group),
                               NULL,
                               part->name != NULL ? part->name : get_no_name (by),
                               variants,
                               amount,
                               count,
                               NULL);
        }
      {
        g_autofree char *amount = tiem_money_format (value);
        g_autofree char *count = dup_units (units);

        tiem_group_add_line (TIEM_GROUP (group), NULL, _ ("Total"), NULL, amount, count, NULL);
      }
      gtk_box_append (self->groups, group);
    }
}

static void
show_foot (TiemWorthPage *self,
           const Figures *figures)
{
  g_autofree char *variants = tiem_number_format (figures->sum.variants);
  g_autofree char *here = dup_units (figures->sum.units);
  g_autofree char *value = tiem_money_format (figures->sum.value_vnd);
  g_autofree char *count = g_strdup_printf (
      ngettext ("%s variant", "%s variants", (gulong)figures->sum.variants), variants);
  g_autofree char *left = g_strdup_printf ("%s · %s", count, here);
  g_autofree char *right = g_strdup_printf (_ ("Stock value %s"), value);

  tiem_list_pane_set_foot (self->list, left, self->report != TIEM_WORTH_REORDER ? right : NULL);
}

/* Goods that nobody knows the cost of make the value too low. */
static void
show_notice (TiemWorthPage *self,
             const Figures *figures)
{
  g_autofree char *number = tiem_number_format (figures->sum.n_unknown);
  g_autofree char *title = NULL;

  if (figures->sum.n_unknown > 0 && self->report == TIEM_WORTH_VALUE)
    title = g_strdup_printf (ngettext ("Nobody has said what %s variant costs",
                                       "Nobody has said what %s variants cost",
                                       (gulong)figures->sum.n_unknown),
                             number);
  tiem_notice_show (tiem_list_pane_get_notice (self->list),
                    TIEM_TONE_WARNING,
                    title,
                    _ ("They count with 0 until a purchase slip or their page says it."),
                    NULL,
                    FALSE);
}

static void
show_subtitle (TiemWorthPage *self,
               const Figures *figures)
{
  static const char *const titles[] = { [TIEM_WORTH_VALUE] = N_ ("Stock value"),
                                        [TIEM_WORTH_SLOW] = N_ ("Slow movers"),
                                        [TIEM_WORTH_REORDER] = N_ ("To be ordered") };
  const char *subtitle = NULL;

  if (figures != NULL && self->report == TIEM_WORTH_VALUE)
    subtitle = figures->method == TIEM_COST_FIFO ? _ ("First in, first out") : _ ("Moving average");
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ (titles[self->report]), subtitle);
}

static void
choose_days (TiemFilter *filter,
             gint64 days)
{
  g_autofree char *id = g_strdup_printf ("%d", (int)days);

  if (tiem_filter_has (filter, id))
    tiem_filter_set_selected (filter, id);
}

static void
show_filters (TiemWorthPage *self,
              const Figures *figures)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();

  self->is_filling = TRUE;
  for (guint i = 0; i < figures->categories->len; i++)
    g_ptr_array_add (names, ((TiemCategory *)g_ptr_array_index (figures->categories, i))->path);
  g_ptr_array_add (names, NULL);
  tiem_filter_set_names (self->category, _ ("All categories"), (const char *const *)names->pdata);
  if (self->lead != NULL)
    {
      choose_days (self->lead, figures->lead_days);
      choose_days (self->cover, figures->cover_days);
    }
  tiem_list_pane_update_filters (self->list);
  self->is_filling = FALSE;
}

static void read_anew (TiemWorthPage *self);

static void
figures_read_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (TiemWorthPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Figures) figures = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self->shop == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->reading);
  if (figures != NULL)
    {
      show_foot (self, figures);
      show_notice (self, figures);
      show_subtitle (self, figures);
      show_filters (self, figures);
      if (self->report == TIEM_WORTH_VALUE)
        show_groups (self, figures);
    }
  else
    tiem_list_pane_set_foot (self->list, error->message, NULL);
  if (self->is_stale)
    read_anew (self);
}

/* One at a time; the latest wins. */
static void
read_anew (TiemWorthPage *self)
{
  self->is_stale = self->reading != NULL;
  if (self->reading != NULL || self->shop == NULL)
    return;
  self->reading = g_cancellable_new ();
  tiem_store_run_async (get_store (self),
                        TIEM_STORE_READ,
                        read_figures,
                        make_query (self),
                        (GDestroyNotify)tiem_worth_query_free,
                        figures_free,
                        self->reading,
                        figures_read_cb,
                        g_object_ref (self));
}

static void
store_changed_cb (TiemStore *store,
                  guint what,
                  TiemWorthPage *self)
{
  if ((what & TIEM_CHANGED_PRODUCTS) != 0)
    read_anew (self);
}

/* --- what the owner chooses --- */

typedef struct
{
  gint64 lead_days;
  gint64 cover_days;
} Days;

static gpointer
run_set_days (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  const Days *days = data;

  tiem_store_set_reorder_days (store, days->lead_days, days->cover_days, error);
  return NULL;
}

static void
days_set_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (TiemWorthPage) self = user_data;
  g_autoptr (GError) error = NULL;

  tiem_store_run_finish (TIEM_STORE (source), result, &error);
  if (error != NULL && self->shop != NULL)
    tiem_list_pane_add_toast (self->list, adw_toast_new (error->message));
}

/* How long ordered goods take and last is a setting of the shop: the list follows it. */
static void
keep_days (TiemWorthPage *self)
{
  Days *days = g_new (Days, 1);

  days->lead_days = get_days (self->lead);
  days->cover_days = get_days (self->cover);
  tiem_store_run_async (get_store (self),
                        TIEM_STORE_WRITE,
                        run_set_days,
                        days,
                        g_free,
                        NULL,
                        NULL,
                        days_set_cb,
                        g_object_ref (self));
}

static void
query_changed_cb (TiemWorthPage *self)
{
  TiemWorthQuery *query;

  if (self->shop == NULL || self->is_filling)
    return;
  if (self->lead != NULL)
    keep_days (self);
  query = make_query (self);
  tiem_row_list_set_worth_query (self->rows, query);
  tiem_worth_query_free (query);
  read_anew (self);
}

static void
empty_cb (TiemWorthPage *self)
{
  gboolean is_filtered
      = tiem_list_pane_get_search (self->list) != NULL || tiem_list_pane_is_filtered (self->list);

  if (is_filtered && self->report == TIEM_WORTH_VALUE)
    tiem_list_pane_set_empty (self->list,
                              "edit-find-symbolic",
                              _ ("Nothing here"),
                              _ ("No goods on hand fit. Try fewer letters, or all categories."));
  else if (self->report == TIEM_WORTH_VALUE)
    tiem_list_pane_set_empty (
        self->list,
        "package-x-generic-symbolic",
        _ ("Nothing is in stock"),
        _ ("Count your goods, import them, or write a purchase slip: their value shows here."));
  else if (self->report == TIEM_WORTH_SLOW)
    tiem_list_pane_set_empty (self->list,
                              "tiem-done-symbolic",
                              _ ("Everything sells"),
                              _ ("All goods on hand were sold within the days chosen above."));
  else
    tiem_list_pane_set_empty (self->list,
                              "tiem-done-symbolic",
                              _ ("Nothing needs to be ordered"),
                              _ ("No goods are at their reorder point, and what is left of each "
                                 "lasts until new ones would be here."));
}

/* To the goods themselves. */
static void
open_cb (TiemListPane *list,
         gint64 id,
         TiemWorthPage *self)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (self), TIEM_TYPE_PAGE);

  if (page == NULL)
    return;
  tiem_subpage_leave (TIEM_SUBPAGE (self));
  tiem_page_open (page, "products", "all", id);
}

/* --- exporting --- */

static gint64
write_worth (TiemStore *store,
             gpointer data,
             const char *path,
             TiemProgressFunc progress,
             gpointer user_data,
             GCancellable *cancellable,
             GError **error)
{
  return tiem_worth_sheet_write (store, data, path, progress, user_data, cancellable, error);
}

static void
export_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  static const char *const names[] = { [TIEM_WORTH_VALUE] = N_ ("stock-value.xlsx"),
                                       [TIEM_WORTH_SLOW] = N_ ("slow-movers.xlsx"),
                                       [TIEM_WORTH_REORDER] = N_ ("to-order.xlsx") };
  TiemWorthPage *self = TIEM_WORTH_PAGE (widget);

  tiem_list_write_file (self->list,
                        get_store (self),
                        write_worth,
                        make_query (self),
                        (GDestroyNotify)tiem_worth_query_free,
                        NULL,
                        _ (names[self->report]));
}

/* --- ordering --- */

static const char *
get_name (gconstpointer value)
{
  return ((const TiemWorth *)value)->sku;
}

static void
ticks_changed_cb (TiemWorthPage *self)
{
  guint n = tiem_ticks_get_count (self->ticks);
  guint outside = tiem_list_pane_get_ticked_outside (self->list);
  guint listed = g_list_model_get_n_items (G_LIST_MODEL (self->rows));
  g_autofree char *number = tiem_number_format (n);
  g_autofree char *words = g_strdup_printf (ngettext ("%s variant", "%s variants", n), number);
  g_autofree char *whole = tiem_number_format (listed);
  /* Translators: %s is the number of variants in the list */
  g_autofree char *all = n - outside < listed ? g_strdup_printf (_ ("Select all %s"), whole) : NULL;
  TiemActionBar *bar = tiem_list_pane_get_action_bar (self->list);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "worth.order", n > 0);
  tiem_action_bar_set (bar, "worth.order", n, NULL);
  tiem_action_bar_set_words (bar, words, all);
}

static void
order_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  TiemWorthPage *self = TIEM_WORTH_PAGE (widget);
  g_autoptr (GArray) ids = NULL;

  if (self->ticks == NULL || tiem_ticks_get_count (self->ticks) == 0)
    return;
  ids = tiem_ticks_dup_ids (self->ticks);
  tiem_worth_order (self->list, self->shop, ids);
}

/* --- building --- */

static TiemFilter *
add_days_filter (TiemWorthPage *self,
                 const char *key,
                 const char *name,
                 const int *days,
                 guint n)
{
  TiemFilter *filter = TIEM_FILTER (tiem_filter_new (name));

  tiem_filter_set_key (filter, key);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *id = g_strdup_printf ("%d", days[i]);
      g_autofree char *label = NULL;

      if (g_str_equal (key, "idle"))
        label = g_strdup_printf (
            ngettext ("Not sold for %s day", "Not sold for %s days", (gulong)days[i]), id);
      else if (g_str_equal (key, "lead"))
        label
            = g_strdup_printf (ngettext ("Here in %s day", "Here in %s days", (gulong)days[i]), id);
      else
        label
            = g_strdup_printf (ngettext ("To last %s day", "To last %s days", (gulong)days[i]), id);
      tiem_filter_add (filter, id, label);
    }
  tiem_list_pane_add_filter (self->list, filter);
  return filter;
}

static void
add_filters (TiemWorthPage *self)
{
  if (self->report == TIEM_WORTH_SLOW)
    self->days = add_days_filter (
        self, "idle", _ ("Days without a sale"), slow_days, G_N_ELEMENTS (slow_days));
  if (self->report == TIEM_WORTH_REORDER)
    {
      self->lead = add_days_filter (self,
                                    "lead",
                                    _ ("Days until ordered goods are here"),
                                    lead_days,
                                    G_N_ELEMENTS (lead_days));
      self->cover = add_days_filter (
          self, "cover", _ ("Days they are to last"), cover_days, G_N_ELEMENTS (cover_days));
    }
  self->category = TIEM_FILTER (tiem_filter_new (_ ("Category")));
  tiem_filter_set_key (self->category, "category");
  tiem_list_pane_add_filter (self->list, self->category);
  tiem_list_pane_update_filters (self->list);
}

static void
add_ticks (TiemWorthPage *self)
{
  TiemActionBar *bar;

  self->ticks = tiem_ticks_new ();
  tiem_list_pane_set_ticks (self->list, self->ticks, get_name);
  bar = tiem_list_pane_get_action_bar (self->list);
  tiem_action_bar_add (bar, "worth.order", _ ("Write purchase slip"), "list-add-symbolic");
  tiem_action_bar_set_suggested (bar, "worth.order");
  g_signal_connect_object (
      self->list, "ticks-changed", G_CALLBACK (ticks_changed_cb), self, G_CONNECT_SWAPPED);
}

static void
tiem_worth_page_dispose (GObject *object)
{
  TiemWorthPage *self = TIEM_WORTH_PAGE (object);

  if (self->reading != NULL)
    g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  if (self->list != NULL)
    tiem_list_pane_set_rows (self->list, NULL);
  g_clear_object (&self->rows);
  g_clear_object (&self->ticks);
  g_clear_object (&self->shop);
  self->list = NULL;
  G_OBJECT_CLASS (tiem_worth_page_parent_class)->dispose (object);
}

static void
tiem_worth_page_class_init (TiemWorthPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_worth_page_dispose;
  g_type_ensure (TIEM_TYPE_SIZE_BIN);
  g_type_ensure (TIEM_TYPE_LIST_PANE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/products/tiem-worth-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemWorthPage, size);
  gtk_widget_class_bind_template_child (widget_class, TiemWorthPage, switcher);
  gtk_widget_class_bind_template_child (widget_class, TiemWorthPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TiemWorthPage, list);
  gtk_widget_class_bind_template_child (widget_class, TiemWorthPage, groups);
  gtk_widget_class_install_action (widget_class, "worth.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "worth.order", NULL, order_action);
}

static void
tiem_worth_page_init (TiemWorthPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "stock");
}

GtkWidget *
tiem_worth_page_new (TiemShop *shop,
                     TiemWorthReport report)
{
  TiemWorthPage *self = g_object_new (TIEM_TYPE_WORTH_PAGE, NULL);

  self->shop = g_object_ref (shop);
  self->report = report;
  gtk_widget_set_visible (self->switcher, report == TIEM_WORTH_VALUE);
  g_object_bind_property (
      self->size, "size-class", self->list, "size-class", G_BINDING_SYNC_CREATE);
  g_object_set (
      self->list, "placeholder", _ ("Search name, SKU, barcode…"), "label", _ ("Products"), NULL);
  tiem_list_pane_set_autoselect (self->list, FALSE);
  show_subtitle (self, NULL);
  add_filters (self);
  tiem_list_add_export_button (self->list, "worth.export");
  if (report == TIEM_WORTH_REORDER)
    add_ticks (self);
  tiem_worth_columns_add (self->list, report, get_store (self));
  self->rows = tiem_row_list_new_worth (get_store (self));
  tiem_list_pane_set_rows (self->list, self->rows);
  g_signal_connect_object (
      self->list, "query-changed", G_CALLBACK (query_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "empty", G_CALLBACK (empty_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "open", G_CALLBACK (open_cb), self, 0);
  g_signal_connect_object (get_store (self), "changed", G_CALLBACK (store_changed_cb), self, 0);
  {
    TiemWorthQuery *query = make_query (self);

    tiem_row_list_set_worth_query (self->rows, query);
    tiem_worth_query_free (query);
  }
  read_anew (self);
  return GTK_WIDGET (self);
}

void
tiem_worth_open_value (TiemPage *products)
{
  tiem_page_push (
      products,
      TIEM_SUBPAGE (tiem_worth_page_new (tiem_page_get_shop (products), TIEM_WORTH_VALUE)));
}

void
tiem_worth_open_slow (TiemPage *products)
{
  tiem_page_push (
      products,
      TIEM_SUBPAGE (tiem_worth_page_new (tiem_page_get_shop (products), TIEM_WORTH_SLOW)));
}

void
tiem_worth_open_reorder (TiemPage *products)
{
  tiem_page_push (
      products,
      TIEM_SUBPAGE (tiem_worth_page_new (tiem_page_get_shop (products), TIEM_WORTH_REORDER)));
}
