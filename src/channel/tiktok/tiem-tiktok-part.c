#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "config.h"

#include "channel/tiem-part-wish.h"
#include "channel/tiktok/tiem-tiktok-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * A part of an order's goods in a parcel of their own (§6.1: orders/split_attributes,
 * orders/{id}/split): the units are put into packages first, then the package of the wished ones
 * is shipped as any other. Every step asks what is there before it acts, so that it can be
 * repeated after an unclear outcome.
 */

static gboolean
refuse (const char *sentence,
        GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_REJECTED, sentence);
  return FALSE;
}

/* Whether the two units are of one line: what they sell, and for how much. */
static gboolean
is_alike (JsonObject *unit,
          JsonObject *other)
{
  static const char *const names[] = { "product_id", "sku_id", "seller_sku", "sale_price" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_strcmp0 (tiem_json_get_string (unit, names[i]), tiem_json_get_string (other, names[i]))
        != 0)
      return FALSE;
  return tiem_json_get_boolean (unit, "is_gift") == tiem_json_get_boolean (other, "is_gift");
}

static JsonObject *
find_unit (JsonArray *units,
           const char *id)
{
  for (guint i = 0; i < tiem_json_array_get_size (units); i++)
    {
      JsonObject *unit = tiem_json_array_get_object (units, i);
      g_autofree char *unit_id = tiem_json_dup_id (unit, "id");

      if (g_strcmp0 (unit_id, id) == 0)
        return unit;
    }
  return NULL;
}

/* Adds the units of the line that are to leave to @wished. When fewer wait than then, it was done
 * before an answer got lost. A unit that is a bundle is several pieces of the line, and whole. */
static gboolean
add_wished (JsonArray *units,
            const TiemPartWish *wish,
            GPtrArray *wished,
            GError **error)
{
  JsonObject *like = find_unit (units, wish->line_id);
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();
  gint64 missing;

  if (like == NULL)
    return refuse (_ ("Some of these goods are no longer in the order; look at it again."), error);
  if (tiem_json_array_get_size (tiem_json_get_array (like, "combined_listing_skus")) > 0)
    return refuse (_ ("TikTok Shop sends the parts of a bundle together; send the whole order."),
                   error);
  for (guint i = 0; i < tiem_json_array_get_size (units); i++)
    {
      JsonObject *unit = tiem_json_array_get_object (units, i);

      if (tts_unit_waits (unit) && is_alike (unit, like))
        g_ptr_array_add (waiting, unit);
    }
  missing = wish->quantity - (wish->waiting - MIN ((gint64)waiting->len, wish->waiting));
  for (guint i = 0; i < waiting->len && i < missing; i++)
    if (!g_ptr_array_find (wished, waiting->pdata[i], NULL))
      g_ptr_array_add (wished, waiting->pdata[i]);
  return TRUE;
}

/* Returns: (transfer full) (nullable) (element-type JsonObject): the units that are to leave,
 * borrowed from @order; none when they have */
static GPtrArray *
find_wished (JsonObject *order,
             GArray *wishes,
             GError **error)
{
  JsonArray *units = tiem_json_get_array (order, "line_items");
  g_autoptr (GPtrArray) wished = g_ptr_array_new ();

  for (guint i = 0; i < wishes->len; i++)
    if (!add_wished (units, &g_array_index (wishes, TiemPartWish, i), wished, error))
      return NULL;
  return g_steal_pointer (&wished);
}

/* Returns: (transfer full) (element-type utf8): the packages of the wished units. @others: (out):
 * whether one of them holds more than is wished */
static GPtrArray *
list_packages (JsonObject *order,
               GPtrArray *wished,
               gboolean *others)
{
  JsonArray *units = tiem_json_get_array (order, "line_items");
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  *others = FALSE;
  for (guint i = 0; i < wished->len; i++)
    {
      g_autofree char *id = tiem_json_dup_id (wished->pdata[i], "package_id");

      if (id != NULL && !g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
        g_ptr_array_add (ids, g_steal_pointer (&id));
    }
  for (guint i = 0; i < tiem_json_array_get_size (units); i++)
    {
      JsonObject *unit = tiem_json_array_get_object (units, i);
      g_autofree char *id = tiem_json_dup_id (unit, "package_id");

      if (tts_unit_waits (unit) && !g_ptr_array_find (wished, unit, NULL)
          && (id == NULL || g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL)))
        *others = TRUE;
    }
  return ids;
}

/* The platform says beforehand whether it lets the order be taken apart, and why not. */
static gboolean
check_may_split (TiemChannelTiktok *self,
                 TiemTransport *transport,
                 const char *order_id,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_auto (TtsAnswer) answer = { 0 };
  g_autoptr (JsonNode) data = NULL;
  JsonObject *attributes;
  const char *reason;

  tiem_form_add (query, "order_ids", order_id);
  data = tts_get (&self->shop,
                  transport,
                  "/fulfillment/202309/orders/split_attributes",
                  "orders/split_attributes",
                  g_steal_pointer (&query),
                  &answer,
                  cancellable,
                  error);
  if (data == NULL)
    return FALSE;
  attributes = tiem_json_array_get_object (
      tiem_json_get_array (tiem_json_object (data), "split_attributes"), 0);
  if (!tiem_json_has (attributes, "can_split") || tiem_json_get_boolean (attributes, "can_split"))
    return TRUE;
  reason = tiem_json_get_string (attributes, "reason");
  if (reason == NULL)
    return refuse (_ ("TikTok Shop does not let this order be sent in parts; send it whole."),
                   error);
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_REJECTED,
               _ ("TikTok Shop does not let this order be sent in parts: %s Send it whole."),
               reason);
  return FALSE;
}

static void
add_group (JsonBuilder *builder,
           guint number,
           GPtrArray *ids)
{
  g_autofree char *name = g_strdup_printf ("%u", number);

  json_builder_begin_object (builder);
  tts_add_text (builder, "id", name);
  tts_add_texts (builder, "order_line_item_ids", ids, 0, ids->len);
  json_builder_end_object (builder);
}

/* Every unit that waits is in one group: the wished ones, and the others as they lie now. */
static JsonNode *
make_groups (JsonObject *order,
             GPtrArray *wished)
{
  JsonArray *units = tiem_json_get_array (order, "line_items");
  g_autoptr (GHashTable) groups
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  g_autoptr (GPtrArray) in_order = g_ptr_array_new ();
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());

  for (guint i = 0; i < tiem_json_array_get_size (units); i++)
    {
      JsonObject *unit = tiem_json_array_get_object (units, i);
      g_autofree char *package = tiem_json_dup_id (unit, "package_id");
      const char *key = package != NULL ? package : "";
      GPtrArray *group;

      if (!tts_unit_waits (unit))
        continue;
      if (g_ptr_array_find (wished, unit, NULL))
        key = "wished";
      group = g_hash_table_lookup (groups, key);
      if (group == NULL)
        {
          group = g_ptr_array_new_with_free_func (g_free);
          g_hash_table_insert (groups, g_strdup (key), group);
          g_ptr_array_add (in_order, group);
        }
      g_ptr_array_add (group, tiem_json_dup_id (unit, "id"));
    }
  json_builder_set_member_name (builder, "splittable_groups");
  json_builder_begin_array (builder);
  for (guint i = 0; i < in_order->len; i++)
    add_group (builder, i + 1, in_order->pdata[i]);
  json_builder_end_array (builder);
  return tts_finish_body (builder);
}

static gboolean
split (TiemChannelTiktok *self,
       TiemTransport *transport,
       JsonObject *order,
       const char *order_id,
       GPtrArray *wished,
       GCancellable *cancellable,
       GError **error)
{
  g_autofree char *path = g_strdup_printf ("/fulfillment/202309/orders/%s/split", order_id);
  g_auto (TtsAnswer) answer = { 0 };
  g_autoptr (JsonNode) data = NULL;

  if (!check_may_split (self, transport, order_id, cancellable, error))
    return FALSE;
  data = tts_post (&self->shop,
                   transport,
                   path,
                   "orders/split",
                   NULL,
                   make_groups (order, wished),
                   &answer,
                   cancellable,
                   error);
  return data != NULL;
}

static gboolean
ship_packages (TiemChannelTiktok *self,
               TiemTransport *transport,
               JsonObject *order,
               GPtrArray *packages,
               GCancellable *cancellable,
               GError **error)
{
  for (guint i = 0; i < packages->len; i++)
    if (!tts_ship_package (self, transport, order, packages->pdata[i], NULL, cancellable, error))
      return FALSE;
  return TRUE;
}

/* After the split the units are found again by their ids, in packages of their own. */
static gboolean
ship_split (TiemChannelTiktok *self,
            TiemTransport *transport,
            const char *order_id,
            GArray *wishes,
            GCancellable *cancellable,
            GError **error)
{
  JsonObject *order;
  g_autoptr (JsonNode) data = tts_read_one (self, transport, order_id, &order, cancellable, error);
  g_autoptr (GPtrArray) wished = data != NULL ? find_wished (order, wishes, error) : NULL;
  g_autoptr (GPtrArray) packages = NULL;
  gboolean others;

  if (wished == NULL)
    return FALSE;
  packages = list_packages (order, wished, &others);
  if (!others && packages->len > 0)
    return ship_packages (self, transport, order, packages, cancellable, error);
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_TRANSIENT,
                       _ ("TikTok Shop still prepares the order's parcels; Tiệm tries again by "
                          "itself."));
  return FALSE;
}

gboolean
tts_ship_part (TiemChannelTiktok *self,
               TiemTransport *transport,
               const char *order_id,
               JsonObject *order,
               const char *choice,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GArray) wishes = tiem_part_wish_read (choice, error);
  g_autoptr (GPtrArray) wished = wishes != NULL ? find_wished (order, wishes, error) : NULL;
  g_autoptr (GPtrArray) packages = NULL;
  gboolean others;

  if (wished == NULL)
    return FALSE;
  if (wished->len == 0)
    return TRUE;
  packages = list_packages (order, wished, &others);
  if (!tts_check_may_ship (order, packages, error))
    return FALSE;
  if (!others)
    return ship_packages (self, transport, order, packages, cancellable, error);
  return split (self, transport, order, order_id, wished, cancellable, error)
         && ship_split (self, transport, order_id, wishes, cancellable, error);
}
