#define G_LOG_DOMAIN "tiem-price-rule"

#include "config.h"

#include "model/tiem-price-rule.h"

#include "base/tiem-money.h"
#include "base/tiem-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const char *const roundings[] = {
  [TIEM_PRICE_EXACT] = "exact",
  [TIEM_PRICE_THOUSAND] = "thousand",
  [TIEM_PRICE_NINE] = "nine",
};

const char *
tiem_price_rounding_to_string (TiemPriceRounding rounding)
{
  return roundings[rounding];
}

gboolean
tiem_price_rounding_from_string (const char *text,
                                 TiemPriceRounding *rounding)
{
  for (guint i = 0; i < G_N_ELEMENTS (roundings); i++)
    if (g_strcmp0 (text, roundings[i]) == 0)
      {
        *rounding = i;
        return TRUE;
      }
  return FALSE;
}

/* The nearest number that is @rest over a multiple of @step; halves up, never below @rest. */
static gint64
round_to (gint64 price,
          gint64 step,
          gint64 rest)
{
  gint64 shifted = price - rest + step / 2;

  return shifted < 0 ? (rest > 0 ? rest : 0) : shifted / step * step + rest;
}

gint64
tiem_price_rule_apply (const TiemPriceRule *self,
                       gint64 base_vnd)
{
  gint64 factor
      = 10000 + CLAMP (self->percent_hundredths, TIEM_PRICE_LEAST_PERCENT, TIEM_PRICE_MOST_PERCENT);
  gint64 price;

  if (base_vnd <= 0)
    return MAX (base_vnd, 0);
  /* In two parts, so that no product overflows. */
  price = base_vnd / 10000 * factor + (base_vnd % 10000 * factor + 5000) / 10000;
  price = MAX (price + self->amount_vnd, 0);
  switch (self->rounding)
    {
    case TIEM_PRICE_THOUSAND:
      return MAX (round_to (price, 1000, 0), 1000);
    case TIEM_PRICE_NINE:
      return round_to (price, 10000, 9000);
    case TIEM_PRICE_EXACT:
    default:
      return price;
    }
}

gboolean
tiem_price_rule_is_plain (const TiemPriceRule *self)
{
  return self->percent_hundredths == 0 && self->amount_vnd == 0
         && self->rounding == TIEM_PRICE_EXACT;
}

char *
tiem_price_rule_format_percent (gint64 hundredths)
{
  gint64 size = ABS (hundredths);
  const char *sign = hundredths < 0 ? "−" : hundredths > 0 ? "+" : "";

  if (size % 100 == 0)
    return g_strdup_printf ("%s%d", sign, (int)(size / 100));
  if (size % 10 == 0)
    return g_strdup_printf ("%s%d,%d", sign, (int)(size / 100), (int)(size % 100 / 10));
  return g_strdup_printf ("%s%d,%02d", sign, (int)(size / 100), (int)(size % 100));
}

gboolean
tiem_price_rule_parse_percent (const char *text,
                               gint64 *hundredths)
{
  g_autofree char *copy = g_strstrip (g_strdup (text));
  const char *c = copy;
  gboolean is_negative = FALSE;
  gint64 value = 0;
  guint decimals = 0;
  gboolean has_digit = FALSE;

  if (g_str_has_prefix (c, "−"))
    {
      is_negative = TRUE;
      c += strlen ("−");
    }
  else if (*c == '-' || *c == '+')
    {
      is_negative = *c++ == '-';
    }
  for (; g_ascii_isdigit (*c) && value < 1000000; c++, has_digit = TRUE)
    value = value * 10 + (*c - '0');
  value *= 100;
  if ((*c == ',' || *c == '.') && has_digit)
    for (c++; g_ascii_isdigit (*c) && decimals < 2; c++, decimals++)
      value += (*c - '0') * (decimals == 0 ? 10 : 1);
  while (*c == ' ')
    c++;
  if (*c == '%')
    c++;
  if (!has_digit || *c != '\0')
    return FALSE;
  value = is_negative ? -value : value;
  if (value > TIEM_PRICE_MOST_PERCENT || value < TIEM_PRICE_LEAST_PERCENT)
    return FALSE;
  *hundredths = value;
  return TRUE;
}

char *
tiem_price_rule_describe (const TiemPriceRule *self)
{
  GString *text = g_string_new (NULL);

  if (tiem_price_rule_is_plain (self))
    {
      g_string_append (text, _ ("as in the shop"));
      return g_string_free (text, FALSE);
    }
  if (self->percent_hundredths != 0)
    {
      g_autofree char *percent = tiem_price_rule_format_percent (self->percent_hundredths);

      g_string_append_printf (text, "%s %%", percent);
    }
  if (self->amount_vnd != 0)
    {
      g_autofree char *amount = tiem_money_format (ABS (self->amount_vnd));

      g_string_append_printf (
          text, "%s%s%s", text->len > 0 ? " " : "", self->amount_vnd > 0 ? "+" : "−", amount);
    }
  if (self->rounding != TIEM_PRICE_EXACT)
    g_string_append_printf (text,
                            "%s%s",
                            text->len > 0 ? ", " : "",
                            self->rounding == TIEM_PRICE_THOUSAND ? _ ("rounded to 1.000")
                                                                  : _ ("rounded to …9.000"));
  return g_string_free (text, FALSE);
}

gboolean
tiem_price_promotion_is_on (const TiemPriceInput *self,
                            gint64 now)
{
  return self->promotion_vnd >= 0 && now >= self->promotion_from
         && (self->promotion_until == 0 || now < self->promotion_until);
}

gint64
tiem_price_wanted (const TiemPriceInput *self,
                   gint64 now,
                   TiemPriceSource *source)
{
  TiemPriceSource from;
  gint64 price;

  if (tiem_price_promotion_is_on (self, now))
    {
      from = TIEM_PRICE_FROM_PROMOTION;
      price = self->promotion_vnd;
    }
  else if (self->own_vnd >= 0)
    {
      from = TIEM_PRICE_FROM_LISTING;
      price = self->own_vnd;
    }
  else
    {
      from = tiem_price_rule_is_plain (&self->rule) ? TIEM_PRICE_FROM_SHOP : TIEM_PRICE_FROM_RULE;
      price = tiem_price_rule_apply (&self->rule, self->base_vnd);
    }
  if (source != NULL)
    *source = from;
  return price;
}

char *
tiem_price_explain (const TiemPriceInput *self,
                    gint64 now)
{
  TiemPriceSource source;
  g_autofree char *wanted = tiem_money_format (tiem_price_wanted (self, now, &source));
  g_autofree char *base = tiem_money_format (self->base_vnd);

  if (source == TIEM_PRICE_FROM_PROMOTION)
    {
      g_autofree char *until
          = self->promotion_until != 0 ? tiem_time_format_short (self->promotion_until, now) : NULL;

      return until != NULL
                 /* Translators: a price, a time */
                 ? g_strdup_printf (_ ("Promotion: %s until %s."), wanted, until)
                 : g_strdup_printf (_ ("Promotion: %s."), wanted);
    }
  if (source == TIEM_PRICE_FROM_LISTING)
    /* Translators: two prices */
    return g_strdup_printf (
        _ ("This listing has a price of its own: %s (%s in the shop)."), wanted, base);
  if (source == TIEM_PRICE_FROM_RULE)
    {
      g_autofree char *rule = tiem_price_rule_describe (&self->rule);

      /* Translators: a price, a rule such as "+5 %, rounded to 1.000", the price that comes out */
      return g_strdup_printf (
          _ ("The channel's rule: %s in the shop, %s: %s."), base, rule, wanted);
    }
  return g_strdup_printf (_ ("The price of the shop: %s."), wanted);
}
