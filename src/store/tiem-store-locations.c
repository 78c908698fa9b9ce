#define G_LOG_DOMAIN "tiem-store-locations"

#include "config.h"

#include "store/tiem-store-locations.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "store/tiem-ledger.h"
#include "store/tiem-store-private.h"

#include <glib/gi18n-lib.h>

/* The places where goods lie, and which of them a channel's orders leave from. */

#define MOST_NAME 60

static gboolean
fail (TiemError code,
      const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, code, sentence);
  return FALSE;
}

void
tiem_location_free (TiemLocation *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self);
}

void
tiem_stock_place_free (TiemStockPlace *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self);
}

/* --- reading --- */

static GPtrArray *
list_locations (TiemDb *db,
                gboolean with_archived,
                GError **error)
{
  g_autoptr (GPtrArray) locations
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_location_free);
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT p.id, p.name, p.sells, p.archived_at, coalesce (s.variants, 0),"
      " coalesce (s.units, 0),"
      " (SELECT count (*) FROM channel WHERE removed_at = 0"
      "  AND coalesce (location_id, " TIEM_MAIN_LOCATION_SQL ") = p.id)"
      " FROM location p LEFT JOIN (SELECT location_id, count (*) AS variants,"
      "  sum (on_hand) AS units FROM stock WHERE on_hand <> 0 GROUP BY 1) s"
      "  ON s.location_id = p.id"
      " WHERE p.archived_at = 0 OR ?1"
      " ORDER BY p.archived_at > 0, p.id <> " TIEM_MAIN_LOCATION_SQL ", p.position, p.id",
      TIEM_INT (with_archived));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemLocation *location = g_new0 (TiemLocation, 1);

      location->id = tiem_stmt_int (rows, 0);
      location->name = tiem_stmt_dup_text (rows, 1);
      location->is_main = location->id == TIEM_MAIN_LOCATION;
      location->sells = tiem_stmt_int (rows, 2) != 0;
      location->archived = tiem_stmt_int (rows, 3) > 0;
      location->variants = tiem_stmt_int (rows, 4);
      location->units = tiem_stmt_int (rows, 5);
      location->channels = tiem_stmt_int (rows, 6);
      g_ptr_array_add (locations, location);
    }
  return step < 0 ? NULL : g_steal_pointer (&locations);
}

GPtrArray *
tiem_store_list_locations (TiemStore *self,
                           gboolean with_archived,
                           GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

  return read != NULL ? list_locations (read->db, with_archived, error) : NULL;
}

/* Returns: the place with that name among @locations, 0 = none */
static gint64
find_name (GPtrArray *locations,
           const char *name)
{
  g_autofree char *wanted = tiem_text_fold (name);

  for (guint i = 0; i < locations->len; i++)
    {
      const TiemLocation *location = g_ptr_array_index (locations, i);
      g_autofree char *folded = tiem_text_fold (location->name);

      if (g_str_equal (folded, wanted))
        return location->id;
    }
  return 0;
}

gint64
tiem_store_find_location (TiemStore *self,
                          const char *id_or_name,
                          GError **error)
{
  g_autoptr (GPtrArray) locations = tiem_store_list_locations (self, TRUE, error);
  guint64 id = 0;
  gint64 found;

  if (locations == NULL)
    return 0;
  if ((found = find_name (locations, id_or_name)) > 0)
    return found;
  g_ascii_string_to_unsigned (id_or_name, 10, 1, G_MAXINT64, &id, NULL);
  for (guint i = 0; i < locations->len && id > 0; i++)
    if (((const TiemLocation *)g_ptr_array_index (locations, i))->id == (gint64)id)
      return (gint64)id;
  fail (TIEM_ERROR_NOT_FOUND,
        _ ("There is no place of that name; look at the list of places."),
        error);
  return 0;
}

GPtrArray *
tiem_store_list_stock_places (TiemStore *self,
                              gint64 variant_id,
                              GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) places
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_stock_place_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          "SELECT p.id, p.name, p.sells, s.on_hand, s.reserved FROM variant v"
                          " JOIN location p ON p.archived_at = 0 LEFT JOIN stock s"
                          "  ON s.variant_id = v.id AND s.location_id = p.id"
                          " WHERE v.id = ?1 AND v.is_bundle = 0"
                          " ORDER BY p.id <> " TIEM_MAIN_LOCATION_SQL ", p.position, p.id",
                          TIEM_INT (variant_id));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemStockPlace *place = g_new0 (TiemStockPlace, 1);

      place->location_id = tiem_stmt_int (rows, 0);
      place->name = tiem_stmt_dup_text (rows, 1);
      place->sells = tiem_stmt_int (rows, 2) != 0;
      place->on_hand = tiem_stmt_int (rows, 3);
      place->reserved = tiem_stmt_int (rows, 4);
      g_ptr_array_add (places, place);
    }
  return step < 0 ? NULL : g_steal_pointer (&places);
}

/* --- writing --- */

/* Returns: (transfer full): the name as it is kept; NULL with @error. @location_id: whose name
 * it is to be, 0 = of a new one */
static char *
check_name (TiemWrite *write,
            gint64 location_id,
            const char *name,
            GError **error)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (name != NULL ? name : ""));
  g_autoptr (GPtrArray) locations = list_locations (write->db, TRUE, error);
  gint64 taken;

  if (locations == NULL)
    return NULL;
  if (*trimmed == '\0' || !g_utf8_validate (trimmed, -1, NULL)
      || g_utf8_strlen (trimmed, -1) > MOST_NAME)
    {
      fail (TIEM_ERROR_INVALID, _ ("A place needs a name of at most 60 letters; type one."), error);
      return NULL;
    }
  taken = find_name (locations, trimmed);
  if (taken != 0 && taken != location_id)
    {
      fail (TIEM_ERROR_INVALID, _ ("Another place has this name; give it a different one."), error);
      return NULL;
    }
  return g_steal_pointer (&trimmed);
}

static gboolean
check_there (TiemWrite *write,
             gint64 location_id,
             GError **error)
{
  gint64 is_there = 0;

  return tiem_db_get_int (write->db,
                          &is_there,
                          error,
                          "SELECT 1 FROM location WHERE id = ?1",
                          TIEM_INT (location_id))
         && (is_there
             || fail (TIEM_ERROR_NOT_FOUND,
                      _ ("There is no such place any more; choose another one."),
                      error));
}

static gboolean
commit (TiemWrite *write,
        GError **error)
{
  write->what |= TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_CHANNELS;
  return tiem_write_commit (write, error);
}

gint64
tiem_store_add_location (TiemStore *self,
                         const char *name,
                         gboolean sells,
                         GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autofree char *kept = write != NULL ? check_name (write, 0, name, error) : NULL;
  gint64 id;

  if (kept == NULL
      || !tiem_db_run (write->db,
                       error,
                       "INSERT INTO location (name, sells, position)"
                       " SELECT ?1, ?2, max (position) + 1 FROM location",
                       TIEM_TEXT (kept),
                       TIEM_INT (sells != FALSE)))
    return 0;
  id = tiem_db_last_id (write->db);
  return commit (write, error) ? id : 0;
}

gboolean
tiem_store_rename_location (TiemStore *self,
                            gint64 location_id,
                            const char *name,
                            GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autofree char *kept = NULL;

  return write != NULL && check_there (write, location_id, error)
         && (kept = check_name (write, location_id, name, error)) != NULL
         && tiem_db_run (write->db,
                         error,
                         "UPDATE location SET name = ?2 WHERE id = ?1",
                         TIEM_INT (location_id),
                         TIEM_TEXT (kept))
         && commit (write, error);
}

/* Neither the main place nor one that a channel's orders leave from. */
static gboolean
check_free (TiemWrite *write,
            gint64 location_id,
            GError **error)
{
  g_autofree char *channel = NULL;

  if (location_id == TIEM_MAIN_LOCATION)
    return fail (TIEM_ERROR_CONFLICT,
                 _ ("Orders leave from the main place, so it always sells; rename it, or use "
                    "another place for these goods."),
                 error);
  if (!tiem_db_get_text (write->db,
                         &channel,
                         error,
                         "SELECT name FROM channel WHERE location_id = ?1 AND removed_at = 0"
                         " ORDER BY id LIMIT 1",
                         TIEM_INT (location_id)))
    return FALSE;
  if (channel == NULL)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_CONFLICT,
               /* Translators: a channel's name */
               _ ("The orders of %s leave from here; let them leave from another place first."),
               channel);
  return FALSE;
}

gboolean
tiem_store_set_location_sells (TiemStore *self,
                               gint64 location_id,
                               gboolean sells,
                               GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL && check_there (write, location_id, error)
         && (sells || check_free (write, location_id, error))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE location SET sells = ?2 WHERE id = ?1",
                         TIEM_INT (location_id),
                         TIEM_INT (sells != FALSE))
         && tiem_ledger_refresh_place (write, location_id, error) && commit (write, error);
}

/* Nothing lies there, nothing is held there, and no slip is about to bring or take anything. */
static gboolean
check_empty (TiemWrite *write,
             gint64 location_id,
             GError **error)
{
  gint64 units = 0;
  gint64 slips = 0;

  if (!tiem_db_get_int (write->db,
                        &units,
                        error,
                        "SELECT count (*) FROM stock WHERE location_id = ?1"
                        " AND (on_hand <> 0 OR reserved <> 0)",
                        TIEM_INT (location_id))
      || !tiem_db_get_int (write->db,
                           &slips,
                           error,
                           "SELECT count (*) FROM slip"
                           " WHERE location_id = ?1 AND state = 'draft'",
                           TIEM_INT (location_id)))
    return FALSE;
  if (units > 0)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_CONFLICT,
                   ngettext ("%d item still lies here; transfer it to another place first.",
                             "%d items still lie here; transfer them to another place first.",
                             (gulong)units),
                   (int)units);
      return FALSE;
    }
  return slips == 0
         || fail (
             TIEM_ERROR_CONFLICT,
             _ ("A slip that is not booked yet belongs to this place; book or delete it first."),
             error);
}

gboolean
tiem_store_archive_location (TiemStore *self,
                             gint64 location_id,
                             gboolean archived,
                             GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL && check_there (write, location_id, error)
         && (!archived
             || (check_free (write, location_id, error) && check_empty (write, location_id, error)))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE location SET archived_at = ?2 WHERE id = ?1",
                         TIEM_INT (location_id),
                         TIEM_INT (archived ? write->now : 0))
         && commit (write, error);
}

gboolean
tiem_store_set_channel_location (TiemStore *self,
                                 gint64 channel_id,
                                 gint64 location_id,
                                 GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 may_sell = 0;

  if (write == NULL || !check_there (write, location_id, error)
      || !tiem_db_get_int (write->db,
                           &may_sell,
                           error,
                           "SELECT sells = 1 AND archived_at = 0 FROM location WHERE id = ?1",
                           TIEM_INT (location_id)))
    return FALSE;
  if (!may_sell)
    return fail (TIEM_ERROR_CONFLICT,
                 _ ("Orders can only leave from a place that sells; let this place sell first."),
                 error);
  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE channel SET location_id = nullif (?2, " TIEM_MAIN_LOCATION_SQL ")"
                    " WHERE id = ?1 AND removed_at = 0",
                    TIEM_INT (channel_id),
                    TIEM_INT (location_id)))
    return FALSE;
  if (tiem_db_changes (write->db) == 0)
    return fail (TIEM_ERROR_NOT_FOUND,
                 _ ("This channel is no longer there; refresh the list of channels."),
                 error);
  return tiem_ledger_move_channel (write, channel_id, error) && commit (write, error);
}

gboolean
tiem_store_set_stock_at (TiemStore *self,
                         gint64 variant_id,
                         gint64 location_id,
                         gint64 on_hand,
                         const char *reason,
                         const char *note,
                         GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL
         && tiem_ledger_set_stock_at (write,
                                      variant_id,
                                      location_id,
                                      on_hand,
                                      reason != NULL ? reason : "count",
                                      note,
                                      error)
         && tiem_write_commit (write, error);
}

gboolean
tiem_store_adjust_stock_at (TiemStore *self,
                            gint64 variant_id,
                            gint64 location_id,
                            gint64 delta,
                            const char *reason,
                            const char *note,
                            GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL
         && tiem_ledger_adjust_stock_at (
             write, variant_id, location_id, delta, reason != NULL ? reason : "adjust", note, error)
         && tiem_write_commit (write, error);
}
