#define G_LOG_DOMAIN "tiem-order-print"

#include "config.h"

#include "app/orders/tiem-order-print.h"

#include "app/orders/tiem-print-job.h"
#include "app/orders/tiem-print-page.h"
#include "base/tiem-error.h"
#include "document/tiem-label-paper.h"
#include "document/tiem-picking-sheet.h"
#include "store/tiem-store-picking.h"
#include "store/tiem-store-shop.h"

#include <glib/gi18n.h>

/* Nobody packs more at once, and a printer would run for an hour. */
#define MOST_ORDERS 1000
/* How often the foot line says how far it is. */
#define TELL_MS 100

static void
say (TiemBrowsePage *page,
     const char *text)
{
  tiem_list_pane_add_toast (tiem_browse_page_get_list (page), adw_toast_new (text));
}

/* Whether there is something to do, and not beyond reason. */
static gboolean
check_orders (TiemBrowsePage *page,
              GArray *order_ids)
{
  g_autofree char *text = NULL;

  if (order_ids->len > MOST_ORDERS)
    text = g_strdup_printf (_ ("Choose at most %u orders at once to print."), MOST_ORDERS);
  else if (order_ids->len == 0)
    text = g_strdup (_ ("Tick orders first, then print."));
  if (text != NULL)
    say (page, text);
  return text == NULL && tiem_page_get_shop (TIEM_PAGE (page)) != NULL;
}

/* "nhan-2026-11-22.pdf", in the day's own name. */
static char *
make_file_name (const char *what)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *day = g_date_time_format (now, "%Y-%m-%d");

  return g_strdup_printf ("%s-%s.pdf", what, day);
}

/* --- marked as printed, which can be taken back --- */

typedef struct
{
  TiemBrowsePage *page; /* (owned) */
  GArray *orders;       /* (owned) */
  gboolean printed;
} Mark;

static Mark *
mark_new (TiemBrowsePage *page,
          GArray *orders,
          gboolean printed)
{
  Mark *self = g_new0 (Mark, 1);

  self->page = g_object_ref (page);
  self->orders = g_array_copy (orders);
  self->printed = printed;
  return self;
}

static void
mark_free (gpointer data)
{
  Mark *self = data;

  g_object_unref (self->page);
  g_array_unref (self->orders);
  g_free (self);
}

static void
mark_closed (gpointer data,
             GClosure *closure)
{
  mark_free (data);
}

static gpointer
run_mark (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  const Mark *mark = data;

  return tiem_store_set_printed (store, mark->orders, mark->printed, error);
}

static void marked_cb (GObject *source, GAsyncResult *result, gpointer user_data);

/* Takes @mark. */
static void
start_mark (Mark *mark)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (mark->page));

  if (shop == NULL)
    {
      mark_free (mark);
      return;
    }
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_WRITE,
                        run_mark,
                        mark,
                        mark_free,
                        (GDestroyNotify)g_array_unref,
                        NULL,
                        marked_cb,
                        mark_new (mark->page, mark->orders, mark->printed));
}

static void
not_printed_cb (AdwToast *toast,
                Mark *mark)
{
  start_mark (mark_new (mark->page, mark->orders, FALSE));
}

static void
marked_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  Mark *mark = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) turned = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  guint n = mark->orders->len;
  g_autofree char *text = NULL;
  AdwToast *toast;

  if (error != NULL)
    say (mark->page, error->message);
  else if (!mark->printed)
    say (mark->page, _ ("Marked as not printed"));
  else
    {
      text = g_strdup_printf (
          ngettext ("%u order marked as printed", "%u orders marked as printed", n), n);
      toast = adw_toast_new (text);
      if (turned->len > 0)
        {
          adw_toast_set_button_label (toast, _ ("Undo"));
          g_signal_connect_data (toast,
                                 "button-clicked",
                                 G_CALLBACK (not_printed_cb),
                                 mark_new (mark->page, turned, FALSE),
                                 mark_closed,
                                 0);
        }
      tiem_list_pane_add_toast (tiem_browse_page_get_list (mark->page), toast);
    }
  mark_free (mark);
}

/* --- labels --- */

/* From the click to the page that leaves: one reference for each call under way, and the page's. */
typedef struct
{
  TiemBrowsePage *page; /* (owned) */
  GArray *ids;          /* (owned): as asked for */
  TiemLabelPaper paper;
  TiemPrintProgress progress;
  GCancellable *cancellable; /* (owned) */
  TiemPrintSet *set;         /* (owned) (nullable) */
  TiemPrintSheet *sheet;     /* (owned) (nullable): as last laid out */
  TiemPrintPage *shown;      /* (nullable): slid over the tab; it holds the flow */
  guint tell_id;
} Flow;

static void
flow_clear (gpointer data)
{
  Flow *self = data;

  g_clear_handle_id (&self->tell_id, g_source_remove);
  g_object_unref (self->page);
  g_array_unref (self->ids);
  g_object_unref (self->cancellable);
  g_clear_pointer (&self->set, tiem_print_set_unref);
  g_clear_pointer (&self->sheet, tiem_print_sheet_free);
}

static void
flow_unref (gpointer data)
{
  g_rc_box_release_full (data, flow_clear);
}

static void
flow_closed (gpointer data,
             GClosure *closure)
{
  flow_unref (data);
}

static void gather (Flow *self);

static gboolean
tell_cb (gpointer user_data)
{
  Flow *self = user_data;
  int done = g_atomic_int_get (&self->progress.done);
  int total = g_atomic_int_get (&self->progress.total);
  g_autofree char *words = NULL;

  if (g_atomic_int_get (&self->progress.arranging) != 0)
    words = g_strdup_printf (_ ("Arranging %d / %d orders"), done, total);
  else
    words = g_strdup_printf (_ ("Printing %d / %d labels"), done, total);
  tiem_list_pane_set_progress (tiem_browse_page_get_list (self->page),
                               words,
                               total > 0 ? (double)done / total : -1,
                               self->cancellable);
  return G_SOURCE_CONTINUE;
}

static void
end_progress (Flow *self)
{
  g_clear_handle_id (&self->tell_id, g_source_remove);
  tiem_list_pane_set_progress (tiem_browse_page_get_list (self->page), NULL, 0, NULL);
}

static char *
describe_sheet (const TiemPrintSheet *sheet)
{
  g_autofree char *labels
      = g_strdup_printf (ngettext ("%u label", "%u labels", sheet->n_labels), sheet->n_labels);
  g_autofree char *pages
      = g_strdup_printf (ngettext ("%u sheet", "%u sheets", sheet->n_pages), sheet->n_pages);

  if (sheet->n_labels == 0)
    return g_strdup (_ ("Nothing can be printed yet; below stands why."));
  /* Translators: "62 labels on 16 sheets", in the order in which to pack */
  return g_strdup_printf (_ ("%s on %s, in picking order"), labels, pages);
}

static void
show_sheet (Flow *self)
{
  g_autofree char *contents = describe_sheet (self->sheet);

  tiem_print_page_show (self->shown, self->sheet->pdf, contents);
  tiem_print_page_show_notes (self->shown, self->sheet->notes);
}

static void
laid_out_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  Flow *self = user_data;
  g_autoptr (GError) error = NULL;
  TiemPrintSheet *sheet = tiem_print_lay_out_finish (result, &error);

  if (sheet != NULL && self->shown != NULL)
    {
      g_clear_pointer (&self->sheet, tiem_print_sheet_free);
      self->sheet = sheet;
      show_sheet (self);
    }
  else
    g_clear_pointer (&sheet, tiem_print_sheet_free);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say (self->page, error->message);
  flow_unref (self);
}

static void
lay_out (Flow *self)
{
  tiem_print_lay_out_async (
      self->set, self->paper, self->cancellable, laid_out_cb, g_rc_box_acquire (self));
}

static void
paper_chosen_cb (TiemPrintPage *shown,
                 guint index,
                 Flow *self)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);

  if (index >= TIEM_N_LABEL_PAPERS || index == self->paper)
    return;
  self->paper = index;
  g_settings_set_string (settings, "label-paper", tiem_label_paper_get_info (index)->id);
  lay_out (self);
}

static void
again_cb (TiemPrintPage *shown,
          Flow *self)
{
  gather (self);
}

static void
used_cb (TiemPrintPage *shown,
         Flow *self)
{
  if (self->sheet != NULL && self->sheet->orders->len > 0)
    start_mark (mark_new (self->page, self->sheet->orders, TRUE));
}

static void
shown_gone_cb (gpointer user_data,
               GObject *where_it_was)
{
  Flow *self = user_data;

  self->shown = NULL;
  g_cancellable_cancel (self->cancellable);
  flow_unref (self);
}

static void
open_page (Flow *self)
{
  const char *papers[TIEM_N_LABEL_PAPERS + 1] = { NULL };
  /* Translators: the name of a file, without spaces or marks */
  g_autofree char *name = make_file_name (_ ("labels"));

  for (guint i = 0; i < TIEM_N_LABEL_PAPERS; i++)
    papers[i] = tiem_label_paper_get_label (i);
  self->shown = TIEM_PRINT_PAGE (tiem_print_page_new (_ ("Print labels"), name));
  tiem_print_page_set_papers (self->shown, papers, self->paper);
  g_signal_connect_data (self->shown,
                         "paper-chosen",
                         G_CALLBACK (paper_chosen_cb),
                         g_rc_box_acquire (self),
                         flow_closed,
                         0);
  g_signal_connect_data (
      self->shown, "again", G_CALLBACK (again_cb), g_rc_box_acquire (self), flow_closed, 0);
  g_signal_connect_data (
      self->shown, "used", G_CALLBACK (used_cb), g_rc_box_acquire (self), flow_closed, 0);
  g_object_weak_ref (G_OBJECT (self->shown), shown_gone_cb, g_rc_box_acquire (self));
  tiem_page_push (TIEM_PAGE (self->page), TIEM_SUBPAGE (self->shown));
}

static void
gathered_cb (GObject *source,
             GAsyncResult *result,
             gpointer user_data)
{
  Flow *self = user_data;
  g_autoptr (GError) error = NULL;
  TiemPrintSet *set = tiem_print_gather_finish (result, &error);

  end_progress (self);
  /* another shop, or another long task by now: what was arranged stays arranged */
  if (set == NULL || tiem_page_get_shop (TIEM_PAGE (self->page)) == NULL
      || (self->shown == NULL && tiem_page_get_subpage (TIEM_PAGE (self->page)) != NULL))
    {
      if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        say (self->page, error->message);
      g_clear_pointer (&set, tiem_print_set_unref);
      flow_unref (self);
      return;
    }
  g_clear_pointer (&self->set, tiem_print_set_unref);
  self->set = set;
  if (self->shown == NULL)
    open_page (self);
  lay_out (self);
  flow_unref (self);
}

static void
gather (Flow *self)
{
  self->progress = (TiemPrintProgress){ .total = (int)self->ids->len };
  g_clear_handle_id (&self->tell_id, g_source_remove);
  self->tell_id = g_timeout_add (TELL_MS, tell_cb, self);
  tell_cb (self);
  tiem_print_gather_async (tiem_page_get_shop (TIEM_PAGE (self->page)),
                           self->ids,
                           &self->progress,
                           self->cancellable,
                           gathered_cb,
                           g_rc_box_acquire (self));
}

void
tiem_order_print_labels (TiemBrowsePage *page,
                         GArray *order_ids)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autofree char *paper = g_settings_get_string (settings, "label-paper");
  Flow *self;

  if (!check_orders (page, order_ids))
    return;
  self = g_rc_box_new0 (Flow);
  self->page = g_object_ref (page);
  self->ids = g_array_copy (order_ids);
  self->cancellable = g_cancellable_new ();
  if (!tiem_label_paper_from_id (paper, &self->paper))
    self->paper = TIEM_LABEL_PAPER_A6;
  gather (self);
  flow_unref (self);
}

/* --- the picking list --- */

typedef struct
{
  TiemBrowsePage *page; /* (owned) */
  GArray *ids;          /* (owned) */
  TiemPickingPaper paper;
  TiemPrintPage *shown; /* (nullable): weak, until it has been shown */
} Picking;

typedef struct
{
  GBytes *pdf;
  guint n_orders;
  guint n_kinds;
  gint64 units;
} PickingSheet;

static void
picking_free (gpointer data)
{
  Picking *self = data;

  g_object_unref (self->page);
  g_array_unref (self->ids);
  g_clear_object (&self->shown);
  g_free (self);
}

static void
picking_closed (gpointer data,
                GClosure *closure)
{
  picking_free (data);
}

static Picking *
picking_copy (const Picking *self)
{
  Picking *copy = g_memdup2 (self, sizeof *self);

  g_object_ref (copy->page);
  copy->ids = g_array_copy (self->ids);
  copy->shown = NULL;
  return copy;
}

static void
picking_sheet_free (gpointer data)
{
  PickingSheet *self = data;

  g_bytes_unref (self->pdf);
  g_free (self);
}

static gpointer
run_picking (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  const Picking *picking = data;
  g_autoptr (GPtrArray) picks = tiem_store_list_picks (store, picking->ids, error);
  g_autoptr (TiemShopIdentity) shop = NULL;
  PickingSheet *sheet;
  guint n_orders;
  GBytes *pdf;

  if (picks == NULL)
    return NULL;
  /* Ticks stay on orders that were cancelled or left meanwhile: nothing is fetched for those. */
  n_orders = tiem_picks_count_orders (picks);
  shop = tiem_store_get_shop_identity (store, error);
  if (shop == NULL)
    return NULL;
  pdf = tiem_picking_sheet_make (
      picks, n_orders, shop->name, tiem_store_now (store), picking->paper, error);
  if (pdf == NULL)
    return NULL;
  sheet = g_new0 (PickingSheet, 1);
  sheet->n_orders = n_orders;
  sheet->pdf = pdf;
  sheet->n_kinds = picks->len;
  for (guint i = 0; i < picks->len; i++)
    sheet->units += ((TiemPick *)g_ptr_array_index (picks, i))->quantity;
  return sheet;
}

static void start_picking (Picking *self);

static void
picking_paper_cb (TiemPrintPage *shown,
                  guint index,
                  Picking *self)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  Picking *next;

  if (index >= TIEM_N_PICKING_PAPERS)
    return;
  g_settings_set_string (settings, "picking-paper", tiem_picking_paper_get_id (index));
  next = picking_copy (self);
  next->paper = index;
  next->shown = g_object_ref (shown);
  start_picking (next);
}

static void
open_picking (Picking *self)
{
  const char *papers[TIEM_N_PICKING_PAPERS + 1] = { NULL };
  /* Translators: the name of a file, without spaces or marks */
  g_autofree char *name = make_file_name (_ ("picking-list"));

  for (guint i = 0; i < TIEM_N_PICKING_PAPERS; i++)
    papers[i] = tiem_picking_paper_get_label (i);
  self->shown
      = g_object_ref_sink (TIEM_PRINT_PAGE (tiem_print_page_new (_ ("Picking list"), name)));
  tiem_print_page_set_papers (self->shown, papers, self->paper);
  g_signal_connect_data (self->shown,
                         "paper-chosen",
                         G_CALLBACK (picking_paper_cb),
                         picking_copy (self),
                         picking_closed,
                         0);
  tiem_page_push (TIEM_PAGE (self->page), TIEM_SUBPAGE (self->shown));
}

static void
picked_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  Picking *self = user_data;
  g_autoptr (GError) error = NULL;
  PickingSheet *sheet = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  gboolean fits = self->shown != NULL || tiem_page_get_subpage (TIEM_PAGE (self->page)) == NULL;
  g_autofree char *contents = NULL;

  if (error != NULL)
    say (self->page, error->message);
  else if (fits && tiem_page_get_shop (TIEM_PAGE (self->page)) != NULL)
    {
      if (self->shown == NULL)
        open_picking (self);
      /* Translators: of how many orders, how many kinds of goods, how many units in all */
      contents = g_strdup_printf (_ ("Orders: %u, kinds of goods: %u, units: %d"),
                                  sheet->n_orders,
                                  sheet->n_kinds,
                                  (int)sheet->units);
      tiem_print_page_show (self->shown, sheet->pdf, contents);
    }
  g_clear_pointer (&sheet, picking_sheet_free);
  picking_free (self);
}

/* Takes @self. */
static void
start_picking (Picking *self)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (self->page));

  if (shop == NULL)
    {
      picking_free (self);
      return;
    }
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_READ,
                        run_picking,
                        picking_copy (self),
                        picking_free,
                        picking_sheet_free,
                        NULL,
                        picked_cb,
                        self);
}

void
tiem_order_print_picking (TiemBrowsePage *page,
                          GArray *order_ids)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autofree char *paper = g_settings_get_string (settings, "picking-paper");
  Picking *self;

  if (!check_orders (page, order_ids))
    return;
  self = g_new0 (Picking, 1);
  self->page = g_object_ref (page);
  self->ids = g_array_copy (order_ids);
  if (!tiem_picking_paper_from_id (paper, &self->paper))
    self->paper = TIEM_PICKING_A4;
  start_picking (self);
}
