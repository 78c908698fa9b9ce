#define G_LOG_DOMAIN "tiem-order-figures"

#include "app/orders/tiem-order-figures.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-notes.h"

void
tiem_order_figures_free (gpointer data)
{
  TiemOrderFigures *figures = data;

  g_clear_pointer (&figures->channels, g_ptr_array_unref);
  g_strfreev (figures->tags);
  g_strfreev (figures->carriers);
  g_free (figures);
}

/* More than so many can't be chosen from in a menu. */
#define MOST_TAGS 60

static GStrv
list_tags (TiemStore *store,
           GError **error)
{
  g_autoptr (GPtrArray) tags = tiem_store_list_tags (store, error);
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; tags != NULL && i < MIN (tags->len, MOST_TAGS); i++)
    g_strv_builder_add (names, ((const TiemTag *)g_ptr_array_index (tags, i))->name);
  return tags != NULL ? g_strv_builder_end (names) : NULL;
}

gpointer
tiem_order_figures_read (TiemStore *store,
                         gpointer data,
                         GCancellable *cancellable,
                         GError **error)
{
  TiemOrderFigures *figures = g_new0 (TiemOrderFigures, 1);
  TiemOrderDue due;

  figures->channels = tiem_store_list_channels (store, error);
  if (figures->channels == NULL
      || !tiem_store_count_orders (store, *(gint64 *)data - 1, &figures->counts, error)
      || !tiem_store_read_due (store, 0, &due, error)
      || (figures->tags = list_tags (store, error)) == NULL
      || (figures->carriers = tiem_store_list_carriers (store, error)) == NULL)
    {
      g_clear_pointer (&figures, tiem_order_figures_free);
      return NULL;
    }
  /* Not every platform has deadlines; without any the column would be one of dashes. */
  figures->has_deadlines = due.has_deadlines;
  return figures;
}

gpointer
tiem_order_total_read (TiemStore *store,
                       gpointer data,
                       GCancellable *cancellable,
                       GError **error)
{
  TiemOrderTotal *sum = g_new0 (TiemOrderTotal, 1);

  if (!tiem_store_sum_orders (store, data, &sum->n, &sum->total_vnd, error))
    g_clear_pointer (&sum, g_free);
  return sum;
}
