#define G_LOG_DOMAIN "tiem-cost"

#include "model/tiem-cost.h"

static const char *const method_names[] = {
  [TIEM_COST_AVERAGE] = "average",
  [TIEM_COST_FIFO] = "fifo",
};

const char *
tiem_cost_method_to_string (TiemCostMethod method)
{
  return method_names[method];
}

gboolean
tiem_cost_method_from_string (const char *text,
                              TiemCostMethod *method)
{
  for (guint i = 0; i < G_N_ELEMENTS (method_names); i++)
    if (g_strcmp0 (text, method_names[i]) == 0)
      {
        *method = i;
        return TRUE;
      }
  return FALSE;
}

/* --- arithmetic --- */

gint64
tiem_cost_share (gint64 value_vnd,
                 gint64 part,
                 gint64 whole)
{
  /* Without the product of value and part, which could overflow. */
  gint64 rest = value_vnd % whole * part;

  return value_vnd / whole * part + rest / whole + (rest % whole >= (whole + 1) / 2 ? 1 : 0);
}

gint64
tiem_cost_times (gint64 units,
                 gint64 cost_vnd)
{
  gint64 product;

  if (__builtin_mul_overflow (units, cost_vnd, &product))
    return TIEM_COST_MOST;
  return MIN (product, TIEM_COST_MOST);
}

/* Returns: what one of @units costs, rounded half up */
static gint64
divide (gint64 value_vnd,
        gint64 units)
{
  return tiem_cost_share (value_vnd, 1, units);
}

/* Returns: what @units cost at the cost of those on hand, or at the last known one */
static gint64
value_like_here (const TiemCostQueue *self,
                 gint64 units)
{
  if (self->units <= 0 || units > self->units)
    return tiem_cost_times (units, self->cost_vnd);
  return tiem_cost_share (self->value_vnd, units, self->units);
}

/* --- the queue --- */

void
tiem_cost_queue_init (TiemCostQueue *self,
                      TiemCostMethod method)
{
  *self = (TiemCostQueue){ .method = method };
  self->layers = g_array_new (FALSE, FALSE, sizeof (TiemCostLayer));
}

void
tiem_cost_queue_clear (TiemCostQueue *self)
{
  g_clear_pointer (&self->layers, g_array_unref);
}

static TiemCostLayer *
get_layer (TiemCostQueue *self,
           guint i)
{
  return &g_array_index (self->layers, TiemCostLayer, i);
}

static void
add_layer (TiemCostQueue *self,
           const TiemCostEvent *event,
           gint64 units,
           gint64 value_vnd)
{
  const TiemCostLayer layer = { 0, event->source, units, value_vnd };

  if (self->method != TIEM_COST_FIFO || units == 0)
    return;
  if (event->kind == TIEM_COST_BACK)
    g_array_prepend_val (self->layers, layer);
  else
    g_array_append_val (self->layers, layer);
}

/* Takes at most @units out of a layer. Returns: what they are worth */
static gint64
take_from (TiemCostQueue *self,
           guint i,
           gint64 *units)
{
  TiemCostLayer *layer = get_layer (self, i);
  gint64 taken = MIN (*units, layer->units);
  gint64 value = tiem_cost_share (layer->value_vnd, taken, layer->units);

  self->cost_vnd = divide (layer->value_vnd, layer->units);
  layer->units -= taken;
  layer->value_vnd -= value;
  *units -= taken;
  if (layer->units == 0)
    g_array_remove_index (self->layers, i);
  return value;
}

/* --- coming in --- */

/* Units that were here before any cost was known cost what those that come in do. */
static gint64
value_unknown (TiemCostQueue *self,
               const TiemCostEvent *event)
{
  gint64 sum = 0;
  gint64 here = MAX (self->units, 0);

  if (self->has_cost || !event->is_known || here == 0)
    return 0;
  for (guint i = 0; i < self->layers->len; i++)
    {
      TiemCostLayer *layer = get_layer (self, i);

      layer->value_vnd = tiem_cost_times (layer->units, divide (event->total_vnd, event->units));
      sum += layer->value_vnd;
    }
  if (self->method == TIEM_COST_AVERAGE)
    sum = tiem_cost_times (here, divide (event->total_vnd, event->units));
  return sum;
}

/* Puts back what units that had left too early left with. *total_vnd: what all that comes in
 * cost; becomes what is left of it for the units that stay. Returns: what they left with */
static gint64
cover (TiemCostQueue *self,
       const TiemCostEvent *event,
       gint64 covered,
       gint64 *total_vnd)
{
  gint64 left_with = tiem_cost_share (-self->value_vnd, covered, -self->units);

  *total_vnd -= tiem_cost_share (*total_vnd, covered, event->units);
  return left_with;
}

static void
take_in (TiemCostQueue *self,
         const TiemCostEvent *event,
         TiemCostBooking *booking)
{
  gint64 covered = CLAMP (-self->units, 0, event->units);
  gboolean is_known = event->is_known || self->has_cost;
  gint64 paid = event->is_known ? MIN (event->total_vnd, TIEM_COST_MOST)
                                : value_like_here (self, event->units);
  gint64 found = value_unknown (self, event);
  gint64 stays = paid;
  gint64 back = covered > 0 ? cover (self, event, covered, &stays) : 0;

  /* Nobody says what they cost: then they cost what was thought. */
  if (!event->is_known)
    paid = back + stays;
  /* All that is counted stays far from where sums could overflow. */
  stays = MIN (stays, MAX (TIEM_COST_MOST - found - MAX (self->value_vnd, 0), 0));
  add_layer (self, event, event->units - covered, stays);
  booking->is_known = is_known;
  booking->value_vnd = back + stays + found;
  booking->settled_vnd = paid - booking->value_vnd;
  self->units += event->units;
  self->value_vnd += booking->value_vnd;
  if (self->units > 0 && is_known)
    self->cost_vnd = divide (self->value_vnd, self->units);
  else if (event->is_known && (event->kind == TIEM_COST_IN || !self->has_cost))
    self->cost_vnd = divide (paid, event->units);
  self->has_cost = is_known;
}

/* --- going out --- */

static gint64
take_average (TiemCostQueue *self,
              const TiemCostEvent *event,
              gint64 units)
{
  if (event->kind == TIEM_COST_OUT_OF && event->is_known && units == event->units
      && units < self->units && event->total_vnd <= self->value_vnd)
    return event->total_vnd;
  return tiem_cost_share (self->value_vnd, units, self->units);
}

static gboolean
is_wanted (const TiemCostLayer *layer,
           const TiemCostEvent *event,
           gboolean by_source)
{
  if (by_source)
    return event->source != 0 && layer->source == event->source;
  return event->is_known
         && divide (layer->value_vnd, layer->units) == divide (event->total_vnd, event->units);
}

static gint64
take_layers (TiemCostQueue *self,
             const TiemCostEvent *event,
             gint64 units)
{
  gint64 value = 0;

  for (int pass = 0; event->kind == TIEM_COST_OUT_OF && pass < 2; pass++)
    for (guint i = self->layers->len; i > 0 && units > 0; i--)
      if (is_wanted (get_layer (self, i - 1), event, pass == 0))
        value += take_from (self, i - 1, &units);
  while (units > 0)
    value += take_from (self, 0, &units);
  return value;
}

static void
take_out (TiemCostQueue *self,
          const TiemCostEvent *event,
          TiemCostBooking *booking)
{
  gint64 here = CLAMP (self->units, 0, event->units);
  gint64 value = 0;
  gint64 missing;

  if (here > 0)
    value = self->method == TIEM_COST_FIFO ? take_layers (self, event, here)
                                           : take_average (self, event, here);
  /* What is not here leaves at the last known cost, which take_from() has noted. */
  missing = tiem_cost_times (event->units - here, self->has_cost ? self->cost_vnd : 0);
  missing = MIN (missing, MAX (TIEM_COST_MOST + self->value_vnd, 0));
  booking->is_known = self->has_cost;
  booking->value_vnd = -value - missing;
  booking->settled_vnd = 0;
  self->units -= event->units;
  self->value_vnd += booking->value_vnd;
  if (self->units > 0)
    self->cost_vnd = divide (self->value_vnd, self->units);
}

/* --- the owner's word --- */

static void
set_cost (TiemCostQueue *self,
          const TiemCostEvent *event,
          TiemCostBooking *booking)
{
  gint64 cost = event->is_known ? event->total_vnd : 0;
  gint64 value = tiem_cost_times (ABS (self->units), cost);

  if (self->units < 0)
    value = -value;
  booking->is_known = TRUE;
  booking->value_vnd = value - self->value_vnd;
  booking->settled_vnd = 0;
  self->value_vnd = value;
  self->has_cost = event->is_known;
  self->cost_vnd = cost;
  g_array_set_size (self->layers, 0);
  if (self->units > 0)
    add_layer (self, event, self->units, value);
}

void
tiem_cost_queue_apply (TiemCostQueue *self,
                       const TiemCostEvent *event,
                       TiemCostBooking *booking)
{
  g_return_if_fail (event->kind == TIEM_COST_SET || event->units > 0);

  switch (event->kind)
    {
    case TIEM_COST_IN:
    case TIEM_COST_BACK:
      take_in (self, event, booking);
      break;
    case TIEM_COST_OUT:
    case TIEM_COST_OUT_OF:
      take_out (self, event, booking);
      break;
    case TIEM_COST_SET:
      set_cost (self, event, booking);
      break;
    default:
      g_assert_not_reached ();
    }
}
