#pragma once

#include "store/tiem-store.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Keeps what a widget shows in step with the store: reads off the main thread when the
 * widget comes on screen, when its subject changes, and after commits that touch what it
 * shows; one reading at a time, the latest wording wins, nothing while out of sight.
 */
#define TIEM_TYPE_LOADER (tiem_loader_get_type ())
G_DECLARE_FINAL_TYPE (TiemLoader, tiem_loader, TIEM, LOADER, GObject)

/* @result: (nullable) (transfer none): what the reading function returned
 * @error: (nullable): why it could not be read */
typedef void (*TiemLoadedFunc) (GtkWidget *widget, gpointer result, const GError *error);

/*
 * @what: TiemChanged flags that make it read again
 * @func: runs on a store thread; its data is a pointer to the subject (gint64)
 *
 * Belongs to @widget and must be dropped in its dispose.
 */
TiemLoader *tiem_loader_new (GtkWidget *widget,
                             TiemStore *store,
                             guint what,
                             TiemStoreFunc func,
                             GDestroyNotify result_free,
                             TiemLoadedFunc loaded);
/* The id of what is shown; 0 = nothing, no reading. Starts a reading when it differs. */
void tiem_loader_set_subject (TiemLoader *self, gint64 subject);
gint64 tiem_loader_get_subject (TiemLoader *self);
void tiem_loader_reload (TiemLoader *self);

G_END_DECLS
