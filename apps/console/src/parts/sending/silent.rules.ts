/**
 * No answer at all, rather than one that refuses: the network's own codes, and a server that says only that it is away, which
 * Twilio does by 20500 and 20503.
 */
const SILENT =
  /^no answer$| (E[A-Z]+|ABORT_ERR|(http )?5\d\d)$|^twilio 205\d\d$|^smpp (0x0[458d]|0x64|[A-Z][A-Z\d_]+|bind held elsewhere|.+: away)$/;

/** An answer that says only that the provider itself is in trouble. */
const ERRS = / (http )?5\d\d$|^twilio 205\d\d$/;

/** Whether a provider answered, though only with an error of its own. Pure. */
export const isError = (reason: string): boolean => ERRS.test(reason);

/** Whether a provider for which a reason was noted did not answer; otherwise it refused. Pure. */
export const isSilent = (reason: string): boolean => SILENT.test(reason);

/** What a provider that takes nothing did, as it answered; null: nobody knows what. The same on every screen. Pure. */
export const outageOf = (reason: string | null): 'away' | 'silent' | 'errs' | 'refuses' =>
  reason === null ? 'away' : isError(reason) ? 'errs' : isSilent(reason) ? 'silent' : 'refuses';
