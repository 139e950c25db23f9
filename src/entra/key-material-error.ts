/** A complaint about key material that an operator reads. It never holds the material. */
export class KeyMaterialError extends Error {
  override readonly name = 'KeyMaterialError';
}

/** What `read` gives. @throws KeyMaterialError with the complaint, whatever it threw, and nothing of that. */
export function orComplain<T>(complaint: string, read: () => T): T {
  try {
    return read();
  } catch {
    throw new KeyMaterialError(complaint);
  }
}
