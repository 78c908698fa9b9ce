#define G_LOG_DOMAIN "tiem-orders-file"

#include "config.h"

#include "document/tiem-orders-file-private.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "store/tiem-store-orders.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What the three exports have in common: rows gathered into orders, and orders stored. */

#define PAGE 200
/* Of problems that are told one by one. */
#define MOST_PROBLEMS 500

struct _TiemOrdersReader
{
  TiemOrdersFile *file;
  const TiemOrdersFormat *format;
  GHashTable *drafts; /* id → TiemOrderDraft, owned */
  GPtrArray *order;   /* of drafts as they come, borrowed */
  gboolean has_damaged_id;
  gboolean has_swapped_time;
};

void
tiem_orders_file_free (TiemOrdersFile *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->orders, g_ptr_array_unref);
  g_clear_pointer (&self->problems, g_ptr_array_unref);
  g_clear_pointer (&self->unknown_heads, g_ptr_array_unref);
  g_clear_pointer (&self->unknown_fees, g_ptr_array_unref);
  g_clear_pointer (&self->unknown_words, g_ptr_array_unref);
  g_free (self);
}

static TiemOrdersFile *
orders_file_new (void)
{
  TiemOrdersFile *self = g_new0 (TiemOrdersFile, 1);

  self->orders = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_remote_order_free);
  self->problems = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_market_problem_free);
  self->unknown_heads = g_ptr_array_new_with_free_func (g_free);
  self->unknown_fees = g_ptr_array_new_with_free_func (g_free);
  self->unknown_words = g_ptr_array_new_with_free_func (g_free);
  return self;
}

/* --- for the readers of the platforms --- */

gboolean
tiem_orders_reader_refuse (TiemOrdersReader *self,
                           const TiemMarketTable *table,
                           guint row,
                           guint field,
                           const char *reason)
{
  g_autofree char *head = tiem_market_table_dup_head (table, field);

  if (self->file->problems->len < MOST_PROBLEMS)
    g_ptr_array_add (self->file->problems, tiem_market_problem_new (row + 1, head, reason));
  return FALSE;
}

/* Returns: (transfer full) (nullable): for the sentence */
static char *
dup_shown (const TiemMarketTable *table,
           guint row,
           guint field)
{
  char *text = tiem_market_table_dup_text (table, row, field);

  return text != NULL ? text : g_strdup ("");
}

gboolean
tiem_orders_reader_money (
    TiemOrdersReader *self, const TiemMarketTable *table, guint row, guint field, gint64 *vnd)
{
  g_autofree char *text = NULL;
  g_autofree char *reason = NULL;

  if (tiem_market_table_read_money (table, row, field, vnd))
    return TRUE;
  text = dup_shown (table, row, field);
  reason = g_strdup_printf (_ ("“%s” is no amount of đồng; export the file again."), text);
  return tiem_orders_reader_refuse (self, table, row, field, reason);
}

gboolean
tiem_orders_reader_count (
    TiemOrdersReader *self, const TiemMarketTable *table, guint row, guint field, gint64 *value)
{
  g_autofree char *text = NULL;
  g_autofree char *reason = NULL;

  if (tiem_market_table_read_int (table, row, field, value) && *value >= 0)
    return TRUE;
  text = dup_shown (table, row, field);
  reason = g_strdup_printf (_ ("“%s” is no number of units; export the file again."), text);
  return tiem_orders_reader_refuse (self, table, row, field, reason);
}

gboolean
tiem_orders_reader_time (TiemOrdersReader *self,
                         const TiemMarketTable *table,
                         guint row,
                         guint field,
                         TiemOrderDraft *draft,
                         gint64 *ms)
{
  TiemMarketTime outcome = tiem_market_table_read_time (table, row, field, ms);
  g_autofree char *text = NULL;
  g_autofree char *reason = NULL;

  if (outcome == TIEM_MARKET_TIME_OK)
    {
      if (draft != NULL)
        draft->latest = MAX (draft->latest, *ms);
      return TRUE;
    }
  if (outcome == TIEM_MARKET_TIME_SWAPPED)
    self->has_swapped_time = TRUE;
  text = dup_shown (table, row, field);
  reason = g_strdup_printf (_ ("“%s” is no time; export the file again."), text);
  return tiem_orders_reader_refuse (self, table, row, field, reason);
}

void
tiem_orders_reader_note_word (TiemOrdersReader *self,
                              const char *word)
{
  GPtrArray *words = self->file->unknown_words;

  if (word != NULL && !g_ptr_array_find_with_equal_func (words, word, g_str_equal, NULL))
    g_ptr_array_add (words, g_strdup (word));
}

char *
tiem_orders_dup_unmasked (const char *text)
{
  return text != NULL && strchr (text, '*') == NULL ? g_strdup (text) : NULL;
}

gboolean
tiem_orders_begins (const char *text,
                    const char *words)
{
  g_autofree char *folded = tiem_text_fold (text);

  return g_str_has_prefix (folded, words);
}

gboolean
tiem_orders_holds (const char *text,
                   const char *words)
{
  g_autofree char *folded = tiem_text_fold (text);

  return strstr (folded, words) != NULL;
}

void
tiem_orders_add_fee (TiemRemoteOrder *order,
                     const char *kind,
                     gint64 amount_vnd)
{
  if (amount_vnd != 0)
    g_ptr_array_add (order->fees, tiem_remote_fee_new (kind, amount_vnd));
}

/* --- rows into orders --- */

static void
draft_free (TiemOrderDraft *draft,
            const TiemOrdersFormat *format)
{
  g_clear_pointer (&draft->order, tiem_remote_order_free);
  if (draft->data != NULL && format->free_data != NULL)
    format->free_data (draft->data);
  g_free (draft);
}

static void
reader_clear (TiemOrdersReader *self)
{
  for (guint i = 0; self->order != NULL && i < self->order->len; i++)
    draft_free (g_ptr_array_index (self->order, i), self->format);
  g_clear_pointer (&self->order, g_ptr_array_unref);
  g_clear_pointer (&self->drafts, g_hash_table_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TiemOrdersReader, reader_clear)

static TiemOrderDraft *
ensure_draft (TiemOrdersReader *self,
              const char *id,
              gboolean *is_first)
{
  TiemOrderDraft *draft = g_hash_table_lookup (self->drafts, id);

  *is_first = draft == NULL;
  if (draft != NULL)
    return draft;
  draft = g_new0 (TiemOrderDraft, 1);
  draft->order = tiem_remote_order_new ();
  draft->order->remote_id = g_strdup (id);
  draft->order->currency = g_strdup ("VND");
  g_hash_table_insert (self->drafts, draft->order->remote_id, draft);
  g_ptr_array_add (self->order, draft);
  return draft;
}

static gboolean
is_empty_row (const TiemSheet *sheet,
              guint row)
{
  const GPtrArray *cells = g_ptr_array_index (sheet->rows, row);

  for (guint i = 0; i < cells->len; i++)
    if (*(const char *)g_ptr_array_index (cells, i) != '\0')
      return FALSE;
  return TRUE;
}

static void
read_row (TiemOrdersReader *self,
          const TiemMarketTable *table,
          guint row)
{
  const TiemOrdersFormat *format = self->format;
  g_autofree char *id = NULL;
  TiemOrderDraft *draft;
  gboolean is_first;

  if (is_empty_row (table->sheet, row))
    return;
  if (!tiem_market_table_read_id (table, row, format->id_field, &id))
    {
      self->has_damaged_id = TRUE;
      return;
    }
  if (id != NULL && format->is_other_row != NULL && format->is_other_row (id))
    return;
  self->file->n_rows++;
  if (id == NULL)
    {
      tiem_orders_reader_refuse (
          self, table, row, format->id_field, _ ("The row has no order number; it is left out."));
      self->file->n_refused++;
      return;
    }
  draft = ensure_draft (self, id, &is_first);
  if (!format->read_row (self, table, row, draft, is_first))
    draft->is_refused = TRUE;
}

/* --- one sheet --- */

static gboolean
fail (GError **error,
      const char *sentence)
{
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_INVALID, sentence);
  return FALSE;
}

static const TiemOrdersFormat *
find_format (TiemMarketFileKind kind)
{
  static const TiemOrdersFormat *const formats[] = {
    &tiem_orders_format_shopee,
    &tiem_orders_format_lazada,
    &tiem_orders_format_tiktok,
  };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    if (formats[i]->kind == kind)
      return formats[i];
  return NULL;
}

static gboolean
check_columns (const TiemOrdersFormat *format,
               const TiemMarketTable *table,
               GError **error)
{
  for (const guint *needed = format->needed; *needed != G_MAXUINT; needed++)
    if (!tiem_market_table_has (table, *needed))
      {
        g_set_error (error,
                     TIEM_ERROR,
                     TIEM_ERROR_INVALID,
                     /* Translators: a column's head */
                     _ ("The file has no column “%s”; export it again with all columns."),
                     format->fields[*needed].names[0]);
        return FALSE;
      }
  return TRUE;
}

static void
sort_unknown_heads (TiemOrdersFile *file)
{
  for (guint i = 0; i < file->unknown_heads->len; i++)
    {
      const char *head = g_ptr_array_index (file->unknown_heads, i);
      g_autofree char *lower = g_utf8_strdown (head, -1);

      if ((strstr (lower, "phí") != NULL || strstr (lower, "thuế") != NULL
           || strstr (lower, "fee") != NULL || strstr (lower, "tax") != NULL)
          && !g_ptr_array_find_with_equal_func (file->unknown_fees, head, g_str_equal, NULL))
        g_ptr_array_add (file->unknown_fees, g_strdup (head));
    }
}

static gboolean
read_sheet (TiemOrdersReader *self,
            const TiemSheet *sheet,
            guint head_row,
            GCancellable *cancellable,
            GError **error)
{
  const TiemOrdersFormat *format = self->format;
  g_auto (TiemMarketTable) table = { 0 };

  tiem_market_table_init (&table, sheet, head_row, format->fields, format->n_fields);
  if (!check_columns (format, &table, error))
    return FALSE;
  tiem_market_table_list_unknown (&table, format->ignored, self->file->unknown_heads);
  self->file->n_hidden_rows += sheet->hidden_rows;
  for (guint row = head_row + 1; row < sheet->rows->len; row++)
    {
      if (row % 512 == 0 && g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      read_row (self, &table, row);
    }
  if (self->has_damaged_id)
    return fail (error,
                 _ ("The order numbers have lost digits, because the file was saved by Excel; "
                    "export it again and read it in without opening it."));
  if (self->has_swapped_time)
    return fail (error,
                 _ ("Days and months of the file changed places, because it was saved with the "
                    "dates of another country; export it again and read it in without opening "
                    "it."));
  return TRUE;
}

/* --- the whole file --- */

static const char *
name_kind (GPtrArray *parts,
           const char *platform,
           const TiemOrdersFormat **format,
           TiemMarketFileFound *found,
           GError **error)
{
  *format = NULL;
  tiem_market_file_find (g_ptr_array_index (parts, 0), found);
  if (tiem_market_file_get_use (found->kind) == TIEM_MARKET_USE_ORDERS
      && (platform == NULL
          || g_strcmp0 (platform, tiem_market_file_get_platform (found->kind)) == 0))
    {
      *format = find_format (found->kind);
      return (*format)->platform;
    }
  tiem_market_file_fail_kind (found->kind, TIEM_MARKET_USE_ORDERS, platform, error);
  return NULL;
}

/* By how far the order has come: a file of before, with the same times, changes nothing. */
static gint64
get_stage_ms (TiemOrderStatus status)
{
  static const TiemOrderStatus stages[]
      = { TIEM_ORDER_UNKNOWN,   TIEM_ORDER_UNPAID,          TIEM_ORDER_TO_CONFIRM,
          TIEM_ORDER_TO_SHIP,   TIEM_ORDER_AWAITING_PICKUP, TIEM_ORDER_SHIPPING,
          TIEM_ORDER_DELIVERED, TIEM_ORDER_COMPLETED,       TIEM_ORDER_CANCELLED,
          TIEM_ORDER_RETURNING, TIEM_ORDER_FAILED_DELIVERY, TIEM_ORDER_RETURNED };

  for (gsize i = 0; i < G_N_ELEMENTS (stages); i++)
    if (stages[i] == status)
      return (gint64)i;
  return 0;
}

static void
add_sums (TiemOrdersFile *file,
          const TiemOrderDraft *draft)
{
  const TiemRemoteOrder *order = draft->order;

  file->n_lines += order->lines->len;
  file->returned += draft->returned;
  file->discount_vnd += order->discount_vnd;
  file->shipping_vnd += order->shipping_fee_vnd;
  file->total_vnd += order->total_vnd;
  file->paid_vnd += draft->paid_vnd;
  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemRemoteLine *line = g_ptr_array_index (order->lines, i);

      file->units += line->quantity;
      file->goods_vnd += line->total_vnd;
    }
  for (guint i = 0; i < order->fees->len; i++)
    file->fees_vnd += ((const TiemRemoteFee *)g_ptr_array_index (order->fees, i))->amount_vnd;
  if (file->first_placed_at == 0 || order->placed_at < file->first_placed_at)
    file->first_placed_at = order->placed_at;
  file->last_placed_at = MAX (file->last_placed_at, order->placed_at);
}

/* What the buyer pays of the goods, less what the shop gives, and shipping. */
static void
finish_order (TiemOrdersReader *self,
              TiemOrderDraft *draft)
{
  TiemRemoteOrder *order = draft->order;
  gint64 goods = 0;

  for (guint i = 0; i < order->lines->len; i++)
    goods += ((const TiemRemoteLine *)g_ptr_array_index (order->lines, i))->total_vnd;
  order->total_vnd = goods - order->discount_vnd + order->shipping_fee_vnd;
  self->format->finish (self, draft);
  order->paid_vnd = draft->paid_vnd;
  order->platform_holds = order->status != TIEM_ORDER_CANCELLED;
  order->updated_at = MAX (draft->latest, order->placed_at) + get_stage_ms (order->status);
  if (!tiem_order_status_is_open (order->status))
    order->ship_by = 0;
}

static int
compare_placed (gconstpointer a,
                gconstpointer b)
{
  const TiemRemoteOrder *one = *(const TiemRemoteOrder *const *)a;
  const TiemRemoteOrder *other = *(const TiemRemoteOrder *const *)b;

  if (one->placed_at != other->placed_at)
    return (one->placed_at > other->placed_at) - (one->placed_at < other->placed_at);
  return strcmp (one->remote_id, other->remote_id);
}

static void
finish_file (TiemOrdersReader *self)
{
  TiemOrdersFile *file = self->file;

  for (guint i = 0; i < self->order->len; i++)
    {
      TiemOrderDraft *draft = g_ptr_array_index (self->order, i);

      if (draft->is_refused)
        {
          file->n_refused++;
          continue;
        }
      finish_order (self, draft);
      add_sums (file, draft);
      g_hash_table_remove (self->drafts, draft->order->remote_id);
      g_ptr_array_add (file->orders, g_steal_pointer (&draft->order));
    }
  g_ptr_array_sort (file->orders, compare_placed);
  sort_unknown_heads (file);
}

TiemOrdersFile *
tiem_orders_file_read (
    const char *path, const char *platform, gint64 now, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) parts = tiem_market_file_open_parts (path, cancellable, error);
  g_autoptr (TiemOrdersFile) file = orders_file_new ();
  g_auto (TiemOrdersReader) reader = { .file = file };
  TiemMarketFileFound found = { 0 };

  if (parts == NULL || name_kind (parts, platform, &reader.format, &found, error) == NULL)
    return NULL;
  reader.drafts = g_hash_table_new (g_str_hash, g_str_equal);
  reader.order = g_ptr_array_new ();
  file->kind = found.kind;
  file->written_at = tiem_market_file_get_time (path, now);
  file->n_parts = parts->len;
  for (guint i = 0; i < parts->len; i++)
    {
      GPtrArray *sheets = g_ptr_array_index (parts, i);

      if (!tiem_market_file_find (sheets, &found) || found.kind != file->kind)
        {
          tiem_market_file_fail_kind (
              found.kind, TIEM_MARKET_USE_ORDERS, reader.format->platform, error);
          return NULL;
        }
      if (!read_sheet (
              &reader, g_ptr_array_index (sheets, found.sheet), found.head_row, cancellable, error))
        return NULL;
    }
  finish_file (&reader);
  if (file->orders->len == 0 && file->problems->len == 0)
    {
      fail (error, _ ("There are no orders in the file; choose a longer time and export again."));
      return NULL;
    }
  return g_steal_pointer (&file);
}

/* --- into the store --- */

static void
add_counts (TiemFileCounts *sum,
            const TiemFileCounts *page)
{
  sum->n_new += page->n_new;
  sum->n_changed += page->n_changed;
  sum->n_same += page->n_same;
  sum->n_older += page->n_older;
}

gboolean
tiem_orders_file_store (TiemOrdersFile *self,
                        TiemStore *store,
                        gint64 channel_id,
                        gboolean dry_run,
                        TiemProgressFunc progress,
                        gpointer user_data,
                        TiemFileCounts *counts,
                        GCancellable *cancellable,
                        GError **error)
{
  *counts = (TiemFileCounts){ 0 };
  if (!tiem_store_check_file_channel (
          store, channel_id, tiem_market_file_get_platform (self->kind), error))
    return FALSE;
  for (guint at = 0; at < self->orders->len; at += PAGE)
    {
      g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
      TiemFileCounts done;
      gboolean ok;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      /* The orders stay the file's. */
      g_ptr_array_set_free_func (page->orders, NULL);
      for (guint i = at; i < MIN (at + PAGE, self->orders->len); i++)
        g_ptr_array_add (page->orders, g_ptr_array_index (self->orders, i));
      ok = tiem_store_compare_orders (store, channel_id, page->orders, &done, error)
           && (dry_run || done.n_new + done.n_changed + done.n_older == 0
               || tiem_store_put_order_page (store, channel_id, page, NULL, error));
      if (!ok)
        return FALSE;
      add_counts (counts, &done);
      if (progress != NULL)
        progress (MIN (at + PAGE, self->orders->len), self->orders->len, user_data);
    }
  return dry_run || tiem_store_finish_file_orders (store, channel_id, self->written_at, error);
}
