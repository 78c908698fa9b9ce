#pragma once

#include "app/widgets/tiem-tone.h"

G_BEGIN_DECLS

/*
 * A heading over one white card: what detail panes and pages are made of. A card holds
 * lines, facts or a timeline, and nothing else.
 */
#define TIEM_TYPE_GROUP (tiem_group_get_type ())
G_DECLARE_FINAL_TYPE (TiemGroup, tiem_group, TIEM, GROUP, GtkWidget)

/* @heading: (nullable); @note: (nullable): small words at the heading's right */
GtkWidget *tiem_group_new (const char *heading,
                           const char *note);
/* Properties for .ui files: "heading", "note" (strings). */
void tiem_group_set_heading (TiemGroup *self,
                             const char *heading,
                             const char *note);
/* A flat button at the heading's right. @action: a detailed action name */
GtkWidget *tiem_group_add_button (TiemGroup *self,
                                  const char *label,
                                  const char *action);
/* Any widget as a row of the card; a GtkListBoxRow is taken as it is. Returns: the row */
GtkWidget *tiem_group_add (TiemGroup *self,
                           GtkWidget *widget);
/* Whether both have the same heading, but for what stands in it behind the words ("Goods (3)"). */
gboolean tiem_group_is_like (TiemGroup *self,
                             TiemGroup *other);
/* Takes over what is in @wanted, as tiem_morph() does. */
void tiem_group_become (TiemGroup *self,
                        TiemGroup *wanted);
void tiem_group_clear (TiemGroup *self);
gboolean tiem_group_is_empty (TiemGroup *self);

/* One line: @lead (nullable: tile, picture, icon), two lines of text, amounts at the right.
 * All texts but @title are nullable. @action: (nullable): a detailed action name; makes the
 * row a link with an arrow at its end. Returns: the row */
GtkWidget *tiem_group_add_line (TiemGroup *self,
                                GtkWidget *lead,
                                const char *title,
                                const char *sub,
                                const char *amount,
                                const char *amount_sub,
                                const char *action);

/* Facts: label left in secondary colour, value right. */
GtkWidget *tiem_facts_new (void);
/* @result: bold: the sum of those above. Returns: the value's label */
GtkWidget *tiem_facts_add (GtkWidget *facts,
                           const char *label,
                           const char *value,
                           gboolean result);
/* A value of its own line that people copy: a phone, an address. */
GtkWidget *tiem_facts_add_copyable (GtkWidget *facts,
                                    const char *icon,
                                    const char *value);

/* Any widget over the whole width. */
void tiem_facts_add_wide (GtkWidget *facts,
                          GtkWidget *widget);

/* An entry of a timeline: icon, text, small words below (nullable), time at the right. */
GtkWidget *tiem_timeline_entry_new (const char *icon,
                                    TiemTone tone,
                                    const char *text,
                                    const char *sub,
                                    const char *time);
/* A filled word beside a state: "mua lần 3". @tone: SUB = neutral */
GtkWidget *tiem_pill_new (const char *text,
                          TiemTone tone);
/* A picture of @size px of goods, or @icon while there is none. */
GtkWidget *tiem_thumb_new (GdkPaintable *picture,
                           const char *icon,
                           int size);

G_END_DECLS
