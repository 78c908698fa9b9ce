#define G_LOG_DOMAIN "tiem-later"

#include "config.h"

#include "store/tiem-later.h"

#include "store/tiem-ids.h"

#include <glib/gi18n-lib.h>

/* A line of the log stands for the calls of this long at least. */
#define LINE_MS (60 * 1000)

typedef struct
{
  char *cursor;
  gint64 read_at;
} Lane;

typedef struct
{
  TiemLaterChannel times;
  GHashTable *lanes; /* (element-type utf8 Lane) */
} Channel;

/* A line of the log, and how many calls it stands for. */
typedef struct
{
  TiemLogEntry *entry;
  guint count;
  gint64 since;
} Line;

typedef struct
{
  gint64 pass_at;
  GArray *ids; /* (element-type gint64) */
} Pass;

struct _TiemLater
{
  GMutex mutex;
  GHashTable *channels; /* (element-type gint64 Channel): to be written */
  GHashTable *writing;  /* the same, in the transaction under way */
  GPtrArray *lines;     /* (element-type Line) */
  GPtrArray *written;   /* the same, in the transaction under way */
  GHashTable *latest;   /* (element-type gint64 TiemLaterChannel) */
  gboolean has_answers;
  GHashTable *passes; /* (element-type gint64 Pass) */
};

static void
lane_free (gpointer data)
{
  Lane *lane = data;

  g_free (lane->cursor);
  g_free (lane);
}

static void
channel_free (gpointer data)
{
  Channel *channel = data;

  g_hash_table_unref (channel->lanes);
  g_free (channel);
}

static void
line_free (gpointer data)
{
  Line *line = data;

  tiem_log_entry_free (line->entry);
  g_free (line);
}

static void
pass_free (gpointer data)
{
  Pass *pass = data;

  g_array_unref (pass->ids);
  g_free (pass);
}

static GHashTable *
new_table (GDestroyNotify value_free)
{
  return g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, value_free);
}

static gint64 *
new_key (gint64 id)
{
  return g_memdup2 (&id, sizeof id);
}

TiemLater *
tiem_later_new (void)
{
  TiemLater *self = g_new0 (TiemLater, 1);

  g_mutex_init (&self->mutex);
  self->channels = new_table (channel_free);
  self->writing = new_table (channel_free);
  self->lines = g_ptr_array_new_with_free_func (line_free);
  self->written = g_ptr_array_new_with_free_func (line_free);
  self->latest = new_table (g_free);
  self->passes = new_table (pass_free);
  return self;
}

void
tiem_later_free (TiemLater *self)
{
  g_hash_table_unref (self->channels);
  g_hash_table_unref (self->writing);
  g_ptr_array_unref (self->lines);
  g_ptr_array_unref (self->written);
  g_hash_table_unref (self->latest);
  g_hash_table_unref (self->passes);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/* --- noting; all with the mutex held --- */

static Channel *
ensure_channel (GHashTable *channels,
                gint64 channel_id)
{
  Channel *channel = g_hash_table_lookup (channels, &channel_id);

  if (channel == NULL)
    {
      channel = g_new0 (Channel, 1);
      channel->lanes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, lane_free);
      g_hash_table_insert (channels, new_key (channel_id), channel);
    }
  return channel;
}

static TiemLaterChannel *
ensure_latest (TiemLater *self,
               gint64 channel_id)
{
  TiemLaterChannel *latest = g_hash_table_lookup (self->latest, &channel_id);

  if (latest == NULL)
    {
      latest = g_new0 (TiemLaterChannel, 1);
      g_hash_table_insert (self->latest, new_key (channel_id), latest);
    }
  return latest;
}

static Lane *
ensure_lane (Channel *channel,
             const char *name)
{
  Lane *lane = g_hash_table_lookup (channel->lanes, name);

  if (lane == NULL)
    {
      lane = g_new0 (Lane, 1);
      g_hash_table_insert (channel->lanes, g_strdup (name), lane);
    }
  return lane;
}

void
tiem_later_note_ok (TiemLater *self,
                    gint64 channel_id,
                    gint64 at)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  ensure_channel (self->channels, channel_id)->times.ok_at = at;
  ensure_latest (self, channel_id)->ok_at = at;
  self->has_answers = TRUE;
}

void
tiem_later_note_listings (TiemLater *self,
                          gint64 channel_id,
                          gint64 at)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  ensure_channel (self->channels, channel_id)->times.listings_read_at = at;
  ensure_latest (self, channel_id)->listings_read_at = at;
}

void
tiem_later_note_lane (
    TiemLater *self, gint64 channel_id, const char *lane, const char *cursor, gint64 read_at)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Lane *noted = ensure_lane (ensure_channel (self->channels, channel_id), lane);

  if (cursor != NULL)
    {
      g_free (noted->cursor);
      noted->cursor = g_strdup (cursor);
    }
  if (read_at != 0)
    noted->read_at = read_at;
}

static Line *
find_line (TiemLater *self,
           const TiemLogEntry *entry)
{
  for (guint i = 0; i < self->lines->len; i++)
    {
      Line *line = g_ptr_array_index (self->lines, i);

      if (line->entry->channel_id == entry->channel_id
          && g_str_equal (line->entry->endpoint, entry->endpoint)
          && g_str_equal (line->entry->outcome, entry->outcome))
        return line;
    }
  return NULL;
}

static void
add_line (TiemLater *self,
          TiemLogEntry *entry,
          guint count,
          gint64 since)
{
  Line *line = find_line (self, entry);

  if (line == NULL)
    {
      line = g_new0 (Line, 1);
      line->entry = entry;
      line->since = since;
      g_ptr_array_add (self->lines, line);
    }
  else
    {
      if (entry->at >= line->entry->at)
        {
          line->entry->at = entry->at;
          line->entry->status = entry->status;
        }
      line->entry->duration_ms = MAX (line->entry->duration_ms, entry->duration_ms);
      line->since = MIN (line->since, since);
      tiem_log_entry_free (entry);
    }
  line->count += count;
}

void
tiem_later_note_calls (TiemLater *self,
                       GPtrArray *entries)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (entries->len > 0)
    {
      TiemLogEntry *entry = g_ptr_array_steal_index (entries, 0);

      add_line (self, entry, 1, entry->at);
    }
  g_ptr_array_unref (entries);
}

void
tiem_later_note_same (TiemLater *self,
                      gint64 channel_id,
                      gint64 pass_at,
                      GArray *ids)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Pass *pass = g_hash_table_lookup (self->passes, &channel_id);

  if (pass == NULL || pass->pass_at != pass_at)
    {
      pass = g_new0 (Pass, 1);
      pass->pass_at = pass_at;
      pass->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_hash_table_replace (self->passes, new_key (channel_id), pass);
    }
  g_array_append_vals (pass->ids, ids->data, ids->len);
}

GArray *
tiem_later_list_same (TiemLater *self,
                      gint64 channel_id,
                      gint64 pass_at)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const Pass *pass = g_hash_table_lookup (self->passes, &channel_id);
  GArray *ids;

  if (pass == NULL || pass->pass_at != pass_at)
    return g_array_new (FALSE, FALSE, sizeof (gint64));
  ids = g_array_copy (pass->ids);
  g_array_sort (ids, tiem_ids_compare);
  return ids;
}

void
tiem_later_end_pass (TiemLater *self,
                     gint64 channel_id)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_hash_table_remove (self->passes, &channel_id);
}

/* --- asking --- */

void
tiem_later_get_channel (TiemLater *self,
                        gint64 channel_id,
                        TiemLaterChannel *noted)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  const TiemLaterChannel *latest = g_hash_table_lookup (self->latest, &channel_id);

  *noted = latest != NULL ? *latest : (TiemLaterChannel){ 0 };
}

static void
get_lane (GHashTable *channels,
          gint64 channel_id,
          const char *lane,
          char **cursor,
          gint64 *read_at)
{
  const Channel *channel = g_hash_table_lookup (channels, &channel_id);
  const Lane *noted = channel != NULL ? g_hash_table_lookup (channel->lanes, lane) : NULL;

  if (noted != NULL && noted->cursor != NULL)
    {
      g_free (*cursor);
      *cursor = g_strdup (noted->cursor);
    }
  if (noted != NULL && noted->read_at != 0)
    *read_at = noted->read_at;
}

gboolean
tiem_later_has_answers (TiemLater *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->has_answers;
}

/* What is noted is younger than what is being written. */
void
tiem_later_get_lane (
    TiemLater *self, gint64 channel_id, const char *lane, char **cursor, gint64 *read_at)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  *cursor = NULL;
  *read_at = 0;
  get_lane (self->writing, channel_id, lane, cursor, read_at);
  get_lane (self->channels, channel_id, lane, cursor, read_at);
}

gboolean
tiem_later_is_empty (TiemLater *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_hash_table_size (self->channels) == 0 && self->lines->len == 0;
}

/* --- writing --- */

static gboolean
write_lane (TiemWrite *write,
            gint64 channel_id,
            const char *name,
            const Lane *lane,
            GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO channel_lane (channel_id, lane, cursor, read_at)"
                      " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (channel_id, lane) DO UPDATE SET"
                      " cursor = coalesce (excluded.cursor, cursor),"
                      " read_at = iif (excluded.read_at > 0, excluded.read_at, read_at)",
                      TIEM_INT (channel_id),
                      TIEM_TEXT (name),
                      TIEM_TEXT (lane->cursor),
                      TIEM_INT (lane->read_at));
}

static gboolean
write_channel (TiemWrite *write,
               gint64 channel_id,
               const Channel *channel,
               GError **error)
{
  GHashTableIter iter;
  gpointer name, lane;

  g_hash_table_iter_init (&iter, channel->lanes);
  while (g_hash_table_iter_next (&iter, &name, &lane))
    if (!write_lane (write, channel_id, name, lane, error))
      return FALSE;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE channel SET last_ok_at = iif (?2 > 0, ?2, last_ok_at),"
                      " listings_read_at = iif (?3 > 0, ?3, listings_read_at) WHERE id = ?1",
                      TIEM_INT (channel_id),
                      TIEM_INT (channel->times.ok_at),
                      TIEM_INT (channel->times.listings_read_at));
}

/* Returns: (transfer full): what a line says that stands for @count calls */
static char *
describe_calls (const TiemLogEntry *entry,
                guint count)
{
  /* Translators: what went wrong, and how many times */
  if (entry->message != NULL)
    return g_strdup_printf (
        ngettext ("%s (%u time)", "%s (%u times)", count), entry->message, count);
  return g_strdup_printf (ngettext ("%u call without news", "%u calls without news", count), count);
}

static gboolean
write_line (TiemWrite *write,
            const Line *line,
            GError **error)
{
  const TiemLogEntry *entry = line->entry;
  g_autofree char *text = line->count > 1 ? describe_calls (entry, line->count) : NULL;

  return tiem_log_insert (write, entry, text != NULL ? text : entry->message, error);
}

/* With the mutex held: what goes into this transaction is put aside. */
static void
begin_writing (TiemLater *self,
               gint64 now,
               gboolean all)
{
  GHashTable *emptied = self->writing;

  self->writing = self->channels;
  self->channels = emptied;
  for (guint i = 0; i < self->lines->len;)
    {
      const Line *line = g_ptr_array_index (self->lines, i);

      if (all || now - line->since >= LINE_MS || now < line->since)
        g_ptr_array_add (self->written, g_ptr_array_steal_index (self->lines, i));
      else
        i++;
    }
}

gboolean
tiem_later_apply (TiemLater *self,
                  TiemWrite *write,
                  gboolean all,
                  GError **error)
{
  GHashTableIter iter;
  gpointer id, channel;

  g_mutex_lock (&self->mutex);
  begin_writing (self, write->now, all);
  g_mutex_unlock (&self->mutex);

  /* Others only read it meanwhile. */
  g_hash_table_iter_init (&iter, self->writing);
  while (g_hash_table_iter_next (&iter, &id, &channel))
    if (!write_channel (write, *(gint64 *)id, channel, error))
      return FALSE;
  for (guint i = 0; i < self->written->len; i++)
    if (!write_line (write, g_ptr_array_index (self->written, i), error))
      return FALSE;
  if (self->written->len > 0)
    write->what |= TIEM_CHANGED_LOG;
  return TRUE;
}

/* With the mutex held: what was not written waits again, unless something younger does. */
static void
take_back_channel (TiemLater *self,
                   gint64 channel_id,
                   const Channel *old)
{
  Channel *channel = ensure_channel (self->channels, channel_id);
  GHashTableIter iter;
  gpointer name, value;

  if (channel->times.ok_at == 0)
    channel->times.ok_at = old->times.ok_at;
  if (channel->times.listings_read_at == 0)
    channel->times.listings_read_at = old->times.listings_read_at;
  g_hash_table_iter_init (&iter, old->lanes);
  while (g_hash_table_iter_next (&iter, &name, &value))
    {
      const Lane *old_lane = value;
      Lane *lane = ensure_lane (channel, name);

      if (lane->cursor == NULL)
        lane->cursor = g_strdup (old_lane->cursor);
      if (lane->read_at == 0)
        lane->read_at = old_lane->read_at;
    }
}

void
tiem_later_settle (TiemLater *self,
                   gboolean is_committed)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GHashTableIter iter;
  gpointer id, channel;

  if (!is_committed)
    {
      g_hash_table_iter_init (&iter, self->writing);
      while (g_hash_table_iter_next (&iter, &id, &channel))
        take_back_channel (self, *(gint64 *)id, channel);
      for (guint i = 0; i < self->written->len; i++)
        {
          Line *line = g_ptr_array_index (self->written, i);

          add_line (self, g_steal_pointer (&line->entry), line->count, line->since);
        }
    }
  g_hash_table_remove_all (self->writing);
  g_ptr_array_set_size (self->written, 0);
}

void
tiem_later_forget (TiemLater *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_hash_table_remove_all (self->channels);
  g_hash_table_remove_all (self->passes);
  g_hash_table_remove_all (self->latest);
  g_ptr_array_set_size (self->lines, 0);
}
