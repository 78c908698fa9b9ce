#pragma once

#include "model/tiem-units.h"

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * One field for ward and province: a row of a form that finds today's wards while one types, by
 * their names or by those of before 1 July 2025, without diacritics: "trung hoa cau giay". ↑ ↓
 * move, Enter takes, Esc closes. Property "ward-code" (string, nullable) changes when a ward is
 * taken, and becomes NULL when the text is changed afterwards. A whole address may be pasted.
 */
#define TIEM_TYPE_WARD_PICKER (tiem_ward_picker_get_type ())
G_DECLARE_FINAL_TYPE (TiemWardPicker, tiem_ward_picker, TIEM, WARD_PICKER, AdwEntryRow)

GtkWidget *tiem_ward_picker_new (void);
/* Returns: (nullable): NULL while none was taken; what was typed is the row's own text */
const TiemWard *tiem_ward_picker_get_ward (TiemWardPicker *self);
/* @ward: (nullable): empties the field */
void tiem_ward_picker_set_ward (TiemWardPicker *self,
                                const TiemWard *ward);

G_END_DECLS
