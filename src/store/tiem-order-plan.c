#define G_LOG_DOMAIN "tiem-order-plan"

#include "store/tiem-order-plan.h"

#include "base/tiem-time.h"

/*
 * A list of orders is read in one of two ways. By its filter: the orders that fit, from an
 * index that has them together, then sorted. Or by its sort: from the index that has all
 * orders in the wanted order, leaving out those that do not fit. The second is right when
 * only the first rows are wanted and many fit, the first in every other case.
 */

/* Of this many orders one must fit for the walk to be short. */
#define MOST_PER_FIT 50

/* So many orders of a tag or carrier are looked up and sorted in no time; of more, the walk
 * in the wanted order finds the first ones soon. */
#define FEW 20000

static const char *
get_sort_index (TiemOrderSort sort)
{
  switch (sort)
    {
    case TIEM_ORDER_SORT_SHIP_BY:
      return "order_by_deadline";
    case TIEM_ORDER_SORT_CHANNEL:
      return "order_by_channel";
    case TIEM_ORDER_SORT_NUMBER:
      return "order_by_number";
    case TIEM_ORDER_SORT_BUYER:
      return "order_by_buyer";
    case TIEM_ORDER_SORT_TOTAL:
      return "order_by_total";
    case TIEM_ORDER_SORT_STATUS:
      return "order_by_stage";
    case TIEM_ORDER_SORT_PLACED:
    default:
      return "order_by_placed";
    }
}

/* Returns: (nullable): the index that has the orders of the filters together; NULL: there is
 * no filter. *has_order: it has them in the wanted order, too */
static const char *
get_filter_index (const TiemOrderQuery *query,
                  gboolean *has_order)
{
  TiemOrderSort sort = query->sort;
  gboolean one_channel = query->channel_id != 0;
  /* With a single channel or status, sorting by it leaves the time alone. */
  gboolean by_time = sort == TIEM_ORDER_SORT_PLACED
                     || (sort == TIEM_ORDER_SORT_CHANNEL && one_channel)
                     || (sort == TIEM_ORDER_SORT_STATUS && query->group == TIEM_ORDERS_STATUS);

  *has_order = FALSE;
  if (query->customer_id != 0)
    return "order_by_customer";
  switch (query->group)
    {
    case TIEM_ORDERS_TODO:
      *has_order = sort == TIEM_ORDER_SORT_SHIP_BY;
      return "order_todo";
    case TIEM_ORDERS_SHORT:
      *has_order = sort == TIEM_ORDER_SORT_SHIP_BY;
      return "order_by_deadline";
    case TIEM_ORDERS_STATUS:
      *has_order = by_time;
      return one_channel ? "order_by_channel_stage" : "order_by_stage";
    case TIEM_ORDERS_TROUBLED:
      *has_order = sort == TIEM_ORDER_SORT_STATUS;
      return one_channel ? "order_by_channel_stage" : "order_by_stage";
    case TIEM_ORDERS_CANCEL_ASKED:
      return "order_cancel_asked";
    case TIEM_ORDERS_REFUSERS:
      *has_order = sort == TIEM_ORDER_SORT_SHIP_BY;
      return "order_todo";
    case TIEM_ORDERS_ALL:
    default:
      if (!one_channel)
        return NULL;
      *has_order = by_time;
      return "order_by_channel";
    }
}

/* Orders since a day, but for the cancelled ones: near enough. */
static gboolean
count_since (TiemDb *db,
             gint64 since,
             gint64 *n,
             GError **error)
{
  return tiem_db_get_int (db,
                          n,
                          error,
                          "SELECT sum (orders) FROM daily WHERE day >= ?1",
                          TIEM_INT (tiem_time_day (since)));
}

gboolean
tiem_order_plan (TiemDb *db,
                 const TiemOrderQuery *query,
                 gboolean is_sorted,
                 gboolean is_first,
                 const char **index,
                 GError **error)
{
  const char *sort_index = get_sort_index (query->sort);
  gboolean has_order;
  const char *filter_index = get_filter_index (query, &has_order);
  TiemOrderQuery everything = { 0 };
  gint64 ignored;
  gint64 all = 0;
  gint64 fits = 0;
  gint64 recent = G_MAXINT64;

  /* Few fit, of a channel or of all. */
  if (query->customer_id == 0 && tiem_order_counts_is_small (query->group))
    {
      *index = filter_index;
      return TRUE;
    }
  if (!tiem_order_counts_sum (db, &everything, &all, &ignored, error)
      || !tiem_order_counts_sum (db, query, &fits, &ignored, error))
    return FALSE;
  if (query->since > 0)
    {
      recent = 0;
      if (!count_since (db, query->since, &recent, error))
        return FALSE;
    }

  /* Few are so young, or there is nothing else to go by. */
  if (query->customer_id == 0 && query->since > 0
      && (filter_index == NULL || (recent < fits && !(has_order && is_first))))
    {
      filter_index = "order_by_placed";
      has_order = query->sort == TIEM_ORDER_SORT_PLACED;
      fits = MIN (fits, recent);
    }

  if (filter_index == NULL)
    *index = is_sorted ? sort_index : "order_by_placed";
  else if (!is_sorted || has_order || !is_first || query->customer_id != 0
           || fits < all / MOST_PER_FIT)
    *index = filter_index;
  else
    *index = sort_index;
  return TRUE;
}

gboolean
tiem_order_plan_start (TiemDb *db,
                       const TiemOrderQuery *query,
                       gint64 tag_id,
                       gboolean is_first,
                       TiemOrderStart *start,
                       GError **error)
{
  gint64 least = 0;
  gint64 tagged = 0;
  gint64 carried = 0;
  gint64 ignored;

  *start = TIEM_ORDER_START_ORDERS;
  if (!tiem_order_counts_sum (db, query, &least, &ignored, error))
    return FALSE;
  if (is_first)
    least = MIN (least, FEW);
  if (tag_id != 0)
    {
      if (!tiem_db_get_int (db,
                            &tagged,
                            error,
                            "SELECT count (*) FROM"
                            " (SELECT 1 FROM order_tag WHERE tag_id = ?1 LIMIT ?2 + 1)",
                            TIEM_INT (tag_id),
                            TIEM_INT (least)))
        return FALSE;
      if (tagged <= least)
        {
          least = tagged;
          *start = TIEM_ORDER_START_TAG;
        }
    }
  if (query->carrier != NULL)
    {
      if (!tiem_db_get_int (db,
                            &carried,
                            error,
                            "SELECT count (*) FROM (SELECT 1 FROM parcel"
                            " WHERE carrier = ?1 AND position = 0 LIMIT ?2 + 1)",
                            TIEM_TEXT (query->carrier),
                            TIEM_INT (least)))
        return FALSE;
      if (carried <= least)
        *start = TIEM_ORDER_START_CARRIER;
    }
  return TRUE;
}
