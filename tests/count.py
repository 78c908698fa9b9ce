#!/usr/bin/env python3
"""count.py TESTLOG.JSON STATUS: prints "N passed, N failed, N skipped".

Counts the single tests that each program reports as TAP. A test that was planned and never
reported has failed, as has a program that ended badly though all its tests were fine (a leak,
say), and STATUS, the runner's own, is never counted away.
"""

import json
import re
import sys


def count_tap(text):
    lines = re.findall(r'^(not ok|ok)\b(.*)$', text, re.M)
    failed = sum(1 for verdict, rest in lines if verdict == 'not ok')
    skipped = sum(1 for verdict, rest in lines if verdict == 'ok' and '# SKIP' in rest)
    plan = re.search(r'^1\.\.(\d+)', text, re.M)
    missing = int(plan.group(1)) - len(lines) if plan else 0
    return len(lines) - failed - skipped, failed + max(missing, 0), skipped


def count_program(run):
    counts = count_tap(run.get('stdout', ''))
    if run['result'] == 'SKIP' and counts == (0, 0, 0):
        return 0, 0, 1
    if run['result'] not in ('OK', 'SKIP', 'EXPECTEDFAIL') and counts[1] == 0:
        return counts[0], 1, counts[2]
    if counts == (0, 0, 0):
        return 1, 0, 0
    return counts


def main():
    with open(sys.argv[1], encoding='utf-8') as log:
        totals = [sum(column) for column in zip(*(count_program(json.loads(line)) for line in log))]
    passed, failed, skipped = totals or (0, 0, 0)
    if sys.argv[2] != '0' or passed == 0:
        failed = max(failed, 1)
    print(f'{passed} passed, {failed} failed, {skipped} skipped')
    return 1 if failed else 0


sys.exit(main())
