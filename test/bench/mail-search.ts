import type { McpRequest } from './mcp-request.ts';

/** The measured call: a search that returns 25 mails with previews. */
export const mailSearch: McpRequest = {
  method: 'tools/call',
  params: { name: 'outlook_email_search', arguments: { query: 'budget OR launch OR the', limit: 25 } },
};
