/** One place where what was typed breaks a rule of the API. */
export interface Fault {
  path: string;
  message: string;
}

/** The members of problem+json (RFC 9457) that the console acts on. */
export interface Problem {
  type?: string;
  title: string;
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
      headers: body === undefined ? {} : { 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ApiError(0, { title: 'Siar cannot be reached.', status: 0 });
  }
  const text = await response.text();
  if (!response.ok) throw new ApiError(response.status, problemIn(text, response));
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** A proxy in between may answer with a page of its own: then the status is all there is. */
function problemIn(text: string, response: Response): Problem {
  const json = /json/.test(response.headers.get('content-type') ?? '');
  const problem = json
    ? (JSON.parse(text) as Problem)
    : { title: response.statusText, status: response.status };
  const seconds = Number(response.headers.get('retry-after'));
  return seconds > 0 ? { retryAfterSeconds: seconds, ...problem } : problem;
}
