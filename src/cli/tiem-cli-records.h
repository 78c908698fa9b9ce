#pragma once

#include "cli/tiem-cli-output.h"
#include "store/tiem-store.h"

G_BEGIN_DECLS

/* The store's records as objects of the contract, and which members people get to see. Each
 * …_json() adds one whole object at the builder's place. */

extern const TiemCliColumn tiem_cli_channel_columns[];
void tiem_cli_channel_json (JsonBuilder *builder,
                            TiemStore *store,
                            const TiemChannelRecord *channel);

extern const TiemCliColumn tiem_cli_listing_columns[];
void tiem_cli_listing_json (JsonBuilder *builder,
                            const TiemListing *listing);

extern const TiemCliColumn tiem_cli_product_columns[];
/* @with_archived: variants that are no longer sold, too */
void tiem_cli_product_json (JsonBuilder *builder,
                            const TiemProduct *product,
                            gboolean with_archived);

typedef enum
{
  TIEM_CLI_ORDER_ONLY,
  TIEM_CLI_ORDER_LINES,   /* with its lines */
  TIEM_CLI_ORDER_DETAILS, /* with lines, fees, events, address and parcels */
} TiemCliOrderForm;
extern const TiemCliColumn tiem_cli_order_columns[];
extern const TiemCliColumn tiem_cli_order_detail_columns[];
void tiem_cli_order_json (JsonBuilder *builder,
                          const TiemOrder *order,
                          TiemCliOrderForm form);

/* "new": where @address lies in the units of today */
void tiem_cli_add_place (JsonBuilder *builder,
                         const TiemAddress *address,
                         const char *chosen_code);

extern const TiemCliColumn tiem_cli_customer_columns[];
extern const TiemCliColumn tiem_cli_customer_detail_columns[];
void tiem_cli_customer_json (JsonBuilder *builder,
                             const TiemCustomer *customer);
extern const TiemCliColumn tiem_cli_return_columns[];
void tiem_cli_return_json (JsonBuilder *builder,
                           const TiemReturn *item);

extern const TiemCliColumn tiem_cli_review_columns[];
void tiem_cli_review_json (JsonBuilder *builder,
                           const TiemReview *review);

G_END_DECLS
