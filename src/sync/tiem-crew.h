#pragma once

#include "sync/tiem-worker-private.h"

G_BEGIN_DECLS

/*
 * The threads of an engine: one for each channel, each a plain loop of "wait, turn". One
 * mutex guards what they share with the main thread; nobody holds it across a call of the
 * store, the keyring or the network. The crew lives until the engine and the last thread
 * have let go of it, and so does the lock of the workers: a thread that hangs in a call
 * that can't be cancelled still keeps other processes out.
 */
typedef struct _TiemCrew TiemCrew;

/* On the main context: what happened since the last call. */
typedef struct
{
  /* @events: (element-type TiemSyncEvent) */
  void (*notify) (GObject *owner,
                  GPtrArray *events,
                  gboolean state_changed);
  /* A thread has ended. */
  void (*thread_ended) (GObject *owner);
} TiemCrewHooks;

/* @owner: held weakly; @lock: (transfer full); @factory runs on a channel's thread, and
 * @factory_data is freed after the last of them. Made and used on the main thread. */
TiemCrew *tiem_crew_new (TiemStore *store,
                         TiemClock *clock,
                         TiemSyncLock *lock,
                         GObject *owner,
                         const TiemCrewHooks *hooks,
                         TiemWorkerFactory factory,
                         gpointer factory_data,
                         GDestroyNotify factory_free);
TiemCrew *tiem_crew_ref (TiemCrew *self);
void tiem_crew_unref (TiemCrew *self);

/* Has a thread for each of @channels (element-type TiemChannelRecord) and for no other. */
void tiem_crew_man (TiemCrew *self,
                    GPtrArray *channels);
/* Somebody asks for a turn now; @channel_id 0 = all. */
void tiem_crew_wake (TiemCrew *self,
                     gint64 channel_id,
                     TiemTurnFlags flags);
/* A commit left something to push. Any thread, at once, no store call. */
void tiem_crew_commit (TiemCrew *self,
                       const TiemCommit *commit);
/* Every worker is made anew before its next turn: keys or addresses may have changed. */
void tiem_crew_renew (TiemCrew *self);
void tiem_crew_set_paused (TiemCrew *self,
                           gboolean paused);
/* Connections of before are dead: turns under way are called off, and every channel has one with
 * a worker made anew, without waiting out a back-off; only what a platform forbade stays
 * forbidden. */
void tiem_crew_begin_anew (TiemCrew *self);
/* While asleep no turn begins; those under way go on. Ends with tiem_crew_begin_anew(). */
void tiem_crew_fall_asleep (TiemCrew *self);
/* Calls off the turns under way; what they did stays, the rest is taken up later. */
void tiem_crew_call_off (TiemCrew *self);
/* Returns: whether no turn is under way */
gboolean tiem_crew_is_quiet (TiemCrew *self);
/* Ends all threads. Returns: FALSE when some still hang after @timeout_ms; they end by
 * themselves and write nothing more than what became of the call they hang in */
gboolean tiem_crew_stop (TiemCrew *self,
                         gint64 timeout_ms);

typedef struct
{
  guint runners;
  guint working;    /* in a turn that has lasted over a second */
  guint waiting;    /* numbers and actions to be sent */
  guint needy;      /* channels that need the owner */
  guint offline;    /* channels that nobody answers for */
} TiemCrewSummary;
void tiem_crew_summarise (TiemCrew *self,
                          TiemCrewSummary *summary);
/* Returns: (transfer full) (nullable): why this computer can't keep what it reads */
char *tiem_crew_dup_problem (TiemCrew *self);
/* Returns: (transfer full) (nullable) */
char *tiem_crew_dup_activity (TiemCrew *self,
                              gint64 channel_id);

/* Returns: ms UTC when a turn of the channel last ended well, 0 = not since it started */
gint64 tiem_crew_get_read_at (TiemCrew *self,
                              gint64 channel_id);

/* Returns: ms since the machine started, the time it slept included */
gint64 tiem_crew_boot_time (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemCrew, tiem_crew_unref)

G_END_DECLS
