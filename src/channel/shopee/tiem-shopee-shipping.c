#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * How a parcel may leave (§9): each key of info_needed is a way, its words are the fields that
 * have to be sent. One way is one choice, a pick-up one for each place and time; the code says
 * which: "pickup:ADDRESS:TIME", "dropoff:BRANCH", "non_integrated".
 */

#define PICKUP "pickup"
#define DROPOFF "dropoff"
#define OWN_CARRIER "non_integrated"

#define LONGEST_SENDER 64

static gboolean
needs (JsonObject *info,
       const char *way,
       const char *field)
{
  JsonArray *fields = tiem_json_get_array (info, way);

  for (guint i = 0; i < tiem_json_array_get_size (fields); i++)
    {
      JsonNode *node = json_array_get_element (fields, i);

      if (json_node_get_value_type (node) == G_TYPE_STRING
          && strcmp (json_node_get_string (node), field) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
has_word (JsonObject *object,
          const char *list,
          const char *word)
{
  return needs (object, list, word);
}

/* Returns: (transfer full): "2 Lê Lợi, Phường Bến Nghé, Quận 1" */
static char *
format_address (JsonObject *address)
{
  static const char *const parts[] = { "address", "district", "city", "state" };
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      const char *part = tiem_json_get_string (address, parts[i]);

      if (part != NULL && strstr (text->str, part) == NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", part);
    }
  return g_string_free (text, FALSE);
}

/* Returns: (transfer full): "23/11", in Việt Nam; with the platform's words for the hours */
static char *
format_slot (JsonObject *slot)
{
  const char *words = tiem_json_get_string (slot, "time_text");
  g_autoptr (GTimeZone) zone = g_time_zone_new_identifier ("+07:00");
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;
  g_autofree char *day = NULL;
  gint64 date;

  if (!tiem_json_get_time (slot, "date", &date, NULL) || date == 0)
    return g_strdup (words != NULL ? words : "");
  utc = g_date_time_new_from_unix_utc (date / 1000);
  local = g_date_time_to_timezone (utc, zone);
  day = g_date_time_format (local, "%d/%m");
  return words != NULL ? g_strdup_printf ("%s %s", day, words) : g_steal_pointer (&day);
}

static TiemChoice *
add_choice (GPtrArray *choices,
            const char *code,
            const char *text)
{
  TiemChoice *choice = tiem_choice_new (code, text);

  g_ptr_array_add (choices, choice);
  return choice;
}

/* One choice for each time at @address; *@best: the one to suggest there. */
static void
add_address (GPtrArray *choices,
             JsonObject *address,
             TiemChoice **best)
{
  g_autofree char *id = tiem_json_dup_id (address, "address_id");
  g_autofree char *place = format_address (address);
  JsonArray *slots = tiem_json_get_array (address, "time_slot_list");
  TiemChoice *first = NULL;
  TiemChoice *recommended = NULL;

  if (id == NULL)
    return;
  for (guint i = 0; i < tiem_json_array_get_size (slots); i++)
    {
      JsonObject *slot = tiem_json_array_get_object (slots, i);
      g_autofree char *time_id = tiem_json_dup_string (slot, "pickup_time_id");
      g_autofree char *time = format_slot (slot);
      g_autofree char *code = g_strdup_printf (PICKUP ":%s:%s", id, time_id);
      /* Translators: a day and hours, an address */
      g_autofree char *text = g_strdup_printf (_ ("Pick-up %s at %s"), time, place);
      TiemChoice *choice;

      if (time_id == NULL)
        continue;
      choice = add_choice (choices, code, text);
      first = first != NULL ? first : choice;
      if (recommended == NULL && has_word (slot, "flags", "recommended"))
        recommended = choice;
    }
  if (first == NULL)
    {
      g_autofree char *code = g_strdup_printf (PICKUP ":%s", id);
      /* Translators: %s is an address */
      g_autofree char *text = g_strdup_printf (_ ("Pick-up at %s"), place);

      first = add_choice (choices, code, text);
    }
  *best = recommended != NULL ? recommended : first;
}

/* Returns: (nullable): the pick-up to suggest: at the shop's usual place */
static TiemChoice *
add_pickups (GPtrArray *choices,
             JsonObject *parameter)
{
  JsonObject *info = tiem_json_get_object (parameter, "info_needed");
  JsonArray *addresses
      = tiem_json_get_array (tiem_json_get_object (parameter, PICKUP), "address_list");
  TiemChoice *suggested = NULL;
  gboolean is_usual = FALSE;

  if (tiem_json_array_get_size (addresses) == 0 && !needs (info, PICKUP, "address_id"))
    return add_choice (choices, PICKUP, _ ("Pick-up by the carrier"));
  for (guint i = 0; i < tiem_json_array_get_size (addresses); i++)
    {
      JsonObject *address = tiem_json_array_get_object (addresses, i);
      gboolean usual = has_word (address, "address_flag", "default_address")
                       || has_word (address, "address_flag", "pickup_address");
      TiemChoice *best = NULL;

      add_address (choices, address, &best);
      if (best != NULL && (suggested == NULL || (usual && !is_usual)))
        {
          suggested = best;
          is_usual = usual;
        }
    }
  return suggested;
}

/* Returns: (nullable): the drop-off to suggest */
static TiemChoice *
add_dropoffs (GPtrArray *choices,
              JsonObject *parameter)
{
  JsonObject *info = tiem_json_get_object (parameter, "info_needed");
  JsonArray *branches
      = tiem_json_get_array (tiem_json_get_object (parameter, DROPOFF), "branch_list");
  TiemChoice *first = NULL;

  if (!needs (info, DROPOFF, "branch_id"))
    return add_choice (choices, DROPOFF, _ ("Drop the parcel off at the carrier"));
  for (guint i = 0; i < tiem_json_array_get_size (branches); i++)
    {
      JsonObject *branch = tiem_json_array_get_object (branches, i);
      g_autofree char *id = tiem_json_dup_id (branch, "branch_id");
      g_autofree char *place = format_address (branch);
      g_autofree char *code = g_strdup_printf (DROPOFF ":%s", id);
      /* Translators: %s is an address */
      g_autofree char *text = g_strdup_printf (_ ("Drop the parcel off at %s"), place);
      TiemChoice *choice = id != NULL ? add_choice (choices, code, text) : NULL;

      first = first != NULL ? first : choice;
    }
  return first;
}

GPtrArray *
shopee_parse_shipping (JsonObject *parameter)
{
  GPtrArray *choices = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_choice_free);
  JsonObject *info = tiem_json_get_object (parameter, "info_needed");
  TiemChoice *suggested = NULL;

  if (info == NULL)
    return choices;
  if (json_object_has_member (info, PICKUP) && !json_object_get_null_member (info, PICKUP))
    suggested = add_pickups (choices, parameter);
  if (json_object_has_member (info, DROPOFF) && !json_object_get_null_member (info, DROPOFF))
    {
      TiemChoice *dropoff = add_dropoffs (choices, parameter);

      suggested = suggested != NULL ? suggested : dropoff;
    }
  if (json_object_has_member (info, OWN_CARRIER)
      && !json_object_get_null_member (info, OWN_CARRIER))
    {
      TiemChoice *own = add_choice (
          choices, OWN_CARRIER, _ ("With a carrier of your own; write its tracking number"));

      suggested = suggested != NULL ? suggested : own;
    }
  if (suggested != NULL)
    suggested->is_suggested = TRUE;
  return choices;
}

JsonObject *
shopee_get_shipping (TiemChannelShopee *self,
                     TiemTransport *transport,
                     const char *sn,
                     const char *package,
                     ShopeeAnswer *answer,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (TiemForm) query = tiem_form_new ();

  tiem_form_add (query, "order_sn", sn);
  if (package != NULL)
    tiem_form_add (query, "package_number", package);
  return shopee_get (&self->shop,
                     transport,
                     "logistics/get_shipping_parameter",
                     g_steal_pointer (&query),
                     answer,
                     cancellable,
                     error);
}

/* --- choosing --- */

const TiemChoice *
shopee_find_choice (GPtrArray *choices,
                    const char *wish)
{
  g_autofree char *folded = tiem_text_fold (wish != NULL ? wish : "");
  const TiemChoice *suggested = choices->len > 0 ? choices->pdata[0] : NULL;

  for (guint i = 0; i < choices->len; i++)
    if (((TiemChoice *)choices->pdata[i])->is_suggested)
      suggested = choices->pdata[i];
  if (*folded == '\0')
    return suggested;

  for (guint i = 0; i < choices->len; i++)
    if (strcmp (((TiemChoice *)choices->pdata[i])->code, wish) == 0)
      return choices->pdata[i];
  /* "pickup" alone: the suggested one if it is such */
  if (suggested != NULL && g_str_has_prefix (suggested->code, wish))
    return suggested;
  for (guint i = 0; i < choices->len; i++)
    {
      const TiemChoice *choice = choices->pdata[i];
      g_autofree char *text = tiem_text_fold (choice->text);

      if (g_str_has_prefix (choice->code, wish) || strstr (text, folded) != NULL
          || strstr (folded, text) != NULL)
        return choice;
    }
  return suggested;
}

/* Returns: (transfer full) (nullable): part @n of "pickup:ADDRESS:TIME" */
static char *
dup_part (const char *code,
          guint n)
{
  g_auto (GStrv) parts = g_strsplit (code, ":", 3);

  return g_strv_length (parts) > n && *parts[n] != '\0' ? g_strdup (parts[n]) : NULL;
}

/* @tracking: (nullable): the owner's own */
static gboolean
add_own_carrier (JsonBuilder *builder,
                 JsonObject *info,
                 const char *tracking,
                 GError **error)
{
  if (tracking == NULL && needs (info, OWN_CARRIER, "tracking_number"))
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_REJECTED,
                           _ ("Shopee wants to know the carrier's tracking number; write it where "
                              "the way of shipping is chosen."));
      return FALSE;
    }
  if (tracking != NULL)
    shopee_builder_add_text (builder, "tracking_number", tracking);
  return TRUE;
}

gboolean
shopee_needs_sender (JsonObject *parameter,
                     const char *code)
{
  return g_str_has_prefix (code, DROPOFF)
         && needs (tiem_json_get_object (parameter, "info_needed"), DROPOFF, "sender_real_name");
}

static void
add_dropoff (JsonBuilder *builder,
             const char *code,
             const char *sender)
{
  g_autofree char *branch = dup_part (code, 1);
  g_autofree char *name
      = sender != NULL
            ? g_utf8_substring (sender, 0, MIN (g_utf8_strlen (sender, -1), LONGEST_SENDER))
            : NULL;

  if (branch != NULL)
    shopee_builder_add_id (builder, "branch_id", branch);
  if (name != NULL)
    shopee_builder_add_text (builder, "sender_real_name", name);
}

gboolean
shopee_add_way (JsonBuilder *builder,
                JsonObject *parameter,
                const char *code,
                const char *wish,
                const char *sender,
                GError **error)
{
  JsonObject *info = tiem_json_get_object (parameter, "info_needed");
  gboolean ok = TRUE;

  if (g_str_has_prefix (code, PICKUP))
    {
      g_autofree char *address = dup_part (code, 1);
      g_autofree char *time = dup_part (code, 2);

      json_builder_set_member_name (builder, PICKUP);
      json_builder_begin_object (builder);
      if (address != NULL)
        shopee_builder_add_id (builder, "address_id", address);
      if (time != NULL)
        shopee_builder_add_text (builder, "pickup_time_id", time);
    }
  else if (g_str_has_prefix (code, DROPOFF))
    {
      json_builder_set_member_name (builder, DROPOFF);
      json_builder_begin_object (builder);
      add_dropoff (builder, code, sender);
    }
  else
    {
      json_builder_set_member_name (builder, OWN_CARRIER);
      json_builder_begin_object (builder);
      ok = add_own_carrier (builder,
                            info,
                            wish != NULL && *wish != '\0' && strcmp (wish, OWN_CARRIER) != 0 ? wish
                                                                                             : NULL,
                            error);
    }
  json_builder_end_object (builder);
  return ok;
}
