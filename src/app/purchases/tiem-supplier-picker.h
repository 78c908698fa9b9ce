#pragma once

#include "app/tiem-shop.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * Chooses a supplier: type any part of name, code or phone; one that is not there is made
 * by the last row.
 * Signal: ::changed ()
 */
#define TIEM_TYPE_SUPPLIER_PICKER (tiem_supplier_picker_get_type ())
G_DECLARE_FINAL_TYPE (TiemSupplierPicker, tiem_supplier_picker, TIEM, SUPPLIER_PICKER, AdwBin)

void tiem_supplier_picker_set_shop (TiemSupplierPicker *self,
                                    TiemShop *shop);
/* Returns: 0 = none is chosen */
gint64 tiem_supplier_picker_get_supplier (TiemSupplierPicker *self);
/* @name, @code: (nullable) */
void tiem_supplier_picker_set_supplier (TiemSupplierPicker *self,
                                        gint64 supplier_id,
                                        const char *name,
                                        const char *code);

G_END_DECLS
