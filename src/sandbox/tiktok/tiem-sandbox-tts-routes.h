#pragma once

#include "sandbox/tiktok/tiem-sandbox-tts-fields.h"

G_BEGIN_DECLS

/* What can be called: one line each, with what it takes. */

typedef JsonObject *(*TiemSandboxTtsHandler) (TiemSandboxTtsCall *call);

typedef struct
{
  const char *method;
  const char *domain;   /* "order" */
  const char *versions; /* "202309 202507" */
  const char *pattern;  /* below the version; "#" is an id: "packages/#/ship" */
  const char *scope;    /* (nullable) */
  const TiemSandboxTtsField *query; /* (nullable) */
  const TiemSandboxTtsField *body;  /* (nullable) */
  TiemSandboxTtsHandler handler;
  gboolean is_shopless; /* takes no shop_cipher */
} TiemSandboxTtsRoute;

extern const TiemSandboxTtsRoute tiem_sandbox_tts_routes[];
extern const guint tiem_sandbox_tts_n_routes;

/* Finds the route of @call and puts version and ids into it. Returns: (nullable): NULL when
 * there is none, and the call is refused */
const TiemSandboxTtsRoute *tiem_sandbox_tts_routes_find (TiemSandboxTtsCall *call);

/* Returns: (transfer full): the name this path is counted by */
char *tiem_sandbox_tts_routes_make_endpoint (const char *path);

G_END_DECLS
