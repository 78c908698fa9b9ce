#define G_LOG_DOMAIN "tiem-takes-page"

#include "config.h"

#include "app/products/tiem-take-work.h"

#include "store/tiem-store-locations.h"

TiemTakeWork *
tiem_take_work_new (TiemTakeDeed deed)
{
  TiemTakeWork *self = g_new0 (TiemTakeWork, 1);

  self->deed = deed;
  return self;
}

void
tiem_take_work_free (TiemTakeWork *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_clear_pointer (&self->variant_ids, g_array_unref);
  g_free (self);
}

void
tiem_take_answer_free (TiemTakeAnswer *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->takes, g_ptr_array_unref);
  g_clear_pointer (&self->locations, g_ptr_array_unref);
  g_clear_pointer (&self->categories, g_strfreev);
  g_clear_pointer (&self->shelves, g_strfreev);
  g_clear_pointer (&self->take, tiem_take_free);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_clear_pointer (&self->uncounted, g_ptr_array_unref);
  g_clear_pointer (&self->scans, g_ptr_array_unref);
  g_free (self->dropped);
  g_clear_error (&self->error);
  g_free (self);
}

static gboolean
list_takes (TiemStore *store,
            TiemTakeAnswer *answer,
            GError **error)
{
  return (answer->takes = tiem_store_list_takes (store, 100, error)) != NULL
         && (answer->locations = tiem_store_list_locations (store, FALSE, error)) != NULL
         && tiem_store_list_take_scopes (store, &answer->categories, &answer->shelves, error);
}

static gboolean
scan (TiemStore *store,
      const TiemTakeWork *work,
      TiemTakeAnswer *answer,
      GError **error)
{
  answer->scans = tiem_store_scan_take (store, work->take_id, work->text, work->chosen_id, error);
  for (guint i = 0; answer->scans != NULL && i < answer->scans->len; i++)
    {
      const TiemSlipScan *found = g_ptr_array_index (answer->scans, i);

      if (found->outcome == TIEM_SLIP_SCAN_FOUND)
        answer->variant_id = found->variant_id;
    }
  return answer->scans != NULL;
}

/* *take_id: (inout): of the take that is read then; 0 = none */
static gboolean
do_it (TiemStore *store,
       const TiemTakeWork *work,
       TiemTakeAnswer *answer,
       gint64 *take_id,
       GError **error)
{
  switch (work->deed)
    {
    case TIEM_TAKE_START:
      *take_id = tiem_store_start_take (
          store, work->location_id, work->scope, work->text, work->variant_ids, NULL, error);
      return *take_id != 0;
    case TIEM_TAKE_SCAN:
      return scan (store, work, answer, error);
    case TIEM_TAKE_COUNT:
      answer->variant_id = work->variant_id;
      return tiem_store_count_take (
          store, work->take_id, work->variant_id, work->units, work->is_total, error);
    case TIEM_TAKE_UNSCAN:
      return tiem_store_unscan_take (store, work->take_id, &answer->variant_id, error);
    case TIEM_TAKE_PASS:
      return tiem_store_begin_take_pass (store, work->take_id, error) != 0;
    case TIEM_TAKE_NOTE:
      return tiem_store_note_take_line (store, work->take_id, work->variant_id, work->text, error);
    case TIEM_TAKE_BOOK:
      return tiem_store_book_take (store, work->take_id, work->zeroes, error);
    case TIEM_TAKE_UNDO:
      return tiem_store_undo_take (store, work->take_id, error);
    case TIEM_TAKE_REOPEN:
      return tiem_store_reopen_take (store, work->take_id, error);
    case TIEM_TAKE_DELETE:
      *take_id = 0;
      answer->dropped = tiem_store_drop_take (store, work->take_id, error);
      return answer->dropped != NULL;
    case TIEM_TAKE_BRING_BACK:
      *take_id = tiem_store_bring_back_take (store, work->text, error);
      return *take_id != 0;
    case TIEM_TAKE_READ:
    default:
      return TRUE;
    }
}

static gboolean
read_take (TiemStore *store,
           gint64 take_id,
           gboolean with_differences,
           TiemTakeAnswer *answer,
           GError **error)
{
  g_autoptr (TiemTake) again = NULL;

  answer->take = tiem_store_get_take (store,
                                      take_id,
                                      with_differences ? TIEM_TAKE_DIFFERENT : TIEM_TAKE_RECENT,
                                      0,
                                      &answer->lines,
                                      error);
  if (answer->take == NULL || !with_differences)
    return answer->take != NULL;
  again = tiem_store_get_take (store, take_id, TIEM_TAKE_UNCOUNTED, 0, &answer->uncounted, error);
  return again != NULL;
}

gpointer
tiem_take_work_run (TiemStore *store,
                    gpointer data,
                    GCancellable *cancellable,
                    GError **error)
{
  const TiemTakeWork *work = data;
  g_autoptr (TiemTakeAnswer) answer = g_new0 (TiemTakeAnswer, 1);
  gint64 take_id = work->take_id;

  answer->deed = work->deed;
  if (!do_it (store, work, answer, &take_id, &answer->error))
    take_id = work->take_id;
  if (take_id == 0 ? !list_takes (store, answer, error)
                   : !read_take (store, take_id, work->with_differences, answer, error))
    return NULL;
  return g_steal_pointer (&answer);
}
