/** Text that many clients are sent; its bytes are made once, for the transports that send bytes. */
export class Frame {
  private encoded?: Buffer;

  constructor(readonly text: string) {}

  get bytes(): Buffer {
    return (this.encoded ??= Buffer.from(this.text));
  }
}
