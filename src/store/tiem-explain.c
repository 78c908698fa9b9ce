#define G_LOG_DOMAIN "tiem-store-split"

#include "config.h"

#include "store/tiem-ledger-private.h"
#include "store/tiem-store-split.h"

#include <glib/gi18n-lib.h>

/* Why a listing shows the number it shows: for people, and as a word for scripts. */

/* What the number follows from. */
typedef struct
{
  gint64 listing_id;
  TiemDesiredInput rule;
  gboolean is_selling;
  TiemChannelState channel;
  gint64 allotment;      /* −1: not split */
  const char *waits_for; /* (nullable) the channel whose cut is not seen yet */
} Facts;

static char *
print_number (gint64 number)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, number);
}

/* @format: with %s for each of the two numbers that it tells */
static void
explain (TiemStockReason *reason,
         const char *word,
         const char *format,
         gint64 one,
         gint64 other)
{
  g_autofree char *first = print_number (one);
  g_autofree char *second = print_number (other);

  reason->reason = g_strdup (word);
  reason->sentence = g_strdup_printf (format, first, second);
}

/* Nothing is sent to it, whatever is left. */
static gboolean
explain_silence (const Facts *facts,
                 TiemStockReason *reason)
{
  const char *word = NULL;
  const char *sentence = NULL;

  if (facts->rule.archived)
    {
      word = "archived";
      sentence = _ ("The product is archived; nothing of it is offered.");
    }
  else if (facts->rule.undecided)
    {
      word = "undecided";
      sentence = _ ("The channels show different numbers; choose the right one, then Tiệm sends it "
                    "to all of them.");
    }
  else if (!facts->rule.counted)
    {
      word = "not_counted";
      sentence = _ ("Its stock has not been given yet; enter it, then Tiệm sends it.");
    }
  else if (!facts->is_selling)
    {
      word = "not_on_sale";
      sentence = _ ("The listing is not on sale at the channel.");
    }
  else if (facts->channel == TIEM_CHANNEL_PAUSED)
    {
      word = "channel_paused";
      sentence = _ ("The channel is paused; it keeps the number it has.");
    }
  else if (facts->channel == TIEM_CHANNEL_NEEDS_AUTH)
    {
      word = "channel_needs_auth";
      sentence = _ ("The channel waits for you to sign in again; it keeps the number it has.");
    }
  if (word != NULL)
    explain (reason, word, sentence, 0, 0);
  return word != NULL;
}

/* A part of scarce goods, or as much of it as may be told. */
static void
explain_split (const Facts *facts,
               TiemStockReason *reason)
{
  gint64 available = facts->rule.available;
  gint64 granted = facts->rule.granted;

  if (granted < facts->allotment && facts->waits_for != NULL)
    {
      g_autofree char *part = print_number (facts->allotment);
      g_autofree char *left = print_number (available);

      reason->reason = g_strdup ("waits_for_cut");
      /* Translators: two numbers of units, and a channel's name */
      reason->sentence = g_strdup_printf (
          _ ("%s of the %s left are meant for this channel; it gets them as soon "
             "as %s is seen to show fewer."),
          part,
          left,
          facts->waits_for);
    }
  else if (granted == 0)
    {
      explain (reason,
               "split",
               _ ("Only %s left: they are offered where they sell faster, so that none is sold "
                  "twice."),
               available,
               0);
    }
  else
    {
      explain (
          reason,
          "split",
          /* Translators: two numbers of units */
          _ ("Only %s left, shared out between the channels by how fast each sells; %s of them "
             "here."),
          available,
          granted);
    }
}

static void
explain_number (const Facts *facts,
                gint64 desired,
                TiemStockReason *reason)
{
  const TiemDesiredInput *rule = &facts->rule;
  TiemDesiredInput plain = facts->rule;
  gint64 unsplit = 0;

  plain.is_split = FALSE;
  tiem_listing_desired (&plain, &unsplit);
  if (desired > 0 && desired == rule->campaign_locked && desired < unsplit + rule->campaign_locked
      && (desired > rule->available || (rule->is_split && rule->granted == desired)))
    explain (reason,
             "campaign",
             _ ("A campaign at the channel has locked %s; it can't show fewer."),
             desired,
             0);
  else if (rule->available <= 0)
    explain (reason, "sold_out", _ ("Nothing is left."), 0, 0);
  else if (rule->is_split && rule->granted < unsplit)
    explain_split (facts, reason);
  else if (desired == rule->available)
    explain (reason, "full", _ ("It shows all that is left: %s."), desired, 0);
  else if (rule->cap >= 0 && desired == rule->cap)
    explain (reason,
             "capped",
             /* Translators: two numbers of units */
             _ ("%s left, but never more than %s are shown here."),
             rule->available,
             rule->cap);
  else if (rule->share_percent < 100)
    explain (reason,
             "shared",
             /* Translators: a number of units, and a percentage */
             _ ("%s left, of which %s %% are offered here."),
             rule->available,
             rule->share_percent);
  else if (rule->buffer > 0)
    explain (reason,
             "held_back",
             /* Translators: two numbers of units */
             _ ("%s left, of which %s are held back here."),
             rule->available,
             rule->buffer);
  else if (rule->locked_elsewhere > 0)
    explain (reason,
             "campaign_elsewhere",
             /* Translators: two numbers of units */
             _ ("%s left, of which a campaign on another channel has locked %s."),
             rule->available,
             rule->locked_elsewhere);
  else
    explain (reason,
             "shares_number",
             _ ("The channel has one number for all variations of this product, and the scarcest "
                "of them decides it."),
             0,
             0);
}

void
tiem_stock_reason_free (TiemStockReason *self)
{
  if (self == NULL)
    return;

  g_free (self->reason);
  g_free (self->sentence);
  g_free (self);
}

/* A channel that may still sell more of the same goods than it is granted. */
#define WAITS_FOR                                                                                  \
  " (SELECT oc.name FROM listing o JOIN channel oc ON oc.id = o.channel_id"                        \
  "  WHERE o.variant_id = li.variant_id AND o.id <> li.id AND o.granted IS NOT NULL"               \
  "   AND o.may_sell > o.granted ORDER BY o.may_sell - o.granted DESC, o.id LIMIT 1)"

static TiemStockReason *
read_reason (TiemStmt *row)
{
  TiemStockReason *reason = g_new0 (TiemStockReason, 1);
  gint64 desired = tiem_stmt_int (row, 1);
  Facts facts = { 0 };

  reason->listing_id = tiem_stmt_int (row, 0);
  facts.allotment = tiem_stmt_is_null (row, 2) ? -1 : tiem_stmt_int (row, 2);
  facts.is_selling = tiem_stmt_int (row, 3) != 0;
  facts.channel = tiem_channel_state_from_string (tiem_stmt_text (row, 4));
  facts.waits_for = tiem_stmt_text (row, 5);
  tiem_ledger_read_rule (row, 6, &facts.rule);
  if (!explain_silence (&facts, reason))
    explain_number (&facts, desired, reason);
  return reason;
}

GPtrArray *
tiem_store_explain_stock (TiemStore *self,
                          gint64 variant_id,
                          gboolean *is_split,
                          GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) reasons = NULL;
  g_autoptr (TiemStmt) rows = NULL;
  gint64 split = 0;
  int step = -1;

  /* A bundle is when one of its listings holds a part of something scarce. */
  if (read == NULL
      || !tiem_db_get_int (read->db,
                           &split,
                           error,
                           "SELECT 1 FROM listing WHERE variant_id = ?1 AND granted IS NOT NULL",
                           TIEM_INT (variant_id)))
    return NULL;
  if (is_split != NULL)
    *is_split = split != 0;
  reasons = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_stock_reason_free);
  rows = tiem_db_query (
      read->db,
      error,
      "SELECT li.id, li.desired, li.allotment, li.state = 'active', c.state," WAITS_FOR
      "," TIEM_LEDGER_RULE_COLUMNS " FROM listing li JOIN variant v ON v.id = li.variant_id"
      " JOIN channel c ON c.id = li.channel_id WHERE li.variant_id = ?1"
      " ORDER BY li.id",
      TIEM_INT (variant_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (reasons, read_reason (rows));
  return step < 0 ? NULL : g_steal_pointer (&reasons);
}
