#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * What the owner does at each platform before Tiệm can be let in, and when it is no longer:
 * the words on the platforms' own pages, kept in one place so that they can be corrected.
 * Menu names are quoted from public guides read in 2026. A new channel adds its lines here.
 */

/* Trouble that the owner ends at the platform, and where. */
typedef struct
{
  const char *sign;  /* a word of the platform's own answer */
  const char *title; /* what happened */
  const char *button;
  const char *url;   /* (nullable): NULL = the button tries again */
} TiemChannelRemedy;

typedef struct
{
  const char *kind;
  const char *summary;   /* under the name when choosing, translated by the caller */
  const char *key_title; /* (nullable): NULL = needs no keys */
  const char *secret_title;
  const char *service_title; /* (nullable): the third code of the app */
  const char *address_title; /* (nullable): NULL = the address is the platform's own */
  const char *console_url;   /* (nullable): where the steps begin */
  const char *redirect_title; /* (nullable): the app's field for the address it comes back to */
  const char *consent_hint;   /* (nullable): what to mind on the page of consent */
  const char *steps[7];       /* markup; NULL-terminated */
  TiemChannelRemedy remedies[4];
} TiemChannelHelp;

/* Returns: (nullable): msgids, to be given to gettext */
const TiemChannelHelp *tiem_channel_help_find (const char *kind);
/* @detail: (nullable): the platform's own words about a failure. Returns: (nullable) */
const TiemChannelRemedy *tiem_channel_help_find_remedy (const char *kind, const char *detail);

G_END_DECLS
