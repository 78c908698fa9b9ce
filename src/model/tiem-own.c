#define G_LOG_DOMAIN "tiem-own"

#include "config.h"

#include "model/tiem-own.h"

#include "base/tiem-error.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>

/* Beyond any order; sums of a million of them stay far from overflow. */
#define MOST_UNITS G_GINT64_CONSTANT (1000000)
#define MOST_MONEY G_GINT64_CONSTANT (1000000000000)
#define MOST_LINES 500

typedef struct
{
  const char *name;
  const char *label;
} Word;

static const Word sources[] = {
  /* Translators: where the buyer ordered */
  [TIEM_OWN_PHONE] = { "phone", N_ ("Telephone") },
  [TIEM_OWN_ZALO] = { "zalo", N_ ("Zalo") },
  [TIEM_OWN_FACEBOOK] = { "facebook", N_ ("Facebook") },
  [TIEM_OWN_COUNTER] = { "counter", N_ ("At the counter") },
  [TIEM_OWN_OTHER] = { "other", N_ ("Elsewhere") },
};

static const Word payments[] = {
  /* Translators: how the buyer pays */
  [TIEM_OWN_PREPAID] = { "prepaid", N_ ("Paid") },
  [TIEM_OWN_COD] = { "cod", N_ ("COD") },
  [TIEM_OWN_DEBT] = { "debt", N_ ("On credit") },
};

static const Word money_ways[] = {
  [TIEM_MONEY_CASH] = { "cash", N_ ("Cash") },
  [TIEM_MONEY_TRANSFER] = { "transfer", N_ ("Transfer") },
  /* Translators: money that the carrier collected and paid out */
  [TIEM_MONEY_CARRIER] = { "cod", N_ ("From the carrier") },
};

G_STATIC_ASSERT (G_N_ELEMENTS (sources) == TIEM_N_OWN_SOURCES);
G_STATIC_ASSERT (G_N_ELEMENTS (payments) == TIEM_N_OWN_PAYMENTS);
G_STATIC_ASSERT (G_N_ELEMENTS (money_ways) == TIEM_N_MONEY_WAYS);

/* Returns: −1 for a text that is none of them */
static int
find_word (const Word *words,
           guint n,
           const char *text)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (words[i].name, text) == 0)
      return (int)i;
  return -1;
}

/* --- values --- */

TiemOwnLine *
tiem_own_line_new (gint64 variant_id,
                   gint64 quantity,
                   gint64 unit_price_vnd)
{
  TiemOwnLine *self = g_new0 (TiemOwnLine, 1);

  self->variant_id = variant_id;
  self->quantity = quantity;
  self->unit_price_vnd = unit_price_vnd;
  return self;
}

TiemOwnLine *
tiem_own_line_copy (const TiemOwnLine *self)
{
  TiemOwnLine *copy = g_memdup2 (self, sizeof *self);

  copy->sku = g_strdup (self->sku);
  copy->title = g_strdup (self->title);
  copy->options = g_strdup (self->options);
  copy->image_url = g_strdup (self->image_url);
  return copy;
}

void
tiem_own_line_free (TiemOwnLine *self)
{
  if (self == NULL)
    return;

  g_free (self->sku);
  g_free (self->title);
  g_free (self->options);
  g_free (self->image_url);
  g_free (self);
}

TiemOwnOrder *
tiem_own_order_new (void)
{
  TiemOwnOrder *self = g_new0 (TiemOwnOrder, 1);

  self->cod_vnd = -1;
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_own_line_free);
  return self;
}

TiemOwnOrder *
tiem_own_order_copy (const TiemOwnOrder *self)
{
  TiemOwnOrder *copy = g_memdup2 (self, sizeof *self);

  copy->number = g_strdup (self->number);
  copy->buyer_name = g_strdup (self->buyer_name);
  copy->buyer_phone = g_strdup (self->buyer_phone);
  copy->note = g_strdup (self->note);
  copy->address = (TiemAddress){ 0 };
  tiem_address_copy (&self->address, &copy->address);
  copy->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_own_line_free);
  for (guint i = 0; i < self->lines->len; i++)
    g_ptr_array_add (copy->lines, tiem_own_line_copy (g_ptr_array_index (self->lines, i)));
  return copy;
}

void
tiem_own_order_free (TiemOwnOrder *self)
{
  if (self == NULL)
    return;

  g_free (self->number);
  g_free (self->buyer_name);
  g_free (self->buyer_phone);
  g_free (self->note);
  tiem_address_clear (&self->address);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_free (self);
}

void
tiem_order_payment_free (TiemOrderPayment *self)
{
  if (self == NULL)
    return;

  g_free (self->note);
  g_free (self);
}

/* --- sums --- */

gint64
tiem_own_order_get_goods (const TiemOwnOrder *self)
{
  gint64 sum = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      const TiemOwnLine *line = g_ptr_array_index (self->lines, i);

      sum += CLAMP (line->quantity, 0, MOST_UNITS) * CLAMP (line->unit_price_vnd, 0, MOST_MONEY);
      sum = MIN (sum, MOST_MONEY * 2);
    }
  return sum;
}

gint64
tiem_own_order_get_units (const TiemOwnOrder *self)
{
  gint64 units = 0;

  for (guint i = 0; i < self->lines->len; i++)
    units += ((const TiemOwnLine *)g_ptr_array_index (self->lines, i))->quantity;
  return units;
}

gint64
tiem_own_order_get_total (const TiemOwnOrder *self)
{
  return tiem_own_order_get_goods (self) - self->discount_vnd + self->shipping_fee_vnd;
}

gint64
tiem_own_order_get_paid (const TiemOwnOrder *self)
{
  return self->paid_vnd < 0 ? tiem_own_order_get_total (self) : self->paid_vnd;
}

gint64
tiem_own_order_get_cod (const TiemOwnOrder *self)
{
  if (self->payment != TIEM_OWN_COD)
    return 0;
  if (self->cod_vnd >= 0)
    return self->cod_vnd;
  return MAX (tiem_own_order_get_total (self) - tiem_own_order_get_paid (self), 0);
}

static gboolean
is_blank (const char *text)
{
  return text == NULL || *text == '\0';
}

gboolean
tiem_own_order_is_empty (const TiemOwnOrder *self)
{
  return self->lines->len == 0 && is_blank (self->buyer_name) && is_blank (self->buyer_phone)
         && is_blank (self->address.line) && is_blank (self->note);
}

/* --- what can be placed --- */

static gboolean
fail (const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, sentence);
  return FALSE;
}

static gboolean
check_lines (const TiemOwnOrder *self,
             GError **error)
{
  if (self->lines->len == 0)
    return fail (_ ("The order has no goods yet; add what the buyer wants."), error);
  if (self->lines->len > MOST_LINES)
    return fail (_ ("An order can have 500 lines at most; make two of it."), error);
  for (guint i = 0; i < self->lines->len; i++)
    {
      const TiemOwnLine *line = g_ptr_array_index (self->lines, i);

      if (line->quantity < 1 || line->quantity > MOST_UNITS)
        return fail (_ ("The quantity of a line is not right; write 1 or more."), error);
      if (line->unit_price_vnd < 0 || line->unit_price_vnd > MOST_MONEY)
        return fail (_ ("The price of a line is not right; write 0 or more."), error);
    }
  return TRUE;
}

static gboolean
check_money (const TiemOwnOrder *self,
             GError **error)
{
  gint64 total = tiem_own_order_get_total (self);

  if (self->shipping_fee_vnd < 0 || self->shipping_fee_vnd > MOST_MONEY)
    return fail (_ ("The shipping fee is not right; write 0 or more."), error);
  if (self->discount_vnd < 0 || self->discount_vnd > tiem_own_order_get_goods (self))
    return fail (_ ("The discount is more than the goods cost; make it smaller."), error);
  if (total > MOST_MONEY)
    return fail (_ ("The order costs more than Tiệm can count; check prices and quantities."),
                 error);
  if (tiem_own_order_get_paid (self) > total)
    return fail (_ ("More is paid than the order costs; check the amount."), error);
  if (tiem_own_order_get_cod (self) > total - tiem_own_order_get_paid (self))
    return fail (_ ("The carrier would collect more than is left to pay; make the COD smaller."),
                 error);
  return TRUE;
}

static gboolean
check_buyer (const TiemOwnOrder *self,
             GError **error)
{
  g_autofree char *phone = NULL;

  if (!is_blank (self->buyer_phone) && (phone = tiem_phone_normalise (self->buyer_phone)) == NULL)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_INVALID,
                   _ ("“%s” is no phone number; write it like 0905 118 274."),
                   self->buyer_phone);
      return FALSE;
    }
  if (self->payment == TIEM_OWN_DEBT && self->customer_id == 0 && phone == NULL
      && is_blank (self->buyer_name)
      && tiem_own_order_get_paid (self) < tiem_own_order_get_total (self))
    return fail (_ ("Nobody is named who owes the money; write the buyer's name or phone."), error);
  return TRUE;
}

gboolean
tiem_own_order_check (const TiemOwnOrder *self,
                      GError **error)
{
  return check_lines (self, error) && check_money (self, error) && check_buyer (self, error);
}

/* --- words --- */

const char *
tiem_own_source_to_string (TiemOwnSource source)
{
  return sources[CLAMP (source, 0, TIEM_N_OWN_SOURCES - 1)].name;
}

gboolean
tiem_own_source_from_string (const char *text,
                             TiemOwnSource *source)
{
  int found = find_word (sources, G_N_ELEMENTS (sources), text);

  *source = found < 0 ? TIEM_OWN_OTHER : (TiemOwnSource)found;
  return found >= 0;
}

const char *
tiem_own_source_get_label (TiemOwnSource source)
{
  return _ (sources[CLAMP (source, 0, TIEM_N_OWN_SOURCES - 1)].label);
}

const char *
tiem_own_payment_to_string (TiemOwnPayment payment)
{
  return payments[CLAMP (payment, 0, TIEM_N_OWN_PAYMENTS - 1)].name;
}

gboolean
tiem_own_payment_from_string (const char *text,
                              TiemOwnPayment *payment)
{
  int found = find_word (payments, G_N_ELEMENTS (payments), text);

  *payment = found < 0 ? TIEM_OWN_PREPAID : (TiemOwnPayment)found;
  return found >= 0;
}

const char *
tiem_own_payment_get_label (TiemOwnPayment payment)
{
  return _ (payments[CLAMP (payment, 0, TIEM_N_OWN_PAYMENTS - 1)].label);
}

const char *
tiem_money_way_to_string (TiemMoneyWay how)
{
  return money_ways[CLAMP (how, 0, TIEM_N_MONEY_WAYS - 1)].name;
}

gboolean
tiem_money_way_from_string (const char *text,
                            TiemMoneyWay *how)
{
  int found = find_word (money_ways, G_N_ELEMENTS (money_ways), text);

  *how = found < 0 ? TIEM_MONEY_CASH : (TiemMoneyWay)found;
  return found >= 0;
}

const char *
tiem_money_way_get_label (TiemMoneyWay how)
{
  return _ (money_ways[CLAMP (how, 0, TIEM_N_MONEY_WAYS - 1)].label);
}
