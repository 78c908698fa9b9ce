#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/lazada/tiem-sandbox-lazada-cancel.h"
#include "sandbox/lazada/tiem-sandbox-lazada-chat.h"
#include "sandbox/lazada/tiem-sandbox-lazada-reverse.h"
#include "sandbox/lazada/tiem-sandbox-lazada-units.h"
#include "sandbox/tiem-sandbox-json.h"

#include <string.h>

/* The way of a unit that goes well. */
static const char *const way[] = {
  "unpaid", "pending", "packed", "ready_to_ship", "shipped", "delivered", "confirmed",
};

static const struct
{
  const char *status;
  TiemSandboxStage stage;
} stages[] = {
  { "unpaid", TIEM_SANDBOX_UNPAID },
  { "pending", TIEM_SANDBOX_TO_SHIP },
  { "repacked", TIEM_SANDBOX_TO_SHIP },
  { "packed", TIEM_SANDBOX_TO_SHIP },
  { "ready_to_ship", TIEM_SANDBOX_AWAITING_PICKUP },
  { "shipped", TIEM_SANDBOX_SHIPPING },
  { "delivered", TIEM_SANDBOX_DELIVERED },
  { "confirmed", TIEM_SANDBOX_COMPLETED },
  { "canceled", TIEM_SANDBOX_CANCELLED },
  { "returned", TIEM_SANDBOX_RETURNED },
  { "shipped_back", TIEM_SANDBOX_RETURNING },
  { "shipped_back_success", TIEM_SANDBOX_RETURNED },
};

/* Returns: how far along the way; −1 = off it. Packed anew is as far as not packed. */
static int
get_rank (const char *status)
{
  if (g_str_equal (status, "repacked"))
    return 1;
  for (guint i = 0; i < G_N_ELEMENTS (way); i++)
    if (g_str_equal (way[i], status))
      return (int)i;
  return -1;
}

/* Brings @units along the way up to @status, step by step: paid, packed, handed over … */
static void
walk (TiemSandboxLazada *lazada,
      TiemSandboxOrder *order,
      GPtrArray *units,
      const char *status)
{
  int target = get_rank (status);

  for (int step = 1; step <= target; step++)
    {
      g_autoptr (GPtrArray) due = g_ptr_array_new ();

      for (guint i = 0; i < units->len; i++)
        if (get_rank (tiem_sandbox_lazada_unit_get_status (units->pdata[i])) == step - 1)
          g_ptr_array_add (due, units->pdata[i]);
      if (due->len > 0 && g_str_equal (way[step], "packed"))
        tiem_sandbox_lazada_pack_units (lazada, order, due);
      for (guint i = 0; i < due->len; i++)
        tiem_sandbox_lazada_unit_set_status (lazada, order, due->pdata[i], way[step]);
    }
}

static GPtrArray *
list_live_units (TiemSandboxOrder *order)
{
  GPtrArray *units = g_ptr_array_new ();

  for (guint i = 0; i < order->lines->len; i++)
    if (!tiem_sandbox_lazada_unit_is (order->lines->pdata[i], "canceled"))
      g_ptr_array_add (units, order->lines->pdata[i]);
  return units;
}

static gboolean
has_failed (const TiemSandboxLine *unit)
{
  return tiem_sandbox_lazada_unit_is (unit, "failed_delivery")
         || tiem_sandbox_lazada_unit_is (unit, "shipped_back");
}

static void
set_all (TiemSandboxLazada *lazada,
         TiemSandboxOrder *order,
         GPtrArray *units,
         const char *status)
{
  for (guint i = 0; i < units->len; i++)
    tiem_sandbox_lazada_unit_set_status (lazada, order, units->pdata[i], status);
}

/* What was never delivered goes home by itself; what was is a reverse order. */
static void
send_home (TiemSandboxLazada *lazada,
           TiemSandboxOrder *order,
           GPtrArray *units,
           gboolean has_arrived)
{
  g_autoptr (GPtrArray) delivered = g_ptr_array_new ();

  for (guint i = 0; i < units->len; i++)
    if (has_failed (units->pdata[i]))
      tiem_sandbox_lazada_unit_set_status (
          lazada, order, units->pdata[i], has_arrived ? "shipped_back_success" : "shipped_back");
    else
      g_ptr_array_add (delivered, units->pdata[i]);
  walk (lazada, order, delivered, "delivered");
  if (delivered->len > 0)
    tiem_sandbox_lazada_reverse_ask (lazada, order, delivered, "RETURN");
  if (has_arrived)
    tiem_sandbox_lazada_reverse_finish (lazada, order);
}

void
tiem_sandbox_lazada_order_set_stage (TiemSandboxLazada *lazada,
                                     TiemSandboxOrder *order,
                                     TiemSandboxStage stage)
{
  g_autoptr (GPtrArray) units = list_live_units (order);

  switch (stage)
    {
    case TIEM_SANDBOX_UNPAID:
    case TIEM_SANDBOX_TO_CONFIRM:
    case TIEM_SANDBOX_N_STAGES:
      break;
    case TIEM_SANDBOX_TO_SHIP:
      walk (lazada, order, units, "pending");
      break;
    case TIEM_SANDBOX_AWAITING_PICKUP:
      walk (lazada, order, units, "ready_to_ship");
      break;
    case TIEM_SANDBOX_SHIPPING:
      walk (lazada, order, units, "shipped");
      break;
    case TIEM_SANDBOX_DELIVERED:
      walk (lazada, order, units, "delivered");
      break;
    case TIEM_SANDBOX_COMPLETED:
      walk (lazada, order, units, "confirmed");
      break;
    case TIEM_SANDBOX_CANCELLED:
      for (guint i = 0; i < units->len; i++)
        tiem_sandbox_lazada_unit_cancel (
            lazada, order, units->pdata[i], "Đổi ý không mua nữa", "customer");
      break;
    case TIEM_SANDBOX_FAILED_DELIVERY:
      walk (lazada, order, units, "shipped");
      set_all (lazada, order, units, "failed_delivery");
      break;
    case TIEM_SANDBOX_RETURNING:
    case TIEM_SANDBOX_RETURNED:
      send_home (lazada, order, units, stage == TIEM_SANDBOX_RETURNED);
      break;
    }
}

static TiemSandboxStage
get_unit_stage (TiemSandboxLazada *lazada,
                const TiemSandboxLine *unit)
{
  const char *status = tiem_sandbox_lazada_unit_get_status (unit);

  if (tiem_sandbox_lazada_reverse_is_open (lazada, unit))
    return TIEM_SANDBOX_RETURNING;
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    if (g_str_equal (stages[i].status, status))
      return stages[i].stage;
  return TIEM_SANDBOX_FAILED_DELIVERY;
}

TiemSandboxStage
tiem_sandbox_lazada_order_get_stage (TiemSandboxLazada *lazada,
                                     TiemSandboxOrder *order)
{
  TiemSandboxStage least = TIEM_SANDBOX_N_STAGES;

  for (guint i = 0; i < order->lines->len; i++)
    {
      TiemSandboxStage stage = get_unit_stage (lazada, order->lines->pdata[i]);

      if (stage != TIEM_SANDBOX_CANCELLED)
        least = MIN (least, stage);
    }
  return least == TIEM_SANDBOX_N_STAGES ? TIEM_SANDBOX_CANCELLED : least;
}

/* A status by hand, with all that lies before it: what is lost was shipped first. */
static void
set_by_hand (TiemSandboxLazada *lazada,
             TiemSandboxOrder *order,
             GPtrArray *units,
             const char *status)
{
  int rank = get_rank (status);

  if (g_str_equal (status, "returned"))
    {
      send_home (lazada, order, units, TRUE);
      return;
    }
  if (!g_str_equal (status, "repacked"))
    walk (lazada, order, units, rank >= 0 ? status : "shipped");
  set_all (lazada, order, units, status);
}

static void
set_kind (GPtrArray *units,
          const char *name)
{
  for (guint i = 0; i < units->len; i++)
    json_object_set_boolean_member (((TiemSandboxLine *)units->pdata[i])->extra, name, TRUE);
}

gboolean
tiem_sandbox_lazada_order_set_status (TiemSandboxLazada *lazada,
                                      TiemSandboxOrder *order,
                                      const char *word)
{
  const char *hash = strchr (word, '#');
  g_autofree char *status = g_strndup (word, hash != NULL ? (gsize)(hash - word) : strlen (word));
  guint64 number = hash != NULL ? g_ascii_strtoull (hash + 1, NULL, 10) : 0;
  g_autoptr (GPtrArray) units = g_ptr_array_new ();

  if (number > order->lines->len || (hash != NULL && number == 0))
    return FALSE;
  for (guint i = 0; i < order->lines->len; i++)
    if (number == 0 || i + 1 == number)
      g_ptr_array_add (units, order->lines->pdata[i]);

  if (g_str_has_prefix (status, "raw:"))
    set_all (lazada, order, units, status + strlen ("raw:"));
  else if (g_str_has_prefix (status, "say:"))
    tiem_sandbox_lazada_hear (lazada, order, status + strlen ("say:"));
  else if (g_str_equal (status, "ask_cancel"))
    tiem_sandbox_lazada_ask_cancel (lazada, order, units);
  else if (g_str_equal (status, "ask_return") || g_str_equal (status, "ask_refund"))
    tiem_sandbox_lazada_reverse_ask (
        lazada, order, units, g_str_equal (status, "ask_return") ? "RETURN" : "ONLY_REFUND");
  else if (g_str_equal (status, "send_back"))
    tiem_sandbox_lazada_reverse_send_back (lazada, order);
  else if (g_str_equal (status, "own_fleet") || g_str_equal (status, "digital"))
    set_kind (units, status);
  else if (g_str_equal (status, "canceled"))
    for (guint i = 0; i < units->len; i++)
      tiem_sandbox_lazada_unit_cancel (
          lazada, order, units->pdata[i], "Đổi ý không mua nữa", "customer");
  else if (tiem_sandbox_lazada_is_status (status))
    set_by_hand (lazada, order, units, status);
  else
    return FALSE;
  return TRUE;
}
