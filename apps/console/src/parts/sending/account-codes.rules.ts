/** Codes that refuse the account itself, whatever is sent. */
const ACCOUNT = /^(twilio (20003|20404)|telegram (401|404)|smtp 5\.7\.[389]|smpp 0x(0e|0f|53))$/;

/** Whether a provider that answered this refuses the account, rather than a message. */
export const isOfAccount = (code: string | null | undefined): boolean => ACCOUNT.test(code ?? '');
