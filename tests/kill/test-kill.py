#!/usr/bin/python3
"""Kills the real program at random moments, over real sockets; nothing may be lost by it.

test-kill.py TIEM_CLI TIEM_SANDBOX [--kills N] [--seed N] [--only WORD]: prints TAP. Each part says how
often it killed, and how long that took.
"""

import argparse
import random
import sys

sys.dont_write_bytecode = True  # nothing is left in the tree
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import files
from shop import EXPIRE, KillShop, Markets, now
from script import Day, facts, write_script

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / 'cli'))
from driver import run_tests

parser = argparse.ArgumentParser()
parser.add_argument('cli')
parser.add_argument('sandbox')
parser.add_argument('--kills', type=int, default=24)
parser.add_argument('--seed', type=int, default=0)
parser.add_argument('--only', default='')
ARGS = parser.parse_args()


def tell(text):
    print(f'# {text}', flush=True)


def first_import(shop, chance, kills):
    """Killed while it reads what there was before Tiệm."""
    for number in range(kills):
        shop.kill(shop.begin('sync', '--watch'), chance.uniform(0.02, 0.15 + number * 0.1))


def spend_day(shop, day, script, chance):
    """Each round begins with a program that has things to read and to send."""
    started = now()
    shop.sync()
    usual = now() - started
    for number, acts in enumerate(script):
        watcher = shop.begin('sync', '--watch')
        until = now() + chance.uniform(0, 1.5 * usual)
        if number % 2 == 0:  # what happens, happens while it starts …
            day.run(acts)
            shop.kill(watcher, until - now())
        else:  # … or while it is away
            shop.kill(watcher, until - now())
            day.run(acts)
        if number % 25 == 24:
            shop.assert_whole()


def run_day(script, seed, kills):
    """A shop from its first import to its evening. Returns: the facts"""
    markets = Markets(ARGS.sandbox)
    shop = KillShop(ARGS.cli, markets)
    chance = random.Random(seed)
    try:
        shop.connect_all()
        if kills:
            first_import(shop, chance, max(3, len(script) // 10))
        shop.take_over()
        shop.kills_before = shop.kills
        day = Day(shop, markets, chance if kills else None)
        day.acts = [act for acts in script for act in acts]
        if kills:
            spend_day(shop, day, script, chance)
        else:
            for number, acts in enumerate(script):
                day.run(acts)
                if number % 4 == 0:
                    shop.sync()
        while True:
            shop.sync()
            if not day.put_off:
                break
            day.run([])
        for order in day.to_label:
            shop.run('order', 'label', order, '--out', str(shop.folder / 'nhan.pdf'))
        shop.sync('--full')
        shop.assert_whole()
        shop.assert_quiet()
        found = facts(day)
        for kind in shop.channels:
            assert markets.tell(kind, 'state')['oversold'] == 0
        return found, shop.kills
    finally:
        markets.stop()
        shop.remove()


def test_sync():
    script = write_script(ARGS.seed, ARGS.kills)
    started = now()
    expected, _ = run_day(script, ARGS.seed, kills=False)
    tell(f'undisturbed: {len(script)} rounds, {expected["orders"]} orders, {now() - started:.0f} s')
    started = now()
    found, kills = run_day(script, ARGS.seed, kills=True)
    tell(f'survived {kills} kills in {now() - started:.0f} s')
    differing = [f'{name}: {found.get(name)} instead of {expected.get(name)}'
                 for name in sorted(expected.keys() | found.keys())
                 if expected.get(name) != found.get(name)]
    assert not differing, '\n'.join(differing)
    assert kills >= ARGS.kills


def renew(shop, markets, kind, chance):
    """Killed while the answer to a renewal is on its way, or shortly before or after."""
    markets.tell(kind, 'settings', EXPIRE[kind])
    markets.tell(kind, 'faults', {'kind': 'delay', 'ms': 60, 'times': -1})
    shop.kill(shop.begin('sync', '--watch'), chance.uniform(0.05, 0.8))
    markets.tell(kind, 'faults', {'clear': True})


def test_tokens():
    started = now()
    chance = random.Random(ARGS.seed)
    markets = Markets(ARGS.sandbox)
    shop = KillShop(ARGS.cli, markets)
    try:
        shop.connect_all()
        shop.take_over()
        for number in range(PART):
            kind = ['shopee', 'lazada'][number % 2]
            renew(shop, markets, kind, chance)
            assert all(turn['ok'] for turn in shop.sync()), 'a lost answer locked the owner out'
        # A platform that forgets the old token with the first use of the new one can lock the
        # owner out when the answer is lost: then that is said, and nothing else is lost.
        for _ in range(PART // 2):
            renew(shop, markets, 'tiktok', chance)
        done = shop.json('sync', '--once', status=None)['channels']
        for turn in done:
            assert turn['ok'] or (turn['id'] == shop.channels['tiktok']
                                  and turn['error']['class'] == 'AUTH'), turn
        locked_out = not all(turn['ok'] for turn in done)
        shop.assert_whole()
        shop.assert_quiet()
        tell(f'survived {shop.kills} kills in {now() - started:.0f} s, '
             f'TikTok Shop {"wants" if locked_out else "needs no"} signing in again')
    finally:
        markets.stop()
        shop.remove()


def filled_shop():
    """A shop after its first import, and the folder of its data to begin from."""
    markets = Markets(ARGS.sandbox)
    shop = KillShop(ARGS.cli, markets)
    try:
        shop.connect_all()
        shop.take_over()
    finally:
        markets.stop()
    return shop


def measure(shop, template, words):
    """How long it takes at least."""
    took = []
    for _ in range(3):
        files.begin_again(shop.data, template)
        started = now()
        shop.run(*words)
        took.append(now() - started)
    return min(took)


def kill_often(shop, template, words, chance, look):
    """Begins @words again and again from @template, until it was killed often enough; @look at
    what is left each time."""
    lasts = measure(shop, template, words)
    for _ in range(4 * PART):
        files.begin_again(shop.data, template)
        shop.kill(shop.begin(*words), chance.uniform(0, lasts))
        look()
        shop.assert_whole()
        if shop.kills >= PART:
            break
    shop.assert_quiet()


def test_new_shop():
    started = now()
    shop = KillShop(ARGS.cli, None)
    template = shop.folder / 'empty'
    try:
        template.mkdir(0o700)
        kill_often(shop, template, ['channel', 'list'], random.Random(ARGS.seed),
                   lambda: shop.run('channel', 'list'))
        tell(f'survived {shop.kills} kills in {now() - started:.0f} s')
    finally:
        shop.remove()


def test_migration():
    started = now()
    shop = filled_shop()
    template = shop.folder / 'version-1'
    words = ['channel', 'list']
    try:
        files.make_old(shop.data, template)
        files.begin_again(shop.data, template)
        shop.run(*words)
        after = files.dump(shop.data)

        def look():
            assert 1 <= files.version(shop.data) <= files.NEWEST
            shop.run(*words)
            files.assert_same(shop.data, after)
            kept = list(shop.data.glob('tiem-version-1-*.db'))
            assert kept and all(files.is_whole(path, 1) for path in kept), kept

        kill_often(shop, template, words, random.Random(ARGS.seed), look)
        tell(f'survived {shop.kills} kills in {now() - started:.0f} s')
    finally:
        shop.remove()


def test_restore():
    started = now()
    shop = filled_shop()
    template = shop.folder / 'now'
    backup = shop.folder / 'sao-luu.db'
    words = ['restore', backup]
    try:
        shop.run('backup', backup)
        shop.run('stock', shop.skus[0], '--adjust', '+7', '--reason', 'nhap')
        shop.run('product', 'edit', shop.skus[1], '--price', '123000')
        shop.data.rename(template)
        files.begin_again(shop.data, template)
        shop.run(*words)
        before, after = files.dump(template), files.dump(shop.data)

        def look():
            files.assert_same(shop.data, before, after)
            shop.run(*words)
            files.assert_same(shop.data, after)
            kept = list(shop.data.glob('tiem-before-restore-*.db'))
            assert kept and all(files.is_whole(path) for path in kept), kept
            assert not list(shop.data.glob('*.part*')), list(shop.data.iterdir())

        kill_often(shop, template, words, random.Random(ARGS.seed), look)
        tell(f'survived {shop.kills} kills in {now() - started:.0f} s')
    finally:
        shop.remove()


# How often the parts beside the day are killed.
PART = max(4, ARGS.kills // 8)
TESTS = [test_sync, test_tokens, test_new_shop, test_migration, test_restore]

sys.exit(run_tests([test for test in TESTS if ARGS.only in test.__name__]))
