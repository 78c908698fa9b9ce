#define G_LOG_DOMAIN "tiem-catalogue"

#include "config.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "store/tiem-catalogue-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* What a variant's values must be like; the same for a form, the command line and a file. */

#define MOST_MONEY G_GINT64_CONSTANT (1000000000000)
#define MOST_UNITS G_GINT64_CONSTANT (1000000000)
#define LONGEST_CODE 100
#define LONGEST_NAME 1000

void
tiem_catalogue_problem_clear (TiemCatalogueProblem *self)
{
  g_clear_pointer (&self->reason, g_free);
}

char *
tiem_catalogue_trim (const char *text)
{
  g_autofree char *trimmed = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  return trimmed != NULL && *trimmed != '\0' ? g_steal_pointer (&trimmed) : NULL;
}

static void
set_problem (TiemCatalogueProblem *problem,
             TiemError code,
             const char *column,
             const char *reason)
{
  if (problem->reason != NULL)
    return; /* the first one is told */
  problem->code = code;
  problem->column = column;
  problem->reason = g_strdup (reason);
}

static void
check_text (TiemCatalogueProblem *problem,
            const char *column,
            const char *text,
            gsize longest)
{
  if (text != NULL && !g_utf8_validate (text, -1, NULL))
    set_problem (problem,
                 TIEM_ERROR_INVALID,
                 column,
                 _ ("It is not readable text; save the file as UTF-8."));
  else if (text != NULL && strlen (text) > longest)
    set_problem (problem, TIEM_ERROR_INVALID, column, _ ("It is too long; shorten it."));
}

static void
check_values (gboolean is_new,
              TiemEdit fields,
              const TiemNewVariant *values,
              TiemCatalogueProblem *problem)
{
  g_autofree char *name = tiem_catalogue_trim (values->name);
  g_autofree char *key = tiem_sku_key (values->sku);

  check_text (problem, "sku", values->sku, LONGEST_CODE);
  check_text (problem, "name", values->name, LONGEST_NAME);
  check_text (problem, "option", values->options, LONGEST_NAME);
  check_text (problem, "barcode", values->barcode, LONGEST_CODE);
  check_text (problem, "shelf", values->shelf, LONGEST_CODE);
  if (fields & TIEM_EDIT_SKU && *key == '\0')
    set_problem (
        problem, TIEM_ERROR_INVALID, "sku", _ ("The SKU is missing; give every product its own."));
  if (fields & TIEM_EDIT_NAME && name == NULL && !(is_new && values->product_id != 0))
    set_problem (problem, TIEM_ERROR_INVALID, "name", _ ("The name is missing; type one."));
  if (fields & TIEM_EDIT_PRICE && values->price_vnd < 0)
    set_problem (
        problem, TIEM_ERROR_INVALID, "price", _ ("The price can't be less than 0; change it."));
  if (fields & TIEM_EDIT_PRICE && values->price_vnd > MOST_MONEY)
    set_problem (
        problem, TIEM_ERROR_INVALID, "price", _ ("The price is too high; check the number."));
  if (fields & TIEM_EDIT_COST && values->has_cost
      && (values->cost_vnd < 0 || values->cost_vnd > MOST_MONEY))
    set_problem (problem,
                 TIEM_ERROR_INVALID,
                 "cost",
                 _ ("The cost must be 0 or more, and not beyond reason; change it."));
  if (values->has_on_hand && (values->on_hand < 0 || values->on_hand > MOST_UNITS))
    set_problem (problem,
                 TIEM_ERROR_INVALID,
                 "on_hand",
                 _ ("The stock must be 0 or more, and not beyond reason; count again."));
}

static gboolean
check_sku (TiemWrite *write,
           gint64 variant_id,
           const char *sku,
           TiemCatalogueProblem *problem,
           GError **error)
{
  g_autofree char *key = tiem_sku_key (sku);
  g_autofree char *owner = NULL;
  g_autofree char *reason = NULL;

  if (!tiem_db_get_text (write->db,
                         &owner,
                         error,
                         "SELECT p.name FROM variant v JOIN product p ON p.id = v.product_id"
                         " WHERE v.sku_key = ?1 AND v.id <> ?2",
                         TIEM_TEXT (key),
                         TIEM_INT (variant_id)))
    return FALSE;
  if (owner == NULL)
    return TRUE;
  /* Translators: a SKU, and the name of the product that has it */
  reason = g_strdup_printf (_ ("The SKU %s belongs to “%s” already; choose another."), sku, owner);
  set_problem (problem, TIEM_ERROR_CONFLICT, "sku", reason);
  return TRUE;
}

static gboolean
check_barcode (TiemWrite *write,
               gint64 variant_id,
               const char *barcode,
               TiemCatalogueProblem *problem,
               GError **error)
{
  g_autofree char *key = tiem_sku_key (barcode);
  g_autofree char *owner = NULL;
  g_autofree char *reason = NULL;

  if (*key == '\0')
    return TRUE;
  if (!tiem_db_get_text (write->db,
                         &owner,
                         error,
                         "SELECT v.sku FROM barcode b JOIN variant v ON v.id = b.variant_id"
                         " WHERE b.code_key = ?1 AND v.id <> ?2",
                         TIEM_TEXT (key),
                         TIEM_INT (variant_id)))
    return FALSE;
  if (owner == NULL)
    return TRUE;
  /* Translators: a barcode, and the SKU that has it */
  reason = g_strdup_printf (
      _ ("The barcode %s belongs to %s already; scan or type another."), barcode, owner);
  set_problem (problem, TIEM_ERROR_CONFLICT, "barcode", reason);
  return TRUE;
}

static gboolean
check_product (TiemWrite *write,
               gint64 product_id,
               TiemCatalogueProblem *problem,
               GError **error)
{
  gint64 is_there = 0;

  if (!tiem_db_get_int (write->db,
                        &is_there,
                        error,
                        "SELECT 1 FROM product WHERE id = ?1",
                        TIEM_INT (product_id)))
    return FALSE;
  if (!is_there)
    set_problem (
        problem, TIEM_ERROR_NOT_FOUND, "name", _ ("There is no such product; refresh the list."));
  return TRUE;
}

gboolean
tiem_catalogue_check (TiemWrite *write,
                      gint64 variant_id,
                      TiemEdit fields,
                      const TiemNewVariant *values,
                      TiemCatalogueProblem *problem,
                      GError **error)
{
  gboolean is_new = variant_id == 0;

  check_values (is_new, fields, values, problem);
  if (problem->reason != NULL)
    return TRUE;
  return (!(fields & TIEM_EDIT_SKU) || check_sku (write, variant_id, values->sku, problem, error))
         && (!(fields & TIEM_EDIT_BARCODE)
             || check_barcode (write, variant_id, values->barcode, problem, error))
         && (!is_new || values->product_id == 0
             || check_product (write, values->product_id, problem, error));
}
