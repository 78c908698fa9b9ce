#pragma once

#include "app/widgets/tiem-tone.h"

G_BEGIN_DECLS

/*
 * What happened, what it means, one button that helps, and "Why?". Takes the place of
 * AdwBanner (1.3) and GtkInfoBar (deprecated). Hidden until it has a title.
 *
 * Properties: "card" (boolean): round corners, inside a page; else a line below the header.
 * Signals: ::repair (), ::why ()
 */
#define TIEM_TYPE_NOTICE (tiem_notice_get_type ())
G_DECLARE_FINAL_TYPE (TiemNotice, tiem_notice, TIEM, NOTICE, GtkWidget)

GtkWidget *tiem_notice_new (gboolean card);
/* @tone: ERROR, WARNING, or ACCENT for a plain message; @title: (nullable): %NULL hides it;
 * @text, @button: (nullable); @why: whether "Why?" stands beside the button */
void tiem_notice_show (TiemNotice *self,
                       TiemTone tone,
                       const char *title,
                       const char *text,
                       const char *button,
                       gboolean why);

G_END_DECLS
