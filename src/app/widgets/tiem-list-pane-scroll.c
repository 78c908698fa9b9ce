#include "config.h"

#include "app/widgets/tiem-list-pane-private.h"

#include "app/tiem-watchdog.h"
#include "app/widgets/tiem-list-view.h"

/* Which of the two views is on show, to where it is scrolled, and the focus in it. */

GtkWidget *
tiem_list_pane_get_view (TiemListPane *self)
{
  return self->size_class == TIEM_SIZE_NARROW ? GTK_WIDGET (self->rows) : GTK_WIDGET (self->table);
}

/* Returns: (nullable): the list on show */
static GtkWidget *
find_list (TiemListPane *self)
{
  return tiem_list_view_find (tiem_list_pane_get_view (self));
}

static gboolean
scroll_now (TiemListPane *self)
{
  guint position = self->selection != NULL ? tiem_row_selection_get_position (self->selection)
                                           : GTK_INVALID_LIST_POSITION;
  GtkWidget *list = find_list (self);

  if (position == GTK_INVALID_LIST_POSITION || list == NULL)
    return TRUE;
  if (!gtk_widget_get_mapped (list) || gtk_widget_get_height (list) <= 0)
    return FALSE;
  /* gtk_column_view_scroll_to() is newer than the floor; the action it stands for is not. */
  gtk_widget_activate_action (list, "list.scroll-to-item", "u", position);
  return TRUE;
}

static gboolean
scroll_tick_cb (GtkWidget *widget,
                GdkFrameClock *frame_clock,
                gpointer user_data)
{
  TiemListPane *self = TIEM_LIST_PANE (widget);
  gboolean is_done;

  tiem_watchdog_enter ();
  is_done = scroll_now (self);
  tiem_watchdog_leave ();
  if (!is_done)
    return G_SOURCE_CONTINUE;
  self->scroll_tick = 0;
  return G_SOURCE_REMOVE;
}

/* A list that was never on screen, scrolled, stays blank on GTK 4.8: it waits for its size. */
void
tiem_list_pane_scroll_to_current (TiemListPane *self)
{
  if (self->scroll_tick == 0 && !scroll_now (self))
    self->scroll_tick
        = gtk_widget_add_tick_callback (GTK_WIDGET (self), scroll_tick_cb, NULL, NULL);
}

void
tiem_list_pane_scroll_to_top (TiemListPane *self)
{
  GtkWidget *list = find_list (self);

  if (list != NULL)
    gtk_widget_activate_action (list, "list.scroll-to-item", "u", 0);
}

void
tiem_list_pane_focus_search (TiemListPane *self)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}

/* Returns: (nullable): the current row below @widget, if it is on show */
static GtkWidget *
find_current_row (GtkWidget *widget)
{
  if (g_str_equal (gtk_widget_get_css_name (widget), "row"))
    return (gtk_widget_get_state_flags (widget) & GTK_STATE_FLAG_SELECTED) != 0
                   && gtk_widget_get_mapped (widget)
               ? widget
               : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = find_current_row (child);

      if (row != NULL)
        return row;
    }
  return NULL;
}

/* The view itself would give it to the row that had it last, which may not be the current one. */
void
tiem_list_pane_focus_list (TiemListPane *self)
{
  GtkWidget *row;

  g_return_if_fail (TIEM_IS_LIST_PANE (self));

  tiem_list_pane_scroll_to_current (self);
  row = find_current_row (tiem_list_pane_get_view (self));
  gtk_widget_grab_focus (row != NULL ? row : tiem_list_pane_get_view (self));
}
