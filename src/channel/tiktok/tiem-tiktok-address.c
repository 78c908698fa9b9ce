#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "channel/tiktok/tiem-tiktok-private.h"

#include "base/tiem-text.h"

#include <string.h>

typedef enum
{
  PART_COUNTRY,
  PART_PROVINCE,
  PART_DISTRICT,
  PART_WARD,
  N_PARTS
} Part;

/* What the levels are called, and how such names begin in Vietnamese (folded). Since July 2025
 * an address has no district: L2 may be a ward, and its own name says so. */
static const struct
{
  Part part;
  const char *word;
} level_names[] = {
  { PART_COUNTRY, "country" },   { PART_PROVINCE, "province" }, { PART_PROVINCE, "state" },
  { PART_DISTRICT, "district" }, { PART_DISTRICT, "county" },   { PART_WARD, "ward" },
  { PART_WARD, "commune" },      { PART_WARD, "town" },
};

static const struct
{
  Part part;
  const char *prefix;
} own_names[] = {
  { PART_WARD, "phuong " },     { PART_WARD, "xa " },       { PART_WARD, "dac khu " },
  { PART_WARD, "thi tran " },   { PART_DISTRICT, "quan " }, { PART_DISTRICT, "huyen " },
  { PART_DISTRICT, "thi xa " },
};

static Part
find_part (JsonObject *entry,
           const char *name)
{
  const char *level = tiem_json_get_string (entry, "address_level");
  g_autofree char *level_name = tiem_text_fold (tiem_json_get_string (entry, "address_level_name"));
  g_autofree char *folded = tiem_text_fold (name);

  if (level != NULL && g_ascii_strcasecmp (level, "L0") == 0)
    return PART_COUNTRY;
  if (level != NULL && g_ascii_strcasecmp (level, "L1") == 0)
    return PART_PROVINCE;
  for (gsize i = 0; i < G_N_ELEMENTS (own_names); i++)
    if (g_str_has_prefix (folded, own_names[i].prefix))
      return own_names[i].part;
  for (gsize i = 0; i < G_N_ELEMENTS (level_names); i++)
    if (strcmp (level_name, level_names[i].word) == 0)
      return level_names[i].part;
  if (level != NULL && g_ascii_strcasecmp (level, "L2") == 0)
    return PART_DISTRICT;
  return level != NULL ? PART_WARD : N_PARTS;
}

static void
read_levels (JsonArray *levels,
             TiemAddress *address)
{
  for (guint i = 0; i < tiem_json_array_get_size (levels); i++)
    {
      JsonObject *entry = tiem_json_array_get_object (levels, i);
      const char *name = tiem_json_get_string (entry, "address_name");
      char **target = NULL;

      if (name == NULL)
        continue;
      switch (find_part (entry, name))
        {
        case PART_PROVINCE:
          target = &address->province;
          break;
        case PART_DISTRICT:
          target = &address->district;
          break;
        case PART_WARD:
          target = &address->ward;
          break;
        default:
          break;
        }
      if (target != NULL && *target == NULL)
        *target = g_strdup (name);
    }
}

/* Returns: (transfer full) (nullable): number and street */
static char *
read_line (JsonObject *object)
{
  static const char *const names[]
      = { "address_line1", "address_line2", "address_line3", "address_line4" };
  g_autoptr (GString) line = g_string_new (NULL);

  if (tiem_json_has (object, "address_detail"))
    return tiem_json_dup_string (object, "address_detail");
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *part = tiem_json_get_string (object, names[i]);

      if (part != NULL)
        g_string_append_printf (line, "%s%s", line->len > 0 ? ", " : "", part);
    }
  return line->len > 0 ? g_string_free (g_steal_pointer (&line), FALSE) : NULL;
}

/* Names and numbers are kept as they came, masked or not: the store knows masks (trap 10). */
void
tts_parse_address (JsonObject *object,
                   TiemAddress *address)
{
  address->name = tiem_json_dup_string (object, "name");
  address->phone = tiem_json_dup_string (object, "phone_number");
  address->line = read_line (object);
  address->text = tiem_json_dup_string (object, "full_address");
  read_levels (tiem_json_get_array (object, "district_info"), address);
}
