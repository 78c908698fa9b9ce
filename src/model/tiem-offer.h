#pragma once

#include "model/tiem-remote.h"

G_BEGIN_DECLS

/* What crosses the channel interface when goods are put up for sale: categories and what they ask
 * for, and one product with its variants and pictures as it is to be shown. Owned like the values
 * of tiem-remote.h. */

typedef struct
{
  char *id;
  char *parent_id; /* (nullable): at the top */
  char *name;      /* "Áo thun" */
  char *path;      /* "Thời trang > Quần áo > Áo thun" */
  gboolean is_leaf; /* takes products */
} TiemRemoteCategory;

typedef struct
{
  char *id;
  char *name;
  gboolean is_required;
  gboolean takes_text; /* anything may be typed, beside the choices */
  GPtrArray *choices;  /* (element-type TiemChoice): empty = only text */
} TiemRemoteAttribute;

typedef struct
{
  gint64 variant_id; /* ours */
  char *sku;
  char *barcode;     /* (nullable) */
  char *options;     /* (nullable) "Đen, L" */
  gint64 price_vnd;
  gint64 stock;      /* units */
} TiemOfferVariant;

typedef struct
{
  GBytes *data;       /* JPEG or PNG */
  char *content_type; /* "image/jpeg" */
  char *name;         /* "1.jpg" */
  char *url;          /* (nullable) where a channel has it already */
} TiemOfferPicture;

/* What of a product that is there is to be set anew. */
typedef enum
{
  TIEM_OFFER_TITLE = 1 << 0,
  TIEM_OFFER_DESCRIPTION = 1 << 1,
  TIEM_OFFER_PICTURES = 1 << 2,
  TIEM_OFFER_VARIANTS = 1 << 3, /* those that are missing there are added */
  TIEM_OFFER_ALL = 0xff,
} TiemOfferFields;

typedef struct
{
  gint64 id;               /* of the store's row; 0 = none */
  gint64 product_id;       /* ours */
  char *remote_product_id; /* NULL: to be created */
  TiemOfferFields fields;  /* of one that is there */
  char *title;
  char *description;
  char *category;       /* id of a leaf */
  char *brand;          /* (nullable) */
  gint64 weight_g;
  gint64 length_cm; /* of the parcel; 0 = not given */
  gint64 width_cm;
  gint64 height_cm;
  GPtrArray *variants;  /* (element-type TiemOfferVariant): one without options, or several */
  GPtrArray *pictures;  /* (element-type TiemOfferPicture): the first is the cover */
  GHashTable *attributes; /* (element-type utf8 utf8): id → what was chosen or typed */
} TiemOffer;

TiemRemoteCategory *tiem_remote_category_new (const char *id,
                                              const char *parent_id,
                                              const char *name,
                                              gboolean is_leaf);
void tiem_remote_category_free (TiemRemoteCategory *self);
/* Fills .path of each from its parents. @categories: (element-type TiemRemoteCategory) */
void tiem_remote_categories_find_paths (GPtrArray *categories);
TiemRemoteAttribute *tiem_remote_attribute_new (const char *id,
                                                const char *name,
                                                gboolean is_required);
void tiem_remote_attribute_free (TiemRemoteAttribute *self);
TiemOffer *tiem_offer_new (void);
TiemOfferVariant *tiem_offer_add_variant (TiemOffer *self);
/* What was typed as the parcel's size: "30 x 25 x 5", "30×25×5". Returns: whether it was three
 * numbers of 1 … 300 cm, or nothing; the offer's are 0 otherwise */
gboolean tiem_offer_read_size (TiemOffer *self,
                               const char *text);
/* Returns: (transfer full): "30 × 25 × 5", "" when it is not given */
char *tiem_offer_dup_size (const TiemOffer *self);
/* For platforms whose descriptions are HTML. Returns: (transfer full): paragraphs of @text, which
 * is plain; "" for NULL */
char *tiem_offer_make_html (const char *text);
/* The way back. Returns: (transfer full): plain text, a line for each block */
char *tiem_offer_read_html (const char *html);
void tiem_offer_free (TiemOffer *self);
void tiem_offer_picture_free (TiemOfferPicture *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemOffer, tiem_offer_free)

/* Limits of a platform, for what is checked while it is typed. 0 = none */
typedef struct
{
  guint title_least; /* characters */
  guint title_most;
  guint description_least;
  guint description_most;
  guint pictures_least;
  guint pictures_most;
  guint option_most;   /* characters of a variant's name */
  guint variants_most;
  gint64 stock_least;  /* units a variant must have to be put up */
  gint64 price_least_vnd;
  gint64 price_most_vnd;
  gboolean needs_weight;
  gboolean needs_size; /* of the parcel */
  gboolean takes_size;
  gboolean needs_category;
  gboolean needs_public_pictures; /* takes addresses alone, no files */
  gboolean adds_variants; /* to a product that is there */
} TiemOfferLimits;

/* Returns: (transfer full): what is wrong, a sentence for people; NULL = nothing */
char *tiem_offer_find_fault (const TiemOffer *self,
                             const TiemOfferLimits *limits);

G_END_DECLS
