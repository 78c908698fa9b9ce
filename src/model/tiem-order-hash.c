#define G_LOG_DOMAIN "tiem-order-hash"

#include "model/tiem-remote.h"

#include <string.h>

/*
 * FNV-1a over every field in a fixed order, each with a length or a fixed width, so that
 * text that moves from one field into the next changes the hash. It decides only whether an
 * order has to be written again; nobody gains by forging it. A field added to
 * TiemRemoteOrder must be added here, or its changes are not noticed.
 */
#define FNV_OFFSET G_GUINT64_CONSTANT (0xcbf29ce484222325)
#define FNV_PRIME G_GUINT64_CONSTANT (0x100000001b3)

static void
add_bytes (guint64 *hash,
           const void *bytes,
           gsize length)
{
  const guint8 *p = bytes;

  for (gsize i = 0; i < length; i++)
    *hash = (*hash ^ p[i]) * FNV_PRIME;
}

static void
add_int (guint64 *hash,
         gint64 number)
{
  guint64 little_endian = GUINT64_TO_LE ((guint64)number);

  add_bytes (hash, &little_endian, sizeof little_endian);
}

static void
add_text (guint64 *hash,
          const char *text)
{
  gsize length = text != NULL ? strlen (text) : 0;

  add_int (hash, text != NULL ? (gint64)length : -1);
  add_bytes (hash, text, length);
}

static void
add_address (guint64 *hash,
             const TiemAddress *address)
{
  add_text (hash, address->name);
  add_text (hash, address->phone);
  add_text (hash, address->line);
  add_text (hash, address->ward);
  add_text (hash, address->district);
  add_text (hash, address->province);
  add_text (hash, address->text);
}

static void
add_line (guint64 *hash,
          const TiemRemoteLine *line)
{
  add_text (hash, line->remote_id);
  add_text (hash, line->remote_product_id);
  add_text (hash, line->remote_variant_id);
  add_text (hash, line->sku);
  add_text (hash, line->title);
  add_text (hash, line->options);
  add_text (hash, line->image_url);
  add_int (hash, line->quantity);
  add_int (hash, line->cancelled);
  add_int (hash, line->unit_price_vnd);
  add_int (hash, line->total_vnd);
}

/* Nothing where nothing is told: what was stored before these fields is not written again. */
static void
add_parcel_content (guint64 *hash,
                    const TiemRemoteParcel *parcel)
{
  if (parcel->status == TIEM_ORDER_UNKNOWN && parcel->lines->len == 0)
    return;
  add_int (hash, parcel->status);
  add_int (hash, parcel->lines->len);
  for (guint i = 0; i < parcel->lines->len; i++)
    {
      const TiemParcelLine *line = &g_array_index (parcel->lines, TiemParcelLine, i);

      add_int (hash, line->line);
      add_int (hash, line->quantity);
    }
}

guint64
tiem_remote_order_hash (const TiemRemoteOrder *self)
{
  guint64 hash = FNV_OFFSET;

  add_text (&hash, self->remote_id);
  add_text (&hash, self->number);
  add_int (&hash, self->status);
  add_text (&hash, self->remote_status);
  add_int (&hash, self->platform_holds != FALSE);
  add_int (&hash, self->placed_at);
  add_int (&hash, self->updated_at);
  add_int (&hash, self->left_at);
  add_int (&hash, self->ship_by);
  add_int (&hash, self->total_vnd);
  add_int (&hash, self->shipping_fee_vnd);
  add_int (&hash, self->discount_vnd);
  add_int (&hash, self->surcharge_vnd);
  add_int (&hash, self->paid_vnd);
  add_text (&hash, self->currency);
  add_text (&hash, self->payment_method);
  add_text (&hash, self->buyer_remote_id);
  add_text (&hash, self->buyer_name);
  add_text (&hash, self->buyer_phone);
  add_text (&hash, self->buyer_email);
  add_address (&hash, &self->address);
  add_text (&hash, self->note);
  add_text (&hash, self->carrier);
  add_text (&hash, self->tracking);

  add_int (&hash, self->lines->len);
  for (guint i = 0; i < self->lines->len; i++)
    add_line (&hash, g_ptr_array_index (self->lines, i));

  add_int (&hash, self->fees->len);
  for (guint i = 0; i < self->fees->len; i++)
    {
      const TiemRemoteFee *fee = g_ptr_array_index (self->fees, i);

      add_text (&hash, fee->kind);
      add_int (&hash, fee->amount_vnd);
    }

  add_int (&hash, self->parcels->len);
  for (guint i = 0; i < self->parcels->len; i++)
    {
      const TiemRemoteParcel *parcel = g_ptr_array_index (self->parcels, i);

      add_text (&hash, parcel->remote_id);
      add_text (&hash, parcel->carrier);
      add_text (&hash, parcel->tracking);
      add_text (&hash, parcel->remote_status);
      add_parcel_content (&hash, parcel);
    }

  add_int (&hash, self->cancel_asked != FALSE);
  add_text (&hash, self->cancel_reason);
  add_int (&hash, self->cancel_answer_by);
  if (self->refusal != TIEM_REFUSAL_UNTOLD)
    add_int (&hash, self->refusal);
  return hash;
}
