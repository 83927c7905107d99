package io.openaep.platform.access.lwm2m.coap;

import java.security.SecureRandom;
import org.eclipse.californium.core.coap.Token;
import org.eclipse.californium.core.network.KeyToken;
import org.eclipse.californium.core.network.TokenGenerator;

/// Tokens of 64 random bits, for observations and single requests alike. Californium's own
/// generator spends up to two of the bits on the token's scope; on plain CoAP the token is all that
/// proves who speaks, so all bits are random and every token is valid whatever the address the
/// answer comes from (a NAT may change it at any time). Thread-safe.
public final class RandomTokens implements TokenGenerator {
  private static final int TOKEN_BYTES = 8;

  private final SecureRandom random = new SecureRandom();

  public Token next() {
    byte[] value = new byte[TOKEN_BYTES];
    random.nextBytes(value);
    return Token.fromProvider(value);
  }

  @Override
  public Token createToken(Scope scope) {
    return next();
  }

  @Override
  public Scope getScope(Token token) {
    return Scope.LONG_TERM;
  }

  @Override
  public KeyToken getKeyToken(Token token, Object peer) {
    return new KeyToken(token, null);
  }
}
