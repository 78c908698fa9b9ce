#define G_LOG_DOMAIN "tiem-address"

#include "config.h"

#include "base/tiem-text.h"
#include "model/tiem-address.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* --- parts --- */

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

static gboolean
has_units (const TiemAddress *address)
{
  return !is_empty (address->ward) || !is_empty (address->district)
         || !is_empty (address->province);
}

/* @address with its parts: its own, or what its text says. */
static void
copy_parts (const TiemAddress *address,
            TiemAddress *parts)
{
  const char *text = !is_empty (address->text) ? address->text : address->line;

  if (!has_units (address) || (is_empty (address->ward) && is_empty (address->district)))
    {
      tiem_address_parse (text, parts);
      if (is_empty (parts->province) && !is_empty (address->province))
        {
          g_autofree char *whole = g_strdup_printf ("%s, %s", text, address->province);

          /* The street line may hold the ward, and the province stand by itself. */
          if (text != NULL && !tiem_text_is_masked (whole))
            {
              tiem_address_clear (parts);
              tiem_address_parse (whole, parts);
            }
          if (is_empty (parts->province))
            {
              g_free (parts->province);
              parts->province = g_strdup (address->province);
            }
        }
      return;
    }
  if (is_empty (address->district) && strchr (address->ward, ',') != NULL
      && !tiem_text_is_masked (address->ward))
    {
      g_autofree char *units = g_strdup_printf (
          "%s, %s", address->ward, address->province != NULL ? address->province : "");

      /* The district in the ward's field: "Phường Dịch Vọng, Quận Cầu Giấy". */
      tiem_address_parse (units, parts);
      g_free (parts->line);
      parts->line = g_strdup (address->line);
      return;
    }
  parts->line = g_strdup (address->line);
  parts->ward = g_strdup (address->ward);
  parts->district = g_strdup (address->district);
  parts->province = g_strdup (address->province);
  parts->text = g_strdup (address->text);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TiemAddress, tiem_address_clear)

/* --- where it lies today --- */

static gboolean
agrees_in_tones (const char *written,
                 const TiemWard *ward)
{
  g_autofree char *folded = tiem_text_fold (written);
  g_autofree char *key = tiem_unit_split (folded, NULL);
  g_autofree char *toned = NULL;
  g_autofree char *own = NULL;
  const char *last;
  guint words = 1;

  if (g_str_is_ascii (written))
    return TRUE;
  toned = tiem_unit_toned_key (written);
  own = tiem_unit_toned_key (ward->name);
  for (const char *p = key; *p != '\0'; p++)
    words += *p == ' ';
  for (last = toned + strlen (toned); last > toned && words > 0; last--)
    if (last[-1] == ' ' && --words == 0)
      break;
  return g_str_has_suffix (own, last);
}

static void
add_candidate (TiemPlace *self,
               const TiemWard *ward)
{
  if (!g_ptr_array_find (self->candidates, ward, NULL))
    g_ptr_array_add (self->candidates, (gpointer)ward);
}

static void
set_before (TiemPlace *self,
            const TiemTranslation *translation,
            const TiemAddress *parts)
{
  const char *ward = translation->old_ward != NULL ? translation->old_ward->name : parts->ward;
  const char *district
      = translation->district != NULL ? translation->district->name : parts->district;

  if (is_empty (ward))
    self->before = g_strdup (district);
  else if (is_empty (district))
    self->before = g_strdup (ward);
  else
    self->before = g_strdup_printf ("%s, %s", ward, district);
  self->ended
      = g_strdup (translation->district != NULL ? translation->district->ended : "2025-07-01");
}

/* A ward that is called the same today, in a province that is called the same, where no district
 * says otherwise. */
static gboolean
take_today (TiemPlace *self,
            const TiemAddress *parts,
            const TiemOldProvince *old,
            gboolean strictly)
{
  const TiemWard *ward = tiem_units_find_ward (parts->ward, self->province);

  if (ward == NULL || self->province == NULL)
    return FALSE;
  if (strictly
      && (!agrees_in_tones (parts->ward, ward)
          || (old != NULL && strcmp (old->key, self->province->key) != 0)))
    return FALSE;
  self->ward = ward;
  self->state = TIEM_PLACE_TODAY;
  add_candidate (self, ward);
  return TRUE;
}

static void
take_before (TiemPlace *self,
             const TiemAddress *parts,
             const TiemOldProvince *old)
{
  g_auto (TiemTranslation) translation = { 0 };
  const TiemWard *today;

  tiem_units_translate (parts->ward, parts->district, parts->province, &translation);
  if (self->province == NULL)
    self->province = translation.province;
  self->district_unknown = !is_empty (parts->district) && translation.district == NULL;
  for (guint i = 0; i < translation.candidates->len; i++)
    add_candidate (self, g_ptr_array_index (translation.candidates, i));
  /* The old name of a province, no district: it may as well be a ward of today. */
  today = is_empty (parts->district) && old != NULL
              ? tiem_units_find_ward (parts->ward, self->province)
              : NULL;
  if (today != NULL && !g_ptr_array_find (self->candidates, today, NULL))
    {
      add_candidate (self, today);
      translation.certain = FALSE;
    }
  if (self->candidates->len == 0)
    {
      if (!is_empty (parts->ward) && take_today (self, parts, NULL, FALSE))
        return;
      self->state = self->province != NULL ? TIEM_PLACE_PROVINCE : TIEM_PLACE_UNKNOWN;
      return;
    }
  set_before (self, &translation, parts);
  self->state = translation.certain ? TIEM_PLACE_MOVED : TIEM_PLACE_DOUBTFUL;
  if (translation.certain)
    self->ward = g_ptr_array_index (self->candidates, 0);
}

static void
take_chosen (TiemPlace *self,
             const char *chosen_code)
{
  const TiemWard *ward = tiem_units_get_ward (chosen_code);

  if (ward == NULL)
    return;
  self->ward = ward;
  self->province = ward->province;
  self->chosen = TRUE;
}

TiemPlace *
tiem_place_new (const TiemAddress *address,
                const char *chosen_code)
{
  TiemPlace *self = g_new0 (TiemPlace, 1);
  g_auto (TiemAddress) parts = { 0 };
  const TiemOldProvince *old = NULL;

  self->candidates = g_ptr_array_new ();
  copy_parts (address, &parts);
  self->line = g_strdup (parts.line);
  self->province = tiem_units_find_province (parts.province, &old);
  if (tiem_text_is_masked (parts.line) || tiem_text_is_masked (parts.ward))
    self->state = TIEM_PLACE_MASKED;
  else if (is_empty (parts.ward) && is_empty (parts.district))
    self->state = self->province != NULL ? TIEM_PLACE_PROVINCE : TIEM_PLACE_UNKNOWN;
  else if (!is_empty (parts.district) || is_empty (parts.ward)
           || !take_today (self, &parts, old, TRUE))
    take_before (self, &parts, old);
  take_chosen (self, chosen_code);
  return self;
}

void
tiem_place_free (TiemPlace *self)
{
  g_ptr_array_unref (self->candidates);
  g_free (self->line);
  g_free (self->before);
  g_free (self->ended);
  g_free (self);
}

gboolean
tiem_place_is_certain (const TiemPlace *self)
{
  return self->ward != NULL && self->state != TIEM_PLACE_MASKED;
}

gboolean
tiem_place_differs (const TiemPlace *self)
{
  return self->chosen || self->state == TIEM_PLACE_MOVED || self->state == TIEM_PLACE_DOUBTFUL;
}

/* --- words --- */

/* "2025-07-01" → "1/7/2025" */
static char *
format_day (const char *day)
{
  gint64 year = g_ascii_strtoll (day, NULL, 10);
  gint64 month = g_ascii_strtoll (day + 5, NULL, 10);

  return g_strdup_printf (
      "%d/%d/%d", (int)g_ascii_strtoll (day + 8, NULL, 10), (int)month, (int)year);
}

#define MAX_NAMED 3

static char *
join_candidates (GPtrArray *candidates)
{
  GString *joined = g_string_new (NULL);
  guint named = candidates->len <= MAX_NAMED ? candidates->len : MAX_NAMED - 1;
  guint others = candidates->len - named;
  char *text;

  for (guint i = 0; i < named; i++)
    {
      const TiemWard *ward = g_ptr_array_index (candidates, i);

      if (i > 0 && i == named - 1 && others == 0)
        /* Translators: between the last two of several wards: “Phường A, or Phường B” */
        g_string_append (joined, _ (", or "));
      else if (i > 0)
        g_string_append (joined, ", ");
      g_string_append (joined, ward->name);
    }
  text = g_string_free (joined, FALSE);
  if (others > 0)
    {
      g_autofree char *first = text;

      /* Translators: some wards, and how many more it may be */
      text = g_strdup_printf (
          ngettext ("%s, or %u other", "%s, or %u others", others), first, others);
    }
  return text;
}

char *
tiem_place_dup_notice (const TiemPlace *self)
{
  g_autofree char *day = NULL;
  g_autofree char *now = NULL;

  if (self->state == TIEM_PLACE_MASKED || self->before == NULL || self->candidates->len == 0)
    return NULL;
  day = format_day (self->ended);
  if (self->chosen)
    now = g_strdup (self->ward->name);
  else
    now = join_candidates (self->candidates);
  /* Translators: a ward or district of before, a day, the ward or wards it is today */
  return g_strdup_printf (
      _ ("%s no longer exists since %s; it is now %s."), self->before, day, now);
}

/* --- writing --- */

static void
add_part (GString *out,
          const char *part)
{
  if (is_empty (part))
    return;
  if (out->len > 0)
    g_string_append (out, ", ");
  g_string_append (out, part);
}

char *
tiem_address_format_new (const TiemAddress *address,
                         const char *chosen_code)
{
  g_autoptr (TiemPlace) place = tiem_place_new (address, chosen_code);

  return tiem_place_format (place);
}

char *
tiem_place_format (const TiemPlace *self)
{
  GString *out;

  if (!tiem_place_is_certain (self))
    return NULL;
  out = g_string_new (self->line);
  add_part (out, self->ward->name);
  add_part (out, self->ward->province->name);
  return g_string_free (out, FALSE);
}

char *
tiem_address_format (const TiemAddress *address)
{
  GString *out;

  if (!is_empty (address->text))
    return g_strdup (address->text);
  out = g_string_new (address->line);
  add_part (out, address->ward);
  add_part (out, address->district);
  add_part (out, address->province);
  return out->len > 0 ? g_string_free (out, FALSE) : (g_string_free (out, TRUE), NULL);
}

char *
tiem_address_choice_key (const TiemAddress *address)
{
  g_auto (TiemAddress) parts = { 0 };
  g_autofree char *line = NULL;
  g_autofree char *ward = NULL;
  g_autofree char *district = NULL;
  const TiemProvince *province;

  copy_parts (address, &parts);
  line = tiem_text_fold (parts.line);
  ward = tiem_text_fold (parts.ward);
  district = tiem_text_fold (parts.district);
  province = tiem_units_find_province (parts.province, NULL);
  return g_strdup_printf (
      "%s|%s|%s|%s", line, ward, district, province != NULL ? province->code : "");
}

const char *
tiem_address_province_name (const char *province)
{
  const TiemProvince *found = tiem_units_find_province (province, NULL);

  return found != NULL ? found->name : province;
}

const char *
tiem_address_province_short (const char *province)
{
  static const char *const kinds[] = { "Thành phố ", "Tỉnh " };
  const char *name = tiem_address_province_name (province);

  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (name, kinds[i]))
      return name + strlen (kinds[i]);
  return name;
}
