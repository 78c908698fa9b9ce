#include "base/tiem-error.h"
#include "base/tiem-time.h"
#include "document/tiem-vietqr.h"

#include <string.h>

/* The text of a QR code for transfers, against payloads that were worked out, or published,
 * elsewhere. */

static const struct
{
  const char *bin, *account;
  gint64 amount;
  const char *purpose, *payload;
} vectors[] = {
  { "970436",
    "0011001234567",
    0,
    NULL,
    "00020101021138570010A00000072701270006970436011300110012345670208QRIBFTTA53037045802VN6304"
    "E8DB" },
  { "970436",
    "0011001234567",
    385000,
    "TIEM DH000123",
    "00020101021238570010A00000072701270006970436011300110012345670208QRIBFTTA530370454063850005"
    "802VN62170813TIEM DH00012363040AAB" },
  { "970422",
    "0901234567",
    1250000,
    "DH251111-0042",
    "00020101021238540010A00000072701240006970422011009012345670208QRIBFTTA5303704540712500005802"
    "VN62170813DH251111-00426304A92E" },
  { "970416",
    "257678859",
    0,
    NULL,
    "00020101021138530010A0000007270123000697041601092576788590208QRIBFTTA53037045802VN6304AE9F" },
  { "970416",
    "257678859",
    10000,
    "Chuyen tien",
    "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA53037045405100005802VN"
    "62150811Chuyen tien630453E6" },
  /* tones are left out, so it is the same */
  { "970416",
    "257678859",
    10000,
    "Chuyển tiền",
    "00020101021238530010A0000007270123000697041601092576788590208QRIBFTTA53037045405100005802VN"
    "62150811Chuyen tien630453E6" },
};

static void
test_vectors (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (vectors); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *payload = tiem_vietqr_make (
          vectors[i].bin, vectors[i].account, vectors[i].amount, vectors[i].purpose, &error);

      g_assert_no_error (error);
      g_assert_cmpstr (payload, ==, vectors[i].payload);
    }
}

static void
test_refused (void)
{
  static const struct
  {
    const char *bin, *account;
    gint64 amount;
  } cases[] = {
    { NULL, "0011001234567", 0 },      { "97043", "0011001234567", 0 },
    { "97043x", "0011001234567", 0 },  { "970436", "", 0 },
    { "970436", "0011 001", 0 },       { "970436", "01234567890123456789", 0 },
    { "970436", "0011001234567", -1 }, { "970436", "0011001234567", G_MAXINT64 },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (
          tiem_vietqr_make (cases[i].bin, cases[i].account, cases[i].amount, NULL, &error));
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
    }
}

static void
test_purpose (void)
{
  static const char *const cases[][2] = {
    { "Tiệm DH000123", "Tiem DH000123" },
    { "Đường phèn, 2 gói!", "Duong phen 2 goi" },
    { "một hai ba bốn năm sáu bảy tám", "mot hai ba bon nam sau ba" },
    { "日本", "" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *folded = tiem_vietqr_fold_purpose (cases[i][0]);

      g_assert_cmpstr (folded, ==, cases[i][1]);
    }
}

static void
test_banks (void)
{
  g_autoptr (GPtrArray) banks = tiem_vietqr_list_banks (tiem_time_day (1795262400000));

  g_assert_cmpuint (banks->len, >=, 40);
  for (guint i = 0; i < banks->len; i++)
    {
      const TiemBank *bank = g_ptr_array_index (banks, i);
      g_autoptr (GError) error = NULL;
      g_autofree char *payload = tiem_vietqr_make (bank->bin, "1", 0, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (strlen (bank->name), >, 1);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/vietqr/vectors", test_vectors);
  g_test_add_func ("/vietqr/refused", test_refused);
  g_test_add_func ("/vietqr/purpose", test_purpose);
  g_test_add_func ("/vietqr/banks", test_banks);
  return g_test_run ();
}
