#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-items.h"
#include "sandbox/lazada/tiem-sandbox-lazada-payload.h"
#include "sandbox/lazada/tiem-sandbox-lazada-products.h"
#include "sandbox/tiem-sandbox-json.h"

#include <string.h>

#define MAX_SKUS 50
#define YEAR_MS (365 * G_GINT64_CONSTANT (86400000))

/* One entry of a batch on its way. */
typedef struct
{
  TiemSandboxLazadaCall *call;
  JsonObject *given;
  TiemSandboxItem *item;
  char *sku;        /* (nullable) how the caller calls it */
  const char *code; /* (nullable) set when it is refused */
} Entry;

typedef gboolean (*EntryFunc) (Entry *entry);

static gboolean
refuse (Entry *entry,
        const char *code,
        const char *field,
        const char *message)
{
  tiem_sandbox_lazada_call_add_detail (entry->call, field, code, message, entry->sku);
  entry->code = code;
  return FALSE;
}

static gboolean
has (const Entry *entry,
     const char *name)
{
  return tiem_sandbox_json_has (entry->given, name);
}

/* A whole number, as text or not. */
static gboolean
read_number (const Entry *entry,
             const char *name,
             gint64 *value)
{
  g_autofree char *text = tiem_sandbox_json_dup_text (entry->given, name);

  return text != NULL
         && g_ascii_string_to_signed (text, 10, -1000000000, 1000000000000, value, NULL);
}

/* A price in whole đồng; "459000.00" is one, "459000.5" is none (4104). */
static gboolean
read_price (const Entry *entry,
            const char *name,
            gint64 *vnd)
{
  g_autofree char *text = tiem_sandbox_json_dup_text (entry->given, name);
  char *point = text != NULL ? strchr (text, '.') : NULL;

  if (point != NULL && strspn (point + 1, "0") == strlen (point + 1))
    *point = '\0';
  return text != NULL && g_ascii_string_to_signed (text, 10, -1000000000, 1000000000000, vnd, NULL);
}

static gboolean
find_item (Entry *entry)
{
  gint64 item_id = tiem_sandbox_json_get_int (entry->given, "ItemId", 0);
  gint64 sku_id = tiem_sandbox_json_get_int (entry->given, "SkuId", 0);

  if (item_id == 0 || sku_id == 0)
    return refuse (entry, "E0501", item_id == 0 ? "ItemId" : "SkuId", "ITEM_NOT_FOUND");
  entry->item = tiem_sandbox_lazada_find_sku (entry->call->lazada, item_id, sku_id);
  if (entry->item == NULL)
    return refuse (entry, "E0501", "ItemId", "ITEM_NOT_FOUND");
  g_free (entry->sku);
  entry->sku = g_strdup (entry->item->sku);
  if (has (entry, "MultiWarehouseInventories"))
    return refuse (entry, "E0501", "MultiWarehouseInventories", "SELLER_IS_NOT_MULTI_WAREHOUSE");
  return TRUE;
}

/* Errors on demand for single SKUs. Returns: whether the entry goes on */
static gboolean
check_demand (Entry *entry,
              gboolean *is_silent)
{
  JsonObject *error
      = tiem_sandbox_json_get_object (entry->call->lazada->sku_errors, entry->item->sku);
  const char *field;

  if (error == NULL)
    return TRUE;
  *is_silent = tiem_sandbox_json_get_bool (error, "silent", FALSE);
  field = json_object_get_string_member_with_default (error, "field", "SkuId");
  return refuse (
      entry,
      json_object_get_string_member_with_default (error, "code", "E0501"),
      field,
      json_object_get_string_member_with_default (error, "message", "SELLER_NOT_PERMITTED"));
}

static gboolean
set_sellable (Entry *entry,
              const char *field,
              gint64 sellable)
{
  TiemSandboxLazada *lazada = entry->call->lazada;

  if (sellable < 0)
    return refuse (entry, "212", field, "NEGATIVE_SELLABLE");
  if (sellable < tiem_sandbox_lazada_item_get_locked (lazada, entry->item))
    return refuse (entry, "501", field, "negative sellable on channel inventory");
  if (lazada->is_mega_campaign && sellable < entry->item->stock)
    return refuse (entry, "4170", field, "Stock can't be reduced during the mega campaign");
  entry->item->stock = sellable;
  tiem_sandbox_item_touch (entry->item, tiem_sandbox_lazada_now (lazada));
  return TRUE;
}

static gboolean
update_sellable (Entry *entry)
{
  gint64 sellable;

  if (!read_number (entry, "SellableQuantity", &sellable))
    return refuse (entry, "5", "SellableQuantity", "Invalid quantity");
  if (sellable < 0)
    return refuse (entry, "4152", "SellableQuantity", "Quantity can't be negative");
  return set_sellable (entry, "SellableQuantity", sellable);
}

static gboolean
adjust_sellable (Entry *entry)
{
  gint64 delta;

  if (!read_number (entry, "SellableQuantity", &delta))
    return refuse (entry, "5", "SellableQuantity", "Invalid quantity");
  return set_sellable (entry, "SellableQuantity", entry->item->stock + delta);
}

/* "2026-01-10" or "2026-01-10 08:00", in Việt Nam. Not given: @fallback. */
static gboolean
read_day (const Entry *entry,
          const char *name,
          gint64 fallback,
          gint64 *ms)
{
  g_autofree char *text = tiem_sandbox_json_dup_text (entry->given, name);
  g_autofree char *whole = NULL;

  *ms = fallback;
  if (text == NULL || *text == '\0')
    return TRUE;
  whole = g_strdup_printf ("%s%s+07:00",
                           text,
                           strlen (text) == strlen ("2026-01-10")         ? "T00:00:00"
                           : strlen (text) == strlen ("2026-01-10 08:00") ? ":00"
                                                                          : "");
  g_strdelimit (whole, " ", 'T');
  return tiem_sandbox_lazada_parse_date (whole, ms);
}

static gboolean
check_prices (Entry *entry,
              gint64 *price,
              gint64 *special)
{
  *price = tiem_sandbox_lazada_item_get (entry->item, "price");
  *special = tiem_sandbox_lazada_item_get (entry->item, "special_price");
  if (has (entry, "Price") && !read_price (entry, "Price", price))
    return refuse (entry, "4104", "Price", "The precision of the price is wrong");
  if (*price <= 0)
    return refuse (entry, "4118", "Price", "Price should be more than zero");
  if (has (entry, "SalePrice"))
    {
      if (!read_price (entry, "SalePrice", special))
        return refuse (entry, "4104", "SalePrice", "The precision of the price is wrong");
      if (*special <= 0)
        return refuse (entry, "4119", "SalePrice", "Special price is out of range");
    }
  if (*special > *price)
    return refuse (entry, "4157", "SalePrice", "Special price can't be more than the price");
  return TRUE;
}

/* Returns: whether the quantity may be set; @sellable is what will be left to sell */
static gboolean
check_quantity (Entry *entry,
                gint64 *sellable)
{
  gint64 bound = tiem_sandbox_lazada_item_get (entry->item, "withhold")
                 + tiem_sandbox_lazada_item_get (entry->item, "occupy");
  gint64 quantity;

  *sellable = entry->item->stock;
  if (!has (entry, "Quantity"))
    return TRUE;
  if (!read_number (entry, "Quantity", &quantity))
    return refuse (entry, "5", "Quantity", "Invalid quantity");
  if (quantity < 0)
    return refuse (entry, "4152", "Quantity", "Quantity can't be negative");
  if (quantity < bound)
    return refuse (entry, "501", "Quantity", "negative sellable");
  *sellable = quantity - bound;
  return TRUE;
}

/* Quantity is the total: what waits for its buyers is part of it. */
static gboolean
update_price_quantity (Entry *entry)
{
  TiemSandboxLazada *lazada = entry->call->lazada;
  JsonObject *extra = entry->item->extra;
  gint64 now = tiem_sandbox_lazada_now (lazada);
  gint64 price;
  gint64 special;
  gint64 sellable;
  gint64 from;
  gint64 to;

  if (!check_prices (entry, &price, &special) || !check_quantity (entry, &sellable))
    return FALSE;
  if (!read_day (entry, "SaleStartDate", now, &from)
      || !read_day (entry, "SaleEndDate", now + YEAR_MS, &to) || from >= to)
    return refuse (entry, "4119", "SaleStartDate", "Special price dates are wrong");
  if (has (entry, "Quantity") && !set_sellable (entry, "Quantity", sellable))
    return FALSE;
  json_object_set_int_member (extra, "price", price);
  if (has (entry, "SalePrice"))
    {
      json_object_set_int_member (extra, "special_price", special);
      json_object_set_int_member (extra, "special_from", from);
      json_object_set_int_member (extra, "special_to", to);
    }
  tiem_sandbox_lazada_item_update_price (lazada, entry->item);
  tiem_sandbox_item_touch (entry->item, now);
  return TRUE;
}

/* A refusal of the only SKU has its own code; of one among several it is in `detail`. */
static void
refuse_call (TiemSandboxLazadaCall *call,
             const char *code,
             guint n_skus)
{
  gboolean is_single = n_skus == 1 && g_ascii_isdigit (*code);

  tiem_sandbox_lazada_call_fail (call,
                                 is_single ? code : "501",
                                 TIEM_SANDBOX_LAZADA_ISP,
                                 "E%s: Update product failed",
                                 is_single ? code : "501");
}

/* Each entry by itself: those that can be are carried out, whatever becomes of the others. */
static JsonObject *
write_skus (TiemSandboxLazadaCall *call,
            EntryFunc func)
{
  g_autoptr (JsonNode) document = tiem_sandbox_lazada_call_get_document (call, "payload");
  g_autoptr (JsonArray) skus = NULL;
  guint n;

  if (document == NULL)
    return NULL;
  skus = tiem_sandbox_lazada_document_list (document, "Product/Skus/Sku");
  n = json_array_get_length (skus);
  if (n == 0)
    return tiem_sandbox_lazada_call_fail (
        call, "5", TIEM_SANDBOX_LAZADA_ISP, "E005: Invalid Request Format");
  if (n > MAX_SKUS)
    return tiem_sandbox_lazada_call_fail (
        call, "204", TIEM_SANDBOX_LAZADA_ISP, "E204: Too many SKUs in one request");
  for (guint i = 0; i < n; i++)
    {
      JsonNode *node = json_array_get_element (skus, i);
      Entry entry = { .call = call };
      gboolean is_silent = FALSE;

      if (!JSON_NODE_HOLDS_OBJECT (node))
        return tiem_sandbox_lazada_call_fail (
            call, "5", TIEM_SANDBOX_LAZADA_ISP, "E005: Invalid Request Format");
      entry.given = json_node_get_object (node);
      entry.sku = tiem_sandbox_json_dup_text (entry.given, "SellerSku");
      if (!find_item (&entry) || !check_demand (&entry, &is_silent) || !func (&entry))
        if (!is_silent)
          refuse_call (call, entry.code, n);
      g_free (entry.sku);
    }
  return call->code == NULL ? tiem_sandbox_lazada_call_answer_object (json_object_new ()) : NULL;
}

JsonObject *
tiem_sandbox_lazada_update_sellable (TiemSandboxLazadaCall *call)
{
  return write_skus (call, update_sellable);
}

JsonObject *
tiem_sandbox_lazada_adjust_sellable (TiemSandboxLazadaCall *call)
{
  return write_skus (call, adjust_sellable);
}

JsonObject *
tiem_sandbox_lazada_update_price_quantity (TiemSandboxLazadaCall *call)
{
  return write_skus (call, update_price_quantity);
}
