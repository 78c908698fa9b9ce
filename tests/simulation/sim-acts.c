#include "sim.h"

/* What happens, and how often. A third of it is about three of the goods, so that they run out. */

#define N_HOT 3

SimSite *
sim_choose_site (Sim *self)
{
  return &self->sites[g_rand_int_range (self->random, 0, SIM_N_SITES)];
}

guint
sim_choose_goods (Sim *self)
{
  guint n = sim_hits (self, 0.33) ? MIN (N_HOT, self->skus->len) : self->skus->len;

  return g_rand_int_range (self->random, 0, n);
}

TiemSandboxOrder *
sim_choose_order (Sim *self,
                  SimSite *site)
{
  GPtrArray *orders = sim_site_get_shop (site)->orders;
  guint n = MIN (orders->len, 30);

  return n > 0 ? orders->pdata[orders->len - 1 - g_rand_int_range (self->random, 0, n)] : NULL;
}

const char *
sim_choose_word (Sim *self,
                 const char *const *words,
                 guint n_words)
{
  return words[g_rand_int_range (self->random, 0, n_words)];
}

void
sim_act (Sim *self)
{
  static const struct
  {
    guint weight;
    void (*act) (Sim *self);
  } acts[] = {
    /* buyers, carriers and markets */
    { 30, sim_buy },
    { 16, sim_move_order },
    { 4, sim_wish_to_cancel },
    { 4, sim_ask_return },
    { 3, sim_trash_order },
    { 4, sim_refund_order },
    { 6, sim_change_listing },
    { 3, sim_lock_stock },
    /* the owner */
    { 10, sim_adjust_stock },
    { 4, sim_count_stock },
    { 3, sim_sell_at_counter },
    { 5, sim_edit_price },
    { 8, sim_act_on_order },
    { 4, sim_answer_wish },
    { 2, sim_answer_return },
    { 1, sim_undo_action },
    { 2, sim_receive_return },
    { 2, sim_change_rule },
    { 2, sim_change_own_rule },
    { 2, sim_link_anew },
    { 1, sim_unlink },
    { 1, sim_archive },
    { 1, sim_bundle },
    { 1, sim_pause },
    /* trouble */
    { 6, sim_make_trouble },
    { 4, sim_lose_write },
    { 4, sim_end_trouble },
    { 2, sim_go_away },
    { 2, sim_end_tokens },
    { 1, sim_limit_calls },
    { 1, sim_sleep_long },
    { 2, sim_set_clock },
    { 2, sim_disk_trouble },
    { 1, sim_disk_die },
  };
  guint sum = 0;
  guint chosen;

  if (self->disk != SIM_DISK_DIES && sim_disk_is_ill (self) && sim_hits (self, 0.15))
    sim_disk_mend (self);
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    sum += acts[i].weight;
  chosen = g_rand_int_range (self->random, 0, sum);
  for (guint i = 0; i < G_N_ELEMENTS (acts); i++)
    {
      if (chosen < acts[i].weight)
        {
          acts[i].act (self);
          return;
        }
      chosen -= acts[i].weight;
    }
}
