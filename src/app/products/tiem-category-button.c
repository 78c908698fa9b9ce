#define G_LOG_DOMAIN "tiem-category-button"

#include "config.h"

#include "app/products/tiem-category-button.h"
#include "base/tiem-text.h"
#include "store/tiem-store-goods.h"

#include <glib/gi18n.h>
#include <string.h>

struct _TiemCategoryButton
{
  GtkWidget parent_instance;

  TiemShop *shop; /* (owned) */
  GtkEditable *target;
  GCancellable *reading; /* (owned) */
  GtkWidget *button;
  GtkWidget *search;
  GtkWidget *list;
  GtkWidget *empty;
};

G_DEFINE_FINAL_TYPE (TiemCategoryButton, tiem_category_button, GTK_TYPE_WIDGET)

static gpointer
read_categories (TiemStore *store,
                 gpointer data,
                 GCancellable *cancellable,
                 GError **error)
{
  return tiem_store_list_categories (store, error);
}

static GtkWidget *
row_new (const char *path)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *label = gtk_label_new (path);
  g_autofree char *folded = tiem_text_fold (path);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_START);
  gtk_widget_set_margin_top (label, 6);
  gtk_widget_set_margin_bottom (label, 6);
  gtk_widget_set_margin_start (label, 8);
  gtk_widget_set_margin_end (label, 8);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  g_object_set_data_full (G_OBJECT (row), "path", g_strdup (path), g_free);
  g_object_set_data_full (G_OBJECT (row), "folded", g_steal_pointer (&folded), g_free);
  return row;
}

static void
read_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (TiemCategoryButton) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  GtkWidget *row;

  if (found == NULL || self->button == NULL)
    return;
  while ((row = GTK_WIDGET (gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0))) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  for (guint i = 0; i < found->len; i++)
    gtk_list_box_append (GTK_LIST_BOX (self->list),
                         row_new (((TiemCategory *)g_ptr_array_index (found, i))->path));
}

static void
shown_cb (TiemCategoryButton *self)
{
  if (self->shop == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  gtk_widget_grab_focus (self->search);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        read_categories,
                        NULL,
                        NULL,
                        (GDestroyNotify)g_ptr_array_unref,
                        self->reading,
                        read_cb,
                        g_object_ref (self));
}

static gboolean
filter_row (GtkListBoxRow *row,
            gpointer data)
{
  TiemCategoryButton *self = data;
  g_autofree char *typed = tiem_text_fold (gtk_editable_get_text (GTK_EDITABLE (self->search)));

  return strstr (g_object_get_data (G_OBJECT (row), "folded"), g_strstrip (typed)) != NULL;
}

static void
search_cb (TiemCategoryButton *self)
{
  gtk_list_box_invalidate_filter (GTK_LIST_BOX (self->list));
}

static void
choose (TiemCategoryButton *self,
        GtkListBoxRow *row)
{
  gtk_editable_set_text (self->target, g_object_get_data (G_OBJECT (row), "path"));
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
}

static void
row_activated_cb (GtkListBox *list,
                  GtkListBoxRow *row,
                  TiemCategoryButton *self)
{
  choose (self, row);
}

/* Enter takes the first that fits. */
static void
search_activate_cb (TiemCategoryButton *self)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), i)) != NULL; i++)
    if (gtk_widget_get_child_visible (GTK_WIDGET (row)))
      {
        choose (self, row);
        return;
      }
}

static GtkWidget *
make_popover (TiemCategoryButton *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->search = gtk_search_entry_new ();
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Search categories"), -1);
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_cb), self);
  g_signal_connect_swapped (self->search, "activate", G_CALLBACK (search_activate_cb), self);
  self->list = gtk_list_box_new ();
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Categories"), -1);
  self->empty = gtk_label_new (_ ("No such category; type a new one into the field"));
  gtk_label_set_wrap (GTK_LABEL (self->empty), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->empty), 28);
  gtk_widget_add_css_class (self->empty, "tiem-sub");
  gtk_widget_set_margin_top (self->empty, 12);
  gtk_widget_set_margin_bottom (self->empty, 12);
  gtk_list_box_set_placeholder (GTK_LIST_BOX (self->list), self->empty);
  gtk_list_box_set_filter_func (GTK_LIST_BOX (self->list), filter_row, self, NULL);
  g_signal_connect (self->list, "row-activated", G_CALLBACK (row_activated_cb), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), self->list);
  gtk_scrolled_window_set_policy (
      GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request (scrolled, 260, 240);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  g_signal_connect_swapped (popover, "show", G_CALLBACK (shown_cb), self);
  return popover;
}

static void
tiem_category_button_dispose (GObject *object)
{
  TiemCategoryButton *self = TIEM_CATEGORY_BUTTON (object);

  g_cancellable_cancel (self->reading);
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->shop);
  G_OBJECT_CLASS (tiem_category_button_parent_class)->dispose (object);
}

static void
tiem_category_button_finalize (GObject *object)
{
  g_object_unref (TIEM_CATEGORY_BUTTON (object)->reading);
  G_OBJECT_CLASS (tiem_category_button_parent_class)->finalize (object);
}

static void
tiem_category_button_class_init (TiemCategoryButtonClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_category_button_dispose;
  G_OBJECT_CLASS (klass)->finalize = tiem_category_button_finalize;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
tiem_category_button_init (TiemCategoryButton *self)
{
  self->reading = g_cancellable_new ();
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->button), "pan-down-symbolic");
  gtk_widget_add_css_class (self->button, "flat");
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (self->button, _ ("Choose a category"));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Choose a category"), -1);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), make_popover (self));
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));
}

GtkWidget *
tiem_category_button_new (TiemShop *shop,
                          GtkEditable *target)
{
  TiemCategoryButton *self = g_object_new (TIEM_TYPE_CATEGORY_BUTTON, NULL);

  self->shop = g_object_ref (shop);
  self->target = target;
  return GTK_WIDGET (self);
}
