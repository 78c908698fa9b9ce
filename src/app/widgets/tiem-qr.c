#define G_LOG_DOMAIN "tiem-qr"

#include "config.h"

#include "app/widgets/tiem-qr.h"

#include "document/tiem-code.h"

#include <glib/gi18n.h>

#define SIDE 200 /* px */

struct _TiemQr
{
  GtkWidget parent_instance;

  char *text; /* (owned) (nullable) */
};

enum
{
  PROP_TEXT = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TiemQr, tiem_qr, GTK_TYPE_WIDGET)

static void
tiem_qr_measure (GtkWidget *widget,
                 GtkOrientation orientation,
                 int for_size,
                 int *minimum,
                 int *natural,
                 int *minimum_baseline,
                 int *natural_baseline)
{
  *minimum = *natural = SIDE;
  *minimum_baseline = *natural_baseline = -1;
}

static void
tiem_qr_snapshot (GtkWidget *widget,
                  GtkSnapshot *snapshot)
{
  TiemQr *self = TIEM_QR (widget);
  float width = (float)gtk_widget_get_width (widget);
  float height = (float)gtk_widget_get_height (widget);
  graphene_rect_t bounds = GRAPHENE_RECT_INIT (0, 0, width, height);
  GdkRGBA white = { 1, 1, 1, 1 };
  cairo_rectangle_t box = { 0, 0, width, height };
  cairo_t *cr;

  gtk_snapshot_append_color (snapshot, &white, &bounds);
  if (self->text == NULL)
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &bounds);
  tiem_code_draw (cr, TIEM_CODE_QR, self->text, &box);
  cairo_destroy (cr);
}

static void
tiem_qr_get_property (GObject *object,
                      guint id,
                      GValue *value,
                      GParamSpec *pspec)
{
  if (id == PROP_TEXT)
    g_value_set_string (value, TIEM_QR (object)->text);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tiem_qr_set_property (GObject *object,
                      guint id,
                      const GValue *value,
                      GParamSpec *pspec)
{
  if (id == PROP_TEXT)
    tiem_qr_set_text (TIEM_QR (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tiem_qr_finalize (GObject *object)
{
  g_free (TIEM_QR (object)->text);
  G_OBJECT_CLASS (tiem_qr_parent_class)->finalize (object);
}

static void
tiem_qr_class_init (TiemQrClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tiem_qr_get_property;
  object_class->set_property = tiem_qr_set_property;
  object_class->finalize = tiem_qr_finalize;
  widget_class->measure = tiem_qr_measure;
  widget_class->snapshot = tiem_qr_snapshot;
  properties[PROP_TEXT]
      = g_param_spec_string ("text", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "tiem-qr");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tiem_qr_init (TiemQr *self)
{
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("QR code for a transfer"), -1);
}

void
tiem_qr_set_text (TiemQr *self,
                  const char *text)
{
  g_return_if_fail (TIEM_IS_QR (self));

  if (g_strcmp0 (self->text, text) == 0)
    return;
  g_free (self->text);
  self->text = g_strdup (text);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

const char *
tiem_qr_get_text (TiemQr *self)
{
  g_return_val_if_fail (TIEM_IS_QR (self), NULL);
  return self->text;
}
