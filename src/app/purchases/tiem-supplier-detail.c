#define G_LOG_DOMAIN "tiem-supplier-detail"

#include "config.h"

#include "app/purchases/tiem-supplier-detail.h"

#include "base/tiem-money.h"
#include "base/tiem-text.h"
#include "base/tiem-time.h"
#include "store/tiem-store-suppliers.h"

#include <glib/gi18n.h>

/* Older ones are in the export. */
#define ENTRIES_SHOWN 100

gpointer
tiem_supplier_facts_read (TiemStore *store,
                          gpointer data,
                          GCancellable *cancellable,
                          GError **error)
{
  gint64 id = *(gint64 *)data;
  TiemSupplierFacts *facts = g_new0 (TiemSupplierFacts, 1);

  facts->supplier = tiem_store_get_supplier (store, id, error);
  if (facts->supplier != NULL)
    facts->account = tiem_store_list_supplier_account (store, id, error);
  if (facts->account == NULL)
    g_clear_pointer (&facts, tiem_supplier_facts_free);
  return facts;
}

void
tiem_supplier_facts_free (TiemSupplierFacts *self)
{
  if (self == NULL)
    return;

  tiem_supplier_free (self->supplier);
  g_clear_pointer (&self->account, g_ptr_array_unref);
  g_free (self);
}

static char *
describe_entry (const TiemSupplierEntry *entry)
{
  switch (entry->kind)
    {
    case TIEM_ENTRY_OPENING:
      return g_strdup (_ ("Owed from before"));
    case TIEM_ENTRY_PURCHASE:
      return g_strdup_printf ("%s · %s", _ ("Purchase"), entry->number);
    case TIEM_ENTRY_RETURN:
      return g_strdup_printf ("%s · %s", _ ("Back to the supplier"), entry->number);
    case TIEM_ENTRY_PAYMENT:
    default:
      return entry->amount_vnd <= 0 ? g_strdup (_ ("Payment")) : g_strdup (_ ("Money back"));
    }
}

static char *
describe_time (const TiemSupplierEntry *entry,
               gint64 now)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  g_autofree char *when = tiem_time_format_short (entry->at, now);

  g_ptr_array_add (parts, when);
  if (entry->kind == TIEM_ENTRY_PAYMENT)
    {
      g_ptr_array_add (parts, (char *)tiem_money_way_get_label (entry->how));
      if (entry->number != NULL)
        g_ptr_array_add (parts, entry->number);
    }
  if (entry->note != NULL && *entry->note != '\0')
    g_ptr_array_add (parts, entry->note);
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **)parts->pdata);
}

/* Newest first; the debt after each line stands below its amount. */
static void
add_account (const TiemSupplierFacts *self,
             GtkWidget *column,
             gint64 now)
{
  guint n = MIN (self->account->len, ENTRIES_SHOWN);
  GtkWidget *group;

  if (n == 0)
    return;
  group = tiem_group_new (_ ("Account with the supplier"), _ ("newest first"));
  for (guint i = 0; i < n; i++)
    {
      const TiemSupplierEntry *entry
          = g_ptr_array_index (self->account, self->account->len - 1 - i);
      g_autofree char *title = describe_entry (entry);
      g_autofree char *sub = describe_time (entry, now);
      g_autofree char *money = tiem_money_format (ABS (entry->amount_vnd));
      g_autofree char *amount = g_strdup_printf ("%s%s", entry->amount_vnd < 0 ? "−" : "+", money);
      g_autofree char *debt = tiem_money_format (entry->debt_vnd);
      g_autofree char *action = NULL;

      if (entry->kind == TIEM_ENTRY_PAYMENT)
        action
            = g_strdup_printf ("suppliers.undo-pay(int64 %" G_GINT64_FORMAT ")", entry->payment_id);
      else if (entry->slip_id != 0)
        action
            = g_strdup_printf ("suppliers.open-slip(int64 %" G_GINT64_FORMAT ")", entry->slip_id);
      tiem_group_add_line (TIEM_GROUP (group), NULL, title, sub, amount, debt, action);
    }
  gtk_box_append (GTK_BOX (column), group);
}

static void
add_contact (const TiemSupplier *supplier,
             GtkWidget *column)
{
  GtkWidget *group = tiem_group_new (_ ("Contact"), NULL);
  GtkWidget *facts = tiem_facts_new ();
  g_autofree char *phone = tiem_phone_format (supplier->phone);
  gboolean any = FALSE;
  const struct
  {
    const char *label;
    const char *value;
  } values[] = {
    { _ ("Phone"), phone },
    { _ ("E-mail"), supplier->email },
    { _ ("Address"), supplier->address },
    { _ ("Tax code"), supplier->tax_code },
    { _ ("Note"), supplier->note },
  };

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    if (values[i].value != NULL && *values[i].value != '\0')
      {
        tiem_facts_add (facts, values[i].label, values[i].value, FALSE);
        any = TRUE;
      }
  if (!any)
    tiem_facts_add (facts, _ ("Nothing is written down yet"), "", FALSE);
  tiem_group_add (TIEM_GROUP (group), facts);
  gtk_box_append (GTK_BOX (column), group);
}

static void
add_sums (const TiemSupplier *supplier,
          GtkWidget *column)
{
  GtkWidget *group = tiem_group_new (_ ("Sums"), NULL);
  GtkWidget *facts = tiem_facts_new ();
  g_autofree char *slips = tiem_number_format (supplier->slips);
  g_autofree char *bought = tiem_money_format (supplier->bought_vnd);
  g_autofree char *debt = tiem_money_format (ABS (supplier->debt_vnd));

  tiem_facts_add (facts, _ ("Purchases made"), slips, FALSE);
  tiem_facts_add (facts, _ ("Bought"), bought, FALSE);
  tiem_facts_add (
      facts, supplier->debt_vnd < 0 ? _ ("Paid in advance") : _ ("Still owed"), debt, TRUE);
  tiem_group_add (TIEM_GROUP (group), facts);
  gtk_box_append (GTK_BOX (column), group);
}

void
tiem_supplier_facts_show (const TiemSupplierFacts *self,
                          TiemDetail *detail,
                          gint64 now)
{
  const TiemSupplier *supplier = self->supplier;
  GtkWidget *column = tiem_detail_column_new ();

  tiem_detail_set_title (detail, supplier->name, NULL);
  tiem_detail_set_subtitle (detail, NULL, supplier->code);
  tiem_detail_clear_states (detail);
  if (supplier->debt_vnd > 0)
    {
      g_autofree char *money = tiem_money_format (supplier->debt_vnd);
      /* Translators: an amount of money */
      g_autofree char *text = g_strdup_printf (_ ("%s still owed"), money);

      tiem_detail_add_state (detail, "dialog-warning-symbolic", text, TIEM_TONE_WARNING);
    }
  if (supplier->archived)
    tiem_detail_add_state (detail, "user-trash-symbolic", _ ("Not bought from"), TIEM_TONE_SUB);
  add_sums (supplier, column);
  add_account (self, column, now);
  add_contact (supplier, column);
  tiem_detail_set_column (detail, column);
}
