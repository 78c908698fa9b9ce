#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/woocommerce/tiem-sandbox-wc-write.h"

#include "base/tiem-text.h"
#include "sandbox/tiem-sandbox-json.h"

#include <string.h>

static char *
format_stamp (gint64 ms)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (ms / 1000);

  return g_date_time_format (date, "%Y-%m-%dT%H:%M:%S");
}

void
tiem_sandbox_wc_set_stamp (JsonObject *object,
                           const char *name,
                           gint64 ms)
{
  g_autofree char *gmt_name = g_strconcat (name, "_gmt", NULL);
  g_autofree char *local = NULL;
  g_autofree char *gmt = NULL;

  if (ms == 0)
    {
      json_object_set_null_member (object, name);
      json_object_set_null_member (object, gmt_name);
      return;
    }
  local = format_stamp (ms + TIEM_SANDBOX_WC_ZONE_MS);
  gmt = format_stamp (ms);
  json_object_set_string_member (object, name, local);
  json_object_set_string_member (object, gmt_name, gmt);
}

char *
tiem_sandbox_wc_format_xu (gint64 xu,
                           int decimals)
{
  const char *sign = xu < 0 ? "-" : "";
  gint64 size = ABS (xu);

  if (decimals == 0)
    {
      gint64 rounded = (size + 50) / 100;

      return g_strdup_printf ("%s%" G_GINT64_FORMAT, rounded != 0 ? sign : "", rounded);
    }
  return g_strdup_printf ("%s%" G_GINT64_FORMAT ".%02d", sign, size / 100, (int)(size % 100));
}

void
tiem_sandbox_wc_set_amount (JsonObject *object,
                            const char *name,
                            gint64 xu,
                            int decimals)
{
  g_autofree char *text = tiem_sandbox_wc_format_xu (xu, decimals);

  json_object_set_string_member (object, name, text);
}

gint64
tiem_sandbox_wc_parse_xu (const char *text)
{
  gboolean is_negative = text != NULL && *text == '-';
  gint64 xu = 0;
  int decimals = -1;

  if (text == NULL)
    return 0;
  for (const char *p = is_negative ? text + 1 : text; *p != '\0' && decimals < 2; p++)
    {
      if (*p == '.' && decimals < 0)
        decimals = 0;
      else if (!g_ascii_isdigit (*p) || xu > G_MAXINT64 / 1000)
        break;
      else
        {
          xu = xu * 10 + (*p - '0');
          if (decimals >= 0)
            decimals++;
        }
    }
  for (int i = MAX (decimals, 0); i < 2; i++)
    xu *= 10;
  return is_negative ? -xu : xu;
}

char *
tiem_sandbox_wc_clean_decimal (const char *text)
{
  const char *last_dot = strrchr (text, '.');
  GString *out = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    if (g_ascii_isdigit (*p) || *p == '-' || p == last_dot)
      g_string_append_c (out, *p);
  return g_string_free (out, FALSE);
}

char *
tiem_sandbox_wc_make_slug (const char *text)
{
  char *slug = tiem_text_fold (text);

  return g_strdelimit (slug, " ", '-');
}

static JsonArray *
make_link (const char *url)
{
  JsonArray *list = json_array_new ();
  JsonObject *link = json_object_new ();

  json_object_set_string_member (link, "href", url);
  json_array_add_object_element (list, link);
  return list;
}

void
tiem_sandbox_wc_set_links (const TiemSandboxWcCall *call,
                           JsonObject *object,
                           const char *collection,
                           gint64 id)
{
  g_autofree char *collection_url = tiem_sandbox_wc_call_make_url (call, collection);
  g_autofree char *self_url = g_strdup_printf ("%s/%" G_GINT64_FORMAT, collection_url, id);
  JsonObject *links = json_object_new ();

  json_object_set_array_member (links, "self", make_link (self_url));
  json_object_set_array_member (links, "collection", make_link (collection_url));
  json_object_set_object_member (object, "_links", links);
}

/* Returns: (nullable): the entry that @given means */
static JsonObject *
find_meta (JsonArray *meta,
           gint64 id,
           const char *key)
{
  for (guint i = 0; i < json_array_get_length (meta); i++)
    {
      JsonObject *entry = json_array_get_object_element (meta, i);
      g_autofree char *entry_key = tiem_sandbox_json_dup_text (entry, "key");

      if (id != 0 ? tiem_sandbox_json_get_int (entry, "id", 0) == id
                  : g_strcmp0 (entry_key, key) == 0)
        return entry;
    }
  return NULL;
}

void
tiem_sandbox_wc_merge_meta (TiemSandboxWc *wc,
                            JsonObject *holder,
                            JsonObject *given)
{
  JsonArray *list = tiem_sandbox_json_get_array (given, "meta_data");
  JsonArray *meta = tiem_sandbox_json_get_array (holder, "meta_data");

  if (list == NULL)
    return;
  if (meta == NULL)
    {
      meta = json_array_new ();
      json_object_set_array_member (holder, "meta_data", meta);
    }
  for (guint i = 0; i < json_array_get_length (list); i++)
    {
      JsonNode *node = json_array_get_element (list, i);
      JsonObject *wanted = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
      g_autofree char *key = tiem_sandbox_json_dup_text (wanted, "key");
      gint64 id = tiem_sandbox_json_get_int (wanted, "id", 0);
      JsonNode *value = wanted != NULL ? json_object_get_member (wanted, "value") : NULL;
      JsonObject *entry = wanted != NULL ? find_meta (meta, id, key) : NULL;

      if (wanted == NULL || (entry == NULL && key == NULL))
        continue;
      if (entry == NULL)
        {
          entry = json_object_new ();
          json_object_set_int_member (
              entry, "id", tiem_sandbox_shop_next_id (tiem_sandbox_wc_get_shop (wc)));
          json_object_set_string_member (entry, "key", key);
          json_array_add_object_element (meta, entry);
        }
      json_object_set_member (
          entry, "value", value != NULL ? json_node_copy (value) : json_node_new (JSON_NODE_NULL));
    }
}

/* Whether one of @names is @member or lies in it: "billing" and "billing.phone". */
static gboolean
is_wanted (GStrv names,
           const char *member)
{
  gsize length = strlen (member);

  for (guint i = 0; names[i] != NULL; i++)
    if (g_str_has_prefix (names[i], member)
        && (names[i][length] == '\0' || names[i][length] == '.'))
      return TRUE;
  return FALSE;
}

static void
thin_object (GStrv names,
             JsonObject *object)
{
  g_autoptr (GList) members = json_object_get_members (object);

  for (GList *l = members; l != NULL; l = l->next)
    {
      const char *member = l->data;
      JsonObject *inner = tiem_sandbox_json_get_object (object, member);
      g_autofree char *prefix = g_strconcat (member, ".", NULL);
      g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
      g_auto (GStrv) inner_names = NULL;

      if (!is_wanted (names, member))
        {
          json_object_remove_member (object, member);
          continue;
        }
      if (inner == NULL || g_strv_contains ((const char *const *)names, member))
        continue;
      for (guint i = 0; names[i] != NULL; i++)
        if (g_str_has_prefix (names[i], prefix))
          g_strv_builder_add (builder, names[i] + strlen (prefix));
      inner_names = g_strv_builder_end (builder);
      thin_object (inner_names, inner);
    }
}

void
tiem_sandbox_wc_apply_fields (const TiemSandboxWcCall *call,
                              JsonNode *node)
{
  g_auto (GStrv) names = tiem_sandbox_wc_call_get_words (call, "_fields");

  if (names[0] == NULL)
    return;
  if (JSON_NODE_HOLDS_OBJECT (node))
    thin_object (names, json_node_get_object (node));
  else if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        if (JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, i)))
          thin_object (names, json_array_get_object_element (array, i));
    }
}

/* The address of another page: the same parameters without credentials, the page last. */
static char *
make_page_url (TiemSandboxWcCall *call,
               const char *route,
               gint64 page)
{
  g_autofree char *url = tiem_sandbox_wc_call_make_url (call, route);
  g_autoptr (TiemForm) given = tiem_form_parse (call->query_text);
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *encoded = NULL;

  for (guint i = 0; i < tiem_form_get_size (given); i++)
    {
      const char *name = given->names->pdata[i];

      if (g_str_has_prefix (name, "oauth_") || g_str_has_prefix (name, "consumer_")
          || g_str_equal (name, "page") || g_str_equal (name, "rest_route"))
        continue;
      /* Lists come back in the numbered form. */
      if (g_str_equal (name, "status"))
        tiem_form_add (form, "status[0]", given->values->pdata[i]);
      else
        tiem_form_add (form, name, given->values->pdata[i]);
    }
  tiem_form_add (form, "context", "view");
  tiem_form_add_int (form, "page", page);
  encoded = tiem_form_encode (form);
  return g_strdup_printf ("%s%c%s", url, strchr (url, '?') != NULL ? '&' : '?', encoded);
}

static void
set_paging (TiemSandboxWcCall *call,
            const char *route,
            gint64 page,
            gboolean is_empty)
{
  g_autoptr (GString) link = g_string_new (NULL);

  /* A shop with order tables forgets the totals where a page is empty. */
  if (is_empty && call->wc->storage == TIEM_SANDBOX_WC_TABLES)
    {
      call->total = 0;
      call->pages = 0;
    }
  if (page > 1)
    {
      g_autofree char *url = make_page_url (call, route, MIN (page - 1, call->pages));

      g_string_append_printf (link, "<%s>; rel=\"prev\"", url);
    }
  if (call->pages > page)
    {
      g_autofree char *url = make_page_url (call, route, page + 1);

      g_string_append_printf (link, "%s<%s>; rel=\"next\"", link->len > 0 ? ", " : "", url);
    }
  if (link->len > 0)
    call->link = g_strdup (link->str);
}

GPtrArray *
tiem_sandbox_wc_take_page (TiemSandboxWcCall *call,
                           GPtrArray *entries,
                           const char *route)
{
  GPtrArray *slice = g_ptr_array_new ();
  gint64 page = MAX (1, tiem_sandbox_json_get_int (call->params, "page", 1));
  gint64 per_page = CLAMP (tiem_sandbox_json_get_int (call->params, "per_page", 10), 1, 100);
  gint64 offset = MIN (page - 1, G_MAXINT32) * per_page;

  offset = MAX (0, tiem_sandbox_json_get_int (call->params, "offset", offset));
  for (gint64 i = offset; i < entries->len && i < offset + per_page; i++)
    g_ptr_array_add (slice, entries->pdata[i]);

  call->total = entries->len;
  call->pages = (entries->len + per_page - 1) / per_page;
  set_paging (call, route, page, slice->len == 0);
  return slice;
}
