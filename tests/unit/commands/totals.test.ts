import { describe, expect, it } from 'vitest';
import {
  summaryLine,
  sumOf,
  totalsOfCheck,
  totalsOfPlaywright,
  totalsOfRunner,
  totalsOfSecondTry,
  totalsOfSkipped,
  totalsOfVitest,
} from '../../../commands/totals.mjs';

const passed = { status: 'passed', fullName: 'passes' };
const passedFile = { status: 'passed', assertionResults: [passed, passed] };
const failedFile = { status: 'failed', assertionResults: [passed, { status: 'failed', fullName: 'fails' }] };
const brokenFile = { status: 'failed', assertionResults: [] };
const vitest = { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

describe('the totals of a check', () => {
  it('are one passed or one failed', () => {
    expect(totalsOfCheck(0)).toMatchObject({ passed: 1, failed: 0, skipped: 0 });
    expect(totalsOfCheck(2)).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
  });
});

describe('the totals of the unit tests', () => {
  it('are those of the tests', () => {
    const report = { ...vitest, numPassedTests: 3, numFailedTests: 1, testResults: [passedFile, failedFile] };
    expect(totalsOfVitest(report)).toMatchObject({ passed: 3, failed: 1, skipped: 0 });
  });

  it('count a file that did not load as a failure', () => {
    const report = { ...vitest, numPassedTests: 2, testResults: [passedFile, brokenFile] };
    expect(totalsOfVitest(report)).toMatchObject({ passed: 2, failed: 1, skipped: 0 });
  });

  it('tell skipped and planned tests', () => {
    const report = {
      ...vitest,
      numPassedTests: 2,
      numPendingTests: 1,
      numTodoTests: 2,
      testResults: [passedFile],
    };
    expect(totalsOfVitest(report)).toMatchObject({ passed: 2, failed: 0, skipped: 3 });
  });
});

it('a test that was skipped is named with its reason, once for each reason', () => {
  const skipped = (fullName: string, reason: string) => ({
    status: 'skipped',
    fullName,
    meta: { skipReason: reason },
  });
  const file = {
    status: 'passed',
    assertionResults: [passed, skipped('a', 'no torch'), skipped('b', 'no torch'), skipped('c', 'no numpy')],
  };
  expect(totalsOfVitest({ ...vitest, testResults: [file] }).notes).toEqual([
    'skipped, no torch: a and 1 more',
    'skipped, no numpy: c',
  ]);
  expect(totalsOfSkipped('no Firefox')).toMatchObject({
    failed: 0,
    skipped: 1,
    notes: ['skipped: no Firefox'],
  });
});

describe('the totals of the browser tests', () => {
  it('are those of the tests', () => {
    const stats = { expected: 5, unexpected: 1, flaky: 0, skipped: 2 };
    const totals = totalsOfPlaywright({ stats, errors: [], suites: [] });
    expect(totals).toEqual({ passed: 5, failed: 1, skipped: 2, notes: [] });
  });

  it('count what passed in a fresh browser as passed, and name it with its trace', () => {
    const stats = { expected: 5, unexpected: 0, flaky: 1, skipped: 0 };
    const failure = { attachments: [{ name: 'trace', path: 'trace.zip' }] };
    const flaky = { status: 'flaky' as const, annotations: [], results: [failure, { attachments: [] }] };
    const suite = { suites: [{ specs: [{ title: 'hangs', file: 'a.spec.ts', tests: [flaky] }] }] };
    const totals = totalsOfPlaywright({ stats, errors: [], suites: [suite] });
    expect(totals).toEqual({
      passed: 6,
      failed: 0,
      skipped: 0,
      notes: ['FLAKY, a.spec.ts: hangs (trace.zip)'],
    });
  });

  it('name a part that was skipped with its reason', () => {
    const stats = { expected: 1, unexpected: 0, flaky: 0, skipped: 0 };
    const annotations = [{ type: 'skipped', description: 'no python3' }];
    const specs = [
      {
        title: 'proves',
        file: 'a.spec.ts',
        tests: [{ status: 'expected' as const, annotations, results: [] }],
      },
    ];
    expect(totalsOfPlaywright({ stats, errors: [], suites: [{ specs }] }).notes).toEqual([
      'skipped, no python3: proves',
    ]);
  });

  it('count an error outside the tests, such as a server that does not start, as a failure', () => {
    const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
    expect(totalsOfPlaywright({ stats, errors: [{ message: 'no server' }], suites: [] }).failed).toBe(1);
  });
});

it('what passed in a fresh browser has passed, and is named; what failed again has failed', () => {
  const first = { passed: 5, failed: 1, skipped: 0, notes: [] };
  const second = { passed: 6, failed: 0, skipped: 0, notes: [] };
  expect(totalsOfSecondTry('tests/firefox', first, second)).toEqual({
    ...second,
    notes: ['FLAKY, tests/firefox: 1 failed, and passed in a fresh browser'],
  });
  expect(totalsOfSecondTry('tests/firefox', first, first)).toEqual(first);
});

describe('a runner that says one thing and ends with another', () => {
  const fine = { passed: 4, failed: 0, skipped: 0, notes: [] };

  it('has passed when it reports no failure and ends with 0', () => {
    expect(totalsOfRunner(fine, 0)).toEqual(fine);
  });

  it('has failed once when it ends with an error and reports no failure', () => {
    expect(totalsOfRunner(fine, 1)).toMatchObject({ passed: 4, failed: 1, skipped: 0 });
  });

  it('has failed as often as it reports, not once more for its exit code', () => {
    expect(totalsOfRunner({ ...fine, failed: 2 }, 1).failed).toBe(2);
  });

  it.each([0, 1, 139])('has failed once when it leaves no report and ends with %i', (code) => {
    expect(totalsOfRunner(null, code)).toMatchObject({ passed: 0, failed: 1, skipped: 0 });
  });

  it('has failed when it ran no test at all', () => {
    expect(totalsOfRunner({ ...fine, passed: 0, skipped: 3 }, 0).failed).toBe(1);
  });
});

it('the last line sums all parts, and is nothing but the two numbers', () => {
  const sum = sumOf([totalsOfCheck(0), totalsOfCheck(1), { passed: 40, failed: 2, skipped: 1, notes: [] }]);
  expect(sum).toMatchObject({ passed: 41, failed: 3, skipped: 1 });
  expect(summaryLine(sum)).toBe('41 passed, 3 failed');
});
