#define G_LOG_DOMAIN "tiem-row-list"

#include "store/tiem-row-list-private.h"

/* Many ids at once, for ticks: selected and sorted off the main thread. */

typedef struct
{
  const TiemRowKind *kind;
  gpointer query; /* (owned) (nullable): NULL: those of @ids */
  GArray *ids;    /* (owned) (nullable) (element-type gint64) in the list's order */
  guint first;
  guint n;
} Collect;

static void
collect_free (gpointer data)
{
  Collect *collect = data;

  if (collect->query != NULL)
    collect->kind->query_free (collect->query);
  g_clear_pointer (&collect->ids, g_array_unref);
  g_free (collect);
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

  return (left > right) - (left < right);
}

static gpointer
collect (TiemStore *store,
         gpointer data,
         GCancellable *cancellable,
         GError **error)
{
  Collect *job = data;
  GArray *ids;

  if (job->query != NULL)
    {
      ids = job->kind->select_ids (store, job->query, 0, error);
    }
  else
    {
      ids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), job->n);
      g_array_append_vals (ids, &g_array_index (job->ids, gint64, job->first), job->n);
    }
  if (ids != NULL)
    g_array_sort (ids, compare_ids);
  return ids;
}

static void
collected_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) error = NULL;
  GArray *ids = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (ids != NULL)
    g_task_return_pointer (task, ids, (GDestroyNotify)g_array_unref);
  else
    g_task_return_error (task, g_steal_pointer (&error));
}

void
tiem_row_list_collect_async (TiemRowList *self,
                             guint first,
                             guint last,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  const TiemRowKind *kind;
  GTask *task;
  Collect *job;

  g_return_if_fail (TIEM_IS_ROW_LIST (self));
  g_return_if_fail (tiem_row_list_get_query (self) != NULL);

  kind = tiem_row_list_get_kind (self);
  job = g_new0 (Collect, 1);
  job->kind = kind;
  if (first > last)
    {
      job->query = kind->query_copy ((gpointer)tiem_row_list_get_query (self));
    }
  else
    {
      job->ids = tiem_row_list_dup_ids (self);
      job->first = MIN (first, job->ids->len);
      job->n = MIN (last, job->ids->len - 1) + 1 - job->first;
    }
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, tiem_row_list_collect_async);
  tiem_store_run_async (tiem_row_list_get_store (self),
                        TIEM_STORE_READ,
                        collect,
                        job,
                        collect_free,
                        (GDestroyNotify)g_array_unref,
                        cancellable,
                        collected_cb,
                        task);
}

GArray *
tiem_row_list_collect_finish (TiemRowList *self,
                              GAsyncResult *result,
                              GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
