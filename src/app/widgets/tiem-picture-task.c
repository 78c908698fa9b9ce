#define G_LOG_DOMAIN "tiem-picture-strip"

#include "config.h"

#include "app/widgets/tiem-picture-task.h"

TiemPictureTask *
tiem_picture_task_new (gint64 product_id,
                       TiemPictureTaskKind kind,
                       gint64 image_id)
{
  TiemPictureTask *self = g_new0 (TiemPictureTask, 1);

  self->kind = kind;
  self->product_id = product_id;
  self->image_id = image_id;
  return self;
}

void
tiem_picture_task_free (gpointer task)
{
  TiemPictureTask *self = task;

  g_clear_object (&self->texture);
  g_clear_pointer (&self->ids, g_array_unref);
  g_free (self->path);
  g_free (self);
}

static gint64
add_texture (TiemStore *store,
             const TiemPictureTask *self,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GBytes) png = gdk_texture_save_to_png_bytes (self->texture);
  g_autoptr (TiemPicture) picture = tiem_picture_read_bytes (png, cancellable, error);

  return picture != NULL ? tiem_store_add_image (store, self->product_id, 0, picture, NULL, error)
                         : 0;
}

gpointer
tiem_picture_task_run (TiemStore *store,
                       gpointer task,
                       GCancellable *cancellable,
                       GError **error)
{
  const TiemPictureTask *self = task;
  gint64 id = self->image_id;
  gboolean done = FALSE;

  switch (self->kind)
    {
    case TIEM_PICTURE_TASK_ADD_FILE:
      id = tiem_store_add_image_file (store, self->product_id, 0, self->path, cancellable, error);
      done = id != 0;
      break;
    case TIEM_PICTURE_TASK_ADD_TEXTURE:
      id = add_texture (store, self, cancellable, error);
      done = id != 0;
      break;
    case TIEM_PICTURE_TASK_MOVE:
      done = tiem_store_move_image (store, id, self->position, error);
      break;
    case TIEM_PICTURE_TASK_REMOVE:
      done = tiem_store_remove_image (store, id, error);
      break;
    case TIEM_PICTURE_TASK_RESTORE:
      done = tiem_store_restore_image (store, id, error);
      break;
    case TIEM_PICTURE_TASK_ADOPT:
      done = tiem_store_adopt_images (store, self->ids, self->product_id, error);
      break;
    default:
      g_assert_not_reached ();
    }
  return done ? g_memdup2 (&id, sizeof id) : NULL;
}
