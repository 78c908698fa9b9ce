#define G_LOG_DOMAIN "tiem-drift"

#include "config.h"

#include "store/tiem-drift-private.h"

#include "store/tiem-ledger.h"
#include "store/tiem-store-channels.h"

#include <glib/gi18n-lib.h>

/* Judging and settling what tiem-drift.c found odd. */

/* How long a number must stand to be taken over. */
#define STANDS_MS (10 * 1000)

static gboolean
tell (TiemWrite *write,
      gint64 listing_id,
      const char *kind,
      GPtrArray *news,
      GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db,
      error,
      TIEM_SELECT_DRIFT " WHERE d.listing_id = ?1 AND d.kind = ?2 ORDER BY d.id DESC LIMIT 1",
      TIEM_INT (listing_id),
      TIEM_TEXT (kind));

  return tiem_drifts_collect (rows, news, error);
}

gboolean
tiem_drift_take_stock_over (TiemWrite *write,
                            const TiemShown *shown,
                            gint64 off,
                            GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *note = NULL;
  gint64 on_hand = 0;

  if (!tiem_db_get_text (write->db,
                         &name,
                         error,
                         "SELECT name FROM channel WHERE id = ?1",
                         TIEM_INT (shown->channel_id))
      || !tiem_db_get_int (write->db,
                           &on_hand,
                           error,
                           "SELECT coalesce (sum (on_hand), 0) FROM stock WHERE variant_id = ?1",
                           TIEM_INT (shown->variant_id)))
    return FALSE;
  /* Translators: a channel's name, what it showed before and what somebody changed that to */
  note = g_strdup_printf (_ ("%s: %d → %d"), name, (int)(shown->stock - off), (int)shown->stock);
  return tiem_ledger_adjust_stock (write,
                                   shown->variant_id,
                                   MAX (off, -MAX (on_hand, 0)),
                                   TIEM_LEDGER_TAKE_OVER,
                                   note,
                                   error)
         && tiem_db_run (write->db,
                         error,
                         "UPDATE movement SET channel_id = ?2"
                         " WHERE id = (SELECT max (id) FROM movement WHERE variant_id = ?1)",
                         TIEM_INT (shown->variant_id),
                         TIEM_INT (shown->channel_id))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE listing SET base_stock = base_stock + ?2, odd_at = 0,"
                         " odd_judged = 0, odd_seen = 0 WHERE id = ?1",
                         TIEM_INT (shown->id),
                         TIEM_INT (off))
         && tiem_drift_close (write, shown->id, "stock", TIEM_DRIFT_TAKEN_OVER, error);
}

static gboolean
mark_judged (TiemWrite *write,
             const TiemShown *shown,
             GError **error)
{
  return tiem_db_run (
      write->db,
      error,
      "UPDATE listing SET odd_judged = 1, odd_seen = ?2 WHERE id = ?1",
      TIEM_INT (shown->id),
      TIEM_INT (shown->takes_over && shown->has_stock ? MAX (shown->odd_seen, 1) : 0));
}

/* The orders have been pulled since the number was read. @news: (nullable) */
static gboolean
judge_stock (TiemWrite *write,
             const TiemShown *shown,
             GPtrArray *news,
             GError **error)
{
  gboolean can_differ = shown->has_desired && shown->has_base && !tiem_drift_is_as_wanted (shown);
  gboolean is_new = FALSE;
  gint64 off = 0;

  if (can_differ && shown->has_stock && !tiem_drift_find_difference (write, shown, &off, error))
    return FALSE;
  if (!can_differ || (shown->has_stock && off == 0))
    return shown->odd_at == 0
           || (tiem_drift_clear_odd (write, shown->id, error)
               && tiem_drift_close (write, shown->id, "stock", "explained", error));

  if (!tiem_drift_open (write,
                        shown->id,
                        "stock",
                        shown->odd_at > 0 ? shown->odd_at : write->now,
                        shown->has_stock ? shown->stock - off : shown->base,
                        shown->has_stock,
                        shown->stock,
                        &is_new,
                        error)
      || (is_new && news != NULL && !tell (write, shown->id, "stock", news, error)))
    return FALSE;
  if (shown->takes_over && shown->odd_seen == 2 && write->now - shown->odd_at >= STANDS_MS)
    return tiem_drift_take_stock_over (write, shown, off, error)
           && (news == NULL || tell (write, shown->id, "stock", news, error));
  return mark_judged (write, shown, error);
}

static gboolean
settle_stock (TiemWrite *write,
              gint64 listing_id,
              GPtrArray *news,
              GError **error)
{
  g_auto (TiemShown) shown = { 0 };

  return tiem_drift_load (write, listing_id, &shown, error)
         && judge_stock (write, &shown, news, error);
}

gboolean
tiem_drift_judge_number (TiemWrite *write,
                         gint64 listing_id,
                         gint64 stock,
                         GError **error)
{
  g_auto (TiemShown) shown = { 0 };
  gboolean goes_on;

  if (!tiem_drift_load (write, listing_id, &shown, error))
    return FALSE;
  goes_on
      = shown.odd_at > 0 && shown.odd_at <= write->now && shown.has_stock && shown.stock == stock;
  shown.odd_seen = !goes_on ? 0 : shown.odd_seen == 1 ? 2 : shown.odd_seen;
  shown.odd_at = goes_on || shown.odd_at == 0 ? shown.odd_at : write->now;
  shown.has_stock = TRUE;
  shown.stock = stock;
  shown.read_at = write->now;
  return judge_stock (write, &shown, NULL, error);
}

gboolean
tiem_drift_take_price_over (TiemWrite *write,
                            gint64 listing_id,
                            GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "DELETE FROM outbox WHERE listing_id = ?1 AND kind = 'price'"
                      " AND state <> 'sending'",
                      TIEM_INT (listing_id))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE listing SET wanted_price_vnd = price_vnd WHERE id = ?1",
                         TIEM_INT (listing_id))
         && tiem_drift_close (write, listing_id, "price", TIEM_DRIFT_TAKEN_OVER, error);
}

gboolean
tiem_drift_queue_price (TiemWrite *write,
                        gint64 listing_id,
                        GError **error)
{
  write->what |= TIEM_CHANGED_OUTBOX;
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO outbox (channel_id, listing_id, kind, value, idempotency_key,"
                      " created_at) SELECT channel_id, id, 'price', wanted_price_vnd,"
                      " lower (hex (randomblob (16))), ?2 FROM listing WHERE id = ?1"
                      " AND NOT EXISTS (SELECT 1 FROM outbox WHERE listing_id = ?1"
                      "  AND kind = 'price')",
                      TIEM_INT (listing_id),
                      TIEM_INT (write->now));
}

static gboolean
settle_price (
    TiemWrite *write, gint64 listing_id, gboolean takes_over, GPtrArray *news, GError **error)
{
  if (!tell (write, listing_id, "price", news, error))
    return FALSE;
  if (takes_over)
    return tiem_drift_take_price_over (write, listing_id, error)
           && tell (write, listing_id, "price", news, error);
  return tiem_drift_queue_price (write, listing_id, error);
}

/* What is to be looked into: numbers that were read since, prices that nothing is queued for. */
#define STOCK_DUE                                                                                  \
  "SELECT id, 0, 0 FROM listing WHERE channel_id = ?1 AND odd_at > 0 AND odd_judged = 0"
#define PRICE_DUE                                                                                  \
  "SELECT l.id, 1, c.drift_rule = 'take-over' FROM drift d JOIN listing l ON l.id = d.listing_id"  \
  " JOIN channel c ON c.id = l.channel_id WHERE d.settled_at = 0 AND d.kind = 'price'"             \
  " AND l.channel_id = ?1 AND NOT EXISTS (SELECT 1 FROM outbox WHERE listing_id = l.id"            \
  " AND kind = 'price')"

typedef struct
{
  gint64 listing_id;
  gboolean is_price;
  gboolean takes_over;
} Due;

static GArray *
list_due (TiemDb *db,
          gint64 channel_id,
          GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Due));
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db, error, STOCK_DUE " UNION ALL " PRICE_DUE " ORDER BY 2, 1", TIEM_INT (channel_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      Due due
          = { tiem_stmt_int (rows, 0), tiem_stmt_int (rows, 1) != 0, tiem_stmt_int (rows, 2) != 0 };

      g_array_append_val (found, due);
    }
  return step < 0 ? NULL : g_steal_pointer (&found);
}

/* Asked every few seconds: only a find is worth a transaction. */
static gboolean
has_due (TiemStore *self,
         gint64 channel_id,
         gboolean *due,
         GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GArray) found = read != NULL ? list_due (read->db, channel_id, error) : NULL;

  if (found == NULL)
    return FALSE;
  *due = found->len > 0;
  return TRUE;
}

GPtrArray *
tiem_store_settle_drift (TiemStore *self,
                         gint64 channel_id,
                         GError **error)
{
  g_autoptr (GPtrArray) news = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_drift_free);
  g_autoptr (TiemWrite) write = NULL;
  g_autoptr (GArray) due = NULL;
  gboolean any = FALSE;

  if (!has_due (self, channel_id, &any, error))
    return NULL;
  if (!any)
    return g_steal_pointer (&news);

  if ((write = tiem_store_begin_write (self, error)) == NULL
      || (due = list_due (write->db, channel_id, error)) == NULL)
    return NULL;
  for (guint i = 0; i < due->len; i++)
    {
      const Due *item = &g_array_index (due, Due, i);

      if (!(item->is_price ? settle_price (write, item->listing_id, item->takes_over, news, error)
                           : settle_stock (write, item->listing_id, news, error)))
        return NULL;
    }
  write->what |= TIEM_CHANGED_LISTINGS;
  return tiem_write_commit (write, error) ? g_steal_pointer (&news) : NULL;
}

/* --- a second look --- */

GPtrArray *
tiem_store_list_odd (
    TiemStore *self, gint64 channel_id, guint limit, gint64 *due_at, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) pushes = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
  g_autoptr (TiemStmt) rows = NULL;
  gint64 now = tiem_store_now (self);
  int step = -1;

  *due_at = 0;
  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          "SELECT id, remote_product_id, nullif (remote_variant_id, ''), odd_at"
                          " FROM listing WHERE channel_id = ?1 AND odd_at > 0 AND odd_judged = 1"
                          " AND odd_seen = 1 ORDER BY odd_at, id LIMIT ?2",
                          TIEM_INT (channel_id),
                          TIEM_INT (limit));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemPush *push;
      gint64 stands_at = MIN (tiem_stmt_int (rows, 3), now) + STANDS_MS;

      if (stands_at > now)
        {
          *due_at = *due_at == 0 ? stands_at : MIN (*due_at, stands_at);
          continue;
        }
      push = tiem_push_new ();
      push->listing_id = tiem_stmt_int (rows, 0);
      push->remote_product_id = tiem_stmt_dup_text (rows, 1);
      push->remote_variant_id = tiem_stmt_dup_text (rows, 2);
      g_ptr_array_add (pushes, push);
    }
  return step < 0 ? NULL : g_steal_pointer (&pushes);
}

gboolean
tiem_store_drop_odd (TiemStore *self,
                     GPtrArray *pushes,
                     GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL)
    return FALSE;
  for (guint i = 0; i < pushes->len; i++)
    if (!tiem_db_run (write->db,
                      error,
                      "UPDATE listing SET odd_seen = 0 WHERE id = ?1 AND odd_judged = 1",
                      TIEM_INT (((const TiemPush *)g_ptr_array_index (pushes, i))->listing_id)))
      return FALSE;
  write->what |= TIEM_CHANGED_LISTINGS;
  return tiem_write_commit (write, error);
}
