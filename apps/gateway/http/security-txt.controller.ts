import { Controller, Get, Header } from '@nestjs/common';
import { InjectConfig } from '#platform';
import type { Config } from '#platform/config';
import { Problem, Public } from '#platform/http';

/** Validity of the file, in days. RFC 9116 §2.5.5 recommends less than a year. */
const CURRENT_DAYS = 180;
const DAY_MS = 86_400_000;

/** The contact for reporting a vulnerability (RFC 9116). */
@Controller('.well-known')
@Public()
export class SecurityTxtController {
  constructor(@InjectConfig() private readonly config: Pick<Config, 'SECURITY_CONTACT' | 'PUBLIC_URL'>) {}

  /** @throws Problem not-found when SECURITY_CONTACT is not set */
  @Get('security.txt')
  @Header('Content-Type', 'text/plain; charset=utf-8')
  show(): string {
    const { SECURITY_CONTACT: contacts, PUBLIC_URL: site } = this.config;
    if (contacts === undefined) throw new Problem('no-security-contact');
    // To the day, so that the file is stable between two reads.
    const expires = new Date((Math.floor(Date.now() / DAY_MS) + CURRENT_DAYS) * DAY_MS);
    return [
      ...contacts.map((contact) => `Contact: ${contact}`),
      `Expires: ${expires.toISOString()}`,
      'Preferred-Languages: id, en',
      `Canonical: ${site}/.well-known/security.txt`,
      '',
    ].join('\n');
  }
}
