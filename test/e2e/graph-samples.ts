import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Documented responses of Microsoft Graph. The folder lies beside the repository and is optional. */
const folder = fileURLToPath(new URL('../../../shared/graph-contract/samples/', import.meta.url));

export const hasSamples = existsSync(folder);

export type Json = Readonly<Record<string, unknown>>;

interface Sample {
  readonly file: string;
  readonly body: Json;
}

/** Samples whose file name matches, without beta samples and those that violate the contract. */
export function samples(name: RegExp): readonly Sample[] {
  if (!hasSamples) return [];
  const index = JSON.parse(readFileSync(`${folder}INDEX.json`, 'utf8')) as readonly Json[];
  return index
    .filter(
      ({ file, contract, status }) => name.test(String(file)) && contract !== 'differs' && status === 200,
    )
    .map(({ file }) => {
      const sample = JSON.parse(readFileSync(`${folder}${String(file)}`, 'utf8')) as {
        readonly response: { readonly body: unknown };
      };
      return { file: String(file), body: sample.response.body as Json };
    })
    .filter(({ body }) => typeof body === 'object' && body !== null);
}
