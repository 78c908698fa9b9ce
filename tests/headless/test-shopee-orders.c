#include "shopee-orders-fixture.h"

/* Reading Shopee's orders: windows, pages, batches, what is asked again. */

#define DAY G_GINT64_CONSTANT (86400)

/* --- reading --- */

#define EMPTY_LIST SHOPEE_OK ("{'more':false,'next_cursor':'','order_list':[]}")
#define ONE_ROW SHOPEE_OK ("{'more':false,'next_cursor':'','order_list':[{'order_sn':'A1'}]}")

static TiemOrderPage *
pull (Shopee *shopee,
      const char *cursor,
      GError **error)
{
  return tiem_channel_pull_orders (
      shopee->channel, shopee->transport, cursor, (SHOPEE_START - 40 * DAY) * 1000, NULL, error);
}

static void
assert_window (Shopee *shopee,
               guint index,
               const char *field,
               gint64 from,
               gint64 to)
{
  g_autoptr (TiemForm) form = shopee_query (shopee_request (shopee, index));

  g_assert_cmpstr (tiem_form_get (form, "time_range_field"), ==, field);
  g_assert_cmpint (g_ascii_strtoll (tiem_form_get (form, "time_from"), NULL, 10), ==, from);
  g_assert_cmpint (g_ascii_strtoll (tiem_form_get (form, "time_to"), NULL, 10), ==, to);
}

/* The first import: windows of exactly 15 days by create_time, newest first; then what changed
 * since it began. */
static void
test_first_import (void)
{
  static const FakeRow rows[] = { { "GET", "/order/get_order_list", 200, EMPTY_LIST } };
  Shopee shopee = { 0 };
  g_autofree char *cursor = NULL;
  gboolean more = TRUE;

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  while (more)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemOrderPage) page = pull (&shopee, cursor, &error);

      g_assert_no_error (error);
      shopee.now_ms += 1000;
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
      more = page->more;
    }
  g_assert_cmpuint (shopee.fake->requests->len, ==, 4);
  assert_window (&shopee, 0, "create_time", SHOPEE_START - 15 * DAY, SHOPEE_START);
  assert_window (&shopee, 1, "create_time", SHOPEE_START - 30 * DAY, SHOPEE_START - 15 * DAY);
  assert_window (&shopee, 2, "create_time", SHOPEE_START - 40 * DAY, SHOPEE_START - 30 * DAY);
  assert_window (&shopee, 3, "update_time", SHOPEE_START - 300, SHOPEE_START + 8);
  shopee_close (&shopee);
}

/* The list's own parameters. */
static void
test_list_query (void)
{
  static const FakeRow rows[] = { { "GET", "/order/get_order_list", 200, EMPTY_LIST } };
  Shopee shopee = { 0 };
  g_autoptr (TiemOrderPage) page = NULL;
  g_autoptr (TiemForm) form = NULL;

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  page = pull (&shopee, NULL, NULL);
  form = shopee_query (shopee_request (&shopee, 0));
  shopee_assert_signed (shopee_request (&shopee, 0), "order/get_order_list", SHOPEE_START);
  g_assert_cmpstr (tiem_form_get (form, "page_size"), ==, "100");
  g_assert_cmpstr (tiem_form_get (form, "response_optional_fields"), ==, "order_status");
  g_assert_cmpstr (tiem_form_get (form, "request_order_status_pending"), ==, "true");
  g_assert_null (tiem_form_get (form, "cursor"));
  g_assert_null (tiem_form_get (form, "order_status"));
  shopee_close (&shopee);
}

/* A shop without a bound in time: back to where a year shows nothing. */
static void
test_import_everything (void)
{
  static const FakeRow rows[] = { { "GET", "/order/get_order_list", 200, EMPTY_LIST } };
  Shopee shopee = { 0 };
  g_autofree char *cursor = NULL;
  gboolean more = TRUE;

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  while (more)
    {
      g_autoptr (TiemOrderPage) page
          = tiem_channel_pull_orders (shopee.channel, shopee.transport, cursor, 0, NULL, NULL);

      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
      more = page->more;
    }
  g_assert_cmpuint (shopee.fake->requests->len, >, 400 / 15);
  g_assert_cmpuint (shopee.fake->requests->len, <, 40);
  shopee_close (&shopee);
}

/* Running: each window begins 300 s before the end of the last, and after a long sleep is 15
 * days wide at most, overlap and all. */
static void
test_windows (void)
{
  static const FakeRow rows[] = { { "GET", "/order/get_order_list", 200, EMPTY_LIST } };
  Shopee shopee = { 0 };
  g_autofree char *cursor = g_strdup ("v=s1&last=1795262400");
  gint64 last = SHOPEE_START;
  static const struct
  {
    gint64 sleep_s;
    gboolean more;
  } steps[] = { { 15, FALSE }, { 15 * DAY - 300, FALSE }, { 15 * DAY - 299, TRUE },
                { 0, FALSE },  { 40 * DAY, TRUE },        { 0, TRUE },
                { 0, FALSE },  { -3600, FALSE },          { 30, FALSE } };

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemOrderPage) page = NULL;
      g_autoptr (TiemForm) form = NULL;
      gint64 from;
      gint64 to;

      shopee.now_ms += steps[i].sleep_s * 1000;
      page = pull (&shopee, cursor, &error);
      g_assert_no_error (error);
      form = shopee_query (shopee_request (&shopee, i));
      from = g_ascii_strtoll (tiem_form_get (form, "time_from"), NULL, 10);
      to = g_ascii_strtoll (tiem_form_get (form, "time_to"), NULL, 10);
      g_assert_cmpstr (tiem_form_get (form, "time_range_field"), ==, "update_time");
      g_assert_cmpint (from, ==, last - 300);
      g_assert_cmpint (to, >, from);
      g_assert_cmpint (to - from, <=, 15 * DAY);
      g_assert_true (page->more == steps[i].more);
      /* A clock that ran ahead and was put right does not hide what is still to come. */
      last = MIN (to, shopee.now_ms / 1000);
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
    }
  shopee_close (&shopee);
}

static TiemResponse *
arranged_handle (const TiemRequest *request,
                 gpointer user_data)
{
  GString *rows = g_string_new (NULL);
  TiemResponse *response;
  g_autofree char *text = NULL;

  if (strstr (request->url, "get_tracking_number") != NULL)
    {
      ++*(guint *)user_data;
      g_string_free (rows, TRUE);
      return fake_answer (200, SHOPEE_OK ("{'tracking_number':''}"));
    }
  for (guint i = 0; i < 60; i++)
    if (strstr (request->url, "get_order_list") != NULL)
      g_string_append_printf (rows, "%s{'order_sn':'A%u'}", i > 0 ? "," : "", i);
    else
      {
        g_autofree char *sn = g_strdup_printf ("A%u", i);

        if (strstr (request->url, sn) != NULL)
          g_string_append_printf (rows,
                                  "%s{'order_sn':'%s','order_status':'PROCESSED','create_time':"
                                  "1795230000,'update_time':1795262300,'item_list':[" ITEM
                                  "],'package_list':[{'package_number':'P%u'}]}",
                                  rows->len > 0 ? "," : "",
                                  sn,
                                  i);
      }
  text = g_strdup_printf (SHOPEE_OK ("{'more':false,'next_cursor':'','order_list':[%s]}"),
                          rows->str);
  response = fake_answer (200, text);
  g_string_free (rows, TRUE);
  return response;
}

/* Sixty parcels arranged at once are asked for once, not with every poll of the overlap. */
static void
test_many_arranged (void)
{
  Shopee shopee = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrderPage) first = NULL;
  g_autoptr (TiemOrderPage) second = NULL;
  guint n_asked = 0;

  shopee_open (&shopee, NULL, 0, arranged_handle, &n_asked);
  first = pull (&shopee, "v=s1&last=1795262300", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (first->orders->len, ==, 60);
  g_assert_cmpuint (n_asked, ==, 60);
  shopee.now_ms += 15 * 1000;
  second = pull (&shopee, first->next_cursor, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (second->orders->len, ==, 60);
  g_assert_cmpuint (n_asked, ==, 60);
  shopee_close (&shopee);
}

static TiemResponse *
tomorrow_handle (const TiemRequest *request,
                 gpointer user_data)
{
  TiemResponse *response = fake_answer (200, EMPTY_LIST);

  tiem_response_set_header (response, "Date", "Sun, 22 Nov 2026 12:00:00 GMT");
  return response;
}

/* The answer to a computer that is a day behind puts its clock right: what Shopee has from that
 * day is read at once, before any stock is sent. */
static void
test_slow_clock (void)
{
  Shopee shopee = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrderPage) first = NULL;
  g_autoptr (TiemOrderPage) second = NULL;

  shopee_open (&shopee, NULL, 0, tomorrow_handle, NULL);
  first = pull (&shopee, "v=s1&last=1795262300", &error);
  g_assert_no_error (error);
  g_assert_true (first->more);
  second = pull (&shopee, first->next_cursor, &error);
  g_assert_no_error (error);
  g_assert_false (second->more);
  assert_window (&shopee, 0, "update_time", SHOPEE_START - 400, SHOPEE_START + 5);
  assert_window (&shopee, 1, "update_time", SHOPEE_START - 295, SHOPEE_START + DAY + 5);
  shopee_close (&shopee);
}

static TiemResponse *
ahead_handle (const TiemRequest *request,
              gpointer user_data)
{
  TiemResponse *response = fake_answer (200, EMPTY_LIST);

  tiem_response_set_header (response, "Date", "Sat, 21 Nov 2026 12:00:02 GMT");
  return response;
}

/* A clock that is some seconds behind Shopee's is not noticed as wrong; the order of this second
 * is read all the same, for stock is sent as if all orders were known. */
static void
test_newest (void)
{
  Shopee shopee = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrderPage) first = NULL;
  g_autoptr (TiemOrderPage) second = NULL;

  shopee_open (&shopee, NULL, 0, ahead_handle, NULL);
  first = pull (&shopee, "v=s1&last=1795262395", &error);
  g_assert_no_error (error);
  g_assert_false (first->more);
  second = pull (&shopee, first->next_cursor, &error);
  g_assert_no_error (error);
  assert_window (&shopee, 0, "update_time", SHOPEE_START - 305, SHOPEE_START + 5);
  assert_window (&shopee, 1, "update_time", SHOPEE_START - 300, SHOPEE_START + 5);
  shopee_close (&shopee);
}

/* Only "more" ends a window; an interrupted one goes on where it was, later the same bounds. What
 * happened meanwhile is read after it. */
static void
test_pages (void)
{
  static const FakeRow rows[] = {
    { "GET", "cursor=c%2B2", 200, EMPTY_LIST },
    { "GET",
      "cursor=c1",
      200,
      SHOPEE_OK ("{'more':true,'next_cursor':'c+2','order_list':[{'order_sn':'A1'}]}") },
    { "GET",
      "/order/get_order_list",
      200,
      SHOPEE_OK ("{'more':true,'next_cursor':'c1','order_list':[]}") },
    { "GET",
      "/order/get_order_detail",
      200,
      SHOPEE_OK ("{'order_list':[" ORDER_SN ("A1", "UNPAID", "", ITEM) "]}") },
  };
  Shopee shopee = { 0 };
  g_autofree char *cursor = g_strdup ("v=s1&last=1795262300");

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemOrderPage) page = pull (&shopee, cursor, &error);

      g_assert_no_error (error);
      g_assert_true (page->more);
      g_assert_cmpuint (page->orders->len, ==, i == 1);
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
      shopee.now_ms += 60 * 1000;
    }
  g_assert_cmpuint (shopee.fake->requests->len, ==, 4);
  assert_window (&shopee, 0, "update_time", SHOPEE_START - 400, SHOPEE_START + 5);
  assert_window (&shopee, 1, "update_time", SHOPEE_START - 400, SHOPEE_START + 5);
  assert_window (&shopee, 3, "update_time", SHOPEE_START - 400, SHOPEE_START + 5);
  shopee_close (&shopee);
}

/* "more" without a way on would be read for ever. */
static void
test_endless_list (void)
{
  static const char *const answers[] = {
    SHOPEE_OK ("{'more':true,'next_cursor':'','order_list':[]}"),
    SHOPEE_OK ("{'more':true,'order_list':[]}"),
    SHOPEE_OK ("{'more':true,'next_cursor':'c1','order_list':[]}"),
  };

  for (gsize i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      const FakeRow row = { "GET", "/order/get_order_list", 200, answers[i] };
      Shopee shopee = { 0 };
      g_autoptr (GError) error = NULL;

      shopee_open (&shopee, &row, 1, NULL, NULL);
      g_assert_null (
          pull (&shopee, "v=s1&last=1795262300&from=1795262000&to=1795262300&at=c1", &error));
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
      shopee_close (&shopee);
    }
}

/* Shopee forgot its own cursor: the window is read from its beginning. */
static void
test_lost_cursor (void)
{
  static const FakeRow rows[] = {
    { "GET", "cursor=c1", 200, SHOPEE_BAD ("error_param", "Wrong parameters, detail: cursor") },
    { "GET", "/order/get_order_list", 200, EMPTY_LIST },
  };
  Shopee shopee = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrderPage) page = NULL;

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  page = pull (&shopee, "v=s1&last=1795262300&from=1795262000&to=1795262300&at=c1", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (shopee.fake->requests->len, ==, 2);
  assert_window (&shopee, 1, "update_time", 1795262000, 1795262300);
  shopee_close (&shopee);
}

static void
test_cursor_texts (void)
{
  static const char *const texts[]
      = { NULL, "", "v=s1", "v=s1&last=abc", "{}", "v=w3&last=1795262300", "v=s1&first=0" };

  for (gsize i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_auto (ShopeeCursor) cursor = { 0 };

      shopee_cursor_init (&cursor, texts[i], 5000, SHOPEE_START);
      g_assert_cmpint (cursor.phase, ==, SHOPEE_PHASE_FIRST);
      g_assert_cmpint (cursor.since, ==, 5);
      g_assert_cmpint (cursor.started, ==, SHOPEE_START);
    }
}

/* A market that knows some orders, and fails a whole batch for one it does not. */
typedef struct
{
  guint n_orders;
  const char *unknown;
  gboolean omits; /* it leaves them out in silence instead */
  guint largest;  /* batch asked for */
} Details;

static TiemResponse *
details_handle (const TiemRequest *request,
                gpointer user_data)
{
  Details *details = user_data;
  g_autoptr (TiemForm) form = shopee_query (request);
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) sns = NULL;
  gboolean is_list = strstr (request->url, "get_order_list") != NULL;
  guint n = 0;

  if (is_list)
    for (; n < details->n_orders; n++)
      g_string_append_printf (text, "%s{'order_sn':'A%u'}", n > 0 ? "," : "", n);
  else
    {
      sns = g_strsplit (tiem_form_get (form, "order_sn_list"), ",", -1);
      details->largest = MAX (details->largest, g_strv_length (sns));
      for (guint i = 0; sns[i] != NULL; i++)
        {
          gboolean is_unknown = g_strcmp0 (sns[i], details->unknown) == 0;

          if (is_unknown && !details->omits)
            return fake_answer (200,
                                SHOPEE_BAD ("error_not_found",
                                            "Wrong parameters, detail: the order is not found."));
          if (is_unknown)
            continue;
          g_string_append_printf (text,
                                  "%s{'order_sn':'%s','order_status':'UNPAID',"
                                  "'create_time':1795230000,'update_time':%u,'item_list':[" ITEM
                                  "]}",
                                  n++ > 0 ? "," : "",
                                  sns[i],
                                  1795230000 + (i * 37) % 50);
        }
    }
  g_string_prepend (text, "{'error':'','response':{'more':false,'order_list':[");
  g_string_append (text, "]}}");
  return fake_answer (200, text->str);
}

/* One order that Shopee does not know costs a few calls more, and none of the others. */
static void
test_unknown_order (void)
{
  static const struct
  {
    Details details;
    guint n_calls;
  } cases[] = {
    { { 100, NULL }, 3 }, { { 100, "A60" }, 3 + 12 }, { { 100, "A60", TRUE }, 4 },
    { { 1, "A0" }, 2 },   { { 1, "A0", TRUE }, 2 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      Details details = cases[i].details;
      guint n_unknown = details.unknown != NULL ? 1 : 0;
      Shopee shopee = { 0 };
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemOrderPage) page = NULL;

      shopee_open (&shopee, NULL, 0, details_handle, &details);
      page = pull (&shopee, "v=s1&last=1795262300", &error);
      g_assert_no_error (error);
      g_assert_cmpuint (page->orders->len, ==, details.n_orders - n_unknown);
      g_assert_cmpuint (page->unreadable->len, ==, n_unknown);
      if (n_unknown > 0)
        g_assert_cmpstr (
            ((TiemUnreadable *)page->unreadable->pdata[0])->remote_id, ==, details.unknown);
      for (guint j = 1; j < page->orders->len; j++)
        g_assert_cmpint (((TiemRemoteOrder *)page->orders->pdata[j - 1])->updated_at,
                         <=,
                         ((TiemRemoteOrder *)page->orders->pdata[j])->updated_at);
      g_assert_cmpuint (details.largest, <=, 50);
      g_assert_cmpuint (shopee.fake->requests->len, <=, cases[i].n_calls);
      shopee_close (&shopee);
    }
}

/* All that may be asked for is asked for. */
static void
test_detail_query (void)
{
  static const char *const wanted[] = {
    "buyer_user_id",
    "recipient_address",
    "item_list",
    "pay_time",
    "buyer_cancel_reason",
    "cancel_reason",
    "pickup_done_time",
    "package_list",
    "payment_method",
    "total_amount",
    "cancel_by",
    "shipping_carrier",
    "edt",
    "payment_info",
    "return_request_due_date",
  };
  static const FakeRow rows[] = {
    { "GET", "/order/get_order_list", 200, ONE_ROW },
    { "GET",
      "/order/get_order_detail",
      200,
      SHOPEE_OK ("{'order_list':[" ORDER_SN ("A1", "UNPAID", "", ITEM) "]}") },
  };
  Shopee shopee = { 0 };
  g_autoptr (TiemOrderPage) page = NULL;
  g_autoptr (TiemForm) form = NULL;
  g_auto (GStrv) fields = NULL;

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  page = pull (&shopee, NULL, NULL);
  g_assert_cmpuint (page->orders->len, ==, 1);
  shopee_assert_signed (shopee_request (&shopee, 1), "order/get_order_detail", SHOPEE_START);
  form = shopee_query (shopee_request (&shopee, 1));
  g_assert_cmpstr (tiem_form_get (form, "order_sn_list"), ==, "A1");
  g_assert_cmpstr (tiem_form_get (form, "request_order_status_pending"), ==, "true");
  fields = g_strsplit (tiem_form_get (form, "response_optional_fields"), ",", -1);
  for (gsize i = 0; i < G_N_ELEMENTS (wanted); i++)
    g_assert_true (g_strv_contains ((const char *const *)fields, wanted[i]));
  shopee_close (&shopee);
}

/* A bad order is kept as it came, and the good ones beside it are read. */
static void
test_bad_order_blocks_none (void)
{
  static const FakeRow rows[] = {
    { "GET",
      "/order/get_order_list",
      200,
      SHOPEE_OK ("{'more':false,'next_cursor':'','order_list':[{'order_sn':'A1'},{'order_sn':'A2'},"
                 "{},{'order_sn':'A1'},{'order_sn':'A3'}]}") },
    { "GET",
      "/order/get_order_detail",
      200,
      SHOPEE_OK ("{'order_list':[" ORDER_SN ("A1", "UNPAID", "", ITEM) "," ORDER_SN (
          "A2",
          "UNPAID",
          ",'total_amount':'mười'",
          ITEM) ",7," ORDER_SN ("A3", "MOI_LA", "", ITEM) "," ORDER_SN ("A9",
                                                                        "UNPAID",
                                                                        "",
                                                                        ITEM) "]}") },
  };
  Shopee shopee = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOrderPage) page = NULL;
  TiemUnreadable *bad;

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  page = pull (&shopee, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->orders->len, ==, 2);
  g_assert_cmpint (((TiemRemoteOrder *)page->orders->pdata[1])->status, ==, TIEM_ORDER_UNKNOWN);
  g_assert_cmpuint (page->unreadable->len, ==, 3);
  bad = page->unreadable->pdata[1];
  g_assert_cmpstr (bad->remote_id, ==, "A2");
  g_assert_nonnull (strstr (bad->reason, "total_amount"));
  g_assert_nonnull (strstr (bad->raw, "lan_hue88"));
  shopee_close (&shopee);
}

/* --- tracking numbers --- */

#define ARRANGED                                                                                   \
  SHOPEE_OK ("{'order_list':[" ORDER_SN (                                                          \
      "A1",                                                                                        \
      "PROCESSED",                                                                                 \
      ",'package_list':[" PACKAGE ("OFG1", "LOGISTICS_REQUEST_CREATED") "]",                       \
      ITEM) "]}")

static guint
count_calls (Shopee *shopee,
             const char *path)
{
  guint n = 0;

  for (guint i = 0; i < shopee->fake->requests->len; i++)
    n += strstr (shopee_request (shopee, i)->url, path) != NULL;
  return n;
}

/* A number that is not there yet is asked for again half a minute later, also when the order no
 * longer stands in the window, and after the program was started anew. */
static void
test_tracking (void)
{
  static const FakeRow rows[] = {
    { "GET", "/order/get_order_list", 200, ONE_ROW, 1 },
    { "GET", "/order/get_order_list", 200, EMPTY_LIST },
    { "GET", "/order/get_order_detail", 200, ARRANGED },
    { "GET",
      "/logistics/get_tracking_number",
      200,
      SHOPEE_OK ("{'tracking_number':'','hint':''}"),
      1 },
    { "GET",
      "/logistics/get_tracking_number",
      200,
      SHOPEE_OK ("{'tracking_number':'SPXVN061234567890','hint':''}") },
  };
  static const struct
  {
    gint64 wait_s;
    guint n_orders;
    guint n_asked; /* in all */
  } steps[] = { { 0, 1, 1 }, { 15, 0, 1 }, { 15, 1, 2 }, { 400, 0, 2 } };
  Shopee shopee = { 0 };
  g_autofree char *cursor = g_strdup ("v=s1&last=1795262300");

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (TiemOrderPage) page = NULL;

      shopee.now_ms += steps[i].wait_s * 1000;
      page = pull (&shopee, cursor, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (page->orders->len, ==, steps[i].n_orders);
      g_assert_cmpuint (count_calls (&shopee, "get_tracking_number"), ==, steps[i].n_asked);
      if (i == 2)
        {
          TiemRemoteOrder *order = page->orders->pdata[0];

          g_assert_cmpstr (order->tracking, ==, "SPXVN061234567890");
          g_assert_cmpstr (
              ((TiemRemoteParcel *)order->parcels->pdata[0])->tracking, ==, "SPXVN061234567890");
        }
      g_free (cursor);
      cursor = g_strdup (page->next_cursor);
    }
  g_assert_null (strstr (cursor, "waiting"));
  shopee_close (&shopee);
}

/* A split order's parcels are named, one that is not split is not (an empty name is wrong). */
static void
test_tracking_of_parcels (void)
{
  static const FakeRow rows[] = {
    { "GET", "/order/get_order_list", 200, ONE_ROW },
    { "GET",
      "/order/get_order_detail",
      200,
      SHOPEE_OK ("{'order_list':[" ORDER_SN (
          "A1",
          "PROCESSED",
          ",'package_list':[" PACKAGE ("OFG1", "LOGISTICS_REQUEST_CREATED") "," PACKAGE (
              "OFG2", "LOGISTICS_REQUEST_CREATED") "]",
          ITEM) "]}") },
    { "GET", "package_number=OFG1", 200, SHOPEE_OK ("{'tracking_number':'SPX1'}") },
    { "GET", "package_number=OFG2", 200, SHOPEE_BAD ("logistics.error_param", "x") },
  };
  static const FakeRow whole[] = {
    { "GET", "/order/get_order_list", 200, ONE_ROW },
    { "GET", "/order/get_order_detail", 200, ARRANGED },
    { "GET", "/logistics/get_tracking_number", 200, SHOPEE_OK ("{'tracking_number':'SPX1'}") },
  };
  Shopee shopee = { 0 };
  g_autoptr (TiemOrderPage) page = NULL;
  g_autoptr (TiemOrderPage) again = NULL;
  g_autoptr (TiemForm) form = NULL;
  TiemRemoteOrder *order;

  shopee_open (&shopee, rows, G_N_ELEMENTS (rows), NULL, NULL);
  page = pull (&shopee, "v=s1&last=1795262300", NULL);
  order = page->orders->pdata[0];
  g_assert_cmpstr (order->tracking, ==, "SPX1");
  g_assert_cmpstr (((TiemRemoteParcel *)order->parcels->pdata[0])->tracking, ==, "SPX1");
  g_assert_null (((TiemRemoteParcel *)order->parcels->pdata[1])->tracking);
  g_clear_pointer (&page, tiem_order_page_free);
  shopee_close (&shopee);

  shopee_open (&shopee, whole, G_N_ELEMENTS (whole), NULL, NULL);
  page = pull (&shopee, "v=s1&last=1795262300", NULL);
  form = shopee_query (shopee_request (&shopee, 2));
  g_assert_cmpstr (tiem_form_get (form, "order_sn"), ==, "A1");
  g_assert_null (tiem_form_get (form, "package_number"));

  /* it is known now */
  again = pull (&shopee, page->next_cursor, NULL);
  g_assert_cmpstr (((TiemRemoteOrder *)again->orders->pdata[0])->tracking, ==, "SPX1");
  g_assert_cmpuint (count_calls (&shopee, "get_tracking_number"), ==, 1);
  shopee_close (&shopee);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/shopee/orders/first-import", test_first_import);
  g_test_add_func ("/shopee/orders/list-query", test_list_query);
  g_test_add_func ("/shopee/orders/everything", test_import_everything);
  g_test_add_func ("/shopee/orders/windows", test_windows);
  g_test_add_func ("/shopee/orders/slow-clock", test_slow_clock);
  g_test_add_func ("/shopee/orders/newest", test_newest);
  g_test_add_func ("/shopee/orders/pages", test_pages);
  g_test_add_func ("/shopee/orders/endless", test_endless_list);
  g_test_add_func ("/shopee/orders/lost-cursor", test_lost_cursor);
  g_test_add_func ("/shopee/orders/cursor-texts", test_cursor_texts);
  g_test_add_func ("/shopee/orders/unknown", test_unknown_order);
  g_test_add_func ("/shopee/orders/detail-query", test_detail_query);
  g_test_add_func ("/shopee/orders/bad-blocks-none", test_bad_order_blocks_none);
  g_test_add_func ("/shopee/tracking/waits", test_tracking);
  g_test_add_func ("/shopee/tracking/many", test_many_arranged);
  g_test_add_func ("/shopee/tracking/parcels", test_tracking_of_parcels);

  return g_test_run ();
}
