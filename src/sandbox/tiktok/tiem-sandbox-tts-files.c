#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiktok/tiem-sandbox-tts-files.h"

#include "sandbox/tiem-sandbox-picture.h"
#include "sandbox/tiem-sandbox-random.h"

#include <string.h>

#define FILES "/files/"
#define PICTURES "/files/goods/"

void
tiem_sandbox_tts_file_free (TiemSandboxTtsFile *self)
{
  g_bytes_unref (self->bytes);
  g_free (self->type);
  g_free (self);
}

char *
tiem_sandbox_tts_files_add (TiemSandboxTts *tts,
                            const char *folder,
                            const char *ending,
                            const char *type,
                            GBytes *bytes,
                            gint64 life_ms)
{
  TiemSandboxMarket *market = TIEM_SANDBOX_MARKET (tts);
  TiemSandboxTtsFile *file = g_new0 (TiemSandboxTtsFile, 1);
  g_autofree char *name
      = tiem_sandbox_random_text (tiem_sandbox_market_get_random (market), "0123456789abcdef", 24);
  char *path = g_strconcat (FILES, folder, "/", name, ending, NULL);

  file->bytes = g_bytes_ref (bytes);
  file->type = g_strdup (type);
  file->ends_at = life_ms != 0 ? tiem_sandbox_tts_now (tts) + life_ms : 0;
  g_hash_table_insert (tts->files, path, file);
  return g_strconcat (tiem_sandbox_market_get_home (market), path, NULL);
}

char *
tiem_sandbox_tts_files_make_picture_url (TiemSandboxTts *tts,
                                         const char *sku)
{
  return g_strdup_printf (
      "%s" PICTURES "%s.png", tiem_sandbox_market_get_home (TIEM_SANDBOX_MARKET (tts)), sku);
}

static TiemResponse *
send_bytes (GBytes *bytes,
            const char *type)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  return tiem_response_new (200, type, data, length);
}

/* Returns: (nullable): the goods a picture's name speaks of: one variant's SKU, or the
 * product's own */
static const TiemSandboxGoods *
find_goods (TiemSandboxTts *tts,
            const char *sku)
{
  TiemSandboxItem *item = tiem_sandbox_shop_find_sku (tiem_sandbox_tts_get_shop (tts), sku, TRUE);

  if (item != NULL && item->variant != NULL)
    return item->variant->product->goods;
  for (guint i = 0; i < tiem_sandbox_n_goods; i++)
    if (g_str_equal (tiem_sandbox_goods[i].sku, sku))
      return &tiem_sandbox_goods[i];
  return NULL;
}

static TiemResponse *
send_picture (TiemSandboxTtsCall *call)
{
  const char *name = call->path + strlen (PICTURES);
  g_autofree char *encoded
      = g_strndup (name, g_str_has_suffix (name, ".png") ? strlen (name) - 4 : strlen (name));
  g_autofree char *sku = g_uri_unescape_string (encoded, NULL);
  const TiemSandboxGoods *goods = sku != NULL ? find_goods (call->tts, sku) : NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (goods == NULL)
    return tiem_response_new (404, "text/plain", "Not Found", -1);
  bytes = tiem_sandbox_picture_make (goods->shape, sku);
  return send_bytes (bytes, "image/png");
}

TiemResponse *
tiem_sandbox_tts_files_handle (TiemSandboxTtsCall *call)
{
  const TiemSandboxTtsFile *file;

  if (!g_str_has_prefix (call->path, FILES) || !g_str_equal (call->request->method, "GET"))
    return NULL;
  if (g_str_has_prefix (call->path, PICTURES))
    return send_picture (call);
  file = g_hash_table_lookup (call->tts->files, call->path);
  if (file == NULL || (file->ends_at != 0 && tiem_sandbox_tts_now (call->tts) >= file->ends_at))
    return tiem_response_new (403, "text/plain", "Forbidden", -1);
  return send_bytes (file->bytes, file->type);
}
