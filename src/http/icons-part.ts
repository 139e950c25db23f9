/** An icon as MCP and its registry describe one. */
export interface IconLink {
  readonly src: string;
  readonly mimeType: string;
  readonly sizes: string[];
}

/** Where the icons of a connector are: at its own origin, since clients take them from nowhere else. */
export function iconLinks(origin: string): IconLink[] {
  return [
    { src: `${origin}/icon.png`, mimeType: 'image/png', sizes: ['128x128'] },
    { src: `${origin}/icon.svg`, mimeType: 'image/svg+xml', sizes: ['any'] },
  ];
}
