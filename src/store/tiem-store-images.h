#pragma once

#include "store/tiem-picture.h"
#include "store/tiem-store.h"

G_BEGIN_DECLS

/*
 * Pictures of goods: files in the folder "images" beside the database (0700/0600), each with a row
 * that says whose it is. Of each there are three: "UUID.jpg" (longer side at most 1600 dots) and
 * squares of 72 and 144 dots beside it. Names are never used again, so that whoever shows one can
 * keep it. Like labels they are no part of a backup, which stays one small file: the folder is
 * copied by hand (the guide says so); a picture whose file is missing is shown as none.
 *
 * A file without a row is what a crash left; tiem_store_collect_images() throws it away, and what
 * was removed a day ago.
 */

/* Of one product or variant; no channel takes more. */
#define TIEM_IMAGES_MOST 20

typedef struct
{
  gint64 id;
  gint64 product_id; /* 0 = of a product that is not saved yet */
  gint64 variant_id; /* 0 = of the whole product */
  char *file;        /* its name, for tiem_store_dup_image_path() */
  char *hash;        /* SHA-256 of it */
  gint64 width;      /* dots */
  gint64 height;
  char *source_url;  /* (nullable) where a channel had it */
} TiemImage;

typedef enum
{
  TIEM_IMAGE_FULL,
  TIEM_IMAGE_SMALL,  /* a square of 72 dots */
  TIEM_IMAGE_MEDIUM, /* of 144 */
} TiemImageSize;

void tiem_image_free (TiemImage *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemImage, tiem_image_free)

/* Keeps @picture at the end of those of the product (0 = of one that is not saved yet: adopt it
 * within a day) or of one variant of it (0 = of all). @source_url: (nullable). CONFLICT when the
 * same one is there already or there are %TIEM_IMAGES_MOST. Returns: its id, 0 with @error */
gint64 tiem_store_add_image (TiemStore *self,
                             gint64 product_id,
                             gint64 variant_id,
                             const TiemPicture *picture,
                             const char *source_url,
                             GError **error);
/* The same of a file of the owner's: reads and scales it first. */
gint64 tiem_store_add_image_file (TiemStore *self,
                                  gint64 product_id,
                                  gint64 variant_id,
                                  const char *path,
                                  GCancellable *cancellable,
                                  GError **error);
/* Gives pictures of a product that was not saved yet to the product that was made of it. Those
 * that have one are left alone. @image_ids: (element-type gint64) */
gboolean tiem_store_adopt_images (TiemStore *self,
                                  GArray *image_ids,
                                  gint64 product_id,
                                  GError **error);
/* Can be taken back by tiem_store_restore_image() for a day. NOT_FOUND. */
gboolean tiem_store_remove_image (TiemStore *self,
                                  gint64 image_id,
                                  GError **error);
/* Puts it back where it was. NOT_FOUND when it is gone. */
gboolean tiem_store_restore_image (TiemStore *self,
                                   gint64 image_id,
                                   GError **error);
/* @position: from 0, among those of the same product and variant; the first is what lists show. */
gboolean tiem_store_move_image (TiemStore *self,
                                gint64 image_id,
                                guint position,
                                GError **error);

/* Returns: (element-type TiemImage): those of the whole product first, each in their order */
GPtrArray *tiem_store_list_images (TiemStore *self,
                                   gint64 product_id,
                                   GError **error);
/* Returns: (transfer full): NOT_FOUND */
TiemImage *tiem_store_get_image (TiemStore *self,
                                 gint64 image_id,
                                 GError **error);
/* Returns: (transfer full): where a file of it lies; nothing is read. May be called anywhere. */
char *tiem_store_dup_image_path (TiemStore *self,
                                 const char *file,
                                 TiemImageSize size);
/* Throws away files that no row names and what was removed (or never adopted) over a day ago.
 * Returns: FALSE with @error; files that can't be removed are left for the next time */
gboolean tiem_store_collect_images (TiemStore *self,
                                    GError **error);

/* --- for the worker --- */

typedef struct
{
  gint64 product_id;
  gint64 variant_id; /* 0 = of the whole product */
  char *url;
} TiemImageWish;
void tiem_image_wish_free (TiemImageWish *self);

/* Pictures that the channel shows and Tiệm does not have: of goods linked with it that have none
 * of their own. @channel_id: 0: those whose address came with an imported file. One that failed is
 * tried again after a day, three times at most. Returns: (element-type TiemImageWish) */
GPtrArray *tiem_store_list_image_wishes (TiemStore *self,
                                         gint64 channel_id,
                                         guint limit,
                                         GError **error);
/* @problem: (nullable): a sentence: why it can't be fetched or read; NULL: forget it */
gboolean tiem_store_note_image_fetch (TiemStore *self,
                                      const char *url,
                                      const char *problem,
                                      GError **error);

G_END_DECLS
