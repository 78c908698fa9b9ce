#pragma once

#include "app/products/tiem-bulk-rows.h"
#include "app/products/tiem-import-job.h"
#include "app/products/tiem-import-page.h"
#include "app/widgets/tiem-chips.h"
#include "app/widgets/tiem-notice.h"
#include "app/widgets/tiem-size-bin.h"

G_BEGIN_DECLS

/* Shared by the files of the import page alone: the page, and what its table shows. */

enum
{
  COLUMN_ROW,
  COLUMN_STATE,
  COLUMN_SKU,
  COLUMN_NAME,
  COLUMN_WHAT,
  COLUMN_FIX,
  COLUMN_ITEM, /* all of it in two lines */
  N_COLUMNS
};

struct _TiemImportPage
{
  TiemSubpage parent_instance;

  TiemSizeBin *size;
  GtkStack *stack;
  TiemNotice *notice;
  TiemNotice *fix_notice;
  GtkLabel *doing;
  GtkProgressBar *progress;
  GtkWidget *cancel;
  AdwPreferencesGroup *ask_group;
  TiemChips *chips;
  GtkWidget *choices_button;
  GtkCheckButton *take_stock;
  GtkDropDown *branch;
  GtkCheckButton *take_prices;
  GtkCheckButton *take_debts;
  GtkCheckButton *only_new;
  GtkColumnView *table;
  AdwStatusPage *failed;
  GtkBox *foot;
  GtkWidget *foot_buttons;
  GtkLabel *summary;
  GtkWidget *save_wrong;
  GtkWidget *again;
  GtkWidget *other;
  GtkButton *import;
  GtkColumnViewColumn *columns[N_COLUMNS]; /* (owned) */

  TiemShop *shop;           /* (owned) */
  TiemImportWhat what;      /* what the file has to hold */
  char *path;               /* (owned) */
  TiemImportFile *file;     /* (owned) (nullable): away while a job has it */
  TiemImportResult *result; /* (owned) (nullable): what is on show */
  TiemImportChoices choices;
  TiemBulkRows *rows;          /* (owned) */
  GPtrArray *ask_rows;         /* (element-type GtkWidget) borrowed */
  GCancellable *cancellable;   /* (owned) (nullable): a job is under way */
  TiemImportProgress *how_far; /* (owned): refcounted, the job may outlive the page */
  guint progress_id;
  gboolean asks_columns;
  gboolean goods_alone; /* also of a marketplace's file */
  gboolean filling; /* the choices are being set by the program */
};

/* --- the table, tiem-import-page-table.c --- */

/* @value: of a row of the table */
const TiemImportLine *tiem_import_page_get_line (TiemImportPage *self,
                                                 gconstpointer value);
void tiem_import_page_make_columns (TiemImportPage *self);
/* Goods have an SKU, people a code. */
void tiem_import_page_name_columns (TiemImportPage *self,
                                    TiemImportWhat what);
/* Shows those that there is room for. */
void tiem_import_page_fit_columns (TiemImportPage *self);

G_END_DECLS
