/** No answer at all, rather than one that refuses: the network's own codes, and a server that says only that it is away. */
const SILENT =
  /^no answer$| (E[A-Z]+|ABORT_ERR|(http )?5\d\d)$|^smpp (0x0[458d]|0x64|[A-Z][A-Z\d_]+|bind held elsewhere)$|^twilio 2050[03]$/;

/** Whether a provider for which a reason was noted did not answer; otherwise it refused. Pure. */
export const isSilent = (reason: string): boolean => SILENT.test(reason);
