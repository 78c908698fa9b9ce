#define G_LOG_DOMAIN "tiem-product-reviews"

#include "config.h"

#include "app/products/tiem-product-reviews.h"
#include "app/widgets/tiem-morph.h"
#include "app/widgets/tiem-tile.h"
#include "base/tiem-time.h"

#include <glib/gi18n.h>

#define REVIEWS_SHOWN 30
#define MOST_STARS 5

/* --- reading --- */

static gboolean
waits_for_reply (const TiemReview *review)
{
  return review->can_reply && review->reply == NULL && review->queued_reply == NULL;
}

static int
compare_reviews (gconstpointer a,
                 gconstpointer b)
{
  const TiemReview *first = *(const TiemReview *const *)a;
  const TiemReview *second = *(const TiemReview *const *)b;
  int order = waits_for_reply (second) - waits_for_reply (first);

  if (order != 0)
    return order;
  return first->created_at < second->created_at   ? 1
         : first->created_at > second->created_at ? -1
                                                  : 0;
}

GPtrArray *
tiem_product_reviews_read (TiemStore *store,
                           gint64 variant_id,
                           GError **error)
{
  const TiemReviewQuery query = { .variant_id = variant_id };
  GPtrArray *reviews = tiem_store_list_reviews (store, &query, REVIEWS_SHOWN, 0, error);

  if (reviews != NULL)
    g_ptr_array_sort (reviews, compare_reviews);
  return reviews;
}

/* --- showing --- */

/* "★★★★☆" */
static char *
dup_stars (gint64 stars)
{
  GString *text = g_string_new (NULL);

  for (gint64 i = 1; i <= MOST_STARS; i++)
    g_string_append (text, i <= stars ? "★" : "☆");
  return g_string_free (text, FALSE);
}

static char *
describe (const TiemReview *review,
          gint64 now)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *when = tiem_time_format_short (review->created_at, now);

  if (review->text != NULL && *review->text != '\0')
    g_ptr_array_add (lines, g_strdup (review->text));
  g_ptr_array_add (lines,
                   review->buyer_name != NULL
                       ? g_strdup_printf ("%s · %s", review->buyer_name, when)
                       : g_strdup (when));
  if (review->reply != NULL)
    /* Translators: %s is what the shop replied to a buyer */
    g_ptr_array_add (lines, g_strdup_printf (_ ("Shop: %s"), review->reply));
  else if (review->queued_reply != NULL)
    g_ptr_array_add (lines, g_strdup_printf (_ ("Being sent: %s"), review->queued_reply));
  if (review->problem != NULL)
    g_ptr_array_add (lines, g_strdup (review->problem));
  g_ptr_array_add (lines, NULL);
  return g_strjoinv ("\n", (char **)lines->pdata);
}

static void
add_reply_button (const TiemReview *review,
                  GtkWidget *row)
{
  GtkWidget *box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));
  GtkWidget *button = gtk_button_new_with_label (_ ("Reply…"));

  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "products.reply");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", review->id);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), button);
}

static void
add_review (const TiemReview *review,
            TiemGroup *group,
            gint64 now)
{
  g_autofree char *stars = dup_stars (review->stars);
  g_autofree char *said
      = g_strdup_printf (ngettext ("%d star", "%d stars", review->stars), (int)review->stars);
  g_autofree char *text = describe (review, now);
  GtkWidget *tile = tiem_tile_new (18, review->channel_kind);
  GtkWidget *row;

  gtk_widget_set_valign (tile, GTK_ALIGN_START);
  row = tiem_group_add_line (group, tile, stars, text, NULL, NULL, NULL);
  tiem_morph_speak (row, said);
  if (waits_for_reply (review))
    add_reply_button (review, row);
}

void
tiem_product_reviews_show (GPtrArray *reviews,
                           GtkWidget *column,
                           gint64 now)
{
  g_autofree char *heading = NULL;
  g_autofree char *note = NULL;
  GtkWidget *group;
  guint waiting = 0;

  if (reviews->len == 0)
    return;
  for (guint i = 0; i < reviews->len; i++)
    waiting += waits_for_reply (g_ptr_array_index (reviews, i));
  heading = g_strdup_printf (_ ("Reviews (%u)"), reviews->len);
  note = waiting > 0 ? g_strdup_printf (_ ("%u without a reply"), waiting) : NULL;
  group = tiem_group_new (heading, note);
  for (guint i = 0; i < reviews->len; i++)
    add_review (g_ptr_array_index (reviews, i), TIEM_GROUP (group), now);
  gtk_box_append (GTK_BOX (column), group);
}

/* --- replying --- */

typedef struct
{
  TiemBrowsePage *page; /* the popover's grandparent: outlives it */
  gint64 review_id;
  gint64 channel_id;
  char *buyer_name;
  GtkTextBuffer *text; /* (owned) */
} Reply;

static void
reply_free (gpointer data,
            GClosure *closure)
{
  Reply *reply = data;

  g_object_unref (reply->text);
  g_free (reply->buyer_name);
  g_free (reply);
}

typedef struct
{
  gint64 review_id;
  char *text;
} Queue;

static void
queue_free (gpointer data)
{
  Queue *queue = data;

  g_free (queue->text);
  g_free (queue);
}

static gpointer
run_queue (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  const Queue *queue = data;
  gint64 id
      = tiem_store_queue_review_reply (store, queue->review_id, queue->text, TIEM_HOLD_MS, error);

  return id != 0 ? g_memdup2 (&id, sizeof id) : NULL;
}

static char *
dup_text (GtkTextBuffer *buffer)
{
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

static void
send_clicked_cb (GtkButton *button,
                 Reply *reply)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER);
  g_autofree char *said = NULL;
  Queue *queue = g_new0 (Queue, 1);

  queue->review_id = reply->review_id;
  queue->text = dup_text (reply->text);
  said = reply->buyer_name != NULL ? g_strdup_printf (_ ("Replied to %s"), reply->buyer_name)
                                   : g_strdup (_ ("Replied"));
  tiem_browse_page_hold (reply->page, reply->channel_id, run_queue, queue, queue_free, said);
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
text_changed_cb (GtkTextBuffer *buffer,
                 GtkWidget *send)
{
  g_autofree char *text = dup_text (buffer);

  gtk_widget_set_sensitive (send, *text != '\0');
}

static GtkWidget *
text_view_new (GtkTextBuffer *buffer)
{
  GtkWidget *view = gtk_text_view_new_with_buffer (buffer);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  g_object_set (view,
                "wrap-mode",
                GTK_WRAP_WORD_CHAR,
                "top-margin",
                8,
                "bottom-margin",
                8,
                "left-margin",
                8,
                "right-margin",
                8,
                "accepts-tab",
                FALSE,
                NULL);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Reply"), -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), view);
  gtk_widget_set_size_request (scrolled, 300, 110);
  gtk_widget_add_css_class (scrolled, "card");
  return scrolled;
}

GtkWidget *
tiem_product_reply_popover_new (TiemBrowsePage *page,
                                const TiemReview *review)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *title = gtk_label_new (_ ("Everybody can read the reply."));
  GtkWidget *send = gtk_button_new_with_label (_ ("Send"));
  Reply *reply = g_new0 (Reply, 1);

  reply->page = page;
  reply->review_id = review->id;
  reply->channel_id = review->channel_id;
  reply->buyer_name = g_strdup (review->buyer_name);
  reply->text = gtk_text_buffer_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "tiem-sub");
  gtk_widget_add_css_class (send, "suggested-action");
  gtk_widget_set_halign (send, GTK_ALIGN_END);
  gtk_widget_set_sensitive (send, FALSE);
  g_signal_connect_object (reply->text, "changed", G_CALLBACK (text_changed_cb), send, 0);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), text_view_new (reply->text));
  gtk_box_append (GTK_BOX (box), send);
  g_signal_connect_data (send, "clicked", G_CALLBACK (send_clicked_cb), reply, reply_free, 0);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  return popover;
}
