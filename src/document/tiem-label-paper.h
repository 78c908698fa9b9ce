#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define TIEM_MM (72.0 / 25.4) /* one millimetre in points */

/* What labels are printed on. */
typedef enum
{
  TIEM_LABEL_PAPER_A6,
  TIEM_LABEL_PAPER_100X150,
  TIEM_LABEL_PAPER_75X100,
  TIEM_LABEL_PAPER_A4_4, /* four A6 on a sheet */
  TIEM_LABEL_PAPER_A4_8, /* eight A7 on a sheet */
  TIEM_N_LABEL_PAPERS
} TiemLabelPaper;

typedef struct
{
  const char *id; /* "a6": in settings and at the command line */
  double width_mm;
  double height_mm;
  guint columns;
  guint rows;
  double margin_mm; /* of each cell: what a printer can't print on, and a gap to cut in */
} TiemLabelPaperInfo;

const TiemLabelPaperInfo *tiem_label_paper_get_info (TiemLabelPaper paper);
/* Returns: the word for people, translated: "A4, 4 labels" */
const char *tiem_label_paper_get_label (TiemLabelPaper paper);
/* Returns: FALSE when there is none of that id */
gboolean tiem_label_paper_from_id (const char *id,
                                   TiemLabelPaper *paper);

G_END_DECLS
