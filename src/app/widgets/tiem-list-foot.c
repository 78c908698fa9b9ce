#include "config.h"

#include "app/widgets/tiem-list-foot.h"

#include <glib/gi18n.h>

struct _TiemListFoot
{
  AdwBin parent_instance;

  GtkBox *box;
  GtkWidget *line;
  GtkWidget *left;
  GtkWidget *right;
  GtkWidget *progress;
  GtkWidget *progress_words;
  GtkWidget *progress_bar;
  GtkWidget *cancel;
  GtkWidget *bar;            /* (nullable) */
  GCancellable *cancellable; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TiemListFoot, tiem_list_foot, ADW_TYPE_BIN)

static void
update_shown (TiemListFoot *self)
{
  gtk_widget_set_visible (self->line,
                          !gtk_widget_get_visible (self->progress)
                              && (self->bar == NULL || !gtk_widget_get_visible (self->bar)));
}

static void
cancel_cb (TiemListFoot *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  /* What runs ends at its next step, and says so by then. */
  gtk_widget_set_sensitive (self->cancel, FALSE);
}

static GtkWidget *
add_label (GtkWidget *box,
           float xalign)
{
  GtkWidget *label
      = g_object_new (GTK_TYPE_LABEL, "xalign", xalign, "ellipsize", PANGO_ELLIPSIZE_END, NULL);

  gtk_box_append (GTK_BOX (box), label);
  return label;
}

static void
tiem_list_foot_dispose (GObject *object)
{
  g_clear_object (&TIEM_LIST_FOOT (object)->cancellable);
  G_OBJECT_CLASS (tiem_list_foot_parent_class)->dispose (object);
}

static void
tiem_list_foot_class_init (TiemListFootClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_list_foot_dispose;
}

static void
tiem_list_foot_init (TiemListFoot *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->box = GTK_BOX (box);
  adw_bin_set_child (ADW_BIN (self), box);

  self->progress = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (self->progress, "tiem-foot");
  self->progress_words = add_label (self->progress, 0);
  gtk_widget_add_css_class (self->progress_words, "numeric");
  self->progress_bar = gtk_progress_bar_new ();
  gtk_widget_set_valign (self->progress_bar, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand (self->progress_bar, TRUE);
  gtk_box_append (GTK_BOX (self->progress), self->progress_bar);
  self->cancel = gtk_button_new_with_label (C_ ("running work", "Cancel"));
  gtk_widget_add_css_class (self->cancel, "flat");
  g_signal_connect_swapped (self->cancel, "clicked", G_CALLBACK (cancel_cb), self);
  gtk_box_append (GTK_BOX (self->progress), self->cancel);
  gtk_widget_set_visible (self->progress, FALSE);
  gtk_box_append (self->box, self->progress);

  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_add_css_class (self->line, "tiem-foot");
  self->left = add_label (self->line, 0);
  gtk_widget_set_hexpand (self->left, TRUE);
  self->right = add_label (self->line, 1);
  gtk_widget_add_css_class (self->right, "tiem-sub");
  gtk_widget_add_css_class (self->right, "numeric");
  gtk_box_append (self->box, self->line);
}

void
tiem_list_foot_set_line (TiemListFoot *self,
                         const char *left,
                         const char *right)
{
  g_return_if_fail (TIEM_IS_LIST_FOOT (self));

  gtk_label_set_text (GTK_LABEL (self->left), left != NULL ? left : "");
  gtk_label_set_text (GTK_LABEL (self->right), right != NULL ? right : "");
}

void
tiem_list_foot_set_bar (TiemListFoot *self,
                        GtkWidget *bar)
{
  g_return_if_fail (TIEM_IS_LIST_FOOT (self));
  g_return_if_fail (self->bar == NULL);

  self->bar = bar;
  gtk_widget_set_visible (bar, FALSE);
  gtk_box_append (self->box, bar);
}

void
tiem_list_foot_show_bar (TiemListFoot *self,
                         gboolean shown)
{
  g_return_if_fail (TIEM_IS_LIST_FOOT (self));

  if (self->bar != NULL)
    gtk_widget_set_visible (self->bar, shown);
  update_shown (self);
}

void
tiem_list_foot_set_progress (TiemListFoot *self,
                             const char *words,
                             double fraction,
                             GCancellable *cancellable)
{
  g_return_if_fail (TIEM_IS_LIST_FOOT (self));

  g_clear_object (&self->cancellable);
  if (words != NULL && cancellable != NULL)
    self->cancellable = g_object_ref (cancellable);
  gtk_widget_set_visible (self->progress, words != NULL);
  update_shown (self);
  if (words == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->progress_words), words);
  if (fraction < 0)
    gtk_progress_bar_pulse (GTK_PROGRESS_BAR (self->progress_bar));
  else
    gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress_bar), MIN (fraction, 1));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->progress_bar), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_visible (self->cancel, cancellable != NULL);
  gtk_widget_set_sensitive (self->cancel,
                            cancellable != NULL && !g_cancellable_is_cancelled (cancellable));
}
