#define G_LOG_DOMAIN "tiem-row-list"

#include "store/tiem-live-rows.h"

/* How many rows that nobody shows are kept. */
#define KEEP 512
/* Of a list's end that went: more than a view has at once. */
#define MOST_GONE 512

struct _TiemLiveRows
{
  GHashTable *rows;      /* (owned) id → TiemRow; holds no reference */
  TiemRow *recent[KEEP]; /* (owned) */
  guint recent_at;
};

static void
row_gone_cb (gpointer data,
             GObject *where_the_row_was)
{
  TiemLiveRows *self = data;
  gint64 id = tiem_row_get_id ((TiemRow *)where_the_row_was);

  g_hash_table_remove (self->rows, &id);
}

static void
add (TiemLiveRows *self,
     TiemRow *row,
     gint64 id)
{
  g_hash_table_insert (self->rows, g_memdup2 (&id, sizeof id), row);
  g_object_weak_ref (G_OBJECT (row), row_gone_cb, self);
}

TiemLiveRows *
tiem_live_rows_new (void)
{
  TiemLiveRows *self = g_new0 (TiemLiveRows, 1);

  self->rows = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  return self;
}

void
tiem_live_rows_free (TiemLiveRows *self)
{
  GHashTableIter iter;
  gpointer row;

  tiem_live_rows_forget_kept (self);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    g_object_weak_unref (row, row_gone_cb, self);
  g_hash_table_unref (self->rows);
  g_free (self);
}

TiemRow *
tiem_live_rows_find (TiemLiveRows *self,
                     gint64 id)
{
  return g_hash_table_lookup (self->rows, &id);
}

TiemRow *
tiem_live_rows_ensure (TiemLiveRows *self,
                       gint64 id)
{
  TiemRow *row = tiem_live_rows_find (self, id);

  if (row != NULL)
    return g_object_ref (row);
  row = tiem_row_new (id);
  add (self, row, id);
  return row;
}

void
tiem_live_rows_keep (TiemLiveRows *self,
                     TiemRow *row)
{
  g_set_object (&self->recent[self->recent_at++ % KEEP], row);
}

void
tiem_live_rows_forget_kept (TiemLiveRows *self)
{
  for (guint i = 0; i < KEEP; i++)
    g_clear_object (&self->recent[i]);
}

GArray *
tiem_live_rows_list_read (TiemLiveRows *self)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    if (tiem_row_get_value (row) != NULL)
      {
        gint64 id = tiem_row_get_id (row);

        g_array_append_val (ids, id);
      }
  return ids;
}

void
tiem_live_rows_move (TiemLiveRows *self,
                     guint position,
                     guint removed,
                     guint added)
{
  GHashTableIter iter;
  gpointer row;

  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    {
      guint at = tiem_row_get_position (row);

      if (at == TIEM_ROW_NOWHERE || at < position)
        continue;
      tiem_row_set_position (row,
                             at < position + removed ? TIEM_ROW_NOWHERE : at - removed + added);
    }
}

/* @row: (nullable) */
static void
let_go (gpointer row)
{
  g_clear_object (&row);
}

/* Those up to the first that is not there. */
static void
end_at_gap (GPtrArray *rows)
{
  guint n = 0;

  while (n < rows->len && rows->pdata[n] != NULL)
    n++;
  g_ptr_array_set_size (rows, (int)n);
}

GPtrArray *
tiem_live_rows_replace (
    TiemLiveRows *self, GArray *before, GArray *now, guint common, GPtrArray **gone)
{
  GPtrArray *kept = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer row;

  *gone = g_ptr_array_new_with_free_func (let_go);
  g_ptr_array_set_size (*gone, MIN (before->len - common, MOST_GONE));
  tiem_live_rows_forget_kept (self);
  g_hash_table_iter_init (&iter, self->rows);
  while (g_hash_table_iter_next (&iter, NULL, &row))
    {
      guint at = tiem_row_get_position (row);
      gboolean is_there
          = at < before->len && g_array_index (before, gint64, at) == tiem_row_get_id (row);

      if (is_there && at < common)
        g_ptr_array_add (kept, g_object_ref (row));
      else if (is_there && at - common < (*gone)->len)
        (*gone)->pdata[at - common] = g_object_ref (row);
      g_object_weak_unref (row, row_gone_cb, self);
      g_hash_table_iter_remove (&iter);
    }
  end_at_gap (*gone);
  for (guint i = 0; i < kept->len; i++)
    add (self, kept->pdata[i], g_array_index (now, gint64, tiem_row_get_position (kept->pdata[i])));
  return kept;
}
