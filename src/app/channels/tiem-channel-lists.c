#define G_LOG_DOMAIN "tiem-channel-lists"

#include "config.h"

#include "app/channels/tiem-channel-lists.h"
#include "app/widgets/tiem-tone.h"
#include "base/tiem-money.h"
#include "store/tiem-store-orders.h"

#include <adwaita.h>
#include <glib/gi18n.h>

/* The title says how many there are in all. */
#define UNREADABLE_SHOWN 50

/* Empties @list when @wanted differs from what it shows. Returns: whether to fill it */
static gboolean
begin_list (GtkListBox *list,
            const char *wanted)
{
  GtkWidget *child;

  if (g_strcmp0 (g_object_get_data (G_OBJECT (list), "shows"), wanted) == 0)
    return FALSE;
  g_object_set_data_full (G_OBJECT (list), "shows", g_strdup (wanted), g_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (list))) != NULL)
    gtk_list_box_remove (list, child);
  return TRUE;
}

static GtkWidget *
row_new (const char *title,
         const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title != NULL ? title : "");
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle != NULL ? subtitle : "");
  return row;
}

/* "Đen, L · AT-SG-D-L", whatever of it there is */
static char *
goods_line (const TiemListing *listing)
{
  const char *options = listing->options != NULL ? listing->options : "";
  const char *sku = listing->remote_sku != NULL && *listing->remote_sku != '\0'
                        ? listing->remote_sku
                        : _ ("no SKU");

  return *options != '\0' ? g_strdup_printf ("%s · %s", options, sku) : g_strdup (sku);
}

/* --- not linked --- */

static void
link_sku_cb (GtkEntry *entry,
             gpointer user_data)
{
  gint64 listing_id = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (entry), "listing"));
  const char *sku = gtk_editable_get_text (GTK_EDITABLE (entry));
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (entry), GTK_TYPE_POPOVER);

  if (*sku == '\0')
    return;
  gtk_widget_activate_action (GTK_WIDGET (entry), "channel.link", "(xs)", listing_id, sku);
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
link_clicked_cb (GtkButton *button,
                 GtkEntry *entry)
{
  link_sku_cb (entry, NULL);
}

static GtkWidget *
link_button_new (const TiemListing *listing)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *entry = gtk_entry_new ();
  GtkWidget *ok = gtk_button_new_with_label (_ ("Link"));

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("SKU of your product"));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("SKU of your product"), -1);
  if (listing->remote_sku != NULL)
    gtk_editable_set_text (GTK_EDITABLE (entry), listing->remote_sku);
  g_object_set_data (G_OBJECT (entry), "listing", GSIZE_TO_POINTER (listing->id));
  g_signal_connect (entry, "activate", G_CALLBACK (link_sku_cb), NULL);
  g_signal_connect_object (ok, "clicked", G_CALLBACK (link_clicked_cb), entry, 0);
  gtk_widget_add_css_class (ok, "suggested-action");
  gtk_box_append (GTK_BOX (box), entry);
  gtk_box_append (GTK_BOX (box), ok);
  gtk_popover_set_child (GTK_POPOVER (popover), box);

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Link…"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

void
tiem_channel_lists_show_unlinked (GtkListBox *list,
                                  GPtrArray *listings)
{
  g_autoptr (GString) wanted = g_string_new ("");

  for (guint i = 0; i < listings->len; i++)
    {
      const TiemListing *listing = g_ptr_array_index (listings, i);

      g_string_append_printf (wanted, "%" G_GINT64_FORMAT ";", listing->id);
    }
  if (!begin_list (list, wanted->str))
    return;
  for (guint i = 0; i < listings->len; i++)
    {
      const TiemListing *listing = g_ptr_array_index (listings, i);
      g_autofree char *line = goods_line (listing);
      GtkWidget *row = row_new (listing->title, line);

      adw_action_row_add_suffix (ADW_ACTION_ROW (row), link_button_new (listing));
      gtk_list_box_append (list, row);
    }
}

/* --- waiting --- */

static char *
waiting_text (const TiemListing *listing)
{
  if (!listing->has_acked)
    return g_strdup_printf (_ ("will show %d"), (int)listing->desired);
  return g_strdup_printf (
      _ ("shows %d, should show %d"), (int)listing->acked, (int)listing->desired);
}

void
tiem_channel_lists_show_waiting (GtkListBox *list,
                                 GPtrArray *listings)
{
  g_autoptr (GString) wanted = g_string_new ("");

  for (guint i = 0; i < listings->len; i++)
    {
      const TiemListing *listing = g_ptr_array_index (listings, i);
      g_autofree char *text = waiting_text (listing);

      g_string_append_printf (
          wanted, "%" G_GINT64_FORMAT "=%s=%s;", listing->id, text, listing->problem);
    }
  if (!begin_list (list, wanted->str))
    return;
  for (guint i = 0; i < listings->len; i++)
    {
      const TiemListing *listing = g_ptr_array_index (listings, i);
      g_autofree char *line = goods_line (listing);
      g_autofree char *text = waiting_text (listing);
      /* Below the title, where a narrow window has room for both numbers. */
      g_autofree char *sub = g_strdup_printf ("%s · %s", line, text);
      GtkWidget *row = row_new (listing->title, sub);

      /* Why it waits; what concerns the whole channel stands above. */
      gtk_widget_set_tooltip_text (row, listing->problem);
      gtk_list_box_append (list, row);
    }
}

/* --- not understood --- */

static char *
unreadable_title (const TiemUnreadableRecord *item)
{
  if (item->remote_id == NULL)
    return g_strdup (_ ("An answer"));
  if (g_strcmp0 (item->kind, "order") == 0)
    return g_strdup_printf (_ ("Order %s"), item->remote_id);
  if (g_strcmp0 (item->kind, "listing") == 0)
    return g_strdup_printf (_ ("Listing %s"), item->remote_id);
  return g_strdup (item->remote_id);
}

void
tiem_channel_lists_show_unreadable (GtkListBox *list,
                                    GPtrArray *items)
{
  guint n = MIN (items->len, UNREADABLE_SHOWN);
  g_autoptr (GString) wanted = g_string_new ("");

  for (guint i = 0; i < n; i++)
    {
      const TiemUnreadableRecord *item = g_ptr_array_index (items, i);

      g_string_append_printf (wanted, "%" G_GINT64_FORMAT ";", item->id);
    }
  if (!begin_list (list, wanted->str))
    return;
  for (guint i = 0; i < n; i++)
    {
      const TiemUnreadableRecord *item = g_ptr_array_index (items, i);
      g_autofree char *title = unreadable_title (item);

      gtk_list_box_append (list, row_new (title, item->reason));
    }
}

/* --- log --- */

/* What a call was for, by a word of its endpoint: the first that fits. The platforms call
 * the same things alike. */
static const struct
{
  const char *word;
  const char *label;
} call_labels[] = {
  { "/batch", N_ ("Sent stock and prices") },
  { "price_quantity", N_ ("Sent stock and prices") },
  { "stock", N_ ("Sent stock") },
  { "inventory", N_ ("Sent stock") },
  { "quantity", N_ ("Sent stock") },
  { "price", N_ ("Sent prices") },
  { "token", N_ ("Renewed the permission") },
  { "authorization", N_ ("Asked about the shop") },
  { "escrow", N_ ("Read fees") },
  { "payment", N_ ("Read fees") },
  { "finance", N_ ("Read fees") },
  { "refund", N_ ("Read returns") },
  { "return", N_ ("Read returns") },
  { "reverse", N_ ("Read returns") },
  { "cancel", N_ ("Wishes to cancel") },
  { "comment", N_ ("Read reviews") },
  { "review", N_ ("Read reviews") },
  { "document", N_ ("Shipments and labels") },
  { "logistics", N_ ("Shipments and labels") },
  { "package", N_ ("Shipments and labels") },
  { "fulfil", N_ ("Shipments and labels") },
  { "shipment", N_ ("Shipments and labels") },
  { "warehouse", N_ ("Asked about the shop") },
  { "order", N_ ("Read orders") },
  { "product", N_ ("Read listings") },
  { "seller", N_ ("Asked about the shop") },
  { "shop", N_ ("Asked about the shop") },
};

static const char *
call_label (const TiemLogEntry *entry)
{
  const char *endpoint = entry->endpoint != NULL ? entry->endpoint : "";

  for (guint i = 0; i < G_N_ELEMENTS (call_labels); i++)
    if (strstr (endpoint, call_labels[i].word) != NULL)
      return _ (call_labels[i].label);
  return endpoint;
}

static gboolean
is_ok (const TiemLogEntry *entry)
{
  return g_strcmp0 (entry->outcome, "ok") == 0;
}

/* Calls of one kind that went well, one after the other, share a row. */
static gboolean
belong_together (const TiemLogEntry *first,
                 const TiemLogEntry *second)
{
  return is_ok (first) && is_ok (second) && first->message == NULL && second->message == NULL
         && g_strcmp0 (call_label (first), call_label (second)) == 0;
}

static char *
call_line (const TiemLogEntry *entry,
           guint calls)
{
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *duration = tiem_number_format (entry->duration_ms);

  if (calls > 1)
    {
      g_string_append_printf (line, ngettext ("%u call", "%u calls", calls), calls);
      return g_string_free (g_steal_pointer (&line), FALSE);
    }
  /* Translators: what was called, how many milliseconds it took */
  g_string_append_printf (line, _ ("%s · %s ms"), entry->endpoint, duration);
  if (entry->status != 0 && !is_ok (entry))
    g_string_append_printf (line, " · HTTP %d", (int)entry->status);
  if (entry->request_id != NULL)
    g_string_append_printf (line, " · %s", entry->request_id);
  return g_string_free (g_steal_pointer (&line), FALSE);
}

static GtkWidget *
log_row_new (const TiemLogEntry *entry,
             guint calls)
{
  gboolean ok = is_ok (entry);
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (entry->at / 1000);
  g_autoptr (GDateTime) local = g_date_time_to_local (utc);
  g_autofree char *time = g_date_time_format (local, "%H:%M:%S");
  g_autofree char *line = call_line (entry, calls);
  GtkWidget *row = row_new (entry->message != NULL ? entry->message : call_label (entry), line);
  GtkWidget *icon
      = gtk_image_new_from_icon_name (ok ? "object-select-symbolic" : "dialog-warning-symbolic");
  GtkWidget *label = gtk_label_new (time);

  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  tiem_tone_apply (icon, ok ? TIEM_TONE_SUB : TIEM_TONE_WARNING);
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "tiem-sub");
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

void
tiem_channel_lists_show_log (GtkListBox *list,
                             GPtrArray *entries)
{
  g_autofree char *wanted = NULL;

  if (entries->len > 0)
    {
      const TiemLogEntry *first = g_ptr_array_index (entries, 0);

      wanted = g_strdup_printf ("%" G_GINT64_FORMAT ":%u", first->at, entries->len);
    }
  if (!begin_list (list, wanted != NULL ? wanted : "empty"))
    return;
  for (guint i = 0, next; i < entries->len; i = next)
    {
      const TiemLogEntry *entry = g_ptr_array_index (entries, i);

      for (next = i + 1; next < entries->len; next++)
        if (!belong_together (entry, g_ptr_array_index (entries, next)))
          break;
      gtk_list_box_append (list, log_row_new (entry, next - i));
    }
  if (entries->len == 0)
    gtk_list_box_append (list, row_new (_ ("Nothing yet"), NULL));
}
