#define G_LOG_DOMAIN "tiem-places-page"

#include "config.h"

#include "app/products/tiem-places-page.h"

#include "app/help/tiem-help.h"
#include "app/platform-compat.h"
#include "app/widgets/tiem-group.h"
#include "app/widgets/tiem-notice.h"
#include "base/tiem-money.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-locations.h"

#include <glib/gi18n.h>

struct _TiemPlacesPage
{
  TiemSubpage parent_instance;

  TiemNotice *notice;
  TiemGroup *places;
  GtkEditable *name;
  GtkCheckButton *sells;
  TiemGroup *channels;

  TiemShop *shop;       /* (owned) (nullable): none once it is disposed */
  GPtrArray *locations; /* (owned) (nullable): open and archived ones */
  GPtrArray *records;   /* (owned) (nullable) (element-type TiemChannelRecord) */
  gboolean fills;       /* the widgets are being set, nobody changed them */
};

G_DEFINE_FINAL_TYPE (TiemPlacesPage, tiem_places_page, TIEM_TYPE_SUBPAGE)

typedef enum
{
  READ,
  ADD,
  RENAME,
  SELL,
  ARCHIVE,
  MOVE_CHANNEL,
} Deed;

typedef struct
{
  Deed deed;
  gint64 id;       /* of a place, or of a channel */
  gint64 place_id; /* where the channel's orders leave from */
  char *name;
  gboolean yes;
} Work;

typedef struct
{
  Deed deed;
  GPtrArray *locations;
  GPtrArray *channels;
  GError *error; /* (nullable): why the deed failed */
} Answer;

static void
work_free (gpointer data)
{
  g_free (((Work *)data)->name);
  g_free (data);
}

static void
answer_free (Answer *answer)
{
  g_clear_pointer (&answer->locations, g_ptr_array_unref);
  g_clear_pointer (&answer->channels, g_ptr_array_unref);
  g_clear_error (&answer->error);
  g_free (answer);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

/* --- off the main thread --- */

static void
do_it (TiemStore *store,
       const Work *work,
       GError **error)
{
  switch (work->deed)
    {
    case ADD:
      tiem_store_add_location (store, work->name, work->yes, error);
      break;
    case RENAME:
      tiem_store_rename_location (store, work->id, work->name, error);
      break;
    case SELL:
      tiem_store_set_location_sells (store, work->id, work->yes, error);
      break;
    case ARCHIVE:
      tiem_store_archive_location (store, work->id, work->yes, error);
      break;
    case MOVE_CHANNEL:
      tiem_store_set_channel_location (store, work->id, work->place_id, error);
      break;
    case READ:
    default:
      break;
    }
}

static gpointer
run_work (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  const Work *work = data;
  g_autoptr (Answer) answer = g_new0 (Answer, 1);

  answer->deed = work->deed;
  do_it (store, work, &answer->error);
  if ((answer->locations = tiem_store_list_locations (store, TRUE, error)) == NULL
      || (answer->channels = tiem_store_list_channels (store, error)) == NULL)
    return NULL;
  return g_steal_pointer (&answer);
}

static void worked_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* @name: (nullable) */
static void
push_work (
    TiemPlacesPage *self, Deed deed, gint64 id, gint64 place_id, const char *name, gboolean yes)
{
  Work *work = g_new0 (Work, 1);

  *work = (Work){ deed, id, place_id, g_strdup (name), yes };
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        deed == READ ? TIEM_STORE_READ : TIEM_STORE_WRITE,
                        run_work,
                        work,
                        work_free,
                        (GDestroyNotify)answer_free,
                        NULL,
                        worked_cb,
                        g_object_ref (self));
}

/* --- a place --- */

static gint64
get_id (gpointer widget)
{
  return *(gint64 *)g_object_get_data (G_OBJECT (widget), "id");
}

static void
set_id (gpointer widget,
        gint64 id)
{
  g_object_set_data_full (G_OBJECT (widget), "id", g_memdup2 (&id, sizeof id), g_free);
}

static void
rename_cb (GtkEditable *entry,
           TiemPlacesPage *self)
{
  const char *kept = g_object_get_data (G_OBJECT (entry), "kept");

  if (self->shop == NULL || self->fills || g_strcmp0 (kept, gtk_editable_get_text (entry)) == 0)
    return;
  g_object_set_data_full (
      G_OBJECT (entry), "kept", g_strdup (gtk_editable_get_text (entry)), g_free);
  push_work (self, RENAME, get_id (entry), 0, gtk_editable_get_text (entry), FALSE);
}

static void
name_left_cb (GtkEventControllerFocus *controller,
              TiemPlacesPage *self)
{
  rename_cb (GTK_EDITABLE (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller))),
             self);
}

static void
sells_cb (GtkCheckButton *button,
          TiemPlacesPage *self)
{
  if (!self->fills)
    push_work (self, SELL, get_id (button), 0, NULL, gtk_check_button_get_active (button));
}

static void
archive_cb (GtkButton *button,
            TiemPlacesPage *self)
{
  push_work (self,
             ARCHIVE,
             get_id (button),
             0,
             NULL,
             g_object_get_data (G_OBJECT (button), "archived") == NULL);
}

static GtkWidget *
name_entry_new (TiemPlacesPage *self,
                const TiemLocation *location)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_editable_set_text (GTK_EDITABLE (entry), location->name);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_entry_set_max_length (GTK_ENTRY (entry), 60);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Name of the place"), -1);
  set_id (entry, location->id);
  g_object_set_data_full (G_OBJECT (entry), "kept", g_strdup (location->name), g_free);
  gtk_widget_add_controller (entry, focus);
  g_signal_connect_object (focus, "leave", G_CALLBACK (name_left_cb), self, 0);
  g_signal_connect_object (entry, "activate", G_CALLBACK (rename_cb), self, 0);
  return entry;
}

/* "Main place · 60 items, 1.250 units" */
static char *
describe (const TiemLocation *location)
{
  g_autofree char *items = tiem_number_format (location->variants);
  g_autofree char *units = tiem_number_format (location->units);
  g_autofree char *goods = location->variants > 0
                               /* Translators: how many items, and how many units of them */
                               ? g_strdup_printf (_ ("%s items, %s units"), items, units)
                               : g_strdup (_ ("empty"));

  if (location->is_main)
    return g_strdup_printf (_ ("Main place · %s"), goods);
  return location->archived ? g_strdup_printf (_ ("No longer used · %s"), goods)
                            : g_steal_pointer (&goods);
}

static void
add_place (TiemPlacesPage *self,
           const TiemLocation *location)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *foot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  g_autofree char *about = describe (location);
  GtkWidget *label = gtk_label_new (about);

  gtk_widget_add_css_class (row, "tiem-line");
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "tiem-sub");
  g_object_set (label, "xalign", 0.0f, "hexpand", TRUE, "wrap", TRUE, NULL);
  gtk_box_append (GTK_BOX (row), name_entry_new (self, location));
  gtk_box_append (GTK_BOX (foot), label);
  if (!location->is_main)
    {
      GtkWidget *sells = gtk_check_button_new_with_label (_ ("Sold on channels"));
      GtkWidget *button
          = gtk_button_new_with_label (location->archived ? _ ("Use again") : _ ("Stop using"));

      gtk_check_button_set_active (GTK_CHECK_BUTTON (sells), location->sells);
      gtk_widget_set_sensitive (sells, !location->archived);
      set_id (sells, location->id);
      set_id (button, location->id);
      if (location->archived)
        g_object_set_data (G_OBJECT (button), "archived", button);
      gtk_widget_add_css_class (button, "flat");
      g_signal_connect_object (sells, "toggled", G_CALLBACK (sells_cb), self, 0);
      g_signal_connect_object (button, "clicked", G_CALLBACK (archive_cb), self, 0);
      gtk_box_append (GTK_BOX (foot), sells);
      gtk_box_append (GTK_BOX (foot), button);
    }
  gtk_box_append (GTK_BOX (row), foot);
  gtk_widget_set_focusable (tiem_group_add (self->places, row), FALSE);
}

/* --- channels --- */

static void
channel_cb (GtkDropDown *down,
            GParamSpec *pspec,
            TiemPlacesPage *self)
{
  const gint64 *ids = g_object_get_data (G_OBJECT (down), "places");
  guint chosen = gtk_drop_down_get_selected (down);

  if (!self->fills && chosen != GTK_INVALID_LIST_POSITION)
    push_work (self, MOVE_CHANNEL, get_id (down), ids[chosen], NULL, FALSE);
}

/* Only places that sell; with one there is nothing to choose. */
static void
add_channel (TiemPlacesPage *self,
             const TiemChannelRecord *channel)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new (channel->name);
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  g_autofree char *words = g_strdup_printf (_ ("The orders of %s leave from"), channel->name);
  gint64 *ids = g_new0 (gint64, self->locations->len + 1);
  GtkWidget *down;
  guint n = 0;
  guint chosen = 0;

  for (guint i = 0; i < self->locations->len; i++)
    {
      const TiemLocation *location = g_ptr_array_index (self->locations, i);

      if (location->archived || !location->sells)
        continue;
      if (location->id == channel->location_id)
        chosen = n;
      ids[n++] = location->id;
      gtk_string_list_append (names, location->name);
    }
  down = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&names)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (down), chosen);
  g_object_set_data_full (G_OBJECT (down), "places", ids, g_free);
  set_id (down, channel->id);
  gtk_accessible_update_property (GTK_ACCESSIBLE (down), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_signal_connect_object (down, "notify::selected", G_CALLBACK (channel_cb), self, 0);
  g_object_set (label, "xalign", 0.0f, "hexpand", TRUE, "ellipsize", PANGO_ELLIPSIZE_END, NULL);
  gtk_widget_add_css_class (row, "tiem-line");
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), down);
  gtk_widget_set_focusable (tiem_group_add (self->channels, row), FALSE);
}

static void
show (TiemPlacesPage *self)
{
  guint n_selling = 0;

  self->fills = TRUE;
  tiem_group_clear (self->places);
  tiem_group_clear (self->channels);
  for (guint i = 0; i < self->locations->len; i++)
    {
      const TiemLocation *location = g_ptr_array_index (self->locations, i);

      n_selling += location->sells && !location->archived;
      add_place (self, location);
    }
  for (guint i = 0; i < self->records->len && n_selling > 1; i++)
    add_channel (self, g_ptr_array_index (self->records, i));
  gtk_widget_set_visible (GTK_WIDGET (self->channels), n_selling > 1 && self->records->len > 0);
  self->fills = FALSE;
}

static void
worked_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (TiemPlacesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  const char *words = error != NULL ? error->message : NULL;

  if (self->shop == NULL)
    return;
  if (answer != NULL)
    {
      words = answer->error != NULL ? answer->error->message : NULL;
      g_clear_pointer (&self->locations, g_ptr_array_unref);
      g_clear_pointer (&self->records, g_ptr_array_unref);
      self->locations = g_steal_pointer (&answer->locations);
      self->records = g_steal_pointer (&answer->channels);
      show (self);
      if (answer->deed == ADD && words == NULL)
        gtk_editable_set_text (self->name, "");
    }
  tiem_notice_show (self->notice, TIEM_TONE_ERROR, words, NULL, NULL, FALSE);
  if (words != NULL)
    tiem_compat_announce (GTK_WIDGET (self), words);
}

static void
add_clicked_cb (TiemPlacesPage *self)
{
  push_work (self,
             ADD,
             0,
             0,
             gtk_editable_get_text (self->name),
             gtk_check_button_get_active (self->sells));
}

/* --- the page --- */

static void
tiem_places_page_dispose (GObject *object)
{
  TiemPlacesPage *self = TIEM_PLACES_PAGE (object);

  g_clear_object (&self->shop);
  g_clear_pointer (&self->locations, g_ptr_array_unref);
  g_clear_pointer (&self->records, g_ptr_array_unref);
  G_OBJECT_CLASS (tiem_places_page_parent_class)->dispose (object);
}

static void
tiem_places_page_class_init (TiemPlacesPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_places_page_dispose;
  g_type_ensure (TIEM_TYPE_GROUP);
  g_type_ensure (TIEM_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/products/tiem-places-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemPlacesPage, notice);
  gtk_widget_class_bind_template_child (widget_class, TiemPlacesPage, places);
  gtk_widget_class_bind_template_child (widget_class, TiemPlacesPage, name);
  gtk_widget_class_bind_template_child (widget_class, TiemPlacesPage, sells);
  gtk_widget_class_bind_template_child (widget_class, TiemPlacesPage, channels);
  gtk_widget_class_bind_template_callback (widget_class, add_clicked_cb);
}

static void
tiem_places_page_init (TiemPlacesPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "stock-take");
}

GtkWidget *
tiem_places_page_new (TiemShop *shop)
{
  TiemPlacesPage *self = g_object_new (TIEM_TYPE_PLACES_PAGE, NULL);

  self->shop = g_object_ref (shop);
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Places"), NULL);
  push_work (self, READ, 0, 0, NULL, FALSE);
  return GTK_WIDGET (self);
}

void
tiem_places_open (TiemPage *page)
{
  tiem_page_push (page, TIEM_SUBPAGE (tiem_places_page_new (tiem_page_get_shop (page))));
}
