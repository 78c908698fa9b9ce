#define G_LOG_DOMAIN "tiem-purchase-actions"

#include "config.h"

#include "app/purchases/tiem-purchase-actions.h"

#include "app/orders/tiem-print-page.h"
#include "app/products/tiem-sticker-print.h"
#include "app/purchases/tiem-pay-popover.h"
#include "app/purchases/tiem-purchases-page.h"
#include "app/widgets/tiem-name-popover.h"
#include "document/tiem-purchase-sheet.h"
#include "store/tiem-store-purchases.h"
#include "store/tiem-store-suppliers.h"

#include <glib/gi18n.h>

#define CHOSEN "tiem-purchase"

void
tiem_purchase_actions_set_chosen (TiemBrowsePage *page,
                                  const TiemPurchase *purchase)
{
  g_object_set_data_full (G_OBJECT (page),
                          CHOSEN,
                          purchase != NULL ? tiem_purchase_copy (purchase) : NULL,
                          (GDestroyNotify)tiem_purchase_free);
}

/* Returns: (nullable) */
static const TiemPurchase *
get_chosen (GtkWidget *page)
{
  return g_object_get_data (G_OBJECT (page), CHOSEN);
}

/* --- a step on the store's thread --- */

typedef struct _Step Step;
struct _Step
{
  TiemBrowsePage *page; /* (owned) */
  gboolean (*run) (TiemStore *store, Step *step, GError **error);
  void (*done) (TiemBrowsePage *page, Step *step); /* (nullable) */
  const char *said;                                /* (nullable) */
  gint64 slip_id;
  gint64 supplier_id;
  gint64 amount_vnd;
  TiemMoneyWay how;
  char *text;
  TiemPurchase *purchase; /* what came of it */
  GBytes *pdf;
};

static void
step_free (gpointer data)
{
  Step *step = data;

  g_object_unref (step->page);
  g_free (step->text);
  tiem_purchase_free (step->purchase);
  g_clear_pointer (&step->pdf, g_bytes_unref);
  g_free (step);
}

static gpointer
run_step (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  Step *step = data;

  return step->run (store, step, error) ? step : NULL;
}

static void
step_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  Step *step = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = tiem_store_run_finish (TIEM_STORE (source), result, &error) != NULL;

  if (tiem_page_get_shop (TIEM_PAGE (step->page)) != NULL)
    {
      if (!done)
        tiem_browse_page_say (step->page, error->message);
      else if (step->said != NULL)
        tiem_browse_page_say (step->page, step->said);
      if (done && step->done != NULL)
        step->done (step->page, step);
    }
  step_free (step);
}

static void
start (Step *step)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (step->page));

  if (shop == NULL)
    {
      step_free (step);
      return;
    }
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_WRITE,
                        run_step,
                        step,
                        NULL,
                        NULL,
                        NULL,
                        step_cb,
                        step);
}

static Step *
step_new (TiemBrowsePage *page,
          gboolean (*run) (TiemStore *, Step *, GError **))
{
  const TiemPurchase *chosen = get_chosen (GTK_WIDGET (page));
  Step *step = g_new0 (Step, 1);

  step->page = g_object_ref (page);
  step->run = run;
  if (chosen != NULL)
    {
      step->slip_id = chosen->slip_id;
      step->supplier_id = chosen->supplier_id;
    }
  return step;
}

/* --- writing on --- */

static gboolean
load (TiemStore *store,
      Step *step,
      GError **error)
{
  return (step->purchase = tiem_store_get_purchase (store, step->slip_id, error)) != NULL;
}

static gboolean
copy (TiemStore *store,
      Step *step,
      GError **error)
{
  return (step->purchase = tiem_store_copy_purchase (store, step->slip_id, error)) != NULL;
}

static gboolean
send_back (TiemStore *store,
           Step *step,
           GError **error)
{
  return (step->purchase = tiem_store_new_return_of (store, step->slip_id, error)) != NULL;
}

static void
write_on (TiemBrowsePage *page,
          Step *step)
{
  tiem_purchases_page_write (TIEM_PURCHASES_PAGE (page), g_steal_pointer (&step->purchase));
}

static void
start_writing (GtkWidget *widget,
               TiemSlipState state,
               gboolean (*run) (TiemStore *, Step *, GError **))
{
  const TiemPurchase *chosen = get_chosen (widget);
  Step *step;

  if (chosen == NULL || (state != TIEM_N_SLIP_STATES && chosen->state != state))
    return;
  step = step_new (TIEM_BROWSE_PAGE (widget), run);
  step->done = write_on;
  start (step);
}

static void
add_action (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  tiem_page_command (TIEM_PAGE (widget), TIEM_PAGE_CREATE);
}

static void
edit_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  start_writing (widget, TIEM_SLIP_DRAFT, load);
}

static void
copy_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  start_writing (widget, TIEM_N_SLIP_STATES, copy);
}

static void
return_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  start_writing (widget, TIEM_SLIP_DONE, send_back);
}

/* --- undoing --- */

static gboolean
undo (TiemStore *store,
      Step *step,
      GError **error)
{
  return tiem_store_undo_purchase (store, step->slip_id, error);
}

static void
undo_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  const TiemPurchase *chosen = get_chosen (widget);
  Step *step;

  if (chosen == NULL || chosen->state != TIEM_SLIP_DONE)
    return;
  step = step_new (TIEM_BROWSE_PAGE (widget), undo);
  step->said = _ ("The slip is undone: stock and debt are as before");
  start (step);
}

static void
undo_booking (TiemBrowsePage *page,
              gpointer data)
{
  Step *step = step_new (page, undo);

  step->slip_id = *(gint64 *)data;
  step->said = _ ("The slip is undone: stock and debt are as before");
  start (step);
}

/* What came in gets its stickers at once, while it is still in the box. */
static GtkWidget *
booked_words_new (const char *said)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (said);
  GtkWidget *button = gtk_button_new_with_label (_ ("Print stickers…"));

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "heading");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "purchases.stickers");
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

void
tiem_purchase_actions_say_booked (TiemBrowsePage *page,
                                  TiemPurchaseKind kind,
                                  gint64 slip_id)
{
  const char *said = _ ("Booked: stock, cost and debt follow");
  AdwToast *toast = tiem_browse_page_offer_undo (
      page, said, undo_booking, g_memdup2 (&slip_id, sizeof slip_id), g_free);

  if (kind == TIEM_PURCHASE)
    adw_toast_set_custom_title (toast, booked_words_new (said));
}

/* --- a draft that is thrown away --- */

static gboolean
drop (TiemStore *store,
      Step *step,
      GError **error)
{
  return (step->purchase = tiem_store_get_purchase (store, step->slip_id, error)) != NULL
         && tiem_store_delete_purchase (store, step->slip_id, error);
}

static gboolean
bring_back (TiemStore *store,
            Step *step,
            GError **error)
{
  step->purchase->slip_id = 0;
  return tiem_store_save_purchase (store, step->purchase, error) != 0;
}

static void
undo_drop (TiemBrowsePage *page,
           gpointer data)
{
  Step *step = step_new (page, bring_back);

  step->purchase = tiem_purchase_copy (data);
  start (step);
}

static void
dropped (TiemBrowsePage *page,
         Step *step)
{
  tiem_browse_page_offer_undo (page,
                               _ ("The draft was thrown away"),
                               undo_drop,
                               g_steal_pointer (&step->purchase),
                               (GDestroyNotify)tiem_purchase_free);
}

static void
delete_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  const TiemPurchase *chosen = get_chosen (widget);
  Step *step;

  if (chosen == NULL || chosen->state != TIEM_SLIP_DRAFT)
    return;
  step = step_new (TIEM_BROWSE_PAGE (widget), drop);
  step->done = dropped;
  start (step);
}

/* --- paper --- */

static gboolean
make_paper (TiemStore *store,
            Step *step,
            GError **error)
{
  g_autoptr (TiemShopIdentity) shop = NULL;
  g_autoptr (TiemSupplier) supplier = NULL;

  if (!load (store, step, error) || (shop = tiem_store_get_shop_identity (store, error)) == NULL
      || (step->purchase->supplier_id != 0
          && (supplier = tiem_store_get_supplier (store, step->purchase->supplier_id, error))
                 == NULL))
    return FALSE;
  step->pdf
      = tiem_purchase_sheet_make (step->purchase, supplier, shop, tiem_store_now (store), error);
  return step->pdf != NULL;
}

static void
show_paper (TiemBrowsePage *page,
            Step *step)
{
  g_autofree char *name = g_strdup_printf ("%s.pdf", step->purchase->number);
  g_autofree char *contents = NULL;
  GtkWidget *shown;

  if (tiem_page_get_subpage (TIEM_PAGE (page)) != NULL)
    return;
  contents = g_strdup_printf (ngettext ("%u line", "%u lines", step->purchase->lines->len),
                              step->purchase->lines->len);
  shown = tiem_print_page_new (step->purchase->number, name);
  tiem_print_page_show (TIEM_PRINT_PAGE (shown), step->pdf, contents);
  tiem_page_push (TIEM_PAGE (page), TIEM_SUBPAGE (shown));
}

static void
print_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  Step *step;

  if (get_chosen (widget) == NULL)
    return;
  step = step_new (TIEM_BROWSE_PAGE (widget), make_paper);
  step->done = show_paper;
  start (step);
}

/* As many of each as came in. */
static void
stickers_action (GtkWidget *widget,
                 const char *name,
                 GVariant *parameter)
{
  const TiemPurchase *chosen = get_chosen (widget);
  g_autoptr (GArray) wishes = g_array_new (FALSE, FALSE, sizeof (TiemStickerWish));

  if (chosen == NULL || chosen->kind != TIEM_PURCHASE)
    return;
  for (guint i = 0; i < chosen->lines->len; i++)
    {
      const TiemPurchaseLine *line = g_ptr_array_index (chosen->lines, i);
      const TiemStickerWish wish = { line->variant_id, line->quantity };

      g_array_append_val (wishes, wish);
    }
  if (wishes->len > 0)
    tiem_sticker_print_open (TIEM_PAGE (widget), wishes);
}

/* --- popovers --- */

static gboolean
pay (TiemStore *store,
     Step *step,
     GError **error)
{
  return tiem_store_pay_supplier (store,
                                  step->supplier_id,
                                  step->slip_id,
                                  step->amount_vnd,
                                  step->how,
                                  step->text,
                                  error)
         != 0;
}

static void
pay_cb (TiemPayPopover *popover,
        gint64 amount_vnd,
        int how,
        const char *note,
        TiemBrowsePage *page)
{
  Step *step = step_new (page, pay);

  step->amount_vnd = amount_vnd;
  step->how = (TiemMoneyWay)how;
  step->text = g_strdup (note);
  step->said = _ ("The payment is booked");
  start (step);
}

static void
pay_action (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  const TiemPurchase *chosen = get_chosen (widget);
  GtkWidget *popover;

  if (chosen == NULL || chosen->owed_vnd <= 0)
    return;
  popover = tiem_pay_popover_new (chosen->owed_vnd, FALSE);
  g_signal_connect_object (popover, "pay", G_CALLBACK (pay_cb), widget, 0);
  tiem_detail_popup (tiem_browse_page_get_detail (TIEM_BROWSE_PAGE (widget)), popover, name);
}

static gboolean
put_note (TiemStore *store,
          Step *step,
          GError **error)
{
  return tiem_store_set_purchase_note (store, step->slip_id, step->text, error);
}

static void
note_cb (TiemNamePopover *popover,
         const char *text,
         TiemBrowsePage *page)
{
  Step *step = step_new (page, put_note);

  step->text = g_strdup (text);
  start (step);
}

static void
note_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  const TiemPurchase *chosen = get_chosen (widget);
  GtkWidget *popover;

  if (chosen == NULL)
    return;
  popover = tiem_name_popover_new (_ ("Note"), NULL, chosen->note, NULL, NULL);
  g_signal_connect_object (popover, "accepted", G_CALLBACK (note_cb), widget, 0);
  tiem_detail_popup (tiem_browse_page_get_detail (TIEM_BROWSE_PAGE (widget)), popover, name);
}

/* --- the pane --- */

void
tiem_purchase_actions_install (GtkWidgetClass *widget_class)
{
  static const struct
  {
    const char *name;
    GtkWidgetActionActivateFunc func;
  } actions[] = {
    { "purchases.add", add_action },     { "purchases.edit", edit_action },
    { "purchases.copy", copy_action },   { "purchases.return", return_action },
    { "purchases.undo", undo_action },   { "purchases.delete", delete_action },
    { "purchases.print", print_action }, { "purchases.pay", pay_action },
    { "purchases.note", note_action },   { "purchases.stickers", stickers_action },
  };

  for (guint i = 0; i < G_N_ELEMENTS (actions); i++)
    gtk_widget_class_install_action (widget_class, actions[i].name, NULL, actions[i].func);
}

void
tiem_purchase_actions_add (TiemDetail *detail,
                           const TiemPurchase *purchase)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  gboolean done = purchase->state == TIEM_SLIP_DONE;
  gboolean bought = purchase->kind == TIEM_PURCHASE;

  tiem_detail_clear_actions (detail);
  if (purchase->state == TIEM_SLIP_DRAFT)
    tiem_detail_add_action (
        detail, _ ("Go on writing"), "document-edit-symbolic", "purchases.edit", TRUE);
  else if (purchase->owed_vnd > 0)
    tiem_detail_add_action (detail, _ ("Pay…"), NULL, "purchases.pay", TRUE);
  tiem_detail_add_action (
      detail, _ ("Print…"), "document-print-symbolic", "purchases.print", FALSE);
  if (done && bought)
    tiem_detail_add_action (
        detail, _ ("Send back…"), "tiem-return-symbolic", "purchases.return", FALSE);
  if (bought && purchase->n_lines > 0)
    g_menu_append (menu, _ ("Print stickers…"), "purchases.stickers");
  g_menu_append (menu, _ ("Note…"), "purchases.note");
  g_menu_append (menu, _ ("Copy to a new slip"), "purchases.copy");
  if (done)
    g_menu_append (menu, _ ("Undo the slip"), "purchases.undo");
  if (purchase->state == TIEM_SLIP_DRAFT)
    g_menu_append (menu, _ ("Throw this draft away"), "purchases.delete");
  tiem_detail_set_menu (detail, G_MENU_MODEL (menu));
}
