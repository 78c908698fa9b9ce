#pragma once

#include "store/tiem-store.h"
#include "sync/tiem-keyring.h"

G_BEGIN_DECLS

/*
 * The practice shop: tiem-sandbox as a child program, a data folder of its own that is made
 * anew each time, a keyring in memory. Dropping the object ends the child; it also ends by
 * itself when this program does.
 */
#define TIEM_TYPE_PRACTICE (tiem_practice_get_type ())
G_DECLARE_FINAL_TYPE (TiemPractice, tiem_practice, TIEM, PRACTICE, GObject)

/* Starts the sandbox, connects its channels, reads what they have and takes the products
 * over. Fails with NOT_FOUND when tiem-sandbox is not installed, or as the parts do. */
void tiem_practice_start_async (GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
/* Returns: (transfer full) */
TiemPractice *tiem_practice_start_finish (GAsyncResult *result,
                                          GError **error);
TiemStore *tiem_practice_get_store (TiemPractice *self);
TiemKeyring *tiem_practice_get_keyring (TiemPractice *self);
/* How many orders the first reading brought. */
guint tiem_practice_get_n_orders (TiemPractice *self);

G_END_DECLS
