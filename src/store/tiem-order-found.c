#define G_LOG_DOMAIN "tiem-order-found"

#include "store/tiem-order-plan.h"

#include "base/tiem-text.h"
#include "store/tiem-ids.h"

#include <string.h>

/*
 * The first orders of a list that hold words which many orders hold. To read all that hold them
 * and sort those would take a quarter of a second at a million orders; so the list is walked as it
 * is without the words, in its order. The texts of its first orders are looked at one by one: when
 * one in eight holds the words, that is all there is to do. Else each further part of the list is
 * compared with what the search knows of the same ids. Orders come in the order of their ids, more
 * or less, so a part of a list is most often a short stretch of ids.
 *
 * Behind another word two letters are enough to be found by, but the search has no list of what
 * begins with them: it would gather that from a tenth of all words. So it is asked for the words
 * before, and the texts for those two letters.
 */

/* Texts that are looked at before the search is asked, and those that may be when many of the
 * first hold the words. */
#define FIRST_TEXTS 1024
#define MOST_TEXTS 8192
#define TEXTS_A_HIT 8
/* Fewer hits among the first are too few for the two letters to be looked for text by text. */
#define FEWEST_LOOSE 16

/* Words are rare when fewer orders hold them than this many for each that is asked for. */
#define RARE_FACTOR 8
/* Candidates that are compared at once: few at first, for common words. */
#define FIRST_PART 1024
#define PART 8192
/* Ids are looked up by stretches of whole blocks, so that nothing need be sorted; those with no
 * more blocks between them are looked up together. When there are more stretches than so many, or
 * they are longer in all, everything is read, once. */
#define BLOCK 1024
#define GAP 20 /* blocks */
#define MOST_STRETCHES 16
#define MOST_STRETCHED 200000
/* Words and filters that hardly meet: then the words are the better beginning after all. */
#define MOST_CANDIDATES 200000

typedef struct
{
  TiemDb *db;
  const char *typed; /* folded */
  char *match;       /* (owned): what the search is asked for */
  gboolean is_loose; /* that is less than what was typed */
  GByteArray *ids;   /* (owned): marks of those that hold the words */
  gboolean is_whole;
} Holders;

static void
holders_clear (Holders *self)
{
  g_clear_pointer (&self->match, g_free);
  g_clear_pointer (&self->ids, g_byte_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Holders, holders_clear)

static void
holders_init (Holders *self,
              TiemDb *db,
              const char *typed)
{
  const char *last = strrchr (typed, ' ');

  self->db = db;
  self->typed = typed;
  self->ids = g_byte_array_new ();
  self->is_loose = last != NULL && g_utf8_strlen (last + 1, -1) == 2;
  if (self->is_loose)
    {
      g_autofree char *before = g_strndup (typed, (gsize)(last - typed));
      g_auto (GStrv) words = g_strsplit (before, " ", -1);
      g_autofree char *inner = g_strjoinv ("\" \"", words);

      self->match = g_strconcat ("\"", inner, "\"", NULL);
    }
  else
    self->match = tiem_text_match_expression (typed);
}

/* Returns: 1 the order's text holds what was typed, 0 not, −1 failed */
static int
look_at_text (Holders *self,
              gint64 order_id,
              GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      self->db, error, "SELECT t FROM order_text WHERE rowid = ?1", TIEM_INT (order_id));
  int step = row != NULL ? tiem_stmt_step (row, error) : -1;

  if (step <= 0)
    return step;
  return tiem_text_holds (tiem_stmt_text (row, 0), self->typed);
}

/* Returns: (nullable): a statement that gives those from @first to @last, ascending */
static TiemStmt *
query_holders (Holders *self,
               gint64 first,
               gint64 last,
               GError **error)
{
  return tiem_db_query (self->db,
                        error,
                        "SELECT rowid FROM order_text WHERE order_text MATCH ?1"
                        " AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid",
                        TIEM_TEXT (self->match),
                        TIEM_INT (first),
                        TIEM_INT (last));
}

/* Marks those from @first to @last, too. */
static gboolean
load_holders (Holders *self,
              gint64 first,
              gint64 last,
              GError **error)
{
  g_autoptr (TiemStmt) rows = query_holders (self, first, last, error);
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    tiem_ids_add_mark (self->ids, tiem_stmt_int (rows, 0));
  return step == 0;
}

/* Returns: (element-type gint64): first and last of each stretch of ids, ascending */
static GArray *
find_stretches (GArray *part)
{
  g_autoptr (GByteArray) blocks = g_byte_array_new ();
  GArray *stretches = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < part->len; i++)
    tiem_ids_add_mark (blocks, g_array_index (part, gint64, i) / BLOCK);
  for (gint64 block = 0; block < (gint64)blocks->len * 8; block++)
    {
      gint64 first = block * BLOCK;
      gint64 end = first + BLOCK - 1;
      gint64 *last
          = stretches->len > 0 ? &g_array_index (stretches, gint64, stretches->len - 1) : NULL;

      if (!tiem_ids_is_marked (blocks, block))
        continue;
      if (last != NULL && first - *last <= GAP * BLOCK)
        {
          *last = end;
          continue;
        }
      g_array_append_val (stretches, first);
      g_array_append_val (stretches, end);
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
  g_byte_array_set_size (self->ids, 0);
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
    {
      gint64 id = g_array_index (part, gint64, i);
      int holds = tiem_ids_is_marked (holders->ids, id);

      if (holds && holders->is_loose && (holds = look_at_text (holders, id, error)) < 0)
        return FALSE;
      if (holds)
        g_array_append_val (found, id);
    }
  return TRUE;
}

/* The same by the texts alone. *n_candidates: how many were looked at. Returns: 1 it goes on, 0 it
 * is done, −1 failed */
static int
walk_texts (Holders *holders,
            TiemStmt *candidates,
            gint64 limit,
            guint *n_candidates,
            GArray *found,
            GError **error)
{
  guint most = FIRST_TEXTS;
  int step = 1;

  while (found->len < limit && *n_candidates < most
         && (step = tiem_stmt_step (candidates, error)) > 0)
    {
      gint64 id = tiem_stmt_int (candidates, 0);
      int holds = look_at_text (holders, id, error);

      if (holds < 0)
        return -1;
      if (holds)
        g_array_append_val (found, id);
      if (++*n_candidates == FIRST_TEXTS && found->len >= FIRST_TEXTS / TEXTS_A_HIT)
        most = MOST_TEXTS;
    }
  return found->len >= limit ? 0 : step;
}

/* *is_worth_it: whether so many hold the words that comparing is the shorter way. */
static gboolean
count_holders (Holders *holders,
               gint64 limit,
               gboolean *is_worth_it,
               GError **error)
{
  gint64 few = limit * RARE_FACTOR;
  gint64 n = 0;

  if (!tiem_db_get_int (holders->db,
                        &n,
                        error,
                        "SELECT count (*) FROM (SELECT rowid FROM order_text"
                        " WHERE order_text MATCH ?1 LIMIT ?2)",
                        TIEM_TEXT (holders->match),
                        TIEM_INT (few)))
    return FALSE;
  *is_worth_it = n >= few;
  return TRUE;
}

gboolean
tiem_order_found_select (TiemDb *db,
                         const char *typed,
                         TiemStmt *candidates,
                         gint64 limit,
                         GArray *found,
                         TiemOrderFound *outcome,
                         GError **error)
{
  g_autoptr (GArray) part = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (Holders) holders = { 0 };
  guint n_candidates = 0;
  guint size = FIRST_PART;
  gboolean is_worth_it = FALSE;
  int step;

  *outcome = TIEM_ORDER_FOUND_NOT;
  holders_init (&holders, db, typed);
  step = walk_texts (&holders, candidates, limit, &n_candidates, found, error);
  if (step > 0 && !count_holders (&holders, limit, &is_worth_it, error))
    return FALSE;
  if (step > 0 && !is_worth_it)
    {
      *outcome = TIEM_ORDER_FOUND_FEW;
      return TRUE;
    }
  if (step > 0 && holders.is_loose && found->len < FEWEST_LOOSE)
    return TRUE;
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
  if (step == 0 || found->len >= limit)
    *outcome = TIEM_ORDER_FOUND_ALL;
  return step >= 0;
}

gboolean
tiem_order_found_read_few (TiemDb *db,
                           const char *typed,
                           GArray **ids,
                           GError **error)
{
  g_auto (Holders) holders = { 0 };
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  *ids = NULL;
  holders_init (&holders, db, typed);
  if (!holders.is_loose)
    return TRUE;
  rows = query_holders (&holders, 0, G_MAXINT64, error);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 id = tiem_stmt_int (rows, 0);
      int holds = look_at_text (&holders, id, error);

      if (holds < 0)
        return FALSE;
      if (holds)
        g_array_append_val (found, id);
    }
  if (step < 0)
    return FALSE;
  *ids = g_steal_pointer (&found);
  return TRUE;
}
