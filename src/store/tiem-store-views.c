#define G_LOG_DOMAIN "tiem-store-views"

#include "config.h"

#include "base/tiem-text.h"
#include "base/tiem-time.h"
#include "store/tiem-store-private.h"
#include "store/tiem-store-views.h"

#include <glib/gi18n-lib.h>
#include <stdlib.h>

const char *
tiem_view_filter_to_string (TiemViewFilter filter)
{
  static const char *const words[TIEM_N_VIEW_FILTERS] = { "channel", "time", "tag", "carrier" };

  return words[filter];
}

TiemSavedView *
tiem_saved_view_copy (const TiemSavedView *self)
{
  TiemSavedView *copy = g_memdup2 (self, sizeof *self);

  copy->tab = g_strdup (self->tab);
  copy->name = g_strdup (self->name);
  copy->chip = g_strdup (self->chip);
  for (guint i = 0; i < TIEM_N_VIEW_FILTERS; i++)
    copy->filters[i] = g_strdup (self->filters[i]);
  copy->search = g_strdup (self->search);
  copy->sort = g_strdup (self->sort);
  copy->columns = g_strdup (self->columns);
  copy->channel_name = g_strdup (self->channel_name);
  return copy;
}

void
tiem_saved_view_free (TiemSavedView *self)
{
  if (self == NULL)
    return;
  g_free (self->tab);
  g_free (self->name);
  g_free (self->chip);
  for (guint i = 0; i < TIEM_N_VIEW_FILTERS; i++)
    g_free (self->filters[i]);
  g_free (self->search);
  g_free (self->sort);
  g_free (self->columns);
  g_free (self->channel_name);
  g_free (self);
}

/* --- reading --- */

#define SELECT_VIEW                                                                                \
  "SELECT w.id, w.tab, w.name, w.chip, w.channel_id, w.days, w.tag, w.carrier, w.search, w.sort,"  \
  " w.descending, w.columns, w.position, c.name, c.removed_at"                                     \
  " FROM saved_view w LEFT JOIN channel c ON c.id = w.channel_id"

static TiemSavedView *
read_view (TiemStmt *row)
{
  TiemSavedView *view = g_new0 (TiemSavedView, 1);

  view->id = tiem_stmt_int (row, 0);
  view->tab = tiem_stmt_dup_text (row, 1);
  view->name = tiem_stmt_dup_text (row, 2);
  view->chip = tiem_stmt_dup_text (row, 3);
  if (tiem_stmt_int (row, 4) != 0)
    view->filters[TIEM_VIEW_CHANNEL]
        = g_strdup_printf ("%" G_GINT64_FORMAT, tiem_stmt_int (row, 4));
  view->filters[TIEM_VIEW_TIME] = tiem_stmt_dup_text (row, 5);
  view->filters[TIEM_VIEW_TAG] = tiem_stmt_dup_text (row, 6);
  view->filters[TIEM_VIEW_CARRIER] = tiem_stmt_dup_text (row, 7);
  view->search = tiem_stmt_dup_text (row, 8);
  view->sort = tiem_stmt_dup_text (row, 9);
  view->descending = tiem_stmt_int (row, 10) != 0;
  view->columns = tiem_stmt_dup_text (row, 11);
  view->position = tiem_stmt_int (row, 12);
  view->channel_name = tiem_stmt_dup_text (row, 13);
  view->channel_gone = tiem_stmt_int (row, 14) != 0;
  return view;
}

GPtrArray *
tiem_store_list_views (TiemStore *self,
                       const char *tab,
                       GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) views
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_saved_view_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read == NULL)
    return NULL;
  rows = tiem_db_query (read->db,
                        error,
                        SELECT_VIEW " WHERE ?1 IS NULL OR w.tab = ?1"
                                    " ORDER BY w.tab, w.position, w.id",
                        TIEM_TEXT (tab));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (views, read_view (rows));
  return step == 0 ? g_steal_pointer (&views) : NULL;
}

TiemSavedView *
tiem_store_find_view (TiemStore *self,
                      const char *tab,
                      const char *name,
                      GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autofree char *key = tiem_text_fold (name);
  g_autoptr (TiemStmt) row = NULL;
  int step;

  if (read == NULL)
    return NULL;
  row = tiem_db_query (read->db,
                       error,
                       SELECT_VIEW " WHERE w.tab = ?1 AND w.name_key = ?2",
                       TIEM_TEXT (tab),
                       TIEM_TEXT (key));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return NULL;
  if (step > 0)
    return read_view (row);
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_NOT_FOUND,
               _ ("There is no saved view “%s”; see “tiem-cli view list”."),
               name);
  return NULL;
}

/* --- writing --- */

static gboolean
check_name (
    TiemDb *db, const TiemSavedView *view, const char *name, const char *key, GError **error)
{
  gint64 others = 0;

  if (*key == '\0')
    {
      g_set_error_literal (
          error, TIEM_ERROR, TIEM_ERROR_INVALID, _ ("The view has no name; give it one."));
      return FALSE;
    }
  if (!tiem_db_get_int (db,
                        &others,
                        error,
                        "SELECT count (*) FROM saved_view"
                        " WHERE tab = ?1 AND name_key = ?2 AND id <> ?3",
                        TIEM_TEXT (view->tab),
                        TIEM_TEXT (key),
                        TIEM_INT (view->id)))
    return FALSE;
  if (others == 0)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_CONFLICT,
               _ ("There is a view “%s” already; choose another name."),
               name);
  return FALSE;
}

static gboolean
write_view (
    TiemDb *db, const TiemSavedView *view, const char *name, const char *key, GError **error)
{
  const char *channel = view->filters[TIEM_VIEW_CHANNEL];
  gint64 channel_id = channel != NULL ? g_ascii_strtoll (channel, NULL, 10) : 0;

  return tiem_db_run (
      db,
      error,
      "INSERT INTO saved_view (id, tab, name, name_key, chip, channel_id, days, tag, carrier,"
      " search, sort, descending, columns, position)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
      " coalesce (nullif (?14, 0),"
      "  (SELECT coalesce (max (position), 0) + 1 FROM saved_view WHERE tab = ?2)))"
      " ON CONFLICT (id) DO UPDATE SET name = excluded.name, name_key = excluded.name_key,"
      " chip = excluded.chip, channel_id = excluded.channel_id, days = excluded.days,"
      " tag = excluded.tag, carrier = excluded.carrier, search = excluded.search,"
      " sort = excluded.sort, descending = excluded.descending, columns = excluded.columns",
      TIEM_ID (view->id),
      TIEM_TEXT (view->tab),
      TIEM_TEXT (name),
      TIEM_TEXT (key),
      TIEM_TEXT (view->chip),
      TIEM_ID (channel_id),
      TIEM_TEXT (view->filters[TIEM_VIEW_TIME]),
      TIEM_TEXT (view->filters[TIEM_VIEW_TAG]),
      TIEM_TEXT (view->filters[TIEM_VIEW_CARRIER]),
      TIEM_TEXT (view->search),
      TIEM_TEXT (view->sort),
      TIEM_INT (view->descending != FALSE),
      TIEM_TEXT (view->columns),
      TIEM_INT (view->position));
}

gint64
tiem_store_put_view (TiemStore *self,
                     const TiemSavedView *view,
                     GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autofree char *name = g_strstrip (g_strdup (view->name != NULL ? view->name : ""));
  g_autofree char *key = tiem_text_fold (name);
  gint64 id;

  if (write == NULL || !check_name (write->db, view, name, key, error)
      || !write_view (write->db, view, name, key, error))
    return 0;
  id = view->id != 0 ? view->id : tiem_db_last_id (write->db);
  return tiem_write_commit (write, error) ? id : 0;
}

gboolean
tiem_store_remove_view (TiemStore *self,
                        gint64 view_id,
                        GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL
      || !tiem_db_run (
          write->db, error, "DELETE FROM saved_view WHERE id = ?1", TIEM_INT (view_id)))
    return FALSE;
  if (tiem_db_changes (write->db) == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_NOT_FOUND,
                           _ ("There is no such view any more; there is nothing to delete."));
      return FALSE;
    }
  return tiem_write_commit (write, error);
}

/* --- what it means --- */

gboolean
tiem_order_query_set_chip (TiemOrderQuery *query,
                           const char *chip)
{
  static const struct
  {
    const char *chip;
    TiemOrderGroup group;
  } groups[] = {
    { "all", TIEM_ORDERS_ALL },
    { "todo", TIEM_ORDERS_TODO },
    { "short", TIEM_ORDERS_SHORT },
    { "troubled", TIEM_ORDERS_TROUBLED },
  };
  TiemOrderStatus status = tiem_order_status_from_string (chip);

  query->group = TIEM_ORDERS_ALL;
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_strcmp0 (groups[i].chip, chip) == 0)
      {
        query->group = groups[i].group;
        return TRUE;
      }
  if (g_strcmp0 (tiem_order_status_to_string (status), chip) != 0)
    return FALSE;
  query->group = TIEM_ORDERS_STATUS;
  query->status = status;
  return TRUE;
}

TiemOrderQuery *
tiem_saved_view_to_order_query (const TiemSavedView *view,
                                gint64 now)
{
  /* The ids of the columns that sort. */
  static const struct
  {
    const char *column;
    TiemOrderSort sort;
  } sorts[] = {
    { "placed", TIEM_ORDER_SORT_PLACED },   { "ship-by", TIEM_ORDER_SORT_SHIP_BY },
    { "channel", TIEM_ORDER_SORT_CHANNEL }, { "number", TIEM_ORDER_SORT_NUMBER },
    { "buyer", TIEM_ORDER_SORT_BUYER },     { "total", TIEM_ORDER_SORT_TOTAL },
    { "status", TIEM_ORDER_SORT_STATUS },
  };
  TiemOrderQuery *query = g_new0 (TiemOrderQuery, 1);
  const char *days = view->filters[TIEM_VIEW_TIME];

  tiem_order_query_set_chip (query, view->chip);
  if (view->filters[TIEM_VIEW_CHANNEL] != NULL && !view->channel_gone)
    query->channel_id = g_ascii_strtoll (view->filters[TIEM_VIEW_CHANNEL], NULL, 10);
  if (days != NULL)
    query->since = tiem_time_day_start (tiem_time_day (now) - atoi (days));
  query->tag = g_strdup (view->filters[TIEM_VIEW_TAG]);
  query->carrier = g_strdup (view->filters[TIEM_VIEW_CARRIER]);
  query->search = g_strdup (view->search);
  query->sort = TIEM_ORDER_SORT_PLACED;
  query->descending = view->sort == NULL || view->descending;
  for (guint i = 0; i < G_N_ELEMENTS (sorts); i++)
    if (g_strcmp0 (sorts[i].column, view->sort) == 0)
      query->sort = sorts[i].sort;
  return query;
}
