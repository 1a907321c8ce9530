// What may stand as a person's name. Rules alone: this index loads no module of Nest.
export { isDegree, isName } from './name.rules.js';
