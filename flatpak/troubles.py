"""What can be wrong with a computer, one trouble a check: whoever has it reads a sentence that
helps, in Vietnamese, and the shop is afterwards what it was before. trial.py runs them.
"""

import sqlite3
from pathlib import Path

from sandbox import DATA, cli, command, run, write_own_file

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
