#include "app/widgets/tiem-item.h"

struct _TiemItem
{
  GObject parent_instance;

  gpointer value; /* (owned by @value_free) */
  GDestroyNotify value_free;
};

G_DEFINE_FINAL_TYPE (TiemItem, tiem_item, G_TYPE_OBJECT)

static void
tiem_item_finalize (GObject *object)
{
  TiemItem *self = TIEM_ITEM (object);

  if (self->value_free != NULL)
    g_clear_pointer (&self->value, self->value_free);
  G_OBJECT_CLASS (tiem_item_parent_class)->finalize (object);
}

static void
tiem_item_class_init (TiemItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tiem_item_finalize;
}

static void
tiem_item_init (TiemItem *self)
{
}

TiemItem *
tiem_item_new (gpointer value,
               GDestroyNotify value_free)
{
  TiemItem *self = g_object_new (TIEM_TYPE_ITEM, NULL);

  self->value = value;
  self->value_free = value_free;
  return self;
}

gconstpointer
tiem_item_get_value (TiemItem *self)
{
  g_return_val_if_fail (TIEM_IS_ITEM (self), NULL);
  return self->value;
}
