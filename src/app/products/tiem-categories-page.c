#define G_LOG_DOMAIN "tiem-categories-page"

#include "config.h"

#include "app/help/tiem-help.h"
#include "app/products/tiem-categories-page.h"
#include "app/widgets/tiem-loader.h"
#include "app/widgets/tiem-name-popover.h"
#include "base/tiem-money.h"
#include "model/tiem-category.h"
#include "store/tiem-store-goods.h"

#include <glib/gi18n.h>

/* Below its parent by so much. */
#define INDENT 18

struct _TiemCategoriesPage
{
  TiemSubpage parent_instance;

  TiemShop *shop;     /* (owned) (nullable) */
  TiemLoader *loader; /* (owned) (nullable) */
  GtkWidget *stack;
  GtkWidget *list;
  AdwToastOverlay *toasts;
};

G_DEFINE_FINAL_TYPE (TiemCategoriesPage, tiem_categories_page, TIEM_TYPE_SUBPAGE)

/* --- moving one, and back --- */

typedef struct
{
  char *path;
  char *to; /* (nullable) */
} Wanted;

static void
wanted_free (gpointer data)
{
  Wanted *wanted = data;

  g_free (wanted->path);
  g_free (wanted->to);
  g_free (wanted);
}

static void
say (TiemCategoriesPage *self,
     const char *words)
{
  adw_toast_overlay_add_toast (self->toasts, adw_toast_new (words));
}

static gpointer
undo (TiemStore *store,
      gpointer data,
      GCancellable *cancellable,
      GError **error)
{
  tiem_store_undo_category (store, data, error);
  return NULL;
}

static void
undone_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (TiemCategoriesPage) self = user_data;
  g_autoptr (GError) error = NULL;

  tiem_store_run_finish (TIEM_STORE (source), result, &error);
  if (error != NULL)
    say (self, error->message);
}

static void
undo_cb (AdwToast *toast,
         TiemCategoriesPage *self)
{
  TiemCategoryMove *move = g_object_steal_data (G_OBJECT (toast), "tiem-move");

  if (self->shop == NULL || move == NULL)
    {
      tiem_category_move_free (move);
      return;
    }
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        undo,
                        move,
                        (GDestroyNotify)tiem_category_move_free,
                        NULL,
                        NULL,
                        undone_cb,
                        g_object_ref (self));
}

static gpointer
move_category (TiemStore *store,
               gpointer data,
               GCancellable *cancellable,
               GError **error)
{
  const Wanted *wanted = data;

  return tiem_store_move_category (store, wanted->path, wanted->to, error);
}

static void
moved_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (TiemCategoriesPage) self = user_data;
  g_autoptr (GError) error = NULL;
  TiemCategoryMove *move = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_autofree char *n = NULL;
  g_autofree char *words = NULL;
  AdwToast *toast;

  if (move == NULL)
    {
      say (self, error->message);
      return;
    }
  n = tiem_number_format (move->product_ids->len);
  words = g_strdup_printf (ngettext ("Category of %s product changed",
                                     "Category of %s products changed",
                                     move->product_ids->len),
                           n);
  toast = adw_toast_new (words);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_timeout (toast, 8);
  g_object_set_data_full (
      G_OBJECT (toast), "tiem-move", move, (GDestroyNotify)tiem_category_move_free);
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (undo_cb), self, 0);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
start (TiemCategoriesPage *self,
       const char *path,
       const char *to)
{
  Wanted *wanted;

  if (self->shop == NULL)
    return;
  wanted = g_new0 (Wanted, 1);
  wanted->path = g_strdup (path);
  wanted->to = g_strdup (to);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_WRITE,
                        move_category,
                        wanted,
                        wanted_free,
                        (GDestroyNotify)tiem_category_move_free,
                        NULL,
                        moved_cb,
                        g_object_ref (self));
}

/* --- a row --- */

static void
accepted_cb (TiemNamePopover *popover,
             const char *name,
             TiemCategoriesPage *self)
{
  start (self, g_object_get_data (G_OBJECT (popover), "path"), name);
}

static gboolean
drop_popover_cb (gpointer popover)
{
  gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* Not from inside its own signal. */
static void
closed_cb (GtkWidget *popover)
{
  g_idle_add_full (
      G_PRIORITY_DEFAULT_IDLE, drop_popover_cb, g_object_ref (popover), g_object_unref);
}

static void
rename_cb (GtkWidget *button,
           TiemCategoriesPage *self)
{
  const char *path = g_object_get_data (G_OBJECT (button), "path");
  GtkWidget *popover = tiem_name_popover_new (
      _ ("Rename or move"),
      _ ("The name of another category joins both. “Shirts > T-shirts” puts it below Shirts."),
      path,
      NULL,
      NULL);

  g_object_set_data_full (G_OBJECT (popover), "path", g_strdup (path), g_free);
  gtk_widget_set_parent (popover, button);
  g_signal_connect_object (popover, "accepted", G_CALLBACK (accepted_cb), self, 0);
  g_signal_connect (popover, "closed", G_CALLBACK (closed_cb), NULL);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
end_cb (GtkWidget *button,
        TiemCategoriesPage *self)
{
  start (self, g_object_get_data (G_OBJECT (button), "path"), NULL);
}

static void
add_button (TiemCategoriesPage *self,
            GtkWidget *row,
            const char *icon,
            const char *words,
            const char *path,
            GCallback callback)
{
  GtkWidget *button = gtk_button_new_from_icon_name (icon);
  g_autofree char *label = g_strdup_printf ("%s: %s", words, path);

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data_full (G_OBJECT (button), "path", g_strdup (path), g_free);
  g_signal_connect_object (button, "clicked", callback, self, 0);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
}

static GtkWidget *
row_new (TiemCategoriesPage *self,
         const TiemCategory *category)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *space = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *n = tiem_number_format (category->products);
  g_autofree char *words
      = g_strdup_printf (ngettext ("%s product", "%s products", category->products), n);

  gtk_widget_set_size_request (space, (int)tiem_category_depth (category->path) * INDENT, -1);
  g_object_set (row, "use-markup", FALSE, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), tiem_category_leaf (category->path));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), words);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), space);
  add_button (self,
              row,
              "document-edit-symbolic",
              _ ("Rename or move"),
              category->path,
              G_CALLBACK (rename_cb));
  add_button (self,
              row,
              "user-trash-symbolic",
              _ ("End this category; its products stay"),
              category->path,
              G_CALLBACK (end_cb));
  return row;
}

/* --- reading --- */

static gpointer
read_categories (TiemStore *store,
                 gpointer data,
                 GCancellable *cancellable,
                 GError **error)
{
  return tiem_store_list_categories (store, error);
}

static void
read_cb (GtkWidget *widget,
         gpointer result,
         const GError *error)
{
  TiemCategoriesPage *self = TIEM_CATEGORIES_PAGE (widget);
  GPtrArray *categories = result;
  GtkWidget *row;

  if (categories == NULL)
    return;
  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  for (guint i = 0; i < categories->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list),
                         row_new (self, g_ptr_array_index (categories, i)));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack),
                                    categories->len > 0 ? "list" : "empty");
}

/* --- the page --- */

static void
tiem_categories_page_dispose (GObject *object)
{
  TiemCategoriesPage *self = TIEM_CATEGORIES_PAGE (object);

  g_clear_object (&self->loader);
  g_clear_object (&self->shop);
  G_OBJECT_CLASS (tiem_categories_page_parent_class)->dispose (object);
}

static void
tiem_categories_page_class_init (TiemCategoriesPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_categories_page_dispose;
}

static GtkWidget *
make_list (TiemCategoriesPage *self)
{
  GtkWidget *clamp = adw_clamp_new ();
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Categories"), -1);
  gtk_widget_add_css_class (self->list, "boxed-list");
  gtk_widget_set_valign (self->list, GTK_ALIGN_START);
  gtk_widget_set_margin_top (self->list, 18);
  gtk_widget_set_margin_bottom (self->list, 18);
  gtk_widget_set_margin_start (self->list, 12);
  gtk_widget_set_margin_end (self->list, 12);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->list);
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), clamp);
  return scrolled;
}

static void
tiem_categories_page_init (TiemCategoriesPage *self)
{
  GtkWidget *empty = adw_status_page_new ();

  tiem_help_set_topic (GTK_WIDGET (self), "products");
  tiem_subpage_set_title (TIEM_SUBPAGE (self), _ ("Categories"), NULL);
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (empty), "tiem-tag-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (empty), _ ("No categories yet"));
  adw_status_page_set_description (
      ADW_STATUS_PAGE (empty),
      _ ("Tick products in the list and choose Category…, or type one on a product's page."));
  gtk_widget_add_css_class (empty, "compact");
  self->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (self->stack), make_list (self), "list");
  gtk_stack_add_named (GTK_STACK (self->stack), empty, "empty");
  self->toasts = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  adw_toast_overlay_set_child (self->toasts, self->stack);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->toasts));
}

void
tiem_categories_page_open (TiemPage *page)
{
  TiemCategoriesPage *self = g_object_new (TIEM_TYPE_CATEGORIES_PAGE, NULL);

  self->shop = g_object_ref (tiem_page_get_shop (page));
  self->loader = tiem_loader_new (GTK_WIDGET (self),
                                  tiem_shop_get_store (self->shop),
                                  TIEM_CHANGED_PRODUCTS,
                                  read_categories,
                                  (GDestroyNotify)g_ptr_array_unref,
                                  read_cb);
  tiem_page_push (page, TIEM_SUBPAGE (self));
  tiem_loader_set_subject (self->loader, 1);
}
