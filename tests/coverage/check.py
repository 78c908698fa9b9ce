#!/usr/bin/env python3
"""check.py FOLDER BUILD [--table]: the tables that say which line of a platform's documentation
which test covers.

A line of FOLDER/KIND.tsv is: section, endpoint, parameter or rule or error, tests. Tests are
names of g_test cases (/shopee/orders/windows), peers (peer:shopee) or "-" when nothing covers
it. Every name must be a test that exists. Prints TAP; with --table the tables themselves.
"""

import subprocess
import sys
from pathlib import Path


def list_tests(build):
    """The names of all cases of the programs in tests/headless."""
    names = set()
    for program in sorted((build / 'tests' / 'headless').glob('test-*')):
        if program.is_file() and program.stat().st_mode & 0o111:
            out = subprocess.run([program, '-l'], capture_output=True, text=True, timeout=60,
                                 check=True).stdout
            # GLib 2.84 lists them as comments.
            lines = (line.removeprefix('# ').strip() for line in out.splitlines())
            names.update(line for line in lines if line.startswith('/'))
    return names


def read_table(path):
    """Yields number, section, endpoint, rule, tests of each line."""
    for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
        if line.strip() == '' or line.startswith('#'):
            continue
        fields = line.split('\t')
        if len(fields) != 4:
            raise ValueError(f'line {number} has {len(fields)} fields, not 4')
        yield number, *(field.strip() for field in fields[:3]), fields[3].split()


def is_covered(tests):
    return tests != ['-']


def find_wrong(path, names, peers):
    """Returns what is wrong with the table, as sentences."""
    wrong = []
    for number, section, endpoint, rule, tests in read_table(path):
        if '' in (section, endpoint, rule) or not tests:
            wrong.append(f'line {number}: a field is empty')
        for test in tests if is_covered(tests) else []:
            kind, _, name = test.partition(':')
            known = name.split('#')[0] in peers if kind == 'peer' else test in names
            if not known:
                wrong.append(f'line {number}: there is no test {test}')
    return wrong


def print_table(path):
    for _, section, endpoint, rule, tests in read_table(path):
        print(f'{section:6} {endpoint:55} {rule:60} {" ".join(tests)}')


def main():
    folder, build = Path(sys.argv[1]), Path(sys.argv[2])
    tables = sorted(folder.glob('*.tsv'))
    if '--table' in sys.argv:
        for path in tables:
            print_table(path)
        return 0

    names = list_tests(build)
    peers = {path.parent.name for path in folder.parent.glob('peers/*/run.mjs')}
    failed = False
    print(f'1..{len(tables)}')
    for number, path in enumerate(tables, 1):
        wrong = find_wrong(path, names, peers)
        rows = list(read_table(path))
        covered = sum(is_covered(tests) for *_, tests in rows)
        for sentence in wrong:
            print(f'# {path.name}: {sentence}')
        print(f'{"not ok" if wrong or not rows else "ok"} {number} {path.stem} '
              f'{covered} of {len(rows)} lines are covered')
        failed = failed or bool(wrong) or not rows
    return int(failed)


sys.exit(main())
