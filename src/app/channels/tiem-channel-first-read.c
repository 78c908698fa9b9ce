#define G_LOG_DOMAIN "tiem-channel-first-read"

#include "config.h"

#include "app/channels/tiem-channel-actions.h"
#include "app/channels/tiem-channel-first-read.h"
#include "app/widgets/tiem-loader.h"
#include "store/tiem-store-channels.h"

#include <glib/gi18n.h>

#define PULSE_MS 250

struct _TiemChannelFirstRead
{
  AdwBin parent_instance;

  TiemShop *shop;            /* (owned) (nullable) */
  TiemLoader *loader;        /* (owned) (nullable) */
  TiemChannelRecord *record; /* (owned) (nullable) */
  guint pulse_id;

  GtkStack *stack;
  GtkLabel *read_title;
  GtkProgressBar *read_bar;
  GtkLabel *read_text;
  GtkButton *pause_button;
  GtkLabel *adopt_title;
  GtkLabel *adopt_text;
  GtkButton *later_button;
  GtkWidget *adopt_child;
  GtkWidget *adopt_button;
};

enum
{
  SIGNAL_ADOPTING,
  SIGNAL_FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemChannelFirstRead, tiem_channel_first_read, ADW_TYPE_BIN)

static gpointer
read_record (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  return tiem_store_get_channel (store, *(gint64 *)data, error);
}

static gboolean
is_paused (TiemChannelFirstRead *self)
{
  return self->record != NULL && self->record->state == TIEM_CHANNEL_PAUSED;
}

/* --- reading --- */

static void
show_reading (TiemChannelFirstRead *self)
{
  const TiemChannelRecord *record = self->record;
  g_autofree char *activity = NULL;
  g_autofree char *count = NULL;

  if (record == NULL)
    return;
  gtk_button_set_label (self->pause_button, is_paused (self) ? _ ("Resume") : _ ("Pause"));
  if (record->error_message != NULL && !is_paused (self))
    {
      gtk_label_set_label (self->read_text, record->error_message);
      return;
    }
  activity = tiem_engine_dup_activity (tiem_shop_get_engine (self->shop), record->id);
  count = g_strdup_printf (is_paused (self) ? _ ("Paused: %d listings and %d orders read so far")
                                            : _ ("%d listings and %d orders read so far"),
                           (int)record->listings,
                           (int)record->orders);
  gtk_label_set_label (self->read_text, activity != NULL && !is_paused (self) ? activity : count);
}

static void
show_adopt (TiemChannelFirstRead *self)
{
  const TiemChannelRecord *record = self->record;
  g_autofree char *title = NULL;

  title = g_strdup_printf (_ ("%s has %d listings"), record->name, (int)record->listings);
  gtk_label_set_label (self->adopt_title, title);
  if (record->unlinked == 0)
    {
      gtk_label_set_label (self->adopt_text,
                           _ ("All of them are linked with your products already."));
      gtk_widget_set_visible (self->adopt_child, FALSE);
      gtk_button_set_label (self->later_button, _ ("Close"));
    }
  else
    {
      gtk_label_set_label (
          self->adopt_text,
          _ ("Take them over into your catalogue: products that you do not have yet are "
             "made with title, SKU, price and stock; a SKU that you have is linked, never "
             "doubled. Where another channel shows a different number you decide once."));
    }
  g_clear_handle_id (&self->pulse_id, g_source_remove);
  gtk_stack_set_visible_child_name (self->stack, "adopt");
  gtk_widget_grab_focus (record->unlinked == 0 ? GTK_WIDGET (self->later_button)
                                               : self->adopt_button);
  g_signal_emit (self, signals[SIGNAL_ADOPTING], 0);
}

static void
record_read_cb (GtkWidget *widget,
                gpointer result,
                const GError *error)
{
  TiemChannelFirstRead *self = TIEM_CHANNEL_FIRST_READ (widget);

  if (result == NULL)
    return;
  g_clear_pointer (&self->record, tiem_channel_record_free);
  self->record = tiem_channel_record_copy (result);
  show_reading (self);
  if (self->record->listings_read_at != 0 && self->pulse_id != 0)
    show_adopt (self);
}

static gboolean
pulse_cb (gpointer user_data)
{
  TiemChannelFirstRead *self = user_data;

  if (!is_paused (self))
    gtk_progress_bar_pulse (self->read_bar);
  show_reading (self);
  return G_SOURCE_CONTINUE;
}

static void
paused_cb (TiemShop *shop,
           const char *said,
           gpointer user_data)
{
  g_autoptr (TiemChannelFirstRead) self = user_data;

  if (self->loader != NULL)
    tiem_loader_reload (self->loader);
}

static void
pause_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  TiemChannelFirstRead *self = TIEM_CHANNEL_FIRST_READ (widget);

  if (self->record != NULL)
    tiem_channel_action_run (self->shop,
                             is_paused (self) ? TIEM_CHANNEL_ACTION_RESUME
                                              : TIEM_CHANNEL_ACTION_PAUSE,
                             self->record,
                             0,
                             NULL,
                             paused_cb,
                             g_object_ref (self));
}

/* --- taking over --- */

static void
adopted_cb (TiemShop *shop,
            const char *said,
            gpointer user_data)
{
  g_autoptr (TiemChannelFirstRead) self = user_data;

  if (self->shop == NULL)
    return;
  gtk_label_set_label (self->adopt_text, said);
  gtk_widget_set_visible (self->adopt_child, FALSE);
  gtk_button_set_label (self->later_button, _ ("Close"));
  gtk_widget_add_css_class (GTK_WIDGET (self->later_button), "suggested-action");
  gtk_widget_grab_focus (GTK_WIDGET (self->later_button));
}

static void
adopt_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  TiemChannelFirstRead *self = TIEM_CHANNEL_FIRST_READ (widget);

  gtk_widget_set_sensitive (self->adopt_button, FALSE);
  tiem_channel_action_run (self->shop,
                           TIEM_CHANNEL_ACTION_ADOPT,
                           self->record,
                           0,
                           NULL,
                           adopted_cb,
                           g_object_ref (self));
}

static void
finish_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_FINISHED], 0);
}

/* --- the object --- */

static void
tiem_channel_first_read_dispose (GObject *object)
{
  TiemChannelFirstRead *self = TIEM_CHANNEL_FIRST_READ (object);

  g_clear_handle_id (&self->pulse_id, g_source_remove);
  g_clear_object (&self->loader);
  g_clear_object (&self->shop);
  g_clear_pointer (&self->record, tiem_channel_record_free);

  G_OBJECT_CLASS (tiem_channel_first_read_parent_class)->dispose (object);
}

static void
tiem_channel_first_read_class_init (TiemChannelFirstReadClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_channel_first_read_dispose;

  signals[SIGNAL_ADOPTING] = g_signal_new ("adopting",
                                           TIEM_TYPE_CHANNEL_FIRST_READ,
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           0);
  signals[SIGNAL_FINISHED] = g_signal_new ("finished",
                                           TIEM_TYPE_CHANNEL_FIRST_READ,
                                           G_SIGNAL_RUN_LAST,
                                           0,
                                           NULL,
                                           NULL,
                                           NULL,
                                           G_TYPE_NONE,
                                           0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/channels/tiem-channel-first-read.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemChannelFirstRead, stack);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelFirstRead, read_title);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelFirstRead, read_bar);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelFirstRead, read_text);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelFirstRead, pause_button);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelFirstRead, adopt_title);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelFirstRead, adopt_text);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelFirstRead, later_button);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelFirstRead, adopt_child);
  gtk_widget_class_bind_template_child (widget_class, TiemChannelFirstRead, adopt_button);
  gtk_widget_class_install_action (widget_class, "read.pause", NULL, pause_action);
  gtk_widget_class_install_action (widget_class, "read.adopt", NULL, adopt_action);
  gtk_widget_class_install_action (widget_class, "read.finish", NULL, finish_action);
}

static void
tiem_channel_first_read_init (TiemChannelFirstRead *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tiem_channel_first_read_start (TiemChannelFirstRead *self,
                               TiemShop *shop,
                               gint64 channel_id,
                               const char *name)
{
  g_autofree char *title = NULL;

  g_return_if_fail (TIEM_IS_CHANNEL_FIRST_READ (self));
  g_return_if_fail (self->shop == NULL);

  self->shop = g_object_ref (shop);
  title = g_strdup_printf (_ ("Reading %s"), name);
  gtk_label_set_label (self->read_title, title);
  gtk_label_set_label (self->read_text, _ ("Just a moment…"));
  self->pulse_id = g_timeout_add (PULSE_MS, pulse_cb, self);
  self->loader
      = tiem_loader_new (GTK_WIDGET (self),
                         tiem_shop_get_store (shop),
                         TIEM_CHANGED_CHANNELS | TIEM_CHANGED_LISTINGS | TIEM_CHANGED_ORDERS,
                         read_record,
                         (GDestroyNotify)tiem_channel_record_free,
                         record_read_cb);
  tiem_loader_set_subject (self->loader, channel_id);
}
