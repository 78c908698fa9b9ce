#define G_LOG_DOMAIN "tiem-ledger"

#include "store/tiem-ledger.h"

#include "model/tiem-split.h"
#include "store/tiem-ids.h"
#include "store/tiem-later.h"
#include "store/tiem-ledger-private.h"
#include "store/tiem-store-asking.h"

/* Scarce goods: how fast they sell, and which listing holds how many of the last ones. The rule
 * itself is tiem-split.c in src/model. */

/* Sales before that say nothing of today's pace: a first import brings months of them. */
#define PACE_MS (60 * 60 * 1000)
/* Of a channel that was not measured yet. */
#define DEFAULT_POLL_MS 5000
#define DEFAULT_PUSH_MS 1000
/* A working channel is asked at least this often: silence up to that long is none. */
#define QUIET_MS (2 * 60 * 1000)
/* A channel that has not answered for so long counts as cut off, and one does not wait for it. */
#define CUT_OFF_MS (10 * 60 * 1000)

/* Goods that hang together in bundles: a second look changes nothing that a third would. */
#define MOST_LOOKS 3

/* --- pace --- */

static void
read_pace (TiemStmt *row,
           int column,
           TiemPace *pace)
{
  pace->fast = tiem_stmt_int (row, column);
  pace->slow = tiem_stmt_int (row, column + 1);
  pace->fast_since = tiem_stmt_int (row, column + 2);
  pace->slow_since = tiem_stmt_int (row, column + 3);
  pace->at = tiem_stmt_int (row, column + 4);
  pace->last = tiem_stmt_int (row, column + 5);
}

static gboolean
load_pace (TiemWrite *write,
           gint64 listing_id,
           TiemPace *pace,
           GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (write->db,
                                            error,
                                            "SELECT fast, slow, fast_since, slow_since, at, last"
                                            " FROM listing_pace WHERE listing_id = ?1",
                                            TIEM_INT (listing_id));
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  read_pace (row, 0, pace);
  return TRUE;
}

static gboolean
add_to_pace (TiemWrite *write,
             gint64 listing_id,
             gint64 units,
             gint64 placed_at,
             GError **error)
{
  TiemPace pace = { 0 };

  if (!load_pace (write, listing_id, &pace, error))
    return FALSE;
  /* The platform's clock may be ahead. */
  tiem_pace_add (&pace, units, MIN (placed_at, write->now));
  return tiem_db_run (write->db,
                      error,
                      "INSERT OR REPLACE INTO listing_pace"
                      " (listing_id, fast, slow, fast_since, slow_since, at, last)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
                      TIEM_INT (listing_id),
                      TIEM_INT (pace.fast),
                      TIEM_INT (pace.slow),
                      TIEM_INT (pace.fast_since),
                      TIEM_INT (pace.slow_since),
                      TIEM_INT (pace.at),
                      TIEM_INT (pace.last));
}

gboolean
tiem_ledger_note_sale (
    TiemWrite *write, gint64 listing_id, gint64 units, gint64 placed_at, GError **error)
{
  return placed_at <= write->now - PACE_MS
         || add_to_pace (write, listing_id, units, placed_at, error);
}

gboolean
tiem_ledger_take_part (
    TiemWrite *write, gint64 listing_id, gint64 units, gboolean is_held, GError **error)
{
  if (write->source == 0)
    return TRUE;
  /* The platform's number went down with its own order, or up again with a cancelled one: the
   * listing's part of the goods goes with it, and nobody has to be told. What may be sold never
   * falls by that: whether the number was read before the order or after is not known. */
  return tiem_db_run (write->db,
                      error,
                      "UPDATE listing SET allotment = max (allotment - ?2, 0),"
                      " granted = max (granted - ?2, 0), sold = sold + ?2"
                      " WHERE id = ?1 AND allotment IS NOT NULL",
                      TIEM_INT (listing_id),
                      TIEM_INT (units))
         && (!is_held
             || tiem_db_run (write->db,
                             error,
                             "UPDATE listing SET acked = max (acked - ?2, 0),"
                             " may_sell = may_sell - min (?2, 0)"
                             " WHERE allotment IS NOT NULL AND file_stock IS NULL"
                             " AND id IN (SELECT ?1 UNION SELECT o.id"
                             "  FROM listing l JOIN listing o ON o.channel_id = l.channel_id"
                             "   AND o.stock_owner_id = l.stock_owner_id WHERE l.id = ?1)",
                             TIEM_INT (listing_id),
                             TIEM_INT (units)));
}

/* --- channels --- */

/* How long the sales of channels stay unseen. */
typedef struct
{
  gint64 poll_ms;
  gint64 push_ms;
} Lag;

#define SELECT_CHANNEL " c.state, c.error_since, c.last_ok_at, c.poll_ms, c.push_ms, c.by_file"

/*
 * How long the channel has been silent. A failure is written at once, an answer with the next
 * commit of the process that asks (tiem-later.h): if that is another one, and it has not told of a
 * failure since it began, the channel answers.
 */
static gint64
find_silence (TiemWrite *write,
              gint64 last_ok_at,
              gint64 error_since)
{
  gint64 silent_ms = last_ok_at > 0 ? write->now - last_ok_at : 0;

  if (silent_ms <= QUIET_MS || error_since > 0
      || tiem_later_has_answers (tiem_store_get_later (write->store)))
    return silent_ms;
  if (write->asked_since < 0)
    write->asked_since = tiem_store_get_asked_since (write->store);
  return write->asked_since > 0 && last_ok_at >= write->asked_since ? 0 : silent_ms;
}

/* What SELECT_CHANNEL gives from @column on. Returns: whether it can be told anything at all */
static gboolean
read_channel (TiemStmt *row,
              int column,
              TiemWrite *write,
              Lag *longest)
{
  TiemChannelState state = tiem_channel_state_from_string (tiem_stmt_text (row, column));
  gint64 error_since = tiem_stmt_int (row, column + 1);
  gint64 last_ok_at = tiem_stmt_int (row, column + 2);
  gint64 poll_ms = tiem_stmt_int (row, column + 3);
  gint64 push_ms = tiem_stmt_int (row, column + 4);
  gint64 silent_ms = find_silence (write, last_ok_at, error_since);
  gboolean is_cut_off = state == TIEM_CHANNEL_PAUSED || state == TIEM_CHANNEL_NEEDS_AUTH
                        || (state == TIEM_CHANNEL_FAILING && error_since > 0
                            && write->now - error_since > CUT_OFF_MS);

  /* A file takes hours, and nobody waits for it: the channel keeps its part until the next one,
   * and how long that takes makes nothing scarce elsewhere. */
  if (tiem_stmt_int (row, column + 5) != 0)
    return FALSE;
  if (poll_ms == 0)
    poll_ms = DEFAULT_POLL_MS;
  if (!is_cut_off && (state == TIEM_CHANNEL_FAILING || silent_ms > QUIET_MS))
    poll_ms = MAX (poll_ms, MIN (silent_ms, CUT_OFF_MS));
  longest->poll_ms = MAX (longest->poll_ms, poll_ms);
  longest->push_ms = MAX (longest->push_ms, push_ms > 0 ? push_ms : DEFAULT_PUSH_MS);
  return !is_cut_off;
}

/* --- a pool: the listings that sell the same goods --- */

typedef struct
{
  gint64 listing_id;
  gint64 variant_id;
  gboolean is_guest; /* a bundle whose other part is scarcer: that one's pool decides */
  gint64 old_allotment;
  gint64 old_granted;
} Member;

typedef struct
{
  gint64 variant_id;
  gboolean was_split;
  Lag lag;
  GArray *members; /* (element-type Member) */
  GArray *sellers; /* (element-type TiemSplitSeller), beside the members */
} Pool;

static void
pool_clear (Pool *pool)
{
  g_clear_pointer (&pool->members, g_array_unref);
  g_clear_pointer (&pool->sellers, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Pool, pool_clear)

#define SELECT_POOL(unit, home, rule)                                                              \
  "SELECT li.id, li.variant_id, " unit ", " home ", li.allotment, li.granted,"                     \
  " CASE WHEN li.may_sell IS NOT NULL THEN li.may_sell"                                            \
  "  ELSE max (coalesce (li.stock, -1), coalesce (li.acked, -1)) END,"                             \
  " coalesce (li.acked, -1), li.state = 'active', c.split," SELECT_CHANNEL ","                     \
  " p.fast, p.slow, p.fast_since, p.slow_since, p.at, p.last," rule

/* A bundle belongs to the scarcest of its split parts. */
#define SELECT_MEMBERS                                                                             \
  SELECT_POOL ("o.unit",                                                                           \
               "(SELECT b.part_id FROM bundle_item b JOIN variant q ON q.id = b.part_id"           \
               " WHERE b.bundle_id = o.variant_id AND (q.is_split = 1 OR q.id = ?1)"               \
               " ORDER BY q.available / b.quantity, q.id LIMIT 1)",                                \
               TIEM_LEDGER_RULE_COLUMNS)                                                           \
  " FROM (SELECT ?1 AS variant_id, 1 AS unit UNION ALL"                                            \
  "  SELECT bundle_id, quantity FROM bundle_item WHERE part_id = ?1) o"                            \
  " JOIN variant v ON v.id = o.variant_id JOIN listing li ON li.variant_id = o.variant_id"         \
  " JOIN channel c ON c.id = li.channel_id LEFT JOIN listing_pace p ON p.listing_id = li.id"       \
  " ORDER BY li.id"
/* The same of goods that are in no bundle, as nearly all are. */
#define SELECT_MEMBERS_ALONE                                                                       \
  SELECT_POOL ("1", "NULL", TIEM_LEDGER_RULE_COLUMNS_OF_ONE)                                       \
  " FROM listing li JOIN variant v ON v.id = li.variant_id"                                        \
  " JOIN channel c ON c.id = li.channel_id LEFT JOIN listing_pace p ON p.listing_id = li.id"       \
  " WHERE li.variant_id = ?1 ORDER BY li.id"

enum
{
  COLUMN_ALLOTMENT = 4,
  COLUMN_MAY_SELL = 6,
  COLUMN_CHANNEL = 9,
  COLUMN_PACE = 16,
  COLUMN_RULE = 22,
};

static void
read_member (Pool *pool,
             TiemStmt *row,
             TiemWrite *write)
{
  TiemSplitSeller seller = { 0 };
  TiemDesiredInput rule = { 0 };
  Member member = { 0 };
  TiemPace pace = { 0 };
  gint64 home = tiem_stmt_int (row, 3);

  member.listing_id = tiem_stmt_int (row, 0);
  member.variant_id = tiem_stmt_int (row, 1);
  member.is_guest = home != 0 && home != pool->variant_id;
  member.old_allotment
      = tiem_stmt_is_null (row, COLUMN_ALLOTMENT) ? -1 : tiem_stmt_int (row, COLUMN_ALLOTMENT);
  member.old_granted = tiem_stmt_is_null (row, COLUMN_ALLOTMENT + 1)
                           ? -1
                           : tiem_stmt_int (row, COLUMN_ALLOTMENT + 1);
  read_pace (row, COLUMN_PACE, &pace);
  tiem_ledger_read_rule (row, COLUMN_RULE, &rule);
  rule.is_split = FALSE;

  seller.unit = tiem_stmt_int (row, 2);
  seller.room = G_MAXINT64;
  seller.rate = tiem_pace_get_rate (&pace, write->now);
  seller.weight = tiem_pace_get_weight (&pace, write->now);
  seller.shown = tiem_stmt_int (row, COLUMN_MAY_SELL + 1);
  seller.is_selling = tiem_stmt_int (row, COLUMN_MAY_SELL + 2) != 0;
  seller.may_sell = tiem_stmt_int (row, COLUMN_MAY_SELL);
  seller.allotment = member.old_allotment;
  seller.takes_part = !rule.archived && tiem_listing_desired (&rule, &seller.limit);
  seller.locked = MIN (rule.campaign_locked, seller.limit);
  seller.takes_part = seller.takes_part && tiem_stmt_int (row, COLUMN_CHANNEL) != 0;
  seller.is_cut_off = !read_channel (row, COLUMN_CHANNEL + 1, write, &pool->lag);
  if (member.is_guest && seller.takes_part)
    seller.locked = seller.limit = MAX (member.old_allotment, 0);
  g_array_append_val (pool->members, member);
  g_array_append_val (pool->sellers, seller);
}

static gboolean
load_pool (TiemWrite *write,
           gint64 variant_id,
           gboolean is_alone,
           Pool *pool,
           GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db, error, is_alone ? SELECT_MEMBERS_ALONE : SELECT_MEMBERS, TIEM_INT (variant_id));
  int step = -1;

  pool->variant_id = variant_id;
  pool->members = g_array_new (FALSE, FALSE, sizeof (Member));
  pool->sellers = g_array_new (FALSE, FALSE, sizeof (TiemSplitSeller));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    read_member (pool, rows, write);
  return step == 0;
}

/* @changed: (element-type gint64): gets the listings that may show another number */
static gboolean
store_member (TiemWrite *write,
              const Member *member,
              const TiemSplitSeller *seller,
              GArray *changed,
              GError **error)
{
  if (member->is_guest
      || (seller->allotment == member->old_allotment && seller->granted == member->old_granted))
    return TRUE;
  write->what |= TIEM_CHANGED_LISTINGS;
  g_array_append_val (changed, member->listing_id);
  return tiem_db_run (write->db,
                      error,
                      "UPDATE listing SET allotment = ?2, granted = ?3,"
                      " lacks_since = iif (?2 IS NULL, 0, lacks_since) WHERE id = ?1",
                      TIEM_INT (member->listing_id),
                      TIEM_INT_OR_NULL (seller->allotment >= 0, seller->allotment),
                      TIEM_INT_OR_NULL (seller->granted >= 0, seller->granted));
}

static gboolean
store_pool (TiemWrite *write,
            const Pool *pool,
            gboolean is_split,
            GArray *changed,
            GError **error)
{
  for (guint i = 0; i < pool->members->len; i++)
    if (!store_member (write,
                       &g_array_index (pool->members, Member, i),
                       &g_array_index (pool->sellers, TiemSplitSeller, i),
                       changed,
                       error))
      return FALSE;
  if (is_split == pool->was_split)
    return TRUE;
  write->what |= TIEM_CHANGED_PRODUCTS;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE variant SET is_split = ?2 WHERE id = ?1",
                      TIEM_INT (pool->variant_id),
                      TIEM_INT (is_split));
}

typedef enum
{
  POOL_NONE,   /* nothing of it is selling */
  POOL_BUNDLE, /* its parts are what there is */
  POOL_ONE,    /* on its own */
  POOL_MANY,   /* with bundles, whose other parts are concerned too */
} PoolKind;

/* What hardly ever sold costs one look-up. Returns: −1 with @error */
static int
look_at (TiemWrite *write,
         gint64 variant_id,
         gint64 *available,
         gboolean *is_split,
         GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      write->db,
      error,
      "SELECT v.available, v.is_split, v.is_bundle, EXISTS (SELECT 1 FROM bundle_item WHERE "
      "part_id = v.id),"
      " EXISTS (SELECT 1 FROM listing_pace p JOIN listing li ON li.id = p.listing_id"
      "  WHERE li.variant_id = v.id OR li.variant_id IN"
      "   (SELECT bundle_id FROM bundle_item WHERE part_id = v.id))"
      " FROM variant v WHERE v.id = ?1",
      TIEM_INT (variant_id));
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return -1;
  if (step == 0)
    return POOL_NONE;
  *available = tiem_stmt_int (row, 0);
  *is_split = tiem_stmt_int (row, 1) != 0;
  if (tiem_stmt_int (row, 2))
    return POOL_BUNDLE;
  if (!*is_split && !tiem_stmt_int (row, 4))
    return POOL_NONE;
  return tiem_stmt_int (row, 3) ? POOL_MANY : POOL_ONE;
}

/* A bundle's number goes up only as far as all its scarce parts allow: ?1 listing, ?2 the part
 * whose pool it is planned in. */
#define SELECT_ROOM                                                                                \
  "SELECT min ((q.available - (SELECT coalesce (sum (x.may_sell * o.unit), 0) FROM"                \
  "   (SELECT q.id AS variant_id, 1 AS unit UNION ALL"                                             \
  "    SELECT bundle_id, quantity FROM bundle_item WHERE part_id = q.id) o"                        \
  "   JOIN listing x ON x.variant_id = o.variant_id"                                               \
  "   WHERE x.granted IS NOT NULL AND x.id <> li.id)) / b.quantity)"                               \
  " FROM listing li JOIN bundle_item b ON b.bundle_id = li.variant_id AND b.part_id <> ?2"         \
  " JOIN variant q ON q.id = b.part_id AND q.is_split = 1 WHERE li.id = ?1"

static gboolean
load_rooms (TiemWrite *write,
            const Pool *pool,
            GError **error)
{
  for (guint i = 0; i < pool->members->len; i++)
    {
      const Member *member = &g_array_index (pool->members, Member, i);
      TiemSplitSeller *seller = &g_array_index (pool->sellers, TiemSplitSeller, i);

      if (member->variant_id != pool->variant_id && !member->is_guest
          && !tiem_db_get_int (write->db,
                               &seller->room,
                               error,
                               SELECT_ROOM,
                               TIEM_INT (member->listing_id),
                               TIEM_INT (pool->variant_id)))
        return FALSE;
    }
  return TRUE;
}

/* The longest of any channel. */
static gboolean
load_longest_lag (TiemWrite *write,
                  gint64 *lag_ms,
                  GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db, error, "SELECT" SELECT_CHANNEL " FROM channel c");
  Lag longest = { 0 };
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    read_channel (rows, 0, write, &longest);
  *lag_ms = longest.poll_ms + longest.push_ms;
  return step == 0;
}

/* Of goods on their own that are not split: whether they may have to be, were all channels as slow
 * as the slowest. Most of what is sold is plentiful, and costs no plan. */
static gboolean
may_split (TiemWrite *write,
           gint64 variant_id,
           gint64 available,
           gint64 longest_lag_ms,
           gboolean *may,
           GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db,
                       error,
                       "SELECT li.allotment IS NOT NULL, p.fast, p.slow, p.fast_since,"
                       " p.slow_since, p.at, p.last"
                       " FROM listing li LEFT JOIN listing_pace p ON p.listing_id = li.id"
                       " WHERE li.variant_id = ?1",
                       TIEM_INT (variant_id));
  double rate = 0;
  int step = -1;

  *may = FALSE;
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemPace pace = { 0 };

      read_pace (rows, 1, &pace);
      rate += tiem_pace_get_rate (&pace, write->now);
      *may = *may || tiem_stmt_int (rows, 0) != 0;
    }
  *may = *may || tiem_split_may_begin (available, rate, longest_lag_ms);
  return step == 0;
}

/* @touches: whether other goods are concerned by what it did. */
static gboolean
refresh_pool (TiemWrite *write,
              gint64 variant_id,
              gint64 longest_lag_ms,
              gboolean *touches,
              GArray *changed,
              GError **error)
{
  g_auto (Pool) pool = { 0 };
  TiemSplit split = { 0 };
  guint n_changed = changed->len;
  int kind = look_at (write, variant_id, &split.available, &split.is_split, error);
  gboolean may = TRUE;

  *touches = kind == POOL_BUNDLE;
  if (kind <= POOL_BUNDLE)
    return kind >= 0;
  if (kind == POOL_ONE && !split.is_split
      && !may_split (write, variant_id, split.available, longest_lag_ms, &may, error))
    return FALSE;
  if (!may)
    return TRUE;
  pool.was_split = split.is_split;
  if (!load_pool (write, variant_id, kind == POOL_ONE, &pool, error)
      || (kind == POOL_MANY && !load_rooms (write, &pool, error)))
    return FALSE;

  split.lag_ms = pool.lag.poll_ms + pool.lag.push_ms;
  split.sellers = (TiemSplitSeller *)(gpointer)pool.sellers->data;
  split.n_sellers = pool.sellers->len;
  tiem_split_plan (&split);
  if (!store_pool (write, &pool, split.is_split, changed, error))
    return FALSE;
  *touches = kind == POOL_MANY && (changed->len > n_changed || split.is_split != pool.was_split);
  return TRUE;
}

/* Each of @ids is looked at as often as it stands there, and @looks counts. */
static void
add_look (GArray *ids,
          GHashTable *looks,
          gint64 variant_id)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (looks, &variant_id));

  if (n >= MOST_LOOKS)
    return;
  g_hash_table_replace (
      looks, g_memdup2 (&variant_id, sizeof variant_id), GUINT_TO_POINTER (n + 1));
  g_array_append_val (ids, variant_id);
}

/* Split goods that @variant_id shares bundles with; of a bundle: its split parts. */
static gboolean
add_neighbours (TiemWrite *write,
                gint64 variant_id,
                GArray *ids,
                GHashTable *looks,
                GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db,
      error,
      "SELECT DISTINCT b.part_id FROM bundle_item b JOIN variant v ON v.id = b.part_id"
      " WHERE v.is_split = 1 AND b.part_id <> ?1 AND (b.bundle_id = ?1 OR b.bundle_id IN"
      "  (SELECT bundle_id FROM bundle_item WHERE part_id = ?1))",
      TIEM_INT (variant_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    add_look (ids, looks, tiem_stmt_int (rows, 0));
  return step == 0;
}

gboolean
tiem_ledger_refresh_splits (TiemWrite *write,
                            GArray *variants,
                            GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) looks = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  gint64 longest_lag_ms = 0;

  if (!load_longest_lag (write, &longest_lag_ms, error))
    return FALSE;
  for (guint i = 0; i < variants->len; i++)
    add_look (ids, looks, g_array_index (variants, gint64, i));
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      gboolean touches = FALSE;

      if (!refresh_pool (write, id, longest_lag_ms, &touches, changed, error)
          || (touches && !add_neighbours (write, id, ids, looks, error)))
        return FALSE;
    }
  for (guint i = 0; i < changed->len; i++)
    if (!tiem_ledger_show_listing (write, g_array_index (changed, gint64, i), error))
      return FALSE;
  return TRUE;
}
