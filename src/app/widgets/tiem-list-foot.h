#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * What stands below a list: a line with count and sum; the action bar in its place while rows
 * are ticked; and above that, or in place of the line, how far long work is.
 */
#define TIEM_TYPE_LIST_FOOT (tiem_list_foot_get_type ())
G_DECLARE_FINAL_TYPE (TiemListFoot, tiem_list_foot, TIEM, LIST_FOOT, AdwBin)

/* Both are nullable. */
void tiem_list_foot_set_line (TiemListFoot *self,
                              const char *left,
                              const char *right);
/* @bar: (transfer floating): hidden at first */
void tiem_list_foot_set_bar (TiemListFoot *self,
                             GtkWidget *bar);
void tiem_list_foot_show_bar (TiemListFoot *self,
                              gboolean shown);
/* As tiem_list_pane_set_progress() */
void tiem_list_foot_set_progress (TiemListFoot *self,
                                  const char *words,
                                  double fraction,
                                  GCancellable *cancellable);

G_END_DECLS
