// Texts to begin with.
export { Templates, type TemplateView } from './templates.js';
