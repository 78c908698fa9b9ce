#define _GNU_SOURCE /* memmem() */
#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiktok/tiem-sandbox-tts-files.h"
#include "sandbox/tiktok/tiem-sandbox-tts-products.h"
#include "sandbox/tiktok/tiem-sandbox-tts-sign.h"

#include <string.h>

#define MAX_PRODUCTS 20
#define MAX_IMAGE (10 * 1024 * 1024)
#define AUDIT_MS G_GINT64_CONSTANT (600000)

/* Looked through, and good. */
static void
audited_cb (gpointer owner,
            gint64 id,
            int detail)
{
  TiemSandboxTts *tts = owner;
  TiemSandboxItem *product = tiem_sandbox_shop_find_item (tiem_sandbox_tts_get_shop (tts), id);

  if (product != NULL && g_str_equal (tiem_sandbox_tts_product_get_status (product), "PENDING"))
    tiem_sandbox_tts_product_set_status (tts, product, "ACTIVATE");
}

void
tiem_sandbox_tts_product_activate (TiemSandboxTts *tts,
                                   TiemSandboxItem *product)
{
  if (g_str_equal (tiem_sandbox_tts_product_get_status (product), "ACTIVATE"))
    return;
  tiem_sandbox_tts_product_set_status (tts, product, "PENDING");
  tiem_sandbox_tts_schedule (tts, AUDIT_MS, audited_cb, product->id, 0);
}

static void
deactivate (TiemSandboxTts *tts,
            TiemSandboxItem *product)
{
  tiem_sandbox_tts_product_set_status (tts, product, "SELLER_DEACTIVATED");
}

static void
erase (TiemSandboxTts *tts,
       TiemSandboxItem *product)
{
  tiem_sandbox_tts_product_set_status (tts, product, "DELETED");
}

static void
add_error (JsonArray *errors,
           const char *id)
{
  JsonObject *error = json_object_new ();
  JsonObject *detail = json_object_new ();

  json_object_set_string_member (detail, "product_id", id);
  json_object_set_int_member (error, "code", 12052032);
  json_object_set_string_member (error, "message", "The product does not exist");
  json_object_set_object_member (error, "detail", detail);
  json_array_add_object_element (errors, error);
}

/* Does it to each of `product_ids` whose being deleted is as @are_deleted says. */
static JsonObject *
run_batch (TiemSandboxTtsCall *call,
           void (*func) (TiemSandboxTts *, TiemSandboxItem *),
           gboolean are_deleted)
{
  JsonArray *ids = tiem_sandbox_json_get_array (call->body, "product_ids");
  JsonObject *data;
  JsonArray *errors;

  if (json_array_get_length (ids) > MAX_PRODUCTS)
    return tiem_sandbox_tts_call_object_to (call, 12019120, "Too many product_ids, at most 20");
  data = json_object_new ();
  errors = json_array_new ();
  for (guint i = 0; i < json_array_get_length (ids); i++)
    {
      const char *id = json_array_get_string_element (ids, i);
      TiemSandboxItem *product = tiem_sandbox_tts_find_product (call->tts, id);

      if (product != NULL
          && g_str_equal (tiem_sandbox_tts_product_get_status (product), "DELETED") == are_deleted)
        func (call->tts, product);
      else
        add_error (errors, id);
    }
  json_object_set_array_member (data, "errors", errors);
  return data;
}

JsonObject *
tiem_sandbox_tts_activate_products (TiemSandboxTtsCall *call)
{
  return run_batch (call, tiem_sandbox_tts_product_activate, FALSE);
}

JsonObject *
tiem_sandbox_tts_deactivate_products (TiemSandboxTtsCall *call)
{
  return run_batch (call, deactivate, FALSE);
}

JsonObject *
tiem_sandbox_tts_delete_products (TiemSandboxTtsCall *call)
{
  return run_batch (call, erase, FALSE);
}

JsonObject *
tiem_sandbox_tts_recover_products (TiemSandboxTtsCall *call)
{
  return run_batch (call, deactivate, TRUE);
}

/* Finds the part @name of a multipart body. Returns: (transfer full) (nullable) */
static GBytes *
find_part (const TiemRequest *request,
           const char *name)
{
  const char *mark = strstr (request->content_type, "boundary=");
  g_autofree char *boundary = NULL;
  g_autofree char *wanted = g_strdup_printf ("name=\"%s\"", name);
  gsize length = 0;
  const char *body = request->body != NULL ? g_bytes_get_data (request->body, &length) : NULL;
  const char *end = body + length;
  const char *part = body;

  if (mark == NULL || length == 0)
    return NULL;
  mark += strlen ("boundary=");
  boundary = g_strdup_printf (
      "--%.*s", (int)strcspn (mark + (*mark == '"'), "\";"), mark + (*mark == '"'));
  while ((part = memmem (part, end - part, boundary, strlen (boundary))) != NULL)
    {
      const char *head = part + strlen (boundary);
      const char *data = memmem (head, end - head, "\r\n\r\n", 4);
      const char *next
          = data != NULL ? memmem (data, end - data, boundary, strlen (boundary)) : NULL;

      if (next == NULL)
        return NULL;
      data += 4;
      if (memmem (head, data - head, wanted, strlen (wanted)) != NULL && next - data >= 2)
        return g_bytes_new (data, next - 2 - data);
      part = next;
    }
  return NULL;
}

static const struct
{
  const char *magic;
  gsize offset;
  const char *ending;
  const char *type;
} formats[] = {
  { "\x89PNG", 0, ".png", "image/png" },    { "\xff\xd8\xff", 0, ".jpg", "image/jpeg" },
  { "WEBP", 8, ".webp", "image/webp" },     { "BM", 0, ".bmp", "image/bmp" },
  { "ftypheic", 4, ".heic", "image/heic" },
};

/* Returns: the index in formats; −1 for what is no picture */
static int
find_format (GBytes *bytes)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    if (length >= formats[i].offset + strlen (formats[i].magic)
        && memcmp (data + formats[i].offset, formats[i].magic, strlen (formats[i].magic)) == 0)
      return i;
  return -1;
}

/* A PNG says in its head how large it is; others are taken for 800 × 800. */
static void
read_size (GBytes *bytes,
           int format,
           gint64 *width,
           gint64 *height)
{
  gsize length;
  const guchar *data = g_bytes_get_data (bytes, &length);

  *width = *height = 800;
  if (format != 0 || length < 24)
    return;
  *width = (gint64)data[16] << 24 | data[17] << 16 | data[18] << 8 | data[19];
  *height = (gint64)data[20] << 24 | data[21] << 16 | data[22] << 8 | data[23];
}

static char *
read_use_case (const TiemRequest *request)
{
  static const char *const words[]
      = { "MAIN_IMAGE",          "ATTRIBUTE_IMAGE",  "DESCRIPTION_IMAGE",
          "CERTIFICATION_IMAGE", "SIZE_CHART_IMAGE", NULL };
  g_autoptr (GBytes) part = find_part (request, "use_case");
  g_autofree char *word = part != NULL
                              ? g_strndup (g_bytes_get_data (part, NULL), g_bytes_get_size (part))
                              : g_strdup ("MAIN_IMAGE");

  return g_strv_contains (words, word) ? g_steal_pointer (&word) : NULL;
}

static JsonObject *
keep_image (TiemSandboxTtsCall *call,
            GBytes *bytes,
            int format,
            const char *use_case)
{
  g_autofree char *url = tiem_sandbox_tts_files_add (
      call->tts, "uploads", formats[format].ending, formats[format].type, bytes, 0);
  g_autofree char *uri = g_strconcat ("tos-alisg-i-tiem/", strrchr (url, '/') + 1, NULL);
  JsonObject *data = json_object_new ();
  gint64 width;
  gint64 height;

  read_size (bytes, format, &width, &height);
  json_object_set_string_member (data, "uri", uri);
  json_object_set_string_member (data, "url", url);
  json_object_set_int_member (data, "width", width);
  json_object_set_int_member (data, "height", height);
  json_object_set_string_member (data, "use_case", use_case);
  return data;
}

JsonObject *
tiem_sandbox_tts_upload_image (TiemSandboxTtsCall *call)
{
  const TiemRequest *request = call->request;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *use_case = NULL;
  gint64 width;
  gint64 height;
  int format;

  if (!tiem_sandbox_tts_is_multipart (request->content_type))
    return tiem_sandbox_tts_call_fail (call, 400, 36009023, "Unsupported content type.");
  bytes = find_part (request, "data");
  use_case = read_use_case (request);
  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    return tiem_sandbox_tts_call_refuse (call, "Invalid request: Data is a required field (data).");
  if (use_case == NULL)
    return tiem_sandbox_tts_call_refuse (call, "Invalid request: use_case has no such value.");
  if (g_bytes_get_size (bytes) > MAX_IMAGE)
    return tiem_sandbox_tts_call_object_to (call, 12038005, "The image file is too large");
  format = find_format (bytes);
  if (format < 0)
    return tiem_sandbox_tts_call_object_to (
        call, 12038004, "The format of the image is not supported");
  read_size (bytes, format, &width, &height);
  if (g_str_equal (use_case, "MAIN_IMAGE")
      && (MIN (width, height) < 300 || MAX (width, height) > 4000))
    return tiem_sandbox_tts_call_object_to (
        call, 12038014, "A main image has 300 to 4000 pixels on each side");
  return keep_image (call, bytes, format, use_case);
}
