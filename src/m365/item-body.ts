import { z } from 'zod';

/** The text of a mail, an event or a message of Teams. @see https://learn.microsoft.com/graph/api/resources/itembody */
export const itemBody = z
  .object({ contentType: z.string().nullish(), content: z.string().nullish() })
  .nullish();
