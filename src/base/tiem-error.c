#define G_LOG_DOMAIN "tiem-error"

#include "base/tiem-error.h"

typedef struct
{
  gint64 retry_after_ms;
  char *detail;
  char *request_id;
} TiemErrorPrivate;

static void
tiem_error_private_init (TiemErrorPrivate *priv)
{
}

static void
tiem_error_private_copy (const TiemErrorPrivate *src,
                         TiemErrorPrivate *dest)
{
  dest->retry_after_ms = src->retry_after_ms;
  dest->detail = g_strdup (src->detail);
  dest->request_id = g_strdup (src->request_id);
}

static void
tiem_error_private_clear (TiemErrorPrivate *priv)
{
  g_clear_pointer (&priv->detail, g_free);
  g_clear_pointer (&priv->request_id, g_free);
}

G_DEFINE_EXTENDED_ERROR (TiemError, tiem_error)

static const char *const class_names[] = {
  [TIEM_ERROR_AUTH] = "AUTH",           [TIEM_ERROR_RATE_LIMITED] = "RATE_LIMITED",
  [TIEM_ERROR_TRANSIENT] = "TRANSIENT", [TIEM_ERROR_REJECTED] = "REJECTED",
  [TIEM_ERROR_PROTOCOL] = "PROTOCOL",   [TIEM_ERROR_INVALID] = "INVALID",
  [TIEM_ERROR_NOT_FOUND] = "NOT_FOUND", [TIEM_ERROR_CONFLICT] = "CONFLICT",
  [TIEM_ERROR_BUSY] = "BUSY",           [TIEM_ERROR_KEYRING] = "KEYRING",
  [TIEM_ERROR_STORE] = "STORE",         [TIEM_ERROR_SCHEMA] = "SCHEMA",
  [TIEM_ERROR_DAMAGED] = "DAMAGED",     [TIEM_ERROR_FULL] = "FULL",
  [TIEM_ERROR_READ_ONLY] = "READ_ONLY", [TIEM_ERROR_TOKEN] = "AUTH",
};

const char *
tiem_error_class_name (const GError *error)
{
  if (error == NULL)
    return NULL;
  if (error->domain != TIEM_ERROR || error->code < 0
      || error->code >= (int)G_N_ELEMENTS (class_names))
    return "TRANSIENT";
  return class_names[error->code];
}

void
tiem_error_set_retry_after_ms (GError *error,
                               gint64 ms)
{
  g_return_if_fail (error != NULL && error->domain == TIEM_ERROR);
  tiem_error_get_private (error)->retry_after_ms = ms;
}

gint64
tiem_error_get_retry_after_ms (const GError *error)
{
  return error != NULL && error->domain == TIEM_ERROR
             ? tiem_error_get_private (error)->retry_after_ms
             : 0;
}

void
tiem_error_set_detail (GError *error,
                       const char *detail,
                       const char *request_id)
{
  TiemErrorPrivate *priv;

  g_return_if_fail (error != NULL && error->domain == TIEM_ERROR);
  priv = tiem_error_get_private (error);
  g_free (priv->detail);
  g_free (priv->request_id);
  priv->detail = g_strdup (detail);
  priv->request_id = g_strdup (request_id);
}

const char *
tiem_error_get_detail (const GError *error)
{
  return error != NULL && error->domain == TIEM_ERROR ? tiem_error_get_private (error)->detail
                                                      : NULL;
}

const char *
tiem_error_get_request_id (const GError *error)
{
  return error != NULL && error->domain == TIEM_ERROR ? tiem_error_get_private (error)->request_id
                                                      : NULL;
}
