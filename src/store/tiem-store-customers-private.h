#pragma once

#include "model/tiem-remote.h"
#include "store/tiem-store-customers.h"
#include "store/tiem-store-private.h"

G_BEGIN_DECLS

/* What storing an order asks of the customers. */

/* Finds or makes the customer of an order by (channel, buyer id), phone and e-mail; fills in
 * what was not known, never with a masked value. Sets write->what when it wrote. @sums: of the
 * order as it will be stored. One who is made has them from the first, which costs each index of a
 * sum one entry instead of three: *is_booked then says that tiem_customers_book() is not to add them.
 * Returns: the customer's own id (not the end of a merge); 0 without @error for a buyer who
 * can't be told from any other, −1 with @error */
gint64 tiem_customers_resolve (TiemWrite *write,
                               gint64 channel_id,
                               const TiemRemoteOrder *order,
                               const TiemTallyOrder *sums,
                               gboolean *is_booked,
                               GError **error);
/* Adds to the customer's sums (own, and of the end of its merge): @orders and @spent_vnd are
 * differences, for orders that are not cancelled; @placed_at is the order's. To be called
 * when the order's row is as it shall be. */
gboolean tiem_customers_book (TiemWrite *write,
                              gint64 customer_id,
                              gint64 orders,
                              gint64 spent_vnd,
                              gint64 placed_at,
                              GError **error);
/* What a customer owes, of c (customer), recounted: from before Tiệm, less what was paid of that, and
 * by orders of the shop's own. */
#define TIEM_CUSTOMER_OPENING                                                                      \
  "(coalesce ((SELECT sum (g.owed_vnd) FROM customer_origin g WHERE g.customer_id = c.id), 0)"     \
  " - coalesce ((SELECT sum (y.amount_vnd) FROM customer_payment y"                                \
  "    WHERE y.customer_id = c.id AND y.undone_at = 0), 0))"
#define TIEM_CUSTOMER_DEBT                                                                         \
  "(" TIEM_CUSTOMER_OPENING " + coalesce ((SELECT sum (w.owed_vnd) FROM customer_order o"          \
  "    JOIN own_order w ON w.order_id = o.id WHERE o.customer_id = c.id), 0))"
/* Recounts what the customer (0 = none) owes. */
gboolean tiem_customers_book_debt (TiemWrite *write,
                                   gint64 customer_id,
                                   GError **error);
/* The same for parcels: @sent that left the shop, @refused that were not taken; differences. */
gboolean tiem_customers_book_parcels (TiemWrite *write,
                                      gint64 customer_id,
                                      gint64 sent,
                                      gint64 refused,
                                      GError **error);
/* Takes out again what the channel told of a buyer whose data was erased. To be called when the
 * order is written. */
gboolean tiem_customers_keep_erased (TiemWrite *write,
                                     gint64 order_id,
                                     gint64 customer_id,
                                     GError **error);

/* --- within tiem-customers.c and tiem-store-customers.c --- */

/* Returns: (transfer full) (nullable): what an e-mail is compared by; NULL when it is none
 * or masked */
char *tiem_customers_email_key (const char *email);
/* @kind "phone" or "email". Returns: the customer who has it, 0 = nobody, −1 with @error */
gint64 tiem_customers_find (TiemWrite *write,
                            const char *kind,
                            const char *value,
                            GError **error);
/* @value NULL: nothing to add */
gboolean tiem_customers_add_identity (TiemWrite *write,
                                      gint64 customer_id,
                                      const char *kind,
                                      gint64 channel_id,
                                      const char *value,
                                      GError **error);
/* Returns: the id of an empty customer, 0 with @error */
gint64 tiem_customers_insert (TiemWrite *write,
                              GError **error);
/* Writes what is known of it, and what a search finds it by. */
gboolean tiem_customers_write (TiemWrite *write,
                               gint64 customer_id,
                               const char *name,
                               const char *phone,
                               const char *email,
                               const char *province,
                               GError **error);
/* Returns: the end of the customer's merges, 0 = no such customer, −1 with @error */
gint64 tiem_customers_get_root (TiemDb *db,
                                gint64 customer_id,
                                GError **error);
/* The same, 0 with @error: NOT_FOUND when there is no such customer */
gint64 tiem_customers_require_root (TiemDb *db,
                                    gint64 customer_id,
                                    GError **error);
/* Returns: FALSE */
gboolean tiem_customers_set_not_found (GError **error);
/* Has @from_id point at @into_id; 0 takes it out again, and keeps it out. */
gboolean tiem_customers_point (TiemWrite *write,
                               gint64 from_id,
                               gint64 into_id,
                               GError **error);

/* The two steps of a list (tiem-ids.h). */
GArray *tiem_customers_select (TiemDb *db,
                               gint64 now,
                               const TiemCustomerQuery *query,
                               gint64 limit,
                               gint64 offset,
                               GError **error);
/* tiem-customer-found.c: the first @limit of @candidates, a statement that gives ids of customers
 * who are not merged into another, who hold the words and whom @fits, whose ?1 is an id, has a row
 * for, to @found. */
gboolean tiem_customer_found_select (TiemDb *db,
                                     const char *expression,
                                     TiemStmt *candidates,
                                     TiemStmt *fits,
                                     gint64 limit,
                                     GArray *found,
                                     GError **error);
/* Returns: (element-type TiemCustomer): with identities */
GPtrArray *tiem_customers_read (TiemDb *db,
                                GArray *ids,
                                GError **error);

G_END_DECLS
