#define G_LOG_DOMAIN "tiem-market-file"

#include "config.h"

#include "document/tiem-market-file.h"

#include "base/tiem-error.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

/* The files' fingerprints: heads that must stand in one row, and one that must not. */

#define MOST_HEADS 4
#define VN_OFFSET_MS (7 * 60 * 60 * G_GINT64_CONSTANT (1000))

typedef struct
{
  TiemMarketFileKind kind;
  const char *needed[MOST_HEADS + 1];
  const char *forbidden[2];
} Fingerprint;

/* The narrower ones first. */
static const Fingerprint fingerprints[] = {
  { TIEM_MARKET_FILE_SHOPEE_RETURNS, { "Lí do Trả hàng/Hoàn tiền", "Phương án" }, { NULL } },
  { TIEM_MARKET_FILE_SHOPEE_ORDERS,
    { "Mã đơn hàng", "SKU phân loại hàng", "Trạng Thái Đơn Hàng" },
    { "Lí do Trả hàng/Hoàn tiền" } },
  { TIEM_MARKET_FILE_SHOPEE_ORDERS,
    { "Order ID", "Order Creation Date", "SKU Reference No." },
    { "Seller SKU" } },
  { TIEM_MARKET_FILE_SHOPEE_INCOME,
    { "Đơn hàng / Sản phẩm", "Ngày hoàn thành thanh toán" },
    { NULL } },
  { TIEM_MARKET_FILE_SHOPEE_SALES_INFO,
    { "et_title_product_id", "et_title_variation_id", "et_title_variation_price" },
    { NULL } },
  { TIEM_MARKET_FILE_SHOPEE_MASS_UPDATE, { "et_title_product_id" }, { NULL } },
  { TIEM_MARKET_FILE_LAZADA_ORDERS, { "orderItemId", "orderNumber", "sellerSku" }, { NULL } },
  { TIEM_MARKET_FILE_LAZADA_ORDERS, { "Order Item Id", "Order Number", "Seller SKU" }, { NULL } },
  { TIEM_MARKET_FILE_LAZADA_PRICESTOCK, { "sku.skuId", "tr(s-wb-product@md5key)" }, { NULL } },
  { TIEM_MARKET_FILE_LAZADA_STATEMENT, { "Tên phí", "Mã đơn hàng" }, { NULL } },
  { TIEM_MARKET_FILE_LAZADA_STATEMENT, { "Fee Name", "Order Number" }, { NULL } },
  { TIEM_MARKET_FILE_LAZADA_STATEMENT, { "Fee Name", "Order No." }, { NULL } },
  { TIEM_MARKET_FILE_TIKTOK_ORDERS, { "Order ID", "SKU ID", "Seller SKU", "RTS Time" }, { NULL } },
  { TIEM_MARKET_FILE_TIKTOK_RETURNS, { "Return Order ID", "Time Requested" }, { NULL } },
  { TIEM_MARKET_FILE_TIKTOK_INCOME,
    { "ID đơn hàng/điều chỉnh", "Tổng số tiền quyết toán" },
    { NULL } },
  { TIEM_MARKET_FILE_TIKTOK_INCOME,
    { "ID đơn hàng/điều chỉnh", "Số tiền quyết toán ước tính" },
    { NULL } },
  { TIEM_MARKET_FILE_TIKTOK_BATCH_EDIT, { "product_id", "sku_id" }, { NULL } },
};

static const struct
{
  TiemMarketFileKind kind;
  const char *platform;
  TiemMarketFileUse use;
  const char *label;
} kinds[] = {
  { TIEM_MARKET_FILE_NONE, NULL, TIEM_MARKET_USE_OTHER, N_ ("a file of none of the platforms") },
  { TIEM_MARKET_FILE_SHOPEE_ORDERS,
    "shopee",
    TIEM_MARKET_USE_ORDERS,
    N_ ("the order export of Shopee") },
  { TIEM_MARKET_FILE_SHOPEE_RETURNS,
    "shopee",
    TIEM_MARKET_USE_OTHER,
    N_ ("the list of returns of Shopee") },
  { TIEM_MARKET_FILE_SHOPEE_INCOME,
    "shopee",
    TIEM_MARKET_USE_OTHER,
    N_ ("the income report of Shopee") },
  { TIEM_MARKET_FILE_SHOPEE_SALES_INFO,
    "shopee",
    TIEM_MARKET_USE_LISTINGS,
    N_ ("the mass update file of Shopee (sales information)") },
  { TIEM_MARKET_FILE_SHOPEE_MASS_UPDATE,
    "shopee",
    TIEM_MARKET_USE_OTHER,
    N_ ("a mass update file of Shopee without stock and prices") },
  { TIEM_MARKET_FILE_LAZADA_ORDERS,
    "lazada",
    TIEM_MARKET_USE_ORDERS,
    N_ ("the order export of Lazada") },
  { TIEM_MARKET_FILE_LAZADA_PRICESTOCK,
    "lazada",
    TIEM_MARKET_USE_LISTINGS,
    N_ ("the price and stock file of Lazada") },
  { TIEM_MARKET_FILE_LAZADA_STATEMENT,
    "lazada",
    TIEM_MARKET_USE_OTHER,
    N_ ("the statement of Lazada") },
  { TIEM_MARKET_FILE_TIKTOK_ORDERS,
    "tiktok",
    TIEM_MARKET_USE_ORDERS,
    N_ ("the order export of TikTok Shop") },
  { TIEM_MARKET_FILE_TIKTOK_RETURNS,
    "tiktok",
    TIEM_MARKET_USE_OTHER,
    N_ ("the list of returns of TikTok Shop") },
  { TIEM_MARKET_FILE_TIKTOK_INCOME,
    "tiktok",
    TIEM_MARKET_USE_OTHER,
    N_ ("the settlement report of TikTok Shop") },
  { TIEM_MARKET_FILE_TIKTOK_BATCH_EDIT,
    "tiktok",
    TIEM_MARKET_USE_LISTINGS,
    N_ ("the batch edit file of TikTok Shop") },
};

TiemMarketProblem *
tiem_market_problem_new (guint row,
                         const char *column,
                         const char *reason)
{
  TiemMarketProblem *self = g_new0 (TiemMarketProblem, 1);

  self->row = row;
  self->column = g_strdup (column);
  self->reason = g_strdup (reason);
  return self;
}

void
tiem_market_problem_free (TiemMarketProblem *self)
{
  g_free (self->column);
  g_free (self->reason);
  g_free (self);
}

gboolean
tiem_market_file_has_platform (const char *kind)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].platform != NULL && g_strcmp0 (kinds[i].platform, kind) == 0)
      return TRUE;
  return FALSE;
}

const char *
tiem_market_file_get_platform (TiemMarketFileKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), NULL);

  return kinds[kind].platform;
}

TiemMarketFileUse
tiem_market_file_get_use (TiemMarketFileKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), TIEM_MARKET_USE_OTHER);

  return kinds[kind].use;
}

const char *
tiem_market_file_get_centre (const char *platform)
{
  if (g_strcmp0 (platform, "shopee") == 0)
    return "Kênh Người Bán";
  return g_strcmp0 (platform, "lazada") == 0 ? "Lazada Seller Center" : "TikTok Shop Seller Center";
}

const char *
tiem_market_file_get_label (TiemMarketFileKind kind)
{
  g_return_val_if_fail (kind < G_N_ELEMENTS (kinds), "");

  return _ (kinds[kind].label);
}

/* Returns: for people: what ought to have been chosen, and where it is found */
static const char *
get_wanted_label (TiemMarketFileUse wanted,
                  const char *platform)
{
  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    if (kinds[i].use == wanted && g_strcmp0 (kinds[i].platform, platform) == 0)
      return _ (kinds[i].label);
  return _ ("another file");
}

gboolean
tiem_market_file_fail_kind (TiemMarketFileKind kind,
                            TiemMarketFileUse wanted,
                            const char *platform,
                            GError **error)
{
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_INVALID,
               /* Translators: two kinds of files, as "the order export of Shopee" */
               _ ("This is %s; here %s is wanted. Nothing was read."),
               tiem_market_file_get_label (kind),
               get_wanted_label (wanted, platform));
  return FALSE;
}

static gboolean
fits_sheet (const Fingerprint *fingerprint,
            const TiemSheet *sheet,
            guint *row)
{
  return tiem_sheet_find_head_row (sheet,
                                   fingerprint->needed,
                                   fingerprint->forbidden[0] != NULL ? fingerprint->forbidden
                                                                     : NULL,
                                   row);
}

gboolean
tiem_market_file_find (GPtrArray *sheets,
                       TiemMarketFileFound *found)
{
  *found = (TiemMarketFileFound){ 0 };
  for (gsize i = 0; i < G_N_ELEMENTS (fingerprints); i++)
    for (guint j = 0; j < sheets->len; j++)
      if (fits_sheet (&fingerprints[i], g_ptr_array_index (sheets, j), &found->head_row))
        {
          found->kind = fingerprints[i].kind;
          found->sheet = j;
          return TRUE;
        }
  return FALSE;
}

TiemMarketFileKind
tiem_market_file_recognise (const char *path,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GPtrArray) parts = tiem_market_file_open_parts (path, cancellable, error);
  TiemMarketFileFound found = { 0 };

  if (parts != NULL && parts->len > 0)
    tiem_market_file_find (g_ptr_array_index (parts, 0), &found);
  return found.kind;
}

/* --- when it was written --- */

static gint64
make_local_time (const int *fields)
{
  g_autoptr (GDateTime) time
      = g_date_time_new_utc (fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]);

  return time != NULL ? g_date_time_to_unix (time) * 1000 - VN_OFFSET_MS : 0;
}

/* "…_20261122101530.xlsx", as Shopee and TikTok Shop name their files, or "…-2026-08-04-11_54". */
static gint64
read_name (const char *name)
{
  gint64 best = 0;

  for (const char *p = name; *p != '\0'; p++)
    {
      int fields[6] = { 0 };
      int end = 0;
      gint64 time = 0;

      if (p > name && g_ascii_isdigit (p[-1]))
        continue;
      if (strspn (p, "0123456789") == 14
          && sscanf (p,
                     "%4d%2d%2d%2d%2d%2d",
                     &fields[0],
                     &fields[1],
                     &fields[2],
                     &fields[3],
                     &fields[4],
                     &fields[5])
                 == 6)
        time = make_local_time (fields);
      else if (sscanf (p,
                       "%4d-%2d-%2d-%2d_%2d%n",
                       &fields[0],
                       &fields[1],
                       &fields[2],
                       &fields[3],
                       &fields[4],
                       &end)
                   == 5
               && end > 0)
        time = make_local_time (fields);
      best = MAX (best, time);
    }
  return best;
}

gint64
tiem_market_file_get_time (const char *path,
                           gint64 now)
{
  g_autofree char *name = g_path_get_basename (path);
  gint64 time = read_name (name);
  GStatBuf info;

  if (time == 0 && g_stat (path, &info) == 0)
    time = (gint64)info.st_mtime * 1000;
  return time > 0 ? MIN (time, now) : now;
}
