#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiktok/tiem-sandbox-tts-cases.h"

#include "sandbox/tiem-sandbox-json.h"

/* No source gives the number of "no such case"; this one is ours. */
#define NO_SUCH_CASE 25001002

TiemSandboxTtsCase *
tiem_sandbox_tts_case_new (TiemSandboxTts *tts,
                           TiemSandboxOrder *order,
                           guint n_units,
                           const char *type,
                           const char *status,
                           const char *role,
                           const char *reason)
{
  TiemSandboxShop *shop = tiem_sandbox_tts_get_shop (tts);
  TiemSandboxTtsCase *self = g_new0 (TiemSandboxTtsCase, 1);

  self->id = tiem_sandbox_shop_next_id (shop);
  self->order_id = order->id;
  self->type = g_strdup (type);
  self->status = g_strdup (status);
  self->role = g_strdup (role);
  self->reason = g_strdup (reason);
  self->created_at = tiem_sandbox_tts_now (tts) / 1000 * 1000;
  self->modified_at = self->created_at;
  self->line_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->tracking_number = g_strdup ("");
  self->records = json_array_new ();
  for (guint i = 0; i < order->lines->len && (n_units == 0 || i < n_units); i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];

      g_array_append_val (self->line_ids, line->id);
      self->refund_vnd += line->total_xu / 100;
      /* Each unit has a number of its own here, next to the case's. */
      tiem_sandbox_shop_next_id (shop);
    }
  return self;
}

void
tiem_sandbox_tts_case_free (TiemSandboxTtsCase *self)
{
  g_free (self->type);
  g_free (self->status);
  g_free (self->role);
  g_free (self->reason);
  g_array_unref (self->line_ids);
  g_free (self->tracking_number);
  json_array_unref (self->records);
  g_free (self);
}

void
tiem_sandbox_tts_case_set_status (TiemSandboxTts *tts,
                                  TiemSandboxTtsCase *self,
                                  const char *status)
{
  g_free (self->status);
  self->status = g_strdup (status);
  self->modified_at = tiem_sandbox_tts_now (tts) / 1000 * 1000;
  self->deadline = 0;
}

TiemSandboxTtsCase *
tiem_sandbox_tts_cases_find (GPtrArray *cases,
                             gint64 id)
{
  for (guint i = 0; i < cases->len; i++)
    {
      TiemSandboxTtsCase *found = cases->pdata[i];

      if (found->id == id)
        return found;
    }
  return NULL;
}

TiemSandboxTtsCase *
tiem_sandbox_tts_cases_find_last (GPtrArray *cases,
                                  const TiemSandboxOrder *order)
{
  for (guint i = cases->len; i > 0; i--)
    {
      TiemSandboxTtsCase *found = cases->pdata[i - 1];

      if (found->order_id == order->id)
        return found;
    }
  return NULL;
}

TiemSandboxTtsCase *
tiem_sandbox_tts_call_find_case (TiemSandboxTtsCall *call,
                                 GPtrArray *cases)
{
  TiemSandboxTtsCase *found
      = tiem_sandbox_tts_cases_find (cases, tiem_sandbox_tts_parse_id (call->ids[0]));

  if (found == NULL)
    tiem_sandbox_tts_call_object_to (call, NO_SUCH_CASE, "The request does not exist");
  return found;
}

/* Reasons as a buyer or seller reads them in Vietnamese. */
static const char *
get_reason_text (const char *reason)
{
  static const struct
  {
    const char *reason;
    const char *text;
  } texts[] = {
    { "ecom_order_to_ship_canceled_reason_created_by_mistakes", "Đặt nhầm" },
    { "ecom_order_delivered_refund_and_return_reason_damaged", "Hàng bị vỡ" },
    { "seller_cancel_reason_out_of_stock", "Hết hàng" },
    { "seller_cancel_unpaid_reason_out_of_stock", "Hết hàng" },
    { "seller_cancel_reason_wrong_price", "Sai giá" },
    { "seller_cancel_unpaid_reason_wrong_price", "Sai giá" },
    { "seller_cancel_paid_reason_address_not_deliver", "Không giao được tới địa chỉ" },
    { "seller_cancel_unpaid_reason_buyer_hasnt_paid_within_time_allowed",
      "Khách chưa thanh toán đúng hạn" },
    { "system_cancel_unpaid_time_out", "Quá hạn thanh toán" },
    { "system_cancel_order_reason_shipping_timeout", "Quá hạn giao hàng" },
    { "returned_to_shipper_refused", "Khách từ chối nhận" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (g_str_equal (reason, texts[i].reason))
      return texts[i].text;
  return reason;
}

static JsonObject *
describe_refund (gint64 vnd)
{
  JsonObject *refund = json_object_new ();

  json_object_set_string_member (refund, "currency", "VND");
  tiem_sandbox_tts_set_vnd (refund, "refund_total", vnd);
  tiem_sandbox_tts_set_vnd (refund, "refund_subtotal", vnd);
  tiem_sandbox_tts_set_vnd (refund, "refund_shipping_fee", 0);
  tiem_sandbox_tts_set_vnd (refund, "refund_tax", 0);
  return refund;
}

/* Returns: (nullable): the line of @order with that id */
static const TiemSandboxLine *
find_line (const TiemSandboxOrder *order,
           gint64 id)
{
  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemSandboxLine *line = order->lines->pdata[i];

      if (line->id == id)
        return line;
    }
  return NULL;
}

static JsonObject *
describe_line (const TiemSandboxLine *line,
               const char *name,
               gint64 id)
{
  JsonObject *entry = json_object_new ();
  JsonObject *picture = json_object_new ();

  tiem_sandbox_tts_set_id (entry, name, id);
  tiem_sandbox_tts_set_id (entry, "order_line_item_id", line->id);
  tiem_sandbox_tts_set_id (entry, "sku_id", line->variation_id);
  json_object_set_string_member (
      entry, "sku_name", json_object_get_string_member (line->extra, "sku_name"));
  json_object_set_string_member (entry, "seller_sku", line->sku);
  json_object_set_string_member (entry, "product_name", line->name);
  json_object_set_string_member (
      picture, "url", json_object_get_string_member (line->extra, "sku_image"));
  json_object_set_int_member (picture, "width", 800);
  json_object_set_int_member (picture, "height", 800);
  json_object_set_object_member (entry, "product_image", picture);
  json_object_set_object_member (entry, "refund_amount", describe_refund (line->total_xu / 100));
  return entry;
}

void
tiem_sandbox_tts_case_describe (TiemSandboxTts *tts,
                                const TiemSandboxTtsCase *self,
                                const char *lines,
                                const char *line,
                                JsonObject *object)
{
  const TiemSandboxOrder *order
      = tiem_sandbox_shop_find_order (tiem_sandbox_tts_get_shop (tts), self->order_id);
  JsonArray *list = json_array_new ();

  tiem_sandbox_tts_set_id (object, "order_id", self->order_id);
  json_object_set_string_member (object, "role", self->role);
  tiem_sandbox_tts_set_time (object, "create_time", self->created_at);
  tiem_sandbox_tts_set_time (object, "update_time", self->modified_at);
  json_object_set_object_member (object, "refund_amount", describe_refund (self->refund_vnd));
  for (guint i = 0; i < self->line_ids->len; i++)
    {
      const TiemSandboxLine *found = find_line (order, g_array_index (self->line_ids, gint64, i));

      if (found != NULL)
        json_array_add_object_element (list, describe_line (found, line, self->id + 1 + i));
    }
  json_object_set_array_member (object, lines, list);
}

const char *
tiem_sandbox_tts_case_get_reason_text (const TiemSandboxTtsCase *self)
{
  return get_reason_text (self->reason);
}

void
tiem_sandbox_tts_case_set_action (const TiemSandboxTtsCase *self,
                                  const char *action,
                                  JsonObject *object)
{
  JsonArray *actions;
  JsonObject *entry;

  if (action == NULL)
    return;
  actions = json_array_new ();
  entry = json_object_new ();
  json_object_set_string_member (entry, "action", action);
  tiem_sandbox_tts_set_time (entry, "deadline", self->deadline);
  json_array_add_object_element (actions, entry);
  json_object_set_array_member (object, "seller_next_action_response", actions);
}

gboolean
tiem_sandbox_tts_case_fits (TiemSandboxTts *tts,
                            const TiemSandboxTtsCase *self,
                            const char *ids,
                            JsonObject *body)
{
  const TiemSandboxOrder *order
      = tiem_sandbox_shop_find_order (tiem_sandbox_tts_get_shop (tts), self->order_id);

  return tiem_sandbox_tts_list_admits_id (body, ids, self->id)
         && tiem_sandbox_tts_list_admits_id (body, "order_ids", self->order_id)
         && tiem_sandbox_tts_list_admits (
             body, "buyer_user_ids", json_object_get_string_member (order->extra, "user_id"))
         && tiem_sandbox_tts_window_admits (body, "create_time", self->created_at)
         && tiem_sandbox_tts_window_admits (body, "update_time", self->modified_at);
}

static char *
make_done_key (TiemSandboxTtsCall *call)
{
  const char *key = tiem_sandbox_tts_call_get (call, "idempotency_key");

  return key != NULL ? g_strconcat (call->path, "?", key, NULL) : NULL;
}

gboolean
tiem_sandbox_tts_call_is_repeated (TiemSandboxTtsCall *call)
{
  g_autofree char *key = make_done_key (call);

  return key != NULL && g_hash_table_contains (call->tts->done, key);
}

void
tiem_sandbox_tts_call_note_done (TiemSandboxTtsCall *call)
{
  char *key = make_done_key (call);

  if (key != NULL)
    g_hash_table_add (call->tts->done, key);
}
