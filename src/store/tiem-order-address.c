#define G_LOG_DOMAIN "tiem-store-address"

#include "config.h"

#include "base/tiem-error.h"
#include "model/tiem-address.h"
#include "store/tiem-orders-private.h"
#include "store/tiem-store-address.h"
#include "store/tiem-store-customers-private.h"

#include <glib/gi18n-lib.h>

/* A customer has few orders to look through; one that has not was joined by mistake. */
#define MOST_ORDERS 2000

static gboolean
check_ward (const char *ward_code,
            GError **error)
{
  if (ward_code == NULL || tiem_units_get_ward (ward_code) != NULL)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_INVALID,
               _ ("There is no ward with the code %s; choose one from the list."),
               ward_code);
  return FALSE;
}

static void
read_address (TiemStmt *row,
              int first,
              TiemAddress *address)
{
  address->line = tiem_stmt_dup_text (row, first);
  address->ward = tiem_stmt_dup_text (row, first + 1);
  address->district = tiem_stmt_dup_text (row, first + 2);
  address->province = tiem_stmt_dup_text (row, first + 3);
  address->text = tiem_stmt_dup_text (row, first + 4);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (TiemAddress, tiem_address_clear)

/* *customer_id: the end of its merges, 0 = none; *key: (transfer full) */
static gboolean
load_order (TiemWrite *write,
            gint64 order_id,
            gint64 *customer_id,
            char **key,
            GError **error)
{
  g_auto (TiemAddress) address = { 0 };
  g_autoptr (TiemStmt) row
      = tiem_db_query (write->db,
                       error,
                       "SELECT c.root_id, a.line, a.ward, a.district, a.province, a.text"
                       "  FROM customer_order o JOIN order_address a ON a.order_id = o.id"
                       "  LEFT JOIN customer c ON c.id = o.customer_id WHERE o.id = ?1",
                       TIEM_INT (order_id));
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_NOT_FOUND,
                           _ ("There is no such order, or it has no address; check its number."));
      return FALSE;
    }
  *customer_id = tiem_stmt_int (row, 0);
  read_address (row, 1, &address);
  *key = tiem_address_choice_key (&address);
  return TRUE;
}

static gboolean
set_chosen (TiemWrite *write,
            gint64 order_id,
            const char *ward_code,
            GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "UPDATE order_address SET chosen_ward = ?2 WHERE order_id = ?1",
                      TIEM_INT (order_id),
                      TIEM_TEXT (ward_code));
}

/* The customer's other orders to the same address. */
static gboolean
set_others (
    TiemWrite *write, gint64 customer_id, const char *key, const char *ward_code, GError **error)
{
  g_autoptr (GArray) same = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (TiemStmt) rows
      = tiem_db_query (write->db,
                       error,
                       "SELECT o.id, a.line, a.ward, a.district, a.province, a.text"
                       "  FROM customer c JOIN customer_order o ON o.customer_id = c.id"
                       "  JOIN order_address a ON a.order_id = o.id WHERE c.root_id = ?1"
                       " ORDER BY o.placed_at DESC LIMIT ?2",
                       TIEM_INT (customer_id),
                       TIEM_INT (MOST_ORDERS));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      g_auto (TiemAddress) address = { 0 };
      g_autofree char *other = NULL;
      gint64 id = tiem_stmt_int (rows, 0);

      read_address (rows, 1, &address);
      other = tiem_address_choice_key (&address);
      if (g_str_equal (other, key))
        g_array_append_val (same, id);
    }
  if (step < 0)
    return FALSE;
  for (guint i = 0; i < same->len; i++)
    if (!set_chosen (write, g_array_index (same, gint64, i), ward_code, error))
      return FALSE;
  return TRUE;
}

static gboolean
remember (
    TiemWrite *write, gint64 customer_id, const char *key, const char *ward_code, GError **error)
{
  if (!tiem_db_run (write->db,
                    error,
                    "DELETE FROM address_choice WHERE address_key = ?2"
                    " AND customer_id IN (SELECT id FROM customer WHERE root_id = ?1)",
                    TIEM_INT (customer_id),
                    TIEM_TEXT (key)))
    return FALSE;
  return ward_code == NULL
         || tiem_db_run (write->db,
                         error,
                         "INSERT INTO address_choice (customer_id, address_key, ward_code)"
                         " VALUES (?1, ?2, ?3)",
                         TIEM_INT (customer_id),
                         TIEM_TEXT (key),
                         TIEM_TEXT (ward_code));
}

gboolean
tiem_store_choose_ward (TiemStore *self,
                        gint64 order_id,
                        const char *ward_code,
                        GError **error)
{
  g_autoptr (TiemWrite) write = NULL;
  g_autofree char *key = NULL;
  gint64 customer_id;

  if (!check_ward (ward_code, error) || (write = tiem_store_begin_write (self, error)) == NULL
      || !load_order (write, order_id, &customer_id, &key, error)
      || !set_chosen (write, order_id, ward_code, error))
    return FALSE;
  if (customer_id != 0
      && (!remember (write, customer_id, key, ward_code, error)
          || !set_others (write, customer_id, key, ward_code, error)))
    return FALSE;
  write->what |= TIEM_CHANGED_ORDERS;
  return tiem_write_commit (write, error);
}

gboolean
tiem_order_recall_ward (TiemWrite *write,
                        gint64 order_id,
                        gint64 customer_id,
                        const TiemAddress *address,
                        GError **error)
{
  g_autofree char *key = NULL;
  gint64 any = 0;

  if (customer_id == 0)
    return TRUE;
  /* Hardly any customer has a choice: no key is made for the others. */
  if (!tiem_db_get_int (write->db,
                        &any,
                        error,
                        "SELECT iif (EXISTS (SELECT 1 FROM address_choice), EXISTS (SELECT 1"
                        " FROM address_choice WHERE customer_id IN"
                        " (SELECT id FROM customer WHERE root_id ="
                        "   (SELECT root_id FROM customer WHERE id = ?1))), 0)",
                        TIEM_INT (customer_id)))
    return FALSE;
  if (any == 0)
    return TRUE;
  key = tiem_address_choice_key (address);
  return tiem_db_run (write->db,
                      error,
                      "UPDATE order_address SET chosen_ward = coalesce ((SELECT ward_code"
                      " FROM address_choice WHERE address_key = ?3 AND customer_id IN"
                      "  (SELECT id FROM customer WHERE root_id ="
                      "    (SELECT root_id FROM customer WHERE id = ?2))), chosen_ward)"
                      " WHERE order_id = ?1",
                      TIEM_INT (order_id),
                      TIEM_INT (customer_id),
                      TIEM_TEXT (key));
}

/* --- customers --- */

/* Returns: (transfer full) (nullable): NULL for nothing but blanks */
static char *
dup_line (const char *line)
{
  g_autofree char *text = line != NULL ? g_strstrip (g_strdup (line)) : NULL;

  return text != NULL && *text != '\0' ? g_steal_pointer (&text) : NULL;
}

gboolean
tiem_store_set_customer_address (
    TiemStore *self, gint64 customer_id, const char *line, const char *ward_code, GError **error)
{
  g_autoptr (TiemWrite) write = NULL;
  g_autofree char *text = dup_line (line);
  const TiemWard *ward = tiem_units_get_ward (ward_code);
  gint64 known = 0;

  if (!check_ward (ward_code, error) || (write = tiem_store_begin_write (self, error)) == NULL
      || !tiem_db_get_int (write->db,
                           &known,
                           error,
                           "SELECT count(*) FROM customer WHERE id = ?1 AND erased_at = 0",
                           TIEM_INT (customer_id)))
    return FALSE;
  if (known == 0)
    return tiem_customers_set_not_found (error);
  write->what |= TIEM_CHANGED_CUSTOMERS;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE customer SET address_line = ?2, ward_code = ?3,"
                      " province = coalesce (?4, province) WHERE id = ?1",
                      TIEM_INT (customer_id),
                      TIEM_TEXT (text),
                      TIEM_TEXT (ward_code),
                      TIEM_TEXT (ward != NULL ? ward->province->name : NULL))
         && tiem_write_commit (write, error);
}
