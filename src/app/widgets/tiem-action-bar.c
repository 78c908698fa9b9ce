#include "config.h"

#include "app/platform-compat.h"
#include "app/widgets/tiem-action-bar.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

#define SPACING 6

/* How much of the bar is shown with words; the first that the width takes is in force. */
typedef enum
{
  LEVEL_WORDS,      /* all actions with their words */
  LEVEL_NEXT_WORDS, /* the next one; icons for the others */
  LEVEL_NO_ALL,     /* the same without "Select all" */
  LEVEL_ICONS,      /* icons alone */
  LEVEL_NEXT,       /* the next one alone, with its words */
  LEVEL_NEXT_ICON,  /* the next one alone */
  LEVEL_MENU,       /* everything is in ⋮ */
} Level;

typedef struct
{
  char *action;
  char *label;
  char *hint; /* (nullable) */
  gint64 n;
  GtkWidget *wide;   /* (nullable) icon and words */
  GtkWidget *narrow; /* (nullable) icon */
  GtkWidget *words;  /* (nullable) inside of @wide */
} Action;

struct _TiemActionBar
{
  GtkWidget parent_instance;

  GtkWidget *close;
  GtkWidget *words;
  GtkWidget *all;
  GtkWidget *more;
  GPtrArray *actions; /* (owned) (element-type Action) */
  Action *suggested;  /* (nullable) */
  char *all_words;    /* (owned) (nullable) */
  guint menu_source;
  gboolean menu_is_old; /* what changed while it was open is shown when it opens again */
};

enum
{
  CLEAR,
  ALL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemActionBar, tiem_action_bar, GTK_TYPE_WIDGET)

static void
action_free (gpointer data)
{
  Action *action = data;

  g_clear_pointer (&action->wide, gtk_widget_unparent);
  g_clear_pointer (&action->narrow, gtk_widget_unparent);
  g_free (action->action);
  g_free (action->label);
  g_free (action->hint);
  g_free (action);
}

static Action *
find_action (TiemActionBar *self,
             const char *name)
{
  for (guint i = 0; i < self->actions->len; i++)
    {
      Action *action = g_ptr_array_index (self->actions, i);

      if (g_strcmp0 (action->action, name) == 0)
        return action;
    }
  return NULL;
}

/* "Print labels (48)" */
static char *
dup_words (const Action *action)
{
  g_autofree char *number = NULL;

  if (action->n <= 0)
    return g_strdup (action->label);
  number = tiem_number_format (action->n);
  return g_strdup_printf ("%s (%s)", action->label, number);
}

/* --- the menu --- */

static void menu_closed_cb (TiemActionBar *self);

static gboolean
update_menu_cb (gpointer data)
{
  TiemActionBar *self = data;
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autoptr (GMenu) actions = g_menu_new ();
  g_autoptr (GMenu) ticks = g_menu_new ();
  GtkPopover *open = gtk_menu_button_get_popover (GTK_MENU_BUTTON (self->more));

  self->menu_source = 0;
  /* In a new menu the first entry has the focus: Enter on another one would confirm orders. */
  self->menu_is_old = open != NULL && gtk_widget_get_visible (GTK_WIDGET (open));
  if (self->menu_is_old)
    return G_SOURCE_REMOVE;
  for (guint i = 0; i < self->actions->len; i++)
    {
      const Action *action = g_ptr_array_index (self->actions, i);
      g_autofree char *words = dup_words (action);

      g_menu_append (actions, words, action->action);
    }
  if (self->all_words != NULL)
    g_menu_append (ticks, self->all_words, "bar.all");
  g_menu_append (ticks, _ ("Clear selection"), "bar.clear");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (actions));
  g_menu_append_section (menu, NULL, G_MENU_MODEL (ticks));
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (self->more), G_MENU_MODEL (menu));
  g_signal_connect_object (gtk_menu_button_get_popover (GTK_MENU_BUTTON (self->more)),
                           "closed",
                           G_CALLBACK (menu_closed_cb),
                           self,
                           G_CONNECT_SWAPPED);
  return G_SOURCE_REMOVE;
}

/* Several things change at once; an open menu stays as it is. */
static void
update_menu (TiemActionBar *self)
{
  if (self->menu_source == 0)
    self->menu_source = g_idle_add (update_menu_cb, self);
}

static void
menu_closed_cb (TiemActionBar *self)
{
  if (self->menu_is_old)
    update_menu (self);
}

/* --- the layout --- */

static int
get_width (GtkWidget *widget,
           gboolean natural)
{
  int minimum, nat;

  if (widget == NULL || !gtk_widget_get_visible (widget))
    return 0;
  gtk_widget_measure (widget, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &nat, NULL, NULL);
  return natural ? nat : minimum;
}

/* Returns: (nullable): which of the two forms of @action stands there at @level */
static GtkWidget *
get_form (TiemActionBar *self,
          const Action *action,
          Level level)
{
  gboolean is_next = action == self->suggested;

  switch (level)
    {
    case LEVEL_WORDS:
      return action->wide;
    case LEVEL_NEXT_WORDS:
    case LEVEL_NO_ALL:
      return is_next ? action->wide : action->narrow;
    case LEVEL_ICONS:
      return action->narrow;
    case LEVEL_NEXT:
      return is_next ? action->wide : NULL;
    case LEVEL_NEXT_ICON:
      return is_next ? action->narrow : NULL;
    case LEVEL_MENU:
    default:
      return NULL;
    }
}

static gboolean
shows_all (TiemActionBar *self,
           Level level)
{
  return level <= LEVEL_NEXT_WORDS && gtk_widget_get_visible (self->all);
}

static int
get_level_width (TiemActionBar *self,
                 Level level)
{
  int width = get_width (self->close, TRUE) + SPACING + get_width (self->words, TRUE) + SPACING
              + get_width (self->more, TRUE);

  if (shows_all (self, level))
    width += get_width (self->all, TRUE) + SPACING;
  for (guint i = 0; i < self->actions->len; i++)
    {
      GtkWidget *form = get_form (self, g_ptr_array_index (self->actions, i), level);

      if (form != NULL)
        width += get_width (form, TRUE) + SPACING;
    }
  return width;
}

static void
tiem_action_bar_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  TiemActionBar *self = TIEM_ACTION_BAR (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      *minimum = get_width (self->close, FALSE) + get_width (self->words, FALSE)
                 + get_width (self->more, FALSE) + 2 * SPACING;
      *natural = MAX (*minimum, get_level_width (self, LEVEL_WORDS));
      return;
    }
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int min, nat;

      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, -1, &min, &nat, NULL, NULL);
      *minimum = MAX (*minimum, min);
      *natural = MAX (*natural, nat);
    }
}

/* Hides without a resize, and for assistive technology too. */
static void
set_shown (GtkWidget *widget,
           gboolean shown)
{
  if (widget == NULL || gtk_widget_get_child_visible (widget) == shown)
    return;
  gtk_widget_set_child_visible (widget, shown);
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, !shown, -1);
}

static int
place (GtkWidget *widget,
       int x,
       int width,
       int height)
{
  gtk_widget_allocate (
      widget, width, height, -1, gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (x, 0)));
  return x + width + SPACING;
}

static void
tiem_action_bar_size_allocate (GtkWidget *widget,
                               int width,
                               int height,
                               int baseline)
{
  TiemActionBar *self = TIEM_ACTION_BAR (widget);
  Level level = LEVEL_WORDS;
  int end = width - get_width (self->more, TRUE);
  int x = 0, words;

  while (level < LEVEL_MENU && get_level_width (self, level) > width)
    level++;
  set_shown (self->all, shows_all (self, level));
  for (guint i = 0; i < self->actions->len; i++)
    {
      const Action *action = g_ptr_array_index (self->actions, i);
      GtkWidget *form = get_form (self, action, level);

      set_shown (action->wide, form != NULL && form == action->wide);
      set_shown (action->narrow, form != NULL && form == action->narrow);
    }

  place (self->more, end, width - end, height);
  for (guint i = self->actions->len; i-- > 0;)
    {
      GtkWidget *form = get_form (self, g_ptr_array_index (self->actions, i), level);
      int form_width = get_width (form, TRUE);

      if (form == NULL)
        continue;
      end -= form_width + SPACING;
      place (form, end, form_width, height);
    }
  x = place (self->close, 0, get_width (self->close, TRUE), height);
  words = MAX (MIN (get_width (self->words, TRUE), end - SPACING - x),
               get_width (self->words, FALSE));
  x = place (self->words, x, words, height);
  if (shows_all (self, level))
    place (self->all, x, get_width (self->all, TRUE), height);
}

/* --- the widget --- */

static void
clear_cb (GtkWidget *widget,
          const char *name,
          GVariant *parameter)
{
  g_signal_emit (widget, signals[CLEAR], 0);
}

static void
all_cb (GtkWidget *widget,
        const char *name,
        GVariant *parameter)
{
  g_signal_emit (widget, signals[ALL], 0);
}

static void
tiem_action_bar_dispose (GObject *object)
{
  TiemActionBar *self = TIEM_ACTION_BAR (object);

  g_clear_handle_id (&self->menu_source, g_source_remove);
  self->suggested = NULL;
  g_ptr_array_set_size (self->actions, 0);
  g_clear_pointer (&self->close, gtk_widget_unparent);
  g_clear_pointer (&self->words, gtk_widget_unparent);
  g_clear_pointer (&self->all, gtk_widget_unparent);
  g_clear_pointer (&self->more, gtk_widget_unparent);
  G_OBJECT_CLASS (tiem_action_bar_parent_class)->dispose (object);
}

static void
tiem_action_bar_finalize (GObject *object)
{
  TiemActionBar *self = TIEM_ACTION_BAR (object);

  g_ptr_array_unref (self->actions);
  g_free (self->all_words);
  G_OBJECT_CLASS (tiem_action_bar_parent_class)->finalize (object);
}

static void
tiem_action_bar_class_init (TiemActionBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  GType type = G_TYPE_FROM_CLASS (klass);

  object_class->dispose = tiem_action_bar_dispose;
  object_class->finalize = tiem_action_bar_finalize;
  widget_class->measure = tiem_action_bar_measure;
  widget_class->size_allocate = tiem_action_bar_size_allocate;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_TOOLBAR);
  gtk_widget_class_install_action (widget_class, "bar.clear", NULL, clear_cb);
  gtk_widget_class_install_action (widget_class, "bar.all", NULL, all_cb);
  signals[CLEAR]
      = g_signal_new ("clear", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[ALL] = g_signal_new ("all", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static GtkWidget *
make_icon_button (const char *icon,
                  const char *label,
                  const char *action)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);

  gtk_widget_set_tooltip_text (button, label);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static void
tiem_action_bar_init (TiemActionBar *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  self->actions = g_ptr_array_new_with_free_func (action_free);
  gtk_widget_add_css_class (widget, "tiem-actions");
  gtk_widget_set_overflow (widget, GTK_OVERFLOW_HIDDEN);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("What to do with the ticked rows"),
                                  -1);

  self->close = make_icon_button ("window-close-symbolic", _ ("Clear selection"), "bar.clear");
  gtk_widget_add_css_class (self->close, "flat");
  gtk_widget_set_parent (self->close, widget);

  /* Its name is read out when it changes. */
  self->words = g_object_new (GTK_TYPE_LABEL,
                              "accessible-role",
                              GTK_ACCESSIBLE_ROLE_STATUS,
                              "ellipsize",
                              PANGO_ELLIPSIZE_END,
                              "xalign",
                              0.0f,
                              "width-chars",
                              6,
                              NULL);
  gtk_widget_add_css_class (self->words, "tiem-bold");
  gtk_widget_set_parent (self->words, widget);

  self->all = gtk_button_new_with_label ("");
  gtk_widget_add_css_class (self->all, "flat");
  gtk_widget_set_valign (self->all, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (self->all), "bar.all");
  gtk_widget_set_visible (self->all, FALSE);
  gtk_widget_set_parent (self->all, widget);

  self->more = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->more), "view-more-symbolic");
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (self->more), GTK_ARROW_UP);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->more), "view-more-symbolic");
  gtk_widget_set_tooltip_text (self->more, _ ("All that can be done with them"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->more),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("All that can be done with them"),
                                  -1);
  gtk_widget_add_css_class (self->more, "flat");
  gtk_widget_set_valign (self->more, GTK_ALIGN_CENTER);
  gtk_widget_set_parent (self->more, widget);
  update_menu_cb (self);
}

GtkWidget *
tiem_action_bar_new (void)
{
  return g_object_new (TIEM_TYPE_ACTION_BAR, NULL);
}

void
tiem_action_bar_add (TiemActionBar *self,
                     const char *action,
                     const char *label,
                     const char *icon)
{
  Action *added = g_new0 (Action, 1);
  GtkWidget *content;

  g_return_if_fail (TIEM_IS_ACTION_BAR (self));

  added->action = g_strdup (action);
  added->label = g_strdup (label);
  added->n = -1;
  g_ptr_array_add (self->actions, added);
  update_menu (self);
  if (icon == NULL)
    return;

  content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  added->words = gtk_label_new (label);
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name (icon));
  gtk_box_append (GTK_BOX (content), added->words);
  added->wide = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (added->wide), content);
  gtk_widget_set_valign (added->wide, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (added->wide), action);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (added->wide), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_insert_before (added->wide, GTK_WIDGET (self), self->more);
  added->narrow = make_icon_button (icon, label, action);
  gtk_widget_insert_before (added->narrow, GTK_WIDGET (self), self->more);
}

void
tiem_action_bar_set (TiemActionBar *self,
                     const char *name,
                     gint64 n,
                     const char *hint)
{
  Action *action;
  g_autofree char *words = NULL;
  g_autofree char *tooltip = NULL;

  g_return_if_fail (TIEM_IS_ACTION_BAR (self));

  action = find_action (self, name);
  g_return_if_fail (action != NULL);
  if (action->n == n && g_strcmp0 (action->hint, hint) == 0)
    return;
  action->n = n;
  g_free (action->hint);
  action->hint = g_strdup (hint);
  update_menu (self);
  if (action->wide == NULL)
    return;

  words = dup_words (action);
  tooltip = hint != NULL ? g_strdup_printf ("%s\n%s", words, hint) : g_strdup (words);
  gtk_label_set_text (GTK_LABEL (action->words), words);
  gtk_widget_set_tooltip_text (action->wide, hint);
  gtk_widget_set_tooltip_text (action->narrow, tooltip);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (action->wide), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (action->narrow), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
}

static void
set_suggested_look (const Action *action,
                    gboolean suggested)
{
  GtkWidget *forms[] = { action->wide, action->narrow };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    if (forms[i] == NULL)
      continue;
    else if (suggested)
      gtk_widget_add_css_class (forms[i], "suggested-action");
    else
      gtk_widget_remove_css_class (forms[i], "suggested-action");
}

void
tiem_action_bar_set_suggested (TiemActionBar *self,
                               const char *action)
{
  Action *suggested;

  g_return_if_fail (TIEM_IS_ACTION_BAR (self));

  suggested = action != NULL ? find_action (self, action) : NULL;
  if (suggested == self->suggested)
    return;
  if (self->suggested != NULL)
    set_suggested_look (self->suggested, FALSE);
  if (suggested != NULL)
    set_suggested_look (suggested, TRUE);
  self->suggested = suggested;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
tiem_action_bar_set_words (TiemActionBar *self,
                           const char *words,
                           const char *all)
{
  g_return_if_fail (TIEM_IS_ACTION_BAR (self));

  if (g_strcmp0 (all, self->all_words) != 0)
    {
      g_free (self->all_words);
      self->all_words = g_strdup (all);
      gtk_widget_set_visible (self->all, all != NULL);
      gtk_button_set_label (GTK_BUTTON (self->all), all != NULL ? all : "");
      update_menu (self);
    }
  if (g_strcmp0 (words, gtk_label_get_text (GTK_LABEL (self->words))) == 0)
    return;
  gtk_label_set_text (GTK_LABEL (self->words), words);
  gtk_widget_set_tooltip_text (self->words, words);
  tiem_compat_announce (GTK_WIDGET (self), words);
}
