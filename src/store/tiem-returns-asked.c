#define G_LOG_DOMAIN "tiem-returns-asked"

#include "config.h"

#include "base/tiem-error.h"
#include "store/tiem-after-private.h"

#include <glib/gi18n-lib.h>

/* Returns that buyers ask for. What really comes back is in tiem-store-returns.c. */

#define MOST_MONEY G_GINT64_CONSTANT (1000000000000)
#define MOST_UNITS G_GINT64_CONSTANT (1000000000)

/* --- storing --- */

typedef struct
{
  gint64 id; /* 0 = new */
  gint64 updated_at;
  TiemReturnState state;
  gint64 order_id; /* 0 = not read yet */
} HeldReturn;

static gboolean
find_held (TiemWrite *write,
           gint64 channel_id,
           const TiemRemoteReturn *remote,
           HeldReturn *held,
           GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (write->db,
                                            error,
                                            "SELECT id, updated_at, state FROM order_return"
                                            " WHERE channel_id = ?1 AND remote_id = ?2",
                                            TIEM_INT (channel_id),
                                            TIEM_TEXT (remote->remote_id));
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step > 0)
    {
      held->id = tiem_stmt_int (row, 0);
      held->updated_at = tiem_stmt_int (row, 1);
      held->state = tiem_return_state_from_string (tiem_stmt_text (row, 2));
    }
  return tiem_db_get_int (write->db,
                          &held->order_id,
                          error,
                          "SELECT id FROM customer_order WHERE channel_id = ?1 AND remote_id = ?2",
                          TIEM_INT (channel_id),
                          TIEM_TEXT (remote->order_remote_id));
}

/* Returns: FALSE with @error. *changed: whether the row differs from what was held */
static gboolean
put_row (TiemWrite *write,
         gint64 channel_id,
         const TiemRemoteReturn *remote,
         gint64 *return_id,
         gboolean *changed,
         GError **error)
{
  gint64 id = 0;

  if (!tiem_db_get_int (
          write->db,
          &id,
          error,
          "INSERT INTO order_return (channel_id, remote_id, order_remote_id, state, remote_status,"
          " sends_goods, reason, refund_vnd, created_at, updated_at, answer_by, answers, tracking,"
          " stored_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)"
          " ON CONFLICT (channel_id, remote_id) DO UPDATE SET"
          " order_remote_id = excluded.order_remote_id, state = excluded.state,"
          " remote_status = excluded.remote_status, sends_goods = excluded.sends_goods,"
          " reason = excluded.reason, refund_vnd = excluded.refund_vnd,"
          " created_at = excluded.created_at, updated_at = excluded.updated_at,"
          " answer_by = excluded.answer_by, answers = excluded.answers,"
          " tracking = excluded.tracking, stored_at = excluded.stored_at"
          " WHERE order_remote_id <> excluded.order_remote_id OR state <> excluded.state"
          " OR remote_status IS NOT excluded.remote_status OR sends_goods <> excluded.sends_goods"
          " OR reason IS NOT excluded.reason OR refund_vnd <> excluded.refund_vnd"
          " OR created_at <> excluded.created_at OR updated_at <> excluded.updated_at"
          " OR answer_by <> excluded.answer_by OR answers <> excluded.answers"
          " OR tracking IS NOT excluded.tracking RETURNING id",
          TIEM_INT (channel_id),
          TIEM_TEXT (remote->remote_id),
          TIEM_TEXT (remote->order_remote_id != NULL ? remote->order_remote_id : ""),
          TIEM_TEXT (tiem_return_state_to_string (remote->state)),
          TIEM_TEXT (remote->remote_status),
          TIEM_INT (remote->sends_goods != FALSE),
          TIEM_TEXT (remote->reason),
          TIEM_INT (CLAMP (remote->refund_vnd, 0, MOST_MONEY)),
          TIEM_INT (remote->created_at),
          TIEM_INT (remote->updated_at),
          TIEM_INT (remote->answer_by),
          TIEM_INT (remote->answers),
          TIEM_TEXT (remote->tracking),
          TIEM_INT (write->now)))
    return FALSE;
  *changed = id != 0;
  if (id != 0)
    *return_id = id;
  return TRUE;
}

static gboolean
put_lines (TiemWrite *write,
           gint64 return_id,
           const TiemRemoteReturn *remote,
           GError **error)
{
  /* A page may leave the lines to the details. */
  if (remote->lines->len == 0)
    return TRUE;
  if (!tiem_db_run (write->db,
                    error,
                    "DELETE FROM order_return_line WHERE return_id = ?1",
                    TIEM_INT (return_id)))
    return FALSE;
  for (guint i = 0; i < remote->lines->len; i++)
    {
      const TiemRemoteLine *line = g_ptr_array_index (remote->lines, i);

      if (!tiem_db_run (write->db,
                        error,
                        "INSERT INTO order_return_line (return_id, position, remote_id,"
                        " remote_product_id, remote_variant_id, sku, title, options, quantity)"
                        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                        TIEM_INT (return_id),
                        TIEM_INT (i),
                        TIEM_TEXT (line->remote_id),
                        TIEM_TEXT (line->remote_product_id ? line->remote_product_id : ""),
                        TIEM_TEXT (line->remote_variant_id ? line->remote_variant_id : ""),
                        TIEM_TEXT (line->sku),
                        TIEM_TEXT (line->title),
                        TIEM_TEXT (line->options),
                        TIEM_INT (CLAMP (line->quantity, 0, MOST_UNITS))))
        return FALSE;
    }
  return TRUE;
}

static gboolean
note_change (TiemWrite *write,
             const TiemRemoteReturn *remote,
             const HeldReturn *held,
             GError **error)
{
  TiemOrderEventRow event = { .order_id = held->order_id, .source = "channel" };

  if (held->order_id == 0)
    return TRUE;
  write->what |= TIEM_CHANGED_ORDERS;
  if (held->id == 0)
    {
      event.at = remote->created_at;
      event.kind = TIEM_EVENT_RETURN_ASKED;
      event.quantity = CLAMP (remote->refund_vnd, 0, MOST_MONEY);
      event.subject = remote->reason;
      if (!tiem_order_events_add (write, &event, error))
        return FALSE;
    }
  if (held->id == 0 ? remote->state == TIEM_RETURN_OPEN : remote->state == held->state)
    return TRUE;
  event.at = remote->updated_at;
  event.kind = TIEM_EVENT_RETURN_STATE;
  event.quantity = 0;
  event.subject = NULL;
  event.new = tiem_return_state_to_string (remote->state);
  return tiem_order_events_add (write, &event, error);
}

/* The reason of a buyer whose data was erased is not kept either. */
static gboolean
keep_erased (TiemWrite *write,
             gint64 return_id,
             GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "UPDATE order_return SET reason = NULL WHERE id = ?1 AND EXISTS (SELECT 1"
                      " FROM customer_order o JOIN customer c ON c.id = o.customer_id"
                      " WHERE o.channel_id = order_return.channel_id"
                      " AND o.remote_id = order_return.order_remote_id AND c.erased_at > 0)",
                      TIEM_INT (return_id));
}

static gboolean
store_return (TiemWrite *write,
              gint64 channel_id,
              const TiemRemoteReturn *remote,
              TiemStoredPage *stored,
              GError **error)
{
  HeldReturn held = { 0 };
  gint64 return_id;
  gboolean changed = FALSE;

  if (!find_held (write, channel_id, remote, &held, error))
    return FALSE;
  return_id = held.id;
  if (held.id != 0 && remote->updated_at < held.updated_at)
    {
      stored->unchanged++;
      return TRUE;
    }
  if (!put_row (write, channel_id, remote, &return_id, &changed, error)
      || !put_lines (write, return_id, remote, error))
    return FALSE;
  if (!changed)
    {
      stored->unchanged++;
      return TRUE;
    }
  stored->stored++;
  write->what |= TIEM_CHANGED_RETURNS;
  return note_change (write, remote, &held, error) && keep_erased (write, return_id, error);
}

gboolean
tiem_store_put_return_page (TiemStore *self,
                            gint64 channel_id,
                            const TiemReturnPage *page,
                            TiemStoredPage *stored,
                            GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  TiemStoredPage counted = { 0 };

  if (write == NULL || !tiem_channels_check (write, channel_id, error))
    return FALSE;
  for (guint i = 0; i < page->returns->len; i++)
    if (!store_return (write, channel_id, g_ptr_array_index (page->returns, i), &counted, error))
      return FALSE;
  if (!tiem_unreadable_add (write, channel_id, "return", page->unreadable, error)
      || !tiem_lanes_end_page (write, channel_id, TIEM_LANE_RETURNS, page->next_cursor, error))
    return FALSE;
  if (stored != NULL)
    *stored = counted;
  return TRUE;
}

gboolean
tiem_store_put_return (TiemStore *self,
                       gint64 channel_id,
                       const TiemRemoteReturn *remote,
                       GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  TiemStoredPage counted = { 0 };

  return write != NULL && store_return (write, channel_id, remote, &counted, error)
         && tiem_write_commit (write, error);
}

/* --- reading --- */

#define SELECT_RETURN                                                                              \
  "SELECT r.id, r.channel_id, c.kind, c.name, r.remote_id, r.order_remote_id, o.id, o.number,"     \
  " o.buyer_name, r.state, r.remote_status, r.sends_goods, r.reason, r.refund_vnd, r.created_at,"  \
  " r.updated_at, r.answer_by, r.answers, r.tracking,"                                             \
  " iif (x.state <> 'rejected', x.value, 0), iif (x.state = 'rejected', x.problem, NULL),"         \
  " (SELECT coalesce (sum (quantity), 0) FROM order_return_line WHERE return_id = r.id),"          \
  " (SELECT coalesce (title, sku) FROM order_return_line WHERE return_id = r.id AND position = "   \
  "0),"                                                                                            \
  " (SELECT count (*) FROM order_return_line WHERE return_id = r.id) - 1"                          \
  " FROM order_return r JOIN channel c ON c.id = r.channel_id"                                     \
  " LEFT JOIN customer_order o ON o.channel_id = r.channel_id AND o.remote_id = r.order_remote_id" \
  " LEFT JOIN outbox x ON x.id = (SELECT max (id) FROM outbox WHERE return_id = r.id)"

/* Returns: (transfer full) (nullable) */
static char *
make_goods (const char *title,
            gint64 more)
{
  if (title == NULL || more <= 0)
    return g_strdup (title);
  /* Translators: goods, and how many further kinds of goods */
  return g_strdup_printf (ngettext ("%s +%d more", "%s +%d more", (gulong)more), title, (int)more);
}

static TiemReturn *
read_return (TiemStmt *row)
{
  TiemReturn *item = g_new0 (TiemReturn, 1);

  item->id = tiem_stmt_int (row, 0);
  item->channel_id = tiem_stmt_int (row, 1);
  item->channel_kind = tiem_stmt_dup_text (row, 2);
  item->channel_name = tiem_stmt_dup_text (row, 3);
  item->remote_id = tiem_stmt_dup_text (row, 4);
  item->order_remote_id = tiem_stmt_dup_text (row, 5);
  item->order_id = tiem_stmt_int (row, 6);
  item->order_number = tiem_stmt_dup_text (row, 7);
  item->buyer_name = tiem_stmt_dup_text (row, 8);
  item->state = tiem_return_state_from_string (tiem_stmt_text (row, 9));
  item->remote_status = tiem_stmt_dup_text (row, 10);
  item->sends_goods = tiem_stmt_int (row, 11) != 0;
  item->reason = tiem_stmt_dup_text (row, 12);
  item->refund_vnd = tiem_stmt_int (row, 13);
  item->created_at = tiem_stmt_int (row, 14);
  item->updated_at = tiem_stmt_int (row, 15);
  item->answer_by = tiem_stmt_int (row, 16);
  item->answers = (TiemReturnAnswers)tiem_stmt_int (row, 17);
  item->tracking = tiem_stmt_dup_text (row, 18);
  item->queued = (TiemReturnAnswers)tiem_stmt_int (row, 19);
  item->problem = tiem_stmt_dup_text (row, 20);
  item->units = tiem_stmt_int (row, 21);
  item->goods = make_goods (tiem_stmt_text (row, 22), tiem_stmt_int (row, 23));
  return item;
}

GPtrArray *
tiem_store_list_returns (
    TiemStore *self, const TiemReturnQuery *query, gint64 limit, gint64 offset, GError **error)
{
  static const char all[]
      = SELECT_RETURN " WHERE (?1 = 0 OR r.channel_id = ?1) AND (?2 = 0 OR o.id = ?2)"
                      " ORDER BY r.created_at DESC, r.id DESC LIMIT ?3 OFFSET ?4";
  static const char open[]
      = SELECT_RETURN " WHERE r.state = 'open'"
                      " AND (?1 = 0 OR r.channel_id = ?1) AND (?2 = 0 OR o.id = ?2)"
                      " ORDER BY r.answer_by = 0, r.answer_by, r.id LIMIT ?3 OFFSET ?4";
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) returns = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_return_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          query->only_open ? open : all,
                          TIEM_INT (query->channel_id),
                          TIEM_INT (query->order_id),
                          TIEM_INT (limit > 0 ? limit : -1),
                          TIEM_INT (offset));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (returns, read_return (rows));
  return step < 0 ? NULL : g_steal_pointer (&returns);
}

static gboolean
load_lines (TiemDb *db,
            TiemReturn *item,
            GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db,
                       error,
                       "SELECT l.remote_product_id, nullif (l.remote_variant_id, ''), v.sku, l.sku,"
                       " coalesce (l.title, li.title), coalesce (l.options, li.options), l.quantity"
                       " FROM order_return_line l LEFT JOIN listing li ON li.channel_id = ?2"
                       "  AND li.remote_product_id = l.remote_product_id"
                       "  AND li.remote_variant_id = l.remote_variant_id"
                       " LEFT JOIN variant v ON v.id = li.variant_id"
                       " WHERE l.return_id = ?1 ORDER BY l.position",
                       TIEM_INT (item->id),
                       TIEM_INT (item->channel_id));
  int step = -1;

  item->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_return_line_free);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemReturnLine *line = g_new0 (TiemReturnLine, 1);

      line->remote_product_id = tiem_stmt_dup_text (rows, 0);
      line->remote_variant_id = tiem_stmt_dup_text (rows, 1);
      line->sku = tiem_stmt_dup_text (rows, 2);
      line->remote_sku = tiem_stmt_dup_text (rows, 3);
      line->title = tiem_stmt_dup_text (rows, 4);
      line->options = tiem_stmt_dup_text (rows, 5);
      line->quantity = tiem_stmt_int (rows, 6);
      g_ptr_array_add (item->lines, line);
    }
  return step == 0;
}

static void
set_no_return_error (GError **error)
{
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_NOT_FOUND,
                       _ ("There is no such return; look at the list of returns."));
}

TiemReturn *
tiem_store_get_return (TiemStore *self,
                       gint64 return_id,
                       GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemReturn) item = NULL;
  g_autoptr (TiemStmt) row = NULL;
  int step;

  if (read == NULL)
    return NULL;
  row = tiem_db_query (read->db, error, SELECT_RETURN " WHERE r.id = ?1", TIEM_INT (return_id));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return NULL;
  if (step == 0)
    {
      set_no_return_error (error);
      return NULL;
    }
  item = read_return (row);
  return load_lines (read->db, item, error) ? g_steal_pointer (&item) : NULL;
}

gint64
tiem_store_find_return (TiemStore *self,
                        const char *text,
                        gint64 channel_id,
                        GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  gint64 id;

  if (read == NULL)
    return 0;
  id = tiem_after_find (
      read->db,
      "SELECT id FROM order_return WHERE id = ?1 AND (?2 = 0 OR channel_id = ?2)",
      "SELECT id FROM order_return WHERE remote_id = ?1 AND (?2 = 0 OR channel_id = ?2) LIMIT 2",
      text,
      channel_id,
      error);
  if (id == 0 && (error == NULL || *error == NULL))
    set_no_return_error (error);
  if (id < 0)
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_CONFLICT,
                 _ ("More than one channel has a return %s; say which channel."),
                 text);
  return MAX (id, 0);
}

/* --- answering --- */

gint64
tiem_store_queue_return_answer (TiemStore *self,
                                gint64 return_id,
                                TiemReturnAnswers answer,
                                const char *choice,
                                const char *comment,
                                gint64 delay_ms,
                                GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemStmt) row = NULL;
  TiemQueued queued = { .kind = "return:answer",
                        .return_id = return_id,
                        .value = answer,
                        .reason = choice,
                        .note = comment,
                        .delay_ms = delay_ms };
  int step;

  g_return_val_if_fail (answer != TIEM_RETURN_ANSWER_NONE, 0);
  if (write == NULL)
    return 0;
  row = tiem_db_query (write->db,
                       error,
                       "SELECT channel_id, answers FROM order_return WHERE id = ?1",
                       TIEM_INT (return_id));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return 0;
  if (step == 0)
    {
      set_no_return_error (error);
      return 0;
    }
  if (((TiemReturnAnswers)tiem_stmt_int (row, 1) & answer) == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_CONFLICT,
                           _ ("The channel does not take this answer now; look at the return "
                              "again."));
      return 0;
    }
  queued.channel_id = tiem_stmt_int (row, 0);
  g_clear_pointer (&row, tiem_stmt_release);
  write->what |= TIEM_CHANGED_RETURNS;
  return tiem_outbox_queue (write, &queued, error);
}
