#pragma once

#include "channel/tiem-channel.h"

G_BEGIN_DECLS

/*
 * A marketplace for tests of what tiem-channel-fake.h lacks: tokens that end and are renewed,
 * labels, fees, returns, reviews. There is one at a time, for channels are made by a function
 * without data; every field may be changed between turns.
 */
typedef struct
{
  /* tokens: "access-N" and "refresh-N" */
  guint token;            /* N of the good pair */
  guint previous;         /* the refresh token that was spent last, 0 = none */
  gboolean replays;       /* that one gives the same pair again */
  gboolean grant_ended;   /* refresh is refused */
  gboolean is_unreachable; /* refresh gets no answer */
  guint refreshes;        /* that gave a new pair */
  gint64 token_life_ms;
  gint64 grant_ends_at;
  void (*refreshed) (gpointer user_data); /* (nullable): between answer and store */
  gpointer refreshed_data;

  TiemOrderStatus status; /* of the one order, "M1" */
  gboolean cancel_asked;
  gint64 updated_at;
  guint labels_made_after; /* questions until the label is there */
  gboolean label_refused;
  gboolean fees_settled;
  gint64 payout_vnd;
  TiemReturnState return_state; /* of the one return, "R1", once .has_return */
  gboolean has_return;
  guint review_pages; /* further ones, behind the first */
  void (*paged) (gpointer user_data); /* (nullable): a page of reviews takes time */
  gpointer paged_data;
  char *reply;            /* to the one review, "V1" */
  const char *failing;    /* (nullable): this call fails with .failing_code */
  int failing_code;
  char *choice;           /* of the last action */
  GString *calls;         /* "orders labels:M1 …" */
} TiemFakeMarket;

extern TiemFakeMarket tiem_fake_market;
extern const TiemChannelInfo tiem_fake_market_info;

void tiem_fake_market_open (void);
void tiem_fake_market_close (void);
/* Returns: (transfer full): with the good pair, ending at @expires_at */
TiemAccount *tiem_fake_market_new_account (gint64 expires_at);
/* Returns: (transfer full): the calls since the last look */
char *tiem_fake_market_take_calls (void);
/* Returns: (transfer full): answers every request with an empty page */
TiemTransport *tiem_fake_market_new_transport (void);

G_END_DECLS
