#pragma once

#include "sandbox/tiktok/tiem-sandbox-tts-call.h"

G_BEGIN_DECLS

/* Lists: sorted, cut into pages, with an opaque token that belongs to its exact query (§1,
 * §14.4). */

typedef struct
{
  gint64 key; /* what the list is sorted by */
  gint64 id;
  gpointer entry; /* borrowed */
} TiemSandboxTtsRow;

typedef JsonObject *(*TiemSandboxTtsDescribe) (TiemSandboxTts *tts, gpointer entry);

typedef struct
{
  const char *name;               /* of the list in the answer */
  TiemSandboxTtsDescribe describe;
  gboolean is_descending;
  gint64 page_size; /* when the query names none */
} TiemSandboxTtsList;

/* Answers one page of @rows (transfer full) (element-type TiemSandboxTtsRow). Returns:
 * (nullable): NULL when the page token is none of this query, and the call is refused */
JsonObject *tiem_sandbox_tts_page (TiemSandboxTtsCall *call,
                                   const TiemSandboxTtsList *list,
                                   GArray *rows);

void
tiem_sandbox_tts_page_add (GArray *rows, gint64 key, gint64 id, gpointer entry);

/* Whether the query asks for DESC; @fallback when it does not say. */
gboolean tiem_sandbox_tts_page_is_descending (const TiemSandboxTtsCall *call, gboolean fallback);

G_END_DECLS
