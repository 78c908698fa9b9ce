#pragma once

#include <glib.h>

/* Returns: (transfer full): @text with ' for ", which makes JSON in C readable */
static inline char *
fake_json (const char *text)
{
  return g_strdelimit (g_strdup (text), "'", '"');
}
