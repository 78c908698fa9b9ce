#!/usr/bin/python3
"""Drives channels by file: orders and listings in, stock and prices out, the owner's word.

test-market-files.py TIEM_CLI [WORD]: prints TAP; only tests whose name has WORD.
"""

import os
import shutil
import sys
import zipfile
from pathlib import Path

sys.dont_write_bytecode = True  # nothing is left in the tree
from driver import Shop, a_flag, a_number, an_id, run_tests

CLI = sys.argv[1]
SAMPLES = Path(os.environ['G_TEST_SRCDIR']) / 'data' / 'files'
ORDERS = {name: a_number for name in
          ['rows', 'orders', 'lines', 'units', 'returned', 'goods', 'discount', 'shipping_fee',
           'total', 'paid', 'fees', 'new', 'changed', 'same', 'older']}
LISTINGS = {name: a_number for name in
            ['listings', 'products', 'stock', 'new', 'changed', 'same', 'older', 'missing',
             'unlinked']}
UPLOAD = {name: a_number for name in
          ['rows', 'stock', 'prices', 'same', 'unlinked', 'no_number', 'missing']}
FILES = {'asks_uploaded': a_flag, 'waiting_stock': a_number, 'waiting_prices': a_number}


def add(shop, kind):
    return shop.json('channel', 'add', kind, '--by-file', '--name', f'{kind} bằng tệp',
                     form={'id': an_id})['id']


def files_of(shop):
    return shop.json('channel', 'list', form=[{'by_file': a_flag, 'files': FILES}])[0]['files']


def check(shop):
    assert shop.json('check')['ok']


def test_a_shop_by_files():
    shop = Shop(CLI)
    channel = add(shop, 'shopee')
    template = shop.folder / 'mass_update_sales_info_1_20261120101530.xlsx'
    shutil.copy(SAMPLES / 'shopee-mass-update-sales-info.xlsx', template)

    seen = shop.json('import', 'orders', SAMPLES / 'shopee-orders.xlsx', '--channel', channel,
                     '--dry-run', form=ORDERS)
    assert (seen['new'], seen['total'], seen['paid']) == (15, 6340500, 6240500), seen
    assert shop.json('orders') == [], 'a dry run wrote something'
    for new, same in [(15, 0), (0, 15)]:
        seen = shop.json('import', 'orders', SAMPLES / 'shopee-orders.xlsx', '--channel', channel,
                         form=ORDERS)
        assert (seen['new'], seen['same']) == (new, same), seen
    assert sum(o['total'] for o in shop.json('orders')) == 6340500

    seen = shop.json('import', 'listings', template, '--channel', channel, form=LISTINGS)
    assert (seen['new'], seen['stock'], seen['unlinked']) == (14, 253, 14), seen
    # the name of the file tells when the platform wrote it
    assert seen['written_at'] == '2026-11-20T03:15:30.000Z', seen
    assert shop.json('adopt', '--channel', channel)['variants'] == 14
    shop.json('stock', 'VO-5', '--set', '30', '--reason', 'đếm')
    shop.json('product', 'edit', 'AT-TR-M', '--price', '139000')
    assert files_of(shop)['waiting_prices'] == 1

    out = shop.folder / 'tai-len.xlsx'
    told = shop.json('export', 'stock', out, '--channel', channel, '--template', template,
                     '--prices', form=UPLOAD)
    assert told['rows'] == 14 and told['prices'] == 1 and told['stock'] > 0, told
    with zipfile.ZipFile(template) as old, zipfile.ZipFile(out) as new:
        assert old.namelist() == new.namelist()
        differ = [name for name in old.namelist() if old.read(name) != new.read(name)]
    assert differ == ['xl/worksheets/sheet1.xml'], differ
    assert files_of(shop)['asks_uploaded']
    shop.json('channel', 'uploaded', channel, form={'listings': a_number, 'waiting': a_number})
    files = files_of(shop)
    assert (files['asks_uploaded'], files['waiting_stock'], files['waiting_prices']) == (
        False, 0, 0), files
    listing = shop.json('stock', 'VO-5')['listings'][0]
    assert listing['desired'] == listing['acked'], listing
    shop.run('channel', 'uploaded', channel, status=1)
    check(shop)
    shop.remove()


def test_all_three():
    for kind, orders, listings, total in [
            ('lazada', 'lazada-orders.xlsx', 'lazada-pricestock.xlsx', 3385000),
            ('tiktok', 'tiktok-orders.xlsx', 'tiktok-batch-edit.xlsx', 3319000)]:
        shop = Shop(CLI)
        channel = add(shop, kind)
        seen = shop.json('import', 'orders', SAMPLES / orders, '--channel', channel, form=ORDERS)
        assert seen['total'] == total, seen
        seen = shop.json('import', 'listings', SAMPLES / listings, '--channel', channel,
                         form=LISTINGS)
        assert seen['new'] == 14, seen
        check(shop)
        shop.remove()


def test_wrong_files():
    shop = Shop(CLI)
    channel = add(shop, 'shopee')
    for name, sentence in [('lazada-orders.xlsx', 'the order export of Lazada'),
                           ('shopee-income.xlsx', 'the income report of Shopee'),
                           ('shopee-mass-update-sales-info.xlsx', 'mass update')]:
        shop.run('import', 'orders', SAMPLES / name, '--channel', channel, status=1)
        assert sentence in shop.errors, shop.errors
    half = shop.folder / 'nua.xlsx'
    half.write_bytes((SAMPLES / 'shopee-orders.xlsx').read_bytes()[:5000])
    shop.run('import', 'orders', half, '--channel', channel, status=1)
    assert shop.json('orders') == []
    shop.run('import', 'orders', SAMPLES / 'shopee-orders.xlsx', status=2)
    shop.run('channel', 'add', 'woocommerce', '--by-file', '--name', 'Web', status=2)
    shop.run('export', 'stock', shop.folder / 'x.xlsx', '--channel', channel, status=2)
    shop.run('import', 'orders', SAMPLES / 'shopee-orders.xlsx', '--channel', '99', status=1)
    shop.remove()


def main():
    word = sys.argv[2] if len(sys.argv) > 2 else ''
    return run_tests([function for name, function in globals().items()
                      if name.startswith('test_') and word in name])


sys.exit(main())
