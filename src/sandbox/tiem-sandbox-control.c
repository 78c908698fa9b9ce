#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-control.h"

#include "base/tiem-error.h"
#include "base/tiem-time.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-shoppers.h"

#include <string.h>

#define PREFIX "/_sandbox/"

/* Who buys when the caller does not say: nobody the shoppers are. */
#define CONTROL_BUYER 999

/* Returns: where the path of @url begins */
static const char *
find_path (const char *url)
{
  const char *authority = strstr (url, "://");

  return authority != NULL ? authority + 3 + strcspn (authority + 3, "/?#") : url;
}

/* Returns: (nullable): what follows "/_sandbox/" in the address, up to the query. A shop in
 * a sub-folder has it there. */
static char *
dup_path (TiemSandboxMarket *market,
          const TiemRequest *request)
{
  const char *base = find_path (tiem_sandbox_market_get_home (market));
  const char *path = find_path (request->url);

  if (g_str_has_prefix (path, base))
    path += strlen (base);
  if (!g_str_has_prefix (path, PREFIX))
    return NULL;
  path += strlen (PREFIX);
  return g_strndup (path, strcspn (path, "?#"));
}

gboolean
tiem_sandbox_control_wants (TiemSandboxMarket *market,
                            const TiemRequest *request)
{
  g_autofree char *path = dup_path (market, request);

  return path != NULL;
}

static void
set_time (JsonObject *object,
          const char *name,
          gint64 ms)
{
  g_autofree char *text = tiem_time_format_iso (ms);

  json_object_set_string_member (object, name, text);
}

/* Đồng; a website with two decimals may have a fraction. */
static void
set_amount (JsonObject *object,
            const char *name,
            gint64 xu)
{
  if (xu % 100 == 0)
    json_object_set_int_member (object, name, xu / 100);
  else
    json_object_set_double_member (object, name, xu / 100.0);
}

static JsonArray *
list_options (const TiemSandboxItem *item)
{
  JsonArray *options = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (item->options) && item->options[i] != NULL; i++)
    json_array_add_string_element (options, item->options[i]);
  return options;
}

static JsonObject *
describe_item (TiemSandboxMarket *market,
               TiemSandboxItem *item)
{
  TiemSandboxItem *holder = tiem_sandbox_item_get_stock_holder (item);
  JsonObject *object = json_object_new ();
  const TiemSandboxBin *bin
      = tiem_sandbox_world_get_bin (tiem_sandbox_market_get_world (market), item->sku);

  json_object_set_int_member (object, "id", item->id);
  json_object_set_int_member (object, "parent_id", item->parent != NULL ? item->parent->id : 0);
  json_object_set_string_member (object, "sku", item->sku);
  json_object_set_string_member (
      object, "name", item->parent != NULL ? item->parent->name : item->name);
  json_object_set_array_member (object, "options", list_options (item));
  set_amount (object, "price", item->price_xu);
  if (holder != NULL)
    json_object_set_int_member (object, "stock", holder->stock);
  else
    json_object_set_null_member (object, "stock");
  json_object_set_int_member (object, "warehouse", bin != NULL ? bin->units - bin->taken : 0);
  set_time (object, "modified_at", item->modified_at);
  return object;
}

static JsonObject *
describe_order (TiemSandboxMarket *market,
                TiemSandboxOrder *order)
{
  JsonObject *object = json_object_new ();
  JsonArray *lines = json_array_new ();
  TiemSandboxStage stage = tiem_sandbox_market_get_stage (market, order);

  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];
      JsonObject *entry = json_object_new ();

      json_object_set_string_member (entry, "sku", line->sku);
      json_object_set_int_member (entry, "quantity", line->quantity);
      set_amount (entry, "total", line->total_xu);
      json_array_add_object_element (lines, entry);
    }
  json_object_set_int_member (object, "id", order->id);
  json_object_set_string_member (object, "number", order->number);
  json_object_set_string_member (object, "status", order->is_trashed ? "trash" : order->status);
  json_object_set_string_member (object, "stage", tiem_sandbox_stage_to_text (stage));
  set_time (object, "created_at", order->created_at);
  set_time (object, "modified_at", order->modified_at);
  set_amount (object, "total", order->total_xu);
  json_object_set_array_member (object, "lines", lines);
  return object;
}

static TiemResponse *
answer_object (guint status,
               JsonObject *object)
{
  return tiem_sandbox_json_response (status, tiem_sandbox_json_from_object (object));
}

static TiemResponse *
handle_state (TiemSandboxMarket *market)
{
  TiemSandboxShop *shop = tiem_sandbox_market_get_shop (market);
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (market);
  JsonObject *state = json_object_new ();
  JsonArray *listings = json_array_new ();
  JsonArray *orders = json_array_new ();

  /* A product with variations is not sold itself. */
  for (guint i = 0; i < shop->items->len; i++)
    {
      TiemSandboxItem *item = shop->items->pdata[i];

      if (item->children->len == 0 && !item->is_trashed)
        json_array_add_object_element (listings, describe_item (market, item));
    }
  for (guint i = 0; i < shop->orders->len; i++)
    json_array_add_object_element (orders, describe_order (market, shop->orders->pdata[i]));

  json_object_set_string_member (state, "kind", tiem_sandbox_market_get_kind (market));
  json_object_set_string_member (state, "home", tiem_sandbox_market_get_home (market));
  set_time (state, "now", tiem_sandbox_market_now (market));
  json_object_set_array_member (state, "listings", listings);
  json_object_set_array_member (state, "orders", orders);
  json_object_set_int_member (state, "oversold", world->oversold);
  json_object_set_int_member (state, "turned_away", shop->turned_away);
  json_object_set_int_member (state, "connections", shop->connections);
  json_object_set_object_member (state, "calls", tiem_sandbox_market_list_calls (market));
  json_object_set_array_member (
      state, "faults", tiem_sandbox_faults_list (tiem_sandbox_market_get_faults (market)));
  return answer_object (200, state);
}

static void
replace_text (char **field,
              JsonObject *object,
              const char *name)
{
  char *text = tiem_sandbox_json_dup_text (object, name);

  if (text == NULL)
    return;
  g_free (*field);
  *field = text;
}

static void
set_buyer (TiemSandboxBuyer *buyer,
           JsonObject *given)
{
  g_autofree char *name = tiem_sandbox_json_dup_text (given, "name");

  if (name != NULL)
    {
      const char *space = strrchr (name, ' ');

      g_free (buyer->first_name);
      g_free (buyer->last_name);
      buyer->first_name = g_strdup (space != NULL ? space + 1 : name);
      buyer->last_name = g_strndup (name, space != NULL ? space - name : 0);
      /* The address made for somebody else's name would only confuse. */
      g_clear_pointer (&buyer->email, g_free);
    }
  replace_text (&buyer->phone, given, "phone");
  replace_text (&buyer->email, given, "email");
  replace_text (&buyer->street, given, "street");
  /* A ward that is given alone is one of today's. */
  if (json_object_has_member (given, "ward"))
    g_clear_pointer (&buyer->district, g_free);
  replace_text (&buyer->ward, given, "ward");
  replace_text (&buyer->district, given, "district");
  replace_text (&buyer->province, given, "province");
}

static gboolean
add_wish (TiemSandboxSale *sale,
          JsonObject *given)
{
  g_autofree char *sku = tiem_sandbox_json_dup_text (given, "sku");
  gint64 quantity = tiem_sandbox_json_get_int (given, "quantity", 1);

  if (sku == NULL || quantity < 1 || quantity > 1000000)
    return FALSE;
  tiem_sandbox_sale_add (sale, sku, quantity);
  return TRUE;
}

static TiemSandboxSale *
make_sale (TiemSandboxMarket *market,
           JsonObject *body)
{
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (market);
  g_autoptr (TiemSandboxSale) sale = tiem_sandbox_sale_new (
      tiem_sandbox_world_now (world), tiem_sandbox_people_get (world->people, CONTROL_BUYER));
  JsonObject *buyer = tiem_sandbox_json_get_object (body, "buyer");
  JsonArray *lines = tiem_sandbox_json_get_array (body, "lines");
  g_autofree char *payment = tiem_sandbox_json_dup_text (body, "payment");

  if (buyer != NULL)
    set_buyer (sale->buyer, buyer);
  if (lines == NULL && !add_wish (sale, body))
    return NULL;
  for (guint i = 0; lines != NULL && i < json_array_get_length (lines); i++)
    {
      JsonNode *line = json_array_get_element (lines, i);

      if (!JSON_NODE_HOLDS_OBJECT (line) || !add_wish (sale, json_node_get_object (line)))
        return NULL;
    }
  if (g_strcmp0 (payment, "transfer") == 0)
    sale->payment = TIEM_SANDBOX_PAY_BY_TRANSFER;
  else if (g_strcmp0 (payment, "online") == 0)
    sale->payment = TIEM_SANDBOX_PAY_ONLINE;
  sale->note = tiem_sandbox_json_dup_text (body, "note");
  sale->is_forced = tiem_sandbox_json_get_bool (body, "force", FALSE);
  return g_steal_pointer (&sale);
}

static TiemResponse *
handle_orders (TiemSandboxMarket *market,
               JsonObject *body)
{
  g_autoptr (TiemSandboxSale) sale = make_sale (market, body);
  g_autoptr (GError) error = NULL;
  TiemSandboxOrder *order;

  if (sale == NULL)
    return tiem_sandbox_json_error (400, "Each line needs a sku and a quantity of 1 or more.");
  order = tiem_sandbox_market_place (market, sale, &error);
  if (order == NULL)
    return tiem_sandbox_json_error (409, error->message);
  return answer_object (201, describe_order (market, order));
}

/* Returns: (nullable): the order of that number, or else of that id */
static TiemSandboxOrder *
find_order (TiemSandboxMarket *market,
            const char *text)
{
  TiemSandboxShop *shop = tiem_sandbox_market_get_shop (market);

  for (guint i = shop->orders->len; i > 0; i--)
    {
      TiemSandboxOrder *order = shop->orders->pdata[i - 1];

      if (g_str_equal (order->number, text))
        return order;
    }
  return tiem_sandbox_shop_find_order (shop, g_ascii_strtoll (text, NULL, 10));
}

static TiemResponse *
handle_order_status (TiemSandboxMarket *market,
                     const char *id,
                     JsonObject *body)
{
  TiemSandboxOrder *order = find_order (market, id);
  g_autofree char *status = tiem_sandbox_json_dup_text (body, "status");

  if (order == NULL)
    return tiem_sandbox_json_error (404, "There is no such order.");
  if (status == NULL || !tiem_sandbox_market_set_status (market, order, status))
    return tiem_sandbox_json_error (400, "There is no such status.");
  return answer_object (200, describe_order (market, order));
}

static TiemResponse *
handle_listing (TiemSandboxMarket *market,
                gint64 id,
                JsonObject *body)
{
  TiemSandboxShop *shop = tiem_sandbox_market_get_shop (market);
  TiemSandboxItem *item = tiem_sandbox_shop_find_item (shop, id);
  TiemSandboxItem *holder = item != NULL ? tiem_sandbox_item_get_stock_holder (item) : NULL;

  if (item == NULL)
    return tiem_sandbox_json_error (404, "There is no such listing.");
  if (holder != NULL)
    holder->stock = tiem_sandbox_json_get_int (body, "stock", holder->stock);
  if (tiem_sandbox_json_has (body, "price"))
    tiem_sandbox_market_set_price (market, item, tiem_sandbox_json_get_int (body, "price", 0));
  tiem_sandbox_item_touch (item, tiem_sandbox_market_now (market));
  return answer_object (200, describe_item (market, item));
}

static TiemResponse *
handle_faults (TiemSandboxMarket *market,
               const char *method,
               JsonNode *body)
{
  TiemSandboxFaults *faults = tiem_sandbox_market_get_faults (market);
  g_autoptr (GError) error = NULL;
  JsonObject *object
      = body != NULL && JSON_NODE_HOLDS_OBJECT (body) ? json_node_get_object (body) : NULL;
  JsonArray *list
      = body != NULL && JSON_NODE_HOLDS_ARRAY (body) ? json_node_get_array (body) : NULL;

  if (g_str_equal (method, "DELETE") || tiem_sandbox_json_get_bool (object, "clear", FALSE))
    tiem_sandbox_faults_clear (faults);
  else if (g_str_equal (method, "POST"))
    {
      if (object != NULL && !tiem_sandbox_faults_add (faults, object, &error))
        return tiem_sandbox_json_error (400, error->message);
      for (guint i = 0; list != NULL && i < json_array_get_length (list); i++)
        {
          JsonNode *entry = json_array_get_element (list, i);

          if (!JSON_NODE_HOLDS_OBJECT (entry))
            return tiem_sandbox_json_error (400, "A fault is an object.");
          if (!tiem_sandbox_faults_add (faults, json_node_get_object (entry), &error))
            return tiem_sandbox_json_error (400, error->message);
        }
    }
  return tiem_sandbox_json_response (
      200, tiem_sandbox_json_from_array (tiem_sandbox_faults_list (faults)));
}

static TiemResponse *
handle_settings (TiemSandboxMarket *market,
                 JsonObject *body)
{
  g_autoptr (GError) error = NULL;

  if (!tiem_sandbox_market_configure (market, body, &error))
    return tiem_sandbox_json_error (400, error->message);
  if (tiem_sandbox_json_has (body, "orders_per_minute"))
    tiem_sandbox_shoppers_come (market,
                                tiem_sandbox_json_get_double (body, "orders_per_minute", 0));
  return answer_object (200, tiem_sandbox_market_describe (market));
}

static TiemResponse *
handle_warehouse (TiemSandboxMarket *market,
                  JsonObject *body)
{
  TiemSandboxWorld *world = tiem_sandbox_market_get_world (market);
  g_autofree char *sku = tiem_sandbox_json_dup_text (body, "sku");

  if (sku == NULL || !tiem_sandbox_json_has (body, "units"))
    return tiem_sandbox_json_error (400, "The warehouse needs a sku and units.");
  tiem_sandbox_world_set_units (world, sku, tiem_sandbox_json_get_int (body, "units", 0));
  return answer_object (200, json_object_new ());
}

static JsonNode *
parse_body (const TiemRequest *request,
            GError **error)
{
  gsize length = 0;
  const char *text = request->body != NULL ? g_bytes_get_data (request->body, &length) : NULL;

  if (length == 0)
    return tiem_sandbox_json_from_object (json_object_new ());
  return tiem_sandbox_json_parse (text, length, error);
}

TiemResponse *
tiem_sandbox_control_handle (TiemSandboxMarket *market,
                             const TiemRequest *request)
{
  g_autofree char *path = dup_path (market, request);
  g_auto (GStrv) parts = g_strsplit (path, "/", 4);
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) body = parse_body (request, &error);
  gboolean is_post = g_str_equal (request->method, "POST");
  JsonObject *object;
  gint64 id = parts[0] != NULL && parts[1] != NULL ? g_ascii_strtoll (parts[1], NULL, 10) : 0;

  if (body == NULL)
    return tiem_sandbox_json_error (400, error->message);
  if (g_str_equal (path, "faults"))
    return handle_faults (market, request->method, body);
  if (g_str_equal (path, "state") && g_str_equal (request->method, "GET"))
    return handle_state (market);
  if (!is_post || !JSON_NODE_HOLDS_OBJECT (body))
    return tiem_sandbox_json_error (405, "POST a JSON object.");

  object = json_node_get_object (body);
  if (g_str_equal (path, "orders"))
    return handle_orders (market, object);
  if (g_str_equal (path, "settings"))
    return handle_settings (market, object);
  if (g_str_equal (path, "warehouse"))
    return handle_warehouse (market, object);
  if (g_strcmp0 (parts[0], "listings") == 0 && id > 0 && parts[2] == NULL)
    return handle_listing (market, id, object);
  if (g_strcmp0 (parts[0], "orders") == 0 && parts[1] != NULL
      && g_strcmp0 (parts[2], "status") == 0)
    return handle_order_status (market, parts[1], object);
  return tiem_sandbox_json_error (404, "The sandbox has nothing there.");
}
