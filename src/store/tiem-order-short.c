#define G_LOG_DOMAIN "tiem-order-short"

#include "config.h"

#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "store/tiem-gaps.h"
#include "store/tiem-orders-private.h"

#include <glib/gi18n-lib.h>

/* Why an order is short of goods: who came first, where, and what kept the news from the other
 * channel. It is worked out when it is shown, from the ledger and from when channels were out of
 * reach, so it is there as soon as the order is. */

/* What is short. */
typedef struct
{
  gint64 order_id;
  gint64 channel_id;
  const char *channel_name;
  gint64 placed_at;
  gint64 variant_id;
  gint64 now;
} Short;

/* The order that took the last units. */
typedef struct
{
  char *number;
  char *channel_name;
  gint64 channel_id;
  gint64 placed_at;
  gint64 stored_at; /* when Tiệm first had it */
} First;

static void
first_clear (First *self)
{
  g_clear_pointer (&self->number, g_free);
  g_clear_pointer (&self->channel_name, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (First, first_clear)

/* Returns: (transfer full): "14 seconds", "3 minutes" */
static char *
format_span (gint64 ms)
{
  gint64 seconds = MAX (ms, 0) / 1000;

  if (seconds < 120)
    return g_strdup_printf (ngettext ("%d second", "%d seconds", (gulong)seconds), (int)seconds);
  if (seconds < 2 * 3600)
    return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong)(seconds / 60)),
                            (int)(seconds / 60));
  if (seconds < 2 * 86400)
    return g_strdup_printf (ngettext ("%d hour", "%d hours", (gulong)(seconds / 3600)),
                            (int)(seconds / 3600));
  return g_strdup_printf (ngettext ("%d day", "%d days", (gulong)(seconds / 86400)),
                          (int)(seconds / 86400));
}

/* --- who was first --- */

/* Of those that got units and were placed before it, the last: those that hold them still, and
 * those whose parcel has left since. *found: whether there is one */
static gboolean
find_first (TiemDb *db,
            const Short *self,
            First *first,
            gboolean *found,
            GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      db,
      error,
      "SELECT o.number, c.name, o.channel_id, o.placed_at, o.first_stored_at FROM ("
      "  SELECT l.order_id FROM reservation r JOIN order_line l ON l.id = r.line_id"
      "   WHERE r.variant_id = ?1 AND r.quantity > r.short"
      "  UNION SELECT order_id FROM (SELECT order_id FROM movement"
      "   WHERE variant_id = ?1 AND reason = 'sale' ORDER BY id DESC LIMIT 50)) t"
      " JOIN customer_order o ON o.id = t.order_id JOIN channel c ON c.id = o.channel_id"
      " WHERE (o.placed_at, o.id) < (?2, ?3) ORDER BY o.placed_at DESC, o.id DESC LIMIT 1",
      TIEM_INT (self->variant_id),
      TIEM_INT (self->placed_at),
      TIEM_INT (self->order_id));
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  *found = step > 0;
  if (step == 0)
    return TRUE;
  first->number = tiem_stmt_dup_text (row, 0);
  first->channel_name = tiem_stmt_dup_text (row, 1);
  first->channel_id = tiem_stmt_int (row, 2);
  first->placed_at = tiem_stmt_int (row, 3);
  first->stored_at = tiem_stmt_int (row, 4);
  return TRUE;
}

/* Returns: (transfer full): "order 2411… on Lazada was placed 14 seconds earlier" */
static char *
tell_first (const Short *self,
            const First *first)
{
  gint64 apart = self->placed_at - first->placed_at;
  g_autofree char *span = NULL;

  if (apart < 1000)
    /* Translators: an order's number, a channel's name */
    return g_strdup_printf (
        _ ("order %s on %s was placed in the same second"), first->number, first->channel_name);
  span = format_span (apart);
  /* Translators: an order's number, a channel's name, a length of time: "14 seconds" */
  return g_strdup_printf (
      _ ("order %s on %s was placed %s earlier"), first->number, first->channel_name, span);
}

/* --- what kept the news away --- */

/* Returns: (transfer full): "Shopee was out of reach from 14:02 to 14:05" */
static char *
tell_gap (const char *channel_name,
          const char *class,
          gint64 began_at,
          gint64 ended_at,
          gint64 now)
{
  g_autofree char *from = tiem_time_format_short (began_at, now);
  g_autofree char *to = ended_at > 0 ? tiem_time_format_short (ended_at, now) : NULL;
  gboolean is_away = g_str_equal (class, TIEM_GAP_AWAY);
  gboolean is_paused = g_str_equal (class, TIEM_GAP_PAUSED);

  if (is_away && to != NULL)
    /* Translators: two times */
    return g_strdup_printf (_ ("Tiệm was not running from %s to %s"), from, to);
  /* Translators: a channel's name, one or two times */
  if (to == NULL)
    return g_strdup_printf (is_paused ? _ ("%s has been paused since %s")
                                      : _ ("%s has been out of reach since %s"),
                            channel_name,
                            from);
  return g_strdup_printf (is_paused ? _ ("%s was paused from %s to %s")
                                    : _ ("%s was out of reach from %s to %s"),
                          channel_name,
                          from,
                          to);
}

/* *cause: (transfer full) (nullable) */
static gboolean
find_gap (TiemDb *db,
          const Short *self,
          gint64 channel_id,
          const char *channel_name,
          gint64 from,
          gint64 to,
          char **cause,
          GError **error)
{
  g_autofree char *class = NULL;
  gint64 began_at = 0;
  gint64 ended_at = 0;

  if (!tiem_gaps_find (db, channel_id, from, to, &class, &began_at, &ended_at, error))
    return FALSE;
  *cause = class != NULL ? tell_gap (channel_name, class, began_at, ended_at, self->now) : NULL;
  return TRUE;
}

/* The new number had been refused by the channel, or got there only after the order. */
static gboolean
find_late_number (TiemDb *db,
                  const Short *self,
                  const First *first,
                  char **cause,
                  GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      db,
      error,
      "SELECT max (l.refused_at > 0 AND l.refused_at <= ?4),"
      " (SELECT min (s.confirmed_at) FROM travel t JOIN travel_stop s ON s.travel_id = t.id"
      "  WHERE t.variant_id = ?1 AND t.at >= ?3 AND s.listing_id = l.id AND s.confirmed_at > 0)"
      " FROM listing l WHERE l.variant_id = ?1 AND l.channel_id = ?2",
      TIEM_INT (self->variant_id),
      TIEM_INT (self->channel_id),
      TIEM_INT (first->stored_at),
      TIEM_INT (self->placed_at));
  gint64 confirmed_at;
  g_autofree char *at = NULL;

  *cause = NULL;
  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  confirmed_at = tiem_stmt_int (row, 1);
  if (tiem_stmt_int (row, 0) != 0)
    *cause = g_strdup_printf (_ ("%s had refused the new number"), self->channel_name);
  else if (confirmed_at >= self->placed_at)
    {
      at = format_span (confirmed_at - self->placed_at);
      /* Translators: a channel's name, a length of time */
      *cause = g_strdup_printf (
          _ ("the new number reached %s %s after this order"), self->channel_name, at);
    }
  else
    *cause = g_strdup_printf (_ ("the new number had not reached %s yet"), self->channel_name);
  return TRUE;
}

/* *cause: (transfer full) (nullable) */
static gboolean
find_cause (TiemDb *db,
            const Short *self,
            const First *first,
            char **cause,
            GError **error)
{
  *cause = NULL;
  if (first->channel_id == self->channel_id)
    return TRUE;
  /* Out of reach itself, so that it went on selling; or the other one, so that its sale was
   * known too late. */
  if (!find_gap (db,
                 self,
                 self->channel_id,
                 self->channel_name,
                 first->placed_at,
                 self->placed_at,
                 cause,
                 error))
    return FALSE;
  if (*cause == NULL && first->stored_at > self->placed_at
      && !find_gap (db,
                    self,
                    first->channel_id,
                    first->channel_name,
                    first->placed_at,
                    self->placed_at,
                    cause,
                    error))
    return FALSE;
  return *cause != NULL || find_late_number (db, self, first, cause, error);
}

/* Somebody counted less after the order had come. *cause: (transfer full) (nullable) */
static gboolean
find_recount (TiemDb *db,
              const Short *self,
              char **cause,
              GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (db,
                       error,
                       "SELECT at, on_hand, reason FROM movement WHERE variant_id = ?1"
                       " AND delta < 0 AND order_id IS NULL AND at >= ?2 ORDER BY id DESC LIMIT 1",
                       TIEM_INT (self->variant_id),
                       TIEM_INT (self->placed_at));
  g_autofree char *at = NULL;
  g_autofree char *left = NULL;
  int step;

  *cause = NULL;
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  at = tiem_time_format_short (tiem_stmt_int (row, 0), self->now);
  left = tiem_number_format (MAX (tiem_stmt_int (row, 1), 0));
  /* Translators: why the stock changed ("Stock take"), how many were left, a time */
  *cause = g_strdup_printf (_ ("after this order the stock became %2$s (%1$s, %3$s)"),
                            tiem_movement_reason_label (tiem_stmt_text (row, 2)),
                            left,
                            at);
  return TRUE;
}

/* *why: (transfer full) (nullable): who was first and what kept the news away, no sentence yet */
static gboolean
find_why (TiemDb *db,
          const Short *self,
          char **why,
          GError **error)
{
  g_auto (First) first = { 0 };
  g_autofree char *cause = NULL;
  gboolean found;

  *why = NULL;
  if (!find_recount (db, self, why, error))
    return FALSE;
  if (*why != NULL)
    return TRUE;
  if (!find_first (db, self, &first, &found, error))
    return FALSE;
  if (!found)
    return TRUE;
  if (!find_cause (db, self, &first, &cause, error))
    return FALSE;
  *why = tell_first (self, &first);
  if (cause != NULL)
    {
      g_autofree char *who = g_steal_pointer (why);

      *why = g_strdup_printf ("%s; %s", who, cause);
    }
  return TRUE;
}

/* --- the sentence --- */

/* Returns: (transfer full): of the goods in the row of tiem_order_load_short_reason() */
static char *
tell_numbers (TiemStmt *row)
{
  g_autofree char *wanted = tiem_number_format (tiem_stmt_int (row, 1));
  g_autofree char *left = tiem_number_format (tiem_stmt_int (row, 2));
  g_autofree char *on_hand = tiem_number_format (MAX (tiem_stmt_int (row, 3), 0));
  g_autofree char *promised = tiem_number_format (tiem_stmt_int (row, 4));

  /* Translators: goods, how many the order needs, how many are left for it, in stock, promised */
  return g_strdup_printf (_ ("%s: needs %s, %s left for this order (%s in stock, %s promised, "
                             "earlier orders first)."),
                          tiem_stmt_text (row, 0),
                          wanted,
                          left,
                          on_hand,
                          promised);
}

gboolean
tiem_order_load_short_reason (TiemDb *db,
                              gint64 now,
                              TiemOrder *order,
                              GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      db,
      error,
      "SELECT p.name || iif (coalesce (v.options, '') = '', '', ' (' || v.options || ')'),"
      " r.quantity, r.quantity - r.short, v.available + v.reserved, v.reserved,"
      " (SELECT count (*) FROM reservation r2 JOIN order_line l2 ON l2.id = r2.line_id"
      "  WHERE l2.order_id = ?1 AND r2.short > 0) - 1, v.id"
      " FROM order_line l JOIN reservation r ON r.line_id = l.id AND r.short > 0"
      " JOIN variant v ON v.id = r.variant_id JOIN product p ON p.id = v.product_id"
      " WHERE l.order_id = ?1 ORDER BY l.position, v.id LIMIT 1",
      TIEM_INT (order->id));
  Short self = { order->id, order->channel_id, order->channel_name, order->placed_at, 0, now };
  g_autoptr (GString) reason = NULL;
  g_autofree char *numbers = NULL;
  g_autofree char *why = NULL;
  gint64 more;
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  numbers = tell_numbers (row);
  more = tiem_stmt_int (row, 5);
  self.variant_id = tiem_stmt_int (row, 6);
  if (!find_why (db, &self, &why, error))
    return FALSE;

  reason = g_string_new (NULL);
  if (why != NULL)
    {
      /* Translators: who was first, and why the other channel did not know */
      g_string_append_printf (reason, _ ("Out of stock: %s."), why);
      g_string_append_c (reason, ' ');
    }
  if (more == 0)
    g_string_append (reason, numbers);
  else
    /* Translators: a sentence on the first goods that are short, and how many others are */
    g_string_append_printf (
        reason,
        ngettext ("%s One more item is short.", "%s %d more items are short.", (gulong)more),
        numbers,
        (int)more);
  order->short_reason = g_string_free (g_steal_pointer (&reason), FALSE);
  return TRUE;
}
