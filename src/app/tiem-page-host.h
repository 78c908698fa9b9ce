#pragma once

#include "app/tiem-page.h"

G_BEGIN_DECLS

/*
 * A page with a list of its own as a long task over a tab: purchases, suppliers. It wears the
 * title, the button and the way back of what is in front inside of it, and hands on the keys.
 */
#define TIEM_TYPE_PAGE_HOST (tiem_page_host_get_type ())
G_DECLARE_FINAL_TYPE (TiemPageHost, tiem_page_host, TIEM, PAGE_HOST, TiemSubpage)

/* @inner: takes its floating reference; its "create-label" becomes the button in the header. */
GtkWidget *tiem_page_host_new (TiemShop *shop,
                               TiemPage *inner,
                               const char *title);
TiemPage *tiem_page_host_get_inner (TiemPageHost *self);

G_END_DECLS
