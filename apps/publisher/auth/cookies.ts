import type { CookieOptions, Request, Response } from 'express';
import type { Config } from '#platform/config';
import { ISSUER_STAY_MS } from '#staff/issuer';

/** The cookie with the session's token, and the one that identifies a known device. */
export const SESSION_COOKIE = 'siar_session';
const DEVICE_COOKIE = 'siar_device';
/** The cookie of a person who is at the ministry's issuer. */
const ISSUER_COOKIE = 'siar_issuer';
/** A device without a sign-in for this time counts as new, in ms. */
const DEVICE_LIFE_MS = 180 * 86_400_000;

/**
 * Sets and reads the cookies: Secure and with the prefix `__Host-` wherever the public address is HTTPS (RFC 6265bis
 * §4.1.3.2).
 */
export class Cookies {
  constructor(private readonly config: Pick<Config, 'PUBLIC_URL'>) {}

  sessionOf(request: Request): string | undefined {
    return this.read(request, SESSION_COOKIE);
  }

  deviceOf(request: Request): string | undefined {
    return this.read(request, DEVICE_COOKIE);
  }

  /** The session cookie comes first: small clients keep only the first one. */
  set(request: Request, response: Response, given: { token: string; expires: Date; device: string }): void {
    const { token, expires, device } = given;
    const options = this.options(request);
    response.cookie(this.named(request, SESSION_COOKIE), token, { ...options, expires });
    response.cookie(this.named(request, DEVICE_COOKIE), device, { ...options, maxAge: DEVICE_LIFE_MS });
  }

  clearSession(request: Request, response: Response): void {
    response.clearCookie(this.named(request, SESSION_COOKIE), this.options(request));
  }

  /** What was begun at the issuer, encrypted. */
  issuerOf(request: Request): string | undefined {
    return this.read(request, ISSUER_COOKIE);
  }

  /** Lax: the issuer sends the person back from another site. It opens nothing by itself. */
  setIssuer(request: Request, response: Response, pending: string): void {
    response.cookie(this.named(request, ISSUER_COOKIE), pending, {
      ...this.options(request),
      sameSite: 'lax',
      maxAge: ISSUER_STAY_MS,
    });
  }

  clearIssuer(request: Request, response: Response): void {
    response.clearCookie(this.named(request, ISSUER_COOKIE), { ...this.options(request), sameSite: 'lax' });
  }

  private read(request: Request, name: string): string | undefined {
    const value = (request.cookies as Record<string, unknown> | undefined)?.[this.named(request, name)];
    return typeof value === 'string' ? value : undefined;
  }

  private named(request: Request, name: string): string {
    return this.isSecure(request) ? `__Host-${name}` : name;
  }

  private isSecure(request: Request): boolean {
    return request.secure || this.config.PUBLIC_URL.startsWith('https:');
  }

  /** Strict: requests started by another site do not carry them. */
  private options(request: Request): CookieOptions {
    return { httpOnly: true, sameSite: 'strict', path: '/', secure: this.isSecure(request) };
  }
}
