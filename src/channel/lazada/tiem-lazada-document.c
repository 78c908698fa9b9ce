#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "config.h"

#include "channel/lazada/tiem-lazada-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * The documents that make and change products (Lazada §7.6). Numbers travel as text; Image and Sku
 * are lists even of one. A product of several variants has one kind of them, with a name of its
 * own: its options are what Tiệm calls the variants.
 */

#define KIND_OF_VARIANTS "Phân loại"
#define NO_BRAND "No Brand"

static void
add_text (JsonBuilder *builder,
          const char *name,
          const char *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text != NULL ? text : "");
}

static void
add_number (JsonBuilder *builder,
            const char *name,
            gint64 number)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  add_text (builder, name, text);
}

static void
begin (JsonBuilder *builder,
       const char *name)
{
  if (name != NULL)
    json_builder_set_member_name (builder, name);
  json_builder_begin_object (builder);
}

static JsonBuilder *
begin_document (void)
{
  JsonBuilder *builder = json_builder_new ();

  begin (builder, NULL);
  begin (builder, "Request");
  begin (builder, "Product");
  return builder;
}

static char *
end_document (JsonBuilder *builder)
{
  for (guint i = 0; i < 3; i++)
    json_builder_end_object (builder);
  return laz_format_json (builder);
}

/* {"Image":[…]}, {"option":[…]} */
static void
add_list (JsonBuilder *builder,
          const char *name,
          const char *element,
          GPtrArray *texts)
{
  begin (builder, name);
  json_builder_set_member_name (builder, element);
  json_builder_begin_array (builder);
  for (guint i = 0; i < texts->len; i++)
    json_builder_add_string_value (builder, texts->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_variation (
    JsonBuilder *builder, guint index, const char *name, gboolean is_own, GPtrArray *options)
{
  g_autofree char *member = g_strdup_printf ("variation%u", index + 1);

  begin (builder, member);
  add_text (builder, "name", name);
  json_builder_set_member_name (builder, "hasImage");
  json_builder_add_boolean_value (builder, FALSE);
  json_builder_set_member_name (builder, "customize");
  json_builder_add_boolean_value (builder, is_own);
  add_list (builder, "options", "option", options);
  json_builder_end_object (builder);
}

/* --- a new one --- */

static void
add_attributes (JsonBuilder *builder,
                const TiemOffer *offer)
{
  g_autofree char *html = tiem_offer_make_html (offer->description);
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  begin (builder, "Attributes");
  add_text (builder, "name", offer->title);
  add_text (builder, "description", html);
  add_text (
      builder, "brand", offer->brand != NULL && *offer->brand != '\0' ? offer->brand : NO_BRAND);
  g_hash_table_iter_init (&iter, offer->attributes);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (!g_str_has_prefix (name, LAZ_OF_SKU))
      add_text (builder, name, value);
  json_builder_end_object (builder);
}

/* Two decimals at most, and never nothing. */
static char *
format_weight (gint64 grams)
{
  gint64 hundredths = MAX ((grams + 9) / 10, 1);

  return g_strdup_printf ("%d.%02d", (int)(hundredths / 100), (int)(hundredths % 100));
}

static void
add_package (JsonBuilder *builder,
             const TiemOffer *offer)
{
  g_autofree char *weight = format_weight (offer->weight_g);

  add_text (builder, "package_weight", weight);
  add_number (builder, "package_length", offer->length_cm);
  add_number (builder, "package_width", offer->width_cm);
  add_number (builder, "package_height", offer->height_cm);
}

/* What the category asks of each SKU, and which variant it is. */
static void
add_properties (JsonBuilder *builder,
                const TiemOffer *offer,
                const TiemOfferVariant *variant)
{
  GHashTableIter iter;
  gpointer name;
  gpointer value;

  begin (builder, "saleProp");
  g_hash_table_iter_init (&iter, offer->attributes);
  while (g_hash_table_iter_next (&iter, &name, &value))
    if (g_str_has_prefix (name, LAZ_OF_SKU))
      add_text (builder, (const char *)name + strlen (LAZ_OF_SKU), value);
  if (offer->variants->len > 1)
    add_text (builder, KIND_OF_VARIANTS, variant->options);
  json_builder_end_object (builder);
}

static void
add_goods (JsonBuilder *builder,
           const TiemOfferVariant *variant)
{
  add_text (builder, "SellerSku", variant->sku);
  add_number (builder, "quantity", MAX (variant->stock, 0));
  add_number (builder, "price", variant->price_vnd);
}

static void
begin_skus (JsonBuilder *builder)
{
  begin (builder, "Skus");
  json_builder_set_member_name (builder, "Sku");
  json_builder_begin_array (builder);
}

static void
end_skus (JsonBuilder *builder)
{
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

char *
laz_make_new_product (const TiemOffer *offer,
                      GPtrArray *pictures)
{
  g_autoptr (JsonBuilder) builder = begin_document ();

  add_text (builder, "PrimaryCategory", offer->category);
  add_list (builder, "Images", "Image", pictures);
  if (offer->variants->len > 1)
    {
      g_autoptr (GPtrArray) options = g_ptr_array_new ();

      for (guint i = 0; i < offer->variants->len; i++)
        g_ptr_array_add (options, ((TiemOfferVariant *)offer->variants->pdata[i])->options);
      begin (builder, "variation");
      add_variation (builder, 0, KIND_OF_VARIANTS, TRUE, options);
      json_builder_end_object (builder);
    }
  add_attributes (builder, offer);
  begin_skus (builder);
  for (guint i = 0; i < offer->variants->len; i++)
    {
      begin (builder, NULL);
      add_goods (builder, offer->variants->pdata[i]);
      add_properties (builder, offer, offer->variants->pdata[i]);
      add_package (builder, offer);
      json_builder_end_object (builder);
    }
  end_skus (builder);
  return end_document (builder);
}

/* --- more variants of one that is there --- */

/* Returns: (transfer full) (element-type JsonObject): its kinds of variants, borrowed, in order */
static GPtrArray *
list_kinds (JsonObject *product)
{
  JsonObject *variation = tiem_json_get_object (product, "variation");
  g_autoptr (GList) members = variation != NULL ? json_object_get_members (variation) : NULL;
  GPtrArray *kinds = g_ptr_array_new ();

  members = g_list_sort (members, (GCompareFunc)strcmp);
  for (GList *l = members; l != NULL; l = l->next)
    {
      JsonObject *kind = tiem_json_get_object (variation, l->data);

      if (tiem_json_get_string (kind, "name") != NULL)
        g_ptr_array_add (kinds, kind);
    }
  return kinds;
}

/* "Đen, L" of two kinds is "Đen" and "L". Returns: (transfer full) (nullable): as many words as
 * there are kinds */
static GStrv
split_options (const TiemOfferVariant *variant,
               guint n_kinds)
{
  g_auto (GStrv) words = NULL;

  if (variant->options == NULL || *variant->options == '\0')
    return NULL;
  words = g_strsplit (variant->options, ",", n_kinds == 1 ? 1 : -1);
  if (g_strv_length (words) != n_kinds)
    return NULL;
  for (guint i = 0; i < n_kinds; i++)
    g_strstrip (words[i]);
  return g_steal_pointer (&words);
}

static void
add_option (GPtrArray *options,
            const char *option)
{
  if (!g_ptr_array_find_with_equal_func (options, option, g_str_equal, NULL))
    g_ptr_array_add (options, g_strdup (option));
}

/* All options of the @index'th kind: those that are there and those to come. */
static GPtrArray *
collect_options (JsonObject *kind,
                 GPtrArray *words,
                 guint index)
{
  GPtrArray *options = g_ptr_array_new_with_free_func (g_free);
  JsonArray *there = tiem_json_get_array (kind, "options");

  for (guint i = 0; i < tiem_json_array_get_size (there); i++)
    {
      JsonNode *node = json_array_get_element (there, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        add_option (options, json_node_get_string (node));
    }
  for (guint i = 0; i < words->len; i++)
    add_option (options, ((char **)words->pdata[i])[index]);
  return options;
}

/* A parcel like the one of a SKU that is there. */
static void
copy_package (JsonBuilder *builder,
              JsonObject *sku)
{
  static const char *const names[]
      = { "package_weight", "package_length", "package_width", "package_height" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *value = laz_dup_text (sku, names[i]);

      if (value != NULL)
        add_text (builder, names[i], value);
    }
}

static void
add_more_skus (JsonBuilder *builder,
               JsonObject *product,
               GPtrArray *variants,
               GPtrArray *kinds,
               GPtrArray *words)
{
  JsonObject *like = tiem_json_array_get_object (tiem_json_get_array (product, "skus"), 0);

  begin_skus (builder);
  for (guint i = 0; i < variants->len; i++)
    {
      char **of_kind = words->pdata[i];

      begin (builder, NULL);
      add_goods (builder, variants->pdata[i]);
      begin (builder, "saleProp");
      for (guint j = 0; j < kinds->len; j++)
        add_text (builder, tiem_json_get_string (kinds->pdata[j], "name"), of_kind[j]);
      json_builder_end_object (builder);
      copy_package (builder, like);
      json_builder_end_object (builder);
    }
  end_skus (builder);
}

char *
laz_make_more_skus (JsonObject *product,
                    GPtrArray *variants,
                    GError **error)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (GPtrArray) kinds = list_kinds (product);
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func ((GDestroyNotify)g_strfreev);
  JsonObject *attributes = tiem_json_get_object (product, "attributes");
  JsonObject *like = tiem_json_array_get_object (tiem_json_get_array (product, "skus"), 0);
  g_autofree char *sibling = laz_dup_text2 (like, "SellerSku", "sellerSku");
  g_autofree char *category = laz_dup_text2 (product, "primary_category", "primaryCategory");
  g_autofree char *name = laz_dup_text (attributes, "name");
  g_autofree char *brand = laz_dup_text (attributes, "brand");

  for (guint i = 0; i < variants->len && kinds->len > 0; i++)
    {
      GStrv split = split_options (variants->pdata[i], kinds->len);

      if (split != NULL)
        g_ptr_array_add (words, split);
    }
  if (kinds->len == 0 || words->len < variants->len || sibling == NULL)
    {
      g_propagate_error (
          error,
          laz_make_rejection (_ ("The product at Lazada has other kinds of variants than here, so "
                                 "none can be added; add them in Lazada Seller Center, Tiệm links "
                                 "them by their SKUs.")));
      return NULL;
    }

  builder = begin_document ();
  add_text (builder, "PrimaryCategory", category);
  add_text (builder, "AssociatedSku", sibling);
  begin (builder, "variation");
  for (guint i = 0; i < kinds->len; i++)
    {
      g_autoptr (GPtrArray) options = collect_options (kinds->pdata[i], words, i);

      add_variation (builder,
                     i,
                     tiem_json_get_string (kinds->pdata[i], "name"),
                     laz_is_true (kinds->pdata[i], "customize"),
                     options);
    }
  json_builder_end_object (builder);
  begin (builder, "Attributes");
  add_text (builder, "name", name);
  add_text (builder, "brand", brand != NULL ? brand : NO_BRAND);
  json_builder_end_object (builder);
  add_more_skus (builder, product, variants, kinds, words);
  return end_document (builder);
}

/* --- other words and pictures --- */

char *
laz_make_changes (JsonObject *product,
                  const TiemOffer *offer,
                  GPtrArray *pictures)
{
  g_autoptr (JsonBuilder) builder = begin_document ();
  g_autofree char *id = laz_dup_product_id (product);
  JsonArray *skus = tiem_json_get_array (product, "skus");

  add_text (builder, "ItemId", id);
  begin (builder, "Attributes");
  if (offer->fields & TIEM_OFFER_TITLE)
    add_text (builder, "name", offer->title);
  if (offer->fields & TIEM_OFFER_DESCRIPTION)
    {
      g_autofree char *html = tiem_offer_make_html (offer->description);

      add_text (builder, "description", html);
    }
  json_builder_end_object (builder);
  if (pictures != NULL && pictures->len > 0)
    add_list (builder, "Images", "Image", pictures);
  begin_skus (builder);
  for (guint i = 0; i < tiem_json_array_get_size (skus); i++)
    {
      JsonObject *sku = tiem_json_array_get_object (skus, i);
      g_autofree char *sku_id = laz_dup_sku_id (sku);

      if (sku_id == NULL)
        continue;
      begin (builder, NULL);
      add_text (builder, "SkuId", sku_id);
      json_builder_end_object (builder);
    }
  end_skus (builder);
  return end_document (builder);
}
