/** The value of a form's field of this name; empty when there is none. */
export function typed(form: HTMLFormElement, name: string): string {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value : '';
}

/** The digits of a one-time code, without spaces. */
export const typedCode = (form: HTMLFormElement): string => typed(form, 'totp').replace(/\s/g, '');
