#define G_LOG_DOMAIN "tiem-worth"

#include "store/tiem-ledger.h"
#include "store/tiem-worth-private.h"

/* What the stock is worth by what it is, where it lies and who sold it to the shop. */

void
tiem_worth_group_free (TiemWorthGroup *self)
{
  if (self == NULL)
    return;
  g_free (self->name);
  g_free (self);
}

static int
compare_values (gconstpointer a,
                gconstpointer b)
{
  const TiemWorthGroup *one = *(const TiemWorthGroup *const *)a;
  const TiemWorthGroup *other = *(const TiemWorthGroup *const *)b;

  if (one->sum.value_vnd != other->sum.value_vnd)
    return one->sum.value_vnd < other->sum.value_vnd ? 1 : -1;
  return g_strcmp0 (one->name, other->name);
}

/* id, name, variants, units, value, variants of unknown cost */
static gboolean
read_groups (TiemStmt *rows,
             GPtrArray *groups,
             GError **error)
{
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      TiemWorthGroup *group = g_new0 (TiemWorthGroup, 1);

      group->id = tiem_stmt_int (rows, 0);
      group->name = tiem_stmt_dup_text (rows, 1);
      group->sum.variants = tiem_stmt_int (rows, 2);
      group->sum.units = tiem_stmt_int (rows, 3);
      group->sum.value_vnd = tiem_stmt_int (rows, 4);
      group->sum.n_unknown = tiem_stmt_int (rows, 5);
      g_ptr_array_add (groups, group);
    }
  return step == 0;
}

#define SUMS                                                                                       \
  "count (*), sum (v.cost_units), sum (v.stock_value_vnd),"                                        \
  " sum (v.cost_vnd IS NULL AND v.cost_units <> 0)"
#define IN_STOCK "(v.cost_units <> 0 OR v.stock_value_vnd <> 0)"

/* --- by place --- */

static TiemWorthGroup *
find_place (GPtrArray *groups,
            gint64 id)
{
  for (guint i = 0; i < groups->len; i++)
    if (((TiemWorthGroup *)g_ptr_array_index (groups, i))->id == id)
      return g_ptr_array_index (groups, i);
  return NULL;
}

/* Returns: @part / @whole of the value; any sign */
static gint64
share (gint64 value_vnd,
       gint64 part,
       gint64 whole)
{
  return whole != 0 ? value_vnd / whole * part + value_vnd % whole * part / whole : 0;
}

/* One variant's place; what is left over when its last one was given belongs to the main place:
 * goods on the way, and the đồng that can't be shared. */
typedef struct
{
  gint64 id;
  gint64 units;
  gint64 value_vnd;
  gint64 units_left;
  gint64 value_left;
  gboolean is_known;
} Share;

static void
end_variant (GPtrArray *groups,
             const Share *share)
{
  TiemWorthGroup *main_place = find_place (groups, TIEM_MAIN_LOCATION);

  if (share->id == 0 || main_place == NULL)
    return;
  main_place->sum.units += share->units_left;
  main_place->sum.value_vnd += share->value_left;
}

static gboolean
share_places (TiemDb *db,
              GPtrArray *groups,
              GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT v.id, v.cost_units, v.stock_value_vnd, v.cost_vnd IS NOT NULL, t.location_id,"
      " t.on_hand FROM variant v LEFT JOIN stock t ON t.variant_id = v.id AND t.on_hand <> 0"
      " WHERE " IN_STOCK " ORDER BY v.id");
  Share now = { 0 };
  int step = -1;

  while (rows != NULL && (step = tiem_stmt_step (rows, error)) > 0)
    {
      gint64 on_hand = tiem_stmt_int (rows, 5);
      TiemWorthGroup *group = find_place (groups, tiem_stmt_int (rows, 4));
      gint64 value;

      if (tiem_stmt_int (rows, 0) != now.id)
        {
          end_variant (groups, &now);
          now = (Share){ tiem_stmt_int (rows, 0), tiem_stmt_int (rows, 1),
                         tiem_stmt_int (rows, 2), tiem_stmt_int (rows, 1),
                         tiem_stmt_int (rows, 2), tiem_stmt_int (rows, 3) != 0 };
        }
      if (group == NULL)
        continue;
      value = share (now.value_vnd, on_hand, now.units);
      group->sum.variants++;
      group->sum.units += on_hand;
      group->sum.value_vnd += value;
      group->sum.n_unknown += !now.is_known;
      now.units_left -= on_hand;
      now.value_left -= value;
    }
  end_variant (groups, &now);
  return step == 0;
}

static gboolean
group_by_place (TiemDb *db,
                GPtrArray *groups,
                GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db, error, "SELECT id, name, 0, 0, 0, 0 FROM location ORDER BY position, id");

  if (!read_groups (rows, groups, error) || !share_places (db, groups, error))
    return FALSE;
  /* An archived place is empty. */
  for (guint i = groups->len; i > 0; i--)
    {
      const TiemWorthGroup *group = g_ptr_array_index (groups, i - 1);

      if (group->sum.units == 0 && group->sum.value_vnd == 0 && group->sum.variants == 0)
        g_ptr_array_remove_index (groups, i - 1);
    }
  return TRUE;
}

/* --- by what is written with the variant --- */

static gboolean
group_by_category (TiemDb *db,
                   GPtrArray *groups,
                   GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (db,
                                             error,
                                             "SELECT 0, p.category, " SUMS " FROM variant v"
                                             " JOIN product p ON p.id = v.product_id"
                                             " WHERE " IN_STOCK " GROUP BY p.category");

  return read_groups (rows, groups, error);
}

static gboolean
group_by_supplier (TiemDb *db,
                   GPtrArray *groups,
                   GError **error)
{
  g_autoptr (TiemStmt) rows = tiem_db_query (
      db,
      error,
      "SELECT v.supplier_id, s.name, " SUMS " FROM (SELECT v.*, (SELECT p.supplier_id"
      "  FROM purchase_line l JOIN purchase p ON p.slip_id = l.slip_id"
      "  JOIN slip x ON x.id = l.slip_id WHERE l.variant_id = v.id AND x.kind = 'purchase'"
      "  AND x.state = 'done' ORDER BY l.slip_id DESC LIMIT 1) AS supplier_id"
      "  FROM variant v WHERE " IN_STOCK ") v LEFT JOIN supplier s ON s.id = v.supplier_id"
      " GROUP BY 1");

  return read_groups (rows, groups, error);
}

GPtrArray *
tiem_store_group_worth (TiemStore *self,
                        TiemWorthBy by,
                        GError **error)
{
  static gboolean (*const funcs[]) (TiemDb *, GPtrArray *, GError **) = {
    [TIEM_WORTH_BY_CATEGORY] = group_by_category,
    [TIEM_WORTH_BY_LOCATION] = group_by_place,
    [TIEM_WORTH_BY_SUPPLIER] = group_by_supplier,
  };
  g_autoptr (TiemRead) read = tiem_store_begin_read (self, error);
  g_autoptr (GPtrArray) groups
      = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_worth_group_free);

  if (read == NULL || !funcs[by](read->db, groups, error))
    return NULL;
  g_ptr_array_sort (groups, compare_values);
  return g_steal_pointer (&groups);
}
