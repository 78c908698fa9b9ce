#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/woocommerce/tiem-sandbox-wc-list.h"

#include "base/tiem-text.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/woocommerce/tiem-sandbox-wc-fields.h"

static gint64
get_date (const TiemSandboxWcCall *call,
          const char *name)
{
  g_autofree char *text = tiem_sandbox_json_dup_text (call->params, name);
  gboolean are_gmt = tiem_sandbox_json_get_bool (call->params, "dates_are_gmt", FALSE);
  gint64 ms;

  return text != NULL && tiem_sandbox_wc_parse_date (text, are_gmt, &ms) ? ms : -1;
}

TiemSandboxWcFilter *
tiem_sandbox_wc_filter_new (const TiemSandboxWcCall *call)
{
  TiemSandboxWcFilter *self = g_new0 (TiemSandboxWcFilter, 1);
  char *search = tiem_sandbox_json_dup_text (call->params, "search");

  self->include = tiem_sandbox_wc_call_get_ids (call, "include");
  self->exclude = tiem_sandbox_wc_call_get_ids (call, "exclude");
  self->parent = tiem_sandbox_wc_call_get_ids (call, "parent");
  self->parent_exclude = tiem_sandbox_wc_call_get_ids (call, "parent_exclude");
  self->after = get_date (call, "after");
  self->before = get_date (call, "before");
  self->modified_after = get_date (call, "modified_after");
  self->modified_before = get_date (call, "modified_before");
  self->statuses = tiem_sandbox_wc_call_get_words (call, "status");
  self->search = search != NULL ? search : g_strdup ("");
  self->folded_search = tiem_text_fold (self->search);
  return self;
}

void
tiem_sandbox_wc_filter_free (TiemSandboxWcFilter *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->include);
  g_array_unref (self->exclude);
  g_array_unref (self->parent);
  g_array_unref (self->parent_exclude);
  g_strfreev (self->statuses);
  g_free (self->search);
  g_free (self->folded_search);
  g_free (self);
}

gboolean
tiem_sandbox_wc_has_id (GArray *ids,
                        gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return TRUE;
  return FALSE;
}

static gboolean
is_between (gint64 ms,
            gint64 after,
            gint64 before)
{
  gint64 second = ms / 1000;

  return (after < 0 || second > after / 1000) && (before < 0 || second < before / 1000);
}

gboolean
tiem_sandbox_wc_filter_passes (const TiemSandboxWcFilter *self,
                               gint64 id,
                               gint64 parent_id,
                               gint64 created_at,
                               gint64 modified_at)
{
  if (self->include->len > 0 && !tiem_sandbox_wc_has_id (self->include, id))
    return FALSE;
  if (tiem_sandbox_wc_has_id (self->exclude, id))
    return FALSE;
  if (self->parent->len > 0 && !tiem_sandbox_wc_has_id (self->parent, parent_id))
    return FALSE;
  if (tiem_sandbox_wc_has_id (self->parent_exclude, parent_id))
    return FALSE;
  return is_between (created_at, self->after, self->before)
         && is_between (modified_at, self->modified_after, self->modified_before);
}

gboolean
tiem_sandbox_wc_filter_passes_status (const TiemSandboxWcFilter *self,
                                      const char *status)
{
  if (self->statuses[0] == NULL || g_strv_contains ((const char *const *)self->statuses, "any"))
    return !g_str_equal (status, "trash");
  return g_strv_contains ((const char *const *)self->statuses, status);
}

typedef struct
{
  const char *orderby;
  gboolean is_descending;
  GArray *include;
} Sorting;

static int
find_index (GArray *ids,
            gint64 id)
{
  for (guint i = 0; i < ids->len; i++)
    if (g_array_index (ids, gint64, i) == id)
      return i;
  return ids->len;
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b,
                 gpointer user_data)
{
  const TiemSandboxWcEntry *left = a;
  const TiemSandboxWcEntry *right = b;
  const Sorting *sorting = user_data;
  gint64 difference = 0;

  if (g_str_equal (sorting->orderby, "include"))
    return find_index (sorting->include, left->id) - find_index (sorting->include, right->id);
  if (g_str_equal (sorting->orderby, "title") || g_str_equal (sorting->orderby, "slug"))
    difference = g_utf8_collate (left->title, right->title);
  else if (g_str_equal (sorting->orderby, "modified"))
    difference = left->modified_at / 1000 - right->modified_at / 1000;
  else if (!g_str_equal (sorting->orderby, "id"))
    difference = left->created_at / 1000 - right->created_at / 1000;
  if (difference == 0)
    difference = left->id - right->id;
  if (sorting->is_descending)
    difference = -difference;
  return difference < 0 ? -1 : difference > 0;
}

GPtrArray *
tiem_sandbox_wc_sort (const TiemSandboxWcCall *call,
                      GArray *entries)
{
  g_autofree char *orderby = tiem_sandbox_json_dup_text (call->params, "orderby");
  g_autofree char *order = tiem_sandbox_json_dup_text (call->params, "order");
  g_autoptr (GArray) include = tiem_sandbox_wc_call_get_ids (call, "include");
  GPtrArray *things = g_ptr_array_sized_new (entries->len);
  Sorting sorting = { orderby != NULL ? orderby : "date", g_strcmp0 (order, "asc") != 0, include };

  g_array_sort_with_data (entries, compare_entries, &sorting);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add (things, g_array_index (entries, TiemSandboxWcEntry, i).thing);
  return things;
}
