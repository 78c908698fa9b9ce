#pragma once

#include "store/tiem-db.h"
#include "store/tiem-store-search.h"
#include "store/tiem-store.h"
#include "store/tiem-tally.h"

#include "model/tiem-records.h"

G_BEGIN_DECLS

/*
 * How the files of src/store read and write. Every public tiem_store_…() is one of:
 *
 *   g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
 *
 *   if (read == NULL)
 *     return NULL;
 *   …queries on read->db: one snapshot; ended by the cleanup…
 *
 *   g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
 *
 *   if (write == NULL
 *       || !tiem_db_run (write->db, error, …)
 *       || …)
 *     return FALSE;                   the cleanup rolls back
 *   write->what |= TIEM_CHANGED_CUSTOMERS;
 *   return tiem_write_commit (write, error);
 *
 * A write holds the store's only write connection: no network, no waiting, and no other
 * begin_write() inside. Stock is moved through tiem-ledger.h alone; the commit brings
 * everything derived from it up to date first (tiem_ledger_settle()).
 */

typedef struct _TiemLater TiemLater;

typedef struct
{
  TiemStore *store; /* not owned */
  TiemDb *db;
} TiemRead;

/* A snapshot on a connection of this thread's own. FULL, STORE, DAMAGED … */
TiemRead *tiem_store_begin_read (TiemStore *self, GError **error);
void tiem_read_end (TiemRead *self);

typedef struct
{
  TiemStore *store; /* not owned */
  TiemDb *db;
  gint64 now;           /* one stamp for all of it, ms UTC */
  TiemChanged what;     /* set by the writer */
  GHashTable *dirty;    /* (element-type gint64): variants whose stock moved, for the ledger */
  GHashTable *variants; /* (element-type gint64): variants whose available changed */
  GHashTable *channels; /* (element-type gint64): channels with something new to push */
  TiemTally *tally;     /* what the counters are to be changed by */
  TiemSearchQueue *search; /* words for the searches */
  gint64 source;        /* the channel whose orders are being stored, 0 = none */
  gint64 changes;       /* rows the connection had changed when it began */
  gint64 asked_since;   /* tiem_store_get_asked_since() once it was looked up; -1 = not yet */
  int cost_method;      /* TiemCostMethod once it was looked up; -1 = not yet */
  gint64 is_cost_settling; /* looked up with it: movements may not be valued by it yet */
} TiemWrite;

/* BEGIN IMMEDIATE. BUSY when another process holds the database for long. */
TiemWrite *tiem_store_begin_write (TiemStore *self, GError **error);
/* The same, for what can be done again: it survives a crash of the program, but a power cut may
 * take it back, up to what was written by begin_write(). It does not wait for the disk. */
TiemWrite *tiem_store_begin_light_write (TiemStore *self, GError **error);
/* Settles the ledger, commits, tells the commit functions and ::changed. @self stays to be
 * freed. On failure nothing was written; nor is anything when no row was changed. */
gboolean tiem_write_commit (TiemWrite *self, GError **error);
/* Rolls back what was not committed. */
void tiem_write_end (TiemWrite *self);
void tiem_write_touch_variant (TiemWrite *self, gint64 variant_id);
void tiem_write_touch_channel (TiemWrite *self, gint64 channel_id);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemRead, tiem_read_end)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemWrite, tiem_write_end)

/* A line of the sync log. @message: (nullable): in the place of the entry's own */
gboolean tiem_log_insert (TiemWrite *write,
                          const TiemLogEntry *entry,
                          const char *message,
                          GError **error);
/* What waits for the next commit (tiem-later.h). */
TiemLater *tiem_store_get_later (TiemStore *self);

/* Returns: a number that another process's commit changes */
gint64 tiem_store_read_version (TiemStore *self);
/* The path of the database. */
const char *tiem_store_get_path (TiemStore *self);
/* Has everything read again, as after another process's commit: for restore. */
void tiem_store_announce_all (TiemStore *self);
/* The write connection outside of any transaction, for restore alone: nobody else writes until
 * it is given back. What the store remembers of its content is read again then. */
TiemDb *tiem_store_take_writer (TiemStore *self,
                                GError **error);
void tiem_store_give_writer (TiemStore *self);
/* The newest schema this program knows. */
int tiem_store_get_schema_version (void);

G_END_DECLS
