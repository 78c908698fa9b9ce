#define G_LOG_DOMAIN "tiem-page-host"

#include "config.h"

#include "app/help/tiem-help.h"
#include "app/tiem-page-host.h"

struct _TiemPageHost
{
  TiemSubpage parent_instance;

  TiemPage *inner; /* (nullable) borrowed from the size bin */
  TiemSizeBin *size;
  char *title;
  GtkWidget *create;    /* (owned) (nullable) */
  gboolean handing_on;  /* a key; what is inside does not know it and asks who is around it */
  TiemSubpage *watched; /* (nullable) a weak pointer: the inner page's own subpage */
};

G_DEFINE_FINAL_TYPE (TiemPageHost, tiem_page_host, TIEM_TYPE_SUBPAGE)

/* Wears what is in front. */
static void
show_front (TiemPageHost *self)
{
  TiemSubpage *front = tiem_page_get_subpage (self->inner);
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (front == NULL)
    {
      tiem_subpage_set_title (TIEM_SUBPAGE (self), self->title, NULL);
      tiem_subpage_set_end_widget (TIEM_SUBPAGE (self), self->create);
      return;
    }
  g_object_get (front, "title", &title, "subtitle", &subtitle, NULL);
  tiem_subpage_set_title (TIEM_SUBPAGE (self), title, subtitle);
  tiem_subpage_set_end_widget (TIEM_SUBPAGE (self), tiem_subpage_get_end_widget (front));
}

static void
front_changed_cb (TiemPageHost *self)
{
  TiemSubpage *front;

  if (self->inner == NULL)
    return;
  front = tiem_page_get_subpage (self->inner);
  if (self->watched != NULL && self->watched != front)
    g_signal_handlers_disconnect_by_func (self->watched, front_changed_cb, self);
  if (front != NULL && self->watched != front)
    g_signal_connect_object (
        front, "notify", G_CALLBACK (front_changed_cb), self, G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->watched, front);
  show_front (self);
}

/* There is something inside to go back from first. */
static void
can_go_back_cb (TiemPageHost *self)
{
  gboolean inside = FALSE;

  if (self->inner == NULL)
    return;
  g_object_get (self->inner, "can-go-back", &inside, NULL);
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), inside);
}

static gboolean
tiem_page_host_may_leave (TiemSubpage *subpage)
{
  tiem_page_go_back (TIEM_PAGE_HOST (subpage)->inner);
  return FALSE;
}

static void
tiem_page_host_save (TiemSubpage *subpage)
{
  tiem_page_command (TIEM_PAGE_HOST (subpage)->inner, TIEM_PAGE_PRIMARY);
}

/* Beside it there has to be room for the title. */
static void
show_create_label (TiemPageHost *self)
{
  g_autofree char *label = NULL;

  if (self->create == NULL)
    return;
  g_object_get (self->inner, "create-label", &label, NULL);
  if (tiem_size_bin_get_size_class (self->size) == TIEM_SIZE_NARROW)
    gtk_button_set_icon_name (GTK_BUTTON (self->create), "list-add-symbolic");
  else
    gtk_button_set_label (GTK_BUTTON (self->create), label);
}

static void
size_class_cb (TiemPageHost *self)
{
  if (self->inner == NULL)
    return;
  g_object_set (self->inner, "size-class", tiem_size_bin_get_size_class (self->size), NULL);
  show_create_label (self);
}

static void
create_cb (TiemPageHost *self)
{
  tiem_page_command (self->inner, TIEM_PAGE_CREATE);
}

/* --- keys --- */

static const struct
{
  const char *action;
  TiemPageCommand command;
} keys[] = {
  { "subpage.create", TIEM_PAGE_CREATE },
  { "subpage.search", TIEM_PAGE_SEARCH },
  { "subpage.edit", TIEM_PAGE_EDIT },
  { "subpage.copy", TIEM_PAGE_COPY },
  { "subpage.undo", TIEM_PAGE_UNDO },
  { "subpage.print", TIEM_PAGE_PRINT },
  { "subpage.next-group", TIEM_PAGE_NEXT_GROUP },
  { "subpage.previous-group", TIEM_PAGE_PREVIOUS_GROUP },
};

static void
key_action (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  TiemPageHost *self = TIEM_PAGE_HOST (widget);

  if (self->handing_on)
    return;
  self->handing_on = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    if (g_str_equal (keys[i].action, name))
      tiem_page_command (self->inner, keys[i].command);
  self->handing_on = FALSE;
}

/* --- the object --- */

static void
tiem_page_host_dispose (GObject *object)
{
  TiemPageHost *self = TIEM_PAGE_HOST (object);

  if (self->watched != NULL)
    g_signal_handlers_disconnect_by_func (self->watched, front_changed_cb, self);
  g_clear_weak_pointer (&self->watched);
  if (self->inner != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->inner, self);
      g_object_set (self->inner, "shop", NULL, NULL);
    }
  self->inner = NULL;
  g_clear_object (&self->create);
  G_OBJECT_CLASS (tiem_page_host_parent_class)->dispose (object);
}

static void
tiem_page_host_finalize (GObject *object)
{
  g_free (TIEM_PAGE_HOST (object)->title);
  G_OBJECT_CLASS (tiem_page_host_parent_class)->finalize (object);
}

static void
tiem_page_host_class_init (TiemPageHostClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_page_host_dispose;
  G_OBJECT_CLASS (klass)->finalize = tiem_page_host_finalize;
  TIEM_SUBPAGE_CLASS (klass)->may_leave = tiem_page_host_may_leave;
  TIEM_SUBPAGE_CLASS (klass)->save = tiem_page_host_save;
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    gtk_widget_class_install_action (widget_class, keys[i].action, NULL, key_action);
}

static void
tiem_page_host_init (TiemPageHost *self)
{
  self->size = g_object_new (TIEM_TYPE_SIZE_BIN, NULL);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->size));
  g_signal_connect_object (
      self->size, "notify::size-class", G_CALLBACK (size_class_cb), self, G_CONNECT_SWAPPED);
}

static void
make_create_button (TiemPageHost *self)
{
  g_autofree char *label = NULL;

  g_object_get (self->inner, "create-label", &label, NULL);
  if (label == NULL)
    return;
  self->create = g_object_ref_sink (gtk_button_new_with_label (label));
  gtk_widget_set_tooltip_text (self->create, label);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->create), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (
      self->create, "clicked", G_CALLBACK (create_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
tiem_page_host_new (TiemShop *shop,
                    TiemPage *inner,
                    const char *title)
{
  TiemPageHost *self = g_object_new (TIEM_TYPE_PAGE_HOST, NULL);

  self->title = g_strdup (title);
  self->inner = inner;
  g_object_set (self->size, "child", inner, NULL);
  tiem_help_set_topic (GTK_WIDGET (self), tiem_help_find_topic (GTK_WIDGET (inner)));
  make_create_button (self);
  g_signal_connect_swapped (inner, "notify::subpage", G_CALLBACK (front_changed_cb), self);
  g_signal_connect_swapped (inner, "notify::can-go-back", G_CALLBACK (can_go_back_cb), self);
  g_object_set (inner, "shop", shop, NULL);
  size_class_cb (self);
  show_front (self);
  return GTK_WIDGET (self);
}

TiemPage *
tiem_page_host_get_inner (TiemPageHost *self)
{
  g_return_val_if_fail (TIEM_IS_PAGE_HOST (self), NULL);
  return self->inner;
}
