#include "base/tiem-clock.h"
#include "base/tiem-error.h"
#include "base/tiem-http.h"
#include "base/tiem-money.h"
#include "base/tiem-text.h"
#include "base/tiem-time.h"

#include <string.h>

/* 2026-11-21T13:05:09.120Z, a Saturday; 20:05 in Việt Nam */
#define SATURDAY G_GINT64_CONSTANT (1795266309120)

#define WRONG G_MININT64

static void
test_money_decimal (void)
{
  static const struct
  {
    const char *text;
    gint64 vnd; /* WRONG = refused */
  } cases[] = {
    { "129000", 129000 },
    { "129000.00", 129000 },
    { "129000.0", 129000 },
    { "-2000", -2000 },
    { "-2000.00", -2000 },
    { "0", 0 },
    { "0.00", 0 },
    { "-0", 0 },
    { "000129", 129 },
    { "9223372036854775807", G_MAXINT64 },
    { "-9223372036854775808", G_MININT64 },
    { "9223372036854775808", WRONG },
    { "-9223372036854775809", WRONG },
    { "99999999999999999999999", WRONG },
    { "0.5", WRONG },
    { "129000.01", WRONG },
    { "129000.000001", WRONG },
    { "129.000.000", WRONG },
    { "129,000", WRONG },
    { "129000.", WRONG },
    { ".00", WRONG },
    { "", WRONG },
    { "-", WRONG },
    { "+5", WRONG },
    { " 5", WRONG },
    { "5 ", WRONG },
    { "1e5", WRONG },
    { "0x10", WRONG },
    { "NaN", WRONG },
    { "một trăm", WRONG },
    { "\xff\xfe", WRONG },
    { NULL, WRONG },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 vnd = 77;
      gboolean ok = tiem_money_parse_decimal (cases[i].text, &vnd, &error);

      if (cases[i].vnd == WRONG && g_strcmp0 (cases[i].text, "-9223372036854775808") != 0)
        {
          if (ok)
            g_error ("“%s” was read", cases[i].text);
          g_assert_error (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
        }
      else
        {
          g_assert_no_error (error);
          g_assert_cmpint (vnd, ==, cases[i].vnd);
        }
    }
}

static void
test_money_input (void)
{
  static const struct
  {
    const char *typed;
    gint64 vnd; /* WRONG = refused */
  } cases[] = {
    { "1250000", 1250000 },
    { "1.250.000", 1250000 },
    { "1,250,000", 1250000 },
    { "1 250 000", 1250000 },
    { "1.250.000 ₫", 1250000 },
    { "1.250.000\u00a0₫", 1250000 },
    { "1.250.000đ", 1250000 },
    { "1.250.000Đ", 1250000 },
    { "1.250.000 VND", 1250000 },
    { "1.250.000 vnđ", 1250000 },
    { "1.250.000 đồng", 1250000 },
    { "1.250.000 đồng", 1250000 },
    { "1.250.000,00", 1250000 },
    { "1,250,000.00", 1250000 },
    { "385k", 385000 },
    { "385K", 385000 },
    { "385 nghìn", 385000 },
    { "385 ngàn", 385000 },
    { "385 nghìn", 385000 },
    { "1.250k", 1250000 },
    { "2k5", 2500 },
    { "2,5k", 2500 },
    { "1tr", 1000000 },
    { "1tr2", 1200000 },
    { "1tr25", 1250000 },
    { "1tr250", 1250000 },
    { "1,2tr", 1200000 },
    { "1.2tr", 1200000 },
    { "1,25 triệu", 1250000 },
    { "1 tỷ 2", 1200000000 },
    { "1,5 tỉ", 1500000000 },
    { "0", 0 },
    { "500", 500 },
    { "-385.000", -385000 },
    { "−385.000 ₫", -385000 },
    { "-1tr2", -1200000 },
    { "9223372036854775807", G_MAXINT64 },
    { "9223372036854775808", WRONG },
    { "9223372036855tr", WRONG },
    { "", WRONG },
    { "-", WRONG },
    { "k", WRONG },
    { "đ", WRONG },
    { "0.5", WRONG },
    { "1.25", WRONG },
    { "12.50", WRONG },
    { "1250.000", WRONG },
    { "0.500", WRONG },
    { "1.250,000", WRONG },
    { "1.25.000", WRONG },
    { "1.250.00", WRONG },
    { "1,250tr", WRONG },
    { "1.250tr", WRONG },
    { "1tr2500000", WRONG },
    { "1tr2k", WRONG },
    { "1,2345k", WRONG },
    { "10 quả", WRONG },
    { "$5", WRONG },
    { "\xff", WRONG },
    { NULL, WRONG },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 vnd = 77;
      gboolean ok = tiem_money_parse_input (cases[i].typed, &vnd, &error);

      if (cases[i].vnd == WRONG)
        {
          if (ok)
            g_error ("“%s” was read", cases[i].typed);
          g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
          g_assert_true (g_utf8_validate (error->message, -1, NULL));
          continue;
        }
      g_assert_no_error (error);
      if (vnd != cases[i].vnd)
        g_error ("“%s” was read as %" G_GINT64_FORMAT, cases[i].typed, vnd);
    }
}

static void
test_money_format (void)
{
  static const struct
  {
    gint64 vnd;
    const char *text;
  } cases[] = {
    { 0, "0\u00a0₫" },
    { 999, "999\u00a0₫" },
    { 1000, "1.000\u00a0₫" },
    { 129000, "129.000\u00a0₫" },
    { 1250000, "1.250.000\u00a0₫" },
    { -385000, "−385.000\u00a0₫" },
    { G_MAXINT64, "9.223.372.036.854.775.807\u00a0₫" },
    { G_MININT64, "−9.223.372.036.854.775.808\u00a0₫" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tiem_money_format (cases[i].vnd);
      g_autofree char *number = tiem_number_format (cases[i].vnd);
      gint64 again;

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_true (g_str_has_prefix (text, number));

      /* What is shown can be typed again. */
      if (cases[i].vnd == G_MININT64)
        continue;
      g_assert_true (tiem_money_parse_input (text, &again, NULL));
      g_assert_cmpint (again, ==, cases[i].vnd);
    }
}

static void
test_text_fold (void)
{
  static const struct
  {
    const char *text;
    const char *folded;
  } cases[] = {
    { "Áo sơ mi", "ao so mi" },
    { "Đường phèn", "duong phen" },
    { "ĐƯỜNG PHÈN", "duong phen" },
    { "đ Đ", "d d" },
    { "Thanh Hoá", "thanh hoa" },
    { "Thanh Hóa", "thanh hoa" },
    { "Hoà", "hoa" },
    { "Hòa", "hoa" },
    { "uỷ ủy", "uy uy" },
    { "Ăn ấm Ơi ư ợ ỹ", "an am oi u o y" },
    { "  Áo thun – đen,  size L! ", "ao thun den size l" },
    { "AT-SG_01", "at sg 01" },
    { "250g", "250g" },
    { "Ｍặt nạ １０", "mat na 10" },
    { "Straße, Łódź, Ærø", "strasse lodz aero" },
    { "กำ 商品", "กํา 商品" },
    { "Москва", "москва" },
    { "😀", "" },
    { "", "" },
    { NULL, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *composed = NULL;
      g_autofree char *apart = NULL;
      g_autofree char *from_given = tiem_text_fold (cases[i].text);
      g_autofree char *from_composed = NULL;
      g_autofree char *from_apart = NULL;
      g_autofree char *again = tiem_text_fold (from_given);

      g_assert_cmpstr (from_given, ==, cases[i].folded);
      g_assert_cmpstr (again, ==, from_given);
      if (cases[i].text == NULL)
        continue;

      composed = g_utf8_normalize (cases[i].text, -1, G_NORMALIZE_DEFAULT_COMPOSE);
      apart = g_utf8_normalize (cases[i].text, -1, G_NORMALIZE_DEFAULT);
      from_composed = tiem_text_fold (composed);
      from_apart = tiem_text_fold (apart);
      g_assert_cmpstr (from_composed, ==, cases[i].folded);
      g_assert_cmpstr (from_apart, ==, cases[i].folded);
    }
}

/* Every Vietnamese letter in every form ends up as its ASCII letter. */
static void
test_text_fold_alphabet (void)
{
  static const char *const rows[] = {
    "aàáảãạăằắẳẵặâầấẩẫậAÀÁẢÃẠĂẰẮẲẴẶÂẦẤẨẪẬ",
    "dđDĐ",
    "eèéẻẽẹêềếểễệEÈÉẺẼẸÊỀẾỂỄỆ",
    "iìíỉĩịIÌÍỈĨỊ",
    "oòóỏõọôồốổỗộơờớởỡợOÒÓỎÕỌÔỒỐỔỖỘƠỜỚỞỠỢ",
    "uùúủũụưừứửữựUÙÚỦŨỤƯỪỨỬỮỰ",
    "yỳýỷỹỵYỲÝỶỸỴ",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    for (const char *p = rows[i]; *p != '\0'; p = g_utf8_next_char (p))
      {
        g_autofree char *letter = g_strndup (p, g_utf8_next_char (p) - p);
        g_autofree char *folded = tiem_text_fold (letter);

        g_assert_cmpuint (strlen (folded), ==, 1);
        g_assert_cmpint (folded[0], ==, rows[i][0]);
      }
}

static void
test_text_fold_broken (void)
{
  g_autofree char *folded = tiem_text_fold ("Áo \xff\xc3( thun");

  g_assert_true (g_utf8_validate (folded, -1, NULL));
  g_assert_cmpstr (folded, ==, "ao thun");
}

static void
test_text_sku_key (void)
{
  static const struct
  {
    const char *one;
    const char *other;
    gboolean same;
  } cases[] = {
    { "AT-SG 01", "at-sg01", TRUE },
    { "AT-SG-01", "AT-SG01", FALSE },
    { "at-sg01", "atsg01", FALSE },
    { "ÁO-ĐEN", "áo-den", TRUE },
    { "ÁO-ĐEN", "áo-đen", TRUE }, /* NFD */
    { "ÁO", "ao", FALSE },
    { " 8935001000006\t", "8935001000006", TRUE },
    { "8935\u00a0001\u200b000006", "8935001000006", TRUE },
    { "A.1", "A-1", FALSE },
    { "01", "1", FALSE },
    { "", NULL, TRUE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *one = tiem_sku_key (cases[i].one);
      g_autofree char *other = tiem_sku_key (cases[i].other);

      if (cases[i].same)
        g_assert_cmpstr (one, ==, other);
      else
        g_assert_cmpstr (one, !=, other);
    }
}

static void
test_text_match_expression (void)
{
  static const struct
  {
    const char *typed;
    const char *expression;
  } cases[] = {
    { "ao thun den", "\"ao\" \"thun\" \"den\"*" },
    { "Áo thun đen", "\"ao\" \"thun\" \"den\"*" },
    { "áo", "\"ao\"" },
    { "áo th", "\"ao\" \"th\"*" },
    { "áo t", "\"ao\" \"t\"" },
    { "09", "\"09\"" },
    { "090", "\"090\"*" },
    { "a\"b* AND -c", "\"a\" \"b\" \"and\" \"c\"" },
    { "NEAR(x y)", "\"near\" \"x\" \"y\"" },
    { "  ", NULL },
    { "\"*\"", NULL },
    { "", NULL },
    { NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *expression = tiem_text_match_expression (cases[i].typed);

      g_assert_cmpstr (expression, ==, cases[i].expression);
    }
}

static void
test_text_holds (void)
{
  static const struct
  {
    const char *text;
    const char *typed;
    gboolean holds;
  } cases[] = {
    { "ao thun den", "ao thun den", TRUE }, { "ao thun den", "thun de", TRUE },
    { "ao thun den", "den thu", TRUE },     { "ao thun den", "thu den", FALSE },
    { "ao thun den", "hun", FALSE },        { "ao thun den", "a", FALSE },
    { "ao thun den", "ao d", FALSE },       { "ao thun den", "ao", TRUE },
    { "thung thu", "thu", TRUE },           { "thung thu", "thu thun", TRUE },
    { "0901234567 4567", "456", TRUE },     { "", "ao", FALSE },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_true (tiem_text_holds (cases[i].text, cases[i].typed) == cases[i].holds);
}

static void
test_text_masked (void)
{
  g_assert_true (tiem_text_is_masked ("N*****h"));
  g_assert_true (tiem_text_is_masked ("******67"));
  g_assert_true (tiem_text_is_masked ("090••••567"));
  g_assert_false (tiem_text_is_masked ("Nguyễn Thị Ánh"));
  g_assert_false (tiem_text_is_masked (""));
  g_assert_false (tiem_text_is_masked (NULL));
}

static void
test_phone_normalise (void)
{
  static const struct
  {
    const char *text;
    const char *phone;
    const char *shown;
  } cases[] = {
    { "0901234567", "+84901234567", "0901 234 567" },
    { "+84 90 123 4567", "+84901234567", "0901 234 567" },
    { "84901234567", "+84901234567", "0901 234 567" },
    { "090.123.4567", "+84901234567", "0901 234 567" },
    { "0084 901 234 567", "+84901234567", "0901 234 567" },
    { "+84 (0)90 123-4567", "+84901234567", "0901 234 567" },
    { "901234567", "+84901234567", "0901 234 567" },
    { "0901\u00a0234\u00a0567", "+84901234567", "0901 234 567" },
    { "0868123456", "+84868123456", "0868 123 456" },
    { "0771234567", "+84771234567", "0771 234 567" },
    { "0592123456", "+84592123456", "0592 123 456" },
    { "0559123456", "+84559123456", "0559 123 456" },
    { "0841234567", "+84841234567", "0841 234 567" },
    { "841234567", "+84841234567", "0841 234 567" },
    { "02838123456", "+842838123456", "028 3812 3456" },
    { "(024) 3812 3456", "+842438123456", "024 3812 3456" },
    { "0236 3822 123", "+842363822123", "0236 3822 123" },
    { "18006162", "+8418006162", "1800 6162" },
    { "1900 6750", "+8419006750", "1900 6750" },
    { "0120 123 4567", "+84701234567", "0701 234 567" },
    { "0169 123 4567", "+84391234567", "0391 234 567" },
    { "+84 188 123 4567", "+84581234567", "0581 234 567" },
    { "0199 123 4567", "+84591234567", "0591 234 567" },
    { "0123456789", NULL, NULL },
    { "0551234567", NULL, NULL },
    { "0281234567", NULL, NULL },
    { "090 123 45", NULL, NULL },
    { "0992123456", NULL, NULL },
    { "0891234567", NULL, NULL },
    { "+1 415 555 2671", NULL, NULL },
    { "+901234567", NULL, NULL },
    { "******4567", NULL, NULL },
    { "090*****67", NULL, NULL },
    { "0901234567 Lan", NULL, NULL },
    { "0901234567890123456789", NULL, NULL },
    { "090\xff", NULL, NULL },
    { "+", NULL, NULL },
    { "", NULL, NULL },
    { NULL, NULL, NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *phone = tiem_phone_normalise (cases[i].text);
      g_autofree char *shown = NULL;
      g_autofree char *again = NULL;

      g_assert_cmpstr (phone, ==, cases[i].phone);
      if (phone == NULL)
        continue;
      shown = tiem_phone_format (phone);
      again = tiem_phone_normalise (shown);
      g_assert_cmpstr (shown, ==, cases[i].shown);
      g_assert_cmpstr (again, ==, phone);
    }
}

static void
test_phone_format_other (void)
{
  static const char *const unchanged[] = { "******67", "+14155552671", "0901", "+8412", "" };

  for (gsize i = 0; i < G_N_ELEMENTS (unchanged); i++)
    {
      g_autofree char *shown = tiem_phone_format (unchanged[i]);

      g_assert_cmpstr (shown, ==, unchanged[i]);
    }
}

static void
test_time_parse (void)
{
  static const struct
  {
    const char *text;
    gint64 ms; /* WRONG = refused */
  } cases[] = {
    { "2026-11-21T13:05:09.120Z", SATURDAY },
    { "2026-11-21T13:05:09.12Z", SATURDAY },
    { "2026-11-21T13:05:09.120999Z", SATURDAY },
    { "2026-11-21T13:05:09.120", SATURDAY },
    { "2026-11-21T20:05:09.120+07:00", SATURDAY },
    { "2026-11-21T20:05:09.120+0700", SATURDAY },
    { "2026-11-21T20:05:09.120+07", SATURDAY },
    { "2026-11-21 05:35:09.120-07:30", SATURDAY },
    { "2026-11-21T13:05:09", SATURDAY - 120 },
    { "2026-11-21T13:05Z", SATURDAY - 9120 },
    { "2026-11-21", G_GINT64_CONSTANT (1795219200000) },
    { "1795266309", SATURDAY - 120 },
    { "1795266309120", SATURDAY },
    { "1970-01-01T00:00:00Z", 0 },
    { "1969-12-31T23:59:59.999Z", -1 },
    { "2024-02-29T00:00:00Z", G_GINT64_CONSTANT (1709164800000) },
    { "2023-02-29T00:00:00Z", WRONG },
    { "2026-13-01T00:00:00Z", WRONG },
    { "2026-00-10T00:00:00Z", WRONG },
    { "2026-11-31T00:00:00Z", WRONG },
    { "2026-11-21T24:00:00Z", WRONG },
    { "2026-11-21T13:60:00Z", WRONG },
    { "2026-11-21T13:05:09+", WRONG },
    { "2026-11-21T13:05:09+7", WRONG },
    { "2026-11-21T13:05:09+99:00", WRONG },
    { "2026-11-21T13:05:09Zx", WRONG },
    { "2026-11-21T", WRONG },
    { "2026-11-2", WRONG },
    { "21/11/2026", WRONG },
    { "-5", WRONG },
    { "99999999999999999999", WRONG },
    { "0000-00-00T00:00:00", WRONG },
    { "", WRONG },
    { "\xff", WRONG },
    { NULL, WRONG },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 ms = 77;
      gboolean ok = tiem_time_parse (cases[i].text, &ms, &error);

      if (cases[i].ms == WRONG)
        {
          if (ok)
            g_error ("“%s” was read", cases[i].text);
          g_assert_error (error, TIEM_ERROR, TIEM_ERROR_PROTOCOL);
          continue;
        }
      g_assert_no_error (error);
      if (ms != cases[i].ms)
        g_error ("“%s” was read as %" G_GINT64_FORMAT, cases[i].text, ms);
    }
}

static void
test_time_http (void)
{
  g_assert_cmpint (tiem_time_parse_http ("Sat, 21 Nov 2026 13:05:09 GMT"), ==, SATURDAY - 120);
  g_assert_cmpint (tiem_time_parse_http ("Thu, 01 Jan 2026 00:00:00 GMT"),
                   ==,
                   G_GINT64_CONSTANT (1767225600000));
  g_assert_cmpint (tiem_time_parse_http ("Sat, 21 Nov 2026 13:05:09 +0700"), ==, 0);
  g_assert_cmpint (tiem_time_parse_http ("Sat, 21 Thg 2026 13:05:09 GMT"), ==, 0);
  g_assert_cmpint (tiem_time_parse_http ("Sat, 21"), ==, 0);
  g_assert_cmpint (tiem_time_parse_http ("120"), ==, 0);
  g_assert_cmpint (tiem_time_parse_http (""), ==, 0);
  g_assert_cmpint (tiem_time_parse_http (NULL), ==, 0);
}

static void
test_time_iso (void)
{
  static const struct
  {
    gint64 ms;
    const char *text;
  } cases[] = {
    { SATURDAY, "2026-11-21T13:05:09.120Z" },
    { 0, "1970-01-01T00:00:00.000Z" },
    { -1, "1969-12-31T23:59:59.999Z" },
    { -1000, "1969-12-31T23:59:59.000Z" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *text = tiem_time_format_iso (cases[i].ms);
      gint64 again;

      g_assert_cmpstr (text, ==, cases[i].text);
      g_assert_true (tiem_time_parse (text, &again, NULL));
      g_assert_cmpint (again, ==, cases[i].ms);
    }
}

/* Days are cut at 17:00 UTC. */
static void
test_time_day (void)
{
  gint64 day = tiem_time_day (SATURDAY);
  gint64 start = tiem_time_day_start (day);
  g_autofree char *text = tiem_time_format_iso (start);

  g_assert_cmpstr (text, ==, "2026-11-20T17:00:00.000Z");
  g_assert_cmpint (tiem_time_day (start), ==, day);
  g_assert_cmpint (tiem_time_day (start - 1), ==, day - 1);
  g_assert_cmpint (tiem_time_day (0), ==, 0);
  g_assert_cmpint (tiem_time_day (-7 * 3600000), ==, 0);
  g_assert_cmpint (tiem_time_day (-7 * 3600000 - 1), ==, -1);
  g_assert_cmpint (tiem_time_day (tiem_time_day_start (-40)), ==, -40);
}

static void
test_time_shown (void)
{
  static const struct
  {
    const char *when;
    const char *shown;
  } cases[] = {
    { "2026-11-21T13:18:00Z", "20:18" },       { "2026-11-20T17:00:00Z", "00:00" },
    { "2026-11-20T16:59:00Z", "20/11 23:59" }, { "2026-01-01T05:00:00Z", "01/01 12:00" },
    { "2025-11-20T11:02:00Z", "20/11/25" },    { "2025-12-31T17:30:00Z", "01/01 00:30" },
  };
  g_autofree char *full = tiem_time_format_full (SATURDAY);
  g_autofree char *nothing = tiem_time_format_short (0, SATURDAY);

  g_assert_cmpstr (full, ==, "20:05:09 · 21/11/2026");
  g_assert_cmpstr (nothing, ==, "—");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = NULL;
      gint64 ms;

      g_assert_true (tiem_time_parse (cases[i].when, &ms, NULL));
      shown = tiem_time_format_short (ms, SATURDAY);
      g_assert_cmpstr (shown, ==, cases[i].shown);
    }
}

static void
test_clock_simulated (void)
{
  g_autoptr (TiemClock) clock = tiem_clock_new_simulated (SATURDAY);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (tiem_clock_now (clock), ==, SATURDAY);
  tiem_sim_clock_advance (clock, 1000);
  g_assert_cmpint (tiem_clock_now (clock), ==, SATURDAY + 1000);

  g_assert_true (tiem_clock_sleep_until (clock, SATURDAY + 5000, cancellable, &error));
  g_assert_no_error (error);
  g_assert_cmpint (tiem_clock_now (clock), ==, SATURDAY + 5000);
  g_assert_true (tiem_clock_sleep_until (clock, SATURDAY, NULL, NULL));
  g_assert_cmpint (tiem_clock_now (clock), ==, SATURDAY + 5000);

  g_cancellable_cancel (cancellable);
  g_assert_false (tiem_clock_sleep_until (clock, SATURDAY + 9000, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (tiem_clock_now (clock), ==, SATURDAY + 5000);
}

static gpointer
cancel_soon (gpointer data)
{
  g_usleep (20000);
  g_cancellable_cancel (data);
  return NULL;
}

static void
test_clock_system (void)
{
  g_autoptr (TiemClock) clock = tiem_clock_new_system ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  gint64 start = tiem_clock_now (clock);
  GThread *thread;

  g_assert_cmpint (start, >, SATURDAY - G_GINT64_CONSTANT (366) * 86400000);
  g_assert_true (tiem_clock_sleep_until (clock, start + 20, NULL, &error));
  g_assert_cmpint (tiem_clock_now (clock), >=, start + 20);
  g_assert_true (tiem_clock_sleep_until (clock, start, cancellable, &error));

  thread = g_thread_new ("cancel", cancel_soon, cancellable);
  g_assert_false (tiem_clock_sleep_until (clock, start + 60000, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (tiem_clock_now (clock), <, start + 30000);
  g_thread_join (thread);
}

static void
test_http_request (void)
{
  g_autoptr (TiemRequest) request = tiem_request_new ("POST", "https://shop.example/wp-json?a=1");
  g_autoptr (TiemRequest) copy = NULL;

  tiem_request_set_header (request, "Accept", "application/json");
  tiem_request_set_header (request, "accept", "text/html");
  tiem_request_set_body (request, "text/plain", "Áo thun", -1);
  tiem_request_set_body (request, "application/json", "{}…", 2);
  request->idempotent = TRUE;
  request->timeout_ms = 500;
  request->endpoint = g_strdup ("orders");

  copy = tiem_request_copy (request);
  tiem_request_set_header (request, "Accept", "*/*");
  g_clear_pointer (&request, tiem_request_free);

  g_assert_cmpstr (copy->method, ==, "POST");
  g_assert_cmpstr (copy->url, ==, "https://shop.example/wp-json?a=1");
  g_assert_cmpuint (copy->headers->len, ==, 2);
  g_assert_cmpstr (tiem_request_get_header (copy, "ACCEPT"), ==, "text/html");
  g_assert_null (tiem_request_get_header (copy, "Authorization"));
  g_assert_cmpmem (g_bytes_get_data (copy->body, NULL), g_bytes_get_size (copy->body), "{}", 2);
  g_assert_cmpstr (copy->content_type, ==, "application/json");
  g_assert_true (copy->idempotent);
  g_assert_cmpuint (copy->timeout_ms, ==, 500);
  g_assert_cmpstr (copy->endpoint, ==, "orders");
}

static void
test_http_response (void)
{
  g_autoptr (TiemResponse) response = tiem_response_new (429, "application/json", "[]", -1);
  g_autoptr (TiemResponse) empty = tiem_response_new (204, NULL, NULL, 0);

  tiem_response_set_header (response, "Retry-After", "3");
  g_assert_cmpuint (response->status, ==, 429);
  g_assert_cmpstr (tiem_response_get_header (response, "content-type"), ==, "application/json");
  g_assert_cmpstr (tiem_response_get_header (response, "retry-after"), ==, "3");
  g_assert_nonnull (empty->body);
  g_assert_cmpuint (g_bytes_get_size (empty->body), ==, 0);
  g_assert_null (tiem_response_get_header (empty, "Content-Type"));
}

static void
test_http_form_parse (void)
{
  static const struct
  {
    const char *text;
    const char *encoded;
  } cases[] = {
    { "a=1&b=2", "a=1&b=2" },
    { "q=%C3%A1o+thun", "q=%C3%A1o%20thun" },
    { "q=%c3%a1o%20thun", "q=%C3%A1o%20thun" },
    { "a=1&a=2&&b", "a=1&a=2&b=" },
    { "a=b=c", "a=b%3Dc" },
    { "=x", "=x" },
    { "p=100%&q=%4", "p=100%25&q=%254" },
    { "p=%zz", "p=%25zz" },
    { "p=%00", "p=%2500" },
    { "p=%ff", "p=%EF%BF%BD" },
    { "~k-._=*()'!", "~k-._=%2A%28%29%27%21" },
    { "", "" },
    { NULL, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (TiemForm) form = tiem_form_parse (cases[i].text);
      g_autofree char *encoded = tiem_form_encode (form);

      g_assert_cmpstr (encoded, ==, cases[i].encoded);
    }
}

static void
test_http_form_build (void)
{
  g_autoptr (TiemForm) form = tiem_form_new ();
  g_autofree char *encoded = NULL;
  g_autoptr (TiemForm) again = NULL;

  tiem_form_add (form, "search", "Áo & quần = 50%");
  tiem_form_add_int (form, "page", -3);
  tiem_form_add (form, "page", "4");
  encoded = tiem_form_encode (form);
  again = tiem_form_parse (encoded);

  g_assert_cmpstr (encoded, ==, "search=%C3%81o%20%26%20qu%E1%BA%A7n%20%3D%2050%25&page=-3&page=4");
  g_assert_cmpuint (tiem_form_get_size (again), ==, 3);
  g_assert_cmpstr (tiem_form_get (again, "search"), ==, "Áo & quần = 50%");
  g_assert_cmpstr (tiem_form_get (again, "page"), ==, "-3");
  g_assert_null (tiem_form_get (again, "Page"));
}

static void
test_error_extras (void)
{
  g_autoptr (GError) error = g_error_new (TIEM_ERROR, TIEM_ERROR_RATE_LIMITED, "Wait");
  g_autoptr (GError) copy = NULL;
  g_autoptr (GError) foreign = g_error_new (G_IO_ERROR, G_IO_ERROR_FAILED, "?");

  tiem_error_set_retry_after_ms (error, 3000);
  tiem_error_set_detail (error, "slow down", "req-1");
  copy = g_error_copy (error);
  g_assert_cmpint (tiem_error_get_retry_after_ms (copy), ==, 3000);
  g_assert_cmpstr (tiem_error_get_detail (copy), ==, "slow down");
  g_assert_cmpstr (tiem_error_get_request_id (copy), ==, "req-1");
  g_assert_cmpstr (tiem_error_class_name (copy), ==, "RATE_LIMITED");

  g_assert_cmpint (tiem_error_get_retry_after_ms (foreign), ==, 0);
  g_assert_null (tiem_error_get_detail (foreign));
  g_assert_cmpstr (tiem_error_class_name (foreign), ==, "TRANSIENT");
  g_assert_null (tiem_error_class_name (NULL));
}

int
main (int argc,
      char *argv[])
{
  g_setenv ("TZ", "Asia/Ho_Chi_Minh", TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/base/money/decimal", test_money_decimal);
  g_test_add_func ("/base/money/input", test_money_input);
  g_test_add_func ("/base/money/format", test_money_format);
  g_test_add_func ("/base/text/fold", test_text_fold);
  g_test_add_func ("/base/text/fold-alphabet", test_text_fold_alphabet);
  g_test_add_func ("/base/text/fold-broken", test_text_fold_broken);
  g_test_add_func ("/base/text/sku-key", test_text_sku_key);
  g_test_add_func ("/base/text/match-expression", test_text_match_expression);
  g_test_add_func ("/base/text/holds", test_text_holds);
  g_test_add_func ("/base/text/masked", test_text_masked);
  g_test_add_func ("/base/phone/normalise", test_phone_normalise);
  g_test_add_func ("/base/phone/format-other", test_phone_format_other);
  g_test_add_func ("/base/time/parse", test_time_parse);
  g_test_add_func ("/base/time/http", test_time_http);
  g_test_add_func ("/base/time/iso", test_time_iso);
  g_test_add_func ("/base/time/day", test_time_day);
  g_test_add_func ("/base/time/shown", test_time_shown);
  g_test_add_func ("/base/clock/simulated", test_clock_simulated);
  g_test_add_func ("/base/clock/system", test_clock_system);
  g_test_add_func ("/base/http/request", test_http_request);
  g_test_add_func ("/base/http/response", test_http_response);
  g_test_add_func ("/base/http/form-parse", test_http_form_parse);
  g_test_add_func ("/base/http/form-build", test_http_form_build);
  g_test_add_func ("/base/error/extras", test_error_extras);
  return g_test_run ();
}
