#define G_LOG_DOMAIN "tiem-sync"

#include "config.h"

#include "sync/tiem-worker-private.h"

#include "base/tiem-money.h"
#include "store/tiem-store-drift.h"

#include <glib/gi18n-lib.h>

/* Numbers and prices that somebody changed at the channel itself: store/tiem-drift.c has the rules,
 * here is when they are applied, and what is told of them. */

/* Returns: (transfer full): for the log */
static char *
tell (const TiemDrift *drift)
{
  gboolean is_price = g_str_equal (drift->kind, "price");
  g_autofree char *before
      = is_price ? tiem_money_format (drift->expected) : tiem_number_format (drift->expected);
  g_autofree char *shown = is_price           ? tiem_money_format (drift->shown)
                           : drift->has_shown ? tiem_number_format (drift->shown)
                                              : g_strdup ("—");

  if (g_strcmp0 (drift->outcome, TIEM_DRIFT_TAKEN_OVER) == 0)
    /* Translators: goods, two numbers or prices */
    return g_strdup_printf (is_price
                                ? _ ("Taken over the price of %s as it was changed there, from "
                                     "%s to %s")
                                : _ ("Taken over the stock of %s as it was changed there, "
                                     "from %s to %s"),
                            drift->title,
                            before,
                            shown);
  if (is_price)
    return g_strdup_printf (
        _ ("Somebody changed the price of %s there, from %s to %s"), drift->title, before, shown);
  return g_strdup_printf (
      _ ("Somebody changed the stock of %s there, from %s to %s"), drift->title, before, shown);
}

gboolean
tiem_worker_settle_drift (TiemWorker *self,
                          TiemTurn *turn,
                          GError **error)
{
  g_autoptr (GPtrArray) news = tiem_store_settle_drift (self->store, self->channel_id, error);

  if (news == NULL)
    return FALSE;
  turn->news = turn->news || news->len > 0;
  for (guint i = 0; i < news->len; i++)
    {
      const TiemDrift *drift = g_ptr_array_index (news, i);
      g_autofree char *text = tell (drift);

      tiem_call_log_note (self->log, drift->kind, "drift", text);
    }
  return TRUE;
}

gboolean
tiem_worker_read_odd_again (TiemWorker *self,
                            TiemTurn *turn,
                            GError **error)
{
  g_autoptr (GPtrArray) odd = NULL;
  g_autoptr (TiemListingPage) page = NULL;
  GError *call_error = NULL;

  odd = tiem_store_list_odd (self->store,
                             self->channel_id,
                             MAX (1, self->info->push_batch),
                             &turn->report->come_back_at,
                             error);
  if (odd == NULL)
    return FALSE;
  if (odd->len == 0)
    return TRUE;

  turn->news = TRUE;
  /* Orders are pulled after it and before it is believed. */
  turn->again = TRUE;
  tiem_limiter_set_urgent (self->limiter, FALSE);
  page = tiem_channel_read_listings (
      self->channel, self->transport, odd, turn->cancellable, &call_error);
  if (page == NULL)
    {
      tiem_call_log_blame_last (self->log, call_error);
      g_propagate_error (error, call_error);
      return FALSE;
    }
  return tiem_store_put_read_back (self->store, self->channel_id, page, error)
         && tiem_store_drop_odd (self->store, odd, error);
}
