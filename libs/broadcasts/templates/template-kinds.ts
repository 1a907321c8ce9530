/** The purpose of a template: the start of an ordinary or urgent message, or of a correction. */
import { templateKind, type TemplateKind } from '#contract/api/message';
export const TEMPLATE_KINDS = templateKind.options;
export type { TemplateKind };
