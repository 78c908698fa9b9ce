#define G_LOG_DOMAIN "tiem-place-view"

#include "config.h"

#include "app/tiem-page.h"
#include "app/widgets/tiem-place-view.h"
#include "model/tiem-address.h"
#include "store/tiem-store-address.h"

#include <glib/gi18n.h>

/* --- copying --- */

static void
copy_cb (GtkWidget *button)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (button),
                          g_object_get_data (G_OBJECT (button), "text"));
  tiem_page_toast (button, adw_toast_new (_ ("Copied")));
}

static GtkWidget *
make_copy_button (const char *text,
                  const char *words)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("edit-copy-symbolic");

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_object_set_data_full (G_OBJECT (button), "text", g_strdup (text), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (copy_cb), NULL);
  return button;
}

/* --- lines --- */

static GtkWidget *
make_label (const char *text,
            gboolean is_sub)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (is_sub)
    {
      gtk_widget_add_css_class (label, "caption");
      gtk_widget_add_css_class (label, "tiem-sub");
    }
  else
    {
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
    }
  return label;
}

/* Returns: the line's box of words, for more below them */
static GtkWidget *
add_line (GtkWidget *facts,
          const char *icon,
          TiemTone tone,
          const char *text,
          const char *sub,
          GtkWidget *end)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  gtk_widget_set_valign (image, GTK_ALIGN_START);
  tiem_tone_apply (image, tone);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), make_label (text, FALSE));
  if (sub != NULL)
    gtk_box_append (GTK_BOX (words), make_label (sub, TRUE));
  gtk_box_append (GTK_BOX (line), image);
  gtk_box_append (GTK_BOX (line), words);
  if (end != NULL)
    gtk_box_append (GTK_BOX (line), end);
  tiem_facts_add_wide (facts, line);
  return words;
}

/* --- choosing --- */

typedef struct
{
  gint64 order_id;
  char *code; /* (nullable) */
} Choice;

static void
choice_free (Choice *self)
{
  g_free (self->code);
  g_free (self);
}

static gpointer
store_choice (TiemStore *store,
              gpointer data,
              GCancellable *cancellable,
              GError **error)
{
  const Choice *choice = data;

  tiem_store_choose_ward (store, choice->order_id, choice->code, error);
  return NULL;
}

static void
stored_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GtkWidget) page = user_data;
  g_autoptr (GError) error = NULL;

  tiem_store_run_finish (TIEM_STORE (source), result, &error);
  if (gtk_widget_get_root (page) != NULL)
    tiem_page_toast (
        page, adw_toast_new (error != NULL ? error->message : _ ("Remembered for this address")));
}

/* @code: (nullable) */
static void
choose (GtkWidget *widget,
        gint64 order_id,
        const char *code)
{
  GtkWidget *page = gtk_widget_get_ancestor (widget, TIEM_TYPE_PAGE);
  TiemShop *shop = page != NULL ? tiem_page_get_shop (TIEM_PAGE (page)) : NULL;
  Choice *choice;

  if (shop == NULL)
    return;
  choice = g_new0 (Choice, 1);
  choice->order_id = order_id;
  choice->code = g_strdup (code);
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_WRITE,
                        store_choice,
                        choice,
                        (GDestroyNotify)choice_free,
                        NULL,
                        NULL,
                        stored_cb,
                        g_object_ref (page));
}

static void
picked_cb (GtkWidget *button)
{
  GtkWidget *popover = gtk_widget_get_ancestor (button, GTK_TYPE_POPOVER);
  const char *code = g_object_get_data (G_OBJECT (button), "code");
  gint64 order_id = *(gint64 *)g_object_get_data (G_OBJECT (button), "order");

  choose (button, order_id, code);
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static GtkWidget *
make_choice (const char *label,
             gint64 order_id,
             const char *code,
             gboolean is_chosen)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *words = gtk_label_new (label);

  gtk_label_set_xalign (GTK_LABEL (words), 0);
  gtk_label_set_ellipsize (GTK_LABEL (words), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (box), words);
  if (is_chosen)
    {
      GtkWidget *tick = gtk_image_new_from_icon_name ("object-select-symbolic");

      gtk_accessible_update_property (
          GTK_ACCESSIBLE (tick), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Chosen"), -1);
      gtk_box_append (GTK_BOX (box), tick);
    }
  gtk_button_set_child (GTK_BUTTON (button), box);
  gtk_widget_add_css_class (button, "flat");
  g_object_set_data_full (G_OBJECT (button), "code", g_strdup (code), g_free);
  g_object_set_data_full (
      G_OBJECT (button), "order", g_memdup2 (&order_id, sizeof order_id), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (picked_cb), NULL);
  return button;
}

static GtkWidget *
make_popover (const TiemPlace *place,
              gint64 order_id)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *title = gtk_label_new (_ ("Which ward is it today?"));
  GtkWidget *hint = make_label (
      _ ("Ask the buyer, or look the street up. Tiệm remembers it for this address."), TRUE);
  GtkWidget *choices = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  gtk_label_set_max_width_chars (GTK_LABEL (hint), 34);
  for (guint i = 0; i < place->candidates->len; i++)
    {
      const TiemWard *ward = g_ptr_array_index (place->candidates, i);

      gtk_box_append (
          GTK_BOX (choices),
          make_choice (ward->name, order_id, ward->code, place->chosen && place->ward == ward));
    }
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroller), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroller), 280);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), choices);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), hint);
  gtk_box_append (GTK_BOX (box), scroller);
  if (place->chosen)
    gtk_box_append (GTK_BOX (box), make_choice (_ ("Forget the choice"), order_id, NULL, FALSE));
  gtk_widget_add_css_class (box, "tiem-popover");
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  return popover;
}

static GtkWidget *
make_choose_button (const TiemPlace *place,
                    gint64 order_id)
{
  GtkWidget *button = gtk_menu_button_new ();

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button),
                             place->chosen ? _ ("Choose again") : _ ("Choose the ward"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), make_popover (place, order_id));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_widget_set_margin_top (button, 4);
  return button;
}

/* --- the whole --- */

static void
add_today (GtkWidget *facts,
           const TiemPlace *place,
           gint64 order_id)
{
  g_autofree char *today = tiem_place_format (place);
  g_autofree char *notice = tiem_place_dup_notice (place);
  gboolean can_choose
      = order_id != 0 && place->state == TIEM_PLACE_DOUBTFUL && place->candidates->len > 0;
  GtkWidget *words;

  if (today != NULL)
    words = add_line (facts,
                      "mark-location-symbolic",
                      TIEM_TONE_ACCENT,
                      today,
                      place->chosen ? _ ("Address in today's units, as you chose")
                                    : _ ("Address in today's units"),
                      make_copy_button (today, _ ("Copy today's address")));
  else if (notice != NULL)
    words = add_line (facts, "dialog-warning-symbolic", TIEM_TONE_WARNING, notice, NULL, NULL);
  else
    return;
  if (can_choose)
    gtk_box_append (GTK_BOX (words), make_choose_button (place, order_id));
}

gboolean
tiem_place_view_add (GtkWidget *facts,
                     const TiemAddress *address,
                     const char *chosen_code,
                     gint64 order_id)
{
  g_autofree char *given = tiem_address_format (address);
  g_autoptr (TiemPlace) place = NULL;
  gboolean differs;

  if (given == NULL)
    return FALSE;
  place = tiem_place_new (address, chosen_code);
  differs = tiem_place_differs (place);
  add_line (facts,
            "mark-location-symbolic",
            TIEM_TONE_SUB,
            given,
            differs ? _ ("As it was received, in units of before July 2025") : NULL,
            make_copy_button (given, _ ("Copy the address")));
  if (differs)
    add_today (facts, place, order_id);
  return TRUE;
}
