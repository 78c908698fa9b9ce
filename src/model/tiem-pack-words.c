#include "config.h"

#include "base/tiem-time.h"
#include "model/tiem-pack.h"

#include <glib/gi18n-lib.h>

/* What a scan came to, in words: what happened, and what to do now. */

static const struct
{
  const char *name;
  gboolean refused;
} outcomes[TIEM_N_PACK_OUTCOMES] = {
  [TIEM_PACK_NOTHING] = { "nothing", FALSE },
  [TIEM_PACK_OPENED] = { "opened", FALSE },
  [TIEM_PACK_OPENED_SHORT] = { "opened_short", FALSE },
  [TIEM_PACK_IS_OPEN] = { "is_open", FALSE },
  [TIEM_PACK_COUNTED] = { "counted", FALSE },
  [TIEM_PACK_COMPLETE] = { "complete", FALSE },
  [TIEM_PACK_OTHER_ORDER] = { "other_order", TRUE },
  [TIEM_PACK_AMBIGUOUS] = { "ambiguous", TRUE },
  [TIEM_PACK_WRONG] = { "wrong", TRUE },
  [TIEM_PACK_SURPLUS] = { "surplus", TRUE },
  [TIEM_PACK_UNKNOWN] = { "unknown", TRUE },
  [TIEM_PACK_GARBLED] = { "garbled", TRUE },
  [TIEM_PACK_JOINED] = { "joined", TRUE },
  [TIEM_PACK_NO_ORDER] = { "no_order", TRUE },
  [TIEM_PACK_CANCELLED] = { "cancelled", TRUE },
  [TIEM_PACK_CANCEL_ASKED] = { "cancel_asked", TRUE },
  [TIEM_PACK_ALREADY] = { "already_packed", TRUE },
  [TIEM_PACK_GONE] = { "gone", TRUE },
  [TIEM_PACK_NOT_READY] = { "not_ready", TRUE },
  [TIEM_PACK_EMPTY] = { "empty", TRUE },
};

const char *
tiem_pack_outcome_to_string (TiemPackOutcome outcome)
{
  g_return_val_if_fail ((guint)outcome < TIEM_N_PACK_OUTCOMES, "nothing");
  return outcomes[outcome].name;
}

gboolean
tiem_pack_outcome_is_refusal (TiemPackOutcome outcome)
{
  g_return_val_if_fail ((guint)outcome < TIEM_N_PACK_OUTCOMES, FALSE);
  return outcomes[outcome].refused;
}

static char *
tell_code (const TiemPackResult *self)
{
  switch (self->outcome)
    {
    case TIEM_PACK_GARBLED:
      /* Translators: a barcode */
      return g_strdup_printf (_ ("Is a digit missing? “%s” is no whole barcode"), self->code);
    case TIEM_PACK_JOINED:
      return g_strdup_printf (_ ("Two codes came as one: “%s”"), self->code);
    case TIEM_PACK_AMBIGUOUS:
      return g_strdup_printf (_ ("Which one is it? “%s” belongs to several"), self->code);
    case TIEM_PACK_UNKNOWN:
    default:
      return g_strdup_printf (_ ("No goods and no order have the code “%s”"), self->code);
    }
}

static char *
tell_goods (const TiemPackResult *self)
{
  switch (self->outcome)
    {
    case TIEM_PACK_COUNTED:
      return g_strdup_printf (_ ("Right: %s"), self->goods);
    case TIEM_PACK_SURPLUS:
      /* Translators: how many units the order has, of what */
      return g_strdup_printf (
          _ ("Too many: this order has only %d × %s"), (int)self->quantity, self->goods);
    case TIEM_PACK_NO_ORDER:
      return g_strdup_printf (_ ("No order is open for %s"), self->goods);
    case TIEM_PACK_WRONG:
    default:
      return g_strdup_printf (_ ("Wrong goods: %s is not in this order"), self->goods);
    }
}

static char *
tell_order (const TiemPackResult *self,
            gint64 now)
{
  g_autofree char *at = self->at > 0 ? tiem_time_format_short (self->at, now) : NULL;

  switch (self->outcome)
    {
    case TIEM_PACK_OPENED:
    case TIEM_PACK_IS_OPEN:
      return g_strdup_printf (_ ("Order %s is open"), self->number);
    case TIEM_PACK_OPENED_SHORT:
      return g_strdup_printf (_ ("Order %s is short of goods"), self->number);
    case TIEM_PACK_COMPLETE:
      return g_strdup_printf (
          ngettext ("Packed: order %s, %d item", "Packed: order %s, %d items", (gulong)self->units),
          self->number,
          (int)self->units);
    case TIEM_PACK_OTHER_ORDER:
      /* Translators: the order whose waybill was scanned, the one that is open */
      return g_strdup_printf (
          _ ("This is order %s; order %s is not finished"), self->number, self->open_number);
    case TIEM_PACK_CANCELLED:
      return g_strdup_printf (_ ("The buyer has cancelled order %s: take it out"), self->number);
    case TIEM_PACK_CANCEL_ASKED:
      return g_strdup_printf (_ ("The buyer asks to cancel order %s"), self->number);
    case TIEM_PACK_ALREADY:
      /* Translators: an order's number, a time */
      return g_strdup_printf (_ ("Order %s was packed already, at %s"), self->number, at);
    case TIEM_PACK_GONE:
      return at != NULL
                 ? g_strdup_printf (_ ("Order %s was handed over already, at %s"), self->number, at)
                 : g_strdup_printf (_ ("Order %s has left the shop already"), self->number);
    case TIEM_PACK_NOT_READY:
      /* Translators: an order's number, its status */
      return g_strdup_printf (_ ("Order %s can't be packed yet: %s"),
                              self->number,
                              tiem_order_status_get_label (self->status));
    case TIEM_PACK_EMPTY:
    default:
      return g_strdup_printf (_ ("Nothing of order %s is left to pack"), self->number);
    }
}

char *
tiem_pack_result_dup_title (const TiemPackResult *self,
                            gint64 now)
{
  switch (self->outcome)
    {
    case TIEM_PACK_NOTHING:
      return g_strdup (_ ("Nothing was scanned"));
    case TIEM_PACK_UNKNOWN:
    case TIEM_PACK_GARBLED:
    case TIEM_PACK_JOINED:
    case TIEM_PACK_AMBIGUOUS:
      return tell_code (self);
    case TIEM_PACK_COUNTED:
    case TIEM_PACK_SURPLUS:
    case TIEM_PACK_NO_ORDER:
    case TIEM_PACK_WRONG:
      return tell_goods (self);
    default:
      return tell_order (self, now);
    }
}

/* What to put back, and what to take in its place. */
static char *
advise_goods (const TiemPackResult *self)
{
  if (self->instead == NULL)
    return g_strdup (_ ("Put back what you have just scanned. The order stays as it is."));
  if (self->shelf != NULL)
    /* Translators: goods, a shelf such as A2-01 */
    return g_strdup_printf (_ ("Put back what you have just scanned and take %s from shelf %s. "
                               "The order stays as it is."),
                            self->instead,
                            self->shelf);
  return g_strdup_printf (
      _ ("Put back what you have just scanned and take %s. The order stays as it is."),
      self->instead);
}

char *
tiem_pack_result_dup_advice (const TiemPackResult *self)
{
  switch (self->outcome)
    {
    case TIEM_PACK_WRONG:
    case TIEM_PACK_SURPLUS:
      return advise_goods (self);
    case TIEM_PACK_UNKNOWN:
      return g_strdup (_ ("Scan again. Goods that are new to the shop get their barcode in "
                          "Products; until then type the SKU."));
    case TIEM_PACK_GARBLED:
      return g_strdup (_ ("Scan it again. Nothing was counted."));
    case TIEM_PACK_JOINED:
      return g_strdup (_ ("Scan both again, one after the other. Nothing was counted."));
    case TIEM_PACK_AMBIGUOUS:
      return g_strdup (_ ("Press its button, or type its number and Enter."));
    case TIEM_PACK_NO_ORDER:
      return g_strdup (_ ("Scan the waybill of its parcel first."));
    case TIEM_PACK_OTHER_ORDER:
      return g_strdup (_ ("Scan the same waybill once more to go to that order; what is scanned "
                          "of this one is kept."));
    case TIEM_PACK_CANCELLED:
      return g_strdup (_ ("Do not pack it. Put its goods back on the shelf and scan the next "
                          "waybill."));
    case TIEM_PACK_CANCEL_ASKED:
      return g_strdup (_ ("Do not pack it yet: answer the buyer in the order first, then scan it "
                          "again."));
    case TIEM_PACK_ALREADY:
      return g_strdup (_ ("Put it with the finished parcels. If that was a mistake, reopen it in "
                          "the list of packed ones."));
    case TIEM_PACK_GONE:
      return g_strdup (_ ("This parcel should not be here: look at the order before you do "
                          "anything with it."));
    case TIEM_PACK_NOT_READY:
      return g_strdup (_ ("Put it aside until the order is confirmed."));
    case TIEM_PACK_EMPTY:
      return g_strdup (_ ("Put it aside and look at the order."));
    case TIEM_PACK_OPENED_SHORT:
      return g_strdup (_ ("By Tiệm's count not all its goods are there. If you find them, just "
                          "scan; else report what is missing."));
    default:
      return NULL;
    }
}
