#define G_LOG_DOMAIN "tiem-product-parts"

#include "config.h"

#include "app/products/tiem-product-parts.h"
#include "app/widgets/tiem-group.h"
#include "base/tiem-money.h"
#include "store/tiem-store-goods.h"

#include <glib/gi18n.h>

/* How many combos the part is enough for. */
static gint64
get_combos (const TiemComboPart *part)
{
  return MAX (part->variant->available, 0) / part->quantity;
}

static gint64
find_least (GPtrArray *parts)
{
  gint64 least = G_MAXINT64;

  for (guint i = 0; i < parts->len; i++)
    least = MIN (least, get_combos (g_ptr_array_index (parts, i)));
  return least;
}

void
tiem_product_parts_show (const TiemVariantFacts *facts,
                         GtkWidget *column)
{
  GtkWidget *group;
  gint64 least;

  if (facts->parts == NULL || facts->parts->len == 0)
    return;
  group = tiem_group_new (_ ("What the combo is made of"), NULL);
  least = find_least (facts->parts);
  for (guint i = 0; i < facts->parts->len; i++)
    {
      const TiemComboPart *part = g_ptr_array_index (facts->parts, i);
      gint64 combos = get_combos (part);
      g_autofree char *title = g_strdup_printf (
          "%" G_GINT64_FORMAT " × %s", part->quantity, part->variant->product_name);
      g_autofree char *left = tiem_number_format (part->variant->available);
      /* Translators: a SKU, and how many of it can be sold */
      g_autofree char *words
          = g_strdup_printf (_ ("%s · %s can be sold"), part->variant->sku, left);
      g_autofree char *sub
          = combos == least ? g_strdup_printf ("%s\n%s", words, _ ("the least: this part decides"))
                            : g_strdup (words);
      g_autofree char *number = tiem_number_format (combos);
      g_autofree char *action = g_strdup_printf (
          "win.open(('products','all',int64 %" G_GINT64_FORMAT "))", part->variant->id);

      tiem_group_add_line (TIEM_GROUP (group), NULL, title, sub, number, _ ("combos"), action);
    }
  gtk_box_append (GTK_BOX (column), group);
}
