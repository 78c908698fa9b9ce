#pragma once

#include "store/tiem-slip-scan.h"
#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/* @rest: (out) (transfer full) (nullable): a second code that came with it
 * Returns: (nullable): what the code means; NULL with @error */
TiemSlipScan *tiem_slip_scan_find (TiemDb *db,
                                   const char *code,
                                   char **rest,
                                   GError **error);

/* One unit of goods, as the ledger has it. */
typedef struct
{
  gint64 variant_id;
  gint64 quantity;
} TiemSlipPart;
/* Returns: (element-type TiemSlipPart): the variant itself, or its bundle's parts; NULL with
 * @error: NOT_FOUND */
GArray *tiem_slip_list_parts (TiemDb *db,
                              gint64 variant_id,
                              GError **error);

G_END_DECLS
