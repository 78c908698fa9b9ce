#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * Takes the keys of a whole window while a page with a scan field is in front: a scanner types
 * wherever the focus is. Keys are taken before any input method sees them, so that Telex does
 * not make "đ" of "dd", and digits are digits on a Vietnamese keyboard too. What is typed goes
 * into the field; Enter there, or the scanner, ends it.
 *
 * A field where goods are looked for by name too (%TIEM_SCAN_KEYS_WORDS) needs the input method.
 * Its keys are held back until it is sure whose they are, which takes no longer than two
 * characters of a scanner are apart: a person's go on as if nothing had been, a scanner's never
 * come to the method.
 *
 * Signal: ::scanned (const char *code)
 */
#define TIEM_TYPE_SCAN_KEYS (tiem_scan_keys_get_type ())
G_DECLARE_FINAL_TYPE (TiemScanKeys, tiem_scan_keys, TIEM, SCAN_KEYS, GObject)

typedef enum
{
  TIEM_SCAN_KEYS_CODES, /* codes alone, scanned or typed */
  TIEM_SCAN_KEYS_WORDS, /* words as well; Enter after what was typed is the field's own */
} TiemScanKeysUse;

/* @page: its keys are taken while it is mapped; @field: inside of it. Belongs to the page and
 * must be dropped in its dispose. */
TiemScanKeys *tiem_scan_keys_new (GtkWidget *page,
                                  GtkEditable *field,
                                  TiemScanKeysUse use);

G_END_DECLS
