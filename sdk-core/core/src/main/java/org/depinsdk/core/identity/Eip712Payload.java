package org.depinsdk.core.identity;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.encoding.Keccak256;

/**
 * Typed structured data that wallets show and contracts verify (EIP-712). The document separates its own domain, so that
 * {@link #domain} is read from it: network {@code eip155.<chainId>} ({@code eip712} if no chain is named), purpose the
 * primary type, {@code PermitSingle} as {@code permit-single}. A type or chain id that does not fit this way is named by its
 * Keccak-256, {@code x.<40 hexadecimal digits>}, so that two types or chains never share a domain.
 */
public final class Eip712Payload implements SignedPayload {
  // nothing is lost when such a name goes into lower case with a hyphen before each capital but the
  // first
  private static final Pattern PLAIN_TYPE = Pattern.compile("[A-Z][A-Za-z0-9]*");

  private final Domain domain;
  private final byte[] domainSeparator;
  private final byte[] structHash;
  private final String encodedType;

  private Eip712Payload(TypedData data) throws EncodingException {
    this.domainSeparator = data.domainSeparator();
    this.structHash = data.structHash();
    this.encodedType = data.encodedPrimaryType();
    BigInteger chain = data.chainId();
    String type = data.primaryType();
    String purpose = PLAIN_TYPE.matcher(type).matches()
        ? type.replaceAll("(?<=.)([A-Z])", "-$1").toLowerCase(Locale.ROOT)
        : "";
    String network = chain == null ? "eip712" : "eip155." + chain;
    this.domain = new Domain(
        Domain.isName(network) ? network : "eip155." + hashed(network),
        Domain.isName(purpose) ? purpose : hashed(type),
        1);
  }

  private static String hashed(String name) {
    byte[] hash = Keccak256.hash(name.getBytes(StandardCharsets.UTF_8));
    return "x." + Hex.encode(Arrays.copyOf(hash, 20));
  }

  /**
   * Reads a document as wallets take it in {@code eth_signTypedData_v4}. Every member of a type must be there and no other;
   * integers beyond 2^53 - 1 are written as text; nothing is converted silently.
   *
   * @param json types, primaryType, domain and message
   * @return the payload to sign or verify
   * @throws EncodingException if the document breaks a rule, with the member's name
   */
  public static Eip712Payload parse(String json) throws EncodingException {
    return new Eip712Payload(TypedData.parse(json));
  }

  @Override
  public Domain domain() {
    return domain;
  }

  // spec| encode(domainSeparator, message) = "\x19\x01" ‖ domainSeparator ‖ hashStruct(message)
  @Override
  public byte[] signedBytes() {
    byte[] bytes = Arrays.copyOf(new byte[] {0x19, 0x01}, 66);
    System.arraycopy(domainSeparator, 0, bytes, 2, 32);
    System.arraycopy(structHash, 0, bytes, 34, 32);
    return bytes;
  }

  @Override
  public byte[] ecdsaDigest() {
    return Keccak256.hash(signedBytes());
  }

  /**
   * The hash of the document's domain.
   *
   * @return 32 bytes
   */
  public byte[] domainSeparator() {
    return domainSeparator.clone();
  }

  /**
   * The hash of the message.
   *
   * @return 32 bytes
   */
  public byte[] structHash() {
    return structHash.clone();
  }

  /**
   * The primary type and what it refers to, as a contract has it.
   *
   * @return for example {@code Mail(Person from,Person to,string contents)Person(string name,address wallet)}
   */
  public String encodedType() {
    return encodedType;
  }
}
