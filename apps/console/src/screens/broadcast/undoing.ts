import { broadcasts } from '../../api';

/** Takes an act on a broadcast back. @returns what to say then */
export const undoing =
  (id: string, act: Parameters<typeof broadcasts.undo>[1], said: string) => async (): Promise<string> => {
    await broadcasts.undo(id, act);
    return said;
  };
