#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiktok/tiem-sandbox-tts-page.h"

#include "sandbox/tiem-sandbox-json.h"

#include <string.h>

/* The same query may be asked with another time, signature and token. */
static gboolean
belongs_to_query (const char *name)
{
  static const char *const others[]
      = { "sign", "timestamp", "access_token", "page_token", "page_size", NULL };

  return !g_strv_contains (others, name);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

/* Returns: (transfer full): a mark of the path, filters and sorting of @call */
static char *
make_mark (TiemSandboxTtsCall *call)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA1);
  g_autoptr (JsonNode) plain = tiem_sandbox_json_from_object (json_object_ref (call->body));
  g_autoptr (JsonNode) body = tiem_sandbox_json_copy (plain);
  g_autofree char *text = NULL;

  /* Promotions have their paging in the body. */
  json_object_remove_member (json_node_get_object (body), "page_token");
  json_object_remove_member (json_node_get_object (body), "page_size");
  text = json_to_string (body, FALSE);
  for (guint i = 0; i < tiem_form_get_size (call->query); i++)
    if (belongs_to_query (call->query->names->pdata[i]))
      g_ptr_array_add (parts,
                       g_strdup_printf ("&%s=%s",
                                        (const char *)call->query->names->pdata[i],
                                        (const char *)call->query->values->pdata[i]));
  g_ptr_array_sort (parts, compare_texts);
  g_checksum_update (sum, (const guchar *)call->path, -1);
  for (guint i = 0; i < parts->len; i++)
    g_checksum_update (sum, parts->pdata[i], -1);
  g_checksum_update (sum, (const guchar *)text, -1);
  return g_strndup (g_checksum_get_string (sum), 16);
}

static char *
make_token (const char *mark,
            const TiemSandboxTtsRow *last)
{
  g_autofree char *plain
      = g_strdup_printf ("%s/%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, mark, last->key, last->id);

  return g_base64_encode ((const guchar *)plain, strlen (plain));
}

/* Returns: whether @token is one of the query with @mark */
static gboolean
read_token (const char *token,
            const char *mark,
            TiemSandboxTtsRow *last)
{
  gsize length = 0;
  g_autofree guchar *bytes = g_base64_decode (token, &length);
  g_autofree char *plain = g_strndup ((const char *)bytes, length);
  g_auto (GStrv) parts = g_strsplit (plain, "/", 4);

  return g_strv_length (parts) == 3 && g_str_equal (parts[0], mark)
         && g_ascii_string_to_signed (parts[1], 10, G_MININT64, G_MAXINT64, &last->key, NULL)
         && g_ascii_string_to_signed (parts[2], 10, 0, G_MAXINT64, &last->id, NULL);
}

static int
compare_rows (gconstpointer a,
              gconstpointer b,
              gpointer user_data)
{
  const TiemSandboxTtsRow *left = a;
  const TiemSandboxTtsRow *right = b;
  int sign = GPOINTER_TO_INT (user_data) ? -1 : 1;

  if (left->key != right->key)
    return left->key < right->key ? -sign : sign;
  return left->id < right->id ? -sign : left->id > right->id ? sign : 0;
}

void
tiem_sandbox_tts_page_add (GArray *rows,
                           gint64 key,
                           gint64 id,
                           gpointer entry)
{
  TiemSandboxTtsRow row = { key, id, entry };

  g_array_append_val (rows, row);
}

gboolean
tiem_sandbox_tts_page_is_descending (const TiemSandboxTtsCall *call,
                                     gboolean fallback)
{
  const char *order = tiem_sandbox_tts_call_get (call, "sort_order");

  return order != NULL ? g_str_equal (order, "DESC") : fallback;
}

/* Returns: (transfer full) (nullable): the page token of the call, wherever it is */
static char *
dup_token (TiemSandboxTtsCall *call)
{
  g_autofree char *in_body = tiem_sandbox_json_dup_text (call->body, "page_token");
  const char *in_query = tiem_sandbox_tts_call_get (call, "page_token");

  if (in_query != NULL)
    return g_strdup (in_query);
  return in_body != NULL && *in_body != '\0' ? g_steal_pointer (&in_body) : NULL;
}

static guint
find_start (const GArray *rows,
            const TiemSandboxTtsRow *last,
            gboolean is_descending)
{
  guint start = 0;

  while (start < rows->len
         && compare_rows (&g_array_index (rows, TiemSandboxTtsRow, start),
                          last,
                          GINT_TO_POINTER (is_descending))
                <= 0)
    start++;
  return start;
}

JsonObject *
tiem_sandbox_tts_page (TiemSandboxTtsCall *call,
                       const TiemSandboxTtsList *list,
                       GArray *rows)
{
  g_autoptr (GArray) owned = rows;
  g_autofree char *mark = make_mark (call);
  g_autofree char *token = dup_token (call);
  g_autofree char *next = NULL;
  gint64 size = tiem_sandbox_tts_call_get_int (
      call, "page_size", tiem_sandbox_json_get_int (call->body, "page_size", list->page_size));
  TiemSandboxTtsRow last = { 0 };
  JsonObject *data;
  JsonArray *array;
  guint start = 0;
  guint end;

  if (token != NULL && !read_token (token, mark, &last))
    return tiem_sandbox_tts_call_refuse (call, "Invalid request: page_token is invalid.");
  g_array_sort_with_data (rows, compare_rows, GINT_TO_POINTER (list->is_descending));
  if (token != NULL)
    start = find_start (rows, &last, list->is_descending);
  end = MIN (rows->len, start + (guint)size);
  if (end < rows->len && end > start)
    next = make_token (mark, &g_array_index (rows, TiemSandboxTtsRow, end - 1));
  if (call->tts->settings.repeat_page_token && token != NULL)
    {
      g_free (next);
      next = g_strdup (token);
    }

  data = json_object_new ();
  array = json_array_sized_new (end - start);
  for (guint i = start; i < end; i++)
    json_array_add_object_element (
        array, list->describe (call->tts, g_array_index (rows, TiemSandboxTtsRow, i).entry));
  json_object_set_int_member (data, "total_count", rows->len);
  json_object_set_string_member (data, "next_page_token", next != NULL ? next : "");
  json_object_set_array_member (data, list->name, array);
  return data;
}
