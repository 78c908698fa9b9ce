#!/usr/bin/python3
"""test-typing.py WALK-WINDOW: types Vietnamese by Telex, through ibus and its Unikey, into every
field of text of every page. TAP on standard output.

"tieengs vieejt" on the keys is "tiếng việt" in the field: nothing between keyboard and field (a
shortcut, a list that takes what is typed, a field that puts what it holds in order) may lose a key
or end a word that is still being composed. Needs ibus, ibus-gtk4, ibus-unikey and xdotool.
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
)]


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


def type_into(window, number):
    """Returns what came of it; once more when the method was not ready yet."""
    for delay in ('12', '60'):
        window.say(f'field {number}')
        press('type', '--delay', delay, KEYS)
        time.sleep(0.2)
        press('key', 'space')
        typed = ' '.join(window.say('typed')).strip()
        if typed == WORDS:
            break
    window.say(f'field {number}')
    return typed


def type_on(window, actions, page):
    """Returns what is wrong on one page, and how many fields it has."""
    for action in actions:
        troubles = window.say(f'do {action}')
        assert not troubles, troubles
    fields = window.say('fields')
    wrong = []
    for number, field in enumerate(fields):
        typed = type_into(window, number)
        if typed != WORDS:
            wrong.append(f'{page}: {field}: “{typed}”')
    for _ in actions:
        window.say('do win.back')
    return wrong, len(fields)


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
    window = Window()
    subprocess.run(['ibus', 'engine', 'Unikey'], stderr=subprocess.DEVNULL, check=False)
    wrong, fields = [], 0
    for actions, page in PAGES:
        more, n = type_on(window, actions, page)
        wrong += more
        fields += n
    window.end()
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
