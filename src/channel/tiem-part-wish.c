#define G_LOG_DOMAIN "tiem-part-wish"

#include "config.h"

#include "channel/tiem-part-wish.h"

#include "base/tiem-error.h"

#include <glib/gi18n-lib.h>

void
tiem_part_wish_add (GString *choice,
                    const char *line_id,
                    gint64 quantity,
                    gint64 waiting)
{
  g_string_append_printf (choice,
                          "%s%s*%" G_GINT64_FORMAT "*%" G_GINT64_FORMAT,
                          choice->len > 0 ? ";" : "",
                          line_id,
                          quantity,
                          waiting);
}

static void
clear_wish (gpointer data)
{
  g_free (((TiemPartWish *)data)->line_id);
}

static gboolean
read_one (const char *text,
          GArray *wishes)
{
  g_auto (GStrv) parts = g_strsplit (text, "*", -1);
  TiemPartWish wish = { 0 };

  if (g_strv_length (parts) != 3 || *parts[0] == '\0'
      || !g_ascii_string_to_signed (parts[1], 10, 1, G_MAXINT32, &wish.quantity, NULL)
      || !g_ascii_string_to_signed (parts[2], 10, wish.quantity, G_MAXINT32, &wish.waiting, NULL))
    return FALSE;
  wish.line_id = g_strdup (parts[0]);
  g_array_append_val (wishes, wish);
  return TRUE;
}

GArray *
tiem_part_wish_read (const char *choice,
                     GError **error)
{
  g_autoptr (GArray) wishes = g_array_new (FALSE, TRUE, sizeof (TiemPartWish));
  g_auto (GStrv) texts = g_strsplit (choice != NULL ? choice : "", ";", -1);

  g_array_set_clear_func (wishes, clear_wish);
  for (guint i = 0; texts[i] != NULL; i++)
    if (!read_one (texts[i], wishes))
      {
        g_set_error_literal (error,
                             TIEM_ERROR,
                             TIEM_ERROR_INVALID,
                             _ ("It is not clear which goods are to be sent; choose them again."));
        return NULL;
      }
  return g_steal_pointer (&wishes);
}
