#pragma once

#include "app/products/tiem-takes-page.h"

#include "app/products/tiem-take-work.h"
#include "app/widgets/tiem-group.h"
#include "app/widgets/tiem-notice.h"
#include "app/widgets/tiem-scan-keys.h"

G_BEGIN_DECLS

/* Shared by the files of the page of stock takes alone. */

struct _TiemTakesPage
{
  TiemSubpage parent_instance;

  AdwToastOverlay *toasts;
  GtkStack *stack;
  TiemNotice *list_notice;
  GtkWidget *place_child;
  GtkDropDown *place;
  GtkDropDown *scope;
  GtkWidget *name_child;
  GtkDropDown *name;
  GtkWidget *start;
  TiemGroup *takes;

  GtkEditable *field;
  GtkToggleButton *sound;
  TiemNotice *notice;
  GtkFlowBox *choices;
  GtkWidget *nothing;
  GtkWidget *current;
  GtkLabel *goods;
  GtkLabel *code;
  GtkLabel *counted;
  GtkLabel *hint;
  TiemGroup *recent;
  GtkProgressBar *progress;
  GtkLabel *progress_words;

  TiemNotice *result_notice;
  TiemGroup *sums;
  TiemGroup *different;
  GtkWidget *uncounted_box;
  TiemGroup *uncounted;
  GtkWidget *uncounted_choice;
  GtkCheckButton *zero;
  GtkWidget *count_on;
  GtkWidget *undo;
  GtkButton *book;

  TiemShop *shop;         /* (owned) (nullable): none once it is disposed */
  GSettings *settings;    /* (owned) */
  TiemScanKeys *keys;     /* (owned) */
  GQueue works;           /* (element-type TiemTakeWork): to be done, in order */
  gboolean is_busy;
  TiemTakeAnswer *answer; /* (owned) (nullable): what is shown */
  GPtrArray *locations;   /* (owned) (nullable): of the list */
  GStrv names[2];         /* (owned): categories, shelves */
  GArray *chosen_ids;     /* (owned) (nullable) (element-type gint64): goods to be counted alone */
  gint64 take_id;         /* 0 = the list is shown */
  gboolean shows_result;
  gint64 current_id;      /* the variant in the card, 0 = none */
  char *asked_code;       /* (owned) (nullable): whose meaning is asked */
  GArray *asked_ids;      /* (owned) (element-type gint64) */
};

/* --- tiem-takes-page.c --- */

/* Does one thing after the other. @work: (transfer full) */
void tiem_takes_page_push (TiemTakesPage *self,
                           TiemTakeWork *work);
/* Reads the take again, or the list. */
void tiem_takes_page_read (TiemTakesPage *self);
/* "AO-DEN-L · A1-02"; (transfer full) */
char *tiem_take_line_dup_code (const TiemTakeLine *line);
/* "Áo thun (Đen, L)"; (transfer full) */
char *tiem_take_line_dup_goods (const TiemTakeLine *line);

/* --- tiem-take-count-view.c --- */

void tiem_takes_page_show_count (TiemTakesPage *self);
/* What scans came to. */
void tiem_takes_page_tell (TiemTakesPage *self,
                           const TiemTakeAnswer *answer);
void tiem_takes_page_scanned (TiemTakesPage *self,
                              const char *code);
void tiem_takes_page_choose (TiemTakesPage *self,
                             gint64 variant_id);

/* --- tiem-take-result-view.c --- */

void tiem_takes_page_show_result (TiemTakesPage *self);
/* Asks for a file, or prints: the counted goods with their differences, or @blank, a sheet to
 * write on. */
void tiem_takes_page_print (TiemTakesPage *self,
                            gboolean blank);

G_END_DECLS
