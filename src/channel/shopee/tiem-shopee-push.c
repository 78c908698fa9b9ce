#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include "base/tiem-money.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Numbers go out item by item, up to 50 of its models in a call (§10.4, §10.6). An envelope
 * without an error may still hold refusals, and one with an error says which: both lists are
 * read in either case, and what stands in neither is unclear.
 */
#define MOST_MODELS 50

typedef enum
{
  FIELD_STOCK,
  FIELD_PRICE,
} Field;

static const struct
{
  const char *path;
  const char *list;
  const char *shown; /* the number in the answer */
} fields[] = {
  [FIELD_STOCK] = { "product/update_stock", "stock_list", "stock" },
  [FIELD_PRICE] = { "product/update_price", "price_list", "original_price" },
};

/* What goes into one call. */
typedef struct
{
  const char *item_id; /* borrowed */
  GPtrArray *pushes;   /* (element-type TiemPush), borrowed */
} Batch;

static void
batch_free (gpointer data)
{
  Batch *batch = data;

  g_ptr_array_unref (batch->pushes);
  g_free (batch);
}

/* In the order of @pushes, which is by urgency. */
static GPtrArray *
make_batches (GPtrArray *pushes)
{
  GPtrArray *batches = g_ptr_array_new_with_free_func (batch_free);

  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *push = pushes->pdata[i];
      Batch *batch = NULL;

      for (guint j = 0; j < batches->len && batch == NULL; j++)
        {
          Batch *old = batches->pdata[j];

          if (strcmp (old->item_id, push->remote_product_id) == 0 && old->pushes->len < MOST_MODELS)
            batch = old;
        }
      if (batch == NULL)
        {
          batch = g_new0 (Batch, 1);
          batch->item_id = push->remote_product_id;
          batch->pushes = g_ptr_array_new ();
          g_ptr_array_add (batches, batch);
        }
      g_ptr_array_add (batch->pushes, push);
    }
  return batches;
}

/* --- sending --- */

/* Returns: (transfer none) (nullable): the model @id among @models; the item for NULL */
static JsonObject *
find_object (JsonObject *item,
             JsonArray *models,
             const char *id)
{
  if (id == NULL)
    return item;
  for (guint i = 0; i < tiem_json_array_get_size (models); i++)
    {
      JsonObject *model = tiem_json_array_get_object (models, i);
      g_autofree char *model_id = tiem_json_dup_id (model, "model_id");

      if (g_strcmp0 (model_id, id) == 0)
        return model;
    }
  return NULL;
}

/* What Shopee holds of an item now, asked for only where a number is to be made of it. */
typedef struct
{
  ShopeeAnswer item_answer;
  ShopeeAnswer models_answer;
  JsonObject *item;  /* (nullable) */
  JsonArray *models; /* (nullable) */
} Held;

static void
held_clear (Held *held)
{
  shopee_answer_clear (&held->item_answer);
  shopee_answer_clear (&held->models_answer);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Held, held_clear)

static gboolean
read_held (TiemChannelShopee *self,
           TiemTransport *transport,
           const Batch *batch,
           Held *held,
           GCancellable *cancellable,
           GError **error)
{
  const TiemPush *first = batch->pushes->pdata[0];
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  JsonArray *items;

  if (first->remote_variant_id != NULL)
    {
      JsonObject *object = shopee_get_models (
          self, transport, batch->item_id, &held->models_answer, cancellable, error);

      held->models = tiem_json_get_array (object, "model");
      return object != NULL;
    }
  g_ptr_array_add (ids, (char *)batch->item_id);
  items = shopee_get_items (self, transport, ids, 0, 1, &held->item_answer, cancellable, error);
  held->item = tiem_json_array_get_object (items, 0);
  return items != NULL;
}

/* The places a shop with several keeps its goods at, each with its share. */
static void
add_seller_stock (TiemChannelShopee *self,
                  JsonBuilder *builder,
                  const Held *held,
                  const TiemPush *push)
{
  JsonObject *object = find_object (held->item, held->models, push->remote_variant_id);
  g_autoptr (GHashTable) places = shopee_read_locations_of (object);
  g_autofree gint64 *parts = shopee_divide_stock (self, places, push->value);

  json_builder_set_member_name (builder, "seller_stock");
  json_builder_begin_array (builder);
  for (guint i = 0; i < MAX (self->locations->len, 1); i++)
    {
      json_builder_begin_object (builder);
      if (i < self->locations->len)
        shopee_builder_add_text (builder, "location_id", self->locations->pdata[i]);
      json_builder_set_member_name (builder, "stock");
      json_builder_add_int_value (builder, parts[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static JsonBuilder *
make_body (TiemChannelShopee *self,
           const Batch *batch,
           const Held *held,
           Field field)
{
  JsonBuilder *builder = json_builder_begin_object (json_builder_new ());

  shopee_builder_add_id (builder, "item_id", batch->item_id);
  json_builder_set_member_name (builder, fields[field].list);
  json_builder_begin_array (builder);
  for (guint i = 0; i < batch->pushes->len; i++)
    {
      const TiemPush *push = batch->pushes->pdata[i];

      json_builder_begin_object (builder);
      if (push->remote_variant_id != NULL)
        shopee_builder_add_id (builder, "model_id", push->remote_variant_id);
      if (field == FIELD_STOCK)
        add_seller_stock (self, builder, held, push);
      else
        {
          json_builder_set_member_name (builder, "original_price");
          json_builder_add_int_value (builder, push->value);
        }
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return json_builder_end_object (builder);
}

/* --- settling --- */

static gboolean
is_of (JsonObject *row,
       const TiemPush *push)
{
  g_autofree char *id = tiem_json_dup_id (row, "model_id");

  return g_strcmp0 (id, push->remote_variant_id) == 0;
}

static const char *
get_name (const TiemPush *push)
{
  return push->sku != NULL ? push->sku : push->remote_product_id;
}

static void
set_refused (TiemPush *push,
             GError *error)
{
  g_clear_error (&push->error);
  push->error = error;
}

/* Shopee took the call and shows another number. */
static void
set_overruled (TiemPush *push,
               gint64 shown)
{
  g_autofree char *shown_text = tiem_number_format (shown);
  g_autofree char *sent_text = tiem_number_format (push->value);

  push->is_overruled = TRUE;
  push->confirmed = shown;
  set_refused (push,
               g_error_new (TIEM_ERROR,
                            TIEM_ERROR_REJECTED,
                            /* Translators: an SKU, the number shown, the number that was sent */
                            _ ("Shopee keeps its own number for %s, %s instead of %s; look for "
                               "what changes it in Seller Centre."),
                            get_name (push),
                            shown_text,
                            sent_text));
}

/* Returns: whether @push stands among the confirmed; a number for each place adds up, and a row
 * that came twice does not count twice */
static gboolean
settle_success (TiemPush *push,
                JsonArray *list,
                Field field)
{
  g_autoptr (GHashTable) places = g_hash_table_new (g_str_hash, g_str_equal);
  gboolean found = FALSE;
  gboolean says_number = FALSE;
  gint64 shown = 0;

  for (guint i = 0; i < tiem_json_array_get_size (list); i++)
    {
      JsonObject *row = tiem_json_array_get_object (list, i);
      gint64 number;

      const char *place = tiem_json_get_string (row, "location_id");

      if (!is_of (row, push) || !g_hash_table_add (places, (gpointer)(place != NULL ? place : "")))
        continue;
      found = TRUE;
      if (tiem_json_need_int (row, fields[field].shown, &number, NULL))
        {
          says_number = TRUE;
          shown += number;
        }
    }
  if (!found)
    return FALSE;
  if (says_number && shown != push->value)
    {
      set_overruled (push, shown);
      return TRUE;
    }
  push->done = TRUE;
  push->confirmed = push->value;
  return TRUE;
}

/* Returns: (transfer none) (nullable): why @push was refused */
static JsonObject *
find_failure (const TiemPush *push,
              JsonArray *list)
{
  for (guint i = 0; i < tiem_json_array_get_size (list); i++)
    if (is_of (tiem_json_array_get_object (list, i), push))
      return tiem_json_array_get_object (list, i);
  return NULL;
}

/* Settles what the answer names. Returns: how many pushes it did not */
static guint
settle_lists (const Batch *batch,
              const ShopeeAnswer *answer,
              Field field)
{
  JsonObject *root = tiem_json_object (answer->root);
  JsonObject *inner = tiem_json_get_object (root, "response");
  JsonObject *object = inner != NULL ? inner : root;
  JsonArray *failures = tiem_json_get_array (object, "failure_list");
  JsonArray *successes = tiem_json_get_array (object, "success_list");
  guint n_open = 0;

  for (guint i = 0; i < batch->pushes->len; i++)
    {
      TiemPush *push = batch->pushes->pdata[i];
      JsonObject *failure = find_failure (push, failures);

      if (failure != NULL)
        set_refused (push,
                     shopee_make_item_error (
                         get_name (push), NULL, tiem_json_get_string (failure, "failed_reason")));
      else if (!settle_success (push, successes, field))
        n_open++;
    }
  return n_open;
}

static gboolean
is_open (const TiemPush *push)
{
  return !push->done && push->error == NULL;
}

static void
set_unclear (const Batch *batch)
{
  for (guint i = 0; i < batch->pushes->len; i++)
    {
      TiemPush *push = batch->pushes->pdata[i];

      push->unclear = push->unclear || is_open (push);
    }
}

/* The whole call was refused, for one reason. */
static void
refuse_all (const Batch *batch,
            const ShopeeAnswer *answer,
            const GError *cause)
{
  const char *words = tiem_json_get_string (tiem_json_object (answer->root), "message");

  for (guint i = 0; i < batch->pushes->len; i++)
    {
      TiemPush *push = batch->pushes->pdata[i];

      if (!is_open (push))
        continue;
      set_refused (push, shopee_make_item_error (get_name (push), answer->code, words));
      tiem_error_set_detail (
          push->error, tiem_error_get_detail (cause), tiem_error_get_request_id (cause));
    }
}

/* --- one call --- */

static gboolean
mentions (const char *words,
          const char *part)
{
  g_autofree char *folded = words != NULL ? g_ascii_strdown (words, -1) : NULL;

  return folded != NULL && strstr (folded, part) != NULL;
}

/* Whether it was the place that Shopee missed, or did not want, in the whole call or in all of
 * its rows: the shop has got or lost its warehouses since they were asked for. */
static gboolean
is_location_refusal (const ShopeeAnswer *answer)
{
  JsonObject *root = tiem_json_object (answer->root);
  JsonArray *failures
      = tiem_json_get_array (tiem_json_get_object (root, "response"), "failure_list");
  guint n = tiem_json_array_get_size (failures);

  if (answer->code != NULL && mentions (tiem_json_get_string (root, "message"), "location"))
    return TRUE;
  for (guint i = 0; i < n; i++)
    if (!mentions (tiem_json_get_string (tiem_json_array_get_object (failures, i), "failed_reason"),
                   "location"))
      return FALSE;
  return n > 0;
}

/* The call as it is. FALSE with @error, @answer filled either way. */
static gboolean
call_once (TiemChannelShopee *self,
           TiemTransport *transport,
           const Batch *batch,
           Field field,
           ShopeeAnswer *answer,
           GCancellable *cancellable,
           GError **error)
{
  g_auto (Held) held = { 0 };
  g_autoptr (JsonBuilder) builder = NULL;

  if (field == FIELD_STOCK)
    {
      if (!shopee_ensure_locations (self, transport, cancellable, error))
        return FALSE;
      if (self->locations->len > 1
          && !read_held (self, transport, batch, &held, cancellable, error))
        return FALSE;
    }
  builder = make_body (self, batch, &held, field);
  return shopee_post (
             &self->shop, transport, fields[field].path, builder, FALSE, answer, cancellable, error)
         != NULL;
}

/* Settles @batch. FALSE with @error for what stops the channel. */
static gboolean
send_batch (TiemChannelShopee *self,
            TiemTransport *transport,
            const Batch *batch,
            Field field,
            GCancellable *cancellable,
            GError **error)
{
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  guint n_open;

  call_once (self, transport, batch, field, &answer, cancellable, &call_error);
  if (field == FIELD_STOCK && is_location_refusal (&answer))
    {
      shopee_forget_locations (self);
      g_clear_error (&call_error);
      shopee_answer_clear (&answer);
      call_once (self, transport, batch, field, &answer, cancellable, &call_error);
    }

  n_open = settle_lists (batch, &answer, field);
  if (call_error == NULL)
    {
      if (n_open > 0)
        set_unclear (batch);
      return TRUE;
    }
  if (g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED))
    {
      refuse_all (batch, &answer, call_error);
      return TRUE;
    }
  if (answer.unclear)
    set_unclear (batch);
  g_propagate_error (error, g_steal_pointer (&call_error));
  return FALSE;
}

/* --- what a campaign holds --- */

/*
 * A number below what a campaign holds is refused, and the old, higher one stays: sell no more
 * than the campaign may (§18 row 12). The refusal stays with the push, so that the owner sees
 * why the number is not the one that was wanted.
 */
static gboolean
fall_to_reserve (TiemChannelShopee *self,
                 TiemTransport *transport,
                 TiemPush *push,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GPtrArray) pushes = g_ptr_array_new ();
  g_autoptr (TiemListingPage) page = NULL;
  g_autoptr (TiemPush) lower = tiem_push_new ();
  const TiemRemoteListing *listing;
  Batch batch = { .item_id = push->remote_product_id, .pushes = pushes };

  g_ptr_array_add (pushes, push);
  page = shopee_read_listings (TIEM_CHANNEL (self), transport, pushes, cancellable, error);
  if (page == NULL)
    return FALSE;
  listing = page->listings->len > 0 ? page->listings->pdata[0] : NULL;
  if (listing == NULL || listing->campaign_locked <= push->value
      || listing->campaign_locked >= listing->stock)
    return TRUE;

  lower->remote_product_id = g_strdup (push->remote_product_id);
  lower->remote_variant_id = g_strdup (push->remote_variant_id);
  lower->sku = g_strdup (push->sku);
  lower->value = listing->campaign_locked;
  pushes->pdata[0] = lower;
  if (!send_batch (self, transport, &batch, FIELD_STOCK, cancellable, error))
    return FALSE;
  if (lower->done)
    push->confirmed = lower->confirmed;
  return TRUE;
}

static gboolean
fall_to_reserves (TiemChannelShopee *self,
                  TiemTransport *transport,
                  const Batch *batch,
                  GCancellable *cancellable,
                  GError **error)
{
  for (guint i = 0; i < batch->pushes->len; i++)
    {
      TiemPush *push = batch->pushes->pdata[i];

      if (push->error != NULL && mentions (tiem_error_get_detail (push->error), "reserved stock")
          && !fall_to_reserve (self, transport, push, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
push_numbers (TiemChannelShopee *self,
              TiemTransport *transport,
              GPtrArray *pushes,
              Field field,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GPtrArray) batches = make_batches (pushes);

  for (guint i = 0; i < batches->len; i++)
    if (!send_batch (self, transport, batches->pdata[i], field, cancellable, error))
      return FALSE;
  for (guint i = 0; i < batches->len && field == FIELD_STOCK; i++)
    if (!fall_to_reserves (self, transport, batches->pdata[i], cancellable, error))
      return FALSE;
  return TRUE;
}

char *
shopee_get_push_group (const TiemPush *push)
{
  return g_strdup (push->remote_product_id);
}

gboolean
shopee_push_stock (TiemChannel *channel,
                   TiemTransport *transport,
                   GPtrArray *pushes,
                   GCancellable *cancellable,
                   GError **error)
{
  return push_numbers (
      TIEM_CHANNEL_SHOPEE (channel), transport, pushes, FIELD_STOCK, cancellable, error);
}

gboolean
shopee_push_price (TiemChannel *channel,
                   TiemTransport *transport,
                   GPtrArray *pushes,
                   GCancellable *cancellable,
                   GError **error)
{
  return push_numbers (
      TIEM_CHANNEL_SHOPEE (channel), transport, pushes, FIELD_PRICE, cancellable, error);
}
