#define G_LOG_DOMAIN "tiem-store-returns"

#include "config.h"

#include "base/tiem-error.h"
#include "store/tiem-ledger.h"
#include "store/tiem-own-private.h"

#include <glib/gi18n-lib.h>

/* Goods that the owner has in hand again, or never will. */

static const struct
{
  const char *name;
  const char *event;
  const char *book;
  const char *unbook;
} backs[] = {
  [TIEM_BACK_SHELF] = { "shelf",
                        TIEM_EVENT_RETURNED,
                        "UPDATE order_line SET returned = returned + ?2 WHERE id = ?1",
                        "UPDATE order_line SET returned = returned - ?2 WHERE id = ?1" },
  [TIEM_BACK_DAMAGED] = { "damaged",
                          TIEM_EVENT_DAMAGED,
                          "UPDATE order_line SET damaged = damaged + ?2 WHERE id = ?1",
                          "UPDATE order_line SET damaged = damaged - ?2 WHERE id = ?1" },
  [TIEM_BACK_LOST] = { "lost",
                       TIEM_EVENT_LOST,
                       "UPDATE order_line SET lost = lost + ?2 WHERE id = ?1",
                       "UPDATE order_line SET lost = lost - ?2 WHERE id = ?1" },
};

const char *
tiem_back_to_string (TiemBack back)
{
  g_return_val_if_fail ((guint)back < G_N_ELEMENTS (backs), "shelf");

  return backs[back].name;
}

typedef struct
{
  gint64 id;
  gint64 out; /* units that left and of which nothing is booked */
  char *goods;
} OutLine;

static void
clear_out_line (gpointer data)
{
  g_free (((OutLine *)data)->goods);
}

static gboolean
fail (TiemError code,
      const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, code, sentence);
  return FALSE;
}

static gboolean
check_left (TiemWrite *write,
            gint64 order_id,
            GError **error)
{
  gint64 left_at = -1;

  if (!tiem_db_get_int (write->db,
                        &left_at,
                        error,
                        "SELECT max (left_at, part_left_at) FROM customer_order WHERE id = ?1",
                        TIEM_INT (order_id)))
    return FALSE;
  if (left_at > 0)
    return TRUE;
  if (left_at < 0)
    return fail (TIEM_ERROR_NOT_FOUND, _ ("There is no such order; check its number."), error);
  return fail (TIEM_ERROR_CONFLICT,
               _ ("This order has not left the shop, so nothing of it can come back; cancel it "
                  "instead."),
               error);
}

/* Returns: (element-type OutLine): of the order, or of one line */
static GArray *
load_out (TiemWrite *write,
          gint64 order_id,
          gint64 line_id,
          GError **error)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, TRUE, sizeof (OutLine));
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db,
      error,
      "SELECT l.id, " TIEM_LINE_OUT ", coalesce (l.title, l.remote_sku, '?') FROM order_line l"
      " JOIN customer_order o ON o.id = l.order_id"
      " WHERE l.order_id = ?1 AND (?2 = 0 OR l.id = ?2) ORDER BY l.position, l.id",
      TIEM_INT (order_id),
      TIEM_INT (line_id));
  int step = -1;

  g_array_set_clear_func (lines, clear_out_line);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      OutLine line
          = { tiem_stmt_int (rows, 0), tiem_stmt_int (rows, 1), tiem_stmt_dup_text (rows, 2) };

      g_array_append_val (lines, line);
    }
  return step < 0 ? NULL : g_steal_pointer (&lines);
}

static gboolean
tell (TiemWrite *write,
      gint64 order_id,
      const char *kind,
      gint64 quantity,
      const char *goods,
      GError **error)
{
  TiemOrderEventRow event = { .order_id = order_id,
                              .at = write->now,
                              .kind = kind,
                              .source = "owner",
                              .quantity = quantity,
                              .subject = goods };

  return tiem_order_events_add (write, &event, error);
}

static gboolean
book_line (TiemWrite *write,
           gint64 order_id,
           const OutLine *line,
           gint64 quantity,
           TiemBack back,
           GArray *bookings,
           GError **error)
{
  gint64 booking;

  if (!tiem_db_run (write->db,
                    error,
                    "INSERT INTO return_case (order_id, line_id, at, quantity, damaged, lost)"
                    " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                    TIEM_INT (order_id),
                    TIEM_INT (line->id),
                    TIEM_INT (write->now),
                    TIEM_INT (quantity),
                    TIEM_INT (back == TIEM_BACK_DAMAGED),
                    TIEM_INT (back == TIEM_BACK_LOST)))
    return FALSE;
  booking = tiem_db_last_id (write->db);
  g_array_append_val (bookings, booking);
  return tiem_db_run (write->db, error, backs[back].book, TIEM_INT (line->id), TIEM_INT (quantity))
         && (back != TIEM_BACK_DAMAGED || tiem_ledger_write_off (write, line->id, quantity, error))
         && tell (write, order_id, backs[back].event, quantity, line->goods, error);
}

static gboolean
book_all (TiemWrite *write,
          gint64 order_id,
          GArray *lines,
          gint64 quantity, /* 0 = all that is out */
          TiemBack back,
          GArray *bookings,
          GError **error)
{
  gint64 booked = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const OutLine *line = &g_array_index (lines, OutLine, i);
      gint64 units = quantity > 0 ? quantity : line->out;

      if (units > line->out)
        return fail (TIEM_ERROR_CONFLICT,
                     _ ("Fewer of these are still out than that; check what has already come "
                        "back."),
                     error);
      if (units > 0 && !book_line (write, order_id, line, units, back, bookings, error))
        return FALSE;
      booked += units;
    }
  if (booked == 0)
    return fail (TIEM_ERROR_CONFLICT,
                 _ ("Nothing of this order is still out; its return is already booked."),
                 error);
  return TRUE;
}

/* What of the order is still on its way follows from what is booked. */
static gboolean
settle_order (TiemWrite *write,
              gint64 order_id,
              GError **error)
{
  g_autofree char *status = NULL;

  write->what |= TIEM_CHANGED_ORDERS;
  return tiem_db_get_text (write->db,
                           &status,
                           error,
                           "SELECT status FROM customer_order WHERE id = ?1",
                           TIEM_INT (order_id))
         && tiem_order_settle_back (
             write, order_id, tiem_order_status_from_string (status), 1, error);
}

static gboolean
book (
    TiemWrite *write, gint64 order_id, const TiemBackLine *wanted, GArray *bookings, GError **error)
{
  g_autoptr (GArray) lines = NULL;

  if (wanted->line_id != 0 && wanted->quantity <= 0)
    return fail (
        TIEM_ERROR_INVALID, _ ("At least one unit must come back; check the number."), error);
  if ((lines = load_out (write, order_id, wanted->line_id, error)) == NULL)
    return FALSE;
  if (wanted->line_id != 0 && lines->len == 0)
    return fail (
        TIEM_ERROR_NOT_FOUND, _ ("The order has no such line; look at the order again."), error);
  return book_all (write,
                   order_id,
                   lines,
                   wanted->line_id != 0 ? wanted->quantity : 0,
                   wanted->back,
                   bookings,
                   error);
}

GArray *
tiem_store_receive_returns (TiemStore *self,
                            gint64 order_id,
                            GArray *lines,
                            GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (GArray) bookings = g_array_new (FALSE, FALSE, sizeof (gint64));

  if (write == NULL || !check_left (write, order_id, error))
    return NULL;
  for (guint i = 0; i < lines->len; i++)
    if (!book (write, order_id, &g_array_index (lines, TiemBackLine, i), bookings, error))
      return NULL;
  if (!tiem_ledger_apply_order (write, order_id, error)
      || !tiem_own_note_return (write, order_id, error) || !settle_order (write, order_id, error)
      || !tiem_write_commit (write, error))
    return NULL;
  return g_steal_pointer (&bookings);
}

gboolean
tiem_store_receive_return (TiemStore *self,
                           gint64 order_id,
                           gint64 line_id,
                           gint64 quantity,
                           TiemBack back,
                           GError **error)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (TiemBackLine));
  g_autoptr (GArray) bookings = NULL;
  TiemBackLine line = { line_id, quantity, back };

  g_array_append_val (lines, line);
  bookings = tiem_store_receive_returns (self, order_id, lines, error);
  return bookings != NULL;
}

/* --- taking a booking back --- */

static gboolean
unbook (TiemWrite *write,
        gint64 booking,
        GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (write->db,
                       error,
                       "DELETE FROM return_case WHERE id = ?1 RETURNING order_id, line_id,"
                       " quantity, damaged, lost, (SELECT coalesce (title, remote_sku, '?')"
                       "  FROM order_line WHERE id = line_id)",
                       TIEM_INT (booking));
  g_autofree char *goods = NULL;
  gint64 order_id;
  gint64 line_id;
  gint64 quantity;
  TiemBack back = TIEM_BACK_SHELF;
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  order_id = tiem_stmt_int (row, 0);
  line_id = tiem_stmt_int (row, 1);
  quantity = tiem_stmt_int (row, 2);
  if (tiem_stmt_int (row, 3) != 0)
    back = TIEM_BACK_DAMAGED;
  else if (tiem_stmt_int (row, 4) != 0)
    back = TIEM_BACK_LOST;
  goods = tiem_stmt_dup_text (row, 5);
  if (tiem_stmt_step (row, error) < 0)
    return FALSE;
  return (back == TIEM_BACK_LOST
          || tiem_ledger_unbook_return (write, line_id, quantity, back == TIEM_BACK_DAMAGED, error))
         && tiem_db_run (
             write->db, error, backs[back].unbook, TIEM_INT (line_id), TIEM_INT (quantity))
         && tell (write, order_id, TIEM_EVENT_UNBOOKED, quantity, goods, error)
         && settle_order (write, order_id, error);
}

gboolean
tiem_store_undo_returns (TiemStore *self,
                         GArray *booking_ids,
                         GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL)
    return FALSE;
  for (guint i = 0; i < booking_ids->len; i++)
    if (!unbook (write, g_array_index (booking_ids, gint64, i), error))
      return FALSE;
  return tiem_write_commit (write, error);
}

/* --- a parcel in hand --- */

gint64
tiem_store_find_parcel (TiemStore *self,
                        const char *tracking,
                        GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autofree char *wanted = g_strstrip (g_strdup (tracking));
  gint64 order_id = 0;

  if (read == NULL)
    return 0;
  if (!tiem_db_get_int (read->db,
                        &order_id,
                        error,
                        "SELECT order_id FROM parcel WHERE tracking IN (?1, upper (?1))"
                        " ORDER BY order_id DESC LIMIT 1",
                        TIEM_TEXT (wanted)))
    return 0;
  if (order_id == 0
      && !tiem_db_get_int (read->db,
                           &order_id,
                           error,
                           "SELECT o.id FROM order_return r JOIN customer_order o"
                           " ON o.channel_id = r.channel_id AND o.remote_id = r.order_remote_id"
                           " WHERE upper (r.tracking) = upper (?1) ORDER BY r.created_at DESC"
                           " LIMIT 1",
                           TIEM_TEXT (wanted)))
    return 0;
  if (order_id == 0)
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_NOT_FOUND,
                 /* Translators: %s is what was scanned */
                 _ ("No order has a parcel %s; scan the code on the parcel's label again."),
                 wanted);
  return order_id;
}
