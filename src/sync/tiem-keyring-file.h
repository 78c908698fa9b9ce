#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * In a sandbox libsecret keeps the keys of all channels in one file. It writes the whole of it
 * anew, and what the disk had no room for takes the place of the file all the same (GLib renames it
 * when it is closed); a file that ends too early ends the program (libsecret asserts). So a copy
 * lies beside the file while it is written, and comes back when the write has failed; no two
 * processes write at once. Elsewhere there is no such file and nothing to do.
 */
typedef struct
{
  char *path; /* (nullable) */
  char *copy;
  int folder; /* locked while it is written */
} TiemKeyringFile;

/* Whether there is such a file. */
gboolean tiem_keyring_file_is_used (void);
/* Before a read: what a writer that has died left behind is set right. */
void tiem_keyring_file_mend (GCancellable *cancellable);
/* Before a write. Returns: FALSE with a GIO error, and then nothing must be written */
gboolean tiem_keyring_file_begin (TiemKeyringFile *self,
                                  GCancellable *cancellable,
                                  GError **error);
/* After it, once for each begin that returned TRUE. */
void tiem_keyring_file_end (TiemKeyringFile *self,
                            gboolean is_written);

G_END_DECLS
