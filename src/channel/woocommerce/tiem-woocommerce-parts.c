#define G_LOG_DOMAIN "tiem-channel-woocommerce"

#include "config.h"

#include "channel/woocommerce/tiem-woocommerce-private.h"

#include <glib/gi18n-lib.h>

/*
 * A website is made of plugins, and one of them may break down over a single order: the page it
 * stands on is answered with an error, every time. Such a page is read in parts, which finds the
 * one and brings the others. (Not so with products: what a whole pass does not meet is taken for
 * deleted.)
 */

/* The first failures may be the site's own bad minute. */
#define MOST_FAILURES 3
/* Parts of the first size that may fail, and single orders one after another, before it is plain
 * that the whole site is down. */
#define MOST_BROKEN_PARTS 3
#define MOST_BROKEN_IN_ROW 3
#define PARTS 10
#define ENDPOINT "orders"

static GHashTable *
ensure_breaks (TiemChannelWoocommerce *self)
{
  if (self->breaks == NULL)
    self->breaks = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self->breaks;
}

/* Whether the site itself answered, and could not do it. */
static gboolean
is_break (const WooAnswer *answer,
          const GError *error)
{
  return answer->status != 0
         && (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT)
             || g_error_matches (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL));
}

gboolean
woo_gives_up (TiemChannelWoocommerce *self,
              const char *what,
              const WooAnswer *answer,
              const GError *error)
{
  guint failures;

  if (!is_break (answer, error))
    return FALSE;
  failures = GPOINTER_TO_UINT (g_hash_table_lookup (ensure_breaks (self), what)) + 1;
  g_hash_table_replace (self->breaks, g_strdup (what), GUINT_TO_POINTER (failures));
  return failures >= MOST_FAILURES;
}

void
woo_works (TiemChannelWoocommerce *self,
           const char *what)
{
  g_hash_table_remove (ensure_breaks (self), what);
}

/* One page under way. */
typedef struct
{
  TiemChannelWoocommerce *self;
  TiemTransport *transport;
  const TiemForm *query;
  GCancellable *cancellable;
  JsonArray *found;
  GPtrArray *unreadable;
  guint n_broken;   /* parts */
  guint n_in_row;   /* single orders */
  gboolean is_full; /* the last part was */
} Parts;

static TiemForm *
make_part_query (const Parts *parts,
                 gint64 offset,
                 guint size)
{
  TiemForm *form = tiem_form_new ();

  for (guint i = 0; i < parts->query->names->len; i++)
    {
      const char *name = parts->query->names->pdata[i];

      if (!g_str_equal (name, "page") && !g_str_equal (name, "per_page"))
        tiem_form_add (form, name, parts->query->values->pdata[i]);
    }
  tiem_form_add_int (form, "per_page", size);
  tiem_form_add_int (form, "offset", offset);
  return form;
}

static void
take_part (Parts *parts,
           JsonArray *array,
           guint size)
{
  guint found = tiem_json_array_get_size (array);

  for (guint i = 0; i < found; i++)
    json_array_add_element (parts->found, json_node_copy (json_array_get_element (array, i)));
  parts->is_full = found >= size;
  parts->n_in_row = 0;
}

static void
note_broken (Parts *parts,
             const GError *cause)
{
  g_autoptr (GError) error = NULL;

  error = g_error_new (TIEM_ERROR,
                       TIEM_ERROR_PROTOCOL,
                       _ ("%s breaks down whenever it shows one of its orders; look there for one "
                          "that can't be opened. Tiệm reads all others."),
                       parts->self->site.host);
  tiem_error_set_detail (error, tiem_error_get_detail (cause), NULL);
  tiem_parts_add_unreadable (parts->unreadable, NULL, ENDPOINT, error);
}

/* Returns: FALSE with @error when nothing more is to be had. *ended: there is nothing behind */
static gboolean
read_part (Parts *parts,
           gint64 offset,
           guint size,
           gboolean *ended,
           GError **error)
{
  g_auto (WooAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  g_autoptr (JsonNode) node = woo_get_list (parts->self,
                                            parts->transport,
                                            ENDPOINT,
                                            ENDPOINT,
                                            make_part_query (parts, offset, size),
                                            &answer,
                                            parts->cancellable,
                                            &call_error);

  if (node != NULL)
    {
      take_part (parts, tiem_json_array (node), size);
      *ended = !parts->is_full;
      return TRUE;
    }
  if (!is_break (&answer, call_error)
      || (size > 1 ? ++parts->n_broken > MOST_BROKEN_PARTS
                   : ++parts->n_in_row > MOST_BROKEN_IN_ROW))
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return FALSE;
    }
  if (size == 1)
    {
      note_broken (parts, call_error);
      parts->is_full = TRUE;
      return TRUE;
    }
  for (guint i = 0; i < size && !*ended; i++)
    if (!read_part (parts, offset + i, 1, ended, error))
      return FALSE;
  return TRUE;
}

static JsonNode *
read_in_parts (Parts *parts,
               WooAnswer *answer,
               GError **error)
{
  gint64 page = MAX (1, g_ascii_strtoll (tiem_form_get (parts->query, "page"), NULL, 10));
  guint size = WOO_PER_PAGE / PARTS;
  gboolean ended = FALSE;
  JsonNode *node;

  for (guint i = 0; i < PARTS && !ended; i++)
    if (!read_part (parts, (page - 1) * WOO_PER_PAGE + i * size, size, &ended, error))
      return NULL;

  woo_answer_clear (answer);
  *answer = (WooAnswer){ .status = 200, .total = -1, .pages = ended ? page : page + 1 };
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_set_array (node, parts->found);
  return node;
}

JsonNode *
woo_get_orders (TiemChannelWoocommerce *self,
                TiemTransport *transport,
                TiemForm *query,
                WooAnswer *answer,
                GPtrArray *unreadable,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *text = tiem_form_encode (query);
  g_autoptr (TiemForm) again = tiem_form_parse (text);
  g_autofree char *what = g_strdup_printf (ENDPOINT " %s", tiem_form_get (again, "status"));
  g_autoptr (JsonArray) found = json_array_new ();
  g_autoptr (GError) call_error = NULL;
  JsonNode *node;
  Parts parts = { .self = self,
                  .transport = transport,
                  .query = again,
                  .cancellable = cancellable,
                  .found = found,
                  .unreadable = unreadable };

  node
      = woo_get_list (self, transport, ENDPOINT, ENDPOINT, query, answer, cancellable, &call_error);
  if (node != NULL)
    {
      woo_works (self, what);
      return node;
    }
  if (!woo_gives_up (self, what, answer, call_error)
      || (node = read_in_parts (&parts, answer, NULL)) == NULL)
    g_propagate_error (error, g_steal_pointer (&call_error));
  return node;
}
