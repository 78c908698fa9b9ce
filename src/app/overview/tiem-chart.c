#include "config.h"

#include "app/overview/tiem-chart.h"
#include "app/platform-compat.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#define AXIS_WIDTH 40
#define AXIS_HEIGHT 22
#define TOP_ROOM 18
#define N_HOURS 24

struct _TiemChart
{
  GtkWidget parent_instance;

  double *values; /* (owned) (nullable) bars, or today's line */
  guint n;
  double *before; /* (owned) (nullable) N_HOURS numbers */
  GStrv labels;   /* (owned) (nullable): with bars only */
  double unit;
  char *top; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (TiemChart, tiem_chart, GTK_TYPE_WIDGET)

typedef struct
{
  float left, top, width, height; /* where the numbers are drawn */
  double step;
  int steps;
  GdkRGBA text, faint, line, accent, pale;
} Frame;

double
tiem_chart_pick_step (double most)
{
  const double nice[] = { 1, 2, 4, 5, 10 };
  double power = 1;

  while (power * 40 < most)
    power *= 10;
  for (guint i = 0; i < G_N_ELEMENTS (nice); i++)
    if (nice[i] * power * 4 >= most)
      return nice[i] * power;
  return 10 * power;
}

static double
get_most (TiemChart *self)
{
  double most = 0;

  for (guint i = 0; i < self->n; i++)
    most = MAX (most, self->values[i]);
  for (guint i = 0; self->before != NULL && i < N_HOURS; i++)
    most = MAX (most, self->before[i]);
  return most / self->unit;
}

static void
lay_out (TiemChart *self,
         Frame *frame)
{
  double most = get_most (self);

  frame->left = AXIS_WIDTH;
  frame->top = TOP_ROOM;
  frame->width = gtk_widget_get_width (GTK_WIDGET (self)) - AXIS_WIDTH - 4;
  frame->height = gtk_widget_get_height (GTK_WIDGET (self)) - AXIS_HEIGHT - TOP_ROOM;
  frame->step = tiem_chart_pick_step (most);
  frame->steps = MAX (1, (int)ceil (most / frame->step));
  tiem_compat_get_color (GTK_WIDGET (self), NULL, &frame->text);
  frame->faint = frame->text;
  frame->faint.alpha = 0.7f;
  frame->line = frame->text;
  frame->line.alpha = 0.12f;
  tiem_compat_get_color (GTK_WIDGET (self), "accent_bg_color", &frame->accent);
  frame->pale = frame->accent;
  frame->pale.alpha = 0.38f;
}

/* @align: 0 = starts at @x, 0.5 = centred there, 1 = ends there */
static void
write_text (TiemChart *self,
            GtkSnapshot *snapshot,
            const char *text,
            float x,
            float y,
            float align,
            gboolean bold,
            const GdkRGBA *color)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();
  int width, height;

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.85));
  if (bold)
    pango_attr_list_insert (attributes, pango_attr_weight_new (PANGO_WEIGHT_BOLD));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_get_pixel_size (layout, &width, &height);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x - width * align, y - height / 2.0f));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

static void
draw_grid (TiemChart *self,
           GtkSnapshot *snapshot,
           const Frame *frame)
{
  for (int i = 0; i <= frame->steps; i++)
    {
      g_autofree char *text = g_strdup_printf ("%g", i * frame->step);
      float y = frame->top + frame->height - frame->height * i / frame->steps;

      gtk_snapshot_append_color (
          snapshot, &frame->line, &GRAPHENE_RECT_INIT (frame->left, floorf (y), frame->width, 1));
      write_text (self, snapshot, text, frame->left - 8, y, 1, FALSE, &frame->faint);
    }
}

static float
get_y (TiemChart *self,
       const Frame *frame,
       double value)
{
  return frame->top + frame->height
         - frame->height * value / self->unit / (frame->step * frame->steps);
}

static void
draw_bars (TiemChart *self,
           GtkSnapshot *snapshot,
           const Frame *frame)
{
  float slot = frame->width / self->n;
  float bar = MIN (slot * 0.62f, 48);
  guint every = slot < 26 ? 2 : 1;

  for (guint i = 0; i < self->n; i++)
    {
      gboolean today = i == self->n - 1;
      float middle = frame->left + slot * (i + 0.5f);
      float y = get_y (self, frame, self->values[i]);

      gtk_snapshot_append_color (
          snapshot,
          today ? &frame->accent : &frame->pale,
          &GRAPHENE_RECT_INIT (middle - bar / 2, y, bar, frame->top + frame->height - y));
      if (today || (self->n - 1 - i) % every == 0)
        write_text (self,
                    snapshot,
                    self->labels[i],
                    middle,
                    frame->top + frame->height + AXIS_HEIGHT / 2.0f,
                    0.5f,
                    today,
                    today ? &frame->text : &frame->faint);
      if (today && self->top != NULL)
        write_text (self, snapshot, self->top, middle, y - 10, 0.5f, TRUE, &frame->text);
    }
}

static void
trace (TiemChart *self,
       cairo_t *cr,
       const Frame *frame,
       const double *values,
       guint n)
{
  cairo_move_to (cr, frame->left, get_y (self, frame, 0));
  for (guint i = 0; i < n; i++)
    cairo_line_to (
        cr, frame->left + frame->width * (i + 1) / N_HOURS, get_y (self, frame, values[i]));
}

static void
draw_lines (TiemChart *self,
            GtkSnapshot *snapshot,
            const Frame *frame)
{
  cairo_t *cr
      = gtk_snapshot_append_cairo (snapshot,
                                   &GRAPHENE_RECT_INIT (0,
                                                        0,
                                                        gtk_widget_get_width (GTK_WIDGET (self)),
                                                        gtk_widget_get_height (GTK_WIDGET (self))));
  const double dashes[] = { 4, 3 };

  cairo_set_line_width (cr, 1.5);
  if (self->before != NULL)
    {
      gdk_cairo_set_source_rgba (cr, &frame->faint);
      cairo_set_dash (cr, dashes, G_N_ELEMENTS (dashes), 0);
      trace (self, cr, frame, self->before, N_HOURS);
      cairo_stroke (cr);
      cairo_set_dash (cr, NULL, 0, 0);
    }
  gdk_cairo_set_source_rgba (cr, &frame->accent);
  cairo_set_line_width (cr, 2.5);
  trace (self, cr, frame, self->values, self->n);
  cairo_stroke (cr);
  if (self->n > 0)
    {
      cairo_arc (cr,
                 frame->left + frame->width * self->n / N_HOURS,
                 get_y (self, frame, self->values[self->n - 1]),
                 4,
                 0,
                 2 * G_PI);
      cairo_fill (cr);
    }
  cairo_destroy (cr);
  for (int hour = 0; hour <= N_HOURS; hour += 4)
    {
      /* Translators: an hour of the day below a chart, short: 8h */
      g_autofree char *text = g_strdup_printf (_ ("%dh"), hour);

      write_text (self,
                  snapshot,
                  text,
                  frame->left + frame->width * hour / N_HOURS,
                  frame->top + frame->height + AXIS_HEIGHT / 2.0f,
                  hour == N_HOURS ? 0.9f : 0.5f,
                  FALSE,
                  &frame->faint);
    }
}

static void
tiem_chart_snapshot (GtkWidget *widget,
                     GtkSnapshot *snapshot)
{
  TiemChart *self = TIEM_CHART (widget);
  Frame frame;

  if (self->values == NULL)
    return;
  lay_out (self, &frame);
  if (frame.width <= 0 || frame.height <= 0)
    return;
  draw_grid (self, snapshot, &frame);
  if (self->labels != NULL)
    draw_bars (self, snapshot, &frame);
  else
    draw_lines (self, snapshot, &frame);
}

static void
tiem_chart_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *minimum,
                    int *natural,
                    int *minimum_baseline,
                    int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 220 : 180;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : 240;
}

static void
tiem_chart_finalize (GObject *object)
{
  TiemChart *self = TIEM_CHART (object);

  g_free (self->values);
  g_free (self->before);
  g_free (self->top);
  g_strfreev (self->labels);
  G_OBJECT_CLASS (tiem_chart_parent_class)->finalize (object);
}

static void
tiem_chart_class_init (TiemChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = tiem_chart_finalize;
  widget_class->measure = tiem_chart_measure;
  widget_class->snapshot = tiem_chart_snapshot;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
tiem_chart_init (TiemChart *self)
{
  self->unit = 1;
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
}

GtkWidget *
tiem_chart_new (const char *name)
{
  GtkWidget *self = g_object_new (TIEM_TYPE_CHART, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return self;
}

static void
set_numbers (TiemChart *self,
             const double *values,
             guint n,
             const char *description)
{
  g_free (self->values);
  g_clear_pointer (&self->before, g_free);
  g_clear_pointer (&self->top, g_free);
  g_clear_pointer (&self->labels, g_strfreev);
  self->values = g_new0 (double, n + 1);
  self->n = n;
  for (guint i = 0; i < n; i++)
    self->values[i] = values[i];
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
tiem_chart_set_bars (TiemChart *self,
                     const double *values,
                     const char *const *labels,
                     guint n,
                     double unit,
                     const char *top,
                     const char *description)
{
  g_return_if_fail (TIEM_IS_CHART (self) && unit > 0);

  set_numbers (self, values, n, description);
  self->unit = unit;
  self->top = g_strdup (top);
  self->labels = g_new0 (char *, n + 1);
  for (guint i = 0; i < n; i++)
    self->labels[i] = g_strdup (labels[i]);
}

void
tiem_chart_set_lines (TiemChart *self,
                      const double *today,
                      guint n_today,
                      const double *before,
                      const char *description)
{
  g_return_if_fail (TIEM_IS_CHART (self) && n_today <= N_HOURS);

  set_numbers (self, today, n_today, description);
  self->unit = 1;
  if (before != NULL)
    self->before = g_memdup2 (before, N_HOURS * sizeof *before);
}
