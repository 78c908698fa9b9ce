#pragma once

#include "store/tiem-db.h"

G_BEGIN_DECLS

/*
 * The words that searches know, one table each: order_text, variant_text, customer_text.
 *
 * A write gathers them and puts them in at its commit, all at once: FTS5 writes out what it
 * has in memory at every statement that needs a savepoint, so that words put in one by one
 * between other statements cost a segment of the index each.
 */
typedef struct _TiemSearchQueue TiemSearchQueue;

TiemSearchQueue *tiem_search_queue_new (void);
void tiem_search_queue_free (TiemSearchQueue *self);
gboolean tiem_search_queue_flush (TiemSearchQueue *self,
                                  TiemDb *db,
                                  GError **error);
/* Folds @text (folded already or not) and makes it the row's in @table ("variant_text" …, a
 * literal). Only a difference is written. */
void tiem_search_queue_put (TiemSearchQueue *self,
                            const char *table,
                            gint64 id,
                            const char *text);
/* The same for an order, whose words are made from its rows as they are at the commit.
 * @is_new: it has none yet */
void tiem_search_queue_put_order (TiemSearchQueue *self,
                                  gint64 order_id,
                                  gboolean is_new);

/* Adds a space and @part (nullable). */
void tiem_search_add (GString *text,
                      const char *part);
/* Adds a phone number in every form people type it: 0901234567, 84901234567, 0901 234 567,
 * and its last four digits. A masked or NULL one adds nothing. */
void tiem_search_add_phone (GString *text,
                            const char *phone);

G_END_DECLS
