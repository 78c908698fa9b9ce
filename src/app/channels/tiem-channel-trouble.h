#pragma once

#include "app/widgets/tiem-tone.h"
#include "model/tiem-records.h"

G_BEGIN_DECLS

/* The one button that helps. */
typedef enum
{
  TIEM_REPAIR_TRY_AGAIN,
  TIEM_REPAIR_SIGN_IN,
  TIEM_REPAIR_COPY,     /* .target: a text the platform wants, to the clipboard */
  TIEM_REPAIR_OPEN_PAGE /* .target: an address */
} TiemRepair;

/* How the Channels tab says what is wrong with a channel, or soon will be. */
typedef struct
{
  TiemTone tone;
  char *title; /* (owned) (nullable): what is wrong, since when; NULL = nothing is */
  char *text;        /* (owned): a sentence */
  const char *button;
  TiemRepair repair;
  char *target;  /* (owned) (nullable) */
  gboolean why;  /* whether the platform's own words are kept */
} TiemChannelTrouble;

void tiem_channel_trouble_init (TiemChannelTrouble *self,
                                const TiemChannelRecord *record,
                                gint64 now);
void tiem_channel_trouble_clear (TiemChannelTrouble *self);

/* Two weeks: how long before its end a grant is warned about. */
#define TIEM_GRANT_WARNING_MS (G_GINT64_CONSTANT (14) * 24 * 60 * 60 * 1000)

G_END_DECLS
