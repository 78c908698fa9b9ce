#define G_LOG_DOMAIN "tiem-product-filters"

#include "config.h"

#include "app/products/tiem-product-filters.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-goods.h"

#include <glib/gi18n.h>

/* No path is like that. */
#define NO_CATEGORY ">"

static const struct
{
  const char *id;
  const char *label;
  const char *icon;
  TiemTone tone;
  gboolean hide_at_zero;
} groups[TIEM_N_VARIANT_GROUPS] = {
  [TIEM_VARIANTS_ON_SALE] = { "on-sale", N_ ("On sale") },
  [TIEM_VARIANTS_SOLD_OUT]
  = { "sold-out", N_ ("Sold out"), "dialog-error-symbolic", TIEM_TONE_ERROR, TRUE },
  [TIEM_VARIANTS_LOW]
  = { "low", N_ ("Running low"), "dialog-warning-symbolic", TIEM_TONE_WARNING, TRUE },
  [TIEM_VARIANTS_UNLINKED]
  = { "unlinked", N_ ("On no channel"), "tiem-unlink-symbolic", TIEM_TONE_NONE, TRUE },
  [TIEM_VARIANTS_UNDECIDED]
  = { "undecided", N_ ("Differs"), "dialog-question-symbolic", TIEM_TONE_WARNING, TRUE },
  [TIEM_VARIANTS_ARCHIVED] = { "archived", N_ ("Archived"), NULL, TIEM_TONE_NONE, FALSE },
  [TIEM_VARIANTS_ALL] = { "all", N_ ("All") },
};
void
tiem_product_filters_show_counts (const TiemProductFilters *self,
                                  const gint64 counts[TIEM_N_VARIANT_GROUPS])
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    tiem_chips_set_count (tiem_list_pane_get_chips (self->list), groups[i].id, counts[i]);
}

void
tiem_product_filters_add (TiemProductFilters *self,
                          TiemListPane *list)
{
  TiemChips *chips = tiem_list_pane_get_chips (list);

  self->list = list;
  g_object_set (
      list, "placeholder", _ ("Search name, SKU, barcode…"), "label", _ ("Products"), NULL);
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    tiem_chips_add (chips,
                    groups[i].id,
                    _ (groups[i].label),
                    groups[i].icon,
                    groups[i].tone,
                    groups[i].hide_at_zero);
  self->channel = TIEM_FILTER (tiem_filter_new (_ ("Channel")));
  tiem_filter_set_key (self->channel, "channel");
  tiem_filter_add (self->channel, "0", _ ("All channels"));
  tiem_list_pane_add_filter (list, self->channel);
  self->category = TIEM_FILTER (tiem_filter_new (_ ("Category")));
  tiem_filter_set_key (self->category, "category");
  tiem_filter_add (self->category, "0", _ ("All categories"));
  tiem_list_pane_add_filter (list, self->category);
}

void
tiem_product_filters_clear (TiemProductFilters *self)
{
  g_clear_pointer (&self->channels_shown, g_free);
  g_clear_pointer (&self->categories_shown, g_free);
}

void
tiem_product_filters_show_channels (TiemProductFilters *self,
                                    GPtrArray *channels)
{
  g_autoptr (GString) wanted = g_string_new ("");

  for (guint i = 0; i < channels->len; i++)
    {
      const TiemChannelRecord *record = g_ptr_array_index (channels, i);

      g_string_append_printf (wanted, "%" G_GINT64_FORMAT "=%s;", record->id, record->name);
    }
  if (g_strcmp0 (wanted->str, self->channels_shown) == 0)
    return;
  g_free (self->channels_shown);
  self->channels_shown = g_strdup (wanted->str);

  tiem_filter_clear (self->channel);
  tiem_filter_add (self->channel, "0", _ ("All channels"));
  for (guint i = 0; i < channels->len; i++)
    {
      const TiemChannelRecord *record = g_ptr_array_index (channels, i);
      g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, record->id);

      tiem_filter_add (self->channel, id, record->name);
    }
  tiem_list_pane_update_filters (self->list);
}

void
tiem_product_filters_show_categories (TiemProductFilters *self,
                                      GPtrArray *categories)
{
  g_autoptr (GString) wanted = g_string_new ("");

  for (guint i = 0; i < categories->len; i++)
    g_string_append_printf (
        wanted, "%s\n", ((const TiemCategory *)g_ptr_array_index (categories, i))->path);
  if (g_strcmp0 (wanted->str, self->categories_shown) == 0)
    return;
  g_free (self->categories_shown);
  self->categories_shown = g_strdup (wanted->str);

  tiem_filter_clear (self->category);
  tiem_filter_add (self->category, "0", _ ("All categories"));
  for (guint i = 0; i < categories->len; i++)
    {
      const TiemCategory *category = g_ptr_array_index (categories, i);

      tiem_filter_add (self->category, category->path, category->path);
    }
  if (categories->len > 0)
    tiem_filter_add (self->category, NO_CATEGORY, _ ("In no category"));
  tiem_list_pane_update_filters (self->list);
}

static TiemVariantGroup
chosen_group (TiemListPane *list)
{
  const char *chip = tiem_chips_get_selected (tiem_list_pane_get_chips (list));

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_strcmp0 (groups[i].id, chip) == 0)
      return i;
  return TIEM_VARIANTS_ON_SALE;
}

/* Returns: (nullable): as the query wants it */
static const char *
chosen_category (const TiemProductFilters *self)
{
  const char *id = tiem_filter_get_selected (self->category);

  if (g_strcmp0 (id, "0") == 0)
    return NULL;
  return g_strcmp0 (id, NO_CATEGORY) == 0 ? "" : id;
}

void
tiem_product_filters_make_query (const TiemProductFilters *self,
                                 TiemVariantQuery *query)
{
  int sort = TIEM_VARIANT_SORT_NAME;
  gboolean descending = FALSE;

  tiem_list_pane_get_sort (self->list, &sort, &descending);
  *query = (TiemVariantQuery){
    .group = chosen_group (self->list),
    .channel_id = g_ascii_strtoll (tiem_filter_get_selected (self->channel), NULL, 10),
    .category = (char *)chosen_category (self),
    .search = (char *)tiem_list_pane_get_search (self->list),
    .sort = sort,
    .descending = descending,
  };
}
void
tiem_product_filters_explain_empty (const TiemProductFilters *self)
{
  TiemListPane *list = self->list;
  const char *search = tiem_list_pane_get_search (list);

  if (search != NULL || tiem_list_pane_is_filtered (list))
    {
      g_autofree char *title = search != NULL ? g_strdup_printf (_ ("“%s” was not found"), search)
                                              : g_strdup (_ ("Nothing here"));

      tiem_list_pane_set_empty (list,
                                "edit-find-symbolic",
                                title,
                                _ ("No goods fit. Try fewer letters, or look in all of them."));
      tiem_list_pane_add_empty_button (list, _ ("Clear filters"), "products.clear-filters");
    }
  else if (chosen_group (list) != TIEM_VARIANTS_ON_SALE)
    {
      tiem_list_pane_set_empty (
          list, "tiem-tag-symbolic", _ ("Nothing here"), _ ("No goods belong to this group now."));
    }
  else
    {
      tiem_list_pane_set_empty (
          list,
          "tiem-tag-symbolic",
          _ ("No products yet"),
          _ ("Take them over from a channel, import them from Excel, or add them one by one."));
      tiem_list_pane_add_empty_button (list, _ ("Take over from a channel"), "products.connect");
      tiem_list_pane_add_empty_button (list, _ ("Import from Excel"), "win.import");
      tiem_list_pane_add_empty_button (list, _ ("Add product"), "products.add");
    }
}
