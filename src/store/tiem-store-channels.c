#define G_LOG_DOMAIN "tiem-store-channels"

#include "config.h"

#include "store/tiem-after-private.h"

#include "base/tiem-error.h"
#include "store/tiem-gaps.h"
#include "store/tiem-later.h"
#include "store/tiem-ledger.h"

#include <glib/gi18n-lib.h>

/* Connected accounts: what is known of each, and what the owner chose for it. */

static gboolean
fail (TiemError code,
      const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, code, sentence);
  return FALSE;
}

static gboolean
fail_no_channel (GError **error)
{
  return fail (TIEM_ERROR_NOT_FOUND,
               _ ("This channel is no longer there; refresh the list of channels."),
               error);
}

/* Returns: (transfer full) (nullable): trimmed; NULL when nothing is left */
static char *
dup_trimmed (const char *text)
{
  g_autofree char *trimmed = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  return trimmed != NULL && *trimmed != '\0' ? g_steal_pointer (&trimmed) : NULL;
}

/* --- reading --- */

/* Counted, which costs with the number of listings. */
#define ORDERS_AND_LISTINGS                                                                        \
  " (SELECT coalesce (sum (orders), 0) FROM order_counter"                                         \
  "  WHERE channel_id = c.id AND kind NOT IN ('todo', 'short', 'cancel-asked', 'refuser')),"       \
  " (SELECT count (*) FROM listing WHERE channel_id = c.id AND state <> 'gone'),"                  \
  " (SELECT count (*) FROM listing"                                                                \
  "  WHERE channel_id = c.id AND variant_id IS NULL AND state <> 'gone'"                           \
  "   AND ignored_at = 0),"

/* A label is fetched, not sent. @counts: three numbers, each followed by a comma */
#define SELECT_CHANNEL(counts)                                                                     \
  "SELECT c.id, c.kind, c.name, c.state, c.base_url, c.auth_url, c.shop, c.cursor, c.last_ok_at,"  \
  " c.listings_read_at, c.auth_expires_at, c.buffer, c.share_percent, c.cap," counts               \
  " (SELECT count (*) FROM listing WHERE channel_id = c.id AND pending = 1"                        \
  "  AND (problem IS NULL OR refused_value IS NOT desired))"                                       \
  " + (SELECT count (*) FROM outbox WHERE channel_id = c.id AND state <> 'rejected'"               \
  "  AND kind <> 'order:label'),"                                                                  \
  " (SELECT count (*) FROM listing WHERE channel_id = c.id AND problem IS NOT NULL)"               \
  " + (SELECT count (*) FROM outbox WHERE channel_id = c.id AND state = 'rejected'),"              \
  " c.error_class, c.error_message, c.error_detail, c.error_since,"                                \
  " c.drift_rule = 'take-over', c.split, coalesce (c.location_id, " TIEM_MAIN_LOCATION_SQL "),"    \
  " c.by_file, iif (c.by_file, coalesce ((SELECT min (at) FROM"                                    \
  "  (SELECT min (waiting_since) AS at FROM listing WHERE channel_id = c.id AND pending = 1"       \
  "   UNION ALL SELECT min (created_at) FROM outbox WHERE channel_id = c.id AND kind = 'price'))," \
  "  0), 0), c.orders_file_at"                                                                     \
  " FROM channel c WHERE c.removed_at = 0"

/* What is not written yet. */
static void
add_noted (TiemStore *self,
           TiemChannelRecord *channel)
{
  TiemLaterChannel noted;

  tiem_later_get_channel (tiem_store_get_later (self), channel->id, &noted);
  channel->last_ok_at = MAX (channel->last_ok_at, noted.ok_at);
  if (channel->listings_read_at != 0)
    channel->listings_read_at = MAX (channel->listings_read_at, noted.listings_read_at);
}

static TiemChannelRecord *
read_channel (TiemStore *self,
              TiemStmt *row)
{
  TiemChannelRecord *channel = g_new0 (TiemChannelRecord, 1);

  channel->id = tiem_stmt_int (row, 0);
  channel->kind = tiem_stmt_dup_text (row, 1);
  channel->name = tiem_stmt_dup_text (row, 2);
  channel->state = tiem_channel_state_from_string (tiem_stmt_text (row, 3));
  channel->base_url = tiem_stmt_dup_text (row, 4);
  channel->auth_url = tiem_stmt_dup_text (row, 5);
  channel->shop = tiem_stmt_dup_text (row, 6);
  channel->cursor = tiem_stmt_dup_text (row, 7);
  channel->last_ok_at = tiem_stmt_int (row, 8);
  channel->listings_read_at = tiem_stmt_int (row, 9);
  channel->auth_expires_at = tiem_stmt_int (row, 10);
  channel->buffer = tiem_stmt_int (row, 11);
  channel->share_percent = tiem_stmt_int (row, 12);
  channel->cap = tiem_stmt_int (row, 13);
  channel->orders = tiem_stmt_int (row, 14);
  channel->listings = tiem_stmt_int (row, 15);
  channel->unlinked = tiem_stmt_int (row, 16);
  channel->pending = tiem_stmt_int (row, 17);
  channel->failed = tiem_stmt_int (row, 18);
  channel->error_class = tiem_stmt_dup_text (row, 19);
  channel->error_message = tiem_stmt_dup_text (row, 20);
  channel->error_detail = tiem_stmt_dup_text (row, 21);
  channel->error_since = tiem_stmt_int (row, 22);
  channel->takes_over = tiem_stmt_int (row, 23) != 0;
  channel->splits = tiem_stmt_int (row, 24) != 0;
  channel->location_id = tiem_stmt_int (row, 25);
  channel->by_file = tiem_stmt_int (row, 26) != 0;
  channel->file_waiting_since = tiem_stmt_int (row, 27);
  channel->orders_file_at = tiem_stmt_int (row, 28);
  add_noted (self, channel);
  return channel;
}

GPtrArray *
tiem_store_list_channels (TiemStore *self,
                          GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) channels
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_channel_record_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read != NULL)
    rows = tiem_db_query (read->db, error, SELECT_CHANNEL (ORDERS_AND_LISTINGS) " ORDER BY c.id");
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (channels, read_channel (self, rows));
  return step < 0 ? NULL : g_steal_pointer (&channels);
}

/* @sql: with the channel's id as ?1 */
static TiemChannelRecord *
find_channel (TiemStore *self,
              const char *sql,
              gint64 channel_id,
              GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) row = NULL;
  int step;

  if (read == NULL)
    return NULL;
  row = tiem_db_query (read->db, error, sql, TIEM_INT (channel_id));
  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return NULL;
  if (step > 0)
    return read_channel (self, row);
  fail_no_channel (error);
  return NULL;
}

TiemChannelRecord *
tiem_store_get_channel (TiemStore *self,
                        gint64 channel_id,
                        GError **error)
{
  return find_channel (
      self, SELECT_CHANNEL (ORDERS_AND_LISTINGS) " AND c.id = ?1", channel_id, error);
}

TiemChannelRecord *
tiem_store_get_channel_for_turn (TiemStore *self,
                                 gint64 channel_id,
                                 GError **error)
{
  return find_channel (self, SELECT_CHANNEL (" 0, 0, 0,") " AND c.id = ?1", channel_id, error);
}

/* --- adding and removing --- */

/* One shop connected twice would count every order twice. */
static gboolean
check_is_new (
    TiemWrite *write, const char *kind, const char *base_url, const char *shop, GError **error)
{
  g_autofree char *name = NULL;

  if (base_url == NULL && shop == NULL)
    return TRUE;
  if (!tiem_db_get_text (write->db,
                         &name,
                         error,
                         "SELECT name FROM channel WHERE removed_at = 0 AND kind = ?1"
                         " AND base_url IS ?2 AND shop IS ?3",
                         TIEM_TEXT (kind),
                         TIEM_TEXT (base_url),
                         TIEM_TEXT (shop)))
    return FALSE;
  if (name == NULL)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_CONFLICT,
               _ ("This shop is connected already, as “%s”; use that channel or remove it first."),
               name);
  return FALSE;
}

gint64
tiem_store_add_channel (TiemStore *self,
                        const char *kind,
                        const char *name,
                        const char *base_url,
                        const char *auth_url,
                        const char *shop,
                        GError **error)
{
  g_autofree char *wanted = dup_trimmed (name);
  g_autoptr (TiemWrite) write = NULL;
  gint64 id;

  if (wanted == NULL)
    {
      fail (TIEM_ERROR_INVALID, _ ("The channel has no name; give it one."), error);
      return 0;
    }
  if ((write = tiem_store_begin_write (self, error)) == NULL
      || !check_is_new (write, kind, base_url, shop, error)
      || !tiem_db_run (write->db,
                       error,
                       "INSERT INTO channel (kind, name, base_url, auth_url, shop, created_at)"
                       " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                       TIEM_TEXT (kind),
                       TIEM_TEXT (wanted),
                       TIEM_TEXT (base_url),
                       TIEM_TEXT (auth_url),
                       TIEM_TEXT (shop),
                       TIEM_INT (write->now)))
    return 0;
  id = tiem_db_last_id (write->db);
  write->what |= TIEM_CHANGED_CHANNELS;
  return tiem_write_commit (write, error) ? id : 0;
}

/* Whether the last UPDATE found its channel. */
static gboolean
commit_found (TiemWrite *write,
              GError **error)
{
  if (tiem_db_changes (write->db) == 0)
    return fail_no_channel (error);
  write->what |= TIEM_CHANGED_CHANNELS;
  return tiem_write_commit (write, error);
}

gboolean
tiem_channels_check (TiemWrite *write,
                     gint64 channel_id,
                     GError **error)
{
  gint64 is_there = 0;

  if (!tiem_db_get_int (write->db,
                        &is_there,
                        error,
                        "SELECT 1 FROM channel WHERE id = ?1 AND removed_at = 0",
                        TIEM_INT (channel_id)))
    return FALSE;
  return is_there || fail_no_channel (error);
}

gboolean
tiem_store_remove_channel (TiemStore *self,
                           gint64 channel_id,
                           GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL || !tiem_channels_check (write, channel_id, error)
      || !tiem_ledger_mark_channel (write, channel_id, error)
      || !tiem_ledger_release_channel (write, channel_id, error)
      || !tiem_db_run (
          write->db, error, "DELETE FROM outbox WHERE channel_id = ?1", TIEM_INT (channel_id))
      || !tiem_db_run (
          write->db, error, "DELETE FROM upload WHERE channel_id = ?1", TIEM_INT (channel_id))
      || !tiem_db_run (
          write->db, error, "DELETE FROM listing WHERE channel_id = ?1", TIEM_INT (channel_id))
      || !tiem_db_run (
          write->db, error, "DELETE FROM unreadable WHERE channel_id = ?1", TIEM_INT (channel_id))
      || !tiem_db_run (
          write->db, error, "DELETE FROM channel_lane WHERE channel_id = ?1", TIEM_INT (channel_id))
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE channel SET cursor = NULL, listings_read_at = 0, state = 'paused',"
                       " error_class = NULL, error_message = NULL, error_detail = NULL,"
                       " error_since = 0 WHERE id = ?1",
                       TIEM_INT (channel_id)))
    return FALSE;
  write->what |= TIEM_CHANGED_CHANNELS | TIEM_CHANGED_LISTINGS | TIEM_CHANGED_PRODUCTS
                 | TIEM_CHANGED_OUTBOX;
  return tiem_write_commit (write, error);
}

/* --- changing --- */

gboolean
tiem_store_rename_channel (
    TiemStore *self, gint64 channel_id, const char *name, const char *base_url, GError **error)
{
  g_autofree char *wanted = dup_trimmed (name);
  g_autoptr (TiemWrite) write = NULL;

  if (wanted == NULL)
    return fail (TIEM_ERROR_INVALID, _ ("The channel has no name; give it one."), error);
  if ((write = tiem_store_begin_write (self, error)) == NULL
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE channel SET name = ?2, base_url = coalesce (?3, base_url)"
                       " WHERE id = ?1 AND removed_at = 0",
                       TIEM_INT (channel_id),
                       TIEM_TEXT (wanted),
                       TIEM_TEXT (base_url)))
    return FALSE;
  return commit_found (write, error);
}

gboolean
tiem_store_set_channel_rule (TiemStore *self,
                             gint64 channel_id,
                             gint64 buffer,
                             gint64 share_percent,
                             gint64 cap,
                             GError **error)
{
  g_autoptr (TiemWrite) write = NULL;

  if (buffer < 0)
    return fail (TIEM_ERROR_INVALID, _ ("The buffer can't be less than 0; change it."), error);
  if (share_percent < 0 || share_percent > 100)
    return fail (TIEM_ERROR_INVALID, _ ("The share must be from 0 to 100 %; change it."), error);
  if (cap < -1)
    return fail (
        TIEM_ERROR_INVALID, _ ("The most to show can't be less than 0; change it."), error);

  if ((write = tiem_store_begin_write (self, error)) == NULL
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE channel SET buffer = ?2, share_percent = ?3, cap = ?4"
                       " WHERE id = ?1 AND removed_at = 0",
                       TIEM_INT (channel_id),
                       TIEM_INT (buffer),
                       TIEM_INT (share_percent),
                       TIEM_INT (cap)))
    return FALSE;
  if (tiem_db_changes (write->db) == 0)
    return fail_no_channel (error);
  if (!tiem_ledger_refresh_channel (write, channel_id, error))
    return FALSE;
  write->what |= TIEM_CHANGED_CHANNELS;
  return tiem_write_commit (write, error);
}

/* --- state --- */

/* Returns: (transfer full) (nullable): the platform's words and request id */
static char *
make_detail (const GError *error)
{
  const char *detail = tiem_error_get_detail (error);
  const char *request_id = tiem_error_get_request_id (error);

  if (detail != NULL && request_id != NULL)
    return g_strdup_printf ("%s [%s]", detail, request_id);
  return g_strdup (detail != NULL ? detail : request_id);
}

/* Whether anything but the time of the last success is new: the lists need not be read again
 * every few seconds because all is well. */
static gboolean
is_news (TiemWrite *write,
         gint64 channel_id,
         const char *state,
         const GError *error_in,
         gboolean *news,
         GError **error)
{
  gint64 same = 0;

  if (!tiem_db_get_int (write->db,
                        &same,
                        error,
                        "SELECT 1 FROM channel WHERE id = ?1 AND state = ?2"
                        " AND error_class IS ?3 AND error_message IS ?4",
                        TIEM_INT (channel_id),
                        TIEM_TEXT (state),
                        TIEM_TEXT (tiem_error_class_name (error_in)),
                        TIEM_TEXT (error_in != NULL ? error_in->message : NULL)))
    return FALSE;
  *news = !same;
  return TRUE;
}

static gboolean
note_gap (TiemWrite *write,
          gint64 channel_id,
          TiemChannelState state,
          gboolean keep_paused,
          const GError *error_in,
          GError **error)
{
  const char *class = tiem_error_class_name (error_in);
  gint64 stays_paused = 0;

  if (keep_paused
      && !tiem_db_get_int (write->db,
                           &stays_paused,
                           error,
                           "SELECT state = 'paused' FROM channel WHERE id = ?1",
                           TIEM_INT (channel_id)))
    return FALSE;
  if (stays_paused || state == TIEM_CHANNEL_PAUSED)
    class = TIEM_GAP_PAUSED;
  return tiem_gaps_note (write, channel_id, class, error);
}

/* @keep_paused: leave the state of a paused channel as it is */
static gboolean
write_state (TiemStore *self,
             gint64 channel_id,
             TiemChannelState state,
             gboolean keep_paused,
             const GError *error_in,
             GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  const char *name = tiem_channel_state_to_string (state);
  g_autofree char *detail = make_detail (error_in);
  gboolean news = FALSE;

  if (write == NULL || !is_news (write, channel_id, name, error_in, &news, error)
      || !note_gap (write, channel_id, state, keep_paused, error_in, error)
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE channel SET state = iif (?7 AND state = 'paused', state, ?2),"
                       " last_ok_at = iif (?2 = 'active' AND ?3 IS NULL, ?6, last_ok_at),"
                       " error_since = CASE WHEN ?3 IS NULL THEN 0"
                       "  WHEN error_class = ?3 AND error_since > 0 THEN error_since ELSE ?6 END,"
                       " error_class = ?3, error_message = ?4, error_detail = ?5"
                       " WHERE id = ?1 AND removed_at = 0",
                       TIEM_INT (channel_id),
                       TIEM_TEXT (name),
                       TIEM_TEXT (tiem_error_class_name (error_in)),
                       TIEM_TEXT (error_in != NULL ? error_in->message : NULL),
                       TIEM_TEXT (detail),
                       TIEM_INT (write->now),
                       TIEM_INT (keep_paused)))
    return FALSE;
  if (tiem_db_changes (write->db) == 0)
    return fail_no_channel (error);
  if (news)
    write->what |= TIEM_CHANGED_CHANNELS;
  /* Whether it can be asked and told counts where goods are scarce. */
  return (!news || tiem_ledger_mark_channel (write, channel_id, error))
         && tiem_write_commit (write, error);
}

gboolean
tiem_store_set_channel_state (TiemStore *self,
                              gint64 channel_id,
                              TiemChannelState state,
                              const GError *error_in,
                              GError **error)
{
  return write_state (self, channel_id, state, FALSE, error_in, error);
}

gboolean
tiem_store_book_channel_state (TiemStore *self,
                               gint64 channel_id,
                               TiemChannelState state,
                               const GError *error_in,
                               GError **error)
{
  return write_state (self, channel_id, state, TRUE, error_in, error);
}

void
tiem_store_note_channel_ok (TiemStore *self,
                            gint64 channel_id)
{
  tiem_later_note_ok (tiem_store_get_later (self), channel_id, tiem_store_now (self));
}

gboolean
tiem_store_set_channel_shop (
    TiemStore *self, gint64 channel_id, const char *shop, gint64 auth_expires_at, GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE channel SET shop = ?2, auth_expires_at = ?3"
                       " WHERE id = ?1 AND removed_at = 0",
                       TIEM_INT (channel_id),
                       TIEM_TEXT (shop),
                       TIEM_INT (auth_expires_at)))
    return FALSE;
  return commit_found (write, error);
}

gboolean
tiem_store_reset_cursor (TiemStore *self,
                         gint64 channel_id,
                         GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  if (write == NULL
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE channel SET cursor = NULL WHERE id = ?1 AND removed_at = 0",
                       TIEM_INT (channel_id)))
    return FALSE;
  return commit_found (write, error);
}
