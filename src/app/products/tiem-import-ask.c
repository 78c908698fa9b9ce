#define G_LOG_DOMAIN "tiem-import-page"

#include "config.h"

#include "app/products/tiem-import-ask.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

#define COLUMN_KEY "tiem-column"
#define SHEET_KEY "tiem-sheet"

/* --- which sheet --- */

typedef struct
{
  TiemSheetFunc func;
  gpointer user_data;
} Asked;

static void
sheet_activated_cb (AdwActionRow *row,
                    Asked *asked)
{
  asked->func (GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (row), SHEET_KEY)), asked->user_data);
}

static void
asked_free (gpointer data,
            GClosure *closure)
{
  g_free (data);
}

void
tiem_import_ask_sheet (AdwPreferencesGroup *group,
                       GPtrArray *rows,
                       TiemImportFile *file,
                       TiemSheetFunc func,
                       gpointer user_data)
{
  GPtrArray *sheets = tiem_import_file_get_sheets (file);

  adw_preferences_group_set_title (group, _ ("Which sheet holds the products?"));
  adw_preferences_group_set_description (group,
                                         _ ("The file has several. Nothing is written yet."));
  for (guint i = 0; i < sheets->len; i++)
    {
      const TiemSheet *sheet = g_ptr_array_index (sheets, i);
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
      g_autofree char *number = tiem_number_format (sheet->rows->len);
      g_autofree char *text
          = g_strdup_printf (ngettext ("%s row", "%s rows", sheet->rows->len), number);
      Asked *asked = g_new (Asked, 1);

      *asked = (Asked){ func, user_data };
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), sheet->name);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data (G_OBJECT (row), SHEET_KEY, GUINT_TO_POINTER (i + 1));
      g_signal_connect_data (
          row, "activated", G_CALLBACK (sheet_activated_cb), asked, asked_free, 0);
      adw_preferences_group_add (group, row);
      g_ptr_array_add (rows, row);
    }
}

/* --- which column is what --- */

static GtkStringList *
make_fields (void)
{
  GtkStringList *fields = gtk_string_list_new (NULL);

  gtk_string_list_append (fields, _ ("Pass over"));
  for (int field = 0; field < TIEM_N_PLAIN_FIELDS; field++)
    gtk_string_list_append (fields, tiem_field_get_label (tiem_field_get_name (field)));
  return fields;
}

void
tiem_import_ask_columns (AdwPreferencesGroup *group,
                         GPtrArray *rows,
                         TiemImportFile *file)
{
  adw_preferences_group_set_title (group, _ ("Which column is what?"));
  adw_preferences_group_set_description (
      group,
      _ ("Tiệm does not know this table and has guessed. Say it once: it is remembered for files "
         "with the same headings."));
  for (guint column = 0; column < tiem_import_file_get_n_columns (file); column++)
    {
      g_autofree char *head = tiem_import_file_dup_head (file, column);
      g_autofree char *sample = tiem_import_file_dup_sample (file, column);
      g_autoptr (GtkStringList) fields = make_fields ();
      TiemField field = tiem_import_file_get_field (file, column);
      GtkWidget *row;

      if (*head == '\0' && *sample == '\0')
        continue;
      row = adw_combo_row_new ();
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      /* Translators: a column without a heading */
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                     *head != '\0' ? head : _ ("(no heading)"));
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sample);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
      adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (fields));
      adw_combo_row_set_selected (ADW_COMBO_ROW (row),
                                  field < TIEM_N_PLAIN_FIELDS ? (guint)field + 1 : 0);
      g_object_set_data (G_OBJECT (row), COLUMN_KEY, GUINT_TO_POINTER (column + 1));
      adw_preferences_group_add (group, row);
      g_ptr_array_add (rows, row);
    }
}

char **
tiem_import_read_columns (GPtrArray *rows,
                          const char **problem)
{
  g_autoptr (GPtrArray) map = g_ptr_array_new_with_free_func (g_free);
  guint used[TIEM_N_PLAIN_FIELDS] = { 0 };

  *problem = NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      gpointer row = g_ptr_array_index (rows, i);
      guint column = GPOINTER_TO_UINT (g_object_get_data (row, COLUMN_KEY));
      guint chosen = adw_combo_row_get_selected (ADW_COMBO_ROW (row));

      if (chosen > 0 && chosen <= TIEM_N_PLAIN_FIELDS && used[chosen - 1]++ > 0)
        *problem = _ ("Two columns are said to be the same; pass over one of them.");
      g_ptr_array_add (
          map,
          g_strdup_printf ("#%u=%s", column, chosen > 0 ? tiem_field_get_name (chosen - 1) : ""));
    }
  if (used[TIEM_FIELD_SKU] == 0)
    *problem = _ ("One column must be the SKU: without it nobody can tell which product a row is.");
  g_ptr_array_add (map, NULL);
  return (char **)g_ptr_array_steal (map, NULL);
}
