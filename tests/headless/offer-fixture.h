#pragma once

#include "model/tiem-offer.h"

/* A shirt of two colours as it is put up. */

static inline void
offer_add_variant (TiemOffer *offer,
                   const char *sku,
                   const char *options,
                   gint64 stock)
{
  TiemOfferVariant *variant = tiem_offer_add_variant (offer);

  variant->sku = g_strdup (sku);
  variant->options = g_strdup (options);
  variant->price_vnd = 420000;
  variant->stock = stock;
}

static inline void
offer_add_picture (TiemOffer *offer)
{
  TiemOfferPicture *picture = g_new0 (TiemOfferPicture, 1);

  picture->data = g_bytes_new_static ("\xff\xd8\xff\xe0", 4);
  picture->content_type = g_strdup ("image/jpeg");
  picture->name = g_strdup ("1.jpg");
  g_ptr_array_add (offer->pictures, picture);
}

static inline TiemOffer *
offer_new (void)
{
  TiemOffer *offer = tiem_offer_new ();

  offer->id = 7;
  offer->product_id = 3;
  offer->title = g_strdup ("Áo bà ba lụa Tân Châu may tay");
  offer->description = g_strdup ("Lụa < 100 %\n\nMay đo");
  offer->category = g_strdup ("10002019");
  offer->weight_g = 251;
  tiem_offer_read_size (offer, "30x25x5");
  offer_add_variant (offer, "BB-DEN", "Đen", 6);
  offer_add_variant (offer, "BB-TIM", "Tím", 3);
  offer_add_picture (offer);
  return offer;
}
