#define G_LOG_DOMAIN "tiem-channel-lazada"

#include "channel/lazada/tiem-lazada-private.h"

#include "base/tiem-text.h"

#include <string.h>

/*
 * What Lazada keeps back (Lazada §8): a list of transactions for each order, signed from the
 * shop's side. Sales and what buyers pay for shipping are the shop's own money; the rest are
 * fees. The sum of all is what the shop gets.
 */

/* Most rows of a page, and most days of a window, which must be shorter than 180. */
#define LIMIT 500
#define WINDOW_MS (179 * 24 * 3600 * G_GINT64_CONSTANT (1000))
#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

/* Pages of one order; nothing sold by the piece has more. */
#define MOST_PAGES 10

/* Not a fee: the shop's own money. */
#define OWN_MONEY "sale"

/* By the number of the kind, as Lazada publishes it; a reversal goes with what it reverses. */
static const struct
{
  gint64 type;
  const char *kind;
} types[] = {
  { 13, OWN_MONEY },
  { 14, OWN_MONEY },
  { 59, OWN_MONEY },
  { 501, OWN_MONEY },
  { 502, OWN_MONEY },
  { 504, OWN_MONEY },
  { 505, OWN_MONEY },
  { 8, OWN_MONEY },
  { 142, OWN_MONEY },
  { 42, OWN_MONEY },
  { 212, OWN_MONEY },
  { 213, OWN_MONEY },
  { 16, "commission" },
  { 15, "commission" },
  { 65, "commission" },
  { 66, "commission" },
  { 123, "commission" },
  { 277, "commission" },
  { 278, "commission" },
  { 341, "commission" },
  { 3, "payment" },
  { 4, "payment" },
  { 67, "payment" },
  { 84, "payment" },
  { 221, "payment" },
  { 222, "payment" },
  { 135, "payment" },
  { 298, "service" },
  { 299, "service" },
  { 304, "service" },
  { 305, "service" },
  { 239, "affiliate" },
  { 240, "affiliate" },
  { 274, "affiliate" },
  { 275, "affiliate" },
  { 1040, "affiliate" },
  { 1041, "affiliate" },
  { 118, "voucher" },
  { 121, "voucher" },
  { 202, "voucher" },
  { 203, "voucher" },
  { 209, "voucher" },
  { 210, "voucher" },
  { 117, "voucher" },
  { 120, "voucher" },
  { 119, "voucher" },
  { 122, "voucher" },
  { 7, "shipping" },
  { 143, "shipping" },
  { 21, "shipping" },
  { 26, "shipping" },
  { 124, "shipping" },
  { 128, "shipping" },
  { 141, "shipping" },
  { 200, "shipping" },
  { 1027, "shipping" },
  { 1028, "shipping" },
  { 500, "shipping_subsidy" },
  { 503, "shipping_subsidy" },
  { 157, "shipping_subsidy" },
  { 158, "shipping_subsidy" },
  { 211, "shipping_subsidy" },
  { 512, "shipping_subsidy" },
  { 62, "adjustment" },
  { 83, "adjustment" },
  { 81, "adjustment" },
  { 103, "adjustment" },
  { 235, "adjustment" },
  { 236, "adjustment" },
  { 329, "adjustment" },
  { 330, "adjustment" },
};

/* By its name, for what has no number here: the first that fits. Taxes first, for their names
 * may name the fee too. */
static const struct
{
  const char *words; /* as tiem_text_fold() gives them */
  const char *kind;
} names[] = {
  { "gtgt", "tax_vat" },
  { "value added tax", "tax_vat" },
  { "vat", "tax_vat" },
  { "tncn", "tax_pit" },
  { "personal income tax", "tax_pit" },
  { "pit", "tax_pit" },
  { "withholding", "tax_pit" },
  { "item price", OWN_MONEY },
  { "paid by customer", OWN_MONEY },
  { "commission", "commission" },
  { "payment fee", "payment" },
  { "affiliate", "affiliate" },
  { "voucher", "voucher" },
  { "subsidy by lazada", "shipping_subsidy" },
  { "shipping subsidy", "shipping_subsidy" },
  { "shipping", "shipping" },
  { "infrastructure", "fixed" },
  { "fixed fee", "fixed" },
  { "handling fee", "fixed" },
  { "service", "service" },
  { "max fee", "service" },
  { "adjustment", "adjustment" },
  { "correction", "adjustment" },
};

/* A whole word, not a piece of one: "pit" is not in "capital". */
static gboolean
has_words (const char *folded,
           const char *words)
{
  g_autofree char *padded = g_strdup_printf (" %s ", folded);
  g_autofree char *wanted = g_strdup_printf (" %s ", words);

  return strstr (padded, wanted) != NULL;
}

const char *
laz_fee_kind (gint64 type,
              const char *name)
{
  g_autofree char *folded = tiem_text_fold (name);

  for (gsize i = 0; i < G_N_ELEMENTS (types); i++)
    if (type != 0 && types[i].type == type)
      return types[i].kind;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (has_words (folded, names[i].words))
      return names[i].kind;
  return "other";
}

/* Sums on their way, in millionths of a đồng. */
typedef struct
{
  GHashTable *kinds; /* kind → gint64 * */
  gint64 payout;
  gboolean all_paid;
  guint n_rows;
} Sums;

static gboolean
add_amount (Sums *sums,
            const char *kind,
            gint64 micros)
{
  gint64 *sum = g_hash_table_lookup (sums->kinds, kind);

  if (sum == NULL)
    {
      sum = g_new0 (gint64, 1);
      g_hash_table_insert (sums->kinds, (char *)kind, sum);
    }
  return !__builtin_add_overflow (*sum, micros, sum)
         && !__builtin_add_overflow (sums->payout, micros, &sums->payout);
}

static gboolean
is_paid (JsonObject *row)
{
  g_autofree char *text = laz_dup_text (row, "paid_status");

  return text != NULL
         && (g_ascii_strcasecmp (text, "yes") == 0 || g_ascii_strcasecmp (text, "paid") == 0
             || strcmp (text, "1") == 0);
}

/* Tax that is withheld beside the amount, not within it. */
static gboolean
read_withheld (JsonObject *row,
               gint64 *micros,
               GError **error)
{
  g_autofree char *included = laz_dup_text (row, "WHT_included_in_amount");

  *micros = 0;
  if (included == NULL || g_ascii_strcasecmp (included, "no") != 0)
    return TRUE;
  return laz_add_decimal (row, "WHT_amount", micros, error);
}

static gboolean
read_row (Sums *sums,
          JsonObject *row,
          GError **error)
{
  g_autofree char *name = laz_dup_text (row, "fee_name");
  gint64 type = 0;
  gint64 amount = 0;
  gint64 withheld = 0;

  tiem_json_get_int (row, "fee_type", &type, NULL);
  if (row == NULL || !tiem_json_has (row, "amount"))
    {
      tiem_json_set_error (error, "amount");
      return FALSE;
    }
  if (!laz_add_decimal (row, "amount", &amount, error) || !read_withheld (row, &withheld, error))
    return FALSE;
  if (!add_amount (sums, laz_fee_kind (type, name), amount)
      || (withheld != 0 && !add_amount (sums, "tax_pit", -ABS (withheld))))
    {
      tiem_json_set_error (error, "amount");
      return FALSE;
    }
  sums->all_paid &= is_paid (row);
  sums->n_rows++;
  return TRUE;
}

static void
add_day (TiemForm *form,
         const char *name,
         gint64 ms)
{
  g_autofree char *time = laz_format_time (ms);
  g_autofree char *day = g_strndup (time, strlen ("yyyy-MM-dd"));

  tiem_form_add (form, name, day);
}

static JsonNode *
ask_page (TiemChannelLazada *self,
          TiemTransport *transport,
          const char *order_id,
          guint offset,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_auto (LazAnswer) answer = { 0 };
  gint64 now = tiem_transport_now (transport);
  LazCall call = {
    .method = "GET",
    .path = "/finance/transaction/details/get",
    .parameters = form,
    .is_optional = TRUE,
  };

  add_day (form, "start_time", now + DAY_MS - WINDOW_MS);
  add_day (form, "end_time", now + DAY_MS);
  tiem_form_add (form, "trans_type", "-1");
  tiem_form_add (form, "trade_order_id", order_id);
  tiem_form_add_int (form, "offset", offset);
  tiem_form_add_int (form, "limit", LIMIT);
  return laz_call (&self->shop, transport, &call, &answer, cancellable, error);
}

static void
take_sums (TiemOrderFees *fees,
           const Sums *sums)
{
  g_autoptr (GList) kinds = g_list_sort (g_hash_table_get_keys (sums->kinds), (GCompareFunc)strcmp);

  if (sums->n_rows == 0)
    return; /* not booked yet */
  if (fees->fees == NULL)
    fees->fees = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_fee_free);
  for (GList *l = kinds; l != NULL; l = l->next)
    {
      gint64 amount = tiem_json_round_money (*(gint64 *)g_hash_table_lookup (sums->kinds, l->data));

      if (strcmp (l->data, OWN_MONEY) != 0 && amount != 0)
        g_ptr_array_add (fees->fees, tiem_remote_fee_new (l->data, -amount));
    }
  fees->payout_vnd = tiem_json_round_money (sums->payout);
  fees->is_settled = sums->all_paid;
  fees->done = TRUE;
}

static gboolean
read_order_fees (TiemChannelLazada *self,
                 TiemTransport *transport,
                 TiemOrderFees *fees,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GHashTable) kinds = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  Sums sums = { .kinds = kinds, .all_paid = TRUE };
  guint count = LIMIT;

  for (guint page = 0; page < MOST_PAGES && count == LIMIT; page++)
    {
      g_autoptr (JsonNode) node
          = ask_page (self, transport, fees->remote_id, page * LIMIT, cancellable, error);
      JsonArray *rows = laz_get_data_array (node);

      if (node == NULL)
        return FALSE;
      count = tiem_json_array_get_size (rows);
      for (guint i = 0; i < count; i++)
        if (!read_row (&sums, tiem_json_array_get_object (rows, i), error))
          {
            tiem_json_add_path (error, "data[%u]", i);
            return FALSE;
          }
    }
  take_sums (fees, &sums);
  return TRUE;
}

gboolean
laz_read_fees (TiemChannel *channel,
               TiemTransport *transport,
               GPtrArray *fees,
               GCancellable *cancellable,
               GError **error)
{
  TiemChannelLazada *self = TIEM_CHANNEL_LAZADA (channel);

  for (guint i = 0; i < fees->len; i++)
    {
      TiemOrderFees *order = fees->pdata[i];
      GError *order_error = NULL;

      if (read_order_fees (self, transport, order, cancellable, &order_error))
        continue;
      if (!g_error_matches (order_error, TIEM_ERROR, TIEM_ERROR_REJECTED)
          && !g_error_matches (order_error, TIEM_ERROR, TIEM_ERROR_PROTOCOL))
        {
          g_propagate_error (error, order_error);
          return FALSE;
        }
      g_clear_error (&order->error);
      order->error = order_error;
    }
  return TRUE;
}
