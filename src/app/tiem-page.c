#include "app/tiem-page.h"

typedef struct
{
  GtkStack *stack;
  TiemShop *shop; /* (owned) (nullable) */
  GtkWidget *content;
  TiemSubpage *subpage; /* (nullable) borrowed from the stack */
  TiemSizeClass size_class;
  char *create_label;
  char *create_icon;
  gboolean covered;
} TiemPagePrivate;

enum
{
  PROP_CONTENT = 1,
  PROP_SHOP,
  PROP_SIZE_CLASS,
  PROP_CREATE_LABEL,
  PROP_CREATE_ICON,
  PROP_CAN_GO_BACK,
  PROP_SUBPAGE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (TiemPage, tiem_page, ADW_TYPE_BIN)

#define GET_PRIVATE(self) ((TiemPagePrivate *)tiem_page_get_instance_private (self))

static void
set_shop (TiemPage *self,
          TiemShop *shop)
{
  TiemPagePrivate *priv = GET_PRIVATE (self);

  if (priv->shop == shop)
    return;
  if (priv->subpage != NULL)
    tiem_page_pop (self);
  g_set_object (&priv->shop, shop);
  if (TIEM_PAGE_GET_CLASS (self)->shop_changed != NULL)
    TIEM_PAGE_GET_CLASS (self)->shop_changed (self, shop);
}

static void
set_size_class (TiemPage *self,
                TiemSizeClass size_class)
{
  TiemPagePrivate *priv = GET_PRIVATE (self);

  if (priv->size_class == size_class)
    return;
  priv->size_class = size_class;
  if (TIEM_PAGE_GET_CLASS (self)->size_class_changed != NULL)
    TIEM_PAGE_GET_CLASS (self)->size_class_changed (self, size_class);
}

static void
set_content (TiemPage *self,
             GtkWidget *content)
{
  TiemPagePrivate *priv = GET_PRIVATE (self);

  if (priv->content != NULL)
    gtk_stack_remove (priv->stack, priv->content);
  priv->content = content;
  if (content != NULL)
    gtk_stack_add_child (priv->stack, content);
}

static void
back_cb (GtkWidget *widget,
         const char *action_name,
         GVariant *parameter)
{
  tiem_page_go_back (TIEM_PAGE (widget));
}

/* What slid away is kept until it is out of sight. */
static void
transition_cb (GtkStack *stack,
               GParamSpec *pspec,
               TiemPage *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (stack));
  GtkWidget *visible = gtk_stack_get_visible_child (stack);

  if (gtk_stack_get_transition_running (stack))
    return;
  while (child != NULL)
    {
      GtkWidget *next = gtk_widget_get_next_sibling (child);

      if (TIEM_IS_SUBPAGE (child) && child != visible)
        gtk_stack_remove (stack, child);
      child = next;
    }
}

static void
tiem_page_get_property (GObject *object,
                        guint id,
                        GValue *value,
                        GParamSpec *pspec)
{
  TiemPagePrivate *priv = GET_PRIVATE (TIEM_PAGE (object));

  switch (id)
    {
    case PROP_CONTENT:
      g_value_set_object (value, priv->content);
      break;
    case PROP_SHOP:
      g_value_set_object (value, priv->shop);
      break;
    case PROP_SIZE_CLASS:
      g_value_set_enum (value, priv->size_class);
      break;
    case PROP_CREATE_LABEL:
      g_value_set_string (value, priv->create_label);
      break;
    case PROP_CREATE_ICON:
      g_value_set_string (value, priv->create_icon);
      break;
    case PROP_CAN_GO_BACK:
      g_value_set_boolean (value, priv->subpage != NULL || priv->covered);
      break;
    case PROP_SUBPAGE:
      g_value_set_object (value, priv->subpage);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_page_set_property (GObject *object,
                        guint id,
                        const GValue *value,
                        GParamSpec *pspec)
{
  TiemPage *self = TIEM_PAGE (object);
  TiemPagePrivate *priv = GET_PRIVATE (self);

  switch (id)
    {
    case PROP_CONTENT:
      set_content (self, g_value_get_object (value));
      break;
    case PROP_SHOP:
      set_shop (self, g_value_get_object (value));
      break;
    case PROP_SIZE_CLASS:
      set_size_class (self, g_value_get_enum (value));
      break;
    case PROP_CREATE_LABEL:
      g_free (priv->create_label);
      priv->create_label = g_value_dup_string (value);
      break;
    case PROP_CREATE_ICON:
      g_free (priv->create_icon);
      priv->create_icon = g_value_dup_string (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
tiem_page_dispose (GObject *object)
{
  TiemPagePrivate *priv = GET_PRIVATE (TIEM_PAGE (object));

  g_clear_object (&priv->shop);
  G_OBJECT_CLASS (tiem_page_parent_class)->dispose (object);
}

static void
tiem_page_finalize (GObject *object)
{
  TiemPagePrivate *priv = GET_PRIVATE (TIEM_PAGE (object));

  g_free (priv->create_label);
  g_free (priv->create_icon);
  G_OBJECT_CLASS (tiem_page_parent_class)->finalize (object);
}

static void
tiem_page_class_init (TiemPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags both = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;
  GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = tiem_page_get_property;
  object_class->set_property = tiem_page_set_property;
  object_class->dispose = tiem_page_dispose;
  object_class->finalize = tiem_page_finalize;

  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, both);
  properties[PROP_SHOP] = g_param_spec_object ("shop", NULL, NULL, TIEM_TYPE_SHOP, both);
  properties[PROP_SIZE_CLASS]
      = g_param_spec_enum ("size-class", NULL, NULL, TIEM_TYPE_SIZE_CLASS, TIEM_SIZE_WIDE, both);
  properties[PROP_CREATE_LABEL] = g_param_spec_string ("create-label", NULL, NULL, NULL, both);
  properties[PROP_CREATE_ICON] = g_param_spec_string ("create-icon", NULL, NULL, NULL, both);
  properties[PROP_CAN_GO_BACK] = g_param_spec_boolean ("can-go-back", NULL, NULL, FALSE, read);
  properties[PROP_SUBPAGE] = g_param_spec_object ("subpage", NULL, NULL, TIEM_TYPE_SUBPAGE, read);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_install_action (GTK_WIDGET_CLASS (klass), "page.back", NULL, back_cb);
}

static void
tiem_page_init (TiemPage *self)
{
  TiemPagePrivate *priv = GET_PRIVATE (self);

  priv->size_class = TIEM_SIZE_WIDE;
  priv->stack = g_object_new (GTK_TYPE_STACK,
                              "hhomogeneous",
                              FALSE,
                              "vhomogeneous",
                              FALSE,
                              "transition-type",
                              GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT_RIGHT,
                              NULL);
  g_signal_connect (priv->stack, "notify::transition-running", G_CALLBACK (transition_cb), self);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (priv->stack));
}

TiemShop *
tiem_page_get_shop (TiemPage *self)
{
  g_return_val_if_fail (TIEM_IS_PAGE (self), NULL);
  return GET_PRIVATE (self)->shop;
}

TiemSizeClass
tiem_page_get_size_class (TiemPage *self)
{
  g_return_val_if_fail (TIEM_IS_PAGE (self), TIEM_SIZE_WIDE);
  return GET_PRIVATE (self)->size_class;
}

/* Its blue button (subpage.primary, else what saves it), and what else it has an action for. */
static gboolean
command_subpage (TiemSubpage *subpage,
                 TiemPageCommand command)
{
  static const char *const actions[] = {
    [TIEM_PAGE_CREATE] = "subpage.create",
    [TIEM_PAGE_EDIT] = "subpage.edit",
    [TIEM_PAGE_PRIMARY] = "subpage.primary",
    [TIEM_PAGE_COPY] = "subpage.copy",
    [TIEM_PAGE_UNDO] = "subpage.undo",
    [TIEM_PAGE_SEARCH] = "subpage.search",
    [TIEM_PAGE_NEXT_GROUP] = "subpage.next-group",
    [TIEM_PAGE_PREVIOUS_GROUP] = "subpage.previous-group",
    [TIEM_PAGE_PRINT] = "subpage.print",
  };

  if ((guint)command < G_N_ELEMENTS (actions) && actions[command] != NULL
      && gtk_widget_activate_action (GTK_WIDGET (subpage), actions[command], NULL))
    return TRUE;
  if (command != TIEM_PAGE_PRIMARY)
    return FALSE;
  tiem_subpage_save (subpage);
  return TRUE;
}

gboolean
tiem_page_command (TiemPage *self,
                   TiemPageCommand command)
{
  g_return_val_if_fail (TIEM_IS_PAGE (self), FALSE);

  /* What is meant for the list must not happen out of sight. */
  if (GET_PRIVATE (self)->subpage != NULL)
    return command_subpage (GET_PRIVATE (self)->subpage, command);
  if (TIEM_PAGE_GET_CLASS (self)->command == NULL)
    return FALSE;
  return TIEM_PAGE_GET_CLASS (self)->command (self, command);
}

gboolean
tiem_page_go_back (TiemPage *self)
{
  TiemPagePrivate *priv;

  g_return_val_if_fail (TIEM_IS_PAGE (self), FALSE);

  priv = GET_PRIVATE (self);
  if (priv->subpage != NULL)
    {
      if (tiem_subpage_may_leave (priv->subpage))
        tiem_page_pop (self);
      return TRUE;
    }
  if (TIEM_PAGE_GET_CLASS (self)->go_back == NULL)
    return FALSE;
  return TIEM_PAGE_GET_CLASS (self)->go_back (self);
}

void
tiem_page_show_entry (TiemPage *self,
                      const char *group,
                      gint64 id)
{
  g_return_if_fail (TIEM_IS_PAGE (self));
  if (TIEM_PAGE_GET_CLASS (self)->show_entry != NULL)
    TIEM_PAGE_GET_CLASS (self)->show_entry (self, group, id);
}

static gboolean
holds_focus (GtkWidget *widget)
{
  GtkRoot *root = gtk_widget_get_root (widget);
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  /* The stack gives it back to an entry of the menu that opened the page, too, out of sight now. */
  return focus != NULL && gtk_widget_is_ancestor (focus, widget) && gtk_widget_get_mapped (focus);
}

static void
focus_content (TiemPage *self)
{
  if (TIEM_PAGE_GET_CLASS (self)->take_focus != NULL)
    TIEM_PAGE_GET_CLASS (self)->take_focus (self);
  else
    gtk_widget_child_focus (GET_PRIVATE (self)->content, GTK_DIR_TAB_FORWARD);
}

void
tiem_page_take_focus (TiemPage *self)
{
  TiemSubpage *subpage;

  g_return_if_fail (TIEM_IS_PAGE (self));

  subpage = GET_PRIVATE (self)->subpage;
  if (holds_focus (subpage != NULL ? GTK_WIDGET (subpage) : GTK_WIDGET (self)))
    return;
  if (subpage != NULL)
    gtk_widget_child_focus (GTK_WIDGET (subpage), GTK_DIR_TAB_FORWARD);
  else
    focus_content (self);
}

void
tiem_page_set_covered (TiemPage *self,
                       gboolean covered)
{
  TiemPagePrivate *priv;

  g_return_if_fail (TIEM_IS_PAGE (self));

  priv = GET_PRIVATE (self);
  if (priv->covered == covered)
    return;
  priv->covered = covered;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_GO_BACK]);
}

void
tiem_page_push (TiemPage *self,
                TiemSubpage *subpage)
{
  TiemPagePrivate *priv;

  g_return_if_fail (TIEM_IS_PAGE (self));
  g_return_if_fail (TIEM_IS_SUBPAGE (subpage));

  priv = GET_PRIVATE (self);
  g_return_if_fail (priv->subpage == NULL);
  priv->subpage = subpage;
  gtk_stack_add_child (priv->stack, GTK_WIDGET (subpage));
  gtk_stack_set_visible_child (priv->stack, GTK_WIDGET (subpage));
  /* The stack has done so when the focus was in what it showed; again would be the second field. */
  tiem_page_take_focus (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUBPAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_GO_BACK]);
}

void
tiem_page_pop (TiemPage *self)
{
  TiemPagePrivate *priv;
  gboolean had_focus;

  g_return_if_fail (TIEM_IS_PAGE (self));

  priv = GET_PRIVATE (self);
  if (priv->subpage == NULL)
    return;
  priv->subpage = NULL;
  had_focus = holds_focus (GTK_WIDGET (priv->stack));
  gtk_stack_set_visible_child (priv->stack, priv->content);
  /* The stack gives it back to whoever had it before, if that is still there. */
  if (had_focus && !holds_focus (priv->content))
    focus_content (self);
  transition_cb (priv->stack, NULL, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SUBPAGE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_GO_BACK]);
}

TiemSubpage *
tiem_page_get_subpage (TiemPage *self)
{
  g_return_val_if_fail (TIEM_IS_PAGE (self), NULL);
  return GET_PRIVATE (self)->subpage;
}

void
tiem_page_open (GtkWidget *widget,
                const char *tab,
                const char *group,
                gint64 id)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  gtk_widget_activate_action (widget, "win.open", "(ssx)", tab, group != NULL ? group : "", id);
}

void
tiem_page_toast (GtkWidget *widget,
                 AdwToast *toast)
{
  GtkWidget *overlay = gtk_widget_get_ancestor (widget, ADW_TYPE_TOAST_OVERLAY);

  g_return_if_fail (ADW_IS_TOAST (toast));

  if (overlay != NULL)
    adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (overlay), toast);
  else
    g_object_unref (toast);
}
