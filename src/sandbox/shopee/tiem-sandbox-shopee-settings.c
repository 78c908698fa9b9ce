#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/shopee/tiem-sandbox-shopee-settings.h"

#include "base/tiem-error.h"
#include "sandbox/shopee/tiem-sandbox-shopee-items.h"
#include "sandbox/shopee/tiem-sandbox-shopee-tokens.h"

#define AT(field) G_STRUCT_OFFSET (TiemSandboxShopeeSwitches, field)
#define LONG G_GINT64_CONSTANT (1000000000)

static const struct
{
  const char *name;
  gsize offset;
  gint64 least;
  gint64 most;
  gint64 at_first;
} numbers[] = {
  { "partner_id", AT (partner_id), 1, G_MAXUINT32, 2001887 },
  { "shop_id", AT (shop_id), 1, G_MAXUINT32, 14701711 },
  { "error_status", AT (error_status), 200, 599, 200 },
  { "token_life_s", AT (token_life_s), 1, LONG, 4 * 3600 },
  { "refresh_life_s", AT (refresh_life_s), 1, LONG, 30 * 86400 },
  { "refresh_replay_s", AT (refresh_replay_s), 0, LONG, 4 * 3600 },
  { "grant_days", AT (grant_days), 1, 365, 365 },
  { "calls_per_second", AT (calls_per_second), 0, LONG, 0 },
  { "calls_per_day", AT (calls_per_day), 0, LONG, 0 },
  { "empty_pages", AT (empty_pages), 0, LONG, 0 },
  { "tracking_delay_s", AT (tracking_delay_s), 0, LONG, 2 },
  { "document_polls", AT (document_polls), 0, LONG, 1 },
  { "platform_voucher", AT (platform_voucher), 0, LONG, 0 },
  { "seller_voucher", AT (seller_voucher), 0, LONG, 0 },
  { "first_return_page", AT (first_return_page), 0, 1, 1 },
};

static const struct
{
  const char *name;
  gsize offset;
  gboolean at_first;
} toggles[] = {
  { "multi_warehouse", AT (has_warehouses), FALSE },
  { "masked", AT (is_masked), TRUE },
  { "dash_errors", AT (has_dashes), FALSE },
  { "holiday", AT (is_on_holiday), FALSE },
  { "no_time_slots", AT (has_no_slots), FALSE },
  { "documents_fail", AT (documents_fail), FALSE },
  { "consent_at_once", AT (consents_at_once), FALSE },
};

static const struct
{
  const char *name;
  gsize offset;
  const char *words; /* (nullable) joined by "|"; NULL: any text */
  const char *at_first;
} texts[] = {
  { "partner_key", AT (partner_key), NULL, "" },
  { "shop_status", AT (shop_status), "NORMAL|FROZEN|BANNED", "NORMAL" },
  { "address", AT (address), "declared|json|html", "declared" },
};

#define NUMBER(switches, i) G_STRUCT_MEMBER (gint64, switches, numbers[i].offset)
#define TOGGLE(switches, i) G_STRUCT_MEMBER (gboolean, switches, toggles[i].offset)
#define TEXT(switches, i) G_STRUCT_MEMBER (char *, switches, texts[i].offset)

void
tiem_sandbox_shopee_settings_init (TiemSandboxShopeeSwitches *switches)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    NUMBER (switches, i) = numbers[i].at_first;
  for (guint i = 0; i < G_N_ELEMENTS (toggles); i++)
    TOGGLE (switches, i) = toggles[i].at_first;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    TEXT (switches, i) = g_strdup (texts[i].at_first);
}

void
tiem_sandbox_shopee_settings_clear (TiemSandboxShopeeSwitches *switches)
{
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_clear_pointer (&TEXT (switches, i), g_free);
}

static gboolean
refuse (GError **error,
        const char *name,
        const char *rule)
{
  g_set_error (error, TIEM_ERROR, TIEM_ERROR_INVALID, "%s must be %s.", name, rule);
  return FALSE;
}

static gboolean
check_word (JsonObject *settings,
            const char *name,
            const char *words,
            GError **error)
{
  g_autofree char *text = tiem_sandbox_json_dup_text (settings, name);
  g_auto (GStrv) known = words != NULL ? g_strsplit (words, "|", -1) : NULL;

  if (text == NULL || known == NULL || g_strv_contains ((const char *const *)known, text))
    return TRUE;
  return refuse (error, name, words);
}

/* Every member is known and of its kind. */
static gboolean
check (JsonObject *settings,
       GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      gint64 value = tiem_sandbox_json_get_int (settings, numbers[i].name, numbers[i].least);

      if (value < numbers[i].least || value > numbers[i].most)
        {
          g_autofree char *rule = g_strdup_printf (
              "%" G_GINT64_FORMAT " … %" G_GINT64_FORMAT, numbers[i].least, numbers[i].most);

          return refuse (error, numbers[i].name, rule);
        }
    }
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (!check_word (settings, texts[i].name, texts[i].words, error))
      return FALSE;
  return check_word (settings, "expire", "access|refresh|grant", error);
}

/* Returns: whether all SKUs are known */
static gboolean
set_reserve (TiemSandboxShopee *shopee,
             JsonObject *reserve,
             GError **error)
{
  g_autoptr (GList) skus = json_object_get_members (reserve);

  for (GList *l = skus; l != NULL; l = l->next)
    {
      TiemSandboxItem *item
          = tiem_sandbox_shop_find_sku (tiem_sandbox_shopee_get_shop (shopee), l->data, FALSE);

      if (item == NULL)
        return refuse (error, l->data, "a SKU that is listed");
      json_object_set_int_member (
          item->extra, "_reserved", tiem_sandbox_json_get_int (reserve, l->data, 0));
    }
  return TRUE;
}

/* A fault that is there already knows how to do it. */
static gboolean
set_clock (TiemSandboxShopee *shopee,
           gint64 offset_s,
           GError **error)
{
  g_autoptr (JsonObject) fault = json_object_new ();

  json_object_set_string_member (fault, "kind", "clock_skew");
  json_object_set_int_member (fault, "ms", offset_s * 1000);
  return tiem_sandbox_faults_add (
      tiem_sandbox_market_get_faults (TIEM_SANDBOX_MARKET (shopee)), fault, error);
}

static void
expire (TiemSandboxShopee *shopee,
        const char *what)
{
  if (g_str_equal (what, "access"))
    tiem_sandbox_shopee_tokens_expire_access (shopee);
  else if (g_str_equal (what, "refresh"))
    tiem_sandbox_shopee_tokens_expire_refresh (shopee);
  else
    tiem_sandbox_shopee_tokens_revoke (shopee);
}

gboolean
tiem_sandbox_shopee_settings_apply (TiemSandboxShopee *shopee,
                                    JsonObject *settings,
                                    GError **error)
{
  TiemSandboxShopeeSwitches *switches = &shopee->switches;
  JsonObject *reserve = tiem_sandbox_json_get_object (settings, "reserve");
  g_autofree char *ends = tiem_sandbox_json_dup_text (settings, "expire");

  if (!check (settings, error) || (reserve != NULL && !set_reserve (shopee, reserve, error)))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    NUMBER (switches, i)
        = tiem_sandbox_json_get_int (settings, numbers[i].name, NUMBER (switches, i));
  for (guint i = 0; i < G_N_ELEMENTS (toggles); i++)
    TOGGLE (switches, i)
        = tiem_sandbox_json_get_bool (settings, toggles[i].name, TOGGLE (switches, i));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (tiem_sandbox_json_has (settings, texts[i].name))
      {
        g_free (TEXT (switches, i));
        TEXT (switches, i) = tiem_sandbox_json_dup_text (settings, texts[i].name);
      }
  if (ends != NULL)
    expire (shopee, ends);
  if (tiem_sandbox_json_has (settings, "clock_offset_s"))
    return set_clock (shopee, tiem_sandbox_json_get_int (settings, "clock_offset_s", 0), error);
  return TRUE;
}
