#pragma once

#include "app/widgets/tiem-detail.h"
#include "model/tiem-purchase.h"
#include "store/tiem-store.h"

G_BEGIN_DECLS

/* A supplier with the account, as the pane beside the list shows it. */
typedef struct
{
  TiemSupplier *supplier;
  GPtrArray *account; /* (element-type TiemSupplierEntry): oldest first */
} TiemSupplierFacts;

/* A TiemStoreFunc: @data is a pointer to the supplier's id */
gpointer tiem_supplier_facts_read (TiemStore *store,
                                   gpointer data,
                                   GCancellable *cancellable,
                                   GError **error);
void tiem_supplier_facts_free (TiemSupplierFacts *self);
void tiem_supplier_facts_show (const TiemSupplierFacts *self,
                               TiemDetail *detail,
                               gint64 now);

G_END_DECLS
