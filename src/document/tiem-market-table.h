#pragma once

#include "document/tiem-market-file.h"

G_BEGIN_DECLS

/* The table of a seller centre's file: columns by field, cells read strictly. */

/* A field and what its head is called, the first names first: "Mã đơn hàng", "Order ID". */
typedef struct
{
  const char *names[4]; /* NULL-terminated where fewer */
} TiemMarketField;

typedef struct
{
  const TiemSheet *sheet; /* not owned */
  const TiemMarketField *fields; /* not owned */
  guint n_fields;
  guint head_row;
  guint *columns; /* (owned): of each field; TIEM_SHEET_NO_COLUMN = none */
} TiemMarketTable;

/* Finds the columns: exact heads first, so that of two which differ by one letter's case each
 * finds its own; then by the other names, with "(VND)" and stars left away. */
void tiem_market_table_init (TiemMarketTable *self,
                             const TiemSheet *sheet,
                             guint head_row,
                             const TiemMarketField *fields,
                             guint n_fields);
void tiem_market_table_clear (TiemMarketTable *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TiemMarketTable, tiem_market_table_clear)

gboolean tiem_market_table_has (const TiemMarketTable *self,
                                guint field);
/* Returns: (transfer full): the head as the file has it, for people */
char *tiem_market_table_dup_head (const TiemMarketTable *self,
                                  guint field);
/* Adds to @heads the names of columns that stand for nothing of ours and not in @known
 * (NULL-terminated). */
void tiem_market_table_list_unknown (const TiemMarketTable *self,
                                     const char *const *known,
                                     GPtrArray *heads);

/* Returns: (transfer full) (nullable): trimmed; NULL when there is nothing */
char *tiem_market_table_dup_text (const TiemMarketTable *self,
                                  guint row,
                                  guint field);
/* An id that must be all there: FALSE when a spreadsheet program has lost digits of it. @id:
 * (transfer full) (nullable) */
gboolean tiem_market_table_read_id (const TiemMarketTable *self,
                                    guint row,
                                    guint field,
                                    char **id);
/* Empty cells and "-" are 0. FALSE: it is no amount. */
gboolean tiem_market_table_read_money (const TiemMarketTable *self,
                                       guint row,
                                       guint field,
                                       gint64 *vnd);
gboolean tiem_market_table_read_int (const TiemMarketTable *self,
                                     guint row,
                                     guint field,
                                     gint64 *value);

typedef enum
{
  TIEM_MARKET_TIME_OK, /* or empty: 0 */
  TIEM_MARKET_TIME_WRONG,
  TIEM_MARKET_TIME_SWAPPED, /* month and day changed places on the way */
} TiemMarketTime;
/* Local time of Việt Nam → ms UTC. */
TiemMarketTime tiem_market_table_read_time (const TiemMarketTable *self,
                                            guint row,
                                            guint field,
                                            gint64 *ms);

/* The same for a text, for tests and files with other shapes. */
gboolean tiem_market_parse_money (const char *text,
                                  gint64 *vnd);
TiemMarketTime tiem_market_parse_time (const char *text,
                                       gint64 *ms);

G_END_DECLS
