#pragma once

#include "store/tiem-store-images.h"

#include <gdk/gdk.h>

G_BEGIN_DECLS

/* One change to the pictures of a product, as a store thread does it. */
typedef enum
{
  TIEM_PICTURE_TASK_ADD_FILE,
  TIEM_PICTURE_TASK_ADD_TEXTURE,
  TIEM_PICTURE_TASK_MOVE,
  TIEM_PICTURE_TASK_REMOVE,
  TIEM_PICTURE_TASK_RESTORE,
  TIEM_PICTURE_TASK_ADOPT,
} TiemPictureTaskKind;

typedef struct
{
  TiemPictureTaskKind kind;
  gint64 product_id;   /* 0 = it is not saved yet */
  gint64 image_id;     /* of MOVE, REMOVE, RESTORE */
  guint position;      /* of MOVE, from 0 */
  char *path;          /* (nullable): of ADD_FILE */
  GdkTexture *texture; /* (owned) (nullable): of ADD_TEXTURE */
  GArray *ids;         /* (owned) (nullable) (element-type gint64): of ADOPT */
} TiemPictureTask;

TiemPictureTask *tiem_picture_task_new (gint64 product_id,
                                        TiemPictureTaskKind kind,
                                        gint64 image_id);
void tiem_picture_task_free (gpointer task);
/* A TiemStoreFunc, for a TiemPictureTask. Returns: (nullable): a gint64, the picture's id */
gpointer tiem_picture_task_run (TiemStore *store,
                                gpointer task,
                                GCancellable *cancellable,
                                GError **error);

G_END_DECLS
