import type {Progress} from '../../backup/types';

const BAR_LENGTH = 30;
const REDRAW_MS = 100;
/** Where nobody watches, a log is read later. */
const LINE_EVERY_MS = 10_000;
const MIB = 1024 * 1024;

/** Shows how far the work is: a bar on a terminal, a line now and then elsewhere. */
export class ProgressDisplay {
  private phase = '';
  private shownAt = -Infinity;
  private isBarOpen = false;

  constructor(private readonly out: NodeJS.WriteStream) {}

  show(progress: Progress): void {
    const isNew = progress.phase !== this.phase;
    const isDone = progress.done === progress.total;
    const everyMs = this.out.isTTY ? REDRAW_MS : LINE_EVERY_MS;
    if (!isNew && !isDone && performance.now() - this.shownAt < everyMs) return;
    if (isNew) this.endBar();
    this.phase = progress.phase;
    this.shownAt = performance.now();
    if (!this.out.isTTY) {
      this.out.write(`${progress.phase}: ${amountOf(progress)}\n`);
      return;
    }
    this.out.write(`\r\u001b[K${barOf(progress)}`);
    this.isBarOpen = true;
    if (isDone) this.endBar();
  }

  line(text: string): void {
    this.endBar();
    this.out.write(`${text}\n`);
  }

  private endBar(): void {
    if (this.isBarOpen) this.out.write('\n');
    this.isBarOpen = false;
  }
}

function barOf(progress: Progress): string {
  const {phase, done, total} = progress;
  if (!total) return `${phase.padEnd(8)} ${amountOf(progress)}`;
  const filled = Math.floor((done / total) * BAR_LENGTH);
  return `${phase.padEnd(8)} ${'█'.repeat(filled)}${'░'.repeat(BAR_LENGTH - filled)} ${amountOf(progress)}`;
}

function amountOf({done, total, unit}: Progress): string {
  const amount = (count: number): string =>
    unit === 'bytes' ? (count / MIB).toFixed(1) : count.toLocaleString('en');
  return `${amount(done)}${total === undefined ? '' : ` of ${amount(total)}`} ${unit === 'bytes' ? 'MiB' : unit}`;
}
