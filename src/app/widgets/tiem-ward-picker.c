#define G_LOG_DOMAIN "tiem-ward-picker"

#include "config.h"

#include "app/platform-compat.h"
#include "app/widgets/tiem-ward-picker.h"
#include "model/tiem-address.h"
#include "model/tiem-ward-list.h"

#include <glib/gi18n.h>

#define MOST_HEIGHT 280 /* of the list, in px; then it scrolls */
#define LINE 46
#define TALL_LINE 64 /* its second line wraps */
#define NARROW 480

/* The focus stays in the entry; the list below it only shows, and is moved through from there. */
struct _TiemWardPicker
{
  AdwEntryRow parent_instance;

  TiemWardList *wards;
  GtkSingleSelection *selection;
  GtkWidget *popover;
  GtkWidget *view;
  GtkWidget *scroller;
  GtkWidget *nothing;
  GtkWidget *mark;      /* in the row: a ward is taken, or none yet */
  const TiemWard *ward; /* (nullable): taken */
  gboolean filling;     /* the text is being put in by the picker */
};

enum
{
  PROP_WARD_CODE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TiemWardPicker, tiem_ward_picker, ADW_TYPE_ENTRY_ROW)

/* --- what a line says --- */

/* Returns: (transfer full): "Hà Nội · trước đây Phường Trung Hoà, Quận Cầu Giấy (một phần)" */
static char *
describe (TiemWardItem *item)
{
  const TiemWard *ward = tiem_ward_item_get_ward (item);
  const TiemOldWard *old = tiem_ward_item_get_old (item);
  const char *province = ward->province->name;

  if (old == NULL)
    return g_strdup (province);
  if (old->n_successors == 1)
    /* Translators: province of today; ward and district of before July 2025 */
    return g_strdup_printf (_ ("%s · formerly %s, %s"), province, old->name, old->district->name);
  /* Translators: province of today; ward and district of before July 2025, which was divided */
  return g_strdup_printf (
      _ ("%s · formerly part of %s, %s"), province, old->name, old->district->name);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (NULL);
  GtkWidget *sub = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign (GTK_LABEL (sub), 0);
  gtk_label_set_wrap (GTK_LABEL (sub), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (sub), 10);
  gtk_widget_add_css_class (sub, "caption");
  gtk_widget_add_css_class (sub, "tiem-sub");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), sub);
  gtk_widget_add_css_class (box, "tiem-ward");
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem *item)
{
  TiemWardItem *found = gtk_list_item_get_item (item);
  GtkWidget *name = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  g_autofree char *sub = describe (found);

  gtk_label_set_label (GTK_LABEL (name), tiem_ward_item_get_ward (found)->name);
  gtk_label_set_label (GTK_LABEL (gtk_widget_get_next_sibling (name)), sub);
}

/* --- the list --- */

static gboolean
is_open (TiemWardPicker *self)
{
  return gtk_widget_get_visible (self->popover);
}

static void
set_open (TiemWardPicker *self,
          gboolean open)
{
  GtkWidget *text = GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self)));

  if (open == is_open (self))
    return;
  if (open)
    {
      gtk_widget_set_size_request (self->popover, gtk_widget_get_width (GTK_WIDGET (self)), -1);
      gtk_popover_popup (GTK_POPOVER (self->popover));
    }
  else
    {
      gtk_popover_popdown (GTK_POPOVER (self->popover));
    }
  gtk_accessible_update_state (GTK_ACCESSIBLE (text), GTK_ACCESSIBLE_STATE_EXPANDED, open, -1);
}

static void
show_mark (TiemWardPicker *self,
           gboolean missing)
{
  const char *words = missing ? _ ("No ward is chosen yet") : _ ("The ward is chosen");

  gtk_image_set_from_icon_name (GTK_IMAGE (self->mark),
                                missing ? "dialog-warning-symbolic" : "object-select-symbolic");
  gtk_widget_remove_css_class (self->mark, missing ? "success" : "warning");
  gtk_widget_add_css_class (self->mark, missing ? "warning" : "success");
  gtk_widget_set_tooltip_text (self->mark, words);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->mark), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  gtk_widget_set_visible (self->mark, missing || self->ward != NULL);
}

static void
set_ward (TiemWardPicker *self,
          const TiemWard *ward)
{
  if (self->ward == ward)
    return;
  self->ward = ward;
  show_mark (self, FALSE);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WARD_CODE]);
}

static void
fill (TiemWardPicker *self,
      const TiemWard *ward)
{
  g_autofree char *text
      = ward != NULL ? g_strdup_printf ("%s, %s", ward->name, ward->province->name) : g_strdup ("");

  self->filling = TRUE;
  gtk_editable_set_text (GTK_EDITABLE (self), text);
  gtk_editable_set_position (GTK_EDITABLE (self), -1);
  self->filling = FALSE;
}

static void
take (TiemWardPicker *self,
      guint position)
{
  g_autoptr (TiemWardItem) item = g_list_model_get_item (G_LIST_MODEL (self->wards), position);
  const TiemWard *ward;

  if (item == NULL)
    return;
  ward = tiem_ward_item_get_ward (item);
  set_open (self, FALSE);
  fill (self, ward);
  set_ward (self, ward);
}

static void
move (TiemWardPicker *self,
      int step)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->wards));
  gint64 position = gtk_single_selection_get_selected (self->selection);

  if (n == 0)
    return;
  position = CLAMP (position + step, 0, (gint64)n - 1);
  gtk_single_selection_set_selected (self->selection, (guint)position);
  gtk_widget_activate_action (self->view, "list.scroll-to-item", "u", (guint)position);
}

/* A screen reader hears the line that Enter would take: the focus never goes there. */
static void
selected_cb (TiemWardPicker *self)
{
  TiemWardItem *item = gtk_single_selection_get_selected_item (self->selection);
  g_autofree char *sub = NULL;
  g_autofree char *words = NULL;

  if (item == NULL || !is_open (self))
    return;
  sub = describe (item);
  words = g_strdup_printf ("%s, %s", tiem_ward_item_get_ward (item)->name, sub);
  tiem_compat_announce (GTK_WIDGET (self), words);
}

static void
activated_cb (TiemWardPicker *self,
              guint position)
{
  take (self, position);
}

/* --- what is typed --- */

/* A list does not know beforehand that a line will wrap. */
static void
fit_list (TiemWardPicker *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->wards));
  int line = gtk_widget_get_width (GTK_WIDGET (self)) < NARROW ? TALL_LINE : LINE;

  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scroller),
                                              (int)MIN (n * (guint)line, MOST_HEIGHT));
}

/* Text that a page fills in asks nobody to choose: the list opens for the person who types. */
static gboolean
is_typed_into (TiemWardPicker *self)
{
  return gtk_widget_get_mapped (GTK_WIDGET (self))
         && (gtk_widget_get_state_flags (GTK_WIDGET (self)) & GTK_STATE_FLAG_FOCUS_WITHIN) != 0;
}

static void
changed_cb (TiemWardPicker *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));
  gboolean any;

  if (self->filling)
    return;
  set_ward (self, NULL);
  tiem_ward_list_set_query (self->wards, text);
  any = g_list_model_get_n_items (G_LIST_MODEL (self->wards)) > 0;
  gtk_widget_set_visible (self->scroller, any);
  gtk_widget_set_visible (self->nothing, !any);
  if (any)
    {
      fit_list (self);
      gtk_single_selection_set_selected (self->selection, 0);
      gtk_widget_activate_action (self->view, "list.scroll-to-item", "u", 0);
    }
  show_mark (self, FALSE);
  set_open (self, *text != '\0' && is_typed_into (self));
}

static gboolean
key_pressed_cb (TiemWardPicker *self,
                guint keyval,
                guint keycode,
                GdkModifierType state)
{
  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return FALSE;
  switch (keyval)
    {
    case GDK_KEY_Down:
    case GDK_KEY_KP_Down:
      if (is_open (self))
        move (self, 1);
      else
        set_open (self, g_list_model_get_n_items (G_LIST_MODEL (self->wards)) > 0);
      return TRUE;
    case GDK_KEY_Up:
    case GDK_KEY_KP_Up:
      move (self, -1);
      return is_open (self);
    case GDK_KEY_Page_Down:
      move (self, 5);
      return is_open (self);
    case GDK_KEY_Page_Up:
      move (self, -5);
      return is_open (self);
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      if (!is_open (self))
        return FALSE;
      take (self, gtk_single_selection_get_selected (self->selection));
      return TRUE;
    case GDK_KEY_Escape:
      if (!is_open (self))
        return FALSE;
      set_open (self, FALSE);
      return TRUE;
    default:
      return FALSE;
    }
}

/* A ward of today that was typed whole is taken; anything else is left to the owner. */
static void
left_cb (TiemWardPicker *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self));
  g_autoptr (TiemPlace) place = NULL;

  set_open (self, FALSE);
  if (self->ward != NULL || *text == '\0')
    return;
  place = tiem_place_new (&(TiemAddress){ .text = (char *)text }, NULL);
  if (place->state == TIEM_PLACE_TODAY)
    {
      fill (self, place->ward);
      set_ward (self, place->ward);
    }
  else
    {
      show_mark (self, TRUE);
    }
}

/* --- the object --- */

static void
tiem_ward_picker_get_property (GObject *object,
                               guint id,
                               GValue *value,
                               GParamSpec *pspec)
{
  TiemWardPicker *self = TIEM_WARD_PICKER (object);

  if (id == PROP_WARD_CODE)
    g_value_set_string (value, self->ward != NULL ? self->ward->code : NULL);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tiem_ward_picker_set_property (GObject *object,
                               guint id,
                               const GValue *value,
                               GParamSpec *pspec)
{
  if (id == PROP_WARD_CODE)
    tiem_ward_picker_set_ward (TIEM_WARD_PICKER (object),
                               tiem_units_get_ward (g_value_get_string (value)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

/* A popover of a widget's own has to be told where its parent is now. */
static void
tiem_ward_picker_size_allocate (GtkWidget *widget,
                                int width,
                                int height,
                                int baseline)
{
  TiemWardPicker *self = TIEM_WARD_PICKER (widget);

  GTK_WIDGET_CLASS (tiem_ward_picker_parent_class)->size_allocate (widget, width, height, baseline);
  gtk_popover_present (GTK_POPOVER (self->popover));
}

static void
tiem_ward_picker_unmap (GtkWidget *widget)
{
  set_open (TIEM_WARD_PICKER (widget), FALSE);

  GTK_WIDGET_CLASS (tiem_ward_picker_parent_class)->unmap (widget);
}

static void
tiem_ward_picker_dispose (GObject *object)
{
  TiemWardPicker *self = TIEM_WARD_PICKER (object);

  g_clear_pointer (&self->popover, gtk_widget_unparent);
  g_clear_object (&self->selection);
  g_clear_object (&self->wards);

  G_OBJECT_CLASS (tiem_ward_picker_parent_class)->dispose (object);
}

static void
tiem_ward_picker_class_init (TiemWardPickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tiem_ward_picker_get_property;
  object_class->set_property = tiem_ward_picker_set_property;
  object_class->dispose = tiem_ward_picker_dispose;
  widget_class->size_allocate = tiem_ward_picker_size_allocate;
  widget_class->unmap = tiem_ward_picker_unmap;

  properties[PROP_WARD_CODE]
      = g_param_spec_string ("ward-code",
                             NULL,
                             NULL,
                             NULL,
                             G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static GtkWidget *
make_list (TiemWardPicker *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  self->view = gtk_list_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection)), factory);
  gtk_list_view_set_single_click_activate (GTK_LIST_VIEW (self->view), TRUE);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Wards found"), -1);
  g_signal_connect_swapped (self->view, "activate", G_CALLBACK (activated_cb), self);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scroller), MOST_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), self->view);

  self->nothing = gtk_label_new (_ ("No ward is called so, now or before July 2025"));
  gtk_label_set_wrap (GTK_LABEL (self->nothing), TRUE);
  gtk_label_set_width_chars (GTK_LABEL (self->nothing), 20);
  gtk_widget_add_css_class (self->nothing, "tiem-line");
  gtk_widget_add_css_class (self->nothing, "tiem-sub");
  gtk_box_append (GTK_BOX (box), self->scroller);
  gtk_box_append (GTK_BOX (box), self->nothing);
  return box;
}

static void
watch_entry (TiemWardPicker *self)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (self));
  GtkEventController *keys = gtk_event_controller_key_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (text), keys);
  gtk_widget_add_controller (GTK_WIDGET (text), focus);
  gtk_accessible_update_property (GTK_ACCESSIBLE (text),
                                  GTK_ACCESSIBLE_PROPERTY_AUTOCOMPLETE,
                                  GTK_ACCESSIBLE_AUTOCOMPLETE_LIST,
                                  GTK_ACCESSIBLE_PROPERTY_HAS_POPUP,
                                  TRUE,
                                  -1);
  g_signal_connect (self, "changed", G_CALLBACK (changed_cb), NULL);
}

static void
tiem_ward_picker_init (TiemWardPicker *self)
{
  tiem_ward_list_warm ();
  self->wards = tiem_ward_list_new ();
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->wards)));
  g_signal_connect_object (
      self->selection, "notify::selected-item", G_CALLBACK (selected_cb), self, G_CONNECT_SWAPPED);

  self->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (self->popover), make_list (self));
  gtk_popover_set_has_arrow (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_autohide (GTK_POPOVER (self->popover), FALSE);
  gtk_popover_set_position (GTK_POPOVER (self->popover), GTK_POS_BOTTOM);
  gtk_widget_set_can_focus (self->popover, FALSE);
  gtk_widget_add_css_class (self->popover, "tiem-wards");
  gtk_widget_set_parent (self->popover, GTK_WIDGET (self));

  self->mark = gtk_image_new ();
  gtk_widget_set_visible (self->mark, FALSE);
  adw_entry_row_add_suffix (ADW_ENTRY_ROW (self), self->mark);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), _ ("Ward, province"));
  watch_entry (self);
}

GtkWidget *
tiem_ward_picker_new (void)
{
  return g_object_new (TIEM_TYPE_WARD_PICKER, NULL);
}

const TiemWard *
tiem_ward_picker_get_ward (TiemWardPicker *self)
{
  g_return_val_if_fail (TIEM_IS_WARD_PICKER (self), NULL);
  return self->ward;
}

void
tiem_ward_picker_set_ward (TiemWardPicker *self,
                           const TiemWard *ward)
{
  g_return_if_fail (TIEM_IS_WARD_PICKER (self));
  fill (self, ward);
  set_ward (self, ward);
  show_mark (self, FALSE);
}
