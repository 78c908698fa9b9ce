#pragma once

#include "app/widgets/tiem-list-ticks.h"
#include "app/widgets/tiem-tone.h"
#include "store/tiem-store.h"

G_BEGIN_DECLS

/* A row of three lines for a window too narrow for a table:
 *   tile or picture · title          amount
 *   a line in secondary colour
 *   icon and state            icon and end */
#define TIEM_TYPE_NARROW_ROW (tiem_narrow_row_get_type ())
G_DECLARE_FINAL_TYPE (TiemNarrowRow, tiem_narrow_row, TIEM, NARROW_ROW, GtkWidget)

GtkWidget *tiem_narrow_row_new (void);

/* Every text is nullable. */
void tiem_narrow_row_set_kinds (TiemNarrowRow *self,
                                const char *kinds);
/* A picture of 44 px left of all three lines, instead of the tile; @icon while there is none. */
void tiem_narrow_row_set_picture (TiemNarrowRow *self,
                                  GdkPaintable *picture,
                                  const char *icon);
/* The same of goods (tiem-thumbs.h). @file: (nullable) */
void tiem_narrow_row_set_thumb (TiemNarrowRow *self,
                                TiemStore *store,
                                const char *file,
                                const char *icon);
void tiem_narrow_row_set_title (TiemNarrowRow *self,
                                const char *title,
                                const char *amount);
void tiem_narrow_row_set_sub (TiemNarrowRow *self,
                              const char *text);
void tiem_narrow_row_set_state (TiemNarrowRow *self,
                                const char *icon,
                                const char *text,
                                TiemTone tone);
void tiem_narrow_row_set_end (TiemNarrowRow *self,
                              const char *icon,
                              const char *text,
                              TiemTone tone);

typedef void (*TiemNarrowFunc) (TiemNarrowRow *row,
                                gconstpointer value,
                                gpointer user_data);
/* A factory over TiemRow for a GtkListView. */
GtkListItemFactory *tiem_narrow_factory_new (TiemNarrowFunc func,
                                             gpointer user_data);
/* Puts a tick before each row made from now on, shown while the ticks are in tick mode. */
void tiem_narrow_factory_set_ticks (GtkListItemFactory *factory,
                                    TiemListTicks *ticks);
/* Fills the rows on show again. */
void tiem_narrow_factory_refresh (GtkListItemFactory *factory);

G_END_DECLS
