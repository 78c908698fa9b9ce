#pragma once

#include "app/tiem-page.h"

G_BEGIN_DECLS

/*
 * Listings without a link, each with what it probably is and why: accept, take another one, make a
 * product of it, or ignore it. What was done can be undone, one after the other, with Ctrl+Z.
 */
#define TIEM_TYPE_LINK_PAGE (tiem_link_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemLinkPage, tiem_link_page, TIEM, LINK_PAGE, TiemSubpage)

/* @channel_id: 0 = of all channels */
GtkWidget *tiem_link_page_new (TiemShop *shop,
                               gint64 channel_id);
/* Slides it over the tab @page; nothing while another page is there. */
void tiem_link_page_open (TiemPage *page);

G_END_DECLS
