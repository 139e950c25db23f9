import { z } from 'zod';

/* Properties that Graph may omit or return as null. All schemas share these, so that start-up creates each once. */
export const nullishString = z.string().nullish();
export const nullishBoolean = z.boolean().nullish();
export const nullishInteger = z.int().nullish();
