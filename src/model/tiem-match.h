#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Which goods a listing probably is, when neither SKU nor barcode says so. Titles at marketplaces
 * are noisy: the shop's name, "[FREESHIP]", words people search for. So it is asked how much of
 * the goods' own name the listing says, rare words counting more; whether colours and sizes
 * agree; whether numbers contradict ("500 ml" is not "250 ml"); how far the prices are apart;
 * whether it is the same picture. The answer is a suggestion with its reasons: a person says yes.
 */

typedef struct _TiemMatcher TiemMatcher;

TiemMatcher *tiem_matcher_new (void);
void tiem_matcher_free (TiemMatcher *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemMatcher, tiem_matcher_free)

/* Goods to choose from. All of them before the first tiem_matcher_find(). @options, @image_url:
 * (nullable) */
void tiem_matcher_add (TiemMatcher *self,
                       gint64 id,
                       const char *name,
                       const char *options,
                       gint64 price_vnd,
                       const char *image_url);

typedef enum
{
  TIEM_MATCH_UNTOLD,   /* one side does not say */
  TIEM_MATCH_SAME,
  TIEM_MATCH_NEAR,
  TIEM_MATCH_DIFFERENT,
} TiemMatchEvidence;

/* One of the goods that may be meant. */
typedef struct
{
  gint64 id;
  guint percent; /* 0 … 100: how well it fits */
  guint words;   /* of the goods' name that the listing has … */
  guint of_words; /* … of so many */
  TiemMatchEvidence options;
  TiemMatchEvidence price;
  TiemMatchEvidence numbers;
  gboolean same_image;
} TiemMatch;

/* Below this it is not worth being shown. */
#define TIEM_MATCH_LEAST 45
/* From here on, and as far ahead of the next one, nobody needs to look: "accept all sure ones". */
#define TIEM_MATCH_SURE 80
#define TIEM_MATCH_LEAD 8

/* Returns: (element-type TiemMatch): the best ones first, at most @limit, none below
 * %TIEM_MATCH_LEAST */
GArray *tiem_matcher_find (TiemMatcher *self,
                           const char *title,
                           const char *options,
                           gint64 price_vnd,
                           const char *image_url,
                           guint limit);
/* Whether the first of @matches leaves no doubt: it fits well, nothing speaks against it, and no
 * other fits nearly as well. */
gboolean tiem_match_is_sure (GArray *matches);
/* Returns: (transfer full): why, for people: "7 of 8 words, same variant, same price" */
char *tiem_match_explain (const TiemMatch *match);

G_END_DECLS
