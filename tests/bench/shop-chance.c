#include "shop.h"

/* SplitMix64 (Steele, Lea, Flood 2014): one word of state, so that each thing can have its own. */
static guint64
next (ShopChance *self)
{
  guint64 z = (self->state += G_GUINT64_CONSTANT (0x9e3779b97f4a7c15));

  z = (z ^ (z >> 30)) * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9);
  z = (z ^ (z >> 27)) * G_GUINT64_CONSTANT (0x94d049bb133111eb);
  return z ^ (z >> 31);
}

ShopChance
shop_chance (guint32 seed,
             const char *purpose,
             guint64 index)
{
  ShopChance self = { ((guint64)seed << 32) ^ g_str_hash (purpose) };

  self.state = next (&self) + index * G_GUINT64_CONSTANT (0xd1342543de82ef95);
  next (&self);
  return self;
}

guint
shop_below (ShopChance *self,
            guint n)
{
  return (guint)(((next (self) >> 32) * n) >> 32);
}

double
shop_part (ShopChance *self)
{
  return (double)(next (self) >> 11) / (double)(G_GUINT64_CONSTANT (1) << 53);
}
