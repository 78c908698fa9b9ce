#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* What an empty shop shows: connect a channel, import, try the practice shop, or open a
 * backup. Its rows are actions of the window and the application. */
#define TIEM_TYPE_WELCOME (tiem_welcome_get_type ())
G_DECLARE_FINAL_TYPE (TiemWelcome, tiem_welcome, TIEM, WELCOME, AdwBin)

G_END_DECLS
