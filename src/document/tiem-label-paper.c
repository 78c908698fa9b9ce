#define G_LOG_DOMAIN "tiem-label"

#include "config.h"

#include "document/tiem-label-paper.h"

#include <glib/gi18n-lib.h>

/* A label printer prints to the edge; sheets go through printers that leave 4 mm white. */
static const TiemLabelPaperInfo papers[TIEM_N_LABEL_PAPERS] = {
  [TIEM_LABEL_PAPER_A6] = { "a6", 105, 148, 1, 1, 2 },
  [TIEM_LABEL_PAPER_100X150] = { "100x150", 100, 150, 1, 1, 2 },
  [TIEM_LABEL_PAPER_75X100] = { "75x100", 75, 100, 1, 1, 1.5 },
  [TIEM_LABEL_PAPER_A4_4] = { "a4-4", 210, 297, 2, 2, 4.5 },
  [TIEM_LABEL_PAPER_A4_8] = { "a4-8", 210, 297, 2, 4, 4.5 },
};

const TiemLabelPaperInfo *
tiem_label_paper_get_info (TiemLabelPaper paper)
{
  g_return_val_if_fail (paper < TIEM_N_LABEL_PAPERS, NULL);
  return &papers[paper];
}

const char *
tiem_label_paper_get_label (TiemLabelPaper paper)
{
  switch (paper)
    {
    case TIEM_LABEL_PAPER_A6:
      return _ ("A6 (105 × 148 mm)");
    case TIEM_LABEL_PAPER_100X150:
      return _ ("100 × 150 mm");
    case TIEM_LABEL_PAPER_75X100:
      return _ ("75 × 100 mm");
    case TIEM_LABEL_PAPER_A4_4:
      return _ ("A4, 4 labels on a sheet");
    case TIEM_LABEL_PAPER_A4_8:
      return _ ("A4, 8 small labels on a sheet");
    case TIEM_N_LABEL_PAPERS:
    default:
      return "";
    }
}

gboolean
tiem_label_paper_from_id (const char *id,
                          TiemLabelPaper *paper)
{
  for (guint i = 0; i < TIEM_N_LABEL_PAPERS; i++)
    if (g_strcmp0 (papers[i].id, id) == 0)
      {
        *paper = i;
        return TRUE;
      }
  return FALSE;
}
