#define G_LOG_DOMAIN "tiem-listing-standing"

#include "config.h"

#include "store/tiem-listings-private.h"

#include "base/tiem-money.h"
#include "base/tiem-time.h"

#include <glib/gi18n-lib.h>

/*
 * Where a linked listing stands: in step with Tiệm, on its way, waiting with a reason, or failed.
 * There is no fifth: a listing that would silently never be sent breaks an invariant of
 * tiem_store_check().
 */

/* Returns: (transfer full): "14:02", "20/11 14:02" */
static char *
format_moment (gint64 at,
               gint64 now)
{
  return tiem_time_format_short (at, now);
}

/* --- what only the owner or the platform can change --- */

/* Returns: (transfer full) (nullable): why it has no number to be sent */
static char *
tell_no_number (const TiemListing *listing,
                const TiemStandingFacts *facts)
{
  if (listing->state == TIEM_LISTING_GONE)
    return g_strdup (_ ("The channel no longer has this listing; nothing is sent to it."));
  if (listing->state == TIEM_LISTING_BANNED)
    return g_strdup (_ ("The channel has banned this listing; open it there to see why."));
  if (facts->undecided)
    return g_strdup (_ ("The channels show different numbers; choose the right one, then Tiệm "
                        "sends it to all of them."));
  if (!facts->counted)
    return g_strdup_printf (_ ("The stock of %s has not been given yet; enter it, then Tiệm sends "
                               "it to the channels."),
                            listing->sku);
  return g_strdup (_ ("Another variation shares its number with this one and has no stock given "
                      "yet; enter it, then Tiệm sends the number of both."));
}

/* --- what passes by itself --- */

/* Returns: (transfer full) (nullable): why nothing at all is sent to the channel now */
static char *
tell_channel (const TiemListing *listing,
              const TiemStandingFacts *facts)
{
  g_autofree char *since = NULL;

  if (facts->by_file)
    return g_strdup_printf (_ ("%s is used by file; the number goes out with the next upload "
                               "file."),
                            listing->channel_name);
  if (facts->channel_state == TIEM_CHANNEL_PAUSED)
    return g_strdup_printf (_ ("%s is paused; the number is sent when it is resumed."),
                            listing->channel_name);
  if (facts->channel_state == TIEM_CHANNEL_NEEDS_AUTH)
    return g_strdup_printf (_ ("%s does not let Tiệm in; sign in again, then the number is sent."),
                            listing->channel_name);
  if (facts->error_since == 0)
    return NULL;
  since = format_moment (facts->error_since, facts->now);
  if (g_strcmp0 (facts->error_class, "RATE_LIMITED") == 0)
    /* Translators: a channel's name, a time */
    return g_strdup_printf (_ ("%s has asked to slow down since %s; the number is sent as soon as "
                               "it allows."),
                            listing->channel_name,
                            since);
  if (facts->channel_state == TIEM_CHANNEL_FAILING)
    return g_strdup_printf (_ ("%s has been in trouble since %s; Tiệm keeps trying, and sends the "
                               "number as soon as it answers."),
                            listing->channel_name,
                            since);
  return NULL;
}

/* Returns: (transfer full): what the platform said, and when it is tried again */
static char *
tell_refusal (const TiemListing *listing,
              const TiemStandingFacts *facts)
{
  g_autofree char *at = NULL;

  if (listing->retry_at <= facts->now)
    return g_strdup (facts->refusal);
  at = format_moment (listing->retry_at, facts->now);
  /* Translators: a whole sentence, then a time */
  return g_strdup_printf (
      _ ("%s Tried again at %s, or as soon as the number changes."), facts->refusal, at);
}

/* --- what differs --- */

/* Returns: (transfer full): "Shopee has 7, Tiệm wants 5, since 14:02; …" */
static char *
tell_stock_drift (const TiemListing *listing,
                  const TiemStandingFacts *facts)
{
  g_autofree char *since = format_moment (listing->drift_at, facts->now);
  g_autofree char *shown = tiem_number_format (listing->stock);
  g_autofree char *wanted = tiem_number_format (listing->desired);

  if (!listing->has_stock)
    /* Translators: a channel's name, a time, a number of units */
    return g_strdup_printf (_ ("Somebody switched off counting on %s, since %s; Tiệm sets it back "
                               "to %s."),
                            listing->channel_name,
                            since,
                            wanted);
  if (facts->is_taken_over)
    /* Translators: a channel's name, two numbers of units, a time */
    return g_strdup_printf (_ ("%s has %s, Tiệm wants %s, since %s; read once more, then taken "
                               "over."),
                            listing->channel_name,
                            shown,
                            wanted,
                            since);
  return g_strdup_printf (_ ("%s has %s, Tiệm wants %s, since %s; Tiệm sets it back."),
                          listing->channel_name,
                          shown,
                          wanted,
                          since);
}

static char *
tell_price_drift (const TiemListing *listing,
                  const TiemStandingFacts *facts)
{
  g_autofree char *since = format_moment (listing->drift_at, facts->now);
  g_autofree char *shown = tiem_money_format (listing->price_vnd);
  g_autofree char *wanted = tiem_money_format (listing->wanted_price_vnd);

  /* Translators: a channel's name, two prices, a time */
  return g_strdup_printf (_ ("%s asks %s, Tiệm wants %s, since %s; Tiệm sets it back."),
                          listing->channel_name,
                          shown,
                          wanted,
                          since);
}

/* --- all of it --- */

static void
set_standing (TiemListing *listing,
              TiemStanding standing,
              char *problem)
{
  listing->standing = standing;
  listing->problem = problem;
}

static gboolean
is_in_step (const TiemListing *listing)
{
  return listing->has_desired && listing->has_acked && listing->acked == listing->desired
         && !listing->unclear;
}

static gboolean
is_refused (const TiemListing *listing,
            const TiemStandingFacts *facts)
{
  return facts->refusal != NULL && facts->has_refused_value && listing->has_desired
         && facts->refused_value == listing->desired;
}

/* Of a listing that has another number to be shown than it shows. */
static void
explain_waiting (TiemListing *listing,
                 const TiemStandingFacts *facts)
{
  g_autofree char *channel = tell_channel (listing, facts);

  if (!listing->unclear && is_refused (listing, facts))
    set_standing (listing, TIEM_STANDING_FAILED, tell_refusal (listing, facts));
  else if (channel != NULL)
    set_standing (listing, TIEM_STANDING_WAITING, g_steal_pointer (&channel));
  else if (listing->unclear)
    set_standing (listing,
                  TIEM_STANDING_WAITING,
                  g_strdup (_ ("It is not known whether the last number arrived; it is read back "
                               "before anything else is sent.")));
  else if (listing->stock_drifts)
    set_standing (listing,
                  facts->is_taken_over ? TIEM_STANDING_WAITING : TIEM_STANDING_SENDING,
                  tell_stock_drift (listing, facts));
  else
    set_standing (listing, TIEM_STANDING_SENDING, NULL);
}

static void
explain_price (TiemListing *listing,
               const TiemStandingFacts *facts)
{
  if (facts->price_refusal != NULL)
    set_standing (listing, TIEM_STANDING_FAILED, g_strdup (facts->price_refusal));
  else if (listing->price_drifts)
    set_standing (listing, TIEM_STANDING_SENDING, tell_price_drift (listing, facts));
}

void
tiem_listing_explain (TiemListing *listing,
                      const TiemStandingFacts *facts)
{
  if (listing->variant_id == 0)
    set_standing (listing, TIEM_STANDING_UNLINKED, NULL);
  else if (!listing->has_desired)
    set_standing (listing, TIEM_STANDING_WAITING, tell_no_number (listing, facts));
  else if (!is_in_step (listing))
    explain_waiting (listing, facts);
  else if (facts->refusal != NULL) /* the channel made something else of the last one */
    set_standing (listing, TIEM_STANDING_FAILED, tell_refusal (listing, facts));
  else
    set_standing (listing, TIEM_STANDING_IN_STEP, NULL);

  if (listing->problem == NULL && listing->has_desired)
    explain_price (listing, facts);
}
