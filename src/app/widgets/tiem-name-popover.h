#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Asks for a name: an entry, what is wrong with it, and a button.
 *
 * Signals: ::accepted (const char *name)  good and without spaces around it; it closes then
 */
#define TIEM_TYPE_NAME_POPOVER (tiem_name_popover_get_type ())
G_DECLARE_FINAL_TYPE (TiemNamePopover, tiem_name_popover, TIEM, NAME_POPOVER, GtkPopover)

/* Returns: (nullable): a sentence: why @name, which is not empty, won't do */
typedef const char *(*TiemNameCheck) (const char *name,
                                      gpointer user_data);

/* @text: (nullable): a line of explanation; @name: (nullable): to begin with */
GtkWidget *tiem_name_popover_new (const char *title,
                                  const char *text,
                                  const char *name,
                                  TiemNameCheck check,
                                  gpointer user_data);

G_END_DECLS
