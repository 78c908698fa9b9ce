#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A QR code, black on white with its quiet zone in light and dark alike, for a telephone to read.
 *
 * Properties: "text" (string, nullable): empty while there is none */
#define TIEM_TYPE_QR (tiem_qr_get_type ())
G_DECLARE_FINAL_TYPE (TiemQr, tiem_qr, TIEM, QR, GtkWidget)

void tiem_qr_set_text (TiemQr *self,
                       const char *text);
const char *tiem_qr_get_text (TiemQr *self);

G_END_DECLS
