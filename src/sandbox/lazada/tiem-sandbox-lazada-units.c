#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-units.h"

#include "sandbox/lazada/tiem-sandbox-lazada-items.h"
#include "sandbox/tiem-sandbox-json.h"
#include "sandbox/tiem-sandbox-random.h"

#include <string.h>

/* Where a unit's piece of stock is (Lazada §7.3). */
typedef enum
{
  ON_SHELF,  /* sellable again */
  WITHHELD,  /* ordered, not paid */
  OCCUPIED,  /* paid, still here */
  GONE,      /* in none of Lazada's numbers */
  CAME_BACK, /* at the shop, and for the owner to count */
} Place;

static const struct
{
  const char *status;
  Place place;
} statuses[] = {
  { "unpaid", WITHHELD },
  { "pending", OCCUPIED },
  { "repacked", OCCUPIED },
  { "packed", OCCUPIED },
  { "ready_to_ship", GONE },
  { "shipped", GONE },
  { "delivered", GONE },
  { "confirmed", GONE },
  { "canceled", ON_SHELF },
  { "returned", CAME_BACK },
  { "failed", GONE },
  { "failed_delivery", GONE },
  { "shipped_back", GONE },
  { "shipped_back_success", CAME_BACK },
  { "shipped_back_failed", GONE },
  { "package_scrapped", GONE },
  { "lost", GONE },
  { "lost_by_3pl", GONE },
  { "damaged_by_3pl", GONE },
};

static gboolean
find_place (const char *status,
            Place *place)
{
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (g_str_equal (statuses[i].status, status))
      {
        *place = statuses[i].place;
        return TRUE;
      }
  return FALSE;
}

gboolean
tiem_sandbox_lazada_is_status (const char *status)
{
  Place place;

  return find_place (status, &place);
}

const char *
tiem_sandbox_lazada_unit_get (const TiemSandboxLine *unit,
                              const char *name)
{
  return json_object_get_string_member_with_default (unit->extra, name, "");
}

const char *
tiem_sandbox_lazada_unit_get_status (const TiemSandboxLine *unit)
{
  return tiem_sandbox_lazada_unit_get (unit, "status");
}

gboolean
tiem_sandbox_lazada_unit_is (const TiemSandboxLine *unit,
                             const char *status)
{
  return g_str_equal (tiem_sandbox_lazada_unit_get_status (unit), status);
}

static Place
get_place (const TiemSandboxLine *unit)
{
  return tiem_sandbox_json_get_int (unit->extra, "_place", ON_SHELF);
}

/* Lazada's two numbers beside the sellable one. */
static void
count_place (TiemSandboxItem *item,
             Place place,
             gint64 units)
{
  if (place == WITHHELD)
    tiem_sandbox_lazada_item_add (item, "withhold", units);
  else if (place == OCCUPIED)
    tiem_sandbox_lazada_item_add (item, "occupy", units);
}

static gboolean
has_left (const TiemSandboxLine *unit)
{
  return get_place (unit) == GONE && !tiem_sandbox_lazada_unit_is (unit, "ready_to_ship");
}

static void
move_stock (TiemSandboxLazada *lazada,
            TiemSandboxLine *unit,
            Place to)
{
  TiemSandboxShop *shop = tiem_sandbox_lazada_get_shop (lazada);
  TiemSandboxItem *item = tiem_sandbox_shop_get_line_item (shop, unit);
  gint64 now = tiem_sandbox_lazada_now (lazada);
  Place from = get_place (unit);

  if (from == to)
    return;
  /* Cancelled on its way: the parcel is still out there. */
  if (to == ON_SHELF && has_left (unit))
    return;
  json_object_set_int_member (unit->extra, "_place", to);
  if (item == NULL)
    return;
  count_place (item, from, -1);
  count_place (item, to, 1);
  if (to == CAME_BACK)
    tiem_sandbox_world_take (shop->world, item->sku, -1);
  else
    tiem_sandbox_shop_take_stock (shop, unit, (to == ON_SHELF ? 0 : 1) - unit->taken, now);
  tiem_sandbox_item_touch (item, now);
}

void
tiem_sandbox_lazada_unit_touch (TiemSandboxLazada *lazada,
                                TiemSandboxOrder *order,
                                TiemSandboxLine *unit)
{
  gint64 now = tiem_sandbox_lazada_now (lazada);

  json_object_set_int_member (unit->extra, "updated_at", now);
  order->modified_at = now;
}

gboolean
tiem_sandbox_lazada_unit_set_status (TiemSandboxLazada *lazada,
                                     TiemSandboxOrder *order,
                                     TiemSandboxLine *unit,
                                     const char *status)
{
  gint64 now = tiem_sandbox_lazada_now (lazada);
  Place place;

  if (tiem_sandbox_lazada_unit_is (unit, status))
    return FALSE;
  if (find_place (status, &place))
    move_stock (lazada, unit, place);
  json_object_set_string_member (unit->extra, "status", status);
  json_object_set_boolean_member (unit->extra, "need_cancel_confirm", FALSE);
  json_object_set_boolean_member (unit->extra, "is_cancel_pending", FALSE);
  if (g_str_equal (status, "pending") && order->paid_at == 0)
    order->paid_at = now;
  if (g_str_equal (status, "delivered") || g_str_equal (status, "shipped"))
    json_object_set_int_member (
        unit->extra, g_str_equal (status, "shipped") ? "_shipped_at" : "_delivered_at", now);
  tiem_sandbox_lazada_unit_touch (lazada, order, unit);
  tiem_sandbox_lazada_order_update_status (order);
  return TRUE;
}

void
tiem_sandbox_lazada_unit_settle (TiemSandboxLazada *lazada,
                                 TiemSandboxLine *unit,
                                 const char *status,
                                 gint64 at)
{
  static const char *const arrived[] = { "delivered", "confirmed", "returned", NULL };
  TiemSandboxItem *item
      = tiem_sandbox_shop_get_line_item (tiem_sandbox_lazada_get_shop (lazada), unit);
  Place place = ON_SHELF;

  find_place (status, &place);
  json_object_set_string_member (unit->extra, "status", status);
  json_object_set_int_member (unit->extra, "_place", place);
  json_object_set_int_member (unit->extra, "updated_at", at);
  unit->taken = place != ON_SHELF;
  if (item != NULL)
    count_place (item, place, 1);
  if (place == GONE || place == CAME_BACK)
    json_object_set_int_member (unit->extra, "_shipped_at", at);
  if (g_strv_contains (arrived, status))
    json_object_set_int_member (unit->extra, "_delivered_at", at);
}

void
tiem_sandbox_lazada_unit_cancel (TiemSandboxLazada *lazada,
                                 TiemSandboxOrder *order,
                                 TiemSandboxLine *unit,
                                 const char *reason,
                                 const char *initiator)
{
  g_autofree char *who = g_strconcat ("cancellation-", initiator, NULL);

  if (!tiem_sandbox_lazada_unit_set_status (lazada, order, unit, "canceled"))
    return;
  json_object_set_string_member (unit->extra, "reason", reason);
  json_object_set_string_member (unit->extra, "cancel_return_initiator", who);
}

static void
label_units (TiemSandboxLazada *lazada,
             GPtrArray *units)
{
  GRand *random = tiem_sandbox_lazada_get_random (lazada);
  g_autofree char *digits = tiem_sandbox_random_text (random, "0123456789", 10);
  g_autofree char *tail = tiem_sandbox_random_text (random, "0123456789", 13);
  g_autofree char *tracking = g_strdup_printf ("LMP%sVNA", digits);
  g_autofree char *package = g_strdup_printf ("FP03%s", tail);

  for (guint i = 0; i < units->len; i++)
    {
      JsonObject *extra = ((TiemSandboxLine *)units->pdata[i])->extra;

      json_object_set_string_member (extra, "package_id", package);
      json_object_set_string_member (extra, "tracking_code", tracking);
      json_object_set_string_member (extra, "shipment_provider", "LEX VN");
    }
}

void
tiem_sandbox_lazada_pack_units (TiemSandboxLazada *lazada,
                                TiemSandboxOrder *order,
                                GPtrArray *units)
{
  label_units (lazada, units);
  for (guint i = 0; i < units->len; i++)
    tiem_sandbox_lazada_unit_set_status (lazada, order, units->pdata[i], "packed");
}

void
tiem_sandbox_lazada_pack_past (TiemSandboxLazada *lazada,
                               TiemSandboxOrder *order)
{
  label_units (lazada, order->lines);
}

void
tiem_sandbox_lazada_unpack_unit (TiemSandboxLazada *lazada,
                                 TiemSandboxOrder *order,
                                 TiemSandboxLine *unit)
{
  json_object_set_string_member (unit->extra, "package_id", "");
  json_object_set_string_member (unit->extra, "tracking_code", "");
  json_object_set_string_member (unit->extra, "shipment_provider", "");
  tiem_sandbox_lazada_unit_set_status (lazada, order, unit, "repacked");
}

GPtrArray *
tiem_sandbox_lazada_find_package (TiemSandboxLazada *lazada,
                                  const char *package_id,
                                  TiemSandboxOrder **order)
{
  GPtrArray *orders = tiem_sandbox_lazada_get_shop (lazada)->orders;
  GPtrArray *units = g_ptr_array_new ();

  *order = NULL;
  if (*package_id == '\0')
    return units;
  /* The youngest first: that is what sellers pack. */
  for (guint i = orders->len; i > 0 && *order == NULL; i--)
    {
      TiemSandboxOrder *candidate = orders->pdata[i - 1];

      for (guint j = 0; j < candidate->lines->len; j++)
        if (g_str_equal (tiem_sandbox_lazada_unit_get (candidate->lines->pdata[j], "package_id"),
                         package_id))
          {
            g_ptr_array_add (units, candidate->lines->pdata[j]);
            *order = candidate;
          }
    }
  return units;
}

TiemSandboxLine *
tiem_sandbox_lazada_order_find_unit (TiemSandboxOrder *order,
                                     gint64 id)
{
  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxLine *unit = order->lines->pdata[i];

      if (unit->id == id)
        return unit;
    }
  return NULL;
}

TiemSandboxLine *
tiem_sandbox_lazada_find_unit (TiemSandboxLazada *lazada,
                               gint64 id,
                               TiemSandboxOrder **order)
{
  GPtrArray *orders = tiem_sandbox_lazada_get_shop (lazada)->orders;
  TiemSandboxLine *unit = NULL;

  *order = NULL;
  for (guint i = orders->len; i > 0 && unit == NULL; i--)
    {
      unit = tiem_sandbox_lazada_order_find_unit (orders->pdata[i - 1], id);
      if (unit != NULL)
        *order = orders->pdata[i - 1];
    }
  return unit;
}

static int
compare_words (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

void
tiem_sandbox_lazada_order_update_status (TiemSandboxOrder *order)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();

  for (guint i = 0; i < order->lines->len; i++)
    {
      const char *status = tiem_sandbox_lazada_unit_get_status (order->lines->pdata[i]);

      if (!g_ptr_array_find_with_equal_func (words, status, g_str_equal, NULL))
        g_ptr_array_add (words, (gpointer)status);
    }
  g_ptr_array_sort (words, compare_words);
  g_ptr_array_add (words, NULL);
  g_free (order->status);
  order->status = g_strjoinv (",", (char **)words->pdata);
}
