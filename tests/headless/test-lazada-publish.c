#include "lazada-fixture.h"
#include "offer-fixture.h"

/* Putting goods up at Lazada, over answers as the reference shows them. */

#define OK "{'code':'0','data':{}}"
#define NOTHING "{'code':'0','data':{'total_products':0,'products':[]}}"
#define UPLOADED                                                                                   \
  "{'code':'0','data':{'image':{'hash_code':'9d06','url':'https://vn-live-02.slatic.net/p/"        \
  "9d.jpg'}}}"
#define SKU(id, sku, colour)                                                                       \
  "{'SkuId':" id ",'SellerSku':'" sku "','Status':'active','price':420000.0,'quantity':6,"         \
  "'saleProp':{'Phân loại':'" colour "'},'package_weight':'0.26','package_length':'30.00',"        \
  "'package_width':'25.00','package_height':'5.00'}"
#define PRODUCT(skus)                                                                              \
  "{'item_id':2100000001,'primary_category':10002019,'status':'Pending QC','images':[],"           \
  "'attributes':{'name':'Áo bà ba','brand':'No Brand'},'variation':{'Variation1':{"              \
  "'name':'Phân loại','customize':true,'options':['Đen']}},'skus':[" skus "]}"
#define BLACK SKU ("11", "BB-DEN", "Đen")
#define VIOLET SKU ("12", "BB-TIM", "Tím")

static JsonNode *
dup_payload (LazadaShop *shop,
             guint index)
{
  g_autoptr (TiemForm) form = lazada_request_dup_form (lazada_shop_get_request (shop, index));
  const char *text = tiem_form_get (form, "payload");
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  JsonNode *node = tiem_json_parse (bytes, NULL);

  g_assert_nonnull (node);
  return node;
}

static JsonObject *
get_product (JsonNode *payload)
{
  return tiem_json_get_object (tiem_json_get_object (tiem_json_object (payload), "Request"),
                               "Product");
}

static JsonObject *
get_sku (JsonObject *product,
         guint index)
{
  return tiem_json_array_get_object (
      tiem_json_get_array (tiem_json_get_object (product, "Skus"), "Sku"), index);
}

static TiemListingPage *
publish (LazadaShop *shop,
         TiemOffer *offer,
         GError **error)
{
  return tiem_channel_publish (shop->channel, shop->transport, offer, NULL, error);
}

static void
test_tree (void)
{
  static const FakeRow rows[] = {
    { "GET",
      "/category/tree/get?",
      200,
      "{'code':'0','data':[{'category_id':6588,'name':'Thời trang nữ','leaf':false,'children':["
      "{'category_id':10002019,'name':'Áo dài','leaf':true}]}]}" },
    { "GET",
      "/category/attributes/get?",
      200,
      "{'code':'0','data':[{'name':'name','label':'Tên','is_mandatory':1},"
      "{'name':'brand','is_mandatory':1},{'name':'package_weight','is_mandatory':1},"
      "{'name':'material','label':'Chất liệu','is_mandatory':1,'input_type':'singleSelect',"
      "'options':[{'name':'Lụa'},{'name':'Gấm'}]},"
      "{'name':'size','label':'Cỡ','is_mandatory':1,'is_sale_prop':1,'input_type':'enumInput'},"
      "{'name':'pattern','label':'Hoạ tiết','is_mandatory':0}]}" },
  };
  LazadaShop shop = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) tree = NULL;
  g_autoptr (GPtrArray) asked = NULL;
  const TiemRemoteCategory *leaf;
  const TiemRemoteAttribute *material;

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  tree = tiem_channel_list_categories (shop.channel, shop.transport, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (tree->len, ==, 2);
  leaf = tree->pdata[1];
  g_assert_cmpstr (leaf->path, ==, "Thời trang nữ > Áo dài");
  g_assert_true (leaf->is_leaf);

  asked = tiem_channel_list_attributes (shop.channel, shop.transport, "10002019", NULL, &error);
  g_assert_no_error (error);
  lazada_assert_parameter (&shop, 1, "primary_category_id", "10002019");
  g_assert_cmpuint (asked->len, ==, 2);
  material = asked->pdata[0];
  g_assert_cmpstr (material->id, ==, "material");
  g_assert_cmpstr (material->name, ==, "Chất liệu");
  g_assert_cmpuint (material->choices->len, ==, 2);
  g_assert_false (material->takes_text);
  g_assert_cmpstr (((TiemRemoteAttribute *)asked->pdata[1])->id, ==, "sku/size");
  lazada_shop_close (&shop);
}

/* Pictures first, then one document with all variants; read back at the end. */
static void
test_create (void)
{
  static const FakeRow rows[] = {
    { "GET", "/products/get?", 200, NOTHING, .times = 1 },
    { "GET",
      "/products/get?",
      200,
      "{'code':'0','data':{'total_products':1,'products':[" PRODUCT (BLACK "," VIOLET) "]}}" },
    { "POST", "/image/upload?", 200, UPLOADED },
    { "POST", "/product/create?", 200, OK },
    { "GET", "/product/item/get?", 200, "{'code':'0','data':" PRODUCT (BLACK "," VIOLET) "}" },
  };
  LazadaShop shop = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOffer) offer = offer_new ();
  g_autoptr (TiemListingPage) page = NULL;
  g_autoptr (JsonNode) payload = NULL;
  const TiemRequest *upload;
  JsonObject *product;
  JsonObject *kind;
  JsonObject *sku;
  g_autofree char *text = NULL;

  g_hash_table_insert (offer->attributes, g_strdup ("material"), g_strdup ("Lụa"));
  g_hash_table_insert (offer->attributes, g_strdup ("sku/size"), g_strdup ("L"));
  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  page = publish (&shop, offer, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->listings->len, ==, 2);
  g_assert_cmpint (
      ((TiemRemoteListing *)page->listings->pdata[0])->state, ==, TIEM_LISTING_INACTIVE);

  lazada_assert_parameter (&shop, 0, "sku_seller_list", "[\"BB-DEN\",\"BB-TIM\"]");
  upload = lazada_shop_get_request (&shop, 1);
  g_assert_true (g_str_has_prefix (upload->content_type, "multipart/form-data; boundary="));
  lazada_assert_path (&shop, 2, "POST", "/product/create");
  payload = dup_payload (&shop, 2);
  product = get_product (payload);
  g_assert_cmpstr (tiem_json_get_string (product, "PrimaryCategory"), ==, "10002019");
  text = tiem_json_dup_string (tiem_json_get_object (product, "Attributes"), "description");
  g_assert_cmpstr (text, ==, "<p>Lụa &lt; 100 %</p><p>May đo</p>");
  g_assert_cmpstr (
      tiem_json_get_string (tiem_json_get_object (product, "Attributes"), "brand"), ==, "No Brand");
  g_assert_cmpstr (
      tiem_json_get_string (tiem_json_get_object (product, "Attributes"), "material"), ==, "Lụa");
  kind = tiem_json_get_object (tiem_json_get_object (product, "variation"), "variation1");
  g_assert_cmpstr (tiem_json_get_string (kind, "name"), ==, "Phân loại");
  g_assert_true (tiem_json_get_boolean (kind, "customize"));
  sku = get_sku (product, 1);
  g_assert_cmpstr (tiem_json_get_string (sku, "SellerSku"), ==, "BB-TIM");
  g_assert_cmpstr (tiem_json_get_string (sku, "quantity"), ==, "3");
  g_assert_cmpstr (tiem_json_get_string (sku, "price"), ==, "420000");
  g_assert_cmpstr (tiem_json_get_string (sku, "package_weight"), ==, "0.26"); /* never less */
  g_assert_cmpstr (tiem_json_get_string (sku, "package_length"), ==, "30");
  g_assert_cmpstr (
      tiem_json_get_string (tiem_json_get_object (sku, "saleProp"), "Phân loại"), ==, "Tím");
  g_assert_cmpstr (tiem_json_get_string (tiem_json_get_object (sku, "saleProp"), "size"), ==, "L");
  lazada_shop_close (&shop);
}

/* After an unclear outcome it is there already: nothing is made twice, and what is missing of it is
 * added, in a parcel like the others'. */
static void
test_again (void)
{
  static const FakeRow rows[] = {
    { "GET",
      "/products/get?",
      200,
      "{'code':'0','data':{'total_products':1,'products':[" PRODUCT (BLACK) "]}}" },
    { "POST", "/product/create?", 200, OK },
    { "GET", "/product/item/get?", 200, "{'code':'0','data':" PRODUCT (BLACK "," VIOLET) "}" },
  };
  LazadaShop shop = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOffer) offer = offer_new ();
  g_autoptr (TiemListingPage) page = NULL;
  g_autoptr (JsonNode) payload = NULL;
  JsonObject *product;

  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  page = publish (&shop, offer, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (shop.fake->requests->len, ==, 3); /* no picture goes up again */
  payload = dup_payload (&shop, 1);
  product = get_product (payload);
  g_assert_cmpstr (tiem_json_get_string (product, "AssociatedSku"), ==, "BB-DEN");
  g_assert_cmpstr (tiem_json_get_string (get_sku (product, 0), "SellerSku"), ==, "BB-TIM");
  g_assert_null (get_sku (product, 1));
  g_assert_cmpstr (tiem_json_get_string (get_sku (product, 0), "package_length"), ==, "30.00");
  lazada_shop_close (&shop);
}

static void
test_update (void)
{
  static const FakeRow rows[] = {
    { "GET", "/product/item/get?", 200, "{'code':'0','data':" PRODUCT (BLACK) "}" },
    { "POST", "/product/update?", 200, OK },
    { "POST", "/image/upload?", 200, UPLOADED },
    { "POST", "/product/create?", 200, OK },
  };
  LazadaShop shop = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOffer) offer = offer_new ();
  g_autoptr (TiemListingPage) page = NULL;
  g_autoptr (JsonNode) payload = NULL;
  JsonObject *attributes;

  offer->remote_product_id = g_strdup ("2100000001");
  offer->fields = TIEM_OFFER_TITLE;
  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  page = publish (&shop, offer, &error);
  g_assert_no_error (error);
  lazada_assert_path (&shop, 1, "POST", "/product/update");
  payload = dup_payload (&shop, 1);
  g_assert_cmpstr (tiem_json_get_string (get_product (payload), "ItemId"), ==, "2100000001");
  g_assert_cmpstr (tiem_json_get_string (get_sku (get_product (payload), 0), "SkuId"), ==, "11");
  attributes = tiem_json_get_object (get_product (payload), "Attributes");
  g_assert_cmpstr (tiem_json_get_string (attributes, "name"), ==, offer->title);
  g_assert_false (tiem_json_has (attributes, "description"));
  g_assert_false (tiem_json_has (get_product (payload), "Images"));
  tiem_listing_page_free (g_steal_pointer (&page));

  /* only what is missing */
  g_ptr_array_set_size (shop.fake->requests, 0);
  offer->fields = TIEM_OFFER_VARIANTS;
  page = publish (&shop, offer, &error);
  g_assert_no_error (error);
  lazada_assert_path (&shop, 1, "POST", "/product/create");
  g_assert_cmpuint (shop.fake->requests->len, ==, 3);
  lazada_shop_close (&shop);
}

/* Each refusal in words, and as one that stays. */
static void
test_refusals (void)
{
  static const struct
  {
    const char *path;
    const char *answer;
    const char *words;
  } cases[] = {
    { "/product/create?",
      "{'code':'500','type':'ISP','message':'E500: Create product failed','detail':["
      "{'field':'material','message':'Attribute material is mandatory'}]}",
      "material" },
    { "/product/create?", "{'code':'4142','type':'ISP','message':'brand'}", "brand" },
    { "/product/create?",
      "{'code':'0','data':{},'detail':[{'field':'price','message':'too low'}]}",
      "too low" },
    { "/image/upload?", "{'code':'303','type':'ISP','message':'E303'}", "3 MB" },
    { "/image/upload?", "{'code':'301','type':'ISP','message':'E301'}", "330" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const FakeRow rows[] = {
        { "POST", cases[i].path, 200, cases[i].answer },
        { "GET", "/products/get?", 200, NOTHING },
        { "POST", "/image/upload?", 200, UPLOADED },
      };
      LazadaShop shop = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemOffer) offer = offer_new ();

      lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
      g_assert_null (publish (&shop, offer, &error));
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED);
      g_assert_nonnull (strstr (error->message, cases[i].words));
      lazada_shop_close (&shop);
    }
}

/* A product that was put up with other kinds of variants takes none of ours. */
static void
test_other_kinds (void)
{
  static const FakeRow rows[] = {
    { "GET",
      "/product/item/get?",
      200,
      "{'code':'0','data':{'item_id':1,'status':'Active','attributes':{'name':'Áo'},'variation':{"
      "'Variation1':{'name':'color_family','options':['Đen']},"
      "'Variation2':{'name':'size','options':['L']}},'skus':[" BLACK "]}}" },
    { "POST", "/product/create?", 200, OK },
  };
  LazadaShop shop = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOffer) offer = offer_new ();
  g_autoptr (TiemListingPage) page = NULL;
  g_autoptr (JsonNode) payload = NULL;
  JsonObject *chosen;

  offer->remote_product_id = g_strdup ("1");
  offer->fields = TIEM_OFFER_VARIANTS;
  lazada_shop_open (&shop, rows, G_N_ELEMENTS (rows));
  g_assert_null (publish (&shop, offer, &error));
  g_assert_error (error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  g_clear_error (&error);

  /* "Tím, L" is one of each */
  g_free (((TiemOfferVariant *)offer->variants->pdata[1])->options);
  ((TiemOfferVariant *)offer->variants->pdata[1])->options = g_strdup ("Tím, L");
  page = publish (&shop, offer, &error);
  g_assert_no_error (error);
  payload = dup_payload (&shop, 2);
  chosen = tiem_json_get_object (get_sku (get_product (payload), 0), "saleProp");
  g_assert_cmpstr (tiem_json_get_string (chosen, "color_family"), ==, "Tím");
  g_assert_cmpstr (tiem_json_get_string (chosen, "size"), ==, "L");
  lazada_shop_close (&shop);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/channel/lazada/publish/tree", test_tree);
  g_test_add_func ("/channel/lazada/publish/create", test_create);
  g_test_add_func ("/channel/lazada/publish/again", test_again);
  g_test_add_func ("/channel/lazada/publish/update", test_update);
  g_test_add_func ("/channel/lazada/publish/refusals", test_refusals);
  g_test_add_func ("/channel/lazada/publish/other-kinds", test_other_kinds);
  return g_test_run ();
}
