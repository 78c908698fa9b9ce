#define G_LOG_DOMAIN "tiem-sticker-print"

#include "config.h"

#include "app/help/tiem-help.h"
#include "app/orders/tiem-print-page.h"
#include "app/products/tiem-sticker-print.h"
#include "base/tiem-money.h"
#include "document/tiem-sticker-sheet.h"
#include "store/tiem-store-goods.h"
#include "store/tiem-store-shop.h"

#include <glib/gi18n.h>

#define DATA_KEY "tiem-stickers"
/* Typing rests for so long before the sheet is drawn anew. */
#define REST_MS 300
/* Of so many the number can be typed one by one; others are what was asked for. */
#define MOST_ROWS 100

/* What the print page holds. */
typedef struct
{
  TiemPrintPage *shown; /* not owned: it owns this */
  TiemShop *shop;       /* (owned) */
  GPtrArray *stickers;  /* (owned) (element-type TiemSticker) */
  GArray *wished;       /* (owned) (element-type gint64): of each, at first */
  GArray *on_hand;      /* (owned) (element-type gint64) */
  GPtrArray *spins;     /* (owned): GtkSpinButton, of the first few */
  GtkWidget *first;
  char *shop_name; /* (nullable) */
  TiemStickerPaper paper;
  TiemStickerParts parts;
  GCancellable *drawing; /* (owned) (nullable) */
  guint rest_id;
  gboolean filling;
} Stickers;

static void
stickers_free (gpointer data)
{
  Stickers *self = data;

  g_clear_handle_id (&self->rest_id, g_source_remove);
  if (self->drawing != NULL)
    g_cancellable_cancel (self->drawing);
  g_clear_object (&self->drawing);
  g_clear_object (&self->shop);
  g_ptr_array_unref (self->stickers);
  g_array_unref (self->wished);
  g_array_unref (self->on_hand);
  g_ptr_array_unref (self->spins);
  g_free (self->shop_name);
  g_free (self);
}

/* --- drawing --- */

typedef struct
{
  GPtrArray *stickers; /* (element-type TiemSticker) copies */
  TiemStickerPaper paper;
  TiemStickerParts parts;
  char *shop_name;
  guint first;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_ptr_array_unref (job->stickers);
  g_free (job->shop_name);
  g_free (job);
}

static TiemSticker *
copy_sticker (const TiemSticker *sticker)
{
  TiemSticker *copy = g_memdup2 (sticker, sizeof *sticker);

  copy->name = g_strdup (sticker->name);
  copy->options = g_strdup (sticker->options);
  copy->sku = g_strdup (sticker->sku);
  copy->barcode = g_strdup (sticker->barcode);
  return copy;
}

static gpointer
draw (TiemStore *store,
      gpointer data,
      GCancellable *cancellable,
      GError **error)
{
  const Job *job = data;

  return tiem_sticker_sheet_make (
      job->stickers, job->paper, job->parts, job->shop_name, job->first, cancellable, error);
}

static void
add_note (gpointer data,
          gpointer user_data)
{
  TiemPrintNote *note = g_new0 (TiemPrintNote, 1);

  note->number = g_strdup (data);
  note->sentence
      = g_strdup (_ ("No bars fit here: give it a shorter barcode, or take a wider label."));
  g_ptr_array_add (user_data, note);
}

static void
note_free (gpointer data)
{
  TiemPrintNote *note = data;

  g_free (note->number);
  g_free (note->sentence);
  g_free (note);
}

static void
drawn_cb (GObject *source,
          GAsyncResult *result,
          gpointer user_data)
{
  g_autoptr (TiemPrintPage) shown = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (TiemStickerSheet) sheet = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  g_autoptr (GPtrArray) notes = g_ptr_array_new_with_free_func (note_free);
  g_autofree char *stickers = NULL;
  g_autofree char *pages = NULL;
  g_autofree char *words = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (sheet == NULL)
    {
      tiem_print_page_show (shown, NULL, error->message);
      return;
    }
  stickers = g_strdup_printf (ngettext ("%u sticker", "%u stickers", sheet->n_stickers),
                              sheet->n_stickers);
  pages = g_strdup_printf (ngettext ("%u page", "%u pages", sheet->n_pages), sheet->n_pages);
  /* Translators: "62 stickers", "2 pages" */
  words = g_strdup_printf (_ ("%s on %s"), stickers, pages);
  g_ptr_array_foreach (sheet->without_code, add_note, notes);
  tiem_print_page_show (shown, sheet->pdf, words);
  tiem_print_page_show_notes (shown, notes);
}

static void
draw_now (Stickers *self)
{
  Job *job = g_new0 (Job, 1);

  if (self->drawing != NULL)
    g_cancellable_cancel (self->drawing);
  g_clear_object (&self->drawing);
  self->drawing = g_cancellable_new ();
  job->stickers = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_sticker_free);
  for (guint i = 0; i < self->stickers->len; i++)
    {
      const TiemSticker *sticker = g_ptr_array_index (self->stickers, i);

      if (sticker->count > 0)
        g_ptr_array_add (job->stickers, copy_sticker (sticker));
    }
  job->paper = self->paper;
  job->parts = self->parts;
  job->shop_name = g_strdup (self->shop_name);
  job->first = (guint)gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->first));
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        draw,
                        job,
                        job_free,
                        (GDestroyNotify)tiem_sticker_sheet_free,
                        self->drawing,
                        drawn_cb,
                        g_object_ref (self->shown));
}

static gboolean
rest_cb (gpointer data)
{
  Stickers *self = data;

  self->rest_id = 0;
  draw_now (self);
  return G_SOURCE_REMOVE;
}

static void
draw_soon (Stickers *self)
{
  if (self->filling)
    return;
  g_clear_handle_id (&self->rest_id, g_source_remove);
  self->rest_id = g_timeout_add (REST_MS, rest_cb, self);
}

/* --- what the owner chooses --- */

static void
paper_cb (TiemPrintPage *shown,
          guint index,
          Stickers *self)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  const TiemStickerPaperInfo *info;

  if (index >= TIEM_N_STICKER_PAPERS)
    return;
  self->paper = index;
  info = tiem_sticker_paper_get_info (index);
  g_settings_set_string (settings, "sticker-paper", info->id);
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->first), 1, info->columns * info->rows);
  draw_soon (self);
}

static void
part_cb (GtkCheckButton *check,
         Stickers *self)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  TiemStickerParts part = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (check), "part"));

  if (gtk_check_button_get_active (check))
    self->parts |= part;
  else
    self->parts &= ~part;
  g_settings_set_int (settings, "sticker-parts", (int)self->parts);
  draw_soon (self);
}

static void
count_cb (GtkSpinButton *spin,
          Stickers *self)
{
  guint index;

  if (!self->filling && g_ptr_array_find (self->spins, spin, &index))
    ((TiemSticker *)g_ptr_array_index (self->stickers, index))->count
        = (guint)gtk_spin_button_get_value_as_int (spin);
  draw_soon (self);
}

/* 0: as wished, 1: one of each, 2: as on hand */
static void
quantity_cb (AdwComboRow *row,
             GParamSpec *pspec,
             Stickers *self)
{
  guint way = adw_combo_row_get_selected (row);

  self->filling = TRUE;
  for (guint i = 0; i < self->stickers->len; i++)
    {
      gint64 count = way == 0   ? g_array_index (self->wished, gint64, i)
                     : way == 1 ? 1
                                : g_array_index (self->on_hand, gint64, i);

      ((TiemSticker *)g_ptr_array_index (self->stickers, i))->count
          = (guint)CLAMP (count, 0, TIEM_STICKER_MOST);
      if (i < self->spins->len)
        gtk_spin_button_set_value (g_ptr_array_index (self->spins, i), (double)count);
    }
  self->filling = FALSE;
  draw_soon (self);
}

/* --- building the page --- */

static const struct
{
  TiemStickerParts part;
  const char *label;
} parts[] = {
  { TIEM_STICKER_SHOP, N_ ("Shop") },       { TIEM_STICKER_NAME, N_ ("Name") },
  { TIEM_STICKER_OPTIONS, N_ ("Variant") }, { TIEM_STICKER_PRICE, N_ ("Price") },
  { TIEM_STICKER_BARCODE, N_ ("Barcode") }, { TIEM_STICKER_SKU, N_ ("SKU") },
};

static GtkWidget *
make_parts (Stickers *self)
{
  GtkWidget *flow = gtk_flow_box_new ();

  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 6);
  gtk_flow_box_set_min_children_per_line (GTK_FLOW_BOX (flow), 2);
  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      GtkWidget *check = gtk_check_button_new_with_label (_ (parts[i].label));
      GtkWidget *child = gtk_flow_box_child_new ();

      gtk_check_button_set_active (GTK_CHECK_BUTTON (check), (self->parts & parts[i].part) != 0);
      g_object_set_data (G_OBJECT (check), "part", GINT_TO_POINTER (parts[i].part));
      g_signal_connect (check, "toggled", G_CALLBACK (part_cb), self);
      gtk_flow_box_child_set_child (GTK_FLOW_BOX_CHILD (child), check);
      /* The check box is what the keys are for. */
      gtk_widget_set_focusable (child, FALSE);
      gtk_flow_box_append (GTK_FLOW_BOX (flow), child);
    }
  return flow;
}

static GtkWidget *
make_spin (int most)
{
  GtkWidget *spin = gtk_spin_button_new_with_range (0, most, 1);

  gtk_widget_set_valign (spin, GTK_ALIGN_CENTER);
  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 4);
  return spin;
}

static void
add_layout (Stickers *self)
{
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_combo_row_new ();
  GtkWidget *first = adw_action_row_new ();
  GtkWidget *what = adw_preferences_group_new ();
  const TiemStickerPaperInfo *info = tiem_sticker_paper_get_info (self->paper);
  const char *const ways[]
      = { _ ("As asked for, or typed"), _ ("One of each"), _ ("As many as on hand"), NULL };
  g_autoptr (GtkStringList) model = gtk_string_list_new (ways);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("How many"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (model));
  g_signal_connect (row, "notify::selected", G_CALLBACK (quantity_cb), self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (first), _ ("Begin with label"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (first),
                               _ ("Of a started sheet: counted row by row, from the top left"));
  self->first = make_spin (1);
  gtk_spin_button_set_range (GTK_SPIN_BUTTON (self->first), 1, info->columns * info->rows);
  g_signal_connect_swapped (self->first, "value-changed", G_CALLBACK (draw_soon), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (first), self->first);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (first), self->first);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), first);
  tiem_print_page_add_options (self->shown, group);

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (what), _ ("What stands on a sticker"));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (what), make_parts (self));
  tiem_print_page_add_options (self->shown, what);
}

static void
add_counts (Stickers *self)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Stickers of each"));
  for (guint i = 0; i < MIN (self->stickers->len, MOST_ROWS); i++)
    {
      const TiemSticker *sticker = g_ptr_array_index (self->stickers, i);
      GtkWidget *row = adw_action_row_new ();
      GtkWidget *spin = make_spin (TIEM_STICKER_MOST);
      g_autofree char *sub = g_strjoin (" · ",
                                        sticker->options != NULL ? sticker->options : sticker->sku,
                                        sticker->options != NULL ? sticker->sku : NULL,
                                        NULL);

      g_object_set (row, "use-markup", FALSE, NULL);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), sticker->name);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sub);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
      gtk_spin_button_set_value (GTK_SPIN_BUTTON (spin), sticker->count);
      g_ptr_array_add (self->spins, spin);
      g_signal_connect (spin, "value-changed", G_CALLBACK (count_cb), self);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), spin);
      adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), spin);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  if (self->stickers->len > MOST_ROWS)
    {
      g_autofree char *n = tiem_number_format (self->stickers->len - MOST_ROWS);
      g_autofree char *more = g_strdup_printf (_ ("and %s more"), n);

      adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), more);
    }
  tiem_print_page_add_options (self->shown, group);
}

static void
build_page (Stickers *self)
{
  g_autoptr (GSettings) settings = g_settings_new (APP_ID);
  g_autofree char *id = g_settings_get_string (settings, "sticker-paper");
  const char *papers[TIEM_N_STICKER_PAPERS + 1] = { NULL };

  if (!tiem_sticker_paper_from_id (id, &self->paper))
    self->paper = TIEM_STICKER_A4_65;
  self->parts = (TiemStickerParts)g_settings_get_int (settings, "sticker-parts");
  for (guint i = 0; i < TIEM_N_STICKER_PAPERS; i++)
    papers[i] = tiem_sticker_paper_get_label (i);
  /* Translators: the name of a file, without spaces or marks */
  self->shown = TIEM_PRINT_PAGE (tiem_print_page_new (_ ("Barcode stickers"), _ ("stickers.pdf")));
  tiem_help_set_topic (GTK_WIDGET (self->shown), "printing");
  tiem_print_page_set_papers (self->shown, papers, self->paper);
  g_object_set_data_full (G_OBJECT (self->shown), DATA_KEY, self, stickers_free);
  g_signal_connect (self->shown, "paper-chosen", G_CALLBACK (paper_cb), self);
  add_layout (self);
  add_counts (self);
}

/* --- opening it --- */

/* Of each variant, whatever is no more there. Returns: (element-type gint64 TiemStickerWish) */
static GHashTable *
index_wishes (GArray *wishes)
{
  GHashTable *index = g_hash_table_new (g_int64_hash, g_int64_equal);

  for (guint i = 0; i < wishes->len; i++)
    {
      TiemStickerWish *wish = &g_array_index (wishes, TiemStickerWish, i);

      g_hash_table_insert (index, &wish->variant_id, wish);
    }
  return index;
}

static gpointer
read_stickers (TiemStore *store,
               gpointer data,
               GCancellable *cancellable,
               GError **error)
{
  GArray *wishes = data;
  g_autoptr (GHashTable) index = index_wishes (wishes);
  g_autoptr (TiemShopIdentity) identity = tiem_store_get_shop_identity (store, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) variants = NULL;
  Stickers *self;

  for (guint i = 0; i < wishes->len; i++)
    g_array_append_val (ids, g_array_index (wishes, TiemStickerWish, i).variant_id);
  if (identity == NULL || (variants = tiem_store_get_variants (store, ids, error)) == NULL)
    return NULL;
  self = g_new0 (Stickers, 1);
  self->stickers = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_sticker_free);
  self->wished = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->on_hand = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->spins = g_ptr_array_new ();
  self->shop_name = g_strdup (identity->name);
  for (guint i = 0; i < variants->len; i++)
    {
      const TiemVariant *variant = g_ptr_array_index (variants, i);
      TiemSticker *sticker = g_new0 (TiemSticker, 1);
      gint64 here = MAX (variant->on_hand, 0);
      gint64 wish = ((const TiemStickerWish *)g_hash_table_lookup (index, &variant->id))->count;

      wish = wish > 0 ? wish : here;
      sticker->name = g_strdup (variant->product_name);
      sticker->options = g_strdup (variant->options);
      sticker->sku = g_strdup (variant->sku);
      sticker->barcode = g_strdup (variant->barcode);
      sticker->price_vnd = variant->price_vnd;
      sticker->count = (guint)MIN (wish, TIEM_STICKER_MOST);
      g_array_append_val (self->wished, wish);
      g_array_append_val (self->on_hand, here);
      g_ptr_array_add (self->stickers, sticker);
    }
  return self;
}

static void
read_cb (GObject *source,
         GAsyncResult *result,
         gpointer user_data)
{
  g_autoptr (TiemPage) page = user_data;
  g_autoptr (GError) error = NULL;
  Stickers *self = tiem_store_run_finish (TIEM_STORE (source), result, &error);

  if (self == NULL)
    {
      tiem_page_toast (GTK_WIDGET (page), adw_toast_new (error->message));
      return;
    }
  if (tiem_page_get_shop (page) == NULL || tiem_page_get_subpage (page) != NULL)
    {
      stickers_free (self);
      return;
    }
  self->shop = g_object_ref (tiem_page_get_shop (page));
  build_page (self);
  tiem_page_push (page, TIEM_SUBPAGE (self->shown));
  draw_now (self);
}

void
tiem_sticker_print_open (TiemPage *page,
                         GArray *wishes)
{
  g_return_if_fail (TIEM_IS_PAGE (page));

  if (tiem_page_get_shop (page) == NULL || wishes->len == 0)
    return;
  if (wishes->len > TIEM_STICKER_MOST)
    {
      tiem_page_toast (
          GTK_WIDGET (page),
          adw_toast_new (_ ("More than 10.000 stickers at once; print them in parts.")));
      return;
    }
  tiem_store_run_async (tiem_shop_get_store (tiem_page_get_shop (page)),
                        TIEM_STORE_READ,
                        read_stickers,
                        g_array_copy (wishes),
                        (GDestroyNotify)g_array_unref,
                        stickers_free,
                        NULL,
                        read_cb,
                        g_object_ref (page));
}
