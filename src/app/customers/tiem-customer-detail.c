#define G_LOG_DOMAIN "tiem-customer-detail"

#include "config.h"

#include "app/customers/tiem-customer-detail.h"
#include "app/widgets/tiem-place-view.h"
#include "app/widgets/tiem-tile.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"
#include "base/tiem-time.h"
#include "model/tiem-units.h"
#include "store/tiem-store-customers.h"
#include "store/tiem-store-debts.h"
#include "store/tiem-store-orders.h"

#include <glib/gi18n.h>

#define ORDERS_SHOWN 20

void
tiem_customer_facts_free (TiemCustomerFacts *self)
{
  g_clear_pointer (&self->customer, tiem_customer_free);
  g_clear_pointer (&self->orders, g_ptr_array_unref);
  g_clear_pointer (&self->payments, g_ptr_array_unref);
  g_free (self);
}

gpointer
tiem_customer_facts_read (TiemStore *store,
                          gpointer data,
                          GCancellable *cancellable,
                          GError **error)
{
  TiemOrderQuery query = {
    .customer_id = *(gint64 *)data,
    .sort = TIEM_ORDER_SORT_PLACED,
    .descending = TRUE,
  };
  TiemCustomerFacts *facts = g_new0 (TiemCustomerFacts, 1);

  facts->customer = tiem_store_get_customer (store, query.customer_id, error);
  if (facts->customer != NULL)
    facts->orders = tiem_store_list_orders (store, &query, FALSE, ORDERS_SHOWN, 0, error);
  if (facts->orders != NULL)
    facts->payments = tiem_store_list_debt_payments (
        store, query.customer_id, &facts->old_debt_vnd, &facts->old_debt_left_vnd, error);
  if (facts->payments == NULL)
    g_clear_pointer (&facts, tiem_customer_facts_free);
  return facts;
}

/* The address the owner wrote down, else the newest that an order has gone to. */
static gboolean
add_address (const TiemCustomerFacts *self,
             GtkWidget *facts)
{
  const TiemCustomer *customer = self->customer;
  const TiemWard *ward = tiem_units_get_ward (customer->ward_code);
  TiemAddress own = {
    .line = customer->address_line,
    .ward = ward != NULL ? (char *)ward->name : NULL,
    .province = ward != NULL ? (char *)ward->province->name : NULL,
  };

  if (tiem_place_view_add (facts, &own, NULL, 0))
    return TRUE;
  for (guint i = 0; i < self->orders->len; i++)
    {
      const TiemOrder *order = g_ptr_array_index (self->orders, i);

      if (tiem_place_view_add (facts, &order->address, order->chosen_ward_code, order->id))
        return TRUE;
    }
  return FALSE;
}

static void
add_contact (const TiemCustomerFacts *self,
             GtkWidget *column)
{
  const TiemCustomer *customer = self->customer;
  GtkWidget *group = tiem_group_new (_ ("Contact and accounts"), NULL);
  GtkWidget *facts = tiem_facts_new ();
  gboolean any = FALSE;

  if (customer->phone != NULL)
    {
      g_autofree char *phone = tiem_phone_format (customer->phone);

      tiem_facts_add_copyable (facts, "call-start-symbolic", phone);
      any = TRUE;
    }
  if (customer->email != NULL)
    {
      tiem_facts_add_copyable (facts, "mail-unread-symbolic", customer->email);
      any = TRUE;
    }
  if (add_address (self, facts))
    any = TRUE;
  if (any)
    tiem_group_add (TIEM_GROUP (group), facts);
  else
    g_object_unref (g_object_ref_sink (facts));

  for (guint i = 0; customer->identities != NULL && i < customer->identities->len; i++)
    {
      const TiemIdentity *identity = g_ptr_array_index (customer->identities, i);

      if (identity->channel_kind == NULL)
        continue;
      tiem_group_add_line (TIEM_GROUP (group),
                           tiem_tile_new (18, identity->channel_kind),
                           identity->channel_name,
                           identity->remote_id,
                           NULL,
                           NULL,
                           NULL);
      any = TRUE;
    }
  if (any)
    gtk_box_append (GTK_BOX (column), group);
  else
    g_object_unref (g_object_ref_sink (group));
}

static void
add_sums (const TiemCustomerFacts *self,
          GtkWidget *column)
{
  const TiemCustomer *customer = self->customer;
  GtkWidget *group = tiem_group_new (_ ("Purchases"), NULL);
  GtkWidget *facts = tiem_facts_new ();
  g_autofree char *total = tiem_money_format (customer->spent_vnd);
  g_autofree char *label = g_strdup_printf (
      ngettext ("Bought in all, %d order", "Bought in all, %d orders", customer->orders),
      (int)customer->orders);

  tiem_facts_add (facts, label, total, TRUE);
  if (customer->orders > 0)
    {
      g_autofree char *mean = tiem_money_format (customer->spent_vnd / customer->orders);

      tiem_facts_add (facts, _ ("Mean per order"), mean, FALSE);
    }
  tiem_group_add (TIEM_GROUP (group), facts);
  gtk_box_append (GTK_BOX (column), group);
}

/* What was owed before Tiệm counted, what came in for it, what is left. */
static void
add_old_debt (const TiemCustomerFacts *self,
              GtkWidget *column,
              gint64 now)
{
  GtkWidget *group;
  GtkWidget *facts;
  g_autofree char *opening = tiem_money_format (self->old_debt_vnd);
  g_autofree char *left = tiem_money_format (ABS (self->old_debt_left_vnd));

  if (self->old_debt_vnd == 0 && self->payments->len == 0)
    return;
  group = tiem_group_new (_ ("Owed from before"), NULL);
  facts = tiem_facts_new ();
  tiem_facts_add (facts, _ ("At the start"), opening, FALSE);
  tiem_facts_add (
      facts, self->old_debt_left_vnd < 0 ? _ ("The shop owes") : _ ("Still owed"), left, TRUE);
  tiem_group_add (TIEM_GROUP (group), facts);
  for (guint i = self->payments->len; i > 0; i--)
    {
      const TiemDebtPayment *payment = g_ptr_array_index (self->payments, i - 1);
      g_autofree char *at = tiem_time_format_short (payment->at, now);
      g_autofree char *amount = tiem_money_format (-payment->amount_vnd);
      g_autofree char *sub = g_strdup_printf ("%s · %s%s%s",
                                              at,
                                              tiem_money_way_get_label (payment->how),
                                              payment->note != NULL ? " · " : "",
                                              payment->note != NULL ? payment->note : "");
      g_autofree char *action
          = g_strdup_printf ("customers.undo-pay-debt(int64 %" G_GINT64_FORMAT ")", payment->id);

      tiem_group_add_line (TIEM_GROUP (group),
                           NULL,
                           payment->undone_at != 0 ? _ ("Payment, undone") : _ ("Payment"),
                           sub,
                           payment->undone_at != 0 ? NULL : amount,
                           NULL,
                           payment->undone_at != 0 ? NULL : action);
    }
  gtk_box_append (GTK_BOX (column), group);
}

static void
add_orders (const TiemCustomerFacts *self,
            GtkWidget *column,
            gint64 now)
{
  g_autofree char *heading = NULL;
  g_autofree char *note = NULL;
  GtkWidget *group;

  if (self->orders->len == 0)
    return;
  heading = g_strdup_printf (_ ("Orders (%d)"), (int)self->customer->orders);
  if (self->customer->orders > self->orders->len)
    note = g_strdup_printf (_ ("the newest %u"), self->orders->len);
  group = tiem_group_new (heading, note);
  for (guint i = 0; i < self->orders->len; i++)
    {
      const TiemOrder *order = g_ptr_array_index (self->orders, i);
      g_autofree char *placed = tiem_time_format_short (order->placed_at, now);
      g_autofree char *sub
          = g_strdup_printf ("%s · %s", placed, tiem_order_status_get_label (order->status));
      g_autofree char *total = tiem_money_format (order->total_vnd);
      g_autofree char *action
          = g_strdup_printf ("customers.open-order(int64 %" G_GINT64_FORMAT ")", order->id);

      tiem_group_add_line (TIEM_GROUP (group),
                           tiem_tile_new (18, order->channel_kind),
                           order->number != NULL ? order->number : order->remote_id,
                           sub,
                           total,
                           NULL,
                           action);
    }
  gtk_box_append (GTK_BOX (column), group);
}

void
tiem_customer_facts_show (const TiemCustomerFacts *self,
                          TiemDetail *detail,
                          gint64 now)
{
  const TiemCustomer *customer = self->customer;
  GtkWidget *column = tiem_detail_column_new ();
  g_autofree char *last = NULL;

  tiem_detail_set_title (
      detail, customer->name != NULL ? customer->name : _ ("Walk-in customer"), NULL);
  if (customer->last_order_at != 0)
    {
      g_autofree char *when = tiem_time_format_short (customer->last_order_at, now);

      /* Translators: %s is a date or a time of today */
      last = g_strdup_printf (_ ("last bought %s"), when);
    }
  tiem_detail_set_subtitle (detail, customer->channels, last);
  tiem_detail_clear_states (detail);
  if (customer->refused > 0)
    {
      g_autofree char *refused = g_strdup_printf (_ ("Refused %d of %d"),
                                                  (int)customer->refused,
                                                  (int)MAX (customer->sent, customer->refused));

      tiem_detail_add_state (detail, "dialog-warning-symbolic", refused, TIEM_TONE_WARNING);
    }
  if (customer->debt_vnd > 0)
    {
      g_autofree char *money = tiem_money_format (customer->debt_vnd);
      g_autofree char *owes = g_strdup_printf (_ ("Owes %s"), money);

      tiem_detail_add_state (detail, "tiem-debt-symbolic", owes, TIEM_TONE_WARNING);
    }
  else if (customer->debt_vnd < 0)
    {
      g_autofree char *money = tiem_money_format (-customer->debt_vnd);
      g_autofree char *owed = g_strdup_printf (_ ("The shop owes %s"), money);

      tiem_detail_add_state (detail, "tiem-debt-symbolic", owed, TIEM_TONE_NONE);
    }

  add_contact (self, column);
  add_sums (self, column);
  add_old_debt (self, column, now);
  add_orders (self, column, now);
  tiem_detail_set_column (detail, column);
}
