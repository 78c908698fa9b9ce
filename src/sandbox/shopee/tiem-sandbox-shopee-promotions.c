#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-promotions.h"

#include "sandbox/shopee/tiem-sandbox-shopee-items.h"

#include <string.h>

#define FIRST_ID G_GINT64_CONSTANT (665123666665400)
#define MOST_ITEMS 50
#define MOST_ROWS 100
#define HOUR_S 3600
#define DAY_S 86400
#define LONGEST_DISCOUNT_S (180 * DAY_S)
#define LONGEST_VOUCHER_S (92 * DAY_S)
#define DEEPEST_CUT 2 /* a price may fall to half (Shopee §14) */

typedef enum
{
  UPCOMING,
  ONGOING,
  EXPIRED,
} Staging;

static const char *const staging_words[] = { "upcoming", "ongoing", "expired" };

static Staging
get_staging (TiemSandboxShopee *shopee,
             JsonObject *promotion)
{
  gint64 now = tiem_sandbox_shopee_seconds (shopee);

  if (now >= json_object_get_int_member (promotion, "end_time"))
    return EXPIRED;
  return now >= json_object_get_int_member (promotion, "start_time") ? ONGOING : UPCOMING;
}

/* Returns: (nullable): the promotion of that id; @id_name says of which kind */
static JsonObject *
find_promotion (TiemSandboxShopee *shopee,
                const char *id_name,
                gint64 id)
{
  for (guint i = 0; i < shopee->promotions->len; i++)
    if (tiem_sandbox_json_get_int (shopee->promotions->pdata[i], id_name, 0) == id)
      return shopee->promotions->pdata[i];
  return NULL;
}

static JsonObject *
need_promotion (TiemSandboxShopeeCall *call,
                const char *id_name)
{
  JsonObject *promotion;
  gint64 id;

  if (!tiem_sandbox_shopee_call_need_int (call, id_name, &id))
    return NULL;
  promotion = find_promotion (call->shopee, id_name, id);
  if (promotion == NULL)
    tiem_sandbox_shopee_call_fail (
        call, "error_not_found", "Wrong parameters, detail: the promotion is not found.");
  return promotion;
}

/* @ahead: how long before its start it must be made, seconds. */
static gboolean
read_times (TiemSandboxShopeeCall *call,
            gint64 ahead,
            gint64 longest,
            gint64 *start,
            gint64 *end)
{
  gint64 now = tiem_sandbox_shopee_seconds (call->shopee);

  if (!tiem_sandbox_shopee_call_need_int (call, "start_time", start)
      || !tiem_sandbox_shopee_call_need_int (call, "end_time", end))
    return FALSE;
  if (*start < now + ahead)
    return tiem_sandbox_shopee_call_fail_param (
        call, "start_time", "must be one hour later than the present time");
  if (*end < *start + HOUR_S || *end - *start >= longest)
    return tiem_sandbox_shopee_call_fail_param (call, "end_time", "is invalid");
  return TRUE;
}

static JsonObject *
add_promotion (TiemSandboxShopee *shopee,
               const char *id_name,
               gint64 start,
               gint64 end)
{
  JsonObject *promotion = json_object_new ();

  json_object_set_int_member (promotion, id_name, FIRST_ID + shopee->promotions->len * 99);
  json_object_set_int_member (promotion, "start_time", start);
  json_object_set_int_member (promotion, "end_time", end);
  g_ptr_array_add (shopee->promotions, promotion);
  return promotion;
}

static JsonNode *
answer_id (JsonObject *promotion,
           const char *id_name)
{
  JsonObject *response = json_object_new ();

  json_object_set_int_member (response, id_name, json_object_get_int_member (promotion, id_name));
  return tiem_sandbox_json_from_object (response);
}

/* --- discounts --- */

JsonNode *
tiem_sandbox_shopee_add_discount (TiemSandboxShopeeCall *call)
{
  g_autofree char *name = tiem_sandbox_shopee_call_need_text (call, "discount_name");
  JsonObject *promotion;
  gint64 start;
  gint64 end;

  if (name == NULL || !read_times (call, HOUR_S, LONGEST_DISCOUNT_S, &start, &end))
    return NULL;
  promotion = add_promotion (call->shopee, "discount_id", start, end);
  json_object_set_string_member (promotion, "discount_name", name);
  return answer_id (promotion, "discount_id");
}

/* Seconds after which a promotion takes hold of its goods, or lets go: both by the agenda. */
static void
promotion_due_cb (gpointer owner,
                  gint64 id,
                  int detail)
{
  TiemSandboxShopee *shopee = owner;
  TiemSandboxItem *item = tiem_sandbox_shop_find_item (tiem_sandbox_shopee_get_shop (shopee), id);
  gint64 promotion_id
      = item != NULL ? tiem_sandbox_json_get_int (item->extra, "_promotion_id", 0) : 0;
  JsonObject *promotion = find_promotion (shopee, "discount_id", promotion_id);

  if (promotion == NULL)
    return;
  switch (get_staging (shopee, promotion))
    {
    case UPCOMING:
      return;
    case ONGOING:
      json_object_set_int_member (item->extra, "promotion_id", promotion_id);
      item->price_xu = tiem_sandbox_json_get_int (item->extra, "_promotion_xu", item->price_xu);
      break;
    case EXPIRED:
      json_object_remove_member (item->extra, "promotion_id");
      json_object_remove_member (item->extra, "_promotion_id");
      json_object_set_int_member (item->extra, "_reserved", 0);
      item->price_xu = tiem_sandbox_shopee_item_get_original_xu (item);
      break;
    }
  tiem_sandbox_item_touch (item, tiem_sandbox_shopee_now (shopee));
}

static void
set_due (TiemSandboxShopee *shopee,
         const TiemSandboxItem *item,
         gint64 seconds)
{
  tiem_sandbox_agenda_add (tiem_sandbox_market_get_agenda (TIEM_SANDBOX_MARKET (shopee)),
                           seconds * 1000,
                           promotion_due_cb,
                           item->id,
                           0);
}

/* Returns: (nullable): why @model can't be in @promotion at that price */
static const char *
join (TiemSandboxShopee *shopee,
      JsonObject *promotion,
      TiemSandboxItem *model,
      gint64 price,
      gint64 units)
{
  gint64 original = model != NULL ? tiem_sandbox_shopee_item_get_original_xu (model) / 100 : 0;

  if (model == NULL)
    return "Wrong model_id.";
  if (price < 1 || price >= original)
    return "The promotion price must be lower than the original price.";
  if (price * DEEPEST_CUT < original)
    return "discount.promotion_price_for_vn";
  if (units > model->stock)
    return "The promotion stock is more than the stock.";
  json_object_set_int_member (
      model->extra, "_promotion_id", json_object_get_int_member (promotion, "discount_id"));
  json_object_set_int_member (model->extra, "_promotion_xu", price * 100);
  /* Set aside at once, before it starts. */
  json_object_set_int_member (model->extra, "_reserved", units);
  set_due (shopee, model, json_object_get_int_member (promotion, "start_time"));
  set_due (shopee, model, json_object_get_int_member (promotion, "end_time"));
  return NULL;
}

static void
add_error (JsonArray *errors,
           gint64 item_id,
           gint64 model_id,
           const char *reason)
{
  JsonObject *row = json_object_new ();

  json_object_set_int_member (row, "item_id", item_id);
  json_object_set_int_member (row, "model_id", model_id);
  json_object_set_string_member (row, "fail_message", reason);
  json_object_set_string_member (row, "fail_error", "discount.error_param");
  json_array_add_object_element (errors, row);
}

/* Returns: how many of the models that @entry names joined */
static guint
join_item (TiemSandboxShopee *shopee,
           JsonObject *promotion,
           JsonObject *entry,
           JsonArray *errors)
{
  gint64 item_id = tiem_sandbox_json_get_int (entry, "item_id", 0);
  TiemSandboxItem *item = tiem_sandbox_shopee_find_item (shopee, item_id);
  JsonArray *models = tiem_sandbox_json_get_array (entry, "model_list");
  guint n_joined = 0;

  if (item == NULL)
    {
      add_error (errors, item_id, 0, "Item_id is not found.");
      return 0;
    }
  for (guint i = 0; i < (models != NULL ? json_array_get_length (models) : 1); i++)
    {
      JsonObject *model = models != NULL ? json_array_get_object_element (models, i) : NULL;
      gint64 id = tiem_sandbox_json_get_int (model, "model_id", 0);
      const char *reason
          = join (shopee,
                  promotion,
                  tiem_sandbox_shopee_find_model (item, id),
                  model != NULL ? tiem_sandbox_json_get_int (model, "model_promotion_price", 0)
                                : tiem_sandbox_json_get_int (entry, "item_promotion_price", 0),
                  model != NULL ? tiem_sandbox_json_get_int (model, "model_promotion_stock", 0)
                                : tiem_sandbox_json_get_int (entry, "item_promotion_stock", 0));

      if (reason != NULL)
        add_error (errors, item_id, id, reason);
      else
        n_joined++;
    }
  return n_joined > 0;
}

JsonNode *
tiem_sandbox_shopee_add_discount_item (TiemSandboxShopeeCall *call)
{
  JsonObject *promotion = need_promotion (call, "discount_id");
  JsonObject *response;
  JsonArray *list;
  JsonArray *errors;
  guint count = 0;

  if (promotion == NULL)
    return NULL;
  list = tiem_sandbox_shopee_call_need_objects (call, "item_list", MOST_ITEMS);
  if (list == NULL)
    return NULL;
  if (get_staging (call->shopee, promotion) == EXPIRED)
    return tiem_sandbox_shopee_call_fail (
        call, "discount.error_status", "The promotion is expired.");
  errors = json_array_new ();
  for (guint i = 0; i < json_array_get_length (list); i++)
    count += join_item (call->shopee, promotion, json_array_get_object_element (list, i), errors);
  response = json_object_new ();
  json_object_set_int_member (
      response, "discount_id", json_object_get_int_member (promotion, "discount_id"));
  json_object_set_int_member (response, "count", count);
  json_object_set_array_member (response, "error_list", errors);
  return tiem_sandbox_json_from_object (response);
}

/* What was coming never starts, what runs ends now. */
static void
end_now (TiemSandboxShopee *shopee,
         JsonObject *promotion)
{
  TiemSandboxShop *shop = tiem_sandbox_shopee_get_shop (shopee);
  gint64 now = tiem_sandbox_shopee_seconds (shopee);
  gint64 id = tiem_sandbox_json_get_int (promotion, "discount_id", 0);

  json_object_set_int_member (promotion, "end_time", now);
  for (guint i = 0; id != 0 && i < shop->items->len; i++)
    {
      TiemSandboxItem *item = shop->items->pdata[i];

      if (tiem_sandbox_json_get_int (item->extra, "_promotion_id", 0) == id)
        promotion_due_cb (shopee, item->id, 0);
    }
}

JsonNode *
tiem_sandbox_shopee_end_discount (TiemSandboxShopeeCall *call)
{
  JsonObject *promotion = need_promotion (call, "discount_id");

  if (promotion == NULL)
    return NULL;
  end_now (call->shopee, promotion);
  return answer_id (promotion, "discount_id");
}

/* Returns: (transfer full) (nullable): a page of those that have @id_name, with their status */
static JsonArray *
list_promotions (TiemSandboxShopeeCall *call,
                 const char *id_name,
                 const char *status,
                 gboolean *has_more)
{
  gint64 found = 0;
  gint64 size;
  gint64 page;
  JsonArray *list;

  if (!tiem_sandbox_shopee_call_get_int (call, "page_size", MOST_ROWS, &size)
      || !tiem_sandbox_shopee_call_get_int (call, "page_no", 1, &page))
    return NULL;
  if (size < 1 || size > MOST_ROWS || page < 1)
    {
      tiem_sandbox_shopee_call_fail_param (call, "page_size", "must be 100 or less");
      return NULL;
    }
  list = json_array_new ();
  for (guint i = 0; i < call->shopee->promotions->len; i++)
    {
      JsonObject *promotion = call->shopee->promotions->pdata[i];
      const char *word = staging_words[get_staging (call->shopee, promotion)];

      if (!json_object_has_member (promotion, id_name)
          || (!g_str_equal (status, "all") && !g_str_equal (status, word)))
        continue;
      json_object_set_string_member (promotion, "status", word);
      if (found / size == page - 1)
        json_array_add_object_element (list, json_object_ref (promotion));
      found++;
    }
  *has_more = found > page * size;
  return list;
}

static JsonNode *
answer_list (TiemSandboxShopeeCall *call,
             const char *id_name,
             const char *status_name,
             const char *list_name)
{
  g_autofree char *status = tiem_sandbox_shopee_call_need_text (call, status_name);
  gboolean has_more = FALSE;
  JsonObject *response;
  JsonArray *list;

  if (status == NULL)
    return NULL;
  if (!g_str_equal (status, "all") && strcmp (status, staging_words[UPCOMING]) != 0
      && strcmp (status, staging_words[ONGOING]) != 0
      && strcmp (status, staging_words[EXPIRED]) != 0)
    {
      tiem_sandbox_shopee_call_fail_param (
          call, status_name, "must be one of [upcoming ongoing expired all]");
      return NULL;
    }
  list = list_promotions (call, id_name, status, &has_more);
  if (list == NULL)
    return NULL;
  response = json_object_new ();
  json_object_set_array_member (response, list_name, list);
  json_object_set_boolean_member (response, "more", has_more);
  return tiem_sandbox_json_from_object (response);
}

JsonNode *
tiem_sandbox_shopee_get_discount_list (TiemSandboxShopeeCall *call)
{
  return answer_list (call, "discount_id", "discount_status", "discount_list");
}

static void
add_model_promotion (TiemSandboxShopee *shopee,
                     const TiemSandboxItem *model,
                     JsonArray *list)
{
  gint64 id = tiem_sandbox_json_get_int (model->extra, "_promotion_id", 0);
  JsonObject *promotion = find_promotion (shopee, "discount_id", id);
  JsonObject *row;
  JsonObject *stock;
  JsonObject *summary;

  if (promotion == NULL)
    return;
  row = json_object_new ();
  stock = json_object_new ();
  summary = json_object_new ();
  json_object_set_string_member (row, "promotion_type", "In Discount");
  json_object_set_int_member (row, "promotion_id", id);
  json_object_set_int_member (row, "model_id", model->parent != NULL ? model->id : 0);
  json_object_set_int_member (
      row, "start_time", json_object_get_int_member (promotion, "start_time"));
  json_object_set_int_member (row, "end_time", json_object_get_int_member (promotion, "end_time"));
  json_object_set_string_member (
      row, "promotion_staging", staging_words[get_staging (shopee, promotion)]);
  json_object_set_int_member (
      summary, "total_reserved_stock", tiem_sandbox_shopee_item_get_reserved (model));
  json_object_set_object_member (stock, "summary_info", summary);
  json_object_set_object_member (row, "promotion_stock_info_v2", stock);
  json_array_add_object_element (list, row);
}

JsonNode *
tiem_sandbox_shopee_get_item_promotion (TiemSandboxShopeeCall *call)
{
  g_auto (GStrv) ids = tiem_sandbox_shopee_call_need_words (call, "item_id_list", MOST_ITEMS);
  JsonObject *response;
  JsonArray *done;
  JsonArray *failed;

  if (ids == NULL)
    return NULL;
  done = json_array_new ();
  failed = json_array_new ();
  for (guint i = 0; ids[i] != NULL; i++)
    {
      gint64 id = g_ascii_strtoll (ids[i], NULL, 10);
      TiemSandboxItem *item = tiem_sandbox_shopee_find_item (call->shopee, id);
      JsonObject *row = json_object_new ();
      JsonArray *promotions;

      json_object_set_int_member (row, "item_id", id);
      if (item == NULL)
        {
          json_object_set_string_member (row, "failed_reason", "Item_id is not found.");
          json_array_add_object_element (failed, row);
          continue;
        }
      promotions = json_array_new ();
      add_model_promotion (call->shopee, item, promotions);
      for (guint j = 0; j < item->children->len; j++)
        add_model_promotion (call->shopee, item->children->pdata[j], promotions);
      json_object_set_array_member (row, "promotion", promotions);
      json_array_add_object_element (done, row);
    }
  response = json_object_new ();
  json_object_set_array_member (response, "success_list", done);
  json_object_set_array_member (response, "failure_list", failed);
  return tiem_sandbox_json_from_object (response);
}

/* --- vouchers --- */

static gboolean
check_voucher_code (TiemSandboxShopeeCall *call,
                    const char *code)
{
  gsize length = strlen (code);

  for (const char *p = code; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p))
      length = 0;
  return (length >= 1 && length <= 5)
         || tiem_sandbox_shopee_call_fail_param (call, "voucher_code", "is invalid");
}

JsonNode *
tiem_sandbox_shopee_add_voucher (TiemSandboxShopeeCall *call)
{
  static const char *const numbers[]
      = { "voucher_type", "reward_type", "usage_quantity", "min_basket_price" };
  g_autofree char *name = tiem_sandbox_shopee_call_need_text (call, "voucher_name");
  g_autofree char *code = NULL;
  JsonObject *promotion;
  gint64 values[G_N_ELEMENTS (numbers)];
  gint64 start;
  gint64 end;

  if (name == NULL)
    return NULL;
  code = tiem_sandbox_shopee_call_need_text (call, "voucher_code");
  if (code == NULL || !check_voucher_code (call, code))
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    if (!tiem_sandbox_shopee_call_need_int (call, numbers[i], &values[i]))
      return NULL;
  if (!read_times (call, 0, LONGEST_VOUCHER_S, &start, &end))
    return NULL;
  promotion = add_promotion (call->shopee, "voucher_id", start, end);
  json_object_set_string_member (promotion, "voucher_name", name);
  json_object_set_string_member (promotion, "voucher_code", code);
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    json_object_set_int_member (promotion, numbers[i], values[i]);
  return answer_id (promotion, "voucher_id");
}

JsonNode *
tiem_sandbox_shopee_end_voucher (TiemSandboxShopeeCall *call)
{
  JsonObject *promotion = need_promotion (call, "voucher_id");

  if (promotion == NULL)
    return NULL;
  end_now (call->shopee, promotion);
  return answer_id (promotion, "voucher_id");
}

JsonNode *
tiem_sandbox_shopee_get_voucher_list (TiemSandboxShopeeCall *call)
{
  return answer_list (call, "voucher_id", "status", "voucher_list");
}
