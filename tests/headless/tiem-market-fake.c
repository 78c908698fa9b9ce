#include "tiem-market-fake.h"

#include "base/tiem-error.h"

#include <string.h>

TiemFakeMarket tiem_fake_market;

void
tiem_fake_market_open (void)
{
  tiem_fake_market = (TiemFakeMarket){ .token = 1,
                                       .token_life_ms = 4 * 60 * 60 * 1000,
                                       .status = TIEM_ORDER_TO_SHIP,
                                       .updated_at = G_GINT64_CONSTANT (1795237200000),
                                       .calls = g_string_new (NULL) };
}

void
tiem_fake_market_close (void)
{
  g_string_free (tiem_fake_market.calls, TRUE);
  g_free (tiem_fake_market.reply);
  g_free (tiem_fake_market.choice);
}

char *
tiem_fake_market_take_calls (void)
{
  char *calls = g_string_free (tiem_fake_market.calls, FALSE);

  tiem_fake_market.calls = g_string_new (NULL);
  return calls;
}

static void
note (const char *call)
{
  g_string_append (tiem_fake_market.calls, tiem_fake_market.calls->len > 0 ? " " : "");
  g_string_append (tiem_fake_market.calls, call);
}

static TiemAccount *
give_pair (const TiemAccount *account,
           gint64 now)
{
  TiemAccount *given = tiem_account_copy (account);

  g_free (given->access_token);
  g_free (given->refresh_token);
  given->access_token = g_strdup_printf ("access-%u", tiem_fake_market.token);
  given->refresh_token = g_strdup_printf ("refresh-%u", tiem_fake_market.token);
  given->expires_at = now + tiem_fake_market.token_life_ms;
  given->grant_ends_at = tiem_fake_market.grant_ends_at;
  return given;
}

TiemAccount *
tiem_fake_market_new_account (gint64 expires_at)
{
  g_autoptr (TiemAccount) empty = tiem_account_new ();
  TiemAccount *account = give_pair (empty, expires_at);

  account->expires_at = expires_at;
  account->base_url = g_strdup ("https://market.test");
  account->key = g_strdup ("2001887");
  account->secret = g_strdup ("khoá bí mật");
  return account;
}

/* The transport */

#define FAKE_TYPE_WIRE (fake_wire_get_type ())
G_DECLARE_FINAL_TYPE (FakeWire, fake_wire, FAKE, WIRE, GObject)

struct _FakeWire
{
  GObject parent_instance;
};

static TiemResponse *
fake_wire_send (TiemTransport *transport,
                const TiemRequest *request,
                GCancellable *cancellable,
                GError **error)
{
  return tiem_response_new (200, "application/json", "{}", -1);
}

static void
fake_wire_iface_init (TiemTransportInterface *iface)
{
  iface->send = fake_wire_send;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeWire,
                               fake_wire,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_TRANSPORT, fake_wire_iface_init))

static void
fake_wire_class_init (FakeWireClass *klass)
{
}

static void
fake_wire_init (FakeWire *self)
{
}

TiemTransport *
tiem_fake_market_new_transport (void)
{
  return g_object_new (FAKE_TYPE_WIRE, NULL);
}

/* The channel */

#define FAKE_TYPE_CHANNEL (fake_channel_get_type ())
G_DECLARE_FINAL_TYPE (FakeChannel, fake_channel, FAKE, CHANNEL, GObject)

struct _FakeChannel
{
  GObject parent_instance;

  char *token;
};

static void channel_iface_init (TiemChannelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeChannel,
                               fake_channel,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_CHANNEL, channel_iface_init))

static void
fake_channel_finalize (GObject *object)
{
  g_free (FAKE_CHANNEL (object)->token);

  G_OBJECT_CLASS (fake_channel_parent_class)->finalize (object);
}

static void
fake_channel_class_init (FakeChannelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = fake_channel_finalize;
}

static void
fake_channel_init (FakeChannel *self)
{
}

static TiemChannel *
create (const TiemAccount *account,
        GError **error)
{
  FakeChannel *self = g_object_new (FAKE_TYPE_CHANNEL, NULL);

  self->token = g_strdup (account->access_token);
  return TIEM_CHANNEL (self);
}

/* One call with the channel's token. Returns: FALSE with @error when it is not carried out */
static gboolean
call (TiemChannel *channel,
      TiemTransport *transport,
      const char *name,
      GError **error)
{
  FakeChannel *self = FAKE_CHANNEL (channel);
  g_autofree char *good = g_strdup_printf ("access-%u", tiem_fake_market.token);
  g_autoptr (TiemRequest) request = tiem_request_new ("GET", "https://market.test/");
  g_autoptr (TiemResponse) response = NULL;

  request->endpoint = g_strdup (name);
  response = tiem_transport_send (transport, request, NULL, error);
  note (name);
  if (strcmp (self->token, good) != 0)
    {
      g_set_error_literal (
          error, TIEM_ERROR, TIEM_ERROR_TOKEN, "The permission has ended; sign in again.");
      return FALSE;
    }
  if (tiem_fake_market.failing != NULL && g_str_has_prefix (name, tiem_fake_market.failing))
    {
      g_set_error (error,
                   TIEM_ERROR,
                   tiem_fake_market.failing_code,
                   "The market fails at “%s”; try again.",
                   name);
      return FALSE;
    }
  return TRUE;
}

static TiemChannelProbe *
test (TiemChannel *channel,
      TiemTransport *transport,
      GCancellable *cancellable,
      GError **error)
{
  TiemChannelProbe *probe;

  if (!call (channel, transport, "test", error))
    return NULL;
  probe = g_new0 (TiemChannelProbe, 1);
  probe->shop = g_strdup ("Nhà Mây");
  probe->grant_ends_at = tiem_fake_market.grant_ends_at;
  return probe;
}

static TiemRemoteOrder *
new_order (void)
{
  TiemRemoteOrder *order = tiem_remote_order_new ();
  TiemRemoteLine *line = tiem_remote_line_new ();

  order->remote_id = g_strdup ("M1");
  order->status = tiem_fake_market.status;
  order->remote_status = g_strdup (tiem_order_status_to_string (order->status));
  order->placed_at = G_GINT64_CONSTANT (1795237200000);
  order->updated_at = tiem_fake_market.updated_at;
  order->cancel_asked = tiem_fake_market.cancel_asked;
  order->total_vnd = 250000;
  line->remote_id = g_strdup ("1");
  line->remote_product_id = g_strdup ("P1");
  line->title = g_strdup ("Áo thun");
  line->quantity = 1;
  line->unit_price_vnd = line->total_vnd = 250000;
  g_ptr_array_add (order->lines, line);
  return order;
}

static TiemOrderPage *
pull_orders (TiemChannel *channel,
             TiemTransport *transport,
             const char *cursor,
             gint64 first_since,
             GCancellable *cancellable,
             GError **error)
{
  TiemOrderPage *page;

  if (!call (channel, transport, "orders", error))
    return NULL;
  page = tiem_order_page_new ();
  g_ptr_array_add (page->orders, new_order ());
  page->next_cursor = g_strdup_printf ("%" G_GINT64_FORMAT, tiem_fake_market.updated_at);
  return page;
}

static TiemListingPage *
pull_listings (TiemChannel *channel,
               TiemTransport *transport,
               const char *cursor,
               GCancellable *cancellable,
               GError **error)
{
  return call (channel, transport, "listings", error) ? tiem_listing_page_new () : NULL;
}

static TiemRemoteOrder *
act_on_order (TiemChannel *channel,
              TiemTransport *transport,
              const char *remote_id,
              TiemOrderAction action,
              const char *choice,
              GCancellable *cancellable,
              GError **error)
{
  static const char *const names[] = { "confirm", "ship", "cancel", "accept", "reject" };

  if (!call (channel, transport, names[action], error))
    return NULL;
  g_free (tiem_fake_market.choice);
  tiem_fake_market.choice = g_strdup (choice);
  tiem_fake_market.updated_at += 1000;
  if (action == TIEM_ORDER_ACTION_SHIP)
    tiem_fake_market.status = TIEM_ORDER_AWAITING_PICKUP;
  if (action == TIEM_ORDER_ACTION_CANCEL || action == TIEM_ORDER_ACTION_ACCEPT_CANCEL)
    tiem_fake_market.status = TIEM_ORDER_CANCELLED;
  tiem_fake_market.cancel_asked = FALSE;
  return new_order ();
}

static gboolean
read_labels (TiemChannel *channel,
             TiemTransport *transport,
             GPtrArray *labels,
             GCancellable *cancellable,
             GError **error)
{
  if (!call (channel, transport, "labels", error))
    return FALSE;
  for (guint i = 0; i < labels->len; i++)
    {
      TiemLabel *label = g_ptr_array_index (labels, i);

      if (tiem_fake_market.label_refused)
        g_set_error_literal (
            &label->error, TIEM_ERROR, TIEM_ERROR_REJECTED, "It has no label; look there.");
      else if (tiem_fake_market.labels_made_after > 0)
        g_set_error_literal (
            &label->error, TIEM_ERROR, TIEM_ERROR_TRANSIENT, "It is being made; try again.");
      else
        {
          label->document = g_bytes_new_static ("%PDF-1.4 M1", 11);
          label->content_type = g_strdup ("application/pdf");
        }
    }
  if (tiem_fake_market.labels_made_after > 0)
    tiem_fake_market.labels_made_after--;
  return TRUE;
}

static gboolean
read_fees (TiemChannel *channel,
           TiemTransport *transport,
           GPtrArray *fees,
           GCancellable *cancellable,
           GError **error)
{
  if (!call (channel, transport, "fees", error))
    return FALSE;
  for (guint i = 0; i < fees->len; i++)
    {
      TiemOrderFees *item = g_ptr_array_index (fees, i);

      item->done = TRUE;
      item->is_settled = tiem_fake_market.fees_settled;
      item->payout_vnd = tiem_fake_market.payout_vnd;
      g_ptr_array_add (item->fees, tiem_remote_fee_new ("commission", 20000));
      g_ptr_array_add (item->fees, tiem_remote_fee_new ("tax_vat", 2500));
    }
  return TRUE;
}

static TiemRemoteReturn *
new_return (void)
{
  TiemRemoteReturn *remote = tiem_remote_return_new ();
  TiemRemoteLine *line = tiem_remote_line_new ();

  remote->remote_id = g_strdup ("R1");
  remote->order_remote_id = g_strdup ("M1");
  remote->state = tiem_fake_market.return_state;
  remote->reason = g_strdup ("Áo bị rách");
  remote->refund_vnd = 250000;
  remote->created_at = remote->updated_at = tiem_fake_market.updated_at;
  remote->answers = remote->state == TIEM_RETURN_OPEN ? TIEM_RETURN_REFUND | TIEM_RETURN_REJECT : 0;
  line->remote_product_id = g_strdup ("P1");
  line->title = g_strdup ("Áo thun");
  line->quantity = 1;
  g_ptr_array_add (remote->lines, line);
  return remote;
}

static TiemReturnPage *
pull_returns (TiemChannel *channel,
              TiemTransport *transport,
              const char *cursor,
              gint64 first_since,
              GCancellable *cancellable,
              GError **error)
{
  TiemReturnPage *page;

  if (!call (channel, transport, "returns", error))
    return NULL;
  page = tiem_return_page_new ();
  if (tiem_fake_market.has_return)
    g_ptr_array_add (page->returns, new_return ());
  page->next_cursor = g_strdup ("1");
  return page;
}

static TiemRemoteReturn *
answer_return (TiemChannel *channel,
               TiemTransport *transport,
               const char *remote_id,
               TiemReturnAnswers answer,
               const char *choice,
               const char *comment,
               GCancellable *cancellable,
               GError **error)
{
  if (!call (channel, transport, "answer", error))
    return NULL;
  g_free (tiem_fake_market.choice);
  tiem_fake_market.choice = g_strdup_printf ("%s/%s", choice, comment);
  tiem_fake_market.return_state
      = answer == TIEM_RETURN_REJECT ? TIEM_RETURN_REFUSED : TIEM_RETURN_ACCEPTED;
  tiem_fake_market.updated_at += 1000;
  return new_return ();
}

static TiemReviewPage *
pull_reviews (TiemChannel *channel,
              TiemTransport *transport,
              const char *cursor,
              gint64 first_since,
              GCancellable *cancellable,
              GError **error)
{
  TiemReviewPage *page;
  TiemRemoteReview *review;

  if (!call (channel, transport, "reviews", error))
    return NULL;
  page = tiem_review_page_new ();
  review = tiem_remote_review_new ();
  review->remote_id = g_strdup ("V1");
  review->order_remote_id = g_strdup ("M1");
  review->remote_product_id = g_strdup ("P1");
  review->buyer_name = g_strdup ("h***a");
  review->stars = 2;
  review->text = g_strdup ("Vải mỏng quá");
  review->created_at = G_GINT64_CONSTANT (1795237200000);
  review->reply = g_strdup (tiem_fake_market.reply);
  review->can_reply = tiem_fake_market.reply == NULL;
  g_ptr_array_add (page->reviews, review);
  page->more = tiem_fake_market.review_pages > 0;
  page->next_cursor = g_strdup_printf ("%u", 1 + tiem_fake_market.review_pages);
  if (page->more)
    tiem_fake_market.review_pages--;
  if (tiem_fake_market.paged != NULL)
    tiem_fake_market.paged (tiem_fake_market.paged_data);
  return page;
}

static gboolean
reply_review (TiemChannel *channel,
              TiemTransport *transport,
              const char *remote_id,
              const char *text,
              GCancellable *cancellable,
              GError **error)
{
  if (!call (channel, transport, "reply", error))
    return FALSE;
  g_free (tiem_fake_market.reply);
  tiem_fake_market.reply = g_strdup (text);
  return TRUE;
}

static void
channel_iface_init (TiemChannelInterface *iface)
{
  iface->test = test;
  iface->pull_orders = pull_orders;
  iface->pull_listings = pull_listings;
  iface->act_on_order = act_on_order;
  iface->read_labels = read_labels;
  iface->read_fees = read_fees;
  iface->pull_returns = pull_returns;
  iface->answer_return = answer_return;
  iface->pull_reviews = pull_reviews;
  iface->reply_review = reply_review;
}

/* Signing in */

static char *
sign_in_url (const TiemAccount *account,
             const char *redirect_uri,
             const char *state,
             gint64 now)
{
  return g_strdup_printf ("https://market.test/auth?redirect=%s&state=%s", redirect_uri, state);
}

static TiemAccount *
sign_in (const TiemAccount *account,
         TiemTransport *transport,
         const char *landed,
         const char *state,
         GCancellable *cancellable,
         GError **error)
{
  TiemAccount *signed_in;

  if (strstr (landed, "good") == NULL)
    {
      g_set_error_literal (
          error, TIEM_ERROR, TIEM_ERROR_AUTH, "The code is too old; sign in again.");
      return NULL;
    }
  signed_in = give_pair (account, 0);
  signed_in->shop = g_strdup ("14701711");
  return signed_in;
}

static TiemAccount *
refresh (const TiemAccount *account,
         TiemTransport *transport,
         GCancellable *cancellable,
         GError **error)
{
  g_autofree char *good = g_strdup_printf ("refresh-%u", tiem_fake_market.token);
  g_autofree char *spent = g_strdup_printf ("refresh-%u", tiem_fake_market.previous);
  gboolean is_replay = tiem_fake_market.replays && g_strcmp0 (account->refresh_token, spent) == 0;
  TiemAccount *given;

  note ("refresh");
  if (tiem_fake_market.is_unreachable)
    {
      g_set_error_literal (error, TIEM_ERROR, TIEM_ERROR_TRANSIENT, "Nobody answers; try again.");
      return NULL;
    }
  if (!is_replay && (tiem_fake_market.grant_ended || g_strcmp0 (account->refresh_token, good) != 0))
    {
      g_set_error_literal (
          error, TIEM_ERROR, TIEM_ERROR_AUTH, "The market wants you to sign in again; do so.");
      return NULL;
    }
  if (!is_replay)
    {
      tiem_fake_market.refreshes++;
      tiem_fake_market.previous = tiem_fake_market.token++;
    }
  given = give_pair (account, tiem_transport_now (transport));
  if (tiem_fake_market.refreshed != NULL)
    tiem_fake_market.refreshed (tiem_fake_market.refreshed_data);
  return given;
}

const TiemChannelInfo tiem_fake_market_info = {
  .kind = "market",
  .name = "Market",
  .letter = "M",
  .flags = TIEM_CHANNEL_CAN_SHIP | TIEM_CHANNEL_CAN_CANCEL | TIEM_CHANNEL_HAS_NETWORK
           | TIEM_CHANNEL_CAN_ANSWER_CANCEL | TIEM_CHANNEL_HAS_LABELS | TIEM_CHANNEL_HAS_FEES
           | TIEM_CHANNEL_HAS_RETURNS | TIEM_CHANNEL_HAS_REVIEWS | TIEM_CHANNEL_CAN_REPLY,
  .push_batch = 4,
  .label_batch = 4,
  .fees_batch = 4,
  .poll_ms = 5000,
  .listings_ms = 60 * 60 * 1000,
  .create = create,
  .sign_in_url = sign_in_url,
  .sign_in = sign_in,
  .refresh = refresh,
  .refresh_early_ms = 10 * 60 * 1000,
};
