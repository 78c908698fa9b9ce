#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-shop.h"

static const char *const stage_names[] = {
  [TIEM_SANDBOX_UNPAID] = "unpaid",
  [TIEM_SANDBOX_TO_CONFIRM] = "to_confirm",
  [TIEM_SANDBOX_TO_SHIP] = "to_ship",
  [TIEM_SANDBOX_AWAITING_PICKUP] = "awaiting_pickup",
  [TIEM_SANDBOX_SHIPPING] = "shipping",
  [TIEM_SANDBOX_DELIVERED] = "delivered",
  [TIEM_SANDBOX_COMPLETED] = "completed",
  [TIEM_SANDBOX_CANCELLED] = "cancelled",
  [TIEM_SANDBOX_FAILED_DELIVERY] = "failed_delivery",
  [TIEM_SANDBOX_RETURNING] = "returning",
  [TIEM_SANDBOX_RETURNED] = "returned",
};

G_STATIC_ASSERT (G_N_ELEMENTS (stage_names) == TIEM_SANDBOX_N_STAGES);

const char *
tiem_sandbox_stage_to_text (TiemSandboxStage stage)
{
  g_return_val_if_fail (stage < TIEM_SANDBOX_N_STAGES, NULL);

  return stage_names[stage];
}

gboolean
tiem_sandbox_stage_from_text (const char *text,
                              TiemSandboxStage *stage)
{
  for (guint i = 0; i < G_N_ELEMENTS (stage_names); i++)
    if (g_strcmp0 (text, stage_names[i]) == 0)
      {
        *stage = i;
        return TRUE;
      }
  return FALSE;
}

static void
item_free (TiemSandboxItem *self)
{
  g_ptr_array_unref (self->children);
  g_free (self->sku);
  g_free (self->name);
  g_free (self->barcode);
  g_free (self->options[0]);
  g_free (self->options[1]);
  json_object_unref (self->extra);
  g_free (self);
}

static void
line_free (TiemSandboxLine *self)
{
  g_free (self->name);
  g_free (self->sku);
  json_object_unref (self->extra);
  g_free (self);
}

static void
order_free (TiemSandboxOrder *self)
{
  g_free (self->number);
  g_free (self->status);
  g_ptr_array_unref (self->lines);
  g_free (self->note);
  json_object_unref (self->extra);
  g_free (self);
}

TiemSandboxShop *
tiem_sandbox_shop_new (TiemSandboxWorld *world,
                       gint64 first_id)
{
  TiemSandboxShop *self = g_new0 (TiemSandboxShop, 1);

  self->world = world;
  self->last_id = first_id - 1;
  self->items = g_ptr_array_new_with_free_func ((GDestroyNotify)item_free);
  self->orders = g_ptr_array_new_with_free_func ((GDestroyNotify)order_free);
  self->items_by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  self->items_by_sku
      = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify)g_ptr_array_unref);
  self->orders_by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  return self;
}

void
tiem_sandbox_shop_free (TiemSandboxShop *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->items_by_id);
  g_hash_table_unref (self->items_by_sku);
  g_hash_table_unref (self->orders_by_id);
  g_ptr_array_unref (self->orders);
  g_ptr_array_unref (self->items);
  g_free (self);
}

gint64
tiem_sandbox_shop_next_id (TiemSandboxShop *self)
{
  return ++self->last_id;
}

TiemSandboxItem *
tiem_sandbox_shop_add_item (TiemSandboxShop *self,
                            TiemSandboxItem *parent,
                            gint64 now)
{
  TiemSandboxItem *item = g_new0 (TiemSandboxItem, 1);

  item->id = tiem_sandbox_shop_next_id (self);
  item->parent = parent;
  item->children = g_ptr_array_new ();
  item->sku = g_strdup ("");
  item->name = g_strdup ("");
  item->created_at = now;
  item->modified_at = now;
  item->extra = json_object_new ();
  if (parent != NULL)
    g_ptr_array_add (parent->children, item);
  g_ptr_array_add (self->items, item);
  g_hash_table_insert (self->items_by_id, &item->id, item);
  return item;
}

void
tiem_sandbox_shop_remove_item (TiemSandboxShop *self,
                               TiemSandboxItem *item)
{
  while (item->children->len > 0)
    tiem_sandbox_shop_remove_item (self, item->children->pdata[0]);
  if (item->parent != NULL)
    g_ptr_array_remove (item->parent->children, item);
  tiem_sandbox_shop_set_sku (self, item, "");
  g_hash_table_remove (self->items_by_id, &item->id);
  g_ptr_array_remove (self->items, item);
}

TiemSandboxItem *
tiem_sandbox_shop_find_item (const TiemSandboxShop *self,
                             gint64 id)
{
  return g_hash_table_lookup (self->items_by_id, &id);
}

void
tiem_sandbox_shop_set_sku (TiemSandboxShop *self,
                           TiemSandboxItem *item,
                           const char *sku)
{
  g_autofree char *old = item->sku;
  GPtrArray *items = g_hash_table_lookup (self->items_by_sku, old);

  item->sku = g_strdup (sku);
  if (items != NULL)
    g_ptr_array_remove (items, item);
  if (*sku == '\0')
    return;
  items = g_hash_table_lookup (self->items_by_sku, sku);
  if (items == NULL)
    {
      items = g_ptr_array_new ();
      g_hash_table_insert (self->items_by_sku, g_strdup (sku), items);
    }
  g_ptr_array_add (items, item);
}

TiemSandboxItem *
tiem_sandbox_shop_find_sku (const TiemSandboxShop *self,
                            const char *sku,
                            gboolean trashed_too)
{
  GPtrArray *items = g_hash_table_lookup (self->items_by_sku, sku);

  for (guint i = 0; items != NULL && i < items->len; i++)
    {
      TiemSandboxItem *item = items->pdata[i];

      if (trashed_too || !item->is_trashed)
        return item;
    }
  return NULL;
}

TiemSandboxItem *
tiem_sandbox_item_get_stock_holder (TiemSandboxItem *item)
{
  if (item->counts_stock)
    return item;
  return item->parent != NULL && item->parent->counts_stock ? item->parent : NULL;
}

void
tiem_sandbox_item_touch (TiemSandboxItem *item,
                         gint64 now)
{
  item->modified_at = now;
  if (item->parent != NULL)
    item->parent->modified_at = now;
}

TiemSandboxOrder *
tiem_sandbox_shop_add_order (TiemSandboxShop *self,
                             gint64 now)
{
  TiemSandboxOrder *order = g_new0 (TiemSandboxOrder, 1);

  order->id = tiem_sandbox_shop_next_id (self);
  order->number = g_strdup_printf ("%" G_GINT64_FORMAT, order->id);
  order->status = g_strdup ("");
  order->created_at = now;
  order->modified_at = now;
  order->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)line_free);
  order->note = g_strdup ("");
  order->extra = json_object_new ();
  g_ptr_array_add (self->orders, order);
  g_hash_table_insert (self->orders_by_id, &order->id, order);
  return order;
}

void
tiem_sandbox_shop_remove_order (TiemSandboxShop *self,
                                TiemSandboxOrder *order)
{
  g_hash_table_remove (self->orders_by_id, &order->id);
  g_ptr_array_remove (self->orders, order);
}

TiemSandboxOrder *
tiem_sandbox_shop_find_order (const TiemSandboxShop *self,
                              gint64 id)
{
  return g_hash_table_lookup (self->orders_by_id, &id);
}

TiemSandboxLine *
tiem_sandbox_shop_add_line (TiemSandboxShop *self,
                            TiemSandboxOrder *order)
{
  TiemSandboxLine *line = g_new0 (TiemSandboxLine, 1);

  line->id = tiem_sandbox_shop_next_id (self);
  line->name = g_strdup ("");
  line->sku = g_strdup ("");
  line->extra = json_object_new ();
  g_ptr_array_add (order->lines, line);
  return line;
}

TiemSandboxItem *
tiem_sandbox_shop_get_line_item (const TiemSandboxShop *self,
                                 const TiemSandboxLine *line)
{
  return tiem_sandbox_shop_find_item (
      self, line->variation_id != 0 ? line->variation_id : line->product_id);
}

void
tiem_sandbox_shop_take_stock (TiemSandboxShop *self,
                              TiemSandboxLine *line,
                              gint64 units,
                              gint64 now)
{
  TiemSandboxItem *item = tiem_sandbox_shop_get_line_item (self, line);
  TiemSandboxItem *holder = item != NULL ? tiem_sandbox_item_get_stock_holder (item) : NULL;

  if (holder == NULL || units == 0)
    return;
  holder->stock -= units;
  line->taken += units;
  tiem_sandbox_item_touch (holder, now);
  tiem_sandbox_world_take (self->world, item->sku, units);
}
