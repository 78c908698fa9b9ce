#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"

#include "base/tiem-error.h"
#include "document/tiem-pdf.h"
#include "store/tiem-store-after.h"
#include "sync/tiem-sync-call.h"

#include <glib/gi18n-lib.h>

/* How long labels that are being made are waited for, all together. */
#define PATIENCE_MS (60 * 1000)

static const TiemCliColumn order_columns[] = {
  { "number", N_ ("Order no."), TIEM_SHOW_TEXT },
  { NULL },
};

static const TiemCliColumn label_columns[] = {
  { "file", N_ ("File"), TIEM_SHOW_TEXT },
  { "orders", N_ ("Orders"), TIEM_SHOW_LIST, order_columns },
  { NULL },
};

/* Adds one order's label to @labels and the order to @builder. */
static gboolean
add_label (TiemCli *cli,
           TiemClock *clock,
           gint64 until,
           const char *text,
           GPtrArray *labels,
           JsonBuilder *builder,
           GError **error)
{
  gint64 id = tiem_store_find_order (cli->store, text, 0, error);
  g_autoptr (TiemOrder) order = id != 0 ? tiem_store_get_order (cli->store, id, error) : NULL;
  g_autoptr (GBytes) label = NULL;

  if (order == NULL)
    return FALSE;
  label = tiem_sync_fetch_label (cli->store,
                                 cli->keyring,
                                 clock,
                                 id,
                                 MAX (0, until - tiem_clock_now (clock)),
                                 NULL,
                                 NULL,
                                 error);
  if (label == NULL)
    return FALSE;
  if (!tiem_pdf_is (label))
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_REJECTED,
                           _ ("The channel's label is no PDF; print it on the channel's page."));
      return FALSE;
    }
  g_ptr_array_add (labels, g_steal_pointer (&label));

  json_builder_begin_object (builder);
  tiem_json_add_id (builder, "id", order->id);
  tiem_json_add_text (builder, "remote_id", order->remote_id);
  tiem_json_add_text (builder, "number", order->number);
  json_builder_end_object (builder);
  return TRUE;
}

static gboolean
write_labels (GPtrArray *labels,
              const char *path,
              GError **error)
{
  g_autoptr (GBytes) whole = tiem_pdf_join (labels, error);
  g_autoptr (GError) reason = NULL;
  g_autofree char *shown = g_filename_display_name (path);

  if (whole == NULL)
    return FALSE;
  if (g_file_set_contents_full (path,
                                g_bytes_get_data (whole, NULL),
                                (gssize)g_bytes_get_size (whole),
                                G_FILE_SET_CONTENTS_CONSISTENT,
                                0600,
                                &reason))
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_READ_ONLY,
               /* Translators: a file's name, then the system's own words */
               _ ("“%s” can't be written (%s); choose another place."),
               shown,
               reason->message);
  return FALSE;
}

/* The labels there are go into the file; the first order without one is told. */
static gboolean
print_labels (TiemCli *cli,
              const char *path,
              GError **error)
{
  g_autoptr (TiemClock) clock = tiem_clock_new_system ();
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (GError) first = NULL;
  gint64 until = tiem_clock_now (clock) + PATIENCE_MS;

  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "file", path);
  tiem_json_begin_list (builder, "orders");
  for (guint i = 0; i < tiem_cli_count_arguments (cli); i++)
    {
      const char *text = tiem_cli_argument (cli, i);
      g_autoptr (GError) why = NULL;

      if (!add_label (cli, clock, until, text, labels, builder, &why) && first == NULL)
        first = tiem_cli_count_arguments (cli) == 1
                    ? g_steal_pointer (&why)
                    : g_error_new (why->domain, why->code, "%s: %s", text, why->message);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  if (labels->len > 0)
    {
      if (!write_labels (labels, path, error))
        return FALSE;
      tiem_cli_print (cli, json_builder_get_root (builder), label_columns, NULL);
    }
  if (first == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&first));
  return FALSE;
}

gboolean
tiem_cli_order_label (TiemCli *cli,
                      GError **error)
{
  g_autofree char *out = NULL;
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("The file to write"), "FILE.pdf" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, -1, error))
    return FALSE;
  if (out == NULL)
    return tiem_cli_fail_usage (error, _ ("--out is missing"));
  return tiem_cli_get_keyring (cli, error) != NULL && print_labels (cli, out, error);
}
