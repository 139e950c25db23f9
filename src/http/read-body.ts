/**
 * The body of a request as text, or undefined where it is larger than allowed. Bytes are counted: a length can lie. One
 * that breaks off counts as empty: half a form can look like a whole one.
 */
export async function readBody(request: Request, maxBytes: number): Promise<string | undefined> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBytes) return undefined;
  if (!request.body) return '';
  const decoder = new TextDecoder();
  const reader = request.body.getReader();
  let text = '';
  let length = 0;
  for (;;) {
    const chunk = await reader.read().catch(() => undefined);
    if (!chunk) return '';
    const { done, value } = chunk;
    if (done) return text + decoder.decode();
    length += value.byteLength;
    if (length > maxBytes) {
      await reader.cancel();
      return undefined;
    }
    text += decoder.decode(value, { stream: true });
  }
}
