#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"

#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-listings.h"
#include "store/tiem-store-locations.h"
#include "store/tiem-store-split.h"
#include "store/tiem-store-worth.h"

#include <glib/gi18n-lib.h>

static const TiemCliColumn listing_columns[] = {
  { "channel_name", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "listing", N_ ("Listing"), TIEM_SHOW_TEXT },
  { "remote_sku", N_ ("SKU at the channel"), TIEM_SHOW_TEXT },
  { "desired", N_ ("Should show"), TIEM_SHOW_NUMBER },
  { "acked", N_ ("Confirmed"), TIEM_SHOW_NUMBER },
  { "why", N_ ("Why"), TIEM_SHOW_TEXT },
  { "problem", N_ ("Problem"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn place_columns[] = {
  { "name", N_ ("Place"), TIEM_SHOW_TEXT },
  { "on_hand", N_ ("On hand"), TIEM_SHOW_NUMBER },
  { "reserved", N_ ("Reserved"), TIEM_SHOW_NUMBER },
  { "sold", N_ ("Sold on channels"), TIEM_SHOW_FLAG },
  { NULL },
};

static const TiemCliColumn stock_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "on_hand", N_ ("On hand"), TIEM_SHOW_NUMBER },
  { "reserved", N_ ("Reserved"), TIEM_SHOW_NUMBER },
  { "available", N_ ("Available"), TIEM_SHOW_NUMBER },
  { "locations", N_ ("By place"), TIEM_SHOW_LIST, place_columns },
  { "cost", N_ ("Cost"), TIEM_SHOW_MONEY },
  { "value", N_ ("Stock value"), TIEM_SHOW_MONEY },
  { "reorder_point", N_ ("Reorder point"), TIEM_SHOW_NUMBER },
  { "listings", N_ ("On the channels"), TIEM_SHOW_LIST, listing_columns },
  { NULL },
};

static const TiemCliColumn history_columns[] = {
  { "at", N_ ("At"), TIEM_SHOW_TIME },
  { "delta", N_ ("Change"), TIEM_SHOW_NUMBER },
  { "on_hand", N_ ("On hand"), TIEM_SHOW_NUMBER },
  { "value", N_ ("Value"), TIEM_SHOW_MONEY },
  { "reason", N_ ("Why"), TIEM_SHOW_REASON },
  { "order_number", N_ ("Order no."), TIEM_SHOW_TEXT },
  { "slip", N_ ("Slip"), TIEM_SHOW_TEXT },
  { "channel_name", N_ ("Channel"), TIEM_SHOW_TEXT },
  { "note", N_ ("Note"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemStockReason *
find_reason (GPtrArray *reasons,
             gint64 listing_id)
{
  for (guint i = 0; i < reasons->len; i++)
    {
      const TiemStockReason *reason = g_ptr_array_index (reasons, i);

      if (reason->listing_id == listing_id)
        return reason;
    }
  return NULL;
}

/* @reason: (nullable): the listing came in between */
static void
add_listing (JsonBuilder *builder,
             const TiemListing *listing,
             const TiemStockReason *reason)
{
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "channel", listing->channel_id);
  tiem_json_add_text (builder, "channel_name", listing->channel_name);
  tiem_json_add_id (builder, "listing", listing->id);
  tiem_json_add_text (builder, "remote_sku", listing->remote_sku);
  tiem_json_add_optional_int (builder, "desired", listing->has_desired, listing->desired);
  tiem_json_add_optional_int (builder, "acked", listing->has_acked, listing->acked);
  tiem_json_add_text (builder, "reason", reason != NULL ? reason->reason : NULL);
  tiem_json_add_text (builder, "why", reason != NULL ? reason->sentence : NULL);
  tiem_json_add_text (builder, "standing", tiem_standing_to_string (listing->standing));
  tiem_json_add_text (builder, "problem", listing->problem);
  json_builder_end_object (builder);
}

/* With one place there is nothing to tell apart, and the list is empty. */
static void
add_places (JsonBuilder *builder,
            GPtrArray *places)
{
  tiem_json_begin_list (builder, "locations");
  for (guint i = 0; i < places->len && places->len > 1; i++)
    {
      const TiemStockPlace *place = g_ptr_array_index (places, i);

      json_builder_begin_object (builder);
      tiem_json_add_id (builder, "id", place->location_id);
      tiem_json_add_text (builder, "name", place->name);
      tiem_json_add_bool (builder, "sold", place->sells);
      tiem_json_add_int (builder, "on_hand", place->on_hand);
      tiem_json_add_int (builder, "reserved", place->reserved);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static gboolean
print_stock (TiemCli *cli,
             gint64 variant_id,
             GError **error)
{
  g_autoptr (TiemVariant) variant = tiem_store_get_variant (cli->store, variant_id, error);
  g_autoptr (GPtrArray) listings = NULL;
  g_autoptr (GPtrArray) reasons = NULL;
  g_autoptr (GPtrArray) places = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  TiemListingQuery query = { .variant_id = variant_id };
  gboolean is_split = FALSE;

  if (variant == NULL)
    return FALSE;
  listings = tiem_store_list_listings (cli->store, &query, 0, 0, error);
  if (listings == NULL)
    return FALSE;
  reasons = tiem_store_explain_stock (cli->store, variant_id, &is_split, error);
  if (reasons == NULL
      || (places = tiem_store_list_stock_places (cli->store, variant_id, error)) == NULL)
    return FALSE;

  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "sku", variant->sku);
  tiem_json_add_int (builder, "on_hand", variant->on_hand);
  tiem_json_add_int (builder, "reserved", variant->reserved);
  tiem_json_add_int (builder, "available", variant->available);
  tiem_json_add_optional_int (builder, "cost", variant->has_cost, variant->cost_vnd);
  tiem_json_add_int (builder, "value", variant->stock_value_vnd);
  tiem_json_add_optional_int (
      builder, "reorder_point", variant->has_reorder_point, variant->reorder_point);
  tiem_json_add_bool (builder, "split", is_split);
  add_places (builder, places);
  tiem_json_begin_list (builder, "listings");
  for (guint i = 0; i < listings->len; i++)
    {
      const TiemListing *listing = g_ptr_array_index (listings, i);

      add_listing (builder, listing, find_reason (reasons, listing->id));
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, json_builder_get_root (builder), stock_columns, NULL);
}

static gboolean
print_history (TiemCli *cli,
               gint64 variant_id,
               GError **error)
{
  g_autoptr (GPtrArray) movements = tiem_store_list_movements (cli->store, variant_id, 0, error);
  JsonBuilder *builder;

  if (movements == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < movements->len; i++)
    {
      const TiemMovement *movement = g_ptr_array_index (movements, i);

      json_builder_begin_object (builder);
      tiem_json_add_time (builder, "at", movement->at);
      tiem_json_add_int (builder, "delta", movement->delta);
      tiem_json_add_int (builder, "on_hand", movement->on_hand);
      tiem_json_add_text (builder, "reason", movement->reason);
      tiem_json_add_id (builder, "order", movement->order_id);
      tiem_json_add_text (builder, "order_number", movement->order_number);
      tiem_json_add_id (builder, "channel", movement->channel_id);
      tiem_json_add_text (builder, "channel_name", movement->channel_name);
      tiem_json_add_text (builder, "note", movement->note);
      tiem_json_add_text (builder, "slip", movement->slip_number);
      tiem_json_add_optional_int (
          builder, "unit_cost", movement->has_unit_cost, movement->unit_cost_vnd);
      tiem_json_add_optional_int (builder, "value", movement->has_value, movement->value_vnd);
      tiem_json_add_int (builder, "settled", movement->settled_vnd);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return tiem_cli_print (
      cli, tiem_json_finish (builder), history_columns, _ ("Its stock has never moved."));
}

/* @place: (nullable): %NULL: of all places together. @set or @adjust: not %NULL */
static gboolean
change_stock (TiemCli *cli,
              gint64 variant_id,
              const char *place,
              gboolean is_total,
              gint64 number,
              const char *reason,
              const char *note,
              GError **error)
{
  gint64 location_id = 0;

  if (place != NULL && (location_id = tiem_store_find_location (cli->store, place, error)) == 0)
    return FALSE;
  if (place != NULL && is_total)
    return tiem_store_set_stock_at (
        cli->store, variant_id, location_id, number, reason, note, error);
  if (place != NULL)
    return tiem_store_adjust_stock_at (
        cli->store, variant_id, location_id, number, reason, note, error);
  return is_total ? tiem_store_set_stock (cli->store, variant_id, number, reason, note, error)
                  : tiem_store_adjust_stock (cli->store, variant_id, number, reason, note, error);
}

/* Reports on the whole shop: they name no variant. */
typedef struct
{
  gboolean value;
  gboolean slow;
  gboolean reorder;
  const char *by;   /* (nullable) */
  const char *days; /* (nullable) */
} Reports;

static gboolean
print_report (TiemCli *cli,
              const Reports *reports,
              GError **error)
{
  gint64 days = TIEM_DEFAULT_SLOW_DAYS;

  if (reports->value + reports->slow + reports->reorder > 1)
    return tiem_cli_fail_usage (error, _ ("only one of --value, --slow and --reorder can be done"));
  if (tiem_cli_count_arguments (cli) > 0)
    return tiem_cli_fail_usage (
        error, _ ("“%s” is one argument too many"), tiem_cli_argument (cli, 0));
  if (!tiem_cli_read_int (reports->days, "--days", 0, 10000, &days, error))
    return FALSE;
  if (reports->value)
    return tiem_cli_print_value (cli, reports->by, error);
  return reports->slow ? tiem_cli_print_slow (cli, days, error)
                       : tiem_cli_print_reorder (cli, error);
}

/* "" takes the point away. */
static gboolean
set_reorder_point (TiemCli *cli,
                   gint64 variant_id,
                   const char *typed,
                   GError **error)
{
  gboolean has_point = *typed != '\0';
  gint64 units = 0;

  return (!has_point || tiem_cli_read_int (typed, "--reorder-point", 0, G_MAXINT, &units, error))
         && tiem_store_set_reorder_point (cli->store, variant_id, has_point, units, error);
}

gboolean
tiem_cli_stock (TiemCli *cli,
                GError **error)
{
  g_autofree char *by = NULL;
  g_autofree char *days = NULL;
  g_autofree char *point = NULL;
  Reports reports = { FALSE };
  g_autofree char *set = NULL;
  g_autofree char *adjust = NULL;
  g_autofree char *reason = NULL;
  g_autofree char *note = NULL;
  g_autofree char *place = NULL;
  gboolean history = FALSE;
  gboolean why = FALSE;
  gint64 number = 0;
  gint64 id;
  const GOptionEntry entries[] = {
    { "set",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &set,
      N_ ("Counted on hand, units waiting to be shipped included"),
      "N" },
    { "adjust", 0, 0, G_OPTION_ARG_FILENAME, &adjust, N_ ("Units that came or went"), "±N" },
    { "reason",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &reason,
      N_ ("Why: count, adjust, damaged, lost, or your own words"),
      "REASON" },
    { "note", 0, 0, G_OPTION_ARG_FILENAME, &note, N_ ("Kept with the change"), "TEXT" },
    { "location", 0, 0, G_OPTION_ARG_FILENAME, &place, N_ ("At this place alone"), "PLACE" },
    { "history", 0, 0, G_OPTION_ARG_NONE, &history, N_ ("Every change, newest first"), NULL },
    { "why",
      0,
      0,
      G_OPTION_ARG_NONE,
      &why,
      N_ ("What it is made of, who holds it, and what each channel was told"),
      NULL },
    { "reorder-point",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &point,
      N_ ("At or below so many available it is time to order; \"\" takes it away"),
      "N" },
    { "value",
      0,
      0,
      G_OPTION_ARG_NONE,
      &reports.value,
      N_ ("What all that is on hand is worth"),
      NULL },
    { "by",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &by,
      N_ ("--value in groups: category, location or supplier"),
      "GROUP" },
    { "slow", 0, 0, G_OPTION_ARG_NONE, &reports.slow, N_ ("What has not been sold lately"), NULL },
    { "days", 0, 0, G_OPTION_ARG_FILENAME, &days, N_ ("--slow: not for so many days (60)"), "N" },
    { "reorder",
      0,
      0,
      G_OPTION_ARG_NONE,
      &reports.reorder,
      N_ ("What is to be ordered, and how many"),
      NULL },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 0, 1, error)
      || !tiem_cli_read_int (set, "--set", 0, G_MAXINT, &number, error)
      || !tiem_cli_read_int (adjust, "--adjust", -G_MAXINT, G_MAXINT, &number, error))
    return FALSE;
  if (reports.value || reports.slow || reports.reorder)
    {
      reports.by = by;
      reports.days = days;
      return print_report (cli, &reports, error);
    }
  if (tiem_cli_count_arguments (cli) == 0)
    return tiem_cli_fail_usage (error, _ ("“%s” lacks an argument"), "stock");
  if ((set != NULL) + (adjust != NULL) + history + why > 1)
    return tiem_cli_fail_usage (error,
                                _ ("only one of --set, --adjust, --history and --why can be done"));
  if ((set != NULL || adjust != NULL) && (reason == NULL || *reason == '\0'))
    return tiem_cli_fail_usage (error, _ ("--reason is missing"));

  if (place != NULL && set == NULL && adjust == NULL)
    return tiem_cli_fail_usage (error, _ ("--location goes with --set or --adjust"));
  id = tiem_cli_find_sku (cli, tiem_cli_argument (cli, 0), error);
  if (id == 0)
    return FALSE;
  if (history)
    return print_history (cli, id, error);
  if (why)
    return tiem_cli_print_why (cli, id, error);
  if ((set != NULL || adjust != NULL)
      && !change_stock (cli, id, place, set != NULL, number, reason, note, error))
    return FALSE;
  if (point != NULL && !set_reorder_point (cli, id, point, error))
    return FALSE;
  return print_stock (cli, id, error);
}
