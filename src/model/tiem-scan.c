#include "config.h"

#include "model/tiem-scan.h"

#include <string.h>

struct _TiemScanner
{
  GString *burst; /* characters that came fast, one after the other */
  GString *lead;  /* those shortly before them: of the same code, when Enter says it is one */
  guint32 last_at;
  gboolean has_end; /* the scanner was seen to end a code with Enter or Tab */
  GQueue codes;     /* (element-type utf8): whole ones */
};

TiemScanner *
tiem_scanner_new (void)
{
  TiemScanner *self = g_new0 (TiemScanner, 1);

  self->burst = g_string_new (NULL);
  self->lead = g_string_new (NULL);
  g_queue_init (&self->codes);
  return self;
}

void
tiem_scanner_free (TiemScanner *self)
{
  g_string_free (self->burst, TRUE);
  g_string_free (self->lead, TRUE);
  g_queue_clear_full (&self->codes, g_free);
  g_free (self);
}

static gboolean
is_code (TiemScanner *self)
{
  return g_utf8_strlen (self->burst->str, -1) >= TIEM_SCAN_SHORTEST;
}

/* What came so far ends here: a code, or something typed. */
static void
end_burst (TiemScanner *self,
           gboolean with_lead)
{
  if (is_code (self) && (with_lead || self->lead->len == 0))
    g_queue_push_tail (&self->codes, g_strconcat (self->lead->str, self->burst->str, NULL));
  tiem_scanner_forget (self);
}

/* A pause in what came so far: a code of its own, or the beginning of one. */
static void
pause_burst (TiemScanner *self,
             guint32 gap)
{
  if ((is_code (self) && !self->has_end) || gap > TIEM_SCAN_PATIENCE_MS)
    {
      end_burst (self, FALSE);
      return;
    }
  if (self->lead->len < TIEM_SCAN_LONGEST)
    g_string_append (self->lead, self->burst->str);
  g_string_truncate (self->burst, 0);
}

guint
tiem_scanner_get_patience (TiemScanner *self)
{
  return self->has_end ? TIEM_SCAN_PATIENCE_MS : TIEM_SCAN_IDLE_MS;
}

/* Whether a character belongs to what came before it. */
static gboolean
goes_on (TiemScanner *self,
         guint32 gap)
{
  if (self->burst->len == 0)
    return FALSE;
  return gap <= TIEM_SCAN_GAP_MS
         || (self->has_end && gap <= TIEM_SCAN_PATIENCE_MS
             && g_utf8_strlen (self->burst->str, -1) >= TIEM_SCAN_SURE);
}

TiemScanVerdict
tiem_scanner_feed (TiemScanner *self,
                   gunichar character,
                   guint32 at,
                   gboolean repeat)
{
  /* Unsigned, so that it is right when the clock of the events wraps. */
  guint32 gap = at - self->last_at;

  if (repeat)
    {
      tiem_scanner_forget (self);
      return TIEM_SCAN_TYPED;
    }
  if (character == '\n' || character == '\t')
    {
      gboolean ends = gap <= tiem_scanner_get_patience (self) && is_code (self);

      self->has_end = self->has_end || ends;
      end_burst (self, TRUE);
      return ends ? TIEM_SCAN_TAKEN : TIEM_SCAN_TYPED;
    }
  if (!goes_on (self, gap))
    pause_burst (self, gap);
  self->last_at = at;
  if (self->burst->len < TIEM_SCAN_LONGEST)
    g_string_append_unichar (self->burst, character);
  return g_utf8_strlen (self->burst->str, -1) >= TIEM_SCAN_SURE ? TIEM_SCAN_TAKEN : TIEM_SCAN_TYPED;
}

void
tiem_scanner_idle (TiemScanner *self,
                   guint32 at)
{
  if (self->burst->len > 0 && at - self->last_at >= tiem_scanner_get_patience (self))
    end_burst (self, FALSE);
}

char *
tiem_scanner_pop (TiemScanner *self)
{
  return g_queue_pop_head (&self->codes);
}

const char *
tiem_scanner_peek (TiemScanner *self)
{
  return self->burst->str;
}

void
tiem_scanner_forget (TiemScanner *self)
{
  g_string_truncate (self->burst, 0);
  g_string_truncate (self->lead, 0);
}

/* --- what came --- */

/* ISO/IEC 15424: "]", a letter for the symbology, a modifier. */
static gboolean
has_symbology (const char *text)
{
  return text[0] == ']' && g_ascii_isalpha (text[1]) && g_ascii_isalnum (text[2]);
}

char *
tiem_scan_clean (const char *raw)
{
  g_autofree char *valid = g_utf8_make_valid (raw, -1);
  g_autoptr (GString) out = g_string_new (NULL);
  const char *p = valid;

  while (*p != '\0' && (g_ascii_iscntrl (*p) || g_ascii_isspace (*p)))
    p++;
  if (has_symbology (p))
    p += 3;
  for (; *p != '\0' && out->len < TIEM_SCAN_LONGEST; p = g_utf8_next_char (p))
    if (!g_unichar_iscntrl (g_utf8_get_char (p)))
      g_string_append_unichar (out, g_utf8_get_char (p));
  return g_strstrip (g_string_free (g_steal_pointer (&out), FALSE));
}

static gboolean
is_digits (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

static void
add_spelling (GPtrArray *spellings,
              const char *text)
{
  if (*text != '\0' && !g_ptr_array_find_with_equal_func (spellings, text, g_str_equal, NULL))
    g_ptr_array_add (spellings, g_strdup (text));
}

/* A GTIN is the same number with more or fewer zeros before it. */
static void
add_gtin (GPtrArray *spellings,
          const char *digits)
{
  gsize length = strlen (digits);
  g_autofree char *longer = g_strconcat ("0", digits, NULL);

  add_spelling (spellings, digits);
  if (length == 12)
    add_spelling (spellings, longer);
  if ((length == 13 || length == 14) && *digits == '0')
    add_spelling (spellings, digits + 1);
  if (length == 14 && g_str_has_prefix (digits, "00"))
    add_spelling (spellings, digits + 2);
}

static char *
dup_other_case (const char *text)
{
  char *other = g_strdup (text);

  for (char *p = other; *p != '\0'; p++)
    *p = g_ascii_isupper (*p) ? g_ascii_tolower (*p) : g_ascii_toupper (*p);
  return other;
}

GPtrArray *
tiem_scan_spell (const char *raw)
{
  g_autofree char *code = tiem_scan_clean (raw);
  g_autofree char *other = dup_other_case (code);
  g_autofree char *upper = g_ascii_strup (code, -1);
  GPtrArray *spellings = g_ptr_array_new_with_free_func (g_free);

  add_spelling (spellings, code);
  if (is_digits (code))
    add_gtin (spellings, code);
  /* GS1: application identifier 01, a GTIN of 14 digits, perhaps more after it. */
  if (g_str_has_prefix (code, "01") && strlen (code) >= 16)
    {
      g_autofree char *gtin = g_strndup (code + 2, 14);

      if (tiem_scan_check_digit (gtin))
        add_gtin (spellings, gtin);
    }
  add_spelling (spellings, other);
  add_spelling (spellings, upper);
  return spellings;
}

gboolean
tiem_scan_check_digit (const char *code)
{
  gsize length = strlen (code);
  guint sum = 0;

  if (!is_digits (code) || (length != 8 && length != 12 && length != 13 && length != 14))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    sum += (guint)(code[i] - '0') * ((length - i) % 2 == 0 ? 3 : 1);
  return sum % 10 == 0;
}

gboolean
tiem_scan_is_garbled (const char *code)
{
  gsize length = strlen (code);

  return is_digits (code) && (length == 7 || length == 8 || (length >= 11 && length <= 14))
         && !tiem_scan_check_digit (code);
}

gboolean
tiem_scan_lacks_one (const char *scanned,
                     const char *code)
{
  gsize same = 0;

  if (strlen (scanned) + 1 != strlen (code))
    return FALSE;
  while (scanned[same] != '\0' && scanned[same] == code[same])
    same++;
  return strcmp (scanned + same, code + same + 1) == 0;
}

/* --- two at once --- */

#define SHORTEST_HALF 4

TiemScanJoin
tiem_scan_split (
    const char *text, TiemScanKnownFunc known, gpointer user_data, char **first, char **second)
{
  g_autofree char *code = tiem_scan_clean (text);
  gsize length = strlen (code);
  gsize cut = 0;
  guint n_cuts = 0;
  gboolean half = FALSE;

  *first = *second = NULL;
  for (gsize i = SHORTEST_HALF; i + SHORTEST_HALF <= length; i++)
    {
      g_autofree char *head = NULL;
      gboolean head_known, tail_known;

      if ((code[i] & 0xc0) == 0x80) /* inside a character */
        continue;
      head = g_strndup (code, i);
      head_known = known (head, user_data);
      tail_known = known (code + i, user_data);
      half = half || (head_known && i >= TIEM_SCAN_SHORTEST)
             || (tail_known && length - i >= TIEM_SCAN_SHORTEST);
      if (!head_known || !tail_known)
        continue;
      cut = i;
      n_cuts++;
    }
  if (n_cuts == 1)
    {
      *first = g_strndup (code, cut);
      *second = g_strdup (code + cut);
      return TIEM_SCAN_SPLIT;
    }
  return n_cuts > 1 || half ? TIEM_SCAN_JOINED : TIEM_SCAN_ONE;
}

gboolean
tiem_scan_read_quantity (const char *text,
                         gint64 *quantity,
                         const char **code)
{
  gsize digits = strspn (text, "0123456789");

  if (digits == 0 || digits > 3 || text[digits] != '*' || text[digits + 1] == '\0')
    return FALSE;
  *quantity = g_ascii_strtoll (text, NULL, 10);
  *code = text + digits + 1;
  return *quantity > 0;
}
