#define G_LOG_DOMAIN "tiem-channel-actions"

#include "config.h"

#include "app/channels/tiem-channel-actions.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-drift.h"
#include "store/tiem-store-listings.h"
#include "store/tiem-store-split.h"

#include <glib/gi18n.h>

typedef struct
{
  TiemShop *shop;
  TiemChannelAction action;
  TiemChannelRecord *record;
  gint64 id;
  char *text;
  TiemChannelActionFunc func;
  gpointer user_data;
} Job;

static void
job_free (Job *job)
{
  g_clear_object (&job->shop);
  g_clear_pointer (&job->record, tiem_channel_record_free);
  g_clear_pointer (&job->text, g_free);
  g_free (job);
}

char *
tiem_channel_adopt_text (guint variants,
                         guint linked,
                         GPtrArray *skipped)
{
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, _ ("%u taken over, %u linked"), variants, linked);
  if (skipped->len > 0)
    {
      const TiemSkipped *first = g_ptr_array_index (skipped, 0);

      g_string_append (text, ". ");
      /* Translators: how many listings were skipped, one of their titles, why */
      g_string_append_printf (
          text, _ ("%u skipped: “%s”: %s"), skipped->len, first->title, first->reason);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
test_channel (Job *job,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (TiemAccount) account = NULL;
  g_autoptr (TiemChannelProbe) probe = NULL;

  account = tiem_sync_lookup_account (tiem_shop_get_store (job->shop),
                                      tiem_shop_get_keyring (job->shop),
                                      job->record->id,
                                      cancellable,
                                      error);
  if (account == NULL)
    return NULL;
  probe = tiem_sync_test_account (job->record->kind, account, cancellable, error);
  return probe != NULL ? g_strdup (probe->message) : NULL;
}

static char *
link_listing (Job *job,
              GError **error)
{
  TiemStore *store = tiem_shop_get_store (job->shop);
  g_autoptr (GError) local = NULL;
  gint64 variant_id = tiem_store_find_sku (store, job->text, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (variant_id == 0)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_NOT_FOUND,
                   _ ("No product has the SKU “%s”; look it up in the Products tab"),
                   job->text);
      return NULL;
    }
  if (!tiem_store_link (store, job->id, variant_id, error))
    return NULL;
  return g_strdup_printf (_ ("Linked with %s"), job->text);
}

static char *
link_by_sku (Job *job,
             GError **error)
{
  TiemLinkResult *result;
  char *said;

  result = tiem_store_link_by_sku (tiem_shop_get_store (job->shop), job->record->id, error);
  if (result == NULL)
    return NULL;
  said = g_strdup_printf (_ ("Linked %u, %u left to look at"), result->linked, result->left);
  tiem_link_result_free (result);
  return said;
}

static char *
adopt (Job *job,
       GError **error)
{
  TiemAdoptResult *result;
  char *said;

  result = tiem_store_adopt (tiem_shop_get_store (job->shop), job->record->id, NULL, error);
  if (result == NULL)
    return NULL;
  said = tiem_channel_adopt_text (result->variants, result->linked, result->skipped);
  tiem_adopt_result_free (result);
  return said;
}

static char *
set_split (Job *job,
           gboolean split,
           GError **error)
{
  if (!tiem_store_set_channel_split (
          tiem_shop_get_store (job->shop), job->record->id, split, error))
    return NULL;
  return g_strdup_printf (split ? _ ("%s shares out the last units")
                                : _ ("%s always shows all there is"),
                          job->record->name);
}

static char *
set_paused (Job *job,
            gboolean paused,
            GError **error)
{
  TiemChannelState state = paused ? TIEM_CHANNEL_PAUSED : TIEM_CHANNEL_ACTIVE;

  if (!tiem_store_set_channel_state (
          tiem_shop_get_store (job->shop), job->record->id, state, NULL, error))
    return NULL;
  return g_strdup_printf (paused ? _ ("%s is paused") : _ ("%s goes on"), job->record->name);
}

static char *
set_drift_rule (Job *job,
                gboolean takes_over,
                GError **error)
{
  if (!tiem_store_set_drift_rule (
          tiem_shop_get_store (job->shop), job->record->id, takes_over, error))
    return NULL;
  return g_strdup_printf (takes_over ? _ ("What is changed on %s is taken over from now on")
                                     : _ ("What is changed on %s is set back from now on"),
                          job->record->name);
}

static char *
remove_channel (Job *job,
                GCancellable *cancellable,
                GError **error)
{
  if (!tiem_sync_remove_channel (tiem_shop_get_store (job->shop),
                                 tiem_shop_get_keyring (job->shop),
                                 job->record->id,
                                 cancellable,
                                 error))
    return NULL;
  return g_strdup_printf (_ ("%s is removed. Its orders stay."), job->record->name);
}

static void
run_in_thread (GTask *task,
               gpointer source,
               gpointer task_data,
               GCancellable *cancellable)
{
  Job *job = task_data;
  GError *error = NULL;
  char *said = NULL;

  switch (job->action)
    {
    case TIEM_CHANNEL_ACTION_PAUSE:
    case TIEM_CHANNEL_ACTION_RESUME:
      said = set_paused (job, job->action == TIEM_CHANNEL_ACTION_PAUSE, &error);
      break;
    case TIEM_CHANNEL_ACTION_TEST:
      said = test_channel (job, cancellable, &error);
      break;
    case TIEM_CHANNEL_ACTION_REMOVE:
      said = remove_channel (job, cancellable, &error);
      break;
    case TIEM_CHANNEL_ACTION_LINK_BY_SKU:
      said = link_by_sku (job, &error);
      break;
    case TIEM_CHANNEL_ACTION_LINK:
      said = link_listing (job, &error);
      break;
    case TIEM_CHANNEL_ACTION_ADOPT:
      said = adopt (job, &error);
      break;
    case TIEM_CHANNEL_ACTION_SET_BACK:
    case TIEM_CHANNEL_ACTION_TAKE_OVER:
      said = set_drift_rule (job, job->action == TIEM_CHANNEL_ACTION_TAKE_OVER, &error);
      break;
    case TIEM_CHANNEL_ACTION_SPLIT:
    case TIEM_CHANNEL_ACTION_SHOW_ALL:
      said = set_split (job, job->action == TIEM_CHANNEL_ACTION_SPLIT, &error);
      break;
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, said, g_free);
}

static void
done_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  g_autofree char *said = g_task_propagate_pointer (G_TASK (result), &error);

  /* A channel that came, went or has new keys: the engine looks again. */
  if (error == NULL)
    tiem_engine_reload (tiem_shop_get_engine (job->shop));
  job->func (job->shop, error != NULL ? error->message : said, job->user_data);
}

void
tiem_channel_action_run (TiemShop *shop,
                         TiemChannelAction action,
                         const TiemChannelRecord *record,
                         gint64 id,
                         const char *text,
                         TiemChannelActionFunc func,
                         gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (shop, NULL, done_cb, NULL);
  Job *job = g_new0 (Job, 1);

  job->shop = g_object_ref (shop);
  job->action = action;
  job->record = tiem_channel_record_copy (record);
  job->id = id;
  job->text = g_strdup (text);
  job->func = func;
  job->user_data = user_data;
  g_task_set_source_tag (task, tiem_channel_action_run);
  g_task_set_task_data (task, job, (GDestroyNotify)job_free);
  g_task_run_in_thread (task, run_in_thread);
}
