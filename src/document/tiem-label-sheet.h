#pragma once

#include "document/tiem-label-file.h"
#include "document/tiem-label-paper.h"
#include "model/tiem-records.h"
#include "store/tiem-store-shop.h"

G_BEGIN_DECLS

/*
 * Labels of many orders on one kind of paper, ready to print: each is cut out of the page it came
 * on, turned the right way and fitted, never cut into and never stretched. Vectors stay vectors,
 * so that bar codes are as sharp as they were. One thread at a time.
 */
typedef struct _TiemLabelSheet TiemLabelSheet;

TiemLabelSheet *tiem_label_sheet_new (TiemLabelPaper paper);
void tiem_label_sheet_free (TiemLabelSheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemLabelSheet, tiem_label_sheet_free)

/* All pages of @file that are not white, or none of them with @error (INVALID).
 * @note: (out) (optional) (transfer full) (nullable): a sentence when it is worth a look before it
 * is printed: turned, cut out of a larger page, made much smaller, of a size that no label has */
gboolean tiem_label_sheet_add_file (TiemLabelSheet *self,
                                    TiemLabelFile *file,
                                    char **note,
                                    GError **error);
/* A label of our own. */
void tiem_label_sheet_add_own (TiemLabelSheet *self,
                               const TiemOrder *order,
                               const TiemShopIdentity *sender);
guint tiem_label_sheet_get_n_labels (TiemLabelSheet *self);
/* Pages of paper. */
guint tiem_label_sheet_get_n_pages (TiemLabelSheet *self);
/* Nothing can be added afterwards. Returns: (transfer full): a PDF; %NULL with @error when nothing
 * was added, or memory ran out */
GBytes *tiem_label_sheet_finish (TiemLabelSheet *self,
                                 GError **error);

G_END_DECLS
