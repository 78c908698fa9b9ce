#pragma once

#include "app/tiem-page.h"

G_BEGIN_DECLS

/* Barcode stickers, from the variants to the printer: the print page with what is special to
 * stickers below the paper: how many of each, what stands on them, where a started sheet begins. */

typedef struct
{
  gint64 variant_id;
  gint64 count; /* 0 = as many as are on hand */
} TiemStickerWish;

/* Slides over the tab, when no other subpage is there.
 * @wishes: (element-type TiemStickerWish): copied; a purchase slip's quantities, or 1 of each */
void tiem_sticker_print_open (TiemPage *page,
                              GArray *wishes);

G_END_DECLS
