#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"
#include "cli/tiem-cli-records.h"

#include "base/tiem-error.h"
#include "store/tiem-store-orders.h"
#include "store/tiem-store-own.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Orders of one's own. */

static const TiemCliColumn draft_columns[] = {
  { "draft", N_ ("No."), TIEM_SHOW_TEXT },
  { "saved_at", N_ ("Saved"), TIEM_SHOW_TIME },
  { "buyer", N_ ("Buyer"), TIEM_SHOW_TEXT },
  { "phone", N_ ("Phone"), TIEM_SHOW_PHONE },
  { "units", N_ ("Units"), TIEM_SHOW_NUMBER },
  { "total", N_ ("Total"), TIEM_SHOW_MONEY },
  { NULL },
};

static const TiemCliColumn marked_columns[] = {
  { "number", N_ ("Order no."), TIEM_SHOW_TEXT },
  { "status", N_ ("State"), TIEM_SHOW_STATUS },
  { NULL },
};

static void
add_draft (JsonBuilder *builder,
           const TiemOwnOrder *draft)
{
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "draft", draft->draft_id);
  tiem_json_add_text (builder, "number", draft->number);
  tiem_json_add_time (builder, "saved_at", draft->saved_at);
  tiem_json_add_text (builder, "buyer", draft->buyer_name);
  tiem_json_add_text (builder, "phone", draft->buyer_phone);
  tiem_json_add_int (builder, "units", tiem_own_order_get_units (draft));
  tiem_json_add_int (builder, "total", tiem_own_order_get_total (draft));
  tiem_json_begin_list (builder, "lines");
  for (guint i = 0; i < draft->lines->len; i++)
    {
      const TiemOwnLine *line = g_ptr_array_index (draft->lines, i);

      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "sku", line->sku);
      tiem_json_add_text (builder, "title", line->title);
      tiem_json_add_int (builder, "quantity", line->quantity);
      tiem_json_add_int (builder, "unit_price", line->unit_price_vnd);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

/* --- order add --- */

typedef struct
{
  char *channel;
  char **lines;
  char *buyer;
  char *phone;
  char *address;
  char *ward;
  char *province;
  char *ship_fee;
  char *discount;
  char *paid;
  char *how;
  char *cod_amount;
  char *source;
  char *note;
  gboolean cod;
  gboolean debt;
  gboolean ask_first;
  gboolean draft;
} Typed;

static void
typed_clear (Typed *self)
{
  g_free (self->channel);
  g_strfreev (self->lines);
  g_free (self->buyer);
  g_free (self->phone);
  g_free (self->address);
  g_free (self->ward);
  g_free (self->province);
  g_free (self->ship_fee);
  g_free (self->discount);
  g_free (self->paid);
  g_free (self->how);
  g_free (self->cod_amount);
  g_free (self->source);
  g_free (self->note);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

/* "AT-SG-D-L=2@129000": the price is the variant's own when it is left out. */
static gboolean
read_line (TiemCli *cli,
           const char *text,
           TiemOwnOrder *order,
           GError **error)
{
  const char *equals = strrchr (text, '=');
  g_autofree char *sku = NULL;
  g_auto (GStrv) parts = NULL;
  g_autoptr (TiemOwnLine) line = NULL;
  gint64 quantity = 1;
  gint64 price = -1;
  gint64 variant_id;

  if (equals == NULL || equals == text)
    return tiem_cli_fail_usage (
        error, _ ("--line has to be SKU=QUANTITY or SKU=QUANTITY@PRICE, not “%s”"), text);
  sku = g_strndup (text, (gsize)(equals - text));
  parts = g_strsplit (equals + 1, "@", 2);
  if (!tiem_cli_read_int (parts[0] != NULL ? parts[0] : "", "--line", 1, 1000000, &quantity, error)
      || (parts[0] != NULL && parts[1] != NULL && !tiem_cli_read_money (parts[1], &price, error))
      || (variant_id = tiem_cli_find_sku (cli, sku, error)) == 0
      || (line = tiem_store_new_own_line (cli->store, variant_id, error)) == NULL)
    return FALSE;
  line->quantity = quantity;
  if (price >= 0)
    line->unit_price_vnd = price;
  g_ptr_array_add (order->lines, g_steal_pointer (&line));
  return TRUE;
}

/* An amount, or a part of what the goods cost: "10%". */
static gboolean
read_discount (const char *text,
               const TiemOwnOrder *order,
               gint64 *discount_vnd,
               GError **error)
{
  gsize length = text != NULL ? strlen (text) : 0;
  g_autofree char *number = NULL;
  gint64 percent = 0;

  if (length == 0 || text[length - 1] != '%')
    return tiem_cli_read_money (text, discount_vnd, error);
  number = g_strndup (text, length - 1);
  if (!tiem_cli_read_int (number, "--discount", 0, 100, &percent, error))
    return FALSE;
  *discount_vnd = (tiem_own_order_get_goods (order) * percent + 50) / 100;
  return TRUE;
}

static gboolean
read_payment (const Typed *typed,
              TiemOwnOrder *order,
              GError **error)
{
  if (typed->debt && (typed->cod || typed->cod_amount != NULL))
    return tiem_cli_fail_usage (error, _ ("--cod and --debt can't be given together"));
  if (typed->how != NULL && !tiem_money_way_from_string (typed->how, &order->paid_by))
    return tiem_cli_fail_usage (
        error, _ ("--how has to be cash or transfer, not “%s”"), typed->how);
  if (!tiem_cli_read_money (typed->paid, &order->paid_vnd, error)
      || !tiem_cli_read_money (typed->cod_amount, &order->cod_vnd, error))
    return FALSE;
  if (typed->cod || typed->cod_amount != NULL)
    order->payment = TIEM_OWN_COD;
  else if (typed->debt)
    order->payment = TIEM_OWN_DEBT;
  return TRUE;
}

static gboolean
read_order (TiemCli *cli,
            Typed *typed,
            TiemOwnOrder *order,
            GError **error)
{
  if (typed->lines == NULL)
    return tiem_cli_fail_usage (error, _ ("--line is missing"));
  if (typed->source != NULL && !tiem_own_source_from_string (typed->source, &order->source))
    return tiem_cli_fail_usage (
        error,
        _ ("--source has to be phone, zalo, facebook, counter or other, not “%s”"),
        typed->source);
  if (!tiem_cli_read_id (typed->channel, "--channel", &order->channel_id, error)
      || !tiem_cli_read_money (typed->ship_fee, &order->shipping_fee_vnd, error)
      || !read_payment (typed, order, error) || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  for (guint i = 0; typed->lines[i] != NULL; i++)
    if (!read_line (cli, typed->lines[i], order, error))
      return FALSE;
  order->buyer_name = g_steal_pointer (&typed->buyer);
  order->buyer_phone = g_steal_pointer (&typed->phone);
  order->address.line = g_steal_pointer (&typed->address);
  order->address.ward = g_steal_pointer (&typed->ward);
  order->address.province = g_steal_pointer (&typed->province);
  order->note = g_steal_pointer (&typed->note);
  order->asks_first = typed->ask_first;
  return read_discount (typed->discount, order, &order->discount_vnd, error);
}

static gboolean
save_draft (TiemCli *cli,
            TiemOwnOrder *order,
            GError **error)
{
  JsonBuilder *builder;

  if ((order->draft_id = tiem_store_save_draft (cli->store, order, error)) == 0)
    return FALSE;
  order->saved_at = tiem_store_now (cli->store);
  builder = json_builder_new ();
  add_draft (builder, order);
  return tiem_cli_print (cli, tiem_json_finish (builder), draft_columns, NULL);
}

gboolean
tiem_cli_order_add (TiemCli *cli,
                    GError **error)
{
  g_auto (Typed) typed = { 0 };
  g_autoptr (TiemOwnOrder) order = tiem_own_order_new ();
  gint64 id;
#define TEXT(name, field, words, arg)                                                              \
  {                                                                                                \
    name, 0, 0, G_OPTION_ARG_FILENAME, &typed.field, words, arg                                    \
  }
#define FLAG(name, field, words)                                                                   \
  {                                                                                                \
    name, 0, 0, G_OPTION_ARG_NONE, &typed.field, words, NULL                                       \
  }
  const GOptionEntry entries[] = {
    TEXT ("channel", channel, N_ ("A counter; else the shop's own, made when first needed"), "ID"),
    { "line",
      0,
      0,
      G_OPTION_ARG_FILENAME_ARRAY,
      &typed.lines,
      N_ ("What is sold; once for each kind of goods"),
      "SKU=N[@PRICE]" },
    TEXT ("buyer", buyer, N_ ("The buyer's name"), "NAME"),
    TEXT ("phone", phone, N_ ("The buyer's phone"), "PHONE"),
    TEXT ("address", address, N_ ("House number and street"), "TEXT"),
    TEXT ("ward", ward, N_ ("Ward or commune"), "TEXT"),
    TEXT ("province", province, N_ ("Province or city"), "TEXT"),
    TEXT ("ship-fee", ship_fee, N_ ("What the buyer pays for shipping"), "N"),
    TEXT ("discount", discount, N_ ("An amount, or a part of the goods: 10%"), "N"),
    TEXT ("paid", paid, N_ ("What came in already"), "N"),
    TEXT ("how", how, N_ ("How it came in: cash, transfer"), "HOW"),
    FLAG ("cod", cod, N_ ("The carrier collects what is left")),
    TEXT ("cod-amount", cod_amount, N_ ("The carrier collects this much"), "N"),
    FLAG ("debt", debt, N_ ("The buyer owes what is left")),
    TEXT ("source", source, N_ ("phone, zalo, facebook, counter, other"), "SOURCE"),
    TEXT ("note", note, N_ ("The buyer's wishes"), "TEXT"),
    FLAG ("ask-first", ask_first, N_ ("The buyer has to be asked once more")),
    FLAG ("draft", draft, N_ ("Only write it down; it holds no goods")),
    { NULL },
  };
#undef TEXT
#undef FLAG

  if (!tiem_cli_parse (cli, entries, 0, 0, error) || !read_order (cli, &typed, order, error))
    return FALSE;
  if (typed.draft)
    return save_draft (cli, order, error);
  id = tiem_store_place_own_order (cli->store, order, error);
  return id != 0 && tiem_cli_print_order (cli, id, error);
}

/* --- drafts --- */

gboolean
tiem_cli_order_drafts (TiemCli *cli,
                       GError **error)
{
  g_autoptr (GPtrArray) drafts = NULL;
  JsonBuilder *builder;

  if (!tiem_cli_parse (cli, NULL, 0, 0, error) || tiem_cli_get_store (cli, error) == NULL
      || (drafts = tiem_store_list_drafts (cli->store, error)) == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < drafts->len; i++)
    add_draft (builder, g_ptr_array_index (drafts, i));
  json_builder_end_array (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), draft_columns, _ ("No such order."));
}

/* Returns: (nullable): one of @drafts; NULL with NOT_FOUND */
static const TiemOwnOrder *
find_draft (GPtrArray *drafts,
            gint64 id,
            GError **error)
{
  for (guint i = 0; i < drafts->len; i++)
    {
      const TiemOwnOrder *draft = g_ptr_array_index (drafts, i);

      if (draft->draft_id == id)
        return draft;
    }
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_NOT_FOUND,
                       _ ("There is no such draft; see “tiem-cli order drafts”."));
  return NULL;
}

gboolean
tiem_cli_order_place (TiemCli *cli,
                      GError **error)
{
  g_autoptr (GPtrArray) drafts = NULL;
  const TiemOwnOrder *draft;
  gint64 draft_id = 0;
  gint64 id;

  if (!tiem_cli_parse (cli, NULL, 1, 1, error)
      || !tiem_cli_read_id (tiem_cli_argument (cli, 0), "DRAFT", &draft_id, error)
      || tiem_cli_get_store (cli, error) == NULL
      || (drafts = tiem_store_list_drafts (cli->store, error)) == NULL
      || (draft = find_draft (drafts, draft_id, error)) == NULL
      || (id = tiem_store_place_own_order (cli->store, draft, error)) == 0)
    return FALSE;
  return tiem_cli_print_order (cli, id, error);
}

/* --- money, and what becomes of it --- */

gboolean
tiem_cli_order_pay (TiemCli *cli,
                    GError **error)
{
  g_autofree char *how_text = NULL;
  g_autofree char *note = NULL;
  gboolean cod = FALSE;
  gint64 amount = 0;
  gint64 id;
  TiemMoneyWay how = TIEM_MONEY_CASH;
  const GOptionEntry entries[] = {
    { "how", 0, 0, G_OPTION_ARG_FILENAME, &how_text, N_ ("How it came in: cash, transfer"), "HOW" },
    { "note", 0, 0, G_OPTION_ARG_FILENAME, &note, N_ ("For yourself"), "TEXT" },
    { "cod", 0, 0, G_OPTION_ARG_NONE, &cod, N_ ("The carrier paid what it collected"), NULL },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, 2, error))
    return FALSE;
  if (cod == (tiem_cli_count_arguments (cli) == 2))
    return tiem_cli_fail_usage (error, _ ("either an amount or --cod has to be given"));
  if (how_text != NULL && !tiem_money_way_from_string (how_text, &how))
    return tiem_cli_fail_usage (error, _ ("--how has to be cash or transfer, not “%s”"), how_text);
  if (!tiem_cli_read_money (tiem_cli_argument (cli, 1), &amount, error)
      || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  id = tiem_store_find_order (cli->store, tiem_cli_argument (cli, 0), 0, error);
  if (id == 0
      || !(cod ? tiem_store_settle_cod (cli->store, id, error)
               : tiem_store_pay_own_order (cli->store, id, amount, how, note, error) != 0))
    return FALSE;
  return tiem_cli_print_order (cli, id, error);
}

static gboolean
mark_one (
    TiemCli *cli, const char *text, const TiemOwnMark *mark, JsonBuilder *builder, GError **error)
{
  gint64 id = tiem_store_find_order (cli->store, text, 0, error);
  g_autoptr (TiemOrder) order = NULL;

  if (id == 0 || tiem_store_mark_own_order (cli->store, id, mark, error) == 0
      || (order = tiem_store_get_order (cli->store, id, error)) == NULL)
    return FALSE;
  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", order->id);
  tiem_json_add_text (builder, "number", order->number);
  tiem_json_add_text (builder, "status", tiem_order_status_to_string (order->status));
  json_builder_end_object (builder);
  return TRUE;
}

gboolean
tiem_cli_order_mark (TiemCli *cli,
                     GError **error)
{
  g_autofree char *status = NULL;
  g_autofree char *carrier = NULL;
  g_autofree char *tracking = NULL;
  g_autofree char *reason = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (GError) first = NULL;
  TiemOwnMark mark = { 0 };
  const GOptionEntry entries[] = {
    { "as", 0, 0, G_OPTION_ARG_FILENAME, &status, N_ ("delivered, failed_delivery …"), "STATUS" },
    { "carrier", 0, 0, G_OPTION_ARG_FILENAME, &carrier, N_ ("Who carries it"), "NAME" },
    { "tracking", 0, 0, G_OPTION_ARG_FILENAME, &tracking, N_ ("The waybill's number"), "TEXT" },
    { "reason", 0, 0, G_OPTION_ARG_FILENAME, &reason, N_ ("Why it is cancelled"), "REASON" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, -1, error))
    return FALSE;
  if (status == NULL)
    return tiem_cli_fail_usage (error, _ ("--as is missing"));
  mark.status = tiem_order_status_from_string (status);
  if (strcmp (tiem_order_status_to_string (mark.status), status) != 0)
    return tiem_cli_fail_usage (error, _ ("there is no status “%s”"), status);
  if (tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  mark.carrier = carrier;
  mark.tracking = tracking;
  mark.reason = reason;

  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < tiem_cli_count_arguments (cli); i++)
    {
      const char *text = tiem_cli_argument (cli, i);
      g_autoptr (GError) why = NULL;

      if (!mark_one (cli, text, &mark, builder, &why) && first == NULL)
        first = g_error_new (why->domain, why->code, "%s: %s", text, why->message);
    }
  json_builder_end_array (builder);
  tiem_cli_print (cli, json_builder_get_root (builder), marked_columns, NULL);
  if (first == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}
