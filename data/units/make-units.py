#!/usr/bin/env python3
"""Joins the units of today with those they were formed from into the one table Tiệm reads.

make-units.py VN-UNITS OLD-WARDS OUTPUT

VN-UNITS names each ward of today and tells in the words of its resolution what it was formed
from ("Phường Dịch Vọng (phần còn lại sau khi sáp nhập vào phường Cầu Giấy), ..."). OLD-WARDS
names each ward of before with its district, and the ward that took the largest part of it over.
A ward of before that more than one text names was divided: all of them are its successors, the
main one first. Where several old wards of a province have the name that a text uses, the one in
the district it names is meant, else those whose districts the new ward's other parts lie in.

The output has one unit a line, by what its first field says:
  P code name key          a province of today; its wards follow
  W code name key          a ward of today; key: its name folded, without "phường", "xã"
  O code-of-P name key     a province of before; its districts follow
  D name key day codes     a district; day: when it ended, when that was not 1 July 2025;
                           codes: wards of today it became, for one that had no wards
  V name key codes         a ward of before, and the wards that took it over; "!" behind the first:
                           the text says "a part of", yet no other text names the rest
  A key key                another way to write a province's name, and its usual key
"""
import collections
import re
import sys
import unicodedata

# Districts dissolved before 2025 that buyers still write: province, name, last day + 1, the
# districts it lay in at the end, its wards there (None: all of theirs). By resolutions
# 1111/NQ-UBTVQH14 (9 December 2020) and 175/2024/QH15, 1314/NQ-UBTVQH15 (Huế), 1318/NQ-UBTVQH15
# (Ninh Bình).
FORMER = [
    ('Thành phố Hồ Chí Minh', 'Quận 2', '2021-01-01', ['Thành phố Thủ Đức'],
     'An Khánh, An Lợi Đông, An Phú, Bình Trưng Đông, Bình Trưng Tây, Cát Lái, Thạnh Mỹ Lợi,'
     ' Thảo Điền, Thủ Thiêm'),
    ('Thành phố Hồ Chí Minh', 'Quận 9', '2021-01-01', ['Thành phố Thủ Đức'],
     'Hiệp Phú, Long Bình, Long Phước, Long Thạnh Mỹ, Long Trường, Phú Hữu, Phước Bình,'
     ' Phước Long A, Phước Long B, Tân Phú, Tăng Nhơn Phú A, Tăng Nhơn Phú B, Trường Thạnh'),
    ('Thành phố Hồ Chí Minh', 'Quận Thủ Đức', '2021-01-01', ['Thành phố Thủ Đức'],
     'Bình Chiểu, Bình Thọ, Hiệp Bình Chánh, Hiệp Bình Phước, Linh Chiểu, Linh Đông, Linh Tây,'
     ' Linh Trung, Linh Xuân, Tam Bình, Tam Phú, Trường Thọ'),
    ('Thành phố Huế', 'Thành phố Huế', '2025-01-01', ['Quận Thuận Hóa', 'Quận Phú Xuân'], None),
    ('Tỉnh Ninh Bình', 'Thành phố Ninh Bình', '2025-01-01', ['Thành phố Hoa Lư'], None),
]

# Other ways to write a province's name, beside those that differ in spaces alone.
ALIASES = {
    'ha noi': ['hn', 'tphn'],
    'ho chi minh': ['hcm', 'tphcm', 'hcmc', 'sai gon', 'sg', 'sgn', 'tp ho chi minh city'],
    'da nang': ['tpdn'],
    'hai phong': ['hp', 'tphp'],
    'can tho': ['tpct'],
    'hue': ['thua thien hue', 'tt hue', 'tth', 'thua thien'],
    'ba ria vung tau': ['brvt', 'br vt', 'vung tau'],
    'dak lak': ['dac lac', 'dak lac', 'dac lak'],
    'dak nong': ['dac nong'],
    'bac kan': ['bac can'],
}

UNIT_WORDS = ('thành phố', 'thị trấn', 'đặc khu', 'thị xã', 'phường', 'tỉnh', 'quận', 'huyện', 'xã')


def fold(text):
    """As tiem_text_fold () does; a test compares the two."""
    text = unicodedata.normalize('NFKD', text.lower()).replace('đ', 'd')
    text = ''.join(c for c in text if not '\u0300' <= c <= '\u036f')
    return ' '.join(''.join(c if c.isalnum() else ' ' for c in text).split())


def squash(text):
    """Folded, without spaces: "EaBar" and "Ea Bar" are one name."""
    return fold(text).replace(' ', '')


def bare(name):
    """The name without the word for its kind."""
    for word in UNIT_WORDS:
        if name.lower().startswith(word + ' '):
            return name[len(word) + 1:]
    return name


def read_today(path):
    provinces, wards = collections.OrderedDict(), collections.OrderedDict()
    for line in open(path, encoding='utf-8'):
        if line.startswith('#'):
            continue
        level, code, name, province, formed = line.rstrip('\n').split('\t')
        name = unicodedata.normalize('NFC', ' '.join(name.split()))
        formed = unicodedata.normalize('NFC', ' '.join(formed.split()))
        if level == '1':
            provinces[code] = (name, formed)
        else:
            wards[code] = (name, province, formed)
    return provinces, wards


class Old:
    """A ward of before."""

    def __init__(self, province, district, name, successors):
        self.province, self.district, self.name = province, district, name
        self.successors = list(successors)
        self.main = successors[0]
        self.is_part = False


def read_before(path):
    districts = collections.OrderedDict()
    province = district = None
    extra = []
    for line in open(path, encoding='utf-8'):
        fields = line.rstrip('\n').split('\t')
        if fields[0] == 'P':
            province = fields[1]
        elif fields[0] == 'D':
            district = (province, fields[1])
            districts[district] = []
        elif fields[0] == 'W' and fields[1] != '':
            districts[district].append(Old(*district, fields[2], fields[3].split()))
        elif fields[0] == 'W':
            extra.append((district, fields[2], fields[3].split()))
    for district, name, codes in extra:
        held = [ward for ward in districts[district] if fold(ward.name) == fold(name)]
        if held:
            held[0].successors += [code for code in codes if code not in held[0].successors]
        else:
            districts[district].append(Old(*district, name, codes))
    return districts


# --- what a ward was formed from ---

NAME = re.compile(r'(phường|xã|thị trấn|huyện|thành phố|thị xã|quận)\s+', re.I)


def read_formed(text):
    """Yields (kind, name, district or None, is a part) of what @text names."""
    text = re.sub(r'\((?=\s*(?:phần|một phần))', '(# ', text)
    part_of_all = False
    # what is in brackets after a name: its district, or which part of it
    pieces = re.split(r'[,;.](?![^(]*\))', text)
    kind = None
    for piece in pieces:
        for item in re.split(r'\s+và\s+(?![^(]*\))', piece):
            note = ' '.join(re.findall(r'\(([^)]*)\)?', item))
            plain = re.sub(r'\([^)]*\)?', ' ', item)
            lower = plain.lower()
            part = ('#' in note or 'một phần' in lower or 'phần còn lại' in lower
                    or 'phần còn' in lower)
            if 'toàn bộ' in lower and 'một phần' not in lower:
                part_of_all = False
            elif part and '#' not in note:
                part_of_all = True
            elif NAME.match(plain.strip()):
                part_of_all = part_of_all and kind is None
            hit = list(NAME.finditer(plain))
            if hit:
                name, kind = plain[hit[-1].end():], hit[-1].group(1).lower()
            else:
                name = plain
            name = re.split(r'\s+(?:sau khi|thuộc|có diện|để)\b', name.strip())[0].strip(' .:')
            place = re.search(r'(?:huyện|thành phố|thị xã|quận|thị trấn)\s+[^()#;,]+', note, re.I)
            if '#' in note:
                place = None
            if kind and 0 < len(name) < 40:
                yield kind, name, place and place.group(0).strip(), part or part_of_all


def find_successors(provinces, wards, districts, old_to_new):
    by_name = collections.defaultdict(list)
    by_main = collections.defaultdict(list)
    for (province, _), olds in districts.items():
        for old in olds:
            by_name[old_to_new[province], squash(bare(old.name))].append(old)
            by_main[old.main].append(old)
    # Where two wards of a province differ in marks alone, the texts were mixed up: not used.
    names = collections.Counter((province, fold(bare(name)))
                                for name, province, _ in wards.values())
    unknown = []
    for code, (name, province, formed) in wards.items():
        near = {(old.province, old.district) for old in by_main[code]}
        if formed.lower().startswith('giữ nguyên') or names[province, fold(bare(name))] > 1:
            continue
        for kind, old_name, district, part in read_formed(formed):
            found = by_name[province, squash(old_name)]
            if kind == 'huyện' and not found:
                continue  # an island district without wards: see main ()
            if district:
                named = [old for old in found if fold(bare(old.district)) == fold(bare(district))]
                found = named or found
            if len(found) > 1:
                found = ([old for old in found if old.main == code]
                         or [old for old in found if (old.province, old.district) in near]
                         or found)
            if len(found) > 1:
                found = [old for old in found if old.name.lower().startswith(kind)] or found
            if len(found) == 1 and not district and not found[0].name.lower().startswith(kind) \
                    and (found[0].province, found[0].district) not in near:
                found = []
            if len(found) > 1 and found[0].main != code:
                found = []
            if not found:
                unknown.append((code, name, kind, old_name, district))
            for old in found:
                if code not in old.successors:
                    old.successors.append(code)
                old.is_part = old.is_part or part
    return unknown


# --- writing ---

def write_today(out, provinces, wards):
    for code, (name, _) in provinces.items():
        out.append(f'P\t{code}\t{name}\t{fold(bare(name))}')
        out.extend(f'W\t{ward}\t{ward_name}\t{fold(bare(ward_name))}'
                   for ward, (ward_name, province, _) in wards.items() if province == code)


def write_ward(out, old):
    mark = '!' if old.is_part and len(old.successors) == 1 else ''
    first, rest = old.successors[0], old.successors[1:]
    out.append(f'V\t{old.name}\t{fold(bare(old.name))}\t' + ' '.join([first + mark] + rest))


def write_former(out, districts, province, name, day, homes, names):
    olds = [old for home in homes for old in districts[province, home]]
    if names is not None:
        known = {fold(bare(old.name)): old for old in olds}
        olds = [known[fold(ward)] for ward in names.split(',')]
    out.append(f'D\t{name}\t{fold(bare(name))}\t{day}\t')
    for old in olds:
        write_ward(out, old)


def write_before(out, districts, old_to_new, whole):
    last = None
    for (province, district), olds in districts.items():
        if province != last:
            out.append(f'O\t{old_to_new[province]}\t{province}\t{fold(bare(province))}')
            last = province
            for at, name, day, homes, names in FORMER:
                if at == province:
                    write_former(out, districts, at, name, day, homes, names)
        out.append(f'D\t{district}\t{fold(bare(district))}\t\t{whole.get((province, district), "")}')
        for old in olds:
            write_ward(out, old)


def main(argv):
    provinces, wards = read_today(argv[1])
    districts = read_before(argv[2])
    keys = {fold(bare(name)): code for code, (name, _) in provinces.items()}
    old_to_new = {}
    for code, (name, formed) in provinces.items():
        for part in re.split(r',| và ', formed):
            keys[fold(bare(re.split(r'[.]', part.strip())[0].replace('TPHCM', 'Hồ Chí Minh')))] = code
    for province, _ in districts:
        old_to_new[province] = keys[fold(bare(province))]
    unknown = find_successors(provinces, wards, districts, old_to_new)

    # island districts without wards became one special zone each
    islands = {}
    for code, (name, province, formed) in wards.items():
        if formed.startswith('Huyện ') and name.startswith('Đặc khu'):
            old = next(p for p, c in old_to_new.items()
                       if c == province and (c not in ('79', '44', '51', '48')
                                             or p.endswith({'79': 'Vũng Tàu', '44': 'Quảng Trị',
                                                            '51': 'Quảng Ngãi',
                                                            '48': 'Đà Nẵng'}[c])))
            if (old, formed) not in districts:
                islands[old, formed] = code
    for key, code in islands.items():
        districts[key] = []
    order = {province: i for i, province in enumerate(old_to_new)}
    districts = collections.OrderedDict(sorted(districts.items(), key=lambda d: order[d[0][0]]))

    out = []
    write_today(out, provinces, wards)
    write_before(out, districts, old_to_new, islands)
    out.extend(f'A\t{other}\t{key}' for key, others in ALIASES.items() for other in others)
    with open(argv[3], 'w', encoding='utf-8') as file:
        file.write('\n'.join(out) + '\n')
    return unknown, districts


if __name__ == '__main__':
    main(sys.argv)
