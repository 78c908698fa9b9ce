#define G_LOG_DOMAIN "tiem-sync"

#include "config.h"

#include "sync/tiem-sync-pictures.h"

#include "channel/tiem-transport.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-images.h"

#include <glib/gi18n-lib.h>

/* Between two pictures of one server. */
#define PAUSE_MS 250
#define TIMEOUT_MS 20000

/* Returns: (transfer full): NULL with a sentence in @error that is this picture's own */
static TiemPicture *
fetch_picture (TiemTransport *transport,
               const char *url,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (TiemRequest) request = tiem_request_new ("GET", url);
  g_autoptr (TiemResponse) response = NULL;

  request->endpoint = g_strdup ("picture");
  request->idempotent = TRUE;
  request->timeout_ms = TIMEOUT_MS;
  response = tiem_transport_send (transport, request, cancellable, error);
  if (response == NULL)
    return NULL;
  if (response->status != 200)
    {
      g_set_error (error,
                   TIEM_ERROR,
                   TIEM_ERROR_REJECTED,
                   _ ("The picture is not given at its address (%u); add it by hand."),
                   response->status);
      return NULL;
    }
  return tiem_picture_read_bytes (response->body, cancellable, error);
}

/* Returns: FALSE with @error when all of it is over */
static gboolean
fetch_wish (TiemStore *store,
            TiemTransport *transport,
            const TiemImageWish *wish,
            gboolean *came,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GError) own = NULL;
  g_autoptr (TiemPicture) picture = fetch_picture (transport, wish->url, cancellable, &own);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  *came = picture != NULL
          && tiem_store_add_image (
                 store, wish->product_id, wish->variant_id, picture, wish->url, &own)
                 != 0;
  return tiem_store_note_image_fetch (store, wish->url, *came ? NULL : own->message, error);
}

static gboolean
fetch_of_channel (TiemStore *store,
                  TiemTransport *transport,
                  gint64 channel_id,
                  guint limit,
                  guint *n,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (GPtrArray) wishes = tiem_store_list_image_wishes (store, channel_id, limit, error);

  for (guint i = 0; wishes != NULL && i < wishes->len; i++)
    {
      gboolean came = FALSE;

      if (!fetch_wish (store, transport, g_ptr_array_index (wishes, i), &came, cancellable, error))
        return FALSE;
      *n += came;
      g_usleep (PAUSE_MS * 1000);
    }
  return wishes != NULL;
}

guint
tiem_sync_fetch_pictures (TiemStore *store,
                          guint limit,
                          GCancellable *cancellable,
                          GError **error)
{
  g_autoptr (TiemTransport) transport = NULL;
  g_autoptr (GPtrArray) channels = NULL;
  guint n = 0;

  if (!tiem_store_collect_images (store, error)
      || (channels = tiem_store_list_channels (store, error)) == NULL)
    return 0;
  transport = tiem_transport_new_soup ();
  for (guint i = 0; i < channels->len && n < limit; i++)
    {
      const TiemChannelRecord *record = g_ptr_array_index (channels, i);

      if (record->state == TIEM_CHANNEL_ACTIVE
          && !fetch_of_channel (store, transport, record->id, limit - n, &n, cancellable, error))
        return 0;
    }
  /* What channels show comes first: goods that came by a file are often linked with one. */
  if (n < limit && !fetch_of_channel (store, transport, 0, limit - n, &n, cancellable, error))
    return 0;
  return n;
}
