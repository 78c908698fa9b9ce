#pragma once

#include "sandbox-fixture.h"
#include "sandbox/tiktok/tiem-sandbox-tts.h"

/* A pretend TikTok Shop called without sockets. What is sent is signed with the channels' HMAC
 * and by a walk through the query of its own, independent of the market's. */

#define TTS_KEY "6a7b8c9d0e1f2"
#define TTS_SECRET "f00dfacecafe4242beef1234567890abcdef1234"
#define TTS_SERVICE "7400000000000000001"
#define TTS_WAREHOUSE "7068517275539719942"

typedef struct
{
  SandboxFixture base;
  TiemSandboxTts *tts;
} TtsFixture;

/* @data: how many past orders. The hat NON-LA costs 120.000 đ and has plenty of stock. */
void tts_fixture_set_up (TtsFixture *fixture,
                         gconstpointer data);
void tts_fixture_tear_down (TtsFixture *fixture,
                            gconstpointer data);

/* In the texts below ' stands for ". */

/* POST /_sandbox/settings */
void tts_fixture_configure (TtsFixture *fixture,
                            const char *settings);
/* A shopper buys. Returns: the order */
TiemSandboxOrder *tts_fixture_place (TtsFixture *fixture,
                                     const char *sku,
                                     guint quantity);
void tts_fixture_set_status (TtsFixture *fixture,
                             TiemSandboxOrder *order,
                             const char *status);
TiemSandboxItem *tts_fixture_find_sku (TtsFixture *fixture,
                                       const char *sku);
void tts_fixture_pass (TtsFixture *fixture,
                       gint64 ms);

/* Returns: (transfer full): app_key, timestamp and, but for paths that take none, shop_cipher,
 * with the parameters of @query (nullable, "a=1&b=2") */
TiemForm *tts_fixture_make_query (TtsFixture *fixture,
                                  const char *path,
                                  const char *query);
void tts_fixture_replace (TiemForm *query,
                          const char *name,
                          const char *value); /* (nullable): remove */
char *tts_fixture_sign (const TiemForm *query,
                        const char *path,
                        const char *body);
/* Sends it signed, with the right token. @body: (nullable), as it is */
void tts_fixture_send (TtsFixture *fixture,
                       const char *method,
                       const char *path,
                       TiemForm *query,
                       const char *body);
/* The same with a query as text, body with '. */
void tts_fixture_call (TtsFixture *fixture,
                       const char *method,
                       const char *path,
                       const char *query,
                       const char *body);
/* The same, which must succeed. Returns: the answer's data */
JsonObject *tts_fixture_ok (TtsFixture *fixture,
                            const char *method,
                            const char *path,
                            const char *query,
                            const char *body);
/* The last answer's. */
gint64 tts_fixture_code (TtsFixture *fixture);
const char *tts_fixture_message (TtsFixture *fixture);
JsonObject *tts_fixture_data (TtsFixture *fixture);
/* Returns: the only order, package … of a list */
JsonObject *tts_only (JsonObject *data,
                      const char *list);
/* Returns: the @index'th entry of a list */
JsonObject *tts_entry (JsonObject *data,
                       const char *list,
                       guint index);
guint tts_length (JsonObject *data,
                  const char *list);
const char *tts_text (JsonObject *object,
                      const char *name);

/* The order as the API shows it. */
JsonObject *tts_fixture_read_order (TtsFixture *fixture,
                                    const TiemSandboxOrder *order);
