/** Prefix of the data that the leave button sends back; the broadcast's id follows. */
export const LEAVE = 'leave:';
