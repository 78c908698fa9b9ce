#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "config.h"

#include "channel/lazada/tiem-lazada-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Labels (Lazada §6.4): the platform makes one PDF for the parcels of an order and gives a
 * link that lives for ten minutes, so it is followed at once. Where there is no link, "file"
 * holds the document itself or a frame whose source is the link, in Base64.
 */

#define PDF "application/pdf"
#define PDF_MAGIC "%PDF"

/* Links lead through a proxy now and then. */
#define MOST_HOPS 4

static gboolean
is_pdf (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return size > strlen (PDF_MAGIC) && memcmp (data, PDF_MAGIC, strlen (PDF_MAGIC)) == 0;
}

/* Takes @document. */
static void
settle (TiemLabel *label,
        GBytes *document)
{
  label->document = document;
  g_free (label->content_type);
  label->content_type = g_strdup (PDF);
}

/* --- the link --- */

/* The link may be without host, as it stands in the frame. It is signed: no character of it
 * may be changed. Returns: (transfer full) (nullable): NULL when it is none */
static char *
resolve (const LazShop *shop,
         const char *base,
         const char *link)
{
  g_autofree char *text = g_strdup (link);
  g_autoptr (GString) tidy = NULL;

  tidy = g_string_new (g_strstrip (text));
  g_string_replace (tidy, "&amp;", "&", 0);
  if (g_str_has_prefix (tidy->str, "//"))
    g_string_prepend (tidy, "https:");
  return g_uri_resolve_relative (base != NULL ? base : shop->api_base,
                                 tidy->str,
                                 G_URI_FLAGS_ENCODED_PATH | G_URI_FLAGS_ENCODED_QUERY
                                     | G_URI_FLAGS_ENCODED_FRAGMENT,
                                 NULL);
}

static GError *
new_link_error (void)
{
  return g_error_new_literal (
      TIEM_ERROR,
      TIEM_ERROR_TRANSIENT,
      _ ("Lazada's link to the label did not work, it lives for ten minutes; try again."));
}

/* Nothing of ours goes along: the link may lead to another host.
 * Returns: (transfer full): the PDF, NULL with @error */
static GBytes *
download (const LazShop *shop,
          TiemTransport *transport,
          const char *link,
          GCancellable *cancellable,
          GError **error)
{
  g_autofree char *url = resolve (shop, NULL, link);

  for (guint hop = 0; hop < MOST_HOPS && url != NULL; hop++)
    {
      g_autoptr (TiemRequest) request = tiem_request_new ("GET", url);
      g_autoptr (TiemResponse) response = NULL;
      const char *location;
      char *next;

      request->endpoint = g_strdup ("label");
      request->idempotent = TRUE;
      response = tiem_transport_send (transport, request, cancellable, error);
      if (response == NULL)
        return NULL;
      if (response->status == 200 && is_pdf (response->body))
        return g_bytes_ref (response->body);

      location = tiem_response_get_header (response, "Location");
      if (response->status / 100 != 3 || location == NULL)
        break;
      next = resolve (shop, url, location);
      g_free (url);
      url = next;
    }
  g_propagate_error (error, new_link_error ());
  return NULL;
}

/* --- the file --- */

/* Returns: (transfer full) (nullable): the source of the frame in @html */
static char *
find_frame_source (const char *html)
{
  const char *start = strstr (html, "src=");
  char quote;

  if (start == NULL)
    return NULL;
  start += strlen ("src=");
  quote = *start;
  if (quote != '"' && quote != '\'')
    return g_strndup (start, strcspn (start, " >"));
  start++;
  return g_strndup (start, strcspn (start, quote == '"' ? "\"" : "'"));
}

/* Returns: (transfer full) (nullable): the PDF in @file, or NULL with *@link set to where it
 * is, if anywhere */
static GBytes *
read_file (const char *file,
           char **link)
{
  gsize size = 0;
  g_autofree guchar *data = g_base64_decode (file, &size);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *html = NULL;

  if (data == NULL || size == 0)
    return NULL;
  bytes = g_bytes_new (data, size);
  if (is_pdf (bytes))
    return g_steal_pointer (&bytes);
  html = g_strndup ((const char *)data, size);
  *link = find_frame_source (html);
  return NULL;
}

static gboolean
ends_all (const GError *error)
{
  return error->domain != TIEM_ERROR
         || (error->code != TIEM_ERROR_REJECTED && error->code != TIEM_ERROR_PROTOCOL
             && error->code != TIEM_ERROR_TRANSIENT);
}

static GBytes *
fetch_document (TiemChannelLazada *self,
                TiemTransport *transport,
                JsonObject *data,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *link = laz_dup_text2 (data, "pdf_url", "pdfUrl");
  g_autofree char *file = laz_dup_text (data, "file");
  g_autofree char *inner = NULL;
  g_autoptr (GError) link_error = NULL;
  GBytes *bytes = NULL;

  if (link != NULL)
    bytes = download (&self->shop, transport, link, cancellable, &link_error);
  if (bytes == NULL && file != NULL && (link_error == NULL || !ends_all (link_error)))
    {
      bytes = read_file (file, &inner);
      if (bytes == NULL && inner != NULL && g_strcmp0 (inner, link) != 0)
        {
          g_clear_error (&link_error);
          bytes = download (&self->shop, transport, inner, cancellable, &link_error);
        }
    }
  if (bytes == NULL)
    g_propagate_error (error,
                       link_error != NULL ? g_steal_pointer (&link_error) : new_link_error ());
  return bytes;
}

/* --- an order's label --- */

static JsonNode *
ask_document (TiemChannelLazada *self,
              TiemTransport *transport,
              GPtrArray *parcels,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *json = NULL;
  g_auto (LazAnswer) answer = { 0 };
  LazCall call = {
    .method = "POST",
    .path = "/order/package/document/get",
    .parameters = form,
    .is_optional = TRUE,
  };

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "doc_type");
  json_builder_add_string_value (builder, "PDF");
  json_builder_set_member_name (builder, "print_item_list");
  json_builder_add_boolean_value (builder, TRUE);
  json_builder_set_member_name (builder, "packages");
  json_builder_begin_array (builder);
  for (guint i = 0; i < parcels->len; i++)
    {
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "package_id");
      json_builder_add_string_value (builder, parcels->pdata[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json = laz_format_json (builder);
  tiem_form_add (form, "getDocumentReq", json);
  return laz_call (&self->shop, transport, &call, &answer, cancellable, error);
}

/* The parcels of an order that have not been cancelled, each once. */
static GPtrArray *
collect_parcels (JsonArray *units)
{
  GPtrArray *parcels = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < tiem_json_array_get_size (units); i++)
    {
      JsonObject *unit = tiem_json_array_get_object (units, i);
      g_autofree char *id = laz_dup_text (unit, "package_id");
      g_autofree char *word = laz_dup_text (unit, "status");
      const LazStatus *status = laz_status_find (word);

      if (id != NULL && (status == NULL || status->status != TIEM_ORDER_CANCELLED)
          && !g_ptr_array_find_with_equal_func (parcels, id, g_str_equal, NULL))
        g_ptr_array_add (parcels, g_steal_pointer (&id));
    }
  return parcels;
}

static gboolean
read_label (TiemChannelLazada *self,
            TiemTransport *transport,
            TiemLabel *label,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (JsonNode) units
      = laz_read_units (self, transport, label->remote_id, cancellable, error);
  g_autoptr (GPtrArray) parcels = NULL;
  g_autoptr (JsonNode) node = NULL;
  GBytes *document;

  if (units == NULL)
    return FALSE;
  parcels = collect_parcels (laz_get_data_array (units));
  if (parcels->len == 0)
    {
      g_propagate_error (
          error, laz_make_rejection (_ ("The order has no parcel yet; pack it, then print.")));
      return FALSE;
    }
  node = ask_document (self, transport, parcels, cancellable, error);
  if (node == NULL)
    return FALSE;
  document = fetch_document (self, transport, laz_get_data (node), cancellable, error);
  if (document == NULL)
    return FALSE;
  settle (label, document);
  return TRUE;
}

gboolean
laz_read_labels (TiemChannel *channel,
                 TiemTransport *transport,
                 GPtrArray *labels,
                 GCancellable *cancellable,
                 GError **error)
{
  TiemChannelLazada *self = TIEM_CHANNEL_LAZADA (channel);

  for (guint i = 0; i < labels->len; i++)
    {
      TiemLabel *label = labels->pdata[i];
      GError *label_error = NULL;

      if (read_label (self, transport, label, cancellable, &label_error))
        continue;
      if (ends_all (label_error))
        {
          g_propagate_error (error, label_error);
          return FALSE;
        }
      g_clear_error (&label->error);
      label->error = label_error;
    }
  return TRUE;
}
