export const IMAGE_TYPES = ['image/jpeg', 'image/png', 'image/webp', 'image/avif', 'image/gif'] as const;

/** Media type of an image, told by its bytes. */
export type ImageType = (typeof IMAGE_TYPES)[number];
