#pragma once

#include "app/tiem-browse-page.h"

G_BEGIN_DECLS

/*
 * A change of an order in the store, which a toast says and takes back.
 *
 * @func: carries it out; what it returns is the data of @undo. It must not return %NULL without an
 *   error
 * @data: (transfer full)
 * @said: (nullable): what the toast says; %NULL = the screen shows it anyway
 * @undo: (nullable): takes it back; %NULL = it can't be
 */
void tiem_order_edit (TiemBrowsePage *page,
                      TiemStoreFunc func,
                      gpointer data,
                      GDestroyNotify data_free,
                      const char *said,
                      TiemStoreFunc undo,
                      GDestroyNotify undo_free);

G_END_DECLS
