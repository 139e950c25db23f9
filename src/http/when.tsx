/** A time, in UTC; with a script, in the reader's own zone. */
export function When({ ms }: { readonly ms: number }) {
  const iso = new Date(ms).toISOString();
  return <time datetime={iso}>{`${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`}</time>;
}
