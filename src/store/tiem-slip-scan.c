#define G_LOG_DOMAIN "tiem-slip"

#include "config.h"

#include "store/tiem-slip-scan-private.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "model/tiem-scan.h"
#include "store/tiem-pack-private.h"

#include <glib/gi18n-lib.h>

static void
choice_free (TiemSlipChoice *self)
{
  g_free (self->label);
  g_free (self->shelf);
  g_free (self);
}

void
tiem_slip_scan_free (TiemSlipScan *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_free (self->label);
  g_ptr_array_unref (self->choices);
  g_free (self);
}

char *
tiem_slip_scan_dup_sentence (const TiemSlipScan *self)
{
  switch (self->outcome)
    {
    case TIEM_SLIP_SCAN_FOUND:
      return NULL;
    case TIEM_SLIP_SCAN_AMBIGUOUS:
      /* Translators: %s is a code, here and below */
      return g_strdup_printf (_ ("Several goods have the code %s; choose the one in your hand."),
                              self->code);
    case TIEM_SLIP_SCAN_GARBLED:
      return g_strdup_printf (_ ("%s was not read whole; scan it again."), self->code);
    case TIEM_SLIP_SCAN_JOINED:
      return g_strdup_printf (_ ("Two codes came as one: %s; scan them one after the other."),
                              self->code);
    case TIEM_SLIP_SCAN_ORDER:
      return g_strdup_printf (_ ("%s is an order’s number, not goods; scan the goods."),
                              self->code);
    case TIEM_SLIP_SCAN_UNKNOWN:
    default:
      return g_strdup_printf (
          _ ("No goods have the code %s; type its SKU, or give a product this barcode."),
          self->code);
    }
}

static TiemSlipScanOutcome
judge (const TiemPackFound *found)
{
  if (found->meaning->goods->len > 1)
    return TIEM_SLIP_SCAN_AMBIGUOUS;
  if (found->meaning->goods->len == 1)
    return TIEM_SLIP_SCAN_FOUND;
  if (found->meaning->orders->len > 0)
    return TIEM_SLIP_SCAN_ORDER;
  return found->unreadable == TIEM_PACK_GARBLED  ? TIEM_SLIP_SCAN_GARBLED
         : found->unreadable == TIEM_PACK_JOINED ? TIEM_SLIP_SCAN_JOINED
                                                 : TIEM_SLIP_SCAN_UNKNOWN;
}

/* Goods that are not sold any more may still lie on the shelf. */
static gboolean
find_archived (TiemDb *db,
               TiemSlipScan *scan,
               GError **error)
{
  g_autoptr (GPtrArray) spellings = tiem_scan_spell (scan->code);

  for (guint i = 0; i < spellings->len && scan->variant_id == 0; i++)
    {
      g_autofree char *key = tiem_sku_key (g_ptr_array_index (spellings, i));

      if (*key != '\0'
          && !tiem_db_get_int (db,
                               &scan->variant_id,
                               error,
                               "SELECT id FROM variant WHERE archived = 1 AND (sku_key = ?1"
                               " OR id IN (SELECT variant_id FROM barcode WHERE code_key = ?1))"
                               " ORDER BY id LIMIT 1",
                               TIEM_TEXT (key)))
        return FALSE;
    }
  if (scan->variant_id > 0)
    scan->outcome = TIEM_SLIP_SCAN_FOUND;
  return TRUE;
}

static gboolean
read_goods (TiemDb *db,
            TiemSlipScan *scan,
            GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (db,
                       error,
                       "SELECT v.sku, v.options, p.name, v.is_bundle, v.archived FROM variant v"
                       " JOIN product p ON p.id = v.product_id WHERE v.id = ?1",
                       TIEM_INT (scan->variant_id));

  if (row == NULL || tiem_stmt_step (row, error) <= 0)
    return FALSE;
  scan->label
      = tiem_pack_name (tiem_stmt_text (row, 0), tiem_stmt_text (row, 1), tiem_stmt_text (row, 2));
  scan->is_bundle = tiem_stmt_int (row, 3) != 0;
  scan->archived = tiem_stmt_int (row, 4) != 0;
  return TRUE;
}

TiemSlipScan *
tiem_slip_scan_find (TiemDb *db,
                     const char *code,
                     char **rest,
                     GError **error)
{
  g_autoptr (TiemSlipScan) scan = g_new0 (TiemSlipScan, 1);
  g_auto (TiemPackFound) found = { 0 };

  scan->choices = g_ptr_array_new_with_free_func ((GDestroyNotify)choice_free);
  if (!tiem_pack_find (db, code, NULL, &found, error))
    return NULL;
  scan->outcome = judge (&found);
  scan->code = g_strdup (found.code);
  scan->quantity = found.quantity;
  for (guint i = 0; i < found.meaning->goods->len; i++)
    {
      const TiemPackChoice *goods = g_ptr_array_index (found.meaning->goods, i);
      TiemSlipChoice *choice = g_new0 (TiemSlipChoice, 1);

      choice->variant_id = goods->id;
      choice->label = g_strdup (goods->label);
      choice->shelf = g_strdup (goods->shelf);
      g_ptr_array_add (scan->choices, choice);
    }
  if (scan->outcome == TIEM_SLIP_SCAN_FOUND)
    scan->variant_id = ((TiemSlipChoice *)g_ptr_array_index (scan->choices, 0))->variant_id;
  else if (scan->outcome != TIEM_SLIP_SCAN_AMBIGUOUS && !find_archived (db, scan, error))
    return NULL;
  if (scan->variant_id > 0 && !read_goods (db, scan, error))
    return NULL;
  if (rest != NULL)
    *rest = g_strdup (found.rest);
  return g_steal_pointer (&scan);
}

GArray *
tiem_slip_list_parts (TiemDb *db,
                      gint64 variant_id,
                      GError **error)
{
  g_autoptr (GArray) parts = g_array_new (FALSE, FALSE, sizeof (TiemSlipPart));
  g_autoptr (TiemStmt) rows
      = tiem_db_query (db,
                       error,
                       "SELECT id, 1 FROM variant WHERE id = ?1 AND is_bundle = 0"
                       " UNION ALL SELECT part_id, quantity FROM bundle_item WHERE bundle_id = ?1",
                       TIEM_INT (variant_id));
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemSlipPart part = { tiem_stmt_int (rows, 0), tiem_stmt_int (rows, 1) };

      g_array_append_val (parts, part);
    }
  if (step < 0)
    return NULL;
  if (parts->len > 0)
    return g_steal_pointer (&parts);
  g_set_error_literal (
      error, TIEM_ERROR, TIEM_ERROR_NOT_FOUND, _ ("There is no such product; refresh the list."));
  return NULL;
}
