/** What a template is for: to begin an ordinary or urgent message from, or a correction. */
export const TEMPLATE_KINDS = ['ordinary', 'correction'] as const;
export type TemplateKind = (typeof TEMPLATE_KINDS)[number];
