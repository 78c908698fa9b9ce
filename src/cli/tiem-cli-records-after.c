#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-records.h"

#include <glib/gi18n-lib.h>

/* Returns and reviews as objects of the contract. */

const TiemCliColumn tiem_cli_return_columns[] = {
  { "id", N_ ("No."), TIEM_SHOW_TEXT },
  { "order_number", N_ ("Order no."), TIEM_SHOW_TEXT },
  { "channel_name", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "created_at", N_ ("Asked"), TIEM_SHOW_TIME },
  { "state_label", N_ ("State"), TIEM_SHOW_TEXT },
  { "goods", N_ ("Goods"), TIEM_SHOW_TEXT },
  { "refund", N_ ("Money back"), TIEM_SHOW_MONEY },
  { "reason", N_ ("Why"), TIEM_SHOW_TEXT },
  { "answer_by", N_ ("Answer by"), TIEM_SHOW_TIME },
  { "problem", N_ ("Problem"), TIEM_SHOW_TEXT },
  { NULL },
};

/* The names of what is set in @answers, as a list. */
static void
add_answers (JsonBuilder *builder,
             const char *name,
             TiemReturnAnswers answers)
{
  g_autofree char *text = tiem_return_answers_to_string (answers);
  g_auto (GStrv) names = g_strsplit (text, ",", -1);

  tiem_json_begin_list (builder, name);
  for (guint i = 0; names[i] != NULL; i++)
    if (*names[i] != '\0')
      json_builder_add_string_value (builder, names[i]);
  json_builder_end_array (builder);
}

static void
add_return_lines (JsonBuilder *builder,
                  GPtrArray *lines)
{
  tiem_json_begin_list (builder, "lines");
  for (guint i = 0; i < lines->len; i++)
    {
      const TiemReturnLine *line = g_ptr_array_index (lines, i);

      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "sku", line->sku);
      tiem_json_add_text (builder, "remote_sku", line->remote_sku);
      tiem_json_add_text (builder, "title", line->title);
      tiem_json_add_text (builder, "options", line->options);
      tiem_json_add_int (builder, "quantity", line->quantity);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
tiem_cli_return_json (JsonBuilder *builder,
                      const TiemReturn *item)
{
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", item->id);
  tiem_json_add_id (builder, "channel", item->channel_id);
  tiem_json_add_text (builder, "channel_name", item->channel_name);
  tiem_json_add_text (builder, "remote_id", item->remote_id);
  tiem_json_add_id (builder, "order", item->order_id);
  tiem_json_add_text (builder, "order_remote_id", item->order_remote_id);
  tiem_json_add_text (builder, "order_number", item->order_number);
  tiem_json_add_text (builder, "state", tiem_return_state_to_string (item->state));
  tiem_json_add_text (builder, "state_label", tiem_return_state_get_label (item->state));
  tiem_json_add_text (builder, "remote_status", item->remote_status);
  tiem_json_add_bool (builder, "sends_goods", item->sends_goods);
  tiem_json_add_text (builder, "reason", item->reason);
  tiem_json_add_int (builder, "refund", item->refund_vnd);
  tiem_json_add_int (builder, "units", item->units);
  tiem_json_add_text (builder, "goods", item->goods);
  tiem_json_add_time (builder, "created_at", item->created_at);
  tiem_json_add_time (builder, "updated_at", item->updated_at);
  tiem_json_add_time (builder, "answer_by", item->answer_by);
  tiem_json_add_text (builder, "tracking", item->tracking);
  add_answers (builder, "answers", item->answers);
  add_answers (builder, "queued", item->queued);
  tiem_json_add_text (builder, "problem", item->problem);
  if (item->lines != NULL)
    add_return_lines (builder, item->lines);
  json_builder_end_object (builder);
}

const TiemCliColumn tiem_cli_review_columns[] = {
  { "id", N_ ("No."), TIEM_SHOW_TEXT },
  { "channel_name", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "created_at", N_ ("Written"), TIEM_SHOW_TIME },
  { "stars", N_ ("Stars"), TIEM_SHOW_NUMBER },
  { "title", N_ ("Product"), TIEM_SHOW_TEXT },
  { "text", N_ ("Review"), TIEM_SHOW_TEXT },
  { "reply", N_ ("Reply"), TIEM_SHOW_TEXT },
  { "problem", N_ ("Problem"), TIEM_SHOW_TEXT },
  { NULL },
};

void
tiem_cli_review_json (JsonBuilder *builder,
                      const TiemReview *review)
{
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", review->id);
  tiem_json_add_id (builder, "channel", review->channel_id);
  tiem_json_add_text (builder, "channel_name", review->channel_name);
  tiem_json_add_text (builder, "remote_id", review->remote_id);
  tiem_json_add_id (builder, "order", review->order_id);
  tiem_json_add_text (builder, "order_remote_id", review->order_remote_id);
  tiem_json_add_text (builder, "remote_product_id", review->remote_product_id);
  tiem_json_add_text (builder, "remote_variant_id", review->remote_variant_id);
  tiem_json_add_text (builder, "sku", review->sku);
  tiem_json_add_text (builder, "title", review->title);
  tiem_json_add_text (builder, "buyer", review->buyer_name);
  tiem_json_add_int (builder, "stars", review->stars);
  tiem_json_add_text (builder, "text", review->text);
  tiem_json_add_time (builder, "created_at", review->created_at);
  tiem_json_add_text (builder, "reply", review->reply);
  tiem_json_add_bool (builder, "can_reply", review->can_reply);
  tiem_json_add_text (builder, "queued_reply", review->queued_reply);
  tiem_json_add_text (builder, "problem", review->problem);
  json_builder_end_object (builder);
}
