#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What a colour means, everywhere in the window; always beside an icon or a word. */
typedef enum
{
  TIEM_TONE_NONE,    /* nothing to do */
  TIEM_TONE_SUB,     /* secondary text */
  TIEM_TONE_ACCENT,  /* your turn, nothing wrong */
  TIEM_TONE_WARNING, /* act soon, or look at it */
  TIEM_TONE_ERROR,   /* money or goods at risk now */
  TIEM_TONE_SUCCESS, /* went well */
} TiemTone;

/* Returns: (nullable): the style class; %NULL for TIEM_TONE_NONE */
const char *tiem_tone_get_class (TiemTone tone);

/* Gives @widget the class of @tone and takes those of the other tones away. */
void tiem_tone_apply (GtkWidget *widget,
                      TiemTone tone);

G_END_DECLS
