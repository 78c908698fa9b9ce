#define G_LOG_DOMAIN "tiem-units"

#include "base/tiem-text.h"
#include "model/tiem-units-private.h"

#include <string.h>

/* --- today's units --- */

const TiemProvince *
tiem_units_get_provinces (guint *n)
{
  const TiemUnits *units = tiem_units_get ();

  *n = units->provinces->len;
  return (const TiemProvince *)units->provinces->data;
}

const TiemWard *
tiem_units_get_wards (guint *n)
{
  const TiemUnits *units = tiem_units_get ();

  *n = units->wards->len;
  return (const TiemWard *)units->wards->data;
}

const TiemProvince *
tiem_units_get_province (const char *code)
{
  guint n;
  const TiemProvince *provinces = tiem_units_get_provinces (&n);

  for (guint i = 0; code != NULL && i < n; i++)
    if (strcmp (provinces[i].code, code) == 0)
      return &provinces[i];
  return NULL;
}

const TiemWard *
tiem_units_get_ward (const char *code)
{
  return code != NULL ? g_hash_table_lookup (tiem_units_get ()->ward_codes, code) : NULL;
}

const TiemWard *
tiem_units_lookup_ward (const char *key)
{
  return g_hash_table_lookup (tiem_units_get ()->ward_keys, key);
}

const TiemOldWard *
tiem_units_lookup_old_ward (const char *key)
{
  return g_hash_table_lookup (tiem_units_get ()->old_ward_keys, key);
}

const TiemDistrict *
tiem_units_lookup_district (const char *key)
{
  return g_hash_table_lookup (tiem_units_get ()->district_keys, key);
}

/* --- names as people write them --- */

/* In front of a name; the longer ones first. */
static const struct
{
  const char *word;
  TiemUnitKind kind;
} kind_words[] = {
  { "thanh pho", TIEM_UNIT_THANH_PHO },
  { "thi tran", TIEM_UNIT_THI_TRAN },
  { "dac khu", TIEM_UNIT_DAC_KHU },
  { "thi xa", TIEM_UNIT_THI_XA },
  { "phuong", TIEM_UNIT_PHUONG },
  { "huyen", TIEM_UNIT_HUYEN },
  { "quan", TIEM_UNIT_QUAN },
  { "tinh", TIEM_UNIT_TINH },
  { "xa", TIEM_UNIT_XA },
  { "tp", TIEM_UNIT_THANH_PHO },
  { "t p", TIEM_UNIT_THANH_PHO },
  { "tt", TIEM_UNIT_THI_TRAN },
  { "tx", TIEM_UNIT_THI_XA },
  { "dk", TIEM_UNIT_DAC_KHU },
  { "ph", TIEM_UNIT_PHUONG },
  { "p", TIEM_UNIT_PHUONG },
  { "f", TIEM_UNIT_PHUONG },
  { "q", TIEM_UNIT_QUAN },
  { "h", TIEM_UNIT_HUYEN },
  { "x", TIEM_UNIT_XA },
  { "t", TIEM_UNIT_TINH },
  { "ward", TIEM_UNIT_PHUONG },
  { "district", TIEM_UNIT_QUAN },
  { "dist", TIEM_UNIT_QUAN },
  { "city", TIEM_UNIT_THANH_PHO },
  { "province", TIEM_UNIT_TINH },
};

/* Behind a name, in English. */
static const struct
{
  const char *word;
  TiemUnitKind kind;
} kind_endings[] = {
  { " ward", TIEM_UNIT_PHUONG },          { " commune", TIEM_UNIT_XA },
  { " district", TIEM_UNIT_QUAN },        { " dist", TIEM_UNIT_QUAN },
  { " city", TIEM_UNIT_THANH_PHO },       { " province", TIEM_UNIT_TINH },
  { " town", TIEM_UNIT_THI_XA },          { " township", TIEM_UNIT_THI_TRAN },
  { " special zone", TIEM_UNIT_DAC_KHU },
};

/* A number is a name too: "phuong 01", "p1", "q10". */
static char *
tidy_number (const char *name)
{
  const char *p = name;

  if (*p == '\0' || strspn (p, "0123456789") != strlen (p))
    return g_strdup (name);
  while (*p == '0' && p[1] != '\0')
    p++;
  return g_strdup (p);
}

char *
tiem_unit_split (const char *folded,
                 TiemUnitKind *kind)
{
  TiemUnitKind ignored;

  if (kind == NULL)
    kind = &ignored;
  *kind = TIEM_UNIT_NONE;
  for (guint i = 0; i < G_N_ELEMENTS (kind_words); i++)
    {
      gsize length = strlen (kind_words[i].word);
      const char *rest = folded + length;

      if (strncmp (folded, kind_words[i].word, length) != 0)
        continue;
      /* "p1" and "p 1", but only "p trung hoa". */
      if (*rest != ' ' && !(g_ascii_isdigit (*rest) && length <= 2))
        continue;
      *kind = kind_words[i].kind;
      return tidy_number (*rest == ' ' ? rest + 1 : rest);
    }
  for (guint i = 0; i < G_N_ELEMENTS (kind_endings); i++)
    if (g_str_has_suffix (folded, kind_endings[i].word))
      {
        g_autofree char *bare = g_strndup (folded, strlen (folded) - strlen (kind_endings[i].word));

        *kind = kind_endings[i].kind;
        return tidy_number (bare);
      }
  return tidy_number (folded);
}

static gboolean
is_tone (gunichar c)
{
  return c == 0x0300 || c == 0x0301 || c == 0x0303 || c == 0x0309 || c == 0x0323;
}

char *
tiem_unit_toned_key (const char *name)
{
  g_autofree char *lower = g_utf8_strdown (name, -1);
  g_autofree char *apart = g_utf8_normalize (lower, -1, G_NORMALIZE_ALL);
  GString *out = g_string_new (NULL);
  gunichar tone = 0;

  for (const char *p = apart; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (is_tone (c))
        {
          tone = c;
          continue;
        }
      if (!g_unichar_isalnum (c) && !g_unichar_ismark (c))
        {
          if (tone != 0)
            g_string_append_unichar (out, tone);
          tone = 0;
          if (out->len > 0 && out->str[out->len - 1] != ' ')
            g_string_append_c (out, ' ');
          continue;
        }
      g_string_append_unichar (out, c);
    }
  if (tone != 0)
    g_string_append_unichar (out, tone);
  return g_strchomp (g_string_free (out, FALSE));
}

const TiemProvince *
tiem_units_find_province (const char *text,
                          const TiemOldProvince **old)
{
  GHashTable *names = tiem_units_get ()->province_names;
  g_autofree char *folded = NULL;
  g_autofree char *bare = NULL;
  const TiemProvinceName *name;

  if (old != NULL)
    *old = NULL;
  if (text == NULL || tiem_text_is_masked (text))
    return NULL;
  folded = tiem_text_fold (text);
  bare = tiem_unit_split (folded, NULL);
  name = g_hash_table_lookup (names, bare);
  if (name == NULL)
    name = g_hash_table_lookup (names, folded);
  if (name == NULL) /* "Thành phố Hồ Chí Minh City", "TP. Ho Chi Minh City" */
    {
      g_autofree char *barer = tiem_unit_split (bare, NULL);

      name = g_hash_table_lookup (names, barer);
    }
  if (name == NULL)
    return NULL;
  if (old != NULL)
    *old = name->old;
  return name->province;
}

/* Whether a unit called @name may be meant by @kind. Wards changed their kind in 2025 (xã → phường,
 * thị trấn → xã), and buyers keep writing what they knew; a district is never a ward. */
static gboolean
is_ward_kind (TiemUnitKind kind)
{
  return kind <= TIEM_UNIT_DAC_KHU;
}

static TiemUnitKind
get_kind (const char *name)
{
  g_autofree char *folded = tiem_text_fold (name);
  TiemUnitKind kind;

  g_free (tiem_unit_split (folded, &kind));
  return kind;
}

/* Of several units of one folded name those whose marks agree, when there are such. */
static gboolean
agrees_in_tones (const char *name,
                 const char *toned)
{
  g_autofree char *key = tiem_unit_toned_key (name);

  return g_str_has_suffix (key, toned) || g_str_has_suffix (toned, key);
}

/* --- narrowing down --- */

/* Keeps those that @matches, unless none does. */
static void
prefer (GPtrArray *units,
        gboolean (*matches) (gconstpointer unit, gconstpointer wanted),
        gconstpointer wanted)
{
  guint good = 0;

  for (guint i = 0; i < units->len; i++)
    good += matches (g_ptr_array_index (units, i), wanted);
  if (good == 0 || good == units->len)
    return;
  for (guint i = units->len; i > 0; i--)
    if (!matches (g_ptr_array_index (units, i - 1), wanted))
      g_ptr_array_remove_index (units, i - 1);
}

/* The three kinds of unit begin with their name: so one function serves all. */
G_STATIC_ASSERT (G_STRUCT_OFFSET (TiemDistrict, name) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (TiemOldWard, name) == 0);

static gboolean
has_kind (gconstpointer unit,
          gconstpointer wanted)
{
  return get_kind (*(const char *const *)unit) == GPOINTER_TO_UINT (wanted);
}

static gboolean
has_tones (gconstpointer unit,
           gconstpointer wanted)
{
  return agrees_in_tones (*(const char *const *)unit, wanted);
}

static gboolean
ward_has_kind (gconstpointer unit,
               gconstpointer wanted)
{
  return get_kind (((const TiemWard *)unit)->name) == GPOINTER_TO_UINT (wanted);
}

static gboolean
ward_has_tones (gconstpointer unit,
                gconstpointer wanted)
{
  return agrees_in_tones (((const TiemWard *)unit)->name, wanted);
}

/* What a person wrote for a unit, in the forms it is compared by. */
typedef struct
{
  TiemUnitKind kind;
  char *key;
  char *toned; /* without the kind */
} Wanted;

static void
wanted_clear (Wanted *self)
{
  g_clear_pointer (&self->key, g_free);
  g_clear_pointer (&self->toned, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Wanted, wanted_clear)

/* The last words of @toned, as many as @key has. */
static char *
cut_toned (const char *text,
           const char *key)
{
  g_autofree char *toned = tiem_unit_toned_key (text);
  const char *p = toned + strlen (toned);
  guint words = 1;

  for (const char *k = key; *k != '\0'; k++)
    words += *k == ' ';
  while (p > toned)
    if (*--p == ' ' && --words == 0)
      return g_strdup (p + 1);
  return g_strdup (toned);
}

static gboolean
has_marks (const char *text)
{
  for (const char *p = text; *p != '\0'; p++)
    if ((guchar)*p >= 0x80)
      return TRUE;
  return FALSE;
}

/* FALSE: nothing was written, or it is masked. */
static gboolean
wanted_read (Wanted *self,
             const char *text)
{
  g_autofree char *folded = NULL;

  if (text == NULL || tiem_text_is_masked (text))
    return FALSE;
  folded = tiem_text_fold (text);
  self->key = tiem_unit_split (folded, &self->kind);
  if (*self->key == '\0')
    return FALSE;
  /* Without marks nothing can be told from them. */
  self->toned = has_marks (text) ? cut_toned (text, self->key) : NULL;
  return TRUE;
}

const TiemWard *
tiem_units_find_ward (const char *text,
                      const TiemProvince *province)
{
  g_auto (Wanted) wanted = { 0 };
  g_autoptr (GPtrArray) found = g_ptr_array_new ();

  if (!wanted_read (&wanted, text) || !is_ward_kind (wanted.kind))
    return NULL;
  for (const TiemWard *ward = tiem_units_lookup_ward (wanted.key); ward != NULL; ward = ward->next)
    if (province == NULL || ward->province == province)
      g_ptr_array_add (found, (gpointer)ward);
  if (wanted.toned != NULL)
    prefer (found, ward_has_tones, wanted.toned);
  if (wanted.kind != TIEM_UNIT_NONE)
    prefer (found, ward_has_kind, GUINT_TO_POINTER (wanted.kind));
  return found->len == 1 ? g_ptr_array_index (found, 0) : NULL;
}

/* --- from before to today --- */

void
tiem_translation_clear (TiemTranslation *self)
{
  g_clear_pointer (&self->candidates, g_ptr_array_unref);
  *self = (TiemTranslation){ 0 };
}

/* The districts called so: in the province named, when one is. */
static GPtrArray *
find_districts (const char *text,
                const TiemProvince *province,
                const TiemOldProvince *old)
{
  g_auto (Wanted) wanted = { 0 };
  GPtrArray *found = g_ptr_array_new ();
  gboolean in_old = FALSE;

  if (!wanted_read (&wanted, text))
    return found;
  for (const TiemDistrict *district = tiem_units_lookup_district (wanted.key); district != NULL;
       district = district->next)
    if (province == NULL || district->province->province == province)
      {
        in_old |= district->province == old;
        g_ptr_array_add (found, (gpointer)district);
      }
  for (guint i = found->len; in_old && i > 0; i--)
    if (((const TiemDistrict *)g_ptr_array_index (found, i - 1))->province != old)
      g_ptr_array_remove_index (found, i - 1);
  if (wanted.toned != NULL)
    prefer (found, has_tones, wanted.toned);
  if (wanted.kind != TIEM_UNIT_NONE)
    prefer (found, has_kind, GUINT_TO_POINTER (wanted.kind));
  return found;
}

/* The old wards called so: in the districts, when there are some, else in the province. */
static GPtrArray *
find_old_wards (const Wanted *wanted,
                GPtrArray *districts,
                const TiemProvince *province,
                const TiemOldProvince *old)
{
  GPtrArray *found = g_ptr_array_new ();
  gboolean in_old = FALSE;

  for (const TiemOldWard *ward = tiem_units_lookup_old_ward (wanted->key); ward != NULL;
       ward = ward->next)
    {
      if (districts->len > 0 ? !g_ptr_array_find (districts, ward->district, NULL)
                             : province != NULL && ward->district->province->province != province)
        continue;
      in_old |= ward->district->province == old;
      g_ptr_array_add (found, (gpointer)ward);
    }
  for (guint i = found->len; in_old && i > 0; i--)
    if (((const TiemOldWard *)g_ptr_array_index (found, i - 1))->district->province != old)
      g_ptr_array_remove_index (found, i - 1);
  if (wanted->toned != NULL)
    prefer (found, has_tones, wanted->toned);
  if (wanted->kind != TIEM_UNIT_NONE)
    prefer (found, has_kind, GUINT_TO_POINTER (wanted->kind));
  return found;
}

static void
add_candidate (GPtrArray *candidates,
               const TiemWard *ward)
{
  if (!g_ptr_array_find (candidates, ward, NULL))
    g_ptr_array_add (candidates, (gpointer)ward);
}

/* The main successor of each first. */
static void
add_successors (GPtrArray *candidates,
                GPtrArray *old_wards)
{
  guint most = 0;

  for (guint n = 0; n <= most; n++)
    for (guint i = 0; i < old_wards->len; i++)
      {
        const TiemOldWard *old = g_ptr_array_index (old_wards, i);

        most = MAX (most, old->n_successors);
        if (n < old->n_successors)
          add_candidate (candidates, old->successors[n]);
      }
}

/* A district is known, the ward is not, or there is none: all that it may be. */
static void
add_whole_districts (GPtrArray *candidates,
                     GPtrArray *districts)
{
  for (guint i = 0; i < districts->len; i++)
    {
      const TiemDistrict *district = g_ptr_array_index (districts, i);

      if (district->whole != NULL)
        add_candidate (candidates, district->whole);
      for (guint n = 0; n < district->n_wards; n++)
        add_candidate (candidates, district->wards[n].successors[0]);
    }
}

/* A ward is listed under each district it lay in: under Quận 9 until 2020, then under Thủ Đức. The
 * last of them stands for it. */
static void
join_same (GPtrArray *old_wards)
{
  for (guint i = old_wards->len; i > 1; i--)
    {
      const TiemOldWard *last = g_ptr_array_index (old_wards, old_wards->len - 1);
      const TiemOldWard *other = g_ptr_array_index (old_wards, i - 2);

      if (strcmp (other->name, last->name) == 0 && other->n_successors == last->n_successors
          && memcmp (
                 other->successors, last->successors, last->n_successors * sizeof *last->successors)
                 == 0
          && strcmp (other->district->ended, last->district->ended) < 0)
        g_ptr_array_remove_index (old_wards, i - 2);
    }
}

/* Buyers mix: a ward of today, and the district they are used to. */
static gboolean
add_ward_of_today (GPtrArray *candidates,
                   const char *ward,
                   const TiemProvince *province,
                   GPtrArray *districts)
{
  const TiemWard *found = tiem_units_find_ward (ward, province);

  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < found->n_formed_from; i++)
    if (g_ptr_array_find (districts, found->formed_from[i]->district, NULL))
      {
        add_candidate (candidates, found);
        return TRUE;
      }
  return FALSE;
}

void
tiem_units_translate (const char *ward,
                      const char *district,
                      const char *province,
                      TiemTranslation *translation)
{
  const TiemOldProvince *old;
  g_auto (Wanted) wanted = { 0 };
  g_autoptr (GPtrArray) districts = NULL;
  g_autoptr (GPtrArray) old_wards = NULL;

  *translation = (TiemTranslation){ .candidates = g_ptr_array_new () };
  translation->province = tiem_units_find_province (province, &old);
  districts = find_districts (district, translation->province, old);
  if (districts->len > 0)
    translation->district = g_ptr_array_index (districts, 0);
  if (!wanted_read (&wanted, ward))
    {
      add_whole_districts (translation->candidates, districts);
    }
  else
    {
      old_wards = find_old_wards (&wanted, districts, translation->province, old);
      join_same (old_wards);
      add_successors (translation->candidates, old_wards);
      if (old_wards->len == 1)
        translation->old_ward = g_ptr_array_index (old_wards, 0);
      if (old_wards->len == 0
          && add_ward_of_today (translation->candidates, ward, translation->province, districts))
        translation->certain = TRUE;
      else if (old_wards->len == 0)
        add_whole_districts (translation->candidates, districts);
    }
  if (translation->old_ward != NULL)
    {
      translation->certain
          = translation->old_ward->n_successors == 1 && !translation->old_ward->is_part;
      translation->district = translation->old_ward->district;
    }
  if (translation->candidates->len == 1 && translation->district != NULL
      && translation->district->whole != NULL)
    translation->certain = TRUE;
  if (translation->province == NULL && translation->candidates->len > 0)
    {
      const TiemWard *first = g_ptr_array_index (translation->candidates, 0);
      gboolean same = TRUE;

      for (guint i = 1; i < translation->candidates->len; i++)
        same &= ((const TiemWard *)g_ptr_array_index (translation->candidates, i))->province
                == first->province;
      if (same)
        translation->province = first->province;
    }
}
