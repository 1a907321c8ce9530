// Contacts from a file, and the way back.
export { ContactImport, type ImportResult } from './contact-import.js';
export { ImportRepository, type ImportRecord } from './import-repository.js';
export { readName } from './row.rules.js';
export { Withdrawal } from './withdrawal.js';
