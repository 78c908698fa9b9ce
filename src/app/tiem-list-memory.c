#include "config.h"

#include "app/tiem-list-memory.h"

#include "app/widgets/tiem-list-state.h"

/* A column's edge being dragged tells its width at every step. */
#define SAVE_AFTER_MS 400

struct _TiemListMemory
{
  GObject parent_instance;

  TiemListPane *list;  /* borrowed: it lives as long */
  GSettings *settings; /* (owned) */
  char *tab;
  char *uuid; /* (nullable): of the shop that is open */
  gint64 view_id;
  guint save_id;
};

G_DEFINE_FINAL_TYPE (TiemListMemory, tiem_list_memory, G_TYPE_OBJECT)

static void
save_query (TiemListMemory *self,
            const TiemSavedView *state)
{
  GVariantBuilder filters;

  g_variant_builder_init (&filters, G_VARIANT_TYPE ("a{ss}"));
  for (guint i = 0; i < TIEM_N_VIEW_FILTERS; i++)
    if (state->filters[i] != NULL)
      g_variant_builder_add (&filters, "{ss}", tiem_view_filter_to_string (i), state->filters[i]);
  g_settings_set_string (self->settings, "shop", self->uuid);
  g_settings_set_string (self->settings, "chip", state->chip != NULL ? state->chip : "");
  g_settings_set_value (self->settings, "filters", g_variant_builder_end (&filters));
  g_settings_set_string (self->settings, "sort", state->sort != NULL ? state->sort : "");
  g_settings_set_boolean (self->settings, "descending", state->descending);
}

static void
save (TiemListMemory *self)
{
  g_autoptr (TiemSavedView) state = NULL;

  g_clear_handle_id (&self->save_id, g_source_remove);
  /* A view's columns and filters are the view's. */
  if (self->view_id != 0)
    return;
  state = tiem_list_state_get (self->list, self->tab);
  g_settings_set_value (
      self->settings, "columns", tiem_columns_save (tiem_list_pane_get_columns (self->list)));
  if (self->uuid != NULL)
    save_query (self, state);
}

static gboolean
save_cb (gpointer data)
{
  TiemListMemory *self = data;

  self->save_id = 0;
  save (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (TiemListMemory *self)
{
  if (self->save_id == 0 && self->view_id == 0)
    self->save_id = g_timeout_add (SAVE_AFTER_MS, save_cb, self);
}

/* The window closes, or another tab comes to the front. */
static void
unmap_cb (TiemListMemory *self)
{
  if (self->save_id != 0)
    save (self);
}

static void
tiem_list_memory_dispose (GObject *object)
{
  TiemListMemory *self = TIEM_LIST_MEMORY (object);

  g_clear_handle_id (&self->save_id, g_source_remove);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tiem_list_memory_parent_class)->dispose (object);
}

static void
tiem_list_memory_finalize (GObject *object)
{
  TiemListMemory *self = TIEM_LIST_MEMORY (object);

  g_free (self->tab);
  g_free (self->uuid);
  G_OBJECT_CLASS (tiem_list_memory_parent_class)->finalize (object);
}

static void
tiem_list_memory_class_init (TiemListMemoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_list_memory_dispose;
  G_OBJECT_CLASS (klass)->finalize = tiem_list_memory_finalize;
}

static void
tiem_list_memory_init (TiemListMemory *self)
{
}

TiemListMemory *
tiem_list_memory_new (TiemListPane *list,
                      const char *tab)
{
  TiemListMemory *self = g_object_new (TIEM_TYPE_LIST_MEMORY, NULL);
  g_autofree char *path = g_strdup_printf ("/vn/tiem/Tiem/lists/%s/", tab);
  g_autoptr (GVariant) columns = NULL;

  self->list = list;
  self->tab = g_strdup (tab);
  self->settings = g_settings_new_with_path (APP_ID ".List", path);
  columns = g_settings_get_value (self->settings, "columns");
  tiem_columns_load (tiem_list_pane_get_columns (list), columns);
  g_signal_connect_object (list, "query-changed", G_CALLBACK (changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tiem_list_pane_get_columns (list),
                           "changed",
                           G_CALLBACK (changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "unmap", G_CALLBACK (unmap_cb), self, G_CONNECT_SWAPPED);
  return self;
}

static void
restore_query (TiemListMemory *self)
{
  g_autoptr (TiemSavedView) state = g_new0 (TiemSavedView, 1);
  g_autoptr (GVariant) filters = g_settings_get_value (self->settings, "filters");

  state->chip = g_settings_get_string (self->settings, "chip");
  for (guint i = 0; i < TIEM_N_VIEW_FILTERS; i++)
    g_variant_lookup (filters, tiem_view_filter_to_string (i), "s", &state->filters[i]);
  state->sort = g_settings_get_string (self->settings, "sort");
  if (*state->sort == '\0')
    g_clear_pointer (&state->sort, g_free);
  state->descending = g_settings_get_boolean (self->settings, "descending");
  tiem_chips_set_selected (tiem_list_pane_get_chips (self->list), state->chip);
  tiem_list_state_set (self->list, state);
}

gint64
tiem_list_memory_set_shop (TiemListMemory *self,
                           const char *uuid)
{
  g_autofree char *known = NULL;

  g_return_val_if_fail (TIEM_IS_LIST_MEMORY (self), 0);

  if (self->save_id != 0)
    save (self);
  g_free (self->uuid);
  self->uuid = NULL;
  self->view_id = 0;
  if (uuid == NULL)
    return 0;

  known = g_settings_get_string (self->settings, "shop");
  tiem_list_pane_begin_change (self->list);
  if (g_str_equal (known, uuid))
    restore_query (self);
  else
    tiem_list_pane_clear_filters (self->list);
  self->uuid = g_strdup (uuid);
  tiem_list_pane_end_change (self->list);
  return g_str_equal (known, uuid) ? g_settings_get_int64 (self->settings, "view") : 0;
}

void
tiem_list_memory_set_view (TiemListMemory *self,
                           gint64 view_id,
                           const TiemSavedView *own)
{
  g_return_if_fail (TIEM_IS_LIST_MEMORY (self));

  g_clear_handle_id (&self->save_id, g_source_remove);
  self->view_id = view_id;
  if (self->uuid == NULL)
    return;
  g_settings_set_int64 (self->settings, "view", view_id);
  save_query (self, own);
}
