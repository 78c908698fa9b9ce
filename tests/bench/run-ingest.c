#include "run.h"

#include "base/tiem-error.h"
#include "channel/tiem-channel.h"
#include "floor/ingest.h"
#include "store/tiem-store-orders.h"
#include "store/tiem-store-private.h"

/* Rows 1 and 2: pages of orders that are new, and the same once more. */

#define ORDERS_A_PAGE 100
#define PAGES_A_ROUND 10

/* --- a site that has its answers ready --- */

#define READY_TYPE_TRANSPORT (ready_transport_get_type ())
G_DECLARE_FINAL_TYPE (ReadyTransport, ready_transport, READY, TRANSPORT, GObject)

struct _ReadyTransport
{
  GObject parent_instance;

  const char *body; /* borrowed */
};

static TiemResponse *
ready_transport_send (TiemTransport *transport,
                      const TiemRequest *request,
                      GCancellable *cancellable,
                      GError **error)
{
  return tiem_response_new (200, "application/json", READY_TRANSPORT (transport)->body, -1);
}

static void
ready_transport_iface_init (TiemTransportInterface *iface)
{
  iface->send = ready_transport_send;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (ReadyTransport,
                               ready_transport,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_TRANSPORT,
                                                      ready_transport_iface_init))

static void
ready_transport_class_init (ReadyTransportClass *klass)
{
}

static void
ready_transport_init (ReadyTransport *self)
{
}

/* --- Tiệm --- */

typedef struct
{
  char *dir; /* (owned) a copy */
  TiemStore *store;
  gint64 channel_id;
  gint64 now;
  TiemChannel *channel;
  ReadyTransport *transport;
} Shop;

static gint64
get_now (gpointer user_data)
{
  return ((Shop *)user_data)->now;
}

static gboolean
open_shop (Shop *self,
           const char *dir,
           const ShopPlan *plan,
           GError **error)
{
  g_autoptr (TiemAccount) account = tiem_account_new ();

  self->dir = run_copy_shop (dir, error);
  if (self->dir == NULL || (self->store = tiem_store_open (self->dir, error)) == NULL)
    return FALSE;
  self->now = plan->until;
  tiem_store_set_clock (self->store, get_now, self);
  self->channel_id = 1 + SHOP_WOOCOMMERCE;
  account->base_url = g_strdup ("https://nhaminh.example");
  account->key = g_strdup ("ck_1");
  account->secret = g_strdup ("cs_1");
  self->channel = tiem_channel_info_find ("woocommerce")->create (account, error);
  self->transport = g_object_new (READY_TYPE_TRANSPORT, NULL);
  return self->channel != NULL;
}

static void
close_shop (Shop *self)
{
  if (self->store != NULL)
    tiem_store_close (self->store);
  g_clear_object (&self->store);
  g_clear_object (&self->channel);
  g_clear_object (&self->transport);
  if (self->dir != NULL)
    run_remove_copy (self->dir);
  g_free (self->dir);
}

/* As a worker does: one page is asked for, read and stored. */
static gboolean
take_page (Shop *self,
           const char *json,
           guint *stored,
           GError **error)
{
  g_autoptr (TiemOrderPage) page = NULL;
  TiemStoredPage outcome = { 0 };

  self->transport->body = json;
  page = tiem_channel_pull_orders (
      self->channel, TIEM_TRANSPORT (self->transport), NULL, 1, NULL, error);
  if (page == NULL
      || !tiem_store_put_order_page (self->store, self->channel_id, page, &outcome, error))
    return FALSE;
  *stored += outcome.stored;
  return TRUE;
}

/* Pages that were written since the last time, by the store's connection. */
static guint
count_written (Shop *self)
{
  TiemDb *db = tiem_store_take_writer (self->store, NULL);
  int now = 0;
  int highest = 0;

  sqlite3_db_status (tiem_db_get_handle (db), SQLITE_DBSTATUS_CACHE_WRITE, &now, &highest, TRUE);
  tiem_store_give_writer (self->store);
  return (guint)now;
}

static gboolean
take_pages (
    Shop *self, GPtrArray *pages, GArray *figures, guint wanted, guint *written, GError **error)
{
  double since = run_now ();
  guint stored = 0;

  count_written (self);
  for (guint i = 0; i < pages->len; i++)
    if (!take_page (self, pages->pdata[i], &stored, error))
      return FALSE;
  bench_figures_add_ms (figures, run_now () - since);
  *written += count_written (self);
  if (stored == wanted)
    return TRUE;
  g_set_error (error,
               TIEM_ERROR,
               TIEM_ERROR_CONFLICT,
               "%u orders were stored instead of %u.",
               stored,
               wanted);
  return FALSE;
}

/* --- both in turn --- */

typedef struct
{
  Shop large;
  Shop small;
  FloorIngest *floor;
  char *floor_dir;
  GArray *figures[6];
} Ingest;

enum
{
  LARGE,
  SMALL,
  PLAIN,
  LARGE_AGAIN,
  PLAIN_AGAIN,
  FIRST_ROUND, /* of no account: it fills caches */
};

/* (element-type utf8): new orders, the next of both shops */
static GPtrArray *
make_pages (const ShopPlan *plan,
            guint round)
{
  g_autoptr (ShopOrders) orders = shop_orders_new (plan);
  GPtrArray *pages = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < PAGES_A_ROUND; i++)
    g_ptr_array_add (pages,
                     shop_make_page (orders,
                                     plan->drawn + (round * PAGES_A_ROUND + i) * ORDERS_A_PAGE,
                                     ORDERS_A_PAGE));
  return pages;
}

static gboolean
take_round (Run *run,
            Ingest *self,
            guint round,
            guint *written,
            guint *rewritten,
            GError **error)
{
  g_autoptr (GPtrArray) pages = make_pages (run->plan, round);
  g_autoptr (GPtrArray) small_pages = make_pages (run->small_plan, round);
  guint n = PAGES_A_ROUND * ORDERS_A_PAGE;
  guint other = 0;
  double since;

  if (!take_pages (&self->large, pages, self->figures[LARGE], n, written, error)
      || !take_pages (&self->small, small_pages, self->figures[SMALL], n, &other, error))
    return FALSE;
  since = run_now ();
  for (guint i = 0; i < pages->len; i++)
    if (!floor_ingest_store (self->floor, pages->pdata[i], error))
      return FALSE;
  bench_figures_add_ms (self->figures[PLAIN], run_now () - since);

  if (!take_pages (&self->large, pages, self->figures[LARGE_AGAIN], 0, rewritten, error))
    return FALSE;
  since = run_now ();
  for (guint i = 0; i < pages->len; i++)
    if (!floor_ingest_look (self->floor, pages->pdata[i], error))
      return FALSE;
  bench_figures_add_ms (self->figures[PLAIN_AGAIN], run_now () - since);
  return TRUE;
}

static gboolean
take_rounds (Run *run,
             Ingest *self,
             GError **error)
{
  guint written = 0;
  guint rewritten = 0;

  for (guint i = 0; i <= run->rounds; i++)
    {
      if (!take_round (run, self, i, &written, &rewritten, error))
        return FALSE;
      if (i > 0)
        continue;
      written = rewritten = 0;
      for (guint j = 0; j < FIRST_ROUND; j++)
        g_array_set_size (self->figures[j], 0);
    }

  bench_table_add_pair (run->table,
                        "1 ingest of 1,000 orders, pages of 100",
                        self->figures[LARGE],
                        self->figures[PLAIN],
                        2);
  bench_table_add_pair (run->table,
                        "1 the same beside a shop of 1,000 orders",
                        self->figures[LARGE],
                        self->figures[SMALL],
                        1.3);
  bench_table_add_pair (run->table,
                        "2 the same 1,000 orders read again",
                        self->figures[LARGE_AGAIN],
                        self->figures[PLAIN_AGAIN],
                        3);
  bench_table_add_share (
      run->table, "2 pages written by that, of those of the first time", rewritten, written, 2);
  return TRUE;
}

gboolean
run_ingest (Run *run,
            GError **error)
{
  Ingest self = { 0 };
  gboolean ok;

  for (guint i = 0; i < G_N_ELEMENTS (self.figures); i++)
    self.figures[i] = bench_figures_new ();
  ok = open_shop (&self.large, run->dir, run->plan, error)
       && open_shop (&self.small, run->small_dir, run->small_plan, error)
       && (self.floor_dir = run_copy_shop (run->dir, error)) != NULL
       && (self.floor = floor_ingest_new (self.floor_dir, 1 + SHOP_WOOCOMMERCE, error)) != NULL
       && take_rounds (run, &self, error);
  close_shop (&self.large);
  close_shop (&self.small);
  g_clear_pointer (&self.floor, floor_ingest_free);
  if (self.floor_dir != NULL)
    run_remove_copy (self.floor_dir);
  g_free (self.floor_dir);
  for (guint i = 0; i < G_N_ELEMENTS (self.figures); i++)
    g_array_unref (self.figures[i]);
  return ok;
}
