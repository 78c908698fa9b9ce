#include "config.h"

#include "app/window/tiem-sync-button.h"

#include "app/channels/tiem-channel-trouble.h"
#include "app/channels/tiem-channel-words.h"
#include "app/tiem-page.h"
#include "app/widgets/tiem-loader.h"
#include "app/widgets/tiem-tile.h"
#include "app/widgets/tiem-tone.h"
#include "app/widgets/tiem-text-scale.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-file.h"

#include <glib/gi18n.h>

/* Of the text, from where numbers take too much of a small header. */
#define LARGE_TEXT 1.4

/* Files become due with time alone. */
#define REFRESH_SECONDS 600

struct _TiemSyncButton
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkWidget *icon;
  GtkWidget *label;
  GtkWidget *popover;
  GtkWidget *headline;
  GtkWidget *explanation;
  GtkWidget *channels;
  GtkWidget *pause;

  TiemShop *shop;     /* (owned) (nullable) */
  TiemLoader *loader; /* (owned) (nullable) */
  GPtrArray *records; /* (owned) (nullable) (element-type TiemChannelRecord) */
  gboolean compact;
  guint refresh_id;
};

G_DEFINE_FINAL_TYPE (TiemSyncButton, tiem_sync_button, GTK_TYPE_WIDGET)

/* --- the button --- */

typedef struct
{
  const char *icon;
  TiemTone tone;
  char *text;  /* (owned): on the button */
  char *title; /* (owned): in the popover */
  const char *explanation;
} Look;

static void
look_for_state (TiemSyncState state,
                guint count,
                Look *look)
{
  switch (state)
    {
    case TIEM_SYNC_WORKING:
      look->icon = "view-refresh-symbolic";
      look->tone = TIEM_TONE_ACCENT;
      /* Translators: on the header's button; %u numbers wait to be sent */
      look->text = count > 0 ? g_strdup_printf (_ ("Syncing %u"), count) : g_strdup (_ ("Syncing"));
      look->title = g_strdup (_ ("Syncing"));
      break;
    case TIEM_SYNC_NEEDS_USER:
      look->icon = "dialog-warning-symbolic";
      look->tone = TIEM_TONE_WARNING;
      /* Translators: on the header's button; %u channels wait for the owner */
      look->text = g_strdup_printf (_ ("Needs you: %u"), count);
      look->title = g_strdup_printf (
          ngettext ("%u channel needs you", "%u channels need you", count), count);
      look->explanation = _ ("The other channels work as usual");
      break;
    case TIEM_SYNC_OFFLINE:
      look->icon = "network-offline-symbolic";
      look->text = g_strdup (_ ("No network"));
      look->title = g_strdup (_ ("No network"));
      look->explanation = _ ("You can go on working; changes are sent when the network is back.");
      break;
    case TIEM_SYNC_PAUSED:
      look->icon = "media-playback-pause-symbolic";
      look->text = g_strdup (_ ("Paused"));
      look->title = g_strdup (_ ("Paused"));
      look->explanation = _ ("No orders are read and no numbers are sent.");
      break;
    case TIEM_SYNC_ELSEWHERE:
      look->icon = "view-refresh-symbolic";
      look->text = g_strdup (_ ("Synced elsewhere"));
      look->title = g_strdup (_ ("Tiệm runs in another window"));
      look->explanation = _ ("You can view and edit here; the other one does the syncing.");
      break;
    case TIEM_SYNC_IDLE:
    default:
      look->icon = "tiem-done-symbolic";
      look->tone = TIEM_TONE_SUCCESS;
      look->text = g_strdup (_ ("In sync"));
      look->title = g_strdup (_ ("All channels agree"));
    }
}

/* What a channel that works has refused is the owner's to look at, too. */
static guint
count_failed (TiemSyncButton *self)
{
  guint n = 0;

  for (guint i = 0; self->records != NULL && i < self->records->len; i++)
    {
      const TiemChannelRecord *record = g_ptr_array_index (self->records, i);

      if (record->state == TIEM_CHANNEL_ACTIVE)
        n += (guint)record->failed;
    }
  return n;
}

static void
look_for_failed (guint failed,
                 Look *look)
{
  *look = (Look){ "dialog-warning-symbolic",
                  TIEM_TONE_WARNING,
                  g_strdup_printf (_ ("Needs you: %u"), failed),
                  g_strdup_printf (
                      ngettext ("%u item was refused", "%u items were refused", failed), failed),
                  _ ("Everything else is in step") };
}

/* Channels by file whose files are due: nothing is done for them by itself. */
static guint
count_due (TiemSyncButton *self)
{
  gint64 now = tiem_store_now (tiem_shop_get_store (self->shop));
  guint n = 0;

  for (guint i = 0; self->records != NULL && i < self->records->len; i++)
    n += tiem_file_get_due (g_ptr_array_index (self->records, i), now) != 0;
  return n;
}

static void
look_for_due (guint due,
              Look *look)
{
  *look = (Look){
    "dialog-warning-symbolic",
    TIEM_TONE_WARNING,
    g_strdup_printf (_ ("Needs you: %u"), due),
    g_strdup_printf (
        ngettext ("The files of %u channel are due", "The files of %u channels are due", due), due),
    _ ("Everything else is in step")
  };
}

static gboolean
has_channels (TiemSyncButton *self)
{
  return self->records != NULL && self->records->len > 0;
}

static void
update_button (TiemSyncButton *self)
{
  TiemEngine *engine = self->shop != NULL ? tiem_shop_get_engine (self->shop) : NULL;
  guint count = engine != NULL ? tiem_engine_get_count (engine) : 0;
  TiemSyncState state = engine != NULL ? tiem_engine_get_state (engine) : TIEM_SYNC_PAUSED;
  Look look = { 0 };
  g_autofree char *number = NULL;

  if (engine == NULL)
    return;
  if (state == TIEM_SYNC_IDLE && count_failed (self) > 0)
    {
      state = TIEM_SYNC_NEEDS_USER;
      count = count_failed (self);
      look_for_failed (count, &look);
    }
  else if (state == TIEM_SYNC_IDLE && count_due (self) > 0)
    {
      state = TIEM_SYNC_NEEDS_USER;
      count = count_due (self);
      look_for_due (count, &look);
    }
  else
    look_for_state (state, count, &look);
  if (!has_channels (self))
    {
      g_free (look.title);
      g_free (look.text);
      look = (Look){ "tiem-store-symbolic",
                     TIEM_TONE_NONE,
                     g_strdup (_ ("No channel yet")),
                     g_strdup (_ ("No channel yet")),
                     NULL };
    }
  if (self->compact && count > 0 && (state == TIEM_SYNC_WORKING || state == TIEM_SYNC_NEEDS_USER))
    number = g_strdup_printf ("%u", count);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), look.icon);
  tiem_tone_apply (self->icon, look.tone);
  gtk_label_set_text (GTK_LABEL (self->label),
                      self->compact ? (number != NULL ? number : "") : look.text);
  /* Large text on a narrow window leaves the icon alone its place. */
  gtk_widget_set_visible (
      self->label,
      !self->compact || (number != NULL && tiem_text_scale_get (GTK_WIDGET (self)) < LARGE_TEXT));
  tiem_tone_apply (self->label, look.tone == TIEM_TONE_WARNING ? look.tone : TIEM_TONE_NONE);
  gtk_widget_set_tooltip_text (self->button, look.text);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, look.text, -1);
  gtk_label_set_text (GTK_LABEL (self->headline), look.title);
  gtk_label_set_text (GTK_LABEL (self->explanation),
                      look.explanation != NULL ? look.explanation : "");
  gtk_widget_set_visible (self->explanation, look.explanation != NULL);
  gtk_button_set_label (GTK_BUTTON (self->pause),
                        tiem_engine_get_paused (engine) ? _ ("Resume") : _ ("Pause all"));
  g_free (look.text);
  g_free (look.title);
}

/* --- the popover --- */

static gboolean
is_troubled (const TiemChannelRecord *record)
{
  return record->state == TIEM_CHANNEL_NEEDS_AUTH || record->state == TIEM_CHANNEL_FAILING;
}

/* Something on its page waits for the owner. */
static gboolean
needs_look (const TiemChannelRecord *record,
            gint64 now)
{
  return is_troubled (record) || (record->state == TIEM_CHANNEL_ACTIVE && record->failed > 0)
         || tiem_file_get_due (record, now) != 0;
}

static void
again_clicked_cb (GtkButton *button,
                  TiemSyncButton *self)
{
  gint64 *id = g_object_get_data (G_OBJECT (button), "tiem-channel");

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  tiem_engine_wake (tiem_shop_get_engine (self->shop), *id, TIEM_TURN_NORMAL);
}

static void
open_clicked_cb (GtkButton *button,
                 TiemSyncButton *self)
{
  gint64 *id = g_object_get_data (G_OBJECT (button), "tiem-channel");

  gtk_popover_popdown (GTK_POPOVER (self->popover));
  tiem_page_open (GTK_WIDGET (self), "channels", NULL, *id);
}

static GtkWidget *
make_wrapped (const char *style_class)
{
  GtkWidget *label
      = g_object_new (GTK_TYPE_LABEL, "xalign", 0.0f, "wrap", TRUE, "max-width-chars", 36, NULL);

  gtk_widget_add_css_class (label, style_class);
  return label;
}

/* Returns: (transfer full): how it is, since when, and why */
static char *
make_sentence (const TiemChannelRecord *record,
               const TiemChannelWords *words)
{
  if (!is_troubled (record) || record->error_message == NULL)
    return g_strdup (words->line);
  return g_strdup_printf ("%s. %s", words->line, record->error_message);
}

static GtkWidget *
make_words (const TiemChannelRecord *record,
            const TiemChannelWords *words,
            gint64 now)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *sentence = make_sentence (record, words);
  GtkWidget *name = g_object_new (GTK_TYPE_LABEL,
                                  "label",
                                  record->name,
                                  "xalign",
                                  0.0f,
                                  "ellipsize",
                                  PANGO_ELLIPSIZE_END,
                                  NULL);
  GtkWidget *sub = make_wrapped ("caption");

  gtk_label_set_text (GTK_LABEL (sub), sentence);
  gtk_label_set_width_chars (GTK_LABEL (sub), 30);
  tiem_tone_apply (sub, needs_look (record, now) ? words->tone : TIEM_TONE_SUB);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), sub);
  return box;
}

/* The one that helps: trying again can be done from here, the rest on the channel's page. */
static GtkWidget *
make_button (TiemSyncButton *self,
             const TiemChannelRecord *record,
             gint64 now)
{
  TiemChannelTrouble trouble;
  gint64 *id = g_new (gint64, 1);
  gboolean tries_again;
  GtkWidget *button;

  tiem_channel_trouble_init (&trouble, record, now);
  tries_again = trouble.title != NULL && trouble.repair == TIEM_REPAIR_TRY_AGAIN;
  button = gtk_button_new_with_label (
      trouble.title != NULL && trouble.button != NULL ? trouble.button : _ ("View"));
  *id = record->id;
  g_object_set_data_full (G_OBJECT (button), "tiem-channel", id, g_free);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button,
                    "clicked",
                    tries_again ? G_CALLBACK (again_clicked_cb) : G_CALLBACK (open_clicked_cb),
                    self);
  tiem_channel_trouble_clear (&trouble);
  return button;
}

static GtkWidget *
make_row (TiemSyncButton *self,
          const TiemChannelRecord *record,
          gint64 now)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  TiemChannelWords words;
  GtkWidget *end;

  tiem_channel_words_init (&words, self->shop, record, now);
  gtk_box_append (GTK_BOX (row), tiem_tile_new (18, record->kind));
  gtk_box_append (GTK_BOX (row), make_words (record, &words, now));
  if (needs_look (record, now))
    {
      end = make_button (self, record, now);
    }
  else
    {
      end = gtk_image_new_from_icon_name (words.icon);
      tiem_tone_apply (end, words.tone);
      gtk_accessible_update_property (
          GTK_ACCESSIBLE (end), GTK_ACCESSIBLE_PROPERTY_LABEL, words.state, -1);
    }
  gtk_box_append (GTK_BOX (row), end);
  tiem_channel_words_clear (&words);
  return row;
}

static void
update_rows (TiemSyncButton *self)
{
  gint64 now = self->shop != NULL ? tiem_store_now (tiem_shop_get_store (self->shop)) : 0;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->channels)) != NULL)
    gtk_box_remove (GTK_BOX (self->channels), child);
  for (int pass = 0; pass < 2 && self->records != NULL && self->shop != NULL; pass++)
    for (guint i = 0; i < self->records->len; i++)
      {
        const TiemChannelRecord *record = g_ptr_array_index (self->records, i);

        if (needs_look (record, now) == (pass == 0))
          gtk_box_append (GTK_BOX (self->channels), make_row (self, record, now));
      }
  gtk_widget_set_visible (self->channels, has_channels (self));
}

static void
update (TiemSyncButton *self)
{
  update_button (self);
  if (gtk_widget_get_visible (self->popover))
    update_rows (self);
}

static gpointer
read_channels (TiemStore *store,
               gpointer data,
               GCancellable *cancellable,
               GError **error)
{
  return tiem_store_list_channels (store, error);
}

static void
channels_read_cb (GtkWidget *widget,
                  gpointer result,
                  const GError *error)
{
  TiemSyncButton *self = TIEM_SYNC_BUTTON (widget);

  g_clear_pointer (&self->records, g_ptr_array_unref);
  if (result != NULL)
    self->records = g_ptr_array_ref (result);
  update (self);
}

static void
pause_clicked_cb (TiemSyncButton *self)
{
  TiemEngine *engine = tiem_shop_get_engine (self->shop);

  tiem_engine_set_paused (engine, !tiem_engine_get_paused (engine));
  update (self);
}

static void
sync_clicked_cb (TiemSyncButton *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.sync", NULL);
}

/* --- overrides --- */

static void
tiem_sync_button_dispose (GObject *object)
{
  TiemSyncButton *self = TIEM_SYNC_BUTTON (object);

  tiem_sync_button_set_shop (self, NULL);
  g_clear_handle_id (&self->refresh_id, g_source_remove);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  G_OBJECT_CLASS (tiem_sync_button_parent_class)->dispose (object);
}

static void
tiem_sync_button_class_init (TiemSyncButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_sync_button_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
build_popover (TiemSyncButton *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *sync = gtk_button_new_with_label (_ ("Sync now"));

  gtk_widget_set_margin_start (box, 6);
  gtk_widget_set_margin_end (box, 6);
  gtk_widget_set_margin_top (box, 6);
  gtk_widget_set_margin_bottom (box, 6);
  self->headline = make_wrapped ("heading");
  self->explanation = make_wrapped ("caption");
  gtk_widget_add_css_class (self->explanation, "tiem-sub");
  self->channels = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  gtk_widget_set_margin_top (self->channels, 6);
  gtk_widget_set_margin_bottom (self->channels, 6);
  self->pause = gtk_button_new_with_label (_ ("Pause all"));
  gtk_widget_add_css_class (sync, "flat");
  gtk_widget_add_css_class (self->pause, "flat");
  g_signal_connect_swapped (sync, "clicked", G_CALLBACK (sync_clicked_cb), self);
  g_signal_connect_swapped (self->pause, "clicked", G_CALLBACK (pause_clicked_cb), self);
  gtk_box_append (GTK_BOX (buttons), sync);
  gtk_box_append (GTK_BOX (buttons), self->pause);
  gtk_box_append (GTK_BOX (box), self->headline);
  gtk_box_append (GTK_BOX (box), self->explanation);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), self->channels);
  gtk_box_append (GTK_BOX (box), gtk_separator_new (GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append (GTK_BOX (box), buttons);
  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  g_signal_connect_swapped (self->popover, "show", G_CALLBACK (update_rows), self);
}

static gboolean
refresh_cb (gpointer user_data)
{
  update (user_data);
  return G_SOURCE_CONTINUE;
}

static void
tiem_sync_button_init (TiemSyncButton *self)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->icon = gtk_image_new ();
  self->label = gtk_label_new (NULL);
  gtk_box_append (GTK_BOX (content), self->icon);
  gtk_box_append (GTK_BOX (content), self->label);
  build_popover (self);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), content);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), self->popover);
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_add_css_class (self->button, "tiem-sync");
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
  self->refresh_id = g_timeout_add_seconds (REFRESH_SECONDS, refresh_cb, self);
}

void
tiem_sync_button_set_shop (TiemSyncButton *self,
                           TiemShop *shop)
{
  g_return_if_fail (TIEM_IS_SYNC_BUTTON (self));

  if (self->shop == shop)
    return;
  if (self->shop != NULL)
    g_signal_handlers_disconnect_by_data (tiem_shop_get_engine (self->shop), self);
  g_clear_object (&self->loader);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  g_set_object (&self->shop, shop);
  if (shop == NULL)
    return;
  g_signal_connect_swapped (
      tiem_shop_get_engine (shop), "state-changed", G_CALLBACK (update), self);
  self->loader = tiem_loader_new (GTK_WIDGET (self),
                                  tiem_shop_get_store (shop),
                                  TIEM_CHANGED_CHANNELS | TIEM_CHANGED_LISTINGS,
                                  read_channels,
                                  (GDestroyNotify)g_ptr_array_unref,
                                  channels_read_cb);
  tiem_loader_set_subject (self->loader, 1);
  update (self);
}

void
tiem_sync_button_set_compact (TiemSyncButton *self,
                              gboolean compact)
{
  g_return_if_fail (TIEM_IS_SYNC_BUTTON (self));

  if (self->compact == compact)
    return;
  self->compact = compact;
  update_button (self);
}
