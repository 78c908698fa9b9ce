#define G_LOG_DOMAIN "tiem-store-refusals"

#include "config.h"

#include "base/tiem-error.h"
#include "store/tiem-ids.h"
#include "store/tiem-orders-private.h"
#include "store/tiem-store-customers-private.h"

#include <glib/gi18n-lib.h>

/* Parcels that buyers did not take, and the owner's word on them. */

#define MOST_REFUSALS 20

typedef struct
{
  TiemOrderStatus status;
  gint64 left_at;
  gint64 customer_id;
  gboolean refused;
} Held;

static gboolean
load_held (TiemWrite *write,
           gint64 order_id,
           Held *held,
           GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      write->db,
      error,
      "SELECT status, left_at, customer_id, refused FROM customer_order WHERE id = ?1",
      TIEM_INT (order_id));
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    {
      g_set_error_literal (
          error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND, _ ("There is no such order; check its number."));
      return FALSE;
    }
  held->status = tiem_order_status_from_string (tiem_stmt_text (row, 0));
  held->left_at = tiem_stmt_int (row, 1);
  held->customer_id = tiem_stmt_int (row, 2);
  held->refused = tiem_stmt_int (row, 3) != 0;
  return TRUE;
}

static gboolean
tell (TiemWrite *write,
      gint64 order_id,
      TiemRefusal said,
      GError **error)
{
  TiemOrderEventRow event = { .order_id = order_id,
                              .at = write->now,
                              .kind = TIEM_EVENT_REFUSAL,
                              .source = "owner",
                              .new = said == TIEM_REFUSAL_YES ? "yes" : "no" };

  /* An Undo takes back what was told, too. */
  return said == TIEM_REFUSAL_UNTOLD
             ? tiem_order_events_drop_mark (write, order_id, TIEM_EVENT_REFUSAL, error)
             : tiem_order_events_add (write, &event, error);
}

gboolean
tiem_store_set_order_refused (TiemStore *self,
                              gint64 order_id,
                              TiemRefusal said,
                              GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  Held held = { 0 };
  gboolean refused;

  if (write == NULL || !load_held (write, order_id, &held, error))
    return FALSE;
  if (said == TIEM_REFUSAL_YES && held.left_at == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_CONFLICT,
                           _ ("This order has not left the shop, so its parcel can't have been "
                              "refused; look at the order again."));
      return FALSE;
    }
  refused = said == TIEM_REFUSAL_UNTOLD ? held.status == TIEM_ORDER_FAILED_DELIVERY
                                        : said == TIEM_REFUSAL_YES;
  write->what |= TIEM_CHANGED_ORDERS;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE customer_order SET refused = ?2, refusal_said = ?3 WHERE id = ?1",
                      TIEM_INT (order_id),
                      TIEM_INT (refused),
                      TIEM_INT (said))
         && tiem_customers_book_parcels (
             write, held.customer_id, 0, (gint64)refused - (gint64)held.refused, error)
         && tell (write, order_id, said, error) && tiem_write_commit (write, error);
}

GPtrArray *
tiem_store_list_refusals (TiemStore *self,
                          gint64 customer_id,
                          GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) rows = NULL;
  g_autoptr (GArray) ids = NULL;

  if (read == NULL)
    return NULL;
  rows = tiem_db_query (read->db,
                        error,
                        "SELECT o.id FROM customer c JOIN customer_order o ON o.customer_id = c.id"
                        " WHERE c.root_id = (SELECT root_id FROM customer WHERE id = ?1)"
                        " AND o.refused = 1 ORDER BY o.placed_at DESC, o.id DESC LIMIT ?2",
                        TIEM_INT (customer_id),
                        TIEM_INT (MOST_REFUSALS));
  ids = tiem_ids_collect (rows, error);
  return ids != NULL ? tiem_orders_read (read->db, tiem_store_now (self), ids, FALSE, error) : NULL;
}
