#define G_LOG_DOMAIN "tiem-import"

#include "config.h"

#include "document/tiem-import-private.h"

#include <glib/gi18n-lib.h>

/* All tables Tiệm knows, and those it knows to be something else. */

static const TiemImportProgram *const programs[] = {
  &tiem_import_kiotviet,    &tiem_import_sapo,    &tiem_import_sapo_pos,    &tiem_import_sapo_old,
  &tiem_import_haravan,     &tiem_import_pancake, &tiem_import_woocommerce, &tiem_import_shopify,
  &tiem_import_shopify_new, &tiem_import_shopee,  &tiem_import_lazada,      &tiem_import_tiktok,
  &tiem_import_own,
};

const TiemImportProgram *
tiem_import_find_program (const TiemSheet *sheet,
                          guint *head_row)
{
  for (gsize i = 0; i < G_N_ELEMENTS (programs); i++)
    if (tiem_sheet_find_head_row (sheet, programs[i]->needed, programs[i]->forbidden, head_row)
        && (programs[i]->accepts == NULL || programs[i]->accepts (sheet, *head_row)))
      return programs[i];
  return NULL;
}

const char *
tiem_import_find_other_kind (const TiemSheet *sheet)
{
  static const struct
  {
    const char *heads[4];
    const char *sentence;
  } kinds[] = {
    { { "Mã đơn hàng", "SKU phân loại hàng", "Trạng Thái Đơn Hàng" },
      N_ ("This is a file of Shopee orders, not of products; import it under Channels.") },
    { { "Order ID", "SKU Reference No.", "Order Creation Date" },
      N_ ("This is a file of Shopee orders, not of products; import it under Channels.") },
    { { "orderItemId", "orderNumber", "sellerSku" },
      N_ ("This is a file of Lazada orders, not of products; import it under Channels.") },
    { { "Order ID", "SKU ID", "RTS Time" },
      N_ ("This is a file of TikTok Shop orders, not of products; import it under Channels.") },
    { { "Đơn hàng / Sản phẩm", "Mã đơn hàng" },
      N_ ("This is a statement of Shopee's payments, not a list of products.") },
    { { "ID đơn hàng/điều chỉnh", "Loại giao dịch" },
      N_ ("This is a statement of TikTok Shop's payments, not a list of products.") },
    { { "Mã hóa đơn", "Mã hàng", "Khách cần trả" },
      N_ ("This is KiotViet's list of invoices, not of products; export “Danh sách hàng hoá”.") },
    { { "Mã khách hàng", "Nợ cần thu hiện tại" },
      N_ ("This is KiotViet's list of customers, not of products.") },
    { { "Mã nhà cung cấp", "Tên nhà cung cấp" },
      N_ ("This is KiotViet's list of suppliers, not of products.") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      guint row;

      if (tiem_sheet_find_head_row (sheet, kinds[i].heads, NULL, &row))
        return _ (kinds[i].sentence);
    }
  return NULL;
}
