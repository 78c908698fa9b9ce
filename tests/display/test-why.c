#include "ui-fixture.h"

#include "app/products/tiem-why-page.h"
#include "app/widgets/tiem-list-pane.h"

/* "Why 3?": each number of a product opens what is behind it, and on from there. */

static GtkWidget *
find_page (UiFixture *fixture)
{
  return ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_WHY_PAGE, NULL);
}

static GtkWidget *
find_row (UiFixture *fixture,
          const char *text)
{
  GtkWidget *page = find_page (fixture);

  return page != NULL ? ui_find (page, GTK_TYPE_LIST_BOX_ROW, text) : NULL;
}

static void
open_detail (UiFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_find_sku (fixture->shop.store, "AT-SG-D-L", &error);

  g_assert_no_error (error);
  gtk_widget_activate_action (
      GTK_WIDGET (fixture->window), "win.open", "(ssx)", "products", "all", id);
  ui_wait_for (ui_label (fixture, "Why are 3 left?") != NULL);
}

/* Presses the figure with these words below its number, and keeps the focus there. */
static void
press_figure (UiFixture *fixture,
              const char *words)
{
  GtkWidget *button = NULL;

  ui_wait_for ((button = ui_find (GTK_WIDGET (fixture->window), GTK_TYPE_BUTTON, words)) != NULL);
  gtk_widget_grab_focus (button);
  gtk_widget_activate (button);
  ui_wait_for (find_page (fixture) != NULL);
}

static char *
dup_title (UiFixture *fixture)
{
  g_autofree char *title = NULL;

  if (find_page (fixture) != NULL)
    g_object_get (find_page (fixture), "title", &title, NULL);
  return g_steal_pointer (&title);
}

static gboolean
has_title (UiFixture *fixture,
           const char *title)
{
  g_autofree char *shown = dup_title (fixture);

  return g_strcmp0 (shown, title) == 0;
}

static void
go_back (UiFixture *fixture)
{
  tiem_page_go_back (TIEM_PAGE (gtk_widget_get_ancestor (find_page (fixture), TIEM_TYPE_PAGE)));
}

static GtkWidget *
get_focus (UiFixture *fixture)
{
  return gtk_window_get_focus (GTK_WINDOW (fixture->window));
}

/* From the number to the sum, the sum's parts, the card, and all the way back. */
static void
test_walk (UiFixture *fixture,
           gconstpointer data)
{
  open_detail (fixture);
  press_figure (fixture, "Available");
  ui_wait_for (has_title (fixture, "Available 3: why?"));
  ui_wait_for (find_row (fixture, "−2") != NULL);
  ui_wait_for (find_row (fixture, "Together") != NULL);
  /* The keys are at the first part. */
  ui_wait_for (get_focus (fixture) == find_row (fixture, "On hand"));

  gtk_widget_activate (find_row (fixture, "On hand"));
  ui_wait_for (has_title (fixture, "On hand 5: why?"));
  ui_wait_for (find_row (fixture, "Taken over from the channel") != NULL);
  gtk_widget_activate (find_row (fixture, "Taken over from the channel"));
  ui_wait_for (has_title (fixture, "Stock card"));
  ui_wait_for (ui_label (fixture, "1 movement") != NULL);
  ui_wait_for (ui_label (fixture, "+5 in − 0 out = 5") != NULL);

  go_back (fixture);
  ui_wait_for (has_title (fixture, "On hand 5: why?"));
  go_back (fixture);
  ui_wait_for (has_title (fixture, "Available 3: why?"));
  ui_wait_for (get_focus (fixture) == find_row (fixture, "On hand"));
  go_back (fixture);
  ui_wait_for (find_page (fixture) == NULL);
  /* Back at the number it began with. */
  ui_wait_for (get_focus (fixture) != NULL && ui_shows (get_focus (fixture), "Available"));
}

/* It follows what happens meanwhile, and the row with the focus keeps it. */
static void
test_alive (UiFixture *fixture,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  gint64 id;

  open_detail (fixture);
  press_figure (fixture, "Available");
  ui_wait_for (has_title (fixture, "Available 3: why?"));
  ui_wait_for (get_focus (fixture) == find_row (fixture, "On hand"));
  id = tiem_store_find_sku (fixture->shop.store, "AT-SG-D-L", &error);
  tiem_store_adjust_stock (fixture->shop.store, id, 4, "adjust", NULL, &error);
  g_assert_no_error (error);
  ui_wait_for (has_title (fixture, "Available 7: why?"));
  ui_wait_for (get_focus (fixture) == find_row (fixture, "On hand"));
}

/* An order comes while somebody reads: the keys stay at the number they were at. */
static void
test_focus_stays (UiFixture *fixture,
                  gconstpointer data)
{
  GtkWidget *button = NULL;
  g_autoptr (GError) error = NULL;
  gint64 id;

  open_detail (fixture);
  ui_wait_for ((button = ui_find (GTK_WIDGET (fixture->window), GTK_TYPE_BUTTON, "Reserved"))
               != NULL);
  gtk_widget_grab_focus (button);
  id = tiem_store_find_sku (fixture->shop.store, "AT-SG-D-L", &error);
  tiem_store_adjust_stock (fixture->shop.store, id, 4, "adjust", NULL, &error);
  g_assert_no_error (error);
  ui_wait_for (ui_label (fixture, "Why are 7 left?") != NULL);
  ui_wait_for (get_focus (fixture) != NULL && get_focus (fixture) != button
               && ui_shows (get_focus (fixture), "Reserved"));
}

/* The pane says what the ticked ones are together, until one of them is looked at. */
static void
test_ticked (UiFixture *fixture,
             gconstpointer data)
{
  TiemListPane *list;

  open_detail (fixture);
  list = TIEM_LIST_PANE (ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_LIST_PANE, NULL));
  tiem_list_pane_tick_all (list);
  ui_wait_for (ui_label (fixture, "4 variants ticked") != NULL);
  ui_wait_for (ui_label (fixture, "3 products") != NULL);
  ui_wait_for (ui_label (fixture, "Variants without cost, not in the value") != NULL);
  g_assert_null (ui_label (fixture, "Why are 3 left?"));
  tiem_list_pane_clear_ticks (list);
  ui_wait_for (ui_label (fixture, "Why are 3 left?") != NULL);
}

static void
test_figures (UiFixture *fixture,
              gconstpointer data)
{
  static const struct
  {
    const char *figure;
    const char *title;
    const char *row;
  } cases[] = {
    { "reserved", "Reserved 2: why?", "10481" },
    { "sold", "Sold in 30 days 2: why?", "10481" },
    { "incoming", "On the way 0: why?", "Together" },
    { "value", "Stock value 0\u00a0₫: why?", "Together" },
    { "channels", "How the channels get their numbers", "To be shown there" },
  };

  open_detail (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GtkWidget *list = ui_find (GTK_WIDGET (fixture->window), TIEM_TYPE_LIST_PANE, NULL);

      g_assert_true (gtk_widget_activate_action (list, "products.why", "s", cases[i].figure));
      ui_wait_for (has_title (fixture, cases[i].title));
      ui_wait_for (find_row (fixture, cases[i].row) != NULL);
      go_back (fixture);
      ui_wait_for (find_page (fixture) == NULL);
    }
}

/* 360 px: nothing is wider than the window. */
static void
test_narrow (UiFixture *fixture,
             gconstpointer data)
{
  open_detail (fixture);
  press_figure (fixture, "Available");
  ui_wait_for (find_row (fixture, "On hand") != NULL);
  gtk_widget_activate_action (find_page (fixture), "why.card", "(xs)", (gint64)0, "");
  ui_wait_for (has_title (fixture, "Stock card"));
  ui_wait_for (ui_label (fixture, "1 movement") != NULL);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->window)), <=, 400);
}

int
main (int argc,
      char **argv)
{
  ui_init (&argc, &argv);
  UI_ADD ("/why/walk", NULL, test_walk);
  UI_ADD ("/why/alive", NULL, test_alive);
  UI_ADD ("/why/focus-stays", NULL, test_focus_stays);
  UI_ADD ("/why/ticked", NULL, test_ticked);
  UI_ADD ("/why/figures", NULL, test_figures);
  UI_ADD ("/why/narrow", "narrow", test_narrow);
  return g_test_run ();
}
