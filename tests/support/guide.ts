import {existsSync, mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {dirname, join} from 'node:path';

/** What a worked example does to one file: it is all of it, or a change. */
export interface GuideStep {
  /** From the root of the repository. */
  readonly path: string;
  readonly isChange: boolean;
  readonly text: string;
  /** Of the block in its page. */
  readonly line: number;
}

/** A line that is a path alone, or a fence with what is in it. */
const PART = /^`([^`\s]+)`$|^```(\w+)\n([\s\S]*?)^```$/gm;

/** The blocks of a page, each for the file whose path stands alone on a line above it. */
export function guideSteps(page: string): GuideStep[] {
  const steps: GuideStep[] = [];
  let path: string | undefined;
  for (const {0: whole, 1: named, 2: language, 3: text, index} of page.matchAll(PART)) {
    path = named ?? path;
    if (!whole.startsWith('```')) continue;
    const line = page.slice(0, index).split('\n').length;
    if (path === undefined) throw new Error(`The block in line ${line} is for no file.`);
    steps.push({path, isChange: language === 'diff', text: text!, line});
  }
  return steps;
}

/** Does it below a folder. @throws Error naming the line of a change that does not fit, or a file that is there already */
export function follow({path, isChange, text, line}: GuideStep, root: string): void {
  const file = join(root, path);
  if (!isChange) {
    if (existsSync(file)) throw new Error(`Line ${line}: ${path} is there already.`);
    mkdirSync(dirname(file), {recursive: true});
    return writeFileSync(file, text);
  }
  const present = readFileSync(file, 'utf8');
  const [before, after] = [sideOf(text, '-'), sideOf(text, '+')];
  const places = present.split(before).length - 1;
  if (places !== 1) throw new Error(`Line ${line}: what it changes is in ${path} ${places} times.`);
  // A function, since `$` means something in a text.
  writeFileSync(
    file,
    present.replace(before, () => after),
  );
}

/** Lines of a change as they are before it (`-`) or after it (`+`). */
function sideOf(change: string, sign: '-' | '+'): string {
  const lines = change.split('\n').slice(0, -1);
  const kept = lines.filter(line => line === '' || line[0] === ' ' || line[0] === sign);
  return kept.map(line => `${line.slice(1)}\n`).join('');
}
