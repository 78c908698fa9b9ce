#include "base/tiem-error.h"
#include "document/tiem-label-sheet.h"

#include <stdint.h>

/* Whatever a platform sends as a label: it is laid out, or refused with a sentence. */

int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t size)
{
  g_autoptr (GBytes) document = g_bytes_new (data, size);
  g_autoptr (TiemLabelSheet) sheet = tiem_label_sheet_new (TIEM_LABEL_PAPER_A6);
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemLabelFile) file = tiem_label_file_open (document, NULL, &error);
  g_autoptr (GBytes) pdf = NULL;

  if (file == NULL || !tiem_label_sheet_add_file (sheet, file, NULL, &error))
    {
      g_assert_error (error, TIEM_ERROR, TIEM_ERROR_INVALID);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
      return 0;
    }
  pdf = tiem_label_sheet_finish (sheet, &error);
  g_assert_true (pdf != NULL || error != NULL);
  return 0;
}
