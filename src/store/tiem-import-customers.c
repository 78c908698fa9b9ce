#define G_LOG_DOMAIN "tiem-store-import"

#include "config.h"

#include "base/tiem-text.h"
#include "store/tiem-import-private.h"
#include "store/tiem-store-customers-private.h"

/* People from a file: whoever is known by a phone or an e-mail is one of ours already. */

void
tiem_import_person_free (TiemImportPerson *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_strfreev (self->phones);
  g_free (self->email);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_free (self);
}

/* *id: the customer who has one of the phones or the e-mail, or without both the same name; 0 =
 * nobody */
static gboolean
find_person (
    TiemWrite *write, const TiemImportPerson *person, const char *email, gint64 *id, GError **error)
{
  g_autofree char *sort_name = tiem_text_fold (person->name);
  gboolean any = email != NULL;

  *id = 0;
  for (guint i = 0; person->phones != NULL && person->phones[i] != NULL && *id == 0; i++)
    {
      any = TRUE;
      *id = tiem_customers_find (write, "phone", person->phones[i], error);
    }
  if (*id == 0 && email != NULL)
    *id = tiem_customers_find (write, "email", email, error);
  if (*id > 0)
    *id = tiem_customers_get_root (write->db, *id, error);
  if (*id < 0)
    return FALSE;
  return any
         || tiem_db_get_int (write->db,
                             id,
                             error,
                             "SELECT id FROM customer WHERE sort_name = ?1 AND phone IS NULL"
                             " AND email IS NULL AND erased_at = 0 ORDER BY id LIMIT 1",
                             TIEM_TEXT (sort_name));
}

/* Gives the customer the identities that nobody has yet. */
static gboolean
add_identities (TiemWrite *write,
                gint64 id,
                const TiemImportPerson *person,
                const char *email,
                TiemImportLine *line,
                GError **error)
{
  for (guint i = 0; person->phones != NULL && person->phones[i] != NULL; i++)
    {
      gint64 holder = tiem_customers_find (write, "phone", person->phones[i], error);

      if (holder < 0
          || (holder == 0
              && !tiem_customers_add_identity (write, id, "phone", 0, person->phones[i], error)))
        return FALSE;
      if (holder == 0)
        tiem_import_line_take_change (line, "phone", NULL, g_strdup (person->phones[i]));
    }
  if (email != NULL)
    {
      gint64 holder = tiem_customers_find (write, "email", email, error);

      if (holder < 0
          || (holder == 0 && !tiem_customers_add_identity (write, id, "email", 0, email, error)))
        return FALSE;
      if (holder == 0)
        tiem_import_line_take_change (line, "email", NULL, g_strdup (email));
    }
  return TRUE;
}

static gboolean
import_person (TiemWrite *write,
               const TiemImportPerson *person,
               TiemImportResult *result,
               GError **error)
{
  g_autofree char *email = tiem_customers_email_key (person->email);
  TiemImportLine *line = tiem_import_result_add_line (result, person->row, NULL, person->notes);
  gint64 id = 0;
  gboolean is_new;

  line->name = g_strdup (person->name);
  if (!find_person (write, person, email, &id, error))
    return FALSE;
  is_new = id == 0;
  if (is_new && (id = tiem_customers_insert (write, error)) == 0)
    return FALSE;
  if (!add_identities (write, id, person, email, line, error)
      || (is_new
          && !tiem_customers_write (write,
                                    id,
                                    person->name,
                                    person->phones != NULL ? person->phones[0] : NULL,
                                    email,
                                    NULL,
                                    error)))
    return FALSE;
  line->state = is_new                   ? TIEM_IMPORT_NEW
                : line->changes->len > 0 ? TIEM_IMPORT_CHANGED
                                         : TIEM_IMPORT_SAME;
  tiem_import_count_line (result, line);
  return TRUE;
}

TiemImportResult *
tiem_store_import_customers (
    TiemStore *self, GPtrArray *people, gboolean dry_run, GCancellable *cancellable, GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemImportResult) result = tiem_import_result_new ();

  if (write == NULL)
    return NULL;
  for (guint i = 0; i < people->len; i++)
    if (g_cancellable_set_error_if_cancelled (cancellable, error)
        || !import_person (write, g_ptr_array_index (people, i), result, error))
      return NULL;
  write->what |= TIEM_CHANGED_CUSTOMERS;
  if (!dry_run && result->n_new + result->n_changed > 0 && !tiem_write_commit (write, error))
    return NULL;
  return g_steal_pointer (&result);
}
