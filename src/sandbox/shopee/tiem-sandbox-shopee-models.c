#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-items.h"

/* Returns: (transfer container): the words models of @item may have at @level, in their order */
static GPtrArray *
list_options (const TiemSandboxItem *item,
              guint level)
{
  GPtrArray *options = g_ptr_array_new ();

  for (guint i = 0; i < item->children->len; i++)
    {
      char *option = ((TiemSandboxItem *)item->children->pdata[i])->options[level];

      if (option != NULL && !g_ptr_array_find_with_equal_func (options, option, g_str_equal, NULL))
        g_ptr_array_add (options, option);
    }
  return options;
}

static JsonArray *
describe_tiers (const TiemSandboxItem *item)
{
  static const char *const names[] = { "_tier_0", "_tier_1" };
  JsonArray *tiers = json_array_new ();

  for (guint level = 0; level < G_N_ELEMENTS (names); level++)
    {
      g_autofree char *name = tiem_sandbox_json_dup_text (item->extra, names[level]);
      g_autoptr (GPtrArray) options = list_options (item, level);
      JsonObject *tier;
      JsonArray *list;

      if (options->len == 0)
        continue;
      tier = json_object_new ();
      list = json_array_new ();
      for (guint i = 0; i < options->len; i++)
        {
          JsonObject *option = json_object_new ();

          json_object_set_string_member (option, "option", options->pdata[i]);
          json_array_add_object_element (list, option);
        }
      json_object_set_string_member (tier, "name", name != NULL ? name : "Phân loại");
      json_object_set_array_member (tier, "option_list", list);
      json_array_add_object_element (tiers, tier);
    }
  return tiers;
}

static JsonObject *
describe_model (TiemSandboxShopee *shopee,
                const TiemSandboxItem *model,
                GPtrArray *const *options)
{
  gint64 promotion = tiem_sandbox_json_get_int (model->extra, "promotion_id", 0);
  g_autofree char *name = tiem_sandbox_shopee_item_make_model_name (model);
  JsonObject *object = json_object_new ();
  JsonArray *tier_index = json_array_new ();
  guint index;

  for (guint level = 0; level < 2 && model->options[level] != NULL; level++)
    if (g_ptr_array_find_with_equal_func (
            options[level], model->options[level], g_str_equal, &index))
      json_array_add_int_element (tier_index, index);
  json_object_set_int_member (object, "model_id", model->id);
  json_object_set_string_member (object, "model_name", name);
  json_object_set_string_member (object, "model_sku", model->sku);
  json_object_set_array_member (object, "tier_index", tier_index);
  json_object_set_string_member (object, "model_status", "MODEL_NORMAL");
  json_object_set_boolean_member (object, "has_promotion", promotion != 0);
  if (promotion != 0)
    json_object_set_int_member (object, "promotion_id", promotion);
  json_object_set_string_member (object, "gtin_code", model->barcode != NULL ? model->barcode : "");
  json_object_set_boolean_member (object, "is_fulfillment_by_shopee", FALSE);
  tiem_sandbox_shopee_item_describe_offer (shopee, model, object);
  return object;
}

JsonNode *
tiem_sandbox_shopee_get_model_list (TiemSandboxShopeeCall *call)
{
  TiemSandboxItem *item = tiem_sandbox_shopee_call_need_item (call);
  g_autoptr (GPtrArray) first = NULL;
  g_autoptr (GPtrArray) second = NULL;
  JsonObject *response;
  JsonArray *models;

  if (item == NULL)
    return NULL;
  first = list_options (item, 0);
  second = list_options (item, 1);
  response = json_object_new ();
  models = json_array_new ();
  for (guint i = 0; i < item->children->len; i++)
    json_array_add_object_element (
        models,
        describe_model (call->shopee, item->children->pdata[i], (GPtrArray *[]){ first, second }));
  json_object_set_string_member (call->fields, "warning", "");
  json_object_set_array_member (response, "tier_variation", describe_tiers (item));
  json_object_set_array_member (response, "standardise_tier_variation", json_array_new ());
  json_object_set_array_member (response, "model", models);
  return tiem_sandbox_json_from_object (response);
}
