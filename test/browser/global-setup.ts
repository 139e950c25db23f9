import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import bundled from '@sparticuz/chromium';
import type { TestProject } from 'vitest/node';
import { root } from '../../scripts/lib/bundle.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Path of the Chromium for the browser tests, or the reason why there is none. */
    chromium: { readonly path: string } | { readonly error: string };
  }
}

const installed = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const cache = `${root}node_modules/.cache`;
const unpacked = `${cache}/chromium`;

/** Finds an installed Chromium, or unpacks that of the package once, before any worker starts. */
export async function setup(project: TestProject): Promise<void> {
  const path = installed.find((candidate) => existsSync(candidate)) ?? `${unpacked}/chromium`;
  try {
    if (!existsSync(path)) await unpack();
    project.provide('chromium', { path });
  } catch (error) {
    project.provide('chromium', { error: String(error) });
  }
}

/** The rename at the end keeps an interrupted run from leaving a part of the binary at the final path. */
async function unpack(): Promise<void> {
  const folder = `${cache}/chromium-${process.pid}`;
  mkdirSync(folder, { recursive: true });
  const { TMPDIR } = process.env;
  // The package has no other option for the folder that it unpacks to.
  process.env['TMPDIR'] = folder;
  try {
    await bundled.executablePath();
    rmSync(unpacked, { recursive: true, force: true });
    renameSync(folder, unpacked);
  } finally {
    if (TMPDIR === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = TMPDIR;
    rmSync(folder, { recursive: true, force: true });
  }
}
