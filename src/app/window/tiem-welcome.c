#include "config.h"

#include "app/window/tiem-welcome.h"

#include "app/widgets/tiem-tile.h"
#include "channel/tiem-channel.h"

struct _TiemWelcome
{
  AdwBin parent_instance;

  TiemTile *tiles;
};

G_DEFINE_FINAL_TYPE (TiemWelcome, tiem_welcome, ADW_TYPE_BIN)

static void
tiem_welcome_class_init (TiemWelcomeClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (TIEM_TYPE_TILE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/vn/tiem/Tiem/window/tiem-welcome.ui");
  gtk_widget_class_bind_template_child (widget_class, TiemWelcome, tiles);
}

/* The tiles of what can be connected, so that a new platform's shows here by itself. */
static void
tiem_welcome_init (TiemWelcome *self)
{
  const TiemChannelInfo *const *infos = tiem_channel_info_list ();
  g_autoptr (GString) kinds = g_string_new (NULL);

  gtk_widget_init_template (GTK_WIDGET (self));
  for (guint i = 0; infos[i] != NULL; i++)
    if (infos[i]->flags & TIEM_CHANNEL_HAS_NETWORK)
      g_string_append_printf (kinds, "%s%s", kinds->len > 0 ? "," : "", infos[i]->kind);
  tiem_tile_set_kinds (self->tiles, kinds->str);
}
