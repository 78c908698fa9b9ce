#define G_LOG_DOMAIN "tiem-channel-row"

#include "config.h"

#include "app/channels/tiem-channel-row.h"
#include "app/widgets/tiem-tile.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

struct _TiemChannelRow
{
  AdwActionRow parent_instance;

  gint64 channel_id;
  GtkWidget *state; /* GtkImage, a child */
};

G_DEFINE_FINAL_TYPE (TiemChannelRow, tiem_channel_row, ADW_TYPE_ACTION_ROW)

static void
tiem_channel_row_class_init (TiemChannelRowClass *klass)
{
}

static void
tiem_channel_row_init (TiemChannelRow *self)
{
  /* An AdwActionRow is not, by itself; on a narrow window that would leave no way in. */
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), TRUE);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 1);
}

GtkWidget *
tiem_channel_row_new (gint64 channel_id,
                      const char *kind)
{
  TiemChannelRow *self = g_object_new (TIEM_TYPE_CHANNEL_ROW, NULL);
  GtkWidget *prefix;

  self->channel_id = channel_id;
  if (channel_id != 0)
    prefix = tiem_tile_new (28, kind);
  else
    prefix = gtk_image_new_from_icon_name ("tiem-store-symbolic");
  gtk_widget_set_valign (prefix, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (prefix, 28, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), prefix);

  self->state = gtk_image_new ();
  gtk_widget_set_visible (self->state, channel_id != 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), self->state);
  return GTK_WIDGET (self);
}

gint64
tiem_channel_row_get_id (TiemChannelRow *self)
{
  g_return_val_if_fail (TIEM_IS_CHANNEL_ROW (self), 0);
  return self->channel_id;
}

void
tiem_channel_row_update (TiemChannelRow *self,
                         TiemShop *shop,
                         const TiemChannelRecord *record,
                         gint64 now)
{
  TiemChannelWords words;
  g_autofree char *label = NULL;

  tiem_channel_words_init (&words, shop, record, now);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), record->name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), words.line);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->state), words.icon);
  gtk_widget_set_tooltip_text (self->state, words.state);
  tiem_tone_apply (self->state, words.tone);

  label = g_strdup_printf ("%s, %s, %s", record->name, words.state, words.line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  tiem_channel_words_clear (&words);
}

void
tiem_channel_row_update_all (TiemChannelRow *self,
                             guint channels,
                             gint64 orders)
{
  g_autofree char *n_orders = tiem_number_format (orders);
  g_autofree char *left
      = g_strdup_printf (ngettext ("%u channel", "%u channels", channels), channels);
  g_autofree char *right = g_strdup_printf (ngettext ("%s order", "%s orders", orders), n_orders);
  g_autofree char *line = g_strdup_printf ("%s, %s", left, right);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("All channels"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), line);
}
