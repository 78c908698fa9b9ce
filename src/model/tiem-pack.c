#include "config.h"

#include "model/tiem-pack.h"

/* A gap between two scans that is longer is a break. */
#define LONGEST_GAP_MS 120000

void
tiem_pack_part_free (TiemPackPart *self)
{
  if (self == NULL)
    return;
  g_free (self->sku);
  g_free (self->title);
  g_free (self->options);
  g_free (self->shelf);
  g_free (self);
}

void
tiem_pack_line_free (TiemPackLine *self)
{
  if (self == NULL)
    return;
  g_free (self->sku);
  g_free (self->title);
  g_free (self->options);
  g_free (self->image_url);
  g_free (self->shelf);
  g_clear_pointer (&self->parts, g_ptr_array_unref);
  g_free (self);
}

void
tiem_pack_order_free (TiemPackOrder *self)
{
  if (self == NULL)
    return;
  g_free (self->number);
  g_free (self->channel_kind);
  g_free (self->buyer_name);
  g_free (self->carrier);
  g_free (self->tracking);
  g_free (self->note);
  g_free (self->owner_note);
  g_free (self->tags);
  g_free (self->cancel_reason);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  g_free (self);
}

void
tiem_pack_choice_free (TiemPackChoice *self)
{
  if (self == NULL)
    return;
  g_free (self->label);
  g_free (self->shelf);
  g_free (self);
}

void
tiem_pack_meaning_free (TiemPackMeaning *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->goods, g_ptr_array_unref);
  g_clear_pointer (&self->lines, g_array_unref);
  g_clear_pointer (&self->orders, g_ptr_array_unref);
  g_free (self);
}

void
tiem_pack_result_free (TiemPackResult *self)
{
  if (self == NULL)
    return;
  g_free (self->code);
  g_free (self->goods);
  g_free (self->instead);
  g_free (self->shelf);
  g_free (self->number);
  g_free (self->open_number);
  g_clear_pointer (&self->choices, g_ptr_array_unref);
  g_free (self);
}

TiemPackMeaning *
tiem_pack_meaning_new (void)
{
  TiemPackMeaning *self = g_new0 (TiemPackMeaning, 1);

  self->goods = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_pack_choice_free);
  self->lines = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->orders = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_pack_order_free);
  return self;
}

TiemPackResult *
tiem_pack_result_new (const char *code)
{
  TiemPackResult *self = g_new0 (TiemPackResult, 1);

  self->code = g_strdup (code);
  self->line = self->part = -1;
  return self;
}

TiemPackChoice *
tiem_pack_choice_new (gint64 id,
                      const char *label,
                      const char *shelf)
{
  TiemPackChoice *self = g_new0 (TiemPackChoice, 1);

  self->id = id;
  self->label = g_strdup (label);
  self->shelf = g_strdup (shelf);
  return self;
}

static gboolean
has_text (const char *text)
{
  return text != NULL && *text != '\0';
}

char *
tiem_pack_name (const char *sku,
                const char *options,
                const char *title)
{
  if (!has_text (sku))
    return has_text (options) ? g_strdup_printf ("%s, %s", title != NULL ? title : "?", options)
                              : g_strdup (title != NULL ? title : "?");
  return has_text (options) ? g_strdup_printf ("%s %s", sku, options) : g_strdup (sku);
}

static const char *const states[] = { "waiting", "packed", "lacking" };

const char *
tiem_pack_state_to_string (TiemPackState state)
{
  g_return_val_if_fail ((guint)state < G_N_ELEMENTS (states), "waiting");
  return states[state];
}

TiemPackState
tiem_pack_state_from_string (const char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    if (g_strcmp0 (states[i], text) == 0)
      return (TiemPackState)i;
  return TIEM_PACK_WAITING;
}

gint64
tiem_pack_get_spent (gint64 last_at,
                     gint64 now)
{
  gint64 gap = now - last_at;

  return last_at > 0 && gap > 0 && gap <= LONGEST_GAP_MS ? gap : 0;
}

/* --- how far it is --- */

static const TiemPackPart *
get_part (const TiemPackLine *line,
          guint i)
{
  return g_ptr_array_index (line->parts, i);
}

static const TiemPackLine *
get_line (const TiemPackOrder *order,
          guint i)
{
  return g_ptr_array_index (order->lines, i);
}

/* Bundles that the parts scanned make up. */
static gint64
count_made_up (const TiemPackLine *line)
{
  gint64 made = G_MAXINT64;

  if (line->parts == NULL || line->parts->len == 0)
    return 0;
  for (guint i = 0; i < line->parts->len; i++)
    made = MIN (made, get_part (line, i)->scanned / get_part (line, i)->per);
  return made;
}

gint64
tiem_pack_line_get_done (const TiemPackLine *self)
{
  return self->scanned + count_made_up (self);
}

static gboolean
has_loose_parts (const TiemPackLine *line)
{
  gint64 made = count_made_up (line);

  for (guint i = 0; line->parts != NULL && i < line->parts->len; i++)
    if (get_part (line, i)->scanned != made * get_part (line, i)->per)
      return TRUE;
  return FALSE;
}

static gboolean
is_begun (const TiemPackLine *line)
{
  return line->scanned > 0 || count_made_up (line) > 0 || has_loose_parts (line);
}

gint64
tiem_pack_order_get_wanted (const TiemPackOrder *self)
{
  gint64 wanted = 0;

  for (guint i = 0; i < self->lines->len; i++)
    wanted += get_line (self, i)->wanted;
  return wanted;
}

gint64
tiem_pack_order_get_done (const TiemPackOrder *self)
{
  gint64 done = 0;

  for (guint i = 0; i < self->lines->len; i++)
    done += tiem_pack_line_get_done (get_line (self, i));
  return done;
}

gboolean
tiem_pack_order_is_begun (const TiemPackOrder *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    if (is_begun (get_line (self, i)))
      return TRUE;
  return FALSE;
}

gboolean
tiem_pack_order_is_complete (const TiemPackOrder *self)
{
  for (guint i = 0; i < self->lines->len; i++)
    if (tiem_pack_line_get_done (get_line (self, i)) != get_line (self, i)->wanted
        || has_loose_parts (get_line (self, i)))
      return FALSE;
  return self->lines->len > 0;
}

TiemPackOutcome
tiem_pack_order_refuse (const TiemPackOrder *self)
{
  /* What goes out of the door by mistake costs most: that is said before anything else. */
  if (self->status == TIEM_ORDER_CANCELLED)
    return TIEM_PACK_CANCELLED;
  if (self->handed_at > 0 || !tiem_order_status_is_open (self->status))
    return TIEM_PACK_GONE;
  if (self->cancel_asked)
    return TIEM_PACK_CANCEL_ASKED;
  if (self->packed_at > 0)
    return TIEM_PACK_ALREADY;
  if (self->status != TIEM_ORDER_TO_SHIP && self->status != TIEM_ORDER_AWAITING_PICKUP)
    return TIEM_PACK_NOT_READY;
  if (self->lines != NULL && self->lines->len == 0)
    return TIEM_PACK_EMPTY;
  return TIEM_PACK_OPENED;
}

/* --- what a scan means --- */

static void
refuse (const TiemPackOrder *order,
        TiemPackOutcome why,
        TiemPackResult *result)
{
  result->outcome = why;
  result->order_id = order->id;
  g_free (result->number);
  result->number = g_strdup (order->number);
  result->status = order->status;
  result->at = why == TIEM_PACK_GONE ? order->handed_at : order->packed_at;
}

TiemPackResult *
tiem_pack_order_dup_refusal (const TiemPackOrder *self)
{
  TiemPackOutcome why = tiem_pack_order_refuse (self);
  TiemPackResult *result;

  if (why == TIEM_PACK_OPENED)
    return NULL;
  result = tiem_pack_result_new ("");
  refuse (self, why, result);
  return result;
}

/* What the order still lacks, to be named to whoever holds the wrong thing. */
static void
name_missing (const TiemPackOrder *order,
              TiemPackResult *result)
{
  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemPackLine *line = get_line (order, i);

      if (tiem_pack_line_get_done (line) >= line->wanted)
        continue;
      result->instead = tiem_pack_name (line->sku, line->options, line->title);
      result->shelf = g_strdup (line->shelf);
      return;
    }
}

/* How many more of a part fit: bundles scanned whole need no parts. */
static gint64
get_part_room (const TiemPackLine *line,
               const TiemPackPart *part)
{
  return (line->wanted - line->scanned) * part->per - part->scanned;
}

/* How many more whole bundles fit beside the parts that are scanned. */
static gint64
get_line_room (const TiemPackLine *line)
{
  gint64 taken = 0;

  for (guint i = 0; line->parts != NULL && i < line->parts->len; i++)
    {
      const TiemPackPart *part = get_part (line, i);

      taken = MAX (taken, (part->scanned + part->per - 1) / part->per);
    }
  return line->wanted - line->scanned - taken;
}

typedef struct
{
  int line;
  int part;
  gint64 room;
  gint64 wanted; /* units of it in the whole order */
} Place;

static void
offer_place (Place *place,
             int line,
             int part,
             gint64 room,
             gint64 wanted)
{
  place->wanted += wanted;
  /* The first one with room; without any, the first one. */
  if (place->line >= 0 && (place->room > 0 || room <= 0))
    return;
  place->line = line;
  place->part = part;
  place->room = room;
}

/* Where the order has room for a variant: a line of its own before a bundle it is part of. */
static Place
find_place (const TiemPackOrder *order,
            gint64 variant_id)
{
  Place place = { -1, -1, 0, 0 };

  for (guint i = 0; i < order->lines->len; i++)
    if (get_line (order, i)->variant_id == variant_id)
      offer_place (
          &place, (int)i, -1, get_line_room (get_line (order, i)), get_line (order, i)->wanted);
  for (guint i = 0; i < order->lines->len; i++)
    {
      const TiemPackLine *line = get_line (order, i);

      for (guint j = 0; line->parts != NULL && j < line->parts->len; j++)
        if (get_part (line, j)->variant_id == variant_id)
          offer_place (&place,
                       (int)i,
                       (int)j,
                       get_part_room (line, get_part (line, j)),
                       line->wanted * get_part (line, j)->per);
    }
  return place;
}

/* Lines whose goods Tiệm has no product for: by the code the channel gave. */
static Place
find_line_place (const TiemPackOrder *order,
                 const GArray *lines)
{
  Place place = { -1, -1, 0, 0 };

  for (guint i = 0; i < order->lines->len; i++)
    for (guint j = 0; j < lines->len; j++)
      if (get_line (order, i)->line_id == g_array_index (lines, gint64, j))
        offer_place (
            &place, (int)i, -1, get_line_room (get_line (order, i)), get_line (order, i)->wanted);
  return place;
}

static void
judge_place (const TiemPackOrder *open,
             const Place *place,
             const TiemPackAsk *ask,
             TiemPackResult *result)
{
  const TiemPackLine *line = get_line (open, (guint)place->line);
  TiemPackOutcome why = tiem_pack_order_refuse (open);

  if (result->goods == NULL)
    result->goods = tiem_pack_name (line->sku, line->options, line->title);
  if (why != TIEM_PACK_OPENED)
    {
      refuse (open, why, result);
      return;
    }
  result->order_id = open->id;
  if (ask->quantity > place->room)
    {
      result->outcome = TIEM_PACK_SURPLUS;
      result->quantity = place->wanted;
      name_missing (open, result);
      return;
    }
  result->outcome = TIEM_PACK_COUNTED;
  result->quantity = ask->quantity;
  result->line = place->line;
  result->part = place->part;
}

static void
ask_which_goods (const TiemPackOrder *open,
                 const TiemPackMeaning *meaning,
                 TiemPackResult *result)
{
  result->outcome = TIEM_PACK_AMBIGUOUS;
  result->choices = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_pack_choice_free);
  /* What the order has stands first: it is the likely answer. */
  for (int wanted = 1; wanted >= 0; wanted--)
    for (guint i = 0; i < meaning->goods->len; i++)
      {
        const TiemPackChoice *choice = g_ptr_array_index (meaning->goods, i);

        if ((find_place (open, choice->id).line >= 0) == wanted)
          g_ptr_array_add (result->choices,
                           tiem_pack_choice_new (choice->id, choice->label, choice->shelf));
      }
}

/* Goods that the order does not have. */
static void
judge_wrong (const TiemPackOrder *open,
             const TiemPackChoice *choice,
             TiemPackResult *result)
{
  TiemPackOutcome why = open != NULL ? tiem_pack_order_refuse (open) : TIEM_PACK_OPENED;

  g_free (result->goods);
  result->goods = g_strdup (choice->label);
  if (open == NULL)
    result->outcome = TIEM_PACK_NO_ORDER;
  else if (why != TIEM_PACK_OPENED)
    refuse (open, why, result);
  else
    {
      result->outcome = TIEM_PACK_WRONG;
      result->order_id = open->id;
      name_missing (open, result);
    }
}

static const TiemPackChoice *
find_choice (const TiemPackMeaning *meaning,
             gint64 id)
{
  for (guint i = 0; i < meaning->goods->len; i++)
    if (((const TiemPackChoice *)g_ptr_array_index (meaning->goods, i))->id == id)
      return g_ptr_array_index (meaning->goods, i);
  return NULL;
}

/* Whether any of the goods is in the order. */
static gboolean
has_place (const TiemPackOrder *open,
           const TiemPackMeaning *meaning)
{
  for (guint i = 0; i < meaning->goods->len; i++)
    {
      const TiemPackChoice *choice = g_ptr_array_index (meaning->goods, i);

      if (find_place (open, choice->id).line >= 0)
        return TRUE;
    }
  return FALSE;
}

static void
judge_goods (const TiemPackOrder *open,
             const TiemPackMeaning *meaning,
             const TiemPackAsk *ask,
             TiemPackResult *result)
{
  const TiemPackChoice *choice = find_choice (meaning, ask->chosen_id);
  Place place;

  /* Of two goods with one code the order may have one, and the hand hold the other. */
  if (choice == NULL && meaning->goods->len > 1 && open != NULL && has_place (open, meaning)
      && tiem_pack_order_refuse (open) == TIEM_PACK_OPENED)
    {
      ask_which_goods (open, meaning, result);
      return;
    }
  if (choice == NULL)
    choice = g_ptr_array_index (meaning->goods, 0);
  result->goods = g_strdup (choice->label);
  place = open != NULL ? find_place (open, choice->id) : (Place){ -1, -1, 0, 0 };
  if (place.line >= 0)
    judge_place (open, &place, ask, result);
  else
    judge_wrong (open, choice, result);
}

static void
ask_which_order (const TiemPackMeaning *meaning,
                 TiemPackResult *result)
{
  result->outcome = TIEM_PACK_AMBIGUOUS;
  result->choices = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_pack_choice_free);
  for (guint i = 0; i < meaning->orders->len; i++)
    {
      const TiemPackOrder *order = g_ptr_array_index (meaning->orders, i);
      g_autofree char *label = has_text (order->buyer_name)
                                   ? g_strdup_printf ("%s · %s", order->number, order->buyer_name)
                                   : g_strdup (order->number);

      g_ptr_array_add (result->choices, tiem_pack_choice_new (order->id, label, NULL));
    }
}

/* Returns: (nullable): which of the orders with this code is meant; NULL when it must be asked */
static const TiemPackOrder *
pick_order (const TiemPackMeaning *meaning,
            gint64 chosen_id)
{
  const TiemPackOrder *ready = NULL;
  guint n_ready = 0;

  for (guint i = 0; i < meaning->orders->len; i++)
    {
      const TiemPackOrder *order = g_ptr_array_index (meaning->orders, i);

      if (order->id == chosen_id)
        return order;
      if (tiem_pack_order_refuse (order) != TIEM_PACK_OPENED)
        continue;
      ready = order;
      n_ready++;
    }
  /* Numbers are used again: one that can be packed is meant rather than one long gone. */
  if (n_ready == 1)
    return ready;
  return n_ready == 0 ? g_ptr_array_index (meaning->orders, 0) : NULL;
}

static void
judge_order (const TiemPackOrder *open,
             const TiemPackMeaning *meaning,
             const TiemPackAsk *ask,
             TiemPackResult *result)
{
  const TiemPackOrder *order = pick_order (meaning, ask->chosen_id);
  TiemPackOutcome why;

  if (order == NULL)
    {
      ask_which_order (meaning, result);
      return;
    }
  why = tiem_pack_order_refuse (order);
  if (why != TIEM_PACK_OPENED)
    {
      refuse (order, why, result);
      return;
    }
  result->order_id = order->id;
  result->number = g_strdup (order->number);
  if (open != NULL && open->id == order->id)
    result->outcome = TIEM_PACK_IS_OPEN;
  else if (open != NULL && !ask->may_switch && tiem_pack_order_is_begun (open)
           && tiem_pack_order_refuse (open) == TIEM_PACK_OPENED)
    result->outcome = TIEM_PACK_OTHER_ORDER;
  else
    result->outcome = order->is_short ? TIEM_PACK_OPENED_SHORT : TIEM_PACK_OPENED;
}

void
tiem_pack_judge (const TiemPackOrder *open,
                 const TiemPackMeaning *meaning,
                 const TiemPackAsk *ask,
                 TiemPackResult *result)
{
  Place place = open != NULL ? find_line_place (open, meaning->lines) : (Place){ -1, -1, 0, 0 };

  g_free (result->open_number);
  result->open_number = open != NULL ? g_strdup (open->number) : NULL;
  /* A number may be an order's and a SKU too: what the open order waits for comes first. */
  if (meaning->goods->len > 0
      && (meaning->orders->len == 0 || (open != NULL && has_place (open, meaning))))
    judge_goods (open, meaning, ask, result);
  else if (place.line >= 0)
    judge_place (open, &place, ask, result);
  else if (meaning->orders->len > 0)
    judge_order (open, meaning, ask, result);
  else
    result->outcome = TIEM_PACK_UNKNOWN;
}
