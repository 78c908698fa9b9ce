#define G_LOG_DOMAIN "tiem-link-page"

#include "config.h"

#include "app/products/tiem-link-deed.h"

TiemLinkDeed *
tiem_link_deed_new (TiemLinkDeedKind kind)
{
  TiemLinkDeed *self = g_new0 (TiemLinkDeed, 1);

  self->kind = kind;
  self->pairs = g_array_new (FALSE, FALSE, sizeof (TiemLinkPair));
  self->ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  return self;
}

TiemLinkDeed *
tiem_link_deed_new_undo (const TiemLinkDeed *done)
{
  TiemLinkDeed *self
      = tiem_link_deed_new (done->kind == TIEM_LINK_DEED_LINK     ? TIEM_LINK_DEED_UNLINK
                            : done->kind == TIEM_LINK_DEED_IGNORE ? TIEM_LINK_DEED_UNIGNORE
                                                                  : TIEM_LINK_DEED_IGNORE);

  self->is_undo = TRUE;
  g_array_append_vals (self->ids, done->ids->data, done->ids->len);
  return self;
}

void
tiem_link_deed_free (gpointer deed)
{
  TiemLinkDeed *self = deed;

  g_clear_object (&self->page);
  g_array_unref (self->pairs);
  g_array_unref (self->ids);
  g_free (self->said);
  g_free (self->problem);
  g_free (self);
}

static gboolean
adopt (TiemStore *store,
       TiemLinkDeed *self,
       GError **error)
{
  TiemAdoptResult *result = tiem_store_adopt (store, 0, self->ids, error);

  if (result == NULL)
    return FALSE;
  if (result->skipped->len > 0)
    self->problem = g_strdup (((TiemSkipped *)result->skipped->pdata[0])->reason);
  tiem_adopt_result_free (result);
  return TRUE;
}

static gboolean
link_pairs (TiemStore *store,
            TiemLinkDeed *self,
            GError **error)
{
  g_autoptr (GArray) linked = NULL;

  if (!tiem_store_link_many (store, self->pairs, &linked, error))
    return FALSE;
  g_array_unref (self->ids);
  self->ids = g_steal_pointer (&linked);
  return TRUE;
}

gpointer
tiem_link_deed_run (TiemStore *store,
                    gpointer deed,
                    GCancellable *cancellable,
                    GError **error)
{
  TiemLinkDeed *self = deed;
  gboolean done = FALSE;

  switch (self->kind)
    {
    case TIEM_LINK_DEED_LINK:
      done = link_pairs (store, self, error);
      break;
    case TIEM_LINK_DEED_UNLINK:
      done = tiem_store_unlink_many (store, self->ids, error);
      break;
    case TIEM_LINK_DEED_IGNORE:
    case TIEM_LINK_DEED_UNIGNORE:
      done = tiem_store_ignore_listings (
          store, self->ids, self->kind == TIEM_LINK_DEED_IGNORE, error);
      break;
    case TIEM_LINK_DEED_ADOPT:
      done = adopt (store, self, error);
      break;
    default:
      g_assert_not_reached ();
    }
  return done ? GINT_TO_POINTER (1) : NULL;
}
