#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * A long task that slides over its tab, with a back button in the header: edit a product,
 * import, connect a channel. Never a dialog.
 *
 * Properties: "title", "subtitle" (strings) and "end-widget" (nullable: a button such as
 * Save) for the header; "dirty" (boolean): something was changed and not saved.
 */
#define TIEM_TYPE_SUBPAGE (tiem_subpage_get_type ())
G_DECLARE_DERIVABLE_TYPE (TiemSubpage, tiem_subpage, TIEM, SUBPAGE, AdwBin)

struct _TiemSubpageClass
{
  AdwBinClass parent_class;

  /* Ctrl+S. May be %NULL. */
  void (*save) (TiemSubpage *self);
  /* Called before it is left while "dirty". Returns: FALSE to stay: the class then asks
   * and leaves by itself with tiem_subpage_leave(). %NULL: leaves without asking. */
  gboolean (*may_leave) (TiemSubpage *self);
};

const char *tiem_subpage_get_title (TiemSubpage *self);
void tiem_subpage_set_title (TiemSubpage *self,
                             const char *title,
                             const char *subtitle);
GtkWidget *tiem_subpage_get_end_widget (TiemSubpage *self);
void tiem_subpage_set_end_widget (TiemSubpage *self,
                                  GtkWidget *widget);
gboolean tiem_subpage_is_dirty (TiemSubpage *self);
void tiem_subpage_set_dirty (TiemSubpage *self,
                             gboolean dirty);
void tiem_subpage_save (TiemSubpage *self);
/* The blue Save button as "end-widget": presses the class's save. */
void tiem_subpage_add_save_button (TiemSubpage *self);
/* For may_leave: asks Stay · Don't save · Save, and leaves or saves accordingly. */
void tiem_subpage_ask_leave (TiemSubpage *self);
gboolean tiem_subpage_may_leave (TiemSubpage *self);
/* Slides itself away without asking. */
void tiem_subpage_leave (TiemSubpage *self);

G_END_DECLS
