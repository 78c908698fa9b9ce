#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"

#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-listings.h"

#include <glib/gi18n-lib.h>

/* "Why are 3 left?": what on hand is made of, who holds it, and what each channel was told. */

#define TRAVELS_SHOWN 20

static const TiemCliColumn made_of_columns[] = {
  { "reason", N_ ("Why"), TIEM_SHOW_REASON },
  { "delta", N_ ("Change"), TIEM_SHOW_NUMBER },
  { "times", N_ ("Times"), TIEM_SHOW_NUMBER },
  { NULL },
};

static const TiemCliColumn held_columns[] = {
  { "number", N_ ("Order no."), TIEM_SHOW_TEXT },
  { "channel_name", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "placed_at", N_ ("Placed"), TIEM_SHOW_TIME },
  { "status", N_ ("State"), TIEM_SHOW_STATUS },
  { "quantity", N_ ("Held"), TIEM_SHOW_NUMBER },
  { "lacking", N_ ("Short"), TIEM_SHOW_NUMBER },
  { NULL },
};

static const TiemCliColumn told_columns[] = {
  { "channel_name", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "desired", N_ ("Should show"), TIEM_SHOW_NUMBER },
  { "sent", N_ ("Sent"), TIEM_SHOW_NUMBER },
  { "sent_at", N_ ("Sent at"), TIEM_SHOW_TIME },
  { "acked", N_ ("Confirmed"), TIEM_SHOW_NUMBER },
  { "acked_at", N_ ("Confirmed at"), TIEM_SHOW_TIME },
  { "problem", N_ ("Problem"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn travel_columns[] = {
  { "at", N_ ("At"), TIEM_SHOW_TIME },
  { "before", N_ ("Before"), TIEM_SHOW_NUMBER },
  { "after", N_ ("After"), TIEM_SHOW_NUMBER },
  { "channel_name", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "sold", N_ ("Sold"), TIEM_SHOW_NUMBER },
  { "sent", N_ ("Sent"), TIEM_SHOW_NUMBER },
  { "took_ms", N_ ("Milliseconds"), TIEM_SHOW_NUMBER },
  { NULL },
};

static const TiemCliColumn why_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "on_hand", N_ ("On hand"), TIEM_SHOW_NUMBER },
  { "reserved", N_ ("Reserved"), TIEM_SHOW_NUMBER },
  { "available", N_ ("Available"), TIEM_SHOW_NUMBER },
  { "made_of", N_ ("On hand is made of"), TIEM_SHOW_LIST, made_of_columns },
  { "held", N_ ("Held by, the first to come first"), TIEM_SHOW_LIST, held_columns },
  { "told", N_ ("On the channels"), TIEM_SHOW_LIST, told_columns },
  { "travels", N_ ("How the number travelled"), TIEM_SHOW_LIST, travel_columns },
  { NULL },
};

static void
add_made_of (JsonBuilder *builder,
             GPtrArray *sums)
{
  tiem_json_begin_list (builder, "made_of");
  for (guint i = 0; i < sums->len; i++)
    {
      const TiemMovementSum *sum = g_ptr_array_index (sums, i);

      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "reason", sum->reason);
      tiem_json_add_int (builder, "delta", sum->delta);
      tiem_json_add_int (builder, "times", sum->times);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_held (JsonBuilder *builder,
          GPtrArray *reservations)
{
  tiem_json_begin_list (builder, "held");
  for (guint i = 0; i < reservations->len; i++)
    {
      const TiemReservation *held = g_ptr_array_index (reservations, i);

      json_builder_begin_object (builder);
      tiem_json_add_id (builder, "order", held->order_id);
      tiem_json_add_text (builder, "number", held->order_number);
      tiem_json_add_text (builder, "channel_name", held->channel_name);
      tiem_json_add_time (builder, "placed_at", held->placed_at);
      tiem_json_add_text (builder, "status", tiem_order_status_to_string (held->status));
      tiem_json_add_int (builder, "quantity", held->quantity);
      tiem_json_add_int (builder, "lacking", held->lacking);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_told (JsonBuilder *builder,
          GPtrArray *listings)
{
  tiem_json_begin_list (builder, "told");
  for (guint i = 0; i < listings->len; i++)
    {
      const TiemListing *listing = g_ptr_array_index (listings, i);

      json_builder_begin_object (builder);
      tiem_json_add_id (builder, "channel", listing->channel_id);
      tiem_json_add_text (builder, "channel_name", listing->channel_name);
      tiem_json_add_id (builder, "listing", listing->id);
      tiem_json_add_optional_int (builder, "desired", listing->has_desired, listing->desired);
      tiem_json_add_optional_int (builder, "sent", listing->sent_at > 0, listing->sent_value);
      tiem_json_add_time (builder, "sent_at", listing->sent_at);
      tiem_json_add_optional_int (builder, "acked", listing->has_acked, listing->acked);
      tiem_json_add_time (builder, "acked_at", listing->acked_at);
      tiem_json_add_text (builder, "standing", tiem_standing_to_string (listing->standing));
      tiem_json_add_text (builder, "problem", listing->problem);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static const char *
find_channel_name (GPtrArray *listings,
                   gint64 channel_id)
{
  for (guint i = 0; i < listings->len; i++)
    {
      const TiemListing *listing = g_ptr_array_index (listings, i);

      if (listing->channel_id == channel_id)
        return listing->channel_name;
    }
  return NULL;
}

/* One entry for each channel a change came from or went to. */
static void
add_travels (JsonBuilder *builder,
             GPtrArray *travels,
             GPtrArray *listings)
{
  tiem_json_begin_list (builder, "travels");
  for (guint i = 0; i < travels->len; i++)
    {
      const TiemTravel *travel = g_ptr_array_index (travels, i);

      for (guint j = 0; j < travel->stops->len; j++)
        {
          const TiemTravelStop *stop = &g_array_index (travel->stops, TiemTravelStop, j);
          gboolean is_told = stop->sold == 0;

          json_builder_begin_object (builder);
          tiem_json_add_time (builder, "at", travel->at);
          tiem_json_add_int (builder, "before", travel->before);
          tiem_json_add_int (builder, "after", travel->after);
          tiem_json_add_id (builder, "channel", stop->channel_id);
          tiem_json_add_text (
              builder, "channel_name", find_channel_name (listings, stop->channel_id));
          tiem_json_add_int (builder, "sold", stop->sold);
          tiem_json_add_bool (builder, "by_file", stop->by_file);
          tiem_json_add_optional_int (
              builder, "sent", is_told && stop->took_ms >= 0, stop->sent_value);
          tiem_json_add_optional_int (
              builder, "took_ms", is_told && stop->took_ms >= 0, stop->took_ms);
          json_builder_end_object (builder);
        }
    }
  json_builder_end_array (builder);
}

gboolean
tiem_cli_print_why (TiemCli *cli,
                    gint64 variant_id,
                    GError **error)
{
  const TiemListingQuery query = { .variant_id = variant_id };
  g_autoptr (TiemVariant) variant = tiem_store_get_variant (cli->store, variant_id, error);
  g_autoptr (GPtrArray) sums = NULL;
  g_autoptr (GPtrArray) held = NULL;
  g_autoptr (GPtrArray) listings = NULL;
  g_autoptr (GPtrArray) travels = NULL;
  JsonBuilder *builder;

  if (variant == NULL || (sums = tiem_store_sum_movements (cli->store, variant_id, error)) == NULL
      || (held = tiem_store_list_reservations (cli->store, variant_id, error)) == NULL
      || (listings = tiem_store_list_listings (cli->store, &query, 0, 0, error)) == NULL
      || (travels = tiem_store_list_variant_travels (cli->store, variant_id, TRAVELS_SHOWN, error))
             == NULL)
    return FALSE;

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "sku", variant->sku);
  tiem_json_add_int (builder, "on_hand", variant->on_hand);
  tiem_json_add_int (builder, "reserved", variant->reserved);
  tiem_json_add_int (builder, "available", variant->available);
  add_made_of (builder, sums);
  add_held (builder, held);
  add_told (builder, listings);
  add_travels (builder, travels, listings);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), why_columns, NULL);
}
