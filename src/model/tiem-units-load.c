#define G_LOG_DOMAIN "tiem-units"

#include "model/tiem-units-private.h"
#include "tiem-units-resources.h"

#include <string.h>

/* Reads the table that data/units/make-units.py made: 15,000 lines in about 3 ms, 2 MB. */

#define UNITS_PATH "/vn/tiem/Tiem/units/units.tsv"
#define MAX_FIELDS 5
#define LAST_DAY "2025-07-01"

/* What can't be pointed at before all arrays are whole. */
typedef struct
{
  TiemUnits *units;
  GPtrArray *successors; /* (element-type TiemWard): of all old wards, one after the other */
} Loading;

/* Returns: how many fields; each ends where its tab or the line's end was */
static guint
cut_line (char *line,
          const char *fields[MAX_FIELDS])
{
  guint n = 0;

  while (n < MAX_FIELDS)
    {
      char *tab = strchr (line, '\t');

      fields[n++] = line;
      if (tab == NULL)
        break;
      *tab = '\0';
      line = tab + 1;
    }
  for (guint i = n; i < MAX_FIELDS; i++)
    fields[i] = "";
  return n;
}

/* The arrays must not move once something points into them. */
static void
reserve (Loading *self,
         const char *text)
{
  guint counts[128] = { 0 };

  for (const char *line = text; line != NULL && *line != '\0';)
    {
      const char *end = strchr (line, '\n');

      counts[(guchar)*line & 0x7f]++;
      line = end != NULL ? end + 1 : NULL;
    }
  self->units->provinces = g_array_sized_new (FALSE, TRUE, sizeof (TiemProvince), counts['P']);
  self->units->wards = g_array_sized_new (FALSE, TRUE, sizeof (TiemWard), counts['W']);
  self->units->old_provinces
      = g_array_sized_new (FALSE, TRUE, sizeof (TiemOldProvince), counts['O']);
  self->units->districts = g_array_sized_new (FALSE, TRUE, sizeof (TiemDistrict), counts['D']);
  self->units->old_wards = g_array_sized_new (FALSE, TRUE, sizeof (TiemOldWard), counts['V']);
  self->successors = g_ptr_array_sized_new (counts['V'] + counts['V'] / 8);
}

static gpointer
add (GArray *array)
{
  g_array_set_size (array, array->len + 1);
  return array->data + (gsize)(array->len - 1) * g_array_get_element_size (array);
}

static gpointer
get_last (GArray *array)
{
  g_assert (array->len > 0);
  return array->data + (gsize)(array->len - 1) * g_array_get_element_size (array);
}

static const TiemProvince *
find_by_code (TiemUnits *units,
              const char *code)
{
  for (guint i = 0; i < units->provinces->len; i++)
    {
      const TiemProvince *province = &g_array_index (units->provinces, TiemProvince, i);

      if (strcmp (province->code, code) == 0)
        return province;
    }
  g_assert_not_reached ();
}

/* Reads "00175 00166" into the successors. Returns: how many */
static guint8
add_successors (Loading *self,
                const char *codes,
                gboolean *is_part)
{
  guint8 n = 0;

  for (const char *p = codes; *p != '\0'; p++)
    {
      char code[6] = { 0 };
      gpointer ward;

      strncpy (code, p, 5);
      ward = g_hash_table_lookup (self->units->ward_codes, code);
      g_assert (ward != NULL);
      g_ptr_array_add (self->successors, ward);
      n++;
      p += 5;
      if (*p == '!')
        {
          *is_part = TRUE;
          p++;
        }
      if (*p == '\0')
        break;
    }
  return n;
}

static void
add_name (TiemUnits *units,
          const char *key,
          const TiemProvince *province,
          const TiemOldProvince *old)
{
  TiemProvinceName *name = g_new (TiemProvinceName, 1);
  g_auto (GStrv) words = g_strsplit (key, " ", -1);

  *name = (TiemProvinceName){ province, old };
  g_hash_table_replace (units->province_names, g_strdup (key), name);
  if (words[1] != NULL)
    g_hash_table_replace (
        units->province_names, g_strjoinv ("", words), g_memdup2 (name, sizeof *name));
}

static void
add_alias (TiemUnits *units,
           const char *alias,
           const char *key)
{
  const TiemProvinceName *name = g_hash_table_lookup (units->province_names, key);

  g_assert (name != NULL);
  add_name (units, alias, name->province, name->old);
}

static void
read_line (Loading *self,
           char *line)
{
  TiemUnits *units = self->units;
  const char *fields[MAX_FIELDS];

  cut_line (line, fields);
  switch (*fields[0])
    {
    case 'P':
      {
        TiemProvince *province = add (units->provinces);

        *province = (TiemProvince){ .code = fields[1], .name = fields[2], .key = fields[3] };
        province->wards = &g_array_index (units->wards, TiemWard, units->wards->len);
        add_name (units, province->key, province, NULL);
        break;
      }
    case 'W':
      {
        TiemProvince *province = get_last (units->provinces);
        TiemWard *ward = add (units->wards);

        *ward = (TiemWard){ fields[1], fields[2], fields[3], .province = province };
        province->n_wards++;
        g_hash_table_insert (units->ward_codes, (gpointer)ward->code, ward);
        break;
      }
    case 'O':
      {
        TiemOldProvince *province = add (units->old_provinces);

        *province = (TiemOldProvince){ fields[2], fields[3], find_by_code (units, fields[1]) };
        add_name (units, province->key, province->province, province);
        break;
      }
    case 'D':
      {
        TiemDistrict *district = add (units->districts);

        *district = (TiemDistrict){ .name = fields[1],
                                    .key = fields[2],
                                    .ended = *fields[3] != '\0' ? fields[3] : LAST_DAY,
                                    .province = get_last (units->old_provinces) };
        district->wards = &g_array_index (units->old_wards, TiemOldWard, units->old_wards->len);
        if (*fields[4] != '\0')
          district->whole = g_hash_table_lookup (units->ward_codes, fields[4]);
        break;
      }
    case 'V':
      {
        TiemDistrict *district = get_last (units->districts);
        TiemOldWard *ward = add (units->old_wards);

        *ward = (TiemOldWard){ fields[1], fields[2], .district = district };
        ward->n_successors = add_successors (self, fields[3], &ward->is_part);
        district->n_wards++;
        break;
      }
    case 'A':
      add_alias (units, fields[1], fields[2]);
      break;
    default:
      g_assert_not_reached ();
    }
}

/* --- what points forth and back --- */

static void
join_successors (Loading *self)
{
  TiemUnits *units = self->units;
  guint *counts = g_new0 (guint, units->wards->len + 1);
  const TiemOldWard **sources;
  gsize at = 0;
  TiemWard *wards = (TiemWard *)units->wards->data;

  for (guint i = 0; i < self->successors->len; i++)
    counts[(TiemWard *)g_ptr_array_index (self->successors, i) - wards]++;
  sources = g_new (const TiemOldWard *, self->successors->len);
  for (guint i = 0; i < units->wards->len; i++)
    {
      wards[i].formed_from = sources + at;
      at += counts[i];
    }
  at = 0;
  for (guint i = 0; i < units->old_wards->len; i++)
    {
      TiemOldWard *old = &g_array_index (units->old_wards, TiemOldWard, i);

      old->successors = (const TiemWard *const *)self->successors->pdata + at;
      at += old->n_successors;
      for (guint n = 0; n < old->n_successors; n++)
        {
          TiemWard *ward = &wards[old->successors[n] - wards];

          ((const TiemOldWard **)ward->formed_from)[ward->n_formed_from++] = old;
        }
    }
  g_free (counts);
}

/* From the last to the first, so that a chain is in the order of the table. */
#define CHAIN(table, array, Type)                                                                  \
  for (guint left = (array)->len; left > 0; left--)                                                \
    {                                                                                              \
      Type *unit = &g_array_index (array, Type, left - 1);                                         \
                                                                                                   \
      unit->next = g_hash_table_lookup (table, unit->key);                                         \
      g_hash_table_replace (table, (gpointer)unit->key, unit);                                     \
    }

static void
chain_names (TiemUnits *units)
{
  units->ward_keys = g_hash_table_new (g_str_hash, g_str_equal);
  units->district_keys = g_hash_table_new (g_str_hash, g_str_equal);
  units->old_ward_keys = g_hash_table_new (g_str_hash, g_str_equal);
  CHAIN (units->ward_keys, units->wards, TiemWard);
  CHAIN (units->district_keys, units->districts, TiemDistrict);
  CHAIN (units->old_ward_keys, units->old_wards, TiemOldWard);
}

static TiemUnits *
load (void)
{
  g_autoptr (GBytes) bytes = g_resource_lookup_data (
      tiem_units_get_resource (), UNITS_PATH, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  Loading self = { .units = g_new0 (TiemUnits, 1) };
  char *line;

  g_assert (bytes != NULL);
  /* The block that all names point into. */
  line = g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  reserve (&self, line);
  self.units->province_names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self.units->ward_codes = g_hash_table_new (g_str_hash, g_str_equal);
  while (*line != '\0')
    {
      char *end = strchr (line, '\n');

      g_assert (end != NULL);
      *end = '\0';
      read_line (&self, line);
      line = end + 1;
    }
  join_successors (&self);
  g_ptr_array_free (self.successors, FALSE);
  chain_names (self.units);
  return self.units;
}

const TiemUnits *
tiem_units_get (void)
{
  static gsize units = 0;

  if (g_once_init_enter (&units))
    g_once_init_leave (&units, (gsize)load ());
  return (const TiemUnits *)units;
}
