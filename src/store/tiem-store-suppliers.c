#define G_LOG_DOMAIN "tiem-store-suppliers"

#include "config.h"

#include "store/tiem-suppliers-private.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "store/tiem-ids.h"
#include "store/tiem-store-customers-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

TiemSupplierQuery *
tiem_supplier_query_copy (const TiemSupplierQuery *self)
{
  TiemSupplierQuery *copy = g_memdup2 (self, sizeof *self);

  copy->search = g_strdup (self->search);
  return copy;
}

void
tiem_supplier_query_free (TiemSupplierQuery *self)
{
  if (self == NULL)
    return;

  g_free (self->search);
  g_free (self);
}

/* --- lists --- */

char *
tiem_suppliers_words (const char *text)
{
  g_autofree char *folded = tiem_text_fold (text != NULL ? text : "");
  g_auto (GStrv) words = NULL;
  g_autoptr (GString) json = g_string_new ("[");

  /* Nothing is left that JSON would want escaped. */
  for (char *at = folded; *at != '\0'; at++)
    if (*at == '"' || *at == '\\' || g_ascii_iscntrl (*at))
      *at = ' ';
  words = g_strsplit (folded, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (*words[i] != '\0')
      g_string_append_printf (json, "%s\"%s\"", json->len > 1 ? "," : "", words[i]);
  g_string_append_c (json, ']');
  return g_string_free (g_steal_pointer (&json), FALSE);
}

static const char *
get_group_clause (TiemSupplierGroup group)
{
  static const char *const clauses[TIEM_N_SUPPLIER_GROUPS] = {
    [TIEM_SUPPLIERS_ALL] = "s.archived = 0",
    [TIEM_SUPPLIERS_OWED] = "s.debt_vnd > 0",
    [TIEM_SUPPLIERS_ARCHIVED] = "s.archived = 1",
  };

  return clauses[group];
}

#define DONE_OF                                                                                    \
  " FROM purchase p JOIN slip x ON x.id = p.slip_id"                                               \
  " WHERE p.supplier_id = s.id AND x.kind = 'purchase' AND x.state = 'done')"

static const char *
get_order_clause (TiemSupplierSort sort,
                  gboolean descending)
{
  static const char *const clauses[][2] = {
    [TIEM_SUPPLIER_SORT_NAME] = { "s.sort_name, s.id", "s.sort_name DESC, s.id DESC" },
    [TIEM_SUPPLIER_SORT_DEBT] = { "s.debt_vnd, s.id", "s.debt_vnd DESC, s.id DESC" },
    [TIEM_SUPPLIER_SORT_BOUGHT] = { "(SELECT sum (p.total_vnd)" DONE_OF ", s.id",
                                    "(SELECT sum (p.total_vnd)" DONE_OF " DESC, s.id DESC" },
    [TIEM_SUPPLIER_SORT_LAST] = { "(SELECT max (x.done_at)" DONE_OF ", s.id",
                                  "(SELECT max (x.done_at)" DONE_OF " DESC, s.id DESC" },
  };

  return clauses[sort][descending != FALSE];
}

GArray *
tiem_suppliers_select (
    TiemDb *db, const TiemSupplierQuery *query, gint64 limit, gint64 offset, GError **error)
{
  g_autofree char *words = tiem_suppliers_words (query->search);
  g_autofree char *sql = g_strconcat (
      "SELECT s.id FROM supplier s WHERE ",
      get_group_clause (query->group),
      " AND NOT EXISTS (SELECT 1 FROM json_each (?1) w WHERE instr (s.search, w.value) = 0)"
      " ORDER BY ",
      get_order_clause (query->sort, query->descending),
      " LIMIT ?2 OFFSET ?3",
      NULL);
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db, error, sql, TIEM_TEXT (words), TIEM_INT (limit > 0 ? limit : -1), TIEM_INT (offset));

  return rows != NULL ? tiem_ids_collect (rows, error) : NULL;
}

static TiemSupplier *
read_supplier (TiemStmt *row)
{
  TiemSupplier *supplier = tiem_supplier_new ();
  int column = 0;

  supplier->id = tiem_stmt_int (row, column++);
  supplier->code = tiem_stmt_dup_text (row, column++);
  supplier->name = tiem_stmt_dup_text (row, column++);
  supplier->phone = tiem_stmt_dup_text (row, column++);
  supplier->email = tiem_stmt_dup_text (row, column++);
  supplier->address = tiem_stmt_dup_text (row, column++);
  supplier->tax_code = tiem_stmt_dup_text (row, column++);
  supplier->note = tiem_stmt_dup_text (row, column++);
  supplier->archived = tiem_stmt_int (row, column++) != 0;
  supplier->opening_vnd = tiem_stmt_int (row, column++);
  supplier->debt_vnd = tiem_stmt_int (row, column++);
  supplier->slips = tiem_stmt_int (row, column++);
  supplier->bought_vnd = tiem_stmt_int (row, column++);
  supplier->last_at = tiem_stmt_int (row, column++);
  return supplier;
}

GPtrArray *
tiem_suppliers_read (TiemDb *db,
                     GArray *ids,
                     GError **error)
{
  g_autofree char *json = tiem_ids_to_json (ids);
  g_autoptr (GPtrArray) suppliers
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_supplier_free);
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db,
                       error,
                       "SELECT s.id, s.code, s.name, s.phone, s.email, s.address, s.tax_code,"
                       " s.note, s.archived, s.opening_vnd, s.debt_vnd,"
                       " (SELECT count (*)" DONE_OF ", (SELECT sum (p.total_vnd)" DONE_OF
                       ", (SELECT max (x.done_at)" DONE_OF
                       " FROM json_each (?1) j JOIN supplier s ON s.id = j.value",
                       TIEM_TEXT (json));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    g_ptr_array_add (suppliers, read_supplier (rows));
  return step < 0 ? NULL : tiem_ids_arrange (ids, g_steal_pointer (&suppliers));
}

GPtrArray *
tiem_store_list_suppliers (
    TiemStore *self, const TiemSupplierQuery *query, gint64 limit, gint64 offset, GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GArray) ids = NULL;

  if (read == NULL)
    return NULL;
  ids = tiem_suppliers_select (read->db, query, limit, offset, error);
  return ids != NULL ? tiem_suppliers_read (read->db, ids, error) : NULL;
}

gboolean
tiem_store_count_suppliers (TiemStore *self,
                            gint64 counts[TIEM_N_SUPPLIER_GROUPS],
                            gint64 *owed_vnd,
                            GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);

  if (read == NULL)
    return FALSE;
  for (guint i = 0; i < TIEM_N_SUPPLIER_GROUPS; i++)
    {
      g_autofree char *sql
          = g_strconcat ("SELECT count (*) FROM supplier s WHERE ", get_group_clause (i), NULL);

      counts[i] = 0;
      if (!tiem_db_get_int (read->db, &counts[i], error, sql))
        return FALSE;
    }
  *owed_vnd = 0;
  return tiem_db_get_int (
      read->db, owed_vnd, error, "SELECT sum (debt_vnd) FROM supplier WHERE debt_vnd > 0");
}

static gboolean
set_not_found (GError **error)
{
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_NOT_FOUND,
                       _ ("There is no such supplier; look in the list of suppliers."));
  return FALSE;
}

TiemSupplier *
tiem_store_get_supplier (TiemStore *self,
                         gint64 supplier_id,
                         GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) suppliers = NULL;

  g_array_append_val (ids, supplier_id);
  if (read == NULL || (suppliers = tiem_suppliers_read (read->db, ids, error)) == NULL)
    return NULL;
  if (suppliers->len == 0)
    {
      set_not_found (error);
      return NULL;
    }
  return tiem_supplier_copy (g_ptr_array_index (suppliers, 0));
}

gint64
tiem_store_find_supplier (TiemStore *self,
                          const char *text,
                          GError **error)
{
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autofree char *folded = tiem_text_fold (text != NULL ? text : "");
  g_autofree char *name = g_strdup (g_strstrip (folded));
  g_autoptr (GArray) ids = NULL;
  g_autoptr (TiemStmt) rows = NULL;

  if (read == NULL)
    return 0;
  rows = tiem_db_query (read->db,
                        error,
                        "SELECT id FROM supplier WHERE lower (code) = ?1"
                        " UNION ALL SELECT id FROM supplier WHERE sort_name = ?1",
                        TIEM_TEXT (name));
  if (rows == NULL || (ids = tiem_ids_collect (rows, error)) == NULL)
    return 0;
  if (ids->len == 1)
    return g_array_index (ids, gint64, 0);
  if (ids->len == 0)
    set_not_found (error);
  else
    g_set_error (error,
                 TIEM_ERROR,
                 TIEM_ERROR_CONFLICT,
                 _ ("Several suppliers are called “%s”; say which one by its code."),
                 text);
  return 0;
}

/* --- saving --- */

static char *
dup_trimmed (const char *text)
{
  g_autofree char *trimmed = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  return trimmed != NULL && *trimmed != '\0' ? g_steal_pointer (&trimmed) : NULL;
}

static gboolean
fail_text (const char *sentence,
           const char *text,
           GError **error)
{
  g_set_error (error, TIEM_ERROR, TIEM_ERROR_INVALID, sentence, text);
  return FALSE;
}

/* 10 digits of a firm, 13 of a branch of one, 12 of a person (Circular 86/2024/TT-BTC). */
static gboolean
is_tax_code (const char *text)
{
  guint digits = 0;

  for (const char *at = text; *at != '\0'; at++)
    if (g_ascii_isdigit (*at))
      digits++;
    else if (*at != '-' && *at != ' ' && *at != '.')
      return FALSE;
  return digits == 10 || digits == 12 || digits == 13;
}

/* Makes @typed, a copy of what the owner gave, what can be stored. */
static gboolean
tidy (TiemSupplier *typed,
      GError **error)
{
  char **fields[] = { &typed->name,    &typed->phone,    &typed->email,
                      &typed->address, &typed->tax_code, &typed->note };
  g_autofree char *phone = NULL;
  g_autofree char *email = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (fields); i++)
    {
      char *trimmed = dup_trimmed (*fields[i]);

      g_free (*fields[i]);
      *fields[i] = trimmed;
    }
  if (typed->name == NULL)
    {
      g_set_error_literal (error,
                           TIEM_ERROR,
                           TIEM_ERROR_INVALID,
                           _ ("The supplier has no name; write what the shop calls it."));
      return FALSE;
    }
  if (typed->phone != NULL && (phone = tiem_phone_normalise (typed->phone)) == NULL)
    return fail_text (
        _ ("“%s” is not a phone number; write it like 0901 234 567."), typed->phone, error);
  if (typed->email != NULL && (email = tiem_customers_email_key (typed->email)) == NULL)
    return fail_text (
        _ ("“%s” is not an e-mail address; write it like hoa@example.com."), typed->email, error);
  if (typed->tax_code != NULL && !is_tax_code (typed->tax_code))
    return fail_text (
        _ ("“%s” is not a tax code; it has 10, 12 or 13 digits."), typed->tax_code, error);
  g_free (typed->phone);
  typed->phone = g_steal_pointer (&phone);
  return TRUE;
}

static gboolean
check_name (TiemWrite *write,
            const TiemSupplier *typed,
            const char *sort_name,
            GError **error)
{
  g_autofree char *code = NULL;

  if (!tiem_db_get_text (write->db,
                         &code,
                         error,
                         "SELECT code FROM supplier WHERE sort_name = ?1 AND id <> ?2",
                         TIEM_TEXT (sort_name),
                         TIEM_INT (typed->id)))
    return FALSE;
  if (code == NULL)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_CONFLICT,
               /* Translators: a name, and the code of the supplier who has it */
               _ ("“%s” is there already, as %s; choose it, or write another name."),
               typed->name,
               code);
  return FALSE;
}

/* Gives a new one its row and its code. */
static gboolean
make_row (TiemWrite *write,
          TiemSupplier *typed,
          GError **error)
{
  gint64 number = 0;

  if (!tiem_db_get_int (write->db,
                        &number,
                        error,
                        "INSERT INTO setting (key, value) VALUES ('supplier-number', '1')"
                        " ON CONFLICT (key) DO UPDATE SET value = CAST (value AS INTEGER) + 1"
                        " RETURNING CAST (value AS INTEGER)"))
    return FALSE;
  g_free (typed->code);
  typed->code = g_strdup_printf ("NCC%06" G_GINT64_FORMAT, number);
  if (!tiem_db_run (write->db,
                    error,
                    "INSERT INTO supplier (code, name, sort_name, search, created_at)"
                    " VALUES (?1, ?2, '', '', ?3)",
                    TIEM_TEXT (typed->code),
                    TIEM_TEXT (typed->name),
                    TIEM_INT (write->now)))
    return FALSE;
  typed->id = tiem_db_last_id (write->db);
  return TRUE;
}

static gboolean
load_code (TiemWrite *write,
           TiemSupplier *typed,
           GError **error)
{
  g_autofree char *code = NULL;

  if (!tiem_db_get_text (
          write->db, &code, error, "SELECT code FROM supplier WHERE id = ?1", TIEM_INT (typed->id)))
    return FALSE;
  g_free (typed->code);
  typed->code = g_steal_pointer (&code);
  return typed->code != NULL || set_not_found (error);
}

/* Returns: (transfer full): folded; the phone as people type it */
static char *
make_search (const TiemSupplier *typed)
{
  g_autofree char *national = tiem_phone_format (typed->phone);
  g_auto (GStrv) digits = g_strsplit (national != NULL ? national : "", " ", -1);
  g_autofree char *joined = g_strjoinv ("", digits);
  const char *parts[] = { typed->code,     typed->name,  joined,         national,
                          typed->tax_code, typed->email, typed->address, typed->note };
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL)
      g_string_append_printf (text, "%s ", parts[i]);
  return tiem_text_fold (text->str);
}

static gboolean
check_opening (gint64 opening_vnd,
               GError **error)
{
  if (opening_vnd >= -TIEM_SUPPLIER_MOST_MONEY && opening_vnd <= TIEM_SUPPLIER_MOST_MONEY)
    return TRUE;
  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_INVALID,
                       _ ("This is more money than a shop can owe; check the number."));
  return FALSE;
}

gint64
tiem_suppliers_save (TiemWrite *write,
                     const TiemSupplier *supplier,
                     GError **error)
{
  g_autoptr (TiemSupplier) typed = tiem_supplier_copy (supplier);
  g_autofree char *sort_name = NULL;
  g_autofree char *search = NULL;

  if (!tidy (typed, error) || !check_opening (typed->opening_vnd, error))
    return 0;
  sort_name = tiem_text_fold (typed->name);
  if (!check_name (write, typed, sort_name, error)
      || !(typed->id == 0 ? make_row (write, typed, error) : load_code (write, typed, error)))
    return 0;
  search = make_search (typed);
  if (!tiem_db_run (write->db,
                    error,
                    "UPDATE supplier SET name = ?2, sort_name = ?3, search = ?4, phone = ?5,"
                    " email = ?6, address = ?7, tax_code = ?8, note = ?9, archived = ?10,"
                    " opening_vnd = ?11 WHERE id = ?1",
                    TIEM_INT (typed->id),
                    TIEM_TEXT (typed->name),
                    TIEM_TEXT (sort_name),
                    TIEM_TEXT (search),
                    TIEM_TEXT (typed->phone),
                    TIEM_TEXT (typed->email),
                    TIEM_TEXT (typed->address),
                    TIEM_TEXT (typed->tax_code),
                    TIEM_TEXT (typed->note),
                    TIEM_INT (typed->archived != FALSE),
                    TIEM_INT (typed->opening_vnd))
      || !tiem_supplier_refresh_debt (write, typed->id, error))
    return 0;
  return typed->id;
}

gint64
tiem_store_save_supplier (TiemStore *self,
                          const TiemSupplier *supplier,
                          GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 id = write != NULL ? tiem_suppliers_save (write, supplier, error) : 0;

  return id != 0 && tiem_write_commit (write, error) ? id : 0;
}

gboolean
tiem_suppliers_set_opening (
    TiemWrite *write, gint64 supplier_id, gint64 opening_vnd, gint64 *before_vnd, GError **error)
{
  gint64 before = G_MININT64;

  if (!check_opening (opening_vnd, error)
      || !tiem_db_get_int (write->db,
                           &before,
                           error,
                           "SELECT opening_vnd FROM supplier WHERE id = ?1",
                           TIEM_INT (supplier_id)))
    return FALSE;
  if (before == G_MININT64)
    return set_not_found (error);
  if (before_vnd != NULL)
    *before_vnd = before;
  return before == opening_vnd
         || (tiem_db_run (write->db,
                          error,
                          "UPDATE supplier SET opening_vnd = ?2 WHERE id = ?1",
                          TIEM_INT (supplier_id),
                          TIEM_INT (opening_vnd))
             && tiem_supplier_refresh_debt (write, supplier_id, error));
}

gboolean
tiem_store_set_supplier_opening (TiemStore *self,
                                 gint64 supplier_id,
                                 gint64 opening_vnd,
                                 GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL && tiem_suppliers_set_opening (write, supplier_id, opening_vnd, NULL, error)
         && tiem_write_commit (write, error);
}
