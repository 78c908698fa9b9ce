#pragma once

#include "sandbox/tiem-sandbox-market.h"

G_BEGIN_DECLS

/*
 * The pretend marketplaces of one practice shop, as plain functions: requests in, answers
 * out, time given. tiem-sandbox-server.h puts sockets around them; the simulation calls
 * them as they are. One thread.
 *
 * To add a market: a folder src/sandbox/NAME with a class derived from TiemSandboxMarket,
 * and a line in the table of tiem-sandbox.c.
 */

#define TIEM_TYPE_SANDBOX (tiem_sandbox_get_type ())
G_DECLARE_FINAL_TYPE (TiemSandbox, tiem_sandbox, TIEM, SANDBOX, GObject)

/* @options %NULL: as tiem_sandbox_options_new() makes them. @now gives the time in ms UTC,
 * for as long as the sandbox lives. The markets open with tiem_sandbox_open(). */
TiemSandbox *
tiem_sandbox_new (const TiemSandboxOptions *options, TiemSandboxNowFunc now, gpointer now_data);

guint tiem_sandbox_get_n_markets (TiemSandbox *self);
TiemSandboxMarket *tiem_sandbox_get_market (TiemSandbox *self, guint index);
/* Returns: (nullable) */
TiemSandboxMarket *tiem_sandbox_find_market (TiemSandbox *self, const char *kind);
/* Returns: the port of that market when there is a port base: market 3 of 18100 has 18103 */
guint tiem_sandbox_get_port_offset (TiemSandbox *self, guint index);

/* Fills the markets with goods and past orders; shoppers start to come. @homes: the address
 * of each market; %NULL for http://127.0.0.1 with the ports of the options (18100 when they
 * say any). */
void tiem_sandbox_open (TiemSandbox *self, const char *const *homes);

/* Answers @request at the market whose address it carries (the first, when there is only
 * one). @effect: (out) what else happens to the answer. Returns: (transfer full)
 * (nullable): NULL when the connection closes without an answer */
TiemResponse *
tiem_sandbox_handle (TiemSandbox *self, const TiemRequest *request, TiemSandboxEffect *effect);
TiemResponse *tiem_sandbox_handle_at (TiemSandbox *self,
                                      TiemSandboxMarket *market,
                                      const TiemRequest *request,
                                      TiemSandboxEffect *effect);

/* Lets shoppers, buyers and carriers do what they do up to now. */
void tiem_sandbox_step (TiemSandbox *self);
/* Returns: when the next of them acts, ms UTC; G_MAXINT64 when nobody will */
gint64 tiem_sandbox_get_next_step (TiemSandbox *self);

/* Returns: (transfer full): the ready line: {"channels":[…]} */
JsonNode *tiem_sandbox_describe (TiemSandbox *self);

TiemSandboxWorld *tiem_sandbox_get_world (TiemSandbox *self);

G_END_DECLS
