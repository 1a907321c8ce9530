// Months of the ledger that have passed their term.
export { type DueMonth, dueMonths, retireMonth } from './retiring.js';
