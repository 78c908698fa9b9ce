#pragma once

#include "app/products/tiem-publish-page.h"
#include "app/widgets/tiem-notice.h"
#include "app/widgets/tiem-picture-strip.h"
#include "store/tiem-store-offers.h"

G_BEGIN_DECLS

/* Shared by the files of the page that puts products up: the page, and its category. */

struct _TiemPublishPage
{
  TiemSubpage parent_instance;

  TiemShop *shop; /* (owned) (nullable): none once it is disposed */
  gint64 product_id;
  GPtrArray *channels;   /* (owned) (element-type TiemChannelRecord): that goods can be put up at */
  TiemOffer *offer;      /* (owned) (nullable): at the chosen channel */
  GPtrArray *tree;       /* (owned) (nullable) (element-type TiemRemoteCategory) */
  GPtrArray *shown;      /* (owned) (element-type TiemRemoteCategory), not owned: found */
  GPtrArray *attributes; /* (owned) (nullable) (element-type TiemRemoteAttribute) */
  GPtrArray *fields;     /* (owned) (element-type GtkWidget), not owned: of .attributes */
  char *category_path;   /* (owned) (nullable) */
  GCancellable *cancellable; /* (owned): of what is asked of the chosen channel */
  gboolean is_filling;
  gboolean is_queueing;

  TiemNotice *notice;
  AdwComboRow *channel;
  AdwActionRow *state;
  GtkWidget *category_group;
  AdwActionRow *category;
  GtkEditable *category_search;
  GtkListBox *categories;
  AdwPreferencesGroup *attribute_group;
  GtkEditable *title;
  GtkEditable *description;
  AdwActionRow *lengths;
  GtkWidget *goods_group;
  GtkEditable *weight;
  GtkEditable *size;
  GtkEditable *brand;
  TiemPictureStrip *pictures;
  GtkWidget *variants;
  AdwPreferencesGroup *missing_group;
  AdwActionRow *missing;
  GtkSwitch *adds_missing;
};

/* --- tiem-publish-page.c --- */

/* Returns: (nullable): the chosen one */
const TiemChannelRecord *tiem_publish_page_get_channel (TiemPublishPage *self);
/* @sentence: (nullable): none any more */
void tiem_publish_page_show_problem (TiemPublishPage *self, const char *sentence);
/* Takes what was typed into the offer, and says what is wrong with it. */
void tiem_publish_page_changed (TiemPublishPage *self);

/* --- tiem-publish-category.c --- */

/* Asks the chosen channel for its categories, or for what the offer's category asks for. */
void tiem_publish_page_ask_tree (TiemPublishPage *self);
void tiem_publish_page_ask_attributes (TiemPublishPage *self);
void tiem_publish_page_show_category (TiemPublishPage *self);
void tiem_publish_page_clear_found (TiemPublishPage *self);
void tiem_publish_page_clear_attributes (TiemPublishPage *self);
/* Returns: (transfer full) (nullable): which required one is missing, a sentence */
char *tiem_publish_page_take_attributes (TiemPublishPage *self);
/* For the template. */
void tiem_publish_page_search_category (TiemPublishPage *self);
void tiem_publish_page_choose_category (TiemPublishPage *self, GtkListBoxRow *row);

G_END_DECLS
