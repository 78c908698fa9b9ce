#define G_LOG_DOMAIN "tiem-sheet"

#include "config.h"

#include "document/tiem-sheet.h"

#include "base/tiem-text.h"

#include <string.h>

/* How heads are compared, the strictest way first. */
typedef enum
{
  AS_WRITTEN,
  WITHOUT_CASE,
  WITHOUT_MARKS,
  N_WAYS
} Way;

char *
tiem_sheet_tidy_head (const char *head)
{
  g_autofree char *composed = g_utf8_normalize (head, -1, G_NORMALIZE_DEFAULT_COMPOSE);
  g_autoptr (GString) out = g_string_new (NULL);
  gboolean gap = FALSE;

  for (const char *p = composed != NULL ? composed : ""; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isspace (c))
        {
          gap = out->len > 0;
          continue;
        }
      if (gap)
        g_string_append_c (out, ' ');
      gap = FALSE;
      g_string_append_unichar (out, c);
    }
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/* Returns: (transfer full): what two heads that are the same have in common */
static char *
make_head_key (const char *head,
               Way way)
{
  g_autofree char *tidy = tiem_sheet_tidy_head (head);

  switch (way)
    {
    case WITHOUT_CASE:
      return g_utf8_strdown (tidy, -1);
    case WITHOUT_MARKS:
      return tiem_text_fold (tidy);
    default:
      return g_steal_pointer (&tidy);
    }
}

/* Gives each head that has no column yet the next free column of the same key. */
static guint
match_in_one_way (
    GPtrArray *cells, const char *const *heads, Way way, gboolean *taken, guint *columns)
{
  g_auto (GStrv) keys = g_new0 (char *, cells->len + 1);
  guint found = 0;

  for (guint j = 0; j < cells->len; j++)
    keys[j] = make_head_key (g_ptr_array_index (cells, j), way);
  for (guint i = 0; heads[i] != NULL; i++)
    {
      g_autofree char *key = NULL;

      if (columns[i] != TIEM_SHEET_NO_COLUMN)
        continue;
      key = make_head_key (heads[i], way);
      for (guint j = 0; j < cells->len && *key != '\0'; j++)
        if (!taken[j] && strcmp (keys[j], key) == 0)
          {
            taken[j] = TRUE;
            columns[i] = j;
            found++;
            break;
          }
    }
  return found;
}

guint
tiem_sheet_match_heads (const TiemSheet *self,
                        guint row,
                        const char *const *heads,
                        guint *columns)
{
  g_autofree gboolean *taken = NULL;
  GPtrArray *cells;
  guint found = 0;

  g_return_val_if_fail (self != NULL && heads != NULL && columns != NULL, 0);

  for (guint i = 0; heads[i] != NULL; i++)
    columns[i] = TIEM_SHEET_NO_COLUMN;
  if (row >= self->rows->len)
    return 0;
  cells = g_ptr_array_index (self->rows, row);
  taken = g_new0 (gboolean, cells->len + 1);
  for (Way way = 0; way < N_WAYS; way++)
    found += match_in_one_way (cells, heads, way, taken, columns);
  return found;
}

gboolean
tiem_sheet_find_head_row (const TiemSheet *self,
                          const char *const *needed,
                          const char *const *forbidden,
                          guint *row)
{
  guint n_needed, n_forbidden;
  g_autofree guint *columns = NULL;

  g_return_val_if_fail (self != NULL && needed != NULL && row != NULL, FALSE);

  n_needed = g_strv_length ((GStrv)needed);
  n_forbidden = forbidden != NULL ? g_strv_length ((GStrv)forbidden) : 0;
  columns = g_new (guint, MAX (n_needed, n_forbidden) + 1);
  for (guint i = 0; i < MIN (self->rows->len, TIEM_SHEET_HEAD_ROWS); i++)
    if (tiem_sheet_match_heads (self, i, needed, columns) == n_needed
        && (n_forbidden == 0 || tiem_sheet_match_heads (self, i, forbidden, columns) == 0))
      {
        *row = i;
        return TRUE;
      }
  return FALSE;
}
