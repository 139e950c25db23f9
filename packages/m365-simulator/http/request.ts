/** The body of a request as UTF-8 text. `Request.text` does the same, but workerd warns of it for a form. */
export async function requestText(request: Request): Promise<string> {
  return new TextDecoder().decode(await request.arrayBuffer());
}

/** The first parameter that occurs twice, if one does. */
export function duplicatedParameter(parameters: URLSearchParams): string | undefined {
  const names = [...parameters.keys()];
  return names.find((name, index) => names.indexOf(name) !== index);
}
