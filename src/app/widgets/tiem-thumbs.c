#define G_LOG_DOMAIN "tiem-thumbs"

#include "config.h"

#include "app/widgets/tiem-thumbs.h"

#define MOST_KEPT 512
#define WANTED "tiem-thumb-wanted"

/* One for the whole program: paths name shop and picture. Main thread. */
static GHashTable *kept;             /* (element-type utf8 Kept): by path */
static GQueue recent = G_QUEUE_INIT; /* (element-type Kept): the one used last at the head */

typedef struct
{
  char *path;
  GdkTexture *texture; /* (nullable): it can't be read */
  GList *link;         /* in @recent */
} Kept;

static void
kept_free (gpointer data)
{
  Kept *self = data;

  g_queue_delete_link (&recent, self->link);
  g_clear_object (&self->texture);
  g_free (self->path);
  g_free (self);
}

/* @texture: (nullable) */
static void
keep (const char *path,
      GdkTexture *texture)
{
  Kept *entry = g_new0 (Kept, 1);

  if (kept == NULL)
    kept = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, kept_free);
  while (g_hash_table_size (kept) >= MOST_KEPT)
    g_hash_table_remove (kept, ((Kept *)g_queue_peek_tail (&recent))->path);
  g_hash_table_remove (kept, path);
  entry->path = g_strdup (path);
  entry->texture = texture != NULL ? g_object_ref (texture) : NULL;
  g_queue_push_head (&recent, entry);
  entry->link = recent.head;
  g_hash_table_insert (kept, entry->path, entry);
}

/* Returns: (nullable): what is kept; moved to the front */
static const Kept *
look_up (const char *path)
{
  Kept *entry = kept != NULL ? g_hash_table_lookup (kept, path) : NULL;

  if (entry != NULL)
    {
      g_queue_unlink (&recent, entry->link);
      g_queue_push_head_link (&recent, entry->link);
    }
  return entry;
}

/* --- reading --- */

typedef struct
{
  GWeakRef image;
  char *path;
  int size;
} Wish;

static void
wish_free (gpointer data)
{
  Wish *self = data;

  g_weak_ref_clear (&self->image);
  g_free (self->path);
  g_free (self);
}

/* Runs on a store thread: a texture of memory may be made anywhere. */
static gpointer
read_texture (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  return gdk_texture_new_from_filename (data, error);
}

static void
show_texture (GtkImage *image,
              GdkTexture *texture,
              int size)
{
  gtk_image_set_from_paintable (image, GDK_PAINTABLE (texture));
  gtk_image_set_pixel_size (image, size);
  gtk_widget_remove_css_class (GTK_WIDGET (image), "tiem-thumb-empty");
}

static void
texture_read_cb (GObject *source,
                 GAsyncResult *result,
                 gpointer user_data)
{
  Wish *wish = user_data;
  g_autoptr (GdkTexture) texture = tiem_store_run_finish (TIEM_STORE (source), result, NULL);
  g_autoptr (GtkImage) image = g_weak_ref_get (&wish->image);

  keep (wish->path, texture);
  /* The row may show other goods by now. */
  if (image != NULL && texture != NULL
      && g_strcmp0 (g_object_get_data (G_OBJECT (image), WANTED), wish->path) == 0)
    show_texture (image, texture, wish->size);
  wish_free (wish);
}

static void
show_icon (GtkImage *image,
           const char *icon,
           int size)
{
  gtk_image_set_from_icon_name (image, icon);
  gtk_image_set_pixel_size (image, size / 2);
  gtk_widget_add_css_class (GTK_WIDGET (image), "tiem-thumb-empty");
}

void
tiem_thumbs_forget (GtkImage *image)
{
  g_object_set_data (G_OBJECT (image), WANTED, NULL);
}

gboolean
tiem_thumbs_are_wanted (GtkImage *image)
{
  g_return_val_if_fail (GTK_IS_IMAGE (image), FALSE);
  return g_object_get_data (G_OBJECT (image), WANTED) != NULL;
}

void
tiem_thumbs_show (GtkImage *image,
                  TiemStore *store,
                  const char *file,
                  const char *icon,
                  int size)
{
  g_autofree char *path = NULL;
  const Kept *entry;
  Wish *wish;

  if (file == NULL || store == NULL)
    {
      tiem_thumbs_forget (image);
      show_icon (image, icon, size);
      return;
    }
  path = tiem_store_dup_image_path (store, file, size <= 44 ? TIEM_IMAGE_SMALL : TIEM_IMAGE_MEDIUM);
  if (g_strcmp0 (g_object_get_data (G_OBJECT (image), WANTED), path) == 0)
    return;
  g_object_set_data_full (G_OBJECT (image), WANTED, g_strdup (path), g_free);
  entry = look_up (path);
  if (entry != NULL && entry->texture != NULL)
    {
      show_texture (image, entry->texture, size);
      return;
    }
  show_icon (image, icon, size);
  if (entry != NULL)
    return;
  wish = g_new0 (Wish, 1);
  g_weak_ref_init (&wish->image, image);
  wish->path = g_strdup (path);
  wish->size = size;
  tiem_store_run_async (store,
                        TIEM_STORE_READ,
                        read_texture,
                        g_strdup (path),
                        g_free,
                        g_object_unref,
                        NULL,
                        texture_read_cb,
                        wish);
}

GtkWidget *
tiem_thumbs_new (TiemStore *store,
                 const char *file,
                 const char *icon,
                 int size)
{
  GtkWidget *image = gtk_image_new ();

  gtk_widget_set_size_request (image, size, size);
  gtk_widget_add_css_class (image, "tiem-thumb");
  gtk_widget_set_overflow (image, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_valign (image, GTK_ALIGN_CENTER);
  tiem_thumbs_show (GTK_IMAGE (image), store, file, icon, size);
  return image;
}
