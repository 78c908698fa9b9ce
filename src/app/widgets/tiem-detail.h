#pragma once

#include "app/widgets/tiem-group.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * The pane of the chosen thing: a head that does not scroll (title with a copy button,
 * subtitle, state line, actions) over a scrolled column of groups. Empty until shown.
 */
#define TIEM_TYPE_DETAIL (tiem_detail_get_type ())
G_DECLARE_FINAL_TYPE (TiemDetail, tiem_detail, TIEM, DETAIL, AdwBin)

/* "Choose a row to see its details". */
void tiem_detail_show_nothing (TiemDetail *self);
/* @copy_label: (nullable): the copy button's tooltip ("Copy order number"); %NULL = no button */
void tiem_detail_set_title (TiemDetail *self,
                            const char *title,
                            const char *copy_label);
/* @kinds: (nullable): tiles before the words */
void tiem_detail_set_subtitle (TiemDetail *self,
                               const char *kinds,
                               const char *text);
/* @picture: (nullable) at the left of the title */
void tiem_detail_set_lead (TiemDetail *self,
                           GtkWidget *lead);
void tiem_detail_clear_states (TiemDetail *self);
void tiem_detail_add_state (TiemDetail *self,
                            const char *icon,
                            const char *text,
                            TiemTone tone);
/* @text: (nullable): said between the states and the buttons; %NULL hides it */
void tiem_detail_set_warning (TiemDetail *self,
                              const char *text);
void tiem_detail_clear_actions (TiemDetail *self);
/* @icon: (nullable); @action: a detailed action name; @suggested: the blue one, which grows.
 * Returns: the button */
GtkWidget *tiem_detail_add_action (TiemDetail *self,
                                   const char *label,
                                   const char *icon,
                                   const char *action,
                                   gboolean suggested);
/* Returns: (nullable): the button of @action, to pop something up at */
GtkWidget *tiem_detail_find_action (TiemDetail *self,
                                    const char *action);
/* Opens @popover at the button of @action, else below the head, and drops it when it closes. */
void tiem_detail_popup (TiemDetail *self,
                        GtkWidget *popover,
                        const char *action);
/* The ⋮ menu; %NULL hides it. */
void tiem_detail_set_menu (TiemDetail *self,
                           GMenuModel *menu);
/* A new column for groups, to be filled and given to tiem_detail_set_column(). */
GtkWidget *tiem_detail_column_new (void);
/* Shows it, in the widgets of the one before where it can (tiem_morph()): the caller keeps no part
 * of it. Where it was scrolled to stays, and the focus on the button that had it, if its action is
 * still there. And shows the pane. */
void tiem_detail_set_column (TiemDetail *self,
                             GtkWidget *column);
/* Moves the focus into the pane: to the blue button, else to the first thing that takes it. */
void tiem_detail_enter (TiemDetail *self);
/* Copies the title; what the copy button does. FALSE when there is nothing to copy. */
gboolean tiem_detail_copy (TiemDetail *self);
/* Presses the blue button. FALSE when there is none, or it can't be pressed. */
gboolean tiem_detail_activate_primary (TiemDetail *self);

G_END_DECLS
