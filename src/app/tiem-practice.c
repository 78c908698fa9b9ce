#define G_LOG_DOMAIN "tiem-practice"

#include "config.h"

#include "app/tiem-practice.h"

#include "base/tiem-clock.h"
#include "base/tiem-error.h"
#include "channel/tiem-practice-line.h"
#include "store/tiem-row-list.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-listings.h"
#include "sync/tiem-sync-once.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* Of each marketplace: enough for figures that mean something, few enough to be read at once. */
#define PAST_ORDERS "200"
#define ORDERS_PER_MINUTE "3"
/* No waiting while the shop is filled: the owner does. */
#define SETTINGS "{\"tiktok\": {\"calls_per_second\": 0}}"

struct _TiemPractice
{
  GObject parent_instance;

  GSubprocess *sandbox; /* (owned) (nullable) */
  TiemStore *store;     /* (owned) (nullable) */
  TiemKeyring *keyring; /* (owned) (nullable) */
  guint n_orders;
};

G_DEFINE_FINAL_TYPE (TiemPractice, tiem_practice, G_TYPE_OBJECT)

/* --- the child --- */

/* Where the tests say, beside this program, where the build puts it, where it is installed,
 * or on the path. */
static char *
find_sandbox (void)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *folder = self != NULL ? g_path_get_dirname (self) : g_strdup (".");
  const char *const places[] = { folder, BINDIR };
  g_autofree char *built = g_build_filename (folder, "..", "sandbox", "tiem-sandbox", NULL);

  if (g_getenv ("TIEM_SANDBOX") != NULL)
    return g_strdup (g_getenv ("TIEM_SANDBOX"));
  for (guint i = 0; i < G_N_ELEMENTS (places); i++)
    {
      g_autofree char *path = g_build_filename (places[i], "tiem-sandbox", NULL);

      if (g_file_test (path, G_FILE_TEST_IS_EXECUTABLE))
        return g_steal_pointer (&path);
    }
  if (g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&built);
  return g_find_program_in_path ("tiem-sandbox");
}

static GSubprocess *
spawn_sandbox (GError **error)
{
  g_autofree char *path = find_sandbox ();

  if (path == NULL)
    {
      g_set_error_literal (
          error,
          TIEM_ERROR,
          TIEM_ERROR_NOT_FOUND,
          _ ("The practice shop is not installed (tiem-sandbox is missing); install Tiệm again."));
      return NULL;
    }
  return g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                           error,
                           path,
                           "--port-base",
                           "0",
                           "--seed",
                           "7",
                           "--past-orders",
                           PAST_ORDERS,
                           "--orders-per-minute",
                           ORDERS_PER_MINUTE,
                           "--settings",
                           SETTINGS,
                           "--follow-stdin",
                           NULL);
}

static GPtrArray *
read_channels (TiemPractice *self,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GDataInputStream) out
      = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->sandbox));
  g_autofree char *line = NULL;

  g_filter_input_stream_set_close_base_stream (G_FILTER_INPUT_STREAM (out), FALSE);
  line = g_data_input_stream_read_line (out, NULL, cancellable, error);
  if (line == NULL && (error == NULL || *error == NULL))
    g_set_error_literal (error,
                         TIEM_ERROR,
                         TIEM_ERROR_TRANSIENT,
                         _ ("The pretend marketplaces ended before they were ready; try again."));
  return line != NULL ? tiem_practice_line_parse (line, error) : NULL;
}

/* --- the data --- */

static void
empty_folder (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);

      if (g_file_test (path, G_FILE_TEST_IS_DIR) && !g_file_test (path, G_FILE_TEST_IS_SYMLINK))
        empty_folder (path);
      g_remove (path);
    }
}

/* The marketplaces are this computer's own, and the owner waits. */
static TiemWorker *
new_fast_worker (gint64 channel_id,
                 gpointer user_data,
                 GCancellable *cancellable,
                 GError **error)
{
  TiemPractice *self = user_data;
  g_autoptr (TiemClock) clock = tiem_clock_new_system ();
  TiemWorker *worker
      = tiem_worker_new_system (self->store, self->keyring, clock, channel_id, cancellable, error);

  if (worker != NULL)
    tiem_worker_lift_limit (worker);
  return worker;
}

/* "Shopee · Nhà Mây": the shop has the same name everywhere. */
static char *
name_channel (const TiemPracticeChannel *channel)
{
  const TiemChannelInfo *info = tiem_channel_info_find (channel->kind);

  if (info->sign_in_url == NULL || strstr (channel->name, info->name) != NULL)
    return g_strdup (channel->name);
  return g_strdup_printf ("%s · %s", info->name, channel->name);
}

static gboolean
add_channels (TiemPractice *self,
              GPtrArray *channels,
              GCancellable *cancellable,
              GError **error)
{
  for (guint i = 0; i < channels->len; i++)
    {
      const TiemPracticeChannel *channel = g_ptr_array_index (channels, i);
      g_autofree char *name = NULL;

      /* The sandbox may have markets that this program has no channel for. */
      if (tiem_channel_info_find (channel->kind) == NULL)
        continue;
      name = name_channel (channel);
      if (tiem_sync_add_channel (
              self->store, self->keyring, channel->kind, name, channel->account, cancellable, error)
          == 0)
        return FALSE;
    }
  return TRUE;
}

/* Every marketplace opens with the number that may still be sold, and has open orders of its
 * own: what each of them would count as on hand differs. The owner of the practice shop has
 * been asked already. */
static gboolean
settle_stock (TiemPractice *self,
              GError **error)
{
  g_autoptr (GPtrArray) conflicts = tiem_store_list_stock_conflicts (self->store, error);

  for (guint i = 0; conflicts != NULL && i < conflicts->len; i++)
    {
      const TiemStockConflict *conflict = g_ptr_array_index (conflicts, i);
      const TiemListing *listing = g_ptr_array_index (conflict->listings, 0);
      g_autoptr (TiemVariant) variant
          = tiem_store_get_variant (self->store, conflict->variant_id, error);

      if (variant == NULL
          || !tiem_store_set_stock (self->store,
                                    variant->id,
                                    listing->stock + variant->reserved,
                                    "count",
                                    _ ("Chosen between the numbers of the channels"),
                                    error))
        return FALSE;
    }
  return conflicts != NULL;
}

/* Channels know nothing of what goods cost their owner; without it there is no profit and no value
 * of the stock to look at. Six tenths of the price, in thousands of đồng, is usual enough. */
static gboolean
give_costs (TiemPractice *self,
            GError **error)
{
  const TiemVariantQuery query = { 0 };
  g_autoptr (GPtrArray) variants = tiem_store_list_variants (self->store, &query, 0, 0, error);

  for (guint i = 0; variants != NULL && i < variants->len; i++)
    {
      const TiemVariant *variant = g_ptr_array_index (variants, i);
      const TiemNewVariant values
          = { .cost_vnd = variant->price_vnd * 6 / 10 / 1000 * 1000, .has_cost = TRUE };

      if (!tiem_store_edit_variant (self->store, variant->id, TIEM_EDIT_COST, &values, error))
        return FALSE;
    }
  return variants != NULL;
}

static gboolean
fill (TiemPractice *self,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (GPtrArray) channels = read_channels (self, cancellable, error);
  g_autoptr (TiemClock) clock = tiem_clock_new_system ();
  g_autoptr (GPtrArray) turns = NULL;
  TiemAdoptResult *adopted;

  if (channels == NULL || !add_channels (self, channels, cancellable, error))
    return FALSE;
  turns = tiem_sync_once_in_threads (
      self->store, clock, 0, TIEM_TURN_FULL, new_fast_worker, self, cancellable, error);
  if (turns == NULL)
    return FALSE;
  for (guint i = 0; i < turns->len; i++)
    self->n_orders += ((const TiemChannelTurns *)g_ptr_array_index (turns, i))->report.pulled;
  adopted = tiem_store_adopt (self->store, 0, NULL, error);
  if (adopted == NULL)
    return FALSE;
  tiem_adopt_result_free (adopted);
  return settle_stock (self, error) && give_costs (self, error);
}

static void
start_thread (GTask *task,
              gpointer source,
              gpointer data,
              GCancellable *cancellable)
{
  TiemPractice *self = data;
  g_autofree char *folder = NULL;
  g_autofree char *parent = tiem_store_get_default_dir ();
  GError *error = NULL;

  folder = g_build_filename (parent, "practice", NULL);
  empty_folder (folder);
  self->store = tiem_store_open (folder, &error);
  self->keyring = tiem_keyring_new_memory ();
  if (self->store == NULL || !fill (self, cancellable, &error))
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_object_ref (self), g_object_unref);
}

static void
tiem_practice_dispose (GObject *object)
{
  TiemPractice *self = TIEM_PRACTICE (object);

  if (self->sandbox != NULL)
    {
      g_output_stream_close (g_subprocess_get_stdin_pipe (self->sandbox), NULL, NULL);
      g_subprocess_send_signal (self->sandbox, SIGTERM);
    }
  g_clear_object (&self->sandbox);
  g_clear_object (&self->keyring);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (tiem_practice_parent_class)->dispose (object);
}

static void
tiem_practice_class_init (TiemPracticeClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_practice_dispose;
}

static void
tiem_practice_init (TiemPractice *self)
{
}

void
tiem_practice_start_async (GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  TiemPractice *self = g_object_new (TIEM_TYPE_PRACTICE, NULL);
  GError *error = NULL;

  g_task_set_source_tag (task, tiem_practice_start_async);
  g_task_set_task_data (task, self, g_object_unref);
  self->sandbox = spawn_sandbox (&error);
  if (self->sandbox == NULL)
    g_task_return_error (task, error);
  else
    g_task_run_in_thread (task, start_thread);
}

TiemPractice *
tiem_practice_start_finish (GAsyncResult *result,
                            GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

TiemStore *
tiem_practice_get_store (TiemPractice *self)
{
  g_return_val_if_fail (TIEM_IS_PRACTICE (self), NULL);
  return self->store;
}

TiemKeyring *
tiem_practice_get_keyring (TiemPractice *self)
{
  g_return_val_if_fail (TIEM_IS_PRACTICE (self), NULL);
  return self->keyring;
}

guint
tiem_practice_get_n_orders (TiemPractice *self)
{
  g_return_val_if_fail (TIEM_IS_PRACTICE (self), 0);
  return self->n_orders;
}
