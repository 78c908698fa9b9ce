#define G_LOG_DOMAIN "tiem-address"

#include "base/tiem-text.h"
#include "model/tiem-address.h"

#include <string.h>

/*
 * Free text is read from its end: province, district, ward; what is left is number and street.
 * A unit is taken where the text says what it is ("P.", "Quận", "District"), or where a name
 * fills a part between commas. Where there are no commas at all, names alone are taken only when
 * a street is left in front of them.
 */

#define LONGEST_NAME 7

typedef enum
{
  BREAK_NONE,
  BREAK_SOFT, /* " - ": also within a name: "Bà Rịa - Vũng Tàu" */
  BREAK_HARD, /* a comma, a new line */
} Break;

typedef struct
{
  gsize start, end; /* in the text */
  char *key;
  Break before; /* what stands in front of it */
} Word;

typedef struct
{
  char *text;    /* NFC */
  GArray *words; /* (element-type Word) */
  guint end;     /* words from here on are taken */
  gboolean has_breaks;
  const TiemProvince *province;
  const TiemOldProvince *old;
} Parser;

static void
word_clear (Word *self)
{
  g_free (self->key);
}

static void
parser_clear (Parser *self)
{
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->words, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Parser, parser_clear)

static Word *
get_word (Parser *self,
          guint i)
{
  return &g_array_index (self->words, Word, i);
}

/* --- words --- */

/* "p12" is "p 12". Returns: the letters' length, 0 where it is one word. */
static gsize
find_number (const char *key)
{
  static const char *const letters[] = { "p", "f", "q", "h", "x", "tp", "tx", "tt" };
  gsize length = strcspn (key, "0123456789");

  if (length == 0 || length > 2 || key[length] == '\0'
      || strspn (key + length, "0123456789") != strlen (key + length))
    return 0;
  for (guint i = 0; i < G_N_ELEMENTS (letters); i++)
    if (strlen (letters[i]) == length && strncmp (key, letters[i], length) == 0)
      return length;
  return 0;
}

static void
add_word (Parser *self,
          gsize start,
          gsize end,
          Break before)
{
  g_autofree char *piece = g_strndup (self->text + start, end - start);
  g_autofree char *key = tiem_text_fold (piece);
  gsize letters = find_number (key);
  Word word = { start, end, NULL, self->words->len == 0 ? BREAK_HARD : before };

  if (*key == '\0')
    return;
  if (letters > 0 && end - start == strlen (key))
    {
      Word number = { start + letters, end, g_strdup (key + letters), BREAK_NONE };

      word.end = start + letters;
      word.key = g_strndup (key, letters);
      g_array_append_val (self->words, word);
      g_array_append_val (self->words, number);
      return;
    }
  word.key = g_steal_pointer (&key);
  g_array_append_val (self->words, word);
}

static void
read_words (Parser *self)
{
  gssize start = -1;
  Break before = BREAK_HARD;

  for (const char *p = self->text;; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gsize at = p - self->text;

      if (c != 0 && (g_unichar_isalnum (c) || g_unichar_ismark (c) || c == '\'' || c == 0x2019))
        {
          if (start < 0)
            start = at;
          continue;
        }
      if (start >= 0)
        {
          add_word (self, start, at, before);
          start = -1;
          before = BREAK_NONE;
        }
      if (c == 0)
        break;
      if (c == ',' || c == ';' || c == '\n' || c == '|')
        before = BREAK_HARD;
      else if ((c == '-' || c == 0x2013 || c == 0x2014) && at > 0 && p[-1] == ' '
               && before == BREAK_NONE)
        before = BREAK_SOFT;
    }
  for (guint i = 1; i < self->words->len; i++)
    self->has_breaks |= get_word (self, i)->before != BREAK_NONE;
}

static void
parser_init (Parser *self,
             const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  *self = (Parser){ .text = g_utf8_normalize (valid, -1, G_NORMALIZE_ALL_COMPOSE),
                    .words = g_array_new (FALSE, TRUE, sizeof (Word)) };
  g_array_set_clear_func (self->words, (GDestroyNotify)word_clear);
  read_words (self);
  self->end = self->words->len;
}

/* --- pieces --- */

/* Returns: (transfer full): the words from @from up to the end, as they were written */
static char *
dup_written (Parser *self,
             guint from)
{
  gsize start = get_word (self, from)->start;

  return g_strndup (self->text + start, get_word (self, self->end - 1)->end - start);
}

static char *
dup_folded (Parser *self,
            guint from)
{
  GString *joined = g_string_new (NULL);

  for (guint i = from; i < self->end; i++)
    {
      if (i > from)
        g_string_append_c (joined, ' ');
      g_string_append (joined, get_word (self, i)->key);
    }
  return g_string_free (joined, FALSE);
}

/* The first word that a name ending here may begin with: no comma within it. */
static guint
get_reach (Parser *self)
{
  guint from = self->end;

  while (from > 0 && self->end - from < LONGEST_NAME)
    {
      from--;
      if (get_word (self, from)->before == BREAK_HARD)
        break;
    }
  return from;
}

static gboolean
begins_part (Parser *self,
             guint from)
{
  return get_word (self, from)->before != BREAK_NONE;
}

/* Whether the words up to @from look like number and street: "12 ngõ 5 Trần Duy Hưng", not "12". */
static gboolean
leaves_street (Parser *self,
               guint from)
{
  static const char *const no_names[] = { "so",  "so nha", "ngo",  "ngach", "hem",  "nha", "duong",
                                          "pho", "to",     "thon", "ap",    "kiet", "lo" };
  guint names = 0;

  for (guint i = 0; i < from; i++)
    {
      const char *key = get_word (self, i)->key;
      gboolean is_name = !g_ascii_isdigit (*key) && strlen (key) > 1;

      for (guint n = 0; n < G_N_ELEMENTS (no_names); n++)
        is_name = is_name && strcmp (key, no_names[n]) != 0;
      names += is_name;
    }
  return names >= 2;
}

/* --- the country and a postcode behind it all --- */

static gboolean
is_postcode (const char *key)
{
  gsize length = strlen (key);

  return (length == 5 || length == 6) && strspn (key, "0123456789") == length;
}

static void
drop_country (Parser *self)
{
  for (;;)
    {
      const char *last = self->end > 1 ? get_word (self, self->end - 1)->key : "";
      const char *other = self->end > 2 ? get_word (self, self->end - 2)->key : "";

      if (strcmp (last, "vietnam") == 0 || strcmp (last, "vn") == 0 || is_postcode (last))
        self->end--;
      else if (strcmp (last, "nam") == 0 && strcmp (other, "viet") == 0
               && begins_part (self, self->end - 2))
        self->end -= 2;
      else
        return;
    }
}

/* --- province --- */

static gboolean
agrees (const char *written,
        const char *name)
{
  g_autofree char *toned = tiem_unit_toned_key (written);
  g_autofree char *own = tiem_unit_toned_key (name);

  return g_str_has_suffix (own, toned);
}

/* In the middle of a part a name alone may be the end of a street's: "12 Nguyễn Huệ". */
static gboolean
may_be_province (Parser *self,
                 guint from,
                 const char *written,
                 const TiemProvince *province,
                 const TiemOldProvince *old)
{
  g_autofree char *folded = dup_folded (self, from);
  TiemUnitKind kind;

  g_free (tiem_unit_split (folded, &kind));
  if (begins_part (self, from) || kind == TIEM_UNIT_THANH_PHO || kind == TIEM_UNIT_TINH)
    return TRUE;
  if (!g_str_is_ascii (written))
    return agrees (written, province->name) || (old != NULL && agrees (written, old->name))
           || strcmp (folded, "sai gon") == 0;
  return strcmp (folded, "hue") != 0;
}

static char *
take_province (Parser *self)
{
  for (guint from = get_reach (self); from < self->end; from++)
    {
      g_autofree char *written = dup_written (self, from);
      const TiemOldProvince *old;
      const TiemProvince *province = tiem_units_find_province (written, &old);

      if (province == NULL)
        {
          g_autofree char *folded = dup_folded (self, from);

          province = tiem_units_find_province (folded, &old);
        }
      if (province != NULL && may_be_province (self, from, written, province, old))
        {
          self->province = province;
          self->old = old;
          self->end = from;
          return g_steal_pointer (&written);
        }
    }
  return NULL;
}

/* --- district and ward --- */

static gboolean
is_district_kind (TiemUnitKind kind)
{
  return kind >= TIEM_UNIT_QUAN && kind <= TIEM_UNIT_THANH_PHO;
}

static gboolean
is_ward_kind (TiemUnitKind kind)
{
  return kind >= TIEM_UNIT_PHUONG && kind <= TIEM_UNIT_DAC_KHU;
}

static gboolean
knows_district (Parser *self,
                const char *key)
{
  for (const TiemDistrict *district = tiem_units_lookup_district (key); district != NULL;
       district = district->next)
    if (self->province == NULL || district->province->province == self->province)
      return TRUE;
  return FALSE;
}

static gboolean
knows_ward (Parser *self,
            const char *key,
            const char *district_key)
{
  for (const TiemOldWard *ward = tiem_units_lookup_old_ward (key); ward != NULL; ward = ward->next)
    if ((self->province == NULL || ward->district->province->province == self->province)
        && (district_key == NULL || strcmp (ward->district->key, district_key) == 0))
      return TRUE;
  for (const TiemWard *ward = tiem_units_lookup_ward (key); ward != NULL; ward = ward->next)
    if (self->province == NULL || ward->province == self->province)
      return TRUE;
  return FALSE;
}

/* Whether the word before a name says what it is by more than a letter: then it is a unit's name
 * even when no unit is known by it. */
static gboolean
says_kind (Parser *self,
           guint from)
{
  const char *key = get_word (self, from)->key;

  return strlen (key) >= 4 || strcmp (key, "xa") == 0 || strcmp (key, "thi") == 0
         || strcmp (key, "dac") == 0;
}

/* A name without its kind: does it stand where only a unit's can? */
static gboolean
stands_alone (Parser *self,
              guint from)
{
  return self->has_breaks ? begins_part (self, from)
                          : self->province != NULL && leaves_street (self, from);
}

static char *
take (Parser *self,
      guint from)
{
  char *written = dup_written (self, from);

  self->end = from;
  return written;
}

/* Whether a ward stands here that says what it is: then no district stands behind it, though its
 * name may end like one's: "Phường Lâm Viên - Đà Lạt". */
static gboolean
ends_in_ward (Parser *self)
{
  for (guint from = get_reach (self); from < self->end; from++)
    {
      g_autofree char *folded = dup_folded (self, from);
      TiemUnitKind kind;
      g_autofree char *key = tiem_unit_split (folded, &kind);

      if (is_ward_kind (kind) && knows_ward (self, key, NULL))
        return TRUE;
    }
  return FALSE;
}

static char *
take_district (Parser *self,
               char **district_key)
{
  guint reach = get_reach (self);

  if (ends_in_ward (self))
    return NULL;
  for (guint from = reach; from < self->end; from++)
    {
      g_autofree char *folded = dup_folded (self, from);
      TiemUnitKind kind;
      g_autofree char *key = tiem_unit_split (folded, &kind);

      if (!knows_district (self, key))
        continue;
      if (is_district_kind (kind) || (kind == TIEM_UNIT_NONE && stands_alone (self, from)))
        {
          *district_key = g_steal_pointer (&key);
          return take (self, from);
        }
    }
  for (guint from = reach; from < self->end; from++)
    {
      g_autofree char *folded = dup_folded (self, from);
      TiemUnitKind kind;

      g_free (tiem_unit_split (folded, &kind));
      if (is_district_kind (kind) && begins_part (self, from) && says_kind (self, from))
        return take (self, from);
    }
  return NULL;
}

static char *
take_ward (Parser *self,
           const char *district_key)
{
  guint reach = get_reach (self);

  for (guint from = reach; from < self->end; from++)
    {
      g_autofree char *folded = dup_folded (self, from);
      TiemUnitKind kind;
      g_autofree char *key = tiem_unit_split (folded, &kind);
      gboolean alone = kind == TIEM_UNIT_NONE && stands_alone (self, from)
                       && (self->has_breaks || district_key != NULL) && (!g_ascii_isdigit (*key));

      if ((is_ward_kind (kind) || alone) && knows_ward (self, key, alone ? district_key : NULL))
        return take (self, from);
    }
  for (guint from = reach; from < self->end; from++)
    {
      g_autofree char *folded = dup_folded (self, from);
      TiemUnitKind kind;

      g_free (tiem_unit_split (folded, &kind));
      if (is_ward_kind (kind) && begins_part (self, from) && says_kind (self, from))
        return take (self, from);
    }
  return NULL;
}

/* --- the whole --- */

/* What stands in front of the units, without the comma behind it. */
static char *
dup_rest (Parser *self)
{
  gsize end = self->end > 0 ? get_word (self, self->end - 1)->end : 0;

  /* A bracket closes behind its last word. */
  while (self->text[end] == ')' || self->text[end] == '"')
    end++;
  return end > 0 ? g_strstrip (g_strndup (self->text, end)) : NULL;
}

/* "TP. Vũng Tàu" alone is the city, and tells its province. */
static void
repeat_as_district (Parser *self,
                    TiemAddress *address)
{
  g_autofree char *folded = tiem_text_fold (address->province);
  g_autofree char *key = tiem_unit_split (folded, NULL);

  if (address->district == NULL && self->old != NULL && strcmp (key, self->old->key) != 0
      && strcmp (key, self->province->key) != 0 && knows_district (self, key))
    address->district = g_strdup (address->province);
}

/* The parts of the text from the last to the first. */
static char *
reverse_parts (const char *text)
{
  g_auto (GStrv) parts = g_strsplit_set (text, ",;\n", -1);
  GString *reversed = g_string_new (NULL);

  for (guint i = g_strv_length (parts); i > 0; i--)
    g_string_append_printf (
        reversed, "%s%s", reversed->len > 0 ? ", " : "", g_strstrip (parts[i - 1]));
  return g_string_free (reversed, FALSE);
}

static gboolean
read_parts (const char *text,
            gboolean reversed,
            TiemAddress *address)
{
  g_auto (Parser) self = { 0 };
  g_autofree char *district_key = NULL;

  parser_init (&self, text);
  if (!reversed)
    drop_country (&self);
  if (self.end == 0)
    return TRUE;
  address->province = take_province (&self);
  if (address->province == NULL && !reversed && strpbrk (text, ",;\n") != NULL)
    {
      g_autofree char *turned = reverse_parts (text);
      TiemAddress tried = { 0 };

      if (read_parts (turned, TRUE, &tried) && tried.province != NULL && tried.ward != NULL)
        {
          tried.text = g_steal_pointer (&address->text);
          *address = tried;
          return TRUE;
        }
      tiem_address_clear (&tried);
    }
  if (self.end > 0)
    address->district = take_district (&self, &district_key);
  if (self.end > 0)
    address->ward = take_ward (&self, district_key);
  if (address->province != NULL)
    repeat_as_district (&self, address);
  address->line = dup_rest (&self);
  return TRUE;
}

void
tiem_address_parse (const char *text,
                    TiemAddress *address)
{
  g_autofree char *whole = g_strstrip (g_strdup (text != NULL ? text : ""));

  if (*whole == '\0')
    return;
  address->text = g_strdup (whole);
  if (tiem_text_is_masked (whole))
    address->line = g_strdup (whole);
  else
    read_parts (whole, FALSE, address);
}
