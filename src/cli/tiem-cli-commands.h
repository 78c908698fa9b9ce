#pragma once

#include "cli/tiem-cli.h"

G_BEGIN_DECLS

/* The commands, one function each, by file. */

/* tiem-cli-channel.c */
gboolean tiem_cli_channel_connect (TiemCli *cli,
                                   GError **error);
gboolean tiem_cli_channel_uploaded (TiemCli *cli,
                                    GError **error);
gboolean tiem_cli_channel_add (TiemCli *cli, GError **error);
gboolean tiem_cli_channel_list (TiemCli *cli, GError **error);
gboolean tiem_cli_channel_pause (TiemCli *cli, GError **error);
gboolean tiem_cli_channel_resume (TiemCli *cli, GError **error);
gboolean tiem_cli_channel_set (TiemCli *cli, GError **error);
gboolean tiem_cli_channel_remove (TiemCli *cli, GError **error);
gboolean tiem_cli_channel_test (TiemCli *cli, GError **error);

/* tiem-cli-sign-in.c */
gboolean tiem_cli_channel_sign_in (TiemCli *cli, GError **error);

/* tiem-cli-sync.c */
gboolean tiem_cli_sync (TiemCli *cli, GError **error);

/* tiem-cli-listing.c */
gboolean tiem_cli_listings (TiemCli *cli, GError **error);
gboolean tiem_cli_listing_set (TiemCli *cli, GError **error);
gboolean tiem_cli_adopt (TiemCli *cli, GError **error);
gboolean tiem_cli_link (TiemCli *cli, GError **error);
gboolean tiem_cli_unlink (TiemCli *cli, GError **error);

/* tiem-cli-publish.c */
gboolean tiem_cli_channel_categories (TiemCli *cli, GError **error);
gboolean tiem_cli_publish (TiemCli *cli, GError **error);
gboolean tiem_cli_listing_update (TiemCli *cli, GError **error);

/* tiem-cli-offer.c */
gboolean tiem_cli_listing_price (TiemCli *cli, GError **error);
gboolean tiem_cli_channel_price (TiemCli *cli, GError **error);
gboolean tiem_cli_product_image (TiemCli *cli, GError **error);
/* Prints what listings without a link probably are. @channel_id: 0 = of all channels */
gboolean tiem_cli_print_proposals (TiemCli *cli, gint64 channel_id, GError **error);
/* Links those whose proposal leaves no doubt. */
gboolean tiem_cli_link_sure (
    TiemCli *cli, gint64 channel_id, guint *linked, guint *left, GError **error);

/* tiem-cli-product.c */
gboolean tiem_cli_products (TiemCli *cli, GError **error);
gboolean tiem_cli_product_show (TiemCli *cli, GError **error);
gboolean tiem_cli_product_add (TiemCli *cli, GError **error);
gboolean tiem_cli_product_edit (TiemCli *cli, GError **error);
gboolean tiem_cli_product_archive (TiemCli *cli, GError **error);
gboolean tiem_cli_product_unarchive (TiemCli *cli, GError **error);
gboolean tiem_cli_bundle_set (TiemCli *cli, GError **error);

/* tiem-cli-goods.c */
gboolean tiem_cli_product_price (TiemCli *cli, GError **error);
gboolean tiem_cli_product_category (TiemCli *cli, GError **error);
gboolean tiem_cli_categories (TiemCli *cli, GError **error);
gboolean tiem_cli_category_move (TiemCli *cli, GError **error);
gboolean tiem_cli_stickers (TiemCli *cli, GError **error);
gboolean tiem_cli_bundle_show (TiemCli *cli, GError **error);

/* tiem-cli-stock.c */
gboolean tiem_cli_drift_list (TiemCli *cli, GError **error);
gboolean tiem_cli_drift_set_back (TiemCli *cli, GError **error);
gboolean tiem_cli_drift_take_over (TiemCli *cli, GError **error);
gboolean tiem_cli_stock (TiemCli *cli, GError **error);
gboolean tiem_cli_why (TiemCli *cli, GError **error);
gboolean tiem_cli_movements (TiemCli *cli, GError **error);

/* tiem-cli-location.c */
gboolean tiem_cli_location_list (TiemCli *cli, GError **error);
gboolean tiem_cli_location_add (TiemCli *cli, GError **error);
gboolean tiem_cli_location_edit (TiemCli *cli, GError **error);
gboolean tiem_cli_location_archive (TiemCli *cli, GError **error);
gboolean tiem_cli_transfer (TiemCli *cli, GError **error);
gboolean tiem_cli_transfer_list (TiemCli *cli, GError **error);
gboolean tiem_cli_transfer_undo (TiemCli *cli, GError **error);

/* tiem-cli-take.c */
gboolean tiem_cli_take_list (TiemCli *cli, GError **error);
gboolean tiem_cli_take_start (TiemCli *cli, GError **error);
gboolean tiem_cli_take_count (TiemCli *cli, GError **error);
gboolean tiem_cli_take_show (TiemCli *cli, GError **error);
gboolean tiem_cli_take_pass (TiemCli *cli, GError **error);
gboolean tiem_cli_take_book (TiemCli *cli, GError **error);
gboolean tiem_cli_take_undo (TiemCli *cli, GError **error);
gboolean tiem_cli_take_reopen (TiemCli *cli, GError **error);
gboolean tiem_cli_take_delete (TiemCli *cli, GError **error);
gboolean tiem_cli_take_sheet (TiemCli *cli, GError **error);

/* tiem-cli-order.c */
gboolean tiem_cli_orders (TiemCli *cli, GError **error);
gboolean tiem_cli_order_show (TiemCli *cli, GError **error);
gboolean tiem_cli_order_confirm (TiemCli *cli, GError **error);
gboolean tiem_cli_order_ship (TiemCli *cli, GError **error);
gboolean tiem_cli_order_hand_over (TiemCli *cli, GError **error);
gboolean tiem_cli_order_cancel (TiemCli *cli, GError **error);
gboolean tiem_cli_order_accept_cancel (TiemCli *cli, GError **error);
gboolean tiem_cli_order_reject_cancel (TiemCli *cli, GError **error);
gboolean tiem_cli_order_receive_return (TiemCli *cli, GError **error);
/* Prints one order with everything about it. */
gboolean tiem_cli_print_order (TiemCli *cli, gint64 order_id, GError **error);

/* tiem-cli-pack.c */
gboolean tiem_cli_order_pack (TiemCli *cli, GError **error);

/* tiem-cli-note.c */
gboolean tiem_cli_address (TiemCli *cli, GError **error);
gboolean tiem_cli_order_ward (TiemCli *cli, GError **error);
gboolean tiem_cli_order_note (TiemCli *cli, GError **error);
gboolean tiem_cli_order_tag (TiemCli *cli, GError **error);
gboolean tiem_cli_tags (TiemCli *cli, GError **error);
gboolean tiem_cli_view_list (TiemCli *cli, GError **error);
gboolean tiem_cli_tag_rename (TiemCli *cli, GError **error);
gboolean tiem_cli_tag_delete (TiemCli *cli, GError **error);

/* tiem-cli-own.c */
gboolean tiem_cli_order_add (TiemCli *cli, GError **error);
gboolean tiem_cli_order_drafts (TiemCli *cli, GError **error);
gboolean tiem_cli_order_place (TiemCli *cli, GError **error);
gboolean tiem_cli_order_pay (TiemCli *cli, GError **error);
gboolean tiem_cli_order_mark (TiemCli *cli, GError **error);

/* tiem-cli-supplier.c */
gboolean tiem_cli_supplier_add (TiemCli *cli, GError **error);
gboolean tiem_cli_supplier_edit (TiemCli *cli, GError **error);
gboolean tiem_cli_supplier_list (TiemCli *cli, GError **error);
gboolean tiem_cli_supplier_show (TiemCli *cli, GError **error);
gboolean tiem_cli_supplier_pay (TiemCli *cli, GError **error);
gboolean tiem_cli_supplier_undo_pay (TiemCli *cli, GError **error);

/* tiem-cli-purchase.c */
gboolean tiem_cli_purchase_add (TiemCli *cli, GError **error);
gboolean tiem_cli_purchase_return (TiemCli *cli, GError **error);
gboolean tiem_cli_purchase_list (TiemCli *cli, GError **error);
gboolean tiem_cli_purchase_show (TiemCli *cli, GError **error);
gboolean tiem_cli_purchase_done (TiemCli *cli, GError **error);
gboolean tiem_cli_purchase_undo (TiemCli *cli, GError **error);
/* Returns: the slip's id, 0 with NOT_FOUND */
gint64 tiem_cli_find_purchase (TiemCli *cli,
                               const char *number,
                               GError **error);

/* tiem-cli-parcel.c */
gboolean tiem_cli_order_refused (TiemCli *cli, GError **error);
gboolean tiem_cli_order_ship_part (TiemCli *cli, GError **error);

/* tiem-cli-label.c */
gboolean tiem_cli_order_label (TiemCli *cli, GError **error);
/* Readable by the owner alone: addresses are in it. */
gboolean tiem_cli_write_pdf (GBytes *pdf, const char *path, GError **error);

/* tiem-cli-picking.c */
gboolean tiem_cli_order_pick_list (TiemCli *cli, GError **error);

/* tiem-cli-after.c */
gboolean tiem_cli_returns (TiemCli *cli, GError **error);
gboolean tiem_cli_return_show (TiemCli *cli, GError **error);
gboolean tiem_cli_return_answer (TiemCli *cli, GError **error);
gboolean tiem_cli_reviews (TiemCli *cli, GError **error);
gboolean tiem_cli_review_reply (TiemCli *cli, GError **error);

/* tiem-cli-customer.c */
gboolean tiem_cli_customers (TiemCli *cli, GError **error);
gboolean tiem_cli_customer_show (TiemCli *cli, GError **error);
gboolean tiem_cli_customer_merge (TiemCli *cli, GError **error);
gboolean tiem_cli_customer_unmerge (TiemCli *cli, GError **error);
gboolean tiem_cli_customer_export (TiemCli *cli, GError **error);
gboolean tiem_cli_customer_erase (TiemCli *cli, GError **error);

/* tiem-cli-debt.c */
gboolean tiem_cli_customer_debt (TiemCli *cli, GError **error);
gboolean tiem_cli_customer_pay (TiemCli *cli, GError **error);
gboolean tiem_cli_customer_undo_pay (TiemCli *cli, GError **error);

/* tiem-cli-import.c */
gboolean tiem_cli_import (TiemCli *cli, GError **error);
gboolean tiem_cli_import_list (TiemCli *cli, GError **error);
gboolean tiem_cli_import_undo (TiemCli *cli, GError **error);
gboolean tiem_cli_import_template (TiemCli *cli, GError **error);

/* tiem-cli-file.c */
gboolean tiem_cli_export (TiemCli *cli, GError **error);
gboolean tiem_cli_backup (TiemCli *cli, GError **error);
gboolean tiem_cli_restore (TiemCli *cli, GError **error);

/* tiem-cli-check.c */
gboolean tiem_cli_check (TiemCli *cli, GError **error);
gboolean tiem_cli_log (TiemCli *cli, GError **error);

/* tiem-cli-worth.c: stock --value, --slow, --reorder */
gboolean tiem_cli_print_value (TiemCli *cli, const char *by_name, GError **error);
gboolean tiem_cli_print_slow (TiemCli *cli, gint64 days, GError **error);
gboolean tiem_cli_print_reorder (TiemCli *cli, GError **error);
gboolean tiem_cli_setting (TiemCli *cli, GError **error);
gboolean tiem_cli_profit (TiemCli *cli, GError **error);

/* stock --why */
gboolean tiem_cli_print_why (TiemCli *cli,
                             gint64 variant_id,
                             GError **error);

G_END_DECLS
