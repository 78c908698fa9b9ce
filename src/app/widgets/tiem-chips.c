#include "config.h"

#include "app/widgets/tiem-chips.h"

#include "app/widgets/tiem-late-menu.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

typedef struct
{
  char *id;
  char *label;
  char *base; /* (nullable): of a saved view: the group it begins with */
  GtkWidget *button;
  GtkWidget *words;
  GtkWidget *count_label;
  gint64 count;
  gboolean hide_at_zero;
} Chip;

struct _TiemChips
{
  GtkWidget parent_instance;

  GtkWidget *scrolled;
  GtkWidget *box;
  GtkWidget *more;
  GPtrArray *chips; /* (element-type Chip) */
  Chip *selected;   /* (nullable) borrowed */
  GMenu *menu;
  guint reveal_id; /* the selected one is to be brought into sight */
};

enum
{
  PROP_SELECTED = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TiemChips, tiem_chips, GTK_TYPE_WIDGET)

static void
chip_free (gpointer data)
{
  Chip *chip = data;

  g_free (chip->id);
  g_free (chip->label);
  g_free (chip->base);
  g_free (chip);
}

static Chip *
find_chip (TiemChips *self,
           const char *id)
{
  for (guint i = 0; i < self->chips->len; i++)
    {
      Chip *chip = g_ptr_array_index (self->chips, i);

      if (g_strcmp0 (chip->id, id) == 0)
        return chip;
    }
  return NULL;
}

static gboolean
has_views (TiemChips *self)
{
  for (guint i = 0; i < self->chips->len; i++)
    if (((const Chip *)g_ptr_array_index (self->chips, i))->base != NULL)
      return TRUE;
  return FALSE;
}

static const char *
first_id (TiemChips *self)
{
  return ((const Chip *)g_ptr_array_index (self->chips, 0))->id;
}

static gboolean
is_shown (TiemChips *self,
          Chip *chip)
{
  return !chip->hide_at_zero || chip->count > 0 || chip == self->selected;
}

static void
describe (Chip *chip)
{
  g_autofree char *number = chip->count >= 0 ? tiem_number_format (chip->count) : NULL;
  /* Translators: what a screen reader says of a filter chip: its words and how many */
  g_autofree char *spoken = number != NULL
                                ? g_strdup_printf (C_ ("chip", "%s, %s"), chip->label, number)
                                : g_strdup (chip->label);

  gtk_accessible_update_property (
      GTK_ACCESSIBLE (chip->button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
}

/* Whoever can't see the end of the row, or uses the keyboard, finds every group here. */
static void
rebuild_menu (TiemChips *self)
{
  g_autoptr (GMenu) groups = g_menu_new ();
  g_autoptr (GMenu) views = g_menu_new ();

  g_menu_remove_all (self->menu);
  for (guint i = 0; i < self->chips->len; i++)
    {
      Chip *chip = g_ptr_array_index (self->chips, i);
      g_autofree char *count = chip->count >= 0 ? tiem_count_to_text (chip->count) : NULL;
      g_autofree char *text = count != NULL ? g_strdup_printf ("%s   %s", chip->label, count)
                                            : g_strdup (chip->label);
      g_autoptr (GMenuItem) item = g_menu_item_new (text, NULL);

      if (!is_shown (self, chip))
        continue;
      g_menu_item_set_action_and_target (item, "chips.select", "s", chip->id);
      g_menu_append_item (chip->base != NULL ? views : groups, item);
    }
  g_menu_append_section (self->menu, NULL, G_MENU_MODEL (groups));
  if (g_menu_model_get_n_items (G_MENU_MODEL (views)) > 0)
    g_menu_append_section (self->menu, _ ("Saved views"), G_MENU_MODEL (views));
}

static void
scroll_to (TiemChips *self,
           Chip *chip)
{
  GtkAdjustment *adjustment
      = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
  graphene_rect_t bounds;

  if (gtk_widget_compute_bounds (chip->button, self->box, &bounds))
    gtk_adjustment_clamp_page (
        adjustment, bounds.origin.x - 24, bounds.origin.x + bounds.size.width + 24);
}

/* One that was added just now has no place yet. */
static gboolean
reveal_cb (gpointer data)
{
  TiemChips *self = data;

  self->reveal_id = 0;
  if (self->selected != NULL)
    scroll_to (self, self->selected);
  return G_SOURCE_REMOVE;
}

static void
chip_toggled_cb (GtkToggleButton *button,
                 TiemChips *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  for (guint i = 0; i < self->chips->len; i++)
    {
      Chip *chip = g_ptr_array_index (self->chips, i);

      if (chip->button == GTK_WIDGET (button) && chip != self->selected)
        tiem_chips_set_selected (self, chip->id);
    }
}

static gboolean
scrolled_cb (GtkEventControllerScroll *controller,
             double dx,
             double dy,
             TiemChips *self)
{
  GtkAdjustment *adjustment
      = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scrolled));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_value (adjustment) + (dx + dy) * 60);
  return TRUE;
}

static void
adjustment_changed_cb (GtkAdjustment *adjustment,
                       TiemChips *self)
{
  gtk_widget_set_visible (self->more,
                          has_views (self)
                              || gtk_adjustment_get_upper (adjustment)
                                     > gtk_adjustment_get_page_size (adjustment) + 1);
}

static void
select_cb (GtkWidget *widget,
           const char *action_name,
           GVariant *parameter)
{
  tiem_chips_set_selected (TIEM_CHIPS (widget), g_variant_get_string (parameter, NULL));
}

static void
tiem_chips_get_property (GObject *object,
                         guint id,
                         GValue *value,
                         GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SELECTED:
      g_value_set_string (value, tiem_chips_get_selected (TIEM_CHIPS (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_chips_set_property (GObject *object,
                         guint id,
                         const GValue *value,
                         GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SELECTED:
      tiem_chips_set_selected (TIEM_CHIPS (object), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_chips_dispose (GObject *object)
{
  TiemChips *self = TIEM_CHIPS (object);

  self->selected = NULL;
  g_clear_handle_id (&self->reveal_id, g_source_remove);
  g_clear_pointer (&self->scrolled, gtk_widget_unparent);
  g_clear_pointer (&self->more, gtk_widget_unparent);
  g_clear_object (&self->menu);
  g_clear_pointer (&self->chips, g_ptr_array_unref);
  G_OBJECT_CLASS (tiem_chips_parent_class)->dispose (object);
}

static void
tiem_chips_class_init (TiemChipsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tiem_chips_get_property;
  object_class->set_property = tiem_chips_set_property;
  object_class->dispose = tiem_chips_dispose;
  properties[PROP_SELECTED] = g_param_spec_string (
      "selected", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_install_action (widget_class, "chips.select", "s", select_cb);
}

static void
tiem_chips_init (TiemChips *self)
{
  GtkEventController *scroll;
  GtkAdjustment *adjustment;

  self->chips = g_ptr_array_new_with_free_func (chip_free);
  self->menu = g_menu_new ();
  /* A list without groups has no row for them. */
  gtk_widget_set_visible (GTK_WIDGET (self), FALSE);
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_widget_set_margin_start (self->box, 12);
  gtk_widget_set_margin_end (self->box, 12);
  gtk_widget_set_margin_top (self->box, 6);
  gtk_widget_set_margin_bottom (self->box, 6);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->box), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Groups"), -1);

  self->scrolled = g_object_new (GTK_TYPE_SCROLLED_WINDOW,
                                 "hexpand",
                                 TRUE,
                                 "hscrollbar-policy",
                                 GTK_POLICY_EXTERNAL,
                                 "vscrollbar-policy",
                                 GTK_POLICY_NEVER,
                                 "child",
                                 self->box,
                                 NULL);
  gtk_widget_set_parent (self->scrolled, GTK_WIDGET (self));
  self->more = g_object_new (GTK_TYPE_MENU_BUTTON,
                             "icon-name",
                             "pan-down-symbolic",
                             "valign",
                             GTK_ALIGN_CENTER,
                             "margin-end",
                             8,
                             "tooltip-text",
                             _ ("All groups"),
                             NULL);
  tiem_menu_button_set_late_menu (GTK_MENU_BUTTON (self->more), G_MENU_MODEL (self->menu));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->more), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("All groups"), -1);
  gtk_widget_add_css_class (self->more, "flat");
  gtk_widget_add_css_class (self->more, "circular");
  gtk_widget_set_parent (self->more, GTK_WIDGET (self));

  scroll = gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
  g_signal_connect (scroll, "scroll", G_CALLBACK (scrolled_cb), self);
  gtk_widget_add_controller (self->scrolled, scroll);
  adjustment = gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scrolled));
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (adjustment_changed_cb), self, 0);
}

static GtkWidget *
build_content (Chip *chip,
               const char *icon,
               TiemTone tone)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  if (icon != NULL)
    {
      GtkWidget *image = gtk_image_new_from_icon_name (icon);

      tiem_tone_apply (image, tone);
      gtk_box_append (GTK_BOX (content), image);
    }
  chip->words = gtk_label_new (chip->label);
  gtk_box_append (GTK_BOX (content), chip->words);
  chip->count_label = gtk_label_new (NULL);
  gtk_widget_add_css_class (chip->count_label, "count");
  gtk_widget_add_css_class (chip->count_label, "numeric");
  gtk_widget_set_visible (chip->count_label, FALSE);
  gtk_box_append (GTK_BOX (content), chip->count_label);
  return content;
}

static Chip *
add_chip (TiemChips *self,
          const char *id,
          const char *label,
          const char *base,
          const char *icon,
          TiemTone tone,
          gboolean hide_at_zero)
{
  Chip *chip = g_new0 (Chip, 1);
  Chip *first;

  chip->id = g_strdup (id);
  chip->label = g_strdup (label);
  chip->base = g_strdup (base);
  chip->count = -1;
  chip->hide_at_zero = hide_at_zero;
  chip->button
      = g_object_new (GTK_TYPE_TOGGLE_BUTTON, "accessible-role", GTK_ACCESSIBLE_ROLE_RADIO, NULL);
  gtk_button_set_child (GTK_BUTTON (chip->button), build_content (chip, icon, tone));
  gtk_widget_add_css_class (chip->button, "tiem-chip");
  first = self->chips->len > 0 ? g_ptr_array_index (self->chips, 0) : NULL;
  if (first != NULL)
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (chip->button),
                                 GTK_TOGGLE_BUTTON (first->button));
  g_ptr_array_add (self->chips, chip);
  gtk_box_append (GTK_BOX (self->box), chip->button);
  g_signal_connect (chip->button, "toggled", G_CALLBACK (chip_toggled_cb), self);
  describe (chip);
  if (first == NULL)
    {
      self->selected = chip;
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip->button), TRUE);
    }
  gtk_widget_set_visible (chip->button, is_shown (self, chip));
  gtk_widget_set_visible (GTK_WIDGET (self), TRUE);
  return chip;
}

void
tiem_chips_add (TiemChips *self,
                const char *id,
                const char *label,
                const char *icon,
                TiemTone tone,
                gboolean hide_at_zero)
{
  g_return_if_fail (TIEM_IS_CHIPS (self));

  add_chip (self, id, label, NULL, icon, tone, hide_at_zero);
  rebuild_menu (self);
}

static void
set_label (Chip *chip,
           const char *label)
{
  if (g_strcmp0 (chip->label, label) == 0)
    return;
  g_free (chip->label);
  chip->label = g_strdup (label);
  gtk_label_set_text (GTK_LABEL (chip->words), label);
  describe (chip);
}

void
tiem_chips_put_view (TiemChips *self,
                     const char *id,
                     const char *label,
                     const char *base)
{
  Chip *chip;

  g_return_if_fail (TIEM_IS_CHIPS (self));

  chip = find_chip (self, id);
  if (chip == NULL)
    {
      chip = add_chip (self, id, label, base, "view-list-bullet-symbolic", TIEM_TONE_NONE, FALSE);
    }
  else
    {
      guint at;

      set_label (chip, label);
      g_free (chip->base);
      chip->base = g_strdup (base);
      if (g_ptr_array_find (self->chips, chip, &at))
        g_ptr_array_add (self->chips, g_ptr_array_steal_index (self->chips, at));
      gtk_box_reorder_child_after (
          GTK_BOX (self->box), chip->button, gtk_widget_get_last_child (self->box));
    }
  rebuild_menu (self);
  adjustment_changed_cb (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (self->scrolled)),
                         self);
}

void
tiem_chips_drop_view (TiemChips *self,
                      const char *id)
{
  Chip *chip;

  g_return_if_fail (TIEM_IS_CHIPS (self));

  chip = find_chip (self, id);
  if (chip == NULL || chip->base == NULL)
    return;
  if (chip == self->selected)
    tiem_chips_set_selected (self,
                             find_chip (self, chip->base) != NULL ? chip->base : first_id (self));
  gtk_box_remove (GTK_BOX (self->box), chip->button);
  g_ptr_array_remove (self->chips, chip);
  rebuild_menu (self);
}

void
tiem_chips_set_count (TiemChips *self,
                      const char *id,
                      gint64 count)
{
  Chip *chip;

  g_return_if_fail (TIEM_IS_CHIPS (self));

  chip = find_chip (self, id);
  if (chip == NULL || chip->count == count)
    return;
  chip->count = count;
  if (count >= 0)
    {
      g_autofree char *text = tiem_count_to_text (count);

      gtk_label_set_text (GTK_LABEL (chip->count_label), text);
    }
  gtk_widget_set_visible (chip->count_label, count >= 0);
  gtk_widget_set_visible (chip->button, is_shown (self, chip));
  describe (chip);
  rebuild_menu (self);
}

const char *
tiem_chips_get_selected (TiemChips *self)
{
  g_return_val_if_fail (TIEM_IS_CHIPS (self), NULL);
  if (self->selected == NULL)
    return NULL;
  return self->selected->base != NULL ? self->selected->base : self->selected->id;
}

const char *
tiem_chips_get_view (TiemChips *self)
{
  g_return_val_if_fail (TIEM_IS_CHIPS (self), NULL);
  return self->selected != NULL && self->selected->base != NULL ? self->selected->id : NULL;
}

const char *
tiem_chips_get_selected_label (TiemChips *self)
{
  g_return_val_if_fail (TIEM_IS_CHIPS (self), NULL);
  return self->selected != NULL ? self->selected->label : NULL;
}

void
tiem_chips_set_selected (TiemChips *self,
                         const char *id)
{
  Chip *chip, *before;

  g_return_if_fail (TIEM_IS_CHIPS (self));

  chip = find_chip (self, id);
  if (chip == NULL || chip == self->selected)
    return;
  before = self->selected;
  self->selected = chip;
  gtk_widget_set_visible (chip->button, TRUE);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip->button), TRUE);
  if (before != NULL)
    gtk_widget_set_visible (before->button, is_shown (self, before));
  scroll_to (self, chip);
  if (self->reveal_id == 0)
    self->reveal_id = g_timeout_add (50, reveal_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SELECTED]);
}

void
tiem_chips_step (TiemChips *self,
                 int by)
{
  guint at;

  g_return_if_fail (TIEM_IS_CHIPS (self));

  if (self->selected == NULL || !g_ptr_array_find (self->chips, self->selected, &at))
    return;
  for (gint64 i = (gint64)at + by; i >= 0 && i < self->chips->len; i += by)
    {
      Chip *chip = g_ptr_array_index (self->chips, i);

      if (is_shown (self, chip))
        {
          tiem_chips_set_selected (self, chip->id);
          return;
        }
    }
}

char *
tiem_count_to_text (gint64 count)
{
  if (count <= 99999)
    return tiem_number_format (count);
  if (count < 1000000)
    /* Translators: a count in thousands, shortened: 128k */
    return g_strdup_printf (_ ("%dk"), (int)(count / 1000));
  /* Translators: a count in millions with one digit after the sign: 1.2 m */
  return g_strdup_printf (_ ("%d.%d m"), (int)(count / 1000000), (int)(count / 100000 % 10));
}
