#pragma once

#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/* The catalogue inside a write, for imports and for taking listings over. */

/* As tiem_store_add_variant(). Returns: the variant's id, 0 with @error */
gint64 tiem_catalogue_add (TiemWrite *write,
                           const TiemNewVariant *values,
                           GError **error);

G_END_DECLS
