#define G_LOG_DOMAIN "tiem-pen"

#include "config.h"

#include "document/tiem-pen.h"

#include <pango/pangocairo.h>

/* The first that the system has; each has all letters of Vietnamese. */
#define FONT "Noto Sans, Inter, Cantarell, DejaVu Sans, Sans"
#define RULE_WIDTH 0.7
#define GREY 0.35

static void
set_look (PangoLayout *layout,
          TiemPenLook look)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();

  if ((look & TIEM_PEN_DIGITS) != 0)
    pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum"));
  /* words are never broken with a hyphen: codes and Vietnamese have none */
  pango_attr_list_insert (attributes, pango_attr_insert_hyphens_new (FALSE));
  pango_layout_set_attributes (layout, attributes);
  if ((look & TIEM_PEN_CENTRE) != 0)
    pango_layout_set_alignment (layout, PANGO_ALIGN_CENTER);
  else if ((look & TIEM_PEN_RIGHT) != 0)
    pango_layout_set_alignment (layout, PANGO_ALIGN_RIGHT);
}

PangoLayout *
tiem_pen_lay_out (TiemPen *self,
                  const char *text,
                  double size,
                  TiemPenLook look,
                  guint lines)
{
  PangoLayout *layout = pango_cairo_create_layout (self->cr);
  PangoContext *context = pango_layout_get_context (layout);
  PangoFontDescription *font = pango_font_description_from_string (FONT);
  g_autofree char *valid = g_utf8_make_valid (text != NULL ? text : "", -1);

  /* letters stand where they belong, not on the dots of a screen */
  pango_context_set_round_glyph_positions (context, FALSE);
  pango_layout_context_changed (layout);
  /* points of the paper, whatever resolution a font map believes in */
  pango_font_description_set_absolute_size (font, size * PANGO_SCALE);
  if ((look & TIEM_PEN_BOLD) != 0)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  set_look (layout, look);
  pango_layout_set_width (layout, (int)(self->width * PANGO_SCALE));
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  if (lines > 0)
    {
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
      pango_layout_set_height (layout, -(int)lines);
      pango_layout_set_single_paragraph_mode (layout, lines == 1);
    }
  pango_layout_set_text (layout, valid, -1);
  return layout;
}

static double
get_height (PangoLayout *layout)
{
  int height;

  pango_layout_get_size (layout, NULL, &height);
  return (double)height / PANGO_SCALE;
}

double
tiem_pen_measure (TiemPen *self,
                  const char *text,
                  double size,
                  TiemPenLook look,
                  guint lines)
{
  g_autoptr (PangoLayout) layout = tiem_pen_lay_out (self, text, size, look, lines);

  return get_height (layout);
}

double
tiem_pen_write_beside (TiemPen *self,
                       const char *text,
                       double size,
                       TiemPenLook look,
                       guint lines)
{
  g_autoptr (PangoLayout) layout = tiem_pen_lay_out (self, text, size, look, lines);
  double grey = (look & TIEM_PEN_GREY) != 0 ? GREY : 0;

  cairo_set_source_rgb (self->cr, grey, grey, grey);
  cairo_move_to (self->cr, self->x, self->y);
  pango_cairo_show_layout (self->cr, layout);
  return get_height (layout);
}

void
tiem_pen_write (TiemPen *self,
                const char *text,
                double size,
                TiemPenLook look,
                guint lines)
{
  self->y += tiem_pen_write_beside (self, text, size, look, lines);
}

void
tiem_pen_rule (TiemPen *self,
               double gap)
{
  self->y += gap;
  cairo_set_source_rgb (self->cr, 0, 0, 0);
  cairo_set_line_width (self->cr, RULE_WIDTH);
  cairo_move_to (self->cr, self->x, self->y);
  cairo_line_to (self->cr, self->x + self->width, self->y);
  cairo_stroke (self->cr);
  self->y += gap;
}
