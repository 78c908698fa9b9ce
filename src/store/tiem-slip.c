#define G_LOG_DOMAIN "tiem-slip"

#include "config.h"

#include "store/tiem-slip.h"

#include "store/tiem-ledger.h"

typedef struct
{
  const char *kind;
  const char *prefix;
  const char *key; /* of the setting that holds the last number */
} Series;

static const Series series[] = {
  { TIEM_SLIP_PURCHASE, "PN", "slip-number:purchase" },
  { TIEM_SLIP_SUPPLIER_RETURN, "TH", "slip-number:supplier-return" },
  { TIEM_SLIP_TRANSFER, "CK", "slip-number:transfer" },
  { TIEM_SLIP_TAKE, "KK", "slip-number:take" },
};

static char *
take_number (TiemWrite *write,
             const char *kind,
             GError **error)
{
  gint64 number = 0;

  for (guint i = 0; i < G_N_ELEMENTS (series); i++)
    {
      if (!g_str_equal (series[i].kind, kind))
        continue;
      if (!tiem_db_get_int (write->db,
                            &number,
                            error,
                            "INSERT INTO setting (key, value) VALUES (?1, '1')"
                            " ON CONFLICT (key) DO UPDATE SET value = CAST (value AS INTEGER) + 1"
                            " RETURNING CAST (value AS INTEGER)",
                            TIEM_TEXT (series[i].key)))
        return NULL;
      return g_strdup_printf ("%s%06" G_GINT64_FORMAT, series[i].prefix, number);
    }
  g_return_val_if_reached (NULL);
}

gint64
tiem_slip_create (
    TiemWrite *write, const char *kind, gint64 location_id, const char *note, GError **error)
{
  g_autofree char *number = take_number (write, kind, error);

  write->what |= TIEM_CHANGED_SLIPS;
  if (number == NULL
      || !tiem_db_run (write->db,
                       error,
                       "INSERT INTO slip (kind, number, location_id, note, created_at)"
                       " VALUES (?1, ?2, ?3, ?4, ?5)",
                       TIEM_TEXT (kind),
                       TIEM_TEXT (number),
                       TIEM_INT (location_id > 0 ? location_id : TIEM_MAIN_LOCATION),
                       TIEM_TEXT (note),
                       TIEM_INT (write->now)))
    return 0;
  return tiem_db_last_id (write->db);
}

gboolean
tiem_slip_set_state (TiemWrite *write,
                     gint64 slip_id,
                     const char *state,
                     GError **error)
{
  write->what |= TIEM_CHANGED_SLIPS;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE slip SET state = ?2, done_at = iif (?2 = 'done', ?3, done_at),"
                      " undone_at = iif (?2 = 'undone', ?3, 0) WHERE id = ?1",
                      TIEM_INT (slip_id),
                      TIEM_TEXT (state),
                      TIEM_INT (write->now));
}

typedef struct
{
  gint64 variant_id;
  gint64 location_id;
  gint64 delta;
  gboolean has_cost;
  gint64 unit_cost_vnd;
  char *reason;
} Moved;

static void
moved_clear (gpointer data)
{
  g_free (((Moved *)data)->reason);
}

static GArray *
load_moved (TiemWrite *write,
            gint64 slip_id,
            GError **error)
{
  g_autoptr (GArray) all = g_array_new (FALSE, TRUE, sizeof (Moved));
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db,
                       error,
                       "SELECT variant_id, location_id, delta, unit_cost_vnd IS NOT NULL,"
                       " unit_cost_vnd, reason FROM movement WHERE slip_id = ?1 ORDER BY id",
                       TIEM_INT (slip_id));
  int step = -1;

  g_array_set_clear_func (all, moved_clear);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      Moved moved
          = { tiem_stmt_int (rows, 0),      tiem_stmt_int (rows, 1), tiem_stmt_int (rows, 2),
              tiem_stmt_int (rows, 3) != 0, tiem_stmt_int (rows, 4), tiem_stmt_dup_text (rows, 5) };

      g_array_append_val (all, moved);
    }
  return step == 0 ? g_steal_pointer (&all) : NULL;
}

gboolean
tiem_slip_move_back (TiemWrite *write,
                     gint64 slip_id,
                     GError **error)
{
  g_autoptr (GArray) all = load_moved (write, slip_id, error);

  for (guint i = 0; all != NULL && i < all->len; i++)
    {
      const Moved *moved = &g_array_index (all, Moved, i);
      const TiemMovementCause cause = { .reason = moved->reason,
                                        .location_id = moved->location_id,
                                        .slip_id = slip_id,
                                        .has_cost = moved->has_cost,
                                        .unit_cost_vnd = moved->unit_cost_vnd };

      if (moved->delta != 0
          && !tiem_ledger_move (write, moved->variant_id, -moved->delta, &cause, error))
        return FALSE;
    }
  write->what |= TIEM_CHANGED_PRODUCTS;
  return all != NULL;
}
