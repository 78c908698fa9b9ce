#define G_LOG_DOMAIN "tiem-own-order"

#include "config.h"

#include "store/tiem-own-private.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "store/tiem-after-private.h"
#include "store/tiem-store-customers-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Placing and editing an order of one's own. */

static gboolean
fail (TiemError code,
      const char *sentence,
      GError **error)
{
  g_set_error_literal (error, TIEM_ERROR, code, sentence);
  return FALSE;
}

/* --- from what the owner typed --- */

static char *
dup_trimmed (const char *text)
{
  g_autofree char *trimmed = text != NULL ? g_strstrip (g_strdup (text)) : NULL;

  return trimmed != NULL && *trimmed != '\0' ? g_steal_pointer (&trimmed) : NULL;
}

static void
take_address (TiemRemoteOrder *order,
              const TiemOwnOrder *own)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *parts[3];

  tiem_address_clear (&order->address);
  tiem_address_copy (&own->address, &order->address);
  parts[0] = own->address.line;
  parts[1] = own->address.ward;
  parts[2] = own->address.province;
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    if (parts[i] != NULL && *parts[i] != '\0')
      g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", parts[i]);

  g_clear_pointer (&order->address.text, g_free);
  if (text->len == 0)
    {
      tiem_address_clear (&order->address);
      return;
    }
  order->address.text = g_strdup (text->str);
  if (order->address.name == NULL)
    order->address.name = g_strdup (order->buyer_name);
  if (order->address.phone == NULL)
    order->address.phone = g_strdup (order->buyer_phone);
}

static void
take_head (TiemRemoteOrder *order,
           const TiemOwnOrder *own)
{
  g_autofree char *phone = tiem_phone_normalise (own->buyer_phone);

  g_free (order->buyer_name);
  order->buyer_name = dup_trimmed (own->buyer_name);
  g_free (order->buyer_phone);
  order->buyer_phone = phone != NULL ? g_steal_pointer (&phone) : dup_trimmed (own->buyer_phone);
  g_free (order->note);
  order->note = dup_trimmed (own->note);
  g_free (order->payment_method);
  order->payment_method = g_strdup (tiem_own_payment_to_string (own->payment));
  order->own_customer_id = own->customer_id;
  order->shipping_fee_vnd = own->shipping_fee_vnd;
  order->discount_vnd = own->discount_vnd;
  order->total_vnd = tiem_own_order_get_total (own);
  order->ship_by = own->ship_by;
  take_address (order, own);
}

static gboolean
fill_goods (TiemDb *db,
            TiemRemoteLine *line,
            GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (db,
                       error,
                       "SELECT v.sku, p.name, v.options, v.image_url FROM variant v"
                       " JOIN product p ON p.id = v.product_id WHERE v.id = ?1",
                       TIEM_INT (line->own_variant_id));
  int step = row != NULL ? tiem_stmt_step (row, error) : -1;

  if (step <= 0)
    return step == 0
           && fail (TIEM_ERROR_NOT_FOUND,
                    _ ("There is no such product; look for it in the list of products."),
                    error);
  line->sku = tiem_stmt_dup_text (row, 0);
  line->title = tiem_stmt_dup_text (row, 1);
  line->options = tiem_stmt_dup_text (row, 2);
  line->image_url = tiem_stmt_dup_text (row, 3);
  return TRUE;
}

/* A line that was there keeps its key, unless it sells something else by now. */
static gboolean
find_key (TiemDb *db,
          gint64 order_id,
          const TiemOwnLine *line,
          char **key,
          GError **error)
{
  *key = NULL;
  return line->line_id == 0
         || tiem_db_get_text (db,
                              key,
                              error,
                              "SELECT line_key FROM order_line WHERE id = ?1 AND order_id = ?2"
                              " AND own_variant_id = ?3",
                              TIEM_INT (line->line_id),
                              TIEM_INT (order_id),
                              TIEM_INT (line->variant_id));
}

static gboolean
take_lines (
    TiemDb *db, gint64 order_id, TiemRemoteOrder *order, const TiemOwnOrder *own, GError **error)
{
  g_ptr_array_set_size (order->lines, 0);
  for (guint i = 0; i < own->lines->len; i++)
    {
      const TiemOwnLine *from = g_ptr_array_index (own->lines, i);
      TiemRemoteLine *line = tiem_remote_line_new ();

      g_ptr_array_add (order->lines, line);
      line->own_variant_id = from->variant_id;
      line->quantity = from->quantity;
      line->unit_price_vnd = from->unit_price_vnd;
      line->total_vnd = from->quantity * from->unit_price_vnd;
      if (!find_key (db, order_id, from, &line->remote_id, error) || !fill_goods (db, line, error))
        return FALSE;
      if (line->remote_id == NULL)
        line->remote_id = g_uuid_string_random ();
    }
  return TRUE;
}

static gboolean
check_customer (TiemDb *db,
                gint64 customer_id,
                GError **error)
{
  gint64 found = 0;

  if (customer_id == 0)
    return TRUE;
  if (!tiem_db_get_int (db,
                        &found,
                        error,
                        "SELECT 1 FROM customer WHERE id = ?1 AND erased_at = 0",
                        TIEM_INT (customer_id)))
    return FALSE;
  return found || tiem_customers_set_not_found (error);
}

/* Who owes has to be found again: a name alone makes a customer then. */
static gboolean
name_debtor (TiemWrite *write,
             TiemRemoteOrder *order,
             const TiemOwnOrder *own,
             GError **error)
{
  if (own->payment != TIEM_OWN_DEBT || order->own_customer_id != 0 || order->buyer_phone != NULL
      || order->buyer_name == NULL)
    return TRUE;
  order->own_customer_id = tiem_customers_insert (write, error);
  return order->own_customer_id != 0
         && tiem_customers_write (write,
                                  order->own_customer_id,
                                  order->buyer_name,
                                  NULL,
                                  NULL,
                                  order->address.province,
                                  error);
}

/* A chosen customer's phone that was never known is known now. */
static gboolean
name_customer (TiemWrite *write,
               TiemRemoteOrder *order,
               GError **error)
{
  gint64 owner;
  g_autofree char *known = NULL;

  if (order->own_customer_id == 0 || order->buyer_phone == NULL)
    return TRUE;
  if (!tiem_db_get_text (write->db,
                         &known,
                         error,
                         "SELECT phone FROM customer WHERE id = ?1",
                         TIEM_INT (order->own_customer_id))
      || (owner = tiem_customers_find (write, "phone", order->buyer_phone, error)) < 0)
    return FALSE;
  if (known != NULL || owner != 0)
    return TRUE;
  return tiem_customers_write (write,
                               order->own_customer_id,
                               order->buyer_name,
                               order->buyer_phone,
                               NULL,
                               order->address.province,
                               error)
         && tiem_customers_add_identity (
             write, order->own_customer_id, "phone", 0, order->buyer_phone, error);
}

static gboolean
put_own_row (
    TiemWrite *write, gint64 order_id, const TiemOwnOrder *own, gint64 paid_vnd, GError **error)
{
  gint64 cod = tiem_own_order_get_cod (own);

  /* What came in since is not collected once more. */
  cod = CLAMP (cod, 0, MAX (tiem_own_order_get_total (own) - paid_vnd, 0));
  return tiem_db_run (write->db,
                      error,
                      "INSERT INTO own_order (order_id, source, payment, cod_vnd)"
                      " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (order_id) DO UPDATE SET"
                      " source = excluded.source, payment = excluded.payment,"
                      " cod_vnd = iif (cod_settled_at > 0, cod_vnd, excluded.cod_vnd)",
                      TIEM_INT (order_id),
                      TIEM_TEXT (tiem_own_source_to_string (own->source)),
                      TIEM_TEXT (tiem_own_payment_to_string (own->payment)),
                      TIEM_INT (cod));
}

/* --- placing --- */

/* The shop's own channel, made when it is first needed. */
static gboolean
find_counter (TiemWrite *write,
              gint64 wanted,
              gint64 *channel_id,
              GError **error)
{
  gint64 is_counter = 0;

  *channel_id = wanted;
  if (wanted != 0)
    {
      if (!tiem_channels_check (write, wanted, error)
          || !tiem_db_get_int (write->db,
                               &is_counter,
                               error,
                               "SELECT kind = ?2 FROM channel WHERE id = ?1",
                               TIEM_INT (wanted),
                               TIEM_TEXT (TIEM_OWN_CHANNEL_KIND)))
        return FALSE;
      return is_counter
             || fail (TIEM_ERROR_INVALID,
                      _ ("Orders of this channel come from the channel itself; write your own "
                         "ones at the counter."),
                      error);
    }
  if (!tiem_db_get_int (write->db,
                        channel_id,
                        error,
                        "SELECT min (id) FROM channel WHERE kind = ?1 AND removed_at = 0",
                        TIEM_TEXT (TIEM_OWN_CHANNEL_KIND)))
    return FALSE;
  if (*channel_id != 0)
    return TRUE;
  if (!tiem_db_run (write->db,
                    error,
                    "INSERT INTO channel (kind, name, created_at) VALUES (?1, ?2, ?3)",
                    TIEM_TEXT (TIEM_OWN_CHANNEL_KIND),
                    /* Translators: the name of the channel that has the owner's own orders */
                    TIEM_TEXT (_ ("The shop")),
                    TIEM_INT (write->now)))
    return FALSE;
  *channel_id = tiem_db_last_id (write->db);
  write->what |= TIEM_CHANGED_CHANNELS;
  return TRUE;
}

/* A draft has its number from the first; also after a counter was removed none comes twice. */
char *
tiem_own_take_number (TiemWrite *write,
                      GError **error)
{
  gint64 number = 0;

  if (!tiem_db_get_int (write->db,
                        &number,
                        error,
                        "INSERT INTO setting (key, value) VALUES ('own-order-number', '1')"
                        " ON CONFLICT (key) DO UPDATE SET value = CAST (value AS INTEGER) + 1"
                        " RETURNING CAST (value AS INTEGER)"))
    return NULL;
  return g_strdup_printf ("DH%06" G_GINT64_FORMAT, number);
}

static gboolean
find_number (TiemWrite *write,
             gint64 draft_id,
             char **number,
             GError **error)
{
  if (draft_id != 0
      && !tiem_db_get_text (
          write->db, number, error, "SELECT number FROM draft WHERE id = ?1", TIEM_INT (draft_id)))
    return FALSE;
  return *number != NULL || (*number = tiem_own_take_number (write, error)) != NULL;
}

gint64
tiem_store_place_own_order (TiemStore *self,
                            const TiemOwnOrder *own,
                            GError **error)
{
  g_autoptr (TiemRemoteOrder) order = tiem_remote_order_new ();
  g_autoptr (TiemWrite) write = NULL;
  gint64 channel_id = 0;
  gint64 order_id = 0;
  gint64 paid_vnd = tiem_own_order_get_paid (own);

  if (!tiem_own_order_check (own, error) || (write = tiem_store_begin_write (self, error)) == NULL
      || !check_customer (write->db, own->customer_id, error)
      || !find_counter (write, own->channel_id, &channel_id, error)
      || !find_number (write, own->draft_id, &order->number, error))
    return 0;
  order->remote_id = g_strdup (order->number);
  order->currency = g_strdup ("VND");
  order->placed_at = order->updated_at = write->now;
  order->status = own->asks_first ? TIEM_ORDER_TO_CONFIRM : TIEM_ORDER_TO_SHIP;
  order->paid_vnd = paid_vnd;
  take_head (order, own);
  if (!take_lines (write->db, 0, order, own, error) || !name_debtor (write, order, own, error)
      || !name_customer (write, order, error)
      || !tiem_orders_put_own (write, channel_id, order, &order_id, error)
      || !put_own_row (write, order_id, own, paid_vnd, error)
      || (paid_vnd > 0
          && !tiem_own_book_money (write, order_id, paid_vnd, own->paid_by, NULL, error))
      || !tiem_own_refresh_owed (write, order_id, 0, error)
      || !tiem_db_run (
          write->db, error, "DELETE FROM draft WHERE id = ?1", TIEM_INT (own->draft_id))
      || !tiem_write_commit (write, error))
    return 0;
  return order_id;
}

/* --- editing --- */

static gboolean
note_total (TiemWrite *write,
            gint64 order_id,
            gint64 before,
            gint64 now,
            GError **error)
{
  g_autofree char *old = g_strdup_printf ("%" G_GINT64_FORMAT, before);
  g_autofree char *new = g_strdup_printf ("%" G_GINT64_FORMAT, now);
  TiemOrderEventRow event = { .order_id = order_id,
                              .at = write->now,
                              .kind = TIEM_EVENT_TOTAL,
                              .source = "owner",
                              .old = old,
                              .new = new };

  return before == now || tiem_order_events_add (write, &event, error);
}

/* @own: with what was paid up to now, of which the check speaks */
static gboolean
edit (TiemWrite *write,
      gint64 order_id,
      TiemOwnOrder *own,
      GError **error)
{
  gint64 channel_id = 0;
  g_autoptr (TiemRemoteOrder) order = tiem_own_load_held (write->db, order_id, &channel_id, error);
  gint64 before;

  if (order == NULL)
    return FALSE;
  if (!tiem_order_status_is_open (order->status))
    return fail (TIEM_ERROR_CONFLICT,
                 _ ("The order has left the shop or was cancelled; it can't be changed any more."),
                 error);
  before = order->total_vnd;
  own->paid_vnd = MIN (order->paid_vnd, tiem_own_order_get_total (own));
  if (!tiem_own_order_check (own, error) || !check_customer (write->db, own->customer_id, error))
    return FALSE;
  take_head (order, own);
  return take_lines (write->db, order_id, order, own, error)
         && name_debtor (write, order, own, error) && name_customer (write, order, error)
         && put_own_row (write, order_id, own, order->paid_vnd, error)
         && note_total (write, order_id, before, order->total_vnd, error)
         && tiem_own_put (write, channel_id, order, &order_id, error);
}

gboolean
tiem_store_edit_own_order (TiemStore *self,
                           gint64 order_id,
                           const TiemOwnOrder *own,
                           GError **error)
{
  g_autoptr (TiemOwnOrder) copy = tiem_own_order_copy (own);
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL && tiem_own_require (write->db, order_id, error)
         && edit (write, order_id, copy, error) && tiem_write_commit (write, error);
}
