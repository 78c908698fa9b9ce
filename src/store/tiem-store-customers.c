#define G_LOG_DOMAIN "tiem-store-customers"

#include "config.h"

#include "base/tiem-text.h"
#include "store/tiem-ids.h"
#include "store/tiem-store-customers-private.h"

#include <glib/gi18n-lib.h>
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

GArray *
tiem_customers_select (TiemDb *db,
                       gint64 now,
                       const TiemCustomerQuery *query,
                       gint64 limit,
                       gint64 offset,
                       GError **error)
{
  g_autofree char *expression = make_expression (query->search);
  g_autofree char *sql = NULL;
  g_autoptr (TiemStmt) rows = NULL;

  /* The + keeps the planner on the index that has the order. */
  sql = g_strconcat ("SELECT id FROM customer WHERE merged_into IS NULL AND erased_at = 0"
                     " AND +orders >= ?1 AND +first_order_at >= ?2",
                     expression != NULL
                         ? " AND id IN (SELECT root_id FROM customer WHERE id IN"
                           " (SELECT rowid FROM customer_text WHERE customer_text MATCH ?5))"
                         : "",
                     " ORDER BY ",
                     get_order_clause (query->sort, query->descending),
                     " LIMIT ?3 OFFSET ?4",
                     NULL);
  rows = tiem_db_prepare (db, sql, error);
  if (rows == NULL)
    return NULL;
  tiem_stmt_bind (rows,
                  TIEM_INT (query->group == TIEM_CUSTOMERS_REGULAR ? 2 : 0),
                  TIEM_INT (query->group == TIEM_CUSTOMERS_NEW ? MAX (now - NEW_MS, 1) : 0),
                  TIEM_INT (limit > 0 ? limit : -1),
                  TIEM_INT (offset));
  if (expression != NULL)
    tiem_stmt_bind_text (rows, 5, expression);
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
          "province") ", c.orders, c.spent_vnd, c.last_order_at,"
                      " (SELECT group_concat (DISTINCT ch.kind) FROM customer m"
                      "    JOIN customer_order o ON o.customer_id = m.id"
                      "    JOIN channel ch ON ch.id = o.channel_id WHERE m.root_id = c.id)"
                      " FROM json_each (?1) j JOIN customer c ON c.id = j.value",
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
      customer->channels = tiem_stmt_dup_text (rows, 8);
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

gboolean
tiem_store_count_customers (
    TiemStore *self, gint64 *all, gint64 *regular, gint64 *recent, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  gint64 since = MAX (tiem_store_now (self) - NEW_MS, 1);

  *all = *regular = *recent = 0;
  return read != NULL
         && tiem_db_get_int (read->db,
                             all,
                             error,
                             "SELECT count (*) FROM customer"
                             " WHERE merged_into IS NULL AND erased_at = 0")
         && tiem_db_get_int (read->db,
                             regular,
                             error,
                             "SELECT count (*) FROM customer"
                             " WHERE merged_into IS NULL AND erased_at = 0 AND orders >= 2")
         && tiem_db_get_int (read->db,
                             recent,
                             error,
                             "SELECT count (*) FROM customer WHERE merged_into IS NULL"
                             " AND erased_at = 0 AND first_order_at >= ?1",
                             TIEM_INT (since));
}

static gboolean
set_not_found (GError **error)
{
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_NOT_FOUND,
                       _ ("There is no such customer; look for it in the list of customers."));
  return FALSE;
}

/* Returns: the end of the customer's merges, 0 with @error */
static gint64
require_root (TiemDb *db,
              gint64 customer_id,
              GError **error)
{
  gint64 root_id = tiem_customers_get_root (db, customer_id, error);

  if (root_id == 0)
    set_not_found (error);
  return MAX (root_id, 0);
}

/* The same for one that is to be changed: whose data was erased is nobody any more. */
static gint64
require_unerased_root (TiemDb *db,
                       gint64 customer_id,
                       GError **error)
{
  gint64 root_id = require_root (db, customer_id, error);
  gint64 erased_at = 0;

  if (root_id == 0
      || !tiem_db_get_int (db,
                           &erased_at,
                           error,
                           "SELECT erased_at FROM customer WHERE id = ?1",
                           TIEM_INT (root_id)))
    return 0;
  if (erased_at == 0)
    return root_id;
  set_not_found (error);
  return 0;
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

  if (read == NULL || (root_id = require_root (read->db, customer_id, error)) == 0)
    return NULL;
  g_array_append_val (ids, root_id);
  customers = tiem_customers_read (read->db, ids, error);
  return customers != NULL ? g_ptr_array_steal_index (customers, 0) : NULL;
}

/* --- edits --- */

/* What a person typed, checked; NULL = left empty. */
typedef struct
{
  char *name;
  char *phone;
  char *email;
} Typed;

static void
typed_clear (Typed *self)
{
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->phone, g_free);
  g_clear_pointer (&self->email, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Typed, typed_clear)

static gboolean
is_empty (const char *text)
{
  return text == NULL || *text == '\0';
}

/* What was known before is taken as it is: a masked phone that nobody touched stays. */
static gboolean
check_typed (const char *name,
             const char *phone,
             const char *old_phone,
             const char *email,
             const char *old_email,
             Typed *typed,
             GError **error)
{
  typed->name = name != NULL ? g_strstrip (g_strdup (name)) : NULL;
  typed->phone
      = g_strcmp0 (phone, old_phone) == 0 ? g_strdup (phone) : tiem_phone_normalise (phone);
  typed->email
      = g_strcmp0 (email, old_email) == 0 ? g_strdup (email) : tiem_customers_email_key (email);
  if (is_empty (typed->name))
    g_clear_pointer (&typed->name, g_free);

  if (!is_empty (phone) && typed->phone == NULL)
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_INVALID,
                 _ ("“%s” is not a phone number; write it like 0901 234 567."),
                 phone);
  else if (!is_empty (email) && typed->email == NULL)
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_INVALID,
                 _ ("“%s” is not an e-mail address; write it like hoa@example.com."),
                 email);
  else if (typed->name == NULL && is_empty (phone) && is_empty (email))
    g_set_error_literal (error,
                         TIEM_ERROR,
                         TIEM_ERROR_INVALID,
                         _ ("A customer needs a name, a phone number or an e-mail address; fill "
                            "in one of them."));
  else
    return TRUE;
  return FALSE;
}

/* Whether @value is nobody's but @customer_id's (or of those merged with it). CONFLICT. */
static gboolean
check_free (TiemWrite *write,
            gint64 customer_id,
            const char *kind,
            const char *value,
            gint64 *holder,
            GError **error)
{
  g_autofree char *name = NULL;
  gint64 root_id;

  *holder = tiem_customers_find (write, kind, value, error);
  if (*holder <= 0)
    return *holder == 0;
  root_id = tiem_customers_get_root (write->db, *holder, error);
  if (root_id < 0)
    return FALSE;
  if (customer_id != 0 && root_id == tiem_customers_get_root (write->db, customer_id, NULL))
    return TRUE;
  if (!tiem_db_get_text (
          write->db, &name, error, "SELECT name FROM customer WHERE id = ?1", TIEM_INT (root_id)))
    return FALSE;
  g_set_error (
      error,
      TIEM_ERROR,
      TIEM_ERROR_CONFLICT,
      g_str_equal (kind, "phone")
          ? _ ("%s already has this phone number; open that customer, or merge the two.")
          : _ ("%s already has this e-mail address; open that customer, or merge the two."),
      is_empty (name) ? _ ("Another customer") : name);
  return FALSE;
}

static gboolean
replace_identity (TiemWrite *write,
                  gint64 customer_id,
                  const char *kind,
                  const char *old_value,
                  const char *new_value,
                  GError **error)
{
  gint64 holder;

  if (g_strcmp0 (old_value, new_value) == 0)
    return TRUE;
  if (old_value != NULL
      && !tiem_db_run (write->db,
                       error,
                       "DELETE FROM customer_identity"
                       " WHERE customer_id = ?1 AND kind = ?2 AND value = ?3",
                       TIEM_INT (customer_id),
                       TIEM_TEXT (kind),
                       TIEM_TEXT (old_value)))
    return FALSE;
  if (new_value == NULL)
    return TRUE;
  if (!check_free (write, customer_id, kind, new_value, &holder, error))
    return FALSE;
  return holder != 0 || tiem_customers_add_identity (write, customer_id, kind, 0, new_value, error);
}

gint64
tiem_store_add_customer (
    TiemStore *self, const char *name, const char *phone, const char *email, GError **error)
{
  g_auto (Typed) typed = { 0 };
  g_autoptr (TiemWrite) write = NULL;
  gint64 id;

  if (!check_typed (name, phone, NULL, email, NULL, &typed, error)
      || (write = tiem_store_begin_write (self, error)) == NULL
      || (id = tiem_customers_insert (write, error)) == 0
      || !replace_identity (write, id, "phone", NULL, typed.phone, error)
      || !replace_identity (write, id, "email", NULL, typed.email, error)
      || !tiem_customers_write (write, id, typed.name, typed.phone, typed.email, NULL, error)
      || !tiem_write_commit (write, error))
    return 0;
  return id;
}

gboolean
tiem_store_edit_customer (TiemStore *self,
                          gint64 customer_id,
                          const char *name,
                          const char *phone,
                          const char *email,
                          GError **error)
{
  g_auto (Typed) typed = { 0 };
  g_autoptr (TiemWrite) write = NULL;
  g_autoptr (TiemStmt) row = NULL;
  g_autofree char *old_phone = NULL;
  g_autofree char *old_email = NULL;
  g_autofree char *province = NULL;

  write = tiem_store_begin_write (self, error);
  if (write == NULL
      || (row = tiem_db_query (write->db,
                               error,
                               "SELECT phone, email, province FROM customer"
                               " WHERE id = ?1 AND erased_at = 0",
                               TIEM_INT (customer_id)))
             == NULL)
    return FALSE;

  switch (tiem_stmt_step (row, error))
    {
    case 0:
      return set_not_found (error);
    case 1:
      break;
    default:
      return FALSE;
    }
  old_phone = tiem_stmt_dup_text (row, 0);
  old_email = tiem_stmt_dup_text (row, 1);
  province = tiem_stmt_dup_text (row, 2);
  tiem_stmt_reset (row);
  if (!check_typed (name, phone, old_phone, email, old_email, &typed, error))
    return FALSE;

  return replace_identity (write, customer_id, "phone", old_phone, typed.phone, error)
         && replace_identity (write, customer_id, "email", old_email, typed.email, error)
         && tiem_customers_write (
             write, customer_id, typed.name, typed.phone, typed.email, province, error)
         && tiem_write_commit (write, error);
}

gboolean
tiem_store_merge_customers (TiemStore *self,
                            gint64 into_id,
                            gint64 from_id,
                            GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 into_root, from_root;

  if (write == NULL || (into_root = require_unerased_root (write->db, into_id, error)) == 0
      || (from_root = require_unerased_root (write->db, from_id, error)) == 0)
    return FALSE;
  if (into_root == from_root)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_CONFLICT,
                           _ ("These are one customer already; choose two different ones."));
      return FALSE;
    }
  return tiem_customers_point (write, from_root, into_root, error)
         && tiem_write_commit (write, error);
}

gboolean
tiem_store_unmerge_customer (TiemStore *self,
                             gint64 customer_id,
                             GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemStmt) rows = NULL;
  g_autoptr (GArray) apart = NULL;

  if (write == NULL || require_root (write->db, customer_id, error) == 0)
    return FALSE;

  /* Taken out of what it was merged into; the end of merges lets go of all that point at it. */
  rows = tiem_db_query (write->db,
                        error,
                        "SELECT id FROM customer"
                        " WHERE id = ?1 AND merged_into IS NOT NULL"
                        "    OR merged_into = ?1 AND (SELECT merged_into IS NULL FROM customer"
                        "                              WHERE id = ?1)",
                        TIEM_INT (customer_id));
  apart = tiem_ids_collect (rows, error);
  if (apart == NULL)
    return FALSE;
  if (apart->len == 0)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_CONFLICT,
                           _ ("This customer was not merged with another; there is nothing to "
                              "split."));
      return FALSE;
    }
  for (guint i = 0; i < apart->len; i++)
    if (!tiem_customers_point (write, g_array_index (apart, gint64, i), 0, error))
      return FALSE;
  return tiem_write_commit (write, error);
}
