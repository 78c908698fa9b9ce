#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * One change for many variants, as an owner words it: "all prices 5 % up, to …9.000". Pure
 * arithmetic in whole đồng and units; who it is for and how it is written is the store's.
 */

typedef enum
{
  TIEM_BULK_PRICE,    /* đồng */
  TIEM_BULK_STOCK,    /* units on hand */
  TIEM_BULK_CATEGORY, /* .text */
  TIEM_BULK_ARCHIVED, /* 0 or 1 */
} TiemBulkField;

typedef enum
{
  TIEM_BULK_SET,        /* becomes .amount */
  TIEM_BULK_ADD,        /* .amount more, or less */
  TIEM_BULK_PERCENT,    /* .amount hundredths of a percent more, or less: −550 = −5,5 % */
  TIEM_BULK_TIMES_COST, /* cost × .amount hundredths: 150 = one and a half times */
} TiemBulkHow;

/* What a price that was reckoned ends in; the nearest such price, of two the higher. */
typedef enum
{
  TIEM_BULK_EXACT,  /* whole đồng */
  TIEM_BULK_TO_1000, /* 127.400 → 127.000 */
  TIEM_BULK_TO_9000, /* 127.400 → 129.000 */
} TiemBulkRounding;

typedef struct
{
  TiemBulkField field;
  TiemBulkHow how;
  gint64 amount;
  TiemBulkRounding rounding;
  char *text;   /* (nullable) the new category */
  char *reason; /* (nullable) of a stock movement: "count" … */
  char *note;   /* (nullable) goes with it */
} TiemBulkRule;

TiemBulkRule *tiem_bulk_rule_copy (const TiemBulkRule *self);
void tiem_bulk_rule_free (TiemBulkRule *self);

/* What there is to say about a value. Those of %TIEM_BULK_WRONG can't be written. */
typedef enum
{
  TIEM_BULK_SAME = 1 << 0,          /* it is that already */
  TIEM_BULK_BELOW_COST = 1 << 1,    /* every sale at that price loses money */
  TIEM_BULK_BECOMES_0 = 1 << 2,
  TIEM_BULK_BELOW_HELD = 1 << 3,    /* fewer than open orders hold: some become short */
  TIEM_BULK_NEGATIVE = 1 << 4,
  TIEM_BULK_TOO_MUCH = 1 << 5,      /* beyond reason */
  TIEM_BULK_NO_COST = 1 << 6,       /* nothing to reckon with */
  TIEM_BULK_COMBO = 1 << 7,         /* a combo's stock is that of its parts */
} TiemBulkFlags;
#define TIEM_BULK_WRONG                                                                            \
  (TIEM_BULK_NEGATIVE | TIEM_BULK_TOO_MUCH | TIEM_BULK_NO_COST | TIEM_BULK_COMBO)
#define TIEM_BULK_WARNINGS (TIEM_BULK_BELOW_COST | TIEM_BULK_BECOMES_0 | TIEM_BULK_BELOW_HELD)

/* What decides about a variant. */
typedef struct
{
  gint64 value; /* now */
  gboolean has_cost;
  gint64 cost_vnd;
  gint64 reserved;
  gboolean is_counted; /* its stock was given before */
  gboolean is_bundle;
} TiemBulkFacts;

/* Returns: the new value; where it can't be reckoned the old one (tiem_bulk_rule_judge() says
 * why) */
gint64 tiem_bulk_rule_reckon (const TiemBulkRule *self,
                              const TiemBulkFacts *facts);
/* @value: reckoned, or typed by the owner in its place (@typed: then the rule's own obstacles
 * don't count) */
TiemBulkFlags tiem_bulk_rule_judge (const TiemBulkRule *self,
                                    const TiemBulkFacts *facts,
                                    gint64 value,
                                    gboolean typed);
/* The nearest price that ends so. @price_vnd: 0 or more */
gint64 tiem_bulk_round (gint64 price_vnd,
                        TiemBulkRounding rounding);

/* Reads what a person types: "5", "+10 %", "−5,5", "1.8": hundredths of it. Returns: FALSE when it
 * is no such number, or has more than two decimals */
gboolean tiem_bulk_parse_hundredths (const char *text,
                                     gint64 *hundredths);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemBulkRule, tiem_bulk_rule_free)

G_END_DECLS
