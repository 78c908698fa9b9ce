"""The database as files: copied, looked into, made older."""

import shutil
import sqlite3
import tempfile
from contextlib import closing, contextmanager
from pathlib import Path

SCHEMA = Path(__file__).resolve().parents[2] / 'src' / 'store' / 'sql' / '0001-initial.sql'
# Each file of the schema makes a version.
NEWEST = len(list(SCHEMA.parent.glob('0*.sql')))


def begin_again(data, template):
    """The folder is as the template, and nothing else is in it."""
    if data.exists():
        shutil.rmtree(data)
    shutil.copytree(template, data)


@contextmanager
def a_copy(data):
    """Looking must not change anything: the log is played back in a copy."""
    with tempfile.TemporaryDirectory() as folder:
        for ending in ['', '-wal']:
            path = data / f'tiem.db{ending}'
            if path.exists():
                shutil.copy(path, folder)
        with closing(sqlite3.connect(Path(folder) / 'tiem.db')) as db:
            yield db


def version(data):
    with a_copy(data) as db:
        assert db.execute('PRAGMA integrity_check').fetchone()[0] == 'ok'
        return db.execute('PRAGMA user_version').fetchone()[0]


def is_whole(path, wanted=None):
    with closing(sqlite3.connect(f'file:{path}?immutable=1', uri=True)) as db:
        return (db.execute('PRAGMA integrity_check').fetchone()[0] == 'ok'
                and wanted in (None, db.execute('PRAGMA user_version').fetchone()[0]))


def tables(db, schema='main'):
    """Those with rows of their own: not the parts that a search index is made of."""
    return [name for name, in db.execute(
        f"SELECT name FROM {schema}.sqlite_schema WHERE type = 'table'"
        " AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT LIKE '%\\_text\\_%' ESCAPE '\\'"
        ' ORDER BY name')]


def dump(data):
    """Everything but the log, which may lack its last lines."""
    with a_copy(data) as db:
        return {table: sorted(map(repr, db.execute(f'SELECT * FROM "{table}"')))
                for table in tables(db)
                if table not in ('sync_log',) and not table.endswith('_text')}


def assert_same(data, *wanted):
    """As one of them in every table."""
    found = dump(data)
    if found not in wanted:
        differing = {table: [set(rows) ^ set(other[table]) for other in wanted]
                     for table, rows in found.items()
                     if any(rows != other[table] for other in wanted)}
        raise AssertionError(f'neither the one nor the other: {differing}')


def make_old(data, template):
    """The shop in @data as the first version of Tiệm would have written it."""
    template.mkdir(0o700)
    path = template / 'tiem.db'
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.executescript(SCHEMA.read_text(encoding='utf-8'))
        db.execute('ATTACH ? AS now', (str(data / 'tiem.db'),))
        db.execute('BEGIN')
        for table in tables(db):
            columns = ['rowid'] if table.endswith('_text') else []
            columns += [row[1] for row in db.execute(f'PRAGMA main.table_info("{table}")')]
            names = ', '.join(columns)
            db.execute(f'INSERT OR REPLACE INTO main."{table}" ({names})'
                       f' SELECT {names} FROM now."{table}"')
        db.execute('COMMIT')
        db.execute('PRAGMA user_version = 1')
    path.chmod(0o600)
