#define G_LOG_DOMAIN "tiem-purchase-detail"

#include "config.h"

#include "app/purchases/tiem-purchase-detail.h"

#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "store/tiem-store-purchases.h"
#include "store/tiem-store-suppliers.h"

#include <glib/gi18n.h>

/* More lines than this are on the printed slip. */
#define LINES_SHOWN 100

gpointer
tiem_purchase_facts_read (TiemStore *store,
                          gpointer data,
                          GCancellable *cancellable,
                          GError **error)
{
  TiemPurchaseFacts *facts = g_new0 (TiemPurchaseFacts, 1);

  facts->purchase = tiem_store_get_purchase (store, *(gint64 *)data, error);
  if (facts->purchase != NULL)
    facts->payments = tiem_store_list_supplier_payments (
        store, facts->purchase->supplier_id, facts->purchase->slip_id, error);
  if (facts->payments == NULL)
    g_clear_pointer (&facts, tiem_purchase_facts_free);
  return facts;
}

void
tiem_purchase_facts_free (TiemPurchaseFacts *self)
{
  if (self == NULL)
    return;

  tiem_purchase_free (self->purchase);
  g_clear_pointer (&self->payments, g_ptr_array_unref);
  g_free (self);
}

/* --- where it stands --- */

const char *
tiem_purchase_state_label (const TiemPurchase *purchase)
{
  switch (purchase->state)
    {
    case TIEM_SLIP_DONE:
      if (purchase->kind == TIEM_SUPPLIER_RETURN)
        return _ ("Sent back");
      return purchase->owed_vnd > 0 ? _ ("Still owed") : _ ("Booked in");
    case TIEM_SLIP_UNDONE:
      return _ ("Undone");
    case TIEM_SLIP_DRAFT:
    case TIEM_N_SLIP_STATES:
    default:
      return _ ("Draft");
    }
}

const char *
tiem_purchase_state_icon (const TiemPurchase *purchase)
{
  switch (purchase->state)
    {
    case TIEM_SLIP_DONE:
      if (purchase->kind == TIEM_SUPPLIER_RETURN)
        return "tiem-return-symbolic";
      return purchase->owed_vnd > 0 ? "dialog-warning-symbolic" : "tiem-box-check-symbolic";
    case TIEM_SLIP_UNDONE:
      return "edit-undo-symbolic";
    case TIEM_SLIP_DRAFT:
    case TIEM_N_SLIP_STATES:
    default:
      return "document-edit-symbolic";
    }
}

TiemTone
tiem_purchase_state_tone (const TiemPurchase *purchase)
{
  if (purchase->state == TIEM_SLIP_DRAFT)
    return TIEM_TONE_ACCENT;
  if (purchase->state == TIEM_SLIP_UNDONE)
    return TIEM_TONE_SUB;
  return purchase->owed_vnd > 0 ? TIEM_TONE_WARNING : TIEM_TONE_SUCCESS;
}

/* --- its groups --- */

static void
add_lines (const TiemPurchase *purchase,
           GtkWidget *column)
{
  g_autofree char *number = tiem_number_format (purchase->units);
  g_autofree char *note
      = g_strdup_printf (ngettext ("%s unit", "%s units", (gulong)purchase->units), number);
  GtkWidget *group = tiem_group_new (_ ("Goods"), note);

  for (guint i = 0; i < MIN (purchase->lines->len, LINES_SHOWN); i++)
    {
      const TiemPurchaseLine *line = g_ptr_array_index (purchase->lines, i);
      g_autofree char *price = tiem_money_format (line->price_vnd);
      g_autofree char *total = tiem_money_format (tiem_purchase_line_get_total (line));
      g_autofree char *unit
          = line->quantity > 0 ? tiem_money_format (line->cost_vnd / line->quantity) : NULL;
      g_autofree char *quantity = tiem_number_format (line->quantity);
      g_autofree char *sub = g_strdup_printf ("%s%s%s · %s × %s",
                                              line->sku,
                                              line->options != NULL ? " · " : "",
                                              line->options != NULL ? line->options : "",
                                              quantity,
                                              price);
      gboolean differs
          = line->cost_vnd != tiem_purchase_line_get_total (line) || line->discount_vnd != 0;
      /* Translators: what a unit costs with its part of discount and freight */
      g_autofree char *cost = differs && purchase->kind == TIEM_PURCHASE
                                  ? g_strdup_printf (_ ("cost %s each"), unit)
                                  : NULL;

      tiem_group_add_line (TIEM_GROUP (group), NULL, line->title, sub, total, cost, NULL);
    }
  if (purchase->lines->len > LINES_SHOWN)
    {
      guint more = purchase->lines->len - LINES_SHOWN;
      g_autofree char *text
          = g_strdup_printf (ngettext ("and %u more line", "and %u more lines", more), more);

      tiem_group_add_line (TIEM_GROUP (group), NULL, text, NULL, NULL, NULL, NULL);
    }
  gtk_box_append (GTK_BOX (column), group);
}

static void
add_fact (GtkWidget *facts,
          const char *label,
          gint64 vnd,
          gboolean result)
{
  g_autofree char *money = tiem_money_format (vnd);

  tiem_facts_add (facts, label, money, result);
}

static void
add_money (const TiemPurchase *purchase,
           GtkWidget *column)
{
  GtkWidget *group = tiem_group_new (_ ("Money"), NULL);
  GtkWidget *facts = tiem_facts_new ();
  gboolean back = purchase->kind == TIEM_SUPPLIER_RETURN;

  add_fact (facts, _ ("Goods"), tiem_purchase_get_goods (purchase), FALSE);
  if (purchase->discount_vnd != 0)
    add_fact (facts, _ ("Discount"), -purchase->discount_vnd, FALSE);
  if (purchase->freight_vnd != 0 && !purchase->freight_apart)
    add_fact (facts, _ ("Freight"), purchase->freight_vnd, FALSE);
  add_fact (facts,
            back ? _ ("The supplier gives back") : _ ("To pay to the supplier"),
            purchase->total_vnd,
            TRUE);
  if (purchase->settled_vnd != 0)
    add_fact (facts, back ? _ ("Given back") : _ ("Paid"), ABS (purchase->settled_vnd), FALSE);
  if (purchase->returned_vnd != 0)
    add_fact (facts, _ ("Sent back of it"), purchase->returned_vnd, FALSE);
  if (!back && purchase->state == TIEM_SLIP_DONE)
    {
      gint64 covered = purchase->total_vnd - purchase->settled_vnd - purchase->returned_vnd
                       - purchase->owed_vnd;

      if (covered != 0)
        add_fact (facts, _ ("Covered by money on account"), covered, FALSE);
      add_fact (facts, _ ("Still owed"), purchase->owed_vnd, TRUE);
    }
  if (purchase->freight_vnd != 0 && purchase->freight_apart)
    add_fact (facts, _ ("Freight, paid to the carrier"), purchase->freight_vnd, FALSE);
  tiem_group_add (TIEM_GROUP (group), facts);
  gtk_box_append (GTK_BOX (column), group);
}

static void
add_payments (const TiemPurchaseFacts *self,
              GtkWidget *column,
              gint64 now)
{
  GtkWidget *group;

  if (self->payments->len == 0)
    return;
  group = tiem_group_new (_ ("Payments"), NULL);
  for (guint i = 0; i < self->payments->len; i++)
    {
      const TiemSupplierPayment *payment = g_ptr_array_index (self->payments, i);
      g_autofree char *when = tiem_time_format_short (payment->at, now);
      g_autofree char *money = tiem_money_format (ABS (payment->amount_vnd));
      gboolean undone = payment->undone_at != 0;

      tiem_group_add_line (TIEM_GROUP (group),
                           NULL,
                           tiem_money_way_get_label (payment->how),
                           when,
                           money,
                           undone ? _ ("Undone") : NULL,
                           NULL);
    }
  gtk_box_append (GTK_BOX (column), group);
}

static void
add_note (const TiemPurchase *purchase,
          GtkWidget *column)
{
  GtkWidget *group;
  GtkWidget *label;

  if (purchase->note == NULL || *purchase->note == '\0')
    return;
  group = tiem_group_new (_ ("Note"), NULL);
  label = gtk_label_new (purchase->note);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "tiem-line");
  tiem_group_add (TIEM_GROUP (group), label);
  gtk_box_append (GTK_BOX (column), group);
}

void
tiem_purchase_facts_show (const TiemPurchaseFacts *self,
                          TiemDetail *detail,
                          gint64 now)
{
  const TiemPurchase *purchase = self->purchase;
  GtkWidget *column = tiem_detail_column_new ();
  gint64 at = purchase->done_at > 0 ? purchase->done_at : purchase->saved_at;
  g_autofree char *when = tiem_time_format_short (at, now);
  g_autofree char *subtitle = g_strdup_printf (
      "%s · %s",
      purchase->supplier_name != NULL ? purchase->supplier_name : _ ("No supplier yet"),
      when);
  /* Translators: the number of a purchase */
  g_autofree char *of = purchase->of_number != NULL
                            ? g_strdup_printf (_ ("Of purchase %s"), purchase->of_number)
                            : NULL;

  tiem_detail_set_title (detail, purchase->number, _ ("Copy the slip's number"));
  tiem_detail_set_subtitle (detail, NULL, subtitle);
  tiem_detail_clear_states (detail);
  tiem_detail_add_state (detail,
                         tiem_purchase_state_icon (purchase),
                         tiem_purchase_state_label (purchase),
                         tiem_purchase_state_tone (purchase));
  if (of != NULL)
    tiem_detail_add_state (detail, "tiem-link-symbolic", of, TIEM_TONE_SUB);
  if (purchase->location_id > 1)
    tiem_detail_add_state (detail, "tiem-shelf-symbolic", purchase->location_name, TIEM_TONE_SUB);
  add_lines (purchase, column);
  add_money (purchase, column);
  add_payments (self, column, now);
  add_note (purchase, column);
  tiem_detail_set_column (detail, column);
}
