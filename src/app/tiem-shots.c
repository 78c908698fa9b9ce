#define G_LOG_DOMAIN "tiem-shots"

#include "config.h"

#include "app/tiem-shots.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>

/* Long enough for a tab to read what it shows and for a toast to go. */
#define SETTLE_MS 1200
#define DEFAULT_SECONDS 20

struct _TiemShots
{
  GObject parent_instance;

  GApplication *application; /* not owned: it owns us */
  TiemWindow *window;        /* not owned: so is this */
  char *folder;              /* (owned) (nullable): no pictures */
  guint next_tab;
  guint source_id;
  guint orders;
  guint pushed;
  guint errors;
};

G_DEFINE_FINAL_TYPE (TiemShots, tiem_shots, G_TYPE_OBJECT)

static const char *const tabs[] = { "overview", "orders", "products", "customers", "channels" };

static void
finish (TiemShots *self)
{
  g_print (_ ("Orders read: %u\nNumbers sent to channels: %u\nTroubles: %u\n"),
           self->orders,
           self->pushed,
           self->errors);
  g_action_group_activate_action (G_ACTION_GROUP (self->application), "quit", NULL);
}

static void
save (TiemShots *self,
      const char *tab)
{
  g_autofree char *name = g_strconcat (tab, ".png", NULL);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GdkTexture) texture = tiem_window_take_picture (self->window);

  if (texture == NULL || !gdk_texture_save_to_png (texture, path))
    g_printerr (_ ("The picture %s could not be saved\n"), path);
}

static gboolean
take_next_cb (gpointer data)
{
  TiemShots *self = TIEM_SHOTS (data);

  if (self->next_tab > 0)
    save (self, tabs[self->next_tab - 1]);
  if (self->next_tab == G_N_ELEMENTS (tabs))
    {
      self->source_id = 0;
      finish (self);
      return G_SOURCE_REMOVE;
    }
  tiem_window_open (self->window, tabs[self->next_tab], NULL, 0);
  self->next_tab++;
  return G_SOURCE_CONTINUE;
}

static gboolean
time_over_cb (gpointer data)
{
  TiemShots *self = TIEM_SHOTS (data);

  self->source_id = 0;
  if (self->folder != NULL && g_mkdir_with_parents (self->folder, 0755) == 0)
    self->source_id = g_timeout_add (SETTLE_MS, take_next_cb, self);
  else
    finish (self);
  return G_SOURCE_REMOVE;
}

static void
event_cb (TiemEngine *engine,
          TiemSyncEvent *event,
          TiemShots *self)
{
  if (g_strcmp0 (event->event, "order") == 0)
    self->orders++;
  else if (g_str_has_suffix (event->event, "_pushed"))
    self->pushed++;
  else if (g_strcmp0 (event->event, "error") == 0)
    self->errors++;
}

static void
tiem_shots_dispose (GObject *object)
{
  TiemShots *self = TIEM_SHOTS (object);

  g_clear_handle_id (&self->source_id, g_source_remove);
  g_clear_pointer (&self->folder, g_free);
  G_OBJECT_CLASS (tiem_shots_parent_class)->dispose (object);
}

static void
tiem_shots_class_init (TiemShotsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_shots_dispose;
}

static void
tiem_shots_init (TiemShots *self)
{
}

TiemShots *
tiem_shots_new_from_environment (GApplication *application,
                                 TiemWindow *window)
{
  const char *folder = g_getenv ("TIEM_SHOTS");
  const char *seconds = g_getenv ("TIEM_QUIT_AFTER");
  const char *size = g_getenv ("TIEM_SHOT_SIZE");
  int width, height;
  TiemShots *self;

  if (folder == NULL && seconds == NULL)
    return NULL;
  if (size != NULL && sscanf (size, "%dx%d", &width, &height) == 2)
    gtk_window_set_default_size (GTK_WINDOW (window), width, height);
  self = g_object_new (TIEM_TYPE_SHOTS, NULL);
  self->application = application;
  self->window = window;
  self->folder = g_strdup (folder);
  self->source_id = g_timeout_add_seconds (
      seconds != NULL ? CLAMP (atoi (seconds), 1, 3600) : DEFAULT_SECONDS, time_over_cb, self);
  return self;
}

void
tiem_shots_watch (TiemShots *self,
                  TiemShop *shop,
                  guint orders_read)
{
  g_return_if_fail (TIEM_IS_SHOTS (self));

  self->orders += orders_read;
  g_signal_connect_object (tiem_shop_get_engine (shop), "event", G_CALLBACK (event_cb), self, 0);
}
