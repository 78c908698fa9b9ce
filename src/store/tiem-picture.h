#pragma once

#include "base/tiem-error.h"

G_BEGIN_DECLS

/*
 * A picture of goods, made ready to be kept: read from what people have (a photo of 12 megapixels,
 * a drawing with a wrong ending), turned upright, scaled, and written anew, so that nothing of
 * the original's file (place, camera) goes along. Blocking: never on the main thread.
 */

/* What is refused, so that a file can't take the memory: */
#define TIEM_PICTURE_MOST_BYTES (40 * 1024 * 1024)
#define TIEM_PICTURE_MOST_DOTS (100 * 1000 * 1000)
/* The longer side of what is kept. */
#define TIEM_PICTURE_SIDE 1600
/* Squares cut from the middle, for lists; the second for screens of twice the dots. */
#define TIEM_PICTURE_SMALL 72
#define TIEM_PICTURE_MEDIUM 144

typedef struct
{
  GBytes *full;       /* JPEG, or PNG when it is partly transparent */
  GBytes *small;      /* of the same format */
  GBytes *medium;
  const char *suffix; /* "jpg" or "png" */
  int width;          /* of .full, dots */
  int height;
} TiemPicture;

/* INVALID with a sentence that says what the file is and what to do: too large, too many dots, an
 * SVG, a HEIC, a PDF, broken, empty. What a file is follows from its content, never from its
 * name. Of an animation the first picture is taken. Returns: (transfer full) */
TiemPicture *tiem_picture_read_bytes (GBytes *bytes,
                                      GCancellable *cancellable,
                                      GError **error);
/* The same of a file; NOT_FOUND when it can't be opened. */
TiemPicture *tiem_picture_read_file (const char *path,
                                     GCancellable *cancellable,
                                     GError **error);
void tiem_picture_free (TiemPicture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemPicture, tiem_picture_free)

G_END_DECLS
