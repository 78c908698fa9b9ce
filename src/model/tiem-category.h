#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Categories are paths: "Thời trang > Áo > Áo thun". What is written is always the clean form. */

/* What stands between two steps of a path. */
#define TIEM_CATEGORY_SEPARATOR " > "

/* Accepts "A>>B>>C" (KiotViet), "A > B", "A/ B" stays one step; empty steps are dropped.
 * Returns: (transfer full) (nullable): %NULL for nothing */
char *tiem_category_clean (const char *text);
/* Returns: (transfer none): the last step of a clean path */
const char *tiem_category_leaf (const char *path);
/* How many steps stand before the last one. */
guint tiem_category_depth (const char *path);
/* Whether @path is @root or lies below it; both clean. */
gboolean tiem_category_is_in (const char *path,
                              const char *root);

G_END_DECLS
