#include "app/widgets/tiem-filter.h"

#include "app/widgets/tiem-late-menu.h"

struct _TiemFilter
{
  GtkWidget parent_instance;

  GtkWidget *button;
  GtkWidget *label;
  GMenu *menu;
  GMenu *choices;    /* the same, told apart by the key */
  GPtrArray *ids;    /* (element-type utf8) */
  GPtrArray *labels; /* (element-type utf8) */
  char *name;
  char *key;      /* (nullable) */
  char *selected; /* may be of an option that is not there, or not yet */
  char *told;     /* (nullable): what is in force, as last told */
  guint check_id; /* the options were replaced: is what was chosen still there? */
};

enum
{
  PROP_SELECTED = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TiemFilter, tiem_filter, GTK_TYPE_WIDGET)

static int
find_option (TiemFilter *self,
             const char *id)
{
  for (guint i = 0; i < self->ids->len; i++)
    if (g_strcmp0 (g_ptr_array_index (self->ids, i), id) == 0)
      return i;
  return -1;
}

static void
show_selected (TiemFilter *self)
{
  int at = self->ids->len > 0 ? MAX (0, find_option (self, self->selected)) : -1;
  const char *label = at >= 0 ? g_ptr_array_index (self->labels, at) : "";
  g_autofree char *spoken = g_strdup_printf ("%s: %s", self->name != NULL ? self->name : "", label);

  gtk_label_set_text (GTK_LABEL (self->label), label);
  if (at > 0)
    gtk_widget_add_css_class (self->label, "accent");
  else
    gtk_widget_remove_css_class (self->label, "accent");
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

static void
tell (TiemFilter *self)
{
  g_free (self->told);
  self->told = g_strdup (tiem_filter_get_selected (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

static gboolean
check_cb (gpointer data)
{
  TiemFilter *self = data;

  self->check_id = 0;
  show_selected (self);
  if (g_strcmp0 (self->told, tiem_filter_get_selected (self)) != 0)
    tell (self);
  return G_SOURCE_REMOVE;
}

static void
select_cb (GtkWidget *widget,
           const char *action_name,
           GVariant *parameter)
{
  tiem_filter_set_selected (TIEM_FILTER (widget), g_variant_get_string (parameter, NULL));
}

static void
tiem_filter_get_property (GObject *object,
                          guint id,
                          GValue *value,
                          GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SELECTED:
      g_value_set_string (value, TIEM_FILTER (object)->selected);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_filter_set_property (GObject *object,
                          guint id,
                          const GValue *value,
                          GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SELECTED:
      tiem_filter_set_selected (TIEM_FILTER (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_filter_dispose (GObject *object)
{
  TiemFilter *self = TIEM_FILTER (object);

  g_clear_handle_id (&self->check_id, g_source_remove);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->menu);
  g_clear_object (&self->choices);
  G_OBJECT_CLASS (tiem_filter_parent_class)->dispose (object);
}

static void
tiem_filter_finalize (GObject *object)
{
  TiemFilter *self = TIEM_FILTER (object);

  g_ptr_array_unref (self->ids);
  g_ptr_array_unref (self->labels);
  g_free (self->name);
  g_free (self->key);
  g_free (self->selected);
  g_free (self->told);
  G_OBJECT_CLASS (tiem_filter_parent_class)->finalize (object);
}

static void
tiem_filter_class_init (TiemFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tiem_filter_get_property;
  object_class->set_property = tiem_filter_set_property;
  object_class->dispose = tiem_filter_dispose;
  object_class->finalize = tiem_filter_finalize;
  properties[PROP_SELECTED] = g_param_spec_string (
      "selected", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "filter.select", "s", select_cb);
}

static void
tiem_filter_init (TiemFilter *self)
{
  self->ids = g_ptr_array_new_with_free_func (g_free);
  self->labels = g_ptr_array_new_with_free_func (g_free);
  self->menu = g_menu_new ();
  self->choices = g_menu_new ();
  self->label = g_object_new (
      GTK_TYPE_LABEL, "ellipsize", PANGO_ELLIPSIZE_END, "max-width-chars", 16, NULL);
  self->button
      = g_object_new (GTK_TYPE_MENU_BUTTON, "always-show-arrow", TRUE, "child", self->label, NULL);
  tiem_menu_button_set_late_menu (GTK_MENU_BUTTON (self->button), G_MENU_MODEL (self->menu));
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

GtkWidget *
tiem_filter_new (const char *name)
{
  TiemFilter *self = g_object_new (TIEM_TYPE_FILTER, NULL);

  self->name = g_strdup (name);
  return GTK_WIDGET (self);
}

void
tiem_filter_clear (TiemFilter *self)
{
  g_return_if_fail (TIEM_IS_FILTER (self));

  if (self->check_id == 0)
    self->check_id = g_idle_add (check_cb, self);
  g_ptr_array_set_size (self->ids, 0);
  g_ptr_array_set_size (self->labels, 0);
  g_menu_remove_all (self->menu);
  g_menu_remove_all (self->choices);
}

void
tiem_filter_add (TiemFilter *self,
                 const char *id,
                 const char *label)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);
  g_autoptr (GMenuItem) choice = g_menu_item_new (label, NULL);

  g_return_if_fail (TIEM_IS_FILTER (self));

  g_ptr_array_add (self->ids, g_strdup (id));
  g_ptr_array_add (self->labels, g_strdup (label));
  g_menu_item_set_action_and_target (item, "filter.select", "s", id);
  g_menu_append_item (self->menu, item);
  if (self->key != NULL)
    {
      g_menu_item_set_action_and_target (choice, "pane.set-filter", "(ss)", self->key, id);
      g_menu_append_item (self->choices, choice);
    }
  if (self->selected == NULL)
    {
      self->selected = g_strdup (id);
      self->told = g_strdup (id);
    }
  show_selected (self);
  /* What was asked for before it could be had. */
  if (g_strcmp0 (id, self->selected) == 0 && g_strcmp0 (id, self->told) != 0)
    tell (self);
}

const char *
tiem_filter_get_selected (TiemFilter *self)
{
  g_return_val_if_fail (TIEM_IS_FILTER (self), NULL);

  if (find_option (self, self->selected) < 0)
    return self->ids->len > 0 ? g_ptr_array_index (self->ids, 0) : NULL;
  return self->selected;
}

void
tiem_filter_set_selected (TiemFilter *self,
                          const char *id)
{
  g_return_if_fail (TIEM_IS_FILTER (self));

  if (find_option (self, id) >= 0 && g_strcmp0 (tiem_filter_get_selected (self), id) != 0)
    tiem_filter_ask (self, id);
}

void
tiem_filter_ask (TiemFilter *self,
                 const char *id)
{
  g_return_if_fail (TIEM_IS_FILTER (self));

  if (id == NULL)
    id = self->ids->len > 0 ? g_ptr_array_index (self->ids, 0) : NULL;
  if (id == NULL || g_strcmp0 (self->selected, id) == 0)
    return;
  g_free (self->selected);
  self->selected = g_strdup (id);
  show_selected (self);
  if (g_strcmp0 (self->told, tiem_filter_get_selected (self)) != 0)
    tell (self);
}

gboolean
tiem_filter_has (TiemFilter *self,
                 const char *id)
{
  g_return_val_if_fail (TIEM_IS_FILTER (self), FALSE);
  return find_option (self, id) >= 0;
}

const char *
tiem_filter_get_asked (TiemFilter *self)
{
  g_return_val_if_fail (TIEM_IS_FILTER (self), NULL);
  return self->ids->len > 0 && g_strcmp0 (self->selected, g_ptr_array_index (self->ids, 0)) != 0
             ? self->selected
             : NULL;
}

void
tiem_filter_set_names (TiemFilter *self,
                       const char *any,
                       const char *const *names)
{
  gboolean same = self->ids->len == g_strv_length ((GStrv)names) + 1;

  g_return_if_fail (TIEM_IS_FILTER (self));

  for (guint i = 0; same && names[i] != NULL; i++)
    same = g_str_equal (g_ptr_array_index (self->ids, i + 1), names[i]);
  if (same)
    return;
  tiem_filter_clear (self);
  tiem_filter_add (self, "", any);
  for (guint i = 0; names[i] != NULL; i++)
    tiem_filter_add (self, names[i], names[i]);
}

gboolean
tiem_filter_is_useful (TiemFilter *self)
{
  g_return_val_if_fail (TIEM_IS_FILTER (self), FALSE);
  return self->ids->len > 1;
}

const char *
tiem_filter_get_name (TiemFilter *self)
{
  g_return_val_if_fail (TIEM_IS_FILTER (self), NULL);
  return self->name;
}

GMenuModel *
tiem_filter_get_choices (TiemFilter *self)
{
  g_return_val_if_fail (TIEM_IS_FILTER (self), NULL);
  return G_MENU_MODEL (self->choices);
}

void
tiem_filter_set_key (TiemFilter *self,
                     const char *key)
{
  g_return_if_fail (TIEM_IS_FILTER (self));
  g_free (self->key);
  self->key = g_strdup (key);
}

const char *
tiem_filter_get_key (TiemFilter *self)
{
  g_return_val_if_fail (TIEM_IS_FILTER (self), NULL);
  return self->key;
}

void
tiem_filter_reset (TiemFilter *self)
{
  g_return_if_fail (TIEM_IS_FILTER (self));

  tiem_filter_ask (self, NULL);
}

gboolean
tiem_filter_is_active (TiemFilter *self)
{
  g_return_val_if_fail (TIEM_IS_FILTER (self), FALSE);
  return find_option (self, self->selected) > 0;
}
