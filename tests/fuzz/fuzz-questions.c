#include "fuzz.h"

#include "base/tiem-error.h"

/* What a channel may say is checked here: the store relies on it. */

static void
check_error (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == TIEM_ERROR || error->domain == G_IO_ERROR);
  g_assert_true (error->message != NULL && *error->message != '\0');
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
}

static void
check_outcome (gboolean ok,
               const GError *error)
{
  if (ok)
    g_assert_no_error (error);
  else
    check_error (error);
}

static void
check_text (const char *text)
{
  g_assert_true (text == NULL || g_utf8_validate (text, -1, NULL));
}

static void
check_lines (GPtrArray *lines)
{
  for (guint i = 0; i < lines->len; i++)
    {
      const TiemRemoteLine *line = g_ptr_array_index (lines, i);

      check_text (line->sku);
      check_text (line->title);
      check_text (line->options);
      g_assert_cmpint (line->quantity, >=, 0);
      g_assert_cmpint (line->cancelled, >=, 0);
      g_assert_cmpint (line->cancelled, <=, line->quantity);
    }
}

static void
check_order (const TiemRemoteOrder *order)
{
  g_assert_true (order->remote_id != NULL && *order->remote_id != '\0');
  g_assert_cmpint (order->status, <, TIEM_N_ORDER_STATUSES);
  check_text (order->buyer_name);
  check_text (order->note);
  check_text (order->address.text);
  check_text (order->cancel_reason);
  check_lines (order->lines);
  tiem_remote_order_hash (order);
}

static void
check_unreadable (GPtrArray *unreadable)
{
  for (guint i = 0; i < unreadable->len; i++)
    {
      const TiemUnreadable *item = g_ptr_array_index (unreadable, i);

      g_assert_true (item->reason != NULL && g_utf8_validate (item->reason, -1, NULL));
    }
}

/* --- the questions --- */

typedef struct
{
  TiemChannel *channel;
  TiemChannelInterface *iface;
  const TiemChannelInfo *info;
  const TiemAccount *account;
  TiemTransport *transport;
} Fuzz;

#define NOW G_GINT64_CONSTANT (1795262400000)
/* Pages that are followed: what one answer makes of the next question counts too. */
#define MOST_PAGES 4

static void
ask_test (Fuzz *fuzz)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemChannelProbe) probe
      = tiem_channel_test (fuzz->channel, fuzz->transport, NULL, &error);

  check_outcome (probe != NULL, error);
}

static void
ask_orders (Fuzz *fuzz)
{
  g_autofree char *cursor = NULL;

  for (guint n = 0; n < MOST_PAGES; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemOrderPage) page = tiem_channel_pull_orders (
          fuzz->channel, fuzz->transport, cursor, n == 0 ? NOW - 86400000 : 0, NULL, &error);

      check_outcome (page != NULL, error);
      if (page == NULL)
        return;
      for (guint i = 0; i < page->orders->len; i++)
        check_order (g_ptr_array_index (page->orders, i));
      check_unreadable (page->unreadable);
      g_assert_nonnull (page->next_cursor);
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
      if (!page->more)
        return;
    }
}

static void
check_listings (const TiemListingPage *page)
{
  for (guint i = 0; i < page->listings->len; i++)
    {
      const TiemRemoteListing *listing = g_ptr_array_index (page->listings, i);

      g_assert_true (listing->remote_product_id != NULL && *listing->remote_product_id != '\0');
      check_text (listing->title);
      check_text (listing->sku);
      check_text (listing->options);
    }
  check_unreadable (page->unreadable);
}

static void
ask_listings (Fuzz *fuzz)
{
  g_autofree char *cursor = NULL;

  for (guint n = 0; n < MOST_PAGES; n++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemListingPage) page
          = tiem_channel_pull_listings (fuzz->channel, fuzz->transport, cursor, NULL, &error);

      check_outcome (page != NULL, error);
      if (page == NULL)
        return;
      check_listings (page);
      if (page->next_cursor == NULL)
        return;
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
    }
}

static GPtrArray *
make_pushes (void)
{
  static const struct
  {
    const char *product;
    const char *variant;
  } listings[] = {
    { "1000", NULL },
    { "23620850001", "221404180001" },
    { "1729592969712207008", "1729592969712207012" },
  };
  GPtrArray *pushes = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_push_free);

  for (gsize i = 0; i < G_N_ELEMENTS (listings); i++)
    {
      TiemPush *push = tiem_push_new ();

      push->remote_product_id = g_strdup (listings[i].product);
      push->remote_variant_id = g_strdup (listings[i].variant);
      push->sku = g_strdup ("AT-SG-D-M");
      push->value = 7;
      g_ptr_array_add (pushes, push);
    }
  return pushes;
}

static void
check_pushes (GPtrArray *pushes)
{
  for (guint i = 0; i < pushes->len; i++)
    {
      const TiemPush *push = g_ptr_array_index (pushes, i);

      g_assert_false (push->done && push->error != NULL);
      if (push->error != NULL)
        check_error (push->error);
    }
}

static void
ask_read_back (Fuzz *fuzz)
{
  g_autoptr (GPtrArray) pushes = make_pushes ();
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemListingPage) page
      = tiem_channel_read_listings (fuzz->channel, fuzz->transport, pushes, NULL, &error);

  check_outcome (page != NULL, error);
  if (page != NULL)
    check_listings (page);
}

static void
ask_push_stock (Fuzz *fuzz)
{
  g_autoptr (GPtrArray) pushes = make_pushes ();
  g_autoptr (GError) error = NULL;
  gboolean ok = tiem_channel_push_stock (fuzz->channel, fuzz->transport, pushes, NULL, &error);

  check_outcome (ok, error);
  check_pushes (pushes);
}

static void
ask_push_price (Fuzz *fuzz)
{
  g_autoptr (GPtrArray) pushes = make_pushes ();
  g_autoptr (GError) error = NULL;
  gboolean ok = tiem_channel_push_price (fuzz->channel, fuzz->transport, pushes, NULL, &error);

  check_outcome (ok, error);
  check_pushes (pushes);
}

static void
ask_actions (Fuzz *fuzz)
{
  for (TiemOrderAction action = TIEM_ORDER_ACTION_CONFIRM;
       action <= TIEM_ORDER_ACTION_REJECT_CANCEL;
       action++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteOrder) order = NULL;

      if (action >= TIEM_ORDER_ACTION_ACCEPT_CANCEL
          && (fuzz->info->flags & TIEM_CHANNEL_CAN_ANSWER_CANCEL) == 0)
        return;
      order = tiem_channel_act_on_order (
          fuzz->channel, fuzz->transport, "446156718969495", action, NULL, NULL, &error);
      check_outcome (order != NULL, error);
      if (order != NULL)
        check_order (order);
    }
}

static void
ask_choices (Fuzz *fuzz)
{
  if (fuzz->iface->list_choices == NULL)
    return;
  for (TiemChoiceKind kind = TIEM_CHOICE_SHIP; kind <= TIEM_CHOICE_REJECT_RETURN; kind++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GPtrArray) choices = tiem_channel_list_choices (
          fuzz->channel, fuzz->transport, kind, "446156718969495", NULL, &error);

      check_outcome (choices != NULL, error);
      for (guint i = 0; choices != NULL && i < choices->len; i++)
        check_text (((const TiemChoice *)g_ptr_array_index (choices, i))->text);
    }
}

static void
ask_labels (Fuzz *fuzz)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_label_free);
  g_autoptr (GError) error = NULL;

  if (fuzz->iface->read_labels == NULL)
    return;
  g_ptr_array_add (labels, tiem_label_new ("446156718969495"));
  check_outcome (tiem_channel_read_labels (fuzz->channel, fuzz->transport, labels, NULL, &error),
                 error);
  for (guint i = 0; i < labels->len; i++)
    {
      const TiemLabel *label = g_ptr_array_index (labels, i);

      g_assert_false (label->document != NULL && label->error != NULL);
      if (label->error != NULL)
        check_error (label->error);
    }
}

static void
ask_fees (Fuzz *fuzz)
{
  g_autoptr (GPtrArray) fees
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_order_fees_free);
  g_autoptr (GError) error = NULL;

  if (fuzz->iface->read_fees == NULL)
    return;
  g_ptr_array_add (fees, tiem_order_fees_new ("446156718969495"));
  check_outcome (tiem_channel_read_fees (fuzz->channel, fuzz->transport, fees, NULL, &error),
                 error);
}

static void
ask_returns (Fuzz *fuzz)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemReturnPage) page = NULL;

  if (fuzz->iface->pull_returns == NULL)
    return;
  page = tiem_channel_pull_returns (
      fuzz->channel, fuzz->transport, NULL, NOW - 86400000, NULL, &error);
  check_outcome (page != NULL, error);
  if (page == NULL)
    return;
  for (guint i = 0; i < page->returns->len; i++)
    {
      const TiemRemoteReturn *request = g_ptr_array_index (page->returns, i);

      g_assert_nonnull (request->remote_id);
      check_text (request->reason);
      check_lines (request->lines);
    }
  check_unreadable (page->unreadable);
  g_assert_nonnull (page->next_cursor);
}

static void
ask_return_answer (Fuzz *fuzz)
{
  static const TiemReturnAnswers answers[]
      = { TIEM_RETURN_ACCEPT, TIEM_RETURN_REFUND, TIEM_RETURN_RECEIVED, TIEM_RETURN_REJECT };

  if (fuzz->iface->answer_return == NULL)
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemRemoteReturn) request = tiem_channel_answer_return (fuzz->channel,
                                                                         fuzz->transport,
                                                                         "4035318504086605200",
                                                                         answers[i],
                                                                         NULL,
                                                                         "Hàng không đúng",
                                                                         NULL,
                                                                         &error);

      check_outcome (request != NULL, error);
    }
}

static void
ask_reviews (Fuzz *fuzz)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemReviewPage) page = NULL;

  if (fuzz->iface->pull_reviews == NULL)
    return;
  page = tiem_channel_pull_reviews (
      fuzz->channel, fuzz->transport, NULL, NOW - 86400000, NULL, &error);
  check_outcome (page != NULL, error);
  if (page == NULL)
    return;
  for (guint i = 0; i < page->reviews->len; i++)
    {
      const TiemRemoteReview *review = g_ptr_array_index (page->reviews, i);

      g_assert_nonnull (review->remote_id);
      check_text (review->text);
    }
  g_assert_nonnull (page->next_cursor);
}

static void
ask_reply (Fuzz *fuzz)
{
  g_autoptr (GError) error = NULL;

  if (fuzz->iface->reply_review == NULL)
    return;
  check_outcome (tiem_channel_reply_review (
                     fuzz->channel, fuzz->transport, "120590834", "Tiệm cảm ơn bạn", NULL, &error),
                 error);
}

static void
ask_tokens (Fuzz *fuzz)
{
  g_autoptr (TiemAccount) signed_in = NULL;
  g_autoptr (TiemAccount) renewed = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) renew_error = NULL;

  if (fuzz->info->sign_in == NULL)
    return;
  signed_in = fuzz->info->sign_in (fuzz->account,
                                   fuzz->transport,
                                   "http://127.0.0.1:1/?code=0_1_a&shop_id=14701711&state=s",
                                   "s",
                                   NULL,
                                   &error);
  check_outcome (signed_in != NULL, error);
  renewed = fuzz->info->refresh (fuzz->account, fuzz->transport, NULL, &renew_error);
  check_outcome (renewed != NULL, renew_error);
}

static void (*const questions[]) (Fuzz *fuzz) = {
  ask_orders,  ask_listings, ask_read_back, ask_push_stock,    ask_push_price,
  ask_actions, ask_test,     ask_choices,   ask_labels,        ask_fees,
  ask_returns, ask_reviews,  ask_reply,     ask_return_answer, ask_tokens,
};

guint
fuzz_n_questions (void)
{
  return G_N_ELEMENTS (questions);
}

void
fuzz_ask (TiemChannel *channel,
          const TiemChannelInfo *info,
          const TiemAccount *account,
          TiemTransport *transport,
          guint question)
{
  Fuzz fuzz = {
    .channel = channel,
    .iface = TIEM_CHANNEL_GET_IFACE (channel),
    .info = info,
    .account = account,
    .transport = transport,
  };

  questions[question % G_N_ELEMENTS (questions)](&fuzz);
}

TiemAccount *
fuzz_make_account (const TiemChannelInfo *info,
                   const char *base_url)
{
  TiemAccount *account = tiem_account_new ();

  account->base_url = g_strdup (base_url);
  account->key = g_strdup ("2001887");
  account->secret = g_strdup ("e59af819cc");
  if (info->sign_in == NULL)
    return account;
  account->auth_url = g_strdup (base_url);
  account->shop = g_strdup ("14701711");
  account->access_token = g_strdup ("6c5a4b39");
  account->refresh_token = g_strdup ("51d2e7aa");
  account->shop_cipher = g_strdup ("ROW_TiemAAAA");
  account->service_id = g_strdup ("7172");
  return account;
}
