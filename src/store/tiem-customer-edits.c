#define G_LOG_DOMAIN "tiem-store-customers"

#include "config.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "store/tiem-ids.h"
#include "store/tiem-store-customers-private.h"

#include <glib/gi18n-lib.h>

/* What the owner's hand does to customers: adding, changing, merging, splitting. */

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
      return tiem_customers_set_not_found (error);
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

/* --- merges --- */

/* Returns: the end of the customer's merges; 0 with @error, also for one whose data was erased:
 * it is nobody any more */
static gint64
require_unerased_root (TiemDb *db,
                       gint64 customer_id,
                       GError **error)
{
  gint64 root_id = tiem_customers_require_root (db, customer_id, error);
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
  return tiem_customers_set_not_found (error);
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

  if (write == NULL || tiem_customers_require_root (write->db, customer_id, error) == 0)
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
