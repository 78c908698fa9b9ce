#define G_LOG_DOMAIN "tiem-row-list"

#include "store/tiem-live-rows.h"
#include "store/tiem-row-list-private.h"

/* Rows read at once. */
#define WINDOW 64
/* What a new query asks for first, so that its first screen costs the same at any size. */
#define FIRST_IDS 512
/* A selection that took longer rests three times as long before a change repeats it. */
#define QUICK_US 20000

struct _TiemRowList
{
  GObject parent_instance;

  TiemStore *store; /* (owned) */
  const TiemRowKind *kind;
  gpointer query; /* (owned) (nullable) */
  gboolean loading;
  GError *error; /* (owned) (nullable) */

  GArray *ids;        /* (owned) (element-type gint64) */
  TiemLiveRows *rows; /* (owned) */
  GPtrArray *gone; /* (owned) (nullable) (element-type TiemRow): while another query is told of */

  /* Selecting ids: at most one at a time. */
  GCancellable *selecting; /* (owned) (nullable) */
  gint64 selecting_limit;
  guint selecting_changes; /* n_changes when it began */
  gint64 selecting_since;  /* monotonic, µs */
  gint64 selecting_us;     /* how long the last one took */
  gboolean query_changed;  /* since the running one began */
  gboolean stale;          /* something changed since the running one began */
  guint reselect_source;

  /* Reading rows. */
  GHashTable *asked;     /* (owned) first positions of windows that a view looked into */
  GHashTable *in_flight; /* (owned) (element-type gint64) ids being read */
  guint ask_source;
  guint n_changes; /* grows with each change: an answer older than it is read again */
  gboolean refreshing;
  gboolean refresh_again;
  gulong changed_id;
};

enum
{
  PROP_0,
  PROP_LOADING,
  PROP_ERROR,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

enum
{
  REPLACED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void tiem_row_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TiemRowList,
                               tiem_row_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, tiem_row_list_model_init))

/* What a job takes to the store's thread: nothing of the list itself. */
typedef struct
{
  const TiemRowKind *kind;
  gpointer query; /* (owned) */
  gint64 limit;
} SelectJob;

/* What it brings back. */
typedef struct
{
  GArray *ids;      /* (owned) (element-type gint64) */
  GPtrArray *first; /* (owned) (nullable): records of the first window, of a new query alone */
} Selected;

typedef struct
{
  const TiemRowKind *kind;
  GArray *ids; /* (owned) (element-type gint64) */
} ReadJob;

/* What the answer needs besides the rows. */
typedef struct
{
  TiemRowList *list; /* (owned) */
  GArray *ids;       /* (owned) (element-type gint64) */
  guint n_changes;
  gboolean is_refresh;
} ReadContext;

static void
select_job_free (gpointer data)
{
  SelectJob *job = data;

  job->kind->query_free (job->query);
  g_free (job);
}

static void
selected_free (Selected *self)
{
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->first, g_ptr_array_unref);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Selected, selected_free)

static void
read_job_free (gpointer data)
{
  ReadJob *job = data;

  g_array_unref (job->ids);
  g_free (job);
}

static void
read_context_free (ReadContext *self)
{
  g_object_unref (self->list);
  g_array_unref (self->ids);
  g_free (self);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (ReadContext, read_context_free)

static gint64
get_id (TiemRowList *self,
        guint position)
{
  return g_array_index (self->ids, gint64, position);
}

static void
set_loading (TiemRowList *self,
             gboolean loading)
{
  if (self->loading == loading)
    return;
  self->loading = loading;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
take_error (TiemRowList *self,
            GError *error)
{
  if (self->error == NULL && error == NULL)
    return;
  g_clear_error (&self->error);
  self->error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

/* --- reading rows --- */

static void refresh_live_rows (TiemRowList *self);

static gpointer
read_rows (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  ReadJob *job = data;

  return job->kind->read_rows (store, job->ids, error);
}

static void
rows_read_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (ReadContext) context = user_data;
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GError) error = NULL;
  TiemRowList *self = context->list;

  records = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  for (guint i = 0; i < context->ids->len; i++)
    g_hash_table_remove (self->in_flight, &g_array_index (context->ids, gint64, i));
  if (context->is_refresh)
    self->refreshing = FALSE;
  if (error != NULL)
    {
      take_error (self, g_steal_pointer (&error));
      return;
    }

  g_ptr_array_set_free_func (records, NULL);
  for (guint i = 0; i < records->len; i++)
    {
      gint64 *record = g_ptr_array_index (records, i);
      g_autoptr (TiemRow) row = tiem_live_rows_ensure (self->rows, *record);

      if (!context->is_refresh)
        tiem_live_rows_keep (self->rows, row);
      tiem_row_take_value (row, record, self->kind->record_free);
    }
  if (context->n_changes != self->n_changes || (context->is_refresh && self->refresh_again))
    refresh_live_rows (self);
}

static void
request_rows (TiemRowList *self,
              GArray *ids,
              gboolean is_refresh)
{
  ReadContext *context;
  ReadJob *job;

  if (ids->len == 0)
    return;

  job = g_new0 (ReadJob, 1);
  job->kind = self->kind;
  job->ids = g_array_ref (ids);
  context = g_new0 (ReadContext, 1);
  context->list = g_object_ref (self);
  context->ids = g_array_ref (ids);
  context->n_changes = self->n_changes;
  context->is_refresh = is_refresh;
  tiem_store_run_async (self->store,
                        TIEM_STORE_READ,
                        read_rows,
                        job,
                        read_job_free,
                        (GDestroyNotify)g_ptr_array_unref,
                        NULL,
                        rows_read_cb,
                        context);
}

/* Reads again what somebody shows; what only we kept is let go. At most one at a time, so
 * that an older answer never comes after a younger one. */
static void
refresh_live_rows (TiemRowList *self)
{
  g_autoptr (GArray) ids = NULL;

  self->refresh_again = self->refreshing;
  if (self->refreshing)
    return;

  tiem_live_rows_forget_kept (self->rows);
  ids = tiem_live_rows_list_read (self->rows);
  self->refreshing = ids->len > 0;
  request_rows (self, ids, TRUE);
}

/* Whether somebody holds a row of this window that has no value and is not being read. */
static gboolean
window_is_wanted (TiemRowList *self,
                  guint start,
                  guint end)
{
  for (guint i = start; i < end; i++)
    {
      gint64 id = get_id (self, i);
      TiemRow *row = tiem_live_rows_find (self->rows, id);

      if (row != NULL && tiem_row_get_value (row) == NULL
          && !g_hash_table_contains (self->in_flight, &id))
        return TRUE;
    }
  return FALSE;
}

static void
request_window (TiemRowList *self,
                guint start)
{
  g_autoptr (GArray) missing = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint end = MIN (start + WINDOW, self->ids->len);

  if (!window_is_wanted (self, start, end))
    return;

  for (guint i = start; i < end; i++)
    {
      gint64 id = get_id (self, i);
      TiemRow *row = tiem_live_rows_find (self->rows, id);
      gint64 *key;

      if ((row != NULL && tiem_row_get_value (row) != NULL)
          || g_hash_table_contains (self->in_flight, &id))
        continue;
      key = g_new (gint64, 1);
      *key = id;
      g_hash_table_add (self->in_flight, key);
      g_array_append_val (missing, id);
    }
  request_rows (self, missing, FALSE);
}

static void
request_asked (TiemRowList *self)
{
  g_autoptr (GHashTable) asked = g_steal_pointer (&self->asked);
  GHashTableIter iter;
  gpointer start;

  g_clear_handle_id (&self->ask_source, g_source_remove);
  self->asked = g_hash_table_new (NULL, NULL);
  g_hash_table_iter_init (&iter, asked);
  while (g_hash_table_iter_next (&iter, &start, NULL))
    request_window (self, GPOINTER_TO_UINT (start));
}

static gboolean
ask_cb (gpointer data)
{
  TiemRowList *self = data;

  self->ask_source = 0;
  request_asked (self);
  return G_SOURCE_REMOVE;
}

/* Whole windows are read, and only once the caller has returned: a selection model that
 * walks thousands of rows to find its own lets go of each at once, and none is read. */
static void
ask_for (TiemRowList *self,
         guint position)
{
  g_hash_table_add (self->asked, GUINT_TO_POINTER (position - position % WINDOW));
  if (self->ask_source == 0)
    self->ask_source = g_idle_add_full (G_PRIORITY_DEFAULT, ask_cb, self, NULL);
}

/* --- selecting ids --- */

static void start_selecting (TiemRowList *self, gint64 limit);

static gpointer
select_ids (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (Selected) selected = g_new0 (Selected, 1);
  SelectJob *job = data;

  if ((selected->ids = job->kind->select_ids (store, job->query, job->limit, error)) == NULL)
    return NULL;
  if (job->limit > 0)
    {
      g_autoptr (GArray) window = g_array_new (FALSE, FALSE, sizeof (gint64));

      if (selected->ids->len > 0)
        g_array_append_vals (window, selected->ids->data, MIN (selected->ids->len, WINDOW));
      if ((selected->first = job->kind->read_rows (store, window, error)) == NULL)
        return NULL;
    }
  return g_steal_pointer (&selected);
}

/* Reports only the middle that differs, so that scroll position and selection survive an
 * order arriving at the top. */
static void
take_ids (TiemRowList *self,
          GArray *ids)
{
  g_autoptr (GArray) old = NULL;
  guint common, head = 0, tail = 0;

  request_asked (self); /* its positions are those of the old ids */

  old = g_steal_pointer (&self->ids);
  self->ids = g_array_ref (ids);
  common = MIN (old->len, ids->len);
  while (head < common && g_array_index (old, gint64, head) == g_array_index (ids, gint64, head))
    head++;
  while (tail < common - head
         && g_array_index (old, gint64, old->len - 1 - tail)
                == g_array_index (ids, gint64, ids->len - 1 - tail))
    tail++;

  if (old->len == ids->len && head == common)
    return;
  tiem_live_rows_move (self->rows, head, old->len - head - tail, ids->len - head - tail);
  g_list_model_items_changed (
      G_LIST_MODEL (self), head, old->len - head - tail, ids->len - head - tail);
}

/* Returns: what is known of @rows and @records by id, the younger of two; all of it is taken from
 * them */
static GHashTable *
gather_values (TiemRowList *self,
               GPtrArray *rows,
               GPtrArray *records)
{
  GHashTable *values
      = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, self->kind->record_free);

  for (guint i = 0; i < rows->len; i++)
    {
      gpointer value = tiem_row_steal_value (rows->pdata[i]);

      if (value != NULL)
        g_hash_table_insert (values, value, value);
    }
  g_ptr_array_set_free_func (records, NULL);
  for (guint i = 0; i < records->len; i++)
    g_hash_table_replace (values, records->pdata[i], records->pdata[i]);
  return values;
}

/* Rows of the first window that no view holds yet: it finds them read when it asks. */
static void
keep_values (TiemRowList *self,
             GHashTable *values,
             GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      gint64 *record = records->pdata[i];
      g_autoptr (TiemRow) row = NULL;

      if (tiem_live_rows_find (self->rows, *record) != NULL)
        continue;
      row = tiem_live_rows_ensure (self->rows, *record);
      tiem_live_rows_keep (self->rows, row);
      g_hash_table_steal (values, record);
      tiem_row_take_value (row, record, self->kind->record_free);
    }
}

/* A view takes rows that went for widgets to throw away, and makes as many new ones: so those
 * that are alive stay, and become what is in their place now. */
static void
replace_ids (TiemRowList *self,
             GArray *ids,
             GPtrArray *records)
{
  g_autoptr (GArray) old = g_steal_pointer (&self->ids);
  guint common = MIN (old->len, ids->len);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GHashTable) values = NULL;

  g_hash_table_remove_all (self->asked);
  self->ids = g_array_ref (ids);
  rows = tiem_live_rows_replace (self->rows, old, ids, common, &self->gone);
  values = gather_values (self, rows, records);
  keep_values (self, values, records);
  if (old->len != ids->len)
    g_list_model_items_changed (G_LIST_MODEL (self), common, old->len - common, ids->len - common);
  g_clear_pointer (&self->gone, g_ptr_array_unref);
  for (guint i = 0; i < rows->len; i++)
    {
      guint at = tiem_row_get_position (rows->pdata[i]);
      gint64 id = get_id (self, at);
      gpointer value = NULL;

      if (!g_hash_table_steal_extended (values, &id, NULL, &value))
        ask_for (self, at);
      tiem_row_become (rows->pdata[i], id, value, self->kind->record_free);
    }
  g_signal_emit (self, signals[REPLACED], 0);
}

static gboolean
reselect_cb (gpointer data)
{
  TiemRowList *self = data;

  self->reselect_source = 0;
  if (self->selecting == NULL)
    start_selecting (self, 0);
  return G_SOURCE_REMOVE;
}

static void
reselect (TiemRowList *self)
{
  self->stale = TRUE;
  if (self->selecting != NULL || self->reselect_source != 0)
    return;
  if (self->selecting_us <= QUICK_US)
    start_selecting (self, 0);
  else
    self->reselect_source
        = g_timeout_add ((guint)(self->selecting_us * 3 / 1000), reselect_cb, self);
}

static void
ids_selected_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (TiemRowList) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Selected) selected = NULL;
  gboolean is_first = self->selecting_limit > 0;

  selected = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_clear_object (&self->selecting);
  self->selecting_us = g_get_monotonic_time () - self->selecting_since;
  if (self->query_changed)
    {
      start_selecting (self, FIRST_IDS);
      return;
    }
  if (error != NULL)
    {
      if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        take_error (self, g_steal_pointer (&error));
      set_loading (self, FALSE);
      return;
    }

  take_error (self, NULL);
  if (is_first)
    replace_ids (self, selected->ids, selected->first);
  else
    take_ids (self, selected->ids);
  set_loading (self, FALSE);
  if (is_first && self->selecting_changes != self->n_changes)
    refresh_live_rows (self);

  /* A handler may have set another query meanwhile. */
  if (self->selecting != NULL)
    return;
  if (is_first && selected->ids->len == FIRST_IDS)
    start_selecting (self, 0);
  else if (self->stale)
    reselect (self);
}

static void
start_selecting (TiemRowList *self,
                 gint64 limit)
{
  SelectJob *job;

  g_clear_handle_id (&self->reselect_source, g_source_remove);
  self->query_changed = FALSE;
  self->stale = FALSE;
  self->selecting = g_cancellable_new ();
  self->selecting_limit = limit;
  self->selecting_changes = self->n_changes;
  self->selecting_since = g_get_monotonic_time ();

  job = g_new0 (SelectJob, 1);
  job->kind = self->kind;
  job->query = self->kind->query_copy (self->query);
  job->limit = limit;
  tiem_store_run_async (self->store,
                        TIEM_STORE_READ,
                        select_ids,
                        job,
                        select_job_free,
                        (GDestroyNotify)selected_free,
                        self->selecting,
                        ids_selected_cb,
                        g_object_ref (self));
}

static void
store_changed_cb (TiemStore *store,
                  guint what,
                  gpointer user_data)
{
  TiemRowList *self = user_data;

  if ((what & self->kind->mask) == 0 || self->query == NULL)
    return;

  self->n_changes++;
  refresh_live_rows (self);
  reselect (self);
}

/* --- the list model --- */

static GType
tiem_row_list_get_item_type (GListModel *model)
{
  return TIEM_TYPE_ROW;
}

static guint
tiem_row_list_get_n_items (GListModel *model)
{
  return TIEM_ROW_LIST (model)->ids->len;
}

static gpointer
tiem_row_list_get_item (GListModel *model,
                        guint position)
{
  TiemRowList *self = TIEM_ROW_LIST (model);
  TiemRow *row;

  if (position >= self->ids->len)
    return NULL;

  row = tiem_live_rows_ensure (self->rows, get_id (self, position));
  tiem_row_set_position (row, position);
  if (tiem_row_get_value (row) == NULL)
    ask_for (self, position);
  return row;
}

static void
tiem_row_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = tiem_row_list_get_item_type;
  iface->get_n_items = tiem_row_list_get_n_items;
  iface->get_item = tiem_row_list_get_item;
}

static void
tiem_row_list_dispose (GObject *object)
{
  TiemRowList *self = TIEM_ROW_LIST (object);

  g_clear_signal_handler (&self->changed_id, self->store);
  g_clear_handle_id (&self->ask_source, g_source_remove);
  g_clear_handle_id (&self->reselect_source, g_source_remove);
  g_clear_pointer (&self->rows, tiem_live_rows_free);
  G_OBJECT_CLASS (tiem_row_list_parent_class)->dispose (object);
}

static void
tiem_row_list_finalize (GObject *object)
{
  TiemRowList *self = TIEM_ROW_LIST (object);

  if (self->query != NULL)
    self->kind->query_free (self->query);
  g_clear_error (&self->error);
  g_array_unref (self->ids);
  g_hash_table_unref (self->asked);
  g_hash_table_unref (self->in_flight);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (tiem_row_list_parent_class)->finalize (object);
}

static void
tiem_row_list_get_property (GObject *object,
                            guint prop_id,
                            GValue *value,
                            GParamSpec *pspec)
{
  TiemRowList *self = TIEM_ROW_LIST (object);

  switch (prop_id)
    {
    case PROP_LOADING:
      g_value_set_boolean (value, self->loading);
      break;
    case PROP_ERROR:
      g_value_set_boxed (value, self->error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tiem_row_list_class_init (TiemRowListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = tiem_row_list_dispose;
  object_class->finalize = tiem_row_list_finalize;
  object_class->get_property = tiem_row_list_get_property;

  properties[PROP_LOADING] = g_param_spec_boolean (
      "loading", NULL, NULL, TRUE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ERROR] = g_param_spec_boxed (
      "error", NULL, NULL, G_TYPE_ERROR, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[REPLACED] = g_signal_new (
      "replaced", TIEM_TYPE_ROW_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tiem_row_list_init (TiemRowList *self)
{
  self->loading = TRUE;
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->rows = tiem_live_rows_new ();
  self->asked = g_hash_table_new (NULL, NULL);
  self->in_flight = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
}

TiemRowList *
tiem_row_list_new (TiemStore *store,
                   const TiemRowKind *kind)
{
  TiemRowList *self = g_object_new (TIEM_TYPE_ROW_LIST, NULL);

  self->store = g_object_ref (store);
  self->kind = kind;
  self->changed_id = g_signal_connect (store, "changed", G_CALLBACK (store_changed_cb), self);
  return self;
}

void
tiem_row_list_set_query (TiemRowList *self,
                         const TiemRowKind *kind,
                         gconstpointer query)
{
  g_return_if_fail (TIEM_IS_ROW_LIST (self));
  g_return_if_fail (self->kind == kind);

  if (self->query != NULL)
    self->kind->query_free (self->query);
  self->query = self->kind->query_copy ((gpointer)query);
  set_loading (self, TRUE);
  if (self->selecting == NULL)
    {
      start_selecting (self, FIRST_IDS);
      return;
    }
  self->query_changed = TRUE;
  g_cancellable_cancel (self->selecting);
}

gboolean
tiem_row_list_is_loading (TiemRowList *self)
{
  g_return_val_if_fail (TIEM_IS_ROW_LIST (self), FALSE);

  return self->loading;
}

gboolean
tiem_row_list_find (TiemRowList *self,
                    gint64 id,
                    guint *position)
{
  g_return_val_if_fail (TIEM_IS_ROW_LIST (self), FALSE);

  for (guint i = 0; i < self->ids->len; i++)
    if (get_id (self, i) == id)
      {
        *position = i;
        return TRUE;
      }
  return FALSE;
}

gint64
tiem_row_list_get_id (TiemRowList *self,
                      guint position)
{
  g_return_val_if_fail (TIEM_IS_ROW_LIST (self), 0);
  g_return_val_if_fail (position < self->ids->len, 0);

  return get_id (self, position);
}

gboolean
tiem_row_list_is_busy (TiemRowList *self)
{
  return self->selecting != NULL || self->reselect_source != 0 || self->ask_source != 0
         || self->refreshing || g_hash_table_size (self->in_flight) > 0;
}

GArray *
tiem_row_list_dup_ids (TiemRowList *self)
{
  g_return_val_if_fail (TIEM_IS_ROW_LIST (self), NULL);

  return g_array_ref (self->ids);
}

GPtrArray *
tiem_row_list_steal_gone (TiemRowList *self)
{
  GPtrArray *gone;

  g_return_val_if_fail (TIEM_IS_ROW_LIST (self), NULL);

  gone = g_steal_pointer (&self->gone);
  for (guint i = 0; gone != NULL && i < gone->len; i++)
    tiem_row_become (gone->pdata[i], 0, NULL, NULL);
  return gone;
}

TiemStore *
tiem_row_list_get_store (TiemRowList *self)
{
  return self->store;
}

const TiemRowKind *
tiem_row_list_get_kind (TiemRowList *self)
{
  return self->kind;
}

gconstpointer
tiem_row_list_get_query (TiemRowList *self)
{
  return self->query;
}
