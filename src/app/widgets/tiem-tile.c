#include "app/widgets/tiem-tile.h"

#include "app/widgets/tiem-kind.h"

#include <adwaita.h>

struct _TiemTile
{
  GtkWidget parent_instance;

  char *kinds; /* (owned) (nullable) */
  GStrv list;  /* (owned) (nullable) @kinds taken apart */
  int size;
};

enum
{
  PROP_KINDS = 1,
  PROP_SIZE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TiemTile, tiem_tile, GTK_TYPE_WIDGET)

static int
get_gap (TiemTile *self)
{
  return self->size / 4;
}

static void
draw_tile (TiemTile *self,
           GtkSnapshot *snapshot,
           const char *kind,
           int x,
           int y)
{
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());
  g_autoptr (PangoLayout) layout = NULL;
  PangoFontDescription *font;
  PangoRectangle ink;
  GskRoundedRect frame;
  GdkRGBA tile, letter;

  tiem_kind_get_colors (kind, dark, &tile, &letter);
  gsk_rounded_rect_init_from_rect (
      &frame, &GRAPHENE_RECT_INIT (x, y, self->size, self->size), self->size * 0.24f);
  gtk_snapshot_push_rounded_clip (snapshot, &frame);
  gtk_snapshot_append_color (snapshot, &tile, &frame.bounds);
  gtk_snapshot_pop (snapshot);

  layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), tiem_kind_get_letter (kind));
  font = pango_font_description_copy (
      pango_context_get_font_description (gtk_widget_get_pango_context (GTK_WIDGET (self))));
  pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_font_description_set_absolute_size (font, self->size * 0.62 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);

  /* Centred by the letter's ink: by its line it would sit too low in so small a square. */
  pango_layout_get_pixel_extents (layout, &ink, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT (x + (self->size - ink.width) / 2.0f - ink.x,
                                                y + (self->size - ink.height) / 2.0f - ink.y));
  gtk_snapshot_append_layout (snapshot, layout, &letter);
  gtk_snapshot_restore (snapshot);
}

static void
tiem_tile_snapshot (GtkWidget *widget,
                    GtkSnapshot *snapshot)
{
  TiemTile *self = TIEM_TILE (widget);
  int y = (gtk_widget_get_height (widget) - self->size) / 2;

  for (guint i = 0; self->list != NULL && self->list[i] != NULL; i++)
    draw_tile (self, snapshot, self->list[i], i * (self->size + get_gap (self)), y);
}

static void
tiem_tile_measure (GtkWidget *widget,
                   GtkOrientation orientation,
                   int for_size,
                   int *minimum,
                   int *natural,
                   int *minimum_baseline,
                   int *natural_baseline)
{
  TiemTile *self = TIEM_TILE (widget);
  int count = self->list != NULL ? MAX (1, (int)g_strv_length (self->list)) : 1;

  *minimum = self->size;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL
                 ? count * self->size + (count - 1) * get_gap (self)
                 : self->size;
  *minimum = *natural;
}

/* GTK asks the display where the pointer is whenever a tooltip's text is set, for each row of a
 * list: so it has none, and says it when it is asked. */
static gboolean
tiem_tile_query_tooltip (GtkWidget *widget,
                         int x,
                         int y,
                         gboolean by_keyboard,
                         GtkTooltip *tooltip)
{
  g_autofree char *text = tiem_kinds_to_text (TIEM_TILE (widget)->kinds);

  gtk_tooltip_set_text (tooltip, text);
  return *text != '\0';
}

static void
tiem_tile_get_property (GObject *object,
                        guint id,
                        GValue *value,
                        GParamSpec *pspec)
{
  TiemTile *self = TIEM_TILE (object);

  switch (id)
    {
    case PROP_KINDS:
      g_value_set_string (value, self->kinds);
      break;
    case PROP_SIZE:
      g_value_set_int (value, self->size);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_tile_set_property (GObject *object,
                        guint id,
                        const GValue *value,
                        GParamSpec *pspec)
{
  TiemTile *self = TIEM_TILE (object);

  switch (id)
    {
    case PROP_KINDS:
      tiem_tile_set_kinds (self, g_value_get_string (value));
      break;
    case PROP_SIZE:
      self->size = g_value_get_int (value);
      gtk_widget_queue_resize (GTK_WIDGET (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_tile_finalize (GObject *object)
{
  TiemTile *self = TIEM_TILE (object);

  g_clear_pointer (&self->kinds, g_free);
  g_clear_pointer (&self->list, g_strfreev);
  G_OBJECT_CLASS (tiem_tile_parent_class)->finalize (object);
}

static void
tiem_tile_class_init (TiemTileClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tiem_tile_get_property;
  object_class->set_property = tiem_tile_set_property;
  object_class->finalize = tiem_tile_finalize;
  widget_class->measure = tiem_tile_measure;
  widget_class->snapshot = tiem_tile_snapshot;
  widget_class->query_tooltip = tiem_tile_query_tooltip;

  properties[PROP_KINDS]
      = g_param_spec_string ("kinds", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SIZE] = g_param_spec_int (
      "size", NULL, NULL, 8, 96, 18, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "tiem-tile");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tiem_tile_init (TiemTile *self)
{
  self->size = 18;
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  g_signal_connect_object (adw_style_manager_get_default (),
                           "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw),
                           self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
tiem_tile_new (int size,
               const char *kinds)
{
  return g_object_new (TIEM_TYPE_TILE, "size", size, "kinds", kinds, NULL);
}

void
tiem_tile_set_kinds (TiemTile *self,
                     const char *kinds)
{
  g_autofree char *label = NULL;
  guint before, after;

  g_return_if_fail (TIEM_IS_TILE (self));

  if (g_strcmp0 (self->kinds, kinds) == 0)
    return;
  before = self->list != NULL ? g_strv_length (self->list) : 0;
  g_free (self->kinds);
  g_clear_pointer (&self->list, g_strfreev);
  self->kinds = g_strdup (kinds);
  if (kinds != NULL && *kinds != '\0')
    self->list = g_strsplit (kinds, ",", -1);
  after = self->list != NULL ? g_strv_length (self->list) : 0;

  label = tiem_kinds_to_text (kinds);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  if (before != after)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  else
    gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KINDS]);
}
