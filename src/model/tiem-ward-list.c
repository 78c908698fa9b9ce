#define G_LOG_DOMAIN "tiem-ward-list"

#include "base/tiem-text.h"
#include "model/tiem-address.h"
#include "model/tiem-units-private.h"
#include "model/tiem-ward-list.h"

#include <string.h>

/* --- what is searched --- */

/* Every name as one folded text, each word with a space in front: " phuong yen hoa ha noi". Made
 * once. */
typedef struct
{
  char *block;
  guint32 *wards;     /* where the text of each ward begins, in the order of the table */
  guint32 *old_wards; /* of each ward of before */
} Texts;

static const struct
{
  const char *name;
  const char *folded;
} kinds[] = {
  { "Phường ", " phuong" },     { "Xã ", " xa" },
  { "Thị trấn ", " thi tran" }, { "Quận ", " quan" },
  { "Huyện ", " huyen" },       { "Thị xã ", " thi xa" },
  { "Đặc khu ", " dac khu" },   { "Thành phố ", " thanh pho" },
};

static void
add_unit (GString *block,
          const char *name,
          const char *key)
{
  for (guint i = 0; name != NULL && i < G_N_ELEMENTS (kinds); i++)
    if (g_str_has_prefix (name, kinds[i].name))
      {
        g_string_append (block, kinds[i].folded);
        break;
      }
  g_string_append_c (block, ' ');
  g_string_append (block, key);
}

static const Texts *
make_texts (void)
{
  const TiemUnits *units = tiem_units_get ();
  GString *block = g_string_sized_new (1 << 20);
  Texts *texts = g_new0 (Texts, 1);

  texts->wards = g_new (guint32, units->wards->len);
  texts->old_wards = g_new (guint32, units->old_wards->len);
  for (guint i = 0; i < units->wards->len; i++)
    {
      const TiemWard *ward = &g_array_index (units->wards, TiemWard, i);

      texts->wards[i] = block->len;
      add_unit (block, ward->name, ward->key);
      add_unit (block, NULL, ward->province->key);
      g_string_append_len (block, " ", 2);
    }
  for (guint i = 0; i < units->old_wards->len; i++)
    {
      const TiemOldWard *old = &g_array_index (units->old_wards, TiemOldWard, i);
      const TiemOldProvince *province = old->district->province;

      texts->old_wards[i] = block->len;
      add_unit (block, old->name, old->key);
      add_unit (block, old->district->name, old->district->key);
      add_unit (block, NULL, province->key);
      if (strcmp (province->key, province->province->key) != 0)
        add_unit (block, NULL, province->province->key);
      g_string_append_len (block, " ", 2);
    }
  texts->block = g_string_free (block, FALSE);
  return texts;
}

static const Texts *
get_texts (void)
{
  static gsize texts = 0;

  if (g_once_init_enter (&texts))
    g_once_init_leave (&texts, (gsize)make_texts ());
  return (const Texts *)texts;
}

/* --- items --- */

struct _TiemWardItem
{
  GObject parent_instance;

  const TiemWard *ward;
  const TiemOldWard *old;
};

G_DEFINE_FINAL_TYPE (TiemWardItem, tiem_ward_item, G_TYPE_OBJECT)

static void
tiem_ward_item_class_init (TiemWardItemClass *klass)
{
}

static void
tiem_ward_item_init (TiemWardItem *self)
{
}

const TiemWard *
tiem_ward_item_get_ward (TiemWardItem *self)
{
  return self->ward;
}

const TiemOldWard *
tiem_ward_item_get_old (TiemWardItem *self)
{
  return self->old;
}

/* --- the list --- */

typedef struct
{
  const TiemWard *ward;
  const TiemOldWard *old; /* (nullable) */
  guint rank;
} Hit;

struct _TiemWardList
{
  GObject parent_instance;

  GArray *hits; /* (element-type Hit) */
};

static GType
get_item_type (GListModel *model)
{
  return TIEM_TYPE_WARD_ITEM;
}

static guint
get_n_items (GListModel *model)
{
  return TIEM_WARD_LIST (model)->hits->len;
}

static gpointer
get_item (GListModel *model,
          guint position)
{
  TiemWardList *self = TIEM_WARD_LIST (model);
  const Hit *hit;
  TiemWardItem *item;

  if (position >= self->hits->len)
    return NULL;
  hit = &g_array_index (self->hits, Hit, position);
  item = g_object_new (TIEM_TYPE_WARD_ITEM, NULL);
  item->ward = hit->ward;
  item->old = hit->old;
  return item;
}

static void
list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TiemWardList,
                               tiem_ward_list,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, list_model_init))

static void
tiem_ward_list_finalize (GObject *object)
{
  g_array_unref (TIEM_WARD_LIST (object)->hits);

  G_OBJECT_CLASS (tiem_ward_list_parent_class)->finalize (object);
}

static void
tiem_ward_list_class_init (TiemWardListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = tiem_ward_list_finalize;
}

static void
tiem_ward_list_init (TiemWardList *self)
{
  self->hits = g_array_new (FALSE, FALSE, sizeof (Hit));
}

static void
warm_thread (GTask *task,
             gpointer source,
             gpointer data,
             GCancellable *cancellable)
{
  get_texts ();
  g_task_return_boolean (task, TRUE);
}

void
tiem_ward_list_warm (void)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

  g_task_set_source_tag (task, tiem_ward_list_warm);
  g_task_run_in_thread (task, warm_thread);
}

TiemWardList *
tiem_ward_list_new (void)
{
  return g_object_new (TIEM_TYPE_WARD_LIST, NULL);
}

/* --- finding --- */

typedef struct
{
  GPtrArray *words; /* (element-type utf8): each with a space in front, a number with one behind */
  char *name;       /* the query without words for kinds */
} Query;

static void
query_clear (Query *self)
{
  g_clear_pointer (&self->words, g_ptr_array_unref);
  g_clear_pointer (&self->name, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Query, query_clear)

static gboolean
is_number (const char *word)
{
  return *word != '\0' && strspn (word, "0123456789") == strlen (word);
}

/* "q1" and "p12" as they are said. A kind's short form tells nothing that its name does not. */
static void
add_word (Query *self,
          const char *word,
          gboolean only)
{
  static const char *const dropped[] = { "tp", "tx", "tt", "f", "p", "q", "x", "h", "t" };
  gsize letters = strcspn (word, "0123456789");

  if (letters > 0 && letters <= 2 && is_number (word + letters))
    {
      add_word (self, word + letters, only);
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (dropped); i++)
    if (!only && strcmp (word, dropped[i]) == 0)
      return;
  if (is_number (word))
    while (*word == '0' && word[1] != '\0')
      word++;
  g_ptr_array_add (self->words,
                   is_number (word) ? g_strdup_printf (" %s ", word)
                                    : g_strconcat (" ", word, NULL));
}

static void
query_init (Query *self,
            const char *typed)
{
  g_autofree char *folded = tiem_text_fold (typed);
  g_auto (GStrv) words = g_strsplit (folded, " ", -1);

  self->words = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; words[i] != NULL && *words[i] != '\0'; i++)
    add_word (self, words[i], words[1] == NULL);
  self->name = tiem_unit_split (folded, NULL);
}

static gboolean
has_all (const char *text,
         const Query *query)
{
  for (guint i = 0; i < query->words->len; i++)
    if (strstr (text, g_ptr_array_index (query->words, i)) == NULL)
      return FALSE;
  return TRUE;
}

/* How well a ward's name stands at the head of what was typed. */
static guint
rank_key (const char *key,
          const char *typed)
{
  gsize length = strlen (key);

  if (strncmp (typed, key, length) == 0 && (typed[length] == '\0' || typed[length] == ' '))
    return 0;
  return g_str_has_prefix (key, typed) ? 1 : 2;
}

enum
{
  RANK_OLD = 3, /* found by a name of before */
  RANK_PART = 3,
  N_RANKS = 9
};

static gboolean
find (
    const Texts *texts, const TiemUnits *units, const TiemWard *ward, const Query *query, Hit *hit)
{
  const TiemWard *wards = (const TiemWard *)units->wards->data;
  const TiemOldWard *old_wards = (const TiemOldWard *)units->old_wards->data;

  *hit = (Hit){ ward, NULL, N_RANKS };
  if (has_all (texts->block + texts->wards[ward - wards], query))
    {
      hit->rank = rank_key (ward->key, query->name);
      return TRUE;
    }
  for (guint i = 0; i < ward->n_formed_from; i++)
    {
      const TiemOldWard *old = ward->formed_from[i];
      guint rank;

      if (!has_all (texts->block + texts->old_wards[old - old_wards], query))
        continue;
      rank = RANK_OLD + rank_key (old->key, query->name);
      if (old->successors[0] != ward)
        rank += RANK_PART;
      /* Of two districts it lay in the later one. */
      if (rank <= hit->rank)
        {
          hit->old = old;
          hit->rank = rank;
        }
    }
  return hit->old != NULL;
}

/* A whole address, pasted. */
static void
add_of_address (GArray *found,
                const char *typed)
{
  g_autoptr (TiemPlace) place = tiem_place_new (&(TiemAddress){ .text = (char *)typed }, NULL);

  for (guint i = 0; i < place->candidates->len; i++)
    {
      Hit hit = { g_ptr_array_index (place->candidates, i), NULL, 0 };

      g_array_append_val (found, hit);
    }
}

void
tiem_ward_list_set_query (TiemWardList *self,
                          const char *typed)
{
  const TiemUnits *units = tiem_units_get ();
  const Texts *texts = get_texts ();
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (Hit));
  g_auto (Query) query = { 0 };
  guint old_length = self->hits->len;

  query_init (&query, typed);
  for (guint i = 0; query.words->len > 0 && i < units->wards->len; i++)
    {
      Hit hit;

      if (find (texts, units, &g_array_index (units->wards, TiemWard, i), &query, &hit))
        g_array_append_val (found, hit);
    }
  if (found->len == 0)
    add_of_address (found, typed);
  g_array_set_size (self->hits, 0);
  for (guint rank = 0; rank < N_RANKS; rank++)
    for (guint i = 0; i < found->len; i++)
      if (g_array_index (found, Hit, i).rank == rank)
        g_array_append_val (self->hits, g_array_index (found, Hit, i));
  if (old_length > 0 || self->hits->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, old_length, self->hits->len);
}
