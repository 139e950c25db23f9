const jsonType =
  'application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8';

/** A 200 with a JSON body whose first member is the OData context. */
export function entity(context: string, body: object, headers: Record<string, string> = {}): Response {
  return json(200, { '@odata.context': contextUrl(context), ...body }, headers);
}

/** A 200 response with a collection, and a next link and count if given. */
export function collection(
  context: string,
  page: {
    readonly value: readonly unknown[];
    readonly nextLink?: string | undefined;
    readonly count?: number | undefined;
  },
  headers: Record<string, string> = {},
): Response {
  return json(
    200,
    {
      '@odata.context': contextUrl(context),
      ...(page.count === undefined ? {} : { '@odata.count': page.count }),
      value: page.value,
      ...(page.nextLink === undefined ? {} : { '@odata.nextLink': page.nextLink }),
    },
    headers,
  );
}

/** A JSON response of any status. */
export function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': jsonType, ...headers } });
}

/** Bytes as they are. */
export function raw(body: Uint8Array | string, contentType: string): Response {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return new Response(new Uint8Array(bytes), {
    headers: { 'content-type': contentType, 'content-length': String(bytes.length) },
  });
}

function contextUrl(context: string): string {
  return `https://graph.microsoft.com/v1.0/$metadata#${context}`;
}
