#include "model/tiem-scan.h"

#include <string.h>

/* What a scanner types, by tables of keys with their times. */

/* "8@0 9 3" means: 8 at 0 ms, the next ones 4 ms later each unless "@" says when. "\n" Enter,
 * "\t" Tab, "…" nothing for 100 ms, "^" before a key: it is held down. */
typedef struct
{
  const char *what;
  const char *keys;
  const char *codes; /* whole ones, "|" between them; then what is left over after "~" */
  guint n_taken;     /* keys that nobody else got */
} KeyCase;

#define EAN "8 9 3 8 5 0 5 9 7 4 1 9 4"

static const KeyCase key_cases[] = {
  { "ended by Enter", EAN " \n", "8938505974194~", 11 },
  { "ended by Tab", EAN " \t", "8938505974194~", 11 },
  { "ended by nothing", EAN " …", "8938505974194~", 10 },
  { "no sign of an end yet", EAN, "~8938505974194", 10 },
  { "Enter a little late", EAN " \n@140", "8938505974194~", 11 },
  { "a person types", "A@0 T@180 -@320 S@500 G@700 \n@900", "~", 0 },
  { "a fast person's Enter is hers", "a@0 b@45 c@90 \n@130", "~", 0 },
  { "two with Enter between", "A B C 1 2 3 \n D E F 4 5 6 \n", "ABC123|DEF456~", 8 },
  { "two with a pause between", "A B C 1 2 3 D@90 E F 4 5 6 \n", "ABC123|DEF456~", 7 },
  { "two with nothing between are one", "A B C 1 2 3 D E F 4 5 6 \n", "ABC123DEF456~", 10 },
  { "typed, then scanned", "A@0 T@200 8@900 9 3 8 5 0 5 \n", "8938505~", 5 },
  { "a key held down is no scan", "5@0 ^5@30 ^5@60 ^5@90 ^5@120 ^5@150 ^5@180 …", "~", 0 },
  { "slow at the edge", "A@0 B@50 C@100 1@150 2@200 3@250 \n@300", "ABC123~", 4 },
  { "too slow is typed", "A@0 B@51 C@102 1@153 2@204 3@255 \n@306", "~", 0 },
  { "the clock wraps", "A@4294967290 B@4294967294 C@2 1@6 2@10 3@14 \n@18", "ABC123~", 4 },
  { "in two halves, from one that ends its codes",
    "A B C 1 2 3 \n@28 D@2000 E F 4 5@2200 6 \n",
    "ABC123|DEF456~",
    8 },
  { "in two halves, from one that does not", "A B C 1 2 3 D@200 E F 4 5 6 …", "ABC123|DEF456~", 6 },
  { "torn after its first characters", "A B C@100 1 2 3 4 5 \n", "ABC12345~", 4 },
  { "… and no Enter says that it is one", "A B C@100 1 2 3 4 5 …", "~", 3 },
  { "no end this time", "A B C 1 2 3 \n D@2000 E F 4 5 6 …@2120 …@2700", "ABC123|DEF456~", 7 },
  { "a short one is left to the field", "G M - 0 1 \n", "~", 2 },
};

static void
run_keys (TiemScanner *scanner,
          const char *keys,
          guint *n_taken)
{
  g_auto (GStrv) words = g_strsplit (keys, " ", -1);
  guint32 at = 0;

  for (guint i = 0; words[i] != NULL; i++)
    {
      char *word = words[i];
      char *time = strchr (word, '@');
      gboolean repeat = *word == '^';

      at = time != NULL ? (guint32)g_ascii_strtoull (time + 1, NULL, 10) : at + 4;
      if (g_str_has_prefix (word, "…"))
        tiem_scanner_idle (scanner, time != NULL ? at : at + 100);
      else if (tiem_scanner_feed (scanner, (gunichar)word[repeat ? 1 : 0], at, repeat)
               == TIEM_SCAN_TAKEN)
        (*n_taken)++;
    }
}

static void
test_keys (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (key_cases); i++)
    {
      g_autoptr (TiemScanner) scanner = tiem_scanner_new ();
      g_autoptr (GString) codes = g_string_new (NULL);
      char *code;
      guint n_taken = 0;

      g_test_message ("%s", key_cases[i].what);
      run_keys (scanner, key_cases[i].keys, &n_taken);
      while ((code = tiem_scanner_pop (scanner)) != NULL)
        {
          g_string_append_printf (codes, "%s%s", codes->len > 0 ? "|" : "", code);
          g_free (code);
        }
      g_string_append_printf (codes, "~%s", tiem_scanner_peek (scanner));
      g_assert_cmpstr (codes->str, ==, key_cases[i].codes);
      g_assert_cmpuint (n_taken, ==, key_cases[i].n_taken);
    }
}

static void
test_clean (void)
{
  static const struct
  {
    const char *raw;
    const char *clean;
  } cases[] = {
    { "8938505974194", "8938505974194" },
    { "]C18938505974194", "8938505974194" },
    { "]E08938505974194\r", "8938505974194" },
    { "\x1d]d20108938505974194\x1d", "0108938505974194" },
    { "  SPXVN04829117733C \t", "SPXVN04829117733C" },
    { "AT-SG\x1d-D", "AT-SG-D" },
    { "]", "]" },
    { "", "" },
    { "\xff\xfeX", "\xef\xbf\xbd\xef\xbf\xbdX" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *clean = tiem_scan_clean (cases[i].raw);

      g_assert_cmpstr (clean, ==, cases[i].clean);
    }
}

static void
test_spell (void)
{
  static const struct
  {
    const char *raw;
    const char *spellings;
  } cases[] = {
    { "8938505974194", "8938505974194" },
    { "036000291452", "036000291452,0036000291452" },
    { "0036000291452", "0036000291452,036000291452" },
    { "]C10108938505974194", "0108938505974194,08938505974194,8938505974194" },
    { "0108938505974194"
      "17271231",
      "010893850597419417271231,08938505974194,8938505974194" },
    { "spxvn048", "spxvn048,SPXVN048" },
    { "SpxVN048", "SpxVN048,sPXvn048,SPXVN048" },
    { "", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GPtrArray) found = tiem_scan_spell (cases[i].raw);
      g_autofree char *text = NULL;

      g_ptr_array_add (found, NULL);
      text = g_strjoinv (",", (char **)found->pdata);
      g_assert_cmpstr (text, ==, cases[i].spellings);
    }
}

static void
test_digits (void)
{
  static const struct
  {
    const char *code;
    gboolean right;
    gboolean garbled;
  } cases[] = {
    { "8938505974194", TRUE, FALSE },   { "8938505974195", FALSE, TRUE },
    { "893850597419", FALSE, TRUE },    { "938505974194", FALSE, TRUE },
    { "036000291452", TRUE, FALSE },    { "96385074", TRUE, FALSE },
    { "9638507", FALSE, TRUE },         { "08938505974194", TRUE, FALSE },
    { "2611218B4N0QRX", FALSE, FALSE }, { "582017394418655", FALSE, FALSE },
    { "12345", FALSE, FALSE },          { "", FALSE, FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_assert_cmpint (tiem_scan_check_digit (cases[i].code), ==, cases[i].right);
      g_assert_cmpint (tiem_scan_is_garbled (cases[i].code), ==, cases[i].garbled);
    }
}

static void
test_lacks_one (void)
{
  const char *code = "8938505974194";

  for (gsize i = 0; i < strlen (code); i++)
    {
      g_autoptr (GString) scanned = g_string_new (code);

      g_string_erase (scanned, (gssize)i, 1);
      g_assert_true (tiem_scan_lacks_one (scanned->str, code));
    }
  g_assert_false (tiem_scan_lacks_one (code, code));
  g_assert_false (tiem_scan_lacks_one ("893850597419", "8938505974100"));
  g_assert_false (tiem_scan_lacks_one ("89385059741", code));
  g_assert_false (tiem_scan_lacks_one ("", ""));
}

static gboolean
is_known (const char *code,
          gpointer user_data)
{
  const char *const known[] = {
    "8938505974194", "8934563138165", "SPXVN04829117733C", "AT-SG-D-L", "1111", "11111", NULL
  };

  return g_strv_contains (known, code);
}

static void
test_split (void)
{
  static const struct
  {
    const char *text;
    TiemScanJoin join;
    const char *first;
    const char *second;
  } cases[] = {
    { "89385059741948934563138165", TIEM_SCAN_SPLIT, "8938505974194", "8934563138165" },
    { "89385059741948938505974194", TIEM_SCAN_SPLIT, "8938505974194", "8938505974194" },
    { "SPXVN04829117733C8938505974194", TIEM_SCAN_SPLIT, "SPXVN04829117733C", "8938505974194" },
    { "AT-SG-D-L1111", TIEM_SCAN_SPLIT, "AT-SG-D-L", "1111" },
    { "8938505974194999999", TIEM_SCAN_JOINED, NULL, NULL },
    { "9999998938505974194", TIEM_SCAN_JOINED, NULL, NULL },
    { "111111111", TIEM_SCAN_JOINED, NULL, NULL }, /* 1111 + 11111 or the other way round */
    { "77777777777777", TIEM_SCAN_ONE, NULL, NULL },
    { "8938505974194", TIEM_SCAN_ONE, NULL, NULL },
    { "", TIEM_SCAN_ONE, NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *first = NULL;
      g_autofree char *second = NULL;

      g_assert_cmpint (
          tiem_scan_split (cases[i].text, is_known, NULL, &first, &second), ==, cases[i].join);
      g_assert_cmpstr (first, ==, cases[i].first);
      g_assert_cmpstr (second, ==, cases[i].second);
    }
}

static void
test_quantity (void)
{
  static const struct
  {
    const char *text;
    gint64 quantity; /* 0: no quantity */
    const char *code;
  } cases[] = {
    { "3*8938505974194", 3, "8938505974194" },
    { "120*AT-SG-D-L", 120, "AT-SG-D-L" },
    { "1000*X", 0, NULL },
    { "0*X", 0, NULL },
    { "*X", 0, NULL },
    { "3*", 0, NULL },
    { "8938505974194", 0, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *code = NULL;
      gint64 quantity = 0;
      gboolean is = tiem_scan_read_quantity (cases[i].text, &quantity, &code);

      g_assert_cmpint (is, ==, cases[i].quantity > 0);
      if (!is)
        continue;
      g_assert_cmpint (quantity, ==, cases[i].quantity);
      g_assert_cmpstr (code, ==, cases[i].code);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scan/keys", test_keys);
  g_test_add_func ("/scan/clean", test_clean);
  g_test_add_func ("/scan/spell", test_spell);
  g_test_add_func ("/scan/check-digit", test_digits);
  g_test_add_func ("/scan/lacks-one", test_lacks_one);
  g_test_add_func ("/scan/split", test_split);
  g_test_add_func ("/scan/quantity", test_quantity);

  return g_test_run ();
}
