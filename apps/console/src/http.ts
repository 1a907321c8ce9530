import type { Fault, Params, ProblemCode } from './api/refusals';
import { wantWords } from './i18n';

export type { Fault } from './api/refusals';

/** The members of problem+json (RFC 9457) that the console uses. */
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
  /** Siar did not answer in time; whether an act took place is not known. */
  late?: 'read' | 'act';
  [more: string]: unknown;
}

/** The API refused the request; `status` is 0 when the API could not be reached or did not answer in time. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
  ) {
    super(problem.title);
    this.name = 'ApiError';
  }

  /** The fields that break a rule; empty when the request was refused as a whole. */
  get faults(): Fault[] {
    return this.problem.faults ?? [];
  }
}

/** Resolves a refusal together with the person; each method resolves to whether to repeat the request. */
export interface Doorkeeper {
  /** The session has ended: the person may sign in again while everything typed stays on the page. */
  signIn(): Promise<boolean>;
  /** The act needs a fresh one-time code. */
  stepUp(): Promise<boolean>;
}

let doorkeeper: Doorkeeper | null = null;
/** When an answer said last that the session has ended, in ms since the page was opened; null: it goes on. */
let endedAt: number | null = null;
/** Somebody may have signed in again beside this page: what it polls asks once in this time, in ms. */
const LOOK_MS = 60_000;

/** Sets who handles a required sign-in or one-time code; null while there is no session to renew. */
export function setDoorkeeper(next: Doorkeeper | null): void {
  doorkeeper = next;
}

export interface Ask {
  body?: unknown;
  signal?: AbortSignal;
  /** The caller handles 401 itself: sign-in, one-time code, change of password. */
  plain?: boolean;
}

/**
 * Calls the staff API. On a required sign-in or one-time code, asks the person and repeats the request once.
 * @param path below `/api/v1`
 * @throws ApiError with the problem that the API returns
 */
export async function ask<T>(
  method: string,
  path: string,
  { body, signal, plain = false }: Ask = {},
): Promise<T> {
  const once = (): Promise<T> => fetchJson<T>(method, path, body, signal);
  if (plain && endedAt !== null && performance.now() - endedAt < LOOK_MS && !path.startsWith('/session'))
    throw new ApiError(401, { title: 'The session has ended.', status: 401 });
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

/** After this time without input, in ms, requests count as polling, which does not extend the session. */
const UNATTENDED_MS = 60_000;
let touchedAt = performance.now();
for (const act of ['keydown', 'pointerdown', 'pointermove', 'wheel'])
  globalThis.addEventListener?.(act, () => (touchedAt = performance.now()), { capture: true, passive: true });
const isAttended = (): boolean => performance.now() - touchedAt < UNATTENDED_MS;

/** Whether the last request was answered, since the browser said last that it went offline; null: none has ended. */
let answered: boolean | null = null;
const watchers = new Set<() => void>();
function noteAnswer(next: boolean | null): void {
  if (next === answered) return;
  answered = next;
  for (const watcher of watchers) watcher();
}
globalThis.addEventListener?.('offline', () => noteAnswer(null));

/** Whether Siar answers: a browser behind some networks says that it is offline while every request succeeds. */
export const contact = {
  subscribe: (watcher: () => void) => {
    watchers.add(watcher);
    return () => watchers.delete(watcher);
  },
  answered: (): boolean | null => answered,
};

/**
 * How long a request may take, in ms. Siar ends a statement that reads after 13 s and one that writes after 60 s at most
 * (docs/resilience.md): what takes longer hangs.
 */
export const READ_MS = 20_000;
export const ACT_MS = 75_000;

async function fetchJson<T>(
  method: string,
  path: string,
  body: unknown,
  signal: AbortSignal | undefined,
): Promise<T> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), method === 'GET' ? READ_MS : ACT_MS);
  let response: Response;
  let text: string;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...(isAttended() ? {} : { 'siar-unattended': '1' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: signal ? AbortSignal.any([signal, deadline.signal]) : deadline.signal,
    });
    text = await response.text();
  } catch (error) {
    if (signal?.aborted) throw error;
    noteAnswer(false);
    const late = method === 'GET' ? 'read' : 'act';
    throw new ApiError(0, {
      title: 'Siar cannot be reached.',
      status: 0,
      ...(deadline.signal.aborted ? { late } : {}),
    });
  } finally {
    clearTimeout(timer);
  }
  noteAnswer(true);
  if (!response.ok) {
    const { status, statusText, headers } = response;
    const header = (name: string): string => headers.get(name) ?? '';
    const problem = problemIn(text, { status, statusText, header });
    if (status === 401 && !path.startsWith('/session')) endedAt = performance.now();
    // The sign-in form has its own words for a 401.
    if (status !== 401) await wantWords('refusals');
    throw new ApiError(status, problem);
  }
  endedAt = null;
  // A successful response may contain faults too, for example those of a draft.
  if (/"params":/.test(text)) await wantWords('refusals');
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** The head of an HTTP response. */
interface AnswerHead {
  status: number;
  statusText: string;
  /** A header by its lower-case name; empty when there is none. */
  header: (name: string) => string;
}

/** A proxy may answer with a page of its own, which leaves only the status. */
function problemIn(text: string, { status, statusText, header }: AnswerHead): Problem {
  const json = /json/.test(header('content-type'));
  const problem = json ? (JSON.parse(text) as Problem) : { title: statusText, status };
  const seconds = Number(header('retry-after'));
  return seconds > 0 ? { retryAfterSeconds: seconds, ...problem } : problem;
}

/** Reports the progress of an upload and can abort it. */
export interface SendProgress {
  /** Bytes sent so far, and in total. */
  onProgress: (sent: number, all: number) => void;
  signal: AbortSignal;
}

/**
 * Uploads a file of any size and reports the progress, which `fetch` cannot. Siar accepts data only as fast as it
 * parses it: nearly all bytes sent have been read.
 * @throws ApiError as `ask` does, or the signal's reason when the upload was aborted
 */
export async function send<T>(path: string, file: File, type: string, how: SendProgress): Promise<T> {
  // Renews an expired session before the upload, not after it.
  await ask('GET', '/session');
  return new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest();
    const answer = (): void => {
      const { status, statusText, responseText } = request;
      const header = (name: string): string => request.getResponseHeader(name) ?? '';
      if (status >= 200 && status < 300) resolve(JSON.parse(responseText) as T);
      else {
        const error = new ApiError(status, problemIn(responseText, { status, statusText, header }));
        void wantWords('refusals').then(() => reject(error), reject);
      }
    };
    request.addEventListener('load', answer);
    request.addEventListener('error', () =>
      // When Siar answers before it has read the whole body, browsers abort the upload: the history shows the reason.
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
