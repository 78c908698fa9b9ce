#define G_LOG_DOMAIN "tiem-match"

#include "config.h"

#include "model/tiem-match.h"

#include "base/tiem-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* How much the goods' words count, beside how much of the listing they are. */
#define NAME_SHARE 0.78
/* What contradicts takes off. */
#define OTHER_OPTIONS 0.45
#define NO_OPTIONS 0.88 /* of goods that have some */
#define OTHER_NUMBERS 0.60
#define OTHER_PRICE 0.85
/* What agrees brings closer to certainty. */
#define SAME_OPTIONS 0.35
#define SAME_PRICE 0.15
#define SAME_IMAGE 0.60

typedef struct
{
  guint32 word;
  gboolean is_number;
} Word;

typedef struct
{
  gint64 id;
  GArray *name;    /* (element-type Word): once each */
  GArray *options; /* (element-type Word) */
  gint64 price;
  guint image; /* hash; 0 = none */
} Goods;

struct _TiemMatcher
{
  GHashTable *words;    /* (element-type utf8 guint32): number of a word, from 1 */
  GPtrArray *goods;     /* (element-type Goods) */
  GPtrArray *postings;  /* (element-type GArray of guint32): goods that have the word */
  GArray *weights;      /* (element-type double): by word; made by the first question */
  GHashTable *by_image; /* (element-type guint GArray of guint32) */
  double *scores;       /* of each of the goods, during a question */
};

static void
goods_free (gpointer data)
{
  Goods *self = data;

  g_array_unref (self->name);
  g_array_unref (self->options);
  g_free (self);
}

TiemMatcher *
tiem_matcher_new (void)
{
  TiemMatcher *self = g_new0 (TiemMatcher, 1);

  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->goods = g_ptr_array_new_with_free_func (goods_free);
  self->postings = g_ptr_array_new_with_free_func ((GDestroyNotify)g_array_unref);
  self->by_image = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify)g_array_unref);
  return self;
}

void
tiem_matcher_free (TiemMatcher *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->words);
  g_ptr_array_unref (self->goods);
  g_ptr_array_unref (self->postings);
  g_hash_table_unref (self->by_image);
  g_clear_pointer (&self->weights, g_array_unref);
  g_free (self->scores);
  g_free (self);
}

/* --- words --- */

/* "500ml" is "500 ml": people write both. */
static char *
split_units (const char *text)
{
  g_autofree char *folded = tiem_text_fold (text);
  GString *split = g_string_new (NULL);

  for (const char *c = folded; *c != '\0'; c++)
    {
      if (c > folded && c[-1] != ' ' && *c != ' '
          && g_ascii_isdigit (c[-1]) != g_ascii_isdigit (*c))
        g_string_append_c (split, ' ');
      g_string_append_c (split, *c);
    }
  return g_string_free (split, FALSE);
}

/* What says nothing about goods. */
static gboolean
is_noise (const char *word)
{
  static const char *const noise[]
      = { "va",    "cho",  "freeship", "sale", "shop",  "hot",  "new",   "chinh", "hang", "hcm",
          "xakho", "xa",   "kho",      "re",   "gia",   "loai", "cao",   "cap",   "mall", "mien",
          "phi",   "ship", "ban",      "si",   "le",    "moi",  "nhat",  "2025",  "2026", "co",
          "san",   "size", "mau",      "sku",  "combo", "voi",  "trong", "tu",    "cua",  "the" };

  for (guint i = 0; i < G_N_ELEMENTS (noise); i++)
    if (g_str_equal (word, noise[i]))
      return TRUE;
  return FALSE;
}

/* @learn: whether words that are not known yet get a number. Returns: (element-type Word) */
static GArray *
read_words (TiemMatcher *self,
            const char *text,
            gboolean learn,
            gboolean drop_noise)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (Word));
  g_autofree char *split = split_units (text);
  g_auto (GStrv) words = g_strsplit (split, " ", -1);

  for (guint i = 0; words[i] != NULL; i++)
    {
      Word word = { 0, g_ascii_isdigit (words[i][0]) };
      gboolean known = FALSE;

      if (*words[i] == '\0' || (drop_noise && is_noise (words[i])))
        continue;
      word.word = GPOINTER_TO_UINT (g_hash_table_lookup (self->words, words[i]));
      if (word.word == 0 && learn)
        {
          word.word = g_hash_table_size (self->words) + 1;
          g_hash_table_insert (self->words, g_strdup (words[i]), GUINT_TO_POINTER (word.word));
          g_ptr_array_add (self->postings, g_array_new (FALSE, FALSE, sizeof (guint32)));
        }
      for (guint j = 0; j < found->len && !known; j++)
        known = word.word != 0 && g_array_index (found, Word, j).word == word.word;
      if (!known)
        g_array_append_val (found, word);
    }
  return found;
}

static gboolean
has_word (GArray *words,
          guint32 word)
{
  for (guint i = 0; i < words->len; i++)
    if (g_array_index (words, Word, i).word == word)
      return TRUE;
  return FALSE;
}

static void
post (TiemMatcher *self,
      GArray *words,
      guint32 index)
{
  for (guint i = 0; i < words->len; i++)
    {
      GArray *list = g_ptr_array_index (self->postings, g_array_index (words, Word, i).word - 1);

      if (list->len == 0 || g_array_index (list, guint32, list->len - 1) != index)
        g_array_append_val (list, index);
    }
}

/* A picture's address without the host, which platforms change. */
static guint
hash_image (const char *url)
{
  const char *name = url != NULL ? strrchr (url, '/') : NULL;
  guint hash;

  if (name == NULL || strlen (name) < 8)
    return 0;
  hash = g_str_hash (name);
  return hash != 0 ? hash : 1;
}

void
tiem_matcher_add (TiemMatcher *self,
                  gint64 id,
                  const char *name,
                  const char *options,
                  gint64 price_vnd,
                  const char *image_url)
{
  Goods *goods = g_new0 (Goods, 1);
  guint32 index = self->goods->len;

  g_return_if_fail (self->weights == NULL);

  goods->id = id;
  goods->name = read_words (self, name, TRUE, TRUE);
  goods->options = read_words (self, options != NULL ? options : "", TRUE, TRUE);
  goods->price = price_vnd;
  goods->image = hash_image (image_url);
  g_ptr_array_add (self->goods, goods);
  post (self, goods->name, index);
  if (goods->image != 0)
    {
      GArray *list = g_hash_table_lookup (self->by_image, GUINT_TO_POINTER (goods->image));

      if (list == NULL)
        {
          list = g_array_new (FALSE, FALSE, sizeof (guint32));
          g_hash_table_insert (self->by_image, GUINT_TO_POINTER (goods->image), list);
        }
      g_array_append_val (list, index);
    }
}

/* --- a question --- */

/* The rarer a word among the goods, the more it says. */
static void
weigh (TiemMatcher *self)
{
  double all = self->goods->len;

  if (self->weights != NULL)
    return;
  self->weights = g_array_sized_new (FALSE, FALSE, sizeof (double), self->postings->len);
  for (guint i = 0; i < self->postings->len; i++)
    {
      const GArray *list = g_ptr_array_index (self->postings, i);
      double weight = 0.3 + log ((all + 1) / (list->len + 0.5)) / log (all + 2);

      g_array_append_val (self->weights, weight);
    }
  self->scores = g_new0 (double, self->goods->len + 1);
}

/* @word: 0 = not one of the goods': as rare as can be, but not as telling */
static double
get_weight (TiemMatcher *self,
            guint32 word)
{
  return word != 0 ? g_array_index (self->weights, double, word - 1) : 0.6;
}

static double
sum_weights (TiemMatcher *self,
             GArray *words)
{
  double sum = 0;

  for (guint i = 0; i < words->len; i++)
    sum += get_weight (self, g_array_index (words, Word, i).word);
  return sum;
}

/* Goods that share the rarest words with the listing: few enough to be looked at closely.
 * Returns: (element-type guint32) */
static GArray *
shortlist (TiemMatcher *self,
           GArray *words,
           guint image)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint32));
  GArray *same_image = g_hash_table_lookup (self->by_image, GUINT_TO_POINTER (image));
  guint most = MAX (self->goods->len / 8, 300);

  for (guint i = 0; i < words->len; i++)
    {
      guint32 word = g_array_index (words, Word, i).word;
      const GArray *list = word != 0 ? g_ptr_array_index (self->postings, word - 1) : NULL;

      /* A word that an eighth of all goods have tells nothing by itself. */
      for (guint j = 0; list != NULL && list->len <= most && j < list->len; j++)
        {
          guint32 index = g_array_index (list, guint32, j);

          if (self->scores[index] == 0)
            g_array_append_val (found, index);
          self->scores[index] += get_weight (self, word);
        }
    }
  for (guint i = 0; image != 0 && same_image != NULL && i < same_image->len; i++)
    {
      guint32 index = g_array_index (same_image, guint32, i);

      if (self->scores[index] == 0)
        g_array_append_val (found, index);
      self->scores[index] += 1000;
    }
  return found;
}

typedef struct
{
  GArray *title;   /* (element-type Word) */
  GArray *options; /* (element-type Word) */
  gint64 price;
  guint image;
  double weight; /* of the title */
} Question;

static TiemMatchEvidence
compare_options (const Goods *goods,
                 const Question *question)
{
  guint same = 0;
  GArray *said = question->options;

  if (goods->options->len == 0)
    return said->len == 0 ? TIEM_MATCH_UNTOLD : TIEM_MATCH_NEAR;
  for (guint i = 0; i < goods->options->len; i++)
    {
      guint32 word = g_array_index (goods->options, Word, i).word;

      if (has_word (said, word) || (said->len == 0 && has_word (question->title, word)))
        same++;
    }
  if (same == goods->options->len && said->len <= goods->options->len)
    return TIEM_MATCH_SAME;
  if (same == goods->options->len)
    return TIEM_MATCH_NEAR;
  return said->len > 0 ? TIEM_MATCH_DIFFERENT : same > 0 ? TIEM_MATCH_NEAR : TIEM_MATCH_UNTOLD;
}

static guint
count_numbers (GArray *words,
               GArray *missing_in,
               GArray *or_in)
{
  guint n = 0;

  for (guint i = 0; i < words->len; i++)
    {
      const Word *word = &g_array_index (words, Word, i);

      if (word->is_number
          && (missing_in == NULL
              || (word->word == 0
                  || (!has_word (missing_in, word->word) && !has_word (or_in, word->word)))))
        n++;
    }
  return n;
}

static TiemMatchEvidence
compare_numbers (const Goods *goods,
                 const Question *question)
{
  guint ours = count_numbers (goods->name, NULL, NULL);
  guint theirs = count_numbers (question->title, NULL, NULL);
  guint ours_alone = count_numbers (goods->name, question->title, question->options);
  guint theirs_alone = count_numbers (question->title, goods->name, goods->options);

  if (ours == 0 || theirs == 0)
    return TIEM_MATCH_UNTOLD;
  if (ours_alone == 0)
    return theirs_alone == 0 ? TIEM_MATCH_SAME : TIEM_MATCH_NEAR;
  return TIEM_MATCH_DIFFERENT;
}

static TiemMatchEvidence
compare_price (gint64 ours,
               gint64 theirs)
{
  gint64 more = MAX (ours, theirs);
  gint64 less = MIN (ours, theirs);

  if (less <= 0)
    return TIEM_MATCH_UNTOLD;
  if (more / 102 <= less / 100)
    return TIEM_MATCH_SAME;
  return more / 2 <= less ? TIEM_MATCH_NEAR : TIEM_MATCH_DIFFERENT;
}

static void
judge (TiemMatcher *self,
       const Goods *goods,
       const Question *question,
       TiemMatch *match)
{
  double common = 0;
  double score;
  double own = sum_weights (self, goods->name);

  match->id = goods->id;
  match->of_words = goods->name->len;
  for (guint i = 0; i < goods->name->len; i++)
    {
      guint32 word = g_array_index (goods->name, Word, i).word;

      if (has_word (question->title, word))
        {
          common += get_weight (self, word);
          match->words++;
        }
    }
  score = own > 0 ? NAME_SHARE * common / own : 0;
  /* Colours and sizes in the title belong to the listing's goods, too. */
  score += question->weight > 0 ? (1 - NAME_SHARE) * MIN (1, common / question->weight) : 0;
  /* One word is not a name. */
  if (goods->name->len < 2)
    score *= 0.7;

  match->options = compare_options (goods, question);
  match->numbers = compare_numbers (goods, question);
  match->price = compare_price (goods->price, question->price);
  match->same_image = goods->image != 0 && goods->image == question->image;
  if (match->options == TIEM_MATCH_DIFFERENT)
    score *= OTHER_OPTIONS;
  if (match->options == TIEM_MATCH_UNTOLD && goods->options->len > 0)
    score *= NO_OPTIONS;
  if (match->numbers == TIEM_MATCH_DIFFERENT)
    score *= OTHER_NUMBERS;
  if (match->price == TIEM_MATCH_DIFFERENT)
    score *= OTHER_PRICE;
  if (match->options == TIEM_MATCH_SAME)
    score += (1 - score) * SAME_OPTIONS * score;
  if (match->price == TIEM_MATCH_SAME)
    score += (1 - score) * SAME_PRICE * score;
  if (match->same_image && match->options != TIEM_MATCH_DIFFERENT)
    score += (1 - score) * SAME_IMAGE;
  match->percent = (guint)lround (CLAMP (score, 0, 1) * 100);
}

static int
compare_matches (gconstpointer a,
                 gconstpointer b)
{
  const TiemMatch *one = a;
  const TiemMatch *other = b;

  if (one->percent != other->percent)
    return one->percent > other->percent ? -1 : 1;
  return one->id < other->id ? -1 : one->id > other->id;
}

GArray *
tiem_matcher_find (TiemMatcher *self,
                   const char *title,
                   const char *options,
                   gint64 price_vnd,
                   const char *image_url,
                   guint limit)
{
  g_autoptr (GArray) words = read_words (self, title, FALSE, TRUE);
  g_autoptr (GArray) said = read_words (self, options != NULL ? options : "", FALSE, TRUE);
  g_autoptr (GArray) candidates = NULL;
  GArray *matches = g_array_new (FALSE, FALSE, sizeof (TiemMatch));
  Question question = { words, said, price_vnd, hash_image (image_url), 0 };
  double best = 0;

  weigh (self);
  question.weight = sum_weights (self, words);
  candidates = shortlist (self, words, question.image);
  for (guint i = 0; i < candidates->len; i++)
    best = MAX (best, self->scores[g_array_index (candidates, guint32, i)]);
  for (guint i = 0; i < candidates->len; i++)
    {
      guint32 index = g_array_index (candidates, guint32, i);
      TiemMatch match = { 0 };

      /* What shares far fewer rare words than the best is not it. */
      if (self->scores[index] >= MIN (best, 999) * 0.4)
        {
          judge (self, g_ptr_array_index (self->goods, index), &question, &match);
          if (match.percent >= TIEM_MATCH_LEAST)
            g_array_append_val (matches, match);
        }
      self->scores[index] = 0;
    }
  g_array_sort (matches, compare_matches);
  if (limit > 0 && matches->len > limit)
    g_array_set_size (matches, limit);
  return matches;
}

gboolean
tiem_match_is_sure (GArray *matches)
{
  const TiemMatch *first;

  if (matches->len == 0)
    return FALSE;
  first = &g_array_index (matches, TiemMatch, 0);
  return first->percent >= TIEM_MATCH_SURE && first->options != TIEM_MATCH_DIFFERENT
         && first->numbers != TIEM_MATCH_DIFFERENT && first->price != TIEM_MATCH_DIFFERENT
         && (matches->len == 1
             || g_array_index (matches, TiemMatch, 1).percent + TIEM_MATCH_LEAD <= first->percent);
}

static void
add_reason (GString *text,
            const char *reason)
{
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, reason);
}

char *
tiem_match_explain (const TiemMatch *match)
{
  GString *text = g_string_new (NULL);

  /* Translators: words of a product's name that a listing's title has, and how many there are */
  g_string_append_printf (text, _ ("%u of %u words"), match->words, match->of_words);
  if (match->options == TIEM_MATCH_SAME)
    add_reason (text, _ ("same variant"));
  else if (match->options == TIEM_MATCH_DIFFERENT)
    add_reason (text, _ ("another variant"));
  if (match->numbers == TIEM_MATCH_DIFFERENT)
    add_reason (text, _ ("other numbers in the name"));
  if (match->price == TIEM_MATCH_SAME)
    add_reason (text, _ ("same price"));
  else if (match->price == TIEM_MATCH_DIFFERENT)
    add_reason (text, _ ("price far apart"));
  if (match->same_image)
    add_reason (text, _ ("same picture"));
  return g_string_free (text, FALSE);
}
