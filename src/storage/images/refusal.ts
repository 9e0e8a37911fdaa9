/** Why a file is not taken for an image that is safe to show. */
export class ImageRefusal extends Error {
  override readonly name = 'ImageRefusal';

  /** @param reason Portuguese, fit for the caller */
  constructor(readonly reason: string) {
    super(reason);
  }
}
