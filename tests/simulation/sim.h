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
 *   sim.c           a run: begin, go on, calm down
 *   sim-site.c      a market and the way to it
 *   sim-sign-in.c   the owner signs in there
 *   sim-disk.c      the disk beneath the database
 *   sim-crash.c     the program ends anywhere and starts again on what is on the disk
 *   sim-acts.c      what happens, and how often
 *   sim-buyers.c    what buyers, carriers and markets do
 *   sim-sale.c      11.11 at midnight
 *   sim-owner.c     what the owner does
 *   sim-trouble.c   what goes wrong
 *   sim-counts.c    what a run has come to, for the report
 *   sim-check.c     what must be true of the store and the orders
 *   sim-listings.c  what must be true of what is listed
 *   sim-sold.c      what was sold that was not there, and why
 *   sim-deeds.c     nothing is done twice at a market
 */

#define SIM_N_SITES 4
#define SIM_SECOND 1000
#define SIM_MINUTE (60 * SIM_SECOND)
#define SIM_HOUR (60 * SIM_MINUTE)

typedef struct _Sim Sim;

/* What goes wrong. Those up to SIM_CLOCK_SKEW are the sandbox's, by its names. */
typedef enum
{
  SIM_DROP,
  SIM_ERROR_STATUS,
  SIM_RATE_LIMIT,
  SIM_HTML,
  SIM_DELAY,
  SIM_LOST_ANSWER,
  SIM_CUT,
  SIM_MALFORMED,
  SIM_TRUNCATED,
  SIM_DUPLICATE,
  SIM_REORDER,
  SIM_CLOCK_SKEW,
  SIM_NOBODY_ANSWERS,
  SIM_LOST_WRITE, /* carried out, and then the connection broke: stock, price, ship, cancel … */
  SIM_TOKEN_ENDED,
  SIM_GRANT_ENDED,
  SIM_TOO_MANY_CALLS, /* beyond what the market allows */
  SIM_ASLEEP,
  SIM_CLOCK_JUMP,
  SIM_DISK_ERROR, /* operations that failed */
  SIM_DISK_FULL,
  SIM_DISK_DEATH, /* in the middle of a transaction, and the program with it */
  SIM_POWER_CUT,
  SIM_N_FAULTS,
} SimFault;

/* Why goods could be sold that were not there. */
typedef enum
{
  SIM_CAUSE_FORCED,
  SIM_CAUSE_BY_HAND,
  SIM_CAUSE_CUT_OFF,
  SIM_CAUSE_OWNER,
  SIM_CAUSE_WHOLE,   /* every channel showed all there was */
  SIM_CAUSE_BETWEEN, /* of what was read and what was written */
  SIM_N_CAUSES,
} SimCause;

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
  TiemTransport *way_in; /* the same market, and nothing happens on the way */
  gint64 channel_id;
  TiemWorker *worker; /* (nullable) */
  gint64 due_at;      /* true time of the next turn; G_MAXINT64 = when the owner did something */
  gboolean is_woken;  /* a commit left something to push */
  gboolean in_turn;
  gboolean is_paused;   /* by the owner */
  gboolean is_troubled; /* it, or the way to it, does not do what it should */
  guint sleeps;         /* of the computer, when its last turn went well */
  guint n_seen;         /* orders that were looked at */
  guint n_known;        /* up to here the store knows them all */
  GHashTable *by_hand; /* (element-type utf8): SKUs whose stock somebody changed there */
  GHashTable *unlinked; /* (element-type utf8): SKUs that the owner took the link off */
  GHashTable *prices; /* (element-type utf8 gint64): SKU → what the owner set and nobody changed */
  GHashTable *asked;  /* (element-type utf8 guint): order and action → how often the owner asked */
  GHashTable *done;   /* (element-type utf8 guint): the same → how often the market did it */
} SimSite;

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

/* Plain numbers, so that a run in a process of its own can hand them back. */
typedef struct
{
  gint64 ms; /* simulated */
  guint turns, calls, orders, crashes, edits;
  guint faults[SIM_N_FAULTS];
  guint oversold[SIM_N_CAUSES]; /* units */
} SimCounts;

/* The great sale of the eleventh of November: begins at midnight in Việt Nam. */
typedef struct
{
  gint64 at; /* true time of midnight; 0 = it is a quiet day */
  gboolean has_begun;
  double per_minute; /* orders of hot goods at all markets before it begins */
  gint64 next_at;    /* true time when somebody buys something hot */
} SimSale;

typedef enum
{
  SIM_DISK_SOUND,
  SIM_DISK_FAILS,
  SIM_DISK_IS_FULL,
  SIM_DISK_DIES,
} SimDisk;

struct _Sim
{
  guint32 seed;
  GThread *thread; /* in which all of it happens */
  SimHooks hooks;
  GRand *random;
  SimClock *clock;
  SimSite sites[SIM_N_SITES];
  GArray *variants; /* (element-type gint64): ids in the store */
  GPtrArray *skus;  /* (element-type utf8): theirs, same order; the first three are hot */
  GArray *adjusted; /* (element-type guint): edits that the store has acknowledged, same order */
  GArray *doubtful; /* (element-type guint): those that failed with the disk, and perhaps did not */

  TiemStore *store;
  TiemKeyring *keyring; /* the system's: it outlives the program */
  char *dir;
  guint n_dirs;
  gint crash_in; /* points until the program ends; 0 = it does not */
  gboolean has_crashed;
  char *saved_dir; /* (nullable) what was on the disk when it did */

  SimDisk disk;
  gboolean is_forcing; /* a market sells what it does not have */
  GHashTable *edited;  /* (element-type gint64 gint64): variant → true time of the owner's last edit */
  SimSale sale;
  gboolean is_calm; /* nothing happens by itself any more */
  guint sleeps;     /* of the computer: what was on its way is lost */
  gboolean is_asleep;
  guint depth;      /* of things that happen while others do */
  SimCounts counts;
  GPtrArray *trail; /* (element-type utf8): what happened */
  guint64 digest;   /* of the trail */
  char *failure;    /* (nullable) the first thing that was not true */
  const char *watched; /* (nullable) SKU: what it shows where is told whenever that changes */
  char *seen;       /* (nullable) what was told of it last */
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
TiemSandboxShop *sim_site_get_shop (SimSite *self);
/* Makes the worker anew, from what the keyring has. */
void sim_site_make_worker (SimSite *self);
/* Returns: what the store calls @order, 0 while it does not have it */
gint64 sim_site_find_order (SimSite *self, const TiemSandboxOrder *order);
/* The market's own address for a fault, an order … as the owner or a buyer would do it;
 * meets no fault. @body: (nullable) JSON. Returns: (transfer full) */
JsonNode *sim_site_control (SimSite *self, const char *method, const char *path, const char *body);
/* The same, when the answer does not matter. */
void sim_site_post (SimSite *self, const char *path, const char *body);
/* A website's administrator does something by its own API; meets no fault. */
void sim_site_administer (SimSite *self, const char *method, const char *path, const char *body);
void sim_site_clear_faults (SimSite *self);

/* sim-sign-in.c */

/* Gives the shop's keyring what the market says of itself: the owner has just signed in. */
void sim_site_connect (SimSite *self);
/* The owner signs in at the market's page of consent, and the worker goes on. */
void sim_site_sign_in (SimSite *self);

/* sim-disk.c */

/* Around the database's life: what is not safe when the power goes is known. */
void sim_disk_open (Sim *self);
void sim_disk_close (Sim *self);
void sim_disk_trouble (Sim *self);
void sim_disk_die (Sim *self);
void sim_disk_mend (Sim *self);
/* Whether the store may fail. */
gboolean sim_disk_is_ill (Sim *self);
gboolean sim_disk_has_died (Sim *self);
/* Writes into @to what is left. */
void sim_disk_cut_power (Sim *self, const char *to);

/* sim-crash.c */

/* To be called wherever the program may end. Returns: whether it has */
gboolean sim_crash_point (Sim *self, const char *where);
/* After a crash: begins again with what was on the disk. */
void sim_restart (Sim *self);
void sim_open_store (Sim *self);
void sim_close_store (Sim *self);
char *sim_make_dir (Sim *self);

/* sim-acts.c */

/* Something happens. */
void sim_act (Sim *self);
SimSite *sim_choose_site (Sim *self);
/* Returns: an index of ->skus; a third of all that happens is about the hot ones */
guint sim_choose_goods (Sim *self);
/* Returns: (nullable): one of the latest orders of @site */
TiemSandboxOrder *sim_choose_order (Sim *self, SimSite *site);
const char *sim_choose_word (Sim *self, const char *const *words, guint n_words);

/* sim-buyers.c */

void sim_buy (Sim *self);
void sim_move_order (Sim *self);
void sim_wish_to_cancel (Sim *self);
void sim_ask_return (Sim *self);
void sim_trash_order (Sim *self);
void sim_refund_order (Sim *self);
void sim_change_listing (Sim *self);
/* A campaign of a marketplace takes units of some goods for itself, or gives them back. */
void sim_lock_stock (Sim *self);

/* sim-sale.c */

/* Before the first order: the day is the tenth of November, an hour before midnight. */
void sim_sale_announce (Sim *self);
/* Returns: when somebody buys something hot next, true time; G_MAXINT64 = nobody will */
gint64 sim_sale_get_next (Sim *self);
/* What is due by now happens. */
void sim_sale_step (Sim *self);

/* sim-owner.c */

void sim_adjust_stock (Sim *self);
void sim_count_stock (Sim *self);
void sim_sell_at_counter (Sim *self);
void sim_edit_price (Sim *self);
void sim_act_on_order (Sim *self);
void sim_answer_wish (Sim *self);
void sim_answer_return (Sim *self);
void sim_undo_action (Sim *self);
void sim_receive_return (Sim *self);
void sim_change_rule (Sim *self);
void sim_change_own_rule (Sim *self);
void sim_link_anew (Sim *self);
void sim_unlink (Sim *self);
void sim_archive (Sim *self);
void sim_bundle (Sim *self);
void sim_pause (Sim *self);
/* Decides the differences that were found when the other markets were taken over. */
void sim_decide_conflicts (Sim *self);
/* Puts back what only lasts while things happen: links, pauses. */
void sim_tidy_up (Sim *self);

/* sim-trouble.c */

void sim_make_trouble (Sim *self);
void sim_lose_write (Sim *self);
void sim_end_trouble (Sim *self);
void sim_go_away (Sim *self);
void sim_end_tokens (Sim *self);
void sim_limit_calls (Sim *self);
void sim_sleep_long (Sim *self);
void sim_set_clock (Sim *self);

/* sim-counts.c */

void sim_count_fault (Sim *self, SimFault fault);
/* @name: as the sandbox calls it */
void sim_count_faults (Sim *self, const char *name, guint times);
void sim_counts_add (SimCounts *self, const SimCounts *more);
/* Returns: (transfer full): a line for people */
char *sim_counts_to_text (const SimCounts *self);
/* Returns: (transfer full): "drop 12, error 3 …" */
char *sim_counts_list_faults (const SimCounts *self);

/* sim-deeds.c */

/* The owner asks for @kind ("order:ship" …), and the store has acknowledged it. */
void sim_deeds_ask (SimSite *self, const char *number, const char *kind);
/* A call has been carried out at the market, whatever becomes of the answer. */
void
sim_deeds_note (SimSite *self, const TiemRequest *request, const TiemResponse *response);

/* sim-sold.c */

/* To be called when time has passed: looks at the orders that were made. */
void sim_look_at_orders (Sim *self);
/* The owner has changed how many there are, or where they may be sold. */
void sim_note_edit (Sim *self, gint64 variant_id);
/* Returns: (transfer full): "3: a channel was cut off; …" */
char *sim_counts_list_oversold (const SimCounts *self);

/* sim-check.c */

gboolean sim_check_invariants (Sim *self);
/* Whether all markets and the store agree. @sold_only: only in what orders and edits account
 * for, which no listing needs to be read again for. @why: (out) (transfer full) (nullable) */
gboolean sim_agrees (Sim *self, gboolean sold_only, char **why);
gboolean sim_check_edits (Sim *self);

/* sim-listings.c */

gboolean sim_listings_agree (SimSite *site, gboolean sold_only, char **why);
/* Tells what the watched goods show, if that has changed. */
void sim_watch (Sim *self);

G_END_DECLS
