#define G_LOG_DOMAIN "tiem-order-ticked"

#include "config.h"

#include "app/orders/tiem-order-ticked.h"
#include "app/widgets/tiem-morph.h"
#include "base/tiem-money.h"
#include "sync/tiem-order-fit.h"

#include <glib/gi18n.h>

/* The two forms of words with a number, as xgettext is told of them in po/meson.build. */
#define NP_(singular, plural) singular, plural

static GtkWidget *
make_icon (const char *name,
           TiemTone tone)
{
  GtkWidget *icon = gtk_image_new_from_icon_name (name);

  tiem_tone_apply (icon, tone);
  gtk_widget_set_valign (icon, GTK_ALIGN_CENTER);
  return icon;
}

/* @obstacle: (nullable): what "View" lists; %NULL: no button */
static void
add_step (GtkWidget *group,
          const char *icon,
          TiemTone tone,
          const char *title,
          const char *sub,
          const char *obstacle)
{
  GtkWidget *row = tiem_group_add_line (
      TIEM_GROUP (group), make_icon (icon, tone), title, sub, NULL, NULL, NULL);
  GtkWidget *line = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));
  GtkWidget *button;
  g_autofree char *name = NULL;

  if (obstacle == NULL)
    return;
  button = gtk_button_new_with_label (_ ("View"));
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "orders.view-obstacle");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s", obstacle);
  /* Translators: %s is what the button lists: "2 orders are short of goods" */
  name = g_strdup_printf (_ ("View: %s"), title);
  tiem_morph_speak (button, name);
  gtk_box_append (GTK_BOX (line), button);
}

static gint64
count_labels (const TiemTicked *ticked,
              gboolean printed)
{
  gint64 n = 0;

  for (guint i = 0; i < ticked->states->len; i++)
    {
      const TiemOrderState *state = &g_array_index (ticked->states, TiemOrderState, i);

      if (tiem_order_status_is_open (state->status) && state->is_printed == printed
          && (state->has_label || state->is_own))
        n += state->n;
    }
  return n;
}

static char *
dup_count (gint64 n,
           const char *one,
           const char *many)
{
  g_autofree char *number = tiem_number_format (n);

  return g_strdup_printf (ngettext (one, many, n), number);
}

/* Those that the shop can't confirm: the platform does, when it has looked at the payment. */
static gint64
count_held (const TiemTicked *ticked)
{
  gint64 n = 0;

  for (guint i = 0; i < ticked->states->len; i++)
    {
      const TiemOrderState *state = &g_array_index (ticked->states, TiemOrderState, i);

      if (state->status == TIEM_ORDER_TO_CONFIRM && !state->cancel_asked && !state->is_short
          && !state->is_sending && !tiem_order_fits (state, "order:confirm", NULL))
        n += state->n;
    }
  return n;
}

static void
add_steps (const TiemTicked *ticked,
           GtkWidget *column)
{
  GtkWidget *group = tiem_group_new (_ ("Next"), NULL);
  gint64 to_ship = tiem_order_count_fitting (ticked->states, "order:ship", NULL);
  gint64 labels = count_labels (ticked, FALSE);
  gint64 printed = count_labels (ticked, TRUE);
  gint64 to_hand = tiem_order_count_fitting (ticked->states, TIEM_HAND_OVER, NULL);
  gint64 to_confirm = tiem_order_count_fitting (ticked->states, "order:confirm", NULL);
  gint64 held = count_held (ticked);
  g_autofree char *confirm
      = dup_count (to_confirm, NP_ ("%s order is not confirmed", "%s orders are not confirmed"));
  g_autofree char *waiting = dup_count (
      held, NP_ ("%s order is held by its platform", "%s orders are held by their platforms"));
  g_autofree char *lacking
      = dup_count (ticked->short_of_goods->len,
                   NP_ ("%s order is short of goods", "%s orders are short of goods"));
  g_autofree char *cancel = dup_count (
      ticked->cancel_asked->len,
      NP_ ("The buyer of %s order asks to cancel", "The buyers of %s orders ask to cancel"));
  g_autofree char *ship
      = dup_count (to_ship, NP_ ("%s order to be arranged", "%s orders to be arranged"));
  g_autofree char *label
      = dup_count (labels, NP_ ("%s label to be printed", "%s labels to be printed"));
  g_autofree char *again
      = dup_count (printed, NP_ ("%s label was printed before", "%s labels were printed before"));
  g_autofree char *hand
      = dup_count (to_hand, NP_ ("%s order can be handed over", "%s orders can be handed over"));

  if (ticked->cancel_asked->len > 0)
    add_step (group,
              "dialog-question-symbolic",
              TIEM_TONE_WARNING,
              cancel,
              _ ("They are left out; answer them first"),
              "cancel");
  if (ticked->short_of_goods->len > 0)
    add_step (group,
              "dialog-error-symbolic",
              TIEM_TONE_ERROR,
              lacking,
              _ ("They are left out; look at each by itself"),
              "short");
  if (to_confirm > 0)
    add_step (group,
              "mail-unread-symbolic",
              TIEM_TONE_ACCENT,
              confirm,
              _ ("Labels are printed after that"),
              "confirm");
  if (held > 0)
    add_step (group,
              "document-open-recent-symbolic",
              TIEM_TONE_SUB,
              waiting,
              _ ("They are confirmed by themselves; nothing is to be done"),
              to_confirm > 0 ? NULL : "confirm");
  if (to_ship > 0)
    add_step (group,
              "package-x-generic-symbolic",
              TIEM_TONE_ACCENT,
              ship,
              _ ("Printing the labels does it, too"),
              NULL);
  if (labels > 0)
    add_step (
        group, "document-print-symbolic", TIEM_TONE_NONE, label, printed > 0 ? again : NULL, NULL);
  else if (printed > 0)
    add_step (group, "document-print-symbolic", TIEM_TONE_SUB, again, NULL, NULL);
  if (to_hand > 0)
    add_step (group, "tiem-handover-symbolic", TIEM_TONE_NONE, hand, NULL, NULL);
  if (!tiem_group_is_empty (TIEM_GROUP (group)))
    gtk_box_append (GTK_BOX (column), group);
  else
    g_object_ref_sink (group), g_object_unref (group);
}

static char *
dup_goods_sub (const TiemTickedGoods *goods)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new ();
  g_autofree char *shelf = NULL;

  if (goods->sku != NULL && *goods->sku != '\0')
    g_ptr_array_add (parts, goods->sku);
  if (goods->options != NULL && *goods->options != '\0')
    g_ptr_array_add (parts, goods->options);
  if (goods->shelf != NULL && *goods->shelf != '\0')
    /* Translators: where goods lie: "shelf A1-02" */
    g_ptr_array_add (parts, shelf = g_strdup_printf (_ ("shelf %s"), goods->shelf));
  if (goods->variant_id == 0)
    g_ptr_array_add (parts, (char *)_ ("not linked"));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **)parts->pdata);
}

static void
add_goods (const TiemTicked *ticked,
           GtkWidget *column)
{
  GtkWidget *group = tiem_group_new (_ ("Goods to pick"), NULL);
  g_autofree char *number = tiem_number_format (ticked->variants);
  g_autofree char *all = g_strdup_printf (_ ("View all %s"), number);

  if (ticked->variants > ticked->goods->len)
    tiem_group_add_button (TIEM_GROUP (group), all, "orders.pick");
  for (guint i = 0; i < ticked->goods->len; i++)
    {
      const TiemTickedGoods *goods = g_ptr_array_index (ticked->goods, i);
      g_autofree char *sub = dup_goods_sub (goods);
      g_autofree char *units = tiem_number_format (goods->units);

      tiem_group_add_line (TIEM_GROUP (group),
                           tiem_thumb_new (NULL, "package-x-generic-symbolic", 40),
                           goods->title != NULL ? goods->title : goods->sku,
                           sub,
                           units,
                           NULL,
                           NULL);
    }
  gtk_box_append (GTK_BOX (column), group);
}

static void
add_carriers (const TiemTicked *ticked,
              GtkWidget *column)
{
  GtkWidget *group = tiem_group_new (_ ("To hand over"), NULL);

  for (guint i = 0; i < ticked->carriers->len; i++)
    {
      const TiemTickedCarrier *carrier = g_ptr_array_index (ticked->carriers, i);
      g_autofree char *parcels = tiem_number_format (carrier->parcels);
      g_autofree char *packed = tiem_number_format (carrier->packed);
      /* Translators: how many of a carrier's parcels are packed */
      g_autofree char *sub = g_strdup_printf (_ ("%s packed"), packed);

      tiem_group_add_line (TIEM_GROUP (group),
                           make_icon ("tiem-truck-symbolic", TIEM_TONE_SUB),
                           carrier->carrier != NULL ? carrier->carrier : _ ("Carrier not named"),
                           sub,
                           parcels,
                           NULL,
                           NULL);
    }
  gtk_box_append (GTK_BOX (column), group);
}

void
tiem_order_ticked_show (const TiemTicked *ticked,
                        TiemDetail *detail)
{
  GtkWidget *column = tiem_detail_column_new ();
  g_autofree char *title = dup_count (ticked->orders, NP_ ("%s order ticked", "%s orders ticked"));
  g_autofree char *units = dup_count (ticked->units, NP_ ("%s item", "%s items"));
  g_autofree char *variants = dup_count (ticked->variants, NP_ ("%s variant", "%s variants"));
  g_autofree char *channels = dup_count (ticked->channels, NP_ ("%s channel", "%s channels"));
  g_autofree char *total = tiem_money_format (ticked->total_vnd);
  g_autofree char *subtitle = g_strdup_printf ("%s · %s%s%s · %s",
                                               units,
                                               ticked->variants > 0 ? variants : "",
                                               ticked->variants > 0 ? " · " : "",
                                               channels,
                                               total);

  tiem_detail_set_title (detail, title, NULL);
  tiem_detail_set_subtitle (detail, NULL, subtitle);
  tiem_detail_clear_states (detail);
  tiem_detail_clear_actions (detail);
  tiem_detail_set_menu (detail, NULL);
  add_steps (ticked, column);
  if (ticked->carriers->len > 0)
    add_carriers (ticked, column);
  if (ticked->goods->len > 0)
    add_goods (ticked, column);
  tiem_detail_set_column (detail, column);
}
