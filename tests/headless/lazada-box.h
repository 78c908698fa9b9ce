#pragma once

#include "sandbox-fixture.h"
#include "sandbox/lazada/tiem-sandbox-lazada.h"

/*
 * The pretend Lazada, called without sockets. Parameters are names and values in turn, ended by
 * NULL; in JSON values ' stands for ".
 */
typedef struct
{
  SandboxFixture fixture;
  TiemSandboxLazada *lazada;
  TiemSandboxShop *shop;
  char *token;
} LazadaBox;

#define LAZADA_HOME "http://127.0.0.1:18102"

void lazada_box_set_up (LazadaBox *box,
                        gconstpointer data);
void lazada_box_tear_down (LazadaBox *box,
                           gconstpointer data);

/* A call with everything in the query, signed and with the token.
 * Returns: (transfer none): the whole answer */
JsonObject *lazada_box_call (LazadaBox *box,
                             const char *method,
                             const char *path,
                             ...) G_GNUC_NULL_TERMINATED;
/* The same by GET, which must be answered with code 0. Returns: (transfer none): `data`, or the
 * answer itself when it has none */
JsonObject *lazada_box_get (LazadaBox *box,
                            const char *path,
                            ...) G_GNUC_NULL_TERMINATED;
JsonObject *lazada_box_post (LazadaBox *box,
                             const char *path,
                             ...) G_GNUC_NULL_TERMINATED;
/* The same, whose `data` is a list. */
JsonArray *lazada_box_list (LazadaBox *box,
                            const char *path,
                            ...) G_GNUC_NULL_TERMINATED;
/* The same with a result that must not be a success. */
void lazada_box_refused (LazadaBox *box,
                         const char *code,
                         const char *method,
                         const char *path,
                         ...) G_GNUC_NULL_TERMINATED;
/* The `data` of a `result` that is a success. */
JsonObject *lazada_box_result (LazadaBox *box,
                               const char *path,
                               const char *name,
                               const char *request);
/* The same by a request that fails as a whole. */
void lazada_box_result_refused (LazadaBox *box,
                                const char *code,
                                const char *path,
                                const char *name,
                                const char *request);

/* Sends @params (name → value, no sign) as they are, in the query. */
void lazada_box_send_raw (LazadaBox *box,
                          const char *method,
                          const char *path,
                          GHashTable *params);
/* The parameters every call has, as a table to be changed. */
GHashTable *lazada_box_make_params (LazadaBox *box);
const char *lazada_box_get_code (LazadaBox *box);

/* Switches. */
void lazada_box_set (LazadaBox *box,
                     const char *settings);
/* A shopper buys @quantity, paying on delivery. */
TiemSandboxOrder *lazada_box_place (LazadaBox *box,
                                    const char *sku,
                                    guint quantity);
/* As POST /_sandbox/orders/{id}/status does. */
void lazada_box_move (LazadaBox *box,
                      TiemSandboxOrder *order,
                      const char *word);
/* Lets time pass, and happen what is due. */
void lazada_box_wait (LazadaBox *box,
                      gint64 ms);
const char *lazada_box_unit_status (TiemSandboxOrder *order,
                                    guint index);
char *lazada_box_unit_id (TiemSandboxOrder *order,
                          guint index);
TiemSandboxItem *lazada_box_find (LazadaBox *box,
                                  const char *sku);
/* The three numbers of a SKU: sellable, withheld, occupied. */
void lazada_box_assert_stock (LazadaBox *box,
                              const char *sku,
                              gint64 sellable,
                              gint64 withhold,
                              gint64 occupy);
