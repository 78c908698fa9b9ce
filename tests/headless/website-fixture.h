#pragma once

#include "channel/tiem-channel.h"

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/*
 * The sandbox's website behind a real socket, on a thread of its own, and its control
 * endpoints as functions. Time is the system's; shoppers come only when asked to.
 */
typedef struct _WebsiteFixture WebsiteFixture;

WebsiteFixture *website_fixture_new (guint products,
                                     guint past_orders);
void website_fixture_free (WebsiteFixture *self);

/* Returns: (transfer full): address and keys of the website */
TiemAccount *website_fixture_dup_account (WebsiteFixture *self);

/* A shopper buys. Returns: (transfer full): the order's id */
char *website_fixture_order (WebsiteFixture *self,
                             const char *sku,
                             gint64 quantity);
/* @fault: as in tiem-sandbox-faults.h, one or a list */
void website_fixture_add_fault (WebsiteFixture *self,
                                const char *fault);
void website_fixture_clear_faults (WebsiteFixture *self);
/* Returns: (transfer full): GET /_sandbox/state */
JsonObject *website_fixture_get_state (WebsiteFixture *self);
/* Returns: the stock on show; −1 = the website keeps no number for it */
gint64 website_fixture_get_stock (WebsiteFixture *self,
                                  const char *sku);

G_END_DECLS
