#define G_LOG_DOMAIN "tiem-order-figures"

#include "app/orders/tiem-order-figures.h"
#include "store/tiem-store-channels.h"

void
tiem_order_figures_free (gpointer data)
{
  TiemOrderFigures *figures = data;

  g_clear_pointer (&figures->channels, g_ptr_array_unref);
  g_free (figures);
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
      || !tiem_store_read_due (store, 0, &due, error))
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
