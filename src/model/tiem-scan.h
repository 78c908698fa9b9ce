#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What a barcode scanner types. It is a keyboard to the computer: characters a few
 * milliseconds apart, ended by Enter, by Tab, or by nothing. Without GTK; times are
 * milliseconds of any origin, and may wrap.
 */

/* Characters of one code are no further apart. A person's are, over as many as are a code. */
#define TIEM_SCAN_GAP_MS 50
/* Silence that ends a code which nothing else ends. */
#define TIEM_SCAN_IDLE_MS 100
/* The same for a scanner that was seen to end its codes: what it sends in two halves, as one
 * without a wire may, is one code. */
#define TIEM_SCAN_PATIENCE_MS 600
/* Fewer characters than these, however fast, may be a person's. */
#define TIEM_SCAN_SHORTEST 6
/* From so many on, keys in a row are not a person's: they are taken from whoever has the focus. */
#define TIEM_SCAN_SURE 4

typedef struct _TiemScanner TiemScanner;

TiemScanner *tiem_scanner_new (void);
void tiem_scanner_free (TiemScanner *self);

typedef enum
{
  TIEM_SCAN_TYPED, /* may be a person's: for whoever has the focus */
  TIEM_SCAN_TAKEN, /* of a code: for nobody else */
} TiemScanVerdict;

/* @character: what the key stands for, '\n' for Enter, '\t' for Tab; @repeat: the key is held
 * down, which no scanner does. A code that is whole then waits in tiem_scanner_pop(). */
TiemScanVerdict tiem_scanner_feed (TiemScanner *self,
                                   gunichar character,
                                   guint32 at,
                                   gboolean repeat);
/* Returns: after how many ms of silence to call tiem_scanner_idle() */
guint tiem_scanner_get_patience (TiemScanner *self);
/* @at: a time at which nothing has been typed for a while. */
void tiem_scanner_idle (TiemScanner *self,
                        guint32 at);
/* Returns: (transfer full) (nullable): the oldest whole code, as it came */
char *tiem_scanner_pop (TiemScanner *self);
/* Returns: what has come of a code that is not whole yet; "" for none */
const char *tiem_scanner_peek (TiemScanner *self);
/* What was typed so far is no code, or was taken otherwise. */
void tiem_scanner_forget (TiemScanner *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemScanner, tiem_scanner_free)

/* --- what came --- */

/* Longer than any waybill; more is cut off. */
#define TIEM_SCAN_LONGEST 128

/* Returns: (transfer full): without what scanners put around a code: "]C1" (which symbology),
 * control characters such as GS, spaces at the ends */
char *tiem_scan_clean (const char *raw);

/* The ways to write the same code, the likeliest first: as it came; a GTIN inside a GS1
 * element string ("01…"); with and without the zero that makes a UPC-A an EAN-13; with upper
 * and lower case changed over, as with Caps Lock on.
 * Returns: (transfer full) (element-type utf8) */
GPtrArray *tiem_scan_spell (const char *raw);

/* Whether @code is made of digits, as many as a GTIN has (8, 12, 13, 14), and the last one
 * is right. Source of the rule: GS1 General Specifications, section 7.9. */
gboolean tiem_scan_check_digit (const char *code);
/* Whether @code must have lost or changed a digit: nothing but digits, about as many as a
 * GTIN has, and no GTIN. */
gboolean tiem_scan_is_garbled (const char *code);
/* Whether @scanned is @code with one character missing. */
gboolean tiem_scan_lacks_one (const char *scanned,
                              const char *code);

typedef gboolean (*TiemScanKnownFunc) (const char *code,
                                       gpointer user_data);

typedef enum
{
  TIEM_SCAN_ONE,    /* no sign that it is two */
  TIEM_SCAN_JOINED, /* one half is known, or it could be cut in several places */
  TIEM_SCAN_SPLIT,  /* *first and *second */
} TiemScanJoin;

/* Two codes that came as one. @first, @second: (out) (transfer full): set for
 * %TIEM_SCAN_SPLIT alone: both are known, and there is one way to cut */
TiemScanJoin tiem_scan_split (const char *text,
                              TiemScanKnownFunc known,
                              gpointer user_data,
                              char **first,
                              char **second);

/* "3*8938505974192", as a person types it: *quantity 3 and *code what follows.
 * Returns: FALSE when @text is not of that form; *quantity is 1 … 999 */
gboolean tiem_scan_read_quantity (const char *text,
                                  gint64 *quantity,
                                  const char **code);

G_END_DECLS
