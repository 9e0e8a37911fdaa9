/** A reason to stop that a person can act on: printed without a stack, exit code 1. */
export class Sentence extends Error {}
