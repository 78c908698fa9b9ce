#include "config.h"

#include "app/tiem-app.h"
#include "base/tiem-memory.h"

#include <glib/gi18n.h>
#include <locale.h>

/* gettext looks at LANGUAGE only when the locale is a real one; a machine may have none
 * of the language that was chosen. */
static void
force_language (const char *language)
{
  static const char *const real[]
      = { "vi_VN.UTF-8", "en_US.UTF-8", "en_GB.UTF-8", "C.UTF-8", NULL };
  const char *now = setlocale (LC_MESSAGES, NULL);

  g_setenv ("LANGUAGE", language, TRUE);
  if (now != NULL && !g_str_has_prefix (now, "C") && g_strcmp0 (now, "POSIX") != 0)
    return;
  for (guint i = 0; real[i] != NULL; i++)
    if (setlocale (LC_MESSAGES, real[i]) != NULL)
      return;
}

int
main (int argc,
      char *argv[])
{
  g_autoptr (GSettings) settings = NULL;
  g_autofree char *language = NULL;
  g_autoptr (TiemApp) application = NULL;

  tiem_memory_set_up ();
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  settings = g_settings_new (APP_ID);
  language = g_settings_get_string (settings, "language");
  if (*language != '\0')
    force_language (language);
  g_set_prgname (APP_ID);
  g_set_application_name (_ ("Tiệm"));
  application = tiem_app_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
