/** The purpose of a template: the start of an ordinary or urgent message, or of a correction. */
export const TEMPLATE_KINDS = ['ordinary', 'correction'] as const;
export type TemplateKind = (typeof TEMPLATE_KINDS)[number];
