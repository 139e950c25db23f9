/** A page with style and script inline: scripts/lib/self-contained-page.ts. */
declare module '*.html?self-contained' {
  export const html: string;
}
