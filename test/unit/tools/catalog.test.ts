import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { toolEntry } from '../../../src/mcp/catalog.ts';
import { isOptionalArea } from '../../../src/tenants/areas.ts';
import { optInTools, tools } from '../../../src/tools/index.ts';

const entries = tools.map(toolEntry);
/** Without tools that are hidden until an optional permission is granted. */
const defaultEntries = tools
  .filter(({ areas }) => areas.length === 0 || areas.some((id) => !isOptionalArea(id)))
  .map(toolEntry);

/** The tools that users know from elsewhere, by the names that they know. */
const promised = [
  'sharepoint_search',
  'sharepoint_folder_search',
  'outlook_email_search',
  'outlook_calendar_search',
  'find_meeting_availability',
  'chat_message_search',
  'people_search',
  'task_search',
  'note_search',
  'read_resource',
];

function tokens(value: unknown): number {
  return encode(JSON.stringify(value)).length;
}

/** Every schema within a schema, itself included. */
function* schemas(value: unknown): Generator<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield value as Record<string, unknown>;
  for (const member of Object.values(value)) yield* schemas(member);
}

describe('the tool catalog', () => {
  it('contains the documented names once and in order', () => {
    const names = entries.map(({ name }) => name);
    expect(names).toEqual(promised.filter((name) => names.includes(name)));
  });

  it('costs at most 3,000 tokens without output schemas and 6,000 with', () => {
    const inputs = defaultEntries.map((entry) => ({ ...entry, outputSchema: undefined }));
    expect(tokens(inputs)).toBeLessThanOrEqual(3000);
    expect(tokens(defaultEntries)).toBeLessThanOrEqual(6000);
  });

  it('costs at most 2,600 tokens for names, descriptions and input schemas', () => {
    const paid = defaultEntries.map(({ name, description, inputSchema }) => ({
      name,
      description,
      inputSchema,
    }));
    expect(tokens(paid)).toBeLessThanOrEqual(2600);
  });

  describe.each([...entries, ...optInTools.map(toolEntry)].map((entry) => [entry.name, entry] as const))(
    '%s',
    (_, entry) => {
      it('has a valid name, title and description', () => {
        expect(entry.name).toMatch(/^[a-z][a-z0-9_]{2,39}$/);
        expect(entry.title.length).toBeLessThanOrEqual(40);
        expect(entry.description.length).toBeLessThanOrEqual(320);
        expect(entry.description).toMatch(/^[A-Z].*\.$/s);
      });

      it('has the annotations of a read-only tool', () => {
        expect(entry.annotations).toMatchObject({
          readOnlyHint: true,
          destructiveHint: false,
          idempotentHint: true,
          openWorldHint: true,
        });
      });

      it('has schemas that all clients support', () => {
        for (const root of [entry.inputSchema, entry.outputSchema]) {
          expect(root.type).toBe('object');
          for (const schema of schemas(root)) {
            expect(Object.keys(schema)).not.toEqual(
              expect.arrayContaining([
                expect.stringMatching(/^(\$ref|exclusiveMinimum|exclusiveMaximum|oneOf|allOf)$/),
              ]),
            );
            expect(Array.isArray(schema['type'])).toBe(false);
          }
        }
        expect(entry.inputSchema['additionalProperties']).toBe(false);
      });

      it('bounds every argument', () => {
        const properties = entry.inputSchema['properties'] as Record<string, Record<string, unknown>>;
        for (const [name, schema] of Object.entries(properties)) {
          const bounded =
            schema['type'] === 'string'
              ? schema['enum'] !== undefined ||
                schema['maxLength'] !== undefined ||
                schema['pattern'] !== undefined
              : schema['maximum'] !== undefined ||
                schema['maxItems'] !== undefined ||
                schema['type'] === 'boolean';
          expect(bounded, name).toBe(true);
        }
      });

      it('matches the committed contract', async () => {
        await expect(`${JSON.stringify(entry, null, 2)}\n`).toMatchFileSnapshot(
          `./contracts/${entry.name}.generated.json`,
        );
      });
    },
  );
});
