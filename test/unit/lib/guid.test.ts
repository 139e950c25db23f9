import { describe, expect, it } from 'vitest';
import { isGuid, objectId, tenantId } from '../../../src/lib/guid.ts';

const guid = '0c0a0000-0000-4000-8000-00000000c0a0';

describe('isGuid, tenantId and objectId', () => {
  it('accept a GUID in lower case', () => {
    expect(isGuid(guid)).toBe(true);
    expect(tenantId(guid)).toBe(guid);
    expect(objectId(guid)).toBe(guid);
  });

  it.each([
    undefined,
    null,
    1,
    '',
    [guid],
    guid.toUpperCase(),
    `{${guid}}`,
    ` ${guid}`,
    `${guid}\n`,
    `${guid}0`,
  ])('reject %j', (value) => {
    expect(isGuid(value)).toBe(false);
    expect(tenantId(value)).toBeUndefined();
    expect(objectId(value)).toBeUndefined();
  });
});
