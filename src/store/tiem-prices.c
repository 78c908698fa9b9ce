#define G_LOG_DOMAIN "tiem-prices"

#include "config.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "store/tiem-prices-private.h"

#include <glib/gi18n-lib.h>

/* A price that is beyond this was typed wrong. */
#define MOST_MONEY G_GINT64_CONSTANT (1000000000000)

void
tiem_listing_price_free (TiemListingPrice *self)
{
  if (self == NULL)
    return;
  g_free (self->sentence);
  g_free (self);
}

/* --- one listing --- */

typedef struct
{
  gint64 id;
  gint64 channel_id;
  TiemPriceInput input;
  gint64 shown;
  gboolean has_told; /* a price was told, or read first */
  gint64 told;
  gboolean was_on; /* the promotion */
  gboolean is_queued;
} Priced;

/* Nobody is told what a counter's goods, or those of a channel that was removed, cost. */
#define SELECT_PRICED                                                                              \
  "SELECT li.id, li.channel_id, v.price_vnd, c.price_percent, c.price_amount_vnd,"                 \
  " c.price_rounding, li.own_price_vnd, li.promo_price_vnd, li.promo_from, li.promo_until,"        \
  " li.price_vnd, li.wanted_price_vnd, li.promo_on, EXISTS (SELECT 1 FROM outbox x"                \
  "  WHERE x.listing_id = li.id AND x.kind = 'price')"                                             \
  " FROM listing li JOIN variant v ON v.id = li.variant_id JOIN channel c ON c.id = li.channel_id" \
  " WHERE li.state <> 'gone' AND c.kind <> 'counter' AND c.removed_at = 0"

static void
read_priced (TiemStmt *row,
             Priced *priced)
{
  priced->id = tiem_stmt_int (row, 0);
  priced->channel_id = tiem_stmt_int (row, 1);
  priced->input.base_vnd = tiem_stmt_int (row, 2);
  priced->input.rule.percent_hundredths = tiem_stmt_int (row, 3);
  priced->input.rule.amount_vnd = tiem_stmt_int (row, 4);
  tiem_price_rounding_from_string (tiem_stmt_text (row, 5), &priced->input.rule.rounding);
  priced->input.own_vnd = tiem_stmt_is_null (row, 6) ? -1 : tiem_stmt_int (row, 6);
  priced->input.promotion_vnd = tiem_stmt_is_null (row, 7) ? -1 : tiem_stmt_int (row, 7);
  priced->input.promotion_from = tiem_stmt_int (row, 8);
  priced->input.promotion_until = tiem_stmt_int (row, 9);
  priced->shown = tiem_stmt_int (row, 10);
  priced->has_told = !tiem_stmt_is_null (row, 11);
  priced->told = tiem_stmt_int (row, 11);
  priced->was_on = tiem_stmt_int (row, 12) != 0;
  priced->is_queued = tiem_stmt_int (row, 13) != 0;
}

/* Returns: (element-type Priced): NULL with @error */
static GArray *
collect_priced (TiemStmt *rows,
                GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, TRUE, sizeof (Priced));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      Priced priced = { 0 };

      read_priced (rows, &priced);
      g_array_append_val (found, priced);
    }
  return step < 0 ? NULL : g_steal_pointer (&found);
}

/* One waiting price per listing: the newest. */
static gboolean
queue (TiemWrite *write,
       const Priced *priced,
       gint64 price_vnd,
       GError **error)
{
  tiem_write_touch_channel (write, priced->channel_id);
  write->what |= TIEM_CHANGED_OUTBOX | TIEM_CHANGED_LISTINGS;
  return tiem_db_run (
      write->db,
      error,
      "INSERT INTO outbox (channel_id, listing_id, kind, value, idempotency_key, created_at)"
      " VALUES (?1, ?2, 'price', ?3, lower (hex (randomblob (16))), ?4)"
      " ON CONFLICT (listing_id, kind) WHERE listing_id IS NOT NULL AND state <> 'sending'"
      " DO UPDATE SET value = excluded.value, state = 'waiting', attempts = 0, not_before = 0,"
      " problem = NULL",
      TIEM_INT (priced->channel_id),
      TIEM_INT (priced->id),
      TIEM_INT (price_vnd),
      TIEM_INT (write->now));
}

/* Whether @price is something else than it shows, or is about to. */
static gboolean
is_news (const Priced *priced,
         gint64 price)
{
  return priced->is_queued || priced->shown != price || (priced->has_told && priced->told != price);
}

static gboolean
refresh (TiemWrite *write,
         const Priced *priced,
         gboolean *changed,
         GError **error)
{
  gint64 price = tiem_price_wanted (&priced->input, write->now, NULL);
  gboolean is_on = tiem_price_promotion_is_on (&priced->input, write->now);

  *changed = is_news (priced, price);
  return (is_on == priced->was_on
          || tiem_db_run (write->db,
                          error,
                          "UPDATE listing SET promo_on = ?2 WHERE id = ?1",
                          TIEM_INT (priced->id),
                          TIEM_INT (is_on)))
         && (!*changed || queue (write, priced, price, error));
}

static gboolean
refresh_all (TiemWrite *write,
             TiemStmt *rows,
             guint *n_changed,
             GError **error)
{
  g_autoptr (GArray) found = collect_priced (rows, error);

  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    {
      gboolean changed = FALSE;

      if (!refresh (write, &g_array_index (found, Priced, i), &changed, error))
        return FALSE;
      if (changed && n_changed != NULL)
        (*n_changed)++;
    }
  return TRUE;
}

gboolean
tiem_prices_refresh_variant (TiemWrite *write,
                             gint64 variant_id,
                             GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db, error, SELECT_PRICED " AND li.variant_id = ?1", TIEM_INT (variant_id));

  return refresh_all (write, rows, NULL, error);
}

static gboolean
refresh_listing (TiemWrite *write,
                 gint64 listing_id,
                 GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db, error, SELECT_PRICED " AND li.id = ?1", TIEM_INT (listing_id));

  write->what |= TIEM_CHANGED_LISTINGS;
  return refresh_all (write, rows, NULL, error);
}

/* --- the channel's rule --- */

static gboolean
fail (TiemError code,
      const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, code, sentence);
  return FALSE;
}

gboolean
tiem_store_get_price_rule (TiemStore *self,
                           gint64 channel_id,
                           TiemPriceRule *rule,
                           GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) row = NULL;
  int step;

  if (read == NULL)
    return FALSE;
  row = tiem_db_query (read->db,
                       error,
                       "SELECT price_percent, price_amount_vnd, price_rounding FROM channel"
                       " WHERE id = ?1 AND removed_at = 0",
                       TIEM_INT (channel_id));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    return fail (TIEM_ERROR_NOT_FOUND, _ ("There is no such channel; check its number."), error);
  rule->percent_hundredths = tiem_stmt_int (row, 0);
  rule->amount_vnd = tiem_stmt_int (row, 1);
  rule->rounding = TIEM_PRICE_EXACT;
  tiem_price_rounding_from_string (tiem_stmt_text (row, 2), &rule->rounding);
  return TRUE;
}

static gboolean
check_rule (const TiemPriceRule *rule,
            GError **error)
{
  if (rule->percent_hundredths < TIEM_PRICE_LEAST_PERCENT
      || rule->percent_hundredths > TIEM_PRICE_MOST_PERCENT)
    return fail (
        TIEM_ERROR_INVALID, _ ("The percentage must be between −99 and +1000; change it."), error);
  if (ABS (rule->amount_vnd) > MOST_MONEY)
    return fail (TIEM_ERROR_INVALID, _ ("The price is too high; check the number."), error);
  return TRUE;
}

gboolean
tiem_store_set_price_rule (TiemStore *self,
                           gint64 channel_id,
                           const TiemPriceRule *rule,
                           gboolean dry_run,
                           guint *changed,
                           GError **error)
{
  g_autoptr (TiemWrite) write = NULL;
  g_autoptr (TiemStmt) rows = NULL;
  guint n = 0;

  if (!check_rule (rule, error) || (write = tiem_store_begin_write (self, error)) == NULL
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE channel SET price_percent = ?2, price_amount_vnd = ?3,"
                       " price_rounding = ?4 WHERE id = ?1 AND removed_at = 0",
                       TIEM_INT (channel_id),
                       TIEM_INT (rule->percent_hundredths),
                       TIEM_INT (rule->amount_vnd),
                       TIEM_TEXT (tiem_price_rounding_to_string (rule->rounding))))
    return FALSE;
  if (tiem_db_changes (write->db) == 0)
    return fail (TIEM_ERROR_NOT_FOUND, _ ("There is no such channel; check its number."), error);
  rows = tiem_db_query (
      write->db, error, SELECT_PRICED " AND li.channel_id = ?1", TIEM_INT (channel_id));
  if (!refresh_all (write, rows, &n, error))
    return FALSE;
  if (changed != NULL)
    *changed = n;
  write->what |= TIEM_CHANGED_CHANNELS | TIEM_CHANGED_LISTINGS;
  /* Without the commit nothing of it was done. */
  return dry_run || tiem_write_commit (write, error);
}

/* --- a listing's own --- */

TiemListingPrice *
tiem_store_get_listing_price (TiemStore *self,
                              gint64 listing_id,
                              GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) row = NULL;
  gint64 now = tiem_store_now (self);
  Priced priced = { 0 };
  TiemListingPrice *price;
  int step;

  if (read == NULL)
    return NULL;
  row = tiem_db_query (read->db, error, SELECT_PRICED " AND li.id = ?1", TIEM_INT (listing_id));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return NULL;
  if (step == 0)
    {
      fail (TIEM_ERROR_NOT_FOUND,
            _ ("This listing is not linked with a product; link it first."),
            error);
      return NULL;
    }
  read_priced (row, &priced);
  price = g_new0 (TiemListingPrice, 1);
  price->listing_id = listing_id;
  price->input = priced.input;
  price->shown_vnd = priced.shown;
  price->is_queued = priced.is_queued;
  price->wanted_vnd = tiem_price_wanted (&priced.input, now, &price->source);
  price->sentence = tiem_price_explain (&priced.input, now);
  return price;
}

static gboolean
check_price (gint64 price_vnd,
             GError **error)
{
  if (price_vnd == 0 || price_vnd < -1)
    return fail (TIEM_ERROR_INVALID, _ ("A price must be more than 0 ₫; change it."), error);
  if (price_vnd > MOST_MONEY)
    return fail (TIEM_ERROR_INVALID, _ ("The price is too high; check the number."), error);
  return TRUE;
}

static gboolean
finish (TiemWrite *write,
        gint64 listing_id,
        GError **error)
{
  if (tiem_db_changes (write->db) == 0)
    return fail (TIEM_ERROR_NOT_FOUND,
                 _ ("This listing is not linked with a product; link it first."),
                 error);
  return refresh_listing (write, listing_id, error) && tiem_write_commit (write, error);
}

gboolean
tiem_store_set_own_price (TiemStore *self,
                          gint64 listing_id,
                          gint64 own_vnd,
                          GError **error)
{
  g_autoptr (TiemWrite) write = NULL;

  return check_price (own_vnd, error) && (write = tiem_store_begin_write (self, error)) != NULL
         && tiem_db_run (write->db,
                         error,
                         "UPDATE listing SET own_price_vnd = ?2"
                         " WHERE id = ?1 AND variant_id IS NOT NULL",
                         TIEM_INT (listing_id),
                         TIEM_INT_OR_NULL (own_vnd >= 0, own_vnd))
         && finish (write, listing_id, error);
}

gboolean
tiem_store_set_promotion (
    TiemStore *self, gint64 listing_id, gint64 price_vnd, gint64 from, gint64 until, GError **error)
{
  g_autoptr (TiemWrite) write = NULL;
  gboolean has = price_vnd >= 0;

  if (!check_price (price_vnd, error))
    return FALSE;
  if ((write = tiem_store_begin_write (self, error)) == NULL)
    return FALSE;
  if (has && from == 0)
    from = write->now;
  if (has && until != 0 && until <= from)
    return fail (
        TIEM_ERROR_INVALID, _ ("The promotion ends before it begins; change its days."), error);
  if (has && until != 0 && until <= write->now)
    return fail (TIEM_ERROR_INVALID, _ ("The promotion is over already; change its end."), error);
  return tiem_db_run (write->db,
                      error,
                      "UPDATE listing SET promo_price_vnd = ?2, promo_from = ?3, promo_until = ?4"
                      " WHERE id = ?1 AND variant_id IS NOT NULL",
                      TIEM_INT (listing_id),
                      TIEM_INT_OR_NULL (has, price_vnd),
                      TIEM_INT (has ? from : 0),
                      TIEM_INT (has ? until : 0))
         && finish (write, listing_id, error);
}

/* --- for the worker --- */

#define HAS_TURNED                                                                                 \
  " AND li.channel_id = ?1 AND li.promo_price_vnd IS NOT NULL"                                     \
  " AND (?2 >= li.promo_from AND (li.promo_until = 0 OR ?2 < li.promo_until)) <> li.promo_on"

gboolean
tiem_store_turn_promotions (TiemStore *self,
                            gint64 channel_id,
                            GError **error)
{
  g_autoptr (TiemWrite) write = NULL;
  g_autoptr (TiemStmt) rows = NULL;
  gint64 now = tiem_store_now (self);
  gint64 due = 0;

  /* Asked with every turn: only a find is worth a transaction. */
  {
    g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

    if (read == NULL
        || !tiem_db_get_int (read->db,
                             &due,
                             error,
                             "SELECT count (*) FROM listing li WHERE TRUE" HAS_TURNED,
                             TIEM_INT (channel_id),
                             TIEM_INT (now)))
      return FALSE;
  }
  if (due == 0)
    return TRUE;
  if ((write = tiem_store_begin_write (self, error)) == NULL)
    return FALSE;
  rows = tiem_db_query (
      write->db, error, SELECT_PRICED HAS_TURNED, TIEM_INT (channel_id), TIEM_INT (now));
  write->what |= TIEM_CHANGED_LISTINGS;
  return refresh_all (write, rows, NULL, error) && tiem_write_commit (write, error);
}
