#define G_LOG_DOMAIN "tiem-purchase"

#include "config.h"

#include "model/tiem-purchase.h"

#include "base/tiem-error.h"

#include <glib/gi18n-lib.h>

/* Beyond any slip; a product of the two, and sums of them, stay far from overflow. */
#define MOST_UNITS G_GINT64_CONSTANT (1000000)
#define MOST_MONEY G_GINT64_CONSTANT (1000000000000)

static const char *const kinds[] = {
  [TIEM_PURCHASE] = "purchase",
  [TIEM_SUPPLIER_RETURN] = "supplier-return",
};

static const char *const states[] = {
  [TIEM_SLIP_DRAFT] = "draft",
  [TIEM_SLIP_DONE] = "done",
  [TIEM_SLIP_UNDONE] = "undone",
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == TIEM_N_PURCHASE_KINDS);
G_STATIC_ASSERT (G_N_ELEMENTS (states) == TIEM_N_SLIP_STATES);

/* --- values --- */

TiemSupplier *
tiem_supplier_new (void)
{
  return g_new0 (TiemSupplier, 1);
}

TiemSupplier *
tiem_supplier_copy (const TiemSupplier *self)
{
  TiemSupplier *copy = g_memdup2 (self, sizeof *self);

  copy->code = g_strdup (self->code);
  copy->name = g_strdup (self->name);
  copy->phone = g_strdup (self->phone);
  copy->email = g_strdup (self->email);
  copy->address = g_strdup (self->address);
  copy->tax_code = g_strdup (self->tax_code);
  copy->note = g_strdup (self->note);
  return copy;
}

void
tiem_supplier_free (TiemSupplier *self)
{
  if (self == NULL)
    return;

  g_free (self->code);
  g_free (self->name);
  g_free (self->phone);
  g_free (self->email);
  g_free (self->address);
  g_free (self->tax_code);
  g_free (self->note);
  g_free (self);
}

void
tiem_supplier_payment_free (TiemSupplierPayment *self)
{
  if (self == NULL)
    return;

  g_free (self->number);
  g_free (self->note);
  g_free (self);
}

TiemPurchaseLine *
tiem_purchase_line_new (gint64 variant_id,
                        gint64 quantity,
                        gint64 price_vnd)
{
  TiemPurchaseLine *self = g_new0 (TiemPurchaseLine, 1);

  self->variant_id = variant_id;
  self->quantity = quantity;
  self->price_vnd = price_vnd;
  self->last_price_vnd = -1;
  self->most = -1;
  return self;
}

TiemPurchaseLine *
tiem_purchase_line_copy (const TiemPurchaseLine *self)
{
  TiemPurchaseLine *copy = g_memdup2 (self, sizeof *self);

  copy->sku = g_strdup (self->sku);
  copy->title = g_strdup (self->title);
  copy->options = g_strdup (self->options);
  copy->barcode = g_strdup (self->barcode);
  return copy;
}

void
tiem_purchase_line_free (TiemPurchaseLine *self)
{
  if (self == NULL)
    return;

  g_free (self->sku);
  g_free (self->title);
  g_free (self->options);
  g_free (self->barcode);
  g_free (self);
}

TiemPurchase *
tiem_purchase_new (TiemPurchaseKind kind)
{
  TiemPurchase *self = g_new0 (TiemPurchase, 1);

  self->kind = kind;
  self->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_purchase_line_free);
  return self;
}

TiemPurchase *
tiem_purchase_copy (const TiemPurchase *self)
{
  TiemPurchase *copy = g_memdup2 (self, sizeof *self);

  copy->number = g_strdup (self->number);
  copy->supplier_name = g_strdup (self->supplier_name);
  copy->supplier_code = g_strdup (self->supplier_code);
  copy->of_number = g_strdup (self->of_number);
  copy->location_name = g_strdup (self->location_name);
  copy->note = g_strdup (self->note);
  copy->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_purchase_line_free);
  for (guint i = 0; i < self->lines->len; i++)
    g_ptr_array_add (copy->lines, tiem_purchase_line_copy (g_ptr_array_index (self->lines, i)));
  return copy;
}

void
tiem_purchase_free (TiemPurchase *self)
{
  if (self == NULL)
    return;

  g_free (self->number);
  g_free (self->supplier_name);
  g_free (self->supplier_code);
  g_free (self->of_number);
  g_free (self->location_name);
  g_free (self->note);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_free (self);
}

/* --- sums --- */

/* Of a line that is wrong, too: such a slip is shown, though it can't be booked. */
gint64
tiem_purchase_line_get_total (const TiemPurchaseLine *self)
{
  return CLAMP (self->quantity, 0, MOST_UNITS) * CLAMP (self->price_vnd, 0, MOST_MONEY)
         - CLAMP (self->discount_vnd, 0, MOST_MONEY);
}

gint64
tiem_purchase_get_goods (const TiemPurchase *self)
{
  gint64 sum = 0;

  for (guint i = 0; i < self->lines->len; i++)
    {
      sum += tiem_purchase_line_get_total (g_ptr_array_index (self->lines, i));
      sum = MIN (sum, MOST_MONEY * 2);
    }
  return sum;
}

gint64
tiem_purchase_get_units (const TiemPurchase *self)
{
  gint64 units = 0;

  for (guint i = 0; i < self->lines->len; i++)
    units += ((const TiemPurchaseLine *)g_ptr_array_index (self->lines, i))->quantity;
  return units;
}

gint64
tiem_purchase_get_total (const TiemPurchase *self)
{
  return tiem_purchase_get_goods (self) - self->discount_vnd
         + (self->freight_apart ? 0 : self->freight_vnd);
}

gint64
tiem_purchase_share_discount (const TiemPurchase *self,
                              const TiemPurchase *whole)
{
  gint64 part = tiem_purchase_get_goods (self);
  gint64 all = tiem_purchase_get_goods (whole);

  if (part <= 0 || all <= 0)
    return 0;
  return MIN (part, (gint64)(((__int128)whole->discount_vnd * part + all / 2) / all));
}

gint64
tiem_purchase_get_paid (const TiemPurchase *self)
{
  return self->paid_vnd < 0 ? MAX (tiem_purchase_get_total (self), 0) : self->paid_vnd;
}

gboolean
tiem_purchase_is_empty (const TiemPurchase *self)
{
  return self->lines->len == 0 && self->supplier_id == 0
         && (self->note == NULL || *self->note == '\0');
}

guint
tiem_purchase_join_lines (TiemPurchase *self)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  guint joined = 0;
  guint i = 0;

  while (i < self->lines->len)
    {
      TiemPurchaseLine *line = g_ptr_array_index (self->lines, i);
      TiemPurchaseLine *first = g_hash_table_lookup (seen, &line->variant_id);

      if (first == NULL)
        {
          g_hash_table_insert (seen, &line->variant_id, line);
          i++;
          continue;
        }
      first->quantity = MIN (first->quantity + line->quantity, MOST_UNITS + 1);
      first->discount_vnd = MIN (first->discount_vnd + line->discount_vnd, MOST_MONEY + 1);
      first->price_vnd = line->price_vnd;
      g_ptr_array_remove_index (self->lines, i);
      joined++;
    }
  return joined;
}

/* --- what can be booked --- */

static gboolean
fail (const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, sentence);
  return FALSE;
}

static const char *
name_line (const TiemPurchaseLine *line)
{
  return line->sku != NULL && *line->sku != '\0' ? line->sku
         : line->title != NULL                   ? line->title
                                                 : "—";
}

static gboolean
fail_line (const char *sentence,
           const TiemPurchaseLine *line,
           GError **error)
{
  g_autofree char *text = g_strdup_printf (sentence, name_line (line));

  return fail (text, error);
}

static gboolean
check_line (const TiemPurchaseLine *line,
            GError **error)
{
  /* Translators: the SKU of a line of a purchase */
  if (line->quantity < 1)
    return fail_line (_ ("The quantity of %s is not right; write 1 or more."), line, error);
  if (line->quantity > MOST_UNITS)
    return fail_line (_ ("The quantity of %s is more than Tiệm can count; check it."), line, error);
  if (line->price_vnd < 0 || line->price_vnd > MOST_MONEY)
    return fail_line (_ ("The price of %s is not right; write 0 or more."), line, error);
  if (line->discount_vnd < 0 || tiem_purchase_line_get_total (line) < 0)
    return fail_line (
        _ ("The discount of %s is more than its goods cost; make it smaller."), line, error);
  return TRUE;
}

static gboolean
check_money (const TiemPurchase *self,
             GError **error)
{
  gint64 total = tiem_purchase_get_total (self);

  if (self->freight_vnd < 0 || self->freight_vnd > MOST_MONEY)
    return fail (_ ("The freight is not right; write 0 or more."), error);
  if (self->discount_vnd < 0 || self->discount_vnd > tiem_purchase_get_goods (self))
    return fail (_ ("The discount is more than the goods cost; make it smaller."), error);
  if (total > MOST_MONEY || tiem_purchase_get_goods (self) > MOST_MONEY)
    return fail (_ ("The slip costs more than Tiệm can count; check prices and quantities."),
                 error);
  if (self->paid_vnd > total)
    return fail (_ ("More is paid than the slip costs; check the amount."), error);
  return TRUE;
}

gboolean
tiem_purchase_check (const TiemPurchase *self,
                     GError **error)
{
  if (self->supplier_id == 0)
    return fail (_ ("The slip names no supplier; choose one, or make a new one."), error);
  if (self->lines->len == 0)
    return fail (_ ("The slip has no goods yet; scan them, or look for them by name."), error);
  if (self->lines->len > TIEM_PURCHASE_MOST_LINES)
    return fail (_ ("A slip can have 2,000 lines at most; make two of it."), error);
  for (guint i = 0; i < self->lines->len; i++)
    if (!check_line (g_ptr_array_index (self->lines, i), error))
      return FALSE;
  return check_money (self, error);
}

/* --- spreading what the lines share --- */

typedef struct
{
  guint index;
  gint64 cut; /* what the division left over */
} Rest;

static int
compare_rests (gconstpointer a,
               gconstpointer b)
{
  const Rest *first = a;
  const Rest *second = b;

  if (first->cut != second->cut)
    return first->cut > second->cut ? -1 : 1;
  return first->index < second->index ? -1 : first->index > second->index;
}

/* Divides @amount ≥ 0 by @weights of the sum @sum > 0 into @parts. */
static void
divide (gint64 amount,
        const gint64 *weights,
        gint64 sum,
        gint64 *parts,
        guint n)
{
  g_autofree Rest *rests = g_new0 (Rest, n);
  gint64 left = amount;

  for (guint i = 0; i < n; i++)
    {
      /* 10¹² × 10¹² needs more than 64 bits. */
      __int128 product = (__int128)amount * weights[i];

      parts[i] = (gint64)(product / sum);
      rests[i] = (Rest){ i, (gint64)(product % sum) };
      left -= parts[i];
    }
  qsort (rests, n, sizeof *rests, compare_rests);
  for (guint i = 0; left > 0; i++, left--)
    parts[rests[i].index]++;
}

void
tiem_purchase_spread (TiemPurchase *self)
{
  guint n = self->lines->len;
  g_autofree gint64 *weights = g_new0 (gint64, n);
  g_autofree gint64 *off = g_new0 (gint64, n);
  g_autofree gint64 *on = g_new0 (gint64, n);
  gint64 goods = tiem_purchase_get_goods (self);
  gint64 sum = 0;

  for (guint i = 0; i < n; i++)
    {
      const TiemPurchaseLine *line = g_ptr_array_index (self->lines, i);

      weights[i] = goods > 0 ? tiem_purchase_line_get_total (line) : line->quantity;
      sum += weights[i];
    }
  if (sum > 0)
    {
      divide (MAX (self->discount_vnd, 0), weights, sum, off, n);
      divide (MAX (self->freight_vnd, 0), weights, sum, on, n);
    }
  for (guint i = 0; i < n; i++)
    {
      TiemPurchaseLine *line = g_ptr_array_index (self->lines, i);

      line->cost_vnd = tiem_purchase_line_get_total (line) - off[i] + on[i];
    }
}

/* --- words --- */

static int
find_word (const char *const *words,
           guint n,
           const char *text)
{
  for (guint i = 0; i < n; i++)
    if (g_strcmp0 (words[i], text) == 0)
      return (int)i;
  return -1;
}

const char *
tiem_purchase_kind_to_string (TiemPurchaseKind kind)
{
  return kinds[CLAMP (kind, 0, TIEM_N_PURCHASE_KINDS - 1)];
}

gboolean
tiem_purchase_kind_from_string (const char *text,
                                TiemPurchaseKind *kind)
{
  int found = find_word (kinds, G_N_ELEMENTS (kinds), text);

  *kind = found < 0 ? TIEM_PURCHASE : (TiemPurchaseKind)found;
  return found >= 0;
}

const char *
tiem_slip_state_to_string (TiemSlipState state)
{
  return states[CLAMP (state, 0, TIEM_N_SLIP_STATES - 1)];
}

gboolean
tiem_slip_state_from_string (const char *text,
                             TiemSlipState *state)
{
  int found = find_word (states, G_N_ELEMENTS (states), text);

  *state = found < 0 ? TIEM_SLIP_DRAFT : (TiemSlipState)found;
  return found >= 0;
}
