/** Returns the result of `work`. @throws Error after `ms` milliseconds; the work itself is not stopped */
export async function within<T>(
  ms: number,
  work: Promise<T>,
  error = () => new Error(`no answer within ${ms} ms`),
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(error()), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
