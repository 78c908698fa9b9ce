#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-picture.h"

#include <gio/gio.h>
#include <math.h>
#include <string.h>

#define SIZE 96

typedef struct
{
  guint8 red;
  guint8 green;
  guint8 blue;
} Colour;

static gboolean
in_box (double x,
        double y,
        double left,
        double top,
        double right,
        double bottom)
{
  return x >= left && x <= right && y >= top && y <= bottom;
}

static gboolean
in_ellipse (double x,
            double y,
            double cx,
            double cy,
            double rx,
            double ry)
{
  return hypot ((x - cx) / rx, (y - cy) / ry) <= 1;
}

/* Between two widths at two heights, around the middle. */
static gboolean
in_wedge (double x,
          double y,
          double top,
          double top_width,
          double bottom,
          double bottom_width)
{
  double part = (y - top) / (bottom - top);

  return part >= 0 && part <= 1
         && fabs (x - 0.5) * 2 <= top_width + (bottom_width - top_width) * part;
}

/* Whether the point, each coordinate in 0 … 1, belongs to the thing. */
static gboolean
is_inside (TiemSandboxShape shape,
           double x,
           double y)
{
  switch (shape)
    {
    case TIEM_SANDBOX_SHAPE_SHIRT:
      return (in_box (x, y, 0.33, 0.25, 0.67, 0.80) || in_wedge (x, y, 0.25, 0.40, 0.45, 0.76))
             && !in_ellipse (x, y, 0.5, 0.25, 0.09, 0.07)
             && !(y > 0.45 && !in_box (x, y, 0.33, 0, 0.67, 1));
    case TIEM_SANDBOX_SHAPE_BOTTLE:
      return in_box (x, y, 0.43, 0.16, 0.57, 0.24) || in_box (x, y, 0.37, 0.36, 0.63, 0.84)
             || in_wedge (x, y, 0.26, 0.14, 0.36, 0.26);
    case TIEM_SANDBOX_SHAPE_BAG:
      return in_wedge (x, y, 0.42, 0.50, 0.80, 0.60)
             || (y < 0.42 && in_ellipse (x, y, 0.5, 0.42, 0.17, 0.22)
                 && !in_ellipse (x, y, 0.5, 0.42, 0.12, 0.16));
    case TIEM_SANDBOX_SHAPE_POT:
      return in_box (x, y, 0.24, 0.46, 0.76, 0.54) || in_wedge (x, y, 0.50, 0.44, 0.78, 0.34)
             || in_ellipse (x, y, 0.5, 0.44, 0.20, 0.10)
             || in_ellipse (x, y, 0.5, 0.32, 0.04, 0.04);
    case TIEM_SANDBOX_SHAPE_LAMP:
      return in_wedge (x, y, 0.20, 0.22, 0.50, 0.50) || in_box (x, y, 0.48, 0.50, 0.52, 0.74)
             || in_wedge (x, y, 0.74, 0.24, 0.80, 0.32);
    case TIEM_SANDBOX_SHAPE_BOX:
      break;
    }
  return in_box (x, y, 0.24, 0.28, 0.76, 0.76) && !in_box (x, y, 0.485, 0.28, 0.515, 0.76)
         && !in_box (x, y, 0.24, 0.43, 0.76, 0.455);
}

/* A point of the colour circle. @lightness and @strength in 0 … 1. */
static Colour
make_colour (double hue,
             double lightness,
             double strength)
{
  double channels[3];

  for (int i = 0; i < 3; i++)
    {
      double wave = cos ((hue - i / 3.0) * 2 * G_PI);

      channels[i] = CLAMP (lightness + strength * wave, 0, 1) * 255;
    }
  return (Colour){ channels[0], channels[1], channels[2] };
}

/* Rows of RGB, each after a byte that says it is not filtered. */
static GByteArray *
draw (TiemSandboxShape shape,
      const char *sku)
{
  double hue = g_str_hash (sku) % 360 / 360.0;
  Colour ground = make_colour (hue, 0.90, 0.06);
  Colour thing = make_colour (hue, 0.42, 0.18);
  GByteArray *rows = g_byte_array_sized_new (SIZE * (SIZE * 3 + 1));

  for (int row = 0; row < SIZE; row++)
    {
      g_byte_array_append (rows, (const guint8 *)"\0", 1);
      for (int column = 0; column < SIZE; column++)
        {
          const Colour *colour
              = is_inside (shape, (column + 0.5) / SIZE, (row + 0.5) / SIZE) ? &thing : &ground;

          g_byte_array_append (rows, &colour->red, 1);
          g_byte_array_append (rows, &colour->green, 1);
          g_byte_array_append (rows, &colour->blue, 1);
        }
    }
  return rows;
}

static GBytes *
compress (const GByteArray *data)
{
  g_autoptr (GConverter) zlib
      = G_CONVERTER (g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_ZLIB, 6));
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr (GOutputStream) stream = g_converter_output_stream_new (memory, zlib);

  g_output_stream_write_all (stream, data->data, data->len, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

/* The CRC of PNG, section 15 of its specification. */
static guint32
make_crc (const guint8 *data,
          gsize length)
{
  guint32 crc = 0xffffffff;

  for (gsize i = 0; i < length; i++)
    {
      crc ^= data[i];
      for (int bit = 0; bit < 8; bit++)
        crc = (crc >> 1) ^ (0xedb88320 & -(crc & 1));
    }
  return crc ^ 0xffffffff;
}

static void
add_number (GByteArray *png,
            guint32 number)
{
  guint32 big_endian = GUINT32_TO_BE (number);

  g_byte_array_append (png, (const guint8 *)&big_endian, 4);
}

static void
add_chunk (GByteArray *png,
           const char *name,
           gconstpointer data,
           gsize length)
{
  guint start;

  add_number (png, length);
  start = png->len;
  g_byte_array_append (png, (const guint8 *)name, 4);
  if (length > 0)
    g_byte_array_append (png, data, length);
  add_number (png, make_crc (png->data + start, png->len - start));
}

GBytes *
tiem_sandbox_picture_make (TiemSandboxShape shape,
                           const char *sku)
{
  /* Width, height, 8 bits, RGB, no interlacing. */
  static const guint8 header[] = { 0, 0, 0, SIZE, 0, 0, 0, SIZE, 8, 2, 0, 0, 0 };
  g_autoptr (GByteArray) rows = draw (shape, sku);
  g_autoptr (GBytes) packed = compress (rows);
  GByteArray *png = g_byte_array_new ();

  g_byte_array_append (png, (const guint8 *)"\x89PNG\r\n\x1a\n", 8);
  add_chunk (png, "IHDR", header, sizeof header);
  add_chunk (png, "IDAT", g_bytes_get_data (packed, NULL), g_bytes_get_size (packed));
  add_chunk (png, "IEND", NULL, 0);
  return g_byte_array_free_to_bytes (png);
}
