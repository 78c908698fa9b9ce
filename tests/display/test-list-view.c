#include "config.h"

#include "app/widgets/tiem-list-view.h"

#include <adwaita.h>

/* What GTK's views of lists do not do by themselves (tiem-list-view.h). */

#define ROWS 3000
/* After so many frames nothing moves any more. */
#define FRAMES 12

typedef struct
{
  GtkWidget *window;
  GtkWidget *view;
  GtkAdjustment *down;
  GListStore *store;
  guint frames;
} Fixture;

static gboolean
frame_cb (GtkWidget *widget,
          GdkFrameClock *clock,
          gpointer user_data)
{
  Fixture *fixture = user_data;

  fixture->frames++;
  return G_SOURCE_CONTINUE;
}

static void
wait_frames (Fixture *fixture)
{
  fixture->frames = 0;
  while (fixture->frames < FRAMES)
    g_main_context_iteration (NULL, TRUE);
}

static void
setup_cb (GtkSignalListItemFactory *factory,
          GtkListItem *item)
{
  gtk_list_item_set_child (item, gtk_label_new (NULL));
}

static void
bind_cb (GtkSignalListItemFactory *factory,
         GtkListItem *item)
{
  GtkStringObject *string = gtk_list_item_get_item (item);

  gtk_label_set_label (GTK_LABEL (gtk_list_item_get_child (item)),
                       gtk_string_object_get_string (string));
}

static GPtrArray *
make_rows (guint n)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autofree char *text = g_strdup_printf ("Đơn %u", i);

      g_ptr_array_add (rows, gtk_string_object_new (text));
    }
  return rows;
}

/* All rows but the first hundred go, and some more come. */
static void
change_rows (Fixture *fixture)
{
  g_autoptr (GPtrArray) rows = make_rows (ROWS);

  g_list_store_splice (fixture->store,
                       100,
                       g_list_model_get_n_items (G_LIST_MODEL (fixture->store)) - 100,
                       rows->pdata,
                       rows->len);
}

/* @is_table: a GtkColumnView */
static void
set_up (Fixture *fixture,
        gconstpointer is_table)
{
  g_autoptr (GPtrArray) rows = make_rows (ROWS);
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkSelectionModel *model;
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  fixture->store = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  g_list_store_splice (fixture->store, 0, 0, rows->pdata, rows->len);
  model = GTK_SELECTION_MODEL (gtk_no_selection_new (g_object_ref (G_LIST_MODEL (fixture->store))));
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), NULL);
  if (is_table == NULL)
    fixture->view = gtk_list_view_new (model, factory);
  else
    {
      g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new ("Đơn", factory);

      fixture->view = gtk_column_view_new (model);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (fixture->view), column);
    }
  tiem_list_view_mend_blank (fixture->view);
  fixture->window = gtk_window_new ();
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 400, 600);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), fixture->view);
  gtk_window_set_child (GTK_WINDOW (fixture->window), scrolled);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_widget_add_tick_callback (fixture->window, frame_cb, fixture, NULL);
  fixture->down = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (fixture->view));
  wait_frames (fixture);
}

static void
tear_down (Fixture *fixture,
           gconstpointer is_table)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  g_object_unref (fixture->store);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static guint
count_visible (Fixture *fixture)
{
  guint n = 0;

  for (GtkWidget *row = gtk_widget_get_first_child (tiem_list_view_find (fixture->view));
       row != NULL;
       row = gtk_widget_get_next_sibling (row))
    n += gtk_widget_get_child_visible (row);
  return n;
}

/* Orders come while the owner drags the scroll bar. */
static void
test_blank (Fixture *fixture,
            gconstpointer is_table)
{
  double upper = gtk_adjustment_get_upper (fixture->down);
  guint screen = count_visible (fixture);

  g_assert_cmpuint (screen, >, 10);
  for (guint i = 1; i < 10; i++)
    {
      double value = upper * ((i * 7) % 10) / 10;

      change_rows (fixture);
      gtk_adjustment_set_value (fixture->down, value);
      wait_frames (fixture);
      g_assert_cmpuint (count_visible (fixture), >, screen / 2);
    }
}

/* The same once more, and what is scrolled after it goes where it is sent. */
static void
test_place (Fixture *fixture,
            gconstpointer is_table)
{
  double upper = gtk_adjustment_get_upper (fixture->down);

  change_rows (fixture);
  gtk_adjustment_set_value (fixture->down, upper * 0.9);
  wait_frames (fixture);
  gtk_adjustment_set_value (fixture->down, upper * 0.3);
  wait_frames (fixture);
  g_assert_cmpfloat_with_epsilon (gtk_adjustment_get_value (fixture->down), upper * 0.3, 1);
  gtk_adjustment_set_value (fixture->down, 0);
  wait_frames (fixture);
  g_assert_cmpfloat (gtk_adjustment_get_value (fixture->down), ==, 0);
}

/* A list without rows is no blank one. */
static void
test_empty (Fixture *fixture,
            gconstpointer is_table)
{
  gtk_adjustment_set_value (fixture->down, 1000);
  g_list_store_remove_all (fixture->store);
  wait_frames (fixture);
  g_assert_cmpuint (count_visible (fixture), ==, 0);
}

int
main (int argc,
      char **argv)
{
  gtk_test_init (&argc, &argv);
  adw_init ();

  for (gsize i = 0; i < 2; i++)
    {
      g_autofree char *prefix = g_strdup_printf ("/list-view/%s", i == 0 ? "list" : "table");
      g_autofree char *blank = g_strconcat (prefix, "/blank", NULL);
      g_autofree char *place = g_strconcat (prefix, "/place", NULL);
      g_autofree char *empty = g_strconcat (prefix, "/empty", NULL);
      gconstpointer is_table = GSIZE_TO_POINTER (i);

      g_test_add (blank, Fixture, is_table, set_up, test_blank, tear_down);
      g_test_add (place, Fixture, is_table, set_up, test_place, tear_down);
      g_test_add (empty, Fixture, is_table, set_up, test_empty, tear_down);
    }
  return g_test_run ();
}
