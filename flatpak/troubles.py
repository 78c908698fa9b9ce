"""What can be wrong with a computer, one trouble a check: whoever has it reads a sentence that
helps, in Vietnamese, and the shop is afterwards what it was before. trial.py runs them.
"""

import errno
import json
import sqlite3
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from sandbox import (APP_ID, DATA, OWN, Markets, Skip, activate, add_channel, call_bus, cli,
                     command, decline, run, was_asked, write_own_file)
from window import Window

SMALL_DISK = '24m'
NAMES = (APP_ID, 'tiem')  # of the window, on the accessibility bus
SECRETS = 'org.freedesktop.secrets'
LOGIN_KEYRING = '/org/freedesktop/secrets/collection/login'


def refuse(words, *parts):
    """Runs the words of tiem-cli, which says one sentence that has PARTS, and ends with 1."""
    done = run(words)
    said = [line for line in done.stderr.splitlines() if line.startswith('tiem-cli: ')]
    assert done.returncode == 1 and len(said) == 1, done
    print('# ' + said[0])
    for part in parts:
        assert part in said[0], f'not a word of “{part}”'


def look(*shop):
    """All that a trouble must leave alone; it is sound."""
    assert cli(*shop, 'check')['ok']
    return [cli(*shop, *words) for words in (['orders', '--limit', 10000], ['products'])]


def read(window, *parts, seconds=30):
    """Waits until the window shows texts with each of PARTS."""
    for part in parts:
        said = window.wait_for(lambda: [text for text in window.texts() if part in (text or '')],
                               f'the window does not say “{part}”', seconds)
        print('# ' + said[0])


@contextmanager
def open_window(words):
    # Or the sandbox outlives a check that fails.
    window = Window([*words[:2], '--die-with-parent', *words[2:]], NAMES)
    try:
        yield window
        if window.process.poll() is None:
            activate('quit')
            window.process.wait(20)
    finally:
        if window.process.poll() is None:
            window.process.terminate()
            window.process.wait(20)


# The network

def without_network(words):
    return [*words[:2], '--unshare=network', *words[2:]]


def check_no_network():
    """Work goes on, and what was changed is sent when the network is back."""
    shop = ('--data', DATA / 'offline')
    offline = without_network(command('tiem-cli', *shop, '--json'))
    with Markets() as markets:
        for channel in markets.channels:
            add_channel(channel, *shop)
        cli(*shop, 'sync', '--once')
        cli(*shop, 'adopt')
        before = look(*shop)
        # The pretended ones are at an address without a name.
        named = {**markets.channels[0], 'name': 'Website', 'kind': 'woocommerce',
                 'base_url': 'https://tenshop.vn'}
        website = add_channel(named, *shop)['id']

        report = json.loads(run([*offline, 'sync', '--once']).stdout)['channels']
        assert len(report) == 5 and not any(channel['ok'] for channel in report), report
        print('# ' + report[-1]['error']['message'])
        assert 'mạng' in report[-1]['error']['message']
        assert look(*shop) == before

        sku = before[1][0]['variants'][0]['sku']
        run([*offline, 'stock', sku, '--set', '77', '--reason', 'count']).check_returncode()
        cli(*shop, 'channel', 'remove', website)
        report = cli(*shop, 'sync', '--once')['channels']
        assert all(channel['ok'] for channel in report), report
        assert sum(channel['pushed'] for channel in report) > 0, report
    assert cli(*shop, 'check')['ok']

    with open_window(without_network(command('tiem'))) as window:
        # It is said when the channels have been out of reach for a minute.
        read(window, 'Mất mạng', seconds=150)


# The disk

@contextmanager
def small_disk():
    """All that the sandbox keeps is on a disk of its own, with a shop."""
    OWN.mkdir(parents=True, exist_ok=True)
    mounted = run(['mount', '-t', 'tmpfs', '-o', f'size={SMALL_DISK},mode=700', 'tiem', str(OWN)])
    if mounted.returncode != 0:
        raise Skip(f'only root mounts a disk: {mounted.stderr.strip()}')
    try:
        DATA.mkdir()
        cli('import', 'products',
            write_own_file('hàng.csv', 'sku,name,price,on_hand\nNON-LA,Nón lá Huế,65000,40\n'))
        cli('order', 'add', '--line', 'NON-LA=2', '--buyer', 'Nguyễn Thị Hoà', '--phone',
            '0901234567', '--cod')
        yield
    finally:
        run(['umount', '--lazy', str(OWN)]).check_returncode()


def fill(path):
    """Leaves not a byte."""
    with open(path, 'wb', buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while file.write(bytes(size)) > 0:
                    pass
            except OSError as problem:
                if problem.errno != errno.ENOSPC:
                    raise


def check_full_disk():
    with small_disk():
        before = look()
        sale = command('tiem-cli', 'order', 'add', '--line', 'NON-LA=1', '--buyer', 'Lê Văn Tám')
        filler = OWN / 'phim.mkv'
        fill(filler)
        refuse(sale, 'đầy', 'giải phóng')
        with open_window(command('tiem')) as window:
            read(window, 'Ổ đĩa đầy', 'giải phóng')
            filler.unlink()
            assert look() == before
            window.press('Thử lại')
            read(window, 'Đơn hàng')
        run(sale).check_returncode()
        assert len(look()[0]) == len(before[0]) + 1


def check_read_only_disk():
    with small_disk():
        before = look()
        run(['mount', '-o', 'remount,ro', str(OWN)]).check_returncode()
        refuse(command('tiem-cli', 'orders'), 'Không ghi được', 'khoá ghi')
        with open_window(command('tiem')) as window:
            read(window, 'Không ghi được vào thư mục', 'khoá ghi')
        # A sandbox that runs keeps what it was given: the next one can write.
        run(['mount', '-o', 'remount,rw', str(OWN)]).check_returncode()
        assert look() == before


# The keys

def check_no_portal():
    """A desktop without the Secret portal: a sentence, and no half a channel."""
    before = cli('channel', 'list')
    secret = write_own_file('secret', 'cs_0\n')
    words = command('tiem-cli', 'channel', 'add', 'woocommerce', '--name', 'Website', '--base-url',
                    'http://127.0.0.1:9', '--key', 'ck_0', '--secret-file', secret)
    config = Path(__file__).parent.parent / 'tests/display/session.conf'
    done = run(['dbus-run-session', f'--config-file={config}', '--', *words], 90)
    said = [line for line in done.stderr.splitlines() if line.startswith('tiem-cli: ')]
    assert done.returncode == 1 and len(said) == 1 and 'khoá' in said[0], done
    print('# ' + said[0])
    assert cli('channel', 'list') == before


def answer_prompts(asker, *answers):
    """While ASKER runs; ANSWERS: what xdotool does in each window that asks for the password of the
    keyring. Returns: how many there were"""
    count = 0
    end = time.monotonic() + 90
    while asker.poll() is None and time.monotonic() < end:
        time.sleep(0.5)
        found = run(['xdotool', 'search', '--onlyvisible', '--class', 'gcr-prompter']).stdout
        for prompt in found.split()[-1:]:
            count += 1
            for answer in answers:
                run(['xdotool', 'windowfocus', prompt, *answer], 20)
    return count


def sync_and_answer(*answers):
    sync = command('tiem-cli', '--json', 'sync', '--once')
    with subprocess.Popen([*sync[:2], '--die-with-parent', *sync[2:]], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, text=True) as asker:
        try:
            assert answer_prompts(asker, *answers) > 0, 'nobody asked for the password'
            assert asker.poll() is not None, 'it waits for ever'
            return json.loads(asker.stdout.read())['channels']
        finally:
            asker.kill()


def check_locked_keyring():
    """Whoever does not type its password has lost nothing; whoever does goes on."""
    before = look()
    locked = call_bus(SECRETS, '/org/freedesktop/secrets', 'org.freedesktop.Secret.Service.Lock',
                      f"['{LOGIN_KEYRING}']")
    assert LOGIN_KEYRING in locked.stdout, locked
    report = sync_and_answer(['key', 'Escape'])
    print('# ' + report[0]['error']['message'])
    assert all('kho mật khẩu' in channel['error']['message'] for channel in report), report
    assert look() == before
    report = sync_and_answer(['type', 'password of the login'], ['key', 'Return'])
    assert not any('kho mật khẩu' in (channel['error'] or {}).get('message', '')
                   for channel in report), report


# The database

def check_newer_database():
    folder = DATA / 'newer'
    cli('--data', folder, 'check')
    with sqlite3.connect(folder / 'tiem.db') as database:
        database.execute('PRAGMA user_version = 999')
    database.close()
    before = (folder / 'tiem.db').read_bytes()
    done = run(command('tiem-cli', '--data', folder, 'orders'))
    print('# ' + done.stderr.strip())
    assert done.returncode == 1 and 'tiem-cli:' in done.stderr, done
    assert (folder / 'tiem.db').read_bytes() == before, 'it was changed'


# The desktop

def check_background_refused():
    """By the owner when asked, or once for all: it says that it has stopped, and it has."""
    before = look()
    decline(AccessDialog=1)
    for permission in ('ask', 'no'):
        run(['flatpak', 'permission-set', 'background', 'background', APP_ID,
             permission]).check_returncode()
        told = len(was_asked('AddNotification'))
        with open_window(command('tiem')) as window:
            window.wait_for(lambda: 'Đơn hàng' in window.texts(), 'the shop does not open')
            activate('window-closing')
            window.process.wait(30)
        assert len(was_asked('AccessDialog')) == 1, 'the desktop was not asked, or did not listen'
        notes = [note for _, which, note in was_asked('AddNotification')[told:]
                 if which == 'background']
        assert len(notes) == 1 and notes[0]['title'] == 'Tiệm đã ngừng đồng bộ', notes
        assert 'cài đặt ứng dụng' in notes[0]['body'], notes
        print(f'# {notes[0]["title"]}: {notes[0]["body"]}')
    decline()
    run(['flatpak', 'permission-set', 'background', 'background', APP_ID,
         'yes']).check_returncode()
    assert look() == before


# The others

def check_private():
    """Who else uses this computer sees nothing of the shop."""
    for path in (DATA / 'tiem', *(DATA / 'tiem').glob('tiem.db*'), *(DATA / 'keyrings').glob('*')):
        assert path.stat().st_mode & 0o077 == 0, f'{path}: {path.stat().st_mode:o}'
