#include "config.h"

#include "../headless/store-fixture.h"

#include "app/widgets/tiem-row-selection.h"
#include "store/tiem-row-list-private.h"

/*
 * What a view is told of the rows of a list that gets longer and shorter: the first screen at once,
 * the rest a few at a time, and at every moment what is true. The view of this test holds
 * the first rows, as GTK's does, and knows of them by ::items-changed alone.
 */

/* GTK 4.8 keeps widgets for as many. */
#define HELD 204
/* As many may go or come at once; more cost a view more than half a frame. */
#define MOST_DROPPED 8
#define FIRST_ROWS 10
#define SCREEN 32

/* --- a list of so many numbers --- */

static gint shift; /* atomic: how many more there are by now, in front */

/* "COUNT START STEP" */
static GArray *
select_ids (TiemStore *store,
            gconstpointer query,
            gint64 limit,
            GError **error)
{
  g_auto (GStrv) words = g_strsplit (query, " ", 3);
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gint64 more = g_atomic_int_get (&shift);
  gint64 n = g_ascii_strtoll (words[0], NULL, 10);

  for (gint64 i = -more; i < n && (limit == 0 || ids->len < limit); i++)
    {
      gint64 id = g_ascii_strtoll (words[1], NULL, 10) + i * g_ascii_strtoll (words[2], NULL, 10);

      g_array_append_val (ids, id);
    }
  return ids;
}

static GPtrArray *
read_rows (TiemStore *store,
           GArray *ids,
           GError **error)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < ids->len; i++)
    g_ptr_array_add (records, g_memdup2 (&g_array_index (ids, gint64, i), sizeof (gint64)));
  return records;
}

static const TiemRowKind kind = {
  TIEM_CHANGED_ORDERS, select_ids, read_rows, g_free, (GBoxedCopyFunc)g_strdup, g_free,
};

/* --- a view --- */

typedef struct
{
  TiemRow *row; /* (owned) */
  gboolean selected;
} Held;

typedef struct
{
  StoreFixture store;
  TiemRowList *list;
  TiemRowSelection *selection;
  GPtrArray *held; /* (element-type Held): of the first rows */
  guint n;
  guint most_dropped;
  guint most_made;
  guint drawn; /* how many there were in the first frame; 0 = none yet */
} Fixture;

/* @data: (nullable): a place that nothing was put into */
static void
held_free (gpointer data)
{
  Held *held = data;

  if (held == NULL)
    return;
  g_object_unref (held->row);
  g_free (held);
}

static void
hold (Fixture *fixture)
{
  GtkSelectionModel *model = GTK_SELECTION_MODEL (fixture->selection);

  for (guint i = 0; i < MIN (fixture->n, HELD); i++)
    {
      Held *held;

      if (i < fixture->held->len && fixture->held->pdata[i] != NULL)
        continue;
      held = g_new0 (Held, 1);
      held->row = g_list_model_get_item (G_LIST_MODEL (fixture->selection), i);
      held->selected = gtk_selection_model_is_selected (model, i);
      g_assert_nonnull (held->row);
      if (i < fixture->held->len)
        fixture->held->pdata[i] = held;
      else
        g_ptr_array_add (fixture->held, held);
    }
  while (fixture->held->len > HELD)
    g_ptr_array_remove_index (fixture->held, fixture->held->len - 1);
}

static void
told_cb (GListModel *model,
         guint position,
         guint removed,
         guint added,
         Fixture *fixture)
{
  guint dropped = 0;

  g_assert_cmpuint (position + removed, <=, fixture->n);
  fixture->n = fixture->n - removed + added;
  g_assert_cmpuint (fixture->n, ==, g_list_model_get_n_items (model));
  for (; removed > 0 && position < fixture->held->len; removed--, dropped++)
    g_ptr_array_remove_index (fixture->held, position);
  for (guint i = 0; i < MIN (added, HELD) && position <= fixture->held->len; i++)
    g_ptr_array_insert (fixture->held, (int)position, NULL);
  fixture->most_made = MAX (fixture->most_made, MIN (added, MAX (HELD, position) - position));
  hold (fixture);
  fixture->most_dropped = MAX (fixture->most_dropped, dropped);
}

static void
selected_cb (GtkSelectionModel *model,
             guint position,
             guint n,
             Fixture *fixture)
{
  g_assert_cmpuint (position + n, <=, fixture->n);
  for (guint i = position; i < position + n && i < fixture->held->len; i++)
    ((Held *)fixture->held->pdata[i])->selected = gtk_selection_model_is_selected (model, i);
}

static guint
count_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->list));
}

/* A row that went is blank, and can't be chosen. */
static void
check_blank (Fixture *fixture,
             guint position)
{
  Held *held = fixture->held->pdata[position];
  gint64 current = tiem_row_selection_get_current_id (fixture->selection);

  g_assert_cmpint (tiem_row_get_id (held->row), ==, 0);
  g_assert_null (tiem_row_get_value (held->row));
  g_assert_false (
      gtk_selection_model_select_item (GTK_SELECTION_MODEL (fixture->selection), position, TRUE));
  g_assert_cmpint (tiem_row_selection_get_current_id (fixture->selection), ==, current);
}

/* Between two turns of the main loop. */
static void
check (Fixture *fixture)
{
  GListModel *model = G_LIST_MODEL (fixture->selection);
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  guint total = count_rows (fixture);
  guint position;

  g_assert_cmpuint (fixture->n, ==, g_list_model_get_n_items (model));
  g_assert_cmpuint (fixture->held->len, ==, MIN (fixture->n, HELD));
  g_assert_cmpuint (fixture->n, >=, MIN (total, FIRST_ROWS));
  for (guint i = 0; i < fixture->held->len; i++)
    {
      g_autoptr (TiemRow) row = g_list_model_get_item (model, i);
      Held *held = fixture->held->pdata[i];

      g_assert_true (held->row == row);
      /* A view finds its widgets by their row: none may be there twice. */
      g_assert_true (g_hash_table_add (seen, row));
      g_assert_true (held->selected
                     == gtk_selection_model_is_selected (GTK_SELECTION_MODEL (model), i));
      if (i < MIN (total, FIRST_ROWS))
        g_assert_cmpint (tiem_row_get_id (row), ==, tiem_row_list_get_id (fixture->list, i));
      else if (tiem_row_get_id (row) == 0)
        check_blank (fixture, i);
      else
        g_assert_cmpint (tiem_row_get_id (row), ==, tiem_row_list_get_id (fixture->list, i));
    }

  if (!tiem_row_list_find (
          fixture->list, tiem_row_selection_get_current_id (fixture->selection), &position))
    position = GTK_INVALID_LIST_POSITION;
  g_assert_cmpuint (tiem_row_selection_get_position (fixture->selection), ==, position);
}

static void
turn (Fixture *fixture)
{
  if (g_main_context_iteration (NULL, FALSE))
    check (fixture);
}

static void
settle (Fixture *fixture)
{
  while (tiem_row_list_is_busy (fixture->list) || g_main_context_pending (NULL))
    {
      g_main_context_iteration (NULL, TRUE);
      check (fixture);
    }
  g_assert_cmpuint (fixture->n, ==, count_rows (fixture));
}

static void
query (Fixture *fixture,
       guint n,
       int start,
       int step)
{
  g_autofree char *words = g_strdup_printf ("%u %d %d", n, start, step);

  tiem_row_list_set_query (fixture->list, &kind, words);
}

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  store_fixture_set_up (&fixture->store, NULL);
  shift = 0;
  fixture->list = tiem_row_list_new (fixture->store.store, &kind);
  fixture->selection = tiem_row_selection_new (fixture->list);
  fixture->held = g_ptr_array_new_with_free_func (held_free);
  g_signal_connect (fixture->selection, "items-changed", G_CALLBACK (told_cb), fixture);
  g_signal_connect (fixture->selection, "selection-changed", G_CALLBACK (selected_cb), fixture);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  g_ptr_array_unref (fixture->held);
  g_assert_finalize_object (g_steal_pointer (&fixture->selection));
  g_assert_finalize_object (g_steal_pointer (&fixture->list));
  store_fixture_tear_down (&fixture->store, NULL);
}

/* --- tests --- */

static void
test_shrinks (Fixture *fixture,
              gconstpointer data)
{
  query (fixture, 5000, 1, 1);
  settle (fixture);
  tiem_row_selection_set_current_id (fixture->selection, 150);

  fixture->most_dropped = 0;
  query (fixture, 5, 7, 3);
  while (count_rows (fixture) != 5)
    turn (fixture);
  /* What is on show is right at once, what went is still there for the view. */
  g_assert_cmpuint (fixture->n, >, 5);
  check (fixture);
  g_assert_cmpuint (
      tiem_row_selection_get_position (fixture->selection), ==, GTK_INVALID_LIST_POSITION);
  settle (fixture);
  g_assert_cmpuint (fixture->most_dropped, <=, MOST_DROPPED);
  g_assert_cmpuint (fixture->n, ==, 5);
}

static gboolean
draw_cb (gpointer data)
{
  ((Fixture *)data)->drawn = ((Fixture *)data)->n;
  return G_SOURCE_REMOVE;
}

static void
queue_draw_cb (TiemRowList *list,
               Fixture *fixture)
{
  g_idle_add_full (GDK_PRIORITY_REDRAW, draw_cb, fixture, NULL);
}

/* A few rows in a turn, but a screen of them before the next frame. */
static void
test_grows (Fixture *fixture,
            gconstpointer data)
{
  g_signal_connect (fixture->list, "replaced", G_CALLBACK (queue_draw_cb), fixture);
  query (fixture, 5000, 1, 1);
  settle (fixture);
  g_assert_cmpuint (fixture->drawn, >=, SCREEN);
  g_assert_cmpuint (fixture->drawn, <, HELD);
  g_assert_cmpuint (fixture->most_made, <=, FIRST_ROWS);
}

static void
test_to_nothing_and_back (Fixture *fixture,
                          gconstpointer data)
{
  query (fixture, 300, 1, 1);
  settle (fixture);
  fixture->most_dropped = 0;
  query (fixture, 0, 1, 1);
  while (count_rows (fixture) != 0)
    turn (fixture);
  g_assert_cmpuint (fixture->n, >, 0);
  query (fixture, 300, 1, 2);
  settle (fixture);
  g_assert_cmpuint (fixture->most_dropped, <=, MOST_DROPPED);
}

/* A change of the store in the midst of it: rows that stay are those of the list, those that went
 * don't come back. */
static void
test_changes_meanwhile (Fixture *fixture,
                        gconstpointer data)
{
  query (fixture, 600, 1, 1);
  settle (fixture);
  query (fixture, 40, 1, 2);
  while (count_rows (fixture) != 40)
    turn (fixture);
  g_assert_cmpuint (fixture->n, >, 40);
  g_atomic_int_set (&shift, 3);
  g_signal_emit_by_name (fixture->store.store, "changed", TIEM_CHANGED_ORDERS);
  while (count_rows (fixture) != 43)
    turn (fixture);
  settle (fixture);
  g_assert_cmpuint (fixture->n, ==, 43);
}

static void
change_something (Fixture *fixture)
{
  static const guint sizes[] = { 0, 1, 5, 20, 33, 100, 204, 205, 300, 511, 512, 600, 3000 };
  guint total = count_rows (fixture);

  switch (g_test_rand_int_range (0, 8))
    {
    case 0:
    case 1:
    case 2:
      query (fixture,
             sizes[g_test_rand_int_range (0, G_N_ELEMENTS (sizes))],
             g_test_rand_int_range (200, 300), /* 0 is no row's id, with any shift */
             g_test_rand_int_range (1, 4));
      break;
    case 3:
    case 4:
      g_atomic_int_set (&shift, g_test_rand_int_range (0, 40));
      g_signal_emit_by_name (fixture->store.store, "changed", TIEM_CHANGED_ORDERS);
      break;
    case 5:
      if (total > 0)
        tiem_row_selection_set_current_id (
            fixture->selection,
            tiem_row_list_get_id (fixture->list, (guint)g_test_rand_int_range (0, (int)total)));
      break;
    case 6:
      tiem_row_selection_set_current_id (fixture->selection, g_test_rand_int_range (80, 500));
      break;
    default:
      settle (fixture);
    }
  check (fixture);
}

static void
test_anything (Fixture *fixture,
               gconstpointer data)
{
  for (guint i = 0; i < 600; i++)
    {
      change_something (fixture);
      for (int turns = g_test_rand_int_range (0, 30); turns > 0; turns--)
        {
          turn (fixture);
          if (turns % 8 == 0)
            g_usleep (100);
        }
    }
  settle (fixture);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)
  ADD ("/told/shrinks-by-and-by", test_shrinks);
  ADD ("/told/grows-by-and-by", test_grows);
  ADD ("/told/to-nothing-and-back", test_to_nothing_and_back);
  ADD ("/told/changes-meanwhile", test_changes_meanwhile);
  ADD ("/told/anything", test_anything);

  return g_test_run ();
}
