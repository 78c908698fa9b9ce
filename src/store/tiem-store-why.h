#pragma once

#include "store/tiem-row-list.h"

G_BEGIN_DECLS

/*
 * "Why are 3 left?": a number of a variant that people are shown, and the movements, reservations,
 * sends, slips and orders behind it. Each way to make the number is a list of parts; what they give
 * is the number, and tiem_why_adds_up() says so.
 */

typedef enum
{
  TIEM_FIGURE_AVAILABLE,
  TIEM_FIGURE_ON_HAND,
  TIEM_FIGURE_RESERVED,
  TIEM_FIGURE_CHANNELS, /* what each listing should show: a way for each */
  TIEM_FIGURE_INCOMING, /* on purchase slips that are not booked yet */
  TIEM_FIGURE_SOLD,     /* in 30 days */
  TIEM_FIGURE_VALUE,    /* of what is on hand, đồng */
  TIEM_N_FIGURES
} TiemFigure;
/* The word of cli.md: "on_hand". */
const char *tiem_figure_to_string (TiemFigure figure);
gboolean tiem_figure_from_string (const char *word,
                                  TiemFigure *figure);

/* What a part opens. */
typedef enum
{
  TIEM_WHY_NOTHING,
  TIEM_WHY_MOVEMENTS, /* .target_word: the reason (nullable), .target_id: the place (0 = all) */
  TIEM_WHY_ORDER,
  TIEM_WHY_SLIP,      /* .target_word: its kind */
  TIEM_WHY_VARIANT,
  TIEM_WHY_FIGURE,    /* .target_id: a TiemFigure of the same variant */
} TiemWhyTarget;

typedef struct
{
  char *label;
  char *detail;       /* (nullable) */
  char *channel_kind; /* (nullable) */
  gboolean has_amount;
  gint64 amount;      /* units, or đồng where the figure is money */
  gint64 at;          /* ms UTC, 0 = no matter when */
  TiemWhyTarget target;
  gint64 target_id;
  char *target_word;
} TiemWhyPart;

typedef struct
{
  const char *code;    /* for scripts: "reasons", "places", "orders" … */
  char *heading;
  char *note;          /* (nullable): a sentence */
  char *channel_kind;  /* (nullable) of a listing */
  gint64 listing_id;   /* 0 = of no listing */
  gboolean is_least;   /* the least of the parts is the number; else their sum */
  gboolean has_number; /* FALSE: there is none, and .note says why */
  gint64 number;
  GPtrArray *parts;    /* (element-type TiemWhyPart) */
  GPtrArray *events;   /* (element-type TiemWhyPart): what was sent and confirmed, newest first;
                        * no part of the sum */
} TiemWhyWay;
/* Returns: what the parts give */
gint64 tiem_why_way_sum (const TiemWhyWay *self);

typedef struct
{
  TiemFigure figure;
  TiemVariant *variant;
  gboolean is_money;
  gboolean has_number; /* FALSE: of the channels, each has its own */
  gint64 number;
  GPtrArray *ways;     /* (element-type TiemWhyWay) */
  GPtrArray *notes;    /* (element-type utf8): sentences on what is under way */
} TiemWhy;
void tiem_why_free (TiemWhy *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemWhy, tiem_why_free)
/* Whether every way gives its number, and those of a figure that has one give that. */
gboolean tiem_why_adds_up (const TiemWhy *self);

TiemWhy *tiem_store_tell_why (TiemStore *self,
                              gint64 variant_id,
                              TiemFigure figure,
                              GError **error);

/* --- all movements of a variant --- */

typedef struct
{
  gint64 variant_id;
  char *reason;       /* (nullable) = any */
  gint64 location_id; /* 0 = all places */
  gint64 since;       /* ms UTC, 0 = from the beginning */
  gint64 until;       /* before it; 0 = to the end */
  char *search;       /* (nullable): typed by a person: order, slip, channel or note */
} TiemMovementQuery;
TiemMovementQuery *tiem_movement_query_copy (const TiemMovementQuery *self);
void tiem_movement_query_free (TiemMovementQuery *self);

typedef struct
{
  gint64 id;
  TiemMovement *movement;
  gint64 location_id;
  char *location_name;
  gint64 total; /* on hand at all places together, after it */
} TiemCardLine;
void tiem_card_line_free (TiemCardLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemCardLine, tiem_card_line_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemMovementQuery, tiem_movement_query_free)

typedef struct
{
  gint64 times;
  gint64 in;  /* units that came */
  gint64 out; /* units that went, as a positive number */
} TiemCardSum;

/* Returns: (element-type TiemCardLine): newest first; @limit 0 = all */
GPtrArray *tiem_store_list_card (TiemStore *self,
                                 const TiemMovementQuery *query,
                                 gint64 limit,
                                 gint64 offset,
                                 GError **error);
/* Returns: (nullable): %NULL without @error when there is no such movement */
TiemCardLine *tiem_store_get_card_line (TiemStore *self,
                                        gint64 movement_id,
                                        GError **error);
gboolean tiem_store_sum_card (TiemStore *self,
                              const TiemMovementQuery *query,
                              TiemCardSum *sum,
                              GError **error);

/* Of TiemCardLine, newest first. */
TiemRowList *tiem_row_list_new_card (TiemStore *store);
void tiem_row_list_set_card_query (TiemRowList *self,
                                   const TiemMovementQuery *query);

G_END_DECLS
