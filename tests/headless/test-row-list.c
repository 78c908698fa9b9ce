#include "store-fixture.h"

#include "store/tiem-row-list-private.h"
#include "store/tiem-store-run.h"

/*
 * A list over a table that the test holds in memory, so that it can say what is read, when,
 * and how often. (The store's threads are real.)
 */

typedef struct
{
  gint64 id;
  gint64 value;
} Record;

typedef struct
{
  GMutex lock;
  GArray *ids;        /* (element-type gint64): what the query finds */
  GHashTable *values; /* gint64 → number */
  guint n_selects;
  guint n_full_selects;
  guint n_read_calls;
  guint n_read_rows;

  gboolean is_broken;
} Table;

static Table table;

static GArray *
table_select_ids (TiemStore *store,
                  gconstpointer query,
                  gint64 limit,
                  GError **error)
{
  const char *name = query;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  GCancellable *cancellable = tiem_store_get_current_cancellable ();

  g_mutex_lock (&table.lock);
  table.n_selects++;
  table.n_full_selects += limit == 0;
  g_mutex_unlock (&table.lock);
  while (g_str_equal (name, "slow") && !g_cancellable_is_cancelled (cancellable))
    g_usleep (1000);
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  if (table.is_broken)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, "…");
      return NULL;
    }

  g_mutex_lock (&table.lock);
  for (guint i = 0; i < table.ids->len && (limit == 0 || ids->len < limit); i++)
    {
      gint64 id = g_array_index (table.ids, gint64, i);

      if (!g_str_equal (name, "even") || id % 2 == 0)
        g_array_append_val (ids, id);
    }
  g_mutex_unlock (&table.lock);
  return g_steal_pointer (&ids);
}

static GPtrArray *
table_read_rows (TiemStore *store,
                 GArray *ids,
                 GError **error)
{
  GPtrArray *records = g_ptr_array_new_with_free_func (g_free);

  g_mutex_lock (&table.lock);
  table.n_read_calls++;
  table.n_read_rows += ids->len;
  for (guint i = 0; i < ids->len; i++)
    {
      Record *record = g_new0 (Record, 1);

      record->id = g_array_index (ids, gint64, i);
      record->value = GPOINTER_TO_SIZE (g_hash_table_lookup (table.values, &record->id));
      g_ptr_array_add (records, record);
    }
  g_mutex_unlock (&table.lock);
  return records;
}

static const TiemRowKind kind = {
  TIEM_CHANGED_ORDERS, table_select_ids, table_read_rows, g_free, (GBoxedCopyFunc)g_strdup, g_free,
};

/* --- the test's view --- */

typedef struct
{
  StoreFixture store;
  TiemRowList *list;
  guint n_signals;
  guint position, removed, added; /* of the last one */
} Fixture;

static void
set_value (gint64 id,
           gint64 value)
{
  g_mutex_lock (&table.lock);
  g_hash_table_insert (table.values, g_memdup2 (&id, sizeof id), GSIZE_TO_POINTER (value));
  g_mutex_unlock (&table.lock);
}

static void
fill_table (guint n)
{
  g_mutex_lock (&table.lock);
  g_array_set_size (table.ids, 0);
  for (guint i = 0; i < n; i++)
    {
      gint64 id = n - i;

      g_array_append_val (table.ids, id);
    }
  g_mutex_unlock (&table.lock);
}

static void
items_changed_cb (GListModel *model,
                  guint position,
                  guint removed,
                  guint added,
                  Fixture *fixture)
{
  fixture->n_signals++;
  fixture->position = position;
  fixture->removed = removed;
  fixture->added = added;
}

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  store_fixture_set_up (&fixture->store, NULL);
  table.ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  table.values = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  table.n_selects = table.n_full_selects = table.n_read_calls = table.n_read_rows = 0;
  table.is_broken = FALSE;
  fixture->list = tiem_row_list_new (fixture->store.store, &kind);
  g_signal_connect (fixture->list, "items-changed", G_CALLBACK (items_changed_cb), fixture);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  g_assert_finalize_object (g_steal_pointer (&fixture->list));
  store_fixture_tear_down (&fixture->store, NULL);
  g_array_unref (table.ids);
  g_hash_table_unref (table.values);
}

static void
settle_list (TiemRowList *list)
{
  while (tiem_row_list_is_busy (list) || g_main_context_pending (NULL))
    g_main_context_iteration (NULL, TRUE);
}

static void
settle (Fixture *fixture)
{
  settle_list (fixture->list);
}

static void
announce (Fixture *fixture)
{
  g_signal_emit_by_name (fixture->store.store, "changed", TIEM_CHANGED_ORDERS);
}

static void
query (Fixture *fixture,
       const char *name)
{
  tiem_row_list_set_query (fixture->list, &kind, name);
}

static TiemRow *
get_row (Fixture *fixture,
         guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (fixture->list), position);
}

static gint64
get_number (TiemRow *row)
{
  const Record *record = tiem_row_get_value (row);

  g_assert_nonnull (record);
  g_assert_cmpint (record->id, ==, tiem_row_get_id (row));
  return record->value;
}

static void
notify_cb (TiemRow *row,
           GParamSpec *pspec,
           guint *n)
{
  (*n)++;
}

/* --- tests --- */

static void
test_empty (Fixture *fixture,
            gconstpointer data)
{
  g_assert_true (tiem_row_list_is_loading (fixture->list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 0);
  g_assert_true (g_list_model_get_item_type (G_LIST_MODEL (fixture->list)) == TIEM_TYPE_ROW);
  query (fixture, "all");
  settle (fixture);
  g_assert_false (tiem_row_list_is_loading (fixture->list));
  g_assert_cmpuint (fixture->n_signals, ==, 0);
  g_assert_null (get_row (fixture, 0));
}

static void
test_placeholder (Fixture *fixture,
                  gconstpointer data)
{
  g_autoptr (TiemRow) row = NULL;
  guint n_notified = 0;

  fill_table (110);
  set_value (10, 77);
  query (fixture, "all");
  settle (fixture);

  row = get_row (fixture, 100); /* beyond the window that comes with the ids */
  g_assert_cmpint (tiem_row_get_id (row), ==, 10);
  g_assert_null (tiem_row_get_value (row));
  g_signal_connect (row, "notify::value", G_CALLBACK (notify_cb), &n_notified);
  settle (fixture);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpint (get_number (row), ==, 77);
}

/* The first screen does not wait for the rest of a hundred thousand, and only the windows
 * that are looked at are read. */
static void
test_windows (Fixture *fixture,
              gconstpointer data)
{
  g_autoptr (TiemRow) top = NULL;
  g_autoptr (TiemRow) middle = NULL;
  g_autoptr (TiemRow) next = NULL;

  fill_table (100000);
  query (fixture, "all");
  while (tiem_row_list_is_loading (fixture->list))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 512);
  settle (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 100000);
  g_assert_cmpuint (fixture->n_signals, ==, 2);
  g_assert_cmpuint (fixture->position, ==, 512);
  g_assert_cmpuint (fixture->removed, ==, 0);

  top = get_row (fixture, 0);
  middle = get_row (fixture, 50000);
  settle (fixture);
  g_assert_cmpuint (table.n_read_calls, ==, 2);
  g_assert_cmpuint (table.n_read_rows, ==, 128);
  g_assert_nonnull (tiem_row_get_value (middle));

  /* A neighbour was read with the window. */
  next = get_row (fixture, 1);
  g_assert_nonnull (tiem_row_get_value (next));
  settle (fixture);
  g_assert_cmpuint (table.n_read_calls, ==, 2);
}

/* A selection model looks for its item among all rows; nothing is read for that. */
static void
test_walk_reads_nothing (Fixture *fixture,
                         gconstpointer data)
{
  fill_table (20000);
  query (fixture, "all");
  settle (fixture);
  for (guint i = 0; i < 20000; i++)
    g_object_unref (get_row (fixture, i));
  settle (fixture);
  g_assert_cmpuint (table.n_read_calls, ==, 1); /* the first window, with the ids */
}

/* A new order at the top moves nobody else. */
static void
test_insert_at_top (Fixture *fixture,
                    gconstpointer data)
{
  g_autoptr (TiemRow) top = NULL;
  g_autoptr (TiemRow) again = NULL;
  gint64 id = 1001;
  guint position = 99;

  fill_table (1000);
  query (fixture, "all");
  settle (fixture);
  top = get_row (fixture, 0);
  settle (fixture);
  fixture->n_signals = 0;

  g_array_prepend_val (table.ids, id);
  announce (fixture);
  settle (fixture);
  g_assert_cmpuint (fixture->n_signals, ==, 1);
  g_assert_cmpuint (fixture->position, ==, 0);
  g_assert_cmpuint (fixture->removed, ==, 0);
  g_assert_cmpuint (fixture->added, ==, 1);
  again = get_row (fixture, 1);
  g_assert_true (again == top); /* the same object, one place further down */
  g_assert_true (tiem_row_list_find (fixture->list, 1000, &position));
  g_assert_cmpuint (position, ==, 1);
  g_assert_cmpint (tiem_row_list_get_id (fixture->list, 0), ==, 1001);
  g_assert_false (tiem_row_list_find (fixture->list, 5000, &position));
}

static void
test_reports_the_middle (Fixture *fixture,
                         gconstpointer data)
{
  gint64 id = 7000;

  fill_table (100);
  query (fixture, "all");
  settle (fixture);
  fixture->n_signals = 0;

  g_array_index (table.ids, gint64, 40) = id;
  g_array_remove_index (table.ids, 42);
  announce (fixture);
  settle (fixture);
  g_assert_cmpuint (fixture->n_signals, ==, 1);
  g_assert_cmpuint (fixture->position, ==, 40);
  g_assert_cmpuint (fixture->removed, ==, 3);
  g_assert_cmpuint (fixture->added, ==, 2);

  /* Nothing moved: nothing is said. */
  announce (fixture);
  settle (fixture);
  g_assert_cmpuint (fixture->n_signals, ==, 1);
}

/* Rows that somebody shows are read again in place; the others are let go of. */
static void
test_live_rows_change (Fixture *fixture,
                       gconstpointer data)
{
  g_autoptr (TiemRow) shown = NULL;
  guint n_notified = 0;

  fill_table (1000);
  query (fixture, "all");
  settle (fixture);
  shown = get_row (fixture, 3);
  settle (fixture);
  g_assert_cmpint (get_number (shown), ==, 0);
  g_signal_connect (shown, "notify::value", G_CALLBACK (notify_cb), &n_notified);
  fixture->n_signals = table.n_read_rows = 0;

  set_value (tiem_row_get_id (shown), 5);
  announce (fixture);
  settle (fixture);
  g_assert_cmpint (get_number (shown), ==, 5);
  g_assert_cmpuint (n_notified, ==, 1);
  g_assert_cmpuint (fixture->n_signals, ==, 0);
  g_assert_cmpuint (table.n_read_rows, ==, 1);

  /* Another kind of change is none of its business. */
  g_signal_emit_by_name (fixture->store.store, "changed", TIEM_CHANGED_LOG);
  settle (fixture);
  g_assert_cmpuint (n_notified, ==, 1);
}

/* A change that comes while rows are being read is not missed. */
static void
test_change_while_reading (Fixture *fixture,
                           gconstpointer data)
{
  g_autoptr (TiemRow) row = NULL;

  fill_table (100);
  query (fixture, "all");
  settle (fixture);
  for (int i = 1; i <= 50; i++)
    {
      g_clear_object (&row);
      row = get_row (fixture, i % 100);
      g_main_context_iteration (NULL, FALSE);
      set_value (tiem_row_get_id (row), i);
      announce (fixture);
      if (i % 3 == 0)
        g_usleep (500);
    }
  settle (fixture);
  g_assert_cmpint (get_number (row), ==, 50);
}

static void
test_new_query (Fixture *fixture,
                gconstpointer data)
{
  g_autoptr (TiemRow) kept = NULL;
  g_autoptr (TiemRow) same = NULL;

  fill_table (100);
  query (fixture, "all");
  settle (fixture);
  kept = get_row (fixture, 0); /* id 100 */

  /* The old rows stay until the new ids are there. */
  query (fixture, "even");
  g_assert_true (tiem_row_list_is_loading (fixture->list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 100);
  settle (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 50);
  same = get_row (fixture, 0);
  g_assert_true (same == kept);
}

static void
replaced_cb (TiemRowList *list,
             guint *n)
{
  (*n)++;
}

/* Rows stay in their places and stand for what is there now, so that widgets stay too. */
static void
test_rows_stay (Fixture *fixture,
                gconstpointer data)
{
  TiemRow *held[100];
  guint n_notified = 0;
  guint n_replaced = 0;

  fill_table (100);
  for (gint64 id = 1; id <= 100; id++)
    set_value (id, id * 7);
  query (fixture, "all");
  settle (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (held); i++)
    held[i] = get_row (fixture, i);
  settle (fixture);
  fixture->n_signals = 0;
  g_signal_connect (held[3], "notify::value", G_CALLBACK (notify_cb), &n_notified);
  g_signal_connect (fixture->list, "replaced", G_CALLBACK (replaced_cb), &n_replaced);

  query (fixture, "even");
  settle (fixture);
  g_assert_cmpuint (n_replaced, ==, 1);
  g_assert_cmpuint (fixture->n_signals, ==, 1);
  g_assert_cmpuint (fixture->position, ==, 50);
  g_assert_cmpuint (fixture->removed, ==, 50);
  g_assert_cmpuint (fixture->added, ==, 0);
  g_assert_cmpuint (n_notified, ==, 1);
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (TiemRow) row = get_row (fixture, i);

      g_assert_true (row == held[i]);
      g_assert_cmpint (tiem_row_get_id (row), ==, 100 - 2 * (gint64)i);
      g_assert_cmpint (get_number (row), ==, tiem_row_get_id (row) * 7);
    }

  /* A row that the list has let go of is nobody's: its id has another one when it comes back. */
  query (fixture, "all");
  settle (fixture);
  for (guint i = 0; i < 100; i++)
    {
      g_autoptr (TiemRow) row = get_row (fixture, i);

      g_assert_cmpint (tiem_row_get_id (row), ==, 100 - (gint64)i);
      g_assert_true ((row == held[i]) == (i < 50));
    }
  settle (fixture);

  /* What moves by a change of the store moves with its row, and is found in its new place. */
  fill_table (101);
  announce (fixture);
  settle (fixture);
  query (fixture, "even");
  settle (fixture);
  for (guint i = 0; i < 50; i++)
    {
      g_autoptr (TiemRow) row = get_row (fixture, i);

      g_assert_cmpint (tiem_row_get_id (row), ==, 100 - 2 * (gint64)i);
      g_assert_true (i == 0 || row == held[i - 1]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (held); i++)
    g_object_unref (held[i]);
}

/* The latest query wins; one that still runs is stopped. */
static void
test_latest_query_wins (Fixture *fixture,
                        gconstpointer data)
{
  fill_table (100);
  query (fixture, "slow");
  g_usleep (5000);
  query (fixture, "all");
  query (fixture, "slow");
  query (fixture, "even");
  settle (fixture);
  g_assert_false (tiem_row_list_is_loading (fixture->list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 50);
  g_assert_cmpuint (fixture->n_signals, ==, 1);
  g_assert_cmpuint (table.n_selects, <=, 2);
}

/* A hundred commits in a row are a few selections, and the last one is seen. */
static void
test_coalesces (Fixture *fixture,
                gconstpointer data)
{
  fill_table (100);
  query (fixture, "all");
  settle (fixture);
  table.n_selects = 0;
  for (gint64 id = 101; id <= 200; id++)
    {
      g_mutex_lock (&table.lock);
      g_array_prepend_val (table.ids, id);
      g_mutex_unlock (&table.lock);
      announce (fixture);
    }
  settle (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 200);
  g_assert_cmpuint (table.n_selects, <=, 3);
}

static void
test_error (Fixture *fixture,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) gone = NULL;

  fill_table (10);
  query (fixture, "all");
  settle (fixture);
  table.is_broken = TRUE;
  announce (fixture);
  settle (fixture);
  g_object_get (fixture->list, "error", &error, NULL);
  g_assert_nonnull (error);
  g_assert_false (tiem_row_list_is_loading (fixture->list));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->list)), ==, 10);

  table.is_broken = FALSE;
  announce (fixture);
  settle (fixture);
  g_object_get (fixture->list, "error", &gone, NULL);
  g_assert_null (gone);
}

/* Work under way holds the list until it is done. */
static void
let_go (TiemRowList *list)
{
  gpointer weak = list;

  g_object_add_weak_pointer (G_OBJECT (list), &weak);
  g_object_unref (list);
  while (weak != NULL)
    g_main_context_iteration (NULL, TRUE);
}

/* Rows that outlive the list, and a list that goes while it reads. */
static void
test_goes_early (Fixture *fixture,
                 gconstpointer data)
{
  g_autoptr (TiemRow) row = NULL;
  TiemRowList *other = tiem_row_list_new (fixture->store.store, &kind);

  fill_table (1000);
  tiem_row_list_set_query (other, &kind, "all");
  settle_list (other);
  row = g_list_model_get_item (G_LIST_MODEL (other), 5);
  let_go (other);
  g_assert_cmpint (tiem_row_get_id (row), ==, 995);

  other = tiem_row_list_new (fixture->store.store, &kind);
  tiem_row_list_set_query (other, &kind, "all");
  let_go (other);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/row-list/empty", test_empty);
  ADD ("/row-list/placeholder", test_placeholder);
  ADD ("/row-list/windows", test_windows);
  ADD ("/row-list/walk-reads-nothing", test_walk_reads_nothing);
  ADD ("/row-list/insert-at-top", test_insert_at_top);
  ADD ("/row-list/reports-the-middle", test_reports_the_middle);
  ADD ("/row-list/live-rows-change", test_live_rows_change);
  ADD ("/row-list/change-while-reading", test_change_while_reading);
  ADD ("/row-list/new-query", test_new_query);
  ADD ("/row-list/rows-stay", test_rows_stay);
  ADD ("/row-list/latest-query-wins", test_latest_query_wins);
  ADD ("/row-list/coalesces", test_coalesces);
  ADD ("/row-list/error", test_error);
  ADD ("/row-list/goes-early", test_goes_early);
  return g_test_run ();
}
