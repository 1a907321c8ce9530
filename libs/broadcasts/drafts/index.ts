// A draft, as it is written and checked.
export { type Checks, Composing, type Outlook, type TextLook } from './composing.js';
