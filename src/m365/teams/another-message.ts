import { AppError } from '../../lib/app-error.ts';

/** Graph has been seen to answer with another message than the one asked for: that is none. */
export function anotherMessage(): AppError {
  return new AppError(
    'not_found',
    'There is no message with this number here. An answer to a post has the number of the post before its own: search for it again.',
  );
}
