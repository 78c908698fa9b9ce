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

/* What a search finds it by. */
static void
queue_text (
    TiemWrite *write, gint64 customer_id, const char *name, const char *phone, const char *email)
{
  g_autoptr (GString) text = g_string_new (name);

  tiem_search_add_phone (text, phone);
  tiem_search_add (text, email);
  tiem_search_queue_put (write->search, "customer_text", customer_id, text->str);
}

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

  queue_text (write, customer_id, name, phone, email);
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

/* What is known of a customer. */
typedef struct
{
  char *name;
  char *phone;
  char *email;
  char *province;
} Known;

static void
known_clear (Known *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->phone, g_free);
  g_clear_pointer (&self->email, g_free);
  g_clear_pointer (&self->province, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Known, known_clear)

/* In one statement: filled in afterwards, its place in the order of names would be written twice.
 * @sums: (nullable): of the order it is made for. Returns: its id, 0 with @error */
static gint64
insert_known (TiemWrite *write,
              const Known *known,
              const TiemTallyOrder *sums,
              GError **error)
{
  g_autofree char *sort_name = tiem_text_fold (known->name);
  gint64 id;

  /* Its own root from the first: it points at itself. */
  if (!tiem_db_run (write->db,
                    error,
                    "INSERT INTO customer (id, root_id, created_at, name, sort_name, phone, email,"
                    " province, own_orders, orders, own_spent_vnd, spent_vnd, own_first_at,"
                    " own_last_at, first_order_at, last_order_at)"
                    " SELECT new, new, ?1, ?2, coalesce (?3, ''), ?4, ?5, ?6, ?7, ?7, ?8, ?8,"
                    " ?9, ?9, ?9, ?9"
                    " FROM (SELECT coalesce (max (id), 0) + 1 AS new FROM customer)",
                    TIEM_INT (write->now),
                    TIEM_TEXT (known->name),
                    TIEM_TEXT (sort_name),
                    TIEM_TEXT (known->phone),
                    TIEM_TEXT (known->email),
                    TIEM_TEXT (known->province),
                    TIEM_INT (sums != NULL),
                    TIEM_INT (sums != NULL ? sums->total_vnd : 0),
                    TIEM_INT (sums != NULL ? sums->placed_at : 0)))
    return 0;
  id = tiem_db_last_id (write->db);
  if (known->name != NULL || known->phone != NULL || known->email != NULL
      || known->province != NULL)
    queue_text (write, id, known->name, known->phone, known->email);
  write->what |= TIEM_CHANGED_CUSTOMERS;
  return id;
}

gint64
tiem_customers_insert (TiemWrite *write,
                       GError **error)
{
  const Known nothing = { 0 };

  return insert_known (write, &nothing, NULL, error);
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

/* What an order tells of its buyer, beside what is known. */
static void
pick_all (const Known *known,
          const TiemRemoteOrder *order,
          const Keys *keys,
          Known *picked)
{
  const char *phone = keys->phone != NULL ? keys->phone : get_phone (order);

  picked->name = pick_known (known->name, get_name (order));
  picked->phone = pick_known (known->phone, phone);
  picked->email = pick_known (known->email, order->buyer_email);
  picked->province = pick_known (known->province, order->address.province);
}

static gint64
add_customer (TiemWrite *write,
              const TiemRemoteOrder *order,
              const Keys *keys,
              const TiemTallyOrder *sums,
              GError **error)
{
  const Known nothing = { 0 };
  g_auto (Known) known = { 0 };

  pick_all (&nothing, order, keys, &known);
  return insert_known (write, &known, sums, error);
}

static gboolean
fill_in (TiemWrite *write,
         gint64 customer_id,
         const TiemRemoteOrder *order,
         const Keys *keys,
         GError **error)
{
  g_autoptr (TiemStmt) row = NULL;
  g_auto (Known) held = { 0 };
  g_auto (Known) known = { 0 };

  row = tiem_db_query (write->db,
                       error,
                       "SELECT name, phone, email, province FROM customer WHERE id = ?1",
                       TIEM_INT (customer_id));
  if (row == NULL || tiem_stmt_step (row, error) <= 0)
    return FALSE;
  held.name = tiem_stmt_dup_text (row, 0);
  held.phone = tiem_stmt_dup_text (row, 1);
  held.email = tiem_stmt_dup_text (row, 2);
  held.province = tiem_stmt_dup_text (row, 3);
  pick_all (&held, order, keys, &known);
  return (g_strcmp0 (known.name, held.name) == 0 && g_strcmp0 (known.phone, held.phone) == 0
          && g_strcmp0 (known.email, held.email) == 0
          && g_strcmp0 (known.province, held.province) == 0)
         || tiem_customers_write (
             write, customer_id, known.name, known.phone, known.email, known.province, error);
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
                        const TiemTallyOrder *sums,
                        gboolean *is_booked,
                        GError **error)
{
  g_auto (Keys) keys = { 0 };
  gint64 erased = find_erased (write, channel_id, order->remote_id, error);
  gint64 found[3]; /* by buyer, phone, e-mail: the first one owns the order */
  gint64 customer_id = 0;
  gboolean is_new;

  *is_booked = FALSE;
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
  is_new = customer_id == 0;
  *is_booked = is_new && tiem_order_status_is_counted (sums->status);
  if (is_new
      && (customer_id = add_customer (write, order, &keys, *is_booked ? sums : NULL, error)) == 0)
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
      || (!is_new && !fill_in (write, customer_id, order, &keys, error)))
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

/* Orders more: nothing has to be summed up anew. What stays as it was is left alone, for each of a
 * root's sums has an index. */
static gboolean
book_more (TiemWrite *write,
           gint64 customer_id,
           gint64 orders,
           gint64 spent_vnd,
           gint64 placed_at,
           GError **error)
{
  gint64 is_first = 0;

  return tiem_db_run (write->db,
                      error,
                      "UPDATE customer SET own_orders = own_orders + ?2,"
                      " own_spent_vnd = own_spent_vnd + ?3, own_last_at = max (own_last_at, ?4),"
                      " own_first_at = iif (own_first_at = 0, ?4, min (own_first_at, ?4))"
                      " WHERE id = ?1",
                      TIEM_INT (customer_id),
                      TIEM_INT (orders),
                      TIEM_INT (spent_vnd),
                      TIEM_INT (placed_at))
         && tiem_db_get_int (write->db,
                             &is_first,
                             error,
                             "UPDATE customer SET orders = orders + ?2,"
                             " spent_vnd = spent_vnd + ?3,"
                             " last_order_at = max (last_order_at, ?4)"
                             " WHERE id = (SELECT root_id FROM customer WHERE id = ?1)"
                             " RETURNING first_order_at = 0 OR first_order_at > ?4",
                             TIEM_INT (customer_id),
                             TIEM_INT (orders),
                             TIEM_INT (spent_vnd),
                             TIEM_INT (placed_at))
         && (!is_first
             || tiem_db_run (write->db,
                             error,
                             "UPDATE customer SET first_order_at = ?2"
                             " WHERE id = (SELECT root_id FROM customer WHERE id = ?1)",
                             TIEM_INT (customer_id),
                             TIEM_INT (placed_at)));
}

/* Orders less, or the same for another sum. */
static gboolean
book_less (TiemWrite *write,
           gint64 customer_id,
           gint64 orders,
           gint64 spent_vnd,
           gint64 placed_at,
           GError **error)
{
  gint64 root_id = tiem_customers_get_root (write->db, customer_id, error);
  gboolean at_edge = FALSE;

  if (root_id < 0 || (orders < 0 && !is_at_edge (write, customer_id, placed_at, &at_edge, error)))
    return FALSE;
  return tiem_db_run (write->db,
                      error,
                      "UPDATE customer SET own_orders = own_orders + ?2,"
                      " own_spent_vnd = own_spent_vnd + ?3 WHERE id = ?1",
                      TIEM_INT (customer_id),
                      TIEM_INT (orders),
                      TIEM_INT (spent_vnd))
         && (!at_edge
             || tiem_db_run (
                 write->db,
                 error,
                 "UPDATE customer SET (own_first_at, own_last_at) ="
                 " (SELECT coalesce (min (placed_at), 0), coalesce (max (placed_at), 0)"
                 "    FROM customer_order WHERE customer_id = ?1 AND status <> 'cancelled')"
                 " WHERE id = ?1",
                 TIEM_INT (customer_id)))
         && sum_up (write, root_id, error);
}

gboolean
tiem_customers_book (TiemWrite *write,
                     gint64 customer_id,
                     gint64 orders,
                     gint64 spent_vnd,
                     gint64 placed_at,
                     GError **error)
{
  if (customer_id == 0 || (orders == 0 && spent_vnd == 0))
    return TRUE;
  write->what |= TIEM_CHANGED_CUSTOMERS;
  return orders > 0 ? book_more (write, customer_id, orders, spent_vnd, placed_at, error)
                    : book_less (write, customer_id, orders, spent_vnd, placed_at, error);
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
                    "UPDATE customer AS c SET own_debt_vnd = " TIEM_CUSTOMER_DEBT
                    " WHERE id = ?1 AND own_debt_vnd <> " TIEM_CUSTOMER_DEBT,
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
