#pragma once

#include "sandbox/tiktok/tiem-sandbox-tts-call.h"

G_BEGIN_DECLS

/* Parcels of orders (§6.1). */

typedef struct
{
  gint64 id;
  gint64 order_id;
  char *status; /* "TO_FULFILL", "PROCESSING", "FULFILLING", "COMPLETED", "CANCELLED" */
  gint64 created_at;
  gint64 modified_at;
  gint64 shipped_at;       /* 0 = not yet */
  char *handover_method;   /* "" = not yet */
  gint64 slot[2];          /* seconds; 0 = none */
  char *tracking_number;   /* "" until shipped */
  gint64 provider_id;      /* 0 until shipped */
  const char *provider_name;
  JsonArray *events; /* tracking */
} TiemSandboxTtsPackage;

void tiem_sandbox_tts_package_free (TiemSandboxTtsPackage *self);

/* Puts the lines of @order that are in none into one package, or into two. */
void tiem_sandbox_tts_packages_make (TiemSandboxTts *tts, TiemSandboxOrder *order);
/* Puts @lines (element-type TiemSandboxLine) of @order into a package of their own. */
TiemSandboxTtsPackage *tiem_sandbox_tts_packages_put (TiemSandboxTts *tts,
                                                      TiemSandboxOrder *order,
                                                      GPtrArray *lines);
/* Returns: (nullable) */
TiemSandboxTtsPackage *tiem_sandbox_tts_packages_find (TiemSandboxTts *tts, gint64 id);
/* Returns: (transfer container) (element-type TiemSandboxTtsPackage): those of @order */
GPtrArray *tiem_sandbox_tts_packages_list (TiemSandboxTts *tts, const TiemSandboxOrder *order);

/* Arranges the shipment of one that waits. @tracking_number: (nullable): the carrier's next.
 * @provider_id: 0 = the usual carrier */
void tiem_sandbox_tts_package_ship (TiemSandboxTts *tts,
                                    TiemSandboxTtsPackage *package,
                                    const char *handover_method,
                                    const char *tracking_number,
                                    gint64 provider_id);
/* The carrier says something about it. */
void tiem_sandbox_tts_package_set_status (TiemSandboxTts *tts,
                                          TiemSandboxTtsPackage *package,
                                          const char *status,
                                          const char *event);

/* Carriers. Returns: (nullable): NULL when there is no such one */
const char *tiem_sandbox_tts_find_provider (gint64 id);

/* The package with the id in the path. Returns: (nullable): NULL when there is none, and the
 * call has failed */
TiemSandboxTtsPackage *tiem_sandbox_tts_call_find_package (TiemSandboxTtsCall *call);

/* Calls. */
JsonObject *tiem_sandbox_tts_search_packages (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_get_package (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_list_slots (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_ship_package (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_ship_packages (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_get_document (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_update_shipping_info (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_deliver_packages (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_get_tracking (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_list_split_attributes (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_split_order (TiemSandboxTtsCall *call);

JsonObject *tiem_sandbox_tts_list_warehouses (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_list_delivery_options (TiemSandboxTtsCall *call);
JsonObject *tiem_sandbox_tts_list_providers (TiemSandboxTtsCall *call);

G_END_DECLS
