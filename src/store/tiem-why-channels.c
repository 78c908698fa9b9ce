#define G_LOG_DOMAIN "tiem-why"

#include "config.h"

#include "base/tiem-money.h"
#include "store/tiem-ledger-private.h"
#include "store/tiem-store-split.h"
#include "store/tiem-why-private.h"

#include <glib/gi18n-lib.h>

/* What each channel shows of a variant: step by step from what is available to the number that is
 * sent, and what was sent and confirmed. */

#define EVENTS_TOLD 8

typedef struct
{
  TiemDesiredInput rule;
  gboolean has_desired;
  gint64 desired;
  gint64 allotment; /* −1: not split */
} Shown;

static gboolean
read_shown (TiemDb *db,
            gint64 listing_id,
            Shown *shown,
            GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (db,
                       error,
                       "SELECT li.desired, li.allotment," TIEM_LEDGER_RULE_COLUMNS
                       " FROM listing li JOIN variant v ON v.id = li.variant_id"
                       " JOIN channel c ON c.id = li.channel_id WHERE li.id = ?1",
                       TIEM_INT (listing_id));

  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  shown->has_desired = !tiem_stmt_is_null (row, 0);
  shown->desired = tiem_stmt_int (row, 0);
  shown->allotment = tiem_stmt_is_null (row, 1) ? -1 : tiem_stmt_int (row, 1);
  tiem_ledger_read_rule (row, 2, &shown->rule);
  return TRUE;
}

/* --- the number, step by step --- */

/* @label: (transfer full): why it is @next from here on; a step that changes nothing is not told */
static void
step (TiemWhyWay *way,
      gint64 *number,
      gint64 next,
      char *label)
{
  if (next == *number)
    {
      g_free (label);
      return;
    }
  tiem_why_add_part (way->parts, label, next - *number);
  *number = next;
}

static void
add_steps (TiemWhyWay *way,
           const Shown *shown)
{
  const TiemDesiredInput *rule = &shown->rule;
  gint64 number = rule->available;
  TiemWhyPart *part = tiem_why_add_part (way->parts, g_strdup (_ ("Available")), number);

  part->target = TIEM_WHY_FIGURE;
  part->target_id = TIEM_FIGURE_AVAILABLE;
  step (way, &number, MAX (number, 0), g_strdup (_ ("Less than nothing can't be shown")));
  if (rule->archived)
    {
      step (way, &number, 0, g_strdup (_ ("The product is archived")));
      return;
    }
  step (way,
        &number,
        MAX (number - rule->locked_elsewhere, 0),
        g_strdup (_ ("Locked by a campaign on another channel")));
  step (way,
        &number,
        MAX (number - rule->buffer, 0),
        g_strdup_printf (_ ("Held back here: %d"), (int)rule->buffer));
  step (way,
        &number,
        number / 100 * rule->share_percent + number % 100 * rule->share_percent / 100,
        g_strdup_printf (_ ("Only %d %% are offered here"), (int)rule->share_percent));
  if (rule->cap >= 0)
    step (way,
          &number,
          MIN (number, rule->cap),
          g_strdup_printf (_ ("Never more than %d here"), (int)rule->cap));
  if (rule->is_split)
    step (way,
          &number,
          MIN (number, rule->granted),
          shown->allotment > rule->granted
              ? g_strdup_printf (_ ("Shared out: %d of these come as soon as another channel is "
                                    "seen to show fewer"),
                                 (int)(shown->allotment - rule->granted))
              : g_strdup (_ ("Shared out to the other channels")));
  step (way,
        &number,
        MAX (number, rule->campaign_locked),
        g_strdup (_ ("A campaign here has locked more")));
  step (way,
        &number,
        shown->desired,
        g_strdup (_ ("Shares one number with the product's other variations")));
}

/* --- what was sent --- */

static void
add_event (TiemWhyWay *way,
           char *label,
           gboolean has_amount,
           gint64 amount,
           gint64 at)
{
  TiemWhyPart *event = tiem_why_add_part (way->events, label, amount);

  event->has_amount = has_amount;
  event->at = at;
}

/* Of a channel by file: what was written into which file, and what the owner said of it. */
static gboolean
add_uploads (TiemWhyWay *way,
             TiemDb *db,
             gint64 listing_id,
             GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db,
                       error,
                       "SELECT u.file, u.written_at, u.confirmed_at, i.stock FROM upload_item i"
                       " JOIN upload u ON u.id = i.upload_id WHERE i.listing_id = ?1"
                       " AND i.stock IS NOT NULL ORDER BY u.id DESC LIMIT ?2",
                       TIEM_INT (listing_id),
                       TIEM_INT (EVENTS_TOLD));
  int stepped = -1;

  while (rows != NULL && (stepped = tiem_stmt_step (rows, error)) > 0)
    {
      const char *file = tiem_stmt_text (rows, 0);
      gint64 stock = tiem_stmt_int (rows, 3);

      if (tiem_stmt_int (rows, 2) > 0)
        add_event (way,
                   g_strdup_printf (_ ("Uploaded, as you said: %s"), file),
                   TRUE,
                   stock,
                   tiem_stmt_int (rows, 2));
      else
        add_event (way,
                   g_strdup_printf (_ ("In the file that waits for your upload: %s"), file),
                   TRUE,
                   stock,
                   tiem_stmt_int (rows, 1));
    }
  return stepped == 0;
}

/* Earlier numbers, as far as they are kept. */
static gboolean
add_sends (TiemWhyWay *way,
           TiemDb *db,
           const TiemListing *listing,
           GError **error)
{
  g_autoptr (TiemStmt) rows = NULL;
  int stepped = -1;

  if (listing->has_acked)
    add_event (
        way, g_strdup (_ ("The channel confirmed")), TRUE, listing->acked, listing->acked_at);
  if (listing->sent_at > 0)
    add_event (way, g_strdup (_ ("Last sent")), TRUE, listing->sent_value, listing->sent_at);
  rows = tiem_db_query (db,
                        error,
                        "SELECT s.sent_value, s.confirmed_at FROM travel_stop s"
                        " WHERE s.listing_id = ?1 AND s.confirmed_at > 0 AND s.confirmed_at < ?2"
                        " AND s.sent_value IS NOT NULL ORDER BY s.travel_id DESC LIMIT ?3",
                        TIEM_INT (listing->id),
                        TIEM_INT (listing->acked_at),
                        TIEM_INT (EVENTS_TOLD));
  while (rows != NULL && (stepped = tiem_stmt_step (rows, error)) > 0)
    add_event (way,
               g_strdup (_ ("Confirmed before")),
               TRUE,
               tiem_stmt_int (rows, 0),
               tiem_stmt_int (rows, 1));
  if (listing->has_stock && listing->stock_read_at > 0)
    add_event (
        way, g_strdup (_ ("Read at the channel")), TRUE, listing->stock, listing->stock_read_at);
  return stepped == 0;
}

/* --- scarce goods --- */

/* Every unit goes to one channel, by itself or inside a combo. */
#define GRANTED                                                                                    \
  "SELECT c.name, c.kind, li.granted, li.allotment, NULL, li.id FROM listing li"                   \
  " JOIN channel c ON c.id = li.channel_id WHERE li.variant_id = ?1 AND li.granted IS NOT NULL"    \
  " UNION ALL SELECT c.name, c.kind, li.granted * b.quantity, li.allotment * b.quantity, p.name,"  \
  " li.id FROM bundle_item b JOIN listing li ON li.variant_id = b.bundle_id"                       \
  " JOIN channel c ON c.id = li.channel_id JOIN variant v ON v.id = b.bundle_id"                   \
  " JOIN product p ON p.id = v.product_id WHERE b.part_id = ?1 AND li.granted > 0"                 \
  " ORDER BY 6"

static void
add_grant (TiemWhyWay *way,
           TiemStmt *row)
{
  gint64 granted = tiem_stmt_int (row, 2);
  gint64 allotment = tiem_stmt_int (row, 3);
  const char *combo = tiem_stmt_text (row, 4);
  TiemWhyPart *part = tiem_why_add_part (way->parts, tiem_stmt_dup_text (row, 0), granted);

  part->channel_kind = tiem_stmt_dup_text (row, 1);
  if (combo != NULL)
    /* Translators: a combo's name */
    part->detail = g_strdup_printf (_ ("in %s"), combo);
  else if (allotment > granted)
    part->detail = g_strdup_printf (_ ("%d are meant for it"), (int)allotment);
}

static gboolean
add_split (TiemWhy *why,
           TiemDb *db,
           GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (db, error, GRANTED, TIEM_INT (why->variant->id));
  TiemWhyWay *way = NULL;
  int stepped = -1;
  gint64 rest;

  while (rows != NULL && (stepped = tiem_stmt_step (rows, error)) > 0)
    {
      if (way == NULL)
        way = tiem_why_add_way (
            why, "split", _ ("How the last ones are shared out"), why->variant->available);
      add_grant (way, rows);
    }
  if (way == NULL)
    return stepped == 0;
  way->note = g_strdup (_ ("Each unit is offered in one place only, so that none is sold twice."));
  rest = way->number - tiem_why_way_sum (way);
  if (rest != 0)
    tiem_why_add_part (
        way->parts,
        g_strdup (rest > 0 ? _ ("Not handed out yet")
                           : _ ("More than is left, until a channel is seen to show fewer")),
        rest);
  return stepped == 0;
}

static const TiemStockReason *
find_reason (GPtrArray *reasons,
             gint64 listing_id)
{
  for (guint i = 0; i < reasons->len; i++)
    if (((TiemStockReason *)g_ptr_array_index (reasons, i))->listing_id == listing_id)
      return g_ptr_array_index (reasons, i);
  return NULL;
}

static gboolean
add_listing (TiemWhy *why,
             TiemDb *db,
             const TiemListing *listing,
             const TiemStockReason *reason,
             GError **error)
{
  TiemWhyWay *way = tiem_why_add_way (why, "listing", listing->channel_name, 0);
  Shown shown = { .allotment = -1 };
  gint64 by_file = 0;

  if (!read_shown (db, listing->id, &shown, error)
      || !tiem_db_get_int (db,
                           &by_file,
                           error,
                           "SELECT by_file FROM channel WHERE id = ?1",
                           TIEM_INT (listing->channel_id)))
    return FALSE;
  way->listing_id = listing->id;
  way->channel_kind = g_strdup (listing->channel_kind);
  way->has_number = shown.has_desired;
  way->number = shown.desired;
  way->note = g_strdup (listing->problem != NULL ? listing->problem
                        : reason != NULL         ? reason->sentence
                                                 : NULL);
  if (shown.has_desired)
    add_steps (way, &shown);
  return (by_file == 0 || add_uploads (way, db, listing->id, error))
         && add_sends (way, db, listing, error);
}

gboolean
tiem_why_tell_channels (
    TiemWhy *why, TiemDb *db, GPtrArray *listings, GPtrArray *reasons, GError **error)
{
  why->has_number = FALSE;
  if (!add_split (why, db, error))
    return FALSE;
  for (guint i = 0; i < listings->len; i++)
    {
      const TiemListing *listing = g_ptr_array_index (listings, i);

      if (!add_listing (why, db, listing, find_reason (reasons, listing->id), error))
        return FALSE;
    }
  return TRUE;
}
