#!/usr/bin/python3
"""What can be wrong with a computer and its files: a sentence that helps, and nothing is touched.

test-trouble.py TIEM_CLI: prints TAP.
"""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

sys.dont_write_bytecode = True  # nothing is left in the tree
from driver import Shop, run_tests

CLI = sys.argv[1]
# Permissions mean nothing to root: it gives its rights up.
NOBODY = 65534
AS_NOBODY = ['setpriv', f'--reuid={NOBODY}', f'--regid={NOBODY}', '--clear-groups']


class Troubled(Shop):
    """A shop with one product, whose commands have no more rights than an owner's."""

    def __init__(self):
        super().__init__(CLI)
        self.folder.chmod(0o755)
        self.run('product', 'add', '--name', 'Áo thun', '--sku', 'AT', '--price', '99000',
                 '--on-hand', '5')
        self.prefix = AS_NOBODY if os.geteuid() == 0 else []
        self.hand_over(self.data)

    def hand_over(self, path):
        if os.geteuid() == 0:
            for part in [path, *path.rglob('*')]:
                os.chown(part, NOBODY, NOBODY)

    def command(self, *words):
        return getattr(self, 'prefix', []) + super().command(*words)

    def refused(self, *words):
        """Returns: what it said"""
        self.run(*words, status=1)
        assert 'CRITICAL' not in self.errors and 'WARNING' not in self.errors, self.errors
        return self.errors

    def content(self):
        return (self.data / 'tiem.db').read_bytes()


def on_shop(test):
    def run():
        shop = Troubled()
        try:
            test(shop)
        finally:
            for path in [shop.data, *shop.data.rglob('*')]:
                path.chmod(0o700)
            shop.remove()
    run.__name__ = test.__name__
    return run


@on_shop
def test_private(shop):
    """Nobody else on the computer can look into it."""
    shop.run('backup', shop.data / 'sao-luu.db')
    assert shop.data.stat().st_mode & 0o777 == 0o700
    for path in shop.data.iterdir():
        assert path.stat().st_mode & 0o777 == 0o600, path


@on_shop
def test_no_right_to_write(shop):
    for path, mode in [(shop.data, 0o500), (shop.data / 'tiem.db', 0o400),
                       (shop.data / 'tiem.db', 0o000), (shop.data, 0o000)]:
        before = path.stat().st_mode & 0o777
        path.chmod(mode)
        said = shop.refused('stock', 'AT', '--set', '7', '--reason', 'count')
        assert "can't be written" in said and 'belongs to you' in said, said
        path.chmod(before)
    assert shop.json('stock', 'AT')['on_hand'] == 5


@on_shop
def test_not_a_folder(shop):
    shop.data = shop.folder / 'tep.txt'
    shop.data.write_text('Sổ bán hàng', encoding='utf-8')
    assert "can't be written" in shop.refused('products')
    assert shop.data.read_text(encoding='utf-8') == 'Sổ bán hàng'


@on_shop
def test_newer(shop):
    with closing(sqlite3.connect(shop.data / 'tiem.db')) as db:
        db.execute('PRAGMA user_version = 999')
        db.commit()
    before = shop.content()
    for words in [['products'], ['sync', '--once'], ['check']]:
        said = shop.refused(*words)
        assert 'newer version' in said and 'update' in said, said
    assert shop.content() == before


@on_shop
def test_another_program(shop):
    with closing(sqlite3.connect(shop.data / 'tiem.db')) as db:
        db.execute('PRAGMA application_id = 7')
        db.commit()
    before = shop.content()
    assert 'another program' in shop.refused('products')
    assert shop.content() == before


@on_shop
def test_damaged(shop):
    """It is set aside as it is, under a name of its own each time."""
    backup = shop.data / 'sao-luu.db'
    shop.run('backup', backup)
    for _ in range(2):
        broken = bytearray(shop.content())
        for at in range(4096, len(broken), 4096):
            broken[at:at + 32] = b'\xa5' * 32
        (shop.data / 'tiem.db').write_bytes(broken)
        said = shop.refused('products')
        assert 'set aside' in said and 'restore' in said, said
        aside = Path(said.split(' as ')[1].split(';')[0])
        assert aside.read_bytes() == broken, 'it is not what it was'
        shop.run('restore', backup)
        assert shop.json('stock', 'AT')['on_hand'] == 5
    assert len(list(shop.data.glob('tiem-damaged-*.db'))) == 2


@on_shop
def test_no_place_for_a_backup(shop):
    older = shop.data / 'sao-luu.db'
    shop.run('backup', older)
    before = older.read_bytes()
    (shop.data / 'khoa').mkdir(0o500)
    shop.hand_over(shop.data)
    for path in [shop.folder / 'khong-co' / 'a.db', shop.data / 'khoa' / 'a.db']:
        said = shop.refused('backup', path)
        assert f"{path} can't be made" in said, said
    shop.refused('backup', shop.data / 'khoa')
    assert older.read_bytes() == before
    assert not list(shop.data.rglob('*.part*'))


def can_give_up_rights():
    """A nobody must also be able to get at the program."""
    return (shutil.which('setpriv') is not None
            and subprocess.run([*AS_NOBODY, CLI, '--help'], capture_output=True).returncode == 0)


def main():
    if os.geteuid() == 0 and not can_give_up_rights():
        print('1..0 # SKIP root may do everything, and nobody else can run the program')
        return 0
    return run_tests([test_private, test_no_right_to_write, test_not_a_folder, test_newer,
                      test_another_program, test_damaged, test_no_place_for_a_backup])


sys.exit(main())
