package org.depinsdk.core.identity;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.depinsdk.core.encoding.Keccak256;

/**
 * Text that a wallet shows and signs with {@code personal_sign} (EIP-191, version 0x45). The domain's payload type is
 * the first line of the text, so that its owner reads what the signature is for.
 */
public final class Eip191Payload implements SignedPayload {
  private final Domain domain;
  private final String text;

  private Eip191Payload(Domain domain, String text) {
    this.domain = domain;
    this.text = text;
  }

  /**
   * A text in its domain.
   *
   * @param domain what the signature is for
   * @param text what is agreed to
   * @return the payload to sign or verify
   */
  public static Eip191Payload of(Domain domain, String text) {
    return new Eip191Payload(domain, text);
  }

  /**
   * The whole text, as it is given to a wallet.
   *
   * @return the payload type, an empty line, and the text
   */
  public String walletText() {
    return domain.payloadType() + "\n\n" + text;
  }

  @Override
  public Domain domain() {
    return domain;
  }

  @Override
  public byte[] signedBytes() {
    return prefixed(walletText().getBytes(StandardCharsets.UTF_8));
  }

  // spec| 0x19 <0x45 (E)> <thereum Signed Message:\n" + len(message)> <data to sign>
  static byte[] prefixed(byte[] message) {
    byte[] prefix =
        ("\u0019Ethereum Signed Message:\n" + message.length).getBytes(StandardCharsets.US_ASCII);
    byte[] bytes = Arrays.copyOf(prefix, prefix.length + message.length);
    System.arraycopy(message, 0, bytes, prefix.length, message.length);
    return bytes;
  }

  @Override
  public byte[] ecdsaDigest() {
    return Keccak256.hash(signedBytes());
  }
}
