/** The names of the fuzz targets. */
export const targets = ['zip', 'xml', 'html', 'css', 'pdf', 'msg', 'eml', 'token', 'cursor'] as const;

export type TargetName = (typeof targets)[number];
