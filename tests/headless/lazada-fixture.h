#pragma once

#include "channel/lazada/tiem-lazada-private.h"
#include "fake-transport.h"

/* A Lazada account whose platform is a table of answers. */

#define LAZADA_NOW G_GINT64_CONSTANT (1767600000000) /* 2026-01-05 15:00 in Việt Nam */

typedef struct
{
  FakeTable table;
  FakeTransport *fake;
  TiemTransport *transport;
  TiemChannel *channel;
  gint64 now; /* the transport's */
} LazadaShop;

static inline TiemAccount *
lazada_account_new (void)
{
  TiemAccount *account = tiem_account_new ();

  account->key = g_strdup ("104218");
  account->secret = g_strdup ("Kd8mQv2xLr7TzPn4WbY6hJc1sFg9uAeE");
  account->access_token = g_strdup ("50000201c30Vn");
  account->refresh_token = g_strdup ("50001201e12Rf");
  return account;
}

static inline gint64
lazada_shop_now_cb (gpointer user_data)
{
  return ((LazadaShop *)user_data)->now;
}

static inline void
lazada_shop_open_with (LazadaShop *shop, FakeHandler handler, gpointer user_data)
{
  g_autoptr (TiemAccount) account = lazada_account_new ();
  g_autoptr (GError) error = NULL;

  shop->channel = tiem_channel_info_find ("lazada")->create (account, &error);
  g_assert_no_error (error);
  shop->now = LAZADA_NOW;
  shop->fake = fake_transport_new (handler, user_data);
  shop->transport
      = tiem_transport_new_dated (TIEM_TRANSPORT (shop->fake), lazada_shop_now_cb, shop);
}

static inline void
lazada_shop_open (LazadaShop *shop, const FakeRow *rows, guint n_rows)
{
  shop->table.rows = g_memdup2 (rows, n_rows * sizeof *rows);
  shop->table.n_rows = n_rows;
  lazada_shop_open_with (shop, fake_table_handle, &shop->table);
}

static inline void
lazada_shop_close (LazadaShop *shop)
{
  g_free (shop->table.rows);
  g_object_unref (shop->transport);
  g_object_unref (shop->fake);
  g_object_unref (shop->channel);
}

static inline TiemRequest *
lazada_shop_get_request (LazadaShop *shop, guint index)
{
  g_assert_cmpuint (index, <, shop->fake->requests->len);
  return shop->fake->requests->pdata[index];
}

/* Returns: (transfer full): all parameters of a request, of its query and its body */
static inline TiemForm *
lazada_request_dup_form (const TiemRequest *request)
{
  const char *query = strchr (request->url, '?');
  TiemForm *form = tiem_form_parse (query != NULL ? query + 1 : "");
  gsize size = 0;
  const char *data = request->body != NULL ? g_bytes_get_data (request->body, &size) : NULL;
  g_autofree char *text = g_strndup (data != NULL ? data : "", size);
  g_autoptr (TiemForm) body = tiem_form_parse (text);

  for (guint i = 0; i < tiem_form_get_size (body); i++)
    tiem_form_add (form, body->names->pdata[i], body->values->pdata[i]);
  return form;
}

static inline void
lazada_assert_parameter (LazadaShop *shop, guint index, const char *name, const char *value)
{
  g_autoptr (TiemForm) form = lazada_request_dup_form (lazada_shop_get_request (shop, index));

  g_assert_cmpstr (tiem_form_get (form, name), ==, value);
}

/* The path of a request behind the base, without its query. */
static inline void
lazada_assert_path (LazadaShop *shop, guint index, const char *method, const char *path)
{
  const TiemRequest *request = lazada_shop_get_request (shop, index);
  g_autofree char *address = g_strndup (request->url, strcspn (request->url, "?"));

  g_assert_cmpstr (request->method, ==, method);
  g_assert_true (g_str_has_suffix (address, path));
}
