#define G_LOG_DOMAIN "tiem-store-import"

#include "config.h"

#include "base/tiem-text.h"
#include "store/tiem-ids.h"
#include "store/tiem-import-private.h"
#include "store/tiem-store-customers-private.h"
#include "store/tiem-suppliers-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Customers and suppliers from a file: who they are, what is filled in, what they owe. */

#define OWN_KIND "tiem.customers"

void
tiem_import_person_free (TiemImportPerson *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_free (self->name);
  g_strfreev (self->phones);
  g_free (self->email);
  g_free (self->address_line);
  g_free (self->ward_code);
  g_free (self->province);
  g_free (self->tax_code);
  g_free (self->note);
  g_clear_pointer (&self->wrong, g_ptr_array_unref);
  g_clear_pointer (&self->notes, g_ptr_array_unref);
  g_free (self);
}

/* One import under way. */
typedef struct
{
  TiemWrite *write;
  const TiemImportOptions *options;
  TiemImportResult *result;
  GArray *ids;      /* of gint64: whom each line of the result is; 0 = nobody was written */
  GHashTable *seen; /* (element-type utf8 guint): what tells rows apart → the first row with it */
} Import;

static const char *
get_phone (const TiemImportPerson *person)
{
  return person->phones != NULL ? person->phones[0] : NULL;
}

/* Returns: (transfer full): what the file's program tells people apart by */
static char *
make_code (const TiemImportPerson *person)
{
  g_autofree char *name = NULL;

  if (person->code != NULL)
    return tiem_text_fold (person->code);
  name = tiem_text_fold (person->name != NULL ? person->name : person->email);
  return g_strdup_printf ("=%s|%s", name, get_phone (person) != NULL ? get_phone (person) : "");
}

static void
add_note (TiemImportLine *line,
          const char *column,
          const char *reason)
{
  g_ptr_array_add (line->notes, tiem_import_problem_new (line->row, column, reason));
}

/* --- customers --- */

/* In Tiệm's own list the code is the customer's number here, if the name is still the same. */
static gboolean
find_own (TiemWrite *write,
          const TiemImportPerson *person,
          gint64 *id,
          GError **error)
{
  g_autofree char *sort_name = tiem_text_fold (person->name);
  guint64 number = 0;

  *id = 0;
  if (person->code == NULL
      || !g_ascii_string_to_unsigned (person->code, 10, 1, G_MAXINT64, &number, NULL))
    return TRUE;
  return tiem_db_get_int (write->db,
                          id,
                          error,
                          "SELECT root_id FROM customer WHERE id = ?1 AND erased_at = 0"
                          " AND (sort_name = ?2 OR phone = ?3)",
                          TIEM_INT (number),
                          TIEM_TEXT (sort_name),
                          TIEM_TEXT (get_phone (person)));
}

static gboolean
find_by_identity (
    TiemWrite *write, const TiemImportPerson *person, const char *email, gint64 *id, GError **error)
{
  for (guint i = 0; person->phones != NULL && person->phones[i] != NULL && *id == 0; i++)
    *id = tiem_customers_find (write, "phone", person->phones[i], error);
  if (*id == 0 && email != NULL)
    *id = tiem_customers_find (write, "email", email, error);
  if (*id > 0)
    *id = tiem_customers_get_root (write->db, *id, error);
  return *id >= 0;
}

/* *id: the customer the row is about, 0 = nobody yet. *joined: known under another code */
static gboolean
find_customer (Import *self,
               const TiemImportPerson *person,
               const char *code,
               const char *email,
               gint64 *id,
               gboolean *joined,
               GError **error)
{
  TiemDb *db = self->write->db;
  g_autofree char *sort_name = tiem_text_fold (person->name);
  gint64 codes = 0;

  *joined = FALSE;
  if (!tiem_db_get_int (db,
                        id,
                        error,
                        "SELECT c.root_id FROM customer_origin g JOIN customer c"
                        " ON c.id = g.customer_id WHERE g.source = ?1 AND g.code = ?2"
                        " AND c.erased_at = 0",
                        TIEM_TEXT (self->options->kind),
                        TIEM_TEXT (code)))
    return FALSE;
  if (*id == 0 && g_strcmp0 (self->options->kind, OWN_KIND) == 0
      && !find_own (self->write, person, id, error))
    return FALSE;
  if (*id != 0)
    return TRUE;
  if (!find_by_identity (self->write, person, email, id, error))
    return FALSE;
  if (*id != 0)
    {
      if (!tiem_db_get_int (db,
                            &codes,
                            error,
                            "SELECT count (*) FROM customer_origin"
                            " WHERE customer_id = ?1 AND source = ?2",
                            TIEM_INT (*id),
                            TIEM_TEXT (self->options->kind)))
        return FALSE;
      *joined = codes > 0;
      return TRUE;
    }
  /* Of two of the same name in one list each is somebody. */
  return get_phone (person) != NULL || email != NULL
         || tiem_db_get_int (db,
                             id,
                             error,
                             "SELECT id FROM customer WHERE sort_name = ?1 AND phone IS NULL"
                             " AND email IS NULL AND erased_at = 0 AND merged_into IS NULL"
                             " AND id NOT IN (SELECT customer_id FROM customer_origin"
                             "  WHERE source = ?2) ORDER BY id LIMIT 1",
                             TIEM_TEXT (sort_name),
                             TIEM_TEXT (self->options->kind));
}

/* Gives the customer an identity that nobody has yet. */
static gboolean
add_identity (TiemWrite *write,
              gint64 id,
              const char *kind,
              const char *value,
              TiemImportLine *line,
              GError **error)
{
  gint64 holder = value != NULL ? tiem_customers_find (write, kind, value, error) : 1;

  if (holder != 0)
    return holder > 0;
  tiem_import_line_take_change (
      line, g_str_equal (kind, "phone") ? "phone" : "email", NULL, g_strdup (value));
  return tiem_customers_add_identity (write, id, kind, 0, value, error);
}

static gboolean
add_identities (TiemWrite *write,
                gint64 id,
                const TiemImportPerson *person,
                const char *email,
                TiemImportLine *line,
                GError **error)
{
  for (guint i = 0; person->phones != NULL && person->phones[i] != NULL; i++)
    if (!add_identity (write, id, "phone", person->phones[i], line, error))
      return FALSE;
  return add_identity (write, id, "email", email, line, error);
}

/* Fills in what is not known yet. */
static gboolean
fill_in_customer (TiemWrite *write,
                  gint64 id,
                  const TiemImportPerson *person,
                  const char *email,
                  TiemImportLine *line,
                  GError **error)
{
  g_autoptr (TiemCustomer) known = NULL;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof id);
  g_autoptr (GPtrArray) found = NULL;
  gboolean takes_address;

  g_array_append_val (ids, id);
  if ((found = tiem_customers_read (write->db, ids, error)) == NULL || found->len == 0)
    return FALSE;
  known = g_ptr_array_steal_index (found, 0);
  takes_address
      = person->address_line != NULL && known->address_line == NULL && known->ward_code == NULL;
  if (takes_address)
    {
      tiem_import_line_take_change (line, "address", NULL, g_strdup (person->address_line));
      if (!tiem_db_run (write->db,
                        error,
                        "UPDATE customer SET address_line = ?2, ward_code = ?3 WHERE id = ?1",
                        TIEM_INT (id),
                        TIEM_TEXT (person->address_line),
                        TIEM_TEXT (person->ward_code)))
        return FALSE;
    }
  if ((known->name != NULL || person->name == NULL)
      && (known->phone != NULL || get_phone (person) == NULL)
      && (known->email != NULL || email == NULL)
      && (known->province != NULL || person->province == NULL))
    return TRUE;
  return tiem_customers_write (write,
                               id,
                               known->name != NULL ? known->name : person->name,
                               known->phone != NULL ? known->phone : get_phone (person),
                               known->email != NULL ? known->email : email,
                               known->province != NULL ? known->province : person->province,
                               error);
}

/* What the row's code brings along; for Tiệm's own list the rest beside what other lists did. */
static gboolean
read_origin (Import *self,
             gint64 id,
             const char *code,
             gboolean *known,
             gint64 *owed_vnd,
             gint64 *others_vnd,
             GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (self->write->db,
                       error,
                       "SELECT count (*), coalesce (sum (owed_vnd), 0) FROM customer_origin"
                       " WHERE source = ?1 AND code = ?2",
                       TIEM_TEXT (self->options->kind),
                       TIEM_TEXT (code));

  if (row == NULL || tiem_stmt_step (row, error) <= 0)
    return FALSE;
  *known = tiem_stmt_int (row, 0) > 0;
  *owed_vnd = tiem_stmt_int (row, 1);
  *others_vnd = 0;
  return g_strcmp0 (self->options->kind, OWN_KIND) != 0
         || tiem_db_get_int (self->write->db,
                             others_vnd,
                             error,
                             "SELECT coalesce (sum (owed_vnd), 0) FROM customer_origin"
                             " WHERE customer_id = ?1 AND NOT (source = ?2 AND code = ?3)",
                             TIEM_INT (id),
                             TIEM_TEXT (self->options->kind),
                             TIEM_TEXT (code));
}

static gboolean
take_debt (Import *self,
           gint64 id,
           const char *code,
           const TiemImportPerson *person,
           TiemImportLine *line,
           GError **error)
{
  gboolean known;
  gint64 old_vnd;
  gint64 others_vnd;
  gint64 vnd;

  if (!read_origin (self, id, code, &known, &old_vnd, &others_vnd, error))
    return FALSE;
  vnd = person->has_debt ? person->debt_vnd - others_vnd : old_vnd;
  if (vnd != old_vnd)
    tiem_import_line_take_change (line,
                                  "debt",
                                  old_vnd + others_vnd != 0
                                      ? g_strdup_printf ("%" G_GINT64_FORMAT, old_vnd + others_vnd)
                                      : NULL,
                                  g_strdup_printf ("%" G_GINT64_FORMAT, person->debt_vnd));
  /* Who came without a code and owes nothing is told by what he has. */
  if (vnd == old_vnd && (known || person->code == NULL))
    return TRUE;
  return tiem_db_run (self->write->db,
                      error,
                      "INSERT INTO customer_origin (source, code, customer_id, owed_vnd)"
                      " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (source, code)"
                      " DO UPDATE SET owed_vnd = excluded.owed_vnd",
                      TIEM_TEXT (self->options->kind),
                      TIEM_TEXT (code),
                      TIEM_INT (id),
                      TIEM_INT (vnd))
         && tiem_customers_book_debt (self->write, id, error);
}

static gboolean
import_customer (
    Import *self, const TiemImportPerson *person, TiemImportLine *line, gint64 *id, GError **error)
{
  g_autofree char *email = tiem_customers_email_key (person->email);
  g_autofree char *code = make_code (person);
  gboolean joined;

  if (!find_customer (self, person, code, email, id, &joined, error))
    return FALSE;
  line->state = *id == 0 ? TIEM_IMPORT_NEW : TIEM_IMPORT_CHANGED;
  if (*id != 0 && self->options->only_new)
    {
      line->state = TIEM_IMPORT_LEFT;
      return TRUE;
    }
  if (joined)
    add_note (
        line, "phone", _ ("Has the phone or e-mail of another row: the two become one customer"));
  if ((*id == 0 && (*id = tiem_customers_insert (self->write, error)) == 0)
      || !add_identities (self->write, *id, person, email, line, error)
      || !take_debt (self, *id, code, person, line, error)
      || !fill_in_customer (self->write, *id, person, email, line, error))
    return FALSE;
  if (line->state == TIEM_IMPORT_CHANGED && line->changes->len == 0)
    line->state = TIEM_IMPORT_SAME;
  return TRUE;
}

/* --- suppliers --- */

static void
fill_in (char **known,
         const char *given,
         const char *column,
         TiemImportLine *line)
{
  if (given == NULL || (*known != NULL && **known != '\0'))
    return;
  g_free (*known);
  *known = g_strdup (given);
  tiem_import_line_take_change (line, column, NULL, g_strdup (given));
}

static gboolean
find_supplier (TiemWrite *write,
               const TiemImportPerson *person,
               TiemSupplier **supplier,
               GError **error)
{
  g_autofree char *sort_name = tiem_text_fold (person->name);
  g_autoptr (GArray) ids = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (TiemStmt) rows = tiem_db_query (
      write->db, error, "SELECT id FROM supplier WHERE sort_name = ?1", TIEM_TEXT (sort_name));

  *supplier = NULL;
  if (rows == NULL || (ids = tiem_ids_collect (rows, error)) == NULL)
    return FALSE;
  if (ids->len == 0)
    return TRUE;
  if ((found = tiem_suppliers_read (write->db, ids, error)) == NULL)
    return FALSE;
  *supplier = tiem_supplier_copy (g_ptr_array_index (found, 0));
  return TRUE;
}

static gboolean
import_supplier (
    Import *self, const TiemImportPerson *person, TiemImportLine *line, gint64 *id, GError **error)
{
  g_autoptr (TiemSupplier) supplier = NULL;
  gboolean is_new;

  if (!find_supplier (self->write, person, &supplier, error))
    return FALSE;
  is_new = supplier == NULL;
  line->state = is_new ? TIEM_IMPORT_NEW : TIEM_IMPORT_CHANGED;
  if (!is_new && self->options->only_new)
    {
      line->state = TIEM_IMPORT_LEFT;
      return TRUE;
    }
  if (is_new)
    {
      supplier = g_new0 (TiemSupplier, 1);
      supplier->name = g_strdup (person->name);
    }
  fill_in (&supplier->phone, get_phone (person), "phone", line);
  if (person->has_debt && person->debt_vnd != supplier->opening_vnd)
    {
      tiem_import_line_take_change (
          line,
          "debt",
          supplier->opening_vnd != 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, supplier->opening_vnd)
                                     : NULL,
          g_strdup_printf ("%" G_GINT64_FORMAT, person->debt_vnd));
      supplier->opening_vnd = person->debt_vnd;
    }
  fill_in (&supplier->email, person->email, "email", line);
  fill_in (&supplier->address, person->address_line, "address", line);
  fill_in (&supplier->tax_code, person->tax_code, "tax_code", line);
  fill_in (&supplier->note, person->note, "note", line);
  *id = supplier->id;
  if (!is_new && line->changes->len == 0)
    {
      line->state = TIEM_IMPORT_SAME;
      return TRUE;
    }
  *id = tiem_suppliers_save (self->write, supplier, error);
  return *id != 0;
}

/* --- the whole file --- */

/* Somebody may stand in the file once. Returns: FALSE when the row repeats another */
static gboolean
check_repeated (Import *self,
                TiemImportParty party,
                const TiemImportPerson *person,
                TiemImportLine *line)
{
  char *key = party == TIEM_PARTY_SUPPLIERS ? tiem_text_fold (person->name) : make_code (person);
  guint first = GPOINTER_TO_UINT (g_hash_table_lookup (self->seen, key));
  g_autofree char *reason = NULL;
  TiemImportProblem *problem;

  if (first == 0)
    {
      g_hash_table_insert (self->seen, key, GUINT_TO_POINTER (person->row));
      return TRUE;
    }
  g_free (key);
  /* Translators: %u is a row's number */
  reason = g_strdup_printf (_ ("Stands in row %u of the file already"), first);
  problem = tiem_import_problem_new (
      line->row, party == TIEM_PARTY_SUPPLIERS ? "name" : "code", reason);
  problem->fix = g_strdup (_ ("Delete one of the rows, or give it another name or code"));
  g_ptr_array_add (line->wrong, problem);
  return FALSE;
}

static gboolean
import_person (Import *self,
               TiemImportParty party,
               const TiemImportPerson *person,
               GError **error)
{
  TiemImportLine *line
      = tiem_import_result_add_line (self->result, person->row, person->wrong, person->notes);
  gint64 id = 0;

  line->sku = g_strdup (person->code);
  line->name = g_strdup (person->name);
  if (line->wrong->len > 0 || !check_repeated (self, party, person, line))
    line->state = TIEM_IMPORT_WRONG;
  else if (!(party == TIEM_PARTY_SUPPLIERS ? import_supplier (self, person, line, &id, error)
                                           : import_customer (self, person, line, &id, error)))
    return FALSE;
  g_array_append_val (self->ids, id);
  tiem_import_count_line (self->result, line);
  return TRUE;
}

static gboolean
note_change (Import *self,
             TiemImportParty party,
             gint64 id,
             const char *field,
             const char *before,
             const char *after,
             GError **error)
{
  return tiem_db_run (self->write->db,
                      error,
                      "INSERT INTO import_person_change"
                      " (run_id, customer_id, supplier_id, field, before, after)"
                      " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                      TIEM_INT (self->result->run_id),
                      TIEM_ID (party == TIEM_PARTY_CUSTOMERS ? id : 0),
                      TIEM_ID (party == TIEM_PARTY_SUPPLIERS ? id : 0),
                      TIEM_TEXT (field),
                      TIEM_TEXT (before),
                      TIEM_TEXT (after));
}

/* So that it can be taken back. */
static gboolean
note_changes (Import *self,
              TiemImportParty party,
              GError **error)
{
  for (guint i = 0; i < self->result->lines->len; i++)
    {
      const TiemImportLine *line = g_ptr_array_index (self->result->lines, i);
      gint64 id = g_array_index (self->ids, gint64, i);

      if (id == 0 || (line->state != TIEM_IMPORT_NEW && line->state != TIEM_IMPORT_CHANGED))
        continue;
      if (line->state == TIEM_IMPORT_NEW
          && !note_change (self, party, id, "new", NULL, line->name, error))
        return FALSE;
      for (guint j = 0; j < line->changes->len; j++)
        {
          const TiemImportChange *change = g_ptr_array_index (line->changes, j);

          if (!note_change (self, party, id, change->column, change->before, change->after, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
import_all (Import *self,
            TiemImportParty party,
            GPtrArray *people,
            GCancellable *cancellable,
            GError **error)
{
  for (guint i = 0; i < people->len; i++)
    {
      if (self->options->progress != NULL && i % TIEM_IMPORT_ROWS_PER_NOTE == 0)
        self->options->progress (i, people->len, self->options->user_data);
      if (g_cancellable_set_error_if_cancelled (cancellable, error)
          || !import_person (self, party, g_ptr_array_index (people, i), error))
        return FALSE;
    }
  return TRUE;
}

/* A trial is carried out as well, and never committed: only so do rows see what those before them
 * have brought. */
TiemImportResult *
tiem_store_import_people (TiemStore *self,
                          TiemImportParty party,
                          GPtrArray *people,
                          const TiemImportOptions *options,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  g_autoptr (TiemImportResult) result = tiem_import_result_new ();
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Import import = { write, options, result, ids, seen };

  if (write == NULL || !import_all (&import, party, people, cancellable, error))
    return NULL;
  if (options->dry_run || (result->n_wrong > 0 && !options->skip_wrong)
      || result->n_new + result->n_changed == 0)
    return g_steal_pointer (&result);
  write->what |= party == TIEM_PARTY_CUSTOMERS ? TIEM_CHANGED_CUSTOMERS : TIEM_CHANGED_SLIPS;
  if (!tiem_import_begin_run (write, options, result, error)
      || !note_changes (&import, party, error) || !tiem_write_commit (write, error))
    return NULL;
  return g_steal_pointer (&result);
}
