#pragma once

#include "model/tiem-remote.h"
#include "model/tiem-units.h"

G_BEGIN_DECLS

/*
 * Addresses as buyers and platforms write them, and the same in today's units: number and
 * street, ward, province.
 */

/* Takes one line of text apart: "12 ngõ 5 Trần Duy Hưng, P. Trung Hoà, Q. Cầu Giấy, Hà Nội", in
 * either form, with or without commas, in NFC or NFD, in English or in reverse order. Parts are as
 * written; what names no unit is left to .line, in masked text everything. Only .line, .ward,
 * .district, .province and .text of @address are set (owned). */
void tiem_address_parse (const char *text,
                         TiemAddress *address);

typedef enum
{
  TIEM_PLACE_UNKNOWN,  /* no unit was recognised */
  TIEM_PLACE_MASKED,   /* the platform hides it */
  TIEM_PLACE_PROVINCE, /* the province alone */
  TIEM_PLACE_TODAY,    /* written in today's units */
  TIEM_PLACE_MOVED,    /* in those of before; the whole old ward went to one of today's */
  TIEM_PLACE_DOUBTFUL, /* in those of before; several of today's are possible */
} TiemPlaceState;

/* Where an address lies today. */
typedef struct
{
  TiemPlaceState state;
  const TiemProvince *province; /* (nullable) */
  const TiemWard *ward;         /* (nullable): the only one, or the one the owner chose */
  GPtrArray *candidates;        /* (element-type TiemWard): the likeliest first */
  gboolean chosen;              /* .ward is the owner's choice */
  char *line;                   /* number and street */
  char *before;                 /* (nullable) "Phường Trung Hoà, Quận Cầu Giấy": what is no more */
  char *ended;                  /* (nullable) "2025-07-01": the first day without it */
  gboolean district_unknown;    /* it has a district that there never was in its province */
} TiemPlace;

/* Returns: (transfer full): @address looked up; its own parts, or those of its text. @chosen_code:
 * (nullable): the ward that the owner has chosen for it */
TiemPlace *tiem_place_new (const TiemAddress *address,
                           const char *chosen_code);
void tiem_place_free (TiemPlace *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemPlace, tiem_place_free)

/* Whether today's form can be told for sure: as written, moved as a whole, or chosen. */
gboolean tiem_place_is_certain (const TiemPlace *self);
/* Whether today's form says anything else than the address as written. */
gboolean tiem_place_differs (const TiemPlace *self);
/* Returns: (transfer full) (nullable): "Phường 9, Quận 3 không còn từ 1/7/2025; nay là …": for an
 * address in units that are no more, a sentence of its own; NULL when there is nothing to say */
char *tiem_place_dup_notice (const TiemPlace *self);

/* Returns: (transfer full) (nullable): in today's form, as tiem_address_format_new() */
char *tiem_place_format (const TiemPlace *self);
/* Returns: (transfer full) (nullable): the address in today's form, one line, as labels print it:
 * number and street, ward, province. NULL when the ward is not certain: print what was given. */
char *tiem_address_format_new (const TiemAddress *address,
                               const char *chosen_code);
/* Returns: (transfer full) (nullable): the address as it was received, in one line */
char *tiem_address_format (const TiemAddress *address);
/* Returns: (transfer full): "12 tran duy hung|trung hoa|cau giay|01": what the owner's choice for
 * this address is remembered under. The street belongs to it: a divided ward was divided there. */
char *tiem_address_choice_key (const TiemAddress *address);
/* Returns: (nullable): the name of today's province for @province, as lists show it; @province
 * itself where it is none */
const char *tiem_address_province_name (const char *province);
/* The same without “Thành phố”, “Tỉnh”: for columns, where every pixel counts. */
const char *tiem_address_province_short (const char *province);

G_END_DECLS
