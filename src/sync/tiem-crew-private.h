#pragma once

#include "sync/tiem-crew.h"

G_BEGIN_DECLS

/* How a channel stands for the owner. */
typedef enum
{
  TIEM_RUNNER_WELL,
  TIEM_RUNNER_OFFLINE, /* nobody answers, for a minute or longer */
  TIEM_RUNNER_NEEDY,
} TiemRunnerTrouble;

/* One channel and its thread. All fields but those marked are guarded by crew->mutex. */
typedef struct
{
  TiemCrew *crew;     /* owned; never changes */
  gint64 channel_id;  /* never changes */
  GThread *thread;    /* to tell it from others, not to be joined */
  GCancellable *cancellable; /* owned; another one after a turn was called off */
  TiemWorker *worker; /* set and cleared by its thread */
  gboolean stop;
  gboolean renew;

  /* what wakes it */
  gint64 due_at;         /* boot time, ms; G_MAXINT64 = only when asked */
  gint64 forbidden_until; /* boot time: the platform said so; nobody may ask before */
  gboolean down;         /* a commit is no reason for a turn */
  gboolean committed;
  gint64 committed_at;
  gboolean asked;
  TiemTurnFlags asked_flags;

  /* what it does */
  gboolean in_turn;
  guint turn_number;
  gboolean is_long; /* the turn has lasted over a second */
  GSource *long_source;
  char *activity;

  /* how it stands */
  guint waiting;
  gint64 failing_since; /* boot time, 0 = it works */
  TiemRunnerTrouble trouble;
  char *own_problem; /* (nullable): a sentence, when it is this computer that fails */
  gint64 read_at; /* ms UTC: when a turn last ended well, 0 = not yet */
} TiemRunner;

struct _TiemCrew
{
  int ref_count; /* atomic */
  TiemStore *store;
  TiemClock *clock;
  TiemWorkerFactory factory;
  gpointer factory_data;
  GDestroyNotify factory_free;
  GMainContext *context;
  GWeakRef owner;
  TiemCrewHooks hooks;

  GMutex mutex;
  GCond cond;          /* something that a waiting thread, or stop(), looks at changed */
  GHashTable *runners; /* (element-type gint64 TiemRunner): each until its thread ends */
  gboolean paused;
  gboolean asleep; /* the computer, or it is about to */
  gboolean stopped;
  TiemSyncLock *lock;
  GPtrArray *events; /* (element-type TiemSyncEvent): not yet told */
  gboolean state_changed;
  gboolean thread_ended;
  gboolean is_scheduled; /* an idle source will tell */
};

/* With crew->mutex held: has the owner told on the main context. @event: (nullable) (transfer full) */
void tiem_crew_tell (TiemCrew *self,
                     TiemSyncEvent *event,
                     gboolean state_changed);
/* With crew->mutex held: makes the thread of a channel. @record: as the store has it */
void tiem_runner_start (TiemCrew *crew,
                        const TiemChannelRecord *record);

G_END_DECLS
