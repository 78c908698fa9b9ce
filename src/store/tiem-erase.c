#define G_LOG_DOMAIN "tiem-erase"

#include "store/tiem-after-private.h"
#include "store/tiem-ids.h"
#include "store/tiem-store-customers-private.h"

/* A customer's data goes for good, their orders and sums stay. */

/* What the buyer wrote: reasons, reviews. */
static gboolean
erase_words (TiemWrite *write,
             gint64 order_id,
             GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "UPDATE order_event SET subject = NULL WHERE order_id = ?1 AND kind IN"
                      " ('" TIEM_EVENT_CANCEL_ASKED "', '" TIEM_EVENT_CANCEL_REASON
                      "', '" TIEM_EVENT_RETURN_ASKED "', '" TIEM_EVENT_ADDRESS "')",
                      TIEM_INT (order_id))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE order_return SET reason = NULL FROM customer_order o"
                         " WHERE o.id = ?1 AND order_return.channel_id = o.channel_id"
                         " AND order_return.order_remote_id = o.remote_id",
                         TIEM_INT (order_id))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE review SET buyer_name = NULL, text = NULL FROM customer_order o"
                         " WHERE o.id = ?1 AND review.channel_id = o.channel_id"
                         " AND review.order_remote_id = o.remote_id",
                         TIEM_INT (order_id));
}

static gboolean
erase_from_order (TiemWrite *write,
                  gint64 order_id,
                  GError **error)
{
  write->what |= TIEM_CHANGED_ORDERS;
  tiem_search_queue_put_order (write->search, order_id, FALSE);
  return tiem_db_run (write->db,
                      error,
                      "UPDATE customer_order SET buyer_remote_id = NULL, buyer_name = NULL,"
                      " sort_buyer = '', buyer_phone = NULL, buyer_email = NULL, note = NULL,"
                      " cancel_reason = NULL WHERE id = ?1",
                      TIEM_INT (order_id))
         && tiem_db_run (
             write->db, error, "DELETE FROM order_address WHERE order_id = ?1", TIEM_INT (order_id))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE order_payment SET note = NULL WHERE order_id = ?1",
                         TIEM_INT (order_id))
         && erase_words (write, order_id, error);
}

gboolean
tiem_customers_keep_erased (TiemWrite *write,
                            gint64 order_id,
                            gint64 customer_id,
                            GError **error)
{
  gint64 erased_at = 0;

  if (customer_id == 0)
    return TRUE;
  return tiem_db_get_int (write->db,
                          &erased_at,
                          error,
                          "SELECT erased_at FROM customer WHERE id = ?1",
                          TIEM_INT (customer_id))
         && (erased_at == 0 || erase_from_order (write, order_id, error));
}

/* Answers that were kept because nobody understood them may name the buyer too. */
static gboolean
erase_unreadable (TiemWrite *write,
                  gint64 root_id,
                  GError **error)
{
  /* A phone is looked for without +84 or 0. */
  return tiem_db_run (write->db,
                      error,
                      "DELETE FROM unreadable WHERE EXISTS (SELECT 1 FROM customer c"
                      " JOIN customer_identity i ON i.customer_id = c.id WHERE c.root_id = ?1"
                      " AND i.kind <> 'buyer'"
                      " AND instr (lower (raw), iif (i.kind = 'phone', replace (i.value, '+84', "
                      "''), i.value)) > 0)",
                      TIEM_INT (root_id));
}

/* An order that was never finished names the buyer as it was typed. */
static gboolean
erase_drafts (TiemWrite *write,
              gint64 root_id,
              GError **error)
{
  return tiem_db_run (
      write->db,
      error,
      "DELETE FROM draft WHERE customer_id IN (SELECT id FROM customer WHERE root_id = ?1)"
      " OR EXISTS (SELECT 1 FROM customer c JOIN customer_identity i ON i.customer_id = c.id"
      "  WHERE c.root_id = ?1 AND i.kind = 'phone' AND buyer_phone IS NOT NULL"
      "  AND substr (i.value, -9) = substr (replace (replace (replace (buyer_phone, ' ', ''),"
      "   '.', ''), '-', ''), -9))",
      TIEM_INT (root_id));
}

static gboolean
erase_from_customers (TiemWrite *write,
                      gint64 root_id,
                      GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "DELETE FROM customer_identity"
                      " WHERE customer_id IN (SELECT id FROM customer WHERE root_id = ?1)",
                      TIEM_INT (root_id))
         && tiem_db_run (write->db,
                         error,
                         "DELETE FROM address_choice"
                         " WHERE customer_id IN (SELECT id FROM customer WHERE root_id = ?1)",
                         TIEM_INT (root_id))
         && tiem_db_run (write->db,
                         error,
                         "DELETE FROM import_person_change"
                         " WHERE customer_id IN (SELECT id FROM customer WHERE root_id = ?1)",
                         TIEM_INT (root_id))
         /* What is owed stays in the books; under which name it came does not. */
         && tiem_db_run (write->db,
                         error,
                         "UPDATE customer_origin SET code = '#' || lower (hex (randomblob (8)))"
                         " WHERE customer_id IN (SELECT id FROM customer WHERE root_id = ?1)",
                         TIEM_INT (root_id))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE customer_payment SET note = NULL"
                         " WHERE customer_id IN (SELECT id FROM customer WHERE root_id = ?1)",
                         TIEM_INT (root_id))
         && tiem_db_run (write->db,
                         error,
                         "DELETE FROM customer_text"
                         " WHERE rowid IN (SELECT id FROM customer WHERE root_id = ?1)",
                         TIEM_INT (root_id))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE customer SET name = NULL, sort_name = '', phone = NULL,"
                         " email = NULL, province = NULL, address_line = NULL,"
                         " ward_code = NULL, note = NULL, erased_at = ?2"
                         " WHERE root_id = ?1",
                         TIEM_INT (root_id),
                         TIEM_INT (write->now));
}

/* @labels: (element-type filename): takes the files to be removed after the commit */
static gboolean
erase_all (TiemWrite *write,
           gint64 root_id,
           GPtrArray *labels,
           GError **error)
{
  g_autoptr (TiemStmt) rows = NULL;
  g_autoptr (GArray) orders = NULL;

  rows = tiem_db_query (write->db,
                        error,
                        "SELECT o.id FROM customer c JOIN customer_order o ON o.customer_id = c.id"
                        " WHERE c.root_id = ?1",
                        TIEM_INT (root_id));
  orders = tiem_ids_collect (rows, error);
  if (orders == NULL)
    return FALSE;
  for (guint i = 0; i < orders->len; i++)
    {
      gint64 order_id = g_array_index (orders, gint64, i);
      char *label = NULL;

      /* The owner's note of today; one written later is the owner's affair. */
      if (!erase_from_order (write, order_id, error)
          || !tiem_db_run (write->db,
                           error,
                           "UPDATE customer_order SET owner_note = NULL WHERE id = ?1",
                           TIEM_INT (order_id))
          || !tiem_labels_forget (write, order_id, &label, error))
        return FALSE;
      if (label != NULL)
        g_ptr_array_add (labels, label);
    }
  return erase_unreadable (write, root_id, error) && erase_drafts (write, root_id, error)
         && erase_from_customers (write, root_id, error);
}

gboolean
tiem_store_erase_customer (TiemStore *self,
                           gint64 customer_id,
                           GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func (g_free);
  gint64 root_id;
  gboolean erased;

  if (write == NULL || (root_id = tiem_customers_require_root (write->db, customer_id, error)) == 0)
    return FALSE;

  /* What is deleted is overwritten in the file as well. */
  tiem_db_exec (write->db, "PRAGMA secure_delete = ON", NULL);
  erased = erase_all (write, root_id, labels, error);
  tiem_db_exec (write->db, "PRAGMA secure_delete = OFF", NULL);
  write->what |= TIEM_CHANGED_CUSTOMERS | TIEM_CHANGED_RETURNS | TIEM_CHANGED_REVIEWS;
  if (!erased || !tiem_write_commit (write, error))
    return FALSE;
  for (guint i = 0; i < labels->len; i++)
    tiem_labels_drop_file (self, g_ptr_array_index (labels, i));
  return TRUE;
}
