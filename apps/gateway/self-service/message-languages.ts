import { Injectable } from '@nestjs/common';
import { Audience } from '#audience';
import {
  CONSENT_LANGUAGES,
  consentWording,
  REGIONAL_WORDING,
  regionalWording,
  type Wording,
} from '#audience/joining';
import type { LiveLanguage, LiveLanguages } from '#audience/languages';
import { InjectLogger } from '#platform';
import type { Logger } from '#platform/logging';
import { SwrCache } from '#platform/waiting';
import type { Names } from '../pages/layout.js';
import type { PageLanguage } from '../pages/page-language.rules.js';

/** The languages that a citizen can choose for messages, and the consent in them. */
@Injectable()
export class MessageLanguages {
  private readonly cache: SwrCache<LiveLanguages>;

  constructor(audience: Audience, @InjectLogger() logger: Logger) {
    this.cache = new SwrCache(
      () => audience.languages(),
      1,
      (error) => logger.warn({ err: error }, 'the live languages could not be read again'),
    );
  }

  /** The live regional languages, a second old at most. */
  async live(): Promise<LiveLanguages> {
    return (await this.cache.get('live')) ?? new Map<string, LiveLanguage>();
  }
}

/**
 * The consent that a form shows: of the regional language that the citizen reads it in, else of the page's.
 * @param read a language's code
 */
export function wordingIn(live: LiveLanguages, read: string, names: Names, page: PageLanguage): Wording {
  const regional = live.get(read);
  return regional ? regionalWording(regional, names) : consentWording(page, names);
}

/** The language of a regional wording, by its id; empty: it is none. */
export const readLanguage = (wording: string): string => REGIONAL_WORDING.exec(wording)?.[2] ?? '';

/** The languages that can be chosen for messages. @param held the one that a citizen has, live or not */
export const choosable = (live: LiveLanguages, ...held: string[]): string[] => [
  ...CONSENT_LANGUAGES,
  ...live.keys(),
  ...held,
];
