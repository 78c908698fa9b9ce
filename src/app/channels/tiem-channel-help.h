#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Where the owner finds the keys of each platform: the words on the platforms' own pages,
 * kept in one place so that they can be corrected. Menu names are quoted from public guides
 * read in 2026. A new channel adds its lines here.
 */
typedef struct
{
  const char *kind;
  const char *summary;   /* under the name when choosing, translated by the caller */
  const char *key_title; /* (nullable): NULL = needs no keys */
  const char *secret_title;
  const char *address_title; /* (nullable): NULL = the address is the platform's own */
  const char *steps[6];      /* markup; NULL-terminated */
} TiemChannelHelp;

/* Returns: (nullable): msgids, to be given to gettext */
const TiemChannelHelp *tiem_channel_help_find (const char *kind);

G_END_DECLS
