#define G_LOG_DOMAIN "tiem-sticker"

#include "config.h"

#include "document/tiem-sticker-sheet.h"

#include <glib/gi18n-lib.h>

/* Measures of the sheets as sold: 65 to an A4 is Tomy no. 145 (and Avery L7651), 24 of 70 × 37 is
 * Avery 3474; the one of 40 is a whole A4 cut into equal parts. */
static const TiemStickerPaperInfo papers[TIEM_N_STICKER_PAPERS] = {
  [TIEM_STICKER_A4_65] = { "a4-65", 210, 297, 5, 13, 38.1, 21.2, 4.75, 10.7, 40.6, 21.2 },
  [TIEM_STICKER_A4_40] = { "a4-40", 210, 297, 4, 10, 52.5, 29.7, 0, 0, 52.5, 29.7 },
  [TIEM_STICKER_A4_24] = { "a4-24", 210, 297, 3, 8, 70, 37, 0, 0.5, 70, 37 },
  [TIEM_STICKER_A5_24] = { "a5-24", 148, 210, 3, 8, 46, 24, 5, 9, 46, 24 },
  [TIEM_STICKER_ROLL_2] = { "2x50x30", 104, 30, 2, 1, 50, 30, 1, 0, 52, 30 },
  [TIEM_STICKER_ROLL_3] = { "3x35x22", 110, 22, 3, 1, 35, 22, 0.5, 0, 37, 22 },
  [TIEM_STICKER_ROLL_1] = { "50x30", 50, 30, 1, 1, 50, 30, 0, 0, 50, 30 },
};

const TiemStickerPaperInfo *
tiem_sticker_paper_get_info (TiemStickerPaper paper)
{
  g_return_val_if_fail (paper < TIEM_N_STICKER_PAPERS, NULL);
  return &papers[paper];
}

const char *
tiem_sticker_paper_get_label (TiemStickerPaper paper)
{
  switch (paper)
    {
    case TIEM_STICKER_A4_65:
      return _ ("A4, 65 labels of 38 × 21 mm (Tomy 145)");
    case TIEM_STICKER_A4_40:
      return _ ("A4, 40 labels of 52 × 30 mm");
    case TIEM_STICKER_A4_24:
      return _ ("A4, 24 labels of 70 × 37 mm");
    case TIEM_STICKER_A5_24:
      return _ ("A5, 24 labels of 46 × 24 mm");
    case TIEM_STICKER_ROLL_2:
      return _ ("Roll, 2 labels of 50 × 30 mm");
    case TIEM_STICKER_ROLL_3:
      return _ ("Roll, 3 labels of 35 × 22 mm");
    case TIEM_STICKER_ROLL_1:
      return _ ("Roll, 1 label of 50 × 30 mm");
    case TIEM_N_STICKER_PAPERS:
    default:
      return "";
    }
}

gboolean
tiem_sticker_paper_from_id (const char *id,
                            TiemStickerPaper *paper)
{
  for (guint i = 0; i < TIEM_N_STICKER_PAPERS; i++)
    if (g_strcmp0 (papers[i].id, id) == 0)
      {
        *paper = i;
        return TRUE;
      }
  return FALSE;
}
