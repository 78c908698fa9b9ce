#define G_LOG_DOMAIN "tiem-offer"

#include "config.h"

#include "model/tiem-offer.h"

#include "base/tiem-money.h"

#include <glib/gi18n-lib.h>
#include <string.h>

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

/* --- the parcel --- */

#define LONGEST_CM 300

gboolean
tiem_offer_read_size (TiemOffer *self,
                      const char *text)
{
  gint64 *const sides[] = { &self->length_cm, &self->width_cm, &self->height_cm };
  g_autoptr (GRegex) regex
      = g_regex_new ("^\\s*(?:(\\d+)\\s*[x×*,; ]\\s*(\\d+)\\s*[x×*,; ]\\s*(\\d+)\\s*(?:cm)?\\s*)?$",
                     G_REGEX_CASELESS,
                     0,
                     NULL);
  g_autoptr (GMatchInfo) match = NULL;

  self->length_cm = self->width_cm = self->height_cm = 0;
  if (!g_regex_match (regex, text != NULL ? text : "", 0, &match))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (sides); i++)
    {
      g_autofree char *side = g_match_info_fetch (match, (int)i + 1);

      if (side == NULL || *side == '\0')
        return TRUE;
      *sides[i] = g_ascii_strtoll (side, NULL, 10);
      if (*sides[i] < 1 || *sides[i] > LONGEST_CM)
        {
          self->length_cm = self->width_cm = self->height_cm = 0;
          return FALSE;
        }
    }
  return TRUE;
}

char *
tiem_offer_dup_size (const TiemOffer *self)
{
  if (self->length_cm <= 0)
    return g_strdup ("");
  return g_strdup_printf (
      "%d × %d × %d", (int)self->length_cm, (int)self->width_cm, (int)self->height_cm);
}

/* --- descriptions --- */

char *
tiem_offer_make_html (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text != NULL ? text : "", "\n", -1);
  GString *html = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *line = g_markup_escape_text (g_strstrip (lines[i]), -1);

      if (*line != '\0')
        g_string_append_printf (html, "<p>%s</p>", line);
    }
  return g_string_free (html, FALSE);
}

static char *
replace (char *text,
         const char *pattern,
         const char *with)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_CASELESS | G_REGEX_DOTALL, 0, NULL);
  char *replaced = g_regex_replace_literal (regex, text, -1, 0, with, 0, NULL);

  if (replaced == NULL)
    return text;
  g_free (text);
  return replaced;
}

char *
tiem_offer_read_html (const char *html)
{
  static const char *const entities[][2] = {
    { "&nbsp;|&#160;|\\x{a0}", " " }, { "&lt;", "<" },         { "&gt;", ">" },
    { "&quot;|&#34;", "\"" },         { "&apos;|&#39;", "'" }, { "&amp;", "&" },
  };
  char *text = g_utf8_make_valid (html != NULL ? html : "", -1);

  text = replace (text, "<(script|style)\\b.*?</\\1>", "");
  if (strchr (text, '<') != NULL)
    text = replace (text, "\\s+", " ");
  text = replace (text, "<br\\s*/?>|</(p|div|li|h[1-6]|tr|ul|ol)>", "\n");
  text = replace (text, "<[^>]*>", "");
  for (guint i = 0; i < G_N_ELEMENTS (entities); i++)
    text = replace (text, entities[i][0], entities[i][1]);
  text = replace (text, "[ \\t]*\\n[ \\t\\n]*", "\n");
  return g_strstrip (text);
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
      if (limits->stock_least > 0 && variant->stock < limits->stock_least)
        return g_strdup_printf (_ ("%s has nothing left to sell, and the channel takes goods of "
                                   "which there is some; count the stock first."),
                                variant->sku);
      if (self->variants->len > 1 && (variant->options == NULL || *variant->options == '\0'))
        return g_strdup_printf (
            _ ("%s does not say which variant it is; give it a name such as “Đen, L”."),
            variant->sku);
      if (limits->option_most > 0 && variant->options != NULL
          && g_utf8_strlen (variant->options, -1) > (glong)limits->option_most)
        /* Translators: a variant's name, "Đen, L", and a number of characters */
        return g_strdup_printf (
            _ ("“%s” is too long a name for a variant there, it may have %d characters; shorten "
               "it."),
            variant->options,
            (int)limits->option_most);
    }
  if (limits->variants_most > 0 && self->variants->len > limits->variants_most)
    return g_strdup_printf (_ ("The product has %d variants, and may have %d there; split it."),
                            (int)self->variants->len,
                            (int)limits->variants_most);
  return NULL;
}

/* Those that join others need a name even alone. */
static char *
check_added (const TiemOffer *self,
             const TiemOfferLimits *limits)
{
  for (guint i = 0; i < self->variants->len; i++)
    {
      const TiemOfferVariant *variant = self->variants->pdata[i];

      if (variant->options == NULL || *variant->options == '\0')
        return g_strdup_printf (
            _ ("%s does not say which variant it is; give it a name such as “Đen, L”."),
            variant->sku);
    }
  return check_variants (self, limits);
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
  if (fault != NULL)
    return fault;
  if (self->remote_product_id != NULL)
    {
      if ((self->fields & TIEM_OFFER_VARIANTS) == 0)
        return NULL;
      if (!limits->adds_variants)
        return g_strdup (_ ("The channel lets no variants be added from here; add them in its "
                            "seller centre, Tiệm links them by their SKUs."));
      if (self->variants->len == 0)
        return g_strdup (
            _ ("The channel has all variants of this product already; there is nothing to add."));
      return check_added (self, limits);
    }
  if (limits->needs_category && (self->category == NULL || *self->category == '\0'))
    return g_strdup (_ ("The channel wants a category; choose one of its own."));
  if (limits->needs_weight && self->weight_g <= 0)
    return g_strdup (
        _ ("The weight is missing; give it in grams, the carrier's fee follows from it."));
  if (limits->needs_size && self->length_cm <= 0)
    return g_strdup (_ ("The parcel's size is missing; give it in centimetres, such as 30 x 25 x "
                        "5."));
  return check_variants (self, limits);
}
