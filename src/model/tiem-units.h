#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Vietnam's administrative units. Since 1 July 2025 there are two levels, 34 provinces and their
 * wards (phường, xã, đặc khu); districts ended on that day. Buyers and platforms still write the
 * three levels of before, so these are known as well, each old ward with what took it over.
 *
 * Sources: Resolution 202/2025/QH15 (provinces) and the resolutions of the Standing Committee of
 * the National Assembly of 16 June 2025 (wards), as collected by the data sets that
 * data/units/README.md names, with their licences.
 *
 * The table is read once, on first use, on any thread; it never changes and is never freed.
 */

typedef struct _TiemWard TiemWard;
typedef struct _TiemOldWard TiemOldWard;

typedef struct
{
  const char *code; /* "01" */
  const char *name; /* "Thành phố Hà Nội" */
  const char *key;  /* "ha noi": folded, without the word for its kind */
  const TiemWard *wards;
  guint n_wards;
} TiemProvince;

struct _TiemWard
{
  const char *code; /* "00175" */
  const char *name; /* "Phường Yên Hoà" */
  const char *key;  /* "yen hoa" */
  const TiemProvince *province;
  const TiemOldWard *const *formed_from; /* wards of before that it took over, or parts of them */
  guint n_formed_from;
  const TiemWard *next; /* of the same key (nullable) */
};

typedef struct
{
  const char *name;
  const char *key;
  const TiemProvince *province; /* that it lies in today */
} TiemOldProvince;

typedef struct _TiemDistrict TiemDistrict;
struct _TiemDistrict
{
  const char *name; /* "Quận Cầu Giấy" */
  const char *key;
  const char *ended; /* "2025-07-01": the first day without it */
  const TiemOldProvince *province;
  const TiemOldWard *wards;
  guint n_wards;
  const TiemWard *whole; /* (nullable): what a district without wards became */
  const TiemDistrict *next; /* of the same key (nullable) */
};

struct _TiemOldWard
{
  const char *name; /* "Phường Trung Hoà" */
  const char *key;
  const TiemDistrict *district;
  const TiemWard *const *successors; /* the main one first */
  guint8 n_successors;               /* 1: it went there as a whole */
  gboolean is_part;                  /* of the one successor known only a part is told of */
  const TiemOldWard *next;           /* of the same key (nullable) */
};

/* Returns: (array length=n): today's, in the order of their codes */
const TiemProvince *tiem_units_get_provinces (guint *n);
/* Returns: (array length=n): today's, province by province */
const TiemWard *tiem_units_get_wards (guint *n);
/* Returns: (nullable) */
const TiemProvince *tiem_units_get_province (const char *code);
/* Returns: (nullable) */
const TiemWard *tiem_units_get_ward (const char *code);

/* The kind of unit that a name begins with. */
typedef enum
{
  TIEM_UNIT_NONE,
  TIEM_UNIT_PHUONG,
  TIEM_UNIT_XA,
  TIEM_UNIT_THI_TRAN,
  TIEM_UNIT_DAC_KHU,
  TIEM_UNIT_QUAN,
  TIEM_UNIT_HUYEN,
  TIEM_UNIT_THI_XA,
  TIEM_UNIT_THANH_PHO,
  TIEM_UNIT_TINH,
} TiemUnitKind;
/* @folded: as tiem_text_fold() leaves it. Reads the kind in front ("p", "phuong", "tp", "tx", "f"
 * as in "f12") or, in English, behind ("ward", "district"). Returns: (transfer full): the bare
 * name, a number without its zeros. */
char *tiem_unit_split (const char *folded,
                       TiemUnitKind *kind);
/* Returns: (transfer full): @name in lower case with its tone marks at the end of each word, so
 * that "Hoà" and "Hòa" are one and "Văn Lang" and "Văn Lăng" are two */
char *tiem_unit_toned_key (const char *name);

/* A province as people write it: of today or of before, with or without "Tỉnh", "TP.", tones or
 * spaces, and the usual short forms. @old: (out) (optional) (nullable): the one of before that
 * was meant. Returns: (nullable): the one of today. Masked text is none. */
const TiemProvince *tiem_units_find_province (const char *text,
                                              const TiemOldProvince **old);
/* The ward of today that @text names, whole and in any spelling. @province: (nullable): anywhere.
 * Returns: (nullable): NULL also when several are called so */
const TiemWard *tiem_units_find_ward (const char *text,
                                      const TiemProvince *province);
/* Returns: (nullable): the first district called @key; its .next the others */
const TiemDistrict *tiem_units_lookup_district (const char *key);
/* Returns: (nullable): the first ward of before called @key; its .next the others */
const TiemOldWard *tiem_units_lookup_old_ward (const char *key);
/* Returns: (nullable): the first ward of today called @key; its .next the others */
const TiemWard *tiem_units_lookup_ward (const char *key);

/* What an address of before is today. */
typedef struct
{
  const TiemProvince *province; /* (nullable) */
  const TiemDistrict *district; /* (nullable): the one that is no more */
  const TiemOldWard *old_ward;  /* (nullable): when it is one and no other */
  GPtrArray *candidates;        /* (element-type TiemWard): the likeliest first; of a district alone:
                                   all that its wards went to */
  gboolean certain;             /* exactly one, and the whole old ward went there */
} TiemTranslation;
void tiem_translation_clear (TiemTranslation *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TiemTranslation, tiem_translation_clear)

/* Each text as people write it, all nullable; @district tells wards of one name apart. A ward
 * that was divided has several candidates, and so has a name that stands for several wards: none
 * of them is chosen here. */
void tiem_units_translate (const char *ward,
                           const char *district,
                           const char *province,
                           TiemTranslation *translation);

G_END_DECLS
