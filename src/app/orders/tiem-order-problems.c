#define G_LOG_DOMAIN "tiem-order-problems"

#include "config.h"

#include "app/orders/tiem-order-bulk.h"
#include "app/orders/tiem-orders-page.h"
#include "app/widgets/tiem-group.h"
#include "app/widgets/tiem-tile.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

/* More rows than this would be no list to read; the button still lists all of them. */
#define MOST_ROWS 200

typedef struct
{
  TiemBrowsePage *page; /* not owned: the subpage lies over it */
  GArray *ids;          /* (owned) */
} Listed;

static void
listed_free (gpointer data,
             GClosure *closure)
{
  Listed *listed = data;

  g_array_unref (listed->ids);
  g_free (listed);
}

static void
list_cb (GtkButton *button,
         Listed *listed)
{
  TiemBrowsePage *page = listed->page;
  g_autoptr (GArray) ids = g_array_ref (listed->ids);

  tiem_page_pop (TIEM_PAGE (page));
  tiem_orders_page_show_only (TIEM_ORDERS_PAGE (page), ids);
}

static void
add_row (GtkWidget *group,
         const TiemOrderProblem *problem)
{
  g_autofree char *action
      = g_strdup_printf ("win.open(('orders','',int64 %" G_GINT64_FORMAT "))", problem->order_id);

  tiem_group_add_line (TIEM_GROUP (group),
                       tiem_tile_new (18, problem->channel_kind),
                       problem->number,
                       problem->sentence,
                       NULL,
                       NULL,
                       action);
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  gint64 left = *(const gint64 *)a, right = *(const gint64 *)b;

  return (left > right) - (left < right);
}

static GArray *
collect_ids (GPtrArray *problems)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  for (guint i = 0; i < problems->len; i++)
    g_array_append_val (ids, ((const TiemOrderProblem *)g_ptr_array_index (problems, i))->order_id);
  g_array_sort (ids, compare_ids);
  return ids;
}

static GtkWidget *
make_content (TiemBrowsePage *page,
              GPtrArray *problems)
{
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);
  GtkWidget *group = tiem_group_new (NULL, NULL);
  GtkWidget *button = gtk_button_new_with_label (_ ("List these orders"));
  Listed *listed = g_new0 (Listed, 1);

  listed->page = page;
  listed->ids = collect_ids (problems);
  gtk_widget_add_css_class (button, "suggested-action");
  gtk_widget_add_css_class (button, "pill");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  g_signal_connect_data (button, "clicked", G_CALLBACK (list_cb), listed, listed_free, 0);
  for (guint i = 0; i < MIN (problems->len, MOST_ROWS); i++)
    add_row (group, g_ptr_array_index (problems, i));
  gtk_box_append (GTK_BOX (column), group);
  if (problems->len > MOST_ROWS)
    {
      g_autofree char *number = tiem_number_format (problems->len - MOST_ROWS);
      g_autofree char *words = g_strdup_printf (_ ("and %s more"), number);

      gtk_box_append (GTK_BOX (column), gtk_label_new (words));
    }
  gtk_box_append (GTK_BOX (column), button);
  gtk_widget_set_margin_top (column, 18);
  gtk_widget_set_margin_bottom (column, 18);
  gtk_widget_set_margin_start (column, 12);
  gtk_widget_set_margin_end (column, 12);
  return column;
}

void
tiem_order_problems_show (TiemBrowsePage *page,
                          const char *title,
                          GPtrArray *problems)
{
  TiemSubpage *subpage = g_object_new (TIEM_TYPE_SUBPAGE, NULL);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkWidget *clamp = adw_clamp_new ();

  g_return_if_fail (TIEM_IS_BROWSE_PAGE (page));

  adw_clamp_set_child (ADW_CLAMP (clamp), make_content (page, problems));
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  adw_bin_set_child (ADW_BIN (subpage), scrolled);
  tiem_subpage_set_title (subpage, title, _ ("What stands in the way of each"));
  tiem_page_push (TIEM_PAGE (page), subpage);
}
