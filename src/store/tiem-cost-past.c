#define G_LOG_DOMAIN "tiem-cost"

#include "store/tiem-cost-private.h"

struct _TiemCostPast
{
  GHashTable *lines; /* (owned) (element-type gint64 Told) */
  GHashTable *slips; /* (owned) (element-type gint64 Told) */
};

/* By a line or a slip. */
typedef struct
{
  gint64 id; /* the key */
  TiemCostNet net;
  TiemCostNet last_back;
} Told;

TiemCostPast *
tiem_cost_past_new (void)
{
  TiemCostPast *self = g_new0 (TiemCostPast, 1);

  self->lines = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  self->slips = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  return self;
}

void
tiem_cost_past_free (TiemCostPast *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->lines);
  g_hash_table_unref (self->slips);
  g_free (self);
}

void
tiem_cost_past_clear (TiemCostPast *self)
{
  g_hash_table_remove_all (self->lines);
  g_hash_table_remove_all (self->slips);
}

static void
note (GHashTable *table,
      gint64 id,
      const TiemCostMove *move,
      const TiemCostBooking *booking)
{
  Told *told = g_hash_table_lookup (table, &id);
  gint64 cost = booking->is_known ? booking->value_vnd + booking->settled_vnd : 0;

  if (told == NULL)
    {
      told = g_new0 (Told, 1);
      told->id = id;
      g_hash_table_insert (table, &told->id, told);
    }
  told->net.units += move->delta;
  told->net.cost_vnd += cost;
  told->net.n_unknown += !booking->is_known;
  if (move->delta > 0)
    told->last_back = (TiemCostNet){ move->delta, cost, !booking->is_known };
}

void
tiem_cost_past_note (TiemCostPast *self,
                     const TiemCostMove *move,
                     const TiemCostBooking *booking)
{
  if (move->line_id != 0)
    note (self->lines, move->line_id, move, booking);
  if (move->slip_id != 0)
    note (self->slips, move->slip_id, move, booking);
}

void
tiem_cost_past_get_net (TiemCostPast *self,
                        const TiemCostMove *move,
                        TiemCostNet *net)
{
  const Told *told = move->line_id != 0 ? g_hash_table_lookup (self->lines, &move->line_id)
                                        : g_hash_table_lookup (self->slips, &move->slip_id);

  *net = told != NULL ? told->net : (TiemCostNet){ 0 };
}

void
tiem_cost_past_get_last_back (TiemCostPast *self,
                              const TiemCostMove *move,
                              TiemCostNet *last)
{
  const Told *told = g_hash_table_lookup (self->lines, &move->line_id);

  *last = told != NULL ? told->last_back : (TiemCostNet){ 0 };
}
