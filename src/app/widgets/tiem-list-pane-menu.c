#include "config.h"

#include "app/widgets/tiem-late-menu.h"
#include "app/widgets/tiem-list-pane-private.h"
#include "app/widgets/tiem-text-scale.h"

#include <glib/gi18n.h>

/* The filters, and ⋮. */

/* From this scale of the text on a narrow window has no room for a filter beside the search. */
#define LARGE_TEXT 1.4

void
tiem_list_pane_build_menu (TiemListPane *self)
{
  static const struct
  {
    int height;
    const char *label;
  } heights[] = {
    { 32, N_ ("Dense") },
    { 36, N_ ("Ordinary") },
    { 48, N_ ("Spacious") },
  };
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) look = g_menu_new ();
  g_autoptr (GMenu) rows = g_menu_new ();
  g_autoptr (GMenu) rest = g_menu_new ();
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autoptr (GAction) height = g_settings_create_action (settings, "row-height");

  for (guint i = 0; i < G_N_ELEMENTS (heights); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_ (heights[i].label), NULL);

      g_menu_item_set_action_and_target (item, "look.row-height", "i", heights[i].height);
      g_menu_append_item (rows, item);
    }
  g_menu_append (look, _ ("Columns…"), "pane.columns");
  g_menu_append_submenu (look, _ ("Row height"), G_MENU_MODEL (rows));
  self->filters_menu = g_menu_new ();
  self->views_menu = g_menu_new ();
  g_menu_append_section (menu, NULL, G_MENU_MODEL (self->filters_menu));
  self->page_menu = g_menu_new ();
  g_menu_append (rest, _ ("Clear filters"), "pane.clear-filters");
  g_menu_append_section (rest, NULL, G_MENU_MODEL (self->page_menu));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (look));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (self->views_menu));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (rest));
  g_action_map_add_action (G_ACTION_MAP (group), height);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "look", G_ACTION_GROUP (group));
  tiem_menu_button_set_late_menu (self->more, G_MENU_MODEL (menu));
}

void
tiem_list_pane_set_menu (TiemListPane *self,
                         GMenuModel *menu)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  g_menu_remove_all (self->page_menu);
  g_menu_append_section (self->page_menu, NULL, menu);
}

GMenu *
tiem_list_pane_get_views_menu (TiemListPane *self)
{
  g_return_val_if_fail (TIEM_IS_LIST_PANE (self), NULL);
  return self->views_menu;
}

static gboolean
drop_popover_cb (gpointer popover)
{
  /* Its list may have gone meanwhile, and taken it along. */
  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* Not from inside its own signal. */
static void
popover_closed_cb (GtkWidget *popover,
                   TiemListPane *self)
{
  if (self->popover == popover)
    {
      self->popover = NULL;
      /* Where the way to it began; GTK would go on to whatever comes next. */
      gtk_widget_grab_focus (GTK_WIDGET (self->more));
    }
  g_idle_add_full (
      G_PRIORITY_DEFAULT_IDLE, drop_popover_cb, g_object_ref (popover), g_object_unref);
}

void
tiem_list_pane_drop_popovers (TiemListPane *self)
{
  GtkWidget *popover;

  while ((popover = gtk_widget_get_last_child (GTK_WIDGET (self))) != NULL
         && GTK_IS_POPOVER (popover))
    {
      g_signal_handlers_disconnect_by_func (popover, popover_closed_cb, self);
      gtk_widget_unparent (popover);
    }
}

void
tiem_list_pane_popup (TiemListPane *self,
                      GtkWidget *popover)
{
  graphene_rect_t bounds;

  g_return_if_fail (TIEM_IS_LIST_PANE (self));
  g_return_if_fail (GTK_IS_POPOVER (popover));

  if (self->popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  self->popover = popover;
  gtk_widget_set_parent (popover, GTK_WIDGET (self));
  if (gtk_widget_compute_bounds (GTK_WIDGET (self->more), GTK_WIDGET (self), &bounds))
    gtk_popover_set_pointing_to (GTK_POPOVER (popover),
                                 &(GdkRectangle){ (int)bounds.origin.x,
                                                  (int)bounds.origin.y,
                                                  (int)bounds.size.width,
                                                  (int)bounds.size.height });
  g_signal_connect (popover, "closed", G_CALLBACK (popover_closed_cb), self);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
filter_changed_cb (TiemListPane *self)
{
  tiem_list_pane_update_filters (self);
  tiem_list_pane_tell_query (self);
}

void
tiem_list_pane_add_filter (TiemListPane *self,
                           TiemFilter *filter)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  g_ptr_array_add (self->filters, filter);
  gtk_box_insert_child_after (
      self->tools, GTK_WIDGET (filter), gtk_widget_get_prev_sibling (GTK_WIDGET (self->tick_mode)));
  g_signal_connect_object (
      filter, "notify::selected", G_CALLBACK (filter_changed_cb), self, G_CONNECT_SWAPPED);
}

void
tiem_list_pane_add_tool (TiemListPane *self,
                         GtkWidget *tool)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));
  g_return_if_fail (GTK_IS_WIDGET (tool));

  gtk_box_insert_child_after (
      self->tools, tool, gtk_widget_get_prev_sibling (GTK_WIDGET (self->tick_mode)));
}

/* Which filters stand beside the search; the others are in ⋮. */
static gboolean
has_room_for_filter (TiemListPane *self,
                     guint index)
{
  if (self->size_class != TIEM_SIZE_NARROW)
    return TRUE;
  return index == 0 && tiem_text_scale_get (GTK_WIDGET (self->table)) < LARGE_TEXT;
}

void
tiem_list_pane_update_filters (TiemListPane *self)
{
  g_autoptr (GString) hidden = g_string_new ("");

  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  for (guint i = 0; i < self->filters->len; i++)
    {
      TiemFilter *filter = g_ptr_array_index (self->filters, i);
      gboolean useful = tiem_filter_is_useful (filter);
      gboolean shown = tiem_filter_is_active (filter) || (useful && has_room_for_filter (self, i));

      /* One without a key comes and goes as its tab says. */
      if (tiem_filter_get_key (filter) == NULL)
        continue;
      gtk_widget_set_visible (GTK_WIDGET (filter), shown);
      if (useful && !shown)
        g_string_append_printf (hidden, "%s;", tiem_filter_get_key (filter));
    }
  /* An open menu is left alone. */
  if (g_strcmp0 (hidden->str, self->hidden_filters) == 0)
    return;
  g_free (self->hidden_filters);
  self->hidden_filters = g_strdup (hidden->str);
  g_menu_remove_all (self->filters_menu);
  for (guint i = 0; i < self->filters->len; i++)
    {
      TiemFilter *filter = g_ptr_array_index (self->filters, i);

      if (tiem_filter_get_key (filter) != NULL && tiem_filter_is_useful (filter)
          && !gtk_widget_get_visible (GTK_WIDGET (filter)))
        g_menu_append_submenu (
            self->filters_menu, tiem_filter_get_name (filter), tiem_filter_get_choices (filter));
    }
}

TiemFilter *
tiem_list_pane_get_filter (TiemListPane *self,
                           const char *key)
{
  g_return_val_if_fail (TIEM_IS_LIST_PANE (self), NULL);

  for (guint i = 0; i < self->filters->len; i++)
    if (g_strcmp0 (tiem_filter_get_key (g_ptr_array_index (self->filters, i)), key) == 0)
      return g_ptr_array_index (self->filters, i);
  return NULL;
}

gboolean
tiem_list_pane_is_filtered (TiemListPane *self)
{
  g_return_val_if_fail (TIEM_IS_LIST_PANE (self), FALSE);

  for (guint i = 0; i < self->filters->len; i++)
    if (tiem_filter_is_active (g_ptr_array_index (self->filters, i)))
      return TRUE;
  return tiem_list_pane_get_search (self) != NULL;
}

void
tiem_list_pane_clear_filters (TiemListPane *self)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  tiem_list_pane_begin_change (self);
  for (guint i = 0; i < self->filters->len; i++)
    tiem_filter_reset (g_ptr_array_index (self->filters, i));
  tiem_list_pane_set_search (self, "");
  tiem_list_pane_end_change (self);
}
