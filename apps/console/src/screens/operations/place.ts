/** Where the card of a trouble stands on Operasi, for links from other screens. */
export const placeOfCause = (cause: string, channel: string): string => `${cause}-${channel}`;
