#include "offer-fixture.h"

#include <string.h>

/* What is typed before goods are put up, and what is wrong with it. */

static void
test_size (void)
{
  static const struct
  {
    const char *text;
    gboolean is_good;
    const char *shown;
  } cases[] = {
    { "30x25x5", TRUE, "30 × 25 × 5" },
    { " 30 X 25 × 5 cm ", TRUE, "30 × 25 × 5" },
    { "30 25 5", TRUE, "30 × 25 × 5" },
    { "30*25*5", TRUE, "30 × 25 × 5" },
    { "", TRUE, "" },
    { NULL, TRUE, "" },
    { "30x25", FALSE, "" },
    { "0x25x5", FALSE, "" },
    { "301x25x5", FALSE, "" },
    { "99999999999999999999x1x1", FALSE, "" },
    { "to", FALSE, "" },
    { "-3x2x1", FALSE, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemOffer) offer = tiem_offer_new ();
      g_autofree char *shown = NULL;

      g_assert_cmpint (tiem_offer_read_size (offer, cases[i].text), ==, cases[i].is_good);
      shown = tiem_offer_dup_size (offer);
      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

static void
test_html (void)
{
  static const struct
  {
    const char *html;
    const char *text;
  } cases[] = {
    { "<p>Lụa &lt; 100 %</p><p>May đo</p>", "Lụa < 100 %\nMay đo" },
    { "<ul><li>Lụa</li>\n<li>Gấm</li></ul>", "Lụa\nGấm" },
    { "Một<br/>Hai<br>Ba", "Một\nHai\nBa" },
    { "<script>alert(1)</script>Chảo &amp; nồi&nbsp;gang", "Chảo & nồi gang" },
    { "&amp;lt;", "&lt;" },
    { "Không có thẻ\nhai dòng", "Không có thẻ\nhai dòng" },
    { "a <b", "a <b" },
    { "", "" },
    { NULL, "" },
  };
  g_autofree char *made = tiem_offer_make_html ("Lụa < 100 %\n\n  May đo ");

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tiem_offer_read_html (cases[i].html);

      g_assert_cmpstr (text, ==, cases[i].text);
    }
  g_assert_cmpstr (made, ==, "<p>Lụa &lt; 100 %</p><p>May đo</p>");
}

static const TiemOfferLimits limits = {
  .title_least = 10,
  .title_most = 40,
  .description_least = 5,
  .description_most = 100,
  .pictures_least = 1,
  .pictures_most = 8,
  .option_most = 20,
  .variants_most = 2,
  .stock_least = 1,
  .price_least_vnd = 1000,
  .needs_weight = TRUE,
  .needs_size = TRUE,
  .takes_size = TRUE,
  .needs_category = TRUE,
};

static void
spoil_title (TiemOffer *offer)
{
  g_free (offer->title);
  offer->title = g_strdup ("Ngắn");
}

static void
spoil_description (TiemOffer *offer)
{
  g_free (offer->description);
  offer->description = g_strnfill (101, 'a');
}

static void
spoil_pictures (TiemOffer *offer)
{
  g_ptr_array_set_size (offer->pictures, 0);
}

static void
spoil_category (TiemOffer *offer)
{
  g_clear_pointer (&offer->category, g_free);
}

static void
spoil_weight (TiemOffer *offer)
{
  offer->weight_g = 0;
}

static void
spoil_size (TiemOffer *offer)
{
  tiem_offer_read_size (offer, "");
}

static void
spoil_price (TiemOffer *offer)
{
  ((TiemOfferVariant *)offer->variants->pdata[0])->price_vnd = 999;
}

static void
spoil_stock (TiemOffer *offer)
{
  ((TiemOfferVariant *)offer->variants->pdata[1])->stock = 0;
}

static void
spoil_option (TiemOffer *offer)
{
  TiemOfferVariant *variant = offer->variants->pdata[1];

  g_free (variant->options);
  variant->options = g_strdup ("Tím hoa cà rất là nhạt màu");
}

static void
spoil_variants (TiemOffer *offer)
{
  offer_add_variant (offer, "BB-3", "Ba", 3);
}

static void
test_faults (void)
{
  static const struct
  {
    void (*spoil) (TiemOffer *offer);
    const char *words;
  } cases[] = {
    { spoil_title, "title" },       { spoil_description, "description" },
    { spoil_pictures, "picture" },  { spoil_category, "category" },
    { spoil_weight, "weight" },     { spoil_size, "30 x 25 x 5" },
    { spoil_price, "BB-DEN" },      { spoil_stock, "BB-TIM" },
    { spoil_option, "Tím hoa cà" }, { spoil_variants, "3 variants" },
  };
  g_autoptr (TiemOffer) good = offer_new ();

  g_assert_null (tiem_offer_find_fault (good, &limits));
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemOffer) offer = offer_new ();
      g_autofree char *fault = NULL;

      cases[i].spoil (offer);
      fault = tiem_offer_find_fault (offer, &limits);
      g_assert_nonnull (fault);
      g_assert_nonnull (strstr (fault, cases[i].words));
    }
}

/* Of one that is there only what is to be changed is looked at. */
static void
test_updates (void)
{
  g_autoptr (TiemOffer) offer = offer_new ();
  TiemOfferLimits adding = limits;
  g_autofree char *fault = NULL;

  offer->remote_product_id = g_strdup ("31");
  offer->fields = TIEM_OFFER_DESCRIPTION;
  spoil_title (offer);
  spoil_pictures (offer);
  spoil_weight (offer);
  spoil_stock (offer);
  g_assert_null (tiem_offer_find_fault (offer, &limits));
  offer->fields = TIEM_OFFER_VARIANTS;
  fault = tiem_offer_find_fault (offer, &limits);
  g_assert_nonnull (fault); /* none can be added there */
  g_free (fault);
  adding.adds_variants = TRUE;
  fault = tiem_offer_find_fault (offer, &adding);
  g_assert_nonnull (fault);
  g_assert_nonnull (strstr (fault, "BB-TIM"));
  ((TiemOfferVariant *)offer->variants->pdata[1])->stock = 1;
  g_assert_null (tiem_offer_find_fault (offer, &adding));
  g_free (fault);
  g_ptr_array_set_size (offer->variants, 0);
  fault = tiem_offer_find_fault (offer, &adding);
  g_assert_nonnull (fault);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/offer/size", test_size);
  g_test_add_func ("/model/offer/html", test_html);
  g_test_add_func ("/model/offer/faults", test_faults);
  g_test_add_func ("/model/offer/updates", test_updates);
  return g_test_run ();
}
