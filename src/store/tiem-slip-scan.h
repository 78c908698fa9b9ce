#pragma once

#include "store/tiem-store.h"

G_BEGIN_DECLS

/* What a code, scanned or typed, means on a slip that lists goods: a transfer, a stock take. */

typedef enum
{
  TIEM_SLIP_SCAN_FOUND,
  /* asks */
  TIEM_SLIP_SCAN_AMBIGUOUS, /* several goods have it: .choices */
  /* refused: nothing was counted */
  TIEM_SLIP_SCAN_UNKNOWN,
  TIEM_SLIP_SCAN_GARBLED, /* a digit was lost, or read wrongly */
  TIEM_SLIP_SCAN_JOINED,  /* two codes came as one */
  TIEM_SLIP_SCAN_ORDER,   /* it is a waybill's, or an order's number */
} TiemSlipScanOutcome;

typedef struct
{
  gint64 variant_id;
  char *label; /* "AO-DEN-L · Áo thun (Đen, L)" */
  char *shelf; /* (nullable) */
} TiemSlipChoice;

typedef struct
{
  TiemSlipScanOutcome outcome;
  char *code; /* as it was understood */
  gint64 quantity; /* "3*…": 3 */
  /* found: */
  gint64 variant_id; /* of a bundle: its own */
  char *label;
  gboolean is_bundle; /* its parts were counted */
  gboolean archived;
  gboolean is_extra; /* the slip did not ask for it */
  gint64 counted;    /* on the slip now; of a bundle's first part */
  GPtrArray *choices; /* (element-type TiemSlipChoice) */
} TiemSlipScan;
void tiem_slip_scan_free (TiemSlipScan *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemSlipScan, tiem_slip_scan_free)

/* Returns: (transfer full) (nullable): why it was refused and what to do; NULL when it was found */
char *tiem_slip_scan_dup_sentence (const TiemSlipScan *self);

G_END_DECLS
