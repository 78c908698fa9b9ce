#define G_LOG_DOMAIN "tiem-browse-page"

#include "config.h"

#include "app/tiem-browse-page.h"
#include "app/tiem-list-views.h"
#include "app/widgets/tiem-loader.h"
#include "app/widgets/tiem-split.h"
#include "store/tiem-store-channels.h"

#include <glib/gi18n.h>

/* What a toast offers to undo. */
typedef struct
{
  grefcount refs;
  TiemUndoFunc func;
  gpointer data;
  GDestroyNotify data_free;
  gint64 until; /* ms UTC */
  gboolean is_done;
} Undo;

typedef struct
{
  TiemSplit *split;
  TiemListPane *list;
  TiemDetail *detail;
  TiemRowList *rows;    /* (owned) (nullable) */
  TiemLoader *figures;  /* (owned) (nullable) */
  TiemLoader *facts;    /* (owned) (nullable): of the chosen thing */
  TiemListViews *views; /* (owned) */
  gint64 held_id;       /* outbox row of what was done last; 0 = none */
  gint64 held_until;    /* ms UTC */
  Undo *undo;           /* (owned) (nullable): what was done last, when it is not held_id */
  gboolean opened;
} TiemBrowsePagePrivate;

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TiemBrowsePage, tiem_browse_page, TIEM_TYPE_PAGE)

#define PRIVATE(self) ((TiemBrowsePagePrivate *)tiem_browse_page_get_instance_private (self))

static void
undo_unref (gpointer data)
{
  Undo *undo = data;

  if (!g_ref_count_dec (&undo->refs))
    return;
  if (undo->data_free != NULL)
    undo->data_free (undo->data);
  g_free (undo);
}

static void
undo_unref_closure (gpointer data,
                    GClosure *closure)
{
  undo_unref (data);
}

static void
carry_out (TiemBrowsePage *self,
           Undo *undo)
{
  if (undo->is_done)
    return;
  undo->is_done = TRUE;
  undo->func (self, undo->data);
}

static gboolean
detail_covers_list (TiemBrowsePagePrivate *priv)
{
  return tiem_split_get_folded (priv->split) && tiem_split_get_show_detail (priv->split);
}

static void
query_changed_cb (TiemListPane *list,
                  TiemBrowsePage *self)
{
  TiemBrowsePagePrivate *priv = PRIVATE (self);

  if (priv->rows != NULL)
    TIEM_BROWSE_PAGE_GET_CLASS (self)->update_query (self, priv->rows);
}

static void
empty_cb (TiemListPane *list,
          TiemBrowsePage *self)
{
  TIEM_BROWSE_PAGE_GET_CLASS (self)->explain_empty (self, list);
}

static void
open_cb (TiemListPane *list,
         gint64 id,
         TiemBrowsePage *self)
{
  tiem_browse_page_open (self, id);
}

static void
enter_cb (TiemListPane *list,
          TiemBrowsePage *self)
{
  tiem_detail_enter (PRIVATE (self)->detail);
}

static gboolean
has_focus_inside (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  return focus != NULL && gtk_widget_is_ancestor (focus, widget);
}

static void
current_changed_cb (TiemBrowsePage *self)
{
  TiemBrowsePagePrivate *priv = PRIVATE (self);
  gint64 id = tiem_list_pane_get_current_id (priv->list);

  if (id == 0)
    tiem_detail_show_nothing (priv->detail);
  if (priv->facts != NULL)
    tiem_loader_set_subject (priv->facts, id);
  if (TIEM_BROWSE_PAGE_GET_CLASS (self)->choose != NULL)
    TIEM_BROWSE_PAGE_GET_CLASS (self)->choose (self, id);
}

static void
split_changed_cb (TiemBrowsePage *self)
{
  TiemBrowsePagePrivate *priv = PRIVATE (self);

  tiem_list_pane_set_autoselect (priv->list, !tiem_split_get_folded (priv->split));
  tiem_page_set_covered (TIEM_PAGE (self), detail_covers_list (priv));
}

/* --- what is shown of the shop --- */

static void
figures_read_cb (GtkWidget *widget,
                 gpointer result,
                 const GError *error)
{
  if (result != NULL)
    TIEM_BROWSE_PAGE_GET_CLASS (widget)->show_figures (TIEM_BROWSE_PAGE (widget), result);
}

static void
show_facts (TiemBrowsePage *self,
            gpointer facts)
{
  TIEM_BROWSE_PAGE_GET_CLASS (self)->show_facts (self, facts);
  if (facts == NULL)
    tiem_detail_show_nothing (PRIVATE (self)->detail);
}

static void
facts_read_cb (GtkWidget *widget,
               gpointer result,
               const GError *error)
{
  show_facts (TIEM_BROWSE_PAGE (widget), result);
}

static void
make_loaders (TiemBrowsePage *self,
              TiemStore *store)
{
  const TiemBrowsePageClass *klass = TIEM_BROWSE_PAGE_GET_CLASS (self);
  TiemBrowsePagePrivate *priv = PRIVATE (self);

  if (klass->read_figures != NULL)
    {
      priv->figures = tiem_loader_new (GTK_WIDGET (self),
                                       store,
                                       klass->figures_of,
                                       klass->read_figures,
                                       klass->figures_free,
                                       figures_read_cb);
      tiem_loader_set_subject (priv->figures, klass->figures_subject);
    }
  if (klass->read_facts != NULL)
    priv->facts = tiem_loader_new (GTK_WIDGET (self),
                                   store,
                                   klass->facts_of,
                                   klass->read_facts,
                                   klass->facts_free,
                                   facts_read_cb);
}

static void
drop_loaders (TiemBrowsePage *self)
{
  g_clear_object (&PRIVATE (self)->figures);
  if (PRIVATE (self)->facts == NULL)
    return;
  g_clear_object (&PRIVATE (self)->facts);
  show_facts (self, NULL);
}

static void
tiem_browse_page_shop_changed (TiemPage *page,
                               TiemShop *shop)
{
  TiemBrowsePage *self = TIEM_BROWSE_PAGE (page);
  TiemBrowsePagePrivate *priv = PRIVATE (self);

  drop_loaders (self);
  g_clear_object (&priv->rows);
  g_clear_pointer (&priv->undo, undo_unref);
  priv->held_id = 0;
  priv->opened = FALSE;
  tiem_detail_show_nothing (priv->detail);
  tiem_list_pane_set_rows (priv->list, NULL);
  tiem_list_views_set_shop (priv->views, shop);
  if (shop == NULL)
    return;
  make_loaders (self, tiem_shop_get_store (shop));
  priv->rows = TIEM_BROWSE_PAGE_GET_CLASS (self)->create_rows (self, tiem_shop_get_store (shop));
  tiem_list_pane_set_rows (priv->list, priv->rows);
  query_changed_cb (priv->list, self);
}

static void
tiem_browse_page_size_class_changed (TiemPage *page,
                                     TiemSizeClass size_class)
{
  g_object_set (PRIVATE (TIEM_BROWSE_PAGE (page))->list, "size-class", size_class, NULL);
}

/* Ctrl+Z does what the toast's button does, for as long as it is there. */
static gboolean
undo (TiemBrowsePage *self)
{
  TiemBrowsePagePrivate *priv = PRIVATE (self);

  if (tiem_list_views_undo (priv->views))
    return TRUE;
  if (priv->undo != NULL && !priv->undo->is_done && tiem_browse_page_now (self) < priv->undo->until)
    {
      carry_out (self, priv->undo);
      return TRUE;
    }
  if (priv->held_id == 0 || tiem_browse_page_now (self) >= priv->held_until)
    return FALSE;
  tiem_browse_page_drop (
      self, priv->held_id, priv->held_id < 0 ? NULL : _ ("Held back, nothing was sent"));
  return TRUE;
}

static gboolean
tiem_browse_page_command (TiemPage *page,
                          TiemPageCommand command)
{
  TiemBrowsePage *self = TIEM_BROWSE_PAGE (page);
  TiemBrowsePageClass *klass = TIEM_BROWSE_PAGE_GET_CLASS (self);
  TiemBrowsePagePrivate *priv = PRIVATE (self);

  switch (command)
    {
    case TIEM_PAGE_CREATE:
      return klass->create != NULL && klass->create (self);
    case TIEM_PAGE_EDIT:
      return klass->edit != NULL && klass->edit (self);
    case TIEM_PAGE_PRIMARY:
      return tiem_detail_activate_primary (priv->detail);
    case TIEM_PAGE_COPY:
      return tiem_detail_copy (priv->detail);
    case TIEM_PAGE_SEARCH:
      tiem_list_pane_focus_search (priv->list);
      return TRUE;
    case TIEM_PAGE_NEXT_GROUP:
      tiem_chips_step (tiem_list_pane_get_chips (priv->list), 1);
      return TRUE;
    case TIEM_PAGE_PREVIOUS_GROUP:
      tiem_chips_step (tiem_list_pane_get_chips (priv->list), -1);
      return TRUE;
    case TIEM_PAGE_UNDO:
      return undo (self);
    case TIEM_PAGE_TICK_ALL:
      if (tiem_list_pane_get_action_bar (priv->list) == NULL)
        return FALSE;
      tiem_list_pane_tick_all (priv->list);
      return TRUE;
    case TIEM_PAGE_PACK:
    case TIEM_PAGE_PRINT:
    case TIEM_PAGE_PICK:
      return FALSE;
    }
  return FALSE;
}

static gboolean
tiem_browse_page_go_back (TiemPage *page)
{
  TiemBrowsePagePrivate *priv = PRIVATE (TIEM_BROWSE_PAGE (page));

  if (!detail_covers_list (priv))
    {
      if (!has_focus_inside (GTK_WIDGET (priv->detail)))
        return FALSE;
      tiem_list_pane_focus_list (priv->list);
      return TRUE;
    }
  tiem_split_set_show_detail (priv->split, FALSE);
  return TRUE;
}

static void
tiem_browse_page_take_focus (TiemPage *page)
{
  TiemBrowsePagePrivate *priv = PRIVATE (TIEM_BROWSE_PAGE (page));

  if (detail_covers_list (priv))
    gtk_widget_child_focus (GTK_WIDGET (priv->detail), GTK_DIR_TAB_FORWARD);
  else
    tiem_list_pane_focus_list (priv->list);
}

static void
tiem_browse_page_show_entry (TiemPage *page,
                             const char *group,
                             gint64 id)
{
  TiemBrowsePage *self = TIEM_BROWSE_PAGE (page);
  TiemBrowsePagePrivate *priv = PRIVATE (self);

  tiem_list_pane_clear_filters (priv->list);
  tiem_chips_set_selected (tiem_list_pane_get_chips (priv->list), group != NULL ? group : "all");
  if (id != 0)
    tiem_browse_page_open (self, id);
}

/* Its columns, chips and filters are there by now. */
static void
tiem_browse_page_constructed (GObject *object)
{
  TiemBrowsePagePrivate *priv = PRIVATE (TIEM_BROWSE_PAGE (object));

  G_OBJECT_CLASS (tiem_browse_page_parent_class)->constructed (object);
  priv->views = tiem_list_views_new (priv->list, TIEM_BROWSE_PAGE_GET_CLASS (object)->tab);
}

static void
tiem_browse_page_dispose (GObject *object)
{
  g_clear_object (&PRIVATE (TIEM_BROWSE_PAGE (object))->figures);
  g_clear_object (&PRIVATE (TIEM_BROWSE_PAGE (object))->facts);
  g_clear_object (&PRIVATE (TIEM_BROWSE_PAGE (object))->views);
  g_clear_object (&PRIVATE (TIEM_BROWSE_PAGE (object))->rows);
  g_clear_pointer (&PRIVATE (TIEM_BROWSE_PAGE (object))->undo, undo_unref);

  G_OBJECT_CLASS (tiem_browse_page_parent_class)->dispose (object);
}

static void
tiem_browse_page_class_init (TiemBrowsePageClass *klass)
{
  TiemPageClass *page_class = TIEM_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = tiem_browse_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = tiem_browse_page_dispose;
  page_class->shop_changed = tiem_browse_page_shop_changed;
  page_class->size_class_changed = tiem_browse_page_size_class_changed;
  page_class->command = tiem_browse_page_command;
  page_class->go_back = tiem_browse_page_go_back;
  page_class->take_focus = tiem_browse_page_take_focus;
  page_class->show_entry = tiem_browse_page_show_entry;
  klass->figures_subject = 1;
}

/* For all tabs, and the next start. */
static void
resized_cb (TiemSplit *split,
            int width)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);

  g_settings_set_int (settings, "detail-width", width);
}

static void
tiem_browse_page_init (TiemBrowsePage *self)
{
  TiemBrowsePagePrivate *priv = PRIVATE (self);
  g_autoptr (GSettings) settings = NULL;

  priv->list = g_object_new (TIEM_TYPE_LIST_PANE, NULL);
  priv->detail = g_object_new (TIEM_TYPE_DETAIL, NULL);
  priv->split = g_object_new (TIEM_TYPE_SPLIT, "list", priv->list, "detail", priv->detail, NULL);
  g_object_set (self, "content", priv->split, NULL);

  settings = g_settings_new (APP_ID);
  g_settings_bind (settings, "detail-width", priv->split, "detail-width", G_SETTINGS_BIND_GET);
  g_signal_connect (priv->split, "resized", G_CALLBACK (resized_cb), NULL);
  g_signal_connect (priv->list, "query-changed", G_CALLBACK (query_changed_cb), self);
  g_signal_connect (priv->list, "open", G_CALLBACK (open_cb), self);
  g_signal_connect (priv->list, "enter", G_CALLBACK (enter_cb), self);
  g_signal_connect (priv->list, "empty", G_CALLBACK (empty_cb), self);
  g_signal_connect_swapped (
      priv->list, "notify::current-id", G_CALLBACK (current_changed_cb), self);
  /* The split may outlive the page for a turn of the main loop. */
  g_signal_connect_object (
      priv->split, "notify", G_CALLBACK (split_changed_cb), self, G_CONNECT_SWAPPED);
}

TiemListPane *
tiem_browse_page_get_list (TiemBrowsePage *self)
{
  g_return_val_if_fail (TIEM_IS_BROWSE_PAGE (self), NULL);
  return PRIVATE (self)->list;
}

TiemDetail *
tiem_browse_page_get_detail (TiemBrowsePage *self)
{
  g_return_val_if_fail (TIEM_IS_BROWSE_PAGE (self), NULL);
  return PRIVATE (self)->detail;
}

TiemRowList *
tiem_browse_page_get_rows (TiemBrowsePage *self)
{
  g_return_val_if_fail (TIEM_IS_BROWSE_PAGE (self), NULL);
  return PRIVATE (self)->rows;
}

gint64
tiem_browse_page_now (TiemBrowsePage *self)
{
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (self));

  return shop != NULL ? tiem_store_now (tiem_shop_get_store (shop)) : 0;
}

void
tiem_browse_page_open (TiemBrowsePage *self,
                       gint64 id)
{
  TiemBrowsePagePrivate *priv;

  g_return_if_fail (TIEM_IS_BROWSE_PAGE (self));

  priv = PRIVATE (self);
  priv->opened = TRUE;
  tiem_list_pane_set_current_id (priv->list, id);
  tiem_split_set_show_detail (priv->split, TRUE);
}

void
tiem_browse_page_show_detail (TiemBrowsePage *self)
{
  g_return_if_fail (TIEM_IS_BROWSE_PAGE (self));
  tiem_split_set_show_detail (PRIVATE (self)->split, TRUE);
}

gboolean
tiem_browse_page_was_opened (TiemBrowsePage *self)
{
  g_return_val_if_fail (TIEM_IS_BROWSE_PAGE (self), FALSE);
  return PRIVATE (self)->opened;
}

gboolean
tiem_browse_page_explain_search (TiemBrowsePage *self,
                                 const char *text)
{
  TiemListPane *list;
  const char *search;
  g_autofree char *title = NULL;

  g_return_val_if_fail (TIEM_IS_BROWSE_PAGE (self), FALSE);

  list = PRIVATE (self)->list;
  if ((search = tiem_list_pane_get_search (list)) == NULL)
    return FALSE;
  title = g_strdup_printf (_ ("“%s” was not found"), search);
  tiem_list_pane_set_empty (list, "edit-find-symbolic", title, text);
  tiem_list_pane_add_empty_button (list, _ ("Clear filters"), "pane.clear-filters");
  return TRUE;
}

void
tiem_browse_page_say (TiemBrowsePage *self,
                      const char *text)
{
  g_return_if_fail (TIEM_IS_BROWSE_PAGE (self));
  tiem_list_pane_add_toast (PRIVATE (self)->list, adw_toast_new (text));
}

GtkColumnViewColumn *
tiem_browse_page_add_column (TiemBrowsePage *self,
                             const char *id,
                             TiemColumnKind kind,
                             const char *title,
                             int width,
                             int short_width,
                             int sort,
                             TiemCellFunc func)
{
  g_autoptr (GtkColumnViewColumn) column = tiem_column_new (kind, title, width, func, self);

  tiem_column_set_id (column, id);
  if (sort >= 0)
    tiem_column_set_sort (column, sort);
  tiem_list_pane_add_column (PRIVATE (self)->list, column, short_width);
  return column;
}

/* --- held back --- */

typedef struct
{
  TiemBrowsePage *page; /* (owned) */
  gint64 channel_id;
  gint64 outbox_id;
  char *said; /* (nullable) */
} Held;

static void
held_free (gpointer data)
{
  Held *held = data;

  g_object_unref (held->page);
  g_free (held->said);
  g_free (held);
}

static void
held_closed (gpointer data,
             GClosure *closure)
{
  held_free (data);
}

static void
undo_clicked_cb (AdwToast *toast,
                 Held *held)
{
  /* What is done at once, on an order of one's own, has a number below 0. */
  tiem_browse_page_drop (
      held->page, held->outbox_id, held->outbox_id < 0 ? NULL : _ ("Held back, nothing was sent"));
}

static gboolean
hold_over_cb (gpointer data)
{
  Held *held = data;
  TiemShop *shop = tiem_page_get_shop (TIEM_PAGE (held->page));

  if (shop != NULL)
    tiem_engine_wake (tiem_shop_get_engine (shop), held->channel_id, TIEM_TURN_PUSH_ONLY);
  return G_SOURCE_REMOVE;
}

static void
offer_undo (const Held *held)
{
  AdwToast *toast = adw_toast_new (held->said);
  Held *copy = g_new0 (Held, 1);

  copy->page = g_object_ref (held->page);
  copy->outbox_id = held->outbox_id;
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, TIEM_HOLD_MS / 1000);
  g_signal_connect_data (
      toast, "button-clicked", G_CALLBACK (undo_clicked_cb), copy, held_closed, 0);
  tiem_list_pane_add_toast (PRIVATE (held->page)->list, toast);
}

static void
held_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  Held *held = user_data;
  TiemBrowsePagePrivate *priv = PRIVATE (held->page);
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *id = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (id == NULL)
    {
      tiem_list_pane_add_toast (priv->list, adw_toast_new (error->message));
      held_free (held);
      return;
    }
  held->outbox_id = *id;
  g_clear_pointer (&priv->undo, undo_unref);
  priv->held_id = *id;
  priv->held_until = tiem_browse_page_now (held->page) + TIEM_HOLD_MS;
  offer_undo (held);
  g_timeout_add_full (G_PRIORITY_DEFAULT, TIEM_HOLD_MS + 50, hold_over_cb, held, held_free);
}

void
tiem_browse_page_hold (TiemBrowsePage *self,
                       gint64 channel_id,
                       TiemStoreFunc func,
                       gpointer data,
                       GDestroyNotify data_free,
                       const char *said)
{
  TiemShop *shop;
  Held *held;

  g_return_if_fail (TIEM_IS_BROWSE_PAGE (self));

  shop = tiem_page_get_shop (TIEM_PAGE (self));
  if (shop == NULL)
    {
      data_free (data);
      return;
    }
  held = g_new0 (Held, 1);
  held->page = g_object_ref (self);
  held->channel_id = channel_id;
  held->said = g_strdup (said);
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_WRITE,
                        func,
                        data,
                        data_free,
                        g_free,
                        NULL,
                        held_cb,
                        held);
}

static gpointer
run_drop (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  gint64 *outbox_id = data;

  return tiem_store_drop_outbox (store, *outbox_id, error) ? g_memdup2 (outbox_id, sizeof (gint64))
                                                           : NULL;
}

static void
dropped_cb (GObject *source,
            GAsyncResult *result,
            gpointer user_data)
{
  Held *held = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *id = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  const char *said = id != NULL ? held->said : error->message;

  if (said != NULL)
    tiem_list_pane_add_toast (PRIVATE (held->page)->list, adw_toast_new (said));
  held_free (held);
}

void
tiem_browse_page_drop (TiemBrowsePage *self,
                       gint64 outbox_id,
                       const char *said)
{
  TiemShop *shop;
  Held *held;

  g_return_if_fail (TIEM_IS_BROWSE_PAGE (self));

  shop = tiem_page_get_shop (TIEM_PAGE (self));
  if (shop == NULL || outbox_id == 0)
    return;
  if (PRIVATE (self)->held_id == outbox_id)
    PRIVATE (self)->held_id = 0;
  held = g_new0 (Held, 1);
  held->page = g_object_ref (self);
  held->said = g_strdup (said);
  tiem_store_run_async (tiem_shop_get_store (shop),
                        TIEM_STORE_WRITE,
                        run_drop,
                        g_memdup2 (&outbox_id, sizeof outbox_id),
                        g_free,
                        g_free,
                        NULL,
                        dropped_cb,
                        held);
}

static void
offered_cb (AdwToast *toast,
            Undo *undo)
{
  GtkWidget *page = g_object_get_data (G_OBJECT (toast), "tiem-page");

  if (page != NULL)
    carry_out (TIEM_BROWSE_PAGE (page), undo);
}

AdwToast *
tiem_browse_page_offer_undo (TiemBrowsePage *self,
                             const char *said,
                             TiemUndoFunc func,
                             gpointer data,
                             GDestroyNotify data_free)
{
  AdwToast *toast;
  Undo *undo;

  g_return_val_if_fail (TIEM_IS_BROWSE_PAGE (self), NULL);

  toast = adw_toast_new (said);
  undo = g_new0 (Undo, 1);
  g_ref_count_init (&undo->refs);
  undo->func = func;
  undo->data = data;
  undo->data_free = data_free;
  undo->until = tiem_browse_page_now (self) + TIEM_HOLD_MS;
  g_clear_pointer (&PRIVATE (self)->undo, undo_unref);
  PRIVATE (self)->undo = undo;
  PRIVATE (self)->held_id = 0;

  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, TIEM_HOLD_MS / 1000);
  g_object_set_data_full (G_OBJECT (toast), "tiem-page", g_object_ref (self), g_object_unref);
  g_ref_count_inc (&undo->refs);
  g_signal_connect_data (
      toast, "button-clicked", G_CALLBACK (offered_cb), undo, undo_unref_closure, 0);
  tiem_list_pane_add_toast (PRIVATE (self)->list, toast);
  return toast;
}
