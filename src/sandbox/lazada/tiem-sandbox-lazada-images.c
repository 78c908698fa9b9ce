#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-editor.h"
#include "sandbox/lazada/tiem-sandbox-lazada-items.h"
#include "sandbox/lazada/tiem-sandbox-lazada-payload.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-random.h"

#include <string.h>

#define MAX_SIZE 3145728
#define MIN_SIDE 330
#define MAX_SIDE 5000
#define MAX_IMAGES 8

/* How long fetching a batch of pictures takes. */
#define FETCH_MS 500

gboolean
tiem_sandbox_lazada_has_image (TiemSandboxLazada *lazada,
                               const char *url)
{
  g_autofree char *prefix
      = g_strconcat (tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (lazada)), "/p/", NULL);

  return g_str_has_prefix (url, prefix)
         || g_str_has_prefix (url, "https://vn-live-02.slatic.net/p/");
}

/* Keeps a picture by its hash. Returns: (transfer full): {"hash_code","url"} */
static JsonObject *
keep_image (TiemSandboxLazada *lazada,
            gconstpointer data,
            gsize length)
{
  g_autofree char *hash = g_compute_checksum_for_data (G_CHECKSUM_MD5, data, length);
  g_autofree char *url = tiem_sandbox_lazada_make_image_url (lazada, hash);
  JsonObject *image = json_object_new ();

  if (!g_ptr_array_find_with_equal_func (lazada->images, hash, g_str_equal, NULL))
    g_ptr_array_add (lazada->images, g_strdup (hash));
  json_object_set_string_member (image, "hash_code", hash);
  json_object_set_string_member (image, "url", url);
  return image;
}

static guint
read_side (const guint8 *bytes)
{
  return (guint)bytes[0] << 24 | (guint)bytes[1] << 16 | (guint)bytes[2] << 8 | bytes[3];
}

/* JPG is believed; of a PNG the sides are looked at. */
static gboolean
is_picture (const guint8 *data,
            gsize length)
{
  static const guint8 png[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
  guint width;
  guint height;

  if (length > 3 && data[0] == 0xff && data[1] == 0xd8 && data[2] == 0xff)
    return TRUE;
  if (length < 24 || memcmp (data, png, sizeof png) != 0)
    return FALSE;
  width = read_side (data + 16);
  height = read_side (data + 20);
  return width >= MIN_SIDE && width <= MAX_SIDE && height >= MIN_SIDE && height <= MAX_SIDE;
}

static JsonObject *
answer_image (JsonObject *image)
{
  JsonObject *data = json_object_new ();

  json_object_set_object_member (data, "image", image);
  return tiem_sandbox_lazada_call_answer_object (data);
}

JsonObject *
tiem_sandbox_lazada_upload_image (TiemSandboxLazadaCall *call)
{
  GBytes *content = g_hash_table_lookup (call->params->files, "image");
  const guint8 *data;
  gsize length;

  if (content == NULL)
    return tiem_sandbox_lazada_call_fail (
        call, "302", TIEM_SANDBOX_LAZADA_ISP, "E302: The image is not sent as a file");
  data = g_bytes_get_data (content, &length);
  if (length > MAX_SIZE)
    return tiem_sandbox_lazada_call_fail (
        call, "303", TIEM_SANDBOX_LAZADA_ISP, "E303: The image is too large");
  if (!is_picture (data, length))
    return tiem_sandbox_lazada_call_fail (
        call, "301", TIEM_SANDBOX_LAZADA_ISP, "E301: Upload image failed");
  return answer_image (keep_image (call->lazada, data, length));
}

/* Lazada fetches from public servers at the usual ports alone. */
static gboolean
can_fetch (const char *url)
{
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_NONE, NULL);
  g_autoptr (GInetAddress) address = NULL;
  int port;

  if (uri == NULL || g_uri_get_host (uri) == NULL
      || !g_str_has_prefix (g_uri_get_scheme (uri), "http"))
    return FALSE;
  port = g_uri_get_port (uri);
  address = g_inet_address_new_from_string (g_uri_get_host (uri));
  return (port == -1 || port == 80 || port == 443)
         && (address == NULL
             || (!g_inet_address_get_is_site_local (address)
                 && !g_inet_address_get_is_loopback (address)));
}

JsonObject *
tiem_sandbox_lazada_migrate_image (TiemSandboxLazadaCall *call)
{
  g_autoptr (JsonNode) document = tiem_sandbox_lazada_call_get_document (call, "payload");
  JsonObject *image
      = document != NULL ? tiem_sandbox_lazada_document_object (document, "Image") : NULL;
  g_autofree char *url = tiem_sandbox_json_dup_text (image, "Url");

  if (document == NULL)
    return NULL;
  if (url == NULL || !can_fetch (url))
    return tiem_sandbox_lazada_call_fail (
        call, "301", TIEM_SANDBOX_LAZADA_ISP, "E301: Migrate image failed");
  return answer_image (keep_image (call->lazada, url, strlen (url)));
}

static JsonObject *
fetch_images (TiemSandboxLazada *lazada,
              JsonArray *urls)
{
  JsonObject *batch = json_object_new ();
  JsonArray *images = json_array_new ();
  JsonArray *errors = json_array_new ();

  for (guint i = 0; i < json_array_get_length (urls); i++)
    {
      g_autofree char *url = tiem_sandbox_json_node_text (json_array_get_element (urls, i));
      JsonObject *error;

      if (url != NULL && can_fetch (url))
        {
          json_array_add_object_element (images, keep_image (lazada, url, strlen (url)));
          continue;
        }
      error = json_object_new ();
      json_object_set_string_member (error, "field", "url");
      json_object_set_string_member (error, "msg", "Not supported URL");
      json_object_set_string_member (error, "original_url", url != NULL ? url : "");
      json_array_add_object_element (errors, error);
    }
  json_object_set_array_member (batch, "images", images);
  json_object_set_array_member (batch, "errors", errors);
  return batch;
}

JsonObject *
tiem_sandbox_lazada_migrate_images (TiemSandboxLazadaCall *call)
{
  TiemSandboxLazada *lazada = call->lazada;
  g_autoptr (JsonNode) document = tiem_sandbox_lazada_call_get_document (call, "payload");
  g_autoptr (JsonArray) urls = NULL;
  g_autofree char *tail = NULL;
  g_autofree char *id = NULL;
  JsonObject *batch;
  JsonObject *members;

  if (document == NULL)
    return NULL;
  urls = tiem_sandbox_lazada_document_list (document, "Images/Url");
  if (json_array_get_length (urls) == 0 || json_array_get_length (urls) > MAX_IMAGES)
    return tiem_sandbox_lazada_call_fail (
        call, "5", TIEM_SANDBOX_LAZADA_ISP, "E005: Invalid Request Format");
  tail = tiem_sandbox_random_text (tiem_sandbox_lazada_get_random (lazada), "0123456789abcdef", 20);
  id = g_strconcat ("2122317116", tail, NULL);
  batch = fetch_images (lazada, urls);
  json_object_set_int_member (
      batch, "ready_at", tiem_sandbox_market_now (TIEM_SANDBOX_MARKET (lazada)) + FETCH_MS);
  json_object_set_object_member (lazada->batches, id, batch);
  members = json_object_new ();
  json_object_set_string_member (members, "batch_id", id);
  return members;
}

JsonObject *
tiem_sandbox_lazada_get_migrated (TiemSandboxLazadaCall *call)
{
  const char *id = tiem_sandbox_lazada_call_get (call, "batch_id");
  JsonObject *batch;
  JsonNode *data;

  if (id == NULL)
    return tiem_sandbox_lazada_call_fail_missing (call, "batch_id");
  batch = tiem_sandbox_json_get_object (call->lazada->batches, id);
  if (batch == NULL
      || tiem_sandbox_market_now (TIEM_SANDBOX_MARKET (call->lazada))
             < json_object_get_int_member (batch, "ready_at"))
    return tiem_sandbox_lazada_call_fail (
        call, "306", TIEM_SANDBOX_LAZADA_ISP, "E306: The batch is not ready");
  data = tiem_sandbox_json_copy (json_object_get_member (call->lazada->batches, id));
  json_object_remove_member (json_node_get_object (data), "ready_at");
  return tiem_sandbox_lazada_call_answer (data);
}

JsonObject *
tiem_sandbox_lazada_set_images (TiemSandboxLazadaCall *call)
{
  g_autoptr (JsonNode) document = tiem_sandbox_lazada_call_get_document (call, "payload");
  g_autoptr (JsonArray) skus = NULL;

  if (document == NULL)
    return NULL;
  skus = tiem_sandbox_lazada_document_list (document, "Product/Skus/Sku");
  for (guint i = 0; i < json_array_get_length (skus); i++)
    {
      JsonNode *entry = json_array_get_element (skus, i);
      g_autoptr (JsonArray) urls = tiem_sandbox_lazada_document_list (entry, "Images/Image");
      gint64 id = JSON_NODE_HOLDS_OBJECT (entry)
                      ? tiem_sandbox_json_get_int (json_node_get_object (entry), "SkuId", 0)
                      : 0;
      TiemSandboxItem *item
          = tiem_sandbox_shop_find_item (tiem_sandbox_lazada_get_shop (call->lazada), id);

      if (item == NULL || item->parent == NULL)
        tiem_sandbox_lazada_call_add_detail (call, "SkuId", "E0501", "SKU_NOT_FOUND", NULL);
      else if (json_array_get_length (urls) == 0 || json_array_get_length (urls) > MAX_IMAGES)
        tiem_sandbox_lazada_call_add_detail (
            call, "Images", "E0501", "From 1 to 8 images are allowed", item->sku);
      else
        {
          json_object_set_array_member (item->extra, "images", json_array_ref (urls));
          tiem_sandbox_item_touch (item, tiem_sandbox_lazada_now (call->lazada));
        }
    }
  if (json_array_get_length (skus) == 0 || call->detail != NULL)
    return tiem_sandbox_lazada_call_fail (
        call, "501", TIEM_SANDBOX_LAZADA_ISP, "E501: Update product failed");
  return tiem_sandbox_lazada_call_answer_object (json_object_new ());
}
