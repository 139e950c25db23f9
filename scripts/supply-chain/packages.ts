/** Why each package of the bundle is there. `npm run check` compares the names with the bundle. */
export const packagePurposes: Readonly<Record<string, string>> = {
  '@cfworker/json-schema': 'JSON Schema validator that the MCP SDK contains a copy of',
  '@csstools/css-tokenizer': 'tokens of CSS in mails and pages, for hidden text',
  '@modelcontextprotocol/core': 'types and schemas of the MCP SDK',
  '@modelcontextprotocol/server': 'MCP server',
  agents: 'MCP handler of Cloudflare for both protocol revisions: one module of the package',
  'content-type': 'header parser that the MCP SDK contains a copy of',
  'css-what': 'selectors of CSS in mails and pages, for hidden text',
  entities: 'HTML character references',
  fflate: 'decompression of Office documents',
  hono: 'router, cookies and JSX of the pages',
  htmlparser2: 'HTML parser',
  jose: 'signatures of tokens',
  'pdfjs-dist': 'PDF parser of Mozilla that `unpdf` contains a copy of',
  'postal-mime': 'mails attached to mails',
  unpdf: 'pdf.js for Workers, loaded for the first PDF',
  zod: 'schemas of configuration, arguments and Graph responses',
};
