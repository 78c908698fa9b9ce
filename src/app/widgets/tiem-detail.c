#include "config.h"

#include "app/widgets/tiem-detail.h"

#include "app/widgets/tiem-late-menu.h"
#include "app/widgets/tiem-morph.h"
#include "app/widgets/tiem-tile.h"

#include <glib/gi18n.h>

struct _TiemDetail
{
  AdwBin parent_instance;

  GtkStack *stack;
  GtkBox *head;
  GtkWidget *lead;
  GtkLabel *title;
  GtkButton *copy;
  GtkMenuButton *menu;
  TiemTile *tile;
  GtkLabel *subtitle;
  GtkWidget *subtitle_box;
  GtkBox *states;
  GtkLabel *warning;
  GtkWidget *warning_box;
  GtkBox *actions;
  GtkScrolledWindow *scrolled;
  GtkWidget *column;  /* (nullable): what it shows */
  GtkWidget *primary; /* (nullable) */
  guint scroll_id;
  guint copied_id;
  gboolean refocus; /* the focus was on what is being replaced */
  gboolean is_head; /* it was on one of the actions of the head */
  char *focused;    /* (owned) (nullable): on the button or line of this action */
  double scroll_to;
};

G_DEFINE_FINAL_TYPE (TiemDetail, tiem_detail, ADW_TYPE_BIN)

static void
clear_box (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static gboolean
has_focus (TiemDetail *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self));
}

/* Returns: (transfer full) (nullable): the action of a button or line, and what it is done to */
static char *
dup_action (GtkWidget *widget)
{
  const char *name = GTK_IS_ACTIONABLE (widget)
                         ? gtk_actionable_get_action_name (GTK_ACTIONABLE (widget))
                         : NULL;
  GVariant *target
      = name != NULL ? gtk_actionable_get_action_target_value (GTK_ACTIONABLE (widget)) : NULL;

  return name == NULL ? NULL : g_action_print_detailed_name (name, target);
}

/* Before something is replaced: what the focus is to come back to afterwards. */
static void
note_focus (TiemDetail *self)
{
  GtkWidget *focus;

  if (self->refocus || !has_focus (self))
    return;
  focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  self->refocus = TRUE;
  self->is_head = gtk_widget_is_ancestor (focus, GTK_WIDGET (self->actions));
  g_free (self->focused);
  self->focused = dup_action (focus);
}

/* What had the focus may be there still, and do something else by now. */
static gboolean
is_focus_right (TiemDetail *self)
{
  g_autofree char *action = NULL;
  GtkWidget *focus;

  if (!has_focus (self))
    return FALSE;
  focus = gtk_root_get_focus (gtk_widget_get_root (GTK_WIDGET (self)));
  if (!gtk_widget_is_ancestor (focus, GTK_WIDGET (self->scrolled)))
    return TRUE;
  action = dup_action (focus);
  return action != NULL && g_strcmp0 (action, self->focused) == 0;
}

/* Returns: (nullable): what does @action in @widget */
static GtkWidget *
find_actionable (GtkWidget *widget,
                 const char *action)
{
  g_autofree char *own = dup_action (widget);
  GtkWidget *found = g_strcmp0 (own, action) == 0 ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_actionable (child, action);
  return found;
}

/* To the button or line that had it, but never to another one: an Enter meant for what was
 * there before would press it. */
static void
restore_focus (TiemDetail *self)
{
  GtkWidget *place = self->is_head ? GTK_WIDGET (self->actions) : GTK_WIDGET (self->scrolled);
  GtkWidget *button = self->focused != NULL ? find_actionable (place, self->focused) : NULL;

  if ((button != NULL && gtk_widget_grab_focus (button))
      || gtk_widget_grab_focus (GTK_WIDGET (self->copy))
      || gtk_widget_grab_focus (GTK_WIDGET (self->menu)))
    return;
  gtk_widget_grab_focus (GTK_WIDGET (self->scrolled));
}

static void
copy_clicked_cb (TiemDetail *self)
{
  tiem_detail_copy (self);
}

static gboolean
scroll_back_cb (gpointer data)
{
  TiemDetail *self = TIEM_DETAIL (data);

  self->scroll_id = 0;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scrolled), self->scroll_to);
  return G_SOURCE_REMOVE;
}

static gboolean
copied_over_cb (gpointer data)
{
  TiemDetail *self = TIEM_DETAIL (data);

  self->copied_id = 0;
  gtk_button_set_icon_name (self->copy, "edit-copy-symbolic");
  return G_SOURCE_REMOVE;
}

static void
tiem_detail_dispose (GObject *object)
{
  g_clear_handle_id (&TIEM_DETAIL (object)->scroll_id, g_source_remove);
  g_clear_handle_id (&TIEM_DETAIL (object)->copied_id, g_source_remove);
  g_clear_pointer (&TIEM_DETAIL (object)->focused, g_free);
  G_OBJECT_CLASS (tiem_detail_parent_class)->dispose (object);
}

static void
tiem_detail_class_init (TiemDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_detail_dispose;
  g_type_ensure (TIEM_TYPE_TILE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/widgets/tiem-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemDetail, stack);
  gtk_widget_class_bind_template_child (widget_class, TiemDetail, head);
  gtk_widget_class_bind_template_child (widget_class, TiemDetail, title);
  gtk_widget_class_bind_template_child (widget_class, TiemDetail, copy);
  gtk_widget_class_bind_template_child (widget_class, TiemDetail, menu);
  gtk_widget_class_bind_template_child (widget_class, TiemDetail, tile);
  gtk_widget_class_bind_template_child (widget_class, TiemDetail, subtitle);
  gtk_widget_class_bind_template_child (widget_class, TiemDetail, subtitle_box);
  gtk_widget_class_bind_template_child (widget_class, TiemDetail, states);
  gtk_widget_class_bind_template_child (widget_class, TiemDetail, warning);
  gtk_widget_class_bind_template_child (widget_class, TiemDetail, warning_box);
  gtk_widget_class_bind_template_child (widget_class, TiemDetail, actions);
  gtk_widget_class_bind_template_child (widget_class, TiemDetail, scrolled);
  gtk_widget_class_bind_template_callback (widget_class, copy_clicked_cb);
}

static void
tiem_detail_init (TiemDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tiem_detail_show_nothing (TiemDetail *self)
{
  g_return_if_fail (TIEM_IS_DETAIL (self));
  gtk_stack_set_visible_child_name (self->stack, "nothing");
}

void
tiem_detail_set_title (TiemDetail *self,
                       const char *title,
                       const char *copy_label)
{
  g_return_if_fail (TIEM_IS_DETAIL (self));

  gtk_label_set_text (self->title, title != NULL ? title : "");
  gtk_widget_set_visible (GTK_WIDGET (self->copy), copy_label != NULL);
  if (copy_label != NULL)
    {
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->copy), copy_label);
      gtk_accessible_update_property (
          GTK_ACCESSIBLE (self->copy), GTK_ACCESSIBLE_PROPERTY_LABEL, copy_label, -1);
    }
}

void
tiem_detail_set_subtitle (TiemDetail *self,
                          const char *kinds,
                          const char *text)
{
  g_return_if_fail (TIEM_IS_DETAIL (self));

  tiem_tile_set_kinds (self->tile, kinds);
  gtk_widget_set_visible (GTK_WIDGET (self->tile), kinds != NULL && *kinds != '\0');
  gtk_label_set_text (self->subtitle, text != NULL ? text : "");
  gtk_widget_set_visible (self->subtitle_box, text != NULL);
}

void
tiem_detail_set_lead (TiemDetail *self,
                      GtkWidget *lead)
{
  g_return_if_fail (TIEM_IS_DETAIL (self));

  if (self->lead != NULL)
    gtk_box_remove (self->head, self->lead);
  self->lead = lead;
  if (lead != NULL)
    gtk_box_prepend (self->head, lead);
}

void
tiem_detail_clear_states (TiemDetail *self)
{
  g_return_if_fail (TIEM_IS_DETAIL (self));

  clear_box (self->states);
  gtk_widget_set_visible (GTK_WIDGET (self->states), FALSE);
}

void
tiem_detail_set_warning (TiemDetail *self,
                         const char *text)
{
  g_return_if_fail (TIEM_IS_DETAIL (self));

  gtk_label_set_text (self->warning, text != NULL ? text : "");
  gtk_widget_set_visible (self->warning_box, text != NULL);
}

void
tiem_detail_add_state (TiemDetail *self,
                       const char *icon,
                       const char *text,
                       TiemTone tone)
{
  GtkWidget *label
      = g_object_new (GTK_TYPE_LABEL, "label", text, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gboolean loud = tone == TIEM_TONE_ERROR || tone == TIEM_TONE_WARNING;

  g_return_if_fail (TIEM_IS_DETAIL (self));

  if (gtk_widget_get_first_child (GTK_WIDGET (self->states)) != NULL)
    {
      GtkWidget *dot = gtk_label_new ("·");

      gtk_accessible_update_state (GTK_ACCESSIBLE (dot), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
      gtk_box_append (self->states, dot);
    }
  if (icon != NULL)
    {
      GtkWidget *image = gtk_image_new_from_icon_name (icon);

      tiem_tone_apply (image, tone);
      gtk_box_append (self->states, image);
    }
  tiem_tone_apply (label, loud ? tone : TIEM_TONE_NONE);
  gtk_box_append (self->states, label);
  gtk_widget_set_visible (GTK_WIDGET (self->states), TRUE);
}

void
tiem_detail_clear_actions (TiemDetail *self)
{
  g_return_if_fail (TIEM_IS_DETAIL (self));

  note_focus (self);
  clear_box (self->actions);
  self->primary = NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->actions), FALSE);
}

GtkWidget *
tiem_detail_add_action (
    TiemDetail *self, const char *label, const char *icon, const char *action, gboolean suggested)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content;

  g_return_val_if_fail (TIEM_IS_DETAIL (self), NULL);

  if (icon != NULL)
    content = g_object_new (ADW_TYPE_BUTTON_CONTENT,
                            "label",
                            label,
                            "icon-name",
                            icon,
                            "halign",
                            GTK_ALIGN_CENTER,
                            NULL);
  else
    content = g_object_new (GTK_TYPE_LABEL, "label", label, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_hexpand (button, TRUE);
  if (suggested)
    {
      gtk_widget_add_css_class (button, "suggested-action");
      self->primary = button;
    }
  gtk_box_append (self->actions, button);
  gtk_widget_set_visible (GTK_WIDGET (self->actions), TRUE);
  return button;
}

GtkWidget *
tiem_detail_find_action (TiemDetail *self,
                         const char *action)
{
  GtkWidget *child;

  g_return_val_if_fail (TIEM_IS_DETAIL (self), NULL);

  child = gtk_widget_get_first_child (GTK_WIDGET (self->actions));
  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    if (g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (child)), action) == 0)
      break;
  return child;
}

static gboolean
unparent_cb (gpointer data)
{
  gtk_widget_unparent (data);
  return G_SOURCE_REMOVE;
}

/* Not at once: what was chosen in it is still being carried out. */
static void
popover_closed_cb (GtkWidget *popover)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, unparent_cb, g_object_ref (popover), g_object_unref);
}

void
tiem_detail_popup (TiemDetail *self,
                   GtkWidget *popover,
                   const char *action)
{
  GtkWidget *button;

  g_return_if_fail (TIEM_IS_DETAIL (self));

  button = tiem_detail_find_action (self, action);
  gtk_widget_set_parent (popover, button != NULL ? button : GTK_WIDGET (self));
  if (button == NULL)
    gtk_popover_set_pointing_to (
        GTK_POPOVER (popover),
        &(GdkRectangle){ gtk_widget_get_width (GTK_WIDGET (self)) / 2, 60, 1, 1 });
  g_signal_connect (popover, "closed", G_CALLBACK (popover_closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

void
tiem_detail_set_menu (TiemDetail *self,
                      GMenuModel *menu)
{
  g_return_if_fail (TIEM_IS_DETAIL (self));

  tiem_menu_button_set_late_menu (self->menu, menu);
  gtk_widget_set_visible (GTK_WIDGET (self->menu), menu != NULL);
}

GtkWidget *
tiem_detail_column_new (void)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 16);

  gtk_widget_set_margin_start (column, 12);
  gtk_widget_set_margin_end (column, 12);
  gtk_widget_set_margin_top (column, 12);
  gtk_widget_set_margin_bottom (column, 18);
  return column;
}

void
tiem_detail_set_column (TiemDetail *self,
                        GtkWidget *column)
{
  GtkAdjustment *adjustment;

  g_return_if_fail (TIEM_IS_DETAIL (self));

  adjustment = gtk_scrolled_window_get_vadjustment (self->scrolled);
  self->scroll_to = gtk_adjustment_get_value (adjustment);
  note_focus (self);
  g_object_ref_sink (column);
  if (self->column == NULL || !tiem_morph (self->column, column))
    {
      self->column = column;
      gtk_scrolled_window_set_child (self->scrolled, column);
    }
  g_object_unref (column);
  gtk_stack_set_visible_child_name (self->stack, "detail");
  if (self->refocus && !is_focus_right (self))
    restore_focus (self);
  self->refocus = FALSE;
  if (self->scroll_to > 0 && self->scroll_id == 0)
    self->scroll_id = g_idle_add (scroll_back_cb, self);
}

void
tiem_detail_enter (TiemDetail *self)
{
  g_return_if_fail (TIEM_IS_DETAIL (self));

  if (self->primary != NULL && gtk_widget_grab_focus (self->primary))
    return;
  if (gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD))
    return;
  /* Nothing follows the place where the focus was before: begin anew. */
  gtk_widget_grab_focus (GTK_WIDGET (self->scrolled));
}

gboolean
tiem_detail_copy (TiemDetail *self)
{
  const char *title;

  g_return_val_if_fail (TIEM_IS_DETAIL (self), FALSE);

  title = gtk_label_get_text (self->title);
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "detail") != 0 || *title == '\0')
    return FALSE;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), title);
  /* The answer to the press, where the eye is. */
  gtk_button_set_icon_name (self->copy, "object-select-symbolic");
  g_clear_handle_id (&self->copied_id, g_source_remove);
  self->copied_id = g_timeout_add (1500, copied_over_cb, self);
  return TRUE;
}

gboolean
tiem_detail_activate_primary (TiemDetail *self)
{
  g_return_val_if_fail (TIEM_IS_DETAIL (self), FALSE);

  if (self->primary == NULL || !gtk_widget_is_sensitive (self->primary))
    return FALSE;
  g_signal_emit_by_name (self->primary, "clicked");
  return TRUE;
}
