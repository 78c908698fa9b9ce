#define G_LOG_DOMAIN "tiem-store-orders"

#include "config.h"

#include "store/tiem-store-orders.h"

#include "base/tiem-error.h"
#include "base/tiem-text.h"
#include "store/tiem-ledger.h"
#include "store/tiem-order-lines.h"
#include "store/tiem-store-customers-private.h"
#include "store/tiem-after-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Storing what a channel sent. */

/* Beyond any order; sums of a million of them stay far from overflow. */
#define MOST_MONEY G_GINT64_CONSTANT (1000000000000)
/* After all that have one. */
#define NO_DEADLINE G_GINT64_CONSTANT (0x7fffffffffff)

/* What is held of an order before it is written again. Zero for a new one. */
typedef struct
{
  gint64 id;
  guint64 hash;
  TiemTallyOrder tally;
  gint64 updated_at;
  gint64 left_at;
  gint64 customer_id;
  gint64 paid_vnd;
  char *buyer_name;
  char *buyer_phone;
  char *buyer_email;
  char *tracking;
  TiemAddress address;
  char *cancel_reason;
  TiemOrderFate fate;
} Held;

static void
clear_held (Held *held)
{
  g_free (held->buyer_name);
  g_free (held->buyer_phone);
  g_free (held->buyer_email);
  g_free (held->tracking);
  g_free (held->cancel_reason);
  tiem_address_clear (&held->address);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Held, clear_held)

static gint64
clamp_money (gint64 vnd)
{
  return CLAMP (vnd, -MOST_MONEY, MOST_MONEY);
}

static gboolean
find_held (
    TiemWrite *write, gint64 channel_id, const TiemRemoteOrder *order, Held *held, GError **error)
{
  g_autoptr (TiemStmt) row = tiem_db_query (
      write->db,
      error,
      "SELECT id, hash, status, is_short, placed_at, total_vnd, updated_at, left_at, customer_id,"
      " paid_vnd, buyer_name, buyer_phone, buyer_email, cancel_asked, cancel_reason,"
      " refused, refusal_said, back_since, part_left_at, from_refuser"
      " FROM customer_order"
      " WHERE channel_id = ?1 AND remote_id = ?2",
      TIEM_INT (channel_id),
      TIEM_TEXT (order->remote_id));
  int step;

  if (row == NULL || (step = tiem_stmt_step (row, error)) < 0)
    return FALSE;
  if (step == 0)
    return TRUE;
  held->id = tiem_stmt_int (row, 0);
  held->hash = (guint64)tiem_stmt_int (row, 1);
  held->tally.channel_id = channel_id;
  held->tally.status = tiem_order_status_from_string (tiem_stmt_text (row, 2));
  held->tally.is_short = tiem_stmt_int (row, 3) != 0;
  held->tally.placed_at = tiem_stmt_int (row, 4);
  held->tally.total_vnd = tiem_stmt_int (row, 5);
  held->updated_at = tiem_stmt_int (row, 6);
  held->left_at = tiem_stmt_int (row, 7);
  held->customer_id = tiem_stmt_int (row, 8);
  held->paid_vnd = tiem_stmt_int (row, 9);
  held->buyer_name = tiem_stmt_dup_text (row, 10);
  held->buyer_phone = tiem_stmt_dup_text (row, 11);
  held->buyer_email = tiem_stmt_dup_text (row, 12);
  held->tally.cancel_asked = tiem_stmt_int (row, 13) != 0;
  held->cancel_reason = tiem_stmt_dup_text (row, 14);
  held->fate.refused = tiem_stmt_int (row, 15) != 0;
  held->fate.refusal_said = (TiemRefusal)tiem_stmt_int (row, 16);
  held->fate.back_since = tiem_stmt_int (row, 17);
  held->fate.part_left_at = tiem_stmt_int (row, 18);
  held->tally.from_refuser = tiem_stmt_int (row, 19) != 0;
  return TRUE;
}

static gboolean
load_delivery (TiemWrite *write,
               Held *held,
               GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (write->db,
                       error,
                       "SELECT name, phone, line, ward, district, province, text,"
                       " (SELECT tracking FROM parcel WHERE order_id = ?1 AND position = 0)"
                       " FROM (SELECT 1) LEFT JOIN order_address ON order_id = ?1",
                       TIEM_INT (held->id));

  if (row == NULL || tiem_stmt_step (row, error) < 0)
    return FALSE;
  held->address.name = tiem_stmt_dup_text (row, 0);
  held->address.phone = tiem_stmt_dup_text (row, 1);
  held->address.line = tiem_stmt_dup_text (row, 2);
  held->address.ward = tiem_stmt_dup_text (row, 3);
  held->address.district = tiem_stmt_dup_text (row, 4);
  held->address.province = tiem_stmt_dup_text (row, 5);
  held->address.text = tiem_stmt_dup_text (row, 6);
  held->tracking = tiem_stmt_dup_text (row, 7);
  return TRUE;
}

/* Platforms mask a buyer's data after a while; what was known stays known. */
static const char *
keep_unmasked (const char *new_text,
               const char *held)
{
  gboolean tells_less = new_text == NULL || *new_text == '\0' || tiem_text_is_masked (new_text);

  return tells_less && held != NULL && !tiem_text_is_masked (held) ? held : new_text;
}

/* The owner knows what there is to know, and may take it back. */
static const char *
pick (const TiemRemoteOrder *order,
      const char *new_text,
      const char *held)
{
  return order->is_own ? new_text : keep_unmasked (new_text, held);
}

/* A parcel that is known to have left keeps that, whatever the order is called later; of an order
 * of one's own the owner may have said so by mistake. */
static gint64
find_left_at (const TiemRemoteOrder *order,
              const Held *held)
{
  if (order->is_own && !tiem_order_status_has_left (order->status))
    return 0;
  if (order->left_at > 0)
    return order->left_at;
  if (held->left_at > 0)
    return held->left_at;
  if (!tiem_order_status_has_left (order->status))
    return 0;
  return MAX (order->updated_at > 0 ? order->updated_at : order->placed_at, 1);
}

/* A buyer who wants to cancel waits for an answer as a carrier does for the parcel. */
static gint64
find_deadline (const TiemRemoteOrder *order)
{
  gint64 deadline = order->ship_by > 0 ? order->ship_by : NO_DEADLINE;

  if (order->cancel_asked && order->cancel_answer_by > 0
      && tiem_order_status_is_open (order->status))
    deadline = MIN (deadline, order->cancel_answer_by);
  return deadline;
}

/* --- the order's row --- */

/* What of the total neither lines nor discount, shipping and surcharge explain: shown, for it is
 * the platform's total that the buyer pays. */
static gint64
get_difference (const TiemRemoteOrder *order,
                const TiemGoods *goods)
{
  return clamp_money (order->total_vnd) + clamp_money (order->discount_vnd)
         - clamp_money (order->shipping_fee_vnd) - clamp_money (order->surcharge_vnd)
         - goods->total_vnd;
}

static gboolean
put_row (TiemWrite *write,
         gint64 channel_id,
         const TiemRemoteOrder *order,
         const Held *held,
         gint64 customer_id,
         gboolean from_refuser,
         gint64 *order_id,
         GError **error)
{
  const char *buyer_name = pick (order, order->buyer_name, held->buyer_name);
  g_autofree char *sort_buyer = tiem_text_fold (buyer_name);
  TiemGoods goods;

  tiem_order_lines_sum (order, &goods);
  if (!tiem_db_run (
          write->db,
          error,
          "INSERT INTO customer_order (channel_id, remote_id, number, hash, status, remote_status,"
          " platform_holds, placed_at, updated_at, stored_at, first_stored_at, left_at, ship_by,"
          " customer_id, buyer_remote_id, buyer_name, sort_buyer, buyer_phone, buyer_email, "
          "total_vnd,"
          " shipping_fee_vnd, discount_vnd, surcharge_vnd, paid_vnd, currency, payment_method, "
          "note,"
          " units, goods_title, goods_quantity, goods_more,"
          " stage, cancel_asked, cancel_reason, cancel_answer_by, difference_vnd, deadline,"
          " number_length, refused, from_refuser)"
          " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?10, ?11, ?12, ?13, ?14, ?15, ?16, "
          "?17,"
          " ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31,"
          " ?32, ?33, ?34, ?35, ?36, length (?3), ?37, ?38)"
          " ON CONFLICT (channel_id, remote_id) DO UPDATE SET"
          " number = excluded.number, hash = excluded.hash, status = excluded.status,"
          " remote_status = excluded.remote_status, platform_holds = excluded.platform_holds,"
          " placed_at = excluded.placed_at, updated_at = excluded.updated_at,"
          " stored_at = excluded.stored_at, left_at = excluded.left_at, ship_by = excluded.ship_by,"
          " customer_id = excluded.customer_id, buyer_remote_id = excluded.buyer_remote_id,"
          " buyer_name = excluded.buyer_name, sort_buyer = excluded.sort_buyer,"
          " buyer_phone = excluded.buyer_phone, buyer_email = excluded.buyer_email,"
          " total_vnd = excluded.total_vnd, shipping_fee_vnd = excluded.shipping_fee_vnd,"
          " discount_vnd = excluded.discount_vnd, surcharge_vnd = excluded.surcharge_vnd,"
          " paid_vnd = excluded.paid_vnd, currency = excluded.currency,"
          " payment_method = excluded.payment_method, note = excluded.note,"
          " units = excluded.units, goods_title = excluded.goods_title,"
          " goods_quantity = excluded.goods_quantity, goods_more = excluded.goods_more,"
          " cancel_asked = excluded.cancel_asked, cancel_reason = excluded.cancel_reason,"
          " cancel_answer_by = excluded.cancel_answer_by,"
          " difference_vnd = excluded.difference_vnd,"
          " fees_read_at = iif (status = excluded.status, fees_read_at, 0),"
          " stage = excluded.stage, deadline = excluded.deadline,"
          " number_length = excluded.number_length, refused = excluded.refused,"
          " from_refuser = excluded.from_refuser",
          TIEM_INT (channel_id),
          TIEM_TEXT (order->remote_id),
          TIEM_TEXT (order->number != NULL ? order->number : order->remote_id),
          TIEM_INT (tiem_remote_order_hash (order)),
          TIEM_TEXT (tiem_order_status_to_string (order->status)),
          TIEM_TEXT (order->remote_status),
          TIEM_INT (order->platform_holds != FALSE),
          TIEM_INT (order->placed_at),
          TIEM_INT (order->updated_at),
          TIEM_INT (write->now),
          TIEM_INT (find_left_at (order, held)),
          TIEM_INT (order->ship_by),
          TIEM_ID (customer_id),
          TIEM_TEXT (order->buyer_remote_id),
          TIEM_TEXT (buyer_name),
          TIEM_TEXT (sort_buyer),
          TIEM_TEXT (pick (order, order->buyer_phone, held->buyer_phone)),
          TIEM_TEXT (pick (order, order->buyer_email, held->buyer_email)),
          TIEM_INT (clamp_money (order->total_vnd)),
          TIEM_INT (clamp_money (order->shipping_fee_vnd)),
          TIEM_INT (clamp_money (order->discount_vnd)),
          TIEM_INT (clamp_money (order->surcharge_vnd)),
          TIEM_INT (clamp_money (order->paid_vnd)),
          TIEM_TEXT (order->currency != NULL ? order->currency : "VND"),
          TIEM_TEXT (order->payment_method),
          TIEM_TEXT (order->note),
          TIEM_INT (goods.units),
          TIEM_TEXT (goods.title),
          TIEM_INT (goods.quantity),
          TIEM_INT (goods.more),
          TIEM_INT (tiem_order_get_stage (order->status)),
          TIEM_INT (order->cancel_asked != FALSE),
          TIEM_TEXT (order->cancel_reason),
          TIEM_INT (order->cancel_answer_by),
          TIEM_INT (get_difference (order, &goods)),
          TIEM_INT (find_deadline (order)),
          TIEM_INT (tiem_order_is_refused (order, &held->fate)),
          TIEM_INT (from_refuser)))
    return FALSE;
  *order_id = held->id != 0 ? held->id : tiem_db_last_id (write->db);
  return TRUE;
}

static gboolean
is_empty_address (const TiemAddress *address)
{
  return address->name == NULL && address->phone == NULL && address->line == NULL
         && address->ward == NULL && address->district == NULL && address->province == NULL
         && address->text == NULL;
}

static gboolean
put_address (TiemWrite *write,
             gint64 order_id,
             const TiemAddress *address,
             const TiemAddress *held,
             GError **error)
{
  if (is_empty_address (address))
    return TRUE;
  return tiem_db_run (
      write->db,
      error,
      "INSERT INTO order_address (order_id, name, phone, line, ward, district, province, text)"
      " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)"
      " ON CONFLICT (order_id) DO UPDATE SET name = excluded.name, phone = excluded.phone,"
      " line = excluded.line, ward = excluded.ward, district = excluded.district,"
      " province = excluded.province, text = excluded.text,"
      " chosen_ward = iif (line IS excluded.line AND ward IS excluded.ward"
      "  AND district IS excluded.district AND province IS excluded.province"
      "  AND text IS excluded.text, chosen_ward, NULL)",
      TIEM_INT (order_id),
      TIEM_TEXT (keep_unmasked (address->name, held->name)),
      TIEM_TEXT (keep_unmasked (address->phone, held->phone)),
      TIEM_TEXT (keep_unmasked (address->line, held->line)),
      TIEM_TEXT (keep_unmasked (address->ward, held->ward)),
      TIEM_TEXT (keep_unmasked (address->district, held->district)),
      TIEM_TEXT (keep_unmasked (address->province, held->province)),
      TIEM_TEXT (keep_unmasked (address->text, held->text)));
}

/* The owner may take an address back. */
static gboolean
put_own_address (TiemWrite *write,
                 gint64 order_id,
                 const TiemAddress *address,
                 GError **error)
{
  const TiemAddress nothing = { 0 };

  return tiem_db_run (
             write->db, error, "DELETE FROM order_address WHERE order_id = ?1", TIEM_INT (order_id))
         && put_address (write, order_id, address, &nothing, error);
}

static gboolean
put_fees (TiemWrite *write,
          gint64 order_id,
          GPtrArray *fees,
          GError **error)
{
  if (!tiem_db_run (
          write->db, error, "DELETE FROM order_fee WHERE order_id = ?1", TIEM_INT (order_id)))
    return FALSE;
  for (guint i = 0; i < fees->len; i++)
    {
      const TiemRemoteFee *fee = g_ptr_array_index (fees, i);

      if (!tiem_db_run (write->db,
                        error,
                        "INSERT INTO order_fee (order_id, position, kind, amount_vnd)"
                        " VALUES (?1, ?2, ?3, ?4)",
                        TIEM_INT (order_id),
                        TIEM_INT (i),
                        TIEM_TEXT (fee->kind != NULL ? fee->kind : "other"),
                        TIEM_INT (clamp_money (fee->amount_vnd))))
        return FALSE;
    }
  return TRUE;
}

/* --- what changed, for people --- */

static gboolean
is_same_place (const TiemAddress *one,
               const TiemAddress *other)
{
  return g_strcmp0 (one->line, other->line) == 0 && g_strcmp0 (one->ward, other->ward) == 0
         && g_strcmp0 (one->province, other->province) == 0
         && g_strcmp0 (one->text, other->text) == 0;
}

static gboolean
tells_place (const TiemAddress *address)
{
  return address->text != NULL ? !tiem_text_is_masked (address->text)
                               : address->line != NULL && !tiem_text_is_masked (address->line);
}

static gboolean
note_changes (TiemWrite *write,
              const TiemRemoteOrder *order,
              const Held *held,
              GError **error)
{
  TiemOrderEventRow event = { .order_id = held->id,
                              .at = order->updated_at,
                              .source = order->is_own ? "owner" : "channel" };
  const char *tracking = tiem_order_parcels_get_tracking (order);

  if (order->status != held->tally.status)
    {
      event.kind = TIEM_EVENT_STATUS;
      event.old = tiem_order_status_to_string (held->tally.status);
      event.new = tiem_order_status_to_string (order->status);
      event.subject = order->remote_status;
      if (!tiem_order_events_add (write, &event, error))
        return FALSE;
      event.subject = NULL;
    }
  if (tells_place (&order->address) && tells_place (&held->address)
      && !is_same_place (&order->address, &held->address))
    {
      event.kind = TIEM_EVENT_ADDRESS;
      event.old = event.new = NULL;
      event.subject = held->address.text != NULL ? held->address.text : held->address.line;
      if (!tiem_order_events_add (write, &event, error))
        return FALSE;
      event.subject = NULL;
    }
  if (tracking != NULL && g_strcmp0 (tracking, held->tracking) != 0)
    {
      event.kind = TIEM_EVENT_TRACKING;
      event.old = held->tracking;
      event.new = tracking;
      if (!tiem_order_events_add (write, &event, error))
        return FALSE;
    }
  /* What comes in for an order of one's own is told one by one. */
  if (order->paid_vnd > held->paid_vnd && !order->is_own)
    {
      event.kind = TIEM_EVENT_PAID;
      event.old = event.new = NULL;
      event.quantity = clamp_money (order->paid_vnd);
      if (!tiem_order_events_add (write, &event, error))
        return FALSE;
    }
  return TRUE;
}

/* A wish may come with the very first sight of an order, too. */
static gboolean
note_cancelling (TiemWrite *write,
                 gint64 order_id,
                 const TiemRemoteOrder *order,
                 const Held *held,
                 GError **error)
{
  TiemOrderEventRow event = { .order_id = order_id,
                              .at = order->updated_at,
                              .source = order->is_own ? "owner" : "channel" };
  gboolean is_cancelled = order->status == TIEM_ORDER_CANCELLED;

  if (order->cancel_asked && !held->tally.cancel_asked)
    event.kind = TIEM_EVENT_CANCEL_ASKED;
  else if (!order->cancel_asked && held->tally.cancel_asked && !is_cancelled)
    event.kind = TIEM_EVENT_CANCEL_ENDED;
  else if (is_cancelled && !order->cancel_asked && order->cancel_reason != NULL
           && (held->tally.status != TIEM_ORDER_CANCELLED
               || g_strcmp0 (order->cancel_reason, held->cancel_reason) != 0))
    event.kind = TIEM_EVENT_CANCEL_REASON;
  if (event.kind == NULL)
    return TRUE;
  event.subject = order->cancel_reason;
  return tiem_order_events_add (write, &event, error);
}

/* Told once, however often the channel repeats it. */
static gboolean
note_stale (TiemWrite *write,
            const TiemRemoteOrder *order,
            const Held *held,
            GError **error)
{
  TiemOrderEventRow event = { .order_id = held->id,
                              .at = order->updated_at,
                              .kind = TIEM_EVENT_STALE,
                              .source = "channel",
                              .new = tiem_order_status_to_string (order->status),
                              .subject = order->remote_status };
  gint64 known = 0;

  if (!tiem_db_get_int (write->db,
                        &known,
                        error,
                        "SELECT 1 FROM order_event WHERE order_id = ?1 AND kind = ?2 AND at = ?3"
                        " AND new = ?4",
                        TIEM_INT (held->id),
                        TIEM_TEXT (event.kind),
                        TIEM_INT (event.at),
                        TIEM_TEXT (event.new)))
    return FALSE;
  if (known)
    return TRUE;
  write->what |= TIEM_CHANGED_ORDERS;
  return tiem_order_events_add (write, &event, error);
}

/* --- sums --- */

static gboolean
book_customers (TiemWrite *write,
                const TiemTallyOrder *before, /* (nullable) */
                gint64 customer_before,
                const TiemTallyOrder *now,
                gint64 customer_now,
                gboolean is_booked, /* for that one */
                GError **error)
{
  gboolean was
      = before != NULL && customer_before != 0 && tiem_order_status_is_counted (before->status);
  gboolean is = customer_now != 0 && tiem_order_status_is_counted (now->status);

  if (was && is && customer_before == customer_now && before->total_vnd == now->total_vnd
      && before->placed_at == now->placed_at)
    return TRUE;
  return (!was
          || tiem_customers_book (
              write, customer_before, -1, -before->total_vnd, before->placed_at, error))
         && (!is || is_booked
             || tiem_customers_book (
                 write, customer_now, 1, now->total_vnd, now->placed_at, error));
}

/* Parcels that left the shop, and those that were not taken. */
static gboolean
book_parcels (TiemWrite *write,
              const TiemRemoteOrder *order,
              const Held *held,
              gint64 customer_id,
              GError **error)
{
  gint64 was_sent = held->left_at > 0;
  gint64 was_refused = held->fate.refused;
  gint64 sent = find_left_at (order, held) > 0;
  gint64 refused = tiem_order_is_refused (order, &held->fate);

  if (held->customer_id == customer_id)
    return tiem_customers_book_parcels (
        write, customer_id, sent - was_sent, refused - was_refused, error);
  return tiem_customers_book_parcels (write, held->customer_id, -was_sent, -was_refused, error)
         && tiem_customers_book_parcels (write, customer_id, sent, refused, error);
}

/* What triggers may have changed in the row of @held since it was read: finding the customer can
 * merge two, the end of a line can end a shortage. */
static gboolean
read_marks (TiemWrite *write,
            Held *held,
            GError **error)
{
  g_autoptr (TiemStmt) row
      = tiem_db_query (write->db,
                       error,
                       "SELECT is_short, from_refuser FROM customer_order WHERE id = ?1",
                       TIEM_INT (held->id));

  if (row == NULL || tiem_stmt_step (row, error) <= 0)
    return FALSE;
  held->tally.is_short = tiem_stmt_int (row, 0) != 0;
  held->tally.from_refuser = tiem_stmt_int (row, 1) != 0;
  return TRUE;
}

/* Whether the customer did not take a parcel before. The mark of an order follows its customer by
 * triggers; so it is looked up for another one only. */
static gboolean
find_refuser (
    TiemWrite *write, const Held *held, gint64 customer_id, gboolean *from_refuser, GError **error)
{
  gint64 refused = 0;

  *from_refuser = held->tally.from_refuser;
  if (customer_id == held->customer_id)
    return TRUE;
  if (!tiem_db_get_int (write->db,
                        &refused,
                        error,
                        "SELECT refused FROM customer"
                        " WHERE id = (SELECT root_id FROM customer WHERE id = ?1)",
                        TIEM_INT (customer_id)))
    return FALSE;
  *from_refuser = refused > 0;
  return TRUE;
}

/* --- an order --- */

static gboolean
put_order (
    TiemWrite *write, gint64 channel_id, const TiemRemoteOrder *order, Held *held, GError **error)
{
  TiemTallyOrder now = { .channel_id = channel_id,
                         .status = order->status,
                         .is_short = held->tally.is_short,
                         .cancel_asked = order->cancel_asked != FALSE,
                         .placed_at = order->placed_at,
                         .total_vnd = clamp_money (order->total_vnd) };
  gboolean is_booked = FALSE;
  gint64 customer_id
      = order->own_customer_id != 0
            ? order->own_customer_id
            : tiem_customers_resolve (write, channel_id, order, &now, &is_booked, error);
  gint64 order_id = 0;

  if (customer_id < 0)
    return FALSE;
  if (customer_id == 0 && !order->is_own) /* told less than before */
    customer_id = held->customer_id;
  if (held->id != 0)
    {
      if (!load_delivery (write, held, error) || !note_changes (write, order, held, error)
          || !tiem_order_lines_drop_missing (write, held->id, order, error)
          || !read_marks (write, held, error))
        return FALSE;
      now.is_short = held->tally.is_short;
      tiem_tally_order (write->tally, &held->tally, -1);
    }
  if (!find_refuser (write, held, customer_id, &now.from_refuser, error))
    return FALSE;
  tiem_tally_order (write->tally, &now, 1);

  if (!put_row (write, channel_id, order, held, customer_id, now.from_refuser, &order_id, error)
      || !(order->is_own ? put_own_address (write, order_id, &order->address, error)
                         : put_address (write, order_id, &order->address, &held->address, error))
      || !tiem_order_recall_ward (write, order_id, customer_id, &order->address, error)
      || (order->fees->len > 0 && !put_fees (write, order_id, order->fees, error))
      || !tiem_order_parcels_put (write, order_id, order, error)
      || !note_cancelling (write, order_id, order, held, error)
      || !tiem_customers_keep_erased (write, order_id, customer_id, error)
      || !tiem_order_lines_put (
          write, channel_id, order_id, order, held->id != 0 ? &held->tally : NULL, error)
      || (held->left_at > 0 && find_left_at (order, held) == 0
          && !tiem_ledger_take_back_order (write, order_id, error))
      || !tiem_order_parcels_put_content (
          write, order_id, order, held->fate.part_left_at, held->id == 0, error)
      || !tiem_ledger_apply_order (write, order_id, error)
      || !tiem_order_settle_back (write, order_id, order->status, held->fate.back_since, error)
      || !book_parcels (write, order, held, customer_id, error)
      || !book_customers (write,
                          held->id != 0 ? &held->tally : NULL,
                          held->customer_id,
                          &now,
                          customer_id,
                          is_booked,
                          error))
    return FALSE;
  tiem_search_queue_put_order (write->search, order_id, held->id == 0);
  return TRUE;
}

static gboolean
store_order (TiemWrite *write,
             gint64 channel_id,
             TiemRemoteOrder *order,
             TiemStoredPage *stored,
             GError **error)
{
  g_auto (Held) held = { 0 };

  if (!find_held (write, channel_id, order, &held, error))
    return FALSE;
  order->stored_as = TIEM_STORED_UNCHANGED;
  if (held.id != 0 && held.hash == tiem_remote_order_hash (order))
    {
      stored->unchanged++;
      return TRUE;
    }
  if (held.id != 0 && order->updated_at < held.updated_at)
    {
      stored->unchanged++;
      return note_stale (write, order, &held, error);
    }
  stored->stored++;
  order->stored_as = held.id == 0 ? TIEM_STORED_NEW : TIEM_STORED_CHANGED;
  write->what |= TIEM_CHANGED_ORDERS;
  return put_order (write, channel_id, order, &held, error);
}

/* --- an order of one's own --- */

gboolean
tiem_orders_put_own (TiemWrite *write,
                     gint64 channel_id,
                     const TiemRemoteOrder *order,
                     gint64 *order_id,
                     GError **error)
{
  g_auto (Held) held = { 0 };

  write->source = channel_id;
  write->what |= TIEM_CHANGED_ORDERS;
  return find_held (write, channel_id, order, &held, error)
         && put_order (write, channel_id, order, &held, error)
         && tiem_db_get_int (
             write->db,
             order_id,
             error,
             "SELECT id FROM customer_order WHERE channel_id = ?1 AND remote_id = ?2",
             TIEM_INT (channel_id),
             TIEM_TEXT (order->remote_id));
}

/* --- a page --- */

static gboolean
put_page (TiemWrite *write,
          gint64 channel_id,
          const TiemOrderPage *page,
          TiemStoredPage *stored,
          GError **error)
{
  TiemStoredPage counted = { 0 };

  if (!tiem_channels_check (write, channel_id, error))
    return FALSE;
  write->source = channel_id;
  for (guint i = 0; i < page->orders->len; i++)
    if (!store_order (write, channel_id, g_ptr_array_index (page->orders, i), &counted, error))
      return FALSE;
  if (!tiem_unreadable_clear (write, channel_id, page->orders, error)
      || !tiem_unreadable_add (write, channel_id, "order", page->unreadable, error)
      || (page->next_cursor != NULL
          && !tiem_db_run (write->db,
                           error,
                           "UPDATE channel SET cursor = ?2 WHERE id = ?1 AND cursor IS NOT ?2",
                           TIEM_INT (channel_id),
                           TIEM_TEXT (page->next_cursor)))
      || !tiem_write_commit (write, error))
    return FALSE;
  if (stored != NULL)
    *stored = counted;
  return TRUE;
}

gboolean
tiem_store_put_order_page (TiemStore *self,
                           gint64 channel_id,
                           const TiemOrderPage *page,
                           TiemStoredPage *stored,
                           GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);

  return write != NULL && put_page (write, channel_id, page, stored, error);
}

gboolean
tiem_store_put_next_order_page (TiemStore *self,
                                gint64 channel_id,
                                const char *cursor,
                                const TiemOrderPage *page,
                                TiemStoredPage *stored,
                                GError **error)
{
  g_autoptr (TiemWrite) write = tiem_store_begin_write (self, error);
  gint64 moved = 0;

  if (write == NULL
      || !tiem_db_get_int (write->db,
                           &moved,
                           error,
                           "SELECT cursor IS NOT ?2 FROM channel WHERE id = ?1",
                           TIEM_INT (channel_id),
                           TIEM_TEXT (cursor)))
    return FALSE;
  if (moved)
    {
      g_set_error_literal (
          error,
          TIEM_ERROR,
          TIEM_ERROR_CONFLICT,
          _ ("The shop's data was set back while orders were being read; Tiệm reads "
             "them again from there."));
      return FALSE;
    }
  return put_page (write, channel_id, page, stored, error);
}
