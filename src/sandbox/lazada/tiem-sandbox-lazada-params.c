#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-params.h"

#include <libsoup/soup.h>
#include <string.h>

static void
add_text (TiemSandboxLazadaParams *self,
          const char *name,
          const char *value)
{
  if (g_utf8_validate (name, -1, NULL) && g_utf8_validate (value, -1, NULL))
    g_hash_table_replace (self->texts, g_strdup (name), g_strdup (value));
}

static void
add_form (TiemSandboxLazadaParams *self,
          const char *text)
{
  g_autoptr (TiemForm) form = tiem_form_parse (text);

  for (guint i = 0; i < tiem_form_get_size (form); i++)
    add_text (self, form->names->pdata[i], form->values->pdata[i]);
}

static void
add_multipart (TiemSandboxLazadaParams *self,
               const TiemRequest *request)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  g_autoptr (SoupMultipart) multipart = NULL;

  soup_message_headers_append (headers, "Content-Type", request->content_type);
  multipart = soup_multipart_new_from_message (headers, request->body);
  for (int i = 0; multipart != NULL && i < soup_multipart_get_length (multipart); i++)
    {
      SoupMessageHeaders *part = NULL;
      GBytes *content = NULL;
      g_autoptr (GHashTable) words = NULL;
      g_autofree char *kind = NULL;
      const char *name;

      if (!soup_multipart_get_part (multipart, i, &part, &content)
          || !soup_message_headers_get_content_disposition (part, &kind, &words)
          || (name = g_hash_table_lookup (words, "name")) == NULL)
        continue;
      if (g_hash_table_contains (words, "filename"))
        g_hash_table_replace (self->files, g_strdup (name), g_bytes_ref (content));
      else
        {
          gsize length;
          const char *data = g_bytes_get_data (content, &length);
          g_autofree char *value = g_strndup (length > 0 ? data : "", length);

          add_text (self, name, value);
        }
    }
}

TiemSandboxLazadaParams *
tiem_sandbox_lazada_params_new (const TiemRequest *request)
{
  TiemSandboxLazadaParams *self = g_new0 (TiemSandboxLazadaParams, 1);
  const char *query = strchr (request->url, '?');
  const char *type = request->content_type;

  self->texts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->files
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_bytes_unref);
  if (query != NULL)
    {
      g_autofree char *text = g_strndup (query + 1, strcspn (query + 1, "#"));

      add_form (self, text);
    }
  if (type == NULL || request->body == NULL)
    return self;
  if (g_ascii_strncasecmp (type, "application/x-www-form-urlencoded", 33) == 0)
    {
      gsize length;
      const char *data = g_bytes_get_data (request->body, &length);
      g_autofree char *text = g_strndup (length > 0 ? data : "", length);

      add_form (self, text);
    }
  else if (g_ascii_strncasecmp (type, "multipart/form-data", 19) == 0)
    add_multipart (self, request);
  return self;
}

void
tiem_sandbox_lazada_params_free (TiemSandboxLazadaParams *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->texts);
  g_hash_table_unref (self->files);
  g_free (self);
}
