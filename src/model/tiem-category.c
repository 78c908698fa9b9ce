#include "model/tiem-category.h"

#include <string.h>

char *
tiem_category_clean (const char *text)
{
  g_auto (GStrv) steps = text != NULL ? g_strsplit (text, ">", -1) : NULL;
  g_autoptr (GString) path = g_string_new (NULL);

  for (guint i = 0; steps != NULL && steps[i] != NULL; i++)
    {
      const char *step = g_strstrip (steps[i]);

      if (*step == '\0')
        continue;
      if (path->len > 0)
        g_string_append (path, TIEM_CATEGORY_SEPARATOR);
      g_string_append (path, step);
    }
  return path->len > 0 ? g_string_free (g_steal_pointer (&path), FALSE) : NULL;
}

const char *
tiem_category_leaf (const char *path)
{
  const char *last = g_strrstr (path, TIEM_CATEGORY_SEPARATOR);

  return last != NULL ? last + strlen (TIEM_CATEGORY_SEPARATOR) : path;
}

guint
tiem_category_depth (const char *path)
{
  guint depth = 0;

  while ((path = strstr (path, TIEM_CATEGORY_SEPARATOR)) != NULL)
    {
      depth++;
      path += strlen (TIEM_CATEGORY_SEPARATOR);
    }
  return depth;
}

gboolean
tiem_category_is_in (const char *path,
                     const char *root)
{
  gsize length = strlen (root);

  return strncmp (path, root, length) == 0
         && (path[length] == '\0' || g_str_has_prefix (path + length, TIEM_CATEGORY_SEPARATOR));
}
