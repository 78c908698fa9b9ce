#define G_LOG_DOMAIN "tiem-goods-search"

#include "config.h"

#include "app/widgets/tiem-goods-search.h"

#include "base/tiem-money.h"
#include "store/tiem-row-list.h"
#include "store/tiem-store-own.h"

#include <glib/gi18n.h>
#include <string.h>

#define MOST_FOUND 6
/* A number as long as this is a barcode: it is found whole, or not at all. A scan that lost a digit
 * must not become other goods. */
#define SHORTEST_BARCODE 6

struct _TiemGoodsSearch
{
  AdwBin parent_instance;

  const TiemGoodsSource *source;
  gpointer owner;          /* not owned: holds this widget */
  TiemShop *shop;          /* (owned) (nullable) */
  GCancellable *searching; /* (owned) (nullable) */

  GtkEditable *field;
  AdwBin *between;
  GtkListBox *found;
  GtkLabel *told;
  GtkLabel *problem;
};

enum
{
  PROP_PLACEHOLDER = 1,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

enum
{
  SIGNAL_ENTER_LINES,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemGoodsSearch, tiem_goods_search, ADW_TYPE_BIN)

static void
show_words (GtkLabel *label,
            const char *text)
{
  gtk_label_set_label (label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (label), text != NULL);
}

static void
clear_found (TiemGoodsSearch *self)
{
  GtkWidget *row;

  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->found))) != NULL)
    gtk_list_box_remove (self->found, row);
}

static void
stop_searching (TiemGoodsSearch *self)
{
  if (self->searching != NULL)
    g_cancellable_cancel (self->searching);
  g_clear_object (&self->searching);
}

static void
hide_found (TiemGoodsSearch *self)
{
  stop_searching (self);
  gtk_widget_set_visible (GTK_WIDGET (self->found), FALSE);
  clear_found (self);
}

/* --- looking for goods --- */

typedef struct
{
  TiemVariantGroup group;
  char *text;
} Words;

static void
words_free (gpointer data)
{
  Words *words = data;

  g_free (words->text);
  g_free (words);
}

static TiemVariantGroup
get_group (const TiemGoodsSource *source)
{
  return source->sells ? TIEM_VARIANTS_ON_SALE : TIEM_VARIANTS_ALL;
}

static gpointer
read_found (TiemStore *store,
            gpointer data,
            GCancellable *cancellable,
            GError **error)
{
  const Words *words = data;
  TiemVariantQuery query = { .group = words->group, .search = words->text };

  return tiem_store_list_variants (store, &query, MOST_FOUND, 0, error);
}

/* Returns: (transfer full): "AO-DEN-L · Đen, L · 5 left" */
static char *
dup_sub (TiemGoodsSearch *self,
         const TiemVariant *variant)
{
  g_autoptr (GString) text = g_string_new (variant->sku);

  if (variant->options != NULL && *variant->options != '\0')
    g_string_append_printf (text, " · %s", variant->options);
  g_string_append (text, " · ");
  if (!self->source->sells)
    g_string_append_printf (text, "%s %d", _ ("on hand:"), (int)variant->on_hand);
  else if (variant->counted_at == 0)
    g_string_append (text, _ ("not counted yet"));
  else
    g_string_append_printf (text, _ ("%d left"), (int)variant->available);
  if (variant->archived)
    g_string_append_printf (text, " · %s", _ ("Archived"));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static gint64
get_variant_id (GtkListBoxRow *row)
{
  return *(gint64 *)g_object_get_data (G_OBJECT (row), "variant");
}

static GtkWidget *
found_row_new (TiemGoodsSearch *self,
               const TiemVariant *variant)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *sub = dup_sub (self, variant);

  g_object_set (row, "use-markup", FALSE, "activatable", TRUE, NULL);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), variant->product_name);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), sub);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  if (self->source->sells)
    {
      g_autofree char *price = tiem_money_format (variant->price_vnd);
      GtkWidget *amount = gtk_label_new (price);

      gtk_widget_add_css_class (amount, "numeric");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), amount);
    }
  g_object_set_data_full (
      G_OBJECT (row), "variant", g_memdup2 (&variant->id, sizeof variant->id), g_free);
  return row;
}

/* Returns: the goods of the row that has the focus; 0 = none has */
static gint64
get_focused (TiemGoodsSearch *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->found, i)) != NULL; i++)
    if (focus == GTK_WIDGET (row))
      return get_variant_id (row);
  return 0;
}

/* Who went down into the list before the last of it was found stays on the same goods. */
static void
keep_focus (TiemGoodsSearch *self,
            gint64 variant_id)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->found, i)) != NULL; i++)
    if (get_variant_id (row) == variant_id)
      {
        gtk_widget_grab_focus (GTK_WIDGET (row));
        return;
      }
  tiem_goods_search_focus (self);
}

static void
found_read_cb (GObject *source,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (TiemGoodsSearch) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) found = tiem_store_run_finish (TIEM_STORE (source), result, &error);
  gint64 focused;

  if (found == NULL || self->shop == NULL)
    return;
  focused = get_focused (self);
  clear_found (self);
  for (guint i = 0; i < found->len; i++)
    gtk_list_box_append (self->found, found_row_new (self, g_ptr_array_index (found, i)));
  gtk_widget_set_visible (GTK_WIDGET (self->found), found->len > 0);
  if (focused != 0)
    keep_focus (self, focused);
}

static void
field_changed_cb (TiemGoodsSearch *self)
{
  const char *text = gtk_editable_get_text (self->field);
  Words *words;

  stop_searching (self);
  if (*text != '\0')
    {
      tiem_goods_search_complain (self, NULL);
      tiem_goods_search_tell (self, NULL);
    }
  if (strlen (text) < 2 || self->shop == NULL)
    {
      hide_found (self);
      return;
    }
  words = g_new0 (Words, 1);
  words->group = get_group (self->source);
  words->text = g_strdup (text);
  self->searching = g_cancellable_new ();
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        read_found,
                        words,
                        words_free,
                        (GDestroyNotify)g_ptr_array_unref,
                        self->searching,
                        found_read_cb,
                        g_object_ref (self));
}

/* --- adding what was found or scanned --- */

typedef struct
{
  const TiemGoodsSource *source;
  TiemGoodsSearch *self; /* (owned) */
  gpointer asked;
  gint64 variant_id; /* 0 = look for .code */
  char *code;        /* (nullable) */
} Adding;

static void
adding_free (Adding *adding)
{
  if (adding->source->asked_free != NULL)
    adding->source->asked_free (adding->asked);
  g_object_unref (adding->self);
  g_free (adding->code);
  g_free (adding);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Adding, adding_free)

static gboolean
is_barcode (const char *text)
{
  return strlen (text) >= SHORTEST_BARCODE && strspn (text, "0123456789") == strlen (text);
}

static gint64
find_first (TiemStore *store,
            TiemVariantGroup group,
            const char *text,
            GError **error)
{
  TiemVariantQuery query = { .group = group, .search = (char *)text };
  g_autoptr (GPtrArray) found = tiem_store_list_variants (store, &query, 1, 0, error);

  return found != NULL && found->len > 0 ? ((TiemVariant *)g_ptr_array_index (found, 0))->id : 0;
}

/* Returns: (nullable): NULL without @error: nothing carries the code */
static gpointer
make_line (TiemStore *store,
           gpointer data,
           GCancellable *cancellable,
           GError **error)
{
  const Adding *adding = data;
  gint64 variant_id = adding->variant_id;

  if (variant_id == 0)
    variant_id = tiem_store_find_by_code (store, adding->code, error);
  if (variant_id == 0 && *error == NULL && !is_barcode (adding->code))
    variant_id = find_first (store, get_group (adding->source), adding->code, error);
  return variant_id != 0 ? adding->source->make (store, adding->asked, variant_id, error) : NULL;
}

static void
line_made_cb (GObject *store,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (Adding) adding = user_data;
  TiemGoodsSearch *self = adding->self;
  const TiemGoodsSource *source = adding->source;
  g_autoptr (GError) error = NULL;
  gpointer line = tiem_store_run_finish (TIEM_STORE (store), result, &error);

  if (self->shop == NULL || !source->is_meant (self->owner, adding->asked))
    {
      if (line != NULL)
        source->made_free (line);
    }
  else if (line != NULL)
    {
      tiem_goods_search_complain (self, NULL);
      source->add (self->owner, line);
    }
  else if (error != NULL)
    tiem_goods_search_complain (self, error->message);
  else
    {
      /* Translators: what was scanned or typed */
      g_autofree char *text = g_strdup_printf (
          _ ("No goods carry “%s”. Scan again, or look for it by name."), adding->code);

      tiem_goods_search_complain (self, text);
      gtk_widget_error_bell (GTK_WIDGET (self));
    }
}

static void
look_up (TiemGoodsSearch *self,
         gint64 variant_id,
         const char *code)
{
  gpointer asked = self->shop != NULL ? self->source->ask (self->owner) : NULL;
  Adding *adding;

  if (asked == NULL)
    return;
  adding = g_new0 (Adding, 1);
  adding->source = self->source;
  adding->self = g_object_ref (self);
  adding->asked = asked;
  adding->variant_id = variant_id;
  adding->code = g_strdup (code);
  tiem_store_run_async (tiem_shop_get_store (self->shop),
                        TIEM_STORE_READ,
                        make_line,
                        adding,
                        NULL,
                        self->source->made_free,
                        NULL,
                        line_made_cb,
                        adding);
}

static void
field_activate_cb (TiemGoodsSearch *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (self->field));

  /* Empty at once: the next scan may follow at its heels. */
  gtk_editable_set_text (self->field, "");
  hide_found (self);
  tiem_goods_search_take_code (self, text);
}

static gboolean
field_key_cb (TiemGoodsSearch *self,
              guint key,
              guint code,
              GdkModifierType state)
{
  GtkListBoxRow *first = gtk_list_box_get_row_at_index (self->found, 0);
  gboolean is_empty = *gtk_editable_get_text (self->field) == '\0';
  gboolean is_down = key == GDK_KEY_Down || key == GDK_KEY_KP_Down;
  gboolean is_entered = FALSE;

  if (key == GDK_KEY_Escape && !is_empty)
    {
      gtk_editable_set_text (self->field, "");
      return GDK_EVENT_STOP;
    }
  if (is_down && first != NULL)
    {
      gtk_widget_grab_focus (GTK_WIDGET (first));
      return GDK_EVENT_STOP;
    }
  if (is_empty && (is_down || key == GDK_KEY_Tab || key == GDK_KEY_KP_Tab))
    g_signal_emit (self, signals[SIGNAL_ENTER_LINES], 0, &is_entered);
  return is_entered ? GDK_EVENT_STOP : GDK_EVENT_PROPAGATE;
}

static void
found_activated_cb (TiemGoodsSearch *self,
                    GtkListBoxRow *row)
{
  look_up (self, get_variant_id (row), NULL);
  gtk_editable_set_text (self->field, "");
  hide_found (self);
  tiem_goods_search_focus (self);
}

/* --- the object --- */

static void
tiem_goods_search_get_property (GObject *object,
                                guint id,
                                GValue *value,
                                GParamSpec *pspec)
{
  TiemGoodsSearch *self = TIEM_GOODS_SEARCH (object);

  if (id == PROP_PLACEHOLDER)
    g_value_set_string (value, gtk_entry_get_placeholder_text (GTK_ENTRY (self->field)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tiem_goods_search_set_property (GObject *object,
                                guint id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  TiemGoodsSearch *self = TIEM_GOODS_SEARCH (object);

  if (id == PROP_PLACEHOLDER)
    gtk_entry_set_placeholder_text (GTK_ENTRY (self->field), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
tiem_goods_search_dispose (GObject *object)
{
  TiemGoodsSearch *self = TIEM_GOODS_SEARCH (object);

  stop_searching (self);
  g_clear_object (&self->shop);
  G_OBJECT_CLASS (tiem_goods_search_parent_class)->dispose (object);
}

static void
tiem_goods_search_class_init (TiemGoodsSearchClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tiem_goods_search_get_property;
  object_class->set_property = tiem_goods_search_set_property;
  object_class->dispose = tiem_goods_search_dispose;
  props[PROP_PLACEHOLDER] = g_param_spec_string (
      "placeholder", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  signals[SIGNAL_ENTER_LINES] = g_signal_new ("enter-lines",
                                              TIEM_TYPE_GOODS_SEARCH,
                                              G_SIGNAL_RUN_LAST,
                                              0,
                                              g_signal_accumulator_true_handled,
                                              NULL,
                                              NULL,
                                              G_TYPE_BOOLEAN,
                                              0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/widgets/tiem-goods-search.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemGoodsSearch, field);
  gtk_widget_class_bind_template_child (widget_class, TiemGoodsSearch, between);
  gtk_widget_class_bind_template_child (widget_class, TiemGoodsSearch, found);
  gtk_widget_class_bind_template_child (widget_class, TiemGoodsSearch, told);
  gtk_widget_class_bind_template_child (widget_class, TiemGoodsSearch, problem);
  gtk_widget_class_bind_template_callback (widget_class, field_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, field_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, field_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, found_activated_cb);
}

static void
tiem_goods_search_init (TiemGoodsSearch *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
tiem_goods_search_set_source (TiemGoodsSearch *self,
                              const TiemGoodsSource *source,
                              gpointer owner)
{
  g_return_if_fail (TIEM_IS_GOODS_SEARCH (self));

  self->source = source;
  self->owner = owner;
}

void
tiem_goods_search_set_shop (TiemGoodsSearch *self,
                            TiemShop *shop)
{
  g_return_if_fail (TIEM_IS_GOODS_SEARCH (self));
  g_set_object (&self->shop, shop);
}

void
tiem_goods_search_set_between (TiemGoodsSearch *self,
                               GtkWidget *widget)
{
  g_return_if_fail (TIEM_IS_GOODS_SEARCH (self));

  adw_bin_set_child (self->between, widget);
  gtk_widget_set_visible (GTK_WIDGET (self->between), widget != NULL);
}

void
tiem_goods_search_tell (TiemGoodsSearch *self,
                        const char *text)
{
  g_return_if_fail (TIEM_IS_GOODS_SEARCH (self));
  show_words (self->told, text);
}

void
tiem_goods_search_complain (TiemGoodsSearch *self,
                            const char *text)
{
  g_return_if_fail (TIEM_IS_GOODS_SEARCH (self));
  show_words (self->problem, text);
}

void
tiem_goods_search_take_code (TiemGoodsSearch *self,
                             const char *code)
{
  g_autofree char *text = g_strstrip (g_strdup (code));

  g_return_if_fail (TIEM_IS_GOODS_SEARCH (self));

  if (*text != '\0')
    look_up (self, 0, text);
}

void
tiem_goods_search_focus (TiemGoodsSearch *self)
{
  g_return_if_fail (TIEM_IS_GOODS_SEARCH (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->field));
}

GtkEditable *
tiem_goods_search_get_field (TiemGoodsSearch *self)
{
  g_return_val_if_fail (TIEM_IS_GOODS_SEARCH (self), NULL);
  return self->field;
}

gboolean
tiem_goods_search_forward_key (TiemGoodsSearch *self,
                               GtkEventControllerKey *keys)
{
  g_return_val_if_fail (TIEM_IS_GOODS_SEARCH (self), FALSE);

  gtk_widget_grab_focus (GTK_WIDGET (self->field));
  gtk_editable_set_position (self->field, -1);
  return gtk_event_controller_key_forward (keys,
                                           GTK_WIDGET (gtk_editable_get_delegate (self->field)));
}
