#define G_LOG_DOMAIN "tiem-order-notes"

#include "config.h"

#include "app/orders/tiem-order-detail.h"
#include "app/orders/tiem-order-edit.h"
#include "store/tiem-store-notes.h"

#include <glib/gi18n.h>

/* The owner's own words on an order: tags, and a note that saves itself. */

#define NOTE_CLASS "tiem-note"

/* --- the note --- */

/* Of the text view, whose data it is. */
typedef struct
{
  gint64 order_id;
  char *saved; /* never NULL */
  GtkWidget *placeholder;
} Note;

static void
note_free (gpointer data)
{
  g_free (((Note *)data)->saved);
  g_free (data);
}

/* A note to be set; its own Undo is another. */
typedef struct
{
  gint64 order_id;
  char *text;
  char *before;
} NoteEdit;

static void
note_edit_free (gpointer data)
{
  NoteEdit *edit = data;

  g_free (edit->text);
  g_free (edit->before);
  g_free (edit);
}

static NoteEdit *
note_edit_new (gint64 order_id,
               const char *text,
               const char *before)
{
  NoteEdit *edit = g_new0 (NoteEdit, 1);

  edit->order_id = order_id;
  edit->text = g_strdup (text);
  edit->before = g_strdup (before);
  return edit;
}

static gpointer
set_note (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  const NoteEdit *edit = data;

  return tiem_store_set_order_note (store, edit->order_id, edit->text, error)
             ? note_edit_new (edit->order_id, edit->before, edit->text)
             : NULL;
}

/* What an Undo returns is nobody's data any more. */
static gpointer
set_note_back (TiemStore *store,
               gpointer data,
               GCancellable *cancellable,
               GError **error)
{
  const NoteEdit *edit = data;

  tiem_store_set_order_note (store, edit->order_id, edit->text, error);
  return NULL;
}

static char *
dup_text (GtkTextView *view)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

/* Also from "unmap", when another order takes its place while it has the focus. */
static gboolean
save_note (GtkTextView *view)
{
  Note *note = g_object_get_data (G_OBJECT (view), NOTE_CLASS);
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (view), TIEM_TYPE_BROWSE_PAGE);
  g_autofree char *text = dup_text (view);

  if (page == NULL || g_strcmp0 (text, note->saved) == 0)
    return FALSE;
  tiem_order_edit (TIEM_BROWSE_PAGE (page),
                   set_note,
                   note_edit_new (note->order_id, text, note->saved),
                   note_edit_free,
                   *text != '\0' ? _ ("Note saved") : _ ("Note taken away"),
                   set_note_back,
                   note_edit_free);
  g_free (note->saved);
  note->saved = g_steal_pointer (&text);
  return TRUE;
}

static void
unmap_cb (GtkTextView *view)
{
  save_note (view);
}

static void
left_cb (GtkEventControllerFocus *controller,
         GtkTextView *view)
{
  /* What changed meanwhile waited for this; a save has all read again by itself. */
  if (!save_note (view))
    gtk_widget_activate_action (GTK_WIDGET (view), "orders.reload", NULL);
}

static void
changed_cb (GtkTextBuffer *buffer,
            GtkTextView *view)
{
  Note *note = g_object_get_data (G_OBJECT (view), NOTE_CLASS);

  gtk_widget_set_visible (note->placeholder, gtk_text_buffer_get_char_count (buffer) == 0);
}

static gboolean
key_cb (GtkEventControllerKey *controller,
        guint keyval,
        guint keycode,
        GdkModifierType state,
        GtkTextView *view)
{
  /* Done with it: back to where the focus goes next. */
  if (keyval != GDK_KEY_Escape && (keyval != GDK_KEY_Return || (state & GDK_CONTROL_MASK) == 0))
    return FALSE;
  gtk_widget_child_focus (GTK_WIDGET (gtk_widget_get_root (GTK_WIDGET (view))),
                          GTK_DIR_TAB_FORWARD);
  return TRUE;
}

static GtkWidget *
note_view_new (const TiemOrder *order)
{
  GtkWidget *view = gtk_text_view_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_widget_add_css_class (view, NOTE_CLASS);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Your note on the order"), -1);
  if (order->owner_note != NULL)
    gtk_text_buffer_set_text (
        gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), order->owner_note, -1);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (focus, "leave", G_CALLBACK (left_cb), view);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), view);
  g_signal_connect (view, "unmap", G_CALLBACK (unmap_cb), NULL);
  gtk_widget_add_controller (view, focus);
  gtk_widget_add_controller (view, keys);
  return view;
}

static GtkWidget *
note_new (const TiemOrder *order,
          GtkWidget *detail)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *view = note_view_new (order);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  Note *note = g_new0 (Note, 1);

  note->order_id = order->id;
  note->saved = g_strdup (order->owner_note != NULL ? order->owner_note : "");
  note->placeholder = gtk_label_new (_ ("Write a note for yourself; it is saved by itself"));
  g_object_set (note->placeholder,
                "xalign",
                0.0f,
                "valign",
                GTK_ALIGN_START,
                "halign",
                GTK_ALIGN_START,
                "wrap",
                TRUE,
                "can-target",
                FALSE,
                NULL);
  gtk_widget_add_css_class (note->placeholder, "tiem-sub");
  gtk_widget_add_css_class (note->placeholder, "tiem-note-hint");
  g_object_set_data_full (G_OBJECT (view), NOTE_CLASS, note, note_free);
  g_object_set_data_full (G_OBJECT (detail), NOTE_CLASS, g_object_ref_sink (view), g_object_unref);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), view);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), note->placeholder);
  g_signal_connect (buffer, "changed", G_CALLBACK (changed_cb), view);
  changed_cb (buffer, GTK_TEXT_VIEW (view));
  return overlay;
}

void
tiem_order_notes_update (GtkWidget *detail,
                         const TiemOrder *order)
{
  GtkTextView *view = g_object_get_data (G_OBJECT (detail), NOTE_CLASS);
  Note *note = view != NULL ? g_object_get_data (G_OBJECT (view), NOTE_CLASS) : NULL;
  const char *text = order->owner_note != NULL ? order->owner_note : "";

  if (note == NULL || note->order_id != order->id || g_strcmp0 (note->saved, text) == 0)
    return;
  g_free (note->saved);
  note->saved = g_strdup (text);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), text, -1);
}

gboolean
tiem_order_notes_are_edited (GtkWidget *detail)
{
  GtkRoot *root = gtk_widget_get_root (detail);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_has_css_class (focus, NOTE_CLASS)
         && gtk_widget_is_ancestor (focus, detail);
}

/* --- tags --- */

static GtkWidget *
tags_new (const TiemOrder *order)
{
  GtkWidget *box = gtk_flow_box_new ();
  g_auto (GStrv) names = g_strsplit (order->tags, ", ", -1);

  g_object_set (box,
                "selection-mode",
                GTK_SELECTION_NONE,
                "column-spacing",
                6,
                "row-spacing",
                6,
                "max-children-per-line",
                8,
                NULL);
  gtk_widget_add_css_class (box, "tiem-card");
  for (guint i = 0; names[i] != NULL; i++)
    {
      GtkWidget *pill = tiem_pill_new (names[i], TIEM_TONE_ACCENT);
      GtkWidget *child = gtk_flow_box_child_new ();

      gtk_widget_set_halign (child, GTK_ALIGN_START);
      gtk_widget_set_focusable (child, FALSE);
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), pill);
      gtk_flow_box_append (GTK_FLOW_BOX (box), child);
    }
  return box;
}

void
tiem_order_add_notes (const TiemOrder *order,
                      GtkWidget *detail,
                      GtkWidget *column)
{
  GtkWidget *group = tiem_group_new (_ ("Your note and tags"), NULL);

  tiem_group_add_button (TIEM_GROUP (group), _ ("Tags…"), "orders.tags");
  if (order->tags != NULL)
    gtk_widget_set_focusable (tiem_group_add (TIEM_GROUP (group), tags_new (order)), FALSE);
  gtk_widget_set_focusable (tiem_group_add (TIEM_GROUP (group), note_new (order, detail)), FALSE);
  gtk_box_append (GTK_BOX (column), group);
}
