#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The portals of the desktop: all that a sandbox has of files, printers and other programs. */

/* Whether the program is in a sandbox, or told to behave as if (GTK_USE_PORTAL=1). */
gboolean tiem_portal_is_needed (void);

/* A folder for files that other programs are to open, gone when the owner logs out; it need not be
 * there yet. The rest of a sandbox's runtime folder is hidden from them.
 * Returns: (transfer full) */
char *tiem_portal_dup_shared_folder (void);

typedef void (*TiemPortalFunc) (gboolean is_there,
                                gpointer user_data);
/* Whether the desktop has the portal @name ("FileChooser"); outside of a sandbox there is no need
 * for one, and it counts as there. @func: called once, never before this returns */
void tiem_portal_look_for (const char *name,
                           TiemPortalFunc func,
                           gpointer user_data);

/* Over @parent: that the portal to the owner's files is missing. */
void tiem_portal_say_no_files (GtkWindow *parent);
/* Over @parent: that nothing opened @uri, a page or a file of this computer, and how to do it. */
void tiem_portal_say_not_opened (GtkWindow *parent,
                                 const char *uri);

G_END_DECLS
