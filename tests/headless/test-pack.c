#include "model/tiem-pack.h"

#include <string.h>

/* The rules of the pack check, by a table. */

/* Goods of the shop: what a code means. Two of them share a barcode. */
static const struct
{
  const char *code;
  gint64 ids[2];
} codes[] = {
  { "BGN", { 1 } }, { "AT", { 2 } },   { "TOTE", { 3 } },   { "SM", { 4 } },    { "SET", { 5 } },
  { "NAP", { 6 } }, { "THAN", { 7 } }, { "HAI", { 2, 4 } }, { "BA", { 4, 8 } },
};

/* The order that is open: BGN × 1, AT × 2, and a set of two NAP and a THAN × 2; a line without a
 * product, "LA" × 1. */
typedef struct
{
  const char *what;
  const char *scans; /* codes already counted, "," between them */
  const char *code;  /* "#…": an order's */
  TiemOrderStatus status;
  const char *flags; /* of the open order: c asked to cancel, p packed, h handed, 0 none open */
  gint64 quantity;
  gint64 chosen;
  TiemPackOutcome outcome;
  const char *detail; /* line.part, what to take instead, or the choices */
} Case;

#define OK TIEM_ORDER_TO_SHIP

static const Case cases[] = {
  { "right goods", "", "BGN", OK, "", 1, 0, TIEM_PACK_COUNTED, "0" },
  { "the second of two", "AT", "AT", OK, "", 1, 0, TIEM_PACK_COUNTED, "1" },
  { "one too many", "AT,AT", "AT", OK, "", 1, 0, TIEM_PACK_SURPLUS, "BGN" },
  { "the last line is what is missing",
    "BGN,AT,AT,SET,SET",
    "AT",
    OK,
    "",
    1,
    0,
    TIEM_PACK_SURPLUS,
    "LA" },
  { "wrong goods", "", "SM", OK, "", 1, 0, TIEM_PACK_WRONG, "BGN" },
  { "wrong goods, some are there", "BGN", "TOTE", OK, "", 1, 0, TIEM_PACK_WRONG, "AT" },
  { "nothing has the code", "", "?", OK, "", 1, 0, TIEM_PACK_UNKNOWN, "" },
  { "two at once", "", "AT", OK, "", 2, 0, TIEM_PACK_COUNTED, "1" },
  { "more at once than there is room", "AT", "AT", OK, "", 2, 0, TIEM_PACK_SURPLUS, "BGN" },
  { "goods without a product", "", "LA", OK, "", 1, 0, TIEM_PACK_COUNTED, "3" },
  { "a bundle as itself", "", "SET", OK, "", 1, 0, TIEM_PACK_COUNTED, "2" },
  { "a bundle's part", "", "NAP", OK, "", 1, 0, TIEM_PACK_COUNTED, "2.0" },
  { "its other part", "NAP,NAP", "THAN", OK, "", 1, 0, TIEM_PACK_COUNTED, "2.1" },
  { "a bundle beside parts of one", "NAP", "SET", OK, "", 1, 0, TIEM_PACK_COUNTED, "2" },
  { "no second bundle beside parts of one",
    "NAP,SET",
    "SET",
    OK,
    "",
    1,
    0,
    TIEM_PACK_SURPLUS,
    "BGN" },
  { "parts only for the bundle that is not there",
    "SET,THAN",
    "THAN",
    OK,
    "",
    1,
    0,
    TIEM_PACK_SURPLUS,
    "BGN" },
  { "all bundles are there", "SET,SET", "NAP", OK, "", 1, 0, TIEM_PACK_SURPLUS, "BGN" },
  { "two goods with one code, one is in it", "", "HAI", OK, "", 1, 0, TIEM_PACK_AMBIGUOUS, "2,4" },
  { "… it was the right one", "", "HAI", OK, "", 1, 2, TIEM_PACK_COUNTED, "1" },
  { "… it was the other one", "", "HAI", OK, "", 1, 4, TIEM_PACK_WRONG, "BGN" },
  { "two goods with one code, none is in it", "", "BA", OK, "", 1, 0, TIEM_PACK_WRONG, "BGN" },

  { "the buyer cancelled it meanwhile",
    "BGN",
    "AT",
    TIEM_ORDER_CANCELLED,
    "",
    1,
    0,
    TIEM_PACK_CANCELLED,
    "" },
  { "… wrong goods make no difference",
    "BGN",
    "SM",
    TIEM_ORDER_CANCELLED,
    "",
    1,
    0,
    TIEM_PACK_CANCELLED,
    "" },
  { "… nor do two goods with one code",
    "BGN",
    "HAI",
    TIEM_ORDER_CANCELLED,
    "",
    1,
    0,
    TIEM_PACK_CANCELLED,
    "" },
  { "the buyer asks to cancel it", "BGN", "AT", OK, "c", 1, 0, TIEM_PACK_CANCEL_ASKED, "" },
  { "packed by somebody else", "", "AT", OK, "p", 1, 0, TIEM_PACK_ALREADY, "" },
  { "handed over", "", "AT", OK, "ph", 1, 0, TIEM_PACK_GONE, "" },
  { "on its way", "", "AT", TIEM_ORDER_SHIPPING, "", 1, 0, TIEM_PACK_GONE, "" },
  { "not paid any more", "", "AT", TIEM_ORDER_UNPAID, "", 1, 0, TIEM_PACK_NOT_READY, "" },
  { "goods, and no order", "", "AT", OK, "0", 1, 0, TIEM_PACK_NO_ORDER, "" },
  { "nothing known, and no order", "", "?", OK, "0", 1, 0, TIEM_PACK_UNKNOWN, "" },

  { "its own waybill", "AT", "#1", OK, "", 1, 0, TIEM_PACK_IS_OPEN, "" },
  { "another order, nothing is scanned yet", "", "#2", OK, "", 1, 0, TIEM_PACK_OPENED, "" },
  { "another order, no order is open", "", "#2", OK, "0", 1, 0, TIEM_PACK_OPENED, "" },
  { "another order in the middle of this one",
    "AT",
    "#2",
    OK,
    "",
    1,
    0,
    TIEM_PACK_OTHER_ORDER,
    "" },
  { "… even with one part of a bundle", "NAP", "#2", OK, "", 1, 0, TIEM_PACK_OTHER_ORDER, "" },
  { "… agreed to", "AT", "#2", OK, "s", 1, 0, TIEM_PACK_OPENED, "" },
  { "… this one is cancelled", "AT", "#2", TIEM_ORDER_CANCELLED, "", 1, 0, TIEM_PACK_OPENED, "" },
  { "a cancelled one", "AT", "#3", OK, "", 1, 0, TIEM_PACK_CANCELLED, "" },
  { "one its buyer wants to cancel", "AT", "#4", OK, "", 1, 0, TIEM_PACK_CANCEL_ASKED, "" },
  { "a packed one", "AT", "#5", OK, "", 1, 0, TIEM_PACK_ALREADY, "" },
  { "one that was handed over", "AT", "#6", OK, "", 1, 0, TIEM_PACK_GONE, "" },
  { "one that came back", "AT", "#7", OK, "", 1, 0, TIEM_PACK_GONE, "" },
  { "one that is not confirmed", "AT", "#8", OK, "", 1, 0, TIEM_PACK_NOT_READY, "" },
  { "one short of goods", "", "#9", OK, "", 1, 0, TIEM_PACK_OPENED_SHORT, "" },
  { "one that was cancelled and handed over", "", "#10", OK, "", 1, 0, TIEM_PACK_CANCELLED, "" },
  { "a number of two orders that can be packed",
    "",
    "#2+9",
    OK,
    "",
    1,
    0,
    TIEM_PACK_AMBIGUOUS,
    "2,9" },
  { "… the one that was chosen", "", "#2+9", OK, "", 1, 9, TIEM_PACK_OPENED_SHORT, "" },
  { "a number of one that can be and one long gone",
    "",
    "#2+7",
    OK,
    "",
    1,
    0,
    TIEM_PACK_OPENED,
    "" },
};

static TiemPackLine *
new_line (gint64 variant_id,
          const char *sku,
          gint64 wanted)
{
  TiemPackLine *line = g_new0 (TiemPackLine, 1);

  line->line_id = 100 + variant_id;
  line->variant_id = variant_id;
  line->sku = g_strdup (sku);
  line->wanted = wanted;
  return line;
}

static void
add_part (TiemPackLine *line,
          gint64 variant_id,
          const char *sku,
          gint64 per)
{
  TiemPackPart *part = g_new0 (TiemPackPart, 1);

  part->variant_id = variant_id;
  part->sku = g_strdup (sku);
  part->per = per;
  g_ptr_array_add (line->parts, part);
}

static TiemPackOrder *
new_open (void)
{
  TiemPackOrder *order = g_new0 (TiemPackOrder, 1);
  TiemPackLine *set = new_line (5, "SET", 2);

  order->id = 1;
  order->number = g_strdup ("2611218B4N0QRX");
  order->status = TIEM_ORDER_TO_SHIP;
  order->lines = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_pack_line_free);
  set->parts = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_pack_part_free);
  add_part (set, 6, "NAP", 2);
  add_part (set, 7, "THAN", 1);
  g_ptr_array_add (order->lines, new_line (1, "BGN", 1));
  g_ptr_array_add (order->lines, new_line (2, "AT", 2));
  g_ptr_array_add (order->lines, set);
  g_ptr_array_add (order->lines, new_line (0, "LA", 1));
  return order;
}

static TiemPackOrder *
new_other (gint64 id)
{
  TiemPackOrder *order = g_new0 (TiemPackOrder, 1);

  order->id = id;
  order->number = g_strdup_printf ("%d", (int)id);
  order->status = id == 3 || id == 10 ? TIEM_ORDER_CANCELLED
                  : id == 7           ? TIEM_ORDER_RETURNED
                  : id == 8           ? TIEM_ORDER_TO_CONFIRM
                                      : TIEM_ORDER_AWAITING_PICKUP;
  order->cancel_asked = id == 4;
  order->packed_at = id == 5 || id == 6 || id == 10 ? 1000 : 0;
  order->handed_at = id == 6 || id == 10 ? 2000 : 0;
  order->is_short = id == 9;
  return order;
}

static TiemPackMeaning *
look_up (const char *code)
{
  TiemPackMeaning *meaning = tiem_pack_meaning_new ();

  if (*code == '#')
    {
      g_auto (GStrv) ids = g_strsplit (code + 1, "+", -1);

      for (guint i = 0; ids[i] != NULL; i++)
        g_ptr_array_add (meaning->orders, new_other (g_ascii_strtoll (ids[i], NULL, 10)));
    }
  if (g_str_equal (code, "LA"))
    {
      gint64 line = 100;

      g_array_append_val (meaning->lines, line);
    }
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    for (guint j = 0; j < 2 && g_str_equal (codes[i].code, code); j++)
      if (codes[i].ids[j] != 0)
        g_ptr_array_add (meaning->goods, tiem_pack_choice_new (codes[i].ids[j], code, NULL));
  return meaning;
}

static TiemPackResult *
judge (TiemPackOrder *open,
       const char *code,
       const TiemPackAsk *ask)
{
  g_autoptr (TiemPackMeaning) meaning = look_up (code);
  TiemPackResult *result = tiem_pack_result_new (code);

  tiem_pack_judge (open, meaning, ask, result);
  if (result->outcome == TIEM_PACK_COUNTED)
    {
      TiemPackLine *line = g_ptr_array_index (open->lines, (guint)result->line);

      if (result->part >= 0)
        ((TiemPackPart *)g_ptr_array_index (line->parts, (guint)result->part))->scanned
            += result->quantity;
      else
        line->scanned += result->quantity;
    }
  return result;
}

static void
scan_all (TiemPackOrder *open,
          const char *scans)
{
  g_auto (GStrv) list = g_strsplit (scans, ",", -1);
  const TiemPackAsk ask = { .quantity = 1 };

  for (guint i = 0; list[i] != NULL; i++)
    {
      g_autoptr (TiemPackResult) result = judge (open, list[i], &ask);

      g_assert_cmpint (result->outcome, ==, TIEM_PACK_COUNTED);
    }
}

static char *
describe (const TiemPackResult *result)
{
  g_autoptr (GString) text = g_string_new (NULL);

  if (result->outcome == TIEM_PACK_COUNTED && result->part < 0)
    return g_strdup_printf ("%d", result->line);
  if (result->outcome == TIEM_PACK_COUNTED)
    return g_strdup_printf ("%d.%d", result->line, result->part);
  for (guint i = 0; result->choices != NULL && i < result->choices->len; i++)
    g_string_append_printf (text,
                            "%s%d",
                            i > 0 ? "," : "",
                            (int)((TiemPackChoice *)g_ptr_array_index (result->choices, i))->id);
  if (result->instead != NULL)
    g_string_append (text, result->instead);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_judge (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Case *test = &cases[i];
      TiemPackAsk ask = { test->quantity, test->chosen, strchr (test->flags, 's') != NULL };
      g_autoptr (TiemPackOrder) open = new_open ();
      g_autoptr (TiemPackResult) result = NULL;
      g_autofree char *detail = NULL;
      g_autofree char *title = NULL;
      g_autofree char *advice = NULL;
      gint64 done;

      g_test_message ("%s", test->what);
      if (*test->scans != '\0')
        scan_all (open, test->scans);
      done = tiem_pack_order_get_done (open);
      open->status = test->status;
      open->cancel_asked = strchr (test->flags, 'c') != NULL;
      open->packed_at = strchr (test->flags, 'p') != NULL ? 1 : 0;
      open->handed_at = strchr (test->flags, 'h') != NULL ? 1 : 0;
      result = judge (strchr (test->flags, '0') != NULL ? NULL : open, test->code, &ask);
      detail = describe (result);
      title = tiem_pack_result_dup_title (result, 3000);
      advice = tiem_pack_result_dup_advice (result);
      g_assert_cmpstr (tiem_pack_outcome_to_string (result->outcome),
                       ==,
                       tiem_pack_outcome_to_string (test->outcome));
      g_assert_cmpstr (detail, ==, test->detail);
      g_assert_nonnull (title);
      /* Whoever is refused is told what to do, and nothing was counted. */
      if (tiem_pack_outcome_is_refusal (result->outcome))
        {
          g_assert_nonnull (advice);
          g_assert_cmpint (tiem_pack_order_get_done (open), ==, done);
        }
    }
}

static void
test_complete (void)
{
  static const struct
  {
    const char *scans;
    gint64 done;
    gboolean complete;
  } orders[] = {
    { "BGN,AT,AT,SET,SET", 5, FALSE },
    { "BGN,AT,AT,SET,SET,LA", 6, TRUE },
    { "LA,THAN,NAP,NAP,AT,AT,BGN", 5, FALSE },
    { "LA,THAN,NAP,NAP,AT,AT,BGN,SET", 6, TRUE },
    { "LA,THAN,THAN,NAP,NAP,NAP,AT,AT,BGN", 5, FALSE },
    { "LA,THAN,THAN,NAP,NAP,NAP,NAP,AT,AT,BGN", 6, TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr (TiemPackOrder) open = new_open ();

      g_assert_false (tiem_pack_order_is_begun (open));
      scan_all (open, orders[i].scans);
      g_assert_true (tiem_pack_order_is_begun (open));
      g_assert_cmpint (tiem_pack_order_get_wanted (open), ==, 6);
      g_assert_cmpint (tiem_pack_order_get_done (open), ==, orders[i].done);
      g_assert_cmpint (tiem_pack_order_is_complete (open), ==, orders[i].complete);
    }
}

/* The channel took a unit back after it was scanned. */
static void
test_fewer (void)
{
  g_autoptr (TiemPackOrder) open = new_open ();

  scan_all (open, "BGN,AT,AT,SET,SET,LA");
  ((TiemPackLine *)g_ptr_array_index (open->lines, 1))->wanted = 1;
  g_assert_false (tiem_pack_order_is_complete (open));
}

static void
test_spent (void)
{
  g_assert_cmpint (tiem_pack_get_spent (0, 5000), ==, 0);
  g_assert_cmpint (tiem_pack_get_spent (1000, 5000), ==, 4000);
  g_assert_cmpint (tiem_pack_get_spent (1000, 121000), ==, 120000);
  g_assert_cmpint (tiem_pack_get_spent (1000, 121001), ==, 0);
  g_assert_cmpint (tiem_pack_get_spent (5000, 1000), ==, 0); /* the clock was set back */
}

static void
test_name (void)
{
  g_autofree char *full = tiem_pack_name ("AT-SG", "Đen, L", "Áo thun");
  g_autofree char *plain = tiem_pack_name ("AT-SG", "", "Áo thun");
  g_autofree char *none = tiem_pack_name (NULL, "Đen, L", "Áo thun");
  g_autofree char *nothing = tiem_pack_name (NULL, NULL, NULL);

  g_assert_cmpstr (full, ==, "AT-SG Đen, L");
  g_assert_cmpstr (plain, ==, "AT-SG");
  g_assert_cmpstr (none, ==, "Áo thun, Đen, L");
  g_assert_cmpstr (nothing, ==, "?");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pack/judge", test_judge);
  g_test_add_func ("/pack/complete", test_complete);
  g_test_add_func ("/pack/fewer", test_fewer);
  g_test_add_func ("/pack/spent", test_spent);
  g_test_add_func ("/pack/name", test_name);

  return g_test_run ();
}
