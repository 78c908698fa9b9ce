#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* How wide the window's content is; everything that adapts binds to it. */
typedef enum
{
  TIEM_SIZE_NARROW,  /* < 720: one thing at a time, tabs below, rows of three lines */
  TIEM_SIZE_COMPACT, /* 720 – 899: short columns, the detail over the list */
  TIEM_SIZE_MEDIUM,  /* 900 – 1099: short columns, the detail beside */
  TIEM_SIZE_SHORT,   /* 1100 – 1199: short columns, tabs with words beside their icons */
  TIEM_SIZE_WIDE,    /* ≥ 1200: all columns */
} TiemSizeClass;

#define TIEM_TYPE_SIZE_CLASS (tiem_size_class_get_type ())
GType tiem_size_class_get_type (void);

/* A bin that tells how wide it is: property "size-class", notified from an idle, never
 * from inside an allocation (AdwBreakpoint is newer than the floor). Property "child". */
#define TIEM_TYPE_SIZE_BIN (tiem_size_bin_get_type ())
G_DECLARE_FINAL_TYPE (TiemSizeBin, tiem_size_bin, TIEM, SIZE_BIN, GtkWidget)

TiemSizeClass tiem_size_bin_get_size_class (TiemSizeBin *self);

G_END_DECLS
