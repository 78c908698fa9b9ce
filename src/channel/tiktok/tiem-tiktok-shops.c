#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "config.h"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <glib/gi18n-lib.h>

/* §2.1: which shops a token is for, and the cipher that names one of them in every call. */

JsonNode *
tts_read_shops (TtsShop *self,
                TiemTransport *transport,
                GCancellable *cancellable,
                GError **error)
{
  g_auto (TtsAnswer) answer = { 0 };

  return tts_get (self,
                  transport,
                  "/authorization/202309/shops",
                  "authorization/shops",
                  NULL,
                  &answer,
                  cancellable,
                  error);
}

static gboolean
is_named (JsonObject *shop,
          const char *wanted)
{
  static const char *const names[] = { "id", "code", "cipher" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *value = tiem_json_dup_id (shop, names[i]);

      if (value != NULL && g_ascii_strcasecmp (value, wanted) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
set_choice_error (JsonArray *shops,
                  const char *wanted,
                  GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);

  for (guint i = 0; i < tiem_json_array_get_size (shops); i++)
    {
      JsonObject *shop = tiem_json_array_get_object (shops, i);
      g_autofree char *id = tiem_json_dup_id (shop, "id");
      const char *name = tiem_json_get_string (shop, "name");

      g_string_append_printf (list,
                              "%s%s (%s)",
                              list->len > 0 ? ", " : "",
                              name != NULL ? name : "?",
                              id != NULL ? id : "?");
    }
  if (list->len == 0)
    g_set_error_literal (
        error,
        TIEM_ERROR,
        TIEM_ERROR_AUTH,
        _ ("This TikTok account has no shop that it lets Tiệm see; sign in with the "
           "shop owner's account."));
  else if (wanted != NULL)
    g_set_error (
        error,
        TIEM_ERROR,
        TIEM_ERROR_AUTH,
        /* Translators: an id, then a list of "name (id)" */
        _ ("The shop %s is not among those of this TikTok account: %s. Correct the shop id "
           "or sign in with the account of that shop."),
        wanted,
        list->str);
  else
    g_set_error (
        error,
        TIEM_ERROR,
        TIEM_ERROR_AUTH,
        /* Translators: a list of "name (id)" */
        _ ("This TikTok account has several shops: %s. Enter the id of the one to connect, "
           "then sign in again."),
        list->str);
}

JsonObject *
tts_pick_shop (JsonNode *data,
               const char *wanted,
               GError **error)
{
  JsonArray *shops = tiem_json_get_array (tiem_json_object (data), "shops");

  if (wanted == NULL && tiem_json_array_get_size (shops) == 1)
    return tiem_json_array_get_object (shops, 0);
  for (guint i = 0; wanted != NULL && i < tiem_json_array_get_size (shops); i++)
    if (is_named (tiem_json_array_get_object (shops, i), wanted))
      return tiem_json_array_get_object (shops, i);
  set_choice_error (shops, wanted, error);
  return NULL;
}

gboolean
tts_find_cipher (TtsShop *self,
                 TiemTransport *transport,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (JsonNode) data = tts_read_shops (self, transport, cancellable, error);
  JsonObject *shop = data != NULL ? tts_pick_shop (data, self->wanted, error) : NULL;
  const char *cipher = tiem_json_get_string (shop, "cipher");

  if (shop == NULL)
    return FALSE;
  if (cipher == NULL)
    {
      tiem_json_set_error (error, "cipher");
      return FALSE;
    }
  g_free (self->cipher);
  self->cipher = g_strdup (cipher);
  return TRUE;
}
