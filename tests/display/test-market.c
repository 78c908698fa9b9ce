#include "ui-fixture.h"

#include "../headless/market-bench.h"
#include "app/widgets/tiem-detail.h"
#include "store/tiem-store-after.h"

/* Marketplaces in the window: signing in at one, and what buyers there wait for. */

static GtkWidget *
window_of (UiFixture *fixture)
{
  return GTK_WIDGET (fixture->window);
}

static GtkWidget *
find_button (UiFixture *fixture,
             const char *label)
{
  return ui_find (window_of (fixture), GTK_TYPE_BUTTON, label);
}

static void
press (UiFixture *fixture,
       const char *label)
{
  ui_wait_for (find_button (fixture, label) != NULL
               && gtk_widget_is_sensitive (find_button (fixture, label)));
  g_signal_emit_by_name (find_button (fixture, label), "clicked");
}

static void
type (UiFixture *fixture,
      const char *title,
      const char *text)
{
  GtkWidget *row = ui_find (window_of (fixture), ADW_TYPE_ENTRY_ROW, title);

  g_assert_nonnull (row);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
}

/* --- signing in --- */

static void
text_read_cb (GObject *source,
              GAsyncResult *result,
              gpointer user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (source), result, NULL);
}

static char *
read_clipboard (UiFixture *fixture)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (
      gtk_widget_get_clipboard (window_of (fixture)), NULL, text_read_cb, &text);
  ui_wait_for (text != NULL);
  return text;
}

/* What the owner does in the browser. Returns: (transfer full): where it lands */
static char *
agree (MarketBench *bench,
       const char *page)
{
  g_autoptr (TiemRequest) request = tiem_request_new ("POST", page);
  g_autoptr (TiemResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  tiem_request_set_body (request, "application/x-www-form-urlencoded", "action=allow", -1);
  response = tiem_transport_send (bench->transport, request, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (response->status, ==, 302);
  return g_strdup (tiem_response_get_header (response, "Location"));
}

static void
choose_kind (UiFixture *fixture,
             const char *name)
{
  GtkWidget *row;

  gtk_widget_activate_action (
      window_of (fixture), "win.open", "(ssx)", "channels", "add", (gint64)0);
  ui_wait_for (ui_label (fixture, "Where do you sell?") != NULL);
  row = ui_find (window_of (fixture), ADW_TYPE_ACTION_ROW, name);
  g_assert_nonnull (row);
  g_signal_emit_by_name (gtk_widget_get_parent (row), "row-activated", row);
  ui_wait_for (ui_label (fixture, "Where to find it") != NULL);
}

static void
type_keys (UiFixture *fixture,
           const TiemAccount *account)
{
  GtkWidget *advanced = ui_find (window_of (fixture), ADW_TYPE_EXPANDER_ROW, "Other addresses");

  type (fixture, "App Key", account->key);
  g_assert_false (gtk_widget_is_sensitive (find_button (fixture, "Sign in at Lazada…")));
  type (fixture, "App Secret", account->secret);
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (advanced), TRUE);
  ui_wait_for (ui_find (window_of (fixture), ADW_TYPE_ENTRY_ROW, "Address for signing in") != NULL);
  type (fixture, "Address for orders and stock", account->base_url);
  type (fixture, "Address for signing in", account->auth_url);
}

static void
test_sign_in (UiFixture *fixture,
              gconstpointer data)
{
  MarketBench bench = { 0 };
  g_autofree char *page = NULL;
  g_autofree char *landed = NULL;
  g_autoptr (GPtrArray) channels = NULL;
  const TiemChannelRecord *channel;

  if (!ui_can_open_links ())
    {
      g_test_skip ("Weston has not the protocol that a browser is opened by");
      return;
    }
  market_bench_open (&bench, "lazada", 0, NULL);
  choose_kind (fixture, "Lazada");
  type_keys (fixture, bench.account);
  press (fixture, "Sign in at Lazada…");
  ui_wait_for (ui_label (fixture, "Waiting for you to agree on the Lazada page") != NULL);

  /* What leads nowhere is said, and it waits on. */
  type (fixture, "Address of the page", "https://example.vn/?nothing=1");
  press (fixture, "Continue");
  ui_wait_for (ui_label (fixture, "Waiting for you to agree on the Lazada page") != NULL);

  press (fixture, "Copy the page's address");
  page = read_clipboard (fixture);
  landed = agree (&bench, page);
  type (fixture, "Address of the page", landed);
  press (fixture, "Continue");
  ui_wait_for (ui_label (fixture, "This shop lets Tiệm in") != NULL);
  type (fixture, "Name of the channel", "Lazada · Nhà Mây");
  press (fixture, "Connect this shop");
  ui_wait_for (ui_label (fixture, "Reading Lazada · Nhà Mây") != NULL);

  channels = tiem_store_list_channels (fixture->shop.store, NULL);
  g_assert_cmpuint (channels->len, ==, 2);
  channel = g_ptr_array_index (channels, 1);
  g_assert_cmpstr (channel->kind, ==, "lazada");
  g_assert_cmpstr (channel->name, ==, "Lazada · Nhà Mây");
  g_assert_cmpstr (channel->shop, ==, bench.account->shop);
  market_bench_close (&bench);
}

/* Two weeks before the permission ends there is a button that renews it, keys kept. */
static void
test_grant (UiFixture *fixture,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  tiem_store_set_channel_shop (
      fixture->shop.store, fixture->channel_id, NULL, fixture->shop.now + 10 * SHOP_DAY, &error);
  g_assert_no_error (error);
  gtk_widget_activate_action (
      window_of (fixture), "win.open", "(ssx)", "channels", "", fixture->channel_id);
  ui_wait_for (ui_label (fixture, "The permission ends soon") != NULL);
  press (fixture, "Renew…");
  ui_wait_for (ui_label (fixture, "Where to find it") != NULL);
}

/* What nobody understands is not dropped without a word. */
static void
test_not_understood (UiFixture *fixture,
                     gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  TiemUnreadable *item
      = tiem_unreadable_new ("446156718969495", "Tổng tiền không đọc được.", "{\"price\":{}}");

  tiem_store_keep_unreadable (fixture->shop.store, fixture->channel_id, "order", item, &error);
  g_assert_no_error (error);
  tiem_unreadable_free (item);
  gtk_widget_activate_action (
      window_of (fixture), "win.open", "(ssx)", "channels", "", fixture->channel_id);
  ui_wait_for (ui_label (fixture, "Order 446156718969495") != NULL);
  g_assert_nonnull (ui_label (fixture, "Tổng tiền không đọc được."));
}

/* --- what buyers wait for --- */

static gint64
add_shopee (UiFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  gint64 id = tiem_store_add_channel (fixture->shop.store,
                                      "shopee",
                                      "Shopee · Nhà Mây",
                                      "http://127.0.0.1:1",
                                      NULL,
                                      "14701711",
                                      &error);

  g_assert_no_error (error);
  return id;
}

static gint64
put_order (UiFixture *fixture,
           gint64 channel_id,
           gboolean cancel_asked)
{
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
  g_autoptr (GError) error = NULL;
  TiemRemoteOrder *order = tiem_remote_order_new ();
  TiemRemoteLine *line = tiem_remote_line_new ();
  gint64 id;

  order->remote_id = g_strdup ("2611218K2TQX9A");
  order->status = TIEM_ORDER_TO_SHIP;
  order->remote_status = g_strdup (cancel_asked ? "IN_CANCEL" : "READY_TO_SHIP");
  order->platform_holds = TRUE;
  order->placed_at = order->updated_at = fixture->shop.now;
  order->buyer_name = g_strdup ("lan_hue88");
  order->currency = g_strdup ("VND");
  order->cancel_asked = cancel_asked;
  order->cancel_reason = g_strdup (cancel_asked ? "Đổi ý" : NULL);
  line->remote_id = g_strdup ("1");
  line->remote_product_id = g_strdup ("23620850001");
  line->title = g_strdup ("Nón lá Huế");
  line->quantity = 1;
  line->unit_price_vnd = line->total_vnd = order->total_vnd = 78000;
  g_ptr_array_add (order->lines, line);
  g_ptr_array_add (page->orders, order);
  page->next_cursor = g_strdup ("1");
  tiem_store_put_order_page (fixture->shop.store, channel_id, page, NULL, &error);
  g_assert_no_error (error);
  id = tiem_store_find_order (fixture->shop.store, "2611218K2TQX9A", channel_id, &error);
  g_assert_no_error (error);
  return id;
}

static void
open_order (UiFixture *fixture,
            gint64 order_id)
{
  gtk_widget_activate_action (window_of (fixture), "win.open", "(ssx)", "orders", "all", order_id);
  ui_wait_for (ui_find (window_of (fixture), TIEM_TYPE_DETAIL, "2611218K2TQX9A") != NULL);
}

/* Returns: (nullable): the one thing of @kind that waits to be sent */
static char *
find_waiting (UiFixture *fixture,
              gint64 channel_id,
              const char *kind)
{
  g_autoptr (GPtrArray) outbox = tiem_store_list_outbox (fixture->shop.store, channel_id, NULL);

  for (guint i = 0; i < outbox->len; i++)
    {
      const TiemOutboxItem *item = g_ptr_array_index (outbox, i);

      if (g_str_equal (item->kind, kind))
        return g_strdup (item->note != NULL ? item->note : item->kind);
    }
  return NULL;
}

static gboolean
is_waiting (UiFixture *fixture,
            gint64 channel_id,
            const char *kind)
{
  g_autofree char *found = find_waiting (fixture, channel_id, kind);

  return found != NULL;
}

static void
test_cancel_wish (UiFixture *fixture,
                  gconstpointer data)
{
  gint64 channel_id = add_shopee (fixture);

  open_order (fixture, put_order (fixture, channel_id, TRUE));
  g_assert_nonnull (ui_label (fixture, "The buyer wants to cancel"));
  g_assert_null (find_button (fixture, "Arrange shipment"));
  press (fixture, "Agree to cancel");
  ui_wait_for (is_waiting (fixture, channel_id, "order:accept-cancel"));
  ui_wait_for (ui_label (fixture, "“Agreed to cancel” is being sent") != NULL);
  gtk_widget_activate_action (window_of (fixture), "win.undo", NULL);
  ui_wait_for (!is_waiting (fixture, channel_id, "order:accept-cancel"));
  ui_wait_for (find_button (fixture, "Refuse…") != NULL);
}

/* One press takes what the platform suggests; the list is there even when it can't be asked. */
static void
test_shipment (UiFixture *fixture,
               gconstpointer data)
{
  gint64 channel_id = add_shopee (fixture);

  open_order (fixture, put_order (fixture, channel_id, FALSE));
  press (fixture, "Other way…");
  ui_wait_for (ui_label (fixture, "How does the parcel leave?") != NULL);
  gtk_widget_activate_action (window_of (fixture), "win.open", "(ssx)", "orders", "all", (gint64)1);
  ui_wait_for (ui_label (fixture, "How does the parcel leave?") == NULL);
  open_order (fixture, tiem_store_find_order (fixture->shop.store, "2611218K2TQX9A", 0, NULL));
  ui_wait_for (find_button (fixture, "Arrange shipment") != NULL);
  gtk_widget_activate_action (window_of (fixture), "win.primary", NULL);
  ui_wait_for (is_waiting (fixture, channel_id, "order:ship"));
}

static void
test_return (UiFixture *fixture,
             gconstpointer data)
{
  gint64 channel_id = add_shopee (fixture);
  gint64 order_id = put_order (fixture, channel_id, FALSE);
  g_autoptr (TiemReturnPage) page = tiem_return_page_new ();
  g_autoptr (GError) error = NULL;
  TiemRemoteReturn *asked = tiem_remote_return_new ();

  asked->remote_id = g_strdup ("2611230VT13E3MQ");
  asked->order_remote_id = g_strdup ("2611218K2TQX9A");
  asked->state = TIEM_RETURN_OPEN;
  asked->remote_status = g_strdup ("REQUESTED");
  asked->sends_goods = TRUE;
  asked->reason = g_strdup ("giao sai màu");
  asked->refund_vnd = 78000;
  asked->created_at = asked->updated_at = fixture->shop.now;
  asked->answers = TIEM_RETURN_ACCEPT | TIEM_RETURN_REJECT;
  g_ptr_array_add (page->returns, asked);
  page->next_cursor = g_strdup ("1");
  tiem_store_put_return_page (fixture->shop.store, channel_id, page, NULL, &error);
  g_assert_no_error (error);

  open_order (fixture, order_id);
  ui_wait_for (ui_label (fixture, "Return the buyer asks for") != NULL);
  g_assert_null (find_button (fixture, "Pay back"));
  press (fixture, "Agree");
  ui_wait_for (is_waiting (fixture, channel_id, "return:answer"));
  ui_wait_for (find_button (fixture, "Agree") == NULL);
}

static void
test_review (UiFixture *fixture,
             gconstpointer data)
{
  g_autoptr (TiemReviewPage) page = tiem_review_page_new ();
  g_autoptr (GError) error = NULL;
  TiemRemoteReview *review = tiem_remote_review_new ();
  gint64 variant_id = tiem_store_find_sku (fixture->shop.store, "GM-TAY", &error);
  g_autofree char *sent = NULL;
  GtkWidget *view;

  review->remote_id = g_strdup ("900001");
  review->remote_product_id = g_strdup ("2");
  review->buyer_name = g_strdup ("long_vu58");
  review->stars = 2;
  review->text = g_strdup ("Giao sai màu nhưng shop không đổi");
  review->created_at = fixture->shop.now;
  review->can_reply = TRUE;
  g_ptr_array_add (page->reviews, review);
  page->next_cursor = g_strdup ("1");
  tiem_store_put_review_page (fixture->shop.store, fixture->channel_id, page, NULL, &error);
  g_assert_no_error (error);

  gtk_widget_activate_action (
      window_of (fixture), "win.open", "(ssx)", "products", "all", variant_id);
  ui_wait_for (ui_label (fixture, "Reviews (1)") != NULL);
  g_assert_nonnull (ui_label (fixture, "1 without a reply"));
  press (fixture, "Reply…");
  ui_wait_for (find_button (fixture, "Send") != NULL);
  g_assert_false (gtk_widget_is_sensitive (find_button (fixture, "Send")));
  /* The tab that is left has one, too, as long as it fades. */
  view = ui_find (gtk_widget_get_ancestor (find_button (fixture, "Send"), GTK_TYPE_POPOVER),
                  GTK_TYPE_TEXT_VIEW,
                  NULL);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)), "Shop xin lỗi, ạ", -1);
  press (fixture, "Send");
  ui_wait_for (is_waiting (fixture, fixture->channel_id, "review:reply"));
  sent = find_waiting (fixture, fixture->channel_id, "review:reply");
  g_assert_cmpstr (sent, ==, "Shop xin lỗi, ạ");
}

int
main (int argc,
      char **argv)
{
  ui_init (&argc, &argv);
  UI_ADD ("/market/sign-in", NULL, test_sign_in);
  UI_ADD ("/market/grant-ends", NULL, test_grant);
  UI_ADD ("/market/not-understood", NULL, test_not_understood);
  UI_ADD ("/market/cancel-wish", NULL, test_cancel_wish);
  UI_ADD ("/market/shipment", NULL, test_shipment);
  UI_ADD ("/market/return", NULL, test_return);
  UI_ADD ("/market/review", NULL, test_review);
  return g_test_run ();
}
