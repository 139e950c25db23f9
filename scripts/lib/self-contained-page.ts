import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { Plugin } from 'vite';

const query = '?self-contained';
const stylesheet = /<link rel="stylesheet" href="(\.\/[\w.-]+)" \/>/;
const moduleScript = /<script type="module" src="(\.\/[\w.-]+)"><\/script>/;

/**
 * Vite plugin for `import('./page.html?self-contained')`: the module exports the page as the string `html`, with its
 * stylesheet and its bundled module script inline.
 */
export function selfContainedPages(): Plugin {
  return {
    name: 'self-contained-pages',
    enforce: 'pre',
    resolveId(source, importer) {
      if (!source.endsWith(query) || importer === undefined) return undefined;
      // Not the path of an HTML file, which Vite would transform itself.
      return `\0${resolve(dirname(importer), source.slice(0, -query.length))}.page`;
    },
    async load(id) {
      if (!id.startsWith('\0') || !id.endsWith('.html.page')) return undefined;
      const { html, files } = await bundlePage(id.slice(1, -'.page'.length));
      for (const file of files) this.addWatchFile(file);
      return `export const html = ${JSON.stringify(html)};`;
    },
  };
}

/** The page with everything inline, and the files that it is made of. */
export async function bundlePage(
  path: string,
): Promise<{ readonly html: string; readonly files: readonly string[] }> {
  const page = readFileSync(path, 'utf8');
  const folder = dirname(path);
  const readLinked = (pattern: RegExp): string => resolve(folder, pattern.exec(page)?.[1] ?? '.');
  const stylePath = readLinked(stylesheet);
  const style = readFileSync(stylePath, 'utf8');
  const { code, modules } = await bundleScript(readLinked(moduleScript));
  // Functions: `$` has no meaning in what they return.
  const html = page
    .replace(stylesheet, () => `<style>\n${style}</style>`)
    .replace(moduleScript, () => `<script type="module">${code}</script>`);
  return { html, files: [path, stylePath, ...modules] };
}

/**
 * The inline script of a module and its imports, for a browser, and the modules that it is made of.
 * @throws Error when it contains the end of its own element
 */
export async function bundleScript(
  entry: string,
): Promise<{ readonly code: string; readonly modules: readonly string[] }> {
  const { build } = await import('vite');
  const built = await build({
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    build: {
      write: false,
      target: 'es2022',
      minify: true,
      modulePreload: false,
      rolldownOptions: { input: entry, output: { format: 'iife' } },
    },
  });
  const [chunk] = 'output' in built ? built.output : [];
  if (!chunk) throw new Error(`${entry} was not bundled.`);
  if (/<\/script|<!--/i.test(chunk.code)) throw new Error(`The script of ${entry} cannot be inline.`);
  return { code: chunk.code.trim(), modules: chunk.moduleIds.filter((id) => !id.startsWith('\0')) };
}
