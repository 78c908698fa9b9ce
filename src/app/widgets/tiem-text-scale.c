#include "app/widgets/tiem-text-scale.h"

/* px of a "0" the widths are meant for */
#define MEANT_DIGIT 8.0

/* Fonts of the same size differ by so much; below it nothing moves. */
#define ORDINARY 1.2

double
tiem_text_scale_get (GtkWidget *widget)
{
  PangoFontMetrics *metrics;
  double scale;

  g_return_val_if_fail (GTK_IS_WIDGET (widget), 1);

  metrics = pango_context_get_metrics (gtk_widget_get_pango_context (widget), NULL, NULL);
  scale = pango_font_metrics_get_approximate_digit_width (metrics) / (double)PANGO_SCALE
          / MEANT_DIGIT;
  pango_font_metrics_unref (metrics);
  return scale < ORDINARY ? 1 : scale;
}
