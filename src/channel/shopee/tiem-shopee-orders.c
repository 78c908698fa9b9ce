#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "config.h"

#include "channel/shopee/tiem-shopee-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Most of one answer of get_order_list and of get_order_detail (§8.2, §8.3). */
#define LIST_PAGE 100
#define DETAIL_BATCH 50

/* Tracking numbers cost a call each; what waits longer is asked for with the next poll. */
#define MOST_WAITING_ASKED 5

/* What is not named here is not told (§8.3). */
#define DETAIL_FIELDS                                                                              \
  "buyer_user_id,buyer_username,estimated_shipping_fee,recipient_address,actual_shipping_fee,"     \
  "goods_to_declare,note,note_update_time,item_list,pay_time,dropshipper,dropshipper_phone,"       \
  "split_up,buyer_cancel_reason,cancel_by,cancel_reason,actual_shipping_fee_confirmed,"            \
  "buyer_cpf_id,fulfillment_flag,pickup_done_time,package_list,shipping_carrier,payment_method,"   \
  "total_amount,invoice_data,order_chargeable_weight_gram,return_request_due_date,edt,"            \
  "payment_info,international_label"

/* --- details --- */

static void
add_unreadable (TiemOrderPage *page,
                const char *sn,
                JsonNode *element,
                const GError *cause)
{
  g_autofree char *raw = element != NULL ? tiem_json_to_text (element) : NULL;

  tiem_parts_add_unreadable (page->unreadable, sn, raw, cause);
}

/* Returns: (transfer none): the orders of the answer; NULL with @error */
static JsonArray *
ask_details (TiemChannelShopee *self,
             TiemTransport *transport,
             GPtrArray *sns,
             guint start,
             guint end,
             ShopeeAnswer *answer,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (TiemForm) query = tiem_form_new ();
  g_autoptr (GString) list = g_string_new (NULL);
  JsonObject *object;
  JsonArray *orders;

  for (guint i = start; i < end; i++)
    g_string_append_printf (list, "%s%s", i > start ? "," : "", (char *)sns->pdata[i]);
  tiem_form_add (query, "order_sn_list", list->str);
  tiem_form_add (query, "response_optional_fields", DETAIL_FIELDS);
  tiem_form_add (query, "request_order_status_pending", "true");
  object = shopee_get (&self->shop,
                       transport,
                       "order/get_order_detail",
                       g_steal_pointer (&query),
                       answer,
                       cancellable,
                       error);
  if (object == NULL)
    return NULL;

  orders = tiem_json_get_array (object, "order_list");
  if (orders == NULL)
    shopee_set_shape_error (error, "order_list");
  return orders;
}

/* Takes what @orders hold, and off @missing what was among them. */
static void
take_details (JsonArray *orders,
              GHashTable *missing,
              TiemOrderPage *page)
{
  for (guint i = 0; i < json_array_get_length (orders); i++)
    {
      JsonNode *element = json_array_get_element (orders, i);
      JsonObject *object = tiem_json_object (element);
      g_autofree char *sn = tiem_json_dup_string (object, "order_sn");
      g_autoptr (GError) error = NULL;
      TiemRemoteOrder *order;

      if (sn != NULL && !g_hash_table_remove (missing, sn))
        continue; /* not asked for, or there already */
      order = shopee_parse_order (object, &error);
      if (order != NULL)
        g_ptr_array_add (page->orders, order);
      else
        add_unreadable (page, sn, element, error);
    }
}

static gboolean read_range (TiemChannelShopee *self,
                            TiemTransport *transport,
                            GPtrArray *sns,
                            guint start,
                            guint end,
                            TiemOrderPage *page,
                            GCancellable *cancellable,
                            GError **error);

/* One unknown number may fail the whole batch (§18 row 7): halve it until it is alone. */
static gboolean
split_range (TiemChannelShopee *self,
             TiemTransport *transport,
             GPtrArray *sns,
             guint start,
             guint end,
             const GError *cause,
             TiemOrderPage *page,
             GCancellable *cancellable,
             GError **error)
{
  guint middle = start + (end - start) / 2;

  if (end - start == 1)
    {
      add_unreadable (page, sns->pdata[start], NULL, cause);
      return TRUE;
    }
  return read_range (self, transport, sns, start, middle, page, cancellable, error)
         && read_range (self, transport, sns, middle, end, page, cancellable, error);
}

/* Asked for and passed over in silence: alone, once more. */
static gboolean
read_missing (TiemChannelShopee *self,
              TiemTransport *transport,
              GHashTable *missing,
              gboolean was_alone,
              TiemOrderPage *page,
              GCancellable *cancellable,
              GError **error)
{
  GHashTableIter iter;
  gpointer sn;

  g_hash_table_iter_init (&iter, missing);
  while (g_hash_table_iter_next (&iter, &sn, NULL))
    {
      g_autoptr (GPtrArray) alone = g_ptr_array_new ();
      g_autoptr (GError) cause = NULL;

      g_ptr_array_add (alone, sn);
      if (!was_alone)
        {
          if (!read_range (self, transport, alone, 0, 1, page, cancellable, error))
            return FALSE;
          continue;
        }
      cause = g_error_new_literal (TIEM_ERROR,
                                   TIEM_ERROR_REJECTED,
                                   _ ("Shopee lists this order but does not show it; look at it in "
                                      "Seller Centre."));
      add_unreadable (page, sn, NULL, cause);
    }
  return TRUE;
}

static gboolean
read_range (TiemChannelShopee *self,
            TiemTransport *transport,
            GPtrArray *sns,
            guint start,
            guint end,
            TiemOrderPage *page,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GHashTable) missing = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto (ShopeeAnswer) answer = { 0 };
  g_autoptr (GError) call_error = NULL;
  JsonArray *orders
      = ask_details (self, transport, sns, start, end, &answer, cancellable, &call_error);

  if (g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED))
    return split_range (self, transport, sns, start, end, call_error, page, cancellable, error);
  if (orders == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return FALSE;
    }

  for (guint i = start; i < end; i++)
    g_hash_table_add (missing, sns->pdata[i]);
  take_details (orders, missing, page);
  return read_missing (self, transport, missing, end - start == 1, page, cancellable, error);
}

gboolean
shopee_read_orders (TiemChannelShopee *self,
                    TiemTransport *transport,
                    GPtrArray *sns,
                    TiemOrderPage *page,
                    GCancellable *cancellable,
                    GError **error)
{
  for (guint start = 0; start < sns->len; start += DETAIL_BATCH)
    if (!read_range (self,
                     transport,
                     sns,
                     start,
                     MIN (start + DETAIL_BATCH, sns->len),
                     page,
                     cancellable,
                     error))
      return FALSE;
  return TRUE;
}

JsonObject *
shopee_get_order (TiemChannelShopee *self,
                  TiemTransport *transport,
                  const char *sn,
                  ShopeeAnswer *answer,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GPtrArray) sns = g_ptr_array_new ();
  JsonArray *orders;
  JsonObject *object;

  g_ptr_array_add (sns, (char *)sn);
  orders = ask_details (self, transport, sns, 0, 1, answer, cancellable, error);
  if (orders == NULL)
    return NULL;
  object = tiem_json_array_get_object (orders, 0);
  if (object == NULL)
    g_set_error_literal (error,
                         TIEM_ERROR,
                         TIEM_ERROR_REJECTED,
                         _ ("Shopee no longer has this order; look at it in Seller Centre."));
  return object;
}

/* --- the list --- */

static TiemForm *
make_list_query (const ShopeeCursor *cursor)
{
  TiemForm *query = tiem_form_new ();

  tiem_form_add (query,
                 "time_range_field",
                 cursor->phase == SHOPEE_PHASE_FIRST ? "create_time" : "update_time");
  tiem_form_add_int (query, "time_from", cursor->from);
  tiem_form_add_int (query, "time_to", cursor->to);
  tiem_form_add_int (query, "page_size", LIST_PAGE);
  if (cursor->at != NULL)
    tiem_form_add (query, "cursor", cursor->at);
  tiem_form_add (query, "response_optional_fields", "order_status");
  tiem_form_add (query, "request_order_status_pending", "true");
  return query;
}

static JsonObject *
ask_list (TiemChannelShopee *self,
          TiemTransport *transport,
          const ShopeeCursor *cursor,
          ShopeeAnswer *answer,
          GCancellable *cancellable,
          GError **error)
{
  return shopee_get (&self->shop,
                     transport,
                     "order/get_order_list",
                     make_list_query (cursor),
                     answer,
                     cancellable,
                     error);
}

/* A page of the window. Shopee may have forgotten its own cursor: then the window begins anew. */
static JsonObject *
ask_page (TiemChannelShopee *self,
          TiemTransport *transport,
          ShopeeCursor *cursor,
          ShopeeAnswer *answer,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GError) call_error = NULL;
  JsonObject *object = ask_list (self, transport, cursor, answer, cancellable, &call_error);

  if (cursor->at != NULL && g_error_matches (call_error, TIEM_ERROR, TIEM_ERROR_REJECTED))
    {
      g_clear_error (&call_error);
      g_clear_pointer (&cursor->at, g_free);
      object = ask_list (self, transport, cursor, answer, cancellable, &call_error);
    }
  if (object != NULL && tiem_json_get_array (object, "order_list") == NULL
      && !json_object_has_member (object, "more"))
    {
      object = NULL;
      shopee_set_shape_error (&call_error, "order_list");
    }
  if (call_error != NULL)
    g_propagate_error (error, g_steal_pointer (&call_error));
  return object;
}

/* Returns: (transfer full) (element-type utf8): each number once, in order */
static GPtrArray *
collect_numbers (JsonObject *object,
                 TiemOrderPage *page)
{
  JsonArray *rows = tiem_json_get_array (object, "order_list");
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *sns = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < tiem_json_array_get_size (rows); i++)
    {
      char *sn = tiem_json_dup_string (tiem_json_array_get_object (rows, i), "order_sn");

      if (sn != NULL && g_hash_table_add (seen, sn))
        g_ptr_array_add (sns, sn);
      else if (sn != NULL)
        g_free (sn);
      else
        {
          g_autoptr (GError) error = NULL;

          tiem_json_set_error (&error, "order_sn");
          add_unreadable (page, NULL, json_array_get_element (rows, i), error);
        }
    }
  return sns;
}

/* Only "more" tells the end (§18 row 4). Returns: (transfer full) (nullable): Shopee's cursor for
 * the next page of the window; NULL at its end, or with @error */
static char *
read_next (JsonObject *object,
           const ShopeeCursor *cursor,
           GError **error)
{
  g_autofree char *next = NULL;

  if (!tiem_json_get_boolean (object, "more"))
    return NULL;
  next = tiem_json_dup_string (object, "next_cursor");
  if (next != NULL && g_strcmp0 (next, cursor->at) != 0)
    return g_steal_pointer (&next);

  g_set_error_literal (error,
                       TIEM_ERROR,
                       TIEM_ERROR_PROTOCOL,
                       _ ("Shopee's list of orders says that it goes on, but not where; Tiệm tries "
                          "again by itself."));
  return NULL;
}

/* --- tracking numbers --- */

/* The orders just read: their numbers, or a note to ask again. The first import is not slowed
 * down by parcels that are long on their way. */
static gboolean
add_tracking (TiemChannelShopee *self,
              TiemTransport *transport,
              ShopeeCursor *cursor,
              TiemOrderPage *page,
              GCancellable *cancellable,
              GError **error)
{
  gint64 now = shopee_now (transport);

  for (guint i = 0; i < page->orders->len; i++)
    {
      TiemRemoteOrder *order = page->orders->pdata[i];
      gboolean complete = TRUE;

      if (!shopee_has_tracking (order)
          || (cursor->phase == SHOPEE_PHASE_FIRST && order->status != TIEM_ORDER_AWAITING_PICKUP))
        {
          shopee_cursor_forget (cursor, order->remote_id);
          continue;
        }
      if (!shopee_cursor_may_ask (cursor, order->remote_id, now))
        continue; /* the overlap brings it with every poll */
      if (!shopee_read_tracking (self, transport, order, &complete, cancellable, error))
        return FALSE;
      if (complete)
        shopee_cursor_forget (cursor, order->remote_id);
      else
        shopee_cursor_wait (cursor, order->remote_id, now);
    }
  return TRUE;
}

static gboolean
is_on_page (const TiemOrderPage *page,
            const char *sn)
{
  for (guint i = 0; i < page->orders->len; i++)
    if (strcmp (((TiemRemoteOrder *)page->orders->pdata[i])->remote_id, sn) == 0)
      return TRUE;
  return FALSE;
}

/* Orders whose number is due to be asked for again are read once more with this page. */
static void
add_waiting (const ShopeeCursor *cursor,
             gint64 now,
             GPtrArray *sns)
{
  guint n_asked = 0;

  for (guint i = 0; i < cursor->waiting->len && n_asked < MOST_WAITING_ASKED; i++)
    {
      const ShopeeWaiting *waiting = cursor->waiting->pdata[i];

      if (waiting->ask_at > now
          || g_ptr_array_find_with_equal_func (sns, waiting->sn, g_str_equal, NULL))
        continue;
      g_ptr_array_add (sns, g_strdup (waiting->sn));
      n_asked++;
    }
}

/* One that can no longer be read is no longer waited for. */
static void
drop_lost (ShopeeCursor *cursor,
           GPtrArray *sns,
           const TiemOrderPage *page)
{
  for (guint i = 0; i < sns->len; i++)
    if (!is_on_page (page, sns->pdata[i]))
      shopee_cursor_forget (cursor, sns->pdata[i]);
}

/* --- the verb --- */

static int
compare_changes (gconstpointer a,
                 gconstpointer b)
{
  const TiemRemoteOrder *first = *(TiemRemoteOrder *const *)a;
  const TiemRemoteOrder *second = *(TiemRemoteOrder *const *)b;

  return (first->updated_at > second->updated_at) - (first->updated_at < second->updated_at);
}

TiemOrderPage *
shopee_pull_orders (TiemChannel *channel,
                    TiemTransport *transport,
                    const char *cursor_text,
                    gint64 first_since,
                    GCancellable *cancellable,
                    GError **error)
{
  TiemChannelShopee *self = TIEM_CHANNEL_SHOPEE (channel);
  g_autoptr (TiemOrderPage) page = tiem_order_page_new ();
  g_autoptr (GPtrArray) sns = NULL;
  g_autofree char *next = NULL;
  g_autoptr (GError) call_error = NULL;
  g_auto (ShopeeAnswer) answer = { 0 };
  g_auto (ShopeeCursor) cursor = { 0 };
  JsonObject *object;
  guint n_rows;

  shopee_cursor_init (&cursor, cursor_text, first_since, shopee_now (transport));
  cursor.is_brief = self->is_brief;
  shopee_cursor_open (&cursor, shopee_now (transport));
  object = ask_page (self, transport, &cursor, &answer, cancellable, error);
  if (object == NULL)
    return NULL;

  next = read_next (object, &cursor, &call_error);
  if (call_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&call_error));
      return NULL;
    }
  sns = collect_numbers (object, page);
  n_rows = sns->len;
  if (cursor.phase == SHOPEE_PHASE_CHANGED && !cursor.is_brief)
    add_waiting (&cursor, shopee_now (transport), sns);
  if (!shopee_read_orders (self, transport, sns, page, cancellable, error)
      || !add_tracking (self, transport, &cursor, page, cancellable, error))
    return NULL;

  drop_lost (&cursor, sns, page);
  g_ptr_array_sort (page->orders, compare_changes);
  page->more = shopee_cursor_advance (&cursor, next, n_rows, shopee_now (transport));
  page->next_cursor = shopee_cursor_format (&cursor);
  return g_steal_pointer (&page);
}

void
shopee_set_brief (TiemChannel *channel,
                  gboolean is_brief)
{
  TIEM_CHANNEL_SHOPEE (channel)->is_brief = is_brief;
}
