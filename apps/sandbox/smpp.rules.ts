/** One part of a text that came as several submit_sm. */
export interface Part {
  reference: number;
  total: number;
  /** From 1. */
  number: number;
}

/** Information elements of concatenation (GSM 03.40 §9.2.3.24.1 and .8): with a reference of 8 and of 16 bits. */
const CONCATENATED_8 = 0x00;
const CONCATENATED_16 = 0x08;

/**
 * Reads which part of a text a submit_sm is; null where it is a whole text.
 * @param header the information elements of its user data header
 */
export function partOf(
  header: readonly Uint8Array[],
  {
    sar_msg_ref_num: reference,
    sar_total_segments: total,
    sar_segment_seqnum: number,
  }: Record<string, unknown>,
): Part | null {
  for (const [id, , ...data] of header) {
    if (id === CONCATENATED_8) return { reference: data[0] ?? 0, total: data[1] ?? 1, number: data[2] ?? 1 };
    if (id === CONCATENATED_16)
      return { reference: (data[0] ?? 0) * 256 + (data[1] ?? 0), total: data[2] ?? 1, number: data[3] ?? 1 };
  }
  return typeof reference === 'number' && typeof total === 'number' && typeof number === 'number'
    ? { reference, total, number }
    : null;
}

/** How SMSCs differ in what they say of a message; each message draws its own. */
export interface ReceiptPlan {
  /** Before the answer to its submit_sm, or this time after it, in ms. */
  afterMs: number | 'early';
  times: 1 | 2;
  /** As text (SMPP 3.4 appendix B), or in receipted_message_id and message_state. */
  form: 'text' | 'parameters';
  /** On the bind of its submit_sm, or on any. */
  anyBind: boolean;
  upperCase: boolean;
}

const EARLY = 0.1;
const TWICE = 0.1;

/** Plans a receipt. @param random numbers in [0, 1); equal ones give equal plans */
export function planReceipt(random: () => number): ReceiptPlan {
  return {
    afterMs: random() < EARLY ? 'early' : 100 + random() * 900,
    times: random() < TWICE ? 2 : 1,
    form: random() < 0.5 ? 'text' : 'parameters',
    anyBind: random() < 0.5,
    upperCase: random() < 0.5,
  };
}

/** How the SMSC writes message ids in answers and in receipts; the number is the same. */
export type IdForms = 'hex' | 'hex-decimal' | 'decimal-hex';

/** A message id, as in its answer (`response`) or its receipt. */
export function writeId(
  id: number,
  forms: IdForms,
  where: 'response' | 'receipt',
  upperCase: boolean,
): string {
  const decimal = forms === (where === 'response' ? 'decimal-hex' : 'hex-decimal');
  const text = id.toString(decimal ? 10 : 16);
  // Answers have zeros in front, receipts none.
  const padded = where === 'response' ? text.padStart(10, '0') : text;
  return upperCase ? padded.toUpperCase() : padded;
}

const MESSAGE_STATES = { DELIVRD: 2, UNDELIV: 5 } as const;

/** The parameters of a receipt's deliver_sm. */
export function receiptFields(
  receipt: {
    id: string;
    from: string;
    to: string;
    state: keyof typeof MESSAGE_STATES;
    text: string;
    at: Date;
  },
  form: ReceiptPlan['form'],
): Record<string, unknown> {
  const { id, from, to, state, text, at } = receipt;
  const fields = { source_addr: from, destination_addr: to, esm_class: 4, data_coding: 0 };
  if (form === 'parameters')
    return { ...fields, receipted_message_id: id, message_state: MESSAGE_STATES[state], short_message: '' };
  const date = at.toISOString().replaceAll(/\D/g, '').slice(2, 12);
  const err = state === 'DELIVRD' ? '000' : '001';
  return {
    ...fields,
    short_message: `id:${id} sub:001 dlvrd:${state === 'DELIVRD' ? '001' : '000'} submit date:${date} done date:${date} stat:${state} err:${err} text:${text.replaceAll(/[^ -~]/g, '?').slice(0, 20)}`,
  };
}
