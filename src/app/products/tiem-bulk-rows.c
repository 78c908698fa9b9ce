#define G_LOG_DOMAIN "tiem-bulk-rows"

#include "config.h"

#include "app/products/tiem-bulk-rows.h"
#include "app/widgets/tiem-item.h"
#include "base/tiem-text.h"

#include <string.h>

void
tiem_bulk_ask_free (TiemBulkAsk *self)
{
  g_array_unref (self->ids);
  tiem_bulk_rule_free (self->rule);
  tiem_bulk_plan_free (self->plan);
  g_free (self->search);
  g_free (self);
}

void
tiem_bulk_view_free (TiemBulkView *self)
{
  if (self == NULL)
    return;
  tiem_bulk_plan_free (self->plan);
  g_clear_pointer (&self->order, g_array_unref);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemBulkView, tiem_bulk_view_free)

void
tiem_bulk_counts_add (TiemBulkCounts *self,
                      const TiemBulkPlan *plan,
                      guint row,
                      int sign)
{
  TiemBulkFlags flags = tiem_bulk_plan_judge (plan, row);

  if (flags & TIEM_BULK_WRONG)
    self->wrong += sign;
  else if (flags & TIEM_BULK_SAME)
    self->same += sign;
  else if (plan->states[row] & TIEM_BULK_LEFT_OUT)
    self->left_out += sign;
  else
    self->writes += sign;
  if (tiem_bulk_plan_writes (plan, row) && flags & TIEM_BULK_WARNINGS)
    self->warned += sign;
}

/* --- which rows, in which order --- */

/* Every word that was typed is in the row. */
static gboolean
is_found (const TiemBulkRow *row,
          char **words)
{
  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    if (strstr (row->search, words[i]) == NULL)
      return FALSE;
  return TRUE;
}

typedef struct
{
  const TiemBulkPlan *plan;
  TiemBulkSort sort;
  gboolean descending;
} Order;

static gint64
get_key (const Order *order,
         guint row)
{
  const TiemBulkRow *item = g_ptr_array_index (order->plan->rows, row);
  gint64 after = order->plan->values[row];

  switch (order->sort)
    {
    case TIEM_BULK_SORT_BEFORE:
      return item->facts.value;
    case TIEM_BULK_SORT_AFTER:
      return after;
    case TIEM_BULK_SORT_CHANGE:
      return after - item->facts.value;
    case TIEM_BULK_SORT_NAME:
    default:
      return row; /* the plan is in the order of the names */
    }
}

static int
compare_rows (gconstpointer a,
              gconstpointer b,
              gpointer user_data)
{
  const Order *order = user_data;
  guint one = *(const guint *)a;
  guint other = *(const guint *)b;
  gint64 left = get_key (order, one);
  gint64 right = get_key (order, other);
  int result = left != right ? (left > right ? 1 : -1) : one > other ? 1 : -1;

  return order->descending ? -result : result;
}

gpointer
tiem_bulk_view_read (TiemStore *store,
                     gpointer data,
                     GCancellable *cancellable,
                     GError **error)
{
  const TiemBulkAsk *ask = data;
  g_autoptr (TiemBulkView) view = g_new0 (TiemBulkView, 1);
  g_autofree char *folded = ask->search != NULL ? tiem_text_fold (ask->search) : NULL;
  g_auto (GStrv) words = folded != NULL ? g_strsplit (folded, " ", -1) : NULL;
  Order order = { .sort = ask->sort, .descending = ask->descending };

  view->plan = ask->rule != NULL
                   ? tiem_store_plan_bulk (store, ask->ids, ask->rule, ask->plan, error)
                   : tiem_bulk_plan_copy (ask->plan);
  if (view->plan == NULL)
    return NULL;
  view->order = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < view->plan->rows->len; i++)
    {
      TiemBulkFlags flags = tiem_bulk_plan_judge (view->plan, i);

      tiem_bulk_counts_add (&view->counts, view->plan, i, 1);
      if (is_found (g_ptr_array_index (view->plan->rows, i), words)
          && (!ask->only_warned || flags & (TIEM_BULK_WARNINGS | TIEM_BULK_WRONG)))
        g_array_append_val (view->order, i);
    }
  order.plan = view->plan;
  if (order.sort != TIEM_BULK_SORT_NAME || order.descending)
    g_array_sort_with_data (view->order, compare_rows, &order);
  return g_steal_pointer (&view);
}

/* --- the model --- */

struct _TiemBulkRows
{
  GObject parent_instance;

  GArray *order; /* (owned) (nullable) */
};

static GType
tiem_bulk_rows_get_item_type (GListModel *model)
{
  return TIEM_TYPE_ITEM;
}

static guint
tiem_bulk_rows_get_n_items (GListModel *model)
{
  TiemBulkRows *self = TIEM_BULK_ROWS (model);

  return self->order != NULL ? self->order->len : 0;
}

static gpointer
tiem_bulk_rows_get_item (GListModel *model,
                         guint position)
{
  TiemBulkRows *self = TIEM_BULK_ROWS (model);

  if (self->order == NULL || position >= self->order->len)
    return NULL;
  return tiem_item_new (GUINT_TO_POINTER (g_array_index (self->order, guint, position) + 1), NULL);
}

static void
tiem_bulk_rows_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tiem_bulk_rows_get_item_type;
  iface->get_n_items = tiem_bulk_rows_get_n_items;
  iface->get_item = tiem_bulk_rows_get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TiemBulkRows,
                               tiem_bulk_rows,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      tiem_bulk_rows_list_model_init))

static void
tiem_bulk_rows_finalize (GObject *object)
{
  g_clear_pointer (&TIEM_BULK_ROWS (object)->order, g_array_unref);
  G_OBJECT_CLASS (tiem_bulk_rows_parent_class)->finalize (object);
}

static void
tiem_bulk_rows_class_init (TiemBulkRowsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tiem_bulk_rows_finalize;
}

static void
tiem_bulk_rows_init (TiemBulkRows *self)
{
}

TiemBulkRows *
tiem_bulk_rows_new (void)
{
  return g_object_new (TIEM_TYPE_BULK_ROWS, NULL);
}

void
tiem_bulk_rows_set_order (TiemBulkRows *self,
                          GArray *order)
{
  guint before = tiem_bulk_rows_get_n_items (G_LIST_MODEL (self));

  g_clear_pointer (&self->order, g_array_unref);
  self->order = g_array_ref (order);
  g_list_model_items_changed (G_LIST_MODEL (self), 0, before, order->len);
}

guint
tiem_bulk_rows_get_row (TiemBulkRows *self,
                        guint position)
{
  return g_array_index (self->order, guint, position);
}
