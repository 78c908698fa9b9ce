#pragma once

#include "channel/tiem-channel.h"

G_BEGIN_DECLS

/*
 * A shop at a pretend platform, for tests of src/sync: listings with stock, orders with a
 * running number as cursor, faults on demand, and a list of the calls it got. Any thread.
 * It is a channel and its transport at once: each call of the channel makes one of the
 * transport, so that limits, log and hanging connections are real.
 */
#define TIEM_TYPE_FAKE_SHOP (tiem_fake_shop_get_type ())
G_DECLARE_FINAL_TYPE (TiemFakeShop, tiem_fake_shop, TIEM, FAKE_SHOP, GObject)

/* Calls are called "orders", "stock", "read", "listings", "price", "act". */

extern const TiemChannelInfo tiem_fake_channel_info;

TiemFakeShop *tiem_fake_shop_new (void);

void tiem_fake_shop_add_listing (TiemFakeShop *self,
                                 const char *sku,
                                 gint64 stock);
/* A shopper: lowers the shop's own number. @sku NULL: an order nobody can read. */
void tiem_fake_shop_order (TiemFakeShop *self,
                           const char *remote_id,
                           const char *sku,
                           gint64 quantity);
gint64 tiem_fake_shop_get_stock (TiemFakeShop *self,
                                 const char *sku);
void tiem_fake_shop_set_stock (TiemFakeShop *self,
                               const char *sku,
                               gint64 stock);
gint64 tiem_fake_shop_get_price (TiemFakeShop *self,
                                 const char *sku);

/* The next @times calls fail with @code. @status: the HTTP status they answer; 0 = nobody
 * answers. @after: the call is carried out before. */
void tiem_fake_shop_fail (TiemFakeShop *self,
                          const char *call,
                          guint times,
                          int code,
                          guint status,
                          gboolean after);
void tiem_fake_shop_set_retry_after (TiemFakeShop *self,
                                     gint64 ms);
/* This item is refused; @breaks: every call with it fails as a whole. */
void tiem_fake_shop_refuse (TiemFakeShop *self,
                            const char *sku,
                            gboolean breaks);
/* Calls of this kind never answer until cancelled or let go. */
void tiem_fake_shop_hang (TiemFakeShop *self,
                          const char *call);
void tiem_fake_shop_let_go (TiemFakeShop *self);
/* @func runs when the shop gets a call of this kind, before it does anything; NULL: no longer. */
void tiem_fake_shop_set_hook (TiemFakeShop *self,
                              const char *call,
                              void (*func) (gpointer user_data),
                              gpointer user_data);
/* Returns: (transfer full): the calls since the last look: "orders stock:A1=3,B2=0" */
char *tiem_fake_shop_take_calls (TiemFakeShop *self);
/* What the orders are read from: the first_since of the last call without a cursor. */
gint64 tiem_fake_shop_get_first_since (TiemFakeShop *self);

G_END_DECLS
