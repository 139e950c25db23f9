import type { McpQuestion } from './mcp-request.ts';

/** 25 mails with previews, shaped: the work that is measured. */
export const mailSearch: McpQuestion = {
  method: 'tools/call',
  params: { name: 'outlook_email_search', arguments: { query: 'budget OR launch OR the', limit: 25 } },
};
