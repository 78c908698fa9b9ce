#define G_LOG_DOMAIN "tiem-why-page"

#include "config.h"

#include "app/products/tiem-why-page.h"

#include "app/help/tiem-help.h"
#include "app/products/tiem-card-view.h"
#include "app/products/tiem-product-actions.h"
#include "app/products/tiem-why-view.h"

struct _TiemWhyPage
{
  TiemSubpage parent_instance;

  GtkStack *stack;
  GPtrArray *views; /* (element-type GtkWidget): the steps so far; the last one is shown */
  TiemShop *shop;   /* (owned) (nullable): none once it is disposed */
  gint64 variant_id;
};

G_DEFINE_FINAL_TYPE (TiemWhyPage, tiem_why_page, TIEM_TYPE_SUBPAGE)

/* --- steps --- */

static GtkWidget *
get_front (TiemWhyPage *self)
{
  return g_ptr_array_index (self->views, self->views->len - 1);
}

static void
show_title (TiemWhyPage *self)
{
  g_autofree char *title = NULL;
  g_autofree char *subtitle = NULL;

  if (self->views->len == 0)
    return;
  g_object_get (get_front (self), "title", &title, "subtitle", &subtitle, NULL);
  tiem_subpage_set_title (TIEM_SUBPAGE (self), title, subtitle);
}

static void
push_view (TiemWhyPage *self,
           GtkWidget *view)
{
  g_ptr_array_add (self->views, view);
  gtk_stack_add_child (self->stack, view);
  gtk_stack_set_visible_child (self->stack, view);
  g_signal_connect_object (view, "notify", G_CALLBACK (show_title), self, G_CONNECT_SWAPPED);
  tiem_subpage_set_dirty (TIEM_SUBPAGE (self), self->views->len > 1);
  show_title (self);
  if (gtk_widget_get_root (view) != NULL)
    gtk_widget_child_focus (view, GTK_DIR_TAB_FORWARD);
}

/* The stack gives the focus back to whoever had it there. */
static gboolean
tiem_why_page_may_leave (TiemSubpage *subpage)
{
  TiemWhyPage *self = TIEM_WHY_PAGE (subpage);
  GtkWidget *gone;

  if (self->views->len < 2)
    return TRUE;
  gone = g_ptr_array_steal_index (self->views, self->views->len - 1);
  gtk_stack_set_visible_child (self->stack, get_front (self));
  gtk_stack_remove (self->stack, gone);
  tiem_subpage_set_dirty (subpage, self->views->len > 1);
  show_title (self);
  return FALSE;
}

/* --- what lines open --- */

static void
figure_action (GtkWidget *widget,
               const char *name,
               GVariant *parameter)
{
  TiemWhyPage *self = TIEM_WHY_PAGE (widget);
  TiemFigure figure;

  if (tiem_figure_from_string (g_variant_get_string (parameter, NULL), &figure))
    push_view (self, tiem_why_view_new (self->shop, self->variant_id, figure));
}

static void
card_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  TiemWhyPage *self = TIEM_WHY_PAGE (widget);
  const char *reason;
  gint64 location_id;

  g_variant_get (parameter, "(x&s)", &location_id, &reason);
  push_view (self,
             tiem_card_view_new (
                 self->shop, self->variant_id, location_id, *reason != '\0' ? reason : NULL));
}

static void
order_action (GtkWidget *widget,
              const char *name,
              GVariant *parameter)
{
  tiem_page_open (widget, "orders", NULL, g_variant_get_int64 (parameter));
}

/* Only one page lies over the tab: this one makes room. Returns: the tab */
static GtkWidget *
make_room (GtkWidget *widget)
{
  GtkWidget *tab = gtk_widget_get_ancestor (widget, TIEM_TYPE_PAGE);

  if (tab != NULL)
    tiem_subpage_leave (TIEM_SUBPAGE (widget));
  return tab;
}

static void
variant_action (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  gint64 id = g_variant_get_int64 (parameter);
  GtkWidget *tab = make_room (widget);

  if (tab != NULL)
    tiem_page_open (tab, "products", "all", id);
}

static void
listing_action (GtkWidget *widget,
                const char *name,
                GVariant *parameter)
{
  gint64 id = g_variant_get_int64 (parameter);
  GtkWidget *tab = make_room (widget);

  if (tab != NULL)
    gtk_widget_activate_action (tab, "products.listing", "x", id);
}

static void
slip_action (GtkWidget *widget,
             const char *name,
             GVariant *parameter)
{
  g_autofree char *kind = NULL;
  gint64 id;
  GtkWidget *tab;

  g_variant_get (parameter, "(xs)", &id, &kind);
  tab = make_room (widget);
  if (tab != NULL)
    tiem_product_open_slip (TIEM_PAGE (tab), id, kind);
}

/* --- the object --- */

static void
tiem_why_page_dispose (GObject *object)
{
  TiemWhyPage *self = TIEM_WHY_PAGE (object);

  g_clear_object (&self->shop);
  G_OBJECT_CLASS (tiem_why_page_parent_class)->dispose (object);
}

static void
tiem_why_page_finalize (GObject *object)
{
  g_ptr_array_unref (TIEM_WHY_PAGE (object)->views);
  G_OBJECT_CLASS (tiem_why_page_parent_class)->finalize (object);
}

static void
tiem_why_page_class_init (TiemWhyPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = tiem_why_page_dispose;
  G_OBJECT_CLASS (klass)->finalize = tiem_why_page_finalize;
  TIEM_SUBPAGE_CLASS (klass)->may_leave = tiem_why_page_may_leave;
  gtk_widget_class_install_action (widget_class, "why.figure", "s", figure_action);
  gtk_widget_class_install_action (widget_class, "why.card", "(xs)", card_action);
  gtk_widget_class_install_action (widget_class, "why.order", "x", order_action);
  gtk_widget_class_install_action (widget_class, "why.slip", "(xs)", slip_action);
  gtk_widget_class_install_action (widget_class, "why.variant", "x", variant_action);
  gtk_widget_class_install_action (widget_class, "why.listing", "x", listing_action);
}

static void
tiem_why_page_init (TiemWhyPage *self)
{
  self->views = g_ptr_array_new ();
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_transition_type (self->stack, GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT_RIGHT);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
  tiem_help_set_topic (GTK_WIDGET (self), "stock");
}

static GtkWidget *
make_page (TiemShop *shop,
           gint64 variant_id)
{
  TiemWhyPage *self = g_object_new (TIEM_TYPE_WHY_PAGE, NULL);

  self->shop = g_object_ref (shop);
  self->variant_id = variant_id;
  return GTK_WIDGET (self);
}

GtkWidget *
tiem_why_page_new (TiemShop *shop,
                   gint64 variant_id,
                   TiemFigure figure)
{
  GtkWidget *page = make_page (shop, variant_id);

  push_view (TIEM_WHY_PAGE (page), tiem_why_view_new (shop, variant_id, figure));
  return page;
}

GtkWidget *
tiem_why_page_new_card (TiemShop *shop,
                        gint64 variant_id)
{
  GtkWidget *page = make_page (shop, variant_id);

  push_view (TIEM_WHY_PAGE (page), tiem_card_view_new (shop, variant_id, 0, NULL));
  return page;
}
