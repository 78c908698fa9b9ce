#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The one table of a return's states (§12). */
static const struct
{
  const char *word;
  TiemReturnState state;
} states[] = {
  { "REQUESTED", TIEM_RETURN_OPEN },    { "PROCESSING", TIEM_RETURN_WAITING },
  { "JUDGING", TIEM_RETURN_WAITING },   { "SELLER_DISPUTE", TIEM_RETURN_WAITING },
  { "ACCEPTED", TIEM_RETURN_ACCEPTED }, { "CANCELLED", TIEM_RETURN_WITHDRAWN },
  { "CLOSED", TIEM_RETURN_REFUSED },
};

static const struct
{
  const char *word;
  const char *label;
} reasons[] = {
  { "NOT_RECEIPT", N_ ("Not received") },
  { "WRONG_ITEM", N_ ("Wrong goods") },
  { "ITEM_DAMAGED", N_ ("Damaged") },
  { "ITEM_WRONGDAMAGED", N_ ("Wrong or damaged") },
  { "DIFFERENT_DESCRIPTION", N_ ("Not as described") },
  { "MUTUAL_AGREE", N_ ("Agreed with the shop") },
  { "CHANGE_MIND", N_ ("Changed their mind") },
  { "ITEM_MISSING", N_ ("Goods missing") },
  { "EXPECTATION_FAILED", N_ ("Not as expected") },
  { "ITEM_FAKE", N_ ("Not genuine") },
  { "PHYSICAL_DMG", N_ ("Broken") },
  { "FUNCTIONAL_DMG", N_ ("Does not work") },
  { "OTHER", N_ ("Other reason") },
};

static TiemReturnState
find_state (const char *word)
{
  for (gsize i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i].word, word) == 0)
      return states[i].state;
  return TIEM_RETURN_WAITING;
}

/* Returns: (transfer full) (nullable): Shopee's kind of reason, and the buyer's own words */
static char *
read_reason (JsonObject *object)
{
  const char *word = tiem_json_get_string (object, "reason");
  const char *text = tiem_json_get_string (object, "text_reason");

  for (gsize i = 0; i < G_N_ELEMENTS (reasons); i++)
    if (g_strcmp0 (reasons[i].word, word) == 0)
      word = _ (reasons[i].label);
  if (g_strcmp0 (word, "NONE") == 0)
    word = NULL;
  if (word == NULL || text == NULL)
    return g_strdup (word != NULL ? word : text);
  /* Translators: why goods are sent back, in Shopee's word and in the buyer's */
  return g_strdup_printf (_ ("%s: %s"), word, text);
}

static TiemRemoteLine *
parse_line (JsonObject *object,
            guint index,
            GError **error)
{
  g_autoptr (TiemRemoteLine) line = tiem_remote_line_new ();

  line->remote_product_id = tiem_json_dup_id (object, "item_id");
  if (!tiem_json_need_int (object, "amount", &line->quantity, error)
      || !tiem_json_get_money (object, "item_price", &line->unit_price_vnd, error))
    return NULL;
  if (line->quantity < 0 || line->quantity > G_MAXINT32
      || __builtin_mul_overflow (line->quantity, line->unit_price_vnd, &line->total_vnd))
    {
      tiem_json_set_error (error, "amount");
      return NULL;
    }
  line->remote_variant_id = tiem_json_dup_id (object, "model_id");
  line->remote_id = g_strdup_printf ("%u", index + 1);
  line->title = tiem_json_dup_string (object, "name");
  line->sku = tiem_json_dup_string (object, "variation_sku");
  if (line->sku == NULL)
    line->sku = tiem_json_dup_string (object, "item_sku");
  return g_steal_pointer (&line);
}

static gboolean
parse_lines (JsonObject *object,
             TiemRemoteReturn *returned,
             GError **error)
{
  JsonArray *items = tiem_json_get_array (object, "item");

  for (guint i = 0; i < tiem_json_array_get_size (items); i++)
    {
      TiemRemoteLine *line = parse_line (tiem_json_array_get_object (items, i), i, error);

      if (line == NULL)
        {
          tiem_json_add_path (error, "item[%u]", i);
          return FALSE;
        }
      g_ptr_array_add (returned->lines, line);
    }
  return TRUE;
}

/* Agreeing is one call, whatever it means; refusing is possible until the money went back. */
static void
read_answers (JsonObject *object,
              TiemRemoteReturn *returned)
{
  gint64 due;

  tiem_json_get_time (object, "due_date", &returned->answer_by, NULL);
  if (g_strcmp0 (returned->remote_status, "REQUESTED") == 0)
    returned->answers
        = (returned->sends_goods ? TIEM_RETURN_ACCEPT : TIEM_RETURN_REFUND) | TIEM_RETURN_REJECT;
  else if (g_strcmp0 (returned->remote_status, "PROCESSING") == 0)
    {
      returned->answers = TIEM_RETURN_REJECT;
      if (tiem_json_get_time (object, "return_seller_due_date", &due, NULL) && due > 0)
        {
          /* the parcel is here, or should be: the shop's turn again */
          returned->state = TIEM_RETURN_OPEN;
          returned->answer_by = due;
          returned->answers |= TIEM_RETURN_RECEIVED;
        }
    }
}

static TiemRemoteReturn *
parse_return (JsonObject *object,
              GError **error)
{
  g_autoptr (TiemRemoteReturn) returned = tiem_remote_return_new ();
  gint64 solution;

  returned->remote_id = tiem_json_dup_string (object, "return_sn");
  returned->order_remote_id = tiem_json_dup_string (object, "order_sn");
  returned->remote_status = tiem_json_dup_string (object, "status");
  if (returned->remote_id == NULL || returned->remote_status == NULL)
    {
      tiem_json_set_error (error, returned->remote_id == NULL ? "return_sn" : "status");
      return NULL;
    }
  if (!tiem_json_get_money (object, "refund_amount", &returned->refund_vnd, error)
      || !tiem_json_get_time (object, "create_time", &returned->created_at, error)
      || !tiem_json_get_time (object, "update_time", &returned->updated_at, error)
      || !tiem_json_get_int (object, "return_solution", &solution, error)
      || !parse_lines (object, returned, error))
    return NULL;

  if (returned->updated_at == 0)
    returned->updated_at = returned->created_at;
  returned->sends_goods = tiem_json_has (object, "return_solution")
                              ? solution == 0
                              : tiem_json_get_boolean (object, "needs_logistics");
  returned->state = find_state (returned->remote_status);
  returned->reason = read_reason (object);
  returned->tracking = tiem_json_dup_id (object, "tracking_number");
  read_answers (object, returned);
  return g_steal_pointer (&returned);
}

TiemRemoteReturn *
shopee_parse_return (JsonObject *object,
                     GError **error)
{
  g_autoptr (GError) parse_error = NULL;
  TiemRemoteReturn *returned = parse_return (object, &parse_error);

  if (parse_error != NULL)
    g_propagate_error (error, g_steal_pointer (&parse_error));
  return returned;
}
