#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-comments.h"

#include "sandbox/tiem-sandbox-random.h"

#define FIRST_ID 120590000
#define MOST_ROWS 100
#define MOST_REPLIES 100
#define LONGEST_REPLY 500

/* So many can be reached; after them every page is empty, and yet there is more. */
#define DEEPEST 500

#define CHANCE 0.35

static const char *const texts[][2] = {
  { "Hàng lỗi, nhắn tin không thấy shop trả lời", "Vỏ hộp móp, hàng bên trong bị trầy" },
  { "Chất vải mỏng hơn hình", "Giao sai màu nhưng shop không đổi" },
  { "Tạm được, giao hơi lâu", "Đúng hình, đóng gói sơ sài" },
  { "Hàng đẹp, giao nhanh", "Ổn so với giá tiền" },
  { "Đẹp lắm, sẽ ủng hộ shop dài dài ❤️", "Đóng gói cẩn thận, shop nhiệt tình" },
};

static JsonObject *
get_comment (TiemSandboxShopee *shopee,
             guint index)
{
  return shopee->comments->pdata[index];
}

void
tiem_sandbox_shopee_add_comment (TiemSandboxShopee *shopee,
                                 const TiemSandboxOrder *order,
                                 gint64 stars)
{
  const TiemSandboxLine *line = order->lines->pdata[0];
  gint64 id = FIRST_ID + shopee->comments->len * 7;
  JsonObject *comment = json_object_new ();
  JsonObject *media = json_object_new ();
  JsonArray *models = json_array_new ();

  stars = CLAMP (stars, 1, 5);
  json_array_add_int_element (models, line->variation_id);
  json_object_set_int_member (comment, "comment_id", id);
  json_object_set_string_member (comment, "order_sn", order->number);
  json_object_set_int_member (comment, "item_id", line->product_id);
  json_object_set_array_member (comment, "model_id_list", models);
  json_object_set_string_member (
      comment, "buyer_username", json_object_get_string_member (order->extra, "buyer_username"));
  json_object_set_int_member (comment, "rating_star", stars);
  json_object_set_string_member (comment, "comment", texts[stars - 1][id % 2]);
  json_object_set_boolean_member (comment, "hidden", FALSE);
  json_object_set_string_member (comment, "editable", "EDITABLE");
  json_object_set_int_member (comment, "create_time", tiem_sandbox_shopee_seconds (shopee));
  json_object_set_array_member (media, "image_url_list", json_array_new ());
  json_object_set_array_member (media, "video_url_list", json_array_new ());
  json_object_set_object_member (comment, "media", media);
  g_ptr_array_add (shopee->comments, comment);
}

void
tiem_sandbox_shopee_maybe_comment (TiemSandboxShopee *shopee,
                                   const TiemSandboxOrder *order)
{
  static const int stars[] = { 1, 2, 3, 4, 4, 5, 5, 5, 5, 5 };
  GRand *random = tiem_sandbox_market_get_random (TIEM_SANDBOX_MARKET (shopee));

  if (tiem_sandbox_random_hits (random, CHANCE))
    tiem_sandbox_shopee_add_comment (
        shopee, order, stars[g_rand_int_range (random, 0, G_N_ELEMENTS (stars))]);
}

typedef struct
{
  gint64 item_id;
  gint64 comment_id;
  gint64 size;
  gint64 seen;  /* the cursor: how many came before */
  gint64 below; /* and which was the last of them; 0 = none */
} Query;

static gboolean
read_query (TiemSandboxShopeeCall *call,
            Query *query)
{
  g_autofree char *cursor = tiem_sandbox_shopee_call_dup_text (call, "cursor");
  g_auto (GStrv) parts = g_strsplit (cursor, "-", 2);

  if (!tiem_sandbox_json_has (call->params, "cursor"))
    return tiem_sandbox_shopee_call_fail_param (call, "cursor", NULL);
  if (!tiem_sandbox_shopee_call_need_size (call, "page_size", MOST_ROWS, &query->size)
      || !tiem_sandbox_shopee_call_get_int (call, "item_id", 0, &query->item_id)
      || !tiem_sandbox_shopee_call_get_int (call, "comment_id", 0, &query->comment_id))
    return FALSE;
  if (*cursor == '\0')
    return TRUE;
  if (g_strv_length (parts) != 2)
    return tiem_sandbox_shopee_call_fail_param (call, "cursor", "is invalid");
  query->seen = g_ascii_strtoll (parts[0], NULL, 10);
  query->below = g_ascii_strtoll (parts[1], NULL, 10);
  return TRUE;
}

static gboolean
fits (const Query *query,
      JsonObject *comment)
{
  gint64 id = json_object_get_int_member (comment, "comment_id");

  return (query->below == 0 || id < query->below)
         && (query->comment_id == 0 || id == query->comment_id)
         && (query->item_id == 0
             || json_object_get_int_member (comment, "item_id") == query->item_id);
}

/* Newest first. */
JsonNode *
tiem_sandbox_shopee_get_comment (TiemSandboxShopeeCall *call)
{
  TiemSandboxShopee *shopee = call->shopee;
  Query query = { 0 };
  g_autofree char *cursor = NULL;
  gboolean has_more = FALSE;
  gint64 most;
  JsonObject *response;
  JsonArray *list;

  if (!read_query (call, &query))
    return NULL;
  most = tiem_sandbox_shopee_call_is_empty_page (call)
             ? 0
             : CLAMP (DEEPEST - query.seen, 0, query.size);
  list = json_array_new ();
  for (guint i = shopee->comments->len; i > 0 && !has_more; i--)
    {
      JsonObject *comment = get_comment (shopee, i - 1);

      if (!fits (&query, comment))
        continue;
      has_more = json_array_get_length (list) >= most;
      if (has_more)
        break;
      json_array_add_object_element (list, json_object_ref (comment));
      query.below = json_object_get_int_member (comment, "comment_id");
    }
  if (has_more)
    cursor = g_strdup_printf ("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT,
                              query.seen + json_array_get_length (list),
                              query.below != 0 ? query.below : G_MAXINT64);
  response = json_object_new ();
  json_object_set_array_member (response, "item_comment_list", list);
  json_object_set_boolean_member (response, "more", has_more);
  json_object_set_string_member (response, "next_cursor", cursor != NULL ? cursor : "");
  return tiem_sandbox_json_from_object (response);
}

static JsonObject *
find_comment (TiemSandboxShopee *shopee,
              gint64 id)
{
  for (guint i = 0; i < shopee->comments->len; i++)
    if (json_object_get_int_member (get_comment (shopee, i), "comment_id") == id)
      return get_comment (shopee, i);
  return NULL;
}

static void
reply (TiemSandboxShopee *shopee,
       JsonObject *comment,
       const char *text,
       JsonObject *row)
{
  JsonObject *answer;
  const char *code = NULL;
  const char *message = NULL;

  if (comment == NULL)
    {
      code = "product.error_not_found";
      message = "The comment is not found.";
    }
  else if (text == NULL || *text == '\0' || g_utf8_strlen (text, -1) > LONGEST_REPLY)
    {
      code = "product.error_param";
      message = "The comment must have 1 to 500 characters.";
    }
  else if (json_object_has_member (comment, "comment_reply"))
    {
      code = "product.duplicate_request";
      message = "You have replied to this comment.";
    }
  if (code != NULL)
    {
      json_object_set_string_member (row, "fail_error", code);
      json_object_set_string_member (row, "fail_message", message);
      return;
    }
  answer = json_object_new ();
  json_object_set_string_member (answer, "reply", text);
  json_object_set_boolean_member (answer, "hidden", FALSE);
  json_object_set_int_member (answer, "create_time", tiem_sandbox_shopee_seconds (shopee));
  json_object_set_object_member (comment, "comment_reply", answer);
}

JsonNode *
tiem_sandbox_shopee_reply_comment (TiemSandboxShopeeCall *call)
{
  JsonArray *list = tiem_sandbox_shopee_call_need_objects (call, "comment_list", MOST_REPLIES);
  JsonObject *response;
  JsonArray *rows;

  if (list == NULL)
    return NULL;
  rows = json_array_new ();
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonObject *entry = json_array_get_object_element (list, i);
      gint64 id = tiem_sandbox_json_get_int (entry, "comment_id", 0);
      g_autofree char *text = tiem_sandbox_json_dup_text (entry, "comment");
      JsonObject *row = json_object_new ();

      json_object_set_int_member (row, "comment_id", id);
      reply (call->shopee, find_comment (call->shopee, id), text, row);
      json_array_add_object_element (rows, row);
    }
  response = json_object_new ();
  json_object_set_array_member (response, "result_list", rows);
  return tiem_sandbox_json_from_object (response);
}
