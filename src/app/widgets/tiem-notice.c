#include "config.h"

#include "app/widgets/tiem-notice.h"

#include <glib/gi18n.h>

struct _TiemNotice
{
  GtkWidget parent_instance;

  GtkWidget *icon;
  GtkWidget *title;
  GtkWidget *text;
  GtkWidget *buttons;
  GtkWidget *repair;
  GtkWidget *why;
  gboolean card;
};

enum
{
  PROP_CARD = 1,
  N_PROPS
};

enum
{
  REPAIR,
  WHY,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemNotice, tiem_notice, GTK_TYPE_WIDGET)

static void
repair_clicked_cb (TiemNotice *self)
{
  g_signal_emit (self, signals[REPAIR], 0);
}

static void
why_clicked_cb (TiemNotice *self)
{
  g_signal_emit (self, signals[WHY], 0);
}

static GtkWidget *
make_label (const char *style_class)
{
  GtkWidget *label = g_object_new (
      GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);

  if (style_class != NULL)
    gtk_widget_add_css_class (label, style_class);
  return label;
}

/* A card has its buttons below the words, a line below the header has them at its end. */
static void
build (TiemNotice *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, self->card ? 4 : 0);

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (widget)),
                              self->card ? 14 : 8);
  self->icon = gtk_image_new ();
  gtk_image_set_pixel_size (GTK_IMAGE (self->icon), self->card ? 24 : 16);
  gtk_widget_set_valign (self->icon, self->card ? GTK_ALIGN_START : GTK_ALIGN_CENTER);
  self->title = make_label (self->card ? "title-4" : NULL);
  self->text = make_label (NULL);
  self->repair = gtk_button_new ();
  gtk_widget_add_css_class (self->repair, self->card ? "suggested-action" : "flat");
  self->why = gtk_button_new_with_label (_ ("Why?"));
  gtk_widget_add_css_class (self->why, "flat");
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append (GTK_BOX (self->buttons), self->repair);
  gtk_box_append (GTK_BOX (self->buttons), self->why);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (words), self->title);
  gtk_box_append (GTK_BOX (words), self->text);
  gtk_widget_set_parent (self->icon, widget);
  gtk_widget_set_parent (words, widget);
  if (self->card)
    {
      gtk_widget_set_margin_top (self->buttons, 6);
      gtk_box_append (GTK_BOX (words), self->buttons);
      gtk_widget_add_css_class (widget, "card-notice");
    }
  else
    {
      gtk_widget_set_parent (self->buttons, widget);
    }
  g_signal_connect_swapped (self->repair, "clicked", G_CALLBACK (repair_clicked_cb), self);
  g_signal_connect_swapped (self->why, "clicked", G_CALLBACK (why_clicked_cb), self);
}

static void
tiem_notice_set_property (GObject *object,
                          guint id,
                          const GValue *value,
                          GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_CARD:
      TIEM_NOTICE (object)->card = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_notice_constructed (GObject *object)
{
  G_OBJECT_CLASS (tiem_notice_parent_class)->constructed (object);
  build (TIEM_NOTICE (object));
}

static void
tiem_notice_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tiem_notice_parent_class)->dispose (object);
}

static void
tiem_notice_class_init (TiemNoticeClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->set_property = tiem_notice_set_property;
  object_class->constructed = tiem_notice_constructed;
  object_class->dispose = tiem_notice_dispose;
  properties[PROP_CARD]
      = g_param_spec_boolean ("card",
                              NULL,
                              NULL,
                              FALSE,
                              G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  signals[REPAIR]
      = g_signal_new ("repair", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[WHY] = g_signal_new ("why", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
tiem_notice_init (TiemNotice *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "tiem-notice");
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
}

GtkWidget *
tiem_notice_new (gboolean card)
{
  return g_object_new (TIEM_TYPE_NOTICE, "card", card, NULL);
}

static void
set_label (GtkWidget *label,
           const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL && *text != '\0');
}

void
tiem_notice_show (TiemNotice *self,
                  TiemTone tone,
                  const char *title,
                  const char *text,
                  const char *button,
                  gboolean why)
{
  const char *look = tone == TIEM_TONE_ERROR     ? "error"
                     : tone == TIEM_TONE_WARNING ? "warning"
                                                 : "info";
  const char *icon = tone == TIEM_TONE_ERROR     ? "dialog-error-symbolic"
                     : tone == TIEM_TONE_WARNING ? "dialog-warning-symbolic"
                                                 : "dialog-information-symbolic";
  const char *classes[] = { "tiem-notice", look, self->card ? "card-notice" : NULL, NULL };

  g_return_if_fail (TIEM_IS_NOTICE (self));

  gtk_widget_set_css_classes (GTK_WIDGET (self), classes);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon);
  tiem_tone_apply (self->icon, tone);
  set_label (self->title, title);
  set_label (self->text, text);
  gtk_button_set_label (GTK_BUTTON (self->repair), button != NULL ? button : "");
  gtk_widget_set_visible (self->repair, button != NULL);
  gtk_widget_set_visible (self->why, why);
  gtk_widget_set_visible (self->buttons, button != NULL || why);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, title != NULL ? title : "", -1);
  gtk_widget_set_visible (GTK_WIDGET (self), title != NULL);
}
