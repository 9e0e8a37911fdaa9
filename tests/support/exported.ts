/** What processes export: labels by the name of the metric. */
export class Exported {
  private readonly labels = new Map<string, Set<string>>();

  /** Reads the page of metrics of one process. */
  async scrape(metricsUrl: string): Promise<void> {
    const text = await (await fetch(`${metricsUrl}/metrics`)).text();
    // What counts by labels has no line before it has something to count.
    for (const [, name = '', kind] of text.matchAll(/^# TYPE (\S+) (\w+)$/gm)) {
      const suffixes = kind === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
      for (const suffix of suffixes)
        this.labels.set(name + suffix, this.labels.get(name + suffix) ?? new Set());
    }
    for (const [, name = '', labels = ''] of text.matchAll(/^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? \S+$/gm)) {
      const known = this.labels.get(name) ?? new Set<string>();
      this.labels.set(name, known);
      for (const [, label = ''] of labels.matchAll(/(\w+)="(?:[^"\\]|\\.)*"/g)) known.add(label);
    }
  }

  has(metric: string): boolean {
    return this.labels.has(metric);
  }

  hasLabel(metric: string, label: string): boolean {
    return this.labels.get(metric)?.has(label) === true;
  }

  /** Whether any of them has it. */
  hasAnywhere(label: string): boolean {
    return [...this.labels.values()].some(labels => labels.has(label));
  }
}
