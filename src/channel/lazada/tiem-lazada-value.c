#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "channel/lazada/tiem-lazada-private.h"

#include "base/tiem-time.h"

#include <string.h>

#define VIETNAM_OFFSET_MS (7 * 3600 * G_GINT64_CONSTANT (1000))

char *
laz_dup_text (JsonObject *object,
              const char *name)
{
  g_autofree char *text = tiem_json_dup_string (object, name);

  /* The platform writes "null" for nothing here and there. */
  if (text == NULL || strcmp (g_strstrip (text), "null") == 0 || *text == '\0')
    return NULL;
  return g_steal_pointer (&text);
}

char *
laz_dup_text2 (JsonObject *object,
               const char *name,
               const char *other)
{
  char *text = laz_dup_text (object, name);

  return text != NULL ? text : laz_dup_text (object, other);
}

/* "-2,251.57" → "-2251.57"; NULL when the commas part no thousands. */
static char *
strip_commas (const char *text)
{
  const char *p = *text == '-' ? text + 1 : text;
  gsize first = strspn (p, "0123456789");
  g_autoptr (GString) out = g_string_new_len (text, p - text + first);

  if (first == 0 || (first > 3 && p[first] == ','))
    return NULL;
  for (p += first; *p == ','; p += 4)
    {
      if (strspn (p + 1, "0123456789") != 3)
        return NULL;
      g_string_append_len (out, p + 1, 3);
    }
  g_string_append (out, p);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Returns: (transfer full) (nullable): an object whose member @name is what is meant, for
 * the strict readers; NULL: @object itself will do */
static JsonObject *
simplify (JsonObject *object,
          const char *name)
{
  g_autofree char *text = tiem_json_dup_string (object, name);
  g_autofree char *plain = NULL;
  JsonObject *simple;

  if (text == NULL)
    return NULL;
  g_strstrip (text);
  if (strcmp (text, "null") == 0)
    plain = g_strdup ("");
  else if (strchr (text, ',') != NULL)
    plain = strip_commas (text);
  if (plain == NULL)
    return NULL;

  simple = json_object_new ();
  json_object_set_string_member (simple, name, plain);
  return simple;
}

gboolean
laz_get_money (JsonObject *object,
               const char *name,
               gint64 *vnd,
               GError **error)
{
  g_autoptr (JsonObject) simple = simplify (object, name);

  return tiem_json_get_money (simple != NULL ? simple : object, name, vnd, error);
}

gboolean
laz_need_money (JsonObject *object,
                const char *name,
                gint64 *vnd,
                GError **error)
{
  g_autoptr (JsonObject) simple = simplify (object, name);

  return tiem_json_need_money (simple != NULL ? simple : object, name, vnd, error);
}

gboolean
laz_add_decimal (JsonObject *object,
                 const char *name,
                 gint64 *micro_vnd,
                 GError **error)
{
  g_autoptr (JsonObject) simple = simplify (object, name);

  return tiem_json_add_decimal (simple != NULL ? simple : object, name, micro_vnd, error);
}

/* Whether @text says how far it is from UTC: "…Z", "… +0700", "…+07:00". */
static gboolean
has_zone (const char *text)
{
  const char *time = strchr (text, ':');

  return time == NULL || strpbrk (time, "Zz+-") != NULL;
}

/* "2023-11-27 17:18:12 +0700": the blank before the zone goes. */
static char *
tidy_time (const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, " ", 4);
  guint n = g_strv_length (parts);

  if (n == 3)
    return g_strconcat (parts[0], " ", parts[1], parts[2], NULL);
  return g_strdup (text);
}

gboolean
laz_get_time (JsonObject *object,
              const char *name,
              gint64 *ms,
              GError **error)
{
  g_autofree char *text = laz_dup_text (object, name);
  g_autofree char *tidy = NULL;
  gboolean is_number;

  *ms = 0;
  if (text == NULL || strcmp (text, "0") == 0 || g_str_has_prefix (text, "0000-"))
    return TRUE;

  tidy = tidy_time (text);
  is_number = strspn (tidy, "0123456789") == strlen (tidy);
  if (!tiem_time_parse (tidy, ms, NULL))
    {
      *ms = 0;
      tiem_json_set_error (error, name);
      return FALSE;
    }
  if (!is_number && strchr (tidy, ':') != NULL && !has_zone (tidy))
    *ms -= VIETNAM_OFFSET_MS;
  return TRUE;
}

char *
laz_format_time (gint64 ms)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc ((ms + VIETNAM_OFFSET_MS) / 1000);

  return time != NULL ? g_date_time_format (time, "%Y-%m-%dT%H:%M:%S+07:00") : g_strdup ("");
}

static gboolean
is_number (const char *id)
{
  gsize length = strlen (id);

  return length > 0 && length < 19 && strspn (id, "0123456789") == length;
}

void
laz_add_id (JsonBuilder *builder,
            const char *id)
{
  if (is_number (id))
    json_builder_add_int_value (builder, g_ascii_strtoll (id, NULL, 10));
  else
    json_builder_add_string_value (builder, id);
}

char *
laz_format_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);

  return tiem_json_to_text (root);
}

char *
laz_format_ids (GPtrArray *ids,
                gboolean quoted)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < ids->len; i++)
    if (quoted)
      json_builder_add_string_value (builder, ids->pdata[i]);
    else
      laz_add_id (builder, ids->pdata[i]);
  json_builder_end_array (builder);
  return laz_format_json (builder);
}

gboolean
laz_is_true (JsonObject *object,
             const char *name)
{
  g_autofree char *text = laz_dup_text (object, name);

  return text != NULL && (g_ascii_strcasecmp (text, "true") == 0 || strcmp (text, "1") == 0);
}

gboolean
laz_names_id (const char *text,
              const char *id)
{
  gsize length = id != NULL ? strlen (id) : 0;

  for (const char *p = text; length > 0 && (p = strstr (p, id)) != NULL; p++)
    if ((p == text || !g_ascii_isalnum (p[-1])) && !g_ascii_isalnum (p[length]))
      return TRUE;
  return FALSE;
}
