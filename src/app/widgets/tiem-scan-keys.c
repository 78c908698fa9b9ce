#include "config.h"

#include "app/widgets/tiem-scan-keys.h"

#include "model/tiem-scan.h"

struct _TiemScanKeys
{
  GObject parent_instance;

  GtkWidget *page;    /* not owned: it owns this */
  GtkEditable *field; /* not owned: the page's */
  TiemScanner *scanner;
  GtkEventController *keys; /* (nullable): the window's, while the page is mapped */
  guint idle_id;
  guint32 last_at;  /* by the clock of the events, ms */
  gint64 last_tick; /* the same moment by our own, µs */
  guint held;       /* the key that is down; 0 = none */
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

static void
tell_scans (TiemScanKeys *self)
{
  char *code;

  while ((code = tiem_scanner_pop (self->scanner)) != NULL)
    {
      gtk_editable_set_text (self->field, "");
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

static gboolean
take_character (TiemScanKeys *self,
                gunichar character,
                guint32 at,
                gboolean repeat)
{
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
  if (character == '\n')
    return verdict == TIEM_SCAN_TAKEN || submit_field (self);
  if (character == '\t')
    return verdict == TIEM_SCAN_TAKEN;
  wait_for_silence (self);
  if (is_elsewhere (self))
    return verdict == TIEM_SCAN_TAKEN;
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
  guint32 at = gtk_event_controller_get_current_event_time (GTK_EVENT_CONTROLLER (keys));
  gunichar character = get_character (keyval, keycode);
  gboolean repeat = keycode != 0 && self->held == keycode;

  if ((state & others) != 0 || character == 0)
    return GDK_EVENT_PROPAGATE;
  self->held = keycode;
  return take_character (self, character, at, repeat);
}

static void
key_released_cb (GtkEventControllerKey *keys,
                 guint keyval,
                 guint keycode,
                 GdkModifierType state,
                 TiemScanKeys *self)
{
  if (self->held == keycode)
    self->held = 0;
}

static void
let_go (TiemScanKeys *self)
{
  g_clear_handle_id (&self->idle_id, g_source_remove);
  tiem_scanner_forget (self->scanner);
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
}

TiemScanKeys *
tiem_scan_keys_new (GtkWidget *page,
                    GtkEditable *field)
{
  TiemScanKeys *self = g_object_new (TIEM_TYPE_SCAN_KEYS, NULL);

  self->page = page;
  self->field = field;
  g_signal_connect_object (page, "map", G_CALLBACK (page_mapped_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (page, "unmap", G_CALLBACK (let_go), self, G_CONNECT_SWAPPED);
  return self;
}
