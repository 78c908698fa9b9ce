#define G_LOG_DOMAIN "tiem-card-sheet"

#include "config.h"

#include "document/tiem-card-sheet.h"

#include "document/tiem-sheet.h"

#include <glib/gi18n-lib.h>

#define PAGE 500

static const char *const heads[] = {
  N_ ("At"),    N_ ("Why"),    N_ ("Order no."), N_ ("Slip"),          N_ ("Channel"), N_ ("Note"),
  N_ ("Place"), N_ ("Change"), N_ ("On hand"),   N_ ("At this place"), N_ ("Value"),
};
static const TiemCellKind kinds[] = {
  TIEM_CELL_TIME,   TIEM_CELL_TEXT,   TIEM_CELL_TEXT,  TIEM_CELL_TEXT,
  TIEM_CELL_TEXT,   TIEM_CELL_TEXT,   TIEM_CELL_TEXT,  TIEM_CELL_NUMBER,
  TIEM_CELL_NUMBER, TIEM_CELL_NUMBER, TIEM_CELL_MONEY,
};
G_STATIC_ASSERT (G_N_ELEMENTS (heads) == G_N_ELEMENTS (kinds));

static void
put_line (TiemSheetWriter *writer,
          const TiemCardLine *line)
{
  const TiemMovement *movement = line->movement;

  tiem_sheet_writer_add_number (writer, movement->at);
  tiem_sheet_writer_add_text (writer, tiem_movement_reason_label (movement->reason));
  tiem_sheet_writer_add_text (writer, movement->order_number);
  tiem_sheet_writer_add_text (writer, movement->slip_number);
  tiem_sheet_writer_add_text (writer, movement->channel_name);
  tiem_sheet_writer_add_text (writer, movement->note);
  tiem_sheet_writer_add_text (writer, line->location_name);
  tiem_sheet_writer_add_number (writer, movement->delta);
  tiem_sheet_writer_add_number (writer, line->total);
  tiem_sheet_writer_add_number (writer, movement->on_hand);
  if (movement->has_value)
    tiem_sheet_writer_add_number (writer, movement->value_vnd);
  else
    tiem_sheet_writer_add_text (writer, NULL);
  tiem_sheet_writer_end_row (writer);
}

static gboolean
put_lines (TiemStore *store,
           const TiemMovementQuery *query,
           TiemSheetWriter *writer,
           gint64 *n,
           TiemProgressFunc progress,
           gpointer user_data,
           GCancellable *cancellable,
           GError **error)
{
  for (;;)
    {
      g_autoptr (GPtrArray) lines = tiem_store_list_card (store, query, PAGE, *n, error);

      if (lines == NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      for (guint i = 0; i < lines->len; i++)
        put_line (writer, g_ptr_array_index (lines, i));
      *n += lines->len;
      if (progress != NULL)
        progress ((guint)*n, 0, user_data);
      if (lines->len < PAGE)
        return TRUE;
    }
}

static gboolean
put_sum (TiemStore *store,
         const TiemMovementQuery *query,
         TiemSheetWriter *writer,
         GError **error)
{
  TiemCardSum sum;

  if (!tiem_store_sum_card (store, query, &sum, error))
    return FALSE;
  tiem_sheet_writer_add_text (writer, NULL);
  tiem_sheet_writer_add_text (writer, _ ("Together"));
  for (guint i = 2; i < 7; i++)
    tiem_sheet_writer_add_text (writer, NULL);
  tiem_sheet_writer_add_number (writer, sum.in - sum.out);
  for (guint i = 8; i < G_N_ELEMENTS (heads); i++)
    tiem_sheet_writer_add_text (writer, NULL);
  tiem_sheet_writer_end_row (writer);
  return TRUE;
}

gint64
tiem_card_sheet_write (TiemStore *store,
                       const TiemMovementQuery *query,
                       const char *path,
                       TiemProgressFunc progress,
                       gpointer user_data,
                       GCancellable *cancellable,
                       GError **error)
{
  const char *titles[G_N_ELEMENTS (heads) + 1] = { NULL };
  TiemSheetWriter *writer;
  gint64 n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    titles[i] = _ (heads[i]);
  writer = tiem_sheet_writer_new (path, titles, kinds, error);
  if (writer == NULL)
    return -1;
  if (!put_lines (store, query, writer, &n, progress, user_data, cancellable, error)
      || !put_sum (store, query, writer, error))
    {
      tiem_sheet_writer_abort (writer);
      return -1;
    }
  return tiem_sheet_writer_close (writer, error) ? n : -1;
}
