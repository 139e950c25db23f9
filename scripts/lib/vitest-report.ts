/** One file in the report of vitest's JSON reporter. */
export interface TestFile {
  readonly name: string;
  readonly status: string;
  /** First error of the file itself: it did not load, or a hook outside of a suite threw. */
  readonly message: string;
  readonly assertionResults: readonly TestResult[];
}

interface TestResult {
  readonly status: string;
  /** Titles of the suites, outermost first. The first is that of the file. */
  readonly ancestorTitles: readonly string[];
}

const hasTest = ({ assertionResults }: TestFile, status: string) =>
  assertionResults.some((test) => test.status === status);

/** Files that failed without a failed test, each with the reason. */
export function failedFiles(
  files: readonly TestFile[],
): readonly { readonly name: string; readonly reason: string }[] {
  return files
    .filter((file) => hasTest(file, 'pending') || (file.status === 'failed' && !hasTest(file, 'failed')))
    .map((file) => {
      const [firstLine = ''] = file.message.split('\n');
      const isUnfinished = file.assertionResults.length === 0 || hasTest(file, 'pending');
      const reason = isUnfinished ? 'it did not finish' : 'a beforeAll or afterAll hook threw';
      return { name: file.name, reason: firstLine || reason };
    });
}

/** Tests by result. */
export function countTests(files: readonly TestFile[]): {
  readonly passed: number;
  readonly failed: number;
} {
  const tests = files.flatMap(({ assertionResults }) => assertionResults);
  const count = (status: string) => tests.filter((test) => test.status === status).length;
  return { passed: count('passed'), failed: count('failed') };
}

/** Suites of files that ran with skipped tests. The title of the suite says when it runs. */
export function skippedSuites(
  files: readonly TestFile[],
): readonly { readonly name: string; readonly suite: string; readonly tests: number }[] {
  return files
    .filter(({ status }) => status === 'passed')
    .flatMap(({ name, assertionResults }) => {
      const tests = new Map<string, number>();
      for (const { status, ancestorTitles } of assertionResults) {
        const suite = ancestorTitles.filter(Boolean)[0] ?? 'tests outside of a suite';
        if (status === 'skipped' || status === 'todo') tests.set(suite, (tests.get(suite) ?? 0) + 1);
      }
      return [...tests].map(([suite, count]) => ({ name, suite, tests: count }));
    });
}
