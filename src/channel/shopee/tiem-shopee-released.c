#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include <string.h>

/*
 * Which orders have been paid out. Only the list of releases tells (§18 row 18), by the time of
 * release, which an order does not know: so the list is read once from the day of the oldest
 * order that is asked about, and from then on only what is new.
 */

#define PAGE 100
/* One question about fees reads no more pages than this; the rest is read with the next one. */
#define MOST_PAGES 20
#define OVERLAP_S 300
#define FRESH_S 60
/* The list is not read farther back: what is older stays an estimate. */
#define LONGEST_S (180 * 24 * G_GINT64_CONSTANT (3600))
/* An order's number begins with the day it was placed, by a clock of UTC+8. */
#define ZONE_S (8 * 3600)

/* Returns: seconds; 0 = the number does not tell */
static gint64
read_day (const char *sn)
{
  g_autoptr (GDateTime) date = NULL;
  int day = 0;

  if (strspn (sn, "0123456789") < 6)
    return 0;
  for (guint i = 0; i < 6; i++)
    day = day * 10 + (sn[i] - '0');
  date = g_date_time_new_utc (2000 + day / 10000, day / 100 % 100, day % 100, 0, 0, 0);
  return date != NULL ? g_date_time_to_unix (date) - ZONE_S : 0;
}

/* Returns: from when on the releases of @list may be */
static gint64
find_start (GPtrArray *list,
            gint64 now)
{
  gint64 start = now - 24 * 3600;
  gboolean is_known = TRUE;

  for (guint i = 0; i < list->len; i++)
    {
      const TiemOrderFees *fees = list->pdata[i];
      gint64 day = fees->done ? read_day (fees->remote_id) : now;

      is_known = is_known && day > 0;
      if (day > 0)
        start = MIN (start, day);
    }
  return MAX (is_known ? start : 0, now - LONGEST_S);
}

/* What is known is one stretch of time: it grows to the past as older orders are asked about,
 * and to the present when that is a while ago. FALSE when nothing is to be read. */
static gboolean
open_window (TiemChannelShopee *self,
             gint64 start,
             gint64 now)
{
  ShopeeReleases *known = &self->releases;

  if (known->window_to > 0)
    return TRUE;
  if (start < known->from)
    {
      known->window_to = known->from;
      known->window_from = known->from - SHOPEE_WINDOW_S; /* the next order is older still */
    }
  else if (now - known->to > FRESH_S)
    {
      known->window_from = known->to - OVERLAP_S;
      known->window_to = MIN (known->window_from + SHOPEE_WINDOW_S, now);
    }
  known->page = 1;
  return known->window_to > 0;
}

static void
close_window (ShopeeReleases *known)
{
  known->from = MIN (known->from, known->window_from);
  known->to = MAX (known->to, known->window_to);
  known->window_to = 0;
}

static void
take_rows (TiemChannelShopee *self,
           JsonArray *rows)
{
  for (guint i = 0; i < tiem_json_array_get_size (rows); i++)
    {
      JsonObject *row = tiem_json_array_get_object (rows, i);
      char *sn = tiem_json_dup_string (row, "order_sn");
      gint64 micro = 0;
      gint64 payout;

      if (sn == NULL || !tiem_json_add_decimal (row, "payout_amount", &micro, NULL))
        {
          g_free (sn);
          continue;
        }
      payout = tiem_json_round_money (micro);
      g_hash_table_replace (self->releases.payouts, sn, g_memdup2 (&payout, sizeof payout));
    }
}

/* One page. FALSE with @error. */
static gboolean
read_page (TiemChannelShopee *self,
           TiemTransport *transport,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_auto (ShopeeAnswer) answer = { 0 };
  JsonObject *object;
  JsonArray *rows;

  tiem_form_add_int (query, "release_time_from", self->releases.window_from);
  tiem_form_add_int (query, "release_time_to", self->releases.window_to);
  tiem_form_add_int (query, "page_size", PAGE);
  tiem_form_add_int (query, "page_no", self->releases.page);
  object = shopee_get (&self->shop,
                       transport,
                       "payment/get_escrow_list",
                       g_steal_pointer (&query),
                       &answer,
                       cancellable,
                       error);
  if (object == NULL)
    return FALSE;

  rows = tiem_json_get_array (object, "escrow_list");
  take_rows (self, rows);
  if (tiem_json_get_boolean (object, "more") && tiem_json_array_get_size (rows) > 0)
    self->releases.page++;
  else
    close_window (&self->releases);
  return TRUE;
}

static void
mark (TiemChannelShopee *self,
      GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      TiemOrderFees *fees = list->pdata[i];
      const gint64 *payout = g_hash_table_lookup (self->releases.payouts, fees->remote_id);

      if (fees->done && payout != NULL)
        fees->is_settled = TRUE;
    }
}

static gboolean
has_unsettled (TiemChannelShopee *self,
               GPtrArray *list)
{
  for (guint i = 0; i < list->len; i++)
    {
      const TiemOrderFees *fees = list->pdata[i];

      if (fees->done && !g_hash_table_contains (self->releases.payouts, fees->remote_id))
        return TRUE;
    }
  return FALSE;
}

gboolean
shopee_mark_settled (TiemChannelShopee *self,
                     TiemTransport *transport,
                     GPtrArray *list,
                     GCancellable *cancellable,
                     GError **error)
{
  gint64 now = shopee_now (transport);
  gint64 start = find_start (list, now);

  if (self->releases.payouts == NULL)
    {
      self->releases.payouts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      self->releases.from = self->releases.to = now;
    }
  for (guint i = 0; i < MOST_PAGES && has_unsettled (self, list); i++)
    {
      g_autoptr (GError) call_error = NULL;

      if (!open_window (self, start, now))
        break;
      if (!read_page (self, transport, cancellable, &call_error))
        {
          /* the fees themselves are known: they count as estimates until the list is read */
          if (g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED))
            break;
          g_propagate_error (error, g_steal_pointer (&call_error));
          return FALSE;
        }
    }
  mark (self, list);
  return TRUE;
}
