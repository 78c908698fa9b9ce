#define G_LOG_DOMAIN "tiem-customers"

#include "config.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "store/tiem-orders-private.h"
#include "store/tiem-store-customers-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Who a buyer is, and the sums of a customer. The rules are in tiem-store-customers.h. */

/* What tells one buyer from another; NULL = not given or masked. */
typedef struct
{
  char *buyer; /* id at the channel */
  char *phone; /* E.164 */
  char *email; /* lower case */
} Keys;

static void
keys_clear (Keys *self)
{
  g_clear_pointer (&self->buyer, g_free);
  g_clear_pointer (&self->phone, g_free);
  g_clear_pointer (&self->email, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Keys, keys_clear)

/* Returns: (transfer full) (nullable): trimmed; NULL for an empty text */
static char *
dup_trimmed (const char *text)
{
  g_autofree char *trimmed = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  return trimmed != NULL && *trimmed != '\0' ? g_steal_pointer (&trimmed) : NULL;
}

char *
tiem_customers_email_key (const char *email)
{
  g_autofree char *trimmed = dup_trimmed (email);
  const char *at;

  if (trimmed == NULL || tiem_text_is_masked (trimmed))
    return NULL;
  at = strchr (trimmed, '@');
  if (at == NULL || at == trimmed || at[1] == '\0' || strchr (at + 1, '@') != NULL
      || strpbrk (trimmed, " \t\n,;<>") != NULL)
    return NULL;
  return g_utf8_strdown (trimmed, -1);
}

static const char *
get_phone (const TiemRemoteOrder *order)
{
  return order->buyer_phone != NULL && *order->buyer_phone != '\0' ? order->buyer_phone
                                                                   : order->address.phone;
}

static const char *
get_name (const TiemRemoteOrder *order)
{
  return order->buyer_name != NULL && *order->buyer_name != '\0' ? order->buyer_name
                                                                 : order->address.name;
}

static void
read_keys (const TiemRemoteOrder *order,
           Keys *keys)
{
  if (!tiem_text_is_masked (order->buyer_remote_id))
    keys->buyer = dup_trimmed (order->buyer_remote_id);
  keys->phone = tiem_phone_normalise (get_phone (order));
  keys->email = tiem_customers_email_key (order->buyer_email);
}

/* --- identities --- */

/* Returns: the customer who has it, 0 = nobody, −1 with @error */
static gint64
find_identity (
    TiemWrite *write, const char *kind, gint64 channel_id, const char *value, GError **error)
{
  gint64 customer_id = 0;
  gboolean ok;

  if (value == NULL)
    return 0;
  if (channel_id != 0)
    ok = tiem_db_get_int (write->db,
                          &customer_id,
                          error,
                          "SELECT customer_id FROM customer_identity"
                          " WHERE kind = 'buyer' AND channel_id = ?1 AND value = ?2",
                          TIEM_INT (channel_id),
                          TIEM_TEXT (value));
  else
    ok = tiem_db_get_int (write->db,
                          &customer_id,
                          error,
                          "SELECT customer_id FROM customer_identity"
                          " WHERE kind <> 'buyer' AND kind = ?1 AND value = ?2",
                          TIEM_TEXT (kind),
                          TIEM_TEXT (value));
  return ok ? customer_id : -1;
}

gint64
tiem_customers_find (TiemWrite *write,
                     const char *kind,
                     const char *value,
                     GError **error)
{
  return find_identity (write, kind, 0, value, error);
}

gboolean
tiem_customers_add_identity (TiemWrite *write,
                             gint64 customer_id,
                             const char *kind,
                             gint64 channel_id,
                             const char *value,
                             GError **error)
{
  if (value == NULL)
    return TRUE;
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO customer_identity (customer_id, kind, channel_id, value)"
                      " VALUES (?1, ?2, ?3, ?4)",
                      TIEM_INT (customer_id),
                      TIEM_TEXT (kind),
                      TIEM_ID (channel_id),
                      TIEM_TEXT (value));
}

/* --- the row itself --- */

gboolean
tiem_customers_write (TiemWrite *write,
                      gint64 customer_id,
                      const char *name,
                      const char *phone,
                      const char *email,
                      const char *province,
                      GError **error)
{
  g_autofree char *sort_name = tiem_text_fold (name);
  g_autoptr (GString) text = g_string_new (name);

  tiem_search_add_phone (text, phone);
  tiem_search_add (text, email);
  tiem_search_queue_put (write->search, "customer_text", customer_id, text->str);
  write->what |= TIEM_CHANGED_CUSTOMERS;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE customer SET name = ?2, sort_name = ?3, phone = ?4, email = ?5,"
                      " province = ?6 WHERE id = ?1",
                      TIEM_INT (customer_id),
                      TIEM_TEXT (name),
                      TIEM_TEXT (sort_name),
                      TIEM_TEXT (phone),
                      TIEM_TEXT (email),
                      TIEM_TEXT (province));
}

gint64
tiem_customers_insert (TiemWrite *write,
                       GError **error)
{
  /* Its own root from the first: it points at itself. */
  if (!tiem_db_run (write->db,
                    error,
                    "INSERT INTO customer (id, root_id, created_at) SELECT new, new, ?1"
                    " FROM (SELECT coalesce (max (id), 0) + 1 AS new FROM customer)",
                    TIEM_INT (write->now)))
    return 0;
  return tiem_db_last_id (write->db);
}

/* Returns: (transfer full) (nullable): what is known from now on. Nothing known is replaced,
 * but for a masked text by a whole one. */
static char *
pick_known (const char *known,
            const char *given)
{
  g_autofree char *trimmed = dup_trimmed (given);

  if (known == NULL || *known == '\0')
    return g_steal_pointer (&trimmed);
  if (tiem_text_is_masked (known) && trimmed != NULL && !tiem_text_is_masked (trimmed))
    return g_steal_pointer (&trimmed);
  return g_strdup (known);
}

static gboolean
fill_in (TiemWrite *write,
         gint64 customer_id,
         const TiemRemoteOrder *order,
         const Keys *keys,
         GError **error)
{
  g_autoptr (TiemStmt) row = NULL;
  g_autofree char *name = NULL;
  g_autofree char *phone = NULL;
  g_autofree char *email = NULL;
  g_autofree char *province = NULL;
  gboolean is_new;

  row = tiem_db_query (write->db,
                       error,
                       "SELECT name, phone, email, province FROM customer WHERE id = ?1",
                       TIEM_INT (customer_id));
  if (row == NULL || tiem_stmt_step (row, error) <= 0)
    return FALSE;

  name = pick_known (tiem_stmt_text (row, 0), get_name (order));
  phone
      = pick_known (tiem_stmt_text (row, 1), keys->phone != NULL ? keys->phone : get_phone (order));
  email = pick_known (tiem_stmt_text (row, 2), order->buyer_email);
  province = pick_known (tiem_stmt_text (row, 3), order->address.province);
  is_new = g_strcmp0 (name, tiem_stmt_text (row, 0)) != 0
           || g_strcmp0 (phone, tiem_stmt_text (row, 1)) != 0
           || g_strcmp0 (email, tiem_stmt_text (row, 2)) != 0
           || g_strcmp0 (province, tiem_stmt_text (row, 3)) != 0;
  tiem_stmt_reset (row);
  return !is_new || tiem_customers_write (write, customer_id, name, phone, email, province, error);
}

/* --- merges --- */

gint64
tiem_customers_get_root (TiemDb *db,
                         gint64 customer_id,
                         GError **error)
{
  gint64 root_id = 0;

  if (!tiem_db_get_int (db,
                        &root_id,
                        error,
                        "SELECT root_id FROM customer WHERE id = ?1",
                        TIEM_INT (customer_id)))
    return -1;
  return root_id;
}

gboolean
tiem_customers_set_not_found (GError **error)
{
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_NOT_FOUND,
                       _ ("There is no such customer; look for it in the list of customers."));
  return FALSE;
}

gint64
tiem_customers_require_root (TiemDb *db,
                             gint64 customer_id,
                             GError **error)
{
  gint64 root_id = tiem_customers_get_root (db, customer_id, error);

  if (root_id == 0)
    tiem_customers_set_not_found (error);
  return MAX (root_id, 0);
}

/* The sums of a root are those of all that point at it, itself included; one that points
 * elsewhere has none of its own. */
static gboolean
sum_up (TiemWrite *write,
        gint64 root_id,
        GError **error)
{
  return tiem_db_run (write->db,
                      error,
                      "UPDATE customer SET (orders, spent_vnd, first_order_at, last_order_at,"
                      " debt_vnd, sent, refused) ="
                      " (SELECT coalesce (sum (own_orders), 0), coalesce (sum (own_spent_vnd), 0),"
                      "         coalesce (min (nullif (own_first_at, 0)), 0),"
                      "         coalesce (max (own_last_at), 0),"
                      "         coalesce (sum (own_debt_vnd), 0),"
                      "         coalesce (sum (own_sent), 0), coalesce (sum (own_refused), 0)"
                      "    FROM customer WHERE root_id = ?1) WHERE id = ?1",
                      TIEM_INT (root_id));
}

/* Follows the pointers again for everyone below @customer_id, whose own is up to date. */
static gboolean
follow_pointers (TiemWrite *write,
                 gint64 customer_id,
                 GError **error)
{
  return tiem_db_run (
      write->db,
      error,
      "WITH RECURSIVE"
      " up (id, next) AS ("
      "   SELECT id, merged_into FROM customer WHERE id = ?1"
      "   UNION SELECT c.id, c.merged_into FROM up JOIN customer c ON c.id = up.next),"
      " down (id) AS ("
      "   VALUES (?1)"
      "   UNION SELECT c.id FROM down JOIN customer c ON c.merged_into = down.id)"
      " UPDATE customer SET root_id = (SELECT id FROM up WHERE next IS NULL)"
      "  WHERE id IN (SELECT id FROM down)",
      TIEM_INT (customer_id));
}

gboolean
tiem_customers_point (TiemWrite *write,
                      gint64 from_id,
                      gint64 into_id,
                      GError **error)
{
  gint64 old_root = tiem_customers_get_root (write->db, from_id, error);
  gint64 new_root;

  write->what |= TIEM_CHANGED_CUSTOMERS;
  if (old_root < 0
      || !tiem_db_run (write->db,
                       error,
                       "UPDATE customer SET merged_into = ?2, kept_apart = ?2 IS NULL"
                       " WHERE id = ?1",
                       TIEM_INT (from_id),
                       TIEM_ID (into_id))
      || !follow_pointers (write, from_id, error))
    return FALSE;

  new_root = tiem_customers_get_root (write->db, from_id, error);
  return new_root > 0 && sum_up (write, old_root, error) && sum_up (write, new_root, error);
}

/* Two customers turn out to have been one person all along: the younger points at the older,
 * unless the owner has taken one of them apart before. */
static gboolean
join (TiemWrite *write,
      gint64 a,
      gint64 b,
      GError **error)
{
  gint64 root_a = tiem_customers_get_root (write->db, a, error);
  gint64 root_b = root_a < 0 ? -1 : tiem_customers_get_root (write->db, b, error);
  gint64 apart = 0;

  if (root_a < 0 || root_b < 0)
    return FALSE;
  if (root_a == root_b)
    return TRUE;
  if (!tiem_db_get_int (write->db,
                        &apart,
                        error,
                        "SELECT max (kept_apart) FROM customer WHERE id IN (?1, ?2, ?3, ?4)",
                        TIEM_INT (a),
                        TIEM_INT (b),
                        TIEM_INT (root_a),
                        TIEM_INT (root_b)))
    return FALSE;
  if (apart)
    return TRUE;
  return tiem_customers_point (write, MAX (root_a, root_b), MIN (root_a, root_b), error);
}

/* --- what storing an order asks for --- */

/* Returns: the erased customer an order already held belongs to; 0 = none, −1 with @error */
static gint64
find_erased (TiemWrite *write,
             gint64 channel_id,
             const char *remote_id,
             GError **error)
{
  gint64 customer_id = 0;

  if (!tiem_db_get_int (write->db,
                        &customer_id,
                        error,
                        "SELECT c.id FROM customer_order o JOIN customer c ON c.id = o.customer_id"
                        " WHERE o.channel_id = ?1 AND o.remote_id = ?2 AND c.erased_at > 0",
                        TIEM_INT (channel_id),
                        TIEM_TEXT (remote_id)))
    return -1;
  return customer_id;
}

gint64
tiem_customers_resolve (TiemWrite *write,
                        gint64 channel_id,
                        const TiemRemoteOrder *order,
                        GError **error)
{
  g_auto (Keys) keys = { 0 };
  gint64 erased = find_erased (write, channel_id, order->remote_id, error);
  gint64 found[3]; /* by buyer, phone, e-mail: the first one owns the order */
  gint64 customer_id = 0;

  if (erased != 0)
    return erased;
  read_keys (order, &keys);
  if (keys.buyer == NULL && keys.phone == NULL && keys.email == NULL)
    return 0;

  found[0] = find_identity (write, "buyer", channel_id, keys.buyer, error);
  found[1] = found[0] < 0 ? -1 : find_identity (write, "phone", 0, keys.phone, error);
  found[2] = found[1] < 0 ? -1 : find_identity (write, "email", 0, keys.email, error);
  if (found[2] < 0)
    return -1;

  for (gsize i = 0; i < G_N_ELEMENTS (found) && customer_id == 0; i++)
    customer_id = found[i];
  if (customer_id == 0 && (customer_id = tiem_customers_insert (write, error)) == 0)
    return -1;

  for (gsize i = 0; i < G_N_ELEMENTS (found); i++)
    if (found[i] != 0 && found[i] != customer_id && !join (write, customer_id, found[i], error))
      return -1;
  if ((found[0] == 0
       && !tiem_customers_add_identity (write, customer_id, "buyer", channel_id, keys.buyer, error))
      || (found[1] == 0
          && !tiem_customers_add_identity (write, customer_id, "phone", 0, keys.phone, error))
      || (found[2] == 0
          && !tiem_customers_add_identity (write, customer_id, "email", 0, keys.email, error))
      || !fill_in (write, customer_id, order, &keys, error))
    return -1;
  return customer_id;
}

/* Whether the customer's first or last order is the one booked out. */
static gboolean
is_at_edge (
    TiemWrite *write, gint64 customer_id, gint64 placed_at, gboolean *at_edge, GError **error)
{
  gint64 edge = 0;

  if (!tiem_db_get_int (write->db,
                        &edge,
                        error,
                        "SELECT ?2 IN (own_first_at, own_last_at) FROM customer WHERE id = ?1",
                        TIEM_INT (customer_id),
                        TIEM_INT (placed_at)))
    return FALSE;
  *at_edge = edge != 0;
  return TRUE;
}

gboolean
tiem_customers_book (TiemWrite *write,
                     gint64 customer_id,
                     gint64 orders,
                     gint64 spent_vnd,
                     gint64 placed_at,
                     GError **error)
{
  gint64 root_id;
  gboolean at_edge = FALSE;
  gboolean ok;

  if (customer_id == 0 || (orders == 0 && spent_vnd == 0))
    return TRUE;
  root_id = tiem_customers_get_root (write->db, customer_id, error);
  if (root_id < 0 || (orders < 0 && !is_at_edge (write, customer_id, placed_at, &at_edge, error)))
    return FALSE;

  write->what |= TIEM_CHANGED_CUSTOMERS;
  ok = tiem_db_run (write->db,
                    error,
                    "UPDATE customer SET own_orders = own_orders + ?2,"
                    " own_spent_vnd = own_spent_vnd + ?3 WHERE id = ?1",
                    TIEM_INT (customer_id),
                    TIEM_INT (orders),
                    TIEM_INT (spent_vnd));
  if (ok && orders > 0)
    ok = tiem_db_run (write->db,
                      error,
                      "UPDATE customer SET own_last_at = max (own_last_at, ?2),"
                      " own_first_at = iif (own_first_at = 0, ?2, min (own_first_at, ?2))"
                      " WHERE id = ?1",
                      TIEM_INT (customer_id),
                      TIEM_INT (placed_at));
  if (ok && at_edge)
    ok = tiem_db_run (write->db,
                      error,
                      "UPDATE customer SET (own_first_at, own_last_at) ="
                      " (SELECT coalesce (min (placed_at), 0), coalesce (max (placed_at), 0)"
                      "    FROM customer_order WHERE customer_id = ?1 AND status <> 'cancelled')"
                      " WHERE id = ?1",
                      TIEM_INT (customer_id));
  return ok && sum_up (write, root_id, error);
}

gboolean
tiem_customers_book_debt (TiemWrite *write,
                          gint64 customer_id,
                          GError **error)
{
  gint64 root_id;

  if (customer_id == 0)
    return TRUE;
  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE customer SET own_debt_vnd = debt FROM (SELECT"
                    " coalesce (sum (w.owed_vnd), 0) AS debt FROM customer_order o"
                    " JOIN own_order w ON w.order_id = o.id WHERE o.customer_id = ?1)"
                    " WHERE id = ?1 AND own_debt_vnd <> debt",
                    TIEM_INT (customer_id)))
    return FALSE;
  if (tiem_db_changes (write->db) == 0)
    return TRUE;
  write->what |= TIEM_CHANGED_CUSTOMERS;
  root_id = tiem_customers_get_root (write->db, customer_id, error);
  return root_id > 0 && sum_up (write, root_id, error);
}

gboolean
tiem_customers_book_parcels (
    TiemWrite *write, gint64 customer_id, gint64 sent, gint64 refused, GError **error)
{
  gint64 root_id;

  if (customer_id == 0 || (sent == 0 && refused == 0))
    return TRUE;
  root_id = tiem_customers_get_root (write->db, customer_id, error);
  write->what |= TIEM_CHANGED_CUSTOMERS;
  return root_id > 0
         && tiem_db_run (write->db,
                         error,
                         "UPDATE customer SET own_sent = own_sent + ?2,"
                         " own_refused = own_refused + ?3 WHERE id = ?1",
                         TIEM_INT (customer_id),
                         TIEM_INT (sent),
                         TIEM_INT (refused))
         && tiem_db_run (write->db,
                         error,
                         "UPDATE customer SET sent = sent + ?2, refused = refused + ?3"
                         " WHERE id = ?1",
                         TIEM_INT (root_id),
                         TIEM_INT (sent),
                         TIEM_INT (refused));
}
