package org.depinsdk.core.did;

import java.util.Optional;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.DeviceKey;
import org.depinsdk.core.identity.InvalidKeyException;
import org.depinsdk.core.identity.OperatorId;

/**
 * A decentralized identifier. {@link #text} gives back what was read, so that an identifier never changes under its owner.
 * DID URLs (with a path, a query or a fragment) are refused.
 *
 * <p>A name is not a proof: whoever writes a DID down need not control it. What a method keeps on a chain (rotations,
 * controllers, documents) is not known here.
 */
public sealed interface Did permits DidKey, DidPkh, DidEthr, DidIo, DidPeaq, DidErc721 {
  /** Longest text that is read. */
  int MAX_CHARS = 400;

  /**
   * The whole identifier.
   *
   * @return for example {@code did:key:z6Mk…}
   */
  String text();

  /**
   * The key that the identifier itself holds.
   *
   * @return empty if the method names an account or a token
   */
  default Optional<DeviceKey> key() {
    return Optional.empty();
  }

  /**
   * The EVM account that the identifier names or that its key controls from the start.
   *
   * @return empty if there is none
   */
  default Optional<OperatorId> account() {
    return Optional.empty();
  }

  /**
   * Reads an identifier.
   *
   * @param text the whole identifier
   * @return one of the supported methods
   * @throws EncodingException if the text breaks its method's rules or the method is not supported
   */
  static Did parse(String text) throws EncodingException {
    if (text.length() > MAX_CHARS) {
      throw new EncodingException(
          "a DID of " + text.length() + " characters, at most " + MAX_CHARS);
    }
    String[] parts = text.split(":", 3);
    if (parts.length != 3 || !parts[0].equals("did")) {
      throw new EncodingException("a DID is did:method:id, not " + EncodingException.shown(text));
    }
    if (text.chars().anyMatch(c -> c == '/' || c == '?' || c == '#')) {
      throw new EncodingException(
          "a DID without path, query or fragment expected, not " + EncodingException.shown(text));
    }
    try {
      return switch (parts[1]) {
        case "key" -> new DidKey(DeviceKey.ofDidKey(text));
        case "pkh" -> DidPkh.ofId(parts[2]);
        case "ethr" -> DidEthr.ofId(parts[2]);
        case "io" -> DidIo.ofId(parts[2]);
        case "peaq" -> DidPeaq.ofId(parts[2]);
        case "erc721" -> DidErc721.ofId(parts[2]);
        default ->
          throw new EncodingException("DID method " + EncodingException.shown(parts[1])
              + " is not supported, only key, pkh, ethr, io, peaq and erc721");
      };
    } catch (InvalidKeyException e) {
      throw new EncodingException(e.getMessage());
    }
  }
}
