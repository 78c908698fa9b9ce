#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * What takes the place of the foot line while rows are ticked: ✕, how many, "all of them", and
 * what can be done with them, in the order of the day's work. Each action says how many rows it
 * will touch. Where the width does not take their words they become icons, then entries of ⋮,
 * which has all of them anyway.
 *
 * Actions: bar.clear and bar.all tell the signals of the same name, and are entries of ⋮ too.
 * Signals: ::clear (), ::all ()
 */
#define TIEM_TYPE_ACTION_BAR (tiem_action_bar_get_type ())
G_DECLARE_FINAL_TYPE (TiemActionBar, tiem_action_bar, TIEM, ACTION_BAR, GtkWidget)

GtkWidget *tiem_action_bar_new (void);

/* @icon: (nullable): %NULL: an entry of ⋮ only
 * @action: its name; the owner of the action switches it on and off */
void tiem_action_bar_add (TiemActionBar *self,
                          const char *action,
                          const char *label,
                          const char *icon);
/* @n: how many of the ticked rows it will touch; negative: goes without saying
 * @hint: (nullable): its tooltip: what it does, or why it can't be done */
void tiem_action_bar_set (TiemActionBar *self,
                          const char *action,
                          gint64 n,
                          const char *hint);
/* The next sensible action is blue. @action: (nullable) */
void tiem_action_bar_set_suggested (TiemActionBar *self,
                                    const char *action);
/* @words: "48 orders, 3 outside of this list"; told to assistive technology too
 * @all: (nullable): "Select all 96"; %NULL when all are */
void tiem_action_bar_set_words (TiemActionBar *self,
                                const char *words,
                                const char *all);

G_END_DECLS
