#pragma once

#include "model/tiem-units.h"

G_BEGIN_DECLS

/* The table in memory: arrays in the order of the file, and the ways into them. All strings
 * point into one block. */
typedef struct
{
  GArray *provinces;    /* (element-type TiemProvince) */
  GArray *wards;        /* (element-type TiemWard) */
  GArray *old_provinces; /* (element-type TiemOldProvince) */
  GArray *districts;    /* (element-type TiemDistrict) */
  GArray *old_wards;    /* (element-type TiemOldWard) */

  GHashTable *province_names; /* key, with and without spaces → index in names */
  GArray *names;              /* (element-type TiemProvinceName) */
  GHashTable *ward_codes;     /* code → TiemWard */
  GHashTable *ward_keys;      /* key → the first TiemWard */
  GHashTable *district_keys;
  GHashTable *old_ward_keys;
} TiemUnits;

typedef struct
{
  const TiemProvince *province;
  const TiemOldProvince *old; /* (nullable) */
} TiemProvinceName;

const TiemUnits *tiem_units_get (void);

G_END_DECLS
