#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiktok/tiem-sandbox-tts-packages.h"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiktok/tiem-sandbox-tts-orders.h"
#include "sandbox/tiktok/tiem-sandbox-tts-page.h"

#include <string.h>

static const struct
{
  gint64 id;
  const char *name;
} providers[] = {
  { G_GINT64_CONSTANT (7117858858072016385), "J&T Express" },
  { G_GINT64_CONSTANT (7117858858072016000), "Giao Hàng Nhanh" },
  { G_GINT64_CONSTANT (7117858858072016100), "Giao Hàng Tiết Kiệm" },
  { G_GINT64_CONSTANT (7117858858072016200), "Viettel Post" },
};

const char *
tiem_sandbox_tts_find_provider (gint64 id)
{
  for (guint i = 0; i < G_N_ELEMENTS (providers); i++)
    if (providers[i].id == id)
      return providers[i].name;
  return NULL;
}

JsonObject *
tiem_sandbox_tts_list_providers (TiemSandboxTtsCall *call)
{
  JsonObject *data = json_object_new ();
  JsonArray *list = json_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (providers); i++)
    {
      JsonObject *entry = json_object_new ();

      tiem_sandbox_tts_set_id (entry, "id", providers[i].id);
      json_object_set_string_member (entry, "name", providers[i].name);
      json_array_add_object_element (list, entry);
    }
  json_object_set_array_member (data, "shipping_providers", list);
  return data;
}

void
tiem_sandbox_tts_package_free (TiemSandboxTtsPackage *self)
{
  g_free (self->status);
  g_free (self->handover_method);
  g_free (self->tracking_number);
  json_array_unref (self->events);
  g_free (self);
}

static TiemSandboxTtsPackage *
add_package (TiemSandboxTts *tts,
             TiemSandboxOrder *order)
{
  TiemSandboxTtsPackage *package = g_new0 (TiemSandboxTtsPackage, 1);

  package->id = tiem_sandbox_shop_next_id (tiem_sandbox_tts_get_shop (tts));
  package->order_id = order->id;
  package->status = g_strdup ("TO_FULFILL");
  package->created_at = tiem_sandbox_tts_now (tts) / 1000 * 1000;
  package->modified_at = package->created_at;
  package->handover_method = g_strdup ("");
  package->tracking_number = g_strdup ("");
  package->provider_name = "";
  package->events = json_array_new ();
  g_ptr_array_add (tts->packages, package);
  g_hash_table_insert (tts->packages_by_id, &package->id, package);
  return package;
}

static void
put_line (TiemSandboxLine *line,
          const TiemSandboxTtsPackage *package)
{
  tiem_sandbox_tts_set_id (line->extra, "package_id", package->id);
  json_object_set_string_member (line->extra, "package_status", package->status);
}

void
tiem_sandbox_tts_packages_make (TiemSandboxTts *tts,
                                TiemSandboxOrder *order)
{
  TiemSandboxTtsPackage *first = add_package (tts, order);
  TiemSandboxTtsPackage *second = NULL;
  guint half = (order->lines->len + 1) / 2;

  if (tts->settings.packages_per_order > 1 && order->lines->len > 1)
    second = add_package (tts, order);
  for (guint i = 0; i < order->lines->len; i++)
    put_line (order->lines->pdata[i], second != NULL && i >= half ? second : first);
}

TiemSandboxTtsPackage *
tiem_sandbox_tts_packages_put (TiemSandboxTts *tts,
                               TiemSandboxOrder *order,
                               GPtrArray *lines)
{
  TiemSandboxTtsPackage *package = add_package (tts, order);

  for (guint i = 0; i < lines->len; i++)
    put_line (lines->pdata[i], package);
  return package;
}

TiemSandboxTtsPackage *
tiem_sandbox_tts_packages_find (TiemSandboxTts *tts,
                                gint64 id)
{
  return g_hash_table_lookup (tts->packages_by_id, &id);
}

GPtrArray *
tiem_sandbox_tts_packages_list (TiemSandboxTts *tts,
                                const TiemSandboxOrder *order)
{
  GPtrArray *packages = g_ptr_array_new ();

  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];
      gint64 id = tiem_sandbox_tts_get_id (line->extra, "package_id");
      TiemSandboxTtsPackage *package = id != 0 ? tiem_sandbox_tts_packages_find (tts, id) : NULL;

      if (package != NULL && !g_ptr_array_find (packages, package, NULL))
        g_ptr_array_add (packages, package);
    }
  return packages;
}

static TiemSandboxOrder *
get_order (TiemSandboxTts *tts,
           const TiemSandboxTtsPackage *package)
{
  return tiem_sandbox_shop_find_order (tiem_sandbox_tts_get_shop (tts), package->order_id);
}

static void
add_event (TiemSandboxTts *tts,
           TiemSandboxTtsPackage *package,
           const char *text)
{
  JsonObject *event = json_object_new ();

  json_object_set_string_member (event, "description", text);
  json_object_set_int_member (event, "update_time_millis", tiem_sandbox_tts_now (tts));
  json_array_add_object_element (package->events, event);
}

void
tiem_sandbox_tts_package_set_status (TiemSandboxTts *tts,
                                     TiemSandboxTtsPackage *package,
                                     const char *status,
                                     const char *event)
{
  TiemSandboxOrder *order = get_order (tts, package);

  g_free (package->status);
  package->status = g_strdup (status);
  package->modified_at = tiem_sandbox_tts_now (tts) / 1000 * 1000;
  add_event (tts, package, event);
  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];

      if (tiem_sandbox_tts_get_id (line->extra, "package_id") == package->id)
        json_object_set_string_member (line->extra, "package_status", status);
    }
}

static char *
make_tracking_number (TiemSandboxTts *tts)
{
  GRand *random = tiem_sandbox_market_get_random (TIEM_SANDBOX_MARKET (tts));

  return g_strdup_printf (
      "85%05d%05d", g_rand_int_range (random, 0, 100000), g_rand_int_range (random, 0, 100000));
}

static void
set_shipment (TiemSandboxTtsPackage *package,
              char *tracking_number,
              gint64 provider_id)
{
  g_free (package->tracking_number);
  package->tracking_number = tracking_number;
  package->provider_id = provider_id;
  package->provider_name = tiem_sandbox_tts_find_provider (provider_id);
}

static void
show_shipment (TiemSandboxOrder *order,
               const TiemSandboxTtsPackage *package)
{
  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];

      if (tiem_sandbox_tts_get_id (line->extra, "package_id") != package->id)
        continue;
      json_object_set_string_member (line->extra, "tracking_number", package->tracking_number);
      tiem_sandbox_tts_set_id (line->extra, "shipping_provider_id", package->provider_id);
      json_object_set_string_member (line->extra, "shipping_provider_name", package->provider_name);
    }
}

void
tiem_sandbox_tts_package_ship (TiemSandboxTts *tts,
                               TiemSandboxTtsPackage *package,
                               const char *handover_method,
                               const char *tracking_number,
                               gint64 provider_id)
{
  TiemSandboxOrder *order = get_order (tts, package);

  set_shipment (package,
                tracking_number != NULL ? g_strdup (tracking_number) : make_tracking_number (tts),
                provider_id != 0 ? provider_id : providers[0].id);
  g_free (package->handover_method);
  package->handover_method = g_strdup (handover_method);
  package->shipped_at = tiem_sandbox_tts_now (tts);
  tiem_sandbox_tts_package_set_status (tts, package, "PROCESSING", "Người bán đã chuẩn bị hàng");
  show_shipment (order, package);
  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];

      if (tiem_sandbox_tts_get_id (line->extra, "package_id") != package->id)
        continue;
      json_object_set_string_member (line->extra, "display_status", "AWAITING_COLLECTION");
      tiem_sandbox_tts_set_time (line->extra, "rts_time", package->shipped_at);
      tiem_sandbox_tts_line_ship (tts, line);
    }
  tiem_sandbox_tts_order_settle_shipping (tts, order);
}

/* The units of each SKU in @package. */
static JsonArray *
list_skus (const TiemSandboxOrder *order,
           const TiemSandboxTtsPackage *package)
{
  JsonArray *skus = json_array_new ();
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *line = order->lines->pdata[i];
      JsonObject *sku;

      if (tiem_sandbox_tts_get_id (line->extra, "package_id") != package->id)
        continue;
      sku = g_hash_table_lookup (seen, &line->variation_id);
      if (sku == NULL)
        {
          sku = json_object_new ();
          tiem_sandbox_tts_set_id (sku, "id", line->variation_id);
          json_object_set_string_member (
              sku, "name", json_object_get_string_member (line->extra, "sku_name"));
          json_object_set_string_member (
              sku, "image_url", json_object_get_string_member (line->extra, "sku_image"));
          json_object_set_int_member (sku, "quantity", 0);
          json_array_add_object_element (skus, sku);
          g_hash_table_insert (seen, &line->variation_id, sku);
        }
      json_object_set_int_member (
          sku, "quantity", json_object_get_int_member (sku, "quantity") + 1);
    }
  return skus;
}

static JsonArray *
list_line_ids (const TiemSandboxOrder *order,
               const TiemSandboxTtsPackage *package)
{
  JsonArray *ids = json_array_new ();

  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, line->id);

      if (tiem_sandbox_tts_get_id (line->extra, "package_id") == package->id)
        json_array_add_string_element (ids, id);
    }
  return ids;
}

static void
set_contents (TiemSandboxTts *tts,
              const TiemSandboxTtsPackage *package,
              JsonObject *object)
{
  const TiemSandboxOrder *order = get_order (tts, package);
  JsonArray *orders = json_array_new ();
  JsonObject *entry = json_object_new ();

  tiem_sandbox_tts_set_id (entry, "id", order->id);
  json_object_set_array_member (entry, "skus", list_skus (order, package));
  json_array_add_object_element (orders, entry);
  json_object_set_array_member (object, "orders", orders);
  json_object_set_array_member (object, "order_line_item_ids", list_line_ids (order, package));
  tiem_sandbox_tts_set_time (object, "create_time", package->created_at);
  tiem_sandbox_tts_set_time (object, "update_time", package->modified_at);
  json_object_set_string_member (object, "tracking_number", package->tracking_number);
  if (package->provider_id == 0)
    return;
  tiem_sandbox_tts_set_id (object, "shipping_provider_id", package->provider_id);
  json_object_set_string_member (object, "shipping_provider_name", package->provider_name);
}

static JsonObject *
describe_row (TiemSandboxTts *tts,
              gpointer entry)
{
  const TiemSandboxTtsPackage *package = entry;
  JsonObject *object = json_object_new ();

  tiem_sandbox_tts_set_id (object, "id", package->id);
  json_object_set_string_member (object, "status", package->status);
  set_contents (tts, package, object);
  return object;
}

static gint64
get_sort_key (TiemSandboxTtsCall *call,
              const TiemSandboxTtsPackage *package)
{
  const char *field = tiem_sandbox_tts_call_get (call, "sort_field");

  if (g_strcmp0 (field, "update_time") == 0)
    return package->modified_at;
  if (g_strcmp0 (field, "order_pay_time") == 0)
    return get_order (call->tts, package)->paid_at;
  return package->created_at;
}

/* What waits to be shipped is found through its orders, not here (§6.1). */
JsonObject *
tiem_sandbox_tts_search_packages (TiemSandboxTtsCall *call)
{
  TiemSandboxTtsList list
      = { "packages", describe_row, tiem_sandbox_tts_page_is_descending (call, TRUE), 20 };
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (TiemSandboxTtsRow));

  for (guint i = 0; i < call->tts->packages->len; i++)
    {
      TiemSandboxTtsPackage *package = call->tts->packages->pdata[i];

      if (!g_str_equal (package->status, "TO_FULFILL")
          && tiem_sandbox_tts_window_admits (call->body, "create_time", package->created_at)
          && tiem_sandbox_tts_window_admits (call->body, "update_time", package->modified_at)
          && tiem_sandbox_tts_word_admits (call->body, "package_status", package->status))
        tiem_sandbox_tts_page_add (rows, get_sort_key (call, package), package->id, package);
    }
  return tiem_sandbox_tts_page (call, &list, rows);
}

JsonObject *
tiem_sandbox_tts_get_package (TiemSandboxTtsCall *call)
{
  const TiemSandboxTtsPackage *package = tiem_sandbox_tts_call_find_package (call);
  g_autoptr (GPtrArray) all = NULL;
  const TiemSandboxOrder *order;
  JsonObject *data;

  if (package == NULL)
    return NULL;
  order = get_order (call->tts, package);
  all = tiem_sandbox_tts_packages_list (call->tts, order);
  data = json_object_new ();
  tiem_sandbox_tts_set_id (data, "package_id", package->id);
  json_object_set_string_member (data, "package_status", package->status);
  json_object_set_string_member (
      data, "shipping_type", json_object_get_string_member (order->extra, "shipping_type"));
  json_object_set_string_member (data, "handover_method", package->handover_method);
  json_object_set_string_member (data, "split_and_combine_tag", all->len > 1 ? "SPLIT" : "DEFAULT");
  if (package->slot[0] != 0)
    {
      JsonObject *slot = json_object_new ();

      json_object_set_int_member (slot, "start_time", package->slot[0]);
      json_object_set_int_member (slot, "end_time", package->slot[1]);
      json_object_set_object_member (data, "pickup_slot", slot);
    }
  set_contents (call->tts, package, data);
  return data;
}

JsonObject *
tiem_sandbox_tts_get_tracking (TiemSandboxTtsCall *call)
{
  TiemSandboxOrder *order = tiem_sandbox_tts_call_find_order (call, call->ids[0]);
  g_autoptr (GPtrArray) packages = NULL;
  JsonObject *data;
  JsonArray *tracking;

  if (order == NULL)
    return NULL;
  packages = tiem_sandbox_tts_packages_list (call->tts, order);
  data = json_object_new ();
  tracking = json_array_new ();
  for (guint i = 0; i < packages->len; i++)
    {
      JsonArray *events = ((TiemSandboxTtsPackage *)packages->pdata[i])->events;

      for (guint j = 0; j < json_array_get_length (events); j++)
        json_array_add_element (tracking,
                                tiem_sandbox_json_copy (json_array_get_element (events, j)));
    }
  json_object_set_array_member (data, "tracking", tracking);
  return data;
}

/* Corrects the number of the seller's own carrier. */
static gboolean
correct_shipment (TiemSandboxTtsCall *call,
                  TiemSandboxTtsPackage *package)
{
  TiemSandboxOrder *order = get_order (call->tts, package);
  const char *type = json_object_get_string_member (order->extra, "shipping_type");
  gint64 provider_id = tiem_sandbox_tts_get_id (call->body, "shipping_provider_id");

  if (!g_str_equal (type, "SELLER"))
    tiem_sandbox_tts_call_object_to (
        call, 21011021, "The shipping information belongs to the platform");
  else if (package->shipped_at == 0)
    tiem_sandbox_tts_call_object_to (call, 21011022, "The package has not been shipped");
  else if (tiem_sandbox_tts_find_provider (provider_id) == NULL)
    tiem_sandbox_tts_call_object_to (call, 21011023, "The shipping provider does not exist");
  else
    {
      set_shipment (
          package, tiem_sandbox_json_dup_text (call->body, "tracking_number"), provider_id);
      show_shipment (order, package);
      package->modified_at = tiem_sandbox_tts_now (call->tts) / 1000 * 1000;
    }
  return call->code == 0;
}

JsonObject *
tiem_sandbox_tts_update_shipping_info (TiemSandboxTtsCall *call)
{
  TiemSandboxTtsPackage *package = tiem_sandbox_tts_call_find_package (call);

  return package != NULL && correct_shipment (call, package) ? json_object_new () : NULL;
}
