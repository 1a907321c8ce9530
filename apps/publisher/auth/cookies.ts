import type { CookieOptions, Request, Response } from 'express';
import type { Config } from '#platform';

/** The cookie that carries a session's token, and the one by which a device is known again. */
export const SESSION_COOKIE = 'siar_session';
const DEVICE_COOKIE = 'siar_device';
/** A device that nobody signed in on for this long is a new one, in ms. */
const DEVICE_LIFE_MS = 180 * 86_400_000;

/** Sets and reads the cookies: Secure and with the prefix `__Host-` wherever the way to us is HTTPS (RFC 6265bis §4.1.3.2). */
export class Cookies {
  constructor(private readonly config: Pick<Config, 'PUBLIC_URL'>) {}

  sessionOf(request: Request): string | undefined {
    return this.read(request, SESSION_COOKIE);
  }

  deviceOf(request: Request): string | undefined {
    return this.read(request, DEVICE_COOKIE);
  }

  /** The session's comes first: small clients keep only that. */
  set(request: Request, response: Response, given: { token: string; expires: Date; device: string }): void {
    const { token, expires, device } = given;
    const options = this.options(request);
    response.cookie(this.named(request, SESSION_COOKIE), token, { ...options, expires });
    response.cookie(this.named(request, DEVICE_COOKIE), device, { ...options, maxAge: DEVICE_LIFE_MS });
  }

  clearSession(request: Request, response: Response): void {
    response.clearCookie(this.named(request, SESSION_COOKIE), this.options(request));
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

  /** Strict: no request that another site starts carries them. */
  private options(request: Request): CookieOptions {
    return { httpOnly: true, sameSite: 'strict', path: '/', secure: this.isSecure(request) };
  }
}
