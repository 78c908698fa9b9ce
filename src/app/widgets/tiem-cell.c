#include "app/widgets/tiem-cell.h"

#include "app/widgets/tiem-thumbs.h"
#include "app/widgets/tiem-tile.h"

struct _TiemCell
{
  GtkWidget parent_instance;

  TiemColumnKind kind;
  GtkWidget *lead;  /* image, tile or picture, whichever the kind has (nullable) */
  GtkWidget *text;  /* GtkInscription; GtkLabel for numbers (nullable) */
  GtkWidget *sub;   /* GtkInscription of the second line (nullable) */
  char *shown;      /* (owned) (nullable) what @text says */
  char *shown_icon; /* (owned) (nullable) */
  char *shown_sub;  /* (owned) (nullable) */
  TiemTone tone;
  TiemTone icon_tone;
  gboolean bold;
};

G_DEFINE_FINAL_TYPE (TiemCell, tiem_cell, GTK_TYPE_WIDGET)

static GtkWidget *
make_line (const char *style_class)
{
  GtkWidget *line = g_object_new (GTK_TYPE_INSCRIPTION,
                                  "min-chars",
                                  2,
                                  "nat-chars",
                                  6,
                                  "min-lines",
                                  1,
                                  "nat-lines",
                                  1,
                                  "text-overflow",
                                  GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END,
                                  "hexpand",
                                  TRUE,
                                  "valign",
                                  GTK_ALIGN_CENTER,
                                  "xalign",
                                  0.0f,
                                  NULL);

  if (style_class != NULL)
    gtk_widget_add_css_class (line, style_class);
  return line;
}

/* A label, not an inscription: it is as wide as its figures, so that an icon stands close. */
static GtkWidget *
make_number (void)
{
  GtkWidget *number = g_object_new (GTK_TYPE_LABEL, "xalign", 1.0f, "single-line-mode", TRUE, NULL);

  gtk_widget_add_css_class (number, "numeric");
  return number;
}

static void
build_item (TiemCell *self)
{
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->lead = gtk_image_new ();
  gtk_widget_set_size_request (self->lead, 36, 36);
  gtk_widget_add_css_class (self->lead, "tiem-thumb");
  gtk_widget_set_overflow (self->lead, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_valign (self->lead, GTK_ALIGN_CENTER);
  self->text = make_line (NULL);
  self->sub = make_line ("caption");
  gtk_widget_add_css_class (self->sub, "tiem-sub");
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_valign (lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (lines), self->text);
  gtk_box_append (GTK_BOX (lines), self->sub);
  gtk_widget_set_parent (self->lead, GTK_WIDGET (self));
  gtk_widget_set_parent (lines, GTK_WIDGET (self));
}

static void
build (TiemCell *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (widget);

  switch (self->kind)
    {
    case TIEM_COLUMN_TEXT:
      self->text = make_line (NULL);
      break;
    case TIEM_COLUMN_NUMBER:
      self->lead = gtk_image_new ();
      gtk_widget_set_visible (self->lead, FALSE);
      self->text = make_number ();
      gtk_widget_set_halign (widget, GTK_ALIGN_END);
      gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
      break;
    case TIEM_COLUMN_STATE:
      self->lead = gtk_image_new ();
      gtk_widget_set_visible (self->lead, FALSE);
      self->text = make_line (NULL);
      gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
      break;
    case TIEM_COLUMN_CHANNEL:
      self->lead = tiem_tile_new (18, NULL);
      self->text = make_line (NULL);
      gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
      break;
    case TIEM_COLUMN_TILES:
      self->lead = tiem_tile_new (16, NULL);
      gtk_widget_set_halign (self->lead, GTK_ALIGN_START);
      break;
    case TIEM_COLUMN_ITEM:
      gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 8);
      build_item (self);
      return;
    default:
      g_assert_not_reached ();
    }
  if (self->lead != NULL)
    gtk_widget_set_parent (self->lead, widget);
  if (self->text != NULL)
    gtk_widget_set_parent (self->text, widget);
}

static void
tiem_cell_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tiem_cell_parent_class)->dispose (object);
}

static void
tiem_cell_finalize (GObject *object)
{
  TiemCell *self = TIEM_CELL (object);

  g_free (self->shown);
  g_free (self->shown_icon);
  g_free (self->shown_sub);
  G_OBJECT_CLASS (tiem_cell_parent_class)->finalize (object);
}

static void
tiem_cell_class_init (TiemCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_cell_dispose;
  G_OBJECT_CLASS (klass)->finalize = tiem_cell_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "tiem-cell");
}

static void
tiem_cell_init (TiemCell *self)
{
}

GtkWidget *
tiem_cell_new (TiemColumnKind kind)
{
  TiemCell *self = g_object_new (TIEM_TYPE_CELL, NULL);

  self->kind = kind;
  build (self);
  return GTK_WIDGET (self);
}

void
tiem_cell_set_text (TiemCell *self,
                    const char *text,
                    TiemTone tone)
{
  if (text == NULL)
    {
      text = "—";
      tone = TIEM_TONE_SUB;
    }
  if (self->tone != tone)
    {
      self->tone = tone;
      tiem_tone_apply (self->text, tone);
    }
  if (g_strcmp0 (self->shown, text) == 0)
    return;
  g_free (self->shown);
  self->shown = g_strdup (text);
  gtk_widget_set_visible (self->text, *text != '\0');
  if (GTK_IS_LABEL (self->text))
    gtk_label_set_text (GTK_LABEL (self->text), text);
  else
    gtk_inscription_set_text (GTK_INSCRIPTION (self->text), text);
}

void
tiem_cell_take_text (TiemCell *self,
                     char *text,
                     TiemTone tone)
{
  tiem_cell_set_text (self, text, tone);
  g_free (text);
}

void
tiem_cell_set_sub (TiemCell *self,
                   const char *text)
{
  g_return_if_fail (self->sub != NULL);

  if (g_strcmp0 (self->shown_sub, text) == 0)
    return;
  g_free (self->shown_sub);
  self->shown_sub = g_strdup (text);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->sub), text);
}

void
tiem_cell_set_icon (TiemCell *self,
                    const char *icon,
                    TiemTone tone)
{
  g_return_if_fail (GTK_IS_IMAGE (self->lead));

  if (self->icon_tone != tone)
    {
      self->icon_tone = tone;
      tiem_tone_apply (self->lead, tone);
    }
  if (g_strcmp0 (self->shown_icon, icon) == 0
      && gtk_image_get_paintable (GTK_IMAGE (self->lead)) == NULL)
    return;
  g_free (self->shown_icon);
  self->shown_icon = g_strdup (icon);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->lead), icon);
  if (self->kind == TIEM_COLUMN_ITEM)
    {
      gtk_image_set_pixel_size (GTK_IMAGE (self->lead), 18);
      gtk_widget_add_css_class (self->lead, "tiem-thumb-empty");
    }
  else
    {
      gtk_widget_set_visible (self->lead, icon != NULL);
    }
}

void
tiem_cell_set_kinds (TiemCell *self,
                     const char *kinds)
{
  tiem_tile_set_kinds (TIEM_TILE (self->lead), kinds);
}

void
tiem_cell_set_thumb (TiemCell *self,
                     TiemStore *store,
                     const char *file,
                     const char *icon)
{
  g_return_if_fail (self->kind == TIEM_COLUMN_ITEM);

  if (file == NULL)
    {
      tiem_thumbs_forget (GTK_IMAGE (self->lead));
      tiem_cell_set_icon (self, icon, TIEM_TONE_SUB);
      return;
    }
  g_clear_pointer (&self->shown_icon, g_free);
  tiem_thumbs_show (GTK_IMAGE (self->lead), store, file, icon, 36);
}

void
tiem_cell_set_picture (TiemCell *self,
                       GdkPaintable *picture)
{
  g_return_if_fail (self->kind == TIEM_COLUMN_ITEM);

  g_clear_pointer (&self->shown_icon, g_free);
  gtk_image_set_from_paintable (GTK_IMAGE (self->lead), picture);
  gtk_image_set_pixel_size (GTK_IMAGE (self->lead), 36);
  gtk_widget_remove_css_class (self->lead, "tiem-thumb-empty");
}

void
tiem_cell_set_bold (TiemCell *self,
                    gboolean bold)
{
  if (self->bold == bold)
    return;
  self->bold = bold;
  if (bold)
    gtk_widget_add_css_class (self->text, "tiem-bold");
  else
    gtk_widget_remove_css_class (self->text, "tiem-bold");
}
