#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"
#include "cli/tiem-cli-records.h"

#include "model/tiem-address.h"
#include "store/tiem-store-address.h"
#include "store/tiem-store-orders.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Addresses in the units of today. */

static const TiemCliColumn candidate_columns[] = {
  { "ward_code", N_ ("Code"), TIEM_SHOW_TEXT },
  { "ward", N_ ("Ward"), TIEM_SHOW_TEXT },
  { "province", N_ ("Province"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn address_columns[] = {
  { "line", N_ ("Number and street"), TIEM_SHOW_TEXT },
  { "ward", N_ ("Ward, as written"), TIEM_SHOW_TEXT },
  { "district", N_ ("District, as written"), TIEM_SHOW_TEXT },
  { "province", N_ ("Province, as written"), TIEM_SHOW_TEXT },
  { "new.text", N_ ("Address today"), TIEM_SHOW_TEXT },
  { "new.notice", N_ ("Note"), TIEM_SHOW_TEXT },
  { "new.candidates", N_ ("Wards it may be"), TIEM_SHOW_LIST, candidate_columns },
  { NULL },
};

static void
add_ward (JsonBuilder *builder,
          const TiemWard *ward,
          const TiemProvince *province)
{
  tiem_json_add_text (builder, "ward", ward != NULL ? ward->name : NULL);
  tiem_json_add_text (builder, "ward_code", ward != NULL ? ward->code : NULL);
  tiem_json_add_text (builder, "province", province != NULL ? province->name : NULL);
  tiem_json_add_text (builder, "province_code", province != NULL ? province->code : NULL);
}

static const char *
get_state_word (TiemPlaceState state)
{
  static const char *const words[] = {
    [TIEM_PLACE_UNKNOWN] = "unknown",   [TIEM_PLACE_MASKED] = "masked",
    [TIEM_PLACE_PROVINCE] = "province", [TIEM_PLACE_TODAY] = "today",
    [TIEM_PLACE_MOVED] = "moved",       [TIEM_PLACE_DOUBTFUL] = "doubtful",
  };

  return words[state];
}

void
tiem_cli_add_place (JsonBuilder *builder,
                    const TiemAddress *address,
                    const char *chosen_code)
{
  g_autoptr (TiemPlace) place = tiem_place_new (address, chosen_code);
  g_autofree char *text = tiem_place_format (place);
  g_autofree char *notice = tiem_place_dup_notice (place);
  gboolean certain = tiem_place_is_certain (place);

  json_builder_set_member_name (builder, "new");
  json_builder_begin_object (builder);
  add_ward (builder, certain ? place->ward : NULL, place->province);
  tiem_json_add_bool (builder, "certain", certain);
  tiem_json_add_bool (builder, "chosen", place->chosen);
  tiem_json_add_text (builder, "state", get_state_word (place->state));
  tiem_json_add_text (builder, "text", text);
  tiem_json_add_text (builder, "notice", notice);
  tiem_json_begin_list (builder, "candidates");
  for (guint i = 0; i < place->candidates->len; i++)
    {
      const TiemWard *ward = g_ptr_array_index (place->candidates, i);

      json_builder_begin_object (builder);
      add_ward (builder, ward, ward->province);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

gboolean
tiem_cli_address (TiemCli *cli,
                  GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  TiemAddress address = { 0 };

  if (!tiem_cli_parse (cli, NULL, 1, 1, error))
    return FALSE;
  tiem_address_parse (tiem_cli_argument (cli, 0), &address);
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "text", tiem_cli_argument (cli, 0));
  tiem_json_add_text (builder, "line", address.line);
  tiem_json_add_text (builder, "ward", address.ward);
  tiem_json_add_text (builder, "district", address.district);
  tiem_json_add_text (builder, "province", address.province);
  tiem_cli_add_place (builder, &address, NULL);
  json_builder_end_object (builder);
  tiem_address_clear (&address);
  return tiem_cli_print (cli, json_builder_get_root (builder), address_columns, NULL);
}

gboolean
tiem_cli_order_ward (TiemCli *cli,
                     GError **error)
{
  const char *code;
  gint64 id;

  if (!tiem_cli_parse (cli, NULL, 2, 2, error) || tiem_cli_get_store (cli, error) == NULL
      || (id = tiem_store_find_order (cli->store, tiem_cli_argument (cli, 0), 0, error)) == 0)
    return FALSE;
  code = tiem_cli_argument (cli, 1);
  return tiem_store_choose_ward (cli->store, id, *code != '\0' ? code : NULL, error)
         && tiem_cli_print_order (cli, id, error);
}
