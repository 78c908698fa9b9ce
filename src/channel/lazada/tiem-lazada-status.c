#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "channel/lazada/tiem-lazada-private.h"

#include <string.h>

/*
 * The one table of statuses. Lazada knows none for an order, each unit has its own
 * (Lazada §5.2). "topack", "toship" and "shipping" are words of its filters.
 */
static const LazStatus statuses[] = {
  { "unpaid", TIEM_ORDER_UNPAID },
  { "pending", TIEM_ORDER_TO_SHIP },
  { "repacked", TIEM_ORDER_TO_SHIP },
  { "packed", TIEM_ORDER_TO_SHIP },
  { "topack", TIEM_ORDER_TO_SHIP },
  { "toship", TIEM_ORDER_AWAITING_PICKUP },
  { "ready_to_ship", TIEM_ORDER_AWAITING_PICKUP },
  { "shipping", TIEM_ORDER_SHIPPING },
  { "shipped", TIEM_ORDER_SHIPPING },
  { "delivered", TIEM_ORDER_DELIVERED },
  { "confirmed", TIEM_ORDER_COMPLETED },
  { "canceled", TIEM_ORDER_CANCELLED },
  { "cancelled", TIEM_ORDER_CANCELLED },
  { "failed", TIEM_ORDER_FAILED_DELIVERY },
  { "failed_delivery", TIEM_ORDER_FAILED_DELIVERY },
  { "lost", TIEM_ORDER_FAILED_DELIVERY },
  { "lost_by_3pl", TIEM_ORDER_FAILED_DELIVERY },
  { "damaged_by_3pl", TIEM_ORDER_FAILED_DELIVERY },
  { "shipped_back_failed", TIEM_ORDER_FAILED_DELIVERY },
  { "package_scrapped", TIEM_ORDER_FAILED_DELIVERY },
  { "shipped_back", TIEM_ORDER_RETURNING },
  { "shipped_back_success", TIEM_ORDER_RETURNED },
  { "returned", TIEM_ORDER_RETURNED },
};

/* From the least advanced on. A word that nobody knows comes first: it needs a look, and
 * the order holds what it may hold. */
static const TiemOrderStatus advance[] = {
  TIEM_ORDER_UNKNOWN,         TIEM_ORDER_UNPAID,    TIEM_ORDER_TO_CONFIRM, TIEM_ORDER_TO_SHIP,
  TIEM_ORDER_AWAITING_PICKUP, TIEM_ORDER_SHIPPING,  TIEM_ORDER_DELIVERED,  TIEM_ORDER_COMPLETED,
  TIEM_ORDER_FAILED_DELIVERY, TIEM_ORDER_RETURNING, TIEM_ORDER_RETURNED,   TIEM_ORDER_CANCELLED,
};

const LazStatus *
laz_status_find (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (statuses) && word != NULL; i++)
    if (g_ascii_strcasecmp (statuses[i].word, word) == 0)
      return &statuses[i];
  return NULL;
}

static TiemOrderStatus
get_status (const char *word)
{
  const LazStatus *status = laz_status_find (word);

  return status != NULL ? status->status : TIEM_ORDER_UNKNOWN;
}

static guint
get_rank (const char *word)
{
  TiemOrderStatus status = get_status (word);
  guint rank = 0;

  while (advance[rank] != status)
    rank++;
  return rank;
}

static int
compare_advance (gconstpointer a,
                 gconstpointer b)
{
  const char *first = *(const char *const *)a;
  const char *second = *(const char *const *)b;
  guint rank = get_rank (first);
  guint other = get_rank (second);

  return rank != other ? (rank > other) - (rank < other) : strcmp (first, second);
}

TiemOrderStatus
laz_status_combine (GPtrArray *words,
                    char **remote_status)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++)
    if (!g_ptr_array_find_with_equal_func (sorted, words->pdata[i], g_str_equal, NULL))
      g_ptr_array_add (sorted, words->pdata[i]);
  g_ptr_array_sort (sorted, compare_advance);

  /* Cancelled units do not speak for an order that has others. */
  for (guint i = 0; i < sorted->len; i++)
    if (i == 0 || get_status (sorted->pdata[i]) != TIEM_ORDER_CANCELLED)
      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", (char *)sorted->pdata[i]);
  *remote_status = g_string_free (g_steal_pointer (&text), FALSE);
  return sorted->len > 0 ? get_status (sorted->pdata[0]) : TIEM_ORDER_UNKNOWN;
}

gboolean
laz_status_is_to_pack (const char *word)
{
  return g_strcmp0 (word, "pending") == 0 || g_strcmp0 (word, "repacked") == 0
         || g_strcmp0 (word, "topack") == 0;
}

gboolean
laz_status_is_packed (const char *word)
{
  return g_strcmp0 (word, "packed") == 0;
}
