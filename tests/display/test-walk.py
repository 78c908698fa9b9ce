#!/usr/bin/python3
"""test-walk.py WALK-WINDOW PO-FILE: looks at every page, dialog and menu of the window as a screen
reader does, through AT-SPI, and with the Tab key. TAP on standard output.

  - every control has a name, every row something to read
  - no word of English is left (PO-FILE says which words are English and which are Vietnamese)
  - every control is reached by the keyboard

Needs at-spi2-core, python3-gi and gir1.2-atspi-2.0 of the system's own Python.
"""

import os
import re
import subprocess
import sys
import time
import warnings
from pathlib import Path

warnings.simplefilter('ignore')
try:
    import gi
    gi.require_version('Atspi', '2.0')
    from gi.repository import Atspi, GLib
except (ImportError, ValueError) as missing:
    print(f'1..0 # SKIP no AT-SPI for Python: {missing}')
    sys.exit(0)

WINDOW, PO = sys.argv[1:3]
SOURCE = Path(__file__).resolve().parent.parent.parent
ROLE = Atspi.Role
CONTROLS = {ROLE.PUSH_BUTTON, ROLE.TOGGLE_BUTTON, ROLE.CHECK_BOX, ROLE.RADIO_BUTTON, ROLE.ENTRY,
            ROLE.TEXT, ROLE.COMBO_BOX, ROLE.SPIN_BUTTON, ROLE.SLIDER, ROLE.PAGE_TAB, ROLE.MENU_ITEM,
            ROLE.LINK, ROLE.PASSWORD_TEXT}
ROWS = {ROLE.LIST_ITEM, ROLE.TABLE_ROW}
# Words of English that are names, or stand on a platform's own pages.
NAMES = set('''
  tiem shopee lazada tiktok shop woocommerce excel sku cod email mail vnd api url http https www com vn
  wp admin json csv xlsx pdf open app center console go live test developer seller house business
  registered individual system partner key secret service id redirect callback enable manage
  management auth authorized whitelist custom in read write consumer rest marketplace create apply
  online web website form cotton ip combo tiem-cli gnu general public license gpl html ctrl alt shift enter tab
  esc home end page up down flatpak local share var data db oauth port http2 keyring lazop
'''.split())
# Text of the toolkit's own, where the system has no Vietnamese for it.
TOOLKIT = {'Close', 'Minimize', 'Maximize', 'Restore', 'Unmaximize', 'Clear', 'Close the window',
           'Minimize the window', 'Show Text', 'Hide Text', 'Maximize the window', 'Unmaximize the window'}

SEEN = 'seen '  # begins a line that says what type of widget was on show

Atspi.set_timeout(15000, 15000)


def iterate():
    while GLib.MainContext.default().iteration(False):
        pass


def read_words():
    """The words of the msgids that are no words of the msgstrs."""
    english, vietnamese = set(), set()
    text = subprocess.run(['msgattrib', '--no-wrap', '--translated', PO], check=True,
                          capture_output=True, text=True).stdout
    for keyword, value in re.findall(r'^(msgid|msgid_plural|msgstr(?:\[0\])?) "(.*)"$', text, re.M):
        value = re.sub(r'<[^>]*>|\\n|https?://\S+|%[-0-9.]*[a-zA-Z]', ' ', value)
        words = set(re.findall(r"[a-z]{2,}", value.lower()))
        if keyword.startswith('msgid'):
            english |= words
        else:
            vietnamese |= set(re.findall(r"[^\W\d_]{2,}", value.lower()))
    return english - vietnamese - NAMES


ENGLISH = read_words()


class Window:
    def __init__(self, *args):
        # Starts the accessibility bus before the program asks for it.
        Atspi.get_desktop(0).get_child_count()
        self.process = subprocess.Popen([WINDOW, *args], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.answer()
        self.application = self.find_application()

    def answer(self):
        lines = []
        for line in self.process.stdout:
            if line == 'done\n':
                return lines
            lines.append(line.strip())
        raise AssertionError('the window has ended: ' + ' '.join(lines))

    def say(self, line):
        """Returns what it answers; but what is to be done has to be possible."""
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()
        answer = self.answer()
        assert not answer or line in ('keys', 'seen'), answer
        return answer

    def find_application(self):
        end = time.monotonic() + 20
        while time.monotonic() < end:
            iterate()
            desktop = Atspi.get_desktop(0)
            desktop.clear_cache()
            for i in range(desktop.get_child_count()):
                child = desktop.get_child_at_index(i)
                if child is not None and child.get_process_id() == self.process.pid:
                    return child
            time.sleep(0.1)
        raise AssertionError('the window is not on the accessibility bus')

    def nodes(self):
        iterate()
        self.application.clear_cache()
        return list(walk(self.application))

    def do(self, action):
        trouble = self.say(f'do {action}')
        assert not trouble, trouble

    def press(self, name):
        self.say(f'press {name}')

    def end(self):
        self.process.stdin.close()
        self.process.wait(20)
        assert self.process.returncode == 0, f'the window ended with {self.process.returncode}'


def walk(node, path=(), depth=0):
    """Yields (node, path of roles and names) of what is on show."""
    try:
        states = node.get_state_set()
        if depth > 1 and not states.contains(Atspi.StateType.VISIBLE):
            return
        yield node, path
        if depth < 45:
            here = path + (f'{node.get_role_name()} “{node.get_name()}”',)
            for i in range(min(node.get_child_count(), 120)):
                child = node.get_child_at_index(i)
                if child is not None:
                    yield from walk(child, here, depth + 1)
    except GLib.Error:  # it went away while we looked
        return


def texts_of(node):
    yield node.get_name() or ''
    yield node.get_description() or ''
    iface = node.get_text_iface()
    if iface is not None:
        yield Atspi.Text.get_text(iface, 0, Atspi.Text.get_character_count(iface)) or ''


def english_in(text):
    if text in TOOLKIT:
        return []
    text = re.sub(r'https?://\S+|\S+\.(?:com|vn|db|xlsx|csv)\S*|[\w.]+@[\w.]+|~?/\S+|[A-Z0-9]+(?:-[A-Z0-9]+)+',
                  ' ', text)
    # A word with a letter of Vietnamese next to it is none of English.
    return [word for word in re.findall(r"(?<![^\W\d_])[a-z]{2,}(?![^\W\d_])", text.lower())
            if word in ENGLISH]


def has_text_below(node):
    return any(text.strip() for below, _ in walk(node, (), 2) for text in texts_of(below))


def look(window, page):
    """Returns what is wrong with the texts of all pages that were opened (also those behind)."""
    wrong = []
    n = 0
    for node, path in window.nodes():
        n += 1
        role = node.get_role()
        where = f'{page}: {" › ".join(path[-3:])} › {node.get_role_name()}'
        if role in CONTROLS and not any(text.strip() for text in texts_of(node)):
            relations = [r.get_relation_type() for r in node.get_relation_set()]
            if Atspi.RelationType.LABELLED_BY not in relations:
                wrong.append(f'{where} has no name')
        if role in ROWS and not has_text_below(node):
            wrong.append(f'{where} has nothing to read')
        for text in texts_of(node):
            words = english_in(text)
            if words:
                wrong.append(f'{where}: English ({", ".join(words)}): {text}')
    if n < 20:
        wrong.append(f'{page}: only {n} things are there')
    return sorted(set(wrong))


def try_keys(window, page):
    # Once more when something is missing: the page may have been filled meanwhile.
    lines = window.say('keys') and window.say('keys')
    return [f'{page}: not reached by keys: {line}' for line in lines]


TABS = ['overview', 'orders', 'products', 'customers', 'channels']


def open_tab(window, tab, group='', entry=0):
    window.say(f"do win.open ('{tab}', '{group}', int64 {entry})")


# A walk yields the name of a page and whether its texts are to be looked at: a page that stays
# behind the others is looked at with them, once.

def walk_tabs(window):
    for tab in TABS:
        open_tab(window, tab)
        yield tab, False
        if tab != 'overview':
            open_tab(window, tab, 'all', 1)
            yield f'{tab}, entry 1', tab == TABS[-1]


def walk_empty(window):
    yield 'welcome', True
    for tab in TABS:
        open_tab(window, tab)
        yield f'{tab}, empty', tab == TABS[-1]


def walk_narrow(window):
    window.say('size 360 720')
    for page, texts in walk_tabs(window):
        yield f'{page}, narrow', texts


def walk_orders(window):
    for order in range(1, 5):
        open_tab(window, 'orders', 'all', order)
        yield f'order {order}', True
    open_tab(window, 'orders', 'todo')
    window.say('tick')
    yield 'ticked orders', True
    window.say('size 360 720')
    yield 'ticked orders, narrow', True


def walk_own_order(window):
    open_tab(window, 'orders')
    window.say('do win.create')
    yield 'a new order', True
    window.press('Nguyễn Thị Ánh Tuyết · 1 món')
    yield 'an order being written', True
    window.say('size 360 720')
    yield 'an order being written, narrow', True


def walk_print(window):
    open_tab(window, 'orders', 'all', 1)
    for action, page in (('win.pick', 'picking list'), ('win.print', 'print labels')):
        window.say(f'do {action}')
        yield page, True
        window.say('do win.back')


def walk_edit_pages(window):
    open_tab(window, 'products', 'all', 1)
    for action, page in (('win.edit', 'edit a product'), ('win.create', 'add a product')):
        window.say(f'do {action}')
        yield page, True
        window.say('do win.back')
    open_tab(window, 'customers', 'all', 1)
    for action, page in (('win.edit', 'edit a customer'), ('win.create', 'add a customer')):
        window.say(f'do {action}')
        yield page, True
        window.say('do win.back')


def walk_goods(window):
    """Many products at once, the categories, stickers."""
    open_tab(window, 'products', 'all')
    window.say('tick')
    yield 'ticked products', True
    for action, page in (('products.bulk-price', 'change prices'),
                         ('products.bulk-stock', 'change stock'),
                         ('products.bulk-category', 'set the category'),
                         ('products.stickers', 'stickers'),
                         ('stock.categories', 'categories')):
        window.say(f'do {action}')
        yield page, True
        window.say('size 360 720')
        yield f'{page}, narrow', False
        window.say('size 1300 850')
        window.say('do win.back')


def walk_offers(window):
    """What a listing costs, putting goods up for sale, linking."""
    open_tab(window, 'products', 'all', 1)
    for action, page in (('products.listing int64 1', 'what a listing costs'),
                         ('products.publish', 'put up for sale'),
                         ('stock.link', 'link listings')):
        window.say(f'do {action}')
        yield page, True
        window.say('size 360 720')
        yield f'{page}, narrow', False
        window.say('size 1300 850')
        window.say('do win.back')


def walk_import(window):
    """What a file would change, which column is what, the imports of the past."""
    open_tab(window, 'products')
    window.say('import SKU,Tên sản phẩm,Giá bán|KHAN,Khăn tắm,159000|LY,Ly sứ,1tr2|,Không mã,1')
    yield 'what a file would change', True
    window.say('popover Lấy gì từ tệp')
    yield 'menu what to take', True
    window.say('close')
    window.say('size 360 720')
    yield 'what a file would change, narrow', False
    window.say('do win.back')
    window.say('size 1280 800')
    window.say('import Mã vải,Món,Giá|V1,Khăn,1000')
    yield 'which column is what', True
    window.say('do win.back')
    window.say('do stock.imports')
    yield 'past imports', True


def walk_stock(window):
    """Places, transfers, stock takes: the lists, a slip, counting, what differs."""
    open_tab(window, 'products', 'all')
    for action, page in (('stock.locations', 'places'), ('stock.transfers', 'transfers'),
                         ('stock.takes', 'stock takes')):
        window.say(f'do {action}')
        yield page, True
        window.say('size 360 720')
        yield f'{page}, narrow', False
        window.say('size 1300 850')
        window.say('do win.back')
    window.say('do stock.transfers')
    window.say('do transfer.open int64 1')
    yield 'a transfer', True
    window.say('do win.back')
    window.say('do win.back')
    window.say('do stock.takes')
    window.say('do take.open int64 2')
    yield 'counting', True
    window.say('do take.differences')
    yield 'differences', True
    window.say('size 360 720')
    yield 'differences, narrow', False


def walk_worth(window):
    """What stock is worth, what does not sell, what is to be ordered."""
    open_tab(window, 'products', 'all')
    for action, page in (('stock.value', 'stock value'), ('stock.slow', 'slow movers'),
                         ('stock.reorder', 'to be ordered')):
        window.say(f'do {action}')
        yield page, True
        if action == 'stock.value':
            window.press('Theo nhóm')
            yield f'{page} by groups', True
        window.say('size 360 720')
        yield f'{page}, narrow', False
        window.say('size 1300 850')
        window.say('do win.back')


def walk_why(window):
    """What is behind a number: the sum, the stock card, how a number is shared."""
    open_tab(window, 'products', 'all', 1)
    for figure in ('available', 'on_hand', 'reserved', 'channels', 'incoming', 'sold', 'value'):
        window.say(f"do products.why '{figure}'")
        yield f'why {figure}', True
        window.say('do win.back')
    window.say('do products.card')
    yield 'the stock card', True
    window.say('size 360 720')
    yield 'the stock card, narrow', False


def walk_packing(window):
    open_tab(window, 'orders')
    window.say('do win.pack')
    yield 'pack by scan', True
    window.say('size 360 720')
    yield 'pack by scan, narrow', False


def walk_receive(window):
    open_tab(window, 'orders', 'all', 1)
    window.press('Thẻ…')
    yield 'menu tags of an order', True
    window.say('close')
    window.say('do orders.receive-returns')
    yield 'receive a return', True
    window.say('size 360 720')
    yield 'receive a return, narrow', True


def walk_add_channel(window):
    for kind in ('Shopee', 'Lazada', 'TikTok Shop', 'WooCommerce', 'Tại quầy', 'Shopee bằng tệp'):
        open_tab(window, 'channels', 'add')
        if kind == 'Shopee':
            yield 'choose a channel', True
        window.press(kind)
        yield f'add {kind}', True
        window.say('do win.back')
    open_tab(window, 'channels', 'add')
    window.press('WooCommerce')
    window.say('reading')
    yield 'reading a channel', True
    window.say('size 360 720')
    yield 'reading a channel, narrow', False


def walk_sign_in(window):
    """Waiting for the owner to agree in the browser, and the address pasted by hand."""
    open_tab(window, 'channels', 'add')
    window.press('Lazada')
    window.say('fill 100523')
    window.press('Đăng nhập Lazada…')
    yield 'agree in the browser', True
    window.say('size 360 720')
    yield 'agree in the browser, narrow', False


def walk_files(window):
    """A file of the seller centre, from being dropped to the desk of its channel."""
    window.say('open shopee-orders.xlsx')
    yield 'which channel a file belongs to', True
    window.say('size 360 720')
    yield 'which channel a file belongs to, narrow', False
    window.press('Shopee Nhà Mây sỉ')
    yield 'what a file of orders changes, narrow', False
    window.say('size 1300 850')
    yield 'what a file of orders changes', True
    window.press('Nhập 15 đơn')
    yield 'the desk of a channel by file', True
    window.say('size 360 720')
    yield 'the desk of a channel by file, narrow', False


def walk_people(window):
    """Customers and suppliers of a file."""
    window.say('import Tên khách hàng,Điện thoại,Địa chỉ,Nợ hiện tại|Lê Thị Hoa,0905111222,'
               '12 Lê Lợi,150000|,0905111333,,')
    yield 'customers of a file', True
    window.say('size 360 720')
    yield 'customers of a file, narrow', False
    window.say('do win.back')
    window.say('size 1300 850')
    window.say('import Mã nhà cung cấp,Tên nhà cung cấp,Điện thoại,Nợ cần trả hiện tại|'
               'NCC01,Gốm Chu Đậu,02203555666,900000')
    yield 'suppliers of a file', True


def walk_popovers(window):
    """What opens over a page for one number."""
    open_tab(window, 'products', 'all', 1)
    window.say('do products.change-stock')
    yield 'menu change the stock', True
    window.say('close')
    for actions, page in ((('stock.suppliers', 'suppliers.pay'), 'pay a supplier'),
                          (('stock.purchases', 'purchases.pay'), 'pay a slip')):
        open_tab(window, 'products')
        for action in actions:
            window.say(f'do {action}')
        yield f'menu {page}', True
        window.say('close')
        window.say('do win.back')


def walk_questions(window):
    """What is asked before something that can't be taken back."""
    open_tab(window, 'orders', 'all', 2)
    window.say('do orders.cancel')
    yield 'cancel an order?', True
    window.say('close')
    open_tab(window, 'orders', 'all')
    window.say('tick')
    window.say('do orders.bulk-cancel')
    yield 'cancel orders?', True
    window.say('close')
    open_tab(window, 'customers', 'all', 1)
    window.say('do customers.erase')
    yield 'erase a customer?', True
    window.say('close')
    window.do('customers.undo-pay-debt int64 1')
    yield 'undo what a customer paid?', True
    window.say('close')
    open_tab(window, 'products')
    window.say('do stock.suppliers')
    window.do('suppliers.undo-pay int64 1')
    yield 'undo what a supplier was paid?', True
    window.say('close')
    window.say('do win.back')
    open_tab(window, 'channels', '', 1)
    window.say('do channel.remove')
    yield 'remove a channel?', True
    window.say('close')
    open_tab(window, 'customers', 'all', 1)
    window.say('do win.edit')
    window.say('fill Đỗ Thị Hồng Nhung')
    window.say('do win.back')
    yield 'leave without saving?', True
    window.say('close')


def walk_windows(window):
    for action in ('win.preferences', 'win.shortcuts', 'win.about', 'win.help'):
        window.say(f'do {action}')
        yield action, True
        window.say('close')


def walk_menus(window):
    open_tab(window, 'orders')
    for name in ('Trình đơn chính', 'Mọi kênh', 'Việc khác', 'Hiển thị và xuất'):
        window.say(f'popover {name}')
        yield f'menu {name}', True
        window.say('close')


def walk_looks(window):
    """How a list is looked at: its columns, a saved view."""
    for tab in ('orders', 'products', 'customers'):
        open_tab(window, tab)
        for action in ('pane.columns', 'views.save'):
            window.say(f'do {action}')
            yield f'menu {tab} {action}', True
            window.say('close')


def walk_purchases(window):
    for action, page in (('stock.purchases', 'purchase slips'),
                         ('stock.supplier-returns', 'returns to suppliers'),
                         ('stock.suppliers', 'suppliers')):
        open_tab(window, 'products')
        window.say(f'do {action}')
        yield page, True
        window.say('do win.create')
        yield f'{page}, a new one', True
        window.say('do win.back')
        window.say('do win.back')
    window.say('do stock.purchases')
    window.press('Làm tiếp')
    yield 'a slip being written', True
    window.say('size 360 720')
    yield 'a slip being written, narrow', True
    window.say('do win.back')
    yield 'purchase slips, narrow', True


WALKS = [
    ('tabs', [], walk_tabs),
    ('narrow', [], walk_narrow),
    ('orders', [], walk_orders),
    ('own-order', [], walk_own_order),
    ('print', [], walk_print),
    ('purchases', [], walk_purchases),
    ('edit-pages', [], walk_edit_pages),
    ('goods', [], walk_goods),
    ('import', [], walk_import),
    ('stock', [], walk_stock),
    ('worth', [], walk_worth),
    ('why', [], walk_why),
    ('offers', [], walk_offers),
    ('packing', [], walk_packing),
    ('receive', [], walk_receive),
    ('add-channel', [], walk_add_channel),
    ('sign-in', [], walk_sign_in),
    ('files', ['files'], walk_files),
    ('people', [], walk_people),
    ('popovers', [], walk_popovers),
    ('questions', [], walk_questions),
    ('windows', [], walk_windows),
    ('menus', [], walk_menus),
    ('looks', [], walk_looks),
    ('empty-shop', ['empty'], walk_empty),
]


def take(name, args, pages):
    """Returns what is wrong on one walk."""
    wrong = []
    try:
        window = Window(*args)
        for page, texts in pages(window):
            if texts:
                wrong += look(window, page)
            if not page.startswith('menu'):
                wrong += try_keys(window, page)
        wrong += [f'{SEEN}{kind}' for kind in window.say('seen')]
        window.end()
    except AssertionError as error:
        wrong.append(str(error))
    return wrong


def take_apart(name):
    """The same in a process of its own: libatspi 2.46 now and then falls over windows that come or
    go away while it looks at them, or loses one for good, and is then asked again."""
    for wait in (1, 3, 0):
        done = subprocess.run([sys.executable, __file__, WINDOW, PO, '--walk', name],
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
        if done.returncode == 0:
            return done.stdout.splitlines()
        time.sleep(wait)
    return [f'the walk ended with {done.returncode}', *done.stderr.splitlines()[-5:]]


def list_kinds():
    """The types of widgets that a walk has to show: all that have a template, and all pages."""
    kinds = set()
    for path in SOURCE.glob('ui/**/*.ui'):
        kinds |= set(re.findall(r'<template class="(Tiem\w+)"', path.read_text()))
    for path in SOURCE.glob('src/app/**/*.h'):
        kinds |= set(re.findall(r'G_DECLARE_FINAL_TYPE \((\w+), \w+, TIEM, \w+,\s+'
                                r'(?:Tiem\w*Page|TiemSubpage|\w+Popover|\w+Window)\)',
                                path.read_text()))
    return kinds


def report(number, name, wrong):
    for line in wrong:
        # Whoever runs the tests shows only the errors of one that failed.
        print(f'{name}: {line}', file=sys.stderr, flush=True)
    print(f'{"not " if wrong else ""}ok {number} /walk/{name}', flush=True)
    return bool(wrong)


def main():
    if sys.argv[3:4] == ['--walk']:
        print('\n'.join(take(*next(each for each in WALKS if each[0] == sys.argv[4]))))
        return 0
    walks = [name for name, _, _ in WALKS if not sys.argv[3:] or name in sys.argv[3:]]
    if os.environ.get('WITH_DISPLAY') == 'wayland':
        walks.remove('sign-in')  # Weston has not the protocol that a browser is opened by
    whole = len(walks) == len(WALKS)
    print(f'1..{len(walks) + whole}', flush=True)
    failed = False
    seen = set()
    for number, name in enumerate(walks, 1):
        lines = [line for line in take_apart(name) if line]
        seen |= {line[len(SEEN):] for line in lines if line.startswith(SEEN)}
        failed |= report(number, name, [line for line in lines if not line.startswith(SEEN)])
    if whole:
        failed |= report(len(walks) + 1, 'whole', [f'no walk shows a {kind}'
                                                   for kind in sorted(list_kinds() - seen)])
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
