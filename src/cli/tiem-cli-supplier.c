#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"

#include "store/tiem-store-suppliers.h"

#include <glib/gi18n-lib.h>

/* Suppliers, what the shop owes them, and what it paid. */

static const TiemCliColumn supplier_columns[] = {
  { "code", N_ ("Code"), TIEM_SHOW_TEXT },
  { "name", N_ ("Supplier"), TIEM_SHOW_TEXT },
  { "phone", N_ ("Phone"), TIEM_SHOW_PHONE },
  { "slips", N_ ("Purchases"), TIEM_SHOW_NUMBER },
  { "bought", N_ ("Bought"), TIEM_SHOW_MONEY },
  { "debt", N_ ("Owed"), TIEM_SHOW_MONEY },
  { "last_at", N_ ("Last purchase"), TIEM_SHOW_TIME },
  { NULL },
};

static const TiemCliColumn entry_columns[] = {
  { "at", N_ ("At"), TIEM_SHOW_TIME },       { "kind", N_ ("What"), TIEM_SHOW_WORD },
  { "number", N_ ("Slip"), TIEM_SHOW_TEXT }, { "amount", N_ ("Amount"), TIEM_SHOW_MONEY },
  { "debt", N_ ("Owed"), TIEM_SHOW_MONEY },  { "payment", N_ ("Payment"), TIEM_SHOW_TEXT },
  { "note", N_ ("Note"), TIEM_SHOW_TEXT },   { NULL },
};

static const TiemCliColumn details_columns[] = {
  { "code", N_ ("Code"), TIEM_SHOW_TEXT },
  { "name", N_ ("Supplier"), TIEM_SHOW_TEXT },
  { "phone", N_ ("Phone"), TIEM_SHOW_PHONE },
  { "email", N_ ("E-mail"), TIEM_SHOW_TEXT },
  { "address", N_ ("Address"), TIEM_SHOW_TEXT },
  { "tax_code", N_ ("Tax code"), TIEM_SHOW_TEXT },
  { "note", N_ ("Note"), TIEM_SHOW_TEXT },
  { "debt", N_ ("Owed"), TIEM_SHOW_MONEY },
  { "account", N_ ("Account"), TIEM_SHOW_LIST, entry_columns },
  { NULL },
};

static void
add_fields (JsonBuilder *builder,
            const TiemSupplier *supplier)
{
  tiem_json_add_id (builder, "id", supplier->id);
  tiem_json_add_text (builder, "code", supplier->code);
  tiem_json_add_text (builder, "name", supplier->name);
  tiem_json_add_text (builder, "phone", supplier->phone);
  tiem_json_add_text (builder, "email", supplier->email);
  tiem_json_add_text (builder, "address", supplier->address);
  tiem_json_add_text (builder, "tax_code", supplier->tax_code);
  tiem_json_add_text (builder, "note", supplier->note);
  tiem_json_add_bool (builder, "archived", supplier->archived);
  tiem_json_add_int (builder, "opening", supplier->opening_vnd);
  tiem_json_add_int (builder, "slips", supplier->slips);
  tiem_json_add_int (builder, "bought", supplier->bought_vnd);
  tiem_json_add_int (builder, "debt", supplier->debt_vnd);
  tiem_json_add_time (builder, "last_at", supplier->last_at);
}

static void
add_entry (JsonBuilder *builder,
           const TiemSupplierEntry *entry)
{
  static const char *const kinds[] = {
    [TIEM_ENTRY_OPENING] = "opening",
    [TIEM_ENTRY_PURCHASE] = "purchase",
    [TIEM_ENTRY_RETURN] = "supplier-return",
    [TIEM_ENTRY_PAYMENT] = "payment",
  };

  json_builder_begin_object (builder);
  tiem_json_add_time (builder, "at", entry->at);
  tiem_json_add_text (builder, "kind", kinds[entry->kind]);
  tiem_json_add_text (builder, "number", entry->number);
  tiem_json_add_id (builder, "payment", entry->payment_id);
  tiem_json_add_text (
      builder, "how", entry->payment_id != 0 ? tiem_money_way_to_string (entry->how) : NULL);
  tiem_json_add_text (builder, "note", entry->note);
  tiem_json_add_int (builder, "amount", entry->amount_vnd);
  tiem_json_add_int (builder, "debt", entry->debt_vnd);
  json_builder_end_object (builder);
}

static gboolean
print_supplier (TiemCli *cli,
                gint64 supplier_id,
                GError **error)
{
  g_autoptr (TiemSupplier) supplier = tiem_store_get_supplier (cli->store, supplier_id, error);
  g_autoptr (GPtrArray) account
      = supplier != NULL ? tiem_store_list_supplier_account (cli->store, supplier_id, error) : NULL;
  JsonBuilder *builder;

  if (account == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  add_fields (builder, supplier);
  tiem_json_begin_list (builder, "account");
  for (guint i = 0; i < account->len; i++)
    add_entry (builder, g_ptr_array_index (account, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), details_columns, NULL);
}

/* --- adding and changing --- */

typedef struct
{
  char *name;
  char *phone;
  char *email;
  char *address;
  char *tax_code;
  char *note;
  char *opening;
  gboolean archive;
  gboolean restore;
} Typed;

static void
typed_clear (Typed *self)
{
  g_free (self->name);
  g_free (self->phone);
  g_free (self->email);
  g_free (self->address);
  g_free (self->tax_code);
  g_free (self->note);
  g_free (self->opening);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

static void
take_text (char **field,
           char **typed)
{
  if (*typed == NULL)
    return;
  g_free (*field);
  *field = g_steal_pointer (typed);
}

/* @supplier: 0 = a new one; else what is given changes and the rest stays */
static gboolean
save (TiemCli *cli,
      gint64 supplier_id,
      Typed *typed,
      GError **error)
{
  g_autoptr (TiemSupplier) supplier
      = supplier_id == 0 ? tiem_supplier_new ()
                         : tiem_store_get_supplier (cli->store, supplier_id, error);

  if (supplier == NULL || !tiem_cli_read_money (typed->opening, &supplier->opening_vnd, error))
    return FALSE;
  take_text (&supplier->name, &typed->name);
  take_text (&supplier->phone, &typed->phone);
  take_text (&supplier->email, &typed->email);
  take_text (&supplier->address, &typed->address);
  take_text (&supplier->tax_code, &typed->tax_code);
  take_text (&supplier->note, &typed->note);
  if (typed->archive || typed->restore)
    supplier->archived = typed->archive;
  supplier_id = tiem_store_save_supplier (cli->store, supplier, error);
  return supplier_id != 0 && print_supplier (cli, supplier_id, error);
}

static gboolean
parse_fields (TiemCli *cli,
              Typed *typed,
              int arguments,
              GError **error)
{
#define TEXT(name, field, words, arg)                                                              \
  {                                                                                                \
    name, 0, 0, G_OPTION_ARG_FILENAME, &typed->field, words, arg                                   \
  }
  const GOptionEntry entries[] = {
    TEXT ("name", name, N_ ("What the shop calls it"), "NAME"),
    TEXT ("phone", phone, N_ ("Phone"), "PHONE"),
    TEXT ("email", email, N_ ("E-mail"), "EMAIL"),
    TEXT ("address", address, N_ ("Address"), "TEXT"),
    TEXT ("tax-code", tax_code, N_ ("Tax code"), "CODE"),
    TEXT ("note", note, N_ ("For yourself"), "TEXT"),
    TEXT ("opening", opening, N_ ("What was owed before the first slip"), "N"),
    { "archive", 0, 0, G_OPTION_ARG_NONE, &typed->archive, N_ ("Nothing is bought there"), NULL },
    { "restore", 0, 0, G_OPTION_ARG_NONE, &typed->restore, N_ ("Something is again"), NULL },
    { NULL },
  };
#undef TEXT

  if (!tiem_cli_parse (cli, entries, arguments, arguments, error))
    return FALSE;
  return !(typed->archive && typed->restore)
         || tiem_cli_fail_usage (error, _ ("--archive and --restore can't be given together"));
}

gboolean
tiem_cli_supplier_add (TiemCli *cli,
                       GError **error)
{
  g_auto (Typed) typed = { 0 };

  if (!parse_fields (cli, &typed, 0, error))
    return FALSE;
  if (typed.name == NULL)
    return tiem_cli_fail_usage (error, _ ("--name is missing"));
  return tiem_cli_get_store (cli, error) != NULL && save (cli, 0, &typed, error);
}

gboolean
tiem_cli_supplier_edit (TiemCli *cli,
                        GError **error)
{
  g_auto (Typed) typed = { 0 };
  gint64 id;

  return parse_fields (cli, &typed, 1, error) && tiem_cli_get_store (cli, error) != NULL
         && (id = tiem_store_find_supplier (cli->store, tiem_cli_argument (cli, 0), error)) != 0
         && save (cli, id, &typed, error);
}

/* --- looking --- */

gboolean
tiem_cli_supplier_list (TiemCli *cli,
                        GError **error)
{
  g_autofree char *search = NULL;
  gboolean owed = FALSE;
  gboolean archived = FALSE;
  const GOptionEntry entries[] = {
    { "search", 0, 0, G_OPTION_ARG_FILENAME, &search, N_ ("Words of name, code, phone"), "T" },
    { "owed", 0, 0, G_OPTION_ARG_NONE, &owed, N_ ("Those the shop owes"), NULL },
    { "archived", 0, 0, G_OPTION_ARG_NONE, &archived, N_ ("Those put away"), NULL },
    { NULL },
  };
  TiemSupplierQuery query = { 0 };
  g_autoptr (GPtrArray) suppliers = NULL;
  JsonBuilder *builder;

  if (!tiem_cli_parse (cli, entries, 0, 0, error) || tiem_cli_get_store (cli, error) == NULL)
    return FALSE;
  query.group = owed       ? TIEM_SUPPLIERS_OWED
                : archived ? TIEM_SUPPLIERS_ARCHIVED
                           : TIEM_SUPPLIERS_ALL;
  query.search = search;
  if ((suppliers = tiem_store_list_suppliers (cli->store, &query, 0, 0, error)) == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < suppliers->len; i++)
    {
      json_builder_begin_object (builder);
      add_fields (builder, g_ptr_array_index (suppliers, i));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), supplier_columns, _ ("No suppliers."));
}

gboolean
tiem_cli_supplier_show (TiemCli *cli,
                        GError **error)
{
  gint64 id;

  return tiem_cli_parse (cli, NULL, 1, 1, error) && tiem_cli_get_store (cli, error) != NULL
         && (id = tiem_store_find_supplier (cli->store, tiem_cli_argument (cli, 0), error)) != 0
         && print_supplier (cli, id, error);
}

/* --- paying --- */

gboolean
tiem_cli_supplier_pay (TiemCli *cli,
                       GError **error)
{
  g_autofree char *slip = NULL;
  g_autofree char *how_text = NULL;
  g_autofree char *note = NULL;
  TiemMoneyWay how = TIEM_MONEY_CASH;
  const GOptionEntry entries[] = {
    { "slip", 0, 0, G_OPTION_ARG_FILENAME, &slip, N_ ("For this slip alone"), "NUMBER" },
    { "how", 0, 0, G_OPTION_ARG_FILENAME, &how_text, N_ ("cash or transfer"), "HOW" },
    { "note", 0, 0, G_OPTION_ARG_FILENAME, &note, N_ ("For yourself"), "TEXT" },
    { NULL },
  };
  gint64 amount = 0;
  gint64 slip_id = 0;
  gint64 id;

  if (!tiem_cli_parse (cli, entries, 2, 2, error))
    return FALSE;
  if (how_text != NULL
      && (!tiem_money_way_from_string (how_text, &how) || how == TIEM_MONEY_CARRIER))
    return tiem_cli_fail_usage (error, _ ("--how has to be cash or transfer, not “%s”"), how_text);
  return tiem_cli_read_money (tiem_cli_argument (cli, 1), &amount, error)
         && tiem_cli_get_store (cli, error) != NULL
         && (id = tiem_store_find_supplier (cli->store, tiem_cli_argument (cli, 0), error)) != 0
         && (slip == NULL || (slip_id = tiem_cli_find_purchase (cli, slip, error)) != 0)
         && tiem_store_pay_supplier (cli->store, id, slip_id, amount, how, note, error) != 0
         && print_supplier (cli, id, error);
}

gboolean
tiem_cli_supplier_undo_pay (TiemCli *cli,
                            GError **error)
{
  gint64 payment_id = 0;
  gint64 id;

  return tiem_cli_parse (cli, NULL, 2, 2, error)
         && tiem_cli_read_id (tiem_cli_argument (cli, 1), "PAYMENT", &payment_id, error)
         && tiem_cli_get_store (cli, error) != NULL
         && (id = tiem_store_find_supplier (cli->store, tiem_cli_argument (cli, 0), error)) != 0
         && tiem_store_undo_supplier_payment (cli->store, payment_id, error)
         && print_supplier (cli, id, error);
}
