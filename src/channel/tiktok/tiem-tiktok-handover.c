#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "config.h"

#include "channel/tiktok/tiem-tiktok-private.h"

#include "base/tiem-text.h"
#include "base/tiem-time.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * How a parcel is handed over (§6.1, §6.2). The codes of the choices:
 *
 *   pickup:1763700000-1763710800    the carrier fetches it in that slot
 *   pickup                          … when it likes
 *   drop_off                        the shop brings it to the carrier
 *   own:7117858858072016000         the shop's own carrier; the owner writes the tracking number
 *                                   behind it: own:7117858858072016000:GHN123456
 */

#define PICKUP "pickup"
#define DROP_OFF "drop_off"
#define OWN "own:"

void
tts_handover_clear (TtsHandover *self)
{
  g_clear_pointer (&self->provider_id, g_free);
  g_clear_pointer (&self->tracking, g_free);
}

static JsonNode *
read_slots (TiemChannelTiktok *self,
            TiemTransport *transport,
            const char *package_id,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *path
      = g_strdup_printf ("/fulfillment/202309/packages/%s/handover_time_slots", package_id);
  g_auto (TtsAnswer) answer = { 0 };

  return tts_get (&self->shop,
                  transport,
                  path,
                  "packages/handover_time_slots",
                  NULL,
                  &answer,
                  cancellable,
                  error);
}

static JsonNode *
read_providers (TiemChannelTiktok *self,
                TiemTransport *transport,
                JsonObject *order,
                GCancellable *cancellable,
                GError **error)
{
  g_autofree char *option = tiem_json_dup_id (order, "delivery_option_id");
  g_autofree char *path = g_strdup_printf (
      "/logistics/202309/delivery_options/%s/shipping_providers", option != NULL ? option : "0");
  g_auto (TtsAnswer) answer = { 0 };

  return tts_get (&self->shop,
                  transport,
                  path,
                  "delivery_options/shipping_providers",
                  NULL,
                  &answer,
                  cancellable,
                  error);
}

/* The platform spells it "avaliable"; a slot that does not say is free. */
static gboolean
is_free (JsonObject *slot)
{
  static const char *const names[] = { "avaliable", "available" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (tiem_json_has (slot, names[i]))
      return tiem_json_get_boolean (slot, names[i]);
  return TRUE;
}

/* Times in seconds, as they go back. */
static void
read_slot (JsonObject *slot,
           gint64 *start,
           gint64 *end)
{
  tiem_json_get_int (slot, "start_time", start, NULL);
  tiem_json_get_int (slot, "end_time", end, NULL);
}

/* The first free slot, or the one that begins at @wanted. Returns: whether there is one */
static gboolean
find_slot (JsonNode *slots,
           gint64 wanted,
           TtsHandover *handover)
{
  JsonArray *array = tiem_json_get_array (tiem_json_object (slots), "pickup_slots");
  gint64 best = 0;

  for (guint i = 0; i < tiem_json_array_get_size (array); i++)
    {
      JsonObject *slot = tiem_json_array_get_object (array, i);
      gint64 start;
      gint64 end;

      read_slot (slot, &start, &end);
      if (!is_free (slot) || start == 0 || (wanted > 0 && start != wanted)
          || (best > 0 && start >= best))
        continue;
      best = handover->start = start;
      handover->end = end;
    }
  return best > 0;
}

static gboolean
can (JsonNode *slots,
     const char *name)
{
  return tiem_json_get_boolean (tiem_json_object (slots), name);
}

/* Nobody chose: the carrier comes at the next time it offers, else the shop brings the parcel. */
static gboolean
suggest (JsonNode *slots,
         TtsHandover *handover)
{
  handover->kind = TTS_HANDOVER_PICKUP;
  if (can (slots, "can_pickup") && find_slot (slots, 0, handover))
    return TRUE;
  if (can (slots, "can_drop_off"))
    handover->kind = TTS_HANDOVER_DROP_OFF;
  return can (slots, "can_drop_off") || can (slots, "can_pickup");
}

/* What the words say: a code of ours, or the owner's own. */
static TtsHandoverKind
read_words (const char *choice,
            gint64 *start)
{
  static const char *const drop_off_words[]
      = { "drop", "buu cuc", "mang", "gui tai", "gui hang tai", "tu gui" };
  g_autofree char *folded = tiem_text_fold (choice);

  *start = 0;
  if (g_str_has_prefix (choice, PICKUP ":"))
    *start = g_ascii_strtoll (choice + strlen (PICKUP ":"), NULL, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (drop_off_words); i++)
    if (strstr (folded, drop_off_words[i]) != NULL)
      return TTS_HANDOVER_DROP_OFF;
  return TTS_HANDOVER_PICKUP;
}

static gboolean
choose_slot (JsonNode *slots,
             const char *choice,
             TtsHandover *handover,
             GError **error)
{
  gint64 start;

  if (choice == NULL || *choice == '\0')
    {
      if (suggest (slots, handover))
        return TRUE;
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_REJECTED,
                           _ ("TikTok Shop offers no way to hand the parcel over now; look at the "
                              "order in Seller Center."));
      return FALSE;
    }

  handover->kind = read_words (choice, &start);
  if (handover->kind == TTS_HANDOVER_DROP_OFF
          ? can (slots, "can_drop_off")
          : can (slots, "can_pickup") && (find_slot (slots, start, handover) || start == 0))
    return TRUE;
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_REJECTED,
                       handover->kind == TTS_HANDOVER_DROP_OFF
                           ? _ ("This parcel can't be dropped off; choose a pick-up time.")
                           : _ ("The carrier no longer offers this pick-up time; choose another."));
  return FALSE;
}

/* "Giao Hàng Nhanh GHN123456": the provider whose name is in it, and the last word with a digit. */
static void
read_own_words (JsonNode *providers,
                const char *choice,
                TtsHandover *handover)
{
  JsonArray *array = tiem_json_get_array (tiem_json_object (providers), "shipping_providers");
  g_autofree char *folded = tiem_text_fold (choice);
  g_auto (GStrv) words = g_strsplit_set (choice, " ,;", -1);

  for (guint i = 0; i < tiem_json_array_get_size (array); i++)
    {
      JsonObject *provider = tiem_json_array_get_object (array, i);
      g_autofree char *name = tiem_text_fold (tiem_json_get_string (provider, "name"));

      if (*name != '\0' && strstr (folded, name) != NULL)
        {
          g_free (handover->provider_id);
          handover->provider_id = tiem_json_dup_id (provider, "id");
        }
    }
  if (handover->provider_id == NULL && tiem_json_array_get_size (array) == 1)
    handover->provider_id = tiem_json_dup_id (tiem_json_array_get_object (array, 0), "id");
  for (guint i = 0; words[i] != NULL; i++)
    if (strpbrk (words[i], "0123456789") != NULL)
      {
        g_free (handover->tracking);
        handover->tracking = g_strdup (words[i]);
      }
}

static gboolean
choose_own (TiemChannelTiktok *self,
            TiemTransport *transport,
            JsonObject *order,
            const char *choice,
            TtsHandover *handover,
            GCancellable *cancellable,
            GError **error)
{
  handover->kind = TTS_HANDOVER_OWN;
  if (choice != NULL && g_str_has_prefix (choice, OWN))
    {
      g_auto (GStrv) parts = g_strsplit (choice + strlen (OWN), ":", 2);

      handover->provider_id = g_strdup (parts[0]);
      handover->tracking = g_strdup (parts[0] != NULL ? parts[1] : NULL);
    }
  else if (choice != NULL)
    {
      g_autoptr (JsonNode) providers = read_providers (self, transport, order, cancellable, error);

      if (providers == NULL)
        return FALSE;
      read_own_words (providers, choice, handover);
    }
  if (handover->provider_id != NULL && handover->tracking != NULL && *handover->tracking != '\0')
    return TRUE;
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_REJECTED,
                       _ ("Your own carrier brings this order; write the carrier's name and the "
                          "tracking number, like “Giao Hàng Nhanh GHN123456”."));
  return FALSE;
}

gboolean
tts_choose_handover (TiemChannelTiktok *self,
                     TiemTransport *transport,
                     JsonObject *order,
                     const char *package_id,
                     const char *choice,
                     TtsHandover *handover,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (JsonNode) slots = NULL;

  if (tts_is_own_carrier (order))
    return choose_own (self, transport, order, choice, handover, cancellable, error);
  slots = read_slots (self, transport, package_id, cancellable, error);
  return slots != NULL && choose_slot (slots, choice, handover, error);
}

JsonNode *
tts_handover_make_body (const TtsHandover *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  if (self->kind == TTS_HANDOVER_OWN)
    {
      json_builder_set_member_name (builder, "self_shipment");
      json_builder_begin_object (builder);
      tts_add_text (builder, "tracking_number", self->tracking);
      tts_add_text (builder, "shipping_provider_id", self->provider_id);
      json_builder_end_object (builder);
      return tts_finish_body (builder);
    }
  tts_add_text (
      builder, "handover_method", self->kind == TTS_HANDOVER_DROP_OFF ? "DROP_OFF" : "PICKUP");
  if (self->kind == TTS_HANDOVER_PICKUP && self->start > 0)
    {
      json_builder_set_member_name (builder, "pickup_slot");
      json_builder_begin_object (builder);
      tts_add_int (builder, "start_time", self->start);
      tts_add_int (builder, "end_time", self->end);
      json_builder_end_object (builder);
    }
  return tts_finish_body (builder);
}

static void
add_choice (GPtrArray *choices,
            const char *code,
            const char *text)
{
  TiemChoice *choice = tiem_choice_new (code, text);

  choice->is_suggested = choices->len == 0;
  g_ptr_array_add (choices, choice);
}

static void
add_slots (GPtrArray *choices,
           JsonNode *slots,
           gint64 now)
{
  JsonArray *array = tiem_json_get_array (tiem_json_object (slots), "pickup_slots");
  gboolean has_slot = FALSE;

  for (guint i = 0; can (slots, "can_pickup") && i < tiem_json_array_get_size (array); i++)
    {
      JsonObject *slot = tiem_json_array_get_object (array, i);
      g_autofree char *code = NULL;
      g_autofree char *from = NULL;
      g_autofree char *to = NULL;
      g_autofree char *text = NULL;
      gint64 start;
      gint64 end;

      read_slot (slot, &start, &end);
      if (!is_free (slot) || start == 0)
        continue;
      code = g_strdup_printf (PICKUP ":%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT, start, end);
      from = tiem_time_format_short (start * 1000, now);
      to = tiem_time_format_short (end * 1000, now);
      /* Translators: two times, "20/11 08:00" */
      text = g_strdup_printf (_ ("Pick-up from %s to %s"), from, to);
      add_choice (choices, code, text);
      has_slot = TRUE;
    }
  if (can (slots, "can_pickup") && !has_slot && !can (slots, "can_drop_off"))
    add_choice (choices, PICKUP, _ ("Pick-up by the carrier"));
  if (can (slots, "can_drop_off"))
    add_choice (choices, DROP_OFF, _ ("Drop-off at the carrier's"));
}

static void
add_providers (GPtrArray *choices,
               JsonNode *providers)
{
  JsonArray *array = tiem_json_get_array (tiem_json_object (providers), "shipping_providers");

  for (guint i = 0; i < tiem_json_array_get_size (array); i++)
    {
      JsonObject *provider = tiem_json_array_get_object (array, i);
      g_autofree char *id = tiem_json_dup_id (provider, "id");
      g_autofree char *code = g_strconcat (OWN, id, NULL);
      const char *name = tiem_json_get_string (provider, "name");
      g_autofree char *text = NULL;

      if (id == NULL)
        continue;
      /* Translators: the name of a carrier */
      text = g_strdup_printf (_ ("%s, with your tracking number"), name != NULL ? name : id);
      add_choice (choices, code, text);
    }
}

GPtrArray *
tts_list_handovers (TiemChannelTiktok *self,
                    TiemTransport *transport,
                    JsonObject *order,
                    const char *package_id,
                    GCancellable *cancellable,
                    GError **error)
{
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_choice_free);
  gboolean is_own = tts_is_own_carrier (order);
  g_autoptr (JsonNode) data = is_own ? read_providers (self, transport, order, cancellable, error)
                                     : read_slots (self, transport, package_id, cancellable, error);

  if (data == NULL)
    return NULL;
  if (is_own)
    add_providers (choices, data);
  else
    add_slots (choices, data, tiem_transport_now (transport));
  return g_steal_pointer (&choices);
}
