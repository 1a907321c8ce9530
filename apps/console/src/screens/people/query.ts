/** The query key of everything about people. */
export const PEOPLE = ['people'];
