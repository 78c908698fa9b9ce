#pragma once

#include "store/tiem-slip-scan.h"

G_BEGIN_DECLS

/* Transfers ('CK000001'): goods that go from one place to another. A draft moves nothing; booked,
 * all of its units leave one place and enter the other in one transaction. What they cost stays
 * what it was. */

typedef struct
{
  gint64 id;
  char *number;
  char *state; /* "draft", "done", "undone" */
  gint64 from_id;
  char *from;
  gint64 to_id;
  char *to;
  char *note; /* (nullable) */
  gint64 created_at;
  gint64 done_at;
  gint64 undone_at;
  gint64 goods; /* lines */
  gint64 units;
} TiemTransfer;
void tiem_transfer_free (TiemTransfer *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemTransfer, tiem_transfer_free)

typedef struct
{
  gint64 variant_id;
  char *sku;
  char *name; /* of the product */
  char *options; /* (nullable) */
  gint64 quantity;
  gint64 on_hand; /* where it leaves from, now */
  gint64 there;   /* where it goes to, now */
} TiemTransferLine;
void tiem_transfer_line_free (TiemTransferLine *self);

/* Returns: (element-type TiemTransfer), newest first; @limit 0 = all */
GPtrArray *tiem_store_list_transfers (TiemStore *self,
                                      gint64 limit,
                                      GError **error);
/* NOT_FOUND. @lines: (out) (optional) (element-type TiemTransferLine): the last one first */
TiemTransfer *tiem_store_get_transfer (TiemStore *self,
                                       gint64 transfer_id,
                                       GPtrArray **lines,
                                       GError **error);
/* Returns: the id of the slip with that number, 0 with NOT_FOUND */
gint64 tiem_store_find_slip (TiemStore *self,
                             const char *kind,
                             const char *number,
                             GError **error);
/* Returns: the draft's id, 0 with @error: INVALID when both places are the same */
gint64 tiem_store_add_transfer (TiemStore *self,
                                gint64 from_id,
                                gint64 to_id,
                                const char *note,
                                GError **error);
gboolean tiem_store_edit_transfer (TiemStore *self,
                                   gint64 transfer_id,
                                   gint64 from_id,
                                   gint64 to_id,
                                   const char *note,
                                   GError **error);
/* @quantity more of the variant (a bundle: of its parts), or, @is_total, so many in all; 0 takes
 * it off the slip. */
gboolean tiem_store_put_transfer_line (TiemStore *self,
                                       gint64 transfer_id,
                                       gint64 variant_id,
                                       gint64 quantity,
                                       gboolean is_total,
                                       GError **error);
/* A scanned code: one more of what it names. @chosen_id: the answer to an ambiguous one, else 0 */
TiemSlipScan *tiem_store_scan_transfer (TiemStore *self,
                                        gint64 transfer_id,
                                        const char *code,
                                        gint64 chosen_id,
                                        GError **error);
gboolean tiem_store_delete_transfer (TiemStore *self,
                                     gint64 transfer_id,
                                     GError **error);
/* Moves all of it, or nothing. @anyway FALSE: CONFLICT, with the goods' names, when less than 0
 * would be left where they leave from. INVALID: nothing is on it, or goods that were never
 * counted. */
gboolean tiem_store_book_transfer (TiemStore *self,
                                   gint64 transfer_id,
                                   gboolean anyway,
                                   GError **error);
/* The same the other way round. */
gboolean tiem_store_undo_transfer (TiemStore *self,
                                   gint64 transfer_id,
                                   gboolean anyway,
                                   GError **error);

G_END_DECLS
