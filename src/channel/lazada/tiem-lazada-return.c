#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "channel/lazada/tiem-lazada-private.h"

#include <string.h>

/*
 * A return is a reverse order with a line for each unit, and each line has its own status
 * (Lazada §9). Pictures, which a refused refund needs, are sent in Seller Center only, so
 * refusing is offered before goods have come back and not afterwards.
 */
static const struct
{
  const char *word;
  TiemReturnState state;
  TiemReturnAnswers answers;       /* of goods that are sent back */
  TiemReturnAnswers money_answers; /* where money alone is asked for */
} statuses[] = {
  { "REQUEST_INITIATE",
    TIEM_RETURN_OPEN,
    TIEM_RETURN_ACCEPT | TIEM_RETURN_REFUND | TIEM_RETURN_REJECT,
    TIEM_RETURN_REFUND },
  { "SELLER_AGREE_RETURN", TIEM_RETURN_WAITING, 0, 0 },
  { "BUYER_RETURN_ITEM", TIEM_RETURN_WAITING, TIEM_RETURN_RECEIVED, 0 },
  { "RTM_INIT", TIEM_RETURN_WAITING, TIEM_RETURN_RECEIVED, 0 },
  { "RTM_RECEIVE_ITEM", TIEM_RETURN_OPEN, TIEM_RETURN_REFUND, 0 },
  { "REFUND_PENDING", TIEM_RETURN_OPEN, TIEM_RETURN_REFUND, 0 },
  { "SELLER_REJECT_REFUND", TIEM_RETURN_WAITING, 0, 0 },
  { "SELLER_AGREE_REFUND", TIEM_RETURN_ACCEPTED, 0, 0 },
  { "REFUND_AUTHORIZED", TIEM_RETURN_ACCEPTED, 0, 0 },
  { "REFUND_ISSUED", TIEM_RETURN_ACCEPTED, 0, 0 },
  { "REFUND_SUCCESS", TIEM_RETURN_ACCEPTED, 0, 0 },
  { "REQUEST_COMPLETE", TIEM_RETURN_ACCEPTED, 0, 0 },
  { "SELLER_REJECT_RETURN", TIEM_RETURN_REFUSED, 0, 0 },
  { "REQUEST_REJECT", TIEM_RETURN_REFUSED, 0, 0 },
  { "REFUND_REJECT", TIEM_RETURN_REFUSED, 0, 0 },
  { "REQUEST_CANCEL", TIEM_RETURN_WITHDRAWN, 0, 0 },
};

/* What a word that no table knows speaks of. Not the published list: it is a picture. */
static const struct
{
  const char *part;
  TiemReturnState state;
} parts[] = {
  { "REJECT", TIEM_RETURN_REFUSED },    { "REFUSE", TIEM_RETURN_REFUSED },
  { "CANCEL", TIEM_RETURN_WITHDRAWN },  { "SUCCESS", TIEM_RETURN_ACCEPTED },
  { "COMPLETE", TIEM_RETURN_ACCEPTED },
};

/* Which state of its lines a return is in: the first that any of them has. */
static const TiemReturnState order[] = {
  TIEM_RETURN_OPEN,    TIEM_RETURN_WAITING,   TIEM_RETURN_ACCEPTED,
  TIEM_RETURN_REFUSED, TIEM_RETURN_WITHDRAWN,
};

/* Whether the goods are at the shop, by the word of the parcel. */
static gboolean
has_arrived (JsonObject *line)
{
  g_autofree char *word = laz_dup_text (line, "ofc_status");

  return word != NULL && (strstr (word, "DELIVERED") != NULL || strstr (word, "RECEIVE") != NULL);
}

gboolean
laz_return_sends_goods (JsonObject *object)
{
  return g_strcmp0 (tiem_json_get_string (object, "request_type"), "ONLY_REFUND") != 0;
}

TiemReturnState
laz_return_line_state (JsonObject *line,
                       gboolean sends_goods,
                       TiemReturnAnswers *answers)
{
  g_autofree char *word = laz_dup_text (line, "reverse_status");

  *answers = TIEM_RETURN_ANSWER_NONE;
  for (gsize i = 0; i < G_N_ELEMENTS (statuses) && word != NULL; i++)
    {
      if (g_ascii_strcasecmp (statuses[i].word, word) != 0)
        continue;
      *answers = sends_goods ? statuses[i].answers : statuses[i].money_answers;
      if (statuses[i].state == TIEM_RETURN_WAITING && sends_goods && has_arrived (line)
          && !tiem_json_get_boolean (line, "is_dispute"))
        {
          *answers = TIEM_RETURN_RECEIVED;
          return TIEM_RETURN_OPEN;
        }
      return statuses[i].state;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (parts) && word != NULL; i++)
    if (strstr (word, parts[i].part) != NULL)
      return parts[i].state;
  return TIEM_RETURN_WAITING;
}

static TiemReturnState
first_of (TiemReturnState a,
          TiemReturnState b)
{
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if (order[i] == a || order[i] == b)
      return order[i];
  return a;
}

/* Lines of one SKU are one. */
static gboolean
add_line (TiemRemoteReturn *self,
          JsonObject *object,
          GError **error)
{
  JsonObject *product = tiem_json_get_object (object, "product");
  g_autoptr (TiemRemoteLine) line = tiem_remote_line_new ();

  if (product == NULL)
    product = tiem_json_get_object (object, "productDTO");
  line->remote_id = tiem_json_dup_id (object, "trade_order_line_id");
  line->remote_product_id = tiem_json_dup_id (product, "product_id");
  line->remote_variant_id = tiem_json_dup_id (object, "platform_sku_id");
  line->sku = laz_dup_text (object, "seller_sku_id");
  if (line->sku == NULL)
    line->sku = laz_dup_text2 (product, "product_sku", "sku");
  line->quantity = 1;
  if (line->remote_id == NULL)
    {
      tiem_json_set_error (error, "trade_order_line_id");
      return FALSE;
    }
  if (!laz_get_money (object, "item_unit_price", &line->unit_price_vnd, error))
    return FALSE;
  line->total_vnd = line->unit_price_vnd;

  for (guint i = 0; i < self->lines->len; i++)
    {
      TiemRemoteLine *known = self->lines->pdata[i];

      if (g_strcmp0 (known->remote_variant_id, line->remote_variant_id) == 0
          && g_strcmp0 (known->sku, line->sku) == 0
          && known->unit_price_vnd == line->unit_price_vnd)
        {
          known->quantity++;
          known->total_vnd += line->total_vnd;
          return TRUE;
        }
    }
  g_ptr_array_add (self->lines, g_steal_pointer (&line));
  return TRUE;
}

static gboolean
read_times (TiemRemoteReturn *self,
            JsonObject *object,
            gboolean is_open,
            GError **error)
{
  gint64 created;
  gint64 modified;
  gint64 sla;

  if (!laz_get_time (object, "return_order_line_gmt_create", &created, error)
      || !laz_get_time (object, "return_order_line_gmt_modified", &modified, error)
      || !laz_get_time (object, "sla", &sla, error))
    return FALSE;
  if (created > 0 && (self->created_at == 0 || created < self->created_at))
    self->created_at = created;
  self->updated_at = MAX (self->updated_at, MAX (modified, created));
  if (is_open && sla > 0 && (self->answer_by == 0 || sla < self->answer_by))
    self->answer_by = sla;
  return TRUE;
}

/* VND is the one currency in which these are whole units (Lazada §9). */
static gboolean
read_line (TiemRemoteReturn *self,
           JsonObject *object,
           gboolean is_first,
           GError **error)
{
  TiemReturnAnswers answers;
  TiemReturnState state = laz_return_line_state (object, self->sends_goods, &answers);
  gint64 refund;

  if (object == NULL)
    {
      tiem_json_set_error (error, "reverse_order_line_id");
      return FALSE;
    }
  if (!laz_get_money (object, "refund_amount", &refund, error)
      || !read_times (self, object, state == TIEM_RETURN_OPEN, error)
      || !add_line (self, object, error)
      || __builtin_add_overflow (self->refund_vnd, refund, &self->refund_vnd))
    {
      if (error != NULL && *error == NULL)
        tiem_json_set_error (error, "refund_amount");
      return FALSE;
    }

  self->state = is_first ? state : first_of (self->state, state);
  self->answers |= answers;
  if (is_first || self->state == state)
    {
      g_free (self->remote_status);
      self->remote_status = laz_dup_text (object, "reverse_status");
    }
  if (self->reason == NULL)
    self->reason = laz_dup_text (object, "reason_text");
  if (self->tracking == NULL)
    self->tracking = laz_dup_text (object, "tracking_number");
  return TRUE;
}

JsonArray *
laz_get_return_lines (JsonObject *object)
{
  JsonArray *lines = tiem_json_get_array (object, "reverse_order_lines");

  return lines != NULL ? lines : tiem_json_get_array (object, "reverseOrderLineDTOList");
}

static TiemRemoteReturn *
parse_return (JsonObject *object,
              GError **error)
{
  g_autoptr (TiemRemoteReturn) self = tiem_remote_return_new ();
  JsonArray *lines = laz_get_return_lines (object);

  self->remote_id = tiem_json_dup_id (object, "reverse_order_id");
  self->order_remote_id = tiem_json_dup_id (object, "trade_order_id");
  self->sends_goods = laz_return_sends_goods (object);
  if (self->remote_id == NULL || self->order_remote_id == NULL
      || tiem_json_array_get_size (lines) == 0)
    {
      tiem_json_set_error (error,
                           self->remote_id == NULL         ? "reverse_order_id"
                           : self->order_remote_id == NULL ? "trade_order_id"
                                                           : "reverse_order_lines");
      return NULL;
    }
  for (guint i = 0; i < json_array_get_length (lines); i++)
    if (!read_line (self, tiem_json_array_get_object (lines, i), i == 0, error))
      {
        tiem_json_add_path (error, "reverse_order_lines[%u]", i);
        return NULL;
      }
  if (self->answers == TIEM_RETURN_ANSWER_NONE && self->state == TIEM_RETURN_OPEN)
    self->state = TIEM_RETURN_WAITING;
  return g_steal_pointer (&self);
}

TiemRemoteReturn *
laz_parse_return (JsonObject *object,
                  GError **error)
{
  g_autoptr (GError) parse_error = NULL;
  TiemRemoteReturn *self = parse_return (object, &parse_error);

  if (parse_error != NULL)
    g_propagate_error (error, g_steal_pointer (&parse_error));
  return self;
}
