// What providers report of copies.
export { Receipts } from './receipts.js';
