#define G_LOG_DOMAIN "tiem-row"

#include "store/tiem-row-list-private.h"

struct _TiemRow
{
  GObject parent_instance;

  gint64 id;
  guint position;
  gpointer value; /* (owned) (nullable) */
  GDestroyNotify value_free;
};

enum
{
  PROP_0,
  PROP_ID,
  PROP_VALUE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (TiemRow, tiem_row, G_TYPE_OBJECT)

static void
clear_value (TiemRow *self)
{
  if (self->value != NULL)
    self->value_free (g_steal_pointer (&self->value));
}

static void
tiem_row_finalize (GObject *object)
{
  clear_value (TIEM_ROW (object));
  G_OBJECT_CLASS (tiem_row_parent_class)->finalize (object);
}

static void
tiem_row_get_property (GObject *object,
                       guint prop_id,
                       GValue *value,
                       GParamSpec *pspec)
{
  TiemRow *self = TIEM_ROW (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_int64 (value, self->id);
      break;
    case PROP_VALUE:
      g_value_set_pointer (value, self->value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
tiem_row_class_init (TiemRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = tiem_row_finalize;
  object_class->get_property = tiem_row_get_property;

  properties[PROP_ID] = g_param_spec_int64 (
      "id", NULL, NULL, G_MININT64, G_MAXINT64, 0, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_VALUE]
      = g_param_spec_pointer ("value", NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
tiem_row_init (TiemRow *self)
{
}

TiemRow *
tiem_row_new (gint64 id)
{
  TiemRow *self = g_object_new (TIEM_TYPE_ROW, NULL);

  self->id = id;
  self->position = TIEM_ROW_NOWHERE;
  return self;
}

void
tiem_row_take_value (TiemRow *self,
                     gpointer value,
                     GDestroyNotify value_free)
{
  clear_value (self);
  self->value = value;
  self->value_free = value_free;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_VALUE]);
}

gpointer
tiem_row_steal_value (TiemRow *self)
{
  return g_steal_pointer (&self->value);
}

void
tiem_row_become (TiemRow *self,
                 gint64 id,
                 gpointer value,
                 GDestroyNotify value_free)
{
  self->id = id;
  tiem_row_take_value (self, value, value_free);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ID]);
}

void
tiem_row_set_position (TiemRow *self,
                       guint position)
{
  self->position = position;
}

guint
tiem_row_get_position (TiemRow *self)
{
  return self->position;
}

gint64
tiem_row_get_id (TiemRow *self)
{
  g_return_val_if_fail (TIEM_IS_ROW (self), 0);

  return self->id;
}

gconstpointer
tiem_row_get_value (TiemRow *self)
{
  g_return_val_if_fail (TIEM_IS_ROW (self), NULL);

  return self->value;
}
