#define G_LOG_DOMAIN "tiem-sandbox"

#include "base/tiem-error.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiktok/tiem-sandbox-tts-auth.h"
#include "sandbox/tiktok/tiem-sandbox-tts-products.h"

#include <string.h>

#define DAY_S (24 * 60 * 60)

/* Where Tiệm listens while its owner signs in. */
#define REDIRECT_URI "http://127.0.0.1:18765/"

typedef enum
{
  TEXT,
  WORD,
  NUMBER,
  FLAG,
} Kind;

#define FIELD(name) #name, G_STRUCT_OFFSET(TiemSandboxTtsSettings, name)

static const struct
{
  const char *name;
  gsize offset;
  Kind kind;
  const char *choices; /* of a WORD */
  gint64 minimum;
  gint64 maximum; /* of a NUMBER */
} switches[] = {
  { FIELD (key), TEXT },
  { FIELD (secret), TEXT },
  { FIELD (service_id), TEXT },
  { FIELD (redirect_uri), TEXT },
  { FIELD (scopes), TEXT },
  { FIELD (drop_state), FLAG },
  { FIELD (access_token_s), NUMBER, NULL, 1, G_MAXINT },
  { FIELD (refresh_token_s), NUMBER, NULL, 1, G_MAXINT },
  { FIELD (calls_per_second), NUMBER, NULL, 0, 1000000 },
  { FIELD (retry_after_s), NUMBER, NULL, -1, 3600 },
  { FIELD (business_status), NUMBER, NULL, 200, 599 },
  { FIELD (lenient_empty_body), FLAG },
  { FIELD (extra_fields), FLAG },
  { FIELD (repeat_page_token), FLAG },
  { FIELD (ip_denied), FLAG },
  { FIELD (shop_state), WORD, "active shop_disabled seller_disabled" },
  { FIELD (warehouses), NUMBER, NULL, 1, 2 },
  { FIELD (warehouse_status), WORD, "ENABLED DISABLED RESTRICTED" },
  { FIELD (packages_per_order), NUMBER, NULL, 1, 2 },
  { FIELD (can_pickup), FLAG },
  { FIELD (shipping_type), WORD, "TIKTOK SELLER" },
  { FIELD (negative_fees), FLAG },
  { FIELD (return_units), NUMBER, NULL, 0, 1000 },
};

static void
failure_free (TiemSandboxTtsFailure *self)
{
  g_free (self->message);
  g_free (self->endpoint);
  g_free (self);
}

void
tiem_sandbox_tts_settings_init (TiemSandboxTts *self)
{
  TiemSandboxTtsSettings *settings = &self->settings;

  *settings = (TiemSandboxTtsSettings){
    .key = g_strdup (""),
    .secret = g_strdup (""),
    .service_id = g_strdup (""),
    .redirect_uri = g_strdup (REDIRECT_URI),
    .scopes = g_strdup (TIEM_SANDBOX_TTS_SCOPES),
    .access_token_s = 7 * DAY_S,
    .refresh_token_s = 365 * DAY_S,
    .calls_per_second = 10,
    .retry_after_s = 1,
    .business_status = 200,
    .shop_state = g_strdup ("active"),
    .warehouses = 1,
    .warehouse_status = g_strdup ("ENABLED"),
    .packages_per_order = 1,
    .can_pickup = TRUE,
    .shipping_type = g_strdup ("TIKTOK"),
  };
  self->failures = g_ptr_array_new_with_free_func ((GDestroyNotify)failure_free);
}

void
tiem_sandbox_tts_settings_clear (TiemSandboxTts *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (switches[i].kind <= WORD)
      g_free (G_STRUCT_MEMBER (char *, &self->settings, switches[i].offset));
  g_ptr_array_unref (self->failures);
}

static gboolean
refuse (GError **error,
        const char *format,
        const char *name)
{
  g_set_error (error, TIEM_ERROR, TIEM_ERROR_INVALID, format, name);
  return FALSE;
}

/* Whether a member fits its switch. */
static gboolean
check_switch (guint i,
              JsonObject *given,
              GError **error)
{
  const char *name = switches[i].name;
  g_autofree char *text = tiem_sandbox_json_dup_text (given, name);
  gint64 number = tiem_sandbox_json_get_int (given, name, switches[i].minimum);
  g_auto (GStrv) choices = NULL;

  if (!tiem_sandbox_json_has (given, name))
    return TRUE;
  if (text == NULL)
    return refuse (error, "The switch “%s” is no list or object.", name);
  if (switches[i].kind == NUMBER && (number < switches[i].minimum || number > switches[i].maximum))
    return refuse (error, "The switch “%s” is outside its limits.", name);
  if (switches[i].kind != WORD)
    return TRUE;
  choices = g_strsplit (switches[i].choices, " ", -1);
  if (g_strv_contains ((const char *const *)choices, text))
    return TRUE;
  return refuse (error, "The switch “%s” has no such word.", name);
}

static void
set_switch (TiemSandboxTts *self,
            guint i,
            JsonObject *given)
{
  const char *name = switches[i].name;
  char **text = &G_STRUCT_MEMBER (char *, &self->settings, switches[i].offset);

  if (!tiem_sandbox_json_has (given, name))
    return;
  if (switches[i].kind == NUMBER)
    G_STRUCT_MEMBER (gint64, &self->settings, switches[i].offset)
        = tiem_sandbox_json_get_int (given, name, 0);
  else if (switches[i].kind == FLAG)
    G_STRUCT_MEMBER (gboolean, &self->settings, switches[i].offset)
        = tiem_sandbox_json_get_bool (given, name, FALSE);
  else
    {
      g_free (*text);
      *text = tiem_sandbox_json_dup_text (given, name);
    }
}

/* {"fail":{"code","status","message","times","endpoint","after_write"}} */
static void
add_failure (TiemSandboxTts *self,
             JsonObject *given)
{
  TiemSandboxTtsFailure *failure = g_new0 (TiemSandboxTtsFailure, 1);

  failure->code = tiem_sandbox_json_get_int (given, "code", 36009003);
  failure->status = CLAMP (tiem_sandbox_json_get_int (given, "status", 500), 200, 599);
  failure->message = tiem_sandbox_json_dup_text (given, "message");
  if (failure->message == NULL)
    failure->message = g_strdup ("Internal error");
  failure->endpoint = tiem_sandbox_json_dup_text (given, "endpoint");
  failure->times = tiem_sandbox_json_get_int (given, "times", 1);
  failure->after_write = tiem_sandbox_json_get_bool (given, "after_write", FALSE);
  g_ptr_array_add (self->failures, failure);
}

/* {"sku", …}: {"campaign":{"sku","units"}}, {"promotion":{"sku","price"}} and
 * {"product":{"sku","status"}} */
static gboolean
set_goods (TiemSandboxTts *self,
           JsonObject *given,
           const char *name,
           GError **error)
{
  JsonObject *object = tiem_sandbox_json_get_object (given, name);
  g_autofree char *sku = tiem_sandbox_json_dup_text (object, "sku");
  g_autofree char *status = tiem_sandbox_json_dup_text (object, "status");
  TiemSandboxItem *item;

  if (object == NULL)
    return TRUE;
  item = sku != NULL ? tiem_sandbox_shop_find_sku (tiem_sandbox_tts_get_shop (self), sku, TRUE)
                     : NULL;
  if (item == NULL)
    return refuse (error, "There are no goods with the SKU of “%s”.", name);
  if (g_str_equal (name, "campaign"))
    tiem_sandbox_tts_item_set_campaign (item, tiem_sandbox_json_get_int (object, "units", 0));
  else if (g_str_equal (name, "promotion"))
    tiem_sandbox_tts_item_set_promotion (item, tiem_sandbox_json_get_int (object, "price", 0));
  else if (status != NULL)
    tiem_sandbox_tts_product_set_status (self, item->parent, status);
  return TRUE;
}

/* Things that happen once. */
static gboolean
run_orders (TiemSandboxTts *self,
            JsonObject *given,
            GError **error)
{
  JsonObject *failure = tiem_sandbox_json_get_object (given, "fail");

  if (tiem_sandbox_json_get_bool (given, "expire_token", FALSE))
    tiem_sandbox_tts_auth_expire (self);
  if (tiem_sandbox_json_get_bool (given, "revoke", FALSE))
    tiem_sandbox_tts_auth_revoke (self);
  if (failure != NULL)
    add_failure (self, failure);
  return set_goods (self, given, "campaign", error) && set_goods (self, given, "promotion", error)
         && set_goods (self, given, "product", error);
}

gboolean
tiem_sandbox_tts_settings_apply (TiemSandboxTts *self,
                                 JsonObject *given,
                                 GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    if (!check_switch (i, given, error))
      return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    set_switch (self, i, given);
  if (tiem_sandbox_json_has (given, "calls_per_second"))
    self->calls_left = self->settings.calls_per_second;
  return run_orders (self, given, error);
}
