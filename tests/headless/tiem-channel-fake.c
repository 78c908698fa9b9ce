#include "tiem-channel-fake.h"

#include "base/tiem-error.h"

#include <string.h>

#define PAGE_SIZE 2

typedef struct
{
  char *sku;
  gint64 stock;
  gint64 price;
  gboolean refused;
  gboolean breaks;
} FakeListing;

typedef struct
{
  char *remote_id;
  char *sku; /* NULL: nobody can read it */
  gint64 quantity;
  TiemOrderStatus status;
  gint64 number; /* of its last change */
} FakeOrder;

typedef struct
{
  guint times;
  int code;
  guint status;
  gboolean after;
} Fault;

typedef struct
{
  void (*func) (gpointer user_data);
  gpointer user_data;
} Hook;

struct _TiemFakeShop
{
  GObject parent_instance;

  GMutex mutex;
  GCond cond;
  GPtrArray *listings;
  GPtrArray *orders; /* by number */
  gint64 last_number;
  GHashTable *faults; /* call → Fault */
  GHashTable *hooks;  /* call → Hook */
  char *hanging;
  gint64 retry_after_ms;
  gint64 first_since;
  GString *calls;
};

static void
free_listing (gpointer data)
{
  g_free (((FakeListing *)data)->sku);
  g_free (data);
}

static void
free_order (gpointer data)
{
  g_free (((FakeOrder *)data)->remote_id);
  g_free (((FakeOrder *)data)->sku);
  g_free (data);
}

static FakeListing *
find_listing (TiemFakeShop *self,
              const char *sku)
{
  for (guint i = 0; i < self->listings->len; i++)
    {
      FakeListing *listing = g_ptr_array_index (self->listings, i);

      if (g_strcmp0 (listing->sku, sku) == 0)
        return listing;
    }
  return NULL;
}

static FakeOrder *
find_order (TiemFakeShop *self,
            const char *remote_id)
{
  for (guint i = 0; i < self->orders->len; i++)
    {
      FakeOrder *order = g_ptr_array_index (self->orders, i);

      if (g_strcmp0 (order->remote_id, remote_id) == 0)
        return order;
    }
  return NULL;
}

static int
compare_orders (gconstpointer a,
                gconstpointer b)
{
  const FakeOrder *one = *(FakeOrder *const *)a;
  const FakeOrder *two = *(FakeOrder *const *)b;

  return one->number < two->number ? -1 : 1;
}

static void
touch_order (TiemFakeShop *self,
             FakeOrder *order)
{
  order->number = ++self->last_number;
  g_ptr_array_sort (self->orders, compare_orders);
}

/* The transport */

static void
released_cb (GCancellable *cancellable,
             gpointer user_data)
{
  TiemFakeShop *self = user_data;

  g_mutex_lock (&self->mutex);
  g_cond_broadcast (&self->cond);
  g_mutex_unlock (&self->mutex);
}

static gboolean
hang (TiemFakeShop *self,
      const char *call,
      GCancellable *cancellable,
      GError **error)
{
  gulong id = cancellable != NULL
                  ? g_cancellable_connect (cancellable, G_CALLBACK (released_cb), self, NULL)
                  : 0;

  g_mutex_lock (&self->mutex);
  while (g_strcmp0 (self->hanging, call) == 0 && !g_cancellable_is_cancelled (cancellable))
    g_cond_wait (&self->cond, &self->mutex);
  g_mutex_unlock (&self->mutex);
  g_cancellable_disconnect (cancellable, id);
  return !g_cancellable_set_error_if_cancelled (cancellable, error);
}

static Fault *
find_fault (TiemFakeShop *self,
            const char *call)
{
  Fault *fault = g_hash_table_lookup (self->faults, call);

  return fault != NULL && fault->times > 0 ? fault : NULL;
}

static TiemResponse *
tiem_fake_shop_send (TiemTransport *transport,
                     const TiemRequest *request,
                     GCancellable *cancellable,
                     GError **error)
{
  TiemFakeShop *self = TIEM_FAKE_SHOP (transport);
  Hook *hook = g_hash_table_lookup (self->hooks, request->endpoint);
  guint status = 200;
  Fault *fault;

  if (hook != NULL)
    hook->func (hook->user_data);
  if (!hang (self, request->endpoint, cancellable, error))
    return NULL;

  g_mutex_lock (&self->mutex);
  fault = find_fault (self, request->endpoint);
  if (fault != NULL)
    status = fault->status;
  g_mutex_unlock (&self->mutex);
  if (status != 0 || fault->after)
    return tiem_response_new (status, "text/html", "<html>Lỗi rồi</html>", -1);

  g_mutex_lock (&self->mutex);
  fault->times--;
  g_mutex_unlock (&self->mutex);
  g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT, "Nobody answers; try again.");
  return NULL;
}

static void
transport_iface_init (TiemTransportInterface *iface)
{
  iface->send = tiem_fake_shop_send;
}

/* The channel */

static void channel_iface_init (TiemChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (TiemFakeShop,
                               tiem_fake_shop,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_TRANSPORT, transport_iface_init)
                                   G_IMPLEMENT_INTERFACE (TIEM_TYPE_CHANNEL, channel_iface_init))

/* One round trip. Returns: FALSE with @error when the call does not get through */
static gboolean
call_shop (TiemTransport *transport,
           const char *call,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (TiemRequest) request = tiem_request_new ("GET", "https://shop.test/");
  g_autoptr (TiemResponse) response = NULL;

  request->endpoint = g_strdup (call);
  response = tiem_transport_send (transport, request, cancellable, error);
  return response != NULL;
}

/* With the mutex held: takes the next fault of a call. @after: whether it was carried out. */
static gboolean
fail_now (TiemFakeShop *self,
          const char *call,
          gboolean after,
          GError **error)
{
  Fault *fault = find_fault (self, call);

  if (fault == NULL || fault->after != after)
    return FALSE;

  fault->times--;
  g_set_error (error, TIEM_ERROR, fault->code, "The shop fails at “%s”; try again.", call);
  if (error != NULL && self->retry_after_ms > 0)
    tiem_error_set_retry_after_ms (*error, self->retry_after_ms);
  return TRUE;
}

/* With the mutex held. */
static void
note_call (TiemFakeShop *self,
           const char *format,
           ...)
{
  va_list args;

  if (self->calls->len > 0)
    g_string_append_c (self->calls, ' ');
  va_start (args, format);
  g_string_append_vprintf (self->calls, format, args);
  va_end (args);
}

static TiemRemoteOrder *
new_remote_order (const FakeOrder *order)
{
  TiemRemoteOrder *remote = tiem_remote_order_new ();
  TiemRemoteLine *line = tiem_remote_line_new ();

  remote->remote_id = g_strdup (order->remote_id);
  remote->status = order->status;
  remote->remote_status = g_strdup (tiem_order_status_to_string (order->status));
  remote->platform_holds = order->status != TIEM_ORDER_CANCELLED;
  remote->placed_at = 1795237200000;
  remote->updated_at = 1795237200000 + order->number;
  remote->total_vnd = 100000 * order->quantity;
  remote->currency = g_strdup ("VND");
  remote->buyer_name = g_strdup ("Nguyễn Thị Hoà");
  line->remote_id = g_strdup ("1");
  line->remote_product_id = g_strdup (order->sku);
  line->sku = g_strdup (order->sku);
  line->title = g_strdup ("Áo thun");
  line->quantity = order->quantity;
  line->unit_price_vnd = 100000;
  line->total_vnd = 100000 * order->quantity;
  g_ptr_array_add (remote->lines, line);
  return remote;
}

/* The last change before the cursor is read again, as an overlap does. */
static TiemOrderPage *
read_page (TiemFakeShop *self,
           gint64 cursor)
{
  TiemOrderPage *page = tiem_order_page_new ();
  gint64 next = cursor;
  guint n = 0;

  for (guint i = 0; i < self->orders->len; i++)
    {
      const FakeOrder *order = g_ptr_array_index (self->orders, i);

      if (order->number < cursor)
        continue;
      if (n == PAGE_SIZE + 1)
        {
          page->more = TRUE;
          break;
        }
      n++;
      next = order->number;
      if (order->sku != NULL)
        g_ptr_array_add (page->orders, new_remote_order (order));
      else
        g_ptr_array_add (page->unreadable,
                         tiem_unreadable_new (order->remote_id, "Không đọc được", "{\"id\":"));
    }
  page->next_cursor = g_strdup_printf ("%" G_GINT64_FORMAT, next);
  return page;
}

static TiemOrderPage *
tiem_fake_shop_pull_orders (TiemChannel *channel,
                            TiemTransport *transport,
                            const char *cursor,
                            gint64 first_since,
                            GCancellable *cancellable,
                            GError **error)
{
  TiemFakeShop *self = TIEM_FAKE_SHOP (channel);
  TiemOrderPage *page = NULL;

  if (!call_shop (transport, "orders", cancellable, error))
    return NULL;
  g_mutex_lock (&self->mutex);
  note_call (self, "orders");
  if (cursor == NULL)
    self->first_since = first_since;
  if (!fail_now (self, "orders", FALSE, error))
    page = read_page (self, cursor != NULL ? g_ascii_strtoll (cursor, NULL, 10) : 0);
  g_mutex_unlock (&self->mutex);
  return page;
}

static TiemRemoteListing *
new_remote_listing (const FakeListing *listing)
{
  TiemRemoteListing *remote = tiem_remote_listing_new ();

  remote->remote_product_id = g_strdup (listing->sku);
  remote->sku = g_strdup (listing->sku);
  remote->title = g_strdup_printf ("Áo thun %s", listing->sku);
  remote->price_vnd = listing->price;
  remote->has_stock = TRUE;
  remote->stock = listing->stock;
  return remote;
}

static TiemListingPage *
tiem_fake_shop_pull_listings (TiemChannel *channel,
                              TiemTransport *transport,
                              const char *cursor,
                              GCancellable *cancellable,
                              GError **error)
{
  TiemFakeShop *self = TIEM_FAKE_SHOP (channel);
  TiemListingPage *page = NULL;
  guint i = cursor != NULL ? (guint)g_ascii_strtoull (cursor, NULL, 10) : 0;

  if (!call_shop (transport, "listings", cancellable, error))
    return NULL;
  g_mutex_lock (&self->mutex);
  note_call (self, "listings");
  if (!fail_now (self, "listings", FALSE, error))
    {
      page = tiem_listing_page_new ();
      for (; i < self->listings->len && page->listings->len < PAGE_SIZE; i++)
        g_ptr_array_add (page->listings,
                         new_remote_listing (g_ptr_array_index (self->listings, i)));
      if (i < self->listings->len)
        page->next_cursor = g_strdup_printf ("%u", i);
    }
  g_mutex_unlock (&self->mutex);
  return page;
}

static char *
describe_pushes (GPtrArray *pushes,
                 gboolean with_values)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < pushes->len; i++)
    {
      const TiemPush *push = g_ptr_array_index (pushes, i);

      g_string_append (text, i > 0 ? "," : "");
      g_string_append (text, push->remote_product_id);
      if (with_values)
        g_string_append_printf (text, "=%" G_GINT64_FORMAT, push->value);
    }
  return g_string_free (text, FALSE);
}

static TiemListingPage *
tiem_fake_shop_read_listings (TiemChannel *channel,
                              TiemTransport *transport,
                              GPtrArray *pushes,
                              GCancellable *cancellable,
                              GError **error)
{
  TiemFakeShop *self = TIEM_FAKE_SHOP (channel);
  g_autofree char *text = describe_pushes (pushes, FALSE);
  TiemListingPage *page = NULL;

  if (!call_shop (transport, "read", cancellable, error))
    return NULL;
  g_mutex_lock (&self->mutex);
  note_call (self, "read:%s", text);
  if (!fail_now (self, "read", FALSE, error))
    {
      page = tiem_listing_page_new ();
      for (guint i = 0; i < pushes->len; i++)
        {
          const TiemPush *push = g_ptr_array_index (pushes, i);

          g_ptr_array_add (page->listings,
                           new_remote_listing (find_listing (self, push->remote_product_id)));
        }
    }
  g_mutex_unlock (&self->mutex);
  return page;
}

/* With the mutex held. */
static gboolean
apply_pushes (TiemFakeShop *self,
              GPtrArray *pushes,
              gboolean is_price,
              GError **error)
{
  for (guint i = 0; i < pushes->len; i++)
    {
      const TiemPush *push = g_ptr_array_index (pushes, i);

      if (find_listing (self, push->remote_product_id)->breaks)
        {
          g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT, "HTTP 500; try again.");
          return FALSE;
        }
    }
  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *push = g_ptr_array_index (pushes, i);
      FakeListing *listing = find_listing (self, push->remote_product_id);

      if (listing->refused)
        {
          g_set_error_literal (
              &push->error, TIEM_ERROR, TIEM_ERROR_REJECTED, "The shop refuses it; look there.");
          continue;
        }
      if (is_price)
        listing->price = push->value;
      else
        listing->stock = push->value;
      push->done = TRUE;
      push->confirmed = push->value;
    }
  return TRUE;
}

/* An answer that got lost tells nothing about the items. */
static void
forget_outcomes (GPtrArray *pushes)
{
  for (guint i = 0; i < pushes->len; i++)
    ((TiemPush *)g_ptr_array_index (pushes, i))->done = FALSE;
}

static gboolean
push (TiemFakeShop *self,
      const char *call,
      TiemTransport *transport,
      GPtrArray *pushes,
      GCancellable *cancellable,
      GError **error)
{
  g_autofree char *text = describe_pushes (pushes, TRUE);
  gboolean ok = FALSE;

  if (!call_shop (transport, call, cancellable, error))
    return FALSE;
  g_mutex_lock (&self->mutex);
  note_call (self, "%s:%s", call, text);
  if (!fail_now (self, call, FALSE, error)
      && apply_pushes (self, pushes, g_str_equal (call, "price"), error))
    {
      ok = !fail_now (self, call, TRUE, error);
      if (!ok)
        forget_outcomes (pushes);
    }
  g_mutex_unlock (&self->mutex);
  return ok;
}

static gboolean
tiem_fake_shop_push_stock (TiemChannel *channel,
                           TiemTransport *transport,
                           GPtrArray *pushes,
                           GCancellable *cancellable,
                           GError **error)
{
  return push (TIEM_FAKE_SHOP (channel), "stock", transport, pushes, cancellable, error);
}

static gboolean
tiem_fake_shop_push_price (TiemChannel *channel,
                           TiemTransport *transport,
                           GPtrArray *pushes,
                           GCancellable *cancellable,
                           GError **error)
{
  return push (TIEM_FAKE_SHOP (channel), "price", transport, pushes, cancellable, error);
}

static void
carry_out (TiemFakeShop *self,
           FakeOrder *order,
           TiemOrderAction action)
{
  FakeListing *listing = find_listing (self, order->sku);

  if (action == TIEM_ORDER_ACTION_CANCEL && order->status != TIEM_ORDER_CANCELLED)
    {
      order->status = TIEM_ORDER_CANCELLED;
      listing->stock += order->quantity;
      touch_order (self, order);
    }
  else if (action == TIEM_ORDER_ACTION_SHIP && order->status != TIEM_ORDER_SHIPPING)
    {
      order->status = TIEM_ORDER_SHIPPING;
      touch_order (self, order);
    }
}

static TiemRemoteOrder *
tiem_fake_shop_act_on_order (TiemChannel *channel,
                             TiemTransport *transport,
                             const char *remote_id,
                             TiemOrderAction action,
                             const char *reason,
                             GCancellable *cancellable,
                             GError **error)
{
  TiemFakeShop *self = TIEM_FAKE_SHOP (channel);
  TiemRemoteOrder *result = NULL;
  FakeOrder *order;

  if (!call_shop (transport, "act", cancellable, error))
    return NULL;
  g_mutex_lock (&self->mutex);
  note_call (self, "act:%s", remote_id);
  order = find_order (self, remote_id);
  if (!fail_now (self, "act", FALSE, error))
    {
      carry_out (self, order, action);
      if (!fail_now (self, "act", TRUE, error))
        result = new_remote_order (order);
    }
  g_mutex_unlock (&self->mutex);
  return result;
}

static void
channel_iface_init (TiemChannelInterface *iface)
{
  iface->pull_orders = tiem_fake_shop_pull_orders;
  iface->pull_listings = tiem_fake_shop_pull_listings;
  iface->read_listings = tiem_fake_shop_read_listings;
  iface->push_stock = tiem_fake_shop_push_stock;
  iface->push_price = tiem_fake_shop_push_price;
  iface->act_on_order = tiem_fake_shop_act_on_order;
}

const TiemChannelInfo tiem_fake_channel_info = {
  .kind = "fake",
  .name = "Fake",
  .letter = "F",
  .flags = TIEM_CHANNEL_CAN_PUSH_STOCK | TIEM_CHANNEL_CAN_PUSH_PRICE | TIEM_CHANNEL_CAN_SHIP
           | TIEM_CHANNEL_CAN_CANCEL | TIEM_CHANNEL_HAS_NETWORK,
  .push_batch = 4,
  .poll_ms = 5000,
  .listings_ms = 60 * 60 * 1000,
};

/* The shop */

static void
tiem_fake_shop_finalize (GObject *object)
{
  TiemFakeShop *self = TIEM_FAKE_SHOP (object);

  g_ptr_array_unref (self->listings);
  g_ptr_array_unref (self->orders);
  g_hash_table_unref (self->faults);
  g_hash_table_unref (self->hooks);
  g_string_free (self->calls, TRUE);
  g_free (self->hanging);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);

  G_OBJECT_CLASS (tiem_fake_shop_parent_class)->finalize (object);
}

static void
tiem_fake_shop_class_init (TiemFakeShopClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tiem_fake_shop_finalize;
}

static void
tiem_fake_shop_init (TiemFakeShop *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->listings = g_ptr_array_new_with_free_func (free_listing);
  self->orders = g_ptr_array_new_with_free_func (free_order);
  self->faults = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->hooks = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
  self->calls = g_string_new (NULL);
}

TiemFakeShop *
tiem_fake_shop_new (void)
{
  return g_object_new (TIEM_TYPE_FAKE_SHOP, NULL);
}

void
tiem_fake_shop_add_listing (TiemFakeShop *self,
                            const char *sku,
                            gint64 stock)
{
  FakeListing *listing = g_new0 (FakeListing, 1);

  listing->sku = g_strdup (sku);
  listing->stock = stock;
  listing->price = 100000;
  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->listings, listing);
  g_mutex_unlock (&self->mutex);
}

void
tiem_fake_shop_order (TiemFakeShop *self,
                      const char *remote_id,
                      const char *sku,
                      gint64 quantity)
{
  FakeOrder *order = g_new0 (FakeOrder, 1);

  order->remote_id = g_strdup (remote_id);
  order->sku = g_strdup (sku);
  order->quantity = quantity;
  order->status = TIEM_ORDER_TO_SHIP;
  g_mutex_lock (&self->mutex);
  if (sku != NULL)
    find_listing (self, sku)->stock -= quantity;
  g_ptr_array_add (self->orders, order);
  touch_order (self, order);
  g_mutex_unlock (&self->mutex);
}

gint64
tiem_fake_shop_get_stock (TiemFakeShop *self,
                          const char *sku)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return find_listing (self, sku)->stock;
}

void
tiem_fake_shop_set_stock (TiemFakeShop *self,
                          const char *sku,
                          gint64 stock)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  find_listing (self, sku)->stock = stock;
}

gint64
tiem_fake_shop_get_price (TiemFakeShop *self,
                          const char *sku)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return find_listing (self, sku)->price;
}

void
tiem_fake_shop_fail (
    TiemFakeShop *self, const char *call, guint times, int code, guint status, gboolean after)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Fault fault = { times, code, status, after };

  g_hash_table_replace (self->faults, (gpointer)call, g_memdup2 (&fault, sizeof fault));
}

void
tiem_fake_shop_set_retry_after (TiemFakeShop *self,
                                gint64 ms)
{
  self->retry_after_ms = ms;
}

void
tiem_fake_shop_refuse (TiemFakeShop *self,
                       const char *sku,
                       gboolean breaks)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  FakeListing *listing = find_listing (self, sku);

  listing->refused = !breaks;
  listing->breaks = breaks;
}

void
tiem_fake_shop_hang (TiemFakeShop *self,
                     const char *call)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_free (self->hanging);
  self->hanging = g_strdup (call);
}

void
tiem_fake_shop_let_go (TiemFakeShop *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  g_clear_pointer (&self->hanging, g_free);
  g_cond_broadcast (&self->cond);
}

void
tiem_fake_shop_set_hook (TiemFakeShop *self,
                         const char *call,
                         void (*func) (gpointer user_data),
                         gpointer user_data)
{
  Hook hook = { func, user_data };

  if (func != NULL)
    g_hash_table_replace (self->hooks, (gpointer)call, g_memdup2 (&hook, sizeof hook));
  else
    g_hash_table_remove (self->hooks, call);
}

char *
tiem_fake_shop_take_calls (TiemFakeShop *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  char *calls = g_string_free (self->calls, FALSE);

  self->calls = g_string_new (NULL);
  return calls;
}

gint64
tiem_fake_shop_get_first_since (TiemFakeShop *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->first_since;
}
