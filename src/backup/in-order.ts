/**
 * Does work on items, some at a time, and gives what came of it in the order of the items. What fails ends it, once the
 * work that has begun is over.
 * @param atOnce items in hand, so the bound of memory
 */
export async function* inOrder<T, R>(
  items: AsyncIterable<T>,
  atOnce: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running: Promise<R>[] = [];
  try {
    for await (const item of items) {
      const one = work(item);
      // It is awaited in its turn.
      one.catch(() => undefined);
      running.push(one);
      if (running.length >= atOnce) yield await running.shift()!;
    }
    while (running.length > 0) yield await running.shift()!;
  } finally {
    await Promise.allSettled(running);
  }
}

/** Does work on items, some at a time, as `inOrder` does. */
export async function forEach<T>(
  items: AsyncIterable<T>,
  atOnce: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const done = inOrder(items, atOnce, work);
  while (!(await done.next()).done);
}
