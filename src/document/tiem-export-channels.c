#define G_LOG_DOMAIN "tiem-export"

#include "config.h"

#include "document/tiem-export-private.h"

#include "store/tiem-store-after.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-drift.h"
#include "store/tiem-store-listings.h"

#include <glib/gi18n-lib.h>

/* What the channels show, what somebody changed there, how numbers travelled, what comes back. */

#define MOST_TRAVELS 10000

/* --- listings --- */

static const TiemExportColumn listing_columns[] = {
  { NC_ ("file column", "channel"), TIEM_CELL_TEXT },
  { NC_ ("file column", "remote_product_id"), TIEM_CELL_TEXT },
  { NC_ ("file column", "remote_variant_id"), TIEM_CELL_TEXT },
  { NC_ ("file column", "title"), TIEM_CELL_TEXT },
  { NC_ ("file column", "option"), TIEM_CELL_TEXT },
  { NC_ ("file column", "remote_sku"), TIEM_CELL_TEXT },
  { NC_ ("file column", "sku"), TIEM_CELL_TEXT },
  { NC_ ("file column", "price"), TIEM_CELL_MONEY },
  { NC_ ("file column", "shown"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "wanted"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "confirmed_at"), TIEM_CELL_TIME },
  { NC_ ("file column", "problem"), TIEM_CELL_TEXT },
  { NULL },
};

static void
add_number_or_none (TiemExport *self,
                    gboolean has,
                    gint64 number)
{
  if (has)
    tiem_export_add_number (self, number);
  else
    tiem_export_add_text (self, NULL);
}

static GPtrArray *
list_listings (TiemExport *self,
               gint64 offset,
               GError **error)
{
  static const TiemListingQuery everything = { 0 };

  return tiem_store_list_listings (self->store,
                                   self->query != NULL ? self->query : &everything,
                                   TIEM_EXPORT_PAGE,
                                   offset,
                                   error);
}

static gboolean
put_listing (TiemExport *self,
             gconstpointer record,
             GError **error)
{
  const TiemListing *listing = record;

  tiem_export_add_text (self, listing->channel_name);
  tiem_export_add_text (self, listing->remote_product_id);
  tiem_export_add_text (self, listing->remote_variant_id);
  tiem_export_add_text (self, listing->title);
  tiem_export_add_text (self, listing->options);
  tiem_export_add_text (self, listing->remote_sku);
  tiem_export_add_text (self, listing->sku);
  tiem_export_add_number (self, listing->price_vnd);
  add_number_or_none (self, listing->has_stock, listing->stock);
  add_number_or_none (self, listing->has_desired, listing->desired);
  tiem_export_add_number (self, listing->acked_at);
  tiem_export_add_text (self, listing->problem);
  tiem_export_end_row (self);
  return TRUE;
}

const TiemExportList tiem_export_listings = { listing_columns, list_listings, put_listing };

/* --- drift --- */

static const TiemExportColumn drift_columns[] = {
  { NC_ ("file column", "found_at"), TIEM_CELL_TIME },
  { NC_ ("file column", "channel"), TIEM_CELL_TEXT },
  { NC_ ("file column", "title"), TIEM_CELL_TEXT },
  { NC_ ("file column", "sku"), TIEM_CELL_TEXT },
  { NC_ ("file column", "what"), TIEM_CELL_TEXT },
  { NC_ ("file column", "expected"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "shown"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "wanted"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "settled_at"), TIEM_CELL_TIME },
  { NC_ ("file column", "outcome"), TIEM_CELL_TEXT },
  { NULL },
};

/* They come in one go: there are as many as somebody changed by hand. */
static GPtrArray *
list_drift (TiemExport *self,
            gint64 offset,
            GError **error)
{
  static const TiemDriftQuery everything = { 0 };

  return offset == 0 ? tiem_store_list_drifts (
             self->store, self->query != NULL ? self->query : &everything, 0, error)
                     : g_ptr_array_new ();
}

static const char *
get_outcome_words (const char *outcome)
{
  if (g_strcmp0 (outcome, TIEM_DRIFT_SET_BACK) == 0)
    return C_ ("drift", "set back");
  if (g_strcmp0 (outcome, TIEM_DRIFT_TAKEN_OVER) == 0)
    return C_ ("drift", "taken over");
  return outcome != NULL ? C_ ("drift", "explained by orders") : NULL;
}

static gboolean
put_drift (TiemExport *self,
           gconstpointer record,
           GError **error)
{
  const TiemDrift *drift = record;

  tiem_export_add_number (self, drift->found_at);
  tiem_export_add_text (self, drift->channel_name);
  tiem_export_add_text (self, drift->title);
  tiem_export_add_text (self, drift->sku);
  tiem_export_add_text (self, g_strcmp0 (drift->kind, "price") == 0 ? _ ("Price") : _ ("Stock"));
  tiem_export_add_number (self, drift->expected);
  add_number_or_none (self, drift->has_shown, drift->shown);
  add_number_or_none (self, drift->has_wanted, drift->wanted);
  tiem_export_add_number (self, drift->settled_at);
  tiem_export_add_text (self, get_outcome_words (drift->outcome));
  tiem_export_end_row (self);
  return TRUE;
}

const TiemExportList tiem_export_drift = { drift_columns, list_drift, put_drift };

/* --- travels: a row for each channel a change went to --- */

static const TiemExportColumn travel_columns[] = {
  { NC_ ("file column", "at"), TIEM_CELL_TIME },
  { NC_ ("file column", "sku"), TIEM_CELL_TEXT },
  { NC_ ("file column", "title"), TIEM_CELL_TEXT },
  { NC_ ("file column", "before"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "after"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "channel"), TIEM_CELL_TEXT },
  { NC_ ("file column", "sold"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "sent"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "took_ms"), TIEM_CELL_NUMBER },
  { NULL },
};

static gboolean
name_channels (TiemExport *self,
               GError **error)
{
  g_autoptr (GPtrArray) channels = tiem_store_list_channels (self->store, error);

  if (channels == NULL)
    return FALSE;
  self->channels = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  for (guint i = 0; i < channels->len; i++)
    {
      const TiemChannelRecord *channel = g_ptr_array_index (channels, i);

      g_hash_table_insert (
          self->channels, g_memdup2 (&channel->id, sizeof channel->id), g_strdup (channel->name));
    }
  return TRUE;
}

static GPtrArray *
list_travels (TiemExport *self,
              gint64 offset,
              GError **error)
{
  if (offset > 0)
    return g_ptr_array_new ();
  return name_channels (self, error) ? tiem_store_list_travels (self->store, MOST_TRAVELS, error)
                                     : NULL;
}

static gboolean
put_travel (TiemExport *self,
            gconstpointer record,
            GError **error)
{
  const TiemTravel *travel = record;

  for (guint i = 0; i < travel->stops->len; i++)
    {
      const TiemTravelStop *stop = &g_array_index (travel->stops, TiemTravelStop, i);
      const char *channel = g_hash_table_lookup (self->channels, &stop->channel_id);

      tiem_export_add_number (self, travel->at);
      tiem_export_add_text (self, travel->sku);
      tiem_export_add_text (self, travel->title);
      tiem_export_add_number (self, travel->before);
      tiem_export_add_number (self, travel->after);
      tiem_export_add_text (self, channel);
      add_number_or_none (self, stop->sold > 0, stop->sold);
      add_number_or_none (self, stop->sold == 0, stop->sent_value);
      add_number_or_none (self, stop->took_ms >= 0, stop->took_ms);
      tiem_export_end_row (self);
    }
  return TRUE;
}

const TiemExportList tiem_export_travels = { travel_columns, list_travels, put_travel };

/* --- returns --- */

static const TiemExportColumn return_columns[] = {
  { NC_ ("file column", "return"), TIEM_CELL_TEXT },
  { NC_ ("file column", "channel"), TIEM_CELL_TEXT },
  { NC_ ("file column", "order"), TIEM_CELL_TEXT },
  { NC_ ("file column", "buyer"), TIEM_CELL_TEXT },
  { NC_ ("file column", "status"), TIEM_CELL_TEXT },
  { NC_ ("file column", "goods"), TIEM_CELL_TEXT },
  { NC_ ("file column", "units"), TIEM_CELL_NUMBER },
  { NC_ ("file column", "refund"), TIEM_CELL_MONEY },
  { NC_ ("file column", "reason"), TIEM_CELL_TEXT },
  { NC_ ("file column", "at"), TIEM_CELL_TIME },
  { NC_ ("file column", "answer_by"), TIEM_CELL_TIME },
  { NC_ ("file column", "tracking"), TIEM_CELL_TEXT },
  { NULL },
};

static GPtrArray *
list_returns (TiemExport *self,
              gint64 offset,
              GError **error)
{
  static const TiemReturnQuery everything = { 0 };

  return tiem_store_list_returns (self->store,
                                  self->query != NULL ? self->query : &everything,
                                  TIEM_EXPORT_PAGE,
                                  offset,
                                  error);
}

static gboolean
put_return (TiemExport *self,
            gconstpointer record,
            GError **error)
{
  const TiemReturn *item = record;

  tiem_export_add_text (self, item->remote_id);
  tiem_export_add_text (self, item->channel_name);
  tiem_sheet_writer_add_text (
      self->writer, item->order_number != NULL ? item->order_number : item->order_remote_id);
  tiem_export_add_text (self, item->buyer_name);
  tiem_export_add_text (self, tiem_return_state_get_label (item->state));
  tiem_export_add_text (self, item->goods);
  tiem_export_add_number (self, item->units);
  tiem_export_add_number (self, item->refund_vnd);
  tiem_export_add_text (self, item->reason);
  tiem_export_add_number (self, item->created_at);
  tiem_export_add_number (self, item->answer_by);
  tiem_export_add_text (self, item->tracking);
  tiem_export_end_row (self);
  return TRUE;
}

const TiemExportList tiem_export_returns = { return_columns, list_returns, put_return };
