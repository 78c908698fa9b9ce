#include "shop.h"

#define OPTIONS SHOP_VARIANTS_PER_PRODUCT

/* A company prefix of GS1 Vietnam (893) that is not given out. */
#define BARCODE_PREFIX "8935002"

/* What a big shop for home, clothes and food sells. A name is a kind, a make and a finish, so that
 * there are more names than products and each word is in thousands of them. */
typedef struct
{
  const char *category;
  const char *code;
  const char *kinds[12];
  const char *makes[20];
  const char *finishes[24];
  const char *options[3][OPTIONS];
  gint64 price_vnd;
} Department;

/* clang-format off */
static const Department departments[] = {
  { "Đặc sản", "DS",
    { "Đường phèn", "Đậu phộng rang", "Đường thốt nốt", "Hạt điều", "Mật ong", "Trà ô long", "Cà phê rang xay",
      "Bánh đậu xanh", "Nước mắm", "Muối ớt", "Mứt dừa", "Khô bò" },
    { "Phú Quốc", "Đà Lạt", "Bến Tre", "Tây Ninh", "Đắk Lắk", "Hải Dương", "Quảng Ngãi", "An Giang", "Huế", "Sóc Trăng",
      "Bình Phước", "Lâm Đồng", "Hà Giang", "Mộc Châu", "Cao Bằng", "Nha Trang", "Phan Thiết", "Long An", "Đồng Tháp", "Gia Lai" },
    { "nguyên chất", "loại đặc biệt", "không chất bảo quản", "hộp quà Tết", "ít đường", "rang mộc", "gói tiết kiệm", "hũ thuỷ tinh",
      "túi giấy kraft", "vị truyền thống", "vị cay nhẹ", "hữu cơ", "đóng gói chân không", "tuyển chọn", "sấy lạnh", "thủ công",
      "nhà làm", "xuất khẩu", "cho người ăn kiêng", "thêm gừng", "thêm tỏi", "hái tay", "vụ mới", "mẫu mới" },
    { { "Gói 200 g", "Gói 500 g", "Hộp 1 kg", "Thùng 5 kg" }, { "Hũ 250 ml", "Hũ 500 ml", "Chai 750 ml", "Can 2 l" },
      { "1 gói", "3 gói", "5 gói", "10 gói" } }, 65000 },
  { "Thời trang", "TT",
    { "Áo thun", "Áo sơ mi", "Đầm suông", "Chân váy", "Quần tây", "Áo khoác gió", "Đồ ngủ pyjama", "Áo dài cách tân",
      "Quần đùi", "Đồ bộ mặc nhà", "Áo len", "Khăn choàng" },
    { "cotton", "linen", "lụa satin", "vải kaki", "vải đũi", "cá sấu dệt", "nỉ bông", "gấm tơ", "vải tuyết mưa", "len dệt kim",
      "thun lạnh", "voan hoa", "denim", "nhung tăm", "vải thô", "ren", "umi", "kate", "tơ sống", "dạ" },
    { "form rộng", "dáng suông", "tay lỡ", "cổ trụ", "unisex", "hoạ tiết hoa nhí", "kẻ sọc", "in chữ Sài Gòn", "phong cách Hàn Quốc",
      "chống nước", "co giãn 4 chiều", "mặc Tết", "dự tiệc", "cho mẹ và bé", "đi biển", "công sở", "thấm hút mồ hôi", "có lót trong",
      "cổ đức", "cổ bẻ phối viền", "xếp ly", "cạp chun", "đường may đôi", "bản giới hạn" },
    { { "Đen, M", "Đen, L", "Trắng, M", "Trắng, L" }, { "Be, S", "Be, M", "Xanh rêu, S", "Xanh rêu, M" },
      { "Đỏ đô, M", "Đỏ đô, L", "Ghi, M", "Ghi, L" } }, 189000 },
  { "Nhà bếp", "NB",
    { "Nồi sứ", "Chảo chống dính", "Bình giữ nhiệt", "Bộ dao", "Thớt gỗ", "Hộp thuỷ tinh", "Bát đĩa gốm", "Đũa gỗ", "Ấm đun nước",
      "Khay đựng", "Rổ nhựa", "Máy xay cầm tay" },
    { "Bát Tràng", "inox 304", "gỗ teak", "vân đá", "thép không gỉ", "men rạn", "men lam", "chịu nhiệt", "nắp bật", "đáy từ",
      "cán gỗ", "nguyên khối", "hai lớp", "tráng men", "gang đúc", "silicon", "tre ép", "đồng đỏ", "nhôm đúc", "sứ xương" },
    { "kèm nắp kính", "dùng mọi loại bếp", "khắc tên theo yêu cầu", "vẽ tay", "dùng lò vi sóng", "4 khoá", "có rãnh", "tay cầm khoét",
      "nấu cháo, kho cá", "cho 4 người ăn", "gấp gọn", "treo tường", "có vạch đo", "hộp quà", "bộ 3 món", "bộ 5 món", "bộ 12 món",
      "chống trơn", "đi du lịch", "văn phòng", "cho bé ăn dặm", "phong cách Nhật", "dễ lau chùi", "đời mới" },
    { { "16 cm", "20 cm", "24 cm", "28 cm" }, { "500 ml", "750 ml", "1 l", "2 l" }, { "Xanh rêu", "Trắng sữa", "Hồng đào", "Đen" } },
    325000 },
  { "Nhà cửa", "NC",
    { "Đèn bàn", "Đồng hồ treo tường", "Ga gối", "Rèm cửa", "Thảm trải sàn", "Kệ sách", "Gương soi", "Đệm ngồi", "Tranh treo",
      "Lọ hoa", "Hộp đựng đồ", "Chăn mùa đông" },
    { "gỗ thông", "mây tre đan", "gốm mộc", "vải bố", "kim loại sơn tĩnh điện", "lông cừu", "cotton đũi", "thuỷ tinh màu", "cói dệt",
      "xi măng", "sơn mài", "len đan tay", "nhựa tái chế", "đá nhân tạo", "giấy dó", "da thật", "vải nhung", "tre", "thép", "lụa" },
    { "phong cách Bắc Âu", "phong cách Đông Dương", "tối giản", "cho phòng ngủ", "cho phòng khách", "cho ban công", "đan thủ công",
      "có điều khiển", "ánh sáng vàng", "kim trôi không ồn", "chống nắng", "chống trượt", "hình tròn", "hình chữ nhật", "đường viền đôi",
      "hoa sen", "chim lạc", "đám mây", "đồi chè", "phố cổ", "ba tầng", "năm tầng", "gấp gọn", "loại dày" },
    { { "Nhỏ", "Vừa", "Lớn", "Rất lớn" }, { "Be", "Nâu gỗ", "Xanh rêu", "Trắng" }, { "1m2", "1m4", "1m6", "1m8" } }, 279000 },
  { "Chăm sóc & em bé", "CS",
    { "Sữa tắm", "Dầu gội", "Nước rửa chén", "Khăn sữa", "Tã dán", "Đồ chơi gỗ", "Bình sữa", "Kem chống nắng", "Son dưỡng",
      "Xà phòng", "Nến thơm", "Địu em bé" },
    { "bồ kết", "tinh dầu sả", "tinh dầu tràm", "sữa gạo", "cám gạo", "hương bưởi", "hoa nhài", "trà xanh", "yến mạch", "nha đam",
      "dừa non", "bạc hà", "oải hương", "gấc", "nghệ", "mật ong", "than tre", "hoa hồng", "đinh hương", "khuynh diệp" },
    { "dịu nhẹ", "cho da nhạy cảm", "cho bé sơ sinh", "không cồn", "không hương liệu", "thuần chay", "giảm gãy rụng", "làm mát",
      "dưỡng ẩm", "kháng khuẩn", "túi bù", "bộ quà tặng", "phiên bản du lịch", "đóng chai thuỷ tinh", "nhập khẩu", "chuẩn hữu cơ",
      "đã kiểm nghiệm", "cho cả nhà", "cho mẹ sau sinh", "ban đêm", "hằng ngày", "đậm đặc", "hương dịu", "cỡ gia đình" },
    { { "100 ml", "250 ml", "500 ml", "1 l" }, { "Size S", "Size M", "Size L", "Size XL" }, { "1 cái", "2 cái", "5 cái", "Hộp 10" } },
    119000 },
};
/* clang-format on */

/* Per cent of the products that each channel sells. */
static const guint shares[SHOP_CHANNELS] = { 100, 60, 70, 50, 30 };

/* Weights 1 and 3 from the left; the last digit makes the sum a multiple of ten. */
static char *
make_barcode (guint number)
{
  char digits[16];
  int sum = 0;

  g_snprintf (digits, sizeof digits, BARCODE_PREFIX "%05u", number % 100000);
  for (int i = 0; i < 12; i++)
    sum += (digits[i] - '0') * (i % 2 == 0 ? 1 : 3);
  return g_strdup_printf ("%s%d", digits, (10 - sum % 10) % 10);
}

void
shop_goods_init (ShopGoods *self,
                 const ShopPlan *plan,
                 guint variant)
{
  guint product = variant / OPTIONS;
  guint option = variant % OPTIONS;
  ShopChance chance = shop_chance (plan->seed, "goods", product);
  const Department *department = &departments[product % G_N_ELEMENTS (departments)];
  /* All names of a department in turn, so that no two products are called the same. */
  guint name = product / G_N_ELEMENTS (departments);
  const char *kind = department->kinds[name % 12];
  const char *make = department->makes[(name / 12 + name) % 20];
  const char *finish = department->finishes[(name / 240 + name) % 24];
  guint set = shop_below (&chance, G_N_ELEMENTS (department->options));
  double factor = 0.4 + 2.4 * shop_part (&chance) * shop_part (&chance);

  self->product = g_strdup_printf ("%s %s %s", kind, make, finish);
  self->options = g_strdup (department->options[set][option]);
  self->sku = g_strdup_printf ("%s-%05u-%c", department->code, product + 1, 'A' + option);
  self->barcode = make_barcode (variant);
  self->category = department->category;
  self->price_vnd
      = MAX ((gint64)((double)department->price_vnd * factor) / 1000, 9) * 1000 + option * 10000;
}

void
shop_goods_clear (ShopGoods *self)
{
  g_free (self->product);
  g_free (self->options);
  g_free (self->sku);
  g_free (self->barcode);
}

gboolean
shop_is_listed (const ShopPlan *plan,
                guint channel,
                guint variant)
{
  guint64 of = (guint64)(variant / OPTIONS) * SHOP_CHANNELS + channel;
  ShopChance chance = shop_chance (plan->seed, "listed", of);

  return shop_below (&chance, 100) < shares[channel];
}

guint
shop_choose_goods (const ShopPlan *plan,
                   guint channel,
                   ShopChance *chance)
{
  for (;;)
    {
      double part = shop_part (chance);
      guint rank = (guint)(part * part * plan->variants);
      /* Best sellers are to be found everywhere in the catalogue: a step that has no divisor in
       * common with the number of variants goes through all of them. */
      guint variant = (guint)((guint64)rank * 7919 % plan->variants);

      if (shop_is_listed (plan, channel, variant))
        return variant;
    }
}

char *
shop_make_product_id (guint channel,
                      guint variant)
{
  return g_strdup_printf ("%u", 20000000 + channel * 1000000 + variant / OPTIONS);
}

char *
shop_make_variant_id (guint channel,
                      guint variant)
{
  return g_strdup_printf ("%u", 70000000 + channel * 1000000 + variant);
}
