#include "base/tiem-time.h"
#include "channel/tiem-channel.h"
#include "fake-transport.h"

#include <json-glib/json-glib.h>

/*
 * A pretend site with nothing but orders, their stamps and what a list of them may be
 * asked for, so that every way of reading can be tried against changes in between.
 */

#define START_S G_GINT64_CONSTANT (1795262400)

typedef struct
{
  gint64 id;
  gint64 created;  /* s */
  gint64 modified; /* s */
  gboolean is_trash;
  gboolean is_gone;
} Row;

typedef struct
{
  GArray *rows;
  gint64 now; /* s */
  /* habits */
  gboolean no_filter;   /* ignores modified_after */
  gboolean local_zone;  /* reads our UTC as UTC+7 */
  gboolean no_sort;     /* 400 for orderby=modified */
  gboolean odd_sort;    /* ignores orderby */
  gboolean no_page;     /* ignores page */
  gboolean no_totals;   /* no X-WP-… headers */
  gboolean silent_edit; /* edits leave no stamp */
  gint64 most;          /* rows of a page at most; 0 = as asked */
  /* what happens between two calls */
  void (*between) (gpointer shop);
  guint n_calls;
} Shop;

static Row *
get_row (Shop *shop,
         guint index)
{
  return &g_array_index (shop->rows, Row, index);
}

static void
add_orders (Shop *shop,
            guint count,
            gint64 step_s)
{
  for (guint i = 0; i < count; i++)
    {
      Row row = { .id = 1000 + 3 * shop->rows->len };

      shop->now += step_s;
      row.created = row.modified = shop->now;
      g_array_append_val (shop->rows, row);
    }
}

static int
compare_ids (gconstpointer a,
             gconstpointer b)
{
  return (*(Row *const *)a)->id > (*(Row *const *)b)->id ? 1 : -1;
}

/* Rows of one second come in any order: here the newest first. */
static int
compare_stamps (gconstpointer a,
                gconstpointer b)
{
  const Row *first = *(Row *const *)a;
  const Row *second = *(Row *const *)b;

  if (first->modified != second->modified)
    return first->modified > second->modified ? 1 : -1;
  return first->id < second->id ? 1 : -1;
}

static gint64
read_stamp (Shop *shop,
            const char *text)
{
  gint64 ms;

  g_assert_null (strpbrk (text, "Z+")); /* a zone beside dates_are_gmt would shift it */
  g_assert_true (tiem_time_parse (text, &ms, NULL));
  return ms / 1000 - (shop->local_zone ? 7 * 3600 : 0);
}

/* Returns: (element-type Row): what the query finds, in its order */
static GPtrArray *
select_rows (Shop *shop,
             TiemForm *form)
{
  g_autoptr (GPtrArray) found = g_ptr_array_new ();
  const char *after = tiem_form_get (form, "modified_after");
  const char *created = tiem_form_get (form, "after");
  gboolean wants_trash = strcmp (tiem_form_get (form, "status"), "trash") == 0;
  gboolean by_stamp = strcmp (tiem_form_get (form, "orderby"), "modified") == 0;

  if (after != NULL || created != NULL)
    g_assert_cmpstr (tiem_form_get (form, "dates_are_gmt"), ==, "true");
  for (guint i = 0; i < shop->rows->len; i++)
    {
      Row *row = get_row (shop, i);

      if (row->is_gone || row->is_trash != wants_trash
          || (after != NULL && !shop->no_filter && row->modified <= read_stamp (shop, after))
          || (created != NULL && row->created <= read_stamp (shop, created)))
        continue;
      g_ptr_array_add (found, row);
    }
  g_ptr_array_sort (found, by_stamp && !shop->odd_sort ? compare_stamps : compare_ids);
  if (strcmp (tiem_form_get (form, "order"), "desc") == 0 || shop->odd_sort)
    for (guint i = 0; i < found->len / 2; i++)
      {
        gpointer swap = found->pdata[i];

        found->pdata[i] = found->pdata[found->len - 1 - i];
        found->pdata[found->len - 1 - i] = swap;
      }
  return g_steal_pointer (&found);
}

static char *
format_time (gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);

  return g_date_time_format (time, "%Y-%m-%dT%H:%M:%S");
}

static void
append_row (GString *body,
            const Row *row)
{
  g_autofree char *created = format_time (row->created);
  g_autofree char *modified = format_time (row->modified);

  g_string_append_printf (body,
                          "%s{'id':%" G_GINT64_FORMAT ",'status':'%s','total':'1000',"
                          "'date_created_gmt':'%s','date_modified_gmt':'%s','line_items':[]}",
                          body->len > 1 ? "," : "",
                          row->id,
                          row->is_trash ? "trash" : "processing",
                          created,
                          modified);
}

static TiemResponse *
shop_handle (const TiemRequest *request,
             gpointer user_data)
{
  Shop *shop = user_data;
  g_autoptr (TiemForm) form = tiem_form_parse (strchr (request->url, '?') + 1);
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GString) body = g_string_new ("[");
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (shop->now);
  g_autofree char *date = g_date_time_format (time, "%a, %d %b %Y %H:%M:%S GMT");
  gint64 per_page = g_ascii_strtoll (tiem_form_get (form, "per_page"), NULL, 10);
  gint64 page = shop->no_page ? 1 : g_ascii_strtoll (tiem_form_get (form, "page"), NULL, 10);
  TiemResponse *response;

  if (shop->n_calls++ > 0 && shop->between != NULL)
    shop->between (shop);
  if (shop->no_sort && strcmp (tiem_form_get (form, "orderby"), "modified") == 0)
    return fake_answer (400, "{'code':'rest_invalid_param','message':'orderby'}");

  if (shop->most > 0)
    per_page = MIN (per_page, shop->most);
  found = select_rows (shop, form);
  for (gint64 i = (page - 1) * per_page; i < MIN (page * per_page, (gint64)found->len); i++)
    append_row (body, found->pdata[i]);
  g_string_append_c (body, ']');

  response = fake_answer (200, body->str);
  tiem_response_set_header (response, "Date", date);
  if (!shop->no_totals)
    {
      g_autofree char *pages
          = g_strdup_printf ("%" G_GINT64_FORMAT, (found->len + per_page - 1) / per_page);

      tiem_response_set_header (response, "X-WP-TotalPages", body->len > 2 ? pages : "0");
    }
  return response;
}

/* Our side: the stamp we hold of every order we have seen. */
typedef struct
{
  Shop shop;
  FakeTransport *transport;
  TiemChannel *channel;
  GHashTable *seen; /* id → stamp in s, 0 = cancelled */
  char *cursor;
} Fixture;

static void
fixture_set_up (Fixture *fixture,
                gconstpointer data)
{
  g_autoptr (TiemAccount) account = tiem_account_new ();

  account->base_url = g_strdup ("https://tenshop.vn");
  account->key = g_strdup ("ck_1");
  account->secret = g_strdup ("cs_1");
  fixture->channel = tiem_channel_info_find ("woocommerce")->create (account, NULL);
  fixture->shop.rows = g_array_new (FALSE, FALSE, sizeof (Row));
  fixture->shop.now = START_S;
  fixture->transport = fake_transport_new (shop_handle, &fixture->shop);
  fixture->seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

static void
fixture_tear_down (Fixture *fixture,
                   gconstpointer data)
{
  g_array_unref (fixture->shop.rows);
  g_object_unref (fixture->transport);
  g_object_unref (fixture->channel);
  g_hash_table_unref (fixture->seen);
  g_free (fixture->cursor);
}

/* One turn's reading, as a worker does it. Returns: the calls it took */
static guint
read_turn (Fixture *fixture,
           gint64 first_since)
{
  guint before = fixture->shop.n_calls;
  gboolean more = TRUE;

  while (more)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemOrderPage) page
          = tiem_channel_pull_orders (fixture->channel,
                                      TIEM_TRANSPORT (fixture->transport),
                                      fixture->cursor,
                                      first_since,
                                      NULL,
                                      &error);

      g_assert_no_error (error);
      g_assert_cmpuint (page->unreadable->len, ==, 0);
      for (guint i = 0; i < page->orders->len; i++)
        {
          TiemRemoteOrder *order = page->orders->pdata[i];

          g_hash_table_replace (fixture->seen,
                                g_strdup (order->remote_id),
                                GINT_TO_POINTER (order->status == TIEM_ORDER_CANCELLED
                                                     ? 0
                                                     : order->updated_at / 1000));
        }
      g_free (fixture->cursor);
      fixture->cursor = g_strdup (page->next_cursor);
      more = page->more;
      g_assert_cmpuint (fixture->shop.n_calls - before, <, 200);
    }
  return fixture->shop.n_calls - before;
}

static guint
count_missed (Fixture *fixture)
{
  guint missed = 0;

  for (guint i = 0; i < fixture->shop.rows->len; i++)
    {
      Row *row = get_row (&fixture->shop, i);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, row->id);
      gpointer stamp;

      if (row->is_gone)
        continue;
      if (!g_hash_table_lookup_extended (fixture->seen, id, NULL, &stamp)
          || GPOINTER_TO_INT (stamp) != (row->is_trash ? 0 : row->modified))
        missed++;
    }
  return missed;
}

static void
touch (Shop *shop,
       guint index)
{
  get_row (shop, index)->modified = shop->now;
}

/* A shop at work: at every call an old order changes and a new one comes in. */
static void
busy_cb (gpointer data)
{
  Shop *shop = data;

  shop->now += 2;
  touch (shop, (shop->n_calls * 37) % shop->rows->len);
  add_orders (shop, 1, 1);
}

/* Every habit a site may have, with changes while it is read and after. */
static void
test_habits (void)
{
  static const struct
  {
    const char *name;
    Shop habits;
    guint idle_calls; /* of a turn in which nothing is new */
  } cases[] = {
    { "as documented", { 0 }, 2 },
    { "no totals", { .no_totals = TRUE }, 2 },
    { "pages of 10", { .most = 10 }, 4 },
    { "ignores modified_after", { .no_filter = TRUE }, 3 },
    { "takes UTC for local", { .local_zone = TRUE }, 12 },
    { "refuses orderby=modified", { .no_sort = TRUE }, 2 },
    { "ignores orderby", { .odd_sort = TRUE }, 2 },
    { "neither filter nor order", { .no_filter = TRUE, .no_sort = TRUE }, 30 },
    { "ignores both silently", { .no_filter = TRUE, .odd_sort = TRUE }, 30 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Fixture fixture = { .shop = cases[i].habits };

      g_test_message ("%s", cases[i].name);
      fixture_set_up (&fixture, NULL);
      add_orders (&fixture.shop, 730, 400);

      fixture.shop.between = busy_cb;
      read_turn (&fixture, 0);
      fixture.shop.between = NULL;
      fixture.shop.now += 5;
      read_turn (&fixture, 0);
      g_assert_cmpuint (count_missed (&fixture), ==, 0);

      for (int round = 0; round < 5; round++)
        {
          fixture.shop.now += 60;
          touch (&fixture.shop, 5 + round * 100);
          get_row (&fixture.shop, 300 + round)->is_trash = TRUE;
          touch (&fixture.shop, 300 + round);
          add_orders (&fixture.shop, round * 60, 0);
          read_turn (&fixture, 0);
          g_assert_cmpuint (count_missed (&fixture), ==, 0);
        }

      fixture.shop.now += 60;
      touch (&fixture.shop, 3);
      fixture.shop.now += 60;
      read_turn (&fixture, 0);
      g_assert_cmpuint (read_turn (&fixture, 0), <=, cases[i].idle_calls);
      fixture_tear_down (&fixture, NULL);
    }
}

/* An import stamped 350 orders with one second. */
static void
test_one_second (Fixture *fixture,
                 gconstpointer data)
{
  add_orders (&fixture->shop, 150, 10);
  add_orders (&fixture->shop, 350, 0);
  add_orders (&fixture->shop, 150, 10);
  read_turn (fixture, 0);
  g_assert_cmpuint (count_missed (fixture), ==, 0);

  fixture->shop.now += 1000;
  for (guint i = 0; i < 400; i++)
    touch (&fixture->shop, i);
  read_turn (fixture, 0);
  g_assert_cmpuint (count_missed (fixture), ==, 0);
}

/* An order saved a little after it was stamped lies behind the newest one read. */
static void
test_late_writer (Fixture *fixture,
                  gconstpointer data)
{
  add_orders (&fixture->shop, 5, 100);
  read_turn (fixture, 0);
  touch (&fixture->shop, 2);
  get_row (&fixture->shop, 2)->modified -= 8;
  read_turn (fixture, 0);
  g_assert_cmpuint (count_missed (fixture), ==, 0);
}

/* The lower bound never runs ahead of the site's clock, whatever an order claims. */
static void
test_future_stamp (Fixture *fixture,
                   gconstpointer data)
{
  add_orders (&fixture->shop, 5, 100);
  get_row (&fixture->shop, 0)->modified = fixture->shop.now + 40000;
  read_turn (fixture, 0);
  fixture->shop.now += 60;
  add_orders (&fixture->shop, 1, 0);
  read_turn (fixture, 0);
  g_assert_cmpuint (count_missed (fixture), ==, 0);
}

static void
test_first_since (Fixture *fixture,
                  gconstpointer data)
{
  gint64 since = 0;

  add_orders (&fixture->shop, 10, 1000);
  since = get_row (&fixture->shop, 6)->modified;
  read_turn (fixture, since * 1000);
  g_assert_cmpuint (g_hash_table_size (fixture->seen), ==, 4);
  g_assert_true (g_hash_table_contains (fixture->seen, "1018"));
}

/* Thrown away before we came is nothing to tell of. */
static void
test_old_trash (Fixture *fixture,
                gconstpointer data)
{
  add_orders (&fixture->shop, 3, 1000);
  get_row (&fixture->shop, 0)->is_trash = TRUE;
  read_turn (fixture, 0);
  read_turn (fixture, 0);
  g_assert_cmpuint (g_hash_table_size (fixture->seen), ==, 2);
}

/* Turns that are in a hurry pass over the trash: the next whole one reads what was thrown away
 * before them, however far they came. */
static void
test_brief_trash (Fixture *fixture,
                  gconstpointer data)
{
  Row *row;

  add_orders (&fixture->shop, 3, 1000);
  read_turn (fixture, 0);
  read_turn (fixture, 0);
  row = get_row (&fixture->shop, 0);
  row->is_trash = TRUE;
  row->modified = fixture->shop.now += 5;
  tiem_channel_set_brief (fixture->channel, TRUE);
  for (guint i = 0; i < 3; i++)
    {
      add_orders (&fixture->shop, 1, 1000);
      read_turn (fixture, 0);
    }
  g_hash_table_remove_all (fixture->seen);
  tiem_channel_set_brief (fixture->channel, FALSE);
  read_turn (fixture, 0);
  g_assert_true (g_hash_table_contains (fixture->seen, "1000"));
}

/* Old sites edit without a stamp: the last days are read whole once a day. */
static void
test_daily (Fixture *fixture,
            gconstpointer data)
{
  guint idle;

  add_orders (&fixture->shop, 120, 3600);
  read_turn (fixture, 0);
  idle = read_turn (fixture, 0);
  fixture->shop.now += 25 * 3600;
  g_hash_table_remove_all (fixture->seen);
  g_assert_cmpuint (read_turn (fixture, 0), >, idle);
  /* three days at one order an hour, less the 25 hours that have passed */
  g_assert_cmpuint (g_hash_table_size (fixture->seen), ==, 47);
  g_assert_cmpuint (read_turn (fixture, 0), ==, idle);
}

/* A site that ignores "page" is not asked for ever. */
static void
test_no_page (Fixture *fixture,
              gconstpointer data)
{
  fixture->shop.no_page = TRUE;
  fixture->shop.no_sort = TRUE;
  add_orders (&fixture->shop, 300, 10);
  g_assert_cmpuint (read_turn (fixture, 0), <, 10);
}

static void
test_nothing (Fixture *fixture,
              gconstpointer data)
{
  g_assert_cmpuint (read_turn (fixture, 0), ==, 1);
  g_assert_cmpuint (read_turn (fixture, 0), ==, 2);
  add_orders (&fixture->shop, 1, 1);
  read_turn (fixture, 0);
  g_assert_cmpuint (count_missed (fixture), ==, 0);
}

/* What another version or a stray hand left behind starts anew. */
static void
test_strange_cursor (Fixture *fixture,
                     gconstpointer data)
{
  static const char *const cursors[]
      = { "", "xyz", "v=9", "v=1", "v=1&phase=99&walk=-3&page=0&since=99999999999999999999" };

  add_orders (&fixture->shop, 3, 10);
  for (gsize i = 0; i < G_N_ELEMENTS (cursors); i++)
    {
      g_free (fixture->cursor);
      fixture->cursor = g_strdup (cursors[i]);
      g_hash_table_remove_all (fixture->seen);
      read_turn (fixture, 0);
      g_assert_cmpuint (count_missed (fixture), ==, 0);
    }
}

static void
add (const char *path,
     void (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/woocommerce/cursor/habits", test_habits);
  add ("/woocommerce/cursor/one-second", test_one_second);
  add ("/woocommerce/cursor/late-writer", test_late_writer);
  add ("/woocommerce/cursor/future-stamp", test_future_stamp);
  add ("/woocommerce/cursor/first-since", test_first_since);
  add ("/woocommerce/cursor/old-trash", test_old_trash);
  add ("/woocommerce/cursor/brief-trash", test_brief_trash);
  add ("/woocommerce/cursor/daily", test_daily);
  add ("/woocommerce/cursor/no-page", test_no_page);
  add ("/woocommerce/cursor/nothing", test_nothing);
  add ("/woocommerce/cursor/strange", test_strange_cursor);

  return g_test_run ();
}
