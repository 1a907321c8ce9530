import type { Fault, Params, ProblemCode } from './api/refusals';
import { wantRefusals } from './i18n';

export type { Fault } from './api/refusals';

/** The members of problem+json (RFC 9457) that the console acts on. */
export interface Problem {
  type?: string;
  title: string;
  code?: ProblemCode;
  params?: Params;
  status: number;
  faults?: Fault[];
  totpRequired?: boolean;
  stepUpRequired?: boolean;
  duty?: string;
  retryAfterSeconds?: number;
  [more: string]: unknown;
}

/** The API refused, or could not be reached: then `status` is 0. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.title);
    this.name = 'ApiError';
  }

  /** Where the request broke a rule; empty when it was refused as a whole. */
  get faults(): Fault[] {
    return this.problem.faults ?? [];
  }
}

/** Who can do something about a refusal: each resolves to whether the request is worth asking again. */
export interface Doorkeeper {
  /** The session has ended: the person may sign in again, with everything typed still on the page. */
  signIn(): Promise<boolean>;
  /** The act needs a fresh one-time code. */
  stepUp(): Promise<boolean>;
}

let doorkeeper: Doorkeeper | null = null;

/** Names who is asked when the API wants a sign-in or a one-time code; null while there is no session to renew. */
export function setDoorkeeper(next: Doorkeeper | null): void {
  doorkeeper = next;
}

export interface Ask {
  body?: unknown;
  signal?: AbortSignal;
  /** The caller handles 401 itself: signing in, showing a code, changing a password. */
  plain?: boolean;
}

/**
 * Asks the staff API; renews the session or shows a one-time code where the API wants it, and then asks once more.
 * @param path after `/api/v1`
 * @throws ApiError with the problem the API describes
 */
export async function ask<T>(
  method: string,
  path: string,
  { body, signal, plain = false }: Ask = {},
): Promise<T> {
  const once = (): Promise<T> => fetchJson<T>(method, path, body, signal);
  if (plain || !doorkeeper) return once();
  try {
    return await once();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const wantsSignIn = error.status === 401;
    const wantsCode = error.status === 403 && error.problem.stepUpRequired === true;
    if (!wantsSignIn && !wantsCode) throw error;
    const opened = await (wantsSignIn ? doorkeeper.signIn() : doorkeeper.stepUp());
    if (!opened) throw error;
    return once();
  }
}

/** A page that nobody has touched for this long, in ms, asks by itself: that does not keep the session from ending. */
const UNATTENDED_MS = 60_000;
let touchedAt = performance.now();
for (const act of ['keydown', 'pointerdown', 'pointermove', 'wheel'])
  globalThis.addEventListener?.(act, () => (touchedAt = performance.now()), { capture: true, passive: true });
const isAttended = (): boolean => performance.now() - touchedAt < UNATTENDED_MS;

async function fetchJson<T>(
  method: string,
  path: string,
  body: unknown,
  signal: AbortSignal | undefined,
): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(isAttended() ? {} : { 'siar-unattended': '1' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, { title: 'Siar cannot be reached.', status: 0 });
  }
  const text = await response.text();
  if (!response.ok) {
    const { status, statusText, headers } = response;
    const header = (name: string): string => headers.get(name) ?? '';
    const problem = problemIn(text, { status, statusText, header });
    // Who has not signed in yet is told by the form itself.
    if (status !== 401) await wantRefusals();
    throw new ApiError(status, problem);
  }
  // An answer may name faults too: of a draft, say.
  if (/"params":/.test(text)) await wantRefusals();
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** What an answer says beside its body. */
interface AnswerHead {
  status: number;
  statusText: string;
  /** A header by its name in small letters; empty when there is none. */
  header: (name: string) => string;
}

/** A proxy in between may answer with a page of its own: then the status is all there is. */
function problemIn(text: string, { status, statusText, header }: AnswerHead): Problem {
  const json = /json/.test(header('content-type'));
  const problem = json ? (JSON.parse(text) as Problem) : { title: statusText, status };
  const seconds = Number(header('retry-after'));
  return seconds > 0 ? { retryAfterSeconds: seconds, ...problem } : problem;
}

/** Who is told how much of a body is on its way, and how to break it off. */
export interface SendProgress {
  /** Bytes handed over so far, of all. */
  onProgress: (sent: number, all: number) => void;
  signal: AbortSignal;
}

/**
 * Sends a file as it lies on the disk, whatever its size, and tells how far it has come: `fetch` does not. Siar takes it
 * no faster than it can read it, so that what has been sent has been read, but for a little.
 * @throws ApiError as `ask` does, or the signal's reason when it was broken off
 */
export async function send<T>(path: string, file: File, type: string, how: SendProgress): Promise<T> {
  // A session that has ended is noticed before the file is sent, and renewed.
  await ask('GET', '/session');
  return new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest();
    const answer = (): void => {
      const { status, statusText, responseText } = request;
      const header = (name: string): string => request.getResponseHeader(name) ?? '';
      if (status >= 200 && status < 300) resolve(JSON.parse(responseText) as T);
      else {
        const error = new ApiError(status, problemIn(responseText, { status, statusText, header }));
        void wantRefusals().then(() => reject(error), reject);
      }
    };
    request.addEventListener('load', answer);
    request.addEventListener('error', () =>
      // Where Siar answers before it has read all, browsers break the sending off: what is wrong stands in the history.
      reject(new ApiError(0, { title: 'Siar cannot be reached.', status: 0 })),
    );
    request.addEventListener('abort', () => reject(new DOMException('broken off', 'AbortError')));
    request.upload.addEventListener('progress', ({ loaded, total }) => how.onProgress(loaded, total));
    how.signal.addEventListener('abort', () => request.abort(), { once: true });
    request.open('POST', `/api/v1${path}`);
    request.setRequestHeader('content-type', type);
    request.setRequestHeader('siar-file-name', encodeURIComponent(file.name));
    request.send(file);
  });
}
