#define G_LOG_DOMAIN "tiem-product-actions"

#include "config.h"

#include "app/products/tiem-product-actions.h"

#include "app/products/tiem-purchase-open.h"
#include "app/products/tiem-takes-page.h"
#include "app/products/tiem-transfers-page.h"
#include "app/tiem-page.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-locations.h"

#include <glib/gi18n.h>

typedef enum
{
  SET_STOCK,
  ADJUST_STOCK,
  SET_ARCHIVED,
} Kind;

/* One change, and the change that takes it back. */
typedef struct
{
  GtkWidget *widget; /* (owned) where the toast goes */
  TiemShop *shop;    /* (owned) */
  gint64 variant_id;
  gint64 location_id; /* 0 = all places together */
  Kind kind;
  gint64 value;
  gint64 back_by; /* ADJUST_STOCK: what takes it back */
  char *reason;
  char *note;
  char *said; /* (nullable): NULL = it is itself the undoing, no toast */
} Change;

static void
change_free (Change *self)
{
  g_clear_object (&self->widget);
  g_clear_object (&self->shop);
  g_free (self->reason);
  g_free (self->note);
  g_free (self->said);
  g_free (self);
}

static Change *
change_new (GtkWidget *widget,
            TiemShop *shop,
            gint64 variant_id,
            Kind kind,
            gint64 value,
            const char *reason)
{
  Change *self = g_new0 (Change, 1);

  self->widget = g_object_ref (widget);
  self->shop = g_object_ref (shop);
  self->variant_id = variant_id;
  self->kind = kind;
  self->value = value;
  self->reason = g_strdup (reason);
  return self;
}

static gpointer
carry_out (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  const Change *change = data;

  switch (change->kind)
    {
    case SET_STOCK:
      if (change->location_id > 0)
        tiem_store_set_stock_at (store,
                                 change->variant_id,
                                 change->location_id,
                                 change->value,
                                 change->reason,
                                 change->note,
                                 error);
      else
        tiem_store_set_stock (
            store, change->variant_id, change->value, change->reason, change->note, error);
      break;
    case ADJUST_STOCK:
      if (change->location_id > 0)
        tiem_store_adjust_stock_at (store,
                                    change->variant_id,
                                    change->location_id,
                                    change->value,
                                    change->reason,
                                    change->note,
                                    error);
      else
        tiem_store_adjust_stock (
            store, change->variant_id, change->value, change->reason, change->note, error);
      break;
    case SET_ARCHIVED:
      tiem_store_archive_variant (store, change->variant_id, change->value != 0, error);
      break;
    }
  return NULL;
}

static void start (Change *change);

static Change *
change_back (const Change *change)
{
  Change *back;

  if (change->kind == SET_ARCHIVED)
    return change_new (
        change->widget, change->shop, change->variant_id, SET_ARCHIVED, !change->value, NULL);
  back = change_new (change->widget,
                     change->shop,
                     change->variant_id,
                     ADJUST_STOCK,
                     change->back_by,
                     "correction");
  back->location_id = change->location_id;
  return back;
}

static void
undo_cb (AdwToast *toast,
         Change *change)
{
  start (change_back (change));
}

static void
change_closed (gpointer data,
               GClosure *closure)
{
  change_free (data);
}

static void
done_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  Change *change = user_data;
  g_autoptr (GError) error = NULL;
  AdwToast *toast;

  tiem_store_run_finish (TIEM_STORE (source), result, &error);
  if (error != NULL)
    {
      tiem_page_toast (change->widget, adw_toast_new (error->message));
      change_free (change);
      return;
    }
  if (change->said == NULL)
    {
      change_free (change);
      return;
    }
  toast = adw_toast_new (change->said);
  if (change->kind == SET_ARCHIVED || change->back_by != 0)
    adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, 8);
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (undo_cb), change, change_closed, 0);
  tiem_page_toast (change->widget, toast);
}

static void
start (Change *change)
{
  tiem_store_run_async (tiem_shop_get_store (change->shop),
                        TIEM_STORE_WRITE,
                        carry_out,
                        change,
                        NULL,
                        NULL,
                        NULL,
                        done_cb,
                        change);
}

void
tiem_product_change_stock (GtkWidget *widget,
                           TiemShop *shop,
                           const TiemVariant *variant,
                           gint64 location_id,
                           gint64 on_hand,
                           gint64 delta,
                           const char *reason,
                           const char *note)
{
  gboolean count = g_str_equal (reason, "count");
  Change *change = change_new (
      widget, shop, variant->id, count ? SET_STOCK : ADJUST_STOCK, count ? on_hand : delta, reason);

  change->note = note != NULL && *note != '\0' ? g_strdup (note) : NULL;
  change->location_id = location_id;
  change->back_by = -delta;
  change->said = g_strdup_printf (
      _ ("Stock of %s: %d → %d"), variant->sku, (int)(on_hand - delta), (int)on_hand);
  start (change);
}

void
tiem_product_archive (GtkWidget *widget,
                      TiemShop *shop,
                      const TiemVariant *variant,
                      gboolean archived)
{
  Change *change = change_new (widget, shop, variant->id, SET_ARCHIVED, archived, NULL);

  change->said = g_strdup_printf (archived ? _ ("%s is archived; its listings show 0")
                                           : _ ("%s is on sale again"),
                                  variant->sku);
  start (change);
}

void
tiem_product_open_slip (TiemPage *tab,
                        gint64 slip_id,
                        const char *kind)
{
  TiemShop *shop = tiem_page_get_shop (tab);

  if (shop == NULL || tiem_page_get_subpage (tab) != NULL)
    return;
  if (g_str_equal (kind, "take"))
    tiem_page_push (tab, TIEM_SUBPAGE (tiem_takes_page_new (shop, slip_id)));
  else if (g_str_equal (kind, "transfer"))
    tiem_page_push (tab, TIEM_SUBPAGE (tiem_transfers_page_new (shop, slip_id)));
  else
    tiem_purchase_open_slip (GTK_WIDGET (tab), slip_id, g_str_equal (kind, "supplier-return"));
}
