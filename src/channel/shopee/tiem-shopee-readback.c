#define G_LOG_DOMAIN "tiem-channel-shopee"

#include "channel/shopee/tiem-shopee-private.h"

#include <string.h>

static GPtrArray *
collect_products (GPtrArray *pushes)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  GPtrArray *ids = g_ptr_array_new ();

  for (guint i = 0; i < pushes->len; i++)
    {
      TiemPush *push = pushes->pdata[i];

      if (g_hash_table_add (seen, push->remote_product_id))
        g_ptr_array_add (ids, push->remote_product_id);
    }
  return ids;
}

static gboolean
is_same (const TiemPush *push,
         const TiemRemoteListing *listing)
{
  return g_strcmp0 (listing->remote_product_id, push->remote_product_id) == 0
         && g_strcmp0 (listing->remote_variant_id, push->remote_variant_id) == 0;
}

static gboolean
is_told (TiemListingPage *page,
         const TiemPush *push)
{
  for (guint i = 0; i < page->listings->len; i++)
    if (is_same (push, page->listings->pdata[i]))
      return TRUE;
  for (guint i = 0; i < page->unreadable->len; i++)
    {
      const char *id = ((TiemUnreadable *)page->unreadable->pdata[i])->remote_id;

      if (id != NULL
          && (g_strcmp0 (push->remote_variant_id, id) == 0
              || strcmp (push->remote_product_id, id) == 0))
        return TRUE;
    }
  return FALSE;
}

static gboolean
was_asked (GPtrArray *pushes,
           const TiemRemoteListing *listing)
{
  for (guint i = 0; i < pushes->len; i++)
    if (is_same (pushes->pdata[i], listing))
      return TRUE;
  return FALSE;
}

TiemListingPage *
shopee_read_listings (TiemChannel *channel,
                      TiemTransport *transport,
                      GPtrArray *pushes,
                      GCancellable *cancellable,
                      GError **error)
{
  TiemChannelShopee *self = TIEM_CHANNEL_SHOPEE (channel);
  g_autoptr (TiemListingPage) page = tiem_listing_page_new ();
  g_autoptr (GPtrArray) ids = collect_products (pushes);

  if (!shopee_read_items (self, transport, ids, page, cancellable, error))
    return NULL;
  /* an item's other variations came with it, and nobody asked */
  for (guint i = page->listings->len; i > 0; i--)
    if (!was_asked (pushes, page->listings->pdata[i - 1]))
      g_ptr_array_remove_index (page->listings, i - 1);
  for (guint i = 0; i < pushes->len; i++)
    if (!is_told (page, pushes->pdata[i]))
      tiem_parts_add_gone (page, pushes->pdata[i]);
  return g_steal_pointer (&page);
}
