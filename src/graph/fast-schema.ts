import { z } from 'zod';

type Check = (value: unknown) => boolean;

/** Other formats have bounds that are not looked at here. */
const numberChecks: Readonly<Record<string, Check>> = {
  number: Number.isFinite,
  safeint: Number.isSafeInteger,
};

/**
 * The same schema, at a tenth of the cost for an answer that is good: workerd generates no code, so zod interprets its
 * schemas, and a page of results is the costliest thing that it reads. Good answers are recognised by plain checks and
 * come back as they are, members that the schema does not name included; of all others zod says what is wrong.
 * A schema that does more than look (transforms, defaults, patterns) is returned unchanged.
 */
export function withFastPath<T>(schema: z.ZodType<T>): z.ZodType<T> {
  const isGood = checkOf(schema);
  return isGood ? z.union([z.custom<T>(isGood), schema]) : schema;
}

function checkOf(schema: unknown): Check | undefined {
  if (!(schema instanceof z.ZodType) || schema.def.checks?.length) return undefined;
  if (schema instanceof z.ZodString) return (value) => typeof value === 'string';
  if (schema instanceof z.ZodBoolean) return (value) => typeof value === 'boolean';
  if (schema instanceof z.ZodNumber) return numberChecks[schema.format ?? 'number'];
  if (schema instanceof z.ZodOptional) return orElse(undefined, checkOf(schema.unwrap()));
  if (schema instanceof z.ZodNullable) return orElse(null, checkOf(schema.unwrap()));
  if (schema instanceof z.ZodObject && !schema.def.catchall) return objectCheck(schema.shape);
  if (!(schema instanceof z.ZodArray)) return undefined;
  const isElement = checkOf(schema.element);
  return isElement && ((value) => Array.isArray(value) && value.every(isElement));
}

function orElse(other: null | undefined, check: Check | undefined): Check | undefined {
  return check && ((value) => value === other || check(value));
}

function objectCheck(shape: Readonly<Record<string, unknown>>): Check | undefined {
  const members = Object.entries(shape).map(([name, member]) => ({ name, isGood: checkOf(member) }));
  if (members.some(({ isGood }) => isGood === undefined)) return undefined;
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
    const record = value as Readonly<Record<string, unknown>>;
    for (const { name, isGood } of members) if (!isGood?.(record[name])) return false;
    return true;
  };
}
