#include "config.h"

#include "app/tiem-subpage.h"

#include "app/platform-compat.h"
#include "app/tiem-page.h"

#include <glib/gi18n.h>

typedef struct
{
  char *title;
  char *subtitle;
  GtkWidget *end_widget; /* (owned) (nullable) */
  gboolean dirty;
} TiemSubpagePrivate;

enum
{
  PROP_TITLE = 1,
  PROP_SUBTITLE,
  PROP_END_WIDGET,
  PROP_DIRTY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE_WITH_PRIVATE (TiemSubpage, tiem_subpage, ADW_TYPE_BIN)

#define GET_PRIVATE(self) ((TiemSubpagePrivate *)tiem_subpage_get_instance_private (self))

static void
tiem_subpage_get_property (GObject *object,
                           guint id,
                           GValue *value,
                           GParamSpec *pspec)
{
  TiemSubpagePrivate *priv = GET_PRIVATE (TIEM_SUBPAGE (object));

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, priv->title);
      break;
    case PROP_SUBTITLE:
      g_value_set_string (value, priv->subtitle);
      break;
    case PROP_END_WIDGET:
      g_value_set_object (value, priv->end_widget);
      break;
    case PROP_DIRTY:
      g_value_set_boolean (value, priv->dirty);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_subpage_set_property (GObject *object,
                           guint id,
                           const GValue *value,
                           GParamSpec *pspec)
{
  TiemSubpage *self = TIEM_SUBPAGE (object);
  TiemSubpagePrivate *priv = GET_PRIVATE (self);

  switch (id)
    {
    case PROP_TITLE:
      tiem_subpage_set_title (self, g_value_get_string (value), priv->subtitle);
      break;
    case PROP_SUBTITLE:
      tiem_subpage_set_title (self, priv->title, g_value_get_string (value));
      break;
    case PROP_END_WIDGET:
      tiem_subpage_set_end_widget (self, g_value_get_object (value));
      break;
    case PROP_DIRTY:
      tiem_subpage_set_dirty (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_subpage_dispose (GObject *object)
{
  g_clear_object (&GET_PRIVATE (TIEM_SUBPAGE (object))->end_widget);
  G_OBJECT_CLASS (tiem_subpage_parent_class)->dispose (object);
}

static void
tiem_subpage_finalize (GObject *object)
{
  TiemSubpagePrivate *priv = GET_PRIVATE (TIEM_SUBPAGE (object));

  g_free (priv->title);
  g_free (priv->subtitle);
  G_OBJECT_CLASS (tiem_subpage_parent_class)->finalize (object);
}

static void
tiem_subpage_class_init (TiemSubpageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tiem_subpage_get_property;
  object_class->set_property = tiem_subpage_set_property;
  object_class->dispose = tiem_subpage_dispose;
  object_class->finalize = tiem_subpage_finalize;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_SUBTITLE] = g_param_spec_string ("subtitle", NULL, NULL, NULL, flags);
  properties[PROP_END_WIDGET]
      = g_param_spec_object ("end-widget", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_DIRTY] = g_param_spec_boolean ("dirty", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tiem_subpage_init (TiemSubpage *self)
{
}

const char *
tiem_subpage_get_title (TiemSubpage *self)
{
  g_return_val_if_fail (TIEM_IS_SUBPAGE (self), NULL);
  return GET_PRIVATE (self)->title;
}

void
tiem_subpage_set_title (TiemSubpage *self,
                        const char *title,
                        const char *subtitle)
{
  TiemSubpagePrivate *priv;
  char *new_title, *new_subtitle;

  g_return_if_fail (TIEM_IS_SUBPAGE (self));

  priv = GET_PRIVATE (self);
  new_title = g_strdup (title);
  new_subtitle = g_strdup (subtitle);
  g_free (priv->title);
  g_free (priv->subtitle);
  priv->title = new_title;
  priv->subtitle = new_subtitle;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUBTITLE]);
}

GtkWidget *
tiem_subpage_get_end_widget (TiemSubpage *self)
{
  g_return_val_if_fail (TIEM_IS_SUBPAGE (self), NULL);
  return GET_PRIVATE (self)->end_widget;
}

void
tiem_subpage_set_end_widget (TiemSubpage *self,
                             GtkWidget *widget)
{
  TiemSubpagePrivate *priv;

  g_return_if_fail (TIEM_IS_SUBPAGE (self));

  priv = GET_PRIVATE (self);
  if (priv->end_widget == widget)
    return;
  g_clear_object (&priv->end_widget);
  if (widget != NULL)
    priv->end_widget = g_object_ref_sink (widget);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_END_WIDGET]);
}

gboolean
tiem_subpage_is_dirty (TiemSubpage *self)
{
  g_return_val_if_fail (TIEM_IS_SUBPAGE (self), FALSE);
  return GET_PRIVATE (self)->dirty;
}

void
tiem_subpage_set_dirty (TiemSubpage *self,
                        gboolean dirty)
{
  TiemSubpagePrivate *priv;

  g_return_if_fail (TIEM_IS_SUBPAGE (self));

  priv = GET_PRIVATE (self);
  if (priv->dirty == dirty)
    return;
  priv->dirty = dirty;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DIRTY]);
}

void
tiem_subpage_save (TiemSubpage *self)
{
  g_return_if_fail (TIEM_IS_SUBPAGE (self));
  if (TIEM_SUBPAGE_GET_CLASS (self)->save != NULL)
    TIEM_SUBPAGE_GET_CLASS (self)->save (self);
}

gboolean
tiem_subpage_may_leave (TiemSubpage *self)
{
  g_return_val_if_fail (TIEM_IS_SUBPAGE (self), TRUE);

  if (!GET_PRIVATE (self)->dirty || TIEM_SUBPAGE_GET_CLASS (self)->may_leave == NULL)
    return TRUE;
  return TIEM_SUBPAGE_GET_CLASS (self)->may_leave (self);
}

void
tiem_subpage_leave (TiemSubpage *self)
{
  GtkWidget *page;

  g_return_if_fail (TIEM_IS_SUBPAGE (self));

  page = gtk_widget_get_ancestor (GTK_WIDGET (self), TIEM_TYPE_PAGE);
  if (page != NULL && tiem_page_get_subpage (TIEM_PAGE (page)) == self)
    tiem_page_pop (TIEM_PAGE (page));
}

void
tiem_subpage_add_save_button (TiemSubpage *self)
{
  GtkWidget *save = gtk_button_new_with_label (_ ("Save"));

  gtk_widget_add_css_class (save, "suggested-action");
  g_signal_connect_object (
      save, "clicked", G_CALLBACK (tiem_subpage_save), self, G_CONNECT_SWAPPED);
  tiem_subpage_set_end_widget (self, save);
}

static void
leave_answered_cb (const char *response,
                   gpointer user_data)
{
  g_autoptr (TiemSubpage) self = user_data;

  if (g_str_equal (response, "save"))
    tiem_subpage_save (self);
  else if (g_str_equal (response, "drop"))
    tiem_subpage_leave (self);
}

void
tiem_subpage_ask_leave (TiemSubpage *self)
{
  const TiemAnswer answers[] = {
    { "cancel", _ ("Stay"), TIEM_ANSWER_PLAIN },
    { "drop", _ ("Don't save"), TIEM_ANSWER_DESTRUCTIVE },
    { "save", _ ("Save"), TIEM_ANSWER_SUGGESTED },
    { NULL },
  };

  tiem_compat_ask (GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))),
                   _ ("Leave without saving?"),
                   _ ("What you changed here will be lost."),
                   NULL,
                   answers,
                   leave_answered_cb,
                   g_object_ref (self));
}
