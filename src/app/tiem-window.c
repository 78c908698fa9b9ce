#define G_LOG_DOMAIN "tiem-window"

#include "config.h"

#include "app/tiem-window-private.h"

#include "app/channels/tiem-channels-page.h"
#include "app/customers/tiem-customers-page.h"
#include "app/overview/tiem-overview-page.h"
#include "app/orders/tiem-orders-page.h"
#include "app/products/tiem-products-page.h"
#include "app/widgets/tiem-late-menu.h"
#include "store/tiem-store-channels.h"
#include "store/tiem-store-orders.h"
#include "store/tiem-row-list.h"

#include <glib/gi18n.h>

G_DEFINE_FINAL_TYPE (TiemWindow, tiem_window, ADW_TYPE_APPLICATION_WINDOW)

/* --- pages --- */

/* Returns: (nullable): the page of a tab, if it was made */
static TiemPage *
find_page (GtkWidget *tab)
{
  GtkWidget *page = tab != NULL ? adw_bin_get_child (ADW_BIN (tab)) : NULL;

  return page != NULL ? TIEM_PAGE (page) : NULL;
}

static void
for_each_page (TiemWindow *self,
               const char *property,
               const GValue *value)
{
  GtkWidget *tab;

  for (tab = gtk_widget_get_first_child (GTK_WIDGET (self->tabs)); tab != NULL;
       tab = gtk_widget_get_next_sibling (tab))
    if (find_page (tab) != NULL)
      g_object_set_property (G_OBJECT (find_page (tab)), property, value);
}

/* The one in front is made with the window, the others when they are gone to: none holds up the
 * first frame that does not show in it. */
static TiemPage *
ensure_page (TiemWindow *self,
             GtkWidget *tab)
{
  const struct
  {
    const char *name;
    GType type;
  } pages[] = {
    { "overview", TIEM_TYPE_OVERVIEW_PAGE }, { "orders", TIEM_TYPE_ORDERS_PAGE },
    { "products", TIEM_TYPE_PRODUCTS_PAGE }, { "customers", TIEM_TYPE_CUSTOMERS_PAGE },
    { "channels", TIEM_TYPE_CHANNELS_PAGE },
  };
  const char *name = adw_view_stack_page_get_name (adw_view_stack_get_page (self->tabs, tab));

  for (guint i = 0; i < G_N_ELEMENTS (pages) && find_page (tab) == NULL; i++)
    if (g_strcmp0 (pages[i].name, name) == 0)
      {
        GtkWidget *page = g_object_new (pages[i].type, NULL);

        adw_bin_set_child (ADW_BIN (tab), page);
        g_object_set (page,
                      "size-class",
                      tiem_size_bin_get_size_class (self->size),
                      "shop",
                      self->shop,
                      NULL);
      }
  return find_page (tab);
}

/* --- the header --- */

static gboolean
shows_tabs (TiemWindow *self)
{
  return g_strcmp0 (gtk_stack_get_visible_child_name (self->body), "tabs") == 0;
}

TiemPage *
tiem_window_get_page (TiemWindow *self)
{
  return shows_tabs (self) ? find_page (adw_view_stack_get_visible_child (self->tabs)) : NULL;
}

static const char *
get_tab_title (TiemWindow *self)
{
  GtkWidget *child = adw_view_stack_get_visible_child (self->tabs);

  return child != NULL ? adw_view_stack_page_get_title (adw_view_stack_get_page (self->tabs, child))
                       : "";
}

static void
update_title (TiemWindow *self,
              TiemPage *page,
              TiemSubpage *sub,
              TiemSizeClass size)
{
  g_autofree char *subtitle = NULL;

  if (sub != NULL)
    g_object_get (sub, "subtitle", &subtitle, NULL);
  adw_window_title_set_title (self->title,
                              sub != NULL                         ? tiem_subpage_get_title (sub)
                              : page != NULL && shows_tabs (self) ? get_tab_title (self)
                                                                  : _ ("Tiệm"));
  adw_window_title_set_subtitle (self->title, subtitle != NULL ? subtitle : "");
  if (sub != NULL || !shows_tabs (self) || size == TIEM_SIZE_NARROW)
    gtk_stack_set_visible_child_name (self->title_stack, "title");
  else
    gtk_stack_set_visible_child_name (self->title_stack,
                                      size >= TIEM_SIZE_SHORT ? "wide" : "icons");
}

static void
update_create (TiemWindow *self,
               TiemPage *page,
               gboolean can_go_back,
               TiemSizeClass size)
{
  g_autofree char *label = NULL;
  g_autofree char *icon = NULL;

  if (page != NULL)
    g_object_get (page, "create-label", &label, "create-icon", &icon, NULL);
  gtk_widget_set_visible (self->create, label != NULL && !can_go_back);
  if (label == NULL)
    return;
  gtk_label_set_text (self->create_label, label);
  gtk_image_set_from_icon_name (self->create_icon, icon != NULL ? icon : "list-add-symbolic");
  gtk_widget_set_visible (GTK_WIDGET (self->create_label), size == TIEM_SIZE_WIDE);
  gtk_widget_set_tooltip_text (self->create, label);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->create), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

static void
update_header (TiemWindow *self)
{
  TiemPage *page = tiem_window_get_page (self);
  TiemSubpage *sub = page != NULL ? tiem_page_get_subpage (page) : NULL;
  TiemSizeClass size = tiem_size_bin_get_size_class (self->size);
  GtkWidget *end = sub != NULL ? tiem_subpage_get_end_widget (sub) : NULL;
  gboolean can_go_back = FALSE;

  if (page != NULL)
    g_object_get (page, "can-go-back", &can_go_back, NULL);
  update_title (self, page, sub, size);
  update_create (self, page, can_go_back, size);
  gtk_widget_set_visible (self->back, can_go_back);
  adw_view_switcher_bar_set_reveal (self->bar,
                                    page != NULL && size == TIEM_SIZE_NARROW && !can_go_back);

  if (adw_bin_get_child (self->end_slot) != end)
    adw_bin_set_child (self->end_slot, end);
  gtk_widget_set_visible (GTK_WIDGET (self->end_slot), end != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->menu), end == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->sync),
                          end == NULL && self->shop != NULL && shows_tabs (self));
  tiem_sync_button_set_compact (self->sync, size != TIEM_SIZE_WIDE);
}

static void
unwatch (TiemWindow *self)
{
  if (self->watched_sub != NULL)
    g_signal_handlers_disconnect_by_func (self->watched_sub, update_header, self);
  if (self->watched_page != NULL)
    g_signal_handlers_disconnect_by_data (self->watched_page, self);
  g_clear_weak_pointer (&self->watched_sub);
  g_clear_weak_pointer (&self->watched_page);
}

static void
subpage_changed_cb (TiemWindow *self)
{
  TiemSubpage *sub = tiem_page_get_subpage (TIEM_PAGE (self->watched_page));

  if (self->watched_sub != NULL)
    g_signal_handlers_disconnect_by_func (self->watched_sub, update_header, self);
  g_set_weak_pointer (&self->watched_sub, GTK_WIDGET (sub));
  if (sub != NULL)
    {
      g_signal_connect_swapped (sub, "notify::title", G_CALLBACK (update_header), self);
      g_signal_connect_swapped (sub, "notify::subtitle", G_CALLBACK (update_header), self);
      g_signal_connect_swapped (sub, "notify::end-widget", G_CALLBACK (update_header), self);
    }
  update_header (self);
}

static void
tab_changed_cb (TiemWindow *self)
{
  TiemPage *page;

  if (self->body == NULL)
    return;
  ensure_page (self, adw_view_stack_get_visible_child (self->tabs));
  page = tiem_window_get_page (self);
  if (page != NULL && GTK_WIDGET (page) != self->watched_page)
    {
      unwatch (self);
      g_set_weak_pointer (&self->watched_page, GTK_WIDGET (page));
      g_signal_connect_swapped (page, "notify::can-go-back", G_CALLBACK (update_header), self);
      g_signal_connect_swapped (page, "notify::subpage", G_CALLBACK (subpage_changed_cb), self);
      subpage_changed_cb (self);
      g_settings_set_string (
          self->settings, "last-tab", adw_view_stack_get_visible_child_name (self->tabs));
    }
  update_header (self);
}

static void
size_class_cb (TiemWindow *self)
{
  g_auto (GValue) value = G_VALUE_INIT;

  if (self->tabs == NULL)
    return;
  g_value_init (&value, TIEM_TYPE_SIZE_CLASS);
  g_value_set_enum (&value, tiem_size_bin_get_size_class (self->size));
  for_each_page (self, "size-class", &value);
  update_header (self);
}

/* --- tabs or welcome --- */

static void
show_body (TiemWindow *self,
           const char *name)
{
  gboolean opening = g_strcmp0 (name, "opening") == 0;

  gtk_stack_set_visible_child_name (self->body, name);
  gtk_spinner_set_spinning (self->spinner, opening);
  tab_changed_cb (self);
}

/* Runs on a store thread. Returns: 1 when the shop holds nothing yet, else 2 */
static gpointer
look_for_anything (TiemStore *store,
                   gpointer data,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GPtrArray) channels = tiem_store_list_channels (store, error);
  TiemOrderCounts orders = { 0 };
  gint64 variants[TIEM_N_VARIANT_GROUPS] = { 0 };

  if (channels == NULL || !tiem_store_count_orders (store, 0, &orders, error)
      || !tiem_store_count_variants (store, variants, error))
    return NULL;
  return GINT_TO_POINTER (
      channels->len == 0 && orders.all == 0 && variants[TIEM_VARIANTS_ALL] == 0 ? 1 : 2);
}

static void
looked_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (TiemWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  int found = GPOINTER_TO_INT (tiem_store_run_finish (TIEM_STORE (source), result, &error));

  if (self->shop == NULL || tiem_shop_get_store (self->shop) != TIEM_STORE (source))
    return;
  if (error != NULL)
    tiem_window_show_failed (self, error);
  else
    show_body (self, found == 1 && !self->welcomed ? "welcome" : "tabs");
}

static void
look_and_show (TiemWindow *self)
{
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        look_for_anything,
                        NULL,
                        NULL,
                        NULL,
                        NULL,
                        looked_cb,
                        g_object_ref (self));
}

/* The first product, order or channel came while the welcome page stood there. */
static void
store_changed_cb (TiemWindow *self,
                  guint what)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->body), "welcome") == 0
      && (what & (TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_CHANNELS | TIEM_CHANGED_ORDERS)) != 0)
    look_and_show (self);
}

/* The workers try again by themselves; whoever has made room need not wait for it. */
static void
try_disk_clicked_cb (TiemWindow *self)
{
  tiem_engine_wake (tiem_shop_get_engine (self->shop), 0, TIEM_TURN_NORMAL);
}

static void
show_disk_problem (TiemWindow *self)
{
  g_autofree char *problem
      = self->shop != NULL ? tiem_engine_dup_problem (tiem_shop_get_engine (self->shop)) : NULL;

  tiem_notice_show (self->disk_notice,
                    TIEM_TONE_ERROR,
                    problem != NULL ? _ ("New orders can't be saved") : NULL,
                    problem,
                    _ ("Try again"),
                    FALSE);
}

static void
engine_state_cb (TiemWindow *self)
{
  GtkWidget *channels = adw_view_stack_get_child_by_name (self->tabs, "channels");
  gboolean needs_user
      = tiem_engine_get_state (tiem_shop_get_engine (self->shop)) == TIEM_SYNC_NEEDS_USER;

  if (channels != NULL)
    adw_view_stack_page_set_needs_attention (adw_view_stack_get_page (self->tabs, channels),
                                             needs_user);
  show_disk_problem (self);
}

static void
leave_practice_clicked_cb (TiemWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.leave-practice", NULL);
}

/* --- settings --- */

static void
apply_row_height (TiemWindow *self)
{
  int height = g_settings_get_int (self->settings, "row-height");

  gtk_widget_remove_css_class (GTK_WIDGET (self), "rows-small");
  gtk_widget_remove_css_class (GTK_WIDGET (self), "rows-large");
  if (height < 36)
    gtk_widget_add_css_class (GTK_WIDGET (self), "rows-small");
  else if (height > 36)
    gtk_widget_add_css_class (GTK_WIDGET (self), "rows-large");
}

static void
restore_size (TiemWindow *self)
{
  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (self->settings, "window-width"),
                               g_settings_get_int (self->settings, "window-height"));
  if (g_settings_get_boolean (self->settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
remember_size (TiemWindow *self)
{
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  if (width >= 360 && height >= 480)
    {
      g_settings_set_int (self->settings, "window-width", width);
      g_settings_set_int (self->settings, "window-height", height);
    }
  g_settings_set_boolean (
      self->settings, "window-maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
}

/* What needs a shop can't be chosen while there is none. */
static void
enable_actions (TiemWindow *self)
{
  static const char *const needing[]
      = { "win.import", "win.export", "win.backup", "win.restore", "win.sync" };

  for (guint i = 0; i < G_N_ELEMENTS (needing); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), needing[i], self->shop != NULL);
  gtk_widget_action_set_enabled (GTK_WIDGET (self),
                                 "win.leave-practice",
                                 self->shop != NULL && tiem_shop_is_practice (self->shop));
}

/* --- overrides --- */

static gboolean
tiem_window_close_request (GtkWindow *window)
{
  TiemWindow *self = TIEM_WINDOW (window);
  GApplication *application = G_APPLICATION (gtk_window_get_application (window));

  remember_size (self);
  /* The application decides whether work goes on without a window. */
  if (application != NULL && self->shop != NULL
      && g_action_group_has_action (G_ACTION_GROUP (application), "window-closing"))
    {
      g_action_group_activate_action (G_ACTION_GROUP (application), "window-closing", NULL);
      return GDK_EVENT_STOP;
    }
  return GTK_WINDOW_CLASS (tiem_window_parent_class)->close_request (window);
}

static void
tiem_window_dispose (GObject *object)
{
  TiemWindow *self = TIEM_WINDOW (object);

  unwatch (self);
  if (self->shop != NULL)
    tiem_window_set_shop (self, NULL);
  g_clear_object (&self->settings);
  G_OBJECT_CLASS (tiem_window_parent_class)->dispose (object);
}

static void
tiem_window_class_init (TiemWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_window_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = tiem_window_close_request;
  g_type_ensure (TIEM_TYPE_SIZE_BIN);
  g_type_ensure (TIEM_TYPE_NOTICE);
  g_type_ensure (TIEM_TYPE_SYNC_BUTTON);
  g_type_ensure (TIEM_TYPE_WELCOME);
  gtk_widget_class_set_template_from_resource (widget_class, "/vn/tiem/Tiem/window/tiem-window.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, size);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, title_stack);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, title);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, back);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, create);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, create_icon);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, create_label);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, menu);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, main_menu);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, sync);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, end_slot);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, practice_notice);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, shop_notice);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, disk_notice);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, body);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, spinner);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, opening_label);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, failed);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, failed_buttons);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, welcome);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, tabs);
  gtk_widget_class_bind_template_child (widget_class, TiemWindow, bar);
  gtk_widget_class_bind_template_callback (widget_class, size_class_cb);
  gtk_widget_class_bind_template_callback (widget_class, tab_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, leave_practice_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, try_disk_clicked_cb);
  tiem_window_install_actions (widget_class);
}

static void
tiem_window_init (TiemWindow *self)
{
  g_autofree char *last_tab = NULL;

  self->settings = g_settings_new (APP_ID);
  last_tab = g_settings_get_string (self->settings, "last-tab");
  gtk_widget_init_template (GTK_WIDGET (self));
  tiem_menu_button_set_late_menu (self->menu, self->main_menu);
  tiem_window_add_late_keys (self);
  tiem_window_take_files (self);
  enable_actions (self);
  if (adw_view_stack_get_child_by_name (self->tabs, last_tab) != NULL)
    adw_view_stack_set_visible_child_name (self->tabs, last_tab);
  restore_size (self);
  apply_row_height (self);
  g_signal_connect_object (self->settings,
                           "changed::row-height",
                           G_CALLBACK (apply_row_height),
                           self,
                           G_CONNECT_SWAPPED);
  tiem_window_show_opening (self, NULL);
}

TiemWindow *
tiem_window_new (GtkApplication *application)
{
  return g_object_new (TIEM_TYPE_WINDOW, "application", application, NULL);
}

void
tiem_window_set_shop (TiemWindow *self,
                      TiemShop *shop)
{
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean practice = shop != NULL && tiem_shop_is_practice (shop);

  g_return_if_fail (TIEM_IS_WINDOW (self));

  if (self->shop != NULL)
    {
      g_signal_handlers_disconnect_by_data (tiem_shop_get_store (self->shop), self);
      g_signal_handlers_disconnect_by_data (tiem_shop_get_engine (self->shop), self);
    }
  g_set_object (&self->shop, shop);
  self->welcomed = FALSE;
  g_value_init (&value, TIEM_TYPE_SHOP);
  g_value_set_object (&value, shop);
  for_each_page (self, "shop", &value);
  tiem_sync_button_set_shop (self->sync, shop);
  enable_actions (self);
  tiem_notice_show (self->practice_notice,
                    TIEM_TONE_ACCENT,
                    practice ? _ ("Practice shop: nothing here is real") : NULL,
                    NULL,
                    _ ("Leave"),
                    FALSE);
  tiem_notice_show (self->shop_notice, TIEM_TONE_ACCENT, NULL, NULL, NULL, FALSE);
  show_disk_problem (self);
  if (shop == NULL)
    return;
  g_signal_connect_swapped (
      tiem_shop_get_engine (shop), "state-changed", G_CALLBACK (engine_state_cb), self);
  g_signal_connect_data (tiem_shop_get_store (shop),
                         "changed",
                         G_CALLBACK (store_changed_cb),
                         self,
                         NULL,
                         G_CONNECT_SWAPPED);
  look_and_show (self);
}

TiemShop *
tiem_window_get_shop (TiemWindow *self)
{
  g_return_val_if_fail (TIEM_IS_WINDOW (self), NULL);
  return self->shop;
}

void
tiem_window_show_opening (TiemWindow *self,
                          const char *text)
{
  g_return_if_fail (TIEM_IS_WINDOW (self));

  gtk_label_set_text (self->opening_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->spinner), text != NULL);
  show_body (self, "opening");
}

static void
add_failed_button (TiemWindow *self,
                   const char *label,
                   const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "pill");
  if (gtk_widget_get_first_child (GTK_WIDGET (self->failed_buttons)) == NULL)
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_actionable_set_detailed_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (self->failed_buttons, button);
}

void
tiem_window_show_failed (TiemWindow *self,
                         const GError *error)
{
  g_autofree char *text = g_markup_escape_text (error->message, -1);
  const char *title = _ ("The shop's data could not be opened");
  GtkWidget *child;

  g_return_if_fail (TIEM_IS_WINDOW (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->failed_buttons))) != NULL)
    gtk_box_remove (self->failed_buttons, child);
  if (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_SCHEMA))
    {
      title = _ ("The data was written by a newer Tiệm");
    }
  else if (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_DAMAGED))
    {
      title = _ ("The data file is damaged");
      add_failed_button (self, _ ("Restore a backup…"), "app.open-backup");
      add_failed_button (self, _ ("Start with an empty shop"), "app.retry");
    }
  else
    {
      if (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_FULL))
        title = _ ("The disk is full");
      else if (g_error_matches (error, TIEM_ERROR, TIEM_ERROR_READ_ONLY))
        title = _ ("The folder can't be written");
      add_failed_button (self, _ ("Try again"), "app.retry");
    }
  add_failed_button (self, _ ("Quit"), "app.quit");
  adw_status_page_set_title (self->failed, title);
  adw_status_page_set_description (self->failed, text);
  show_body (self, "failed");
}

void
tiem_window_show_notice (TiemWindow *self,
                         const char *title,
                         const char *text)
{
  g_return_if_fail (TIEM_IS_WINDOW (self));
  tiem_notice_show (self->shop_notice, TIEM_TONE_ACCENT, title, text, NULL, FALSE);
}

void
tiem_window_add_toast (TiemWindow *self,
                       AdwToast *toast)
{
  g_return_if_fail (TIEM_IS_WINDOW (self));
  adw_toast_overlay_add_toast (self->toasts, toast);
}

GdkTexture *
tiem_window_take_picture (TiemWindow *self)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (GTK_WIDGET (self));
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (self));
  int width = gdk_paintable_get_intrinsic_width (paintable);
  int height = gdk_paintable_get_intrinsic_height (paintable);
  GtkSnapshot *snapshot;
  g_autoptr (GskRenderNode) node = NULL;

  if (renderer == NULL || width <= 0 || height <= 0)
    return NULL;
  snapshot = gtk_snapshot_new ();
  gdk_paintable_snapshot (paintable, snapshot, width, height);
  node = gtk_snapshot_free_to_node (snapshot);
  if (node == NULL)
    return NULL;
  return gsk_renderer_render_texture (renderer, node, &GRAPHENE_RECT_INIT (0, 0, width, height));
}

void
tiem_window_open (TiemWindow *self,
                  const char *tab,
                  const char *group,
                  gint64 id)
{
  GtkWidget *child;
  TiemPage *page;

  g_return_if_fail (TIEM_IS_WINDOW (self));

  child = adw_view_stack_get_child_by_name (self->tabs, tab);
  if (child == NULL || self->shop == NULL)
    return;
  self->welcomed = TRUE;
  if (!shows_tabs (self))
    show_body (self, "tabs");
  adw_view_stack_set_visible_child (self->tabs, child);
  page = ensure_page (self, child);
  if ((group != NULL && *group != '\0') || id != 0)
    tiem_page_show_entry (page, group != NULL && *group != '\0' ? group : NULL, id);
  /* A key brought the owner here: the next one is for this tab, not for the header. */
  tiem_page_take_focus (page);
}
