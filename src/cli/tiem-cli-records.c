#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-records.h"

#include "cli/tiem-cli-market.h"

#include "model/tiem-address.h"

#include "store/tiem-store-after.h"

#include <glib/gi18n-lib.h>

const TiemCliColumn tiem_cli_channel_columns[] = {
  { "id", N_ ("No."), TIEM_SHOW_TEXT },
  { "name", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "kind", N_ ("Kind"), TIEM_SHOW_TEXT },
  { "state", N_ ("State"), TIEM_SHOW_WORD },
  { "last_ok_at", N_ ("Last read"), TIEM_SHOW_TIME },
  { "by_file", N_ ("By file"), TIEM_SHOW_FLAG },
  { "pending", N_ ("Waiting to be sent"), TIEM_SHOW_NUMBER },
  { "failed", N_ ("Refused"), TIEM_SHOW_NUMBER },
  { "error.message", N_ ("Problem"), TIEM_SHOW_TEXT },
  { "warning", N_ ("Permission"), TIEM_SHOW_TEXT },
  { NULL },
};

/* What the channel lets nobody read, while orders and stock work, and what it sent that nobody
 * understands. */
static void
add_problems (JsonBuilder *builder,
              TiemStore *store,
              gint64 channel_id)
{
  g_autoptr (GPtrArray) problems = tiem_store_list_lane_problems (store, channel_id, NULL);
  g_autoptr (GPtrArray) unreadable = tiem_store_list_unreadable (store, channel_id, NULL);

  tiem_json_begin_list (builder, "problems");
  for (guint i = 0; problems != NULL && i < problems->len; i++)
    {
      const TiemLaneProblem *problem = g_ptr_array_index (problems, i);

      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "part", problem->lane);
      tiem_json_add_text (builder, "remote_id", NULL);
      tiem_json_add_text (builder, "message", problem->problem);
      json_builder_end_object (builder);
    }
  for (guint i = 0; unreadable != NULL && i < unreadable->len; i++)
    {
      const TiemUnreadableRecord *item = g_ptr_array_index (unreadable, i);

      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "part", item->kind);
      tiem_json_add_text (builder, "remote_id", item->remote_id);
      tiem_json_add_text (builder, "message", item->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
tiem_cli_channel_json (JsonBuilder *builder,
                       TiemStore *store,
                       const TiemChannelRecord *channel)
{
  g_autofree char *warning = tiem_channel_record_dup_warning (channel, tiem_store_now (store));

  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", channel->id);
  tiem_json_add_text (builder, "kind", channel->kind);
  tiem_json_add_text (builder, "name", channel->name);
  tiem_json_add_text (builder, "state", tiem_channel_state_to_string (channel->state));
  tiem_json_add_text (builder, "base_url", channel->base_url);
  tiem_json_add_text (builder, "shop", channel->shop);
  tiem_json_add_time (builder, "last_ok_at", channel->last_ok_at);
  tiem_json_add_int (builder, "pending", channel->pending);
  tiem_json_add_int (builder, "failed", channel->failed);
  tiem_json_add_text (builder, "drift", channel->takes_over ? "take-over" : "set-back");
  tiem_json_add_bool (builder, "split", channel->splits);
  tiem_cli_file_desk_json (builder, store, channel);
  tiem_json_add_time (builder, "auth_expires_at", channel->auth_expires_at);
  tiem_json_add_text (builder, "warning", warning);
  tiem_json_add_error (builder, channel->error_class, channel->error_message);
  add_problems (builder, store, channel->id);
  json_builder_end_object (builder);
}

const TiemCliColumn tiem_cli_listing_columns[] = {
  { "id", N_ ("No."), TIEM_SHOW_TEXT },
  { "channel_name", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "remote_sku", N_ ("SKU at the channel"), TIEM_SHOW_TEXT },
  { "title", N_ ("Product"), TIEM_SHOW_TEXT },
  { "options", N_ ("Variant"), TIEM_SHOW_TEXT },
  { "price", N_ ("Price"), TIEM_SHOW_MONEY },
  { "stock", N_ ("Shows"), TIEM_SHOW_NUMBER },
  { "desired", N_ ("Should show"), TIEM_SHOW_NUMBER },
  { "state", N_ ("State"), TIEM_SHOW_WORD },
  { "sku", N_ ("Linked to"), TIEM_SHOW_TEXT },
  { "problem", N_ ("Problem"), TIEM_SHOW_TEXT },
  { NULL },
};

void
tiem_cli_listing_json (JsonBuilder *builder,
                       const TiemListing *listing)
{
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", listing->id);
  tiem_json_add_id (builder, "channel", listing->channel_id);
  tiem_json_add_text (builder, "channel_name", listing->channel_name);
  tiem_json_add_text (builder, "remote_product_id", listing->remote_product_id);
  tiem_json_add_text (builder, "remote_variant_id", listing->remote_variant_id);
  tiem_json_add_text (builder, "remote_sku", listing->remote_sku);
  tiem_json_add_text (builder, "title", listing->title);
  tiem_json_add_text (builder, "options", listing->options);
  tiem_json_add_int (builder, "price", listing->price_vnd);
  tiem_json_add_optional_int (builder, "stock", listing->has_stock, listing->stock);
  tiem_json_add_text (builder, "state", tiem_listing_state_to_string (listing->state));
  tiem_json_add_text (builder, "sku", listing->variant_id != 0 ? listing->sku : NULL);
  tiem_json_add_optional_int (builder, "desired", listing->has_desired, listing->desired);
  tiem_json_add_optional_int (builder, "acked", listing->has_acked, listing->acked);
  tiem_json_add_time (builder, "acked_at", listing->acked_at);
  tiem_json_add_int (builder, "campaign_locked", listing->campaign_locked);
  tiem_json_add_text (builder, "standing", tiem_standing_to_string (listing->standing));
  tiem_json_add_text (builder, "problem", listing->problem);
  tiem_json_add_time (builder, "retry_at", listing->retry_at);
  tiem_json_add_int (builder, "wanted_price", listing->wanted_price_vnd);
  tiem_json_add_time (builder, "drift_since", listing->drift_at);
  tiem_json_add_text (builder,
                      "drift",
                      listing->stock_drifts && listing->price_drifts ? "stock,price"
                      : listing->stock_drifts                        ? "stock"
                      : listing->price_drifts                        ? "price"
                                                                     : NULL);
  json_builder_end_object (builder);
}

static const TiemCliColumn variant_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "options", N_ ("Variant"), TIEM_SHOW_TEXT },
  { "barcode", N_ ("Barcode"), TIEM_SHOW_TEXT },
  { "shelf", N_ ("Shelf"), TIEM_SHOW_TEXT },
  { "price", N_ ("Price"), TIEM_SHOW_MONEY },
  { "cost", N_ ("Cost"), TIEM_SHOW_MONEY },
  { "on_hand", N_ ("On hand"), TIEM_SHOW_NUMBER },
  { "reserved", N_ ("Reserved"), TIEM_SHOW_NUMBER },
  { "available", N_ ("Available"), TIEM_SHOW_NUMBER },
  { "archived", N_ ("Archived"), TIEM_SHOW_FLAG },
  { NULL },
};

const TiemCliColumn tiem_cli_product_columns[] = {
  { "id", N_ ("No."), TIEM_SHOW_TEXT },
  { "name", N_ ("Product"), TIEM_SHOW_TEXT },
  { "category", N_ ("Category"), TIEM_SHOW_TEXT },
  { "variants", N_ ("Variants"), TIEM_SHOW_LIST, variant_columns },
  { NULL },
};

/* @barcodes: (nullable): one a line */
static void
add_barcodes (JsonBuilder *builder,
              const char *barcodes)
{
  g_auto (GStrv) codes = barcodes != NULL ? g_strsplit (barcodes, "\n", -1) : NULL;

  tiem_json_begin_list (builder, "barcodes");
  for (guint i = 0; codes != NULL && codes[i] != NULL; i++)
    json_builder_add_string_value (builder, codes[i]);
  json_builder_end_array (builder);
}

static void
add_variant (JsonBuilder *builder,
             const TiemVariant *variant)
{
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "sku", variant->sku);
  tiem_json_add_text (builder, "barcode", variant->barcode);
  add_barcodes (builder, variant->barcodes);
  tiem_json_add_text (builder, "options", variant->options);
  tiem_json_add_text (builder, "shelf", variant->shelf);
  tiem_json_add_int (builder, "price", variant->price_vnd);
  tiem_json_add_optional_int (builder, "cost", variant->has_cost, variant->cost_vnd);
  tiem_json_add_int (builder, "on_hand", variant->on_hand);
  tiem_json_add_int (builder, "reserved", variant->reserved);
  tiem_json_add_int (builder, "available", variant->available);
  tiem_json_add_time (builder, "counted_at", variant->counted_at);
  tiem_json_add_bool (builder, "bundle", variant->is_bundle);
  tiem_json_add_bool (builder, "archived", variant->archived);
  json_builder_end_object (builder);
}

void
tiem_cli_product_json (JsonBuilder *builder,
                       const TiemProduct *product,
                       gboolean with_archived)
{
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", product->id);
  tiem_json_add_text (builder, "name", product->name);
  tiem_json_add_text (builder, "category", product->category);
  tiem_json_begin_list (builder, "variants");
  for (guint i = 0; i < product->variants->len; i++)
    {
      const TiemVariant *variant = g_ptr_array_index (product->variants, i);

      if (with_archived || !variant->archived)
        add_variant (builder, variant);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static const TiemCliColumn line_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "remote_sku", N_ ("SKU at the channel"), TIEM_SHOW_TEXT },
  { "title", N_ ("Product"), TIEM_SHOW_TEXT },
  { "options", N_ ("Variant"), TIEM_SHOW_TEXT },
  { "quantity", N_ ("Units"), TIEM_SHOW_NUMBER },
  { "unit_price", N_ ("Price"), TIEM_SHOW_MONEY },
  { "total", N_ ("Total"), TIEM_SHOW_MONEY },
  { "reserved", N_ ("Reserved"), TIEM_SHOW_NUMBER },
  { "shipped", N_ ("Shipped"), TIEM_SHOW_NUMBER },
  { "returned", N_ ("Came back"), TIEM_SHOW_NUMBER },
  { "damaged", N_ ("Damaged"), TIEM_SHOW_NUMBER },
  { "lost", N_ ("Lost"), TIEM_SHOW_NUMBER },
  { NULL },
};

static const TiemCliColumn fee_columns[] = {
  { "kind", N_ ("Kind"), TIEM_SHOW_TEXT },
  { "amount", N_ ("Amount"), TIEM_SHOW_MONEY },
  { NULL },
};

static const TiemCliColumn parcel_columns[] = {
  { "remote_id", N_ ("Parcel"), TIEM_SHOW_TEXT },
  { "carrier", N_ ("Carrier"), TIEM_SHOW_TEXT },
  { "tracking", N_ ("Tracking no."), TIEM_SHOW_TEXT },
  { "status", N_ ("State"), TIEM_SHOW_STATUS },
  { NULL },
};

static const TiemCliColumn event_columns[] = {
  { "at", N_ ("At"), TIEM_SHOW_TIME },
  { "what", N_ ("What"), TIEM_SHOW_TEXT },
  { "by", N_ ("By"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn tag_columns[] = {
  { "", N_ ("Tag"), TIEM_SHOW_TEXT },
  { NULL },
};

const TiemCliColumn tiem_cli_order_columns[] = {
  { "id", N_ ("No."), TIEM_SHOW_TEXT },
  { "number", N_ ("Order no."), TIEM_SHOW_TEXT },
  { "channel_name", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "placed_at", N_ ("Placed"), TIEM_SHOW_TIME },
  { "status", N_ ("State"), TIEM_SHOW_STATUS },
  { "customer.name", N_ ("Buyer"), TIEM_SHOW_TEXT },
  { "goods", N_ ("Goods"), TIEM_SHOW_TEXT },
  { "total", N_ ("Total"), TIEM_SHOW_MONEY },
  { "short_reason", N_ ("Short of goods"), TIEM_SHOW_TEXT },
  { NULL },
};

const TiemCliColumn tiem_cli_order_detail_columns[] = {
  { "id", N_ ("No."), TIEM_SHOW_TEXT },
  { "number", N_ ("Order no."), TIEM_SHOW_TEXT },
  { "channel_name", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "status", N_ ("State"), TIEM_SHOW_STATUS },
  { "remote_status", N_ ("State at the channel"), TIEM_SHOW_TEXT },
  { "short_reason", N_ ("Short of goods"), TIEM_SHOW_TEXT },
  { "placed_at", N_ ("Placed"), TIEM_SHOW_TIME },
  { "ship_by", N_ ("Ship by"), TIEM_SHOW_TIME },
  { "customer.name", N_ ("Buyer"), TIEM_SHOW_TEXT },
  { "customer.phone", N_ ("Phone"), TIEM_SHOW_PHONE },
  { "address.text", N_ ("Address"), TIEM_SHOW_TEXT },
  { "address.new.text", N_ ("Address today"), TIEM_SHOW_TEXT },
  { "address.new.notice", N_ ("Note on the address"), TIEM_SHOW_TEXT },
  { "note", N_ ("Buyer's message"), TIEM_SHOW_TEXT },
  { "owner_note", N_ ("Your note"), TIEM_SHOW_TEXT },
  { "shipping_fee", N_ ("Shipping paid by buyer"), TIEM_SHOW_MONEY },
  { "discount", N_ ("Discount"), TIEM_SHOW_MONEY },
  { "difference", N_ ("Not explained by the goods"), TIEM_SHOW_MONEY },
  { "total", N_ ("Buyer pays"), TIEM_SHOW_MONEY },
  { "paid", N_ ("Paid so far"), TIEM_SHOW_MONEY },
  { "carrier", N_ ("Carrier"), TIEM_SHOW_TEXT },
  { "tracking", N_ ("Tracking no."), TIEM_SHOW_TEXT },
  { "cancel_asked", N_ ("The buyer asks to cancel"), TIEM_SHOW_FLAG },
  { "refused", N_ ("Parcel not taken"), TIEM_SHOW_FLAG },
  { "back_since", N_ ("On its way back since"), TIEM_SHOW_TIME },
  { "cancel_reason", N_ ("Why it is cancelled"), TIEM_SHOW_TEXT },
  { "problem", N_ ("Problem"), TIEM_SHOW_TEXT },
  { "payout", N_ ("The shop gets"), TIEM_SHOW_MONEY },
  { "lines", N_ ("Goods"), TIEM_SHOW_LIST, line_columns },
  { "fees", N_ ("Fees"), TIEM_SHOW_LIST, fee_columns },
  { "parcels", N_ ("Parcels"), TIEM_SHOW_LIST, parcel_columns },
  { "tags", N_ ("Tags"), TIEM_SHOW_LIST, tag_columns },
  { "events", N_ ("Timeline"), TIEM_SHOW_LIST, event_columns },
  { NULL },
};

static void
add_lines (JsonBuilder *builder,
           const TiemOrder *order)
{
  tiem_json_begin_list (builder, "lines");
  for (guint i = 0; order->lines != NULL && i < order->lines->len; i++)
    {
      const TiemOrderLine *line = g_ptr_array_index (order->lines, i);

      json_builder_begin_object (builder);
      tiem_json_add_int (builder, "line", i + 1);
      tiem_json_add_text (builder, "sku", line->variant_id != 0 ? line->sku : NULL);
      tiem_json_add_text (builder, "remote_sku", line->remote_sku);
      tiem_json_add_text (builder, "title", line->title);
      tiem_json_add_text (builder, "options", line->options);
      tiem_json_add_int (builder, "quantity", line->quantity);
      tiem_json_add_int (builder, "cancelled", line->cancelled);
      tiem_json_add_int (builder, "unit_price", line->unit_price_vnd);
      tiem_json_add_int (builder, "total", line->total_vnd);
      tiem_json_add_int (builder, "reserved", line->reserved);
      tiem_json_add_int (builder, "shipped", line->shipped);
      tiem_json_add_int (builder, "returned", line->returned);
      tiem_json_add_int (builder, "damaged", line->damaged);
      tiem_json_add_int (builder, "lost", line->lost);
      tiem_json_add_int (builder, "out", line->out);
      tiem_json_add_bool (builder, "short", line->is_short);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_fees (JsonBuilder *builder,
          const TiemOrder *order)
{
  tiem_json_begin_list (builder, "fees");
  for (guint i = 0; order->fees != NULL && i < order->fees->len; i++)
    {
      const TiemRemoteFee *fee = g_ptr_array_index (order->fees, i);

      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "kind", fee->kind);
      tiem_json_add_int (builder, "amount", fee->amount_vnd);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_events (JsonBuilder *builder,
            const TiemOrder *order)
{
  tiem_json_begin_list (builder, "events");
  for (guint i = 0; order->events != NULL && i < order->events->len; i++)
    {
      const TiemOrderEvent *event = g_ptr_array_index (order->events, i);

      json_builder_begin_object (builder);
      tiem_json_add_time (builder, "at", event->at);
      tiem_json_add_text (builder, "kind", event->kind);
      tiem_json_add_text (builder, "what", event->what);
      tiem_json_add_text (builder, "by", event->by);
      tiem_json_add_text (builder, "word", event->word);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_address (JsonBuilder *builder,
             const TiemOrder *order)
{
  const TiemAddress *address = &order->address;

  if (address->name == NULL && address->line == NULL && address->province == NULL
      && address->text == NULL)
    {
      tiem_json_add_null (builder, "address");
      return;
    }
  json_builder_set_member_name (builder, "address");
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "name", address->name);
  tiem_json_add_text (builder, "phone", address->phone);
  tiem_json_add_text (builder, "line", address->line);
  tiem_json_add_text (builder, "ward", address->ward);
  tiem_json_add_text (builder, "district", address->district);
  tiem_json_add_text (builder, "province", address->province);
  tiem_json_add_text (builder, "text", address->text);
  tiem_cli_add_place (builder, address, order->chosen_ward_code);
  json_builder_end_object (builder);
}

static void
add_parcels (JsonBuilder *builder,
             const TiemOrder *order)
{
  tiem_json_begin_list (builder, "parcels");
  for (guint i = 0; order->parcels != NULL && i < order->parcels->len; i++)
    {
      const TiemRemoteParcel *parcel = g_ptr_array_index (order->parcels, i);

      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "remote_id", parcel->remote_id);
      tiem_json_add_text (builder, "carrier", parcel->carrier);
      tiem_json_add_text (builder, "tracking", parcel->tracking);
      tiem_json_add_text (builder, "remote_status", parcel->remote_status);
      tiem_json_add_text (builder,
                          "status",
                          parcel->status != TIEM_ORDER_UNKNOWN
                              ? tiem_order_status_to_string (parcel->status)
                              : NULL);
      tiem_json_begin_list (builder, "lines");
      for (guint j = 0; j < parcel->lines->len; j++)
        {
          const TiemParcelLine *content = &g_array_index (parcel->lines, TiemParcelLine, j);

          json_builder_begin_object (builder);
          tiem_json_add_int (builder, "line", content->line + 1);
          tiem_json_add_int (builder, "quantity", content->quantity);
          json_builder_end_object (builder);
        }
      json_builder_end_array (builder);
      tiem_json_add_time (builder, "left_at", order->left_at);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_tags (JsonBuilder *builder,
          const TiemOrder *order)
{
  g_auto (GStrv) names = g_strsplit (order->tags != NULL ? order->tags : "", ", ", -1);

  tiem_json_begin_list (builder, "tags");
  for (guint i = 0; names[i] != NULL; i++)
    json_builder_add_string_value (builder, names[i]);
  json_builder_end_array (builder);
}

/* A guest without a name is nobody's customer. */
static void
add_buyer (JsonBuilder *builder,
           const TiemOrder *order)
{
  if (order->customer_id == 0 && order->buyer_name == NULL && order->buyer_phone == NULL)
    {
      tiem_json_add_null (builder, "customer");
      return;
    }
  json_builder_set_member_name (builder, "customer");
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", order->customer_id);
  tiem_json_add_text (builder, "name", order->buyer_name);
  tiem_json_add_text (builder, "phone", order->buyer_phone);
  json_builder_end_object (builder);
}

/* What is known of an order of one's own alone. */
static void
add_own (JsonBuilder *builder,
         const TiemOrder *order)
{
  if (!order->is_own)
    {
      tiem_json_add_null (builder, "own");
      return;
    }
  json_builder_set_member_name (builder, "own");
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "source", tiem_own_source_to_string (order->own_source));
  tiem_json_add_text (builder, "payment", tiem_own_payment_to_string (order->own_payment));
  tiem_json_add_int (builder, "cod", order->cod_vnd);
  tiem_json_add_time (builder, "cod_settled_at", order->cod_settled_at);
  tiem_json_add_int (builder, "owed", order->owed_vnd);
  json_builder_end_object (builder);
}

static void
add_payments (JsonBuilder *builder,
              const TiemOrder *order)
{
  tiem_json_begin_list (builder, "payments");
  for (guint i = 0; order->payments != NULL && i < order->payments->len; i++)
    {
      const TiemOrderPayment *payment = g_ptr_array_index (order->payments, i);

      json_builder_begin_object (builder);
      tiem_json_add_time (builder, "at", payment->at);
      tiem_json_add_int (builder, "amount", payment->amount_vnd);
      tiem_json_add_text (builder, "how", tiem_money_way_to_string (payment->how));
      tiem_json_add_text (builder, "note", payment->note);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
tiem_cli_order_json (JsonBuilder *builder,
                     const TiemOrder *order,
                     TiemCliOrderForm form)
{
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", order->id);
  tiem_json_add_id (builder, "channel", order->channel_id);
  tiem_json_add_text (builder, "channel_name", order->channel_name);
  tiem_json_add_text (builder, "remote_id", order->remote_id);
  tiem_json_add_text (builder, "number", order->number);
  tiem_json_add_text (builder, "status", tiem_order_status_to_string (order->status));
  tiem_json_add_text (builder, "remote_status", order->remote_status);
  tiem_json_add_time (builder, "placed_at", order->placed_at);
  tiem_json_add_time (builder, "updated_at", order->updated_at);
  tiem_json_add_time (builder, "ship_by", order->ship_by);
  add_buyer (builder, order);
  tiem_json_add_int (builder, "units", order->units);
  tiem_json_add_text (builder, "goods", order->goods);
  tiem_json_add_int (builder, "total", order->total_vnd);
  tiem_json_add_int (builder, "shipping_fee", order->shipping_fee_vnd);
  tiem_json_add_int (builder, "discount", order->discount_vnd);
  tiem_json_add_int (builder, "surcharge", order->surcharge_vnd);
  tiem_json_add_int (builder, "difference", order->difference_vnd);
  tiem_json_add_int (builder, "paid", order->paid_vnd);
  tiem_json_add_text (builder, "currency", order->currency);
  tiem_json_add_bool (builder, "short", order->is_short);
  tiem_json_add_text (builder, "short_reason", order->short_reason);
  tiem_json_add_text (builder, "note", order->note);
  tiem_json_add_text (builder, "owner_note", order->owner_note);
  add_tags (builder, order);
  tiem_json_add_text (builder, "carrier", order->carrier);
  tiem_json_add_text (builder, "tracking", order->tracking);
  tiem_json_add_bool (builder, "cancel_asked", order->cancel_asked);
  tiem_json_add_text (builder, "cancel_reason", order->cancel_reason);
  tiem_json_add_time (builder, "cancel_answer_by", order->cancel_answer_by);
  add_own (builder, order);
  tiem_json_add_time (builder, "back_since", order->back_since);
  tiem_json_add_bool (builder, "refused", order->refused);
  tiem_json_add_int (builder, "buyer_refused", order->buyer_refused);
  tiem_json_add_int (builder, "buyer_sent", order->buyer_sent);
  if (form >= TIEM_CLI_ORDER_LINES)
    add_lines (builder, order);
  if (form == TIEM_CLI_ORDER_DETAILS)
    {
      add_fees (builder, order);
      tiem_json_add_text (builder, "fees_state", tiem_fees_state_to_string (order->fees_state));
      tiem_json_add_optional_int (
          builder, "payout", order->fees_state != TIEM_FEES_NONE, order->payout_vnd);
      tiem_json_add_time (builder, "label_at", order->label_at);
      tiem_json_add_time (builder, "handed_at", order->handed_at);
      tiem_json_add_text (builder, "problem", order->problem);
      add_events (builder, order);
      add_address (builder, order);
      add_parcels (builder, order);
      add_payments (builder, order);
    }
  json_builder_end_object (builder);
}

static const TiemCliColumn identity_columns[] = {
  { "channel_name", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "remote_id", N_ ("Account"), TIEM_SHOW_TEXT },
  { NULL },
};

const TiemCliColumn tiem_cli_customer_columns[] = {
  { "id", N_ ("No."), TIEM_SHOW_TEXT },
  { "name", N_ ("Name"), TIEM_SHOW_TEXT },
  { "phone", N_ ("Phone"), TIEM_SHOW_PHONE },
  { "orders", N_ ("Orders"), TIEM_SHOW_NUMBER },
  { "spent", N_ ("Total bought"), TIEM_SHOW_MONEY },
  { "last_order_at", N_ ("Last purchase"), TIEM_SHOW_TIME },
  { "refused", N_ ("Parcels not taken"), TIEM_SHOW_NUMBER },
  { NULL },
};

const TiemCliColumn tiem_cli_customer_detail_columns[] = {
  { "id", N_ ("No."), TIEM_SHOW_TEXT },
  { "name", N_ ("Name"), TIEM_SHOW_TEXT },
  { "phone", N_ ("Phone"), TIEM_SHOW_PHONE },
  { "email", N_ ("E-mail"), TIEM_SHOW_TEXT },
  { "province", N_ ("Province, city"), TIEM_SHOW_TEXT },
  { "orders", N_ ("Orders"), TIEM_SHOW_NUMBER },
  { "spent", N_ ("Total bought"), TIEM_SHOW_MONEY },
  { "last_order_at", N_ ("Last purchase"), TIEM_SHOW_TIME },
  { "refused", N_ ("Parcels not taken"), TIEM_SHOW_NUMBER },
  { "identities", N_ ("Accounts"), TIEM_SHOW_LIST, identity_columns },
  { NULL },
};

void
tiem_cli_customer_json (JsonBuilder *builder,
                        const TiemCustomer *customer)
{
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", customer->id);
  tiem_json_add_text (builder, "name", customer->name);
  tiem_json_add_text (builder, "phone", customer->phone);
  tiem_json_add_text (builder, "email", customer->email);
  tiem_json_add_text (builder, "province", tiem_address_province_name (customer->province));
  tiem_json_add_text (builder, "address", customer->address_line);
  tiem_json_add_text (builder, "ward_code", customer->ward_code);
  tiem_json_add_int (builder, "orders", customer->orders);
  tiem_json_add_int (builder, "spent", customer->spent_vnd);
  tiem_json_add_int (builder, "debt", customer->debt_vnd);
  tiem_json_add_time (builder, "last_order_at", customer->last_order_at);
  tiem_json_add_int (builder, "sent", customer->sent);
  tiem_json_add_int (builder, "refused", customer->refused);
  tiem_json_begin_list (builder, "identities");
  for (guint i = 0; customer->identities != NULL && i < customer->identities->len; i++)
    {
      const TiemIdentity *identity = g_ptr_array_index (customer->identities, i);

      json_builder_begin_object (builder);
      tiem_json_add_id (builder, "channel", identity->channel_id);
      tiem_json_add_text (builder, "channel_name", identity->channel_name);
      tiem_json_add_text (builder, "remote_id", identity->remote_id);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}
