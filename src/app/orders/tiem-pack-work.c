#include "config.h"

#include "app/orders/tiem-pack-work.h"

TiemPackWork *
tiem_pack_work_new (TiemPackDeed deed)
{
  TiemPackWork *self = g_new0 (TiemPackWork, 1);

  self->deed = deed;
  return self;
}

void
tiem_pack_work_free (TiemPackWork *self)
{
  g_free (self->code);
  g_free (self);
}

void
tiem_pack_answer_free (TiemPackAnswer *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->results, g_ptr_array_unref);
  g_clear_pointer (&self->run, tiem_pack_run_free);
  g_clear_pointer (&self->lacks, g_ptr_array_unref);
  g_free (self);
}

static gboolean
take_result (TiemPackAnswer *answer, TiemPackResult *result) /* (transfer full) (nullable) */
{
  if (result != NULL)
    g_ptr_array_add (answer->results, result);
  return result != NULL;
}

static gboolean
scan (TiemStore *store,
      const TiemPackWork *work,
      TiemPackAnswer *answer,
      GError **error)
{
  GPtrArray *results = tiem_store_scan_pack (store, work->run_id, work->code, &work->ask, error);

  if (results == NULL)
    return FALSE;
  g_ptr_array_unref (answer->results);
  answer->results = results;
  return TRUE;
}

/* The channel may have taken out of the open order what was not scanned yet. */
static gboolean
finish_if_complete (TiemStore *store,
                    const TiemPackWork *work,
                    TiemPackAnswer *answer,
                    GError **error)
{
  const TiemPackOrder *open = answer->run->open;
  g_autoptr (GError) local = NULL;

  if (open == NULL || !tiem_pack_order_is_complete (open)
      || tiem_pack_order_refuse (open) != TIEM_PACK_OPENED)
    return TRUE;
  if (!take_result (answer, tiem_store_finish_pack (store, work->run_id, &local)))
    {
      if (local == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  tiem_pack_run_free (answer->run);
  answer->run = tiem_store_get_pack (store, work->run_id, error);
  return answer->run != NULL;
}

static gboolean
do_deed (TiemStore *store,
         const TiemPackWork *work,
         TiemPackAnswer *answer,
         GError **error)
{
  switch (work->deed)
    {
    case TIEM_PACK_SCAN:
      return scan (store, work, answer, error);
    case TIEM_PACK_COUNT:
      return take_result (answer, tiem_store_count_pack (store, work->run_id, work->id, error));
    case TIEM_PACK_SKIP:
      return tiem_store_skip_pack (store, work->run_id, error);
    case TIEM_PACK_REPORT:
      return tiem_store_report_lacking (store, work->run_id, work->correct_stock, error);
    case TIEM_PACK_REOPEN:
      return tiem_store_reopen_pack (store, work->run_id, work->id, error);
    case TIEM_PACK_READ:
    default:
      return TRUE;
    }
}

gpointer
tiem_pack_work_run (TiemStore *store,
                    gpointer data,
                    GCancellable *cancellable,
                    GError **error)
{
  const TiemPackWork *work = data;
  g_autoptr (TiemPackAnswer) answer = g_new0 (TiemPackAnswer, 1);

  answer->results = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_pack_result_free);
  if (!do_deed (store, work, answer, error)
      || (answer->run = tiem_store_get_pack (store, work->run_id, error)) == NULL
      || !finish_if_complete (store, work, answer, error)
      || (answer->lacks = tiem_store_list_lacking (store, work->run_id, error)) == NULL)
    return NULL;
  return g_steal_pointer (&answer);
}
