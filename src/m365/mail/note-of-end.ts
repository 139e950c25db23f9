/** Said where a search ends before its matches may have. */
export const noteOfEnd = 'Microsoft 365 finds no more than 1,000: narrow the dates for more.';
