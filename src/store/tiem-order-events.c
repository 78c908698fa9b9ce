#define G_LOG_DOMAIN "tiem-order-events"

#include "config.h"

#include "base/tiem-money.h"
#include "store/tiem-own-private.h"

#include <glib/gi18n-lib.h>

/* What happened to an order is kept as facts and told in the reader's language. */

gboolean
tiem_order_events_add (TiemWrite *write,
                       const TiemOrderEventRow *event,
                       GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO order_event (order_id, at, kind, source, old, new, quantity,"
                      " subject) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
                      TIEM_INT (event->order_id),
                      TIEM_INT (event->at),
                      TIEM_TEXT (event->kind),
                      TIEM_TEXT (event->source),
                      TIEM_TEXT (event->old),
                      TIEM_TEXT (event->new),
                      TIEM_INT (event->quantity),
                      TIEM_TEXT (event->subject));
}

static const char *
get_label (const char *status)
{
  return tiem_order_status_get_label (tiem_order_status_from_string (status));
}

/* @action: of the outbox. Returns: a format for the channel's sentence */
static const char *
get_refused (const char *action)
{
  /* Translators: the channel's own sentence follows */
  if (g_strcmp0 (action, "order:confirm") == 0)
    return _ ("The channel refused to confirm the order: %s");
  if (g_strcmp0 (action, "order:ship") == 0)
    return _ ("The channel refused to have the order shipped: %s");
  if (g_strcmp0 (action, "order:cancel") == 0)
    return _ ("The channel refused to cancel the order: %s");
  if (g_strcmp0 (action, "order:accept-cancel") == 0
      || g_strcmp0 (action, "order:reject-cancel") == 0)
    return _ ("The channel refused the answer to the buyer's wish to cancel: %s");
  return _ ("The channel refused: %s");
}

/* @money: of the event's quantity. Returns: (transfer full): the sentence */
static char *
tell_after_sale (const TiemOrderEventRow *event,
                 const char *money)
{
  gboolean has_subject = event->subject != NULL && *event->subject != '\0';

  if (g_str_equal (event->kind, TIEM_EVENT_CANCEL_ASKED))
    /* Translators: the buyer's reason */
    return has_subject ? g_strdup_printf (_ ("The buyer asks to cancel: %s."), event->subject)
                       : g_strdup (_ ("The buyer asks to cancel."));
  if (g_str_equal (event->kind, TIEM_EVENT_CANCEL_ENDED))
    return g_strdup (_ ("The buyer's wish to cancel is no longer open."));
  if (g_str_equal (event->kind, TIEM_EVENT_CANCEL_REASON))
    return g_strdup_printf (_ ("Why it was cancelled: %s."), event->subject);
  if (g_str_equal (event->kind, TIEM_EVENT_RETURN_ASKED))
    /* Translators: an amount of money, the buyer's reason */
    return has_subject
               ? g_strdup_printf (_ ("The buyer asks for %s back: %s."), money, event->subject)
               : g_strdup_printf (_ ("The buyer asks for %s back."), money);
  if (g_str_equal (event->kind, TIEM_EVENT_RETURN_STATE))
    /* Translators: the state of a return */
    return g_strdup_printf (
        _ ("The return: %s."),
        tiem_return_state_get_label (tiem_return_state_from_string (event->new)));
  if (g_str_equal (event->kind, TIEM_EVENT_REFUSED))
    return g_strdup_printf (get_refused (event->old), event->subject);
  if (g_str_equal (event->kind, TIEM_EVENT_HANDED))
    return g_strdup (_ ("Handed over to the carrier."));
  if (g_str_equal (event->kind, TIEM_EVENT_LABEL))
    return g_strdup (_ ("The shipping label was saved."));
  return g_strdup (event->kind);
}

/* Returns: (transfer full): the sentence of an event of one's own order, or of any other kind */
static char *
tell_own (const TiemOrderEventRow *event,
          const char *money)
{
  char *sentence = tiem_own_tell (event);

  return sentence != NULL ? sentence : tell_after_sale (event, money);
}

/* Returns: (transfer full): the sentence */
static char *
tell_packing (const TiemOrderEventRow *event,
              const char *number)
{
  if (g_str_equal (event->kind, TIEM_EVENT_PACKED))
    return g_strdup_printf (
        ngettext ("Packed, %s item.", "Packed, %s items.", (gulong)event->quantity), number);
  if (g_str_equal (event->kind, TIEM_EVENT_REOPENED))
    return g_strdup (_ ("Opened again, to be packed once more."));
  if (g_str_equal (event->kind, TIEM_EVENT_LACKING))
    return g_strdup_printf (_ ("Missing when it was packed: %s × %s."), number, event->subject);
  return tell_own (event, number);
}

/* Returns: (transfer full): the sentence */
static char *
tell (const TiemOrderEventRow *event)
{
  g_autofree char *number = NULL;

  if (g_str_equal (event->kind, TIEM_EVENT_PAID)
      || g_str_equal (event->kind, TIEM_EVENT_RETURN_ASKED))
    number = tiem_money_format (event->quantity);
  else
    number = tiem_number_format (event->quantity);

  if (g_str_equal (event->kind, TIEM_EVENT_STATUS))
    /* Translators: the order's status before and after */
    return g_strdup_printf (
        _ ("“%s” became “%s”."), get_label (event->old), get_label (event->new));
  if (g_str_equal (event->kind, TIEM_EVENT_STALE))
    /* Translators: the order's status as an old message from the channel had it */
    return g_strdup_printf (_ ("An older update (“%s”) arrived late and changed nothing."),
                            get_label (event->new));
  if (g_str_equal (event->kind, TIEM_EVENT_LINE_ADDED))
    /* Translators: how many, of what */
    return g_strdup_printf (_ ("Added to the order: %s × %s."), number, event->subject);
  if (g_str_equal (event->kind, TIEM_EVENT_LINE_REMOVED))
    return g_strdup_printf (_ ("Taken out of the order: %s × %s."), number, event->subject);
  if (g_str_equal (event->kind, TIEM_EVENT_LINE_QUANTITY))
    /* Translators: goods, how many before, how many now */
    return g_strdup_printf (
        _ ("Quantity of %s: %s became %s."), event->subject, event->old, event->new);
  if (g_str_equal (event->kind, TIEM_EVENT_LINE_CANCELLED))
    return g_strdup_printf (_ ("Cancelled: %s × %s."), number, event->subject);
  if (g_str_equal (event->kind, TIEM_EVENT_ADDRESS))
    return g_strdup (_ ("The delivery address was changed."));
  if (g_str_equal (event->kind, TIEM_EVENT_TRACKING))
    return g_strdup_printf (_ ("Tracking number: %s."), event->new);
  if (g_str_equal (event->kind, TIEM_EVENT_PAID))
    /* Translators: an amount of money */
    return g_strdup_printf (_ ("Paid so far: %s."), number);
  if (g_str_equal (event->kind, TIEM_EVENT_RETURNED))
    return g_strdup_printf (_ ("Came back to the shelf: %s × %s."), number, event->subject);
  if (g_str_equal (event->kind, TIEM_EVENT_DAMAGED))
    return g_strdup_printf (
        _ ("Came back damaged and was written off: %s × %s."), number, event->subject);
  return tell_packing (event, number);
}

static TiemOrderEvent *
new_event (gint64 at,
           char *what,
           const char *by)
{
  TiemOrderEvent *event = g_new0 (TiemOrderEvent, 1);

  event->at = at;
  event->what = what;
  event->by = g_strdup (by);
  return event;
}

static const char *
get_teller (const char *source,
            const TiemOrder *order)
{
  if (g_str_equal (source, "channel"))
    return order->channel_name;
  return g_str_equal (source, "owner") ? _ ("You") : "Tiệm";
}

gboolean
tiem_order_events_load (TiemDb *db,
                        TiemOrder *order,
                        GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT at, kind, source, old, new, quantity, coalesce (subject, '') FROM order_event"
      " WHERE order_id = ?1 ORDER BY at DESC, id DESC",
      TIEM_INT (order->id));
  int step = -1;

  order->events = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_event_free);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemOrderEventRow row = { 0 };

      row.at = tiem_stmt_int (rows, 0);
      row.kind = tiem_stmt_text (rows, 1);
      row.source = tiem_stmt_text (rows, 2);
      row.old = tiem_stmt_text (rows, 3);
      row.new = tiem_stmt_text (rows, 4);
      row.quantity = tiem_stmt_int (rows, 5);
      row.subject = tiem_stmt_text (rows, 6);
      g_ptr_array_add (order->events,
                       new_event (row.at, tell (&row), get_teller (row.source, order)));
    }
  if (step < 0)
    return FALSE;
  /* Every order begins so; a million rows need not say it. */
  g_ptr_array_add (
      order->events,
      new_event (order->placed_at, g_strdup (_ ("The order was placed.")), order->channel_name));
  return TRUE;
}
