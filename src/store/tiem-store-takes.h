#pragma once

#include "store/tiem-slip-scan.h"

G_BEGIN_DECLS

/*
 * Stock takes ('KK000001'): one place is counted while selling goes on, for minutes or for days.
 * Every scan is a transaction of its own. What is counted is what lies there, packed parcels that
 * wait for their carrier included, as everywhere where stock is counted.
 *
 * A line remembers what the ledger said when it was last counted. What happens later (a sale, a
 * purchase) is no difference; what happened earlier and is only told later (a parcel that left
 * before the count) is taken into account. A difference is booked as a difference: on hand then
 * is what was counted and what has moved since.
 *
 * A line that was counted anew by a newer take, or by hand, since is overtaken: the newer count
 * stands and this one books nothing.
 */

typedef enum
{
  TIEM_TAKE_ALL,
  TIEM_TAKE_CATEGORY, /* and those below it */
  TIEM_TAKE_SHELF,
  TIEM_TAKE_CHOSEN,
} TiemTakeScope;

typedef struct
{
  gint64 id;
  char *number;
  char *state; /* "draft", "done", "undone" */
  gint64 location_id;
  char *location;
  TiemTakeScope scope;
  char *name; /* (nullable): of the category or the shelf */
  gint64 pass;
  char *note; /* (nullable) */
  gint64 created_at;
  gint64 done_at;
  gint64 undone_at;
  gint64 goods;     /* lines */
  gint64 counted;   /* of them, those that were counted */
  gint64 units;     /* counted */
  gint64 different; /* lines whose count differs */
  gint64 missing;   /* units, in all lines with too few */
  gint64 surplus;   /* units, in all lines with too many */
  gint64 value_vnd; /* of the differences, at what the goods cost now; < 0: lost */
  gint64 without_cost; /* differing lines whose cost is not known: not in .value_vnd */
  gint64 zeroed;       /* once booked: lines that were not counted and set to 0 */
} TiemTake;
void tiem_take_free (TiemTake *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemTake, tiem_take_free)

typedef struct
{
  gint64 variant_id;
  char *sku;
  char *barcode; /* (nullable) */
  char *name;    /* of the product */
  char *options; /* (nullable) */
  char *shelf;   /* (nullable) */
  gboolean archived;
  gboolean is_bundle; /* became one since: nothing can be booked */
  gboolean is_extra;  /* found, though it was not asked for */
  gboolean has_cost;
  gint64 cost_vnd;
  gint64 on_hand;  /* here, by the ledger, now */
  gint64 held;     /* of it, by open orders */
  gint64 holders;  /* how many orders */
  gint64 packed;   /* of that, in parcels that wait for their carrier */
  gboolean has_counted;
  gint64 counted;
  gint64 pass;
  gboolean has_previous;
  gint64 previous; /* in the pass before */
  gint64 first_at;
  gint64 last_at;
  gint64 expected; /* by the ledger at last_at, with what was told late */
  gint64 late;     /* of it, told late; 0 mostly */
  /* since last_at, > 0 = came: */
  gint64 sold;
  gint64 returned;
  gint64 bought; /* purchases and what went back to suppliers */
  gint64 transferred;
  gint64 other;
  char *numbers;       /* (nullable): of the orders and slips of it, with commas between */
  gint64 between;      /* units that came or went while it was being counted */
  gboolean is_overtaken;
  char *overtaken_by;  /* (nullable): the newer take's number; NULL: counted by hand */
  gboolean is_zeroed;
  gboolean is_booked;
  gint64 difference;   /* what is, or was, booked; 0 when not counted */
  char *note;          /* (nullable) */
} TiemTakeLine;
void tiem_take_line_free (TiemTakeLine *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TiemTakeLine, tiem_take_line_free)

/* Returns: (transfer full): "Book 12, counted 10: 2 missing. Since the count 3 were sold. …" */
char *tiem_take_line_dup_explanation (const TiemTakeLine *self);

typedef enum
{
  TIEM_TAKE_EVERY,     /* in the order of shelves and names */
  TIEM_TAKE_DIFFERENT, /* counted, and differing or overtaken: the dearest first */
  TIEM_TAKE_UNCOUNTED, /* in the order of shelves and names */
  TIEM_TAKE_RECENT,    /* the last counted first, at most 60 */
} TiemTakeShow;

/* Returns: (element-type TiemTake), newest first; the sums over differences are those of booked
 * ones alone; @limit 0 = all */
GPtrArray *tiem_store_list_takes (TiemStore *self,
                                  gint64 limit,
                                  GError **error);
/* NOT_FOUND. The sums over the differences of a draft are worked out for %TIEM_TAKE_EVERY and
 * %TIEM_TAKE_DIFFERENT alone. @lines: (out) (optional) (element-type TiemTakeLine): those of @show,
 * at most @limit (0 = all) */
TiemTake *tiem_store_get_take (TiemStore *self,
                               gint64 take_id,
                               TiemTakeShow show,
                               gint64 limit,
                               GPtrArray **lines,
                               GError **error);
/* NOT_FOUND. */
TiemTakeLine *tiem_store_get_take_line (TiemStore *self,
                                        gint64 take_id,
                                        gint64 variant_id,
                                        GError **error);

/* What a take can be of. @categories, @shelves: (out) (transfer full), in their order */
gboolean tiem_store_list_take_scopes (TiemStore *self,
                                      GStrv *categories,
                                      GStrv *shelves,
                                      GError **error);

/* @name: of the category or shelf; @variant_ids: (nullable) (element-type gint64): the chosen
 * ones, of bundles their parts. Returns: the draft's id; 0 with @error: INVALID when there is
 * nothing to count in it */
gint64 tiem_store_start_take (TiemStore *self,
                              gint64 location_id,
                              TiemTakeScope scope,
                              const char *name,
                              GArray *variant_ids,
                              const char *note,
                              GError **error);
/* A scanned or typed code: one more of what it names ("3*": three). @chosen_id: the answer to an
 * ambiguous code, else 0. Returns: (transfer full) (element-type TiemSlipScan): one; two when two
 * codes came as one and could be told apart */
GPtrArray *tiem_store_scan_take (TiemStore *self,
                                 gint64 take_id,
                                 const char *code,
                                 gint64 chosen_id,
                                 GError **error);
/* @units more (or fewer) of the variant, or, @is_total, so many in all of this pass. A bundle is
 * counted by its parts; those only by @units more. */
gboolean tiem_store_count_take (TiemStore *self,
                                gint64 take_id,
                                gint64 variant_id,
                                gint64 units,
                                gboolean is_total,
                                GError **error);
/* The line is as if nobody had counted it. */
gboolean tiem_store_uncount_take (TiemStore *self,
                                  gint64 take_id,
                                  gint64 variant_id,
                                  GError **error);
/* Takes the last scan, or the last typed number, back. *variant_id: (out) of what; 0 = there is
 * none to take back */
gboolean tiem_store_unscan_take (TiemStore *self,
                                 gint64 take_id,
                                 gint64 *variant_id,
                                 GError **error);
/* Counts once more: what is counted from now on replaces what the passes before found of the
 * same goods. Returns: the new pass; 0 with @error */
gint64 tiem_store_begin_take_pass (TiemStore *self,
                                   gint64 take_id,
                                   GError **error);
/* @note: (nullable) */
gboolean tiem_store_note_take_line (TiemStore *self,
                                    gint64 take_id,
                                    gint64 variant_id,
                                    const char *note,
                                    GError **error);
/* A draft goes, with what was counted. */
gboolean tiem_store_delete_take (TiemStore *self,
                                 gint64 take_id,
                                 GError **error);
/* The same, and what it was, so that it can be brought back. Returns: (transfer full): for
 * tiem_store_bring_back_take(); NULL with @error */
char *tiem_store_drop_take (TiemStore *self,
                            gint64 take_id,
                            GError **error);
/* The take is as it was, under its number. CONFLICT when it is there. Returns: its id, 0 with @error */
gint64 tiem_store_bring_back_take (TiemStore *self,
                                   const char *dropped,
                                   GError **error);
/* Books all differences, or none. @zero_uncounted: what was not counted is not there: it becomes
 * 0, or what is packed for open orders of it; else it stays as it is. INVALID: nothing is
 * counted. */
gboolean tiem_store_book_take (TiemStore *self,
                               gint64 take_id,
                               gboolean zero_uncounted,
                               GError **error);
/* Takes the booking back. What was counted is kept. */
gboolean tiem_store_undo_take (TiemStore *self,
                               gint64 take_id,
                               GError **error);
/* An undone take can be counted on, and booked again. */
gboolean tiem_store_reopen_take (TiemStore *self,
                                 gint64 take_id,
                                 GError **error);

const char *tiem_take_scope_to_string (TiemTakeScope scope);

G_END_DECLS
