#pragma once

#include "channel/shopee/tiem-shopee-private.h"
#include "fake-transport.h"

/* A Shopee channel whose answers a test makes up, with a clock that stands still. */

#define SHOPEE_START G_GINT64_CONSTANT (1795262400) /* 2026-11-21 19:00 in Việt Nam, seconds */
#define SHOPEE_KEY "7a6b4d59614c7572446f6e672d7469656d2d6b6579303031"
#define SHOPEE_OK(response) "{'request_id':'x','error':'','message':'','response':" response "}"
#define SHOPEE_BAD(code, message)                                                                  \
  "{'request_id':'abc','error':'" code "','message':'" message "'}"

typedef struct
{
  gint64 now_ms;
  FakeTable table;
  FakeTransport *fake;
  TiemTransport *transport;
  TiemAccount *account;
  TiemChannel *channel;
} Shopee;

static gint64
shopee_now_cb (gpointer user_data)
{
  return ((Shopee *)user_data)->now_ms;
}

static inline TiemAccount *
shopee_make_account (void)
{
  TiemAccount *account = tiem_account_new ();

  account->key = g_strdup ("2001887");
  account->secret = g_strdup (SHOPEE_KEY);
  account->shop = g_strdup ("14701711");
  account->access_token = g_strdup ("6c5a4b39");
  account->refresh_token = g_strdup ("51d2e7aa");
  return account;
}

/* @handler: (nullable): NULL = by @rows */
static inline void
shopee_open (
    Shopee *shopee, const FakeRow *rows, guint n_rows, FakeHandler handler, gpointer user_data)
{
  g_autoptr (GError) error = NULL;

  shopee->now_ms = SHOPEE_START * 1000;
  shopee->table.rows = g_memdup2 (rows, n_rows * sizeof *rows);
  shopee->table.n_rows = n_rows;
  shopee->fake = handler != NULL ? fake_transport_new (handler, user_data)
                                 : fake_transport_new (fake_table_handle, &shopee->table);
  shopee->transport
      = tiem_transport_new_dated (TIEM_TRANSPORT (shopee->fake), shopee_now_cb, shopee);
  shopee->account = shopee_make_account ();
  shopee->channel = tiem_channel_info_find ("shopee")->create (shopee->account, &error);
  g_assert_no_error (error);
}

static inline void
shopee_close (Shopee *shopee)
{
  g_clear_object (&shopee->channel);
  g_clear_object (&shopee->transport);
  g_clear_object (&shopee->fake);
  g_clear_pointer (&shopee->account, tiem_account_free);
  g_clear_pointer (&shopee->table.rows, g_free);
}

static inline const TiemRequest *
shopee_request (Shopee *shopee, guint index)
{
  g_assert_cmpuint (index, <, shopee->fake->requests->len);
  return shopee->fake->requests->pdata[index];
}

/* Returns: (transfer full): the body that was sent, " for ' */
static inline char *
shopee_body (Shopee *shopee, guint index)
{
  const TiemRequest *request = shopee_request (shopee, index);
  gsize size;
  const char *body;

  g_assert_nonnull (request->body);
  body = g_bytes_get_data (request->body, &size);
  return g_strdelimit (g_strndup (body, size), "\"", '\'');
}

/* Returns: (transfer full): what the request asks for, decoded */
static inline TiemForm *
shopee_query (const TiemRequest *request)
{
  return tiem_form_parse (strchr (request->url, '?') + 1);
}

/* Whether the address has @path, the common parameters and the right signature. */
static inline void
shopee_assert_signed (const TiemRequest *request, const char *path, gint64 timestamp)
{
  g_autoptr (TiemForm) form = shopee_query (request);
  g_autofree char *start
      = g_strconcat ("https://partner.shopeemobile.com/api/v2/", path, "?", NULL);
  g_autofree char *whole = g_strconcat ("/api/v2/", path, NULL);
  g_autofree char *sign
      = shopee_sign ("2001887", SHOPEE_KEY, whole, timestamp, "6c5a4b39", "14701711");
  g_autofree char *time = g_strdup_printf ("%" G_GINT64_FORMAT, timestamp);

  g_assert_true (g_str_has_prefix (request->url, start));
  g_assert_cmpstr (tiem_form_get (form, "partner_id"), ==, "2001887");
  g_assert_cmpstr (tiem_form_get (form, "timestamp"), ==, time);
  g_assert_cmpstr (tiem_form_get (form, "access_token"), ==, "6c5a4b39");
  g_assert_cmpstr (tiem_form_get (form, "shop_id"), ==, "14701711");
  g_assert_cmpstr (tiem_form_get (form, "sign"), ==, sign);
  g_assert_cmpstr (request->endpoint, ==, path);
}
