#define G_LOG_DOMAIN "tiem-check"

#include "config.h"

#include "store/tiem-check.h"

#include <glib/gi18n-lib.h>

/* Listings' own choices, and pictures. */

static const TiemCheckQuery choice_queries[] = {
  /* Translators: a listing's number */
  { N_ ("Listing %s is ignored, but linked with a product."),
    "SELECT id FROM listing WHERE ignored_at > 0 AND variant_id IS NOT NULL" },
  { N_ ("Listing %s has a promotion that ends before it begins."),
    "SELECT id FROM listing WHERE promo_price_vnd IS NOT NULL AND promo_until > 0"
    " AND promo_until <= promo_from" },
  { N_ ("Listing %s has a price that is not more than 0 ₫."),
    "SELECT id FROM listing WHERE own_price_vnd <= 0 OR promo_price_vnd <= 0" },
  { 0 },
};

static const TiemCheckQuery image_queries[] = {
  /* Translators: a product's number, two numbers of pictures */
  { N_ ("The pictures of product %s are not in one row: the last stands at %s, there are %s."),
    "SELECT product_id, max (position) + 1, count (*) FROM product_image WHERE removed_at = 0"
    " AND product_id IS NOT NULL GROUP BY product_id, variant_id"
    " HAVING max (position) + 1 <> count (*) OR count (DISTINCT position) <> count (*)"
    " OR min (position) <> 0" },
  { N_ ("Picture %s is of a variant of another product."),
    "SELECT i.id FROM product_image i JOIN variant v ON v.id = i.variant_id"
    " WHERE v.product_id IS NOT i.product_id" },
  { 0 },
};

const TiemCheck tiem_listing_checks[] = {
  { "listing_choices", choice_queries, NULL },
  { "images_in_order", image_queries, NULL },
  { 0 },
};
