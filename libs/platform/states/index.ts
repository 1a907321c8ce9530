// State machines: who may change from which state to which.
export { inStates, move, type StateMachine, statesBefore, transition } from './states.js';
