/** Under which what is asked of people is kept. */
export const PEOPLE = ['people'];
