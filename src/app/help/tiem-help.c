#include "config.h"

#include "app/help/tiem-help.h"

#include "app/help/tiem-help-text.h"
#include "app/platform-compat.h"
#include "app/widgets/tiem-split.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <string.h>

#define TOPIC_KEY "tiem-help-topic"
#define LINK "help:"
/* How far an arrow key moves a page that is all text. */
#define LINE_PX 48

static const char *const topics[] = {
  "first-steps", "shopee",   "lazada",     "tiktok",     "woocommerce", "files",     "channels",
  "products",    "import",   "stock",      "stock-take", "purchases",   "customers", "orders",
  "packing",     "printing", "background", "backup",     NULL,
};

#define TIEM_TYPE_HELP_WINDOW (tiem_help_window_get_type ())
G_DECLARE_FINAL_TYPE (TiemHelpWindow, tiem_help_window, TIEM, HELP_WINDOW, AdwWindow)

struct _TiemHelpWindow
{
  AdwWindow parent_instance;

  TiemSplit *split;
  GtkListBox *list;
  GtkScrolledWindow *scroller;
  AdwClamp *clamp;
  GtkButton *back;
};

G_DEFINE_FINAL_TYPE (TiemHelpWindow, tiem_help_window, ADW_TYPE_WINDOW)

void
tiem_help_set_topic (GtkWidget *widget,
                     const char *topic)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  if (topic != NULL && !g_strv_contains (topics, topic))
    topic = NULL;
  g_object_set_data (G_OBJECT (widget), TOPIC_KEY, (gpointer)g_intern_string (topic));
}

const char *
tiem_help_find_topic (GtkWidget *widget)
{
  for (; widget != NULL; widget = gtk_widget_get_parent (widget))
    {
      const char *topic = g_object_get_data (G_OBJECT (widget), TOPIC_KEY);

      if (topic != NULL)
        return topic;
    }
  return NULL;
}

const char *const *
tiem_help_list_topics (void)
{
  return topics;
}

/* Part of the program: a page that is missing or wrong is found by the tests. */
static TiemHelpText *
load_text (const char *topic)
{
  g_autofree char *path = g_strdup_printf ("/vn/tiem/Tiem/help/vi/%s.xml", topic);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (GError) error = NULL;
  TiemHelpText *text = NULL;

  bytes = g_resources_lookup_data (path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  if (bytes != NULL)
    text = tiem_help_text_parse (
        g_bytes_get_data (bytes, NULL), (gssize)g_bytes_get_size (bytes), &error);
  if (text == NULL)
    g_error ("The page %s of the guide can't be read: %s", topic, error->message);
  return text;
}

static void
turn_to (TiemHelpWindow *self,
         const char *topic)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list));

  for (guint i = 0; topics[i] != NULL && row != NULL; i++)
    {
      if (g_strcmp0 (topics[i], topic) == 0)
        {
          gtk_list_box_select_row (self->list, GTK_LIST_BOX_ROW (row));
          tiem_split_set_show_detail (self->split, TRUE);
          return;
        }
      row = gtk_widget_get_next_sibling (row);
    }
}

static void
link_cb (const char *uri,
         gpointer user_data)
{
  if (g_str_has_prefix (uri, LINK))
    turn_to (user_data, uri + strlen (LINK));
  else
    tiem_compat_open_uri (GTK_WINDOW (user_data), uri);
}

static void
row_selected_cb (GtkListBox *list,
                 GtkListBoxRow *row,
                 TiemHelpWindow *self)
{
  g_autoptr (TiemHelpText) text = NULL;

  if (row == NULL)
    return;
  text = load_text (topics[gtk_list_box_row_get_index (row)]);
  adw_clamp_set_child (self->clamp, tiem_help_text_make_widget (text, link_cb, self));
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
row_activated_cb (GtkListBox *list,
                  GtkListBoxRow *row,
                  TiemHelpWindow *self)
{
  tiem_split_set_show_detail (self->split, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (self->scroller));
}

static void
split_changed_cb (TiemHelpWindow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->back),
                          tiem_split_get_folded (self->split)
                              && tiem_split_get_show_detail (self->split));
}

static void
back_clicked_cb (TiemHelpWindow *self)
{
  tiem_split_set_show_detail (self->split, FALSE);
}

static GtkWidget *
make_row (const char *topic)
{
  g_autoptr (TiemHelpText) text = load_text (topic);
  GtkWidget *label = gtk_label_new (text->title);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_margin_top (label, 8);
  gtk_widget_set_margin_bottom (label, 8);
  return label;
}

/* --- keys --- */

static gboolean
scroll_cb (GtkWidget *widget,
           GVariant *args,
           gpointer user_data)
{
  TiemHelpWindow *self = TIEM_HELP_WINDOW (widget);
  GtkAdjustment *place = gtk_scrolled_window_get_vadjustment (self->scroller);
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  /* In the list the arrows choose a page. */
  if (focus != NULL && gtk_widget_is_ancestor (focus, GTK_WIDGET (self->list)))
    return FALSE;
  gtk_adjustment_set_value (place, gtk_adjustment_get_value (place) + g_variant_get_int32 (args));
  return TRUE;
}

static void
add_key (TiemHelpWindow *self,
         GtkEventController *controller,
         guint key,
         GtkShortcutAction *action,
         GVariant *args)
{
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (key, 0), action);

  if (args != NULL)
    gtk_shortcut_set_arguments (shortcut, args);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (controller), shortcut);
}

static void
add_keys (TiemHelpWindow *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  add_key (self, keys, GDK_KEY_Escape, gtk_named_action_new ("window.close"), NULL);
  add_key (self,
           keys,
           GDK_KEY_Down,
           gtk_callback_action_new (scroll_cb, NULL, NULL),
           g_variant_new_int32 (LINE_PX));
  add_key (self,
           keys,
           GDK_KEY_Up,
           gtk_callback_action_new (scroll_cb, NULL, NULL),
           g_variant_new_int32 (-LINE_PX));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
tiem_help_window_class_init (TiemHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TIEM_TYPE_SPLIT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/help/tiem-help-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemHelpWindow, split);
  gtk_widget_class_bind_template_child (widget_class, TiemHelpWindow, list);
  gtk_widget_class_bind_template_child (widget_class, TiemHelpWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, TiemHelpWindow, clamp);
  gtk_widget_class_bind_template_child (widget_class, TiemHelpWindow, back);
}

static void
tiem_help_window_init (TiemHelpWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; topics[i] != NULL; i++)
    gtk_list_box_append (self->list, make_row (topics[i]));
  g_signal_connect (self->list, "row-selected", G_CALLBACK (row_selected_cb), self);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  g_signal_connect_swapped (self->back, "clicked", G_CALLBACK (back_clicked_cb), self);
  g_signal_connect_swapped (self->split, "notify", G_CALLBACK (split_changed_cb), self);
  add_keys (self);
}

static TiemHelpWindow *
find_window (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWindow) window = g_list_model_get_item (windows, i);

      if (TIEM_IS_HELP_WINDOW (window))
        return TIEM_HELP_WINDOW (window);
    }
  return NULL;
}

/* Not modal, so that its steps can be followed in the window beside it. */
void
tiem_help_present (GtkWindow *parent,
                   const char *topic)
{
  TiemHelpWindow *self = find_window ();

  if (self == NULL)
    {
      g_autoptr (GtkWindowGroup) group = gtk_window_group_new ();

      self = g_object_new (TIEM_TYPE_HELP_WINDOW, NULL);
      /* Of a group of its own: a modal window that asked for help must not lock it. */
      gtk_window_group_add_window (group, GTK_WINDOW (self));
      gtk_window_set_application (GTK_WINDOW (self), gtk_window_get_application (parent));
      gtk_window_set_destroy_with_parent (GTK_WINDOW (self), TRUE);
    }
  if (topic == NULL || !g_strv_contains (topics, topic))
    topic = topics[0];
  turn_to (self, topic);
  gtk_window_present (GTK_WINDOW (self));
}

static gboolean
help_key_cb (GtkWidget *widget,
             GVariant *args,
             gpointer user_data)
{
  const char *topic = tiem_help_find_topic (gtk_window_get_focus (GTK_WINDOW (widget)));

  tiem_help_present (GTK_WINDOW (widget),
                     topic != NULL ? topic : g_variant_get_string (args, NULL));
  return TRUE;
}

void
tiem_help_add_key (GtkWindow *window,
                   const char *topic)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkShortcut *shortcut = gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F1, 0),
                                            gtk_callback_action_new (help_key_cb, NULL, NULL));

  gtk_shortcut_set_arguments (shortcut, g_variant_new_string (topic));
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys), shortcut);
  gtk_widget_add_controller (GTK_WIDGET (window), keys);
}
