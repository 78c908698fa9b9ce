#define G_LOG_DOMAIN "tiem-failed-list"

#include "config.h"

#include "app/channels/tiem-failed-list.h"

#include "app/widgets/tiem-tone.h"
#include "store/tiem-store-channels.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static GtkWidget *
row_new (
    const char *title, const char *sentence, const char *icon, TiemTone tone, const char *action)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sentence);
  tiem_tone_apply (image, tone);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), image);
  if (action != NULL)
    {
      adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                                 gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (row), action);
    }
  return row;
}

/* Returns: (transfer full): "Áo thun (Đen, L)" */
static char *
name_goods (const TiemListing *listing)
{
  return listing->options != NULL && *listing->options != '\0'
             ? g_strdup_printf ("%s (%s)", listing->title, listing->options)
             : g_strdup (listing->title);
}

static GtkWidget *
listing_row_new (const TiemListing *listing)
{
  gboolean failed = listing->standing == TIEM_STANDING_FAILED;
  g_autofree char *title = name_goods (listing);
  g_autofree char *action
      = listing->variant_id != 0 ? g_strdup_printf (
            "win.open(('products','',int64 %" G_GINT64_FORMAT "))", listing->variant_id)
                                 : NULL;

  return row_new (title,
                  listing->problem,
                  failed ? "dialog-error-symbolic" : "dialog-question-symbolic",
                  failed ? TIEM_TONE_ERROR : TIEM_TONE_WARNING,
                  action);
}

static gboolean
is_refused (const TiemOutboxItem *item)
{
  return (item->order_id != 0 || g_strcmp0 (item->kind, "product:publish") == 0)
         && g_strcmp0 (item->state, "rejected") == 0;
}

static GtkWidget *
order_row_new (const TiemOutboxItem *item)
{
  g_autofree char *title = item->order_id != 0 ? g_strdup_printf (_ ("Order %s"), item->remote_id)
                                               : g_strdup (item->reason);
  g_autofree char *action
      = item->order_id != 0
            ? g_strdup_printf ("win.open(('orders','',int64 %" G_GINT64_FORMAT "))", item->order_id)
            : NULL;

  return row_new (title, item->problem, "dialog-error-symbolic", TIEM_TONE_ERROR, action);
}

guint
tiem_failed_list_show (GtkListBox *list,
                       GPtrArray *listings,
                       GPtrArray *outbox)
{
  g_autoptr (GString) wanted = g_string_new ("");
  GtkWidget *child;
  guint n = 0;

  for (guint i = 0; i < listings->len; i++, n++)
    {
      const TiemListing *listing = g_ptr_array_index (listings, i);

      g_string_append_printf (wanted, "%" G_GINT64_FORMAT "=%s;", listing->id, listing->problem);
    }
  for (guint i = 0; i < outbox->len; i++)
    {
      const TiemOutboxItem *item = g_ptr_array_index (outbox, i);

      if (!is_refused (item))
        continue;
      g_string_append_printf (wanted, "/%" G_GINT64_FORMAT "=%s;", item->id, item->problem);
      n++;
    }
  if (g_strcmp0 (g_object_get_data (G_OBJECT (list), "shows"), wanted->str) == 0)
    return n;

  g_object_set_data_full (G_OBJECT (list), "shows", g_strdup (wanted->str), g_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
  for (guint i = 0; i < outbox->len; i++)
    if (is_refused (g_ptr_array_index (outbox, i)))
      gtk_list_box_append (list, order_row_new (g_ptr_array_index (outbox, i)));
  for (guint i = 0; i < listings->len; i++)
    gtk_list_box_append (list, listing_row_new (g_ptr_array_index (listings, i)));
  return n;
}
