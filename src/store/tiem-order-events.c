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

gboolean
tiem_order_events_add_mark (TiemWrite *write,
                            gint64 order_id,
                            const char *kind,
                            GError **error)
{
  TiemOrderEventRow event
      = { .order_id = order_id, .at = write->now, .kind = kind, .source = "owner" };

  return tiem_order_events_add (write, &event, error);
}

gboolean
tiem_order_events_drop_mark (TiemWrite *write,
                             gint64 order_id,
                             const char *kind,
                             GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "DELETE FROM order_event WHERE id = (SELECT max (id) FROM order_event"
                      " WHERE order_id = ?1 AND kind = ?2)",
                      TIEM_INT (order_id),
                      TIEM_TEXT (kind));
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

/* @action: of the outbox. Returns: what the owner had done at the channel */
static const char *
get_acted (const char *action)
{
  if (g_strcmp0 (action, "order:confirm") == 0)
    return _ ("Confirmed; the channel knows it.");
  if (g_strcmp0 (action, "order:ship") == 0)
    return _ ("Shipment arranged; the channel knows it.");
  if (g_strcmp0 (action, "order:ship-part") == 0)
    return _ ("Part of the goods packed apart; the channel knows it.");
  if (g_strcmp0 (action, "order:cancel") == 0)
    return _ ("Cancelled; the channel knows it.");
  if (g_strcmp0 (action, "order:accept-cancel") == 0)
    return _ ("Agreed that the buyer cancels; the channel knows it.");
  if (g_strcmp0 (action, "order:reject-cancel") == 0)
    return _ ("Refused that the buyer cancels; the channel knows it.");
  return _ ("Done at the channel.");
}

/* Returns: (transfer full): the sentence of an event of packing, or of any other kind */
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

/* The owner's work. Returns: (transfer full) (nullable): NULL: it is another kind */
static char *
tell_work (const TiemOrderEventRow *event)
{
  static const struct
  {
    const char *kind;
    const char *sentence;
  } marks[] = {
    { TIEM_EVENT_PRINTED, N_ ("The label was printed.") },
    { TIEM_EVENT_SHORT_ENDED, N_ ("No longer short of goods.") },
  };

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    if (g_str_equal (event->kind, marks[i].kind))
      return g_strdup (_ (marks[i].sentence));
  if (g_str_equal (event->kind, TIEM_EVENT_ACTED))
    return g_strdup (get_acted (event->old));
  if (g_str_equal (event->kind, TIEM_EVENT_SHORT))
    /* Translators: goods */
    return g_strdup_printf (_ ("Short of goods: %s."), event->subject);
  if (g_str_equal (event->kind, TIEM_EVENT_REFUSAL))
    return g_strdup (g_strcmp0 (event->new, "yes") == 0
                         ? _ ("Marked: the buyer did not take the parcel.")
                         : _ ("Marked: it was not the buyer who refused the parcel."));
  return NULL;
}

/* @number: of the event's quantity. Returns: (transfer full) (nullable): NULL: it is another kind
 */
static char *
tell_parcels (const TiemOrderEventRow *event,
              const char *number)
{
  if (g_str_equal (event->kind, TIEM_EVENT_PARCEL))
    /* Translators: a parcel's number, its status before and after */
    return g_strdup_printf (
        _ ("Parcel %s: “%s” became “%s”."), number, get_label (event->old), get_label (event->new));
  if (g_str_equal (event->kind, TIEM_EVENT_PARCEL_TRACKING))
    /* Translators: a parcel's number, its tracking number */
    return g_strdup_printf (_ ("Tracking number of parcel %s: %s."), number, event->new);
  if (g_str_equal (event->kind, TIEM_EVENT_LOST))
    /* Translators: how many, of what */
    return g_strdup_printf (_ ("Lost on the way back: %s × %s."), number, event->subject);
  if (g_str_equal (event->kind, TIEM_EVENT_UNBOOKED))
    return g_strdup_printf (
        _ ("The booking of what came back was undone: %s × %s."), number, event->subject);
  return NULL;
}

char *
tiem_order_event_tell (const TiemOrderEventRow *event)
{
  g_autofree char *number = NULL;
  char *told;

  if (g_str_equal (event->kind, TIEM_EVENT_PAID) || g_str_equal (event->kind, TIEM_EVENT_FEES)
      || g_str_equal (event->kind, TIEM_EVENT_RETURN_ASKED))
    number = tiem_money_format (event->quantity);
  else
    number = tiem_number_format (event->quantity);
  if ((told = tell_work (event)) != NULL || (told = tell_parcels (event, number)) != NULL)
    return told;

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
    /* Translators: the address of before */
    return event->subject != NULL && *event->subject != '\0'
               ? g_strdup_printf (_ ("The delivery address was changed; before: %s."),
                                  event->subject)
               : g_strdup (_ ("The delivery address was changed."));
  if (g_str_equal (event->kind, TIEM_EVENT_TRACKING))
    return g_strdup_printf (_ ("Tracking number: %s."), event->new);
  if (g_str_equal (event->kind, TIEM_EVENT_PAID))
    /* Translators: an amount of money */
    return g_strdup_printf (_ ("Paid so far: %s."), number);
  if (g_str_equal (event->kind, TIEM_EVENT_FEES))
    return g_strdup_printf (_ ("The fees are settled; the shop gets %s."), number);
  if (g_str_equal (event->kind, TIEM_EVENT_RETURNED))
    return g_strdup_printf (_ ("Came back to the shelf: %s × %s."), number, event->subject);
  if (g_str_equal (event->kind, TIEM_EVENT_DAMAGED))
    return g_strdup_printf (
        _ ("Came back damaged and was written off: %s × %s."), number, event->subject);
  return tell_packing (event, number);
}
