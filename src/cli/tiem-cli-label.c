#define G_LOG_DOMAIN "tiem-cli"

#include "config.h"

#include "cli/tiem-cli-commands.h"

#include "base/tiem-error.h"
#include "channel/tiem-channel.h"
#include "document/tiem-label-sheet.h"
#include "document/tiem-own-label.h"
#include "document/tiem-pdf.h"
#include "store/tiem-store-orders.h"
#include "store/tiem-store-picking.h"
#include "sync/tiem-sync-label.h"

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

/* One order that was asked for. */
typedef struct
{
  const char *text; /* as typed */
  TiemOrder *order; /* (owned) (nullable) */
  GBytes *label;    /* (owned) (nullable): the platform's */
  char *content_type;
  GError *error; /* (owned) (nullable) */
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *self = data;

  g_clear_pointer (&self->order, tiem_order_free);
  g_clear_pointer (&self->label, g_bytes_unref);
  g_free (self->content_type);
  g_clear_error (&self->error);
  g_free (self);
}

static GPtrArray *
find_wanted (TiemCli *cli)
{
  GPtrArray *wanted = g_ptr_array_new_with_free_func (wanted_free);

  for (guint i = 0; i < tiem_cli_count_arguments (cli); i++)
    {
      Wanted *one = g_new0 (Wanted, 1);
      gint64 id;

      one->text = tiem_cli_argument (cli, i);
      id = tiem_store_find_order (cli->store, one->text, 0, &one->error);
      if (id != 0)
        one->order = tiem_store_get_order (cli->store, id, &one->error);
      g_ptr_array_add (wanted, one);
    }
  return wanted;
}

/* A label of our own: for orders of one's own always, for a website's when a paper was named. */
static gboolean
draws_own (const TiemOrder *order,
           gboolean has_paper)
{
  const TiemChannelInfo *info = tiem_channel_info_find (order->channel_kind);

  return order->is_own
         || (has_paper && info != NULL && (info->flags & TIEM_CHANNEL_HAS_LABELS) == 0);
}

static void
fetch_wanted (TiemCli *cli,
              GPtrArray *wanted,
              gboolean has_paper)
{
  g_autoptr (TiemClock) clock = tiem_clock_new_system ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) fetched = NULL;
  guint next = 0;

  for (guint i = 0; i < wanted->len; i++)
    {
      const Wanted *one = g_ptr_array_index (wanted, i);

      if (one->order != NULL && !draws_own (one->order, has_paper))
        g_array_append_val (ids, one->order->id);
    }
  if (ids->len == 0)
    return;
  fetched = tiem_sync_fetch_labels (
      cli->store, cli->keyring, clock, ids, PATIENCE_MS, NULL, NULL, NULL, NULL);
  for (guint i = 0; fetched != NULL && i < wanted->len; i++)
    {
      Wanted *one = g_ptr_array_index (wanted, i);
      TiemFetchedLabel *label;

      if (one->order == NULL || draws_own (one->order, has_paper))
        continue;
      label = g_ptr_array_index (fetched, next++);
      one->label = g_steal_pointer (&label->document);
      one->content_type = g_steal_pointer (&label->content_type);
      one->error = g_steal_pointer (&label->error);
    }
}

/* On paper that was named: in the order in which they are packed. */
static gboolean
sort_wanted (TiemCli *cli,
             GPtrArray *wanted,
             GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) sorted = NULL;
  guint at = 0;

  for (guint i = 0; i < wanted->len; i++)
    {
      const Wanted *one = g_ptr_array_index (wanted, i);

      if (one->order != NULL)
        g_array_append_val (ids, one->order->id);
    }
  sorted = tiem_store_sort_for_picking (cli->store, ids, error);
  for (guint i = 0; sorted != NULL && i < sorted->len; i++)
    for (guint j = at; j < wanted->len; j++)
      {
        Wanted *one = g_ptr_array_index (wanted, j);

        if (one->order == NULL || one->order->id != g_array_index (sorted, gint64, i))
          continue;
        wanted->pdata[j] = wanted->pdata[at];
        wanted->pdata[at++] = one;
        break;
      }
  return sorted != NULL;
}

/* --- on paper --- */

static gboolean
add_to_sheet (TiemLabelSheet *sheet,
              Wanted *one,
              const TiemShopIdentity *sender)
{
  g_autoptr (TiemLabelFile) file = NULL;

  if (one->label == NULL)
    {
      if (!tiem_own_label_check (one->order, &one->error))
        return FALSE;
      tiem_label_sheet_add_own (sheet, one->order, sender);
      return TRUE;
    }
  file = tiem_label_file_open (one->label, one->content_type, &one->error);
  return file != NULL && tiem_label_sheet_add_file (sheet, file, NULL, &one->error);
}

/* Returns: (transfer full) (nullable) */
static GBytes *
lay_out (TiemCli *cli,
         GPtrArray *wanted,
         TiemLabelPaper paper,
         GError **error)
{
  g_autoptr (TiemLabelSheet) sheet = tiem_label_sheet_new (paper);
  g_autoptr (TiemShopIdentity) sender = tiem_store_get_shop_identity (cli->store, error);

  if (sender == NULL)
    return NULL;
  for (guint i = 0; i < wanted->len; i++)
    {
      Wanted *one = g_ptr_array_index (wanted, i);

      if (one->error == NULL)
        add_to_sheet (sheet, one, sender);
    }
  return tiem_label_sheet_get_n_labels (sheet) > 0 ? tiem_label_sheet_finish (sheet, error) : NULL;
}

/* As the platforms made them, each page of its own size; our own ones on A6. */
static GBytes *
join (TiemCli *cli,
      GPtrArray *wanted,
      GError **error)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func ((GDestroyNotify)g_bytes_unref);
  g_autoptr (TiemShopIdentity) sender = tiem_store_get_shop_identity (cli->store, error);

  if (sender == NULL)
    return NULL;
  for (guint i = 0; i < wanted->len; i++)
    {
      Wanted *one = g_ptr_array_index (wanted, i);
      g_autoptr (TiemLabelSheet) sheet = NULL;
      g_autoptr (TiemLabelFile) file = NULL;
      GBytes *made;

      if (one->error != NULL)
        continue;
      if (one->label != NULL)
        {
          file = tiem_label_file_open (one->label, one->content_type, &one->error);
          if (file != NULL)
            g_ptr_array_add (labels, g_bytes_ref (one->label));
          continue;
        }
      sheet = tiem_label_sheet_new (TIEM_LABEL_PAPER_A6);
      if (add_to_sheet (sheet, one, sender)
          && (made = tiem_label_sheet_finish (sheet, &one->error)) != NULL)
        g_ptr_array_add (labels, made);
    }
  return labels->len > 0 ? tiem_pdf_join (labels, error) : NULL;
}

gboolean
tiem_cli_write_pdf (GBytes *pdf,
                    const char *path,
                    GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *shown = g_filename_display_name (path);

  if (g_file_set_contents_full (path,
                                g_bytes_get_data (pdf, NULL),
                                (gssize)g_bytes_get_size (pdf),
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

/* --- what is told --- */

static void
print_result (TiemCli *cli,
              GPtrArray *wanted,
              const char *path)
{
  JsonBuilder *builder = json_builder_new ();

  json_builder_begin_object (builder);
  tiem_json_add_text (builder, "file", path);
  tiem_json_begin_list (builder, "orders");
  for (guint i = 0; i < wanted->len; i++)
    {
      const Wanted *one = g_ptr_array_index (wanted, i);

      if (one->error != NULL)
        continue;
      json_builder_begin_object (builder);
      tiem_json_add_id (builder, "id", one->order->id);
      tiem_json_add_text (builder, "remote_id", one->order->remote_id);
      tiem_json_add_text (builder, "number", one->order->number);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  tiem_cli_print (cli, tiem_json_finish (builder), label_columns, NULL);
}

/* The first order without a label is told. */
static gboolean
tell_failed (GPtrArray *wanted,
             GError **error)
{
  for (guint i = 0; i < wanted->len; i++)
    {
      Wanted *one = g_ptr_array_index (wanted, i);

      if (one->error == NULL)
        continue;
      if (wanted->len > 1)
        g_prefix_error (&one->error, "%s: ", one->text);
      g_propagate_error (error, g_steal_pointer (&one->error));
      return FALSE;
    }
  return TRUE;
}

/* The labels there are go into the file. */
static gboolean
print_labels (
    TiemCli *cli, const char *path, gboolean has_paper, TiemLabelPaper paper, GError **error)
{
  g_autoptr (GPtrArray) wanted = find_wanted (cli);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GBytes) pdf = NULL;

  fetch_wanted (cli, wanted, has_paper);
  if (has_paper && !sort_wanted (cli, wanted, error))
    return FALSE;
  pdf = has_paper ? lay_out (cli, wanted, paper, &local_error) : join (cli, wanted, &local_error);
  if (pdf != NULL)
    {
      if (!tiem_cli_write_pdf (pdf, path, error))
        return FALSE;
      print_result (cli, wanted, path);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  return tell_failed (wanted, error);
}

gboolean
tiem_cli_order_label (TiemCli *cli,
                      GError **error)
{
  g_autofree char *out = NULL;
  g_autofree char *paper_text = NULL;
  TiemLabelPaper paper = TIEM_LABEL_PAPER_A6;
  const GOptionEntry entries[] = {
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &out, N_ ("The file to write"), "FILE.pdf" },
    { "paper",
      0,
      0,
      G_OPTION_ARG_FILENAME,
      &paper_text,
      N_ ("Paper: a6, 100x150, 75x100, a4-4, a4-8"),
      "PAPER" },
    { NULL },
  };

  if (!tiem_cli_parse (cli, entries, 1, -1, error))
    return FALSE;
  if (out == NULL)
    return tiem_cli_fail_usage (error, _ ("--out is missing"));
  if (paper_text != NULL && !tiem_label_paper_from_id (paper_text, &paper))
    return tiem_cli_fail_usage (
        error, _ ("--paper is one of a6, 100x150, 75x100, a4-4, a4-8, not “%s”"), paper_text);
  return tiem_cli_get_keyring (cli, error) != NULL
         && print_labels (cli, out, paper_text != NULL, paper, error);
}
