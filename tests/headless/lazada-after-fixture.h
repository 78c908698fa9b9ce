#pragma once

#include "lazada-fixture.h"

/* An order that something is done with. */

#define UNITS(status, more)                                                                        \
  "{'code':'0','data':[{'order_item_id':446156719069495,'order_id':446156718969495,"               \
  "'sku':'AD-DO-L','status':'" status "','item_price':459000" more "},"                            \
  "{'order_item_id':446156719069496,'order_id':446156718969495,'sku':'AD-DO-M',"                   \
  "'status':'canceled','item_price':459000,'package_id':'FP0'}]}"
#define ORDER "{'code':'0','data':{'order_id':446156718969495,'price':'918000.00'}}"
#define ID "446156718969495"
