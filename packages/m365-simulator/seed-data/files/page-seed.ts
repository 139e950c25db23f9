/** A part of a page: text, or a web part of another kind with the words and links that the server has taken out of it. */
export type WebPartSeed =
  | { readonly kind: 'text'; readonly html: string }
  | {
      readonly kind: 'standard';
      readonly type: string;
      readonly title: string;
      readonly texts?: readonly (readonly [key: string, value: string])[];
      readonly links?: readonly (readonly [key: string, value: string])[];
      readonly images?: readonly (readonly [key: string, value: string])[];
    };

/** A modern page of a site. */
export interface PageSeed {
  /** Key of the site. */
  readonly site: string;
  /** Ends in `.aspx`. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly author: string;
  readonly daysAgo: number;
  readonly promotionKind: 'page' | 'newsPost';
  /** Rows of columns of parts. */
  readonly sections: readonly (readonly (readonly WebPartSeed[])[])[];
  readonly vertical?: readonly WebPartSeed[];
}
