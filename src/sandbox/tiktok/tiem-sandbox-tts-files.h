#pragma once

#include "sandbox/tiktok/tiem-sandbox-tts-call.h"

G_BEGIN_DECLS

/* What is fetched without keys, as from the platform's file servers: pictures of goods, labels,
 * uploads. */

typedef struct
{
  GBytes *bytes;
  char *type;
  gint64 ends_at; /* ms; 0 = stays */
} TiemSandboxTtsFile;

void tiem_sandbox_tts_file_free (TiemSandboxTtsFile *self);

/* Keeps @bytes under a name of @folder ("labels") and @ending (".pdf") nobody can guess for
 * @life_ms (0 = for good). Returns: (transfer full): its whole address */
char *tiem_sandbox_tts_files_add (TiemSandboxTts *tts,
                                  const char *folder,
                                  const char *ending,
                                  const char *type,
                                  GBytes *bytes,
                                  gint64 life_ms);
/* Returns: (transfer full): where the picture of the goods with @sku is */
char *tiem_sandbox_tts_files_make_picture_url (TiemSandboxTts *tts, const char *sku);

/* Returns: (transfer full) (nullable): NULL when @call is for no file */
TiemResponse *tiem_sandbox_tts_files_handle (TiemSandboxTtsCall *call);

G_END_DECLS
