#include "config.h"

#include "app/widgets/tiem-name-popover.h"

struct _TiemNamePopover
{
  GtkPopover parent_instance;

  GtkLabel *title;
  GtkLabel *text;
  GtkEditable *entry;
  GtkLabel *problem;
  GtkWidget *accept;
  TiemNameCheck check;
  gpointer user_data;
};

enum
{
  ACCEPTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemNamePopover, tiem_name_popover, GTK_TYPE_POPOVER)

/* Returns: (transfer full) */
static char *
dup_name (TiemNamePopover *self)
{
  return g_strstrip (g_strdup (gtk_editable_get_text (self->entry)));
}

static void
changed_cb (TiemNamePopover *self)
{
  g_autofree char *name = dup_name (self);
  const char *problem
      = *name != '\0' && self->check != NULL ? self->check (name, self->user_data) : NULL;

  gtk_label_set_text (self->problem, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  if (problem != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (self->entry), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->entry), "error");
  gtk_widget_set_sensitive (self->accept, *name != '\0' && problem == NULL);
}

static void
accept_cb (TiemNamePopover *self)
{
  g_autofree char *name = dup_name (self);

  if (!gtk_widget_get_sensitive (self->accept))
    return;
  g_signal_emit (self, signals[ACCEPTED], 0, name);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
tiem_name_popover_class_init (TiemNamePopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  signals[ACCEPTED] = g_signal_new ("accepted",
                                    G_TYPE_FROM_CLASS (klass),
                                    G_SIGNAL_RUN_LAST,
                                    0,
                                    NULL,
                                    NULL,
                                    NULL,
                                    G_TYPE_NONE,
                                    1,
                                    G_TYPE_STRING);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/widgets/tiem-name-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemNamePopover, title);
  gtk_widget_class_bind_template_child (widget_class, TiemNamePopover, text);
  gtk_widget_class_bind_template_child (widget_class, TiemNamePopover, entry);
  gtk_widget_class_bind_template_child (widget_class, TiemNamePopover, problem);
  gtk_widget_class_bind_template_child (widget_class, TiemNamePopover, accept);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, accept_cb);
}

static void
tiem_name_popover_init (TiemNamePopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tiem_name_popover_new (
    const char *title, const char *text, const char *name, TiemNameCheck check, gpointer user_data)
{
  TiemNamePopover *self = g_object_new (TIEM_TYPE_NAME_POPOVER, NULL);

  self->check = check;
  self->user_data = user_data;
  gtk_label_set_text (self->title, title);
  gtk_label_set_text (self->text, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->text), text != NULL);
  gtk_editable_set_text (self->entry, name != NULL ? name : "");
  changed_cb (self);
  return GTK_WIDGET (self);
}
