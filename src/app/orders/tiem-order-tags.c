#define G_LOG_DOMAIN "tiem-order-tags"

#include "config.h"

#include "app/orders/tiem-order-actions.h"
#include "app/orders/tiem-order-edit.h"
#include "base/tiem-text.h"
#include "store/tiem-store-notes.h"

#include <glib/gi18n.h>

/* Putting tags on an order: those there are, to be ticked, and a new one by typing it. */

typedef struct
{
  TiemBrowsePage *page; /* not owned: the popover is its child */
  gint64 order_id;
  GHashTable *chosen; /* (owned) (element-type utf8): folded names the order has */
  GtkWidget *list;
  GtkWidget *entry;
} Editor;

static void
editor_free (gpointer data)
{
  g_hash_table_unref (((Editor *)data)->chosen);
  g_free (data);
}

/* --- one tag more, or less --- */

typedef struct
{
  gint64 order_id;
  char *name;
  gboolean wanted;
} Change;

static void
change_free (gpointer data)
{
  g_free (((Change *)data)->name);
  g_free (data);
}

static gpointer
run_change (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  const Change *change = data;
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  g_array_append_val (ids, change->order_id);
  return change->wanted ? tiem_store_add_order_tag (store, ids, change->name, error)
                        : tiem_store_remove_order_tag (store, ids, change->name, error);
}

static void
set_tag (Editor *self,
         const char *name,
         gboolean wanted)
{
  Change *change = g_new0 (Change, 1);

  change->order_id = self->order_id;
  change->name = g_strdup (name);
  change->wanted = wanted;
  tiem_order_edit (
      self->page, run_change, change, change_free, NULL, NULL, (GDestroyNotify)g_array_unref);
}

/* --- the list --- */

static void
toggled_cb (GtkCheckButton *check,
            Editor *self)
{
  set_tag (self, gtk_check_button_get_label (check), gtk_check_button_get_active (check));
}

static void
add_check (Editor *self,
           const char *name,
           gboolean active)
{
  GtkWidget *check = gtk_check_button_new_with_label (name);

  gtk_check_button_set_active (GTK_CHECK_BUTTON (check), active);
  g_signal_connect (check, "toggled", G_CALLBACK (toggled_cb), self);
  gtk_box_append (GTK_BOX (self->list), check);
}

static GtkWidget *
find_check (Editor *self,
            const char *key)
{
  for (GtkWidget *child = gtk_widget_get_first_child (self->list); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      g_autofree char *known
          = tiem_text_fold (gtk_check_button_get_label (GTK_CHECK_BUTTON (child)));

      if (g_str_equal (known, key))
        return child;
    }
  return NULL;
}

static void
typed_cb (GtkEntry *entry,
          Editor *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  g_autofree char *key = tiem_text_fold (name);
  GtkWidget *check = find_check (self, key);

  if (*key == '\0')
    {
      gtk_popover_popdown (GTK_POPOVER (gtk_widget_get_ancestor (self->list, GTK_TYPE_POPOVER)));
      return;
    }
  if (check != NULL)
    gtk_check_button_set_active (GTK_CHECK_BUTTON (check), TRUE);
  else
    {
      set_tag (self, name, TRUE);
      if (g_utf8_strlen (name, -1) <= TIEM_LONGEST_TAG && strchr (name, ',') == NULL)
        add_check (self, name, TRUE);
    }
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
}

static gpointer
run_list (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  return tiem_store_list_tags (store, error);
}

static void
listed_cb (GObject *source,
           GAsyncResult *result,
           gpointer user_data)
{
  g_autoptr (GtkWidget) popover = user_data;
  Editor *self = g_object_get_data (G_OBJECT (popover), "tiem-editor");
  g_autoptr (GPtrArray) tags = tiem_store_run_finish (TIEM_STORE (source), result, NULL);

  for (guint i = 0; tags != NULL && i < tags->len; i++)
    {
      const TiemTag *tag = g_ptr_array_index (tags, i);
      g_autofree char *key = tiem_text_fold (tag->name);

      add_check (self, tag->name, g_hash_table_contains (self->chosen, key));
    }
}

static Editor *
editor_new (TiemBrowsePage *page,
            const TiemOrder *order)
{
  Editor *self = g_new0 (Editor, 1);
  g_auto (GStrv) names = g_strsplit (order->tags != NULL ? order->tags : "", ", ", -1);

  self->page = page;
  self->order_id = order->id;
  self->chosen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; names[i] != NULL; i++)
    g_hash_table_add (self->chosen, tiem_text_fold (names[i]));
  return self;
}

GtkWidget *
tiem_order_tags_popover_new (TiemBrowsePage *page,
                             const TiemOrder *order)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  Editor *self = editor_new (page, order);

  self->entry = gtk_entry_new ();
  self->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->entry), _ ("New tag, then Enter"));
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("New tag"), -1);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Tags of the order"), -1);
  g_object_set (scrolled,
                "hscrollbar-policy",
                GTK_POLICY_NEVER,
                "propagate-natural-height",
                TRUE,
                "max-content-height",
                260,
                "child",
                self->list,
                NULL);
  g_signal_connect (self->entry, "activate", G_CALLBACK (typed_cb), self);
  g_object_set_data_full (G_OBJECT (popover), "tiem-editor", self, editor_free);
  gtk_box_append (GTK_BOX (box), self->entry);
  gtk_box_append (GTK_BOX (box), scrolled);
  gtk_widget_add_css_class (box, "tiem-popover");
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  tiem_store_run_async (tiem_shop_get_store (tiem_page_get_shop (TIEM_PAGE (page))),
                        TIEM_STORE_READ,
                        run_list,
                        NULL,
                        NULL,
                        (GDestroyNotify)g_ptr_array_unref,
                        NULL,
                        listed_cb,
                        g_object_ref_sink (popover));
  return popover;
}
