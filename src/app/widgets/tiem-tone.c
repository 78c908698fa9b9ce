#include "app/widgets/tiem-tone.h"

static const char *const classes[] = { NULL, "tiem-sub", "accent", "warning", "error", "success" };

const char *
tiem_tone_get_class (TiemTone tone)
{
  return classes[tone];
}

void
tiem_tone_apply (GtkWidget *widget,
                 TiemTone tone)
{
  for (guint i = 1; i < G_N_ELEMENTS (classes); i++)
    {
      if (i == tone)
        gtk_widget_add_css_class (widget, classes[i]);
      else
        gtk_widget_remove_css_class (widget, classes[i]);
    }
}
