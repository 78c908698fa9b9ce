#pragma once

#include "document/tiem-market-table.h"
#include "document/tiem-orders-file.h"

G_BEGIN_DECLS

/* Between tiem-orders-file.c and the readers of the three platforms. */

typedef struct _TiemOrdersReader TiemOrdersReader;

/* An order while its rows are gathered. */
typedef struct
{
  TiemRemoteOrder *order; /* (owned) */
  gboolean is_refused;    /* one of its rows was */
  gint64 latest;          /* of all its times, ms UTC */
  gint64 returned;        /* units that came back or are on their way */
  gint64 paid_vnd;
  gboolean return_open;   /* a return that is not settled */
  gpointer data;          /* the platform's */
} TiemOrderDraft;

/* One of the three: how its rows become orders. */
typedef struct
{
  TiemMarketFileKind kind;
  const char *platform;
  const TiemMarketField *fields;
  guint n_fields;
  guint id_field;
  const char *const *ignored; /* heads that are known and stand for nothing of ours */
  const guint *needed;        /* fields without which nothing can be read; G_MAXUINT ends */
  /* A row of the order: the first one of it also tells what all repeat. FALSE: it is refused,
   * tiem_orders_reader_refuse() said why. */
  gboolean (*read_row) (TiemOrdersReader *reader,
                        const TiemMarketTable *table,
                        guint row,
                        TiemOrderDraft *draft,
                        gboolean is_first);
  /* After the last one: status and sums. */
  void (*finish) (TiemOrdersReader *reader,
                  TiemOrderDraft *draft);
  gboolean (*is_other_row) (const char *id); /* (nullable) a row that is none: a description */
  GDestroyNotify free_data;                  /* (nullable) */
} TiemOrdersFormat;

extern const TiemOrdersFormat tiem_orders_format_shopee;
extern const TiemOrdersFormat tiem_orders_format_lazada;
extern const TiemOrdersFormat tiem_orders_format_tiktok;

/* Returns: FALSE: what is wrong with the cell, a sentence */
gboolean tiem_orders_reader_refuse (TiemOrdersReader *self,
                                    const TiemMarketTable *table,
                                    guint row,
                                    guint field,
                                    const char *reason);
/* Read a cell, or refuse the row with the usual sentence. */
gboolean tiem_orders_reader_money (TiemOrdersReader *self,
                                   const TiemMarketTable *table,
                                   guint row,
                                   guint field,
                                   gint64 *vnd);
gboolean tiem_orders_reader_count (TiemOrdersReader *self,
                                   const TiemMarketTable *table,
                                   guint row,
                                   guint field,
                                   gint64 *value);
/* @draft: (nullable) whose latest time it may be. A file whose days and months changed places is
 * refused whole. */
gboolean tiem_orders_reader_time (TiemOrdersReader *self,
                                  const TiemMarketTable *table,
                                  guint row,
                                  guint field,
                                  TiemOrderDraft *draft,
                                  gint64 *ms);
/* No table knows this state. */
void tiem_orders_reader_note_word (TiemOrdersReader *self,
                                   const char *word);

/* Returns: (transfer full) (nullable): NULL when it is masked, so that it tells nobody apart */
char *tiem_orders_dup_unmasked (const char *text);
/* Whether @text, folded, begins with (or, the second, holds) @words, which are folded already. */
gboolean tiem_orders_begins (const char *text,
                             const char *words);
gboolean tiem_orders_holds (const char *text,
                            const char *words);
void tiem_orders_add_fee (TiemRemoteOrder *order,
                          const char *kind,
                          gint64 amount_vnd);

G_END_DECLS
