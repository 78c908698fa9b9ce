#include "config.h"

#include "app/widgets/tiem-scan-keys.h"

#include "app/platform-compat.h"
#include "model/tiem-scan.h"

/* So many keys that were let through are told from new ones when they come again. */
#define N_PASSED 16

struct _TiemScanKeys
{
  GObject parent_instance;

  GtkWidget *page;    /* not owned: it owns this */
  GtkEditable *field; /* not owned: the page's */
  TiemScanKeysUse use;
  TiemScanner *scanner;
  GtkEventController *keys; /* (nullable): the window's, while the page is mapped */
  guint idle_id;
  guint32 last_at;  /* by the clock of the events, ms */
  gint64 last_tick; /* the same moment by our own, µs */
  guint down;       /* the key that is down; 0 = none */

  /* of a field for words */
  GPtrArray *held; /* (owned) (element-type GdkEvent): keys that may be a scanner's */
  guint held_id;
  GdkEvent *passed[N_PASSED]; /* (owned) (nullable): a ring */
  guint n_passed;
};

enum
{
  SCANNED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemScanKeys, tiem_scan_keys, G_TYPE_OBJECT)

/* Hardware codes of the row of digits, under X11 and Wayland alike. */
#define KEYCODE_1 10
#define KEYCODE_0 19

/* On a Vietnamese keyboard the row of digits has letters and accents; a scanner means digits.
 * Returns: 0 for a key that types nothing */
static gunichar
get_character (guint keyval,
               guint keycode)
{
  gunichar character = gdk_keyval_to_unicode (keyval);

  switch (keyval)
    {
    case GDK_KEY_Return:
    case GDK_KEY_Linefeed:
    case GDK_KEY_KP_Enter:
    case GDK_KEY_ISO_Enter:
      return '\n';
    case GDK_KEY_Tab:
    case GDK_KEY_KP_Tab:
      return '\t';
    default:
      break;
    }
  if ((character == 0 || character > 0x7e) && keycode >= KEYCODE_1 && keycode <= KEYCODE_0)
    return keycode == KEYCODE_0 ? '0' : '1' + (keycode - KEYCODE_1);
  return character >= 0x20 && character <= 0x7e ? character : 0;
}

static GtkWidget *
get_focus (TiemScanKeys *self)
{
  GtkRoot *root = gtk_widget_get_root (self->page);

  return root != NULL ? gtk_root_get_focus (root) : NULL;
}

static gboolean
is_in_field (TiemScanKeys *self)
{
  GtkWidget *focus = get_focus (self);

  return focus != NULL
         && (focus == GTK_WIDGET (self->field)
             || gtk_widget_is_ancestor (focus, GTK_WIDGET (self->field)));
}

/* Another field: what is typed there is its own, unless it is a scan. */
static gboolean
is_elsewhere (TiemScanKeys *self)
{
  GtkWidget *focus = get_focus (self);

  return focus != NULL && (GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus))
         && !is_in_field (self);
}

/* --- keys held back --- */

static void
let_pass (TiemScanKeys *self,
          GdkEvent *event)
{
  GdkEvent **place = &self->passed[self->n_passed++ % N_PASSED];

  g_clear_pointer (place, gdk_event_unref);
  *place = gdk_event_ref (event);
}

/* Sent again by ourselves, or by an input method that had to think about it. GTK may have made
 * another event of it, for a window that has a grab. */
static gboolean
has_passed (TiemScanKeys *self,
            GdkEvent *event)
{
  for (guint i = 0; i < N_PASSED; i++)
    if (self->passed[i] == event
        || (self->passed[i] != NULL
            && gdk_event_get_time (self->passed[i]) == gdk_event_get_time (event)
            && gdk_key_event_get_keycode (self->passed[i]) == gdk_key_event_get_keycode (event)))
      return TRUE;
  return FALSE;
}

/* They were a person's. */
static void
release_keys (TiemScanKeys *self)
{
  g_clear_handle_id (&self->held_id, g_source_remove);
  if (self->held->len > 0 && !is_in_field (self))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->field));
      gtk_editable_set_position (self->field, -1);
    }
  for (guint i = 0; i < self->held->len; i++)
    {
      let_pass (self, g_ptr_array_index (self->held, i));
      tiem_compat_put_event (g_ptr_array_index (self->held, i));
    }
  g_ptr_array_set_size (self->held, 0);
}

static void
forget_keys (TiemScanKeys *self)
{
  g_clear_handle_id (&self->held_id, g_source_remove);
  g_ptr_array_set_size (self->held, 0);
}

static gboolean
held_cb (gpointer user_data)
{
  TiemScanKeys *self = user_data;

  self->held_id = 0;
  release_keys (self);
  return G_SOURCE_REMOVE;
}

/* @sure: that it is a scanner's: then only the end of the code says what becomes of it. */
static void
hold_key (TiemScanKeys *self,
          GdkEvent *event,
          gboolean sure)
{
  g_ptr_array_add (self->held, gdk_event_ref (event));
  g_clear_handle_id (&self->held_id, g_source_remove);
  if (!sure)
    self->held_id = g_timeout_add_full (G_PRIORITY_LOW, TIEM_SCAN_GAP_MS + 10, held_cb, self, NULL);
}

/* --- codes --- */

/* What the input method holds of the field goes first: it would come into it afterwards. */
static void
empty_field (TiemScanKeys *self)
{
  if (GTK_IS_ENTRY (self->field))
    gtk_entry_reset_im_context (GTK_ENTRY (self->field));
  gtk_editable_set_text (self->field, "");
}

static void
tell_scans (TiemScanKeys *self)
{
  char *code;

  while ((code = tiem_scanner_pop (self->scanner)) != NULL)
    {
      forget_keys (self);
      empty_field (self);
      g_signal_emit (self, signals[SCANNED], 0, code);
      g_free (code);
    }
}

static gboolean
idle_cb (gpointer user_data)
{
  TiemScanKeys *self = user_data;
  guint32 passed = (guint32)((g_get_monotonic_time () - self->last_tick) / 1000);

  self->idle_id = 0;
  tiem_scanner_idle (self->scanner, self->last_at + passed);
  tell_scans (self);
  if (*tiem_scanner_peek (self->scanner) == '\0')
    release_keys (self);
  return G_SOURCE_REMOVE;
}

/* Behind everything else: keys that wait already are no silence. */
static void
wait_for_silence (TiemScanKeys *self)
{
  g_clear_handle_id (&self->idle_id, g_source_remove);
  self->idle_id = g_timeout_add_full (
      G_PRIORITY_LOW, tiem_scanner_get_patience (self->scanner) + 10, idle_cb, self, NULL);
}

static void
type_into_field (TiemScanKeys *self,
                 gunichar character)
{
  char text[7] = { 0 };
  int position;

  if (!is_in_field (self))
    {
      gtk_widget_grab_focus (GTK_WIDGET (self->field));
      gtk_editable_set_position (self->field, -1);
    }
  gtk_editable_delete_selection (self->field);
  position = gtk_editable_get_position (self->field);
  gtk_editable_insert_text (self->field, text, g_unichar_to_utf8 (character, text), &position);
  gtk_editable_set_position (self->field, position);
}

static gboolean
submit_field (TiemScanKeys *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->field)));

  if (!is_in_field (self) || *text == '\0')
    return is_in_field (self);
  gtk_editable_set_text (self->field, "");
  g_signal_emit (self, signals[SCANNED], 0, text);
  return TRUE;
}

/* A character for the field itself: @event goes on when it is known to be a person's. */
static void
take_word (TiemScanKeys *self,
           GdkEvent *event,
           TiemScanVerdict verdict,
           gboolean repeat)
{
  hold_key (self, event, verdict == TIEM_SCAN_TAKEN);
  if (repeat)
    release_keys (self);
}

/* Enter or Tab that ends no code: it comes after what is held back. */
static gboolean
follow_word (TiemScanKeys *self,
             GdkEvent *event)
{
  if (self->held->len == 0)
    return FALSE;
  hold_key (self, event, FALSE);
  release_keys (self);
  return TRUE;
}

static gboolean
end_character (TiemScanKeys *self,
               GdkEvent *event,
               gunichar character,
               TiemScanVerdict verdict)
{
  if (verdict == TIEM_SCAN_TAKEN)
    return TRUE;
  if (self->use == TIEM_SCAN_KEYS_WORDS)
    return follow_word (self, event);
  return character == '\n' && submit_field (self);
}

static gboolean
take_character (TiemScanKeys *self,
                GdkEvent *event,
                gunichar character,
                gboolean repeat)
{
  guint32 at = gdk_event_get_time (event);
  gboolean goes_on
      = *tiem_scanner_peek (self->scanner) != '\0' && at - self->last_at <= TIEM_SCAN_GAP_MS;
  TiemScanVerdict verdict;

  /* It presses the button that has the focus. */
  if (character == ' ' && !goes_on && !is_in_field (self))
    return FALSE;
  verdict = tiem_scanner_feed (self->scanner, character, at, repeat);
  self->last_at = at;
  self->last_tick = g_get_monotonic_time ();
  tell_scans (self);
  if (character == '\n' || character == '\t')
    return end_character (self, event, character, verdict);
  wait_for_silence (self);
  if (is_elsewhere (self))
    return verdict == TIEM_SCAN_TAKEN;
  if (self->use == TIEM_SCAN_KEYS_WORDS)
    take_word (self, event, verdict, repeat);
  else
    type_into_field (self, character);
  return TRUE;
}

static gboolean
key_pressed_cb (GtkEventControllerKey *keys,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                TiemScanKeys *self)
{
  const GdkModifierType others
      = GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_HYPER_MASK | GDK_META_MASK;
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (keys));
  gunichar character = get_character (keyval, keycode);
  gboolean repeat = keycode != 0 && self->down == keycode;

  if (has_passed (self, event) || gdk_key_event_is_modifier (event))
    return GDK_EVENT_PROPAGATE;
  if ((state & others) != 0 || character == 0)
    return follow_word (self, event);
  self->down = keycode;
  return take_character (self, event, character, repeat);
}

static void
key_released_cb (GtkEventControllerKey *keys,
                 guint keyval,
                 guint keycode,
                 GdkModifierType state,
                 TiemScanKeys *self)
{
  if (self->down == keycode)
    self->down = 0;
}

static void
let_go (TiemScanKeys *self)
{
  g_clear_handle_id (&self->idle_id, g_source_remove);
  tiem_scanner_forget (self->scanner);
  forget_keys (self);
  if (self->keys != NULL)
    gtk_widget_remove_controller (gtk_event_controller_get_widget (self->keys), self->keys);
  self->keys = NULL;
}

static void
page_mapped_cb (TiemScanKeys *self)
{
  let_go (self);
  self->keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (self->keys, GTK_PHASE_CAPTURE);
  g_signal_connect (self->keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  g_signal_connect (self->keys, "key-released", G_CALLBACK (key_released_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (gtk_widget_get_root (self->page)), self->keys);
}

static void
tiem_scan_keys_finalize (GObject *object)
{
  TiemScanKeys *self = TIEM_SCAN_KEYS (object);

  let_go (self);
  tiem_scanner_free (self->scanner);
  g_ptr_array_unref (self->held);
  for (guint i = 0; i < N_PASSED; i++)
    g_clear_pointer (&self->passed[i], gdk_event_unref);
  G_OBJECT_CLASS (tiem_scan_keys_parent_class)->finalize (object);
}

static void
tiem_scan_keys_class_init (TiemScanKeysClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tiem_scan_keys_finalize;
  signals[SCANNED] = g_signal_new ("scanned",
                                   G_TYPE_FROM_CLASS (klass),
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   1,
                                   G_TYPE_STRING);
}

static void
tiem_scan_keys_init (TiemScanKeys *self)
{
  self->scanner = tiem_scanner_new ();
  self->held = g_ptr_array_new_with_free_func ((GDestroyNotify)gdk_event_unref);
}

TiemScanKeys *
tiem_scan_keys_new (GtkWidget *page,
                    GtkEditable *field,
                    TiemScanKeysUse use)
{
  TiemScanKeys *self = g_object_new (TIEM_TYPE_SCAN_KEYS, NULL);

  self->page = page;
  self->field = field;
  self->use = use;
  g_signal_connect_object (page, "map", G_CALLBACK (page_mapped_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "unmap", G_CALLBACK (let_go), self, G_CONNECT_SWAPPED);
  return self;
}
