#include "app/widgets/tiem-narrow-row.h"

#include "app/widgets/tiem-thumbs.h"
#include "app/widgets/tiem-tile.h"
#include "store/tiem-row-list.h"

struct _TiemNarrowRow
{
  GtkWidget parent_instance;

  GtkWidget *tick; /* (nullable) */
  GtkWidget *picture;
  GtkWidget *tile;
  GtkWidget *title;
  GtkWidget *amount;
  GtkWidget *sub;
  GtkWidget *state_icon;
  GtkWidget *state;
  GtkWidget *end_icon;
  GtkWidget *end;
};

G_DEFINE_FINAL_TYPE (TiemNarrowRow, tiem_narrow_row, GTK_TYPE_WIDGET)

static GtkWidget *
add_line (GtkWidget *lines)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_box_append (GTK_BOX (lines), line);
  return line;
}

static GtkWidget *
add_text (GtkWidget *line,
          gboolean grows)
{
  GtkWidget *text;

  if (grows)
    text = g_object_new (GTK_TYPE_INSCRIPTION,
                         "hexpand",
                         TRUE,
                         "min-chars",
                         2,
                         "nat-chars",
                         10,
                         "text-overflow",
                         GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END,
                         "valign",
                         GTK_ALIGN_CENTER,
                         NULL);
  else
    text = g_object_new (GTK_TYPE_LABEL, "single-line-mode", TRUE, NULL);
  gtk_box_append (GTK_BOX (line), text);
  return text;
}

static GtkWidget *
add_image (GtkWidget *line)
{
  GtkWidget *image = gtk_image_new ();

  gtk_box_append (GTK_BOX (line), image);
  return image;
}

static void
set_text (GtkWidget *widget,
          const char *text)
{
  gtk_widget_set_visible (widget, text != NULL);
  if (GTK_IS_LABEL (widget))
    gtk_label_set_text (GTK_LABEL (widget), text != NULL ? text : "");
  else
    gtk_inscription_set_text (GTK_INSCRIPTION (widget), text);
}

static void
set_icon (GtkWidget *image,
          const char *icon,
          TiemTone tone)
{
  gtk_widget_set_visible (image, icon != NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (image), icon);
  tiem_tone_apply (image, tone);
}

static void
tiem_narrow_row_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (tiem_narrow_row_parent_class)->dispose (object);
}

static void
tiem_narrow_row_class_init (TiemNarrowRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_narrow_row_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
tiem_narrow_row_init (TiemNarrowRow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *line;

  gtk_widget_add_css_class (widget, "tiem-narrow-row");
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (widget)), 10);
  self->picture = gtk_image_new ();
  gtk_widget_set_size_request (self->picture, 44, 44);
  gtk_widget_add_css_class (self->picture, "tiem-thumb");
  gtk_widget_set_valign (self->picture, GTK_ALIGN_START);
  gtk_widget_set_visible (self->picture, FALSE);
  gtk_widget_set_parent (self->picture, widget);
  gtk_widget_set_hexpand (lines, TRUE);
  gtk_widget_set_parent (lines, widget);

  line = add_line (lines);
  self->tile = tiem_tile_new (16, NULL);
  gtk_box_append (GTK_BOX (line), self->tile);
  self->title = add_text (line, TRUE);
  self->amount = add_text (line, FALSE);
  gtk_widget_add_css_class (self->amount, "numeric");

  line = add_line (lines);
  self->sub = add_text (line, TRUE);
  gtk_widget_add_css_class (self->sub, "caption");
  gtk_widget_add_css_class (self->sub, "tiem-sub");

  line = add_line (lines);
  gtk_widget_add_css_class (line, "caption");
  self->state_icon = add_image (line);
  self->state = add_text (line, TRUE);
  self->end_icon = add_image (line);
  self->end = add_text (line, FALSE);
  gtk_widget_add_css_class (self->end, "numeric");
}

GtkWidget *
tiem_narrow_row_new (void)
{
  return g_object_new (TIEM_TYPE_NARROW_ROW, NULL);
}

void
tiem_narrow_row_set_kinds (TiemNarrowRow *self,
                           const char *kinds)
{
  gtk_widget_set_visible (self->tile, kinds != NULL && *kinds != '\0');
  tiem_tile_set_kinds (TIEM_TILE (self->tile), kinds);
}

void
tiem_narrow_row_set_picture (TiemNarrowRow *self,
                             GdkPaintable *picture,
                             const char *icon)
{
  gtk_widget_set_visible (self->picture, TRUE);
  gtk_widget_set_visible (self->tile, FALSE);
  if (picture != NULL)
    {
      gtk_image_set_from_paintable (GTK_IMAGE (self->picture), picture);
      gtk_widget_remove_css_class (self->picture, "tiem-thumb-empty");
    }
  else
    {
      gtk_image_set_from_icon_name (GTK_IMAGE (self->picture), icon);
      gtk_widget_add_css_class (self->picture, "tiem-thumb-empty");
    }
  gtk_image_set_pixel_size (GTK_IMAGE (self->picture), picture != NULL ? 44 : 20);
}

void
tiem_narrow_row_set_thumb (TiemNarrowRow *self,
                           TiemStore *store,
                           const char *file,
                           const char *icon)
{
  gtk_widget_set_visible (self->picture, TRUE);
  gtk_widget_set_visible (self->tile, FALSE);
  tiem_thumbs_show (GTK_IMAGE (self->picture), store, file, icon, 44);
}

void
tiem_narrow_row_set_title (TiemNarrowRow *self,
                           const char *title,
                           const char *amount)
{
  set_text (self->title, title != NULL ? title : "—");
  set_text (self->amount, amount);
}

void
tiem_narrow_row_set_sub (TiemNarrowRow *self,
                         const char *text)
{
  set_text (self->sub, text != NULL ? text : "");
}

void
tiem_narrow_row_set_state (TiemNarrowRow *self,
                           const char *icon,
                           const char *text,
                           TiemTone tone)
{
  set_icon (self->state_icon, icon, tone);
  set_text (self->state, text != NULL ? text : "");
  tiem_tone_apply (self->state,
                   tone == TIEM_TONE_ERROR || tone == TIEM_TONE_WARNING ? tone : TIEM_TONE_NONE);
}

void
tiem_narrow_row_set_end (TiemNarrowRow *self,
                         const char *icon,
                         const char *text,
                         TiemTone tone)
{
  set_icon (self->end_icon, icon, tone);
  set_text (self->end, text);
  tiem_tone_apply (self->end, tone);
}

/* --- the factory --- */

typedef struct
{
  TiemNarrowFunc func;
  gpointer user_data;
  TiemListTicks *ticks; /* (owned) (nullable) */
  GPtrArray *bound;     /* (element-type GtkListItem) borrowed: those on show */
} Narrow;

#define NARROW_KEY "tiem-narrow"

static void
narrow_free (gpointer data)
{
  Narrow *narrow = data;

  g_clear_object (&narrow->ticks);
  g_ptr_array_unref (narrow->bound);
  g_free (narrow);
}

static void
fill (Narrow *narrow,
      GtkListItem *item)
{
  GtkWidget *row = gtk_list_item_get_child (item);
  TiemRow *object = gtk_list_item_get_item (item);
  gconstpointer value = object != NULL ? tiem_row_get_value (object) : NULL;

  if (TIEM_NARROW_ROW (row)->tick != NULL && object != NULL)
    {
      gtk_widget_set_visible (TIEM_NARROW_ROW (row)->tick,
                              tiem_list_ticks_get_mode (narrow->ticks));
      tiem_list_ticks_fill_cell (narrow->ticks, TIEM_NARROW_ROW (row)->tick, object);
    }
  gtk_widget_set_opacity (row, value != NULL ? 1 : 0);
  if (value != NULL)
    narrow->func (TIEM_NARROW_ROW (row), value, narrow->user_data);
}

static void
row_value_cb (TiemRow *row,
              GParamSpec *pspec,
              GtkListItem *item)
{
  fill (g_object_get_data (G_OBJECT (item), NARROW_KEY), item);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem *item,
          Narrow *narrow)
{
  GtkWidget *row = tiem_narrow_row_new ();

  g_object_set_data (G_OBJECT (item), NARROW_KEY, narrow);
  if (narrow->ticks != NULL)
    {
      TIEM_NARROW_ROW (row)->tick = tiem_list_ticks_new_cell (narrow->ticks);
      gtk_widget_insert_after (TIEM_NARROW_ROW (row)->tick, row, NULL);
    }
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem *item,
         Narrow *narrow)
{
  g_ptr_array_add (narrow->bound, item);
  g_signal_connect (
      gtk_list_item_get_item (item), "notify::value", G_CALLBACK (row_value_cb), item);
  fill (narrow, item);
}

static void
unbind_cb (GtkSignalListItemFactory *factory,
           GtkListItem *item,
           Narrow *narrow)
{
  gpointer object = gtk_list_item_get_item (item);

  g_ptr_array_remove_fast (narrow->bound, item);
  if (object != NULL)
    g_signal_handlers_disconnect_by_func (object, row_value_cb, item);
}

GtkListItemFactory *
tiem_narrow_factory_new (TiemNarrowFunc func,
                         gpointer user_data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  Narrow *narrow = g_new0 (Narrow, 1);

  narrow->func = func;
  narrow->user_data = user_data;
  narrow->bound = g_ptr_array_new ();
  g_object_set_data_full (G_OBJECT (factory), NARROW_KEY, narrow, narrow_free);
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), narrow);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), narrow);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), narrow);
  return factory;
}

void
tiem_narrow_factory_set_ticks (GtkListItemFactory *factory,
                               TiemListTicks *ticks)
{
  Narrow *narrow = g_object_get_data (G_OBJECT (factory), NARROW_KEY);

  g_return_if_fail (narrow != NULL);
  g_set_object (&narrow->ticks, ticks);
}

void
tiem_narrow_factory_refresh (GtkListItemFactory *factory)
{
  Narrow *narrow = g_object_get_data (G_OBJECT (factory), NARROW_KEY);

  g_return_if_fail (narrow != NULL);
  for (guint i = 0; i < narrow->bound->len; i++)
    fill (narrow, g_ptr_array_index (narrow->bound, i));
}
