#define G_LOG_DOMAIN "tiem-offer"

#include "config.h"

#include "model/tiem-offer.h"

#include "base/tiem-money.h"

#include <glib/gi18n-lib.h>

TiemRemoteCategory *
tiem_remote_category_new (const char *id,
                          const char *parent_id,
                          const char *name,
                          gboolean is_leaf)
{
  TiemRemoteCategory *self = g_new0 (TiemRemoteCategory, 1);

  self->id = g_strdup (id);
  self->parent_id = g_strdup (parent_id);
  self->name = g_strdup (name);
  self->path = g_strdup (name);
  self->is_leaf = is_leaf;
  return self;
}

void
tiem_remote_category_free (TiemRemoteCategory *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->parent_id);
  g_free (self->name);
  g_free (self->path);
  g_free (self);
}

/* No tree is deeper; one that goes in circles ends here. */
#define DEEPEST 10

void
tiem_remote_categories_find_paths (GPtrArray *categories)
{
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < categories->len; i++)
    {
      TiemRemoteCategory *category = categories->pdata[i];

      g_hash_table_insert (by_id, category->id, category);
    }
  for (guint i = 0; i < categories->len; i++)
    {
      TiemRemoteCategory *category = categories->pdata[i];
      const TiemRemoteCategory *above = category;
      GString *path = g_string_new (category->name);

      for (guint level = 0; level < DEEPEST && above->parent_id != NULL; level++)
        {
          above = g_hash_table_lookup (by_id, above->parent_id);
          if (above == NULL)
            break;
          g_string_prepend (path, " > ");
          g_string_prepend (path, above->name);
        }
      g_free (category->path);
      category->path = g_string_free (path, FALSE);
    }
}

TiemRemoteAttribute *
tiem_remote_attribute_new (const char *id,
                           const char *name,
                           gboolean is_required)
{
  TiemRemoteAttribute *self = g_new0 (TiemRemoteAttribute, 1);

  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->is_required = is_required;
  self->choices = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_choice_free);
  return self;
}

void
tiem_remote_attribute_free (TiemRemoteAttribute *self)
{
  if (self == NULL)
    return;
  g_free (self->id);
  g_free (self->name);
  g_ptr_array_unref (self->choices);
  g_free (self);
}

static void
offer_variant_free (gpointer data)
{
  TiemOfferVariant *self = data;

  g_free (self->sku);
  g_free (self->barcode);
  g_free (self->options);
  g_free (self);
}

void
tiem_offer_picture_free (TiemOfferPicture *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->data, g_bytes_unref);
  g_free (self->content_type);
  g_free (self->name);
  g_free (self->url);
  g_free (self);
}

TiemOffer *
tiem_offer_new (void)
{
  TiemOffer *self = g_new0 (TiemOffer, 1);

  self->fields = TIEM_OFFER_ALL;
  self->variants = g_ptr_array_new_with_free_func (offer_variant_free);
  self->pictures = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_offer_picture_free);
  self->attributes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

TiemOfferVariant *
tiem_offer_add_variant (TiemOffer *self)
{
  TiemOfferVariant *variant = g_new0 (TiemOfferVariant, 1);

  g_ptr_array_add (self->variants, variant);
  return variant;
}

void
tiem_offer_free (TiemOffer *self)
{
  if (self == NULL)
    return;
  g_free (self->remote_product_id);
  g_free (self->title);
  g_free (self->description);
  g_free (self->category);
  g_free (self->brand);
  g_ptr_array_unref (self->variants);
  g_ptr_array_unref (self->pictures);
  g_hash_table_unref (self->attributes);
  g_free (self);
}

/* --- limits --- */

static char *
check_length (
    const char *text, guint least, guint most, const char *too_short, const char *too_long)
{
  glong length = text != NULL ? g_utf8_strlen (text, -1) : 0;

  if (length < (glong)least)
    return g_strdup_printf (too_short, (int)length, (int)least);
  if (most > 0 && length > (glong)most)
    return g_strdup_printf (too_long, (int)length, (int)most);
  return NULL;
}

static char *
check_pictures (const TiemOffer *self,
                const TiemOfferLimits *limits)
{
  guint n = 0;

  for (guint i = 0; i < self->pictures->len; i++)
    n += !limits->needs_public_pictures
         || ((TiemOfferPicture *)self->pictures->pdata[i])->url != NULL;
  if (n < limits->pictures_least)
    return g_strdup_printf (ngettext ("It needs at least %d picture; add one to the product.",
                                      "It needs at least %d pictures; add them to the product.",
                                      limits->pictures_least),
                            (int)limits->pictures_least);
  return NULL;
}

static char *
check_variants (const TiemOffer *self,
                const TiemOfferLimits *limits)
{
  if (self->variants->len == 0)
    return g_strdup (_ ("The product has no variant to be sold; add one."));
  for (guint i = 0; i < self->variants->len; i++)
    {
      const TiemOfferVariant *variant = self->variants->pdata[i];
      g_autofree char *price = tiem_money_format (variant->price_vnd);

      if (variant->price_vnd <= 0 || variant->price_vnd < limits->price_least_vnd
          || (limits->price_most_vnd > 0 && variant->price_vnd > limits->price_most_vnd))
        return g_strdup_printf (
            _ ("%s costs %s there, which the channel does not take; change the price."),
            variant->sku,
            price);
      if (self->variants->len > 1 && (variant->options == NULL || *variant->options == '\0'))
        return g_strdup_printf (
            _ ("%s does not say which variant it is; give it a name such as “Đen, L”."),
            variant->sku);
    }
  return NULL;
}

char *
tiem_offer_find_fault (const TiemOffer *self,
                       const TiemOfferLimits *limits)
{
  char *fault = NULL;

  if (self->fields & TIEM_OFFER_TITLE)
    fault = check_length (self->title,
                          MAX (limits->title_least, 1),
                          limits->title_most,
                          _ ("The title has %d characters, and needs at least %d; write more."),
                          _ ("The title has %d characters, and may have %d at most; shorten it."));
  if (fault == NULL && self->fields & TIEM_OFFER_DESCRIPTION)
    fault = check_length (
        self->description,
        limits->description_least,
        limits->description_most,
        _ ("The description has %d characters, and needs at least %d; write more."),
        _ ("The description has %d characters, and may have %d at most; shorten it."));
  if (fault == NULL && self->fields & TIEM_OFFER_PICTURES)
    fault = check_pictures (self, limits);
  if (fault != NULL || self->remote_product_id != NULL)
    return fault;
  if (limits->needs_category && (self->category == NULL || *self->category == '\0'))
    return g_strdup (_ ("The channel wants a category; choose one of its own."));
  if (limits->needs_weight && self->weight_g <= 0)
    return g_strdup (
        _ ("The weight is missing; give it in grams, the carrier's fee follows from it."));
  return check_variants (self, limits);
}
