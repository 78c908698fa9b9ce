#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-catalogue.h"

#include "sandbox/tiem-sandbox-random.h"

#include <string.h>

/* A company prefix of GS1 Vietnam (893) that is not given out. */
#define BARCODE_PREFIX "8935001"

typedef struct
{
  char *label;
  char *code;
  gint64 extra_vnd;
} Option;

static void
option_free (Option *self)
{
  g_free (self->label);
  g_free (self->code);
  g_free (self);
}

/* "Nhỏ:S|Lớn:L:120000". NULL gives an empty list. */
static GPtrArray *
parse_options (const char *text)
{
  GPtrArray *options = g_ptr_array_new_with_free_func ((GDestroyNotify)option_free);
  g_auto (GStrv) parts = text != NULL ? g_strsplit (text, "|", -1) : NULL;

  for (guint i = 0; parts != NULL && parts[i] != NULL; i++)
    {
      g_auto (GStrv) fields = g_strsplit (parts[i], ":", 3);
      Option *option = g_new0 (Option, 1);

      option->label = g_strdup (fields[0]);
      option->code = g_strdup (fields[1]);
      option->extra_vnd = fields[2] != NULL ? g_ascii_strtoll (fields[2], NULL, 10) : 0;
      g_ptr_array_add (options, option);
    }
  return options;
}

/* Weights 1 and 3 from the left; the last digit makes the sum a multiple of ten. */
static char *
make_barcode (guint number)
{
  char digits[16];
  int sum = 0;

  g_snprintf (digits, sizeof digits, BARCODE_PREFIX "%05u", number % 100000);
  for (int i = 0; i < 12; i++)
    sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
  return g_strdup_printf ("%s%d", digits, (10 - sum % 10) % 10);
}

/* Some sold out, some nearly, most plenty: what a shop looks like on a Monday. */
static gint64
choose_stock (GRand *random,
              gboolean is_food)
{
  double chance = g_rand_double (random);

  if (chance < 0.05)
    return 0;
  if (chance < 0.14)
    return g_rand_int_range (random, 1, 6);
  if (chance < 0.30)
    return g_rand_int_range (random, 6, 21);
  return g_rand_int_range (random, 10, is_food ? 401 : 201);
}

static void
variant_free (TiemSandboxVariant *self)
{
  g_free (self->sku);
  g_free (self->barcode);
  g_free (self->options[0]);
  g_free (self->options[1]);
  g_free (self);
}

static void
product_free (TiemSandboxProduct *self)
{
  g_free (self->name);
  g_ptr_array_unref (self->variants);
  g_free (self);
}

static void
add_variant (TiemSandboxCatalogue *self,
             TiemSandboxProduct *product,
             const char *stem,
             const Option *first,
             const Option *second,
             GRand *random)
{
  const TiemSandboxGoods *goods = product->goods;
  TiemSandboxVariant *variant = g_new0 (TiemSandboxVariant, 1);
  g_autoptr (GString) sku = g_string_new (stem);
  double sum;

  if (first != NULL)
    g_string_append_printf (sku, "-%s", first->code);
  if (second != NULL)
    g_string_append_printf (sku, "-%s", second->code);

  variant->product = product;
  variant->sku = g_strdup (sku->str);
  variant->options[0] = first != NULL ? g_strdup (first->label) : NULL;
  variant->options[1] = second != NULL ? g_strdup (second->label) : NULL;
  variant->price_vnd = goods->price_vnd + (first != NULL ? first->extra_vnd : 0)
                       + (second != NULL ? second->extra_vnd : 0);
  if (g_rand_double (random) < 0.9)
    variant->barcode = make_barcode (self->variants->len + 1);
  variant->stock = choose_stock (random, g_str_equal (goods->category, "Đặc sản"));
  /* A few sell most of the time. */
  variant->popularity = 1 / (0.05 + g_rand_double (random));

  sum = variant->popularity;
  if (self->variants->len > 0)
    sum += g_array_index (self->popularity, double, self->variants->len - 1);
  g_array_append_val (self->popularity, sum);

  g_ptr_array_add (product->variants, variant);
  g_ptr_array_add (self->variants, variant);
}

static void
put_on_sale (TiemSandboxProduct *product,
             int percent)
{
  for (guint i = 0; i < product->variants->len; i++)
    {
      TiemSandboxVariant *variant = product->variants->pdata[i];

      variant->sale_price_vnd = variant->price_vnd * (100 - percent) / 100 / 1000 * 1000;
    }
}

static void
add_product (TiemSandboxCatalogue *self,
             guint index,
             GRand *random)
{
  const TiemSandboxGoods *goods = &tiem_sandbox_goods[index % tiem_sandbox_n_goods];
  guint round = index / tiem_sandbox_n_goods + 1;
  TiemSandboxProduct *product = g_new0 (TiemSandboxProduct, 1);
  g_autoptr (GPtrArray) first = parse_options (goods->options[0]);
  g_autoptr (GPtrArray) second = parse_options (goods->options[1]);
  g_autofree char *stem = NULL;

  product->goods = goods;
  product->variants = g_ptr_array_new_with_free_func ((GDestroyNotify)variant_free);
  if (round == 1)
    {
      product->name = g_strdup (goods->name);
      stem = g_strdup (goods->sku);
    }
  else
    {
      product->name = g_strdup_printf ("%s, mẫu %u", goods->name, round);
      stem = g_strdup_printf ("%s-M%u", goods->sku, round);
    }

  for (guint i = 0; i < MAX (first->len, 1); i++)
    for (guint j = 0; j < MAX (second->len, 1); j++)
      add_variant (self,
                   product,
                   stem,
                   first->len > 0 ? first->pdata[i] : NULL,
                   second->len > 0 ? second->pdata[j] : NULL,
                   random);
  if (g_rand_double (random) < 0.12)
    put_on_sale (product, g_rand_int_range (random, 8, 25));
  g_ptr_array_add (self->products, product);
}

TiemSandboxCatalogue *
tiem_sandbox_catalogue_new (guint32 seed,
                            guint n_products)
{
  TiemSandboxCatalogue *self = g_new0 (TiemSandboxCatalogue, 1);
  g_autoptr (GRand) random = tiem_sandbox_random_new (seed, "catalogue");

  self->products = g_ptr_array_new_with_free_func ((GDestroyNotify)product_free);
  self->variants = g_ptr_array_new ();
  self->popularity = g_array_new (FALSE, FALSE, sizeof (double));
  for (guint i = 0; i < n_products; i++)
    add_product (self, i, random);
  return self;
}

void
tiem_sandbox_catalogue_free (TiemSandboxCatalogue *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->popularity);
  g_ptr_array_unref (self->variants);
  g_ptr_array_unref (self->products);
  g_free (self);
}

const TiemSandboxVariant *
tiem_sandbox_catalogue_choose (const TiemSandboxCatalogue *self,
                               double chance)
{
  guint low = 0;
  guint high = self->variants->len;
  double wanted;

  if (high == 0)
    return NULL;
  wanted = chance * g_array_index (self->popularity, double, high - 1);
  /* The first whose sum is above it. */
  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (self->popularity, double, middle) > wanted)
        high = middle;
      else
        low = middle + 1;
    }
  return self->variants->pdata[MIN (low, self->variants->len - 1)];
}
