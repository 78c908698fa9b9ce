#include "sandbox/tiem-sandbox-catalogue.h"

#define SHIRT TIEM_SANDBOX_SHAPE_SHIRT
#define BOTTLE TIEM_SANDBOX_SHAPE_BOTTLE
#define BOX TIEM_SANDBOX_SHAPE_BOX
#define BAG TIEM_SANDBOX_SHAPE_BAG
#define POT TIEM_SANDBOX_SHAPE_POT
#define LAMP TIEM_SANDBOX_SHAPE_LAMP

#define FASHION "Thời trang"
#define KITCHEN "Nhà bếp"
#define HOME "Phòng ngủ & trang trí"
#define FOOD "Đặc sản"
#define CARE "Chăm sóc & em bé"

/* 60 products, 150 variants: what a small Vietnamese shop for home and clothes might sell. */
/* clang-format off */
const TiemSandboxGoods tiem_sandbox_goods[] = {
  { "AT-SG", "Áo thun cotton form rộng tay lỡ unisex in chữ Sài Gòn", FASHION, 189000, 220, SHIRT,
    { "Màu", "Cỡ" }, { "Đen:D|Trắng:T", "M:M|L:L" } },
  { "AP-PIQ", "Áo polo nam vải cá sấu dệt tổ ong cổ bẻ phối viền, thấm hút mồ hôi", FASHION, 245000, 260, SHIRT,
    { "Màu", "Cỡ" }, { "Xanh than:XT|Trắng:T", "M:M|L:L|XL:XL" } },
  { "SM-LINEN", "Áo sơ mi linen nữ tay lỡ dáng suông cổ trụ phong cách Hàn Quốc", FASHION, 289000, 210, SHIRT,
    { "Màu", "Cỡ" }, { "Be:BE|Xanh bạc hà:BH", "S:S|M:M" } },
  { "QT-KK", "Quần tây nam ống đứng vải kaki co giãn 4 chiều không nhăn không xù", FASHION, 359000, 420, SHIRT,
    { "Cỡ" }, { "29:29|30:30|31:31|32:32" } },
  { "CV-XL", "Chân váy xếp ly dáng dài cạp chun vải tuyết mưa, có lót trong", FASHION, 225000, 310, SHIRT,
    { "Màu" }, { "Đen:D|Nâu tây:N" } },
  { "DAM-LUA", "Đầm hai dây lụa satin dáng suông dự tiệc, dây áo chỉnh được", FASHION, 420000, 240, SHIRT,
    { "Màu", "Cỡ" }, { "Đỏ đô:DD|Xanh rêu:XR", "S:S|M:M" } },
  { "AK-GIO", "Áo khoác gió 2 lớp chống nước có mũ tháo rời, unisex nam nữ", FASHION, 395000, 480, SHIRT,
    { "Màu", "Cỡ" }, { "Đen:D|Ghi:G", "M:M|L:L|XL:XL:10000" } },
  { "PJ-HOA", "Bộ đồ ngủ pyjama cotton tay ngắn quần dài hoạ tiết hoa nhí", FASHION, 265000, 350, SHIRT,
    { "Cỡ" }, { "M:M|L:L|XL:XL" } },
  { "AD-GAM", "Áo dài cách tân gấm tơ cổ tròn tay lỡ mặc Tết, kèm mấn cùng màu", FASHION, 690000, 520, SHIRT,
    { "Màu", "Cỡ" }, { "Đỏ:DO|Vàng:VA", "S:S|M:M" } },
  { "TAT-5", "Set 5 đôi tất cổ ngắn cotton khử mùi, nhiều màu", FASHION, 79000, 150, BOX, { NULL }, { NULL } },
  { "NON-LA", "Nón lá Huế bài thơ làm thủ công, quai lụa", FASHION, 120000, 180, BAG, { NULL }, { NULL } },
  { "TOTE-MC", "Túi tote vải canvas in hình Chùa Một Cột, có khoá kéo và ngăn nhỏ", FASHION, 95000, 190, BAG,
    { "Màu" }, { "Trắng ngà:TN|Đen:D" } },
  { "VI-DA", "Ví da bò nam dáng ngang khắc tên theo yêu cầu, hộp gỗ", FASHION, 329000, 160, BAG,
    { "Màu" }, { "Nâu:N|Đen:D" } },
  { "DEP-EVA", "Dép quai ngang EVA siêu nhẹ chống trơn đi trong nhà", FASHION, 69000, 230, BOX,
    { "Cỡ" }, { "36-37:36|38-39:38|40-41:40|42-43:42" } },
  { "KHAN-LEN", "Khăn choàng cổ len dệt kim bản to giữ ấm mùa đông 180 cm", FASHION, 149000, 260, BAG,
    { "Màu" }, { "Ghi:G|Đỏ rượu:DR|Be:BE" } },

  { "BGN-750", "Bình giữ nhiệt inox 304 nắp bật 750 ml khắc tên theo yêu cầu", KITCHEN, 325000, 430, BOTTLE,
    { "Màu" }, { "Xanh rêu:XR|Trắng sữa:TS|Hồng đào:HD" } },
  { "CHAO", "Chảo chống dính vân đá đáy từ dùng được mọi loại bếp, kèm nắp kính", KITCHEN, 399000, 1250, POT,
    { "Cỡ" }, { "24 cm:24|28 cm:28:60000" } },
  { "NOI-SU", "Nồi sứ dưỡng sinh nấu cháo, kho cá 2 lít, đun trực tiếp trên bếp ga", KITCHEN, 450000, 2600, POT,
    { NULL }, { NULL } },
  { "DAO-BO", "Bộ dao nhà bếp 5 món thép không gỉ cán gỗ, kèm hộp cắm", KITCHEN, 520000, 1800, BOX, { NULL }, { NULL } },
  { "THOT-TK", "Thớt gỗ teak nguyên khối có rãnh, tay cầm khoét", KITCHEN, 145000, 900, BOX,
    { "Cỡ" }, { "Nhỏ 28 cm:S|Vừa 34 cm:M:50000|Lớn 42 cm:L:120000" } },
  { "HOP-TT3", "Bộ 3 hộp thuỷ tinh chịu nhiệt đựng thực phẩm, nắp 4 khoá, dùng lò vi sóng", KITCHEN, 249000, 1700, BOX,
    { NULL }, { NULL } },
  { "BAT-BT12", "Bộ bát đĩa gốm Bát Tràng vẽ tay 12 món cho 4 người ăn", KITCHEN, 890000, 4200, POT,
    { "Men" }, { "Men lam:ML|Men rạn:MR:80000" } },
  { "AM-TRA", "Bộ ấm chén pha trà gốm tử sa Bát Tràng đắp nổi hoa sen, khay tre", KITCHEN, 650000, 2300, POT,
    { NULL }, { NULL } },
  { "PHIN", "Phin cà phê nhôm dày kiểu Buôn Ma Thuột, nắp gài", KITCHEN, 45000, 110, POT,
    { "Cỡ" }, { "Số 4:4|Số 6:6:9000|Số 8:8:18000" } },
  { "LY-900", "Ly giữ nhiệt có ống hút và quai xách 900 ml, giữ lạnh 24 giờ", KITCHEN, 215000, 380, BOTTLE,
    { "Màu" }, { "Đen:D|Tím khói:TK|Xanh dương:XD" } },
  { "MUONG-DUA", "Set muỗng đũa gỗ dừa Bến Tre 10 món, túi vải bố", KITCHEN, 85000, 240, BOX, { NULL }, { NULL } },
  { "TUI-LOC", "Túi lọc trà vải không dệt có dây rút, gói 100 cái", KITCHEN, 39000, 60, BOX, { NULL }, { NULL } },

  { "CGG", "Bộ chăn ga gối cotton Hàn Quốc (4 món), có khoá kéo", HOME, 1150000, 3200, BOX,
    { "Cỡ nệm", "Màu" }, { "1m6 × 2m:1M6|1m8 × 2m:1M8:100000", "Hồng đất:HD|Xám:X" } },
  { "GOI-CS", "Gối cao su non chống ngáy vỏ tre tháo giặt được 60 × 40 cm", HOME, 299000, 1100, BOX, { NULL }, { NULL } },
  { "CHAN-TAM", "Ruột chăn bông tơ tằm 4 mùa vỏ cotton 100 %", HOME, 780000, 2400, BOX,
    { "Cỡ" }, { "1m8 × 2m:1M8|2m × 2m2:2M:150000" } },
  { "REM-GAM", "Rèm cửa vải gấm cản nắng 90 % may sẵn khoen, cao 2m5", HOME, 350000, 1900, BOX,
    { "Rộng" }, { "1m5:1M5|2m:2M:110000|2m5:2M5:220000" } },
  { "DEN-GO", "Đèn ngủ cảm ứng gỗ đổi 3 màu ánh sáng, sạc USB-C", HOME, 385000, 520, LAMP,
    { "Gỗ" }, { "Gỗ sồi:S|Gỗ óc chó:OC:40000" } },
  { "NEN-200", "Nến thơm sáp đậu nành ly thuỷ tinh 200 g, cháy 40 giờ", HOME, 165000, 430, LAMP,
    { "Mùi" }, { "Oải hương:OH|Sả chanh:SC|Vani:VN|Gỗ đàn hương:DH" } },
  { "TD-TRAM", "Tinh dầu tràm trà nguyên chất Huế, chai thuỷ tinh nắp nhỏ giọt", HOME, 75000, 70, BOTTLE,
    { "Dung tích" }, { "10 ml:10|50 ml:50:130000" } },
  { "GM-TAY", "Giỏ mây đan tay đựng đồ, có quai da bò", HOME, 520000, 650, BAG,
    { "Cỡ" }, { "Nhỏ, 25 cm:N|Lớn, 35 cm:L:170000" } },
  { "THAM-COI", "Thảm cói tròn đan tay Nga Sơn trải sàn, lót ghế", HOME, 180000, 1300, BAG,
    { "Cỡ" }, { "80 cm:80|1m2:120:120000" } },
  { "TRANH-DH", "Tranh dân gian Đông Hồ in trên giấy điệp, khung gỗ 30 × 40 cm", HOME, 210000, 900, BOX,
    { "Tranh" }, { "Đám cưới chuột:CC|Đàn gà mẹ con:DG|Vinh hoa:VH" } },
  { "DH-GO", "Đồng hồ treo tường gỗ kim trôi không tiếng động 30 cm", HOME, 275000, 800, LAMP, { NULL }, { NULL } },
  { "LO-GOM", "Lọ hoa gốm mộc dáng giọt nước cao 22 cm", HOME, 145000, 850, BOTTLE,
    { "Màu" }, { "Trắng:T|Nâu đất:ND" } },
  { "KE-TRE", "Kệ tre 3 tầng để bàn, để gia vị, lắp ráp không cần khoan", HOME, 340000, 2100, BOX, { NULL }, { NULL } },
  { "GUONG-MAY", "Gương mây treo tường hình mặt trời đường kính 60 cm", HOME, 460000, 1700, LAMP, { NULL }, { NULL } },

  { "DP", "Đường phèn Quảng Ngãi hạt nhỏ, nấu từ mía, không tẩy", FOOD, 45000, 500, BOX,
    { "Gói" }, { "500 g:500|1 kg:1K:41000" } },
  { "NM-PQ", "Nước mắm Phú Quốc 40 độ đạm cá cơm chai thuỷ tinh", FOOD, 98000, 900, BOTTLE,
    { "Chai" }, { "500 ml:500|1 lít:1L:72000" } },
  { "CF-BMT", "Cà phê rang mộc Buôn Ma Thuột nguyên chất, xay theo yêu cầu", FOOD, 85000, 250, BAG,
    { "Loại", "Gói" }, { "Robusta:R|Arabica Cầu Đất:A:40000|Trộn 7/3:T:15000", "250 g:250|500 g:500:80000" } },
  { "TRA-SEN", "Trà sen Tây Hồ ướp thủ công hộp thiếc 100 g", FOOD, 680000, 220, BOX, { NULL }, { NULL } },
  { "TRA-OL", "Trà ô long Bảo Lộc Lâm Đồng hút chân không", FOOD, 190000, 200, BAG,
    { "Gói" }, { "200 g:200|500 g:500:240000" } },
  { "MO-CF", "Mật ong hoa cà phê Đắk Lắk nguyên chất, chai thuỷ tinh", FOOD, 135000, 350, BOTTLE,
    { "Chai" }, { "350 ml:350|700 ml:700:115000" } },
  { "DIEU-BP", "Hạt điều rang muối vỏ lụa Bình Phước loại A cồ", FOOD, 89000, 250, BAG,
    { "Hũ" }, { "250 g:250|500 g:500:80000|1 kg:1K:230000" } },
  { "BDX-HD", "Bánh đậu xanh Hải Dương hộp rồng vàng 300 g", FOOD, 65000, 300, BOX, { NULL }, { NULL } },
  { "KHO-BO", "Khô bò sợi cay Đà Nẵng thơm sả, hũ nhựa nắp nhôm", FOOD, 145000, 200, BOTTLE,
    { "Hũ" }, { "200 g:200|500 g:500:200000" } },
  { "MUOI-TOM", "Muối tôm Tây Ninh hũ 250 g chấm trái cây", FOOD, 35000, 250, BOTTLE, { NULL }, { NULL } },
  { "BUN-LUT", "Bún gạo lứt sấy khô không chất bảo quản gói 500 g", FOOD, 42000, 500, BAG, { NULL }, { NULL } },
  { "KEO-DUA", "Kẹo dừa Bến Tre mềm dẻo gói giấy 400 g", FOOD, 38000, 400, BAG,
    { "Vị" }, { "Sầu riêng:SR|Lá dứa:LD|Đậu phộng:DP" } },

  { "XP-BK", "Xà phòng bồ kết handmade ép lạnh bánh 100 g", CARE, 55000, 100, BOX, { NULL }, { NULL } },
  { "DG-BK", "Dầu gội bồ kết vỏ bưởi cô đặc giảm rụng tóc", CARE, 129000, 330, BOTTLE,
    { "Chai" }, { "300 ml:300|500 ml:500:60000" } },
  { "SON-GAC", "Son dưỡng môi dầu gấc sáp ong, lên màu nhẹ", CARE, 89000, 30, BOTTLE,
    { "Màu" }, { "Không màu:KM|Hồng đào:HD|Đỏ gạch:DG|Cam đất:CD" } },
  { "KHAN-SUA", "Set 10 khăn sữa cho bé cotton xô 4 lớp mềm mịn", CARE, 99000, 210, BOX,
    { "Kiểu" }, { "Trắng trơn:T|Hoạ tiết:HT" } },
  { "YEM-SI", "Yếm ăn dặm silicon có máng hứng, chỉnh 5 nấc", CARE, 75000, 130, BAG,
    { "Màu" }, { "Xanh mint:XM|Hồng phấn:HP|Vàng bơ:VB" } },
  { "GAU-BONG", "Gấu bông Teddy lông mịn thắt nơ ôm ngủ", CARE, 150000, 600, BAG,
    { "Cỡ" }, { "40 cm:40|60 cm:60:80000|80 cm:80:170000|1 m:100:300000" } },
  { "SO-TC", "Sổ tay bìa vải thổ cẩm A5 200 trang, chỉ khâu", CARE, 69000, 320, BOX,
    { "Giấy", "Bìa" }, { "Kẻ ngang:K|Trơn:T", "Đỏ:DO|Xanh chàm:XC|Vàng nghệ:VN" } },
};
/* clang-format on */

const guint tiem_sandbox_n_goods = G_N_ELEMENTS (tiem_sandbox_goods);
