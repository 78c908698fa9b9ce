#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-market.h"

#include "base/tiem-error.h"
#include "document/tiem-import.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Goods and people in from a file: looking, writing, and taking an import back. */

static const TiemCliColumn wrong_columns[] = {
  { "row", N_ ("Row"), TIEM_SHOW_NUMBER },
  { "column", N_ ("Column"), TIEM_SHOW_TEXT },
  { "reason", N_ ("Why"), TIEM_SHOW_TEXT },
  { "fix", N_ ("How to fix it"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn import_columns[] = {
  { "kind", N_ ("Kind of file"), TIEM_SHOW_TEXT },
  { "new", N_ ("New"), TIEM_SHOW_NUMBER },
  { "changed", N_ ("Changed"), TIEM_SHOW_NUMBER },
  { "same", N_ ("Unchanged"), TIEM_SHOW_NUMBER },
  { "left", N_ ("Left as they are"), TIEM_SHOW_NUMBER },
  { "run", N_ ("Import"), TIEM_SHOW_NUMBER },
  { "wrong", N_ ("Wrong"), TIEM_SHOW_LIST, wrong_columns },
  { "notes", N_ ("Look at these"), TIEM_SHOW_LIST, wrong_columns },
  { NULL },
};

static const TiemCliColumn run_columns[] = {
  { "id", N_ ("Import"), TIEM_SHOW_NUMBER },
  { "at", N_ ("When"), TIEM_SHOW_TIME },
  { "kind", N_ ("Kind of file"), TIEM_SHOW_TEXT },
  { "file", N_ ("File"), TIEM_SHOW_TEXT },
  { "new", N_ ("New"), TIEM_SHOW_NUMBER },
  { "changed", N_ ("Changed"), TIEM_SHOW_NUMBER },
  { "undone_at", N_ ("Taken back"), TIEM_SHOW_TIME },
  { NULL },
};

static const TiemCliColumn kept_columns[] = {
  { "sku", N_ ("SKU"), TIEM_SHOW_TEXT },
  { "column", N_ ("Column"), TIEM_SHOW_TEXT },
  { "now", N_ ("Now"), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn undone_columns[] = {
  { "restored", N_ ("Put back"), TIEM_SHOW_NUMBER },
  { "removed", N_ ("New ones taken back"), TIEM_SHOW_NUMBER },
  { "kept", N_ ("Changed since, left as they are"), TIEM_SHOW_LIST, kept_columns },
  { NULL },
};

static const TiemCliColumn template_columns[] = {
  { "file", N_ ("File"), TIEM_SHOW_TEXT },
  { NULL },
};

static void
add_problems (JsonBuilder *builder,
              const char *member,
              GPtrArray *problems)
{
  tiem_json_begin_list (builder, member);
  for (guint i = 0; i < problems->len; i++)
    {
      const TiemImportProblem *problem = g_ptr_array_index (problems, i);

      json_builder_begin_object (builder);
      tiem_json_add_int (builder, "row", problem->row);
      tiem_json_add_text (builder, "column", problem->column);
      tiem_json_add_text (builder, "reason", problem->reason);
      tiem_json_add_text (builder, "fix", problem->fix);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_import (TiemCli *cli,
              const char *kind,
              const TiemImportResult *result)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  tiem_json_add_int (builder, "new", result->n_new);
  tiem_json_add_int (builder, "changed", result->n_changed);
  tiem_json_add_int (builder, "same", result->n_same);
  add_problems (builder, "wrong", result->wrong);
  tiem_json_add_text (builder, "kind", kind);
  tiem_json_add_int (builder, "left", result->n_left);
  if (result->run_id != 0)
    tiem_json_add_id (builder, "run", result->run_id);
  else
    tiem_json_add_null (builder, "run");
  add_problems (builder, "notes", result->notes);
  json_builder_end_object (builder);
  tiem_cli_print (cli, tiem_json_finish (builder), import_columns, NULL);
}

/* Returns: (transfer full): "1 Hàng, 2 Sổ bán" */
static char *
list_sheets (TiemImportFile *file)
{
  GPtrArray *sheets = tiem_import_file_get_sheets (file);
  g_autoptr (GString) out = g_string_new (NULL);

  for (guint i = 0; i < sheets->len; i++)
    g_string_append_printf (out,
                            "%s%u %s",
                            i > 0 ? ", " : "",
                            i + 1,
                            ((TiemSheet *)g_ptr_array_index (sheets, i))->name);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

static gboolean
recognise (TiemCli *cli,
           TiemImportFile *file,
           const TiemImportChoices *choices,
           GError **error)
{
  TiemImportQuestion question;
  g_autofree char *sheets = NULL;

  if (!tiem_import_file_recognise (file, cli->store, choices, &question, error))
    return FALSE;
  if (question != TIEM_IMPORT_ASK_SHEET)
    return TRUE;
  sheets = list_sheets (file);
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_INVALID,
               /* Translators: %s is a list of sheets with their numbers; --sheet stays */
               _ ("The file has several sheets (%s); choose one with --sheet."),
               sheets);
  return FALSE;
}

/* What is wrong ends the command unless it was to be left out. */
static gboolean
end_import (const TiemImportResult *result,
            gboolean skip_wrong,
            GError **error)
{
  guint n_wrong = result->wrong->len;

  if (n_wrong == 0 || skip_wrong)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_INVALID,
               g_dngettext (GETTEXT_PACKAGE,
                            "%u cell of the file is wrong and nothing was imported; correct it "
                            "and import again.",
                            "%u cells of the file are wrong and nothing was imported; correct "
                            "them and import again.",
                            n_wrong),
               n_wrong);
  return FALSE;
}

static gboolean
import_table (TiemCli *cli,
              const TiemImportChoices *given,
              const TiemImportOptions *options,
              GError **error)
{
  g_autoptr (TiemImportFile) file = NULL;
  g_autoptr (TiemImportResult) result = NULL;
  TiemImportChoices choices = *given;

  file = tiem_import_file_open (tiem_cli_argument (cli, 1), NULL, error);
  if (file == NULL || !recognise (cli, file, &choices, error)
      || (choices.map != NULL && !options->dry_run
          && !tiem_import_file_remember (file, cli->store, error)))
    return FALSE;
  /* In a table that people typed "62k" is how they write; what a program wrote is exact. */
  if (g_str_equal (tiem_import_file_get_kind (file), "plain")
      || g_str_equal (tiem_import_file_get_kind (file), "tiem.products"))
    choices.fixes |= TIEM_FIX_SHORT_MONEY;
  result = tiem_import_file_run (file, cli->store, &choices, options, NULL, error);
  if (result == NULL)
    return FALSE;
  print_import (cli, tiem_import_file_get_kind (file), result);
  return end_import (result, options->skip_wrong, error);
}

gboolean
tiem_cli_import (TiemCli *cli,
                 GError **error)
{
  TiemImportChoices choices = { 0 };
  TiemImportOptions options = { 0 };
  g_auto (GStrv) map = NULL;
  g_autofree char *sheet = NULL;
  g_autofree char *branch = NULL;
  g_autofree char *channel = NULL;
  const char *what;
  const char *path;
  gboolean fix = FALSE;
  gint64 sheet_number = 0;
  gint64 branch_number = 0;
  const GOptionEntry entries[] = {
    { "dry-run",
      0,
      0,
      G_OPTION_ARG_NONE,
      &options.dry_run,
      N_ ("Say what would change, write nothing"),
      NULL },
    { "skip-wrong",
      0,
      0,
      G_OPTION_ARG_NONE,
      &options.skip_wrong,
      N_ ("Leave wrong rows out, import the others"),
      NULL },
    { "fix", 0, 0, G_OPTION_ARG_NONE, &fix, N_ ("Read “1tr2” as 1.200.000 and “hết” as 0"), NULL },
    { "only-new",
      0,
      0,
      G_OPTION_ARG_NONE,
      &choices.only_new,
      N_ ("Leave products that are known as they are"),
      NULL },
    { "no-stock",
      0,
      0,
      G_OPTION_ARG_NONE,
      &choices.leave_stock,
      N_ ("Leave the stock as it is"),
      NULL },
    { "no-prices",
      0,
      0,
      G_OPTION_ARG_NONE,
      &choices.leave_prices,
      N_ ("Leave prices and costs as they are"),
      NULL },
    { "no-debts",
      0,
      0,
      G_OPTION_ARG_NONE,
      &choices.leave_debts,
      N_ ("Leave out what customers and suppliers are said to owe"),
      NULL },
    { "sheet", 0, 0, G_OPTION_ARG_FILENAME, &sheet, N_ ("The nth sheet of a workbook"), "N" },
    { "branch",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &branch,
      N_ ("Take the stock of the nth branch, not of all"),
      "N" },
    { "map",
      0,
      0,
      G_OPTION_ARG_FILENAME_ARRAY,
      &map,
      N_ ("What a column holds; may be repeated"),
      "HEAD=FIELD" },
    { "channel",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &channel,
      N_ ("Orders and listings: the channel by file that they are of"),
      "ID" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 2, 2, error)
      || !tiem_cli_read_int (sheet, "--sheet", 1, 1000, &sheet_number, error)
      || !tiem_cli_read_int (branch, "--branch", 1, 1000, &branch_number, error))
    return FALSE;
  what = tiem_cli_argument (cli, 0);
  path = tiem_cli_argument (cli, 1);
  if (strcmp (what, "orders") == 0)
    return tiem_cli_import_orders (cli, path, channel, options.dry_run, error);
  if (strcmp (what, "listings") == 0)
    return tiem_cli_import_listings (cli, path, channel, options.dry_run, error);
  choices.what = strcmp (what, "products") == 0    ? TIEM_IMPORT_GOODS
                 : strcmp (what, "customers") == 0 ? TIEM_IMPORT_CUSTOMERS
                 : strcmp (what, "suppliers") == 0 ? TIEM_IMPORT_SUPPLIERS
                                                   : TIEM_IMPORT_ANY;
  if (choices.what == TIEM_IMPORT_ANY)
    return tiem_cli_fail_usage (error,
                                _ ("only products, customers, suppliers, orders and listings can "
                                   "be imported, not “%s”"),
                                what);
  choices.sheet = (guint)CLAMP (sheet_number, 0, 1000);
  choices.branch = (guint)CLAMP (branch_number, 0, 1000);
  choices.map = (const char *const *)map;
  choices.fixes = fix ? TIEM_FIX_SHORT_MONEY | TIEM_FIX_STOCK_WORDS : 0;
  return tiem_cli_get_store (cli, error) != NULL && import_table (cli, &choices, &options, error);
}

gboolean
tiem_cli_import_list (TiemCli *cli,
                      GError **error)
{
  g_autoptr (GPtrArray) runs = NULL;
  JsonBuilder *builder;

  if (!tiem_cli_parse (cli, NULL, 0, 0, error) || tiem_cli_get_store (cli, error) == NULL
      || (runs = tiem_store_list_imports (cli->store, 0, error)) == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_array (builder);
  for (guint i = 0; i < runs->len; i++)
    {
      const TiemImportRun *run = g_ptr_array_index (runs, i);

      json_builder_begin_object (builder);
      tiem_json_add_id (builder, "id", run->id);
      tiem_json_add_time (builder, "at", run->at);
      tiem_json_add_text (builder, "kind", run->kind);
      tiem_json_add_text (builder, "file", run->file);
      tiem_json_add_int (builder, "new", run->n_new);
      tiem_json_add_int (builder, "changed", run->n_changed);
      tiem_json_add_int (builder, "same", run->n_same);
      tiem_json_add_int (builder, "skipped", run->n_wrong);
      tiem_json_add_time (builder, "undone_at", run->undone_at);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), run_columns, NULL);
}

gboolean
tiem_cli_import_undo (TiemCli *cli,
                      GError **error)
{
  g_autoptr (TiemImportUndone) undone = NULL;
  JsonBuilder *builder;
  gint64 id = 0;

  if (!tiem_cli_parse (cli, NULL, 1, 1, error)
      || !tiem_cli_read_id (tiem_cli_argument (cli, 0), "ID", &id, error)
      || tiem_cli_get_store (cli, error) == NULL
      || (undone = tiem_store_undo_import (cli->store, id, error)) == NULL)
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_int (builder, "restored", undone->n_restored);
  tiem_json_add_int (builder, "removed", undone->n_removed + undone->n_deleted);
  tiem_json_begin_list (builder, "kept");
  for (guint i = 0; i < undone->kept->len; i++)
    {
      const TiemImportKept *kept = g_ptr_array_index (undone->kept, i);

      json_builder_begin_object (builder);
      tiem_json_add_text (builder, "sku", kept->sku);
      tiem_json_add_text (builder, "column", kept->column);
      tiem_json_add_text (builder, "now", kept->now);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), undone_columns, NULL);
}

gboolean
tiem_cli_import_template (TiemCli *cli,
                          GError **error)
{
  JsonBuilder *builder;

  if (!tiem_cli_parse (cli, NULL, 1, 1, error)
      || !tiem_import_write_template (tiem_cli_argument (cli, 0), error))
    return FALSE;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "file", tiem_cli_argument (cli, 0));
  json_builder_end_object (builder);
  return tiem_cli_print (cli, tiem_json_finish (builder), template_columns, NULL);
}
