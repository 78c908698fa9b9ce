#!/usr/bin/python3
"""Tries the installed Flatpak in its sandbox; flatpak/check starts it on a display and bus.

trial.py MANIFEST FOLDER <LEFT-OUT: prints a line for each check and, last, their count. The
window's pictures are left in FOLDER. LEFT-OUT names the modules that were not built.
"""

import json
import os
import re
import shutil
import signal
import sqlite3
import struct
import subprocess
import sys
import time
from datetime import datetime, timezone
from pathlib import Path

sys.dont_write_bytecode = True  # nothing is left in the tree
import troubles  # noqa: E402
from sandbox import (APP_ID, DATA, DESK, HOME, USER_DIR, Markets, Skip, activate,  # noqa: E402
                     add_channel, call_bus, cli, command, decline, find_processes, inside, run,
                     wait_for, was_asked, write_own_file)
from window import Window  # noqa: E402

MANIFEST = json.loads(Path(sys.argv[1]).read_text(encoding='utf-8'))
SHOTS = Path(sys.argv[2])
TABS = 5
PRACTICE_SECONDS = 40


# What was installed

def check_permissions():
    said = run(['flatpak', 'info', '--show-permissions', APP_ID]).stdout
    kinds = {'share': 'shared', 'socket': 'sockets', 'device': 'devices'}
    wanted = {}
    for argument in MANIFEST['finish-args']:
        kind, value = argument.removeprefix('--').split('=')
        wanted.setdefault(kinds[kind], set()).add(value)
    # fallback-x11 stands for both.
    wanted['sockets'].add('x11')
    got = {key: set(value.strip(';').split(';')) for key, value in
           re.findall(r'^(\w+)=(.+)$', said, re.M)}
    got.setdefault('sockets', set()).add('x11')
    assert got == wanted, f'{got}, not {wanted}'
    assert '[Session Bus Policy]' not in said and '[System Bus Policy]' not in said, said


def check_vietnamese_inside():
    listed = run(['flatpak', 'list', '--user', '--columns=application']).stdout.split()
    assert f'{APP_ID}.Locale' not in listed, 'the languages are split off'
    inside('test', '-f', '/app/share/locale/vi/LC_MESSAGES/tiem.mo')


def check_exports():
    share = USER_DIR / 'exports/share'
    desktop = share / f'applications/{APP_ID}.desktop'
    run(['desktop-file-validate', desktop]).check_returncode()
    assert '--command=tiem --file-forwarding' in desktop.read_text(encoding='utf-8')
    for name in (f'dbus-1/services/{APP_ID}.service',
                 f'gnome-shell/search-providers/{APP_ID}.search-provider.ini',
                 f'icons/hicolor/scalable/apps/{APP_ID}.svg',
                 f'icons/hicolor/symbolic/apps/{APP_ID}-symbolic.svg'):
        assert (share / name).is_file(), f'{name} is not exported'
    # flatpak-builder before 1.3 gives it the older name.
    assert list((share / 'metainfo').glob(f'{APP_ID}.*.xml')), 'no metainfo is exported'


def check_modules_built():
    left_out = sys.stdin.read().split()
    for name, module in (('libxlsxwriter', 'libxlsxwriter'),
                         ('libpoppler-glib', 'poppler'),
                         ('libzint', 'zint')):
        has = 'ls /app/lib | grep -c ' + name
        count = int(run(command('sh', '-c', has)).stdout or 0)
        assert (count > 0) != (module in left_out), f'{name}: {count} files'
    if left_out:
        raise Skip(f'no source here, so the runtime\'s were used: {", ".join(left_out)}')


# The walls

def check_home_is_hidden():
    (HOME / 'secret.txt').write_text('of another program')
    listing = run(command('sh', '-c', f'cat {HOME}/secret.txt; ls -A {HOME}'))
    assert 'of another program' not in listing.stdout, listing.stdout
    assert set(listing.stdout.split()) <= {'.var'}, listing.stdout


def check_chosen_file():
    """A file of the owner comes in through the document portal, and only when it is given."""
    sheet = HOME / 'hàng mới.csv'
    sheet.write_text('sku,name,price,on_hand\nAO-MUA-D,Áo mưa bít đỏ,89000,12\n', encoding='utf-8')
    words = command('tiem-cli', '--data', DATA / 'sheet', '--json', 'import', 'products')
    denied = run(words + [str(sheet)])
    assert denied.returncode == 1, denied

    # What a file chooser does once the owner has chosen.
    exported = run(['flatpak', 'document-export', f'--app={APP_ID}', '--allow-read', str(sheet)])
    if exported.returncode != 0:
        raise Skip(f'no document portal here: {exported.stderr.strip()}')
    document = Path(exported.stdout.strip()).parent.name
    done = run(words + [f'/run/user/{os.getuid()}/doc/{document}/{sheet.name}'])
    assert done.returncode == 0 and json.loads(done.stdout)['new'] == 1, done


def check_other_keys_are_hidden():
    ping = ['org.freedesktop.secrets', '/org/freedesktop/secrets', 'org.freedesktop.DBus.Peer.Ping']
    assert call_bus(*ping).returncode == 0
    done = run(command('gdbus', 'call', '--session', '--dest', ping[0], '--object-path', ping[1],
                       '--method', ping[2]))
    assert 'ServiceUnknown' in done.stderr, f'the keyring of all programs is in reach: {done}'


# The practice shop

def check_practice_shop():
    folder = DATA / 'shots'
    words = command('tiem', '--practice', TIEM_SHOTS=folder, TIEM_QUIT_AFTER=PRACTICE_SECONDS)
    with subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True) as window:
        try:
            sandbox = wait_for(lambda: find_processes('tiem-sandbox'), 60,
                               'no marketplaces started in the sandbox')
            assert len(sandbox) == 1, sandbox

            def count_orders():
                if not (DATA / 'tiem/practice/tiem.db').exists():
                    return 0
                return len(cli('--data', DATA / 'tiem/practice', 'orders', '--limit', 10000))

            count = wait_for(lambda: (lambda n: n if n >= 800 else 0)(count_orders()), 60,
                             'tiem-cli in the sandbox does not see 4 × 200 orders')
            out, err = window.communicate(timeout=PRACTICE_SECONDS + 60)
        except BaseException:
            window.terminate()
            raise
    print(f'# {count} orders by tiem-cli, beside the window')
    print(*('# ' + line for line in (out + err).splitlines()), sep='\n')
    assert window.returncode == 0, f'the window ended with {window.returncode}'
    assert 'CRITICAL' not in err and 'WARNING' not in err, 'the window warned'
    assert 'Đơn' in out, 'the window did not speak Vietnamese'
    wait_for(lambda: not find_processes('tiem-sandbox'), 10, 'the marketplaces outlived the window')


def check_pictures():
    pictures = sorted((DATA / 'shots').glob('*.png'))
    assert len(pictures) >= TABS, pictures
    for picture in pictures:
        data = picture.read_bytes()
        width, height = struct.unpack('>II', data[16:24])
        # An empty window of this size packs into less than 15 kB.
        assert width >= 360 and height >= 360 and len(data) > 30000, \
            f'{picture.name}: {width} × {height}, {len(data)} bytes'
        shutil.copy(picture, SHOTS)
    print(f'# pictures: {SHOTS}')


# Keys

def check_keys_through_portal():
    """Keys are written by one process and read by another; both have only the Secret portal."""
    with Markets() as markets:
        for channel in markets.channels:
            add_channel(channel)
        report = cli('sync', '--once')
        assert len(report['channels']) == len(markets.channels) == 4
        assert all(channel['ok'] for channel in report['channels']), report
        orders = len(cli('orders', '--limit', 10000))
        assert orders >= 4 * 25, f'{orders} orders'
        assert cli('check')['ok']
        try_the_desktop()

    keyring = DATA / 'keyrings/default.keyring'
    content = keyring.read_bytes()
    for channel in markets.channels:
        assert channel['secret'].encode() not in content, 'a key lies open in the file'
    items = call_bus('org.freedesktop.secrets', '/org/freedesktop/secrets',
                     'org.freedesktop.Secret.Service.SearchItems', f"{{'app_id': '{APP_ID}'}}")
    assert '/org/freedesktop/secrets/collection/' in items.stdout, \
        f'the keyring holds no key of the sandbox: {items}'
    print(f'# {orders} orders with keys from the portal; {keyring.name}: {len(content)} bytes')


# What the desktop does for a sandbox: the real portals, before a desktop of our own

def make_viewer():
    """A program of the desktop that opens PDF files: it keeps a copy."""
    applications = HOME / '.local/share/applications'
    applications.mkdir(parents=True)
    (HOME / 'view').write_text(f'#!/bin/sh\nexec cp "$1" "{DESK}/viewed.pdf"\n')
    (HOME / 'view').chmod(0o700)
    (applications / 'viewer.desktop').write_text(
        f'[Desktop Entry]\nType=Application\nName=Viewer\nExec={HOME}/view %f\n'
        'MimeType=application/pdf;\n')
    (HOME / '.config').mkdir(exist_ok=True)
    (HOME / '.config/mimeapps.list').write_text(
        '[Default Applications]\napplication/pdf=viewer.desktop\n')


def add_own_order():
    """By phone: its label is drawn by us. Returns: its id"""
    sheet = write_own_file('hàng.csv', 'sku,name,price,on_hand\nNON-LA,Nón lá Huế,65000,40\n')
    cli('import', 'products', sheet)
    return cli('order', 'add', '--line', 'NON-LA=2', '--buyer', 'Nguyễn Thị Hoà',
               '--phone', '0901234567', '--address', '12 Lê Lợi', '--ward', 'Phường Bến Thành',
               '--province', 'TP. Hồ Chí Minh', '--cod')['id']


def is_pdf(path):
    return path.exists() and path.read_bytes().startswith(b'%PDF') and path.stat().st_size > 2000


def try_printing(window):
    """The portal gets the pages as a PDF; who changes their mind has printed nothing."""
    decline(PreparePrint=1)
    window.type_key('ctrl+p')
    window.wait_for(lambda: window.find('In…'), 'no page to print')
    window.press('In…')
    wait_for(lambda: was_asked('PreparePrint'), 30, 'the Print portal was not asked')
    assert was_asked('PreparePrint')[0][1] == APP_ID
    time.sleep(1)
    assert not was_asked('Print') and window.find('In…'), 'declined, but printed'
    decline()
    window.press('In…')
    wait_for(lambda: was_asked('Print'), 30, 'nothing was printed')
    wait_for(lambda: is_pdf(DESK / 'printed.pdf'), 10, 'what was printed is no PDF')


def try_files(window):
    decline(SaveFile=1)
    window.press('Lưu PDF…')
    wait_for(lambda: was_asked('SaveFile'), 30, 'the FileChooser portal was not asked')
    time.sleep(1)
    assert not list((DESK / 'saved').glob('*')), 'declined, but saved'
    decline()
    window.press('Lưu PDF…')
    saved = wait_for(lambda: list((DESK / 'saved').glob('*.pdf')), 30, 'nothing was saved')
    wait_for(lambda: is_pdf(saved[0]), 10, 'what was saved is no PDF')
    print(f'# saved: {saved[0].name}')


def try_opening(window):
    window.press('Mở')
    wait_for(lambda: is_pdf(DESK / 'viewed.pdf'), 30, 'no viewer got the PDF')


def try_background(window):
    """Allowed to go on without its window it says so, and tells of new orders."""
    def told(name):
        return [note for _, which, note in was_asked('AddNotification') if which == name]

    activate('window-closing')
    wait_for(lambda: told('background'), 30, 'it did not say that it goes on')
    print(f'# {told("background")[0]["title"]}')
    wait_for(lambda: told('new-orders'), 60, 'no word of new orders')
    print(f'# {told("new-orders")[0]["title"]}')
    assert window.process.poll() is None, 'it has ended'


def has_login_folder():
    """Else the sandbox knows the folder of the documents by another name."""
    return os.environ['XDG_RUNTIME_DIR'] == f'/run/user/{os.getuid()}'


def try_the_desktop():
    """Printing, saving, opening, and going on without a window."""
    # At night it would keep quiet: it is noon there.
    noon = f'TST{datetime.now(timezone.utc).hour - 12}'
    make_viewer()
    order = add_own_order()
    window = Window(command('tiem', TZ=noon), (APP_ID, 'tiem'))
    try:
        activate('open', f'<("orders", "", int64 {order})>')
        for part in (try_printing, try_files, try_opening, try_background):
            if part in (try_files, try_opening) and not has_login_folder():
                print(f'# {part.__name__[4:]}: not tried, for lack of root')
                continue
            part(window)
            print(f'# {part.__name__[4:]}: by portal', flush=True)
        activate('quit')
        window.process.wait(20)
    finally:
        if window.process.poll() is None:
            window.process.terminate()


# The desktop

def check_started_by_the_bus():
    """As the shell does it; started twice, it is there once; and it ends."""
    path = '/vn/tiem/Tiem'
    interface = 'org.freedesktop.Application.'
    for method, *arguments in (('Activate', '{}'), ('ActivateAction', 'orders', '[]', '{}')):
        done = call_bus(APP_ID, path, interface + method, *arguments)
        assert done.returncode == 0, done
    time.sleep(3)
    assert len(find_processes('tiem')) == 1, find_processes('tiem')
    call_bus(APP_ID, path, interface + 'ActivateAction', 'quit', '[]', '{}')
    wait_for(lambda: not find_processes('tiem'), 15, 'it did not end')


def check_desktop_actions():
    """What the desktop file offers starts the program as well."""
    desktop = (USER_DIR / f'exports/share/applications/{APP_ID}.desktop').read_text('utf-8')
    actions = re.search('^Actions=(.*);$', desktop, re.M).group(1).split(';')
    for action in actions:
        done = call_bus(APP_ID, '/vn/tiem/Tiem', 'org.freedesktop.Application.ActivateAction',
                        action, '[]', '{}')
        assert done.returncode == 0, done
        if action == 'practice':
            wait_for(lambda: find_processes('tiem-sandbox'), 20, 'no practice shop')
        assert len(find_processes('tiem')) == 1, f'{action}: {find_processes("tiem")}'
        call_bus(APP_ID, '/vn/tiem/Tiem', 'org.freedesktop.Application.ActivateAction',
                 'quit', '[]', '{}')
        wait_for(lambda: not find_processes('tiem'), 20, f'{action}: it did not end')



def start_desktop():
    """Before the portal starts: it looks once who is there."""
    DESK.mkdir()
    desktop = subprocess.Popen(['/usr/bin/python3', Path(__file__).parent / 'desktop.py', DESK])
    wait_for(lambda: (DESK / 'ready').exists(), 30, 'no desktop')
    return desktop


def main():
    desktop = start_desktop()
    keyring = subprocess.Popen(['gnome-keyring-daemon', '--foreground', '--unlock',
                                '--components=secrets'],
                               stdin=subprocess.PIPE, stdout=subprocess.DEVNULL,
                               stderr=subprocess.DEVNULL)
    keyring.stdin.write(b'password of the login')
    keyring.stdin.close()
    # Asked of the bus, for asking the keyring itself would start one that is locked.
    wait_for(lambda: 'true' in call_bus(
        'org.freedesktop.DBus', '/org/freedesktop/DBus', 'org.freedesktop.DBus.NameHasOwner',
        'org.freedesktop.secrets').stdout, 20, 'no keyring')

    checks = [(name[len('check_'):].replace('_', '-'), function)
              for name, function in [*globals().items(), *vars(troubles).items()]
              if name.startswith('check_')]
    counts = {'passed': 0, 'failed': 0, 'skipped': 0}
    for name, function in checks:
        begun = time.monotonic()
        try:
            function()
            counts['passed'] += 1
            print(f'ok {name} ({time.monotonic() - begun:.1f} s)', flush=True)
        except Skip as why:
            counts['skipped'] += 1
            print(f'ok {name} # SKIP {why}', flush=True)
        except (AssertionError, OSError, ValueError, KeyError,
                subprocess.SubprocessError, sqlite3.Error) as problem:
            counts['failed'] += 1
            print(*('# ' + line for line in (str(problem) or repr(problem)).splitlines()), sep='\n')
            print(f'not ok {name}', flush=True)
    for process in (keyring, desktop):
        process.send_signal(signal.SIGTERM)
        process.wait()
    print(', '.join(f'{count} {what}' for what, count in counts.items()))
    return 1 if counts['failed'] else 0


sys.exit(main())
