#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/*
 * The way to a label (§9): which kind suits → is it made already? → make it → is it made? →
 * fetch it, one file for each order. A label that Shopee is still making is asked for again
 * later, and not made twice.
 */

typedef struct
{
  TiemLabel *label;       /* borrowed */
  TiemRemoteOrder *order; /* (owned) (nullable): with its tracking numbers */
  char *type;             /* (owned) (nullable): of the document */
  gboolean is_ready;
  gboolean is_missing; /* it has to be made first */
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_pointer (&job->order, tiem_remote_order_free);
  g_free (job->type);
  g_free (job);
}

/* A label with an outcome is out of the way. */
static gboolean
is_open (const Job *job)
{
  return job->label->error == NULL && job->label->document == NULL;
}

static void
set_error (Job *job,
           TiemError class,
           const char *message)
{
  g_clear_error (&job->label->error);
  job->label->error = g_error_new_literal (TIEM_ERROR, class, message);
}

static void
set_unfinished (Job *job)
{
  set_error (
      job, TIEM_ERROR_TRANSIENT, _ ("Shopee is still making the label; Tiệm asks again shortly."));
}

/* --- the orders --- */

static Job *
find_job (GPtrArray *jobs,
          const char *sn)
{
  for (guint i = 0; i < jobs->len; i++)
    if (g_strcmp0 (((Job *)jobs->pdata[i])->label->remote_id, sn) == 0)
      return jobs->pdata[i];
  return NULL;
}

static gboolean
read_orders (TiemChannelShopee *self,
             TiemTransport *transport,
             GPtrArray *jobs,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GPtrArray) sns = g_ptr_array_new ();
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();

  for (guint i = 0; i < jobs->len; i++)
    g_ptr_array_add (sns, ((Job *)jobs->pdata[i])->label->remote_id);
  if (!shopee_read_orders (self, transport, sns, page, cancellable, error))
    return FALSE;
  g_ptr_array_set_free_func (page->orders, NULL);
  for (guint i = 0; i < page->orders->len; i++)
    {
      TiemRemoteOrder *order = page->orders->pdata[i];
      Job *job = find_job (jobs, order->remote_id);

      if (job != NULL && job->order == NULL)
        job->order = order;
      else
        tiem_remote_order_free (order);
    }
  for (guint i = 0; i < jobs->len; i++)
    if (((Job *)jobs->pdata[i])->order == NULL)
      set_error (jobs->pdata[i],
                 TIEM_ERROR_REJECTED,
                 _ ("Shopee does not show this order; look at it in Seller Centre."));
  return TRUE;
}

/* A label stands between arranging and the carrier's pick-up. */
static gboolean
check_order (TiemChannelShopee *self,
             TiemTransport *transport,
             Job *job,
             GCancellable *cancellable,
             GError **error)
{
  gboolean complete = TRUE;

  if (job->order->status != TIEM_ORDER_AWAITING_PICKUP)
    {
      set_error (job,
                 TIEM_ERROR_REJECTED,
                 _ ("Shopee has no label for this order now; arrange the shipment first, and print "
                    "before the parcel is handed over."));
      return TRUE;
    }
  if (!shopee_read_tracking (self, transport, job->order, &complete, cancellable, error))
    return FALSE;
  if (!complete)
    set_error (job,
               TIEM_ERROR_TRANSIENT,
               _ ("The parcel has no tracking number yet; Tiệm asks again shortly."));
  return TRUE;
}

/* --- the calls about several orders --- */

typedef enum
{
  STEP_PARAMETER,
  STEP_CREATE,
  STEP_RESULT,
} Step;

static const char *const step_paths[] = {
  [STEP_PARAMETER] = "logistics/get_shipping_document_parameter",
  [STEP_CREATE] = "logistics/create_shipping_document",
  [STEP_RESULT] = "logistics/get_shipping_document_result",
};

static void
add_row (JsonBuilder *builder,
         const Job *job,
         const TiemRemoteParcel *parcel,
         gboolean is_split,
         gboolean with_tracking,
         gboolean with_type)
{
  const char *tracking = parcel != NULL ? parcel->tracking : job->order->tracking;

  json_builder_begin_object (builder);
  shopee_builder_add_text (builder, "order_sn", job->order->remote_id);
  if (is_split && parcel->remote_id != NULL)
    shopee_builder_add_text (builder, "package_number", parcel->remote_id);
  if (with_tracking && tracking != NULL)
    shopee_builder_add_text (builder, "tracking_number", tracking);
  if (with_type && job->type != NULL)
    shopee_builder_add_text (builder, "shipping_document_type", job->type);
  json_builder_end_object (builder);
}

static void
add_rows (JsonBuilder *builder,
          const Job *job,
          gboolean with_tracking,
          gboolean with_type)
{
  guint n = job->order->parcels->len;

  for (guint i = 0; i < MAX (n, 1); i++)
    add_row (builder,
             job,
             n > 0 ? job->order->parcels->pdata[i] : NULL,
             n > 1,
             with_tracking,
             with_type);
}

/* Whether @job takes part in @step. */
static gboolean
takes_part (const Job *job,
            Step step)
{
  return is_open (job) && !job->is_ready && (step != STEP_CREATE || job->is_missing);
}

static JsonBuilder *
make_body (GPtrArray *jobs,
           Step step)
{
  JsonBuilder *builder = json_builder_begin_object (json_builder_new ());

  json_builder_set_member_name (builder, "order_list");
  json_builder_begin_array (builder);
  for (guint i = 0; i < jobs->len; i++)
    if (takes_part (jobs->pdata[i], step))
      add_rows (builder, jobs->pdata[i], step == STEP_CREATE, step != STEP_PARAMETER);
  json_builder_end_array (builder);
  return json_builder_end_object (builder);
}

/* What one row says about its order. @says_missing: that the label was never made is no
 * trouble, but what was asked */
static void
take_row (Job *job,
          JsonObject *row,
          Step step,
          gboolean says_missing)
{
  g_autofree char *code = tiem_json_dup_string (row, "fail_error");
  const char *words = tiem_json_get_string (row, "fail_message");
  const char *status = tiem_json_get_string (row, "status");

  if (step == STEP_PARAMETER && job->type == NULL)
    job->type = tiem_json_dup_string (row, "suggest_shipping_document_type");
  if (code != NULL && strcmp (code, "-") != 0)
    {
      job->is_ready = FALSE;
      job->is_missing = step == STEP_RESULT && says_missing;
      if (!job->is_missing && is_open (job))
        job->label->error = shopee_make_item_error (job->label->remote_id, code, words);
      return;
    }
  if (step == STEP_CREATE)
    job->is_missing = FALSE;
  if (step != STEP_RESULT)
    return;

  job->is_ready = g_strcmp0 (status, "READY") == 0 && !job->is_missing;
  if (g_strcmp0 (status, "FAILED") == 0 && says_missing)
    job->is_missing = TRUE;
  else if (g_strcmp0 (status, "FAILED") == 0)
    set_error (
        job, TIEM_ERROR_TRANSIENT, _ ("Shopee could not make the label; Tiệm asks again shortly."));
  else if (!job->is_ready && !job->is_missing)
    set_unfinished (job);
}

/* One call for all that take part. A refusal of all still holds a row for each. */
static gboolean
run_step (TiemChannelShopee *self,
          TiemTransport *transport,
          GPtrArray *jobs,
          Step step,
          gboolean says_missing,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GPtrArray) asked = g_ptr_array_new ();
  g_autoptr (JsonBuilder) builder = make_body (jobs, step);
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  JsonObject *root;
  JsonObject *inner;
  JsonArray *rows;

  for (guint i = 0; i < jobs->len; i++)
    if (takes_part (jobs->pdata[i], step))
      g_ptr_array_add (asked, jobs->pdata[i]);
  if (asked->len == 0)
    return TRUE;

  shopee_post (
      &self->shop, transport, step_paths[step], builder, FALSE, &answer, cancellable, &call_error);
  root = tiem_json_object (answer.root);
  inner = tiem_json_get_object (root, "response");
  rows = tiem_json_get_array (inner != NULL ? inner : root, "result_list");
  if (call_error != NULL && !g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED)
      && !(g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_TRANSIENT) && answer.code != NULL))
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return FALSE;
    }

  /* a parcel that is not ready holds up its whole order: the last word is not the only one */
  for (guint i = 0; i < tiem_json_array_get_size (rows); i++)
    {
      JsonObject *row = tiem_json_array_get_object (rows, i);
      Job *job = find_job (asked, tiem_json_get_string (row, "order_sn"));

      if (job != NULL && is_open (job))
        take_row (job, row, step, says_missing);
    }
  for (guint i = 0; i < asked->len && call_error != NULL; i++)
    {
      Job *job = asked->pdata[i];
      gboolean is_missing
          = says_missing && shopee_code_is (answer.code, "shipping_document_should_print_first");

      if (is_missing)
        job->is_missing = TRUE;
      else if (is_open (job) && !job->is_ready && !job->is_missing)
        job->label->error = g_error_copy (call_error);
    }
  return TRUE;
}

/* --- the file --- */

static gboolean
download (TiemChannelShopee *self,
          TiemTransport *transport,
          Job *job,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_begin_object (json_builder_new ());
  g_autoptr (JsonNode) body = NULL;
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  ShopeeCall call = { .path = "logistics/download_shipping_document", .takes_file = TRUE };

  if (job->type != NULL)
    shopee_builder_add_text (builder, "shipping_document_type", job->type);
  json_builder_set_member_name (builder, "order_list");
  json_builder_begin_array (builder);
  add_rows (builder, job, FALSE, FALSE);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  call.body = body = json_builder_get_root (builder);

  shopee_call (&self->shop, transport, &call, &answer, cancellable, &call_error);
  if (answer.document != NULL)
    {
      job->label->document = g_steal_pointer (&answer.document);
      job->label->content_type = g_steal_pointer (&answer.content_type);
      return TRUE;
    }
  if (call_error == NULL)
    shopee_set_shape_error (&call_error, "file");
  if (answer.code != NULL
      && (g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED)
          || g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_TRANSIENT)))
    {
      job->label->error = g_steal_pointer (&call_error);
      return TRUE;
    }
  g_propagate_error (error, g_steal_pointer (&call_error));
  return FALSE;
}

static gboolean
prepare (TiemChannelShopee *self,
         TiemTransport *transport,
         GPtrArray *jobs,
         GCancellable *cancellable,
         GError **error)
{
  if (!read_orders (self, transport, jobs, cancellable, error))
    return FALSE;
  for (guint i = 0; i < jobs->len; i++)
    if (is_open (jobs->pdata[i])
        && !check_order (self, transport, jobs->pdata[i], cancellable, error))
      return FALSE;
  return run_step (self, transport, jobs, STEP_PARAMETER, FALSE, cancellable, error)
         && run_step (self, transport, jobs, STEP_RESULT, TRUE, cancellable, error)
         && run_step (self, transport, jobs, STEP_CREATE, FALSE, cancellable, error)
         && run_step (self, transport, jobs, STEP_RESULT, FALSE, cancellable, error);
}

gboolean
shopee_read_labels (TiemChannel *channel,
                    TiemTransport *transport,
                    GPtrArray *labels,
                    GCancellable *cancellable,
                    GError **error)
{
  TiemChannelShopee *self = TIEM_CHANNEL_SHOPEE (channel);
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func (job_free);

  for (guint i = 0; i < labels->len; i++)
    {
      Job *job = g_new0 (Job, 1);

      job->label = labels->pdata[i];
      g_ptr_array_add (jobs, job);
    }
  if (!prepare (self, transport, jobs, cancellable, error))
    return FALSE;
  for (guint i = 0; i < jobs->len; i++)
    {
      Job *job = jobs->pdata[i];

      if (is_open (job) && !job->is_ready)
        set_unfinished (job);
      else if (is_open (job) && !download (self, transport, job, cancellable, error))
        return FALSE;
    }
  return TRUE;
}
