#include "model/tiem-address.h"

#include <string.h>

/* Addresses as buyers type them and platforms send them: what is read from them, and what they
 * are today. The last field: wards of today, several by “/”; NULL: not to be told. */
static const struct
{
  const char *text;
  const char *line;
  const char *ward;
  const char *district;
  const char *province;
  const char *today;
  TiemPlaceState state;
} cases[] = {
  /* three levels */
  { "12 ngõ 5 Trần Duy Hưng, P. Trung Hoà, Q. Cầu Giấy, Hà Nội",
    "12 ngõ 5 Trần Duy Hưng",
    "P. Trung Hoà",
    "Q. Cầu Giấy",
    "Hà Nội",
    "Phường Yên Hoà/Phường Đại Mỗ/Phường Thanh Xuân",
    TIEM_PLACE_DOUBTFUL },
  { "12 ngõ 5 Trần Duy Hưng, Phường Trung Hòa, Quận Cầu Giấy, Thành phố Hà Nội, Việt Nam",
    "12 ngõ 5 Trần Duy Hưng",
    "Phường Trung Hòa",
    "Quận Cầu Giấy",
    "Thành phố Hà Nội",
    "Phường Yên Hoà/Phường Đại Mỗ/Phường Thanh Xuân",
    TIEM_PLACE_DOUBTFUL },
  { "Số 8 Hàng Bạc, Phường Hàng Bạc, Quận Hoàn Kiếm, Hà Nội",
    "Số 8 Hàng Bạc",
    "Phường Hàng Bạc",
    "Quận Hoàn Kiếm",
    "Hà Nội",
    "Phường Hoàn Kiếm",
    TIEM_PLACE_MOVED },
  { "45 Lê Lợi, Phường Bến Nghé, Quận 1, TP.HCM",
    "45 Lê Lợi",
    "Phường Bến Nghé",
    "Quận 1",
    "TP.HCM",
    "Phường Sài Gòn",
    TIEM_PLACE_MOVED },
  { "45 Lê Lợi, P.Bến Nghé, Q.1, TP. Hồ Chí Minh 700000",
    "45 Lê Lợi",
    "P.Bến Nghé",
    "Q.1",
    "TP. Hồ Chí Minh",
    "Phường Sài Gòn",
    TIEM_PLACE_MOVED },
  { "45 lê lợi, p bến nghé, q1, tphcm",
    "45 lê lợi",
    "p bến nghé",
    "q1",
    "tphcm",
    "Phường Sài Gòn",
    TIEM_PLACE_MOVED },
  { "220/15 Lê Văn Sỹ, P14, Q3, HCM",
    "220/15 Lê Văn Sỹ",
    "P14",
    "Q3",
    "HCM",
    "Phường Nhiêu Lộc",
    TIEM_PLACE_MOVED },
  { "220/15 Lê Văn Sỹ, Phường 14, Quận 3, Sài Gòn",
    "220/15 Lê Văn Sỹ",
    "Phường 14",
    "Quận 3",
    "Sài Gòn",
    "Phường Nhiêu Lộc",
    TIEM_PLACE_MOVED },
  { "220/15 Lê Văn Sỹ, F.14, Q.3, SG",
    "220/15 Lê Văn Sỹ",
    "F.14",
    "Q.3",
    "SG",
    "Phường Nhiêu Lộc",
    TIEM_PLACE_MOVED },
  { "Chung cư Lexington, 67 Mai Chí Thọ, Phường An Phú, TP Thủ Đức, TP HCM",
    "Chung cư Lexington, 67 Mai Chí Thọ",
    "Phường An Phú",
    "TP Thủ Đức",
    "TP HCM",
    "Phường Bình Trưng/Phường An Khánh",
    TIEM_PLACE_DOUBTFUL },
  { "Lô E2a-7 Khu công nghệ cao, Phường Hiệp Phú, Quận 9, TP.HCM",
    "Lô E2a-7 Khu công nghệ cao",
    "Phường Hiệp Phú",
    "Quận 9",
    "TP.HCM",
    "Phường Tăng Nhơn Phú",
    TIEM_PLACE_MOVED },
  { "KP3, Thị trấn Cần Thạnh, Huyện Cần Giờ, TP.HCM",
    "KP3",
    "Thị trấn Cần Thạnh",
    "Huyện Cần Giờ",
    "TP.HCM",
    "Xã Cần Giờ",
    TIEM_PLACE_MOVED },
  { "Thôn 3, Xã Yên Viên, Huyện Gia Lâm, Hà Nội",
    "Thôn 3",
    "Xã Yên Viên",
    "Huyện Gia Lâm",
    "Hà Nội",
    "Xã Phù Đổng",
    TIEM_PLACE_MOVED },
  { "12 Hùng Vương, Phường 9, TP. Đà Lạt, Lâm Đồng",
    "12 Hùng Vương",
    "Phường 9",
    "TP. Đà Lạt",
    "Lâm Đồng",
    "Phường Lâm Viên - Đà Lạt",
    TIEM_PLACE_MOVED },
  { "88 Trần Phú, Phường Lộc Thọ, Nha Trang, Khánh Hoà",
    "88 Trần Phú",
    "Phường Lộc Thọ",
    "Nha Trang",
    "Khánh Hoà",
    "Phường Nha Trang",
    TIEM_PLACE_MOVED },
  { "88 Trần Phú, P. Lộc Thọ, Tp. Nha Trang, Khánh Hòa",
    "88 Trần Phú",
    "P. Lộc Thọ",
    "Tp. Nha Trang",
    "Khánh Hòa",
    "Phường Nha Trang",
    TIEM_PLACE_MOVED },
  { "14 Nguyễn Huệ, Phường Minh An, TP Hội An, Quảng Nam",
    "14 Nguyễn Huệ",
    "Phường Minh An",
    "TP Hội An",
    "Quảng Nam",
    "Phường Hội An",
    TIEM_PLACE_MOVED },
  { "Ấp Phú Thạnh, Phường Dương Đông, TP Phú Quốc, Kiên Giang",
    "Ấp Phú Thạnh",
    "Phường Dương Đông",
    "TP Phú Quốc",
    "Kiên Giang",
    "Đặc khu Phú Quốc",
    TIEM_PLACE_MOVED },
  { "Tổ 5, Phường Phú Cường, TP. Thủ Dầu Một, Bình Dương",
    "Tổ 5",
    "Phường Phú Cường",
    "TP. Thủ Dầu Một",
    "Bình Dương",
    "Phường Thủ Dầu Một",
    TIEM_PLACE_MOVED },
  { "100 Ba Cu, Phường 7, TP. Vũng Tàu, Bà Rịa - Vũng Tàu",
    "100 Ba Cu",
    "Phường 7",
    "TP. Vũng Tàu",
    "Bà Rịa - Vũng Tàu",
    "Phường Tam Thắng",
    TIEM_PLACE_MOVED },
  { "100 Ba Cu, Phường 7, TP. Vũng Tàu",
    "100 Ba Cu",
    "Phường 7",
    "TP. Vũng Tàu",
    "TP. Vũng Tàu",
    "Phường Tam Thắng",
    TIEM_PLACE_MOVED },
  { "25 Lê Lợi, Phường Vĩnh Ninh, TP Huế, Thừa Thiên Huế",
    "25 Lê Lợi",
    "Phường Vĩnh Ninh",
    "TP Huế",
    "Thừa Thiên Huế",
    "Phường Thuận Hoá",
    TIEM_PLACE_MOVED },
  { "25 Lê Lợi, Phường Vĩnh Ninh, Quận Thuận Hoá, Thành phố Huế",
    "25 Lê Lợi",
    "Phường Vĩnh Ninh",
    "Quận Thuận Hoá",
    "Thành phố Huế",
    "Phường Thuận Hoá",
    TIEM_PLACE_MOVED },
  { "31 Trần Phú, Phường Đông Vệ, TP Thanh Hóa, Thanh Hóa",
    "31 Trần Phú",
    "Phường Đông Vệ",
    "TP Thanh Hóa",
    "Thanh Hóa",
    "Phường Hạc Thành",
    TIEM_PLACE_MOVED },
  { "31 Trần Phú, P. Đông Vệ, Tp Thanh Hoá, tỉnh Thanh Hoá",
    "31 Trần Phú",
    "P. Đông Vệ",
    "Tp Thanh Hoá",
    "tỉnh Thanh Hoá",
    "Phường Hạc Thành",
    TIEM_PLACE_MOVED },
  { "Bến tàu khách, Huyện Côn Đảo, Bà Rịa - Vũng Tàu",
    "Bến tàu khách",
    NULL,
    "Huyện Côn Đảo",
    "Bà Rịa - Vũng Tàu",
    "Đặc khu Côn Đảo",
    TIEM_PLACE_MOVED },
  { "An Vĩnh, H. Lý Sơn, Quảng Ngãi",
    "An Vĩnh",
    NULL,
    "H. Lý Sơn",
    "Quảng Ngãi",
    "Đặc khu Lý Sơn",
    TIEM_PLACE_MOVED },
  /* divided: never one of them silently */
  { "5 Xuân Thuỷ, Phường Dịch Vọng, Quận Cầu Giấy, Hà Nội",
    "5 Xuân Thuỷ",
    "Phường Dịch Vọng",
    "Quận Cầu Giấy",
    "Hà Nội",
    "Phường Cầu Giấy/Phường Nghĩa Đô",
    TIEM_PLACE_DOUBTFUL },
  { "2 Phó Đức Chính, P. Nguyễn Thái Bình, Q.1, HCM",
    "2 Phó Đức Chính",
    "P. Nguyễn Thái Bình",
    "Q.1",
    "HCM",
    "Phường Bến Thành/Phường Sài Gòn",
    TIEM_PLACE_DOUBTFUL },
  /* without the word for the kind */
  { "12 ngõ 5 Trần Duy Hưng, Trung Hoà, Cầu Giấy, Hà Nội",
    "12 ngõ 5 Trần Duy Hưng",
    "Trung Hoà",
    "Cầu Giấy",
    "Hà Nội",
    "Phường Yên Hoà/Phường Đại Mỗ/Phường Thanh Xuân",
    TIEM_PLACE_DOUBTFUL },
  { "45 Lê Lợi, Bến Nghé, Quận 1, Hồ Chí Minh",
    "45 Lê Lợi",
    "Bến Nghé",
    "Quận 1",
    "Hồ Chí Minh",
    "Phường Sài Gòn",
    TIEM_PLACE_MOVED },
  { "8 Hàng Bạc, Hàng Bạc, Hoàn Kiếm, HN",
    "8 Hàng Bạc",
    "Hàng Bạc",
    "Hoàn Kiếm",
    "HN",
    "Phường Hoàn Kiếm",
    TIEM_PLACE_MOVED },
  { "số 9 Lạch Tray, Máy Tơ, Ngô Quyền, Hải Phòng",
    "số 9 Lạch Tray",
    "Máy Tơ",
    "Ngô Quyền",
    "Hải Phòng",
    "Phường Ngô Quyền",
    TIEM_PLACE_MOVED },
  /* without commas */
  { "12 ngõ 5 Trần Duy Hưng P. Trung Hoà Q. Cầu Giấy Hà Nội",
    "12 ngõ 5 Trần Duy Hưng",
    "P. Trung Hoà",
    "Q. Cầu Giấy",
    "Hà Nội",
    "Phường Yên Hoà/Phường Đại Mỗ/Phường Thanh Xuân",
    TIEM_PLACE_DOUBTFUL },
  { "45 Lê Lợi phường Bến Nghé quận 1 TP HCM",
    "45 Lê Lợi",
    "phường Bến Nghé",
    "quận 1",
    "TP HCM",
    "Phường Sài Gòn",
    TIEM_PLACE_MOVED },
  { "45 le loi p ben nghe q1 tphcm",
    "45 le loi",
    "p ben nghe",
    "q1",
    "tphcm",
    "Phường Sài Gòn",
    TIEM_PLACE_MOVED },
  { "8 hang bac phuong hang bac quan hoan kiem ha noi",
    "8 hang bac",
    "phuong hang bac",
    "quan hoan kiem",
    "ha noi",
    "Phường Hoàn Kiếm",
    TIEM_PLACE_MOVED },
  { "15 Nguyễn Thị Minh Khai Bến Nghé Quận 1 Sài Gòn",
    "15 Nguyễn Thị Minh Khai",
    "Bến Nghé",
    "Quận 1",
    "Sài Gòn",
    "Phường Sài Gòn",
    TIEM_PLACE_MOVED },
  { "12 Trần Duy Hưng Phường Cầu Giấy Hà Nội",
    "12 Trần Duy Hưng",
    "Phường Cầu Giấy",
    NULL,
    "Hà Nội",
    "Phường Cầu Giấy",
    TIEM_PLACE_TODAY },
  /* dashes and slashes */
  { "45 Lê Lợi - P. Bến Nghé - Q.1 - TP. Hồ Chí Minh",
    "45 Lê Lợi",
    "P. Bến Nghé",
    "Q.1",
    "TP. Hồ Chí Minh",
    "Phường Sài Gòn",
    TIEM_PLACE_MOVED },
  { "100 Ba Cu - Phường 7 - TP Vũng Tàu - Bà Rịa - Vũng Tàu",
    "100 Ba Cu",
    "Phường 7",
    "TP Vũng Tàu",
    "Bà Rịa - Vũng Tàu",
    "Phường Tam Thắng",
    TIEM_PLACE_MOVED },
  /* two levels */
  { "12 ngõ 5 Trần Duy Hưng, Phường Yên Hoà, Hà Nội",
    "12 ngõ 5 Trần Duy Hưng",
    "Phường Yên Hoà",
    NULL,
    "Hà Nội",
    "Phường Yên Hoà",
    TIEM_PLACE_TODAY },
  { "12 ngõ 5 Trần Duy Hưng, Phường Yên Hòa, Thành phố Hà Nội",
    "12 ngõ 5 Trần Duy Hưng",
    "Phường Yên Hòa",
    NULL,
    "Thành phố Hà Nội",
    "Phường Yên Hoà",
    TIEM_PLACE_TODAY },
  { "45 Lê Lợi, Phường Sài Gòn, TP. Hồ Chí Minh",
    "45 Lê Lợi",
    "Phường Sài Gòn",
    NULL,
    "TP. Hồ Chí Minh",
    "Phường Sài Gòn",
    TIEM_PLACE_TODAY },
  { "45 Lê Lợi, P. Sài Gòn, HCM",
    "45 Lê Lợi",
    "P. Sài Gòn",
    NULL,
    "HCM",
    "Phường Sài Gòn",
    TIEM_PLACE_TODAY },
  { "8 Hàng Bạc, Phường Hoàn Kiếm, Hà Nội, Vietnam",
    "8 Hàng Bạc",
    "Phường Hoàn Kiếm",
    NULL,
    "Hà Nội",
    "Phường Hoàn Kiếm",
    TIEM_PLACE_TODAY },
  { "Xóm 4, Xã Phù Đổng, Hà Nội",
    "Xóm 4",
    "Xã Phù Đổng",
    NULL,
    "Hà Nội",
    "Xã Phù Đổng",
    TIEM_PLACE_TODAY },
  { "Khu 2, Phường Vũng Tàu, TP.HCM",
    "Khu 2",
    "Phường Vũng Tàu",
    NULL,
    "TP.HCM",
    "Phường Vũng Tàu",
    TIEM_PLACE_TODAY },
  { "Dương Đông, Đặc khu Phú Quốc, An Giang",
    "Dương Đông",
    "Đặc khu Phú Quốc",
    NULL,
    "An Giang",
    "Đặc khu Phú Quốc",
    TIEM_PLACE_TODAY },
  { "12 Hùng Vương, Phường Lâm Viên - Đà Lạt, Lâm Đồng",
    "12 Hùng Vương",
    "Phường Lâm Viên - Đà Lạt",
    NULL,
    "Lâm Đồng",
    "Phường Lâm Viên - Đà Lạt",
    TIEM_PLACE_TODAY },
  { "17 Văn Miếu, P. Văn Miếu - Quốc Tử Giám, Hà Nội",
    "17 Văn Miếu",
    "P. Văn Miếu - Quốc Tử Giám",
    NULL,
    "Hà Nội",
    "Phường Văn Miếu - Quốc Tử Giám",
    TIEM_PLACE_TODAY },
  { "Bản Nà Coóng, Xã Văn Lang, Thái Nguyên",
    "Bản Nà Coóng",
    "Xã Văn Lang",
    NULL,
    "Thái Nguyên",
    "Xã Văn Lang",
    TIEM_PLACE_TODAY },
  { "Xóm 1, Xã Văn Lăng, Thái Nguyên",
    "Xóm 1",
    "Xã Văn Lăng",
    NULL,
    "Thái Nguyên",
    "Xã Văn Lăng",
    TIEM_PLACE_TODAY },
  /* a ward of today, and the district people are used to */
  { "45 Lê Lợi, Phường Sài Gòn, Quận 1, TP.HCM",
    "45 Lê Lợi",
    "Phường Sài Gòn",
    "Quận 1",
    "TP.HCM",
    "Phường Sài Gòn",
    TIEM_PLACE_MOVED },
  /* an old province's name, no district */
  { "Tổ 5, Phường Phú Cường, Bình Dương",
    "Tổ 5",
    "Phường Phú Cường",
    NULL,
    "Bình Dương",
    "Phường Thủ Dầu Một",
    TIEM_PLACE_MOVED },
  { "9 Minh Khai, Phường Minh An, Quảng Nam",
    "9 Minh Khai",
    "Phường Minh An",
    NULL,
    "Quảng Nam",
    "Phường Hội An",
    TIEM_PLACE_MOVED },
  /* in English, and in reverse order */
  { "No. 12, Lane 5, Tran Duy Hung Street, Trung Hoa Ward, Cau Giay District, Hanoi, Vietnam",
    "No. 12, Lane 5, Tran Duy Hung Street",
    "Trung Hoa Ward",
    "Cau Giay District",
    "Hanoi",
    "Phường Yên Hoà/Phường Đại Mỗ/Phường Thanh Xuân",
    TIEM_PLACE_DOUBTFUL },
  { "45 Le Loi Street, Ben Nghe Ward, District 1, Ho Chi Minh City",
    "45 Le Loi Street",
    "Ben Nghe Ward",
    "District 1",
    "Ho Chi Minh City",
    "Phường Sài Gòn",
    TIEM_PLACE_MOVED },
  { "45 Le Loi, Sai Gon Ward, HCMC",
    "45 Le Loi",
    "Sai Gon Ward",
    NULL,
    "HCMC",
    "Phường Sài Gòn",
    TIEM_PLACE_TODAY },
  { "220 Le Van Sy, Ward 14, District 3, Ho Chi Minh City, 70000, Viet Nam",
    "220 Le Van Sy",
    "Ward 14",
    "District 3",
    "Ho Chi Minh City",
    "Phường Nhiêu Lộc",
    TIEM_PLACE_MOVED },
  { "Hà Nội, Quận Hoàn Kiếm, Phường Hàng Bạc, số 8 Hàng Bạc",
    "số 8 Hàng Bạc",
    "Phường Hàng Bạc",
    "Quận Hoàn Kiếm",
    "Hà Nội",
    "Phường Hoàn Kiếm",
    TIEM_PLACE_MOVED },
  /* what is no unit stays in the street line */
  { "12 Nguyễn Huệ", "12 Nguyễn Huệ", NULL, NULL, NULL, NULL, TIEM_PLACE_UNKNOWN },
  { "12 nguyen hue", "12 nguyen hue", NULL, NULL, NULL, NULL, TIEM_PLACE_UNKNOWN },
  { "12 Hai Bà Trưng, Hà Nội", "12 Hai Bà Trưng", NULL, NULL, "Hà Nội", NULL, TIEM_PLACE_PROVINCE },
  { "Số 5 Láng Hạ Hà Nội", "Số 5 Láng Hạ", NULL, NULL, "Hà Nội", NULL, TIEM_PLACE_PROVINCE },
  { "gửi bưu cục gần nhất", "gửi bưu cục gần nhất", NULL, NULL, NULL, NULL, TIEM_PLACE_UNKNOWN },
  { "221B Baker Street, London",
    "221B Baker Street, London",
    NULL,
    NULL,
    NULL,
    NULL,
    TIEM_PLACE_UNKNOWN },
  { "Tổ 8, Phường Hoa Mai, Hà Nội",
    "Tổ 8",
    "Phường Hoa Mai",
    NULL,
    "Hà Nội",
    NULL,
    TIEM_PLACE_PROVINCE },
  /* hidden by the platform */
  { "****** Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh",
    "****** Phường Bến Nghé, Quận 1, TP. Hồ Chí Minh",
    NULL,
    NULL,
    NULL,
    NULL,
    TIEM_PLACE_MASKED },
  { "1*** Trần ***, P. ******, Hà Nội",
    "1*** Trần ***, P. ******, Hà Nội",
    NULL,
    NULL,
    NULL,
    NULL,
    TIEM_PLACE_MASKED },
  { "", NULL, NULL, NULL, NULL, NULL, TIEM_PLACE_UNKNOWN },
};

static char *
join_names (GPtrArray *wards)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < wards->len; i++)
    g_string_append_printf (
        names, "%s%s", i > 0 ? "/" : "", ((const TiemWard *)g_ptr_array_index (wards, i))->name);
  return g_string_free (names, FALSE);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *)a, *(const char *const *)b);
}

static char *
sort_names (const char *names)
{
  g_auto (GStrv) parts = g_strsplit (names != NULL ? names : "", "/", -1);

  qsort (parts, g_strv_length (parts), sizeof *parts, compare_texts);
  return g_strjoinv ("/", parts);
}

static void
check_case (guint i,
            const char *text,
            gboolean parts_too)
{
  TiemAddress address = { .text = (char *)text };
  TiemAddress parts = { 0 };
  g_autoptr (TiemPlace) place = NULL;
  g_autofree char *names = NULL;
  g_autofree char *got = NULL;
  g_autofree char *wanted = NULL;

  tiem_address_parse (text, &parts);
  if (parts_too
      && (g_strcmp0 (parts.line, cases[i].line) != 0 || g_strcmp0 (parts.ward, cases[i].ward) != 0
          || g_strcmp0 (parts.district, cases[i].district) != 0
          || g_strcmp0 (parts.province, cases[i].province) != 0))
    g_test_fail_printf ("“%s”: line “%s”, ward “%s”, district “%s”, province “%s”",
                        text,
                        parts.line,
                        parts.ward,
                        parts.district,
                        parts.province);
  tiem_address_clear (&parts);
  place = tiem_place_new (&address, NULL);
  names = join_names (place->candidates);
  got = sort_names (names);
  wanted = sort_names (cases[i].today);
  if (strcmp (got, wanted) != 0 || place->state != cases[i].state)
    g_test_fail_printf ("“%s”: %s, state %d", text, names, place->state);
  g_assert_true (tiem_place_is_certain (place)
                 == (place->state == TIEM_PLACE_TODAY || place->state == TIEM_PLACE_MOVED));
}

static void
test_texts (void)
{
  g_assert_cmpuint (G_N_ELEMENTS (cases), >=, 60);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *apart = g_utf8_normalize (cases[i].text, -1, G_NORMALIZE_ALL);

      check_case (i, cases[i].text, TRUE);
      check_case (i, apart, cases[i].state != TIEM_PLACE_MASKED);
    }
}

/* Whatever is typed is read without harm, and nothing of it is lost. */
static void
test_any_text (void)
{
  static const char *const odd[]
      = { ",,,", "P.",       "Q.",     "p q h x",       "-",        "Phường",    "Phường ,Quận ,",
          "TP.", "\xff\xfe", "Hà Nội", "Hà Nội Hà Nội", "(Hà Nội)", "1 2 3 4 5", "P. P. P. 1" };

  for (guint i = 0; i < G_N_ELEMENTS (odd); i++)
    {
      TiemAddress address = { .text = (char *)odd[i] };
      g_autoptr (TiemPlace) place = tiem_place_new (&address, "99999");
      g_autofree char *notice = tiem_place_dup_notice (place);
      g_autofree char *key = tiem_address_choice_key (&address);

      g_assert_false (place->chosen);
    }
}

/* --- what is shown and printed --- */

static void
test_sentences (void)
{
  static const struct
  {
    const char *text;
    const char *sentence; /* NULL: none */
  } sentences[] = {
    { "8 Hàng Bạc, Phường Hàng Bạc, Quận Hoàn Kiếm, Hà Nội",
      "Phường Hàng Bạc, Quận Hoàn Kiếm no longer exists since 1/7/2025; it is now Phường Hoàn "
      "Kiếm." },
    { "5 Xuân Thuỷ, Phường Dịch Vọng, Quận Cầu Giấy, Hà Nội",
      "Phường Dịch Vọng, Quận Cầu Giấy no longer exists since 1/7/2025; it is now Phường Cầu "
      "Giấy, or Phường Nghĩa Đô." },
    { "12 Lê Văn Việt, Quận 9, TP.HCM",
      "Quận 9 no longer exists since 1/1/2021; it is now Phường Tăng Nhơn Phú, Phường Long Bình, "
      "or 3 others." },
    { "8 Hàng Bạc, Phường Hoàn Kiếm, Hà Nội", NULL },
    { "****** Phường Bến Nghé, Quận 1", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (sentences); i++)
    {
      TiemAddress address = { .text = (char *)sentences[i].text };
      g_autoptr (TiemPlace) place = tiem_place_new (&address, NULL);
      g_autofree char *notice = tiem_place_dup_notice (place);

      g_assert_cmpstr (notice, ==, sentences[i].sentence);
    }
}

static void
test_structured (void)
{
  TiemAddress address = { .line = (char *)"5 Xuân Thuỷ",
                          .ward = (char *)"Phường Dịch Vọng",
                          .district = (char *)"Quận Cầu Giấy",
                          .province = (char *)"Hà Nội" };
  g_autofree char *doubtful = tiem_address_format_new (&address, NULL);
  g_autofree char *chosen = tiem_address_format_new (&address, "00160");
  g_autofree char *given = tiem_address_format (&address);
  g_autofree char *key = tiem_address_choice_key (&address);

  g_assert_null (doubtful);
  g_assert_cmpstr (chosen, ==, "5 Xuân Thuỷ, Phường Nghĩa Đô, Thành phố Hà Nội");
  g_assert_cmpstr (given, ==, "5 Xuân Thuỷ, Phường Dịch Vọng, Quận Cầu Giấy, Hà Nội");
  g_assert_cmpstr (key, ==, "5 xuan thuy|phuong dich vong|quan cau giay|01");
}

/* A platform gives the province by itself, and the rest in one line. */
static void
test_mixed (void)
{
  TiemAddress address
      = { .line = (char *)"45 Lê Lợi, Phường Bến Nghé, Quận 1", .province = (char *)"Hồ Chí Minh" };
  TiemAddress bare = { .line = (char *)"45 Lê Lợi", .province = (char *)"Hồ Chí Minh" };
  TiemAddress two_in_one = { .line = (char *)"5 Xuân Thuỷ",
                             .ward = (char *)"Phường Hàng Bạc, Quận Hoàn Kiếm",
                             .province = (char *)"Hà Nội" };
  g_autofree char *split = tiem_address_format_new (&two_in_one, NULL);
  TiemAddress masked = { .line = (char *)"4****", .province = (char *)"Bình Dương" };
  g_autofree char *text = tiem_address_format_new (&address, NULL);
  g_autoptr (TiemPlace) place = tiem_place_new (&bare, NULL);
  g_autoptr (TiemPlace) hidden = tiem_place_new (&masked, NULL);

  g_assert_cmpstr (text, ==, "45 Lê Lợi, Phường Sài Gòn, Thành phố Hồ Chí Minh");
  g_assert_cmpstr (split, ==, "5 Xuân Thuỷ, Phường Hoàn Kiếm, Thành phố Hà Nội");
  g_assert_cmpint (place->state, ==, TIEM_PLACE_PROVINCE);
  g_assert_cmpstr (place->line, ==, "45 Lê Lợi");
  g_assert_cmpint (hidden->state, ==, TIEM_PLACE_MASKED);
  g_assert_cmpstr (hidden->province->code, ==, "79");
  g_assert_cmpstr (tiem_address_province_name ("Bình Dương"), ==, "Thành phố Hồ Chí Minh");
  g_assert_cmpstr (tiem_address_province_short ("Bình Dương"), ==, "Hồ Chí Minh");
  g_assert_cmpstr (tiem_address_province_short ("Thái Bình"), ==, "Hưng Yên");
  g_assert_cmpstr (tiem_address_province_name ("Bangkok"), ==, "Bangkok");
  g_assert_null (tiem_address_province_name (NULL));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/address/texts", test_texts);
  g_test_add_func ("/address/any-text", test_any_text);
  g_test_add_func ("/address/sentences", test_sentences);
  g_test_add_func ("/address/structured", test_structured);
  g_test_add_func ("/address/mixed", test_mixed);

  return g_test_run ();
}
