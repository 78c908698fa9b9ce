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
/* For assistive technology, and the menu it is in where there is no room for it. */
const char *tiem_filter_get_name (TiemFilter *self);
/* Its options for a menu inside the list: their action is pane.set-filter. Needs a key. */
GMenuModel *tiem_filter_get_choices (TiemFilter *self);
/* Options that are their own names, behind the first one, "any". The same ones again change
 * nothing, so that an open menu stays. Without any name the filter is not of use. */
void tiem_filter_set_names (TiemFilter *self,
                            const char *any,
                            const char *const *names);
/* Whether there is something to choose; the list hides one that has not. */
gboolean tiem_filter_is_useful (TiemFilter *self);
/* What settings and saved views call it: "channel". */
void tiem_filter_set_key (TiemFilter *self,
                          const char *key);
/* Returns: (nullable) */
const char *tiem_filter_get_key (TiemFilter *self);
/* Replaces the options; while the choice is not among them the first one is in force. */
void tiem_filter_clear (TiemFilter *self);
void tiem_filter_add (TiemFilter *self,
                      const char *id,
                      const char *label);
const char *tiem_filter_get_selected (TiemFilter *self);
void tiem_filter_set_selected (TiemFilter *self,
                               const char *id);
/* The same for an option that may come later, %NULL = the first one. */
void tiem_filter_ask (TiemFilter *self,
                      const char *id);
/* Returns: (nullable): what was chosen, there or not; %NULL = the first option */
const char *tiem_filter_get_asked (TiemFilter *self);
gboolean tiem_filter_has (TiemFilter *self,
                          const char *id);
/* Back to the first option. */
void tiem_filter_reset (TiemFilter *self);
gboolean tiem_filter_is_active (TiemFilter *self);

G_END_DECLS
