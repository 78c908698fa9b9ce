#include "ui-fixture.h"

#include "app/widgets/tiem-ward-picker.h"

#include <string.h>

/* The field for a ward, and the pages that show and ask for addresses. */

typedef struct
{
  GtkWidget *window;
  GtkWidget *picker;
  GtkWidget *other;
} PickerFixture;

static void
picker_setup (PickerFixture *fixture,
              int width)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_init ();
  fixture->window = gtk_window_new ();
  fixture->picker = tiem_ward_picker_new ();
  fixture->other = adw_entry_row_new ();
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), fixture->picker);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), fixture->other);
  gtk_window_set_child (GTK_WINDOW (fixture->window), group);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), width, 500);
  gtk_window_present (GTK_WINDOW (fixture->window));
  ui_wait_for (gtk_widget_get_mapped (fixture->picker));
  gtk_widget_grab_focus (fixture->picker);
}

static void
picker_teardown (PickerFixture *fixture)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  ui_settle (20);
}

/* As the key would come to the entry. Returns: whether it was taken */
static gboolean
press (PickerFixture *fixture,
       guint keyval)
{
  GtkEditable *text = gtk_editable_get_delegate (GTK_EDITABLE (fixture->picker));
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (text));
  gboolean taken = FALSE;

  for (guint i = 0; !taken && i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_EVENT_CONTROLLER_KEY (controller)
          && gtk_event_controller_get_propagation_phase (controller) == GTK_PHASE_CAPTURE)
        g_signal_emit_by_name (controller, "key-pressed", keyval, 0u, 0, &taken);
    }
  return taken;
}

static const char *
get_ward_name (PickerFixture *fixture)
{
  const TiemWard *ward = tiem_ward_picker_get_ward (TIEM_WARD_PICKER (fixture->picker));

  return ward != NULL ? ward->name : NULL;
}

static void
count_cb (guint *count)
{
  ++*count;
}

static void
test_picker_keys (void)
{
  PickerFixture fixture;
  GtkEditable *editable;
  guint notified = 0;

  picker_setup (&fixture, 600);
  editable = GTK_EDITABLE (fixture.picker);
  g_signal_connect_swapped (fixture.picker, "notify::ward-code", G_CALLBACK (count_cb), &notified);
  gtk_editable_set_text (editable, "trung hoa cau giay");
  g_assert_null (get_ward_name (&fixture));
  g_assert_true (press (&fixture, GDK_KEY_Return));
  g_assert_cmpstr (get_ward_name (&fixture), ==, "Phường Yên Hoà");
  g_assert_cmpstr (gtk_editable_get_text (editable), ==, "Phường Yên Hoà, Thành phố Hà Nội");
  g_assert_cmpuint (notified, ==, 1);
  /* closed: the key is the form's again */
  g_assert_false (press (&fixture, GDK_KEY_Return));

  /* changing the text lets go of the ward */
  gtk_editable_set_text (editable, "trung hoa cau giay");
  g_assert_null (get_ward_name (&fixture));
  g_assert_cmpuint (notified, ==, 2);
  g_assert_true (press (&fixture, GDK_KEY_Down));
  g_assert_true (press (&fixture, GDK_KEY_Return));
  g_assert_cmpstr (get_ward_name (&fixture), !=, "Phường Yên Hoà");
  g_assert_nonnull (get_ward_name (&fixture));

  gtk_editable_set_text (editable, "hoan kiem");
  g_assert_true (press (&fixture, GDK_KEY_Escape));
  g_assert_false (press (&fixture, GDK_KEY_Escape));
  g_assert_null (get_ward_name (&fixture));
  picker_teardown (&fixture);
}

/* What was typed whole is taken when the field is left, what is in doubt is not. */
static void
test_picker_leave (void)
{
  PickerFixture fixture;
  GtkEditable *editable;

  picker_setup (&fixture, 360);
  editable = GTK_EDITABLE (fixture.picker);
  gtk_editable_set_text (editable, "P. Hoàn Kiếm, HN");
  gtk_widget_grab_focus (fixture.other);
  ui_settle (20);
  g_assert_cmpstr (get_ward_name (&fixture), ==, "Phường Hoàn Kiếm");

  gtk_widget_grab_focus (fixture.picker);
  gtk_editable_set_text (editable, "Dịch Vọng, Cầu Giấy");
  gtk_widget_grab_focus (fixture.other);
  ui_settle (20);
  g_assert_null (get_ward_name (&fixture));
  g_assert_cmpstr (gtk_editable_get_text (editable), ==, "Dịch Vọng, Cầu Giấy");

  tiem_ward_picker_set_ward (TIEM_WARD_PICKER (fixture.picker), tiem_units_get_ward ("00070"));
  g_assert_cmpstr (gtk_editable_get_text (editable), ==, "Phường Hoàn Kiếm, Thành phố Hà Nội");
  g_object_set (fixture.picker, "ward-code", NULL, NULL);
  g_assert_cmpstr (gtk_editable_get_text (editable), ==, "");
  g_assert_cmpint (gtk_widget_get_width (fixture.window), ==, 360);
  picker_teardown (&fixture);
}

/* A buyer's address that a page fills in opens no list: nobody is typing there. */
static void
test_picker_filled_in (void)
{
  PickerFixture fixture;

  picker_setup (&fixture, 360);
  gtk_widget_grab_focus (fixture.other);
  gtk_editable_set_text (GTK_EDITABLE (fixture.picker), "hoan kiem");
  g_assert_false (press (&fixture, GDK_KEY_Escape));
  picker_teardown (&fixture);
}

int
main (int argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);

  g_test_add_func ("/address/picker-keys", test_picker_keys);
  g_test_add_func ("/address/picker-leave", test_picker_leave);
  g_test_add_func ("/address/picker-filled-in", test_picker_filled_in);

  return g_test_run ();
}
