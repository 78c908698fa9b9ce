#define G_LOG_DOMAIN "tiem-order-found"

#include "store/tiem-order-plan.h"

/*
 * The first orders of a list that hold words which many orders hold. To read all that hold them
 * and sort those would take a quarter of a second at a million orders; so the list is walked as it
 * is without the words, in its order, and each part of it is compared with what the search knows
 * of the same ids. Orders come in the order of their ids, more or less, so a part of a list is
 * most often a short stretch of ids.
 */

/* Words are rare when fewer orders hold them than this many for each that is asked for. */
#define RARE_FACTOR 8
/* Candidates that are compared at once: few at first, for common words. */
#define FIRST_PART 1024
#define PART 8192
/* Ids that are no further apart are looked up together; when there are more stretches than so many,
 * or they are longer in all, everything is read, once. */
#define GAP 20000
#define MOST_STRETCHES 16
#define MOST_STRETCHED 200000
/* Words and filters that hardly meet: then the words are the better beginning after all. */
#define MOST_CANDIDATES 200000

typedef struct
{
  TiemDb *db;
  const char *match;
  GArray *ids; /* (owned) (element-type gint64): those that hold the words, ascending */
  gboolean is_whole;
} Holders;

/* Appends those from @first to @last. */
static gboolean
load_holders (Holders *self,
              gint64 first,
              gint64 last,
              GError **error)
{
  g_autoptr (TiemStmt) rows
      = tiem_db_query (self->db,
                       error,
                       "SELECT rowid FROM order_text WHERE order_text MATCH ?1"
                       " AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid",
                       TIEM_TEXT (self->match),
                       TIEM_INT (first),
                       TIEM_INT (last));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 id = tiem_stmt_int (rows, 0);

      g_array_append_val (self->ids, id);
    }
  return step == 0;
}

static gint
compare_ids (gconstpointer a,
             gconstpointer b)
{
  gint64 one = *(const gint64 *)a;
  gint64 other = *(const gint64 *)b;

  return (one > other) - (one < other);
}

/* Returns: (element-type gint64): first and last of each stretch of ids, ascending */
static GArray *
find_stretches (GArray *part)
{
  g_autoptr (GArray) sorted = g_array_copy (part);
  GArray *stretches = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_sort (sorted, compare_ids);
  for (guint i = 0; i < sorted->len; i++)
    {
      gint64 id = g_array_index (sorted, gint64, i);
      gint64 *last
          = stretches->len > 0 ? &g_array_index (stretches, gint64, stretches->len - 1) : NULL;

      if (last != NULL && id - *last <= GAP)
        {
          *last = id;
          continue;
        }
      g_array_append_val (stretches, id);
      g_array_append_val (stretches, id);
    }
  return stretches;
}

/* Has those of @part at hand. */
static gboolean
ensure_holders (Holders *self,
                GArray *part,
                GError **error)
{
  g_autoptr (GArray) stretches = NULL;
  gint64 length = 0;

  if (self->is_whole)
    return TRUE;
  stretches = find_stretches (part);
  for (guint i = 0; i < stretches->len; i += 2)
    length += g_array_index (stretches, gint64, i + 1) - g_array_index (stretches, gint64, i);
  self->is_whole = stretches->len > 2 * MOST_STRETCHES || length > MOST_STRETCHED;
  g_array_set_size (self->ids, 0);
  if (self->is_whole)
    return load_holders (self, 0, G_MAXINT64, error);
  for (guint i = 0; i < stretches->len; i += 2)
    if (!load_holders (self,
                       g_array_index (stretches, gint64, i),
                       g_array_index (stretches, gint64, i + 1),
                       error))
      return FALSE;
  return TRUE;
}

/* Appends to @found, up to @limit, those of @part that hold the words. */
static gboolean
sift (Holders *holders,
      GArray *part,
      gint64 limit,
      GArray *found,
      GError **error)
{
  if (part->len == 0)
    return TRUE;
  if (!ensure_holders (holders, part, error))
    return FALSE;
  for (guint i = 0; i < part->len && found->len < limit; i++)
    if (g_array_binary_search (holders->ids, &g_array_index (part, gint64, i), compare_ids, NULL))
      g_array_append_vals (found, &g_array_index (part, gint64, i), 1);
  return TRUE;
}

gboolean
tiem_order_found_is_worth_it (
    TiemDb *db, const char *match, gint64 limit, gboolean *is_worth_it, GError **error)
{
  gint64 few = limit * RARE_FACTOR;
  gint64 n = 0;

  *is_worth_it = FALSE;
  if (!tiem_db_get_int (db,
                        &n,
                        error,
                        "SELECT count (*) FROM (SELECT rowid FROM order_text"
                        " WHERE order_text MATCH ?1 LIMIT ?2)",
                        TIEM_TEXT (match),
                        TIEM_INT (few)))
    return FALSE;
  *is_worth_it = n >= few;
  return TRUE;
}

gboolean
tiem_order_found_select (TiemDb *db,
                         const char *match,
                         TiemStmt *candidates,
                         gint64 limit,
                         GArray *found,
                         gboolean *is_done,
                         GError **error)
{
  g_autoptr (GArray) part = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  Holders holders = { db, match, ids, FALSE };
  guint n_candidates = 0;
  guint size = FIRST_PART;
  int step = 1;

  while (step > 0 && found->len < limit && n_candidates < MOST_CANDIDATES)
    {
      g_array_set_size (part, 0);
      while (part->len < size && (step = tiem_stmt_step (candidates, error)) > 0)
        {
          gint64 id = tiem_stmt_int (candidates, 0);

          g_array_append_val (part, id);
        }
      if (step < 0 || !sift (&holders, part, limit, found, error))
        return FALSE;
      n_candidates += part->len;
      size = PART;
    }
  *is_done = step == 0 || found->len >= limit;
  return TRUE;
}
