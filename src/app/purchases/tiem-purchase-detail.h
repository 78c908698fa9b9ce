#pragma once

#include "app/widgets/tiem-detail.h"
#include "model/tiem-purchase.h"
#include "store/tiem-store.h"

G_BEGIN_DECLS

/* A slip with what was paid for it, as the pane beside the list shows it. */
typedef struct
{
  TiemPurchase *purchase;
  GPtrArray *payments; /* (element-type TiemSupplierPayment) */
} TiemPurchaseFacts;

/* A TiemStoreFunc: @data is a pointer to the slip's id */
gpointer tiem_purchase_facts_read (TiemStore *store,
                                   gpointer data,
                                   GCancellable *cancellable,
                                   GError **error);
void tiem_purchase_facts_free (TiemPurchaseFacts *self);
void tiem_purchase_facts_show (const TiemPurchaseFacts *self,
                               TiemDetail *detail,
                               gint64 now);

/* The words, icons and tones of where a slip stands; for lists, too. */
const char *tiem_purchase_state_label (const TiemPurchase *purchase);
const char *tiem_purchase_state_icon (const TiemPurchase *purchase);
TiemTone tiem_purchase_state_tone (const TiemPurchase *purchase);

G_END_DECLS
