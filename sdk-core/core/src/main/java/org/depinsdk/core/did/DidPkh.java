package org.depinsdk.core.did;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.keys.SolanaKey;

/**
 * A chain account as an identifier (W3C CCG did:pkh): {@code did:pkh:} and a CAIP-10 account id. The address is checked
 * if the namespace is {@code eip155} (EIP-55) or {@code solana} (Base58 of 32 bytes).
 *
 * @param namespace CAIP-2 namespace, for example {@code eip155}
 * @param reference CAIP-2 reference, for example {@code 1}
 * @param address CAIP-10 account address
 */
public record DidPkh(String namespace, String reference, String address) implements Did {
  // CAIP-2 and CAIP-10
  private static final Pattern FORM =
      Pattern.compile("([-a-z0-9]{3,8}):([-_a-zA-Z0-9]{1,32}):([-.%a-zA-Z0-9]{1,128})");

  /** Checks the form. */
  public DidPkh {
    try {
      check(namespace + ":" + reference + ":" + address);
    } catch (EncodingException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  static DidPkh ofId(String id) throws EncodingException {
    Matcher form = check(id);
    return new DidPkh(form.group(1), form.group(2), form.group(3));
  }

  private static Matcher check(String id) throws EncodingException {
    Matcher form = FORM.matcher(id);
    if (!form.matches()) {
      throw new EncodingException(
          "a did:pkh holds a CAIP-10 account id, not " + EncodingException.shown(id));
    }
    if (form.group(1).equals("eip155")) {
      if (!form.group(2).matches("[1-9][0-9]*")) {
        throw new EncodingException(
            "an eip155 reference is a chain id, not " + EncodingException.shown(form.group(2)));
      }
      OperatorId.parse(form.group(3));
    }
    if (form.group(1).equals("solana")
        && org.depinsdk.core.encoding.Base58.decode(form.group(3)).length != 32) {
      throw new EncodingException("a Solana address has 32 bytes: " + EncodingException.shown(id));
    }
    return form;
  }

  /**
   * The account id.
   *
   * @return {@code namespace:reference:address} (CAIP-10)
   */
  public String accountId() {
    return namespace + ":" + reference + ":" + address;
  }

  @Override
  public String text() {
    return "did:pkh:" + accountId();
  }

  /** The key of a Solana account that is on the curve. */
  @Override
  public Optional<DeviceKey> key() {
    try {
      return namespace.equals("solana") ? Optional.of(SolanaKey.decode(address)) : Optional.empty();
    } catch (InvalidKeyException e) {
      return Optional.empty();
    }
  }

  @Override
  public Optional<OperatorId> account() {
    return namespace.equals("eip155") ? Optional.of(new OperatorId(address)) : Optional.empty();
  }
}
