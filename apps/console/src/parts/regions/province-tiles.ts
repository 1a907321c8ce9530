/** The position of a province's tile. */
export interface ProvinceTile {
  /** Kemendagri code. */
  code: string;
  /** The name as it fits on a tile; the full one stands beside it, or in the text for screen readers. */
  short: string;
  /** Counted from 0 over the whole map, so that arrow keys go from one zone to the next. */
  column: number;
  row: number;
}

/** The provinces on one clock. */
export interface TileBlock {
  /** A zone on this clock. */
  timeZone: string;
  name: 'WIB' | 'WITA' | 'WIT';
  firstColumn: number;
  columns: number;
  tiles: ProvinceTile[];
}

/**
 * A row for each degree or so of latitude, a column for every few degrees of longitude: `code short`, a dot for the
 * sea, a hyphen where a name may break.
 */
const DRAWN = {
  WIB: `
    11 Aceh   .            .          .            .         .           .
    .         12 Su-mut     14 Riau    21 Kep-ri     .         .           .
    .         13 Sum-bar    15 Jam-bi   .            .         61 Kal-bar   .
    .         17 Beng-kulu  16 Sum-sel  19 Ba-bel     .         .           62 Kal-teng
    .         .            18 Lam-pung .            .         .           .
    .         .            .          36 Ban-ten    31 DKI    33 Ja-teng   35 Ja-tim
    .         .            .          .            32 Ja-bar  34 DIY      .`,
  WITA: `
    .           .          .            .
    65 Kal-tara  .          75 Go-ron-talo 71 Su-lut
    64 Kal-tim   76 Sul-bar  72 Sul-teng   .
    63 Kal-sel   73 Sul-sel  74 Sul-tra    .
    .           .          .            .
    51 Bali     52 NTB     53 NTT       .
    .           .          .            .`,
  WIT: `
    .           .           .              .
    82 Ma-lut    96 PBD      92 Pa-bar       91 Pa-pua
    .           .           94 Pa-teng      95 Pa-peg
    81 Ma-luku   .           .              93 Pa-sel
    .           .           .              .
    .           .           .              .
    .           .           .              .`,
} as const;

const SOFT_HYPHEN = '\u{AD}';

const CLOCKS = [
  { name: 'WIB', timeZone: 'Asia/Jakarta' },
  { name: 'WITA', timeZone: 'Asia/Makassar' },
  { name: 'WIT', timeZone: 'Asia/Jayapura' },
] as const;

/** The 38 provinces in their geographic order, in a block for each clock, from west to east. */
export const TILE_BLOCKS: readonly TileBlock[] = blocks();

/** Every tile in reading order: by block, row, column. */
export const TILES: readonly ProvinceTile[] = TILE_BLOCKS.flatMap(({ tiles }) => tiles);

export type ArrowKey = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/**
 * The tile that an arrow key leads to: the nearest one on that side; tiles in line come before tiles off to the side.
 * @returns the code of that tile; this one's at the edge of the map
 */
export function neighbour(code: string, key: ArrowKey): string {
  const from = TILES.find((tile) => tile.code === code);
  if (!from) return code;
  const across = key === 'ArrowLeft' || key === 'ArrowRight';
  const onward = key === 'ArrowRight' || key === 'ArrowDown' ? 1 : -1;
  let best: { code: string; cost: number } | null = null;
  for (const tile of TILES) {
    const along = onward * (across ? tile.column - from.column : tile.row - from.row);
    const aside = Math.abs(across ? tile.row - from.row : tile.column - from.column);
    if (along <= 0) continue;
    // Being off to the side costs three times the distance ahead: such a tile wins only when none in line is near.
    const cost = along + aside * 3;
    if (!best || cost < best.cost) best = { code: tile.code, cost };
  }
  return best?.code ?? code;
}

/**
 * Moves the focus over the map with arrow keys, Home and End.
 * @param from the province that has it
 * @param focus gives it to another
 */
export function followArrows(
  event: { key: string; preventDefault: () => void },
  from: string,
  focus: (code: string) => void,
): void {
  const next = target(from, event.key);
  if (next === null) return;
  event.preventDefault();
  focus(next);
}

/** The province that a key leads to; null when the key has no meaning here. */
function target(from: string, key: string): string | null {
  if (key === 'Home') return TILES[0]?.code ?? null;
  if (key === 'End') return TILES.at(-1)?.code ?? null;
  return isArrow(key) ? neighbour(from, key) : null;
}

const isArrow = (key: string): key is ArrowKey => /^Arrow(Left|Right|Up|Down)$/.test(key);

function blocks(): TileBlock[] {
  let firstColumn = 0;
  return CLOCKS.map(({ name, timeZone }) => {
    const rows = DRAWN[name]
      .trim()
      .split('\n')
      .map((line) => [...line.matchAll(/(\d\d) ([\w-]+)|\./g)]);
    const columns = rows[0]?.length ?? 0;
    const tiles = rows.flatMap((cells, row) =>
      cells.flatMap(([, code, short], column): ProvinceTile[] =>
        code && short
          ? [{ code, short: short.replaceAll('-', SOFT_HYPHEN), row, column: firstColumn + column }]
          : [],
      ),
    );
    const block = { name, timeZone, firstColumn, columns, tiles };
    firstColumn += columns;
    return block;
  });
}
