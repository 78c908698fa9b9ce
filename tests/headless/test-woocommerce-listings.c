#include "channel/tiem-channel.h"
#include "fake-transport.h"

#include <json-glib/json-glib.h>

#define PARENT                                                                                     \
  "{'id':24,'name':'Áo thun','type':'variable','status':'publish','sku':'AT',"                    \
  "'price':'129000','regular_price':'','manage_stock':false,'stock_quantity':null,"                \
  "'images':[{'id':1,'src':'https://tenshop.vn/at.jpg'}],'variations':[25,26,27]}"
#define SIMPLE                                                                                     \
  "{'id':30,'name':'Bát gốm','type':'simple','status':'publish','sku':'BG-01',"                 \
  "'price':'45000','regular_price':'50000','manage_stock':true,'stock_quantity':12,"               \
  "'global_unique_id':'8934567890123','images':[]}"
#define VARIATIONS                                                                                 \
  "[{'id':25,'sku':'AT-D-L','status':'publish','regular_price':'129000','price':'129000',"         \
  "'manage_stock':true,'stock_quantity':7,'image':{'src':'https://tenshop.vn/d.jpg'},"             \
  "'attributes':[{'id':1,'name':'Màu','option':'Đen'},{'id':2,'name':'Cỡ','option':'L'}]},"    \
  "{'id':26,'sku':'AT','status':'private','regular_price':129000,'manage_stock':'parent',"         \
  "'stock_quantity':'3','image':null,'attributes':[{'name':'Màu','option':'Trắng'}]},"          \
  "{'id':27,'sku':'','regular_price':'','price':'99000.00','manage_stock':false,"                  \
  "'stock_quantity':null,'attributes':[]}]"

typedef struct
{
  FakeTable table;
  FakeTransport *fake;
  TiemTransport *transport;
  TiemChannel *channel;
} Site;

static void
site_open (Site *site,
           const FakeRow *rows,
           guint n_rows)
{
  g_autoptr (TiemAccount) account = tiem_account_new ();

  account->base_url = g_strdup ("https://tenshop.vn");
  account->key = g_strdup ("ck_1");
  account->secret = g_strdup ("cs_1");
  site->channel = tiem_channel_info_find ("woocommerce")->create (account, NULL);
  site->table.rows = g_memdup2 (rows, n_rows * sizeof *rows);
  site->table.n_rows = n_rows;
  site->fake = fake_transport_new (fake_table_handle, &site->table);
  site->transport = TIEM_TRANSPORT (site->fake);
}

static void
site_close (Site *site)
{
  g_free (site->table.rows);
  g_object_unref (site->fake);
  g_object_unref (site->channel);
}

static char *
dup_body (Site *site,
          guint index)
{
  const TiemRequest *request = site->fake->requests->pdata[index];
  gsize size;
  const char *data = g_bytes_get_data (request->body, &size);

  return g_strndup (data, size);
}

static void
test_pass (void)
{
  static const FakeRow rows[] = {
    { NULL, "/products/24/variations?", 200, VARIATIONS },
    { NULL,
      "/products?",
      200,
      "[" PARENT "," SIMPLE ",{'id':31,'type':'grouped','name':'Bộ'},"
      "{'id':32,'type':'external','name':'Nơi khác'},"
      "{'id':33,'type':'simple','name':'Nháp','status':'draft','manage_stock':true,"
      "'stock_quantity':-4,'regular_price':'1000'},"
      "{'id':34,'type':'simple','name':'Hỏng','manage_stock':true,'stock_quantity':2.5}]" },
  };
  Site site = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemListingPage) page = NULL;
  TiemRemoteListing *l;

  site_open (&site, rows, G_N_ELEMENTS (rows));
  page = tiem_channel_pull_listings (site.channel, site.transport, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (page->next_cursor);
  g_assert_cmpuint (page->listings->len, ==, 5);
  g_assert_cmpuint (page->unreadable->len, ==, 1);

  l = page->listings->pdata[0];
  g_assert_cmpstr (l->remote_product_id, ==, "24");
  g_assert_cmpstr (l->remote_variant_id, ==, "25");
  g_assert_cmpstr (l->sku, ==, "AT-D-L");
  g_assert_cmpstr (l->title, ==, "Áo thun");
  g_assert_cmpstr (l->options, ==, "Đen, L");
  g_assert_cmpstr (l->image_url, ==, "https://tenshop.vn/d.jpg");
  g_assert_cmpint (l->price_vnd, ==, 129000);
  g_assert_true (l->has_stock);
  g_assert_cmpint (l->stock, ==, 7);
  g_assert_null (l->stock_owner_id);
  g_assert_cmpint (l->state, ==, TIEM_LISTING_ACTIVE);

  /* shares its parent's stock; the SKU shown is the parent's, not its own */
  l = page->listings->pdata[1];
  g_assert_null (l->sku);
  g_assert_cmpstr (l->stock_owner_id, ==, "24");
  g_assert_true (l->has_stock);
  g_assert_cmpint (l->stock, ==, 3);
  g_assert_cmpint (l->price_vnd, ==, 129000);
  g_assert_cmpstr (l->image_url, ==, "https://tenshop.vn/at.jpg");
  g_assert_cmpint (l->state, ==, TIEM_LISTING_INACTIVE);

  l = page->listings->pdata[2];
  g_assert_false (l->has_stock);
  g_assert_cmpint (l->price_vnd, ==, 99000);
  g_assert_null (l->options);

  l = page->listings->pdata[3];
  g_assert_null (l->remote_variant_id);
  g_assert_cmpstr (l->barcode, ==, "8934567890123");
  g_assert_cmpint (l->price_vnd, ==, 50000);
  g_assert_null (l->image_url);

  l = page->listings->pdata[4];
  g_assert_cmpint (l->stock, ==, -4);
  g_assert_cmpint (l->state, ==, TIEM_LISTING_INACTIVE);
  site_close (&site);
}

/* A shop of numbered simple products, from which some are deleted in the middle. */
typedef struct
{
  gboolean gone[400];
  guint n_calls;
  guint delete_at; /* before this call … */
  guint deleted;   /* … this many of the first ones go */
} Stall;

static TiemResponse *
stall_handle (const TiemRequest *request,
              gpointer user_data)
{
  Stall *stall = user_data;
  g_autoptr (TiemForm) form = tiem_form_parse (strchr (request->url, '?') + 1);
  g_autoptr (GString) body = g_string_new ("[");
  g_autofree char *total = NULL;
  gint64 page = g_ascii_strtoll (tiem_form_get (form, "page"), NULL, 10);
  guint n = 0;
  TiemResponse *response;

  if (++stall->n_calls == stall->delete_at)
    for (guint i = 0; i < stall->deleted; i++)
      stall->gone[i] = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (stall->gone); i++)
    if (!stall->gone[i] && n++ / 100 == page - 1)
      g_string_append_printf (
          body, "%s{'id':%u,'type':'simple','name':'Hàng'}", body->len > 1 ? "," : "", i + 1);
  g_string_append_c (body, ']');
  response = fake_answer (200, body->str);
  total = g_strdup_printf ("%u", body->len > 2 ? n : 0);
  tiem_response_set_header (response, "X-WP-Total", total);
  return response;
}

/* No product that stays may be missed, or it would be taken for deleted. */
static void
test_deleted_meanwhile (void)
{
  static const struct
  {
    guint delete_at;
    guint deleted;
  } cases[]
      = { { 0, 0 }, { 2, 1 }, { 3, 1 }, { 4, 1 }, { 2, 100 }, { 5, 1 }, { 5, 100 }, { 3, 250 } };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Stall stall = { .delete_at = cases[i].delete_at, .deleted = cases[i].deleted };
      Site site = { 0 };
      g_autoptr (FakeTransport) fake = fake_transport_new (stall_handle, &stall);
      g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_autofree char *cursor = NULL;

      site_open (&site, NULL, 0);
      do
        {
          g_autoptr (GError) error = NULL;
          g_autoptr (TiemListingPage) page = tiem_channel_pull_listings (
              site.channel, TIEM_TRANSPORT (fake), cursor, NULL, &error);

          g_assert_no_error (error);
          for (guint j = 0; j < page->listings->len; j++)
            g_hash_table_add (
                seen,
                g_strdup (((TiemRemoteListing *)page->listings->pdata[j])->remote_product_id));
          g_free (cursor);
          cursor = g_strdup (page->next_cursor);
          g_assert_cmpuint (stall.n_calls, <, 20);
        }
      while (cursor != NULL);

      g_test_message ("%u deleted before call %u", cases[i].deleted, cases[i].delete_at);
      for (guint j = 0; j < G_N_ELEMENTS (stall.gone); j++)
        {
          g_autofree char *id = g_strdup_printf ("%u", j + 1);

          g_assert_true (stall.gone[j] || g_hash_table_contains (seen, id));
        }
      site_close (&site);
    }
}

/* Many variable products: the page is asked for once and worked through in steps. */
static void
test_steps (void)
{
  g_autoptr (GString) products = g_string_new ("[");
  FakeRow rows[2] = { { NULL, "/variations?", 200, VARIATIONS }, { NULL, "/products?", 200 } };
  g_autofree char *cursor = NULL;
  guint n_listings = 0;
  guint n_steps = 0;
  Site site = { 0 };

  for (int i = 0; i < 50; i++)
    g_string_append_printf (
        products, "%s{'id':%d,'type':'variable','name':'Áo'}", i ? "," : "", i + 1);
  g_string_append_c (products, ']');
  rows[1].body = products->str;
  site_open (&site, rows, 2);
  do
    {
      g_autoptr (TiemListingPage) page
          = tiem_channel_pull_listings (site.channel, site.transport, cursor, NULL, NULL);

      n_steps++;
      n_listings += page->listings->len;
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
    }
  while (cursor != NULL);
  g_assert_cmpuint (n_listings, ==, 150);
  g_assert_cmpuint (n_steps, ==, 3);
  g_assert_cmpuint (site.fake->requests->len, ==, 51);
  site_close (&site);
}

static TiemPush *
make_push (const char *product,
           const char *variant,
           const char *owner,
           gint64 value)
{
  TiemPush *push = tiem_push_new ();

  push->remote_product_id = g_strdup (product);
  push->remote_variant_id = g_strdup (variant);
  push->stock_owner_id = g_strdup (owner);
  push->sku = g_strdup_printf ("SKU-%s", variant != NULL ? variant : product);
  push->value = value;
  return push;
}

static GPtrArray *
make_pushes (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);
}

static void
test_read_back (void)
{
  static const FakeRow rows[] = {
    { NULL,
      "/products/24/variations?include=25%2C77",
      200,
      "[{'id':25,'sku':'AT-D-L','manage_stock':true,'stock_quantity':9,'attributes':[]}]" },
    { NULL, "/products?include=24%2C30%2C88%2C89", 200, "[" PARENT "," SIMPLE "]" },
    { NULL, "/products/88", 404, "{'code':'woocommerce_rest_product_invalid_id'}" },
    { NULL, "/products/89", 200, "{'id':89,'type':'simple','status':'trash','name':'Cũ'}" },
  };
  static const struct
  {
    const char *product;
    const char *variant;
    TiemListingState state;
    gint64 stock;
  } cases[] = {
    { "24", "25", TIEM_LISTING_ACTIVE, 9 },  { "24", "77", TIEM_LISTING_GONE, 0 },
    { "30", NULL, TIEM_LISTING_ACTIVE, 12 }, { "88", NULL, TIEM_LISTING_GONE, 0 },
    { "89", NULL, TIEM_LISTING_GONE, 0 },
  };
  g_autoptr (GPtrArray) pushes = make_pushes ();
  g_autoptr (TiemListingPage) page = NULL;
  g_autoptr (GError) error = NULL;
  Site site = { 0 };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_ptr_array_add (pushes, make_push (cases[i].product, cases[i].variant, NULL, 0));
  site_open (&site, rows, G_N_ELEMENTS (rows));
  page = tiem_channel_read_listings (site.channel, site.transport, pushes, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->listings->len, ==, G_N_ELEMENTS (cases));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    for (guint j = 0; j < page->listings->len; j++)
      {
        TiemRemoteListing *l = page->listings->pdata[j];

        if (strcmp (l->remote_product_id, cases[i].product) != 0
            || g_strcmp0 (l->remote_variant_id, cases[i].variant) != 0)
          continue;
        g_assert_cmpint (l->state, ==, cases[i].state);
        g_assert_cmpint (l->stock, ==, cases[i].stock);
      }
  site_close (&site);
}

/* One batch for products, one for each parent; what half fails settles item by item. */
static void
test_push (void)
{
  static const FakeRow rows[] = {
    { "POST",
      "/products/batch",
      200,
      "{'update':[{'id':30,'manage_stock':true,'stock_quantity':5},"
      "{'id':31,'error':{'code':'woocommerce_rest_product_invalid_id','message':'ID không đúng'}},"
      "{'id':40,'manage_stock':true,'stock_quantity':'2'}]}" },
    { "POST",
      "/products/24/variations/batch",
      200,
      "{'update':[{'id':25,'manage_stock':true,'stock_quantity':4},"
      "{'id':26,'manage_stock':'parent','stock_quantity':3},"
      "{'id':27,'manage_stock':false,'stock_quantity':null},"
      "{'id':28,'manage_stock':true}]}" },
  };
  g_autoptr (GPtrArray) pushes = make_pushes ();
  g_autoptr (GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  Site site = { 0 };
  static const struct
  {
    const char *product;
    const char *variant;
    const char *owner;
    gint64 value;
    gboolean done;
    gboolean unclear;
    gint64 confirmed;
    const char *refusal;
  } cases[] = {
    { "30", NULL, NULL, 5, TRUE, FALSE, 5, NULL },
    { "24", "25", NULL, 6, FALSE, FALSE, 4, "keeps its own number" },
    { "24", "26", NULL, 6, FALSE, TRUE, 0, NULL },
    { "24", "27", NULL, 6, FALSE, FALSE, 0, "keeps no stock" },
    { "24", "28", NULL, 6, FALSE, TRUE, 0, NULL },
    { "24", "29", NULL, 6, FALSE, TRUE, 0, NULL }, /* not in the answer */
    { "31", NULL, NULL, 0, FALSE, FALSE, 0, "no longer" },
    /* three share the number of product 40: the least of them, once */
    { "40", "41", "40", 3, TRUE, FALSE, 2, NULL },
    { "40", "42", "40", 2, TRUE, FALSE, 2, NULL },
    { "40", "43", "40", 8, TRUE, FALSE, 2, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_ptr_array_add (
        pushes, make_push (cases[i].product, cases[i].variant, cases[i].owner, cases[i].value));
  site_open (&site, rows, G_N_ELEMENTS (rows));
  g_assert_true (tiem_channel_push_stock (site.channel, site.transport, pushes, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (site.fake->requests->len, ==, 2);
  first = dup_body (&site, 0);
  second = dup_body (&site, 1);
  g_assert_cmpstr (first,
                   ==,
                   "{\"update\":[{\"id\":30,\"manage_stock\":true,\"stock_quantity\":5},"
                   "{\"id\":31,\"manage_stock\":true,\"stock_quantity\":0},"
                   "{\"id\":40,\"manage_stock\":true,\"stock_quantity\":2}]}");
  g_assert_nonnull (strstr (second, "{\"id\":25,\"manage_stock\":true,\"stock_quantity\":6}"));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      TiemPush *push = pushes->pdata[i];

      g_test_message ("%s: %s", push->sku, push->error != NULL ? push->error->message : "");
      g_assert_cmpint (push->done, ==, cases[i].done);
      g_assert_cmpint (push->unclear, ==, cases[i].unclear);
      g_assert_cmpint (push->confirmed, ==, cases[i].confirmed);
      if (cases[i].refusal == NULL)
        g_assert_no_error (push->error);
      else
        {
          g_assert_error (push->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
          g_assert_nonnull (strstr (push->error->message, cases[i].refusal));
        }
    }
  site_close (&site);
}

static void
test_push_price (void)
{
  static const FakeRow rows[] = {
    { "POST",
      "/products/24/variations/batch",
      200,
      "{'update':[{'id':25,'regular_price':'139000'},{'id':26,'regular_price':'139000.00'}]}" },
  };
  g_autoptr (GPtrArray) pushes = make_pushes ();
  g_autofree char *body = NULL;
  Site site = { 0 };

  g_ptr_array_add (pushes, make_push ("24", "25", "24", 139000));
  g_ptr_array_add (pushes, make_push ("24", "26", NULL, 139000));
  site_open (&site, rows, G_N_ELEMENTS (rows));
  g_assert_true (tiem_channel_push_price (site.channel, site.transport, pushes, NULL, NULL));
  body = dup_body (&site, 0);
  g_assert_cmpstr (body,
                   ==,
                   "{\"update\":[{\"id\":25,\"regular_price\":\"139000\"},"
                   "{\"id\":26,\"regular_price\":\"139000\"}]}");
  for (guint i = 0; i < 2; i++)
    g_assert_true (((TiemPush *)pushes->pdata[i])->done);
  site_close (&site);
}

/* What stops the channel, and whether the numbers may have arrived all the same. */
static void
test_push_failures (void)
{
  static const struct
  {
    FakeRow row;
    TiemError code;
    gboolean unclear;
  } cases[] = {
    { { "POST", "", 0 }, TIEM_ERROR_TRANSIENT, TRUE },
    { { "POST", "", 502, NULL }, TIEM_ERROR_TRANSIENT, TRUE },
    { { "POST", "", 504, NULL }, TIEM_ERROR_TRANSIENT, TRUE },
    { { "POST", "", 200, "{'update':[{'id'" }, TIEM_ERROR_PROTOCOL, TRUE },
    { { "POST", "", 200, NULL }, TIEM_ERROR_PROTOCOL, TRUE },
    { { "POST", "", 429, NULL }, TIEM_ERROR_RATE_LIMITED, FALSE },
    { { "POST", "", 401, "{'code':'woocommerce_rest_authentication_error'}" },
      TIEM_ERROR_AUTH,
      FALSE },
    { { "POST", "", 301, NULL, 0, "Location", "https://www.tenshop.vn/" },
      TIEM_ERROR_PROTOCOL,
      FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) pushes = make_pushes ();
      g_autoptr (GError) error = NULL;
      TiemPush *first;
      TiemPush *second;
      Site site = { 0 };

      g_ptr_array_add (pushes, first = make_push ("30", NULL, NULL, 5));
      g_ptr_array_add (pushes, second = make_push ("24", "25", NULL, 5));
      site_open (&site, &cases[i].row, 1);
      g_test_message ("%u", cases[i].row.status);
      g_assert_false (tiem_channel_push_stock (site.channel, site.transport, pushes, NULL, &error));
      g_assert_error (error, TIEM_ERROR, (int)cases[i].code);
      g_assert_false (first->done);
      g_assert_cmpint (first->unclear, ==, cases[i].unclear);
      g_assert_no_error (first->error);
      /* never sent: simply goes on waiting */
      g_assert_false (second->done);
      g_assert_false (second->unclear);
      site_close (&site);
    }
}

/* A firewall in front blocks the batch addresses: one by one then, and from then on. */
static void
test_batch_blocked (void)
{
  static const FakeRow blocked[] = {
    { "POST", "/batch", 403, NULL },
    { "POST", "/batch", 501, NULL },
    { "POST", "/batch", 405, NULL },
    { "POST", "/batch", 413, NULL },
    { "POST", "/batch", 404, "{'code':'rest_no_route','message':'x'}" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (blocked); i++)
    {
      FakeRow rows[] = {
        blocked[i],
        { "PUT", "/products/30?", 200, "{'id':30,'manage_stock':true,'stock_quantity':5}" },
        { "PUT", "/products/31?", 404, "{'code':'woocommerce_rest_product_invalid_id'}" },
        { "PUT", "/products/24/variations/25?", 200, "{'id':25,'stock_quantity':6}" },
      };
      Site site = { 0 };

      site_open (&site, rows, G_N_ELEMENTS (rows));
      for (int j = 0; j < 2; j++)
        {
          g_autoptr (GPtrArray) pushes = make_pushes ();
          g_autoptr (GError) error = NULL;

          g_ptr_array_add (pushes, make_push ("30", NULL, NULL, 5));
          g_ptr_array_add (pushes, make_push ("31", NULL, NULL, 5));
          g_ptr_array_add (pushes, make_push ("24", "25", NULL, 6));
          g_assert_true (
              tiem_channel_push_stock (site.channel, site.transport, pushes, NULL, &error));
          g_assert_no_error (error);
          g_assert_true (((TiemPush *)pushes->pdata[0])->done);
          g_assert_error (((TiemPush *)pushes->pdata[1])->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
          g_assert_true (((TiemPush *)pushes->pdata[2])->done);
        }
      g_assert_cmpuint (site.fake->requests->len, ==, 7);
      site_close (&site);
    }
}

/* The parent of a batch is gone: its items are refused, the others go on. */
static void
test_parent_gone (void)
{
  static const FakeRow rows[] = {
    { "POST", "/products/24/", 404, "{'code':'woocommerce_rest_product_invalid_id'}" },
    { "POST", "/products/50/", 200, "{'update':[{'id':51,'stock_quantity':1}]}" },
  };
  g_autoptr (GPtrArray) pushes = make_pushes ();
  Site site = { 0 };

  g_ptr_array_add (pushes, make_push ("24", "25", NULL, 5));
  g_ptr_array_add (pushes, make_push ("50", "51", NULL, 1));
  site_open (&site, rows, G_N_ELEMENTS (rows));
  g_assert_true (tiem_channel_push_stock (site.channel, site.transport, pushes, NULL, NULL));
  g_assert_error (((TiemPush *)pushes->pdata[0])->error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  g_assert_true (((TiemPush *)pushes->pdata[1])->done);
  site_close (&site);
}

/* More than a batch holds, as when a caller does not mind the limit. */
static TiemResponse *
echo_handle (const TiemRequest *request,
             gpointer user_data)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  gsize size;
  const char *data = g_bytes_get_data (request->body, &size);
  JsonArray *update;

  json_parser_load_from_data (parser, data, size, NULL);
  update = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)),
                                         "update");
  g_assert_cmpuint (json_array_get_length (update), <=, 100);
  return tiem_response_new (200, "application/json", data, size);
}

static void
test_large_push (void)
{
  g_autoptr (FakeTransport) fake = fake_transport_new (echo_handle, NULL);
  g_autoptr (GPtrArray) pushes = make_pushes ();
  Site site = { 0 };

  for (int i = 0; i < 250; i++)
    {
      g_autofree char *id = g_strdup_printf ("%d", i + 1);

      g_ptr_array_add (pushes, make_push (id, NULL, NULL, i));
    }
  site_open (&site, NULL, 0);
  g_assert_true (tiem_channel_push_stock (site.channel, TIEM_TRANSPORT (fake), pushes, NULL, NULL));
  g_assert_cmpuint (fake->requests->len, ==, 3);
  for (guint i = 0; i < pushes->len; i++)
    g_assert_cmpint (((TiemPush *)pushes->pdata[i])->confirmed, ==, i);
  site_close (&site);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/woocommerce/listings/pass", test_pass);
  g_test_add_func ("/woocommerce/listings/deleted-meanwhile", test_deleted_meanwhile);
  g_test_add_func ("/woocommerce/listings/steps", test_steps);
  g_test_add_func ("/woocommerce/listings/read-back", test_read_back);
  g_test_add_func ("/woocommerce/push/stock", test_push);
  g_test_add_func ("/woocommerce/push/price", test_push_price);
  g_test_add_func ("/woocommerce/push/failures", test_push_failures);
  g_test_add_func ("/woocommerce/push/batch-blocked", test_batch_blocked);
  g_test_add_func ("/woocommerce/push/parent-gone", test_parent_gone);
  g_test_add_func ("/woocommerce/push/large", test_large_push);

  return g_test_run ();
}
