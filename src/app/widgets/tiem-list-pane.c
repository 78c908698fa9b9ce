#include "config.h"

#include "app/widgets/tiem-list-pane-private.h"

#include "app/widgets/tiem-columns-chooser.h"
#include "app/widgets/tiem-list-view.h"
#include "app/widgets/tiem-text-scale.h"

enum
{
  PROP_CURRENT_ID = 1,
  PROP_SIZE_CLASS,
  PROP_PLACEHOLDER,
  PROP_LABEL,
  N_PROPS
};

enum
{
  QUERY_CHANGED,
  GROUP_CHANGED,
  OPEN,
  ENTER,
  EMPTY,
  TICKS_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemListPane, tiem_list_pane, ADW_TYPE_BIN)

/* --- helpers --- */

static void
update_stack (TiemListPane *self)
{
  guint n = self->list != NULL ? g_list_model_get_n_items (G_LIST_MODEL (self->list)) : 0;
  gboolean loading = self->list == NULL || tiem_row_list_is_loading (self->list);

  if (n == 0 && !loading)
    {
      g_signal_emit (self, signals[EMPTY], 0);
      gtk_stack_set_visible_child_name (self->stack, "empty");
    }
  else if (n > 0 || g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "empty") != 0)
    gtk_stack_set_visible_child_name (self->stack,
                                      self->size_class == TIEM_SIZE_NARROW ? "rows" : "table");
}

/* Only the view on show has the rows: the other one would make and drop two hundred rows of its own
 * with each new query. */
static void
give_rows (TiemListPane *self)
{
  GtkSelectionModel *model = self->selection != NULL ? GTK_SELECTION_MODEL (self->selection) : NULL;
  gboolean narrow = self->size_class == TIEM_SIZE_NARROW;

  gtk_column_view_set_model (self->table, narrow ? NULL : model);
  gtk_list_view_set_model (self->rows, narrow ? model : NULL);
}

static void
apply_size_class (TiemListPane *self)
{
  tiem_columns_set_size (self->columns,
                         self->size_class == TIEM_SIZE_WIDE,
                         tiem_text_scale_get (GTK_WIDGET (self->table)));
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "pane.columns", self->size_class != TIEM_SIZE_NARROW);
  tiem_list_pane_update_filters (self);
  give_rows (self);
  tiem_new_rows_set_adjustment (
      self->new_rows,
      gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (tiem_list_pane_get_view (self))));
  update_stack (self);
}

static gint64
get_id_at (TiemListPane *self,
           guint position)
{
  return position < g_list_model_get_n_items (G_LIST_MODEL (self->list))
             ? tiem_row_list_get_id (self->list, position)
             : 0;
}

static void
settle_current (TiemListPane *self)
{
  if (!self->reselect || tiem_row_list_is_loading (self->list))
    return;
  self->reselect = FALSE;
  if (tiem_row_selection_get_position (self->selection) != GTK_INVALID_LIST_POSITION)
    tiem_list_pane_scroll_to_current (self);
  else if (self->autoselect && get_id_at (self, 0) != 0)
    {
      tiem_row_selection_set_current_id (self->selection, get_id_at (self, 0));
      tiem_list_pane_scroll_to_current (self);
    }
  else if (get_id_at (self, 0) != 0)
    {
      tiem_list_pane_scroll_to_top (self);
    }
}

/* --- callbacks --- */

static void
stop_search_cb (TiemListPane *self)
{
  if (tiem_list_pane_get_search (self) != NULL)
    tiem_list_pane_set_search (self, "");
  else
    tiem_list_pane_focus_list (self);
}

static void
search_activate_cb (TiemListPane *self)
{
  tiem_list_pane_take_search (self);
  tiem_list_pane_focus_list (self);
}

static void
row_activate_cb (TiemListPane *self,
                 guint position)
{
  gint64 id = get_id_at (self, position);

  if (id == 0)
    return;
  tiem_row_selection_set_current_id (self->selection, id);
  g_signal_emit (self, signals[OPEN], 0, id);
  g_signal_emit (self, signals[ENTER], 0);
}

/* A click opens, also on the row that is current already. Not by single-click-activate,
 * which would make rows current under the pointer. */
static void
view_released_cb (GtkGestureClick *gesture,
                  int n_press,
                  double x,
                  double y,
                  TiemListPane *self)
{
  GtkWidget *view = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (gesture));
  GtkWidget *widget = gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT);
  gint64 id = self->selection != NULL ? tiem_row_selection_get_current_id (self->selection) : 0;

  /* Claiming a press does not keep it from another gesture of the same widget. */
  if (self->ticks != NULL && tiem_list_ticks_took_click (self->ticks))
    return;
  while (widget != NULL && widget != view
         && g_strcmp0 (gtk_widget_get_css_name (widget), "row") != 0)
    widget = gtk_widget_get_parent (widget);
  if (n_press == 1 && id != 0 && widget != NULL && widget != view)
    g_signal_emit (self, signals[OPEN], 0, id);
}

/* Before list_changed_cb(), which settles a new query. */
static void
items_changed_cb (TiemListPane *self,
                  guint position,
                  guint removed,
                  guint added)
{
  if (!self->reselect)
    tiem_new_rows_count (self->new_rows,
                         position,
                         (int)added - (int)removed,
                         g_list_model_get_n_items (G_LIST_MODEL (self->list)));
}

static void
new_rows_clicked_cb (TiemListPane *self)
{
  tiem_list_pane_scroll_to_top (self);
}

static void
list_changed_cb (TiemListPane *self)
{
  update_stack (self);
  settle_current (self);
}

static void
current_changed_cb (TiemListPane *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT_ID]);
}

static void
clear_filters_cb (GtkWidget *widget,
                  const char *action_name,
                  GVariant *parameter)
{
  tiem_list_pane_clear_filters (TIEM_LIST_PANE (widget));
}

static void
set_filter_cb (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  const char *key, *id;
  TiemFilter *filter;

  g_variant_get (parameter, "(&s&s)", &key, &id);
  filter = tiem_list_pane_get_filter (TIEM_LIST_PANE (widget), key);
  if (filter != NULL)
    tiem_filter_set_selected (filter, id);
}

static void
select_chip_cb (GtkWidget *widget,
                const char *action_name,
                GVariant *parameter)
{
  tiem_chips_set_selected (TIEM_LIST_PANE (widget)->chips, g_variant_get_string (parameter, NULL));
}

static void
columns_cb (GtkWidget *widget,
            const char *action_name,
            GVariant *parameter)
{
  TiemListPane *self = TIEM_LIST_PANE (widget);

  tiem_list_pane_popup (self, tiem_columns_chooser_new (self->columns));
}

static void
chip_changed_cb (TiemListPane *self)
{
  tiem_list_pane_begin_change (self);
  self->changed = TRUE;
  g_signal_emit (self, signals[GROUP_CHANGED], 0);
  tiem_list_pane_end_change (self);
}

static gboolean
room_cb (gpointer data)
{
  TiemListPane *self = data;
  GtkAdjustment *across = gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->table));

  self->room_id = 0;
  if (across != NULL && self->size_class != TIEM_SIZE_NARROW)
    tiem_columns_set_room (self->columns, (int)gtk_adjustment_get_page_size (across));
  tiem_list_pane_refresh (self);
  return G_SOURCE_REMOVE;
}

/* Not from inside an allocation. */
static void
room_changed_cb (TiemListPane *self)
{
  if (self->room_id == 0)
    self->room_id = g_idle_add_full (G_PRIORITY_HIGH_IDLE, room_cb, self, NULL);
}

static void
sorter_changed_cb (TiemListPane *self)
{
  self->own_sort = TRUE;
  tiem_list_pane_tell_query (self);
}

static void
drop_rows (TiemListPane *self)
{
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
}

/* --- overrides --- */

static void
tiem_list_pane_get_property (GObject *object,
                             guint id,
                             GValue *value,
                             GParamSpec *pspec)
{
  TiemListPane *self = TIEM_LIST_PANE (object);

  switch (id)
    {
    case PROP_CURRENT_ID:
      g_value_set_int64 (value, tiem_list_pane_get_current_id (self));
      break;
    case PROP_SIZE_CLASS:
      g_value_set_enum (value, self->size_class);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_list_pane_set_property (GObject *object,
                             guint id,
                             const GValue *value,
                             GParamSpec *pspec)
{
  TiemListPane *self = TIEM_LIST_PANE (object);
  const char *text;

  switch (id)
    {
    case PROP_SIZE_CLASS:
      self->size_class = g_value_get_enum (value);
      apply_size_class (self);
      tiem_list_pane_update_tick_mode (self);
      tiem_list_pane_refresh (self);
      break;
    case PROP_PLACEHOLDER:
      text = g_value_get_string (value);
      g_object_set (self->search, "placeholder-text", text, NULL);
      gtk_accessible_update_property (
          GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
      break;
    case PROP_LABEL:
      text = g_value_get_string (value);
      gtk_accessible_update_property (
          GTK_ACCESSIBLE (self->table), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
      gtk_accessible_update_property (
          GTK_ACCESSIBLE (self->rows), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_list_pane_dispose (GObject *object)
{
  TiemListPane *self = TIEM_LIST_PANE (object);

  drop_rows (self);
  g_clear_handle_id (&self->room_id, g_source_remove);
  tiem_list_pane_drop_popovers (self);
  g_clear_object (&self->columns);
  g_clear_object (&self->filters_menu);
  g_clear_pointer (&self->hidden_filters, g_free);
  g_clear_object (&self->views_menu);
  g_clear_object (&self->page_menu);
  if (self->ticks != NULL)
    g_signal_handlers_disconnect_by_data (self->ticks, self);
  g_clear_object (&self->ticks);
  g_clear_pointer (&self->filters, g_ptr_array_unref);
  g_clear_pointer (&self->last_search, g_free);
  G_OBJECT_CLASS (tiem_list_pane_parent_class)->dispose (object);
}

static void
tiem_list_pane_system_setting_changed (GtkWidget *widget,
                                       GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (tiem_list_pane_parent_class)->system_setting_changed (widget, setting);
  if (setting == GTK_SYSTEM_SETTING_DPI || setting == GTK_SYSTEM_SETTING_FONT_NAME)
    apply_size_class (TIEM_LIST_PANE (widget));
}

static void
install_properties (GObjectClass *object_class)
{
  properties[PROP_CURRENT_ID] = g_param_spec_int64 (
      "current-id", NULL, NULL, 0, G_MAXINT64, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIZE_CLASS] = g_param_spec_enum ("size-class",
                                                   NULL,
                                                   NULL,
                                                   TIEM_TYPE_SIZE_CLASS,
                                                   TIEM_SIZE_WIDE,
                                                   G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_PLACEHOLDER] = g_param_spec_string (
      "placeholder", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_LABEL]
      = g_param_spec_string ("label", NULL, NULL, NULL, G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tiem_list_pane_class_init (TiemListPaneClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->get_property = tiem_list_pane_get_property;
  object_class->set_property = tiem_list_pane_set_property;
  object_class->dispose = tiem_list_pane_dispose;
  widget_class->system_setting_changed = tiem_list_pane_system_setting_changed;
  install_properties (object_class);

  signals[QUERY_CHANGED] = g_signal_new (
      "query-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[GROUP_CHANGED] = g_signal_new (
      "group-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OPEN] = g_signal_new (
      "open", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[ENTER]
      = g_signal_new ("enter", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[EMPTY]
      = g_signal_new ("empty", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[TICKS_CHANGED] = g_signal_new (
      "ticks-changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);

  g_type_ensure (TIEM_TYPE_CHIPS);
  g_type_ensure (TIEM_TYPE_LIST_FOOT);
  g_type_ensure (TIEM_TYPE_NEW_ROWS);
  g_type_ensure (TIEM_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/widgets/tiem-list-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemListPane, tools);
  gtk_widget_class_bind_template_child (widget_class, TiemListPane, search);
  gtk_widget_class_bind_template_child (widget_class, TiemListPane, tick_mode);
  gtk_widget_class_bind_template_child (widget_class, TiemListPane, more);
  gtk_widget_class_bind_template_child (widget_class, TiemListPane, chips);
  gtk_widget_class_bind_template_child (widget_class, TiemListPane, notice);
  gtk_widget_class_bind_template_child (widget_class, TiemListPane, toasts);
  gtk_widget_class_bind_template_child (widget_class, TiemListPane, new_rows);
  gtk_widget_class_bind_template_child (widget_class, TiemListPane, stack);
  gtk_widget_class_bind_template_child (widget_class, TiemListPane, table);
  gtk_widget_class_bind_template_child (widget_class, TiemListPane, rows);
  gtk_widget_class_bind_template_child (widget_class, TiemListPane, empty);
  gtk_widget_class_bind_template_child (widget_class, TiemListPane, empty_buttons);
  gtk_widget_class_bind_template_child (widget_class, TiemListPane, foot);
  gtk_widget_class_bind_template_callback (widget_class, tiem_list_pane_take_search);
  gtk_widget_class_bind_template_callback (widget_class, stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, new_rows_clicked_cb);
  gtk_widget_class_install_action (widget_class, "pane.columns", NULL, columns_cb);
  gtk_widget_class_bind_template_callback (widget_class, tiem_list_pane_change_tick_mode);
  gtk_widget_class_install_action (widget_class, "pane.clear-filters", NULL, clear_filters_cb);
  gtk_widget_class_install_action (widget_class, "pane.set-filter", "(ss)", set_filter_cb);
  gtk_widget_class_install_action (widget_class, "pane.select-chip", "s", select_chip_cb);
}

static void
watch_clicks (TiemListPane *self,
              GtkWidget *view)
{
  GtkGesture *click = gtk_gesture_click_new ();

  g_signal_connect (click, "released", G_CALLBACK (view_released_cb), self);
  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (click), GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (view, GTK_EVENT_CONTROLLER (click));
}

/* Without groups below them the tools are the last before the table. */
static void
chips_shown_cb (TiemListPane *self)
{
  gboolean any = gtk_widget_get_visible (GTK_WIDGET (self->chips));

  gtk_widget_set_margin_bottom (GTK_WIDGET (self->tools), any ? 2 : 8);
}

static void
tiem_list_pane_init (TiemListPane *self)
{
  self->filters = g_ptr_array_new ();
  self->size_class = TIEM_SIZE_WIDE;
  self->autoselect = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  self->columns = tiem_columns_new (self->table);
  tiem_list_pane_build_menu (self);
  g_signal_connect_object (gtk_scrollable_get_hadjustment (GTK_SCROLLABLE (self->table)),
                           "notify::page-size",
                           G_CALLBACK (room_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  watch_clicks (self, GTK_WIDGET (self->table));
  watch_clicks (self, GTK_WIDGET (self->rows));
  tiem_list_view_mend_blank (GTK_WIDGET (self->table));
  tiem_list_view_mend_blank (GTK_WIDGET (self->rows));
  tiem_list_pane_watch_keys (self);
  g_signal_connect_swapped (self->chips, "notify::selected", G_CALLBACK (chip_changed_cb), self);
  g_signal_connect_swapped (self->chips, "notify::visible", G_CALLBACK (chips_shown_cb), self);
  chips_shown_cb (self);
  g_signal_connect_object (gtk_column_view_get_sorter (self->table),
                           "changed",
                           G_CALLBACK (sorter_changed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  apply_size_class (self);
}

/* --- building it --- */

void
tiem_list_pane_set_rows (TiemListPane *self,
                         TiemRowList *rows)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  drop_rows (self);
  gtk_stack_set_visible_child_name (self->stack, "table");
  tiem_list_pane_set_foot (self, NULL, NULL);
  if (rows == NULL)
    {
      if (self->ticks != NULL)
        tiem_list_ticks_set_rows (self->ticks, NULL);
      give_rows (self);
      return;
    }
  self->list = g_object_ref (rows);
  self->selection = tiem_row_selection_new (rows);
  g_signal_connect_swapped (
      self->selection, "notify::current-id", G_CALLBACK (current_changed_cb), self);
  give_rows (self);
  g_signal_connect_swapped (rows, "items-changed", G_CALLBACK (items_changed_cb), self);
  g_signal_connect_swapped (rows, "items-changed", G_CALLBACK (list_changed_cb), self);
  g_signal_connect_swapped (rows, "replaced", G_CALLBACK (list_changed_cb), self);
  g_signal_connect_swapped (rows, "notify::loading", G_CALLBACK (list_changed_cb), self);
  g_signal_connect_swapped (rows, "notify::error", G_CALLBACK (list_changed_cb), self);
  tiem_column_view_align_headers (self->table);
  if (self->ticks != NULL)
    tiem_list_ticks_set_rows (self->ticks, rows);
  self->reselect = TRUE;
}

void
tiem_list_pane_add_column (TiemListPane *self,
                           GtkColumnViewColumn *column,
                           int short_width)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));
  tiem_columns_add (self->columns, column, short_width);
}

void
tiem_list_pane_set_column_shown (TiemListPane *self,
                                 GtkColumnViewColumn *column,
                                 gboolean shown)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));
  tiem_columns_set_default (self->columns, column, shown);
}

TiemColumns *
tiem_list_pane_get_columns (TiemListPane *self)
{
  g_return_val_if_fail (TIEM_IS_LIST_PANE (self), NULL);
  return self->columns;
}

void
tiem_list_pane_set_narrow_func (TiemListPane *self,
                                TiemNarrowFunc func,
                                gpointer user_data)
{
  g_autoptr (GtkListItemFactory) factory = tiem_narrow_factory_new (func, user_data);

  g_return_if_fail (TIEM_IS_LIST_PANE (self));
  if (self->ticks != NULL)
    tiem_narrow_factory_set_ticks (factory, self->ticks);
  gtk_list_view_set_factory (self->rows, factory);
}

void
tiem_list_pane_set_new_rows_words (TiemListPane *self,
                                   TiemNewRowsWords words)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));
  tiem_new_rows_set_words (self->new_rows, words);
}

TiemNotice *
tiem_list_pane_get_notice (TiemListPane *self)
{
  g_return_val_if_fail (TIEM_IS_LIST_PANE (self), NULL);
  return self->notice;
}

TiemChips *
tiem_list_pane_get_chips (TiemListPane *self)
{
  g_return_val_if_fail (TIEM_IS_LIST_PANE (self), NULL);
  return self->chips;
}

void
tiem_list_pane_set_tall (TiemListPane *self)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  gtk_widget_add_css_class (GTK_WIDGET (self->table), "tall");
}

void
tiem_list_pane_set_autoselect (TiemListPane *self,
                               gboolean autoselect)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  if (autoselect && !self->autoselect)
    self->reselect = TRUE;
  self->autoselect = autoselect;
  if (self->list != NULL)
    settle_current (self);
}

/* --- the rows --- */

gint64
tiem_list_pane_get_current_id (TiemListPane *self)
{
  g_return_val_if_fail (TIEM_IS_LIST_PANE (self), 0);
  return self->selection != NULL ? tiem_row_selection_get_current_id (self->selection) : 0;
}

void
tiem_list_pane_set_current_id (TiemListPane *self,
                               gint64 id)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  if (self->selection == NULL)
    return;
  tiem_row_selection_set_current_id (self->selection, id);
  tiem_list_pane_scroll_to_current (self);
}

void
tiem_list_pane_refresh (TiemListPane *self)
{
  GListModel *columns;
  GtkListItemFactory *factory;

  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  columns = gtk_column_view_get_columns (self->table);
  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      tiem_column_refresh (column);
    }
  factory = gtk_list_view_get_factory (self->rows);
  if (factory != NULL)
    tiem_narrow_factory_refresh (factory);
}

void
tiem_list_pane_set_foot (TiemListPane *self,
                         const char *left,
                         const char *right)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  tiem_list_foot_set_line (self->foot, left, right);
}

void
tiem_list_pane_set_empty (TiemListPane *self,
                          const char *icon,
                          const char *title,
                          const char *text)
{
  GtkWidget *button;
  g_autofree char *escaped_title = g_markup_escape_text (title, -1);
  g_autofree char *escaped_text = g_markup_escape_text (text != NULL ? text : "", -1);

  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  while ((button = gtk_widget_get_first_child (GTK_WIDGET (self->empty_buttons))) != NULL)
    gtk_box_remove (self->empty_buttons, button);
  adw_status_page_set_icon_name (self->empty, icon);
  adw_status_page_set_title (self->empty, escaped_title);
  adw_status_page_set_description (self->empty, escaped_text);
}

void
tiem_list_pane_add_empty_button (TiemListPane *self,
                                 const char *label,
                                 const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  gtk_widget_add_css_class (button, "pill");
  if (gtk_widget_get_first_child (GTK_WIDGET (self->empty_buttons)) == NULL)
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (self->empty_buttons, button);
}

void
tiem_list_pane_add_toast (TiemListPane *self,
                          AdwToast *toast)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
tiem_list_pane_set_progress (TiemListPane *self,
                             const char *words,
                             double fraction,
                             GCancellable *cancellable)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));
  tiem_list_foot_set_progress (self->foot, words, fraction, cancellable);
}
