#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * TiemError:
 * @TIEM_ERROR_AUTH: the channel refuses our keys; the owner must sign in again
 * @TIEM_ERROR_RATE_LIMITED: wait as told (tiem_error_get_retry_after_ms()), then go on
 * @TIEM_ERROR_TRANSIENT: network or server trouble; try again later, for ever
 * @TIEM_ERROR_REJECTED: this one item was refused; the others go on
 * @TIEM_ERROR_PROTOCOL: an answer that can't be understood
 * @TIEM_ERROR_INVALID: what the user typed or the file held is wrong
 * @TIEM_ERROR_NOT_FOUND: no such product, order, channel, file …
 * @TIEM_ERROR_CONFLICT: it exists already, or changed meanwhile
 * @TIEM_ERROR_BUSY: another process runs the workers or holds the database
 * @TIEM_ERROR_KEYRING: the system's keyring is missing or locked
 * @TIEM_ERROR_STORE: the database can't be read or written
 * @TIEM_ERROR_SCHEMA: the database was written by a newer Tiệm
 * @TIEM_ERROR_DAMAGED: the database file is damaged
 * @TIEM_ERROR_FULL: no room on the disk
 * @TIEM_ERROR_READ_ONLY: the folder can't be written
 * @TIEM_ERROR_TOKEN: the access token has ended: whoever holds the refresh token renews it and
 *   asks once more; nothing was done. An AUTH for everybody else (its name is "AUTH" too)
 *
 * Codes say what to do next. The first five are the failure classes of a channel.
 *
 * error->message is a whole sentence in the user's language (gettext), in the form
 * "what happened; what to do": the window and the command line show it as it is. It
 * never holds a secret or a buyer's data. Cancellation stays %G_IO_ERROR_CANCELLED.
 */
typedef enum
{
  TIEM_ERROR_AUTH,
  TIEM_ERROR_RATE_LIMITED,
  TIEM_ERROR_TRANSIENT,
  TIEM_ERROR_REJECTED,
  TIEM_ERROR_PROTOCOL,
  TIEM_ERROR_INVALID,
  TIEM_ERROR_NOT_FOUND,
  TIEM_ERROR_CONFLICT,
  TIEM_ERROR_BUSY,
  TIEM_ERROR_KEYRING,
  TIEM_ERROR_STORE,
  TIEM_ERROR_SCHEMA,
  TIEM_ERROR_DAMAGED,
  TIEM_ERROR_FULL,
  TIEM_ERROR_READ_ONLY,
  TIEM_ERROR_TOKEN,
} TiemError;

#define TIEM_ERROR (tiem_error_quark ())
GQuark tiem_error_quark (void);

/* The stable English name of a code ("AUTH", "RATE_LIMITED" …), for JSON and the log. */
const char *tiem_error_class_name (const GError *error);

/* Extended GError: RATE_LIMITED carries how long to wait; 0 = the other side did not say. */
void tiem_error_set_retry_after_ms (GError *error, gint64 ms);
gint64 tiem_error_get_retry_after_ms (const GError *error);

/* Extended GError: the other side's own words and request id, for "Why?" and the log.
 * Nullable; never a secret or a buyer's data. */
void tiem_error_set_detail (GError *error, const char *detail, const char *request_id);
const char *tiem_error_get_detail (const GError *error);
const char *tiem_error_get_request_id (const GError *error);

G_END_DECLS
