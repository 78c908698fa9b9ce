#define G_LOG_DOMAIN "tiem-list-views"

#include "config.h"

#include "app/tiem-list-views.h"

#include "app/tiem-list-memory.h"
#include "app/widgets/tiem-list-state.h"
#include "app/widgets/tiem-name-popover.h"
#include "base/tiem-text.h"

#include <glib/gi18n.h>

/* As long as a toast stays. */
#define UNDO_SECONDS 8

struct _TiemListViews
{
  GObject parent_instance;

  TiemListPane *list; /* borrowed: it lives as long */
  char *tab;
  TiemListMemory *memory;      /* (owned) */
  TiemStore *store;            /* (owned) (nullable) */
  GPtrArray *views;            /* (element-type TiemSavedView) (owned) */
  GSimpleActionGroup *actions; /* (owned) */
  TiemSavedView *own;          /* (owned) (nullable): the list's own look, while a view is open */
  gint64 current_id;           /* the view that is open, 0 = none */
  gint64 wanted_id;            /* to be opened as soon as it is read, 0 = none */
  char *group;                 /* the chip that was chosen last and is no view */
  TiemSavedView *undo;         /* (owned) (nullable): what Undo writes; id 0: nothing */
  gint64 undo_until;           /* monotonic, µs */
  gboolean reading;
  gboolean stale;    /* to be read once more */
  gboolean moved_in; /* the list's filters have become those of the view that is opened next */
  gboolean applying;
};

G_DEFINE_FINAL_TYPE (TiemListViews, tiem_list_views, G_TYPE_OBJECT)

static void read_views (TiemListViews *self);

/* --- helpers --- */

static const TiemSavedView *
find_view (TiemListViews *self,
           gint64 id)
{
  for (guint i = 0; id != 0 && i < self->views->len; i++)
    if (((const TiemSavedView *)g_ptr_array_index (self->views, i))->id == id)
      return g_ptr_array_index (self->views, i);
  return NULL;
}

static char *
make_chip_id (gint64 id)
{
  return g_strdup_printf ("view:%" G_GINT64_FORMAT, id);
}

static gint64
parse_chip_id (const char *chip)
{
  return chip != NULL && g_str_has_prefix (chip, "view:")
             ? g_ascii_strtoll (chip + strlen ("view:"), NULL, 10)
             : 0;
}

static gboolean
is_changed (TiemListViews *self,
            const TiemSavedView *view)
{
  g_autoptr (TiemSavedView) state = tiem_list_state_get (self->list, self->tab);

  return !tiem_list_state_equal (state, view);
}

static void
put_chip (TiemListViews *self,
          const TiemSavedView *view,
          gboolean changed)
{
  g_autofree char *id = make_chip_id (view->id);
  /* Translators: a saved view whose filters were changed since it was opened */
  g_autofree char *label
      = changed ? g_strdup_printf (_ ("%s (changed)"), view->name) : g_strdup (view->name);

  tiem_chips_put_view (tiem_list_pane_get_chips (self->list), id, label, view->chip);
}

static void
enable (TiemListViews *self,
        const char *name,
        gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

static void
append_item (GMenu *menu,
             const char *format,
             const char *name,
             const char *action)
{
  g_autofree char *label = g_strdup_printf (format, name);

  g_menu_append (menu, label, action);
}

static void
update_menu (TiemListViews *self)
{
  const TiemSavedView *view = find_view (self, self->current_id);
  GMenu *menu = tiem_list_pane_get_views_menu (self->list);

  g_menu_remove_all (menu);
  g_menu_append (menu, _ ("Save this view…"), "views.save");
  enable (self, "save", self->store != NULL);
  if (view == NULL)
    return;
  /* Translators: %s is the name of a saved view, here and below */
  append_item (menu, _ ("Update “%s”"), view->name, "views.update");
  append_item (menu, _ ("Rename “%s”…"), view->name, "views.rename");
  append_item (menu, _ ("Delete “%s”"), view->name, "views.delete");
  enable (self, "update", is_changed (self, view));
}

/* What the view asks for and is not there any more. */
static void
show_notice (TiemListViews *self)
{
  const TiemSavedView *view = find_view (self, self->current_id);
  TiemNotice *notice = tiem_list_pane_get_notice (self->list);
  g_autofree char *title = NULL;

  if (view == NULL || !view->channel_gone)
    {
      tiem_notice_show (notice, TIEM_TONE_WARNING, NULL, NULL, NULL, FALSE);
      return;
    }
  /* Translators: the name of a channel, the name of a saved view */
  title = g_strdup_printf (
      _ ("The channel “%s” of the view “%s” was removed"), view->channel_name, view->name);
  tiem_notice_show (notice,
                    TIEM_TONE_WARNING,
                    title,
                    _ ("All channels are shown instead."),
                    _ ("Take it out of the view"),
                    FALSE);
}

/* The list asks for something else than the view that is open does, or again the same. */
static void
look_changed_cb (TiemListViews *self)
{
  const TiemSavedView *view = find_view (self, self->current_id);
  gboolean changed;

  if (self->applying || view == NULL)
    return;
  changed = is_changed (self, view);
  if (changed != g_action_group_get_action_enabled (G_ACTION_GROUP (self->actions), "update"))
    {
      for (guint i = 0; i < self->views->len; i++)
        put_chip (self,
                  g_ptr_array_index (self->views, i),
                  changed && g_ptr_array_index (self->views, i) == view);
      enable (self, "update", changed);
    }
}

/* --- opening and leaving --- */

static void
open_view (TiemListViews *self,
           const TiemSavedView *view)
{
  if (self->current_id == 0)
    {
      g_clear_pointer (&self->own, tiem_saved_view_free);
      self->own = tiem_list_state_get (self->list, self->tab);
      g_free (self->own->chip);
      self->own->chip = g_strdup (self->group);
      for (guint i = 0; self->moved_in && i < TIEM_N_VIEW_FILTERS; i++)
        g_clear_pointer (&self->own->filters[i], g_free);
      if (self->moved_in)
        g_clear_pointer (&self->own->search, g_free);
    }
  self->moved_in = FALSE;
  self->current_id = view->id;
  tiem_list_memory_set_view (self->memory, view->id, self->own);
  self->applying = TRUE;
  tiem_list_state_set (self->list, view);
  self->applying = FALSE;
}

static void
leave_view (TiemListViews *self)
{
  g_autoptr (TiemSavedView) own = g_steal_pointer (&self->own);

  self->current_id = 0;
  if (own == NULL)
    return;
  self->applying = TRUE;
  tiem_list_state_set (self->list, own);
  self->applying = FALSE;
  g_free (own->chip);
  own->chip = g_strdup (tiem_chips_get_selected (tiem_list_pane_get_chips (self->list)));
  tiem_list_memory_set_view (self->memory, 0, own);
}

static void
group_changed_cb (TiemListViews *self)
{
  TiemChips *chips = tiem_list_pane_get_chips (self->list);
  gint64 before = self->current_id;
  gint64 id = parse_chip_id (tiem_chips_get_view (chips));
  const TiemSavedView *view = find_view (self, id);

  if (view != NULL && id != before)
    open_view (self, view);
  else if (view == NULL && before != 0)
    leave_view (self);
  if (view == NULL)
    {
      g_free (self->group);
      self->group = g_strdup (tiem_chips_get_selected (chips));
    }
  if (self->current_id == before)
    return;
  /* No chip is "changed" at the moment it is opened or left. */
  for (guint i = 0; i < self->views->len; i++)
    put_chip (self, g_ptr_array_index (self->views, i), FALSE);
  update_menu (self);
  show_notice (self);
}

/* --- reading --- */

static void
take_views (TiemListViews *self,
            GPtrArray *views)
{
  g_autoptr (GPtrArray) before = g_steal_pointer (&self->views);
  const TiemSavedView *view;

  self->views = g_ptr_array_ref (views);
  for (guint i = 0; i < before->len; i++)
    {
      const TiemSavedView *old = g_ptr_array_index (before, i);
      g_autofree char *id = make_chip_id (old->id);

      if (find_view (self, old->id) == NULL)
        tiem_chips_drop_view (tiem_list_pane_get_chips (self->list), id);
    }
  view = find_view (self, self->current_id);
  for (guint i = 0; i < views->len; i++)
    put_chip (self,
              g_ptr_array_index (views, i),
              view == g_ptr_array_index (views, i) && is_changed (self, view));
  if (find_view (self, self->wanted_id) != NULL)
    {
      g_autofree char *id = make_chip_id (self->wanted_id);

      tiem_chips_set_selected (tiem_list_pane_get_chips (self->list), id);
    }
  self->wanted_id = 0;
  self->moved_in = FALSE;
  update_menu (self);
  show_notice (self);
}

static gpointer
run_list (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  return tiem_store_list_views (store, data, error);
}

static void
views_read_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (TiemListViews) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) views = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self->store != TIEM_STORE (source))
    return;
  self->reading = FALSE;
  if (views != NULL)
    take_views (self, views);
  else
    g_message ("Saved views can't be read: %s", error->message);
  if (self->stale)
    read_views (self);
}

static void
read_views (TiemListViews *self)
{
  self->stale = self->reading;
  if (self->store == NULL || self->reading)
    return;
  self->reading = TRUE;
  tiem_store_run_async (self->store,
                        TIEM_STORE_READ,
                        run_list,
                        g_strdup (self->tab),
                        g_free,
                        (GDestroyNotify)g_ptr_array_unref,
                        NULL,
                        views_read_cb,
                        g_object_ref (self));
}

/* A channel may have been removed, or a backup restored. */
static void
store_changed_cb (TiemListViews *self,
                  guint what)
{
  gboolean by_channel = FALSE;

  for (guint i = 0; i < self->views->len; i++)
    if (((const TiemSavedView *)g_ptr_array_index (self->views, i))->filters[TIEM_VIEW_CHANNEL]
        != NULL)
      by_channel = TRUE;
  if (what == TIEM_CHANGED_ALL || (by_channel && (what & TIEM_CHANGED_CHANNELS) != 0))
    read_views (self);
}

/* --- writing --- */

typedef struct
{
  TiemListViews *self; /* (owned) */
  TiemSavedView *view; /* (owned): to be written; or removed */
  TiemSavedView *undo; /* (owned) (nullable): what Undo writes */
  char *said;          /* (nullable): what the toast says */
  gboolean removes;
  gboolean opens; /* it is the one to be looked at afterwards */
} Change;

static void
change_free (gpointer data)
{
  Change *change = data;

  g_object_unref (change->self);
  tiem_saved_view_free (change->view);
  tiem_saved_view_free (change->undo);
  g_free (change->said);
  g_free (change);
}

static gpointer
run_change (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  Change *change = data;
  gint64 id = change->view->id;

  if (change->removes ? !tiem_store_remove_view (store, id, error)
                      : (id = tiem_store_put_view (store, change->view, error)) == 0)
    return NULL;
  return g_memdup2 (&id, sizeof id);
}

static void
undo_clicked_cb (AdwToast *toast,
                 TiemListViews *self)
{
  tiem_list_views_undo (self);
}

static void
offer_undo (TiemListViews *self,
            Change *change)
{
  AdwToast *toast = adw_toast_new (change->said);

  g_clear_pointer (&self->undo, tiem_saved_view_free);
  self->undo = g_steal_pointer (&change->undo);
  if (self->undo != NULL)
    {
      self->undo_until = g_get_monotonic_time () + UNDO_SECONDS * G_USEC_PER_SEC;
      adw_toast_set_button_label (toast, _ ("Undo"));
      adw_toast_set_timeout (toast, UNDO_SECONDS);
      g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_clicked_cb), self, 0);
    }
  tiem_list_pane_add_toast (self->list, toast);
}

static void
changed_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  Change *change = user_data;
  TiemListViews *self = change->self;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *id = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self->store == TIEM_STORE (source))
    {
      if (id == NULL)
        {
          tiem_list_pane_add_toast (self->list, adw_toast_new (error->message));
        }
      else
        {
          if (change->opens)
            self->wanted_id = *id;
          if (change->said != NULL)
            offer_undo (self, change);
          read_views (self);
        }
    }
  change_free (change);
}

/* Takes @change, whose data stays good until the callback: the thread only reads it. */
static void
start_change (Change *change)
{
  tiem_store_run_async (change->self->store,
                        TIEM_STORE_WRITE,
                        run_change,
                        change,
                        NULL,
                        g_free,
                        NULL,
                        changed_cb,
                        change);
}

static Change *
make_change (TiemListViews *self,
             TiemSavedView *view)
{
  Change *change = g_new0 (Change, 1);

  change->self = g_object_ref (self);
  change->view = view;
  return change;
}

/* Returns: (transfer full): @view's name, id and place, with what the list shows now */
static TiemSavedView *
make_updated (TiemListViews *self,
              const TiemSavedView *view)
{
  TiemSavedView *state = tiem_list_state_get (self->list, self->tab);

  state->id = view->id;
  state->position = view->position;
  state->name = g_strdup (view->name);
  /* The group of a view is not changed by looking through it. */
  g_free (state->chip);
  state->chip = g_strdup (view->chip);
  return state;
}

/* --- actions --- */

typedef struct
{
  TiemListViews *self;
  gint64 id; /* of the view that is renamed, 0 = a new one */
} Naming;

static void
naming_free (gpointer naming,
             GClosure *closure)
{
  g_free (naming);
}

static const char *
check_name (const char *name,
            gpointer user_data)
{
  const Naming *naming = user_data;
  g_autofree char *key = tiem_text_fold (name);

  for (guint i = 0; i < naming->self->views->len; i++)
    {
      const TiemSavedView *view = g_ptr_array_index (naming->self->views, i);
      g_autofree char *other = tiem_text_fold (view->name);

      if (view->id != naming->id && g_str_equal (key, other))
        return _ ("There is a view of this name already.");
    }
  return NULL;
}

static void
named_cb (TiemNamePopover *popover,
          const char *name,
          Naming *naming)
{
  TiemListViews *self = naming->self;
  const TiemSavedView *view = find_view (self, naming->id);
  TiemSavedView *named;
  Change *change;

  if (self->store == NULL || (naming->id != 0 && view == NULL))
    return;
  named = view != NULL ? tiem_saved_view_copy (view) : tiem_list_state_get (self->list, self->tab);
  g_free (named->name);
  named->name = g_strdup (name);
  change = make_change (self, named);
  change->opens = view == NULL;
  self->moved_in = view == NULL && self->current_id == 0;
  start_change (change);
}

static void
ask_name (TiemListViews *self,
          gint64 id,
          const char *title,
          const char *text,
          const char *name)
{
  Naming *naming = g_new0 (Naming, 1);
  GtkWidget *popover;

  naming->self = self;
  naming->id = id;
  popover = tiem_name_popover_new (title, text, name, check_name, naming);
  g_signal_connect_data (popover, "accepted", G_CALLBACK (named_cb), naming, naming_free, 0);
  tiem_list_pane_popup (self->list, popover);
}

static void
save_action (GSimpleAction *action,
             GVariant *parameter,
             gpointer user_data)
{
  ask_name (user_data,
            0,
            _ ("Save this view"),
            _ ("Group, filters, search, order and columns, to be found again beside the groups."),
            NULL);
}

static void
rename_action (GSimpleAction *action,
               GVariant *parameter,
               gpointer user_data)
{
  TiemListViews *self = user_data;
  const TiemSavedView *view = find_view (self, self->current_id);

  if (view != NULL)
    ask_name (self, view->id, _ ("Rename the view"), NULL, view->name);
}

static void
update_current (TiemListViews *self)
{
  const TiemSavedView *view = find_view (self, self->current_id);
  Change *change;

  if (view == NULL || self->store == NULL)
    return;
  change = make_change (self, make_updated (self, view));
  /* A channel that was removed can't be asked for again. */
  if (view->channel_gone)
    g_clear_pointer (&change->view->filters[TIEM_VIEW_CHANNEL], g_free);
  change->undo = tiem_saved_view_copy (view);
  /* Translators: %s is the name of a saved view */
  change->said = g_strdup_printf (_ ("Updated “%s”"), view->name);
  start_change (change);
}

static void
update_action (GSimpleAction *action,
               GVariant *parameter,
               gpointer user_data)
{
  update_current (user_data);
}

static void
delete_action (GSimpleAction *action,
               GVariant *parameter,
               gpointer user_data)
{
  TiemListViews *self = user_data;
  const TiemSavedView *view = find_view (self, self->current_id);
  Change *change;

  if (view == NULL || self->store == NULL)
    return;
  change = make_change (self, tiem_saved_view_copy (view));
  change->removes = TRUE;
  change->undo = tiem_saved_view_copy (view);
  /* Translators: %s is the name of a saved view */
  change->said = g_strdup_printf (_ ("Deleted “%s”"), view->name);
  start_change (change);
}

static const GActionEntry actions[] = {
  { "save", save_action },
  { "update", update_action },
  { "rename", rename_action },
  { "delete", delete_action },
};

/* --- the object --- */

static void
tiem_list_views_dispose (GObject *object)
{
  TiemListViews *self = TIEM_LIST_VIEWS (object);

  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_clear_object (&self->store);
  g_clear_object (&self->memory);
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (tiem_list_views_parent_class)->dispose (object);
}

static void
tiem_list_views_finalize (GObject *object)
{
  TiemListViews *self = TIEM_LIST_VIEWS (object);

  g_ptr_array_unref (self->views);
  tiem_saved_view_free (self->own);
  tiem_saved_view_free (self->undo);
  g_free (self->group);
  g_free (self->tab);
  G_OBJECT_CLASS (tiem_list_views_parent_class)->finalize (object);
}

static void
tiem_list_views_class_init (TiemListViewsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_list_views_dispose;
  G_OBJECT_CLASS (klass)->finalize = tiem_list_views_finalize;
}

static void
tiem_list_views_init (TiemListViews *self)
{
  self->views = g_ptr_array_new ();
  self->actions = g_simple_action_group_new ();
}

TiemListViews *
tiem_list_views_new (TiemListPane *list,
                     const char *tab)
{
  TiemListViews *self = g_object_new (TIEM_TYPE_LIST_VIEWS, NULL);

  self->list = list;
  self->tab = g_strdup (tab);
  self->memory = tiem_list_memory_new (list, tab);
  self->group = g_strdup (tiem_chips_get_selected (tiem_list_pane_get_chips (list)));
  g_action_map_add_action_entries (
      G_ACTION_MAP (self->actions), actions, G_N_ELEMENTS (actions), self);
  gtk_widget_insert_action_group (GTK_WIDGET (list), "views", G_ACTION_GROUP (self->actions));
  g_signal_connect_object (
      list, "group-changed", G_CALLBACK (group_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (
      list, "query-changed", G_CALLBACK (look_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (tiem_list_pane_get_columns (list),
                           "changed",
                           G_CALLBACK (look_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (tiem_list_pane_get_notice (list),
                           "repair",
                           G_CALLBACK (update_current),
                           self,
                           G_CONNECT_SWAPPED);
  update_menu (self);
  return self;
}

/* No view of another shop, and nothing of it to take back. */
static void
forget_shop (TiemListViews *self)
{
  g_autoptr (GPtrArray) none = g_ptr_array_new ();

  if (self->store != NULL)
    g_signal_handlers_disconnect_by_data (self->store, self);
  g_clear_object (&self->store);
  g_clear_pointer (&self->undo, tiem_saved_view_free);
  tiem_list_memory_set_shop (self->memory, NULL);
  self->reading = FALSE;
  self->stale = FALSE;
  self->wanted_id = 0;
  take_views (self, none);
}

void
tiem_list_views_set_shop (TiemListViews *self,
                          TiemShop *shop)
{
  g_return_if_fail (TIEM_IS_LIST_VIEWS (self));

  forget_shop (self);
  if (shop == NULL)
    return;
  self->store = g_object_ref (tiem_shop_get_store (shop));
  g_signal_connect_object (
      self->store, "changed", G_CALLBACK (store_changed_cb), self, G_CONNECT_SWAPPED);
  self->wanted_id = tiem_list_memory_set_shop (self->memory, tiem_store_get_uuid (self->store));
  update_menu (self);
  read_views (self);
}

gboolean
tiem_list_views_undo (TiemListViews *self)
{
  Change *change;

  g_return_val_if_fail (TIEM_IS_LIST_VIEWS (self), FALSE);

  if (self->undo == NULL || self->store == NULL || g_get_monotonic_time () >= self->undo_until)
    return FALSE;
  change = make_change (self, g_steal_pointer (&self->undo));
  change->opens = TRUE;
  start_change (change);
  return TRUE;
}
