// The list of broadcasts.
export { BroadcastList } from './list.js';
