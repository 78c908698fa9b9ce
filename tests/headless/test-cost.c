#include "model/tiem-cost.h"

/*
 * What goods cost. The figures of the tables were computed apart from this program, by hand and by
 * a model with fractions; each row is an event and, by average and by FIFO, what it changed the
 * value by, what was settled, and the units, value and unit cost after it.
 */

typedef struct
{
  gint64 value;
  gint64 settled;
  gint64 units;
  gint64 sum;
  gint64 cost; /* −1: not known */
} After;

typedef struct
{
  TiemCostKind kind;
  gint64 units;
  gint64 total; /* −1: not known */
  gint64 source;
  After by[2]; /* TiemCostMethod */
} Step;

/* IAS 2 §25, §27 and VAS 02 §13, §16: buy 100 at 10.000 and 200 at 11.500, sell 150, buy 100 at
 * 12.500, sell 180, sell the rest. */
static const Step textbook_steps[] = {
  { TIEM_COST_IN,
    100,
    1000000,
    0,
    { { 1000000, 0, 100, 1000000, 10000 }, { 1000000, 0, 100, 1000000, 10000 } } },
  { TIEM_COST_IN,
    200,
    2300000,
    0,
    { { 2300000, 0, 300, 3300000, 11000 }, { 2300000, 0, 300, 3300000, 11000 } } },
  { TIEM_COST_OUT,
    150,
    -1,
    0,
    { { -1650000, 0, 150, 1650000, 11000 }, { -1575000, 0, 150, 1725000, 11500 } } },
  { TIEM_COST_IN,
    100,
    1250000,
    0,
    { { 1250000, 0, 250, 2900000, 11600 }, { 1250000, 0, 250, 2975000, 11900 } } },
  { TIEM_COST_OUT,
    180,
    -1,
    0,
    { { -2088000, 0, 70, 812000, 11600 }, { -2100000, 0, 70, 875000, 12500 } } },
  { TIEM_COST_OUT, 70, -1, 0, { { -812000, 0, 0, 0, 11600 }, { -875000, 0, 0, 0, 12500 } } },
};

/* 3 for 100.000 can't be shared evenly: no đồng is lost, none is made. */
static const Step remainders_steps[] = {
  { TIEM_COST_IN,
    3,
    100000,
    0,
    { { 100000, 0, 3, 100000, 33333 }, { 100000, 0, 3, 100000, 33333 } } },
  { TIEM_COST_OUT, 1, -1, 0, { { -33333, 0, 2, 66667, 33334 }, { -33333, 0, 2, 66667, 33334 } } },
  { TIEM_COST_OUT, 1, -1, 0, { { -33334, 0, 1, 33333, 33333 }, { -33334, 0, 1, 33333, 33333 } } },
  { TIEM_COST_IN, 7, 99999, 0, { { 99999, 0, 8, 133332, 16667 }, { 99999, 0, 8, 133332, 16667 } } },
  { TIEM_COST_OUT, 3, -1, 0, { { -50000, 0, 5, 83332, 16666 }, { -61904, 0, 5, 71428, 14286 } } },
  { TIEM_COST_OUT, 5, -1, 0, { { -83332, 0, 0, 0, 16666 }, { -71428, 0, 0, 0, 14286 } } },
};

/* 5 are sold of what never came in and is thought to cost 20.000; 3 come at 22.000, which covers
 * them and costs 6.000 more than thought; 10 come at 25.000. */
static const Step negative_steps[] = {
  { TIEM_COST_OUT,
    5,
    -1,
    0,
    { { -100000, 0, -5, -100000, 20000 }, { -100000, 0, -5, -100000, 20000 } } },
  { TIEM_COST_IN,
    3,
    66000,
    0,
    { { 60000, 6000, -2, -40000, 22000 }, { 60000, 6000, -2, -40000, 22000 } } },
  { TIEM_COST_IN,
    10,
    250000,
    0,
    { { 240000, 10000, 8, 200000, 25000 }, { 240000, 10000, 8, 200000, 25000 } } },
  { TIEM_COST_OUT, 8, -1, 0, { { -200000, 0, 0, 0, 25000 }, { -200000, 0, 0, 0, 25000 } } },
};

/* The last two of six leave at the last known cost. */
static const Step negative_deep_steps[] = {
  { TIEM_COST_IN, 4, 48000, 0, { { 48000, 0, 4, 48000, 12000 }, { 48000, 0, 4, 48000, 12000 } } },
  { TIEM_COST_OUT,
    6,
    -1,
    0,
    { { -72000, 0, -2, -24000, 12000 }, { -72000, 0, -2, -24000, 12000 } } },
  { TIEM_COST_IN,
    1,
    13001,
    0,
    { { 12000, 1001, -1, -12000, 13001 }, { 12000, 1001, -1, -12000, 13001 } } },
  { TIEM_COST_IN,
    5,
    70000,
    0,
    { { 68000, 2000, 4, 56000, 14000 }, { 68000, 2000, 4, 56000, 14000 } } },
  { TIEM_COST_OUT,
    5,
    -1,
    0,
    { { -70000, 0, -1, -14000, 14000 }, { -70000, 0, -1, -14000, 14000 } } },
  { TIEM_COST_OUT,
    1,
    -1,
    0,
    { { -14000, 0, -2, -28000, 14000 }, { -14000, 0, -2, -28000, 14000 } } },
};

/* Two that were sold at 58.333,50 come back: FIFO sells them first. */
static const Step back_steps[] = {
  { TIEM_COST_IN,
    10,
    500000,
    0,
    { { 500000, 0, 10, 500000, 50000 }, { 500000, 0, 10, 500000, 50000 } } },
  { TIEM_COST_IN,
    10,
    700000,
    0,
    { { 700000, 0, 20, 1200000, 60000 }, { 700000, 0, 20, 1200000, 60000 } } },
  { TIEM_COST_OUT,
    12,
    -1,
    0,
    { { -720000, 0, 8, 480000, 60000 }, { -640000, 0, 8, 560000, 70000 } } },
  { TIEM_COST_BACK,
    2,
    116667,
    0,
    { { 116667, 0, 10, 596667, 59667 }, { 116667, 0, 10, 676667, 67667 } } },
  { TIEM_COST_OUT,
    3,
    -1,
    0,
    { { -179000, 0, 7, 417667, 59667 }, { -186667, 0, 7, 490000, 70000 } } },
  { TIEM_COST_OUT, 7, -1, 0, { { -417667, 0, 0, 0, 59667 }, { -490000, 0, 0, 0, 70000 } } },
};

/* 5 of the second purchase go back, then all 10 of the first, of which 6 are left: the rest is
 * whatever is there. The last one goes at what it is worth, whatever the supplier pays. */
static const Step supplier_steps[] = {
  { TIEM_COST_IN,
    10,
    300000,
    1,
    { { 300000, 0, 10, 300000, 30000 }, { 300000, 0, 10, 300000, 30000 } } },
  { TIEM_COST_IN,
    10,
    400000,
    2,
    { { 400000, 0, 20, 700000, 35000 }, { 400000, 0, 20, 700000, 35000 } } },
  { TIEM_COST_OUT,
    4,
    -1,
    0,
    { { -140000, 0, 16, 560000, 35000 }, { -120000, 0, 16, 580000, 36250 } } },
  { TIEM_COST_OUT_OF,
    5,
    200000,
    0,
    { { -200000, 0, 11, 360000, 32727 }, { -200000, 0, 11, 380000, 34545 } } },
  { TIEM_COST_OUT_OF,
    10,
    300000,
    1,
    { { -300000, 0, 1, 60000, 60000 }, { -340000, 0, 1, 40000, 40000 } } },
  { TIEM_COST_OUT_OF, 1, 99000, 0, { { -60000, 0, 0, 0, 60000 }, { -40000, 0, 0, 0, 40000 } } },
};

/* What a count finds costs what is here; more than is here, at the unit's cost. */
static const Step count_steps[] = {
  { TIEM_COST_IN,
    10,
    125000,
    0,
    { { 125000, 0, 10, 125000, 12500 }, { 125000, 0, 10, 125000, 12500 } } },
  { TIEM_COST_IN,
    10,
    150000,
    0,
    { { 150000, 0, 20, 275000, 13750 }, { 150000, 0, 20, 275000, 13750 } } },
  { TIEM_COST_OUT,
    3,
    -1,
    0,
    { { -41250, 0, 17, 233750, 13750 }, { -37500, 0, 17, 237500, 13971 } } },
  { TIEM_COST_IN, 2, -1, 0, { { 27500, 0, 19, 261250, 13750 }, { 27941, 0, 19, 265441, 13971 } } },
  { TIEM_COST_OUT,
    9,
    -1,
    0,
    { { -123750, 0, 10, 137500, 13750 }, { -117500, 0, 10, 147941, 14794 } } },
  { TIEM_COST_IN,
    30,
    -1,
    0,
    { { 412500, 0, 40, 550000, 13750 }, { 443820, 0, 40, 591761, 14794 } } },
  { TIEM_COST_OUT,
    30,
    -1,
    0,
    { { -412500, 0, 10, 137500, 13750 }, { -443821, 0, 10, 147940, 14794 } } },
};

/* Nobody knows what the first 5 cost: the first arrival with a cost values those that are left. */
static const Step unknown_steps[] = {
  { TIEM_COST_IN, 5, -1, 0, { { 0, 0, 5, 0, -1 }, { 0, 0, 5, 0, -1 } } },
  { TIEM_COST_OUT, 2, -1, 0, { { 0, 0, 3, 0, -1 }, { 0, 0, 3, 0, -1 } } },
  { TIEM_COST_IN,
    4,
    100002,
    0,
    { { 175005, -75003, 7, 175005, 25001 }, { 175005, -75003, 7, 175005, 25001 } } },
  { TIEM_COST_OUT, 6, -1, 0, { { -150004, 0, 1, 25001, 25001 }, { -150005, 0, 1, 25000, 25000 } } },
  { TIEM_COST_IN, 1, -1, 0, { { 25001, 0, 2, 50002, 25001 }, { 25000, 0, 2, 50000, 25000 } } },
  { TIEM_COST_OUT,
    3,
    -1,
    0,
    { { -75003, 0, -1, -25001, 25001 }, { -75000, 0, -1, -25000, 25000 } } },
};

/* Three were sold that had no cost: 36.000 of the arrival is theirs. */
static const Step unknown_sold_steps[] = {
  { TIEM_COST_OUT, 3, -1, 0, { { 0, 0, -3, 0, -1 }, { 0, 0, -3, 0, -1 } } },
  { TIEM_COST_IN,
    5,
    60000,
    0,
    { { 24000, 36000, 2, 24000, 12000 }, { 24000, 36000, 2, 24000, 12000 } } },
  { TIEM_COST_OUT, 2, -1, 0, { { -24000, 0, 0, 0, 12000 }, { -24000, 0, 0, 0, 12000 } } },
};

/* The owner says what one costs, corrects it, and takes it back. */
static const Step given_steps[] = {
  { TIEM_COST_IN, 6, -1, 0, { { 0, 0, 6, 0, -1 }, { 0, 0, 6, 0, -1 } } },
  { TIEM_COST_SET, 0, 15000, 0, { { 90000, 0, 6, 90000, 15000 }, { 90000, 0, 6, 90000, 15000 } } },
  { TIEM_COST_OUT, 2, -1, 0, { { -30000, 0, 4, 60000, 15000 }, { -30000, 0, 4, 60000, 15000 } } },
  { TIEM_COST_IN, 4, 72000, 0, { { 72000, 0, 8, 132000, 16500 }, { 72000, 0, 8, 132000, 16500 } } },
  { TIEM_COST_SET,
    0,
    16000,
    0,
    { { -4000, 0, 8, 128000, 16000 }, { -4000, 0, 8, 128000, 16000 } } },
  { TIEM_COST_OUT, 5, -1, 0, { { -80000, 0, 3, 48000, 16000 }, { -80000, 0, 3, 48000, 16000 } } },
  { TIEM_COST_SET, 0, -1, 0, { { -48000, 0, 3, 0, -1 }, { -48000, 0, 3, 0, -1 } } },
  { TIEM_COST_OUT, 1, -1, 0, { { 0, 0, 2, 0, -1 }, { 0, 0, 2, 0, -1 } } },
  { TIEM_COST_IN,
    2,
    40000,
    0,
    { { 80000, -40000, 4, 80000, 20000 }, { 80000, -40000, 4, 80000, 20000 } } },
};

/* Also of what was sold too early. */
static const Step owed_given_steps[] = {
  { TIEM_COST_OUT,
    4,
    -1,
    0,
    { { -40000, 0, -4, -40000, 10000 }, { -40000, 0, -4, -40000, 10000 } } },
  { TIEM_COST_SET,
    0,
    12000,
    0,
    { { -8000, 0, -4, -48000, 12000 }, { -8000, 0, -4, -48000, 12000 } } },
  { TIEM_COST_IN, 4, 50000, 0, { { 48000, 2000, 0, 0, 12500 }, { 48000, 2000, 0, 0, 12500 } } },
  { TIEM_COST_IN, 2, 30000, 0, { { 30000, 0, 2, 30000, 15000 }, { 30000, 0, 2, 30000, 15000 } } },
  { TIEM_COST_BACK, 1, 10000, 0, { { 10000, 0, 3, 40000, 13333 }, { 10000, 0, 3, 40000, 13333 } } },
};

/* Free goods have a cost: 0. */
static const Step free_steps[] = {
  { TIEM_COST_IN, 5, 0, 0, { { 0, 0, 5, 0, 0 }, { 0, 0, 5, 0, 0 } } },
  { TIEM_COST_IN, 5, 50000, 0, { { 50000, 0, 10, 50000, 5000 }, { 50000, 0, 10, 50000, 5000 } } },
  { TIEM_COST_OUT, 7, -1, 0, { { -35000, 0, 3, 15000, 5000 }, { -20000, 0, 3, 30000, 10000 } } },
};

typedef struct
{
  const char *name;
  const Step *steps;
  gsize n;
  gint64 opening; /* −1: not known */
} Case;

#define CASE(name, opening)                                                                        \
  {                                                                                                \
#name, name##_steps, G_N_ELEMENTS(name##_steps), opening                                       \
  }

static const Case cases[] = {
  CASE (textbook, -1),      CASE (remainders, -1),    CASE (negative, 20000),
  CASE (negative_deep, -1), CASE (back, -1),          CASE (supplier, -1),
  CASE (count, -1),         CASE (unknown, -1),       CASE (unknown_sold, -1),
  CASE (given, -1),         CASE (owed_given, 10000), CASE (free, -1),
};

/* What must be true after any event. */
static void
assert_whole (const TiemCostQueue *queue)
{
  gint64 units = 0;
  gint64 value = 0;

  if (queue->units == 0)
    g_assert_cmpint (queue->value_vnd, ==, 0);
  if (queue->units < 0)
    g_assert_cmpint (queue->value_vnd, <=, 0);
  else
    g_assert_cmpint (queue->value_vnd, >=, 0);
  for (guint i = 0; i < queue->layers->len; i++)
    {
      const TiemCostLayer *layer = &g_array_index (queue->layers, TiemCostLayer, i);

      g_assert_cmpint (layer->units, >, 0);
      g_assert_cmpint (layer->value_vnd, >=, 0);
      units += layer->units;
      value += layer->value_vnd;
    }
  if (queue->method == TIEM_COST_AVERAGE)
    g_assert_cmpuint (queue->layers->len, ==, 0);
  else
    g_assert_cmpint (units, ==, MAX (queue->units, 0));
  if (queue->method == TIEM_COST_FIFO && queue->units > 0)
    g_assert_cmpint (value, ==, queue->value_vnd);
}

static void
test_figures (gconstpointer data)
{
  const Case *table = data;

  for (int method = TIEM_COST_AVERAGE; method <= TIEM_COST_FIFO; method++)
    {
      g_auto (TiemCostQueue) queue = { 0 };
      gint64 sum = 0;

      tiem_cost_queue_init (&queue, method);
      queue.has_cost = table->opening >= 0;
      queue.cost_vnd = MAX (table->opening, 0);
      for (gsize i = 0; i < table->n; i++)
        {
          const Step *step = &table->steps[i];
          const After *after = &step->by[method];
          TiemCostEvent event = { .kind = step->kind, .units = step->units };
          TiemCostBooking booking;

          event.is_known = step->total >= 0;
          event.total_vnd = MAX (step->total, 0);
          event.source = step->source;
          tiem_cost_queue_apply (&queue, &event, &booking);
          g_test_message ("%s, step %u", tiem_cost_method_to_string (method), (guint)i + 1);
          sum += booking.value_vnd;
          g_assert_cmpint (booking.value_vnd, ==, after->value);
          g_assert_cmpint (booking.settled_vnd, ==, after->settled);
          g_assert_cmpint (queue.units, ==, after->units);
          g_assert_cmpint (queue.value_vnd, ==, after->sum);
          g_assert_cmpint (queue.value_vnd, ==, sum);
          g_assert_cmpint (queue.has_cost ? queue.cost_vnd : -1, ==, after->cost);
          assert_whole (&queue);
        }
    }
}

/* --- against a slow and plain model --- */

/* One unit of goods at a time, each with a price tag in parts of a đồng would be plainest, but
 * would round elsewhere: so lots, in a list that is searched from its start each time. */
typedef struct
{
  gboolean is_fifo;
  gboolean has_cost;
  gint64 cost;
  GArray *lots; /* (element-type TiemCostLayer) of what came in, empty ones too; average: one */
  gint64 owed_units;
  gint64 owed_value;
} Plain;

static gint64
part (gint64 value,
      gint64 units,
      gint64 of)
{
  __int128 twice = (__int128)2 * value * units + of;

  return of == 0 ? 0 : (gint64)(twice / (2 * of));
}

static TiemCostLayer *
get_lot (Plain *plain,
         guint i)
{
  return &g_array_index (plain->lots, TiemCostLayer, i);
}

static gint64
sum_units (Plain *plain)
{
  gint64 sum = -plain->owed_units;

  for (guint i = 0; i < plain->lots->len; i++)
    sum += get_lot (plain, i)->units;
  return sum;
}

static gint64
sum_value (Plain *plain)
{
  gint64 sum = -plain->owed_value;

  for (guint i = 0; i < plain->lots->len; i++)
    sum += get_lot (plain, i)->value_vnd;
  return sum;
}

static void
plain_in (Plain *plain,
          const TiemCostEvent *event)
{
  gint64 here = sum_units (plain);
  gint64 covers = MIN (plain->owed_units, event->units);
  gint64 back = part (plain->owed_value, covers, plain->owed_units);
  gint64 total = event->total_vnd;
  TiemCostLayer lot = { 0, event->source, event->units - covers, 0 };

  if (event->is_known)
    lot.value_vnd = total - part (total, covers, event->units);
  else if (here > 0 && event->units <= here)
    lot.value_vnd = part (sum_value (plain), event->units, here);
  else
    lot.value_vnd = lot.units * plain->cost;
  if (event->is_known && !plain->has_cost)
    for (guint i = 0; i < plain->lots->len; i++)
      get_lot (plain, i)->value_vnd = get_lot (plain, i)->units * part (total, 1, event->units);
  plain->owed_units -= covers;
  plain->owed_value -= back;
  if (event->is_known && (event->kind == TIEM_COST_IN || !plain->has_cost))
    plain->cost = part (total, 1, event->units);
  plain->has_cost = plain->has_cost || event->is_known;
  if (plain->is_fifo && event->kind == TIEM_COST_BACK)
    g_array_prepend_val (plain->lots, lot);
  else if (plain->is_fifo || plain->lots->len == 0)
    g_array_append_val (plain->lots, lot);
  else
    {
      get_lot (plain, 0)->units += lot.units;
      get_lot (plain, 0)->value_vnd += lot.value_vnd;
    }
}

/* Returns: units that were not there */
static gint64
plain_take (Plain *plain,
            const TiemCostEvent *event,
            gint64 units,
            int pass)
{
  for (guint n = 0; n < plain->lots->len && units > 0; n++)
    {
      TiemCostLayer *lot = get_lot (plain, pass < 2 ? plain->lots->len - 1 - n : n);
      gint64 taken = MIN (lot->units, units);
      gint64 value = part (lot->value_vnd, taken, lot->units);

      if (taken == 0)
        continue;
      if (pass == 0 && (event->source == 0 || lot->source != event->source))
        continue;
      if (pass == 1
          && (!event->is_known
              || part (lot->value_vnd, 1, lot->units) != part (event->total_vnd, 1, event->units)))
        continue;
      if (!plain->is_fifo && event->kind == TIEM_COST_OUT_OF && event->is_known
          && event->units < lot->units && event->total_vnd <= lot->value_vnd)
        value = event->total_vnd;
      plain->cost = part (lot->value_vnd, 1, lot->units);
      lot->units -= taken;
      lot->value_vnd -= value;
      units -= taken;
    }
  return units;
}

static void
plain_out (Plain *plain,
           const TiemCostEvent *event)
{
  gint64 units = event->units;

  for (int pass = plain->is_fifo && event->kind == TIEM_COST_OUT_OF ? 0 : 2; pass < 3; pass++)
    units = plain_take (plain, event, units, pass);
  plain->owed_units += units;
  plain->owed_value += units * plain->cost;
}

static void
plain_set (Plain *plain,
           const TiemCostEvent *event)
{
  gint64 here = sum_units (plain);
  TiemCostLayer lot = { 0, 0, MAX (here, 0), MAX (here, 0) * event->total_vnd };

  plain->has_cost = event->is_known;
  plain->cost = event->total_vnd;
  g_array_set_size (plain->lots, 0);
  g_array_append_val (plain->lots, lot);
  plain->owed_value = plain->owed_units * event->total_vnd;
}

static void
plain_apply (Plain *plain,
             const TiemCostEvent *event)
{
  if (event->kind == TIEM_COST_SET)
    plain_set (plain, event);
  else if (event->kind == TIEM_COST_IN || event->kind == TIEM_COST_BACK)
    plain_in (plain, event);
  else
    plain_out (plain, event);
  if (plain->has_cost && sum_units (plain) > 0)
    plain->cost = part (sum_value (plain), 1, sum_units (plain));
}

static TiemCostEvent
make_event (GRand *rand)
{
  static const TiemCostKind kinds[]
      = { TIEM_COST_IN,  TIEM_COST_IN,  TIEM_COST_IN,     TIEM_COST_BACK, TIEM_COST_OUT,
          TIEM_COST_OUT, TIEM_COST_OUT, TIEM_COST_OUT_OF, TIEM_COST_SET };
  TiemCostEvent event = { .kind = kinds[g_rand_int_range (rand, 0, G_N_ELEMENTS (kinds))] };

  event.units = g_rand_int_range (rand, 1, 40);
  event.is_known = g_rand_int_range (rand, 0, 5) > 0;
  if (event.kind == TIEM_COST_SET && g_rand_int_range (rand, 0, 8) > 0)
    event.kind = TIEM_COST_OUT;
  if (event.is_known)
    event.total_vnd = g_rand_int_range (rand, 0, 2000000);
  if (event.is_known && event.kind != TIEM_COST_SET && g_rand_boolean (rand))
    event.total_vnd = event.units * 1000 * g_rand_int_range (rand, 10, 14);
  if (event.kind != TIEM_COST_SET && g_rand_boolean (rand))
    event.source = g_rand_int_range (rand, 1, 6);
  if (!event.is_known && event.kind == TIEM_COST_OUT_OF)
    event.kind = TIEM_COST_OUT;
  return event;
}

static void
test_random (void)
{
  for (guint32 seed = 0; seed < 400; seed++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
      TiemCostMethod method = seed % 2;
      g_auto (TiemCostQueue) queue = { 0 };
      Plain plain = { .is_fifo = method == TIEM_COST_FIFO };
      gint64 sum = 0;
      gint64 paid = 0;

      tiem_cost_queue_init (&queue, method);
      plain.lots = g_array_new (FALSE, FALSE, sizeof (TiemCostLayer));
      for (guint i = 0; i < 300; i++)
        {
          TiemCostEvent event = make_event (rand);
          gboolean comes = event.kind == TIEM_COST_IN || event.kind == TIEM_COST_BACK;
          TiemCostBooking booking;

          tiem_cost_queue_apply (&queue, &event, &booking);
          plain_apply (&plain, &event);
          sum += booking.value_vnd;
          if (comes && event.is_known)
            {
              paid = booking.value_vnd + booking.settled_vnd;
              g_assert_cmpint (paid, ==, event.total_vnd);
            }
          g_assert_cmpint (queue.value_vnd, ==, sum);
          g_assert_cmpint (queue.units, ==, sum_units (&plain));
          g_assert_cmpint (queue.value_vnd, ==, sum_value (&plain));
          g_assert_cmpint (queue.has_cost, ==, plain.has_cost);
          if (queue.has_cost)
            g_assert_cmpint (queue.cost_vnd, ==, plain.cost);
          assert_whole (&queue);
        }
      g_array_unref (plain.lots);
    }
}

/* Nobody's shop, but nothing overflows. */
static void
test_limits (void)
{
  for (int method = TIEM_COST_AVERAGE; method <= TIEM_COST_FIFO; method++)
    {
      g_auto (TiemCostQueue) queue = { 0 };
      TiemCostEvent event = { .kind = TIEM_COST_IN, .units = 1000000000, .is_known = TRUE };
      TiemCostBooking booking;

      tiem_cost_queue_init (&queue, method);
      event.total_vnd = tiem_cost_times (event.units, G_GINT64_CONSTANT (1000000000000));
      g_assert_cmpint (event.total_vnd, ==, TIEM_COST_MOST);
      for (guint i = 0; i < 2; i++)
        {
          tiem_cost_queue_apply (&queue, &event, &booking);
          g_assert_cmpint (queue.value_vnd, ==, TIEM_COST_MOST);
          assert_whole (&queue);
        }
      event.kind = TIEM_COST_OUT;
      for (guint i = 0; i < 4; i++)
        {
          tiem_cost_queue_apply (&queue, &event, &booking);
          assert_whole (&queue);
        }
      g_assert_cmpint (queue.units, ==, -2 * event.units);
      g_assert_cmpint (queue.value_vnd, >=, -TIEM_COST_MOST);
    }
  g_assert_cmpint (tiem_cost_share (TIEM_COST_MOST, 1999999999, 2000000000), ==, 89999999955000);
  g_assert_cmpint (tiem_cost_share (5, 1, 2), ==, 3);
  g_assert_cmpint (tiem_cost_share (1, 1, 3), ==, 0);
  g_assert_cmpint (tiem_cost_share (2, 1, 3), ==, 1);
}

static void
test_names (void)
{
  TiemCostMethod method = TIEM_COST_FIFO;

  g_assert_true (tiem_cost_method_from_string ("average", &method));
  g_assert_cmpint (method, ==, TIEM_COST_AVERAGE);
  g_assert_true (tiem_cost_method_from_string ("fifo", &method));
  g_assert_cmpint (method, ==, TIEM_COST_FIFO);
  g_assert_false (tiem_cost_method_from_string ("lifo", &method));
  g_assert_false (tiem_cost_method_from_string (NULL, &method));
  g_assert_cmpint (method, ==, TIEM_COST_FIFO);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *path = g_strconcat ("/cost/figures/", cases[i].name, NULL);

      g_test_add_data_func (path, &cases[i], test_figures);
    }
  g_test_add_func ("/cost/random", test_random);
  g_test_add_func ("/cost/limits", test_limits);
  g_test_add_func ("/cost/names", test_names);
  return g_test_run ();
}
