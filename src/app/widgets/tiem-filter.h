#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A menu of one choice in the tool row of a list: its label is what is chosen, in accent
 * colour when that is not the first option ("All channels").
 *
 * Properties: "selected" (string, the id of an option; writable). */
#define TIEM_TYPE_FILTER (tiem_filter_get_type ())
G_DECLARE_FINAL_TYPE (TiemFilter, tiem_filter, TIEM, FILTER, GtkWidget)

/* @name: what is chosen here, for assistive technology ("Channel") */
GtkWidget *tiem_filter_new (const char *name);
/* Replaces the options; a choice that is gone falls back to the first one. */
void tiem_filter_clear (TiemFilter *self);
void tiem_filter_add (TiemFilter *self,
                      const char *id,
                      const char *label);
const char *tiem_filter_get_selected (TiemFilter *self);
void tiem_filter_set_selected (TiemFilter *self,
                               const char *id);
/* Back to the first option. */
void tiem_filter_reset (TiemFilter *self);
gboolean tiem_filter_is_active (TiemFilter *self);

G_END_DECLS
