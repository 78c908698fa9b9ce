#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-reviews.h"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-random.h"

#include <string.h>

#define DAY_MS G_GINT64_CONSTANT (86400000)
#define MAX_WINDOW_MS (7 * DAY_MS)
#define MAX_AGE_MS (90 * DAY_MS)
#define MAX_PAGE 50
#define PAGE_SIZE 10
#define MAX_IDS 10
#define MAX_REPLY 500

static const struct
{
  int stars;
  const char *text;
} opinions[] = {
  { 5, "Hàng đẹp, giao nhanh, shop đóng gói cẩn thận." },
  { 5, "Đúng mô tả, sẽ ủng hộ tiếp ạ" },
  { 4, "Chất ổn so với giá, giao hơi lâu." },
  { 3, "Tạm được, màu hơi khác ảnh" },
  { 1, "Giao thiếu, nhắn shop không trả lời" },
  { 5, "" },
};

/* A success has `success` beside `data`, a failure error_code and error_msg too. */
static JsonObject *
answer (JsonObject *data)
{
  JsonObject *members = tiem_sandbox_lazada_call_answer_object (data);

  json_object_set_boolean_member (members, "success", TRUE);
  return members;
}

static JsonObject *
refuse (TiemSandboxLazadaCall *call,
        const char *message)
{
  return tiem_sandbox_lazada_call_fail (
      call, "PARAMS_VALIDATE_ERROR", TIEM_SANDBOX_LAZADA_ISP, "%s", message);
}

void
tiem_sandbox_lazada_review_perhaps (TiemSandboxLazada *lazada,
                                    const TiemSandboxOrder *order,
                                    gint64 at)
{
  GRand *random = tiem_sandbox_lazada_get_random (lazada);
  guint opinion = g_rand_int_range (random, 0, G_N_ELEMENTS (opinions));
  const TiemSandboxLine *unit = order->lines->pdata[0];
  JsonObject *ratings;
  JsonObject *review;

  if (!tiem_sandbox_random_hits (random, 0.3))
    return;
  review = json_object_new ();
  ratings = json_object_new ();
  json_object_set_int_member (ratings, "overall_rating", opinions[opinion].stars);
  json_object_set_int_member (ratings, "product_rating", opinions[opinion].stars);
  json_object_set_int_member (ratings, "seller_rating", MAX (opinions[opinion].stars, 2));
  json_object_set_int_member (ratings, "logistics_rating", 4);
  json_object_set_int_member (
      review, "id", tiem_sandbox_shop_next_id (tiem_sandbox_lazada_get_shop (lazada)));
  json_object_set_int_member (review, "product_id", unit->product_id);
  json_object_set_int_member (review, "order_id", order->id);
  json_object_set_string_member (review, "review_type", "PRODUCT_REVIEW");
  json_object_set_string_member (review, "review_content", opinions[opinion].text);
  json_object_set_object_member (review, "ratings", ratings);
  json_object_set_array_member (review, "review_images", json_array_new ());
  json_object_set_array_member (review, "review_videos", json_array_new ());
  json_object_set_null_member (review, "seller_reply");
  json_object_set_boolean_member (review, "can_reply", TRUE);
  json_object_set_int_member (review, "submit_time", at);
  json_object_set_int_member (review, "create_time", at);
  g_ptr_array_add (lazada->reviews, review);
}

/* Returns: (nullable): ids of one item's reviews of a week; NULL when the call is refused */
static GArray *
select_ids (TiemSandboxLazadaCall *call)
{
  gint64 now = tiem_sandbox_lazada_now (call->lazada);
  GArray *ids;
  gint64 item_id;
  gint64 order_id;
  gint64 start;
  gint64 end;

  if (!tiem_sandbox_lazada_call_get_int (call, "item_id", 0, &item_id) || item_id == 0)
    refuse (call, "item_id is invalid");
  else if (!tiem_sandbox_lazada_call_get_int (call, "start_time", 0, &start) || start == 0
           || !tiem_sandbox_lazada_call_get_int (call, "end_time", 0, &end) || end < start)
    refuse (call, "start_time or end_time is invalid");
  else if (end - start > MAX_WINDOW_MS)
    refuse (call, "The time range can't be more than 7 days");
  else if (start < now - MAX_AGE_MS)
    refuse (call, "start_time can't be earlier than 90 days ago");
  else if (!tiem_sandbox_lazada_call_get_int (call, "order_id", 0, &order_id))
    refuse (call, "order_id is invalid");
  if (call->code != NULL)
    return NULL;
  ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  for (guint i = 0; i < call->lazada->reviews->len; i++)
    {
      JsonObject *review = call->lazada->reviews->pdata[i];
      gint64 submitted_at = json_object_get_int_member (review, "submit_time");
      gint64 id = json_object_get_int_member (review, "id");

      if (json_object_get_int_member (review, "product_id") == item_id && submitted_at >= start
          && submitted_at <= end
          && (order_id == 0 || json_object_get_int_member (review, "order_id") == order_id))
        g_array_append_val (ids, id);
    }
  return ids;
}

JsonObject *
tiem_sandbox_lazada_list_review_ids (TiemSandboxLazadaCall *call)
{
  g_autoptr (GArray) ids = select_ids (call);
  JsonObject *data;
  JsonArray *list;
  gint64 current;

  if (ids == NULL)
    return NULL;
  if (!tiem_sandbox_lazada_call_get_int (call, "current", 1, &current) || current < 1
      || current > MAX_PAGE)
    return refuse (call, "current must be from 1 to 50");
  data = json_object_new ();
  list = json_array_new ();
  for (gint64 i = (current - 1) * PAGE_SIZE; i < MIN (current * PAGE_SIZE, (gint64)ids->len); i++)
    json_array_add_int_element (list, g_array_index (ids, gint64, i));
  json_object_set_int_member (data, "current", current);
  json_object_set_int_member (data, "total", ids->len);
  json_object_set_int_member (data, "page_size", PAGE_SIZE);
  json_object_set_array_member (data, "id_list", list);
  return answer (data);
}

/* Returns: (nullable) */
static JsonObject *
find_review (TiemSandboxLazada *lazada,
             gint64 id)
{
  for (guint i = 0; i < lazada->reviews->len; i++)
    if (json_object_get_int_member (lazada->reviews->pdata[i], "id") == id)
      return lazada->reviews->pdata[i];
  return NULL;
}

JsonObject *
tiem_sandbox_lazada_get_reviews (TiemSandboxLazadaCall *call)
{
  g_autoptr (JsonNode) node = tiem_sandbox_lazada_call_get_json (call, "id_list");
  g_autoptr (GArray) ids = tiem_sandbox_lazada_read_ids (node);
  gint64 oldest = tiem_sandbox_lazada_now (call->lazada) - MAX_AGE_MS;
  JsonObject *data;
  JsonArray *list;
  JsonArray *outdated;

  if (ids == NULL || ids->len == 0)
    return refuse (call, "id_list is invalid");
  if (ids->len > MAX_IDS)
    return refuse (call, "id_list can't have more than 10 ids");
  data = json_object_new ();
  list = json_array_new ();
  outdated = json_array_new ();
  for (guint i = 0; i < ids->len; i++)
    {
      gint64 id = g_array_index (ids, gint64, i);
      JsonObject *review = find_review (call->lazada, id);

      if (review == NULL)
        continue;
      if (json_object_get_int_member (review, "submit_time") < oldest)
        json_array_add_int_element (outdated, id);
      else
        json_array_add_object_element (list, json_object_ref (review));
    }
  json_object_set_array_member (data, "review_list", list);
  json_object_set_array_member (data, "outdated_reviews", outdated);
  return answer (data);
}

JsonObject *
tiem_sandbox_lazada_reply_review (TiemSandboxLazadaCall *call)
{
  const char *content = tiem_sandbox_lazada_call_get (call, "content");
  JsonObject *review = NULL;
  gint64 id;

  if (tiem_sandbox_lazada_call_get_int (call, "id", 0, &id))
    review = find_review (call->lazada, id);
  if (review == NULL)
    return refuse (call, "REVIEW_NOT_FOUND");
  if (content == NULL || g_utf8_strlen (content, -1) > MAX_REPLY)
    return refuse (call, "content is invalid");
  if (tiem_sandbox_json_has (review, "seller_reply"))
    return refuse (call, "REPLY_ALREADY");
  json_object_set_string_member (review, "seller_reply", content);
  json_object_set_boolean_member (review, "can_reply", FALSE);
  return answer (json_object_new ());
}
