#pragma once

#include "sandbox/woocommerce/tiem-sandbox-wc-call.h"

G_BEGIN_DECLS

/* The schema of a route: what its parameters must be. Anything else is silently ignored,
 * as WordPress does. */

typedef enum
{
  TIEM_SANDBOX_WC_ANY,
  TIEM_SANDBOX_WC_STRING,
  TIEM_SANDBOX_WC_INTEGER,
  TIEM_SANDBOX_WC_BOOLEAN,
  TIEM_SANDBOX_WC_DATE,
  TIEM_SANDBOX_WC_EMAIL,
  TIEM_SANDBOX_WC_OBJECT,
  TIEM_SANDBOX_WC_LIST,         /* of anything */
  TIEM_SANDBOX_WC_STRING_LIST,  /* ["a","b"] or "a,b" */
  TIEM_SANDBOX_WC_INTEGER_LIST, /* [1,2] or "1,2" */
  TIEM_SANDBOX_WC_OBJECT_LIST,
} TiemSandboxWcType;

typedef struct _TiemSandboxWcField TiemSandboxWcField;
struct _TiemSandboxWcField
{
  const char *name; /* NULL ends a table */
  TiemSandboxWcType type;
  const char *choices; /* (nullable) words joined by spaces */
  const char *fallback;
  gint64 minimum;
  gint64 maximum;                    /* 0 = no limits */
  const TiemSandboxWcField *members; /* (nullable) of an object, or of each in a list */
  gboolean is_required;
  gboolean is_new; /* the shop with orders in posts does not know it */
};

/* Returns: whether @call's parameters fit; if not, the call has failed as WordPress fails */
gboolean tiem_sandbox_wc_fields_check (const TiemSandboxWcField *fields, TiemSandboxWcCall *call);

/* Returns: (transfer full): what OPTIONS tells about the parameters */
JsonObject *tiem_sandbox_wc_fields_describe (const TiemSandboxWcField *fields, TiemSandboxWc *wc);

/* Whether the shop is new enough for @field. */
gboolean tiem_sandbox_wc_field_is_known (const TiemSandboxWcField *field, TiemSandboxWc *wc);

/* Reads a date parameter as WooCommerce does, with its traps: bare text is the shop's local
 * time unless @are_gmt; text with a zone is right without @are_gmt and off by the shop's
 * zone with it. Returns: whether @text is a date */
gboolean tiem_sandbox_wc_parse_date (const char *text, gboolean are_gmt, gint64 *ms);

G_END_DECLS
