#include "shop.h"

#include "base/tiem-error.h"
#include "store/tiem-check.h"
#include "store/tiem-store-catalogue.h"
#include "store/tiem-store-import.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-listings.h"
#include "store/tiem-store-orders.h"

#include <glib/gstdio.h>
#include <time.h>

/* Rows of one transaction, of goods and of listings; and orders that are drawn before they are
 * stored channel by channel. */
#define GOODS_AT_ONCE 1000
#define ORDERS_AT_ONCE 5000

#define DAY_MS (G_GINT64_CONSTANT (24) * 60 * 60 * 1000)

/* Of the mark below. */
#define FORMAT 1

const char *const shop_channel_kinds[SHOP_CHANNELS]
    = { "shopee", "lazada", "tiktok", "woocommerce", "shopee" };
static const char *const names[SHOP_CHANNELS]
    = { "Nhà Mình Official", "Nhà Mình", "Nhà Mình Live", "nhaminh.example", "Nhà Mình Outlet" };

typedef struct
{
  const ShopPlan *plan;
  TiemStore *store;
  gint64 channels[SHOP_CHANNELS];
  gint64 now;
} Build;

static gint64
get_now (gpointer user_data)
{
  return ((Build *)user_data)->now;
}

static void
tell (const char *format,
      ...)
{
  g_autofree char *text = NULL;
  va_list values;

  va_start (values, format);
  text = g_strdup_vprintf (format, values);
  va_end (values);
  g_printerr ("%4.0f s  %s\n", (double)clock () / CLOCKS_PER_SEC, text);
}

/* --- channels and goods --- */

static gboolean
add_channels (Build *self,
              GError **error)
{
  for (guint i = 0; i < SHOP_CHANNELS; i++)
    {
      g_autofree char *shop = g_strdup_printf ("%u", 88001 + i);

      self->channels[i] = tiem_store_add_channel (
          self->store, shop_channel_kinds[i], names[i], "http://127.0.0.1:9", NULL, shop, error);
      if (self->channels[i] == 0)
        return FALSE;
    }
  return TRUE;
}

/* Enough for all that will be sold of it, and a little more or less. */
static gint64
choose_first_stock (const ShopPlan *plan,
                    guint variant,
                    GArray *sold)
{
  ShopChance chance = shop_chance (plan->seed, "stock", variant);

  return g_array_index (sold, guint, variant) + shop_below (&chance, 40);
}

/* Returns: (element-type guint): how many units of each variant all orders together take */
static GArray *
count_sold (const ShopPlan *plan)
{
  g_autoptr (ShopOrders) orders = shop_orders_new (plan);
  g_autoptr (GHashTable) skus = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GArray *sold = g_array_sized_new (FALSE, TRUE, sizeof (guint), plan->variants);

  g_array_set_size (sold, plan->variants);
  for (guint i = 0; i < plan->variants; i++)
    {
      g_auto (ShopGoods) goods = { 0 };

      shop_goods_init (&goods, plan, i);
      g_hash_table_insert (skus, g_steal_pointer (&goods.sku), GUINT_TO_POINTER (i));
    }
  for (guint i = 0; i < plan->drawn; i++)
    {
      TiemRemoteOrder *order = shop_orders_make (orders, i, shop_get_channel (plan, i));

      for (guint j = 0; j < order->lines->len; j++)
        {
          const TiemRemoteLine *line = order->lines->pdata[j];
          guint variant = GPOINTER_TO_UINT (g_hash_table_lookup (skus, line->sku));

          if (order->status != TIEM_ORDER_CANCELLED)
            g_array_index (sold, guint, variant) += (guint)line->quantity;
        }
      tiem_remote_order_free (order);
    }
  return sold;
}

static TiemImportRow *
make_row (Build *self,
          guint variant,
          GArray *sold)
{
  TiemImportRow *row = tiem_import_row_new ();
  g_auto (ShopGoods) goods = { 0 };

  shop_goods_init (&goods, self->plan, variant);
  row->row = variant + 2;
  row->values.name = g_steal_pointer (&goods.product);
  row->values.options = g_steal_pointer (&goods.options);
  row->values.sku = g_steal_pointer (&goods.sku);
  row->values.barcode = g_steal_pointer (&goods.barcode);
  row->values.category = g_strdup (goods.category);
  row->values.price_vnd = goods.price_vnd;
  row->values.cost_vnd = goods.price_vnd * 6 / 10;
  row->values.has_cost = TRUE;
  row->values.on_hand = choose_first_stock (self->plan, variant, sold);
  row->values.has_on_hand = TRUE;
  row->given = TIEM_EDIT_NAME | TIEM_EDIT_OPTIONS | TIEM_EDIT_SKU | TIEM_EDIT_BARCODE
               | TIEM_EDIT_CATEGORY | TIEM_EDIT_PRICE | TIEM_EDIT_COST;
  return row;
}

static gboolean
add_goods (Build *self,
           GArray *sold,
           GError **error)
{
  for (guint start = 0; start < self->plan->variants; start += GOODS_AT_ONCE)
    {
      g_autoptr (GPtrArray) rows
          = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_import_row_free);
      g_autoptr (TiemImportResult) result = NULL;
      guint end = MIN (start + GOODS_AT_ONCE, self->plan->variants);

      for (guint i = start; i < end; i++)
        g_ptr_array_add (rows, make_row (self, i, sold));
      result = tiem_store_import_variants (self->store, rows, FALSE, NULL, error);
      if (result == NULL)
        return FALSE;
      if (result->wrong->len > 0)
        {
          const TiemImportProblem *problem = result->wrong->pdata[0];

          g_set_error (error,
                       TIEM_ERROR,
                       TIEM_ERROR_INVALID,
                       "Row %u, %s: %s",
                       problem->row,
                       problem->column,
                       problem->reason);
          return FALSE;
        }
    }
  return TRUE;
}

static TiemRemoteListing *
make_listing (Build *self,
              guint channel,
              guint variant,
              GArray *sold)
{
  TiemRemoteListing *listing = tiem_remote_listing_new ();
  g_auto (ShopGoods) goods = { 0 };

  shop_goods_init (&goods, self->plan, variant);
  listing->remote_product_id = shop_make_product_id (channel, variant);
  listing->remote_variant_id = shop_make_variant_id (channel, variant);
  listing->sku = g_steal_pointer (&goods.sku);
  listing->title = g_steal_pointer (&goods.product);
  listing->options = g_steal_pointer (&goods.options);
  listing->price_vnd = goods.price_vnd;
  listing->has_stock = TRUE;
  listing->stock = choose_first_stock (self->plan, variant, sold);
  return listing;
}

static gboolean
add_listings (Build *self,
              guint channel,
              GArray *sold,
              GError **error)
{
  g_autoptr (TiemLinkResult) linked = NULL;

  for (guint start = 0; start < self->plan->variants; start += GOODS_AT_ONCE)
    {
      g_autoptr (TiemListingPage) page = tiem_listing_page_new ();
      guint end = MIN (start + GOODS_AT_ONCE, self->plan->variants);

      for (guint i = start; i < end; i++)
        if (shop_is_listed (self->plan, channel, i))
          g_ptr_array_add (page->listings, make_listing (self, channel, i, sold));
      if (!tiem_store_put_listing_page (
              self->store, self->channels[channel], page, self->now, error))
        return FALSE;
    }
  linked = tiem_store_link_by_sku (self->store, self->channels[channel], error);
  return linked != NULL
         && tiem_store_finish_listings (self->store, self->channels[channel], self->now, error);
}

/* --- orders --- */

static gboolean
add_orders (Build *self,
            ShopOrders *orders,
            guint start,
            guint end,
            GError **error)
{
  TiemOrderPage *pages[SHOP_CHANNELS];
  gboolean ok = TRUE;

  for (guint i = 0; i < SHOP_CHANNELS; i++)
    {
      pages[i] = tiem_order_page_new ();
      pages[i]->next_cursor = g_strdup_printf ("%u", end);
    }
  for (guint i = start; i < end; i++)
    {
      guint channel = shop_get_channel (self->plan, i);

      g_ptr_array_add (pages[channel]->orders, shop_orders_make (orders, i, channel));
    }
  self->now = shop_get_placed_at (self->plan, end - 1) + 60000;
  for (guint i = 0; i < SHOP_CHANNELS; i++)
    {
      ok = ok && tiem_store_put_order_page (self->store, self->channels[i], pages[i], NULL, error);
      tiem_order_page_free (pages[i]);
    }
  return ok;
}

static gboolean
add_all_orders (Build *self,
                GError **error)
{
  g_autoptr (ShopOrders) orders = shop_orders_new (self->plan);
  clock_t since = clock ();
  guint told = 0;

  for (guint start = 0; start < self->plan->drawn; start += ORDERS_AT_ONCE)
    {
      guint end = MIN (start + ORDERS_AT_ONCE, self->plan->drawn);

      if (!add_orders (self, orders, start, end, error))
        return FALSE;
      if (end - told >= 50000 || end == self->plan->drawn)
        {
          double seconds = (double)(clock () - since) / CLOCKS_PER_SEC;

          tell ("%u orders, %.0f a second of processor time", end, (end - told) / seconds);
          since = clock ();
          told = end;
        }
    }
  return TRUE;
}

/* --- the last day --- */

/* Of one in a hundred fewer are counted than the books say: some orders are short of goods. */
static gboolean
lose_goods (Build *self,
            GError **error)
{
  for (guint i = 0; i < self->plan->variants; i += 100)
    {
      ShopChance chance = shop_chance (self->plan->seed, "count", i);
      g_auto (ShopGoods) goods = { 0 };
      gint64 id;

      shop_goods_init (&goods, self->plan, (guint)((guint64)i * 7919 % self->plan->variants));
      id = tiem_store_find_sku (self->store, goods.sku, error);
      if (id == 0
          || !tiem_store_set_stock (self->store, id, shop_below (&chance, 3), "count", NULL, error))
        return FALSE;
    }
  return TRUE;
}

/* What the channels were to be told, they were told. */
static gboolean
confirm_pushes (Build *self,
                guint channel,
                GError **error)
{
  for (;;)
    {
      g_autoptr (GPtrArray) pushes = tiem_store_take_stock_pushes (
          self->store, self->channels[channel], GOODS_AT_ONCE, error);
      guint dropped = 0;

      if (pushes == NULL)
        return FALSE;
      if (pushes->len == 0)
        return TRUE;
      if (!tiem_store_begin_pushes (self->store, pushes, &dropped, error))
        return FALSE;
      for (guint i = 0; i < pushes->len; i++)
        {
          TiemPush *push = pushes->pdata[i];

          push->done = TRUE;
          push->confirmed = push->value;
        }
      if (!tiem_store_finish_pushes (self->store, self->channels[channel], pushes, error))
        return FALSE;
    }
}

static gboolean
close_shop (Build *self,
            GError **error)
{
  for (guint i = 0; i < SHOP_CHANNELS; i++)
    if (!confirm_pushes (self, i, error)
        || !tiem_store_set_channel_state (
            self->store, self->channels[i], TIEM_CHANNEL_ACTIVE, NULL, error)
        /* Nobody answers there: a window that opens the shop shall not ask. */
        || !tiem_store_set_channel_state (
            self->store, self->channels[i], TIEM_CHANNEL_PAUSED, NULL, error))
      return FALSE;
  return TRUE;
}

/* Every number that is derived, counted anew. */
static gboolean
check (Build *self,
       GError **error)
{
  g_autoptr (GPtrArray) invariants = tiem_store_check (self->store, error);

  if (invariants == NULL)
    return FALSE;
  for (guint i = 0; i < invariants->len; i++)
    {
      const TiemInvariant *invariant = invariants->pdata[i];

      if (invariant->violations->len == 0)
        continue;
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_CONFLICT,
                   "The shop is wrong, %s: %s",
                   invariant->name,
                   (const char *)invariant->violations->pdata[0]);
      return FALSE;
    }
  g_ptr_array_set_free_func (invariants, (GDestroyNotify)tiem_invariant_free);
  tell ("%u invariants hold", invariants->len);
  return TRUE;
}

static char *
describe (const ShopPlan *plan)
{
  return g_strdup_printf ("%d/%u/%u/%u/%u/%" G_GINT64_FORMAT,
                          FORMAT,
                          plan->seed,
                          plan->variants,
                          plan->orders,
                          plan->drawn,
                          plan->until);
}

static gboolean
fill (Build *self,
      GError **error)
{
  g_autoptr (GArray) sold = count_sold (self->plan);
  gboolean has_history = self->plan->orders > self->plan->drawn;

  tell ("%u variants", self->plan->variants);
  if (!add_channels (self, error) || !add_goods (self, sold, error))
    return FALSE;
  for (guint i = 0; i < SHOP_CHANNELS; i++)
    {
      tell ("listings of %s", names[i]);
      if (!add_listings (self, i, sold, error))
        return FALSE;
    }
  if (has_history && !shop_history_reserve (self->store, self->plan, FALSE, error))
    return FALSE;
  if (!add_all_orders (self, error) || !lose_goods (self, error))
    return FALSE;
  if (has_history && !shop_history_reserve (self->store, self->plan, TRUE, error))
    return FALSE;
  self->now = self->plan->until;
  tell ("pushes");
  return close_shop (self, error);
}

static gboolean
open_store (Build *self,
            const char *dir,
            GError **error)
{
  self->store = tiem_store_open (dir, error);
  if (self->store == NULL)
    return FALSE;
  tiem_store_set_clock (self->store, get_now, self);
  return TRUE;
}

static void
close_store (Build *self)
{
  if (self->store != NULL)
    tiem_store_close (self->store);
  g_clear_object (&self->store);
}

static gboolean
add_history (Build *self,
             const char *dir,
             GError **error)
{
  g_autofree char *path = g_build_filename (dir, "tiem.db", NULL);

  close_store (self);
  if (self->plan->orders > self->plan->drawn)
    {
      tell ("the years before");
      if (!shop_history_write (self->plan, path, error))
        return FALSE;
    }
  tell ("counting everything again");
  return open_store (self, dir, error) && check (self, error);
}

/* Whether the shop in @dir is one of the plan; *state: (out) (transfer full) (nullable): of which
 */
static gboolean
is_there (const char *described,
          const char *dir,
          char **state)
{
  g_autofree char *mark = shop_state_read (dir);
  g_auto (GStrv) words = mark != NULL ? g_strsplit (mark, " ", 2) : NULL;

  *state = words != NULL ? g_strdup (words[1]) : NULL;
  return words != NULL && g_strcmp0 (words[0], described) == 0;
}

static void
remove_files (const char *dir)
{
  g_autoptr (GDir) files = g_dir_open (dir, 0, NULL);
  const char *name;

  while (files != NULL && (name = g_dir_read_name (files)) != NULL)
    {
      g_autofree char *path = g_build_filename (dir, name, NULL);

      if (g_str_has_prefix (name, "tiem"))
        g_unlink (path);
    }
}

gboolean
shop_build (const ShopPlan *plan,
            const char *dir,
            gboolean is_any,
            GError **error)
{
  Build self = { .plan = plan, .now = shop_get_placed_at (plan, 0) - DAY_MS };
  g_autofree char *described = describe (plan);
  g_autofree char *wanted = shop_state_describe ();
  g_autofree char *mark = g_strconcat (described, " ", wanted, NULL);
  g_autofree char *held = NULL;
  gboolean ok;

  if (is_there (described, dir, &held))
    {
      if (g_strcmp0 (held, wanted) == 0)
        return TRUE;
      tell (
          "the shop in %s was made by another state of the schema or of this program (%s, not %s)",
          dir,
          held != NULL ? held : "an old one",
          wanted);
      if (is_any)
        return TRUE;
    }
  tell ("building a shop of %u orders in %s, once", plan->orders, dir);
  remove_files (dir);
  ok = open_store (&self, dir, error) && fill (&self, error) && add_history (&self, dir, error)
       && tiem_store_set_setting (self.store, SHOP_MARK, mark, error);
  close_store (&self);
  return ok;
}
