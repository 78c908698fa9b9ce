#define G_LOG_DOMAIN "tiem-sandbox"

#include "sandbox/tiem-sandbox-people.h"

#include "base/tiem-text.h"
#include "sandbox/tiem-sandbox-random.h"

struct _TiemSandboxPeople
{
  guint32 seed;
  GPtrArray *buyers; /* (element-type TiemSandboxBuyer) */
};

/* Repeated where a name is common: Nguyễn is more than a third of all. */
static const char *const families[] = {
  "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Nguyễn", "Trần", "Trần", "Trần",
  "Lê",     "Lê",     "Phạm",   "Phạm",   "Hoàng",  "Huỳnh",  "Phan", "Vũ",   "Võ",
  "Đặng",   "Bùi",    "Đỗ",     "Hồ",     "Ngô",    "Dương",  "Lý",   "Đinh", "Trịnh",
};

static const char *const women_middle[]
    = { "Thị", "Thị", "Thị", "Thị Thu", "Thị Ngọc", "Ngọc", "Thanh", "Thuỳ", "Bảo", "Khánh" };
static const char *const women_given[] = {
  "Lan",  "Hương", "Hoa",   "Mai",    "Linh", "Trang", "Thảo",  "Hà",
  "Ngọc", "Yến",   "Nhung", "Phương", "Hạnh", "Dung",  "Quỳnh", "Huyền",
  "Nga",  "Oanh",  "Thư",   "Ánh",    "Vy",   "My",    "Trinh", "Uyên",
};
static const char *const men_middle[]
    = { "Văn", "Văn", "Đức", "Minh", "Quốc", "Hữu", "Xuân", "Công", "Thành", "Gia" };
static const char *const men_given[] = {
  "Hùng", "Dũng", "Tuấn", "Nam",  "Long", "Sơn",   "Hải",  "Đạt",  "Khoa", "Phúc",
  "Bảo",  "Huy",  "Minh", "Quân", "Tùng", "Thắng", "Kiên", "Việt", "Tâm",  "Thịnh",
};

static const char *const streets[] = {
  "Trần Phú",      "Lê Lợi",         "Nguyễn Trãi",   "Hai Bà Trưng",        "Lý Thường Kiệt",
  "Nguyễn Huệ",    "Phan Chu Trinh", "Điện Biên Phủ", "Cách Mạng Tháng Tám", "Hoàng Diệu",
  "Nguyễn Văn Cừ", "Quang Trung",    "Lê Hồng Phong", "Trần Hưng Đạo",       "Bà Triệu",
  "Võ Thị Sáu",    "Hùng Vương",     "Ngô Gia Tự",
};

/* Wards as they are called since 1 July 2025; there are no districts any more. */
static const struct
{
  const char *ward;
  const char *province;
} places[] = {
  { "Phường Hoàn Kiếm", "Thành phố Hà Nội" },     { "Phường Ba Đình", "Thành phố Hà Nội" },
  { "Phường Cầu Giấy", "Thành phố Hà Nội" },      { "Phường Đống Đa", "Thành phố Hà Nội" },
  { "Phường Thanh Xuân", "Thành phố Hà Nội" },    { "Phường Hà Đông", "Thành phố Hà Nội" },
  { "Phường Long Biên", "Thành phố Hà Nội" },     { "Phường Tây Hồ", "Thành phố Hà Nội" },
  { "Xã Gia Lâm", "Thành phố Hà Nội" },           { "Phường Bến Thành", "Thành phố Hồ Chí Minh" },
  { "Phường Tân Định", "Thành phố Hồ Chí Minh" }, { "Phường Bàn Cờ", "Thành phố Hồ Chí Minh" },
  { "Phường Xuân Hoà", "Thành phố Hồ Chí Minh" }, { "Phường Phú Nhuận", "Thành phố Hồ Chí Minh" },
  { "Phường Gò Vấp", "Thành phố Hồ Chí Minh" },   { "Phường Bình Thạnh", "Thành phố Hồ Chí Minh" },
  { "Phường Thủ Đức", "Thành phố Hồ Chí Minh" },  { "Phường Chợ Lớn", "Thành phố Hồ Chí Minh" },
  { "Phường Tân Hưng", "Thành phố Hồ Chí Minh" }, { "Phường Thủ Dầu Một", "Thành phố Hồ Chí Minh" },
  { "Phường Vũng Tàu", "Thành phố Hồ Chí Minh" }, { "Xã Hồ Tràm", "Thành phố Hồ Chí Minh" },
  { "Phường Hải Châu", "Thành phố Đà Nẵng" },     { "Phường Sơn Trà", "Thành phố Đà Nẵng" },
  { "Phường Hội An", "Thành phố Đà Nẵng" },       { "Phường Hồng Bàng", "Thành phố Hải Phòng" },
  { "Phường Ngô Quyền", "Thành phố Hải Phòng" },  { "Phường Ninh Kiều", "Thành phố Cần Thơ" },
  { "Phường Cái Răng", "Thành phố Cần Thơ" },     { "Phường Thuận Hoá", "Thành phố Huế" },
  { "Phường Biên Hoà", "Thành phố Đồng Nai" },    { "Phường Hạ Long", "Tỉnh Quảng Ninh" },
  { "Phường Việt Trì", "Tỉnh Phú Thọ" },          { "Phường Nam Định", "Tỉnh Ninh Bình" },
  { "Phường Hạc Thành", "Tỉnh Thanh Hoá" },       { "Phường Trường Vinh", "Tỉnh Nghệ An" },
  { "Phường Quy Nhơn", "Tỉnh Gia Lai" },          { "Phường Nha Trang", "Tỉnh Khánh Hoà" },
  { "Phường Buôn Ma Thuột", "Tỉnh Đắk Lắk" },     { "Phường Xuân Hương - Đà Lạt", "Tỉnh Lâm Đồng" },
  { "Phường Mỹ Tho", "Tỉnh Đồng Tháp" },          { "Phường Long Xuyên", "Tỉnh An Giang" },
  { "Xã Diên Khánh", "Tỉnh Khánh Hoà" },          { "Phường Tân Ninh", "Tỉnh Tây Ninh" },
};

/* As they were before: some went to one ward as a whole, some were divided. */
static const struct
{
  const char *ward;
  const char *district;
  const char *province;
} old_places[] = {
  { "Phường Hàng Bạc", "Quận Hoàn Kiếm", "Hà Nội" },
  { "Phường Dịch Vọng", "Quận Cầu Giấy", "Hà Nội" },
  { "Phường Bến Nghé", "Quận 1", "TP. Hồ Chí Minh" },
  { "Phường 14", "Quận 3", "TP. Hồ Chí Minh" },
  { "Phường Hiệp Phú", "Quận 9", "TP. Hồ Chí Minh" },
  { "Phường Phú Cường", "Thành phố Thủ Dầu Một", "Bình Dương" },
  { "Phường 7", "Thành phố Vũng Tàu", "Bà Rịa - Vũng Tàu" },
  { "Phường Minh An", "Thành phố Hội An", "Quảng Nam" },
  { "Phường Lộc Thọ", "Thành phố Nha Trang", "Khánh Hòa" },
  { "Phường Trung Hòa", "Quận Cầu Giấy", "Hà Nội" },
  { "Phường 9", "Thành phố Đà Lạt", "Lâm Đồng" },
  { "Phường Nguyễn Thái Bình", "Quận 1", "TP. Hồ Chí Minh" },
};

#define OLD_EVERY 5

static const char *const mobile_prefixes[]
    = { "032", "033", "035", "038", "039", "070", "077", "079", "081", "083",
        "085", "086", "088", "090", "091", "093", "096", "097", "098" };

static const char *const notes[] = {
  "Giao giờ hành chính giúp em",
  "Gọi trước khi giao 15 phút ạ",
  "Gói quà giúp mình, đừng để hoá đơn trong hộp",
  "Nhà trong hẻm, tới đầu hẻm gọi em ra lấy",
  "Giao sau 18h vì ban ngày không có ai ở nhà",
  "Cho mình xem hàng trước khi nhận",
  "Shop kiểm tra kỹ giúp em kẻo vỡ nhé",
  "Gửi bác bảo vệ toà nhà nhận hộ",
  "Khắc tên: Bảo Ngọc 🎀",
  "Nếu hết màu này thì đổi màu đen giúp mình",
};

#define CHOOSE(random, array) (array)[g_rand_int_range (random, 0, G_N_ELEMENTS (array))]

/* People write their number in many ways; each must come out as one. */
static char *
choose_phone (GRand *random)
{
  const char *prefix = CHOOSE (random, mobile_prefixes);
  int middle = g_rand_int_range (random, 0, 1000);
  int last = g_rand_int_range (random, 0, 10000);

  switch (g_rand_int_range (random, 0, 10))
    {
    case 0:
      return g_strdup_printf ("+84%s%03d%04d", prefix + 1, middle, last);
    case 1:
      return g_strdup_printf ("%s %03d %04d", prefix, middle, last);
    case 2:
      return g_strdup_printf ("%s.%03d.%04d", prefix, middle, last);
    default:
      return g_strdup_printf ("%s%03d%04d", prefix, middle, last);
    }
}

static char *
make_email (const TiemSandboxBuyer *buyer)
{
  g_autofree char *given = tiem_text_fold (buyer->first_name);
  g_autofree char *family = tiem_text_fold (buyer->last_name);
  g_auto (GStrv) words = g_strsplit (family, " ", 2);

  /* .example is reserved (RFC 2606): no such letter can ever be sent. */
  return g_strdup_printf ("%s.%s%u@thu.example", given, words[0], buyer->index + 11);
}

static char *
choose_street (GRand *random)
{
  const char *street = CHOOSE (random, streets);
  int number = g_rand_int_range (random, 1, 300);

  switch (g_rand_int_range (random, 0, 5))
    {
    case 0:
      return g_strdup_printf ("%d/%d %s", number, g_rand_int_range (random, 1, 40), street);
    case 1:
      return g_strdup_printf ("Số %d ngõ %d %s", g_rand_int_range (random, 1, 60), number, street);
    default:
      return g_strdup_printf ("%d %s", number, street);
    }
}

static void
replace (char **text,
         const char *with)
{
  g_free (*text);
  *text = g_strdup (with);
}

static TiemSandboxBuyer *
make_buyer (guint32 seed,
            guint index)
{
  g_autofree char *purpose = g_strdup_printf ("buyer %u", index);
  g_autoptr (GRand) random = tiem_sandbox_random_new (seed, purpose);
  TiemSandboxBuyer *buyer = g_new0 (TiemSandboxBuyer, 1);
  gboolean is_woman = tiem_sandbox_random_hits (random, 0.68);
  const char *family = CHOOSE (random, families);
  const char *middle = is_woman ? CHOOSE (random, women_middle) : CHOOSE (random, men_middle);
  guint place = g_rand_int_range (random, 0, G_N_ELEMENTS (places));

  buyer->index = index;
  buyer->first_name
      = g_strdup (is_woman ? CHOOSE (random, women_given) : CHOOSE (random, men_given));
  buyer->last_name = g_strdup_printf ("%s %s", family, middle);
  buyer->phone = choose_phone (random);
  if (tiem_sandbox_random_hits (random, 0.7))
    buyer->email = make_email (buyer);
  buyer->street = choose_street (random);
  buyer->ward = g_strdup (places[place].ward);
  buyer->province = g_strdup (places[place].province);
  if (index % OLD_EVERY == OLD_EVERY - 1)
    {
      guint old = index / OLD_EVERY % G_N_ELEMENTS (old_places);

      replace (&buyer->ward, old_places[old].ward);
      replace (&buyer->district, old_places[old].district);
      replace (&buyer->province, old_places[old].province);
    }
  return buyer;
}

TiemSandboxPeople *
tiem_sandbox_people_new (guint32 seed)
{
  TiemSandboxPeople *self = g_new0 (TiemSandboxPeople, 1);

  self->seed = seed;
  self->buyers = g_ptr_array_new_with_free_func ((GDestroyNotify)tiem_sandbox_buyer_free);
  return self;
}

void
tiem_sandbox_people_free (TiemSandboxPeople *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->buyers);
  g_free (self);
}

const TiemSandboxBuyer *
tiem_sandbox_people_get (TiemSandboxPeople *self,
                         guint index)
{
  while (self->buyers->len <= index)
    g_ptr_array_add (self->buyers, make_buyer (self->seed, self->buyers->len));
  return self->buyers->pdata[index];
}

TiemSandboxBuyer *
tiem_sandbox_buyer_copy (const TiemSandboxBuyer *self)
{
  TiemSandboxBuyer *copy = g_new0 (TiemSandboxBuyer, 1);

  copy->index = self->index;
  copy->first_name = g_strdup (self->first_name);
  copy->last_name = g_strdup (self->last_name);
  copy->phone = g_strdup (self->phone);
  copy->email = g_strdup (self->email);
  copy->street = g_strdup (self->street);
  copy->ward = g_strdup (self->ward);
  copy->district = g_strdup (self->district);
  copy->province = g_strdup (self->province);
  return copy;
}

void
tiem_sandbox_buyer_free (TiemSandboxBuyer *self)
{
  if (self == NULL)
    return;
  g_free (self->first_name);
  g_free (self->last_name);
  g_free (self->phone);
  g_free (self->email);
  g_free (self->street);
  g_free (self->ward);
  g_free (self->district);
  g_free (self->province);
  g_free (self);
}

const char *
tiem_sandbox_people_choose_note (GRand *random)
{
  return tiem_sandbox_random_hits (random, 0.15) ? CHOOSE (random, notes) : NULL;
}
