#pragma once

#include "app/tiem-shop.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * The main window: header, tabs, and what stands in their place while the shop is being
 * opened, can't be opened, or is still empty.
 *
 * Actions: those of the table in tiem-shortcuts.c, and
 *   win.open (ssx): tab, group (may be empty), entry (0 = none)
 *   win.import, win.import-goods (ay: a path), win.export (s), win.backup, win.restore, win.pause,
 *   win.leave-practice
 */
#define TIEM_TYPE_WINDOW (tiem_window_get_type ())
G_DECLARE_FINAL_TYPE (TiemWindow, tiem_window, TIEM, WINDOW, AdwApplicationWindow)

/* @application: (nullable): tests have none */
TiemWindow *tiem_window_new (GtkApplication *application);

/* @shop: (nullable): %NULL takes the old one off every page */
void tiem_window_set_shop (TiemWindow *self,
                           TiemShop *shop);
TiemShop *tiem_window_get_shop (TiemWindow *self);
/* @text: what is being waited for */
void tiem_window_show_opening (TiemWindow *self,
                               const char *text);
/* The shop could not be opened: a page with what happened and the buttons that help. */
void tiem_window_show_failed (TiemWindow *self,
                              const GError *error);
/* A line below the header; @title %NULL takes it away. */
void tiem_window_show_notice (TiemWindow *self,
                              const char *title,
                              const char *text);
/* @toast: (transfer full) */
void tiem_window_add_toast (TiemWindow *self,
                            AdwToast *toast);
/* Draws the window as it is on screen. Returns: (nullable): %NULL when it is not drawn yet */
GdkTexture *tiem_window_take_picture (TiemWindow *self);
/* @tab: "overview", "orders" …; @group: (nullable) */
void tiem_window_open (TiemWindow *self,
                       const char *tab,
                       const char *group,
                       gint64 id);
/* Starts the import of a spreadsheet; a marketplace's goes on at its channel. Says so when
 * something else is being edited. */
void tiem_window_import_file (TiemWindow *self,
                              const char *path);
/* Goes to a tab with a list and searches all of it. */
void tiem_window_search (TiemWindow *self,
                         const char *tab,
                         const char *text);

G_END_DECLS
