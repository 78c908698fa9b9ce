#pragma once

#include "app/orders/tiem-pack-page.h"
#include "app/orders/tiem-pack-work.h"
#include "app/widgets/tiem-group.h"
#include "app/widgets/tiem-scan-keys.h"
#include "app/widgets/tiem-tile.h"

G_BEGIN_DECLS

/* Between the files of the packing page. */

/* What the button of the notice does. */
typedef enum
{
  TIEM_PACK_GOT_IT,
  TIEM_PACK_SWITCH_ORDER,
  TIEM_PACK_NEXT_ORDER,
  TIEM_PACK_PRINT_LABELS,
} TiemPackNoticeButton;

struct _TiemPackPage
{
  TiemSubpage parent_instance;

  GtkBox *columns;
  GtkEditable *field;
  GtkToggleButton *sound;
  GtkBox *content;
  GtkWidget *notice;
  GtkBox *notice_row;
  GtkBox *notice_words;
  GtkImage *notice_icon;
  GtkLabel *notice_title;
  GtkLabel *notice_text;
  GtkButton *notice_button;
  GtkFlowBox *choices;
  GtkWidget *order;
  TiemTile *tile;
  GtkLabel *number;
  GtkWidget *again;
  GtkLabel *parcel;
  GtkBox *tags;
  GtkLabel *counted;
  GtkProgressBar *progress;
  GtkListBox *lines;
  GtkListBox *notes;
  AdwStatusPage *nothing;
  GtkWidget *hint;
  GtkWidget *lacking;
  GtkPopover *lacking_popover;
  GtkBox *lacks;
  GtkCheckButton *correct;
  GtkWidget *side;
  GtkLabel *n_packed;
  GtkLabel *n_left;
  GtkLabel *each;
  GtkWidget *side_line;
  GtkWidget *side_scroller;
  GtkBox *side_content;
  GtkWidget *done;
  GtkListBox *done_rows;
  GtkWidget *hand_over;
  AdwButtonContent *hand_over_content;

  TiemShop *shop;      /* (owned) (nullable): none once the page is disposed */
  GSettings *settings; /* (owned) */
  TiemScanKeys *keys;  /* (owned) */
  gint64 run_id;
  GQueue works; /* (element-type TiemPackWork): to be done after the one that is */
  gboolean is_busy;
  TiemPackAnswer *answer; /* (owned) (nullable): what is shown */
  char *asked_code;       /* (owned) (nullable): what the notice asks about */
  GArray *asked_ids;      /* (owned) (element-type gint64): what it may mean */
  GArray *unprinted;      /* (owned) (element-type gint64): packed here, and without a label */
  gint64 asked_order_id;  /* whose waybill it is; 0 = none */
  gboolean lasts;         /* the notice is of the open order: nothing but another order ends it */
  TiemPackNoticeButton notice_does;
};

/* Ms UTC, by the shop's clock. */
gint64 tiem_pack_page_now (TiemPackPage *self);
/* Takes the children out of a box, list box or flow box. */
void tiem_pack_page_empty (GtkWidget *list);

/* --- tiem-pack-page-notice.c --- */

/* What a scan came to: words, and a sound when it was refused. */
void tiem_pack_page_show_result (TiemPackPage *self,
                                 const TiemPackResult *result);
/* Nothing of it was written. */
void tiem_pack_page_show_error (TiemPackPage *self,
                                const char *sentence);
void tiem_pack_page_hide_notice (TiemPackPage *self);

/* --- tiem-pack-page-view.c --- */

/* @before: (nullable): what was shown until now */
void tiem_pack_page_show_run (TiemPackPage *self,
                              const TiemPackRun *before,
                              const TiemPackRun *run);

G_END_DECLS
