/** What sign-in needs to know. */
export interface AuthSettings {
  readonly jwtSecret: string;
  /** Accepted, and signs nothing; absent: no secret is being replaced. */
  readonly previousJwtSecret?: string;
  readonly username: string;
  readonly password: string;
  readonly accessTokenSeconds: number;
  readonly refreshTokenSeconds: number;
}

/** The pair that a login answers, as the contract names its members. */
export interface TokenPair {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** What a refresh token says, once its signature and its lifetime were seen to be right. */
export interface RefreshClaims {
  /** Name of the user. */
  readonly subject: string;
  readonly id: string;
  /** Id of the one token that may follow it. */
  readonly successorId: string;
}
