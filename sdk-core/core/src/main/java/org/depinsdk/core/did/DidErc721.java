package org.depinsdk.core.did;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.depinsdk.core.encoding.EncodingException;
import org.depinsdk.core.identity.OperatorId;

/**
 * A device as a token, as DIMO writes it: {@code did:erc721:<chain id>:<contract>:<token id>}. Who owns the token is not
 * known offline.
 *
 * @param chainId 1 or more
 * @param contract the token's contract
 * @param tokenId 0 to 2^256 - 1
 */
public record DidErc721(long chainId, OperatorId contract, BigInteger tokenId) implements Did {
  private static final Pattern FORM =
      Pattern.compile("([1-9][0-9]{0,17}):(0x[0-9a-fA-F]{40}):(0|[1-9][0-9]{0,77})");

  /** Checks the ranges. */
  public DidErc721 {
    if (chainId < 1) {
      throw new IllegalArgumentException("a chain id is 1 or more, not " + chainId);
    }
    if (tokenId.signum() < 0 || tokenId.bitLength() > 256) {
      throw new IllegalArgumentException("a token id is 0 to 2^256 - 1, not " + tokenId);
    }
  }

  static DidErc721 ofId(String id) throws EncodingException {
    Matcher form = FORM.matcher(id);
    if (!form.matches()) {
      throw new EncodingException(
          "a did:erc721 is chain id, contract and token id, not " + EncodingException.shown(id));
    }
    BigInteger tokenId = new BigInteger(form.group(3));
    if (tokenId.bitLength() > 256) {
      throw new EncodingException("a token id is 0 to 2^256 - 1, not " + tokenId);
    }
    return new DidErc721(Long.parseLong(form.group(1)), OperatorId.parse(form.group(2)), tokenId);
  }

  /** The identifier; its contract is always written with the checksum of EIP-55. */
  @Override
  public String text() {
    return "did:erc721:" + chainId + ":" + contract.text() + ":" + tokenId;
  }
}
