#include "app/widgets/tiem-list-state.h"

TiemSavedView *
tiem_list_state_get (TiemListPane *list,
                     const char *tab)
{
  TiemSavedView *state = g_new0 (TiemSavedView, 1);

  g_return_val_if_fail (TIEM_IS_LIST_PANE (list), state);

  state->tab = g_strdup (tab);
  state->chip = g_strdup (tiem_chips_get_selected (tiem_list_pane_get_chips (list)));
  for (guint i = 0; i < TIEM_N_VIEW_FILTERS; i++)
    {
      TiemFilter *filter = tiem_list_pane_get_filter (list, tiem_view_filter_to_string (i));

      if (filter != NULL)
        state->filters[i] = g_strdup (tiem_filter_get_asked (filter));
    }
  state->search = g_strdup (tiem_list_pane_get_search (list));
  tiem_list_pane_dup_sort_column (list, &state->sort, &state->descending);
  state->columns = tiem_columns_get_layout (tiem_list_pane_get_columns (list));
  return state;
}

void
tiem_list_state_set (TiemListPane *list,
                     const TiemSavedView *state)
{
  g_return_if_fail (TIEM_IS_LIST_PANE (list));

  tiem_list_pane_begin_change (list);
  for (guint i = 0; i < TIEM_N_VIEW_FILTERS; i++)
    {
      TiemFilter *filter = tiem_list_pane_get_filter (list, tiem_view_filter_to_string (i));

      if (filter != NULL)
        tiem_filter_ask (filter, state->filters[i]);
    }
  tiem_list_pane_set_search (list, state->search);
  if (state->columns != NULL)
    tiem_columns_set_layout (tiem_list_pane_get_columns (list), state->columns);
  tiem_list_pane_set_sort_column (list, state->sort, state->descending);
  tiem_list_pane_end_change (list);
}

gboolean
tiem_list_state_equal (const TiemSavedView *a,
                       const TiemSavedView *b)
{
  for (guint i = 0; i < TIEM_N_VIEW_FILTERS; i++)
    if (g_strcmp0 (a->filters[i], b->filters[i]) != 0)
      return FALSE;
  return g_strcmp0 (a->chip, b->chip) == 0 && g_strcmp0 (a->search, b->search) == 0
         && g_strcmp0 (a->sort, b->sort) == 0 && (a->sort == NULL || a->descending == b->descending)
         && (a->columns == NULL || b->columns == NULL || g_strcmp0 (a->columns, b->columns) == 0);
}
