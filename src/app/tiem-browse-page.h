#pragma once

#include "app/tiem-page.h"
#include "app/widgets/tiem-detail.h"
#include "app/widgets/tiem-list-pane.h"

G_BEGIN_DECLS

/*
 * A tab with a list at the left and the chosen thing at the right: orders, products,
 * customers, slips. It owns the two panes and what they have in common: folding, going back, the
 * keys, keeping query and rows together, reading what is shown. A tab that derives from it gives
 * columns and chips in its init, and the few things below.
 */
#define TIEM_TYPE_BROWSE_PAGE (tiem_browse_page_get_type ())
G_DECLARE_DERIVABLE_TYPE (TiemBrowsePage, tiem_browse_page, TIEM, BROWSE_PAGE, TiemPage)

struct _TiemBrowsePageClass
{
  TiemPageClass parent_class;

  /* What settings and saved views call the list: "orders". */
  const char *tab;
  /* Returns: (transfer full): the rows of the shop that has been opened */
  TiemRowList *(*create_rows) (TiemBrowsePage *self, TiemStore *store);
  /* Search, chip, filter or order changed: set the query of @rows. */
  void (*update_query) (TiemBrowsePage *self, TiemRowList *rows);
  /* Nothing to list: say why, and what to do. */
  void (*explain_empty) (TiemBrowsePage *self, TiemListPane *list);
  /* Another thing was chosen, 0 = none: read and show it. NULL where read_facts does. */
  void (*choose) (TiemBrowsePage *self, gint64 id);

  /* What chips and foot say, read off the main thread again after each commit that touches
   * @figures_of (TiemChanged flags). The function's data is a pointer to @figures_subject, not 0.
   * NULL: the tab does it by itself. */
  TiemStoreFunc read_figures;
  GDestroyNotify figures_free;
  guint figures_of;
  gint64 figures_subject;
  void (*show_figures) (TiemBrowsePage *self, gpointer figures);
  /* The same for the chosen thing, by its id. show_facts gets NULL when there is none any more,
   * and may take out of the facts what it keeps. */
  TiemStoreFunc read_facts;
  GDestroyNotify facts_free;
  guint facts_of;
  void (*show_facts) (TiemBrowsePage *self, gpointer facts);
  /* Ctrl+N, Ctrl+E. May be NULL. Return FALSE when there is nothing to do */
  gboolean (*create) (TiemBrowsePage *self);
  gboolean (*edit) (TiemBrowsePage *self);
};

TiemListPane *tiem_browse_page_get_list (TiemBrowsePage *self);
TiemDetail *tiem_browse_page_get_detail (TiemBrowsePage *self);
/* Returns: (nullable): %NULL while no shop is open */
TiemRowList *tiem_browse_page_get_rows (TiemBrowsePage *self);
/* Ms UTC by the shop's clock; 0 while none is open. */
gint64 tiem_browse_page_now (TiemBrowsePage *self);
/* Makes @id the chosen one and brings its detail to the front. */
void tiem_browse_page_open (TiemBrowsePage *self, gint64 id);
/* Brings the detail to the front as it is. */
void tiem_browse_page_show_detail (TiemBrowsePage *self);
/* Whether anything was opened since the shop was, by a person or a link: a current row that
 * nobody chose may be exchanged. */
gboolean tiem_browse_page_was_opened (TiemBrowsePage *self);
/* From explain_empty: says that the search found nothing. @text: what could be tried.
 * Returns: FALSE when there is no search */
gboolean tiem_browse_page_explain_search (TiemBrowsePage *self, const char *text);
/* A toast over the list. */
void tiem_browse_page_say (TiemBrowsePage *self, const char *text);
/* Appends a column; @id: what settings and saved views call it; @sort: the query's number for it, −1 = not sortable; the widths are
 * those of tiem_column_new() and tiem_list_pane_add_column(). @func gets the page as its
 * user data. Returns: (transfer none) */
GtkColumnViewColumn *tiem_browse_page_add_column (TiemBrowsePage *self,
                                                  const char *id,
                                                  TiemColumnKind kind,
                                                  const char *title,
                                                  int width,
                                                  int short_width,
                                                  int sort,
                                                  TiemCellFunc func);

/*
 * What can't be taken back at a platform is held in the outbox for as long as a toast offers
 * to undo it; Ctrl+Z does the same.
 */
#define TIEM_HOLD_MS 6000

/* @func: queues it, held for %TIEM_HOLD_MS, and returns a g_new()ed gint64: the outbox's id
 * @data: (transfer full)
 * @said: what the toast says it did */
void tiem_browse_page_hold (TiemBrowsePage *self,
                            gint64 channel_id,
                            TiemStoreFunc func,
                            gpointer data,
                            GDestroyNotify data_free,
                            const char *said);
/* Takes something out of the outbox. @said: (nullable): NULL = nothing worth a toast */
void tiem_browse_page_drop (TiemBrowsePage *self,
                            gint64 outbox_id,
                            const char *said);
/* Says what was done, with Undo for %TIEM_HOLD_MS; Ctrl+Z does the same.
 * @data: (transfer full): given to @func at most once
 * Returns: (transfer none): the toast */
typedef void (*TiemUndoFunc) (TiemBrowsePage *self, gpointer data);
AdwToast *tiem_browse_page_offer_undo (TiemBrowsePage *self,
                                       const char *said,
                                       TiemUndoFunc func,
                                       gpointer data,
                                       GDestroyNotify data_free);

G_END_DECLS
