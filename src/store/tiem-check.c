#define G_LOG_DOMAIN "tiem-check"

#include "config.h"

#include "store/tiem-check.h"

#include "base/tiem-error.h"
#include "store/tiem-store-private.h"

#include <glib/gi18n-lib.h>

/* Beyond this many the next ones tell nothing new. */
#define MOST_VIOLATIONS 100

void
tiem_invariant_free (TiemInvariant *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->violations);
  g_free (self);
}

void
tiem_check_report (TiemInvariant *invariant,
                   char *violation)
{
  if (invariant->violations->len < MOST_VIOLATIONS)
    g_ptr_array_add (invariant->violations, violation);
  else
    g_free (violation);
}

/* Each row of @sql is a violation; its first columns fill the sentence. */
static gboolean
run_query (TiemDb *db,
           TiemInvariant *invariant,
           const TiemCheckQuery *query,
           GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (db, error, query->sql);
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      g_auto (GStrv) texts = g_new0 (char *, 5);

      for (int i = 0; i < 4; i++)
        texts[i] = g_strdup (tiem_stmt_text (rows, i) ? tiem_stmt_text (rows, i) : "—");
      tiem_check_report (
          invariant, g_strdup_printf (_ (query->sentence), texts[0], texts[1], texts[2], texts[3]));
    }
  return step == 0;
}

static TiemInvariant *
run_check (TiemDb *db,
           const TiemCheck *check,
           GError **error)
{
  g_autoptr (TiemInvariant) invariant = g_new0 (TiemInvariant, 1);

  invariant->name = check->name;
  invariant->violations = g_ptr_array_new_with_free_func (g_free);
  for (const TiemCheckQuery *query = check->queries; query->sql != NULL; query++)
    if (!run_query (db, invariant, query, error))
      return NULL;
  if (check->func != NULL && !check->func (db, invariant, error))
    return NULL;
  return g_steal_pointer (&invariant);
}

/* The words of each search against the index of them. Nothing is written, but SQLite asks for
 * the right to. Returns: FALSE when it could not be looked at */
static gboolean
check_indexes (TiemStore *self,
               TiemInvariant *invariant,
               GError **error)
{
  static const char *const commands[] = {
    "INSERT INTO order_text (order_text) VALUES ('integrity-check')",
    "INSERT INTO variant_text (variant_text) VALUES ('integrity-check')",
    "INSERT INTO customer_text (customer_text) VALUES ('integrity-check')",
  };
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autoptr (GError) local = NULL;

      if (tiem_db_exec (write->db, commands[i], &local))
        continue;
      if (!g_error_matches (local, TIEM_ERROR, TIEM_ERROR_DAMAGED))
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      tiem_check_report (invariant, g_strdup (_ ("The index of a search differs from its words.")));
    }
  return TRUE;
}

static gboolean
check_all (TiemStore *self,
           GPtrArray *invariants,
           GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

  if (read == NULL)
    return FALSE;
  for (const TiemCheck *const *list = tiem_checks; *list != NULL; list++)
    for (const TiemCheck *check = *list; check->name != NULL; check++)
      {
        TiemInvariant *invariant = run_check (read->db, check, error);

        if (invariant == NULL)
          return FALSE;
        g_ptr_array_add (invariants, invariant);
      }
  return TRUE;
}

const TiemCheck *const tiem_checks[]
    = { tiem_stock_checks,   tiem_cost_checks,     tiem_place_checks, tiem_own_checks,
        tiem_listing_checks, tiem_purchase_checks, tiem_order_checks, NULL };

GPtrArray *
tiem_store_check (TiemStore *self,
                  GError **error)
{
  g_autoptr (GPtrArray) invariants
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_invariant_free);

  /* The searches come last. */
  if (!check_all (self, invariants, error)
      || !check_indexes (self, g_ptr_array_index (invariants, invariants->len - 1), error))
    return NULL;
  return g_steal_pointer (&invariants);
}
