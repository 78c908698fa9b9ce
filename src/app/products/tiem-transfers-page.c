#define G_LOG_DOMAIN "tiem-transfers-page"

#include "config.h"

#include "app/products/tiem-transfers-page.h"

#include "app/help/tiem-help.h"
#include "app/platform-compat.h"
#include "app/widgets/tiem-group.h"
#include "app/widgets/tiem-notice.h"
#include "app/widgets/tiem-scan-keys.h"
#include "base/tiem-money.h"
#include "base/tiem-time.h"
#include "store/tiem-store-locations.h"
#include "store/tiem-store-transfers.h"

#include <glib/gi18n.h>

struct _TiemTransfersPage
{
  TiemSubpage parent_instance;

  GtkStack *stack;
  TiemNotice *list_notice;
  GtkDropDown *from;
  GtkDropDown *to;
  TiemGroup *transfers;
  GtkWidget *no_places;
  GtkWidget *new_box;

  GtkWidget *field_row;
  GtkEditable *field;
  TiemNotice *notice;
  GtkLabel *route;
  TiemGroup *goods;
  GtkWidget *nothing;
  GtkWidget *remove;
  GtkWidget *undo;
  GtkButton *book;

  TiemShop *shop;     /* (owned) (nullable): none once it is disposed */
  TiemScanKeys *keys; /* (owned) */
  GQueue works;       /* (element-type Work) */
  gboolean is_busy;
  GPtrArray *locations; /* (owned) (nullable) */
  gint64 transfer_id;   /* 0 = the list is shown */
  gboolean is_draft;
  gboolean asks_anyway; /* the notice's button moves them though too few are there */
};

G_DEFINE_FINAL_TYPE (TiemTransfersPage, tiem_transfers_page, TIEM_TYPE_SUBPAGE)

typedef enum
{
  READ,
  START,
  SCAN,
  PUT,
  BOOK,
  UNDO,
  DELETE,
  BRING_BACK,
} Deed;

/* A draft that was deleted, to be written anew. */
typedef struct
{
  TiemTransfer *transfer;
  GPtrArray *lines; /* (element-type TiemTransferLine) */
} Dropped;

static void
dropped_free (Dropped *dropped)
{
  tiem_transfer_free (dropped->transfer);
  g_clear_pointer (&dropped->lines, g_ptr_array_unref);
  g_free (dropped);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Dropped, dropped_free)

typedef struct
{
  Deed deed;
  gint64 transfer_id; /* 0 = the list */
  char *code;         /* (owned) (nullable) */
  gint64 variant_id;
  gint64 quantity;
  gint64 from_id;
  gint64 to_id;
  gboolean anyway;
  Dropped *dropped; /* (owned) (nullable): to be brought back */
} Work;

typedef struct
{
  Deed deed;
  GPtrArray *transfers; /* (nullable): of the list */
  GPtrArray *locations; /* (nullable) */
  TiemTransfer *transfer;
  GPtrArray *lines;
  TiemSlipScan *scan;
  Dropped *dropped; /* (nullable): what was deleted */
  GError *error;    /* (nullable): why the deed failed */
} Answer;

static void
work_free (Work *work)
{
  g_free (work->code);
  g_clear_pointer (&work->dropped, dropped_free);
  g_free (work);
}

static void
answer_free (Answer *answer)
{
  g_clear_pointer (&answer->transfers, g_ptr_array_unref);
  g_clear_pointer (&answer->locations, g_ptr_array_unref);
  g_clear_pointer (&answer->transfer, tiem_transfer_free);
  g_clear_pointer (&answer->lines, g_ptr_array_unref);
  g_clear_pointer (&answer->scan, tiem_slip_scan_free);
  g_clear_pointer (&answer->dropped, dropped_free);
  g_clear_error (&answer->error);
  g_free (answer);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Answer, answer_free)

/* --- off the main thread --- */

static gboolean
drop (TiemStore *store,
      gint64 id,
      Answer *answer,
      GError **error)
{
  g_autoptr (Dropped) dropped = g_new0 (Dropped, 1);

  if ((dropped->transfer = tiem_store_get_transfer (store, id, &dropped->lines, error)) == NULL
      || !tiem_store_delete_transfer (store, id, error))
    return FALSE;
  answer->dropped = g_steal_pointer (&dropped);
  return TRUE;
}

/* Its lines are told the last one first. */
static gint64
bring_back (TiemStore *store,
            const Dropped *dropped,
            GError **error)
{
  gint64 id = tiem_store_add_transfer (
      store, dropped->transfer->from_id, dropped->transfer->to_id, dropped->transfer->note, error);

  for (guint i = dropped->lines->len; id != 0 && i > 0; i--)
    {
      const TiemTransferLine *line = g_ptr_array_index (dropped->lines, i - 1);

      if (!tiem_store_put_transfer_line (store, id, line->variant_id, line->quantity, TRUE, error))
        return 0;
    }
  return id;
}

static gboolean
do_it (TiemStore *store,
       const Work *work,
       Answer *answer,
       gint64 *id,
       GError **error)
{
  switch (work->deed)
    {
    case START:
      *id = tiem_store_add_transfer (store, work->from_id, work->to_id, NULL, error);
      return *id != 0;
    case SCAN:
      answer->scan = tiem_store_scan_transfer (store, *id, work->code, 0, error);
      return answer->scan != NULL;
    case PUT:
      return tiem_store_put_transfer_line (
          store, *id, work->variant_id, work->quantity, TRUE, error);
    case BOOK:
      return tiem_store_book_transfer (store, *id, work->anyway, error);
    case UNDO:
      return tiem_store_undo_transfer (store, *id, work->anyway, error);
    case DELETE:
      if (!drop (store, *id, answer, error))
        return FALSE;
      *id = 0;
      return TRUE;
    case BRING_BACK:
      *id = bring_back (store, work->dropped, error);
      return *id != 0;
    case READ:
    default:
      return TRUE;
    }
}

static gpointer
run_work (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  const Work *work = data;
  g_autoptr (Answer) answer = g_new0 (Answer, 1);
  gint64 id = work->transfer_id;

  answer->deed = work->deed;
  if (!do_it (store, work, answer, &id, &answer->error))
    id = work->transfer_id;
  if (id == 0
          ? (answer->transfers = tiem_store_list_transfers (store, 100, error)) == NULL
                || (answer->locations = tiem_store_list_locations (store, FALSE, error)) == NULL
          : (answer->transfer = tiem_store_get_transfer (store, id, &answer->lines, error)) == NULL)
    return NULL;
  return g_steal_pointer (&answer);
}

/* --- one thing after the other --- */

static void start_work (TiemTransfersPage *self);

static Work *
push_work (TiemTransfersPage *self,
           Deed deed)
{
  Work *work = g_new0 (Work, 1);

  work->deed = deed;
  g_queue_push_tail (&self->works, work);
  return work;
}

/* Shows what the store has. */
static void
read_again (TiemTransfersPage *self)
{
  if (g_queue_is_empty (&self->works))
    push_work (self, READ);
  start_work (self);
}

/* --- the list --- */

static void
show_list (TiemTransfersPage *self,
           Answer *answer)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  gint64 now = tiem_clock_now (tiem_shop_get_clock (self->shop));
  guint from = gtk_drop_down_get_selected (self->from);
  guint to = gtk_drop_down_get_selected (self->to);
  guint n = answer->locations->len;

  g_clear_pointer (&self->locations, g_ptr_array_unref);
  self->locations = g_steal_pointer (&answer->locations);
  for (guint i = 0; i < n; i++)
    gtk_string_list_append (names, ((TiemLocation *)g_ptr_array_index (self->locations, i))->name);
  gtk_drop_down_set_model (self->from, G_LIST_MODEL (names));
  gtk_drop_down_set_model (self->to, G_LIST_MODEL (names));
  gtk_drop_down_set_selected (self->from, from < n ? from : 0);
  gtk_drop_down_set_selected (self->to, to < n && to != from ? to : MIN (1, n - 1));
  gtk_widget_set_visible (self->new_box, n > 1);
  gtk_widget_set_visible (self->no_places, n <= 1);

  tiem_group_clear (self->transfers);
  for (guint i = 0; i < answer->transfers->len; i++)
    {
      const TiemTransfer *transfer = g_ptr_array_index (answer->transfers, i);
      g_autofree char *at = tiem_time_format_short (transfer->created_at, now);
      g_autofree char *sub = g_strdup_printf ("%s → %s · %s", transfer->from, transfer->to, at);
      g_autofree char *number = tiem_number_format (transfer->units);
      g_autofree char *units
          = g_strdup_printf (ngettext ("%s unit", "%s units", (gulong)transfer->units), number);
      g_autofree char *action
          = g_strdup_printf ("transfer.open(int64 %" G_GINT64_FORMAT ")", transfer->id);

      tiem_group_add_line (self->transfers,
                           NULL,
                           transfer->number,
                           sub,
                           units,
                           g_str_equal (transfer->state, "draft")  ? _ ("Draft")
                           : g_str_equal (transfer->state, "done") ? _ ("Moved")
                                                                   : _ ("Undone"),
                           action);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->transfers), answer->transfers->len > 0);
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Transfers"), NULL);
  gtk_stack_set_visible_child_name (self->stack, "list");
}

/* --- a slip --- */

static void
quantity_changed_cb (GtkSpinButton *spin,
                     TiemTransfersPage *self)
{
  Work *work = push_work (self, PUT);

  work->variant_id = *(gint64 *)g_object_get_data (G_OBJECT (spin), "variant");
  work->quantity = gtk_spin_button_get_value_as_int (spin);
  start_work (self);
}

static void
add_line (TiemTransfersPage *self,
          const TiemTransferLine *line)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  g_autofree char *name = line->options != NULL
                              ? g_strdup_printf ("%s (%s)", line->name, line->options)
                              : g_strdup (line->name);
  g_autofree char *here = tiem_number_format (line->on_hand);
  g_autofree char *there = tiem_number_format (line->there);
  /* Translators: a SKU; how many there are where the goods leave from, and where they go to */
  g_autofree char *about = g_strdup_printf (_ ("%s · here %s, there %s"), line->sku, here, there);
  gboolean lacks = self->is_draft && line->on_hand < line->quantity;
  const char *const texts[]
      = { name, about, lacks ? _ ("Fewer are there than are to be moved") : NULL };

  gtk_widget_add_css_class (row, "tiem-line");
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  for (gsize i = 0; i < G_N_ELEMENTS (texts) && texts[i] != NULL; i++)
    {
      GtkWidget *label = gtk_label_new (texts[i]);

      g_object_set (label, "xalign", 0.0f, "wrap", TRUE, "wrap-mode", PANGO_WRAP_WORD_CHAR, NULL);
      if (i > 0)
        gtk_widget_add_css_class (label, "caption");
      tiem_tone_apply (label, i == 2 ? TIEM_TONE_WARNING : i == 1 ? TIEM_TONE_SUB : TIEM_TONE_NONE);
      gtk_box_append (GTK_BOX (words), label);
    }
  gtk_box_append (GTK_BOX (row), words);
  if (self->is_draft)
    {
      GtkWidget *spin = gtk_spin_button_new_with_range (0, 1000000, 1);
      g_autofree char *label = g_strdup_printf (_ ("Units of %s"), line->sku);
      gint64 id = line->variant_id;

      gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), (double)line->quantity);
      gtk_editable_set_width_chars (GTK_EDITABLE (spin), 4);
      gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
      gtk_accessible_update_property (
          GTK_ACCESSIBLE (spin), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
      g_object_set_data_full (G_OBJECT (spin), "variant", g_memdup2 (&id, sizeof id), g_free);
      g_signal_connect_object (spin, "value-changed", G_CALLBACK (quantity_changed_cb), self, 0);
      gtk_box_append (GTK_BOX (row), spin);
    }
  else
    {
      g_autofree char *number = tiem_number_format (line->quantity);
      GtkWidget *label = gtk_label_new (number);

      gtk_widget_add_css_class (label, "numeric");
      gtk_box_append (GTK_BOX (row), label);
    }
  gtk_widget_set_focusable (tiem_group_add (self->goods, row), FALSE);
}

static void
show_transfer (TiemTransfersPage *self,
               const Answer *answer)
{
  const TiemTransfer *transfer = answer->transfer;
  gboolean was_shown = g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "slip") == 0;
  g_autofree char *route = g_strdup_printf ("%s → %s", transfer->from, transfer->to);
  g_autofree char *number = tiem_number_format (transfer->units);
  g_autofree char *label = g_strdup_printf (
      ngettext ("Move %s unit", "Move %s units", (gulong)transfer->units), number);

  self->is_draft = g_str_equal (transfer->state, "draft");
  gtk_label_set_text (self->route, route);
  gtk_widget_set_visible (self->field_row, self->is_draft);
  gtk_widget_set_visible (self->nothing, answer->lines->len == 0);
  gtk_widget_set_visible (GTK_WIDGET (self->goods), answer->lines->len > 0);
  gtk_widget_set_visible (self->remove, self->is_draft);
  gtk_widget_set_visible (self->undo, g_str_equal (transfer->state, "done"));
  gtk_widget_set_visible (GTK_WIDGET (self->book), self->is_draft);
  gtk_button_set_label (self->book, label);
  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "transfer.book", self->is_draft && transfer->units > 0);
  /* A number is being typed in one of them. */
  if (answer->deed != PUT)
    {
      tiem_group_clear (self->goods);
      for (guint i = 0; i < answer->lines->len; i++)
        add_line (self, g_ptr_array_index (answer->lines, i));
    }
  tiem_subpage_set_title (TIEM_SUBPAGE (self), transfer->number, route);
  gtk_stack_set_visible_child_name (self->stack, "slip");
  if (!was_shown && self->is_draft)
    gtk_widget_grab_focus (GTK_WIDGET (self->field));
}

static void
bring_back_cb (AdwToast *toast,
               TiemTransfersPage *self)
{
  Dropped *dropped = g_object_steal_data (G_OBJECT (toast), "dropped");

  if (dropped == NULL || self->shop == NULL)
    {
      g_clear_pointer (&dropped, dropped_free);
      return;
    }
  push_work (self, BRING_BACK)->dropped = dropped;
  start_work (self);
}

static void
tell_dropped (TiemTransfersPage *self, Dropped *dropped) /* (transfer full) */
{
  AdwToast *toast = adw_toast_new (_ ("The draft was thrown away"));

  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, 8);
  g_object_set_data_full (G_OBJECT (toast), "dropped", dropped, (GDestroyNotify)dropped_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (bring_back_cb), self, 0);
  tiem_page_toast (GTK_WIDGET (self), toast);
}

static void
tell (TiemTransfersPage *self,
      const Answer *answer)
{
  TiemNotice *notice = self->transfer_id == 0 ? self->list_notice : self->notice;
  g_autofree char *sentence
      = answer->scan != NULL ? tiem_slip_scan_dup_sentence (answer->scan) : NULL;
  gboolean moves = answer->deed == BOOK || answer->deed == UNDO;
  const char *words = answer->error != NULL ? answer->error->message : sentence;

  if (answer->deed == READ && words == NULL)
    return;
  self->asks_anyway = moves && g_error_matches (answer->error, TIEM_ERROR, TIEM_ERROR_CONFLICT);
  tiem_notice_show (notice,
                    self->asks_anyway ? TIEM_TONE_WARNING : TIEM_TONE_ERROR,
                    words,
                    NULL,
                    self->asks_anyway ? _ ("Move anyway") : NULL,
                    FALSE);
  if (words != NULL)
    tiem_compat_announce (GTK_WIDGET (self), words);
}

static void
worked_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (TiemTransfersPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (Answer) answer = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  self->is_busy = FALSE;
  if (self->shop == NULL)
    return;
  if (answer == NULL)
    tiem_notice_show (self->list_notice, TIEM_TONE_ERROR, error->message, NULL, NULL, FALSE);
  else
    {
      self->transfer_id = answer->transfer != NULL ? answer->transfer->id : 0;
      tiem_subpage_set_dirty (TIEM_SUBPAGE (self), self->transfer_id != 0);
      if (answer->transfer != NULL)
        show_transfer (self, answer);
      else
        show_list (self, answer);
      if (answer->dropped != NULL)
        tell_dropped (self, g_steal_pointer (&answer->dropped));
      tell (self, answer);
    }
  start_work (self);
}

static void
start_work (TiemTransfersPage *self)
{
  Work *work;

  if (self->is_busy || (work = g_queue_pop_head (&self->works)) == NULL)
    return;
  self->is_busy = TRUE;
  /* Of what is shown by now: what was done before may have opened another one. */
  work->transfer_id = work->deed == START || work->deed == BRING_BACK ? 0 : self->transfer_id;
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        work->deed == READ ? TIEM_STORE_READ : TIEM_STORE_WRITE,
                        run_work,
                        work,
                        (GDestroyNotify)work_free,
                        (GDestroyNotify)answer_free,
                        NULL,
                        worked_cb,
                        g_object_ref (self));
}

static void
store_changed_cb (TiemStore *store,
                  guint what,
                  TiemTransfersPage *self)
{
  /* A slip's own page shows what was done to it anyway, and a number may be being typed. */
  if (self->shop != NULL && self->transfer_id == 0
      && (what & (TIEM_CHANGED_SLIPS | TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_CHANNELS)) != 0)
    read_again (self);
}

/* --- what a person does --- */

static void
scanned_cb (TiemTransfersPage *self,
            const char *code)
{
  Work *work = push_work (self, SCAN);

  work->code = g_strdup (code);
  start_work (self);
}

static void
open_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemTransfersPage *self = TIEM_TRANSFERS_PAGE (widget);

  self->transfer_id = g_variant_get_int64 (parameter);
  tiem_notice_show (self->notice, TIEM_TONE_ERROR, NULL, NULL, NULL, FALSE);
  read_again (self);
}

static void
start_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  TiemTransfersPage *self = TIEM_TRANSFERS_PAGE (widget);
  guint from = gtk_drop_down_get_selected (self->from);
  guint to = gtk_drop_down_get_selected (self->to);
  Work *work;

  if (self->locations == NULL || from >= self->locations->len || to >= self->locations->len)
    return;
  work = push_work (self, START);
  work->from_id = ((TiemLocation *)g_ptr_array_index (self->locations, from))->id;
  work->to_id = ((TiemLocation *)g_ptr_array_index (self->locations, to))->id;
  start_work (self);
}

static void
deed_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemTransfersPage *self = TIEM_TRANSFERS_PAGE (widget);

  push_work (self,
             g_str_equal (name, "transfer.book")     ? BOOK
             : g_str_equal (name, "transfer.delete") ? DELETE
                                                     : UNDO);
  start_work (self);
}

static void
repair_cb (TiemTransfersPage *self)
{
  Work *work;

  if (!self->asks_anyway)
    return;
  work = push_work (self, self->is_draft ? BOOK : UNDO);
  work->anyway = TRUE;
  start_work (self);
}

/* --- the page --- */

/* The blue button of what is shown. */
static void
tiem_transfers_page_save (TiemSubpage *subpage)
{
  TiemTransfersPage *self = TIEM_TRANSFERS_PAGE (subpage);

  gtk_widget_activate_action (
      GTK_WIDGET (self), self->transfer_id == 0 ? "transfer.start" : "transfer.book", NULL);
}

static gboolean
tiem_transfers_page_may_leave (TiemSubpage *subpage)
{
  TiemTransfersPage *self = TIEM_TRANSFERS_PAGE (subpage);

  self->transfer_id = 0;
  read_again (self);
  return FALSE;
}

static void
tiem_transfers_page_dispose (GObject *object)
{
  TiemTransfersPage *self = TIEM_TRANSFERS_PAGE (object);

  g_clear_object (&self->keys);
  g_clear_object (&self->shop);
  g_queue_clear_full (&self->works, (GDestroyNotify)work_free);
  g_clear_pointer (&self->locations, g_ptr_array_unref);
  G_OBJECT_CLASS (tiem_transfers_page_parent_class)->dispose (object);
}

static void
tiem_transfers_page_class_init (TiemTransfersPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_transfers_page_dispose;
  TIEM_SUBPAGE_CLASS (klass)->save = tiem_transfers_page_save;
  TIEM_SUBPAGE_CLASS (klass)->may_leave = tiem_transfers_page_may_leave;
  g_type_ensure (TIEM_TYPE_GROUP);
  g_type_ensure (TIEM_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/products/tiem-transfers-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemTransfersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, TiemTransfersPage, list_notice);
  gtk_widget_class_bind_template_child (widget_class, TiemTransfersPage, from);
  gtk_widget_class_bind_template_child (widget_class, TiemTransfersPage, to);
  gtk_widget_class_bind_template_child (widget_class, TiemTransfersPage, transfers);
  gtk_widget_class_bind_template_child (widget_class, TiemTransfersPage, no_places);
  gtk_widget_class_bind_template_child (widget_class, TiemTransfersPage, new_box);
  gtk_widget_class_bind_template_child (widget_class, TiemTransfersPage, field_row);
  gtk_widget_class_bind_template_child (widget_class, TiemTransfersPage, field);
  gtk_widget_class_bind_template_child (widget_class, TiemTransfersPage, notice);
  gtk_widget_class_bind_template_child (widget_class, TiemTransfersPage, route);
  gtk_widget_class_bind_template_child (widget_class, TiemTransfersPage, goods);
  gtk_widget_class_bind_template_child (widget_class, TiemTransfersPage, nothing);
  gtk_widget_class_bind_template_child (widget_class, TiemTransfersPage, remove);
  gtk_widget_class_bind_template_child (widget_class, TiemTransfersPage, undo);
  gtk_widget_class_bind_template_child (widget_class, TiemTransfersPage, book);
  gtk_widget_class_bind_template_callback (widget_class, repair_cb);
  gtk_widget_class_install_action (widget_class, "transfer.open", "x", open_action);
  gtk_widget_class_install_action (widget_class, "transfer.start", NULL, start_action);
  gtk_widget_class_install_action (widget_class, "transfer.book", NULL, deed_action);
  gtk_widget_class_install_action (widget_class, "transfer.delete", NULL, deed_action);
  gtk_widget_class_install_action (widget_class, "transfer.undo", NULL, deed_action);
}

static void
tiem_transfers_page_init (TiemTransfersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_help_set_topic (GTK_WIDGET (self), "stock-take");
  g_queue_init (&self->works);
  self->keys = tiem_scan_keys_new (GTK_WIDGET (self->field), self->field, TIEM_SCAN_KEYS_CODES);
  g_signal_connect_object (self->keys, "scanned", G_CALLBACK (scanned_cb), self, G_CONNECT_SWAPPED);
}

GtkWidget *
tiem_transfers_page_new (TiemShop *shop,
                         gint64 transfer_id)
{
  TiemTransfersPage *self = g_object_new (TIEM_TYPE_TRANSFERS_PAGE, NULL);

  self->shop = g_object_ref (shop);
  self->transfer_id = transfer_id;
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Transfers"), NULL);
  g_signal_connect_object (
      tiem_shop_get_store (shop), "changed", G_CALLBACK (store_changed_cb), self, 0);
  read_again (self);
  return GTK_WIDGET (self);
}

void
tiem_transfers_open (TiemPage *page)
{
  tiem_page_push (page, TIEM_SUBPAGE (tiem_transfers_page_new (tiem_page_get_shop (page), 0)));
}
