#define G_LOG_DOMAIN "tiem-product-cost"

#include "config.h"

#include "app/products/tiem-product-cost.h"

#include "app/tiem-page.h"
#include "app/widgets/tiem-group.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "store/tiem-store-worth.h"

#include <glib/gi18n.h>

#define MOST_POINT 1000000

/* --- the value, reason by reason --- */

/* Returns: (transfer full): "+300.000 ₫" */
static char *
format_signed (gint64 vnd)
{
  g_autofree char *money = tiem_money_format (ABS (vnd));

  return g_strdup_printf ("%s%s", vnd < 0 ? "−" : "+", money);
}

static void
add_sums (const TiemCostStory *story,
          GtkWidget *facts)
{
  g_autofree char *value = tiem_money_format (story->value_vnd);

  for (guint i = 0; i < story->sums->len; i++)
    {
      const TiemCostSum *sum = g_ptr_array_index (story->sums, i);
      const char *reason = tiem_movement_reason_label (sum->reason);
      /* Translators: why the value changed ("Sale"), how often it did */
      g_autofree char *often = sum->times > 1
                                   ? g_strdup_printf (_ ("%s, %d times"), reason, (int)sum->times)
                                   : g_strdup (reason);
      g_autofree char *change = format_signed (sum->value_vnd);

      if (sum->value_vnd != 0)
        tiem_facts_add (facts, often, change, FALSE);
    }
  tiem_facts_add (facts, _ ("Stock value"), value, TRUE);
}

static void
add_division (const TiemCostStory *story,
              GtkWidget *facts)
{
  g_autofree char *value = tiem_money_format (story->value_vnd);
  g_autofree char *units = tiem_number_format (story->units);
  g_autofree char *cost = tiem_money_format (story->cost_vnd);
  /* Translators: the value on hand, divided by a number of units */
  g_autofree char *division = g_strdup_printf (_ ("%s ÷ %s"), value, units);

  if (story->units > 0)
    tiem_facts_add (facts, division, cost, TRUE);
  else
    tiem_facts_add (facts, _ ("Last known cost"), cost, TRUE);
}

static void
add_settled (const TiemCostStory *story,
             GtkWidget *facts)
{
  g_autofree char *settled = format_signed (story->settled_vnd);

  if (story->settled_vnd > 0)
    tiem_facts_add (facts, _ ("Of goods sold before they came, on top"), settled, FALSE);
}

/* First in, first out: what is here, as it came in. */
static void
add_arrivals (const TiemCostStory *story,
              TiemGroup *group,
              gint64 now)
{
  for (guint i = 0; i < story->arrivals->len; i++)
    {
      const TiemCostArrival *arrival = g_ptr_array_index (story->arrivals, i);
      const char *reason = tiem_movement_reason_label (arrival->reason);
      g_autofree char *title = arrival->number != NULL
                                   ? g_strdup_printf ("%s · %s", reason, arrival->number)
                                   : g_strdup (reason);
      g_autofree char *when = tiem_time_format_short (arrival->at, now);
      g_autofree char *value = tiem_money_format (arrival->value_vnd);
      g_autofree char *each
          = tiem_money_format (tiem_cost_share (MAX (arrival->value_vnd, 0), 1, arrival->units));
      g_autofree char *units = tiem_number_format (arrival->units);
      g_autofree char *sum = g_strdup_printf ("%s × %s", units, each);

      tiem_group_add_line (group, NULL, title, when, value, sum, NULL);
    }
}

/* --- when to order more --- */

typedef struct
{
  gint64 variant_id;
  gboolean has_point;
  gint64 units;
} Point;

static gpointer
run_set_point (TiemStore *store,
               gpointer data,
               GCancellable *cancellable,
               GError **error)
{
  const Point *point = data;

  tiem_store_set_reorder_point (store, point->variant_id, point->has_point, point->units, error);
  return NULL;
}

static void
point_set_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (GtkWidget) button = user_data;
  g_autoptr (GError) error = NULL;

  tiem_store_run_finish (TIEM_STORE (source), result, &error);
  if (error != NULL)
    tiem_page_toast (button, adw_toast_new (error->message));
}

static void
keep_point (GtkWidget *inside,
            gboolean has_point)
{
  GtkWidget *popover = gtk_widget_get_ancestor (inside, GTK_TYPE_POPOVER);
  GtkWidget *button = gtk_widget_get_parent (popover);
  GtkSpinButton *spin = g_object_get_data (G_OBJECT (popover), "spin");
  GtkWidget *page = gtk_widget_get_ancestor (button, TIEM_TYPE_PAGE);
  TiemShop *shop = page != NULL ? tiem_page_get_shop (TIEM_PAGE (page)) : NULL;
  Point *point;

  if (shop == NULL)
    return;
  gtk_spin_button_update (spin);
  point = g_new0 (Point, 1);
  point->variant_id = *(const gint64 *)g_object_get_data (G_OBJECT (popover), "variant-id");
  point->has_point = has_point;
  point->units = gtk_spin_button_get_value_as_int (spin);
  gtk_popover_popdown (GTK_POPOVER (popover));
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_WRITE,
                        run_set_point,
                        point,
                        g_free,
                        NULL,
                        NULL,
                        point_set_cb,
                        g_object_ref (button));
}

static void
set_clicked_cb (GtkWidget *button)
{
  keep_point (button, TRUE);
}

static void
remove_clicked_cb (GtkWidget *button)
{
  keep_point (button, FALSE);
}

static GtkWidget *
point_popover_new (const TiemVariant *variant)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *words = gtk_label_new (_ ("Time to order when so many are available, or fewer:"));
  GtkWidget *spin = gtk_spin_button_new_with_range (0, MOST_POINT, 1);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *set = gtk_button_new_with_label (_ ("Set"));
  GtkWidget *remove = gtk_button_new_with_label (_ ("No reorder point"));

  gtk_label_set_wrap (GTK_LABEL (words), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (words), 28);
  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_mnemonic_widget (GTK_LABEL (words), spin);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reorder point"), -1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin),
                             variant->has_reorder_point ? (double)variant->reorder_point : 5);
  gtk_widget_add_css_class (set, "suggested-action");
  gtk_widget_set_hexpand (set, TRUE);
  gtk_widget_set_visible (remove, variant->has_reorder_point);
  g_signal_connect (set, "clicked", G_CALLBACK (set_clicked_cb), NULL);
  g_signal_connect (remove, "clicked", G_CALLBACK (remove_clicked_cb), NULL);
  gtk_box_append (GTK_BOX (buttons), remove);
  gtk_box_append (GTK_BOX (buttons), set);
  gtk_box_append (GTK_BOX (box), words);
  gtk_box_append (GTK_BOX (box), spin);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  g_object_set_data (G_OBJECT (popover), "spin", spin);
  g_object_set_data_full (
      G_OBJECT (popover), "variant-id", g_memdup2 (&variant->id, sizeof variant->id), g_free);
  return popover;
}

static GtkWidget *
point_row_new (const TiemVariant *variant)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (_ ("Reorder point"));
  GtkWidget *button = gtk_menu_button_new ();
  g_autofree char *value = variant->has_reorder_point ? tiem_number_format (variant->reorder_point)
                                                      : g_strdup (_ ("Set…"));

  gtk_widget_set_margin_start (box, 12);
  gtk_widget_set_margin_end (box, 6);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), value);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), point_popover_new (variant));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Change the reorder point"));
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

void
tiem_product_cost_show (const TiemVariantFacts *self,
                        GtkWidget *column,
                        gint64 now)
{
  const TiemCostStory *story = self->cost;
  GtkWidget *group;
  GtkWidget *facts;

  if (self->variant->is_bundle)
    return;
  group = tiem_group_new (_ ("Where the cost comes from"),
                          story->arrivals->len > 0 ? _ ("first in, first out") : NULL);
  if (story->has_cost)
    {
      facts = tiem_facts_new ();
      add_sums (story, facts);
      add_division (story, facts);
      add_settled (story, facts);
      tiem_group_add (TIEM_GROUP (group), facts);
    }
  else
    tiem_group_add_line (TIEM_GROUP (group),
                         NULL,
                         _ ("Nobody has said what it costs"),
                         _ ("A purchase slip says it, or “Edit product”."),
                         NULL,
                         NULL,
                         NULL);
  add_arrivals (story, TIEM_GROUP (group), now);
  tiem_group_add (TIEM_GROUP (group), point_row_new (self->variant));
  gtk_box_append (GTK_BOX (column), group);
}
