#pragma once

#include "shopee-fixture.h"

/* An order as Shopee gives it, and a market that has some. */

#define ITEM                                                                                       \
  "{'item_id':23620850001,'item_name':'Nón lá Huế','item_sku':'NL','model_id':221404180001,"   \
  "'model_name':'Đỏ','model_sku':'NL-DO','model_quantity_purchased':2,"                         \
  "'model_original_price':90000,'model_discounted_price':78000,"                                   \
  "'order_item_id':23620850001,'promotion_group_id':0,'product_location_id':['VN0005EIZ'],"        \
  "'image_info':{'image_url':'https://cf.shopee.vn/file/a'}}"

#define ADDRESS                                                                                    \
  "{'name':'N******n','phone':'******64','town':'','district':'Phường Phú Hội',"             \
  "'city':'Thành phố Huế','state':'Thừa Thiên Huế','region':'VN','zipcode':'',"          \
  "'full_address':'12******'}"

/* What every order has; @more begins with a comma. */
#define ORDER_SN(sn, status, more, items)                                                          \
  "{'order_sn':'" sn "','region':'VN','currency':'VND','order_status':'" status "',"               \
  "'create_time':1795230000,'update_time':1795230420,'ship_by_date':1795402800,"                   \
  "'message_to_seller':'Gọi trước nhé','buyer_user_id':1170319001,"                          \
  "'buyer_username':'lan_hue88','recipient_address':" ADDRESS ",'item_list':[" items "]" more "}"
#define ORDER(status, more, items) ORDER_SN ("2611218K2TQX9A", status, more, items)
#define COD ",'cod':true,'total_amount':171000"
#define PACKAGE(number, status)                                                                    \
  "{'package_number':'" number "','logistics_status':'" status "','logistics_channel_id':50021,"   \
  "'shipping_carrier':'SPX Express'}"
