#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-editor.h"

#include "sandbox/tiem-sandbox-json.h"

#define MAX_BRANDS 200

/* A branch of the tree and its only leaf. */
static const struct
{
  gint64 id;
  const char *name;
  gint64 leaf_id;
  const char *leaf_name;
} categories[] = {
  { 6588, "Thời trang nữ", 10002019, "Áo dài" },
  { 3833, "Nhà bếp & phòng ăn", 10002020, "Dụng cụ nấu ăn" },
  { 3834, "Nội thất & trang trí", 10002021, "Đồ trang trí" },
  { 1438, "Bách hoá", 10002022, "Đặc sản" },
  { 1439, "Làm đẹp & em bé", 10002023, "Chăm sóc cá nhân" },
};

gboolean
tiem_sandbox_lazada_is_leaf (gint64 category_id)
{
  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    if (categories[i].leaf_id == category_id)
      return TRUE;
  return FALSE;
}

static JsonObject *
make_category (gint64 id,
               const char *name,
               gboolean is_leaf)
{
  JsonObject *category = json_object_new ();

  json_object_set_int_member (category, "category_id", id);
  json_object_set_string_member (category, "name", name);
  json_object_set_boolean_member (category, "leaf", is_leaf);
  json_object_set_boolean_member (category, "var", TRUE);
  return category;
}

JsonObject *
tiem_sandbox_lazada_get_categories (TiemSandboxLazadaCall *call)
{
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (categories); i++)
    {
      JsonObject *category = make_category (categories[i].id, categories[i].name, FALSE);
      JsonArray *children = json_array_new ();

      json_array_add_object_element (
          children, make_category (categories[i].leaf_id, categories[i].leaf_name, TRUE));
      json_object_set_array_member (category, "children", children);
      json_array_add_object_element (list, category);
    }
  return tiem_sandbox_lazada_call_answer (tiem_sandbox_json_from_array (list));
}

JsonObject *
tiem_sandbox_lazada_suggest_category (TiemSandboxLazadaCall *call)
{
  const char *name = tiem_sandbox_lazada_call_get (call, "product_name");
  JsonObject *data;
  JsonObject *suggestion;
  JsonArray *list;

  if (name == NULL)
    return tiem_sandbox_lazada_call_fail_missing (call, "product_name");
  data = json_object_new ();
  suggestion = json_object_new ();
  list = json_array_new ();
  json_object_set_string_member (suggestion, "categoryName", categories[0].leaf_name);
  json_object_set_int_member (suggestion, "categoryId", categories[0].leaf_id);
  json_object_set_string_member (suggestion, "categoryPath", "Thời trang nữ>Áo dài");
  json_array_add_object_element (list, suggestion);
  json_object_set_array_member (data, "categorySuggestions", list);
  return tiem_sandbox_lazada_call_answer_object (data);
}

/* The one leaf that asks for more than the others. */
#define ASKING_LEAF 10002020

static const char *const materials[]
    = { "Inox", "Gang", "Nhôm", "Gốm sứ", "Thuỷ tinh", "Gỗ", NULL };

static JsonObject *
make_material (void)
{
  JsonObject *attribute = json_object_new ();
  JsonArray *options = json_array_new ();

  json_object_set_string_member (attribute, "name", "material");
  json_object_set_string_member (attribute, "label", "Chất liệu");
  json_object_set_string_member (attribute, "input_type", "singleSelect");
  json_object_set_int_member (attribute, "is_mandatory", 1);
  json_object_set_int_member (attribute, "is_sale_prop", 0);
  for (guint i = 0; materials[i] != NULL; i++)
    {
      JsonObject *option = json_object_new ();

      json_object_set_string_member (option, "name", materials[i]);
      json_array_add_object_element (options, option);
    }
  json_object_set_array_member (attribute, "options", options);
  return attribute;
}

JsonObject *
tiem_sandbox_lazada_get_attributes (TiemSandboxLazadaCall *call)
{
  static const struct
  {
    const char *name;
    const char *label;
    const char *input_type;
    gboolean is_mandatory;
    gboolean is_sale_prop;
  } attributes[] = {
    { "name", "Tên sản phẩm", "text", TRUE, FALSE },
    { "brand", "Thương hiệu", "singleSelect", TRUE, FALSE },
    { "short_description", "Mô tả ngắn", "richText", FALSE, FALSE },
    { "description", "Mô tả", "richText", FALSE, FALSE },
    { "color_family", "Màu", "multiEnumInput", FALSE, TRUE },
    { "size", "Cỡ", "enumInput", FALSE, TRUE },
  };
  JsonArray *list;
  gint64 id;

  if (!tiem_sandbox_lazada_call_get_int (call, "primary_category_id", 0, &id) || id == 0)
    return tiem_sandbox_lazada_call_fail_missing (call, "primary_category_id");
  if (!tiem_sandbox_lazada_is_leaf (id))
    return tiem_sandbox_lazada_call_fail (
        call, "57", TIEM_SANDBOX_LAZADA_ISP, "E057: No attribute sets linked to that category");
  list = json_array_new ();
  for (guint i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      JsonObject *attribute = json_object_new ();

      json_object_set_string_member (attribute, "name", attributes[i].name);
      json_object_set_string_member (attribute, "label", attributes[i].label);
      json_object_set_string_member (attribute, "input_type", attributes[i].input_type);
      json_object_set_int_member (attribute, "is_mandatory", attributes[i].is_mandatory);
      json_object_set_int_member (attribute, "is_sale_prop", attributes[i].is_sale_prop);
      json_object_set_array_member (attribute, "options", json_array_new ());
      json_array_add_object_element (list, attribute);
    }
  if (id == ASKING_LEAF)
    json_array_add_object_element (list, make_material ());
  return tiem_sandbox_lazada_call_answer (tiem_sandbox_json_from_array (list));
}

gboolean
tiem_sandbox_lazada_check_attributes (TiemSandboxLazadaCall *call,
                                      gint64 category_id,
                                      JsonObject *attributes)
{
  g_autofree char *material = tiem_sandbox_json_dup_text (attributes, "material");

  if (category_id != ASKING_LEAF || (material != NULL && g_strv_contains (materials, material)))
    return TRUE;
  tiem_sandbox_lazada_call_add_detail (
      call, "material", "E0500", "Attribute material is mandatory", NULL);
  return FALSE;
}

static const struct
{
  gint64 id;
  const char *name;
  const char *word;
} brands[] = {
  { 30768, "No Brand", "no_brand" },
  { 30801, "Sunhouse", "sunhouse" },
  { 30802, "Minh Long", "minh_long" },
  { 30803, "Vinamilk", "vinamilk" },
};

gboolean
tiem_sandbox_lazada_is_brand (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (brands); i++)
    if (g_ascii_strcasecmp (brands[i].name, name) == 0)
      return TRUE;
  return FALSE;
}

JsonObject *
tiem_sandbox_lazada_query_brands (TiemSandboxLazadaCall *call)
{
  JsonObject *members;
  JsonObject *data;
  JsonArray *module;
  gint64 start;
  gint64 size;

  if (!tiem_sandbox_lazada_call_get_int (call, "startRow", 0, &start) || start < 0
      || !tiem_sandbox_lazada_call_get_int (call, "pageSize", 40, &size) || size < 1
      || size > MAX_BRANDS)
    return tiem_sandbox_lazada_call_fail (
        call, "5", TIEM_SANDBOX_LAZADA_ISP, "E005: Invalid Request Format");
  data = json_object_new ();
  module = json_array_new ();
  for (gint64 i = start; i < MIN ((gint64)G_N_ELEMENTS (brands), start + size); i++)
    {
      JsonObject *brand = json_object_new ();

      json_object_set_int_member (brand, "brand_id", brands[i].id);
      json_object_set_string_member (brand, "name", brands[i].name);
      json_object_set_string_member (brand, "name_en", brands[i].name);
      json_object_set_string_member (brand, "global_identifier", brands[i].word);
      json_array_add_object_element (module, brand);
    }
  json_object_set_int_member (data, "start_row", start);
  json_object_set_int_member (data, "page_index", start / size + 1);
  json_object_set_int_member (data, "page_size", size);
  json_object_set_int_member (data, "total_record", G_N_ELEMENTS (brands));
  json_object_set_array_member (data, "module", module);
  members = tiem_sandbox_lazada_call_answer_object (data);
  json_object_set_boolean_member (members, "success", TRUE);
  json_object_set_null_member (members, "error_code");
  json_object_set_null_member (members, "error_msg");
  return members;
}
