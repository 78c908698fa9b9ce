#define G_LOG_DOMAIN "tiem-own-page"

#include "config.h"

#include "app/orders/tiem-own-page.h"

#include "app/help/tiem-help.h"
#include "app/orders/tiem-own-buyer.h"
#include "app/orders/tiem-own-lines.h"
#include "app/orders/tiem-own-money.h"
#include "app/tiem-page.h"
#include "app/widgets/tiem-size-bin.h"
#include "store/tiem-store-own.h"

#include <glib/gi18n.h>

#define SAVE_AFTER_MS 400
#define RIGHT_WIDTH 380

struct _TiemOwnPage
{
  TiemSubpage parent_instance;

  TiemShop *shop;    /* (owned) (nullable) */
  GPtrArray *drafts; /* (owned) (element-type TiemOwnOrder): all that are being written */
  guint current;
  gint64 order_id;  /* one that was placed is changed; 0 = none */
  gboolean filling; /* nobody typed it */
  guint save_id;    /* the current one is to be saved */
  gboolean saving;  /* one is on its way, and its number may come back with it */
  gboolean again;   /* it has changed since */
  gboolean placing;

  GtkScrolledWindow *outer;
  GtkOrientable *panes;
  GtkScrolledWindow *left;
  GtkWidget *separator;
  GtkWidget *right_box;
  GtkScrolledWindow *right;
  TiemSizeBin *size;
  GtkWidget *draft_row;
  GtkFlowBox *chips;
  GtkWidget *discard;
  TiemOwnLines *lines;
  TiemOwnBuyer *buyer;
  TiemOwnMoney *money;
  GtkEditable *note;
  GtkSwitch *asks_first;
  GtkLabel *problem;
  GtkWidget *place;
};

enum
{
  SIGNAL_PLACED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemOwnPage, tiem_own_page, TIEM_TYPE_SUBPAGE)

static void save_now (TiemOwnPage *self);

static TiemOwnOrder *
get_order (TiemOwnPage *self)
{
  return self->current < self->drafts->len ? g_ptr_array_index (self->drafts, self->current) : NULL;
}

static void
show_problem (TiemOwnPage *self,
              const char *text)
{
  gtk_label_set_label (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

/* --- the drafts as chips --- */

/* Returns: (transfer full): "Khách 1 · 9 món" */
static char *
describe_draft (const TiemOwnOrder *draft,
                guint number)
{
  gint64 units = tiem_own_order_get_units (draft);
  /* Translators: the nth buyer of several that are being served at once */
  g_autofree char *nth = g_strdup_printf (_ ("Buyer %u"), number);
  const char *name = draft->buyer_name != NULL ? draft->buyer_name : nth;

  if (units == 0)
    return g_strdup (name);
  /* Translators: a buyer, and how many items */
  return g_strdup_printf (
      ngettext ("%s · %d item", "%s · %d items", (gulong)units), name, (int)units);
}

static void show_current (TiemOwnPage *self);

static void
chip_toggled_cb (GtkToggleButton *button,
                 TiemOwnPage *self)
{
  guint index = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index"));

  if (self->filling || !gtk_toggle_button_get_active (button) || index == self->current)
    return;
  save_now (self);
  self->current = index;
  show_current (self);
}

static GtkWidget *
get_chip (TiemOwnPage *self,
          guint index)
{
  GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (self->chips, (int)index);

  return child != NULL ? gtk_flow_box_child_get_child (child) : NULL;
}

static void
show_chips (TiemOwnPage *self)
{
  GtkFlowBoxChild *child;

  self->filling = TRUE;
  while ((child = gtk_flow_box_get_child_at_index (self->chips, 0)) != NULL)
    gtk_flow_box_remove (self->chips, GTK_WIDGET (child));
  for (guint i = 0; i < self->drafts->len; i++)
    {
      g_autofree char *text = describe_draft (g_ptr_array_index (self->drafts, i), i + 1);
      GtkWidget *chip = gtk_toggle_button_new_with_label (text);

      gtk_widget_add_css_class (chip, "tiem-chip");
      gtk_widget_set_halign (chip, GTK_ALIGN_START);
      g_object_set_data (G_OBJECT (chip), "index", GUINT_TO_POINTER (i));
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (chip),
                                     GTK_TOGGLE_BUTTON (get_chip (self, 0)));
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (chip), i == self->current);
      g_signal_connect_object (chip, "toggled", G_CALLBACK (chip_toggled_cb), self, 0);
      gtk_flow_box_append (self->chips, chip);
      gtk_widget_set_focusable (gtk_widget_get_parent (chip), FALSE);
    }
  self->filling = FALSE;
}

static void
show_chip (TiemOwnPage *self)
{
  GtkWidget *chip = get_chip (self, self->current);
  g_autofree char *text = NULL;

  if (chip == NULL)
    return;
  text = describe_draft (get_order (self), self->current + 1);
  gtk_button_set_label (GTK_BUTTON (chip), text);
}

/* --- the current one --- */

static void
show_current (TiemOwnPage *self)
{
  TiemOwnOrder *order = get_order (self);

  self->filling = TRUE;
  tiem_own_lines_set_order (self->lines, order);
  tiem_own_buyer_set_order (self->buyer, order);
  tiem_own_money_set_order (self->money, order, self->order_id != 0);
  gtk_editable_set_text (self->note, order->note != NULL ? order->note : "");
  gtk_switch_set_active (self->asks_first, order->asks_first);
  self->filling = FALSE;
  show_problem (self, NULL);
  gtk_widget_set_sensitive (self->place, order->lines->len > 0);
  gtk_widget_set_sensitive (self->discard, !tiem_own_order_is_empty (order));
}

/* --- saving drafts --- */

static gpointer
run_save (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  const TiemOwnOrder *order = data;
  gint64 id = tiem_store_save_draft (store, order, error);
  g_autoptr (GPtrArray) drafts = id != 0 ? tiem_store_list_drafts (store, error) : NULL;

  for (guint i = 0; drafts != NULL && i < drafts->len; i++)
    {
      const TiemOwnOrder *draft = g_ptr_array_index (drafts, i);

      if (draft->draft_id == id)
        return tiem_own_order_copy (draft);
    }
  return NULL;
}

typedef struct
{
  TiemOwnPage *self;   /* (owned) */
  TiemOwnOrder *order; /* not owned: which one it was; may be gone */
} Saving;

static void start_placing (TiemOwnPage *self);

static void
saved_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  Saving *saving = user_data;
  g_autoptr (TiemOwnPage) self = saving->self;
  TiemOwnOrder *order = saving->order;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemOwnOrder) saved = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  g_free (saving);
  self->saving = FALSE;
  if (self->shop == NULL)
    return;
  if (saved == NULL)
    {
      self->placing = FALSE;
      show_problem (self, error != NULL ? error->message : NULL);
      return;
    }
  if (g_ptr_array_find (self->drafts, order, NULL))
    {
      order->draft_id = saved->draft_id;
      g_free (order->number);
      order->number = g_steal_pointer (&saved->number);
      if (order == get_order (self))
        tiem_own_money_refresh (self->money);
    }
  if (self->placing)
    start_placing (self);
  else if (self->again)
    save_now (self);
}

static void
save_now (TiemOwnPage *self)
{
  TiemOwnOrder *order = get_order (self);
  Saving *saving;

  g_clear_handle_id (&self->save_id, g_source_remove);
  if (self->order_id != 0 || self->shop == NULL || order == NULL
      || (tiem_own_order_is_empty (order) && order->draft_id == 0))
    return;
  self->again = self->saving;
  if (self->saving)
    return;
  self->saving = TRUE;
  saving = g_new0 (Saving, 1);
  saving->self = g_object_ref (self);
  saving->order = order;
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        run_save,
                        tiem_own_order_copy (order),
                        (GDestroyNotify)tiem_own_order_free,
                        (GDestroyNotify)tiem_own_order_free,
                        NULL,
                        saved_cb,
                        saving);
}

static gboolean
save_over_cb (gpointer data)
{
  TiemOwnPage *self = data;

  self->save_id = 0;
  save_now (self);
  return G_SOURCE_REMOVE;
}

static void
changed_cb (TiemOwnPage *self)
{
  TiemOwnOrder *order = get_order (self);

  if (self->filling || order == NULL)
    return;
  show_problem (self, NULL);
  show_chip (self);
  gtk_widget_set_sensitive (self->place, order->lines->len > 0);
  gtk_widget_set_sensitive (self->discard, !tiem_own_order_is_empty (order));
  if (self->order_id != 0)
    {
      tiem_subpage_set_dirty (TIEM_SUBPAGE (self), TRUE);
      return;
    }
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->save_id = g_timeout_add (SAVE_AFTER_MS, save_over_cb, self);
}

static void
lines_changed_cb (TiemOwnPage *self)
{
  tiem_own_money_refresh (self->money);
  changed_cb (self);
}

static void
note_changed_cb (TiemOwnPage *self)
{
  TiemOwnOrder *order = get_order (self);

  if (self->filling || order == NULL)
    return;
  g_free (order->note);
  order->note = g_strdup (gtk_editable_get_text (self->note));
  order->asks_first = gtk_switch_get_active (self->asks_first);
  changed_cb (self);
}

/* --- another one, or one less --- */

/* Returns: (transfer full): as the page shows it before anybody touches it: paid, all of it */
static TiemOwnOrder *
new_order (void)
{
  TiemOwnOrder *order = tiem_own_order_new ();

  order->paid_vnd = -1;
  return order;
}

static void
add_order (TiemOwnPage *self)
{
  g_ptr_array_add (self->drafts, new_order ());
  self->current = self->drafts->len - 1;
  show_chips (self);
  show_current (self);
}

static void
add_cb (TiemOwnPage *self)
{
  save_now (self);
  /* One that nothing was written into is the next one. */
  for (guint i = 0; i < self->drafts->len; i++)
    if (tiem_own_order_is_empty (g_ptr_array_index (self->drafts, i)))
      {
        self->current = i;
        show_chips (self);
        show_current (self);
        tiem_own_lines_focus_search (self->lines);
        return;
      }
  add_order (self);
  tiem_own_lines_focus_search (self->lines);
}

static gpointer
run_delete (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  tiem_store_delete_draft (store, *(gint64 *)data, error);
  return NULL;
}

static void
delete_draft (TiemOwnPage *self,
              gint64 draft_id)
{
  if (draft_id != 0 && self->shop != NULL)
    tiem_store_run_async (tiem_shop_get_store (self->shop),
                          TIEM_STORE_WRITE,
                          run_delete,
                          g_memdup2 (&draft_id, sizeof draft_id),
                          g_free,
                          NULL,
                          NULL,
                          NULL,
                          NULL);
}

static void
drop_current (TiemOwnPage *self)
{
  tiem_own_lines_set_order (self->lines, NULL);
  tiem_own_buyer_set_order (self->buyer, NULL);
  tiem_own_money_set_order (self->money, NULL, FALSE);
  g_ptr_array_remove_index (self->drafts, self->current);
  if (self->drafts->len == 0)
    g_ptr_array_add (self->drafts, new_order ());
  self->current = MIN (self->current, self->drafts->len - 1);
  show_chips (self);
  show_current (self);
}

static void
bring_back_cb (AdwToast *toast,
               TiemOwnPage *self)
{
  TiemOwnOrder *order = g_object_get_data (G_OBJECT (toast), "order");

  if (self->shop == NULL || order == NULL)
    return;
  order = tiem_own_order_copy (order);
  order->draft_id = 0;
  g_clear_pointer (&order->number, g_free);
  g_ptr_array_add (self->drafts, order);
  self->current = self->drafts->len - 1;
  show_chips (self);
  show_current (self);
  save_now (self);
}

static void
discard_cb (TiemOwnPage *self)
{
  TiemOwnOrder *order = get_order (self);
  AdwToast *toast = adw_toast_new (_ ("The draft was thrown away"));

  g_clear_handle_id (&self->save_id, g_source_remove);
  adw_toast_set_button_label (toast, _ ("Undo"));
  g_object_set_data_full (
      G_OBJECT (toast), "order", tiem_own_order_copy (order), (GDestroyNotify)tiem_own_order_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (bring_back_cb), self, 0);
  delete_draft (self, order->draft_id);
  drop_current (self);
  tiem_page_toast (GTK_WIDGET (self), toast);
  tiem_own_lines_focus_search (self->lines);
}

/* --- placing --- */

typedef struct
{
  TiemOwnOrder *order;
  gint64 order_id;
} Placing;

static void
placing_free (gpointer data)
{
  Placing *placing = data;

  tiem_own_order_free (placing->order);
  g_free (placing);
}

static gpointer
run_place (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  const Placing *placing = data;
  gint64 id = placing->order_id;

  if (id == 0)
    id = tiem_store_place_own_order (store, placing->order, error);
  else if (!tiem_store_edit_own_order (store, id, placing->order, error))
    id = 0;
  return id != 0 ? g_memdup2 (&id, sizeof id) : NULL;
}

static void
placed_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (TiemOwnPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree gint64 *id = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  self->placing = FALSE;
  if (self->shop == NULL)
    return;
  if (id == NULL)
    {
      show_problem (self, error->message);
      gtk_widget_set_sensitive (self->place, TRUE);
      return;
    }
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), FALSE);
  drop_current (self);
  g_signal_emit (self, signals[SIGNAL_PLACED], 0, *id);
}

static void
start_placing (TiemOwnPage *self)
{
  Placing *placing = g_new0 (Placing, 1);

  placing->order = tiem_own_order_copy (get_order (self));
  placing->order_id = self->order_id;
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        run_place,
                        placing,
                        placing_free,
                        g_free,
                        NULL,
                        placed_cb,
                        g_object_ref (self));
}

static void
place_cb (TiemOwnPage *self)
{
  TiemOwnOrder *order = get_order (self);
  g_autoptr (GError) error = NULL;

  if (self->shop == NULL || order == NULL || self->placing)
    return;
  if (!tiem_own_order_check (order, &error))
    {
      show_problem (self, error->message);
      return;
    }
  g_clear_handle_id (&self->save_id, g_source_remove);
  self->placing = TRUE;
  gtk_widget_set_sensitive (self->place, FALSE);
  /* A draft on its way has to have its number first. */
  if (!self->saving)
    start_placing (self);
}

static void
tiem_own_page_save (TiemSubpage *subpage)
{
  place_cb (TIEM_OWN_PAGE (subpage));
}

static gboolean
tiem_own_page_may_leave (TiemSubpage *subpage)
{
  tiem_subpage_ask_leave (subpage);
  return FALSE;
}

/* --- keys --- */

static void
search_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  tiem_own_lines_focus_search (TIEM_OWN_PAGE (widget)->lines);
}

static void
add_action (GtkWidget *widget,
            const char *name,
            GVariant *parameter)
{
  if (TIEM_OWN_PAGE (widget)->order_id == 0)
    add_cb (TIEM_OWN_PAGE (widget));
}

/* --- narrow and wide --- */

static void
size_class_cb (TiemOwnPage *self)
{
  TiemSizeClass size = tiem_size_bin_get_size_class (self->size);
  gboolean stacked = size < TIEM_SIZE_MEDIUM;
  GtkPolicyType inner = stacked ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC;

  gtk_orientable_set_orientation (self->panes,
                                  stacked ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->separator),
                                  stacked ? GTK_ORIENTATION_HORIZONTAL : GTK_ORIENTATION_VERTICAL);
  gtk_scrolled_window_set_policy (
      self->outer, GTK_POLICY_NEVER, stacked ? GTK_POLICY_AUTOMATIC : GTK_POLICY_NEVER);
  gtk_scrolled_window_set_policy (self->left, GTK_POLICY_NEVER, inner);
  gtk_scrolled_window_set_policy (self->right, GTK_POLICY_NEVER, inner);
  gtk_widget_set_size_request (self->right_box, stacked ? -1 : RIGHT_WIDTH, -1);
  tiem_own_lines_set_narrow (self->lines, size == TIEM_SIZE_NARROW);
}

/* --- the object --- */

static void
tiem_own_page_dispose (GObject *object)
{
  TiemOwnPage *self = TIEM_OWN_PAGE (object);

  /* What was typed last is kept, too. */
  if (self->save_id != 0)
    save_now (self);
  if (self->lines != NULL)
    {
      tiem_own_lines_set_order (self->lines, NULL);
      tiem_own_buyer_set_order (self->buyer, NULL);
      tiem_own_money_set_order (self->money, NULL, FALSE);
    }
  g_clear_object (&self->shop);
  g_clear_pointer (&self->drafts, g_ptr_array_unref);
  G_OBJECT_CLASS (tiem_own_page_parent_class)->dispose (object);
}

static void
tiem_own_page_class_init (TiemOwnPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_own_page_dispose;
  TIEM_SUBPAGE_CLASS (klass)->save = tiem_own_page_save;
  TIEM_SUBPAGE_CLASS (klass)->may_leave = tiem_own_page_may_leave;

  signals[SIGNAL_PLACED] = g_signal_new ("placed",
                                         TIEM_TYPE_OWN_PAGE,
                                         G_SIGNAL_RUN_LAST,
                                         0,
                                         NULL,
                                         NULL,
                                         NULL,
                                         G_TYPE_NONE,
                                         1,
                                         G_TYPE_INT64);
  gtk_widget_class_install_action (widget_class, "subpage.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "subpage.create", NULL, add_action);
  g_type_ensure (TIEM_TYPE_SIZE_BIN);
  g_type_ensure (TIEM_TYPE_OWN_LINES);
  g_type_ensure (TIEM_TYPE_OWN_BUYER);
  g_type_ensure (TIEM_TYPE_OWN_MONEY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/orders/tiem-own-page.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemOwnPage, size);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnPage, outer);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnPage, panes);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnPage, left);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnPage, separator);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnPage, right_box);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnPage, right);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnPage, draft_row);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnPage, chips);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnPage, discard);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnPage, lines);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnPage, buyer);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnPage, money);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnPage, note);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnPage, asks_first);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnPage, problem);
  gtk_widget_class_bind_template_child (widget_class, TiemOwnPage, place);
  gtk_widget_class_bind_template_callback (widget_class, size_class_cb);
  gtk_widget_class_bind_template_callback (widget_class, add_cb);
  gtk_widget_class_bind_template_callback (widget_class, discard_cb);
  gtk_widget_class_bind_template_callback (widget_class, lines_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, note_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, place_cb);
}

/* What is scanned while a button has the focus belongs to the goods; a field keeps what is typed
 * into it. */
static gboolean
key_pressed_cb (GtkEventControllerKey *keys,
                guint keyval,
                guint keycode,
                GdkModifierType state,
                TiemOwnPage *self)
{
  gunichar typed = gdk_keyval_to_unicode (keyval);

  if ((state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK)) != 0
      || !g_unichar_isgraph (typed))
    return GDK_EVENT_PROPAGATE;
  return tiem_own_lines_forward_key (self->lines, keys);
}

static void
tiem_own_page_init (TiemOwnPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->drafts = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_own_order_free);
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  tiem_own_lines_set_top (self->lines, self->draft_row);
  self->filling = FALSE;
  tiem_help_set_topic (GTK_WIDGET (self), "orders");
  size_class_cb (self);
}

/* --- opening --- */

/* @data: the order to be changed, 0 = the drafts. Returns: (element-type TiemOwnOrder) */
static gpointer
read_orders (TiemStore *store,
             gpointer data,
             GCancellable *cancellable,
             GError **error)
{
  gint64 order_id = *(gint64 *)data;
  GPtrArray *orders;
  TiemOwnOrder *order;

  if (order_id == 0)
    return tiem_store_list_drafts (store, error);
  if ((order = tiem_store_load_own_order (store, order_id, error)) == NULL)
    return NULL;
  orders = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_own_order_free);
  g_ptr_array_add (orders, order);
  return orders;
}

static void
opened_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (TiemOwnPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) orders = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self->shop == NULL)
    return;
  if (orders == NULL)
    {
      show_problem (self, error->message);
      return;
    }
  if (self->order_id == 0)
    {
      /* What was typed before they were read stays in front. */
      g_ptr_array_set_free_func (orders, NULL);
      for (guint i = 0; i < orders->len; i++)
        g_ptr_array_insert (self->drafts, (int)i, g_ptr_array_index (orders, i));
      self->current += orders->len;
      show_chips (self);
      return;
    }
  g_ptr_array_set_free_func (orders, NULL);
  tiem_own_lines_set_order (self->lines, NULL);
  g_ptr_array_set_size (self->drafts, 0);
  g_ptr_array_add (self->drafts, g_ptr_array_index (orders, 0));
  self->current = 0;
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Edit order"), get_order (self)->number);
  show_current (self);
}

static void
open_orders (TiemOwnPage *self)
{
  /* In the line of those that write: a draft that was left a moment ago is stored by then. */
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        read_orders,
                        g_memdup2 (&self->order_id, sizeof self->order_id),
                        g_free,
                        (GDestroyNotify)g_ptr_array_unref,
                        NULL,
                        opened_cb,
                        g_object_ref (self));
}

GtkWidget *
tiem_own_page_new (TiemShop *shop,
                   gint64 order_id)
{
  TiemOwnPage *self = g_object_new (TIEM_TYPE_OWN_PAGE, NULL);

  self->shop = g_object_ref (shop);
  self->order_id = order_id;
  tiem_own_lines_set_shop (self->lines, shop);
  tiem_own_buyer_set_shop (self->buyer, shop);
  tiem_own_money_set_shop (self->money, shop);
  gtk_widget_set_visible (self->draft_row, order_id == 0);
  gtk_button_set_label (GTK_BUTTON (self->place),
                        order_id == 0 ? _ ("Place the order") : _ ("Save"));
  gtk_widget_set_tooltip_text (self->place, "Ctrl+Enter");
  tiem_subpage_set_title (
      TIEM_SUBPAGE (self), order_id == 0 ? _ ("New order") : _ ("Edit order"), NULL);
  add_order (self);
  open_orders (self);
  return GTK_WIDGET (self);
}
