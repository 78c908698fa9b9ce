#define G_LOG_DOMAIN "tiem-publish-page"

#include "config.h"

#include "app/products/tiem-publish-page-private.h"

#include "base/tiem-text.h"
#include "sync/tiem-sync-call.h"

#include <glib/gi18n.h>
#include <string.h>

/* The category of what is put up: found among the channel's, and what it asks for. */

#define CATEGORIES_SHOWN 8

/* Returns: (transfer full) (nullable): the value of one field */
static char *
dup_value (GtkWidget *field,
           const TiemRemoteAttribute *attribute)
{
  if (ADW_IS_COMBO_ROW (field))
    {
      guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (field));

      /* The first is "not chosen". */
      return selected > 0 && selected <= attribute->choices->len
                 ? g_strdup (((TiemChoice *)attribute->choices->pdata[selected - 1])->code)
                 : NULL;
    }
  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (field))));
}

/* Returns: (transfer full) (nullable): which required one is missing, a sentence */
char *
tiem_publish_page_take_attributes (TiemPublishPage *self)
{
  char *missing = NULL;

  g_hash_table_remove_all (self->offer->attributes);
  for (guint i = 0; self->attributes != NULL && i < self->attributes->len; i++)
    {
      const TiemRemoteAttribute *attribute = self->attributes->pdata[i];
      g_autofree char *value = dup_value (self->fields->pdata[i], attribute);

      if (value != NULL && *value != '\0')
        g_hash_table_insert (
            self->offer->attributes, g_strdup (attribute->id), g_steal_pointer (&value));
      else if (attribute->is_required && missing == NULL)
        /* Translators: what a category asks for: "Chất liệu" */
        missing = g_strdup_printf (_ ("The category asks for “%s”; fill it in."), attribute->name);
    }
  return missing;
}

/* --- what a category asks for --- */

static GtkWidget *
make_field (TiemPublishPage *self,
            const TiemRemoteAttribute *attribute)
{
  const char *chosen = g_hash_table_lookup (self->offer->attributes, attribute->id);
  g_autofree char *title = attribute->is_required
                               ? g_strdup_printf (_ ("%s (required)"), attribute->name)
                               : g_strdup (attribute->name);
  GtkWidget *field;

  if (attribute->choices->len == 0)
    {
      field = adw_entry_row_new ();
      gtk_editable_set_text (GTK_EDITABLE (field), chosen != NULL ? chosen : "");
      g_signal_connect_object (
          field, "changed", G_CALLBACK (tiem_publish_page_changed), self, G_CONNECT_SWAPPED);
    }
  else
    {
      g_autoptr (GtkStringList) model = gtk_string_list_new (NULL);

      field = adw_combo_row_new ();
      gtk_string_list_append (model, _ ("Not chosen yet"));
      for (guint i = 0; i < attribute->choices->len; i++)
        gtk_string_list_append (model, ((TiemChoice *)attribute->choices->pdata[i])->text);
      adw_combo_row_set_model (ADW_COMBO_ROW (field), G_LIST_MODEL (model));
      for (guint i = 0; i < attribute->choices->len; i++)
        if (g_strcmp0 (((TiemChoice *)attribute->choices->pdata[i])->code, chosen) == 0)
          adw_combo_row_set_selected (ADW_COMBO_ROW (field), i + 1);
      g_signal_connect_object (field,
                               "notify::selected",
                               G_CALLBACK (tiem_publish_page_changed),
                               self,
                               G_CONNECT_SWAPPED);
    }
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (field), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (field), title);
  return field;
}

void
tiem_publish_page_clear_attributes (TiemPublishPage *self)
{
  for (guint i = 0; i < self->fields->len; i++)
    adw_preferences_group_remove (self->attribute_group, self->fields->pdata[i]);
  g_ptr_array_set_size (self->fields, 0);
  g_clear_pointer (&self->attributes, g_ptr_array_unref);
  gtk_widget_set_visible (GTK_WIDGET (self->attribute_group), FALSE);
}

static void
show_attributes (TiemPublishPage *self)
{
  for (guint i = 0; i < self->attributes->len; i++)
    {
      GtkWidget *field = make_field (self, self->attributes->pdata[i]);

      g_ptr_array_add (self->fields, field);
      adw_preferences_group_add (self->attribute_group, field);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->attribute_group), self->attributes->len > 0);
  tiem_publish_page_changed (self);
}

/* --- asking the channel --- */

typedef struct
{
  TiemShop *shop; /* (owned) */
  gint64 channel_id;
  char *category; /* (nullable): for the tree */
} Question;

static void
question_free (gpointer data)
{
  Question *self = data;

  g_object_unref (self->shop);
  g_free (self->category);
  g_free (self);
}

static void
ask_in_thread (GTask *task,
               gpointer source,
               gpointer data,
               GCancellable *cancellable)
{
  const Question *question = data;
  TiemStore *store = tiem_shop_get_store (question->shop);
  TiemKeyring *keyring = tiem_shop_get_keyring (question->shop);
  TiemClock *clock = tiem_shop_get_clock (question->shop);
  GError *error = NULL;
  GPtrArray *found;

  found = question->category != NULL ? tiem_sync_list_attributes (
              store, keyring, clock, question->channel_id, question->category, cancellable, &error)
                                     : tiem_sync_list_categories (store,
                                                                  keyring,
                                                                  clock,
                                                                  question->channel_id,
                                                                  cancellable,
                                                                  &error);
  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify)g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
ask_channel (TiemPublishPage *self,
             const char *category,
             GAsyncReadyCallback callback)
{
  const TiemChannelRecord *record = tiem_publish_page_get_channel (self);
  g_autoptr (GTask) task = NULL;
  Question *question;

  if (record == NULL)
    return;
  question = g_new0 (Question, 1);
  question->shop = g_object_ref (self->shop);
  question->channel_id = record->id;
  question->category = g_strdup (category);
  task = g_task_new (self, self->cancellable, callback, NULL);
  g_task_set_source_tag (task, tiem_publish_page_new);
  g_task_set_task_data (task, question, question_free);
  g_task_run_in_thread (task, ask_in_thread);
}

/* Returns: (transfer full) (nullable): NULL when it failed, and that was said, or the page is gone
 */
static GPtrArray *
take_answer (TiemPublishPage *self,
             GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) || self->shop == NULL)
    return NULL;
  if (found == NULL)
    tiem_publish_page_show_problem (self, error->message);
  return g_steal_pointer (&found);
}

static void
attributes_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  TiemPublishPage *self = TIEM_PUBLISH_PAGE (source);
  GPtrArray *found = take_answer (self, result);

  if (found == NULL)
    return;
  tiem_publish_page_clear_attributes (self);
  self->attributes = found;
  show_attributes (self);
}

static void
tree_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  TiemPublishPage *self = TIEM_PUBLISH_PAGE (source);
  GPtrArray *found = take_answer (self, result);

  if (found == NULL)
    return;
  g_clear_pointer (&self->tree, g_ptr_array_unref);
  self->tree = found;
}

void
tiem_publish_page_ask_tree (TiemPublishPage *self)
{
  ask_channel (self, NULL, tree_cb);
}

void
tiem_publish_page_ask_attributes (TiemPublishPage *self)
{
  ask_channel (self, self->offer->category, attributes_cb);
}

void
tiem_publish_page_clear_found (TiemPublishPage *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->categories, 0)) != NULL)
    gtk_list_box_remove (self->categories, GTK_WIDGET (row));
  g_ptr_array_set_size (self->shown, 0);
  gtk_widget_set_visible (GTK_WIDGET (self->categories), FALSE);
}

static void
append_found (TiemPublishPage *self,
              const char *text,
              gboolean is_category)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), is_category);
  if (!is_category)
    gtk_widget_add_css_class (row, "tiem-sub");
  gtk_list_box_append (self->categories, row);
}

/* What the rows can't show is said in one more. */
static void
append_rest (TiemPublishPage *self,
             guint n_found)
{
  guint more = n_found - self->shown->len;
  g_autofree char *text = NULL;

  if (n_found == 0)
    text = g_strdup (_ ("No category is called so; try one word of its name."));
  else if (more > 0)
    text = g_strdup_printf (
        ngettext ("%u more; type more of the name.", "%u more; type more of the name.", more),
        more);
  if (text != NULL)
    append_found (self, text, FALSE);
}

void
tiem_publish_page_search_category (TiemPublishPage *self)
{
  g_autofree char *wanted = tiem_text_fold (gtk_editable_get_text (self->category_search));
  guint n_found = 0;

  tiem_publish_page_clear_found (self);
  if (*wanted == '\0' || self->tree == NULL)
    return;
  for (guint i = 0; i < self->tree->len; i++)
    {
      TiemRemoteCategory *category = self->tree->pdata[i];
      g_autofree char *folded = tiem_text_fold (category->path);

      if (!category->is_leaf || strstr (folded, wanted) == NULL || ++n_found > CATEGORIES_SHOWN)
        continue;
      append_found (self, category->path, TRUE);
      g_ptr_array_add (self->shown, category);
    }
  append_rest (self, n_found);
  gtk_widget_set_visible (GTK_WIDGET (self->categories), TRUE);
}

void
tiem_publish_page_show_category (TiemPublishPage *self)
{
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->category),
                                 self->category_path != NULL     ? self->category_path
                                 : self->offer->category != NULL ? self->offer->category
                                                                 : _ ("Not chosen yet"));
}

void
tiem_publish_page_choose_category (TiemPublishPage *self,
                                   GtkListBoxRow *row)
{
  guint index = (guint)gtk_list_box_row_get_index (row);
  const TiemRemoteCategory *category;

  if (index >= self->shown->len || self->offer == NULL)
    return;
  category = self->shown->pdata[index];
  g_free (self->offer->category);
  g_free (self->category_path);
  self->offer->category = g_strdup (category->id);
  self->category_path = g_strdup (category->path);
  tiem_publish_page_show_category (self);
  gtk_widget_grab_focus (GTK_WIDGET (self->category_search));
  gtk_editable_set_text (self->category_search, "");
  tiem_publish_page_clear_attributes (self);
  tiem_publish_page_ask_attributes (self);
  tiem_publish_page_changed (self);
}
