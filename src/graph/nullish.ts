import { z } from 'zod';

/*
 * Properties that Graph may omit or return as null. Schemas share these: hundreds of equal ones would take a tenth of the
 * CPU time of the start-up.
 */
export const nullishString = z.string().nullish();
export const nullishBoolean = z.boolean().nullish();
export const nullishInteger = z.int().nullish();
