import type { Call, Handler, Route } from './call.ts';
import { GraphError, badRequest } from './graph-error.ts';

/** Finds the handler for a path below `/v1.0`. */
export interface Router {
  /** @throws GraphError 400 for an unknown path, 405 for another method. */
  match(method: string, path: string): { readonly handler: Handler; readonly param: Call['param'] };
}

/**
 * In a template, `{name}` matches one path segment and `{*name}` several. Keys in OData syntax are accepted:
 * `/mailFolders('inbox')` equals `/mailFolders/inbox`.
 */
export function createRouter(routes: readonly Route[]): Router {
  const compiled = routes.map(([method, template, handler]) => ({ method, handler, ...compile(template) }));
  return {
    match(method, rawPath) {
      const path = normalize(rawPath);
      let otherMethod = false;
      for (const route of compiled) {
        const found = route.pattern.exec(path);
        if (!found) continue;
        if (route.method !== method) {
          otherMethod = true;
          continue;
        }
        const values = new Map(route.names.map((name, index) => [name, decode(found[index + 1] ?? '')]));
        return {
          handler: route.handler,
          param(name) {
            const value = values.get(name);
            if (value === undefined) throw new Error(`No ${name} in the template of ${path}`);
            return value;
          },
        };
      }
      if (otherMethod) {
        throw new GraphError(
          405,
          'Request_BadRequest',
          `Specified HTTP method is not allowed for the request target.`,
        );
      }
      const segment = decode(path.split('/').findLast((part) => part !== '') ?? '');
      throw badRequest(`Resource not found for the segment '${segment}'.`);
    },
  };
}

function compile(template: string): { pattern: RegExp; names: readonly string[] } {
  const names: string[] = [];
  const source = template
    .split(/(\{\*?\w+\})/)
    .map((part) => {
      const variable = /^\{(\*?)(\w+)\}$/.exec(part);
      if (!variable) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(variable[2] ?? '');
      return variable[1] === '*' ? '(.+?)' : '([^/:]+|[^/]+?)';
    })
    .join('');
  return { pattern: new RegExp(`^${source}/?$`, 'i'), names };
}

function normalize(path: string): string {
  return path.replaceAll(
    /\/(mailFolders|messages|users|events|attachments|chats|calendars|drives|items|sites)\('([^']*)'\)/gi,
    '/$1/$2',
  );
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw badRequest('The request URI is malformed.');
  }
}
