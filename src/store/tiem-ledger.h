#pragma once

#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/*
 * The one place that moves stock. Each function works inside a write, marks the variants
 * concerned and leaves what is derived from them (variant.on_hand/reserved/available/version,
 * bundles, short orders, listing.desired, travels) to tiem_ledger_settle(), which
 * tiem_write_commit() calls: until then those columns are those of before.
 */

/* Compares what every line of the order asks for with what is recorded, and books the
 * difference. */
gboolean tiem_ledger_apply_order (TiemWrite *write, gint64 order_id, GError **error);

/* The order's place among those that wait for goods has changed. */
gboolean tiem_ledger_mark_order (TiemWrite *write,
                                 gint64 order_id,
                                 GError **error);
/* Takes back what a line did, before the line goes: the channel removed it from its order. */
gboolean tiem_ledger_drop_line (TiemWrite *write, gint64 line_id, GError **error);

/* Puts back on the shelf what the order's lines took off it: its parcel has not left after all.
 * What it asks for now is applied by tiem_ledger_apply_order(). */
gboolean tiem_ledger_take_back_order (TiemWrite *write,
                                      gint64 order_id,
                                      GError **error);

/* @quantity units of the line came back and were written off: two movements that cancel out,
 * so that the trail shows them. A line without effect on stock has none. */
gboolean tiem_ledger_write_off (TiemWrite *write,
                                gint64 line_id,
                                gint64 quantity,
                                GError **error);

/* Takes back the booking of @quantity units that came back, on the shelf or @damaged. */
gboolean tiem_ledger_unbook_return (TiemWrite *write,
                                    gint64 line_id,
                                    gint64 quantity,
                                    gboolean damaged,
                                    GError **error);

/* Ties the listing to a variant (0 = to none) and applies or takes back the effects of its
 * lines. Does not change on hand otherwise. */
gboolean tiem_ledger_link (TiemWrite *write, gint64 listing_id, gint64 variant_id, GError **error);
/* Gives the lines that waited for this listing (stored before it was read, or matched by its
 * SKU) to it. To be called for every listing that is new or whose remote SKU changed. */
gboolean tiem_ledger_attach_lines (TiemWrite *write, gint64 listing_id, GError **error);
/* Lets go of a channel that is being removed: its open orders hold nothing any more, what
 * was shipped stays shipped. To be called before its listings are deleted. */
gboolean tiem_ledger_release_channel (TiemWrite *write, gint64 channel_id, GError **error);

/* The main place: where the orders of most channels leave from (channel.location_id says of the
 * others), and where a number without a place is counted. It always sells and is never archived. */
#define TIEM_MAIN_LOCATION 1
#define TIEM_MAIN_LOCATION_SQL G_STRINGIFY (TIEM_MAIN_LOCATION)

/* Why units come or go: a movement keeps all of it. 0 and NULL = none. */
typedef struct
{
  const char *reason; /* a code: "sale", "purchase" …, or the owner's own words */
  const char *note;
  gint64 location_id; /* 0 = the main one */
  gint64 order_id;
  gint64 line_id; /* of order_line */
  gint64 slip_id;
  gboolean has_cost;
  gint64 unit_cost_vnd; /* what each unit that comes in cost, đồng; of goods that leave: these */
  /* What all that come in cost, where that is not units × unit_cost_vnd; 0 = it is. */
  gint64 total_cost_vnd;
} TiemMovementCause;

/* Books @delta units of the variant, and what they are worth (tiem-cost-private.h). What a line or
 * a slip moved comes back, or goes again, at the cost it had. Neither starts its count nor looks whether that many are
 * there: tiem_ledger_set_stock() and tiem_ledger_adjust_stock() do. */
gboolean tiem_ledger_move (TiemWrite *write,
                           gint64 variant_id,
                           gint64 delta,
                           const TiemMovementCause *cause,
                           GError **error);

/* The same for goods that come in by a slip: the first of a variant start its count, and the
 * lines that waited for it are applied. INVALID for a bundle, or more than can be counted. */
gboolean tiem_ledger_receive (TiemWrite *write,
                              gint64 variant_id,
                              gint64 units,
                              const TiemMovementCause *cause,
                              GError **error);

/* The reason of a number that was taken over from a listing: until the owner gives one, another
 * channel that shows a different number is a question (variant.adopted). */
#define TIEM_LEDGER_ADOPT "adopt"
/* The reason of what somebody changed at a channel, where the channel's rule is to follow it. */
#define TIEM_LEDGER_TAKE_OVER "take-over"

/* On hand, at all places together, becomes @on_hand. The first time it starts the count
 * (counted_at = now) and applies the effects of lines that waited. Settles an undecided variant.
 * INVALID for a bundle or a negative number; NOT_FOUND.
 *
 * Who says a number without a place (an owner with one place, a file, a channel) says what there
 * is in all. The difference is booked at the main place. What the main place doesn't have is
 * taken from the others, those that sell first, in their order: so the sum is what was said, and
 * no place falls below zero by it. */
gboolean tiem_ledger_set_stock (TiemWrite *write,
                                gint64 variant_id,
                                gint64 on_hand,
                                const char *reason,
                                const char *note,
                                GError **error);
/* The same for a difference; starts the count too. INVALID when on hand would be negative. */
gboolean tiem_ledger_adjust_stock (TiemWrite *write,
                                   gint64 variant_id,
                                   gint64 delta,
                                   const char *reason,
                                   const char *note,
                                   GError **error);

/* The same at one place, whatever the others have. NOT_FOUND for an archived place, too. */
gboolean tiem_ledger_set_stock_at (TiemWrite *write,
                                   gint64 variant_id,
                                   gint64 location_id,
                                   gint64 on_hand,
                                   const char *reason,
                                   const char *note,
                                   GError **error);
gboolean tiem_ledger_adjust_stock_at (TiemWrite *write,
                                      gint64 variant_id,
                                      gint64 location_id,
                                      gint64 delta,
                                      const char *reason,
                                      const char *note,
                                      GError **error);
/* Books what a stock take found: @delta units at the cause's place. A variant without a count
 * begins it at @counted_at, when the take counted it: what left since is booked, too. May leave
 * less than 0 where more was sold since than was counted. INVALID for a bundle; NOT_FOUND. */
gboolean tiem_ledger_book_take (TiemWrite *write,
                                gint64 variant_id,
                                gint64 delta,
                                const TiemMovementCause *cause,
                                gint64 counted_at,
                                GError **error);

/* Has what is derived from the variant computed again: archived or undecided changed. */
void tiem_ledger_mark_variant (TiemWrite *write, gint64 variant_id);
/* To be called after the parts of a bundle were changed (none: no bundle any more): its
 * count starts with that of its last part, its open lines hold the new parts. Sets
 * variant.is_bundle. */
gboolean tiem_ledger_refresh_bundle (TiemWrite *write, gint64 variant_id, GError **error);
/* Computes desired of one listing (its state, campaign or link changed) or of all linked
 * ones of a channel (its buffer, share or cap changed). */
gboolean tiem_ledger_refresh_listing (TiemWrite *write, gint64 listing_id, GError **error);
gboolean tiem_ledger_refresh_channel (TiemWrite *write, gint64 channel_id, GError **error);

/* The channel's goods leave from another place now: its open orders hold theirs there. */
gboolean tiem_ledger_move_channel (TiemWrite *write,
                                   gint64 channel_id,
                                   GError **error);
/* The place sells, or no longer does: what it has counts as available, or no longer. */
gboolean tiem_ledger_refresh_place (TiemWrite *write, gint64 location_id, GError **error);

/* The channel became slow, fell out or came back, or splits no more: marks the goods for which
 * that may make a difference. */
gboolean tiem_ledger_mark_channel (TiemWrite *write,
                                   gint64 channel_id,
                                   GError **error);

gboolean tiem_ledger_settle (TiemWrite *write, GError **error);

/* What a linked listing should show, and why. */
typedef struct
{
  gint64 available;
  gboolean counted; /* the variant's stock has been given */
  gboolean undecided;
  gboolean archived;
  gboolean on_show; /* the listing is neither banned nor gone */
  gint64 campaign_locked;
  gint64 locked_elsewhere; /* of the same goods, by campaigns of other listings */
  gint64 buffer; /* of the listing, or of its channel, units */
  gint64 share_percent;
  gint64 cap; /* −1 = none */
  gboolean is_split;
  gint64 granted; /* of split goods, its part as far as it may be told */
} TiemDesiredInput;
/* Returns: FALSE: nothing is to be pushed; else *desired =
 * clamp (⌊(available − buffer) × share⌋, 0, cap), at most what is granted of scarce goods, but
 * never below what a campaign locks */
gboolean tiem_listing_desired (const TiemDesiredInput *input, gint64 *desired);

G_END_DECLS
