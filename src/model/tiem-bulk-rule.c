#include "model/tiem-bulk-rule.h"

/* Beyond these a number is a slip of the hand; the catalogue refuses it too. */
#define MOST_MONEY G_GINT64_CONSTANT (1000000000000)
#define MOST_UNITS G_GINT64_CONSTANT (1000000000)

/* Hundredths of a percent in a whole. */
#define WHOLE 10000

TiemBulkRule *
tiem_bulk_rule_copy (const TiemBulkRule *self)
{
  TiemBulkRule *copy = g_memdup2 (self, sizeof *self);

  copy->text = g_strdup (self->text);
  copy->reason = g_strdup (self->reason);
  copy->note = g_strdup (self->note);
  return copy;
}

void
tiem_bulk_rule_free (TiemBulkRule *self)
{
  if (self == NULL)
    return;
  g_free (self->text);
  g_free (self->reason);
  g_free (self->note);
  g_free (self);
}

/* @value × @by / @of, the half away from 0; both numbers are small enough for it. */
static gint64
scale (gint64 value,
       gint64 by,
       gint64 of)
{
  gint64 product;

  if (__builtin_mul_overflow (value, by, &product))
    return value < 0 ? -MOST_MONEY * 2 : MOST_MONEY * 2;
  return product >= 0 ? (product + of / 2) / of : -((-product + of / 2) / of);
}

gint64
tiem_bulk_round (gint64 price_vnd,
                 TiemBulkRounding rounding)
{
  switch (rounding)
    {
    case TIEM_BULK_TO_1000:
      return (price_vnd + 500) / 1000 * 1000;
    case TIEM_BULK_TO_9000:
      /* 9.000, 19.000, 29.000 … and nothing below the first of them. */
      return MAX ((price_vnd + 6000) / 10000 * 10000 - 1000, 9000);
    case TIEM_BULK_EXACT:
    default:
      return price_vnd;
    }
}

gint64
tiem_bulk_rule_reckon (const TiemBulkRule *self,
                       const TiemBulkFacts *facts)
{
  gint64 value = facts->value;

  if (self->field == TIEM_BULK_CATEGORY || self->field == TIEM_BULK_ARCHIVED)
    return self->amount;
  switch (self->how)
    {
    case TIEM_BULK_SET:
      return self->amount;
    case TIEM_BULK_ADD:
      value += CLAMP (self->amount, -2 * MOST_MONEY, 2 * MOST_MONEY);
      break;
    case TIEM_BULK_PERCENT:
      value += scale (value, self->amount, WHOLE);
      break;
    case TIEM_BULK_TIMES_COST:
      if (!facts->has_cost)
        return value;
      value = scale (facts->cost_vnd, self->amount, 100);
      break;
    }
  if (self->field == TIEM_BULK_PRICE && value > 0 && value <= MOST_MONEY)
    value = tiem_bulk_round (value, self->rounding);
  return value;
}

gboolean
tiem_bulk_parse_hundredths (const char *text,
                            gint64 *hundredths)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  const char *p = trimmed;
  gboolean negative = *p == '-' || g_str_has_prefix (p, "−");
  gint64 value = 0;
  int digits = 0;
  int decimals = -1;

  if (negative || *p == '+')
    p = g_utf8_next_char (p);
  for (; g_ascii_isdigit (*p) || *p == ',' || *p == '.'; p++)
    {
      if (!g_ascii_isdigit (*p))
        {
          if (decimals >= 0)
            return FALSE;
          decimals = 0;
          continue;
        }
      if (++digits > 9 || (decimals >= 0 && ++decimals > 2))
        return FALSE;
      value = value * 10 + (*p - '0');
    }
  while (*p == ' ')
    p++;
  if (*p == '%')
    p++;
  if (*p != '\0' || digits == 0)
    return FALSE;
  for (int i = MAX (decimals, 0); i < 2; i++)
    value *= 10;
  *hundredths = negative ? -value : value;
  return TRUE;
}

TiemBulkFlags
tiem_bulk_rule_judge (const TiemBulkRule *self,
                      const TiemBulkFacts *facts,
                      gint64 value,
                      gboolean typed)
{
  gint64 most = self->field == TIEM_BULK_STOCK ? MOST_UNITS : MOST_MONEY;
  TiemBulkFlags flags = 0;

  if (self->field == TIEM_BULK_CATEGORY || self->field == TIEM_BULK_ARCHIVED)
    return facts->value == value ? TIEM_BULK_SAME : 0;
  if (value < 0)
    flags |= TIEM_BULK_NEGATIVE;
  if (value > most)
    flags |= TIEM_BULK_TOO_MUCH;
  if (self->field == TIEM_BULK_STOCK)
    {
      if (facts->is_bundle)
        return TIEM_BULK_COMBO;
      if (value == facts->value && facts->is_counted)
        flags |= TIEM_BULK_SAME;
      else if (value >= 0 && value < facts->reserved)
        flags |= TIEM_BULK_BELOW_HELD;
      else if (value == 0)
        flags |= TIEM_BULK_BECOMES_0;
      return flags;
    }
  if (self->how == TIEM_BULK_TIMES_COST && !facts->has_cost && !typed)
    return TIEM_BULK_NO_COST;
  if (value == facts->value)
    flags |= TIEM_BULK_SAME;
  else if (value == 0)
    flags |= TIEM_BULK_BECOMES_0;
  else if (value > 0 && facts->has_cost && value < facts->cost_vnd)
    flags |= TIEM_BULK_BELOW_COST;
  return flags;
}
