#define G_LOG_DOMAIN "tiem-bulk-form"

#include "config.h"

#include "app/products/tiem-bulk-form.h"
#include "app/products/tiem-category-button.h"
#include "base/tiem-money.h"
#include "model/tiem-category.h"

#include <glib/gi18n.h>
#include <string.h>

struct _TiemBulkForm
{
  GtkWidget parent_instance;

  TiemBulkField field;
  GtkWidget *box;
  GtkDropDown *how;      /* (nullable) */
  GtkDropDown *rounding; /* (nullable) */
  GtkDropDown *reason;   /* (nullable) */
  GtkEditable *amount;
  GtkEditable *note; /* (nullable) */
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (TiemBulkForm, tiem_bulk_form, GTK_TYPE_WIDGET)

static const struct
{
  TiemBulkField field;
  TiemBulkHow how;
  int sign; /* −1: less */
  const char *label;
  const char *hint;
} ways[] = {
  { TIEM_BULK_PRICE, TIEM_BULK_PERCENT, 1, N_ ("Raise by %"), "10" },
  { TIEM_BULK_PRICE, TIEM_BULK_PERCENT, -1, N_ ("Lower by %"), "5,5" },
  { TIEM_BULK_PRICE, TIEM_BULK_ADD, 1, N_ ("Raise by ₫"), "5k" },
  { TIEM_BULK_PRICE, TIEM_BULK_ADD, -1, N_ ("Lower by ₫"), "5k" },
  { TIEM_BULK_PRICE, TIEM_BULK_SET, 1, N_ ("Becomes"), "129.000" },
  { TIEM_BULK_PRICE, TIEM_BULK_TIMES_COST, 1, N_ ("Cost times"), "1,8" },
  { TIEM_BULK_STOCK, TIEM_BULK_SET, 1, N_ ("Becomes"), "12" },
  { TIEM_BULK_STOCK, TIEM_BULK_ADD, 1, N_ ("More by"), "12" },
  { TIEM_BULK_STOCK, TIEM_BULK_ADD, -1, N_ ("Less by"), "3" },
};

static const struct
{
  const char *code;
  const char *label;
} reasons[] = {
  { "count", N_ ("Stock take") },
  { "damaged", N_ ("Damaged") },
  { "lost", N_ ("Lost") },
  { "correction", N_ ("Correction") },
};

/* --- reading it --- */

/* Which of the ways of this field is chosen. */
static guint
get_way (TiemBulkForm *self)
{
  guint selected = gtk_drop_down_get_selected (self->how);

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (ways[i].field == self->field && selected-- == 0)
      return i;
  return 0;
}

static gboolean
read_amount (TiemBulkForm *self,
             guint way,
             const char *text,
             gint64 *amount)
{
  switch (ways[way].how)
    {
    case TIEM_BULK_PERCENT:
    case TIEM_BULK_TIMES_COST:
      return tiem_bulk_parse_hundredths (text, amount) && *amount >= 0;
    case TIEM_BULK_SET:
    case TIEM_BULK_ADD:
    default:
      return tiem_money_parse_input (text, amount, NULL) && *amount >= 0;
    }
}

static TiemBulkRule *
read_category (TiemBulkForm *self)
{
  TiemBulkRule *rule = g_new0 (TiemBulkRule, 1);

  rule->field = TIEM_BULK_CATEGORY;
  rule->text = tiem_category_clean (gtk_editable_get_text (self->amount));
  return rule;
}

TiemBulkRule *
tiem_bulk_form_read (TiemBulkForm *self,
                     const char **problem)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (self->amount)));
  TiemBulkRule *rule;
  gint64 amount = 0;
  guint way;

  *problem = NULL;
  if (self->field == TIEM_BULK_CATEGORY)
    return read_category (self);
  if (*text == '\0')
    return NULL;
  way = get_way (self);
  if (!read_amount (self, way, text, &amount))
    {
      *problem = ways[way].how == TIEM_BULK_PERCENT || ways[way].how == TIEM_BULK_TIMES_COST
                     ? _ ("That is not a number Tiệm can read. Write 10 or 5,5.")
                 : self->field == TIEM_BULK_STOCK
                     ? _ ("That is not a number of pieces. Write 12.")
                     : _ ("That is not an amount. Write 129000, 129.000 or 129k.");
      return NULL;
    }
  rule = g_new0 (TiemBulkRule, 1);
  rule->field = self->field;
  rule->how = ways[way].how;
  rule->amount = ways[way].sign * amount;
  if (self->rounding != NULL && rule->how != TIEM_BULK_SET)
    rule->rounding = gtk_drop_down_get_selected (self->rounding);
  if (self->reason != NULL)
    rule->reason = g_strdup (reasons[gtk_drop_down_get_selected (self->reason)].code);
  if (self->note != NULL && *gtk_editable_get_text (self->note) != '\0')
    rule->note = g_strdup (gtk_editable_get_text (self->note));
  return rule;
}

/* --- building it --- */

static void
changed_cb (TiemBulkForm *self)
{
  if (self->how != NULL)
    {
      guint way = get_way (self);

      gtk_entry_set_placeholder_text (GTK_ENTRY (self->amount), ways[way].hint);
      if (self->rounding != NULL)
        gtk_widget_set_sensitive (GTK_WIDGET (self->rounding), ways[way].how != TIEM_BULK_SET);
    }
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* @labels: (element-type utf8) */
static GtkDropDown *
add_choice (TiemBulkForm *self,
            const char *name,
            GPtrArray *labels)
{
  GtkWidget *choice;

  g_ptr_array_add (labels, NULL);
  choice = gtk_drop_down_new_from_strings ((const char *const *)labels->pdata);
  gtk_accessible_update_property (GTK_ACCESSIBLE (choice), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_set_tooltip_text (choice, name);
  g_signal_connect_swapped (choice, "notify::selected", G_CALLBACK (changed_cb), self);
  gtk_box_append (GTK_BOX (self->box), choice);
  return GTK_DROP_DOWN (choice);
}

static GtkEditable *
add_entry (TiemBulkForm *self,
           const char *name,
           int chars)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), chars);
  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped (entry, "changed", G_CALLBACK (changed_cb), self);
  gtk_box_append (GTK_BOX (self->box), entry);
  return GTK_EDITABLE (entry);
}

static void
add_ways (TiemBulkForm *self)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    if (ways[i].field == self->field)
      g_ptr_array_add (labels, (char *)_ (ways[i].label));
  self->how = add_choice (self, _ ("What is changed"), labels);
}

static void
build_price (TiemBulkForm *self)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  add_ways (self);
  self->amount = add_entry (self, _ ("How much"), 12);
  g_ptr_array_add (labels, (char *)_ ("Exact"));
  g_ptr_array_add (labels, (char *)_ ("Round to 1.000"));
  g_ptr_array_add (labels, (char *)_ ("Round to …9.000"));
  self->rounding = add_choice (self, _ ("Rounding"), labels);
}

static void
build_stock (TiemBulkForm *self)
{
  g_autoptr (GPtrArray) labels = g_ptr_array_new ();

  add_ways (self);
  self->amount = add_entry (self, _ ("How many"), 8);
  for (guint i = 0; i < G_N_ELEMENTS (reasons); i++)
    g_ptr_array_add (labels, (char *)_ (reasons[i].label));
  self->reason = add_choice (self, _ ("Reason"), labels);
  self->note = add_entry (self, _ ("Note"), 16);
  gtk_widget_set_hexpand (GTK_WIDGET (self->note), TRUE);
}

static void
build_category (TiemBulkForm *self,
                TiemShop *shop)
{
  self->amount = add_entry (self, _ ("Category, such as Shirts > T-shirts; empty: none"), 24);
  gtk_widget_set_hexpand (GTK_WIDGET (self->amount), TRUE);
  gtk_box_append (GTK_BOX (self->box), tiem_category_button_new (shop, self->amount));
}

static void
tiem_bulk_form_dispose (GObject *object)
{
  g_clear_pointer (&TIEM_BULK_FORM (object)->box, gtk_widget_unparent);
  G_OBJECT_CLASS (tiem_bulk_form_parent_class)->dispose (object);
}

static void
tiem_bulk_form_class_init (TiemBulkFormClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = tiem_bulk_form_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  signals[SIGNAL_CHANGED] = g_signal_new (
      "changed", TIEM_TYPE_BULK_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
tiem_bulk_form_init (TiemBulkForm *self)
{
  self->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
tiem_bulk_form_new (TiemShop *shop,
                    TiemBulkField field)
{
  TiemBulkForm *self = g_object_new (TIEM_TYPE_BULK_FORM, NULL);

  self->field = field;
  if (field == TIEM_BULK_PRICE)
    build_price (self);
  else if (field == TIEM_BULK_STOCK)
    build_stock (self);
  else
    build_category (self, shop);
  changed_cb (self);
  return GTK_WIDGET (self);
}

void
tiem_bulk_form_set_narrow (TiemBulkForm *self,
                           gboolean narrow)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->box),
                                  narrow && self->field != TIEM_BULK_CATEGORY
                                      ? GTK_ORIENTATION_VERTICAL
                                      : GTK_ORIENTATION_HORIZONTAL);
}
