#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Barcode stickers for goods, on sheets and rolls of labels as they are sold. */

typedef enum
{
  TIEM_STICKER_A4_65, /* 38 × 21 mm */
  TIEM_STICKER_A4_40, /* 52,5 × 29,7 mm */
  TIEM_STICKER_A4_24, /* 70 × 37 mm */
  TIEM_STICKER_A5_24, /* 46 × 24 mm */
  TIEM_STICKER_ROLL_2, /* two of 50 × 30 mm beside each other */
  TIEM_STICKER_ROLL_3, /* three of 35 × 22 mm */
  TIEM_STICKER_ROLL_1, /* 50 × 30 mm */
  TIEM_N_STICKER_PAPERS
} TiemStickerPaper;

/* In millimetres. A roll's page is one row of labels: the printer finds the gap by itself. */
typedef struct
{
  const char *id; /* "a4-65": in settings and at the command line */
  double page_width;
  double page_height;
  guint columns;
  guint rows;
  double width; /* of a label */
  double height;
  double left; /* of the first label */
  double top;
  double column_step; /* from the left of one to the left of the next */
  double row_step;
} TiemStickerPaperInfo;

const TiemStickerPaperInfo *tiem_sticker_paper_get_info (TiemStickerPaper paper);
/* Returns: the word for people, translated */
const char *tiem_sticker_paper_get_label (TiemStickerPaper paper);
/* Returns: FALSE when there is none of that id */
gboolean tiem_sticker_paper_from_id (const char *id,
                                     TiemStickerPaper *paper);

/* What stands on a sticker. */
typedef enum
{
  TIEM_STICKER_SHOP = 1 << 0,
  TIEM_STICKER_NAME = 1 << 1,
  TIEM_STICKER_OPTIONS = 1 << 2,
  TIEM_STICKER_PRICE = 1 << 3,
  TIEM_STICKER_BARCODE = 1 << 4,
  TIEM_STICKER_SKU = 1 << 5,
} TiemStickerParts;
#define TIEM_STICKER_USUAL                                                                         \
  (TIEM_STICKER_NAME | TIEM_STICKER_OPTIONS | TIEM_STICKER_PRICE | TIEM_STICKER_BARCODE            \
   | TIEM_STICKER_SKU)

typedef struct
{
  char *name;
  char *options; /* (nullable) */
  char *sku;
  char *barcode; /* (nullable): the SKU stands in for it */
  gint64 price_vnd;
  guint count; /* how many of it */
} TiemSticker;
void tiem_sticker_free (TiemSticker *self);

/* More would be a slip of the hand, and hours of printing. */
#define TIEM_STICKER_MOST 10000

typedef struct
{
  GBytes *pdf;
  guint n_stickers;
  guint n_pages;
  GPtrArray *without_code; /* (element-type utf8): SKUs of which no code fits on the paper */
} TiemStickerSheet;
void tiem_sticker_sheet_free (TiemStickerSheet *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemStickerSheet, tiem_sticker_sheet_free)

/* EAN-13 where the barcode is one, else Code 128.
 * @stickers: (element-type TiemSticker)
 * @shop: (nullable): the shop's name
 * @first: the label of a started sheet to begin with, from 1
 * Fails with INVALID when there is nothing to print, too much, or @first is not on the sheet. */
TiemStickerSheet *tiem_sticker_sheet_make (GPtrArray *stickers,
                                           TiemStickerPaper paper,
                                           TiemStickerParts parts,
                                           const char *shop,
                                           guint first,
                                           GCancellable *cancellable,
                                           GError **error);

G_END_DECLS
