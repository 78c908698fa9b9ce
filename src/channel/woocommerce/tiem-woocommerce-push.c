#define G_LOG_DOMAIN "tiem-channel-woocommerce"

#include "config.h"

#include "channel/woocommerce/tiem-woocommerce-private.h"

#include "base/tiem-money.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Numbers go out in batches: products in one, the variations of each product in another.
 * The site checks nothing in a batch and reports success all the same, so every number in
 * the answer is compared with the one sent.
 */

#define MOST_ITEMS 100

#define THIN_FIELDS "id,manage_stock,stock_quantity,regular_price"

typedef enum
{
  FIELD_STOCK,
  FIELD_PRICE,
} Field;

/* One number of the site's, and the pushes that ask for it: variations that share their
 * parent's stock are one item. */
typedef struct
{
  char *id;
  gint64 value;
  GPtrArray *pushes; /* (element-type TiemPush), borrowed */
} Item;

/* What goes into one batch address. */
typedef struct
{
  char *path;           /* "products", "products/24/variations" */
  const char *endpoint; /* for the log */
  GPtrArray *items;     /* (element-type Item) */
} Group;

static void
item_free (gpointer data)
{
  Item *item = data;

  g_free (item->id);
  g_ptr_array_unref (item->pushes);
  g_free (item);
}

static void
group_free (gpointer data)
{
  Group *group = data;

  g_free (group->path);
  g_ptr_array_unref (group->items);
  g_free (group);
}

static Group *
ensure_group (GPtrArray *groups,
              const char *path,
              const char *endpoint)
{
  Group *group;

  for (guint i = 0; i < groups->len; i++)
    if (strcmp (((Group *)groups->pdata[i])->path, path) == 0)
      return groups->pdata[i];

  group = g_new0 (Group, 1);
  group->path = g_strdup (path);
  group->endpoint = endpoint;
  group->items = g_ptr_array_new_with_free_func (item_free);
  g_ptr_array_add (groups, group);
  return group;
}

static void
add_push (Group *group,
          const char *id,
          TiemPush *push)
{
  Item *item = NULL;

  for (guint i = 0; i < group->items->len && item == NULL; i++)
    if (strcmp (((Item *)group->items->pdata[i])->id, id) == 0)
      item = group->items->pdata[i];
  if (item == NULL)
    {
      item = g_new0 (Item, 1);
      item->id = g_strdup (id);
      item->value = push->value;
      item->pushes = g_ptr_array_new ();
      g_ptr_array_add (group->items, item);
    }
  /* Shared by several: the least of them, so that none is sold twice. */
  item->value = MIN (item->value, push->value);
  g_ptr_array_add (item->pushes, push);
}

/* Returns: (transfer full) (nullable): the product whose variations are sent by themselves; NULL:
 * it goes with the products */
static char *
dup_parent (const TiemPush *push,
            Field field)
{
  if (push->remote_variant_id == NULL || (field == FIELD_STOCK && push->stock_owner_id != NULL))
    return NULL;
  return g_strdup (push->remote_product_id);
}

char *
woo_get_push_group (const TiemPush *push)
{
  return dup_parent (push, FIELD_STOCK);
}

/* In the order of @pushes, which is by urgency. */
static GPtrArray *
make_groups (GPtrArray *pushes,
             Field field)
{
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);

  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *push = pushes->pdata[i];
      g_autofree char *parent = dup_parent (push, field);
      g_autofree char *path = g_strdup_printf ("products/%s/variations", push->remote_product_id);

      if (parent != NULL)
        add_push (
            ensure_group (groups, path, "products/variations"), push->remote_variant_id, push);
      else if (field == FIELD_STOCK && push->stock_owner_id != NULL)
        add_push (ensure_group (groups, "products", "products"), push->stock_owner_id, push);
      else
        add_push (ensure_group (groups, "products", "products"), push->remote_product_id, push);
    }
  return groups;
}

static void
add_value (JsonBuilder *builder,
           Field field,
           gint64 value)
{
  if (field == FIELD_STOCK)
    {
      /* Without it the number would be ignored, and the answer still be a success. */
      json_builder_set_member_name (builder, "manage_stock");
      json_builder_add_boolean_value (builder, TRUE);
      json_builder_set_member_name (builder, "stock_quantity");
      json_builder_add_int_value (builder, value);
    }
  else
    {
      g_autofree char *digits = g_strdup_printf ("%" G_GINT64_FORMAT, value);

      json_builder_set_member_name (builder, "regular_price");
      json_builder_add_string_value (builder, digits);
    }
}

static JsonNode *
make_batch_body (Group *group,
                 guint start,
                 guint end,
                 Field field)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "update");
  json_builder_begin_array (builder);
  for (guint i = start; i < end; i++)
    {
      Item *item = group->items->pdata[i];

      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "id");
      json_builder_add_int_value (builder, g_ascii_strtoll (item->id, NULL, 10));
      add_value (builder, field, item->value);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static void
set_unclear (Item *item)
{
  for (guint i = 0; i < item->pushes->len; i++)
    ((TiemPush *)item->pushes->pdata[i])->unclear = TRUE;
}

/* Takes @error. */
static void
set_refused (Item *item,
             GError *error)
{
  for (guint i = 0; i < item->pushes->len; i++)
    {
      TiemPush *push = item->pushes->pdata[i];

      g_clear_error (&push->error);
      push->error = g_error_copy (error);
    }
  g_error_free (error);
}

static const char *
get_name (Item *item)
{
  TiemPush *push = item->pushes->pdata[0];

  return push->sku != NULL ? push->sku : item->id;
}

/* The site took the call and shows another number. */
static void
set_overruled (const WooSite *site,
               Item *item,
               gint64 shown)
{
  g_autofree char *shown_text = tiem_number_format (shown);
  g_autofree char *sent_text = tiem_number_format (item->value);

  for (guint i = 0; i < item->pushes->len; i++)
    {
      TiemPush *push = item->pushes->pdata[i];

      push->is_overruled = TRUE;
      push->confirmed = shown;
    }
  set_refused (item,
               g_error_new (TIEM_ERROR,
                            TIEM_ERROR_REJECTED,
                            /* Translators: the website's name, an SKU, the number it shows, the
                             * number that was sent */
                            _ ("%s keeps its own number for %s, %s instead of %s; look for what "
                               "changes it on the website."),
                            site->host,
                            get_name (item),
                            shown_text,
                            sent_text));
}

static void
settle_value (const WooSite *site,
              Item *item,
              gint64 shown)
{
  if (shown != item->value)
    {
      set_overruled (site, item, shown);
      return;
    }
  for (guint i = 0; i < item->pushes->len; i++)
    {
      TiemPush *push = item->pushes->pdata[i];

      push->done = TRUE;
      push->confirmed = shown;
    }
}

static void
settle_stock (const WooSite *site,
              Item *item,
              JsonObject *object)
{
  g_autofree char *managed = tiem_json_dup_string (object, "manage_stock");
  gint64 shown;

  /* Not in the answer, or the number has become the parent's: reading back tells. */
  if (!json_object_has_member (object, "stock_quantity") || g_strcmp0 (managed, "parent") == 0
      || !tiem_json_get_int (object, "stock_quantity", &shown, NULL))
    set_unclear (item);
  else if (!tiem_json_has (object, "stock_quantity"))
    set_refused (item,
                 g_error_new (TIEM_ERROR,
                              TIEM_ERROR_REJECTED,
                              _ ("%s keeps no stock for %s; turn on stock management in "
                                 "WooCommerce › Settings › Products › Inventory."),
                              site->host,
                              get_name (item)));
  else
    settle_value (site, item, shown);
}

static void
settle_price (const WooSite *site,
              Item *item,
              JsonObject *object)
{
  gint64 shown;

  if (tiem_json_need_money (object, "regular_price", &shown, NULL))
    settle_value (site, item, shown);
  else
    set_unclear (item);
}

/* @object: (nullable): what the answer says of @item */
static void
settle_item (const WooSite *site,
             Item *item,
             JsonObject *object,
             Field field)
{
  JsonObject *refusal = tiem_json_get_object (object, "error");
  g_autofree char *words = woo_tidy_words (tiem_json_get_string (refusal, "message"));

  if (refusal != NULL)
    set_refused (
        item,
        woo_make_item_error (site, get_name (item), tiem_json_get_string (refusal, "code"), words));
  else if (object == NULL)
    set_unclear (item);
  else if (field == FIELD_STOCK)
    settle_stock (site, item, object);
  else
    settle_price (site, item, object);
}

/* Returns: (nullable) */
static JsonObject *
find_item (JsonArray *update,
           const char *id)
{
  for (guint i = 0; i < tiem_json_array_get_size (update); i++)
    {
      JsonObject *object = tiem_json_array_get_object (update, i);
      g_autofree char *object_id = tiem_json_dup_id (object, "id");

      if (g_strcmp0 (object_id, id) == 0)
        return object;
    }
  return NULL;
}

/* Firewalls and old proxies: the batch address alone does not get through. */
static gboolean
is_batch_blocked (const WooAnswer *answer)
{
  if (answer->status == 405 || answer->status == 413 || answer->status == 501)
    return TRUE;
  if (answer->status == 404)
    return answer->code == NULL || strcmp (answer->code, "rest_no_route") == 0;
  return answer->status == 403 && answer->code == NULL;
}

/* FALSE with @error for what stops the channel; a refusal is the item's own. */
static gboolean
send_single (TiemChannelWoocommerce *self,
             TiemTransport *transport,
             Group *group,
             Item *item,
             Field field,
             GCancellable *cancellable,
             GError **error)
{
  g_autofree char *path = g_strdup_printf ("%s/%s", group->path, item->id);
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) body = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) call_error = NULL;
  g_auto (WooAnswer) answer = { 0 };
  WooCall call = { .method = "PUT", .path = path, .endpoint = group->endpoint, .query = query };

  tiem_form_add (query, "_fields", THIN_FIELDS);
  json_builder_begin_object (builder);
  add_value (builder, field, item->value);
  json_builder_end_object (builder);
  call.body = body = json_builder_get_root (builder);

  node = woo_call (&self->site, transport, &call, &answer, cancellable, &call_error);
  if (node != NULL)
    {
      settle_item (&self->site, item, tiem_json_object (node), field);
      return TRUE;
    }
  if (g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED))
    {
      set_refused (item, g_steal_pointer (&call_error));
      return TRUE;
    }
  if (answer.unclear)
    set_unclear (item);
  g_propagate_error (error, g_steal_pointer (&call_error));
  return FALSE;
}

static gboolean
send_singles (TiemChannelWoocommerce *self,
              TiemTransport *transport,
              Group *group,
              guint start,
              guint end,
              Field field,
              GCancellable *cancellable,
              GError **error)
{
  for (guint i = start; i < end; i++)
    if (!send_single (self, transport, group, group->items->pdata[i], field, cancellable, error))
      return FALSE;
  return TRUE;
}

/* All items of a call that failed as a whole. */
static void
settle_failure (const WooSite *site,
                Group *group,
                guint start,
                guint end,
                const WooAnswer *answer,
                const GError *cause)
{
  for (guint i = start; i < end; i++)
    {
      Item *item = group->items->pdata[i];

      if (g_error_matches (cause, TIEM_ERROR, TIEM_ERROR_REJECTED))
        set_refused (item,
                     woo_make_item_error (
                         site, get_name (item), answer->code, tiem_error_get_detail (cause)));
      else if (answer->unclear)
        set_unclear (item);
    }
}

static gboolean
send_batch (TiemChannelWoocommerce *self,
            TiemTransport *transport,
            Group *group,
            guint start,
            guint end,
            Field field,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *path = g_strconcat (group->path, "/batch", NULL);
  g_autofree char *endpoint = g_strconcat (group->endpoint, "/batch", NULL);
  g_autoptr (JsonNode) body = make_batch_body (group, start, end, field);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) call_error = NULL;
  g_auto (WooAnswer) answer = { 0 };
  WooCall call = { .method = "POST", .path = path, .endpoint = endpoint, .body = body };
  JsonArray *update;

  node = woo_call (&self->site, transport, &call, &answer, cancellable, &call_error);
  if (node == NULL && is_batch_blocked (&answer))
    {
      self->site.batch_blocked = TRUE;
      return send_singles (self, transport, group, start, end, field, cancellable, error);
    }
  if (node == NULL)
    {
      settle_failure (&self->site, group, start, end, &answer, call_error);
      if (g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED))
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&call_error));
      return FALSE;
    }

  update = tiem_json_get_array (tiem_json_object (node), "update");
  for (guint i = start; i < end; i++)
    {
      Item *item = group->items->pdata[i];

      settle_item (&self->site, item, find_item (update, item->id), field);
    }
  return TRUE;
}

static gboolean
push_numbers (TiemChannelWoocommerce *self,
              TiemTransport *transport,
              GPtrArray *pushes,
              Field field,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GPtrArray) groups = make_groups (pushes, field);

  for (guint i = 0; i < groups->len; i++)
    {
      Group *group = groups->pdata[i];

      for (guint start = 0; start < group->items->len; start += MOST_ITEMS)
        {
          guint end = MIN (start + MOST_ITEMS, group->items->len);
          gboolean ok
              = self->site.batch_blocked
                    ? send_singles (self, transport, group, start, end, field, cancellable, error)
                    : send_batch (self, transport, group, start, end, field, cancellable, error);

          if (!ok)
            return FALSE;
        }
    }
  return TRUE;
}

gboolean
woo_push_stock (TiemChannel *channel,
                TiemTransport *transport,
                GPtrArray *pushes,
                GCancellable *cancellable,
                GError **error)
{
  return push_numbers (
      TIEM_CHANNEL_WOOCOMMERCE (channel), transport, pushes, FIELD_STOCK, cancellable, error);
}

gboolean
woo_push_price (TiemChannel *channel,
                TiemTransport *transport,
                GPtrArray *pushes,
                GCancellable *cancellable,
                GError **error)
{
  return push_numbers (
      TIEM_CHANNEL_WOOCOMMERCE (channel), transport, pushes, FIELD_PRICE, cancellable, error);
}
