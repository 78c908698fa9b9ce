#define G_LOG_DOMAIN "tiem-store-customers"

#include "base/tiem-text.h"
#include "store/tiem-ids.h"
#include "store/tiem-store-customers-private.h"

#include <string.h>

#define NEW_MS (30 * 24 * G_GINT64_CONSTANT (3600000))

TiemCustomerQuery *
tiem_customer_query_copy (const TiemCustomerQuery *self)
{
  TiemCustomerQuery *copy = g_memdup2 (self, sizeof *self);

  copy->search = g_strdup (self->search);
  return copy;
}

void
tiem_customer_query_free (TiemCustomerQuery *self)
{
  if (self == NULL)
    return;

  g_free (self->search);
  g_free (self);
}

/* --- reading --- */

/* Whether it looks like a phone number being typed: digits with the usual signs between. */
static gboolean
is_phone_like (const char *typed)
{
  guint n_digits = 0;

  for (const char *p = typed; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      n_digits++;
    else if (strchr ("+ .-()/", *p) == NULL)
      return FALSE;
  return n_digits >= 3;
}

/* Returns: (transfer full) (nullable): what to look up; the digits of a phone are found
 * however they are grouped, and with +84 as with 0 */
static char *
make_expression (const char *typed)
{
  g_autoptr (GString) digits = NULL;

  if (typed == NULL || !is_phone_like (typed))
    return tiem_text_match_expression (typed);

  digits = g_string_new (NULL);
  for (const char *p = typed; *p != '\0'; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
  if (strchr (typed, '+') != NULL && g_str_has_prefix (digits->str, "84"))
    {
      g_string_erase (digits, 0, strlen ("84"));
      g_string_prepend_c (digits, '0');
    }
  return tiem_text_match_expression (digits->str);
}

static const char *
get_order_clause (TiemCustomerSort sort,
                  gboolean descending)
{
  static const char *const clauses[][2] = {
    [TIEM_CUSTOMER_SORT_NAME] = { "sort_name, id", "sort_name DESC, id DESC" },
    [TIEM_CUSTOMER_SORT_ORDERS] = { "orders, id", "orders DESC, id DESC" },
    [TIEM_CUSTOMER_SORT_SPENT] = { "spent_vnd, id", "spent_vnd DESC, id DESC" },
    [TIEM_CUSTOMER_SORT_LAST] = { "last_order_at, id", "last_order_at DESC, id DESC" },
  };

  return clauses[sort][descending != FALSE];
}

/* Of what words find: up to so many are looked up and sorted. A merged customer is found by its own
 * words and those of all that are merged into it. */
#define FEW_FOUND 2500
#define FROM_FEW                                                                                   \
  "(SELECT DISTINCT root_id AS root FROM json_each (?5) j"                                         \
  " CROSS JOIN customer m ON m.id = j.value) CROSS JOIN customer ON id = root"
#define AMONG_ALL                                                                                  \
  " AND id IN (SELECT root_id FROM customer WHERE id IN"                                           \
  " (SELECT rowid FROM customer_text WHERE customer_text MATCH ?5))"

/* The + keeps the planner on the index that has the order. */
#define IS_SHOWN                                                                                   \
  " merged_into IS NULL AND erased_at = 0 AND +orders >= ?2 AND +first_order_at >= ?3"

static const char *
get_group_clause (TiemCustomerGroup group)
{
  return group == TIEM_CUSTOMERS_REFUSED ? " AND refused > 0"
         : group == TIEM_CUSTOMERS_DEBT  ? " AND debt_vnd > 0"
                                         : "";
}

/* Binds what the query's group asks for. */
static void
bind_group (TiemStmt *stmt,
            const TiemCustomerQuery *query,
            gint64 now)
{
  tiem_stmt_bind_int (stmt, 2, query->group == TIEM_CUSTOMERS_REGULAR ? 2 : 0);
  tiem_stmt_bind_int (stmt, 3, query->group == TIEM_CUSTOMERS_NEW ? MAX (now - NEW_MS, 1) : 0);
}

/* The first of those that hold words which many hold. */
static GArray *
select_among_many (TiemDb *db,
                   gint64 now,
                   const TiemCustomerQuery *query,
                   const char *expression,
                   gint64 limit,
                   GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *list
      = g_strconcat ("SELECT id FROM customer WHERE merged_into IS NULL ORDER BY ",
                     get_order_clause (query->sort, query->descending),
                     NULL);
  g_autofree char *fit = g_strconcat (
      "SELECT 1 FROM customer WHERE id = ?1 AND" IS_SHOWN, get_group_clause (query->group), NULL);
  g_autoptr (TiemStmt) candidates = tiem_db_prepare (db, list, error);
  g_autoptr (TiemStmt) fits = candidates != NULL ? tiem_db_prepare (db, fit, error) : NULL;

  if (fits == NULL)
    return NULL;
  bind_group (fits, query, now);
  return tiem_customer_found_select (db, expression, candidates, fits, limit, found, error)
             ? g_steal_pointer (&found)
             : NULL;
}

GArray *
tiem_customers_select (TiemDb *db,
                       gint64 now,
                       const TiemCustomerQuery *query,
                       gint64 limit,
                       gint64 offset,
                       GError **error)
{
  g_autofree char *expression = make_expression (query->search);
  g_autofree char *few = NULL;
  g_autofree char *sql = NULL;
  g_autoptr (TiemStmt) rows = NULL;

  if (expression != NULL
      && !tiem_ids_find_few (db,
                             "SELECT rowid FROM customer_text WHERE customer_text MATCH ?1"
                             " LIMIT ?2",
                             expression,
                             FEW_FOUND,
                             &few,
                             error))
    return NULL;
  if (expression != NULL && few == NULL && limit > 0 && offset == 0)
    return select_among_many (db, now, query, expression, limit, error);
  sql = g_strconcat ("SELECT id FROM ",
                     few != NULL ? FROM_FEW : "customer",
                     " WHERE" IS_SHOWN,
                     expression != NULL && few == NULL ? AMONG_ALL : "",
                     get_group_clause (query->group),
                     " ORDER BY ",
                     get_order_clause (query->sort, query->descending),
                     " LIMIT ?1 OFFSET ?4",
                     NULL);
  rows = tiem_db_prepare (db, sql, error);
  if (rows == NULL)
    return NULL;
  bind_group (rows, query, now);
  tiem_stmt_bind_int (rows, 1, limit > 0 ? limit : -1);
  tiem_stmt_bind_int (rows, 4, offset);
  if (expression != NULL)
    tiem_stmt_bind_text (rows, 5, few != NULL ? few : expression);
  return tiem_ids_collect (rows, error);
}

static gboolean
read_identities (TiemDb *db,
                 const char *json,
                 GHashTable *index,
                 GError **error)
{
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  rows = tiem_db_query (db,
                        error,
                        "SELECT c.root_id, i.channel_id, ch.kind, ch.name, i.value"
                        "  FROM json_each (?1) j JOIN customer c ON c.root_id = j.value"
                        "  JOIN customer_identity i ON i.customer_id = c.id AND i.kind = 'buyer'"
                        "  JOIN channel ch ON ch.id = i.channel_id"
                        " ORDER BY i.id",
                        TIEM_TEXT (json));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 id = tiem_stmt_int (rows, 0);
      TiemCustomer *customer = g_hash_table_lookup (index, &id);
      TiemIdentity *identity = g_new0 (TiemIdentity, 1);

      identity->channel_id = tiem_stmt_int (rows, 1);
      identity->channel_kind = tiem_stmt_dup_text (rows, 2);
      identity->channel_name = tiem_stmt_dup_text (rows, 3);
      identity->remote_id = tiem_stmt_dup_text (rows, 4);
      g_ptr_array_add (customer->identities, identity);
    }
  return step == 0;
}

/* What the customer itself has, else the first of those that were merged into it. */
#define KNOWN(column)                                                                              \
  "coalesce (c." column ", (SELECT m." column                                                      \
  " FROM customer m WHERE m.root_id = c.id AND m." column " IS NOT NULL ORDER BY m.id LIMIT 1))"

GPtrArray *
tiem_customers_read (TiemDb *db,
                     GArray *ids,
                     GError **error)
{
  g_autofree char *json = tiem_ids_to_json (ids);
  g_autoptr (GPtrArray) customers = NULL;
  g_autoptr (GHashTable) index = NULL;
  g_autoptr (TiemStmt) rows = NULL;
  int step = -1;

  customers = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_customer_free);
  rows = tiem_db_query (
      db,
      error,
      "SELECT c.id, " KNOWN ("name") ", " KNOWN ("phone") ", " KNOWN ("email") ", " KNOWN (
          "province") ", c.orders, c.spent_vnd, c.last_order_at, c.sent, c.refused,"
                      " (SELECT group_concat (DISTINCT ch.kind) FROM customer m"
                      "    JOIN customer_order o ON o.customer_id = m.id"
                      "    JOIN channel ch ON ch.id = o.channel_id WHERE m.root_id = c.id),"
                      " c.debt_vnd, " KNOWN ("address_line") ", " KNOWN (
                          "ward_code") " FROM json_each (?1) j JOIN customer c ON c.id = j.value",
      TIEM_TEXT (json));
  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemCustomer *customer = g_new0 (TiemCustomer, 1);

      customer->id = tiem_stmt_int (rows, 0);
      customer->name = tiem_stmt_dup_text (rows, 1);
      customer->phone = tiem_stmt_dup_text (rows, 2);
      customer->email = tiem_stmt_dup_text (rows, 3);
      customer->province = tiem_stmt_dup_text (rows, 4);
      customer->orders = tiem_stmt_int (rows, 5);
      customer->spent_vnd = tiem_stmt_int (rows, 6);
      customer->last_order_at = tiem_stmt_int (rows, 7);
      customer->sent = tiem_stmt_int (rows, 8);
      customer->refused = tiem_stmt_int (rows, 9);
      customer->channels = tiem_stmt_dup_text (rows, 10);
      customer->debt_vnd = tiem_stmt_int (rows, 11);
      customer->address_line = tiem_stmt_dup_text (rows, 12);
      customer->ward_code = tiem_stmt_dup_text (rows, 13);
      customer->identities = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_identity_free);
      g_ptr_array_add (customers, customer);
    }
  if (step < 0)
    return NULL;

  index = tiem_ids_index (customers);
  if (!read_identities (db, json, index, error))
    return NULL;
  return tiem_ids_arrange (ids, g_steal_pointer (&customers));
}

GPtrArray *
tiem_store_list_customers (
    TiemStore *self, const TiemCustomerQuery *query, gint64 limit, gint64 offset, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GArray) ids = NULL;

  if (read == NULL)
    return NULL;
  ids = tiem_customers_select (read->db, tiem_store_now (self), query, limit, offset, error);
  return ids != NULL ? tiem_customers_read (read->db, ids, error) : NULL;
}

static gboolean
read_counter (TiemRead *read,
              gint64 bit,
              gint64 *n,
              GError **error)
{
  return tiem_db_get_int (read->db,
                          n,
                          error,
                          "SELECT n FROM counter WHERE subject = 'customer' AND bit = ?1",
                          TIEM_INT (bit));
}

gboolean
tiem_store_count_customers (
    TiemStore *self, gint64 *all, gint64 *regular, gint64 *recent, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  gint64 since = MAX (tiem_store_now (self) - NEW_MS, 1);

  *all = *regular = *recent = 0;
  return read != NULL && read_counter (read, 1, all, error)
         && read_counter (read, 2, regular, error)
         && tiem_db_get_int (read->db,
                             recent,
                             error,
                             "SELECT count (*) FROM customer WHERE merged_into IS NULL"
                             " AND erased_at = 0 AND first_order_at >= ?1",
                             TIEM_INT (since));
}

gboolean
tiem_store_count_refusers (TiemStore *self,
                           gint64 *n,
                           GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

  *n = 0;
  return read != NULL && read_counter (read, 4, n, error);
}

gboolean
tiem_store_count_debtors (TiemStore *self,
                          gint64 *n,
                          gint64 *owed_vnd,
                          GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (TiemStmt) row = NULL;

  *n = *owed_vnd = 0;
  if (read == NULL)
    return FALSE;
  /* Only they are in the index of debts, however many customers there are. */
  row = tiem_db_query (read->db,
                       error,
                       "SELECT count (*), coalesce (sum (debt_vnd), 0) FROM customer"
                       " INDEXED BY customer_by_debt WHERE debt_vnd > 0"
                       " AND merged_into IS NULL AND erased_at = 0");
  if (row == NULL || tiem_stmt_step (row, error) <= 0)
    return FALSE;
  *n = tiem_stmt_int (row, 0);
  *owed_vnd = tiem_stmt_int (row, 1);
  return TRUE;
}

TiemCustomer *
tiem_store_get_customer (TiemStore *self,
                         gint64 customer_id,
                         GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) customers = NULL;
  gint64 root_id;

  if (read == NULL || (root_id = tiem_customers_require_root (read->db, customer_id, error)) == 0)
    return NULL;
  g_array_append_val (ids, root_id);
  customers = tiem_customers_read (read->db, ids, error);
  return customers != NULL ? g_ptr_array_steal_index (customers, 0) : NULL;
}
