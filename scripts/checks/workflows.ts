import { readFileSync } from 'node:fs';
import { root } from '../lib/bundle.ts';
import { projectFiles } from './project-files.ts';

/** Rules for GitHub workflows, as of zizmor and OpenSSF Scorecard. */
interface Rule {
  readonly text: string;
  /** Whether a workflow breaks the rule. */
  readonly isBroken: (workflow: string) => boolean;
}

const pinned = /^(?:[\w.-]+(?:\/[\w.-]+)+@[\da-f]{40} # v\d[\w.]*|\.\/\.github\/workflows\/[\w-]+\.yml)$/;
const writable = /^ +(?!id-token|attestations|security-events)[\w-]+: write$/m;

const rules: readonly Rule[] = [
  {
    text: 'every action is pinned by commit, with its version as a comment',
    isBroken: (workflow) =>
      matches(workflow, /^ +(?:- )?uses: (.+)$/gm).some((action) => !pinned.test(action)),
  },
  {
    text: 'the workflow starts without permissions',
    isBroken: (workflow) => !/^permissions: \{\}$/m.test(workflow),
  },
  {
    text: 'jobs write identity tokens, attestations and security events only',
    isBroken: (workflow) => writable.test(workflow) || /\b(?:write|read)-all\b/.test(workflow),
  },
  {
    text: 'no event runs the code of strangers with the rights of the repository',
    isBroken: (workflow) => /\b(?:pull_request_target|workflow_run|issue_comment)\b/.test(workflow),
  },
  { text: 'no secret is used', isBroken: (workflow) => /\bsecrets\b/.test(workflow) },
  {
    text: 'commands contain no expression, which would be replaced before the shell reads them',
    isBroken: (workflow) => commands(workflow).some((command) => command.includes('${{')),
  },
  {
    text: 'the checkout leaves no credentials',
    isBroken: (workflow) =>
      matches(workflow, /uses: actions\/(checkout)@/g).length !==
      matches(workflow, /persist-credentials: (false)/g).length,
  },
  {
    text: 'a job that signs runs no command, and has no checkout',
    isBroken: (workflow) =>
      jobs(workflow).some(
        (job) => /attestations: write/.test(job) && /(?:^ +(?:- )?run:|actions\/checkout@)/m.test(job),
      ),
  },
  {
    text: 'every job has a time limit and a fixed runner of GitHub',
    isBroken: (workflow) =>
      jobs(workflow).some(
        (job) =>
          !/^ {4}uses: \.\//m.test(job) &&
          !(/^ {4}timeout-minutes: \d+$/m.test(job) && /^ {4}runs-on: ubuntu-\d\d\.\d\d$/m.test(job)),
      ),
  },
];

/** Rules that the workflows of this repository break. */
export function workflowProblems(): readonly string[] {
  const files = projectFiles().filter((path) => /^\.github\/workflows\/.*\.ya?ml$/.test(path));
  return files.flatMap((path) =>
    brokenRules(readFileSync(root + path, 'utf8')).map((rule) => `${path}: not fulfilled: ${rule}`),
  );
}

/** The rules that the text of a workflow breaks. */
export function brokenRules(workflow: string): readonly string[] {
  const withoutComments = workflow.replaceAll(/^ *#.*$/gm, '');
  return rules.filter(({ isBroken }) => isBroken(withoutComments)).map(({ text }) => text);
}

/** The text of each job. */
function jobs(workflow: string): readonly string[] {
  const [, text = ''] = workflow.split(/^jobs:$/m);
  return text.split(/^ {2}(?=\S)/m).slice(1);
}

/** Each `run`, with the following lines of a block. */
function commands(workflow: string): readonly string[] {
  return matches(workflow, /^ +(?:- )?run: (.*(?:\n {10,}.*)*)/gm);
}

function matches(text: string, expression: RegExp): readonly string[] {
  return [...text.matchAll(expression)].map(([, group = '']) => group);
}
