// Preloaded by --import: the clock of this process is SHIFT_CLOCK_MS ahead, as on a host whose clock is off.
const shift = Number(process.env.SHIFT_CLOCK_MS);
const Right = Date;

globalThis.Date = class Date extends Right {
  constructor(...given) {
    if (given.length === 0) super(Right.now() + shift);
    else super(...given);
  }

  static now() {
    return Right.now() + shift;
  }
};
