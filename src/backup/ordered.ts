/** The order of bytes, in which stores list their keys and PostgreSQL sorts by `collate "C"`. */
export function compareKeys(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b));
}

/** Items that come in the order of their keys, looked up in that order: memory for one of them. */
export class Ordered<T extends {readonly key: string}> {
  private readonly items: AsyncIterator<T>;
  private next?: IteratorResult<T>;

  constructor(items: AsyncIterable<T>) {
    this.items = items[Symbol.asyncIterator]();
  }

  /** The item of that key, which is behind all that were asked for; undefined: there is none. */
  async find(key: string): Promise<T | undefined> {
    const [item] = await this.takeWhile(key, other => other === key);
    return item;
  }

  /** Items from that key on, as long as their keys belong to it; those before it are passed over. */
  async takeWhile(key: string, belongs: (other: string) => boolean): Promise<T[]> {
    const taken: T[] = [];
    for (;;) {
      this.next ??= await this.items.next();
      if (this.next.done) return taken;
      const item = this.next.value;
      const isHere = belongs(item.key);
      if (!isHere && compareKeys(item.key, key) > 0) return taken;
      if (isHere) taken.push(item);
      this.next = undefined;
    }
  }

  async close(): Promise<void> {
    await this.items.return?.();
  }
}
