#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-world.h"

TiemSandboxOptions *
tiem_sandbox_options_new (void)
{
  TiemSandboxOptions *self = g_new0 (TiemSandboxOptions, 1);

  self->seed = 7;
  self->products = tiem_sandbox_n_goods;
  self->past_orders = 400;
  self->pace = 1;
  self->shop_name = g_strdup ("Nhà Mây");
  return self;
}

TiemSandboxOptions *
tiem_sandbox_options_copy (const TiemSandboxOptions *self)
{
  TiemSandboxOptions *copy = g_memdup2 (self, sizeof *self);

  copy->shop_name = g_strdup (self->shop_name);
  copy->only = g_strdup (self->only);
  return copy;
}

void
tiem_sandbox_options_free (TiemSandboxOptions *self)
{
  if (self == NULL)
    return;
  g_free (self->shop_name);
  g_free (self->only);
  g_free (self);
}

TiemSandboxWorld *
tiem_sandbox_world_new (const TiemSandboxOptions *options,
                        TiemSandboxNowFunc now,
                        gpointer now_data)
{
  TiemSandboxWorld *self = g_new0 (TiemSandboxWorld, 1);

  self->options = tiem_sandbox_options_copy (options);
  self->catalogue = tiem_sandbox_catalogue_new (options->seed, options->products);
  self->people = tiem_sandbox_people_new (options->seed);
  self->now = now;
  self->now_data = now_data;
  self->warehouse = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < self->catalogue->variants->len; i++)
    {
      const TiemSandboxVariant *variant = self->catalogue->variants->pdata[i];

      tiem_sandbox_world_set_units (self, variant->sku, variant->stock);
    }
  return self;
}

void
tiem_sandbox_world_free (TiemSandboxWorld *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->warehouse);
  tiem_sandbox_people_free (self->people);
  tiem_sandbox_catalogue_free (self->catalogue);
  tiem_sandbox_options_free (self->options);
  g_free (self);
}

gint64
tiem_sandbox_world_now (const TiemSandboxWorld *self)
{
  return self->moment != 0 ? self->moment : self->now (self->now_data);
}

void
tiem_sandbox_world_take (TiemSandboxWorld *self,
                         const char *sku,
                         gint64 units)
{
  TiemSandboxBin *bin = sku != NULL ? g_hash_table_lookup (self->warehouse, sku) : NULL;

  if (bin == NULL)
    return;
  bin->taken += units;
  if (units > 0 && bin->taken > bin->units)
    self->oversold += MIN (units, bin->taken - bin->units);
}

void
tiem_sandbox_world_set_units (TiemSandboxWorld *self,
                              const char *sku,
                              gint64 units)
{
  TiemSandboxBin *bin = g_hash_table_lookup (self->warehouse, sku);

  if (bin == NULL)
    {
      bin = g_new0 (TiemSandboxBin, 1);
      g_hash_table_insert (self->warehouse, g_strdup (sku), bin);
    }
  bin->units = units;
}

const TiemSandboxBin *
tiem_sandbox_world_get_bin (const TiemSandboxWorld *self,
                            const char *sku)
{
  return g_hash_table_lookup (self->warehouse, sku);
}
