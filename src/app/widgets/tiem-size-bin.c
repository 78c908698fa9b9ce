#include "app/widgets/tiem-size-bin.h"

#include "app/tiem-watchdog.h"
#include "app/widgets/tiem-text-scale.h"

struct _TiemSizeBin
{
  GtkWidget parent_instance;

  GtkWidget *child;
  TiemSizeClass size_class;
};

enum
{
  PROP_CHILD = 1,
  PROP_SIZE_CLASS,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TiemSizeBin, tiem_size_bin, GTK_TYPE_WIDGET)

GType
tiem_size_class_get_type (void)
{
  static const GEnumValue values[] = {
    { TIEM_SIZE_NARROW, "TIEM_SIZE_NARROW", "narrow" },
    { TIEM_SIZE_COMPACT, "TIEM_SIZE_COMPACT", "compact" },
    { TIEM_SIZE_MEDIUM, "TIEM_SIZE_MEDIUM", "medium" },
    { TIEM_SIZE_SHORT, "TIEM_SIZE_SHORT", "short" },
    { TIEM_SIZE_WIDE, "TIEM_SIZE_WIDE", "wide" },
    { 0, NULL, NULL },
  };
  static gsize type = 0;

  if (g_once_init_enter (&type))
    g_once_init_leave (&type, g_enum_register_static ("TiemSizeClass", values));
  return type;
}

static TiemSizeClass
classify (int width)
{
  if (width < 720)
    return TIEM_SIZE_NARROW;
  if (width < 900)
    return TIEM_SIZE_COMPACT;
  if (width < 1100)
    return TIEM_SIZE_MEDIUM;
  return width < 1200 ? TIEM_SIZE_SHORT : TIEM_SIZE_WIDE;
}

static gboolean
announce_cb (gpointer data)
{
  /* Nothing once it has been taken out of its window. */
  if (gtk_widget_get_parent (GTK_WIDGET (data)) != NULL)
    g_object_notify_by_pspec (G_OBJECT (data), properties[PROP_SIZE_CLASS]);
  return G_SOURCE_REMOVE;
}

static void
tiem_size_bin_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *minimum,
                       int *natural,
                       int *minimum_baseline,
                       int *natural_baseline)
{
  TiemSizeBin *self = TIEM_SIZE_BIN (widget);
  gboolean begun = tiem_watchdog_begin_layout ();

  if (self->child != NULL)
    gtk_widget_measure (self->child, orientation, for_size, minimum, natural, NULL, NULL);
  tiem_watchdog_end_layout (begun);
  /* While the content still has the layout of a wide window its minimum must not keep the
   * window from being made narrow; it is given the narrow layout one frame later. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MIN (*minimum, 360);
}

static void
tiem_size_bin_size_allocate (GtkWidget *widget,
                             int width,
                             int height,
                             int baseline)
{
  TiemSizeBin *self = TIEM_SIZE_BIN (widget);
  /* Twice the text in the same window is half the window. */
  TiemSizeClass now = classify ((int)(width / tiem_text_scale_get (widget)));
  int minimum;

  if (now != self->size_class)
    {
      self->size_class = now;
      g_idle_add_full (G_PRIORITY_HIGH_IDLE, announce_cb, g_object_ref (self), g_object_unref);
    }
  if (self->child == NULL)
    return;
  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  gtk_widget_allocate (self->child, MAX (width, minimum), height, baseline, NULL);
}

static void
tiem_size_bin_get_property (GObject *object,
                            guint id,
                            GValue *value,
                            GParamSpec *pspec)
{
  TiemSizeBin *self = TIEM_SIZE_BIN (object);

  switch (id)
    {
    case PROP_CHILD:
      g_value_set_object (value, self->child);
      break;
    case PROP_SIZE_CLASS:
      g_value_set_enum (value, self->size_class);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_size_bin_set_property (GObject *object,
                            guint id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  TiemSizeBin *self = TIEM_SIZE_BIN (object);

  switch (id)
    {
    case PROP_CHILD:
      g_clear_pointer (&self->child, gtk_widget_unparent);
      self->child = g_value_get_object (value);
      if (self->child != NULL)
        gtk_widget_set_parent (self->child, GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_size_bin_dispose (GObject *object)
{
  TiemSizeBin *self = TIEM_SIZE_BIN (object);

  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (tiem_size_bin_parent_class)->dispose (object);
}

static void
tiem_size_bin_class_init (TiemSizeBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = tiem_size_bin_dispose;
  object_class->get_property = tiem_size_bin_get_property;
  object_class->set_property = tiem_size_bin_set_property;
  widget_class->measure = tiem_size_bin_measure;
  widget_class->size_allocate = tiem_size_bin_size_allocate;

  properties[PROP_CHILD] = g_param_spec_object (
      "child", NULL, NULL, GTK_TYPE_WIDGET, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIZE_CLASS] = g_param_spec_enum ("size-class",
                                                   NULL,
                                                   NULL,
                                                   TIEM_TYPE_SIZE_CLASS,
                                                   TIEM_SIZE_WIDE,
                                                   G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tiem_size_bin_init (TiemSizeBin *self)
{
  self->size_class = TIEM_SIZE_WIDE;
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

TiemSizeClass
tiem_size_bin_get_size_class (TiemSizeBin *self)
{
  g_return_val_if_fail (TIEM_IS_SIZE_BIN (self), TIEM_SIZE_WIDE);
  return self->size_class;
}
