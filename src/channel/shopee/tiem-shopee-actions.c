#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"
#include "channel/tiem-part-wish.h"

#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define OUT_OF_STOCK "OUT_OF_STOCK"
#define COD_NOT_SUPPORTED "COD_NOT_SUPPORTED"

/* In which of Shopee's states an action makes sense, and in which nothing is left to do. */
static const struct
{
  TiemOrderAction action;
  const char *from[6];
  const char *there[6];
} actions[] = {
  { TIEM_ORDER_ACTION_CONFIRM, { NULL }, { NULL } }, /* Shopee knows no such step */
  { TIEM_ORDER_ACTION_SHIP,
    { "READY_TO_SHIP", "RETRY_SHIP" },
    { "PROCESSED", "SHIPPED", "TO_CONFIRM_RECEIVE", "COMPLETED", "TO_RETURN" } },
  { TIEM_ORDER_ACTION_CANCEL,
    { "UNPAID", "PENDING", "READY_TO_SHIP", "RETRY_SHIP", "PROCESSED", "IN_CANCEL" },
    { "CANCELLED" } },
  { TIEM_ORDER_ACTION_ACCEPT_CANCEL, { "IN_CANCEL" }, { "CANCELLED" } },
  { TIEM_ORDER_ACTION_REJECT_CANCEL,
    { "IN_CANCEL" },
    { "READY_TO_SHIP", "RETRY_SHIP", "PROCESSED", "SHIPPED", "TO_CONFIRM_RECEIVE", "COMPLETED" } },
  { TIEM_ORDER_ACTION_SHIP_PART,
    { "READY_TO_SHIP", "RETRY_SHIP" },
    { "PROCESSED", "SHIPPED", "TO_CONFIRM_RECEIVE", "COMPLETED", "TO_RETURN" } },
};

/* What a seller may give as reason (§8.5), and how people say it. */
static const struct
{
  const char *code;
  const char *words[4]; /* folded */
} reasons[] = {
  { OUT_OF_STOCK, { "het hang", "out of stock", "thieu hang", "stock" } },
  { "CUSTOMER_REQUEST", { "khach", "customer", "nguoi mua", "buyer" } },
  { COD_NOT_SUPPORTED, { "cod", "thu ho", "cash on delivery", "khi nhan hang" } },
};

/* Parcels that wait to be arranged. */
static const char *const waiting_parcels[] = {
  "LOGISTICS_READY",        "LOGISTICS_NOT_START",     "LOGISTICS_PENDING_ARRANGE",
  "LOGISTICS_PICKUP_RETRY", "LOGISTICS_PICKUP_FAILED",
};

static gboolean
contains (const char *const *words,
          gsize n_words,
          const char *word)
{
  for (gsize i = 0; i < n_words && words[i] != NULL; i++)
    if (g_strcmp0 (words[i], word) == 0)
      return TRUE;
  return FALSE;
}

/* --- the order as it is --- */

static TiemRemoteOrder *
make_order (TiemChannelShopee *self,
            TiemTransport *transport,
            JsonObject *object,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (TiemRemoteOrder) order = shopee_parse_order (object, error);

  if (order == NULL
      || (shopee_has_tracking (order)
          && !shopee_read_tracking (self, transport, order, NULL, cancellable, error)))
    return NULL;
  return g_steal_pointer (&order);
}

static TiemRemoteOrder *
read_again (TiemChannelShopee *self,
            TiemTransport *transport,
            const char *sn,
            GCancellable *cancellable,
            GError **error)
{
  g_auto (ShopeeAnswer) answer = { 0 };
  JsonObject *object = shopee_get_order (self, transport, sn, &answer, cancellable, error);

  return object != NULL ? make_order (self, transport, object, cancellable, error) : NULL;
}

/* --- shipping --- */

/* Returns: (transfer full) (nullable): the shop's name */
static char *
read_sender (TiemChannelShopee *self,
             TiemTransport *transport,
             GCancellable *cancellable)
{
  g_auto (ShopeeAnswer) answer = { 0 };
  JsonObject *object
      = shopee_get (&self->shop, transport, "shop/get_shop_info", NULL, &answer, cancellable, NULL);

  return tiem_json_dup_string (object, "shop_name");
}

/* Returns: (transfer full) (nullable): what to send so that the parcel goes the way of @choice */
static JsonBuilder *
make_arrangement (TiemChannelShopee *self,
                  TiemTransport *transport,
                  JsonObject *parameter,
                  const char *sn,
                  const char *package,
                  const char *code,
                  const char *wish,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());
  g_autofree char *sender = NULL;

  if (shopee_needs_sender (parameter, code))
    sender = read_sender (self, transport, cancellable);
  shopee_builder_add_text (builder, "order_sn", sn);
  if (package != NULL)
    shopee_builder_add_text (builder, "package_number", package);
  if (!shopee_add_way (builder, parameter, code, wish, sender, error))
    return NULL;
  return json_builder_end_object (g_steal_pointer (&builder));
}

/* A parcel that was there already is no error. */
static gboolean
send_arrangement (TiemChannelShopee *self,
                  TiemTransport *transport,
                  const char *path,
                  JsonBuilder *builder,
                  GCancellable *cancellable,
                  GError **error)
{
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;

  shopee_post (&self->shop, transport, path, builder, TRUE, &answer, cancellable, &call_error);
  if (call_error == NULL || shopee_code_is (answer.code, "package_already_shipped"))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&call_error));
  return FALSE;
}

/* Another time for a pick-up that failed has a call of its own (§7). Where that is refused, the
 * parcel is arranged like a new one. */
static gboolean
arrange_again (TiemChannelShopee *self,
               TiemTransport *transport,
               JsonBuilder *builder,
               gboolean *is_done,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GError) call_error = NULL;

  *is_done = send_arrangement (
      self, transport, "logistics/update_shipping_order", builder, cancellable, &call_error);
  if (*is_done || g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&call_error));
  return FALSE;
}

static gboolean
arrange (TiemChannelShopee *self,
         TiemTransport *transport,
         const char *sn,
         const char *package,
         const char *wish,
         gboolean is_retry,
         GCancellable *cancellable,
         GError **error)
{
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (GPtrArray) choices = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  const TiemChoice *choice;
  gboolean is_done = FALSE;
  JsonObject *parameter
      = shopee_get_shipping (self, transport, sn, package, &answer, cancellable, error);

  if (parameter == NULL)
    return FALSE;
  choices = shopee_parse_shipping (parameter);
  choice = shopee_find_choice (choices, wish);
  if (choice == NULL)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_REJECTED,
                           _ ("Shopee offers no way to ship this order now; look at the order in "
                              "Seller Centre."));
      return FALSE;
    }

  builder = make_arrangement (
      self, transport, parameter, sn, package, choice->code, wish, cancellable, error);
  if (builder == NULL)
    return FALSE;
  if (is_retry && g_str_has_prefix (choice->code, "pickup")
      && !arrange_again (self, transport, builder, &is_done, cancellable, error))
    return FALSE;
  return is_done
         || send_arrangement (self, transport, "logistics/ship_order", builder, cancellable, error);
}

/* Every parcel that waits. The number of one that was not split stays out (§18 row 21). */
static gboolean
ship (TiemChannelShopee *self,
      TiemTransport *transport,
      const TiemRemoteOrder *order,
      const char *wish,
      GCancellable *cancellable,
      GError **error)
{
  gboolean is_retry = g_strcmp0 (order->remote_status, "RETRY_SHIP") == 0;
  gboolean is_split = order->parcels->len > 1;

  if (!is_split)
    return arrange (self, transport, order->remote_id, NULL, wish, is_retry, cancellable, error);
  for (guint i = 0; i < order->parcels->len; i++)
    {
      const TiemRemoteParcel *parcel = order->parcels->pdata[i];

      if (contains (waiting_parcels, G_N_ELEMENTS (waiting_parcels), parcel->remote_status)
          && !arrange (self,
                       transport,
                       order->remote_id,
                       parcel->remote_id,
                       wish,
                       is_retry,
                       cancellable,
                       error))
        return FALSE;
    }
  return TRUE;
}

/* --- a part of the goods --- */

static gboolean
is_wished (GArray *wishes,
           const TiemRemoteLine *line)
{
  for (guint i = 0; i < wishes->len; i++)
    if (g_strcmp0 (g_array_index (wishes, TiemPartWish, i).line_id, line->remote_id) == 0)
      return TRUE;
  return FALSE;
}

static void
add_package (JsonBuilder *builder,
             const TiemRemoteOrder *order,
             GArray *wishes,
             gboolean wished)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "item_list");
  json_builder_begin_array (builder);
  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemRemoteLine *line = order->lines->pdata[i];

      if (is_wished (wishes, line) != wished)
        continue;
      json_builder_begin_object (builder);
      shopee_builder_add_id (builder, "item_id", line->remote_product_id);
      shopee_builder_add_id (
          builder, "model_id", line->remote_variant_id != NULL ? line->remote_variant_id : "0");
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* Shopee takes an order apart by its lines. */
static gboolean
split (TiemChannelShopee *self,
       TiemTransport *transport,
       const TiemRemoteOrder *order,
       GArray *wishes,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());
  g_auto (ShopeeAnswer) answer = { 0 };

  shopee_builder_add_text (builder, "order_sn", order->remote_id);
  json_builder_set_member_name (builder, "package_list");
  json_builder_begin_array (builder);
  add_package (builder, order, wishes, TRUE);
  add_package (builder, order, wishes, FALSE);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return shopee_post (&self->shop,
                      transport,
                      "order/split_order",
                      builder,
                      TRUE,
                      &answer,
                      cancellable,
                      error)
         != NULL;
}

/* Returns: (nullable): the parcel that has the wished goods, and no others */
static const TiemRemoteParcel *
find_wished_parcel (const TiemRemoteOrder *order,
                    GArray *wishes)
{
  for (guint i = 0; i < order->parcels->len; i++)
    {
      const TiemRemoteParcel *parcel = order->parcels->pdata[i];
      guint n_wished = 0;

      for (guint j = 0; j < parcel->lines->len; j++)
        n_wished += is_wished (
            wishes, order->lines->pdata[g_array_index (parcel->lines, TiemParcelLine, j).line]);
      if (n_wished > 0 && n_wished == parcel->lines->len && n_wished == wishes->len)
        return parcel;
    }
  return NULL;
}

static gboolean
fail_part (const char *sentence,
           GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_REJECTED, sentence);
  return FALSE;
}

static gboolean
check_wishes (const TiemRemoteOrder *order,
              GArray *wishes,
              GError **error)
{
  guint n_known = 0;

  for (guint i = 0; i < order->lines->len; i++)
    n_known += is_wished (wishes, order->lines->pdata[i]);
  if (n_known < wishes->len)
    return fail_part (_ ("Some of these goods are no longer in the order; look at it again."),
                      error);
  for (guint i = 0; i < wishes->len; i++)
    if (g_array_index (wishes, TiemPartWish, i).quantity
        < g_array_index (wishes, TiemPartWish, i).waiting)
      return fail_part (_ ("Shopee sends all units of one product together; choose whole lines."),
                        error);
  return TRUE;
}

/* The order is taken apart once; when its answer got lost, the parcel is there already. */
static gboolean
ship_part (TiemChannelShopee *self,
           TiemTransport *transport,
           const TiemRemoteOrder *order,
           const char *choice,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GArray) wishes = tiem_part_wish_read (choice, error);
  g_autoptr (TiemRemoteOrder) now = NULL;
  const TiemRemoteParcel *parcel;

  if (wishes == NULL || !check_wishes (order, wishes, error))
    return FALSE;
  if (wishes->len == order->lines->len)
    return ship (self, transport, order, NULL, cancellable, error);
  parcel = order->parcels->len > 1 ? find_wished_parcel (order, wishes) : NULL;
  if (parcel == NULL && order->parcels->len > 1)
    return fail_part (
        _ ("Shopee has these goods in other parcels already; look at the order again."), error);
  if (parcel == NULL)
    {
      if (!split (self, transport, order, wishes, cancellable, error)
          || (now = read_again (self, transport, order->remote_id, cancellable, error)) == NULL)
        return FALSE;
      parcel = find_wished_parcel (now, wishes);
    }
  if (parcel == NULL)
    return fail_part (_ ("Shopee did not take the order apart; try again."), error);
  return !contains (waiting_parcels, G_N_ELEMENTS (waiting_parcels), parcel->remote_status)
         || arrange (
             self, transport, order->remote_id, parcel->remote_id, NULL, FALSE, cancellable, error);
}

/* --- cancelling --- */

/* The owner's own words are no code: the nearest is taken, or the usual one. */
static const char *
find_reason (const char *wish)
{
  g_autofree char *folded = tiem_text_fold (wish != NULL ? wish : "");

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reasons[i].code, wish) == 0)
      return reasons[i].code;
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    for (gsize j = 0; j < G_N_ELEMENTS (reasons[i].words); j++)
      if (strstr (folded, reasons[i].words[j]) != NULL)
        return reasons[i].code;
  return OUT_OF_STOCK;
}

static void
add_items (JsonBuilder *builder,
           const TiemRemoteOrder *order)
{
  json_builder_set_member_name (builder, "item_list");
  json_builder_begin_array (builder);
  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemRemoteLine *line = order->lines->pdata[i];

      json_builder_begin_object (builder);
      shopee_builder_add_id (builder, "item_id", line->remote_product_id);
      shopee_builder_add_id (
          builder, "model_id", line->remote_variant_id != NULL ? line->remote_variant_id : "0");
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static gboolean
cancel (TiemChannelShopee *self,
        TiemTransport *transport,
        const TiemRemoteOrder *order,
        const char *wish,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());
  g_auto (ShopeeAnswer) answer = { 0 };
  const char *reason = find_reason (wish);

  shopee_builder_add_text (builder, "order_sn", order->remote_id);
  shopee_builder_add_text (builder, "cancel_reason", reason);
  if (strcmp (reason, OUT_OF_STOCK) == 0)
    add_items (builder, order);
  json_builder_end_object (builder);
  return shopee_post (&self->shop,
                      transport,
                      "order/cancel_order",
                      builder,
                      TRUE,
                      &answer,
                      cancellable,
                      error)
         != NULL;
}

static gboolean
answer_buyer (TiemChannelShopee *self,
              TiemTransport *transport,
              const char *sn,
              const char *operation,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());
  g_auto (ShopeeAnswer) answer = { 0 };

  shopee_builder_add_text (builder, "order_sn", sn);
  shopee_builder_add_text (builder, "operation", operation);
  json_builder_end_object (builder);
  return shopee_post (&self->shop,
                      transport,
                      "order/handle_buyer_cancellation",
                      builder,
                      TRUE,
                      &answer,
                      cancellable,
                      error)
         != NULL;
}

/* --- the verbs --- */

static gboolean
carry_out (TiemChannelShopee *self,
           TiemTransport *transport,
           const TiemRemoteOrder *order,
           TiemOrderAction action,
           const char *choice,
           GCancellable *cancellable,
           GError **error)
{
  const char *sn = order->remote_id;

  if (action == TIEM_ORDER_ACTION_SHIP)
    return ship (self, transport, order, choice, cancellable, error);
  if (action == TIEM_ORDER_ACTION_SHIP_PART)
    return ship_part (self, transport, order, choice, cancellable, error);
  if (action == TIEM_ORDER_ACTION_REJECT_CANCEL)
    return answer_buyer (self, transport, sn, "REJECT", cancellable, error);
  /* the buyer asked for it: nobody needs another reason */
  if (action == TIEM_ORDER_ACTION_ACCEPT_CANCEL || order->cancel_asked)
    return answer_buyer (self, transport, sn, "ACCEPT", cancellable, error);
  return cancel (self, transport, order, choice, cancellable, error);
}

/* Shopee says beforehand when an order can no longer be cancelled (§18 row 23). */
static gboolean
is_allowed (JsonObject *object,
            TiemOrderAction action,
            const char *word)
{
  if (!contains (actions[action].from, G_N_ELEMENTS (actions[action].from), word))
    return FALSE;
  return action != TIEM_ORDER_ACTION_CANCEL || g_strcmp0 (word, "IN_CANCEL") == 0
         || !tiem_json_has (object, "can_full_cancel_order")
         || tiem_json_get_boolean (object, "can_full_cancel_order");
}

TiemRemoteOrder *
shopee_act_on_order (TiemChannel *channel,
                     TiemTransport *transport,
                     const char *remote_id,
                     TiemOrderAction action,
                     const char *choice,
                     GCancellable *cancellable,
                     GError **error)
{
  TiemChannelShopee *self = TIEM_CHANNEL_SHOPEE (channel);
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (TiemRemoteOrder) order = NULL;
  JsonObject *object;
  const char *word;

  g_return_val_if_fail (action < G_N_ELEMENTS (actions), NULL);

  object = shopee_get_order (self, transport, remote_id, &answer, cancellable, error);
  if (object == NULL || (order = shopee_parse_order (object, error)) == NULL)
    return NULL;

  word = order->remote_status;
  if (action == TIEM_ORDER_ACTION_CONFIRM
      || contains (actions[action].there, G_N_ELEMENTS (actions[action].there), word))
    return make_order (self, transport, object, cancellable, error);
  if (!is_allowed (object, action, word))
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_REJECTED,
                   /* Translators: %s is Shopee's word for the order's state */
                   _ ("The order is “%s” at Shopee, which does not allow this; look at the order "
                      "there."),
                   word);
      return NULL;
    }
  if (!carry_out (self, transport, order, action, choice, cancellable, error))
    return NULL;
  return read_again (self, transport, remote_id, cancellable, error);
}

/* Returns: (nullable): the parcel to ask about, NULL when the order is not split */
static const char *
find_waiting_parcel (const TiemRemoteOrder *order)
{
  if (order->parcels->len < 2)
    return NULL;
  for (guint i = 0; i < order->parcels->len; i++)
    {
      const TiemRemoteParcel *parcel = order->parcels->pdata[i];

      if (contains (waiting_parcels, G_N_ELEMENTS (waiting_parcels), parcel->remote_status))
        return parcel->remote_id;
    }
  return ((TiemRemoteParcel *)order->parcels->pdata[0])->remote_id;
}

static GPtrArray *
list_shipping (TiemChannelShopee *self,
               TiemTransport *transport,
               const char *sn,
               GCancellable *cancellable,
               GError **error)
{
  g_auto (ShopeeAnswer) order_answer = { 0 };
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (TiemRemoteOrder) order = NULL;
  JsonObject *object = shopee_get_order (self, transport, sn, &order_answer, cancellable, error);
  JsonObject *parameter;

  if (object == NULL || (order = shopee_parse_order (object, error)) == NULL)
    return NULL;
  parameter = shopee_get_shipping (
      self, transport, sn, find_waiting_parcel (order), &answer, cancellable, error);
  return parameter != NULL ? shopee_parse_shipping (parameter) : NULL;
}

static GPtrArray *
list_cancel_reasons (TiemChannelShopee *self,
                     TiemTransport *transport,
                     const char *sn,
                     GCancellable *cancellable,
                     GError **error)
{
  g_auto (ShopeeAnswer) answer = { 0 };
  JsonObject *object = shopee_get_order (self, transport, sn, &answer, cancellable, error);
  GPtrArray *choices;

  if (object == NULL)
    return NULL;
  choices = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_choice_free);
  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    {
      TiemChoice *choice;

      if (strcmp (reasons[i].code, COD_NOT_SUPPORTED) == 0
          && !tiem_json_get_boolean (object, "cod"))
        continue;
      choice = tiem_choice_new (reasons[i].code, shopee_cancel_reason_label (reasons[i].code));
      choice->is_suggested = i == 0;
      g_ptr_array_add (choices, choice);
    }
  return choices;
}

GPtrArray *
shopee_list_choices (TiemChannel *channel,
                     TiemTransport *transport,
                     TiemChoiceKind kind,
                     const char *remote_id,
                     GCancellable *cancellable,
                     GError **error)
{
  TiemChannelShopee *self = TIEM_CHANNEL_SHOPEE (channel);

  switch (kind)
    {
    case TIEM_CHOICE_SHIP:
      return list_shipping (self, transport, remote_id, cancellable, error);
    case TIEM_CHOICE_CANCEL:
      return list_cancel_reasons (self, transport, remote_id, cancellable, error);
    case TIEM_CHOICE_REJECT_RETURN:
      return shopee_list_dispute_reasons (self, transport, remote_id, cancellable, error);
    case TIEM_CHOICE_REJECT_CANCEL:
    default:
      return g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_choice_free);
    }
}
