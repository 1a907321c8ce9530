/** As many digits as an identity number, with any separators. */
export const SIXTEEN = /(?<!\d)\d(?:[ .-]?\d){15}(?!\d)/;

/** Whether a text has a number of sixteen digits in it, as identity numbers have. */
export const hasIdentityNumber = (text: string): boolean => SIXTEEN.test(text.normalize('NFKC'));
