package org.depinsdk.core.did;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.encoding.Hex;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.KeyAlgorithm;
import org.depinsdk.core.identity.OperatorId;
import org.depinsdk.core.keys.EvmAddress;

/**
 * An Ethereum account or secp256k1 key as an identifier (did:ethr, ERC-1056). The controller that the registry contract may
 * name is not known offline.
 *
 * @param network chain id in hexadecimal ({@code 0xaa36a7}) or decimal (as DIMO writes it), or a name; empty for the main
 *     network
 * @param identifier {@code 0x} and an address, or a compressed secp256k1 key
 */
public record DidEthr(Optional<String> network, String identifier) implements Did {
  private static final Pattern FORM = Pattern.compile(
      "(?:(0x[1-9a-f][0-9a-f]{0,15}|[1-9][0-9]{0,18}|[a-z][a-z0-9-]{0,31}):)?(0x[0-9a-fA-F]{40}|0x0[23][0-9a-fA-F]{64})");

  /** Checks the form. */
  public DidEthr {
    try {
      check(network.map(n -> n + ":").orElse("") + identifier);
    } catch (EncodingException | InvalidKeyException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  static DidEthr ofId(String id) throws EncodingException, InvalidKeyException {
    Matcher form = check(id);
    return new DidEthr(Optional.ofNullable(form.group(1)), form.group(2));
  }

  private static Matcher check(String id) throws EncodingException, InvalidKeyException {
    Matcher form = FORM.matcher(id);
    if (!form.matches()) {
      throw new EncodingException(
          "a did:ethr holds an address or a compressed key, not " + EncodingException.shown(id));
    }
    if (form.group(2).length() == 42) {
      OperatorId.parse(form.group(2));
    } else {
      DeviceKey.of(KeyAlgorithm.SECP256K1, Hex.decode(form.group(2)));
    }
    return form;
  }

  @Override
  public String text() {
    return "did:ethr:" + network.map(n -> n + ":").orElse("") + identifier;
  }

  @Override
  public Optional<DeviceKey> key() {
    try {
      return identifier.length() == 42
          ? Optional.empty()
          : Optional.of(DeviceKey.of(KeyAlgorithm.SECP256K1, Hex.decode(identifier)));
    } catch (EncodingException | InvalidKeyException e) {
      throw new IllegalStateException("checked on construction", e);
    }
  }

  @Override
  public Optional<OperatorId> account() {
    try {
      Optional<DeviceKey> key = key();
      return Optional.of(key.isPresent() ? EvmAddress.of(key.get()) : new OperatorId(identifier));
    } catch (InvalidKeyException e) {
      throw new IllegalStateException("every secp256k1 key has an address", e);
    }
  }
}
