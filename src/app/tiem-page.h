#pragma once

#include "app/tiem-shop.h"
#include "app/tiem-subpage.h"
#include "app/widgets/tiem-size-bin.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * What every tab is: a bin with a content, over which a long task (edit, import, add a
 * channel) slides as a subpage. The window gives it the shop and its size class, draws the
 * header from its properties, and hands it the keys of the table in tiem-shortcuts.c.
 *
 * Properties:
 *   "content" (widget): the tab itself; for .ui files
 *   "shop" (TiemShop, nullable), "size-class": set by the window
 *   "create-label", "create-icon" (strings, nullable): the header's one creating action
 *   "can-go-back" (boolean, read-only): a subpage, or a detail that covers the list
 *   "subpage" (TiemSubpage, nullable, read-only)
 * Actions, for menus and buttons inside: page.back
 */
#define TIEM_TYPE_PAGE (tiem_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (TiemPage, tiem_page, TIEM, PAGE, AdwBin)

/* What keys and the header ask of the tab in front. */
typedef enum
{
  TIEM_PAGE_CREATE,         /* Ctrl+N and the header's button */
  TIEM_PAGE_EDIT,           /* Ctrl+E */
  TIEM_PAGE_PRIMARY,        /* Ctrl+Enter: the blue button of the pane */
  TIEM_PAGE_COPY,           /* Ctrl+C: the code of the current row */
  TIEM_PAGE_UNDO,           /* Ctrl+Z: what the toast's Undo does */
  TIEM_PAGE_SEARCH,         /* Ctrl+F */
  TIEM_PAGE_NEXT_GROUP,     /* Ctrl+] */
  TIEM_PAGE_PREVIOUS_GROUP, /* Ctrl+[ */
  TIEM_PAGE_PACK,           /* F9: the orders that wait */
  TIEM_PAGE_PRINT,          /* Ctrl+P: labels of the ticked orders, else of the chosen one */
  TIEM_PAGE_PICK,           /* Ctrl+L: what to fetch from the shelves for them */
  TIEM_PAGE_TICK_ALL,       /* Ctrl+A, where whoever has the focus has no use for it */
} TiemPageCommand;

struct _TiemPageClass
{
  AdwBinClass parent_class;

  /* The shop is there, or another one, or none (%NULL): drop the old one's models. */
  void (*shop_changed) (TiemPage *self,
                        TiemShop *shop);
  void (*size_class_changed) (TiemPage *self,
                              TiemSizeClass size_class);
  /* Returns: FALSE when it means nothing here: the key then goes to whoever has the focus */
  gboolean (*command) (TiemPage *self,
                       TiemPageCommand command);
  /* From the detail to the list. Returns: FALSE when there was nothing to leave */
  gboolean (*go_back) (TiemPage *self);
  /* The owner came here by a key: the focus belongs to what is worked with. Without it, to the
   * first that takes it. */
  void (*take_focus) (TiemPage *self);
  /* A link from another tab, a notification: @group names a chip (nullable), @id an entry
   * (0 = none), both of this tab's own kind. */
  void (*show_entry) (TiemPage *self,
                      const char *group,
                      gint64 id);
};

TiemShop *tiem_page_get_shop (TiemPage *self);
TiemSizeClass tiem_page_get_size_class (TiemPage *self);
gboolean tiem_page_command (TiemPage *self,
                            TiemPageCommand command);
/* Leaves the subpage (which may ask first), else what the class's go_back leaves. */
gboolean tiem_page_go_back (TiemPage *self);
void tiem_page_show_entry (TiemPage *self,
                           const char *group,
                           gint64 id);
/* Puts the focus into the page, unless it is there already. */
void tiem_page_take_focus (TiemPage *self);

/* For the class itself: tells the header that the detail covers the list, or no longer. */
void tiem_page_set_covered (TiemPage *self,
                            gboolean covered);
/* Slides @subpage over the tab; takes its floating reference. One at a time. */
void tiem_page_push (TiemPage *self,
                     TiemSubpage *subpage);
/* Slides it away without asking. */
void tiem_page_pop (TiemPage *self);
TiemSubpage *tiem_page_get_subpage (TiemPage *self);

/* Goes to another tab: "orders", "products", "customers", "channels", "overview".
 * @group: (nullable), @id: 0 = none */
void tiem_page_open (GtkWidget *widget,
                     const char *tab,
                     const char *group,
                     gint64 id);
/* A toast where the tab wants it; @toast: (transfer full). Works from any widget in the window. */
void tiem_page_toast (GtkWidget *widget,
                      AdwToast *toast);

G_END_DECLS
