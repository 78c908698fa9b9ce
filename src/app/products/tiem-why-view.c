#define G_LOG_DOMAIN "tiem-why-view"

#include "config.h"

#include "app/products/tiem-why-view.h"

#include "app/orders/tiem-order-words.h"
#include "app/widgets/tiem-group.h"
#include "app/widgets/tiem-loader.h"
#include "app/widgets/tiem-notice.h"
#include "app/widgets/tiem-tile.h"
#include "base/tiem-money.h"

#include <glib/gi18n.h>

/* Of a line that opens something: its arrow, and the gap before it. */
#define ARROW_WIDTH 26

struct _TiemWhyView
{
  AdwBin parent_instance;

  TiemNotice *notice;
  GtkBox *column;

  TiemStore *store;   /* (owned) (nullable): none once it is disposed */
  TiemLoader *loader; /* (owned) */
  char *title;        /* (nullable) */
  char *subtitle;     /* (nullable) */
};

G_DEFINE_FINAL_TYPE (TiemWhyView, tiem_why_view, ADW_TYPE_BIN)

enum
{
  PROP_TITLE = 1,
  PROP_SUBTITLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

const char *
tiem_figure_get_label (TiemFigure figure)
{
  static const char *const labels[] = {
    [TIEM_FIGURE_AVAILABLE] = N_ ("Available"), [TIEM_FIGURE_ON_HAND] = N_ ("On hand"),
    [TIEM_FIGURE_RESERVED] = N_ ("Reserved"),   [TIEM_FIGURE_CHANNELS] = N_ ("On the channels"),
    [TIEM_FIGURE_INCOMING] = N_ ("On the way"), [TIEM_FIGURE_SOLD] = N_ ("Sold in 30 days"),
    [TIEM_FIGURE_VALUE] = N_ ("Stock value"),
  };

  return _ (labels[figure]);
}

/* --- reading: the subject of the loader is both the variant and the figure --- */

static gint64
make_subject (gint64 variant_id,
              TiemFigure figure)
{
  return variant_id * TIEM_N_FIGURES + (gint64)figure;
}

static gpointer
read_why (TiemStore *store,
          gpointer data,
          GCancellable *cancellable,
          GError **error)
{
  gint64 subject = *(gint64 *)data;

  return tiem_store_tell_why (
      store, subject / TIEM_N_FIGURES, (TiemFigure)(subject % TIEM_N_FIGURES), error);
}

/* --- lines --- */

/* Returns: (transfer full) */
static char *
format_amount (const TiemWhy *why,
               gint64 amount,
               gboolean is_signed)
{
  gint64 plain = is_signed ? ABS (amount) : amount;
  g_autofree char *number = why->is_money ? tiem_money_format (plain) : tiem_number_format (plain);

  return g_strdup_printf ("%s%s", !is_signed ? "" : amount < 0 ? "−" : "+", number);
}

/* Returns: (transfer full) (nullable) */
static char *
dup_action (const TiemWhyPart *part)
{
  gint64 id = part->target_id;

  switch (part->target)
    {
    case TIEM_WHY_MOVEMENTS:
      {
        g_autoptr (GVariant) reason = g_variant_ref_sink (
            g_variant_new_string (part->target_word != NULL ? part->target_word : ""));
        g_autofree char *quoted = g_variant_print (reason, FALSE);

        return g_strdup_printf ("why.card((int64 %" G_GINT64_FORMAT ", %s))", id, quoted);
      }
    case TIEM_WHY_ORDER:
      return g_strdup_printf ("why.order(int64 %" G_GINT64_FORMAT ")", id);
    case TIEM_WHY_SLIP:
      return g_strdup_printf (
          "why.slip((int64 %" G_GINT64_FORMAT ", '%s'))", id, part->target_word);
    case TIEM_WHY_VARIANT:
      return g_strdup_printf ("why.variant(int64 %" G_GINT64_FORMAT ")", id);
    case TIEM_WHY_FIGURE:
      return g_strdup_printf ("why.figure('%s')", tiem_figure_to_string ((TiemFigure)id));
    case TIEM_WHY_NOTHING:
    default:
      return NULL;
    }
}

static gboolean
has_negative (const TiemWhyWay *way)
{
  for (guint i = 0; i < way->parts->len; i++)
    if (((TiemWhyPart *)g_ptr_array_index (way->parts, i))->amount < 0)
      return TRUE;
  return FALSE;
}

static gboolean
has_links (const TiemWhyWay *way)
{
  for (guint i = 0; i < way->parts->len; i++)
    if (((TiemWhyPart *)g_ptr_array_index (way->parts, i))->target != TIEM_WHY_NOTHING)
      return TRUE;
  return FALSE;
}

static void
add_part (TiemGroup *group,
          const TiemWhy *why,
          const TiemWhyPart *part,
          gboolean is_signed,
          gboolean is_deciding,
          gint64 now)
{
  g_autofree char *amount = format_amount (why, part->amount, is_signed);
  g_autofree char *moment = part->at > 0 ? tiem_order_dup_moment (part->at, now) : NULL;
  g_autofree char *sub = part->detail != NULL && moment != NULL
                             ? g_strdup_printf ("%s · %s", part->detail, moment)
                             : g_strdup (part->detail != NULL ? part->detail : moment);
  g_autofree char *action = dup_action (part);
  GtkWidget *row = tiem_group_add_line (
      group,
      part->channel_kind != NULL ? tiem_tile_new (18, part->channel_kind) : NULL,
      part->label,
      sub,
      amount,
      is_deciding ? _ ("the least") : NULL,
      action);
  g_autofree char *said = g_strdup_printf ("%s, %s", part->label, amount);

  if (action != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, said, -1);
}

/* The last line of the card: what the parts give, and whether that is the number. */
static void
add_sum (TiemGroup *group,
         const TiemWhy *why,
         const TiemWhyWay *way)
{
  gint64 sum = tiem_why_way_sum (way);
  gboolean agrees = sum == way->number;
  GtkWidget *facts = tiem_facts_new ();
  g_autofree char *amount = format_amount (why, sum, FALSE);
  g_autofree char *shown = format_amount (why, way->number, FALSE);
  g_autofree char *label = NULL;
  GtkWidget *value;

  if (!agrees)
    /* Translators: a number that the parts should have given */
    label = g_strdup_printf (_ ("Together, but %s is shown: tell us"), shown);
  else
    label = g_strdup (way->listing_id != 0 ? _ ("To be shown there")
                      : way->is_least      ? _ ("The least of them")
                                           : _ ("Together"));
  value = tiem_facts_add (facts, label, amount, TRUE);
  /* Below the numbers, which have an arrow behind them. */
  gtk_widget_set_margin_end (value, has_links (way) ? ARROW_WIDTH : 0);
  if (!agrees)
    tiem_tone_apply (value, TIEM_TONE_ERROR);
  tiem_group_add (group, facts);
}

static void
add_events (TiemGroup *group,
            const TiemWhy *why,
            const TiemWhyWay *way,
            gint64 now)
{
  for (guint i = 0; i < way->events->len; i++)
    {
      const TiemWhyPart *event = g_ptr_array_index (way->events, i);
      g_autofree char *at = tiem_order_dup_moment (event->at, now);
      g_autofree char *amount = format_amount (why, event->amount, FALSE);
      g_autofree char *text = g_strdup_printf ("%s: %s", event->label, amount);

      tiem_group_add (
          group, tiem_timeline_entry_new ("radio-checked-symbolic", TIEM_TONE_SUB, text, NULL, at));
    }
}

static void
add_note (TiemGroup *group,
          const char *icon,
          const char *note)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *image = gtk_image_new_from_icon_name (icon);
  GtkWidget *label = g_object_new (
      GTK_TYPE_LABEL, "label", note, "xalign", 0.0, "wrap", TRUE, "hexpand", TRUE, NULL);

  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_valign (image, GTK_ALIGN_START);
  gtk_widget_add_css_class (image, "tiem-sub");
  gtk_widget_add_css_class (box, "tiem-line");
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), label);
  tiem_group_add (group, box);
}

static void
add_way (TiemWhyView *self,
         const TiemWhy *why,
         const TiemWhyWay *way,
         gint64 now)
{
  GtkWidget *group = tiem_group_new (way->heading, NULL);
  gboolean is_signed = has_negative (way);
  gint64 sum = tiem_why_way_sum (way);

  if (way->listing_id != 0)
    {
      g_autofree char *action
          = g_strdup_printf ("why.listing(int64 %" G_GINT64_FORMAT ")", way->listing_id);

      tiem_group_add_button (TIEM_GROUP (group), _ ("Price and share…"), action);
    }
  for (guint i = 0; i < way->parts->len; i++)
    {
      const TiemWhyPart *part = g_ptr_array_index (way->parts, i);

      add_part (TIEM_GROUP (group),
                why,
                part,
                is_signed && i > 0,
                way->is_least && part->amount == sum,
                now);
    }
  if (way->has_number)
    add_sum (TIEM_GROUP (group), why, way);
  if (way->note != NULL)
    add_note (TIEM_GROUP (group), "dialog-information-symbolic", way->note);
  add_events (TIEM_GROUP (group), why, way, now);
  gtk_box_append (self->column, group);
}

static void
add_notes (TiemWhyView *self,
           const TiemWhy *why)
{
  GtkWidget *group;

  if (why->notes->len == 0)
    return;
  group = tiem_group_new (_ ("Under way"), NULL);
  for (guint i = 0; i < why->notes->len; i++)
    add_note (
        TIEM_GROUP (group), "document-open-recent-symbolic", g_ptr_array_index (why->notes, i));
  gtk_box_append (self->column, group);
}

/* --- all of it --- */

static char *
dup_title (const TiemWhy *why)
{
  g_autofree char *number = format_amount (why, why->number, FALSE);

  if (why->figure == TIEM_FIGURE_CHANNELS)
    return g_strdup (_ ("How the channels get their numbers"));
  /* Translators: what a number is ("On hand"), the number */
  return g_strdup_printf (_ ("%s %s: why?"), tiem_figure_get_label (why->figure), number);
}

static char *
dup_subtitle (const TiemVariant *variant)
{
  if (variant->options != NULL && *variant->options != '\0')
    return g_strdup_printf ("%s · %s · %s", variant->product_name, variant->options, variant->sku);
  return g_strdup_printf ("%s · %s", variant->product_name, variant->sku);
}

static void
take_title (TiemWhyView *self,
            char *title,
            char *subtitle)
{
  g_free (self->title);
  g_free (self->subtitle);
  self->title = title;
  self->subtitle = subtitle;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TITLE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUBTITLE]);
}

/* Whichever row had the focus: the one in its place gets it. Returns: −1 = none had */
static int
find_focus (TiemWhyView *self,
            GtkWidget **card)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  *card = NULL;
  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->column)))
    return -1;
  for (GtkWidget *at = focus; at != GTK_WIDGET (self->column); at = gtk_widget_get_parent (at))
    *card = at;
  return GTK_IS_LIST_BOX_ROW (focus) ? gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (focus)) : 0;
}

static GtkWidget *
find_list (GtkWidget *widget)
{
  GtkWidget *found = GTK_IS_LIST_BOX (widget) ? widget : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_list (child);
  return found;
}

static void
restore_focus (TiemWhyView *self,
               int card,
               int row)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->column));
  GtkWidget *list;
  GtkListBoxRow *found;

  for (int i = 0; i < card && child != NULL; i++)
    child = gtk_widget_get_next_sibling (child);
  list = child != NULL ? find_list (child) : NULL;
  found = list != NULL ? gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), row) : NULL;
  if (found == NULL || !gtk_widget_grab_focus (GTK_WIDGET (found)))
    gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
}

static void
show_why (TiemWhyView *self,
          const TiemWhy *why)
{
  gint64 now = tiem_store_now (self->store);
  gboolean is_first = gtk_widget_get_first_child (GTK_WIDGET (self->column)) == NULL;
  GtkWidget *card;
  int row = find_focus (self, &card);
  int at = 0;
  GtkWidget *child;

  for (child = card; child != NULL && (child = gtk_widget_get_prev_sibling (child)) != NULL;)
    at++;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->column))) != NULL)
    gtk_box_remove (self->column, child);
  for (guint i = 0; i < why->ways->len; i++)
    add_way (self, why, g_ptr_array_index (why->ways, i), now);
  if (why->ways->len == 0)
    {
      GtkWidget *group = tiem_group_new (NULL, NULL);

      add_note (TIEM_GROUP (group),
                "dialog-information-symbolic",
                _ ("No channel lists it: nothing is sent anywhere."));
      gtk_box_append (self->column, group);
    }
  add_notes (self, why);
  take_title (self, dup_title (why), dup_subtitle (why->variant));
  if (row >= 0)
    restore_focus (self, at, row);
  else if (is_first && gtk_widget_get_mapped (GTK_WIDGET (self)))
    restore_focus (self, 0, 0);
}

static void
why_read_cb (GtkWidget *widget,
             gpointer result,
             const GError *error)
{
  TiemWhyView *self = TIEM_WHY_VIEW (widget);

  tiem_notice_show (self->notice,
                    TIEM_TONE_ERROR,
                    error != NULL ? _ ("This can't be shown") : NULL,
                    error != NULL ? error->message : NULL,
                    NULL,
                    FALSE);
  if (result != NULL)
    show_why (self, result);
}

/* --- the object --- */

static void
tiem_why_view_get_property (GObject *object,
                            guint id,
                            GValue *value,
                            GParamSpec *pspec)
{
  TiemWhyView *self = TIEM_WHY_VIEW (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_SUBTITLE:
      g_value_set_string (value, self->subtitle);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_why_view_dispose (GObject *object)
{
  TiemWhyView *self = TIEM_WHY_VIEW (object);

  g_clear_object (&self->loader);
  g_clear_object (&self->store);
  G_OBJECT_CLASS (tiem_why_view_parent_class)->dispose (object);
}

static void
tiem_why_view_finalize (GObject *object)
{
  TiemWhyView *self = TIEM_WHY_VIEW (object);

  g_free (self->title);
  g_free (self->subtitle);
  G_OBJECT_CLASS (tiem_why_view_parent_class)->finalize (object);
}

static void
tiem_why_view_class_init (TiemWhyViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = tiem_why_view_get_property;
  object_class->dispose = tiem_why_view_dispose;
  object_class->finalize = tiem_why_view_finalize;
  properties[PROP_TITLE]
      = g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_SUBTITLE] = g_param_spec_string (
      "subtitle", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_type_ensure (TIEM_TYPE_NOTICE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/products/tiem-why-view.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemWhyView, notice);
  gtk_widget_class_bind_template_child (widget_class, TiemWhyView, column);
}

static void
tiem_why_view_init (TiemWhyView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
tiem_why_view_new (TiemShop *shop,
                   gint64 variant_id,
                   TiemFigure figure)
{
  TiemWhyView *self = g_object_new (TIEM_TYPE_WHY_VIEW, NULL);

  self->store = g_object_ref (tiem_shop_get_store (shop));
  self->loader = tiem_loader_new (GTK_WIDGET (self),
                                  self->store,
                                  TIEM_CHANGED_PRODUCTS | TIEM_CHANGED_LISTINGS
                                      | TIEM_CHANGED_ORDERS | TIEM_CHANGED_CHANNELS,
                                  read_why,
                                  (GDestroyNotify)tiem_why_free,
                                  why_read_cb);
  tiem_loader_set_subject (self->loader, make_subject (variant_id, figure));
  return GTK_WIDGET (self);
}
