import { existsSync, readFileSync } from 'node:fs';

/**
 * Documented responses of Microsoft Graph: `samples/` in the folder that GRAPH_CONTRACT_DIR names. They are not part of
 * the repository.
 */
const folder = `${process.env['GRAPH_CONTRACT_DIR'] ?? ''}/samples/`;

export const hasSamples = existsSync(`${folder}INDEX.json`);

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
