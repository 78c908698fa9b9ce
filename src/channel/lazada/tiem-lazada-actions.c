#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "config.h"

#include "channel/lazada/tiem-lazada-private.h"
#include "channel/tiem-part-wish.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * Packing and handing over (Lazada §6): the units of an order that still wait are packed
 * together, which makes parcels; the parcels are declared ready to ship. Each step looks at
 * the units first, so that it can be repeated after an unclear outcome.
 */

/* Most parcels of one call. */
#define MOST_PARCELS 20

/* How Vietnamese shops send: Lazada names the carrier (Lazada §6.1). */
#define BY_PLATFORM "TFS"
#define BY_SELLER "NTFS"

/* One member that holds an object in JSON is what the newer calls take. */
static JsonNode *
call_with_json (TiemChannelLazada *self,
                TiemTransport *transport,
                const char *path,
                const char *name,
                JsonBuilder *builder,
                gboolean is_write,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *json = laz_format_json (builder);
  g_auto (LazAnswer) answer = { 0 };
  LazCall call = {
    .method = "POST",
    .path = path,
    .parameters = form,
    .is_write = is_write,
  };

  tiem_form_add (form, name, json);
  return laz_call (&self->shop, transport, &call, &answer, cancellable, error);
}

/* --- each line of an answer --- */

/* Inside a success each line has its own outcome.
 * Returns: (transfer full) (nullable): the error of @line, NULL for a good one */
static GError *
read_line (JsonObject *line,
           const char *name)
{
  g_autofree char *code = laz_dup_text (line, "item_err_code");
  g_autofree char *words = laz_dup_text2 (line, "msg", "message");
  GError *error;

  if (code == NULL || strcmp (code, "0") == 0)
    return NULL;
  error = laz_make_item_error (name, code, words);
  if (tiem_json_get_boolean (line, "retry")
      && g_error_matches (error, TIEM_ERROR, TIEM_ERROR_REJECTED))
    error->code = TIEM_ERROR_TRANSIENT;
  return error;
}

/* The first refusal counts: it is what the owner has to know. */
static gboolean
check_line (JsonObject *line,
            const char *id_name,
            GError **error)
{
  g_autofree char *id = tiem_json_dup_id (line, id_name);
  GError *line_error = read_line (line, id);

  if (line_error == NULL)
    return TRUE;
  g_propagate_error (error, line_error);
  return FALSE;
}

/* --- packing --- */

static void
add_string (JsonBuilder *builder,
            const char *name,
            const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

/* @provider: (nullable): the carrier's code, where the shop chooses */
static JsonBuilder *
make_pack_request (const char *order_id,
                   GPtrArray *unit_ids,
                   const char *provider)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "pack_order_list");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "order_id");
  laz_add_id (builder, order_id);
  json_builder_set_member_name (builder, "order_item_list");
  json_builder_begin_array (builder);
  for (guint i = 0; i < unit_ids->len; i++)
    laz_add_id (builder, unit_ids->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  add_string (builder, "delivery_type", "dropship");
  add_string (builder, "shipping_allocate_type", provider != NULL ? BY_SELLER : BY_PLATFORM);
  if (provider != NULL)
    add_string (builder, "shipment_provider_code", provider);
  json_builder_end_object (builder);
  return builder;
}

static void
add_once (GPtrArray *ids,
          char *id)
{
  if (id == NULL || g_ptr_array_find_with_equal_func (ids, id, g_str_equal, NULL))
    g_free (id);
  else
    g_ptr_array_add (ids, id);
}

/* Takes the parcels out of the answer. FALSE with @error when a unit was refused. */
static gboolean
read_packed (JsonNode *body,
             GPtrArray *parcels,
             GError **error)
{
  JsonArray *orders = tiem_json_get_array (laz_get_data (body), "pack_order_list");

  if (orders == NULL)
    {
      tiem_json_set_error (error, "pack_order_list");
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (orders); i++)
    {
      JsonArray *units
          = tiem_json_get_array (tiem_json_array_get_object (orders, i), "order_item_list");

      for (guint j = 0; j < tiem_json_array_get_size (units); j++)
        {
          JsonObject *unit = tiem_json_array_get_object (units, j);

          if (!check_line (unit, "order_item_id", error))
            return FALSE;
          add_once (parcels, laz_dup_text (unit, "package_id"));
        }
    }
  return TRUE;
}

static gboolean
pack (TiemChannelLazada *self,
      TiemTransport *transport,
      const char *order_id,
      GPtrArray *unit_ids,
      const char *provider,
      GPtrArray *parcels,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (JsonBuilder) builder = make_pack_request (order_id, unit_ids, provider);
  g_autoptr (JsonNode) node = NULL;

  node = call_with_json (
      self, transport, "/order/fulfill/pack", "packReq", builder, TRUE, cancellable, error);
  return node != NULL && read_packed (node, parcels, error);
}

/* --- ready to ship --- */

static void
add_parcels (JsonBuilder *builder,
             GPtrArray *parcels,
             guint start)
{
  json_builder_set_member_name (builder, "packages");
  json_builder_begin_array (builder);
  for (guint i = start; i < MIN (parcels->len, start + MOST_PARCELS); i++)
    {
      json_builder_begin_object (builder);
      add_string (builder, "package_id", parcels->pdata[i]);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static gboolean
read_handed_over (JsonNode *body,
                  GError **error)
{
  JsonArray *parcels = tiem_json_get_array (laz_get_data (body), "packages");

  if (parcels == NULL)
    {
      tiem_json_set_error (error, "packages");
      return FALSE;
    }
  for (guint i = 0; i < json_array_get_length (parcels); i++)
    if (!check_line (tiem_json_array_get_object (parcels, i), "package_id", error))
      return FALSE;
  return TRUE;
}

static gboolean
hand_over (TiemChannelLazada *self,
           TiemTransport *transport,
           GPtrArray *parcels,
           GCancellable *cancellable,
           GError **error)
{
  for (guint start = 0; start < parcels->len; start += MOST_PARCELS)
    {
      g_autoptr (JsonBuilder) builder = json_builder_new ();
      g_autoptr (JsonNode) node = NULL;

      json_builder_begin_object (builder);
      add_parcels (builder, parcels, start);
      json_builder_end_object (builder);
      node = call_with_json (self,
                             transport,
                             "/order/package/rts",
                             "readyToShipReq",
                             builder,
                             TRUE,
                             cancellable,
                             error);
      if (node == NULL || !read_handed_over (node, error))
        return FALSE;
    }
  return TRUE;
}

/* --- the two actions --- */

/* What of an order waits for what. */
typedef struct
{
  GPtrArray *to_pack; /* (element-type utf8): units */
  GPtrArray *packed;  /* (element-type utf8): parcels */
  gboolean is_beyond; /* something is ready to ship, or further */
} Waiting;

static void
waiting_clear (Waiting *self)
{
  g_clear_pointer (&self->to_pack, g_ptr_array_unref);
  g_clear_pointer (&self->packed, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Waiting, waiting_clear)

static void
sort_units (Waiting *waiting,
            JsonArray *units)
{
  waiting->to_pack = g_ptr_array_new_with_free_func (g_free);
  waiting->packed = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < tiem_json_array_get_size (units); i++)
    {
      JsonObject *unit = tiem_json_array_get_object (units, i);
      g_autofree char *word = laz_dup_text (unit, "status");
      const LazStatus *status = laz_status_find (word);

      if (laz_status_is_to_pack (word))
        add_once (waiting->to_pack, tiem_json_dup_id (unit, "order_item_id"));
      else if (laz_status_is_packed (word))
        add_once (waiting->packed, laz_dup_text (unit, "package_id"));
      else if (status != NULL && status->status != TIEM_ORDER_UNPAID
               && status->status != TIEM_ORDER_CANCELLED)
        waiting->is_beyond = TRUE;
    }
}

static gboolean
carry_out (TiemChannelLazada *self,
           TiemTransport *transport,
           const char *remote_id,
           gboolean ships,
           const char *provider,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (JsonNode) node = laz_read_units (self, transport, remote_id, cancellable, error);
  g_auto (Waiting) waiting = { 0 };

  if (node == NULL)
    return FALSE;
  sort_units (&waiting, laz_get_data_array (node));
  if (waiting.to_pack->len == 0 && waiting.packed->len == 0)
    {
      if (waiting.is_beyond)
        return TRUE;
      g_propagate_error (error,
                         laz_make_rejection (_ ("The order waits for its payment or was cancelled, "
                                                "so there is nothing to send.")));
      return FALSE;
    }
  if (waiting.to_pack->len > 0
      && !pack (self,
                transport,
                remote_id,
                waiting.to_pack,
                provider,
                waiting.packed,
                cancellable,
                error))
    return FALSE;
  return !ships || hand_over (self, transport, waiting.packed, cancellable, error);
}

/* --- a part of the goods --- */

/* Whether the two units are of one line: what they sell, and for how much. */
static gboolean
is_alike (JsonObject *unit,
          JsonObject *other)
{
  static const char *const names[] = { "product_id", "sku_id", "shop_sku", "sku", "item_price" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *one = laz_dup_text (unit, names[i]);
      g_autofree char *two = laz_dup_text (other, names[i]);

      if (g_strcmp0 (one, two) != 0)
        return FALSE;
    }
  return TRUE;
}

static JsonObject *
find_unit (JsonArray *units,
           const char *id)
{
  for (guint i = 0; i < tiem_json_array_get_size (units); i++)
    {
      JsonObject *unit = tiem_json_array_get_object (units, i);
      g_autofree char *unit_id = tiem_json_dup_id (unit, "order_item_id");

      if (g_strcmp0 (unit_id, id) == 0)
        return unit;
    }
  return NULL;
}

/* Adds the units of the line that are to be packed. When fewer wait than then, it was done before
 * an answer got lost: those that are packed go on. */
static gboolean
add_wished (JsonArray *units,
            const TiemPartWish *wish,
            GPtrArray *to_pack,
            GError **error)
{
  JsonObject *like = find_unit (units, wish->line_id);
  g_autoptr (GPtrArray) waiting = g_ptr_array_new_with_free_func (g_free);
  gint64 missing;

  if (like == NULL)
    {
      g_propagate_error (error,
                         laz_make_rejection (_ ("Some of these goods are no longer in the order; "
                                                "look at it again.")));
      return FALSE;
    }
  for (guint i = 0; i < tiem_json_array_get_size (units); i++)
    {
      JsonObject *unit = tiem_json_array_get_object (units, i);
      g_autofree char *word = laz_dup_text (unit, "status");

      if (laz_status_is_to_pack (word) && is_alike (unit, like))
        g_ptr_array_add (waiting, tiem_json_dup_id (unit, "order_item_id"));
    }
  missing = wish->quantity - (wish->waiting - MIN ((gint64)waiting->len, wish->waiting));
  for (guint i = 0; i < waiting->len && i < missing; i++)
    add_once (to_pack, g_strdup (waiting->pdata[i]));
  return TRUE;
}

static gboolean
ship_part (TiemChannelLazada *self,
           TiemTransport *transport,
           const char *remote_id,
           const char *choice,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GArray) wishes = tiem_part_wish_read (choice, error);
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GPtrArray) to_pack = g_ptr_array_new_with_free_func (g_free);
  g_auto (Waiting) waiting = { 0 };
  JsonArray *units;

  if (wishes == NULL
      || (node = laz_read_units (self, transport, remote_id, cancellable, error)) == NULL)
    return FALSE;
  units = laz_get_data_array (node);
  sort_units (&waiting, units);
  for (guint i = 0; i < wishes->len; i++)
    if (!add_wished (units, &g_array_index (wishes, TiemPartWish, i), to_pack, error))
      return FALSE;
  if (to_pack->len > 0
      && !pack (self, transport, remote_id, to_pack, NULL, waiting.packed, cancellable, error))
    return FALSE;
  return hand_over (self, transport, waiting.packed, cancellable, error);
}

TiemRemoteOrder *
laz_act_on_order (TiemChannel *channel,
                  TiemTransport *transport,
                  const char *remote_id,
                  TiemOrderAction action,
                  const char *choice,
                  GCancellable *cancellable,
                  GError **error)
{
  TiemChannelLazada *self = TIEM_CHANNEL_LAZADA (channel);
  const char *provider = choice != NULL && *choice != '\0' ? choice : NULL;
  gboolean ok = FALSE;

  switch (action)
    {
    case TIEM_ORDER_ACTION_CONFIRM:
    case TIEM_ORDER_ACTION_SHIP:
      ok = carry_out (self,
                      transport,
                      remote_id,
                      action == TIEM_ORDER_ACTION_SHIP,
                      provider,
                      cancellable,
                      error);
      break;
    case TIEM_ORDER_ACTION_SHIP_PART:
      ok = ship_part (self, transport, remote_id, choice, cancellable, error);
      break;
    case TIEM_ORDER_ACTION_CANCEL:
      ok = laz_cancel (self, transport, remote_id, choice, cancellable, error);
      break;
    case TIEM_ORDER_ACTION_ACCEPT_CANCEL:
    case TIEM_ORDER_ACTION_REJECT_CANCEL:
      ok = laz_decide_cancel (self,
                              transport,
                              remote_id,
                              action == TIEM_ORDER_ACTION_ACCEPT_CANCEL,
                              choice,
                              cancellable,
                              error);
      break;
    }
  return ok ? laz_read_order (self, transport, remote_id, cancellable, error) : NULL;
}

/* --- what there is to choose from --- */

static void
add_providers (GPtrArray *choices,
               JsonObject *data)
{
  JsonArray *providers = tiem_json_get_array (data, "shipment_providers");

  /* Lazada names the carrier by itself as a rule. */
  if (tiem_json_get_boolean (data, "platform_default"))
    return;
  for (guint i = 0; i < tiem_json_array_get_size (providers); i++)
    {
      JsonObject *provider = tiem_json_array_get_object (providers, i);
      g_autofree char *code = laz_dup_text (provider, "provider_code");
      g_autofree char *name = laz_dup_text (provider, "name");
      TiemChoice *choice;

      if (code == NULL)
        continue;
      choice = tiem_choice_new (code, name != NULL ? name : code);
      choice->is_suggested = choices->len == 0;
      g_ptr_array_add (choices, choice);
    }
}

static gboolean
list_providers (TiemChannelLazada *self,
                TiemTransport *transport,
                const char *remote_id,
                GPtrArray *choices,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (JsonNode) units = laz_read_units (self, transport, remote_id, cancellable, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) node = NULL;
  g_auto (Waiting) waiting = { 0 };

  if (units == NULL)
    return FALSE;
  sort_units (&waiting, laz_get_data_array (units));
  if (waiting.to_pack->len == 0)
    return TRUE;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "orders");
  json_builder_begin_array (builder);
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "order_id");
  laz_add_id (builder, remote_id);
  json_builder_set_member_name (builder, "order_item_ids");
  json_builder_begin_array (builder);
  for (guint i = 0; i < waiting.to_pack->len; i++)
    laz_add_id (builder, waiting.to_pack->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  node = call_with_json (self,
                         transport,
                         "/order/shipment/providers/get",
                         "getShipmentProvidersReq",
                         builder,
                         FALSE,
                         cancellable,
                         error);
  if (node == NULL)
    return FALSE;
  add_providers (choices, laz_get_data (node));
  return TRUE;
}

/* Lazada tells its reasons in English whatever the shop's language is. One that is not known here
 * stays as it came. */
static void
translate_reasons (GPtrArray *choices)
{
  static const char *const known[] = {
    N_ ("Out of Stock"),
    N_ ("Wrong Price"),
    N_ ("Wrong Price or Pricing Error"),
    N_ ("Buyer unreachable"),
    N_ ("Customer unreachable"),
    N_ ("Sourcing Delay (cannot meet deadline)"),
    N_ ("Sourcing Delay"),
    N_ ("Incorrect Pricing"),
    N_ ("Duplicate order"),
    N_ ("Change of mind"),
    N_ ("Decided for alternative product"),
    N_ ("Delivery time is too long"),
    N_ ("Change of Delivery Address"),
    N_ ("Change payment method"),
    N_ ("Forgot to use voucher"),
    N_ ("Shipping cost too high"),
    N_ ("Found cheaper elsewhere"),
  };

  for (guint i = 0; i < choices->len; i++)
    {
      TiemChoice *choice = g_ptr_array_index (choices, i);

      for (guint j = 0; j < G_N_ELEMENTS (known); j++)
        if (choice->text != NULL && g_ascii_strcasecmp (choice->text, known[j]) == 0)
          {
            g_free (choice->text);
            choice->text = g_strdup (_ (known[j]));
            break;
          }
    }
}

GPtrArray *
laz_list_choices (TiemChannel *channel,
                  TiemTransport *transport,
                  TiemChoiceKind kind,
                  const char *remote_id,
                  GCancellable *cancellable,
                  GError **error)
{
  TiemChannelLazada *self = TIEM_CHANNEL_LAZADA (channel);
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_choice_free);
  gboolean ok = TRUE;

  switch (kind)
    {
    case TIEM_CHOICE_SHIP:
      ok = list_providers (self, transport, remote_id, choices, cancellable, error);
      break;
    case TIEM_CHOICE_CANCEL:
      ok = laz_list_cancel_reasons (self, transport, remote_id, choices, cancellable, error);
      break;
    case TIEM_CHOICE_REJECT_CANCEL:
      ok = laz_list_decision_reasons (self, transport, remote_id, choices, cancellable, error);
      break;
    case TIEM_CHOICE_REJECT_RETURN:
      ok = laz_list_return_reasons (self, transport, remote_id, choices, cancellable, error);
      break;
    }
  if (ok && kind != TIEM_CHOICE_SHIP)
    translate_reasons (choices);
  return ok ? g_steal_pointer (&choices) : NULL;
}
