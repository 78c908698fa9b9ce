#pragma once

#include "sandbox/tiem-sandbox.h"
#include "sim-clock.h"
#include "store/tiem-store.h"
#include "sync/tiem-worker-private.h"

G_BEGIN_DECLS

/*
 * A shop with a website and three marketplaces, all in one thread: the real store, workers and
 * channels, the sandbox's markets without sockets, a simulated time, and everything that
 * happens drawn from one seed. One seed is one exact run.
 *
 *   sim.c        a run: begin, go on, calm down
 *   sim-site.c   a market and the way to it
 *   sim-crash.c  the program ends anywhere and starts again on what is on the disk
 *   sim-acts.c   what people, markets and computers do
 *   sim-check.c  what must be true
 */

#define SIM_N_SITES 4
#define SIM_SECOND 1000
#define SIM_MINUTE (60 * SIM_SECOND)
#define SIM_HOUR (60 * SIM_MINUTE)

typedef struct _Sim Sim;

typedef struct
{
  Sim *sim;
  guint index;
  const TiemChannelInfo *info;
  char *home;
  TiemSandbox *sandbox;
  TiemSandboxMarket *market; /* borrowed */
  gint64 ahead;              /* of the market's clock, ms */
  gboolean is_away;          /* nobody answers */
  TiemTransport *transport;
  gint64 channel_id;
  TiemWorker *worker; /* (nullable) */
  gint64 due_at;      /* true time of the next turn; G_MAXINT64 = when the owner did something */
  gboolean is_woken;  /* a commit left something to push */
  gboolean in_turn;
  GHashTable *by_hand; /* (element-type utf8): SKUs whose stock somebody changed there */
  GHashTable *prices; /* (element-type utf8 gint64): SKU → what the owner set and nobody changed */
} SimSite;

typedef struct
{
  gint64 ms; /* simulated */
  guint turns, calls, orders, faults, crashes, edits;
} SimCounts;

/* What a bench does differently; each (nullable). */
typedef struct
{
  /* Changes how a market is set up, before it opens. */
  void (*set_up) (SimSite *site,
                  TiemSandboxOptions *options);
  /* A request or an answer is on its way: comes back when it has arrived. */
  void (*travel) (SimSite *site);
  gpointer user_data;
} SimHooks;

struct _Sim
{
  guint32 seed;
  SimHooks hooks;
  GRand *random;
  SimClock *clock;
  SimSite sites[SIM_N_SITES];
  GArray *variants; /* (element-type gint64): ids in the store */
  GPtrArray *skus;  /* (element-type utf8): theirs, same order */
  GArray *adjusted; /* (element-type guint): edits that the store has acknowledged, same order */

  TiemStore *store;
  TiemKeyring *keyring; /* the system's: it outlives the program */
  char *dir;
  guint n_dirs;
  gint crash_in; /* points until the program ends; 0 = it does not */
  gboolean has_crashed;
  char *saved_dir; /* (nullable) what was on the disk when it did */

  gboolean is_calm; /* nothing happens by itself any more */
  guint depth;      /* of things that happen while others do */
  SimCounts counts;
  GPtrArray *trail; /* (element-type utf8): what happened */
  guint64 digest;   /* of the trail */
  char *failure;    /* (nullable) the first thing that was not true */
};

/* sim.c */

/* @steps: how long. Returns: whether all was well; else see ->failure */
Sim *sim_new (guint32 seed);
/* @hooks: (nullable) */
Sim *sim_new_with_hooks (guint32 seed, const SimHooks *hooks);
void sim_free (Sim *self);
gboolean sim_run (Sim *self, guint steps);
/* Notes what happened. */
void sim_tell (Sim *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* The first failure is kept. Returns: FALSE */
gboolean sim_fail (Sim *self, const char *format, ...) G_GNUC_PRINTF (2, 3);
/* Returns: whether something of this chance happens now */
gboolean sim_hits (Sim *self, double chance);
/* Time passes at once, here and at the markets. */
void sim_pass (Sim *self, gint64 ms);
/* One turn of a market's worker, unless it is in one. */
void sim_turn (Sim *self, SimSite *site);

/* sim-site.c */
void sim_site_open (SimSite *self, Sim *sim, guint index);
void sim_site_close (SimSite *self);
gboolean sim_site_is_website (const SimSite *self);
/* Gives the shop's keyring what the market says of itself: the owner signs in. */
void sim_site_sign_in (SimSite *self);
/* Makes the worker anew, from what the keyring has. */
void sim_site_make_worker (SimSite *self);
/* Returns: what the store calls @order, 0 while it does not have it */
gint64 sim_site_find_order (SimSite *self, const TiemSandboxOrder *order);
/* The market's own address for a fault, an order … as the owner or a buyer would do it;
 * meets no fault. @body: (nullable) JSON. Returns: (transfer full) */
JsonNode *sim_site_control (SimSite *self, const char *method, const char *path, const char *body);
/* A website's administrator does something by its own API; meets no fault. */
void sim_site_administer (SimSite *self, const char *method, const char *path, const char *body);
void sim_site_clear_faults (SimSite *self);

/* sim-crash.c */

/* To be called wherever the program may end. Returns: whether it has */
gboolean sim_crash_point (Sim *self, const char *where);
/* After a crash: begins again with what was on the disk. */
void sim_restart (Sim *self);
void sim_open_store (Sim *self);
void sim_close_store (Sim *self);
char *sim_make_dir (Sim *self);

/* sim-acts.c */
void sim_act (Sim *self);
/* Decides the differences that were found when the other markets were taken over. */
void sim_decide_conflicts (Sim *self);

/* sim-check.c */
gboolean sim_check_invariants (Sim *self);
/* Whether all markets and the store agree. @sold_only: only in what orders and edits account
 * for, which no listing needs to be read again for. @why: (out) (transfer full) (nullable) */
gboolean sim_agrees (Sim *self, gboolean sold_only, char **why);
gboolean sim_check_edits (Sim *self);

G_END_DECLS
