import { broadcasts } from '../../../api';

/** Undoes an act on a broadcast. @returns the sentence to show then */
export const undoing =
  (id: string, act: Parameters<typeof broadcasts.undo>[1], said: string) => async (): Promise<string> => {
    await broadcasts.undo(id, act);
    return said;
  };
