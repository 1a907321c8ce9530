import { templateKind, type TemplateKind } from '#contract/api/message';

/** The purpose of a template: the start of an ordinary or urgent message, or of a correction. */
export const TEMPLATE_KINDS = templateKind.options;
export type { TemplateKind };
