#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* A round reads all that can be reached, which is the newest 500, while "more" stays true
 * (§15): replies and changed stars show up without another way to ask for them. */
#define PAGE 100
#define MOST_REACHED 500
#define CURSOR_VERSION "c1"

static TiemRemoteReview *
parse_review (JsonObject *object,
              GError **error)
{
  g_autoptr (TiemRemoteReview) review = tiem_remote_review_new ();
  JsonObject *reply = tiem_json_get_object (object, "comment_reply");
  JsonArray *models = tiem_json_get_array (object, "model_id_list");

  if (reply == NULL)
    reply = tiem_json_get_object (object, "cmt_reply"); /* the reference has both names */
  review->remote_id = tiem_json_dup_id (object, "comment_id");
  review->remote_product_id = tiem_json_dup_id (object, "item_id");
  if (review->remote_id == NULL || review->remote_product_id == NULL)
    {
      tiem_json_set_error (error, review->remote_id == NULL ? "comment_id" : "item_id");
      return NULL;
    }
  if (!tiem_json_need_int (object, "rating_star", &review->stars, error)
      || !tiem_json_get_time (object, "create_time", &review->created_at, error))
    return NULL;
  if (review->stars < 1 || review->stars > 5)
    {
      tiem_json_set_error (error, "rating_star");
      return NULL;
    }

  if (tiem_json_array_get_size (models) > 0)
    {
      gint64 model = json_array_get_int_element (models, 0);

      if (model > 0)
        review->remote_variant_id = g_strdup_printf ("%" G_GINT64_FORMAT, model);
    }
  review->order_remote_id = tiem_json_dup_string (object, "order_sn");
  review->buyer_name = tiem_json_dup_string (object, "buyer_username");
  review->text = tiem_json_dup_string (object, "comment");
  review->reply = tiem_json_dup_string (reply, "reply");
  review->can_reply = review->reply == NULL;
  return g_steal_pointer (&review);
}

TiemRemoteReview *
shopee_parse_review (JsonObject *object,
                     GError **error)
{
  g_autoptr (GError) parse_error = NULL;
  TiemRemoteReview *review = parse_review (object, &parse_error);

  if (parse_error != NULL)
    g_propagate_error (error, g_steal_pointer (&parse_error));
  return review;
}

static void
add_review (TiemReviewPage *page,
            JsonNode *element)
{
  JsonObject *object = tiem_json_object (element);
  g_autoptr (GError) error = NULL;
  TiemRemoteReview *review = shopee_parse_review (object, &error);
  g_autofree char *id = NULL;
  g_autofree char *raw = NULL;

  if (review != NULL)
    {
      g_ptr_array_add (page->reviews, review);
      return;
    }
  id = tiem_json_dup_id (object, "comment_id");
  raw = tiem_json_to_text (element);
  tiem_parts_add_unreadable (page->unreadable, id, raw, error);
}

static char *
make_cursor (const char *at,
             gint64 count)
{
  g_autoptr (TiemForm) form = tiem_form_new ();

  tiem_form_add (form, "v", CURSOR_VERSION);
  if (at != NULL)
    {
      tiem_form_add (form, "at", at);
      tiem_form_add_int (form, "count", count);
    }
  return tiem_form_encode (form);
}

/* @at: Shopee's cursor, "" first. @id: (nullable): this one alone */
static JsonObject *
ask_page (TiemChannelShopee *self,
          TiemTransport *transport,
          const char *at,
          const char *id,
          ShopeeAnswer *answer,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (TiemForm) query = tiem_form_new ();

  tiem_form_add (query, "cursor", at);
  tiem_form_add_int (query, "page_size", PAGE);
  if (id != NULL)
    tiem_form_add (query, "comment_id", id);
  return shopee_get (&self->shop,
                     transport,
                     "product/get_comment",
                     g_steal_pointer (&query),
                     answer,
                     cancellable,
                     error);
}

TiemReviewPage *
shopee_pull_reviews (TiemChannel *channel,
                     TiemTransport *transport,
                     const char *cursor,
                     gint64 first_since,
                     GCancellable *cancellable,
                     GError **error)
{
  TiemChannelShopee *self = TIEM_CHANNEL_SHOPEE (channel);
  g_autoptr (TiemReviewPage) page = tiem_review_page_new ();
  g_autoptr (TiemForm) form = tiem_form_parse (cursor != NULL ? cursor : "");
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autofree char *next = NULL;
  const char *at = tiem_form_get (form, "at");
  gint64 count = at != NULL ? shopee_form_get_number (form, "count", 0) : 0;
  JsonObject *object
      = ask_page (self, transport, at != NULL ? at : "", NULL, &answer, cancellable, error);
  JsonArray *rows;

  if (object == NULL)
    return NULL;
  rows = tiem_json_get_array (object, "item_comment_list");
  if (rows == NULL && !json_object_has_member (object, "more"))
    {
      shopee_set_shape_error (error, "item_comment_list");
      return NULL;
    }
  for (guint i = 0; i < tiem_json_array_get_size (rows); i++)
    add_review (page, json_array_get_element (rows, i));

  count += tiem_json_array_get_size (rows);
  next = tiem_json_dup_string (object, "next_cursor");
  page->more = tiem_json_get_boolean (object, "more") && next != NULL && g_strcmp0 (next, at) != 0
               && tiem_json_array_get_size (rows) > 0 && count < MOST_REACHED;
  page->next_cursor = make_cursor (page->more ? next : NULL, count);
  return g_steal_pointer (&page);
}

/* --- replying --- */

/* Whether @text is the reply that the review has. */
static gboolean
has_reply (TiemChannelShopee *self,
           TiemTransport *transport,
           const char *id,
           const char *text,
           GCancellable *cancellable)
{
  g_auto (ShopeeAnswer) answer = { 0 };
  JsonObject *object = ask_page (self, transport, "", id, &answer, cancellable, NULL);
  JsonArray *rows = tiem_json_get_array (object, "item_comment_list");

  for (guint i = 0; i < tiem_json_array_get_size (rows); i++)
    {
      g_autoptr (TiemRemoteReview) review
          = shopee_parse_review (tiem_json_array_get_object (rows, i), NULL);

      if (review != NULL && strcmp (review->remote_id, id) == 0)
        return g_strcmp0 (review->reply, text) == 0;
    }
  return FALSE;
}

/* The answer may be a success and still hold a refusal. FALSE with @error. */
static gboolean
check_rows (JsonObject *object,
            const char *id,
            char **code,
            GError **error)
{
  JsonArray *rows = tiem_json_get_array (object, "result_list");

  for (guint i = 0; i < tiem_json_array_get_size (rows); i++)
    {
      JsonObject *row = tiem_json_array_get_object (rows, i);
      g_autofree char *failure = tiem_json_dup_string (row, "fail_error");

      if (failure == NULL || strcmp (failure, "-") == 0)
        continue;
      g_propagate_error (
          error, shopee_make_item_error (id, failure, tiem_json_get_string (row, "fail_message")));
      *code = g_steal_pointer (&failure);
      return FALSE;
    }
  return TRUE;
}

gboolean
shopee_reply_review (TiemChannel *channel,
                     TiemTransport *transport,
                     const char *remote_id,
                     const char *text,
                     GCancellable *cancellable,
                     GError **error)
{
  TiemChannelShopee *self = TIEM_CHANNEL_SHOPEE (channel);
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autofree char *row_code = NULL;
  g_autoptr (GError) call_error = NULL;
  JsonObject *object;

  json_builder_set_member_name (builder, "comment_list");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  shopee_builder_add_id (builder, "comment_id", remote_id);
  shopee_builder_add_text (builder, "comment", text);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  object = shopee_post (&self->shop,
                        transport,
                        "product/reply_comment",
                        builder,
                        TRUE,
                        &answer,
                        cancellable,
                        &call_error);
  if (object != NULL && check_rows (object, remote_id, &row_code, &call_error))
    return TRUE;
  if ((shopee_code_is (answer.code, "duplicate_request")
       || shopee_code_is (row_code, "duplicate_request"))
      && has_reply (self, transport, remote_id, text, cancellable))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&call_error));
  return FALSE;
}
