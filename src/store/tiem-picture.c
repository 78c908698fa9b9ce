#define G_LOG_DOMAIN "tiem-picture"

#include "config.h"

#include "store/tiem-picture.h"

#include <gdk-pixbuf/gdk-pixbuf.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/* Good enough to be looked at closely; a photo of 1600 dots is some 300 kB. */
#define JPEG_QUALITY "88"
#define CHUNK (64 * 1024)

void
tiem_picture_free (TiemPicture *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->full, g_bytes_unref);
  g_clear_pointer (&self->small, g_bytes_unref);
  g_clear_pointer (&self->medium, g_bytes_unref);
  g_free (self);
}

/* --- what it is --- */

typedef struct
{
  gsize offset;
  const char *magic;
  gsize length;
  const char *loader;  /* (nullable) of gdk-pixbuf */
  const char *refusal; /* (nullable) */
} Format;

static const Format formats[] = {
  { 0, "\xff\xd8\xff", 3, "jpeg", NULL },
  { 0, "\x89PNG\r\n\x1a\n", 8, "png", NULL },
  { 0, "GIF8", 4, "gif", NULL },
  { 0, "II*\0", 4, "tiff", NULL },
  { 0, "MM\0*", 4, "tiff", NULL },
  { 8, "WEBP", 4, "webp", NULL },
  { 4,
    "ftypavif",
    8,
    NULL,
    N_ ("This is an AVIF picture, which no channel takes; save it as JPEG or PNG and add that.") },
  { 4,
    "ftyp",
    4,
    NULL,
    N_ ("This is a HEIC picture of a phone (or a film), which no channel takes; send it as JPEG "
        "(on an iPhone: Settings, Camera, Formats, Most Compatible) and add that.") },
  { 0,
    "%PDF",
    4,
    NULL,
    N_ ("This is a PDF, not a picture; save the page as JPEG or PNG and add that.") },
  { 0,
    "PK\x03\x04",
    4,
    NULL,
    N_ ("This is a ZIP archive or a document, not a picture; unpack it and add the pictures.") },
  { 0, "BM", 2, "bmp", NULL },
};

/* SVG may begin with a comment, a declaration, white space, a byte order mark. */
static gboolean
looks_like_svg (const char *data,
                gsize size)
{
  g_autofree char *head = g_strndup (data, MIN (size, 4096));

  return strstr (head, "<svg") != NULL || g_str_has_prefix (head, "<?xml")
         || g_str_has_prefix (head, "\xef\xbb\xbf<?xml");
}

static gboolean
refuse (const char *sentence,
        GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, sentence);
  return FALSE;
}

/* Returns: (nullable): the loader's name; %NULL with @error */
static const char *
find_loader (const char *data,
             gsize size,
             GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      const Format *format = &formats[i];

      if (size < format->offset + format->length
          || memcmp (data + format->offset, format->magic, format->length) != 0)
        continue;
      if (format->refusal != NULL)
        refuse (_ (format->refusal), error);
      return format->loader;
    }
  if (looks_like_svg (data, size))
    refuse (_ ("This is an SVG drawing, which no channel takes; save it as PNG and add that."),
            error);
  else
    refuse (_ ("This file is not a picture; add a JPEG or PNG."), error);
  return NULL;
}

static gboolean
check_size (goffset size,
            GError **error)
{
  g_autofree char *sentence = NULL;
  g_autofree char *shown = NULL;

  if (size == 0)
    return refuse (_ ("This picture is an empty file; copy it anew and add that."), error);
  if (size <= TIEM_PICTURE_MOST_BYTES)
    return TRUE;
  shown = g_format_size_full ((guint64)size, G_FORMAT_SIZE_DEFAULT);
  sentence = g_strdup_printf (
      _ ("This picture is too large (%s; at most 40 MB); save it smaller and add that."), shown);
  return refuse (sentence, error);
}

/* --- decoding --- */

typedef struct
{
  int width; /* as it is in the file */
  int height;
  gboolean too_many;
} Frame;

static void
size_prepared_cb (GdkPixbufLoader *loader,
                  int width,
                  int height,
                  gpointer user_data)
{
  Frame *frame = user_data;
  double scale;

  frame->width = width;
  frame->height = height;
  frame->too_many = (gint64)width * height > TIEM_PICTURE_MOST_DOTS;
  if (frame->too_many)
    {
      /* The smallest there is: nothing of it is looked at. */
      gdk_pixbuf_loader_set_size (loader, 1, 1);
      return;
    }
  scale = (double)TIEM_PICTURE_SIDE / MAX (width, height);
  /* While it is decoded: a JPEG of 100 megapixels then takes no more memory than a small one. */
  if (scale < 1)
    gdk_pixbuf_loader_set_size (
        loader, MAX ((int)(width * scale + 0.5), 1), MAX ((int)(height * scale + 0.5), 1));
}

static gboolean
feed (GdkPixbufLoader *loader,
      const Frame *frame,
      const guchar *data,
      gsize size,
      GCancellable *cancellable,
      GError **error)
{
  for (gsize done = 0; done < size && !frame->too_many; done += CHUNK)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !gdk_pixbuf_loader_write (loader, data + done, MIN (CHUNK, size - done), error))
      return FALSE;
  return TRUE;
}

/* What was cut off is filled with grey, silently: the mark of the end must be there. Behind it
 * there may be more. */
static gboolean
has_end (const char *format,
         const char *data,
         gsize size)
{
  gboolean is_jpeg = g_str_equal (format, "jpeg");
  const char *mark = is_jpeg ? "\xff\xd9" : "IEND";
  gsize length = strlen (mark);
  gsize tail = size > 256 * 1024 ? size - 256 * 1024 : size / 2;

  if (!is_jpeg && !g_str_equal (format, "png"))
    return TRUE;
  for (gsize i = size; i >= tail + length; i--)
    if (memcmp (data + i - length, mark, length) == 0)
      return TRUE;
  return FALSE;
}

static GdkPixbuf *
decode (GBytes *bytes,
        const char *format,
        GCancellable *cancellable,
        GError **error)
{
  g_autoptr (GdkPixbufLoader) loader = gdk_pixbuf_loader_new_with_type (format, NULL);
  g_autoptr (GError) local = NULL;
  Frame frame = { 0 };
  GdkPixbuf *found;
  gsize size;
  const guchar *data = g_bytes_get_data (bytes, &size);
  gboolean good;

  if (loader == NULL)
    {
      g_autofree char *sentence = g_strdup_printf (
          _ ("Pictures of the kind %s can't be read on this computer; save it as JPEG or PNG and "
             "add that."),
          format);

      refuse (sentence, error);
      return NULL;
    }
  g_signal_connect (loader, "size-prepared", G_CALLBACK (size_prepared_cb), &frame);
  good = feed (loader, &frame, data, size, cancellable, &local);
  /* It must be closed in any case. */
  good = gdk_pixbuf_loader_close (loader, good ? &local : NULL) && good;
  if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (frame.too_many)
    {
      g_autofree char *sentence = g_strdup_printf (
          _ ("This picture has too many dots (%d × %d; at most 100 million); save it smaller and "
             "add that."),
          frame.width,
          frame.height);

      refuse (sentence, error);
      return NULL;
    }
  found = gdk_pixbuf_loader_get_pixbuf (loader);
  if (!good || found == NULL || !has_end (format, (const char *)data, size))
    {
      refuse (_ ("This picture is broken or only half there; copy it anew, or open and save it in "
                 "another program, and add that."),
              error);
      return NULL;
    }
  return gdk_pixbuf_apply_embedded_orientation (found);
}

/* --- encoding --- */

static gboolean
is_transparent (GdkPixbuf *pixbuf)
{
  const guchar *row = gdk_pixbuf_read_pixels (pixbuf);
  int width = gdk_pixbuf_get_width (pixbuf);
  int height = gdk_pixbuf_get_height (pixbuf);

  if (!gdk_pixbuf_get_has_alpha (pixbuf))
    return FALSE;
  for (int y = 0; y < height; y++, row += gdk_pixbuf_get_rowstride (pixbuf))
    for (int x = 0; x < width; x++)
      if (row[x * 4 + 3] != 0xff)
        return TRUE;
  return FALSE;
}

static GdkPixbuf *
fit (GdkPixbuf *pixbuf)
{
  int width = gdk_pixbuf_get_width (pixbuf);
  int height = gdk_pixbuf_get_height (pixbuf);
  double scale = (double)TIEM_PICTURE_SIDE / MAX (width, height);

  if (scale >= 1)
    return g_object_ref (pixbuf);
  return gdk_pixbuf_scale_simple (pixbuf,
                                  MAX ((int)(width * scale + 0.5), 1),
                                  MAX ((int)(height * scale + 0.5), 1),
                                  GDK_INTERP_BILINEAR);
}

/* The square in the middle, @side dots. */
static GdkPixbuf *
cut_square (GdkPixbuf *pixbuf,
            int side)
{
  int width = gdk_pixbuf_get_width (pixbuf);
  int height = gdk_pixbuf_get_height (pixbuf);
  int shorter = MIN (width, height);
  g_autoptr (GdkPixbuf) middle = gdk_pixbuf_new_subpixbuf (
      pixbuf, (width - shorter) / 2, (height - shorter) / 2, shorter, shorter);

  return gdk_pixbuf_scale_simple (middle, side, side, GDK_INTERP_BILINEAR);
}

static GBytes *
encode (GdkPixbuf *pixbuf,
        gboolean as_png,
        GError **error)
{
  char *data = NULL;
  gsize size = 0;
  gboolean good;

  if (as_png)
    good = gdk_pixbuf_save_to_buffer (pixbuf, &data, &size, "png", error, NULL);
  else
    good = gdk_pixbuf_save_to_buffer (
        pixbuf, &data, &size, "jpeg", error, "quality", JPEG_QUALITY, NULL);
  return good ? g_bytes_new_take (data, size) : NULL;
}

static TiemPicture *
make_picture (GdkPixbuf *decoded,
              GError **error)
{
  g_autoptr (TiemPicture) self = g_new0 (TiemPicture, 1);
  g_autoptr (GdkPixbuf) full = fit (decoded);
  gboolean as_png = is_transparent (full);
  g_autoptr (GdkPixbuf) medium = cut_square (full, TIEM_PICTURE_MEDIUM);
  g_autoptr (GdkPixbuf) small = cut_square (full, TIEM_PICTURE_SMALL);

  self->suffix = as_png ? "png" : "jpg";
  self->width = gdk_pixbuf_get_width (full);
  self->height = gdk_pixbuf_get_height (full);
  if ((self->full = encode (full, as_png, error)) == NULL
      || (self->medium = encode (medium, as_png, error)) == NULL
      || (self->small = encode (small, as_png, error)) == NULL)
    return NULL;
  return g_steal_pointer (&self);
}

TiemPicture *
tiem_picture_read_bytes (GBytes *bytes,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autoptr (GdkPixbuf) pixbuf = NULL;
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);
  const char *format;

  if (!check_size ((goffset)size, error) || (format = find_loader (data, size, error)) == NULL
      || (pixbuf = decode (bytes, format, cancellable, error)) == NULL)
    return NULL;
  return make_picture (pixbuf, error);
}

TiemPicture *
tiem_picture_read_file (const char *path,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GMappedFile) mapped = NULL;
  g_autoptr (GBytes) bytes = NULL;
  GStatBuf facts = { 0 };

  if (g_stat (path, &facts) == 0 && S_ISREG (facts.st_mode))
    {
      if (!check_size (facts.st_size, error))
        return NULL;
      mapped = g_mapped_file_new (path, FALSE, NULL);
    }
  if (mapped == NULL)
    {
      g_autofree char *name = g_path_get_basename (path);

      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_NOT_FOUND,
                   _ ("The picture “%s” can't be opened; look whether it is still there."),
                   name);
      return NULL;
    }
  bytes = g_mapped_file_get_bytes (mapped);
  return tiem_picture_read_bytes (bytes, cancellable, error);
}
