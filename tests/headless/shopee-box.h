#pragma once

#include "sandbox-fixture.h"

/* A pretend Shopee called without sockets, by a client written apart from the channel. */

#define SHOPEE_PARTNER "2001887"
#define SHOPEE_KEY "7a6b4d59614c7572446f6e672d7469656d2d6b6579303031"
#define SHOPEE_SHOP "14701711"

typedef struct
{
  SandboxFixture base;
  char *access_token;
  char *refresh_token;
} ShopeeBox;

void shopee_box_set_up (ShopeeBox *box, gconstpointer data);
void shopee_box_tear_down (ShopeeBox *box, gconstpointer data);
/* Reads the tokens from what the market says of itself. */
void shopee_box_take_tokens (ShopeeBox *box);

/* Changes switches, ' for ". */
void shopee_box_configure (ShopeeBox *box, const char *settings);
/* A shopper buys. Returns: (transfer full): the order_sn; NULL when it is sold out. @payment:
 * "cod", "online" */
char *shopee_box_buy (ShopeeBox *box, const char *sku, guint quantity, const char *payment);
/* Something happens to an order; must be known. */
void shopee_box_happen (ShopeeBox *box, const char *order_sn, const char *what);
/* What the market has of a SKU, beside the API. */
gint64 shopee_box_get_stock (ShopeeBox *box, const char *sku);
/* Lets time pass, and what is due happen. */
void shopee_box_wait (ShopeeBox *box, gint64 seconds);

/* Returns: (transfer full): "sign" for a call at @seconds; @access_token: (nullable) public */
char *shopee_box_sign (const char *path, gint64 seconds, const char *access_token);
/* A signed call with the right token. @name: "order/get_order_list?page_size=5…"; @body:
 * (nullable): a POST of this, ' for ". The answer is in box->base. */
void shopee_box_call (ShopeeBox *box, const char *name, const char *body);
/* The same signed without token. */
void shopee_box_call_public (ShopeeBox *box, const char *name, const char *body);
/* The same, which must succeed. Returns: the response object; borrowed, NULL when there is none */
JsonObject *shopee_box_get (ShopeeBox *box, const char *name, const char *body);
/* The same, which must be refused with this code. */
void shopee_box_refuse (ShopeeBox *box, const char *name, const char *body, const char *code);

/* Of the last answer; borrowed. */
const char *shopee_box_error (ShopeeBox *box);
const char *shopee_box_message (ShopeeBox *box);

/* Returns: the one order in detail, with the fields a client names; borrowed */
JsonObject *shopee_box_detail (ShopeeBox *box, const char *order_sn);
/* Its status. */
void shopee_box_assert_status (ShopeeBox *box, const char *order_sn, const char *status);
/* The ids of the item and the model that sell @sku; the model is 0 when there is none. */
void shopee_box_find (ShopeeBox *box, const char *sku, gint64 *item_id, gint64 *model_id);
