#define G_LOG_DOMAIN "tiem-list-ticks"

#include "app/widgets/tiem-list-ticks.h"

#include "app/widgets/tiem-tick-cell.h"

/* Rows looked at in one go to see which are ticked: a fraction of a millisecond. */
#define SLICE 4096
#define COLUMN_WIDTH 40

struct _TiemListTicks
{
  GObject parent_instance;

  TiemTicks *ticks; /* (owned) */
  TiemTickNameFunc name_func;
  TiemRowList *rows; /* (owned) (nullable) */
  GPtrArray *cells;  /* (element-type TiemTickCell) borrowed: all there are */
  gint64 anchor;     /* the row ticked last by itself; 0 = none */
  gboolean mode;
  gboolean took_click;
  GCancellable *collecting; /* (owned) (nullable) */
  gboolean collects_ticked; /* whether what is being collected is ticked or unticked */

  /* Counting the ticked rows that the list shows, a slice at a time. */
  GArray *counted; /* (owned) (nullable) ids of the list */
  guint counted_to;
  guint inside;
  guint outside; /* as last counted */
  guint listed;  /* rows of the list when it was last told of */
  guint count_source;
};

enum
{
  CHANGED,
  CLEARED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemListTicks, tiem_list_ticks, G_TYPE_OBJECT)

/* --- how many are outside --- */

/* Returns: whether all have been looked at */
static gboolean
count_slice (TiemListTicks *self)
{
  guint end = MIN (self->counted_to + SLICE, self->counted->len);

  for (guint i = self->counted_to; i < end; i++)
    self->inside += tiem_ticks_contains (self->ticks, g_array_index (self->counted, gint64, i));
  self->counted_to = end;
  return end == self->counted->len;
}

static void
end_count (TiemListTicks *self)
{
  guint n = tiem_ticks_get_count (self->ticks);

  g_clear_pointer (&self->counted, g_array_unref);
  self->outside = n > self->inside ? n - self->inside : 0;
}

static gboolean
count_cb (gpointer data)
{
  TiemListTicks *self = data;
  guint before = self->outside;

  if (!count_slice (self))
    return G_SOURCE_CONTINUE;
  self->count_source = 0;
  end_count (self);
  if (self->outside != before)
    g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_REMOVE;
}

static void
count_outside (TiemListTicks *self)
{
  g_clear_handle_id (&self->count_source, g_source_remove);
  g_clear_pointer (&self->counted, g_array_unref);
  self->inside = self->counted_to = 0;
  if (self->rows == NULL || tiem_ticks_get_count (self->ticks) == 0)
    {
      self->outside = 0;
      return;
    }
  self->counted = tiem_row_list_dup_ids (self->rows);
  if (count_slice (self))
    end_count (self);
  else
    self->count_source = g_idle_add (count_cb, self);
}

/* --- the cells --- */

static void
refresh_cells (TiemListTicks *self)
{
  for (guint i = 0; i < self->cells->len; i++)
    {
      TiemTickCell *cell = g_ptr_array_index (self->cells, i);

      tiem_tick_cell_set_ticked (cell,
                                 tiem_ticks_contains (self->ticks, tiem_tick_cell_get_id (cell)));
    }
}

static void
ticks_changed_cb (TiemListTicks *self)
{
  refresh_cells (self);
  count_outside (self);
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
rows_changed_cb (TiemListTicks *self)
{
  guint before = self->outside;
  guint listed = self->rows != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->rows)) : 0;
  gboolean is_other = listed != self->listed && tiem_ticks_get_count (self->ticks) > 0;

  self->listed = listed;
  count_outside (self);
  if (self->outside != before || is_other)
    g_signal_emit (self, signals[CHANGED], 0);
}

static void
cell_gone_cb (gpointer data,
              GObject *cell)
{
  g_ptr_array_remove_fast (TIEM_LIST_TICKS (data)->cells, cell);
}

/* --- ticking --- */

static void
toggle (TiemListTicks *self,
        gint64 id)
{
  self->anchor = id;
  tiem_ticks_set (self->ticks, id, !tiem_ticks_contains (self->ticks, id));
}

static void
collected_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (TiemListTicks) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = tiem_row_list_collect_finish (TIEM_ROW_LIST (source), result, &error);

  if (ids == NULL || self->rows != TIEM_ROW_LIST (source))
    {
      if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_message ("The rows can't be ticked: %s", error->message);
      return;
    }
  g_clear_object (&self->collecting);
  tiem_ticks_set_many (self->ticks, ids, self->collects_ticked);
}

static void
collect (TiemListTicks *self,
         guint first,
         guint last,
         gboolean ticked)
{
  if (self->collecting != NULL)
    g_cancellable_cancel (self->collecting);
  g_clear_object (&self->collecting);
  self->collecting = g_cancellable_new ();
  self->collects_ticked = ticked;
  tiem_row_list_collect_async (
      self->rows, first, last, self->collecting, collected_cb, g_object_ref (self));
}

/* All between the row ticked before and @id become what that one is. */
static void
tick_range (TiemListTicks *self,
            gint64 id)
{
  guint from, to;

  if (self->anchor == 0 || self->anchor == id
      || !tiem_row_list_find (self->rows, self->anchor, &from)
      || !tiem_row_list_find (self->rows, id, &to))
    {
      toggle (self, id);
      return;
    }
  collect (self, MIN (from, to), MAX (from, to), tiem_ticks_contains (self->ticks, self->anchor));
}

static void
cell_clicked_cb (TiemTickCell *cell,
                 gboolean range,
                 TiemListTicks *self)
{
  gint64 id = tiem_tick_cell_get_id (cell);

  if (id == 0 || self->rows == NULL)
    return;
  if (range)
    tick_range (self, id);
  else
    toggle (self, id);
}

/* --- keys and clicks --- */

static TiemTickCell *
find_cell (GtkWidget *widget)
{
  if (TIEM_IS_TICK_CELL (widget))
    return TIEM_TICK_CELL (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      TiemTickCell *found = find_cell (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Returns: the id of the row that @widget is in; 0 = it is in none */
static gint64
find_row (GtkWidget *view,
          GtkWidget *widget)
{
  TiemTickCell *cell;

  while (widget != NULL && widget != view
         && g_strcmp0 (gtk_widget_get_css_name (widget), "row") != 0)
    widget = gtk_widget_get_parent (widget);
  if (widget == NULL || widget == view)
    return 0;
  cell = find_cell (widget);
  return cell != NULL ? tiem_tick_cell_get_id (cell) : 0;
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        TiemListTicks *self)
{
  GtkWidget *view = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GtkRoot *root = gtk_widget_get_root (view);
  GdkModifierType modifiers = state & gtk_accelerator_get_default_mod_mask ();
  gint64 id;

  if (self->rows == NULL)
    return GDK_EVENT_PROPAGATE;
  if (modifiers == GDK_CONTROL_MASK && (keyval == GDK_KEY_a || keyval == GDK_KEY_A))
    {
      tiem_list_ticks_tick_all (self);
      return GDK_EVENT_STOP;
    }
  if (modifiers == 0 && keyval == GDK_KEY_Escape)
    return tiem_list_ticks_clear (self);
  if ((keyval != GDK_KEY_space && keyval != GDK_KEY_KP_Space) || (modifiers & ~GDK_SHIFT_MASK) != 0)
    return GDK_EVENT_PROPAGATE;

  id = root != NULL ? find_row (view, gtk_root_get_focus (root)) : 0;
  if (id == 0)
    return GDK_EVENT_PROPAGATE;
  if (modifiers == GDK_SHIFT_MASK)
    tick_range (self, id);
  else
    toggle (self, id);
  return GDK_EVENT_STOP;
}

static void
pressed_cb (GtkGestureClick *gesture,
            int n_press,
            double x,
            double y,
            TiemListTicks *self)
{
  GtkEventController *controller = GTK_EVENT_CONTROLLER (gesture);
  GtkWidget *view = gtk_event_controller_get_widget (controller);
  GtkWidget *widget = gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT);
  GdkModifierType state = gtk_event_controller_get_current_event_state (controller);
  gint64 id = widget != NULL && self->rows != NULL ? find_row (view, widget) : 0;

  self->took_click = FALSE;
  /* A cell looks after itself. */
  if (id == 0 || TIEM_IS_TICK_CELL (widget))
    return;
  if ((state & GDK_SHIFT_MASK) != 0)
    tick_range (self, id);
  else if ((state & GDK_CONTROL_MASK) != 0 || self->mode)
    toggle (self, id);
  else
    return;
  self->took_click = TRUE;
  gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
}

/* --- the column --- */

#define ITEM_KEY "tiem-list-ticks"

static void
row_value_cb (TiemRow *row,
              GParamSpec *pspec,
              GtkListItem *item)
{
  tiem_list_ticks_fill_cell (
      g_object_get_data (G_OBJECT (item), ITEM_KEY), gtk_list_item_get_child (item), row);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem *item,
          TiemListTicks *self)
{
  g_object_set_data (G_OBJECT (item), ITEM_KEY, self);
  gtk_list_item_set_child (item, tiem_list_ticks_new_cell (self));
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem *item,
         TiemListTicks *self)
{
  TiemRow *row = gtk_list_item_get_item (item);

  g_signal_connect (row, "notify::value", G_CALLBACK (row_value_cb), item);
  tiem_list_ticks_fill_cell (self, gtk_list_item_get_child (item), row);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem *item,
           TiemListTicks *self)
{
  gpointer row = gtk_list_item_get_item (item);

  if (row != NULL)
    g_signal_handlers_disconnect_by_func (row, row_value_cb, item);
}

/* --- the object --- */

static void
tiem_list_ticks_dispose (GObject *object)
{
  TiemListTicks *self = TIEM_LIST_TICKS (object);

  tiem_list_ticks_set_rows (self, NULL);
  g_clear_handle_id (&self->count_source, g_source_remove);
  for (guint i = 0; i < self->cells->len; i++)
    {
      g_object_weak_unref (g_ptr_array_index (self->cells, i), cell_gone_cb, self);
      g_signal_handlers_disconnect_by_data (g_ptr_array_index (self->cells, i), self);
    }
  g_ptr_array_set_size (self->cells, 0);
  G_OBJECT_CLASS (tiem_list_ticks_parent_class)->dispose (object);
}

static void
tiem_list_ticks_finalize (GObject *object)
{
  TiemListTicks *self = TIEM_LIST_TICKS (object);

  g_clear_pointer (&self->counted, g_array_unref);
  g_ptr_array_unref (self->cells);
  g_object_unref (self->ticks);
  G_OBJECT_CLASS (tiem_list_ticks_parent_class)->finalize (object);
}

static void
tiem_list_ticks_class_init (TiemListTicksClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = tiem_list_ticks_dispose;
  object_class->finalize = tiem_list_ticks_finalize;
  signals[CHANGED]
      = g_signal_new ("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[CLEARED] = g_signal_new (
      "cleared", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ARRAY);
}

static void
tiem_list_ticks_init (TiemListTicks *self)
{
  self->cells = g_ptr_array_new ();
}

TiemListTicks *
tiem_list_ticks_new (TiemTicks *ticks,
                     TiemTickNameFunc name_func)
{
  TiemListTicks *self = g_object_new (TIEM_TYPE_LIST_TICKS, NULL);

  self->ticks = g_object_ref (ticks);
  self->name_func = name_func;
  g_signal_connect_object (
      ticks, "changed", G_CALLBACK (ticks_changed_cb), self, G_CONNECT_SWAPPED);
  return self;
}

TiemTicks *
tiem_list_ticks_get_ticks (TiemListTicks *self)
{
  g_return_val_if_fail (TIEM_IS_LIST_TICKS (self), NULL);
  return self->ticks;
}

void
tiem_list_ticks_set_rows (TiemListTicks *self,
                          TiemRowList *rows)
{
  g_return_if_fail (TIEM_IS_LIST_TICKS (self));

  if (self->collecting != NULL)
    g_cancellable_cancel (self->collecting);
  g_clear_object (&self->collecting);
  if (self->rows != NULL)
    g_signal_handlers_disconnect_by_data (self->rows, self);
  g_set_object (&self->rows, rows);
  self->anchor = 0;
  if (rows != NULL)
    {
      g_signal_connect_swapped (rows, "items-changed", G_CALLBACK (rows_changed_cb), self);
      g_signal_connect_swapped (rows, "replaced", G_CALLBACK (rows_changed_cb), self);
    }
  tiem_ticks_clear (self->ticks);
}

void
tiem_list_ticks_watch (TiemListTicks *self,
                       GtkWidget *view)
{
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  g_return_if_fail (TIEM_IS_LIST_TICKS (self));

  /* Before the view's own meaning of the keys, which is to make a row the current one. */
  gtk_event_controller_set_propagation_phase (key, GTK_PHASE_CAPTURE);
  g_signal_connect_object (key, "key-pressed", G_CALLBACK (key_cb), self, 0);
  gtk_widget_add_controller (view, key);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  g_signal_connect_object (click, "pressed", G_CALLBACK (pressed_cb), self, 0);
  gtk_widget_add_controller (view, GTK_EVENT_CONTROLLER (click));
}

GtkColumnViewColumn *
tiem_list_ticks_new_column (TiemListTicks *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *column;

  g_return_val_if_fail (TIEM_IS_LIST_TICKS (self), NULL);

  /* The factory outlives the pane for as long as a view still takes its rows down. */
  g_object_set_data_full (G_OBJECT (factory), ITEM_KEY, g_object_ref (self), g_object_unref);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), self);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), self);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), self);
  column = gtk_column_view_column_new (NULL, factory);
  gtk_column_view_column_set_fixed_width (column, COLUMN_WIDTH);
  return column;
}

GtkWidget *
tiem_list_ticks_new_cell (TiemListTicks *self)
{
  GtkWidget *cell = tiem_tick_cell_new ();

  g_return_val_if_fail (TIEM_IS_LIST_TICKS (self), NULL);

  g_signal_connect (cell, "clicked", G_CALLBACK (cell_clicked_cb), self);
  g_ptr_array_add (self->cells, cell);
  g_object_weak_ref (G_OBJECT (cell), cell_gone_cb, self);
  return cell;
}

void
tiem_list_ticks_fill_cell (TiemListTicks *self,
                           GtkWidget *cell,
                           TiemRow *row)
{
  gconstpointer value = tiem_row_get_value (row);
  gint64 id = tiem_row_get_id (row);

  tiem_tick_cell_set_row (
      TIEM_TICK_CELL (cell), id, value != NULL ? self->name_func (value) : NULL);
  tiem_tick_cell_set_ticked (TIEM_TICK_CELL (cell), tiem_ticks_contains (self->ticks, id));
}

void
tiem_list_ticks_set_mode (TiemListTicks *self,
                          gboolean on)
{
  g_return_if_fail (TIEM_IS_LIST_TICKS (self));
  self->mode = on;
}

gboolean
tiem_list_ticks_get_mode (TiemListTicks *self)
{
  g_return_val_if_fail (TIEM_IS_LIST_TICKS (self), FALSE);
  return self->mode;
}

gboolean
tiem_list_ticks_took_click (TiemListTicks *self)
{
  g_return_val_if_fail (TIEM_IS_LIST_TICKS (self), FALSE);
  return self->took_click;
}

void
tiem_list_ticks_tick_all (TiemListTicks *self)
{
  g_return_if_fail (TIEM_IS_LIST_TICKS (self));

  if (self->rows != NULL)
    collect (self, 1, 0, TRUE);
}

gboolean
tiem_list_ticks_clear (TiemListTicks *self)
{
  g_autoptr (GArray) ids = NULL;

  g_return_val_if_fail (TIEM_IS_LIST_TICKS (self), FALSE);

  if (tiem_ticks_get_count (self->ticks) == 0)
    return FALSE;
  ids = tiem_ticks_dup_ids (self->ticks);
  self->anchor = 0;
  tiem_ticks_clear (self->ticks);
  g_signal_emit (self, signals[CLEARED], 0, ids);
  return TRUE;
}

guint
tiem_list_ticks_get_outside (TiemListTicks *self)
{
  g_return_val_if_fail (TIEM_IS_LIST_TICKS (self), 0);
  return self->outside;
}
