#pragma once

#include "app/widgets/tiem-tone.h"

G_BEGIN_DECLS

/*
 * The row of groups with their counts above a list; a menu at its end reaches what is out
 * of sight. Exactly one is selected.
 *
 * Properties: "selected" (string, the id of a chip; writable).
 */
#define TIEM_TYPE_CHIPS (tiem_chips_get_type ())
G_DECLARE_FINAL_TYPE (TiemChips, tiem_chips, TIEM, CHIPS, GtkWidget)

/* Appends a chip; the first one becomes the selected one. @icon: (nullable): exceptions
 * carry one. @hide_at_zero: exceptions go away at 0; the others stay so that nothing jumps. */
void tiem_chips_add (TiemChips *self,
                     const char *id,
                     const char *label,
                     const char *icon,
                     TiemTone tone,
                     gboolean hide_at_zero);
/* A saved view behind the groups: adds it, or changes the one of this @id and puts it last.
 * @base: the group it begins with. */
void tiem_chips_put_view (TiemChips *self,
                          const char *id,
                          const char *label,
                          const char *base);
/* While it is the selected one its group takes its place. */
void tiem_chips_drop_view (TiemChips *self,
                           const char *id);
/* @count: −1 = not known, shows none */
void tiem_chips_set_count (TiemChips *self,
                           const char *id,
                           gint64 count);
/* Returns: (nullable): the group: of a saved view the one it begins with; %NULL before the
 * first chip */
const char *tiem_chips_get_selected (TiemChips *self);
/* Returns: (nullable): the selected saved view, %NULL while a group is selected */
const char *tiem_chips_get_view (TiemChips *self);
/* Returns: (nullable): the words of the selected chip */
const char *tiem_chips_get_selected_label (TiemChips *self);
/* An id that is not there changes nothing. */
void tiem_chips_set_selected (TiemChips *self,
                              const char *id);
/* Selects the next (+1) or previous (−1) chip on show. */
void tiem_chips_step (TiemChips *self,
                      int by);

/* Returns: (transfer full): "96", "1.284", "128k", "1,2 tr" */
char *tiem_count_to_text (gint64 count);

G_END_DECLS
