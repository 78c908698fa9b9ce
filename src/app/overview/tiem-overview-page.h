#pragma once

#include "app/tiem-page.h"

G_BEGIN_DECLS

/* The first tab: what is to be done, then the figures. */
#define TIEM_TYPE_OVERVIEW_PAGE (tiem_overview_page_get_type ())
G_DECLARE_FINAL_TYPE (TiemOverviewPage, tiem_overview_page, TIEM, OVERVIEW_PAGE, TiemPage)

G_END_DECLS
