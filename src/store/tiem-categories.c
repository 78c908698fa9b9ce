#define G_LOG_DOMAIN "tiem-goods"

#include "config.h"

#include "base/tiem-error.h"
#include "model/tiem-category.h"
#include "store/tiem-catalogue-private.h"
#include "store/tiem-store-goods.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Categories are what products say they are in; there is no list of them to be kept in step. */

/* Products in ?1 or below it: '!' is what follows the blank of " > " in the order of bytes. */
#define IN_CATEGORY "(category = ?1 OR (category >= ?1 || ' > ' AND category < ?1 || ' >!'))"

void
tiem_category_free (TiemCategory *self)
{
  g_free (self->path);
  g_free (self);
}

void
tiem_category_move_free (TiemCategoryMove *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->product_ids);
  g_ptr_array_unref (self->before);
  g_ptr_array_unref (self->after);
  g_free (self);
}

static void
add_category (GPtrArray *categories,
              const char *path,
              gint64 products)
{
  TiemCategory *category = g_new0 (TiemCategory, 1);

  category->path = g_strdup (path);
  category->products = products;
  g_ptr_array_add (categories, category);
}

/* Names compare step by step, so that what is below a category follows it. */
static int
compare_categories (gconstpointer a,
                    gconstpointer b)
{
  const TiemCategory *one = *(TiemCategory *const *)a;
  const TiemCategory *other = *(TiemCategory *const *)b;
  g_auto (GStrv) steps = g_strsplit (one->path, TIEM_CATEGORY_SEPARATOR, -1);
  g_auto (GStrv) others = g_strsplit (other->path, TIEM_CATEGORY_SEPARATOR, -1);
  guint i = 0;

  for (; steps[i] != NULL && others[i] != NULL; i++)
    {
      int order = g_utf8_collate (steps[i], others[i]);

      if (order != 0)
        return order;
    }
  return steps[i] != NULL ? 1 : others[i] != NULL ? -1 : 0;
}

/* "A > B > C" alone brings "A" and "A > B" along. */
static void
add_parents (GPtrArray *categories)
{
  g_autoptr (GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint n = categories->len;

  for (guint i = 0; i < n; i++)
    g_hash_table_add (known, g_strdup (((TiemCategory *)g_ptr_array_index (categories, i))->path));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strdup (((TiemCategory *)g_ptr_array_index (categories, i))->path);
      char *end;

      while ((end = g_strrstr (path, TIEM_CATEGORY_SEPARATOR)) != NULL)
        {
          *end = '\0';
          if (g_hash_table_add (known, g_strdup (path)))
            add_category (categories, path, 0);
        }
    }
}

GPtrArray *
tiem_store_list_categories (TiemStore *self,
                            GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) categories
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_category_free);
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  if (read != NULL)
    rows = tiem_db_query (read->db,
                          error,
                          "SELECT category, count (*) FROM product"
                          " WHERE category IS NOT NULL GROUP BY category");
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    add_category (categories, tiem_stmt_text (rows, 0), tiem_stmt_int (rows, 1));
  if (step < 0)
    return NULL;
  add_parents (categories);
  g_ptr_array_sort (categories, compare_categories);
  return g_steal_pointer (&categories);
}

static TiemCategoryMove *
find_products (TiemWrite *write,
               const char *path,
               const char *to,
               GError **error)
{
  g_autoptr (TiemCategoryMove) move = g_new0 (TiemCategoryMove, 1);
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db, error, "SELECT id, category FROM product WHERE " IN_CATEGORY, TIEM_TEXT (path));
  int step = -1;

  move->product_ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  move->before = g_ptr_array_new_with_free_func (g_free);
  move->after = g_ptr_array_new_with_free_func (g_free);
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 id = tiem_stmt_int (rows, 0);
      const char *category = tiem_stmt_text (rows, 1);

      g_array_append_val (move->product_ids, id);
      g_ptr_array_add (move->before, g_strdup (category));
      g_ptr_array_add (move->after,
                       to != NULL ? g_strconcat (to, category + strlen (path), NULL) : NULL);
    }
  return step < 0 ? NULL : g_steal_pointer (&move);
}

TiemCategoryMove *
tiem_store_move_category (TiemStore *self,
                          const char *path,
                          const char *to,
                          GError **error)
{
  g_autofree char *from = tiem_category_clean (path);
  g_autofree char *clean = tiem_category_clean (to);
  g_autoptr (TiemWrite) write = NULL;
  g_autoptr (TiemCategoryMove) move = NULL;

  if (from == NULL
      || (clean != NULL && !g_str_equal (clean, from) && tiem_category_is_in (clean, from)))
    {
      g_set_error_literal (
          error,
          TIEM_ERROR,
          TIEM_ERROR_INVALID,
          _ ("A category can't be moved into itself; choose another name or place."));
      return NULL;
    }
  write = tiem_store_begin_write (self, error);
  if (write == NULL || (move = find_products (write, from, clean, error)) == NULL)
    return NULL;
  for (guint i = 0; i < move->product_ids->len; i++)
    if (!tiem_catalogue_set_category (write,
                                      g_array_index (move->product_ids, gint64, i),
                                      g_ptr_array_index (move->after, i),
                                      error))
      return NULL;
  return tiem_write_commit (write, error) ? g_steal_pointer (&move) : NULL;
}

gint64
tiem_store_undo_category (TiemStore *self,
                          const TiemCategoryMove *move,
                          GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 n = 0;

  if (write == NULL)
    return -1;
  for (guint i = 0; i < move->product_ids->len; i++)
    {
      gint64 id = g_array_index (move->product_ids, gint64, i);
      g_autofree char *now = NULL;

      if (!tiem_db_get_text (
              write->db, &now, error, "SELECT category FROM product WHERE id = ?1", TIEM_INT (id)))
        return -1;
      if (g_strcmp0 (now, g_ptr_array_index (move->after, i)) != 0)
        continue;
      if (!tiem_catalogue_set_category (write, id, g_ptr_array_index (move->before, i), error))
        return -1;
      n++;
    }
  return tiem_write_commit (write, error) ? n : -1;
}
