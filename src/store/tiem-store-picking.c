#define G_LOG_DOMAIN "tiem-store"

#include "config.h"

#include "base/tiem-text.h"
#include "store/tiem-ids.h"
#include "store/tiem-orders-private.h"
#include "store/tiem-store-picking.h"

#include <string.h>

static void
pick_order_free (gpointer data)
{
  TiemPickOrder *self = data;

  g_free (self->number);
  g_free (self);
}

void
tiem_pick_free (TiemPick *self)
{
  g_free (self->sku);
  g_free (self->title);
  g_free (self->options);
  g_free (self->shelf);
  g_free (self->barcode);
  g_ptr_array_unref (self->orders);
  g_free (self);
}

/* --- the order of the shelves --- */

/* Numbers in it count as numbers: "A2" before "A10". Returns: for strcmp() */
static char *
make_walk_key (const char *text)
{
  g_autofree char *folded = tiem_text_fold (text);
  GString *key = g_string_new (NULL);

  for (const char *p = folded; *p != '\0';)
    {
      gsize digits = strspn (p, "0123456789");

      if (digits == 0)
        {
          g_string_append_c (key, *p++);
          continue;
        }
      while (digits > 1 && *p == '0')
        p++, digits--;
      /* a longer number is a larger one */
      g_string_append_c (key, (char)('0' + MIN (digits, 9)));
      g_string_append_len (key, p, (gssize)digits);
      p += digits;
    }
  return g_string_free (key, FALSE);
}

static int
compare_walk (const char *a,
              const char *b)
{
  g_autofree char *first = make_walk_key (a);
  g_autofree char *second = make_walk_key (b);

  return strcmp (first, second);
}

/* What has no shelf is looked for at the end. */
static int
compare_picks (gconstpointer a,
               gconstpointer b)
{
  const TiemPick *first = *(const TiemPick *const *)a;
  const TiemPick *second = *(const TiemPick *const *)b;
  int order;

  if ((first->shelf == NULL) != (second->shelf == NULL))
    return first->shelf == NULL ? 1 : -1;
  order = first->shelf != NULL ? compare_walk (first->shelf, second->shelf) : 0;
  if (order == 0)
    order = compare_walk (first->sku, second->sku);
  if (order == 0)
    order = g_strcmp0 (first->title, second->title);
  return order != 0 ? order : g_strcmp0 (first->options, second->options);
}

/* --- reading --- */

/* A line that is not linked is one thing with those of the same name. */
static char *
make_key (TiemStmt *row)
{
  gint64 variant_id = tiem_stmt_int (row, 2);

  if (variant_id != 0)
    return g_strdup_printf ("%" G_GINT64_FORMAT, variant_id);
  return g_strdup_printf ("%s\n%s\n%s",
                          tiem_stmt_text (row, 3) != NULL ? tiem_stmt_text (row, 3) : "",
                          tiem_stmt_text (row, 4) != NULL ? tiem_stmt_text (row, 4) : "",
                          tiem_stmt_text (row, 5) != NULL ? tiem_stmt_text (row, 5) : "");
}

static TiemPick *
read_pick (TiemStmt *row)
{
  TiemPick *pick = g_new0 (TiemPick, 1);
  const char *shelf = tiem_stmt_text (row, 6);

  pick->variant_id = tiem_stmt_int (row, 2);
  pick->sku = tiem_stmt_dup_text (row, 3);
  pick->title = tiem_stmt_dup_text (row, 4);
  pick->options = tiem_stmt_dup_text (row, 5);
  pick->shelf = shelf != NULL && *shelf != '\0' ? g_strdup (shelf) : NULL;
  pick->barcode = tiem_stmt_dup_text (row, 7);
  pick->orders = g_ptr_array_new_with_free_func (pick_order_free);
  return pick;
}

/* Rows come by order: a second line of the same goods follows the first. */
static void
add_units (TiemPick *pick,
           gint64 order_id,
           const char *number,
           gint64 quantity)
{
  TiemPickOrder *part
      = pick->orders->len > 0 ? g_ptr_array_index (pick->orders, pick->orders->len - 1) : NULL;

  if (part == NULL || part->order_id != order_id)
    {
      part = g_new0 (TiemPickOrder, 1);
      part->order_id = order_id;
      part->number = g_strdup (number);
      g_ptr_array_add (pick->orders, part);
    }
  part->quantity += quantity;
  pick->quantity += quantity;
}

static GPtrArray *
read_picks (TiemDb *db,
            GArray *order_ids,
            GError **error)
{
  g_autoptr (GPtrArray) picks = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_pick_free);
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *json = tiem_ids_to_json (order_ids);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  rows = tiem_db_query (
      db,
      error,
      "SELECT o.id, o.number, v.id, coalesce (v.sku, l.remote_sku), coalesce (p.name, l.title),"
      " iif (v.id IS NULL, l.options, v.options), v.shelf,"
      " (SELECT code FROM barcode WHERE variant_id = v.id ORDER BY position LIMIT 1),"
      " (l.quantity - l.cancelled - l.shipped) * coalesce (b.quantity, 1)"
      " FROM json_each (?1) j"
      " JOIN customer_order o ON o.id = j.value"
      " JOIN order_line l ON l.order_id = o.id"
      " LEFT JOIN bundle_item b ON b.bundle_id = l.variant_id"
      " LEFT JOIN variant v ON v.id = coalesce (b.part_id, l.variant_id)"
      " LEFT JOIN product p ON p.id = v.product_id"
      /* a cancelled order keeps its lines, and so does one that left before its goods were counted
       */
      " WHERE o.left_at = 0 AND o.status <> 'cancelled' AND l.quantity - l.cancelled - l.shipped > "
      "0"
      " ORDER BY j.key, l.position, l.id, v.id",
      TIEM_TEXT (json));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      g_autofree char *key = make_key (rows);
      TiemPick *pick = g_hash_table_lookup (by_key, key);

      if (pick == NULL)
        {
          pick = read_pick (rows);
          g_ptr_array_add (picks, pick);
          g_hash_table_insert (by_key, g_steal_pointer (&key), pick);
        }
      add_units (pick, tiem_stmt_int (rows, 0), tiem_stmt_text (rows, 1), tiem_stmt_int (rows, 8));
    }
  return step < 0 ? NULL : g_steal_pointer (&picks);
}

GPtrArray *
tiem_store_list_picks (TiemStore *self,
                       GArray *order_ids,
                       GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  GPtrArray *picks = read != NULL ? read_picks (read->db, order_ids, error) : NULL;

  if (picks != NULL)
    g_ptr_array_sort (picks, compare_picks);
  return picks;
}

guint
tiem_picks_count_orders (GPtrArray *picks)
{
  g_autoptr (GHashTable) orders = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < picks->len; i++)
    {
      const TiemPick *pick = g_ptr_array_index (picks, i);

      for (guint j = 0; j < pick->orders->len; j++)
        {
          TiemPickOrder *part = g_ptr_array_index (pick->orders, j);

          g_hash_table_add (orders, &part->order_id);
        }
    }
  return g_hash_table_size (orders);
}

/* --- the order of packing --- */

typedef struct
{
  gint64 order_id;
  guint first; /* pick, in the order of the shelves; G_MAXUINT: none */
  guint kinds; /* different goods */
  gint64 units;
  guint asked; /* its place as asked for */
} Place;

static int
compare_places (gconstpointer a,
                gconstpointer b)
{
  const Place *first = a;
  const Place *second = b;

  if (first->first != second->first)
    return first->first < second->first ? -1 : 1;
  if (first->kinds != second->kinds)
    return first->kinds < second->kinds ? -1 : 1;
  if (first->units != second->units)
    return first->units < second->units ? -1 : 1;
  return (first->asked > second->asked) - (first->asked < second->asked);
}

/* Places by order id. */
static void
find_places (GPtrArray *picks,
             GArray *places)
{
  g_autoptr (GHashTable) by_order = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < places->len; i++)
    {
      Place *place = &g_array_index (places, Place, i);

      g_hash_table_insert (by_order, &place->order_id, place);
    }
  for (guint i = 0; i < picks->len; i++)
    {
      const TiemPick *pick = g_ptr_array_index (picks, i);

      for (guint j = 0; j < pick->orders->len; j++)
        {
          const TiemPickOrder *part = g_ptr_array_index (pick->orders, j);
          Place *place = g_hash_table_lookup (by_order, &part->order_id);

          if (place == NULL)
            continue;
          place->first = MIN (place->first, i);
          place->kinds++;
          place->units += part->quantity;
        }
    }
}

GArray *
tiem_store_sort_for_picking (TiemStore *self,
                             GArray *order_ids,
                             GError **error)
{
  g_autoptr (GPtrArray) picks = tiem_store_list_picks (self, order_ids, error);
  g_autoptr (GArray) places = g_array_new (FALSE, FALSE, sizeof (Place));
  GArray *sorted;

  if (picks == NULL)
    return NULL;
  for (guint i = 0; i < order_ids->len; i++)
    {
      Place place
          = { .order_id = g_array_index (order_ids, gint64, i), .first = G_MAXUINT, .asked = i };

      g_array_append_val (places, place);
    }
  find_places (picks, places);
  g_array_sort (places, compare_places);
  sorted = g_array_sized_new (FALSE, FALSE, sizeof (gint64), places->len);
  for (guint i = 0; i < places->len; i++)
    g_array_append_val (sorted, g_array_index (places, Place, i).order_id);
  return sorted;
}

/* --- labels --- */

void
tiem_label_state_free (TiemLabelState *self)
{
  g_free (self->problem);
  g_free (self);
}

GPtrArray *
tiem_store_list_label_states (TiemStore *self,
                              GArray *order_ids,
                              GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) states
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_label_state_free);
  g_autofree char *json = tiem_ids_to_json (order_ids);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read == NULL)
    return NULL;
  rows = tiem_db_query (
      read->db,
      error,
      "SELECT o.id, o.status, o.label_at,"
      " EXISTS (SELECT 1 FROM outbox WHERE order_id = o.id AND kind = 'order:ship'"
      "   AND state <> 'rejected'),"
      " (SELECT problem FROM outbox WHERE order_id = o.id AND kind = 'order:ship'"
      "   AND state = 'rejected' ORDER BY id DESC LIMIT 1)"
      " FROM json_each (?1) j JOIN customer_order o ON o.id = j.value ORDER BY j.key",
      TIEM_TEXT (json));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemLabelState *state = g_new0 (TiemLabelState, 1);

      state->order_id = tiem_stmt_int (rows, 0);
      state->status = tiem_order_status_from_string (tiem_stmt_text (rows, 1));
      state->has_label = tiem_stmt_int (rows, 2) != 0;
      state->arranging = tiem_stmt_int (rows, 3) != 0;
      state->problem = tiem_stmt_dup_text (rows, 4);
      g_ptr_array_add (states, state);
    }
  return step < 0 ? NULL : g_steal_pointer (&states);
}

/* --- printed --- */

/* Each print is told in the order's story; taking it back takes it out. */
static gboolean
tell_printed (TiemWrite *write,
              GArray *order_ids,
              gboolean printed,
              GError **error)
{
  for (guint i = 0; i < order_ids->len; i++)
    {
      gint64 order_id = g_array_index (order_ids, gint64, i);

      if (printed ? !tiem_order_events_add_mark (write, order_id, TIEM_EVENT_PRINTED, error)
                  : !tiem_order_events_drop_mark (write, order_id, TIEM_EVENT_PRINTED, error))
        return FALSE;
    }
  return TRUE;
}

GArray *
tiem_store_set_printed (TiemStore *self,
                        GArray *order_ids,
                        gboolean printed,
                        GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autofree char *json = tiem_ids_to_json (order_ids);
  g_autoptr (TiemStmt) rows = NULL;
  g_autoptr (GArray) turned = NULL;

  if (write == NULL)
    return NULL;
  rows = tiem_db_query (write->db,
                        error,
                        "SELECT o.id FROM json_each (?1) j JOIN customer_order o ON o.id = j.value"
                        " WHERE (o.printed_at <> 0) <> ?2 ORDER BY j.key",
                        TIEM_TEXT (json),
                        TIEM_INT (printed != FALSE));
  turned = tiem_ids_collect (rows, error);
  if (turned == NULL
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE customer_order SET printed_at = ?2"
                       " WHERE id IN (SELECT value FROM json_each (?1))",
                       TIEM_TEXT (json),
                       TIEM_INT (printed ? write->now : 0))
      || !tell_printed (write, order_ids, printed, error))
    return NULL;
  write->what |= TIEM_CHANGED_ORDERS;
  return tiem_write_commit (write, error) ? g_steal_pointer (&turned) : NULL;
}
