#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full): @text for searching: NFC or NFD in, lower-case ASCII letters
 * out where Latin has them (đ→d, marks dropped), other scripts kept, runs of anything
 * that is neither letter nor digit become one space, ends trimmed. NULL gives "". */
char *tiem_text_fold (const char *text);

/* Returns: (transfer full): the key two SKUs or barcodes are compared by: case, spaces
 * and Đ/D ignored, punctuation kept ("AT-SG 01" = "at-sg01" ≠ "atsg01"). */
char *tiem_sku_key (const char *sku);

/* Returns: (transfer full) (nullable): an FTS5 expression for what a person typed: every
 * word quoted and required, the last one a prefix when it has 3 or more letters, or 2 behind
 * another word. NULL when there is nothing to search for. */
char *tiem_text_match_expression (const char *typed);
/* Whether a text is found by the same expression; both are folded. */
gboolean tiem_text_holds (const char *folded,
                          const char *typed);

/* Returns: (transfer full) (nullable): E.164 ("+84901234567") of a Vietnamese phone written
 * in any usual way; NULL when it is no number or is masked ("*"). Old 11-digit mobile
 * numbers are mapped to their new ones. */
char *tiem_phone_normalise (const char *text);
/* Returns: (transfer full): "0901 234 567" for E.164, anything else as it is */
char *tiem_phone_format (const char *text);
/* Whether a marketplace has hidden parts of @text. */
gboolean tiem_text_is_masked (const char *text);

G_END_DECLS
