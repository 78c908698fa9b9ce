#define G_LOG_DOMAIN "tiem-take"

#include "config.h"

#include "store/tiem-store-takes.h"

#include "base/tiem-error.h"
#include "store/tiem-ledger.h"
#include "store/tiem-slip-scan-private.h"
#include "store/tiem-slip.h"
#include "store/tiem-take-private.h"

#include <glib/gi18n-lib.h>

/* Beginning a stock take, counting again, notes, and throwing it away. */

/* What lies at a place: at the main one, everything that is not known to lie elsewhere alone. */
#define INSERT_LINES                                                                               \
  "INSERT INTO take_line (slip_id, variant_id)"                                                    \
  " SELECT ?1, v.id FROM variant v JOIN product p ON p.id = v.product_id"                          \
  " LEFT JOIN stock s ON s.variant_id = v.id AND s.location_id = ?2"                               \
  " WHERE v.is_bundle = 0 AND (v.archived = 0 OR coalesce (s.on_hand, 0) <> 0)"                    \
  " AND (coalesce (s.on_hand, 0) <> 0 OR coalesce (s.reserved, 0) <> 0"                            \
  "  OR (?2 = " TIEM_MAIN_LOCATION_SQL " AND NOT EXISTS (SELECT 1 FROM stock"                      \
  "   WHERE variant_id = v.id AND location_id <> ?2 AND on_hand <> 0)))"

static const char *const scope_queries[] = {
  [TIEM_TAKE_ALL] = INSERT_LINES " AND ?3 IS NULL",
  [TIEM_TAKE_CATEGORY]
  = INSERT_LINES " AND (p.category = ?3 OR substr (p.category, 1, length (?3) + 3) = ?3 || ' > ')",
  [TIEM_TAKE_SHELF] = INSERT_LINES " AND v.shelf = ?3",
};

static GStrv
list_texts (TiemDb *db,
            const char *sql,
            GError **error)
{
  g_autoptr (GStrvBuilder) texts = g_strv_builder_new ();
  g_autoptr (TiemStmt) rows = tiem_db_query (db, error, sql);
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_strv_builder_add (texts, tiem_stmt_text (rows, 0));
  return step < 0 ? NULL : g_strv_builder_end (texts);
}

gboolean
tiem_store_list_take_scopes (TiemStore *self,
                             GStrv *categories,
                             GStrv *shelves,
                             GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

  return read != NULL
         && (*categories = list_texts (read->db,
                                       "SELECT DISTINCT category FROM product"
                                       " WHERE coalesce (category, '') <> '' ORDER BY 1",
                                       error))
                != NULL
         && (*shelves = list_texts (read->db,
                                    "SELECT DISTINCT shelf FROM variant"
                                    " WHERE coalesce (shelf, '') <> '' ORDER BY 1",
                                    error))
                != NULL;
}

static gboolean
insert_chosen (TiemWrite *write,
               gint64 take_id,
               GArray *variant_ids,
               GError **error)
{
  for (guint i = 0; variant_ids != NULL && i < variant_ids->len; i++)
    {
      g_autoptr (GArray) parts
          = tiem_slip_list_parts (write->db, g_array_index (variant_ids, gint64, i), error);

      if (parts == NULL)
        return FALSE;
      for (guint j = 0; j < parts->len; j++)
        if (!tiem_db_run (write->db,
                          error,
                          "INSERT OR IGNORE INTO take_line (slip_id, variant_id) VALUES (?1, ?2)",
                          TIEM_INT (take_id),
                          TIEM_INT (g_array_index (parts, TiemSlipPart, j).variant_id)))
          return FALSE;
    }
  return TRUE;
}

static gboolean
insert_lines (TiemWrite *write,
              gint64 take_id,
              gint64 location_id,
              TiemTakeScope scope,
              const char *name,
              GArray *variant_ids,
              GError **error)
{
  gint64 n = 0;

  if (!(scope == TIEM_TAKE_CHOSEN ? insert_chosen (write, take_id, variant_ids, error)
                                  : tiem_db_run (write->db,
                                                 error,
                                                 scope_queries[scope],
                                                 TIEM_INT (take_id),
                                                 TIEM_INT (location_id),
                                                 TIEM_TEXT (name))))
    return FALSE;
  if (!tiem_db_get_int (write->db,
                        &n,
                        error,
                        "SELECT count (*) FROM take_line WHERE slip_id = ?1",
                        TIEM_INT (take_id)))
    return FALSE;
  /* At a place with nothing in it, what is found is counted. */
  if (n > 0 || scope == TIEM_TAKE_ALL)
    return TRUE;
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_INVALID,
                       _ ("There is nothing to count in that; choose something else."));
  return FALSE;
}

gint64
tiem_store_start_take (TiemStore *self,
                       gint64 location_id,
                       TiemTakeScope scope,
                       const char *name,
                       GArray *variant_ids,
                       const char *note,
                       GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 is_open = 0;
  gint64 id;

  if (scope == TIEM_TAKE_ALL || scope == TIEM_TAKE_CHOSEN)
    name = NULL;
  if (write == NULL
      || !tiem_db_get_int (write->db,
                           &is_open,
                           error,
                           "SELECT archived_at = 0 FROM location WHERE id = ?1",
                           TIEM_INT (location_id)))
    return 0;
  if (!is_open)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_NOT_FOUND,
                           _ ("There is no such place any more; choose another one."));
      return 0;
    }
  if ((id = tiem_slip_create (write, TIEM_SLIP_TAKE, location_id, note, error)) == 0
      || !tiem_db_run (write->db,
                       error,
                       "INSERT INTO take (slip_id, scope, name) VALUES (?1, ?2, ?3)",
                       TIEM_INT (id),
                       TIEM_TEXT (tiem_take_scope_to_string (scope)),
                       TIEM_TEXT (name))
      || !insert_lines (write, id, location_id, scope, name, variant_ids, error))
    return 0;
  return tiem_write_commit (write, error) ? id : 0;
}

gint64
tiem_store_begin_take_pass (TiemStore *self,
                            gint64 take_id,
                            GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemTake) take
      = write != NULL ? tiem_take_load_draft (write->db, take_id, error) : NULL;
  gint64 pass = 0;

  if (take == NULL
      || !tiem_db_get_int (write->db,
                           &pass,
                           error,
                           "UPDATE take SET pass = pass + 1 WHERE slip_id = ?1 RETURNING pass",
                           TIEM_INT (take_id)))
    return 0;
  write->what |= TIEM_CHANGED_SLIPS;
  return tiem_write_commit (write, error) ? pass : 0;
}

gboolean
tiem_store_note_take_line (
    TiemStore *self, gint64 take_id, gint64 variant_id, const char *note, GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autofree char *trimmed = note != NULL ? g_strstrip (g_strdup (note)) : NULL;

  if (write == NULL)
    return FALSE;
  write->what |= TIEM_CHANGED_SLIPS;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE take_line SET note = nullif (?3, '')"
                      " WHERE slip_id = ?1 AND variant_id = ?2",
                      TIEM_INT (take_id),
                      TIEM_INT (variant_id),
                      TIEM_TEXT (trimmed))
         && tiem_write_commit (write, error);
}

/* --- throwing one away, and bringing it back --- */

static gboolean
fail_conflict (const char *sentence,
               GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_CONFLICT, sentence);
  return FALSE;
}

static gboolean
check_not_moved (TiemDb *db,
                 gint64 take_id,
                 GError **error)
{
  gint64 moved = 0;

  return tiem_db_get_int (db,
                          &moved,
                          error,
                          "SELECT EXISTS (SELECT 1 FROM movement WHERE slip_id = ?1)",
                          TIEM_INT (take_id))
         && (!moved
             || fail_conflict (
                 _ ("This stock take was booked before and is part of the ledger; book "
                    "it again, or leave it."),
                 error));
}

/* All that a draft is: its slip, its scope, its lines, each scan. */
static gboolean
pack (TiemDb *db,
      gint64 take_id,
      char **packed,
      GError **error)
{
  return tiem_db_get_text (
      db,
      packed,
      error,
      "SELECT json_object ('slip', (SELECT json_array (number, location_id, note, created_at)"
      "   FROM slip WHERE id = ?1),"
      " 'take', (SELECT json_array (scope, name, pass) FROM take WHERE slip_id = ?1),"
      " 'lines', (SELECT json_group_array (json_array (variant_id, is_extra, pass, counted,"
      "   previous, first_at, first_movement, last_at, last_movement, expected, note))"
      "   FROM take_line WHERE slip_id = ?1),"
      " 'counts', (SELECT json_group_array (json_array (variant_id, at, pass, delta))"
      "   FROM (SELECT * FROM take_count WHERE slip_id = ?1 ORDER BY id)))",
      TIEM_INT (take_id));
}

char *
tiem_store_drop_take (TiemStore *self,
                      gint64 take_id,
                      GError **error)
{
  static const char *const statements[] = {
    "DELETE FROM take_count WHERE slip_id = ?1",
    "DELETE FROM take_line WHERE slip_id = ?1",
    "DELETE FROM take WHERE slip_id = ?1",
    "DELETE FROM slip WHERE id = ?1",
  };
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemTake) take
      = write != NULL ? tiem_take_load_draft (write->db, take_id, error) : NULL;
  g_autofree char *packed = NULL;

  if (take == NULL || !check_not_moved (write->db, take_id, error)
      || !pack (write->db, take_id, &packed, error))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!tiem_db_run (write->db, error, statements[i], TIEM_INT (take_id)))
      return NULL;
  write->what |= TIEM_CHANGED_SLIPS;
  return tiem_write_commit (write, error) ? g_steal_pointer (&packed) : NULL;
}

gboolean
tiem_store_delete_take (TiemStore *self,
                        gint64 take_id,
                        GError **error)
{
  g_autofree char *dropped = tiem_store_drop_take (self, take_id, error);

  return dropped != NULL;
}

static gboolean
check_not_there (TiemDb *db,
                 const char *dropped,
                 GError **error)
{
  gint64 is_there = 0;

  return tiem_db_get_int (db,
                          &is_there,
                          error,
                          "SELECT EXISTS (SELECT 1 FROM slip WHERE number = ?1 ->> '$.slip[0]')",
                          TIEM_TEXT (dropped))
         && (!is_there
             || fail_conflict (_ ("This stock take is there; there is nothing to bring back."),
                               error));
}

gint64
tiem_store_bring_back_take (TiemStore *self,
                            const char *dropped,
                            GError **error)
{
  static const char *const statements[] = {
    "INSERT INTO take (slip_id, scope, name, pass)"
    " SELECT ?2, ?1 ->> '$.take[0]', ?1 ->> '$.take[1]', ?1 ->> '$.take[2]'",
    "INSERT INTO take_line (slip_id, variant_id, is_extra, pass, counted, previous, first_at,"
    " first_movement, last_at, last_movement, expected, note)"
    " SELECT ?2, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5,"
    " value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10"
    " FROM json_each (?1, '$.lines')",
    "INSERT INTO take_count (slip_id, variant_id, at, pass, delta)"
    " SELECT ?2, value ->> 0, value ->> 1, value ->> 2, value ->> 3"
    " FROM json_each (?1, '$.counts') ORDER BY key",
  };
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 id;

  if (write == NULL || !check_not_there (write->db, dropped, error)
      || !tiem_db_run (write->db,
                       error,
                       "INSERT INTO slip (kind, number, location_id, note, created_at)"
                       " SELECT 'take', ?1 ->> '$.slip[0]', ?1 ->> '$.slip[1]',"
                       " ?1 ->> '$.slip[2]', ?1 ->> '$.slip[3]'",
                       TIEM_TEXT (dropped)))
    return 0;
  id = tiem_db_last_id (write->db);
  for (guint i = 0; i < G_N_ELEMENTS (statements); i++)
    if (!tiem_db_run (write->db, error, statements[i], TIEM_TEXT (dropped), TIEM_INT (id)))
      return 0;
  write->what |= TIEM_CHANGED_SLIPS;
  return tiem_write_commit (write, error) ? id : 0;
}
