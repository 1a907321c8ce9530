import { because, fault } from '#contract/problems';
import { identityAsked, type Warning, type TextFault } from './content.rules.js';
import type { Alternatives } from '../drafts/draft.js';
import { findLinks, type LinkRules } from './links.rules.js';

/** Judges easy texts when they are saved. They are the same for everybody, so that they contain no variables. */
export function checkEasyTexts(
  alternatives: Alternatives | undefined,
  links: LinkRules,
): { faults: TextFault[]; warnings: Warning[] } {
  const texts = Object.entries(alternatives?.easy ?? {}).map(([language, text]) => ({
    path: `alternatives.easy.${language}`,
    text,
  }));
  return {
    faults: texts.flatMap(({ path, text }) => [...variablesIn(path, text), ...linksIn(path, text, links)]),
    warnings: texts.flatMap(({ path, text }) => identityAsked(path, text)),
  };
}

function variablesIn(path: string, text: string): TextFault[] {
  const spans = [...text.matchAll(/\{\{[^}]*\}*/g)].map(({ 0: found, index: start }) => ({
    start,
    end: start + found.length,
  }));
  if (spans.length === 0) return [];
  return [{ ...fault(path, 'unknown-variable', because('variable-in-easy-text')), spans }];
}

function linksIn(path: string, text: string, rules: LinkRules): TextFault[] {
  return findLinks(text, rules).flatMap(({ text: shown, start, end, fault: why }): TextFault[] => {
    if (why === null) return [];
    const line = text.slice(0, start).split('\n').length;
    return [{ ...fault(path, 'link', { line, link: shown, ...why }), spans: [{ start, end }] }];
  });
}
