#pragma once

#include "model/tiem-records.h"
#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/*
 * What is worth knowing and no reason to write to the disk: that a channel answered, that calls
 * brought nothing, how far a round came in which nothing had changed. It is kept in memory and goes
 * to the database with the next commit of this process, when somebody asks for it
 * (tiem_store_write_noted()) and when the store is closed. What reads those values in this process
 * asks here first. A crash takes it: then they are as old as the last commit, and rounds are read
 * once more.
 *
 * Any thread; apply() and settle() with the writer held.
 */
TiemLater *tiem_later_new (void);
void tiem_later_free (TiemLater *self);

void tiem_later_note_ok (TiemLater *self,
                         gint64 channel_id,
                         gint64 at);
/* A pass over the listings that changed none. */
void tiem_later_note_listings (TiemLater *self,
                               gint64 channel_id,
                               gint64 at);
/* @cursor: (nullable): NULL leaves what is held; @read_at: 0 = the round is not over */
void tiem_later_note_lane (TiemLater *self,
                           gint64 channel_id,
                           const char *lane,
                           const char *cursor,
                           gint64 read_at);
/* Adds calls to the line of their endpoint. @entries: (transfer full) (element-type TiemLogEntry) */
void tiem_later_note_calls (TiemLater *self,
                            GPtrArray *entries);
/* A listing was read in the pass that began at @pass_at, and is as it was. */
void tiem_later_note_same (TiemLater *self,
                           gint64 channel_id,
                           gint64 pass_at,
                           GArray *ids);
/* Returns: (transfer full) (element-type gint64): the listings of that pass that are as they were,
 * sorted */
GArray *tiem_later_list_same (TiemLater *self,
                              gint64 channel_id,
                              gint64 pass_at);
void tiem_later_end_pass (TiemLater *self,
                          gint64 channel_id);

/* What was noted of a channel last, written by now or not; 0 = nothing. */
typedef struct
{
  gint64 ok_at;
  gint64 listings_read_at;
} TiemLaterChannel;
void tiem_later_get_channel (TiemLater *self,
                             gint64 channel_id,
                             TiemLaterChannel *noted);
/* Whether this process has noted an answer of any channel: then it is the one that asks them. */
gboolean tiem_later_has_answers (TiemLater *self);
/* What waits to be written: ask before the database is read, or a commit in between hides it.
 * @cursor: (out) (transfer full) (nullable) */
void tiem_later_get_lane (TiemLater *self,
                          gint64 channel_id,
                          const char *lane,
                          char **cursor,
                          gint64 *read_at);
/* Whether there is anything that apply() would write. */
gboolean tiem_later_is_empty (TiemLater *self);
/* Writes all of it into the transaction; lines of calls only when they are old enough to be worth
 * one, or with @all. settle() tells what became of the transaction. */
gboolean tiem_later_apply (TiemLater *self,
                           TiemWrite *write,
                           gboolean all,
                           GError **error);
void tiem_later_settle (TiemLater *self,
                        gboolean is_committed);
/* Another database is in the place of this one. */
void tiem_later_forget (TiemLater *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemLater, tiem_later_free)

G_END_DECLS
