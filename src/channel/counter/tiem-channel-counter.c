#define G_LOG_DOMAIN "tiem-channel-counter"

#include "config.h"

#include "channel/tiem-channel.h"

#include <glib/gi18n-lib.h>

/* The counter: sales made in the shop itself. There is nobody to ask and nothing to tell,
 * so no worker runs for it; it is a channel so that its orders have one. */

#define TIEM_TYPE_CHANNEL_COUNTER (tiem_channel_counter_get_type ())
G_DECLARE_FINAL_TYPE (TiemChannelCounter, tiem_channel_counter, TIEM, CHANNEL_COUNTER, GObject)

struct _TiemChannelCounter
{
  GObject parent_instance;
};

static TiemChannelProbe *
tiem_channel_counter_test (TiemChannel *channel,
                           TiemTransport *transport,
                           GCancellable *cancellable,
                           GError **error)
{
  TiemChannelProbe *probe = g_new0 (TiemChannelProbe, 1);

  probe->message = g_strdup (_ ("Sells on this computer, no network needed."));
  probe->products = -1;
  probe->orders = -1;
  return probe;
}

static void
tiem_channel_counter_iface_init (TiemChannelInterface *iface)
{
  iface->test = tiem_channel_counter_test;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TiemChannelCounter,
                               tiem_channel_counter,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (TIEM_TYPE_CHANNEL,
                                                      tiem_channel_counter_iface_init))

static void
tiem_channel_counter_class_init (TiemChannelCounterClass *klass)
{
}

static void
tiem_channel_counter_init (TiemChannelCounter *self)
{
}

static TiemChannel *
create_counter (const TiemAccount *account,
                GError **error)
{
  return g_object_new (TIEM_TYPE_CHANNEL_COUNTER, NULL);
}

const TiemChannelInfo tiem_channel_counter_info = {
  .kind = "counter",
  /* Translators: the kind of a channel: selling in the shop itself */
  .name = N_ ("Counter"),
  .letter = "Q",
  .create = create_counter,
};
