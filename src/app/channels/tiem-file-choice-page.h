#pragma once

#include "app/tiem-shop.h"
#include "app/tiem-subpage.h"
#include "document/tiem-market-file.h"

G_BEGIN_DECLS

/*
 * A marketplace's file, and no channel, or more than one, that it can be of: asks which.
 *
 * Signals: ::chosen (const char *kind, gint64 channel_id): one of those that are there
 *          ::wanted (const char *kind): a new channel by file is to be added for it
 *          ::as-goods (): its goods are to go into the catalogue alone
 */
#define TIEM_TYPE_FILE_CHOICE_PAGE (tiem_file_choice_page_get_type ())
G_DECLARE_FINAL_TYPE (
    TiemFileChoicePage, tiem_file_choice_page, TIEM, FILE_CHOICE_PAGE, TiemSubpage)

/* @records: (element-type TiemChannelRecord): all channels of the shop; is only read now */
GtkWidget *tiem_file_choice_page_new (TiemMarketFileKind kind,
                                      const char *path,
                                      GPtrArray *records);
const char *tiem_file_choice_page_get_path (TiemFileChoicePage *self);

/* The one channel by file that a file of @kind can be of. Returns: (transfer none) (nullable):
 * %NULL when there is none, or more than one */
const TiemChannelRecord *tiem_file_choice_find_only (TiemMarketFileKind kind,
                                                     GPtrArray *records);

G_END_DECLS
