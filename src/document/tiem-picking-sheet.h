#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  TIEM_PICKING_A4,
  TIEM_PICKING_K80, /* a receipt printer's roll, 80 mm wide, as long as it takes */
  TIEM_N_PICKING_PAPERS
} TiemPickingPaper;

/* "a4", "k80" */
const char *tiem_picking_paper_get_id (TiemPickingPaper paper);
/* Returns: FALSE when there is none of that id */
gboolean tiem_picking_paper_from_id (const char *id,
                                     TiemPickingPaper *paper);
/* Returns: the word for people, translated */
const char *tiem_picking_paper_get_label (TiemPickingPaper paper);

/* The list to take along the shelves. @picks: (element-type TiemPick); @n_orders: how many orders it
 * is for; @shop: (nullable): the shop's name; @now: ms UTC. Fails with INVALID when there is nothing
 * to pick. Returns: (transfer full): a PDF */
GBytes *tiem_picking_sheet_make (GPtrArray *picks,
                                 guint n_orders,
                                 const char *shop,
                                 gint64 now,
                                 TiemPickingPaper paper,
                                 GError **error);

G_END_DECLS
