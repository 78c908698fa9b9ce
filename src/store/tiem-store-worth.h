#pragma once

#include "store/tiem-row-list.h"

G_BEGIN_DECLS

/* What lies in the stock: what it is worth, what sells slowly, and what is to be ordered. */

typedef enum
{
  TIEM_WORTH_VALUE,   /* everything that is worth something, or of which there is any */
  TIEM_WORTH_SLOW,    /* on hand, and not sold for slow_days */
  TIEM_WORTH_REORDER, /* at the reorder point, or (where there is none) gone before new ones come */
} TiemWorthReport;

typedef enum
{
  TIEM_WORTH_SORT_NAME,
  TIEM_WORTH_SORT_UNITS,
  TIEM_WORTH_SORT_COST,
  TIEM_WORTH_SORT_VALUE,
  TIEM_WORTH_SORT_SOLD, /* in 90 days */
  TIEM_WORTH_SORT_IDLE, /* days without a sale */
  TIEM_WORTH_SORT_LEFT, /* days that what is available lasts: what is to be ordered first */
} TiemWorthSort;

typedef struct
{
  TiemWorthReport report;
  char *category;     /* (nullable) this one and what is below it; "" = in none */
  gint64 supplier_id; /* the last one it was bought of; 0 = any */
  char *search;       /* (nullable) */
  gint64 slow_days;
  TiemWorthSort sort;
  gboolean descending;
} TiemWorthQuery;
TiemWorthQuery *tiem_worth_query_copy (const TiemWorthQuery *self);
void tiem_worth_query_free (TiemWorthQuery *self);

#define TIEM_DEFAULT_SLOW_DAYS 60
#define TIEM_DEFAULT_LEAD_DAYS 7
#define TIEM_DEFAULT_COVER_DAYS 30

/* A variant in one of the reports. */
typedef struct
{
  gint64 id;
  gint64 product_id;
  char *product_name;
  char *options;
  char *sku;
  char *category; /* (nullable) */
  char *picture;  /* (nullable) */
  gint64 units;   /* that the value is of: on hand, and on the way between places */
  gint64 available;
  gboolean has_cost;
  gint64 cost_vnd;
  gint64 value_vnd;
  gint64 sold_30_days; /* bundles that it is part of included */
  gint64 sold_90_days;
  gint64 idle_days;    /* since it was last sold, or, never sold, since it is here */
  gboolean was_sold;
  gboolean has_reorder_point;
  gint64 reorder_point;
  /* Sold in a day on which there was any: of the last 30 or 90 days, whichever is faster. */
  gint64 pace_milli;
  gint64 empty_days; /* of the last 90: days without any */
  gint64 left_days;  /* that what is available lasts; −1 = nothing is sold */
  gint64 drafted;    /* on purchase slips that are not booked yet */
  gint64 suggestion; /* how many to order */
  gint64 supplier_id; /* 0 = never bought by a slip */
  char *supplier_name;
} TiemWorth;
void tiem_worth_free (TiemWorth *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemWorth, tiem_worth_free)

/* Returns: (element-type TiemWorth); @limit 0 = all */
GPtrArray *tiem_store_list_worth (TiemStore *self,
                                  const TiemWorthQuery *query,
                                  gint64 limit,
                                  gint64 offset,
                                  GError **error);

typedef struct
{
  gint64 variants;
  gint64 units;
  gint64 value_vnd;
  gint64 n_unknown; /* variants on hand that nobody knows the cost of */
} TiemWorthSum;
/* Of all that @query finds. */
gboolean tiem_store_sum_worth (TiemStore *self,
                               const TiemWorthQuery *query,
                               TiemWorthSum *sum,
                               GError **error);

typedef enum
{
  TIEM_WORTH_BY_CATEGORY,
  TIEM_WORTH_BY_LOCATION,
  TIEM_WORTH_BY_SUPPLIER, /* the last one of each variant */
} TiemWorthBy;

typedef struct
{
  gint64 id;  /* of the location or supplier; 0 = none */
  char *name; /* (nullable): none */
  TiemWorthSum sum;
} TiemWorthGroup;
void tiem_worth_group_free (TiemWorthGroup *self);

/* Returns: (element-type TiemWorthGroup): the greatest value first. Their values add up to that of
 * the whole stock; a variant at several places is shared out by what lies at each. */
GPtrArray *tiem_store_group_worth (TiemStore *self,
                                   TiemWorthBy by,
                                   GError **error);

/* How few are few: at or below @units available it is time to order. !@has_point: what is few for
 * all, and the pace. INVALID, NOT_FOUND. */
gboolean tiem_store_set_reorder_point (TiemStore *self,
                                       gint64 variant_id,
                                       gboolean has_point,
                                       gint64 units,
                                       GError **error);

/* The shop's settings. @lead_days: from an order to the supplier until the goods are here;
 * @cover_days: how long they are to last then. */
gboolean tiem_store_get_reorder_days (TiemStore *self,
                                      gint64 *lead_days,
                                      gint64 *cover_days,
                                      GError **error);
gboolean tiem_store_set_reorder_days (TiemStore *self,
                                      gint64 lead_days,
                                      gint64 cover_days,
                                      GError **error);

TiemRowList *tiem_row_list_new_worth (TiemStore *store);
void tiem_row_list_set_worth_query (TiemRowList *self,
                                    const TiemWorthQuery *query);

G_END_DECLS
