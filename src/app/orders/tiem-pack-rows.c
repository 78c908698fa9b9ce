#include "config.h"

#include "app/orders/tiem-pack-rows.h"

#include "app/widgets/tiem-group.h"
#include "app/widgets/tiem-tile.h"
#include "base/tiem-time.h"

#include <glib/gi18n.h>

#define THUMB_SIZE 56

static GtkWidget *
make_label (const char *text,
            const char *style_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (style_class != NULL)
    gtk_widget_add_css_class (label, style_class);
  return label;
}

/* --- a line --- */

typedef struct
{
  GtkWidget *icon;
  GtkWidget *parts; /* (nullable) */
  GtkWidget *state;
  GtkWidget *count;
  GtkWidget *add; /* (nullable) */
} LineRow;

static GQuark
get_row_quark (void)
{
  return g_quark_from_static_string ("tiem-pack-line-row");
}

/* "AT-SG · Đen, L · shelf A2-01" */
static char *
describe_line (const TiemPackLine *line)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  if (line->sku != NULL)
    g_ptr_array_add (parts, g_strdup (line->sku));
  if (line->options != NULL && *line->options != '\0')
    g_ptr_array_add (parts, g_strdup (line->options));
  if (line->shelf != NULL && *line->shelf != '\0')
    /* Translators: %s is a place such as A2-01 */
    g_ptr_array_add (parts, g_strdup_printf (_ ("shelf %s"), line->shelf));
  g_ptr_array_add (parts, NULL);
  return g_strjoinv (" · ", (char **)parts->pdata);
}

/* "Nắp 1/2 · Thân 0/1": of a bundle, while it is scanned in parts */
static char *
describe_parts (const TiemPackLine *line)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < line->parts->len; i++)
    {
      const TiemPackPart *part = g_ptr_array_index (line->parts, i);
      g_autofree char *name = tiem_pack_name (part->sku, part->options, part->title);

      g_string_append_printf (text,
                              "%s%s %d/%d",
                              i > 0 ? " · " : "",
                              name,
                              (int)part->scanned,
                              (int)((line->wanted - line->scanned) * part->per));
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static char *
describe_state (gint64 missing)
{
  if (missing == 0)
    return g_strdup (_ ("Complete"));
  if (missing > 0)
    return g_strdup_printf (_ ("%d missing"), (int)missing);
  return g_strdup_printf (_ ("%d too many: take them out"), (int)-missing);
}

void
tiem_pack_line_row_update (GtkWidget *row,
                           const TiemPackLine *line)
{
  LineRow *parts = g_object_get_qdata (G_OBJECT (row), get_row_quark ());
  gint64 done = tiem_pack_line_get_done (line);
  gint64 missing = line->wanted - done;
  TiemTone tone = missing == 0  ? TIEM_TONE_SUCCESS
                  : missing > 0 ? TIEM_TONE_ACCENT
                                : TIEM_TONE_ERROR;
  g_autofree char *count = g_strdup_printf ("%d/%d", (int)done, (int)line->wanted);
  g_autofree char *state = describe_state (missing);
  g_autofree char *name = tiem_pack_name (line->sku, line->options, line->title);
  g_autofree char *label = g_strdup_printf ("%s: %s, %s", name, count, state);

  gtk_image_set_from_icon_name (GTK_IMAGE (parts->icon),
                                missing == 0  ? "object-select-symbolic"
                                : missing > 0 ? "radio-symbolic"
                                              : "dialog-error-symbolic");
  tiem_tone_apply (parts->icon, tone);
  tiem_tone_apply (parts->state, tone);
  gtk_label_set_text (GTK_LABEL (parts->state), state);
  gtk_label_set_text (GTK_LABEL (parts->count), count);
  if (parts->parts != NULL)
    {
      g_autofree char *text = describe_parts (line);

      gtk_label_set_text (GTK_LABEL (parts->parts), text);
      gtk_widget_set_visible (parts->parts, line->scanned < line->wanted);
    }
  if (parts->add != NULL)
    gtk_widget_set_visible (parts->add, missing > 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static GtkWidget *
make_add_button (const TiemPackLine *line)
{
  GtkWidget *add = gtk_button_new_from_icon_name ("list-add-symbolic");
  const char *tooltip = _ ("It has no barcode: count one by hand");

  gtk_widget_set_tooltip_text (add, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (add), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  gtk_widget_set_valign (add, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (add), "x", line->line_id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (add), "pack.count");
  return add;
}

static void
add_words (LineRow *parts,
           GtkWidget *words,
           const TiemPackLine *line)
{
  g_autofree char *sub = describe_line (line);

  gtk_box_append (GTK_BOX (words), make_label (line->title != NULL ? line->title : "?", NULL));
  if (*sub != '\0')
    gtk_box_append (GTK_BOX (words), make_label (sub, "tiem-sub"));
  if (line->parts != NULL)
    {
      parts->parts = make_label (NULL, "caption");
      gtk_widget_add_css_class (parts->parts, "tiem-sub");
      gtk_box_append (GTK_BOX (words), parts->parts);
    }
  parts->state = make_label (NULL, "caption");
  gtk_box_append (GTK_BOX (words), parts->state);
}

GtkWidget *
tiem_pack_line_row_new (const TiemPackLine *line)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  LineRow *parts = g_new0 (LineRow, 1);

  g_object_set_qdata_full (G_OBJECT (row), get_row_quark (), parts, g_free);
  gtk_widget_add_css_class (box, "tiem-card");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  parts->icon = gtk_image_new ();
  gtk_image_set_pixel_size (GTK_IMAGE (parts->icon), 22);
  gtk_box_append (GTK_BOX (box), parts->icon);
  gtk_box_append (GTK_BOX (box), tiem_thumb_new (NULL, "package-x-generic-symbolic", THUMB_SIZE));
  add_words (parts, words, line);
  gtk_box_append (GTK_BOX (box), words);
  if (!line->has_code)
    {
      parts->add = make_add_button (line);
      gtk_box_append (GTK_BOX (box), parts->add);
    }
  parts->count = gtk_label_new (NULL);
  gtk_widget_add_css_class (parts->count, "tiem-big");
  gtk_widget_add_css_class (parts->count, "numeric");
  gtk_box_append (GTK_BOX (box), parts->count);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  tiem_pack_line_row_update (row, line);
  return row;
}

/* --- an order that is done --- */

static GtkWidget *
make_reopen_button (const TiemPackDone *done)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  /* Translators: %s is an order's number */
  g_autofree char *tooltip = g_strdup_printf (_ ("Reopen order %s: pack it again"), done->number);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (button, "tiem-pack-undo");
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip, -1);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "x", done->order_id);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "pack.reopen");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  return button;
}

static char *
describe_done (const TiemPackDone *done,
               TiemTone *tone,
               const char **icon)
{
  *tone = TIEM_TONE_WARNING;
  *icon = "window-close-symbolic";
  if (done->is_cancelled)
    return g_strdup (_ ("cancelled by the buyer"));
  if (done->state == TIEM_PACK_LACKING)
    {
      *icon = "dialog-warning-symbolic";
      return g_strdup (_ ("goods missing"));
    }
  *tone = TIEM_TONE_SUCCESS;
  *icon = done->is_handed ? "tiem-handover-symbolic" : "object-select-symbolic";
  return g_strdup_printf (ngettext ("%d item", "%d items", (gulong)done->units), (int)done->units);
}

GtkWidget *
tiem_pack_done_row_new (const TiemPackDone *done,
                        gint64 now)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *number = gtk_label_new (done->number);
  GtkWidget *image = gtk_image_new ();
  g_autofree char *at = tiem_time_format_short (done->at, now);
  TiemTone tone;
  const char *icon;
  g_autofree char *words = describe_done (done, &tone, &icon);
  GtkWidget *state = gtk_label_new (words);
  GtkWidget *time = gtk_label_new (at);
  g_autofree char *label = g_strdup_printf ("%s: %s, %s", done->number, words, at);

  gtk_widget_add_css_class (box, "tiem-line");
  gtk_box_append (GTK_BOX (box), tiem_tile_new (16, done->channel_kind));
  gtk_label_set_ellipsize (GTK_LABEL (number), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign (GTK_LABEL (number), 0);
  gtk_widget_set_hexpand (number, TRUE);
  gtk_widget_add_css_class (number, "numeric");
  gtk_box_append (GTK_BOX (box), number);
  gtk_widget_add_css_class (state, "caption");
  gtk_widget_add_css_class (state, tone == TIEM_TONE_SUCCESS ? "tiem-sub" : "warning");
  gtk_box_append (GTK_BOX (box), state);
  gtk_widget_add_css_class (time, "caption");
  gtk_widget_add_css_class (time, "tiem-sub");
  gtk_widget_add_css_class (time, "numeric");
  gtk_box_append (GTK_BOX (box), time);
  gtk_image_set_from_icon_name (GTK_IMAGE (image), icon);
  tiem_tone_apply (image, tone);
  gtk_box_append (GTK_BOX (box), image);
  if (done->state == TIEM_PACK_DONE && !done->is_cancelled && !done->is_handed)
    gtk_box_append (GTK_BOX (box), make_reopen_button (done));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  return row;
}

/* --- words, and what is missing --- */

GtkWidget *
tiem_pack_note_row_new (const char *icon,
                        const char *who,
                        const char *text)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *label = make_label (text, NULL);

  gtk_widget_add_css_class (box, "tiem-card");
  gtk_widget_set_tooltip_text (image, who);
  gtk_widget_set_valign (image, GTK_ALIGN_START);
  tiem_tone_apply (image, TIEM_TONE_ACCENT);
  gtk_accessible_update_property (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_PROPERTY_LABEL, who, -1);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  return row;
}

GtkWidget *
tiem_pack_lack_row_new (const TiemPackLack *lack)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  /* Translators: how many, of what */
  g_autofree char *title = g_strdup_printf (_ ("%d × %s missing"), (int)lack->missing, lack->goods);

  gtk_box_append (GTK_BOX (box), make_label (title, NULL));
  if (lack->is_counted && lack->on_hand > lack->in_hand)
    {
      /* Translators: units on hand before and after; the latter are packed or on the table */
      g_autofree char *sub = g_strdup_printf (
          _ ("On hand %d → %d: packed, or on the table"), (int)lack->on_hand, (int)lack->in_hand);
      GtkWidget *label = make_label (sub, "caption");

      gtk_widget_add_css_class (label, "tiem-sub");
      gtk_box_append (GTK_BOX (box), label);
    }
  return box;
}
