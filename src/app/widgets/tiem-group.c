#include "app/widgets/tiem-group.h"

#include "app/widgets/tiem-morph.h"

#include <string.h>

struct _TiemGroup
{
  GtkWidget parent_instance;

  GtkWidget *head;
  GtkWidget *heading;
  GtkWidget *note;
  GtkWidget *list;
};

enum
{
  PROP_HEADING = 1,
  PROP_NOTE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TiemGroup, tiem_group, GTK_TYPE_WIDGET)

static void
show_words (GtkWidget *label,
            const char *text)
{
  gtk_label_set_text (GTK_LABEL (label), text != NULL ? text : "");
  gtk_widget_set_visible (label, text != NULL);
}

static void
tiem_group_set_property (GObject *object,
                         guint id,
                         const GValue *value,
                         GParamSpec *pspec)
{
  TiemGroup *self = TIEM_GROUP (object);

  switch (id)
    {
    case PROP_HEADING:
      show_words (self->heading, g_value_get_string (value));
      gtk_widget_set_visible (self->head, g_value_get_string (value) != NULL);
      break;
    case PROP_NOTE:
      show_words (self->note, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_group_dispose (GObject *object)
{
  TiemGroup *self = TIEM_GROUP (object);

  g_clear_pointer (&self->head, gtk_widget_unparent);
  g_clear_pointer (&self->list, gtk_widget_unparent);
  G_OBJECT_CLASS (tiem_group_parent_class)->dispose (object);
}

static void
tiem_group_class_init (TiemGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = tiem_group_set_property;
  object_class->dispose = tiem_group_dispose;
  properties[PROP_HEADING] = g_param_spec_string ("heading", NULL, NULL, NULL, flags);
  properties[PROP_NOTE] = g_param_spec_string ("note", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
}

static void
tiem_group_init (TiemGroup *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 6);
  self->head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  self->heading = g_object_new (GTK_TYPE_LABEL,
                                "xalign",
                                0.0f,
                                "hexpand",
                                TRUE,
                                "ellipsize",
                                PANGO_ELLIPSIZE_END,
                                "visible",
                                FALSE,
                                NULL);
  gtk_widget_add_css_class (self->heading, "heading");
  self->note
      = g_object_new (GTK_TYPE_LABEL, "ellipsize", PANGO_ELLIPSIZE_END, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->note, "caption");
  gtk_widget_add_css_class (self->note, "tiem-sub");
  gtk_box_append (GTK_BOX (self->head), self->heading);
  gtk_box_append (GTK_BOX (self->head), self->note);
  gtk_widget_set_visible (self->head, FALSE);
  self->list = g_object_new (GTK_TYPE_LIST_BOX, "selection-mode", GTK_SELECTION_NONE, NULL);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_widget_set_parent (self->head, GTK_WIDGET (self));
  gtk_widget_set_parent (self->list, GTK_WIDGET (self));
}

GtkWidget *
tiem_group_new (const char *heading,
                const char *note)
{
  TiemGroup *self = g_object_new (TIEM_TYPE_GROUP, NULL);

  tiem_group_set_heading (self, heading, note);
  return GTK_WIDGET (self);
}

void
tiem_group_set_heading (TiemGroup *self,
                        const char *heading,
                        const char *note)
{
  g_object_set (self, "heading", heading, "note", note, NULL);
  if (heading != NULL)
    gtk_accessible_update_property (
        GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, heading, -1);
}

GtkWidget *
tiem_group_add_button (TiemGroup *self,
                       const char *label,
                       const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_return_val_if_fail (TIEM_IS_GROUP (self), NULL);

  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (self->head), button);
  gtk_widget_set_visible (self->head, TRUE);
  return button;
}

GtkWidget *
tiem_group_add (TiemGroup *self,
                GtkWidget *widget)
{
  GtkWidget *row = widget;

  g_return_val_if_fail (TIEM_IS_GROUP (self), NULL);

  if (!GTK_IS_LIST_BOX_ROW (widget))
    row = g_object_new (
        GTK_TYPE_LIST_BOX_ROW, "child", widget, "activatable", FALSE, "focusable", FALSE, NULL);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
  return row;
}

void
tiem_group_clear (TiemGroup *self)
{
  GtkWidget *child;

  g_return_if_fail (TIEM_IS_GROUP (self));

  while ((child = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), child);
}

gboolean
tiem_group_is_empty (TiemGroup *self)
{
  g_return_val_if_fail (TIEM_IS_GROUP (self), TRUE);
  return gtk_widget_get_first_child (self->list) == NULL;
}

static const char *
get_words (GtkWidget *label)
{
  return gtk_widget_get_visible (label) ? gtk_label_get_text (GTK_LABEL (label)) : NULL;
}

gboolean
tiem_group_is_like (TiemGroup *self,
                    TiemGroup *other)
{
  const char *left, *right;
  gsize n;

  g_return_val_if_fail (TIEM_IS_GROUP (self), FALSE);
  g_return_val_if_fail (TIEM_IS_GROUP (other), FALSE);

  left = get_words (self->heading);
  right = get_words (other->heading);
  if (left == NULL || right == NULL)
    return left == right;
  n = strcspn (left, "(0123456789");
  return n == strcspn (right, "(0123456789") && strncmp (left, right, n) == 0;
}

void
tiem_group_become (TiemGroup *self,
                   TiemGroup *wanted)
{
  g_return_if_fail (TIEM_IS_GROUP (self));
  g_return_if_fail (TIEM_IS_GROUP (wanted));

  tiem_group_set_heading (self, get_words (wanted->heading), get_words (wanted->note));
  tiem_morph (self->head, wanted->head);
  tiem_morph_rows (GTK_LIST_BOX (self->list), GTK_LIST_BOX (wanted->list));
}

/* --- lines --- */

static GtkWidget *
make_label (const char *text,
            float xalign,
            const char *style_class)
{
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL, "label", text, "xalign", xalign, NULL);

  if (style_class != NULL)
    gtk_widget_add_css_class (label, style_class);
  return label;
}

static GtkWidget *
make_sub (const char *text,
          float xalign)
{
  GtkWidget *label = make_label (text, xalign, "caption");

  gtk_widget_add_css_class (label, "tiem-sub");
  return label;
}

static GtkWidget *
make_words (const char *title,
            const char *sub)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *label = make_label (title, 0, NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  /* For one that is on show GTK asks the display where the pointer is. */
  gtk_widget_set_visible (label, FALSE);
  gtk_widget_set_tooltip_text (label, title);
  gtk_widget_set_visible (label, TRUE);
  gtk_box_append (GTK_BOX (words), label);
  if (sub != NULL)
    {
      label = make_sub (sub, 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_width_chars (GTK_LABEL (label), 8);
      gtk_box_append (GTK_BOX (words), label);
    }
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  return words;
}

static GtkWidget *
make_amounts (const char *amount,
              const char *amount_sub)
{
  GtkWidget *amounts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_widget_set_valign (amounts, GTK_ALIGN_CENTER);
  if (amount != NULL)
    gtk_box_append (GTK_BOX (amounts), make_label (amount, 1, "numeric"));
  if (amount_sub != NULL)
    gtk_box_append (GTK_BOX (amounts), make_sub (amount_sub, 1));
  return amounts;
}

GtkWidget *
tiem_group_add_line (TiemGroup *self,
                     GtkWidget *lead,
                     const char *title,
                     const char *sub,
                     const char *amount,
                     const char *amount_sub,
                     const char *action)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *row;

  g_return_val_if_fail (TIEM_IS_GROUP (self), NULL);

  gtk_widget_add_css_class (box, "tiem-line");
  if (lead != NULL)
    gtk_box_append (GTK_BOX (box), lead);
  gtk_box_append (GTK_BOX (box), make_words (title, sub));
  if (amount != NULL || amount_sub != NULL)
    gtk_box_append (GTK_BOX (box), make_amounts (amount, amount_sub));
  if (action == NULL)
    return tiem_group_add (self, box);

  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("go-next-symbolic"));
  row = g_object_new (GTK_TYPE_LIST_BOX_ROW, "child", box, NULL);
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (row), action);
  tiem_morph_speak (row, title);
  return tiem_group_add (self, row);
}

/* --- facts --- */

#define ROWS_KEY "tiem-rows"

static int
take_row (GtkWidget *facts)
{
  int row = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (facts), ROWS_KEY));

  g_object_set_data (G_OBJECT (facts), ROWS_KEY, GINT_TO_POINTER (row + 1));
  return row;
}

GtkWidget *
tiem_facts_new (void)
{
  GtkWidget *facts = g_object_new (GTK_TYPE_GRID, "row-spacing", 5, "column-spacing", 12, NULL);

  gtk_widget_add_css_class (facts, "tiem-facts");
  return facts;
}

GtkWidget *
tiem_facts_add (GtkWidget *facts,
                const char *label,
                const char *value,
                gboolean result)
{
  int row = take_row (facts);
  GtkWidget *left = make_label (label, 0, result ? "heading" : "tiem-sub");
  GtkWidget *right = make_label (value, 1, result ? "heading" : NULL);

  gtk_label_set_ellipsize (GTK_LABEL (left), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (left, TRUE);
  gtk_widget_set_valign (left, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (right), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (right), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (right, "numeric");
  gtk_grid_attach (GTK_GRID (facts), left, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (facts), right, 1, row, 1, 1);
  return right;
}

GtkWidget *
tiem_facts_add_copyable (GtkWidget *facts,
                         const char *icon,
                         const char *value)
{
  int row = take_row (facts);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *label = make_label (value, 0, NULL);

  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_widget_add_css_class (image, "tiem-sub");
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  gtk_grid_attach (GTK_GRID (facts), box, 0, row, 2, 1);
  return label;
}

void
tiem_facts_add_wide (GtkWidget *facts,
                     GtkWidget *widget)
{
  gtk_grid_attach (GTK_GRID (facts), widget, 0, take_row (facts), 2, 1);
}

/* --- the rest --- */

GtkWidget *
tiem_timeline_entry_new (
    const char *icon, TiemTone tone, const char *text, const char *sub, const char *time)
{
  GtkWidget *entry = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *label = make_label (text, 0, NULL);
  GtkWidget *at = make_sub (time, 1);

  gtk_widget_add_css_class (entry, "tiem-entry");
  tiem_tone_apply (image, tone);
  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), label);
  if (sub != NULL)
    {
      label = make_sub (sub, 0);
      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
      gtk_box_append (GTK_BOX (words), label);
    }
  gtk_widget_add_css_class (at, "numeric");
  gtk_widget_set_valign (at, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (entry), image);
  gtk_box_append (GTK_BOX (entry), words);
  gtk_box_append (GTK_BOX (entry), at);
  return entry;
}

GtkWidget *
tiem_pill_new (const char *text,
               TiemTone tone)
{
  GtkWidget *pill = make_label (text, 0.5f, "tiem-pill");

  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (
      pill,
      tone == TIEM_TONE_NONE || tone == TIEM_TONE_SUB ? "neutral" : tiem_tone_get_class (tone));
  return pill;
}

GtkWidget *
tiem_thumb_new (GdkPaintable *picture,
                const char *icon,
                int size)
{
  GtkWidget *image = picture != NULL ? gtk_image_new_from_paintable (picture)
                                     : gtk_image_new_from_icon_name (icon);

  if (picture != NULL)
    {
      gtk_image_set_pixel_size (GTK_IMAGE (image), size);
    }
  else
    {
      gtk_image_set_pixel_size (GTK_IMAGE (image), size / 2);
      gtk_widget_set_size_request (image, size, size);
      gtk_widget_add_css_class (image, "tiem-thumb-empty");
    }
  gtk_widget_add_css_class (image, "tiem-thumb");
  gtk_widget_set_overflow (image, GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_valign (image, GTK_ALIGN_CENTER);
  return image;
}
