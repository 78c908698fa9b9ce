#pragma once

#include "app/tiem-page.h"

G_BEGIN_DECLS

/* The categories as a list, each below its parent: call one otherwise, move it, join it with
 * another, end it. Each can be undone from its toast. */
#define TIEM_TYPE_CATEGORIES_PAGE (tiem_categories_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemCategoriesPage, tiem_categories_page, TIEM, CATEGORIES_PAGE, TiemSubpage)

/* Slides it over the Products tab. */
void tiem_categories_page_open (TiemPage *page);

G_END_DECLS
