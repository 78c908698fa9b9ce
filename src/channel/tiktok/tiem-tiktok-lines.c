#define G_LOG_DOMAIN "tiem-channel-tiktok"

#include "channel/tiktok/tiem-tiktok-private.h"

#include <string.h>

/*
 * TikTok Shop writes one line item for each unit (trap 7). Equal units, of one SKU at one price,
 * become one line; the smallest of their ids is its name, for it stays when others are
 * cancelled. A virtual bundle names its parts, and they are what leaves the shelf.
 */

/* One kind of thing in a unit: the unit itself, or a part of a bundle. */
typedef struct
{
  const char *id; /* of the unit */
  const char *product_id;
  const char *sku_id;
  const char *sku;
  const char *title;
  const char *options;
  const char *image_url;
  gint64 count; /* pieces in one unit */
  gint64 price_vnd;
  gint64 rest_vnd; /* what an even division of the bundle's price leaves */
  gboolean is_gift;
  gboolean is_cancelled;
} Piece;

/* The lines of an order while they are gathered, beside what tells them apart. */
typedef struct
{
  TiemRemoteOrder *order;
  GHashTable *by_key; /* text → TiemRemoteLine, borrowed */
  GArray *in_unit;    /* (element-type TiemParcelLine): of the unit being read */
} Gathering;

static gboolean
is_word (JsonObject *object,
         const char *name,
         const char *word)
{
  const char *value = tiem_json_get_string (object, name);

  return value != NULL && g_ascii_strcasecmp (value, word) == 0;
}

/* Taken back before it left the shop: its parcel is not on its way. */
static gboolean
is_cancelled (JsonObject *unit)
{
  return (is_word (unit, "display_status", "CANCELLED")
          || is_word (unit, "package_status", "CANCELLED"))
         && !is_word (unit, "package_status", "FULFILLING")
         && !is_word (unit, "package_status", "COMPLETED");
}

/* Ids are numbers too large for a double: the shorter text is the smaller number. */
static gboolean
is_smaller (const char *one,
            const char *other)
{
  gsize length = strlen (one);
  gsize other_length = strlen (other);

  return length != other_length ? length < other_length : strcmp (one, other) < 0;
}

static void
add_piece (Gathering *gathering,
           const Piece *piece)
{
  g_autofree char *key = g_strdup_printf ("%s|%s|%" G_GINT64_FORMAT "|%d",
                                          piece->product_id != NULL ? piece->product_id : "",
                                          piece->sku_id != NULL ? piece->sku_id : piece->sku,
                                          piece->price_vnd,
                                          piece->is_gift);
  TiemRemoteLine *line = g_hash_table_lookup (gathering->by_key, key);

  if (line == NULL)
    {
      line = tiem_remote_line_new ();
      line->remote_id = g_strdup (piece->id);
      line->remote_product_id = g_strdup (piece->product_id);
      line->remote_variant_id = g_strdup (piece->sku_id);
      line->sku = g_strdup (piece->sku);
      line->title = g_strdup (piece->title);
      line->options = g_strdup (piece->options);
      line->image_url = g_strdup (piece->image_url);
      line->unit_price_vnd = piece->price_vnd;
      g_ptr_array_add (gathering->order->lines, line);
      g_hash_table_insert (gathering->by_key, g_steal_pointer (&key), line);
    }
  else if (piece->id != NULL
           && (line->remote_id == NULL || is_smaller (piece->id, line->remote_id)))
    {
      g_free (line->remote_id);
      line->remote_id = g_strdup (piece->id);
    }
  if (!piece->is_cancelled)
    {
      TiemParcelLine content = { .quantity = piece->count };

      g_ptr_array_find (gathering->order->lines, line, &content.line);
      g_array_append_val (gathering->in_unit, content);
    }
  line->quantity += piece->count;
  line->cancelled += piece->is_cancelled ? piece->count : 0;
  line->total_vnd += piece->count * piece->price_vnd + piece->rest_vnd;
}

/* What the buyer pays for the unit. */
static gboolean
read_price (JsonObject *unit,
            gint64 *vnd,
            GError **error)
{
  gint64 seller = 0;
  gint64 platform = 0;

  if (tiem_json_has (unit, "sale_price"))
    return tts_get_amount (unit, "sale_price", vnd, error);
  if (!tts_get_amount (unit, "original_price", vnd, error)
      || !tts_get_amount (unit, "seller_discount", &seller, error)
      || !tts_get_amount (unit, "platform_discount", &platform, error))
    return FALSE;
  *vnd -= seller + platform;
  return TRUE;
}

/* The bundle's price is divided evenly among its pieces; what is left goes to the first part. */
static gboolean
add_parts (Gathering *gathering,
           const Piece *bundle,
           JsonArray *parts,
           GError **error)
{
  gint64 pieces = 0;
  gint64 count;

  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      if (!tiem_json_need_int (tiem_json_array_get_object (parts, i), "sku_count", &count, error))
        return FALSE;
      if (count < 1 || count > G_MAXINT16)
        {
          tiem_json_set_error (error, "sku_count");
          return FALSE;
        }
      pieces += count;
    }
  for (guint i = 0; i < json_array_get_length (parts); i++)
    {
      JsonObject *part = tiem_json_array_get_object (parts, i);
      g_autofree char *product_id = tiem_json_dup_id (part, "product_id");
      g_autofree char *sku_id = tiem_json_dup_id (part, "sku_id");
      g_autofree char *sku = tiem_json_dup_string (part, "seller_sku");
      g_autofree char *id = g_strdup_printf ("%s:%s", bundle->id, sku_id != NULL ? sku_id : "?");
      Piece piece = *bundle;

      piece.id = id;
      piece.product_id = product_id;
      piece.sku_id = sku_id;
      piece.sku = sku;
      tiem_json_get_int (part, "sku_count", &piece.count, NULL);
      piece.price_vnd = bundle->price_vnd / pieces;
      piece.rest_vnd = i == 0 ? bundle->price_vnd % pieces : 0;
      add_piece (gathering, &piece);
    }
  return TRUE;
}

static gboolean
add_unit (Gathering *gathering,
          JsonObject *unit,
          GError **error)
{
  g_autofree char *id = tiem_json_dup_id (unit, "id");
  g_autofree char *product_id = tiem_json_dup_id (unit, "product_id");
  g_autofree char *sku_id = tiem_json_dup_id (unit, "sku_id");
  g_autofree char *sku = tiem_json_dup_string (unit, "seller_sku");
  JsonArray *parts = tiem_json_get_array (unit, "combined_listing_skus");
  Piece piece = {
    .id = id,
    .product_id = product_id,
    .sku_id = sku_id,
    .sku = sku,
    .title = tiem_json_get_string (unit, "product_name"),
    .options = tiem_json_get_string (unit, "sku_name"),
    .image_url = tiem_json_get_string (unit, "sku_image"),
    .count = 1,
    .is_gift = tiem_json_get_boolean (unit, "is_gift"),
    .is_cancelled = is_cancelled (unit),
  };

  if (unit == NULL || (sku_id == NULL && sku == NULL && piece.title == NULL))
    {
      tiem_json_set_error (error, "sku_id");
      return FALSE;
    }
  if (piece.options != NULL && g_ascii_strcasecmp (piece.options, "Default") == 0)
    piece.options = NULL;
  if (!read_price (unit, &piece.price_vnd, error))
    return FALSE;
  if (tiem_json_array_get_size (parts) > 0)
    return add_parts (gathering, &piece, parts, error);
  add_piece (gathering, &piece);
  return TRUE;
}

static TiemRemoteParcel *
ensure_parcel (TiemRemoteOrder *order,
               const char *id)
{
  TiemRemoteParcel *parcel;

  for (guint i = 0; i < order->parcels->len; i++)
    if (g_strcmp0 (((TiemRemoteParcel *)order->parcels->pdata[i])->remote_id, id) == 0)
      return order->parcels->pdata[i];
  parcel = tiem_remote_parcel_new ();
  parcel->remote_id = g_strdup (id);
  g_ptr_array_add (order->parcels, parcel);
  return parcel;
}

static TiemOrderStatus
find_parcel_status (const char *word)
{
  static const struct
  {
    const char *word;
    TiemOrderStatus status;
  } words[] = {
    { "TO_FULFILL", TIEM_ORDER_TO_SHIP },  { "PROCESSING", TIEM_ORDER_AWAITING_PICKUP },
    { "FULFILLING", TIEM_ORDER_SHIPPING }, { "COMPLETED", TIEM_ORDER_DELIVERED },
    { "CANCELLED", TIEM_ORDER_CANCELLED },
  };

  for (gsize i = 0; word != NULL && i < G_N_ELEMENTS (words); i++)
    if (g_ascii_strcasecmp (words[i].word, word) == 0)
      return words[i].status;
  return TIEM_ORDER_UNKNOWN;
}

/* Units of one parcel say the same of it. */
static void
read_parcel (JsonObject *unit,
             const Gathering *gathering)
{
  g_autofree char *id = tiem_json_dup_id (unit, "package_id");
  TiemRemoteOrder *order = gathering->order;
  TiemRemoteParcel *parcel;

  if (id == NULL)
    return;
  parcel = ensure_parcel (order, id);
  if (parcel->carrier == NULL)
    parcel->carrier = tiem_json_dup_string (unit, "shipping_provider_name");
  if (parcel->tracking == NULL)
    parcel->tracking = tiem_json_dup_string (unit, "tracking_number");
  if (parcel->remote_status == NULL)
    parcel->remote_status = tiem_json_dup_string (unit, "package_status");
  parcel->status = find_parcel_status (parcel->remote_status);
  for (guint i = 0; i < gathering->in_unit->len; i++)
    {
      const TiemParcelLine *content = &g_array_index (gathering->in_unit, TiemParcelLine, i);

      tiem_remote_parcel_add (parcel, content->line, content->quantity);
    }
}

void
tts_parse_packages (JsonArray *packages,
                    TiemRemoteOrder *order)
{
  for (guint i = 0; i < tiem_json_array_get_size (packages); i++)
    {
      g_autofree char *id = tiem_json_dup_id (tiem_json_array_get_object (packages, i), "id");

      if (id != NULL)
        ensure_parcel (order, id);
    }
}

gboolean
tts_parse_units (JsonArray *units,
                 TiemRemoteOrder *order,
                 GError **error)
{
  g_autoptr (GHashTable) by_key = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GArray) in_unit = g_array_new (FALSE, FALSE, sizeof (TiemParcelLine));
  Gathering gathering = { order, by_key, in_unit };

  for (guint i = 0; i < tiem_json_array_get_size (units); i++)
    {
      JsonObject *unit = tiem_json_array_get_object (units, i);
      char *id = tiem_json_dup_id (unit, "id");

      /* A unit that came twice is one unit. */
      if (id != NULL && !g_hash_table_add (seen, id))
        continue;
      g_array_set_size (in_unit, 0);
      if (!add_unit (&gathering, unit, error))
        {
          tiem_json_add_path (error, "line_items[%u]", i);
          return FALSE;
        }
      read_parcel (unit, &gathering);
    }
  return TRUE;
}

/* All agree: that. Those that are not cancelled count; of these the least advanced. */
const char *
tts_get_units_status (JsonArray *units)
{
  const char *least = NULL;

  for (guint i = 0; i < tiem_json_array_get_size (units); i++)
    {
      const char *word
          = tiem_json_get_string (tiem_json_array_get_object (units, i), "display_status");
      TiemOrderStatus status = tts_status_find (word);

      if (word != NULL
          && (least == NULL || tts_status_find (least) == TIEM_ORDER_CANCELLED
              || (status != TIEM_ORDER_CANCELLED && status < tts_status_find (least))))
        least = word;
    }
  return least;
}
