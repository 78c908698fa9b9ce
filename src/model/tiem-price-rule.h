#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What goods cost at a channel, worked out from what they cost in the shop: the channel's rule,
 * then the listing's own price, then a promotion (design §4 "Prices"). Whole đồng throughout. */

typedef enum
{
  TIEM_PRICE_EXACT,    /* as it comes out */
  TIEM_PRICE_THOUSAND, /* the nearest 1.000 */
  TIEM_PRICE_NINE,     /* the nearest price that ends in 9.000: 139.000 */
} TiemPriceRounding;

const char *tiem_price_rounding_to_string (TiemPriceRounding rounding);
/* Returns: FALSE for a word that is none */
gboolean tiem_price_rounding_from_string (const char *text,
                                          TiemPriceRounding *rounding);

typedef struct
{
  gint64 percent_hundredths; /* 500 = 5 % dearer, −250 = 2,5 % cheaper */
  gint64 amount_vnd;         /* on top of that, or off */
  TiemPriceRounding rounding;
} TiemPriceRule;

#define TIEM_PRICE_MOST_PERCENT 100000 /* hundredths: ten times as much */
#define TIEM_PRICE_LEAST_PERCENT (-9900)

/* Halves are rounded up. Returns: the price, never below 0; what costs nothing stays so */
gint64 tiem_price_rule_apply (const TiemPriceRule *self,
                              gint64 base_vnd);
gboolean tiem_price_rule_is_plain (const TiemPriceRule *self);
/* Returns: (transfer full): for people: "+5 % + 2.000 ₫, to …9.000"; "as in the shop" */
char *tiem_price_rule_describe (const TiemPriceRule *self);
/* What a person types: "5", "+2,5", "-3%". Returns: FALSE when it is no percentage in range */
gboolean tiem_price_rule_parse_percent (const char *text,
                                        gint64 *hundredths);
/* Returns: (transfer full): "+5", "−2,5", "0" */
char *tiem_price_rule_format_percent (gint64 hundredths);

/* Where a price comes from; a later one wins. */
typedef enum
{
  TIEM_PRICE_FROM_SHOP,
  TIEM_PRICE_FROM_RULE,
  TIEM_PRICE_FROM_LISTING,
  TIEM_PRICE_FROM_PROMOTION,
} TiemPriceSource;

typedef struct
{
  gint64 base_vnd; /* in the shop */
  TiemPriceRule rule;
  gint64 own_vnd;       /* the listing's own price; −1 = none */
  gint64 promotion_vnd; /* −1 = none */
  gint64 promotion_from;  /* ms UTC */
  gint64 promotion_until; /* ms UTC; 0 = until it is taken away */
} TiemPriceInput;

/* Whether the promotion is in force at @now. */
gboolean tiem_price_promotion_is_on (const TiemPriceInput *self,
                                     gint64 now);
/* @source: (out) (optional) */
gint64 tiem_price_wanted (const TiemPriceInput *self,
                          gint64 now,
                          TiemPriceSource *source);
/* Returns: (transfer full): a sentence: how the price came to be */
char *tiem_price_explain (const TiemPriceInput *self,
                          gint64 now);

G_END_DECLS
