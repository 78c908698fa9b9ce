#define G_LOG_DOMAIN "tiem-sync"

#include "sync/tiem-engine.h"

void
tiem_sync_event_free (TiemSyncEvent *self)
{
  if (self == NULL)
    return;

  g_free (self->remote_id);
  g_free (self->sku);
  g_free (self->message);
  g_free (self);
}

void
tiem_channel_turns_free (TiemChannelTurns *self)
{
  if (self == NULL)
    return;

  g_free (self->name);
  g_clear_error (&self->error);
  g_free (self);
}
