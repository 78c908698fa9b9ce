#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "channel/lazada/tiem-lazada-private.h"

#include <string.h>

/*
 * Numbers go out in one document for many SKUs (Lazada §7.4). Stock is the sellable number,
 * set absolutely: the platform lowers it by itself when somebody buys. The answer echoes
 * nothing; even one that says "0" may list SKUs it refused under "detail".
 */

typedef enum
{
  FIELD_SELLABLE, /* product/stock/sellable/update */
  FIELD_TOTAL,    /* the other way to set stock: what is held is part of the number */
  FIELD_PRICE,
} Field;

static const char *const paths[] = {
  [FIELD_SELLABLE] = "/product/stock/sellable/update",
  [FIELD_TOTAL] = "/product/price_quantity/update",
  [FIELD_PRICE] = "/product/price_quantity/update",
};

/* What a batch is written from. */
typedef struct
{
  TiemChannelLazada *self;
  TiemTransport *transport;
  Field field;
  GHashTable *products; /* (nullable): how the SKUs are now, as far as that was needed */
} Job;

static const char *
get_name (const TiemPush *push)
{
  if (push->sku != NULL)
    return push->sku;
  return push->remote_variant_id != NULL ? push->remote_variant_id : push->remote_product_id;
}

/* --- the document --- */

/* What the platform holds of a SKU at @place beside what is for sale. */
static gint64
count_held (JsonObject *place)
{
  gint64 withheld = 0;
  gint64 occupied = 0;

  tiem_json_get_int (place, "withholdQuantity", &withheld, NULL);
  tiem_json_get_int (place, "occupyQuantity", &occupied, NULL);
  return MAX (withheld, 0) + MAX (occupied, 0);
}

static void
append_quantity (const Job *job,
                 GString *xml,
                 gint64 sellable,
                 gint64 held)
{
  if (job->field == FIELD_SELLABLE)
    g_string_append_printf (
        xml, "<SellableQuantity>%" G_GINT64_FORMAT "</SellableQuantity>", sellable);
  else
    g_string_append_printf (xml, "<Quantity>%" G_GINT64_FORMAT "</Quantity>", sellable + held);
}

static void
append_place (const Job *job,
              GString *xml,
              const char *code,
              gint64 sellable,
              gint64 held)
{
  g_autofree char *escaped = g_markup_escape_text (code, -1);

  g_string_append_printf (
      xml, "<MultiWarehouseInventory><WarehouseCode>%s</WarehouseCode>", escaped);
  append_quantity (job, xml, sellable, held);
  g_string_append (xml, "</MultiWarehouseInventory>");
}

/* A shop with several warehouses: the others keep what they have as far as it fits into
 * @value, the default one takes the rest. So the sum is what it should be. */
static void
append_places (const Job *job,
               GString *xml,
               JsonObject *sku,
               gint64 value)
{
  JsonArray *places = tiem_json_get_array (sku, "multiWarehouseInventories");
  const char *main_code = job->self->warehouse;
  gint64 left = value;
  gint64 held = 0;

  g_string_append (xml, "<MultiWarehouseInventories>");
  for (guint i = 0; i < tiem_json_array_get_size (places); i++)
    {
      JsonObject *place = tiem_json_array_get_object (places, i);
      g_autofree char *code = laz_dup_text (place, "warehouseCode");
      gint64 units = 0;

      if (code == NULL)
        continue;
      if (strcmp (code, main_code) == 0)
        {
          held = count_held (place);
          continue;
        }
      tiem_json_get_int (place, "sellableQuantity", &units, NULL);
      units = CLAMP (units, 0, left);
      left -= units;
      append_place (job, xml, code, units, count_held (place));
    }
  append_place (job, xml, main_code, left, held);
  g_string_append (xml, "</MultiWarehouseInventories>");
}

static void
append_stock (const Job *job,
              GString *xml,
              const TiemPush *push)
{
  JsonObject *sku = job->products != NULL ? laz_find_sku (job->products, push) : NULL;
  JsonArray *places = tiem_json_get_array (sku, "multiWarehouseInventories");
  gint64 held = 0;

  if (job->self->warehouse != NULL && sku != NULL)
    {
      append_places (job, xml, sku, push->value);
      return;
    }
  for (guint i = 0; i < tiem_json_array_get_size (places); i++)
    held += count_held (tiem_json_array_get_object (places, i));
  append_quantity (job, xml, push->value, held);
}

static void
append_id (GString *xml,
           const char *name,
           const char *id)
{
  g_autofree char *escaped = g_markup_escape_text (id, -1);

  g_string_append_printf (xml, "<%s>%s</%s>", name, escaped, name);
}

/* XML is what is documented for all three calls. */
static char *
make_payload (const Job *job,
              GPtrArray *pushes)
{
  GString *xml = g_string_new ("<Request><Product><Skus>");

  for (guint i = 0; i < pushes->len; i++)
    {
      const TiemPush *push = pushes->pdata[i];

      g_string_append (xml, "<Sku>");
      append_id (xml, "ItemId", push->remote_product_id);
      if (push->remote_variant_id != NULL)
        append_id (xml, "SkuId", push->remote_variant_id);
      if (job->field == FIELD_PRICE)
        g_string_append_printf (xml, "<Price>%" G_GINT64_FORMAT "</Price>", push->value);
      else
        append_stock (job, xml, push);
      g_string_append (xml, "</Sku>");
    }
  g_string_append (xml, "</Skus></Product></Request>");
  return g_string_free (xml, FALSE);
}

/* --- the answer --- */

/* Takes @error. */
static void
refuse (TiemPush *push,
        GError *error)
{
  g_clear_error (&push->error);
  push->error = error;
}

static void
accept (TiemPush *push)
{
  push->done = TRUE;
  push->confirmed = push->value;
}

/* Whether a refusal names @push: in a member of its own, or in its words. Which member is
 * not published (Lazada §7.4), so any will do. */
static gboolean
names_push (JsonObject *refusal,
            const TiemPush *push)
{
  g_autoptr (GList) names = json_object_get_members (refusal);

  for (GList *l = names; l != NULL; l = l->next)
    {
      g_autofree char *text = tiem_json_dup_string (refusal, l->data);

      if (text != NULL && strcmp (l->data, "code") != 0
          && (g_strcmp0 (text, push->sku) == 0 || laz_names_id (text, push->remote_variant_id)))
        return TRUE;
    }
  return FALSE;
}

static GError *
make_refusal (const TiemPush *push,
              JsonObject *refusal)
{
  g_autofree char *code = laz_dup_text (refusal, "code");
  g_autofree char *words = laz_dup_text2 (refusal, "message", "msg");

  return laz_make_item_error (get_name (push), code, words);
}

/* Returns: (nullable): "detail" of an answer, wherever it stands, when it holds anything */
static JsonArray *
find_details (JsonNode *body)
{
  JsonArray *details = tiem_json_get_array (tiem_json_object (body), "detail");

  if (details == NULL)
    details = tiem_json_get_array (laz_get_data (body), "detail");
  return tiem_json_array_get_size (details) > 0 ? details : NULL;
}

/* Gives each refusal to the push it is about.
 * Returns: FALSE when there is one that nobody can be named for */
static gboolean
share_refusals (GPtrArray *pushes,
                JsonArray *details)
{
  gboolean all_known = TRUE;

  for (guint i = 0; i < tiem_json_array_get_size (details); i++)
    {
      JsonObject *refusal = tiem_json_array_get_object (details, i);
      gboolean is_known = FALSE;

      for (guint j = 0; j < pushes->len && refusal != NULL; j++)
        {
          TiemPush *push = pushes->pdata[j];

          if (pushes->len > 1 && !names_push (refusal, push))
            continue;
          is_known = TRUE;
          if (push->error == NULL)
            refuse (push, make_refusal (push, refusal));
        }
      all_known &= is_known;
    }
  return all_known;
}

/* --- sending --- */

static gboolean
send_batch (const Job *job, GPtrArray *pushes, GCancellable *cancellable, GError **error);

/* The numbers are absolute, so what perhaps went through can be sent once more by itself. */
static gboolean
send_singles (const Job *job,
              GPtrArray *pushes,
              GCancellable *cancellable,
              GError **error)
{
  for (guint i = 0; i < pushes->len; i++)
    {
      g_autoptr (GPtrArray) one = g_ptr_array_new ();
      TiemPush *push = pushes->pdata[i];

      if (push->error != NULL || push->done)
        continue;
      g_ptr_array_add (one, push);
      if (!send_batch (job, one, cancellable, error))
        return FALSE;
    }
  return TRUE;
}

static void
set_unclear (GPtrArray *pushes)
{
  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *push = pushes->pdata[i];

      if (!push->done && push->error == NULL)
        push->unclear = TRUE;
    }
}

/* The whole call was refused. FALSE with @error for what is not about the goods. */
static gboolean
settle_failure (const Job *job,
                GPtrArray *pushes,
                const LazAnswer *answer,
                GError *cause,
                GCancellable *cancellable,
                GError **error)
{
  JsonArray *details = find_details (answer->refusal);

  if (!g_error_matches (cause, TIEM_ERROR, TIEM_ERROR_REJECTED))
    {
      if (answer->unclear)
        set_unclear (pushes);
      g_propagate_error (error, g_error_copy (cause));
      return FALSE;
    }

  share_refusals (pushes, details);
  if (pushes->len > 1)
    return send_singles (job, pushes, cancellable, error);
  if (((TiemPush *)pushes->pdata[0])->error == NULL)
    refuse (pushes->pdata[0], g_error_copy (cause));
  return TRUE;
}

static gboolean
send_batch (const Job *job,
            GPtrArray *pushes,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *payload = make_payload (job, pushes);
  g_autoptr (GError) call_error = NULL;
  g_autoptr (JsonNode) node = NULL;
  g_auto (LazAnswer) answer = { 0 };
  LazCall call = {
    .method = "POST",
    .path = paths[job->field],
    .parameters = form,
    .is_write = TRUE,
    .is_absolute = TRUE,
  };

  tiem_form_add (form, "payload", payload);
  node = laz_call (&job->self->shop, job->transport, &call, &answer, cancellable, &call_error);
  if (node == NULL)
    return settle_failure (job, pushes, &answer, call_error, cancellable, error);

  if (!share_refusals (pushes, find_details (node)))
    return send_singles (job, pushes, cancellable, error);
  for (guint i = 0; i < pushes->len; i++)
    if (((TiemPush *)pushes->pdata[i])->error == NULL)
      accept (pushes->pdata[i]);
  return TRUE;
}

/* --- several warehouses, and the other way round --- */

/* The code of a default warehouse that no other stands beside is of no use. */
static void
take_places (TiemChannelLazada *self,
             JsonArray *places)
{
  g_autoptr (GHashTable) active = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autofree char *main_code = NULL;

  for (guint i = 0; i < tiem_json_array_get_size (places); i++)
    {
      JsonObject *place = tiem_json_array_get_object (places, i);
      g_autofree char *status = laz_dup_text (place, "status");
      g_autofree char *code = laz_dup_text (place, "code");

      if (code == NULL || (status != NULL && g_ascii_strcasecmp (status, "ACTIVE") != 0))
        continue;
      /* One that is listed twice is one. */
      g_hash_table_add (active, g_strdup (code));
      if (main_code == NULL || tiem_json_get_boolean (place, "defaultAddress"))
        {
          g_free (main_code);
          main_code = g_steal_pointer (&code);
        }
    }
  if (g_hash_table_size (active) > 1)
    self->warehouse = g_steal_pointer (&main_code);
}

/* Asked once: a shop with one warehouse must not name it, one with several must
 * (Lazada §7.4, §7.5). An app without this right is taken to have one. */
static gboolean
ensure_places (TiemChannelLazada *self,
               TiemTransport *transport,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_auto (LazAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  g_autoptr (JsonNode) node = NULL;
  LazCall call = {
    .method = "GET",
    .path = "/seller/warehouse/get",
    .parameters = form,
    .is_optional = TRUE,
  };

  if (self->knows_places)
    return TRUE;
  tiem_form_add (form, "addressTypes", "[\"warehouse\"]");
  node = laz_call (&self->shop, transport, &call, &answer, cancellable, &call_error);
  if (node == NULL && !g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED)
      && !g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_PROTOCOL))
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return FALSE;
    }
  take_places (self, laz_get_data_array (node));
  /* An answer that could not be read says nothing about the next. */
  self->knows_places
      = node != NULL || g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED);
  return TRUE;
}

/* Whether the call, not the goods, is what the platform does not serve now: in a campaign
 * it switches off one way to set stock and leaves the other. */
static gboolean
is_switched_off (const GError *error)
{
  const char *detail
      = error != NULL && error->domain == TIEM_ERROR ? tiem_error_get_detail (error) : NULL;

  return detail != NULL
         && (g_str_has_prefix (detail, "AppCallLimit:") || g_str_has_prefix (detail, "998:"));
}

/* Returns: (transfer container): those of @pushes that nothing is known of yet, and whose
 * SKU is there; the others are gone from the platform */
static GPtrArray *
collect_open (GPtrArray *pushes,
              GHashTable *products)
{
  GPtrArray *open = g_ptr_array_new ();

  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *push = pushes->pdata[i];

      if (push->done || push->error != NULL)
        continue;
      if (laz_find_sku (products, push) == NULL)
        refuse (push, laz_make_item_error (get_name (push), "ITEM_NOT_FOUND", NULL));
      else
        g_ptr_array_add (open, push);
    }
  return open;
}

/* The other call sets the total, so what is held for orders has to be known first. Whoever
 * it is not open to waits for the first one. FALSE: so it is. */
static gboolean
push_total (Job *job,
            GPtrArray *pushes,
            GCancellable *cancellable)
{
  g_autoptr (GPtrArray) open = NULL;
  guint n_refused = 0;

  job->field = FIELD_TOTAL;
  if (!laz_read_products (job->self, job->transport, pushes, job->products, cancellable, NULL))
    return FALSE;
  open = collect_open (pushes, job->products);
  if (open->len > 0 && !send_batch (job, open, cancellable, NULL))
    return FALSE;

  for (guint i = 0; i < open->len; i++)
    n_refused += ((TiemPush *)open->pdata[i])->error != NULL;
  if (n_refused < open->len || open->len == 0)
    return TRUE;
  for (guint i = 0; i < open->len; i++)
    g_clear_error (&((TiemPush *)open->pdata[i])->error);
  return FALSE;
}

gboolean
laz_push_stock (TiemChannel *channel,
                TiemTransport *transport,
                GPtrArray *pushes,
                GCancellable *cancellable,
                GError **error)
{
  TiemChannelLazada *self = TIEM_CHANNEL_LAZADA (channel);
  g_autoptr (GHashTable) products = laz_new_products ();
  g_autoptr (GError) call_error = NULL;
  Job job = { .self = self, .transport = transport, .products = products };

  if (pushes->len == 0)
    return TRUE;
  if (!ensure_places (self, transport, cancellable, error))
    return FALSE;
  if (self->warehouse != NULL
      && !laz_read_products (self, transport, pushes, products, cancellable, error))
    return FALSE;

  if (send_batch (&job, pushes, cancellable, &call_error)
      || (is_switched_off (call_error) && push_total (&job, pushes, cancellable)))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&call_error));
  return FALSE;
}

gboolean
laz_push_price (TiemChannel *channel,
                TiemTransport *transport,
                GPtrArray *pushes,
                GCancellable *cancellable,
                GError **error)
{
  Job job = {
    .self = TIEM_CHANNEL_LAZADA (channel),
    .transport = transport,
    .field = FIELD_PRICE,
  };

  if (pushes->len == 0)
    return TRUE;
  return send_batch (&job, pushes, cancellable, error);
}
