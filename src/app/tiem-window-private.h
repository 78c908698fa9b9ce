#pragma once

#include "app/tiem-page.h"
#include "app/tiem-window.h"
#include "app/widgets/tiem-notice.h"
#include "app/widgets/tiem-size-bin.h"
#include "app/window/tiem-sync-button.h"
#include "app/window/tiem-welcome.h"

G_BEGIN_DECLS

struct _TiemWindow
{
  AdwApplicationWindow parent_instance;

  TiemSizeBin *size;
  GtkStack *title_stack;
  AdwWindowTitle *title;
  GtkWidget *back;
  GtkWidget *create;
  GtkImage *create_icon;
  GtkLabel *create_label;
  GtkMenuButton *menu;
  GMenuModel *main_menu;
  TiemSyncButton *sync;
  AdwBin *end_slot;
  TiemNotice *practice_notice;
  TiemNotice *shop_notice;
  TiemNotice *disk_notice;
  AdwToastOverlay *toasts;
  GtkStack *body;
  GtkSpinner *spinner;
  GtkLabel *opening_label;
  AdwStatusPage *failed;
  GtkBox *failed_buttons;
  TiemWelcome *welcome;
  AdwViewStack *tabs; /* of bins: each gets its page when it is first gone to */
  AdwViewSwitcherBar *bar;

  GSettings *settings;       /* (owned) */
  TiemShop *shop;            /* (owned) (nullable) */
  GtkWidget *watched_page;   /* (nullable) borrowed: whose properties the header shows */
  GtkWidget *watched_sub;    /* (nullable) borrowed */
  gboolean welcomed;         /* the user chose a way past the welcome page */
};

/* tiem-window-actions.c: what menu and keys do. */
void tiem_window_install_actions (GtkWidgetClass *klass);
void tiem_window_add_late_keys (TiemWindow *self);
/* Opens a file that is dropped on the window. */
void tiem_window_take_files (TiemWindow *self);
/* The tab in front; %NULL while none is on show. */
TiemPage *tiem_window_get_page (TiemWindow *self);

G_END_DECLS
