/** The first parameter that occurs twice, if one does. */
export function duplicatedParameter(parameters: URLSearchParams): string | undefined {
  const names = [...parameters.keys()];
  return names.find((name, index) => names.indexOf(name) !== index);
}
