#!/usr/bin/python3
"""test-typing.py WALK-WINDOW: types Vietnamese by Telex, through ibus and its Unikey, into every
field of text of every page. TAP on standard output.

"tieengs vieejt" on the keys is "tiếng việt" in the field: nothing between keyboard and field (a
shortcut, a list that takes what is typed, a field that puts what it holds in order) may lose a key
or end a word that is still being composed. Fields for codes alone keep the keys as they are: a
scanner types "DDSF-00W1", and Telex would make "Đ" of its beginning. Needs ibus, ibus-gtk4,
ibus-unikey and xdotool.
"""

import os
import shutil
import subprocess
import sys
import time

WINDOW = sys.argv[1]
KEYS, WORDS = 'tieengs vieejt', 'tiếng việt'

TABS = ('overview', 'orders', 'products', 'customers', 'channels')
# What to do before a page is in front, and its name.
PAGES = [([f"win.open ('{tab}', '', int64 0)"], tab) for tab in TABS] + [
    (["win.open ('orders', 'all', int64 1)"], 'an order'),
    (["win.open ('orders', '', int64 0)", 'win.create'], 'a new order'),
    (["win.open ('products', 'all', int64 1)", 'win.edit'], 'edit a product'),
    (["win.open ('products', '', int64 0)", 'win.create'], 'add a product'),
    (["win.open ('customers', 'all', int64 1)", 'win.edit'], 'edit a customer'),
    (["win.open ('customers', '', int64 0)", 'win.create'], 'add a customer'),
    (["win.open ('channels', 'add', int64 0)"], 'add a channel'),
] + [(["win.open ('products', 'all', int64 1)", *actions], page) for actions, page in (
    (['products.card'], 'the stock card'),
    (['products.listing int64 1'], 'what a listing costs'),
    (['products.publish'], 'put up for sale'),
    (['stock.categories'], 'categories'),
    (['stock.purchases', 'win.create'], 'a purchase slip'),
)]
# Pages whose field takes codes alone.
CODES = [
    (["win.open ('orders', '', int64 0)", 'win.pack'], 'pack by scan'),
    (["win.open ('orders', 'all', int64 1)", 'orders.receive-returns'], 'receive a return'),
    (["win.open ('products', 'all', int64 1)", 'stock.transfers', 'transfer.open int64 1'],
     'a transfer'),
    (["win.open ('products', 'all', int64 1)", 'stock.takes', 'take.open int64 2'], 'counting'),
]
CODE = 'DDSF-00W1'


class Window:
    def __init__(self):
        self.process = subprocess.Popen([WINDOW], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True, env=dict(os.environ, GTK_IM_MODULE='ibus'))
        self.answer()

    def answer(self):
        lines = []
        for line in self.process.stdout:
            if line == 'done\n':
                return lines
            lines.append(line.rstrip('\n'))
        raise AssertionError('the window has ended: ' + ' '.join(lines))

    def say(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()
        return self.answer()

    def end(self):
        self.process.stdin.close()
        self.process.wait(20)


def press(*keys):
    subprocess.run(['xdotool', *keys], check=True)


def read_typed(window, wanted):
    """A field that may be scanned into holds keys back for a moment."""
    for _ in range(20):
        typed = ' '.join(window.say('typed')).strip()
        if typed == wanted:
            break
        time.sleep(0.05)
    return typed


def type_into(window, number, words):
    """Returns what came of it; once more when the method was not ready yet, or took it for a scan."""
    for delay in ('12', '120'):
        window.say(f'field {number}')
        press('type', '--delay', delay, KEYS)
        time.sleep(0.2)
        press('key', 'space')
        typed = read_typed(window, words)
        if typed == words:
            break
    window.say(f'field {number}')
    return typed


def scan_into(window, number):
    """Returns what is wrong once a scanner has typed a code that no goods carry; again when a busy
    machine made it stop in the middle, which no scanner does."""
    for _ in range(3):
        window.say(f'field {number}')
        press('type', '--delay', '5', CODE + '\n')
        wrong = window.say(f'says {CODE}')
        left = read_typed(window, '')
        if left:
            wrong.append(f'“{left}” is left')
        if not wrong:
            break
    return wrong


def open_page(window, actions, page):
    for action in actions:
        troubles = window.say(f'do {action}')
        assert not troubles, f'{page}: {troubles}'


def in_new_window(look, *args, **named):
    """A page that was written into asks before it is left, and would stay in front of the next."""
    window = Window()
    subprocess.run(['ibus', 'engine', 'Unikey'], stderr=subprocess.DEVNULL, check=False)
    found = look(window, *args, **named)
    window.end()
    return found


def type_on(window, actions, page, words=WORDS, scan=False):
    """Returns what is wrong on one page, and how many fields it has."""
    open_page(window, actions, page)
    fields = window.say('fields')
    wrong = []
    for number, field in enumerate(fields):
        typed = type_into(window, number, words)
        if typed != words:
            wrong.append(f'{page}: {field}: “{typed}”')
        if scan:
            wrong += [f'{page}: {field}: {trouble}' for trouble in scan_into(window, number)]
    return wrong, len(fields)


def scan_on_slip(window, actions, page):
    """A scanner on the page whose field looks for goods by name as well."""
    open_page(window, actions, page)
    found = [scan_into(window, number) for number, _ in enumerate(window.say('fields'))]
    return [f'{page}, scanned into field {number}: {trouble}'
            for number, troubles in enumerate(found) for trouble in troubles], len(found)


def start_ibus():
    subprocess.run(['ibus-daemon', '--panel', 'disable', '--config', 'disable',
                    '--emoji-extension', 'disable', '--daemonize', '--replace'], check=True)
    for _ in range(100):
        # It can't set the layout of an X server without layouts, and says so.
        subprocess.run(['ibus', 'engine', 'Unikey'], stderr=subprocess.DEVNULL, check=False)
        engine = subprocess.run(['ibus', 'engine'], capture_output=True, text=True, check=False)
        if engine.stdout.strip() == 'Unikey':
            return
        time.sleep(0.1)
    raise AssertionError('ibus does not come up with Unikey')


def main():
    if not shutil.which('ibus-daemon') or os.environ.get('GDK_BACKEND') != 'x11':
        print('1..0 # SKIP no ibus on an X server here')
        return 0
    print('1..1', flush=True)
    start_ibus()
    wrong, fields = [], 0
    for actions, page in PAGES:
        more, n = in_new_window(type_on, actions, page)
        wrong += more
        fields += n
    for actions, page in CODES:
        more, n = in_new_window(type_on, actions, page, words=KEYS, scan=True)
        wrong += more if n else [f'{page} has no field']
    more, n = in_new_window(scan_on_slip, *PAGES[-1])
    wrong += more if n else ['a purchase slip has no field']
    if fields < 20:
        wrong.append(f'only {fields} fields were found')
    print(f'# {fields} fields')
    for line in wrong:
        print(f'# {line}')
    print(f'{"not " if wrong else ""}ok 1 /typing/telex')
    subprocess.run(['ibus', 'exit'], check=False)
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
